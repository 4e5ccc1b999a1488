/* rule-expand-distinct.c: aggregates of distinct values
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * f (DISTINCT x) by k is f (x) by k over the groups (k, x), so that neither needs to hold the distinct values of one group at once.
 * Calls with other arguments, and calls without DISTINCT, each make an aggregation of their own over the same input; the results,
 * one row a group, are joined on the keys.
 */

#include "plan/rules/rule-private.h"

#include "expr/tree.h"

static bool
same_args (const AzudExpr *a, const AzudExpr *b)
{
  if (a->n_args != b->n_args || (a->filter == NULL) != (b->filter == NULL)
      || (a->filter != NULL && !azud_expr_equal (a->filter, b->filter)))
    return false;
  for (int i = 0; i < a->n_args; i++)
    if (!azud_expr_equal (a->args[i], b->args[i]))
      return false;
  return true;
}

/* Which branch each call belongs to: 0 = without DISTINCT.  Returns the number of branches, or -1 when a call cannot be split. */
static int
assign_branches (const AzudPlan *plan, int *branch)
{
  int n = 1;

  for (int i = 0; i < plan->as.aggregate.n_values; i++)
    {
      const AzudExpr *call = plan->as.aggregate.values[i].expr;

      branch[i] = 0;
      if (call->kind != AZUD_EXPR_CALL)
        return -1;
      if (!call->distinct)
        continue;
      if (call->n_args == 0 || (call->filter != NULL && call->n_args != 1))
        return -1;
      for (int k = 0; k < i && branch[i] == 0; k++)
        if (branch[k] > 0 && same_args (call, plan->as.aggregate.values[k].expr))
          branch[i] = branch[k];
      if (branch[i] == 0)
        branch[i] = n++;
    }
  return n;
}

static void
release (AzudNamedExpr *items, int n)
{
  for (int i = 0; i < n; i++)
    azud_expr_unref (items[i].expr);
}

/* The argument a distinct call looks at; a filter makes it null for rows that do not count. */
static AzudExpr *
distinct_argument (const AzudExpr *call, int i)
{
  AzudExpr *args[3];

  if (call->filter == NULL)
    return azud_expr_ref (call->args[i]);
  args[0] = azud_expr_ref (call->filter);
  args[1] = azud_expr_ref (call->args[i]);
  args[2] = azud_expr_new_null (call->args[i]->type);
  return azud_rule_call ("if", args, 3);
}

/* The groups (keys, arguments of the branch); the names of the arguments are never seen. */
static AzudPlan *
group_values (const AzudPlan *plan, const AzudExpr *call)
{
  int                       n_keys = plan->as.aggregate.n_keys;
  g_autofree AzudNamedExpr *keys = g_new0 (AzudNamedExpr, (size_t) n_keys + (size_t) call->n_args);
  g_autoptr (GPtrArray)     names = g_ptr_array_new_with_free_func (g_free);
  AzudPlan                 *grouped = NULL;
  bool                      ok = true;

  for (int i = 0; i < n_keys; i++)
    keys[i] = azud_plan_named (plan->as.aggregate.keys[i].name, azud_expr_ref (plan->as.aggregate.keys[i].expr), false);
  for (int i = 0; i < call->n_args; i++)
    {
      char *name = g_strdup_printf ("distinct%d", i);

      g_ptr_array_add (names, name);
      keys[n_keys + i] = azud_plan_named (name, distinct_argument (call, i), false);
      ok = ok && keys[n_keys + i].expr != NULL;
    }
  if (ok)
    grouped = azud_plan_aggregate (plan->inputs[0], keys, n_keys + call->n_args, NULL, 0);
  for (int i = 0; i < n_keys + call->n_args; i++)
    g_clear_pointer (&keys[i].expr, azud_expr_unref);
  return grouped;
}

static AzudExpr *
plain_call (const AzudPlan *grouped, const AzudExpr *call, int n_keys)
{
  g_autofree AzudExpr **args = g_new0 (AzudExpr *, (size_t) call->n_args);
  AzudExpr             *plain;

  for (int i = 0; i < call->n_args; i++)
    args[i] = azud_expr_new_column (grouped->schema, n_keys + i);
  plain = azud_expr_copy_node (call, args, call->n_args);
  g_clear_pointer (&plain->filter, azud_expr_unref);
  plain->distinct = false;
  return plain;
}

