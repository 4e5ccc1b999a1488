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
  GtkWidget      parent_instance;
  AzuiCanvas    *canvas;
  GskRenderNode *picture;    /* the nodes, until one of them changes */
};

G_DEFINE_FINAL_TYPE (AzuiCanvasMap, azui_canvas_map, GTK_TYPE_WIDGET)

/* The map's own view: all nodes fit into it.  It does not depend on what is seen, so that it stands still while one pans. */
static AzuiView
fit_all (AzuiCanvasMap *self)
{
  AzuiView view = { 0, 0, 1 };
  graphene_rect_t content;

  if (azui_canvas_content (self->canvas, FALSE, &content))
    {
      double width = gtk_widget_get_width (GTK_WIDGET (self));
      double height = gtk_widget_get_height (GTK_WIDGET (self));

      view.zoom = MIN ((width - 2 * MARGIN) / MAX (content.size.width, 800), (height - 2 * MARGIN) / MAX (content.size.height, 500));
      view.zoom = MAX (view.zoom, 1e-6);
      view.x = content.origin.x + content.size.width / 2 - width / view.zoom / 2;
      view.y = content.origin.y + content.size.height / 2 - height / view.zoom / 2;
    }
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

static GskRenderNode *
draw_nodes (AzuiCanvasMap *self)
{
  AzuiView view = fit_all (self);
  GskRenderNode *picture = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                                                                    (float) gtk_widget_get_height (GTK_WIDGET (self))));
  cairo_t *cr = gsk_cairo_node_get_draw_context (picture);

  for (int category = -1; category <= AZUD_N_CATEGORIES; category++)
    fill_nodes (self, cr, &view, category);
  cairo_destroy (cr);
  return picture;
}

static void
azui_canvas_map_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  AzuiCanvasMap *self = AZUI_CANVAS_MAP (widget);
  AzuiView view = fit_all (self);
  GdkRGBA fill = *azui_style_get_color (AZUI_COLOR_ACCENT);
  GdkRGBA edge = fill;
  graphene_rect_t visible;
  graphene_point_t at;
  GskRoundedRect frame;

  if (self->picture == NULL)
    self->picture = draw_nodes (self);
  gtk_snapshot_append_node (snapshot, self->picture);
  visible = azui_view_visible (&self->canvas->view, gtk_widget_get_width (GTK_WIDGET (self->canvas)),
                               gtk_widget_get_height (GTK_WIDGET (self->canvas)));
  at = azui_view_from_graph (&view, visible.origin.x, visible.origin.y);
  gsk_rounded_rect_init_from_rect (&frame, &GRAPHENE_RECT_INIT (floorf (at.x), floorf (at.y), roundf (visible.size.width * (float) view.zoom),
                                                               roundf (visible.size.height * (float) view.zoom)), 3);
  fill.alpha = 0.08f;
  edge.alpha = 0.6f;
  gtk_snapshot_append_color (snapshot, &fill, &frame.bounds);
  gtk_snapshot_append_border (snapshot, &frame, (float[4]) { 1, 1, 1, 1 }, (GdkRGBA[4]) { edge, edge, edge, edge });
}

static void
azui_canvas_map_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  g_clear_pointer (&AZUI_CANVAS_MAP (widget)->picture, gsk_render_node_unref);
}

static void
azui_canvas_map_finalize (GObject *object)
{
  g_clear_pointer (&AZUI_CANVAS_MAP (object)->picture, gsk_render_node_unref);
  G_OBJECT_CLASS (azui_canvas_map_parent_class)->finalize (object);
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

  G_OBJECT_CLASS (klass)->finalize = azui_canvas_map_finalize;
  widget_class->snapshot = azui_canvas_map_snapshot;
  widget_class->size_allocate = azui_canvas_map_size_allocate;
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

  g_clear_pointer (&self->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
