/* execution.c: what the stages of a run share, and making it ready
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/execution/execution-private.h"

#include "base/debug.h"
#include "operators/narrow.h"

#include <string.h>

#define RANGE_PARTITION_ROWS ((uint64_t) 1 << 20)
#define MAX_PARTITIONS 64
#define SAMPLE_PARTITION_BYTES ((int64_t) 1 << 20)

static void
shuffle_free_cb (gpointer data)
{
  azud_shuffle_free (data);
}

AzudExecution *
azud_execution_new (const AzudStages       *stages,
                    const AzudExprSettings *settings,
                    int                     shuffle_partitions,
                    AzudBudget             *budget,
                    AzudAccount            *account,
                    AzudError              *error)
{
  AzudExecution *execution = g_new0 (AzudExecution, 1);

  execution->stages = stages;
  execution->settings = *settings;
  execution->shuffle_partitions = shuffle_partitions;
  execution->budget = budget;
  execution->account = account;
  azud_mutex_init (&execution->prepare_lock);
  azud_mutex_init (&execution->lock);
  execution->shuffles = g_hash_table_new_full (NULL, NULL, NULL, shuffle_free_cb);
  execution->keys = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  execution->held = g_hash_table_new_full (NULL, NULL, NULL, shuffle_free_cb);
  execution->changes = g_array_new (FALSE, FALSE, sizeof (AzudPlanChange));
  execution->broadcast_bytes = -1;
  execution->results = g_ptr_array_new_with_free_func (shuffle_free_cb);
  execution->result_plans = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_plan_unref);
  g_ptr_array_set_size (execution->results, (gint) stages->roots->len);
  execution->states = g_new0 (StageState, MAX (stages->stages->len, 1));
  for (guint i = 0; i < stages->stages->len; i++)
    azud_stage_state_init (&execution->states[i], g_ptr_array_index (stages->stages, i));
  return execution;
}

/* Tables of broadcast rows pin the blocks they were made of. */
static void
free_tables (AzudExecution *execution)
{
  for (guint i = 0; i < execution->stages->stages->len; i++)
    for (int o = 0; o < execution->states[i].n_operators; o++)
      {
        azud_join_table_free (execution->states[i].operators[o].table);
        execution->states[i].operators[o].table = NULL;
      }
}

void
azud_execution_free (AzudExecution *execution)
{
  if (execution == NULL)
    return;

  free_tables (execution);      /* before others may free the blocks */
  azud_execution_give_back (execution);
  for (guint i = 0; i < execution->stages->stages->len; i++)
    {
      for (int l = 0; l < execution->states[i].n_leaves; l++)
        azud_adaptive_clear_leaf (execution, &execution->states[i].leaves[l]);
      azud_stage_state_clear (&execution->states[i]);
    }
  g_free (execution->states);
  g_array_unref (execution->changes);
  g_hash_table_unref (execution->shuffles);
  g_hash_table_unref (execution->held);
  g_hash_table_unref (execution->keys);
  g_clear_pointer (&execution->fingerprints, g_hash_table_unref);
  g_ptr_array_unref (execution->results);
  g_ptr_array_unref (execution->result_plans);
  azud_mutex_clear (&execution->lock);
  azud_mutex_clear (&execution->prepare_lock);
  g_free (execution);
}

void
azud_execution_set_sample (AzudExecution *execution,
                           int64_t        bytes)
{
  execution->sample_bytes = bytes;
}

void
azud_execution_set_adaptive (AzudExecution              *execution,
                             const AzudAdaptiveSettings *settings,
                             int64_t                     broadcast_bytes)
{
  execution->adaptive = *settings;
  execution->broadcast_bytes = broadcast_bytes;
}

bool
azud_execution_was_cut (const AzudExecution *execution)
{
  return execution->was_cut;
}

int64_t
azud_execution_get_rows_read (const AzudExecution *execution)
{
  int64_t rows = 0;

  for (guint i = 0; i < execution->stages->stages->len; i++)
    for (int o = 0; o < execution->states[i].n_operators; o++)
      rows += atomic_load (&execution->states[i].operators[o].rows_read);
  return rows;
}

