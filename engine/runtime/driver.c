/* driver.c: workers that carry out what schedulers say
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One lock guards the jobs' schedulers and the workers' slots.  A worker asks under the lock what to do, does it without the lock, and
 * reports under the lock.
 */

#include "runtime/driver.h"

#include "base/io.h"
#include "base/sync.h"

#include <stdio.h>
#include <string.h>

#define MAX_WORKERS 256

/* One worker thread. */
typedef struct
{
  AzudPool    *pool;
  int          number;
  AzudThread   thread;
  AzudCancel   cancel;        /* of the attempt it runs */
  AzudProgress progress;      /* of the attempt it runs */
  AzudJob     *job;           /* guarded by the pool's lock; NULL = idle */
  int          stage, partition, attempt;
  int64_t      start_ns;
} Worker;

struct _AzudPool
{
  AzudAccount *account;
  AzudMutex    lock;          /* guards jobs, schedulers and the workers' assignments */
  AzudCond     wake;          /* something may have become possible */
  AzudCond     over;          /* a job has ended */
  AzudJob     *jobs;          /* in order of submission */
  bool         stopping;
  int          n_workers;
  Worker       workers[MAX_WORKERS];
};

struct _AzudJob
{
  AzudJob      *next;
  AzudPool     *pool;
  AzudAccount  *account;
  AzudEventLog *events;
  AzudJobWork   work;
  void         *data;
  AzudScheduler *scheduler;
  const int   **parents;      /* arrays the scheduler looks at */
  int          *n_parents;
  int           n_stages;
  AzudCancel    cancel;
  AzudError     error;        /* the first error: lowest by (stage, partition, row) */
  bool          ended;
};

/* Of a stage or the job, or of the attempt that @worker runs; @error: why it failed. */
static void
log_event (AzudJob         *job,
           AzudEventKind    kind,
           int              stage,
           const Worker    *worker,
           int64_t          value,
           const AzudError *error)
{
  AzudEvent event;

  if (job->events == NULL)
    return;
  event.kind = kind;
  event.stage = stage;
  event.partition = event.worker = -1;
  event.attempt = 0;
  event.time_ns = azud_io_now_ns ();
  event.value = value;
  if (worker != NULL)
    {
      event.partition = worker->partition;
      event.attempt = worker->attempt;
      event.worker = worker->number;
      azud_progress_read (&worker->progress, event.counts);
    }
  if (error != NULL)
    {
      snprintf (event.condition, sizeof event.condition, "%s", error->condition);
      azud_error_format (error, event.message, sizeof event.message);
    }
  azud_event_log_append (job->events, &event);
}

/* Keeps the smallest error; an error of a stage itself stands before those of its tasks. */
static void
keep_error_locked (AzudJob         *job,
                   const AzudError *error)
{
  if (!azud_error_is_set (&job->error) || azud_error_compare (error, &job->error) < 0)
    job->error = *error;
}

/* ---- carrying out actions; called without the lock ---- */

static void
prepare_stage (AzudJob *job,
               int      stage)
{
  AzudPool *pool = job->pool;
  AzudError error = AZUD_ERROR_INIT;
  int n_tasks = 0;
  bool done = job->work.prepare (job->data, stage, &job->cancel, &n_tasks, &error);

  /* Told before the scheduler hears of it: from then on other workers may end the job, and its owner free it. */
  if (done)
    {
      log_event (job, AZUD_EVENT_STAGE_SUBMITTED, stage, NULL, n_tasks, NULL);
      azud_mutex_lock (&pool->lock);
      done = azud_scheduler_stage_prepared (job->scheduler, stage, n_tasks, &error);
      azud_cond_broadcast (&pool->wake);
      azud_mutex_unlock (&pool->lock);
    }
  if (!done)
    {
      log_event (job, AZUD_EVENT_STAGE_FAILED, stage, NULL, n_tasks, NULL);
      azud_error_at_row (&error, stage, -1, -1);
      azud_mutex_lock (&pool->lock);
      keep_error_locked (job, &error);
      azud_scheduler_stage_failed (job->scheduler, stage);
      azud_cond_broadcast (&pool->wake);
      azud_mutex_unlock (&pool->lock);
    }
}

