/* run-log-events.c: the events of a log, counted as Spark counts them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Which event changes which count: Spark's AppStatusListener and SQLAppStatusListener.
 */

#include "runtime/log/run-log-read-private.h"

#include <string.h>

#define GREATEST ((gint64) 1 << 53)      /* of a number that is believed */
#define MAX_ATTEMPTS 20        /* bits of a stage's key that number its attempts */

static gint64
get_integer (const AzudJson *json,
             const char     *key)
{
  return CLAMP (azud_json_get_integer (azud_json_lookup (json, key), 0), -GREATEST, GREATEST);
}

/* @total grows by @number; what somebody made up may go round, but not wrong. */
static void
add (gint64 *total,
     gint64  number)
{
  *total = (gint64) ((guint64) *total + (guint64) number);
}

static void
set_string (char          **text,
            const AzudJson *json,
            const char     *key)
{
  const char *found = json != NULL ? azud_json_lookup_string (json, key) : NULL;

  if (found == NULL)
    return;
  g_free (*text);
  *text = g_strdup (found);
}

static bool
add_number (GHashTable *set,
            gint64      number)
{
  return g_hash_table_add (set, g_memdup2 (&number, sizeof number));
}

static bool
has_number (GArray *numbers,
            gint64  number)
{
  for (guint i = 0; i < numbers->len; i++)
    if (g_array_index (numbers, gint64, i) == number)
      return true;
  return false;
}

/* ---- stages ---- */

static gint64
stage_key (gint64 id,
           gint64 attempt)
{
  return (gint64) ((guint64) id << MAX_ATTEMPTS | ((guint64) attempt & ((1u << MAX_ATTEMPTS) - 1)));
}

static LogStage *
find_stage (AzudRunLogReader *reader,
            gint64            id,
            gint64            attempt)
{
  gint64 key = stage_key (id, attempt);
  LogStage *stage = g_hash_table_lookup (reader->stages_by_key, &key);

  return stage != NULL && stage->id == id && stage->attempt == attempt ? stage : NULL;
}

static LogStage *
add_stage (AzudRunLogReader *reader,
           gint64            id,
           gint64            attempt)
{
  LogStage *stage = g_new0 (LogStage, 1);
  gint64 key = stage_key (id, attempt);

  stage->id = id;
  stage->attempt = attempt;
  stage->status = "PENDING";
  stage->rdds = g_array_new (FALSE, FALSE, sizeof (gint64));
  stage->jobs = g_ptr_array_new ();
  stage->indices = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  stage->tasks = g_array_new (FALSE, FALSE, sizeof (LogTask));
  stage->durations = g_array_new (FALSE, FALSE, sizeof (gint64));
  stage->failures = azud_log_failures_new ();
  for (guint i = 0; i < reader->jobs->len; i++)
    {
      LogJob *job = g_ptr_array_index (reader->jobs, i);

      if (job->completed == 0 && has_number (job->stages, id))
        g_ptr_array_add (stage->jobs, job);
    }
  g_ptr_array_add (reader->stages, stage);
  g_hash_table_insert (reader->stages_by_key, g_memdup2 (&key, sizeof key), stage);
  return stage;
}

static char *
level_text (const AzudJson *level)
{
  bool memory = azud_json_get_boolean (azud_json_lookup (level, "Use Memory"), FALSE);
  bool disk = azud_json_get_boolean (azud_json_lookup (level, "Use Disk"), FALSE);
  bool plain = azud_json_get_boolean (azud_json_lookup (level, "Deserialized"), FALSE);

  if (!memory && !disk)
    return NULL;
  return g_strdup_printf ("%s%s%s %s %" G_GINT64_FORMAT "x Replicated", disk ? "Disk" : "", disk && memory ? " " : "",
                          memory ? "Memory" : "", plain ? "Deserialized" : "Serialized", get_integer (level, "Replication"));
}

static void
take_rdd (AzudRunLogReader *reader,
          const AzudJson   *info)
{
  AzudJson *level = azud_json_lookup (info, "Storage Level");
  gint64 id = get_integer (info, "RDD ID");
  char *text = level != NULL ? level_text (level) : NULL;
  LogRdd *rdd;

  if (text == NULL)
    return;      /* it is not to be kept */
  rdd = g_hash_table_lookup (reader->rdds_by_id, &id);
  if (rdd == NULL)
    {
      rdd = g_new0 (LogRdd, 1);
      rdd->id = id;
      g_ptr_array_add (reader->rdds, rdd);
      g_hash_table_insert (reader->rdds_by_id, g_memdup2 (&id, sizeof id), rdd);
    }
  set_string (&rdd->name, info, "Name");
  g_free (rdd->level);
  rdd->level = text;
  rdd->n_partitions = get_integer (info, "Number of Partitions");
}

