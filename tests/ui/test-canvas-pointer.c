/* test-canvas-pointer.c: the canvas under a real pointer and keyboard
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas-points.h"
#include "sample-graph.h"
#include "ui-pointer.h"
#include "widget-search.h"

#include <adwaita.h>

typedef struct
{
  GtkWidget    *window;
  GtkWidget    *palette;      /* a label that drags "sort" */
  AzuiCanvas   *canvas;
  GtkWidget    *widget;       /* the same */
  AzudDocument *document;
  char         *said;
  char         *activated;
  char         *shown;
} Fixture;

static void
message_cb (Fixture    *fixture,
            const char *text)
{
  g_free (fixture->said);
  fixture->said = g_strdup (text);
}

static void
activated_cb (Fixture    *fixture,
              const char *id)
{
  g_free (fixture->activated);
  fixture->activated = g_strdup (id);
}

static void
port_selected_cb (Fixture    *fixture,
                  const char *node,
                  const char *port)
{
  g_free (fixture->shown);
  fixture->shown = g_strdup_printf ("%s.%s", node, port);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkDragSource *source = gtk_drag_source_new ();

  fixture->document = sample_graph_flights ();
  fixture->widget = azui_canvas_new ();
  fixture->canvas = AZUI_CANVAS (fixture->widget);
  fixture->palette = gtk_label_new ("Sort");
  gtk_widget_set_size_request (fixture->palette, 80, -1);
  g_autoptr (GdkContentProvider) content = gdk_content_provider_new_typed (G_TYPE_STRING, "sort");

  gtk_drag_source_set_content (source, content);
  gtk_widget_add_controller (fixture->palette, GTK_EVENT_CONTROLLER (source));
  gtk_box_append (GTK_BOX (box), fixture->palette);
  gtk_box_append (GTK_BOX (box), fixture->widget);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1260, 760);
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  g_signal_connect_swapped (fixture->canvas, "message", G_CALLBACK (message_cb), fixture);
  g_signal_connect_swapped (fixture->canvas, "node-activated", G_CALLBACK (activated_cb), fixture);
  g_signal_connect_swapped (fixture->canvas, "port-selected", G_CALLBACK (port_selected_cb), fixture);
  azui_canvas_set_document (fixture->canvas, fixture->document);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  gtk_widget_activate_action (fixture->widget, "canvas.zoom-100", NULL);
  gtk_widget_grab_focus (fixture->widget);
  ui_pointer_move (fixture->widget, 5, 5);
  spin (60);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  spin (30);
  g_assert_finalize_object (fixture->document);
  g_free (fixture->said);
  g_free (fixture->activated);
  g_free (fixture->shown);
}

/* ---- where things are ---- */

static graphene_point_t
wire_point_at (Fixture    *fixture,
               const char *from,
               const char *to,
               const char *to_port,
               float       t)
{
  AzudEdge edge = { from, "out", to, to_port };
  CanvasWire *wire = azui_canvas_lookup_wire (fixture->canvas, &edge);
  graphene_point_t middle;

  g_assert_nonnull (wire);
  middle = azui_wire_point (&wire->curve, t);
  return azui_view_from_graph (&fixture->canvas->view, middle.x, middle.y);
}

static graphene_point_t
wire_point (Fixture    *fixture,
            const char *from,
            const char *to,
            const char *to_port)
{
  return wire_point_at (fixture, from, to, to_port, 0.5f);
}

static gboolean
has_edge (Fixture    *fixture,
          const char *from,
          const char *to,
          const char *to_port)
{
  AzudEdge edge = { from, "out", to, to_port };

  return azui_canvas_lookup_wire (fixture->canvas, &edge) != NULL;
}

static void
drag (Fixture         *fixture,
      graphene_point_t from,
      graphene_point_t to)
{
  ui_pointer_drag (fixture->widget, 1, from.x, from.y, to.x, to.y);
}

