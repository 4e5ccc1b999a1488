/* cast-decimal.c: decimals from and to numbers and booleans
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/cast.h"
#include "expr/kernel-loops.h"
#include "value/decimal.h"
#include "value/number-print.h"

#include <math.h>

#define OUT_OF_RANGE "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION"

static int64_t
integer_at (const AzudDtype *type, const void *data, uint32_t i)
{
  switch (type->id)
    {
    case AZUD_DTYPE_BOOLEAN: return ((const uint8_t *) data)[i];
    case AZUD_DTYPE_TINYINT: return ((const int8_t *) data)[i];
    case AZUD_DTYPE_SMALLINT: return ((const int16_t *) data)[i];
    case AZUD_DTYPE_INT: return ((const int32_t *) data)[i];
    default: return ((const int64_t *) data)[i];
    }
}

static bool
integer_to_decimal (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  AzudDecimalType to = { call->call->type->precision, call->call->type->scale };

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      int64_t x = integer_at (call->args[0]->type, a.data, azud_view_index (&a, row));

      if (azud_decimal_rescale (x, 0, to, AZUD_ROUND_HALF_UP, &((AzudInt128 *) call->out->data)[row]) != AZUD_DECIMAL_OK)
        {
          char text[AZUD_INT_TEXT_MAX];

          if (!azud_cast_fail (call, row, OUT_OF_RANGE, text, azud_print_int64 (text, x), error))
            return false;
        }
    }
  return true;
}

static bool
real_to_decimal (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  AzudDecimalType to = { call->call->type->precision, call->call->type->scale };

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      uint32_t at = azud_view_index (&a, row);
      double x = call->args[0]->type->id == AZUD_DTYPE_FLOAT ? (double) ((const float *) a.data)[at] : ((const double *) a.data)[at];

      if (!isfinite (x))   /* null even in ANSI mode: Spark's Decimal of NaN fails to be made */
        azud_bits_set (call->out->validity, row, false);
      else if (azud_decimal_from_double (x, to, &((AzudInt128 *) call->out->data)[row]) != AZUD_DECIMAL_OK)
        {
          char text[AZUD_DOUBLE_TEXT_MAX];

          if (!azud_cast_fail (call, row, OUT_OF_RANGE, text, azud_print_double (text, x), error))
            return false;
        }
    }
  return true;
}

static bool
decimal_to_decimal (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  AzudDecimalType to = { call->call->type->precision, call->call->type->scale };
  int scale = call->args[0]->type->scale;

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      AzudInt128 x = ((const AzudInt128 *) a.data)[azud_view_index (&a, row)];

      if (azud_decimal_rescale (x, scale, to, AZUD_ROUND_HALF_UP, &((AzudInt128 *) call->out->data)[row]) != AZUD_DECIMAL_OK)
        {
          char text[AZUD_DECIMAL_TEXT_MAX];

          if (!azud_cast_fail (call, row, OUT_OF_RANGE, text, azud_print_decimal (text, x, scale), error))
            return false;
        }
    }
  return true;
}

static bool
decimal_to_integer (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  int scale = call->args[0]->type->scale;
  AzudInt128 divisor = azud_decimal_power_of_ten (scale);
  uint8_t width = call->out->type->width;
  AzudInt128 most = ((AzudInt128) 1 << (width * 8 - 1)) - 1;

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      AzudInt128 x = ((const AzudInt128 *) a.data)[azud_view_index (&a, row)];
      AzudInt128 whole = x / divisor;

      if (whole > most || whole < -most - 1)
        {
          char text[AZUD_DECIMAL_TEXT_MAX];

          if (!azud_cast_fail (call, row, "CAST_OVERFLOW", text, azud_print_decimal (text, x, scale), error))
            return false;
          continue;
        }
      switch (width)
        {
        case 1: ((int8_t *) call->out->data)[row] = (int8_t) whole; break;
        case 2: ((int16_t *) call->out->data)[row] = (int16_t) whole; break;
        case 4: ((int32_t *) call->out->data)[row] = (int32_t) whole; break;
        default: ((int64_t *) call->out->data)[row] = (int64_t) whole; break;
        }
    }
  return true;
}

static bool
decimal_to_double (const AzudKernelCall *call, AzudError *error)
{
  int scale = call->args[0]->type->scale;

  AZUD_LOOP_1 (call, AzudInt128, double, azud_decimal_to_double (x, scale));
  return true;
}

static bool
decimal_to_float (const AzudKernelCall *call, AzudError *error)
{
  int scale = call->args[0]->type->scale;

  AZUD_LOOP_1 (call, AzudInt128, float, (float) azud_decimal_to_double (x, scale));
  return true;
}

static bool
decimal_to_boolean (const AzudKernelCall *call, AzudError *error)
{
  AZUD_LOOP_1 (call, AzudInt128, uint8_t, x != 0);
  return true;
}

AzudKernel
azud_cast_kernel_decimal (const AzudDtype *from, const AzudDtype *to)
{
  if (to->id == AZUD_DTYPE_DECIMAL)
    {
      if (from->id == AZUD_DTYPE_DECIMAL)
        return decimal_to_decimal;
      return from->id == AZUD_DTYPE_FLOAT || from->id == AZUD_DTYPE_DOUBLE ? real_to_decimal : integer_to_decimal;
    }
  switch (to->id)
    {
    case AZUD_DTYPE_BOOLEAN: return decimal_to_boolean;
    case AZUD_DTYPE_FLOAT: return decimal_to_float;
    case AZUD_DTYPE_DOUBLE: return decimal_to_double;
    default: return decimal_to_integer;
    }
}
