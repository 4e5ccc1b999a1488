/* test-group-table.c: group numbers against a plain list of keys
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/hash.h"
#include "operators/aggregate/group-table.h"

#include <glib.h>
#include <string.h>

#define BATCH 100

typedef struct
{
  AzudKeys       keys;
  const uint8_t *bytes[BATCH];
  uint32_t       sizes[BATCH];
  uint64_t       hashes[BATCH];
  uint8_t        text[BATCH][24];
} Batch;

/* Keys of 0 to 23 bytes out of few, so that most come again.  @mask: which bits of the hash are left */
static void
fill (Batch   *batch,
      GRand   *random,
      gint32   n_keys,
      uint64_t mask)
{
  batch->keys = (AzudKeys){ .n = (uint32_t) g_rand_int_range (random, 0, BATCH + 1), .bytes = batch->bytes,
                            .sizes = batch->sizes, .hashes = batch->hashes };
  for (uint32_t i = 0; i < batch->keys.n; i++)
    {
      gint32 key = g_rand_int_range (random, 0, n_keys);

      batch->sizes[i] = (uint32_t) key % 24;
      batch->bytes[i] = batch->text[i];
      memset (batch->text[i], key & 0xff, sizeof batch->text[i]);
      batch->text[i][0] = (uint8_t) (key >> 8);
      batch->hashes[i] = azud_hash_bytes (batch->bytes[i], batch->sizes[i], 0) & mask;
    }
}

static GBytes *
key_of (const Batch *batch,
        uint32_t     i)
{
  return g_bytes_new (batch->bytes[i], batch->sizes[i]);
}

static void
check (gint32   n_keys,
       uint64_t mask,
       int      rounds)
{
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  g_autoptr(GHashTable) expected = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  g_autoptr(GRand) random = g_rand_new_with_seed (5);
  AzudGroupTable table;
  uint32_t groups[BATCH], found[BATCH];
  Batch batch;

  azud_group_table_init (&table, account);
  for (int round = 0; round < rounds; round++)
    {
      fill (&batch, random, n_keys, mask);
      if (table.n_slots > 0)
        {
          azud_group_table_find (&table, &batch.keys, found);
          for (uint32_t i = 0; i < batch.keys.n; i++)
            {
              g_autoptr(GBytes) key = key_of (&batch, i);
              guint group = GPOINTER_TO_UINT (g_hash_table_lookup (expected, key));

              g_assert_cmpuint (found[i], ==, group > 0 ? group - 1 : AZUD_NO_GROUP);
            }
        }
      g_assert_true (azud_group_table_find_or_add (&table, &batch.keys, groups, NULL));
      for (uint32_t i = 0; i < batch.keys.n; i++)
        {
          g_autoptr(GBytes) key = key_of (&batch, i);

          if (!g_hash_table_contains (expected, key))
            g_hash_table_insert (expected, g_bytes_ref (key), GUINT_TO_POINTER (g_hash_table_size (expected) + 1));
          g_assert_cmpuint (groups[i] + 1, ==, GPOINTER_TO_UINT (g_hash_table_lookup (expected, key)));
          g_assert_cmpmem (table.keys[groups[i]], table.key_sizes[groups[i]], batch.bytes[i], batch.sizes[i]);
        }
      g_assert_cmpuint (table.n_groups, ==, g_hash_table_size (expected));
    }
  azud_group_table_clear (&table);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
}

static void
test_few_keys (void)
{
  check (30, UINT64_MAX, 100);
}

static void
test_many_keys (void)
{
  check (20000, UINT64_MAX, 600);
}

/* All keys in one chain, and all with the same upper half of the hash. */
static void
test_constant_hash (void)
{
  check (300, 0, 60);
  check (2000, 0xffffffff, 60);
}

/* Wherever memory is refused, what is there stays right and is given back. */
static void
test_refusal (void)
{
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  gboolean done = FALSE;

  for (int nth = 1; !done; nth++)
    {
      g_autoptr(GRand) random = g_rand_new_with_seed (6);
      AzudError error = AZUD_ERROR_INIT;
      AzudGroupTable table;
      uint32_t groups[BATCH];
      Batch batch;

      azud_group_table_init (&table, account);
      azud_account_refuse_nth (nth, TRUE);
      done = TRUE;
      for (int round = 0; round < 60 && done; round++)
        {
          fill (&batch, random, 20000, UINT64_MAX);
          done = azud_group_table_find_or_add (&table, &batch.keys, groups, &error);
        }
      azud_account_refuse_nth (0, FALSE);
      g_assert_cmpint (azud_error_is_set (&error), !=, done);
      g_assert_true (azud_group_table_find_or_add (&table, &batch.keys, groups, NULL));
      for (uint32_t i = 0; i < batch.keys.n; i++)
        g_assert_cmpmem (table.keys[groups[i]], table.key_sizes[groups[i]], batch.bytes[i], batch.sizes[i]);
      azud_group_table_clear (&table);
      g_assert_cmpint (azud_account_get_used (account), ==, 0);
    }
  azud_account_free (account);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operators/group-table/few-keys", test_few_keys);
  g_test_add_func ("/operators/group-table/many-keys", test_many_keys);
  g_test_add_func ("/operators/group-table/constant-hash", test_constant_hash);
  g_test_add_func ("/operators/group-table/refusal", test_refusal);
  return g_test_run ();
}
