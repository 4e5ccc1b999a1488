/* number-parse-float.c: text to double and float, correctly rounded
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Three ways, each only where it is certain to be right: exact arithmetic on small numbers (Clinger 1990);
 * one multiplication by a 128-bit power of ten with error bounds (the idea of Lemire, "Number Parsing at a
 * Gigabyte per Second", 2021); strtod for what is left.
 */

#include "value/number-parse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "value/number-scan.h"
#include "value/power-table.h"

typedef struct
{
  int mantissa_bits;  /* with the hidden one */
  int min_exponent;   /* of the smallest normal number, 2^min */
  int max_exponent;   /* of the largest power of two */
} Format;

static const Format double_format = { 53, -1022, 1023 };
static const Format float_format = { 24, -126, 127 };

/* 8 bytes more than any double needs to be told from its neighbours (767 digits). */
#define MAX_DIGITS 776

static const double small_powers[] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/* @digits * 10^@power rounded to the format, if one 192-bit product decides it; never for subnormal numbers
   or
 * overflow.  The true product lies in [product, product + digits). */
static bool
round_product (uint64_t digits, int power, const Format *format, double *value)
{
  int shift = __builtin_clzll (digits);
  uint64_t w = digits << shift;
  AzudUint128 t;
  AzudUint128 low;
  AzudUint128 lower;   /* bits 64..191 of the product */
  AzudUint128 upper;
  AzudUint128 half;
  AzudUint128 m;
  int exponent;
  int drop;

  if (power < AZUD_POWER_MIN || power > AZUD_POWER_MAX)
    return false;
  t = azud_power_table ()[power - AZUD_POWER_MIN];
  low = (AzudUint128) w * (uint64_t) t;
  lower = (AzudUint128) w * (uint64_t) (t >> 64) + (low >> 64);
  upper = lower + (((AzudUint128) (uint64_t) low + w) >> 64);

  drop = 128 - format->mantissa_bits - ((lower >> 127) == 0);
  half = (AzudUint128) 1 << (drop - 1);
  m = (lower + half) >> drop;
  if (lower + half < lower || upper + half < upper || m != (upper + half) >> drop)
    return false;
  if ((lower & ((half << 1) - 1)) == half && (uint64_t) low == 0)
    return false;

  /* lower * 2^64 has the weight 2^(log2 - 127 - shift) per unit of t * w */
  exponent = azud_power_log2 (power) - 127 - shift + 64 + drop;
  if (exponent + format->mantissa_bits - 1 < format->min_exponent
      || exponent + format->mantissa_bits > format->max_exponent)
    return false;
  *value = ldexp ((double) (uint64_t) m, exponent);
  return true;
}

/* The certain way: digits without point and an exponent, so that the locale does not matter. */
static double
convert_slowly (const AzudNumberScan *scan, bool is_float)
{
  char buffer[MAX_DIGITS + 40];
  char *out = buffer;
  int64_t n = 0;
  int64_t point = scan->point;
  bool rest = false;

  for (const char *at = scan->digits; at < scan->digits_end; at++)
    {
      if ((uint8_t) *at - '0' > 9u)
        continue;
      if (n < MAX_DIGITS)
        {
          *out++ = *at;
          n++;
        }
      else if (*at != '0')
        {
          rest = true;
          break;
        }
    }
  if (rest)
    {
      *out++ = '1';
      n++;
    }
  if (point > 100000)
    return INFINITY;
  if (point < -100000)
    return 0.0;

  /* exponent of the last digit */
  point -= n;
  *out++ = 'e';
  if (point < 0)
    {
      *out++ = '-';
      point = -point;
    }
  for (int64_t power = 100000; power > 0; power /= 10)
    *out++ = (char) ('0' + point / power % 10);
  *out = '\0';
  return is_float ? (double) strtof (buffer, NULL) : strtod (buffer, NULL);
}

static double
convert (const AzudNumberScan *scan, bool is_float)
{
  const Format *format = is_float ? &float_format : &double_format;
  int64_t n_leading = scan->n_digits < 19 ? scan->n_digits : 19;
  int64_t power = scan->point - n_leading;
  double value;

  if (scan->n_digits == 0)
    return 0.0;
  if (scan->n_digits <= 19 && scan->leading < UINT64_C (1) << format->mantissa_bits)
    {
      /* both operands are exact in the format, so one operation rounds once */
      if (power == 0)
        return (double) scan->leading;
      if (is_float)
        {
          if (power < 0 && power >= -10)
            return (double) ((float) scan->leading / (float) small_powers[-power]);
          if (power > 0 && power <= 10)
            return (double) ((float) scan->leading * (float) small_powers[power]);
        }
      else
        {
          if (power < 0 && power >= -22)
            return (double) scan->leading / small_powers[-power];
          if (power > 0 && power <= 22)
            return (double) scan->leading * small_powers[power];
        }
    }
  if (power >= AZUD_POWER_MIN && power <= AZUD_POWER_MAX
      && round_product (scan->leading, (int) power, format, &value))
    {
      double next;

      if (scan->n_digits <= 19)
        return value;
      if (round_product (scan->leading + 1, (int) power, format, &next) && next == value)
        return value;
    }
  return convert_slowly (scan, is_float);
}