bool
azud_execution_open_outputs (AzudExecution *execution,
                             AzudError     *error)
{
  for (guint i = 0; i < execution->stages->stages->len; i++)
    for (int o = 0; o < execution->states[i].n_operators; o++)
      {
        StageOperator *operator = &execution->states[i].operators[o];

        if (operator->plan->op != AZUD_PLAN_WRITE)
          continue;
        operator->output = azud_write_output_new (operator->plan, 0, execution->account, error);
        if (operator->output != NULL)
          continue;
        if (operator->plan->origin.node != NULL)
          azud_error_at_node (error, operator->plan->origin.node, NULL);
        return false;
      }
  return true;
}

/* ---- prepare ---- */

AzudShuffle *
azud_execution_find_shuffle (AzudExecution  *execution,
                             const AzudPlan *exchange)
{
  AzudShuffle *shuffle;

  azud_mutex_lock (&execution->lock);
  shuffle = g_hash_table_lookup (execution->shuffles, exchange);
  azud_mutex_unlock (&execution->lock);
  return shuffle;
}

void
azud_execution_add_shuffle (AzudExecution *execution,
                            AzudPlan      *exchange,
                            AzudShuffle   *shuffle)
{
  azud_mutex_lock (&execution->lock);
  g_hash_table_insert (execution->shuffles, exchange, shuffle);
  azud_mutex_unlock (&execution->lock);
}

int
azud_execution_count_partitions (const AzudExecution *execution,
                                 const AzudPlan      *exchange)
{
  int forced = (int) azud_debug_get ("partitions", 0);

  if (exchange->as.exchange.kind != AZUD_EXCHANGE_HASH && exchange->as.exchange.kind != AZUD_EXCHANGE_ROUND_ROBIN)
    return 1;
  if (forced > 0)
    return forced;
  if (exchange->as.exchange.n_partitions > 0)
    return exchange->as.exchange.n_partitions;
  return execution->shuffle_partitions > 0 ? execution->shuffle_partitions : 1;
}

static int
range_partitions (const AzudPlan *range)
{
  int forced = (int) azud_debug_get ("partitions", 0);
  uint64_t n = (azud_range_count (range) + RANGE_PARTITION_ROWS - 1) / RANGE_PARTITION_ROWS;

  if (forced > 0)
    return forced;
  return n < 1 ? 1 : n > MAX_PARTITIONS ? MAX_PARTITIONS : (int) n;
}

/* Leaves only the first partitions of a large input. */
static void
cut_leaf (AzudExecution       *execution,
          const StageOperator *operator,
          StageLeaf           *leaf)
{
  int64_t bytes = 0;
  int n = 0;

  while (n < leaf->n_partitions && bytes < execution->sample_bytes)
    bytes += azud_csv_source_get_partition_bytes (operator->source, n++);
  execution->was_cut |= n < leaf->n_partitions;
  leaf->n_partitions = n;
}

static bool
prepare_leaf (AzudExecution *execution,
              StageState    *state,
              StageLeaf     *leaf,
              AzudError     *error)
{
  StageOperator *operator = &state->operators[leaf->operator];

  switch (operator->plan->op)
    {
    case AZUD_PLAN_SCAN:
      operator->source = azud_scan_source_new (operator->plan, &execution->settings,
                                               execution->sample_bytes > 0 ? SAMPLE_PARTITION_BYTES : 0,
                                               execution->account, error);
      if (operator->source == NULL)
        {
          if (operator->plan->origin.node != NULL && error != NULL && error->node[0] == '\0')
            azud_error_at_node (error, operator->plan->origin.node, NULL);
          return false;
        }
      leaf->n_partitions = azud_csv_source_get_n_partitions (operator->source);
      if (execution->sample_bytes > 0)
        cut_leaf (execution, operator, leaf);
      return true;
    case AZUD_PLAN_RANGE:
      leaf->n_partitions = range_partitions (operator->plan);
      return true;
    case AZUD_PLAN_EXCHANGE:
      return azud_adaptive_cut_leaf (execution, state, leaf, error);
    case AZUD_PLAN_VALUES:
      leaf->n_partitions = 1;
      return true;
    default:
      return azud_error_set (error, AZUD_FAULT_INTERNAL, "AZUD_INTERNAL",
                             N_("This operator cannot begin a stage"), NULL);
    }
}

/* Which tasks reach which sink, and under which number. */
static void
number_maps (StageState *state)
{
  for (int s = 0; s < state->n_sinks; s++)
    {
      StageSink *sink = &state->sinks[s];

      sink->n_maps = 0;
      for (int l = 0; l < state->n_leaves; l++)
        {
          sink->first_map[l] = sink->n_maps;
          if (state->leaves[l].reaches[sink->operator])
            sink->n_maps += state->leaves[l].n_partitions;
        }
    }
}

