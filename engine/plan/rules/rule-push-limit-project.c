/* rule-push-limit-project.c: a limit below a projection
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *project, *limit, *made;

  if (plan->op != AZUD_PLAN_LIMIT || plan->inputs[0]->op != AZUD_PLAN_PROJECT)
    return NULL;
  project = plan->inputs[0];
  if (azud_rule_is_shared (context, project))
    return NULL;
  for (int i = 0; i < project->as.project.n_items; i++)
    if (!azud_expr_is_deterministic (project->as.project.items[i].expr))
      return NULL;
  azud_plan_move_taps (project->inputs[0], project, -1);
  limit = azud_plan_limit (project->inputs[0], plan->as.limit.count, plan->as.limit.offset);
  limit->as.limit.local = plan->as.limit.local;
  azud_plan_set_origin (limit, &plan->origin);
  made = azud_rule_over (project, limit);
  azud_plan_move_taps (made, plan, -1);
  return made;
}

const AzudRule azud_rule_push_limit_project = {
  .name = "push-limit-project", .summary = N_("A limit goes below a projection"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
