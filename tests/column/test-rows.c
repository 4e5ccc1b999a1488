/* test-rows.c: rows at rest: append, gather, read in order
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/debug.h"
#include "table-fixture.h"

static void
check_layout (const AzudRowLayout *layout,
              guint32              extra)
{
  guint8 taken[8192] = { 0 };

  g_assert_cmpuint (layout->row_size % 8, ==, 0);
  g_assert_cmpuint (layout->row_size, >=, 8);
  g_assert_cmpuint (layout->row_size, <, sizeof taken);
  memset (taken, 1, layout->validity_bytes);
  for (int c = 0; c < layout->n_columns; c++)
    {
      guint32 size = azud_dtype_is_nested (layout->types[c]) ? 8 : layout->types[c]->width;

      if (size > 0)
        g_assert_cmpuint (layout->offsets[c] % MIN (size, 8), ==, 0);
      for (guint32 i = 0; i < size; i++)
        g_assert_cmpint (taken[layout->offsets[c] + i]++, ==, 0);
    }
  for (guint32 i = layout->row_size - (extra + 7) / 8 * 8; i < layout->row_size; i++)
    g_assert_cmpint (taken[i], ==, 0);
}

/* Appends random batches with selections, remembers each row as text, and reads everything back in two ways. */
static void
test_round_trip (Fixture      *fixture,
                 gconstpointer data)
{
  for (int round = 0; round < 250; round++)
    {
      guint32 extra = (guint32) g_rand_int_range (fixture->random, 0, 3) * 12;
      g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
      AzudVector out[FIXTURE_COLUMNS];
      AzudRowsCursor cursor;
      guint32 n, at = 0;

      fixture_begin_table (fixture, g_rand_int_range (fixture->random, 0, round % 20 == 0 ? FIXTURE_COLUMNS : 8), 3, extra);
      check_layout (&fixture->layout, extra);
      for (int batch = 0; batch < 6; batch++)
        {
          guint16 numbers[AZUD_BATCH_ROWS];
          guint8 *where[AZUD_BATCH_ROWS];
          gboolean selected = g_rand_boolean (fixture->random);
          guint32 size = (guint32) g_rand_int_range (fixture->random, 0, 300);
          guint32 wanted = 0, done = 99;

          fixture_sample_columns (fixture, size);
          for (guint16 i = 0; i < size; i++)
            if (!selected || g_rand_boolean (fixture->random))
              numbers[wanted++] = i;
          g_assert_true (azud_rows_append (&fixture->rows, fixture->columns, selected ? numbers : NULL, wanted, where, &done, NULL));
          g_assert_cmpuint (done, ==, wanted);
          for (guint32 i = 0; i < wanted; i++)
            {
              GString *text = g_string_new (NULL);

              for (int c = 0; c < fixture->n_columns; c++)
                sample_print (text, &fixture->columns[c], numbers[i], FALSE);
              g_ptr_array_add (expected, g_string_free (text, FALSE));
              g_ptr_array_add (addresses, where[i]);
              for (guint32 k = fixture->layout.row_size - (extra + 7) / 8 * 8; k < fixture->layout.row_size; k++)
                g_assert_cmpint (where[i][k], ==, 0);
            }
          azud_arena_reset (&fixture->arena);
        }
      g_assert_cmpuint (fixture->rows.n_rows, ==, expected->len);

      cursor = (AzudRowsCursor){ &fixture->rows, 0, 0 };
      do
        {
          g_assert_true (azud_rows_next (&cursor, out, &n, &fixture->arena, NULL));
          for (guint32 i = 0; i < n; i++)
            {
              g_autoptr (GString) text = g_string_new (NULL);

              for (int c = 0; c < fixture->n_columns; c++)
                sample_print (text, &out[c], i, FALSE);
              g_assert_cmpstr (text->str, ==, expected->pdata[at + i]);
            }
          at += n;
        }
      while (n > 0);
      g_assert_cmpuint (at, ==, expected->len);

      /* Any rows in any order, some missing, some columns only. */
      for (int k = 0; k < 5 && expected->len > 0; k++)
        {
          guint8 *wanted[100];
          guint numbers[100];
          int first = g_rand_int_range (fixture->random, 0, fixture->n_columns + 1);
          int count = g_rand_int_range (fixture->random, 0, fixture->n_columns - first + 1);

          for (int i = 0; i < 100; i++)
            {
              numbers[i] = (guint) g_rand_int_range (fixture->random, 0, (gint32) expected->len);
              wanted[i] = k > 0 && g_rand_int_range (fixture->random, 0, 5) == 0 ? NULL : addresses->pdata[numbers[i]];
            }
          if (k == 4)
            {
              first = 0;
              count = fixture->n_columns;
            }
          g_assert_true (azud_rows_gather (&fixture->layout, wanted, 100, first, count, out, &fixture->arena, NULL));
          for (guint32 i = 0; i < 100; i++)
            {
              g_autoptr (GString) text = g_string_new (NULL);

              for (int c = 0; c < count; c++)
                if (wanted[i] == NULL)
                  g_assert_true (azud_vector_is_null (&out[c], i));
                else
                  sample_print (text, &out[c], i, FALSE);
              if (wanted[i] != NULL && count == fixture->n_columns)
                g_assert_cmpstr (text->str, ==, expected->pdata[numbers[i]]);
            }
        }
      fixture_end_rows (fixture);
    }
}

