/* test-spill.c: chunks on disk, their folder, and what can go wrong with both
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/folder-tree.h"
#include "base/io.h"
#include "column/sample-table.h"
#include "formats/owner-lock.h"
#include "formats/spill-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_COLUMNS 12

typedef struct
{
  char            *parent;
  AzudAccount     *account;
  AzudArena        arena;
  GRand           *random;
  AzudSpillFolder *folder;
  int              n_columns;
  const AzudDtype *types[MAX_COLUMNS];
  AzudVector       columns[MAX_COLUMNS];
  AzudRowLayout    layout;
  AzudRows         rows;
} Fixture;

static void
add_rows (Fixture *f,
          guint    n_batches)
{
  for (guint b = 0; b < n_batches; b++)
    {
      for (int c = 0; c < f->n_columns; c++)
        sample_vector (f->random, f->types[c], AZUD_BATCH_ROWS, &f->arena, &f->columns[c]);
      g_assert_true (azud_rows_append (&f->rows, f->columns, NULL, AZUD_BATCH_ROWS, NULL, NULL, NULL));
      azud_arena_reset (&f->arena);
    }
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  f->parent = g_dir_make_tmp ("azud-spill-XXXXXX", NULL);
  f->account = azud_account_new (NULL, "test", 0);
  azud_arena_init (&f->arena, f->account);
  f->random = g_rand_new_with_seed (11);
  f->folder = azud_spill_folder_new (f->parent, 0, NULL);
  f->n_columns = MAX_COLUMNS;
  for (int c = 0; c < f->n_columns; c++)
    f->types[c] = sample_type (f->random, 2);
  g_assert_true (azud_row_layout_init (&f->layout, f->types, f->n_columns, 0, f->account, NULL));
  azud_rows_init (&f->rows, &f->layout, f->account);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  azud_rows_clear (&f->rows);
  azud_row_layout_clear (&f->layout, f->account);
  azud_arena_clear (&f->arena);
  g_assert_cmpint (azud_spill_folder_get_used (f->folder), ==, 0);
  azud_spill_folder_free (f->folder);
  g_assert_cmpuint (folder_count (f->parent), ==, 0);
  g_assert_cmpint (g_rmdir (f->parent), ==, 0);
  g_assert_cmpint (azud_account_get_used (f->account), ==, 0);
  azud_account_free (f->account);
  g_rand_free (f->random);
  g_free (f->parent);
}

/* What is read is what was written, whatever the types and the order of reading. */
static void
round_trip (Fixture      *f,
            gconstpointer data)
{
  AzudSpillFile *file = azud_spill_file_new (f->folder, NULL);
  g_autofree AzudSpillPlace *places = NULL;

  add_rows (f, 20);
  g_assert_cmpuint (f->rows.n_chunks, >, 5);
  places = g_new0 (AzudSpillPlace, f->rows.n_chunks);
  for (guint32 i = 0; i < f->rows.n_chunks; i++)
    g_assert_true (azud_spill_file_write (file, f->rows.chunks[i], &places[i], NULL));
  g_assert_cmpint (azud_spill_file_get_bytes (file), ==, azud_spill_folder_get_used (f->folder));
  g_assert_cmpint (azud_spill_folder_get_used (f->folder), <, (gint64) f->rows.n_bytes);   /* it was compressed */
  for (guint32 i = f->rows.n_chunks; i-- > 0;)
    {
      AzudChunk *chunk = azud_spill_file_read (file, &places[i], &f->layout, f->account, NULL);

      g_assert_nonnull (chunk);
      g_assert_cmpmem (chunk, chunk->size, f->rows.chunks[i], f->rows.chunks[i]->size);
      azud_block_give (f->account, chunk, chunk->size);
    }
  azud_spill_file_free (file);
}

