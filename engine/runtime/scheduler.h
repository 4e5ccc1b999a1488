/* scheduler.h: which task runs next, as a pure state machine
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * (state, event) -> actions, without threads, clock, I/O or allocation after creation: the driver (driver.h) feeds it and carries out what it
 * says, and a seeded simulator in the tests plays faults against it.  After Spark's DAGScheduler and TaskSetManager: a
 * stage starts when its parents are complete, its tasks are handed out in partition order, a failed task is tried again up to 4 times
 * unless the failure is deterministic, and the run fails with the lowest error by (stage, partition, row): tasks below the
 * lowest failed one run on until they pass or fail, the ones above are cancelled (DESIGN §7).
 */

#pragma once

#include "base/memory.h"

typedef struct _AzudScheduler AzudScheduler;

#define AZUD_TASK_MAX_FAILURES 4

typedef enum
{
  AZUD_ACTION_PREPARE_STAGE,    /* stage: parents are complete; answer with azud_scheduler_stage_prepared */
  AZUD_ACTION_LAUNCH_TASK,      /* stage, partition, attempt, on worker */
  AZUD_ACTION_CANCEL_TASK,      /* stage, partition, attempt: ask it to stop; its end is still reported */
  AZUD_ACTION_FINISH_STAGE,     /* stage: all tasks passed; answer with azud_scheduler_stage_finished */
  AZUD_ACTION_END               /* the run is over: succeeded or failed, nothing is running any more */
} AzudActionKind;

typedef struct
{
  AzudActionKind kind;
  int            stage;
  int            partition;
  int            attempt;
  int            worker;
  bool           succeeded;     /* END */
} AzudAction;

/** azud_scheduler_new: @n_stages stages; @parents[i] lists the parents of stage i (smaller numbers), @n_parents[i] of them.
 * Returns: (transfer full) (nullable).  Thread: one at a time. */
AzudScheduler *azud_scheduler_new (int n_stages, const int *const *parents, const int *n_parents, int n_workers, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
void           azud_scheduler_free (AzudScheduler *scheduler);

/* Events.  Each may make actions available. */

/** azud_scheduler_stage_prepared: the stage has @n_tasks tasks (0 is allowed).  May refuse for memory. */
bool azud_scheduler_stage_prepared (AzudScheduler *scheduler, int stage, int n_tasks, AzudError *error) AZUD_WARN_UNUSED;
void azud_scheduler_stage_failed (AzudScheduler *scheduler, int stage);       /* prepare or finish failed */
void azud_scheduler_stage_finished (AzudScheduler *scheduler, int stage);
void azud_scheduler_task_succeeded (AzudScheduler *scheduler, int stage, int partition, int attempt);

/** azud_scheduler_task_failed: @retry false for deterministic errors and cancelled attempts.  Late reports of old attempts are ignored. */
void azud_scheduler_task_failed (AzudScheduler *scheduler, int stage, int partition, int attempt, bool retry);
void azud_scheduler_cancel (AzudScheduler *scheduler);

/**
 * azud_scheduler_next: the next action; false when there is none until another event.
 * @worker: a free worker that could take a task, or -1: then only other actions are given
 */
bool azud_scheduler_next (AzudScheduler *scheduler, int worker, AzudAction *action);

/* Figures for views. */
typedef struct
{
  int n_tasks, n_waiting, n_running, n_done, n_failed;
  bool prepared, complete;
} AzudStageProgress;

void azud_scheduler_get_progress (const AzudScheduler *scheduler, int stage, AzudStageProgress *progress);
bool azud_scheduler_is_over (const AzudScheduler *scheduler);
