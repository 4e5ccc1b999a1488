/* decimal.c: arithmetic of decimals of up to 38 digits
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each operation has a short way for operands whose exact result fits 128 bits, and the general one with
 * AzudWide.
 */

#include "value/decimal.h"

#include <math.h>
#include <stdlib.h>

#include "value/number-parse.h"
#include "value/number-print.h"
#include "value/wide-int.h"

#define P18 INT64_C (1000000000000000000)

static const AzudInt128 powers[AZUD_DECIMAL_MAX_DIGITS + 1] = {
  1,
  10,
  100,
  1000,
  10000,
  100000,
  1000000,
  10000000,
  100000000,
  1000000000,
  INT64_C (10000000000),
  INT64_C (100000000000),
  INT64_C (1000000000000),
  INT64_C (10000000000000),
  INT64_C (100000000000000),
  INT64_C (1000000000000000),
  INT64_C (10000000000000000),
  INT64_C (100000000000000000),
  P18,
  (AzudInt128) P18 * 10,
  (AzudInt128) P18 * 100,
  (AzudInt128) P18 * 1000,
  (AzudInt128) P18 * 10000,
  (AzudInt128) P18 * 100000,
  (AzudInt128) P18 * 1000000,
  (AzudInt128) P18 * 10000000,
  (AzudInt128) P18 * 100000000,
  (AzudInt128) P18 * 1000000000,
  (AzudInt128) P18 * INT64_C (10000000000),
  (AzudInt128) P18 * INT64_C (100000000000),
  (AzudInt128) P18 * INT64_C (1000000000000),
  (AzudInt128) P18 * INT64_C (10000000000000),
  (AzudInt128) P18 * INT64_C (100000000000000),
  (AzudInt128) P18 * INT64_C (1000000000000000),
  (AzudInt128) P18 * INT64_C (10000000000000000),
  (AzudInt128) P18 * INT64_C (100000000000000000),
  (AzudInt128) P18 * P18,
  (AzudInt128) P18 * P18 * 10,
  (AzudInt128) P18 * P18 * 100,
};

static inline AzudUint128
magnitude (AzudInt128 value)
{
  return value < 0 ? 0 - (AzudUint128) value : (AzudUint128) value;
}

static inline int
max_int (int a, int b)
{
  return a > b ? a : b;
}

AzudInt128
azud_decimal_power_of_ten (int exponent)
{
  return powers[exponent];
}

int
azud_decimal_digits (AzudInt128 value)
{
  AzudUint128 m = magnitude (value);
  uint64_t high = (uint64_t) (m >> 64);
  int bits;
  int guess;

  if (m == 0)
    return 1;
  bits = high != 0 ? 128 - __builtin_clzll (high) : 64 - __builtin_clzll ((uint64_t) m);
  guess = bits * 1233 >> 12;  /* floor (bits * log10 (2)), exact for bits <= 128 */
  if (guess > AZUD_DECIMAL_MAX_DIGITS)
    return guess;
  return guess + (m >= (AzudUint128) powers[guess]);
}

bool
azud_decimal_fits (AzudInt128 value, int precision)
{
  return magnitude (value) < (AzudUint128) powers[precision];
}

/* Whether |quotient| goes up by one, knowing how the rest compares with half of the divisor. */
static bool
rounds_away (AzudRounding rounding, bool negative, bool odd, bool any_rest, int against_half)
{
  switch (rounding)
    {
    case AZUD_ROUND_HALF_UP:
      return against_half >= 0;
    case AZUD_ROUND_HALF_EVEN:
      return against_half > 0 || (against_half == 0 && odd);
    case AZUD_ROUND_CEILING:
      return any_rest && !negative;
    case AZUD_ROUND_FLOOR:
      return any_rest && negative;
    case AZUD_ROUND_DOWN:
    default:
      return false;
    }
}

/* @a / @divisor rounded, if it fits @precision digits. */
static AzudDecimalStatus
finish_short (AzudUint128    a,
              AzudUint128    divisor,
              bool           negative,
              AzudRounding   rounding,
              int            precision,
              AzudInt128    *value)
{
  AzudUint128 quotient = a;

  if (divisor != 1)
    {
      AzudUint128 rest;

      if ((a >> 64) == 0 && (divisor >> 64) == 0)
        {
          quotient = (uint64_t) a / (uint64_t) divisor;
          rest = (uint64_t) a % (uint64_t) divisor;
        }
      else
        {
          quotient = a / divisor;
          rest = a - quotient * divisor;
        }
      if (rest != 0)
        {
          AzudUint128 other = divisor - rest;

          if (rounds_away (rounding, negative, quotient & 1, true, rest < other ? -1 : rest > other))
            quotient++;
        }
    }
  if (quotient >= (AzudUint128) powers[precision])
    return AZUD_DECIMAL_OVERFLOW;
  *value = negative ? -(AzudInt128) quotient : (AzudInt128) quotient;
  return AZUD_DECIMAL_OK;
}

