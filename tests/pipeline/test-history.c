/* test-history.c: undo, redo, merging of steps, and whether a document counts as modified
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "random-edit.h"

#include <glib/gstdio.h>
#include <string.h>

static void
check_text (AzudDocument *document,
            const char   *expected)
{
  g_autofree char *text = azud_document_to_text (document);

  g_assert_cmpstr (text, ==, expected);
}

/* A mirror that only listens to signals must always agree with the document. */
typedef struct
{
  GHashTable *ids;
  guint       n_edges;
} Mirror;

static void
node_added_cb (AzudDocument *document, const char *id, Mirror *mirror)
{
  g_assert_true (g_hash_table_add (mirror->ids, g_strdup (id)));
  g_assert_nonnull (azud_document_lookup_node (document, id));
}

static void
node_removed_cb (AzudDocument *document, const char *id, Mirror *mirror)
{
  g_assert_true (g_hash_table_remove (mirror->ids, id));
  g_assert_null (azud_document_lookup_node (document, id));
}

static void
edge_added_cb (AzudDocument *document, const AzudEdge *edge, Mirror *mirror)
{
  g_assert_nonnull (edge->from_node);
  mirror->n_edges++;
}

static void
edge_removed_cb (AzudDocument *document, const AzudEdge *edge, Mirror *mirror)
{
  g_assert_nonnull (edge->to_port);
  mirror->n_edges--;
}

static void
check_mirror (AzudDocument *document,
              const Mirror *mirror)
{
  g_assert_cmpuint (g_hash_table_size (mirror->ids), ==, azud_document_get_n_nodes (document));
  g_assert_cmpuint (mirror->n_edges, ==, azud_document_get_n_edges (document));
  for (guint i = 0; i < azud_document_get_n_nodes (document); i++)
    g_assert_true (g_hash_table_contains (mirror->ids, azud_document_get_node (document, i)->id));
}

static void
undo_and_redo_all (AzudDocument *document,
                   GPtrArray    *texts)
{
  const char *last = texts->pdata[texts->len - 1];

  while (azud_document_can_undo (document))
    azud_document_undo (document);
  check_text (document, texts->pdata[0]);
  g_assert_false (azud_document_get_modified (document));
  while (azud_document_can_redo (document))
    azud_document_redo (document);
  check_text (document, last);
  g_assert_cmpint (azud_document_get_modified (document), ==, strcmp (last, texts->pdata[0]) != 0);
}

static void
random_session (GRand *rand)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  Mirror mirror = { .ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };

  g_signal_connect (document, "node-added", G_CALLBACK (node_added_cb), &mirror);
  g_signal_connect (document, "node-removed", G_CALLBACK (node_removed_cb), &mirror);
  g_signal_connect (document, "edge-added", G_CALLBACK (edge_added_cb), &mirror);
  g_signal_connect (document, "edge-removed", G_CALLBACK (edge_removed_cb), &mirror);
  g_ptr_array_add (texts, azud_document_to_text (document));
  for (int i = 0; i < 60; i++)
    {
      random_edit (document, rand);
      if (g_rand_int_range (rand, 0, 10) == 0)
        for (int back = g_rand_int_range (rand, 1, 6); back > 0; back--)
          azud_document_undo (document);
      if (g_rand_int_range (rand, 0, 20) == 0)
        azud_document_redo (document);
      check_mirror (document, &mirror);
    }
  while (azud_document_can_redo (document))
    azud_document_redo (document);
  g_ptr_array_add (texts, azud_document_to_text (document));
  undo_and_redo_all (document, texts);
  check_mirror (document, &mirror);

  /* each step back and forth again */
  for (int i = 0; i < 30; i++)
    {
      g_autofree char *before = azud_document_to_text (document);

      if (!azud_document_can_undo (document))
        break;
      azud_document_undo (document);
      azud_document_redo (document);
      check_text (document, before);
      azud_document_undo (document);
    }
  g_hash_table_unref (mirror.ids);
}

static void
test_random (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (random_seed ());

  for (guint i = random_rounds (60, 3000); i > 0; i--)
    random_session (rand);
}

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
count_undo (AzudDocument *document)
{
  guint n = 0;

  while (azud_document_can_undo (document))
    {
      azud_document_undo (document);
      n++;
    }
  for (guint i = 0; i < n; i++)
    azud_document_redo (document);
  return n;
}

static void
test_typing_merges (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autofree char *id = azud_document_add_node (document, "filter", 0, 0);
  g_autofree char *before = azud_document_to_text (document);

  set_text (document, id, "condition", "a");
  set_text (document, id, "condition", "a >");
  set_text (document, id, "condition", "a > 1");
  g_assert_cmpstr (azud_document_get_undo_label (document), ==, "Change of “Condition”");
  g_assert_cmpuint (count_undo (document), ==, 2);
  set_text (document, id, "condition", "a > 2");   /* after undo and redo: a new word */
  azud_document_undo (document);
  g_assert_cmpstr (azud_json_get_string (azud_document_get_param (document, id, "condition")), ==, "a > 1");
  azud_document_undo (document);   /* all of the first word */
  g_assert_null (azud_document_get_param (document, id, "condition"));
  check_text (document, before);
}

