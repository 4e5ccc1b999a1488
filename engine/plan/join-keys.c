/* join-keys.c: taking a join's condition apart
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/join-keys.h"

#include "plan/plan-private.h"

#include <string.h>

typedef enum { NO_SIDE, LEFT_SIDE, RIGHT_SIDE, BOTH_SIDES } Side;

/* Which inputs the columns of @expr belong to. */
static Side
side_of (const AzudExpr *expr,
         int             n_left,
         int             n_all)
{
  g_autofree bool *used = g_new0 (bool, n_all + 1);
  bool left = false, right = false;

  azud_expr_columns (expr, used, n_all);
  for (int i = 0; i < n_all; i++)
    if (used[i])
      *(i < n_left ? &left : &right) = true;
  return left && right ? BOTH_SIDES : left ? LEFT_SIDE : right ? RIGHT_SIDE : NO_SIDE;
}

static AzudExpr *
move_to_right (const AzudExpr *expr,
               int             n_left,
               int             n_all)
{
  g_autofree int *map = g_new (int, n_all + 1);

  for (int i = 0; i < n_all; i++)
    map[i] = i < n_left ? i : i - n_left;
  return azud_expr_map_columns (expr, map, n_all);
}

static bool
is_equality (const AzudExpr *expr,
             bool           *null_safe)
{
  if (expr->kind != AZUD_EXPR_CALL || expr->n_args != 2 || expr->call_name == NULL)
    return false;
  *null_safe = strcmp (expr->call_name, "<=>") == 0;
  return *null_safe || strcmp (expr->call_name, "=") == 0;
}

static bool
take_key (AzudJoinCondition *condition,
          AzudExpr          *conjunct,
          int                n_left,
          int                n_all)
{
  bool null_safe;
  Side first, second;
  int left;

  if (!is_equality (conjunct, &null_safe) || !azud_expr_is_deterministic (conjunct)
      || conjunct->args[0]->type != conjunct->args[1]->type)
    return false;
  first = side_of (conjunct->args[0], n_left, n_all);
  second = side_of (conjunct->args[1], n_left, n_all);
  if (!(first == LEFT_SIDE && second == RIGHT_SIDE) && !(first == RIGHT_SIDE && second == LEFT_SIDE))
    return false;

  left = first == LEFT_SIDE ? 0 : 1;
  condition->left_keys[condition->n_keys] = azud_expr_ref (conjunct->args[left]);
  condition->right_keys[condition->n_keys] = move_to_right (conjunct->args[1 - left], n_left, n_all);
  condition->null_safe[condition->n_keys++] = null_safe;
  return true;
}

AzudJoinCondition *
azud_join_condition_new (const AzudPlan *join)
{
  AzudJoinCondition *condition = g_new0 (AzudJoinCondition, 1);
  int n_left = join->inputs[0]->schema->n_fields;
  int n_all = n_left + join->inputs[1]->schema->n_fields;
  g_autoptr(GPtrArray) conjuncts = NULL;

  if (join->as.join.condition == NULL)
    return condition;

  conjuncts = azud_expr_split_and (join->as.join.condition);
  condition->left_keys = g_new0 (AzudExpr *, conjuncts->len);
  condition->right_keys = g_new0 (AzudExpr *, conjuncts->len);
  condition->null_safe = g_new0 (bool, conjuncts->len);
  for (guint i = 0; i < conjuncts->len; i++)
    {
      AzudExpr *conjunct = g_ptr_array_index (conjuncts, i);

      if (!take_key (condition, conjunct, n_left, n_all))
        condition->rest = azud_expr_new_and (condition->rest, azud_expr_ref (conjunct));
    }
  return condition;
}

void
azud_join_condition_free (AzudJoinCondition *condition)
{
  if (condition == NULL)
    return;

  for (int k = 0; k < condition->n_keys; k++)
    {
      azud_expr_unref (condition->left_keys[k]);
      azud_expr_unref (condition->right_keys[k]);
    }
  g_free (condition->left_keys);
  g_free (condition->right_keys);
  g_free (condition->null_safe);
  g_clear_pointer (&condition->rest, azud_expr_unref);
  g_free (condition);
}

bool
azud_join_may_broadcast (AzudJoinType type, int side)
{
  switch (type)
    {
    case AZUD_JOIN_INNER:
    case AZUD_JOIN_CROSS:
      return true;
    case AZUD_JOIN_LEFT:
    case AZUD_JOIN_SEMI:
    case AZUD_JOIN_ANTI:
      return side == 1;
    case AZUD_JOIN_RIGHT:
      return side == 0;
    case AZUD_JOIN_FULL:
      return false;
    }
  return false;
}

AzudSchema *
azud_join_combined_schema (const AzudPlan *join)
{
  return azud_plan_join_schema (join->inputs[0]->schema, join->inputs[1]->schema, join->as.join.type, true);
}