static char **
string_list (const AzudJson *json)
{
  guint n = json != NULL ? azud_json_get_length (json) : 0;
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    {
      const char *text = azud_json_get_string (azud_json_get_element (json, i));

      if (text != NULL)
        g_ptr_array_add (list, g_strdup (text));
    }
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_free (list, FALSE);
}

/* The stage that a Stage Info is about, brought up to date. */
static LogStage *
take_stage_info (AzudRunLogReader *reader,
                 const AzudJson   *info)
{
  gint64 id = get_integer (info, "Stage ID");
  gint64 attempt = get_integer (info, "Stage Attempt ID");
  LogStage *stage = find_stage (reader, id, attempt);
  AzudJson *rdds = azud_json_lookup (info, "RDD Info");

  if (stage == NULL)
    stage = add_stage (reader, id, attempt);
  set_string (&stage->name, info, "Stage Name");
  set_string (&stage->details, info, "Details");
  set_string (&stage->failure, info, "Failure Reason");
  stage->n_tasks = get_integer (info, "Number of Tasks");
  stage->submitted = get_integer (info, "Submission Time");
  stage->completed = get_integer (info, "Completion Time");
  if (azud_json_lookup (info, "Azud Nodes") != NULL)
    {
      g_strfreev (stage->nodes);
      stage->nodes = string_list (azud_json_lookup (info, "Azud Nodes"));
    }
  g_array_set_size (stage->rdds, 0);
  for (guint i = 0; rdds != NULL && i < azud_json_get_length (rdds); i++)
    {
      gint64 rdd = get_integer (azud_json_get_element (rdds, i), "RDD ID");

      g_array_append_val (stage->rdds, rdd);
    }
  return stage;
}

static void
stage_submitted (AzudRunLogReader *reader,
                 const AzudJson   *event)
{
  AzudJson *info = azud_json_lookup (event, "Stage Info");
  LogStage *stage = take_stage_info (reader, info);
  AzudJson *rdds = azud_log_find (info, "RDD Info", NULL);

  stage->status = "ACTIVE";
  for (guint i = 0; i < stage->jobs->len; i++)
    ((LogJob *) g_ptr_array_index (stage->jobs, i))->n_active_stages++;
  for (guint i = 0; rdds != NULL && i < azud_json_get_length (rdds); i++)
    take_rdd (reader, azud_json_get_element (rdds, i));
}

static void
stage_completed (AzudRunLogReader *reader,
                 const AzudJson   *event)
{
  LogStage *stage = take_stage_info (reader, azud_json_lookup (event, "Stage Info"));

  stage->status = stage->failure != NULL ? "FAILED" : stage->submitted > 0 ? "COMPLETE" : "SKIPPED";
  for (guint i = 0; i < stage->jobs->len; i++)
    {
      LogJob *job = g_ptr_array_index (stage->jobs, i);

      job->n_active_stages--;
      if (stage->failure != NULL)
        job->n_failed_stages++;
      else if (stage->submitted > 0)
        add_number (job->completed_stages, stage->id);
      else if (add_number (job->skipped_stages, stage->id))
        add (&job->n_skipped_tasks, stage->n_tasks);
    }
}

/* ---- jobs ---- */

