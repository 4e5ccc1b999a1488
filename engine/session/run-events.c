/* run-events.c: what a run's events make of its tasks and stages
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/run-private.h"

#define EVENTS_AT_ONCE 256

static gint64
task_key (const AzudEvent *event)
{
  return (gint64) event->stage << 32 | event->partition;
}

static AzudStageView *
stage_of (AzudRun         *self,
          const AzudEvent *event)
{
  return &g_array_index (self->stages, AzudStageView, event->stage);
}

/* Whether another attempt of the task has passed before: then this one came too late and does not count. */
static gboolean
has_passed_before (const AzudRun   *self,
                   const AzudEvent *event)
{
  gint64 key = task_key (event);

  if (!g_hash_table_contains (self->repeated, &key))
    return FALSE;
  for (guint i = 0; i < self->tasks->len; i++)
    {
      const AzudTaskView *task = &g_array_index (self->tasks, AzudTaskView, i);

      if (task->stage == event->stage && task->partition == event->partition && task->attempt != event->attempt
          && task->state == AZUD_TASK_SUCCEEDED && !task->lost)
        return TRUE;
    }
  return FALSE;
}

/* Whether something the task had left is lost. */
static gboolean
was_lost (const AzudRun   *self,
          const AzudEvent *event)
{
  for (guint i = 0; i < self->losses->len; i++)
    {
      const AzudLossView *loss = &g_array_index (self->losses, AzudLossView, i);

      if (loss->stage == event->stage && (loss->partition < 0 || loss->partition == event->partition))
        return TRUE;
    }
  return FALSE;
}

void
azud_stage_view_add (AzudStageView *stage,
                     const int64_t  counts[AZUD_N_COUNTS])
{
  stage->rows_in += azud_counts_rows_in (counts);
  stage->rows_out += azud_counts_rows_out (counts);
  stage->bytes_in += azud_counts_bytes_in (counts);
  stage->bytes_out += azud_counts_bytes_out (counts);
  stage->shuffle_read_bytes += counts[AZUD_COUNT_SHUFFLE_READ_BYTES];
  stage->shuffle_write_bytes += counts[AZUD_COUNT_SHUFFLE_WRITE_BYTES];
  stage->spilled_bytes += counts[AZUD_COUNT_DISK_SPILLED];
}

/* The attempt does not count any more. */
static void
take_back (AzudStageView      *stage,
           const AzudTaskView *task)
{
  stage->n_done--;
  stage->rows_in -= task->rows_in;
  stage->rows_out -= task->rows_out;
  stage->bytes_in -= task->bytes_in;
  stage->bytes_out -= task->bytes_out;
  stage->shuffle_read_bytes -= task->shuffle_read_bytes;
  stage->shuffle_write_bytes -= task->shuffle_write_bytes;
  stage->spilled_bytes -= task->spilled_bytes;
}

/* ---- tasks ---- */

static void
apply_task_start (AzudRun         *self,
                  const AzudEvent *event,
                  gint64           time_us)
{
  AzudStageView *stage = stage_of (self, event);
  AzudTaskView task = { .stage = event->stage, .partition = event->partition, .attempt = event->attempt, .worker = event->worker,
                        .state = AZUD_TASK_RUNNING, .start_us = time_us, .speculative = event->speculative,
                        .stage_attempt = event->stage_attempt, .place = (AzudTaskPlace) event->locality, .lost_stage = -1,
                        .lost_partition = -1 };

  stage->n_running++;
  stage->n_started++;
  stage->n_attempts = MAX (stage->n_attempts, event->stage_attempt + 1);
  stage->n_speculative += event->speculative;
  stage->n_retried += event->attempt > 0 && !event->speculative;
  stage->n_near += task.place == AZUD_TASK_NEAR;
  stage->n_far += task.place == AZUD_TASK_FAR;
  stage->n_anywhere += task.place == AZUD_TASK_ANYWHERE;
  if (event->attempt > 0)
    {
      gint64 key = task_key (event);

      g_hash_table_add (self->repeated, g_memdup2 (&key, sizeof key));
      task.recomputed = !event->speculative && was_lost (self, event);
    }
  g_array_append_val (self->tasks, task);
}

