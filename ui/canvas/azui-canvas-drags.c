/* azui-canvas-drags.c: what each kind of drag with the first button does
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A press decides the kind: Alt cuts wires, held Space pans, a port draws a wire, a card moves the selection, the ground
 * opens a rubber band.  A wire drawn from a connected input takes the present wire off that input.
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"

#include <math.h>

#define THRESHOLD   4.0f
#define EDGE        28.0f    /* nearer to the edge the view moves along */
#define EDGE_STEP   10.0f

typedef struct
{
  char  *id;
  double x, y;
} MoveOrigin;

static void
clear_origin (gpointer data)
{
  g_free (((MoveOrigin *) data)->id);
}

/* ---- the end of all drags ---- */

static void
mark_target (AzuiCanvas *self,
             gboolean    on)
{
  CanvasNode *target = azui_canvas_lookup (self, self->drag.target);

  if (target == NULL || target->card == NULL)
    return;
  gtk_widget_remove_css_class (GTK_WIDGET (target->card), "accepts");
  gtk_widget_remove_css_class (GTK_WIDGET (target->card), "refuses");
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (target->card), self->drag.legal ? "accepts" : "refuses");
}

static void
clear_edge (AzudEdge *edge)
{
  g_free ((char *) edge->from_node);
  g_free ((char *) edge->from_port);
  g_free ((char *) edge->to_node);
  g_free ((char *) edge->to_port);
  *edge = (AzudEdge) { NULL };
}

void
azui_canvas_set_splice (AzuiCanvas *self,
                        CanvasWire *wire)
{
  if (self->splice == wire)
    return;
  if (self->splice != NULL)
    azui_canvas_wire_invalidate (self, self->splice);
  self->splice = wire;
  if (wire != NULL)
    azui_canvas_wire_invalidate (self, wire);
}

void
azui_canvas_drag_reset (AzuiCanvas *self)
{
  CanvasDrag *drag = &self->drag;
  gboolean wired = drag->kind == DRAG_WIRE;
  gboolean moved = drag->kind == DRAG_MOVE;
  gboolean began = drag->began;

  mark_target (self, FALSE);
  azui_canvas_set_splice (self, NULL);
  if (self->autoscroll != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->autoscroll);
  self->autoscroll = 0;
  g_free (drag->anchor);
  g_free (drag->port);
  g_free (drag->target);
  g_free (drag->target_port);
  g_free (drag->reason);
  g_clear_pointer (&drag->origins, g_array_unref);
  g_clear_pointer (&drag->before, g_hash_table_unref);
  clear_edge (&drag->detached);
  *drag = (CanvasDrag) { .kind = DRAG_NONE };
  if (began && self->document != NULL)
    azud_document_end (self->document);
  if (wired)
    azui_canvas_update_ports (self);
  if (moved)
    azui_canvas_routes_changed (self);
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Takes back what the drag has done so far. */
void
azui_canvas_drag_cancel (AzuiCanvas *self)
{
  CanvasDrag *drag = &self->drag;

  if (drag->kind == DRAG_MOVE && drag->began)
    for (guint i = 0; i < drag->origins->len; i++)
      {
        MoveOrigin *origin = &g_array_index (drag->origins, MoveOrigin, i);

        if (azui_canvas_lookup (self, origin->id) != NULL)
          azud_document_move_node (self->document, origin->id, origin->x, origin->y);
      }
  if (drag->kind == DRAG_PAN)
    {
      self->view = drag->view;
      azui_canvas_view_changed (self);
    }
  azui_canvas_drag_reset (self);
}

/* ---- beginning ---- */

static void
begin_wire (AzuiCanvas *self,
            CanvasNode *node,
            gboolean    output,
            guint       index)
{
  CanvasDrag *drag = &self->drag;
  const char *port = node->ports[output ? 1 : 0]->pdata[index];
  gboolean many = !output && node->type != NULL && node->type->inputs[index].many;

  drag->kind = DRAG_WIRE;
  drag->anchor = g_strdup (node->id);
  drag->port = g_strdup (port);
  drag->output = output;
  for (guint i = 0; !output && !many && i < node->wires->len; i++)
    {
      CanvasWire *wire = node->wires->pdata[i];

      if (wire->to != node || wire->from == NULL || g_strcmp0 (wire->to_port, port) != 0)
        continue;
      drag->detached = (AzudEdge) { g_strdup (wire->from_node), g_strdup (wire->from_port), g_strdup (wire->to_node), g_strdup (wire->to_port) };
      break;
    }
}

static void
begin_on_node (AzuiCanvas     *self,
               CanvasNode     *node,
               GdkModifierType state)
{
  CanvasDrag *drag = &self->drag;

  drag->kind = DRAG_MOVE;
  drag->anchor = g_strdup (node->id);
  if (state & GDK_CONTROL_MASK)
    {
      azui_canvas_set_selected (self, node, !node->selected);
      azui_canvas_selection_changed (self);
    }
  else if (state & GDK_SHIFT_MASK)
    {
      azui_canvas_set_selected (self, node, TRUE);
      azui_canvas_selection_changed (self);
    }
  else if (node->selected && azui_canvas_n_selected (self) > 1)
    drag->collapse = TRUE;
  else if (!node->selected)
    {
      azui_canvas_clear_selection (self);
      azui_canvas_set_selected (self, node, TRUE);
      azui_canvas_selection_changed (self);
    }
  gtk_widget_grab_focus (node->card != NULL && gtk_widget_get_child_visible (GTK_WIDGET (node->card))
                         ? GTK_WIDGET (node->card) : GTK_WIDGET (self));
}

static void
begin_rubber (AzuiCanvas     *self,
              GdkModifierType state)
{
  CanvasDrag *drag = &self->drag;

  drag->kind = DRAG_RUBBER;
  drag->toggle = (state & GDK_CONTROL_MASK) != 0;
  if (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK))
    {
      drag->before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      for (guint i = 0; i < self->nodes->len; i++)
        if (((CanvasNode *) self->nodes->pdata[i])->selected)
          g_hash_table_add (drag->before, g_strdup (((CanvasNode *) self->nodes->pdata[i])->id));
    }
  else if (azui_canvas_n_selected (self) > 0 || azui_canvas_selected_wire (self) != NULL)
    {
      azui_canvas_clear_selection (self);
      azui_canvas_selection_changed (self);
    }
}

