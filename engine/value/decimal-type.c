/* decimal-type.c: the types of decimal results
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/decimal.h"

#define MIN_ADJUSTED_SCALE 6

static inline int
max_int (int a, int b)
{
  return a > b ? a : b;
}

static inline int
min_int (int a, int b)
{
  return a < b ? a : b;
}

/* Too many digits: integer digits are worth more, but some of the fraction is kept. */
static AzudDecimalType
adjust (int precision, int scale)
{
  if (precision <= AZUD_DECIMAL_MAX_DIGITS)
    return (AzudDecimalType) { precision, scale };
  return (AzudDecimalType) { AZUD_DECIMAL_MAX_DIGITS,
                             max_int (AZUD_DECIMAL_MAX_DIGITS - (precision - scale),
                                      min_int (scale, MIN_ADJUSTED_SCALE)) };
}

AzudDecimalType
azud_decimal_type_add (AzudDecimalType a, AzudDecimalType b)
{
  int scale = max_int (a.scale, b.scale);

  return adjust (scale + max_int (a.precision - a.scale, b.precision - b.scale) + 1, scale);
}

AzudDecimalType
azud_decimal_type_multiply (AzudDecimalType a, AzudDecimalType b)
{
  return adjust (a.precision + b.precision + 1, a.scale + b.scale);
}

AzudDecimalType
azud_decimal_type_divide (AzudDecimalType a, AzudDecimalType b)
{
  int scale = max_int (MIN_ADJUSTED_SCALE, a.scale + b.precision + 1);

  return adjust (a.precision - a.scale + b.scale + scale, scale);
}

AzudDecimalType
azud_decimal_type_remainder (AzudDecimalType a, AzudDecimalType b)
{
  int scale = max_int (a.scale, b.scale);

  return adjust (min_int (a.precision - a.scale, b.precision - b.scale) + scale, scale);
}

AzudDecimalType
azud_decimal_type_div (AzudDecimalType a, AzudDecimalType b)
{
  int precision = a.precision - a.scale + b.scale;

  return adjust (precision == 0 ? 1 : precision, 0);
}

AzudDecimalType
azud_decimal_type_common (AzudDecimalType a, AzudDecimalType b)
{
  int scale = max_int (a.scale, b.scale);
  int whole = max_int (a.precision - a.scale, b.precision - b.scale);

  if (whole + scale > AZUD_DECIMAL_MAX_DIGITS)
    scale = max_int (0, AZUD_DECIMAL_MAX_DIGITS - whole);
  return (AzudDecimalType) { whole + scale, scale };
}
