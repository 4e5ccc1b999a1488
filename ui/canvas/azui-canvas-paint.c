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

#define PILL_X      8
#define PILL_RADIUS 8

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
  for (guint i = 0; i < curve->n; i++)
    {
      const graphene_point_t *p = curve->p + 3 * i;

      cairo_curve_to (cr, p[1].x, p[1].y, p[2].x, p[2].y, p[3].x, p[3].y);
    }
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

/* gtk_snapshot_append_cairo () mixes up scale and translation in GTK 4.8, so far things are nodes of their own. */
static cairo_t *
begin_far (GskRenderNode        **picture,
           const graphene_rect_t *visible)
{
  *picture = gsk_cairo_node_new (visible);
  return gsk_cairo_node_get_draw_context (*picture);
}

static void
end_far (GtkSnapshot   *snapshot,
         GskRenderNode *picture,
         cairo_t       *cr)
{
  cairo_destroy (cr);
  gtk_snapshot_append_node (snapshot, picture);
  gsk_render_node_unref (picture);
}

static void
snapshot_wires_far (AzuiCanvas            *self,
                    GtkSnapshot           *snapshot,
                    const graphene_rect_t *visible)
{
  GskRenderNode *picture;
  cairo_t *cr = begin_far (&picture, visible);

  gdk_cairo_set_source_rgba (cr, azui_style_get_color (AZUI_COLOR_WIRE));
  cairo_set_line_width (cr, 1 / self->view.zoom);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_set_tolerance (cr, 0.5);
  for (guint i = 0; i < self->wires->len; i++)
    {
      CanvasWire *wire = self->wires->pdata[i];

      if (wire->from == NULL || wire->to == NULL || !azui_rects_meet (&wire->bounds, visible))
        continue;
      if (wire->bounds.size.width * self->view.zoom < 24 && wire->bounds.size.height * self->view.zoom < 24)
        {
          /* Too small for a bend to be seen. */
          cairo_move_to (cr, wire->curve.p[0].x, wire->curve.p[0].y);
          cairo_line_to (cr, wire->curve.p[3 * wire->curve.n].x, wire->curve.p[3 * wire->curve.n].y);
        }
      else
        trace (cr, &wire->curve);
    }
  cairo_stroke (cr);
  end_far (snapshot, picture, cr);
}

static const GdkRGBA *
category_color (int category)
{
  return category < AZUD_N_CATEGORIES ? azui_style_get_category_color ((AzudCategory) category) : azui_style_get_color (AZUI_COLOR_UNKNOWN);
}

/* Fills the rectangles of all cards for which @which says so, with one call to cairo. */
static void
fill_cards (AzuiCanvas            *self,
            cairo_t               *cr,
            const graphene_rect_t *visible,
            gboolean             (*which) (const CanvasNode *node, int category),
            int                    category,
            float                  grow,
            float                  width,
            const GdkRGBA         *color)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const CanvasNode *node = self->nodes->pdata[i];
      const graphene_rect_t *bounds = &node->bounds;

      if (!which (node, category) || !azui_rects_meet (bounds, visible))
        continue;
      any = TRUE;
      cairo_rectangle (cr, bounds->origin.x - grow, bounds->origin.y - grow, (width > 0 ? width : bounds->size.width) + 2 * grow,
                       bounds->size.height + 2 * grow);
    }
  if (!any)
    return;
  gdk_cairo_set_source_rgba (cr, color);
  cairo_fill (cr);
}

static gboolean
is_card (const CanvasNode *node,
         int               category)
{
  return TRUE;
}

static gboolean
is_selected (const CanvasNode *node,
             int               category)
{
  return node->selected;
}

static gboolean
is_faulty (const CanvasNode *node,
           int               category)
{
  return node->n_errors > 0 && !node->selected;
}

static gboolean
is_of_category (const CanvasNode *node,
                int               category)
{
  return !node->disabled && (node->type != NULL ? (int) node->type->category : AZUD_N_CATEGORIES) == category;
}

/* One cairo node: a node for each rectangle would cost the renderer more to compare than to draw. */
static void
snapshot_cards_far (AzuiCanvas            *self,
                    GtkSnapshot           *snapshot,
                    const graphene_rect_t *visible)
{
  GskRenderNode *picture;
  cairo_t *cr = begin_far (&picture, visible);
  float line = (float) (1.5 / self->view.zoom);

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  fill_cards (self, cr, visible, is_card, 0, line / 2, 0, azui_style_get_color (AZUI_COLOR_CARD_BORDER));
  fill_cards (self, cr, visible, is_selected, 0, line, 0, azui_style_get_color (AZUI_COLOR_ACCENT));
  fill_cards (self, cr, visible, is_faulty, 0, line, 0, azui_style_get_color (AZUI_COLOR_ERROR));
  fill_cards (self, cr, visible, is_card, 0, 0, 0, azui_style_get_color (AZUI_COLOR_CARD));
  for (int category = 0; category <= AZUD_N_CATEGORIES; category++)
    {
      GdkRGBA color = *category_color (category);

      color.alpha = 0.6f;
      fill_cards (self, cr, visible, is_of_category, category, 0, self->view.zoom >= 0.15 ? 48 : 0, &color);
    }
  end_far (snapshot, picture, cr);
}

