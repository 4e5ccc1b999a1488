/* rule-expand-drop-nulls.c: dropna as a filter
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

/* As Spark's dropna: NaN counts as missing. */
static AzudExpr *
is_there (const AzudSchema *schema, int column)
{
  const AzudDtype *type = schema->fields[column].type;
  AzudExpr        *arg = azud_expr_new_column (schema, column);
  AzudExpr        *there = azud_rule_call ("isnotnull", &arg, 1);

  if (type->id == AZUD_DTYPE_DOUBLE || type->id == AZUD_DTYPE_FLOAT)
    {
      arg = azud_expr_new_column (schema, column);
      arg = azud_rule_call ("isnan", &arg, 1);
      if (arg != NULL)
        arg = azud_rule_call ("not", &arg, 1);
      there = azud_expr_new_and (there, arg);
    }
  return there;
}

/* @condition AND each part of @there, so that a long list of columns stays one flat chain.  Takes both. */
static AzudExpr *
and_parts (AzudExpr *condition, AzudExpr *there)
{
  g_autoptr (GPtrArray) parts = azud_expr_split_and (there);

  for (guint i = 0; i < parts->len; i++)
    condition = azud_expr_new_and (condition, azud_expr_ref (g_ptr_array_index (parts, i)));
  azud_expr_unref (there);
  return condition;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  const AzudSchema *schema;
  AzudExpr         *condition = NULL;

  if (plan->op != AZUD_PLAN_DROP_NULLS)
    return NULL;
  schema = plan->inputs[0]->schema;
  for (int k = 0; k < plan->as.drop_nulls.n_columns; k++)
    {
      AzudExpr *there = is_there (schema, plan->as.drop_nulls.columns[k]);

      if (condition != NULL && plan->as.drop_nulls.all)
        condition = azud_rule_call ("or", (AzudExpr *[]) { condition, there }, 2);
      else
        condition = and_parts (condition, there);
    }
  if (condition == NULL)
    condition = azud_expr_new_boolean (true);
  return azud_rule_replace (azud_rule_filter (azud_plan_ref (plan->inputs[0]), condition, plan), plan);
}

const AzudRule azud_rule_expand_drop_nulls = {
  .name = "expand-drop-nulls", .summary = N_("Dropping nulls becomes a filter"),
  .phase = AZUD_RULE_EXPAND, .apply = apply,
};