/* One branch: keys and the calls that belong to it. */
static AzudPlan *
build_branch (const AzudPlan *plan, const int *branch, int which)
{
  int                       n_keys = plan->as.aggregate.n_keys, n_values = 0;
  g_autofree AzudNamedExpr *keys = g_new0 (AzudNamedExpr, (size_t) n_keys + 1);
  g_autofree AzudNamedExpr *values = g_new0 (AzudNamedExpr, (size_t) plan->as.aggregate.n_values + 1);
  AzudPlan                 *in = NULL;
  AzudPlan                 *made;

  if (which == 0)
    in = azud_plan_ref (plan->inputs[0]);
  for (int i = 0; i < plan->as.aggregate.n_values; i++)
    {
      const AzudNamedExpr *value = &plan->as.aggregate.values[i];

      if (branch[i] != which)
        continue;
      if (in == NULL)
        in = group_values (plan, value->expr);
      if (in == NULL)
        return NULL;
      values[n_values++] = azud_plan_named (value->name, which == 0 ? azud_expr_ref (value->expr) : plain_call (in, value->expr, n_keys), false);
    }
  for (int i = 0; i < n_keys; i++)
    keys[i] = azud_plan_named (plan->as.aggregate.keys[i].name,
                               which == 0 ? azud_expr_ref (plan->as.aggregate.keys[i].expr) : azud_expr_new_column (in->schema, i), false);
  made = azud_plan_aggregate (in, keys, n_keys, values, n_values);
  azud_plan_set_origin (made, &plan->origin);
  release (keys, n_keys);
  release (values, n_values);
  azud_plan_unref (in);
  return made;
}

/* Every branch has the same groups, once each: joined on the keys they stand side by side. */
static AzudPlan *
join_branches (AzudPlan *left, AzudPlan *right, int n_keys)
{
  AzudSchema *combined = azud_plan_join_schema (left->schema, right->schema, AZUD_JOIN_INNER, true);
  AzudExpr   *condition = NULL;
  AzudPlan   *made;

  for (int i = 0; i < n_keys; i++)
    {
      AzudExpr *args[2] = { azud_expr_new_column (combined, i), azud_expr_new_column (combined, left->schema->n_fields + i) };

      condition = azud_expr_new_and (condition, azud_rule_call ("<=>", args, 2));
    }
  made = azud_plan_join (left, right, condition != NULL ? AZUD_JOIN_INNER : AZUD_JOIN_CROSS, condition, NULL);
  azud_plan_set_origin (made, &left->origin);
  g_clear_pointer (&condition, azud_expr_unref);
  azud_schema_unref (combined);
  azud_plan_unref (left);
  azud_plan_unref (right);
  return made;
}

static AzudPlan *
restore_order (const AzudPlan *plan, AzudPlan *joined, const int *place)
{
  int                       n_keys = plan->as.aggregate.n_keys, n = n_keys + plan->as.aggregate.n_values;
  g_autofree AzudNamedExpr *items = g_new0 (AzudNamedExpr, (size_t) n + 1);
  AzudPlan                 *made;

  for (int i = 0; i < n; i++)
    items[i] = azud_plan_named (plan->schema->fields[i].name, azud_expr_new_column (joined->schema, i < n_keys ? i : place[i - n_keys]), false);
  made = azud_plan_project (joined, items, n, AZUD_PROJECT_SELECT);
  release (items, n);
  azud_plan_unref (joined);
  return made;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  g_autofree int *branch = NULL;
  g_autofree int *place = NULL;
  AzudPlan       *joined = NULL;
  int             n_branches, first;

  if (plan->op != AZUD_PLAN_AGGREGATE || plan->as.aggregate.mode != AZUD_AGGREGATE_COMPLETE)
    return NULL;
  branch = g_new0 (int, (size_t) plan->as.aggregate.n_values + 1);
  place = g_new0 (int, (size_t) plan->as.aggregate.n_values + 1);
  n_branches = assign_branches (plan, branch);
  if (n_branches < 2)
    return NULL;
  first = 1;
  for (int i = 0; i < plan->as.aggregate.n_values; i++)
    if (branch[i] == 0)
      first = 0;
  for (int b = first; b < n_branches; b++)
    {
      AzudPlan *one = build_branch (plan, branch, b);
      int       at = plan->as.aggregate.n_keys;

      if (one == NULL)
        {
          g_clear_pointer (&joined, azud_plan_unref);
          return NULL;
        }
      for (int i = 0; i < plan->as.aggregate.n_values; i++)
        if (branch[i] == b)
          place[i] = (joined != NULL ? joined->schema->n_fields : 0) + at++;
      joined = joined == NULL ? one : join_branches (joined, one, plan->as.aggregate.n_keys);
    }
  if (n_branches - first > 1)
    g_hash_table_insert (context->users, plan->inputs[0], GINT_TO_POINTER (2));
  if (first == 1 && n_branches == 2)
    {
      azud_plan_move_taps (joined, plan, -1);
      return joined;
    }
  return azud_rule_replace (restore_order (plan, joined, place), plan);
}

const AzudRule azud_rule_expand_distinct = {
  .name = "expand-distinct", .summary = N_("Aggregates of distinct values become two aggregations"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
