/* test-scheduler.c: rules of the scheduler, one by one (test-scheduler-simulator.c plays them together)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/scheduler.h"

#include <glib.h>

static void
test_empty (void)
{
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudScheduler *scheduler = azud_scheduler_new (NULL, 0, 1, account, &error);
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
  const AzudStageParents stages[1] = { { .n_parents = 0 } };
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudScheduler *scheduler = azud_scheduler_new (stages, 1, 1, account, &error);
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

/* ---- a chain of stages, played by hand ---- */

#define N_CHAIN 3
#define N_TASKS 10

static const int above_0[] = { 0 }, above_1[] = { 1 };

typedef struct
{
  AzudAccount     *account;
  AzudScheduler   *scheduler;
  AzudStageParents stages[N_CHAIN];
  int              n_launches[N_CHAIN];
  int              n_drops;
  int              n_rollbacks;
  bool             skips;           /* stages 0 and 1; 0 is needless */
  bool             ended, succeeded;
} Chain;

static void
chain_init (Chain *chain,
            int    n_workers)
{
  AzudError error = AZUD_ERROR_INIT;

  *chain = (Chain){ .stages = { { .n_parents = 0 }, { .parents = above_0, .n_parents = 1 }, { .parents = above_1, .n_parents = 1 } } };
  chain->account = azud_account_new (NULL, "test", 0);
  chain->scheduler = azud_scheduler_new (chain->stages, N_CHAIN, n_workers, chain->account, &error);
}

static void
chain_clear (Chain *chain)
{
  azud_scheduler_free (chain->scheduler);
  azud_account_free (chain->account);
}

/* Carries out everything up to the next launch on @worker or cancellation.  Returns: whether there was one. */
static bool
chain_next (Chain      *chain,
            int         worker,
            AzudAction *action)
{
  AzudError error = AZUD_ERROR_INIT;

  while (azud_scheduler_next (chain->scheduler, worker, action))
    switch (action->kind)
      {
      case AZUD_ACTION_PREPARE_STAGE:
        g_assert_true (azud_scheduler_stage_prepared (chain->scheduler, action->stage, N_TASKS, &error));
        if (chain->skips && action->stage < 2)
          azud_scheduler_skip (chain->scheduler, action->stage, action->stage == 0);
        break;
      case AZUD_ACTION_FINISH_STAGE:
        azud_scheduler_stage_finished (chain->scheduler, action->stage);
        break;
      case AZUD_ACTION_DROP_OUTPUT:
        chain->n_drops += action->partition >= 0;
        chain->n_rollbacks += action->partition < 0;
        azud_scheduler_output_dropped (chain->scheduler, action->stage, action->partition);
        break;
      case AZUD_ACTION_LAUNCH_TASK:
        chain->n_launches[action->stage]++;
        return true;
      case AZUD_ACTION_CANCEL_TASK:
        return true;
      case AZUD_ACTION_END:
        chain->ended = true;
        chain->succeeded = action->succeeded;
        return false;
      }
  return false;
}

static bool
chain_pass (Chain            *chain,
            const AzudAction *action)
{
  return azud_scheduler_task_succeeded (chain->scheduler, action->stage, action->partition, action->attempt);
}

static bool
chain_lose (Chain            *chain,
            const AzudAction *action,
            int               lost_partition)
{
  return azud_scheduler_fetch_failed (chain->scheduler, action->stage, action->partition, action->attempt,
                                      action->stage - 1, lost_partition);
}

/* Lets all tasks pass until one of @stage is launched. */
static void
chain_run_to (Chain      *chain,
              int         stage,
              AzudAction *action)
{
  while (chain_next (chain, 0, action) && action->stage != stage)
    g_assert_true (chain_pass (chain, action));
}

static void
chain_run_to_end (Chain *chain)
{
  AzudAction action;

  while (chain_next (chain, 0, &action))
    g_assert_true (chain_pass (chain, &action));
  g_assert_true (chain->ended);
}

/* One lost output: one more task of its stage, one more attempt of the reader, no failure counted. */
static void
test_loss_once (void)
{
  AzudStageProgress progress;
  AzudAction action;
  Chain chain;

  chain_init (&chain, 1);
  chain_run_to (&chain, 1, &action);
  g_assert_false (chain_lose (&chain, &action, 7));
  azud_scheduler_get_progress (chain.scheduler, 0, &progress);
  g_assert_false (progress.complete);
  g_assert_cmpint (progress.attempt, ==, 1);
  chain_run_to_end (&chain);
  g_assert_true (chain.succeeded);
  g_assert_cmpint (chain.n_drops, ==, 1);
  g_assert_cmpint (chain.n_launches[0], ==, N_TASKS + 1);
  g_assert_cmpint (chain.n_launches[1], ==, N_TASKS + 1);
  g_assert_cmpint (chain.n_launches[2], ==, N_TASKS);
  azud_scheduler_get_progress (chain.scheduler, 1, &progress);
  g_assert_cmpint (progress.n_failed, ==, 0);
  chain_clear (&chain);
}

