/* rule-top-n.c: a limit over a sort
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

#define MAX_ROWS 65536   /* beyond it the rows are sorted on disk if need be, which a heap cannot */

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *sort, *top, *made;
  int64_t   count;

  if (plan->op != AZUD_PLAN_LIMIT || plan->inputs[0]->op != AZUD_PLAN_SORT || plan->as.limit.local)
    return NULL;
  sort = plan->inputs[0];
  if (azud_rule_is_shared (context, sort) || __builtin_add_overflow (plan->as.limit.count, plan->as.limit.offset, &count)
      || count > MAX_ROWS)
    return NULL;
  azud_plan_move_taps (sort->inputs[0], sort, -1);   /* a sort lets every row through */
  top = azud_plan_top_n (sort->inputs[0], sort->as.sort.keys, sort->as.sort.n_keys, count);
  azud_plan_set_origin (top, &sort->origin);
  if (plan->as.limit.offset == 0)
    {
      azud_plan_move_taps (top, plan, -1);
      return top;
    }
  made = azud_plan_copy (plan, &top);
  azud_plan_unref (top);
  return made;
}

const AzudRule azud_rule_top_n = {
  .name = "top-n", .summary = N_("A limit over a sort keeps only the first rows while it sorts"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