static void
fill_ended (AzudTaskView    *task,
            const AzudEvent *event)
{
  task->rows_in = azud_counts_rows_in (event->counts);
  task->rows_out = azud_counts_rows_out (event->counts);
  task->bytes_in = azud_counts_bytes_in (event->counts);
  task->bytes_out = azud_counts_bytes_out (event->counts);
  task->shuffle_read_bytes = event->counts[AZUD_COUNT_SHUFFLE_READ_BYTES];
  task->shuffle_write_bytes = event->counts[AZUD_COUNT_SHUFFLE_WRITE_BYTES];
  task->spilled_bytes = event->counts[AZUD_COUNT_DISK_SPILLED];
  task->memory_bytes = event->counts[AZUD_COUNT_PEAK_MEMORY];
}

/* What the task leaves is there (again). */
static void
note_recovery (AzudRun         *self,
               const AzudEvent *event,
               gint64           time_us)
{
  const AzudStageView *stage = stage_of (self, event);

  for (guint i = 0; i < self->losses->len; i++)
    {
      AzudLossView *loss = &g_array_index (self->losses, AzudLossView, i);

      if (loss->stage == event->stage && loss->recovered_us == 0
          && (loss->partition == event->partition || (loss->partition < 0 && stage->n_done == stage->n_tasks)))
        loss->recovered_us = MAX (time_us, 1);
    }
}

/* @reader_partition could not read what an earlier task had left. */
static void
note_missed (AzudRun         *self,
             const AzudEvent *event)
{
  AzudLossView missed = { .reader_stage = event->stage, .reader_partition = event->partition };

  if (azud_event_get_lost_output (event, &missed.stage, &missed.partition))
    g_array_append_val (self->missed, missed);
}

static void
apply_task_end (AzudRun         *self,
                const AzudEvent *event,
                gint64           time_us)
{
  static const AzudTaskState states[] = { [AZUD_EVENT_TASK_SUCCEEDED] = AZUD_TASK_SUCCEEDED,
                                          [AZUD_EVENT_TASK_FAILED] = AZUD_TASK_FAILED,
                                          [AZUD_EVENT_TASK_CANCELLED] = AZUD_TASK_CANCELLED };
  AzudStageView *stage = stage_of (self, event);
  gboolean too_late = event->kind == AZUD_EVENT_TASK_SUCCEEDED && has_passed_before (self, event);

  for (guint i = self->tasks->len; i-- > 0;)
    {
      AzudTaskView *task = &g_array_index (self->tasks, AzudTaskView, i);

      if (task->stage != event->stage || task->partition != event->partition || task->attempt != event->attempt)
        continue;
      task->state = too_late ? AZUD_TASK_CANCELLED : states[event->kind];
      task->end_us = MAX (time_us, 1);
      stage->task_us += task->end_us - task->start_us;
      fill_ended (task, event);
      if (event->kind == AZUD_EVENT_TASK_FAILED)
        azud_event_get_lost_output (event, &task->lost_stage, &task->lost_partition);
      break;
    }
  stage->n_running--;
  if (event->kind == AZUD_EVENT_TASK_FAILED)
    {
      stage->n_failed++;
      azud_run_note_failure_locked (self, event);
      note_missed (self, event);
    }
  if (event->kind != AZUD_EVENT_TASK_SUCCEEDED || too_late)
    return;
  stage->n_done++;
  azud_stage_view_add (stage, event->counts);
  note_recovery (self, event, time_us);
}

/* ---- losses ---- */

