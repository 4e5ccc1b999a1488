/* scan.c: rows of CSV files
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/files.h"

#include "base/debug.h"
#include "expr/program.h"
#include "formats/csv-reader.h"
#include "operators/rejects.h"

#include <string.h>

typedef struct
{
  AzudOperator   base;
  AzudCsvSource *source;
  int            partition;
  AzudCsvReader *reader;
  AzudProgram   *filter;
  bool          *in_filter;       /* per column: the filter reads it */
  AzudOperator  *rejects;
  int64_t        rows_read;
  int64_t        bytes_seen;
  int64_t        rows_left;       /* pushed limit; -1 = none */
  uint16_t       selection[AZUD_BATCH_ROWS];
} Scan;

/* ---- the shared source ---- */

bool
azud_dataset_set_options (const AzudDataset      *data,
                          const AzudExprSettings *settings,
                          AzudCsvOptions         *options,
                          AzudError              *error)
{
  GHashTableIter iter;
  gpointer key, value;

  if (settings->time_zone != NULL)
    g_strlcpy (options->time_zone, settings->time_zone, sizeof options->time_zone);
  g_hash_table_iter_init (&iter, data->options);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!azud_csv_options_set (options, key, value, error))
      return false;
  return azud_csv_options_check (options, error);
}

/* The file's columns, and behind them the corrupt-record column where one is asked for. */
static AzudSchema *
source_schema (const AzudPlan *scan,
               int            *wanted)
{
  const AzudSchema *file = scan->as.scan.file_schema;
  const AzudSchema *out = scan->schema;
  g_autofree AzudField *fields = g_new (AzudField, file->n_fields + 1);
  int n = file->n_fields;

  memcpy (fields, file->fields, (size_t) n * sizeof *fields);
  for (int i = 0; i < out->n_fields; i++)
    {
      wanted[i] = scan->as.scan.columns[i];
      if (wanted[i] < 0)
        {
          fields[file->n_fields] = out->fields[i];
          wanted[i] = file->n_fields;
          n = file->n_fields + 1;
        }
    }
  return azud_schema_new (fields, n);
}

AzudCsvSource *
azud_scan_source_new (const AzudPlan         *scan,
                      const AzudExprSettings *settings,
                      int64_t                 partition_bytes,
                      AzudAccount            *account,
                      AzudError              *error)
{
  g_autofree int *wanted = g_new (int, scan->schema->n_fields + 1);
  AzudSchema *schema = source_schema (scan, wanted);
  AzudCsvOptions options;
  AzudCsvSourceConfig config = {
    .options = &options,
    .paths = (const char *const *) scan->as.scan.data->paths->pdata,
    .n_paths = scan->as.scan.data->paths->len,
    .schema = schema,
    .wanted = wanted,
    .n_wanted = scan->schema->n_fields,
    .partition_bytes = partition_bytes,
    .n_partitions = (int) azud_debug_get ("partitions", 0),
    .morsel_bytes = azud_debug_get ("csv-morsel", 0),
    .batch_rows = azud_batch_rows (),
    .check_unread = scan->as.scan.has_rejects,
  };
  AzudCsvSource *source = NULL;

  azud_csv_options_init_read (&options);
  if (schema != NULL && azud_dataset_set_options (scan->as.scan.data, settings, &options, error))
    source = azud_csv_source_new (&config, account, error);
  azud_schema_unref (schema);
  return source;
}

/* ---- one partition ---- */

static bool
find_filter_columns (Scan      *self,
                     AzudError *error)
{
  const AzudPlan *plan = self->base.plan;
  int n = plan->schema->n_fields;

  self->in_filter = azud_account_alloc (self->base.context->account, (size_t) n + 1, error);
  if (self->in_filter == NULL)
    return false;
  memset (self->in_filter, 0, (size_t) n + 1);
  if (plan->as.scan.filter == NULL)
    return true;
  azud_expr_columns (plan->as.scan.filter, self->in_filter, n);
  self->filter = azud_program_new (&plan->as.scan.filter, 1, self->base.context->settings,
                                   self->base.context->account, error);
  return self->filter != NULL;
}

static bool
convert_columns (Scan      *self,
                 AzudBatch *batch,
                 bool       of_filter,
                 AzudError *error)
{
  for (int c = 0; c < batch->schema->n_fields; c++)
    if (self->in_filter[c] == of_filter
        && !azud_csv_reader_convert (self->reader, c, batch->selection, batch->n_selected, &batch->columns[c], error))
      return false;
  return true;
}

/* Drops rows from the first faulty one on: the reader reports it at the next call. */
static void
cut_to_good (AzudBatch *batch,
             uint32_t   n_good,
             uint16_t  *selection)
{
  uint32_t n = 0;

  if (n_good >= batch->n_rows)
    return;
  for (uint32_t i = 0; i < batch->n_selected && azud_batch_row (batch, i) < n_good; i++)
    selection[n++] = (uint16_t) azud_batch_row (batch, i);
  batch->selection = selection;
  batch->n_selected = n;
}

