/* rule-fold-constants.c: expressions of literals
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

#include "expr/function.h"

#define NOT_FOLDED                                                                                           \
  (AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_WINDOW | AZUD_FUNCTION_NONDETERMINISTIC | AZUD_FUNCTION_PER_QUERY)

/* A literal that raises stays as it is: the row that meets it, if any, reports it. */
static AzudExpr *
fold (const AzudExpr *expr, void *data)
{
  AzudError error = AZUD_ERROR_INIT;

  if (expr->kind != AZUD_EXPR_CALL && expr->kind != AZUD_EXPR_CAST)
    return NULL;
  if (expr->kind == AZUD_EXPR_CALL && (expr->function == NULL || (expr->function->flags & NOT_FOLDED) != 0))
    return NULL;
  if (expr->filter != NULL || expr->type == NULL || azud_dtype_is_nested (expr->type))
    return NULL;
  for (int i = 0; i < expr->n_args; i++)
    if (!azud_expr_is_literal (expr->args[i]))
      return NULL;
  return azud_expr_fold (expr, data, &error);
}

static AzudExpr *
fold_tree (AzudExpr *expr, void *data)
{
  AzudExpr *folded = azud_expr_rewrite (expr, fold, data);

  if (folded != expr)
    return folded;
  azud_expr_unref (folded);
  return NULL;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  return azud_plan_map_exprs (plan, fold_tree, (void *) context->settings);
}

const AzudRule azud_rule_fold_constants = {
  .name = "fold-constants", .summary = N_("Expressions of literals are computed once"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
