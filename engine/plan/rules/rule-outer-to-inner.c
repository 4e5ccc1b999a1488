/* rule-outer-to-inner.c: outer joins whose missing rows a filter drops
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

#include "expr/function.h"
#include "expr/tree.h"

typedef struct
{
  int from, to;   /* columns of the side that may be missing */
} Side;

/* Whether @expr is null when all columns of the side are. */
static bool
becomes_null (const AzudExpr *expr, const Side *side)
{
  switch (expr->kind)
    {
    case AZUD_EXPR_COLUMN:
      return expr->index >= side->from && expr->index < side->to;
    case AZUD_EXPR_CAST:
    case AZUD_EXPR_FIELD:
      return becomes_null (expr->args[0], side);
    case AZUD_EXPR_CALL:
      if (expr->function == NULL
          || (expr->function->flags & (AZUD_FUNCTION_LAZY | AZUD_FUNCTION_TAKES_NULL | AZUD_FUNCTION_NEVER_NULL)) != 0)
        return false;
      for (int i = 0; i < expr->n_args; i++)
        if (becomes_null (expr->args[i], side))
          return true;
      return false;
    default:
      return false;
    }
}

static bool
rejects_missing (AzudExpr *condition, const Side *side)
{
  g_autoptr (GPtrArray) conjuncts = azud_expr_split_and (condition);

  for (guint i = 0; i < conjuncts->len; i++)
    {
      const AzudExpr *conjunct = g_ptr_array_index (conjuncts, i);

      if ((azud_expr_is_call (conjunct, "isnotnull") || azud_expr_is_call (conjunct, "is not null"))
          && becomes_null (conjunct->args[0], side))
        return true;
      if (becomes_null (conjunct, side))
        return true;
    }
  return false;
}

static AzudJoinType
without (AzudJoinType type, bool left_never_missing, bool right_never_missing)
{
  bool left_missing = (type == AZUD_JOIN_RIGHT || type == AZUD_JOIN_FULL) && !left_never_missing;
  bool right_missing = (type == AZUD_JOIN_LEFT || type == AZUD_JOIN_FULL) && !right_never_missing;

  if (left_missing && right_missing)
    return AZUD_JOIN_FULL;
  if (left_missing)
    return AZUD_JOIN_RIGHT;
  return right_missing ? AZUD_JOIN_LEFT : AZUD_JOIN_INNER;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan     *join, *copy, *made;
  AzudJoinType  type, wanted;
  int           n_left, n;

  if (plan->op != AZUD_PLAN_FILTER || plan->inputs[0]->op != AZUD_PLAN_JOIN)
    return NULL;
  join = plan->inputs[0];
  type = join->as.join.type;
  if ((type != AZUD_JOIN_LEFT && type != AZUD_JOIN_RIGHT && type != AZUD_JOIN_FULL) || join->as.join.left_using != NULL
      || azud_rule_is_shared (context, join))
    return NULL;
  n_left = join->inputs[0]->schema->n_fields;
  n = join->schema->n_fields;
  wanted = without (type, rejects_missing (plan->as.filter.condition, &(Side) { 0, n_left }),
                    rejects_missing (plan->as.filter.condition, &(Side) { n_left, n }));
  if (wanted == type)
    return NULL;
  copy = azud_plan_copy (join, NULL);   /* the schema keeps its nullable columns: users know it so */
  azud_plan_forget_taps (copy);
  copy->as.join.type = wanted;
  made = azud_plan_copy (plan, &copy);
  azud_plan_move_taps (made, join, AZUD_TAP_MERGED);
  azud_plan_unref (copy);
  return made;
}

const AzudRule azud_rule_outer_to_inner = {
  .name = "outer-to-inner", .summary = N_("An outer join becomes an inner one when a filter drops its rows without a match"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
