/* node-aggregate.c: one row for each group
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * An expression such as sum(a) / count(*) is taken apart: the aggregate calls become columns of the Aggregate
 * operator, what is around them a projection above it.
 */

#include "pipeline/node-type.h"

#include "expr/function.h"

/* added to the index of columns that already count in the Aggregate's output */
#define OF_AGGREGATE (1 << 24)

static const AzudParamSpec value_fields[] = {
  { .id = "expression", .label = N_("Value"), .kind = AZUD_PARAM_EXPRESSION,
    .help = N_("Such as count(*), sum(amount), max(day)"),
    .flags = AZUD_PARAM_REQUIRED },
  { .id = "name", .label = N_("Column"), .kind = AZUD_PARAM_TEXT,
    .help = N_("Name of the new column; empty: as Spark calls it"),
    .flags = AZUD_PARAM_OUTPUT_NAME },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "keys", .label = N_("Group by"), .kind = AZUD_PARAM_COLUMNS,
    .help = N_("Rows equal in these columns make a group; none chosen: all rows are one group"),
    .flags = AZUD_PARAM_ON_CANVAS },
  { .id = "values", .label = N_("Values"), .kind = AZUD_PARAM_LIST,
    .help = N_("What is computed for each group"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS, .fields = value_fields },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Number and total for each customer"),
    .params =
      "keys: customer\nvalues:\n- expression=count(*); name=orders\n- expression=sum(amount); name=total",
    .input = "customer,amount\n1,50\n1,70\n2,5\n", .output = "customer,orders,total\n1,2,120\n2,1,5\n",
    .plan = "Aggregate keys=[customer] values=[count(1) AS orders, sum(amount) AS total]\n  Input in",
      .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("One row for everything"), .params = "values:\n- expression=max(amount); name=largest",
    .input = "amount\n50\n70\n", .output = "largest\n70\n",
    .plan = "Aggregate keys=[] values=[max(amount) AS largest]\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("A computation with totals"),
    .params = "keys: k\nvalues:\n- expression=max(a) - min(a); name=spread",
    .input = "k,a\n1,5\n1,8\n2,4\n", .output = "k,spread\n1,3\n2,0\n", .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("A column that is neither key nor total"),
    .params = "keys: k\nvalues:\n- expression=a + 1; name=b",
    .input = "k,a\n1,5\n", .diagnostic = "MISSING_AGGREGATION" },
  { .title = N_("No such column"), .params = "values:\n- expression=sum(price)", .input = "k,a\n1,5\n",
    .diagnostic = "UNRESOLVED_COLUMN" },
  { NULL }
};

typedef struct
{
  GPtrArray        *calls;       /* (element-type AzudExpr): the different aggregate calls, borrowed */
  const int        *keys;
  int               n_keys;
  const AzudSchema *in;
  AzudPlan         *aggregate;
  int               stray;       /* column that is neither, -1 none */
} Parts;

static bool
is_aggregate_call (const AzudExpr *expr)
{
  return expr->kind == AZUD_EXPR_CALL && expr->function != NULL &&
    (expr->function->flags & AZUD_FUNCTION_AGGREGATE) != 0;
}

static int
find_call (const Parts    *parts,
           const AzudExpr *call)
{
  for (guint i = 0; i < parts->calls->len; i++)
    if (azud_expr_equal (parts->calls->pdata[i], call))
      return (int) i;
  return -1;
}

static bool
collect_call (const AzudExpr *expr,
              void           *data)
{
  Parts *parts = data;

  if (is_aggregate_call (expr) && find_call (parts, expr) < 0)
    g_ptr_array_add (parts->calls, (AzudExpr *) expr);
  return true;
}

static AzudExpr *
replace_call (const AzudExpr *expr,
              void           *data)
{
  const Parts *parts = data;
  AzudExpr *column;

  if (!is_aggregate_call (expr))
    return NULL;
  column = azud_expr_new_column (parts->aggregate->schema, parts->n_keys + find_call (parts, expr));
  column->index += OF_AGGREGATE;
  return column;
}

/* What is left refers to keys, or is a fault. */
static AzudExpr *
replace_column (const AzudExpr *expr,
                void           *data)
{
  Parts *parts = data;

  if (expr->kind != AZUD_EXPR_COLUMN)
    return NULL;
  if (expr->index >= OF_AGGREGATE)
    return azud_expr_new_column (parts->aggregate->schema, expr->index - OF_AGGREGATE);
  for (int i = 0; i < parts->n_keys; i++)
    if (parts->keys[i] == expr->index)
      return azud_expr_new_column (parts->aggregate->schema, i);
  if (parts->stray < 0)
    parts->stray = expr->index;
  return NULL;
}

/* @expr over the Aggregate's output; NULL (reported) when it uses a column that is not grouped by. */
static AzudExpr *
above_aggregate (AzudLowering   *ctx,
                 const char     *path,
                 Parts          *parts,
                 const AzudExpr *expr)
{
  g_autoptr(AzudExpr) without_calls = azud_expr_rewrite (expr, replace_call, parts);
  AzudExpr *above = azud_expr_rewrite (without_calls, replace_column, parts);

  if (parts->stray < 0)
    return azud_lowering_keep (ctx, above, (GDestroyNotify) azud_expr_unref);
  azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "MISSING_AGGREGATION",
                        N_("“{0}” is neither grouped by nor inside an aggregate function."),
                          parts->in->fields[parts->stray].name, NULL);
  azud_expr_unref (above);
  parts->stray = -1;
  return NULL;
}

