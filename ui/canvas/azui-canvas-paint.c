/* azui-canvas-paint.c: what the canvas draws itself: ground, wires, far-away cards, and what hovers above
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Near: cards are widgets, each wire is one cached cairo node in graph units.  Far (zoom < AZUI_ZOOM_DETAIL): cards are plain
 * rectangles and all wires in sight are one cairo node.
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"
#include "azui-style.h"

#include <math.h>

/* ---- ground ---- */

static void
snapshot_grid (AzuiCanvas  *self,
               GtkSnapshot *snapshot,
               float        width,
               float        height)
{
  double step = AZUI_GRID * self->view.zoom;
  float dot = self->view.zoom < 0.75 ? 1.0f : 1.6f;
  double x, y;
  GskRoundedRect disc;

  while (step < 14)
    step *= 4;
  /* One tile, repeated; it begins at a grid point at or before the origin. */
  x = -fmod (self->view.x * self->view.zoom, step);
  y = -fmod (self->view.y * self->view.zoom, step);
  x = x > 0 ? x - step : x;
  y = y > 0 ? y - step : y;
  gtk_snapshot_push_repeat (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height),
                            &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) step, (float) step));
  gsk_rounded_rect_init_from_rect (&disc, &GRAPHENE_RECT_INIT ((float) x, (float) y, dot, dot), dot / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_GRID), &disc.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_pop (snapshot);
}

/* ---- wires ---- */

static GdkRGBA
wire_color (AzuiCanvas       *self,
            const CanvasWire *wire,
            float            *width)
{
  GdkRGBA color = *azui_style_get_color (AZUI_COLOR_WIRE);

  *width = 2;
  if (wire->flowing)
    {
      color = *azui_style_get_color (AZUI_COLOR_ACCENT);
      *width = 2.5f;
    }
  if ((wire->from != NULL && wire->from->disabled) || (wire->to != NULL && wire->to->disabled))
    color.alpha = 0.45f;
  if (self->splice == wire)
    {
      color = *azui_style_get_color (AZUI_COLOR_SUCCESS);
      *width = 4;
    }
  else if (wire->selected)
    {
      color = *azui_style_get_color (AZUI_COLOR_ACCENT);
      *width = 3;
    }
  else if (self->hovered_wire == wire)
    *width = 3;
  return color;
}

static void
trace (cairo_t        *cr,
       const AzuiWire *curve)
{
  cairo_move_to (cr, curve->p[0].x, curve->p[0].y);
  cairo_curve_to (cr, curve->p[1].x, curve->p[1].y, curve->p[2].x, curve->p[2].y, curve->p[3].x, curve->p[3].y);
}

static GskRenderNode *
draw_wire (AzuiCanvas *self,
           CanvasWire *wire)
{
  GskRenderNode *picture = gsk_cairo_node_new (&wire->bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (picture);
  float width;
  GdkRGBA color = wire_color (self, wire, &width);

  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, width);
  if (wire->merged)
    cairo_set_dash (cr, (const double[]) { 6, 4 }, 2, 0);
  trace (cr, &wire->curve);
  cairo_stroke (cr);
  cairo_destroy (cr);
  return picture;
}

static void
snapshot_wires_near (AzuiCanvas            *self,
                     GtkSnapshot           *snapshot,
                     const graphene_rect_t *visible)
{
  for (guint i = 0; i < self->wires->len; i++)
    {
      CanvasWire *wire = self->wires->pdata[i];

      if (wire->from == NULL || wire->to == NULL || !azui_rects_meet (&wire->bounds, visible))
        continue;
      if (wire->picture == NULL)
        wire->picture = draw_wire (self, wire);
      gtk_snapshot_append_node (snapshot, wire->picture);
    }
}

