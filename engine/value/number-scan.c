/* number-scan.c: finds the parts of a decimal number in text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/number-scan.h"

#include "base/int128.h"

/* Beyond every type's range, yet far from overflowing when digit counts are added. */
#define EXPONENT_CAP INT64_C (1000000000000)

static const char *
scan_exponent (const char *at, const char *end, bool commas, int64_t *exponent)
{
  bool negative = false;
  bool any = false;
  int64_t value = 0;

  if (at < end && (*at == '+' || *at == '-'))
    negative = *at++ == '-';
  for (; at < end; at++)
    {
      unsigned digit = (uint8_t) *at - '0';

      if (digit > 9)
        {
          if (commas && *at == ',')
            continue;
          break;
        }
      any = true;
      if (value < EXPONENT_CAP)
        value = value * 10 + digit;
    }
  *exponent = negative ? -value : value;
  return any ? at : NULL;
}

const char *
azud_number_scan (const char *text, const char *end, bool commas, AzudNumberScan *scan)
{
  const char *at = text;
  const char *point_at = NULL;
  uint64_t leading = 0;
  int64_t n_seen = 0;          /* digits of any kind */
  int64_t n_zeros = 0;         /* zeros before the first significant digit */
  int64_t n_before_point = 0;

  while (commas && at < end && *at == ',')
    at++;
  scan->negative = false;
  if (at < end && (*at == '+' || *at == '-'))
    scan->negative = *at++ == '-';
  scan->digits = at;

  for (; at < end; at++)
    {
      unsigned digit = (uint8_t) *at - '0';

      if (digit <= 9)
        {
          n_seen++;
          if (leading == 0 && digit == 0)
            n_zeros++;
          else
            {
              if (leading == 0)
                scan->digits = at;
              if (n_seen - n_zeros <= 19)
                leading = leading * 10 + digit;
            }
        }
      else if (*at == '.' && point_at == NULL)
        {
          point_at = at;
          n_before_point = n_seen;
        }
      else if (!(commas && *at == ','))
        break;
    }
  if (n_seen == 0)
    return NULL;
  if (point_at == NULL)
    n_before_point = n_seen;

  scan->digits_end = at;
  scan->n_digits = n_seen - n_zeros;
  scan->leading = leading;
  scan->point = n_before_point - n_zeros;

  if (at < end && (*at == 'e' || *at == 'E'))
    {
      int64_t exponent;

      at = scan_exponent (at + 1, end, commas, &exponent);
      if (at == NULL)
        return NULL;
      scan->point += exponent;
    }
  return at;
}