static const char *
value_name (AzudLowering   *ctx,
            guint           index,
            const AzudExpr *expr)
{
  const char *name = azud_lowering_get_text (ctx, azud_lowering_at (ctx, "values", index, "name"));

  return name[0] != '\0' ? name : azud_lowering_keep (ctx, azud_expr_spark_name (expr), g_free);
}

/* Whether each value is one aggregate call and no two are the same: then the Aggregate alone says it. */
static gboolean
is_simple (AzudExpr *const *exprs,
           guint            n,
           const Parts     *parts)
{
  for (guint i = 0; i < n; i++)
    if (!is_aggregate_call (exprs[i]))
      return FALSE;
  return parts->calls->len == n;
}

static AzudPlan *
make_aggregate (AzudLowering    *ctx,
                AzudPlan        *in,
                const Parts     *parts,
                AzudExpr *const *exprs,
                gboolean         simple)
{
  guint n = parts->calls->len;
  g_autofree AzudNamedExpr *keys = g_new0 (AzudNamedExpr, parts->n_keys + 1);
  g_autofree AzudNamedExpr *values = g_new0 (AzudNamedExpr, n + 1);

  for (int i = 0; i < parts->n_keys; i++)
    keys[i] = azud_lowering_pass (ctx, in, parts->keys[i], NULL);
  for (guint i = 0; i < n; i++)
    {
      values[i].expr = parts->calls->pdata[i];
      values[i].name = simple ? (char *) value_name (ctx, i, exprs[i])
                              : azud_lowering_keep (ctx, azud_expr_spark_name (values[i].expr), g_free);
    }
  return azud_plan_aggregate (in, keys, parts->n_keys, values, (int) n);
}

/* The projection above: keys, then the values as they were written.  Takes the aggregate. */
static AzudPlan *
make_projection (AzudLowering    *ctx,
                 Parts           *parts,
                 AzudExpr *const *exprs,
                 guint            n)
{
  g_autofree AzudNamedExpr *items = g_new0 (AzudNamedExpr, (guint) parts->n_keys + n + 1);
  gboolean good = TRUE;
  AzudPlan *plan = NULL;

  for (int i = 0; i < parts->n_keys; i++)
    items[i] = azud_lowering_pass (ctx, parts->aggregate, i, NULL);
  for (guint i = 0; i < n; i++)
    {
      AzudNamedExpr *item = &items[(guint) parts->n_keys + i];

      item->name = (char *) value_name (ctx, i, exprs[i]);
      item->expr = above_aggregate (ctx, azud_lowering_at (ctx, "values", i, "expression"), parts, exprs[i]);
      good = good && item->expr != NULL;
    }
  if (good)
    plan = azud_plan_project (parts->aggregate, items, parts->n_keys + (int) n, AZUD_PROJECT_SELECT);
  azud_plan_unref (parts->aggregate);
  return plan;
}

static gboolean
check_names (AzudLowering *ctx,
             AzudPlan     *in,
             const Parts  *parts,
             AzudExpr    **exprs,
             guint         n)
{
  for (guint i = 0; i < n; i++)
    {
      const char *name = value_name (ctx, i, exprs[i]);
      gboolean taken = FALSE;

      for (int k = 0; k < parts->n_keys; k++)
        taken = taken || g_strcmp0 (in->schema->fields[parts->keys[k]].name, name) == 0;
      for (guint b = 0; b < i; b++)
        taken = taken || g_strcmp0 (value_name (ctx, b, exprs[b]), name) == 0;
      if (taken)
        return azud_lowering_report (ctx, azud_lowering_at (ctx, "values", i, "name"), AZUD_SEVERITY_ERROR,
                                     "AZUD_DUPLICATE_COLUMN",
                                     N_("There would be two columns “{0}”."), name, NULL);
    }
  return TRUE;
}

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  guint n = azud_lowering_get_length (ctx, "values");
  AzudExpr **exprs = azud_lowering_keep (ctx, g_new0 (AzudExpr *, n + 1), g_free);
  Parts parts = { .in = in->schema, .stray = -1 };
  gboolean good = TRUE;
  gboolean simple;

  parts.keys = azud_lowering_get_columns (ctx, "keys", in, &parts.n_keys);
  parts.calls = azud_lowering_keep (ctx, g_ptr_array_new (), (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < n; i++)
    {
      exprs[i] = azud_lowering_get_aggregate (ctx, azud_lowering_at (ctx, "values", i, "expression"), in);
      good = good && exprs[i] != NULL;
      if (exprs[i] != NULL)
        (void) azud_expr_visit (exprs[i], collect_call, &parts);
    }
  if (!good || parts.keys == NULL || !check_names (ctx, in, &parts, exprs, n))
    return FALSE;
  simple = is_simple (exprs, n, &parts);
  parts.aggregate = make_aggregate (ctx, in, &parts, exprs, simple);
  return azud_lowering_set_output (ctx, "out", simple ? parts.aggregate
                                   : make_projection (ctx, &parts, exprs, n));
}

const AzudNodeType azud_node_aggregate = {
  .id = "aggregate", .version = 1, .category = AZUD_CATEGORY_GROUP, .icon = "azud-aggregate-symbolic",
  .label = N_("Aggregate"), .summary = N_("One row for each group, with totals"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
