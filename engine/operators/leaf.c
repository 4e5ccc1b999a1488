/* leaf.c: rows written in the plan, and numbers
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/narrow.h"

#include "expr/program.h"

#include <string.h>

/* ---- VALUES: each row is evaluated as a program over one empty row ---- */

static AzudFlow
emit_value_row (AzudOperator *self,
                AzudExpr    **row,
                AzudError    *error)
{
  const AzudSchema *schema = self->plan->schema;
  AzudTaskContext *context = self->context;
  AzudBatch nothing = { .n_rows = 1, .n_selected = 1 };
  AzudProgram *program;
  AzudBatch batch;
  AzudFlow flow = AZUD_FLOW_FAILED;

  azud_arena_reset (&self->arena);
  program = azud_program_new (row, schema->n_fields, context->settings, context->account, error);
  if (program == NULL)
    return AZUD_FLOW_FAILED;
  if (azud_operator_init_batch (self, schema, &batch, error)
      && azud_program_eval (program, &nothing, batch.columns, &self->arena, error))
    {
      batch.n_rows = batch.n_selected = 1;
      azud_progress_add (context->task->progress, AZUD_COUNT_INPUT_ROWS, 1);
      flow = azud_operator_emit (self, &batch, error);
    }
  azud_program_free (program);
  return flow;
}

static bool
values_run (AzudOperator *self,
            AzudError    *error)
{
  GPtrArray *rows = self->plan->as.values.rows;

  for (guint i = 0; i < rows->len; i++)
    {
      AzudFlow flow;

      if (!azud_cancel_check (self->context->task->cancel, error))
        return false;
      flow = emit_value_row (self, rows->pdata[i], error);
      if (flow == AZUD_FLOW_FAILED)
        return false;
      if (flow == AZUD_FLOW_ENOUGH)
        return true;
    }
  return true;
}

AzudOperator *
azud_values_new (AzudTaskContext *context,
                 const AzudPlan  *plan,
                 AzudError       *error)
{
  AzudOperator *self = azud_operator_alloc (context, plan, sizeof *self, error);

  if (self != NULL)
    self->run = values_run;
  return self;
}

/* ---- RANGE ---- */

typedef struct
{
  AzudOperator base;
  uint64_t     first;
  uint64_t     n;
} Range;

uint64_t
azud_range_count (const AzudPlan *plan)
{
  int64_t start = plan->as.range.start, end = plan->as.range.end, step = plan->as.range.step;
  AzudInt128 distance = (AzudInt128) end - start;

  if (step == 0 || (distance > 0) != (step > 0) || distance == 0)
    return 0;
  if (distance < 0)
    return (uint64_t) ((-distance + -(AzudInt128) step - 1) / -(AzudInt128) step);
  return (uint64_t) ((distance + step - 1) / step);
}

static bool
range_run (AzudOperator *base,
           AzudError    *error)
{
  Range *self = (Range *) base;
  const AzudPlan *plan = base->plan;
  uint32_t room = azud_batch_rows ();

  for (uint64_t done = 0; done < self->n;)
    {
      uint32_t n = self->n - done < room ? (uint32_t) (self->n - done) : room;
      AzudBatch batch;
      int64_t *numbers;
      AzudFlow flow;

      azud_arena_reset (&base->arena);
      if (!azud_cancel_check (base->context->task->cancel, error)
          || !azud_operator_init_batch (base, plan->schema, &batch, error)
          || !azud_vector_init_flat (&batch.columns[0], plan->schema->fields[0].type, n, &base->arena, error))
        return false;
      numbers = batch.columns[0].data;
      for (uint32_t i = 0; i < n; i++)
        numbers[i] = (int64_t) ((uint64_t) plan->as.range.start
                                + (self->first + done + i) * (uint64_t) plan->as.range.step);
      batch.n_rows = batch.n_selected = n;
      azud_progress_add (base->context->task->progress, AZUD_COUNT_INPUT_ROWS, n);
      flow = azud_operator_emit (base, &batch, error);
      if (flow == AZUD_FLOW_FAILED)
        return false;
      if (flow == AZUD_FLOW_ENOUGH)
        return true;
      done += n;
    }
  return true;
}

AzudOperator *
azud_range_new (AzudTaskContext *context,
                const AzudPlan  *plan,
                uint64_t         first,
                uint64_t         n,
                AzudError       *error)
{
  Range *self = azud_operator_alloc (context, plan, sizeof *self, error);

  if (self == NULL)
    return NULL;
  self->base.run = range_run;
  self->first = first;
  self->n = n;
  return &self->base;
}