/* A task that passed runs again: it is not done any more, and its rows come again. */
static void
apply_loss (AzudRun         *self,
            const AzudEvent *event,
            gint64           time_us)
{
  AzudStageView *stage = stage_of (self, event);
  AzudLossView loss = { .time_us = time_us, .stage = event->stage, .partition = event->partition, .reader_stage = -1,
                        .reader_partition = -1 };

  for (guint i = self->missed->len; i-- > 0;)
    {
      const AzudLossView *missed = &g_array_index (self->missed, AzudLossView, i);

      if (missed->stage != event->stage || (event->partition >= 0 && missed->partition != event->partition))
        continue;
      loss.reader_stage = missed->reader_stage;
      loss.reader_partition = missed->reader_partition;
      break;
    }
  g_array_append_val (self->losses, loss);
  stage->end_us = 0;
  if (stage->state == AZUD_STAGE_DONE)
    stage->state = AZUD_STAGE_RUNNING;
  for (guint i = 0; i < self->tasks->len; i++)
    {
      AzudTaskView *task = &g_array_index (self->tasks, AzudTaskView, i);

      if (task->stage != event->stage || task->state != AZUD_TASK_SUCCEEDED || task->lost
          || (event->partition >= 0 && task->partition != event->partition))
        continue;
      task->lost = TRUE;
      stage->n_lost++;
      take_back (stage, task);
    }
}

/* ---- all of them ---- */

static void
apply_stage_end (AzudRun         *self,
                 const AzudEvent *event,
                 gint64           time_us)
{
  AzudStageView *stage = stage_of (self, event);

  stage->end_us = MAX (time_us, 1);
  stage->state = event->kind == AZUD_EVENT_STAGE_COMPLETED ? AZUD_STAGE_DONE : AZUD_STAGE_FAILED;
  if (event->kind == AZUD_EVENT_STAGE_FAILED)
    note_missed (self, event);
}

static void
apply_event (AzudRun         *self,
             const AzudEvent *event)
{
  gint64 time_us = azud_run_since_start (self, event->time_ns);
  AzudStageView *stage = event->stage >= 0 ? stage_of (self, event) : NULL;

  switch (event->kind)
    {
    case AZUD_EVENT_STAGE_SUBMITTED:
      stage->n_tasks = (int) event->value;
      stage->start_us = MAX (time_us, 1);
      stage->end_us = 0;
      stage->state = AZUD_STAGE_RUNNING;
      stage->n_attempts = MAX (stage->n_attempts, 1);
      stage->n_done = event->partition;      /* what need not run */
      stage->skipped = FALSE;
      break;
    case AZUD_EVENT_STAGE_SKIPPED:
      stage->n_tasks = stage->n_done = (int) event->value;
      stage->skipped = TRUE;
      stage->state = AZUD_STAGE_SKIPPED;
      stage->start_us = stage->end_us = MAX (time_us, 1);
      break;
    case AZUD_EVENT_OUTPUT_LOST:
      apply_loss (self, event, time_us);
      break;
    case AZUD_EVENT_STAGE_COMPLETED:
    case AZUD_EVENT_STAGE_FAILED:
      apply_stage_end (self, event, time_us);
      break;
    case AZUD_EVENT_TASK_STARTED:
      apply_task_start (self, event, time_us);
      break;
    case AZUD_EVENT_TASK_SUCCEEDED:
    case AZUD_EVENT_TASK_FAILED:
    case AZUD_EVENT_TASK_CANCELLED:
      apply_task_end (self, event, time_us);
      break;
    case AZUD_EVENT_JOB_ENDED:
      break;
    }
}

void
azud_run_read_events_locked (AzudRun *self)
{
  AzudEvent events[EVENTS_AT_ONCE];

  for (;;)
    {
      uint32_t n = EVENTS_AT_ONCE;

      azud_event_log_read (self->events, self->n_events_read, events, &n);
      for (uint32_t i = 0; i < n; i++)
        apply_event (self, &events[i]);
      self->n_events_read += n;
      if (n == 0)
        return;
    }
}