/* The rows that @exchange of this stage is to have: those of an earlier run or of this stage before it was dropped, else new ones. */
static AzudShuffle *
find_or_make_shuffle (AzudExecution *execution,
                      StageState    *state,
                      StageSink     *sink,
                      AzudPlan      *exchange,
                      AzudError     *error)
{
  int n_partitions = azud_execution_count_partitions (execution, exchange);
  AzudShuffle *shuffle = azud_execution_find_shuffle (execution, exchange);

  if (shuffle != NULL && azud_adaptive_has_same_sources (execution, shuffle, state, sink))
    return shuffle;
  if (shuffle != NULL)      /* others read it already: it cannot be made anew */
    {
      g_hash_table_remove (execution->keys, exchange);
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_KEPT_ROWS",
                      N_("Rows kept from an earlier run do not fit those that are there now; run it once more"), NULL);
      return NULL;
    }
  shuffle = g_hash_table_lookup (execution->held, exchange);
  g_hash_table_steal (execution->held, exchange);
  if (shuffle != NULL && (shuffle->n_partitions != n_partitions || !azud_adaptive_has_same_sources (execution, shuffle, state, sink)))
    g_clear_pointer (&shuffle, azud_shuffle_free);
  if (shuffle == NULL)
    {
      shuffle = azud_shuffle_new (exchange, n_partitions, execution->budget, execution->account, error);
      if (shuffle != NULL && !azud_shuffle_prepare (shuffle, sink->n_maps, error))
        g_clear_pointer (&shuffle, azud_shuffle_free);
    }
  if (shuffle == NULL)
    return NULL;
  azud_execution_add_shuffle (execution, exchange, shuffle);
  return shuffle;
}

static bool
prepare_sink (AzudExecution *execution,
              StageState    *state,
              int            number,
              AzudError     *error)
{
  const AzudStageOutput *output = &g_array_index (state->stage->outputs, AzudStageOutput, number);
  StageSink *sink = &state->sinks[number];
  StageOperator *operator = &state->operators[sink->operator];

  if (output->exchange != NULL)
    {
      sink->shuffle = find_or_make_shuffle (execution, state, sink, output->exchange, error);
      if (sink->shuffle == NULL)
        return false;
    }
  else if (operator->plan->op == AZUD_PLAN_WRITE)
    {
      azud_output_set_n_partitions (operator->output, sink->n_maps);
      return true;
    }
  else
    {
      AzudPlan *exchange = azud_plan_exchange ((AzudPlan *) operator->plan, AZUD_EXCHANGE_SINGLE);

      g_ptr_array_add (execution->result_plans, exchange);
      sink->shuffle = azud_shuffle_new (exchange, 1, execution->budget, execution->account, error);
      if (sink->shuffle == NULL)
        return false;
      g_ptr_array_index (execution->results, output->result) = sink->shuffle;
      if (!azud_shuffle_prepare (sink->shuffle, sink->n_maps, error))
        return false;
    }
  azud_mutex_lock (&sink->shuffle->lock);      /* views may look at it */
  sink->shuffle->stage = (int) (state - execution->states);
  for (int l = 0; l < state->n_leaves; l++)
    for (int p = 0; state->leaves[l].reaches[sink->operator] && p < state->leaves[l].n_partitions; p++)
      sink->shuffle->tasks[sink->first_map[l] + p] = state->leaves[l].first_task + p;
  azud_adaptive_note_sources (execution, state, sink);
  azud_mutex_unlock (&sink->shuffle->lock);
  return true;
}

/* The exchange's rows are there: each task can make a table of its own part as well. */
static bool
does_without (StageOperator *join,
              AzudError     *error)
{
  if (!join->shares_table || error == NULL || strcmp (error->condition, "AZUD_OUT_OF_MEMORY") != 0)
    return false;
  join->shares_table = false;
  azud_error_clear (error);
  return true;
}

static bool
prepare_broadcasts (AzudExecution    *execution,
                    StageState       *state,
                    const AzudCancel *cancel,
                    AzudError        *error)
{
  for (int i = 0; i < state->n_operators; i++)
    {
      StageOperator *operator = &state->operators[i];
      AzudJoinSource source = { 0 };

      if (!(operator->broadcast || operator->shares_table) || operator->table != NULL)
        continue;
      source.shuffle = azud_execution_find_shuffle (execution, operator->plan->inputs[operator->build_side]);
      source.slice = azud_shuffle_everything (source.shuffle);
      operator->table = azud_join_table_new (operator->plan, operator->build_side, &source, &execution->settings,
                                             execution->account, cancel, error);
      if (operator->table == NULL && !does_without (operator, error))
        return false;
      if (operator->table != NULL)
        azud_adaptive_note_table (execution, state, operator);
    }
  return true;
}

