/* azui-canvas-insert.c: adding nodes, and wiring what was added
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"
#include "canvas/azui-quick-add.h"

#define COLUMN_GAP 56

/* What the open quick add will do with the answer. */
typedef struct
{
  graphene_point_t at;          /* graph */
  char            *from_node;
  char            *from_port;
  gboolean         from_output;
  gboolean         splice;
  AzudEdge         edge;
} PendingAdd;

gboolean
azui_canvas_can_splice (const AzudNodeType *type)
{
  return type != NULL && type->inputs[0].id != NULL && type->outputs[0].id != NULL;
}

static gboolean
takes_input (const AzudNodeType *type)
{
  return type->inputs[0].id != NULL;
}

static gboolean
gives_output (const AzudNodeType *type)
{
  return type->outputs[0].id != NULL;
}

static gboolean
is_connected (CanvasNode *node,
              gboolean    output,
              const char *port)
{
  for (guint i = 0; i < node->wires->len; i++)
    {
      CanvasWire *wire = node->wires->pdata[i];

      if (output ? wire->from == node && g_str_equal (wire->from_port, port) : wire->to == node && g_str_equal (wire->to_port, port))
        return TRUE;
    }
  return FALSE;
}

/* Connects the first pair of ports that fit; a given port is the only candidate of its side, else inputs in use stay as they are. */
gboolean
azui_canvas_connect_first (AzuiCanvas *self,
                           const char *from,
                           const char *from_port,
                           const char *to,
                           const char *to_port)
{
  CanvasNode *source = azui_canvas_lookup (self, from);
  CanvasNode *target = azui_canvas_lookup (self, to);

  if (source == NULL || target == NULL)
    return FALSE;
  for (guint o = 0; o < source->ports[1]->len; o++)
    for (guint i = 0; i < target->ports[0]->len; i++)
      {
        const char *out = source->ports[1]->pdata[o];
        const char *in = target->ports[0]->pdata[i];
        gboolean many = target->type != NULL && target->type->inputs[i].many;

        if ((from_port != NULL && g_strcmp0 (out, from_port) != 0) || (to_port != NULL && g_strcmp0 (in, to_port) != 0))
          continue;
        if (to_port == NULL && !many && is_connected (target, FALSE, in))
          continue;
        if (azud_document_can_connect (self->document, from, out, to, in, NULL))
          return azud_document_add_edge (self->document, from, out, to, in, NULL);
      }
  return FALSE;
}

static graphene_point_t
free_place_for (AzuiCanvas         *self,
                const AzudNodeType *type,
                graphene_point_t    wanted)
{
  g_autofree graphene_rect_t *taken = g_new (graphene_rect_t, self->nodes->len + 1);
  guint n_inputs = 0, n_outputs = 0;
  graphene_rect_t rect;

  while (type->inputs[n_inputs].id != NULL)
    n_inputs++;
  while (type->outputs[n_outputs].id != NULL)
    n_outputs++;
  for (guint i = 0; i < self->nodes->len; i++)
    taken[i] = ((CanvasNode *) self->nodes->pdata[i])->bounds;
  rect = GRAPHENE_RECT_INIT (wanted.x, wanted.y, AZUI_CARD_WIDTH, azui_card_height (n_inputs, n_outputs));
  return azui_free_place (taken, self->nodes->len, &rect);
}

/* Adds a node with its middle at @graph, or with its port there when it is wired; one undo step. */
void
azui_canvas_insert (AzuiCanvas      *self,
                    const char      *type_id,
                    graphene_point_t graph,
                    const char      *from_node,
                    const char      *from_port,
                    gboolean         from_output,
                    const AzudEdge  *splice)
{
  const AzudNodeType *type = azud_node_type_lookup (type_id);
  g_autofree char *label = NULL;
  g_autofree char *id = NULL;
  g_autofree char *wired = g_strdup (from_node);
  g_autofree char *wired_port = g_strdup (from_port);
  graphene_point_t place;

  if (type == NULL || self->document == NULL)
    return;
  place = graph;
  place.x -= wired == NULL ? AZUI_CARD_WIDTH / 2 : from_output ? 0 : AZUI_CARD_WIDTH;
  place.y -= AZUI_CARD_HEIGHT / 2;
  place = free_place_for (self, type, place);
  /* Translators: an undoable step; %s is the name of a node such as "Filter" */
  label = g_strdup_printf (_("Add %s"), azud_node_type_get_label (type));
  azud_document_begin (self->document, label);
  id = azud_document_add_node (self->document, type_id, place.x, place.y);
  if (id != NULL && splice != NULL)
    azud_document_splice (self->document, id, splice);
  else if (id != NULL && wired != NULL && from_output)
    azui_canvas_connect_first (self, wired, wired_port, id, NULL);
  else if (id != NULL && wired != NULL)
    azui_canvas_connect_first (self, id, NULL, wired, wired_port);
  azud_document_end (self->document);
  if (azui_canvas_lookup (self, id) != NULL)
    azui_canvas_select_only (self, azui_canvas_lookup (self, id));
}

