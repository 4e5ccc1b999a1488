/* rule-expand-sample.c: a sample as a filter on a hash
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

/* pmod (xxhash64 (seed, columns...), 1000000) < fraction × 1000000: the same rows at any number of partitions, and Spark can say
 * the same words. */
#define SLOTS 1000000

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  const AzudDtype       *bigint = azud_dtype_get (AZUD_DTYPE_BIGINT);
  g_autofree AzudExpr  **args = NULL;
  AzudExpr              *pair[2];
  int                    n;

  if (plan->op != AZUD_PLAN_SAMPLE)
    return NULL;
  n = plan->as.sample.n_columns;
  args = g_new0 (AzudExpr *, (size_t) n + 1);
  args[0] = azud_expr_new_integer (plan->as.sample.seed, bigint);
  for (int i = 0; i < n; i++)
    args[i + 1] = azud_expr_new_column (plan->inputs[0]->schema, plan->as.sample.columns[i]);
  pair[0] = azud_rule_call ("xxhash64", args, n + 1);
  if (pair[0] == NULL)
    return NULL;
  pair[1] = azud_expr_new_integer (SLOTS, bigint);
  pair[0] = azud_rule_call ("pmod", pair, 2);
  if (pair[0] == NULL)
    return NULL;
  pair[1] = azud_expr_new_integer ((int64_t) (plan->as.sample.fraction * SLOTS + 0.5), bigint);
  pair[0] = azud_rule_call ("<", pair, 2);
  if (pair[0] == NULL)
    return NULL;
  return azud_rule_replace (azud_rule_filter (azud_plan_ref (plan->inputs[0]), pair[0], plan), plan);
}

const AzudRule azud_rule_expand_sample = {
  .name = "expand-sample", .summary = N_("A sample becomes a filter on a hash of its columns"),
  .phase = AZUD_RULE_EXPAND, .apply = apply,
};
