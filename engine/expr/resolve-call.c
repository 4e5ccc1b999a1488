/* resolve-call.c: functions and operators
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/resolve.h"

#include "base/io.h"
#include "expr/coercion.h"
#include "expr/signature.h"
#include "expr/tree.h"
#include "value/date.h"

#include <string.h>

const AzudDtype *
azud_resolve_type_function (const char *name)
{
  static const char *const names[] = {
    "boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "decimal", "string", "binary", "date", "timestamp",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0)
      return strcmp (name, "decimal") == 0 ? azud_dtype_decimal (10, 0) : azud_dtype_parse (name, NULL);
  return NULL;
}

/* Text that ends in a zone after a time: then TIMESTAMP_NTZ '...' is a timestamp with zone in Spark; we only ask whether it parses. */
static AzudExpr *
resolve_timestamp_literal (AzudResolver *resolver, const AzudExpr *expr)
{
  const AzudText *text = &expr->args[0]->datum.as.text;
  bool local = strcmp (expr->call_name, "timestamp_ntz literal") == 0;
  AzudDatum datum = { .type = azud_dtype_get (local ? AZUD_DTYPE_TIMESTAMP_NTZ : AZUD_DTYPE_TIMESTAMP) };
  AzudParseResult result;
  AzudExpr *literal;

  if (local)
    result = azud_parse_timestamp_ntz (azud_text_data (text), text->size, false, &datum.as.integer);
  else
    {
      const AzudTimeZone *zone = azud_time_zone_get_or_utc (resolver->scope->settings.time_zone, resolver->error);
      int64_t now = resolver->scope->settings.query_time_us;

      if (zone == NULL)
        return NULL;
      result = azud_parse_timestamp (azud_text_data (text), text->size, zone, now != 0 ? now : azud_io_real_us (), &datum.as.integer);
    }
  if (result != AZUD_PARSE_OK)
    {
      g_autofree char *shown = g_strndup (azud_text_data (text), text->size);

      return azud_resolve_fail (resolver, expr, "INVALID_TYPED_LITERAL", N_ ("The value of the literal {0} is not valid."), shown, NULL);
    }
  literal = azud_expr_new_literal (&datum);
  literal->span_start = expr->span_start;
  literal->span_end = expr->span_end;
  return literal;
}

/* double(x), date(x), ...: casts written as functions. */
static AzudExpr *
resolve_type_call (AzudResolver *resolver, const AzudExpr *expr, const AzudDtype *type)
{
  g_autoptr (AzudExpr) cast = azud_expr_new_node (AZUD_EXPR_CAST);
  AzudExpr *arg = azud_expr_ref (expr->args[0]);

  cast->type = type;
  cast->span_start = expr->span_start;
  cast->span_end = expr->span_end;
  azud_expr_take_args (cast, &arg, 1);
  return azud_resolve_node (resolver, cast);
}

static bool
is_count_star (const AzudExpr *call)
{
  return strcmp (call->call_name, "count") == 0 && call->n_args == 1 && call->args[0]->kind == AZUD_EXPR_STAR;
}

static void
clear_args (AzudExpr **args, int n)
{
  for (int i = 0; i < n; i++)
    azud_expr_unref (args[i]);
}

static AzudExpr *
resolve_lambda (AzudResolver *resolver, const AzudExpr *call, int index)
{
  const AzudExpr *lambda = call->args[index];
  const AzudDtype *types[8] = { NULL };
  int n_names = (int) g_strv_length (lambda->names);
  int n = n_names <= 8 ? azud_resolve_lambda_types (call, index, types, n_names) : 0;
  AzudLambdaFrame frame = { .outer = resolver->lambda, .names = lambda->names, .types = types, .n = n_names };
  AzudExpr *body, *resolved;

  if (!azud_resolve_takes_lambda (call->call_name, index))
    return azud_resolve_fail (resolver, lambda, "INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION",
                              N_ ("The function {0} does not take a lambda."), call->call_name, NULL);
  if (n == 0 || n < n_names)
    return azud_resolve_fail (resolver, lambda, "INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH",
                              N_ ("The function {0} does not take this lambda."), call->call_name, NULL);
  frame.depth = resolver->lambda != NULL ? resolver->lambda->depth + 1 : 0;
  resolver->lambda = &frame;
  body = azud_resolve_node (resolver, lambda->args[0]);
  resolver->lambda = frame.outer;
  if (body == NULL)
    return NULL;
  resolved = azud_expr_copy_node (lambda, &body, 1);
  resolved->type = body->type;
  resolved->nullable = body->nullable;
  resolved->index = frame.depth * 8;
  return resolved;
}

