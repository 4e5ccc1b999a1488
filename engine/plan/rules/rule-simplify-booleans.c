/* rule-simplify-booleans.c: conditions that say less than they seem to
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

#include "expr/tree.h"

static bool
is_boolean (const AzudExpr *expr, bool value)
{
  return azud_expr_is_literal (expr) && expr->datum.type != NULL && expr->datum.type->id == AZUD_DTYPE_BOOLEAN
         && !expr->datum.is_null && expr->datum.as.boolean == value;
}

static bool
is_null (const AzudExpr *expr)
{
  return azud_expr_is_literal (expr) && expr->datum.is_null;
}

static AzudExpr *
keep (const AzudExpr *expr)
{
  return azud_expr_ref ((AzudExpr *) expr);
}

/* @absorbing decides the result whatever the other side is; the other value leaves it to the other side. */
static AzudExpr *
simplify_logic (const AzudExpr *expr, bool absorbing)
{
  const AzudExpr *a = expr->args[0], *b = expr->args[1];

  if (is_boolean (a, absorbing))
    return keep (a);
  if (is_boolean (b, absorbing) && azud_rule_is_quiet (a))
    return keep (b);
  if (is_boolean (a, !absorbing))
    return keep (b);
  if (is_boolean (b, !absorbing))
    return keep (a);
  if (azud_expr_is_deterministic (a) && azud_expr_equal (a, b))
    return keep (a);
  return NULL;
}

static AzudExpr *
simplify_not (const AzudExpr *arg)
{
  if (is_boolean (arg, true) || is_boolean (arg, false))
    return azud_expr_new_boolean (!arg->datum.as.boolean);
  if (azud_expr_is_call (arg, "not"))
    return keep (arg->args[0]);
  return NULL;
}

static AzudExpr *
simplify (const AzudExpr *expr, void *data)
{
  if (expr->kind != AZUD_EXPR_CALL || expr->filter != NULL)
    return NULL;
  if (azud_expr_is_call (expr, "and") && expr->n_args == 2)
    return simplify_logic (expr, false);
  if (azud_expr_is_call (expr, "or") && expr->n_args == 2)
    return simplify_logic (expr, true);
  if (azud_expr_is_call (expr, "not") && expr->n_args == 1)
    return simplify_not (expr->args[0]);
  if (azud_expr_is_call (expr, "if") && expr->n_args == 3)
    {
      if (is_boolean (expr->args[0], true))
        return keep (expr->args[1]);
      if (is_boolean (expr->args[0], false) || is_null (expr->args[0]))
        return keep (expr->args[2]);
    }
  if (azud_expr_is_call (expr, "coalesce") && expr->n_args > 0
      && (expr->n_args == 1 || (azud_expr_is_literal (expr->args[0]) && !expr->args[0]->datum.is_null)))
    return keep (expr->args[0]);
  return NULL;
}

static AzudExpr *
simplify_tree (AzudExpr *expr, void *data)
{
  AzudExpr *simple = azud_expr_rewrite (expr, simplify, data);

  if (simple != expr && simple->type == expr->type)
    return simple;
  azud_expr_unref (simple);
  return NULL;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  return azud_plan_map_exprs (plan, simplify_tree, NULL);
}

const AzudRule azud_rule_simplify_booleans = {
  .name = "simplify-booleans", .summary = N_("true AND x is x, NOT NOT x is x, and their like"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
