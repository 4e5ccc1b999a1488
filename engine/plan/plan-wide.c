/* plan-wide.c: operators that look at many rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/plan-private.h"

AzudPlan *
azud_plan_aggregate (AzudPlan *in, const AzudNamedExpr *keys, int n_keys, const AzudNamedExpr *values, int n_values)
{
  g_autofree AzudField *fields = g_new0 (AzudField, MAX (n_keys + n_values, 1));
  AzudPlan             *plan;

  for (int i = 0; i < n_keys; i++)
    fields[i] = (AzudField) { keys[i].name, keys[i].expr->type, keys[i].expr->nullable };
  for (int i = 0; i < n_values; i++)
    fields[n_keys + i] = (AzudField) { values[i].name, values[i].expr->type, values[i].expr->nullable };
  plan = azud_plan_alloc (AZUD_PLAN_AGGREGATE, azud_plan_schema_build (fields, n_keys + n_values), &in, 1);
  plan->as.aggregate.keys = azud_named_exprs_copy (keys, n_keys);
  plan->as.aggregate.n_keys = n_keys;
  plan->as.aggregate.values = azud_named_exprs_copy (values, n_values);
  plan->as.aggregate.n_values = n_values;
  return plan;
}

/* ---- join ---- */

AzudSchema *
azud_plan_join_schema (const AzudSchema *left, const AzudSchema *right, AzudJoinType type, bool combined)
{
  bool                  only_left = !combined && (type == AZUD_JOIN_SEMI || type == AZUD_JOIN_ANTI);
  int                   n = left->n_fields + (only_left ? 0 : right->n_fields);
  g_autofree AzudField *fields = g_new0 (AzudField, MAX (n, 1));

  for (int i = 0; i < n; i++)
    {
      bool from_left = i < left->n_fields;

      fields[i] = from_left ? left->fields[i] : right->fields[i - left->n_fields];
      if (combined)
        continue;   /* a condition sees the rows as they come in */
      if (type == AZUD_JOIN_FULL || (from_left && type == AZUD_JOIN_RIGHT) || (!from_left && type == AZUD_JOIN_LEFT))
        fields[i].nullable = true;
    }
  return azud_plan_schema_build (fields, n);
}

/* Spark compares names without case; a list that names a column in other case still means it. */
static int
find_using (const AzudSchema *schema, const char *name)
{
  int index = azud_schema_find (schema, name, true);

  return index >= 0 ? index : azud_schema_find (schema, name, false);
}

static void
mark_using (GPtrArray *names, const AzudSchema *schema, bool *used)
{
  for (guint i = 0; i < names->len; i++)
    {
      int index = find_using (schema, g_ptr_array_index (names, i));

      if (index >= 0)
        used[index] = true;
    }
}

static AzudSchema *
using_schema (const AzudSchema *left, const AzudSchema *right, AzudJoinType type, GPtrArray *names)
{
  g_autofree AzudField *fields = g_new0 (AzudField, left->n_fields + right->n_fields + (int) names->len + 1);
  g_autofree bool      *in_left = g_new0 (bool, left->n_fields + 1);
  g_autofree bool      *in_right = g_new0 (bool, right->n_fields + 1);
  bool                  only_left = type == AZUD_JOIN_SEMI || type == AZUD_JOIN_ANTI;
  int                   n = 0;

  mark_using (names, left, in_left);
  mark_using (names, right, in_right);
  for (guint i = 0; i < names->len; i++)
    {
      int a = find_using (left, g_ptr_array_index (names, i));
      int b = find_using (right, g_ptr_array_index (names, i));

      if (a < 0 || b < 0)
        continue;
      fields[n] = type == AZUD_JOIN_RIGHT ? right->fields[b] : left->fields[a];
      if (type == AZUD_JOIN_FULL)
        {
          const AzudDtype *common = azud_expr_common_type (left->fields[a].type, right->fields[b].type);

          fields[n].type = common != NULL ? common : fields[n].type;
          fields[n].nullable = left->fields[a].nullable || right->fields[b].nullable;
        }
      n++;
    }
  for (int i = 0; i < left->n_fields; i++)
    if (!in_left[i])
      {
        fields[n] = left->fields[i];
        fields[n++].nullable |= type == AZUD_JOIN_RIGHT || type == AZUD_JOIN_FULL;
      }
  for (int i = 0; i < right->n_fields && !only_left; i++)
    if (!in_right[i])
      {
        fields[n] = right->fields[i];
        fields[n++].nullable |= type == AZUD_JOIN_LEFT || type == AZUD_JOIN_FULL;
      }
  return azud_plan_schema_build (fields, n);
}