static AzudDecimalStatus
finish_wide (const AzudWide *a,
             const AzudWide *divisor,
             bool            negative,
             AzudRounding    rounding,
             int             precision,
             AzudInt128     *value)
{
  AzudWide quotient;
  AzudWide rest;
  AzudWide other = *divisor;
  AzudWide zero;
  AzudUint128 result;

  azud_wide_divide (a, divisor, &quotient, &rest);
  if (!azud_wide_get (&quotient, &result))
    return AZUD_DECIMAL_OVERFLOW;
  azud_wide_set (&zero, 0);
  if (azud_wide_compare (&rest, &zero) != 0)
    {
      azud_wide_subtract (&other, &rest);
      if (rounds_away (rounding, negative, result & 1, true, azud_wide_compare (&rest, &other)))
        result++;
    }
  if (result >= (AzudUint128) powers[precision])
    return AZUD_DECIMAL_OVERFLOW;
  *value = negative ? -(AzudInt128) result : (AzudInt128) result;
  return AZUD_DECIMAL_OK;
}

/* The wide number @a with @scale brought to @result, HALF_UP; result.scale may be larger or smaller. */
static AzudDecimalStatus
finish_scaled (AzudWide *a, int scale, bool negative, AzudDecimalType result, AzudInt128 *value)
{
  AzudWide divisor;

  azud_wide_set (&divisor, 1);
  if (scale > result.scale)
    azud_wide_multiply_power (&divisor, scale - result.scale);
  else
    azud_wide_multiply_power (a, result.scale - scale);
  return finish_wide (a, &divisor, negative, AZUD_ROUND_HALF_UP, result.precision, value);
}

/* Whether @value * 10^@power stays below 10^38. */
static inline bool
can_scale_up (AzudInt128 value, int power)
{
  return power >= 0 && power <= AZUD_DECIMAL_MAX_DIGITS
         && magnitude (value) < (AzudUint128) powers[AZUD_DECIMAL_MAX_DIGITS - power];
}

AzudDecimalStatus
azud_decimal_add (AzudInt128 a, int a_scale, AzudInt128 b, int b_scale, AzudDecimalType result,
                  AzudInt128 *value)
{
  int scale = max_int (a_scale, b_scale);
  AzudWide wide_a;
  AzudWide wide_b;
  bool negative = a < 0;

  if (can_scale_up (a, scale - a_scale) && can_scale_up (b, scale - b_scale) && scale >= result.scale)
    {
      AzudInt128 sum;

      if (!__builtin_add_overflow (a * powers[scale - a_scale], b * powers[scale - b_scale], &sum))
        return finish_short (magnitude (sum), (AzudUint128) powers[scale - result.scale], sum < 0,
                             AZUD_ROUND_HALF_UP,
                             result.precision, value);
    }

  azud_wide_set (&wide_a, magnitude (a));
  azud_wide_set (&wide_b, magnitude (b));
  azud_wide_multiply_power (&wide_a, scale - a_scale);
  azud_wide_multiply_power (&wide_b, scale - b_scale);
  if ((a < 0) == (b < 0))
    azud_wide_add (&wide_a, &wide_b);
  else if (azud_wide_compare (&wide_a, &wide_b) >= 0)
    azud_wide_subtract (&wide_a, &wide_b);
  else
    {
      azud_wide_subtract (&wide_b, &wide_a);
      wide_a = wide_b;
      negative = !negative;
    }
  return finish_scaled (&wide_a, scale, negative, result, value);
}

AzudDecimalStatus
azud_decimal_subtract (AzudInt128      a,
                       int             a_scale,
                       AzudInt128      b,
                       int             b_scale,
                       AzudDecimalType result,
                       AzudInt128     *value)
{
  return azud_decimal_add (a, a_scale, -b, b_scale, result, value);
}

