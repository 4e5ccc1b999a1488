/* wide-int.h: unsigned integers of 512 bits for exact intermediate results (private to engine/value)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/int128.h"

#define AZUD_WIDE_LIMBS 16

/* Lowest limb first. */
typedef struct
{
  uint32_t limbs[AZUD_WIDE_LIMBS];
} AzudWide;

void azud_wide_set (AzudWide *wide, AzudUint128 value);

/** azud_wide_get: false if it has more than 128 bits. */
bool azud_wide_get (const AzudWide *wide, AzudUint128 *value);

int azud_wide_compare (const AzudWide *a, const AzudWide *b);
void azud_wide_add (AzudWide *a, const AzudWide *b);
void azud_wide_subtract (AzudWide *a, const AzudWide *b);  /* a >= b */

/** azud_wide_multiply: the product must fit 512 bits. */
void azud_wide_multiply (AzudWide *a, AzudUint128 factor);

/** azud_wide_multiply_power: times 10^@power, 0 <= power <= 76. */
void azud_wide_multiply_power (AzudWide *a, int power);

/** azud_wide_divide: Knuth's algorithm D (TAOCP 4.3.1); @divisor is not 0. */
void azud_wide_divide (const AzudWide *a, const AzudWide *divisor, AzudWide *quotient, AzudWide *rest);
