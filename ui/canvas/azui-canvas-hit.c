/* azui-canvas-hit.c: what is under a point
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * By geometry, not by picking widgets: ports hang over the edges of their cards and are hit within 16 pixels.
 */

#include "canvas/azui-canvas-private.h"

#include <math.h>

#define WIRE_REACH 7.0f

CanvasNode *
azui_canvas_node_at (AzuiCanvas      *self,
                     graphene_point_t point)
{
  graphene_point_t graph = azui_view_to_graph (&self->view, point.x, point.y);

  for (guint i = self->nodes->len; i > 0; i--)
    {
      CanvasNode *node = self->nodes->pdata[i - 1];

      if (graphene_rect_contains_point (&node->bounds, &graph))
        return node;
    }
  return NULL;
}

CanvasNode *
azui_canvas_port_at (AzuiCanvas      *self,
                     graphene_point_t point,
                     gboolean        *output,
                     guint           *index)
{
  graphene_point_t graph = azui_view_to_graph (&self->view, point.x, point.y);
  float reach = AZUI_PORT_REACH / (float) self->view.zoom;
  float best = reach;
  CanvasNode *found = NULL;

  if (!self->detail)
    return NULL;
  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];
      graphene_rect_t around;

      graphene_rect_inset_r (&node->bounds, -reach, -reach, &around);
      if (!graphene_rect_contains_point (&around, &graph))
        continue;
      for (int side = 0; side < 2; side++)
        for (guint p = 0; p < node->ports[side]->len; p++)
          {
            graphene_point_t middle = azui_canvas_port_point (node, side == 1, p);
            float distance = hypotf (middle.x - graph.x, middle.y - graph.y);

            /* Inside a card the reach is shorter: there, the card itself wants to be pressed. */
            if (graphene_rect_contains_point (&node->bounds, &graph))
              distance *= 1.4f;
            if (distance < best)
              {
                best = distance;
                found = node;
                *output = side == 1;
                *index = p;
              }
          }
    }
  return found;
}

CanvasWire *
azui_canvas_wire_at (AzuiCanvas      *self,
                     graphene_point_t point)
{
  graphene_point_t graph = azui_view_to_graph (&self->view, point.x, point.y);
  float best = WIRE_REACH / (float) self->view.zoom;
  CanvasWire *found = NULL;

  for (guint i = 0; i < self->wires->len; i++)
    {
      CanvasWire *wire = self->wires->pdata[i];
      graphene_rect_t around;
      float distance;

      if (wire->from == NULL || wire->to == NULL)
        continue;
      graphene_rect_inset_r (&wire->bounds, -best, -best, &around);
      if (!graphene_rect_contains_point (&around, &graph))
        continue;
      distance = azui_wire_distance (&wire->curve, graph);
      if (distance < best)
        {
          best = distance;
          found = wire;
        }
    }
  return found;
}

graphene_point_t
azui_canvas_plus_point (AzuiCanvas *self,
                        CanvasWire *wire)
{
  /* Beside the rows, which stand in the middle. */
  graphene_point_t at = azui_wire_point (&wire->curve, wire->pill != NULL ? 0.25f : 0.5f);

  return azui_view_from_graph (&self->view, at.x, at.y);
}

gboolean
azui_canvas_is_on_plus (AzuiCanvas      *self,
                        graphene_point_t point)
{
  graphene_point_t at;

  if (self->hovered_wire == NULL || !self->detail || self->hovered_wire->from == NULL || self->hovered_wire->to == NULL)
    return FALSE;
  at = azui_canvas_plus_point (self, self->hovered_wire);
  return hypotf (at.x - point.x, at.y - point.y) <= CANVAS_PLUS_RADIUS + 2;
}
