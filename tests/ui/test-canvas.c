/* test-canvas.c: the canvas follows its document; its actions become commands
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"
#include "canvas/azui-quick-add.h"
#include "graph/azui-layout.h"
#include "sample-graph.h"

#include <adwaita.h>
#include <string.h>

typedef struct
{
  GtkWidget    *window;
  AzuiCanvas   *canvas;
  AzudDocument *document;
  guint         n_selection_changes;
  char         *shown;            /* "node.port" of the last port-selected */
  char         *activated;
} Fixture;

static void
port_selected_cb (Fixture    *fixture,
                  const char *node,
                  const char *port)
{
  g_free (fixture->shown);
  fixture->shown = g_strdup_printf ("%s.%s", node, port);
}

static void
activated_cb (Fixture    *fixture,
              const char *node)
{
  g_free (fixture->activated);
  fixture->activated = g_strdup (node);
}

static void
selection_changed_cb (Fixture *fixture)
{
  fixture->n_selection_changes++;
}

static gboolean
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
spin (guint ms)
{
  gboolean stop = FALSE;

  g_timeout_add (ms, stop_cb, &stop);
  while (!stop)
    g_main_context_iteration (NULL, TRUE);
}

/* Cards are made after the layout that misses them: the second drawing has them. */
static void
wait_for_cards (GtkWidget *window)
{
  gtk_test_widget_wait_for_draw (window);
  gtk_test_widget_wait_for_draw (window);
}

static void
set_up_with (Fixture      *fixture,
             AzudDocument *document)
{
  fixture->document = document;
  fixture->canvas = AZUI_CANVAS (azui_canvas_new ());
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->canvas));
  g_signal_connect_swapped (fixture->canvas, "selection-changed", G_CALLBACK (selection_changed_cb), fixture);
  g_signal_connect_swapped (fixture->canvas, "port-selected", G_CALLBACK (port_selected_cb), fixture);
  g_signal_connect_swapped (fixture->canvas, "node-activated", G_CALLBACK (activated_cb), fixture);
  azui_canvas_set_document (fixture->canvas, document);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_for_cards (fixture->window);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  set_up_with (fixture, sample_graph_flights ());
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gpointer canvas = fixture->canvas;

  g_object_add_weak_pointer (G_OBJECT (canvas), &canvas);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  spin (20);
  g_assert_null (canvas);
  g_assert_finalize_object (fixture->document);
  g_free (fixture->shown);
  g_free (fixture->activated);
}

static void
act (Fixture    *fixture,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->canvas), action, NULL));
}

static void
select_ids (Fixture    *fixture,
            const char *first,
            const char *second)
{
  azui_canvas_select (fixture->canvas, (const char *const[]) { first, second, NULL });
}

static guint
count_cards (Fixture *fixture,
             gboolean only_visible)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->canvas)); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += AZUI_IS_NODE_CARD (child) && (!only_visible || gtk_widget_get_child_visible (child));
  return n;
}

static gboolean
has_edge (AzudDocument *document,
          const char   *from,
          const char   *to,
          const char   *port)
{
  for (guint i = 0; i < azud_document_get_n_edges (document); i++)
    {
      const AzudEdge *edge = azud_document_get_edge (document, i);

      if (g_str_equal (edge->from_node, from) && g_str_equal (edge->to_node, to) && g_str_equal (edge->to_port, port))
        return TRUE;
    }
  return FALSE;
}

/* ---- following ---- */

static void
test_follows (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *id = NULL;

  g_assert_cmpuint (count_cards (fixture, FALSE), ==, 7);
  id = azud_document_add_node (fixture->document, "sort", 300, 400);
  wait_for_cards (fixture->window);
  g_assert_cmpuint (count_cards (fixture, FALSE), ==, 8);
  azud_document_remove_nodes (fixture->document, (const char *const[]) { id, "join-1", NULL });
  g_assert_cmpuint (count_cards (fixture, FALSE), ==, 6);
  azud_document_undo (fixture->document);
  wait_for_cards (fixture->window);
  g_assert_cmpuint (count_cards (fixture, FALSE), ==, 8);
  azud_document_redo (fixture->document);
  wait_for_cards (fixture->window);
  azui_canvas_set_document (fixture->canvas, NULL);
  g_assert_cmpuint (count_cards (fixture, FALSE), ==, 0);
  wait_for_cards (fixture->window);
}

