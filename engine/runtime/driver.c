/* driver.c: workers that carry out what schedulers say
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One lock guards the jobs' schedulers and the workers' slots.  A worker asks under the lock what to do, does it without the lock, and
 * reports under the lock.
 */

#include "config.h"

#include "runtime/driver-private.h"

#include "base/debug.h"
#include "base/io.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TURN_NS ((int64_t) 5 * 1000 * 1000)      /* until an idle worker asks once more */

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
  event.stage_attempt = 0;
  event.locality = AZUD_LOCALITY_ANY;
  event.speculative = false;
  event.time_ns = azud_io_now_ns ();
  event.value = value;
  if (worker != NULL)
    {
      event.partition = worker->partition;
      event.attempt = worker->attempt;
      event.worker = worker->number;
      event.stage_attempt = (uint16_t) worker->stage_attempt;
      event.locality = (uint8_t) worker->locality;
      event.speculative = worker->speculative;
      azud_progress_read (&worker->progress, event.counts);
    }
  if (error != NULL)
    {
      snprintf (event.condition, sizeof event.condition, "%s", error->condition);
      azud_error_format (error, event.message, sizeof event.message);
    }
  azud_event_log_append (job->events, &event);
}

/* Something may have become possible. */
static void
wake_idle_locked (AzudPool *pool)
{
  if (pool->n_idle > 0)
    azud_cond_broadcast (&pool->wake);
}

/* ---- carrying out actions; called without the lock ---- */

/* Reports the end of an attempt (or, partition -1, of a prepare) that failed.  The error of the lowest failure is the run's; one that is
 * made good by another attempt is forgotten. */
static void
report_failure_locked (AzudJob   *job,
                       int        stage,
                       int        partition,
                       int        attempt,
                       AzudError *error)
{
  bool cancelled = error->fault == AZUD_FAULT_CANCELLED;
  bool decides;

  azud_error_at_row (error, stage, partition, -1);
  if (error->lost_stage >= 0 && !cancelled)
    decides = azud_scheduler_fetch_failed (job->scheduler, stage, partition, attempt, error->lost_stage, error->lost_partition);
  else if (partition < 0)
    decides = azud_scheduler_stage_failed (job->scheduler, stage);
  else
    decides = azud_scheduler_task_failed (job->scheduler, stage, partition, attempt, !cancelled && !error->deterministic);
  if (!decides)
    return;
  job->error = *error;
  job->error.n_attempts = partition >= 0 ? attempt + 1 : 0;
}

/* What the job knows of the tasks of a stage before any of them is launched. */
typedef struct
{
  AzudKept  all;            /* of the stage as a whole */
  int16_t  *preferred;      /* [task] the worker it would like; NULL: none has a wish, or there was no room for the list */
  uint8_t  *kept;           /* [task] an AzudKept; NULL: all of them run */
  int       n_tasks, n_kept;
} Outlook;

static void
look_ahead (AzudJob *job,
            int      stage,
            int      n_tasks,
            Outlook *outlook)
{
  *outlook = (Outlook){ .n_tasks = n_tasks };
  if (job->work.kept != NULL)
    {
      outlook->all = job->work.kept (job->data, stage, -1);
      outlook->kept = outlook->all == AZUD_KEPT_NOT ? azud_account_alloc (job->account, (size_t) n_tasks, NULL) : NULL;
      for (int p = 0; outlook->kept != NULL && p < n_tasks; p++)
        {
          outlook->kept[p] = (uint8_t) job->work.kept (job->data, stage, p);
          outlook->n_kept += outlook->kept[p] == AZUD_KEPT_THERE;
        }
    }
  if (job->work.prefer == NULL || outlook->all != AZUD_KEPT_NOT)
    return;
  outlook->preferred = azud_account_alloc (job->account, (size_t) n_tasks * sizeof (int16_t), NULL);
  for (int p = 0; outlook->preferred != NULL && p < n_tasks; p++)
    outlook->preferred[p] = (int16_t) job->work.prefer (job->data, stage, p);
}

