/* test-file.c: pipeline files: round trips, hostile bytes, faults that open all the same, saving
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "find-diagnostic.h"
#include "random-edit.h"

#include "base/folder-tree.h"
#include "base/io.h"
#include "pipeline/public-error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const char sample[] =
  "{\n"
  "  \"azud\": \"1.0\",\n"
  "  \"settings\": {\"spark.sql.session.timeZone\": \"Europe/Madrid\"},\n"
  "  \"parameters\": [\n"
  "    {\"name\": \"in\", \"type\": \"string\", \"default\": \"data.csv\", \"help\": \"What to read\"}\n"
  "  ],\n"
  "  \"nodes\": [\n"
  "    {\n"
  "      \"id\": \"read-csv-1\",\n"
  "      \"type\": \"read-csv\",\n"
  "      \"label\": \"Flights\",\n"
  "      \"params\": {\n"
  "        \"path\": \"${in}\",\n"
  "        \"schema\": [\n"
  "          {\"name\": \"id\", \"type\": \"int\"},\n"
  "          {\"name\": \"amount\", \"type\": \"decimal(10,2)\"}\n"
  "        ]\n"
  "      }\n"
  "    },\n"
  "    {\n"
  "      \"id\": \"filter-1\",\n"
  "      \"type\": \"filter\",\n"
  "      \"disabled\": true,\n"
  "      \"params\": {\n"
  "        \"condition\": \"amount >= 100\"\n"
  "      }\n"
  "    }\n"
  "  ],\n"
  "  \"edges\": [\n"
  "    {\"from\": \"read-csv-1.out\", \"to\": \"filter-1.in\"}\n"
  "  ],\n"
  "  \"layout\": {\n"
  "    \"read-csv-1\": [0, 0],\n"
  "    \"filter-1\": [240, 80.5]\n"
  "  }\n"
  "}\n";

static AzudDocument *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  AzudDocument *document = azud_document_parse (text, -1, "/", &error);

  g_assert_no_error (error);
  return document;
}

static void
check_fixpoint (const char *text)
{
  g_autoptr(AzudDocument) document = parse (text);
  g_autofree char *again = azud_document_to_text (document);

  g_assert_cmpstr (again, ==, text);
}

static void
check_refused (const char *text,
               gssize      length,
               const char *condition)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *got = NULL;

  g_assert_null (azud_document_parse (text, length, "/", &error));
  g_assert_error (error, AZUD_ERROR, AZUD_FAULT_PIPELINE);
  g_assert_cmpint (azud_gerror_exit_status (error), ==, 3);
  got = azud_gerror_get (error, "condition");
  if (condition != NULL)
    g_assert_cmpstr (got, ==, condition);
}

static void
test_sample (void)
{
  g_autoptr(AzudDocument) document = parse (sample);
  const AzudNode *node = azud_document_lookup_node (document, "filter-1");

  check_fixpoint (sample);
  g_assert_cmpuint (azud_document_get_n_nodes (document), ==, 2);
  g_assert_cmpstr (node->label, ==, "Filter");
  g_assert_true (node->disabled);
  g_assert_cmpfloat (node->y, ==, 80.5);
  g_assert_cmpstr (azud_document_get_setting (document, "spark.sql.session.timeZone"), ==, "Europe/Madrid");
  g_assert_false (azud_document_has_errors (document, NULL));
}

/* The example in the manual is in canonical form. */
static void
test_manual (void)
{
  const char *root = g_getenv ("AZUD_SOURCE_ROOT");
  g_autofree char *path = g_build_filename (root != NULL ? root : ".", "docs", "pipeline-file.md", NULL);
  g_autofree char *page = NULL;
  char *start;
  char *end;

  if (!g_file_get_contents (path, &page, NULL, NULL))
    {
      g_test_skip ("the manual is not here (AZUD_SOURCE_ROOT)");
      return;
    }
  start = strstr (page, "```json\n") + strlen ("```json\n");
  end = strstr (start, "```");
  *end = '\0';
  check_fixpoint (start);
}