static GtkWidget *
find_card (Fixture    *fixture,
           const char *name)
{
  /* The accessible name is the only thing of a card that is public. */
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->canvas)); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *wrong = NULL;

      if (!AZUI_IS_NODE_CARD (child))
        continue;
      wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
      if (wrong == NULL)
        return child;
    }
  return NULL;
}

static void
test_names (Fixture      *fixture,
            gconstpointer data)
{
  GtkWidget *card = find_card (fixture, "Filter, Late flights");
  g_autoptr (AzudJson) condition = azud_json_new_string ("nonesuch > 1");

  g_assert_nonnull (card);
  g_assert_true (gtk_test_accessible_has_role (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_ROLE_GROUP));
  azud_document_set_label (fixture->document, "filter-1", "Very late");
  g_assert_nonnull (find_card (fixture, "Filter, Very late"));
  azud_document_set_disabled (fixture->document, "filter-1", TRUE);
  g_assert_nonnull (find_card (fixture, "Filter, Very late, switched off"));
  azud_document_set_disabled (fixture->document, "filter-1", FALSE);
  azud_document_set_param (fixture->document, "filter-1", "condition", condition);
  azud_document_analyse (fixture->document);
  g_assert_nonnull (find_card (fixture, "Filter, Very late, 1 problem"));
}

static void
test_unknown_type (void)
{
  static const char text[] =
    "{\"azud\": \"1.0\", \"nodes\": [{\"id\": \"x\", \"type\": \"from-the-future\", \"label\": \"Later\"},"
    " {\"id\": \"limit-1\", \"type\": \"limit\"}],"
    " \"edges\": [{\"from\": \"x.result\", \"to\": \"limit-1.in\"}]}";
  g_autoptr (GError) error = NULL;
  Fixture fixture = { NULL };
  AzudDocument *document = azud_document_parse (text, -1, ".", &error);

  g_assert_no_error (error);
  set_up_with (&fixture, document);
  g_assert_nonnull (find_card (&fixture, "from-the-future, Later, unknown type, 1 problem"));
  /* It has the port its wire names. */
  azui_canvas_select (fixture.canvas, (const char *const[]) { "x", NULL });
  g_assert_cmpstr (fixture.shown, ==, "x.result");
  tear_down (&fixture, NULL);
}

/* ---- selection ---- */

static void
test_selection (Fixture      *fixture,
                gconstpointer data)
{
  g_auto (GStrv) ids = NULL;
  g_autofree char *node = NULL, *port = NULL;
  guint before = fixture->n_selection_changes;

  select_ids (fixture, "join-1", "filter-1");
  g_assert_cmpuint (fixture->n_selection_changes, ==, before + 1);
  ids = azui_canvas_dup_selection (fixture->canvas);
  g_assert_cmpuint (g_strv_length (ids), ==, 2);
  g_assert_cmpstr (ids[0], ==, "filter-1");   /* from left to right */
  azui_canvas_get_selected_port (fixture->canvas, &node, &port);
  g_assert_null (node);
  select_ids (fixture, "filter-1", NULL);
  azui_canvas_get_selected_port (fixture->canvas, &node, &port);
  g_assert_cmpstr (node, ==, "filter-1");
  g_assert_cmpstr (port, ==, "out");
  g_assert_cmpstr (fixture->shown, ==, "filter-1.out");
  act (fixture, "canvas.activate");
  g_assert_cmpstr (fixture->activated, ==, "filter-1");
  act (fixture, "canvas.select-all");
  g_strfreev (ids);
  ids = azui_canvas_dup_selection (fixture->canvas);
  g_assert_cmpuint (g_strv_length (ids), ==, 7);
  act (fixture, "canvas.select-none");
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (fixture->canvas), "canvas.nonesuch", NULL));
}

static void
test_reveal (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *id = azud_document_add_node (fixture->document, "limit", 9000, 7000);

  wait_for_cards (fixture->window);
  g_assert_cmpuint (count_cards (fixture, TRUE), ==, 7);
  select_ids (fixture, id, NULL);
  wait_for_cards (fixture->window);
  g_assert_cmpuint (count_cards (fixture, TRUE), ==, 1);
}

