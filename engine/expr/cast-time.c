/* cast-time.c: dates, timestamps and intervals among each other and numbers
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/cast.h"
#include "expr/interval.h"
#include "expr/kernel-loops.h"
#include "value/date.h"
#include "value/decimal.h"
#include "value/number-print.h"

#include <math.h>

static bool
fail_date (const AzudKernelCall *call, uint32_t row, int64_t days, AzudError *error)
{
  char text[AZUD_DATE_TEXT_MAX + 8];

  return azud_cast_fail (call, row, "CAST_OVERFLOW", text, azud_print_date (text, days), error);
}

/* date -> timestamp (midnight in the session's zone) and -> timestamp_ntz */
static bool
date_to_time (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  const AzudTimeZone *zone = azud_time_zone_get_or_utc (call->settings->time_zone, error);
  bool utc = call->call->type->id == AZUD_DTYPE_TIMESTAMP;

  if (zone == NULL)
    return false;
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      int64_t days = ((const int32_t *) a.data)[azud_view_index (&a, row)], us;

      if (__builtin_mul_overflow (days, AZUD_US_PER_DAY, &us))
        {
          if (!fail_date (call, row, days, error))
            return false;
          continue;
        }
      ((int64_t *) call->out->data)[row] = utc ? azud_time_zone_to_utc (zone, us) : us;
    }
  return true;
}

static bool
time_to_date (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  const AzudTimeZone *zone = azud_time_zone_get_or_utc (call->settings->time_zone, error);
  bool utc = call->args[0]->type->id == AZUD_DTYPE_TIMESTAMP;

  if (zone == NULL)
    return false;
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      int64_t us = ((const int64_t *) a.data)[azud_view_index (&a, row)];

      ((int32_t *) call->out->data)[row] = (int32_t) azud_date_floor_day (utc ? azud_time_zone_to_local (zone, us) : us, NULL);
    }
  return true;
}

static bool
between_clocks (const AzudKernelCall *call, AzudError *error)
{
  const AzudTimeZone *zone = azud_time_zone_get_or_utc (call->settings->time_zone, error);

  if (zone == NULL)
    return false;
  if (call->call->type->id == AZUD_DTYPE_TIMESTAMP)
    AZUD_LOOP_1 (call, int64_t, int64_t, azud_time_zone_to_utc (zone, x));
  else
    AZUD_LOOP_1 (call, int64_t, int64_t, azud_time_zone_to_local (zone, x));
  return true;
}

/* ---- numbers ---- */

static int64_t
floor_divide (int64_t a, int64_t b)
{
  int64_t q = a / b;

  return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

static int64_t
integer_at (const AzudDtype *type, const void *data, uint32_t i)
{
  switch (type->width)
    {
    case 1: return ((const int8_t *) data)[i];
    case 2: return ((const int16_t *) data)[i];
    case 4: return ((const int32_t *) data)[i];
    default: return ((const int64_t *) data)[i];
    }
}

static bool
put_integer (const AzudKernelCall *call, uint32_t row, int64_t value, AzudError *error)
{
  uint8_t width = call->out->type->width;
  char text[AZUD_INT_TEXT_MAX];

  if (width < 8 && (value > (INT64_C (1) << (width * 8 - 1)) - 1 || value < -(INT64_C (1) << (width * 8 - 1))))
    return azud_cast_fail (call, row, "CAST_OVERFLOW", text, azud_print_int64 (text, value), error);
  switch (width)
    {
    case 1: ((int8_t *) call->out->data)[row] = (int8_t) value; break;
    case 2: ((int16_t *) call->out->data)[row] = (int16_t) value; break;
    case 4: ((int32_t *) call->out->data)[row] = (int32_t) value; break;
    default: ((int64_t *) call->out->data)[row] = value; break;
    }
  return true;
}

/* seconds, the fraction floored */
static bool
timestamp_to_integer (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      int64_t us = ((const int64_t *) a.data)[azud_view_index (&a, row)];

      if (!put_integer (call, row, floor_divide (us, AZUD_US_PER_SECOND), error))
        return false;
    }
  return true;
}

static bool
timestamp_to_double (const AzudKernelCall *call, AzudError *error)
{
  AZUD_LOOP_1 (call, int64_t, double, (double) x / 1e6);
  return true;
}

static bool
timestamp_to_float (const AzudKernelCall *call, AzudError *error)
{
  AZUD_LOOP_1 (call, int64_t, float, (float) ((double) x / 1e6));
  return true;
}

static bool
to_decimal_of_scale (const AzudKernelCall *call, int scale, int64_t unit, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  AzudDecimalType to = { call->call->type->precision, call->call->type->scale };

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      int64_t x = integer_at (call->args[0]->type, a.data, azud_view_index (&a, row)) / unit;

      if (azud_decimal_rescale (x, scale, to, AZUD_ROUND_HALF_UP, &((AzudInt128 *) call->out->data)[row]) != AZUD_DECIMAL_OK)
        {
          char text[AZUD_DECIMAL_TEXT_MAX];

          if (!azud_cast_fail (call, row, "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", text, azud_print_decimal (text, x, scale), error))
            return false;
        }
    }
  return true;
}

static bool
microseconds_to_decimal (const AzudKernelCall *call, AzudError *error)
{
  return to_decimal_of_scale (call, 6, 1, error);
}

