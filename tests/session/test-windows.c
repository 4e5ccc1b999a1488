/* test-windows.c: windows with memory refused at every request, in memory and spilled, and cancelled ones
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/debug.h"
#include "base/memory.h"

#include <azud/session.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  AzudSession *session;
  char        *folder;
} Fixture;

/* Parameters of the window, over ids 0..299 with the columns k, a and s. */
static const char *const windows[] = {
  /* ranks and other rows' values */
  "\"partition\": [\"k\"], \"order\": [{\"expression\": \"a\"}, {\"expression\": \"id\"}], \"values\": ["
  "{\"expression\": \"rank()\", \"name\": \"r\"}, {\"expression\": \"cume_dist()\", \"name\": \"c\"},"
  "{\"expression\": \"lag(s, 2) IGNORE NULLS\", \"name\": \"l\"}, {\"expression\": \"lead(s, 1, 'none')\", \"name\": \"m\"}]",
  /* a running frame, and one long enough for the tree */
  "\"order\": [{\"expression\": \"id\"}], \"values\": [{\"expression\": \"sum(a)\", \"name\": \"r\"}]",
  "\"order\": [{\"expression\": \"id\"}], \"frame\": \"rows\", \"from\": \"offset\", \"from-offset\": -100, \"to\": \"current\", \"values\": ["
  "{\"expression\": \"max(s)\", \"name\": \"r\"}, {\"expression\": \"sum(a)\", \"name\": \"t\"}]",
  "\"partition\": [\"k\"], \"order\": [{\"expression\": \"a\"}], \"frame\": \"range\", \"from\": \"offset\", \"from-offset\": -2, \"to\": \"offset\","
  "\"to-offset\": 1, \"values\": [{\"expression\": \"count(*)\", \"name\": \"r\"}, {\"expression\": \"min_by(a, id)\", \"name\": \"x\"}]",
};

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  AzudSessionOptions options = { .n_threads = 2, .memory_bytes = 64 << 20 };
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("azud-windows-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->session = azud_session_new (&options, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "out.csv", NULL);

  azud_session_close (fixture->session);
  g_object_unref (fixture->session);
  g_unlink (path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static AzudDocument *
make_document (Fixture    *fixture,
               const char *window,
               gint64      n_rows)
{
  g_autofree char *text = g_strdup_printf (
    "{\"azud\": \"1.0\", \"nodes\": ["
    "{\"id\": \"rows\", \"type\": \"generate-rows\", \"params\": {\"column\": \"id\", \"start\": 0, \"end\": %" G_GINT64_FORMAT "}},"
    "{\"id\": \"columns\", \"type\": \"derive-columns\", \"params\": {\"columns\": ["
    "{\"name\": \"k\", \"expression\": \"id %% 3\"}, {\"name\": \"a\", \"expression\": \"id * 7 %% 11\"},"
    "{\"name\": \"s\", \"expression\": \"CASE WHEN id %% 4 = 1 THEN concat('a text of some length ', id %% 13) END\"}]}},"
    "{\"id\": \"window\", \"type\": \"window\", \"params\": {%s}},"
    "{\"id\": \"answer\", \"type\": \"write-csv\", \"params\": {\"path\": \"out.csv\", \"mode\": \"overwrite\", \"single-file\": true}}],"
    "\"edges\": [{\"from\": \"rows.out\", \"to\": \"columns.in\"}, {\"from\": \"columns.out\", \"to\": \"window.in\"},"
    "{\"from\": \"window.out\", \"to\": \"answer.in\"}]}", n_rows, window);
  g_autoptr(GError) error = NULL;
  AzudDocument *document = azud_document_parse (text, -1, fixture->folder, &error);

  g_assert_no_error (error);
  azud_document_analyse (document);
  return document;
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The rows that were written, sorted; NULL and @error when the run failed. */
static char *
ask (Fixture    *fixture,
     const char *window,
     GError    **error)
{
  g_autoptr(AzudDocument) document = make_document (fixture, window, 300);
  g_autoptr(AzudRun) run = azud_session_start (fixture->session, document, NULL, error);
  g_autofree char *path = g_build_filename (fixture->folder, "out.csv", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (run == NULL || !azud_run_wait (run, error))
    return NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  return g_strjoinv ("\n", lines);
}

/* Every outcome is the answer or "out of memory", and no account is left with anything. */
static void
refuse (Fixture    *fixture,
        const char *window,
        int         step)
{
  g_autoptr(GError) first_error = NULL;
  g_autofree char *expected = ask (fixture, window, &first_error);
  int n_refused = 0, n_done = 0;

  g_assert_no_error (first_error);
  for (int nth = 1; n_done < 10; nth += step)
    {
      gint64 leaks = azud_account_leaks ();
      g_autoptr(GError) error = NULL;
      g_autofree char *got = NULL;

      /* A lone refusal is tried again as a fault of the attempt's surroundings; all from one on never succeed. */
      azud_account_refuse_nth (nth, nth % 2 == 0);
      got = ask (fixture, window, &error);
      azud_account_refuse_nth (0, FALSE);
      g_assert_cmpint (azud_account_leaks (), ==, leaks);
      if (got == NULL)
        {
          g_assert_nonnull (strstr (error->message, "memory"));
          n_refused++;
          n_done = 0;
        }
      else
        {
          g_assert_cmpstr (got, ==, expected);
          n_done++;
        }
    }
  g_test_message ("refused %d times", n_refused);
  g_assert_cmpint (n_refused, >, 10);
}

static void
test_refusal (Fixture      *fixture,
              gconstpointer data)
{
  int step = g_getenv ("AZUD_TEST_THOROUGH") != NULL ? 1 : 3;

  for (gsize w = 0; w < G_N_ELEMENTS (windows); w++)
    for (int spill = 0; spill < 2; spill++)
      {
        azud_debug_set ("spill", spill);
        azud_debug_set ("partitions", 2);
        azud_debug_set ("batch-rows", 64);
        refuse (fixture, windows[w], step);
      }
  azud_debug_set ("spill", 0);
  azud_debug_set ("partitions", 0);
  azud_debug_set ("batch-rows", 0);
}

/* A frame that takes long is left soon. */
static void
test_cancel (Fixture      *fixture,
             gconstpointer data)
{
  const char *slow = "\"order\": [{\"expression\": \"id\"}], \"frame\": \"rows\", \"from\": \"current\", \"to\": \"unbounded\","
                     "\"values\": [{\"expression\": \"max(s)\", \"name\": \"largest\"}]";
  g_autoptr(AzudDocument) document = make_document (fixture, slow, 3000000);
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudRun) run = NULL;
  gint64 start;

  run = azud_session_start (fixture->session, document, NULL, &error);
  g_assert_no_error (error);
  g_usleep (300000);
  start = g_get_monotonic_time ();
  azud_run_cancel (run);
  g_assert_false (azud_run_wait (run, &error));
  g_test_message ("ended after %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - start) / 1000);
  g_test_message ("%s", error->message);
  g_assert_cmpint (azud_run_get_state (run), ==, AZUD_RUN_CANCELLED);
}

#define ADD(name, function) g_test_add ("/session/windows/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("refused-memory", test_refusal);
  ADD ("cancel", test_cancel);
  return g_test_run ();
}
