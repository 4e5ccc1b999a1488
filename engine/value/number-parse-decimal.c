/* number-parse-decimal.c: text to decimals of a given or of its own scale
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/number-parse.h"

#include "value/decimal.h"
#include "value/number-scan.h"

/* The first @n digits of the number as an integer (zeros where it has fewer), 0 <= @n <= 38. */
static AzudUint128
leading_digits (const AzudNumberScan *scan, int64_t n)
{
  AzudUint128 value = 0;
  const char *at = scan->digits;
  int64_t taken = 0;

  if (scan->n_digits <= 19 && n >= scan->n_digits)
    {
      value = scan->leading;
      taken = scan->n_digits;
    }
  else
    for (; at < scan->digits_end && taken < n; at++)
      if ((uint8_t) *at - '0' <= 9u)
        {
          value = value * 10 + (unsigned) (*at - '0');
          taken++;
        }
  return value * (AzudUint128) azud_decimal_power_of_ten ((int) (n - taken));
}

/* The digit after the first @n. */
static unsigned
digit_after (const AzudNumberScan *scan, int64_t n)
{
  if (n >= scan->n_digits)
    return 0;
  for (const char *at = scan->digits; at < scan->digits_end; at++)
    if ((uint8_t) *at - '0' <= 9u && n-- == 0)
      return (unsigned) (*at - '0');
  return 0;
}

AzudParseResult
azud_parse_decimal (const char *text,
                    size_t      length,
                    int         precision,
                    int         scale,
                    unsigned    flags,
                    AzudInt128 *value)
{
  const char *end = text + length;
  AzudNumberScan scan;
  AzudInt128 result;
  int64_t keep;

  if (flags & AZUD_DECIMAL_TRIM)
    azud_number_trim (&text, &end);
  if (azud_number_scan (text, end, (flags & AZUD_DECIMAL_GROUPING) != 0, &scan) != end)
    return AZUD_PARSE_SYNTAX;

  keep = scan.point + scale;
  if (scan.n_digits == 0 && scan.point >= AZUD_DECIMAL_MAX_DIGITS)
    return AZUD_PARSE_RANGE;  /* 0e40: Spark counts the digits of its whole part */
  if (scan.n_digits == 0 || keep < 0)
    {
      *value = 0;
      return AZUD_PARSE_OK;
    }
  if (keep > precision)
    return AZUD_PARSE_RANGE;

  result = (AzudInt128) leading_digits (&scan, keep);
  if (digit_after (&scan, keep) >= 5)
    result++;
  if (!azud_decimal_fits (result, precision))
    return AZUD_PARSE_RANGE;
  *value = scan.negative ? -result : result;
  return AZUD_PARSE_OK;
}

AzudParseResult
azud_parse_decimal_exact (const char *text,
                          size_t      length,
                          AzudInt128 *value,
                          int        *precision,
                          int        *scale)
{
  const char *end = text + length;
  AzudNumberScan scan;
  AzudInt128 result;
  int64_t fraction;
  int64_t digits;

  if (azud_number_scan (text, end, false, &scan) != end)
    return AZUD_PARSE_SYNTAX;

  fraction = scan.n_digits - scan.point;
  digits = scan.n_digits;
  if (fraction < 0)
    {
      digits = scan.n_digits == 0 ? 1 : scan.n_digits - fraction;
      fraction = 0;
    }
  if (digits > AZUD_DECIMAL_MAX_DIGITS || fraction > AZUD_DECIMAL_MAX_DIGITS)
    return AZUD_PARSE_RANGE;

  result = (AzudInt128) leading_digits (&scan, digits);
  *value = scan.negative ? -result : result;
  *scale = (int) fraction;
  *precision = azud_decimal_digits (result);
  if (*precision < *scale)
    *precision = *scale;
  return AZUD_PARSE_OK;
}