/* ---- actions ---- */

static void
test_delete (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *before = azud_document_to_text (fixture->document);
  g_autofree char *after = NULL;

  select_ids (fixture, "filter-1", "join-2");
  act (fixture, "canvas.delete");
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 5);
  azud_document_undo (fixture->document);
  after = azud_document_to_text (fixture->document);
  g_assert_cmpstr (before, ==, after);
}

static void
test_delete_rejoin (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *before = azud_document_to_text (fixture->document);
  g_autofree char *after = NULL;

  /* Two in a chain: the flights go on into what the second fed. */
  select_ids (fixture, "filter-1", "join-1");
  act (fixture, "canvas.delete-rejoin");
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 5);
  g_assert_true (has_edge (fixture->document, "inline-table-1", "join-2", "left"));
  azud_document_undo (fixture->document);
  after = azud_document_to_text (fixture->document);
  g_assert_cmpstr (before, ==, after);
}

static void
test_duplicate (Fixture      *fixture,
                gconstpointer data)
{
  g_auto (GStrv) ids = NULL;

  select_ids (fixture, "filter-1", "join-1");
  act (fixture, "canvas.duplicate");
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 9);
  ids = azui_canvas_dup_selection (fixture->canvas);
  g_assert_cmpuint (g_strv_length (ids), ==, 2);
  g_assert_cmpstr (ids[0], !=, "filter-1");
  g_assert_true (has_edge (fixture->document, ids[0], ids[1], "left"));
  azud_document_undo (fixture->document);
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 7);
}

static void
test_clipboard (Fixture      *fixture,
                gconstpointer data)
{
  select_ids (fixture, "filter-1", "join-1");
  act (fixture, "canvas.copy");
  act (fixture, "canvas.paste");
  for (int i = 0; i < 100 && azud_document_get_n_nodes (fixture->document) == 7; i++)
    spin (10);
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 9);
  act (fixture, "canvas.cut");
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 7);
  azud_document_undo (fixture->document);
  azud_document_undo (fixture->document);
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 7);
}

static void
message_cb (char      **message,
            const char *text)
{
  g_free (*message);
  *message = g_strdup (text);
}

static void
test_paste_foreign (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *message = NULL;
  gulong handler = g_signal_connect_swapped (fixture->canvas, "message", G_CALLBACK (message_cb), &message);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (fixture->canvas)), "Dear Sir or Madam");
  act (fixture, "canvas.paste");
  for (int i = 0; i < 100 && message == NULL; i++)
    spin (10);
  g_assert_nonnull (message);
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 7);
  g_signal_handler_disconnect (fixture->canvas, handler);
}

static void
test_connect_selection (Fixture      *fixture,
                        gconstpointer data)
{
  g_autofree char *table = azud_document_add_node (fixture->document, "inline-table", 100, 600);
  g_autofree char *sort = azud_document_add_node (fixture->document, "sort", 400, 600);

  select_ids (fixture, sort, table);
  act (fixture, "canvas.connect-selection");
  g_assert_true (has_edge (fixture->document, table, sort, "in"));
}

static void
test_toggle_disabled (Fixture      *fixture,
                      gconstpointer data)
{
  select_ids (fixture, "filter-1", "join-1");
  act (fixture, "canvas.toggle-disabled");
  g_assert_true (azud_document_lookup_node (fixture->document, "filter-1")->disabled);
  g_assert_true (azud_document_lookup_node (fixture->document, "join-1")->disabled);
  act (fixture, "canvas.toggle-disabled");
  g_assert_false (azud_document_lookup_node (fixture->document, "filter-1")->disabled);
}

static void
test_add_node (Fixture      *fixture,
               gconstpointer data)
{
  g_auto (GStrv) ids = NULL;

  /* Behind the selected one and wired to it. */
  select_ids (fixture, "aggregate-1", NULL);
  azui_canvas_add_node (fixture->canvas, "sort");
  ids = azui_canvas_dup_selection (fixture->canvas);
  g_assert_true (has_edge (fixture->document, "aggregate-1", ids[0], "in"));
  g_assert_cmpfloat (azud_document_lookup_node (fixture->document, ids[0])->x, >, 976);
  azud_document_undo (fixture->document);
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 7);
  /* Alone. */
  azui_canvas_select (fixture->canvas, NULL);
  azui_canvas_add_node (fixture->canvas, "sort");
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 8);
  g_assert_cmpuint (azud_document_get_n_edges (fixture->document), ==, 6);
}

