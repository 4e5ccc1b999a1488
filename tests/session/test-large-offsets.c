/* test-large-offsets.c: files of more than 4 GiB, read, written and spilled
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The files are holes: what is read is made up when it is asked for, and of what is written only the last part is kept.  So offsets, counts of rows and of
 * lines are those of large files, and disks need not be large.  Only in the thorough pass.
 */

#include "base/io.h"
#include "base/memory.h"
#include "formats/spill-file.h"

#include <azud/session.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#define MIB ((gint64) 1024 * 1024)
#define GIB (1024 * MIB)
#define SIZE (4 * GIB + 256 * MIB)
#define ROW 1024
#define N_VALUES 1024                  /* the rows repeat */
#define N_ROWS (SIZE / ROW)

static char *folder;

/* ---- reading ---- */

static const AzudIo *sys;
static char *rows;                      /* N_VALUES of them */
static dev_t made_up_device;
static ino_t made_up_inode;
static gboolean last_is_bad;

static void
make_rows (void)
{
  rows = g_malloc (N_VALUES * ROW + 1);
  for (int i = 0; i < N_VALUES; i++)
    g_snprintf (rows + i * ROW, ROW + 1, "%05d,%-1017s\n", i, "words that fill the row");
}

static ssize_t
made_up_pread (int fd, void *buffer, size_t size, off_t offset)
{
  struct stat info;
  char *out = buffer;
  size_t done = 0;

  if (fstat (fd, &info) != 0 || info.st_ino != made_up_inode || info.st_dev != made_up_device)
    return sys->pread (fd, buffer, size, offset);
  size = (size_t) MIN ((gint64) size, MAX (SIZE - offset, 0));
  while (done < size)
    {
      gsize at = (gsize) ((offset + (off_t) done) % (N_VALUES * ROW));
      gsize n = MIN (size - done, N_VALUES * ROW - at);

      memcpy (out + done, rows + at, n);
      done += n;
    }
  if (last_is_bad && offset <= SIZE - ROW && offset + (off_t) size > SIZE - ROW)
    out[SIZE - ROW - offset] = 'x';
  return (ssize_t) size;
}

static AzudJson *
ask (const char *path,
     GError    **error)
{
  AzudSessionOptions options = { .n_threads = 2, .memory_bytes = 256 * MIB };
  g_autofree char *table = g_strdup_printf ("t=%s", path);
  const char *const tables[] = { table, NULL };
  const char *const table_options[] = { "t.schema=a int, b string", "t.header=false", "t.mode=FAILFAST", NULL };
  g_autoptr(AzudSession) session = azud_session_new (&options, NULL);
  AzudJson *answer = azud_session_sql (session, "SELECT count(*), sum(a) FROM t", tables, table_options, "UTC", error);

  azud_session_close (session);
  return answer;
}

static void
test_read (void)
{
  g_autofree char *path = g_build_filename (folder, "large.csv", NULL);
  g_autofree char *expected_sum = g_strdup_printf ("%" G_GINT64_FORMAT, N_ROWS / N_VALUES * ((gint64) N_VALUES * (N_VALUES - 1) / 2));
  g_autofree char *expected_rows = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) N_ROWS);
  g_autofree char *told_line = NULL;
  g_autoptr(AzudJson) answer = NULL, bad = NULL;
  g_autoptr(GError) error = NULL, fault = NULL;
  AzudJson *row;
  AzudIo io = *azud_io_system ();
  GStatBuf info;
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  make_rows ();
  g_assert_cmpint (ftruncate (fd, SIZE), ==, 0);
  close (fd);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  made_up_device = info.st_dev;
  made_up_inode = info.st_ino;
  sys = azud_io_system ();
  io.pread = made_up_pread;
  azud_io_install (&io);
  answer = ask (path, &error);
  last_is_bad = TRUE;
  bad = ask (path, &fault);
  azud_io_install (NULL);
  g_unlink (path);
  g_free (rows);

  g_assert_no_error (error);
  row = azud_json_get_element (azud_json_lookup (answer, "rows"), 0);
  g_assert_cmpstr (azud_json_get_string (azud_json_get_element (row, 0)), ==, expected_rows);
  g_assert_cmpstr (azud_json_get_string (azud_json_get_element (row, 1)), ==, expected_sum);
  g_assert_nonnull (fault);
  told_line = azud_gerror_get (fault, "line");
  g_assert_cmpstr (told_line, ==, expected_rows);
}

/* ---- writing ---- */

static _Atomic gint64 written;

/* What has its place before the last part is not kept. */
static ssize_t
forgetful_pwrite (int fd, const void *bytes, size_t size, off_t offset)
{
  atomic_fetch_add (&written, (gint64) size);
  if (offset + (off_t) size <= 4 * GIB)
    return (ssize_t) size;
  return sys->pwrite (fd, bytes, size, offset);
}

static void
install_forgetful (AzudIo *io)
{
  sys = azud_io_system ();
  *io = *sys;
  io->pwrite = forgetful_pwrite;
  written = 0;
  azud_io_install (io);
}

