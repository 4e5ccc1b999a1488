/* run-log-read.c: bytes to lines, lines to events
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/log/run-log-read-private.h"

#include <stdarg.h>
#include <string.h>

#define MAX_LINE ((gsize) 128 * 1024 * 1024)
#define MAX_DEPTH 20000          /* plans are deep trees */

static void
stage_free (gpointer data)
{
  LogStage *stage = data;

  g_free (stage->name);
  g_free (stage->details);
  g_free (stage->failure);
  g_strfreev (stage->nodes);
  g_array_unref (stage->rdds);
  g_ptr_array_unref (stage->jobs);
  g_hash_table_unref (stage->indices);
  g_array_unref (stage->tasks);
  g_array_unref (stage->durations);
  g_ptr_array_unref (stage->failures);
  g_free (stage);
}

static void
job_free (gpointer data)
{
  LogJob *job = data;

  g_free (job->name);
  g_free (job->description);
  g_free (job->group);
  g_free (job->failure);
  g_array_unref (job->stages);
  g_hash_table_unref (job->completed_stages);
  g_hash_table_unref (job->skipped_stages);
  g_free (job);
}

static void
executor_free (gpointer data)
{
  LogExecutor *executor = data;

  g_free (executor->id);
  g_free (executor->host_port);
  g_free (executor->remove_reason);
  g_free (executor);
}

static void
query_free (gpointer data)
{
  LogQuery *query = data;

  g_free (query->description);
  g_free (query->failure);
  g_clear_pointer (&query->plan, azud_json_unref);
  g_clear_pointer (&query->decisions, azud_json_unref);
  g_free (query);
}

static void
rdd_free (gpointer data)
{
  LogRdd *rdd = data;

  g_free (rdd->name);
  g_free (rdd->level);
  g_free (rdd);
}

AzudRunLogReader *
azud_run_log_reader_new (void)
{
  AzudRunLogReader *reader = g_new0 (AzudRunLogReader, 1);

  reader->line = g_string_new (NULL);
  reader->task_cpus = 1;
  reader->jobs = g_ptr_array_new_with_free_func (job_free);
  reader->jobs_by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  reader->stages = g_ptr_array_new_with_free_func (stage_free);
  reader->stages_by_key = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  reader->executors = g_ptr_array_new_with_free_func (executor_free);
  reader->executors_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  reader->queries = g_ptr_array_new_with_free_func (query_free);
  reader->queries_by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  reader->rdds = g_ptr_array_new_with_free_func (rdd_free);
  reader->rdds_by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  reader->blocks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reader->metrics = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return reader;
}

void
azud_run_log_reader_free (AzudRunLogReader *reader)
{
  if (reader == NULL)
    return;
  g_string_free (reader->line, TRUE);
  g_free (reader->app_id);
  g_free (reader->app_name);
  g_free (reader->user);
  g_free (reader->spark_version);
  g_free (reader->azud_version);
  g_hash_table_unref (reader->jobs_by_id);
  g_hash_table_unref (reader->stages_by_key);
  g_hash_table_unref (reader->executors_by_id);
  g_hash_table_unref (reader->queries_by_id);
  g_hash_table_unref (reader->rdds_by_id);
  g_ptr_array_unref (reader->stages);      /* they point to jobs */
  g_ptr_array_unref (reader->jobs);
  g_ptr_array_unref (reader->executors);
  g_ptr_array_unref (reader->queries);
  g_ptr_array_unref (reader->rdds);
  g_clear_pointer (&reader->environment, azud_json_unref);
  g_clear_pointer (&reader->memory, azud_json_unref);
  g_hash_table_unref (reader->blocks);
  g_hash_table_unref (reader->metrics);
  g_free (reader);
}

AzudJson *
azud_log_find (const AzudJson *json,
               ...)
{
  va_list keys;
  const char *key;

  va_start (keys, json);
  while (json != NULL && (key = va_arg (keys, const char *)) != NULL)
    json = azud_json_lookup (json, key);
  va_end (keys);
  return (AzudJson *) json;
}

static bool
refuse (AzudError *error)
{
  return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_NOT_A_RUN_LOG",
                         N_("This is no run log: its first line is not an event as Spark writes them"), NULL);
}

static bool
is_event (const AzudJson *json)
{
  const char *name = azud_json_lookup_string (json, "Event");

  return name != NULL && (g_str_has_prefix (name, "SparkListener") || g_str_has_prefix (name, "org.apache.spark."));
}

static bool
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

/* Whether @line, which may go on, may become the first one of a log. */
static bool
may_begin_log (const GString *line)
{
  const char *expected = "{\"Event\":\"";

  for (gsize i = 0; i < line->len && *expected != '\0'; i++)
    if (!is_blank (line->str[i]) && line->str[i] != *expected++)
      return false;
  return true;
}

static bool
is_blank_line (const GString *line)
{
  for (gsize i = 0; i < line->len; i++)
    if (!is_blank (line->str[i]))
      return false;
  return true;
}

/* The line is whole, or is the last one and has no end. */
static bool
take_line (AzudRunLogReader *reader,
           bool              is_whole,
           AzudError        *error)
{
  static const AzudJsonLimits limits = { .max_depth = MAX_DEPTH };
  g_autoptr(AzudJson) event = NULL;
  bool is_first;

  if (!reader->is_skipping && is_blank_line (reader->line))
    {
      g_string_truncate (reader->line, 0);
      return true;
    }
  is_first = reader->n_lines++ == 0;
  if (!reader->is_skipping)
    event = azud_json_parse (reader->line->str, (gssize) reader->line->len, &limits, NULL);
  if (event != NULL && is_event (event))
    reader->n_unknown += !azud_log_read_event (reader, event);
  else if (is_first && (is_whole || !may_begin_log (reader->line)))
    return refuse (error);
  else if (event != NULL)
    reader->n_unknown++;
  else if (is_whole)
    reader->n_unreadable++;
  else
    reader->is_cut = true;
  reader->is_skipping = false;
  g_string_truncate (reader->line, 0);
  return true;
}

bool
azud_run_log_reader_feed (AzudRunLogReader *reader,
                          const char       *bytes,
                          size_t            size,
                          AzudError        *error)
{
  while (size > 0)
    {
      const char *end = memchr (bytes, '\n', size);
      size_t n = end != NULL ? (size_t) (end - bytes) : size;

      if (reader->line->len + n > MAX_LINE)
        reader->is_skipping = true;
      if (!reader->is_skipping)
        g_string_append_len (reader->line, bytes, (gssize) n);
      if (reader->n_lines == 0 && !may_begin_log (reader->line))
        return refuse (error);
      if (end == NULL)
        return true;
      if (!take_line (reader, true, error))
        return false;
      bytes += n + 1;
      size -= n + 1;
    }
  return true;
}

void
azud_run_log_reader_mark_incomplete (AzudRunLogReader *reader)
{
  reader->is_marked = true;
}

bool
azud_run_log_reader_end (AzudRunLogReader *reader,
                         AzudError        *error)
{
  return (reader->line->len == 0 && !reader->is_skipping) || take_line (reader, false, error);
}
