/* test-analysis.c: lowering only what changed gives what lowering everything gives; broken nodes stay among
 * themselves
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "find-diagnostic.h"
#include "random-edit.h"

#include "pipeline/analysis.h"
#include "plan/print.h"

#include <string.h>

/* Everything that analysis says about a document, as one text. */
static char *
describe (AzudDocument *document)
{
  GString *out = g_string_new (NULL);
  g_autoptr(AzudJson) diagnostics = azud_document_diagnostics_to_json (document);
  g_autoptr(GPtrArray) roots = azud_document_get_roots (document);
  g_autofree char *plan = azud_plan_print ((AzudPlan *const *) roots->pdata, (int) roots->len);

  /* lines are of the file, which an edited document does not have */
  for (guint i = 0; i < azud_document_get_n_diagnostics (document); i++)
    {
      const AzudDiagnostic *d = azud_document_get_diagnostic (document, i);

      g_string_append_printf (out, "%d %s %s %s %d-%d %s\n", (int) d->severity, d->code, d->node,
                              d->parameter, d->span_start, d->span_end, d->message);
    }
  for (guint i = 0; i < azud_document_get_n_nodes (document); i++)
    {
      const AzudNode *node = azud_document_get_node (document, i);

      for (guint p = 0; node->type != NULL && node->type->outputs[p].id != NULL; p++)
        {
          guint n = 0;
          const AzudColumn *columns = azud_document_get_schema (document, node->id, node->type->outputs[p].id,
                                                                &n);

          g_string_append_printf (out, "%s.%s:", node->id, node->type->outputs[p].id);
          for (guint c = 0; c < n; c++)
            g_string_append_printf (out, " %s %s %d", columns[c].name, columns[c].type, columns[c].nullable);
          g_string_append_c (out, '\n');
        }
    }
  g_string_append (out, plan);
  return g_string_free (out, FALSE);
}

static void
check_fresh (AzudDocument *document)
{
  g_autofree char *text = azud_document_to_text (document);
  g_autoptr(AzudDocument) full = azud_document_parse (text, -1, "/", NULL);
  g_autofree char *incremental = describe (document);
  g_autofree char *expected = describe (full);

  if (strcmp (incremental, expected) != 0)
    g_test_message ("%s", text);
  g_assert_cmpstr (incremental, ==, expected);
}

static void
test_incremental (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (random_seed ());

  for (guint i = random_rounds (40, 2000); i > 0; i--)
    {
      g_autoptr(AzudDocument) document = azud_document_new ();

      azud_document_set_base_folder (document, "/");
      for (int k = 0; k < 50; k++)
        {
          random_edit (document, rand);
          if (g_rand_int_range (rand, 0, 8) == 0)
            azud_document_undo (document);
          if (g_rand_int_range (rand, 0, 3) == 0)
            azud_document_analyse (document);
          if (k % 5 == 4)
            check_fresh (document);
        }
    }
}

/* ---- built by hand ---- */

static AzudDocument *
parse (const char *nodes,
       const char *edges)
{
  g_autofree char *text = g_strdup_printf ("{\"azud\": \"1.0\", \"nodes\": [%s], \"edges\": [%s]}", nodes,
                                           edges);
  g_autoptr(GError) error = NULL;
  AzudDocument *document = azud_document_parse (text, -1, "/", &error);

  g_assert_no_error (error);
  return document;
}

#define ROWS(id) "{\"id\": \"" id "\", \"type\": \"generate-rows\"}"
#define FILTER(id, condition)                                                                                \
  "{\"id\": \"" id "\", \"type\": \"filter\", \"params\": {\"condition\": \"" condition "\"}}"
#define DISABLED(id)                                                                                         \
  "{\"id\": \"" id "\", \"type\": \"filter\", \"disabled\": true, \"params\": {\"condition\": \"id > 1\"}}"
#define EDGE(from, to) "{\"from\": \"" from ".out\", \"to\": \"" to ".in\"}"

static void
set_text (AzudDocument *document,
          const char   *id,
          const char   *param,
          const char   *text)
{
  g_autoptr(AzudJson) value = azud_json_new_string (text);

  azud_document_set_param (document, id, param, value);
}

static guint
n_columns (AzudDocument *document,
           const char   *node)
{
  guint n = 0;

  azud_document_get_schema (document, node, "out", &n);
  return n;
}

