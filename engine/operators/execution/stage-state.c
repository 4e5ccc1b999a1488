/* stage-state.c: who pushes to whom inside a stage
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/execution/execution-private.h"

#include <string.h>

/* The side of a join whose rows are collected first: the broadcast one, else the right. */
static void
find_build_side (StageOperator *operator)
{
  const AzudPlan *plan = operator->plan;

  operator->build_side = -1;
  if (plan->op != AZUD_PLAN_JOIN)
    return;
  operator->build_side = 1;
  for (int side = 1; side >= 0; side--)
    if (plan->inputs[side]->op == AZUD_PLAN_EXCHANGE
        && plan->inputs[side]->as.exchange.kind == AZUD_EXCHANGE_BROADCAST)
      {
        operator->build_side = side;
        operator->broadcast = true;
        return;
      }
}

static GHashTable *
find_positions (const StageState *state)
{
  GHashTable *positions = g_hash_table_new (NULL, NULL);

  for (int i = 0; i < state->n_operators; i++)
    g_hash_table_insert (positions, (gpointer) state->operators[i].plan, GINT_TO_POINTER (i));
  return positions;
}

static void
connect_users (StageState *state)
{
  g_autoptr(GHashTable) positions = find_positions (state);

  for (int i = 0; i < state->n_operators; i++)
    {
      g_clear_pointer (&state->operators[i].users, g_free);
      state->operators[i].n_users = 0;
    }
  for (int user = 0; user < state->n_operators; user++)
    {
      const AzudPlan *plan = state->operators[user].plan;

      if (plan->op == AZUD_PLAN_EXCHANGE)
        continue;      /* a leaf here: its input is another stage */
      for (int i = 0; i < plan->n_inputs; i++)
        {
          gpointer at;

          if (i == state->operators[user].build_side
              || !g_hash_table_lookup_extended (positions, plan->inputs[i], NULL, &at))
            continue;
          else
            {
              StageOperator *input = &state->operators[GPOINTER_TO_INT (at)];

              input->users = g_renew (int, input->users, input->n_users + 1);
              input->users[input->n_users++] = user;
            }
        }
    }
}

static bool
is_leaf (const AzudPlan *plan)
{
  return plan->n_inputs == 0 || plan->op == AZUD_PLAN_EXCHANGE;
}

static void
clear_leaves (StageState *state)
{
  for (int i = 0; i < state->n_leaves; i++)
    g_free (state->leaves[i].reaches);
  g_clear_pointer (&state->leaves, g_free);
  state->n_leaves = 0;
}

/* Leaves that only feed build sides make no tasks of their own. */
static void
find_leaves (StageState *state)
{
  clear_leaves (state);
  state->leaves = g_new0 (StageLeaf, state->n_operators);
  for (int i = 0; i < state->n_operators; i++)
    {
      bool is_output = false;
      StageLeaf *leaf;

      for (int s = 0; s < state->n_sinks; s++)
        is_output |= state->sinks[s].operator == i;
      if (!is_leaf (state->operators[i].plan) || (state->operators[i].n_users == 0 && !is_output))
        continue;

      leaf = &state->leaves[state->n_leaves++];
      leaf->operator = i;
      leaf->reaches = g_new0 (bool, state->n_operators);
      leaf->reaches[i] = true;
      for (int from = i; from < state->n_operators; from++)     /* inputs stand before users */
        for (int u = 0; leaf->reaches[from] && u < state->operators[from].n_users; u++)
          leaf->reaches[state->operators[from].users[u]] = true;
    }
}

void
azud_stage_state_connect (StageState *state)
{
  connect_users (state);
  find_leaves (state);
  for (int s = 0; s < state->n_sinks; s++)
    {
      g_free (state->sinks[s].first_map);
      state->sinks[s].first_map = g_new0 (int, MAX (state->n_leaves, 1));
    }
}

void
azud_stage_state_init (StageState      *state,
                       const AzudStage *stage)
{
  g_autoptr(GHashTable) positions = NULL;

  *state = (StageState){ .stage = stage };
  state->n_operators = (int) stage->operators->len;
  state->operators = g_new0 (StageOperator, MAX (state->n_operators, 1));
  for (int i = 0; i < state->n_operators; i++)
    {
      state->operators[i].plan = g_ptr_array_index (stage->operators, i);
      find_build_side (&state->operators[i]);
    }
  positions = find_positions (state);
  state->sinks = g_new0 (StageSink, MAX (stage->outputs->len, 1));
  for (guint i = 0; i < stage->outputs->len; i++)
    {
      const AzudStageOutput *output = &g_array_index (stage->outputs, AzudStageOutput, i);

      state->sinks[i].operator = GPOINTER_TO_INT (g_hash_table_lookup (positions, output->plan));
    }
  state->n_sinks = (int) stage->outputs->len;
  azud_stage_state_connect (state);
}

const StageLeaf *
azud_stage_state_find_leaf (const StageState *state,
                            int               task)
{
  const StageLeaf *leaf = state->leaves;

  while (leaf + 1 < state->leaves + state->n_leaves && task >= leaf[1].first_task)
    leaf++;
  return leaf;
}

void
azud_stage_state_clear (StageState *state)
{
  for (int i = 0; i < state->n_operators; i++)
    {
      StageOperator *operator = &state->operators[i];

      g_free (operator->users);
      azud_join_table_free (operator->table);
      azud_csv_source_unref (operator->source);
      azud_output_free (operator->output);
    }
  clear_leaves (state);
  for (int s = 0; s < state->n_sinks; s++)
    g_free (state->sinks[s].first_map);
  g_free (state->counted);
  g_free (state->operators);
  g_free (state->sinks);
  *state = (StageState){ 0 };
}
