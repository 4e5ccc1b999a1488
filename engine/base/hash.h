/* hash.h: hashing of bytes and words
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

/** azud_hash_bytes: XXH3 64 of @size bytes; the engine's hash for tables and checksums.  Thread: any. */
uint64_t azud_hash_bytes (const void *data, size_t size, uint64_t seed);

/** azud_checksum_bytes: the same without the debug configuration below: for what is written to disk.  Thread: any. */
uint64_t azud_checksum_bytes (const void *data, size_t size, uint64_t seed);

/** azud_hash_fixed: hashes[i] = azud_hash_bytes of the @size bytes at @data + i * @size, for n keys in a row.  Thread: any. */
void azud_hash_fixed (const void *data, uint32_t size, uint32_t n, uint64_t *hashes);

/** azud_hash_spark_bytes: XXH64, the one Spark's xxhash64() uses on strings and binaries. */
uint64_t azud_hash_spark_bytes (const void *data, size_t size, uint64_t seed);

/** azud_hash_spark_int, azud_hash_spark_long: XXH64 of 4 and 8 bytes as Spark's XXH64 class computes them. */
uint64_t azud_hash_spark_int (int32_t value, uint64_t seed);
uint64_t azud_hash_spark_long (int64_t value, uint64_t seed);

/** azud_hash_mix: finaliser for one word (splitmix64). */
static inline uint64_t
azud_hash_mix (uint64_t x)
{
  x ^= x >> 30;
  x *= UINT64_C (0xbf58476d1ce4e5b9);
  x ^= x >> 27;
  x *= UINT64_C (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

/** azud_hash_set_constant: debug configuration "all keys collide": every azud_hash_bytes becomes 0 (tests only;
 * also AZUD_DEBUG=constant-hash=1). */
void azud_hash_set_constant (int on);
