/* azui-canvas-geometry.c: where things are on the canvas, computed without widgets
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-geometry.h"

#include "azui-i18n.h"

#include <math.h>

#define WIRE_STEPS 24
#define WIRE_TURN  48.0f         /* room a wire takes to leave or to arrive when it goes around cards */
#define WIRE_CLEARANCE 12.0f     /* between such a wire and the cards */
#define WIRE_MAX_CARDS 256       /* among so many nobody sees one wire */
#define WIRE_MAX_WAYS  16

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

static void
put_cubic (AzuiWire        *wire,
           guint            piece,
           graphene_point_t from,
           graphene_point_t to,
           float            reach)
{
  graphene_point_t *p = wire->p + 3 * piece;

  p[0] = from;
  p[1] = GRAPHENE_POINT_INIT (from.x + reach, from.y);
  p[2] = GRAPHENE_POINT_INIT (to.x - reach, to.y);
  p[3] = to;
}

AzuiWire
azui_wire (graphene_point_t from,
           graphene_point_t to)
{
  float dx = to.x - from.x;
  float dy = fabsf (to.y - from.y);
  AzuiWire wire = { .n = 1 };

  /* Forward wires bend in their middle; near or backward ones need room to leave and to arrive. */
  put_cubic (&wire, 0, from, to, dx >= 0 ? MAX (dx / 2, MIN (dy / 2, 40)) : MIN (-dx / 2, 120) + MIN (dy / 2, 60) + 40);
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
  guint piece = MIN ((guint) (t * wire->n), wire->n - 1);
  const graphene_point_t *p = wire->p + 3 * piece;
  float s = t * wire->n - piece;

  return GRAPHENE_POINT_INIT (cubic (p[0].x, p[1].x, p[2].x, p[3].x, s), cubic (p[0].y, p[1].y, p[2].y, p[3].y, s));
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

static graphene_rect_t
piece_bounds (const AzuiWire *wire,
              guint           piece)
{
  const graphene_point_t *p = wire->p + 3 * piece;
  float left, right, top, bottom;

  cubic_range (p[0].x, p[1].x, p[2].x, p[3].x, &left, &right);
  cubic_range (p[0].y, p[1].y, p[2].y, p[3].y, &top, &bottom);
  return GRAPHENE_RECT_INIT (left, top, right - left, bottom - top);
}

graphene_rect_t
azui_wire_bounds (const AzuiWire *wire,
                  float           margin)
{
  graphene_rect_t bounds = piece_bounds (wire, 0);

  for (guint i = 1; i < wire->n; i++)
    {
      graphene_rect_t more = piece_bounds (wire, i);

      graphene_rect_union (&bounds, &more, &bounds);
    }
  graphene_rect_inset (&bounds, -margin, -margin);
  return bounds;
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

  for (guint i = 1; i <= WIRE_STEPS * wire->n; i++)
    {
      graphene_point_t here = azui_wire_point (wire, (float) i / (float) (WIRE_STEPS * wire->n));

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

  for (guint i = 1; i <= WIRE_STEPS * wire->n; i++)
    {
      graphene_point_t here = azui_wire_point (wire, (float) i / (float) (WIRE_STEPS * wire->n));

      if (segments_cross (before, here, a, b))
        return TRUE;
      before = here;
    }
  return FALSE;
}

static gboolean
piece_meets (const AzuiWire        *wire,
             guint                  piece,
             const graphene_rect_t *card)
{
  float right = card->origin.x + card->size.width, bottom = card->origin.y + card->size.height;
  graphene_point_t corners[] = { card->origin, { right, card->origin.y }, { right, bottom }, { card->origin.x, bottom } };
  graphene_point_t before = wire->p[3 * piece];

  for (int i = 1; i <= WIRE_STEPS; i++)
    {
      graphene_point_t here = azui_wire_point (wire, ((float) piece + (float) i / WIRE_STEPS) / (float) wire->n);

      if (graphene_rect_contains_point (card, &here))
        return TRUE;
      for (guint c = 0; c < G_N_ELEMENTS (corners); c++)
        if (segments_cross (before, here, corners[c], corners[(c + 1) % G_N_ELEMENTS (corners)]))
          return TRUE;
      before = here;
    }
  return FALSE;
}

gboolean
azui_wire_meets (const AzuiWire        *wire,
                 const graphene_rect_t *card)
{
  for (guint i = 0; i < wire->n; i++)
    {
      graphene_rect_t bounds = piece_bounds (wire, i);

      if (azui_rects_meet (&bounds, card) && piece_meets (wire, i, card))
        return TRUE;
    }
  return FALSE;
}

/* ---- wires around cards ---- */

/* Those of the cards that @wire runs across: their number, and the box around them. */
static guint
find_met (const AzuiWire        *wire,
          const graphene_rect_t *cards,
          guint                  n_cards,
          graphene_rect_t       *box)
{
  guint n = 0;

  for (guint i = 0; i < n_cards; i++)
    if (azui_wire_meets (wire, &cards[i]))
      {
        if (n++ == 0)
          *box = cards[i];
        else
          graphene_rect_union (box, &cards[i], box);
      }
  return n;
}

/* From @from to the height @y, along it from @left to @right, and to @to. */
static AzuiWire
wire_along (graphene_point_t from,
            graphene_point_t to,
            float            y,
            float            left,
            float            right)
{
  graphene_point_t begin = GRAPHENE_POINT_INIT (left, y), end = GRAPHENE_POINT_INIT (right, y);
  AzuiWire wire = { .n = 3 };

  put_cubic (&wire, 0, from, begin, (left - from.x) / 2);
  put_cubic (&wire, 1, begin, end, (right - left) / 3);
  put_cubic (&wire, 2, end, to, (to.x - right) / 2);
  return wire;
}

/* The heights just above and just below cards, one after the other: first those that lead least out of the way.  @length: (inout): how
 * much the last one did, -1 to begin. */
static gboolean
next_way (graphene_point_t       from,
          graphene_point_t       to,
          const graphene_rect_t *cards,
          guint                  n_cards,
          float                 *length,
          float                 *y)
{
  float best = G_MAXFLOAT;

  for (guint i = 0; i < 2 * n_cards; i++)
    {
      const graphene_rect_t *card = &cards[i / 2];
      float tried = i % 2 == 0 ? card->origin.y - WIRE_CLEARANCE : card->origin.y + card->size.height + WIRE_CLEARANCE;
      float out = fabsf (tried - from.y) + fabsf (tried - to.y);

      if (out > *length && out < best)
        {
          best = out;
          *y = tried;
        }
    }
  *length = best;
  return best < G_MAXFLOAT;
}

AzuiWire
azui_wire_around (graphene_point_t       from,
                  graphene_point_t       to,
                  const graphene_rect_t *cards,
                  guint                  n_cards)
{
  AzuiWire plain = azui_wire (from, to);
  float first = from.x + WIRE_TURN, last = to.x - WIRE_TURN;
  float length = -1, y = 0;
  graphene_rect_t box;

  if (n_cards > WIRE_MAX_CARDS || first > last || find_met (&plain, cards, n_cards, &box) == 0)
    return plain;
  for (guint i = 0; i < WIRE_MAX_WAYS && next_way (from, to, cards, n_cards, &length, &y); i++)
    {
      float left = CLAMP (box.origin.x - WIRE_CLEARANCE, first, last);
      float right = CLAMP (box.origin.x + box.size.width + WIRE_CLEARANCE, left, last);
      AzuiWire ways[] = { wire_along (from, to, y, left, right), wire_along (from, to, y, first, last) };
      graphene_rect_t ignored;

      /* Straight past the cards in the way is nicer to see; all the way along meets fewer others. */
      for (guint w = 0; w < G_N_ELEMENTS (ways); w++)
        if (find_met (&ways[w], cards, n_cards, &ignored) == 0)
          return ways[w];
    }
  return plain;
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