static void
finish_stage (AzudJob *job,
              int      stage)
{
  AzudPool *pool = job->pool;
  AzudError error = AZUD_ERROR_INIT;
  bool done = job->work.finish == NULL || job->work.finish (job->data, stage, &error);

  log_event (job, done ? AZUD_EVENT_STAGE_COMPLETED : AZUD_EVENT_STAGE_FAILED, stage, NULL, 0, NULL);
  azud_mutex_lock (&pool->lock);
  if (done)
    azud_scheduler_stage_finished (job->scheduler, stage);
  else
    {
      azud_error_at_row (&error, stage, -1, -1);
      keep_error_locked (job, &error);
      azud_scheduler_stage_failed (job->scheduler, stage);
    }
  azud_cond_broadcast (&pool->wake);
  azud_mutex_unlock (&pool->lock);
}

static bool
run_attempt (Worker    *worker,
             AzudJob   *job,
             AzudError *error)
{
  AzudTask task = { .stage = worker->stage, .partition = worker->partition, .attempt = worker->attempt,
                    .worker = worker->number, .cancel = &worker->cancel, .run_account = job->account,
                    .progress = &worker->progress };
  int64_t cpu_start = azud_io_thread_cpu_ns ();
  bool done;

  task.account = azud_account_new (job->account, "task", 0);
  if (task.account == NULL)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no memory left"), NULL);
  done = job->work.run (job->data, worker->stage, &task, error);
  azud_progress_add (task.progress, AZUD_COUNT_PEAK_MEMORY, azud_account_get_peak (task.account));
  azud_progress_add (task.progress, AZUD_COUNT_CPU_NS, azud_io_thread_cpu_ns () - cpu_start);
  azud_account_free (task.account);
  return done;
}

static void
run_task (Worker  *worker,
          AzudJob *job)
{
  AzudPool *pool = job->pool;
  AzudError error = AZUD_ERROR_INIT;
  bool done, cancelled;

  log_event (job, AZUD_EVENT_TASK_STARTED, worker->stage, worker, 0, NULL);
  done = run_attempt (worker, job, &error);
  cancelled = !done && error.fault == AZUD_FAULT_CANCELLED;
  log_event (job, done ? AZUD_EVENT_TASK_SUCCEEDED : cancelled ? AZUD_EVENT_TASK_CANCELLED : AZUD_EVENT_TASK_FAILED,
             worker->stage, worker, 0, done || cancelled ? NULL : &error);

  azud_mutex_lock (&pool->lock);
  worker->job = NULL;
  if (done)
    azud_scheduler_task_succeeded (job->scheduler, worker->stage, worker->partition, worker->attempt);
  else
    {
      azud_error_at_row (&error, worker->stage, worker->partition, -1);
      if (!cancelled)
        keep_error_locked (job, &error);
      azud_scheduler_task_failed (job->scheduler, worker->stage, worker->partition, worker->attempt,
                                  !cancelled && !error.deterministic);
    }
  azud_cond_broadcast (&pool->wake);
  azud_mutex_unlock (&pool->lock);
}

static void
end_job (AzudJob *job,
         bool     succeeded)
{
  AzudPool *pool = job->pool;
  AzudError error;

  if (!succeeded && (!azud_error_is_set (&job->error) || azud_cancel_requested (&job->cancel)))
    {
      azud_error_clear (&job->error);
      azud_cancel_check (&job->cancel, &job->error);
    }
  error = job->error;
  log_event (job, AZUD_EVENT_JOB_ENDED, -1, NULL, succeeded, NULL);
  job->work.ended (job->data, succeeded ? NULL : &error);

  azud_mutex_lock (&pool->lock);
  for (AzudJob **at = &pool->jobs; *at != NULL; at = &(*at)->next)
    if (*at == job)
      {
        *at = job->next;
        break;
      }
  job->ended = true;
  azud_cond_broadcast (&pool->over);
  azud_mutex_unlock (&pool->lock);
}

/* ---- workers ---- */

static void
assign_locked (Worker           *worker,
               AzudJob          *job,
               const AzudAction *action)
{
  worker->job = job;
  worker->stage = action->stage;
  worker->partition = action->partition;
  worker->attempt = action->attempt;
  worker->start_ns = azud_io_now_ns ();
  atomic_store (&worker->cancel.cancelled, 0);
  worker->cancel.parent = &job->cancel;
  azud_progress_clear (&worker->progress);
}