void
azui_canvas_add_node (AzuiCanvas *self,
                      const char *type_id)
{
  const AzudNodeType *type;
  CanvasNode *single;
  graphene_point_t at;

  g_return_if_fail (AZUI_IS_CANVAS (self));
  g_return_if_fail (type_id != NULL);

  type = azud_node_type_lookup (type_id);
  if (type == NULL || self->document == NULL)
    return;
  single = azui_canvas_single_selected (self);
  if (single != NULL && takes_input (type) && single->ports[1]->len > 0)
    {
      at = GRAPHENE_POINT_INIT (single->bounds.origin.x + single->bounds.size.width + COLUMN_GAP,
                                single->bounds.origin.y + single->bounds.size.height / 2);
      azui_canvas_insert (self, type_id, at, single->id, single->ports[1]->pdata[0], TRUE, NULL);
      return;
    }
  at = azui_view_to_graph (&self->view, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
  azui_canvas_insert (self, type_id, at, NULL, NULL, FALSE, NULL);
}

/* ---- quick add ---- */

static void
pending_free (gpointer  data,
              GClosure *closure)
{
  PendingAdd *pending = data;

  g_free (pending->from_node);
  g_free (pending->from_port);
  g_free ((char *) pending->edge.from_node);
  g_free ((char *) pending->edge.from_port);
  g_free ((char *) pending->edge.to_node);
  g_free ((char *) pending->edge.to_port);
  g_free (pending);
}

static void
forget_pending_wire (AzuiCanvas *self)
{
  g_clear_pointer (&self->pending_node, g_free);
  g_clear_pointer (&self->pending_port, g_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
chosen_cb (AzuiQuickAdd *popover,
           const char   *type_id,
           PendingAdd   *pending)
{
  AzuiCanvas *self = AZUI_CANVAS (gtk_widget_get_parent (GTK_WIDGET (popover)));

  forget_pending_wire (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  azui_canvas_insert (self, type_id, pending->at, pending->from_node, pending->from_port, pending->from_output,
                      pending->splice ? &pending->edge : NULL);
}

void
azui_canvas_quick_add_at (AzuiCanvas      *self,
                          graphene_point_t view,
                          const char      *from_node,
                          const char      *from_port,
                          gboolean         from_output,
                          CanvasWire      *splice,
                          const char      *typed)
{
  PendingAdd *pending;

  if (self->document == NULL)
    return;
  pending = g_new0 (PendingAdd, 1);
  pending->at = azui_view_to_graph (&self->view, view.x, view.y);
  pending->from_node = g_strdup (from_node);
  pending->from_port = g_strdup (from_port);
  pending->from_output = from_output;
  if (splice != NULL)
    {
      pending->splice = TRUE;
      pending->edge = (AzudEdge) { g_strdup (splice->from_node), g_strdup (splice->from_port), g_strdup (splice->to_node), g_strdup (splice->to_port) };
    }
  if (self->quick_add == NULL)
    {
      self->quick_add = azui_quick_add_new ();
      gtk_widget_set_parent (self->quick_add, GTK_WIDGET (self));
      g_signal_connect_swapped (self->quick_add, "closed", G_CALLBACK (forget_pending_wire), self);
    }
  else
    g_signal_handlers_disconnect_matched (self->quick_add, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, chosen_cb, NULL);
  forget_pending_wire (self);
  self->pending_node = g_strdup (from_node);
  self->pending_port = g_strdup (from_port);
  self->pending_output = from_output;
  self->pending_at = pending->at;
  g_signal_connect_data (self->quick_add, "chosen", G_CALLBACK (chosen_cb), pending, pending_free, 0);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->quick_add), &(GdkRectangle) { (int) view.x, (int) view.y, 1, 1 });
  azui_quick_add_open (AZUI_QUICK_ADD (self->quick_add), typed,
                       splice != NULL ? azui_canvas_can_splice
                       : from_node == NULL || typed != NULL ? NULL : from_output ? takes_input : gives_output);
}

/* From the keyboard: behind the single selected node and wired to it, else where the pointer is, else in the middle.  @typed: what
 * the search begins with; all types are offered. */
void
azui_canvas_quick_add_typed (AzuiCanvas *self,
                             const char *typed)
{
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  CanvasNode *single = azui_canvas_single_selected (self);
  graphene_point_t at = self->pointer;

  if (single != NULL && single->ports[1]->len > 0)
    {
      azui_canvas_reveal (self, single);
      at = azui_view_from_graph (&self->view, single->bounds.origin.x + single->bounds.size.width + COLUMN_GAP,
                                 single->bounds.origin.y + single->bounds.size.height / 2);
      at.x = MIN (at.x, width - 1);
      azui_canvas_quick_add_at (self, at, single->id, single->ports[1]->pdata[0], TRUE, NULL, typed);
      return;
    }
  if (at.x <= 0 || at.y <= 0 || at.x >= width || at.y >= height)
    at = GRAPHENE_POINT_INIT (width / 2, height / 3);
  azui_canvas_quick_add_at (self, at, NULL, NULL, FALSE, NULL, typed);
}

void
azui_canvas_show_quick_add (AzuiCanvas *self,
                            double      x,
                            double      y,
                            const char *from_node,
                            const char *from_port)
{
  CanvasNode *node;
  graphene_point_t at = GRAPHENE_POINT_INIT ((float) x, (float) y);

  g_return_if_fail (AZUI_IS_CANVAS (self));

  node = azui_canvas_lookup (self, from_node);
  if (x < 0 || y < 0)
    at = GRAPHENE_POINT_INIT ((float) gtk_widget_get_width (GTK_WIDGET (self)) / 2, (float) gtk_widget_get_height (GTK_WIDGET (self)) / 3);
  azui_canvas_quick_add_at (self, at, node != NULL ? from_node : NULL, from_port,
                            node != NULL && azui_canvas_port_index (node, TRUE, from_port) >= 0, NULL, NULL);
}
