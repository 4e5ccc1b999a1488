/* fn-operators-time.c: + - * / on dates, timestamps and intervals
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/functions/operators.h"

#include "expr/coercion.h"
#include "expr/kernel-loops.h"
#include "value/date.h"
#include "value/decimal.h"

#include <math.h>
#include <string.h>

static bool
is_clock (const AzudDtype *type)
{
  return type->id == AZUD_DTYPE_TIMESTAMP || type->id == AZUD_DTYPE_TIMESTAMP_NTZ;
}

/* A literal of days only, INTERVAL 3 DAYS: with it a date stays one. */
static bool
is_days (const AzudExpr *expr)
{
  return expr->kind == AZUD_EXPR_LITERAL && expr->type->id == AZUD_DTYPE_DAY_TIME && expr->variant == AZUD_LITERAL_DAYS;
}

const AzudDtype *
azud_kernel_time_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *a = call->args[0]->type, *b = call->args[1]->type;
  char left[136], right[136];

  switch (call->function->name[0])
    {
    case '+':
      if (azud_dtype_is_interval (a) && a == b)
        return a;
      if (azud_dtype_is_interval (a) || (a->id != AZUD_DTYPE_DATE && !is_clock (a)))
        {
          const AzudDtype *swap = a;

          a = b;
          b = swap;
        }
      /* fall through */
    case '-':
      if (azud_dtype_is_interval (a) && a == b)
        return a;
      if (a->id == AZUD_DTYPE_DATE && b->id == AZUD_DTYPE_INT)
        return a;
      if ((a->id == AZUD_DTYPE_DATE || is_clock (a)) && b->id == AZUD_DTYPE_YEAR_MONTH)
        return a;
      if (a->id == AZUD_DTYPE_DATE && (is_days (call->args[0]) || is_days (call->args[1])))
        return a;
      if ((a->id == AZUD_DTYPE_DATE || is_clock (a)) && b->id == AZUD_DTYPE_DAY_TIME)
        return is_clock (a) ? a : azud_dtype_get (AZUD_DTYPE_TIMESTAMP);
      if (call->function->name[0] == '-' && a == b && (a->id == AZUD_DTYPE_DATE || is_clock (a)))
        return azud_dtype_get (AZUD_DTYPE_DAY_TIME);
      break;
    case '*':
      if (azud_dtype_is_interval (a) && azud_dtype_is_numeric (b))
        return a;
      if (azud_dtype_is_interval (b) && azud_dtype_is_numeric (a))
        return b;
      break;
    case '/':
      if (azud_dtype_is_interval (a) && azud_dtype_is_numeric (b))
        return a;
      break;
    default:
      break;
    }
  azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE", N_ ("The operator {0} cannot be used on {1} and {2}."),
                  call->call_name, azud_type_text (call->args[0]->type, left), azud_type_text (call->args[1]->type, right), NULL);
  return NULL;
}

static int64_t
value_at (const AzudVector *vector, uint32_t row)
{
  AzudVectorView view = azud_vector_view (vector);
  uint32_t at = azud_view_index (&view, row);

  switch (vector->type->width)
    {
    case 1: return ((const int8_t *) view.data)[at];
    case 2: return ((const int16_t *) view.data)[at];
    case 4: return ((const int32_t *) view.data)[at];
    default: return ((const int64_t *) view.data)[at];
    }
}

/* One sum or difference; false = overflow. */
static bool
add_time (const AzudVector *left, const AzudVector *right, uint32_t row, bool minus, const AzudTimeZone *zone, const AzudDtype *result, int64_t *out)
{
  const AzudDtype *a = left->type, *b = right->type;
  int64_t x = value_at (left, row), y = value_at (right, row);

  if (!minus && (azud_dtype_is_interval (a) || azud_dtype_is_integer (a)) && !azud_dtype_is_interval (b))
    return add_time (right, left, row, false, zone, result, out);
  if (azud_dtype_is_interval (a) || (a->id == AZUD_DTYPE_DATE && b->id == AZUD_DTYPE_INT))
    return minus ? !__builtin_sub_overflow (x, y, out) : !__builtin_add_overflow (x, y, out);
  if (!azud_dtype_is_interval (b))   /* a difference of two times */
    {
      if (a->id == AZUD_DTYPE_TIMESTAMP)
        {
          x = azud_time_zone_to_local (zone, x);
          y = azud_time_zone_to_local (zone, y);
        }
      if (__builtin_sub_overflow (x, y, out))
        return false;
      return a->id != AZUD_DTYPE_DATE || !__builtin_mul_overflow (*out, AZUD_US_PER_DAY, out);
    }
  if (minus && __builtin_sub_overflow (INT64_C (0), y, &y))
    return false;
  if (b->id == AZUD_DTYPE_YEAR_MONTH)
    {
      if (a->id == AZUD_DTYPE_DATE)
        *out = azud_date_add_months (x, y);
      else if (a->id == AZUD_DTYPE_TIMESTAMP_NTZ)
        *out = azud_timestamp_add_months (x, y);
      else
        *out = azud_time_zone_to_utc (zone, azud_timestamp_add_months (azud_time_zone_to_local (zone, x), y));
      return true;
    }
  if (result->id == AZUD_DTYPE_DATE)
    return !__builtin_add_overflow (x, y / AZUD_US_PER_DAY, out);
  if (a->id == AZUD_DTYPE_DATE)
    {
      if (__builtin_mul_overflow (x, AZUD_US_PER_DAY, &x))
        return false;
      x = azud_time_zone_to_utc (zone, x);
    }
  if (result->id == AZUD_DTYPE_TIMESTAMP)   /* whole days keep the time of day across changes of the clock */
    {
      int64_t days = y / AZUD_US_PER_DAY, local = azud_time_zone_to_local (zone, x), moved;

      if (__builtin_mul_overflow (days, AZUD_US_PER_DAY, &moved) || __builtin_add_overflow (local, moved, &local))
        return false;
      return !__builtin_add_overflow (days != 0 ? azud_time_zone_to_utc (zone, local) : x, y % AZUD_US_PER_DAY, out);
    }
  return !__builtin_add_overflow (x, y, out);
}

