/* rewrite.c: walking trees and making changed copies
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/tree.h"

#include "expr/cast.h"
#include "expr/function.h"
#include "value/like.h"

bool
azud_expr_visit (const AzudExpr *expr, bool (*visit) (const AzudExpr *expr, void *data), void *data)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();

  g_ptr_array_add (stack, (gpointer) expr);
  while (stack->len > 0)
    {
      const AzudExpr *node = g_ptr_array_steal_index (stack, stack->len - 1);

      if (!visit (node, data))
        return false;
      if (node->filter != NULL)
        g_ptr_array_add (stack, node->filter);
      for (int i = node->n_args - 1; i >= 0; i--)
        g_ptr_array_add (stack, node->args[i]);
    }
  return true;
}

static bool
visit_deterministic (const AzudExpr *expr, void *data)
{
  return expr->kind != AZUD_EXPR_CALL || expr->function == NULL
         || (expr->function->flags & AZUD_FUNCTION_NONDETERMINISTIC) == 0;
}

bool
azud_expr_is_deterministic (const AzudExpr *expr)
{
  return azud_expr_visit (expr, visit_deterministic, NULL);
}

static const AzudExpr *
below_implied_casts (const AzudExpr *expr)
{
  while (expr->kind == AZUD_EXPR_CAST && expr->implied)
    expr = expr->args[0];
  return expr;
}

/* A divisor that is a known number other than 0 (and -1, which the smallest integer cannot be divided by). */
static bool
is_safe_divisor (const AzudExpr *expr)
{
  expr = below_implied_casts (expr);
  if (expr->kind != AZUD_EXPR_LITERAL || expr->datum.is_null)
    return false;
  if (azud_dtype_is_integer (expr->type))
    return expr->datum.as.integer != 0 && expr->datum.as.integer != -1;
  return (expr->type->id == AZUD_DTYPE_DOUBLE || expr->type->id == AZUD_DTYPE_FLOAT) && expr->datum.as.real != 0;
}

/* Calls that may raise in general but not with these arguments. */
static bool
is_harmless (const AzudExpr *call)
{
  bool real = call->type->id == AZUD_DTYPE_DOUBLE || call->type->id == AZUD_DTYPE_FLOAT;

  if (call->n_args != 2 || call->args[0]->type == NULL)
    return false;
  if (azud_expr_is_call (call, "+") || azud_expr_is_call (call, "-") || azud_expr_is_call (call, "*"))
    return real;   /* floating point never overflows into an error */
  if (azud_expr_is_call (call, "/"))
    return real && is_safe_divisor (call->args[1]);
  if (azud_expr_is_call (call, "%") || azud_expr_is_call (call, "div"))
    return (real || azud_dtype_is_integer (call->args[0]->type)) && is_safe_divisor (call->args[1]);
  if (azud_expr_is_call (call, "like") || azud_expr_is_call (call, "ilike"))
    {
      const AzudExpr *pattern = call->args[1];

      return pattern->kind == AZUD_EXPR_LITERAL && !pattern->datum.is_null && pattern->type->id == AZUD_DTYPE_STRING
             && azud_like_check (azud_text_data (&pattern->datum.as.text), pattern->datum.as.text.size, '\\', NULL);
    }
  return false;
}

static bool
visit_cannot_raise (const AzudExpr *expr, void *data)
{
  if (expr->kind == AZUD_EXPR_CAST)
    return expr->safe || expr->args[0]->type == NULL || !azud_cast_can_raise (expr->args[0]->type, expr->type);
  if (expr->kind == AZUD_EXPR_CALL && expr->function != NULL && (expr->function->flags & AZUD_FUNCTION_CAN_RAISE) != 0)
    return expr->type != NULL && is_harmless (expr);
  return true;
}

bool
azud_expr_can_raise (const AzudExpr *expr)
{
  return !azud_expr_visit (expr, visit_cannot_raise, NULL);
}

static bool
visit_no_aggregate (const AzudExpr *expr, void *data)
{
  const AzudFunction *function;

  if (expr->kind != AZUD_EXPR_CALL)
    return true;
  function = expr->function != NULL ? expr->function : azud_function_lookup (expr->call_name);
  return function == NULL || (function->flags & AZUD_FUNCTION_AGGREGATE) == 0;
}

