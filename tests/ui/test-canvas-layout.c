/* test-canvas-layout.c: where things stand on the canvas, what of them is seen, and what an edit takes off them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"
#include "sample-graph.h"
#include "widget-search.h"

#include <adwaita.h>
#include <glib/gstdio.h>

typedef struct
{
  GtkWidget    *window;
  AzuiCanvas   *canvas;
  AzudDocument *document;
} Fixture;

static void
set_up_with (Fixture      *fixture,
             AzudDocument *document)
{
  fixture->document = document;
  fixture->canvas = AZUI_CANVAS (azui_canvas_new ());
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->canvas));
  azui_canvas_set_document (fixture->canvas, document);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  gtk_test_widget_wait_for_draw (fixture->window);   /* with the cards that the first layout missed */
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
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  spin (20);
  g_assert_finalize_object (fixture->document);
}

static void
act (Fixture    *fixture,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->canvas), action, NULL));
}

static gboolean
has_new_height (gpointer data)
{
  Fixture *fixture = data;
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (fixture->window), &width, &height);
  return fixture->canvas->height == height;
}

static void
resize (Fixture *fixture,
        int      width,
        int      height)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  g_assert_true (spin_until (has_new_height, fixture, 5000));
  spin (50);
}

/* What the last change asked for is laid out. */
static void
wait_for_layout (Fixture *fixture)
{
  gtk_test_widget_wait_for_draw (fixture->window);
  gtk_test_widget_wait_for_draw (fixture->window);
}

static gboolean
is_placed (gpointer data)
{
  return azud_document_lookup_node (data, "out")->x > azud_document_lookup_node (data, "orders")->x;
}

/* ---- places, ways, sizes ---- */

