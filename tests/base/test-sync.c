/* test-sync.c: threads, timed waits, and the thread that must not wait
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/io.h"
#include "base/sync.h"

#include <glib.h>
#include <signal.h>
#include <string.h>

static AzudMutex mutex = AZUD_MUTEX_INIT;
static AzudCond cond;
static int stage;

static void *
worker (void *data)
{
  char name[16];
  sigset_t blocked;

  pthread_getname_np (pthread_self (), name, sizeof name);
  g_assert_cmpstr (name, ==, "a-name-longer-t");
  pthread_sigmask (SIG_SETMASK, NULL, &blocked);
  g_assert_true (sigismember (&blocked, SIGINT));
  g_assert_true (sigismember (&blocked, SIGTERM));
  azud_mutex_lock (&mutex);
  stage = 1;
  azud_cond_broadcast (&cond);
  while (stage != 2)
    azud_cond_wait (&cond, &mutex);
  azud_mutex_unlock (&mutex);
  return data;
}

static void
test_thread (void)
{
  sigset_t before, after;
  AzudThread thread;

  azud_cond_init (&cond);
  pthread_sigmask (SIG_SETMASK, NULL, &before);
  g_assert_true (azud_thread_start (&thread, "a-name-longer-than-fifteen", worker, NULL));
  pthread_sigmask (SIG_SETMASK, NULL, &after);
  g_assert_cmpint (sigismember (&before, SIGINT), ==, sigismember (&after, SIGINT));
  azud_mutex_lock (&mutex);
  while (stage != 1)
    g_assert_true (azud_cond_wait_until (&cond, &mutex, azud_io_now_ns () + G_GINT64_CONSTANT (60000000000)));
  stage = 2;
  azud_cond_signal (&cond);
  azud_mutex_unlock (&mutex);
  azud_thread_join (thread);
  azud_cond_clear (&cond);
}

static void
test_timeout (void)
{
  gint64 deadline;

  azud_cond_init (&cond);
  azud_mutex_lock (&mutex);
  deadline = azud_io_now_ns () + 20000000;
  while (azud_cond_wait_until (&cond, &mutex, deadline))
    ;   /* woken for no reason */
  g_assert_cmpint (azud_io_now_ns (), >=, deadline);
  g_assert_false (azud_cond_wait_until (&cond, &mutex, -5));
  azud_mutex_unlock (&mutex);
  azud_cond_clear (&cond);
}

static void
test_may_block (void)
{
  AzudError error = AZUD_ERROR_INIT;

  azud_assert_may_block ();
  if (g_test_subprocess ())
    {
      azud_thread_forbid_blocking ();
      azud_io_unlink ("nothing", &error);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*azud_io_unlink*must not wait*");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/sync/thread", test_thread);
  g_test_add_func ("/base/sync/timeout", test_timeout);
  g_test_add_func ("/base/sync/may-block", test_may_block);
  return g_test_run ();
}
