/* test-driver-scheduling.c: who gets the workers: shares, copies of slow tasks, workers that tasks prefer; and jobs by the thousand
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/made-up-job.h"

#include "base/io.h"
#include "base/process-size.h"

#include <unistd.h>

#define N_STAGES JOB_STAGES
#define N_TASKS 2000

typedef struct
{
  Job             base;
  int             sleep_us;
  int             straggler;          /* partition whose first attempt hangs until it is cancelled; -1 = none */
  int             straggler_ms;       /* or sleeps so long */
  int             fail_one_in;        /* an attempt fails, so that another is tried */
  int             lose_one_in;        /* an attempt finds an output of its parent lost */
  int             doomed;             /* this task of stage 1 fails for good; -1 = none */
  _Atomic int     n_at_home, n_attempts;
  _Atomic int64_t time_ns;            /* of finished attempts */
  _Atomic bool    loser_cancelled;
} Busy;

static void
hang (Busy           *busy,
      const AzudTask *task)
{
  int64_t end = azud_io_now_ns () + (int64_t) busy->straggler_ms * 1000 * 1000;

  while (!azud_cancel_requested (task->cancel) && (busy->straggler_ms == 0 || azud_io_now_ns () < end))
    usleep (1000);
  if (azud_cancel_requested (task->cancel))
    atomic_store (&busy->loser_cancelled, true);
}

static bool
lose (int             stage,
      const AzudTask *task,
      AzudError      *error)
{
  error->lost_stage = stage - 1;
  error->lost_partition = task->partition;
  return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_DAMAGED_CHUNK", N_("A block is damaged"), NULL);
}

static bool
keep_busy (Job       *job,
           int        stage,
           AzudTask  *task,
           AzudError *error)
{
  Busy *busy = (Busy *) job;
  int64_t start = azud_io_now_ns ();
  int n = atomic_fetch_add (&busy->n_attempts, 1) + 1;

  if (job->n_preferred > 0 && task->worker == task->partition % job->n_preferred)
    atomic_fetch_add (&busy->n_at_home, 1);
  if (task->partition == busy->straggler && task->attempt == 0)
    hang (busy, task);
  else if (busy->sleep_us > 0)
    usleep ((useconds_t) busy->sleep_us);
  if (!azud_cancel_check (task->cancel, error))
    return false;
  if (stage == 1 && task->partition == busy->doomed)
    return job_fail_for_good (error);
  if (busy->fail_one_in > 0 && task->attempt < AZUD_TASK_MAX_FAILURES - 1 && n % busy->fail_one_in == 0)
    return job_fail (error);
  if (busy->lose_one_in > 0 && stage > 0 && n % busy->lose_one_in == 0
      && atomic_load (&job->n_drops) < AZUD_STAGE_MAX_CONSECUTIVE_ATTEMPTS - 1)
    return lose (stage, task, error);
  atomic_fetch_add (&busy->time_ns, azud_io_now_ns () - start);
  return true;
}

static Busy *
busy_new (int n_tasks)
{
  Busy *busy = g_new0 (Busy, 1);

  busy->straggler = busy->doomed = -1;
  job_init (&busy->base, keep_busy, n_tasks);
  return busy;
}

static void
busy_free (Busy *busy)
{
  job_clear (&busy->base);
  g_free (busy);
}

static void
busy_start (Busy       *busy,
            AzudPool   *pool,
            int         n_stages,
            const char *share,
            bool        speculates)
{
  AzudJobOptions options = AZUD_JOB_OPTIONS_INIT;

  options.share = share;
  options.rules.speculates = speculates;
  job_start (&busy->base, pool, n_stages, &options);
}

/* ---- shares ---- */

/* Two jobs for a while.  Returns: task time of the first for each second of the second's; -1: the second had nothing. */
static double
compare_times (AzudPool   *pool,
               const char *share_a,
               const char *share_b)
{
  Busy *a = busy_new (N_TASKS), *b = busy_new (N_TASKS);
  double ratio;

  a->sleep_us = b->sleep_us = 2000;
  busy_start (a, pool, 1, share_a, false);
  busy_start (b, pool, 1, share_b, false);
  usleep (600000);
  ratio = b->time_ns == 0 ? -1 : (double) a->time_ns / (double) b->time_ns;
  azud_job_cancel (a->base.handle);
  azud_job_cancel (b->base.handle);
  job_wait (&a->base);
  job_wait (&b->base);
  busy_free (a);
  busy_free (b);
  return ratio;
}

