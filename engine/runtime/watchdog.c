/* watchdog.c: says so when nothing moves although there is work
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "runtime/watchdog.h"

#include "base/debug.h"
#include "base/io.h"
#include "runtime/driver-private.h"
#include "runtime/scheduler-private.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LOOKS 6               /* in the time that must pass */
#define MAX_STAGES_TOLD 20
#define TEXT_SIZE 8192

struct _AzudWatchdog
{
  AzudPool    *pool;
  AzudAccount *account;
  AzudThread   thread;
  AzudMutex    lock;
  AzudCond     wake;
  bool         stopping;      /* guarded by lock */
  /* of its thread alone */
  uint64_t     seen_moves;
  int64_t      seen_counts;
  int64_t      quiet_since;   /* ns; -1 = something moved when it was looked last */
  bool         told;          /* of this silence */
  size_t       length;
  char         text[TEXT_SIZE];
};

static void
add (AzudWatchdog *self,
     const char   *format,
     ...) __attribute__ ((format (printf, 2, 3)));

/* A line of the report; what has no room any more is left out. */
static void
add (AzudWatchdog *self,
     const char   *format,
     ...)
{
  size_t room = TEXT_SIZE - self->length;
  va_list args;
  int n;

  va_start (args, format);
  n = vsnprintf (self->text + self->length, room, format, args);
  va_end (args);
  if (n > 0 && (size_t) n < room)
    self->length += (size_t) n;
  else
    self->text[self->length] = '\0';
}

/* ---- what the schedulers know; under the pool's lock ---- */

static void
describe_job_locked (AzudWatchdog  *self,
                     const AzudJob *job)
{
  static const char *const states[] = { "waiting", "being prepared", "running", "being finished", "being dropped", "complete", "failed" };
  const AzudScheduler *scheduler = job->scheduler;
  int n_told = 0;

  add (self, "azud:   job %" PRIu64 ": %d of %d stages complete%s%s\n", job->serial, scheduler->n_complete, scheduler->n_stages,
       scheduler->failed ? ", failed" : "", azud_cancel_requested (&job->cancel) ? ", cancelled" : "");
  for (int s = 0; s < scheduler->n_stages && n_told < MAX_STAGES_TOLD; s++)
    {
      const Stage *stage = &scheduler->stages[s];

      if (stage->state == STAGE_COMPLETE || (stage->state == STAGE_WAITING && !stage->begun))
        continue;
      n_told++;
      add (self, "azud:     stage %d, attempt %d: %s%s, %d of %d tasks done, %d running, %d lost, waits for %d parents\n", s, stage->attempt,
           states[stage->state], stage->rolling_back ? " (to be rolled back)" : "", stage->n_done, stage->n_tasks, stage->n_running,
           stage->n_lost + stage->n_dropping, stage->n_parents_left);
    }
}

static void
describe_worker_locked (AzudWatchdog *self,
                        const Worker *worker,
                        int64_t       now)
{
  int64_t counts[AZUD_N_COUNTS];

  if (worker->job == NULL)
    {
      add (self, "azud:   worker %d: no task\n", worker->number);
      return;
    }
  azud_progress_read (&worker->progress, counts);
  add (self, "azud:   worker %d: job %" PRIu64 ", stage %d, task %d, attempt %d, for %.1f s, %" PRId64 " rows read, %" PRId64 " written%s\n",
       worker->number, worker->job->serial, worker->stage, worker->partition, worker->attempt, (double) (now - worker->start_ns) / 1e9,
       azud_counts_rows_in (counts), azud_counts_rows_out (counts), azud_cancel_requested (&worker->cancel) ? ", asked to stop" : "");
}

static void
describe_pool_locked (AzudWatchdog *self,
                      int64_t       now)
{
  const AzudPool *pool = self->pool;

  add (self, "azud: nothing has moved for %.1f s.  What the scheduler knows:\n", (double) (now - self->quiet_since) / 1e9);
  for (const AzudJob *job = pool->jobs; job != NULL; job = job->next)
    describe_job_locked (self, job);
  for (int w = 0; w < pool->n_workers; w++)
    describe_worker_locked (self, &pool->workers[w], now);
}

/* Sum of all counts of the tasks that run: it grows with any of them. */
static int64_t
sum_counts_locked (const AzudPool *pool)
{
  int64_t sum = 0;

  for (int w = 0; w < pool->n_workers; w++)
    for (int i = 0; pool->workers[w].job != NULL && i < AZUD_N_COUNTS; i++)
      sum += atomic_load_explicit (&pool->workers[w].progress.counts[i], memory_order_relaxed);
  return sum;
}

/* ---- looking ---- */

/* Whether anything has moved, or there is nothing to move. */
static bool
has_moved_locked (AzudWatchdog *self)
{
  const AzudPool *pool = self->pool;
  int64_t counts = sum_counts_locked (pool);
  bool moved = pool->jobs == NULL || pool->n_moves != self->seen_moves || counts != self->seen_counts;

  self->seen_moves = pool->n_moves;
  self->seen_counts = counts;
  return moved;
}

static void
look (AzudWatchdog *self,
      int64_t       limit_ns)
{
  AzudPool *pool = self->pool;
  int64_t now = azud_io_now_ns ();
  bool locked = azud_mutex_try_lock (&pool->lock);

  if (locked && has_moved_locked (self))
    {
      self->quiet_since = -1;
      self->told = false;
    }
  else if (self->quiet_since < 0)
    self->quiet_since = now;
  self->length = 0;
  if (self->quiet_since >= 0 && !self->told && now - self->quiet_since >= limit_ns)
    {
      self->told = true;
      if (locked)
        describe_pool_locked (self, now);
      else
        add (self, "azud: nothing has moved for %.1f s: the lock of the workers is held\n", (double) (now - self->quiet_since) / 1e9);
    }
  if (locked)
    azud_mutex_unlock (&pool->lock);
  if (self->length > 0)
    fputs (self->text, stderr);
}

/* Thread. */
static void *
watch (void *data)
{
  AzudWatchdog *self = data;

  azud_mutex_lock (&self->lock);
  while (!self->stopping)
    {
      int64_t limit_ns = azud_debug_get ("watchdog", AZUD_WATCHDOG_MS) * 1000 * 1000;

      if (!azud_cond_wait_until (&self->wake, &self->lock, azud_io_now_ns () + limit_ns / LOOKS))
        look (self, limit_ns);
    }
  azud_mutex_unlock (&self->lock);
  return NULL;
}

AzudWatchdog *
azud_watchdog_start (AzudPool    *pool,
                     AzudAccount *account)
{
  AzudWatchdog *self = azud_account_alloc (account, sizeof *self, NULL);

  if (self == NULL)
    return NULL;
  memset (self, 0, sizeof *self);
  self->pool = pool;
  self->account = account;
  self->quiet_since = -1;
  azud_mutex_init (&self->lock);
  azud_cond_init (&self->wake);
  if (azud_thread_start (&self->thread, "azud-watchdog", watch, self))
    return self;
  azud_cond_clear (&self->wake);
  azud_mutex_clear (&self->lock);
  azud_account_release (account, self, sizeof *self);
  return NULL;
}

void
azud_watchdog_stop (AzudWatchdog *self)
{
  if (self == NULL)
    return;
  azud_mutex_lock (&self->lock);
  self->stopping = true;
  azud_cond_signal (&self->wake);
  azud_mutex_unlock (&self->lock);
  azud_thread_join (self->thread);
  azud_cond_clear (&self->wake);
  azud_mutex_clear (&self->lock);
  azud_account_release (self->account, self, sizeof *self);
}
