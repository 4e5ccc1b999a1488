/* azui-canvas-wires.c: the ways of wires around cards
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A wire depends on all cards near it, so ways are found once for all of them, when the canvas is laid out anew, and not at each of
 * the changes before.
 */

#include "canvas/azui-canvas-private.h"

#include <string.h>

#define NEAR 160.0f      /* so far above and below a wire it may go out of its way */

static int
compare_left (gconstpointer a,
              gconstpointer b)
{
  const CanvasNode *first = *(CanvasNode *const *) a;
  const CanvasNode *second = *(CanvasNode *const *) b;

  return (first->bounds.origin.x > second->bounds.origin.x) - (first->bounds.origin.x < second->bounds.origin.x);
}

/* The first of the nodes, sorted by their left sides, that may reach to the right of @x: all cards are equally wide. */
static guint
find_first (GPtrArray *sorted,
            float      x)
{
  guint low = 0, high = sorted->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (((CanvasNode *) sorted->pdata[middle])->bounds.origin.x + AZUI_CARD_WIDTH < x)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* A card in the hand pushes no wire aside: it may be meant to go into that wire. */
static void
collect_cards (AzuiCanvas       *self,
               const CanvasWire *wire,
               GPtrArray        *sorted,
               GArray           *cards)
{
  graphene_rect_t room = wire->bounds;

  graphene_rect_inset (&room, 0, -NEAR);
  g_array_set_size (cards, 0);
  for (guint i = find_first (sorted, room.origin.x); i < sorted->len; i++)
    {
      const CanvasNode *node = sorted->pdata[i];

      if (node->bounds.origin.x > room.origin.x + room.size.width)
        return;
      if (self->drag.kind == DRAG_MOVE && node->selected)
        continue;
      if (node != wire->from && node != wire->to && azui_rects_meet (&node->bounds, &room))
        g_array_append_val (cards, node->bounds);
    }
}

static void
route (AzuiCanvas *self,
       CanvasWire *wire,
       GPtrArray  *sorted,
       GArray     *cards)
{
  graphene_point_t from = wire->curve.p[0], to = wire->curve.p[3 * wire->curve.n];
  AzuiWire plain = azui_wire (from, to);
  AzuiWire curve;

  wire->bounds = azui_wire_bounds (&plain, 4);
  collect_cards (self, wire, sorted, cards);
  curve = azui_wire_around (from, to, (const graphene_rect_t *) (gpointer) cards->data, cards->len);
  wire->bounds = azui_wire_bounds (&curve, 4);
  if (memcmp (&curve, &wire->curve, sizeof curve) == 0)
    return;
  wire->curve = curve;
  azui_canvas_wire_invalidate (self, wire);
}

void
azui_canvas_routes_changed (AzuiCanvas *self)
{
  self->routes_stale = TRUE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
azui_canvas_route_wires (AzuiCanvas *self)
{
  g_autoptr (GPtrArray) sorted = NULL;
  g_autoptr (GArray) cards = NULL;

  if (!self->routes_stale)
    return;
  self->routes_stale = FALSE;
  sorted = g_ptr_array_copy (self->nodes, NULL, NULL);
  cards = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_left);
  for (guint i = 0; i < self->wires->len; i++)
    {
      CanvasWire *wire = self->wires->pdata[i];

      if (wire->from != NULL && wire->to != NULL)
        route (self, wire, sorted, cards);
    }
}
