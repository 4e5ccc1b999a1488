/* quantiles.h: five numbers that say how a figure is spread over tasks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The ones of Spark's stage page and REST interface (AppStatusStore.taskSummary): quantile q of n values is the one at place
 * min (floor (q * n), n - 1) of the sorted values, one that occurred, nothing in between.
 */

#pragma once

#include <stdint.h>

/* Minimum, 25 %, median, 75 %, maximum. */
#define AZUD_N_QUANTILES 5

extern const double azud_quantiles[AZUD_N_QUANTILES];

/** azud_quantiles_sort: puts @n values in ascending order, in place.  Pure.  Thread: any. */
void azud_quantiles_sort (int64_t *values, uint32_t n);

/**
 * azud_quantiles_of:
 * @sorted: ascending; it may hold more values than @n
 * @n: ≥ 1
 * @out: (out): a value for each of azud_quantiles
 *
 * Pure.  Thread: any.
 */
void azud_quantiles_of (const int64_t *sorted, uint32_t n, int64_t out[AZUD_N_QUANTILES]);
