/* hash.c: hashing with xxHash, inlined
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/hash.h"

#include "base/debug.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* 0 hash, 1 constant, -1 the environment has not been asked yet. */
static _Atomic int constant = -1;

static bool
ask_constant (void)
{
  int state = atomic_load_explicit (&constant, memory_order_relaxed);

  if (state < 0)
    {
      state = azud_debug_get ("constant-hash", 0) != 0;
      atomic_store_explicit (&constant, state, memory_order_relaxed);
    }
  return state != 0;
}

static inline bool
is_constant (void)
{
  return __builtin_expect (atomic_load_explicit (&constant, memory_order_relaxed) != 0, 0) && ask_constant ();
}

uint64_t
azud_hash_bytes (const void *data,
                 size_t      size,
                 uint64_t    seed)
{
  return is_constant () ? 0 : XXH3_64bits_withSeed (data, size, seed);
}

uint64_t
azud_checksum_bytes (const void *data,
                     size_t      size,
                     uint64_t    seed)
{
  return XXH3_64bits_withSeed (data, size, seed);
}

void
azud_hash_fixed (const void *data,
                 uint32_t    size,
                 uint32_t    n,
                 uint64_t   *hashes)
{
  const char *bytes = data;

  if (is_constant ())
    memset (hashes, 0, n * sizeof *hashes);
  else if (size == 8)   /* known sizes let the compiler drop all but a few instructions */
    for (uint32_t i = 0; i < n; i++)
      hashes[i] = XXH3_64bits_withSeed (bytes + (size_t) i * 8, 8, 0);
  else if (size == 16)
    for (uint32_t i = 0; i < n; i++)
      hashes[i] = XXH3_64bits_withSeed (bytes + (size_t) i * 16, 16, 0);
  else
    for (uint32_t i = 0; i < n; i++)
      hashes[i] = XXH3_64bits_withSeed (bytes + (size_t) i * size, size, 0);
}

uint64_t
azud_hash_spark_bytes (const void *data,
                       size_t      size,
                       uint64_t    seed)
{
  return XXH64 (data, size, seed);
}

uint64_t
azud_hash_spark_int (int32_t  value,
                     uint64_t seed)
{
  return XXH64 (&value, sizeof value, seed);
}

uint64_t
azud_hash_spark_long (int64_t  value,
                      uint64_t seed)
{
  return XXH64 (&value, sizeof value, seed);
}

void
azud_hash_set_constant (int on)
{
  atomic_store_explicit (&constant, on != 0, memory_order_relaxed);
}
