/* power-table.c: powers of ten as 128-bit binary fractions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The leading bits of 10^p are those of 5^p.  Positive powers come from multiplying a long integer by 5,
 * negative ones from dividing 2^N by 5 again and again; cutting after each division gives the same as
 * cutting once, since floor (floor (x / a) / b) = floor (x / (a b)).
 */

#include "value/power-table.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

/* 5^342 has 795 bits; 128 more are wanted below the quotient: 1024 bits leave room. */
#define N_LIMBS 32

static AzudUint128 table[AZUD_POWER_MAX - AZUD_POWER_MIN + 1];
static atomic_bool table_ready;
static pthread_once_t table_once = PTHREAD_ONCE_INIT;

/* The first 128 bits of the number, highest bit set. */
static AzudUint128
leading_bits (const uint32_t *limbs)
{
  AzudUint128 bits = 0;
  int top = N_LIMBS - 1;
  int shift;

  while (limbs[top] == 0)
    top--;
  for (int i = 0; i < 4; i++)
    bits = (bits << 32) | (top - i >= 0 ? limbs[top - i] : 0);
  shift = __builtin_clz (limbs[top]);
  if (shift > 0)
    bits = (bits << shift) | ((top >= 4 ? limbs[top - 4] : 0) >> (32 - shift));
  return bits;
}

static void
build_table (void)
{
  uint32_t limbs[N_LIMBS] = { 1 };

  for (int p = 0; p <= AZUD_POWER_MAX; p++)
    {
      uint64_t carry = 0;

      table[p - AZUD_POWER_MIN] = leading_bits (limbs);
      for (int i = 0; i < N_LIMBS; i++)
        {
          carry += (uint64_t) limbs[i] * 5;
          limbs[i] = (uint32_t) carry;
          carry >>= 32;
        }
    }

  memset (limbs, 0, sizeof limbs);
  limbs[N_LIMBS - 1] = UINT32_C (1) << 31;
  for (int p = -1; p >= AZUD_POWER_MIN; p--)
    {
      uint64_t rest = 0;

      for (int i = N_LIMBS - 1; i >= 0; i--)
        {
          rest = (rest << 32) | limbs[i];
          limbs[i] = (uint32_t) (rest / 5);
          rest %= 5;
        }
      table[p - AZUD_POWER_MIN] = leading_bits (limbs);
    }
  atomic_store_explicit (&table_ready, true, memory_order_release);
}

const AzudUint128 *
azud_power_table (void)
{
  if (__builtin_expect (!atomic_load_explicit (&table_ready, memory_order_acquire), false))
    pthread_once (&table_once, build_table);
  return table;
}
