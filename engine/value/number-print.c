/* number-print.c: integers and decimals to text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/number-print.h"

#include <string.h>

static const char digit_pairs[201] =
  "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
  "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
  "8081828384858687888990919293949596979899";

size_t
azud_print_uint64 (char *buffer, uint64_t value)
{
  char digits[AZUD_INT_TEXT_MAX];
  char *at = digits + sizeof digits;
  size_t length;

  while (value >= 100)
    {
      at -= 2;
      memcpy (at, digit_pairs + value % 100 * 2, 2);
      value /= 100;
    }
  if (value >= 10)
    {
      at -= 2;
      memcpy (at, digit_pairs + value * 2, 2);
    }
  else
    *--at = (char) ('0' + value);
  length = (size_t) (digits + sizeof digits - at);
  memcpy (buffer, at, length);
  return length;
}

size_t
azud_print_int64 (char *buffer, int64_t value)
{
  if (value >= 0)
    return azud_print_uint64 (buffer, (uint64_t) value);
  *buffer = '-';
  return 1 + azud_print_uint64 (buffer + 1, 0 - (uint64_t) value);
}

/* Digits of an unsigned 128-bit number, no leading zeros ("0" for 0). */
static size_t
print_uint128 (char *buffer, AzudUint128 value)
{
  const uint64_t chunk = UINT64_C (1000000000000000000);
  uint64_t parts[3];
  size_t length;
  int n = 0;

  while (value > UINT64_MAX)
    {
      parts[n++] = (uint64_t) (value % chunk);
      value /= chunk;
    }
  length = azud_print_uint64 (buffer, (uint64_t) value);
  while (n-- > 0)
    {
      uint64_t part = parts[n];

      for (int i = 17; i >= 0; i--)
        {
          buffer[length + (size_t) i] = (char) ('0' + part % 10);
          part /= 10;
        }
      length += 18;
    }
  return length;
}

size_t
azud_print_int128 (char *buffer, AzudInt128 value)
{
  if (value >= 0)
    return print_uint128 (buffer, (AzudUint128) value);
  *buffer = '-';
  return 1 + print_uint128 (buffer + 1, 0 - (AzudUint128) value);
}

size_t
azud_print_decimal (char *buffer, AzudInt128 value, int scale)
{
  char digits[AZUD_INT128_TEXT_MAX];
  char *out = buffer;
  size_t n = print_uint128 (digits, value < 0 ? 0 - (AzudUint128) value : (AzudUint128) value);
  size_t whole;

  if (value < 0)
    *out++ = '-';
  if (scale <= 0)
    {
      memcpy (out, digits, n);
      return (size_t) (out - buffer) + n;
    }
  if (n > (size_t) scale)
    {
      whole = n - (size_t) scale;
      memcpy (out, digits, whole);
      out += whole;
      *out++ = '.';
      memcpy (out, digits + whole, (size_t) scale);
      return (size_t) (out - buffer) + (size_t) scale;
    }
  *out++ = '0';
  *out++ = '.';
  memset (out, '0', (size_t) scale - n);
  out += (size_t) scale - n;
  memcpy (out, digits, n);
  return (size_t) (out - buffer) + n;
}

size_t
azud_print_decimal_java (char *buffer, AzudInt128 value, int scale)
{
  char digits[AZUD_INT128_TEXT_MAX];
  char *out = buffer;
  size_t n = print_uint128 (digits, value < 0 ? 0 - (AzudUint128) value : (AzudUint128) value);
  int adjusted = (int) n - 1 - scale;

  /* BigDecimal.toString: plain if the exponent of the first digit is at least -6 */
  if (scale >= 0 && adjusted >= -6)
    return azud_print_decimal (buffer, value, scale);
  if (value < 0)
    *out++ = '-';
  *out++ = digits[0];
  if (n > 1)
    {
      *out++ = '.';
      memcpy (out, digits + 1, n - 1);
      out += n - 1;
    }
  *out++ = 'E';
  if (adjusted > 0)
    *out++ = '+';
  out += azud_print_int64 (out, adjusted);
  return (size_t) (out - buffer);
}
