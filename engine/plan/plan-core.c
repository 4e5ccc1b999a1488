/* plan-core.c: life and copying of logical operators
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/plan-private.h"

AzudSchema *
azud_plan_schema_build (const AzudField *fields, int n_fields)
{
  AzudSchema *schema = azud_schema_new (fields, n_fields);

  if (schema == NULL)
    g_error ("no memory for a schema of %d columns", n_fields);
  return schema;
}

/* ---- arrays of expressions ---- */

AzudNamedExpr *
azud_named_exprs_copy (const AzudNamedExpr *items, int n_items)
{
  AzudNamedExpr *copy = g_new0 (AzudNamedExpr, MAX (n_items, 1));

  for (int i = 0; i < n_items; i++)
    {
      copy[i].name = g_strdup (items[i].name);
      copy[i].expr = azud_expr_ref (items[i].expr);
      copy[i].passed = items[i].passed;
    }
  return copy;
}

AzudSortKey *
azud_sort_keys_copy (const AzudSortKey *keys, int n_keys)
{
  AzudSortKey *copy = g_new0 (AzudSortKey, MAX (n_keys, 1));

  for (int i = 0; i < n_keys; i++)
    {
      copy[i] = keys[i];
      azud_expr_ref (copy[i].expr);
    }
  return copy;
}

AzudExpr **
azud_exprs_copy (AzudExpr *const *exprs, int n_exprs)
{
  AzudExpr **copy = g_new0 (AzudExpr *, MAX (n_exprs, 1));

  for (int i = 0; i < n_exprs; i++)
    copy[i] = azud_expr_ref (exprs[i]);
  return copy;
}

void
azud_named_exprs_free (AzudNamedExpr *items, int n_items)
{
  for (int i = 0; i < n_items; i++)
    {
      g_free (items[i].name);
      azud_expr_unref (items[i].expr);
    }
  g_free (items);
}

void
azud_sort_keys_free (AzudSortKey *keys, int n_keys)
{
  for (int i = 0; i < n_keys; i++)
    azud_expr_unref (keys[i].expr);
  g_free (keys);
}

void
azud_exprs_free (AzudExpr **exprs, int n_exprs)
{
  for (int i = 0; i < n_exprs; i++)
    azud_expr_unref (exprs[i]);
  g_free (exprs);
}

/* ---- origin ---- */

static void
origin_clear (AzudOrigin *origin)
{
  g_clear_pointer (&origin->node, g_free);
  g_clear_pointer (&origin->port, g_free);
  g_clear_pointer (&origin->label, g_free);
}

void
azud_plan_set_origin (AzudPlan *plan, const AzudOrigin *origin)
{
  AzudOrigin copy = { g_strdup (origin->node), g_strdup (origin->port), g_strdup (origin->label) };

  origin_clear (&plan->origin);
  plan->origin = copy;
}

/* ---- life ---- */

AzudPlan *
azud_plan_alloc (AzudPlanOp op, AzudSchema *schema, AzudPlan *const *inputs, int n_inputs)
{
  AzudPlan *plan = g_new0 (AzudPlan, 1);

  plan->ref_count = 1;
  plan->op = op;
  plan->schema = schema;
  plan->n_inputs = n_inputs;
  plan->inputs = g_new0 (AzudPlan *, MAX (n_inputs, 1));
  for (int i = 0; i < n_inputs; i++)
    plan->inputs[i] = azud_plan_ref (inputs[i]);
  return plan;
}

AzudPlan *
azud_plan_ref (AzudPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);
  plan->ref_count++;
  return plan;
}

static void
clear_expr (AzudExpr **expr)
{
  if (*expr != NULL)
    azud_expr_unref (*expr);
  *expr = NULL;
}

