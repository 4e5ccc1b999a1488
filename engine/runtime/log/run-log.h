/* run-log.h: a run as a Spark event log, written while it happens
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * JSON lines, one event a line, as Spark's JsonProtocol writes and its history server reads them; what Spark has no word for stands
 * under keys that begin with "Azud", which Spark ignores.  A thread of the log's own reads the run's events some 30 times a second and
 * at the end; workers never write.  Each turn ends with whole lines in the file, so that it can be read while it grows.
 *
 * A write that fails ends the log, never the run: azud_run_log_close() tells of it.
 */

#pragma once

#include "runtime/events.h"

/* A stage, as its lines need it. */
typedef struct
{
  const char *info;          /* members of Spark's Stage Info that do not change, as JSON: `"Stage ID":0,"Stage Name":"a",...` */
  bool        is_last;       /* its tasks are ResultTasks: nobody reads its rows */
} AzudRunLogStage;

typedef struct _AzudRunLog AzudRunLog;

/**
 * azud_run_log_open: creates @path.  What is there already is replaced only when it is a log itself, or empty:
 * AZUD_LOG_IN_THE_WAY otherwise.  Returns: (transfer full) (nullable).  Blocking.
 */
AzudRunLog *azud_run_log_open (const char *path, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;

/** azud_run_log_write: @lines, as they are.  Before azud_run_log_follow(), or on the log's thread.  Blocking. */
void azud_run_log_write (AzudRunLog *log, const char *lines);

/**
 * azud_run_log_follow: from now on @events become lines.
 * @stages: (array length=n_stages): must live until the log is closed, like @events
 * @turn: called on the log's thread after each turn, without locks; events before azud_run_log_get_position() are in the log then
 *
 * Thread: the one that opened it.
 */
bool azud_run_log_follow (AzudRunLog            *log,
                          AzudEventLog          *events,
                          const AzudRunLogStage *stages,
                          int                    n_stages,
                          void                 (*turn) (void *data),
                          void                  *data,
                          AzudError             *error) AZUD_WARN_UNUSED;

/** azud_run_log_get_position: how many events have become lines.  Thread: any. */
uint64_t azud_run_log_get_position (const AzudRunLog *log);

/**
 * azud_run_log_close: takes what events are left, ends stages that did not end, writes @lines and frees @log.
 * @failure: (nullable): why the run did not succeed
 *
 * Returns: FALSE and @error when not all of it was written.  Blocking.  NULL is allowed.
 */
bool azud_run_log_close (AzudRunLog *log, const char *failure, const char *lines, AzudError *error);
