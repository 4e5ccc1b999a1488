/* rule-support.c: what rules share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

#include "expr/tree.h"

bool
azud_rule_is_shared (const AzudRuleContext *context, AzudPlan *plan)
{
  gpointer n = NULL;

  return g_hash_table_lookup_extended (context->users, plan, NULL, &n) && GPOINTER_TO_INT (n) > 1;
}

/* Arguments that are not literals are resolved as columns of their types and put back afterwards: the resolver types names. */
AzudExpr *
azud_rule_call (const char *name, AzudExpr **args, int n_args)
{
  g_autofree AzudField  *fields = g_new0 (AzudField, (size_t) n_args + 1);
  g_autofree AzudExpr  **stand_ins = g_new0 (AzudExpr *, (size_t) n_args + 1);
  g_autoptr (GPtrArray)  names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AzudExpr)   parsed = NULL;
  g_autoptr (AzudExpr)   typed = NULL;
  AzudSchema            *schema;
  AzudExpr              *result = NULL;
  AzudError              error = AZUD_ERROR_INIT;

  for (int i = 0; i < n_args; i++)
    {
      char *label = g_strdup_printf ("arg%d", i);

      g_ptr_array_add (names, label);
      fields[i] = (AzudField) { label, args[i]->type, args[i]->nullable };
      if (args[i]->kind == AZUD_EXPR_LITERAL)
        stand_ins[i] = azud_expr_ref (args[i]);
      else
        {
          stand_ins[i] = azud_expr_new_node (AZUD_EXPR_COLUMN);
          azud_expr_set_names (stand_ins[i], (const char *const *) &label, 1);
        }
    }
  schema = azud_plan_schema_build (fields, n_args);
  parsed = azud_expr_new_call (name, stand_ins, n_args);
  typed = azud_expr_resolve (parsed,
                             &(AzudScope) { .inputs = &(AzudScopeInput) { NULL, schema }, .n_inputs = 1, .allow_aggregates = true },
                             &error);
  azud_schema_unref (schema);
  if (typed != NULL)
    result = azud_expr_substitute (typed, args, n_args);
  for (int i = 0; i < n_args; i++)
    azud_expr_unref (args[i]);
  return result;
}

AzudPlan *
azud_rule_replace (AzudPlan *made, const AzudPlan *old)
{
  azud_plan_set_origin (made, &old->origin);
  azud_plan_move_taps (made, old, -1);
  return made;
}

AzudPlan *
azud_rule_over (AzudPlan *plan, AzudPlan *in)
{
  AzudPlan *copy = azud_plan_copy (plan, &in);

  azud_plan_forget_taps (copy);
  azud_plan_unref (in);
  return copy;
}

AzudPlan *
azud_rule_filter (AzudPlan *in, AzudExpr *condition, const AzudPlan *like)
{
  AzudPlan *plan;

  if (condition == NULL)
    return in;
  plan = azud_plan_filter (in, condition);
  azud_plan_set_origin (plan, &like->origin);
  azud_plan_unref (in);
  azud_expr_unref (condition);
  return plan;
}

AzudPlan *
azud_rule_empty (AzudSchema *schema)
{
  return azud_plan_values (schema, g_ptr_array_new ());
}

bool
azud_rule_is_column (const AzudExpr *expr)
{
  return expr->kind == AZUD_EXPR_COLUMN;
}

static bool
is_not_zero (const AzudExpr *expr)
{
  if (!azud_expr_is_literal (expr) || expr->datum.is_null)
    return false;
  if (azud_dtype_is_integer (expr->type))
    return expr->datum.as.integer != 0;
  return expr->type->id == AZUD_DTYPE_DOUBLE && expr->datum.as.real != 0;
}

/* A remainder by a number that is not zero, and a quotient of doubles by one, raise nothing of their own: only their
 * dividend matters. */
static AzudExpr *
skip_safe_division (const AzudExpr *expr, void *data)
{
  bool remainder = azud_expr_is_call (expr, "%") || azud_expr_is_call (expr, "mod") || azud_expr_is_call (expr, "pmod");
  bool quotient = azud_expr_is_call (expr, "/") && expr->type->id == AZUD_DTYPE_DOUBLE;

  if ((!remainder && !quotient) || expr->n_args != 2 || !is_not_zero (expr->args[1]) || expr->args[0]->type != expr->args[1]->type)
    return NULL;
  return azud_expr_ref (expr->args[0]);
}

bool
azud_rule_is_quiet (const AzudExpr *expr)
{
  g_autoptr (AzudExpr) rest = NULL;

  if (!azud_expr_is_deterministic (expr))
    return false;
  if (!azud_expr_can_raise (expr))
    return true;
  rest = azud_expr_rewrite (expr, skip_safe_division, NULL);
  return rest != expr && !azud_expr_can_raise (rest);
}

bool
azud_rule_uses_only (const AzudExpr *expr, int from, int to, int n_columns)
{
  g_autofree bool *used = g_new0 (bool, (size_t) n_columns + 1);

  azud_expr_columns (expr, used, n_columns);
  for (int i = 0; i < n_columns; i++)
    if (used[i] && (i < from || i >= to))
      return false;
  return true;
}

bool
azud_rule_push (AzudExpr *condition, AzudExpr *(*may) (AzudExpr *conjunct, void *data), void *data, AzudExpr **moved,
                AzudExpr **rest)
{
  g_autoptr (GPtrArray) conjuncts = azud_expr_split_and (condition);

  *moved = *rest = NULL;
  for (guint i = 0; i < conjuncts->len; i++)
    {
      AzudExpr *conjunct = g_ptr_array_index (conjuncts, i);
      AzudExpr *form = may (conjunct, data);

      if (form != NULL)
        *moved = azud_expr_new_and (*moved, form);
      else
        *rest = azud_expr_new_and (*rest, azud_expr_ref (conjunct));
    }
  if (*moved == NULL)
    g_clear_pointer (rest, azud_expr_unref);
  return *moved != NULL;
}

AzudExpr *
azud_rule_shift (AzudExpr *expr, int by, int n_columns)
{
  g_autofree int *map = g_new (int, (size_t) n_columns + 1);

  for (int i = 0; i < n_columns; i++)
    map[i] = i + by >= 0 ? i + by : 0;   /* columns that are not used may fall off */
  return azud_expr_map_columns (expr, map, n_columns);
}