/* A task of the second may slip in while the first's stage is being prepared and has none yet: no more than that. */
static void
assert_second_waits (AzudPool   *pool,
                     const char *share_a,
                     const char *share_b)
{
  double ratio = compare_times (pool, share_a, share_b);

  g_test_message ("first come, first served: %.1f:1", ratio);
  g_assert_true (ratio < 0 || ratio > 30);
}

static void
test_shares (void)
{
  AzudPool *pool = job_pool (6);
  AzudError error = AZUD_ERROR_INIT;
  double ratio;

  g_assert_true (azud_pool_set_share (pool, "double", 2, 0, &error));
  g_assert_true (azud_pool_set_share (pool, "light", 1, 0, &error));
  g_assert_true (azud_pool_set_share (pool, "heavy", 100, 0, &error));
  g_assert_true (azud_pool_set_share (pool, "needy", 1, 2, &error));

  assert_second_waits (pool, "double", "light");       /* FIFO */
  azud_pool_set_fair (pool, true);
  ratio = compare_times (pool, "double", "light");
  g_test_message ("weights 2:1 give task time %.3f:1", ratio);
  g_assert_cmpfloat (ratio, >, 1.8);
  g_assert_cmpfloat (ratio, <, 2.2);
  ratio = compare_times (pool, "heavy", "needy");
  g_test_message ("a minimum of 2 workers in 6 leaves the other %.3f:1", ratio);
  g_assert_cmpfloat (ratio, >, 1.8);
  g_assert_cmpfloat (ratio, <, 2.2);
  ratio = compare_times (pool, NULL, "never named before");
  g_test_message ("by default %.3f:1", ratio);
  g_assert_cmpfloat (ratio, >, 0.9);
  g_assert_cmpfloat (ratio, <, 1.1);
  assert_second_waits (pool, "double", "double");      /* FIFO within a share */
  azud_pool_free (pool);
}

/* ---- copies ---- */

static void
test_straggler (void)
{
  AzudPool *pool = job_pool (4);
  Busy *job = busy_new (20);

  job->sleep_us = 1000;
  job->straggler = 3;       /* would hang for ever */
  busy_start (job, pool, 1, NULL, true);
  job_wait (&job->base);
  g_assert_true (job->base.succeeded);
  g_assert_true (job->loser_cancelled);
  for (int p = 0; p < 20; p++)
    g_assert_cmpint (job_get_runs (&job->base, 0, p), ==, p == 3 ? 2 : 1);
  busy_free (job);

  job = busy_new (20);
  job->straggler = 3;
  job->straggler_ms = 400;
  busy_start (job, pool, 1, NULL, false);
  job_wait (&job->base);
  g_assert_true (job->base.succeeded);
  g_assert_false (job->loser_cancelled);
  g_assert_cmpint (job_get_runs (&job->base, 0, 3), ==, 1);
  busy_free (job);
  azud_pool_free (pool);
}

/* ---- workers that tasks prefer ---- */

static void
test_locality (void)
{
  AzudPool *pool = job_pool (4);
  int n_at_home = 0;
  Busy *job;

  /* a few tasks, the workers idle: each gets its worker, whoever prepared the stage (on a busy machine one may wake too late) */
  for (int round = 0; round < 40; round++)
    {
      job = busy_new (1 + round % 4);
      job->base.n_preferred = 4;
      busy_start (job, pool, 1, NULL, false);
      job_wait (&job->base);
      n_at_home += job->n_at_home;
      busy_free (job);
    }
  g_test_message ("%d of 100 tasks at home", n_at_home);
  g_assert_cmpint (n_at_home, >=, 85);
  job = busy_new (400);
  job->base.n_preferred = 4;
  job->sleep_us = 500;
  busy_start (job, pool, 1, NULL, false);
  job_wait (&job->base);
  g_test_message ("%d of 400 tasks at home", job->n_at_home);
  g_assert_cmpint (job->n_at_home, >=, 320);
  busy_free (job);

  /* the worker is busy for long: the task does not wait for ever */
  job = busy_new (2);
  job->base.n_preferred = 1;
  job->straggler = 0;
  job->straggler_ms = 1000;
  busy_start (job, pool, 1, NULL, false);
  usleep (500000);
  g_assert_cmpint (job_get_runs (&job->base, 0, 1), ==, 1);
  job_wait (&job->base);
  g_assert_true (job->base.succeeded);
  busy_free (job);
  azud_pool_free (pool);
}

