/* write.c: parts of an output
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/files.h"

#include "base/io.h"

#include <string.h>

typedef struct
{
  AzudOperator base;
  AzudCsvSink *sink;
  int64_t      bytes_seen;
} Write;

static AzudWriteMode
write_mode (const char *name)
{
  if (g_strcmp0 (name, "overwrite") == 0)
    return AZUD_WRITE_OVERWRITE;
  if (g_strcmp0 (name, "append") == 0)
    return AZUD_WRITE_APPEND;
  if (g_strcmp0 (name, "ignore") == 0)
    return AZUD_WRITE_IGNORE;
  return AZUD_WRITE_ERROR;
}

/* Makes the folders an output lies in; what is there already is fine. */
static bool
make_folders (const char *path,
              AzudError  *error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  for (char *at = folder + 1;; at++)
    {
      char kept = *at;

      if (kept != '/' && kept != '\0')
        continue;
      *at = '\0';
      if (!g_file_test (folder, G_FILE_TEST_IS_DIR) && !azud_io_mkdir (folder, error))
        return false;
      *at = kept;
      if (kept == '\0')
        return true;
    }
}

AzudOutput *
azud_write_output_new (const AzudPlan *write,
                       int             n_partitions,
                       AzudAccount    *account,
                       AzudError      *error)
{
  const AzudDataset *data = write->as.write.data;
  AzudOutputConfig config = {
    .path = g_ptr_array_index (data->paths, 0),
    .mode = write_mode (data->mode),
    .folder = !data->single_file,
    .extension = ".csv",
    .n_partitions = n_partitions,
  };

  return make_folders (config.path, error) ? azud_output_new (&config, account, error) : NULL;
}

static void
count_bytes (Write *self)
{
  int64_t bytes = azud_csv_sink_get_bytes (self->sink);

  azud_progress_add (self->base.context->task->progress, AZUD_COUNT_OUTPUT_BYTES, bytes - self->bytes_seen);
  self->bytes_seen = bytes;
}

static AzudFlow
write_push (AzudOperator    *base,
            const AzudBatch *batch,
            AzudError       *error)
{
  Write *self = (Write *) base;

  azud_progress_add (base->context->task->progress, AZUD_COUNT_OUTPUT_ROWS, batch->n_selected);
  base->n_rows_out += batch->n_selected;
  if (!azud_csv_sink_write (self->sink, batch, error))
    return AZUD_FLOW_FAILED;
  count_bytes (self);
  return AZUD_FLOW_MORE;
}

static bool
write_finish (AzudOperator *base,
              AzudError    *error)
{
  Write *self = (Write *) base;
  AzudCsvSink *sink = self->sink;

  count_bytes (self);      /* a header alone */
  self->sink = NULL;
  return azud_csv_sink_finish (sink, error);
}

static void
write_clear (AzudOperator *base)
{
  azud_csv_sink_abort (((Write *) base)->sink);
}

AzudOperator *
azud_write_new (AzudTaskContext *context,
                const AzudPlan  *write,
                AzudOutput      *output,
                int              part,
                AzudError       *error)
{
  Write *self = azud_operator_alloc (context, write, sizeof *self, error);
  AzudCsvOptions options;

  if (self == NULL)
    return NULL;

  self->base.push = write_push;
  self->base.finish = write_finish;
  self->base.clear = write_clear;
  azud_csv_options_init_write (&options);
  if (azud_dataset_set_options (write->as.write.data, context->settings, &options, error))
    self->sink = azud_csv_sink_open (output, part, &options, write->inputs[0]->schema,
                                     context->account, error);
  if (self->sink == NULL)
    {
      azud_operator_free (&self->base);
      return NULL;
    }
  return &self->base;
}
