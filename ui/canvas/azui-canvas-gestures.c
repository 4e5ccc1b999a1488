/* azui-canvas-gestures.c: pointer, wheel, pinch and drops, made into what the canvas understands
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"

#include <math.h>

#define SCROLL_STEP 48.0
#define ZOOM_STEP   1.15

static GdkModifierType
get_state (gpointer gesture)
{
  return gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
}

/* The map and open popovers take their own presses. */
static gboolean
is_for_child (AzuiCanvas *self,
              double      x,
              double      y)
{
  graphene_rect_t bounds;

  return gtk_widget_get_visible (self->map) && gtk_widget_get_child_visible (self->map) &&
         gtk_widget_compute_bounds (self->map, GTK_WIDGET (self), &bounds) &&
         graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y));
}

/* ---- first button ---- */

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               AzuiCanvas     *self)
{
  if (is_for_child (self, x, y))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  azui_canvas_drag_begin (self, GRAPHENE_POINT_INIT ((float) x, (float) y), get_state (gesture));
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          dx,
                double          dy,
                AzuiCanvas     *self)
{
  double x, y;

  if (self->drag.kind != DRAG_NONE && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    azui_canvas_drag_to (self, GRAPHENE_POINT_INIT ((float) (x + dx), (float) (y + dy)), get_state (gesture));
}

static void
drag_end_cb (GtkGestureDrag *gesture,
             double          dx,
             double          dy,
             AzuiCanvas     *self)
{
  double x, y;

  if (self->drag.kind == DRAG_NONE)
    return;
  if (gtk_gesture_drag_get_start_point (gesture, &x, &y))
    azui_canvas_drag_to (self, GRAPHENE_POINT_INIT ((float) (x + dx), (float) (y + dy)), get_state (gesture));
  azui_canvas_drag_end (self, get_state (gesture));
}

static void
drag_cancelled_cb (GtkGesture       *gesture,
                   GdkEventSequence *sequence,
                   AzuiCanvas       *self)
{
  azui_canvas_drag_cancel (self);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            AzuiCanvas      *self)
{
  graphene_point_t at = GRAPHENE_POINT_INIT ((float) x, (float) y);
  CanvasNode *node;
  CanvasWire *wire;

  if (n_press != 2 || self->document == NULL || is_for_child (self, x, y))
    return;
  node = azui_canvas_node_at (self, at);
  wire = node == NULL ? azui_canvas_wire_at (self, at) : NULL;
  azui_canvas_drag_reset (self);
  if (node != NULL)
    {
      g_autofree char *id = g_strdup (node->id);

      g_signal_emit (self, azui_canvas_signals[CANVAS_SIGNAL_NODE_ACTIVATED], 0, id);
    }
  else
    azui_canvas_quick_add_at (self, at, NULL, NULL, FALSE, wire, NULL);
}

/* ---- other buttons ---- */

static void
middle_begin_cb (GtkGestureDrag *gesture,
                 double          x,
                 double          y,
                 AzuiCanvas     *self)
{
  azui_canvas_drag_reset (self);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->drag.kind = DRAG_PAN;
  self->drag.start = self->drag.now = GRAPHENE_POINT_INIT ((float) x, (float) y);
  self->drag.view = self->view;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
}

static void
middle_end_cb (GtkGestureDrag *gesture,
               double          dx,
               double          dy,
               AzuiCanvas     *self)
{
  CanvasNode *node = self->drag.moved ? NULL : azui_canvas_node_at (self, self->drag.start);
  g_autofree char *id = node != NULL ? g_strdup (node->id) : NULL;
  gboolean disabled = node != NULL && node->disabled;

  azui_canvas_drag_reset (self);
  if (id != NULL)
    azud_document_set_disabled (self->document, id, !disabled);
}

static void
menu_pressed_cb (GtkGestureClick *gesture,
                 int              n_press,
                 double           x,
                 double           y,
                 AzuiCanvas      *self)
{
  if (is_for_child (self, x, y))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  azui_canvas_drag_cancel (self);
  azui_canvas_show_menu (self, GRAPHENE_POINT_INIT ((float) x, (float) y));
}

/* ---- wheel and pinch ---- */

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           AzuiCanvas               *self)
{
  GdkModifierType state = get_state (controller);
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  gboolean smooth = event != NULL && gdk_scroll_event_get_direction (event) == GDK_SCROLL_SMOOTH;
  GdkDevice *device = event != NULL ? gdk_event_get_device (event) : NULL;
  double step = smooth && device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHPAD ? 12 : SCROLL_STEP;

  if (state & GDK_CONTROL_MASK)
    azui_view_zoom_at (&self->view, self->pointer.x, self->pointer.y, pow (ZOOM_STEP, -dy));
  else
    {
      if ((state & GDK_SHIFT_MASK) && dx == 0)
        {
          dx = dy;
          dy = 0;
        }
      self->view.x += dx * step / self->view.zoom;
      self->view.y += dy * step / self->view.zoom;
    }
  azui_canvas_view_changed (self);
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                AzuiCanvas       *self)
{
  azui_canvas_drag_cancel (self);
  self->drag.view = self->view;
}

