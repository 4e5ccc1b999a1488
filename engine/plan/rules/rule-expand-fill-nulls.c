/* rule-expand-fill-nulls.c: fillna as a projection
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

static bool
is_float (const AzudDtype *type)
{
  return type->id == AZUD_DTYPE_DOUBLE || type->id == AZUD_DTYPE_FLOAT;
}

/* As Spark's fillna: the value takes the column's type, and NaN counts as missing. */
static AzudExpr *
fill (const AzudSchema *schema, int column, AzudExpr *value)
{
  const AzudDtype *type = schema->fields[column].type;
  AzudExpr        *args[2] = { azud_expr_new_column (schema, column), NULL };

  if (is_float (type))
    {
      args[1] = azud_expr_new_null (type);
      args[0] = azud_rule_call ("nanvl", args, 2);
      if (args[0] == NULL)
        return NULL;
    }
  args[1] = azud_expr_new_cast (azud_expr_ref (value), type, false, NULL);
  if (args[1] == NULL)
    {
      azud_expr_unref (args[0]);
      return NULL;
    }
  return azud_rule_call ("coalesce", args, 2);
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  const AzudSchema         *schema;
  g_autofree AzudNamedExpr *items = NULL;
  AzudPlan                 *made = NULL;
  bool                      ok = true;

  if (plan->op != AZUD_PLAN_FILL_NULLS)
    return NULL;
  schema = plan->inputs[0]->schema;
  items = g_new0 (AzudNamedExpr, (size_t) schema->n_fields + 1);
  for (int i = 0; i < schema->n_fields; i++)
    items[i] = azud_plan_named (schema->fields[i].name, azud_expr_new_column (schema, i), true);
  for (int k = 0; k < plan->as.fill_nulls.n_columns && ok; k++)
    {
      int       column = plan->as.fill_nulls.columns[k];
      AzudExpr *filled = fill (schema, column, plan->as.fill_nulls.value);

      ok = filled != NULL;
      if (!ok)
        break;
      azud_expr_unref (items[column].expr);
      items[column] = azud_plan_named (schema->fields[column].name, filled, false);
    }
  if (ok)
    made = azud_rule_replace (azud_plan_project (plan->inputs[0], items, schema->n_fields, AZUD_PROJECT_WITH_COLUMNS), plan);
  for (int i = 0; i < schema->n_fields; i++)
    azud_expr_unref (items[i].expr);
  return made;
}

const AzudRule azud_rule_expand_fill_nulls = {
  .name = "expand-fill-nulls", .summary = N_("Filling nulls becomes a projection with coalesce"),
  .phase = AZUD_RULE_EXPAND, .apply = apply,
};
