/* test-driver.c: jobs on real threads
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/io.h"
#include "runtime/driver.h"

#include <glib.h>
#include <unistd.h>

#define N_STAGES 3
#define N_TASKS 40

/* A job that counts, and does what it is told to. */
typedef struct
{
  AzudAccount *account;
  AzudMutex    lock;              /* guards `order` and `first_error` */
  _Atomic int  n_runs[N_STAGES][N_TASKS];
  _Atomic int  n_ended;
  int          fail_stage;        /* -1 = nothing fails */
  int          fail_from, fail_step;
  int          fail_attempts;     /* how many attempts of each such task fail; -1 = all, for good */
  int          sleep_us;
  bool         hangs;             /* until cancelled */
  bool         succeeded;
  AzudError    error;
} Job;

static const int parents_1[] = { 0 };
static const int parents_2[] = { 0, 1 };
static const AzudStageParents stages[N_STAGES] = { { .n_parents = 0 }, { .parents = parents_1, .n_parents = 1 }, { .parents = parents_2, .n_parents = 2 } };

static bool
prepare (void             *data,
         int               stage,
         const AzudCancel *cancel,
         int              *n_tasks,
         AzudError        *error)
{
  *n_tasks = N_TASKS;
  return true;
}

static bool
run (void      *data,
     int        stage,
     AzudTask  *task,
     AzudError *error)
{
  Job *job = data;
  void *memory = azud_account_alloc (task->account, 1000, error);

  atomic_fetch_add (&job->n_runs[stage][task->partition], 1);
  if (job->sleep_us > 0)
    usleep ((useconds_t) g_random_int_range (0, job->sleep_us));
  while (job->hangs && !azud_cancel_requested (task->cancel))
    usleep (1000);
  azud_progress_add (task->progress, AZUD_COUNT_INPUT_ROWS, 1);
  azud_account_release (task->account, memory, 1000);
  if (!azud_cancel_check (task->cancel, error))
    return false;
  if (stage == job->fail_stage && task->partition >= job->fail_from
      && (task->partition - job->fail_from) % job->fail_step == 0)
    {
      if (job->fail_attempts < 0)
        return azud_error_set (error, AZUD_FAULT_RUN, "DIVIDE_BY_ZERO", N_("Division by zero"), NULL);
      if (task->attempt < job->fail_attempts)
        return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_IO", N_("Could not read"), NULL);
    }
  return true;
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

static const AzudJobWork work = { .prepare = prepare, .run = run, .ended = ended };

static void
job_init (Job *job)
{
  *job = (Job){ .fail_stage = -1, .fail_step = 1 };
  azud_error_clear (&job->error);
  job->account = azud_account_new (NULL, "job", 0);
}

static void
job_clear (Job *job)
{
  g_assert_cmpint (job->n_ended, ==, 1);
  g_assert_cmpint (azud_account_get_used (job->account), ==, 0);
  azud_account_free (job->account);
}

static void
run_job (AzudPool *pool,
         Job      *job)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudJob *handle = azud_job_start (pool, stages, N_STAGES, &work, job, NULL, job->account, NULL, &error);

  g_assert_nonnull (handle);
  azud_job_wait (handle);
  azud_job_free (handle);
}

static AzudPool *
new_pool (int n)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudPool *pool = azud_pool_new (n, &error);

  g_assert_nonnull (pool);
  return pool;
}

static void
test_success (void)
{
  for (int n = 1; n <= 8; n *= 2)
    {
      AzudPool *pool = new_pool (n);
      Job job;

      job_init (&job);
      run_job (pool, &job);
      g_assert_true (job.succeeded);
      for (int s = 0; s < N_STAGES; s++)
        for (int t = 0; t < N_TASKS; t++)
          g_assert_cmpint (job.n_runs[s][t], ==, 1);
      job_clear (&job);
      azud_pool_free (pool);
    }
}

