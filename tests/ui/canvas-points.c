/* canvas-points.c: where things of a graph are on the canvas, to click there
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas-points.h"

graphene_point_t
canvas_node_point (AzuiCanvas *canvas,
                   const char *id)
{
  CanvasNode *node = azui_canvas_lookup (canvas, id);
  graphene_point_t middle;

  g_assert_nonnull (node);
  graphene_rect_get_center (&node->bounds, &middle);
  return azui_view_from_graph (&canvas->view, middle.x, middle.y);
}

graphene_point_t
canvas_port_point (AzuiCanvas *canvas,
                   const char *id,
                   gboolean    output,
                   const char *port)
{
  CanvasNode *node = azui_canvas_lookup (canvas, id);
  int index = azui_canvas_port_index (node, output, port);
  graphene_point_t middle;

  g_assert_cmpint (index, >=, 0);
  middle = azui_canvas_port_point (node, output, (guint) index);
  return azui_view_from_graph (&canvas->view, middle.x, middle.y);
}
