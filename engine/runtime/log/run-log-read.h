/* run-log-read.h: what a run log tells, ours or Spark's
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Takes the bytes of an event log piece by piece and keeps the state that Spark's history server would show: jobs, stages, executors,
 * storage, queries.  Counting follows Spark's AppStatusListener, so that both say the same of the same log.  Events and members it does
 * not know are passed over (Spark 3.5 to 4.x); a log that is cut off anywhere gives what stands before the cut.
 *
 * A viewer's memory (GLib), not a run's: it grows with stages and with succeeded tasks (for the quantiles).
 */

#pragma once

#include "base/error.h"

#include <azud/json.h>

typedef struct _AzudRunLogReader AzudRunLogReader;

AzudRunLogReader *azud_run_log_reader_new (void);
void              azud_run_log_reader_free (AzudRunLogReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudRunLogReader, azud_run_log_reader_free)

/** azud_run_log_reader_feed: the next @size bytes of the log, cut anywhere.
 * Returns: FALSE and AZUD_NOT_A_RUN_LOG when its beginning is no event.  Pure; thread: one at a time. */
bool azud_run_log_reader_feed (AzudRunLogReader *reader, const char *bytes, size_t size, AzudError *error) AZUD_WARN_UNUSED;

/** azud_run_log_reader_mark_incomplete: something is missing that the bytes themselves do not tell of. */
void azud_run_log_reader_mark_incomplete (AzudRunLogReader *reader);

/** azud_run_log_reader_end: there are no more bytes.  FALSE as azud_run_log_reader_feed(). */
bool azud_run_log_reader_end (AzudRunLogReader *reader, AzudError *error) AZUD_WARN_UNUSED;

/**
 * azud_run_log_reader_to_json: `{"application":{...},"incomplete":false,"jobs":[...],"stages":[...],"executors":[...],"storage":[...],
 * "sql":[...]}`.  Members of jobs, stages, executors, storage and sql have the names and meanings of Spark's REST interface /api/v1, newest
 * first; stages carry `taskSummary` with the quantiles 0, 0.25, 0.5, 0.75, 1 once a task has succeeded.  What begins with `azud` is ours:
 * `azudTasks` of a job, `azudTaskTime` of an executor, `azudFailures` and `azudSlowestTasks` of a stage, `azudMemory` of our logs
 * (docs/CONTRACT.md).  (transfer full)
 */
AzudJson *azud_run_log_reader_to_json (AzudRunLogReader *reader) G_GNUC_WARN_UNUSED_RESULT;