static void
test_zoom_actions (Fixture      *fixture,
                   gconstpointer data)
{
  double before;

  act (fixture, "canvas.zoom-100");
  g_assert_cmpfloat_with_epsilon (azui_canvas_get_zoom (fixture->canvas), 1, 1e-9);
  act (fixture, "canvas.zoom-in");
  g_assert_cmpfloat (azui_canvas_get_zoom (fixture->canvas), >, 1.2);
  act (fixture, "canvas.zoom-out");
  act (fixture, "canvas.zoom-out");
  before = azui_canvas_get_zoom (fixture->canvas);
  g_assert_cmpfloat (before, <, 0.85);
  /* Far out, cards give way to rectangles. */
  for (int i = 0; i < 5; i++)
    act (fixture, "canvas.zoom-out");
  wait_for_cards (fixture->window);
  g_assert_cmpuint (count_cards (fixture, TRUE), ==, 0);
  act (fixture, "canvas.zoom-fit");
  wait_for_cards (fixture->window);
  g_assert_cmpuint (count_cards (fixture, TRUE), ==, 7);
  select_ids (fixture, "filter-1", NULL);
  act (fixture, "canvas.zoom-selection");
  g_assert_cmpfloat (azui_canvas_get_zoom (fixture->canvas), >, before);
}

/* ---- running, quick add ---- */

static CanvasWire *
wire_between (Fixture    *fixture,
              const char *from,
              const char *to,
              const char *port)
{
  AzudEdge edge = { from, "out", to, port };
  CanvasWire *wire = azui_canvas_lookup_wire (fixture->canvas, &edge);

  g_assert_nonnull (wire);
  return wire;
}

static void
test_run (Fixture      *fixture,
          gconstpointer data)
{
  g_autoptr (AzudRunSnapshot) snapshot = sample_graph_run (fixture->document);
  CanvasWire *first = wire_between (fixture, "inline-table-1", "filter-1", "in");
  CanvasWire *second = wire_between (fixture, "filter-1", "join-1", "left");

  azui_canvas_set_run (fixture->canvas, snapshot);
  wait_for_cards (fixture->window);
  g_assert_true (first->counted);
  g_assert_cmpint (first->rows, ==, 242000);
  g_assert_cmpstr (pango_layout_get_text (first->pill), ==, "242 k");
  g_assert_true (second->flowing);
  g_assert_cmpint (azui_canvas_lookup (fixture->canvas, "inline-table-1")->progress, ==, AZUI_PROGRESS_DONE);
  g_assert_cmpint (azui_canvas_lookup (fixture->canvas, "filter-1")->progress, ==, AZUI_PROGRESS_RUNNING);

  snapshot->edges[0].merged = TRUE;
  snapshot->state = AZUD_RUN_SUCCEEDED;
  for (guint i = 0; i < snapshot->n_nodes; i++)
    {
      snapshot->nodes[i].state = AZUD_RUN_SUCCEEDED;
      snapshot->nodes[i].spilled_bytes = 12 << 20;
      /* As if the filter had been optimised away. */
      if (g_str_equal (snapshot->nodes[i].node, "filter-1"))
        {
          g_free (snapshot->nodes[i].node);
          snapshot->nodes[i].node = g_strdup ("nobody");
        }
    }
  azui_canvas_set_run (fixture->canvas, snapshot);
  wait_for_cards (fixture->window);
  g_assert_true (first->merged);
  g_assert_null (first->pill);
  g_assert_false (second->flowing);
  g_assert_nonnull (strstr (azui_canvas_lookup (fixture->canvas, "join-1")->badge, "12"));
  g_assert_cmpint (azui_canvas_lookup (fixture->canvas, "filter-1")->progress, ==, AZUI_PROGRESS_DONE);

  /* One task of five took ten times as long as the others. */
  snapshot->n_stages = 1;
  snapshot->stages = g_new0 (AzudStageView, 1);
  snapshot->stages[0].nodes = g_strsplit ("aggregate-1", " ", 0);
  snapshot->n_tasks = 5;
  snapshot->tasks = g_new0 (AzudTaskView, 5);
  for (guint i = 0; i < 5; i++)
    {
      snapshot->tasks[i].state = AZUD_TASK_SUCCEEDED;
      snapshot->tasks[i].end_us = i == 3 ? 300000 : 30000;
    }
  for (guint i = 0; i < snapshot->n_nodes; i++)
    snapshot->nodes[i].spilled_bytes = 0;
  azui_canvas_set_run (fixture->canvas, snapshot);
  g_assert_nonnull (strstr (azui_canvas_lookup (fixture->canvas, "aggregate-1")->badge, "10.0"));
  g_assert_null (azui_canvas_lookup (fixture->canvas, "join-1")->badge);

  /* What a changed node gave is no longer true, nor what came of it; what reached it is. */
  azud_document_set_disabled (fixture->document, "filter-1", TRUE);
  g_assert_true (first->merged);
  g_assert_cmpint (azui_canvas_lookup (fixture->canvas, "inline-table-1")->progress, ==, AZUI_PROGRESS_DONE);
  g_assert_false (second->counted);
  g_assert_cmpint (azui_canvas_lookup (fixture->canvas, "filter-1")->progress, ==, AZUI_PROGRESS_NONE);
  g_assert_cmpint (azui_canvas_lookup (fixture->canvas, "join-1")->progress, ==, AZUI_PROGRESS_NONE);
  g_assert_null (azui_canvas_lookup (fixture->canvas, "aggregate-1")->badge);

  azui_canvas_set_run (fixture->canvas, NULL);
  wait_for_cards (fixture->window);
  g_assert_false (first->merged);
  g_assert_null (second->pill);
  g_assert_null (azui_canvas_lookup (fixture->canvas, "join-1")->badge);
  g_assert_cmpint (azui_canvas_lookup (fixture->canvas, "join-1")->progress, ==, AZUI_PROGRESS_NONE);
}