static void
click (Fixture         *fixture,
       graphene_point_t at)
{
  ui_pointer_click (fixture->widget, at.x, at.y, 1);
  /* Two clicks of a test are not a double click. */
  spin (450);
}

static char *
selection (Fixture *fixture)
{
  g_auto (GStrv) ids = azui_canvas_dup_selection (fixture->canvas);

  return g_strjoinv (" ", ids);
}

#define assert_selection(fixture, text) G_STMT_START { \
    g_autofree char *selected_ = selection (fixture); \
    g_assert_cmpstr (selected_, ==, text); \
  } G_STMT_END

/* ---- selecting ---- */

static void
test_click (Fixture      *fixture,
            gconstpointer data)
{
  click (fixture, canvas_node_point (fixture->canvas, "filter-1"));
  assert_selection (fixture, "filter-1");
  ui_key_press (fixture->widget, GDK_KEY_Shift_L);
  click (fixture, canvas_node_point (fixture->canvas, "join-1"));
  ui_key_release (fixture->widget, GDK_KEY_Shift_L);
  assert_selection (fixture, "filter-1 join-1");
  ui_key_press (fixture->widget, GDK_KEY_Control_L);
  click (fixture, canvas_node_point (fixture->canvas, "filter-1"));
  ui_key_release (fixture->widget, GDK_KEY_Control_L);
  assert_selection (fixture, "join-1");
  click (fixture, GRAPHENE_POINT_INIT (30, 30));
  assert_selection (fixture, "");
  /* A wire, beside its +, then Delete. */
  click (fixture, wire_point_at (fixture, "inline-table-3", "join-2", "right", 0.7f));
  ui_key (fixture->widget, GDK_KEY_Delete);
  g_assert_false (has_edge (fixture, "inline-table-3", "join-2", "right"));
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 7);
  /* A port: its data. */
  click (fixture, canvas_port_point (fixture->canvas, "join-2", TRUE, "out"));
  assert_selection (fixture, "join-2");
  g_assert_cmpstr (fixture->shown, ==, "join-2.out");
}

static void
test_rubber_band (Fixture      *fixture,
                  gconstpointer data)
{
  graphene_point_t top = canvas_node_point (fixture->canvas, "inline-table-1");
  graphene_point_t bottom = canvas_node_point (fixture->canvas, "inline-table-3");

  drag (fixture, GRAPHENE_POINT_INIT (top.x - 98, top.y - 60), GRAPHENE_POINT_INIT (bottom.x, bottom.y));
  assert_selection (fixture, "inline-table-1 inline-table-2 inline-table-3");
  ui_key_press (fixture->widget, GDK_KEY_Control_L);
  drag (fixture, GRAPHENE_POINT_INIT (top.x - 98, top.y - 60), GRAPHENE_POINT_INIT (top.x, top.y));
  ui_key_release (fixture->widget, GDK_KEY_Control_L);
  assert_selection (fixture, "inline-table-2 inline-table-3");
}

static void
test_double_click (Fixture      *fixture,
                   gconstpointer data)
{
  graphene_point_t at = canvas_node_point (fixture->canvas, "join-1");

  ui_pointer_click (fixture->widget, at.x, at.y, 1);
  ui_pointer_click (fixture->widget, at.x, at.y, 1);
  g_assert_cmpstr (fixture->activated, ==, "join-1");
}

/* ---- moving ---- */

static void
test_move (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *before = azud_document_to_text (fixture->document);
  g_autofree char *after = NULL;
  graphene_point_t at = canvas_node_point (fixture->canvas, "filter-1");
  const AzudNode *node;

  drag (fixture, at, GRAPHENE_POINT_INIT (at.x + 53, at.y - 30));
  node = azud_document_lookup_node (fixture->document, "filter-1");
  g_assert_cmpfloat (node->x, ==, 312);   /* 256 + 53, on the grid of 8 */
  g_assert_cmpfloat (node->y, ==, 32);
  g_assert_cmpfloat (azui_canvas_lookup (fixture->canvas, "filter-1")->bounds.origin.x, ==, 312);
  azud_document_undo (fixture->document);
  after = azud_document_to_text (fixture->document);
  g_assert_cmpstr (before, ==, after);
  g_assert_false (azud_document_can_undo (fixture->document) && g_strcmp0 (azud_document_get_undo_label (fixture->document), "Move") == 0);
}