AzudDecimalStatus
azud_decimal_multiply (AzudInt128      a,
                       int             a_scale,
                       AzudInt128      b,
                       int             b_scale,
                       AzudDecimalType result,
                       AzudInt128     *value)
{
  AzudUint128 x = magnitude (a);
  AzudUint128 y = magnitude (b);
  bool negative = (a < 0) != (b < 0);
  int drop = a_scale + b_scale - result.scale;
  AzudWide wide;

  if ((x >> 64) == 0 && (y >> 64) == 0 && drop >= 0 && drop <= AZUD_DECIMAL_MAX_DIGITS)
    return finish_short (x * y, (AzudUint128) powers[drop], negative, AZUD_ROUND_HALF_UP, result.precision,
                         value);

  azud_wide_set (&wide, x);
  azud_wide_multiply (&wide, y);
  return finish_scaled (&wide, a_scale + b_scale, negative, result, value);
}

AzudDecimalStatus
azud_decimal_divide (AzudInt128      a,
                     int             a_scale,
                     AzudInt128      b,
                     int             b_scale,
                     AzudDecimalType result,
                     AzudInt128     *value)
{
  bool negative = (a < 0) != (b < 0);
  int power = result.scale + b_scale - a_scale;
  AzudWide dividend;
  AzudWide divisor;

  if (b == 0)
    return AZUD_DECIMAL_DIVIDE_BY_ZERO;
  if (can_scale_up (a, power))
    return finish_short (magnitude (a) * (AzudUint128) powers[power], magnitude (b), negative,
                         AZUD_ROUND_HALF_UP,
                         result.precision, value);

  azud_wide_set (&dividend, magnitude (a));
  azud_wide_set (&divisor, magnitude (b));
  if (power >= 0)
    azud_wide_multiply_power (&dividend, power);
  else
    azud_wide_multiply_power (&divisor, -power);
  return finish_wide (&dividend, &divisor, negative, AZUD_ROUND_HALF_UP, result.precision, value);
}

AzudDecimalStatus
azud_decimal_remainder (AzudInt128      a,
                        int             a_scale,
                        AzudInt128      b,
                        int             b_scale,
                        AzudDecimalType result,
                        AzudInt128     *value)
{
  int scale = max_int (a_scale, b_scale);
  AzudWide dividend;
  AzudWide divisor;
  AzudWide quotient;
  AzudWide rest;

  if (b == 0)
    return AZUD_DECIMAL_DIVIDE_BY_ZERO;
  if (can_scale_up (a, scale - a_scale) && can_scale_up (b, scale - b_scale) && result.scale == scale)
    {
      *value = (a * powers[scale - a_scale]) % (b * powers[scale - b_scale]);
      return azud_decimal_fits (*value, result.precision) ? AZUD_DECIMAL_OK : AZUD_DECIMAL_OVERFLOW;
    }
  azud_wide_set (&dividend, magnitude (a));
  azud_wide_set (&divisor, magnitude (b));
  azud_wide_multiply_power (&dividend, scale - a_scale);
  azud_wide_multiply_power (&divisor, scale - b_scale);
  azud_wide_divide (&dividend, &divisor, &quotient, &rest);
  return finish_scaled (&rest, scale, a < 0, result, value);
}

AzudDecimalStatus
azud_decimal_div (AzudInt128 a, int a_scale, AzudInt128 b, int b_scale, int64_t *value)
{
  int scale = max_int (a_scale, b_scale);
  AzudWide dividend;
  AzudWide divisor;
  AzudInt128 quotient;
  AzudDecimalStatus status;

  if (b == 0)
    return AZUD_DECIMAL_DIVIDE_BY_ZERO;
  azud_wide_set (&dividend, magnitude (a));
  azud_wide_set (&divisor, magnitude (b));
  azud_wide_multiply_power (&dividend, scale - a_scale);
  azud_wide_multiply_power (&divisor, scale - b_scale);
  status = finish_wide (&dividend, &divisor, (a < 0) != (b < 0), AZUD_ROUND_DOWN, AZUD_DECIMAL_MAX_DIGITS,
                        &quotient);
  if (status != AZUD_DECIMAL_OK)
    return status;
  if (quotient < INT64_MIN || quotient > INT64_MAX)
    return AZUD_DECIMAL_OVERFLOW;
  *value = (int64_t) quotient;
  return AZUD_DECIMAL_OK;
}

AzudDecimalStatus
azud_decimal_rescale (AzudInt128 a, int a_scale, AzudDecimalType to, AzudRounding rounding, AzudInt128 *value)
{
  int drop = a_scale - to.scale;

  if (drop <= 0)
    {
      if (a == 0)
        {
          *value = 0;
          return AZUD_DECIMAL_OK;
        }
      if (!can_scale_up (a, -drop))
        return AZUD_DECIMAL_OVERFLOW;
      *value = a * powers[-drop];
      return azud_decimal_fits (*value, to.precision) ? AZUD_DECIMAL_OK : AZUD_DECIMAL_OVERFLOW;
    }
  if (drop > AZUD_DECIMAL_MAX_DIGITS)
    {
      /* smaller than half a unit, since |a| < 2^127 < 5 * 10^38 */
      *value = rounds_away (rounding, a < 0, false, a != 0, -1) ? (a < 0 ? -1 : 1) : 0;
      return AZUD_DECIMAL_OK;
    }
  return finish_short (magnitude (a), (AzudUint128) powers[drop], a < 0, rounding, to.precision, value);
}

