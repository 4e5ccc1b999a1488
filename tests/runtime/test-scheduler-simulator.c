/* test-scheduler-simulator.c: the scheduler under seeded schedules of success, failure, loss, delay and cancellation
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every task leaves a number made from the numbers its parents left when it read them (half at its beginning, half at its end), so that
 * whatever was computed from a lost, stale or half-replaced input shows at the end.  AZUD_TEST_SEED=N begins with the schedule N; AZUD_TEST_ONE=1 plays
 * that one alone.
 */

#include "runtime/scheduler.h"

#include <glib.h>
#include <stdlib.h>

#define MAX_STAGES 12
#define MAX_TASKS 30
#define MAX_WORKERS 16
#define MAX_PENDING (2 * MAX_STAGES + MAX_STAGES * MAX_TASKS)
#define N_LATE 8

typedef struct
{
  int      n_failures;      /* how often it fails between two drops of its output */
  bool     deterministic;
  int      failed;          /* so often it did */
  int      launches;
  bool     done;
  bool     present;         /* its output */
  bool     damaged;
  bool     cursed;          /* its output is damaged whenever it is written */
  guint64  content;
  guint64  truth;           /* content of a task without an indeterminate one above it */
  guint64  nonce;           /* of an indeterminate attempt, else 0 */
} Task;

typedef struct
{
  AzudStageParents parents;
  int              list[MAX_STAGES];
  int              n_tasks;
  Task             tasks[MAX_TASKS];
  bool             prepare_fails, finish_fails;
  bool             prefers;          /* some of its tasks have a worker of their own */
  bool             broadcasts;       /* its prepare reads its parents */
  bool             begun, complete, is_last;
  bool             is_pure;          /* neither it nor what it reads is indeterminate */
  bool             skipped, needless;
} Stage;

typedef struct
{
  int      stage, partition, attempt;      /* stage -1 = idle */
  bool     cancelled;
  bool     slow;
  gint64   start;
  guint64  read;                           /* what the first halves held */
  int      lost_stage, lost_partition;     /* -1 = nothing was */
} Running;

typedef struct
{
  guint32        seed;
  AzudScheduler *scheduler;
  GRand         *random;
  int            n_stages, n_workers;
  Stage          stages[MAX_STAGES];
  Running        running[MAX_WORKERS];
  AzudAction     pending[MAX_PENDING];     /* prepare, finish, drop: being carried out */
  int            n_pending;
  Running        late[N_LATE];             /* ended attempts that are reported once more */
  int            n_late;
  gint64         now;
  int            n_waits;                  /* steps without any move */
  int            n_damages;                /* still to come */
  bool           speculates, curses;
  bool           ended, succeeded, cancelled, failed;
  int            failed_stage, failed_partition;
  guint64        nonce;
} Simulation;

static guint n_skipped, n_revived, n_losses, n_rollbacks, n_copies, n_failed_runs;

static gboolean
chance (Simulation *self,
        int         one_in)
{
  return g_rand_int_range (self->random, 0, one_in) == 0;
}

static void
make_graph (Simulation *self)
{
  int fault_rate = chance (self, 2) ? 200 : 30;

  self->n_stages = g_rand_int_range (self->random, 1, MAX_STAGES + 1);
  self->n_workers = g_rand_int_range (self->random, 1, MAX_WORKERS + 1);
  self->speculates = chance (self, 2);
  self->n_damages = chance (self, 3) ? 0 : g_rand_int_range (self->random, 0, AZUD_STAGE_MAX_CONSECUTIVE_ATTEMPTS);
  for (int s = 0; s < self->n_stages; s++)
    {
      Stage *stage = &self->stages[s];

      for (int p = 0; p < s; p++)
        if (chance (self, 3))
          stage->list[stage->parents.n_parents++] = p;
      stage->parents.parents = stage->list;
      stage->parents.indeterminate = chance (self, 5);
      stage->broadcasts = chance (self, 5);
      stage->prefers = chance (self, 4);
      stage->prepare_fails = chance (self, 150);
      stage->finish_fails = chance (self, 150);
      stage->n_tasks = g_rand_int_range (self->random, 0, chance (self, 2) ? 5 : MAX_TASKS + 1);
      for (int t = 0; t < stage->n_tasks; t++)
        {
          if (chance (self, fault_rate))
            {
              stage->tasks[t].n_failures = g_rand_int_range (self->random, 1, 6);
              stage->tasks[t].deterministic = g_rand_boolean (self->random);
            }
          stage->tasks[t].cursed = chance (self, 3000);
          self->curses |= stage->tasks[t].cursed;
        }
    }
  for (int w = 0; w < MAX_WORKERS; w++)
    self->running[w].stage = -1;
}