static void
test_move_cancelled (Fixture      *fixture,
                     gconstpointer data)
{
  graphene_point_t at = canvas_node_point (fixture->canvas, "filter-1");

  ui_pointer_move (fixture->widget, at.x, at.y);
  ui_pointer_press (fixture->widget, 1);
  for (int i = 1; i < 6; i++)
    ui_pointer_move (fixture->widget, at.x + 20 * i, at.y + 10 * i);
  g_assert_cmpfloat (azud_document_lookup_node (fixture->document, "filter-1")->x, >, 300);
  ui_key (fixture->widget, GDK_KEY_Escape);
  g_assert_cmpfloat (azud_document_lookup_node (fixture->document, "filter-1")->x, ==, 256);
  ui_pointer_release (fixture->widget, 1);
  g_assert_cmpfloat (azud_document_lookup_node (fixture->document, "filter-1")->x, ==, 256);
}

static void
test_arrows (Fixture      *fixture,
             gconstpointer data)
{
  click (fixture, canvas_node_point (fixture->canvas, "filter-1"));
  ui_key (fixture->widget, GDK_KEY_Right);
  ui_key_press (fixture->widget, GDK_KEY_Shift_L);
  ui_key (fixture->widget, GDK_KEY_Down);
  ui_key_release (fixture->widget, GDK_KEY_Shift_L);
  g_assert_cmpfloat (azud_document_lookup_node (fixture->document, "filter-1")->x, ==, 264);
  g_assert_cmpfloat (azud_document_lookup_node (fixture->document, "filter-1")->y, ==, 88);
  azud_document_undo (fixture->document);
  azud_document_undo (fixture->document);
  g_assert_cmpfloat (azud_document_lookup_node (fixture->document, "filter-1")->x, ==, 256);
  /* Walking. */
  ui_key_press (fixture->widget, GDK_KEY_Control_L);
  ui_key (fixture->widget, GDK_KEY_Right);
  assert_selection (fixture, "join-1");
  ui_key (fixture->widget, GDK_KEY_Right);
  assert_selection (fixture, "join-2");
  ui_key (fixture->widget, GDK_KEY_Left);
  assert_selection (fixture, "join-1");
  ui_key_release (fixture->widget, GDK_KEY_Control_L);
  ui_key_press (fixture->widget, GDK_KEY_Alt_L);
  ui_key_press (fixture->widget, GDK_KEY_Shift_L);
  ui_key (fixture->widget, GDK_KEY_Right);
  ui_key_release (fixture->widget, GDK_KEY_Shift_L);
  ui_key_release (fixture->widget, GDK_KEY_Alt_L);
  assert_selection (fixture, "join-1 join-2 aggregate-1");
}

/* ---- wires ---- */

static void
test_wire_legal (Fixture      *fixture,
                 gconstpointer data)
{
  azud_document_remove_edge (fixture->document, "inline-table-3", "out", "join-2", "right");
  drag (fixture, canvas_port_point (fixture->canvas, "inline-table-3", TRUE, "out"), canvas_port_point (fixture->canvas, "join-2", FALSE, "right"));
  g_assert_true (has_edge (fixture, "inline-table-3", "join-2", "right"));
  azud_document_undo (fixture->document);
  g_assert_false (has_edge (fixture, "inline-table-3", "join-2", "right"));
  /* Anywhere on the card: its free input; and backwards. */
  drag (fixture, canvas_port_point (fixture->canvas, "inline-table-3", TRUE, "out"), canvas_node_point (fixture->canvas, "join-2"));
  g_assert_true (has_edge (fixture, "inline-table-3", "join-2", "right"));
  azud_document_undo (fixture->document);
  drag (fixture, canvas_port_point (fixture->canvas, "join-2", FALSE, "right"), canvas_port_point (fixture->canvas, "inline-table-3", TRUE, "out"));
  g_assert_true (has_edge (fixture, "inline-table-3", "join-2", "right"));
}

