/* task-run.c: one attempt of a task: make the operators its leaf reaches, push, finish
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/execution/execution-private.h"

#include "operators/narrow.h"

#include <string.h>

typedef struct
{
  AzudExecution   *execution;
  StageState      *state;
  const StageLeaf *leaf;
  int              leaf_number;
  int              partition;         /* of the leaf */
  AzudTaskContext  context;
  AzudOperator   **operators;         /* [operator], NULL where the leaf does not reach */
  AzudOperator   **sinks;             /* [sink] exchange writers */
} TaskRun;

/* What this task reads of @shuffle, that of its leaf or one that is cut like it. */
static AzudShuffleSlice
slice_of (const TaskRun     *run,
          const AzudShuffle *shuffle)
{
  if (shuffle->exchange->as.exchange.kind == AZUD_EXCHANGE_KEEP)
    return azud_shuffle_map (run->partition);
  return run->leaf->slices != NULL ? run->leaf->slices[run->partition] : azud_shuffle_partition (shuffle, run->partition);
}

static AzudOperator *
make_exchange_read (TaskRun        *run,
                    const AzudPlan *exchange,
                    AzudError      *error)
{
  AzudShuffle *shuffle = azud_execution_find_shuffle (run->execution, exchange);
  AzudShuffleSlice slice = slice_of (run, shuffle);

  return azud_exchange_read_new (&run->context, exchange, shuffle, &slice, error);
}

static AzudOperator *
make_leaf (TaskRun             *run,
           const StageOperator *operator,
           AzudError           *error)
{
  const AzudPlan *plan = operator->plan;

  switch (plan->op)
    {
    case AZUD_PLAN_SCAN:
      return azud_scan_new (&run->context, plan, operator->source, run->partition, error);
    case AZUD_PLAN_VALUES:
      return azud_values_new (&run->context, plan, error);
    case AZUD_PLAN_RANGE:
      {
        uint64_t count = azud_range_count (plan);
        uint64_t n = (uint64_t) run->leaf->n_partitions, p = (uint64_t) run->partition;
        uint64_t first = (uint64_t) (((AzudUint128) count * p) / n);
        uint64_t end = (uint64_t) (((AzudUint128) count * (p + 1)) / n);

        return azud_range_new (&run->context, plan, first, end - first, error);
      }
    default:
      return make_exchange_read (run, plan, error);
    }
}

static AzudOperator *
make_join (TaskRun             *run,
           const StageOperator *operator,
           AzudError           *error)
{
  const AzudPlan *plan = operator->plan;
  AzudJoinSource source = { .progress = run->context.task->progress };

  source.shuffle = azud_execution_find_shuffle (run->execution, plan->inputs[operator->build_side]);
  source.slice = slice_of (run, source.shuffle);
  source.slice.first_map = 0;      /* of the other side every task takes all rows of its partitions */
  source.slice.end_map = source.shuffle->n_maps;
  return azud_join_new (&run->context, plan, operator->build_side, operator->table, &source, error);
}

/* Number of this task among those that reach sink @number. */
static int
map_number (const TaskRun *run,
            int            number)
{
  return run->state->sinks[number].first_map[run->leaf_number] + run->partition;
}

static AzudOperator *
make_write (TaskRun             *run,
            const StageOperator *operator,
            AzudError           *error)
{
  for (int s = 0; s < run->state->n_sinks; s++)
    if (&run->state->operators[run->state->sinks[s].operator] == operator)
      return azud_write_new (&run->context, operator->plan, operator->output, map_number (run, s), error);
  azud_error_set (error, AZUD_FAULT_INTERNAL, "AZUD_INTERNAL", N_("A write is no output of its stage"), NULL);
  return NULL;
}

static AzudOperator *
make_operator (TaskRun             *run,
               const StageOperator *operator,
               AzudError           *error)
{
  const AzudPlan *plan = operator->plan;

  switch (plan->op)
    {
    case AZUD_PLAN_FILTER:
      return azud_filter_new (&run->context, plan, error);
    case AZUD_PLAN_PROJECT:
      return azud_project_new (&run->context, plan, error);
    case AZUD_PLAN_LIMIT:
      return azud_limit_new (&run->context, plan, error);
    case AZUD_PLAN_AGGREGATE:
      return azud_hash_aggregate_new (&run->context, plan, error);
    case AZUD_PLAN_SORT:
    case AZUD_PLAN_TOP_N:
      return azud_sort_new (&run->context, plan, error);
    case AZUD_PLAN_WINDOW:
      return azud_window_new (&run->context, plan, error);
    case AZUD_PLAN_JOIN:
      return make_join (run, operator, error);
    case AZUD_PLAN_UNION:
      return azud_pass_new (&run->context, plan, error);
    case AZUD_PLAN_REJECTS:
      return azud_rejects_new (&run->context, plan, error);
    case AZUD_PLAN_WRITE:
      return make_write (run, operator, error);
    default:
      azud_error_set (error, AZUD_FAULT_INTERNAL, "AZUD_INTERNAL", N_("This operator has no physical form"), NULL);
      return NULL;
    }
}

