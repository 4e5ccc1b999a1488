/* events.h: what happens in a run, for views and logs
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two channels (DESIGN §7).  *Transitions* (a stage or task began or ended) are lossless: appended to the run's log, in pooled blocks.
 * *Progress* is overwritten in place: one slot of counters a running attempt, read by snapshots without stopping anybody.
 */

#pragma once

#include "base/memory.h"
#include "base/sync.h"
#include "runtime/task.h"

typedef enum
{
  AZUD_EVENT_STAGE_SUBMITTED,     /* value: tasks; partition: how many of them need not run */
  AZUD_EVENT_STAGE_COMPLETED,
  AZUD_EVENT_STAGE_FAILED,        /* value: as of TASK_FAILED */
  AZUD_EVENT_TASK_STARTED,
  AZUD_EVENT_TASK_SUCCEEDED,
  AZUD_EVENT_TASK_FAILED,         /* value: the output it could not read (azud_event_get_lost_output), or 0 */
  AZUD_EVENT_TASK_CANCELLED,
  AZUD_EVENT_JOB_ENDED,           /* value: 1 succeeded, 0 not */
  AZUD_EVENT_STAGE_SKIPPED,       /* value: tasks; none of them runs: what they would leave is there, or nobody needs it */
  AZUD_EVENT_OUTPUT_LOST          /* what the task (partition -1: all tasks of the stage) left is gone, it runs again */
} AzudEventKind;

typedef struct
{
  AzudEventKind kind;
  int           stage;
  int           partition;
  int           attempt;
  int           worker;
  uint16_t      stage_attempt;    /* TASK_STARTED: of the stage, from 0 */
  uint8_t       locality;         /* TASK_STARTED: AzudLocality */
  bool          speculative;      /* TASK_STARTED: a copy of an attempt that runs */
  int64_t       time_ns;          /* monotonic */
  int64_t       value;
  int64_t       counts[AZUD_N_COUNTS];   /* at a task's end; else not kept */
  char          condition[72];           /* TASK_FAILED: why; else not kept */
  char          message[200];
} AzudEvent;

/** azud_event_name_output: task @partition of @stage as the value of an event; @stage -1 = none. */
static inline int64_t
azud_event_name_output (int stage, int partition)
{
  return stage < 0 ? 0 : ((int64_t) stage + 1) << 32 | (uint32_t) partition;
}

/** azud_event_get_lost_output: which task's output was missed; false when that is not why it failed. */
static inline bool
azud_event_get_lost_output (const AzudEvent *event, int *stage, int *partition)
{
  *stage = (int) (event->value >> 32) - 1;
  *partition = (int) (uint32_t) event->value;
  return *stage >= 0;
}

typedef struct _AzudEventLog AzudEventLog;

/** azud_event_log_new: @bell (optional) is called after each append, on the appending thread, without locks; it must only ring. */
AzudEventLog *azud_event_log_new (void (*bell) (void *data), void *data, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
void          azud_event_log_free (AzudEventLog *log);

/** azud_event_log_append: thread: any; an event that finds no memory is counted in azud_event_log_lost(). */
void     azud_event_log_append (AzudEventLog *log, const AzudEvent *event);
uint64_t azud_event_log_lost (AzudEventLog *log);

/** azud_event_log_read: copies events [@from, @from + *n) to @events, *@n at most as given; events are numbered from 0.  What was
 * forgotten does not come again. */
void azud_event_log_read (AzudEventLog *log, uint64_t from, AzudEvent *events, uint32_t *n);

/** azud_event_log_forget: nobody will read events before @until again: their memory is given back.  Thread: any. */
void azud_event_log_forget (AzudEventLog *log, uint64_t until);
