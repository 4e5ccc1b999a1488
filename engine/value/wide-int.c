/* wide-int.c: unsigned integers of 512 bits for exact intermediate results
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/wide-int.h"

#include <string.h>

#include "value/decimal.h"

void
azud_wide_set (AzudWide *wide, AzudUint128 value)
{
  memset (wide, 0, sizeof *wide);
  for (int i = 0; i < 4; i++)
    wide->limbs[i] = (uint32_t) (value >> (32 * i));
}

bool
azud_wide_get (const AzudWide *wide, AzudUint128 *value)
{
  for (int i = 4; i < AZUD_WIDE_LIMBS; i++)
    if (wide->limbs[i] != 0)
      return false;
  *value = 0;
  for (int i = 3; i >= 0; i--)
    *value = (*value << 32) | wide->limbs[i];
  return true;
}

int
azud_wide_compare (const AzudWide *a, const AzudWide *b)
{
  for (int i = AZUD_WIDE_LIMBS - 1; i >= 0; i--)
    if (a->limbs[i] != b->limbs[i])
      return a->limbs[i] < b->limbs[i] ? -1 : 1;
  return 0;
}

void
azud_wide_add (AzudWide *a, const AzudWide *b)
{
  uint64_t carry = 0;

  for (int i = 0; i < AZUD_WIDE_LIMBS; i++)
    {
      carry += (uint64_t) a->limbs[i] + b->limbs[i];
      a->limbs[i] = (uint32_t) carry;
      carry >>= 32;
    }
}

void
azud_wide_subtract (AzudWide *a, const AzudWide *b)
{
  int64_t borrow = 0;

  for (int i = 0; i < AZUD_WIDE_LIMBS; i++)
    {
      borrow += (int64_t) a->limbs[i] - b->limbs[i];
      a->limbs[i] = (uint32_t) borrow;
      borrow >>= 32;
    }
}

void
azud_wide_multiply (AzudWide *a, AzudUint128 factor)
{
  AzudWide product = { { 0 } };

  for (int j = 0; j < 4; j++)
    {
      uint64_t limb = (uint32_t) (factor >> (32 * j));
      uint64_t carry = 0;

      if (limb == 0)
        continue;
      for (int i = 0; i + j < AZUD_WIDE_LIMBS; i++)
        {
          carry += limb * a->limbs[i] + product.limbs[i + j];
          product.limbs[i + j] = (uint32_t) carry;
          carry >>= 32;
        }
    }
  *a = product;
}

void
azud_wide_multiply_power (AzudWide *a, int power)
{
  if (power > 38)
    {
      azud_wide_multiply (a, (AzudUint128) azud_decimal_power_of_ten (38));
      power -= 38;
    }
  if (power > 0)
    azud_wide_multiply (a, (AzudUint128) azud_decimal_power_of_ten (power));
}

static int
count_limbs (const AzudWide *wide)
{
  int n = AZUD_WIDE_LIMBS;

  while (n > 0 && wide->limbs[n - 1] == 0)
    n--;
  return n;
}

static void
divide_by_limb (const AzudWide *a, uint32_t divisor, AzudWide *quotient, AzudWide *rest)
{
  uint64_t left = 0;
  AzudWide result = { { 0 } };

  for (int i = AZUD_WIDE_LIMBS - 1; i >= 0; i--)
    {
      left = (left << 32) | a->limbs[i];
      result.limbs[i] = (uint32_t) (left / divisor);
      left %= divisor;
    }
  *quotient = result;
  azud_wide_set (rest, left);
}

/* Subtracts digit * v from u[0..n]; returns whether it was too much. */
static bool
subtract_product (uint32_t *u, const uint32_t *v, int n, uint64_t digit)
{
  uint64_t carry = 0;
  int64_t borrow = 0;

  for (int i = 0; i < n; i++)
    {
      carry += digit * v[i];
      borrow += (int64_t) u[i] - (int64_t) (uint32_t) carry;
      u[i] = (uint32_t) borrow;
      borrow >>= 32;
      carry >>= 32;
    }
  borrow += (int64_t) u[n] - (int64_t) carry;
  u[n] = (uint32_t) borrow;
  return borrow < 0;
}

static void
add_back (uint32_t *u, const uint32_t *v, int n)
{
  uint64_t carry = 0;

  for (int i = 0; i < n; i++)
    {
      carry += (uint64_t) u[i] + v[i];
      u[i] = (uint32_t) carry;
      carry >>= 32;
    }
  u[n] += (uint32_t) carry;
}

void
azud_wide_divide (const AzudWide *a, const AzudWide *divisor, AzudWide *quotient, AzudWide *rest)
{
  int n = count_limbs (divisor);
  int m = count_limbs (a);
  uint32_t u[AZUD_WIDE_LIMBS + 1] = { 0 };
  uint32_t v[AZUD_WIDE_LIMBS] = { 0 };
  AzudWide result = { { 0 } };
  int shift;

  if (n == 1)
    {
      divide_by_limb (a, divisor->limbs[0], quotient, rest);
      return;
    }
  if (m < n)
    {
      *rest = *a;
      *quotient = result;
      return;
    }

  /* D1: the highest bit of the divisor is set */
  shift = __builtin_clz (divisor->limbs[n - 1]);
  for (int i = n - 1; i >= 0; i--)
    v[i] = (uint32_t) ((((uint64_t) divisor->limbs[i] << 32) | (i > 0 ? divisor->limbs[i - 1] : 0)) >> (32 - shift));
  u[m] = (uint32_t) (((uint64_t) a->limbs[m - 1] << shift) >> 32);
  for (int i = m - 1; i >= 0; i--)
    u[i] = (uint32_t) ((((uint64_t) a->limbs[i] << 32) | (i > 0 ? a->limbs[i - 1] : 0)) >> (32 - shift));

  for (int j = m - n; j >= 0; j--)
    {
      uint64_t top = ((uint64_t) u[j + n] << 32) | u[j + n - 1];
      uint64_t digit = top / v[n - 1];
      uint64_t left = top % v[n - 1];

      /* D3: with the second limb the guess is at most one too large */
      while (digit >> 32 != 0 || digit * v[n - 2] > ((left << 32) | u[j + n - 2]))
        {
          digit--;
          left += v[n - 1];
          if (left >> 32 != 0)
            break;
        }
      if (subtract_product (u + j, v, n, digit))
        {
          digit--;
          add_back (u + j, v, n);
        }
      result.limbs[j] = (uint32_t) digit;
    }

  memset (rest, 0, sizeof *rest);
  for (int i = 0; i < n; i++)
    rest->limbs[i] = (uint32_t) ((((uint64_t) u[i + 1] << 32) | u[i]) >> shift);
  *quotient = result;
}
