/* test-scheduler.c: the scheduler under a simulator that plays seeded schedules of success, failure and cancellation
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/scheduler.h"

#include <glib.h>
#include <stdlib.h>

#define MAX_STAGES 8
#define MAX_TASKS 12
#define MAX_WORKERS 4

/* What each task is going to do: fail so many times, for good or not. */
typedef struct
{
  int  n_failures;
  bool deterministic;
} Fate;

typedef struct
{
  AzudScheduler *scheduler;
  GRand         *random;
  int            n_stages;
  int            n_workers;
  int            parents[MAX_STAGES][MAX_STAGES];
  int            n_parents[MAX_STAGES];
  int            n_tasks[MAX_STAGES];
  Fate           fates[MAX_STAGES][MAX_TASKS];
  int            launches[MAX_STAGES][MAX_TASKS];
  bool           done[MAX_STAGES][MAX_TASKS];
  bool           complete[MAX_STAGES];
  struct { int stage, partition, attempt; bool cancelled; } running[MAX_WORKERS];
  bool           ended, succeeded, cancelled;
  int            failed_stage, failed_partition;      /* lowest failure reported so far */
} Simulation;

static void
make_graph (Simulation *self)
{
  self->n_stages = g_rand_int_range (self->random, 1, MAX_STAGES + 1);
  self->n_workers = g_rand_int_range (self->random, 1, MAX_WORKERS + 1);
  for (int s = 0; s < self->n_stages; s++)
    {
      for (int p = 0; p < s; p++)
        if (g_rand_int_range (self->random, 0, 3) == 0)
          self->parents[s][self->n_parents[s]++] = p;
      self->n_tasks[s] = g_rand_int_range (self->random, 0, MAX_TASKS + 1);
      for (int t = 0; t < self->n_tasks[s]; t++)
        if (g_rand_int_range (self->random, 0, 30) == 0)
          self->fates[s][t] = (Fate){ g_rand_int_range (self->random, 1, 6), g_rand_boolean (self->random) };
    }
  for (int w = 0; w < MAX_WORKERS; w++)
    self->running[w].stage = -1;
  self->failed_stage = MAX_STAGES;
}

static void
note_failure (Simulation *self,
              int         stage,
              int         partition)
{
  if (stage < self->failed_stage || (stage == self->failed_stage && partition < self->failed_partition))
    {
      self->failed_stage = stage;
      self->failed_partition = partition;
    }
}

static void
launch (Simulation       *self,
        const AzudAction *action)
{
  g_assert_cmpint (self->running[action->worker].stage, ==, -1);
  g_assert_false (self->done[action->stage][action->partition]);
  g_assert_cmpint (action->attempt, ==, self->launches[action->stage][action->partition]);
  for (int p = 0; p < self->n_parents[action->stage]; p++)
    g_assert_true (self->complete[self->parents[action->stage][p]]);
  for (int w = 0; w < self->n_workers; w++)
    g_assert_false (self->running[w].stage == action->stage && self->running[w].partition == action->partition);
  if (self->failed_stage < MAX_STAGES)       /* nothing above the lowest failure begins */
    g_assert_true (action->stage < self->failed_stage
                   || (action->stage == self->failed_stage && action->partition < self->failed_partition));
  g_assert_false (self->cancelled);

  self->launches[action->stage][action->partition]++;
  self->running[action->worker].stage = action->stage;
  self->running[action->worker].partition = action->partition;
  self->running[action->worker].attempt = action->attempt;
  self->running[action->worker].cancelled = false;
}

static void
carry_out (Simulation       *self,
           const AzudAction *action)
{
  AzudError error = AZUD_ERROR_INIT;

  switch (action->kind)
    {
    case AZUD_ACTION_PREPARE_STAGE:
      for (int p = 0; p < self->n_parents[action->stage]; p++)
        g_assert_true (self->complete[self->parents[action->stage][p]]);
      g_assert_true (azud_scheduler_stage_prepared (self->scheduler, action->stage, self->n_tasks[action->stage], &error));
      break;
    case AZUD_ACTION_LAUNCH_TASK:
      launch (self, action);
      break;
    case AZUD_ACTION_CANCEL_TASK:
      g_assert_cmpint (self->running[action->worker].stage, ==, action->stage);
      g_assert_cmpint (self->running[action->worker].partition, ==, action->partition);
      self->running[action->worker].cancelled = true;
      break;
    case AZUD_ACTION_FINISH_STAGE:
      for (int t = 0; t < self->n_tasks[action->stage]; t++)
        g_assert_true (self->done[action->stage][t]);
      g_assert_false (self->complete[action->stage]);
      self->complete[action->stage] = true;
      azud_scheduler_stage_finished (self->scheduler, action->stage);
      break;
    case AZUD_ACTION_END:
      g_assert_false (self->ended);
      for (int w = 0; w < self->n_workers; w++)
        g_assert_cmpint (self->running[w].stage, ==, -1);
      self->ended = true;
      self->succeeded = action->succeeded;
      break;
    }
}

