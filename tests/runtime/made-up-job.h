/* made-up-job.h: a job for the tests of the runtime: stages of tasks that count themselves and do what the test says
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "runtime/driver.h"

#include <glib.h>

#define JOB_STAGES 3      /* 1 reads 0, 2 reads both */

typedef struct _Job Job;

typedef bool (*JobBody) (Job *job, int stage, AzudTask *task, AzudError *error);

struct _Job
{
  JobBody       body;           /* what an attempt does; NULL = nothing, not even count */
  int           n_tasks;        /* of each stage */
  int           n_preferred;    /* task p prefers worker p % n_preferred; 0 = no preference */
  AzudAccount  *account;
  AzudEventLog *events;         /* borrowed; NULL = none */
  AzudJob      *handle;         /* between job_start() and job_wait() */
  _Atomic int  *n_runs;         /* [stage * n_tasks + partition]: attempts; NULL without a body */
  _Atomic int   n_drops, n_ended;
  bool          succeeded;
  AzudError     error;
};

/** job_init: all zero but for these. */
void job_init (Job *job, JobBody body, int n_tasks);
void job_clear (Job *job);

/** job_start: its first @n_stages stages. */
void job_start (Job *job, AzudPool *pool, int n_stages, const AzudJobOptions *options);

/** job_wait: it ended, once, and holds no memory. */
void job_wait (Job *job);

/** job_run: start and wait. */
void job_run (Job *job, AzudPool *pool, int n_stages);

static inline int
job_get_runs (const Job *job,
              int        stage,
              int        partition)
{
  return job->n_runs[stage * job->n_tasks + partition];
}

/** job_fail: an error that another attempt may not meet; job_fail_for_good: one that it would. */
bool job_fail (AzudError *error);
bool job_fail_for_good (AzudError *error);

/** job_pool: a pool that must start. */
AzudPool *job_pool (int n_workers);
