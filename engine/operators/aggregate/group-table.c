/* group-table.c: from keys to group numbers
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/aggregate/group-table.h"

#include <string.h>

#define FIRST_SLOTS 1024

void
azud_group_table_init (AzudGroupTable *table,
                       AzudAccount    *account)
{
  *table = (AzudGroupTable){ .account = account };
  azud_arena_init (&table->arena, account);
}

void
azud_group_table_clear (AzudGroupTable *table)
{
  if (table->account == NULL)
    return;
  azud_arena_clear (&table->arena);
  azud_account_release (table->account, table->slots, table->n_slots * sizeof (uint64_t));
  azud_account_release (table->account, table->keys, table->keys_room * sizeof (uint8_t *));
  azud_account_release (table->account, table->key_sizes, table->sizes_room * sizeof (uint32_t));
  azud_account_release (table->account, table->hashes, table->hashes_room * sizeof (uint64_t));
  *table = (AzudGroupTable){ 0 };
}

/* Doubles the slots; at most half of them are ever in use. */
static bool
grow_slots (AzudGroupTable *table,
            uint64_t        n_slots,
            AzudError      *error)
{
  uint64_t *slots = azud_account_alloc (table->account, n_slots * sizeof *slots, error);

  if (slots == NULL)
    return false;
  memset (slots, 0, n_slots * sizeof *slots);
  for (uint64_t group = 0; group < table->n_groups; group++)
    {
      uint64_t hash = table->hashes[group];
      uint64_t at = hash & (n_slots - 1);

      while (slots[at] != 0)
        at = (at + 1) & (n_slots - 1);
      slots[at] = (hash & UINT64_C (0xffffffff00000000)) | (group + 1);
    }
  azud_account_release (table->account, table->slots, table->n_slots * sizeof *slots);
  table->slots = slots;
  table->n_slots = n_slots;
  return true;
}

static bool
add_group (AzudGroupTable *table,
           const uint8_t  *key,
           uint32_t        size,
           uint64_t        hash,
           AzudError      *error)
{
  uint64_t n = table->n_groups + 1;
  uint8_t *copy;

  if (n >= UINT32_MAX)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_TOO_MANY_GROUPS",
                           N_("More than 4 billion groups in one partition"), NULL);
  if (!azud_array_reserve (table->account, (void **) &table->keys, &table->keys_room, n, sizeof (uint8_t *), error)
      || !azud_array_reserve (table->account, (void **) &table->key_sizes, &table->sizes_room, n, sizeof (uint32_t), error)
      || !azud_array_reserve (table->account, (void **) &table->hashes, &table->hashes_room, n, sizeof (uint64_t), error))
    return false;
  copy = azud_arena_alloc (&table->arena, size > 0 ? size : 1, 8, error);
  if (copy == NULL)
    return false;
  memcpy (copy, key, size);
  table->keys[n - 1] = copy;
  table->key_sizes[n - 1] = size;
  table->hashes[n - 1] = hash;
  table->n_groups = n;
  return true;
}

/* The slot that holds the key, or the free one where it belongs. */
static inline uint64_t
probe (const AzudGroupTable *table,
       const uint8_t        *key,
       uint32_t              size,
       uint64_t              hash)
{
  uint64_t salt = hash & UINT64_C (0xffffffff00000000);
  uint64_t at = hash & (table->n_slots - 1);

  for (;; at = (at + 1) & (table->n_slots - 1))
    {
      uint64_t slot = table->slots[at];
      uint32_t group;

      if (slot == 0)
        return at;
      if ((slot & UINT64_C (0xffffffff00000000)) != salt)
        continue;
      group = (uint32_t) slot - 1;
      if (table->key_sizes[group] == size && memcmp (table->keys[group], key, size) == 0)
        return at;
    }
}

bool
azud_group_table_find_or_add (AzudGroupTable *table,
                              const AzudKeys *keys,
                              uint32_t       *groups,
                              AzudError      *error)
{
  if ((table->n_groups + keys->n) * 2 > table->n_slots)
    {
      uint64_t n_slots = table->n_slots > 0 ? table->n_slots : FIRST_SLOTS;

      while ((table->n_groups + keys->n) * 2 > n_slots)
        n_slots *= 2;
      if (!grow_slots (table, n_slots, error))
        return false;
    }

  for (uint32_t i = 0; i < keys->n; i++)
    {
      uint64_t at = probe (table, keys->bytes[i], keys->sizes[i], keys->hashes[i]);

      if (table->slots[at] == 0)
        {
          if (!add_group (table, keys->bytes[i], keys->sizes[i], keys->hashes[i], error))
            return false;
          table->slots[at] = (keys->hashes[i] & UINT64_C (0xffffffff00000000)) | table->n_groups;
        }
      groups[i] = (uint32_t) table->slots[at] - 1;
    }
  return true;
}

void
azud_group_table_find (const AzudGroupTable *table,
                       const AzudKeys       *keys,
                       uint32_t             *groups)
{
  for (uint32_t i = 0; i < keys->n; i++)
    groups[i] = table->n_groups == 0
                  ? AZUD_NO_GROUP
                  : (uint32_t) table->slots[probe (table, keys->bytes[i], keys->sizes[i], keys->hashes[i])] - 1;
}
