/* test-graph.c: order, circles, what may be connected, inserting into a wire
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "find-diagnostic.h"

#include <string.h>

static AzudDocument *
ring (guint n)
{
  g_autoptr(GString) text = g_string_new ("{\"azud\": \"1.0\", \"nodes\": [");
  g_autoptr(GError) error = NULL;
  AzudDocument *document;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text,
                            "%s{\"id\": \"n%u\", \"type\": \"filter\", \"params\": {\"condition\": \"a\"}}",
                              i > 0 ? "," : "", i);
  g_string_append (text, "], \"edges\": [");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s{\"from\": \"n%u.out\", \"to\": \"n%u.in\"}", i > 0 ? "," : "", i,
                            (i + 1) % n);
  g_string_append (text, "]}");
  document = azud_document_parse (text->str, -1, "/", &error);
  g_assert_no_error (error);
  return document;
}

static void
test_cycles (void)
{
  g_autoptr(AzudDocument) one = ring (1);
  g_autoptr(AzudDocument) two = ring (2);
  g_autoptr(AzudDocument) many = ring (20);

  g_assert_nonnull (strstr (find_diagnostic (one, NULL, "AZUD_CYCLE")->message, "n0 → n0"));
  g_assert_nonnull (strstr (find_diagnostic (two, NULL, "AZUD_CYCLE")->message, "n0 → n1 → n0"));
  g_assert_nonnull (strstr (find_diagnostic (many, NULL, "AZUD_CYCLE")->message, "n0 → n1 → n2 → n3 → … (16) … → n0"));
  azud_document_remove_edge (many, "n4", "out", "n5", "in");
  g_assert_null (find_diagnostic (many, NULL, "AZUD_CYCLE"));
  azud_document_undo (many);
  g_assert_nonnull (find_diagnostic (many, NULL, "AZUD_CYCLE"));
}

static void
test_long_cycle (void)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr(AzudDocument) document = ring (100000);

  g_assert_nonnull (find_diagnostic (document, NULL, "AZUD_CYCLE"));
  g_test_message ("%.3f s", (double) (g_get_monotonic_time () - start) / 1e6);
}

/* A chain of 10^5 nodes is not a matter of stack. */
static void
test_long_chain (void)
{
  g_autoptr(AzudDocument) document = ring (100000);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  azud_document_remove_edge (document, "n99999", "out", "n0", "in");
  g_assert_null (find_diagnostic (document, NULL, "AZUD_CYCLE"));
  g_assert_nonnull (find_diagnostic (document, NULL, "AZUD_INPUT_MISSING"));
  {
    g_autofree char *id = azud_document_add_node (document, "inline-table", 0, 0);
    g_autoptr(AzudJson) schema = azud_json_parse ("[{\"name\": \"a\", \"type\": \"boolean\"}]", -1, NULL,
                                                  NULL);

    azud_document_set_param (document, id, "schema", schema);
    g_assert_true (azud_document_add_edge (document, id, "out", "n0", "in", NULL));
  }
  g_assert_false (azud_document_has_errors (document, NULL));
  text = azud_document_print_plan (document, AZUD_PLAN_LEVEL_LOGICAL, AZUD_PLAN_FORMAT_TEXT, NULL, &error);
  g_assert_no_error (error);
}

/* Among several circles the shortest is named. */
static void
test_shortest (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudDocument) document = azud_document_parse (
    "{\"azud\": \"1.0\", \"nodes\": [{\"id\": \"a\", \"type\": \"union\"}, {\"id\": \"b\", \"type\": "
    "\"union\"}, {\"id\": \"c\", \"type\": \"union\"},"
    "{\"id\": \"d\", \"type\": \"union\"}, {\"id\": \"x\", \"type\": \"filter\", \"params\": "
    "{\"condition\": \"true\"}}], \"edges\": ["
    "{\"from\": \"a.out\", \"to\": \"b.in\"}, {\"from\": \"b.out\", \"to\": \"c.in\"}, {\"from\": "
    "\"c.out\", \"to\": \"d.in\"},"
    "{\"from\": \"d.out\", \"to\": \"a.in\"}, {\"from\": \"d.out\", \"to\": \"c.in\"}, {\"from\": "
    "\"d.out\", \"to\": \"x.in\"}]}",
    -1, "/", &error);
  g_auto(GStrv) order = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (strstr (find_diagnostic (document, NULL, "AZUD_CYCLE")->message, "c → d → c"));
  g_assert_nonnull (find_diagnostic (document, NULL, "AZUD_INPUT_HAS_ERRORS"));
  order = azud_document_order (document);
  g_assert_cmpuint (g_strv_length (order), ==, 5);
}

