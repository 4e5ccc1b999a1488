/* rule-remove-sort.c: sorts whose order nobody sees
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

#include "expr/tree.h"

/* Sums of floating point and first, last, collect_list depend on the order of rows; these do not. */
static bool
ignores_order (const AzudExpr *call)
{
  if (azud_expr_is_call (call, "count") || azud_expr_is_call (call, "min") || azud_expr_is_call (call, "max"))
    return true;
  return azud_expr_is_call (call, "sum") && call->type != NULL && call->type->id == AZUD_DTYPE_BIGINT
         && !azud_expr_can_raise (call);
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *sort, *in;

  if (plan->op != AZUD_PLAN_AGGREGATE || plan->inputs[0]->op != AZUD_PLAN_SORT)
    return NULL;
  sort = plan->inputs[0];
  if (azud_rule_is_shared (context, sort))
    return NULL;
  for (int i = 0; i < plan->as.aggregate.n_values; i++)
    if (!ignores_order (plan->as.aggregate.values[i].expr))
      return NULL;
  in = sort->inputs[0];
  azud_plan_move_taps (in, sort, -1);
  return azud_plan_copy (plan, &in);
}

const AzudRule azud_rule_remove_sort = {
  .name = "remove-sort", .summary = N_("A sort below an aggregation that does not see the order goes"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
