/* scheduler-private.h: the state of the scheduler
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "runtime/scheduler.h"

typedef enum
{
  TASK_WAITING,
  TASK_RUNNING,
  TASK_DONE,
  TASK_LOST,          /* was done; its output has to be dropped */
  TASK_DROPPING,      /* it is being dropped */
  TASK_ABANDONED      /* failed for good, or above the lowest failure */
} TaskState;

typedef struct
{
  uint8_t  state;
  uint8_t  n_failures;
  uint8_t  n_running;      /* attempts: two while a copy runs */
  bool     copied;
  uint16_t n_launches;
  uint16_t slot;           /* of the newest launch */
  uint32_t made_at;        /* losses of the run when its output was made */
} Task;

typedef enum { STAGE_WAITING, STAGE_PREPARING, STAGE_RUNNING, STAGE_FINISHING, STAGE_DROPPING, STAGE_COMPLETE, STAGE_FAILED } StageState;

typedef struct
{
  StageState       state;
  bool             begun;              /* it was prepared, or is being prepared */
  bool             rolling_back;       /* everything of it is dropped as soon as nothing of it runs */
  bool             marked;             /* during a walk over descendants or ancestors */
  bool             skipped;            /* none of its tasks was launched */
  bool             needless;           /* skipped, and what it would have left is not there */
  int              n_parents_left;
  int              first_child;        /* in children[] */
  int              n_children;
  Task            *tasks;
  int              n_tasks;
  int              cursor;             /* no task below it is waiting */
  int              n_running, n_done, n_failed;
  int              n_lost;             /* tasks LOST */
  int              n_dropping;         /* tasks DROPPING */
  int              attempt;
  int              n_fetch_failures;   /* stage attempts in a row that lost outputs ended */
  uint32_t         began_at;           /* losses of the run when it was told to prepare */
  int16_t         *preferred;          /* [task] worker, -1 = any; NULL = none has a preference */
  int64_t          declined_at;        /* turn in which another worker was first turned down, since a task found its own; -1 = none was */
  float           *durations;          /* of the n_timed attempts that passed, seconds, in no order; NULL = no speculation */
  int              n_timed;
} Stage;

typedef struct
{
  int      stage;          /* -1 = idle */
  int      partition;
  int      attempt;
  int      stage_attempt;
  uint32_t began_at;       /* losses of the run at launch */
  bool     cancel_sent;
  int64_t  start_ns;
} Slot;

struct _AzudScheduler
{
  AzudAccount            *account;
  const AzudStageParents *parents;
  Stage                  *stages;
  int                     n_stages;
  int                    *children;     /* of all stages, one after the other */
  size_t                  n_children;
  uint64_t               *live;         /* bit set: stages that may have something to do */
  Slot                   *slots;        /* [worker] */
  int                     n_workers;
  int                     n_busy;       /* stages being prepared, finished or dropped, and tasks running */
  int                     n_running;    /* tasks */
  int                     n_complete;
  uint32_t                n_losses;
  bool                    look_for_cancels;
  AzudSchedulerRules      rules;
  bool                    declined;     /* when asked last, a task waited for its worker */
  int64_t                 turn;
  int64_t                 now_ns;
  bool                    failed;
  int                     failed_stage;       /* the lowest failure so far: nothing above it is begun any more */
  int                     failed_partition;
  bool                    end_sent;
};

/** azud_scheduler_may_run: whether (stage, partition) lies below the lowest failure: only that may still begin or go on. */
static inline bool
azud_scheduler_may_run (const AzudScheduler *self,
                        int                  stage,
                        int                  partition)
{
  return !self->failed || stage < self->failed_stage
         || (stage == self->failed_stage && partition < self->failed_partition);
}

/** azud_scheduler_update_live: after the state of @stage or its parents changed. */
void azud_scheduler_update_live (AzudScheduler *self, int stage);

/** azud_scheduler_note_failure: Returns: whether it is the lowest. */
bool azud_scheduler_note_failure (AzudScheduler *self, int stage, int partition);

/** azud_scheduler_end_attempt: frees the slot an attempt ran in; *@ended is what was there.  False when none runs it (a late or doubled
 * report). */
bool azud_scheduler_end_attempt (AzudScheduler *self, int stage, int partition, int attempt, Slot *ended);

/** azud_scheduler_put_back: the task waits again, unless a copy of it runs. */
void azud_scheduler_put_back (Stage *stage, int partition);

/** azud_scheduler_next_drop: the next output of @stage to be dropped. */
bool azud_scheduler_next_drop (AzudScheduler *self, int stage, AzudAction *action);

/** azud_scheduler_next_copy: a copy of a slow task of @stage. */
bool azud_scheduler_next_copy (AzudScheduler *self, int stage, int *partition);