static bool
months_to_decimal (const AzudKernelCall *call, AzudError *error)
{
  return to_decimal_of_scale (call, 0, 1, error);
}

static bool
number_to_timestamp (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  const AzudDtype *from = call->args[0]->type;

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      uint32_t at = azud_view_index (&a, row);
      int64_t *out = &((int64_t *) call->out->data)[row];

      if (azud_dtype_is_integer (from))
        {
          int64_t seconds = integer_at (from, a.data, at);

          if (__builtin_mul_overflow (seconds, AZUD_US_PER_SECOND, out))   /* Java's TimeUnit saturates */
            *out = seconds < 0 ? INT64_MIN : INT64_MAX;
        }
      else if (from->id == AZUD_DTYPE_DECIMAL)
        {
          AzudInt128 us;

          if (azud_decimal_rescale (((const AzudInt128 *) a.data)[at], from->scale, (AzudDecimalType){ 38, 6 }, AZUD_ROUND_DOWN, &us) != AZUD_DECIMAL_OK)
            us = 0;
          *out = (int64_t) us;
        }
      else
        {
          double x = from->id == AZUD_DTYPE_FLOAT ? (double) ((const float *) a.data)[at] : ((const double *) a.data)[at];
          double us = x * 1e6;

          if (isnan (x) || isinf (x))
            {
              char text[AZUD_DOUBLE_TEXT_MAX];

              if (!azud_cast_fail (call, row, "CAST_INVALID_INPUT", text, azud_print_double (text, x), error))
                return false;
              continue;
            }
          *out = us >= 9.2233720368547758e18 ? INT64_MAX : us <= -9.2233720368547758e18 ? INT64_MIN : (int64_t) us;
        }
    }
  return true;
}

/* ---- intervals: months and seconds as numbers (the type has no narrower fields here) ---- */

static bool
interval_to_integer (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  bool months = call->args[0]->type->id == AZUD_DTYPE_YEAR_MONTH;

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      uint32_t at = azud_view_index (&a, row);
      int64_t value = months ? ((const int32_t *) a.data)[at] : ((const int64_t *) a.data)[at] / AZUD_US_PER_SECOND;

      if (!put_integer (call, row, value, error))
        return false;
    }
  return true;
}

static bool
number_to_interval (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  const AzudDtype *from = call->args[0]->type;
  bool months = call->call->type->id == AZUD_DTYPE_YEAR_MONTH;

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      uint32_t at = azud_view_index (&a, row);
      int64_t value = 0;
      bool fits = true;

      if (from->id == AZUD_DTYPE_DECIMAL)
        {
          AzudInt128 whole;

          fits = azud_decimal_rescale (((const AzudInt128 *) a.data)[at], from->scale, (AzudDecimalType){ 38, months ? 0 : 6 }, AZUD_ROUND_HALF_UP, &whole) == AZUD_DECIMAL_OK
                 && whole == (AzudInt128) (int64_t) whole;
          value = (int64_t) whole;
        }
      else
        {
          value = integer_at (from, a.data, at);
          if (!months)
            fits = !__builtin_mul_overflow (value, AZUD_US_PER_SECOND, &value);
        }
      if (months && (value > INT32_MAX || value < INT32_MIN))
        fits = false;
      if (!fits)
        {
          char text[AZUD_INT_TEXT_MAX];

          if (!azud_cast_fail (call, row, "CAST_OVERFLOW", text, azud_print_int64 (text, value), error))
            return false;
        }
      else if (months)
        ((int32_t *) call->out->data)[row] = (int32_t) value;
      else
        ((int64_t *) call->out->data)[row] = value;
    }
  return true;
}

AzudKernel
azud_cast_kernel_time (const AzudDtype *from, const AzudDtype *to)
{
  bool from_clock = from->id == AZUD_DTYPE_TIMESTAMP || from->id == AZUD_DTYPE_TIMESTAMP_NTZ;
  bool to_clock = to->id == AZUD_DTYPE_TIMESTAMP || to->id == AZUD_DTYPE_TIMESTAMP_NTZ;

  if (from->id == AZUD_DTYPE_DATE)
    return to_clock ? date_to_time : NULL;
  if (from_clock && to_clock)
    return between_clocks;
  if (from_clock && to->id == AZUD_DTYPE_DATE)
    return time_to_date;
  if (from->id == AZUD_DTYPE_TIMESTAMP)
    switch (to->id)
      {
      case AZUD_DTYPE_FLOAT: return timestamp_to_float;
      case AZUD_DTYPE_DOUBLE: return timestamp_to_double;
      case AZUD_DTYPE_DECIMAL: return microseconds_to_decimal;
      default: return timestamp_to_integer;
      }
  if (from->id == AZUD_DTYPE_YEAR_MONTH || from->id == AZUD_DTYPE_DAY_TIME)
    return to->id != AZUD_DTYPE_DECIMAL ? interval_to_integer : from->id == AZUD_DTYPE_YEAR_MONTH ? months_to_decimal : microseconds_to_decimal;
  if (to->id == AZUD_DTYPE_TIMESTAMP)
    return number_to_timestamp;
  if (to->id == AZUD_DTYPE_YEAR_MONTH || to->id == AZUD_DTYPE_DAY_TIME)
    return number_to_interval;
  return NULL;
}
