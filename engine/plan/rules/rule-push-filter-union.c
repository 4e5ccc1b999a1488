/* rule-push-filter-union.c: a filter below a union
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan              *together, *made;
  g_autofree AzudPlan  **inputs = NULL;

  if (plan->op != AZUD_PLAN_FILTER || plan->inputs[0]->op != AZUD_PLAN_UNION)
    return NULL;
  together = plan->inputs[0];
  if (azud_rule_is_shared (context, together) || !azud_expr_is_deterministic (plan->as.filter.condition))
    return NULL;
  inputs = g_new0 (AzudPlan *, (size_t) together->n_inputs);
  for (int i = 0; i < together->n_inputs; i++)
    inputs[i] = azud_rule_filter (azud_plan_ref (together->inputs[i]), azud_expr_ref (plan->as.filter.condition), plan);
  made = azud_plan_copy (together, inputs);
  azud_plan_forget_taps (made);
  azud_plan_move_taps (made, plan, -1);
  azud_plan_move_taps (made, together, AZUD_TAP_MERGED);
  for (int i = 0; i < together->n_inputs; i++)
    azud_plan_unref (inputs[i]);
  return made;
}

const AzudRule azud_rule_push_filter_union = {
  .name = "push-filter-union", .summary = N_("A filter goes below a union, into each input"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
