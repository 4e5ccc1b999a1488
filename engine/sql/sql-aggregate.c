/* sql-aggregate.c: what stands above a GROUP BY
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Expressions are resolved against the rows before grouping; then each part that is a grouping expression or an aggregate call
 * becomes a column of the aggregation, the largest parts first.
 */

#include "sql/sql-lower-private.h"

#include "expr/function.h"
#include "expr/tree.h"

AzudSqlGrouping *
azud_sql_grouping_new (AzudSqlLowering *lowering)
{
  AzudSqlGrouping *grouping = g_new0 (AzudSqlGrouping, 1);

  grouping->lowering = lowering;
  grouping->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
  grouping->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
  return grouping;
}

void
azud_sql_grouping_free (AzudSqlGrouping *grouping)
{
  if (grouping == NULL)
    return;
  g_ptr_array_unref (grouping->keys);
  g_ptr_array_unref (grouping->calls);
  g_free (grouping);
}

static bool
is_aggregate (const AzudExpr *expr)
{
  return expr->kind == AZUD_EXPR_CALL && expr->function != NULL && (expr->function->flags & AZUD_FUNCTION_AGGREGATE) != 0;
}

static int
find_expr (GPtrArray *list, const AzudExpr *expr)
{
  for (guint i = 0; i < list->len; i++)
    if (azud_expr_equal (g_ptr_array_index (list, i), expr))
      return (int) i;
  return -1;
}

void
azud_sql_grouping_collect (AzudSqlGrouping *grouping, AzudExpr *expr)
{
  if (find_expr (grouping->keys, expr) >= 0)
    return;
  if (is_aggregate (expr))
    {
      if (find_expr (grouping->calls, expr) < 0)
        g_ptr_array_add (grouping->calls, azud_expr_ref (expr));
      return;
    }
  for (int i = 0; i < expr->n_args; i++)
    azud_sql_grouping_collect (grouping, expr->args[i]);
}

AzudPlan *
azud_sql_grouping_plan (AzudSqlGrouping *grouping, AzudPlan *in)
{
  g_autofree AzudNamedExpr *items = g_new0 (AzudNamedExpr, (gsize) grouping->keys->len + grouping->calls->len + 1);
  guint                     n_keys = grouping->keys->len, n = n_keys + grouping->calls->len;
  AzudPlan                 *plan;

  for (guint i = 0; i < n; i++)
    {
      AzudExpr *expr = g_ptr_array_index (i < n_keys ? grouping->keys : grouping->calls, i < n_keys ? i : i - n_keys);

      items[i] = (AzudNamedExpr) { azud_expr_spark_name (expr), expr, false };
    }
  plan = azud_plan_aggregate (in, items, (int) n_keys, items + n_keys, (int) grouping->calls->len);
  for (guint i = 0; i < n; i++)
    g_free (items[i].name);
  return plan;
}

static AzudExpr *
above (AzudSqlGrouping *grouping, const AzudPlan *grouped, AzudExpr *expr)
{
  int                   key = find_expr (grouping->keys, expr);
  int                   call = key < 0 && is_aggregate (expr) ? find_expr (grouping->calls, expr) : -1;
  g_autofree AzudExpr **args = NULL;

  if (key >= 0)
    return azud_expr_new_column (grouped->schema, key);
  if (call >= 0)
    return azud_expr_new_column (grouped->schema, (int) grouping->keys->len + call);
  if (expr->kind == AZUD_EXPR_COLUMN)
    {
      g_autofree char *name = azud_expr_print (expr);

      return azud_sql_fail (grouping->lowering, expr->span_start, expr->span_end, "MISSING_AGGREGATION",
                            N_("The column {0} is neither grouped by nor inside an aggregate function."), name, NULL);
    }
  if (expr->n_args == 0)
    return azud_expr_ref (expr);
  args = g_new0 (AzudExpr *, (gsize) expr->n_args);
  for (int i = 0; i < expr->n_args; i++)
    {
      args[i] = above (grouping, grouped, expr->args[i]);
      if (args[i] != NULL)
        continue;
      while (--i >= 0)
        azud_expr_unref (args[i]);
      return NULL;
    }
  return azud_expr_copy_node (expr, args, expr->n_args);
}

AzudExpr *
azud_sql_grouping_above (AzudSqlGrouping *grouping, const AzudPlan *grouped, AzudExpr *expr)
{
  return above (grouping, grouped, expr);
}