static void
test_wire_illegal (Fixture      *fixture,
                   gconstpointer data)
{
  guint before = azud_document_get_n_edges (fixture->document);

  /* A circle. */
  drag (fixture, canvas_port_point (fixture->canvas, "join-2", TRUE, "out"), canvas_port_point (fixture->canvas, "join-1", FALSE, "left"));
  g_assert_cmpuint (azud_document_get_n_edges (fixture->document), ==, before);
  g_assert_nonnull (fixture->said);
  /* A source takes nothing. */
  g_clear_pointer (&fixture->said, g_free);
  drag (fixture, canvas_port_point (fixture->canvas, "join-2", TRUE, "out"), canvas_node_point (fixture->canvas, "inline-table-3"));
  g_assert_cmpuint (azud_document_get_n_edges (fixture->document), ==, before);
  g_assert_nonnull (fixture->said);
}

static void
test_wire_taken_off (Fixture      *fixture,
                     gconstpointer data)
{
  graphene_point_t input = canvas_port_point (fixture->canvas, "join-2", FALSE, "right");

  drag (fixture, input, GRAPHENE_POINT_INIT (input.x - 60, input.y + 140));
  g_assert_false (has_edge (fixture, "inline-table-3", "join-2", "right"));
  azud_document_undo (fixture->document);
  /* To another input, as one step. */
  azud_document_remove_edge (fixture->document, "inline-table-2", "out", "join-1", "right");
  drag (fixture, input, canvas_port_point (fixture->canvas, "join-1", FALSE, "right"));
  g_assert_true (has_edge (fixture, "inline-table-3", "join-1", "right"));
  g_assert_false (has_edge (fixture, "inline-table-3", "join-2", "right"));
  azud_document_undo (fixture->document);
  g_assert_true (has_edge (fixture, "inline-table-3", "join-2", "right"));
}

static void
test_wire_to_quick_add (Fixture      *fixture,
                        gconstpointer data)
{
  graphene_point_t from = canvas_port_point (fixture->canvas, "aggregate-1", TRUE, "out");

  ui_pointer_drag (fixture->widget, 1, from.x, from.y, from.x - 40, from.y + 180);
  g_assert_true (gtk_widget_get_visible (fixture->canvas->quick_add));
  spin (100);
  ui_key (fixture->widget, GDK_KEY_s);
  ui_key (fixture->widget, GDK_KEY_o);
  ui_key (fixture->widget, GDK_KEY_r);
  ui_key (fixture->widget, GDK_KEY_t);
  ui_key (fixture->widget, GDK_KEY_Return);
  spin (50);
  g_assert_true (has_edge (fixture, "aggregate-1", "sort-1", "in"));
  assert_selection (fixture, "sort-1");
  g_assert_false (gtk_widget_get_visible (fixture->canvas->quick_add));
}

static void
test_cut (Fixture      *fixture,
          gconstpointer data)
{
  graphene_point_t one = wire_point (fixture, "inline-table-2", "join-1", "right");
  graphene_point_t two = wire_point (fixture, "inline-table-3", "join-2", "right");

  ui_key_press (fixture->widget, GDK_KEY_Alt_L);
  drag (fixture, GRAPHENE_POINT_INIT (one.x - 30, one.y - 40), GRAPHENE_POINT_INIT (two.x + 10, two.y + 40));
  ui_key_release (fixture->widget, GDK_KEY_Alt_L);
  g_assert_cmpuint (azud_document_get_n_edges (fixture->document), ==, 4);
  azud_document_undo (fixture->document);
  g_assert_cmpuint (azud_document_get_n_edges (fixture->document), ==, 6);
}

