/* rule-merge-filters.c: a filter over a filter
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

#define MAX_DEPTH 100   /* of the merged condition: a tree, not a list without end */

/* What can raise keeps its own operator, so that the error names its node. */
static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *below, *made;
  AzudExpr *condition;

  if (plan->op != AZUD_PLAN_FILTER || plan->inputs[0]->op != AZUD_PLAN_FILTER)
    return NULL;
  below = plan->inputs[0];
  if (azud_rule_is_shared (context, below) || !azud_rule_is_quiet (plan->as.filter.condition)
      || !azud_rule_is_quiet (below->as.filter.condition)
      || plan->as.filter.condition->depth + below->as.filter.condition->depth > MAX_DEPTH)
    return NULL;
  condition = azud_expr_new_and (azud_expr_ref (below->as.filter.condition), azud_expr_ref (plan->as.filter.condition));
  made = azud_rule_filter (azud_plan_ref (below->inputs[0]), condition, plan);
  azud_rule_replace (made, plan);
  azud_plan_move_taps (made, below, AZUD_TAP_MERGED);
  return made;
}

const AzudRule azud_rule_merge_filters = {
  .name = "merge-filters", .summary = N_("Two filters in a row become one"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
