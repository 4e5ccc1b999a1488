/* number-print.h: integers, floats and decimals to text, as Java prints them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each function writes at most the named maximum of bytes at @buffer, no terminator, and returns how many.
 * Nothing allocates or depends on the locale.  Thread: any.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/int128.h"

#define AZUD_INT_TEXT_MAX     20  /* 64-bit integers */
#define AZUD_INT128_TEXT_MAX  40
#define AZUD_DOUBLE_TEXT_MAX  26
#define AZUD_FLOAT_TEXT_MAX   18
#define AZUD_DECIMAL_TEXT_MAX 48  /* decimals of up to 38 digits, scale 0..38 */

size_t azud_print_int64 (char *buffer, int64_t value);
size_t azud_print_uint64 (char *buffer, uint64_t value);
size_t azud_print_int128 (char *buffer, AzudInt128 value);

/**
 * azud_print_double, azud_print_float: Java's Double.toString as of JDK 19: the shortest digits that read
 * back as the same value, the nearest of those; `1.0`, `0.001`, `1.0E10`, `1.0E-4`, `-0.0`, `NaN`,
 * `-Infinity`; plain for 1e-3 <= |x| < 1e7.
 */
size_t azud_print_double (char *buffer, double value);
size_t azud_print_float (char *buffer, float value);

/**
 * azud_double_digits: the digits azud_print_double would show.
 * @digits: result, an integer of at most 17 digits without trailing zeros (0 for zero)
 * @exponent: result; |@value| reads back from @digits * 10^@exponent
 *
 * @value must be finite; its sign is ignored.
 */
void azud_double_digits (double value, uint64_t *digits, int *exponent);

/** azud_print_decimal: plain, with all @scale fraction digits: `0.00`, `-1.50` (CAST to string). */
size_t azud_print_decimal (char *buffer, AzudInt128 value, int scale);

/** azud_print_decimal_java: BigDecimal.toString, which uses an exponent when the value is below 1e-6:
 * `0E-18`, `1.5E-8` (Spark's CSV writer). */
size_t azud_print_decimal_java (char *buffer, AzudInt128 value, int scale);
