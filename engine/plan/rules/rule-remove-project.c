/* rule-remove-project.c: projections that change nothing
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *in;

  if (plan->op != AZUD_PLAN_PROJECT)
    return NULL;
  in = plan->inputs[0];
  if (plan->as.project.n_items != in->schema->n_fields)
    return NULL;
  for (int i = 0; i < plan->as.project.n_items; i++)
    {
      const AzudNamedExpr *item = &plan->as.project.items[i];

      if (!azud_rule_is_column (item->expr) || item->expr->index != i
          || !g_str_equal (item->name, in->schema->fields[i].name))
        return NULL;
    }
  azud_plan_move_taps (in, plan, -1);
  return azud_plan_ref (in);
}

const AzudRule azud_rule_remove_project = {
  .name = "remove-project", .summary = N_("A projection of all columns in their order goes"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
