/* sort-keys.h: rows with the bytes they are ordered by
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "column/row-key.h"
#include "expr/program.h"
#include "operators/operator.h"

/* One row waiting to be ordered.  Two entries are compared by prefix, then by key bytes, then by number, so equal keys keep the
 * order they arrived in. */
typedef struct
{
  uint64_t       prefix;      /* first 8 key bytes, big endian */
  const uint8_t *key;
  uint8_t       *row;
  uint32_t       key_size;
  uint32_t       number;
} AzudSortEntry;

/* Computes keys of batches: expressions, then an ordered codec. */
typedef struct
{
  AzudAccount    *account;
  const AzudSortKey *order;
  int             n_keys;
  AzudProgram    *program;
  AzudKeyCodec   *codec;
} AzudSortKeys;

/** azud_sort_keys_init: @order is borrowed.  Thread: worker. */
bool azud_sort_keys_init (AzudSortKeys *keys, const AzudSortKey *order, int n_keys, AzudTaskContext *context, AzudError *error) AZUD_WARN_UNUSED;
void azud_sort_keys_clear (AzudSortKeys *keys);

/** azud_sort_keys_encode: keys of the batch's selected rows, in @arena; values on the way in @scratch. */
bool azud_sort_keys_encode (AzudSortKeys *keys, const AzudBatch *batch, AzudKeys *out, AzudArena *scratch, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/** azud_sort_key_prefix: the first 8 bytes of a key as a number that compares like them. */
static inline uint64_t
azud_sort_key_prefix (const uint8_t *key, uint32_t size)
{
  uint64_t word = 0;

  memcpy (&word, key, size < 8 ? size : 8);
  return __builtin_bswap64 (word);
}

static inline int
azud_sort_entry_compare (const AzudSortEntry *a, const AzudSortEntry *b)
{
  uint32_t shorter;
  int order;

  if (a->prefix != b->prefix)
    return a->prefix < b->prefix ? -1 : 1;
  shorter = a->key_size < b->key_size ? a->key_size : b->key_size;
  order = shorter > 8 ? memcmp (a->key + 8, b->key + 8, shorter - 8) : 0;
  if (order != 0)
    return order;
  if (a->key_size != b->key_size)
    return a->key_size < b->key_size ? -1 : 1;
  return a->number < b->number ? -1 : a->number > b->number;
}

/** azud_sort_entries: orders @entries; merge sort with as much scratch from @account.  Looks at @cancel.  Thread: worker. */
bool azud_sort_entries (AzudSortEntry *entries, uint64_t n, AzudAccount *account, const AzudCancel *cancel, AzudError *error) AZUD_WARN_UNUSED;
