/* rule-push-join-condition.c: conditions on one side of a join, below it
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

typedef struct
{
  int from, to, n;
} Side;

static AzudExpr *
into_side (AzudExpr *conjunct, void *data)
{
  const Side *side = data;

  if (!azud_rule_is_quiet (conjunct) || !azud_rule_uses_only (conjunct, side->from, side->to, side->n)
      || azud_expr_is_literal (conjunct))
    return NULL;
  return azud_rule_shift (conjunct, -side->from, side->n);
}

/* A side may lose rows before the join when a row without a match leaves no trace. */
static bool
may_shrink (AzudJoinType type, int side)
{
  switch (type)
    {
    case AZUD_JOIN_INNER:
    case AZUD_JOIN_SEMI:
      return true;
    case AZUD_JOIN_LEFT:
    case AZUD_JOIN_ANTI:
      return side == 1;
    case AZUD_JOIN_RIGHT:
      return side == 0;
    case AZUD_JOIN_FULL:
    case AZUD_JOIN_CROSS:
      return false;
    }
  return false;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  g_autoptr (AzudExpr)  condition = NULL;
  AzudPlan             *inputs[2] = { NULL, NULL };
  AzudPlan             *made;
  int                   n_left, n;
  bool                  any = false;

  if (plan->op != AZUD_PLAN_JOIN || plan->as.join.condition == NULL)
    return NULL;
  n_left = plan->inputs[0]->schema->n_fields;
  n = n_left + plan->inputs[1]->schema->n_fields;
  condition = azud_expr_ref (plan->as.join.condition);
  for (int s = 0; s < 2; s++)
    {
      Side      side = { s == 0 ? 0 : n_left, s == 0 ? n_left : n, n };
      AzudExpr *moved = NULL, *rest = NULL;

      inputs[s] = azud_plan_ref (plan->inputs[s]);
      if (condition == NULL || !may_shrink (plan->as.join.type, s)
          || !azud_rule_push (condition, into_side, &side, &moved, &rest))
        continue;
      any = true;
      inputs[s] = azud_rule_filter (inputs[s], moved, plan);
      azud_expr_unref (condition);
      condition = rest;
    }
  made = any ? azud_plan_copy (plan, inputs) : NULL;
  azud_plan_unref (inputs[0]);
  azud_plan_unref (inputs[1]);
  if (made == NULL)
    return NULL;
  azud_expr_unref (made->as.join.condition);
  made->as.join.condition = condition != NULL ? azud_expr_ref (condition) : azud_expr_new_boolean (true);
  return made;
}

const AzudRule azud_rule_push_join_condition = {
  .name = "push-join-condition", .summary = N_("What a join's condition asks of one side alone is asked before the join"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