/* The call with resolved arguments; lambdas after the others, whose types they take. */
static AzudExpr *
resolve_arguments (AzudResolver *resolver, const AzudExpr *expr)
{
  g_autofree AzudExpr **args = g_new0 (AzudExpr *, (size_t) expr->n_args + 1);
  g_autoptr (AzudExpr) call = NULL;

  for (int i = 0; i < expr->n_args; i++)
    {
      if (expr->args[i]->kind == AZUD_EXPR_LAMBDA)
        args[i] = azud_expr_ref (expr->args[i]);
      else if (azud_resolve_takes_lambda (expr->call_name, i))
        {
          AzudExpr *body = azud_expr_ref (expr->args[i]);

          args[i] = azud_expr_new_node (AZUD_EXPR_LAMBDA);
          azud_expr_take_args (args[i], &body, 1);
          azud_expr_set_names (args[i], NULL, 0);
          args[i]->span_start = body->span_start;
          args[i]->span_end = body->span_end;
        }
      else if (is_count_star (expr))
        args[i] = azud_expr_new_integer (1, azud_dtype_get (AZUD_DTYPE_INT));
      else
        args[i] = azud_resolve_node (resolver, expr->args[i]);
      if (args[i] == NULL)
        {
          clear_args (args, i);
          return NULL;
        }
    }
  call = azud_expr_copy_node (expr, args, expr->n_args);
  for (int i = 0; i < call->n_args; i++)
    if (call->args[i]->kind == AZUD_EXPR_LAMBDA)
      {
        AzudExpr *lambda = resolve_lambda (resolver, call, i);

        if (lambda == NULL)
          return NULL;
        azud_expr_unref (call->args[i]);
        call->args[i] = lambda;
      }
  if (expr->filter != NULL)
    {
      AzudExpr *filter = azud_resolve_node (resolver, expr->filter);

      if (filter == NULL)
        return NULL;
      azud_expr_unref (call->filter);
      call->filter = filter;
      if (filter->type->id != AZUD_DTYPE_BOOLEAN && filter->type->id != AZUD_DTYPE_VOID)
        return azud_resolve_fail (resolver, filter, "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN", N_ ("The condition of FILTER must be true or false."), NULL, NULL);
    }
  return g_steal_pointer (&call);
}

/* Whether the result may be null. */
static bool
is_nullable (const AzudExpr *call)
{
  AzudFunctionFlags flags = call->function->flags;
  bool any = false, all = true;

  if ((flags & AZUD_FUNCTION_NEVER_NULL) != 0)
    return false;
  for (int i = 0; i < call->n_args; i++)
    {
      any = any || call->args[i]->nullable;
      all = all && call->args[i]->nullable;
    }
  if (strcmp (call->call_name, "coalesce") == 0 || strcmp (call->call_name, "nvl") == 0 || strcmp (call->call_name, "ifnull") == 0)
    return all;
  if (strcmp (call->call_name, "case") == 0)
    {
      bool nullable = (call->n_args & 1) == 0;

      for (int i = 1; i < call->n_args; i += 2)
        nullable = nullable || call->args[i]->nullable;
      return nullable || ((call->n_args & 1) == 1 && call->args[call->n_args - 1]->nullable);
    }
  if ((flags & AZUD_FUNCTION_WINDOW) != 0)   /* lag and lead with a default that is never null */
    return call->n_args < 3 || call->function->signatures[call->variant].window == AZUD_WINDOW_NTH_VALUE || any;
  if ((flags & (AZUD_FUNCTION_MAY_NULL | AZUD_FUNCTION_TAKES_NULL | AZUD_FUNCTION_AGGREGATE)) != 0)
    return true;
  return any;
}

