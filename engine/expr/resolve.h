/* resolve.h: inside the resolver
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/function.h"

/* Lambda parameters in force, innermost first. */
typedef struct _AzudLambdaFrame AzudLambdaFrame;

struct _AzudLambdaFrame
{
  const AzudLambdaFrame  *outer;
  char                  **names;
  const AzudDtype *const *types;
  int                     n;
  int                     depth;   /* frames outside this one */
};

typedef struct
{
  const AzudScope       *scope;
  const AzudLambdaFrame *lambda;
  AzudError             *error;
  bool                   in_aggregate;
} AzudResolver;

/** azud_resolve_node: a resolved copy.  Returns: (transfer full) (nullable). */
AzudExpr *azud_resolve_node (AzudResolver *resolver, const AzudExpr *expr) AZUD_WARN_UNUSED;

/** azud_resolve_call: the same for AZUD_EXPR_CALL (resolve-call.c). */
AzudExpr *azud_resolve_call (AzudResolver *resolver, const AzudExpr *expr) AZUD_WARN_UNUSED;

/** azud_resolve_fail: sets the error with the span of @expr.  Returns: NULL. */
AzudExpr *azud_resolve_fail (AzudResolver *resolver, const AzudExpr *expr, const char *condition, const char *message, const char *a,
                             const char *b);

/** azud_resolve_type_function: the type `double`, `int`, ... when @name is one of the functions that are casts, else NULL. */
const AzudDtype *azud_resolve_type_function (const char *name);

/** azud_resolve_field: args[0].name for a struct (or an array of structs); takes @value. */
AzudExpr *azud_resolve_field (AzudResolver *resolver, const AzudExpr *at, AzudExpr *value, const char *name) AZUD_WARN_UNUSED;

/** azud_resolve_lambda_types: types of the parameters of the lambda that is argument @index of @call, whose other arguments are
 * resolved (resolve-lambda.c).  Returns: their number, 0 when the function takes none there. */
int azud_resolve_lambda_types (const AzudExpr *call, int index, const AzudDtype **types, int n_names);

/** azud_resolve_takes_lambda: whether argument @index of the function @name is a lambda (a plain value there is one without
 * parameters). */
bool azud_resolve_takes_lambda (const char *name, int index);