/* One value larger than a block, with nothing to compress. */
static void
large_value (Fixture      *f,
             gconstpointer data)
{
  const AzudDtype *type = azud_dtype_get (AZUD_DTYPE_BINARY);
  gsize size = 5 * 1024 * 1024;
  g_autofree char *bytes = g_malloc (size);
  AzudSpillFile *file = azud_spill_file_new (f->folder, NULL);
  AzudRowLayout layout;
  AzudVector vector;
  AzudRows rows;
  AzudSpillPlace place;
  AzudChunk *chunk;

  for (gsize i = 0; i < size; i++)
    bytes[i] = (char) g_rand_int (f->random);
  g_assert_true (azud_row_layout_init (&layout, &type, 1, 0, f->account, NULL));
  azud_rows_init (&rows, &layout, f->account);
  g_assert_true (azud_vector_init_flat (&vector, type, 1, &f->arena, NULL));
  ((AzudText *) vector.data)[0] = azud_text_make (bytes, (guint32) size);
  g_assert_true (azud_rows_append (&rows, &vector, NULL, 1, NULL, NULL, NULL));
  g_assert_true (azud_spill_file_write (file, rows.chunks[0], &place, NULL));
  chunk = azud_spill_file_read (file, &place, &layout, f->account, NULL);
  g_assert_nonnull (chunk);
  g_assert_cmpmem (chunk, chunk->size, rows.chunks[0], rows.chunks[0]->size);
  azud_block_give (f->account, chunk, chunk->size);
  azud_spill_file_free (file);
  azud_rows_clear (&rows);
  azud_row_layout_clear (&layout, f->account);
}

static char *
only_file (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->parent, 0, NULL);
  g_autofree char *folder = g_build_filename (f->parent, g_dir_read_name (dir), NULL);
  g_autoptr (GDir) inner = g_dir_open (folder, 0, NULL);

  return g_build_filename (folder, g_dir_read_name (inner), NULL);
}

/* Any changed bit is noticed. */
static void
flipped_bits (Fixture      *f,
              gconstpointer data)
{
  AzudSpillFile *file = azud_spill_file_new (f->folder, NULL);
  g_autofree char *path = only_file (f);
  AzudSpillPlace place;
  int fd;

  add_rows (f, 1);
  g_assert_true (azud_spill_file_write (file, f->rows.chunks[0], &place, NULL));
  fd = g_open (path, O_RDWR, 0);
  for (int i = 0; i < 500; i++)
    {
      off_t at = g_rand_int_range (f->random, 0, (gint32) place.stored);
      unsigned char byte, flipped;
      AzudError error = AZUD_ERROR_INIT;
      AzudChunk *chunk;

      g_assert_cmpint (pread (fd, &byte, 1, at), ==, 1);
      flipped = byte ^ (unsigned char) (1 << g_rand_int_range (f->random, 0, 8));
      g_assert_cmpint (pwrite (fd, &flipped, 1, at), ==, 1);
      chunk = azud_spill_file_read (file, &place, &f->layout, f->account, &error);
      if (chunk != NULL)   /* a bit that nobody needs, or a match elsewhere with the same bytes */
        {
          g_assert_cmpmem (chunk, chunk->size, f->rows.chunks[0], f->rows.chunks[0]->size);
          azud_block_give (f->account, chunk, chunk->size);
        }
      else
        {
          g_assert_cmpstr (error.condition, ==, "AZUD_DAMAGED_CHUNK");
          g_assert_cmpstr (error.file, ==, path);
        }
      g_assert_cmpint (pwrite (fd, &byte, 1, at), ==, 1);
    }
  g_assert_cmpint (ftruncate (fd, place.stored - 1), ==, 0);
  {
    AzudError error = AZUD_ERROR_INIT;

    g_assert_null (azud_spill_file_read (file, &place, &f->layout, f->account, &error));
    g_assert_cmpstr (error.condition, ==, "AZUD_DAMAGED_CHUNK");
  }
  close (fd);
  azud_spill_file_free (file);
}

static void
quota (Fixture      *f,
       gconstpointer data)
{
  AzudSpillFolder *folder = azud_spill_folder_new (f->parent, 100000, NULL);
  AzudSpillFile *file = azud_spill_file_new (folder, NULL);
  AzudError error = AZUD_ERROR_INIT;
  AzudSpillPlace place;
  guint32 n = 0;

  add_rows (f, 40);
  while (n < f->rows.n_chunks && azud_spill_file_write (file, f->rows.chunks[n], &place, &error))
    n++;
  g_assert_cmpstr (error.condition, ==, "AZUD_SPILL_FOLDER_FULL");
  g_assert_cmpint (azud_spill_folder_get_used (folder), <=, 100000);
  g_assert_cmpstr (error.args[2], ==, "97.7 KiB");
  g_assert_nonnull (strstr (error.hint, "--temp-limit"));
  azud_spill_file_free (file);
  g_assert_cmpint (azud_spill_folder_get_used (folder), ==, 0);
  azud_spill_folder_free (folder);
}

/* ---- the I/O table says no ---- */

static const AzudIo *sys;
static int fail_errno;

static ssize_t
failing_pwrite (int fd, const void *bytes, size_t size, off_t offset)
{
  errno = fail_errno;
  return -1;
}

static ssize_t
failing_pread (int fd, void *bytes, size_t size, off_t offset)
{
  errno = fail_errno;
  return -1;
}