static void
append_pill (GtkSnapshot     *snapshot,
             PangoLayout     *layout,
             graphene_point_t middle,
             float            max_radius,
             const GdkRGBA   *ground,
             const GdkRGBA   *text)
{
  float pad_y = max_radius > PILL_RADIUS ? 2 : 5;
  int width, height;
  graphene_rect_t rect;
  GskRoundedRect pill;

  pango_layout_get_pixel_size (layout, &width, &height);
  rect = GRAPHENE_RECT_INIT (roundf (middle.x - (float) width / 2 - PILL_X), roundf (middle.y - (float) height / 2 - pad_y),
                             (float) width + 2 * PILL_X, (float) height + 2 * pad_y);
  gsk_rounded_rect_init_from_rect (&pill, &rect, MIN (rect.size.height / 2, max_radius));
  gtk_snapshot_push_rounded_clip (snapshot, &pill);
  gtk_snapshot_append_color (snapshot, ground, &rect);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (rect.origin.x + PILL_X, rect.origin.y + pad_y));
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
      append_pill (snapshot, wire->pill, azui_wire_point (&wire->curve, 0.5f), 99, azui_style_get_color (AZUI_COLOR_PILL),
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
  static const GdkRGBA red = { 0.75f, 0.11f, 0.16f, 1 };
  PangoAttrList *attributes;
  int width, height;
  float at_x, at_y;

  if (self->reason_layout == NULL)
    {
      self->reason_layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
      pango_layout_set_width (self->reason_layout, 320 * PANGO_SCALE);
      pango_layout_set_wrap (self->reason_layout, PANGO_WRAP_WORD_CHAR);
      attributes = pango_attr_list_new ();
      pango_attr_list_insert (attributes, pango_attr_scale_new (0.9));
      pango_layout_set_attributes (self->reason_layout, attributes);
      pango_attr_list_unref (attributes);
    }
  pango_layout_set_text (self->reason_layout, self->drag.reason, -1);
  pango_layout_get_pixel_size (self->reason_layout, &width, &height);
  at_x = self->drag.now.x + 18 + (float) width / 2 + PILL_X;
  at_y = self->drag.now.y + 22 + (float) height / 2;
  at_x = MIN (at_x, (float) gtk_widget_get_width (GTK_WIDGET (self)) - (float) width / 2 - 12);
  append_pill (snapshot, self->reason_layout, GRAPHENE_POINT_INIT (at_x, at_y), PILL_RADIUS, &red, &white);
}

/* The wire that waits while quick add is open. */
static void
snapshot_pending_wire (AzuiCanvas  *self,
                       GtkSnapshot *snapshot)
{
  CanvasNode *node = azui_canvas_lookup (self, self->pending_node);
  int index = node != NULL ? azui_canvas_port_index (node, self->pending_output, self->pending_port) : -1;
  graphene_point_t fixed, loose;
  AzuiWire curve;

  if (index < 0)
    return;
  fixed = azui_canvas_port_point (node, self->pending_output, (guint) index);
  fixed = azui_view_from_graph (&self->view, fixed.x, fixed.y);
  loose = azui_view_from_graph (&self->view, self->pending_at.x, self->pending_at.y);
  curve = self->pending_output ? azui_wire (fixed, loose) : azui_wire (loose, fixed);
  snapshot_line (snapshot, &curve, azui_style_get_color (AZUI_COLOR_ACCENT), 2, TRUE);
}

static void
snapshot_drag (AzuiCanvas  *self,
               GtkSnapshot *snapshot)
{
  if (self->pending_node != NULL)
    snapshot_pending_wire (self, snapshot);
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
      AzuiWire line = { 1, { self->drag.start, self->drag.start, self->drag.now, self->drag.now } };

      snapshot_line (snapshot, &line, azui_style_get_color (AZUI_COLOR_ERROR), 1.5f, TRUE);
    }
}

/* The + on the wire under the pointer: puts a node into it. */
static void
snapshot_plus (AzuiCanvas  *self,
               GtkSnapshot *snapshot)
{
  static const GdkRGBA white = { 1, 1, 1, 1 };
  graphene_point_t at;
  GskRoundedRect disc;

  if (self->hovered_wire == NULL || self->drag.kind != DRAG_NONE || self->hovered_wire->from == NULL || self->hovered_wire->to == NULL)
    return;
  at = azui_canvas_plus_point (self, self->hovered_wire);
  at = GRAPHENE_POINT_INIT (roundf (at.x), roundf (at.y));
  gsk_rounded_rect_init_from_rect (&disc, &GRAPHENE_RECT_INIT (at.x - CANVAS_PLUS_RADIUS, at.y - CANVAS_PLUS_RADIUS,
                                                              2 * CANVAS_PLUS_RADIUS, 2 * CANVAS_PLUS_RADIUS), CANVAS_PLUS_RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_ACCENT), &disc.bounds);
  gtk_snapshot_append_color (snapshot, &white, &GRAPHENE_RECT_INIT (at.x - 4, at.y - 1, 8, 2));
  gtk_snapshot_append_color (snapshot, &white, &GRAPHENE_RECT_INIT (at.x - 1, at.y - 4, 2, 8));
  gtk_snapshot_pop (snapshot);
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

        if (node->card != NULL && node->selected == (pass == 1) && gtk_widget_get_child_visible (GTK_WIDGET (node->card)))
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
      snapshot_plus (self, snapshot);
    }
  snapshot_drag (self, snapshot);
  if (gtk_widget_get_visible (self->hint))
    gtk_widget_snapshot_child (widget, self->hint, snapshot);
  if (gtk_widget_get_visible (self->map) && gtk_widget_get_child_visible (self->map))
    gtk_widget_snapshot_child (widget, self->map, snapshot);
}
