/* test-output-commit.c: outputs that are whole or absent, whatever fails
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "formats/csv-dump.h"
#include "formats/output-folder.h"

#include "base/sync.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

/* One output of one part, from beginning to end. */
static bool
put_output (const char   *folder,
            const char   *name,
            AzudWriteMode mode,
            const char   *text,
            AzudError    *error)
{
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudOutput *output = output_open (folder, name, mode, false, 1, account, error);
  bool ok = output != NULL && output_put_part (output, 0, text, error) && azud_outputs_commit (&output, 1, error);

  azud_output_free (output);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  return ok;
}

static void
modes (void)
{
  char *folder = output_folder_new ();
  AzudError error = AZUD_ERROR_INIT;

  g_assert_true (put_output (folder, "a", AZUD_WRITE_ERROR, "1\n", &error));
  output_folder_expect (folder, "a=1\n");
  g_assert_false (put_output (folder, "a", AZUD_WRITE_ERROR, "2\n", &error));
  g_assert_cmpstr (error.condition, ==, "PATH_ALREADY_EXISTS");
  output_folder_expect (folder, "a=1\n");
  azud_error_clear (&error);
  g_assert_true (put_output (folder, "a", AZUD_WRITE_IGNORE, "3\n", &error));
  output_folder_expect (folder, "a=1\n");
  g_assert_true (put_output (folder, "a", AZUD_WRITE_APPEND, "4\n", &error));
  output_folder_expect (folder, "a=1\n4\n");
  g_assert_true (put_output (folder, "a", AZUD_WRITE_OVERWRITE, "5", &error));
  output_folder_expect (folder, "a=5");
  g_assert_true (put_output (folder, "a", AZUD_WRITE_APPEND, "6\n", &error));
  output_folder_expect (folder, "a=5\n6\n");
  g_assert_true (put_output (folder, "b", AZUD_WRITE_APPEND, "7\n", &error));
  g_assert_true (put_output (folder, "c", AZUD_WRITE_IGNORE, "8\n", &error));
  output_folder_expect (folder, "a=5\n6\n,b=7\n,c=8\n");
  g_free (folder);
}