/* Whether files of @output's folder are read by a stage that was prepared until now. */
static bool
check_inputs (const AzudExecution *execution,
              const AzudOutput    *output,
              AzudError           *error)
{
  for (guint i = 0; i < execution->stages->stages->len; i++)
    for (int o = 0; o < execution->states[i].n_operators; o++)
      {
        const AzudCsvSource *source = execution->states[i].operators[o].source;

        if (source != NULL && !azud_output_check_inputs (output, azud_csv_source_get_files (source), error))
          return false;
      }
  return true;
}

/* A folder that is written must not be one that is read; a single file may be.  Looked at after each stage, as either
 * may be prepared first. */
static bool
check_outputs (const AzudExecution *execution,
               AzudError           *error)
{
  for (guint i = 0; i < execution->stages->stages->len; i++)
    for (int o = 0; o < execution->states[i].n_operators; o++)
      {
        const StageOperator *operator = &execution->states[i].operators[o];

        if (operator->output == NULL || check_inputs (execution, operator->output, error))
          continue;
        if (operator->plan->origin.node != NULL)
          azud_error_at_node (error, operator->plan->origin.node, NULL);
        return false;
      }
  return true;
}

static bool
prepare_ends (AzudExecution *execution,
              StageState    *state,
              int           *n_tasks,
              AzudError     *error)
{
  *n_tasks = 0;
  azud_adaptive_choose_sides (execution, state);
  for (int l = 0; l < state->n_leaves; l++)
    {
      state->leaves[l].first_task = *n_tasks;
      if (!prepare_leaf (execution, state, &state->leaves[l], error))
        return false;
      *n_tasks += state->leaves[l].n_partitions;
    }
  number_maps (state);
  for (int s = 0; s < state->n_sinks; s++)
    if (!prepare_sink (execution, state, s, error))
      return false;
  return check_outputs (execution, error);
}

/* Stages that do not depend on each other are prepared at the same time. */
bool
azud_execution_prepare (AzudExecution    *execution,
                        int               stage,
                        const AzudCancel *cancel,
                        int              *n_tasks,
                        AzudError        *error)
{
  StageState *state = &execution->states[stage];

  if (state->skipped)
    {
      azud_mutex_lock (&execution->prepare_lock);
      azud_execution_prepare_skipped (execution, state);
      azud_mutex_unlock (&execution->prepare_lock);
      *n_tasks = state->n_tasks;
      return true;
    }
  if (!state->prepared)      /* else a broadcast input was lost, or the stage was dropped: inputs and exchanges are there */
    {
      azud_mutex_lock (&execution->prepare_lock);
      state->prepared = prepare_ends (execution, state, &state->n_tasks, error);
      azud_mutex_unlock (&execution->prepare_lock);
      if (!state->prepared)
        return false;
      state->counted = g_new0 (_Atomic bool, MAX (state->n_tasks, 1));
    }
  *n_tasks = state->n_tasks;
  return prepare_broadcasts (execution, state, cancel, error);
}

/* Outputs of writes stay: they keep the first attempt of a part, and no stage of ours is indeterminate. */
void
azud_execution_drop (AzudExecution *execution,
                     int            stage,
                     int            partition)
{
  StageState *state = &execution->states[stage];

  for (int s = 0; s < state->n_sinks; s++)
    {
      AzudShuffle *shuffle = state->sinks[s].shuffle;

      for (int map = 0; shuffle != NULL && map < shuffle->n_maps; map++)
        if (partition < 0 || shuffle->tasks[map] == partition)
          azud_shuffle_forget (shuffle, map);
    }
  if (partition < 0)
    state->skipped = state->needless = false;      /* it runs after all */
  for (int i = 0; partition < 0 && i < state->n_operators; i++)
    {
      azud_join_table_free (state->operators[i].table);
      state->operators[i].table = NULL;
    }
}

/* ---- after the run ---- */

