/* azui-canvas-geometry.h: where things are on the canvas, computed without widgets
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two spaces: graph units (what the document stores; a card at zoom 1 is as large as its pixels) and view pixels (the
 * canvas widget's own coordinates).  All functions are pure.  Thread: any.
 */

#pragma once

#include <graphene.h>
#include <glib.h>

G_BEGIN_DECLS

#define AZUI_CARD_WIDTH    176.0f
#define AZUI_CARD_HEIGHT   64.0f    /* with up to two ports a side; each more adds AZUI_PORT_PITCH */
#define AZUI_PORT_PITCH    24.0f
#define AZUI_PORT_RADIUS   6.0f
#define AZUI_PORT_REACH    16.0f    /* a press this near (in view pixels) hits a port */
#define AZUI_SNAP          8.0
#define AZUI_GRID          24.0f
#define AZUI_ZOOM_MIN      0.05
#define AZUI_ZOOM_MAX      3.0
#define AZUI_ZOOM_DETAIL   0.4      /* below: rectangles instead of cards */

/* What part of the graph is seen: the graph point at the widget's origin, and pixels a graph unit. */
typedef struct
{
  double x, y;
  double zoom;
} AzuiView;

/* A curve from an output to an input, in graph units: one cubic, or three where it goes around cards. */
typedef struct
{
  guint            n;         /* cubics; the @i-th has the points from 3 @i to 3 @i + 3 */
  graphene_point_t p[10];
} AzuiWire;

typedef enum { AZUI_DIRECTION_LEFT, AZUI_DIRECTION_RIGHT, AZUI_DIRECTION_UP, AZUI_DIRECTION_DOWN } AzuiDirection;

graphene_point_t azui_view_to_graph (const AzuiView *view, double x, double y);
graphene_point_t azui_view_from_graph (const AzuiView *view, double x, double y);

/** azui_view_visible: the part of the graph a widget of @width x @height shows. */
graphene_rect_t azui_view_visible (const AzuiView *view, double width, double height);

/** azui_view_zoom_at: multiplies the zoom by @factor (clamped); the graph point under view point (@x, @y) stays there. */
void azui_view_zoom_at (AzuiView *view, double x, double y, double factor);

/** azui_view_fit: shows all of @bounds in the middle with @margin pixels around it, not nearer than @max_zoom. */
void azui_view_fit (AzuiView *view, const graphene_rect_t *bounds, double width, double height, double margin, double max_zoom);

/** azui_view_reveal: pans as little as needed for @bounds (and @margin pixels around it) to be seen.  Returns: whether it moved. */
gboolean azui_view_reveal (AzuiView *view, const graphene_rect_t *bounds, double width, double height, double margin);

/** azui_view_clamp: keeps at least @keep pixels of @content in sight. */
void azui_view_clamp (AzuiView *view, const graphene_rect_t *content, double width, double height, double keep);

double azui_snap (double value);

float            azui_card_height (guint n_inputs, guint n_outputs);
/** azui_card_port: centre of port @index of @n at the left (inputs) or right side of @card. */
graphene_point_t azui_card_port (const graphene_rect_t *card, gboolean output, guint index, guint n);

AzuiWire         azui_wire (graphene_point_t from, graphene_point_t to);
/** azui_wire_around: the same, but where it would run across one of @cards, and there is a way above or below them, it takes that. */
AzuiWire         azui_wire_around (graphene_point_t from, graphene_point_t to, const graphene_rect_t *cards, guint n_cards);
/** azui_wire_meets: whether the curve runs across @card. */
gboolean         azui_wire_meets (const AzuiWire *wire, const graphene_rect_t *card);
graphene_point_t azui_wire_point (const AzuiWire *wire, float t);
/** azui_wire_bounds: the tightest box of the curve (not of its control points), grown by @margin. */
graphene_rect_t  azui_wire_bounds (const AzuiWire *wire, float margin);
/** azui_wire_distance: how far a point is from the curve. */
float            azui_wire_distance (const AzuiWire *wire, graphene_point_t point);
/** azui_wire_crosses: whether the segment @a to @b cuts the curve. */
gboolean         azui_wire_crosses (const AzuiWire *wire, graphene_point_t a, graphene_point_t b);

/** azui_rect_between: the rectangle with these two corners. */
graphene_rect_t azui_rect_between (graphene_point_t a, graphene_point_t b);
gboolean        azui_rects_meet (const graphene_rect_t *a, const graphene_rect_t *b);

/** azui_free_place: the place nearest to @wanted's where a card of its size touches none of @taken, on the snap grid. */
graphene_point_t azui_free_place (const graphene_rect_t *taken, guint n_taken, const graphene_rect_t *wanted);

/** azui_nearest_towards: which of @rects lies next to @from in @direction; -1 when none does.  @except is left out. */
int azui_nearest_towards (const graphene_rect_t *rects, guint n_rects, int except, const graphene_rect_t *from, AzuiDirection direction);

/** azui_count_text: rows as they fit on a wire: "16", "1,458", "53 k", "1.2 M".  (transfer full) */
char *azui_count_text (gint64 count);

G_END_DECLS