static void
tell_outlook_locked (AzudJob       *job,
                     int            stage,
                     const Outlook *outlook)
{
  if (outlook->all != AZUD_KEPT_NOT)
    azud_scheduler_skip (job->scheduler, stage, outlook->all == AZUD_KEPT_NEEDLESS);
  for (int p = 0; outlook->kept != NULL && p < outlook->n_tasks; p++)
    if (outlook->kept[p] == AZUD_KEPT_THERE)
      azud_scheduler_task_kept (job->scheduler, stage, p);
  for (int p = 0; outlook->preferred != NULL && p < outlook->n_tasks; p++)
    if (outlook->preferred[p] >= 0 && !azud_scheduler_prefer (job->scheduler, stage, p, outlook->preferred[p], NULL))
      return;
}

static void
forget_outlook (AzudJob       *job,
                const Outlook *outlook)
{
  azud_account_release (job->account, outlook->preferred, (size_t) outlook->n_tasks * sizeof (int16_t));
  azud_account_release (job->account, outlook->kept, (size_t) outlook->n_tasks);
}

static void
prepare_stage (AzudJob *job,
               int      stage)
{
  AzudPool *pool = job->pool;
  AzudError error = AZUD_ERROR_INIT;
  Outlook outlook;
  int n_tasks = 0;
  bool done = job->work.prepare (job->data, stage, &job->cancel, &n_tasks, &error);

  /* Told before the scheduler hears of it: from then on other workers may end the job, and its owner free it. */
  if (done)
    {
      look_ahead (job, stage, n_tasks, &outlook);
      log_event (job, outlook.all != AZUD_KEPT_NOT ? AZUD_EVENT_STAGE_SKIPPED : AZUD_EVENT_STAGE_SUBMITTED, stage,
                 &(Worker){ .number = -1, .partition = outlook.n_kept }, n_tasks, NULL);
      azud_mutex_lock (&pool->lock);
      done = azud_scheduler_stage_prepared (job->scheduler, stage, n_tasks, &error);
      if (done)
        tell_outlook_locked (job, stage, &outlook);
      forget_outlook (job, &outlook);
      wake_idle_locked (pool);
      azud_mutex_unlock (&pool->lock);
    }
  if (!done)
    {
      log_event (job, AZUD_EVENT_STAGE_FAILED, stage, NULL, azud_event_name_output (error.lost_stage, error.lost_partition), NULL);
      azud_mutex_lock (&pool->lock);
      report_failure_locked (job, stage, -1, 0, &error);
      wake_idle_locked (pool);
      azud_mutex_unlock (&pool->lock);
    }
}

static void
finish_stage (AzudJob *job,
              int      stage)
{
  AzudPool *pool = job->pool;
  AzudError error = AZUD_ERROR_INIT;
  bool skipped = job->work.kept != NULL && job->work.kept (job->data, stage, -1) != AZUD_KEPT_NOT;
  bool done = skipped || job->work.finish == NULL || job->work.finish (job->data, stage, &error);

  if (!skipped)
    log_event (job, done ? AZUD_EVENT_STAGE_COMPLETED : AZUD_EVENT_STAGE_FAILED, stage, NULL, 0, NULL);
  azud_mutex_lock (&pool->lock);
  if (done)
    azud_scheduler_stage_finished (job->scheduler, stage);
  else
    {
      azud_error_at_row (&error, stage, -1, -1);
      if (azud_scheduler_stage_failed (job->scheduler, stage))
        job->error = error;
    }
  wake_idle_locked (pool);
  azud_mutex_unlock (&pool->lock);
}

static void
drop_output (AzudJob *job,
             int      stage,
             int      partition)
{
  AzudPool *pool = job->pool;

  if (job->work.drop != NULL)
    job->work.drop (job->data, stage, partition);
  log_event (job, AZUD_EVENT_OUTPUT_LOST, stage, &(Worker){ .number = -1, .partition = partition }, 0, NULL);
  azud_mutex_lock (&pool->lock);
  azud_scheduler_output_dropped (job->scheduler, stage, partition);
  wake_idle_locked (pool);
  azud_mutex_unlock (&pool->lock);
}

/* For tests: AZUD_DEBUG=fault-task=T (1 + 1000 * stage + partition; -1: every task) with fault-attempts=N makes the first N attempts
 * of the task fail, fault-delay=MS makes its first one slow, fault-late=MS has it tell of its success so much later. */
static bool
is_chosen (const AzudTask *task)
{
#if AZUD_TESTS
  int64_t chosen = azud_debug_get ("fault-task", 0);

  return chosen == -1 || (chosen != 0 && chosen - 1 == 1000 * task->stage + task->partition);
#else
  return false;
#endif
}