static void
free_payload (AzudPlan *plan)
{
  switch (plan->op)
    {
    case AZUD_PLAN_INPUT:
      g_free (plan->as.input.name);
      break;
    case AZUD_PLAN_SCAN:
      azud_dataset_free (plan->as.scan.data);
      azud_schema_unref (plan->as.scan.file_schema);
      g_free (plan->as.scan.columns);
      clear_expr (&plan->as.scan.filter);
      break;
    case AZUD_PLAN_VALUES:
      g_ptr_array_unref (plan->as.values.rows);
      break;
    case AZUD_PLAN_PROJECT:
      azud_named_exprs_free (plan->as.project.items, plan->as.project.n_items);
      break;
    case AZUD_PLAN_FILTER:
      clear_expr (&plan->as.filter.condition);
      break;
    case AZUD_PLAN_SAMPLE:
      g_free (plan->as.sample.columns);
      break;
    case AZUD_PLAN_FILL_NULLS:
      g_free (plan->as.fill_nulls.columns);
      clear_expr (&plan->as.fill_nulls.value);
      break;
    case AZUD_PLAN_DROP_NULLS:
      g_free (plan->as.drop_nulls.columns);
      break;
    case AZUD_PLAN_AGGREGATE:
      azud_named_exprs_free (plan->as.aggregate.keys, plan->as.aggregate.n_keys);
      azud_named_exprs_free (plan->as.aggregate.values, plan->as.aggregate.n_values);
      azud_schema_unref (plan->as.aggregate.before);
      break;
    case AZUD_PLAN_DEDUPLICATE:
      g_free (plan->as.deduplicate.columns);
      break;
    case AZUD_PLAN_JOIN:
      clear_expr (&plan->as.join.condition);
      g_clear_pointer (&plan->as.join.left_using, g_ptr_array_unref);
      break;
    case AZUD_PLAN_SORT:
    case AZUD_PLAN_TOP_N:
      azud_sort_keys_free (plan->as.sort.keys, plan->as.sort.n_keys);
      break;
    case AZUD_PLAN_WINDOW:
      azud_exprs_free (plan->as.window.partition, plan->as.window.n_partition);
      azud_sort_keys_free (plan->as.window.order, plan->as.window.n_order);
      azud_named_exprs_free (plan->as.window.values, plan->as.window.n_values);
      break;
    case AZUD_PLAN_REPARTITION:
      azud_exprs_free (plan->as.repartition.keys, plan->as.repartition.n_keys);
      break;
    case AZUD_PLAN_WRITE:
      azud_dataset_free (plan->as.write.data);
      break;
    case AZUD_PLAN_EXCHANGE:
      azud_exprs_free (plan->as.exchange.keys, plan->as.exchange.n_keys);
      azud_sort_keys_free (plan->as.exchange.order, plan->as.exchange.n_order);
      break;
    case AZUD_PLAN_CACHE:
    case AZUD_PLAN_RANGE:
    case AZUD_PLAN_REJECTS:
    case AZUD_PLAN_UNION:
    case AZUD_PLAN_LIMIT:
      break;
    }
}

/* Frees chains of any length: operators whose count falls to zero wait in a list, not on the stack. */
void
azud_plan_unref (AzudPlan *plan)
{
  GPtrArray *dead;

  g_return_if_fail (plan != NULL);
  if (--plan->ref_count > 0)
    return;

  dead = g_ptr_array_new ();
  g_ptr_array_add (dead, plan);
  while (dead->len > 0)
    {
      AzudPlan *one = g_ptr_array_remove_index_fast (dead, dead->len - 1);

      for (int i = 0; i < one->n_inputs; i++)
        if (--one->inputs[i]->ref_count == 0)
          g_ptr_array_add (dead, one->inputs[i]);
      free_payload (one);
      g_free (one->inputs);
      origin_clear (&one->origin);
      azud_plan_forget_taps (one);
      azud_schema_unref (one->schema);
      g_free (one);
    }
  g_ptr_array_unref (dead);
}

/* ---- copying ---- */

static AzudExpr *
ref_expr (AzudExpr *expr)
{
  return expr != NULL ? azud_expr_ref (expr) : NULL;
}

#define COPY_INTS(field, n) (field) = g_memdup2 ((field), sizeof (int) * (size_t) MAX ((n), 1))

