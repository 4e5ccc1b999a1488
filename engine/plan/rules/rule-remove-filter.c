/* rule-remove-filter.c: conditions that are always or never true
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  const AzudExpr *condition;
  AzudPlan       *empty;

  if (plan->op != AZUD_PLAN_FILTER || !azud_expr_is_literal (plan->as.filter.condition))
    return NULL;
  condition = plan->as.filter.condition;
  if (!condition->datum.is_null && condition->datum.as.boolean)
    {
      azud_plan_move_taps (plan->inputs[0], plan, -1);
      return azud_plan_ref (plan->inputs[0]);
    }
  empty = azud_rule_empty (plan->schema);
  return azud_rule_replace (empty, plan);
}

const AzudRule azud_rule_remove_filter = {
  .name = "remove-filter", .summary = N_("A filter that is always true goes; one that never is gives no rows"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
