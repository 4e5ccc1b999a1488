/* rule-remove-empty.c: work on no rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

static bool
is_empty (const AzudPlan *plan)
{
  return plan->op == AZUD_PLAN_VALUES && plan->as.values.rows->len == 0;
}

static bool
join_is_empty (const AzudPlan *plan)
{
  bool left = is_empty (plan->inputs[0]), right = is_empty (plan->inputs[1]);

  switch (plan->as.join.type)
    {
    case AZUD_JOIN_INNER:
    case AZUD_JOIN_CROSS:
    case AZUD_JOIN_SEMI:
      return left || right;
    case AZUD_JOIN_LEFT:
    case AZUD_JOIN_ANTI:
      return left;
    case AZUD_JOIN_RIGHT:
      return right;
    case AZUD_JOIN_FULL:
      return left && right;
    }
  return false;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *made;
  bool      empty = false;

  switch (plan->op)
    {
    case AZUD_PLAN_PROJECT:
    case AZUD_PLAN_FILTER:
    case AZUD_PLAN_SORT:
    case AZUD_PLAN_TOP_N:
    case AZUD_PLAN_LIMIT:
    case AZUD_PLAN_WINDOW:
    case AZUD_PLAN_REPARTITION:
      empty = is_empty (plan->inputs[0]);
      break;
    case AZUD_PLAN_JOIN:
      empty = join_is_empty (plan);
      break;
    default:
      break;
    }
  if (!empty)
    return NULL;
  made = azud_rule_replace (azud_rule_empty (plan->schema), plan);
  for (int i = 0; i < plan->n_inputs; i++)
    azud_plan_move_taps (made, plan->inputs[i], is_empty (plan->inputs[i]) ? -1 : AZUD_TAP_MERGED);
  return made;
}

const AzudRule azud_rule_remove_empty = {
  .name = "remove-empty", .summary = N_("What works on no rows gives no rows"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
