/* azui-canvas-keys.c: keys that are no action: arrows, walking, typing
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"

#define PAN_STEP 64.0

static gboolean
get_direction (guint          keyval,
               AzuiDirection *direction)
{
  switch (keyval)
    {
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      *direction = AZUI_DIRECTION_LEFT;
      return TRUE;
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      *direction = AZUI_DIRECTION_RIGHT;
      return TRUE;
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      *direction = AZUI_DIRECTION_UP;
      return TRUE;
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      *direction = AZUI_DIRECTION_DOWN;
      return TRUE;
    default:
      return FALSE;
    }
}

static void
unit_step (AzuiDirection direction,
           double       *dx,
           double       *dy)
{
  *dx = direction == AZUI_DIRECTION_LEFT ? -1 : direction == AZUI_DIRECTION_RIGHT ? 1 : 0;
  *dy = direction == AZUI_DIRECTION_UP ? -1 : direction == AZUI_DIRECTION_DOWN ? 1 : 0;
}

/* ---- walking ---- */

/* Along a wire where there is one, else to the nearest card on that side. */
static CanvasNode *
find_neighbour (AzuiCanvas   *self,
                CanvasNode   *from,
                AzuiDirection direction)
{
  g_autofree graphene_rect_t *rects = g_new (graphene_rect_t, self->nodes->len + 1);
  g_autofree CanvasNode **candidates = g_new (CanvasNode *, self->nodes->len + 1);
  guint n = 0;
  int found;

  for (guint i = 0; i < from->wires->len; i++)
    {
      CanvasWire *wire = from->wires->pdata[i];
      CanvasNode *other = wire->from == from ? wire->to : wire->from;
      gboolean along = direction == AZUI_DIRECTION_RIGHT ? wire->from == from : direction == AZUI_DIRECTION_LEFT && wire->to == from;

      if (along && other != NULL && n < self->nodes->len)
        candidates[n++] = other;
    }
  for (guint i = 0; i < n; i++)
    rects[i] = candidates[i]->bounds;
  found = n > 0 ? azui_nearest_towards (rects, n, -1, &from->bounds, direction) : -1;
  if (found >= 0 || n > 0)
    return candidates[MAX (found, 0)];

  for (guint i = 0; i < self->nodes->len; i++)
    if (self->nodes->pdata[i] != from)
      {
        candidates[n] = self->nodes->pdata[i];
        rects[n] = candidates[n]->bounds;
        n++;
      }
  found = azui_nearest_towards (rects, n, -1, &from->bounds, direction);
  return found >= 0 ? candidates[found] : NULL;
}

static void
walk (AzuiCanvas   *self,
      AzuiDirection direction)
{
  g_auto (GStrv) ids = azui_canvas_dup_selection (self);
  CanvasNode *from = azui_canvas_lookup (self, ids[0]);
  CanvasNode *to;

  if (from == NULL)
    to = self->nodes->len > 0 ? self->nodes->pdata[0] : NULL;
  else
    to = find_neighbour (self, from, direction);
  if (to != NULL)
    azui_canvas_select_only (self, to);
}

/* All that lies up or down the stream of the selection. */
static void
select_stream (AzuiCanvas *self,
               gboolean    down)
{
  g_autoptr (GPtrArray) queue = g_ptr_array_new ();

  for (guint i = 0; i < self->nodes->len; i++)
    if (((CanvasNode *) self->nodes->pdata[i])->selected)
      g_ptr_array_add (queue, self->nodes->pdata[i]);
  for (guint i = 0; i < queue->len; i++)
    {
      CanvasNode *node = queue->pdata[i];

      for (guint w = 0; w < node->wires->len; w++)
        {
          CanvasWire *wire = node->wires->pdata[w];
          CanvasNode *next = down ? wire->to : wire->from;

          if (next == NULL || next == node || next->selected)
            continue;
          azui_canvas_set_selected (self, next, TRUE);
          g_ptr_array_add (queue, next);
        }
    }
  azui_canvas_selection_changed (self);
}

/* ---- moving ---- */

void
azui_canvas_keys_end (AzuiCanvas *self)
{
  if (!self->keys_began)
    return;
  self->keys_began = FALSE;
  azud_document_end (self->document);
}

/* All moves until the key is let go are one step to undo. */
static void
move_selection (AzuiCanvas   *self,
                AzuiDirection direction,
                double        step)
{
  g_auto (GStrv) ids = azui_canvas_dup_selection (self);
  double dx, dy;

  unit_step (direction, &dx, &dy);
  if (!self->keys_began)
    azud_document_begin (self->document, _("Move"));
  self->keys_began = TRUE;
  for (guint i = 0; ids[i] != NULL; i++)
    {
      CanvasNode *node = azui_canvas_lookup (self, ids[i]);

      azud_document_move_node (self->document, ids[i], node->bounds.origin.x + dx * step, node->bounds.origin.y + dy * step);
    }
}

