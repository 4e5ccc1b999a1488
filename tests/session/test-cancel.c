/* test-cancel.c: runs that are cancelled at any moment, beside others that are not
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the window's button does: azud_run_cancel() while it reads, sorts, spills, writes or commits.
 */

#include "base/debug.h"
#include "base/memory.h"

#include <azud/session.h>
#include <glib/gstdio.h>
#include <string.h>

#define OLDER "older\n"
#define N_ROWS 60000
#define SOON_US (10 * G_USEC_PER_SEC)     /* an idle machine needs a fiftieth of it */

typedef struct
{
  AzudSession *session;
  char        *folder;
  char        *in;
  char        *spill;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  AzudSessionOptions options = { .n_threads = 2, .memory_bytes = 64 << 20 };
  g_autoptr(GString) text = g_string_new ("k,v\n");
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("azud-cancel-XXXXXX", &error);
  fixture->in = g_build_filename (fixture->folder, "in.csv", NULL);
  fixture->spill = g_build_filename (fixture->folder, "spill", NULL);
  for (int i = 0; i < N_ROWS; i++)
    g_string_append_printf (text, "%d,%d\n", (int) (i * 7919LL % 60013), i);
  g_assert_true (g_file_set_contents (fixture->in, text->str, (gssize) text->len, &error));
  g_assert_cmpint (g_mkdir (fixture->spill, 0700), ==, 0);
  options.temp_folder = fixture->spill;
  fixture->session = azud_session_new (&options, &error);
  g_assert_no_error (error);
  azud_debug_set ("spill", 65536);
  azud_debug_set ("partitions", 4);
}

/* Nothing in @folder begins with a dot. */
static void
expect_nothing_left (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (name[0] == '.')
      g_error ("%s is left", name);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  azud_debug_set ("spill", 0);
  azud_debug_set ("partitions", 0);
  azud_session_close (fixture->session);
  g_object_unref (fixture->session);
  g_assert_cmpint (g_rmdir (fixture->spill), ==, 0);      /* nothing is left behind */
  g_unlink (fixture->in);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->in);
  g_free (fixture->spill);
}

/* Reads, joins with itself, sorts, writes to @out; @condition in between. */
static AzudDocument *
document_new (Fixture    *fixture,
              const char *out,
              const char *condition)
{
  g_autofree char *text = g_strdup_printf (
    "{\"azud\": \"1.0\", \"nodes\": ["
    "{\"id\": \"rows\", \"type\": \"read-csv\", \"params\": {\"path\": \"%s\", \"schema\": "
    "[{\"name\": \"k\", \"type\": \"int\"}, {\"name\": \"v\", \"type\": \"int\"}]}},"
    "{\"id\": \"few\", \"type\": \"filter\", \"params\": {\"condition\": \"%s\"}},"
    "{\"id\": \"ask\", \"type\": \"sql\", \"params\": {\"query\": \"SELECT x.k, y.v FROM a x JOIN a y ON x.k = y.v ORDER BY x.k, y.v\"}},"
    "{\"id\": \"answer\", \"type\": \"write-csv\", \"params\": {\"path\": \"%s\", \"mode\": \"overwrite\"}}],"
    "\"edges\": [{\"from\": \"rows.out\", \"to\": \"few.in\"}, {\"from\": \"few.out\", \"to\": \"ask.a\"}, {\"from\": \"ask.out\", \"to\": \"answer.in\"}]}",
    fixture->in, condition, out);
  g_autoptr(GError) error = NULL;
  AzudDocument *document = azud_document_parse (text, -1, fixture->folder, &error);

  g_assert_no_error (error);
  return document;
}

static AzudRun *
start (Fixture    *fixture,
       const char *out,
       const char *condition)
{
  g_autoptr(AzudDocument) document = document_new (fixture, out, condition);
  g_autoptr(GError) error = NULL;
  AzudRun *run;

  g_unlink (out);
  g_assert_true (g_file_set_contents (out, OLDER, -1, NULL));
  run = azud_session_start (fixture->session, document, NULL, &error);
  g_assert_no_error (error);
  return run;
}

/* Waits until @n_tasks tasks have been begun and so many ms have passed, or the run is committing or over. */
static void
wait_for (AzudRun *run,
          guint    n_tasks,
          guint    ms)
{
  for (;;)
    {
      g_autoptr(AzudRunSnapshot) snapshot = azud_run_snapshot (run);

      if (snapshot->n_tasks >= n_tasks || snapshot->state >= AZUD_RUN_COMMITTING)
        break;
      g_usleep (200);
    }
  g_usleep (1000 * ms);
}

