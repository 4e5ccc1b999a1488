/* test-watchdog.c: a pool in which nothing moves says what it waits for
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each case runs in a process of its own, whose standard error is looked at.
 */

#include "runtime/made-up-job.h"

#include "base/debug.h"
#include "base/io.h"
#include "runtime/driver-private.h"

#include <unistd.h>

#define LIMIT_MS 250
#define LONG_US 1000000      /* several times as long, for busy machines */

static int stuck_partition = -1;
static bool counts;

/* One task takes long; it counts its rows, or it does not. */
static bool
be_slow (Job       *job,
         int        stage,
         AzudTask  *task,
         AzudError *error)
{
  int64_t end = azud_io_now_ns () + (int64_t) LONG_US * 1000;

  azud_progress_add (task->progress, AZUD_COUNT_INPUT_ROWS, 7);
  while (stage == 1 && task->partition == stuck_partition && azud_io_now_ns () < end)
    {
      if (counts)
        azud_progress_add (task->progress, AZUD_COUNT_INPUT_ROWS, 1);
      usleep (1000);
    }
  return true;
}

static void
play (void)
{
  AzudPool *pool;
  Job job;

  azud_debug_set ("watchdog", LIMIT_MS);
  pool = job_pool (2);
  job_init (&job, be_slow, 5);
  job_run (&job, pool, JOB_STAGES);
  g_assert_true (job.succeeded);
  job_clear (&job);
  azud_pool_free (pool);
}

/* Told once, with the stage, the task and what its worker did; and the job goes on. */
static void
test_stuck_task (void)
{
  if (g_test_subprocess ())
    {
      stuck_partition = 3;
      play ();
      return;
    }
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("azud: nothing has moved for *\n"
                             "azud:   job 1: 1 of 3 stages complete\n"
                             "azud:     stage 1, attempt 0: running, 4 of 5 tasks done, 1 running, 0 lost, waits for 0 parents\n"
                             "azud:   worker *: job 1, stage 1, task 3, attempt 0, for *, 7 rows read, 0 written\n*");
  g_test_trap_assert_stderr ("*worker *: no task\n*");
  g_test_trap_assert_stderr_unmatched ("*nothing has moved*nothing has moved*");
}

/* A slow task whose counts grow is no reason to say anything, and neither is a pool without work. */
static void
test_slow_task (void)
{
  if (g_test_subprocess ())
    {
      AzudPool *pool;

      stuck_partition = 3;
      counts = true;
      play ();
      pool = job_pool (2);
      usleep (5 * LIMIT_MS * 1000);
      azud_pool_free (pool);
      return;
    }
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr_unmatched ("*nothing has moved*");
}

/* Somebody never gives the pool's lock back. */
static void
test_held_lock (void)
{
  if (g_test_subprocess ())
    {
      AzudPool *pool;

      azud_debug_set ("watchdog", LIMIT_MS);
      pool = job_pool (2);
      azud_mutex_lock (&pool->lock);
      usleep (LONG_US);
      azud_mutex_unlock (&pool->lock);
      azud_pool_free (pool);
      return;
    }
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*nothing has moved for *the lock of the workers is held*");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/watchdog/T131-stuck-task", test_stuck_task);
  g_test_add_func ("/runtime/watchdog/T131-slow-task", test_slow_task);
  g_test_add_func ("/runtime/watchdog/T131-held-lock", test_held_lock);
  return g_test_run ();
}