/* ---- the tasks' work ---- */

static guint64
mix (guint64 a,
     guint64 b)
{
  guint64 h = (a ^ (b + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15))) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);

  return h ^ (h >> 29);
}

/* Reads every second output of the parents; a missing one is noted. */
static guint64
read_parents (Simulation *self,
              int         s,
              int         half,
              Running    *reader)
{
  const Stage *stage = &self->stages[s];
  guint64 sum = 0;

  for (int p = 0; p < stage->parents.n_parents; p++)
    for (int t = 0; t < self->stages[stage->list[p]].n_tasks; t++)
      {
        const Task *task = &self->stages[stage->list[p]].tasks[t];

        if (t % 2 != half)
          continue;
        if ((!task->present || task->damaged) && reader->lost_stage < 0)
          {
            reader->lost_stage = stage->list[p];
            reader->lost_partition = t;
          }
        sum += mix (task->content, (guint64) (stage->list[p] * MAX_TASKS + t));
      }
  return sum;
}

static void
publish (Simulation *self,
         Running    *reader,
         guint64     content_read)
{
  Task *task = &self->stages[reader->stage].tasks[reader->partition];

  if (task->present)       /* the first attempt wins */
    return;
  task->nonce = self->stages[reader->stage].parents.indeterminate ? ++self->nonce : 0;
  task->content = mix (mix (content_read, task->nonce), (guint64) (reader->stage * MAX_TASKS + reader->partition));
  task->present = true;
  task->damaged = task->cursed && !self->stages[reader->stage].is_last;
}

/* ---- what an earlier run has left ---- */

static void
find_truth (Simulation *self)
{
  for (int s = 0; s < self->n_stages; s++)
    {
      Stage *stage = &self->stages[s];
      guint64 read = 0;

      stage->is_pure = !stage->parents.indeterminate;
      for (int p = 0; p < stage->parents.n_parents; p++)
        {
          const Stage *parent = &self->stages[stage->list[p]];

          stage->is_pure &= parent->is_pure;
          for (int t = 0; t < parent->n_tasks; t++)
            read += mix (parent->tasks[t].truth, (guint64) (stage->list[p] * MAX_TASKS + t));
        }
      for (int t = 0; t < stage->n_tasks; t++)
        stage->tasks[t].truth = mix (mix (read, 0), (guint64) (s * MAX_TASKS + t));
    }
}

/* Some outputs of pure stages are there already. */
static void
keep_outputs (Simulation *self)
{
  for (int s = 0; s < self->n_stages; s++)
    {
      Stage *stage = &self->stages[s];
      bool all = chance (self, 2);

      if (!stage->is_pure || stage->is_last || chance (self, 2))
        continue;
      for (int t = 0; t < stage->n_tasks; t++)
        if (all || chance (self, 2))
          {
            stage->tasks[t].present = true;
            stage->tasks[t].content = stage->tasks[t].truth;
          }
    }
}

/* As whoever runs the stages sees it, from the last one backwards. */
static void
skip_stages (Simulation *self)
{
  for (int s = self->n_stages - 1; s >= 0; s--)
    {
      Stage *stage = &self->stages[s];
      bool needed = stage->is_last, there = stage->is_pure;

      for (int c = s + 1; c < self->n_stages; c++)
        for (int p = 0; p < self->stages[c].parents.n_parents; p++)
          needed |= self->stages[c].list[p] == s && !self->stages[c].skipped;
      for (int t = 0; t < stage->n_tasks; t++)
        there &= stage->tasks[t].present;
      stage->skipped = !stage->is_last && (there || !needed);
      stage->needless = stage->skipped && !there;
      n_skipped += stage->skipped;
      for (int t = 0; t < stage->n_tasks; t++)
        if (stage->skipped || stage->tasks[t].present)
          stage->tasks[t].n_failures = 0;
    }
}

/* ---- actions ---- */

static void
expect_may_run (Simulation *self,
                int         stage,
                int         partition)
{
  g_assert_false (self->cancelled);
  if (self->failed)
    g_assert_true (stage < self->failed_stage || (stage == self->failed_stage && partition < self->failed_partition));
}

