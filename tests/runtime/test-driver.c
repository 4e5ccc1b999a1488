/* test-driver.c: jobs on real threads
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/made-up-job.h"

#include "base/io.h"

#include <unistd.h>

#define N_STAGES JOB_STAGES
#define N_TASKS 40

/* A job that does what it is told to. */
typedef struct
{
  Job  base;
  int  fail_stage;        /* -1 = nothing fails */
  int  fail_from, fail_step;
  int  fail_attempts;     /* how many attempts of each such task fail; -1 = all, for good */
  int  sleep_us;
  bool hangs;             /* until cancelled */
} Told;

static bool
do_as_told (Job       *base,
            int        stage,
            AzudTask  *task,
            AzudError *error)
{
  const Told *told = (const Told *) base;
  void *memory = azud_account_alloc (task->account, 1000, error);

  if (told->sleep_us > 0)
    usleep ((useconds_t) g_random_int_range (0, told->sleep_us));
  while (told->hangs && !azud_cancel_requested (task->cancel))
    usleep (1000);
  azud_progress_add (task->progress, AZUD_COUNT_INPUT_ROWS, 1);
  azud_account_release (task->account, memory, 1000);
  if (!azud_cancel_check (task->cancel, error))
    return false;
  if (stage == told->fail_stage && task->partition >= told->fail_from
      && (task->partition - told->fail_from) % told->fail_step == 0)
    {
      if (told->fail_attempts < 0)
        return job_fail_for_good (error);
      if (task->attempt < told->fail_attempts)
        return job_fail (error);
    }
  return true;
}

static void
told_init (Told *told)
{
  *told = (Told){ .fail_stage = -1, .fail_step = 1 };
  job_init (&told->base, do_as_told, N_TASKS);
}

static void
test_success (void)
{
  for (int n = 1; n <= 8; n *= 2)
    {
      AzudPool *pool = job_pool (n);
      Told job;

      told_init (&job);
      job_run (&job.base, pool, N_STAGES);
      g_assert_true (job.base.succeeded);
      for (int s = 0; s < N_STAGES; s++)
        for (int t = 0; t < N_TASKS; t++)
          g_assert_cmpint (job_get_runs (&job.base, s, t), ==, 1);
      job_clear (&job.base);
      azud_pool_free (pool);
    }
}

/* The workers may go before whoever holds the job has looked at its end. */
static void
test_pool_goes_first (void)
{
  AzudPool *pool = job_pool (2);
  AzudStageProgress progress;
  Told job;

  told_init (&job);
  job_start (&job.base, pool, N_STAGES, NULL);
  azud_job_wait (job.base.handle);
  azud_pool_free (pool);
  azud_job_cancel (job.base.handle);
  azud_job_get_progress (job.base.handle, 0, &progress);
  g_assert_true (progress.complete);
  job_wait (&job.base);
  g_assert_true (job.base.succeeded);
  job_clear (&job.base);
}

static void
test_retry (void)
{
  AzudPool *pool = job_pool (4);
  Told job;

  told_init (&job);
  job.fail_stage = 1;
  job.fail_step = 3;
  job.fail_attempts = 3;
  job_run (&job.base, pool, N_STAGES);
  g_assert_true (job.base.succeeded);
  g_assert_cmpint (job_get_runs (&job.base, 1, 0), ==, 4);
  g_assert_cmpint (job_get_runs (&job.base, 1, 1), ==, 1);
  job_clear (&job.base);

  told_init (&job);
  job.fail_stage = 1;
  job.fail_from = 5;
  job.fail_step = N_TASKS;
  job.fail_attempts = 4;       /* one more than is tried */
  job_run (&job.base, pool, N_STAGES);
  g_assert_false (job.base.succeeded);
  g_assert_cmpint (job_get_runs (&job.base, 1, 5), ==, 4);
  g_assert_cmpstr (job.base.error.condition, ==, "AZUD_IO");
  g_assert_cmpint (job.base.error.partition, ==, 5);
  job_clear (&job.base);
  azud_pool_free (pool);
}

/* The first error is the lowest, whichever comes first in time; deterministic errors are not tried again. */
static void
test_first_error (void)
{
  for (int round = 0; round < 20; round++)
    {
      AzudPool *pool = job_pool (1 + round % 8);
      Told job;

      told_init (&job);
      job.fail_stage = 1;
      job.fail_from = 7;
      job.fail_step = 2;
      job.fail_attempts = -1;
      job.sleep_us = 300;
      job_run (&job.base, pool, N_STAGES);
      g_assert_false (job.base.succeeded);
      g_assert_cmpstr (job.base.error.condition, ==, "DIVIDE_BY_ZERO");
      g_assert_cmpint (job.base.error.stage, ==, 1);
      g_assert_cmpint (job.base.error.partition, ==, 7);
      g_assert_cmpint (job_get_runs (&job.base, 1, 7), ==, 1);
      g_assert_cmpint (job_get_runs (&job.base, 2, 0), ==, 0);
      job_clear (&job.base);
      azud_pool_free (pool);
    }
}

