/* number-scan.h: finds the parts of a decimal number in text (private to engine/value)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number is +-0.d1 d2 d3 ... * 10^point, where d1 is not 0 (unless there is no digit at all: zero). */
typedef struct
{
  bool        negative;
  const char *digits;      /* at the first significant digit; a point or commas may stand between */
  const char *digits_end;  /* after the last digit or point of the significand */
  int64_t     n_digits;    /* significant digits, counting from the first that is not 0 */
  uint64_t    leading;     /* the first min (n_digits, 19) digits as a number */
  int64_t     point;       /* see above; saturated far outside any type's range */
} AzudNumberScan;

/**
 * azud_number_scan: `[sign] digits [. digits] [e [sign] digits]`, at least one digit, from @text up to @end.
 * @commas: commas are ignored everywhere
 *
 * Returns: the first byte not used, or NULL if there is no number.
 */
const char *azud_number_scan (const char *text, const char *end, bool commas, AzudNumberScan *scan);

/* Blank or control character as Java's String.trim sees it. */
static inline void
azud_number_trim (const char **text, const char **end)
{
  while (*text < *end && (uint8_t) **text <= 0x20)
    (*text)++;
  while (*text < *end && (uint8_t) (*end)[-1] <= 0x20)
    (*end)--;
}
