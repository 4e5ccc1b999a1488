/* driver.h: workers that carry out what schedulers say
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A pool owns N worker threads and serves any number of jobs, in order of submission (FIFO: a later job gets the workers an
 * earlier one leaves idle) or, when asked to be fair, by the shares the jobs belong to.  A job is a list of stages described by functions; the runtime knows nothing of plans, nodes, files or windows.
 */

#pragma once

#include "runtime/task.h"
#include "runtime/events.h"
#include "runtime/scheduler.h"

typedef struct _AzudPool AzudPool;
typedef struct _AzudJob  AzudJob;

/* Whether what a task would leave is there from an earlier run. */
typedef enum
{
  AZUD_KEPT_NOT,
  AZUD_KEPT_THERE,
  AZUD_KEPT_NEEDLESS      /* it is not, but nobody needs it (a whole stage only) */
} AzudKept;

/* What a job does; called on worker threads without locks. */
typedef struct
{
  /* parents are complete: how many tasks?  Called again, with the same answer, when the stage was dropped or could not read its input */
  bool (*prepare) (void *data, int stage, const AzudCancel *cancel, int *n_tasks, AzudError *error);
  /* one attempt */
  bool (*run) (void *data, int stage, AzudTask *task, AzudError *error);
  /* all tasks of a stage passed; again when tasks had to run again; may be NULL */
  bool (*finish) (void *data, int stage, AzudError *error);
  /* what task @partition (-1: every task, and prepare) left is lost or void: forget it, so that another attempt can leave its own.  Tasks
   * that read it may still run.  May be NULL when no attempt ever names a lost output (AzudError.lost_stage) */
  void (*drop) (void *data, int stage, int partition);
  /* the worker that has the task's input at hand, or -1; asked once for each task after prepare; may be NULL */
  int (*prefer) (void *data, int stage, int partition);
  /* after prepare: what @partition (-1: every task; asked first) would leave, see AzudKept; may be NULL */
  AzudKept (*kept) (void *data, int stage, int partition);
  /* nothing of the job runs any more; @error NULL = success, else the first error.  The job may not be freed here. */
  void (*ended) (void *data, const AzudError *error);
} AzudJobWork;

/* How a job is to be treated; NULL = AZUD_JOB_OPTIONS_INIT. */
typedef struct
{
  const char *share;          /* the share of workers it belongs to; NULL = "default" */
  AzudSchedulerRules rules;
} AzudJobOptions;

#define AZUD_JOB_OPTIONS_INIT { NULL, AZUD_SCHEDULER_RULES_INIT }

/* A task that runs now. */
typedef struct
{
  int     stage, partition, attempt, worker;
  int64_t start_ns;
  int64_t counts[AZUD_N_COUNTS];
} AzudRunningTask;

/** azud_pool_new: starts at most @n_workers threads (fewer when the system refuses; NULL and @error without any). */
AzudPool *azud_pool_new (int n_workers, AzudError *error) AZUD_WARN_UNUSED;
int       azud_pool_get_n_workers (const AzudPool *pool);

/** azud_pool_free: cancels all jobs, waits for their ends, stops the threads.  Blocking.  NULL is allowed.  Jobs stay valid until they are freed
 * themselves. */
void azud_pool_free (AzudPool *pool);

/**
 * azud_pool_set_fair: FIFO (the default) or FAIR (Spark's spark.scheduler.mode and FairSchedulingAlgorithm).  When a worker is free, FAIR
 * asks the shares in this order: those that run fewer tasks than their minimum first, by running / minimum; then the others by running /
 * weight; then by name.  Within a share jobs are served in order of submission.  Takes effect with the next task.  Thread: any.
 */
void azud_pool_set_fair (AzudPool *pool, bool fair);

/** azud_pool_set_share: adds or changes a share.  @weight ≥ 1, @min_share ≥ 0 workers.  A share that was never set has weight 1 and no
 * minimum (Spark's defaults).  @name: at most 63 bytes.  Thread: any. */
bool azud_pool_set_share (AzudPool *pool, const char *name, int weight, int min_share, AzudError *error) AZUD_WARN_UNUSED;

/**
 * azud_job_start: begins a job; returns at once.
 * @parents: (array length=n_stages): must live until the job ended
 * @work, @data: the functions and their first argument
 * @options: (nullable): copied
 * @account: of the run; every attempt gets a child account
 * @events: (nullable): where transitions go
 *
 * Returns: (transfer full) (nullable).  Thread: any.
 */
AzudJob *azud_job_start (AzudPool               *pool,
                         const AzudStageParents *parents,
                         int                     n_stages,
                         const AzudJobWork      *work,
                         void                   *data,
                         const AzudJobOptions   *options,
                         AzudAccount            *account,
                         AzudEventLog           *events,
                         AzudError              *error) AZUD_WARN_UNUSED;

/** azud_job_cancel: asks all of it to stop; returns at once.  Thread: any. */
void azud_job_cancel (AzudJob *job);

/** azud_job_wait: blocks until `ended` has returned. */
void azud_job_wait (AzudJob *job);

/** azud_job_free: only after azud_job_wait().  NULL is allowed. */
void azud_job_free (AzudJob *job);

/** azud_job_get_progress: figures of one stage.  Thread: any. */
void azud_job_get_progress (AzudJob *job, int stage, AzudStageProgress *progress);

/** azud_job_list_running: tasks that run now, at most @max.  Returns: their number.  Thread: any. */
int azud_job_list_running (AzudJob *job, AzudRunningTask *tasks, int max);
