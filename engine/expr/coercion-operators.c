/* coercion-operators.c: what operators do to the types of their operands
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/coercion.h"

#include "expr/tree.h"

#include <string.h>

#define TYPE(id) azud_dtype_get (AZUD_DTYPE_##id)

static bool
refuse (const char *condition, const char *message, const char *name, AzudExpr **args, AzudError *error)
{
  char left[136], right[136];

  azud_error_set (error, AZUD_FAULT_PIPELINE, condition, message, name, azud_type_text (args[0]->type, left),
                  azud_type_text (args[1]->type, right), NULL);
  if (error != NULL && error->span_start < 0)
    {
      error->span_start = args[0]->span_start;
      error->span_end = args[1]->span_end;
    }
  return false;
}

static bool
refuse_different (const char *name, AzudExpr **args, AzudError *error)
{
  return refuse ("DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES", N_ ("The operands of {0} have incompatible types: {1} and {2}."), name, args, error);
}

static bool
refuse_wrong (const char *name, AzudExpr **args, AzudError *error)
{
  return refuse ("DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE", N_ ("The operator {0} cannot be used on {1} and {2}."), name, args, error);
}

static bool
cast_both (AzudExpr **args, const AzudDtype *left, const AzudDtype *right, AzudError *error)
{
  return azud_coercion_cast_arg (&args[0], left, error) && azud_coercion_cast_arg (&args[1], right, error);
}

static bool
refuse_input (const char *name, AzudExpr **args, AzudError *error)
{
  return refuse ("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", N_ ("The operator {0} does not take {1} and {2}."), name, args, error);
}

/* A date and something that is no time: whole days. */
static bool
add_days (const char *name, AzudExpr **args, int number, AzudError *error)
{
  const AzudDtype *type = args[number]->type;

  if (!azud_dtype_is_integer (type) || type->id == AZUD_DTYPE_BIGINT)
    return refuse_input (name, args, error);
  return azud_coercion_cast_arg (&args[number], TYPE (INT), error);
}

/* * and / of an interval and a number. */
static bool
scale_interval (const char *name, AzudExpr **args, AzudError *error)
{
  AzudExpr **number = azud_dtype_is_interval (args[0]->type) ? &args[1] : &args[0];

  if (strcmp (name, "/") == 0 && !azud_dtype_is_interval (args[0]->type))
    return refuse_different (name, args, error);
  if ((*number)->type->id == AZUD_DTYPE_STRING || (*number)->type->id == AZUD_DTYPE_VOID)
    return azud_coercion_cast_arg (number, TYPE (DOUBLE), error);
  return azud_dtype_is_numeric ((*number)->type) || refuse_wrong (name, args, error);
}

/* Dates and intervals: *@done when the pair is one of theirs. */
static bool
time_arithmetic (const char *name, AzudExpr **args, bool *done, AzudError *error)
{
  const AzudDtype *a = args[0]->type, *b = args[1]->type;
  bool plus = strcmp (name, "+") == 0, minus = strcmp (name, "-") == 0;
  bool times = azud_dtype_is_datetime (a) || azud_dtype_is_datetime (b), intervals = azud_dtype_is_interval (a) || azud_dtype_is_interval (b);

  *done = times || intervals;
  if (!*done)
    return true;
  if (strcmp (name, "div") == 0 && azud_dtype_is_interval (a) && a == b)
    return true;
  if (!plus && !minus)
    {
      if (intervals && !times && (strcmp (name, "*") == 0 || strcmp (name, "/") == 0))
        return scale_interval (name, args, error);
      return a == b ? refuse_wrong (name, args, error) : refuse_different (name, args, error);
    }
  for (int i = 0; i < 2; i++)   /* a null is an interval beside a time in sums, else like the other */
    if (args[i]->type->id == AZUD_DTYPE_VOID)
      return azud_coercion_cast_arg (&args[i], azud_dtype_is_datetime (args[1 - i]->type) && plus ? TYPE (DAY_TIME) : args[1 - i]->type, error);
  if (azud_dtype_is_datetime (a) && azud_dtype_is_interval (b))
    return true;
  if (plus && azud_dtype_is_interval (a) && azud_dtype_is_datetime (b))
    return true;
  if (azud_dtype_is_interval (a) && a == b)
    return true;
  if (b->id == AZUD_DTYPE_DAY_TIME)
    return a->id == AZUD_DTYPE_STRING ? azud_coercion_cast_arg (&args[0], TYPE (TIMESTAMP), error) : refuse_input (name, args, error);
  if (plus && a->id == AZUD_DTYPE_DAY_TIME)
    return b->id == AZUD_DTYPE_STRING ? azud_coercion_cast_arg (&args[1], TYPE (TIMESTAMP), error) : refuse_input (name, args, error);
  if (intervals)
    return refuse_different (name, args, error);
  if (minus && (azud_dtype_is_datetime (b) || b->id == AZUD_DTYPE_STRING) && (azud_dtype_is_datetime (a) || a->id == AZUD_DTYPE_STRING))
    {
      const AzudDtype *common = azud_expr_common_type (a, b);

      return cast_both (args, common, common, error);
    }
  if (a->id == AZUD_DTYPE_DATE && !azud_dtype_is_datetime (b))
    return add_days (name, args, 1, error);
  if (plus && b->id == AZUD_DTYPE_DATE && !azud_dtype_is_datetime (a))
    return add_days (name, args, 0, error);
  return refuse_wrong (name, args, error);
}

