/* made-up-job.c: a job for the tests of the runtime: stages of tasks that count themselves and do what the test says
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/made-up-job.h"

static const int above_0[] = { 0 }, above_1[] = { 0, 1 };
static const AzudStageParents stages[JOB_STAGES] = { { .n_parents = 0 }, { .parents = above_0, .n_parents = 1 },
                                                     { .parents = above_1, .n_parents = 2 } };

static bool
prepare (void             *data,
         int               stage,
         const AzudCancel *cancel,
         int              *n_tasks,
         AzudError        *error)
{
  *n_tasks = ((Job *) data)->n_tasks;
  return true;
}

static bool
run (void      *data,
     int        stage,
     AzudTask  *task,
     AzudError *error)
{
  Job *job = data;

  if (job->body == NULL)
    return true;
  atomic_fetch_add (&job->n_runs[stage * job->n_tasks + task->partition], 1);
  return job->body (job, stage, task, error);
}

static int
prefer (void *data,
        int   stage,
        int   partition)
{
  int n = ((Job *) data)->n_preferred;

  return n > 0 ? partition % n : -1;
}

static void
drop (void *data,
      int   stage,
      int   partition)
{
  atomic_fetch_add (&((Job *) data)->n_drops, 1);
}

static void
ended (void            *data,
       const AzudError *error)
{
  Job *job = data;

  atomic_fetch_add (&job->n_ended, 1);
  job->succeeded = error == NULL;
  if (error != NULL)
    job->error = *error;
}

void
job_init (Job    *job,
          JobBody body,
          int     n_tasks)
{
  *job = (Job){ .body = body, .n_tasks = n_tasks };
  azud_error_clear (&job->error);
  job->account = azud_account_new (NULL, "job", 0);
  if (body != NULL)
    job->n_runs = g_new0 (_Atomic int, (gsize) (JOB_STAGES * n_tasks) + 1);
}

void
job_clear (Job *job)
{
  azud_account_free (job->account);
  g_free ((void *) job->n_runs);
}

void
job_start (Job                  *job,
           AzudPool             *pool,
           int                   n_stages,
           const AzudJobOptions *options)
{
  static const AzudJobWork work = { .prepare = prepare, .run = run, .drop = drop, .prefer = prefer, .ended = ended };
  AzudError error = AZUD_ERROR_INIT;

  job->handle = azud_job_start (pool, stages, n_stages, &work, job, options, job->account, job->events, &error);
  g_assert_nonnull (job->handle);
}

void
job_wait (Job *job)
{
  azud_job_wait (job->handle);
  azud_job_free (job->handle);
  job->handle = NULL;
  g_assert_cmpint (job->n_ended, ==, 1);
  if (job->events == NULL)      /* else it is theirs, too */
    g_assert_cmpint (azud_account_get_used (job->account), ==, 0);
}

void
job_run (Job      *job,
         AzudPool *pool,
         int       n_stages)
{
  job_start (job, pool, n_stages, NULL);
  job_wait (job);
}

bool
job_fail (AzudError *error)
{
  return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_IO", N_("Could not read"), NULL);
}

bool
job_fail_for_good (AzudError *error)
{
  return azud_error_set (error, AZUD_FAULT_RUN, "DIVIDE_BY_ZERO", N_("Division by zero"), NULL);
}

AzudPool *
job_pool (int n_workers)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudPool *pool = azud_pool_new (n_workers, &error);

  g_assert_nonnull (pool);
  return pool;
}