/* Lost every time: the fourth attempt in a row of the reader's stage is the last. */
static void
test_loss_every_time (void)
{
  AzudAction action;
  Chain chain;
  int n = 0;

  chain_init (&chain, 1);
  for (;;)
    {
      chain_run_to (&chain, 1, &action);
      if (chain_lose (&chain, &action, n++))
        break;
      g_assert_cmpint (n, <, AZUD_STAGE_MAX_CONSECUTIVE_ATTEMPTS);
    }
  g_assert_cmpint (n, ==, AZUD_STAGE_MAX_CONSECUTIVE_ATTEMPTS);
  chain_run_to_end (&chain);
  g_assert_false (chain.succeeded);
  chain_clear (&chain);
}

/* Attempts do not add up across a success of the stage. */
static void
test_loss_not_in_a_row (void)
{
  AzudAction action;
  Chain chain;

  chain_init (&chain, 1);
  for (int round = 0; round < 3; round++)
    {
      /* stage 1 loses its input twice, passes, and loses its own output, so that it has to run again */
      for (int n = 0; n < 2; n++)
        {
          chain_run_to (&chain, 1, &action);
          g_assert_cmpint (action.stage, ==, 1);
          g_assert_false (chain_lose (&chain, &action, n));
        }
      chain_run_to (&chain, 2, &action);
      g_assert_cmpint (action.stage, ==, 2);
      g_assert_false (chain_lose (&chain, &action, round));
    }
  chain_run_to_end (&chain);
  g_assert_true (chain.succeeded);
  g_assert_cmpint (chain.n_drops, ==, 9);
  chain_clear (&chain);
}

/* Two readers see one loss; a third that began before the output was made anew tells of the old one. */
static void
test_loss_told_late (void)
{
  AzudAction readers[3], action;
  AzudStageProgress progress;
  Chain chain;

  chain_init (&chain, 3);
  chain_run_to (&chain, 1, &readers[0]);
  g_assert_true (chain_next (&chain, 1, &readers[1]));
  g_assert_true (chain_next (&chain, 2, &readers[2]));
  g_assert_false (chain_lose (&chain, &readers[0], 4));
  g_assert_false (chain_lose (&chain, &readers[1], 4));
  g_assert_true (chain_next (&chain, 0, &action));
  g_assert_cmpint (action.stage, ==, 0);
  g_assert_cmpint (action.partition, ==, 4);
  g_assert_false (chain_next (&chain, 1, &action));      /* the readers wait */
  g_assert_true (azud_scheduler_task_succeeded (chain.scheduler, 0, 4, 1));
  g_assert_false (chain_lose (&chain, &readers[2], 4));
  chain_run_to_end (&chain);
  g_assert_true (chain.succeeded);
  g_assert_cmpint (chain.n_drops, ==, 1);
  g_assert_cmpint (chain.n_launches[0], ==, N_TASKS + 1);
  azud_scheduler_get_progress (chain.scheduler, 1, &progress);
  g_assert_cmpint (progress.attempt, ==, 1);
  chain_clear (&chain);
}

/* A lost output of an indeterminate stage: what had read the old one is undone; its late result does not count. */
static void
test_rollback (void)
{
  AzudAction slow, action;
  Chain chain;

  chain_init (&chain, 2);
  chain.stages[0].indeterminate = true;
  chain_run_to (&chain, 1, &slow);
  for (int n = 0; n < 3; n++)
    {
      g_assert_true (chain_next (&chain, 1, &action));
      g_assert_true (chain_pass (&chain, &action));
    }
  g_assert_true (chain_next (&chain, 1, &action));
  g_assert_false (chain_lose (&chain, &action, 2));
  g_assert_true (chain_next (&chain, 1, &action));
  g_assert_cmpint (action.kind, ==, AZUD_ACTION_CANCEL_TASK);
  g_assert_cmpint (action.partition, ==, slow.partition);
  g_assert_cmpint (chain.n_rollbacks, ==, 0);
  g_assert_true (chain_next (&chain, 1, &action));
  g_assert_cmpint (action.stage, ==, 0);
  g_assert_cmpint (action.partition, ==, 2);
  g_assert_false (chain_pass (&chain, &slow));      /* it has passed, too late */
  g_assert_true (chain_pass (&chain, &action));
  chain_run_to_end (&chain);
  g_assert_true (chain.succeeded);
  g_assert_cmpint (chain.n_rollbacks, ==, 1);
  g_assert_cmpint (chain.n_launches[0], ==, N_TASKS + 1);
  g_assert_cmpint (chain.n_launches[1], ==, 5 + N_TASKS);
  g_assert_cmpint (chain.n_launches[2], ==, N_TASKS);
  chain_clear (&chain);
}

