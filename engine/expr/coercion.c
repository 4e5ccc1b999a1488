/* coercion.c: common types and implied casts, Spark's ANSI rules (spark.md §4.5)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/coercion.h"

#include "expr/cast.h"
#include "expr/tree.h"
#include "value/decimal.h"

#include <string.h>

#define TYPE(id) azud_dtype_get (AZUD_DTYPE_##id)

const char *
azud_type_text (const AzudDtype *type, char *buffer)
{
  char name[120];

  azud_dtype_sql_name (type, name, sizeof name);
  g_snprintf (buffer, 136, "\"%s\"", name);
  return buffer;
}

static bool
is_fraction (const AzudDtype *type)
{
  return type->id == AZUD_DTYPE_FLOAT || type->id == AZUD_DTYPE_DOUBLE;
}

static AzudDecimalType
decimal_type (const AzudDtype *type)
{
  switch (type->id)
    {
    case AZUD_DTYPE_TINYINT: return (AzudDecimalType){ 3, 0 };
    case AZUD_DTYPE_SMALLINT: return (AzudDecimalType){ 5, 0 };
    case AZUD_DTYPE_INT: return (AzudDecimalType){ 10, 0 };
    case AZUD_DTYPE_BIGINT: return (AzudDecimalType){ 20, 0 };
    default: return (AzudDecimalType){ type->precision, type->scale };
    }
}

static const AzudDtype *
common_numeric (const AzudDtype *a, const AzudDtype *b)
{
  if (azud_dtype_is_integer (a) && azud_dtype_is_integer (b))
    return a->id > b->id ? a : b;
  if (is_fraction (a) || is_fraction (b))
    return a->id == AZUD_DTYPE_FLOAT && b->id == AZUD_DTYPE_FLOAT ? a : TYPE (DOUBLE);
  {
    AzudDecimalType common = azud_decimal_type_common (decimal_type (a), decimal_type (b));

    return azud_dtype_decimal (common.precision, common.scale);
  }
}

static const AzudDtype *
common_nested (const AzudDtype *a, const AzudDtype *b)
{
  AzudDtypeField fields[256];

  if (a->id != b->id || a->n_fields != b->n_fields || a->n_fields > G_N_ELEMENTS (fields))
    return NULL;
  for (int i = 0; i < a->n_fields; i++)
    {
      fields[i] = a->fields[i];
      fields[i].type = azud_expr_common_type (a->fields[i].type, b->fields[i].type);
      fields[i].nullable = a->fields[i].nullable || b->fields[i].nullable;
      if (fields[i].type == NULL)
        return NULL;
      if (a->id == AZUD_DTYPE_STRUCT && g_ascii_strcasecmp (a->fields[i].name, b->fields[i].name) != 0)
        return NULL;
    }
  switch (a->id)
    {
    case AZUD_DTYPE_ARRAY:
      return azud_dtype_array (fields[0].type, fields[0].nullable);
    case AZUD_DTYPE_MAP:
      return azud_dtype_map (fields[0].type, fields[1].type, fields[1].nullable);
    default:
      return azud_dtype_struct (fields, a->n_fields);
    }
}

const AzudDtype *
azud_expr_common_type (const AzudDtype *a, const AzudDtype *b)
{
  if (a == b)
    return a;
  if (a->id == AZUD_DTYPE_VOID)
    return b;
  if (b->id == AZUD_DTYPE_VOID)
    return a;
  if (azud_dtype_is_numeric (a) && azud_dtype_is_numeric (b))
    return common_numeric (a, b);
  if (azud_dtype_is_datetime (a) && azud_dtype_is_datetime (b))
    {
      if (a->id == AZUD_DTYPE_TIMESTAMP || b->id == AZUD_DTYPE_TIMESTAMP)
        return TYPE (TIMESTAMP);
      return TYPE (TIMESTAMP_NTZ);
    }
  if (azud_dtype_is_nested (a) && azud_dtype_is_nested (b))
    return common_nested (a, b);
  if (b->id == AZUD_DTYPE_STRING)
    {
      const AzudDtype *swap = a;

      a = b;
      b = swap;
    }
  if (a->id != AZUD_DTYPE_STRING)
    return NULL;
  if (azud_dtype_is_integer (b))
    return TYPE (BIGINT);
  if (azud_dtype_is_numeric (b))
    return TYPE (DOUBLE);
  return azud_dtype_is_datetime (b) || b->id == AZUD_DTYPE_BOOLEAN || b->id == AZUD_DTYPE_BINARY ? b : NULL;
}

bool
azud_expr_can_cast (const AzudDtype *from, const AzudDtype *to)
{
  if (from == to || from->id == AZUD_DTYPE_VOID)
    return true;
  if (to->id == AZUD_DTYPE_VOID)
    return false;
  if (azud_dtype_is_nested (from) && azud_dtype_is_nested (to))
    {
      if (from->id != to->id || from->n_fields != to->n_fields)
        return false;
      for (int i = 0; i < from->n_fields; i++)
        if (!azud_expr_can_cast (from->fields[i].type, to->fields[i].type))
          return false;
      return true;
    }
  if (to->id == AZUD_DTYPE_STRING)
    return true;
  if (azud_dtype_is_nested (from) || azud_dtype_is_nested (to))
    return false;
  if (from->id == AZUD_DTYPE_STRING)
    return true;
  if (from->id == AZUD_DTYPE_BINARY || to->id == AZUD_DTYPE_BINARY)
    return false;
  if (azud_dtype_is_numeric (from))
    return azud_dtype_is_numeric (to) || to->id == AZUD_DTYPE_BOOLEAN || to->id == AZUD_DTYPE_TIMESTAMP
           || (azud_dtype_is_interval (to) && !is_fraction (from));
  if (from->id == AZUD_DTYPE_BOOLEAN)
    return azud_dtype_is_numeric (to);
  if (azud_dtype_is_datetime (from))
    return azud_dtype_is_datetime (to) || (from->id == AZUD_DTYPE_TIMESTAMP && azud_dtype_is_numeric (to));
  if (azud_dtype_is_interval (from))
    return azud_dtype_is_numeric (to) && !is_fraction (to);
  return false;
}

const char *
azud_cast_refusal (const AzudDtype *from, const AzudDtype *to)
{
  bool outside_ansi = (azud_dtype_is_integer (from) && to->id == AZUD_DTYPE_BINARY)
                      || (from->id == AZUD_DTYPE_BOOLEAN && to->id == AZUD_DTYPE_TIMESTAMP)
                      || (from->id == AZUD_DTYPE_TIMESTAMP && to->id == AZUD_DTYPE_BOOLEAN)
                      || (from->id == AZUD_DTYPE_DATE && (to->id == AZUD_DTYPE_BOOLEAN || azud_dtype_is_numeric (to)));

  return outside_ansi ? "DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION" : "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION";
}

AzudExpr *
azud_expr_new_cast (AzudExpr *expr, const AzudDtype *type, bool implied, AzudError *error)
{
  AzudExpr *cast;
  char from[136], to[136];

  if (expr->type == type)
    return expr;
  if (!azud_expr_can_cast (expr->type, type))
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, azud_cast_refusal (expr->type, type), N_ ("Cannot cast {0} to {1}."),
                      azud_type_text (expr->type, from), azud_type_text (type, to), NULL);
      if (error != NULL && error->span_start < 0)
        {
          error->span_start = expr->span_start;
          error->span_end = expr->span_end;
        }
      azud_expr_unref (expr);
      return NULL;
    }
  if (implied && expr->kind == AZUD_EXPR_LITERAL && expr->datum.is_null)
    {
      /* a typed null rather than CAST(NULL AS ...) */
      cast = azud_expr_new_null (type);
      cast->span_start = expr->span_start;
      cast->span_end = expr->span_end;
      azud_expr_unref (expr);
      return cast;
    }
  cast = azud_expr_new_node (AZUD_EXPR_CAST);
  cast->type = type;
  cast->implied = implied;
  cast->nullable = expr->nullable;
  cast->span_start = expr->span_start;
  cast->span_end = expr->span_end;
  azud_expr_take_args (cast, &expr, 1);
  return cast;
}

