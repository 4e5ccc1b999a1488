/* test-io.c: files through the table, with every call made to fail, be short or be interrupted
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/faulty-io.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("azud-io-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  azud_io_install (NULL);
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
write_file (Fixture    *fixture,
            const char *content,
            gsize       size)
{
  AzudError error = AZUD_ERROR_INIT;
  int fd = azud_io_create (fixture->path, 0644, &error);

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (azud_io_write (fd, fixture->path, content, size, &error));
  g_assert_true (azud_io_sync (fd, fixture->path, &error));
  g_assert_true (azud_io_close (fd, fixture->path, &error));
}

static void
test_round (Fixture      *fixture,
            gconstpointer data)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudFileIdentity identity, again;
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);
  g_autofree char *inner = g_build_filename (fixture->folder, "inner", NULL);
  char buffer[64];
  gsize got;
  int fd;

  write_file (fixture, "hello world", 11);
  g_assert_cmpint (azud_io_create (fixture->path, 0644, &error), ==, -1);   /* it exists */
  g_assert_cmpstr (error.condition, ==, "AZUD_IO");
  azud_error_clear (&error);

  fd = azud_io_open_read (fixture->path, &identity, &error);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, !=, 0);
  g_assert_cmpint (identity.size, ==, 11);
  g_assert_true (azud_io_identity (fd, fixture->path, &again, &error));
  g_assert_cmpmem (&identity, sizeof identity, &again, sizeof again);
  g_assert_true (azud_io_pread (fd, fixture->path, buffer, 5, 6, &got, &error));
  g_assert_cmpmem (buffer, got, "world", 5);
  g_assert_true (azud_io_pread (fd, fixture->path, buffer, 50, 6, &got, &error));
  g_assert_cmpuint (got, ==, 5);
  g_assert_true (azud_io_read (fd, fixture->path, buffer, 64, &got, &error));
  g_assert_cmpuint (got, ==, 11);
  g_assert_true (azud_io_read (fd, fixture->path, buffer, 64, &got, &error));
  g_assert_cmpuint (got, ==, 0);
  g_assert_true (azud_io_close (fd, fixture->path, &error));

  g_assert_true (azud_io_rename (fixture->path, other, &error));
  g_assert_true (azud_io_sync_folder (fixture->folder, &error));
  g_assert_true (azud_io_unlink (other, &error));
  g_assert_false (azud_io_unlink (other, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_FILE_NOT_FOUND");
  azud_error_clear (&error);
  g_assert_true (azud_io_mkdir (inner, &error));
  g_assert_false (azud_io_mkdir (inner, NULL));
  g_assert_true (azud_io_rmdir (inner, &error));
  g_assert_false (azud_io_rmdir (inner, NULL));
}

static void
test_pwrite (Fixture      *fixture,
             gconstpointer data)
{
  AzudError error = AZUD_ERROR_INIT;
  char buffer[16];
  gsize got;
  int fd = azud_io_create (fixture->path, 0600, &error);

  g_assert_true (azud_io_pwrite (fd, fixture->path, "world", 5, 6, &error));
  g_assert_true (azud_io_pwrite (fd, fixture->path, "hello ", 6, 0, &error));
  g_assert_true (azud_io_pread (fd, fixture->path, buffer, 16, 0, &got, &error));
  g_assert_cmpmem (buffer, got, "hello world", 11);
  g_assert_true (azud_io_close (fd, fixture->path, &error));
}

static void
test_not_files (Fixture      *fixture,
                gconstpointer data)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudFileIdentity identity;
  int fd;

  g_assert_cmpint (azud_io_open_read (fixture->folder, NULL, &error), ==, -1);
  g_assert_cmpstr (error.condition, ==, "AZUD_NOT_A_FILE");
  g_assert_nonnull (strstr (error.message, "folder"));
  azud_error_clear (&error);
  g_assert_cmpint (azud_io_open_read ("/dev/zero", NULL, &error), ==, -1);
  g_assert_cmpstr (error.condition, ==, "AZUD_NOT_A_FILE");
  azud_error_clear (&error);
  g_assert_cmpint (azud_io_open_read (fixture->path, NULL, &error), ==, -1);
  g_assert_cmpstr (error.condition, ==, "AZUD_FILE_NOT_FOUND");
  g_assert_cmpstr (error.file, ==, fixture->path);
  azud_error_clear (&error);
  fd = azud_io_open_read ("/dev/null", &identity, &error);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (identity.size, ==, -1);
  g_assert_true (azud_io_close (fd, "/dev/null", &error));
}

/* ---- a table that misbehaves ---- */

static void
test_short (Fixture      *fixture,
            gconstpointer data)
{
  AzudError error = AZUD_ERROR_INIT;
  char buffer[16];
  gsize got;
  int fd;

  faulty_io_install (&(FaultyIo){ .kind = FAULTY_IS_SHORT });
  fd = azud_io_create (fixture->path, 0600, &error);
  g_assert_cmpint (fd, >=, 0);
  g_assert_true (azud_io_write (fd, fixture->path, "hello ", 6, &error));
  g_assert_true (azud_io_pwrite (fd, fixture->path, "world", 5, 6, &error));
  g_assert_true (azud_io_sync (fd, fixture->path, &error));
  g_assert_true (azud_io_pread (fd, fixture->path, buffer, 16, 0, &got, &error));
  g_assert_cmpmem (buffer, got, "hello world", 11);
  g_assert_true (azud_io_read (fd, fixture->path, buffer, 6, &got, &error));   /* behind the 6 written in sequence */
  g_assert_cmpmem (buffer, got, "wor", 3);
  g_assert_true (azud_io_close (fd, fixture->path, &error));
}