static void
copy_payload (AzudPlan *copy)
{
  switch (copy->op)
    {
    case AZUD_PLAN_INPUT:
      copy->as.input.name = g_strdup (copy->as.input.name);
      break;
    case AZUD_PLAN_SCAN:
      copy->as.scan.data = azud_dataset_copy (copy->as.scan.data);
      azud_schema_ref (copy->as.scan.file_schema);
      COPY_INTS (copy->as.scan.columns, copy->schema->n_fields);
      ref_expr (copy->as.scan.filter);
      break;
    case AZUD_PLAN_VALUES:
      g_ptr_array_ref (copy->as.values.rows);
      break;
    case AZUD_PLAN_PROJECT:
      copy->as.project.items = azud_named_exprs_copy (copy->as.project.items, copy->as.project.n_items);
      break;
    case AZUD_PLAN_FILTER:
      ref_expr (copy->as.filter.condition);
      break;
    case AZUD_PLAN_SAMPLE:
      COPY_INTS (copy->as.sample.columns, copy->as.sample.n_columns);
      break;
    case AZUD_PLAN_FILL_NULLS:
      COPY_INTS (copy->as.fill_nulls.columns, copy->as.fill_nulls.n_columns);
      ref_expr (copy->as.fill_nulls.value);
      break;
    case AZUD_PLAN_DROP_NULLS:
      COPY_INTS (copy->as.drop_nulls.columns, copy->as.drop_nulls.n_columns);
      break;
    case AZUD_PLAN_AGGREGATE:
      copy->as.aggregate.keys = azud_named_exprs_copy (copy->as.aggregate.keys, copy->as.aggregate.n_keys);
      copy->as.aggregate.values = azud_named_exprs_copy (copy->as.aggregate.values, copy->as.aggregate.n_values);
      if (copy->as.aggregate.before != NULL)
        azud_schema_ref (copy->as.aggregate.before);
      break;
    case AZUD_PLAN_DEDUPLICATE:
      COPY_INTS (copy->as.deduplicate.columns, copy->as.deduplicate.n_columns);
      break;
    case AZUD_PLAN_JOIN:
      ref_expr (copy->as.join.condition);
      if (copy->as.join.left_using != NULL)
        g_ptr_array_ref (copy->as.join.left_using);
      break;
    case AZUD_PLAN_SORT:
    case AZUD_PLAN_TOP_N:
      copy->as.sort.keys = azud_sort_keys_copy (copy->as.sort.keys, copy->as.sort.n_keys);
      break;
    case AZUD_PLAN_WINDOW:
      copy->as.window.partition = azud_exprs_copy (copy->as.window.partition, copy->as.window.n_partition);
      copy->as.window.order = azud_sort_keys_copy (copy->as.window.order, copy->as.window.n_order);
      copy->as.window.values = azud_named_exprs_copy (copy->as.window.values, copy->as.window.n_values);
      break;
    case AZUD_PLAN_REPARTITION:
      copy->as.repartition.keys = azud_exprs_copy (copy->as.repartition.keys, copy->as.repartition.n_keys);
      break;
    case AZUD_PLAN_WRITE:
      copy->as.write.data = azud_dataset_copy (copy->as.write.data);
      break;
    case AZUD_PLAN_EXCHANGE:
      copy->as.exchange.keys = azud_exprs_copy (copy->as.exchange.keys, copy->as.exchange.n_keys);
      copy->as.exchange.order = azud_sort_keys_copy (copy->as.exchange.order, copy->as.exchange.n_order);
      break;
    case AZUD_PLAN_CACHE:
    case AZUD_PLAN_RANGE:
    case AZUD_PLAN_REJECTS:
    case AZUD_PLAN_UNION:
    case AZUD_PLAN_LIMIT:
      break;
    }
}

AzudPlan *
azud_plan_copy (const AzudPlan *plan, AzudPlan *const *inputs)
{
  AzudPlan *copy = azud_plan_alloc (plan->op, azud_schema_ref (plan->schema),
                                    inputs != NULL ? inputs : plan->inputs, plan->n_inputs);

  copy->as = plan->as;
  copy_payload (copy);
  azud_plan_set_origin (copy, &plan->origin);
  azud_plan_move_taps (copy, plan, -1);
  return copy;
}

AzudPlan *
azud_plan_with_inputs (AzudPlan *plan, AzudPlan *const *inputs)
{
  g_return_val_if_fail (plan != NULL, NULL);
  return azud_plan_copy (plan, inputs);
}

AzudPlan *
azud_plan_with_origin (AzudPlan *plan, const char *node, const char *port, const char *label)
{
  AzudOrigin origin = { (char *) node, (char *) port, (char *) label };

  g_return_val_if_fail (plan != NULL, NULL);
  if (plan->ref_count > 1)
    {
      AzudPlan *copy = azud_plan_copy (plan, NULL);

      azud_plan_unref (plan);
      plan = copy;
    }
  azud_plan_set_origin (plan, &origin);
  if (node != NULL)
    azud_plan_add_tap (plan, node, port, AZUD_TAP_ROWS);
  return plan;
}
