/* rule-push-limit-union.c: a limit into the inputs of a union
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

static bool
is_limited (AzudPlan *plan, int64_t count)
{
  return (plan->op == AZUD_PLAN_LIMIT && plan->as.limit.count <= count)
         || (plan->op == AZUD_PLAN_TOP_N && plan->as.sort.limit <= count)
         || (plan->op == AZUD_PLAN_SCAN && plan->as.scan.limit >= 0 && plan->as.scan.limit <= count)
         || (plan->op == AZUD_PLAN_VALUES && plan->as.values.rows->len <= count)
         || (plan->op == AZUD_PLAN_PROJECT && is_limited (plan->inputs[0], count));
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan              *together, *copy, *made;
  g_autofree AzudPlan  **inputs = NULL;
  int64_t                count;
  bool                   any = false;

  if (plan->op != AZUD_PLAN_LIMIT || plan->inputs[0]->op != AZUD_PLAN_UNION)
    return NULL;
  together = plan->inputs[0];
  if (azud_rule_is_shared (context, together) || __builtin_add_overflow (plan->as.limit.count, plan->as.limit.offset, &count))
    return NULL;
  inputs = g_new0 (AzudPlan *, (size_t) together->n_inputs);
  for (int i = 0; i < together->n_inputs; i++)
    {
      if (is_limited (together->inputs[i], count))
        {
          inputs[i] = azud_plan_ref (together->inputs[i]);
          continue;
        }
      inputs[i] = azud_plan_limit (together->inputs[i], count, 0);
      inputs[i]->as.limit.local = true;
      azud_plan_set_origin (inputs[i], &plan->origin);
      any = true;
    }
  copy = azud_plan_copy (together, inputs);
  made = any ? azud_plan_copy (plan, &copy) : NULL;
  azud_plan_unref (copy);
  for (int i = 0; i < together->n_inputs; i++)
    azud_plan_unref (inputs[i]);
  return made;
}

const AzudRule azud_rule_push_limit_union = {
  .name = "push-limit-union", .summary = N_("Each input of a union gives no more rows than a limit above it takes"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
