/* test-output-faults.c: outputs while calls fail and processes die
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "formats/csv-dump.h"
#include "formats/output-folder.h"

#include "base/faulty-io.h"
#include "base/io.h"
#include "base/process-size.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/wait.h>
#include <string.h>
#include <unistd.h>

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

  outputs[0] = output_open (folder, "a", AZUD_WRITE_OVERWRITE, false, 2, account, error);
  ok = outputs[0] != NULL;
  if (ok)
    ok = (outputs[1] = output_open (folder, "b", AZUD_WRITE_ERROR, false, 2, account, error)) != NULL;
  if (ok)
    ok = (outputs[2] = output_open (folder, "c", AZUD_WRITE_APPEND, false, 2, account, error)) != NULL;
  if (ok && folders_too)
    ok = (outputs[3] = output_open (folder, "d", AZUD_WRITE_OVERWRITE, true, 2, account, error)) != NULL &&
         (outputs[4] = output_open (folder, "e", AZUD_WRITE_ERROR, true, 2, account, error)) != NULL;
  for (int i = 0; ok && i < n; i++)
    ok = output_put_part (outputs[i], 1, "new 1 .........................................................\n",
                   error) &&
         output_put_part (outputs[i], 0, "new 0\n", error);
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

  output_folder_write (folder, "a", "old a\n");
  output_folder_write (folder, "c", "old c\n");
  g_assert_cmpint (g_mkdir (inner, 0777), ==, 0);
  output_folder_write (inner, "part-00000.csv", "old d\n");
  g_free (inner);
}

#define NEW_PARTS "new 0\nnew 1 .........................................................\n"
#define OLD_STATE "a=old a\n,c=old c\n,d=[part-00000.csv=old d\n]"
#define NEW_FILES "a=" NEW_PARTS ",b=" NEW_PARTS ",c=old c\n" NEW_PARTS
#define NEW_FOLDER                                                                                 \
  "[_SUCCESS=,part-00000.csv=new 0\n,part-00001.csv=new 1 .........................................................\n]"
#define NEW_STATE NEW_FILES ",d=" NEW_FOLDER ",e=" NEW_FOLDER

static void
faults (void)
{
  static const int errors[] = { ENOSPC, EIO, EDQUOT, EACCES };
  guint descriptors = process_count_files ();

  for (int call = 0; call < FAULTY_N_CALLS; call++)
    for (int e = 0; e < 4; e++)
      for (int nth = 1; nth < 200; nth++)
        {
          char *folder = output_folder_new ();
          AzudError error = AZUD_ERROR_INIT;
          bool ok;

          make_old (folder);
          faulty_io_install (&(FaultyIo){ .call = (FaultyCall) call, .nth = nth, .error = errors[e], .persists = e % 2 == 1 });
          ok = three_outputs (folder, true, &error);
          azud_io_install (NULL);
          /* all new, or all old and an error that says why; nothing hidden is left */
          output_folder_expect (folder, ok ? NEW_STATE : OLD_STATE);
          g_assert_true (ok == !azud_error_is_set (&error));
          if (!ok)
            g_assert_cmpint (error.fault, ==, AZUD_FAULT_RESOURCE);
          g_free (folder);
          if (faulty_io_count () < nth)
            {
              g_assert_true (ok);
              /* the loop did meet such calls */
              g_assert_cmpint (nth, >, call == FAULTY_READ ? 0 : call == FAULTY_WRITE || call == FAULTY_FSTAT ? 1 : 2);
              break;
            }
        }
  g_assert_cmpuint (process_count_files (), ==, descriptors);
}

static void
short_transfers (void)
{
  char *folder = output_folder_new ();
  AzudError error = AZUD_ERROR_INIT;

  make_old (folder);
  faulty_io_install (&(FaultyIo){ .kind = FAULTY_IS_SHORT });
  g_assert_true (three_outputs (folder, true, &error));
  azud_io_install (NULL);
  g_assert_cmpint (faulty_io_count (), >, 10);
  output_folder_expect (folder, NEW_STATE);
  g_free (folder);
}

/* ---- death ---- */

static const AzudIo *sys;
static int die_at;
static int n_calls;

static int
deadly_rename (const char *from, const char *to)
{
  if (++n_calls == die_at)
    _exit (9);
  return sys->rename (from, to);
}

/* A process that dies before its n-th rename (a folder that changes places with another is none of these).  The first @n_parts give part
 * files of folders their names; once the commit has begun, the next run completes everything. */
static void
die_between_renames (bool folders_too,
                     int  n_parts,
                     int  n_renames)
{
  for (die_at = 1; die_at <= n_renames + 1; die_at++)
    {
      char *folder = output_folder_new ();
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
          three_outputs (folder, folders_too, &error);
          _exit (0);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_cmpint (WEXITSTATUS (status), ==, die_at <= n_renames ? 9 : 0);
      azud_output_sweep (folder);
      output_folder_expect (folder, die_at <= n_parts ? OLD_STATE : folders_too ? NEW_STATE : NEW_FILES ",d=[part-00000.csv=old d\n]");
      g_free (folder);
    }
}

static void
death_between_renames (void)
{
  die_between_renames (false, 0, 3);
  die_between_renames (true, 4, 8);
}

/* A process killed while it writes leaves the old output; its temporary goes with the next run, a live one's
 * stays. */
static void
orphans (void)
{
  char *folder = output_folder_new ();
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
      AzudOutput *output = output_open (folder, "a", AZUD_WRITE_OVERWRITE, false, 2, account, &error);
      AzudOutput *other = output_open (folder, "d", AZUD_WRITE_OVERWRITE, true, 2, account, &error);

      output_put_part (output, 0, "half of it", &error);
      output_put_part (other, 0, "half of it", &error);
      kill (getpid (), SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  got = output_folder_list (folder);
  g_assert_nonnull (strstr (got, "half of it"));
  g_free (got);
  live = output_open (folder, "x", AZUD_WRITE_ERROR, false, 1, account, &error);   /* sweeps */
  g_assert_cmpint (azud_output_sweep (folder), ==, 0);                             /* but not its own */
  g_assert_true (output_put_part (live, 0, "x", &error));
  g_assert_true (azud_outputs_commit (&live, 1, &error));
  azud_output_free (live);
  output_folder_expect (folder, OLD_STATE ",x=x");
  /* what only looks like ours is not touched */
  output_folder_write (folder, ".notes.part", "mine");
  output_folder_write (folder, ".a.b-c.part", "mine");
  g_assert_cmpint (azud_output_sweep (folder), ==, 0);
  output_folder_expect (folder, ".a.b-c.part=mine,.notes.part=mine," OLD_STATE ",x=x");
  azud_account_free (account);
  g_free (folder);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/output/T011-T012-T014-faults", faults);
  g_test_add_func ("/formats/output/T013-short-transfers", short_transfers);
  g_test_add_func ("/formats/output/death-between-renames", death_between_renames);
  g_test_add_func ("/formats/output/T034-orphans", orphans);
  status = g_test_run ();
  csv_folder_remove ();
  return status;
}