/* ---- adding ---- */

static void
test_typing (Fixture      *fixture,
             gconstpointer data)
{
  ui_pointer_move (fixture->widget, 500, 560);
  ui_key (fixture->widget, GDK_KEY_l);
  spin (100);
  g_assert_true (gtk_widget_get_visible (fixture->canvas->quick_add));
  ui_key (fixture->widget, GDK_KEY_i);
  ui_key (fixture->widget, GDK_KEY_m);
  ui_key (fixture->widget, GDK_KEY_Return);
  spin (50);
  assert_selection (fixture, "limit-1");
  ui_key (fixture->widget, GDK_KEY_Tab);
  spin (100);
  g_assert_true (gtk_widget_get_visible (fixture->canvas->quick_add));
  ui_key (fixture->widget, GDK_KEY_Escape);
  spin (100);
  g_assert_false (gtk_widget_get_visible (fixture->canvas->quick_add));
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 8);
}

static void
drag_from_palette (Fixture         *fixture,
                   graphene_point_t to)
{
  graphene_point_t end;

  g_assert_true (gtk_widget_compute_point (fixture->widget, fixture->palette, &to, &end));
  ui_pointer_drag (fixture->palette, 1, 20, 40, end.x, end.y);
  spin (200);
}

static void
test_plus (Fixture      *fixture,
           gconstpointer data)
{
  click (fixture, wire_point (fixture, "inline-table-3", "join-2", "right"));
  g_assert_true (gtk_widget_get_visible (fixture->canvas->quick_add));
  ui_key (fixture->widget, GDK_KEY_s);
  ui_key (fixture->widget, GDK_KEY_o);
  ui_key (fixture->widget, GDK_KEY_r);
  ui_key (fixture->widget, GDK_KEY_Return);
  spin (50);
  g_assert_true (has_edge (fixture, "inline-table-3", "sort-1", "in"));
  g_assert_true (has_edge (fixture, "sort-1", "join-2", "right"));
}

static void
test_drop (Fixture      *fixture,
           gconstpointer data)
{
  drag_from_palette (fixture, GRAPHENE_POINT_INIT (500, 560));
  assert_selection (fixture, "sort-1");
  g_assert_cmpuint (azud_document_get_n_edges (fixture->document), ==, 6);
  /* Onto a wire. */
  drag_from_palette (fixture, wire_point (fixture, "inline-table-3", "join-2", "right"));
  assert_selection (fixture, "sort-2");
  g_assert_true (has_edge (fixture, "inline-table-3", "sort-2", "in"));
  g_assert_true (has_edge (fixture, "sort-2", "join-2", "right"));
  azud_document_undo (fixture->document);
  g_assert_true (has_edge (fixture, "inline-table-3", "join-2", "right"));
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 8);
}

static void
test_move_onto_wire (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *id = azud_document_add_node (fixture->document, "sort", 300, 440);

  spin (30);
  drag (fixture, canvas_node_point (fixture->canvas, id), wire_point (fixture, "inline-table-3", "join-2", "right"));
  g_assert_true (has_edge (fixture, "inline-table-3", id, "in"));
  g_assert_true (has_edge (fixture, id, "join-2", "right"));
  azud_document_undo (fixture->document);
  g_assert_cmpfloat (azud_document_lookup_node (fixture->document, id)->x, ==, 300);
  g_assert_true (has_edge (fixture, "inline-table-3", "join-2", "right"));
}

/* ---- view ---- */

