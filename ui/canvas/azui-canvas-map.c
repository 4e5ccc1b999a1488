/* azui-canvas-map.c: the small map in the canvas's corner
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-map.h"

#include "azui-i18n.h"
#include "azui-style.h"
#include "canvas/azui-canvas-private.h"

#include <math.h>

#define MARGIN 8.0

struct _AzuiCanvasMap
{
  GtkWidget   parent_instance;
  AzuiCanvas *canvas;
};

G_DEFINE_FINAL_TYPE (AzuiCanvasMap, azui_canvas_map, GTK_TYPE_WIDGET)

/* The map's own view: all nodes and what the canvas shows fit into it. */
static AzuiView
fit_all (AzuiCanvasMap *self)
{
  AzuiView view = { 0, 0, 1 };
  graphene_rect_t content, visible;
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double zoom;

  visible = azui_view_visible (&self->canvas->view, gtk_widget_get_width (GTK_WIDGET (self->canvas)),
                               gtk_widget_get_height (GTK_WIDGET (self->canvas)));
  if (azui_canvas_content (self->canvas, FALSE, &content))
    graphene_rect_union (&content, &visible, &content);
  else
    content = visible;
  zoom = MIN ((width - 2 * MARGIN) / MAX (content.size.width, 1), (height - 2 * MARGIN) / MAX (content.size.height, 1));
  view.zoom = MAX (zoom, 1e-6);
  view.x = content.origin.x + content.size.width / 2 - width / view.zoom / 2;
  view.y = content.origin.y + content.size.height / 2 - height / view.zoom / 2;
  return view;
}

/* All nodes of a colour at once: one cairo node is cheaper than thousands of colour nodes. */
static void
fill_nodes (AzuiCanvasMap  *self,
            cairo_t        *cr,
            const AzuiView *view,
            int             category)
{
  GdkRGBA color = category < 0 ? *azui_style_get_color (AZUI_COLOR_ACCENT)
                  : category < AZUD_N_CATEGORIES ? *azui_style_get_category_color ((AzudCategory) category)
                  : *azui_style_get_color (AZUI_COLOR_UNKNOWN);

  for (guint i = 0; i < self->canvas->nodes->len; i++)
    {
      const CanvasNode *node = self->canvas->nodes->pdata[i];
      int own = node->selected ? -1 : node->type != NULL ? (int) node->type->category : AZUD_N_CATEGORIES;
      graphene_point_t at;

      if (own != category)
        continue;
      at = azui_view_from_graph (view, node->bounds.origin.x, node->bounds.origin.y);
      cairo_rectangle (cr, at.x, at.y, MAX (node->bounds.size.width * view->zoom, 2), MAX (node->bounds.size.height * view->zoom, 1.5));
    }
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
}

static void
azui_canvas_map_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  AzuiCanvasMap *self = AZUI_CANVAS_MAP (widget);
  AzuiView view = fit_all (self);
  graphene_rect_t visible;
  graphene_point_t at;
  GdkRGBA accent = *azui_style_get_color (AZUI_COLOR_ACCENT);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                                         (float) gtk_widget_get_height (widget)));

  for (int category = -1; category <= AZUD_N_CATEGORIES; category++)
    fill_nodes (self, cr, &view, category);
  visible = azui_view_visible (&self->canvas->view, gtk_widget_get_width (GTK_WIDGET (self->canvas)),
                               gtk_widget_get_height (GTK_WIDGET (self->canvas)));
  at = azui_view_from_graph (&view, visible.origin.x, visible.origin.y);
  cairo_rectangle (cr, floor (at.x) + 0.5, floor (at.y) + 0.5, round (visible.size.width * view.zoom) - 1, round (visible.size.height * view.zoom) - 1);
  accent.alpha = 0.08f;
  gdk_cairo_set_source_rgba (cr, &accent);
  cairo_fill_preserve (cr);
  accent.alpha = 0.6f;
  gdk_cairo_set_source_rgba (cr, &accent);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
go_to (AzuiCanvasMap *self,
       double         x,
       double         y)
{
  AzuiView view = fit_all (self);
  graphene_point_t middle = azui_view_to_graph (&view, x, y);
  AzuiView *seen = &self->canvas->view;

  seen->x = middle.x - gtk_widget_get_width (GTK_WIDGET (self->canvas)) / seen->zoom / 2;
  seen->y = middle.y - gtk_widget_get_height (GTK_WIDGET (self->canvas)) / seen->zoom / 2;
  azui_canvas_view_changed (self->canvas);
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               AzuiCanvasMap  *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  go_to (self, x, y);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          dx,
                double          dy,
                AzuiCanvasMap  *self)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (gesture, &x, &y))
    go_to (self, x + dx, y + dy);
}

static void
azui_canvas_map_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  *minimum = *natural = 40;
}

static void
azui_canvas_map_class_init (AzuiCanvasMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = azui_canvas_map_snapshot;
  widget_class->measure = azui_canvas_map_measure;
  gtk_widget_class_set_css_name (widget_class, "canvasmap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
azui_canvas_map_init (AzuiCanvasMap *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Map of the pipeline"), -1);
}

GtkWidget *
azui_canvas_map_new (AzuiCanvas *canvas)
{
  AzuiCanvasMap *self = g_object_new (AZUI_TYPE_CANVAS_MAP, NULL);

  self->canvas = canvas;
  return GTK_WIDGET (self);
}

void
azui_canvas_map_changed (AzuiCanvasMap *self)
{
  g_return_if_fail (AZUI_IS_CANVAS_MAP (self));

  gtk_widget_queue_draw (GTK_WIDGET (self));
}
