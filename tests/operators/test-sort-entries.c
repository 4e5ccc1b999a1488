/* test-sort-entries.c: the merge sort against qsort, its stability, its cancellation
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/cancel.h"
#include "operators/sort/sort-keys.h"

#include <glib.h>
#include <string.h>

#define KEY_BYTES 12

/* Slow and plain: bytes, then length, then the order of arrival. */
static int
compare (const void *a,
         const void *b)
{
  const AzudSortEntry *p = a, *q = b;
  int order = memcmp (p->key, q->key, MIN (p->key_size, q->key_size));

  if (order != 0)
    return order;
  if (p->key_size != q->key_size)
    return p->key_size < q->key_size ? -1 : 1;
  return p->number < q->number ? -1 : p->number > q->number;
}

/* @letters: how many bytes keys are made of; few give many equal keys */
static AzudSortEntry *
make_entries (GRand   *random,
              uint64_t n,
              int      letters,
              uint8_t *keys)
{
  AzudSortEntry *entries = g_new (AzudSortEntry, n + 1);

  for (uint64_t i = 0; i < n; i++)
    {
      uint8_t *key = keys + i * KEY_BYTES;
      uint32_t size = (uint32_t) g_rand_int_range (random, 0, KEY_BYTES + 1);

      for (uint32_t b = 0; b < size; b++)
        key[b] = (uint8_t) (b < 7 ? 0 : g_rand_int_range (random, 0, letters));
      entries[i] = (AzudSortEntry){ azud_sort_key_prefix (key, size), key, key, size, (uint32_t) i };
    }
  return entries;
}

static void
test_against_qsort (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  AzudAccount *account = azud_account_new (NULL, "test", 0);

  for (int round = 0; round < 200; round++)
    {
      uint64_t n = (uint64_t) g_rand_int_range (random, 0, round % 20 == 0 ? 5000 : 100);
      g_autofree uint8_t *keys = g_malloc0 (n * KEY_BYTES + 1);
      g_autofree AzudSortEntry *entries = make_entries (random, n, round % 3 == 0 ? 256 : 2, keys);
      g_autofree AzudSortEntry *expected = g_memdup2 (entries, (n + 1) * sizeof *entries);

      qsort (expected, n, sizeof *expected, compare);
      g_assert_true (azud_sort_entries (entries, n, account, NULL, NULL));
      for (uint64_t i = 0; i < n; i++)
        g_assert_cmpuint (entries[i].number, ==, expected[i].number);
      g_assert_cmpint (azud_account_get_used (account), ==, 0);
    }
  azud_account_free (account);
}

/* Rows with one key stay as they came. */
static void
test_stable (void)
{
  const uint64_t n = 3000;
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  g_autofree AzudSortEntry *entries = g_new0 (AzudSortEntry, n);
  uint8_t key[1] = { 'k' };

  for (uint64_t i = 0; i < n; i++)
    entries[i] = (AzudSortEntry){ azud_sort_key_prefix (key, 1), key, key, 1, (uint32_t) i };
  g_assert_true (azud_sort_entries (entries, n, account, NULL, NULL));
  for (uint64_t i = 0; i < n; i++)
    g_assert_cmpuint (entries[i].number, ==, i);
  azud_account_free (account);
}

static void
test_stopped (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (8);
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  g_autofree uint8_t *keys = g_malloc0 (1000 * KEY_BYTES);
  g_autofree AzudSortEntry *entries = make_entries (random, 1000, 256, keys);
  AzudCancel cancel = { 0 };
  AzudError error = AZUD_ERROR_INIT;

  azud_account_refuse_nth (1, FALSE);
  g_assert_false (azud_sort_entries (entries, 1000, account, &cancel, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_OUT_OF_MEMORY");
  azud_cancel_request (&cancel);
  error = (AzudError) AZUD_ERROR_INIT;
  g_assert_false (azud_sort_entries (entries, 1000, account, &cancel, &error));
  g_assert_cmpint (error.fault, ==, AZUD_FAULT_CANCELLED);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operators/sort-entries/against-qsort", test_against_qsort);
  g_test_add_func ("/operators/sort-entries/stable", test_stable);
  g_test_add_func ("/operators/sort-entries/stopped", test_stopped);
  return g_test_run ();
}