static void
test_empty_document (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autofree char *text = azud_document_to_text (document);

  g_assert_cmpstr (text, ==, "{\n  \"azud\": \"1.0\",\n  \"nodes\": [],\n  \"edges\": []\n}\n");
  check_fixpoint (text);
}

static void
test_random_fixpoint (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (random_seed ());

  for (guint i = random_rounds (100, 5000); i > 0; i--)
    {
      g_autoptr(AzudDocument) document = azud_document_new ();
      g_autofree char *text = NULL;

      for (int k = 0; k < 40; k++)
        random_edit (document, rand);
      text = azud_document_to_text (document);
      check_fixpoint (text);
    }
}

/* What this version does not know stays where it stood, byte for byte. */
static void
test_unknown_is_kept (void)
{
  check_fixpoint ("{\n"
                  "  \"$schema\": \"x\",\n"
                  "  \"azud\": \"1.7\",\n"
                  "  \"owner\": {\n"
                  "    \"name\": \"A\",\n"
                  "    \"since\": 1e2,\n"
                  "    \"deep\": [\n"
                  "      [],\n"
                  "      {},\n"
                  "      [1.50, null]\n"
                  "    ]\n"
                  "  },\n"
                  "  \"nodes\": [\n"
                  "    {\n"
                  "      \"before\": 1,\n"
                  "      \"id\": \"x\",\n"
                  "      \"type\": \"from-the-future\",\n"
                  "      \"version\": 9,\n"
                  "      \"ports\": [\"a\", \"b\"],\n"
                  "      \"params\": {\n"
                  "        \"z\": 1,\n"
                  "        \"a\": {\"b\": -0.0}\n"
                  "      },\n"
                  "      \"after\": \"\\u0001\"\n"
                  "    }\n"
                  "  ],\n"
                  "  \"groups\": [\n"
                  "    {\n"
                  "      \"id\": \"g\",\n"
                  "      \"nodes\": [\"x\"]\n"
                  "    }\n"
                  "  ],\n"
                  "  \"edges\": [\n"
                  "    {\"from\": \"x.a\", \"via\": [1, 2], \"to\": \"x.b\"}\n"
                  "  ],\n"
                  "  \"layout\": {\n"
                  "    \"x\": [1, 2],\n"
                  "    \"gone\": [3, 4],\n"
                  "    \"g\": {\"fold\": true}\n"
                  "  },\n"
                  "  \"tail\": null\n"
                  "}\n");
}

