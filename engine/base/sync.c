/* sync.c: threads, timed waits, and the thread that must not wait
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/sync.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined (__SANITIZE_ADDRESS__) || defined (__SANITIZE_THREAD__)
#define STACK_SIZE ((size_t) 8 * 1024 * 1024)   /* instrumented frames are several times larger */
#else
#define STACK_SIZE ((size_t) 1024 * 1024)
#endif

static _Thread_local bool blocking_forbidden;

void
azud_cond_init (AzudCond *cond)
{
  pthread_condattr_t attributes;

  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (cond, &attributes);
  pthread_condattr_destroy (&attributes);
}

bool
azud_cond_wait_until (AzudCond  *cond,
                      AzudMutex *mutex,
                      int64_t    deadline_ns)
{
  struct timespec deadline;

  if (deadline_ns < 0)
    deadline_ns = 0;
  deadline.tv_sec = (time_t) (deadline_ns / 1000000000);
  deadline.tv_nsec = (long) (deadline_ns % 1000000000);
  return pthread_cond_timedwait (cond, mutex, &deadline) != ETIMEDOUT;
}

typedef struct
{
  void *(*function) (void *);
  void  *data;
  char   name[16];
} Start;

static void *
start_worker (void *memory)
{
  Start start = *(Start *) memory;

  free (memory);
  pthread_setname_np (pthread_self (), start.name);
  return start.function (start.data);
}

bool
azud_thread_start (AzudThread *thread,
                   const char *name,
                   void     *(*function) (void *),
                   void       *data)
{
  pthread_attr_t attributes;
  sigset_t all, old;
  Start *start = malloc (sizeof *start);
  int status;

  if (start == NULL)
    return false;
  *start = (Start){ function, data, "" };
  snprintf (start->name, sizeof start->name, "%s", name);

  /* A thread inherits the mask of its maker; signals are the main thread's business. */
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &old);
  pthread_attr_init (&attributes);
  pthread_attr_setstacksize (&attributes, STACK_SIZE);
  status = pthread_create (thread, &attributes, start_worker, start);
  pthread_attr_destroy (&attributes);
  pthread_sigmask (SIG_SETMASK, &old, NULL);

  if (status != 0)
    free (start);
  return status == 0;
}

void
azud_thread_forbid_blocking (void)
{
  blocking_forbidden = true;
}

void
azud_assert_may_block_at (const char *function)
{
  if (!blocking_forbidden)
    return;
  fprintf (stderr, "azud: %s was called on a thread that must not wait\n", function);
  abort ();
}