static void
failing_disk (Fixture      *f,
              gconstpointer data)
{
  AzudSpillFile *file = azud_spill_file_new (f->folder, NULL);
  AzudError error = AZUD_ERROR_INIT;
  AzudSpillPlace place;
  AzudIo io;

  add_rows (f, 1);
  g_assert_true (azud_spill_file_write (file, f->rows.chunks[0], &place, NULL));
  sys = azud_io_system ();
  io = *sys;
  io.pwrite = failing_pwrite;
  io.pread = failing_pread;
  azud_io_install (&io);
  fail_errno = ENOSPC;
  g_assert_false (azud_spill_file_write (file, f->rows.chunks[0], &place, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_SPILL_FOLDER_FULL");
  g_assert_cmpint (error.fault, ==, AZUD_FAULT_RESOURCE);
  g_assert_nonnull (strstr (error.args[0], f->parent));
  azud_error_clear (&error);
  fail_errno = EIO;
  g_assert_false (azud_spill_file_write (file, f->rows.chunks[0], &place, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_IO");
  azud_error_clear (&error);
  g_assert_null (azud_spill_file_read (file, &place, &f->layout, f->account, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_IO");
  azud_io_install (NULL);
  g_assert_cmpint (azud_spill_file_get_bytes (file), ==, azud_spill_folder_get_used (f->folder));
  azud_spill_file_free (file);
}

static void
no_folder (Fixture      *f,
           gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (f->parent, "nowhere", NULL);
  AzudSpillFolder *folder = azud_spill_folder_new (nowhere, 0, NULL);
  AzudError error = AZUD_ERROR_INIT;

  g_assert_null (azud_spill_file_new (folder, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_SPILL_FOLDER_UNUSABLE");
  azud_spill_folder_free (folder);
  azud_error_clear (&error);
  g_assert_false (azud_spill_folder_check (nowhere, &error));
  g_assert_true (azud_spill_folder_check (f->parent, NULL));
  g_assert_cmpuint (folder_count (f->parent), ==, 0);
}

/* What vanishes under a run is a clear error, and what is open already can still be read. */
static void
vanished_folder (Fixture      *f,
                 gconstpointer data)
{
  AzudSpillFile *file = azud_spill_file_new (f->folder, NULL);
  g_autofree char *path = only_file (f);
  g_autofree char *folder = g_path_get_dirname (path);
  AzudError error = AZUD_ERROR_INIT;
  AzudSpillPlace place;
  AzudChunk *chunk;

  add_rows (f, 1);
  g_assert_true (azud_spill_file_write (file, f->rows.chunks[0], &place, NULL));
  azud_owner_remove_folder (folder);
  g_assert_null (azud_spill_file_new (f->folder, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_SPILL_FOLDER_UNUSABLE");
  chunk = azud_spill_file_read (file, &place, &f->layout, f->account, NULL);
  g_assert_nonnull (chunk);
  azud_block_give (f->account, chunk, chunk->size);
  azud_spill_file_free (file);
}

/* A killed process's folder goes with the next sweep; a living one's stays, and so does what only looks like one. */
static void
orphans (Fixture      *f,
         gconstpointer data)
{
  AzudSpillFile *file = azud_spill_file_new (f->folder, NULL);
  g_autofree char *other = g_build_filename (f->parent, ".azud-spill-notes", NULL);
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      AzudSpillFolder *folder = azud_spill_folder_new (f->parent, 0, NULL);

      if (azud_spill_file_new (folder, NULL) != NULL && azud_spill_file_new (folder, NULL) != NULL)
        kill (getpid (), SIGKILL);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (g_mkdir (other, 0700), ==, 0);
  g_assert_cmpuint (folder_count (f->parent), ==, 3);
  g_assert_cmpint (azud_spill_folder_sweep (f->parent), ==, 1);
  g_assert_cmpint (azud_spill_folder_sweep (f->parent), ==, 0);
  g_assert_cmpuint (folder_count (f->parent), ==, 2);
  g_assert_cmpint (g_rmdir (other), ==, 0);
  azud_spill_file_free (file);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/formats/spill/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("round-trip", round_trip);
  ADD ("large-value", large_value);
  ADD ("T020-flipped-bits", flipped_bits);
  ADD ("T017-quota", quota);
  ADD ("T012-T017-failing-disk", failing_disk);
  ADD ("T018-no-folder", no_folder);
  ADD ("T018-vanished-folder", vanished_folder);
  ADD ("T034-orphans", orphans);
  return g_test_run ();
}
