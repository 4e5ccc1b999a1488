/* rule-push-filter-project.c: a filter below a projection
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

#define MAX_DEPTH 100

typedef struct
{
  AzudExpr **exprs;
  int        n;
} Items;

/* A conjunct may go when what it reads is quiet: the expression is computed once more below, on every row. */
static AzudExpr *
below_project (AzudExpr *conjunct, void *data)
{
  const Items     *items = data;
  g_autofree bool *used = g_new0 (bool, (size_t) items->n + 1);
  AzudExpr        *form;

  if (!azud_expr_is_deterministic (conjunct))
    return NULL;
  azud_expr_columns (conjunct, used, items->n);
  for (int i = 0; i < items->n; i++)
    if (used[i] && !azud_rule_is_quiet (items->exprs[i]))
      return NULL;
  form = azud_expr_substitute (conjunct, items->exprs, items->n);
  if (form->depth > MAX_DEPTH)
    g_clear_pointer (&form, azud_expr_unref);
  return form;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan              *project, *made;
  g_autofree AzudExpr  **exprs = NULL;
  Items                  items;
  AzudExpr              *moved, *rest;

  if (plan->op != AZUD_PLAN_FILTER || plan->inputs[0]->op != AZUD_PLAN_PROJECT)
    return NULL;
  project = plan->inputs[0];
  if (azud_rule_is_shared (context, project))
    return NULL;
  items.n = project->as.project.n_items;
  items.exprs = exprs = g_new0 (AzudExpr *, (size_t) items.n + 1);
  for (int i = 0; i < items.n; i++)
    exprs[i] = project->as.project.items[i].expr;
  if (!azud_rule_push (plan->as.filter.condition, below_project, &items, &moved, &rest))
    return NULL;
  azud_plan_move_taps (project->inputs[0], project, -1);   /* a projection lets every row through */
  made = azud_rule_over (project, azud_rule_filter (azud_plan_ref (project->inputs[0]), moved, plan));
  made = azud_rule_filter (made, rest, plan);
  azud_plan_move_taps (made, plan, -1);
  return made;
}

const AzudRule azud_rule_push_filter_project = {
  .name = "push-filter-project", .summary = N_("A filter goes below a projection, reading what the projection computes"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
