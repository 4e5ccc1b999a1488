/* scheduler.h: which task runs next, as a pure state machine
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * (state, event) -> actions, without threads, clock, I/O or allocation while tasks run: the driver (driver.h) feeds it and carries out
 * what it says, and a seeded simulator in the tests plays faults against it.  The rules, with the class of Spark each comes from:
 *
 * - A stage starts when its parents' outputs are there; its tasks are handed out in partition order (DAGScheduler.submitStage).
 * - A failed task is tried again, 4 attempts in all, unless the failure is deterministic (TaskSetManager.handleFailedTask).  The run
 *   fails with the lowest error by (stage, partition): tasks below the lowest failed one run on until they pass or fail, those
 *   above are cancelled (ours, DESIGN §7; Spark reports whichever comes first).
 * - Lost output: a task that cannot read what task m of a parent left is no failure of its own.  The parent's task m runs again, in a
 *   new attempt of the parent's stage, while the reader's stage waits; its running tasks go on (DAGScheduler.handleTaskCompletion,
 *   FetchFailed).  All losses seen by tasks of one stage attempt count once; 4 stage attempts in a row that
 *   end so, without a success of the stage between them, fail the run with the last cause (spark.stage.maxConsecutiveAttempts).
 *   A report about an output that was made anew since the reader began only has the reader tried again (Spark's map output epoch).
 * - Indeterminate stages: when such a task runs again, its rows may be others, so everything that has read the old ones is undone: all
 *   descendants that have begun are cancelled, their outputs dropped, and they start again when nothing of them runs any more
 *   (DAGScheduler, SPARK-23243).
 * - Skipped stages: what a stage would leave is there from an earlier run, or nobody that runs needs it; none of its tasks is launched
 *   (DAGScheduler.getMissingParentStages).  When a reader finds that something is missing after all, all of the stage runs, and so do
 *   those before it that were skipped because of it.
 * - Speculation: once 90 % of a stage's tasks are done, one that runs longer than 3 times their median, and at least 100 ms, gets one
 *   copy; the first to pass wins, the other is cancelled (TaskSetManager.checkSpeculatableTasks).  When one fails, the other decides.
 *   Not in stages of one task, nor in indeterminate ones.  Off unless asked for.
 * - Locality: a task that prefers a worker gets it when it is free, waits a bounded number of turns for it, then takes any
 *   (TaskSetManager's delay scheduling; a turn is what the driver makes it, and the wait begins anew when a task found its worker).
 */

#pragma once

#include "base/memory.h"

typedef struct _AzudScheduler AzudScheduler;

/* What the rules leave open. */
typedef struct
{
  int    max_task_failures;       /* attempts of a task that may fail (spark.task.maxFailures) */
  int    max_stage_attempts;      /* attempts of a stage in a row that lost outputs may end (spark.stage.maxConsecutiveAttempts) */
  bool   speculates;              /* slow tasks get a copy (spark.speculation) ... */
  double speculation_quantile;    /* ... once this part of the stage's tasks is done */
  double speculation_multiplier;  /* ... when they take so many times the median */
} AzudSchedulerRules;

#define AZUD_TASK_MAX_FAILURES 4
#define AZUD_STAGE_MAX_CONSECUTIVE_ATTEMPTS 4
#define AZUD_SPECULATION_QUANTILE 0.9
#define AZUD_SPECULATION_MULTIPLIER 3
#define AZUD_SCHEDULER_RULES_INIT                                                                        \
  { AZUD_TASK_MAX_FAILURES, AZUD_STAGE_MAX_CONSECUTIVE_ATTEMPTS, false, AZUD_SPECULATION_QUANTILE, AZUD_SPECULATION_MULTIPLIER }
#define AZUD_SPECULATION_MIN_NS ((int64_t) 100 * 1000 * 1000)
#define AZUD_LOCALITY_TURNS 3

typedef struct
{
  const int *parents;           /* smaller numbers */
  int        n_parents;
  bool       indeterminate;     /* another attempt of a task may make other rows */
} AzudStageParents;

/* Where a task runs, beside where it would like to. */
typedef enum
{
  AZUD_LOCALITY_ANY,            /* it has no wish */
  AZUD_LOCALITY_NEAR,           /* on the worker it prefers */
  AZUD_LOCALITY_FAR             /* on another one */
} AzudLocality;

typedef enum
{
  AZUD_ACTION_PREPARE_STAGE,    /* stage: parents are complete; answer with azud_scheduler_stage_prepared.  Again after a rollback */
  AZUD_ACTION_LAUNCH_TASK,      /* stage, partition, attempt, in slot `worker` */
  AZUD_ACTION_CANCEL_TASK,      /* stage, partition, attempt, worker: ask it to stop; its end is still reported */
  AZUD_ACTION_FINISH_STAGE,     /* stage: all tasks passed; answer with azud_scheduler_stage_finished.  Again after a loss */
  AZUD_ACTION_DROP_OUTPUT,      /* stage, partition (-1 = all): forget what was left; answer with azud_scheduler_output_dropped */
  AZUD_ACTION_END               /* the run is over: succeeded or failed, nothing is running any more */
} AzudActionKind;

