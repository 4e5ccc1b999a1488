/* number-print-float.c: double and float to the shortest text that reads back the same
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Schubfach, from R. Giulietti, "The Schubfach way to render doubles" (2021), the method behind Java's
 * Double.toString since JDK 19.  A value v = c 2^q lies in a rounding interval whose ends and v itself are
 * scaled by a power of ten chosen such that the interval holds at least one and at most a few integers; one
 * multiplication each by a 126-bit power, rounded to odd, is enough to compare them.
 */

#include "value/number-print.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "value/power-table.h"

/* floor (log10 (2^e)) and floor (log10 (3/4 * 2^e)): 661971961083 = floor (log10 (2) * 2^41), 274743187321 =
 * ceil (-log10 (3/4) * 2^41) */
static inline int
log10_of_power (int e)
{
  return (int) (((int64_t) e * INT64_C (661971961083)) >> 41);
}

static inline int
log10_of_three_quarters (int e)
{
  return (int) (((int64_t) e * INT64_C (661971961083) - INT64_C (274743187321)) >> 41);
}

/* floor (g * c / 2^127), the last bit also set if a fraction was cut. */
static inline uint64_t
multiply_to_odd (AzudUint128 g, uint64_t c)
{
  AzudUint128 product = (AzudUint128) (uint64_t) (g >> 64) * c + (((AzudUint128) (uint64_t) g * c) >> 64);

  return (uint64_t) (product >> 63) | (((uint64_t) product & INT64_MAX) != 0);
}

/* Digits of c * 2^q.  @narrow: c is the smallest mantissa and the number below is only half as far away. */
static void
shortest (uint64_t c, int q, bool narrow, uint64_t *digits, int *exponent)
{
  unsigned odd = c & 1;
  int k = narrow ? log10_of_three_quarters (q) : log10_of_power (q);
  int h = q + azud_power_log2 (-k) + 2;
  AzudUint128 g = (azud_power_table ()[-k - AZUD_POWER_MIN] >> 2) + 1;
  uint64_t middle = multiply_to_odd (g, (c << 2) << h);
  uint64_t left = multiply_to_odd (g, ((c << 2) - (narrow ? 1 : 2)) << h);
  uint64_t right = multiply_to_odd (g, ((c << 2) + 2) << h);
  uint64_t s = middle >> 2;
  bool low_inside;
  bool high_inside;

  *exponent = k;
  if (s >= 100)
    {
      /* one digit less, if that many tens fall inside (but never below two digits) */
      uint64_t tens = s / 10 * 10;

      low_inside = left + odd <= tens << 2;
      high_inside = ((tens + 10) << 2) + odd <= right;
      if (low_inside != high_inside)
        {
          *digits = low_inside ? tens : tens + 10;
          return;
        }
    }
  low_inside = left + odd <= s << 2;
  high_inside = ((s + 1) << 2) + odd <= right;
  if (low_inside != high_inside)
    *digits = low_inside ? s : s + 1;
  else
    {
      int64_t side = (int64_t) (middle - ((s << 2) + 2));

      *digits = side < 0 || (side == 0 && (s & 1) == 0) ? s : s + 1;
    }
}

static void
strip_zeros (uint64_t *digits, int *exponent)
{
  while (*digits >= 100000000 && *digits % 100000000 == 0)
    {
      *digits /= 100000000;
      *exponent += 8;
    }
  while (*digits % 10 == 0 && *digits != 0)
    {
      *digits /= 10;
      ++*exponent;
    }
}

