/* debug.h: switches for tests and for finding faults
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The environment variable AZUD_DEBUG holds "key=value,key=value,..." with whole numbers, for instance
 * "batch-rows=3,csv-morsel=17,partitions=7,constant-hash=1".  A key alone means 1.  What has no value is the engine's choice.
 */

#pragma once

#include <stdint.h>

/** azud_debug_get: the value of @key, or @otherwise when it is not set or set to 0.  The environment is read once.
 * Costs one load when nothing is set.  Thread: any. */
int64_t azud_debug_get (const char *key, int64_t otherwise);

/** azud_debug_set: sets @key from a test; 0 gives the choice back to the engine.  At most 64 keys.  Thread: tests. */
void azud_debug_set (const char *key, int64_t value);