/* ---- many jobs ---- */

#define N_AT_ONCE 8

static Busy *
start_random_job (AzudPool *pool,
                  GRand    *random)
{
  static const char *const shares[] = { NULL, "a", "b" };
  Busy *job = busy_new (g_rand_int_range (random, 0, 60));

  job->fail_one_in = g_rand_int_range (random, 0, 3) == 0 ? g_rand_int_range (random, 5, 40) : 0;
  job->lose_one_in = g_rand_int_range (random, 0, 3) == 0 ? g_rand_int_range (random, 5, 40) : 0;
  job->doomed = g_rand_int_range (random, 0, 5) == 0 ? g_rand_int_range (random, 0, 60) : -1;
  job->base.n_preferred = g_rand_int_range (random, 0, 4) == 0 ? 4 : 0;
  job->sleep_us = g_rand_int_range (random, 0, 8) == 0 ? 200 : 0;
  busy_start (job, pool, 1 + g_rand_int_range (random, 0, N_STAGES), shares[g_rand_int_range (random, 0, 3)],
             g_rand_boolean (random));
  return job;
}

static void
expect_outcome (const Busy *job,
                bool        cancelled)
{
  g_assert_true (job->base.succeeded || cancelled || job->doomed >= 0);
  if (job->base.succeeded || cancelled)
    return;
  g_assert_cmpstr (job->base.error.condition, ==, "DIVIDE_BY_ZERO");
  g_assert_cmpint (job->base.error.partition, ==, job->doomed);
}

/* Jobs at once that fail, lose outputs, are cancelled, in turns of shares; for the sanitizers, and to see what is left behind. */
static void
test_stress (void)
{
  AzudPool *pool = job_pool (4);
  gboolean thorough = g_getenv ("AZUD_TEST_THOROUGH") != NULL;
  int n = thorough ? 10000 : 800;
  const char *given = g_getenv ("AZUD_TEST_SEED");
  guint32 seed = given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : thorough ? g_random_int () : 1;
  GRand *random = g_rand_new_with_seed (seed);
  Busy *jobs[N_AT_ONCE] = { NULL };
  bool cancelled[N_AT_ONCE] = { false };
  guint n_threads = 0, n_files = 0;
  gint64 first = 0, last;

  g_test_message ("seed %u", seed);
  for (int i = 0; i < n + N_AT_ONCE; i++)
    {
      int k = i % N_AT_ONCE;

      azud_pool_set_fair (pool, i / 100 % 2 == 1);
      if (jobs[k] != NULL)
        {
          job_wait (&jobs[k]->base);
          expect_outcome (jobs[k], cancelled[k]);
          busy_free (jobs[k]);
          jobs[k] = NULL;
        }
      if (i >= n)
        continue;
      jobs[k] = start_random_job (pool, random);
      cancelled[k] = g_rand_int_range (random, 0, 6) == 0;
      if (cancelled[k])
        azud_job_cancel (jobs[k]->base.handle);
      if (i == n / 4)
        {
          first = process_resident_bytes ();
          n_threads = process_count_threads ();
          n_files = process_count_files ();
        }
    }
  last = process_resident_bytes ();
  g_test_message ("%d jobs: %" G_GINT64_FORMAT " kB, then %" G_GINT64_FORMAT " kB; %u threads, %u descriptors", n,
                  first / 1024, last / 1024, n_threads, n_files);
  g_assert_cmpuint (process_count_threads (), ==, n_threads);
  g_assert_cmpuint (process_count_files (), ==, n_files);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)      /* which keep what is freed for a while */
  g_assert_cmpint (last - first, <, 4 << 20);
#endif
  azud_pool_free (pool);
  g_assert_cmpint (azud_account_leaks (), ==, 0);
  g_rand_free (random);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/driver-scheduling/shares", test_shares);
  g_test_add_func ("/runtime/driver-scheduling/T128-straggler", test_straggler);
  g_test_add_func ("/runtime/driver-scheduling/locality", test_locality);
  g_test_add_func ("/runtime/driver-scheduling/T009-T129-stress", test_stress);
  return g_test_run ();
}
