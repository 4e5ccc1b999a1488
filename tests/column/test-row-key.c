/* test-row-key.c: keys against a slow comparison, and back
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/hash.h"
#include "column/row-key.h"
#include "table-fixture.h"

#define MAX_COLUMNS 20

static gboolean
has_map (const AzudDtype *type)
{
  if (type->id == AZUD_DTYPE_MAP)
    return TRUE;
  for (int i = 0; azud_dtype_is_nested (type) && i < type->n_fields; i++)
    if (has_map (type->fields[i].type))
      return TRUE;
  return FALSE;
}

/* Order of two rows by all key columns. */
static int
compare_rows (const AzudKeyColumn     *keys,
              const AzudVector *const *columns,
              int                      n_columns,
              guint32                  a,
              guint32                  b)
{
  for (int c = 0; c < n_columns; c++)
    {
      gboolean a_null = azud_vector_is_null (columns[c], a);
      gboolean b_null = azud_vector_is_null (columns[c], b);
      int order = sample_compare (columns[c], a, columns[c], b);

      if (a_null != b_null)
        return keys[c].nulls_last ? a_null - b_null : b_null - a_null;
      if (order != 0)
        return keys[c].descending ? -order : order;
    }
  return 0;
}

static int
compare_keys (const AzudKeys *keys,
              guint32         a,
              guint32         b)
{
  int order = memcmp (keys->bytes[a], keys->bytes[b], MIN (keys->sizes[a], keys->sizes[b]));

  if (order != 0)
    return order < 0 ? -1 : 1;
  return keys->sizes[a] < keys->sizes[b] ? -1 : keys->sizes[a] > keys->sizes[b];
}

static void
check_decoded (Fixture                 *fixture,
               const AzudKeyCodec      *codec,
               const AzudKeys          *keys,
               const AzudVector *const *columns,
               const guint16           *rows,
               int                      n_columns)
{
  AzudVector out[MAX_COLUMNS];
  const AzudVector *again[MAX_COLUMNS];
  AzudKeys recoded;

  g_assert_true (azud_key_codec_decode (codec, keys->bytes, keys->sizes, keys->n, out, &fixture->arena, NULL));
  for (int c = 0; c < n_columns; c++)
    {
      again[c] = &out[c];
      g_assert_cmpuint (out[c].length, ==, keys->n);
      for (guint32 i = 0; i < keys->n; i++)
        g_assert_true (sample_same (columns[c], rows != NULL ? rows[i] : i, &out[c], i, TRUE));
    }
  g_assert_true (azud_key_codec_encode (codec, again, NULL, keys->n, FALSE, &recoded, &fixture->arena, NULL));
  for (guint32 i = 0; i < keys->n; i++)
    g_assert_cmpmem (keys->bytes[i], keys->sizes[i], recoded.bytes[i], recoded.sizes[i]);
}