static void
test_zoom_at_pointer (Fixture      *fixture,
                      gconstpointer data)
{
  graphene_point_t before = azui_view_to_graph (&fixture->canvas->view, 700, 300);
  graphene_point_t after;

  ui_key_press (fixture->widget, GDK_KEY_Control_L);
  ui_pointer_scroll (fixture->widget, 700, 300, -3);
  g_assert_cmpfloat (azui_canvas_get_zoom (fixture->canvas), >, 1.4);
  after = azui_view_to_graph (&fixture->canvas->view, 700, 300);
  g_assert_cmpfloat_with_epsilon (before.x, after.x, 2);
  g_assert_cmpfloat_with_epsilon (before.y, after.y, 2);
  ui_pointer_scroll (fixture->widget, 700, 300, 5);
  ui_key_release (fixture->widget, GDK_KEY_Control_L);
  g_assert_cmpfloat (azui_canvas_get_zoom (fixture->canvas), <, 0.9);
}

static void
test_pan (Fixture      *fixture,
          gconstpointer data)
{
  AzuiView before = fixture->canvas->view;

  ui_pointer_drag (fixture->widget, 2, 500, 500, 560, 470);
  g_assert_cmpfloat_with_epsilon (fixture->canvas->view.x, before.x - 60, 1.5);
  g_assert_cmpfloat_with_epsilon (fixture->canvas->view.y, before.y + 30, 1.5);
  before = fixture->canvas->view;
  ui_key_press (fixture->widget, GDK_KEY_space);
  ui_pointer_drag (fixture->widget, 1, 500, 500, 440, 500);
  ui_key_release (fixture->widget, GDK_KEY_space);
  g_assert_cmpfloat_with_epsilon (fixture->canvas->view.x, before.x + 60, 1.5);
  g_assert_cmpuint (azud_document_get_n_nodes (fixture->document), ==, 7);
  before = fixture->canvas->view;
  ui_pointer_scroll (fixture->widget, 500, 500, 1);
  g_assert_cmpfloat (fixture->canvas->view.y, >, before.y);
}

static void
test_middle_click (Fixture      *fixture,
                   gconstpointer data)
{
  graphene_point_t at = canvas_node_point (fixture->canvas, "filter-1");

  ui_pointer_click (fixture->widget, at.x, at.y, 2);
  g_assert_true (azud_document_lookup_node (fixture->document, "filter-1")->disabled);
}

static void
test_space_shows_port (Fixture      *fixture,
                       gconstpointer data)
{
  click (fixture, canvas_node_point (fixture->canvas, "join-1"));
  g_clear_pointer (&fixture->shown, g_free);
  ui_key (fixture->widget, GDK_KEY_space);
  g_assert_cmpstr (fixture->shown, ==, "join-1.out");
}

static void
test_menu (Fixture      *fixture,
           gconstpointer data)
{
  graphene_point_t at = canvas_node_point (fixture->canvas, "filter-1");

  ui_pointer_click (fixture->widget, at.x, at.y, 3);
  spin (100);
  g_assert_nonnull (fixture->canvas->menu);
  g_assert_true (gtk_widget_get_visible (fixture->canvas->menu));
  assert_selection (fixture, "filter-1");
  ui_key (fixture->widget, GDK_KEY_Escape);
  spin (100);
  g_assert_false (gtk_widget_get_visible (fixture->canvas->menu));
}

#define add(name, function) g_test_add ("/ui/canvas-pointer/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  add ("click", test_click);
  add ("rubber-band", test_rubber_band);
  add ("double-click", test_double_click);
  add ("move", test_move);
  add ("move-cancelled", test_move_cancelled);
  add ("arrows", test_arrows);
  add ("wire-legal", test_wire_legal);
  add ("wire-illegal", test_wire_illegal);
  add ("wire-taken-off", test_wire_taken_off);
  add ("wire-to-quick-add", test_wire_to_quick_add);
  add ("cut", test_cut);
  add ("typing", test_typing);
  add ("plus", test_plus);
  add ("drop", test_drop);
  add ("move-onto-wire", test_move_onto_wire);
  add ("zoom-at-pointer", test_zoom_at_pointer);
  add ("pan", test_pan);
  add ("middle-click", test_middle_click);
  add ("space-shows-port", test_space_shows_port);
  add ("menu", test_menu);
  return g_test_run ();
}
