/* rule-expand-using.c: join (on=[names]) as a join on a condition
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

typedef struct
{
  AzudNamedExpr *items;
  int            n;
} Items;

static void
add (Items *items, const char *name, AzudExpr *expr)
{
  items->items[items->n++] = azud_plan_named (name, expr, false);
}

/* Which columns are keys; the order of azud_plan_join's schema. */
static int
find_key (const AzudSchema *schema, const char *name)
{
  int index = azud_schema_find (schema, name, true);

  return index >= 0 ? index : azud_schema_find (schema, name, false);
}

static AzudExpr *
key_of (AzudPlan *join, const AzudSchema *joined, int left, int right)
{
  int       n_left = join->inputs[0]->schema->n_fields;
  AzudExpr *args[2];

  if (join->as.join.type == AZUD_JOIN_RIGHT)
    return azud_expr_new_column (joined, n_left + right);
  if (join->as.join.type != AZUD_JOIN_FULL)
    return azud_expr_new_column (joined, left);
  args[0] = azud_expr_new_column (joined, left);
  args[1] = azud_expr_new_column (joined, n_left + right);
  return azud_rule_call ("coalesce", args, 2);
}

static AzudExpr *
equal_keys (AzudPlan *join, AzudSchema *combined)
{
  GPtrArray *names = join->as.join.left_using;
  AzudExpr  *condition = NULL;

  for (guint i = 0; i < names->len; i++)
    {
      int       a = find_key (join->inputs[0]->schema, g_ptr_array_index (names, i));
      int       b = find_key (join->inputs[1]->schema, g_ptr_array_index (names, i));
      AzudExpr *args[2];

      if (a < 0 || b < 0)
        continue;
      args[0] = azud_expr_new_column (combined, a);
      args[1] = azud_expr_new_column (combined, join->inputs[0]->schema->n_fields + b);
      condition = azud_expr_new_and (condition, azud_rule_call ("=", args, 2));
    }
  return condition;
}

static void
collect_items (AzudPlan *plan, const AzudSchema *joined, Items *items)
{
  const AzudSchema *left = plan->inputs[0]->schema;
  const AzudSchema *right = plan->inputs[1]->schema;
  g_autofree bool  *in_left = g_new0 (bool, (size_t) left->n_fields + 1);
  g_autofree bool  *in_right = g_new0 (bool, (size_t) right->n_fields + 1);
  GPtrArray        *names = plan->as.join.left_using;

  for (guint i = 0; i < names->len; i++)
    {
      int a = find_key (left, g_ptr_array_index (names, i));
      int b = find_key (right, g_ptr_array_index (names, i));

      if (a >= 0)
        in_left[a] = true;
      if (b >= 0)
        in_right[b] = true;
      if (a >= 0 && b >= 0)
        add (items, plan->schema->fields[items->n].name, key_of (plan, joined, a, b));
    }
  for (int i = 0; i < left->n_fields; i++)
    if (!in_left[i])
      add (items, left->fields[i].name, azud_expr_new_column (joined, i));
  for (int i = 0; i < right->n_fields && joined->n_fields > left->n_fields; i++)
    if (!in_right[i])
      add (items, right->fields[i].name, azud_expr_new_column (joined, left->n_fields + i));
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  g_autoptr (AzudExpr)  condition = NULL;
  Items                 items = { NULL, 0 };
  AzudPlan             *join, *made;

  if (plan->op != AZUD_PLAN_JOIN || plan->as.join.left_using == NULL)
    return NULL;
  if (plan->as.join.condition != NULL)
    condition = azud_expr_ref (plan->as.join.condition);
  else
    {
      AzudSchema *combined = azud_plan_join_schema (plan->inputs[0]->schema, plan->inputs[1]->schema, plan->as.join.type, true);

      condition = equal_keys (plan, combined);
      azud_schema_unref (combined);
    }
  join = azud_plan_join (plan->inputs[0], plan->inputs[1], plan->as.join.type, condition, NULL);
  azud_plan_set_origin (join, &plan->origin);
  items.items = g_new0 (AzudNamedExpr, (size_t) plan->inputs[0]->schema->n_fields + (size_t) plan->inputs[1]->schema->n_fields
                                         + plan->as.join.left_using->len + 1);
  collect_items (plan, join->schema, &items);
  made = azud_rule_replace (azud_plan_project (join, items.items, items.n, AZUD_PROJECT_SELECT), plan);
  for (int i = 0; i < items.n; i++)
    azud_expr_unref (items.items[i].expr);
  g_free (items.items);
  azud_plan_unref (join);
  return made;
}

const AzudRule azud_rule_expand_using = {
  .name = "expand-using", .summary = N_("A join on column names becomes a join on their equality and a projection"),
  .phase = AZUD_RULE_EXPAND, .apply = apply,
};