static void
snapshot_wires_far (AzuiCanvas            *self,
                    GtkSnapshot           *snapshot,
                    const graphene_rect_t *visible)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, visible);

  gdk_cairo_set_source_rgba (cr, azui_style_get_color (AZUI_COLOR_WIRE));
  cairo_set_line_width (cr, 1 / self->view.zoom);
  for (guint i = 0; i < self->wires->len; i++)
    {
      CanvasWire *wire = self->wires->pdata[i];

      if (wire->from != NULL && wire->to != NULL && azui_rects_meet (&wire->bounds, visible))
        trace (cr, &wire->curve);
    }
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
snapshot_cards_far (AzuiCanvas            *self,
                    GtkSnapshot           *snapshot,
                    const graphene_rect_t *visible)
{
  float line = (float) (1.5 / self->view.zoom);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];
      GdkRGBA color;
      graphene_rect_t stripe;

      if (!azui_rects_meet (&node->bounds, visible))
        continue;
      color = node->type != NULL ? *azui_style_get_category_color (node->type->category) : *azui_style_get_color (AZUI_COLOR_UNKNOWN);
      if (node->selected || node->n_errors > 0)
        {
          graphene_rect_t frame;

          graphene_rect_inset_r (&node->bounds, -2 * line, -2 * line, &frame);
          gtk_snapshot_append_color (snapshot, azui_style_get_color (node->selected ? AZUI_COLOR_ACCENT : AZUI_COLOR_ERROR), &frame);
        }
      gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_CARD), &node->bounds);
      color.alpha = node->disabled ? 0.2f : 0.55f;
      stripe = node->bounds;
      if (self->view.zoom >= 0.15)
        stripe.size.width = 48;
      gtk_snapshot_append_color (snapshot, &color, &stripe);
    }
}

static void
append_pill (GtkSnapshot     *snapshot,
             PangoLayout     *layout,
             graphene_point_t middle,
             const GdkRGBA   *ground,
             const GdkRGBA   *text)
{
  int width, height;
  graphene_rect_t rect;
  GskRoundedRect pill;

  pango_layout_get_pixel_size (layout, &width, &height);
  rect = GRAPHENE_RECT_INIT (roundf (middle.x - (float) width / 2 - 7), roundf (middle.y - (float) height / 2 - 2),
                             (float) width + 14, (float) height + 4);
  gsk_rounded_rect_init_from_rect (&pill, &rect, rect.size.height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &pill);
  gtk_snapshot_append_color (snapshot, ground, &rect);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (rect.origin.x + 7, rect.origin.y + 2));
  gtk_snapshot_append_layout (snapshot, layout, text);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot_pills (AzuiCanvas            *self,
                GtkSnapshot           *snapshot,
                const graphene_rect_t *visible)
{
  for (guint i = 0; i < self->wires->len; i++)
    {
      CanvasWire *wire = self->wires->pdata[i];

      if (wire->pill == NULL || wire->from == NULL || wire->to == NULL || !azui_rects_meet (&wire->bounds, visible))
        continue;
      append_pill (snapshot, wire->pill, azui_wire_point (&wire->curve, 0.5f), azui_style_get_color (AZUI_COLOR_PILL),
                   azui_style_get_color (AZUI_COLOR_PILL_TEXT));
    }
}

/* ---- what a drag shows ---- */

static void
snapshot_rubber_band (AzuiCanvas  *self,
                      GtkSnapshot *snapshot)
{
  graphene_rect_t rect = azui_rect_between (self->drag.start, self->drag.now);
  GdkRGBA fill = *azui_style_get_color (AZUI_COLOR_ACCENT);
  GdkRGBA edge = fill;
  GskRoundedRect outline;

  fill.alpha = 0.12f;
  edge.alpha = 0.7f;
  gsk_rounded_rect_init_from_rect (&outline, &rect, 0);
  gtk_snapshot_append_color (snapshot, &fill, &rect);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 }, (GdkRGBA[4]) { edge, edge, edge, edge });
}

static void
snapshot_line (GtkSnapshot      *snapshot,
               const AzuiWire   *curve,
               const GdkRGBA    *color,
               float             width,
               gboolean          dashed)
{
  graphene_rect_t bounds = azui_wire_bounds (curve, width + 1);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, width);
  if (dashed)
    cairo_set_dash (cr, (const double[]) { 5, 4 }, 2, 0);
  trace (cr, curve);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

/* The wire being drawn, in view pixels, from the pressed port to the pointer or to the port it would end at. */
static void
snapshot_new_wire (AzuiCanvas  *self,
                   GtkSnapshot *snapshot)
{
  CanvasNode *node = azui_canvas_lookup (self, self->drag.anchor);
  CanvasNode *target = azui_canvas_lookup (self, self->drag.target);
  int index = node != NULL ? azui_canvas_port_index (node, self->drag.output, self->drag.port) : -1;
  graphene_point_t fixed, loose = self->drag.now;
  AzuiColor color = AZUI_COLOR_ACCENT;
  float zoom = (float) self->view.zoom;
  AzuiWire curve;

  if (index < 0)
    return;
  fixed = azui_canvas_port_point (node, self->drag.output, (guint) index);
  fixed = azui_view_from_graph (&self->view, fixed.x, fixed.y);
  if (target != NULL)
    {
      int end = azui_canvas_port_index (target, !self->drag.output, self->drag.target_port);

      color = self->drag.legal ? AZUI_COLOR_SUCCESS : AZUI_COLOR_ERROR;
      if (end >= 0 && self->drag.legal)
        {
          loose = azui_canvas_port_point (target, !self->drag.output, (guint) end);
          loose = azui_view_from_graph (&self->view, loose.x, loose.y);
        }
    }
  curve = self->drag.output ? azui_wire (fixed, loose) : azui_wire (loose, fixed);
  snapshot_line (snapshot, &curve, azui_style_get_color (color), 2.5f * MAX (zoom, 0.6f), target != NULL && !self->drag.legal);
}

