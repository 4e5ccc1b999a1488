/* scheduler.c: which task runs next, as a pure state machine
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/scheduler-private.h"

#include <string.h>

/* ---- creation ---- */

static size_t
live_words (const AzudScheduler *self)
{
  return (size_t) self->n_stages / 64 + 1;
}

/* Zeroed memory. */
static void *
take (AzudScheduler *self,
      size_t         size,
      AzudError     *error)
{
  void *memory = azud_account_alloc (self->account, size, error);

  if (memory != NULL)
    memset (memory, 0, size);
  return memory;
}

/* Lists the children of every stage, from the lists of parents. */
static void
link_children (AzudScheduler *self)
{
  int at = 0;

  for (int i = 0; i < self->n_stages; i++)
    for (int p = 0; p < self->parents[i].n_parents; p++)
      self->stages[self->parents[i].parents[p]].n_children++;
  for (int i = 0; i < self->n_stages; i++)
    {
      self->stages[i].first_child = at;
      at += self->stages[i].n_children;
      self->stages[i].n_children = 0;
    }
  for (int i = 0; i < self->n_stages; i++)
    for (int p = 0; p < self->parents[i].n_parents; p++)
      {
        Stage *parent = &self->stages[self->parents[i].parents[p]];

        self->children[parent->first_child + parent->n_children++] = i;
      }
}

AzudScheduler *
azud_scheduler_new (const AzudStageParents *stages,
                    int                     n_stages,
                    int                     n_workers,
                    AzudAccount            *account,
                    AzudError              *error)
{
  AzudScheduler *self = azud_account_alloc (account, sizeof *self, error);

  if (self == NULL)
    return NULL;

  memset (self, 0, sizeof *self);
  self->account = account;
  self->parents = stages;
  self->n_stages = n_stages;
  self->n_workers = n_workers;
  self->rules = (AzudSchedulerRules) AZUD_SCHEDULER_RULES_INIT;
  for (int i = 0; i < n_stages; i++)
    self->n_children += (size_t) stages[i].n_parents;
  self->stages = take (self, (size_t) n_stages * sizeof (Stage) + 1, error);
  self->slots = take (self, (size_t) n_workers * sizeof (Slot) + 1, error);
  self->children = take (self, self->n_children * sizeof (int) + 1, error);
  self->live = take (self, live_words (self) * sizeof (uint64_t), error);
  if (self->stages == NULL || self->slots == NULL || self->children == NULL || self->live == NULL)
    {
      azud_scheduler_free (self);
      return NULL;
    }
  link_children (self);
  for (int i = 0; i < n_stages; i++)
    {
      self->stages[i].n_parents_left = stages[i].n_parents;
      azud_scheduler_update_live (self, i);
    }
  for (int w = 0; w < n_workers; w++)
    self->slots[w].stage = -1;
  return self;
}

static void
release_tasks (AzudScheduler *self,
               Stage         *stage)
{
  size_t n = (size_t) stage->n_tasks;

  azud_account_release (self->account, stage->tasks, n * sizeof (Task));
  azud_account_release (self->account, stage->preferred, n * sizeof (int16_t));
  azud_account_release (self->account, stage->durations, n * sizeof (float));
  stage->tasks = NULL;
  stage->preferred = NULL;
  stage->durations = NULL;
  stage->n_tasks = 0;
}

void
azud_scheduler_free (AzudScheduler *self)
{
  if (self == NULL)
    return;

  for (int i = 0; self->stages != NULL && i < self->n_stages; i++)
    release_tasks (self, &self->stages[i]);
  azud_account_release (self->account, self->stages, (size_t) self->n_stages * sizeof (Stage) + 1);
  azud_account_release (self->account, self->slots, (size_t) self->n_workers * sizeof (Slot) + 1);
  azud_account_release (self->account, self->children, self->n_children * sizeof (int) + 1);
  azud_account_release (self->account, self->live, live_words (self) * sizeof (uint64_t));
  azud_account_release (self->account, self, sizeof *self);
}

void
azud_scheduler_set_rules (AzudScheduler            *self,
                          const AzudSchedulerRules *rules)
{
  self->rules = *rules;
}

void
azud_scheduler_set_time (AzudScheduler *self,
                         int64_t        now_ns)
{
  self->now_ns = now_ns;
}

/* ---- what events have in common ---- */

void
azud_scheduler_update_live (AzudScheduler *self,
                            int            number)
{
  const Stage *stage = &self->stages[number];
  uint64_t bit = UINT64_C (1) << (number % 64);

  if (stage->state != STAGE_COMPLETE && stage->state != STAGE_FAILED && (stage->begun || stage->n_parents_left == 0))
    self->live[number / 64] |= bit;
  else
    self->live[number / 64] &= ~bit;
}

