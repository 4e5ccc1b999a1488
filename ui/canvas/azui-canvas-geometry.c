/* azui-canvas-geometry.c: where things are on the canvas, computed without widgets
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-geometry.h"

#include "azui-i18n.h"

#include <math.h>

#define WIRE_STEPS 24

/* ---- view ---- */

graphene_point_t
azui_view_to_graph (const AzuiView *view,
                    double          x,
                    double          y)
{
  return GRAPHENE_POINT_INIT ((float) (view->x + x / view->zoom), (float) (view->y + y / view->zoom));
}

graphene_point_t
azui_view_from_graph (const AzuiView *view,
                      double          x,
                      double          y)
{
  return GRAPHENE_POINT_INIT ((float) ((x - view->x) * view->zoom), (float) ((y - view->y) * view->zoom));
}

graphene_rect_t
azui_view_visible (const AzuiView *view,
                   double          width,
                   double          height)
{
  return GRAPHENE_RECT_INIT ((float) view->x, (float) view->y, (float) (width / view->zoom), (float) (height / view->zoom));
}

void
azui_view_zoom_at (AzuiView *view,
                   double    x,
                   double    y,
                   double    factor)
{
  double zoom = CLAMP (view->zoom * factor, AZUI_ZOOM_MIN, AZUI_ZOOM_MAX);

  view->x += x / view->zoom - x / zoom;
  view->y += y / view->zoom - y / zoom;
  view->zoom = zoom;
}

void
azui_view_fit (AzuiView              *view,
               const graphene_rect_t *bounds,
               double                 width,
               double                 height,
               double                 margin,
               double                 max_zoom)
{
  double w = MAX (bounds->size.width, 1.0f);
  double h = MAX (bounds->size.height, 1.0f);
  double zoom = MIN (MAX (width - 2 * margin, 1.0) / w, MAX (height - 2 * margin, 1.0) / h);

  view->zoom = CLAMP (MIN (zoom, max_zoom), AZUI_ZOOM_MIN, AZUI_ZOOM_MAX);
  view->x = bounds->origin.x + w / 2 - width / view->zoom / 2;
  view->y = bounds->origin.y + h / 2 - height / view->zoom / 2;
}

/* How far to shift a window [at, at + size] to cover [low, high]; the beginning wins when both do not fit. */
static double
shift_to_cover (double at,
                double size,
                double low,
                double high)
{
  if (low < at || high - low > size)
    return low - at;
  if (high > at + size)
    return high - (at + size);
  return 0;
}

gboolean
azui_view_reveal (AzuiView              *view,
                  const graphene_rect_t *bounds,
                  double                 width,
                  double                 height,
                  double                 margin)
{
  double grow = margin / view->zoom;
  double dx = shift_to_cover (view->x, width / view->zoom, bounds->origin.x - grow,
                              bounds->origin.x + bounds->size.width + grow);
  double dy = shift_to_cover (view->y, height / view->zoom, bounds->origin.y - grow,
                              bounds->origin.y + bounds->size.height + grow);

  view->x += dx;
  view->y += dy;
  return dx != 0 || dy != 0;
}

void
azui_view_clamp (AzuiView              *view,
                 const graphene_rect_t *content,
                 double                 width,
                 double                 height,
                 double                 keep)
{
  double kept = keep / view->zoom;

  view->x = CLAMP (view->x, content->origin.x + kept - width / view->zoom,
                   content->origin.x + content->size.width - kept);
  view->y = CLAMP (view->y, content->origin.y + kept - height / view->zoom,
                   content->origin.y + content->size.height - kept);
}

double
azui_snap (double value)
{
  return round (value / AZUI_SNAP) * AZUI_SNAP;
}

/* ---- cards ---- */

float
azui_card_height (guint n_inputs,
                  guint n_outputs)
{
  guint n = MAX (n_inputs, n_outputs);

  return n <= 2 ? AZUI_CARD_HEIGHT : AZUI_CARD_HEIGHT + (n - 2) * AZUI_PORT_PITCH;
}

graphene_point_t
azui_card_port (const graphene_rect_t *card,
                gboolean               output,
                guint                  index,
                guint                  n)
{
  float middle = card->origin.y + card->size.height / 2;

  return GRAPHENE_POINT_INIT (card->origin.x + (output ? card->size.width : 0),
                              middle + ((float) index - (n > 0 ? (n - 1) / 2.0f : 0)) * AZUI_PORT_PITCH);
}