static void
expect_parents (Simulation *self,
                int         s)
{
  const Stage *stage = &self->stages[s];

  for (int p = 0; p < stage->parents.n_parents; p++)
    {
      const Stage *parent = &self->stages[stage->list[p]];

      g_assert_true (parent->complete);
      g_assert_true (!parent->needless || stage->skipped);
      for (int t = 0; t < parent->n_tasks; t++)
        g_assert_true (parent->tasks[t].done && (parent->tasks[t].present || parent->needless));
    }
}

static void
launch (Simulation       *self,
        const AzudAction *action)
{
  Task *task = &self->stages[action->stage].tasks[action->partition];
  Running *running = &self->running[action->worker];
  int n = 0;

  g_assert_cmpint (running->stage, ==, -1);
  g_assert_false (task->done);
  g_assert_cmpint (action->attempt, ==, task->launches++);
  expect_may_run (self, action->stage, action->partition);
  expect_parents (self, action->stage);
  for (int w = 0; w < self->n_workers; w++)
    n += self->running[w].stage == action->stage && self->running[w].partition == action->partition;
  g_assert_cmpint (n, ==, action->speculative ? 1 : 0);
  g_assert_true (self->speculates || !action->speculative);
  n_copies += action->speculative;

  *running = (Running){ .stage = action->stage, .partition = action->partition, .attempt = action->attempt,
                        .slow = !action->speculative && chance (self, 20), .start = self->now, .lost_stage = -1 };
  running->read = read_parents (self, action->stage, 0, running);
}

static void
forget_output (Task *task)
{
  task->present = task->damaged = task->done = false;
  task->failed = 0;
}

static void
carry_out (Simulation       *self,
           const AzudAction *action)
{
  switch (action->kind)
    {
    case AZUD_ACTION_LAUNCH_TASK:
      launch (self, action);
      break;
    case AZUD_ACTION_CANCEL_TASK:
      g_assert_cmpint (self->running[action->worker].stage, ==, action->stage);
      g_assert_cmpint (self->running[action->worker].partition, ==, action->partition);
      g_assert_cmpint (self->running[action->worker].attempt, ==, action->attempt);
      g_assert_false (self->running[action->worker].cancelled);
      self->running[action->worker].cancelled = true;
      break;
    case AZUD_ACTION_END:
      g_assert_false (self->ended);
      g_assert_cmpint (self->n_pending, ==, 0);
      for (int w = 0; w < self->n_workers; w++)
        g_assert_cmpint (self->running[w].stage, ==, -1);
      self->ended = true;
      self->succeeded = action->succeeded;
      break;
    case AZUD_ACTION_PREPARE_STAGE:
      expect_may_run (self, action->stage, -1);
      expect_parents (self, action->stage);
      self->stages[action->stage].begun = true;
      self->pending[self->n_pending++] = *action;
      break;
    case AZUD_ACTION_FINISH_STAGE:
      for (int t = 0; t < self->stages[action->stage].n_tasks; t++)
        g_assert_true (self->stages[action->stage].tasks[t].done);
      g_assert_false (self->stages[action->stage].complete);
      self->pending[self->n_pending++] = *action;
      break;
    case AZUD_ACTION_DROP_OUTPUT:
      self->stages[action->stage].complete = false;
      n_rollbacks += action->partition < 0;
      for (int w = 0; w < self->n_workers; w++)      /* nothing writes what is being dropped */
        g_assert_false (self->running[w].stage == action->stage
                        && (action->partition < 0 || self->running[w].partition == action->partition));
      self->pending[self->n_pending++] = *action;
      break;
    }
}

/* ---- reports ---- */

static void
note_failure (Simulation *self,
              int         stage,
              int         partition,
              bool        decides)
{
  if (!decides)
    return;
  g_assert_false (self->cancelled);
  expect_may_run (self, stage, partition);
  self->failed = true;
  self->failed_stage = stage;
  self->failed_partition = partition;
}