static AzudDocument *
load_text (const char *text)
{
  g_autofree char *folder = g_dir_make_tmp ("azud-canvas-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "graph.azud", NULL);
  g_autoptr (GError) error = NULL;
  AzudDocument *document;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  document = azud_document_load (path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
  return document;
}

/* A file that names no places: it is arranged, all of it can be seen, no wire runs across a card that is none of its ends, and nobody is
 * told that something was changed. */
static void
test_place_all (void)
{
  static const char text[] =
    "{\"azud\": \"1.0\", \"nodes\": ["
    "{\"id\": \"orders\", \"type\": \"inline-table\"}, {\"id\": \"totals\", \"type\": \"aggregate\"}, {\"id\": \"keep\", \"type\": \"cache\"},"
    "{\"id\": \"frequent\", \"type\": \"filter\"}, {\"id\": \"back\", \"type\": \"join\"}, {\"id\": \"biggest\", \"type\": \"sort\"},"
    "{\"id\": \"out\", \"type\": \"write-csv\"}, {\"id\": \"out2\", \"type\": \"write-csv\"}], \"edges\": ["
    "{\"from\": \"orders.out\", \"to\": \"totals.in\"}, {\"from\": \"totals.out\", \"to\": \"keep.in\"}, {\"from\": \"keep.out\", \"to\": \"frequent.in\"},"
    "{\"from\": \"frequent.out\", \"to\": \"out2.in\"}, {\"from\": \"orders.out\", \"to\": \"back.left\"}, {\"from\": \"keep.out\", \"to\": \"back.right\"},"
    "{\"from\": \"back.out\", \"to\": \"biggest.in\"}, {\"from\": \"biggest.out\", \"to\": \"out.in\"}]}";
  Fixture fixture = { 0 };
  graphene_rect_t visible;

  set_up_with (&fixture, load_text (text));
  resize (&fixture, 800, 400);
  azui_canvas_place_all (fixture.canvas);
  g_assert_true (spin_until (is_placed, fixture.document, 10000));
  wait_for_layout (&fixture);
  g_assert_false (azud_document_get_modified (fixture.document));
  g_assert_false (azud_document_can_undo (fixture.document));
  visible = azui_view_visible (&fixture.canvas->view, fixture.canvas->width, fixture.canvas->height);
  for (guint i = 0; i < fixture.canvas->nodes->len; i++)
    g_assert_true (graphene_rect_contains_rect (&visible, &((CanvasNode *) fixture.canvas->nodes->pdata[i])->bounds));
  for (guint i = 0; i < fixture.canvas->wires->len; i++)
    for (guint k = 0; k < fixture.canvas->nodes->len; k++)
      {
        const CanvasWire *wire = fixture.canvas->wires->pdata[i];
        const CanvasNode *node = fixture.canvas->nodes->pdata[k];

        if (node != wire->from && node != wire->to)
          g_assert_false (azui_wire_meets (&wire->curve, &node->bounds));
      }
  tear_down (&fixture, NULL);
}

/* A card that is put onto a wire pushes it aside, and gives it back its way when it leaves. */
static void
test_wire_way (Fixture      *fixture,
               gconstpointer data)
{
  CanvasWire *wire = fixture->canvas->wires->pdata[0];
  g_autofree char *id = NULL;
  const CanvasNode *node;

  azud_document_move_node (fixture->document, wire->to_node, 640, 64);
  wait_for_layout (fixture);
  g_assert_cmpuint (wire->curve.n, ==, 1);
  id = azud_document_add_node (fixture->document, "filter", 320, 64);
  wait_for_layout (fixture);
  node = azui_canvas_lookup (fixture->canvas, id);
  g_assert_cmpuint (wire->curve.n, ==, 3);
  g_assert_false (azui_wire_meets (&wire->curve, &node->bounds));
  azud_document_move_node (fixture->document, id, 320, 600);
  wait_for_layout (fixture);
  g_assert_cmpuint (wire->curve.n, ==, 1);
}

/* What was in the middle of the view stays there when the drawer takes half of the place; what is chosen stays in sight. */
static void
test_resize (Fixture      *fixture,
             gconstpointer data)
{
  AzuiCanvas *canvas = fixture->canvas;
  graphene_point_t before, after;
  graphene_rect_t visible;
  CanvasNode *node;

  act (fixture, "canvas.zoom-out");
  act (fixture, "canvas.zoom-in");   /* touched: it is not fitted anew */
  before = azui_view_to_graph (&canvas->view, canvas->width / 2.0, canvas->height / 2.0);
  resize (fixture, 1000, 320);
  after = azui_view_to_graph (&canvas->view, canvas->width / 2.0, canvas->height / 2.0);
  g_assert_cmpfloat_with_epsilon (before.x, after.x, 2);
  g_assert_cmpfloat_with_epsilon (before.y, after.y, 2);

  resize (fixture, 1200, 700);
  act (fixture, "canvas.zoom-fit");
  node = canvas->nodes->pdata[0];
  azui_canvas_select (canvas, (const char *const[]) { node->id, NULL });
  resize (fixture, 600, 250);
  visible = azui_view_visible (&canvas->view, canvas->width, canvas->height);
  g_assert_true (graphene_rect_contains_rect (&visible, &node->bounds));
}

/* The map stays off the cards where it is of no use; it comes back where it is. */
static void
test_map (Fixture      *fixture,
          gconstpointer data)
{
  AzuiCanvas *canvas = fixture->canvas;
  CanvasNode *node = canvas->nodes->pdata[0];
  graphene_point_t corner;

  act (fixture, "canvas.zoom-100");
  wait_for_layout (fixture);
  g_assert_true (gtk_widget_get_child_visible (canvas->map));
  corner = azui_view_to_graph (&canvas->view, canvas->width - 60, canvas->height - 80);
  azud_document_move_node (fixture->document, node->id, corner.x - AZUI_CARD_WIDTH, corner.y);
  wait_for_layout (fixture);
  g_assert_false (gtk_widget_get_child_visible (canvas->map));
  act (fixture, "canvas.zoom-in");
  act (fixture, "canvas.zoom-in");
  wait_for_layout (fixture);
  g_assert_true (gtk_widget_get_child_visible (canvas->map));
}

/* ---- results that an edit makes stale ---- */

static AzuiProgress
progress_of (Fixture    *fixture,
             const char *id)
{
  return azui_canvas_lookup (fixture->canvas, id)->progress;
}

static AzudRunSnapshot *
show_finished_run (Fixture *fixture)
{
  AzudRunSnapshot *snapshot = sample_graph_run (fixture->document);

  snapshot->state = AZUD_RUN_SUCCEEDED;
  for (guint i = 0; i < snapshot->n_nodes; i++)
    snapshot->nodes[i].state = AZUD_RUN_SUCCEEDED;
  azui_canvas_show_run (fixture->canvas, NULL);
  azui_canvas_begin_run (fixture->canvas);
  azui_canvas_show_run (fixture->canvas, snapshot);
  return snapshot;
}

/* An edited node and what hangs below it show nothing of the run, not even when the run goes on; the others do. */
static void
test_edit (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (AzudRunSnapshot) snapshot = show_finished_run (fixture);
  g_autoptr (AzudJson) condition = azud_json_new_string ("arr_delay > 60");

  azud_document_set_param (fixture->document, "filter-1", "condition", condition);
  for (int i = 0; i < 2; i++)
    {
      g_assert_cmpint (progress_of (fixture, "inline-table-1"), ==, AZUI_PROGRESS_DONE);
      g_assert_cmpint (progress_of (fixture, "inline-table-2"), ==, AZUI_PROGRESS_DONE);
      g_assert_cmpint (progress_of (fixture, "filter-1"), ==, AZUI_PROGRESS_NONE);
      g_assert_cmpint (progress_of (fixture, "join-1"), ==, AZUI_PROGRESS_NONE);
      g_assert_cmpint (progress_of (fixture, "aggregate-1"), ==, AZUI_PROGRESS_NONE);
      azui_canvas_show_run (fixture->canvas, snapshot);
    }
  azui_canvas_begin_run (fixture->canvas);   /* the next run is one of the edited graph */
  azui_canvas_show_run (fixture->canvas, snapshot);
  g_assert_cmpint (progress_of (fixture, "filter-1"), ==, AZUI_PROGRESS_DONE);
}

/* A parameter of the pipeline may stand in any node. */
static void
test_edit_parameters (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (AzudRunSnapshot) snapshot = show_finished_run (fixture);
  g_autoptr (AzudJson) parameters = azud_json_parse ("[{\"name\": \"day\", \"type\": \"string\", \"default\": \"1\"}]", -1, NULL, NULL);

  azud_document_set_parameters (fixture->document, parameters);
  for (guint i = 0; i < fixture->canvas->nodes->len; i++)
    g_assert_cmpint (((CanvasNode *) fixture->canvas->nodes->pdata[i])->progress, ==, AZUI_PROGRESS_NONE);
  for (guint i = 0; i < fixture->canvas->wires->len; i++)
    g_assert_false (((CanvasWire *) fixture->canvas->wires->pdata[i])->counted);
}

#define add(name, function) g_test_add ("/ui/canvas-layout/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ui/canvas-layout/place-all", test_place_all);
  add ("wire-way", test_wire_way);
  add ("resize", test_resize);
  add ("map", test_map);
  add ("edit", test_edit);
  add ("edit-parameters", test_edit_parameters);
  return g_test_run ();
}
