/* rule-merge-projects.c: a projection over a projection
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

#define MAX_DEPTH 100

static bool
count_column (const AzudExpr *expr, void *data)
{
  int *uses = data;

  if (expr->kind == AZUD_EXPR_COLUMN && expr->index >= 0)
    uses[expr->index]++;
  return true;
}

/* Nothing is computed twice, nothing that can raise changes its node, no tree grows without end. */
static bool
may_merge (AzudPlan *upper, AzudPlan *lower)
{
  int             n = lower->as.project.n_items;
  g_autofree int *uses = g_new0 (int, (size_t) n + 1);
  int             deepest = 0;

  for (int i = 0; i < upper->as.project.n_items; i++)
    {
      azud_expr_visit (upper->as.project.items[i].expr, count_column, uses);
      deepest = MAX (deepest, upper->as.project.items[i].expr->depth);
    }
  for (int i = 0; i < n; i++)
    {
      const AzudExpr *expr = lower->as.project.items[i].expr;

      if (!azud_expr_is_deterministic (expr))
        return false;
      if (uses[i] == 0 || azud_rule_is_column (expr) || azud_expr_is_literal (expr))
        continue;
      if (uses[i] > 1 || azud_expr_can_raise (expr) || expr->depth + deepest > MAX_DEPTH)
        return false;
    }
  return true;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan                 *lower, *made;
  g_autofree AzudExpr     **exprs = NULL;
  g_autofree AzudNamedExpr *items = NULL;
  int                       n;

  if (plan->op != AZUD_PLAN_PROJECT || plan->inputs[0]->op != AZUD_PLAN_PROJECT)
    return NULL;
  lower = plan->inputs[0];
  if (azud_rule_is_shared (context, lower) || !may_merge (plan, lower))
    return NULL;
  exprs = g_new0 (AzudExpr *, (size_t) lower->as.project.n_items + 1);
  for (int i = 0; i < lower->as.project.n_items; i++)
    exprs[i] = lower->as.project.items[i].expr;
  n = plan->as.project.n_items;
  items = g_new0 (AzudNamedExpr, (size_t) n + 1);
  for (int i = 0; i < n; i++)
    items[i] = azud_plan_named (plan->as.project.items[i].name,
                                azud_expr_substitute (plan->as.project.items[i].expr, exprs, lower->as.project.n_items), false);
  made = azud_rule_replace (azud_plan_project (lower->inputs[0], items, n, plan->as.project.idiom), plan);
  azud_plan_move_taps (lower->inputs[0], lower, -1);
  for (int i = 0; i < n; i++)
    azud_expr_unref (items[i].expr);
  return made;
}

const AzudRule azud_rule_merge_projects = {
  .name = "merge-projects", .summary = N_("Two projections in a row become one when nothing is computed twice"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