static void
test_slots (Fixture      *fixture,
            gconstpointer data)
{
  const AzudDtype *types[] = { azud_dtype_get (AZUD_DTYPE_STRING), azud_dtype_get (AZUD_DTYPE_INT) };
  const char *const texts[] = { "short", "a text that is longer than twelve bytes" };
  AzudVector columns[2];
  guint8 *where[2];

  fixture_begin_rows (fixture, types, 2, 0);
  for (int c = 0; c < 2; c++)
    g_assert_true (azud_vector_init_flat (&columns[c], types[c], 2, &fixture->arena, NULL));
  for (int i = 0; i < 2; i++)
    {
      ((AzudText *) columns[0].data)[i] = azud_text_make (texts[i], strlen (texts[i]));
      ((gint32 *) columns[1].data)[i] = 100 + i;
    }
  g_assert_true (azud_vector_add_validity (&columns[1], &fixture->arena, NULL));
  azud_bits_set (columns[1].validity, 1, FALSE);
  g_assert_true (azud_rows_append (&fixture->rows, columns, NULL, 2, where, NULL, NULL));
  for (int i = 0; i < 2; i++)
    {
      AzudText text = azud_row_text (&fixture->layout, where[i], 0);

      g_assert_cmpmem (azud_text_data (&text), text.size, texts[i], strlen (texts[i]));
      g_assert_false (azud_row_is_null (where[i], 0));
      g_assert_cmpint (azud_row_is_null (where[i], 1), ==, i == 1);
      g_assert_cmpint (*(gint32 *) azud_row_slot (&fixture->layout, where[i], 1), ==, i == 0 ? 100 : 0);
    }
  fixture_end_rows (fixture);
}

static void
test_batch (Fixture      *fixture,
            gconstpointer data)
{
  AzudField field = { "id", azud_dtype_get (AZUD_DTYPE_BIGINT), TRUE };
  AzudSchema *schema = azud_schema_new (&field, 1);
  const guint16 selection[] = { 1, 4, 9 };
  AzudRowsCursor cursor = { &fixture->rows, 0, 0 };
  AzudVector column, out;
  AzudBatch batch = { schema, 10, 3, selection, &column };
  guint32 n;

  g_assert_true (azud_row_layout_init_schema (&fixture->layout, schema, 0, fixture->account, NULL));
  azud_rows_init (&fixture->rows, &fixture->layout, fixture->account);
  g_assert_true (azud_vector_init_flat (&column, field.type, 10, &fixture->arena, NULL));
  for (int i = 0; i < 10; i++)
    ((gint64 *) column.data)[i] = i * 11;
  g_assert_true (azud_rows_append_batch (&fixture->rows, &batch, NULL));
  batch = (AzudBatch){ schema, 10, 10, NULL, &column };
  g_assert_true (azud_rows_append_batch (&fixture->rows, &batch, NULL));
  azud_debug_set ("batch-rows", 4);
  for (guint32 at = 0; at < 13; at += n)
    {
      g_assert_true (azud_rows_next (&cursor, &out, &n, &fixture->arena, NULL));
      g_assert_cmpuint (n, ==, MIN (4, 13 - at));
      for (guint32 i = 0; i < n; i++)
        g_assert_cmpint (((gint64 *) out.data)[i], ==, at + i < 3 ? selection[at + i] * 11 : (at + i - 3) * 11);
    }
  g_assert_true (azud_rows_next (&cursor, &out, &n, &fixture->arena, NULL));
  g_assert_cmpuint (n, ==, 0);
  azud_debug_set ("batch-rows", 0);
  azud_schema_unref (schema);
  fixture_end_rows (fixture);
}