/* The next thing to do for this worker; cancel requests are carried out on the way. */
static bool
next_action_locked (Worker     *worker,
                    AzudJob   **job_out,
                    AzudAction *action)
{
  AzudPool *pool = worker->pool;

  for (AzudJob *job = pool->jobs; job != NULL; job = job->next)
    while (azud_scheduler_next (job->scheduler, worker->number, action))
      {
        if (action->kind == AZUD_ACTION_CANCEL_TASK)
          {
            azud_cancel_request (&pool->workers[action->worker].cancel);
            continue;
          }
        if (action->kind == AZUD_ACTION_LAUNCH_TASK)
          assign_locked (worker, job, action);
        *job_out = job;
        return true;
      }
  return false;
}

/* Worker thread. */
static void *
pool_worker (void *data)
{
  Worker *worker = data;
  AzudPool *pool = worker->pool;

  azud_mutex_lock (&pool->lock);
  for (;;)
    {
      AzudAction action;
      AzudJob *job;

      if (!next_action_locked (worker, &job, &action))
        {
          if (pool->stopping)
            break;
          azud_cond_wait (&pool->wake, &pool->lock);
          continue;
        }
      azud_mutex_unlock (&pool->lock);
      switch (action.kind)
        {
        case AZUD_ACTION_PREPARE_STAGE:
          prepare_stage (job, action.stage);
          break;
        case AZUD_ACTION_FINISH_STAGE:
          finish_stage (job, action.stage);
          break;
        case AZUD_ACTION_LAUNCH_TASK:
          run_task (worker, job);
          break;
        case AZUD_ACTION_END:
          end_job (job, action.succeeded);
          break;
        case AZUD_ACTION_CANCEL_TASK:
          break;
        }
      azud_mutex_lock (&pool->lock);
    }
  azud_mutex_unlock (&pool->lock);
  return NULL;
}

AzudPool *
azud_pool_new (int        n_workers,
               AzudError *error)
{
  AzudAccount *account = azud_account_new (NULL, "pool", 0);
  AzudPool *pool = account != NULL ? azud_account_alloc (account, sizeof *pool, error) : NULL;

  if (pool == NULL)
    {
      if (account != NULL)
        azud_account_free (account);
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no memory left"), NULL);
      return NULL;
    }
  memset (pool, 0, sizeof *pool);
  pool->account = account;
  azud_mutex_init (&pool->lock);
  azud_cond_init (&pool->wake);
  azud_cond_init (&pool->over);
  if (n_workers < 1)
    n_workers = 1;
  if (n_workers > MAX_WORKERS)
    n_workers = MAX_WORKERS;

  /* held while threads start, so that none sees a number of workers that is still growing */
  azud_mutex_lock (&pool->lock);
  for (int w = 0; w < n_workers; w++)
    {
      Worker *worker = &pool->workers[w];

      worker->pool = pool;
      worker->number = w;
      if (!azud_thread_start (&worker->thread, "azud-worker", pool_worker, worker))
        break;
      pool->n_workers++;
    }
  azud_mutex_unlock (&pool->lock);
  if (pool->n_workers == 0)
    {
      azud_pool_free (pool);
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_NO_THREADS", N_("The system refuses to start a thread"), NULL);
      return NULL;
    }
  return pool;
}

int
azud_pool_get_n_workers (const AzudPool *pool)
{
  return pool->n_workers;
}

void
azud_pool_free (AzudPool *pool)
{
  AzudAccount *account;

  if (pool == NULL)
    return;

  account = pool->account;
  azud_mutex_lock (&pool->lock);
  for (AzudJob *job = pool->jobs; job != NULL; job = job->next)
    {
      azud_cancel_request (&job->cancel);
      azud_scheduler_cancel (job->scheduler);
    }
  azud_cond_broadcast (&pool->wake);
  while (pool->jobs != NULL)
    azud_cond_wait (&pool->over, &pool->lock);
  pool->stopping = true;
  azud_cond_broadcast (&pool->wake);
  azud_mutex_unlock (&pool->lock);

  for (int w = 0; w < pool->n_workers; w++)
    azud_thread_join (pool->workers[w].thread);
  azud_cond_clear (&pool->wake);
  azud_cond_clear (&pool->over);
  azud_mutex_clear (&pool->lock);
  azud_account_release (account, pool, sizeof *pool);
  azud_account_free (account);
}

