/* test-vector.c: making and flattening vectors
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/debug.h"
#include "table-fixture.h"

static void
test_flatten (Fixture      *fixture,
              gconstpointer data)
{
  for (int round = 0; round < 3000; round++)
    {
      const AzudDtype *type = sample_type (fixture->random, 3);
      guint32 n = (guint32) g_rand_int_range (fixture->random, 0, 150);
      guint16 rows[AZUD_BATCH_ROWS];
      guint32 n_rows = 0;
      AzudVector in, out;

      sample_vector (fixture->random, type, n, &fixture->arena, &in);
      for (guint16 i = 0; i < n; i++)
        if (g_rand_boolean (fixture->random))
          rows[n_rows++] = i;
      g_assert_true (azud_vector_flatten (&in, NULL, n, &out, &fixture->arena, NULL));
      g_assert_cmpint (out.layout, ==, AZUD_LAYOUT_FLAT);
      g_assert_cmpuint (out.length, ==, n);
      for (guint32 i = 0; i < n; i++)
        {
          g_assert_true (sample_same (&in, i, &out, i, FALSE));
          g_assert_cmpint (azud_vector_is_null (&in, i), ==, azud_vector_is_null (&out, i));
        }
      g_assert_true (azud_vector_flatten (&in, rows, n_rows, &out, &fixture->arena, NULL));
      for (guint32 i = 0; i < n_rows; i++)
        g_assert_true (sample_same (&in, rows[i], &out, i, FALSE));
      azud_arena_reset (&fixture->arena);
    }
}

static void
test_null (Fixture      *fixture,
           gconstpointer data)
{
  for (int round = 0; round < 300; round++)
    {
      AzudVector vector, flat;

      g_assert_true (azud_vector_init_null (&vector, sample_type (fixture->random, 3), 70, &fixture->arena, NULL));
      g_assert_true (azud_vector_flatten (&vector, NULL, 70, &flat, &fixture->arena, NULL));
      for (guint32 i = 0; i < 70; i++)
        g_assert_true (azud_vector_is_null (&vector, i) && azud_vector_is_null (&flat, i));
      azud_arena_reset (&fixture->arena);
    }
}

static void
test_validity (Fixture      *fixture,
               gconstpointer data)
{
  AzudVector vector;

  g_assert_true (azud_vector_init_flat (&vector, azud_dtype_get (AZUD_DTYPE_INT), 130, &fixture->arena, NULL));
  g_assert_null (vector.validity);
  g_assert_false (azud_vector_is_null (&vector, 129));
  g_assert_true (azud_vector_add_validity (&vector, &fixture->arena, NULL));
  for (guint32 i = 0; i < 130; i++)
    g_assert_true (azud_bits_get (vector.validity, i));
  azud_bits_set (vector.validity, 64, FALSE);
  g_assert_true (azud_vector_is_null (&vector, 64));
  g_assert_false (azud_vector_is_null (&vector, 63));
  g_assert_true (azud_vector_add_validity (&vector, &fixture->arena, NULL));   /* kept */
  g_assert_true (azud_vector_is_null (&vector, 64));
  azud_bits_set (vector.validity, 64, TRUE);
  g_assert_false (azud_vector_is_null (&vector, 64));
  g_assert_cmpuint ((gsize) vector.data % 64, ==, 0);
}

/* Every allocation refused in turn: an error, and nothing kept. */
static void
test_refusal (Fixture      *fixture,
              gconstpointer data)
{
  AzudVector in, out;
  gboolean ok = FALSE;
  gint64 limit;

  for (int round = 0; round < 200; round++)
    {
      sample_vector (fixture->random, sample_type (fixture->random, 3), 100, &fixture->arena, &in);
      ok = FALSE;
      for (int n = 1; !ok; n++)
        {
          AzudError error = AZUD_ERROR_INIT;
          AzudArena arena;

          azud_arena_init (&arena, fixture->account);
          azud_account_refuse_nth (n, TRUE);
          ok = azud_vector_flatten (&in, NULL, 100, &out, &arena, &error);
          azud_account_refuse_nth (0, FALSE);
          g_assert_cmpint (ok, !=, azud_error_is_set (&error));
          azud_arena_clear (&arena);
        }
      azud_arena_reset (&fixture->arena);
    }
  limit = azud_account_get_used (fixture->account);
  g_assert_cmpint (limit, <=, AZUD_BLOCK_MAX);
}

static void
test_batch_rows (Fixture      *fixture,
                 gconstpointer data)
{
  g_assert_cmpuint (azud_batch_rows (), ==, AZUD_BATCH_ROWS);
  azud_debug_set ("batch-rows", 3);
  g_assert_cmpuint (azud_batch_rows (), ==, 3);
  azud_debug_set ("batch-rows", 100000);
  g_assert_cmpuint (azud_batch_rows (), ==, AZUD_BATCH_ROWS);
  azud_debug_set ("batch-rows", 0);
}

static void
test_text (Fixture      *fixture,
           gconstpointer data)
{
  const char *const texts[] = { "", "a", "ab", "abcd", "abcde", "abcdefghijkl", "abcdefghijklm", "abcdefghijklmn", "abcdefghijklmZ", "b", "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (texts); k++)
      {
        g_autofree char *copy = g_strdup (texts[k]);
        AzudText a = azud_text_make (texts[i], strlen (texts[i]));
        AzudText b = azud_text_make (copy, strlen (copy));
        int order = azud_text_compare (&a, &b);

        g_assert_cmpint (azud_text_equal (&a, &b), ==, i == k);
        g_assert_cmpint ((order > 0) - (order < 0), ==, (strcmp (texts[i], texts[k]) > 0) - (strcmp (texts[i], texts[k]) < 0));
        g_assert_cmpmem (azud_text_data (&a), a.size, texts[i], strlen (texts[i]));
      }
}

#define ADD(name, function) \
  g_test_add ("/column/vector/" name, Fixture, GUINT_TO_POINTER (1), fixture_set_up, function, fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("flatten", test_flatten);
  ADD ("null", test_null);
  ADD ("validity", test_validity);
  ADD ("refusal", test_refusal);
  ADD ("batch-rows", test_batch_rows);
  ADD ("text", test_text);
  return g_test_run ();
}