AzudDecimalStatus
azud_decimal_round (AzudInt128      a,
                    int             a_scale,
                    int             digits,
                    AzudRounding    rounding,
                    AzudDecimalType result,
                    AzudInt128     *value)
{
  AzudDecimalStatus status = AZUD_DECIMAL_OK;
  int scale = a_scale;

  if (digits < a_scale)
    {
      status = azud_decimal_rescale (a, a_scale, (AzudDecimalType) { AZUD_DECIMAL_MAX_DIGITS, digits },
                                     rounding, &a);
      scale = digits;
    }
  if (status != AZUD_DECIMAL_OK)
    return status;
  return azud_decimal_rescale (a, scale, result, rounding, value);
}

int
azud_decimal_compare (AzudInt128 a, int a_scale, AzudInt128 b, int b_scale)
{
  int scale = max_int (a_scale, b_scale);
  AzudWide wide_a;
  AzudWide wide_b;
  int order;

  if ((a < 0) != (b < 0) || a_scale == b_scale)
    return a < b ? -1 : a > b;
  if (can_scale_up (a, scale - a_scale) && can_scale_up (b, scale - b_scale))
    {
      a *= powers[scale - a_scale];
      b *= powers[scale - b_scale];
      return a < b ? -1 : a > b;
    }
  azud_wide_set (&wide_a, magnitude (a));
  azud_wide_set (&wide_b, magnitude (b));
  azud_wide_multiply_power (&wide_a, scale - a_scale);
  azud_wide_multiply_power (&wide_b, scale - b_scale);
  order = azud_wide_compare (&wide_a, &wide_b);
  return a < 0 ? -order : order;
}

AzudDecimalStatus
azud_decimal_from_double (double a, AzudDecimalType to, AzudInt128 *value)
{
  uint64_t digits;
  int exponent;
  AzudDecimalStatus status;

  if (!isfinite (a))
    return AZUD_DECIMAL_OVERFLOW;
  azud_double_digits (a, &digits, &exponent);
  status = azud_decimal_rescale ((AzudInt128) digits, -exponent, to, AZUD_ROUND_HALF_UP, value);
  if (status == AZUD_DECIMAL_OK && a < 0)
    *value = -*value;
  return status;
}

AzudDecimalStatus
azud_decimal_from_int64 (int64_t a, AzudDecimalType to, AzudInt128 *value)
{
  return azud_decimal_rescale (a, 0, to, AZUD_ROUND_HALF_UP, value);
}

double
azud_decimal_to_double (AzudInt128 a, int a_scale)
{
  char text[AZUD_DECIMAL_TEXT_MAX + 8];
  size_t length;
  double value = 0.0;

  if (a_scale >= 0 && a_scale <= 22 && magnitude (a) <= UINT64_C (1) << 53)
    return (double) (int64_t) a / (double) powers[a_scale];  /* both exact, so rounded once */

  length = azud_print_int128 (text, a);
  text[length++] = 'e';
  length += azud_print_int64 (text + length, -a_scale);
  if (azud_parse_double (text, length, AZUD_FLOAT_PLAIN, &value) != AZUD_PARSE_OK)
    abort ();  /* cannot happen: we wrote the text */
  return value;
}

float
azud_decimal_to_float (AzudInt128 a, int a_scale)
{
  char text[AZUD_DECIMAL_TEXT_MAX + 8];
  size_t length = azud_print_int128 (text, a);
  float value = 0.0f;

  text[length++] = 'e';
  length += azud_print_int64 (text + length, -a_scale);
  if (azud_parse_float (text, length, AZUD_FLOAT_PLAIN, &value) != AZUD_PARSE_OK)
    abort ();  /* cannot happen: we wrote the text */
  return value;
}

AzudDecimalStatus
azud_decimal_to_int64 (AzudInt128 a, int a_scale, int64_t *value)
{
  AzudInt128 whole = a / powers[a_scale];

  if (whole < INT64_MIN || whole > INT64_MAX)
    return AZUD_DECIMAL_OVERFLOW;
  *value = (int64_t) whole;
  return AZUD_DECIMAL_OK;
}