static bool
play_fault (const AzudTask *task,
            AzudError      *error)
{
  int64_t delay = azud_debug_get ("fault-delay", 0);

  for (int64_t ms = 0; task->attempt == 0 && ms < delay && !azud_cancel_requested (task->cancel); ms++)
    usleep (1000);
  if (!azud_cancel_check (task->cancel, error))
    return false;
  if (task->attempt < azud_debug_get ("fault-attempts", 0))
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_IO", N_("A fault was asked for"), NULL);
  return true;
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
  bool done, chosen;

  task.account = worker->account;
  if (task.account == NULL)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no memory left"), NULL);
  azud_account_reset_peak (task.account);
  chosen = is_chosen (&task);
  done = (!chosen || play_fault (&task, error)) && job->work.run (job->data, worker->stage, &task, error);
  if (chosen && task.attempt == 0)
    usleep (1000 * (useconds_t) azud_debug_get ("fault-late", 0));
  azud_progress_add (task.progress, AZUD_COUNT_PEAK_MEMORY, azud_account_get_peak (task.account));
  azud_progress_add (task.progress, AZUD_COUNT_CPU_NS, azud_io_thread_cpu_ns () - cpu_start);
  if (azud_account_get_used (task.account) != 0)      /* a leak, that of this attempt alone */
    {
      azud_account_free (task.account);
      worker->account = azud_account_new (job->account, "task", 0);
    }
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
             worker->stage, worker, done || cancelled ? 0 : azud_event_name_output (error.lost_stage, error.lost_partition),
             done || cancelled ? NULL : &error);

  azud_mutex_lock (&pool->lock);
  worker->job = NULL;
  if (job->speculates)
    azud_scheduler_set_time (job->scheduler, azud_io_now_ns ());
  if (done)
    azud_scheduler_task_succeeded (job->scheduler, worker->stage, worker->partition, worker->attempt);
  else
    report_failure_locked (job, worker->stage, worker->partition, worker->attempt, &error);
  wake_idle_locked (pool);
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
  for (int w = 0; w < pool->n_workers; w++)
    if (pool->workers[w].account_of == job->serial)
      {
        azud_account_free (pool->workers[w].account);
        pool->workers[w].account = NULL;
        pool->workers[w].account_of = 0;
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
  worker->stage_attempt = action->stage_attempt;
  worker->locality = action->locality;
  worker->speculative = action->speculative;
  worker->start_ns = azud_io_now_ns ();
  if (worker->account_of != job->serial)
    {
      azud_account_free (worker->account);
      worker->account = azud_account_new (job->account, "task", 0);
      worker->account_of = job->serial;
    }
  atomic_store (&worker->cancel.cancelled, 0);
  worker->cancel.parent = &job->cancel;
  azud_progress_clear (&worker->progress);
}

/* The next thing of @job for this worker; cancel requests are carried out on the way.  *@patient: asking again later may give more. */
static bool
next_of_job_locked (Worker     *worker,
                    AzudJob    *job,
                    AzudAction *action,
                    bool       *patient)
{
  if (job->speculates)
    azud_scheduler_set_time (job->scheduler, azud_io_now_ns ());
  while (azud_scheduler_next (job->scheduler, worker->number, action))
    {
      if (action->kind == AZUD_ACTION_CANCEL_TASK)
        {
          azud_cancel_request (&worker->pool->workers[action->worker].cancel);
          continue;
        }
      if (action->kind == AZUD_ACTION_LAUNCH_TASK)
        assign_locked (worker, job, action);
      return true;
    }
  *patient |= azud_scheduler_is_patient (job->scheduler);
  return false;
}

/* FIFO: jobs in order of submission.  FAIR: that within each share, the shares by their need. */
static bool
next_action_locked (Worker     *worker,
                    AzudJob   **job_out,
                    AzudAction *action,
                    bool       *patient)
{
  AzudPool *pool = worker->pool;
  Share *share = NULL;

  *patient = false;
  if (pool->fair)
    azud_pool_rank_shares_locked (pool);
  do
    {
      if (pool->fair && (share = azud_pool_next_share_locked (pool)) == NULL)
        return false;
      for (AzudJob *job = pool->jobs; job != NULL; job = job->next)
        if ((share == NULL || job->share == share) && next_of_job_locked (worker, job, action, patient))
          {
            *job_out = job;
            return true;
          }
    }
  while (share != NULL);
  return false;
}