static void
test_match (void)
{
  const AzudNodeType *filter = azud_node_type_lookup ("filter");
  const AzudNodeType *derive = azud_node_type_lookup ("derive-columns");

  g_assert_cmpint (azui_node_type_match (filter, ""), >, 0);
  g_assert_cmpint (azui_node_type_match (filter, "FIL"), >, azui_node_type_match (filter, "lter"));
  g_assert_cmpint (azui_node_type_match (derive, "col"), >, azui_node_type_match (derive, "lumns"));
  g_assert_cmpint (azui_node_type_match (filter, "condition"), >, 0);
  g_assert_cmpint (azui_node_type_match (filter, "zzz"), ==, 0);
}

static void
test_quick_add (Fixture      *fixture,
                gconstpointer data)
{
  GtkWidget *popover;

  azui_canvas_show_quick_add (fixture->canvas, 500, 500, "aggregate-1", "out");
  spin (50);
  for (popover = gtk_widget_get_first_child (GTK_WIDGET (fixture->canvas)); popover != NULL; popover = gtk_widget_get_next_sibling (popover))
    if (AZUI_IS_QUICK_ADD (popover))
      break;
  g_assert_nonnull (popover);
  g_assert_true (gtk_widget_get_visible (popover));
  g_signal_emit_by_name (popover, "chosen", "sort");
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 8);
  g_assert_true (has_edge (fixture->document, "aggregate-1", "sort-1", "in"));
  azud_document_undo (fixture->document);
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 7);
  g_assert_cmpuint (azud_document_get_n_edges (fixture->document), ==, 6);
}

/* ---- arranging ---- */

