/* plan-estimate.c: guessing how large an operator's output is
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * As Spark without statistics: widths of types, sizes of files; a filter is not trusted to shrink anything, so that what is
 * broadcast because it looks small is small.
 */

#include "plan/plan-private.h"

static int64_t
type_width (const AzudDtype *type)
{
  int64_t sum = 0;

  switch (type->id)
    {
    case AZUD_DTYPE_VOID:
      return 1;
    case AZUD_DTYPE_STRING:
    case AZUD_DTYPE_BINARY:
      return 20;
    case AZUD_DTYPE_ARRAY:
    case AZUD_DTYPE_MAP:
    case AZUD_DTYPE_STRUCT:
      for (int i = 0; i < type->n_fields; i++)
        sum += type_width (type->fields[i].type);
      return type->id == AZUD_DTYPE_STRUCT ? sum : 8 + 4 * sum;
    default:
      return MAX (type->width, 1);
    }
}

int64_t
azud_plan_row_width (const AzudSchema *schema)
{
  int64_t width = 8;   /* Spark counts as much for a row itself */

  for (int i = 0; i < schema->n_fields; i++)
    width += type_width (schema->fields[i].type);
  return width;
}

static int64_t
saturating_mul (int64_t a, int64_t b)
{
  int64_t product;

  return __builtin_mul_overflow (a, b, &product) ? INT64_MAX : product;
}

static int64_t
saturating_add (int64_t a, int64_t b)
{
  int64_t sum;

  return __builtin_add_overflow (a, b, &sum) ? INT64_MAX : sum;
}

static int64_t
resize (int64_t bytes, const AzudSchema *from, const AzudSchema *to)
{
  if (bytes < 0)
    return -1;
  return (int64_t) MIN ((double) bytes * (double) azud_plan_row_width (to) / (double) azud_plan_row_width (from), 9e18);
}

static int64_t
estimate_join (const AzudPlan *plan, int64_t left, int64_t right)
{
  if (plan->as.join.type == AZUD_JOIN_SEMI || plan->as.join.type == AZUD_JOIN_ANTI)
    return left;
  if (left < 0 || right < 0)
    return -1;
  if (plan->as.join.type == AZUD_JOIN_CROSS || plan->as.join.condition == NULL)
    return saturating_mul (MAX (left, 1), MAX (right, 1));
  return saturating_add (left, right);
}

static int64_t
estimate_range (const AzudPlan *plan)
{
  double span = (double) plan->as.range.end - (double) plan->as.range.start;
  double rows = plan->as.range.step != 0 ? span / (double) plan->as.range.step : 0;

  return (int64_t) MIN (MAX (rows, 0) * 8, 9e18);
}

static int64_t
estimate (const AzudPlan *plan, const int64_t *inputs)
{
  int64_t width = azud_plan_row_width (plan->schema);
  int64_t sum = 0;

  switch (plan->op)
    {
    case AZUD_PLAN_INPUT:
      return -1;
    case AZUD_PLAN_SCAN:
      sum = resize (plan->as.scan.estimated_bytes, plan->as.scan.file_schema, plan->schema);
      if (plan->as.scan.limit >= 0)
        sum = sum < 0 ? saturating_mul (plan->as.scan.limit, width) : MIN (sum, saturating_mul (plan->as.scan.limit, width));
      return sum;
    case AZUD_PLAN_VALUES:
      return saturating_mul (plan->as.values.rows->len, width);
    case AZUD_PLAN_RANGE:
      return estimate_range (plan);
    case AZUD_PLAN_UNION:
      for (int i = 0; i < plan->n_inputs; i++)
        {
          if (inputs[i] < 0)
            return -1;
          sum = saturating_add (sum, inputs[i]);
        }
      return sum;
    case AZUD_PLAN_AGGREGATE:
      if (plan->as.aggregate.n_keys == 0)
        return width;
      return resize (inputs[0], plan->inputs[0]->schema, plan->schema);
    case AZUD_PLAN_JOIN:
      return estimate_join (plan, inputs[0], inputs[1]);
    case AZUD_PLAN_LIMIT:
      if (plan->as.limit.local)
        return inputs[0];
      sum = saturating_mul (plan->as.limit.count, width);
      return inputs[0] < 0 ? sum : MIN (sum, inputs[0]);
    case AZUD_PLAN_TOP_N:
      sum = saturating_mul (plan->as.sort.limit, width);
      return inputs[0] < 0 ? sum : MIN (sum, inputs[0]);
    case AZUD_PLAN_REJECTS:
      return -1;
    case AZUD_PLAN_PROJECT:
    case AZUD_PLAN_WINDOW:
    case AZUD_PLAN_FILTER:
    case AZUD_PLAN_SAMPLE:
    case AZUD_PLAN_FILL_NULLS:
    case AZUD_PLAN_DROP_NULLS:
    case AZUD_PLAN_DEDUPLICATE:
    case AZUD_PLAN_SORT:
    case AZUD_PLAN_REPARTITION:
    case AZUD_PLAN_CACHE:
    case AZUD_PLAN_WRITE:
    case AZUD_PLAN_EXCHANGE:
      return resize (inputs[0], plan->inputs[0]->schema, plan->schema);
    }
  return -1;
}

GHashTable *
azud_plan_estimate_table (GPtrArray *walk)
{
  GHashTable *table = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (guint i = 0; i < walk->len; i++)
    {
      AzudPlan           *plan = g_ptr_array_index (walk, i);
      g_autofree int64_t *inputs = g_new0 (int64_t, MAX (plan->n_inputs, 1));
      int64_t             bytes;

      for (int k = 0; k < plan->n_inputs; k++)
        inputs[k] = *(int64_t *) g_hash_table_lookup (table, plan->inputs[k]);
      bytes = estimate (plan, inputs);
      g_hash_table_insert (table, plan, g_memdup2 (&bytes, sizeof bytes));
    }
  return table;
}

int64_t
azud_plan_estimate_bytes (const AzudPlan *plan)
{
  AzudPlan               *root = (AzudPlan *) plan;
  g_autoptr (GPtrArray)   walk = azud_plan_walk (&root, 1);
  g_autoptr (GHashTable)  table = azud_plan_estimate_table (walk);

  return *(int64_t *) g_hash_table_lookup (table, root);
}
