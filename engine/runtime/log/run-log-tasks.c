/* run-log-tasks.c: tasks of a stage in a log: how their figures are spread, and which took longest
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/quantiles.h"
#include "runtime/log/run-log-read-private.h"

#include <string.h>

#define N_SLOWEST 5

/* @n: tasks that have succeeded; @sorted may hold more. */
static void
put_quantiles (AzudJson     *json,
               const char   *key,
               const gint64 *sorted,
               guint         n)
{
  AzudJson *list = azud_json_new_array ();
  gint64 values[AZUD_N_QUANTILES];

  azud_quantiles_of (sorted, n, values);
  for (gsize q = 0; q < AZUD_N_QUANTILES; q++)
    azud_json_add (list, azud_json_new_double ((double) values[q]));
  azud_json_put (json, key, list);
}

static void
put_task_quantiles (AzudJson   *json,
                    const char *key,
                    GArray     *tasks,
                    LogFigure   figure,
                    gint64     *sorted)
{
  for (guint i = 0; i < tasks->len; i++)
    sorted[i] = g_array_index (tasks, LogTask, i).figures[figure];
  azud_quantiles_sort (sorted, tasks->len);
  put_quantiles (json, key, sorted, tasks->len);
}

AzudJson *
azud_log_task_summary (const LogStage *stage)
{
  static const struct { const char *group; const char *key; LogFigure figure; } all[] = {
    { NULL, "executorDeserializeTime", LOG_DESERIALIZE_TIME },
    { NULL, "executorDeserializeCpuTime", LOG_DESERIALIZE_CPU },
    { NULL, "executorRunTime", LOG_RUN_TIME },
    { NULL, "executorCpuTime", LOG_CPU_TIME },
    { NULL, "resultSize", LOG_RESULT_SIZE },
    { NULL, "jvmGcTime", LOG_GC_TIME },
    { NULL, "resultSerializationTime", LOG_SERIALIZATION_TIME },
    { NULL, "gettingResultTime", LOG_GETTING_RESULT_TIME },
    { NULL, "schedulerDelay", LOG_SCHEDULER_DELAY },
    { NULL, "peakExecutionMemory", LOG_PEAK_MEMORY },
    { NULL, "memoryBytesSpilled", LOG_MEMORY_SPILLED },
    { NULL, "diskBytesSpilled", LOG_DISK_SPILLED },
    { "inputMetrics", "bytesRead", LOG_INPUT_BYTES },
    { "inputMetrics", "recordsRead", LOG_INPUT_RECORDS },
    { "outputMetrics", "bytesWritten", LOG_OUTPUT_BYTES },
    { "outputMetrics", "recordsWritten", LOG_OUTPUT_RECORDS },
    { "shuffleReadMetrics", "readBytes", LOG_READ_BYTES },
    { "shuffleReadMetrics", "readRecords", LOG_READ_RECORDS },
    { "shuffleReadMetrics", "remoteBlocksFetched", LOG_REMOTE_BLOCKS },
    { "shuffleReadMetrics", "localBlocksFetched", LOG_LOCAL_BLOCKS },
    { "shuffleReadMetrics", "fetchWaitTime", LOG_FETCH_WAIT },
    { "shuffleReadMetrics", "remoteBytesRead", LOG_REMOTE_BYTES },
    { "shuffleReadMetrics", "remoteBytesReadToDisk", LOG_REMOTE_BYTES_TO_DISK },
    { "shuffleWriteMetrics", "writeBytes", LOG_WRITE_BYTES },
    { "shuffleWriteMetrics", "writeRecords", LOG_WRITE_RECORDS },
    { "shuffleWriteMetrics", "writeTime", LOG_WRITE_TIME },
  };
  AzudJson *json = azud_json_new_object ();
  AzudJson *list = azud_json_new_array ();
  AzudJson *group = NULL;
  gint64 *sorted = g_new (gint64, stage->tasks->len);

  for (gsize q = 0; q < AZUD_N_QUANTILES; q++)
    azud_json_add (list, azud_json_new_double (azud_quantiles[q]));
  azud_json_put (json, "quantiles", list);
  /* Spark's store finds durations of all attempts, but counts the succeeded ones: so does this. */
  azud_quantiles_sort ((gint64 *) (void *) stage->durations->data, stage->durations->len);
  put_quantiles (json, "duration", (const gint64 *) (void *) stage->durations->data, stage->tasks->len);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      if (all[i].group != NULL && (i == 0 || g_strcmp0 (all[i].group, all[i - 1].group) != 0))
        {
          group = azud_json_new_object ();
          azud_json_put (json, all[i].group, group);
        }
      put_task_quantiles (all[i].group != NULL ? group : json, all[i].key, stage->tasks, all[i].figure, sorted);
    }
  g_free (sorted);
  return json;
}

/* The slowest tasks that succeeded, the longest first; of equals the one begun first. */
static guint
find_slowest (const LogStage *stage,
              const LogTask **slowest)
{
  guint n = 0;

  for (guint i = 0; i < stage->tasks->len; i++)
    {
      const LogTask *task = &g_array_index (stage->tasks, LogTask, i);
      guint at = n;

      while (at > 0 && slowest[at - 1]->figures[LOG_DURATION] < task->figures[LOG_DURATION])
        at--;
      if (at == N_SLOWEST)
        continue;
      n = MIN (n + 1, N_SLOWEST);
      memmove (slowest + at + 1, slowest + at, (n - 1 - at) * sizeof *slowest);
      slowest[at] = task;
    }
  return n;
}

AzudJson *
azud_log_slowest_tasks (const LogStage *stage)
{
  static const struct { const char *key; LogFigure figure; } all[] = {
    { "duration", LOG_DURATION },
    { "executorCpuTime", LOG_CPU_TIME },
    { "inputRecords", LOG_INPUT_RECORDS },
    { "inputBytes", LOG_INPUT_BYTES },
    { "shuffleReadRecords", LOG_READ_RECORDS },
    { "shuffleReadBytes", LOG_READ_BYTES },
    { "shuffleWriteRecords", LOG_WRITE_RECORDS },
    { "shuffleWriteBytes", LOG_WRITE_BYTES },
    { "outputRecords", LOG_OUTPUT_RECORDS },
    { "outputBytes", LOG_OUTPUT_BYTES },
    { "memoryBytesSpilled", LOG_MEMORY_SPILLED },
    { "diskBytesSpilled", LOG_DISK_SPILLED },
  };
  const LogTask *slowest[N_SLOWEST];
  guint n = find_slowest (stage, slowest);
  AzudJson *list = azud_json_new_array ();

  for (guint i = 0; i < n; i++)
    {
      AzudJson *json = azud_json_new_object ();

      azud_json_put_integer (json, "index", slowest[i]->index);
      azud_json_put_integer (json, "attempt", slowest[i]->attempt);
      azud_log_put_time (json, "launchTime", slowest[i]->launched);
      for (gsize f = 0; f < G_N_ELEMENTS (all); f++)
        azud_json_put_integer (json, all[f].key, slowest[i]->figures[all[f].figure]);
      azud_json_add (list, json);
    }
  return list;
}