static void
lose (Simulation *self,
      Running    *reader,
      int         partition)
{
  bool decides = azud_scheduler_fetch_failed (self->scheduler, reader->stage, partition, reader->attempt,
                                              reader->lost_stage, reader->lost_partition);

  n_losses++;
  if (!self->stages[reader->lost_stage].tasks[reader->lost_partition].damaged)
    g_assert_true (!decides || self->curses);
  note_failure (self, reader->stage, partition, decides);
  /* it is complete as long as nobody knows */
  for (int s = 0; s < self->n_stages; s++)
    {
      AzudStageProgress progress;

      azud_scheduler_get_progress (self->scheduler, s, &progress);
      g_assert_true (self->stages[s].complete || !progress.complete);
      self->stages[s].complete = progress.complete;
    }
}

static void
answer_prepare (Simulation *self,
                int         s)
{
  Stage *stage = &self->stages[s];
  Running reader = { .stage = s, .lost_stage = -1 };
  AzudError error = AZUD_ERROR_INIT;

  if (stage->prepare_fails)
    {
      note_failure (self, s, -1, azud_scheduler_stage_failed (self->scheduler, s));
      return;
    }
  if (stage->broadcasts && !stage->skipped)
    {
      read_parents (self, s, 0, &reader);
      read_parents (self, s, 1, &reader);
    }
  if (reader.lost_stage >= 0)
    lose (self, &reader, -1);
  else
    {
      g_assert_true (azud_scheduler_stage_prepared (self->scheduler, s, stage->n_tasks, &error));
      if (stage->skipped)
        azud_scheduler_skip (self->scheduler, s, stage->needless);
      for (int t = 0; t < stage->n_tasks; t++)
        {
          stage->tasks[t].done = stage->skipped || stage->tasks[t].present;
          if (stage->tasks[t].done && !stage->skipped)
            azud_scheduler_task_kept (self->scheduler, s, t);
        }
      for (int t = 0; stage->prefers && t < stage->n_tasks; t++)
        if (chance (self, 2))
          g_assert_true (azud_scheduler_prefer (self->scheduler, s, t, g_rand_int_range (self->random, 0, self->n_workers), &error));
    }
}

static void
answer (Simulation *self,
        int         i)
{
  AzudAction action = self->pending[i];
  Stage *stage = &self->stages[action.stage];
  AzudStageProgress progress;

  self->pending[i] = self->pending[--self->n_pending];
  switch (action.kind)
    {
    case AZUD_ACTION_PREPARE_STAGE:
      answer_prepare (self, action.stage);
      break;
    case AZUD_ACTION_FINISH_STAGE:
      if (stage->finish_fails)
        note_failure (self, action.stage, -1, azud_scheduler_stage_failed (self->scheduler, action.stage));
      else
        {
          azud_scheduler_stage_finished (self->scheduler, action.stage);
          azud_scheduler_get_progress (self->scheduler, action.stage, &progress);
          stage->complete = progress.complete;
        }
      break;
    default:
      n_revived += stage->skipped;
      stage->skipped = stage->needless = false;
      for (int t = 0; t < stage->n_tasks; t++)
        if (action.partition < 0 || t == action.partition)
          forget_output (&stage->tasks[t]);
      azud_scheduler_output_dropped (self->scheduler, action.stage, action.partition);
      break;
    }
}

static void
fail_task (Simulation *self,
           Running    *running,
           Task       *task,
           bool        counts)
{
  bool retry = counts && !task->deterministic;
  bool decides = azud_scheduler_task_failed (self->scheduler, running->stage, running->partition, running->attempt, retry);

  if (decides)
    g_assert_true (counts && (task->deterministic || task->failed >= AZUD_TASK_MAX_FAILURES));
  g_assert_cmpint (task->failed, <=, AZUD_TASK_MAX_FAILURES);
  note_failure (self, running->stage, running->partition, decides);
}

static bool
has_twin (Simulation    *self,
          const Running *ended)
{
  for (int w = 0; w < self->n_workers; w++)
    if (self->running[w].stage == ended->stage && self->running[w].partition == ended->partition)
      return true;
  return false;
}

/* Ends what worker @w runs, as its fate has it. */
static void
end_task (Simulation *self,
          int         w)
{
  Running ended = self->running[w];
  Task *task = &self->stages[ended.stage].tasks[ended.partition];
  bool stops = ended.cancelled && g_rand_boolean (self->random);
  guint64 read = ended.read + read_parents (self, ended.stage, 1, &ended);

  self->running[w].stage = -1;
  if (self->n_late < N_LATE && chance (self, 10))
    self->late[self->n_late++] = ended;
  if (stops)
    fail_task (self, &ended, task, false);
  else if (ended.lost_stage >= 0)
    lose (self, &ended, ended.partition);
  else if (task->failed < task->n_failures)
    {
      task->failed += !has_twin (self, &ended);      /* while another attempt runs, that one decides */
      fail_task (self, &ended, task, true);
    }
  else
    {
      publish (self, &ended, read);
      if (azud_scheduler_task_succeeded (self->scheduler, ended.stage, ended.partition, ended.attempt))
        {
          g_assert_false (task->done);
          task->done = true;
        }
    }
}