bool
azud_expr_has_aggregate (const AzudExpr *expr)
{
  return !azud_expr_visit (expr, visit_no_aggregate, NULL);
}

typedef struct
{
  bool *used;
  int   n;
} Columns;

static bool
visit_columns (const AzudExpr *expr, void *data)
{
  Columns *columns = data;

  if (expr->kind == AZUD_EXPR_COLUMN && expr->index >= 0 && expr->index < columns->n)
    columns->used[expr->index] = true;
  return true;
}

void
azud_expr_columns (const AzudExpr *expr, bool *used, int n)
{
  azud_expr_visit (expr, visit_columns, &(Columns){ used, n });
}

AzudExpr *
azud_expr_rewrite (const AzudExpr *expr, AzudExpr *(*replace) (const AzudExpr *expr, void *data), void *data)
{
  g_autoptr (AzudExpr) node = NULL;
  AzudExpr *replacement;
  bool changed = false;

  if (expr->n_args > 0 || expr->filter != NULL)
    {
      g_autofree AzudExpr **args = g_new (AzudExpr *, (size_t) expr->n_args + 1);
      AzudExpr *filter = expr->filter != NULL ? azud_expr_rewrite (expr->filter, replace, data) : NULL;

      changed = filter != expr->filter;
      for (int i = 0; i < expr->n_args; i++)
        {
          args[i] = azud_expr_rewrite (expr->args[i], replace, data);
          changed = changed || args[i] != expr->args[i];
        }
      if (changed)
        {
          node = azud_expr_copy_node (expr, args, expr->n_args);
          azud_expr_unref (node->filter);
          node->filter = filter;
        }
      else
        {
          for (int i = 0; i < expr->n_args; i++)
            azud_expr_unref (args[i]);
          azud_expr_unref (filter);
        }
    }
  if (node == NULL)
    node = azud_expr_ref ((AzudExpr *) expr);
  replacement = replace (node, data);
  return replacement != NULL ? replacement : g_steal_pointer (&node);
}

typedef struct
{
  AzudExpr *const *columns;
  const int       *map;
  int              n;
} Replacement;

static AzudExpr *
replace_column (const AzudExpr *expr, void *data)
{
  Replacement *with = data;

  if (expr->kind != AZUD_EXPR_COLUMN || expr->index < 0 || expr->index >= with->n || with->columns[expr->index] == NULL)
    return NULL;
  return azud_expr_ref (with->columns[expr->index]);
}

AzudExpr *
azud_expr_substitute (const AzudExpr *expr, AzudExpr *const *columns, int n)
{
  return azud_expr_rewrite (expr, replace_column, &(Replacement){ .columns = columns, .n = n });
}

static AzudExpr *
map_column (const AzudExpr *expr, void *data)
{
  Replacement *with = data;
  AzudExpr *copy;

  if (expr->kind != AZUD_EXPR_COLUMN || expr->index < 0)
    return NULL;
  g_assert (expr->index < with->n && with->map[expr->index] >= 0);
  if (with->map[expr->index] == expr->index)
    return NULL;
  copy = azud_expr_copy_node (expr, NULL, 0);
  copy->index = with->map[expr->index];
  return copy;
}

AzudExpr *
azud_expr_map_columns (const AzudExpr *expr, const int *map, int n)
{
  return azud_expr_rewrite (expr, map_column, &(Replacement){ .map = map, .n = n });
}

GPtrArray *
azud_expr_split_and (AzudExpr *condition)
{
  GPtrArray *out = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();

  g_ptr_array_add (stack, condition);
  while (stack->len > 0)
    {
      AzudExpr *node = g_ptr_array_steal_index (stack, stack->len - 1);

      if (azud_expr_is_call (node, "and"))
        {
          g_ptr_array_add (stack, node->args[1]);
          g_ptr_array_add (stack, node->args[0]);
        }
      else
        g_ptr_array_add (out, azud_expr_ref (node));
    }
  return out;
}
