/* rule-push-filter-aggregate.c: a filter on keys below an aggregation
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

static AzudExpr *
below_aggregate (AzudExpr *conjunct, void *data)
{
  AzudPlan              *plan = data;
  int                    n_keys = plan->as.aggregate.n_keys;
  int                    n = plan->schema->n_fields;
  g_autofree bool       *used = g_new0 (bool, (size_t) n + 1);
  g_autofree AzudExpr  **keys = g_new0 (AzudExpr *, (size_t) n_keys + 1);
  bool                   any = false;

  if (!azud_rule_is_quiet (conjunct))
    return NULL;
  azud_expr_columns (conjunct, used, n);
  for (int i = 0; i < n; i++)
    {
      if (used[i] && (i >= n_keys || !azud_rule_is_quiet (plan->as.aggregate.keys[i].expr)))
        return NULL;
      any |= used[i];
    }
  if (!any)
    return NULL;
  for (int i = 0; i < n_keys; i++)
    keys[i] = plan->as.aggregate.keys[i].expr;
  return azud_expr_substitute (conjunct, keys, n_keys);
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *grouped, *made;
  AzudExpr *moved, *rest;

  if (plan->op != AZUD_PLAN_FILTER || plan->inputs[0]->op != AZUD_PLAN_AGGREGATE)
    return NULL;
  grouped = plan->inputs[0];
  if (azud_rule_is_shared (context, grouped)
      || !azud_rule_push (plan->as.filter.condition, below_aggregate, grouped, &moved, &rest))
    return NULL;
  made = azud_rule_over (grouped, azud_rule_filter (azud_plan_ref (grouped->inputs[0]), moved, plan));
  made = azud_rule_filter (made, rest, plan);
  azud_plan_move_taps (made, plan, -1);
  azud_plan_move_taps (made, grouped, AZUD_TAP_MERGED);
  return made;
}

const AzudRule azud_rule_push_filter_aggregate = {
  .name = "push-filter-aggregate", .summary = N_("A filter on grouping keys goes below the aggregation"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
