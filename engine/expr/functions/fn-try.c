/* fn-try.c: arithmetic that gives null instead of an error
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each is the operator of the same types, run on all rows at once; only when that fails, row by row.
 */

#include "expr/functions/fn-kernel-private.h"
#include "expr/signature.h"
#include "expr/tree.h"

typedef struct
{
  AzudExpr            *call;        /* of the operator */
  const AzudSignature *signature;
  void                *bound;
} Operator;

static const char *
operator_name (const AzudExpr *call)
{
  static const char *const names[][2] = {
    { "try_add", "+" }, { "try_divide", "/" }, { "try_mod", "%" }, { "try_multiply", "*" }, { "try_subtract", "-" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (call->function->name, names[i][0]))
      return names[i][1];
  g_assert_not_reached ();
}

/* The operator applied to the arguments of @call. */
static AzudExpr *
operator_call (const AzudExpr *call, AzudError *error)
{
  AzudExpr *args[2] = { azud_expr_ref (call->args[0]), azud_expr_ref (call->args[1]) };
  AzudExpr *expr = azud_expr_new_call (operator_name (call), args, 2);

  expr->function = azud_function_lookup (expr->call_name);
  if (azud_signature_apply (expr, error))
    return expr;
  azud_expr_unref (expr);
  return NULL;
}

static const AzudDtype *
try_type (const AzudExpr *call, AzudError *error)
{
  AzudExpr *expr = operator_call (call, error);
  const AzudDtype *type = expr != NULL ? expr->type : NULL;

  g_clear_pointer (&expr, azud_expr_unref);
  return type;
}

static void
try_unbind (void *data)
{
  Operator *operator = data;

  if (operator->bound != NULL && operator->signature->unbind != NULL)
    operator->signature->unbind (operator->bound);
  g_clear_pointer (&operator->call, azud_expr_unref);
  g_free (operator);
}

static bool
try_bind (const AzudExpr *call, const AzudExprSettings *settings, void **bound, AzudError *error)
{
  Operator *operator = g_new0 (Operator, 1);

  operator->call = operator_call (call, error);
  if (operator->call == NULL)
    {
      g_free (operator);
      return false;
    }
  operator->signature = &operator->call->function->signatures[operator->call->variant];
  if (operator->signature->bind != NULL
      && !operator->signature->bind (operator->call, settings, &operator->bound, error))
    {
      try_unbind (operator);
      return false;
    }
  *bound = operator;
  return true;
}

static bool
try_kernel (const AzudKernelCall *call, AzudError *error)
{
  const Operator *operator = call->bound;
  AzudKernelCall inner = *call;
  AzudError own = AZUD_ERROR_INIT;

  inner.call = operator->call;
  inner.bound = operator->bound;
  if (operator->signature->kernel (&inner, &own))
    return true;
  FOR_ROWS (call, row)
    {
      uint16_t one = (uint16_t) row;

      azud_error_clear (&own);
      inner.rows = &one;
      inner.n = 1;
      if (operator->signature->kernel (&inner, &own))
        continue;
      if (own.fault != AZUD_FAULT_RUN)
        {
          if (error != NULL)
            *error = own;
          return false;
        }
      if (!set_null (call, row, error))
        return false;
    }
  return true;
}

#define TRY(name_, since_, summary_, example_, result_)                                                \
  {                                                                                                    \
    .name = name_, .family = N_("math"), .since = since_, .flags = AZUD_FUNCTION_MAY_NULL,             \
    .signatures = SIGNATURES ({ .args = "any,any", .kernel = try_kernel, .resolve_type = try_type,     \
                                .bind = try_bind, .unbind = try_unbind }),                             \
    .summary = summary_, .example = example_, .result = result_                                        \
  }

const AzudFunction azud_functions_try[] = {
  TRY ("try_add", 35, N_("The sum, null where it is out of range"), "try_add(2147483647, 1)", "NULL"),
  TRY ("try_subtract", 35, N_("The difference, null where it is out of range"), "try_subtract(3, 1)", "2"),
  TRY ("try_multiply", 35, N_("The product, null where it is out of range"), "try_multiply(3, 4)", "12"),
  TRY ("try_divide", 35, N_("The quotient, null for a zero divisor"), "try_divide(3, 0)", "NULL"),
  TRY ("try_mod", 40, N_("The remainder, null for a zero divisor"), "try_mod(3, 0)", "NULL"),
  { NULL }
};