bool
azud_coercion_cast_arg (AzudExpr **arg, const AzudDtype *type, AzudError *error)
{
  if ((*arg)->kind == AZUD_EXPR_LAMBDA || (*arg)->type == type)
    return true;
  *arg = azud_expr_new_cast (*arg, type, true, error);
  return *arg != NULL;
}

const AzudDtype *
azud_coercion_argument (const AzudDtype *from, const AzudDtype *wanted, int *cost)
{
  *cost = 0;
  if (from == wanted)
    return wanted;
  *cost = 1;
  if (from->id == AZUD_DTYPE_VOID)
    return wanted;
  if (wanted->id == AZUD_DTYPE_DECIMAL && azud_dtype_is_integer (from))
    {
      AzudDecimalType type = decimal_type (from);

      *cost = 3;
      return azud_dtype_decimal (type.precision, type.scale);
    }
  if (wanted->id == AZUD_DTYPE_DECIMAL && from->id == AZUD_DTYPE_DECIMAL)
    return from;
  if (azud_dtype_is_numeric (from) && azud_dtype_is_numeric (wanted))
    {
      /* integers < decimal < float < double; the other way only if nothing else fits (the cast checks the range) */
      static const int order[AZUD_N_DTYPES] = {
        [AZUD_DTYPE_TINYINT] = 1, [AZUD_DTYPE_SMALLINT] = 2, [AZUD_DTYPE_INT] = 3,   [AZUD_DTYPE_BIGINT] = 4,
        [AZUD_DTYPE_DECIMAL] = 5, [AZUD_DTYPE_FLOAT] = 6,    [AZUD_DTYPE_DOUBLE] = 7,
      };
      int distance = order[wanted->id] - order[from->id];

      *cost = distance > 0 ? 1 + distance : 40 - distance;
      return wanted->id == AZUD_DTYPE_DECIMAL ? NULL : wanted;
    }
  if (azud_dtype_is_datetime (from) && azud_dtype_is_datetime (wanted))
    {
      *cost = 5;
      return from->id == AZUD_DTYPE_TIMESTAMP && wanted->id == AZUD_DTYPE_TIMESTAMP_NTZ ? wanted
             : wanted->id == AZUD_DTYPE_DATE                                           ? wanted
                                                                                       : wanted;
    }
  if (wanted->id == AZUD_DTYPE_VOID)
    return NULL;
  *cost = 20;
  if (wanted->id == AZUD_DTYPE_STRING && !azud_dtype_is_nested (from) && from->id != AZUD_DTYPE_BINARY)
    return wanted;
  if (from->id == AZUD_DTYPE_STRING && !azud_dtype_is_nested (wanted) && !azud_dtype_is_interval (wanted))
    return wanted->id == AZUD_DTYPE_DECIMAL ? azud_dtype_decimal (38, 18) : wanted;
  if (from->id == AZUD_DTYPE_BINARY && wanted->id == AZUD_DTYPE_STRING)
    return wanted;
  if (azud_dtype_is_nested (from) && from->id == wanted->id && from->n_fields == wanted->n_fields)
    {
      for (int i = 0; i < from->n_fields; i++)
        {
          int child;

          if (azud_coercion_argument (from->fields[i].type, wanted->fields[i].type, &child) != wanted->fields[i].type)
            return NULL;
        }
      return wanted;
    }
  return NULL;
}

