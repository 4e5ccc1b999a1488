/* rule-push-limit-scan.c: a limit into a scan
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

/* The limit itself stays: each partition of the scan stops by itself. */
static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *scan, *copy, *made;
  int64_t   count;

  if (plan->op != AZUD_PLAN_LIMIT || plan->inputs[0]->op != AZUD_PLAN_SCAN)
    return NULL;
  scan = plan->inputs[0];
  if (azud_rule_is_shared (context, scan) || scan->as.scan.has_rejects
      || __builtin_add_overflow (plan->as.limit.count, plan->as.limit.offset, &count)
      || (scan->as.scan.limit >= 0 && scan->as.scan.limit <= count))
    return NULL;
  copy = azud_plan_copy (scan, NULL);
  copy->as.scan.limit = count;
  made = azud_plan_copy (plan, &copy);
  azud_plan_unref (copy);
  return made;
}

const AzudRule azud_rule_push_limit_scan = {
  .name = "push-limit-scan", .summary = N_("A scan stops when a limit above it has enough"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
