/* rejects.c: faults of a scan as rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The rows have the columns azud_plan_rejects() names: file, line, column, condition, message, record.  Every fault of a
 * record is a row of its own.
 */

#include "operators/files.h"
#include "operators/rejects.h"

#include <string.h>

enum { FILE_COLUMN, LINE_COLUMN, NAME_COLUMN, CONDITION_COLUMN, MESSAGE_COLUMN, RECORD_COLUMN, N_COLUMNS };

typedef struct
{
  AzudOperator base;
  AzudArena    texts;           /* of the rows that wait */
  AzudText     columns[N_COLUMNS][AZUD_BATCH_ROWS];
  int64_t      lines[AZUD_BATCH_ROWS];
  uint64_t     has_name[AZUD_BATCH_ROWS / 64];
  uint32_t     n;
} Rejects;

static bool
flush (Rejects   *self,
       AzudError *error)
{
  AzudVector columns[N_COLUMNS];
  AzudBatch batch = { .schema = self->base.plan->schema, .n_rows = self->n, .n_selected = self->n, .columns = columns };
  AzudFlow flow;

  if (self->n == 0)
    return true;
  for (int c = 0; c < N_COLUMNS; c++)
    columns[c] = (AzudVector){ .type = batch.schema->fields[c].type, .layout = AZUD_LAYOUT_FLAT, .length = self->n,
                               .data = c == LINE_COLUMN ? (void *) self->lines : (void *) self->columns[c],
                               .validity = c == NAME_COLUMN ? self->has_name : NULL };
  flow = azud_operator_emit (&self->base, &batch, error);
  self->n = 0;
  azud_arena_reset (&self->texts);
  return flow != AZUD_FLOW_FAILED;
}

static bool
keep_text (Rejects    *self,
           int         column,
           const char *text,
           size_t      size,
           AzudError  *error)
{
  char *copy = azud_arena_alloc (&self->texts, size > 0 ? size : 1, 1, error);

  if (copy == NULL)
    return false;
  memcpy (copy, text, size);
  self->columns[column][self->n] = azud_text_make (copy, size);
  return true;
}

bool
azud_rejects_take (const AzudCsvReject *reject,
                   void                *data,
                   AzudError           *error)
{
  Rejects *self = data;

  if (!keep_text (self, FILE_COLUMN, reject->file, strlen (reject->file), error)
      || !keep_text (self, NAME_COLUMN, reject->column_name, strlen (reject->column_name), error)
      || !keep_text (self, CONDITION_COLUMN, reject->condition, strlen (reject->condition), error)
      || !keep_text (self, MESSAGE_COLUMN, reject->message, strlen (reject->message), error)
      || !keep_text (self, RECORD_COLUMN, reject->record, reject->record_size, error))
    return false;
  self->lines[self->n] = reject->line;
  azud_bits_set (self->has_name, self->n, reject->column_name[0] != '\0');
  self->n++;
  return self->n < azud_batch_rows () || flush (self, error);
}

static bool
rejects_finish (AzudOperator *base,
                AzudError    *error)
{
  return flush ((Rejects *) base, error);
}

static void
rejects_clear (AzudOperator *base)
{
  azud_arena_clear (&((Rejects *) base)->texts);
}

AzudOperator *
azud_rejects_new (AzudTaskContext *context,
                  const AzudPlan  *plan,
                  AzudError       *error)
{
  Rejects *self = azud_operator_alloc (context, plan, sizeof *self, error);

  if (self == NULL)
    return NULL;
  self->base.finish = rejects_finish;
  self->base.clear = rejects_clear;
  azud_arena_init (&self->texts, context->account);
  return &self->base;
}