static bool
check_kind (AzudResolver *resolver, const AzudExpr *expr, const AzudFunction *function)
{
  int target = resolver->scope->settings.spark_target;

  if (target != 0 && function->since > target)
    {
      azud_resolve_fail (resolver, expr, "AZUD_FUNCTION_TOO_NEW", N_ ("The function {0} needs Spark 4."), expr->call_name, NULL);
      return false;
    }
  if ((function->flags & AZUD_FUNCTION_WINDOW) != 0 && resolver->in_aggregate)
    {
      azud_resolve_fail (resolver, expr, "AZUD_NESTED_WINDOW_FUNCTION", N_ ("The window function {0} stands inside another function of the window."),
                         expr->call_name, NULL);
      return false;
    }
  if ((function->flags & AZUD_FUNCTION_WINDOW) != 0 && (!resolver->scope->allow_windows || resolver->lambda != NULL))
    {
      azud_resolve_fail (resolver, expr, "WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE", N_ ("The function {0} is only for windows."), expr->call_name, NULL);
      return false;
    }
  if ((function->flags & AZUD_FUNCTION_WINDOW) != 0 && expr->ignore_nulls && expr->n_args == 0)
    {
      azud_resolve_fail (resolver, expr, "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX", N_ ("{0} does not go with IGNORE NULLS."), expr->call_name, NULL);
      return false;
    }
  if ((function->flags & AZUD_FUNCTION_AGGREGATE) != 0)
    {
      if (resolver->in_aggregate)
        {
          azud_resolve_fail (resolver, expr, "NESTED_AGGREGATE_FUNCTION", N_ ("The aggregate function {0} stands inside another."), expr->call_name, NULL);
          return false;
        }
      if (resolver->scope->allow_windows && (expr->distinct || expr->filter != NULL))
        {
          azud_resolve_fail (resolver, expr, expr->distinct ? "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED" : "AZUD_WINDOW_FILTER_NOT_SUPPORTED",
                             N_ ("DISTINCT and FILTER do not go with {0} over a window."), expr->call_name, NULL);
          return false;
        }
      if ((resolver->scope->allow_aggregates || resolver->scope->allow_windows) && resolver->lambda == NULL)
        return true;
      azud_resolve_fail (resolver, expr, "AZUD_AGGREGATE_NOT_ALLOWED", N_ ("The aggregate function {0} cannot be used here."), expr->call_name, NULL);
      return false;
    }
  if (expr->distinct || expr->filter != NULL)
    {
      azud_resolve_fail (resolver, expr, expr->distinct ? "INVALID_SQL_SYNTAX.FUNCTION_WITH_DISTINCT" : "INVALID_SQL_SYNTAX.FUNCTION_WITH_FILTER",
                         N_ ("{0} is not an aggregate function: DISTINCT and FILTER do not go with it."), expr->call_name, NULL);
      return false;
    }
  return true;
}

AzudExpr *
azud_resolve_call (AzudResolver *resolver, const AzudExpr *expr)
{
  const AzudFunction *function;
  const AzudDtype *cast_type;
  g_autoptr (AzudExpr) call = NULL;

  if (strcmp (expr->call_name, "timestamp literal") == 0 || strcmp (expr->call_name, "timestamp_ntz literal") == 0)
    return resolve_timestamp_literal (resolver, expr);
  cast_type = expr->n_args == 1 ? azud_resolve_type_function (expr->call_name) : NULL;
  if (cast_type != NULL)
    return resolve_type_call (resolver, expr, cast_type);
  function = azud_function_lookup (expr->call_name);
  if (function == NULL)
    return azud_resolve_fail (resolver, expr, "UNRESOLVED_ROUTINE", N_ ("There is no function {0}."), expr->call_name, NULL);
  if (!check_kind (resolver, expr, function))
    return NULL;
  if ((function->flags & (AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_WINDOW)) != 0)
    resolver->in_aggregate = true;
  call = resolve_arguments (resolver, expr);
  if ((function->flags & (AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_WINDOW)) != 0)
    resolver->in_aggregate = false;
  if (call == NULL)
    return NULL;
  call->function = function;
  /* no AzudError of our own here: this function calls itself, and one is 2 KB */
  if (!azud_coercion_operator (call->call_name, call->args, call->n_args, resolver->error) || !azud_signature_apply (call, resolver->error))
    {
      /* a refused cast has taken its argument with it */
      for (int i = 0, n = call->n_args, kept = 0; i < n; i++)
        {
          if (call->args[i] != NULL)
            call->args[kept++] = call->args[i];
          call->n_args = kept;
        }
      if (resolver->error->span_start < 0)
        {
          resolver->error->span_start = expr->span_start;
          resolver->error->span_end = expr->span_end;
        }
      return NULL;
    }
  for (int i = 0; i < call->n_args; i++)
    call->depth = MAX (call->depth, call->args[i]->depth + 1);
  call->nullable = is_nullable (call);
  return g_steal_pointer (&call);
}
