/* plan-exprs.c: the expressions inside an operator, whatever it is
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/plan-private.h"

/* One list of where expressions are serves visiting and mapping. */
static void
collect (AzudPlan *plan, GPtrArray *places)
{
#define ADD(place) g_ptr_array_add (places, &(place))
  switch (plan->op)
    {
    case AZUD_PLAN_SCAN:
      if (plan->as.scan.filter != NULL)
        ADD (plan->as.scan.filter);
      break;
    case AZUD_PLAN_VALUES:
      break;   /* literals only, in a shared array: see azud_plan_visit_exprs */
    case AZUD_PLAN_PROJECT:
      for (int i = 0; i < plan->as.project.n_items; i++)
        ADD (plan->as.project.items[i].expr);
      break;
    case AZUD_PLAN_FILTER:
      ADD (plan->as.filter.condition);
      break;
    case AZUD_PLAN_FILL_NULLS:
      ADD (plan->as.fill_nulls.value);
      break;
    case AZUD_PLAN_AGGREGATE:
      for (int i = 0; i < plan->as.aggregate.n_keys; i++)
        ADD (plan->as.aggregate.keys[i].expr);
      for (int i = 0; i < plan->as.aggregate.n_values; i++)
        ADD (plan->as.aggregate.values[i].expr);
      break;
    case AZUD_PLAN_JOIN:
      if (plan->as.join.condition != NULL)
        ADD (plan->as.join.condition);
      break;
    case AZUD_PLAN_SORT:
    case AZUD_PLAN_TOP_N:
      for (int i = 0; i < plan->as.sort.n_keys; i++)
        ADD (plan->as.sort.keys[i].expr);
      break;
    case AZUD_PLAN_WINDOW:
      for (int i = 0; i < plan->as.window.n_partition; i++)
        ADD (plan->as.window.partition[i]);
      for (int i = 0; i < plan->as.window.n_order; i++)
        ADD (plan->as.window.order[i].expr);
      for (int i = 0; i < plan->as.window.n_values; i++)
        ADD (plan->as.window.values[i].expr);
      break;
    case AZUD_PLAN_REPARTITION:
      for (int i = 0; i < plan->as.repartition.n_keys; i++)
        ADD (plan->as.repartition.keys[i]);
      break;
    case AZUD_PLAN_EXCHANGE:
      for (int i = 0; i < plan->as.exchange.n_keys; i++)
        ADD (plan->as.exchange.keys[i]);
      for (int i = 0; i < plan->as.exchange.n_order; i++)
        ADD (plan->as.exchange.order[i].expr);
      break;
    case AZUD_PLAN_INPUT:
    case AZUD_PLAN_RANGE:
    case AZUD_PLAN_REJECTS:
    case AZUD_PLAN_SAMPLE:
    case AZUD_PLAN_DROP_NULLS:
    case AZUD_PLAN_UNION:
    case AZUD_PLAN_DEDUPLICATE:
    case AZUD_PLAN_LIMIT:
    case AZUD_PLAN_CACHE:
    case AZUD_PLAN_WRITE:
      break;
    }
#undef ADD
}

bool
azud_plan_visit_exprs (const AzudPlan *plan, bool (*visit) (const AzudExpr *expr, const AzudSchema *scope, void *data),
                       void *data)
{
  g_autoptr (GPtrArray)  places = g_ptr_array_new ();
  const AzudSchema      *scope = plan->n_inputs > 0 ? plan->inputs[0]->schema : plan->schema;
  AzudSchema            *combined = NULL;
  bool                   go_on = true;

  collect ((AzudPlan *) plan, places);
  if (plan->op == AZUD_PLAN_JOIN)
    scope = combined = azud_plan_join_schema (plan->inputs[0]->schema, plan->inputs[1]->schema, plan->as.join.type, true);
  for (guint i = 0; i < places->len && go_on; i++)
    {
      /* the values of a final aggregation still speak of the rows before the partial one */
      bool before = plan->op == AZUD_PLAN_AGGREGATE && plan->as.aggregate.before != NULL && (int) i >= plan->as.aggregate.n_keys;

      go_on = visit (*(AzudExpr **) g_ptr_array_index (places, i), before ? plan->as.aggregate.before : scope, data);
    }
  for (guint r = 0; plan->op == AZUD_PLAN_VALUES && r < plan->as.values.rows->len && go_on; r++)
    {
      AzudExpr **row = g_ptr_array_index (plan->as.values.rows, r);

      for (int c = 0; c < plan->schema->n_fields && go_on; c++)
        go_on = visit (row[c], NULL, data);
    }
  azud_schema_unref (combined);
  return go_on;
}

AzudPlan *
azud_plan_map_exprs (AzudPlan *plan, AzudExpr *(*map) (AzudExpr *expr, void *data), void *data)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new ();
  g_autoptr (GPtrArray) mapped = g_ptr_array_new ();
  AzudPlan             *copy;
  bool                  changed = false;

  collect (plan, places);
  for (guint i = 0; i < places->len; i++)
    {
      AzudExpr *expr = map (*(AzudExpr **) g_ptr_array_index (places, i), data);

      changed |= expr != NULL;
      g_ptr_array_add (mapped, expr);
    }
  if (!changed)
    return NULL;

  copy = azud_plan_copy (plan, NULL);
  g_ptr_array_set_size (places, 0);
  collect (copy, places);
  for (guint i = 0; i < places->len; i++)
    {
      AzudExpr **place = g_ptr_array_index (places, i);
      AzudExpr  *expr = g_ptr_array_index (mapped, i);

      if (expr == NULL)
        continue;
      azud_expr_unref (*place);
      *place = expr;
    }
  return copy;
}