static void
check_table (Fixture  *fixture,
             gboolean  ordered,
             gboolean  flat_types,
             int       n_columns)
{
  guint32 n = (guint32) g_rand_int_range (fixture->random, 0, 80);
  AzudVector vectors[MAX_COLUMNS];
  const AzudVector *columns[MAX_COLUMNS];
  AzudKeyColumn key_columns[MAX_COLUMNS];
  gboolean selected = g_rand_boolean (fixture->random);
  gboolean fixed = TRUE, maps = FALSE;
  guint16 rows[80];
  guint32 n_rows = 0;
  AzudKeyCodec *codec;
  AzudKeys keys;

  for (int c = 0; c < n_columns; c++)
    {
      const AzudDtype *type = sample_type (fixture->random, flat_types ? 0 : 2);

      key_columns[c] = (AzudKeyColumn){ type, g_rand_boolean (fixture->random), g_rand_boolean (fixture->random) };
      sample_vector (fixture->random, type, n, &fixture->arena, &vectors[c]);
      columns[c] = &vectors[c];
      fixed &= !azud_dtype_is_text (type) && !azud_dtype_is_nested (type);
      maps |= has_map (type);
    }
  for (guint16 i = 0; i < n; i++)
    if (!selected || g_rand_boolean (fixture->random))
      rows[n_rows++] = i;
  codec = azud_key_codec_new (key_columns, n_columns, ordered, fixture->account, NULL);
  g_assert_cmpint (azud_key_codec_fixed_size (codec) > 0, ==, fixed);
  g_assert_true (azud_key_codec_encode (codec, columns, selected ? rows : NULL, n_rows, TRUE, &keys, &fixture->arena, NULL));
  g_assert_cmpuint (keys.n, ==, n_rows);
  for (guint32 i = 0; i < n_rows; i++)
    {
      gboolean null = FALSE;

      for (int c = 0; c < n_columns; c++)
        null |= azud_vector_is_null (columns[c], rows[i]);
      g_assert_cmpint (keys.has_null[i], ==, null);
      g_assert_cmpuint (keys.hashes[i], ==, azud_hash_bytes (keys.bytes[i], keys.sizes[i], 0));
      if (fixed)
        {
          g_assert_cmpuint (keys.sizes[i], ==, azud_key_codec_fixed_size (codec));
          g_assert_true (keys.bytes[i] == keys.bytes[0] + (gsize) i * keys.sizes[i]);
        }
      for (guint32 k = 0; k < n_rows; k++)
        {
          int order = compare_keys (&keys, i, k);
          gboolean same = TRUE;

          if (ordered && !maps)
            g_assert_cmpint (order, ==, compare_rows (key_columns, columns, n_columns, rows[i], rows[k]));
          if (k % 7 != 0 && ordered)
            continue;
          for (int c = 0; c < n_columns && same; c++)
            same = sample_same (columns[c], rows[i], columns[c], rows[k], TRUE);
          g_assert_cmpint (order == 0, ==, same);
        }
    }
  check_decoded (fixture, codec, &keys, columns, selected ? rows : NULL, n_columns);
  azud_key_codec_free (codec);
  azud_arena_reset (&fixture->arena);
}

static void
test_ordered (Fixture      *fixture,
              gconstpointer data)
{
  for (int round = 0; round < 600; round++)
    check_table (fixture, TRUE, round % 2 == 0, round % 5 == 0 ? 4 : 1 + round % 2);
}

static void
test_equality (Fixture      *fixture,
               gconstpointer data)
{
  for (int round = 0; round < 400; round++)
    check_table (fixture, FALSE, round % 2 == 0, round % 5 == 0 ? 4 : 1 + round % 2);
}

static void
test_many_columns (Fixture      *fixture,
                   gconstpointer data)
{
  for (int round = 0; round < 40; round++)
    check_table (fixture, round % 2 == 0, TRUE, g_rand_int_range (fixture->random, 0, MAX_COLUMNS + 1));
}

