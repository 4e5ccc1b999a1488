/* rule-expand-deduplicate.c: dropDuplicates as an aggregation
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

static AzudExpr *
first_of (const AzudSchema *schema, int column)
{
  AzudExpr *arg = azud_expr_new_column (schema, column);

  return azud_rule_call ("first", &arg, 1);
}

static void
release (AzudNamedExpr *items, int n)
{
  for (int i = 0; i < n; i++)
    azud_expr_unref (items[i].expr);
}

/* Keys come first in an aggregation: a projection brings the columns back into their order. */
static AzudPlan *
restore_order (AzudPlan *grouped, const AzudSchema *schema, const int *position)
{
  g_autofree AzudNamedExpr *items = g_new0 (AzudNamedExpr, (size_t) schema->n_fields + 1);
  AzudPlan                 *plan;

  for (int i = 0; i < schema->n_fields; i++)
    items[i] = azud_plan_named (schema->fields[i].name, azud_expr_new_column (grouped->schema, position[i]), false);
  plan = azud_plan_project (grouped, items, schema->n_fields, AZUD_PROJECT_SELECT);
  release (items, schema->n_fields);
  azud_plan_unref (grouped);
  return plan;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  const AzudSchema         *schema;
  g_autofree AzudNamedExpr *keys = NULL, *values = NULL;
  g_autofree int           *position = NULL;
  AzudPlan                 *grouped;
  int                       n_keys = 0, n_values = 0;

  if (plan->op != AZUD_PLAN_DEDUPLICATE)
    return NULL;
  schema = plan->inputs[0]->schema;
  keys = g_new0 (AzudNamedExpr, (size_t) schema->n_fields + 1);
  values = g_new0 (AzudNamedExpr, (size_t) schema->n_fields + 1);
  position = g_new (int, (size_t) schema->n_fields + 1);
  for (int i = 0; i < schema->n_fields; i++)
    position[i] = -1;
  for (int k = 0; k < plan->as.deduplicate.n_columns; k++)
    {
      int column = plan->as.deduplicate.columns[k];

      if (position[column] >= 0)
        continue;
      position[column] = n_keys;
      keys[n_keys++] = azud_plan_named (schema->fields[column].name, azud_expr_new_column (schema, column), false);
    }
  for (int i = 0; i < schema->n_fields; i++)
    if (position[i] < 0)
      {
        position[i] = n_keys + n_values;
        values[n_values++] = azud_plan_named (schema->fields[i].name, first_of (schema, i), false);
      }
  grouped = azud_plan_aggregate (plan->inputs[0], keys, n_keys, values, n_values);
  azud_plan_set_origin (grouped, &plan->origin);
  release (keys, n_keys);
  release (values, n_values);
  return azud_rule_replace (restore_order (grouped, schema, position), plan);
}

const AzudRule azud_rule_expand_deduplicate = {
  .name = "expand-deduplicate", .summary = N_("Dropping duplicates becomes grouping by the columns and taking the first of the others"),
  .phase = AZUD_RULE_EXPAND, .apply = apply,
};