/* Values larger than any block get chunks of their own; small rows around them are kept. */
static void
test_giant (Fixture      *fixture,
            gconstpointer data)
{
  const gsize sizes[] = { 5, 3 * 1024 * 1024, 13, 70 * 1024, 1024 * 1024, 2 * 1024 * 1024 + 1, 0 };
  const AzudDtype *type = azud_dtype_get (AZUD_DTYPE_BINARY);
  const guint32 n = G_N_ELEMENTS (sizes);
  guint8 *where[G_N_ELEMENTS (sizes)];
  AzudVector column, out;

  fixture_begin_rows (fixture, &type, 1, 8);
  g_assert_true (azud_vector_init_flat (&column, type, n, &fixture->arena, NULL));
  for (guint32 i = 0; i < n; i++)
    {
      char *bytes = azud_arena_alloc (&fixture->arena, sizes[i] + 1, 1, NULL);

      memset (bytes, (int) i + 'a', sizes[i]);
      ((AzudText *) column.data)[i] = azud_text_make (bytes, sizes[i]);
    }
  g_assert_true (azud_rows_append (&fixture->rows, &column, NULL, n, where, NULL, NULL));
  g_assert_true (azud_rows_gather (&fixture->layout, where, n, 0, 1, &out, &fixture->arena, NULL));
  for (guint32 i = 0; i < n; i++)
    g_assert_true (azud_text_equal ((AzudText *) column.data + i, (AzudText *) out.data + i));
  fixture_end_rows (fixture);
}

/* Every request refused in turn: the rows counted as done are there and whole, and nothing leaks. */
static void
test_refusal (Fixture      *fixture,
              gconstpointer data)
{
  for (int round = 0; round < 60; round++)
    {
      gboolean ok = FALSE;

      fixture_begin_table (fixture, 5, 3, 0);
      fixture_sample_columns (fixture, 2000);
      for (int n = 1; !ok; n++)
        {
          AzudError error = AZUD_ERROR_INIT;
          AzudVector out[5];
          guint8 *where[2000];
          guint32 done;

          azud_rows_clear (&fixture->rows);
          azud_account_refuse_nth (n, TRUE);
          ok = azud_rows_append (&fixture->rows, fixture->columns, NULL, 2000, where, &done, &error);
          azud_account_refuse_nth (0, FALSE);
          g_assert_cmpint (ok, !=, azud_error_is_set (&error));
          g_assert_cmpint (ok, ==, done == 2000);
          g_assert_cmpuint (fixture->rows.n_rows, ==, done);
          g_assert_true (azud_rows_gather (&fixture->layout, where, done, 0, 5, out, &fixture->arena, NULL));
          for (guint32 i = 0; i < done; i += 37)
            for (int c = 0; c < 5; c++)
              g_assert_true (sample_same (&fixture->columns[c], i, &out[c], i, FALSE));
        }
      fixture_end_rows (fixture);
    }
}

static void
test_gather_refusal (Fixture      *fixture,
                     gconstpointer data)
{
  for (int round = 0; round < 60; round++)
    {
      AzudRowsCursor cursor = { &fixture->rows, 0, 0 };
      AzudVector out[5];
      gboolean ok = FALSE;
      guint32 got;

      fixture_begin_table (fixture, 5, 3, 0);
      fixture_sample_columns (fixture, 500);
      g_assert_true (azud_rows_append (&fixture->rows, fixture->columns, NULL, 500, NULL, NULL, NULL));
      for (int n = 1; !ok; n++)
        {
          AzudError error = AZUD_ERROR_INIT;
          AzudArena arena;

          azud_arena_init (&arena, fixture->account);
          azud_account_refuse_nth (n, TRUE);
          ok = azud_rows_next (&cursor, out, &got, &arena, &error);
          azud_account_refuse_nth (0, FALSE);
          g_assert_cmpint (ok, !=, azud_error_is_set (&error));
          if (ok)
            g_assert_cmpuint (got, ==, 500);   /* the cursor did not move before */
          azud_arena_clear (&arena);
        }
      fixture_end_rows (fixture);
    }
}

static void
test_nothing (Fixture      *fixture,
              gconstpointer data)
{
  AzudRowsCursor cursor = { &fixture->rows, 0, 0 };
  AzudVector out[4];
  guint32 n = 9, done = 9;

  fixture_begin_table (fixture, 4, 3, 0);
  fixture_sample_columns (fixture, 0);
  g_assert_true (azud_rows_append (&fixture->rows, fixture->columns, NULL, 0, NULL, &done, NULL));
  g_assert_cmpuint (done, ==, 0);
  g_assert_true (azud_rows_next (&cursor, out, &n, &fixture->arena, NULL));
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (azud_rows_gather (&fixture->layout, NULL, 0, 0, 4, out, &fixture->arena, NULL));
  for (int c = 0; c < 4; c++)
    g_assert_true (out[c].type == fixture->types[c] && out[c].length == 0);
  fixture_end_rows (fixture);
}

