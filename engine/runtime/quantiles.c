/* quantiles.c: five numbers that say how a figure is spread over tasks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/quantiles.h"

#include <stdlib.h>

const double azud_quantiles[AZUD_N_QUANTILES] = { 0, 0.25, 0.5, 0.75, 1 };

static int
compare_values (const void *a,
                const void *b)
{
  int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;

  return x < y ? -1 : x > y;
}

void
azud_quantiles_sort (int64_t *values,
                     uint32_t n)
{
  if (n > 1)
    qsort (values, n, sizeof *values, compare_values);
}

void
azud_quantiles_of (const int64_t *sorted,
                   uint32_t       n,
                   int64_t        out[AZUD_N_QUANTILES])
{
  for (int q = 0; q < AZUD_N_QUANTILES; q++)
    {
      uint32_t at = (uint32_t) (azud_quantiles[q] * n);

      out[q] = sorted[at < n ? at : n - 1];
    }
}