/* ---- wires ---- */

AzuiWire
azui_wire (graphene_point_t from,
           graphene_point_t to)
{
  float dx = to.x - from.x;
  float dy = fabsf (to.y - from.y);
  float reach;
  AzuiWire wire;

  /* Forward wires bend in their middle; near or backward ones need room to leave and to arrive. */
  if (dx >= 0)
    reach = MAX (dx / 2, MIN (dy / 2, 40));
  else
    reach = MIN (-dx / 2, 120) + MIN (dy / 2, 60) + 40;
  wire.p[0] = from;
  wire.p[1] = GRAPHENE_POINT_INIT (from.x + reach, from.y);
  wire.p[2] = GRAPHENE_POINT_INIT (to.x - reach, to.y);
  wire.p[3] = to;
  return wire;
}

static float
cubic (float a,
       float b,
       float c,
       float d,
       float t)
{
  float s = 1 - t;

  return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
}

graphene_point_t
azui_wire_point (const AzuiWire *wire,
                 float           t)
{
  return GRAPHENE_POINT_INIT (cubic (wire->p[0].x, wire->p[1].x, wire->p[2].x, wire->p[3].x, t),
                              cubic (wire->p[0].y, wire->p[1].y, wire->p[2].y, wire->p[3].y, t));
}

/* The range of one coordinate of a cubic: its ends and the zeros of its derivative. */
static void
cubic_range (float  a,
             float  b,
             float  c,
             float  d,
             float *low,
             float *high)
{
  float qa = -a + 3 * b - 3 * c + d;
  float qb = 2 * (a - 2 * b + c);
  float qc = b - a;
  float roots[2];
  guint n = 0;
  float root;

  *low = MIN (a, d);
  *high = MAX (a, d);
  if (fabsf (qa) < 1e-6f)
    {
      if (fabsf (qb) > 1e-6f)
        roots[n++] = -qc / qb;
    }
  else if (qb * qb - 4 * qa * qc >= 0)
    {
      root = sqrtf (qb * qb - 4 * qa * qc);
      roots[n++] = (-qb + root) / (2 * qa);
      roots[n++] = (-qb - root) / (2 * qa);
    }
  for (guint i = 0; i < n; i++)
    if (roots[i] > 0 && roots[i] < 1)
      {
        float value = cubic (a, b, c, d, roots[i]);

        *low = MIN (*low, value);
        *high = MAX (*high, value);
      }
}

graphene_rect_t
azui_wire_bounds (const AzuiWire *wire,
                  float           margin)
{
  float left, right, top, bottom;

  cubic_range (wire->p[0].x, wire->p[1].x, wire->p[2].x, wire->p[3].x, &left, &right);
  cubic_range (wire->p[0].y, wire->p[1].y, wire->p[2].y, wire->p[3].y, &top, &bottom);
  return GRAPHENE_RECT_INIT (left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin);
}