/* ---- speculation and locality ---- */

#define MS ((int64_t) 1000 * 1000)

static void
test_speculation (void)
{
  AzudSchedulerRules rules = AZUD_SCHEDULER_RULES_INIT;
  AzudAction straggler, copy, action;
  Chain chain;

  chain_init (&chain, 2);
  rules.speculates = true;
  azud_scheduler_set_rules (chain.scheduler, &rules);
  g_assert_true (chain_next (&chain, 0, &straggler));
  for (int n = 1; n < N_TASKS; n++)
    {
      azud_scheduler_set_time (chain.scheduler, 50 * (n - 1) * MS);
      g_assert_false (chain_next (&chain, 1, &action) && action.speculative);
      azud_scheduler_set_time (chain.scheduler, 50 * n * MS);
      g_assert_true (chain_pass (&chain, &action));
    }
  /* nine of ten have taken 50 ms each: slow is longer than 150 ms */
  azud_scheduler_set_time (chain.scheduler, 150 * MS);
  g_assert_false (chain_next (&chain, 1, &copy));
  g_assert_true (azud_scheduler_is_patient (chain.scheduler));
  azud_scheduler_set_time (chain.scheduler, 151 * MS);
  g_assert_true (chain_next (&chain, 1, &copy));
  g_assert_true (copy.speculative);
  g_assert_cmpint (copy.partition, ==, straggler.partition);
  g_assert_cmpint (copy.attempt, ==, 1);
  g_assert_true (chain_pass (&chain, &copy));
  g_assert_true (chain_next (&chain, 1, &action));
  g_assert_cmpint (action.kind, ==, AZUD_ACTION_CANCEL_TASK);
  g_assert_cmpint (action.worker, ==, straggler.worker);
  g_assert_false (chain_next (&chain, 1, &action));      /* the stage ends when the loser has */
  g_assert_false (chain_pass (&chain, &straggler));
  chain_run_to_end (&chain);
  g_assert_true (chain.succeeded);
  g_assert_cmpint (chain.n_launches[0], ==, N_TASKS + 1);
  chain_clear (&chain);
}

/* Without being asked for there are no copies, whatever the clock says. */
static void
test_no_speculation (void)
{
  AzudAction straggler, action;
  Chain chain;

  chain_init (&chain, 2);
  g_assert_true (chain_next (&chain, 0, &straggler));
  for (int n = 1; n < N_TASKS; n++)
    {
      g_assert_true (chain_next (&chain, 1, &action));
      g_assert_true (chain_pass (&chain, &action));
    }
  azud_scheduler_set_time (chain.scheduler, 3600 * 1000 * MS);
  g_assert_false (chain_next (&chain, 1, &action));
  g_assert_false (azud_scheduler_is_patient (chain.scheduler));
  g_assert_true (chain_pass (&chain, &straggler));
  chain_run_to_end (&chain);
  chain_clear (&chain);
}

static void
test_locality (void)
{
  const AzudStageParents stages[1] = { { .n_parents = 0 } };
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudScheduler *scheduler = azud_scheduler_new (stages, 1, 3, account, &error);
  AzudAction action;

  g_assert_true (azud_scheduler_next (scheduler, 0, &action));
  g_assert_true (azud_scheduler_stage_prepared (scheduler, 0, 4, &error));
  g_assert_true (azud_scheduler_prefer (scheduler, 0, 0, 1, &error));
  g_assert_true (azud_scheduler_prefer (scheduler, 0, 2, 1, &error));

  /* worker 0 takes what anyone may take, worker 1 its own */
  g_assert_true (azud_scheduler_next (scheduler, 0, &action));
  g_assert_cmpint (action.partition, ==, 1);
  g_assert_true (azud_scheduler_next (scheduler, 1, &action));
  g_assert_cmpint (action.partition, ==, 0);
  g_assert_true (azud_scheduler_next (scheduler, 2, &action));
  g_assert_cmpint (action.partition, ==, 3);
  g_assert_true (azud_scheduler_task_succeeded (scheduler, 0, 3, 0));

  /* partition 2 waits its turns for worker 1, which is busy, and then goes to whoever asks */
  for (int turn = 0; turn < AZUD_LOCALITY_TURNS; turn++)
    {
      g_assert_false (azud_scheduler_next (scheduler, 2, &action));
      g_assert_true (azud_scheduler_is_patient (scheduler));
      azud_scheduler_turn (scheduler);
    }
  g_assert_true (azud_scheduler_next (scheduler, 2, &action));
  g_assert_cmpint (action.partition, ==, 2);
  g_assert_cmpint (action.worker, ==, 2);
  azud_scheduler_free (scheduler);
  azud_account_free (account);
}

