/* run-log-read-private.h: what is kept of a log, shared by reading and telling
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "runtime/log/run-log-read.h"

/* Figures of a task; those of a stage are sums over its attempts. */
typedef enum
{
  LOG_DURATION,
  LOG_DESERIALIZE_TIME,
  LOG_DESERIALIZE_CPU,
  LOG_RUN_TIME,
  LOG_CPU_TIME,
  LOG_RESULT_SIZE,
  LOG_GC_TIME,
  LOG_SERIALIZATION_TIME,
  LOG_GETTING_RESULT_TIME,
  LOG_SCHEDULER_DELAY,
  LOG_PEAK_MEMORY,
  LOG_MEMORY_SPILLED,
  LOG_DISK_SPILLED,
  LOG_INPUT_BYTES,
  LOG_INPUT_RECORDS,
  LOG_OUTPUT_BYTES,
  LOG_OUTPUT_RECORDS,
  LOG_REMOTE_BLOCKS,
  LOG_LOCAL_BLOCKS,
  LOG_FETCH_WAIT,
  LOG_REMOTE_BYTES,
  LOG_REMOTE_BYTES_TO_DISK,
  LOG_LOCAL_BYTES,
  LOG_READ_BYTES,              /* remote and local */
  LOG_READ_RECORDS,
  LOG_WRITE_BYTES,
  LOG_WRITE_TIME,
  LOG_WRITE_RECORDS,
  LOG_N_FIGURES
} LogFigure;

typedef struct
{
  gint64 figures[LOG_N_FIGURES];
  gint64 index, attempt, launched;      /* launched: ms since 1970 */
} LogTask;

/* Attempts of a task that failed in the same way. */
typedef struct
{
  gint64  index;
  gint64  n;
  char   *condition;            /* class of the exception; else the reason */
  char   *message;
} LogFailure;

/* Attempts: how many are where. */
typedef struct
{
  gint64 active, completed, failed, killed;
} LogAttempts;

typedef struct
{
  gint64       id, attempt;
  const char  *status;          /* Spark's word */
  char        *name;
  char        *details;
  char        *failure;
  char       **nodes;           /* (nullable): of our logs: ids of document nodes */
  gint64       n_tasks;
  gint64       submitted, completed, first_launch;      /* ms since 1970; 0 = not known */
  GArray      *rdds;            /* gint64 */
  GPtrArray   *jobs;            /* LogJob: those it belongs to */
  LogAttempts  attempts;
  GHashTable  *indices;         /* gint64: tasks that have succeeded at least once */
  LogTask      sum;
  GArray      *tasks;           /* LogTask: succeeded ones */
  GArray      *durations;       /* gint64: of all attempts that have ended */
  GPtrArray   *failures;        /* LogFailure */
} LogStage;

typedef struct
{
  gint64       id;
  char        *name;
  char        *description;
  char        *group;
  const char  *status;
  char        *failure;
  gint64       sql;             /* query it belongs to, or -1 */
  gint64       submitted, completed;
  GArray      *stages;          /* gint64 */
  gint64       n_tasks;
  LogAttempts  attempts;
  gint64       n_indices;
  gint64       n_active_stages, n_failed_stages, n_skipped_tasks;
  GHashTable  *completed_stages, *skipped_stages;      /* gint64 */
} LogJob;

typedef struct
{
  char        *id;
  char        *host_port;
  bool         is_active;
  gint64       cores, max_memory, on_heap, off_heap, added, removed;
  char        *remove_reason;
  LogAttempts  attempts;
  gint64       gc_peak;         /* greatest total any event tells */
  gint64       n_tasks, duration, gc_time, input_bytes, shuffle_read, shuffle_write;
} LogExecutor;

typedef struct
{
  gint64    id;
  char     *description;
  char     *failure;            /* (nullable) */
  gint64    submitted, completed;
  AzudJson *plan;               /* sparkPlanInfo, as it was changed last */
  AzudJson *decisions;          /* (nullable): of our logs: why it was */
} LogQuery;

typedef struct
{
  gint64 id;
  char  *name;
  char  *level;
  gint64 n_partitions, n_cached, memory, disk;
} LogRdd;

typedef struct
{
  gint64 memory, disk;
} LogBlock;

struct _AzudRunLogReader
{
  GString    *line;             /* the line that is being read */
  bool        is_skipping;      /* it is too long: its rest is passed over */
  gint64      n_lines, n_unreadable, n_unknown;
  bool        is_cut;           /* the last line had no end */
  bool        is_marked;        /* marked incomplete by the caller */
  bool        has_end;          /* SparkListenerApplicationEnd was there */

  char       *app_id, *app_name, *user, *spark_version, *azud_version;
  gint64      started, ended, events_lost, task_cpus;
  AzudJson   *environment;      /* (nullable): SparkListenerEnvironmentUpdate, the last one */
  AzudJson   *memory;           /* (nullable): of our logs: what the run had of it and wrote to disk */
  GPtrArray  *jobs;             /* LogJob, in order of appearance; likewise: */
  GHashTable *jobs_by_id;       /* gint64 -> LogJob */
  GPtrArray  *stages;           /* LogStage */
  GHashTable *stages_by_key;    /* gint64 (id << 20 | attempt) -> LogStage */
  GPtrArray  *executors;
  GHashTable *executors_by_id;  /* utf8 -> LogExecutor */
  GPtrArray  *queries;
  GHashTable *queries_by_id;    /* gint64 -> LogQuery */
  GPtrArray  *rdds;
  GHashTable *rdds_by_id;       /* gint64 -> LogRdd */
  GHashTable *blocks;           /* utf8 -> LogBlock */
  GHashTable *metrics;          /* gint64 -> gint64: totals of SQL accumulators */
};

/** azud_log_failures_new: an empty list of LogFailure.  _note_failure: an attempt of task @index ended so: ExceptionFailure has a class and
 * a sentence, FetchFailed a sentence, others their name or less.  _to_json: all of them. */
GPtrArray *azud_log_failures_new (void);
void       azud_log_note_failure (GPtrArray *failures, gint64 index, const AzudJson *end);
AzudJson  *azud_log_failures_to_json (const GPtrArray *failures);

/** azud_log_find: follows a chain of members ("Stage Info", "Stage ID", NULL); NULL where one is missing. */
AzudJson *azud_log_find (const AzudJson *json, ...) G_GNUC_NULL_TERMINATED;

/** azud_log_put_time: as Spark's interface prints times: "2026-11-22T12:21:43.429GMT"; nothing for 0. */
void azud_log_put_time (AzudJson *json, const char *key, gint64 ms);

/** azud_log_task_summary, _slowest_tasks: of the tasks of @stage that succeeded, at least one. */
AzudJson *azud_log_task_summary (const LogStage *stage);
AzudJson *azud_log_slowest_tasks (const LogStage *stage);

/** azud_log_read_event: takes one parsed event into account.  Returns: whether it is known. */
bool azud_log_read_event (AzudRunLogReader *reader, const AzudJson *event);
