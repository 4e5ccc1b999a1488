/* node-pivot.c: values of a column become columns
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The values are written down, so that the columns that leave are known before any row is read: each is the
 * aggregate over the rows that have the value.
 */

#include "pipeline/node-type.h"

#include "expr/function.h"

static const AzudParamSpec value_fields[] = {
  { .id = "value", .label = N_("Value"), .kind = AZUD_PARAM_TEXT, .help = N_("A value of the column"),
    .flags = AZUD_PARAM_REQUIRED },
  { .id = "name", .label = N_("Column"), .kind = AZUD_PARAM_TEXT,
    .help = N_("Name of the new column; empty: the value itself"), .flags = AZUD_PARAM_OUTPUT_NAME },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "keys", .label = N_("Group by"), .kind = AZUD_PARAM_COLUMNS,
    .help = N_("One row comes out for each group of rows equal in these columns"),
      .flags = AZUD_PARAM_ON_CANVAS },
  { .id = "column", .label = N_("Spread"), .kind = AZUD_PARAM_COLUMN,
    .help = N_("The column whose values become columns"),
      .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS },
  { .id = "values", .label = N_("Values"), .kind = AZUD_PARAM_LIST,
    .help = N_("Which values become columns, and their names"),
    .flags = AZUD_PARAM_REQUIRED, .fields = value_fields },
  { .id = "expression", .label = N_("What is computed"), .kind = AZUD_PARAM_EXPRESSION,
    .help = N_("An aggregate function such as sum(amount), over the rows that have the value"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("A column for each month"),
    .params =
      "keys: shop\ncolumn: month\nvalues:\n- value=1; name=january\n- value=2; name=february\nexpression: sum(amount)",
    .input = "shop,month,amount\nA,1,5\nA,2,7\nA,1,1\nB,2,3\n",
    .output = "shop,january,february\nA,6,7\nB,,3\n", .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("Values as names"),
    .params = "column: kind\nvalues:\n- value=in\n- value=out\nexpression: count(*)",
    .input = "kind\nin\nin\nelse\n", .output = "in,out\n2,0\n", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("Not an aggregate function"), .params = "column: kind\nvalues:\n- value=in\nexpression: kind",
    .input = "kind\nin\n", .diagnostic = "AZUD_NOT_AN_AGGREGATE" },
  { .title = N_("No such column"), .params = "column: month\nvalues:\n- value=1\nexpression: count(*)",
    .input = "kind\nin\n", .diagnostic = "UNRESOLVED_COLUMN" },
  { NULL }
};

static gboolean
is_aggregate_call (const AzudExpr *expr)
{
  return expr->kind == AZUD_EXPR_CALL && expr->function != NULL &&
         (expr->function->flags & AZUD_FUNCTION_AGGREGATE) != 0 && expr->filter == NULL;
}

/* expression FILTER (WHERE column = CAST ('value' AS type)) */
static AzudExpr *
value_call (AzudLowering    *ctx,
            guint            index,
            AzudPlan        *in,
            const AzudField *column)
{
  const char *path = azud_lowering_at (ctx, "values", index, "value");
  AzudExpr *value = azud_lowering_keep (ctx, azud_expr_new_string (azud_lowering_get_text (ctx, path)),
                                        (GDestroyNotify) azud_expr_unref);
  g_autofree char *literal = azud_expr_print (value);
  g_autofree char *text = NULL;
  char type[512];

  azud_dtype_sql_name (column->type, type, sizeof type);
  text = g_strdup_printf ("%s FILTER (WHERE %s = CAST(%s AS %s))", azud_lowering_get_text (ctx, "expression"),
                          azud_lowering_quote_name (ctx, column->name), literal, type);
  return azud_lowering_make_aggregate (ctx, path, text, in);
}

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  int column = azud_lowering_get_column (ctx, "column", in);
  int n_keys = 0;
  const int *chosen = azud_lowering_get_columns (ctx, "keys", in, &n_keys);
  guint n = azud_lowering_get_length (ctx, "values");
  AzudExpr *expression = azud_lowering_get_aggregate (ctx, "expression", in);
  AzudNamedExpr *keys = azud_lowering_keep (ctx, g_new0 (AzudNamedExpr, n_keys + 1), g_free);
  AzudNamedExpr *values = azud_lowering_keep (ctx, g_new0 (AzudNamedExpr, n + 1), g_free);
  gboolean good = TRUE;

  if (expression != NULL && !is_aggregate_call (expression))
    return azud_lowering_report (ctx, "expression", AZUD_SEVERITY_ERROR, "AZUD_NOT_AN_AGGREGATE",
                                 N_("This must be one aggregate function, such as sum(amount)."), NULL);
  if (column < 0 || chosen == NULL || expression == NULL)
    return FALSE;
  for (int i = 0; i < n_keys; i++)
    keys[i] = azud_lowering_pass (ctx, in, chosen[i], NULL);
  for (guint i = 0; i < n; i++)
    {
      const char *path = azud_lowering_at (ctx, "values", i,
                                           azud_lowering_has (ctx,
                                                              azud_lowering_at (ctx, "values", i, "name"))
                                                                ? "name" : "value");

      values[i].name = (char *) azud_lowering_get_text (ctx, path);
      values[i].expr = value_call (ctx, i, in, &in->schema->fields[column]);
      good = good && values[i].expr != NULL;
      for (guint b = 0; b < i; b++)
        if (g_strcmp0 (values[b].name, values[i].name) == 0)
          good = azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_DUPLICATE_COLUMN",
                                       N_("There would be two columns “{0}”."), values[i].name, NULL);
    }
  return good && azud_lowering_set_output (ctx, "out",
                                           azud_plan_aggregate (in, keys, n_keys, values, (int) n));
}

const AzudNodeType azud_node_pivot = {
  .id = "pivot", .version = 1, .category = AZUD_CATEGORY_GROUP, .icon = "azud-pivot-symbolic",
  .label = N_("Pivot"), .summary = N_("Values of a column become columns"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
