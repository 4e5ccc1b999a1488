/* csv-dump.c: for tests: a CSV text read by a source and readers, and printed
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "formats/csv-dump.h"

#include "base/folder-tree.h"
#include "base/sync.h"
#include "value/date.h"
#include "value/number-print.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

static char *folder;

const char *
csv_folder (void)
{
  if (folder == NULL)
    folder = g_dir_make_tmp ("azud-test-XXXXXX", NULL);
  g_assert_nonnull (folder);
  return folder;
}

void
csv_folder_remove (void)
{
  if (folder != NULL)
    folder_remove (folder);
  g_clear_pointer (&folder, g_free);
}

AzudSchema *
csv_schema (const char *columns)
{
  AzudField fields[64];
  char **parts = NULL;
  GString *open = g_string_new (NULL);
  int n = 0;
  int depth = 0;
  AzudSchema *schema;

  for (const char *p = columns; *p != '\0'; p++)   /* commas within brackets do not count */
    {
      depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
      g_string_append_c (open, *p == ',' && depth == 0 ? '\1' : *p);
    }
  parts = g_strsplit (open->str, "\1", -1);
  for (n = 0; parts[n] != NULL; n++)
    {
      char *name = g_strstrip (parts[n]);
      char *type = strrchr (name, ' ');
      AzudError error = AZUD_ERROR_INIT;

      g_assert_nonnull (type);
      *type++ = '\0';
      fields[n] = (AzudField){ name, azud_dtype_parse (type, &error), true };
      g_assert_nonnull (fields[n].type);
    }
  schema = azud_schema_new (fields, n);
  g_strfreev (parts);
  g_string_free (open, TRUE);
  return schema;
}

void
csv_options (AzudCsvOptions *options,
             const char     *settings)
{
  char *copy = g_strdup (settings != NULL ? settings : "");
  char *p = copy;

  while (*p != '\0')
    {
      char *key = p;
      char *value = strchr (p, '=');
      AzudError error = AZUD_ERROR_INIT;

      if (*p == ';')
        {
          p++;
          continue;
        }
      g_assert_nonnull (value);
      *value++ = '\0';
      p = value + (*value == ';' && value[1] != '\0' && value[1] != ';' ? 0 : *value != '\0');   /* `sep=;` */
      p += strcspn (p, ";");
      if (*p == ';')
        *p++ = '\0';
      if (!azud_csv_options_set (options, key, value, &error))
        g_error ("%s=%s: %s", key, value, error.condition);
    }
  g_free (copy);
}

static void
print_text (GString    *out,
            const char *text,
            size_t      size)
{
  for (size_t i = 0; i < size; i++)
    {
      unsigned char c = (unsigned char) text[i];

      if (c < ' ' || c == 0x7f || c >= 0x80 || c == '|' || c == '\\')
        g_string_append_printf (out, "\\%02x", c);
      else
        g_string_append_c (out, (char) c);
    }
}

static void
print_value (GString          *out,
             const AzudVector *vector,
             uint32_t          row)
{
  AzudVectorView view = azud_vector_view (vector);
  uint32_t i = azud_view_index (&view, row);
  char buffer[64];
  size_t n = 0;

  if (!azud_view_valid (&view, i))
    {
      g_string_append (out, "~");
      return;
    }
  switch ((int) vector->type->id)
    {
    case AZUD_DTYPE_BOOLEAN:   g_string_append (out,
                                                ((const uint8_t *) view.data)[i] ? "true" : "false"); return;
    case AZUD_DTYPE_TINYINT:   n = azud_print_int64 (buffer, ((const int8_t *) view.data)[i]); break;
    case AZUD_DTYPE_SMALLINT:  n = azud_print_int64 (buffer, ((const int16_t *) view.data)[i]); break;
    case AZUD_DTYPE_INT:       n = azud_print_int64 (buffer, ((const int32_t *) view.data)[i]); break;
    case AZUD_DTYPE_BIGINT:    n = azud_print_int64 (buffer, ((const int64_t *) view.data)[i]); break;
    case AZUD_DTYPE_FLOAT:     n = azud_print_float (buffer, ((const float *) view.data)[i]); break;
    case AZUD_DTYPE_DOUBLE:    n = azud_print_double (buffer, ((const double *) view.data)[i]); break;
    case AZUD_DTYPE_DECIMAL:   n = azud_print_decimal (buffer, ((const AzudInt128 *) view.data)[i],
                                                       vector->type->scale); break;
    case AZUD_DTYPE_DATE:      n = azud_print_date (buffer, ((const int32_t *) view.data)[i]); break;
    case AZUD_DTYPE_TIMESTAMP:
    case AZUD_DTYPE_TIMESTAMP_NTZ:
      n = azud_print_timestamp (buffer, ((const int64_t *) view.data)[i]);
      break;
    default:
      {
        const AzudText *text = (const AzudText *) view.data + i;

        print_text (out, azud_text_data (text), text->size);
        return;
      }
    }
  g_string_append_len (out, buffer, (gssize) n);
}