bool
azud_scheduler_note_failure (AzudScheduler *self,
                             int            stage,
                             int            partition)
{
  if (!azud_scheduler_may_run (self, stage, partition))
    return false;
  self->failed = true;
  self->failed_stage = stage;
  self->failed_partition = partition;
  self->look_for_cancels = true;
  return true;
}

bool
azud_scheduler_end_attempt (AzudScheduler *self,
                            int            stage,
                            int            partition,
                            int            attempt,
                            Slot          *ended)
{
  Stage *state = &self->stages[stage];
  int first;

  if (partition < 0 || partition >= state->n_tasks)
    return false;
  first = state->tasks[partition].slot;      /* the newest attempt, as a rule */
  for (int i = 0; i < self->n_workers; i++)
    {
      Slot *slot = &self->slots[(first + i) % self->n_workers];

      if (slot->stage != stage || slot->partition != partition || slot->attempt != attempt)
        continue;
      *ended = *slot;
      slot->stage = -1;
      state->tasks[partition].n_running--;
      state->n_running--;
      self->n_running--;
      self->n_busy--;
      return true;
    }
  return false;
}

void
azud_scheduler_put_back (Stage *stage,
                         int    partition)
{
  Task *task = &stage->tasks[partition];

  if (task->n_running > 0)
    return;
  task->state = TASK_WAITING;
  task->copied = false;
  if (partition < stage->cursor)
    stage->cursor = partition;
}

/* ---- events ---- */

bool
azud_scheduler_stage_prepared (AzudScheduler *self,
                               int            number,
                               int            n_tasks,
                               AzudError     *error)
{
  Stage *stage = &self->stages[number];
  size_t n = (size_t) n_tasks;

  if (n_tasks != stage->n_tasks)
    {
      release_tasks (self, stage);
      if (n_tasks > 0)
        {
          stage->tasks = take (self, n * sizeof (Task), error);
          if (stage->tasks == NULL)
            return false;
        }
      stage->n_tasks = n_tasks;
    }
  /* without room for it there are no copies */
  if (self->rules.speculates && n_tasks > 1 && stage->durations == NULL && !self->parents[number].indeterminate)
    stage->durations = take (self, n * sizeof (float), NULL);
  stage->state = STAGE_RUNNING;
  self->n_busy--;
  return true;
}

bool
azud_scheduler_prefer (AzudScheduler *self,
                       int            number,
                       int            partition,
                       int            worker,
                       AzudError     *error)
{
  Stage *stage = &self->stages[number];

  if (stage->preferred == NULL)
    {
      stage->preferred = azud_account_alloc (self->account, (size_t) stage->n_tasks * sizeof (int16_t), error);
      if (stage->preferred == NULL)
        return false;
      for (int i = 0; i < stage->n_tasks; i++)
        stage->preferred[i] = -1;
      stage->declined_at = -1;
    }
  stage->preferred[partition] = (int16_t) (worker < self->n_workers ? worker : -1);
  return true;
}

bool
azud_scheduler_stage_failed (AzudScheduler *self,
                             int            stage)
{
  self->stages[stage].state = STAGE_FAILED;
  self->n_busy--;
  azud_scheduler_update_live (self, stage);
  return azud_scheduler_note_failure (self, stage, -1);
}

void
azud_scheduler_stage_finished (AzudScheduler *self,
                               int            number)
{
  Stage *stage = &self->stages[number];

  self->n_busy--;
  if (stage->rolling_back || stage->n_done < stage->n_tasks)      /* meanwhile outputs were lost */
    {
      stage->state = STAGE_RUNNING;
      return;
    }
  stage->state = STAGE_COMPLETE;
  stage->n_fetch_failures = 0;
  self->n_complete++;
  azud_scheduler_update_live (self, number);
  for (int i = 0; i < stage->n_children; i++)
    {
      int child = self->children[stage->first_child + i];

      self->stages[child].n_parents_left--;
      azud_scheduler_update_live (self, child);
    }
}

