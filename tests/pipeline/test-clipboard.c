/* test-clipboard.c: copy and paste
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include <azud/azud.h>
#include <string.h>

static AzudDocument *
two_nodes (void)
{
  AzudDocument *document = azud_document_new ();

  g_free (azud_document_add_node (document, "generate-rows", 10, 20));
  g_free (azud_document_add_node (document, "limit", 110, 20));
  azud_document_set_label (document, "limit-1", "Top");
  g_assert_true (azud_document_add_edge (document, "generate-rows-1", "out", "limit-1", "in", NULL));
  return document;
}

static void
test_paste (void)
{
  g_autoptr(AzudDocument) document = two_nodes ();
  g_autofree char *before = azud_document_to_text (document);
  g_autofree char *text = azud_document_copy (document,
                                              (const char *[]){ "generate-rows-1", "limit-1", NULL });
  g_auto(GStrv) ids = azud_document_paste (document, text, 5, 7, NULL);
  g_autofree char *after = NULL;

  g_assert_cmpuint (g_strv_length (ids), ==, 2);
  g_assert_cmpstr (ids[0], ==, "generate-rows-2");
  g_assert_cmpstr (ids[1], ==, "limit-2");
  g_assert_cmpuint (azud_document_get_n_edges (document), ==, 2);
  g_assert_cmpstr (azud_document_get_edge (document, 1)->to_node, ==, "limit-2");
  g_assert_cmpstr (azud_document_lookup_node (document, "limit-2")->label, ==, "Top");
  g_assert_cmpfloat (azud_document_lookup_node (document, "limit-2")->x, ==, 115);
  g_assert_cmpfloat (azud_document_lookup_node (document, "limit-2")->y, ==, 27);
  azud_document_undo (document);   /* one step */
  after = azud_document_to_text (document);
  g_assert_cmpstr (after, ==, before);
}

static void
test_other_document (void)
{
  g_autoptr(AzudDocument) document = two_nodes ();
  g_autoptr(AzudDocument) other = azud_document_new ();
  g_autofree char *text = azud_document_copy (document, (const char *[]){ "limit-1", NULL });
  g_auto(GStrv) ids = azud_document_paste (other, text, 0, 0, NULL);

  g_assert_cmpuint (azud_document_get_n_nodes (other), ==, 1);
  g_assert_cmpuint (azud_document_get_n_edges (other), ==, 0);
}

/* Copying much is not slow, and strange shifts do no harm. */
static void
test_many (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autoptr(GString) text = g_string_new ("{\"azud-clipboard\": \"1.0\", \"nodes\": [");
  g_auto(GStrv) ids = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "%s{\"id\": \"limit-%u\", \"type\": \"limit\"}", i > 0 ? "," : "", i);
  g_string_append (text, "]}");
  ids = azud_document_paste (document, text->str, 0.0 / 0.0, 1e300, NULL);
  g_assert_cmpuint (g_strv_length (ids), ==, 20000);
  g_assert_cmpfloat (azud_document_get_node (document, 7)->x, ==, 0);
  g_assert_cmpfloat (azud_document_get_node (document, 7)->y, ==, 1e6);
  azud_document_undo (document);
  g_assert_cmpuint (azud_document_get_n_nodes (document), ==, 0);
}

static void
test_foreign_text (void)
{
  static const char *const texts[] = { "", "hello", "{}", "[1]", "{\"azud-clipboard\": \"1.0\"}",
                                       "{\"azud-clipboard\": \"1.0\", \"nodes\": [1]}",
                                       "{\"azud-clipboard\": \"1.0\", \"nodes\": [{\"id\": \"a\", "
                                       "\"type\": \"limit\"}, {\"id\": \"b\"}]}",
                                       "{\"azud-clipboard\": \"1.0\", \"nodes\": [{\"id\": \"a\", "
                                       "\"type\": \"limit\"}], \"edges\": [{}]}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(AzudDocument) document = azud_document_new ();
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (azud_document_paste (document, texts[i], 0, 0, &error));
      g_assert_error (error, AZUD_ERROR, 3);
      g_assert_cmpuint (azud_document_get_n_nodes (document), ==, 0);
      g_assert_false (azud_document_can_undo (document));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/clipboard/paste", test_paste);
  g_test_add_func ("/pipeline/clipboard/other-document", test_other_document);
  g_test_add_func ("/pipeline/clipboard/many", test_many);
  g_test_add_func ("/pipeline/clipboard/foreign-text", test_foreign_text);
  return g_test_run ();
}