void
csv_print_batch (GString         *out,
                 const AzudBatch *batch)
{
  for (uint32_t i = 0; i < batch->n_selected; i++)
    {
      for (int c = 0; c < batch->schema->n_fields; c++)
        {
          if (c > 0)
            g_string_append_c (out, '|');
          print_value (out, &batch->columns[c], azud_batch_row (batch, i));
        }
      g_string_append_c (out, '\n');
    }
}

typedef struct
{
  const CsvDump *dump;
  AzudCsvSource *source;
  AzudAccount   *account;
  int            partition;
  GString       *rows;
  GString       *rejects;
  AzudError      error;
} Task;

static bool
take_reject (const AzudCsvReject *reject,
             void                *data,
             AzudError           *error)
{
  Task *task = data;

  g_string_append_printf (task->rejects,
                          "reject line %" G_GINT64_FORMAT " byte %" G_GINT64_FORMAT " #%d %s %s <",
                          reject->line, reject->byte, reject->number, reject->kind_name, reject->column_name);
  print_text (task->rejects, reject->value, reject->value_size);
  g_string_append (task->rejects, "> <");
  print_text (task->rejects, reject->record, reject->record_size);
  g_string_append (task->rejects, ">\n");
  return true;
}

/* As a scan with a filter does: one column, then the others for the rows that passed. */
static bool
read_two_steps (Task          *task,
                AzudCsvReader *reader)
{
  const AzudSchema *schema = azud_csv_source_get_schema (task->source);
  AzudVector vectors[64];
  uint16_t selection[AZUD_BATCH_ROWS];
  uint32_t n_rows;

  while (azud_csv_reader_next (reader, &n_rows, &task->error))
    {
      AzudBatch batch = { .schema = schema, .columns = vectors, .selection = selection };
      uint32_t n = 0;

      if (n_rows == 0)
        return true;
      if (!azud_csv_reader_convert (reader, 0, NULL, 0, &vectors[0], &task->error))
        return false;
      for (uint32_t i = 0; i < n_rows; i++)
        {
          const char *file;
          int64_t line;
          int64_t byte;

          azud_csv_reader_locate (reader, i, &file, &line, &byte);
          if (byte % 2 == 0)
            selection[n++] = (uint16_t) i;
        }
      for (int c = 1; c < schema->n_fields; c++)
        if (!azud_csv_reader_convert (reader, c, selection, n, &vectors[c], &task->error))
          return false;
      while (n > 0 && selection[n - 1] >= azud_csv_reader_get_n_good (reader))
        n--;
      batch.n_rows = azud_csv_reader_get_n_good (reader);
      batch.n_selected = n;
      csv_print_batch (task->rows, &batch);
    }
  return false;
}

static void
run_task (Task *task)
{
  AzudAccount *account = azud_account_new (task->account, "task", 0);
  AzudCsvReader *reader = azud_csv_reader_open (task->source, task->partition, account, NULL,
                                                task->dump->rejects ? take_reject : NULL, task, &task->error);
  AzudBatch batch;

  if (reader != NULL && task->dump->two_steps)
    read_two_steps (task, reader);
  else
    while (reader != NULL && azud_csv_reader_read (reader, &batch, &task->error) && batch.n_rows > 0)
      csv_print_batch (task->rows, &batch);
  azud_csv_reader_close (reader);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
}

