/* driver.h: workers that carry out what schedulers say
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A pool owns N worker threads and serves any number of jobs, in order of submission.  A job is a list of stages described by functions;
 * the runtime knows nothing of plans, nodes, files or windows.
 */

#pragma once

#include "base/memory.h"
#include "runtime/events.h"

typedef struct _AzudPool AzudPool;
typedef struct _AzudJob  AzudJob;

typedef struct
{
  const int *parents;
  int        n_parents;
  void      *data;
  /* parents are complete: how many tasks?  Worker thread, no lock held. */
  bool     (*prepare) (void *data, int *n_tasks, AzudError *error);
  /* one attempt; worker thread */
  bool     (*run) (void *data, AzudTask *task, AzudError *error);
  /* all tasks passed: publish; worker thread */
  bool     (*finish) (void *data, AzudError *error);
} AzudStageWork;

/** azud_pool_new: starts at most @n_workers threads (fewer when the system refuses; at least one or NULL and @error). */
AzudPool *azud_pool_new (int n_workers, AzudError *error) AZUD_WARN_UNUSED;
int       azud_pool_get_n_workers (const AzudPool *pool);

/** azud_pool_free: cancels all jobs, waits for their ends, stops the threads.  Blocking. */
void azud_pool_free (AzudPool *pool);

/**
 * azud_job_start: begins a job; returns at once.
 * @stages: copied; data and parents must live until `ended`
 * @account: of the run; every attempt gets a child account
 * @ended: called once on a worker thread when nothing of the job runs any more; @error is NULL on success, else the first error
 *
 * Returns: (transfer full) (nullable).  Thread: any.
 */
AzudJob *azud_job_start (AzudPool            *pool,
                         const AzudStageWork *stages,
                         int                  n_stages,
                         AzudAccount         *account,
                         AzudEventLog        *events,
                         void               (*ended) (void *data, const AzudError *error),
                         void                *data,
                         AzudError           *error) AZUD_WARN_UNUSED;

void azud_job_cancel (AzudJob *job);             /* Thread: any */
void azud_job_wait (AzudJob *job);               /* blocking */
void azud_job_free (AzudJob *job);               /* after its end */