static void
test_sizes (Fixture      *fixture,
            gconstpointer data)
{
  const struct { AzudDtypeId ids[3]; int n; guint32 equality, ordered; } cases[] = {
    { { AZUD_DTYPE_INT }, 1, 8, 8 },
    { { AZUD_DTYPE_BIGINT }, 1, 16, 16 },
    { { AZUD_DTYPE_INT, AZUD_DTYPE_INT }, 2, 16, 16 },
    { { AZUD_DTYPE_INT, AZUD_DTYPE_SMALLINT, AZUD_DTYPE_TINYINT }, 3, 8, 16 },
    { { AZUD_DTYPE_BIGINT, AZUD_DTYPE_BIGINT }, 2, 24, 24 },
    { { AZUD_DTYPE_VOID }, 1, 8, 8 },
    { { AZUD_DTYPE_STRING }, 1, 0, 0 },
    { { AZUD_DTYPE_INT, AZUD_DTYPE_STRING }, 2, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int ordered = 0; ordered < 2; ordered++)
      {
        AzudKeyColumn columns[3] = { 0 };
        AzudKeyCodec *codec;

        for (int c = 0; c < cases[i].n; c++)
          columns[c].type = azud_dtype_get (cases[i].ids[c]);
        codec = azud_key_codec_new (columns, cases[i].n, ordered, fixture->account, NULL);
        g_assert_cmpuint (azud_key_codec_fixed_size (codec), ==, ordered ? cases[i].ordered : cases[i].equality);
        azud_key_codec_free (codec);
      }
  azud_key_codec_free (NULL);
}

static void
test_refusal (Fixture      *fixture,
              gconstpointer data)
{
  for (int round = 0; round < 100; round++)
    {
      AzudKeyColumn column = { sample_type (fixture->random, 2), FALSE, FALSE };
      AzudVector vector, out;
      const AzudVector *columns[1] = { &vector };
      AzudKeyCodec *codec;
      gboolean ok = FALSE;

      sample_vector (fixture->random, column.type, 500, &fixture->arena, &vector);
      azud_account_refuse_nth (1, FALSE);
      g_assert_null (azud_key_codec_new (&column, 1, round % 2, fixture->account, NULL));
      codec = azud_key_codec_new (&column, 1, round % 2, fixture->account, NULL);
      for (int n = 1; !ok; n++)
        {
          AzudError error = AZUD_ERROR_INIT;
          AzudArena arena;
          AzudKeys keys;

          azud_arena_init (&arena, fixture->account);
          azud_account_refuse_nth (n, TRUE);
          ok = azud_key_codec_encode (codec, columns, NULL, 500, TRUE, &keys, &arena, &error) &&
               azud_key_codec_decode (codec, keys.bytes, keys.sizes, keys.n, &out, &arena, &error);
          azud_account_refuse_nth (0, FALSE);
          g_assert_cmpint (ok, !=, azud_error_is_set (&error));
          azud_arena_clear (&arena);
        }
      azud_key_codec_free (codec);
      azud_arena_reset (&fixture->arena);
    }
}

/* Not a test of speed: it says what the speed is. */
static void
test_speed (Fixture      *fixture,
            gconstpointer data)
{
  static const AzudDtypeId ids[] = { AZUD_DTYPE_INT, AZUD_DTYPE_BIGINT, AZUD_DTYPE_DOUBLE, AZUD_DTYPE_STRING };
  static const char *const names[] = { "int", "bigint", "double", "string" };
  const guint32 rounds = g_test_perf () ? 3000 : 20;

  for (gsize t = 0; t < G_N_ELEMENTS (ids); t++)
    for (int ordered = 0; ordered < 2; ordered++)
      {
        AzudKeyColumn column = { azud_dtype_get (ids[t]), FALSE, FALSE };
        AzudKeyCodec *codec = azud_key_codec_new (&column, 1, ordered, fixture->account, NULL);
        AzudVector vector;
        const AzudVector *columns[1] = { &vector };
        AzudKeys keys;
        AzudArena arena;
        gint64 started;

        g_assert_true (azud_vector_init_flat (&vector, column.type, 2048, &fixture->arena, NULL));
        for (guint32 i = 0; i < 2048; i++)
          if (azud_dtype_is_text (column.type))
            ((AzudText *) vector.data)[i] = azud_text_make ("a key of 21 bytes, ok", i % 22);
          else
            memset ((char *) vector.data + i * column.type->width, (int) i & 7, column.type->width);
        azud_arena_init (&arena, fixture->account);
        started = g_get_monotonic_time ();
        for (guint32 r = 0; r < rounds; r++)
          {
            azud_arena_reset (&arena);
            g_assert_true (azud_key_codec_encode (codec, columns, NULL, 2048, TRUE, &keys, &arena, NULL));
          }
        g_test_message ("%s %s: %.2f ns a key", ordered ? "ordered" : "equality", names[t],
                        (double) (g_get_monotonic_time () - started) * 1000 / (2048.0 * rounds));
        azud_arena_clear (&arena);
        azud_key_codec_free (codec);
      }
}

#define ADD(name, function) \
  g_test_add ("/column/row-key/" name, Fixture, GUINT_TO_POINTER (9), fixture_set_up, function, fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("ordered", test_ordered);
  ADD ("equality", test_equality);
  ADD ("many-columns", test_many_columns);
  ADD ("sizes", test_sizes);
  ADD ("refusal", test_refusal);
  ADD ("speed", test_speed);
  return g_test_run ();
}
