/* rule-push-filter-scan.c: a filter into a scan
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"


#define MAX_DEPTH 100   /* of the scan's condition */

/* Only what cannot raise: an error inside a scan would name the wrong node. */
static AzudExpr *
into_scan (AzudExpr *conjunct, void *data)
{
  AzudPlan        *scan = data;
  int              n = scan->schema->n_fields;
  g_autofree bool *used = g_new0 (bool, (size_t) n + 1);

  if (!azud_rule_is_quiet (conjunct))
    return NULL;
  azud_expr_columns (conjunct, used, n);
  for (int i = 0; i < n; i++)
    if (used[i] && scan->as.scan.columns[i] < 0)
      return NULL;   /* the corrupt-record column is known only after all the others */
  return azud_expr_ref (conjunct);
}

/* Conjuncts the scan already has are not said twice. */
static AzudExpr *
join_conditions (AzudExpr *have, AzudExpr *more)
{
  g_autoptr (GPtrArray) old = have != NULL ? azud_expr_split_and (have) : g_ptr_array_new ();
  g_autoptr (GPtrArray) new = azud_expr_split_and (more);

  for (guint i = 0; i < new->len; i++)
    {
      AzudExpr *conjunct = g_ptr_array_index (new, i);
      bool      known = false;

      for (guint k = 0; k < old->len && !known; k++)
        known = azud_expr_equal (g_ptr_array_index (old, k), conjunct);
      if (!known)
        have = azud_expr_new_and (have, azud_expr_ref (conjunct));
    }
  azud_expr_unref (more);
  return have;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *scan, *made;
  AzudExpr *moved, *rest;

  if (plan->op != AZUD_PLAN_FILTER || plan->inputs[0]->op != AZUD_PLAN_SCAN)
    return NULL;
  scan = plan->inputs[0];
  if (azud_rule_is_shared (context, scan) || scan->as.scan.has_rejects || scan->as.scan.limit >= 0
      || (scan->as.scan.filter != NULL && scan->as.scan.filter->depth + plan->as.filter.condition->depth > MAX_DEPTH)
      || !azud_rule_push (plan->as.filter.condition, into_scan, scan, &moved, &rest))
    return NULL;
  made = azud_plan_copy (scan, NULL);
  azud_plan_forget_taps (made);
  made->as.scan.filter = join_conditions (made->as.scan.filter, moved);
  if (rest == NULL)
    azud_plan_move_taps (made, plan, -1);
  /* an edge the filter was merged away from earlier counts the rows before any filter only if it is the scan's own */
  azud_plan_move_taps (made, scan, scan->as.scan.filter == NULL ? AZUD_TAP_ROWS_READ : AZUD_TAP_MERGED);
  made = azud_rule_filter (made, rest, plan);
  if (rest != NULL)
    azud_plan_move_taps (made, plan, -1);
  return made;
}

const AzudRule azud_rule_push_filter_scan = {
  .name = "push-filter-scan", .summary = N_("A filter that cannot raise goes into the scan, which then converts only what passes"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