static void
job_start (AzudRunLogReader *reader,
           const AzudJson   *event)
{
  AzudJson *infos = azud_json_lookup (event, "Stage Infos");
  AzudJson *ids = azud_json_lookup (event, "Stage IDs");
  AzudJson *properties = azud_json_lookup (event, "Properties");
  const char *sql = properties != NULL ? azud_json_lookup_string (properties, "spark.sql.execution.id") : NULL;
  LogJob *job = g_new0 (LogJob, 1);
  gint64 last = -1;

  job->id = get_integer (event, "Job ID");
  job->status = "RUNNING";
  job->submitted = get_integer (event, "Submission Time");
  job->sql = sql != NULL ? g_ascii_strtoll (sql, NULL, 10) : -1;
  set_string (&job->description, properties, "spark.job.description");
  set_string (&job->group, properties, "spark.jobGroup.id");
  job->stages = g_array_new (FALSE, FALSE, sizeof (gint64));
  job->completed_stages = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  job->skipped_stages = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; ids != NULL && i < azud_json_get_length (ids); i++)
    {
      gint64 id = azud_json_get_integer (azud_json_get_element (ids, i), -1);

      g_array_append_val (job->stages, id);
    }
  g_ptr_array_add (reader->jobs, job);
  g_hash_table_insert (reader->jobs_by_id, g_memdup2 (&job->id, sizeof job->id), job);
  for (guint i = 0; infos != NULL && i < azud_json_get_length (infos); i++)
    {
      const AzudJson *info = azud_json_get_element (infos, i);
      LogStage *stage = take_stage_info (reader, info);

      if (!g_ptr_array_find (stage->jobs, job, NULL))
        g_ptr_array_add (stage->jobs, job);
      if (stage->completed == 0)
        add (&job->n_tasks, stage->n_tasks);
      if (stage->id < last)
        continue;
      last = stage->id;      /* the job is named after its last stage */
      set_string (&job->name, info, "Stage Name");
    }
}

static void
job_end (AzudRunLogReader *reader,
         const AzudJson   *event)
{
  gint64 id = get_integer (event, "Job ID");
  LogJob *job = g_hash_table_lookup (reader->jobs_by_id, &id);
  AzudJson *result = azud_json_lookup (event, "Job Result");

  if (job == NULL)
    return;
  for (guint i = 0; i < reader->stages->len; i++)
    {
      LogStage *stage = g_ptr_array_index (reader->stages, i);

      if (strcmp (stage->status, "PENDING") != 0 || !has_number (job->stages, stage->id))
        continue;
      stage->status = "SKIPPED";
      if (add_number (job->skipped_stages, stage->id))
        add (&job->n_skipped_tasks, stage->n_tasks);
    }
  job->completed = get_integer (event, "Completion Time");
  job->status = result != NULL && g_strcmp0 (azud_json_lookup_string (result, "Result"), "JobSucceeded") == 0 ? "SUCCEEDED" : "FAILED";
  set_string (&job->failure, azud_log_find (event, "Job Result", "Exception", NULL), "Message");
}

/* ---- executors ---- */

static LogExecutor *
get_executor (AzudRunLogReader *reader,
              const char       *id)
{
  LogExecutor *executor;

  if (id == NULL)
    return NULL;
  executor = g_hash_table_lookup (reader->executors_by_id, id);
  if (executor != NULL)
    return executor;
  executor = g_new0 (LogExecutor, 1);
  executor->id = g_strdup (id);
  executor->is_active = true;
  g_ptr_array_add (reader->executors, executor);
  g_hash_table_insert (reader->executors_by_id, executor->id, executor);
  return executor;
}

static void
executor_added (AzudRunLogReader *reader,
                const AzudJson   *event)
{
  LogExecutor *executor = get_executor (reader, azud_json_lookup_string (event, "Executor ID"));
  AzudJson *info = azud_json_lookup (event, "Executor Info");

  if (executor == NULL)
    return;
  set_string (&executor->host_port, info, "Host");
  executor->cores = get_integer (info, "Total Cores");
  executor->added = get_integer (event, "Timestamp");
  executor->is_active = true;
}

static void
block_manager_added (AzudRunLogReader *reader,
                     const AzudJson   *event)
{
  AzudJson *manager = azud_json_lookup (event, "Block Manager ID");
  const char *host = manager != NULL ? azud_json_lookup_string (manager, "Host") : NULL;
  LogExecutor *executor = get_executor (reader, manager != NULL ? azud_json_lookup_string (manager, "Executor ID") : NULL);

  if (executor == NULL)
    return;
  g_free (executor->host_port);
  executor->host_port = g_strdup_printf ("%s:%" G_GINT64_FORMAT, host != NULL ? host : "", get_integer (manager, "Port"));
  executor->max_memory = get_integer (event, "Maximum Memory");
  executor->on_heap = get_integer (event, "Maximum Onheap Memory");
  executor->off_heap = get_integer (event, "Maximum Offheap Memory");
  if (executor->added == 0)
    executor->added = get_integer (event, "Timestamp");
}