static void
test_too_wide (Fixture      *fixture,
               gconstpointer data)
{
  AzudError error = AZUD_ERROR_INIT;

  fixture->types[0] = azud_dtype_get (AZUD_DTYPE_INT);
  g_assert_false (azud_row_layout_init (&fixture->layout, fixture->types, 1, 2 * 1024 * 1024, fixture->account, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_TOO_MANY_COLUMNS");
}

/* Not a test of speed: it says what the speed is. */
static void
test_speed (Fixture      *fixture,
            gconstpointer data)
{
  static const struct { const char *name; AzudDtypeId ids[8]; int n; } tables[] = {
    { "8 bigint", { AZUD_DTYPE_BIGINT, AZUD_DTYPE_BIGINT, AZUD_DTYPE_BIGINT, AZUD_DTYPE_BIGINT, AZUD_DTYPE_BIGINT,
                    AZUD_DTYPE_BIGINT, AZUD_DTYPE_BIGINT, AZUD_DTYPE_BIGINT }, 8 },
    { "int, double, 2 string", { AZUD_DTYPE_INT, AZUD_DTYPE_DOUBLE, AZUD_DTYPE_STRING, AZUD_DTYPE_STRING }, 4 },
  };

  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++)
    {
      const guint32 n = 2048, batches = g_test_perf () ? 2000 : 20;
      AzudVector out[8];
      AzudRowsCursor cursor = { &fixture->rows, 0, 0 };
      gint64 started;
      double append_ns, read_ns;
      guint32 got;

      for (int c = 0; c < tables[t].n; c++)
        {
          fixture->types[c] = azud_dtype_get (tables[t].ids[c]);
          g_assert_true (azud_vector_init_flat (&fixture->columns[c], fixture->types[c], n, &fixture->arena, NULL));
          for (guint32 i = 0; i < n; i++)
            if (azud_dtype_is_text (fixture->types[c]))
              ((AzudText *) fixture->columns[c].data)[i] = azud_text_make ("some text of 20 bytes", i % 22);
            else
              memset ((char *) fixture->columns[c].data + i * fixture->types[c]->width, (int) i & 7, fixture->types[c]->width);
        }
      fixture_begin_rows (fixture, fixture->types, tables[t].n, 0);
      started = g_get_monotonic_time ();
      for (guint32 b = 0; b < batches; b++)
        {
          g_assert_true (azud_rows_append (&fixture->rows, fixture->columns, NULL, n, NULL, NULL, NULL));
          if (fixture->rows.n_rows > 200 * n)
            azud_rows_clear (&fixture->rows);
        }
      append_ns = (double) (g_get_monotonic_time () - started) * 1000 / ((double) n * batches * tables[t].n);
      azud_rows_clear (&fixture->rows);
      g_assert_true (azud_rows_append (&fixture->rows, fixture->columns, NULL, n, NULL, NULL, NULL));
      {
        AzudArena arena;

        azud_arena_init (&arena, fixture->account);
        started = g_get_monotonic_time ();
        for (guint32 b = 0; b < batches; b++)
          {
            cursor = (AzudRowsCursor){ &fixture->rows, 0, 0 };
            azud_arena_reset (&arena);
            g_assert_true (azud_rows_next (&cursor, out, &got, &arena, NULL));
            g_assert_cmpuint (got, ==, n);
          }
        read_ns = (double) (g_get_monotonic_time () - started) * 1000 / ((double) n * batches * tables[t].n);
        azud_arena_clear (&arena);
      }
      g_test_message ("%s: append %.2f ns a value, gather %.2f ns", tables[t].name, append_ns, read_ns);
      fixture_end_rows (fixture);
    }
}

#define ADD(name, function) \
  g_test_add ("/column/rows/" name, Fixture, GUINT_TO_POINTER (3), fixture_set_up, function, fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("slots", test_slots);
  ADD ("batch", test_batch);
  ADD ("giant", test_giant);
  ADD ("refusal", test_refusal);
  ADD ("gather-refusal", test_gather_refusal);
  ADD ("nothing", test_nothing);
  ADD ("too-wide", test_too_wide);
  ADD ("speed", test_speed);
  return g_test_run ();
}