static void
targets (void)
{
  char *folder = output_folder_new ();
  char *link_path = g_build_filename (folder, "link", NULL);
  char *dangling = g_build_filename (folder, "dangling", NULL);
  char *inner = g_build_filename (folder, "inner", NULL);
  char *fifo = g_build_filename (folder, "fifo", NULL);
  AzudError error = AZUD_ERROR_INIT;
  GStatBuf info;

  g_assert_cmpint (g_mkdir (inner, 0777), ==, 0);
  output_folder_write (inner, "real", "old");
  g_assert_cmpint (symlink ("inner/real", link_path), ==, 0);
  g_assert_cmpint (symlink ("inner/new", dangling), ==, 0);
  g_assert_true (put_output (folder, "link", AZUD_WRITE_OVERWRITE, "1", &error));
  g_assert_true (put_output (folder, "dangling", AZUD_WRITE_ERROR, "2", &error));
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (dangling, G_FILE_TEST_IS_SYMLINK));
  output_folder_expect (inner, "new=2,real=1");

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
  output_folder_write (folder, "m", "old");
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
  char *folder = output_folder_new ();

  for (int is_folder = 0; is_folder < 2; is_folder++)
    for (gsize o = 0; o < G_N_ELEMENTS (orders); o++)
      {
        AzudAccount *account = azud_account_new (NULL, "test", 0);
        AzudError error = AZUD_ERROR_INIT;
        AzudOutput *output = output_open (folder, is_folder ? "d" : "f", AZUD_WRITE_OVERWRITE, is_folder, 4,
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
        g_assert_true (output_put_part (output, 2, "a second attempt that finishes later is dropped", &error));
        g_assert_true (azud_outputs_commit (&output, 1, &error));
        g_assert_cmpint (azud_output_get_bytes (output), ==, 160);
        azud_output_free (output);
        g_assert_cmpint (azud_account_get_used (account), ==, 0);
        azud_account_free (account);
      }
  {
    GString *whole = g_string_new (NULL);
    char *got = output_folder_read (folder, "f");
    GString *sum = g_string_new (NULL);

    for (int i = 0; i < 4; i++)
      for (int line = 0; line < 10; line++)
        g_string_append_printf (whole, "%d-%d\n", i, line);
    g_assert_cmpstr (got, ==, whole->str);
    for (int i = 0; i < 4; i++)
      {
        char *name = g_strdup_printf ("d/part-%05d.csv", i);
        char *part = output_folder_read (folder, name);

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
  char *folder = output_folder_new ();
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudOutput *output = output_open (folder, "d", AZUD_WRITE_ERROR, true, 3, account, &error);
  char *inner = g_build_filename (folder, "d", NULL);
  char *got;

  /* part 0 is always written, others only when they hold something */
  g_assert_true (output_put_part (output, 2, "2\n", &error));
  g_assert_true (output_put_part (output, 1, "", &error));
  g_assert_true (output_put_part (output, 0, "", &error));
  g_assert_true (azud_outputs_commit (&output, 1, &error));
  azud_output_free (output);
  output_folder_expect (folder, "d=[_SUCCESS=,part-00000.csv=,part-00002.csv=2\n]");

  output = output_open (folder, "d", AZUD_WRITE_OVERWRITE, true, 1, account, &error);
  g_assert_true (output_put_part (output, 0, "new\n", &error));
  g_assert_true (azud_outputs_commit (&output, 1, &error));
  azud_output_free (output);
  output_folder_expect (folder, "d=[_SUCCESS=,part-00000.csv=new\n]");

  output = output_open (folder, "d", AZUD_WRITE_APPEND, true, 1, account, &error);
  g_assert_true (output_put_part (output, 0, "more\n", &error));
  g_assert_true (azud_outputs_commit (&output, 1, &error));
  azud_output_free (output);
  got = output_folder_list (folder);
  g_assert_true (g_str_has_prefix (got, "d=[_SUCCESS=,part-00000"));
  g_assert_nonnull (strstr (got, "=new\n"));
  g_assert_nonnull (strstr (got, "=more\n"));
  g_free (got);

  /* a folder with other things in it is not ours to replace */
  output_folder_write (inner, "letter.txt", "dear");
  g_assert_null (output_open (folder, "d", AZUD_WRITE_OVERWRITE, true, 1, account, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_FOLDER_NOT_OURS");
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  g_free (inner);
  g_free (folder);
}

static void
input_is_output (void)
{
  char *folder = output_folder_new ();
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  char *inner = g_build_filename (folder, "d", NULL);
  const char *paths[] = { inner };
  AzudFileList files;
  AzudOutput *output;

  g_assert_cmpint (g_mkdir (inner, 0777), ==, 0);
  output_folder_write (inner, "part-00000.csv", "1\n");
  g_assert_true (azud_file_list_init (&files, paths, 1, account, &error));
  output = output_open (folder, "d", AZUD_WRITE_OVERWRITE, true, 1, account, &error);
  g_assert_false (azud_output_check_inputs (output, &files, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_OUTPUT_IS_INPUT");
  azud_output_free (output);
  output_folder_expect (folder, "d=[part-00000.csv=1\n]");
  azud_file_list_clear (&files);
  azud_account_free (account);
  g_free (inner);
  g_free (folder);
}

static void
missing_part (void)
{
  char *folder = output_folder_new ();
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudOutput *output = output_open (folder, "a", AZUD_WRITE_ERROR, false, 2, account, &error);

  g_assert_true (output_put_part (output, 1, "1", &error));
  g_assert_false (azud_outputs_commit (&output, 1, &error));
  g_assert_cmpint (error.fault, ==, AZUD_FAULT_INTERNAL);
  azud_output_free (output);
  output_folder_expect (folder, "");
  azud_account_free (account);
  g_free (folder);
}

static void
same_target (void)
{
  char *folder = output_folder_new ();
  char *link_path = g_build_filename (folder, "b", NULL);
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudOutput *outputs[2];

  g_assert_cmpint (symlink ("a", link_path), ==, 0);
  outputs[0] = output_open (folder, "a", AZUD_WRITE_OVERWRITE, false, 0, account, &error);
  outputs[1] = output_open (folder, "b", AZUD_WRITE_OVERWRITE, false, 0, account, &error);
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
  char *folder = output_folder_new ();
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  Crowd work = { .n_parts = 64 };
  AzudThread threads[4];
  GString *expected = g_string_new (NULL);
  char *got;

  work.output = output_open (folder, "a", AZUD_WRITE_ERROR, false, 64, account, &error);
  for (int i = 0; i < 4; i++)
    g_assert_true (azud_thread_start (&threads[i], "crowd", crowd_worker, &work));
  for (int i = 0; i < 4; i++)
    azud_thread_join (threads[i]);
  g_assert_true (azud_outputs_commit (&work.output, 1, &error));
  azud_output_free (work.output);
  for (int i = 0; i < 64; i++)
    for (int line = 0; line < 50; line++)
      g_string_append_printf (expected, "%d:%d\n", i, line);
  got = output_folder_read (folder, "a");
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
  g_test_add_func ("/formats/output/missing-part", missing_part);
  g_test_add_func ("/formats/output/same-target", same_target);
  g_test_add_func ("/formats/output/crowd", crowd);
  status = g_test_run ();
  csv_folder_remove ();
  return status;
}
