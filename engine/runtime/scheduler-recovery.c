/* scheduler-recovery.c: lost outputs, and what has to run again for them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/scheduler-private.h"

/* A complete stage has work again: its children wait for it. */
static void
reopen (AzudScheduler *self,
        int            number)
{
  Stage *stage = &self->stages[number];

  if (stage->state != STAGE_COMPLETE)
    return;
  stage->state = STAGE_RUNNING;
  stage->attempt++;
  self->n_complete--;
  azud_scheduler_update_live (self, number);
  for (int i = 0; i < stage->n_children; i++)
    {
      int child = self->children[stage->first_child + i];

      self->stages[child].n_parents_left++;
      azud_scheduler_update_live (self, child);
    }
}

static void
roll_back (AzudScheduler *self,
           int            number)
{
  Stage *stage = &self->stages[number];

  if (!stage->begun || stage->rolling_back || stage->state == STAGE_FAILED)
    return;
  if (stage->state == STAGE_COMPLETE)
    reopen (self, number);
  else
    stage->attempt++;
  stage->rolling_back = true;
  self->look_for_cancels = true;
}

/* All that may have read rows of @number.  Parents have smaller numbers, so one walk upwards sees every descendant. */
static void
roll_back_descendants (AzudScheduler *self,
                       int            number)
{
  for (int i = number; i < self->n_stages; i++)
    self->stages[i].marked = i == number;
  for (int i = number; i < self->n_stages; i++)
    {
      const Stage *stage = &self->stages[i];

      if (!stage->marked)
        continue;
      if (i > number)
        roll_back (self, i);
      for (int c = 0; c < stage->n_children; c++)
        self->stages[self->children[stage->first_child + c]].marked = true;
    }
}

/* Of a stage that was skipped more is missing than one block: it runs after all, and so do the needless ones it reads. */
static void
revive (AzudScheduler *self,
        int            number)
{
  for (int i = 0; i <= number; i++)
    self->stages[i].marked = i == number;
  for (int i = number; i >= 0; i--)
    {
      Stage *stage = &self->stages[i];

      if (!stage->marked || (i < number && !stage->needless))
        continue;
      stage->skipped = stage->needless = false;
      roll_back (self, i);
      for (int p = 0; p < self->parents[i].n_parents; p++)
        self->stages[self->parents[i].parents[p]].marked = true;
    }
}

/* What the task left is gone, as a reader that began at @began_at has seen. */
static void
lose_output (AzudScheduler *self,
             int            number,
             int            partition,
             uint32_t       began_at)
{
  Stage *stage = &self->stages[number];
  Task *task = &stage->tasks[partition];

  if (stage->rolling_back || stage->state == STAGE_FAILED || task->state != TASK_DONE || task->made_at > began_at)
    return;       /* it is being made again, or was */
  self->n_losses++;
  self->look_for_cancels = true;
  if (stage->skipped)
    {
      revive (self, number);
      return;
    }
  task->state = TASK_LOST;
  task->n_failures = 0;
  stage->n_done--;
  stage->n_lost++;
  reopen (self, number);
  if (self->parents[number].indeterminate)
    roll_back_descendants (self, number);
}

/* Losses seen by the tasks of one stage attempt count once.  Returns: whether another stage attempt is allowed. */
static bool
count_stage_attempt (const AzudScheduler *self,
                     Stage               *stage,
                     int                  stage_attempt)
{
  if (stage_attempt < stage->attempt)
    return true;
  stage->attempt++;
  stage->n_fetch_failures++;
  return stage->n_fetch_failures < self->rules.max_stage_attempts;
}

static bool
prepare_fetch_failed (AzudScheduler *self,
                      int            number,
                      int            lost_stage,
                      int            lost_partition)
{
  Stage *stage = &self->stages[number];

  if (!count_stage_attempt (self, stage, stage->attempt) && !stage->rolling_back)
    return azud_scheduler_stage_failed (self, number);
  stage->state = STAGE_WAITING;
  self->n_busy--;
  if (!stage->rolling_back)
    lose_output (self, lost_stage, lost_partition, stage->began_at);
  return false;
}

bool
azud_scheduler_fetch_failed (AzudScheduler *self,
                             int            number,
                             int            partition,
                             int            attempt,
                             int            lost_stage,
                             int            lost_partition)
{
  Stage *stage = &self->stages[number];
  Task *task;
  Slot ended;

  if (lost_stage < 0 || lost_stage >= number || lost_partition < 0 || lost_partition >= self->stages[lost_stage].n_tasks)
    return partition < 0 ? azud_scheduler_stage_failed (self, number)
                         : azud_scheduler_task_failed (self, number, partition, attempt, true);
  if (partition < 0)
    return prepare_fetch_failed (self, number, lost_stage, lost_partition);

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
  if (!count_stage_attempt (self, stage, ended.stage_attempt))
    {
      task->state = TASK_ABANDONED;
      return azud_scheduler_note_failure (self, number, partition);
    }
  azud_scheduler_put_back (stage, partition);
  lose_output (self, lost_stage, lost_partition, ended.began_at);
  return false;
}

/* ---- what is there from an earlier run ---- */

void
azud_scheduler_task_kept (AzudScheduler *self,
                          int            number,
                          int            partition)
{
  Stage *stage = &self->stages[number];

  stage->tasks[partition].state = TASK_DONE;
  stage->tasks[partition].made_at = 0;
  stage->n_done++;
}

void
azud_scheduler_skip (AzudScheduler *self,
                     int            number,
                     bool           needless)
{
  Stage *stage = &self->stages[number];

  stage->skipped = true;
  stage->needless = needless;
  for (int p = 0; p < stage->n_tasks; p++)
    azud_scheduler_task_kept (self, number, p);
}

/* ---- dropping ---- */

bool
azud_scheduler_next_drop (AzudScheduler *self,
                          int            number,
                          AzudAction    *action)
{
  Stage *stage = &self->stages[number];

  if (stage->rolling_back)
    {
      if (stage->n_running > 0 || stage->n_dropping > 0
          || (stage->state != STAGE_WAITING && stage->state != STAGE_RUNNING))
        return false;       /* when that has ended */
      stage->state = STAGE_DROPPING;
      self->n_busy++;
      *action = (AzudAction){ .kind = AZUD_ACTION_DROP_OUTPUT, .stage = number, .partition = -1 };
      return true;
    }
  for (int p = 0; p < stage->n_tasks; p++)
    {
      Task *task = &stage->tasks[p];

      if (task->state != TASK_LOST || task->n_running > 0 || !azud_scheduler_may_run (self, number, p))
        continue;
      task->state = TASK_DROPPING;
      stage->n_lost--;
      stage->n_dropping++;
      self->n_busy++;
      *action = (AzudAction){ .kind = AZUD_ACTION_DROP_OUTPUT, .stage = number, .partition = p };
      return true;
    }
  return false;
}

void
azud_scheduler_output_dropped (AzudScheduler *self,
                               int            number,
                               int            partition)
{
  Stage *stage = &self->stages[number];

  self->n_busy--;
  if (partition >= 0)
    {
      stage->n_dropping--;
      azud_scheduler_put_back (stage, partition);
      return;
    }
  for (int p = 0; p < stage->n_tasks; p++)
    {
      Task *task = &stage->tasks[p];

      *task = (Task){ .state = TASK_WAITING, .n_launches = task->n_launches };
    }
  stage->rolling_back = false;
  stage->n_done = stage->n_lost = stage->cursor = 0;
  stage->n_timed = 0;
  stage->state = STAGE_WAITING;
}