AzudPlan *
azud_plan_join (AzudPlan *left, AzudPlan *right, AzudJoinType type, AzudExpr *condition, GPtrArray *left_using)
{
  AzudPlan   *inputs[] = { left, right };
  AzudSchema *schema;
  AzudPlan   *plan;

  if (left_using != NULL && left_using->len > 0)
    schema = using_schema (left->schema, right->schema, type, left_using);
  else
    schema = azud_plan_join_schema (left->schema, right->schema, type, false);
  plan = azud_plan_alloc (AZUD_PLAN_JOIN, schema, inputs, 2);
  plan->as.join.type = type;
  plan->as.join.condition = condition != NULL ? azud_expr_ref (condition) : NULL;
  if (left_using != NULL && left_using->len > 0)
    plan->as.join.left_using = g_ptr_array_ref (left_using);
  return plan;
}

/* ---- order ---- */

static AzudPlan *
new_sort (AzudPlanOp op, AzudPlan *in, const AzudSortKey *keys, int n_keys, int64_t limit)
{
  AzudPlan *plan = azud_plan_alloc (op, azud_schema_ref (in->schema), &in, 1);

  plan->as.sort.keys = azud_sort_keys_copy (keys, n_keys);
  plan->as.sort.n_keys = n_keys;
  plan->as.sort.limit = limit;
  return plan;
}

AzudPlan *
azud_plan_sort (AzudPlan *in, const AzudSortKey *keys, int n_keys)
{
  return new_sort (AZUD_PLAN_SORT, in, keys, n_keys, -1);
}

AzudPlan *
azud_plan_top_n (AzudPlan *in, const AzudSortKey *keys, int n_keys, int64_t limit)
{
  return new_sort (AZUD_PLAN_TOP_N, in, keys, n_keys, limit);
}

/* ---- window ---- */

AzudPlan *
azud_plan_window_with_frame (AzudPlan *in, AzudExpr *const *partition, int n_partition, const AzudSortKey *order,
                             int n_order, const AzudNamedExpr *values, int n_values, const AzudWindowFrame *frame)
{
  int                   n = in->schema->n_fields;
  g_autofree AzudField *fields = g_new0 (AzudField, MAX (n + n_values, 1));
  AzudPlan             *plan;

  for (int i = 0; i < n; i++)
    fields[i] = in->schema->fields[i];
  for (int i = 0; i < n_values; i++)
    fields[n + i] = (AzudField) { values[i].name, values[i].expr->type, values[i].expr->nullable };
  plan = azud_plan_alloc (AZUD_PLAN_WINDOW, azud_plan_schema_build (fields, n + n_values), &in, 1);
  plan->as.window.partition = azud_exprs_copy (partition, n_partition);
  plan->as.window.n_partition = n_partition;
  plan->as.window.order = azud_sort_keys_copy (order, n_order);
  plan->as.window.n_order = n_order;
  plan->as.window.values = azud_named_exprs_copy (values, n_values);
  plan->as.window.n_values = n_values;
  if (frame != NULL)
    plan->as.window.frame = *frame;
  return plan;
}

AzudPlan *
azud_plan_window (AzudPlan *in, AzudExpr *const *partition, int n_partition, const AzudSortKey *order, int n_order,
                  const AzudNamedExpr *values, int n_values)
{
  return azud_plan_window_with_frame (in, partition, n_partition, order, n_order, values, n_values, NULL);
}

AzudPlan *
azud_plan_repartition (AzudPlan *in, int n_partitions, AzudExpr *const *keys, int n_keys, bool coalesce)
{
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_REPARTITION, azud_schema_ref (in->schema), &in, 1);

  plan->as.repartition.n_partitions = n_partitions;
  plan->as.repartition.keys = azud_exprs_copy (keys, n_keys);
  plan->as.repartition.n_keys = n_keys;
  plan->as.repartition.coalesce = coalesce;
  return plan;
}