/* Waits until something may have become possible; a patient one asks again when a turn has passed. */
static void
wait_locked (AzudPool *pool,
             bool      patient)
{
  int64_t now;

  pool->n_idle++;
  if (!patient)
    azud_cond_wait (&pool->wake, &pool->lock);
  else if (!azud_cond_wait_until (&pool->wake, &pool->lock, azud_io_now_ns () + TURN_NS)
           && (now = azud_io_now_ns ()) - pool->turn_ns >= TURN_NS)
    {
      pool->turn_ns = now;
      for (AzudJob *job = pool->jobs; job != NULL; job = job->next)
        azud_scheduler_turn (job->scheduler);
    }
  pool->n_idle--;
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
      bool patient;

      if (!next_action_locked (worker, &job, &action, &patient))
        {
          if (pool->stopping)
            break;
          wait_locked (pool, patient);
          continue;
        }
      pool->n_moves++;
      azud_mutex_unlock (&pool->lock);
      switch (action.kind)
        {
        case AZUD_ACTION_PREPARE_STAGE:
          prepare_stage (job, action.stage);
          break;
        case AZUD_ACTION_FINISH_STAGE:
          finish_stage (job, action.stage);
          break;
        case AZUD_ACTION_DROP_OUTPUT:
          drop_output (job, action.stage, action.partition);
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
  pool->n_refs = 1;
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
  pool->watchdog = azud_watchdog_start (pool, account);
  return pool;
}

int
azud_pool_get_n_workers (const AzudPool *pool)
{
  return pool->n_workers;
}

static void
pool_unref (AzudPool *pool)
{
  AzudAccount *account = pool->account;

  if (atomic_fetch_sub (&pool->n_refs, 1) > 1)
    return;
  for (Share *share = pool->shares, *next; share != NULL; share = next)
    {
      next = share->next;
      azud_account_release (account, share, sizeof *share);
    }
  azud_cond_clear (&pool->wake);
  azud_cond_clear (&pool->over);
  azud_mutex_clear (&pool->lock);
  azud_account_release (account, pool, sizeof *pool);
  azud_account_free (account);
}

void
azud_pool_free (AzudPool *pool)
{
  if (pool == NULL)
    return;

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

  azud_watchdog_stop (pool->watchdog);
  for (int w = 0; w < pool->n_workers; w++)
    {
      azud_thread_join (pool->workers[w].thread);
      azud_account_free (pool->workers[w].account);
    }
  pool_unref (pool);
}

/* ---- jobs ---- */

AzudJob *
azud_job_start (AzudPool               *pool,
                const AzudStageParents *parents,
                int                     n_stages,
                const AzudJobWork      *work,
                void                   *data,
                const AzudJobOptions   *options,
                AzudAccount            *account,
                AzudEventLog           *events,
                AzudError              *error)
{
  AzudJob *job = azud_account_alloc (account, sizeof *job, error);
  AzudSchedulerRules rules;
  AzudJob **at;

  if (job == NULL)
    return NULL;

  memset (job, 0, sizeof *job);
  azud_error_clear (&job->error);
  job->pool = pool;
  atomic_fetch_add (&pool->n_refs, 1);
  job->account = account;
  job->events = events;
  job->work = *work;
  job->data = data;
  rules = options != NULL ? options->rules : (AzudSchedulerRules) AZUD_SCHEDULER_RULES_INIT;
  rules.speculates = rules.speculates || azud_debug_get ("speculation", 0) != 0;
  job->speculates = rules.speculates;
  job->scheduler = azud_scheduler_new (parents, n_stages, pool->n_workers, account, error);
  if (job->scheduler == NULL)
    {
      azud_job_free (job);
      return NULL;
    }

  azud_scheduler_set_rules (job->scheduler, &rules);

  azud_mutex_lock (&pool->lock);
  job->share = azud_pool_find_share_locked (pool, options != NULL ? options->share : NULL, error);
  if (job->share != NULL)
    {
      for (at = &pool->jobs; *at != NULL; at = &(*at)->next)
        ;
      *at = job;
      job->serial = ++pool->n_started;
      wake_idle_locked (pool);
    }
  azud_mutex_unlock (&pool->lock);
  if (job->share != NULL)
    return job;
  azud_job_free (job);
  return NULL;
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
  pool_unref (job->pool);
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
