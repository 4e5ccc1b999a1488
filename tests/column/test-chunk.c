/* test-chunk.c: chunks written, moved, damaged
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/hash.h"
#include "table-fixture.h"

#include <sys/mman.h>

#define N_COLUMNS 6

/* A table of @n rows. */
static void
begin (Fixture *fixture,
       guint32  n)
{
  fixture_begin_table (fixture, N_COLUMNS, 3, 0);
  fixture_sample_columns (fixture, n);
  g_assert_true (azud_rows_append (&fixture->rows, fixture->columns, NULL, n, NULL, NULL, NULL));
}

/* Sealed, copied to another address, verified, adopted by another row set, read: the same rows. */
static void
test_relocation (Fixture      *fixture,
                 gconstpointer data)
{
  for (int round = 0; round < 100; round++)
    {
      guint32 n = (guint32) g_rand_int_range (fixture->random, 0, 1500);
      AzudVector out[N_COLUMNS];
      AzudRowsCursor cursor;
      AzudRows moved;
      guint32 got, at = 0;

      begin (fixture, n);
      azud_rows_init (&moved, &fixture->layout, fixture->account);
      for (guint32 i = 0; i < fixture->rows.n_chunks; i++)
        {
          AzudChunk *chunk = fixture->rows.chunks[i];
          AzudError error = AZUD_ERROR_INIT;
          gsize actual;
          AzudChunk *copy = azud_block_take (fixture->account, chunk->size, &actual, NULL);

          g_assert_cmpuint (actual, ==, chunk->size);
          azud_chunk_seal (chunk);
          memcpy (copy, chunk, chunk->size);
          memset (chunk + 1, 0xee, chunk->size - sizeof *chunk);   /* nothing may lead back here */
          if (!azud_chunk_verify (copy, actual, &fixture->layout, &error))
            g_error ("%s", error.args[0]);
          g_assert_true (azud_rows_adopt (&moved, copy, NULL));
        }
      g_assert_cmpuint (moved.n_rows, ==, n);
      cursor = (AzudRowsCursor){ &moved, 0, 0 };
      do
        {
          g_assert_true (azud_rows_next (&cursor, out, &got, &fixture->arena, NULL));
          for (guint32 i = 0; i < got; i++)
            for (int c = 0; c < N_COLUMNS; c++)
              g_assert_true (sample_same (&fixture->columns[c], at + i, &out[c], i, FALSE));
          at += got;
        }
      while (got > 0);
      g_assert_cmpuint (at, ==, n);
      azud_rows_clear (&moved);
      fixture_end_rows (fixture);
    }
}

/* The same rows give the same bytes, whatever was in the memory before. */
static void
test_deterministic (Fixture      *fixture,
                    gconstpointer data)
{
  for (int round = 0; round < 40; round++)
    {
      AzudRows again;

      begin (fixture, 400);
      azud_rows_init (&again, &fixture->layout, fixture->account);
      g_assert_true (azud_rows_append (&again, fixture->columns, NULL, 400, NULL, NULL, NULL));
      g_assert_cmpuint (again.n_chunks, ==, fixture->rows.n_chunks);
      for (guint32 i = 0; i < again.n_chunks; i++)
        {
          azud_chunk_seal (again.chunks[i]);
          azud_chunk_seal (fixture->rows.chunks[i]);
          g_assert_cmpmem (again.chunks[i], again.chunks[i]->size, fixture->rows.chunks[i], fixture->rows.chunks[i]->size);
        }
      azud_rows_clear (&again);
      fixture_end_rows (fixture);
    }
}

static void
test_bit_flips (Fixture      *fixture,
                gconstpointer data)
{
  for (int round = 0; round < 20; round++)
    {
      begin (fixture, 300);
      for (guint32 i = 0; i < fixture->rows.n_chunks; i++)
        {
          AzudChunk *chunk = fixture->rows.chunks[i];
          guint32 size = chunk->size;
          guint8 *bytes = (guint8 *) chunk;

          azud_chunk_seal (chunk);
          for (int k = 0; k < 300; k++)
            {
              guint32 at = k < 256 ? (guint32) k / 8 : (guint32) g_rand_int_range (fixture->random, 0, (gint32) size);
              guint8 bit = (guint8) (1 << (k < 256 ? k % 8 : g_rand_int_range (fixture->random, 0, 8)));
              AzudError error = AZUD_ERROR_INIT;

              bytes[at] ^= bit;
              g_assert_false (azud_chunk_verify (chunk, size, &fixture->layout, &error));
              g_assert_cmpstr (error.condition, ==, "AZUD_DAMAGED_CHUNK");
              bytes[at] ^= bit;
            }
          g_assert_true (azud_chunk_verify (chunk, size, &fixture->layout, NULL));
          g_assert_false (azud_chunk_verify (chunk, size - 1, &fixture->layout, NULL));
          g_assert_false (azud_chunk_verify (chunk, 3, &fixture->layout, NULL));
          g_assert_false (azud_chunk_verify (chunk, 0, &fixture->layout, NULL));
        }
      fixture_end_rows (fixture);
    }
}

static guint64
checksum_of (const AzudChunk *chunk,
             gsize            size)
{
  guint64 head = azud_checksum_bytes (chunk, G_STRUCT_OFFSET (AzudChunkHead, checksum), 0);

  return azud_checksum_bytes (chunk + 1, size - sizeof *chunk, head);
}