/* Ends what worker @w runs, as its fate has it. */
static void
end_task (Simulation *self,
          int         w)
{
  int stage = self->running[w].stage, partition = self->running[w].partition, attempt = self->running[w].attempt;
  Fate fate = self->fates[stage][partition];
  bool late = self->running[w].cancelled && g_rand_boolean (self->random);

  self->running[w].stage = -1;
  if (attempt < fate.n_failures && !late)
    {
      bool retry = !fate.deterministic;

      azud_scheduler_task_failed (self->scheduler, stage, partition, attempt, retry);
      if (!retry || attempt + 1 >= AZUD_TASK_MAX_FAILURES)
        note_failure (self, stage, partition);
    }
  else if (self->running[w].cancelled && !late)
    azud_scheduler_task_failed (self->scheduler, stage, partition, attempt, false);
  else
    {
      azud_scheduler_task_succeeded (self->scheduler, stage, partition, attempt);
      self->done[stage][partition] = true;
    }
  /* a doubled report changes nothing */
  if (g_rand_int_range (self->random, 0, 10) == 0)
    azud_scheduler_task_succeeded (self->scheduler, stage, partition, attempt + 7);
}

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

static void
expect_end (Simulation *self)
{
  bool any_fatal = false;

  g_assert_true (azud_scheduler_is_over (self->scheduler));
  for (int s = 0; s < self->n_stages; s++)
    for (int t = 0; t < self->n_tasks[s]; t++)
      any_fatal |= self->fates[s][t].n_failures > 0
                   && (self->fates[s][t].deterministic || self->fates[s][t].n_failures >= AZUD_TASK_MAX_FAILURES);
  if (self->cancelled)
    {
      g_assert_false (self->succeeded);
      return;
    }
  g_assert_cmpint (self->succeeded, ==, !any_fatal);
  if (!any_fatal)
    {
      for (int s = 0; s < self->n_stages; s++)
        g_assert_true (self->complete[s]);
      return;
    }
  /* the first error does not depend on the schedule: everything below it is done */
  for (int s = 0; s <= self->failed_stage; s++)
    for (int t = 0; t < (s < self->failed_stage ? self->n_tasks[s] : self->failed_partition); t++)
      g_assert_true (self->done[s][t]);
}

static void
simulate (guint32 seed)
{
  Simulation self = { .random = g_rand_new_with_seed (seed) };
  const int *parents[MAX_STAGES];
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  bool cancels;
  int steps = 0;

  make_graph (&self);
  cancels = g_rand_int_range (self.random, 0, 20) == 0;
  for (int s = 0; s < self.n_stages; s++)
    parents[s] = self.parents[s];
  self.scheduler = azud_scheduler_new (self.n_stages, parents, self.n_parents, self.n_workers, account, &error);
  while (!self.ended)
    {
      bool moved = take_actions (&self);
      int w = g_rand_int_range (self.random, 0, self.n_workers);

      if (cancels && !self.ended && !self.cancelled && g_rand_int_range (self.random, 0, 15) == 0)
        {
          azud_scheduler_cancel (self.scheduler);
          self.cancelled = true;
          continue;
        }
      for (int tries = 0; self.running[w].stage < 0 && tries < self.n_workers; tries++)
        w = (w + 1) % self.n_workers;
      if (self.running[w].stage >= 0)
        end_task (&self, w);
      else
        g_assert_true (moved || self.ended);      /* stuck: nothing runs and nothing can begin */
      g_assert_cmpint (++steps, <, 10000);
    }
  expect_end (&self);
  azud_scheduler_free (self.scheduler);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  g_rand_free (self.random);
}

static void
test_simulator (void)
{
  gboolean thorough = g_getenv ("AZUD_TEST_THOROUGH") != NULL;
  guint32 n = thorough ? 1000000 : 20000;
  guint32 first = thorough ? (guint32) g_random_int () : 1;

  g_test_message ("seeds from %u", first);
  for (guint32 i = 0; i < n; i++)
    simulate (first + i);
}

static void
test_empty (void)
{
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudScheduler *scheduler = azud_scheduler_new (0, NULL, NULL, 1, account, &error);
  AzudAction action;

  g_assert_true (azud_scheduler_next (scheduler, 0, &action));
  g_assert_cmpint (action.kind, ==, AZUD_ACTION_END);
  g_assert_true (action.succeeded);
  g_assert_false (azud_scheduler_next (scheduler, 0, &action));
  azud_scheduler_free (scheduler);
  azud_account_free (account);
}

/* A million waiting tasks: the state machine alone, and what a task costs in memory. */
static void
test_many_tasks (void)
{
  const int n = 1000000;
  const int *parents[1] = { NULL };
  const int n_parents[1] = { 0 };
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudScheduler *scheduler = azud_scheduler_new (1, parents, n_parents, 1, account, &error);
  AzudAction action;
  int n_done = 0;

  while (azud_scheduler_next (scheduler, 0, &action) && action.kind != AZUD_ACTION_END)
    {
      if (action.kind == AZUD_ACTION_PREPARE_STAGE)
        g_assert_true (azud_scheduler_stage_prepared (scheduler, 0, n, &error));
      else if (action.kind == AZUD_ACTION_FINISH_STAGE)
        azud_scheduler_stage_finished (scheduler, 0);
      else
        {
          g_assert_cmpint (action.partition, ==, n_done++);
          azud_scheduler_task_succeeded (scheduler, 0, action.partition, action.attempt);
        }
    }
  g_assert_cmpint (n_done, ==, n);
  g_assert_cmpint (azud_account_get_peak (account), <, (gint64) 200 * n);
  azud_scheduler_free (scheduler);
  azud_account_free (account);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/scheduler/empty", test_empty);
  g_test_add_func ("/runtime/scheduler/simulator", test_simulator);
  g_test_add_func ("/runtime/scheduler/many-tasks", test_many_tasks);
  return g_test_run ();
}