static void
test_broken_does_not_spread (void)
{
  g_autoptr(AzudDocument) document = parse (ROWS ("rows") "," FILTER ("good", "id > 1") "," FILTER ("bad",
      "nope > 1") "," FILTER ("below", "id > 2"),
                                            EDGE ("rows", "good") "," EDGE ("rows", "bad") "," EDGE ("bad",
                                                "below"));
  const AzudDiagnostic *quiet;
  g_autofree char *plan = NULL;

  g_assert_cmpuint (n_columns (document, "good"), ==, 1);
  g_assert_cmpuint (n_columns (document, "bad"), ==, 0);
  g_assert_cmpuint (n_columns (document, "below"), ==, 0);
  g_assert_true (azud_document_has_errors (document, "bad"));
  g_assert_false (azud_document_has_errors (document, "good"));
  g_assert_false (azud_document_has_errors (document, "below"));
  quiet = find_diagnostic (document, "below", "AZUD_INPUT_HAS_ERRORS");
  g_assert_nonnull (quiet);
  g_assert_cmpint (quiet->severity, ==, AZUD_SEVERITY_INFO);
  plan = azud_document_print_plan (document, AZUD_PLAN_LEVEL_LOGICAL, AZUD_PLAN_FORMAT_TEXT, NULL, NULL);
  g_assert_cmpstr (plan, ==, "Filter (id > CAST(1 AS BIGINT))\n  Range id from 0 to 10 by 1");

  /* mended: everything is there, and its settings were never touched */
  set_text (document, "bad", "condition", "id < 5");
  g_assert_false (azud_document_has_errors (document, NULL));
  g_assert_cmpuint (n_columns (document, "below"), ==, 1);
}

/* Faults that need no inputs are said without them. */
static void
test_syntax_without_input (void)
{
  g_autoptr(AzudDocument) document = parse (FILTER ("bad", "nope >"), "");
  const AzudDiagnostic *syntax = find_diagnostic (document, "bad", "PARSE_SYNTAX_ERROR");

  g_assert_nonnull (syntax);
  g_assert_cmpstr (syntax->parameter, ==, "condition");
  g_assert_nonnull (find_diagnostic (document, "bad", "AZUD_INPUT_MISSING"));
}

static void
test_only_descendants (void)
{
  g_autoptr(AzudDocument) document = parse (ROWS ("a") "," FILTER ("b", "id > 1") "," FILTER ("c",
      "id > 1") "," FILTER ("d", "id > 1") "," ROWS ("e"),
                                            EDGE ("a", "b") "," EDGE ("b", "c") "," EDGE ("a", "d"));

  azud_document_analyse (document);
  g_assert_cmpuint (azud_document_get_n_lowered (document), ==, 5);
  set_text (document, "b", "condition", "id > 7");
  azud_document_analyse (document);
  g_assert_cmpuint (azud_document_get_n_lowered (document), ==, 2);
  azud_document_move_node (document, "a", 5, 5);
  azud_document_analyse (document);
  /* still that of before: nothing to do */
  g_assert_cmpuint (azud_document_get_n_lowered (document), ==, 2);
  azud_document_remove_edge (document, "b", "out", "c", "in");
  azud_document_analyse (document);
  g_assert_cmpuint (azud_document_get_n_lowered (document), ==, 2);   /* both ends */
  g_assert_nonnull (find_diagnostic (document, "c", "AZUD_INPUT_MISSING"));
}

static void
test_disabled (void)
{
  g_autoptr(AzudDocument) document = parse (ROWS ("rows") "," DISABLED ("off") "," FILTER ("below", "id > 2"),
                                            EDGE ("rows", "off") "," EDGE ("off", "below"));
  g_autofree char *plan = azud_document_print_plan (document, AZUD_PLAN_LEVEL_LOGICAL, AZUD_PLAN_FORMAT_TEXT,
                                                    NULL, NULL);

  g_assert_cmpstr (plan, ==, "Filter (id > CAST(2 AS BIGINT))\n  Range id from 0 to 10 by 1");
  azud_document_set_disabled (document, "rows", TRUE);   /* no way through: cut, quietly */
  g_assert_false (azud_document_has_errors (document, NULL));
  g_assert_nonnull (find_diagnostic (document, "below", "AZUD_INPUT_DISABLED"));
  azud_document_set_disabled (document, "rows", FALSE);
  azud_document_set_disabled (document, "off", FALSE);
  g_assert_null (find_diagnostic (document, "below", "AZUD_INPUT_DISABLED"));
}

