/* test-refusals.c: memory refused at each request of a run, for every type of node, with outputs at stake
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What GLib allocates is not meant (it ends the process; it is small and does not grow with data): accounts give all memory that does.
 */

#include "base/debug.h"
#include "base/folder-tree.h"
#include "base/io.h"
#include "base/memory.h"
#include "pipeline/example.h"

#include <azud/session.h>
#include <glib/gstdio.h>
#include <string.h>

#define OLDER "older\n"
#define QUIET_END 3       /* so many runs in a row without so many requests (two threads ask): there are no more */

typedef struct
{
  const AzudNodeType *type;
  gboolean            persist;
} Case;

typedef struct
{
  AzudSession  *session;
  AzudDocument *document;
  char         *folder;
  char         *spill;
  char         *out;
} Fixture;

/* Names in @folder that begin with a dot, or any at all. */
static guint
count_names (const char *folder,
             gboolean    hidden_only)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += !hidden_only || name[0] == '.';
  return n;
}

/* The first example of the type, written to a file. */
static void
set_up (Fixture            *fixture,
        const AzudNodeType *type)
{
  AzudSessionOptions options = { .n_threads = 2, .memory_bytes = 64 << 20 };
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudJson) path = NULL, mode = azud_json_new_string ("overwrite");
  g_autofree char *write = NULL;

  fixture->folder = g_dir_make_tmp ("azud-refusals-XXXXXX", &error);
  fixture->spill = g_build_filename (fixture->folder, "spill", NULL);
  fixture->out = g_build_filename (fixture->folder, "out-of-test.csv", NULL);
  g_assert_cmpint (g_mkdir (fixture->spill, 0700), ==, 0);
  options.temp_folder = fixture->spill;
  fixture->session = azud_session_new (&options, &error);
  g_assert_no_error (error);
  fixture->document = azud_node_example_to_document (type, 0, fixture->folder, &error);
  g_assert_no_error (error);
  write = type->outputs[0].id != NULL ? azud_document_add_node (fixture->document, "write-csv", 0, 0) : g_strdup ("example");
  path = azud_json_new_string (fixture->out);
  azud_document_set_param (fixture->document, write, "path", path);
  azud_document_set_param (fixture->document, write, "mode", mode);
  if (type->outputs[0].id != NULL)
    g_assert_true (azud_document_add_edge (fixture->document, "example", type->outputs[0].id, write, "in", NULL));
  azud_document_analyse (fixture->document);
}

static void
tear_down (Fixture *fixture)
{
  azud_session_close (fixture->session);
  g_object_unref (fixture->session);
  g_object_unref (fixture->document);
  folder_remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->spill);
  g_free (fixture->out);
}

/* Returns: what was written, or NULL and @message. */
static char *
play (Fixture *fixture,
      char   **message)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudRun) run = NULL;
  char *text = NULL;

  g_unlink (fixture->out);      /* a new file is not synced */
  g_assert_true (g_file_set_contents (fixture->out, OLDER, -1, NULL));
  run = azud_session_start (fixture->session, fixture->document, NULL, &error);
  if (run == NULL || !azud_run_wait (run, &error))
    *message = g_strdup (error->message);
  g_assert_true (g_file_get_contents (fixture->out, &text, NULL, NULL));
  if (error == NULL)
    return text;
  g_assert_cmpstr (text, ==, OLDER);      /* whole, as it was */
  g_free (text);
  return NULL;
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
expect_same_rows (const char *text,
                  const char *expected)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1), wanted = g_strsplit (expected, "\n", -1);
  g_autofree char *got_all = NULL, *wanted_all = NULL;

  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  qsort (wanted, g_strv_length (wanted), sizeof *wanted, compare_lines);
  got_all = g_strjoinv ("\n", lines);
  wanted_all = g_strjoinv ("\n", wanted);
  g_assert_cmpstr (got_all, ==, wanted_all);
}

static void
refuse_each (Fixture *fixture,
             gboolean persist,
             gboolean any_answer)
{
  g_autofree char *nothing = NULL;
  g_autofree char *expected = play (fixture, &nothing);
  int n_failed = 0, n_quiet = 0, n = 0;

  g_assert_cmpstr (nothing, ==, NULL);
  for (int nth = 1; n_quiet < QUIET_END; nth++)
    {
      gint64 leaks = azud_account_leaks ();
      g_autofree char *message = NULL;
      g_autofree char *text = NULL;

      azud_account_refuse_nth (nth, persist);
      text = play (fixture, &message);
      n_quiet = azud_account_refuse_nth (0, FALSE) ? 0 : n_quiet + 1;
      g_assert_cmpint (azud_account_leaks (), ==, leaks);
      g_assert_cmpuint (count_names (fixture->folder, TRUE), ==, 0);
      if (text == NULL)
        {
          if (strstr (message, "memory") == NULL)
            g_test_message ("request %d: %s", nth, message);
          g_assert_nonnull (strstr (message, "memory"));
          n_failed++;
        }
      else if (!any_answer)
        expect_same_rows (text, expected);
      n = nth;
    }
  g_test_message ("%d requests, %d runs failed", n - QUIET_END, n_failed);
  g_assert_cmpint (n_failed, >, 3);
  g_assert_cmpint (n, >, 20);
}

static void
test_refusals (gconstpointer data)
{
  const Case *it = data;
  Fixture fixture;

  for (int spill = g_getenv ("AZUD_TEST_THOROUGH") != NULL ? 0 : 1; spill < 2; spill++)
    {
      azud_debug_set ("spill", spill);
      azud_debug_set ("no-broadcast", spill);
      azud_debug_set ("partitions", 2);
      set_up (&fixture, it->type);
      refuse_each (&fixture, it->persist, it->type->examples[0].compare == AZUD_COMPARE_ANY_VALID);
      tear_down (&fixture);
    }
  azud_debug_set ("spill", 0);
  azud_debug_set ("no-broadcast", 0);
  azud_debug_set ("partitions", 0);
}

/* Thousands of outputs: that they would survive a power cut is tested elsewhere. */
static int
no_fsync (int fd)
{
  return 0;
}

int
main (int    argc,
      char **argv)
{
  static const char *const names[] = { "T001-refused-once", "T002-refused-from-then-on" };
  AzudIo io = *azud_io_system ();
  const AzudNodeType *const *types;
  guint n;
  int status;

  g_test_init (&argc, &argv, NULL);
  io.fsync = no_fsync;
  azud_io_install (&io);
  types = azud_node_type_list (&n);
  for (guint i = 0; i < n; i++)
    for (int persist = 0; persist < 2; persist++)
      {
        g_autofree char *path = g_strdup_printf ("/session/refusals/%s/%s", names[persist], types[i]->id);
        Case *it;

        if (types[i]->examples[0].title == NULL || types[i]->examples[0].output == NULL)
          continue;
        it = g_new (Case, 1);
        *it = (Case){ types[i], persist };
        g_test_add_data_func_full (path, it, test_refusals, g_free);
      }
  status = g_test_run ();
  azud_io_install (NULL);
  return status;
}
