/* node-unpivot.c: columns become rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A union of one projection for each column; the rows that arrive are computed once.
 */

#include "pipeline/node-type.h"

static const AzudParamSpec params[] = {
  { .id = "columns", .label = N_("Columns"), .kind = AZUD_PARAM_COLUMNS,
    .help = N_("Each of them gives a row; the other columns are repeated"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS },
  { .id = "name-column", .label = N_("Column of names"), .kind = AZUD_PARAM_TEXT,
    .help = N_("The new column that says which column a value is from"),
    .flags = AZUD_PARAM_REQUIRED, .otherwise = "\"name\"" },
  { .id = "value-column", .label = N_("Column of values"), .kind = AZUD_PARAM_TEXT,
    .help = N_("The new column that holds the values"),
    .flags = AZUD_PARAM_REQUIRED, .otherwise = "\"value\"" },
  { .id = "keep-nulls", .label = N_("Keep nulls"), .kind = AZUD_PARAM_BOOLEAN,
    .help = N_("Rows whose value is null stay; else they are left out"), .otherwise = "true" },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("A row for each month"),
    .params = "columns: january, february\nname-column: month\nvalue-column: amount",
    .input = "shop,january,february\nA,6,7\nB,,3\n",
    .output = "shop,month,amount\nA,january,6\nB,january,\nA,february,7\nB,february,3\n",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("Without nulls"), .params = "columns: x, y\nkeep-nulls: false", .input = "x:double,y:double\n1.5,\nNaN,\n",
    .output = "name,value\nx,1.5\nx,NaN\n", .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("No such column"), .params = "columns: march", .input = "shop,january\nA,6\n",
    .diagnostic = "UNRESOLVED_COLUMN" },
  { .title = N_("A name that is taken"), .params = "columns: x\nname-column: id", .input = "id,x\n1,2\n",
    .diagnostic = "AZUD_DUPLICATE_COLUMN" },
  { NULL }
};

static gboolean
contains (const int *columns,
          int        n,
          int        index)
{
  for (int i = 0; i < n; i++)
    if (columns[i] == index)
      return TRUE;
  return FALSE;
}

/* The rows that column @column gives. */
static AzudPlan *
make_branch (AzudLowering *ctx,
             AzudPlan     *in,
             const int    *columns,
             int           n,
             int           column)
{
  AzudNamedExpr *items = azud_lowering_keep (ctx, g_new0 (AzudNamedExpr, in->schema->n_fields + 3), g_free);
  AzudExpr *name = azud_expr_new_string (in->schema->fields[column].name);
  int n_items = 0;

  azud_lowering_keep (ctx, name, (GDestroyNotify) azud_expr_unref);
  for (int i = 0; i < in->schema->n_fields; i++)
    if (!contains (columns, n, i))
      items[n_items++] = azud_lowering_pass (ctx, in, i, NULL);
  items[n_items++] = (AzudNamedExpr){ (char *) azud_lowering_get_text (ctx, "name-column"), name, false };
  items[n_items] = azud_lowering_pass (ctx, in, column, azud_lowering_get_text (ctx, "value-column"));
  items[n_items++].passed = false;
  return azud_plan_project (in, items, n_items, AZUD_PROJECT_SELECT);
}

/* The rows of @all whose last column is not null.  NaN is a value, as in Spark's UNPIVOT: this is no dropna().
 * Takes @all; NULL = reported. */
static AzudPlan *
without_nulls (AzudLowering *ctx,
               AzudPlan     *all)
{
  const char *name = all->schema->fields[all->schema->n_fields - 1].name;
  g_autofree char *text = g_strdup_printf ("%s IS NOT NULL", azud_lowering_quote_name (ctx, name));
  AzudExpr *condition = azud_lowering_make_condition (ctx, "keep-nulls", text, all);
  AzudPlan *some = condition != NULL ? azud_plan_filter (all, condition) : NULL;

  azud_plan_unref (all);
  return some;
}

static gboolean
check_name (AzudLowering *ctx,
            const char   *path,
            AzudPlan     *in,
            const int    *columns,
            int           n)
{
  const char *name = azud_lowering_get_text (ctx, path);
  int old = azud_schema_find (in->schema, name, azud_lowering_get_settings (ctx)->case_sensitive);

  if (old == AZUD_SCHEMA_NOT_FOUND || contains (columns, n, old))
    return TRUE;
  return azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_DUPLICATE_COLUMN",
                               N_("There would be two columns “{0}”."), name, NULL);
}

static gboolean
lower (AzudLowering *ctx)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  int n = 0;
  const int *columns = azud_lowering_get_columns (ctx, "columns", in, &n);
  AzudPlan **branches;
  AzudPlan *all;

  if (columns == NULL || !check_name (ctx, "name-column", in, columns, n) ||
      !check_name (ctx, "value-column", in, columns, n))
    return FALSE;
  branches = azud_lowering_keep (ctx, g_new0 (AzudPlan *, n + 1), g_free);
  for (int i = 0; i < n; i++)
    branches[i] = azud_lowering_keep (ctx, make_branch (ctx, in, columns, n, columns[i]),
                                      (GDestroyNotify) azud_plan_unref);
  all = n == 1 ? azud_plan_ref (branches[0]) : azud_plan_union (branches, n, false, false, false, &error);
  if (all == NULL)
    return azud_lowering_report_error (ctx, "columns", &error);
  if (!azud_lowering_get_boolean (ctx, "keep-nulls"))
    all = without_nulls (ctx, all);
  return all != NULL && azud_lowering_set_output (ctx, "out", all);
}

const AzudNodeType azud_node_unpivot = {
  .id = "unpivot", .version = 1, .category = AZUD_CATEGORY_GROUP, .icon = "azud-unpivot-symbolic",
  .label = N_("Unpivot"), .summary = N_("Columns become rows"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
