/* run-log-json.c: what a log tells, in the words of Spark's REST interface
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/log/run-log-read-private.h"

#include <string.h>

/* As the interface prints times: "2026-11-22T12:21:43.429GMT"; nothing for 0. */
void
azud_log_put_time (AzudJson   *json,
                   const char *key,
                   gint64      ms)
{
  g_autoptr(GDateTime) second = g_date_time_new_from_unix_utc (ms / 1000);
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;

  if (ms <= 0 || second == NULL)
    return;
  text = g_date_time_format (second, "%Y-%m-%dT%H:%M:%S");
  whole = g_strdup_printf ("%s.%03dGMT", text, (int) (ms % 1000));
  azud_json_put_string (json, key, whole);
}

static AzudJson *
numbers (GArray *list)
{
  AzudJson *json = azud_json_new_array ();

  for (guint i = 0; i < list->len; i++)
    azud_json_add (json, azud_json_new_integer (g_array_index (list, gint64, i)));
  return json;
}

/* ---- jobs ---- */

/* Tasks that the job's stages came to, skipped ones apart: what a plan that changes on the way makes of those the job was begun with. */
static gint64
count_tasks (const AzudRunLogReader *reader,
             const LogJob           *job)
{
  gint64 n = 0;

  for (guint i = 0; i < reader->stages->len; i++)
    {
      const LogStage *stage = g_ptr_array_index (reader->stages, i);

      if (stage->attempt == 0 && strcmp (stage->status, "SKIPPED") != 0 && g_ptr_array_find (stage->jobs, job, NULL))
        n += stage->n_tasks;
    }
  return n;
}

static AzudJson *
job_to_json (const AzudRunLogReader *reader,
             const LogJob           *job)
{
  AzudJson *json = azud_json_new_object ();

  azud_json_put_integer (json, "jobId", job->id);
  azud_json_put_string (json, "name", job->name != NULL ? job->name : "(Unknown Stage Name)");
  azud_json_put_string (json, "description", job->description);
  azud_log_put_time (json, "submissionTime", job->submitted);
  azud_log_put_time (json, "completionTime", job->completed);
  azud_json_put (json, "stageIds", numbers (job->stages));
  azud_json_put_string (json, "jobGroup", job->group);
  azud_json_put_string (json, "status", job->status);
  azud_json_put_integer (json, "numTasks", job->n_tasks);
  azud_json_put_integer (json, "numActiveTasks", job->attempts.active);
  azud_json_put_integer (json, "numCompletedTasks", job->attempts.completed);
  azud_json_put_integer (json, "numSkippedTasks", job->n_skipped_tasks);
  azud_json_put_integer (json, "numFailedTasks", job->attempts.failed);
  azud_json_put_integer (json, "numKilledTasks", job->attempts.killed);
  azud_json_put_integer (json, "numCompletedIndices", job->n_indices);
  azud_json_put_integer (json, "numActiveStages", job->n_active_stages);
  azud_json_put_integer (json, "numCompletedStages", g_hash_table_size (job->completed_stages));
  azud_json_put_integer (json, "numSkippedStages", g_hash_table_size (job->skipped_stages));
  azud_json_put_integer (json, "numFailedStages", job->n_failed_stages);
  azud_json_put_string (json, "failureReason", job->failure);
  azud_json_put_integer (json, "azudTasks", count_tasks (reader, job));
  return json;
}

/* ---- stages ---- */