static void
test_cancel (void)
{
  AzudPool *pool = job_pool (4);
  gint64 start;
  Told job;

  told_init (&job);
  job.hangs = true;
  job_start (&job.base, pool, N_STAGES, NULL);
  usleep (20000);
  start = azud_io_now_ns ();
  azud_job_cancel (job.base.handle);
  azud_job_cancel (job.base.handle);      /* twice does no harm */
  job_wait (&job.base);
  g_assert_cmpint (azud_io_now_ns () - start, <, (gint64) 10 * 1000 * 1000 * 1000);
  g_assert_false (job.base.succeeded);
  g_assert_cmpint (job.base.error.fault, ==, AZUD_FAULT_CANCELLED);
  job_clear (&job.base);
  azud_pool_free (pool);
}

/* One job fails; the other, which runs at the same time, is not harmed. */
static void
test_two_jobs (void)
{
  AzudPool *pool = job_pool (2);
  Told a, b;

  told_init (&a);
  a.fail_stage = 0;
  a.fail_attempts = -1;
  told_init (&b);
  b.sleep_us = 100;
  job_start (&a.base, pool, N_STAGES, NULL);
  job_start (&b.base, pool, N_STAGES, NULL);
  job_wait (&a.base);
  job_wait (&b.base);
  g_assert_false (a.base.succeeded);
  g_assert_true (b.base.succeeded);
  job_clear (&a.base);
  job_clear (&b.base);
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
  AzudPool *pool = job_pool (4);
  AzudError error = AZUD_ERROR_INIT;
  AzudAccount *account = azud_account_new (NULL, "events", 0);
  AzudEventLog *log = azud_event_log_new (NULL, NULL, account, &error);
  guint counts[AZUD_EVENT_OUTPUT_LOST + 1] = { 0 };
  AzudEvent events[7];
  uint64_t at = 0;
  Told job;

  told_init (&job);
  job.fail_stage = 1;
  job.fail_step = 4;
  job.fail_attempts = 1;
  job.base.events = log;
  job_run (&job.base, pool, N_STAGES);
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
  job_clear (&job.base);
  azud_event_log_free (log);
  azud_account_free (account);
  azud_pool_free (pool);
}

/* A stage is told of before its tasks, and nothing of a job is touched once its end was waited for: many short jobs, each freed
 * at once, for the sake of the sanitizers. */
static void
test_event_order (void)
{
  AzudPool *pool = job_pool (4);

  for (int round = 0; round < 500; round++)
    {
      AzudError error = AZUD_ERROR_INIT;
      AzudAccount *account = azud_account_new (NULL, "events", 0);
      AzudEventLog *log = azud_event_log_new (NULL, NULL, account, &error);
      static AzudEvent events[4 * N_STAGES * N_TASKS];
      uint32_t n = G_N_ELEMENTS (events);
      bool submitted[N_STAGES] = { false };
      Told job;

      told_init (&job);
      job.base.events = log;
      job_run (&job.base, pool, N_STAGES);
      azud_event_log_read (log, 0, events, &n);
      for (uint32_t i = 0; i < n; i++)
        if (events[i].kind == AZUD_EVENT_STAGE_SUBMITTED)
          submitted[events[i].stage] = true;
        else if (events[i].kind == AZUD_EVENT_TASK_STARTED)
          g_assert_true (submitted[events[i].stage]);
      g_assert_cmpint (events[n - 1].kind, ==, AZUD_EVENT_JOB_ENDED);
      job_clear (&job.base);
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
  g_test_add_func ("/runtime/driver/pool-goes-first", test_pool_goes_first);
  g_test_add_func ("/runtime/driver/T120-retry", test_retry);
  g_test_add_func ("/runtime/driver/T125-first-error", test_first_error);
  g_test_add_func ("/runtime/driver/cancel", test_cancel);
  g_test_add_func ("/runtime/driver/T129-two-jobs", test_two_jobs);
  g_test_add_func ("/runtime/driver/events", test_events);
  g_test_add_func ("/runtime/driver/event-order", test_event_order);
  return g_test_run ();
}