static void
test_retry (void)
{
  AzudPool *pool = new_pool (4);
  Job job;

  job_init (&job);
  job.fail_stage = 1;
  job.fail_step = 3;
  job.fail_attempts = 3;
  run_job (pool, &job);
  g_assert_true (job.succeeded);
  g_assert_cmpint (job.n_runs[1][0], ==, 4);
  g_assert_cmpint (job.n_runs[1][1], ==, 1);
  job_clear (&job);

  job_init (&job);
  job.fail_stage = 1;
  job.fail_from = 5;
  job.fail_step = N_TASKS;
  job.fail_attempts = 4;       /* one more than is tried */
  run_job (pool, &job);
  g_assert_false (job.succeeded);
  g_assert_cmpint (job.n_runs[1][5], ==, 4);
  g_assert_cmpstr (job.error.condition, ==, "AZUD_IO");
  g_assert_cmpint (job.error.partition, ==, 5);
  job_clear (&job);
  azud_pool_free (pool);
}

/* The first error is the lowest, whichever comes first in time; deterministic errors are not tried again. */
static void
test_first_error (void)
{
  for (int round = 0; round < 20; round++)
    {
      AzudPool *pool = new_pool (1 + round % 8);
      Job job;

      job_init (&job);
      job.fail_stage = 1;
      job.fail_from = 7;
      job.fail_step = 2;
      job.fail_attempts = -1;
      job.sleep_us = 300;
      run_job (pool, &job);
      g_assert_false (job.succeeded);
      g_assert_cmpstr (job.error.condition, ==, "DIVIDE_BY_ZERO");
      g_assert_cmpint (job.error.stage, ==, 1);
      g_assert_cmpint (job.error.partition, ==, 7);
      g_assert_cmpint (job.n_runs[1][7], ==, 1);
      g_assert_cmpint (job.n_runs[2][0], ==, 0);
      job_clear (&job);
      azud_pool_free (pool);
    }
}

static void
test_cancel (void)
{
  AzudPool *pool = new_pool (4);
  AzudError error = AZUD_ERROR_INIT;
  AzudJob *handle;
  gint64 start;
  Job job;

  job_init (&job);
  job.hangs = true;
  handle = azud_job_start (pool, stages, N_STAGES, &work, &job, NULL, job.account, NULL, &error);
  usleep (20000);
  start = azud_io_now_ns ();
  azud_job_cancel (handle);
  azud_job_cancel (handle);      /* twice does no harm */
  azud_job_wait (handle);
  g_assert_cmpint (azud_io_now_ns () - start, <, (gint64) 10 * 1000 * 1000 * 1000);
  azud_job_free (handle);
  g_assert_false (job.succeeded);
  g_assert_cmpint (job.error.fault, ==, AZUD_FAULT_CANCELLED);
  job_clear (&job);
  azud_pool_free (pool);
}

/* One job hangs and is cancelled by the pool's end; the other is not harmed. */
static void
test_two_jobs (void)
{
  AzudPool *pool = new_pool (2);
  AzudError error = AZUD_ERROR_INIT;
  AzudJob *failing, *good;
  Job a, b;

  job_init (&a);
  a.fail_stage = 0;
  a.fail_attempts = -1;
  job_init (&b);
  b.sleep_us = 100;
  failing = azud_job_start (pool, stages, N_STAGES, &work, &a, NULL, a.account, NULL, &error);
  good = azud_job_start (pool, stages, N_STAGES, &work, &b, NULL, b.account, NULL, &error);
  azud_job_wait (failing);
  azud_job_wait (good);
  g_assert_false (a.succeeded);
  g_assert_true (b.succeeded);
  azud_job_free (failing);
  azud_job_free (good);
  job_clear (&a);
  job_clear (&b);
  azud_pool_free (pool);
}

static void
count_event (guint *counts,
             const AzudEvent *event)
{
  counts[event->kind]++;
}