static void
put_sums (AzudJson       *json,
          const LogStage *stage)
{
  static const struct { const char *key; LogFigure figure; } all[] = {
    { "executorDeserializeTime", LOG_DESERIALIZE_TIME },
    { "executorDeserializeCpuTime", LOG_DESERIALIZE_CPU },
    { "executorRunTime", LOG_RUN_TIME },
    { "executorCpuTime", LOG_CPU_TIME },
    { "resultSize", LOG_RESULT_SIZE },
    { "jvmGcTime", LOG_GC_TIME },
    { "resultSerializationTime", LOG_SERIALIZATION_TIME },
    { "memoryBytesSpilled", LOG_MEMORY_SPILLED },
    { "diskBytesSpilled", LOG_DISK_SPILLED },
    { "peakExecutionMemory", LOG_PEAK_MEMORY },
    { "inputBytes", LOG_INPUT_BYTES },
    { "inputRecords", LOG_INPUT_RECORDS },
    { "outputBytes", LOG_OUTPUT_BYTES },
    { "outputRecords", LOG_OUTPUT_RECORDS },
    { "shuffleRemoteBlocksFetched", LOG_REMOTE_BLOCKS },
    { "shuffleLocalBlocksFetched", LOG_LOCAL_BLOCKS },
    { "shuffleFetchWaitTime", LOG_FETCH_WAIT },
    { "shuffleRemoteBytesRead", LOG_REMOTE_BYTES },
    { "shuffleRemoteBytesReadToDisk", LOG_REMOTE_BYTES_TO_DISK },
    { "shuffleLocalBytesRead", LOG_LOCAL_BYTES },
    { "shuffleReadBytes", LOG_READ_BYTES },
    { "shuffleReadRecords", LOG_READ_RECORDS },
    { "shuffleWriteBytes", LOG_WRITE_BYTES },
    { "shuffleWriteTime", LOG_WRITE_TIME },
    { "shuffleWriteRecords", LOG_WRITE_RECORDS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    azud_json_put_integer (json, all[i].key, stage->sum.figures[all[i].figure]);
}

static AzudJson *
stage_to_json (const LogStage *stage)
{
  AzudJson *json = azud_json_new_object ();

  azud_json_put_string (json, "status", stage->status);
  azud_json_put_integer (json, "stageId", stage->id);
  azud_json_put_integer (json, "attemptId", stage->attempt);
  azud_json_put_integer (json, "numTasks", stage->n_tasks);
  azud_json_put_integer (json, "numActiveTasks", stage->attempts.active);
  azud_json_put_integer (json, "numCompleteTasks", stage->attempts.completed);
  azud_json_put_integer (json, "numFailedTasks", stage->attempts.failed);
  azud_json_put_integer (json, "numKilledTasks", stage->attempts.killed);
  azud_json_put_integer (json, "numCompletedIndices", g_hash_table_size (stage->indices));
  azud_log_put_time (json, "submissionTime", stage->submitted);
  azud_log_put_time (json, "firstTaskLaunchedTime", stage->first_launch);
  azud_log_put_time (json, "completionTime", stage->completed);
  azud_json_put_string (json, "failureReason", stage->failure);
  put_sums (json, stage);
  azud_json_put_string (json, "name", stage->name != NULL ? stage->name : "");
  azud_json_put_string (json, "details", stage->details != NULL ? stage->details : "");
  azud_json_put (json, "rddIds", numbers (stage->rdds));
  if (stage->nodes != NULL)
    azud_json_put (json, "azudNodes", azud_json_new_strings (stage->nodes));
  if (stage->failures->len > 0)
    azud_json_put (json, "azudFailures", azud_log_failures_to_json (stage->failures));
  if (stage->tasks->len > 0)
    {
      azud_json_put (json, "azudSlowestTasks", azud_log_slowest_tasks (stage));
      azud_json_put (json, "taskSummary", azud_log_task_summary (stage));
    }
  return json;
}

/* ---- executors, storage ---- */

/* Of the driver Spark tells the application's time and the greatest total of its collector's. */
static AzudJson *
executor_to_json (const AzudRunLogReader *reader,
                  const LogExecutor      *executor)
{
  AzudJson *json = azud_json_new_object ();
  bool is_over = strcmp (executor->id, "driver") == 0 && reader->has_end;

  azud_json_put_string (json, "id", executor->id);
  azud_json_put_string (json, "hostPort", executor->host_port != NULL ? executor->host_port : "");
  azud_json_put_boolean (json, "isActive", executor->is_active);
  azud_json_put_integer (json, "totalCores", executor->cores);
  azud_json_put_integer (json, "maxTasks", executor->cores / reader->task_cpus);
  azud_json_put_integer (json, "activeTasks", executor->attempts.active);
  azud_json_put_integer (json, "failedTasks", executor->attempts.failed);
  azud_json_put_integer (json, "completedTasks", executor->attempts.completed);
  azud_json_put_integer (json, "totalTasks", executor->n_tasks);
  azud_json_put_integer (json, "totalDuration", is_over ? reader->ended - reader->started : executor->duration);
  azud_json_put_integer (json, "azudTaskTime", executor->duration);
  azud_json_put_integer (json, "totalGCTime", is_over ? executor->gc_peak : executor->gc_time);
  azud_json_put_integer (json, "totalInputBytes", executor->input_bytes);
  azud_json_put_integer (json, "totalShuffleRead", executor->shuffle_read);
  azud_json_put_integer (json, "totalShuffleWrite", executor->shuffle_write);
  azud_json_put_integer (json, "maxMemory", executor->max_memory);
  azud_log_put_time (json, "addTime", executor->added);
  azud_log_put_time (json, "removeTime", executor->removed);
  azud_json_put_string (json, "removeReason", executor->remove_reason);
  return json;
}

static AzudJson *
rdd_to_json (const LogRdd *rdd)
{
  AzudJson *json = azud_json_new_object ();

  azud_json_put_integer (json, "id", rdd->id);
  azud_json_put_string (json, "name", rdd->name != NULL ? rdd->name : "");
  azud_json_put_integer (json, "numPartitions", rdd->n_partitions);
  azud_json_put_integer (json, "numCachedPartitions", rdd->n_cached);
  azud_json_put_string (json, "storageLevel", rdd->level);
  azud_json_put_integer (json, "memoryUsed", rdd->memory);
  azud_json_put_integer (json, "diskUsed", rdd->disk);
  return json;
}

/* ---- queries ---- */

/* "26,483" */
static char *
grouped (gint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  GString *text = g_string_new (NULL);
  gsize n = strlen (digits);

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0 && digits[i - 1] != '-')
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

static AzudJson *
node_to_json (const AzudRunLogReader *reader,
              const AzudJson         *node,
              gint64                  number)
{
  AzudJson *json = azud_json_new_object ();
  AzudJson *list = azud_json_new_array ();
  AzudJson *metrics = azud_json_lookup (node, "metrics");

  for (guint i = 0; metrics != NULL && i < azud_json_get_length (metrics); i++)
    {
      AzudJson *metric = azud_json_get_element (metrics, i);
      gint64 id = azud_json_get_integer (azud_json_lookup (metric, "accumulatorId"), -1);
      const gint64 *total = g_hash_table_lookup (reader->metrics, &id);
      g_autofree char *text = NULL;
      AzudJson *one;

      if (total == NULL)
        continue;
      one = azud_json_new_object ();
      text = grouped (*total);
      azud_json_put_string (one, "name", azud_json_lookup_string (metric, "name"));
      azud_json_put_string (one, "value", text);
      azud_json_put_integer (one, "total", *total);
      azud_json_put_string (one, "metricType", azud_json_lookup_string (metric, "metricType"));
      azud_json_add (list, one);
    }
  azud_json_put_integer (json, "nodeId", number);
  azud_json_put_string (json, "nodeName", azud_json_lookup_string (node, "nodeName"));
  azud_json_put_string (json, "simpleString", azud_json_lookup_string (node, "simpleString"));
  azud_json_put_string (json, "azudNode", azud_json_lookup_string (node, "Azud Node"));
  azud_json_put (json, "metrics", list);
  return json;
}

/* Root first; an explicit stack, as a plan may be deep. */
static AzudJson *
plan_to_json (const AzudRunLogReader *reader,
              const AzudJson         *plan)
{
  AzudJson *list = azud_json_new_array ();
  g_autoptr(GPtrArray) stack = g_ptr_array_new ();
  gint64 number = 0;

  if (plan != NULL)
    g_ptr_array_add (stack, (gpointer) plan);
  while (stack->len > 0)
    {
      const AzudJson *node = g_ptr_array_steal_index (stack, stack->len - 1);
      AzudJson *children = azud_json_lookup (node, "children");

      azud_json_add (list, node_to_json (reader, node, number++));
      for (guint i = children != NULL ? azud_json_get_length (children) : 0; i-- > 0;)
        g_ptr_array_add (stack, azud_json_get_element (children, i));
    }
  return list;
}

static AzudJson *
query_to_json (const AzudRunLogReader *reader,
               const LogQuery         *query)
{
  static const char *const states[] = { "RUNNING", "SUCCEEDED", "FAILED" };
  static const char *const keys[] = { "runningJobIds", "successJobIds", "failedJobIds" };
  AzudJson *json = azud_json_new_object ();
  AzudJson *lists[G_N_ELEMENTS (states)];
  bool has_failed = query->failure != NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    lists[i] = azud_json_new_array ();
  for (guint i = 0; i < reader->jobs->len; i++)
    {
      const LogJob *job = g_ptr_array_index (reader->jobs, i);

      if (job->sql != query->id)
        continue;
      for (gsize s = 0; s < G_N_ELEMENTS (states); s++)
        if (strcmp (job->status, states[s]) == 0)
          azud_json_add (lists[s], azud_json_new_integer (job->id));
      has_failed |= strcmp (job->status, "FAILED") == 0;
    }
  azud_json_put_integer (json, "id", query->id);
  azud_json_put_string (json, "status", query->completed == 0 ? "RUNNING" : has_failed ? "FAILED" : "COMPLETED");
  azud_json_put_string (json, "description", query->description);
  azud_log_put_time (json, "submissionTime", query->submitted);
  if (query->completed > 0)
    azud_json_put_integer (json, "duration", query->completed - query->submitted);
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    azud_json_put (json, keys[i], lists[i]);
  azud_json_put_string (json, "errorMessage", query->failure);
  azud_json_put (json, "nodes", plan_to_json (reader, query->plan));
  if (query->decisions != NULL)
    azud_json_put (json, "decisions", azud_json_ref (query->decisions));
  return json;
}

/* ---- all of it ---- */

static AzudJson *
application_to_json (const AzudRunLogReader *reader)
{
  AzudJson *json = azud_json_new_object ();

  azud_json_put_string (json, "id", reader->app_id);
  azud_json_put_string (json, "name", reader->app_name);
  azud_json_put_string (json, "sparkUser", reader->user);
  azud_json_put_string (json, "appSparkVersion", reader->spark_version);
  azud_json_put_string (json, "azudVersion", reader->azud_version);
  azud_log_put_time (json, "startTime", reader->started);
  azud_log_put_time (json, "endTime", reader->ended);
  if (reader->ended > 0)
    azud_json_put_integer (json, "duration", reader->ended - reader->started);
  return json;
}

/* Pairs of name and value, as the interface has them. */
static AzudJson *
environment_to_json (const AzudRunLogReader *reader)
{
  static const struct { const char *key; const char *in_log; } all[] = {
    { "sparkProperties", "Spark Properties" }, { "systemProperties", "System Properties" },
  };
  AzudJson *json = azud_json_new_object ();

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      const AzudJson *members = reader->environment != NULL ? azud_json_lookup (reader->environment, all[i].in_log) : NULL;
      AzudJson *list = azud_json_new_array ();

      for (guint m = 0; members != NULL && m < azud_json_get_length (members); m++)
        {
          AzudJson *pair = azud_json_new_array ();

          azud_json_add (pair, azud_json_new_string (azud_json_get_key (members, m)));
          azud_json_add (pair, azud_json_ref (azud_json_get_element (members, m)));
          azud_json_add (list, pair);
        }
      azud_json_put (json, all[i].key, list);
    }
  return json;
}

static int
compare_stages (gconstpointer a,
                gconstpointer b)
{
  const LogStage *x = *(LogStage *const *) a, *y = *(LogStage *const *) b;

  if (x->id != y->id)
    return x->id > y->id ? -1 : 1;
  return x->attempt == y->attempt ? 0 : x->attempt > y->attempt ? -1 : 1;
}

AzudJson *
azud_run_log_reader_to_json (AzudRunLogReader *reader)
{
  AzudJson *json = azud_json_new_object ();
  AzudJson *jobs = azud_json_new_array (), *stages = azud_json_new_array (), *executors = azud_json_new_array ();
  AzudJson *storage = azud_json_new_array (), *queries = azud_json_new_array ();

  for (guint i = reader->jobs->len; i-- > 0;)
    azud_json_add (jobs, job_to_json (reader, g_ptr_array_index (reader->jobs, i)));
  g_ptr_array_sort (reader->stages, compare_stages);
  for (guint i = 0; i < reader->stages->len; i++)
    azud_json_add (stages, stage_to_json (g_ptr_array_index (reader->stages, i)));
  for (guint i = 0; i < reader->executors->len; i++)
    azud_json_add (executors, executor_to_json (reader, g_ptr_array_index (reader->executors, i)));
  for (guint i = 0; i < reader->rdds->len; i++)
    azud_json_add (storage, rdd_to_json (g_ptr_array_index (reader->rdds, i)));
  for (guint i = reader->queries->len; i-- > 0;)
    azud_json_add (queries, query_to_json (reader, g_ptr_array_index (reader->queries, i)));

  azud_json_put (json, "application", application_to_json (reader));
  azud_json_put_boolean (json, "incomplete", !reader->has_end || reader->is_cut || reader->is_marked || reader->n_unreadable > 0
                                               || reader->events_lost > 0);
  azud_json_put_integer (json, "unreadableLines", reader->n_unreadable + reader->is_cut);
  azud_json_put (json, "jobs", jobs);
  azud_json_put (json, "stages", stages);
  azud_json_put (json, "executors", executors);
  azud_json_put (json, "storage", storage);
  azud_json_put (json, "sql", queries);
  azud_json_put (json, "environment", environment_to_json (reader));
  if (reader->memory != NULL)
    azud_json_put (json, "azudMemory", azud_json_ref (reader->memory));
  return json;
}