static bool
make_operators (TaskRun   *run,
                AzudError *error)
{
  StageState *state = run->state;

  for (int i = 0; i < state->n_operators; i++)
    {
      if (!run->leaf->reaches[i])
        continue;
      run->operators[i] = i == run->leaf->operator ? make_leaf (run, &state->operators[i], error)
                                                   : make_operator (run, &state->operators[i], error);
      if (run->operators[i] == NULL)
        return false;
    }
  for (int s = 0; s < state->n_sinks; s++)
    {
      StageSink *sink = &state->sinks[s];

      if (sink->shuffle == NULL || !run->leaf->reaches[sink->operator])
        continue;
      run->sinks[s] = azud_exchange_write_new (&run->context, sink->shuffle->exchange, sink->shuffle,
                                               map_number (run, s), error);
      if (run->sinks[s] == NULL
          || !azud_operator_add_user (run->operators[sink->operator], run->sinks[s], error))
        return false;
    }
  return true;
}

static bool
connect_operators (TaskRun   *run,
                   AzudError *error)
{
  StageState *state = run->state;

  for (int i = 0; i < state->n_operators; i++)
    for (int u = 0; run->operators[i] != NULL && u < state->operators[i].n_users; u++)
      {
        AzudOperator *user = run->operators[state->operators[i].users[u]];

        if (user->plan->op == AZUD_PLAN_REJECTS)
          azud_scan_set_rejects (run->operators[i], user);
        else if (!azud_operator_add_user (run->operators[i], user, error))
          return false;
      }
  return true;
}

/* Rows of the first attempt that finished count; those of a failed one never did. */
static void
publish_counts (TaskRun *run)
{
  if (atomic_exchange (&run->state->counted[run->context.task->partition], true))
    return;
  for (int i = 0; i < run->state->n_operators; i++)
    {
      if (run->operators[i] == NULL)
        continue;
      atomic_fetch_add (&run->state->operators[i].spilled_bytes, run->operators[i]->n_bytes_spilled);
      if (run->state->recalled)
        continue;
      atomic_fetch_add (&run->state->operators[i].rows, run->operators[i]->n_rows_out);
      if (run->operators[i]->plan->op == AZUD_PLAN_SCAN)
        atomic_fetch_add (&run->state->operators[i].rows_read, azud_scan_get_rows_read (run->operators[i]));
    }
  for (int s = 0; s < run->state->n_sinks; s++)
    if (run->sinks[s] != NULL)
      {
        StageOperator *operator = &run->state->operators[run->state->sinks[s].operator];

        atomic_fetch_add (&operator->spilled_bytes, run->sinks[s]->n_bytes_spilled);
        if (run->state->sinks[s].shuffle != NULL)
          atomic_fetch_add (&operator->exchange_spilled_bytes, run->sinks[s]->n_bytes_spilled);
      }
}

static bool
run_leaf (TaskRun   *run,
          AzudError *error)
{
  AzudOperator *leaf = run->operators[run->leaf->operator];

  if (!leaf->run (leaf, error))
    {
      azud_operator_blame (leaf, error);
      return false;
    }
  return azud_operator_finish (leaf, error);
}

bool
azud_execution_run (AzudExecution *execution,
                    int            stage,
                    AzudTask      *task,
                    AzudError     *error)
{
  StageState *state = &execution->states[stage];
  size_t operators_size = (size_t) (state->n_operators + state->n_sinks) * sizeof (AzudOperator *) + 1;
  TaskRun run = { .execution = execution, .state = state,
                  .context = { .task = task, .settings = &execution->settings, .account = task->account,
                               .budget = execution->budget } };
  bool done;

  run.leaf = azud_stage_state_find_leaf (state, task->partition);
  run.leaf_number = (int) (run.leaf - state->leaves);
  run.partition = task->partition - run.leaf->first_task;
  run.operators = azud_account_alloc (task->account, operators_size, error);
  if (run.operators == NULL)
    return false;
  memset (run.operators, 0, operators_size);
  run.sinks = run.operators + state->n_operators;

  azud_budget_begin_task (execution->budget);
  done = make_operators (&run, error) && connect_operators (&run, error) && run_leaf (&run, error);
  if (done)
    publish_counts (&run);
  else
    azud_error_at_row (error, stage, task->partition, error != NULL ? error->row : -1);

  for (int s = 0; s < state->n_sinks; s++)
    azud_operator_free (run.sinks[s]);
  for (int i = 0; i < state->n_operators; i++)
    azud_operator_free (run.operators[i]);
  azud_account_release (task->account, run.operators, operators_size);
  azud_budget_end_task (execution->budget);
  return done;
}
