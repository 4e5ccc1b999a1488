/* run-log-lines.h: the lines of a run log that tell of plans
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the log's thread (runtime/log/run-log.h) cannot know: the application, the query plan, the stages of the job.  Document-side
 * memory, once a run; pure.  Numbers of operators are those of their first place in the stages; metrics of operator n are numbered
 * from 8n on.  An exchange has those of Spark's, and its spill size is what its blocks take on disk when the run ends, whoever wrote them
 * there.
 */

#pragma once

#include "operators/execution/execution.h"

#include <azud/json.h>

typedef struct
{
  const AzudStages *stages;      /* (nullable): NULL when planning failed */
  char *const      *names;       /* [stage] */
  char **const     *nodes;       /* [stage] ids of its document nodes, zero-terminated */
  const int        *n_tasks;     /* [stage] as guessed */
  const char       *title;       /* of the application */
  char *const      *properties;  /* (nullable): names and values, in turns, ended by NULL */
  gint64            time_ms;     /* it began */
  guint             n_workers;
  gint64            memory_bytes;
} AzudLogSubject;

/** azud_log_lines_open: from the log's first line to the job's start.  (transfer full) */
char *azud_log_lines_open (const AzudLogSubject *subject) G_GNUC_WARN_UNUSED_RESULT;

/** azud_log_stage_info: the members of a Stage Info that do not change, as JSON.  (transfer full) */
char *azud_log_stage_info (const AzudLogSubject *subject, int stage) G_GNUC_WARN_UNUSED_RESULT;

/** azud_log_lines_change: the plan as it is once @changes were made, of which those from number @from on are told.
 * @changes: (element-type AzudPlanChange): all until now
 *
 * (transfer full) */
char *azud_log_lines_change (const AzudLogSubject *subject, const GArray *changes, guint from) G_GNUC_WARN_UNUSED_RESULT;

/** azud_log_number_operators: (transfer full) (element-type AzudPlan int): each operator's number + 1. */
GHashTable *azud_log_number_operators (const AzudStages *stages) G_GNUC_WARN_UNUSED_RESULT;

/** azud_log_storage_level: of what a KEEP exchange keeps, as Spark's; of anything else: nothing is kept.  (transfer full) */
AzudJson *azud_log_storage_level (const AzudPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

/** azud_log_lines_close: metrics, the end of job, query and application.
 * @execution: (nullable): whose counters are told
 * @memory: (nullable): what the run had of it
 * @failure: (nullable): why it did not succeed
 * @lost: events that found no memory
 *
 * (transfer full) */
char *azud_log_lines_close (const AzudLogSubject *subject, AzudExecution *execution, gint64 time_ms, const char *failure,
                            guint64 lost, AzudJson *memory) G_GNUC_WARN_UNUSED_RESULT;
