/* rule-merge-limits.c: a limit over a limit
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

/* Only limits of the same kind: a local one counts in each partition. */
static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *below, *made;
  int64_t   count;

  if (plan->op != AZUD_PLAN_LIMIT)
    return NULL;
  if (plan->as.limit.count == 0)
    return azud_rule_replace (azud_rule_empty (plan->schema), plan);
  below = plan->inputs[0];
  if (below->op != AZUD_PLAN_LIMIT || below->as.limit.local != plan->as.limit.local || azud_rule_is_shared (context, below))
    return NULL;
  count = MAX (MIN (plan->as.limit.count, below->as.limit.count - plan->as.limit.offset), 0);
  made = azud_plan_limit (below->inputs[0], count, below->as.limit.offset + plan->as.limit.offset);
  made->as.limit.local = plan->as.limit.local;
  azud_rule_replace (made, plan);
  azud_plan_move_taps (made, below, AZUD_TAP_MERGED);
  return made;
}

const AzudRule azud_rule_merge_limits = {
  .name = "merge-limits", .summary = N_("Two limits in a row become one; a limit of nothing gives no rows"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