typedef struct
{
  AzudActionKind kind;
  int            stage;
  int            partition;
  int            attempt;       /* LAUNCH, CANCEL: launches of this task before this one */
  int            worker;
  bool           succeeded;     /* END */
  bool           speculative;   /* LAUNCH: a copy of an attempt that runs */
  int            stage_attempt; /* LAUNCH: of the stage, from 0 */
  AzudLocality   locality;      /* LAUNCH */
} AzudAction;

/** azud_scheduler_new: @stages and the lists they point to are borrowed and must outlive it.
 * @n_workers: tasks that may run at the same time.  Returns: (transfer full) (nullable).  Thread: one at a time. */
AzudScheduler *azud_scheduler_new (const AzudStageParents *stages, int n_stages, int n_workers, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
void           azud_scheduler_free (AzudScheduler *scheduler);

/** azud_scheduler_set_rules: others than AZUD_SCHEDULER_RULES_INIT.  Before the first event. */
void azud_scheduler_set_rules (AzudScheduler *scheduler, const AzudSchedulerRules *rules);

/** azud_scheduler_set_time: what the clock says, in ns; only speculation looks at it. */
void azud_scheduler_set_time (AzudScheduler *scheduler, int64_t now_ns);

/* Events.  Each may make actions available.  Reports of attempts that are not known to run (doubled, late) are ignored. */

/** azud_scheduler_stage_prepared: the stage has @n_tasks tasks (0 is allowed).  May refuse for memory. */
bool azud_scheduler_stage_prepared (AzudScheduler *scheduler, int stage, int n_tasks, AzudError *error) AZUD_WARN_UNUSED;

/** azud_scheduler_prefer: the task waits a while for @worker (its input is there).  After stage_prepared, before its tasks
 * are asked for.  May refuse for memory: then there is no preference. */
bool azud_scheduler_prefer (AzudScheduler *scheduler, int stage, int partition, int worker, AzudError *error) AZUD_WARN_UNUSED;

/** azud_scheduler_skip: no task of the stage needs to run.  After stage_prepared, before its tasks are asked for.  Neither it nor what it
 * reads may be indeterminate.
 * @needless: what it would leave is not there, but nobody needs it as long as stages that read it are skipped */
void azud_scheduler_skip (AzudScheduler *scheduler, int stage, bool needless);

/** azud_scheduler_task_kept: what the task would leave is there already: it counts as done.  After stage_prepared, before its tasks
 * are asked for. */
void azud_scheduler_task_kept (AzudScheduler *scheduler, int stage, int partition);

/** azud_scheduler_stage_failed: prepare or finish failed.  Returns: whether this is the failure of the run as far as is known. */
bool azud_scheduler_stage_failed (AzudScheduler *scheduler, int stage);
void azud_scheduler_stage_finished (AzudScheduler *scheduler, int stage);

/** azud_scheduler_task_succeeded: Returns: whether the result counts. */
bool azud_scheduler_task_succeeded (AzudScheduler *scheduler, int stage, int partition, int attempt);

/** azud_scheduler_task_failed: @retry false for deterministic errors and cancelled attempts.
 * Returns: whether this is the failure of the run as far as is known: its error takes the place of any kept before. */
bool azud_scheduler_task_failed (AzudScheduler *scheduler, int stage, int partition, int attempt, bool retry);

/**
 * azud_scheduler_fetch_failed: the attempt could not read what task @lost_partition of @lost_stage left.
 * @partition: -1: the stage could not be prepared for it
 *
 * Returns: as azud_scheduler_task_failed().
 */
bool azud_scheduler_fetch_failed (AzudScheduler *scheduler, int stage, int partition, int attempt, int lost_stage, int lost_partition);

/** azud_scheduler_output_dropped: DROP_OUTPUT was carried out. */
void azud_scheduler_output_dropped (AzudScheduler *scheduler, int stage, int partition);
void azud_scheduler_cancel (AzudScheduler *scheduler);

/**
 * azud_scheduler_next: the next action; false when there is none until another event (or, see azud_scheduler_is_patient(), turn).
 * @worker: a free worker that could take a task, or -1: then only other actions are given
 */
bool azud_scheduler_next (AzudScheduler *scheduler, int worker, AzudAction *action);

/** azud_scheduler_turn: a while has passed; AZUD_LOCALITY_TURNS of them is as long as a task waits for its worker. */
void azud_scheduler_turn (AzudScheduler *scheduler);

/** azud_scheduler_is_patient: asking again later may give an action without any event: tasks wait for their workers, or copies of
 * slow tasks may fall due. */
bool azud_scheduler_is_patient (const AzudScheduler *scheduler);

/* Figures for views. */
typedef struct
{
  int n_tasks, n_waiting, n_running, n_done, n_failed;
  bool prepared, complete;
  bool skipped;
  int attempt;             /* of the stage: 0, and one more for each time outputs were lost or it was rolled back */
} AzudStageProgress;

void azud_scheduler_get_progress (const AzudScheduler *scheduler, int stage, AzudStageProgress *progress);
bool azud_scheduler_is_over (const AzudScheduler *scheduler);
int  azud_scheduler_get_n_running (const AzudScheduler *scheduler);
