/* reuse.c: what earlier runs have left, and which stages need not run because of it
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every exchange of a run has a key: the fingerprint of its rows and what else decides how they lie there.  Exchanges that are kept under
 * their keys are taken over; a stage none of whose rows are missing or needed is skipped (DAGScheduler.getMissingParentStages), and
 * one that has lost only some of its blocks runs the tasks that left those.
 */

#include "operators/execution/execution-private.h"

#include "plan/print.h"

/* Files changed less than this ago may change once more without a trace: clocks of file systems tick slowly. */
#define SETTLED_NS ((gint64) 2 * 1000 * 1000 * 1000)

static char *
key_of (AzudExecution  *execution,
        const AzudPlan *exchange,
        const char     *fingerprint)
{
  const AzudExprSettings *settings = &execution->settings;
  const AzudAdaptiveSettings *adaptive = &execution->adaptive;      /* they cut stages into tasks, and so rows into blocks */

  return g_strdup_printf ("%s %d %s %d %d / %d %d %d %" G_GINT64_FORMAT " %g %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, fingerprint,
                          azud_execution_count_partitions (execution, exchange), settings->time_zone != NULL ? settings->time_zone : "UTC",
                          settings->case_sensitive, settings->spark_target, adaptive->enabled, adaptive->coalesces, adaptive->splits,
                          (gint64) adaptive->advisory_bytes, adaptive->skew_factor, (gint64) adaptive->skew_bytes,
                          (gint64) execution->broadcast_bytes);
}

static bool
may_keep (const AzudExecution *execution,
          const AzudPlan      *exchange)
{
  return execution->keeps_all || exchange->as.exchange.kind == AZUD_EXCHANGE_KEEP;
}

static const AzudStageOutput *
output_of (const StageState *state,
           int               sink)
{
  return &g_array_index (state->stage->outputs, AzudStageOutput, sink);
}

static bool
has_cache (const AzudExecution *execution)
{
  for (guint i = 0; i < execution->stages->stages->len; i++)
    for (int s = 0; s < execution->states[i].n_sinks; s++)
      {
        const AzudPlan *exchange = output_of (&execution->states[i], s)->exchange;

        if (exchange != NULL && exchange->as.exchange.kind == AZUD_EXCHANGE_KEEP)
          return true;
      }
  return false;
}

static void
take_held (AzudExecution *execution)
{
  GHashTable *keys = execution->keys;

  for (guint i = 0; i < execution->stages->stages->len; i++)
    for (int s = 0; s < execution->states[i].n_sinks; s++)
      {
        AzudPlan *exchange = output_of (&execution->states[i], s)->exchange;
        const char *fingerprint = exchange != NULL ? g_hash_table_lookup (execution->fingerprints, exchange) : NULL;
        AzudShuffle *shuffle;
        char *key;

        if (fingerprint == NULL || !may_keep (execution, exchange))
          continue;
        key = key_of (execution, exchange, fingerprint);
        g_hash_table_insert (keys, exchange, key);
        shuffle = azud_datasets_take (execution->datasets, key, exchange, execution->account);
        if (shuffle != NULL)
          g_hash_table_insert (execution->held, exchange, shuffle);
      }
}

/* ---- which stages run ---- */

static bool
is_whole (AzudShuffle *shuffle)
{
  for (int map = 0; shuffle != NULL && map < shuffle->n_maps; map++)
    if (!azud_shuffle_has (shuffle, map))
      return false;
  return shuffle != NULL;
}

static bool
reads (const AzudStage *stage,
       const AzudPlan  *exchange)
{
  return g_ptr_array_find (stage->operators, exchange, NULL);
}

/* Whether a later stage that runs reads @exchange. */
static bool
is_needed (const AzudExecution *execution,
           guint                from,
           const AzudPlan      *exchange)
{
  for (guint i = from; i < execution->stages->stages->len; i++)
    if (!execution->states[i].skipped && reads (execution->states[i].stage, exchange))
      return true;
  return false;
}

/* Counts of all its operators, from an earlier run. */
static bool
recall_counts (AzudExecution *execution,
               StageState    *state)
{
  g_autofree AzudOperatorCounts *counts = g_new0 (AzudOperatorCounts, state->n_operators + 1);

  for (int o = 0; o < state->n_operators; o++)
    {
      const char *key = g_hash_table_lookup (execution->fingerprints, state->operators[o].plan);

      if (state->operators[o].plan->op == AZUD_PLAN_EXCHANGE)
        continue;
      if (key == NULL || !azud_datasets_recall (execution->datasets, key, &counts[o]))
        return false;
    }
  for (int o = 0; o < state->n_operators; o++)
    {
      atomic_store (&state->operators[o].rows, counts[o].rows);
      atomic_store (&state->operators[o].rows_read, counts[o].rows_read);
    }
  return true;
}

static void
forget_held (AzudExecution *execution,
             StageState    *state)
{
  for (int s = 0; s < state->n_sinks; s++)
    if (output_of (state, s)->exchange != NULL)
      g_hash_table_remove (execution->held, output_of (state, s)->exchange);
}