static void
test_spans (void)
{
  g_autoptr(AzudDocument) document = parse (ROWS ("rows") "," FILTER ("f", "id > price"), EDGE ("rows", "f"));
  guint n = azud_document_get_n_diagnostics (document);
  const AzudDiagnostic *diagnostic = azud_document_get_diagnostic (document, 0);

  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (diagnostic->parameter, ==, "condition");
  g_assert_cmpint (diagnostic->span_start, ==, 5);
  g_assert_cmpint (diagnostic->span_end, ==, 10);
}

static void
analysed_cb (AzudDocument *document, guint *count)
{
  (*count)++;
}

static void
test_idle (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  guint count = 0;
  g_autofree char *id = NULL;

  g_signal_connect (document, "analysed", G_CALLBACK (analysed_cb), &count);
  id = azud_document_add_node (document, "filter", 0, 0);
  set_text (document, id, "condition", "a");
  g_assert_cmpuint (count, ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count, ==, 1);
  azud_document_move_node (document, id, 50, 50);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count, ==, 1);
}

/* A column renamed upstream: the nodes below say so and keep their settings; renamed back, all is well
 * without an edit. */
static void
test_rename_and_back (void)
{
  g_autoptr(AzudDocument) document = parse (ROWS ("rows") "," FILTER ("f", "id > 1"), EDGE ("rows", "f"));
  g_autofree char *before = azud_document_to_text (document);
  g_autofree char *after = NULL;

  set_text (document, "rows", "column", "number");
  g_assert_true (azud_document_has_errors (document, "f"));
  g_assert_cmpstr (azud_json_get_string (azud_document_get_param (document, "f", "condition")), ==, "id > 1");
  azud_document_set_param (document, "rows", "column", NULL);
  g_assert_false (azud_document_has_errors (document, NULL));
  after = azud_document_to_text (document);
  g_assert_cmpstr (after, ==, before);
}

static void
test_rejects_port (void)
{
  g_autoptr(AzudDocument) document = parse (
    "{\"id\": \"r\", \"type\": \"read-csv\", \"params\": {\"path\": \"a.csv\", \"schema\": [{\"name\": "
    "\"a\", \"type\": \"int\"}]}},"
    "{\"id\": \"l\", \"type\": \"limit\"}, {\"id\": \"m\", \"type\": \"limit\"}",
    EDGE ("r", "l"));
  guint n = 0;
  g_autofree char *alone = azud_document_print_plan (document, AZUD_PLAN_LEVEL_LOGICAL, AZUD_PLAN_FORMAT_TEXT,
                                                     NULL, NULL);
  g_autofree char *both = NULL;

  azud_document_remove_nodes (document, (const char *[]){ "m", NULL });
  azud_document_get_schema (document, "r", "rejects", &n);
  g_assert_cmpuint (n, >, 1);
  g_assert_null (strstr (alone, " rejects"));
  azud_document_undo (document);
  g_assert_true (azud_document_add_edge (document, "r", "rejects", "m", "in", NULL));
  both = azud_document_print_plan (document, AZUD_PLAN_LEVEL_LOGICAL, AZUD_PLAN_FORMAT_TEXT, NULL, NULL);
  g_assert_cmpstr (both, ==,
                   "Limit 100\n  Scan csv \"a.csv\" [a] rejects #1\n\nLimit 100\n  Rejects\n    [see #1]");
}