void
azui_canvas_drag_begin (AzuiCanvas      *self,
                        graphene_point_t at,
                        GdkModifierType  state)
{
  CanvasNode *node;
  CanvasWire *wire;
  gboolean output;
  guint index;

  azui_canvas_drag_reset (self);
  azui_canvas_keys_end (self);
  self->fitted = FALSE;
  self->drag.start = self->drag.now = at;
  self->drag.view = self->view;
  if (self->document == NULL)
    return;
  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->space_held)
    {
      self->drag.kind = DRAG_PAN;
      self->space_used = TRUE;
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
    }
  else if (state & GDK_ALT_MASK)
    self->drag.kind = DRAG_CUT;
  else if (azui_canvas_is_on_plus (self, at))
    azui_canvas_quick_add_at (self, at, NULL, NULL, FALSE, self->hovered_wire, NULL);
  else if ((node = azui_canvas_port_at (self, at, &output, &index)) != NULL)
    begin_wire (self, node, output, index);
  else if ((node = azui_canvas_node_at (self, at)) != NULL)
    begin_on_node (self, node, state);
  else if ((wire = azui_canvas_wire_at (self, at)) != NULL)
    {
      self->drag.kind = DRAG_CLICK;
      azui_canvas_select_wire (self, wire);
    }
  else
    begin_rubber (self, state);
}

/* ---- moving ---- */

/* A lone node that may be put into the wire under its middle. */
static CanvasWire *
find_splice (AzuiCanvas *self)
{
  CanvasNode *node = azui_canvas_single_selected (self);
  graphene_point_t middle;
  CanvasWire *wire;

  if (node == NULL || node->wires->len > 0 || !azui_canvas_can_splice (node->type))
    return NULL;
  graphene_rect_get_center (&node->bounds, &middle);
  wire = azui_canvas_wire_at (self, azui_view_from_graph (&self->view, middle.x, middle.y));
  return wire;
}