static void
decompose (uint64_t bits, int mantissa_bits, int min_q, uint64_t *digits, int *exponent)
{
  uint64_t fraction = bits & ((UINT64_C (1) << (mantissa_bits - 1)) - 1);
  int biased = (int) (bits >> (mantissa_bits - 1));
  uint64_t hidden = UINT64_C (1) << (mantissa_bits - 1);
  uint64_t c;
  int q;

  if (biased == 0)
    {
      if (fraction == 0)
        {
          *digits = 0;
          *exponent = 0;
          return;
        }
      /* with few bits, ten times the value is scaled, so that two digits are found */
      if (fraction < 8)
        {
          shortest (fraction * 10, min_q, false, digits, exponent);
          --*exponent;
        }
      else
        shortest (fraction, min_q, false, digits, exponent);
      strip_zeros (digits, exponent);
      return;
    }

  c = fraction | hidden;
  q = min_q + biased - 1;
  if (q < 0 && q > -mantissa_bits && (c & ((UINT64_C (1) << -q) - 1)) == 0)
    {
      /* a whole number below 2^mantissa_bits: its own digits are exact, and fewer would be another number */
      *digits = c >> -q;
      *exponent = 0;
    }
  else
    shortest (c, q, fraction == 0 && biased > 1, digits, exponent);
  strip_zeros (digits, exponent);
}

void
azud_double_digits (double value, uint64_t *digits, int *exponent)
{
  uint64_t bits;
  double magnitude = fabs (value);

  /* Up to four decimals and less than 15 digits: at most one such decimal reads back as a given double, so
     if this one
   * does, it is the shortest. */
  if (magnitude >= 1e-3 && magnitude < 1e9)
    {
      uint64_t scaled = (uint64_t) (magnitude * 1e4 + 0.5);

      if ((double) scaled / 1e4 == magnitude)
        {
          *digits = scaled;
          *exponent = -4;
          strip_zeros (digits, exponent);
          return;
        }
    }
  memcpy (&bits, &value, sizeof bits);
  decompose (bits & INT64_MAX, 53, -1074, digits, exponent);
}

/* Java's layout of @digits * 10^@exponent. */
static size_t
lay_out (char *buffer, uint64_t digits, int exponent)
{
  char text[AZUD_INT_TEXT_MAX];
  int n = (int) azud_print_uint64 (text, digits);
  int point = n + exponent;  /* the number is 0.ddd * 10^point */
  char *out = buffer;

  if (point > 0 && point <= 7)
    {
      int whole = point < n ? point : n;

      memcpy (out, text, (size_t) whole);
      out += whole;
      for (int i = whole; i < point; i++)
        *out++ = '0';
      *out++ = '.';
      if (n > point)
        {
          memcpy (out, text + point, (size_t) (n - point));
          out += n - point;
        }
      else
        *out++ = '0';
    }
  else if (point > -3 && point <= 0)
    {
      *out++ = '0';
      *out++ = '.';
      for (int i = point; i < 0; i++)
        *out++ = '0';
      memcpy (out, text, (size_t) n);
      out += n;
    }
  else
    {
      *out++ = text[0];
      *out++ = '.';
      if (n > 1)
        {
          memcpy (out, text + 1, (size_t) (n - 1));
          out += n - 1;
        }
      else
        *out++ = '0';
      *out++ = 'E';
      out += azud_print_int64 (out, point - 1);
    }
  return (size_t) (out - buffer);
}

static size_t
print_special (char *buffer, bool negative, bool nan)
{
  const char *word = nan ? "NaN" : negative ? "-Infinity" : "Infinity";
  size_t length = strlen (word);

  memcpy (buffer, word, length);
  return length;
}

static size_t
print_finite (char *buffer, bool negative, uint64_t digits, int exponent)
{
  char *out = buffer;

  if (negative)
    *out++ = '-';
  if (digits == 0)
    {
      memcpy (out, "0.0", 3);
      return (size_t) (out - buffer) + 3;
    }
  return (size_t) (out - buffer) + lay_out (out, digits, exponent);
}

size_t
azud_print_double (char *buffer, double value)
{
  uint64_t digits;
  int exponent;

  if (!isfinite (value))
    return print_special (buffer, value < 0, isnan (value));
  azud_double_digits (value, &digits, &exponent);
  return print_finite (buffer, signbit (value) != 0, digits, exponent);
}

size_t
azud_print_float (char *buffer, float value)
{
  uint32_t bits;
  uint64_t digits;
  int exponent;

  if (!isfinite (value))
    return print_special (buffer, value < 0, isnan (value));
  memcpy (&bits, &value, sizeof bits);
  decompose (bits & INT32_MAX, 24, -149, &digits, &exponent);
  return print_finite (buffer, signbit (value) != 0, digits, exponent);
}