/* 10^5 stages in a chain are begun and ended in linear time (a quadratic walk would take minutes). */
static void
test_many_stages (void)
{
  const int n = 100000;
  g_autofree AzudStageParents *stages = g_new0 (AzudStageParents, n);
  g_autofree int *numbers = g_new (int, n);
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudScheduler *scheduler;
  AzudAction action;
  int n_done = 0;

  for (int i = 0; i < n; i++)
    {
      numbers[i] = i;
      stages[i] = (AzudStageParents){ .parents = i > 0 ? &numbers[i - 1] : NULL, .n_parents = i > 0 };
    }
  scheduler = azud_scheduler_new (stages, n, 1, account, &error);
  while (azud_scheduler_next (scheduler, 0, &action) && action.kind != AZUD_ACTION_END)
    if (action.kind == AZUD_ACTION_PREPARE_STAGE)
      g_assert_true (azud_scheduler_stage_prepared (scheduler, action.stage, 1, &error));
    else if (action.kind == AZUD_ACTION_FINISH_STAGE)
      azud_scheduler_stage_finished (scheduler, action.stage);
    else
      {
        g_assert_cmpint (action.stage, ==, n_done++);
        g_assert_true (azud_scheduler_task_succeeded (scheduler, action.stage, 0, 0));
      }
  g_assert_cmpint (n_done, ==, n);
  azud_scheduler_free (scheduler);
  azud_account_free (account);
}

/* Of three stages the first two are skipped: what the second would leave is there, what the first would leave is not. */
static void
test_skipped (void)
{
  AzudStageProgress progress;
  Chain chain;

  chain_init (&chain, 1);
  chain.skips = true;
  chain_run_to_end (&chain);
  g_assert_true (chain.succeeded);
  g_assert_cmpint (chain.n_launches[0] + chain.n_launches[1], ==, 0);
  g_assert_cmpint (chain.n_launches[2], ==, N_TASKS);
  azud_scheduler_get_progress (chain.scheduler, 1, &progress);
  g_assert_true (progress.skipped && progress.complete);
  chain_clear (&chain);
}

/* One block of the skipped stage turns out to be lost: all of it runs, and so does the one that was skipped because of it. */
static void
test_revived (void)
{
  AzudStageProgress progress;
  AzudAction action;
  Chain chain;

  chain_init (&chain, 1);
  chain.skips = true;
  chain_run_to (&chain, 2, &action);
  chain.skips = false;
  g_assert_false (chain_lose (&chain, &action, 3));
  chain_run_to_end (&chain);
  g_assert_true (chain.succeeded);
  g_assert_cmpint (chain.n_rollbacks, ==, 2);
  g_assert_cmpint (chain.n_launches[0], ==, N_TASKS);
  g_assert_cmpint (chain.n_launches[1], ==, N_TASKS);
  g_assert_cmpint (chain.n_launches[2], ==, N_TASKS + 1);
  azud_scheduler_get_progress (chain.scheduler, 0, &progress);
  g_assert_false (progress.skipped);
  chain_clear (&chain);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/scheduler/empty", test_empty);
  g_test_add_func ("/runtime/scheduler/T127-many-tasks", test_many_tasks);
  g_test_add_func ("/runtime/scheduler/T127-many-stages", test_many_stages);
  g_test_add_func ("/runtime/scheduler/T122-loss-once", test_loss_once);
  g_test_add_func ("/runtime/scheduler/T122-loss-every-time", test_loss_every_time);
  g_test_add_func ("/runtime/scheduler/T122-loss-not-in-a-row", test_loss_not_in_a_row);
  g_test_add_func ("/runtime/scheduler/T124-loss-told-late", test_loss_told_late);
  g_test_add_func ("/runtime/scheduler/T123-rollback", test_rollback);
  g_test_add_func ("/runtime/scheduler/skipped", test_skipped);
  g_test_add_func ("/runtime/scheduler/revived", test_revived);
  g_test_add_func ("/runtime/scheduler/T128-speculation", test_speculation);
  g_test_add_func ("/runtime/scheduler/T128-no-speculation", test_no_speculation);
  g_test_add_func ("/runtime/scheduler/locality", test_locality);
  return g_test_run ();
}
