/* test-output-commit.c: outputs that are whole or absent, whatever fails
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "formats/csv-dump.h"
#include "formats/output-commit.h"

#include "base/io.h"
#include "base/sync.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- a folder of its own for each case ---- */

static char *
make_folder (void)
{
  static int n;
  char *path = g_strdup_printf ("%s/case-%d", csv_folder (), n++);

  g_assert_cmpint (g_mkdir (path, 0777), ==, 0);
  return path;
}

static char *
read_file (const char *folder,
           const char *name)
{
  char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  g_free (path);
  return text;
}

static void
write_file (const char *folder,
            const char *name,
            const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  csv_put_file (path, text, -1);
  g_free (path);
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* "name=content,..." of all names in a folder, folders in brackets; what is hidden too. */
static char *
list_folder (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (folder, 0, NULL);
  GString *out = g_string_new (NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_dir_close (dir);
  g_ptr_array_sort (names, compare_strings);
  for (guint i = 0; i < names->len; i++)
    {
      char *path = g_build_filename (folder, names->pdata[i], NULL);
      char *content = NULL;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          char *inner = list_folder (path);

          content = g_strdup_printf ("[%s]", inner);
          g_free (inner);
        }
      else
        g_file_get_contents (path, &content, NULL, NULL);
      g_string_append_printf (out, "%s%s=%s", i > 0 ? "," : "", (char *) names->pdata[i],
                              content != NULL ? content : "?");
      g_free (content);
      g_free (path);
    }
  g_ptr_array_unref (names);
  return g_string_free (out, FALSE);
}

static void
expect_folder (const char *folder,
               const char *expected)
{
  char *got = list_folder (folder);

  g_assert_cmpstr (got, ==, expected);
  g_free (got);
}

/* ---- making outputs ---- */

static AzudOutput *
open_output (const char   *folder,
             const char   *name,
             AzudWriteMode mode,
             bool          is_folder,
             int           n_partitions,
             AzudAccount  *account,
             AzudError    *error)
{
  char *path = g_build_filename (folder, name, NULL);
  AzudOutputConfig config = { .path = path, .mode = mode, .folder = is_folder, .extension = ".csv",
                              .n_partitions = n_partitions, .buffer_bytes = 64 };
  AzudOutput *output = azud_output_new (&config, account, error);

  g_free (path);
  return output;
}

static bool
put_part (AzudOutput *output,
          int         partition,
          const char *text,
          AzudError  *error)
{
  AzudOutputPart *part = azud_output_part_open (output, partition, error);

  if (part == NULL)
    return false;
  if (!azud_output_part_write (part, text, strlen (text), error))
    {
      azud_output_part_abort (part);
      return false;
    }
  return azud_output_part_finish (part, error);
}

/* One output of one part, from beginning to end. */
static bool
put_output (const char   *folder,
            const char   *name,
            AzudWriteMode mode,
            const char   *text,
            AzudError    *error)
{
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudOutput *output = open_output (folder, name, mode, false, 1, account, error);
  bool ok = output != NULL && put_part (output, 0, text, error) && azud_outputs_commit (&output, 1, error);

  azud_output_free (output);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  return ok;
}

static void
modes (void)
{
  char *folder = make_folder ();
  AzudError error = AZUD_ERROR_INIT;

  g_assert_true (put_output (folder, "a", AZUD_WRITE_ERROR, "1\n", &error));
  expect_folder (folder, "a=1\n");
  g_assert_false (put_output (folder, "a", AZUD_WRITE_ERROR, "2\n", &error));
  g_assert_cmpstr (error.condition, ==, "PATH_ALREADY_EXISTS");
  expect_folder (folder, "a=1\n");
  azud_error_clear (&error);
  g_assert_true (put_output (folder, "a", AZUD_WRITE_IGNORE, "3\n", &error));
  expect_folder (folder, "a=1\n");
  g_assert_true (put_output (folder, "a", AZUD_WRITE_APPEND, "4\n", &error));
  expect_folder (folder, "a=1\n4\n");
  g_assert_true (put_output (folder, "a", AZUD_WRITE_OVERWRITE, "5", &error));
  expect_folder (folder, "a=5");
  g_assert_true (put_output (folder, "a", AZUD_WRITE_APPEND, "6\n", &error));
  expect_folder (folder, "a=5\n6\n");
  g_assert_true (put_output (folder, "b", AZUD_WRITE_APPEND, "7\n", &error));
  g_assert_true (put_output (folder, "c", AZUD_WRITE_IGNORE, "8\n", &error));
  expect_folder (folder, "a=5\n6\n,b=7\n,c=8\n");
  g_free (folder);
}

static void
targets (void)
{
  char *folder = make_folder ();
  char *link_path = g_build_filename (folder, "link", NULL);
  char *dangling = g_build_filename (folder, "dangling", NULL);
  char *inner = g_build_filename (folder, "inner", NULL);
  char *fifo = g_build_filename (folder, "fifo", NULL);
  AzudError error = AZUD_ERROR_INIT;
  GStatBuf info;

  g_assert_cmpint (g_mkdir (inner, 0777), ==, 0);
  write_file (inner, "real", "old");
  g_assert_cmpint (symlink ("inner/real", link_path), ==, 0);
  g_assert_cmpint (symlink ("inner/new", dangling), ==, 0);
  g_assert_true (put_output (folder, "link", AZUD_WRITE_OVERWRITE, "1", &error));
  g_assert_true (put_output (folder, "dangling", AZUD_WRITE_ERROR, "2", &error));
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (dangling, G_FILE_TEST_IS_SYMLINK));
  expect_folder (inner, "new=2,real=1");

  g_assert_false (put_output (folder, "inner", AZUD_WRITE_OVERWRITE, "3", &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_NOT_A_FILE");
  azud_error_clear (&error);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_false (put_output (folder, "fifo", AZUD_WRITE_OVERWRITE, "3", &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_NOT_A_FILE");
  azud_error_clear (&error);
  g_assert_false (put_output ("/dev", "full", AZUD_WRITE_OVERWRITE, "3", &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_NOT_A_FILE");
  azud_error_clear (&error);
  g_assert_false (put_output (folder, "no/such/folder", AZUD_WRITE_OVERWRITE, "3", &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_FILE_NOT_FOUND");
  azud_error_clear (&error);

  /* the mode of what is replaced is kept */
  g_unlink (link_path);
  write_file (folder, "m", "old");
  g_free (link_path);
  link_path = g_build_filename (folder, "m", NULL);
  g_assert_cmpint (g_chmod (link_path, 0640), ==, 0);
  g_assert_true (put_output (folder, "m", AZUD_WRITE_OVERWRITE, "new", &error));
  g_assert_cmpint (g_stat (link_path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0640);
  g_free (folder);
  g_free (link_path);
  g_free (dangling);
  g_free (inner);
  g_free (fifo);
}

/* Parts come in any order, in several attempts, and wait in memory or on disk. */
static void
parts (void)
{
  static const int orders[][4] = { { 0, 1, 2, 3 }, { 3, 2, 1, 0 }, { 1, 3, 0, 2 }, { 2, 0, 3, 1 } };
  char *folder = make_folder ();

  for (int is_folder = 0; is_folder < 2; is_folder++)
    for (gsize o = 0; o < G_N_ELEMENTS (orders); o++)
      {
        AzudAccount *account = azud_account_new (NULL, "test", 0);
        AzudError error = AZUD_ERROR_INIT;
        AzudOutput *output = open_output (folder, is_folder ? "d" : "f", AZUD_WRITE_OVERWRITE, is_folder, 4,
                                          account, &error);
        AzudOutputPart *open[4];
        AzudOutputPart *twice;

        g_assert_nonnull (output);
        twice = azud_output_part_open (output, orders[o][1], &error);
        g_assert_true (azud_output_part_write (twice,
                                               "rubbish that is dropped in the end ........................................\n", 70, &error));
        for (int i = 0; i < 4; i++)
          open[i] = azud_output_part_open (output, i, &error);
        for (int line = 0; line < 10; line++)
          for (int i = 0; i < 4; i++)
            {
              char text[32];

              g_snprintf (text, sizeof text, "%d-%d\n", i, line);
              g_assert_true (azud_output_part_write (open[i], text, strlen (text), &error));
            }
        azud_output_part_abort (twice);
        for (int i = 0; i < 4; i++)
          g_assert_true (azud_output_part_finish (open[orders[o][i]], &error));
        g_assert_true (put_part (output, 2, "a second attempt that finishes later is dropped", &error));
        g_assert_true (azud_outputs_commit (&output, 1, &error));
        g_assert_cmpint (azud_output_get_bytes (output), ==, 160);
        azud_output_free (output);
        g_assert_cmpint (azud_account_get_used (account), ==, 0);
        azud_account_free (account);
      }
  {
    GString *whole = g_string_new (NULL);
    char *got = read_file (folder, "f");
    GString *sum = g_string_new (NULL);

    for (int i = 0; i < 4; i++)
      for (int line = 0; line < 10; line++)
        g_string_append_printf (whole, "%d-%d\n", i, line);
    g_assert_cmpstr (got, ==, whole->str);
    for (int i = 0; i < 4; i++)
      {
        char *name = g_strdup_printf ("d/part-%05d.csv", i);
        char *part = read_file (folder, name);

        g_string_append (sum, part);
        g_free (part);
        g_free (name);
      }
    g_assert_cmpstr (sum->str, ==, whole->str);
    g_string_free (whole, TRUE);
    g_string_free (sum, TRUE);
    g_free (got);
  }
  g_free (folder);
}

static void
folders (void)
{
  char *folder = make_folder ();
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudOutput *output = open_output (folder, "d", AZUD_WRITE_ERROR, true, 3, account, &error);
  char *inner = g_build_filename (folder, "d", NULL);
  char *got;

  /* part 0 is always written, others only when they hold something */
  g_assert_true (put_part (output, 2, "2\n", &error));
  g_assert_true (put_part (output, 1, "", &error));
  g_assert_true (put_part (output, 0, "", &error));
  g_assert_true (azud_outputs_commit (&output, 1, &error));
  azud_output_free (output);
  expect_folder (folder, "d=[_SUCCESS=,part-00000.csv=,part-00002.csv=2\n]");

  output = open_output (folder, "d", AZUD_WRITE_OVERWRITE, true, 1, account, &error);
  g_assert_true (put_part (output, 0, "new\n", &error));
  g_assert_true (azud_outputs_commit (&output, 1, &error));
  azud_output_free (output);
  expect_folder (folder, "d=[_SUCCESS=,part-00000.csv=new\n]");

  output = open_output (folder, "d", AZUD_WRITE_APPEND, true, 1, account, &error);
  g_assert_true (put_part (output, 0, "more\n", &error));
  g_assert_true (azud_outputs_commit (&output, 1, &error));
  azud_output_free (output);
  got = list_folder (folder);
  g_assert_true (g_str_has_prefix (got, "d=[_SUCCESS=,part-00000"));
  g_assert_nonnull (strstr (got, "=new\n"));
  g_assert_nonnull (strstr (got, "=more\n"));
  g_free (got);

  /* a folder with other things in it is not ours to replace */
  write_file (inner, "letter.txt", "dear");
  g_assert_null (open_output (folder, "d", AZUD_WRITE_OVERWRITE, true, 1, account, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_FOLDER_NOT_OURS");
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  g_free (inner);
  g_free (folder);
}

static void
input_is_output (void)
{
  char *folder = make_folder ();
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  char *inner = g_build_filename (folder, "d", NULL);
  const char *paths[] = { inner };
  AzudFileList files;
  AzudOutput *output;

  g_assert_cmpint (g_mkdir (inner, 0777), ==, 0);
  write_file (inner, "part-00000.csv", "1\n");
  g_assert_true (azud_file_list_init (&files, paths, 1, account, &error));
  output = open_output (folder, "d", AZUD_WRITE_OVERWRITE, true, 1, account, &error);
  g_assert_false (azud_output_check_inputs (output, &files, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_OUTPUT_IS_INPUT");
  azud_output_free (output);
  expect_folder (folder, "d=[part-00000.csv=1\n]");
  azud_file_list_clear (&files);
  azud_account_free (account);
  g_free (inner);
  g_free (folder);
}

/* ---- faults ---- */

typedef enum
{
  CALL_OPEN,
  CALL_WRITE,
  CALL_PWRITE,
  CALL_PREAD,
  CALL_FSYNC,
  CALL_CLOSE,
  CALL_RENAME,
  CALL_MKDIR,
  N_CALLS
} Call;

static const AzudIo *sys;
static Call fault_call;
static int fault_at;       /* the n-th such call fails */
static int fault_errno;
static bool fault_persist;
static bool fault_short;   /* instead of failing: half of the bytes, every other time EINTR */
static int n_calls;

static bool
fails (Call call)
{
  if (call != fault_call || fault_short)
    return false;
  n_calls++;
  if (n_calls != fault_at && !(fault_persist && n_calls > fault_at))
    return false;
  errno = fault_errno;
  return true;
}

static int
faulty_open (const char *path, int flags, mode_t mode)
{
  return fails (CALL_OPEN) ? -1 : sys->open (path, flags, mode);
}

static ssize_t
faulty_write (int fd, const void *data, size_t size)
{
  if (fault_short && n_calls++ % 2 == 0)
    {
      errno = EINTR;
      return -1;
    }
  return fails (CALL_WRITE) ? -1 : sys->write (fd, data, fault_short ? (size + 1) / 2 : size);
}

static ssize_t
faulty_pwrite (int fd, const void *data, size_t size, off_t offset)
{
  if (fault_short && n_calls++ % 2 == 0)
    {
      errno = EINTR;
      return -1;
    }
  return fails (CALL_PWRITE) ? -1 : sys->pwrite (fd, data, fault_short ? (size + 1) / 2 : size, offset);
}

static ssize_t
faulty_pread (int fd, void *data, size_t size, off_t offset)
{
  if (fault_short && n_calls++ % 2 == 0)
    {
      errno = EINTR;
      return -1;
    }
  return fails (CALL_PREAD) ? -1 : sys->pread (fd, data, fault_short ? (size + 1) / 2 : size, offset);
}

static int
faulty_fsync (int fd)
{
  return fails (CALL_FSYNC) ? -1 : sys->fsync (fd);
}

static int
faulty_close (int fd)
{
  int result = sys->close (fd);   /* the descriptor is gone even when close fails */

  return fails (CALL_CLOSE) ? -1 : result;
}

static int
faulty_rename (const char *from, const char *to)
{
  return fails (CALL_RENAME) ? -1 : sys->rename (from, to);
}

static int
faulty_mkdir (const char *path, mode_t mode)
{
  return fails (CALL_MKDIR) ? -1 : sys->mkdir (path, mode);
}

static void
install_faults (void)
{
  static AzudIo io;

  sys = azud_io_system ();
  io = *sys;
  io.open = faulty_open;
  io.write = faulty_write;
  io.pwrite = faulty_pwrite;
  io.pread = faulty_pread;
  io.fsync = faulty_fsync;
  io.close = faulty_close;
  io.rename = faulty_rename;
  io.mkdir = faulty_mkdir;
  n_calls = 0;
  azud_io_install (&io);
}

/* Three outputs at once: a file that is replaced, a new file, one that is appended to; and, on wish,
 * folders. */
static bool
three_outputs (const char *folder,
               bool        folders_too,
               AzudError  *error)
{
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudOutput *outputs[5] = { NULL };
  int n = folders_too ? 5 : 3;
  bool ok = true;

  outputs[0] = open_output (folder, "a", AZUD_WRITE_OVERWRITE, false, 2, account, error);
  ok = outputs[0] != NULL;
  if (ok)
    ok = (outputs[1] = open_output (folder, "b", AZUD_WRITE_ERROR, false, 2, account, error)) != NULL;
  if (ok)
    ok = (outputs[2] = open_output (folder, "c", AZUD_WRITE_APPEND, false, 2, account, error)) != NULL;
  if (ok && folders_too)
    ok = (outputs[3] = open_output (folder, "d", AZUD_WRITE_OVERWRITE, true, 2, account, error)) != NULL &&
         (outputs[4] = open_output (folder, "e", AZUD_WRITE_ERROR, true, 2, account, error)) != NULL;
  for (int i = 0; ok && i < n; i++)
    ok = put_part (outputs[i], 1, "new 1 .........................................................\n",
                   error) &&
         put_part (outputs[i], 0, "new 0\n", error);
  ok = ok && azud_outputs_commit (outputs, (size_t) n, error);
  for (int i = 0; i < 5; i++)
    azud_output_free (outputs[i]);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  return ok;
}

static void
make_old (const char *folder)
{
  char *inner = g_build_filename (folder, "d", NULL);

  write_file (folder, "a", "old a\n");
  write_file (folder, "c", "old c\n");
  g_assert_cmpint (g_mkdir (inner, 0777), ==, 0);
  write_file (inner, "part-00000.csv", "old d\n");
  g_free (inner);
}

#define NEW_PARTS "new 0\nnew 1 .........................................................\n"
#define OLD_STATE "a=old a\n,c=old c\n,d=[part-00000.csv=old d\n]"
#define NEW_FILES "a=" NEW_PARTS ",b=" NEW_PARTS ",c=old c\n" NEW_PARTS
#define NEW_FOLDER                                                                                 \
  "[_SUCCESS=,part-00000.csv=new 0\n,part-00001.csv=new 1 .........................................................\n]"
#define NEW_STATE NEW_FILES ",d=" NEW_FOLDER ",e=" NEW_FOLDER

static int
count_open_files (void)
{
  GDir *dir = g_dir_open ("/proc/self/fd", 0, NULL);
  int n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  g_dir_close (dir);
  return n;
}

static void
faults (void)
{
  static const int errors[] = { ENOSPC, EIO, EDQUOT, EACCES };
  int descriptors = count_open_files ();

  for (int call = 0; call < N_CALLS; call++)
    for (int e = 0; e < 4; e++)
      for (int nth = 1; nth < 200; nth++)
        {
          char *folder = make_folder ();
          AzudError error = AZUD_ERROR_INIT;
          bool ok;

          make_old (folder);
          fault_call = (Call) call;
          fault_at = nth;
          fault_errno = errors[e];
          fault_persist = e % 2 == 1;
          install_faults ();
          ok = three_outputs (folder, true, &error);
          azud_io_install (NULL);
          /* all new, or all old and an error that says why; nothing hidden is left */
          expect_folder (folder, ok ? NEW_STATE : OLD_STATE);
          g_assert_true (ok == !azud_error_is_set (&error));
          if (!ok)
            g_assert_cmpint (error.fault, ==, AZUD_FAULT_RESOURCE);
          g_free (folder);
          if (n_calls < nth)
            {
              g_assert_true (ok);
              g_assert_cmpint (nth, >, call == CALL_WRITE ? 1 : 2);   /* the loop did meet such calls */
              break;
            }
        }
  g_assert_cmpint (count_open_files (), ==, descriptors);
}

static void
short_transfers (void)
{
  char *folder = make_folder ();
  AzudError error = AZUD_ERROR_INIT;

  make_old (folder);
  fault_short = true;
  install_faults ();
  g_assert_true (three_outputs (folder, true, &error));
  azud_io_install (NULL);
  fault_short = false;
  g_assert_cmpint (n_calls, >, 10);
  expect_folder (folder, NEW_STATE);
  g_free (folder);
}

/* ---- death ---- */

static int die_at;

static int
deadly_rename (const char *from, const char *to)
{
  if (++n_calls == die_at)
    _exit (9);
  return sys->rename (from, to);
}

/* A process that dies before its n-th rename: the next run finds everything old or completes everything. */
static void
death_between_renames (void)
{
  for (die_at = 1; die_at <= 4; die_at++)
    {
      char *folder = make_folder ();
      pid_t child;
      int status;

      make_old (folder);
      child = fork ();
      if (child == 0)
        {
          AzudError error = AZUD_ERROR_INIT;
          AzudIo io;

          sys = azud_io_system ();
          io = *sys;
          io.rename = deadly_rename;
          n_calls = 0;
          azud_io_install (&io);
          three_outputs (folder, false, &error);
          _exit (0);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_cmpint (WEXITSTATUS (status), ==, die_at <= 3 ? 9 : 0);
      azud_output_sweep (folder);
      expect_folder (folder, NEW_FILES ",d=[part-00000.csv=old d\n]");
      g_free (folder);
    }
}

/* A process killed while it writes leaves the old output; its temporary goes with the next run, a live one's
 * stays. */
static void
orphans (void)
{
  char *folder = make_folder ();
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudOutput *live;
  pid_t child;
  int status;
  char *got;

  make_old (folder);
  child = fork ();
  if (child == 0)
    {
      AzudOutput *output = open_output (folder, "a", AZUD_WRITE_OVERWRITE, false, 2, account, &error);
      AzudOutput *other = open_output (folder, "d", AZUD_WRITE_OVERWRITE, true, 2, account, &error);

      put_part (output, 0, "half of it", &error);
      put_part (other, 0, "half of it", &error);
      kill (getpid (), SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  got = list_folder (folder);
  g_assert_nonnull (strstr (got, "half of it"));
  g_free (got);
  live = open_output (folder, "x", AZUD_WRITE_ERROR, false, 1, account, &error);   /* sweeps */
  g_assert_cmpint (azud_output_sweep (folder), ==, 0);                             /* but not its own */
  g_assert_true (put_part (live, 0, "x", &error));
  g_assert_true (azud_outputs_commit (&live, 1, &error));
  azud_output_free (live);
  expect_folder (folder, OLD_STATE ",x=x");
  /* what only looks like ours is not touched */
  write_file (folder, ".notes.part", "mine");
  write_file (folder, ".a.b-c.part", "mine");
  g_assert_cmpint (azud_output_sweep (folder), ==, 0);
  expect_folder (folder, ".a.b-c.part=mine,.notes.part=mine," OLD_STATE ",x=x");
  azud_account_free (account);
  g_free (folder);
}

static void
missing_part (void)
{
  char *folder = make_folder ();
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudOutput *output = open_output (folder, "a", AZUD_WRITE_ERROR, false, 2, account, &error);

  g_assert_true (put_part (output, 1, "1", &error));
  g_assert_false (azud_outputs_commit (&output, 1, &error));
  g_assert_cmpint (error.fault, ==, AZUD_FAULT_INTERNAL);
  azud_output_free (output);
  expect_folder (folder, "");
  azud_account_free (account);
  g_free (folder);
}

static void
same_target (void)
{
  char *folder = make_folder ();
  char *link_path = g_build_filename (folder, "b", NULL);
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudOutput *outputs[2];

  g_assert_cmpint (symlink ("a", link_path), ==, 0);
  outputs[0] = open_output (folder, "a", AZUD_WRITE_OVERWRITE, false, 0, account, &error);
  outputs[1] = open_output (folder, "b", AZUD_WRITE_OVERWRITE, false, 0, account, &error);
  g_assert_false (azud_outputs_commit (outputs, 2, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_OUTPUT_TWICE");
  azud_output_free (outputs[0]);
  azud_output_free (outputs[1]);
  azud_account_free (account);
  g_free (link_path);
  g_free (folder);
}

/* Many threads, many parts, little memory for waiting. */

typedef struct
{
  AzudOutput *output;
  int         n_parts;
  _Atomic int next;
} Crowd;

static void *
crowd_worker (void *data)
{
  Crowd *crowd = data;
  int i;

  while ((i = atomic_fetch_add (&crowd->next, 1)) < crowd->n_parts)
    {
      int partition = i ^ 5;   /* out of order */
      AzudError error = AZUD_ERROR_INIT;
      AzudOutputPart *part = azud_output_part_open (crowd->output, partition, &error);

      for (int line = 0; line < 50; line++)
        {
          char text[32];

          g_snprintf (text, sizeof text, "%d:%d\n", partition, line);
          g_assert_true (azud_output_part_write (part, text, strlen (text), &error));
        }
      g_assert_true (azud_output_part_finish (part, &error));
    }
  return NULL;
}

static void
crowd (void)
{
  char *folder = make_folder ();
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  Crowd work = { .n_parts = 64 };
  AzudThread threads[4];
  GString *expected = g_string_new (NULL);
  char *got;

  work.output = open_output (folder, "a", AZUD_WRITE_ERROR, false, 64, account, &error);
  for (int i = 0; i < 4; i++)
    g_assert_true (azud_thread_start (&threads[i], "crowd", crowd_worker, &work));
  for (int i = 0; i < 4; i++)
    azud_thread_join (threads[i]);
  g_assert_true (azud_outputs_commit (&work.output, 1, &error));
  azud_output_free (work.output);
  for (int i = 0; i < 64; i++)
    for (int line = 0; line < 50; line++)
      g_string_append_printf (expected, "%d:%d\n", i, line);
  got = read_file (folder, "a");
  g_assert_cmpstr (got, ==, expected->str);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  g_string_free (expected, TRUE);
  g_free (got);
  g_free (folder);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/output/modes", modes);
  g_test_add_func ("/formats/output/targets", targets);
  g_test_add_func ("/formats/output/parts", parts);
  g_test_add_func ("/formats/output/folders", folders);
  g_test_add_func ("/formats/output/input-is-output", input_is_output);
  g_test_add_func ("/formats/output/faults", faults);
  g_test_add_func ("/formats/output/short-transfers", short_transfers);
  g_test_add_func ("/formats/output/death-between-renames", death_between_renames);
  g_test_add_func ("/formats/output/orphans", orphans);
  g_test_add_func ("/formats/output/missing-part", missing_part);
  g_test_add_func ("/formats/output/same-target", same_target);
  g_test_add_func ("/formats/output/crowd", crowd);
  status = g_test_run ();
  csv_folder_remove ();
  return status;
}