typedef struct
{
  Task       *tasks;
  int         n_tasks;
  bool        backwards;
  _Atomic int next;
} Work;

static void *
worker (void *data)
{
  Work *work = data;
  int i;

  while ((i = atomic_fetch_add (&work->next, 1)) < work->n_tasks)
    run_task (&work->tasks[work->backwards ? work->n_tasks - 1 - i : i]);
  return NULL;
}

static void
print_error (GString         *out,
             const AzudError *error)
{
  char text[256];

  azud_error_format (error, text, sizeof text);
  g_string_append_printf (out,
                          "error %s: %s (line %" G_GINT64_FORMAT " column %" G_GINT64_FORMAT " byte %" G_GINT64_FORMAT
                          " %s <%s>)\n", error->condition, text, error->line, error->column, error->byte,
                          error->column_name, error->value);
}

static void
run_tasks (Task          *tasks,
           int            n_tasks,
           const CsvDump *dump)
{
  Work work = { .tasks = tasks, .n_tasks = n_tasks, .backwards = dump->backwards };
  AzudThread threads[16];

  if (dump->n_threads == 0)
    worker (&work);
  for (int i = 0; i < dump->n_threads; i++)
    g_assert_true (azud_thread_start (&threads[i], "test", worker, &work));
  for (int i = 0; i < dump->n_threads; i++)
    azud_thread_join (threads[i]);
}

/* Rows of partitions below the first faulty one, that one's rows, its error: what a run shows. */
static void
collect (GString *out,
         Task    *tasks,
         int      n_tasks)
{
  GString *rejects = g_string_new (NULL);
  bool failed = false;

  for (int i = 0; i < n_tasks; i++)
    {
      if (!failed)
        {
          g_string_append (out, tasks[i].rows->str);
          g_string_append (rejects, tasks[i].rejects->str);
          failed = azud_error_is_set (&tasks[i].error);
          if (failed)
            print_error (out, &tasks[i].error);
        }
      g_string_free (tasks[i].rows, TRUE);
      g_string_free (tasks[i].rejects, TRUE);
    }
  g_string_append (out, rejects->str);
  g_string_free (rejects, TRUE);
}

char *
csv_dump_file (const char    *path,
               const CsvDump *dump)
{
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudSchema *schema = csv_schema (dump->columns);
  GString *out = g_string_new (NULL);
  AzudError error = AZUD_ERROR_INIT;
  AzudCsvOptions options;
  AzudCsvSourceConfig config = {
    .options = &options, .paths = &path, .n_paths = 1, .schema = schema, .wanted = dump->wanted,
    .n_wanted = dump->n_wanted,
    .n_partitions = dump->n_partitions, .morsel_bytes = dump->morsel_bytes, .batch_rows = dump->batch_rows,
    .check_unread = dump->check_unread
  };
  AzudCsvSource *source;

  azud_csv_options_init_read (&options);
  csv_options (&options, dump->options);
  source = azud_csv_source_new (&config, account, &error);
  if (source == NULL)
    print_error (out, &error);
  else
    {
      int n_tasks = azud_csv_source_get_n_partitions (source);
      Task *tasks = g_new0 (Task, n_tasks);

      for (int i = 0; i < n_tasks; i++)
        tasks[i] = (Task){ dump, source, account, i, g_string_new (NULL), g_string_new (NULL),
                           AZUD_ERROR_INIT };
      run_tasks (tasks, n_tasks, dump);
      collect (out, tasks, n_tasks);
      g_free (tasks);
    }
  azud_csv_source_unref (source);
  azud_schema_unref (schema);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  return g_string_free (out, FALSE);
}

void
csv_put_file (const char *path,
              const char *text,
              gssize      size)
{
  gsize length = size < 0 ? strlen (text) : (gsize) size;
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (text, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

char *
csv_dump (const char    *text,
          gssize         size,
          const CsvDump *dump)
{
  char *path = g_build_filename (csv_folder (), "text.csv", NULL);
  char *out;

  csv_put_file (path, text, size);
  out = csv_dump_file (path, dump);
  g_free (path);
  return out;
}