static void
decide_stage (AzudExecution *execution,
              int            number)
{
  StageState *state = &execution->states[number];
  bool there = true, needed = false, any = false;

  for (int s = 0; s < state->n_sinks; s++)
    {
      const AzudPlan *exchange = output_of (state, s)->exchange;
      AzudShuffle *shuffle = exchange != NULL ? g_hash_table_lookup (execution->held, exchange) : NULL;

      if (exchange == NULL || (is_needed (execution, (guint) number + 1, exchange) && !is_whole (shuffle)))
        needed = true;
      there = there && is_whole (shuffle);
      any = any || shuffle != NULL;
    }
  if (needed && !any)
    return;
  state->recalled = recall_counts (execution, state);
  if (!state->recalled)
    {
      forget_held (execution, state);
      return;
    }
  state->skipped = !needed;
  state->needless = state->skipped && !there;
}

void
azud_execution_reuse (AzudExecution *execution,
                      AzudDatasets  *datasets,
                      bool           all)
{
  gint64 newest_ns = 0;

  if (!all && !has_cache (execution))
    return;
  execution->datasets = datasets;
  execution->keeps_all = all;
  execution->fingerprints = azud_plan_fingerprints ((AzudPlan *const *) execution->stages->roots->pdata,
                                                    (int) execution->stages->roots->len, &newest_ns);
  if (newest_ns > g_get_real_time () * 1000 - SETTLED_NS)
    g_hash_table_remove_all (execution->fingerprints);
  take_held (execution);
  for (int i = (int) execution->stages->stages->len - 1; i >= 0; i--)
    decide_stage (execution, i);
}

const char *
azud_execution_get_key (const AzudExecution *execution,
                        const AzudPlan      *exchange)
{
  return g_hash_table_lookup (execution->keys, exchange);
}

/* ---- what the runtime asks ---- */

/* Number of maps of the skipped stage, as far as readers can name them. */
void
azud_execution_prepare_skipped (AzudExecution *execution,
                                StageState    *state)
{
  state->n_tasks = 0;
  for (int s = 0; s < state->n_sinks; s++)
    {
      AzudPlan *exchange = output_of (state, s)->exchange;
      AzudShuffle *shuffle = g_hash_table_lookup (execution->held, exchange);

      if (shuffle == NULL)
        continue;
      g_hash_table_steal (execution->held, exchange);
      shuffle->stage = (int) (state - execution->states);
      for (int map = 0; map < shuffle->n_maps; map++)
        shuffle->tasks[map] = map;
      state->sinks[s].shuffle = shuffle;
      state->n_tasks = MAX (state->n_tasks, shuffle->n_maps);
      azud_execution_add_shuffle (execution, exchange, shuffle);
    }
}

static bool
is_task_kept (const StageState *state,
              int               task)
{
  const StageLeaf *leaf = azud_stage_state_find_leaf (state, task);

  for (int s = 0; s < state->n_sinks; s++)
    {
      const StageSink *sink = &state->sinks[s];
      int map = sink->first_map[leaf - state->leaves] + task - leaf->first_task;

      if (leaf->reaches[sink->operator]
          && (output_of (state, s)->exchange == NULL || !azud_shuffle_has (sink->shuffle, map)))
        return false;
    }
  return true;
}

AzudKept
azud_execution_kept (AzudExecution *execution,
                     int            stage,
                     int            partition)
{
  const StageState *state = &execution->states[stage];

  if (state->needless)
    return AZUD_KEPT_NEEDLESS;
  if (state->skipped)
    return AZUD_KEPT_THERE;
  return partition >= 0 && state->recalled && is_task_kept (state, partition) ? AZUD_KEPT_THERE : AZUD_KEPT_NOT;
}

int
azud_execution_prefer (AzudExecution *execution,
                       int            stage,
                       int            partition)
{
  const StageState *state = &execution->states[stage];
  const StageLeaf *leaf = azud_stage_state_find_leaf (state, partition);
  const AzudPlan *plan = state->operators[leaf->operator].plan;

  if (plan->op != AZUD_PLAN_EXCHANGE || plan->as.exchange.kind != AZUD_EXCHANGE_KEEP)
    return -1;
  return azud_shuffle_get_worker (azud_execution_find_shuffle (execution, plan), partition - leaf->first_task);
}

/* ---- after the run ---- */

static void
note_counts (AzudExecution *execution,
             StageState    *state)
{
  if (state->recalled || !state->prepared)
    return;
  for (int task = 0; task < state->n_tasks; task++)
    if (!atomic_load (&state->counted[task]))
      return;
  for (int o = 0; o < state->n_operators; o++)
    {
      const char *key = g_hash_table_lookup (execution->fingerprints, state->operators[o].plan);
      AzudOperatorCounts counts = { atomic_load (&state->operators[o].rows), atomic_load (&state->operators[o].rows_read) };

      if (key != NULL)
        azud_datasets_note (execution->datasets, key, &counts);
    }
}

static void
give_all (AzudExecution *execution,
          GHashTable    *shuffles)
{
  GHashTableIter iter;
  gpointer exchange, shuffle;

  g_hash_table_iter_init (&iter, shuffles);
  while (g_hash_table_iter_next (&iter, &exchange, &shuffle))
    {
      const char *key = g_hash_table_lookup (execution->keys, exchange);

      if (key == NULL)
        continue;
      g_hash_table_iter_steal (&iter);
      azud_datasets_give (execution->datasets, key, shuffle);
    }
}

void
azud_execution_give_back (AzudExecution *execution)
{
  if (execution->datasets == NULL)
    return;
  for (guint i = 0; i < execution->stages->stages->len; i++)
    note_counts (execution, &execution->states[i]);
  give_all (execution, execution->shuffles);
  give_all (execution, execution->held);
  execution->datasets = NULL;
}