static void
executor_removed (AzudRunLogReader *reader,
                  const AzudJson   *event)
{
  const char *id = azud_json_lookup_string (event, "Executor ID");
  LogExecutor *executor = id != NULL ? g_hash_table_lookup (reader->executors_by_id, id) : NULL;

  if (executor == NULL)
    return;
  executor->is_active = false;
  executor->removed = get_integer (event, "Timestamp");
  set_string (&executor->remove_reason, event, "Removed Reason");
}

/* ---- tasks ---- */

static void
task_start (AzudRunLogReader *reader,
            const AzudJson   *event)
{
  AzudJson *info = azud_json_lookup (event, "Task Info");
  LogStage *stage = find_stage (reader, get_integer (event, "Stage ID"), get_integer (event, "Stage Attempt ID"));
  LogExecutor *executor = info != NULL ? get_executor (reader, azud_json_lookup_string (info, "Executor ID")) : NULL;

  if (executor != NULL)
    {
      executor->attempts.active++;
      executor->n_tasks++;
    }
  if (stage == NULL)
    return;
  stage->attempts.active++;
  if (stage->first_launch == 0)
    stage->first_launch = get_integer (info, "Launch Time");
  for (guint i = 0; i < stage->jobs->len; i++)
    ((LogJob *) g_ptr_array_index (stage->jobs, i))->attempts.active++;
}