static void
test_newer_versions (void)
{
  g_autoptr(AzudDocument) minor = parse ("{\"azud\": \"1.3\"}");
  g_autoptr(AzudDocument) major = parse ("{\"azud\": \"2.0\"}");
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("azud-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.azud", NULL);

  g_assert_nonnull (find_diagnostic (minor, NULL, "AZUD_NEWER_VERSION"));
  g_assert_false (azud_document_has_errors (minor, NULL));
  g_assert_true (azud_document_has_errors (major, NULL));
  g_assert_false (azud_document_save (major, path, &error));
  g_assert_error (error, AZUD_ERROR, AZUD_FAULT_PIPELINE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_cut_at_every_byte (void)
{
  gsize size = strlen (sample);

  for (gsize i = 0; i + 2 < size; i++)   /* without the last line end it is whole */
    check_refused (sample, (gssize) i, NULL);
}

static void
test_noise (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (random_seed ());

  for (guint i = random_rounds (2000, 100000); i > 0; i--)
    {
      char bytes[64];
      gsize size = (gsize) g_rand_int_range (rand, 0, sizeof bytes);

      for (gsize k = 0; k < size; k++)
        bytes[k] = (char) g_rand_int_range (rand, 0, 256);
      check_refused (bytes, (gssize) size, NULL);
    }
}

/* The sample with some bytes changed either opens or is refused with a line; it never crashes or opens
 * empty. */
static void
test_changed_bytes (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (random_seed ());

  for (guint i = random_rounds (3000, 200000); i > 0; i--)
    {
      g_autofree char *text = g_strdup (sample);
      g_autoptr(GError) error = NULL;
      g_autoptr(AzudDocument) document = NULL;

      for (int k = g_rand_int_range (rand, 1, 4); k > 0; k--)
        text[g_rand_int_range (rand, 0, (gint32) strlen (sample))] = (char) g_rand_int_range (rand, 1, 127);
      document = azud_document_parse (text, -1, "/", &error);
      if (document == NULL)
        {
          g_autofree char *line = azud_gerror_get (error, "line");

          g_assert_nonnull (line);
          continue;
        }
      azud_document_analyse (document);
      g_assert_true (azud_document_get_n_nodes (document) == 2 || strstr (text, "nodes\"") == NULL);
    }
}

static char *
repeat (const char *piece,
        gsize       n,
        const char *head,
        const char *tail)
{
  GString *text = g_string_new (head);

  for (gsize i = 0; i < n; i++)
    g_string_append (text, piece);
  g_string_append (text, tail);
  return g_string_free (text, FALSE);
}

static void
test_hostile (void)
{
  static const struct
  {
    const char *text;
    const char *condition;
  } table[] = {
    { "", "AZUD_FILE_SYNTAX" },
    { " \n\t ", "AZUD_FILE_SYNTAX" },
    { "\xef\xbb\xbf{\"azud\": \"1.0\"}", "AZUD_FILE_SYNTAX" },
    { "null", "AZUD_FILE_SHAPE" },
    { "[]", "AZUD_FILE_SHAPE" },
    { "{}", "AZUD_FILE_SHAPE" },
    { "{\"azud\": 1}", "AZUD_FILE_SHAPE" },
    { "{\"azud\": \"one\"}", "AZUD_FILE_SHAPE" },
    { "{\"azud\": \"0.9\"}", "AZUD_FILE_SHAPE" },
    { "{\"azud\": \"1.0\", \"azud\": \"1.0\"}", "AZUD_FILE_SYNTAX" },
    { "{\"azud\": \"1.0\", \"nodes\": {}}", "AZUD_FILE_SHAPE" },
    { "{\"azud\": \"1.0\", \"nodes\": [1]}", "AZUD_FILE_SHAPE" },
    { "{\"azud\": \"1.0\", \"nodes\": [{}]}", "AZUD_FILE_SHAPE" },
    { "{\"azud\": \"1.0\", \"nodes\": [{\"id\": \"\", \"type\": \"filter\"}]}", "AZUD_FILE_SHAPE" },
    { "{\"azud\": \"1.0\", \"nodes\": [{\"id\": \"a\", \"type\": \"filter\", \"params\": []}]}",
      "AZUD_FILE_SHAPE" },
    { "{\"azud\": \"1.0\", \"nodes\": [{\"id\": \"a\", \"type\": \"filter\", \"disabled\": 1}]}",
      "AZUD_FILE_SHAPE" },
    { "{\"azud\": \"1.0\", \"edges\": [{\"from\": \"a\", \"to\": \"b.in\"}]}", "AZUD_FILE_SHAPE" },
    { "{\"azud\": \"1.0\", \"settings\": []}", "AZUD_FILE_SHAPE" },
    { "{\"azud\": \"1.0\", \"layout\": []}", "AZUD_FILE_SHAPE" },
    { "{\"azud\": \"1.0\"} x", "AZUD_FILE_SYNTAX" },
  };
  static const char utf16[] = "\xff\xfe{\0\"\0a\0";
  g_autofree char *deep = repeat ("[", 1000000, "", "");
  g_autofree char *deep_known = repeat ("{\"a\":", 1000000, "{\"azud\": \"1.0\", \"x\": ", "");
  g_autofree char *blanks = repeat ("                ", 65536, "", "");

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_test_message ("%s", table[i].text);
      check_refused (table[i].text, -1, table[i].condition);
    }
  check_refused (utf16, sizeof utf16 - 1, "AZUD_FILE_SYNTAX");
  check_refused (deep, -1, "AZUD_FILE_SYNTAX");
  check_refused (deep_known, -1, "AZUD_FILE_SYNTAX");
  check_refused (blanks, -1, "AZUD_FILE_SYNTAX");
}

static void
test_error_names_line (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;
  g_autofree char *column = NULL;
  g_autoptr(AzudJson) json = NULL;

  g_assert_null (azud_document_parse ("{\n  \"azud\": \"1.0\",\n  nodes\n}", -1, "/", &error));
  line = azud_gerror_get (error, "line");
  column = azud_gerror_get (error, "column");
  g_assert_cmpstr (line, ==, "3");
  g_assert_cmpstr (column, ==, "3");
  json = azud_gerror_to_json (error);
  g_assert_cmpstr (azud_json_lookup_string (json, "condition"), ==, "AZUD_FILE_SYNTAX");
  g_assert_cmpint (azud_json_get_integer (azud_json_lookup (json, "line"), 0), ==, 3);
}

/* All faults of a graph at once, with the lines they stand on. */
static void
test_faults_open (void)
{
  g_autoptr(AzudDocument) document =
    parse ("{\"azud\": \"1.0\", \"settings\": {\"no.such\": \"1\", \"spark.sql.ansi.enabled\": \"false\"},\n"
                                            "\"nodes\": [\n"
                                            "{\"id\": \"a\", \"type\": \"generate-rows\"},\n"
                                            "{\"id\": \"a\", \"type\": \"generate-rows\"},\n"
                                            "{\"id\": \"b\", \"type\": \"filter\", \"params\": "
                                            "{\"condition\": 7, \"extra\": 1}},\n"
                                            "{\"id\": \"c\", \"type\": \"nope\"},\n"
                                            "{\"id\": \"d\", \"type\": \"limit\", \"version\": 99},\n"
                                            "{\"id\": \"e\", \"type\": \"limit\", \"params\": {\"count\": 1e999}}\n"
                                            "], \"edges\": [\n"
                                            "{\"from\": \"a.out\", \"to\": \"b.in\"},\n"
                                            "{\"from\": \"a.out\", \"to\": \"b.in\"},\n"
                                            "{\"from\": \"a.out\", \"to\": \"gone.in\"},\n"
                                            "{\"from\": \"a.up\", \"to\": \"e.in\"}\n"
                                            "]}");
  static const struct
  {
    const char *code;
    gint64      line;
  } expected[] = {
    { "AZUD_UNKNOWN_SETTING", 1 }, { "AZUD_SETTING_FIXED", 1 },  { "AZUD_DUPLICATE_ID", 4 },
      { "AZUD_INPUT_TAKEN", 11 },
    { "AZUD_DANGLING_EDGE", 12 },  { "AZUD_MISSING_PORT", 13 },  { "AZUD_PARAMETER_TYPE", 5 },
      { "AZUD_UNKNOWN_NODE_PARAMETER", 5 },
    { "AZUD_UNKNOWN_NODE_TYPE", 6 }, { "AZUD_NEWER_NODE_TYPE", 7 }, { "AZUD_PARAMETER_TYPE", 8 },
      { "AZUD_INPUT_MISSING", 8 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      gboolean found = FALSE;

      g_test_message ("%s in line %d", expected[i].code, (int) expected[i].line);
      for (guint k = 0; k < azud_document_get_n_diagnostics (document); k++)
        {
          const AzudDiagnostic *diagnostic = azud_document_get_diagnostic (document, k);

          found = found || (strcmp (diagnostic->code, expected[i].code) == 0 &&
                            diagnostic->line == expected[i].line);
        }
      g_assert_true (found);
    }
  g_assert_cmpuint (azud_document_get_n_nodes (document), ==, 6);
}

static void
test_coordinates (void)
{
  g_autoptr(AzudDocument) document =
    parse ("{\"azud\": \"1.0\", \"nodes\": [{\"id\": \"a\", \"type\": \"limit\"}, {\"id\": \"b\", "
           "\"type\": \"limit\"}],"
                                            "\"layout\": {\"a\": [1e308, -1e300], \"b\": [\"x\", 2]}}");
  const AzudNode *node = azud_document_lookup_node (document, "a");

  g_assert_cmpfloat (node->x, ==, 1e6);
  g_assert_cmpfloat (node->y, ==, -1e6);
  g_assert_cmpfloat (azud_document_lookup_node (document, "b")->x, ==, 0);
}

static void
test_hostile_labels (void)
{
  g_autofree char *long_label = repeat ("x", 1 << 20, "", "");
  const char *const labels[] = { "<b>bold</b> &amp;", "line\nbreak\ttab", "\xe2\x80\xae" "evil", "\x01\x7f",
                                 long_label, "%s%n", "`$(reboot)`" };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autoptr(AzudDocument) document = azud_document_new ();
      g_autofree char *id = azud_document_add_node (document, "filter", 0, 0);
      g_autofree char *text = NULL;
      g_autofree char *dot = NULL;
      g_autoptr(AzudDocument) loaded = NULL;

      azud_document_set_label (document, id, labels[i]);
      text = azud_document_to_text (document);
      check_fixpoint (text);
      loaded = parse (text);
      g_assert_cmpstr (azud_document_lookup_node (loaded, id)->label, ==, labels[i]);
      dot = azud_document_print_plan (loaded, AZUD_PLAN_LEVEL_GRAPH, AZUD_PLAN_FORMAT_DOT, NULL, NULL);
      g_assert_cmpuint (strlen (dot), <, 2000);
    }
}

/* ---- size ---- */

static char *
big_graph (guint n_nodes)
{
  GString *text =
    g_string_new ("{\"azud\": \"1.0\", \"nodes\": [{\"id\": \"n0\", \"type\": \"generate-rows\"}");

  for (guint i = 1; i < n_nodes; i++)
    g_string_append_printf (text,
                            ",\n{\"id\": \"n%u\", \"type\": \"filter\", \"params\": {\"condition\": \"id "
                            ">= %u\"}}", i, i);
  g_string_append (text, "], \"edges\": [");
  for (guint i = 1; i < n_nodes; i++)
    g_string_append_printf (text, "%s{\"from\": \"n%u.out\", \"to\": \"n%u.in\"}", i > 1 ? ",\n" : "",
                            (i - 1) / 3, i);
  g_string_append (text, "]}");
  return g_string_free (text, FALSE);
}

static void
test_many_nodes (void)
{
  g_autofree char *text = big_graph (100000);
  g_autofree char *beyond = big_graph (100001);
  gint64 start = g_get_monotonic_time ();
  g_autoptr(AzudDocument) document = parse (text);
  gint64 opened = g_get_monotonic_time ();

  g_assert_false (azud_document_has_errors (document, NULL));
  g_test_message ("100000 nodes: opened in %.3f s, analysed in %.3f s", (double) (opened - start) / 1e6,
                  (double) (g_get_monotonic_time () - opened) / 1e6);
  check_refused (beyond, -1, "AZUD_LIMIT_EXCEEDED");
}

/* ---- saving ---- */

static char *save_folder;
static char *save_path;

static ssize_t
full_write (int fd, const void *buffer, size_t size)
{
  errno = ENOSPC;
  return -1;
}

static int
bad_rename (const char *from, const char *to)
{
  errno = EIO;
  return -1;
}

static int
bad_fsync (int fd)
{
  errno = EIO;
  return -1;
}

static void
check_save_fails (AzudIo *io)
{
  g_autoptr(AzudDocument) document = parse (sample);
  g_autoptr(GError) error = NULL;
  g_autofree char *after = NULL;

  azud_io_install (io);
  g_assert_false (azud_document_save (document, save_path, &error));
  azud_io_install (NULL);
  g_assert_cmpint (azud_gerror_exit_status (error), ==, 5);
  g_assert_true (g_file_get_contents (save_path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, "old");
  g_assert_cmpuint (folder_count (save_folder), ==, 1);
  g_assert_null (azud_document_get_path (document));
}

static void
test_save_fails_whole (void)
{
  AzudIo io = *azud_io_system ();

  save_folder = g_dir_make_tmp ("azud-test-XXXXXX", NULL);
  save_path = g_build_filename (save_folder, "a.azud", NULL);
  g_assert_true (g_file_set_contents (save_path, "old", -1, NULL));
  io.write = full_write;
  check_save_fails (&io);
  io = *azud_io_system ();
  io.rename = bad_rename;
  check_save_fails (&io);
  io = *azud_io_system ();
  io.fsync = bad_fsync;
  check_save_fails (&io);
  g_assert_cmpint (g_unlink (save_path), ==, 0);
  g_assert_cmpint (g_rmdir (save_folder), ==, 0);
  g_free (save_folder);
  g_free (save_path);
}

static void
test_save_and_load (void)
{
  g_autofree char *folder = g_dir_make_tmp ("azud-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.azud", NULL);
  g_autofree char *link = g_build_filename (folder, "link.azud", NULL);
  g_autoptr(AzudDocument) document = parse (sample);
  g_autoptr(AzudDocument) loaded = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *title = NULL;

  g_assert_true (azud_document_save (document, path, &error));
  g_assert_cmpint (symlink ("a.azud", link), ==, 0);
  loaded = azud_document_load (link, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (azud_document_get_base_folder (loaded), ==, folder);
  azud_document_set_label (loaded, "filter-1", "New");
  g_assert_true (azud_document_save (loaded, link, &error));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"New\""));
  g_assert_cmpuint (folder_count (folder), ==, 2);
  title = azud_document_dup_title (loaded);
  g_assert_cmpstr (title, ==, "link");
  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  g_assert_null (azud_document_load (path, &error));
  g_assert_cmpint (azud_gerror_exit_status (error), ==, 5);
  g_clear_error (&error);
  g_assert_null (azud_document_load ("/", &error));
  g_assert_nonnull (error);
}

/* Moving nodes changes the layout section only. */
static void
test_layout_apart (void)
{
  g_autoptr(AzudDocument) document = parse (sample);
  g_autofree char *text = NULL;
  char *layout;

  azud_document_move_node (document, "filter-1", -17, 99);
  text = azud_document_to_text (document);
  layout = strstr (text, "  \"layout\"");
  g_assert_cmpint (strncmp (text, sample, (gsize) (layout - text)), ==, 0);
  g_assert_nonnull (strstr (layout, "\"filter-1\": [-17, 99]"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/file/sample", test_sample);
  g_test_add_func ("/pipeline/file/manual", test_manual);
  g_test_add_func ("/pipeline/file/empty-document", test_empty_document);
  g_test_add_func ("/pipeline/file/random-fixpoint", test_random_fixpoint);
  g_test_add_func ("/pipeline/file/unknown-is-kept", test_unknown_is_kept);
  g_test_add_func ("/pipeline/file/newer-versions", test_newer_versions);
  g_test_add_func ("/pipeline/file/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/pipeline/file/noise", test_noise);
  g_test_add_func ("/pipeline/file/changed-bytes", test_changed_bytes);
  g_test_add_func ("/pipeline/file/hostile", test_hostile);
  g_test_add_func ("/pipeline/file/error-names-line", test_error_names_line);
  g_test_add_func ("/pipeline/file/faults-open", test_faults_open);
  g_test_add_func ("/pipeline/file/coordinates", test_coordinates);
  g_test_add_func ("/pipeline/file/hostile-labels", test_hostile_labels);
  g_test_add_func ("/pipeline/file/many-nodes", test_many_nodes);
  g_test_add_func ("/pipeline/file/save-fails-whole", test_save_fails_whole);
  g_test_add_func ("/pipeline/file/save-and-load", test_save_and_load);
  g_test_add_func ("/pipeline/file/layout-apart", test_layout_apart);
  return g_test_run ();
}