bool
azud_execution_commit (AzudExecution *execution,
                       AzudError     *error)
{
  g_autoptr(GPtrArray) outputs = g_ptr_array_new ();

  for (guint i = 0; i < execution->stages->stages->len; i++)
    for (int o = 0; o < execution->states[i].n_operators; o++)
      if (execution->states[i].operators[o].output != NULL)
        g_ptr_array_add (outputs, execution->states[i].operators[o].output);
  return outputs->len == 0 || azud_outputs_commit ((AzudOutput **) outputs->pdata, outputs->len, error);
}

AzudShuffle *
azud_execution_get_result (const AzudExecution *execution,
                           int                  result)
{
  return g_ptr_array_index (execution->results, result);
}

GPtrArray *
azud_execution_list_outputs (const AzudExecution *execution)
{
  GPtrArray *paths = g_ptr_array_new ();

  for (guint i = 0; i < execution->stages->stages->len; i++)
    for (int o = 0; o < execution->states[i].n_operators; o++)
      {
        const AzudPlan *plan = execution->states[i].operators[o].plan;

        if (plan->op == AZUD_PLAN_WRITE)
          g_ptr_array_add (paths, g_ptr_array_index (plan->as.write.data->paths, 0));
      }
  return paths;
}

static void
count_taps (const StageOperator *operator,
            GArray              *counts)
{
  g_autoptr(GArray) taps = azud_plan_list_taps (operator->plan);

  for (guint t = 0; t < taps->len; t++)
    {
      const AzudTap *tap = &g_array_index (taps, AzudTap, t);
      AzudEdgeCount count = { .node = tap->node, .port = tap->port,
                              .rows = atomic_load (&operator->rows) };

      if (tap->kind == AZUD_TAP_ROWS_READ)
        count.rows = atomic_load (&operator->rows_read);
      if (tap->kind == AZUD_TAP_MERGED)
        {
          count.merged = true;
          count.merged_into = operator->plan->origin.node;
        }
      g_array_append_val (counts, count);
    }
}

int64_t
azud_execution_get_spilled (const AzudExecution *execution,
                            const char          *node)
{
  int64_t bytes = 0;

  for (guint i = 0; i < execution->stages->stages->len; i++)
    for (int o = 0; o < execution->states[i].n_operators; o++)
      {
        const StageOperator *operator = &execution->states[i].operators[o];

        if (node == NULL || g_strcmp0 (operator->plan->origin.node, node) == 0)
          bytes += atomic_load (&operator->spilled_bytes);
      }
  return bytes;
}

GArray *
azud_execution_count_edges (AzudExecution *execution)
{
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (AzudEdgeCount));

  for (guint i = 0; i < execution->stages->stages->len; i++)
    for (int o = 0; o < execution->states[i].n_operators; o++)
      if (execution->states[i].operators[o].plan->op != AZUD_PLAN_EXCHANGE)
        count_taps (&execution->states[i].operators[o], counts);
  return counts;
}

void
azud_execution_count_operators (const AzudExecution *execution,
                                void               (*func) (void *data, const AzudPlan *plan, int64_t rows, int64_t spilled),
                                void                *data)
{
  for (guint i = 0; i < execution->stages->stages->len; i++)
    for (int o = 0; o < execution->states[i].n_operators; o++)
      {
        const StageOperator *operator = &execution->states[i].operators[o];

        func (data, operator->plan, atomic_load (&operator->rows),
              atomic_load (&operator->spilled_bytes) - atomic_load (&operator->exchange_spilled_bytes));
      }
}

static int
guess_leaf (const AzudExecution *execution,
            const AzudPlan      *plan)
{
  AzudCsvSource *source;
  int n = 1;

  switch (plan->op)
    {
    case AZUD_PLAN_SCAN:
      source = azud_scan_source_new (plan, &execution->settings, 0, execution->account, NULL);
      if (source != NULL)
        n = azud_csv_source_get_n_partitions (source);
      azud_csv_source_unref (source);
      return n;
    case AZUD_PLAN_RANGE:
      return range_partitions (plan);
    case AZUD_PLAN_EXCHANGE:
      return plan->as.exchange.kind == AZUD_EXCHANGE_KEEP ? azud_execution_guess_tasks (execution, plan->as.exchange.stage)
                                                          : azud_execution_count_partitions (execution, plan);
    default:
      return n;
    }
}

int
azud_execution_guess_tasks (const AzudExecution *execution,
                            int                  stage)
{
  const StageState *state = &execution->states[stage];
  int n = 0;

  for (int l = 0; l < state->n_leaves; l++)
    n += guess_leaf (execution, state->operators[state->leaves[l].operator].plan);
  return n;
}