/* A report comes once more: nothing may change. */
static void
repeat_report (Simulation *self)
{
  const Running *old = &self->late[g_rand_int_range (self->random, 0, self->n_late)];
  AzudStageProgress before, after;

  azud_scheduler_get_progress (self->scheduler, old->stage, &before);
  switch (g_rand_int_range (self->random, 0, 3))
    {
    case 0:
      g_assert_false (azud_scheduler_task_succeeded (self->scheduler, old->stage, old->partition, old->attempt));
      break;
    case 1:
      g_assert_false (azud_scheduler_task_failed (self->scheduler, old->stage, old->partition, old->attempt, false));
      break;
    default:
      if (old->stage > 0 && self->stages[0].begun && self->stages[0].n_tasks > 0)
        g_assert_false (azud_scheduler_fetch_failed (self->scheduler, old->stage, old->partition, old->attempt, 0, 0));
      break;
    }
  azud_scheduler_get_progress (self->scheduler, old->stage, &after);
  g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
}

/* An output is damaged, whoever reads it meanwhile. */
static void
damage (Simulation *self)
{
  Stage *stage = &self->stages[g_rand_int_range (self->random, 0, self->n_stages)];
  Task *task = stage->n_tasks > 0 ? &stage->tasks[g_rand_int_range (self->random, 0, stage->n_tasks)] : NULL;

  if (task == NULL || !task->present || !task->done || stage->is_last)
    return;
  task->damaged = true;
  self->n_damages--;
}

/* ---- playing ---- */

static bool
take_actions (Simulation *self)
{
  bool moved = false;
  AzudAction action;

  for (int w = 0; w < self->n_workers; w++)
    while (azud_scheduler_next (self->scheduler, self->running[w].stage < 0 ? w : -1, &action))
      {
        moved = true;
        carry_out (self, &action);
      }
  return moved;
}

/* Ends a task or answers an action, whichever the dice say.  Returns: whether there was any. */
static bool
move (Simulation *self)
{
  int n = self->n_workers + self->n_pending;
  int first = g_rand_int_range (self->random, 0, n);

  for (int patience = 0; patience < 2; patience++)
    for (int k = 0; k < n; k++)
      {
        int i = (first + k) % n;

        if (i >= self->n_workers)
          {
            answer (self, i - self->n_workers);
            return true;
          }
        if (self->running[i].stage < 0)
          continue;
        if (self->running[i].slow && patience == 0 && self->now - self->running[i].start < 3000000000)
          continue;
        end_task (self, i);
        return true;
      }
  return false;
}

/* The error does not depend on the schedule: the lowest thing that fails for good. */
static void
expect_failure (Simulation *self)
{
  for (int s = 0; s < self->n_stages; s++)
    {
      const Stage *stage = &self->stages[s];
      int partition = -2;

      for (int t = stage->n_tasks - 1; t >= 0; t--)
        if (stage->tasks[t].n_failures >= AZUD_TASK_MAX_FAILURES || (stage->tasks[t].n_failures > 0 && stage->tasks[t].deterministic))
          partition = t;
      if (stage->prepare_fails || (partition == -2 && stage->finish_fails))
        partition = -1;
      if (partition == -2)
        continue;
      g_assert_false (self->succeeded);
      g_assert_true (self->failed);
      g_assert_cmpint (self->failed_stage, ==, s);
      g_assert_cmpint (self->failed_partition, ==, partition);
      return;
    }
  g_assert_true (self->succeeded);
}