static void
fail_all (int error)
{
  faulty_io_install (&(FaultyIo){ .call = FAULTY_ALL, .nth = 1, .persists = true, .error = error });
}

static void
test_failing (Fixture      *fixture,
              gconstpointer data)
{
  AzudError error = AZUD_ERROR_INIT;
  char buffer[16];
  gsize got = 77;
  int fd;

  write_file (fixture, "x", 1);
  fd = open (fixture->path, O_RDWR | O_CLOEXEC);

#define FAILS(call, expected)                                \
  G_STMT_START                                               \
    {                                                        \
      azud_error_clear (&error);                             \
      g_assert_false (call);                                 \
      g_assert_cmpstr (error.condition, ==, expected);       \
      g_assert_cmpstr (error.file, ==, fixture->path);       \
    }                                                        \
  G_STMT_END

  fail_all (ENOSPC);
  FAILS (azud_io_read (fd, fixture->path, buffer, 16, &got, &error), "AZUD_NO_SPACE");
  g_assert_cmpuint (got, ==, 0);
  FAILS (azud_io_pread (fd, fixture->path, buffer, 16, 0, &got, &error), "AZUD_NO_SPACE");
  FAILS (azud_io_write (fd, fixture->path, "x", 1, &error), "AZUD_NO_SPACE");
  FAILS (azud_io_pwrite (fd, fixture->path, "x", 1, 0, &error), "AZUD_NO_SPACE");
  FAILS (azud_io_open_read (fixture->path, NULL, &error) >= 0, "AZUD_NO_SPACE");
  fail_all (ENOSPC);
  FAILS (azud_io_sync (fd, fixture->path, &error), "AZUD_NO_SPACE");
  g_assert_cmpint (faulty_io_count (), ==, 1);   /* never tried again */
  fail_all (EXDEV);
  FAILS (azud_io_rename ("elsewhere", fixture->path, &error), "AZUD_IO");
  fail_all (EIO);
  FAILS (azud_io_identity (fd, fixture->path, &(AzudFileIdentity){ 0 }, &error), "AZUD_IO");
  FAILS (azud_io_close (dup (fd), fixture->path, &error), "AZUD_IO");
  faulty_io_install (&(FaultyIo){ .call = FAULTY_FSTAT, .nth = 1, .error = EIO });
  FAILS (azud_io_open_read (fixture->path, NULL, &error) >= 0, "AZUD_IO");
  faulty_io_install (&(FaultyIo){ .kind = FAULTY_IS_EMPTY });
  FAILS (azud_io_write (fd, fixture->path, "x", 1, &error), "AZUD_IO");
  FAILS (azud_io_pwrite (fd, fixture->path, "x", 1, 0, &error), "AZUD_IO");
  fail_all (EINTR);
  g_assert_true (azud_io_close (dup (fd), fixture->path, &error));   /* closed all the same */
  azud_io_install (NULL);
  close (fd);
}

static int64_t
frozen (void)
{
  return 12345;
}

static void
test_clock (Fixture      *fixture,
            gconstpointer data)
{
  gint64 first = azud_io_now_ns ();
  AzudIo table;

  g_assert_cmpint (azud_io_now_ns (), >=, first);
  g_assert_cmpint (ABS (azud_io_real_us () - g_get_real_time ()), <, 60 * G_USEC_PER_SEC);
  table = *azud_io_system ();
  table.now_ns = frozen;
  table.real_us = frozen;
  azud_io_install (&table);
  g_assert_cmpint (azud_io_now_ns (), ==, 12345);
  g_assert_cmpint (azud_io_real_us (), ==, 12345);
}

static void
test_folder_sync (Fixture      *fixture,
                  gconstpointer data)
{
  AzudError error = AZUD_ERROR_INIT;

  faulty_io_install (&(FaultyIo){ .call = FAULTY_FSYNC, .nth = 1, .error = EINVAL });   /* a file system that does not know it */
  g_assert_true (azud_io_sync_folder (fixture->folder, &error));
  faulty_io_install (&(FaultyIo){ .call = FAULTY_FSYNC, .nth = 1, .error = EIO });
  g_assert_false (azud_io_sync_folder (fixture->folder, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_IO");
  azud_error_clear (&error);
  g_assert_false (azud_io_sync_folder (fixture->path, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_FILE_NOT_FOUND");
}

#define ADD(name, function) g_test_add ("/base/io/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round", test_round);
  ADD ("pwrite", test_pwrite);
  ADD ("not-files", test_not_files);
  ADD ("T013-short", test_short);
  ADD ("T012-T014-failing", test_failing);
  ADD ("clock", test_clock);
  ADD ("folder-sync", test_folder_sync);
  return g_test_run ();
}