/* One file of an output; its last rows are looked at. */
static void
test_write (void)
{
  const gint64 n = 4 * GIB / 1000;
  g_autofree char *word = g_strnfill (1000, 'w');
  g_autofree char *path = g_build_filename (folder, "out.csv", NULL);
  g_autofree char *text = g_strdup_printf (
    "{\"azud\": \"1.0\", \"nodes\": ["
    "{\"id\": \"rows\", \"type\": \"generate-rows\", \"params\": {\"start\": 0, \"end\": %" G_GINT64_FORMAT "}},"
    "{\"id\": \"wide\", \"type\": \"derive-columns\", \"params\": {\"columns\": [{\"name\": \"w\", \"expression\": "
    "\"concat('%s', cast(id AS string))\"}]}},"
    "{\"id\": \"few\", \"type\": \"select-columns\", \"params\": {\"columns\": [\"w\", \"id\"]}},"
    "{\"id\": \"answer\", \"type\": \"write-csv\", \"params\": {\"path\": \"%s\", \"mode\": \"overwrite\"}}],"
    "\"edges\": [{\"from\": \"rows.out\", \"to\": \"wide.in\"}, {\"from\": \"wide.out\", \"to\": \"few.in\"},"
    "{\"from\": \"few.out\", \"to\": \"answer.in\"}]}", n, word, path);
  AzudSessionOptions options = { .n_threads = 2, .memory_bytes = 256 * MIB, .temp_folder = folder };
  g_autoptr(AzudSession) session = azud_session_new (&options, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudDocument) document = azud_document_parse (text, -1, folder, &error);
  g_autoptr(AzudRun) run = NULL;
  g_autoptr(GString) expected = g_string_new (NULL);
  g_autofree char *got = g_malloc0 (4097);
  GStatBuf info;
  AzudIo io;
  int fd;

  g_assert_no_error (error);
  install_forgetful (&io);
  run = azud_session_start (session, document, NULL, &error);
  g_assert_no_error (error);
  azud_run_wait (run, &error);
  azud_session_close (session);
  azud_io_install (NULL);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 4 * GIB);
  g_assert_cmpint (written, >=, info.st_size);
  for (gint64 i = n - 100; i < n; i++)
    g_string_append_printf (expected, "%s%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "\n", word, i, i);
  fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  g_assert_cmpint (pread (fd, got, 4096, info.st_size - 4096), ==, 4096);
  close (fd);
  g_assert_cmpstr (got, ==, expected->str + expected->len - 4096);
  g_unlink (path);
}

/* Chunks of spill files, of which those behind 4 GiB are read back. */
static void
test_spill (void)
{
  const AzudDtype *type = azud_dtype_get (AZUD_DTYPE_BINARY);
  const gsize size = 32 * MIB;
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudSpillFolder *spill = azud_spill_folder_new (folder, 0, NULL);
  AzudSpillFile *file = azud_spill_file_new (spill, NULL);
  g_autofree guint32 *words = g_malloc (size);
  AzudSpillPlace place = { 0 };
  AzudRowLayout layout;
  AzudVector vector;
  AzudArena arena;
  AzudRows chunks;
  AzudIo io;

  for (gsize i = 0; i < size / sizeof *words; i++)
    words[i] = (guint32) i * 2654435761u ^ (guint32) (i >> 7) * 40503u;      /* nothing to compress */
  azud_arena_init (&arena, account);
  g_assert_true (azud_row_layout_init (&layout, &type, 1, 0, account, NULL));
  azud_rows_init (&chunks, &layout, account);
  g_assert_true (azud_vector_init_flat (&vector, type, 1, &arena, NULL));
  ((AzudText *) vector.data)[0] = azud_text_make ((const char *) words, (guint32) size);
  g_assert_true (azud_rows_append (&chunks, &vector, NULL, 1, NULL, NULL, NULL));
  install_forgetful (&io);
  while (place.offset <= 4 * GIB)
    {
      AzudChunk *chunk;

      g_assert_true (azud_spill_file_write (file, chunks.chunks[0], &place, NULL));
      if (place.offset <= 4 * GIB)
        continue;
      chunk = azud_spill_file_read (file, &place, &layout, account, NULL);
      g_assert_nonnull (chunk);
      g_assert_cmpmem (chunk, chunk->size, chunks.chunks[0], chunks.chunks[0]->size);
      azud_block_give (account, chunk, chunk->size);
    }
  g_assert_cmpint (azud_spill_file_get_bytes (file), ==, place.offset + place.stored);
  g_assert_cmpint (azud_spill_folder_get_used (spill), ==, place.offset + place.stored);
  azud_io_install (NULL);
  azud_spill_file_free (file);
  azud_spill_folder_free (spill);
  azud_rows_clear (&chunks);
  azud_row_layout_clear (&layout, account);
  azud_arena_clear (&arena);
  azud_account_free (account);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("azud-large-XXXXXX", NULL);
  g_test_add_func ("/session/large-offsets/T021-read", test_read);
  g_test_add_func ("/session/large-offsets/T021-write", test_write);
  g_test_add_func ("/session/large-offsets/T021-spill", test_spill);
  status = g_test_run ();
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
  return status;
}
