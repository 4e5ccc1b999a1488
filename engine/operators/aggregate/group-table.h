/* group-table.h: from keys to group numbers
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Open addressing over equality keys (row-key.h).  A slot holds the upper half of the hash and a group number, so that most misses never
 * touch the key.  Groups are numbered in the order they were first seen.  After DuckDB's salted table (ht_entry).
 */

#pragma once

#include "base/array.h"
#include "column/row-key.h"

typedef struct
{
  AzudAccount    *account;
  AzudArena       arena;          /* key bytes */
  uint64_t       *slots;          /* salt << 32 | group + 1; 0 = free */
  uint64_t        n_slots;        /* power of two */
  uint64_t        n_groups;
  const uint8_t **keys;           /* [group] */
  uint32_t       *key_sizes;
  uint64_t       *hashes;
  uint64_t        keys_room, sizes_room, hashes_room;
} AzudGroupTable;

void azud_group_table_init (AzudGroupTable *table, AzudAccount *account);
void azud_group_table_clear (AzudGroupTable *table);

/**
 * azud_group_table_find_or_add: group numbers of @keys (with hashes).
 * @groups: (out) (array length=keys->n)
 *
 * False on refusal; groups added until then stay.  At most 2^32 - 2 groups.
 */
bool azud_group_table_find_or_add (AzudGroupTable *table, const AzudKeys *keys, uint32_t *groups, AzudError *error) AZUD_WARN_UNUSED;

#define AZUD_NO_GROUP UINT32_MAX

/** azud_group_table_find: the same without adding; AZUD_NO_GROUP where there is none. */
void azud_group_table_find (const AzudGroupTable *table, const AzudKeys *keys, uint32_t *groups);