/* 0x1.8p3: collected without the point, at most 40 digits, the rest only as "more". */
static const char *
parse_hex (const char *at, const char *end, bool is_float, double *value)
{
  char buffer[80] = "0x";
  size_t n = 2;
  int64_t exponent = 0;
  int64_t written = 0;
  bool point = false;
  bool any = false;
  bool negative = false;
  bool any_exponent = false;

  for (; at < end; at++)
    {
      char c = *at;

      if (c == '.' && !point)
        {
          point = true;
          continue;
        }
      if (!((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')))
        break;
      any = true;
      if (point)
        exponent -= 4;
      if (n == 2 && c == '0')
        continue;
      if (n < 42)
        buffer[n++] = c;
      else
        {
          exponent += 4;
          if (c != '0')
            buffer[41] = buffer[41] == '0' ? '1' : (char) (buffer[41] | 1);
        }
    }
  if (!any || at == end || (*at | 0x20) != 'p')
    return NULL;
  at++;
  if (at < end && (*at == '+' || *at == '-'))
    negative = *at++ == '-';
  for (; at < end && (uint8_t) *at - '0' <= 9u; at++)
    {
      any_exponent = true;
      if (written < 100000)
        written = written * 10 + (*at - '0');
    }
  if (!any_exponent)
    return NULL;

  if (n == 2)
    {
      *value = 0.0;
      return at;
    }
  exponent += negative ? -written : written;
  exponent = exponent > 1000000 ? 1000000 : exponent < -1000000 ? -1000000 : exponent;
  buffer[n++] = 'p';
  if (exponent < 0)
    {
      buffer[n++] = '-';
      exponent = -exponent;
    }
  for (int64_t power = 1000000; power > 0; power /= 10)
    buffer[n++] = (char) ('0' + exponent / power % 10);
  buffer[n] = '\0';
  *value = is_float ? (double) strtof (buffer, NULL) : strtod (buffer, NULL);
  return at;
}

static bool
equals (const char *text, size_t length, const char *word, bool any_case)
{
  size_t i;

  for (i = 0; i < length && word[i] != '\0'; i++)
    {
      char a = text[i];
      char b = word[i];

      if (any_case)
        {
          a = a >= 'A' && a <= 'Z' ? (char) (a | 0x20) : a;
          b = (char) (b | 0x20);
        }
      if (a != b)
        return false;
    }
  return i == length && word[i] == '\0';
}

/* The words; @text has no outer blanks. */
static bool
parse_word (const char *text, const char *end, unsigned flags, double *value)
{
  bool sign = text < end && (*text == '+' || *text == '-');
  bool negative = sign && *text == '-';
  const char *word = text + sign;
  size_t length = (size_t) (end - word);

  if (flags & AZUD_FLOAT_JAVA_WORDS)
    {
      if (equals (word, length, "NaN", false))
        {
          *value = NAN;
          return true;
        }
      if (equals (word, length, "Infinity", false))
        {
          *value = negative ? -INFINITY : INFINITY;
          return true;
        }
    }
  if (flags & AZUD_FLOAT_ANY_WORDS)
    {
      if (!sign && equals (word, length, "nan", true))
        {
          *value = NAN;
          return true;
        }
      if (equals (word, length, "inf", true) || equals (word, length, "infinity", true))
        {
          *value = negative ? -INFINITY : INFINITY;
          return true;
        }
    }
  return false;
}

static AzudParseResult
parse (const char *text, size_t length, unsigned flags, bool is_float, double *value)
{
  const char *end = text + length;
  const char *at;
  AzudNumberScan scan;
  double result = 0.0;
  bool negative;

  if (flags & AZUD_FLOAT_TRIM)
    azud_number_trim (&text, &end);

  at = azud_number_scan (text, end, false, &scan);
  negative = scan.negative;
  if (at != NULL && (at == end || (at + 1 == end && (flags & AZUD_FLOAT_SUFFIX) != 0
                                   && ((*at | 0x20) == 'd' || (*at | 0x20) == 'f'))))
    result = convert (&scan, is_float);
  else
    {
      const char *body = text + (text < end && (*text == '+' || *text == '-'));

      if (parse_word (text, end, flags, value))
        return AZUD_PARSE_OK;
      if (!(flags & AZUD_FLOAT_HEX) || end - body < 4 || body[0] != '0' || (body[1] | 0x20) != 'x')
        return AZUD_PARSE_SYNTAX;
      at = parse_hex (body + 2, end, is_float, &result);
      if (at != NULL && at + 1 == end && (flags & AZUD_FLOAT_SUFFIX) != 0
          && ((*at | 0x20) == 'd' || (*at | 0x20) == 'f'))
        at++;
      if (at != end)
        return AZUD_PARSE_SYNTAX;
    }
  if (isinf (result) && (flags & AZUD_FLOAT_RANGE))
    return AZUD_PARSE_RANGE;
  *value = negative ? -result : result;
  return AZUD_PARSE_OK;
}

AzudParseResult
azud_parse_double (const char *text, size_t length, unsigned flags, double *value)
{
  return parse (text, length, flags, false, value);
}

AzudParseResult
azud_parse_float (const char *text, size_t length, unsigned flags, float *value)
{
  double wide;
  AzudParseResult result = parse (text, length, flags, true, &wide);

  if (result == AZUD_PARSE_OK)
    *value = (float) wide;
  return result;
}
