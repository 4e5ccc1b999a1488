/* scheduler.c: which task runs next, as a pure state machine
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/scheduler.h"

#include <string.h>

typedef enum { TASK_WAITING, TASK_RUNNING, TASK_DONE, TASK_DROPPED } TaskState;

typedef struct
{
  uint8_t  state;
  uint8_t  n_failures;
  uint16_t attempt;         /* of the newest launch */
} Task;

typedef enum { STAGE_WAITING, STAGE_PREPARING, STAGE_RUNNING, STAGE_FINISHING, STAGE_COMPLETE, STAGE_FAILED } StageState;

typedef struct
{
  StageState state;
  int        n_parents_left;
  const int *parents;
  int        n_parents;
  Task      *tasks;
  int        n_tasks;
  int        cursor;        /* no task below it is waiting */
  int        n_running, n_done, n_failed;
} Stage;

typedef struct
{
  int  stage;               /* -1 = idle */
  int  partition;
  int  attempt;
  bool cancel_sent;
} Slot;

struct _AzudScheduler
{
  AzudAccount *account;
  Stage       *stages;
  int          n_stages;
  Slot        *slots;       /* [worker] */
  int          n_workers;
  int          n_busy;      /* stages being prepared or finished, and tasks running */
  int          n_complete;
  bool         failed;
  int          failed_stage;       /* the lowest failure so far: nothing above it is begun any more */
  int          failed_partition;
  bool         end_sent;
};

AzudScheduler *
azud_scheduler_new (int               n_stages,
                    const int *const *parents,
                    const int        *n_parents,
                    int               n_workers,
                    AzudAccount      *account,
                    AzudError        *error)
{
  AzudScheduler *self = azud_account_alloc (account, sizeof *self, error);

  if (self == NULL)
    return NULL;

  memset (self, 0, sizeof *self);
  self->account = account;
  self->n_stages = n_stages;
  self->n_workers = n_workers;
  self->stages = azud_account_alloc (account, (size_t) n_stages * sizeof (Stage) + 1, error);
  self->slots = azud_account_alloc (account, (size_t) n_workers * sizeof (Slot) + 1, error);
  if (self->stages != NULL)
    memset (self->stages, 0, (size_t) n_stages * sizeof (Stage));
  if (self->stages == NULL || self->slots == NULL)
    {
      azud_scheduler_free (self);
      return NULL;
    }
  for (int i = 0; i < n_stages; i++)
    {
      self->stages[i].parents = parents[i];
      self->stages[i].n_parents = n_parents[i];
      self->stages[i].n_parents_left = n_parents[i];
    }
  for (int w = 0; w < n_workers; w++)
    self->slots[w] = (Slot){ .stage = -1 };
  return self;
}

void
azud_scheduler_free (AzudScheduler *self)
{
  if (self == NULL)
    return;

  for (int i = 0; self->stages != NULL && i < self->n_stages; i++)
    azud_account_release (self->account, self->stages[i].tasks, (size_t) self->stages[i].n_tasks * sizeof (Task));
  azud_account_release (self->account, self->stages, (size_t) self->n_stages * sizeof (Stage) + 1);
  azud_account_release (self->account, self->slots, (size_t) self->n_workers * sizeof (Slot) + 1);
  azud_account_release (self->account, self, sizeof *self);
}

/* Whether (stage, partition) lies below the lowest failure: only that may still begin or go on. */
static bool
may_run (const AzudScheduler *self,
         int                  stage,
         int                  partition)
{
  if (!self->failed)
    return true;
  return stage < self->failed_stage || (stage == self->failed_stage && partition < self->failed_partition);
}

static void
note_failure (AzudScheduler *self,
              int            stage,
              int            partition)
{
  if (!may_run (self, stage, partition))
    return;
  self->failed = true;
  self->failed_stage = stage;
  self->failed_partition = partition;
}

/* ---- events ---- */

bool
azud_scheduler_stage_prepared (AzudScheduler *self,
                               int            stage,
                               int            n_tasks,
                               AzudError     *error)
{
  Stage *state = &self->stages[stage];

  if (n_tasks > 0)
    {
      state->tasks = azud_account_alloc (self->account, (size_t) n_tasks * sizeof (Task), error);
      if (state->tasks == NULL)
        return false;
      memset (state->tasks, 0, (size_t) n_tasks * sizeof (Task));
    }
  state->n_tasks = n_tasks;
  state->state = STAGE_RUNNING;
  self->n_busy--;
  return true;
}

void
azud_scheduler_stage_failed (AzudScheduler *self,
                             int            stage)
{
  self->stages[stage].state = STAGE_FAILED;
  self->n_busy--;
  note_failure (self, stage, -1);
}

void
azud_scheduler_stage_finished (AzudScheduler *self,
                               int            stage)
{
  self->stages[stage].state = STAGE_COMPLETE;
  self->n_busy--;
  self->n_complete++;
  for (int i = stage + 1; i < self->n_stages; i++)
    for (int p = 0; p < self->stages[i].n_parents; p++)
      if (self->stages[i].parents[p] == stage)
        self->stages[i].n_parents_left--;
}

/* Frees the worker an attempt ran on; false when no worker runs it (a late or doubled report). */
static bool
end_attempt (AzudScheduler *self,
             int            stage,
             int            partition,
             int            attempt)
{
  for (int w = 0; w < self->n_workers; w++)
    {
      Slot *slot = &self->slots[w];

      if (slot->stage != stage || slot->partition != partition || slot->attempt != attempt)
        continue;
      *slot = (Slot){ .stage = -1 };
      self->stages[stage].n_running--;
      self->n_busy--;
      return true;
    }
  return false;
}

