/* compare.h: comparing two values of one type
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Spark's order: NaN is larger than all other numbers and equal to itself, -0.0 equals 0.0, text by unsigned bytes, arrays
 * lexicographic, structs field by field, and inside those null is smallest and equals null.
 */

#pragma once

#include "column/vector.h"

/** azud_element_compare: element @i of @a against element @j of @b (row numbers; not null at the top).  Thread: any. */
int azud_element_compare (const AzudVector *a, uint32_t i, const AzudVector *b, uint32_t j);

static inline int
azud_double_compare (double a, double b)
{
  if (a < b)
    return -1;
  if (a > b)
    return 1;
  if (a == b)
    return 0;
  return (a != a) - (b != b);   /* at least one NaN */
}