bool
azud_scheduler_task_succeeded (AzudScheduler *self,
                               int            number,
                               int            partition,
                               int            attempt)
{
  Stage *stage = &self->stages[number];
  Task *task;
  Slot ended;

  if (!azud_scheduler_end_attempt (self, number, partition, attempt, &ended))
    return false;
  task = &stage->tasks[partition];
  if (stage->rolling_back || task->state != TASK_RUNNING)
    return false;
  task->state = TASK_DONE;
  task->made_at = self->n_losses;
  stage->n_done++;
  if (task->n_running > 0)
    self->look_for_cancels = true;       /* its copy has lost */
  if (stage->durations != NULL && stage->n_timed < stage->n_tasks)
    stage->durations[stage->n_timed++] = (float) (self->now_ns - ended.start_ns) / 1e9f;
  return true;
}

bool
azud_scheduler_task_failed (AzudScheduler *self,
                            int            number,
                            int            partition,
                            int            attempt,
                            bool           retry)
{
  Stage *stage = &self->stages[number];
  Task *task;
  Slot ended;

  if (!azud_scheduler_end_attempt (self, number, partition, attempt, &ended))
    return false;
  task = &stage->tasks[partition];
  if (stage->rolling_back || task->state != TASK_RUNNING)
    return false;
  if (!azud_scheduler_may_run (self, number, partition))
    {
      task->state = TASK_ABANDONED;
      return false;
    }
  stage->n_failed++;
  if (task->n_running > 0)      /* its copy, or what it is a copy of, may pass yet */
    return false;
  task->n_failures++;
  if (retry && task->n_failures < self->rules.max_task_failures)
    {
      azud_scheduler_put_back (stage, partition);
      return false;
    }
  task->state = TASK_ABANDONED;
  return azud_scheduler_note_failure (self, number, partition);
}

void
azud_scheduler_cancel (AzudScheduler *self)
{
  self->failed = true;
  self->failed_stage = -1;
  self->failed_partition = -1;
  self->look_for_cancels = true;
}

/* ---- actions ---- */

/* Whether the attempt is of no use any more. */
static bool
is_doomed (const AzudScheduler *self,
           const Slot          *slot)
{
  const Stage *stage = &self->stages[slot->stage];

  return stage->rolling_back || stage->tasks[slot->partition].state != TASK_RUNNING
         || !azud_scheduler_may_run (self, slot->stage, slot->partition);
}

static bool
next_cancel (AzudScheduler *self,
             AzudAction    *action)
{
  for (int w = 0; self->look_for_cancels && w < self->n_workers; w++)
    {
      Slot *slot = &self->slots[w];

      if (slot->stage < 0 || slot->cancel_sent || !is_doomed (self, slot))
        continue;
      slot->cancel_sent = true;
      *action = (AzudAction){ .kind = AZUD_ACTION_CANCEL_TASK, .stage = slot->stage, .partition = slot->partition,
                              .attempt = slot->attempt, .worker = w };
      return true;
    }
  self->look_for_cancels = false;
  return false;
}

/* The next waiting task that would rather run on @worker than on another, or anywhere; -1 without one. */
static int
find_near (const Stage *stage,
           int          worker)
{
  int anywhere = -1;

  for (int p = stage->cursor; p < stage->n_tasks; p++)
    {
      if (stage->tasks[p].state != TASK_WAITING)
        continue;
      if (stage->preferred[p] == worker)
        return p;
      if (stage->preferred[p] < 0 && anywhere < 0)
        anywhere = p;
    }
  return anywhere;
}

/* Which task of @stage @worker gets; -1: none now. */
static int
choose_task (AzudScheduler *self,
             int            number,
             int            worker)
{
  Stage *stage = &self->stages[number];
  int partition;

  while (stage->cursor < stage->n_tasks && stage->tasks[stage->cursor].state != TASK_WAITING)
    stage->cursor++;
  partition = stage->cursor;
  if (partition == stage->n_tasks || !azud_scheduler_may_run (self, number, partition))
    return -1;
  if (stage->preferred == NULL)
    return partition;

  partition = find_near (stage, worker);
  if (partition >= 0 && azud_scheduler_may_run (self, number, partition))
    {
      if (stage->preferred[partition] == worker)
        stage->declined_at = -1;
      return partition;
    }
  if (stage->declined_at < 0)
    stage->declined_at = self->turn;
  if (self->turn - stage->declined_at >= AZUD_LOCALITY_TURNS)
    return stage->cursor;
  self->declined = true;
  return -1;
}