static float
segment_distance (graphene_point_t a,
                  graphene_point_t b,
                  graphene_point_t p)
{
  float dx = b.x - a.x, dy = b.y - a.y;
  float length = dx * dx + dy * dy;
  float t = length > 0 ? CLAMP (((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0, 1) : 0;

  return hypotf (p.x - (a.x + t * dx), p.y - (a.y + t * dy));
}

float
azui_wire_distance (const AzuiWire  *wire,
                    graphene_point_t point)
{
  graphene_point_t before = wire->p[0];
  float best = G_MAXFLOAT;

  for (int i = 1; i <= WIRE_STEPS; i++)
    {
      graphene_point_t here = azui_wire_point (wire, (float) i / WIRE_STEPS);

      best = MIN (best, segment_distance (before, here, point));
      before = here;
    }
  return best;
}

static float
turn (graphene_point_t a,
      graphene_point_t b,
      graphene_point_t c)
{
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static gboolean
segments_cross (graphene_point_t a,
                graphene_point_t b,
                graphene_point_t c,
                graphene_point_t d)
{
  return (turn (a, b, c) > 0) != (turn (a, b, d) > 0) && (turn (c, d, a) > 0) != (turn (c, d, b) > 0);
}

gboolean
azui_wire_crosses (const AzuiWire  *wire,
                   graphene_point_t a,
                   graphene_point_t b)
{
  graphene_point_t before = wire->p[0];

  for (int i = 1; i <= WIRE_STEPS; i++)
    {
      graphene_point_t here = azui_wire_point (wire, (float) i / WIRE_STEPS);

      if (segments_cross (before, here, a, b))
        return TRUE;
      before = here;
    }
  return FALSE;
}

/* ---- rectangles ---- */

graphene_rect_t
azui_rect_between (graphene_point_t a,
                   graphene_point_t b)
{
  return GRAPHENE_RECT_INIT (MIN (a.x, b.x), MIN (a.y, b.y), fabsf (a.x - b.x), fabsf (a.y - b.y));
}

gboolean
azui_rects_meet (const graphene_rect_t *a,
                 const graphene_rect_t *b)
{
  return a->origin.x <= b->origin.x + b->size.width && b->origin.x <= a->origin.x + a->size.width &&
         a->origin.y <= b->origin.y + b->size.height && b->origin.y <= a->origin.y + a->size.height;
}

static gboolean
is_free (const graphene_rect_t *taken,
         guint                  n_taken,
         const graphene_rect_t *wanted)
{
  graphene_rect_t grown;

  graphene_rect_inset_r (wanted, -12, -12, &grown);
  for (guint i = 0; i < n_taken; i++)
    if (azui_rects_meet (&taken[i], &grown))
      return FALSE;
  return TRUE;
}

graphene_point_t
azui_free_place (const graphene_rect_t *taken,
                 guint                  n_taken,
                 const graphene_rect_t *wanted)
{
  graphene_rect_t place = *wanted;
  float step_y = wanted->size.height + 32;
  float step_x = wanted->size.width + 48;

  place.origin.x = (float) azui_snap (place.origin.x);
  place.origin.y = (float) azui_snap (place.origin.y);
  /* Below, above, further below ... then the next column to the right: new nodes read on with the flow. */
  for (int column = 0; column < 64; column++)
    for (int row = 0; row < 33; row++)
      {
        graphene_rect_t tried = place;
        int offset = (row + 1) / 2 * (row % 2 == 1 ? 1 : -1);

        tried.origin.x = (float) azui_snap (place.origin.x + column * step_x);
        tried.origin.y = (float) azui_snap (place.origin.y + offset * step_y);
        if (is_free (taken, n_taken, &tried))
          return tried.origin;
      }
  return place.origin;
}

int
azui_nearest_towards (const graphene_rect_t *rects,
                      guint                  n_rects,
                      int                    except,
                      const graphene_rect_t *from,
                      AzuiDirection          direction)
{
  graphene_point_t here, there;
  float best = G_MAXFLOAT;
  int found = -1;

  graphene_rect_get_center (from, &here);
  for (guint i = 0; i < n_rects; i++)
    {
      float dx, dy, along, across;

      if ((int) i == except)
        continue;
      graphene_rect_get_center (&rects[i], &there);
      dx = there.x - here.x;
      dy = there.y - here.y;
      along = direction == AZUI_DIRECTION_LEFT ? -dx : direction == AZUI_DIRECTION_RIGHT ? dx
              : direction == AZUI_DIRECTION_UP ? -dy : dy;
      across = direction == AZUI_DIRECTION_LEFT || direction == AZUI_DIRECTION_RIGHT ? fabsf (dy) : fabsf (dx);
      /* What is aside counts double; what is more aside than ahead lies in another direction. */
      if (along > 0 && across <= along * 2 && along + 2 * across < best)
        {
          best = along + 2 * across;
          found = (int) i;
        }
    }
  return found;
}

char *
azui_count_text (gint64 count)
{
  static const struct { gint64 unit; const char *text; } units[] = {
    /* Translators: short for thousand, million, billion, trillion, after a number of rows */
    { G_GINT64_CONSTANT (1000), N_("k") },
    { G_GINT64_CONSTANT (1000000), N_("M") },
    { G_GINT64_CONSTANT (1000000000), N_("G") },
    { G_GINT64_CONSTANT (1000000000000), N_("T") },
  };
  guint i = 0;
  double value;

  if (count < 10000)
    return g_strdup_printf ("%'" G_GINT64_FORMAT, count);
  /* 999,600 is "1.0 M", not "1000 k". */
  while (i + 1 < G_N_ELEMENTS (units) && count >= units[i + 1].unit - units[i].unit / 2)
    i++;
  value = (double) count / (double) units[i].unit;
  return g_strdup_printf (value < 9.95 ? "%.1f %s" : "%.0f %s", value, _(units[i].text));
}