/* Readers look ahead, across the border to the next partition; what they see there is that one's input.  So all tasks together count
 * every byte of a file once. */
static void
count_progress (Scan    *self,
                uint32_t n_rows,
                bool     is_end)
{
  AzudProgress *progress = self->base.context->task->progress;
  int64_t bytes = azud_csv_reader_get_bytes_read (self->reader);
  int64_t most = azud_csv_source_get_partition_bytes (self->source, self->partition);

  if (most > 0 && (is_end || bytes > most))
    bytes = most;
  self->rows_read += n_rows;
  azud_progress_add (progress, AZUD_COUNT_INPUT_ROWS, n_rows);
  azud_progress_add (progress, AZUD_COUNT_INPUT_BYTES, bytes - self->bytes_seen);
  self->bytes_seen = bytes;
}

/* An error of a later operator that names a row of this slice gets its file and line. */
static void
locate_error (Scan      *self,
              AzudError *error)
{
  const char *file;
  int64_t line, byte;

  if (error == NULL || error->row < 0 || error->line > 0)
    return;
  azud_csv_reader_locate (self->reader, (uint32_t) error->row, &file, &line, &byte);
  azud_error_at_line (error, file, line, 0, byte);
  error->row += self->rows_read;
}

static AzudFlow
push_slice (Scan      *self,
            uint32_t   n_rows,
            AzudError *error)
{
  AzudOperator *base = &self->base;
  AzudBatch batch;
  AzudFlow flow;

  azud_arena_reset (&base->arena);
  if (!azud_operator_init_batch (base, base->plan->schema, &batch, error))
    return AZUD_FLOW_FAILED;
  batch.n_rows = batch.n_selected = n_rows;

  if (self->filter != NULL)
    {
      if (!convert_columns (self, &batch, true, error))
        return AZUD_FLOW_FAILED;
      cut_to_good (&batch, azud_csv_reader_get_n_good (self->reader), self->selection);
      if (!azud_program_filter (self->filter, &batch, self->selection, &batch.n_selected, &base->arena, error))
        {
          locate_error (self, error);
          return AZUD_FLOW_FAILED;
        }
      batch.selection = self->selection;
    }
  if (!convert_columns (self, &batch, false, error))
    return AZUD_FLOW_FAILED;
  cut_to_good (&batch, azud_csv_reader_get_n_good (self->reader), self->selection);

  if (self->rows_left >= 0 && batch.n_selected > self->rows_left)
    batch.n_selected = (uint32_t) self->rows_left;
  flow = azud_operator_emit (base, &batch, error);
  if (flow == AZUD_FLOW_FAILED)
    locate_error (self, error);
  if (self->rows_left >= 0)
    self->rows_left -= batch.n_selected;
  return flow == AZUD_FLOW_MORE && self->rows_left == 0 ? AZUD_FLOW_ENOUGH : flow;
}

static bool
scan_run (AzudOperator *base,
          AzudError    *error)
{
  Scan *self = (Scan *) base;
  AzudTask *task = base->context->task;

  self->reader = azud_csv_reader_open (self->source, self->partition, base->context->account, task->cancel,
                                       self->rejects != NULL ? azud_rejects_take : NULL, self->rejects, error);
  if (self->reader == NULL)
    return false;
  for (;;)
    {
      uint32_t n_rows;
      AzudFlow flow;

      if (!azud_cancel_check (task->cancel, error) || !azud_csv_reader_next (self->reader, &n_rows, error))
        return false;
      if (n_rows == 0)
        {
          count_progress (self, 0, true);
          break;
        }
      flow = push_slice (self, n_rows, error);
      if (flow == AZUD_FLOW_FAILED)
        return false;
      count_progress (self, n_rows, false);
      if (flow == AZUD_FLOW_ENOUGH && self->rejects == NULL)
        break;
    }
  return self->rejects == NULL || azud_operator_finish (self->rejects, error);
}

static void
scan_clear (AzudOperator *base)
{
  Scan *self = (Scan *) base;

  azud_csv_reader_close (self->reader);
  azud_program_free (self->filter);
  azud_account_release (base->context->account, self->in_filter, (size_t) base->plan->schema->n_fields + 1);
}

AzudOperator *
azud_scan_new (AzudTaskContext *context,
               const AzudPlan  *scan,
               AzudCsvSource   *source,
               int              partition,
               AzudError       *error)
{
  Scan *self = azud_operator_alloc (context, scan, sizeof *self, error);

  if (self == NULL)
    return NULL;

  self->base.run = scan_run;
  self->base.clear = scan_clear;
  self->source = source;
  self->partition = partition;
  self->rows_left = scan->as.scan.limit;
  if (!find_filter_columns (self, error))
    {
      azud_operator_free (&self->base);
      return NULL;
    }
  return &self->base;
}

void
azud_scan_set_rejects (AzudOperator *scan,
                       AzudOperator *rejects)
{
  ((Scan *) scan)->rejects = rejects;
}

int64_t
azud_scan_get_rows_read (const AzudOperator *scan)
{
  return ((const Scan *) scan)->rows_read;
}
