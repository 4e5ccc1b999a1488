/* rule-push-filter-scan.c: a filter into a scan
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"


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

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *scan, *made;
  AzudExpr *moved, *rest;

  if (plan->op != AZUD_PLAN_FILTER || plan->inputs[0]->op != AZUD_PLAN_SCAN)
    return NULL;
  scan = plan->inputs[0];
  if (azud_rule_is_shared (context, scan) || scan->as.scan.has_rejects || scan->as.scan.limit >= 0
      || !azud_rule_push (plan->as.filter.condition, into_scan, scan, &moved, &rest))
    return NULL;
  made = azud_plan_copy (scan, NULL);
  azud_plan_forget_taps (made);
  made->as.scan.filter = azud_expr_new_and (made->as.scan.filter, moved);
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