static void
expect_cancelled_nodes (AzudRun *run)
{
  g_autoptr(AzudRunSnapshot) snapshot = azud_run_snapshot (run);
  guint n_cancelled = 0;

  for (guint i = 0; i < snapshot->n_nodes; i++)
    {
      g_assert_cmpint (snapshot->nodes[i].state, !=, AZUD_RUN_RUNNING);
      n_cancelled += snapshot->nodes[i].state == AZUD_RUN_CANCELLED;
    }
  for (guint i = 0; i < snapshot->n_tasks; i++)
    g_assert_cmpint (snapshot->tasks[i].state, !=, AZUD_TASK_RUNNING);
  g_assert_cmpint (snapshot->state, ==, AZUD_RUN_CANCELLED);
  if (snapshot->n_nodes > 0)      /* else it was not planned yet */
    g_assert_cmpuint (n_cancelled, >, 0);
}

static void
test_each_phase (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *out = g_build_filename (fixture->folder, "out.csv", NULL);
  g_autofree char *expected = NULL;
  int n_cancelled = 0, n_done = 0;
  gint64 longest = 0, leaks = azud_account_leaks ();
  g_autoptr(AzudRun) whole = start (fixture, out, "true");
  g_autoptr(GError) none = NULL;

  azud_run_wait (whole, &none);
  g_assert_no_error (none);
  g_assert_true (g_file_get_contents (out, &expected, NULL, NULL));
  for (guint n = 0; n < 40; n++)
    {
      g_autoptr(AzudRun) run = start (fixture, out, "true");
      g_autoptr(GError) error = NULL;
      g_autofree char *text = NULL;
      gint64 begin;

      wait_for (run, n / 2, n % 2 * 3);
      begin = g_get_monotonic_time ();
      azud_run_cancel (run);
      azud_run_cancel (run);
      if (azud_run_wait (run, &error))
        n_done++;
      else
        {
          longest = MAX (longest, g_get_monotonic_time () - begin);
          n_cancelled++;
          expect_cancelled_nodes (run);
        }
      g_assert_true (g_file_get_contents (out, &text, NULL, NULL));
      g_assert_true (g_str_equal (text, error == NULL ? expected : OLDER));
      expect_nothing_left (fixture->folder);
    }
  g_test_message ("%d cancelled, %d were quicker; the slowest to stop took %" G_GINT64_FORMAT " ms", n_cancelled, n_done, longest / 1000);
  g_assert_cmpint (n_cancelled, >, 5);
  g_assert_cmpint (longest, <, SOON_US);
  g_assert_cmpint (azud_account_leaks (), ==, leaks);
  g_unlink (out);
}

/* Three at once: one is cancelled, one fails, the third gives what it gives alone. */
static void
test_others_unharmed (Fixture      *fixture,
                      gconstpointer data)
{
  static const char *const conditions[] = { "true", "1 div (v - 50000) < 9", "v >= 0" };
  g_autofree char *expected = NULL;
  char *outs[3];

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("out-%d.csv", i);

      outs[i] = g_build_filename (fixture->folder, name, NULL);
    }
  for (int round = 0; round < 8; round++)
    {
      AzudRun *runs[3];
      gboolean done[3];

      for (int i = 0; i < 3; i++)
        runs[i] = start (fixture, outs[i], conditions[i]);
      wait_for (runs[0], (guint) round, 0);
      azud_run_cancel (runs[0]);
      for (int i = 0; i < 3; i++)
        {
          g_autofree char *text = NULL;

          done[i] = azud_run_wait (runs[i], NULL);
          g_assert_true (g_file_get_contents (outs[i], &text, NULL, NULL));
          if (!done[i])
            g_assert_true (g_str_equal (text, OLDER));
          else if (expected == NULL)
            expected = g_steal_pointer (&text);
          else
            g_assert_true (g_str_equal (text, expected));
          g_object_unref (runs[i]);
        }
      g_assert_false (done[1]);
      g_assert_true (done[2]);
    }
  for (int i = 0; i < 3; i++)
    {
      g_unlink (outs[i]);
      g_free (outs[i]);
    }
}

#define ADD(name, function) g_test_add ("/session/cancel/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("T042-each-phase", test_each_phase);
  ADD ("T129-others-unharmed", test_others_unharmed);
  return g_test_run ();
}