static void
test_arrange (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *program = azui_layout_find_program ();
  g_autofree char *before = azud_document_to_text (fixture->document);
  g_autofree char *after = NULL;
  g_autofree char *back = NULL;

  if (program == NULL || !g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
    {
      g_test_skip ("the program azud-layout is not built");
      return;
    }
  act (fixture, "canvas.layout");
  for (int i = 0; i < 500; i++)
    {
      spin (10);
      g_free (after);
      after = azud_document_to_text (fixture->document);
      if (g_strcmp0 (before, after) != 0)
        break;
    }
  g_assert_cmpstr (before, !=, after);
  /* The flow goes from left to right and no card lies on another. */
  for (guint i = 0; i < azud_document_get_n_edges (fixture->document); i++)
    {
      const AzudEdge *edge = azud_document_get_edge (fixture->document, i);
      double from = azud_document_lookup_node (fixture->document, edge->from_node)->x;

      g_assert_cmpfloat (from + AZUI_CARD_WIDTH, <, azud_document_lookup_node (fixture->document, edge->to_node)->x);
    }
  for (guint i = 0; i < fixture->canvas->nodes->len; i++)
    for (guint k = 0; k < i; k++)
      g_assert_false (azui_rects_meet (&((CanvasNode *) fixture->canvas->nodes->pdata[i])->bounds,
                                       &((CanvasNode *) fixture->canvas->nodes->pdata[k])->bounds));
  azud_document_undo (fixture->document);
  back = azud_document_to_text (fixture->document);
  g_assert_cmpstr (before, ==, back);
}

/* ---- many nodes ---- */

static gboolean
pan_cb (GtkWidget     *widget,
        GdkFrameClock *clock,
        gpointer       data)
{
  AzuiCanvas *canvas = AZUI_CANVAS (widget);
  guint *left = data;

  canvas->view.x += (*left % 40 < 20 ? 7 : -7) / canvas->view.zoom;
  canvas->view.y += (*left % 20 < 10 ? 3 : -3) / canvas->view.zoom;
  azui_canvas_view_changed (canvas);
  return --*left > 0;
}

static void
test_many (void)
{
  Fixture fixture = { NULL };
  AzudDocument *document = sample_graph_many (2000);
  gint64 begun = g_get_monotonic_time ();
  guint left;
  clock_t cpu;

  set_up_with (&fixture, document);
  act (&fixture, "canvas.zoom-fit");
  wait_for_cards (fixture.window);
  g_test_message ("2,000 nodes: shown after %.0f ms", (g_get_monotonic_time () - begun) / 1e3);
  g_assert_cmpuint (count_cards (&fixture, TRUE), ==, 0);   /* too far away: rectangles */
  for (int i = 0; i < 2; i++)
    {
      if (i == 1)
        {
          select_ids (&fixture, "filter-510", NULL);
          act (&fixture, "canvas.zoom-100");
          wait_for_cards (fixture.window);
          g_assert_cmpuint (count_cards (&fixture, TRUE), <, 80);
          g_assert_cmpuint (count_cards (&fixture, TRUE), >, 10);
        }
      left = 60;
      cpu = clock ();
      begun = g_get_monotonic_time ();
      gtk_widget_add_tick_callback (GTK_WIDGET (fixture.canvas), pan_cb, &left, NULL);
      while (left > 0)
        g_main_context_iteration (NULL, TRUE);
      g_test_message ("%s: %.1f ms CPU, %.1f ms a frame", i == 0 ? "all seen" : "some thirty seen",
                      (double) (clock () - cpu) * 1e3 / CLOCKS_PER_SEC / 60, (g_get_monotonic_time () - begun) / 60e3);
    }
  tear_down (&fixture, NULL);
}

#define add(name, function) g_test_add ("/ui/canvas/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  add ("follows", test_follows);
  add ("names", test_names);
  g_test_add_func ("/ui/canvas/unknown-type", test_unknown_type);
  add ("selection", test_selection);
  add ("reveal", test_reveal);
  add ("delete", test_delete);
  add ("delete-rejoin", test_delete_rejoin);
  add ("duplicate", test_duplicate);
  add ("clipboard", test_clipboard);
  add ("paste-foreign", test_paste_foreign);
  add ("connect-selection", test_connect_selection);
  add ("toggle-disabled", test_toggle_disabled);
  add ("add-node", test_add_node);
  add ("zoom-actions", test_zoom_actions);
  add ("run", test_run);
  add ("arrange", test_arrange);
  g_test_add_func ("/ui/canvas/match", test_match);
  add ("quick-add", test_quick_add);
  g_test_add_func ("/ui/canvas/many", test_many);
  return g_test_run ();
}