static void
test_input_schema (void)
{
  g_autoptr(AzudDocument) document = parse (ROWS ("a") "," ROWS ("b") ", {\"id\": \"j\", \"type\": \"join\"}",
                                            "{\"from\": \"a.out\", \"to\": \"j.left\"}, {\"from\": "
                                            "\"b.out\", \"to\": \"j.right\"}");
  guint n = 0;

  azud_document_get_input_schema (document, "j", "left", &n);
  g_assert_cmpuint (n, ==, 1);
  azud_document_get_input_schema (document, "j", NULL, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_null (azud_document_get_input_schema (document, "a", NULL, &n));
  g_assert_cmpuint (n, ==, 0);
}

/* Every wire is counted: the operator it leaves has a tap and the node's origin. */
static void
test_origins (void)
{
  g_autoptr(AzudDocument) document =
    parse (ROWS ("a") ", {\"id\": \"r\", \"type\": \"rename-columns\", \"label\": \"My names\", "
                      "\"params\": {\"renames\": "
                                            "[{\"from\": \"id\", \"to\": \"n\"}]}}, {\"id\": \"u\", "
                                            "\"type\": \"union\"}",
                                            EDGE ("a", "r") "," EDGE ("r", "u"));
  g_autoptr(GPtrArray) roots = azud_document_get_roots (document);
  g_autoptr(GPtrArray) walk = NULL;

  g_assert_cmpuint (roots->len, ==, 1);
  walk = azud_plan_walk ((AzudPlan *const *) roots->pdata, 1);
  g_assert_cmpuint (walk->len, ==, 3);   /* a union of one input is a step of its own, too */
  for (guint i = 0; i < walk->len; i++)
    {
      const AzudPlan *plan = walk->pdata[i];
      g_autoptr(GArray) taps = azud_plan_list_taps (plan);
      const AzudTap *tap = &g_array_index (taps, AzudTap, 0);

      g_assert_cmpstr (plan->origin.node, ==, ((const char *[]){ "a", "r", "u" })[i]);
      g_assert_cmpstr (plan->origin.label, ==, ((const char *[]){ "a", "My names", "u" })[i]);
      g_assert_cmpstr (tap->node, ==, plan->origin.node);
      g_assert_cmpstr (tap->port, ==, "out");
    }
}

static void
test_sinks (void)
{
  g_autoptr(AzudDocument) document = parse (ROWS ("a") "," FILTER ("bad",
                                                                   "x > 1") ", {\"id\": \"w\", \"type\": "
                                                            "\"write-csv\", \"params\": {\"path\": \"o.csv\"}}",
                                            EDGE ("a", "bad") "," EDGE ("a", "w"));
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) sinks = azud_document_get_sinks (document, NULL, &error);
  g_autofree char *node = azud_gerror_get (error, "node");
  AzudPlan *plan;

  g_assert_null (sinks);
  g_assert_cmpint (azud_gerror_exit_status (error), ==, 3);
  g_assert_cmpstr (node, ==, "bad");
  g_clear_error (&error);
  sinks = azud_document_get_sinks (document, "w", &error);   /* what it needs is whole */
  g_assert_no_error (error);
  g_assert_cmpuint (sinks->len, ==, 1);
  g_assert_cmpint (((AzudPlan *) sinks->pdata[0])->op, ==, AZUD_PLAN_WRITE);
  plan = azud_document_get_plan (document, "a", NULL, &error);
  g_assert_cmpint (plan->op, ==, AZUD_PLAN_RANGE);
  azud_plan_unref (plan);
  plan = azud_document_get_plan (document, "w", NULL, &error);
  g_assert_cmpint (plan->op, ==, AZUD_PLAN_RANGE);
  azud_plan_unref (plan);
  g_assert_null (azud_document_get_plan (document, "bad", "out", &error));
  g_assert_cmpint (azud_gerror_exit_status (error), ==, 3);
}

static void
test_shared_target (void)
{
  static const char text[] = "{\"azud\": \"1.0\", \"nodes\": ["
                             "{\"id\": \"g\", \"type\": \"generate-rows\"},"
                             "{\"id\": \"a\", \"type\": \"write-csv\", \"params\": {\"path\": \"x.csv\"}},"
                             "{\"id\": \"b\", \"type\": \"write-csv\", \"params\": {\"path\": \"./x.csv\"}}],"
                             "\"edges\": [{\"from\": \"g.out\", \"to\": \"a.in\"}, {\"from\": \"g.out\", \"to\": \"b.in\"}]}";
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudDocument) document = azud_document_parse (text, -1, "/tmp", &error);

  g_assert_no_error (error);
  azud_document_analyse (document);
  g_assert_nonnull (find_diagnostic (document, NULL, "AZUD_SHARED_TARGET"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/analysis/incremental", test_incremental);
  g_test_add_func ("/pipeline/analysis/broken-does-not-spread", test_broken_does_not_spread);
  g_test_add_func ("/pipeline/analysis/syntax-without-input", test_syntax_without_input);
  g_test_add_func ("/pipeline/analysis/only-descendants", test_only_descendants);
  g_test_add_func ("/pipeline/analysis/disabled", test_disabled);
  g_test_add_func ("/pipeline/analysis/spans", test_spans);
  g_test_add_func ("/pipeline/analysis/idle", test_idle);
  g_test_add_func ("/pipeline/analysis/rename-and-back", test_rename_and_back);
  g_test_add_func ("/pipeline/analysis/rejects-port", test_rejects_port);
  g_test_add_func ("/pipeline/analysis/input-schema", test_input_schema);
  g_test_add_func ("/pipeline/analysis/origins", test_origins);
  g_test_add_func ("/pipeline/analysis/sinks", test_sinks);
  g_test_add_func ("/pipeline/analysis/shared-target", test_shared_target);
  return g_test_run ();
}