static void
begin_move (AzuiCanvas *self)
{
  CanvasDrag *drag = &self->drag;

  drag->origins = g_array_new (FALSE, FALSE, sizeof (MoveOrigin));
  g_array_set_clear_func (drag->origins, clear_origin);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];
      MoveOrigin origin = { NULL, node->bounds.origin.x, node->bounds.origin.y };

      if (!node->selected)
        continue;
      origin.id = g_strdup (node->id);
      g_array_append_val (drag->origins, origin);
    }
  azud_document_begin (self->document, _("Move"));
  drag->began = TRUE;
}

static void
drag_move (AzuiCanvas      *self,
           GdkModifierType  state)
{
  CanvasDrag *drag = &self->drag;
  graphene_point_t from = azui_view_to_graph (&drag->view, drag->start.x, drag->start.y);
  graphene_point_t to = azui_view_to_graph (&self->view, drag->now.x, drag->now.y);
  double dx = to.x - from.x, dy = to.y - from.y;

  if (!drag->began)
    begin_move (self);
  /* The pressed card goes to the grid, the others keep their distance from it. */
  for (guint i = 0; i < drag->origins->len && (state & GDK_SHIFT_MASK) == 0; i++)
    {
      MoveOrigin *origin = &g_array_index (drag->origins, MoveOrigin, i);

      if (g_str_equal (origin->id, drag->anchor))
        {
          dx = azui_snap (origin->x + dx) - origin->x;
          dy = azui_snap (origin->y + dy) - origin->y;
        }
    }
  for (guint i = 0; i < drag->origins->len; i++)
    {
      MoveOrigin *origin = &g_array_index (drag->origins, MoveOrigin, i);

      if (azui_canvas_lookup (self, origin->id) != NULL)
        azud_document_move_node (self->document, origin->id, round (origin->x + dx), round (origin->y + dy));
    }
  azui_canvas_set_splice (self, find_splice (self));
}

static void
drag_rubber (AzuiCanvas *self)
{
  CanvasDrag *drag = &self->drag;
  graphene_point_t a = azui_view_to_graph (&self->view, drag->start.x, drag->start.y);
  graphene_point_t b = azui_view_to_graph (&self->view, drag->now.x, drag->now.y);
  graphene_rect_t rect = azui_rect_between (a, b);
  gboolean changed = FALSE;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];
      gboolean before = drag->before != NULL && g_hash_table_contains (drag->before, node->id);
      gboolean inside = azui_rects_meet (&node->bounds, &rect);
      gboolean wanted = drag->toggle ? before != inside : before || inside;

      changed |= wanted != node->selected;
      azui_canvas_set_selected (self, node, wanted);
    }
  if (changed)
    azui_canvas_selection_changed (self);
}

/* ---- wires ---- */

