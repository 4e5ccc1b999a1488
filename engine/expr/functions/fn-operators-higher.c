/* fn-operators-higher.c: the functions that take lambdas (run by the evaluator, lazy-higher.c)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/coercion.h"
#include "expr/tree.h"

static const AzudDtype *
resolve_transform (const AzudExpr *call, AzudError *error)
{
  const AzudExpr *lambda = call->args[call->n_args - 1];

  return azud_dtype_array (lambda->type, lambda->nullable);
}

/* The condition must be true or false. */
static bool
check_condition (const AzudExpr *call, AzudError *error)
{
  const AzudExpr *lambda = call->args[1];
  char type[136];

  if (lambda->type->id == AZUD_DTYPE_BOOLEAN || lambda->type->id == AZUD_DTYPE_VOID)
    return true;
  return azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                         N_ ("The condition must be true or false, but has the type {0}."), azud_type_text (lambda->type, type), NULL);
}

static const AzudDtype *
resolve_filter (const AzudExpr *call, AzudError *error)
{
  return check_condition (call, error) ? call->args[0]->type : NULL;
}

static const AzudDtype *
resolve_exists (const AzudExpr *call, AzudError *error)
{
  return check_condition (call, error) ? azud_dtype_get (AZUD_DTYPE_BOOLEAN) : NULL;
}

/* The merged state must be storable as the first one. */
static const AzudDtype *
resolve_aggregate (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *state = call->args[1]->type;
  AzudExpr *merge = call->args[2];
  char a[136], b[136];

  if (merge->type != state)
    {
      int cost;

      if (azud_coercion_argument (merge->type, state, &cost) != state)
        {
          azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                          N_ ("The merged value has the type {1}, but {0} is needed."), azud_type_text (state, a), azud_type_text (merge->type, b), NULL);
          return NULL;
        }
      merge->args[0] = azud_expr_new_cast (merge->args[0], state, true, error);
      if (merge->args[0] == NULL)
        {
          merge->args[0] = azud_expr_new_null (state);
          return NULL;
        }
      merge->type = state;
    }
  return call->n_args > 3 ? call->args[3]->type : state;
}

static const AzudDtype *
resolve_keys (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *type = call->args[0]->type;

  return azud_dtype_map (call->args[1]->type, type->fields[1].type, type->fields[1].nullable);
}

static const AzudDtype *
resolve_values (const AzudExpr *call, AzudError *error)
{
  return azud_dtype_map (call->args[0]->type->fields[0].type, call->args[1]->type, call->args[1]->nullable);
}

static const AzudSignature transform_s[] = { { "array,lambda", NULL, .resolve_type = resolve_transform }, { NULL } };
static const AzudSignature filter_s[] = { { "array,lambda", NULL, .resolve_type = resolve_filter }, { NULL } };
static const AzudSignature exists_s[] = { { "array,lambda", NULL, .resolve_type = resolve_exists }, { NULL } };
static const AzudSignature aggregate_s[] = { { "array,any,lambda,lambda?", NULL, .resolve_type = resolve_aggregate }, { NULL } };
static const AzudSignature zip_with_s[] = { { "array,array,lambda", NULL, .resolve_type = resolve_transform }, { NULL } };
static const AzudSignature keys_s[] = { { "map,lambda", NULL, .resolve_type = resolve_keys }, { NULL } };
static const AzudSignature values_s[] = { { "map,lambda", NULL, .resolve_type = resolve_values }, { NULL } };
static const AzudSignature map_filter_s[] = { { "map,lambda", NULL, .resolve_type = resolve_filter }, { NULL } };

#define LAZY (AZUD_FUNCTION_LAZY | AZUD_FUNCTION_TAKES_NULL)

const AzudFunction azud_functions_operators_higher[] = {
  { "transform", NULL, LAZY, transform_s, "collection", 35, N_ ("An array of what a lambda makes of each element"), "transform(array(1, 2), x -> x + 1)", "[2,3]" },
  { "filter", NULL, LAZY, filter_s, "collection", 35, N_ ("The elements for which a lambda is true"), "filter(array(1, 2, 3), x -> x % 2 = 1)", "[1,3]" },
  { "exists", NULL, LAZY, exists_s, "collection", 35, N_ ("Whether a lambda is true for some element"), "exists(array(1, 2), x -> x > 1)", "true" },
  { "forall", NULL, LAZY, exists_s, "collection", 35, N_ ("Whether a lambda is true for all elements"), "forall(array(1, 2), x -> x > 1)", "false" },
  { "aggregate", "reduce", LAZY, aggregate_s, "collection", 35, N_ ("What remains when a lambda merges the elements one by one"), "aggregate(array(1, 2, 3), 0, (s, x) -> s + x)", "6" },
  { "zip_with", NULL, LAZY, zip_with_s, "collection", 35, N_ ("Two arrays merged element by element"), "zip_with(array(1, 2), array(3, 4), (x, y) -> x + y)", "[4,6]" },
  { "transform_keys", NULL, LAZY | AZUD_FUNCTION_CAN_RAISE, keys_s, "collection", 35, N_ ("A map with its keys changed by a lambda"), "transform_keys(map(1, 2), (k, v) -> k + 10)", "{11:2}" },
  { "transform_values", NULL, LAZY, values_s, "collection", 35, N_ ("A map with its values changed by a lambda"), "transform_values(map(1, 2), (k, v) -> v + k)", "{1:3}" },
  { "map_filter", NULL, LAZY, map_filter_s, "collection", 35, N_ ("The entries of a map for which a lambda is true"), "map_filter(map(1, 2, 3, 4), (k, v) -> v > 2)", "{3:4}" },
  { NULL },
};
