/* rule-push-filter-sort.c: a filter below what only orders or spreads rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

/* Below a window only conditions on its partition columns: they drop whole partitions. */
static AzudExpr *
below_window (AzudExpr *conjunct, void *data)
{
  AzudPlan        *plan = data;
  int              n = plan->schema->n_fields;
  g_autofree bool *used = g_new0 (bool, (size_t) n + 1);
  g_autofree bool *fixed = g_new0 (bool, (size_t) n + 1);
  bool             any = false;

  if (!azud_rule_is_quiet (conjunct))
    return NULL;
  for (int i = 0; i < plan->as.window.n_partition; i++)
    if (azud_rule_is_column (plan->as.window.partition[i]))
      fixed[plan->as.window.partition[i]->index] = true;
  azud_expr_columns (conjunct, used, n);
  for (int i = 0; i < n; i++)
    {
      if (used[i] && !fixed[i])
        return NULL;
      any |= used[i];
    }
  return any ? azud_expr_ref (conjunct) : NULL;
}

static AzudExpr *
below_sort (AzudExpr *conjunct, void *data)
{
  return azud_expr_is_deterministic (conjunct) ? azud_expr_ref (conjunct) : NULL;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *below, *made;
  AzudExpr *moved, *rest;

  if (plan->op != AZUD_PLAN_FILTER)
    return NULL;
  below = plan->inputs[0];
  if ((below->op != AZUD_PLAN_SORT && below->op != AZUD_PLAN_REPARTITION && below->op != AZUD_PLAN_WINDOW)
      || azud_rule_is_shared (context, below)
      || !azud_rule_push (plan->as.filter.condition, below->op == AZUD_PLAN_WINDOW ? below_window : below_sort, below, &moved, &rest))
    return NULL;
  azud_plan_move_taps (below->inputs[0], below, -1);   /* all of these let every row through */
  made = azud_rule_over (below, azud_rule_filter (azud_plan_ref (below->inputs[0]), moved, plan));
  made = azud_rule_filter (made, rest, plan);
  azud_plan_move_taps (made, plan, -1);
  return made;
}

const AzudRule azud_rule_push_filter_sort = {
  .name = "push-filter-sort", .summary = N_("A filter goes below a sort or repartition, and below a window when it reads partition columns"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