/* Faults beyond a thousand are counted, not listed. */
static void
test_many_faults (void)
{
  g_autoptr(GString) text = g_string_new ("{\"azud\": \"1.0\", \"edges\": [");
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudDocument) document = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (text, "%s{\"from\": \"a%u.out\", \"to\": \"b.in\"}", i > 0 ? "," : "", i);
  g_string_append (text, "]}");
  document = azud_document_parse (text->str, -1, "/", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (azud_document_get_n_diagnostics (document), ==, 1001);
  g_assert_nonnull (strstr (find_diagnostic (document, NULL, "AZUD_MORE_FAULTS")->message, "4000"));
}

static void
test_order (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autofree char *sink = azud_document_add_node (document, "write-csv", 0, 0);
  g_autofree char *filter = azud_document_add_node (document, "filter", 0, 0);
  g_autofree char *rows = azud_document_add_node (document, "generate-rows", 0, 0);
  g_auto(GStrv) order = NULL;

  g_assert_true (azud_document_add_edge (document, filter, "out", sink, "in", NULL));
  g_assert_true (azud_document_add_edge (document, rows, "out", filter, "in", NULL));
  order = azud_document_order (document);
  g_assert_cmpstr (order[0], ==, "generate-rows-1");
  g_assert_cmpstr (order[1], ==, "filter-1");
  g_assert_cmpstr (order[2], ==, "write-csv-1");
}

static void
check_refused (AzudDocument *document,
               const char   *from,
               const char   *from_port,
               const char   *to,
               const char   *to_port)
{
  g_autofree char *reason = NULL;
  g_autofree char *before = azud_document_to_text (document);
  g_autofree char *after = NULL;

  g_assert_false (azud_document_can_connect (document, from, from_port, to, to_port, &reason));
  g_assert_cmpuint (strlen (reason), >, 10);
  g_assert_false (azud_document_add_edge (document, from, from_port, to, to_port, NULL));
  after = azud_document_to_text (document);
  g_assert_cmpstr (after, ==, before);
}

static void
test_connect (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();

  for (int i = 0; i < 3; i++)
    g_free (azud_document_add_node (document, "filter", 0, 0));
  g_free (azud_document_add_node (document, "from-the-future", 0, 0));
  g_assert_true (azud_document_add_edge (document, "filter-1", "out", "filter-2", "in", NULL));
  g_assert_true (azud_document_add_edge (document, "filter-2", "out", "filter-3", "in", NULL));
  check_refused (document, "filter-3", "out", "filter-1", "in");
  check_refused (document, "filter-1", "out", "filter-1", "in");
  check_refused (document, "filter-1", "out", "filter-2", "in");
  check_refused (document, "filter-1", "up", "filter-3", "in");
  check_refused (document, "filter-1", "out", "filter-3", "on");
  check_refused (document, "nobody", "out", "filter-3", "in");
  check_refused (document, "from-the-future-1", "out", "filter-3", "in");

  /* an input that has a wire gets another one instead, as one step */
  g_assert_true (azud_document_add_edge (document, "filter-1", "out", "filter-3", "in", NULL));
  g_assert_cmpuint (azud_document_get_n_edges (document), ==, 2);
  azud_document_undo (document);
  g_assert_cmpstr (azud_document_get_edge (document, 1)->from_node, ==, "filter-2");
}

static void
test_splice (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autofree char *rows = azud_document_add_node (document, "generate-rows", 0, 0);
  g_autofree char *limit = azud_document_add_node (document, "limit", 0, 0);
  g_autofree char *filter = azud_document_add_node (document, "filter", 0, 0);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (azud_document_add_edge (document, rows, "out", limit, "in", NULL));
  before = azud_document_to_text (document);
  g_assert_true (azud_document_splice (document, filter, azud_document_get_edge (document, 0)));
  g_assert_cmpuint (azud_document_get_n_edges (document), ==, 2);
  g_assert_cmpstr (azud_document_get_edge (document, 1)->to_node, ==, limit);
  g_assert_false (azud_document_splice (document, rows, azud_document_get_edge (document, 1)));
  azud_document_undo (document);
  after = azud_document_to_text (document);
  g_assert_cmpstr (after, ==, before);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/graph/cycles", test_cycles);
  g_test_add_func ("/pipeline/graph/long-cycle", test_long_cycle);
  g_test_add_func ("/pipeline/graph/long-chain", test_long_chain);
  g_test_add_func ("/pipeline/graph/shortest", test_shortest);
  g_test_add_func ("/pipeline/graph/many-faults", test_many_faults);
  g_test_add_func ("/pipeline/graph/order", test_order);
  g_test_add_func ("/pipeline/graph/connect", test_connect);
  g_test_add_func ("/pipeline/graph/splice", test_splice);
  return g_test_run ();
}