/* interval * number, interval / number: rounded HALF_UP.  0 fine, 1 overflow, 2 division by zero. */
static int
scale_interval (const AzudVector *interval, const AzudVector *number, uint32_t row, bool divide, int64_t *out)
{
  AzudVectorView view = azud_vector_view (number);
  uint32_t at = azud_view_index (&view, row);
  int64_t x = value_at (interval, row);

  if (number->type->id == AZUD_DTYPE_FLOAT || number->type->id == AZUD_DTYPE_DOUBLE)
    {
      double y = number->type->id == AZUD_DTYPE_FLOAT ? (double) ((const float *) view.data)[at] : ((const double *) view.data)[at];
      double r = divide ? (double) x / y : (double) x * y;

      if (divide && y == 0)
        return 2;
      r = r < 0 ? -floor (-r + 0.5) : floor (r + 0.5);
      if (!(r < 9.2233720368547758e18 && r >= -9.2233720368547758e18))
        return 1;
      *out = (int64_t) r;
      return 0;
    }
  {
    AzudInt128 y = number->type->id == AZUD_DTYPE_DECIMAL ? ((const AzudInt128 *) view.data)[at] : value_at (number, row);
    int scale = number->type->id == AZUD_DTYPE_DECIMAL ? number->type->scale : 0;
    AzudInt128 r;
    AzudDecimalStatus status = divide ? azud_decimal_divide (x, 0, y, scale, (AzudDecimalType){ 38, 0 }, &r)
                                      : azud_decimal_multiply (x, 0, y, scale, (AzudDecimalType){ 38, 0 }, &r);

    if (status == AZUD_DECIMAL_DIVIDE_BY_ZERO)
      return 2;
    *out = (int64_t) r;
    return status == AZUD_DECIMAL_OVERFLOW || r != (AzudInt128) *out;
  }
}

static bool
interval_error (const AzudKernelCall *call, uint32_t row, int fault, AzudError *error)
{
  if (fault == 2)
    azud_error_set (error, AZUD_FAULT_RUN, "INTERVAL_DIVIDED_BY_ZERO", N_ ("An interval is divided by zero."), NULL);
  else if (azud_dtype_is_interval (call->call->type))
    azud_error_set (error, AZUD_FAULT_RUN,
                    call->call->function->name[0] == '*' ? "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION"
                                                         : "INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION",
                    N_ ("The result of {0} does not fit an interval."),
                    call->call->call_name, NULL);
  else
    azud_error_set (error, AZUD_FAULT_RUN, "DATETIME_OVERFLOW", N_ ("The result of {0} is outside the range of dates."), call->call->call_name, NULL);
  azud_error_at_row (error, -1, -1, row);
  return false;
}

bool
azud_kernel_time (const AzudKernelCall *call, AzudError *error)
{
  char sign = call->call->function->name[0];
  const AzudTimeZone *zone = azud_time_zone_get_or_utc (call->settings->time_zone, error);
  bool narrow = call->out->type->width == 4;

  if (zone == NULL)
    return false;
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      int64_t value = 0;
      int fault;

      if (sign == '+' || sign == '-')
        fault = !add_time (call->args[0], call->args[1], row, sign == '-', zone, call->call->type, &value);
      else if (azud_dtype_is_interval (call->args[0]->type))
        fault = scale_interval (call->args[0], call->args[1], row, sign == '/', &value);
      else
        fault = scale_interval (call->args[1], call->args[0], row, false, &value);
      if (fault == 0 && narrow && (value > INT32_MAX || value < INT32_MIN))
        fault = 1;
      if (fault != 0)
        return interval_error (call, row, fault, error);
      if (narrow)
        ((int32_t *) call->out->data)[row] = (int32_t) value;
      else
        ((int64_t *) call->out->data)[row] = value;
    }
  return true;
}