static gboolean
arrow (AzuiCanvas     *self,
       AzuiDirection   direction,
       GdkModifierType state)
{
  double dx, dy;

  if ((state & GDK_ALT_MASK) && (state & GDK_SHIFT_MASK) && direction <= AZUI_DIRECTION_RIGHT)
    select_stream (self, direction == AZUI_DIRECTION_RIGHT);
  else if (state & GDK_ALT_MASK)
    return GDK_EVENT_PROPAGATE;
  else if (state & GDK_CONTROL_MASK)
    walk (self, direction);
  else if (azui_canvas_n_selected (self) > 0)
    move_selection (self, direction, state & GDK_SHIFT_MASK ? AZUI_GRID : AZUI_SNAP);
  else
    {
      unit_step (direction, &dx, &dy);
      self->view.x += dx * PAN_STEP / self->view.zoom;
      self->view.y += dy * PAN_STEP / self->view.zoom;
      azui_canvas_view_changed (self);
    }
  return GDK_EVENT_STOP;
}

/* ---- space: pans while held with the pointer, else shows the next output ---- */

static void
show_next_port (AzuiCanvas *self)
{
  CanvasNode *single = azui_canvas_single_selected (self);
  int at;

  if (single == NULL)
    return;
  if (single->ports[1]->len == 0)
    {
      if (single->ports[0]->len > 0)
        g_signal_emit (self, azui_canvas_signals[CANVAS_SIGNAL_PORT_SELECTED], 0, single->id, single->ports[0]->pdata[0]);
      return;
    }
  at = g_strcmp0 (self->shown_node, single->id) == 0 ? azui_canvas_port_index (single, TRUE, self->shown_port) : -1;
  azui_canvas_show_port (self, single, single->ports[1]->pdata[(guint) (at + 1) % single->ports[1]->len]);
}

/* ---- the controller ---- */

static gboolean
focus_is_elsewhere (AzuiCanvas *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus == NULL || (self->quick_add != NULL && gtk_widget_is_ancestor (focus, self->quick_add)) ||
         (self->menu != NULL && gtk_widget_is_ancestor (focus, self->menu));
}

static gboolean
type_letter (AzuiCanvas     *self,
             guint           keyval,
             GdkModifierType state)
{
  gunichar letter = gdk_keyval_to_unicode (keyval);
  char typed[8] = { 0 };

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)) || letter == 0 || !g_unichar_isalnum (letter))
    return GDK_EVENT_PROPAGATE;
  g_unichar_to_utf8 (letter, typed);
  azui_canvas_quick_add_typed (self, typed);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                AzuiCanvas            *self)
{
  AzuiDirection direction;

  if (self->document == NULL || focus_is_elsewhere (self))
    return GDK_EVENT_PROPAGATE;
  if (get_direction (keyval, &direction))
    return self->drag.kind == DRAG_NONE ? arrow (self, direction, state) : GDK_EVENT_STOP;
  if (keyval == GDK_KEY_Escape && self->drag.kind != DRAG_NONE)
    {
      azui_canvas_drag_cancel (self);
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_space && (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0)
    {
      if (!self->space_held)
        self->space_used = FALSE;
      self->space_held = TRUE;
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Tab && (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) == 0)
    {
      azui_canvas_quick_add_typed (self, "");
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && (state & GDK_SHIFT_MASK)))
    {
      CanvasNode *single = azui_canvas_single_selected (self);
      graphene_point_t at = GRAPHENE_POINT_INIT ((float) gtk_widget_get_width (GTK_WIDGET (self)) / 2, (float) gtk_widget_get_height (GTK_WIDGET (self)) / 3);

      if (single != NULL)
        {
          graphene_rect_get_center (&single->bounds, &at);
          at = azui_view_from_graph (&self->view, at.x, at.y);
        }
      azui_canvas_show_menu (self, at);
      return GDK_EVENT_STOP;
    }
  return type_letter (self, keyval, state);
}

static void
key_released_cb (GtkEventControllerKey *controller,
                 guint                  keyval,
                 guint                  keycode,
                 GdkModifierType        state,
                 AzuiCanvas            *self)
{
  AzuiDirection direction;

  if (get_direction (keyval, &direction))
    azui_canvas_keys_end (self);
  if (keyval == GDK_KEY_space && self->space_held)
    {
      self->space_held = FALSE;
      if (!self->space_used && !focus_is_elsewhere (self))
        show_next_port (self);
    }
}

static void
focus_left_cb (GtkEventControllerFocus *controller,
               AzuiCanvas              *self)
{
  self->space_held = FALSE;
  azui_canvas_keys_end (self);
}

void
azui_canvas_install_keys (AzuiCanvas *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (key_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
