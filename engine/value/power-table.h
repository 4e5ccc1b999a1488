/* power-table.h: powers of ten as 128-bit binary fractions (private to engine/value)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <stdint.h>

#include "base/int128.h"

#define AZUD_POWER_MIN -342
#define AZUD_POWER_MAX 324

/**
 * azud_power_table: entry [p - AZUD_POWER_MIN] holds the first 128 bits of 10^p, the highest bit set, the
 * rest cut: 10^p = (entry + d) * 2^(floor (log2 (10^p)) - 127) with 0 <= d < 1.  Computed at the first
 * call.  Thread: any.
 */
const AzudUint128 *azud_power_table (void);

/* floor (log2 (10^p)) for |p| < 1200: 913124641741 = floor (log2 (10) * 2^38) */
static inline int
azud_power_log2 (int p)
{
  return (int) (((int64_t) p * INT64_C (913124641741)) >> 38);
}