static void
snapshot_reason (AzuiCanvas  *self,
                 GtkSnapshot *snapshot)
{
  static const GdkRGBA white = { 1, 1, 1, 1 };
  int width, height;
  float at_x, at_y;

  if (self->reason_layout == NULL)
    {
      self->reason_layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
      pango_layout_set_width (self->reason_layout, 320 * PANGO_SCALE);
      pango_layout_set_wrap (self->reason_layout, PANGO_WRAP_WORD_CHAR);
    }
  pango_layout_set_text (self->reason_layout, self->drag.reason, -1);
  pango_layout_get_pixel_size (self->reason_layout, &width, &height);
  at_x = self->drag.now.x + 18 + (float) width / 2 + 7;
  at_y = self->drag.now.y + 22 + (float) height / 2;
  at_x = MIN (at_x, (float) gtk_widget_get_width (GTK_WIDGET (self)) - (float) width / 2 - 12);
  append_pill (snapshot, self->reason_layout, GRAPHENE_POINT_INIT (at_x, at_y), azui_style_get_color (AZUI_COLOR_ERROR), &white);
}

static void
snapshot_drag (AzuiCanvas  *self,
               GtkSnapshot *snapshot)
{
  if (!self->drag.moved)
    return;
  if (self->drag.kind == DRAG_RUBBER)
    snapshot_rubber_band (self, snapshot);
  else if (self->drag.kind == DRAG_WIRE)
    {
      snapshot_new_wire (self, snapshot);
      if (self->drag.target != NULL && !self->drag.legal && self->drag.reason != NULL)
        snapshot_reason (self, snapshot);
    }
  else if (self->drag.kind == DRAG_CUT)
    {
      AzuiWire line = { { self->drag.start, self->drag.start, self->drag.now, self->drag.now } };

      snapshot_line (snapshot, &line, azui_style_get_color (AZUI_COLOR_ERROR), 1.5f, TRUE);
    }
}

/* ---- all of it ---- */

static void
snapshot_cards_near (AzuiCanvas  *self,
                     GtkSnapshot *snapshot)
{
  /* The selected ones above the others. */
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->nodes->len; i++)
      {
        CanvasNode *node = self->nodes->pdata[i];

        if (node->selected == (pass == 1) && gtk_widget_get_child_visible (GTK_WIDGET (node->card)))
          gtk_widget_snapshot_child (GTK_WIDGET (self), GTK_WIDGET (node->card), snapshot);
      }
}

static void
push_view (AzuiCanvas  *self,
           GtkSnapshot *snapshot)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, (float) self->view.zoom, (float) self->view.zoom);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) -self->view.x, (float) -self->view.y));
}

void
azui_canvas_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  AzuiCanvas *self = AZUI_CANVAS (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  graphene_rect_t visible = azui_view_visible (&self->view, width, height);

  gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_CANVAS), &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (width < 1 || height < 1)
    return;
  snapshot_grid (self, snapshot, width, height);

  push_view (self, snapshot);
  if (self->detail)
    snapshot_wires_near (self, snapshot, &visible);
  else
    {
      snapshot_wires_far (self, snapshot, &visible);
      snapshot_cards_far (self, snapshot, &visible);
    }
  gtk_snapshot_restore (snapshot);

  if (self->detail)
    {
      snapshot_cards_near (self, snapshot);
      push_view (self, snapshot);
      snapshot_pills (self, snapshot, &visible);
      gtk_snapshot_restore (snapshot);
    }
  snapshot_drag (self, snapshot);
  if (gtk_widget_get_visible (self->hint))
    gtk_widget_snapshot_child (widget, self->hint, snapshot);
  if (gtk_widget_get_visible (self->map) && gtk_widget_get_child_visible (self->map))
    gtk_widget_snapshot_child (widget, self->map, snapshot);
}