/* ---- jobs ---- */

static bool
job_init_scheduler (AzudJob                *job,
                    const AzudStageParents *parents,
                    AzudError              *error)
{
  size_t n = (size_t) job->n_stages;

  job->parents = azud_account_alloc (job->account, n * sizeof (int *) + 1, error);
  job->n_parents = azud_account_alloc (job->account, n * sizeof (int) + 1, error);
  if (job->parents == NULL || job->n_parents == NULL)
    return false;
  for (size_t i = 0; i < n; i++)
    {
      job->parents[i] = parents[i].parents;
      job->n_parents[i] = parents[i].n_parents;
    }
  job->scheduler = azud_scheduler_new (job->n_stages, job->parents, job->n_parents, job->pool->n_workers, job->account, error);
  return job->scheduler != NULL;
}

AzudJob *
azud_job_start (AzudPool               *pool,
                const AzudStageParents *parents,
                int                     n_stages,
                const AzudJobWork      *work,
                void                   *data,
                AzudAccount            *account,
                AzudEventLog           *events,
                AzudError              *error)
{
  AzudJob *job = azud_account_alloc (account, sizeof *job, error);
  AzudJob **at;

  if (job == NULL)
    return NULL;

  memset (job, 0, sizeof *job);
  azud_error_clear (&job->error);
  job->pool = pool;
  job->account = account;
  job->events = events;
  job->work = *work;
  job->data = data;
  job->n_stages = n_stages;
  if (!job_init_scheduler (job, parents, error))
    {
      azud_job_free (job);
      return NULL;
    }

  azud_mutex_lock (&pool->lock);
  for (at = &pool->jobs; *at != NULL; at = &(*at)->next)
    ;
  *at = job;
  azud_cond_broadcast (&pool->wake);
  azud_mutex_unlock (&pool->lock);
  return job;
}

void
azud_job_cancel (AzudJob *job)
{
  AzudPool *pool = job->pool;

  azud_mutex_lock (&pool->lock);
  if (!azud_scheduler_is_over (job->scheduler))
    {
      azud_cancel_request (&job->cancel);
      azud_scheduler_cancel (job->scheduler);
      azud_cond_broadcast (&pool->wake);
    }
  azud_mutex_unlock (&pool->lock);
}

void
azud_job_wait (AzudJob *job)
{
  AzudPool *pool = job->pool;

  azud_mutex_lock (&pool->lock);
  while (!job->ended)
    azud_cond_wait (&pool->over, &pool->lock);
  azud_mutex_unlock (&pool->lock);
}

void
azud_job_free (AzudJob *job)
{
  if (job == NULL)
    return;

  azud_scheduler_free (job->scheduler);
  azud_account_release (job->account, job->parents, (size_t) job->n_stages * sizeof (int *) + 1);
  azud_account_release (job->account, job->n_parents, (size_t) job->n_stages * sizeof (int) + 1);
  azud_account_release (job->account, job, sizeof *job);
}

void
azud_job_get_progress (AzudJob           *job,
                       int                stage,
                       AzudStageProgress *progress)
{
  azud_mutex_lock (&job->pool->lock);
  azud_scheduler_get_progress (job->scheduler, stage, progress);
  azud_mutex_unlock (&job->pool->lock);
}

int
azud_job_list_running (AzudJob         *job,
                       AzudRunningTask *tasks,
                       int              max)
{
  AzudPool *pool = job->pool;
  int n = 0;

  azud_mutex_lock (&pool->lock);
  for (int w = 0; w < pool->n_workers && n < max; w++)
    {
      const Worker *worker = &pool->workers[w];

      if (worker->job != job)
        continue;
      tasks[n] = (AzudRunningTask){
        .stage = worker->stage, .partition = worker->partition, .attempt = worker->attempt, .worker = w,
        .start_ns = worker->start_ns,
      };
      azud_progress_read (&worker->progress, tasks[n++].counts);
    }
  azud_mutex_unlock (&pool->lock);
  return n;
}