static void
test_typing_back_is_no_step (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autofree char *id = azud_document_add_node (document, "filter", 0, 0);

  set_text (document, id, "condition", "a");
  set_text (document, id, "condition", "ab");
  set_text (document, id, "condition", "a");
  g_assert_cmpuint (count_undo (document), ==, 2);
}

static void
test_choices_do_not_merge (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autofree char *id = azud_document_add_node (document, "join", 0, 0);

  set_text (document, id, "type", "left");
  set_text (document, id, "type", "right");
  set_text (document, id, "type", "full");
  g_assert_cmpuint (count_undo (document), ==, 4);
}

static void
test_drag_merges (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autofree char *first = azud_document_add_node (document, "filter", 0, 0);
  g_autofree char *second = azud_document_add_node (document, "sort", 100, 0);
  guint n = count_undo (document);

  azud_document_begin (document, "Move");
  for (int i = 1; i <= 50; i++)
    {
      azud_document_move_node (document, first, i, i);
      azud_document_move_node (document, second, 100 + i, i);
    }
  azud_document_end (document);
  g_assert_cmpuint (count_undo (document), ==, n + 1);
  azud_document_undo (document);
  g_assert_cmpfloat (azud_document_lookup_node (document, second)->x, ==, 100);
  azud_document_redo (document);
  g_assert_cmpfloat (azud_document_lookup_node (document, second)->x, ==, 150);

  azud_document_begin (document, "Move");
  azud_document_move_node (document, first, 0, 0);
  azud_document_move_node (document, first, 50, 50);
  azud_document_end (document);
  g_assert_cmpuint (count_undo (document), ==, n + 1);   /* it ended where it began */
}

/* What the program completes by itself is no step and nothing to save; but it is not lost either. */
static void
test_end_as_given (void)
{
  g_autofree char *folder = g_dir_make_tmp ("azud-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.azud", NULL);
  g_autoptr(AzudDocument) document = NULL;
  g_autofree char *text = NULL;
  const char *id = "a";

  g_assert_true (g_file_set_contents (path, "{\"azud\": \"1.0\", \"nodes\": [{\"id\": \"a\", \"type\": \"filter\"}]}", -1, NULL));
  document = azud_document_load (path, NULL);
  g_unlink (path);
  g_rmdir (folder);
  azud_document_begin (document, "Arrange");
  azud_document_move_node (document, id, 40, 80);
  g_assert_true (azud_document_get_modified (document));
  azud_document_end_as_given (document);
  g_assert_false (azud_document_get_modified (document));
  g_assert_false (azud_document_can_undo (document));
  text = azud_document_to_text (document);
  g_assert_nonnull (strstr (text, "40"));

  /* and what was unsaved before stays so */
  azud_document_set_label (document, id, "x");
  azud_document_begin (document, "Arrange");
  azud_document_move_node (document, id, 50, 80);
  azud_document_end_as_given (document);
  g_assert_true (azud_document_get_modified (document));
  azud_document_undo (document);
  g_assert_cmpfloat (azud_document_lookup_node (document, id)->x, ==, 50);
}

static void
test_modified (void)
{
  g_autofree char *folder = g_dir_make_tmp ("azud-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.azud", NULL);
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;

  g_assert_false (azud_document_get_modified (document));
  id = azud_document_add_node (document, "filter", 0, 0);
  g_assert_true (azud_document_get_modified (document));
  azud_document_undo (document);
  g_assert_false (azud_document_get_modified (document));
  azud_document_redo (document);
  g_assert_true (azud_document_save (document, path, &error));
  g_assert_no_error (error);
  g_assert_false (azud_document_get_modified (document));
  azud_document_undo (document);
  g_assert_true (azud_document_get_modified (document));
  azud_document_redo (document);
  g_assert_false (azud_document_get_modified (document));

  /* another way to the same bytes */
  azud_document_set_disabled (document, id, TRUE);
  g_assert_true (azud_document_get_modified (document));
  azud_document_set_disabled (document, id, FALSE);
  g_assert_false (azud_document_get_modified (document));

  /* typing on after a save is a step of its own */
  set_text (document, id, "condition", "a");
  set_text (document, id, "condition", "ab");
  g_assert_true (azud_document_save (document, path, &error));
  set_text (document, id, "condition", "abc");
  g_assert_true (azud_document_get_modified (document));
  azud_document_undo (document);
  g_assert_false (azud_document_get_modified (document));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_labels (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autofree char *id = NULL;

  g_assert_null (azud_document_get_undo_label (document));
  id = azud_document_add_node (document, "filter", 0, 0);
  g_assert_cmpstr (azud_document_get_undo_label (document), ==, "Add Node");
  azud_document_undo (document);
  g_assert_null (azud_document_get_undo_label (document));
  g_assert_cmpstr (azud_document_get_redo_label (document), ==, "Add Node");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/history/random", test_random);
  g_test_add_func ("/pipeline/history/typing-merges", test_typing_merges);
  g_test_add_func ("/pipeline/history/typing-back-is-no-step", test_typing_back_is_no_step);
  g_test_add_func ("/pipeline/history/choices-do-not-merge", test_choices_do_not_merge);
  g_test_add_func ("/pipeline/history/drag-merges", test_drag_merges);
  g_test_add_func ("/pipeline/history/end-as-given", test_end_as_given);
  g_test_add_func ("/pipeline/history/modified", test_modified);
  g_test_add_func ("/pipeline/history/labels", test_labels);
  return g_test_run ();
}