void
azud_scheduler_task_succeeded (AzudScheduler *self,
                               int            stage,
                               int            partition,
                               int            attempt)
{
  Stage *state = &self->stages[stage];
  Task *task = &state->tasks[partition];

  if (!end_attempt (self, stage, partition, attempt) || task->state == TASK_DONE)
    return;
  task->state = TASK_DONE;
  state->n_done++;
}

void
azud_scheduler_task_failed (AzudScheduler *self,
                            int            stage,
                            int            partition,
                            int            attempt,
                            bool           retry)
{
  Stage *state = &self->stages[stage];
  Task *task = &state->tasks[partition];

  if (!end_attempt (self, stage, partition, attempt) || task->state == TASK_DONE)
    return;
  if (!may_run (self, stage, partition))
    {
      task->state = TASK_DROPPED;
      return;
    }
  state->n_failed++;
  task->n_failures++;
  if (retry && task->n_failures < AZUD_TASK_MAX_FAILURES)
    {
      task->state = TASK_WAITING;
      task->attempt++;
      if (partition < state->cursor)
        state->cursor = partition;
      return;
    }
  task->state = TASK_DROPPED;
  note_failure (self, stage, partition);
}

void
azud_scheduler_cancel (AzudScheduler *self)
{
  self->failed = true;
  self->failed_stage = -1;
  self->failed_partition = -1;
}

/* ---- actions ---- */

static bool
next_cancel (AzudScheduler *self,
             AzudAction    *action)
{
  for (int w = 0; self->failed && w < self->n_workers; w++)
    {
      Slot *slot = &self->slots[w];

      if (slot->stage < 0 || slot->cancel_sent || may_run (self, slot->stage, slot->partition))
        continue;
      slot->cancel_sent = true;
      *action = (AzudAction){ .kind = AZUD_ACTION_CANCEL_TASK, .stage = slot->stage, .partition = slot->partition,
                              .attempt = slot->attempt, .worker = w };
      return true;
    }
  return false;
}

static bool
next_launch (AzudScheduler *self,
             int            stage,
             int            worker,
             AzudAction    *action)
{
  Stage *state = &self->stages[stage];

  while (state->cursor < state->n_tasks && state->tasks[state->cursor].state != TASK_WAITING)
    state->cursor++;
  if (state->cursor == state->n_tasks || !may_run (self, stage, state->cursor))
    return false;

  self->slots[worker] = (Slot){ .stage = stage, .partition = state->cursor,
                                .attempt = state->tasks[state->cursor].attempt };
  state->tasks[state->cursor].state = TASK_RUNNING;
  state->n_running++;
  self->n_busy++;
  *action = (AzudAction){ .kind = AZUD_ACTION_LAUNCH_TASK, .stage = stage, .partition = state->cursor,
                          .attempt = state->tasks[state->cursor].attempt, .worker = worker };
  return true;
}

/* Beginning or ending a stage, or one of its tasks. */
static bool
next_of_stage (AzudScheduler *self,
               int            stage,
               int            worker,
               AzudAction    *action)
{
  Stage *state = &self->stages[stage];

  if (state->state == STAGE_WAITING && state->n_parents_left == 0 && may_run (self, stage, -1))
    {
      state->state = STAGE_PREPARING;
      self->n_busy++;
      *action = (AzudAction){ .kind = AZUD_ACTION_PREPARE_STAGE, .stage = stage, .worker = worker };
      return true;
    }
  if (state->state != STAGE_RUNNING)
    return false;
  if (state->n_done == state->n_tasks)
    {
      state->state = STAGE_FINISHING;
      self->n_busy++;
      *action = (AzudAction){ .kind = AZUD_ACTION_FINISH_STAGE, .stage = stage, .worker = worker };
      return true;
    }
  return worker >= 0 && next_launch (self, stage, worker, action);
}

bool
azud_scheduler_next (AzudScheduler *self,
                     int            worker,
                     AzudAction    *action)
{
  if (next_cancel (self, action))
    return true;
  for (int stage = 0; stage < self->n_stages; stage++)
    if (next_of_stage (self, stage, worker, action))
      return true;

  /* nothing runs and nothing could begin: complete, or as far as a failure lets it come */
  if (self->n_busy == 0 && !self->end_sent && (self->failed || self->n_complete == self->n_stages))
    {
      self->end_sent = true;
      *action = (AzudAction){ .kind = AZUD_ACTION_END, .stage = -1, .worker = worker, .succeeded = !self->failed };
      return true;
    }
  return false;
}

/* ---- figures ---- */

void
azud_scheduler_get_progress (const AzudScheduler *self,
                             int                  stage,
                             AzudStageProgress   *progress)
{
  const Stage *state = &self->stages[stage];

  *progress = (AzudStageProgress){
    .n_tasks = state->n_tasks,
    .n_running = state->n_running,
    .n_done = state->n_done,
    .n_failed = state->n_failed,
    .n_waiting = state->n_tasks - state->n_running - state->n_done,
    .prepared = state->state >= STAGE_RUNNING && state->state != STAGE_FAILED,
    .complete = state->state == STAGE_COMPLETE,
  };
}

bool
azud_scheduler_is_over (const AzudScheduler *self)
{
  return self->end_sent;
}
