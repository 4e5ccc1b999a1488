/* test-plan.c: graph, plan and stages as text, JSON and DOT; subtitles and commands
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/public-error.h"

#include <string.h>

static const char text[] =
  "{\"azud\": \"1.0\","
  "\"parameters\": [{\"name\": \"in\", \"type\": \"string\", \"default\": \"it's 100%.csv\"}],"
  "\"nodes\": ["
  "{\"id\": \"read\", \"type\": \"read-csv\", \"label\": \"The \\\"file\\\"\", \"params\": {\"path\": "
  "\"${in}\", \"schema\": ["
  "{\"name\": \"k\", \"type\": \"string\"}, {\"name\": \"v\", \"type\": \"int\"}]}},"
  "{\"id\": \"big\", \"type\": \"filter\", \"params\": {\"condition\": \"v > 5\"}},"
  "{\"id\": \"sum\", \"type\": \"aggregate\", \"params\": {\"keys\": [\"k\"], \"values\": [{\"name\": "
  "\"total\", \"expression\": \"sum(v)\"}]}},"
  "{\"id\": \"write\", \"type\": \"write-csv\", \"params\": {\"path\": \"out.csv\"}}],"
  "\"edges\": [{\"from\": \"read.out\", \"to\": \"big.in\"}, {\"from\": \"big.out\", \"to\": \"sum.in\"}, "
  "{\"from\": \"sum.out\", \"to\": \"write.in\"}]}";

static AzudDocument *
sample (void)
{
  g_autoptr(GError) error = NULL;
  AzudDocument *document = azud_document_parse (text, -1, "/", &error);

  g_assert_no_error (error);
  g_assert_false (azud_document_has_errors (document, NULL));
  return document;
}

static char *
print (AzudDocument  *document,
       AzudPlanLevel  level,
       AzudPlanFormat format)
{
  g_autoptr(GError) error = NULL;
  char *printed = azud_document_print_plan (document, level, format, NULL, &error);

  g_assert_no_error (error);
  return printed;
}

static void
test_texts (void)
{
  g_autoptr(AzudDocument) document = sample ();
  g_autofree char *graph = print (document, AZUD_PLAN_LEVEL_GRAPH, AZUD_PLAN_FORMAT_TEXT);
  g_autofree char *logical = print (document, AZUD_PLAN_LEVEL_LOGICAL, AZUD_PLAN_FORMAT_TEXT);
  g_autofree char *optimized = print (document, AZUD_PLAN_LEVEL_OPTIMIZED, AZUD_PLAN_FORMAT_TEXT);
  g_autofree char *stages = print (document, AZUD_PLAN_LEVEL_STAGES, AZUD_PLAN_FORMAT_TEXT);

  g_assert_cmpstr (graph, ==,
                   "read [read-csv] The \"file\": ${in}\n"
                   "big [filter] Filter: v > 5\n"
                   "  in <- read.out\n"
                   "sum [aggregate] Aggregate: k · total = sum(v)\n"
                   "  in <- big.out\n"
                   "write [write-csv] Write CSV: out.csv\n"
                   "  in <- sum.out\n");
  g_assert_cmpstr (logical, ==,
                   "Write csv \"out.csv\" mode=error single\n"
                   "  Aggregate keys=[k] values=[sum(v) AS total]\n"
                   "    Filter (v > 5)\n"
                   "      Scan csv \"/it's 100%.csv\" [k, v]");
  g_assert_nonnull (strstr (optimized, "filter=(v > 5)"));
  g_assert_nonnull (strstr (stages, "Stage 0"));
  g_assert_nonnull (strstr (stages, "Stage 1"));
}

static void
test_json_and_dot (void)
{
  g_autoptr(AzudDocument) document = sample ();

  for (int level = AZUD_PLAN_LEVEL_GRAPH; level <= AZUD_PLAN_LEVEL_STAGES; level++)
    {
      g_autofree char *json_text = print (document, level, AZUD_PLAN_FORMAT_JSON);
      g_autofree char *dot = print (document, level, AZUD_PLAN_FORMAT_DOT);
      g_autoptr(AzudJson) json = azud_json_parse (json_text, -1, NULL, NULL);

      g_assert_nonnull (json);
      g_assert_true (g_str_has_prefix (dot, "digraph "));
      g_assert_true (g_str_has_suffix (dot, "}\n"));
      if (level == AZUD_PLAN_LEVEL_LOGICAL)
        {
          AzudJson *first = azud_json_get_element (azud_json_lookup (json, "operators"), 0);

          g_assert_cmpstr (azud_json_lookup_string (first, "operator"), ==, "Scan");
          g_assert_cmpstr (azud_json_lookup_string (first, "node"), ==, "read");
          g_assert_cmpuint (azud_json_get_length (azud_json_lookup (json, "operators")), ==, 4);
        }
    }
}

static void
test_without (void)
{
  g_autoptr(AzudDocument) document = sample ();
  g_autoptr(GError) error = NULL;
  const char *const unknown[] = { "no-such-rule", NULL };

  g_assert_null (azud_document_print_plan (document, AZUD_PLAN_LEVEL_OPTIMIZED, AZUD_PLAN_FORMAT_TEXT,
                                           unknown, &error));
  g_assert_cmpint (azud_gerror_exit_status (error), ==, 2);
}

static void
test_nothing_to_print (void)
{
  g_autoptr(AzudDocument) empty = azud_document_new ();
  g_autoptr(AzudDocument) broken =
    azud_document_parse ("{\"azud\": \"1.0\", \"nodes\": [{\"id\": \"f\", \"type\": \"filter\"}]}", -1, "/",
                         NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *node = NULL;

  g_assert_null (azud_document_print_plan (empty, AZUD_PLAN_LEVEL_LOGICAL, AZUD_PLAN_FORMAT_TEXT, NULL,
                                           &error));
  g_assert_cmpint (azud_gerror_exit_status (error), ==, 3);
  g_clear_error (&error);
  g_assert_null (azud_document_print_plan (broken, AZUD_PLAN_LEVEL_LOGICAL, AZUD_PLAN_FORMAT_TEXT, NULL,
                                           &error));
  node = azud_gerror_get (error, "node");
  g_assert_cmpstr (node, ==, "f");
}

static void
test_commands (void)
{
  g_autoptr(AzudDocument) document = sample ();
  g_autofree char *command = azud_document_headless_command (document);
  g_autofree char *unit = azud_document_systemd_unit (document);
  g_auto(GStrv) words = NULL;

  g_assert_true (g_shell_parse_argv (command, NULL, &words, NULL));
  g_assert_cmpstr (words[1], ==, "run");
  g_assert_cmpstr (words[3], ==, "-p");
  g_assert_cmpstr (words[4], ==, "in=it's 100%.csv");
  g_assert_nonnull (strstr (unit,
                            "ExecStart=azud run --progress plain \"pipeline.azud\" -p \"in=it's 100%%.csv\"\n"));
}

static void
test_subtitles (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autofree char *id = azud_document_add_node (document, "sort", 0, 0);
  g_autoptr(AzudJson) keys =
    azud_json_parse ("[{\"expression\": \"a\", \"direction\": \"descending\"}, {\"expression\": \"b\"}]", -1,
                     NULL, NULL);
  g_autofree char *empty = azud_document_dup_subtitle (document, id);
  g_autofree char *full = NULL;
  g_autofree char *unknown = azud_document_dup_subtitle (document, "nobody");

  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (unknown, ==, "");
  azud_document_set_param (document, id, "keys", keys);
  full = azud_document_dup_subtitle (document, id);
  g_assert_cmpstr (full, ==, "a Descending, b");
}

static void
test_errors (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) copy = NULL;
  g_autoptr(GError) foreign = g_error_new (G_FILE_ERROR, G_FILE_ERROR_NOENT, "gone");
  AzudError report = AZUD_ERROR_INIT;
  g_autoptr(AzudJson) json = NULL;
  g_autofree char *line = NULL;

  azud_error_set (&report, AZUD_FAULT_RUN, "DIVIDE_BY_ZERO", "Divided {0}", "once", NULL);
  azud_error_at_node (&report, "f", "condition");
  azud_error_at_line (&report, "a.csv", 12, 3, 100);
  g_assert_false (azud_error_to_gerror (&report, &error));
  g_assert_error (error, AZUD_ERROR, 1);
  copy = g_error_copy (error);
  g_assert_cmpint (azud_gerror_exit_status (copy), ==, 1);
  json = azud_gerror_to_json (copy);
  g_assert_cmpstr (azud_json_lookup_string (json, "message"), ==, "Divided once");
  g_assert_cmpstr (azud_json_lookup_string (json, "file"), ==, "a.csv");
  g_assert_cmpint (azud_json_get_integer (azud_json_lookup (json, "column"), 0), ==, 3);
  line = azud_gerror_get (copy, "line");
  g_assert_cmpstr (line, ==, "12");
  g_assert_null (azud_gerror_get (copy, "value"));
  g_assert_cmpint (azud_gerror_exit_status (foreign), ==, 5);
  g_assert_null (azud_gerror_get (foreign, "line"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/plan/texts", test_texts);
  g_test_add_func ("/pipeline/plan/json-and-dot", test_json_and_dot);
  g_test_add_func ("/pipeline/plan/without", test_without);
  g_test_add_func ("/pipeline/plan/nothing-to-print", test_nothing_to_print);
  g_test_add_func ("/pipeline/plan/commands", test_commands);
  g_test_add_func ("/pipeline/plan/subtitles", test_subtitles);
  g_test_add_func ("/pipeline/plan/errors", test_errors);
  return g_test_run ();
}
