/* plan-narrow.c: operators that look at one row at a time
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/plan-private.h"

AzudPlan *
azud_plan_project (AzudPlan *in, const AzudNamedExpr *items, int n_items, AzudProjectIdiom idiom)
{
  g_autofree AzudField *fields = g_new0 (AzudField, MAX (n_items, 1));
  AzudPlan             *plan;

  for (int i = 0; i < n_items; i++)
    fields[i] = (AzudField) { items[i].name, items[i].expr->type, items[i].expr->nullable };
  plan = azud_plan_alloc (AZUD_PLAN_PROJECT, azud_plan_schema_build (fields, n_items), &in, 1);
  plan->as.project.items = azud_named_exprs_copy (items, n_items);
  plan->as.project.n_items = n_items;
  plan->as.project.idiom = idiom;
  return plan;
}

AzudPlan *
azud_plan_filter (AzudPlan *in, AzudExpr *condition)
{
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_FILTER, azud_schema_ref (in->schema), &in, 1);

  plan->as.filter.condition = azud_expr_ref (condition);
  return plan;
}

/* No columns given means all of them, in every operator that takes a list. */
static int *
copy_columns (const int *columns, int n_columns, const AzudSchema *schema, int *n)
{
  int *copy;

  if (n_columns > 0)
    {
      *n = n_columns;
      return g_memdup2 (columns, sizeof (int) * (size_t) n_columns);
    }
  *n = schema->n_fields;
  copy = g_new0 (int, MAX (schema->n_fields, 1));
  for (int i = 0; i < schema->n_fields; i++)
    copy[i] = i;
  return copy;
}

AzudPlan *
azud_plan_sample (AzudPlan *in, double fraction, int64_t seed, const int *columns, int n_columns)
{
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_SAMPLE, azud_schema_ref (in->schema), &in, 1);

  plan->as.sample.fraction = fraction;
  plan->as.sample.seed = seed;
  plan->as.sample.columns = copy_columns (columns, n_columns, in->schema, &plan->as.sample.n_columns);
  return plan;
}

AzudPlan *
azud_plan_fill_nulls (AzudPlan *in, const int *columns, int n_columns, AzudExpr *value)
{
  g_autofree AzudField *fields = g_memdup2 (in->schema->fields, sizeof (AzudField) * (size_t) MAX (in->schema->n_fields, 1));
  g_autofree int       *chosen = NULL;
  int                   n = 0;
  AzudPlan             *plan;

  chosen = copy_columns (columns, n_columns, in->schema, &n);
  for (int i = 0; i < n; i++)
    if (!value->nullable)
      fields[chosen[i]].nullable = false;
  plan = azud_plan_alloc (AZUD_PLAN_FILL_NULLS, azud_plan_schema_build (fields, in->schema->n_fields), &in, 1);
  plan->as.fill_nulls.columns = g_steal_pointer (&chosen);
  plan->as.fill_nulls.n_columns = n;
  plan->as.fill_nulls.value = azud_expr_ref (value);
  return plan;
}

AzudPlan *
azud_plan_drop_nulls (AzudPlan *in, const int *columns, int n_columns, bool all)
{
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_DROP_NULLS, azud_schema_ref (in->schema), &in, 1);

  plan->as.drop_nulls.columns = copy_columns (columns, n_columns, in->schema, &plan->as.drop_nulls.n_columns);
  plan->as.drop_nulls.all = all;
  return plan;
}

AzudPlan *
azud_plan_deduplicate (AzudPlan *in, const int *columns, int n_columns)
{
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_DEDUPLICATE, azud_schema_ref (in->schema), &in, 1);

  plan->as.deduplicate.columns = copy_columns (columns, n_columns, in->schema, &plan->as.deduplicate.n_columns);
  return plan;
}

AzudPlan *
azud_plan_limit (AzudPlan *in, int64_t count, int64_t offset)
{
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_LIMIT, azud_schema_ref (in->schema), &in, 1);

  plan->as.limit.count = count;
  plan->as.limit.offset = offset;
  return plan;
}