static void
test_events (void)
{
  AzudPool *pool = new_pool (4);
  AzudError error = AZUD_ERROR_INIT;
  AzudAccount *account = azud_account_new (NULL, "events", 0);
  AzudEventLog *log = azud_event_log_new (NULL, NULL, account, &error);
  guint counts[AZUD_EVENT_OUTPUT_LOST + 1] = { 0 };
  AzudEvent events[7];
  AzudJob *handle;
  uint64_t at = 0;
  Job job;

  job_init (&job);
  job.fail_stage = 1;
  job.fail_step = 4;
  job.fail_attempts = 1;
  handle = azud_job_start (pool, stages, N_STAGES, &work, &job, NULL, job.account, log, &error);
  azud_job_wait (handle);
  azud_job_free (handle);
  for (;;)
    {
      uint32_t n = G_N_ELEMENTS (events);

      azud_event_log_read (log, at, events, &n);
      if (n == 0)
        break;
      for (uint32_t i = 0; i < n; i++)
        count_event (counts, &events[i]);
      at += n;
    }
  g_assert_cmpuint (counts[AZUD_EVENT_STAGE_SUBMITTED], ==, N_STAGES);
  g_assert_cmpuint (counts[AZUD_EVENT_STAGE_COMPLETED], ==, N_STAGES);
  g_assert_cmpuint (counts[AZUD_EVENT_TASK_SUCCEEDED], ==, N_STAGES * N_TASKS);
  g_assert_cmpuint (counts[AZUD_EVENT_TASK_FAILED], ==, N_TASKS / 4);
  g_assert_cmpuint (counts[AZUD_EVENT_TASK_STARTED], ==, N_STAGES * N_TASKS + N_TASKS / 4);
  g_assert_cmpuint (counts[AZUD_EVENT_JOB_ENDED], ==, 1);
  g_assert_cmpuint (azud_event_log_lost (log), ==, 0);
  job_clear (&job);
  azud_event_log_free (log);
  azud_account_free (account);
  azud_pool_free (pool);
}

/* A stage is told of before its tasks, and nothing of a job is touched once its end was waited for: many short jobs, each freed
 * at once, for the sake of the sanitizers. */
static void
test_event_order (void)
{
  AzudPool *pool = new_pool (4);

  for (int round = 0; round < 500; round++)
    {
      AzudError error = AZUD_ERROR_INIT;
      AzudAccount *account = azud_account_new (NULL, "events", 0);
      AzudEventLog *log = azud_event_log_new (NULL, NULL, account, &error);
      static AzudEvent events[4 * N_STAGES * N_TASKS];
      uint32_t n = G_N_ELEMENTS (events);
      bool submitted[N_STAGES] = { false };
      AzudJob *handle;
      Job job;

      job_init (&job);
      handle = azud_job_start (pool, stages, N_STAGES, &work, &job, NULL, job.account, log, &error);
      azud_job_wait (handle);
      azud_job_free (handle);
      azud_event_log_read (log, 0, events, &n);
      for (uint32_t i = 0; i < n; i++)
        if (events[i].kind == AZUD_EVENT_STAGE_SUBMITTED)
          submitted[events[i].stage] = true;
        else if (events[i].kind == AZUD_EVENT_TASK_STARTED)
          g_assert_true (submitted[events[i].stage]);
      g_assert_cmpint (events[n - 1].kind, ==, AZUD_EVENT_JOB_ENDED);
      job_clear (&job);
      azud_event_log_free (log);
      azud_account_free (account);
    }
  azud_pool_free (pool);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/driver/success", test_success);
  g_test_add_func ("/runtime/driver/retry", test_retry);
  g_test_add_func ("/runtime/driver/first-error", test_first_error);
  g_test_add_func ("/runtime/driver/cancel", test_cancel);
  g_test_add_func ("/runtime/driver/two-jobs", test_two_jobs);
  g_test_add_func ("/runtime/driver/events", test_events);
  g_test_add_func ("/runtime/driver/event-order", test_event_order);
  return g_test_run ();
}