const AzudDtype *
azud_coercion_decimal_of (const AzudExpr *expr)
{
  AzudDecimalType type;

  if (expr->type->id == AZUD_DTYPE_DECIMAL)
    return expr->type;
  if (expr->kind == AZUD_EXPR_LITERAL && !expr->datum.is_null && azud_dtype_is_integer (expr->type))
    return azud_dtype_decimal (azud_decimal_digits (expr->datum.as.integer), 0);
  type = decimal_type (expr->type);
  return azud_dtype_decimal (type.precision, type.scale);
}

const AzudDtype *
azud_coercion_common_of (AzudExpr *const *args, int n)
{
  const AzudDtype *common = TYPE (VOID);

  /* strings last, as Spark does, so that the order of branches does not matter */
  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < n && common != NULL; i++)
      if (args[i]->type != NULL && (args[i]->type->id == AZUD_DTYPE_STRING) == (pass == 1))
        common = azud_expr_common_type (common, args[i]->type);
  return common;
}

bool
azud_coercion_is_orderable (const AzudDtype *type)
{
  if (type->id == AZUD_DTYPE_MAP)
    return false;
  for (int i = 0; i < type->n_fields; i++)
    if (!azud_coercion_is_orderable (type->fields[i].type))
      return false;
  return true;
}
