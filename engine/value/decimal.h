/* decimal.h: arithmetic of decimals of up to 38 digits with Spark's result types
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A decimal is an unscaled AzudInt128 and a scale known from its type.  Intermediate results are exact
 * (up to 512 bits); the only rounding is the last one.  Nothing allocates.  Thread: any.
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/int128.h"

#define AZUD_DECIMAL_MAX_DIGITS 38

typedef struct
{
  int precision;
  int scale;
} AzudDecimalType;

typedef enum
{
  AZUD_DECIMAL_OK = 0,
  AZUD_DECIMAL_OVERFLOW,       /* more digits than the result type has: NUMERIC_VALUE_OUT_OF_RANGE */
  AZUD_DECIMAL_DIVIDE_BY_ZERO  /* also remainder by zero */
} AzudDecimalStatus;

typedef enum
{
  AZUD_ROUND_HALF_UP,    /* away from zero at the half */
  AZUD_ROUND_HALF_EVEN,
  AZUD_ROUND_CEILING,
  AZUD_ROUND_FLOOR,
  AZUD_ROUND_DOWN        /* toward zero */
} AzudRounding;

/* Result types of Spark's rules (allowPrecisionLoss = true), adjusted to 38 digits: beyond them the integer
   digits
 * are kept and the scale is cut, but not below min(scale, 6). */
AzudDecimalType azud_decimal_type_add (AzudDecimalType a, AzudDecimalType b);       /* also subtract */
AzudDecimalType azud_decimal_type_multiply (AzudDecimalType a, AzudDecimalType b);
AzudDecimalType azud_decimal_type_divide (AzudDecimalType a, AzudDecimalType b);
AzudDecimalType azud_decimal_type_remainder (AzudDecimalType a, AzudDecimalType b); /* also pmod */
AzudDecimalType azud_decimal_type_div (AzudDecimalType a,
                                       AzudDecimalType b);       /* before it becomes bigint */

/** azud_decimal_type_common: the type both fit in (UNION, CASE, comparison); beyond 38 digits all integer
 * digits are kept and the scale shrinks. */
AzudDecimalType azud_decimal_type_common (AzudDecimalType a, AzudDecimalType b);

/** azud_decimal_power_of_ten: 10^@exponent, 0 <= exponent <= 38. */
AzudInt128 azud_decimal_power_of_ten (int exponent);

/** azud_decimal_digits: number of decimal digits of @value, at least 1 (Java's precision). */
int azud_decimal_digits (AzudInt128 value);

/** azud_decimal_fits: whether |@value| < 10^@precision. */
bool azud_decimal_fits (AzudInt128 value, int precision);

/* The operations.  @a_scale and @b_scale are the scales of the operands, @result the type wanted (normally
   the one
 * of the function above); the exact result is rounded HALF_UP to result.scale. */
AzudDecimalStatus azud_decimal_add (AzudInt128 a, int a_scale, AzudInt128 b, int b_scale,
                                    AzudDecimalType result,
                                    AzudInt128 *value);
AzudDecimalStatus azud_decimal_subtract (AzudInt128 a, int a_scale, AzudInt128 b, int b_scale,
                                         AzudDecimalType result, AzudInt128 *value);
AzudDecimalStatus azud_decimal_multiply (AzudInt128 a, int a_scale, AzudInt128 b, int b_scale,
                                         AzudDecimalType result, AzudInt128 *value);
AzudDecimalStatus azud_decimal_divide (AzudInt128 a, int a_scale, AzudInt128 b, int b_scale,
                                       AzudDecimalType result, AzudInt128 *value);

/** azud_decimal_remainder: sign of the dividend, as Java's. */
AzudDecimalStatus azud_decimal_remainder (AzudInt128 a, int a_scale, AzudInt128 b, int b_scale,
                                          AzudDecimalType result, AzudInt128 *value);

/** azud_decimal_div: integral quotient toward zero, as a bigint; overflow when it does not fit one (Spark
 * 4.0 wraps). */
AzudDecimalStatus azud_decimal_div (AzudInt128 a, int a_scale, AzudInt128 b, int b_scale, int64_t *value);

/**
 * azud_decimal_rescale: changes the scale and checks the precision.
 * @to: the wanted type; its scale may be negative (rounding to tens), the value is then in units of 10^-scale
 */
AzudDecimalStatus azud_decimal_rescale (AzudInt128 a, int a_scale, AzudDecimalType to, AzudRounding rounding,
                                        AzudInt128 *value);

/**
 * azud_decimal_round: rounds to @digits fraction digits (may be negative) but keeps the value in units of
 * 10^-@result.scale (round, bround, ceil, floor with a second argument).
 */
AzudDecimalStatus azud_decimal_round (AzudInt128 a, int a_scale, int digits, AzudRounding rounding,
                                      AzudDecimalType result, AzudInt128 *value);

/** azud_decimal_compare: -1, 0, 1; exact for any two scales. */
int azud_decimal_compare (AzudInt128 a, int a_scale, AzudInt128 b, int b_scale);

/** azud_decimal_from_double: by its shortest decimal text, as Spark casts; overflow also for NaN and
 * infinities. */
AzudDecimalStatus azud_decimal_from_double (double a, AzudDecimalType to, AzudInt128 *value);

/** azud_decimal_from_int64: exact. */
AzudDecimalStatus azud_decimal_from_int64 (int64_t a, AzudDecimalType to, AzudInt128 *value);

/** azud_decimal_to_double, azud_decimal_to_float: correctly rounded. */
double azud_decimal_to_double (AzudInt128 a, int a_scale);
float  azud_decimal_to_float (AzudInt128 a, int a_scale);

/** azud_decimal_to_int64: toward zero; overflow when it does not fit. */
AzudDecimalStatus azud_decimal_to_int64 (AzudInt128 a, int a_scale, int64_t *value);