static void
pinch_cb (GtkGestureZoom *gesture,
          double          scale,
          AzuiCanvas     *self)
{
  double x = self->pointer.x, y = self->pointer.y;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  azui_view_zoom_at (&self->view, x, y, self->drag.view.zoom * scale / self->view.zoom);
  azui_canvas_view_changed (self);
}

/* ---- hovering ---- */

static void
set_hovered_wire (AzuiCanvas *self,
                  CanvasWire *wire)
{
  CanvasWire *before = self->hovered_wire;

  if (before == wire)
    return;
  self->hovered_wire = wire;
  if (before != NULL)
    azui_canvas_wire_invalidate (self, before);
  if (wire != NULL)
    azui_canvas_wire_invalidate (self, wire);
}

static void
hover (AzuiCanvas *self)
{
  gboolean output = FALSE;
  guint index = 0;
  CanvasNode *node = azui_canvas_port_at (self, self->pointer, &output, &index);
  int port = node != NULL ? (int) index : -1;

  if (self->hovered_node != node || self->hovered_port != port || self->hovered_output != output)
    {
      self->hovered_node = node;
      self->hovered_port = port;
      self->hovered_output = output;
      azui_canvas_update_ports (self);
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), node != NULL ? "crosshair" : NULL);
    }
  /* On the + the pointer is a little off the wire, which stays the one meant. */
  if (azui_canvas_is_on_plus (self, self->pointer))
    return;
  set_hovered_wire (self, node == NULL && azui_canvas_node_at (self, self->pointer) == NULL
                          ? azui_canvas_wire_at (self, self->pointer) : NULL);
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           AzuiCanvas               *self)
{
  self->pointer = GRAPHENE_POINT_INIT ((float) x, (float) y);
  if (self->drag.kind == DRAG_NONE)
    hover (self);
}

static void
leave_cb (GtkEventControllerMotion *controller,
          AzuiCanvas               *self)
{
  set_hovered_wire (self, NULL);
  if (self->hovered_node != NULL)
    {
      self->hovered_node = NULL;
      self->hovered_port = -1;
      azui_canvas_update_ports (self);
    }
}

/* ---- drops from the palette ---- */

static CanvasWire *
drop_wire_at (AzuiCanvas *self,
              double      x,
              double      y)
{
  return azui_canvas_wire_at (self, GRAPHENE_POINT_INIT ((float) x, (float) y));
}

static GdkDragAction
drop_motion_cb (GtkDropTarget *target,
                double         x,
                double         y,
                AzuiCanvas    *self)
{
  if (self->document == NULL)
    return 0;
  azui_canvas_set_splice (self, drop_wire_at (self, x, y));
  return GDK_ACTION_COPY;
}

static void
drop_leave_cb (GtkDropTarget *target,
               AzuiCanvas    *self)
{
  azui_canvas_set_splice (self, NULL);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         AzuiCanvas    *self)
{
  const AzudNodeType *type = azud_node_type_lookup (g_value_get_string (value));
  CanvasWire *wire = drop_wire_at (self, x, y);
  graphene_point_t at = azui_view_to_graph (&self->view, x, y);

  drop_leave_cb (target, self);
  if (self->document == NULL || type == NULL)
    return FALSE;
  if (wire != NULL && azui_canvas_can_splice (type))
    {
      AzudEdge edge = azui_canvas_wire_edge (wire);

      azui_canvas_insert (self, type->id, at, NULL, NULL, FALSE, &edge);
    }
  else
    azui_canvas_insert (self, type->id, at, NULL, NULL, FALSE, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  return TRUE;
}

/* ---- all of them ---- */

static void
add_buttons (AzuiCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *middle = gtk_gesture_drag_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *all[] = { drag, click, middle, menu };

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancelled_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (middle), GDK_BUTTON_MIDDLE);
  g_signal_connect (middle, "drag-begin", G_CALLBACK (middle_begin_cb), self);
  g_signal_connect (middle, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (middle, "drag-end", G_CALLBACK (middle_end_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  /* Before the cards: a press is the canvas's, whatever it hits. */
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (all[i]), GTK_PHASE_CAPTURE);
      gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (all[i]));
    }
  gtk_gesture_group (drag, click);
}

void
azui_canvas_install_gestures (AzuiCanvas *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_COPY);

  add_buttons (self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  g_signal_connect (drop, "motion", G_CALLBACK (drop_motion_cb), self);
  g_signal_connect (drop, "leave", G_CALLBACK (drop_leave_cb), self);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