static void
expect_end (Simulation *self)
{
  g_assert_true (azud_scheduler_is_over (self->scheduler));
  n_failed_runs += !self->succeeded;
  if (self->cancelled)
    g_assert_false (self->succeeded);
  else if (!self->curses)
    expect_failure (self);
  if (!self->succeeded)
    return;
  for (int s = 0; s < self->n_stages; s++)
    {
      Running reader = { .lost_stage = -1 };
      guint64 read = read_parents (self, s, 0, &reader) + read_parents (self, s, 1, &reader);

      g_assert_true (self->stages[s].complete);
      for (int t = 0; t < self->stages[s].n_tasks && self->stages[s].is_pure && !self->stages[s].needless; t++)
        g_assert_cmpuint (self->stages[s].tasks[t].content, ==, self->stages[s].tasks[t].truth);
      if (self->stages[s].skipped)
        continue;
      for (int t = 0; t < self->stages[s].n_tasks; t++)
        {
          const Task *task = &self->stages[s].tasks[t];

          g_assert_true (task->done && task->present);
          g_assert_cmpuint (task->content, ==, mix (mix (read, task->nonce), (guint64) (s * MAX_TASKS + t)));
        }
    }
}

static void
step (Simulation *self,
      bool        cancels)
{
  bool moved = take_actions (self);

  self->now += chance (self, 10) ? 400000000 : 1000000;
  azud_scheduler_set_time (self->scheduler, self->now);
  azud_scheduler_turn (self->scheduler);
  if (cancels && !self->ended && !self->cancelled && chance (self, 25))
    {
      azud_scheduler_cancel (self->scheduler);
      self->cancelled = true;
      return;
    }
  if (self->n_damages > 0 && chance (self, 8))
    damage (self);
  if (self->n_late > 0 && chance (self, 10))
    repeat_report (self);
  self->n_waits = move (self) || moved ? 0 : self->n_waits + 1;
  g_assert_true (self->n_waits <= AZUD_LOCALITY_TURNS || self->ended);      /* stuck: nothing runs and nothing can begin */
}

static void
simulate (guint32 seed)
{
  g_autofree Simulation *self = g_new0 (Simulation, 1);
  AzudStageParents parents[MAX_STAGES];
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudSchedulerRules rules = AZUD_SCHEDULER_RULES_INIT;
  AzudAction action;
  bool cancels;
  int steps = 0;

  self->seed = seed;
  self->random = g_rand_new_with_seed (seed);
  make_graph (self);
  cancels = chance (self, 20);
  for (int s = 0; s < self->n_stages; s++)
    {
      self->stages[s].is_last = true;
      for (int p = 0; p < self->stages[s].parents.n_parents; p++)
        self->stages[self->stages[s].list[p]].is_last = false;
      parents[s] = self->stages[s].parents;
    }
  find_truth (self);
  if (chance (self, 3))
    {
      keep_outputs (self);
      skip_stages (self);
    }
  self->scheduler = azud_scheduler_new (parents, self->n_stages, self->n_workers, account, &error);
  rules.speculates = self->speculates;
  azud_scheduler_set_rules (self->scheduler, &rules);
  while (!self->ended)
    {
      step (self, cancels);
      g_assert_cmpint (++steps, <, 100000);
    }
  g_assert_false (azud_scheduler_next (self->scheduler, 0, &action));
  expect_end (self);
  azud_scheduler_free (self->scheduler);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  g_rand_free (self->random);
}

static void
test_simulator (void)
{
  gboolean thorough = g_getenv ("AZUD_TEST_THOROUGH") != NULL;
  const char *given = g_getenv ("AZUD_TEST_SEED");
  gboolean one = g_getenv ("AZUD_TEST_ONE") != NULL;
  guint32 n = one ? 1 : thorough ? 1000000 : 5000;
  guint32 first = given != NULL ? (guint32) strtoul (given, NULL, 10) : thorough ? (guint32) g_random_int () : 1;

  g_test_message ("seeds %u to %u", first, first + n - 1);
  for (guint32 i = 0; i < n; i++)
    {
      if (g_getenv ("AZUD_TEST_VERBOSE") != NULL)
        g_printerr ("%u\n", first + i);
      simulate (first + i);
    }
  g_test_message ("%u stages skipped, %u of them revived", n_skipped, n_revived);
  g_test_message ("%u lost outputs seen, %u rollbacks, %u copies, %u failed runs", n_losses, n_rollbacks, n_copies, n_failed_runs);
  if (!one)      /* the dice do play what they are for */
    g_assert_true (n_skipped > n / 10 && n_revived > n / 50 && n_losses > n / 10 && n_rollbacks > n / 50 && n_copies > n / 10 && n_failed_runs > n / 20);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/scheduler/T120-T122-T123-T124-T128-simulator", test_simulator);
  return g_test_run ();
}
