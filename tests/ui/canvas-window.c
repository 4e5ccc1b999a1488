/* canvas-window.c: a window with nothing but the canvas, to look at and to try gestures in
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * canvas-window [--nodes N] [--run] [--dark] [FILE.azud]
 */

#include "canvas/azui-canvas.h"
#include "sample-graph.h"

#include <adwaita.h>

static int n_nodes;
static gboolean run;
static gboolean dark;

static const GOptionEntry options[] = {
  { "nodes", 0, 0, G_OPTION_ARG_INT, &n_nodes, "A document of so many nodes", "N" },
  { "run", 0, 0, G_OPTION_ARG_NONE, &run, "As if a run were half-way", NULL },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Dark colours", NULL },
  { NULL }
};

static void
message_cb (AzuiCanvas *canvas,
            const char *text)
{
  g_print ("message: %s\n", text);
}

static void
port_cb (AzuiCanvas *canvas,
         const char *node,
         const char *port)
{
  g_print ("port: %s.%s\n", node, port);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("[FILE]");
  g_autoptr (GError) error = NULL;
  g_autoptr (AzudDocument) document = NULL;
  GtkWidget *window, *canvas;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  adw_init ();
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  document = argc > 1 ? azud_document_load (argv[1], &error) : n_nodes > 0 ? sample_graph_many ((guint) n_nodes) : sample_graph_flights ();
  if (document == NULL)
    g_error ("%s", error->message);
  canvas = azui_canvas_new ();
  g_signal_connect (canvas, "message", G_CALLBACK (message_cb), NULL);
  g_signal_connect (canvas, "port-selected", G_CALLBACK (port_cb), NULL);
  window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "Canvas");
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 620);
  gtk_window_set_child (GTK_WINDOW (window), canvas);
  azui_canvas_set_document (AZUI_CANVAS (canvas), document);
  if (run)
    {
      g_autoptr (AzudRunSnapshot) snapshot = sample_graph_run (document);

      azui_canvas_set_run (AZUI_CANVAS (canvas), snapshot);
    }
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (canvas);
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