static gboolean
input_is_taken (CanvasNode *node,
                const char *port)
{
  for (guint i = 0; i < node->wires->len; i++)
    {
      CanvasWire *wire = node->wires->pdata[i];

      if (wire->to == node && g_strcmp0 (wire->to_port, port) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
may_connect (AzuiCanvas *self,
             CanvasNode *target,
             const char *port,
             char      **reason)
{
  CanvasDrag *drag = &self->drag;

  return drag->output ? azud_document_can_connect (self->document, drag->anchor, drag->port, target->id, port, reason)
                      : azud_document_can_connect (self->document, target->id, port, drag->anchor, drag->port, reason);
}

/* Anywhere on a card: its first free port that fits, else the first that fits, else the first with the reason why not. */
static const char *
choose_port (AzuiCanvas *self,
             CanvasNode *target)
{
  GPtrArray *ports = target->ports[self->drag.output ? 0 : 1];

  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < ports->len; i++)
      {
        gboolean many = self->drag.output && target->type != NULL && target->type->inputs[i].many;
        gboolean taken = self->drag.output && !many && input_is_taken (target, ports->pdata[i]);

        if ((pass == 1 || !taken) && may_connect (self, target, ports->pdata[i], NULL))
          return ports->pdata[i];
      }
  return ports->len > 0 ? ports->pdata[0] : NULL;
}

static void
drag_wire (AzuiCanvas *self)
{
  CanvasDrag *drag = &self->drag;
  gboolean output;
  guint index;
  const char *port = NULL;
  CanvasNode *target = azui_canvas_port_at (self, drag->now, &output, &index);

  if (drag->detached.from_node != NULL && !drag->output)
    {
      /* The wire hangs on its other end from now on. */
      g_free (drag->anchor);
      g_free (drag->port);
      drag->anchor = g_strdup (drag->detached.from_node);
      drag->port = g_strdup (drag->detached.from_port);
      drag->output = TRUE;
    }
  if (target != NULL && output == drag->output)
    target = NULL;
  if (target != NULL)
    port = target->ports[drag->output ? 0 : 1]->pdata[index];
  else if ((target = azui_canvas_node_at (self, drag->now)) != NULL)
    {
      if (g_str_equal (target->id, drag->anchor))
        target = NULL;
      else
        port = choose_port (self, target);
    }
  if (target == NULL ? drag->target == NULL
      : g_strcmp0 (drag->target, target->id) == 0 && g_strcmp0 (drag->target_port, port) == 0)
    return;
  mark_target (self, FALSE);
  g_clear_pointer (&drag->target, g_free);
  g_clear_pointer (&drag->target_port, g_free);
  g_clear_pointer (&drag->reason, g_free);
  if (target != NULL)
    {
      drag->target = g_strdup (target->id);
      drag->target_port = g_strdup (port);
      drag->legal = port != NULL && may_connect (self, target, port, &drag->reason);
      if (port == NULL)
        drag->reason = g_strdup (drag->output ? _("This node takes no input.") : _("This node has no output."));
      mark_target (self, TRUE);
    }
  azui_canvas_update_ports (self);
}

/* ---- near the edge ---- */

static float
push (float at,
      float size)
{
  return at < EDGE ? -EDGE_STEP : at > size - EDGE ? EDGE_STEP : 0;
}

static gboolean
autoscroll_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       data)
{
  AzuiCanvas *self = AZUI_CANVAS (widget);
  float dx = push (self->drag.now.x, (float) gtk_widget_get_width (widget));
  float dy = push (self->drag.now.y, (float) gtk_widget_get_height (widget));

  if (dx == 0 && dy == 0)
    {
      self->autoscroll = 0;
      return G_SOURCE_REMOVE;
    }
  self->view.x += dx / self->view.zoom;
  self->view.y += dy / self->view.zoom;
  if (self->drag.kind == DRAG_RUBBER)
    {
      /* The band's first corner stays on the graph. */
      self->drag.start.x -= dx;
      self->drag.start.y -= dy;
      drag_rubber (self);
    }
  else if (self->drag.kind == DRAG_MOVE)
    drag_move (self, 0);
  else
    drag_wire (self);
  azui_canvas_view_changed (self);
  return G_SOURCE_CONTINUE;
}

void
azui_canvas_drag_to (AzuiCanvas      *self,
                     graphene_point_t at,
                     GdkModifierType  state)
{
  CanvasDrag *drag = &self->drag;

  drag->now = at;
  if (!drag->moved && hypotf (at.x - drag->start.x, at.y - drag->start.y) < THRESHOLD)
    return;
  drag->moved = TRUE;
  switch (drag->kind)
    {
    case DRAG_PAN:
      self->view.x = drag->view.x - (at.x - drag->start.x) / self->view.zoom;
      self->view.y = drag->view.y - (at.y - drag->start.y) / self->view.zoom;
      azui_canvas_view_changed (self);
      break;
    case DRAG_MOVE:
      drag_move (self, state);
      break;
    case DRAG_RUBBER:
      drag_rubber (self);
      break;
    case DRAG_WIRE:
      drag_wire (self);
      break;
    case DRAG_CUT:
    case DRAG_CLICK:
    case DRAG_NONE:
      break;
    }
  if ((drag->kind == DRAG_MOVE || drag->kind == DRAG_RUBBER || drag->kind == DRAG_WIRE) && self->autoscroll == 0 &&
      (push (at.x, (float) gtk_widget_get_width (GTK_WIDGET (self))) != 0 || push (at.y, (float) gtk_widget_get_height (GTK_WIDGET (self))) != 0))
    self->autoscroll = gtk_widget_add_tick_callback (GTK_WIDGET (self), autoscroll_cb, NULL, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- ending ---- */

static void
end_move (AzuiCanvas *self)
{
  CanvasNode *anchor = azui_canvas_lookup (self, self->drag.anchor);
  CanvasNode *single = azui_canvas_single_selected (self);

  if (!self->drag.moved)
    {
      if (self->drag.collapse && anchor != NULL)
        azui_canvas_select_only (self, anchor);
      return;
    }
  if (self->splice != NULL && single != NULL)
    {
      AzudEdge edge = azui_canvas_wire_edge (self->splice);

      azud_document_splice (self->document, single->id, &edge);
    }
}

static void
click_port (AzuiCanvas *self)
{
  CanvasNode *node = azui_canvas_lookup (self, self->drag.anchor);
  g_autofree char *port = g_strdup (self->drag.port);
  gboolean output = self->drag.output;

  if (node == NULL)
    return;
  azui_canvas_drag_reset (self);
  if (!node->selected || azui_canvas_n_selected (self) > 1)
    azui_canvas_select_only (self, node);
  if (output)
    azui_canvas_show_port (self, node, port);
}

static void
drop_wire (AzuiCanvas *self)
{
  CanvasDrag *drag = &self->drag;
  AzudEdge *old = &drag->detached;
  g_autofree char *reason = NULL;

  if (drag->target != NULL && !drag->legal)
    {
      if (drag->reason != NULL)
        azui_canvas_say (self, drag->reason);
    }
  else if (drag->target != NULL)
    {
      if (old->from_node != NULL && g_strcmp0 (old->to_node, drag->target) == 0 && g_strcmp0 (old->to_port, drag->target_port) == 0)
        return;
      azud_document_begin (self->document, _("Connect"));
      if (old->from_node != NULL)
        azud_document_remove_edge (self->document, old->from_node, old->from_port, old->to_node, old->to_port);
      if (drag->output)
        azud_document_add_edge (self->document, drag->anchor, drag->port, drag->target, drag->target_port, &reason);
      else
        azud_document_add_edge (self->document, drag->target, drag->target_port, drag->anchor, drag->port, &reason);
      azud_document_end (self->document);
    }
  else if (old->from_node != NULL)
    {
      azud_document_begin (self->document, _("Disconnect"));
      azud_document_remove_edge (self->document, old->from_node, old->from_port, old->to_node, old->to_port);
      azud_document_end (self->document);
    }
  else
    azui_canvas_quick_add_at (self, drag->now, drag->anchor, drag->port, drag->output, NULL, NULL);
}

static void
cut_wires (AzuiCanvas *self)
{
  graphene_point_t a = azui_view_to_graph (&self->view, self->drag.start.x, self->drag.start.y);
  graphene_point_t b = azui_view_to_graph (&self->view, self->drag.now.x, self->drag.now.y);

  azud_document_begin (self->document, _("Cut Wires"));
  for (guint i = self->wires->len; i > 0; i--)
    {
      CanvasWire *wire = self->wires->pdata[i - 1];
      g_autofree char *from_node = g_strdup (wire->from_node);
      g_autofree char *from_port = g_strdup (wire->from_port);
      g_autofree char *to_node = g_strdup (wire->to_node);
      g_autofree char *to_port = g_strdup (wire->to_port);

      if (wire->from != NULL && wire->to != NULL && azui_wire_crosses (&wire->curve, a, b))
        azud_document_remove_edge (self->document, from_node, from_port, to_node, to_port);
    }
  azud_document_end (self->document);
}

void
azui_canvas_drag_end (AzuiCanvas     *self,
                      GdkModifierType state)
{
  if (self->drag.kind == DRAG_MOVE)
    end_move (self);
  else if (self->drag.kind == DRAG_WIRE && !self->drag.moved)
    click_port (self);
  else if (self->drag.kind == DRAG_WIRE)
    drop_wire (self);
  else if (self->drag.kind == DRAG_CUT && self->drag.moved)
    cut_wires (self);
  azui_canvas_drag_reset (self);
}