bool
azud_coercion_arithmetic (const char *name, AzudExpr **args, AzudError *error)
{
  const AzudDtype *a, *b, *common;
  bool divide = strcmp (name, "/") == 0, integral = strcmp (name, "div") == 0;
  bool done;

  if (!time_arithmetic (name, args, &done, error) || done)
    return !azud_error_is_set (error);
  for (int i = 0; i < 2; i++)   /* a string beside a number is read as one */
    {
      const AzudDtype *other = args[1 - i]->type;

      if (args[i]->type->id == AZUD_DTYPE_STRING && azud_dtype_is_numeric (other))
        {
          if (!azud_coercion_cast_arg (&args[i], azud_dtype_is_integer (other) ? TYPE (BIGINT) : TYPE (DOUBLE), error))
            return false;
        }
    }
  a = args[0]->type;
  b = args[1]->type;
  if (a->id == AZUD_DTYPE_VOID && b->id == AZUD_DTYPE_VOID)
    return cast_both (args, integral ? TYPE (BIGINT) : TYPE (DOUBLE), integral ? TYPE (BIGINT) : TYPE (DOUBLE), error);
  if (a->id == AZUD_DTYPE_VOID || b->id == AZUD_DTYPE_VOID)
    {
      const AzudDtype *known = a->id == AZUD_DTYPE_VOID ? b : a;

      if (!azud_dtype_is_numeric (known))
        known = known->id == AZUD_DTYPE_STRING ? TYPE (DOUBLE) : known;
      if (!cast_both (args, known, known, error))
        return false;
      a = b = known;
    }
  if (!azud_dtype_is_numeric (a) || !azud_dtype_is_numeric (b))
    return a == b ? refuse_wrong (name, args, error) : refuse_different (name, args, error);
  if (a->id == AZUD_DTYPE_DECIMAL || b->id == AZUD_DTYPE_DECIMAL)
    {
      if (azud_dtype_is_integer (a) || azud_dtype_is_integer (b) || a->id == b->id)
        return cast_both (args, azud_coercion_decimal_of (args[0]), azud_coercion_decimal_of (args[1]), error);
      return cast_both (args, TYPE (DOUBLE), TYPE (DOUBLE), error);
    }
  if (divide)
    return cast_both (args, TYPE (DOUBLE), TYPE (DOUBLE), error);
  common = azud_expr_common_type (a, b);
  if (integral)
    {
      if (!azud_dtype_is_integer (common))
        return refuse_wrong (name, args, error);
      common = TYPE (BIGINT);
    }
  return cast_both (args, common, common, error);
}

bool
azud_coercion_comparison (const char *name, AzudExpr **args, AzudError *error)
{
  const AzudDtype *common = azud_expr_common_type (args[0]->type, args[1]->type);
  bool equality = strcmp (name, "=") == 0 || strcmp (name, "<>") == 0 || strcmp (name, "<=>") == 0;

  if (common == NULL)
    return refuse_different (name, args, error);
  if (!azud_coercion_is_orderable (common) && (!equality || common->id == AZUD_DTYPE_MAP))
    return refuse ("DATATYPE_MISMATCH.INVALID_ORDERING_TYPE", N_ ("{0} cannot compare values of type {1}."), name, args, error);
  return cast_both (args, common, common, error);
}

static bool
bitwise (const char *name, AzudExpr **args, AzudError *error)
{
  const AzudDtype *common;

  for (int i = 0; i < 2; i++)
    if (args[i]->type->id == AZUD_DTYPE_STRING && azud_dtype_is_integer (args[1 - i]->type)
        && !azud_coercion_cast_arg (&args[i], TYPE (BIGINT), error))
      return false;
  common = azud_expr_common_type (args[0]->type, args[1]->type);
  if (common == NULL)
    return refuse_different (name, args, error);
  if (common->id == AZUD_DTYPE_VOID)
    common = TYPE (INT);
  if (!azud_dtype_is_integer (common))
    return refuse_wrong (name, args, error);
  return cast_both (args, common, common, error);
}

bool
azud_coercion_operator (const char *name, AzudExpr **args, int n_args, AzudError *error)
{
  static const struct
  {
    const char *name;
    const char *rule;
  } arithmetic[] = {
    { "+", "+" }, { "-", "-" }, { "*", "*" }, { "/", "/" }, { "%", "%" }, { "div", "div" }, { "mod", "%" }, { "pmod", "%" },
    { "try_add", "+" }, { "try_subtract", "-" }, { "try_multiply", "*" }, { "try_divide", "/" }, { "try_mod", "%" },
  };
  static const char *const comparison[] = { "=", "<>", "<", "<=", ">", ">=", "<=>", "equal_null" };
  static const char *const bits[] = { "&", "|", "^" };

  if (n_args != 2)
    return true;
  for (size_t i = 0; i < G_N_ELEMENTS (arithmetic); i++)
    if (strcmp (name, arithmetic[i].name) == 0)
      return azud_coercion_arithmetic (arithmetic[i].rule, args, error);
  for (size_t i = 0; i < G_N_ELEMENTS (comparison); i++)
    if (strcmp (name, comparison[i]) == 0)
      return azud_coercion_comparison (name, args, error);
  for (size_t i = 0; i < G_N_ELEMENTS (bits); i++)
    if (strcmp (name, bits[i]) == 0)
      return bitwise (name, args, error);
  return true;
}