static void
launch (AzudScheduler *self,
        int            number,
        int            partition,
        int            worker,
        AzudAction    *action)
{
  Stage *stage = &self->stages[number];
  Task *task = &stage->tasks[partition];

  *action = (AzudAction){ .kind = AZUD_ACTION_LAUNCH_TASK, .stage = number, .partition = partition,
                          .attempt = task->n_launches, .worker = worker, .speculative = task->state == TASK_RUNNING,
                          .stage_attempt = stage->attempt };
  if (stage->preferred != NULL && stage->preferred[partition] >= 0)
    action->locality = stage->preferred[partition] == worker ? AZUD_LOCALITY_NEAR : AZUD_LOCALITY_FAR;
  self->slots[worker] = (Slot){ .stage = number, .partition = partition, .attempt = task->n_launches,
                                .stage_attempt = stage->attempt, .began_at = self->n_losses, .start_ns = self->now_ns };
  task->state = TASK_RUNNING;
  task->slot = (uint16_t) worker;
  task->copied = action->speculative;
  task->n_launches++;
  task->n_running++;
  stage->n_running++;
  self->n_running++;
  self->n_busy++;
}

static bool
begin_stage_action (AzudScheduler *self,
                    int            number,
                    StageState     state,
                    AzudActionKind kind,
                    int            worker,
                    AzudAction    *action)
{
  self->stages[number].state = state;
  self->n_busy++;
  *action = (AzudAction){ .kind = kind, .stage = number, .partition = -1, .worker = worker };
  return true;
}

/* Beginning or ending a stage, or one of its tasks. */
static bool
next_of_stage (AzudScheduler *self,
               int            number,
               int            worker,
               AzudAction    *action)
{
  Stage *stage = &self->stages[number];
  int partition;

  if ((stage->rolling_back || stage->n_lost > 0) && azud_scheduler_next_drop (self, number, action))
    {
      action->worker = worker;
      return true;
    }
  if (stage->rolling_back)
    return false;
  if (stage->state == STAGE_WAITING && stage->n_parents_left == 0 && azud_scheduler_may_run (self, number, -1))
    {
      stage->begun = true;
      stage->began_at = self->n_losses;
      return begin_stage_action (self, number, STAGE_PREPARING, AZUD_ACTION_PREPARE_STAGE, worker, action);
    }
  if (stage->state != STAGE_RUNNING)
    return false;
  if (stage->n_done == stage->n_tasks && stage->n_running == 0)
    return begin_stage_action (self, number, STAGE_FINISHING, AZUD_ACTION_FINISH_STAGE, worker, action);
  if (worker < 0 || stage->n_parents_left > 0)
    return false;
  partition = choose_task (self, number, worker);
  if (partition < 0 && !azud_scheduler_next_copy (self, number, &partition))
    return false;
  launch (self, number, partition, worker, action);
  return true;
}

bool
azud_scheduler_next (AzudScheduler *self,
                     int            worker,
                     AzudAction    *action)
{
  size_t n_words = live_words (self);

  self->declined = false;
  if (next_cancel (self, action))
    return true;
  for (size_t i = 0; i < n_words; i++)
    for (uint64_t word = self->live[i]; word != 0; word &= word - 1)
      if (next_of_stage (self, (int) (64 * i) + __builtin_ctzll (word), worker, action))
        return true;

  /* nothing runs and nothing could begin: complete, or as far as a failure lets it come */
  if (self->n_busy == 0 && !self->end_sent && !self->declined && (self->failed || self->n_complete == self->n_stages))
    {
      self->end_sent = true;
      *action = (AzudAction){ .kind = AZUD_ACTION_END, .stage = -1, .worker = worker, .succeeded = !self->failed };
      return true;
    }
  return false;
}

void
azud_scheduler_turn (AzudScheduler *self)
{
  self->turn++;
}

bool
azud_scheduler_is_patient (const AzudScheduler *self)
{
  return self->declined || (self->rules.speculates && self->n_running > 0);
}

/* ---- figures ---- */

void
azud_scheduler_get_progress (const AzudScheduler *self,
                             int                  number,
                             AzudStageProgress   *progress)
{
  const Stage *stage = &self->stages[number];

  *progress = (AzudStageProgress){
    .n_tasks = stage->n_tasks,
    .n_running = stage->n_running,
    .n_done = stage->n_done,
    .n_failed = stage->n_failed,
    .n_waiting = stage->n_tasks > stage->n_running + stage->n_done ? stage->n_tasks - stage->n_running - stage->n_done : 0,
    .prepared = stage->state >= STAGE_RUNNING && stage->state != STAGE_FAILED,
    .complete = stage->state == STAGE_COMPLETE,
    .skipped = stage->skipped,
    .attempt = stage->attempt,
  };
}

bool
azud_scheduler_is_over (const AzudScheduler *self)
{
  return self->end_sent;
}

int
azud_scheduler_get_n_running (const AzudScheduler *self)
{
  return self->n_running;
}