/* Damage with a right checksum: whatever passes can be read without leaving the chunk.  The chunk ends at a page that
 * nobody may touch. */
static void
test_malformed (Fixture      *fixture,
                gconstpointer data)
{
  int tries = g_getenv ("AZUD_TEST_THOROUGH") != NULL ? 2000 : 200;
  guint passed = 0, refused = 0;

  for (int round = 0; round < 60; round++)
    {
      const gsize room = 128 * 1024;
      guint8 *memory = mmap (NULL, room + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      AzudChunk *chunk, *copy;
      gsize size;

      g_assert_true (memory != MAP_FAILED);
      g_assert_cmpint (mprotect (memory + room, 4096, PROT_NONE), ==, 0);
      begin (fixture, 60);
      chunk = fixture->rows.chunks[0];
      azud_chunk_seal (chunk);
      size = chunk->size;
      g_assert_cmpuint (size, <=, room);
      copy = (AzudChunk *) (memory + room - size);
      for (int k = 0; k < tries; k++)
        {
          gsize used = sizeof *chunk + (gsize) chunk->n_rows * chunk->row_size;
          AzudRowsCursor cursor;
          AzudVector out[N_COLUMNS];
          guint32 got;

          memcpy (copy, chunk, size);
          for (int times = g_rand_int_range (fixture->random, 1, 4); times > 0; times--)
            {
              gsize at = g_rand_boolean (fixture->random) || chunk->heap_start == size
                           ? (gsize) g_rand_int_range (fixture->random, 4, (gint32) used)
                           : (gsize) g_rand_int_range (fixture->random, (gint32) chunk->heap_start, (gint32) size);

              ((guint8 *) copy)[at] = (guint8) g_rand_int_range (fixture->random, 0, 256);
            }
          copy->checksum = checksum_of (copy, size);
          if (!azud_chunk_verify (copy, size, &fixture->layout, NULL))
            {
              refused++;
              continue;
            }
          passed++;
          {
            AzudChunk *chunks[1] = { copy };
            AzudRows rows = { .layout = &fixture->layout, .chunks = chunks, .n_chunks = 1, .n_rows = copy->n_rows };

            cursor = (AzudRowsCursor){ &rows, 0, 0 };
            g_assert_true (azud_rows_next (&cursor, out, &got, &fixture->arena, NULL));
            for (guint32 i = 0; i < got; i++)
              for (int c = 0; c < N_COLUMNS; c++)
                {
                  g_autoptr (GString) text = g_string_new (NULL);

                  sample_print (text, &out[c], i, FALSE);
                }
          }
        }
      fixture_end_rows (fixture);
      munmap (memory, room + 4096);
    }
  g_test_message ("%u passed, %u refused", passed, refused);
  g_assert_cmpuint (refused, >, 1000);
  g_assert_cmpuint (passed, >, 1000);
}

/* One long text whose slot is led astray, always with the prefix of what it then points to. */
static void
test_astray (Fixture      *fixture,
             gconstpointer data)
{
  const char text[] = "a text that is longer than twelve bytes";
  const AzudDtype *type = azud_dtype_get (AZUD_DTYPE_STRING);
  AzudText *slot, good;
  AzudVector column;
  AzudChunk *chunk;
  guint8 *row;

  fixture_begin_rows (fixture, &type, 1, 0);
  g_assert_true (azud_vector_init_flat (&column, type, 1, &fixture->arena, NULL));
  *(AzudText *) column.data = azud_text_make (text, strlen (text));
  g_assert_true (azud_rows_append (&fixture->rows, &column, NULL, 1, &row, NULL, NULL));
  chunk = fixture->rows.chunks[0];
  azud_chunk_seal (chunk);
  slot = azud_row_slot (&fixture->layout, row, 0);
  good = *slot;
  for (gint64 distance = -40; distance <= (gint64) chunk->size; distance++)
    {
      gint64 at = (row - (guint8 *) chunk) + distance;
      gboolean inside = at >= chunk->heap_start && at + good.size <= chunk->size;

      *slot = good;
      slot->as.far.pointer = (const char *) (gintptr) distance;
      if (at >= 0 && at + 4 <= chunk->size)
        memmove (slot->as.far.prefix, (guint8 *) chunk + at, 4);
      chunk->checksum = checksum_of (chunk, chunk->size);
      g_assert_cmpint (azud_chunk_verify (chunk, chunk->size, &fixture->layout, NULL), ==, inside);
    }
  *slot = good;
  slot->size += 1;   /* one byte too many */
  chunk->checksum = checksum_of (chunk, chunk->size);
  g_assert_false (azud_chunk_verify (chunk, chunk->size, &fixture->layout, NULL));
  *slot = good;
  chunk->checksum = checksum_of (chunk, chunk->size);
  g_assert_true (azud_chunk_verify (chunk, chunk->size, &fixture->layout, NULL));
  fixture_end_rows (fixture);
}

#define ADD(name, function) \
  g_test_add ("/column/chunk/" name, Fixture, GUINT_TO_POINTER (5), fixture_set_up, function, fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("relocation", test_relocation);
  ADD ("deterministic", test_deterministic);
  ADD ("bit-flips", test_bit_flips);
  ADD ("malformed", test_malformed);
  ADD ("astray", test_astray);
  return g_test_run ();
}