static void
read_metrics (const AzudJson *event,
              LogTask        *task)
{
  AzudJson *metrics = azud_json_lookup (event, "Task Metrics");
  AzudJson *read = azud_log_find (metrics, "Shuffle Read Metrics", NULL);
  AzudJson *write = azud_log_find (metrics, "Shuffle Write Metrics", NULL);
  AzudJson *input = azud_log_find (metrics, "Input Metrics", NULL);
  AzudJson *output = azud_log_find (metrics, "Output Metrics", NULL);
  const struct { LogFigure figure; const AzudJson *of; const char *key; } all[] = {
    { LOG_DESERIALIZE_TIME, metrics, "Executor Deserialize Time" },
    { LOG_DESERIALIZE_CPU, metrics, "Executor Deserialize CPU Time" },
    { LOG_RUN_TIME, metrics, "Executor Run Time" },
    { LOG_CPU_TIME, metrics, "Executor CPU Time" },
    { LOG_RESULT_SIZE, metrics, "Result Size" },
    { LOG_GC_TIME, metrics, "JVM GC Time" },
    { LOG_SERIALIZATION_TIME, metrics, "Result Serialization Time" },
    { LOG_PEAK_MEMORY, metrics, "Peak Execution Memory" },
    { LOG_MEMORY_SPILLED, metrics, "Memory Bytes Spilled" },
    { LOG_DISK_SPILLED, metrics, "Disk Bytes Spilled" },
    { LOG_INPUT_BYTES, input, "Bytes Read" },
    { LOG_INPUT_RECORDS, input, "Records Read" },
    { LOG_OUTPUT_BYTES, output, "Bytes Written" },
    { LOG_OUTPUT_RECORDS, output, "Records Written" },
    { LOG_REMOTE_BLOCKS, read, "Remote Blocks Fetched" },
    { LOG_LOCAL_BLOCKS, read, "Local Blocks Fetched" },
    { LOG_FETCH_WAIT, read, "Fetch Wait Time" },
    { LOG_REMOTE_BYTES, read, "Remote Bytes Read" },
    { LOG_REMOTE_BYTES_TO_DISK, read, "Remote Bytes Read To Disk" },
    { LOG_LOCAL_BYTES, read, "Local Bytes Read" },
    { LOG_READ_RECORDS, read, "Total Records Read" },
    { LOG_WRITE_BYTES, write, "Shuffle Bytes Written" },
    { LOG_WRITE_TIME, write, "Shuffle Write Time" },
    { LOG_WRITE_RECORDS, write, "Shuffle Records Written" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    task->figures[all[i].figure] = get_integer (all[i].of, all[i].key);
  task->figures[LOG_READ_BYTES] = task->figures[LOG_REMOTE_BYTES] + task->figures[LOG_LOCAL_BYTES];
}

static void
read_times (const AzudJson *info,
            LogTask        *task)
{
  gint64 launch = get_integer (info, "Launch Time");
  gint64 finish = get_integer (info, "Finish Time");
  gint64 getting = get_integer (info, "Getting Result Time");
  gint64 *figures = task->figures;

  task->index = get_integer (info, "Index");
  task->attempt = get_integer (info, "Attempt");
  task->launched = launch;
  figures[LOG_DURATION] = finish > 0 ? finish - launch : 0;
  figures[LOG_GETTING_RESULT_TIME] = getting > 0 ? finish - getting : 0;
  figures[LOG_SCHEDULER_DELAY] = MAX (0, figures[LOG_DURATION] - figures[LOG_RUN_TIME] - figures[LOG_DESERIALIZE_TIME]
                                           - figures[LOG_SERIALIZATION_TIME] - figures[LOG_GETTING_RESULT_TIME]);
}

static void
end_attempt (LogAttempts *attempts,
             const char  *reason)
{
  attempts->active--;
  if (g_strcmp0 (reason, "Success") == 0)
    attempts->completed++;
  else if (g_strcmp0 (reason, "TaskKilled") == 0 || g_strcmp0 (reason, "TaskCommitDenied") == 0)
    attempts->killed++;
  else
    attempts->failed++;
}

static bool
has_failed (const char *reason)
{
  LogAttempts one = { .active = 1 };

  end_attempt (&one, reason);
  return one.failed > 0;
}

static void
add_to_stage (LogStage       *stage,
              const LogTask  *task,
              const char     *reason,
              const AzudJson *end)
{
  bool succeeded = g_strcmp0 (reason, "Success") == 0;
  bool is_new = succeeded && add_number (stage->indices, task->index);

  end_attempt (&stage->attempts, reason);
  if (end != NULL && has_failed (reason))
    azud_log_note_failure (stage->failures, task->index, end);
  for (int i = 0; i < LOG_N_FIGURES; i++)
    add (&stage->sum.figures[i], task->figures[i]);
  if (succeeded)
    g_array_append_vals (stage->tasks, task, 1);
  g_array_append_val (stage->durations, task->figures[LOG_DURATION]);
  for (guint i = 0; i < stage->jobs->len; i++)
    {
      LogJob *job = g_ptr_array_index (stage->jobs, i);

      end_attempt (&job->attempts, reason);
      job->n_indices += is_new;
    }
}

static void
add_to_executor (LogExecutor   *executor,
                 const LogTask *task,
                 const char    *reason)
{
  end_attempt (&executor->attempts, reason);
  add (&executor->duration, task->figures[LOG_DURATION]);
  if (g_strcmp0 (reason, "Resubmitted") == 0)
    return;
  add (&executor->gc_time, task->figures[LOG_GC_TIME]);
  add (&executor->input_bytes, task->figures[LOG_INPUT_BYTES]);
  add (&executor->shuffle_read, task->figures[LOG_READ_BYTES]);
  add (&executor->shuffle_write, task->figures[LOG_WRITE_BYTES]);
}

static void
note_gc (LogExecutor    *executor,
         const AzudJson *metrics)
{
  executor->gc_peak = MAX (executor->gc_peak, get_integer (metrics, "TotalGCTime"));
}

static void
stage_executor_metrics (AzudRunLogReader *reader,
                        const AzudJson   *event)
{
  const char *id = azud_json_lookup_string (event, "Executor ID");
  LogExecutor *executor = id != NULL ? g_hash_table_lookup (reader->executors_by_id, id) : NULL;

  if (executor != NULL)
    note_gc (executor, azud_json_lookup (event, "Executor Metrics"));
}

static void
add_metric (AzudRunLogReader *reader,
            gint64            id,
            gint64            value)
{
  gint64 *total = g_hash_table_lookup (reader->metrics, &id);

  if (total == NULL)
    {
      total = g_new0 (gint64, 1);
      g_hash_table_insert (reader->metrics, g_memdup2 (&id, sizeof id), total);
    }
  add (total, value);
}

/* Updates of SQL metrics stand as text in a task's end, -1 for "nothing". */
static void
take_accumulables (AzudRunLogReader *reader,
                   const AzudJson   *info)
{
  AzudJson *list = azud_log_find (info, "Accumulables", NULL);

  for (guint i = 0; list != NULL && i < azud_json_get_length (list); i++)
    {
      AzudJson *one = azud_json_get_element (list, i);
      AzudJson *update = azud_json_lookup (one, "Update");
      const char *text = update != NULL ? azud_json_get_string (update) : NULL;
      gint64 value = text != NULL ? g_ascii_strtoll (text, NULL, 10) : azud_json_get_integer (update, 0);

      if (g_strcmp0 (azud_json_lookup_string (one, "Metadata"), "sql") == 0 && value > 0)
        add_metric (reader, get_integer (one, "ID"), value);
    }
}

static void
task_end (AzudRunLogReader *reader,
          const AzudJson   *event)
{
  AzudJson *info = azud_json_lookup (event, "Task Info");
  AzudJson *end = azud_json_lookup (event, "Task End Reason");
  const char *reason = end != NULL ? azud_json_lookup_string (end, "Reason") : NULL;
  LogStage *stage = find_stage (reader, get_integer (event, "Stage ID"), get_integer (event, "Stage Attempt ID"));
  LogExecutor *executor;
  LogTask task = { 0 };

  if (info == NULL)
    return;
  executor = get_executor (reader, azud_json_lookup_string (info, "Executor ID"));
  read_metrics (event, &task);
  read_times (info, &task);
  if (stage != NULL)
    add_to_stage (stage, &task, reason, end);
  if (executor != NULL)
    {
      add_to_executor (executor, &task, reason);
      note_gc (executor, azud_json_lookup (event, "Task Executor Metrics"));
    }
  take_accumulables (reader, info);
}

/* ---- storage ---- */

static void
block_updated (AzudRunLogReader *reader,
               const AzudJson   *event)
{
  AzudJson *info = azud_json_lookup (event, "Block Updated Info");
  const char *name = info != NULL ? azud_json_lookup_string (info, "Block ID") : NULL;
  gint64 id = name != NULL && g_str_has_prefix (name, "rdd_") ? g_ascii_strtoll (name + 4, NULL, 10) : -1;
  LogRdd *rdd = g_hash_table_lookup (reader->rdds_by_id, &id);
  const char *executor = azud_json_get_string (azud_log_find (info, "Block Manager ID", "Executor ID", NULL));
  g_autofree char *key = g_strdup_printf ("%s/%s", executor != NULL ? executor : "", name != NULL ? name : "");
  LogBlock now = { get_integer (info, "Memory Size"), get_integer (info, "Disk Size") };
  LogBlock *before = g_hash_table_lookup (reader->blocks, key);
  bool is_kept = now.memory > 0 || now.disk > 0;

  if (rdd == NULL)
    return;
  add (&rdd->memory, now.memory - (before != NULL ? before->memory : 0));
  add (&rdd->disk, now.disk - (before != NULL ? before->disk : 0));
  rdd->n_cached += is_kept - (before != NULL);
  if (is_kept)
    g_hash_table_replace (reader->blocks, g_steal_pointer (&key), g_memdup2 (&now, sizeof now));
  else
    g_hash_table_remove (reader->blocks, key);
}

static void
unpersist_rdd (AzudRunLogReader *reader,
               const AzudJson   *event)
{
  gint64 id = get_integer (event, "RDD ID");
  LogRdd *rdd = g_hash_table_lookup (reader->rdds_by_id, &id);

  if (rdd == NULL)
    return;
  g_hash_table_remove (reader->rdds_by_id, &id);
  g_ptr_array_remove (reader->rdds, rdd);
}

/* ---- queries ---- */

static void
query_start (AzudRunLogReader *reader,
             const AzudJson   *event)
{
  AzudJson *plan = azud_json_lookup (event, "sparkPlanInfo");
  LogQuery *query = g_new0 (LogQuery, 1);

  query->id = get_integer (event, "executionId");
  query->submitted = get_integer (event, "time");
  set_string (&query->description, event, "description");
  query->plan = plan != NULL ? azud_json_ref (plan) : NULL;
  g_ptr_array_add (reader->queries, query);
  g_hash_table_insert (reader->queries_by_id, g_memdup2 (&query->id, sizeof query->id), query);
}

static void
query_changed (AzudRunLogReader *reader,
               const AzudJson   *event)
{
  gint64 id = get_integer (event, "executionId");
  LogQuery *query = g_hash_table_lookup (reader->queries_by_id, &id);
  AzudJson *plan = azud_json_lookup (event, "sparkPlanInfo"), *decisions = azud_json_lookup (event, "Azud Decisions");

  if (query == NULL || plan == NULL)
    return;
  g_clear_pointer (&query->plan, azud_json_unref);
  query->plan = azud_json_ref (plan);
  for (guint i = 0; decisions != NULL && i < azud_json_get_length (decisions); i++)
    {
      if (query->decisions == NULL)
        query->decisions = azud_json_new_array ();
      azud_json_add (query->decisions, azud_json_ref (azud_json_get_element (decisions, i)));
    }
}

static void
query_end (AzudRunLogReader *reader,
           const AzudJson   *event)
{
  gint64 id = get_integer (event, "executionId");
  LogQuery *query = g_hash_table_lookup (reader->queries_by_id, &id);
  const char *failure = azud_json_lookup_string (event, "errorMessage");

  if (query == NULL)
    return;
  query->completed = get_integer (event, "time");
  if (failure != NULL && failure[0] != '\0')
    set_string (&query->failure, event, "errorMessage");
}

static void
driver_updates (AzudRunLogReader *reader,
                const AzudJson   *event)
{
  AzudJson *updates = azud_json_lookup (event, "accumUpdates");

  for (guint i = 0; updates != NULL && i < azud_json_get_length (updates); i++)
    {
      AzudJson *pair = azud_json_get_element (updates, i);

      if (azud_json_get_length (pair) == 2)
        add_metric (reader, azud_json_get_integer (azud_json_get_element (pair, 0), -1),
                    azud_json_get_integer (azud_json_get_element (pair, 1), 0));
    }
}

/* ---- the application ---- */

static void
log_start (AzudRunLogReader *reader,
           const AzudJson   *event)
{
  set_string (&reader->spark_version, event, "Spark Version");
  set_string (&reader->azud_version, event, "Azud Version");
}

static void
application_start (AzudRunLogReader *reader,
                   const AzudJson   *event)
{
  set_string (&reader->app_id, event, "App ID");
  set_string (&reader->app_name, event, "App Name");
  set_string (&reader->user, event, "User");
  reader->started = get_integer (event, "Timestamp");
}

static void
application_end (AzudRunLogReader *reader,
                 const AzudJson   *event)
{
  reader->ended = get_integer (event, "Timestamp");
  reader->events_lost = get_integer (event, "Azud Events Lost");
  reader->has_end = true;
  if (azud_json_lookup (event, "Azud Memory") != NULL)
    {
      g_clear_pointer (&reader->memory, azud_json_unref);
      reader->memory = azud_json_ref (azud_json_lookup (event, "Azud Memory"));
    }
}

static void
environment_update (AzudRunLogReader *reader,
                    const AzudJson   *event)
{
  const char *cpus = azud_json_get_string (azud_log_find (event, "Spark Properties", "spark.task.cpus", NULL));

  g_clear_pointer (&reader->environment, azud_json_unref);
  reader->environment = azud_json_ref ((AzudJson *) event);
  if (cpus != NULL)
    reader->task_cpus = MAX (1, g_ascii_strtoll (cpus, NULL, 10));
}

bool
azud_log_read_event (AzudRunLogReader *reader,
                     const AzudJson   *event)
{
  static const struct { const char *name; void (*take) (AzudRunLogReader *reader, const AzudJson *event); } all[] = {
    { "SparkListenerTaskStart", task_start },
    { "SparkListenerTaskEnd", task_end },
    { "SparkListenerStageSubmitted", stage_submitted },
    { "SparkListenerStageCompleted", stage_completed },
    { "SparkListenerJobStart", job_start },
    { "SparkListenerJobEnd", job_end },
    { "SparkListenerLogStart", log_start },
    { "SparkListenerApplicationStart", application_start },
    { "SparkListenerApplicationEnd", application_end },
    { "SparkListenerEnvironmentUpdate", environment_update },
    { "SparkListenerExecutorAdded", executor_added },
    { "SparkListenerExecutorRemoved", executor_removed },
    { "SparkListenerBlockManagerAdded", block_manager_added },
    { "SparkListenerBlockUpdated", block_updated },
    { "SparkListenerStageExecutorMetrics", stage_executor_metrics },
    { "SparkListenerUnpersistRDD", unpersist_rdd },
    { "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart", query_start },
    { "org.apache.spark.sql.execution.ui.SparkListenerSQLAdaptiveExecutionUpdate", query_changed },
    { "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd", query_end },
    { "org.apache.spark.sql.execution.ui.SparkListenerDriverAccumUpdates", driver_updates },
  };
  const char *name = azud_json_lookup_string (event, "Event");

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (strcmp (name, all[i].name) == 0)
      {
        all[i].take (reader, event);
        return true;
      }
  return false;
}
