/* test-canvas-geometry.c: where things are on the canvas
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-geometry.h"

#include <locale.h>
#include <math.h>

#define assert_near(a, b) g_assert_cmpfloat_with_epsilon ((a), (b), 0.01)

static void
test_view_round_trip (void)
{
  AzuiView view = { -37.5, 120, 0.7 };
  graphene_point_t p = azui_view_to_graph (&view, 200, 80);
  graphene_point_t q = azui_view_from_graph (&view, p.x, p.y);

  assert_near (q.x, 200);
  assert_near (q.y, 80);
}

static void
test_view_zoom_at (void)
{
  AzuiView view = { 10, 20, 1 };
  graphene_point_t before = azui_view_to_graph (&view, 333, 77);
  graphene_point_t after;

  for (int i = 0; i < 40; i++)
    {
      azui_view_zoom_at (&view, 333, 77, i < 20 ? 1.1 : 0.8);
      after = azui_view_to_graph (&view, 333, 77);
      assert_near (after.x, before.x);
      assert_near (after.y, before.y);
    }
  g_assert_cmpfloat (view.zoom, >=, AZUI_ZOOM_MIN);
  azui_view_zoom_at (&view, 0, 0, 1e9);
  assert_near (view.zoom, AZUI_ZOOM_MAX);
  azui_view_zoom_at (&view, 0, 0, 1e-9);
  assert_near (view.zoom, AZUI_ZOOM_MIN);
}

static void
test_view_fit (void)
{
  AzuiView view;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (-500, 100, 2000, 300);
  graphene_rect_t seen;

  azui_view_fit (&view, &bounds, 800, 600, 40, 1);
  seen = azui_view_visible (&view, 800, 600);
  g_assert_cmpfloat (seen.origin.x, <=, -500 - 40);
  g_assert_cmpfloat (seen.origin.y, <=, 100 - 40);
  g_assert_cmpfloat (seen.origin.x + seen.size.width, >=, 1500 + 40);
  g_assert_cmpfloat (seen.origin.y + seen.size.height, >=, 400 + 40);
  assert_near (view.zoom, 720.0 / 2000);
  assert_near (seen.origin.x + seen.size.width / 2, 500);
  /* What is small is not blown up. */
  bounds = GRAPHENE_RECT_INIT (0, 0, 10, 10);
  azui_view_fit (&view, &bounds, 800, 600, 40, 1);
  assert_near (view.zoom, 1);
}

static void
test_view_reveal (void)
{
  AzuiView view = { 0, 0, 1 };
  graphene_rect_t inside = GRAPHENE_RECT_INIT (50, 50, 100, 60);
  graphene_rect_t right = GRAPHENE_RECT_INIT (900, 50, 100, 60);
  graphene_rect_t above = GRAPHENE_RECT_INIT (300, -200, 100, 60);

  g_assert_false (azui_view_reveal (&view, &inside, 800, 600, 20));
  g_assert_true (azui_view_reveal (&view, &right, 800, 600, 20));
  assert_near (view.x, 900 + 100 + 20 - 800);
  assert_near (view.y, 0);
  g_assert_true (azui_view_reveal (&view, &above, 800, 600, 20));
  assert_near (view.y, -220);
}

static void
test_view_clamp (void)
{
  AzuiView view = { 5000, -5000, 1 };
  graphene_rect_t content = GRAPHENE_RECT_INIT (0, 0, 400, 300);

  azui_view_clamp (&view, &content, 800, 600, 80);
  assert_near (view.x, 320);
  assert_near (view.y, 80 - 600);
}

static void
test_card_ports (void)
{
  graphene_rect_t card = GRAPHENE_RECT_INIT (100, 100, AZUI_CARD_WIDTH, AZUI_CARD_HEIGHT);
  graphene_point_t p = azui_card_port (&card, FALSE, 0, 1);

  assert_near (p.x, 100);
  assert_near (p.y, 132);
  p = azui_card_port (&card, TRUE, 1, 2);
  assert_near (p.x, 100 + AZUI_CARD_WIDTH);
  assert_near (p.y, 132 + AZUI_PORT_PITCH / 2);
  assert_near (azui_card_height (1, 1), AZUI_CARD_HEIGHT);
  /* All ports lie within the card, however many. */
  for (guint n = 1; n < 12; n++)
    {
      card.size.height = azui_card_height (1, n);
      p = azui_card_port (&card, TRUE, n - 1, n);
      g_assert_cmpfloat (p.y + AZUI_PORT_RADIUS, <, card.origin.y + card.size.height);
    }
}

static void
test_wire_bounds (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (int i = 0; i < 500; i++)
    {
      graphene_point_t a = GRAPHENE_POINT_INIT ((float) g_rand_double_range (rand, -500, 500), (float) g_rand_double_range (rand, -500, 500));
      graphene_point_t b = GRAPHENE_POINT_INIT ((float) g_rand_double_range (rand, -500, 500), (float) g_rand_double_range (rand, -500, 500));
      AzuiWire wire = azui_wire (a, b);
      graphene_rect_t bounds = azui_wire_bounds (&wire, 0);
      graphene_rect_t tight = GRAPHENE_RECT_INIT (a.x, a.y, 0, 0);

      for (int t = 0; t <= 200; t++)
        {
          graphene_point_t p = azui_wire_point (&wire, t / 200.0f);
          graphene_rect_t dot = GRAPHENE_RECT_INIT (p.x, p.y, 0, 0);

          graphene_rect_union (&tight, &dot, &tight);
        }
      g_assert_cmpfloat (fabsf (bounds.size.width - tight.size.width), <, 0.5);
      g_assert_cmpfloat (fabsf (bounds.size.height - tight.size.height), <, 0.5);
      g_assert_cmpfloat (fabsf (bounds.origin.x - tight.origin.x), <, 0.5);
      g_assert_cmpfloat (fabsf (bounds.origin.y - tight.origin.y), <, 0.5);
    }
}

static void
test_wire_distance_and_cut (void)
{
  AzuiWire wire = azui_wire (GRAPHENE_POINT_INIT (0, 0), GRAPHENE_POINT_INIT (200, 0));

  assert_near (azui_wire_distance (&wire, GRAPHENE_POINT_INIT (100, 0)), 0);
  assert_near (azui_wire_distance (&wire, GRAPHENE_POINT_INIT (100, 30)), 30);
  assert_near (azui_wire_distance (&wire, GRAPHENE_POINT_INIT (230, 40)), 50);
  g_assert_true (azui_wire_crosses (&wire, GRAPHENE_POINT_INIT (90, -20), GRAPHENE_POINT_INIT (110, 20)));
  g_assert_false (azui_wire_crosses (&wire, GRAPHENE_POINT_INIT (90, -20), GRAPHENE_POINT_INIT (110, -5)));
  g_assert_false (azui_wire_crosses (&wire, GRAPHENE_POINT_INIT (210, -20), GRAPHENE_POINT_INIT (210, 20)));
}

static void
test_free_place (void)
{
  graphene_rect_t taken[20];
  graphene_rect_t wanted = GRAPHENE_RECT_INIT (3, 5, AZUI_CARD_WIDTH, AZUI_CARD_HEIGHT);
  guint n = 0;

  while (n < G_N_ELEMENTS (taken))
    {
      graphene_rect_t place = wanted;

      place.origin = azui_free_place (taken, n, &wanted);
      assert_near (fmod (place.origin.x, AZUI_SNAP), 0);
      for (guint i = 0; i < n; i++)
        g_assert_false (azui_rects_meet (&taken[i], &place));
      taken[n++] = place;
    }
}

static void
test_nearest_towards (void)
{
  graphene_rect_t rects[] = {
    GRAPHENE_RECT_INIT (0, 0, 100, 50),
    GRAPHENE_RECT_INIT (200, 10, 100, 50),
    GRAPHENE_RECT_INIT (400, 0, 100, 50),
    GRAPHENE_RECT_INIT (0, 200, 100, 50),
  };

  g_assert_cmpint (azui_nearest_towards (rects, 4, 0, &rects[0], AZUI_DIRECTION_RIGHT), ==, 1);
  g_assert_cmpint (azui_nearest_towards (rects, 4, 2, &rects[2], AZUI_DIRECTION_LEFT), ==, 1);
  g_assert_cmpint (azui_nearest_towards (rects, 4, 0, &rects[0], AZUI_DIRECTION_DOWN), ==, 3);
  g_assert_cmpint (azui_nearest_towards (rects, 4, 0, &rects[0], AZUI_DIRECTION_UP), ==, -1);
}

static void
test_count_text (void)
{
  static const struct { gint64 count; const char *text; } cases[] = {
    { 0, "0" }, { 16, "16" }, { 9999, "9999" }, { 10000, "10 k" }, { 53249, "53 k" }, { 336776, "337 k" },
    { 999600, "1.0 M" }, { 1234567, "1.2 M" }, { 12345678, "12 M" }, { 5000000000, "5.0 G" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = azui_count_text (cases[i].count);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_snap (void)
{
  assert_near (azui_snap (3.9), 0);
  assert_near (azui_snap (4.1), 8);
  assert_near (azui_snap (-4.1), -8);
}

/* A card in the way is gone around, on the shorter side that is free; ends stay, and they lie level. */
static void
test_wire_around (void)
{
  graphene_point_t from = GRAPHENE_POINT_INIT (0, 0), to = GRAPHENE_POINT_INIT (600, 10);
  graphene_rect_t cards[] = { GRAPHENE_RECT_INIT (200, -40, 176, 64), GRAPHENE_RECT_INIT (200, 56, 176, 64) };
  graphene_rect_t wall[] = { GRAPHENE_RECT_INIT (200, -4000, 176, 8000) };
  AzuiWire plain = azui_wire (from, to);
  AzuiWire wire = azui_wire_around (from, to, cards, 0);

  g_assert_cmpmem (&wire, sizeof wire, &plain, sizeof plain);
  g_assert_true (azui_wire_meets (&plain, &cards[0]));
  g_assert_false (azui_wire_meets (&plain, &cards[1]));

  wire = azui_wire_around (from, to, cards, 2);   /* between the two: there is just room */
  g_assert_cmpuint (wire.n, ==, 3);
  g_assert_false (azui_wire_meets (&wire, &cards[0]));
  g_assert_false (azui_wire_meets (&wire, &cards[1]));
  assert_near (azui_wire_point (&wire, 0).x, from.x);
  assert_near (azui_wire_point (&wire, 0).y, from.y);
  assert_near (azui_wire_point (&wire, 1).x, to.x);
  assert_near (azui_wire_point (&wire, 1).y, to.y);
  assert_near (azui_wire_point (&wire, 0.5f).y, 36);
  assert_near (azui_wire_distance (&wire, GRAPHENE_POINT_INIT (288, 36)), 0);
  assert_near (azui_wire_bounds (&wire, 0).size.height, 36);

  cards[1].origin.y = 30;                         /* no room between them: above */
  wire = azui_wire_around (from, to, cards, 2);
  g_assert_false (azui_wire_meets (&wire, &cards[0]));
  g_assert_false (azui_wire_meets (&wire, &cards[1]));
  assert_near (azui_wire_point (&wire, 0.5f).y, -52);

  wire = azui_wire_around (from, GRAPHENE_POINT_INIT (60, 10), wall, 1);
  g_assert_cmpuint (wire.n, ==, 1);               /* no room to turn */
}

/* A card is met wherever the curve runs across it, were it only a corner. */
static void
test_wire_meets (void)
{
  AzuiWire wire = azui_wire (GRAPHENE_POINT_INIT (0, 0), GRAPHENE_POINT_INIT (200, 0));
  graphene_rect_t card = GRAPHENE_RECT_INIT (90, -2, 3, 4);

  g_assert_true (azui_wire_meets (&wire, &card));
  card = GRAPHENE_RECT_INIT (90, 1, 30, 30);
  g_assert_false (azui_wire_meets (&wire, &card));
  card = GRAPHENE_RECT_INIT (190, -100, 30, 101);
  g_assert_true (azui_wire_meets (&wire, &card));
  card = GRAPHENE_RECT_INIT (201, -100, 30, 200);
  g_assert_false (azui_wire_meets (&wire, &card));
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/canvas-geometry/view-round-trip", test_view_round_trip);
  g_test_add_func ("/ui/canvas-geometry/view-zoom-at", test_view_zoom_at);
  g_test_add_func ("/ui/canvas-geometry/view-fit", test_view_fit);
  g_test_add_func ("/ui/canvas-geometry/view-reveal", test_view_reveal);
  g_test_add_func ("/ui/canvas-geometry/view-clamp", test_view_clamp);
  g_test_add_func ("/ui/canvas-geometry/card-ports", test_card_ports);
  g_test_add_func ("/ui/canvas-geometry/wire-bounds", test_wire_bounds);
  g_test_add_func ("/ui/canvas-geometry/wire-distance-and-cut", test_wire_distance_and_cut);
  g_test_add_func ("/ui/canvas-geometry/free-place", test_free_place);
  g_test_add_func ("/ui/canvas-geometry/nearest-towards", test_nearest_towards);
  g_test_add_func ("/ui/canvas-geometry/count-text", test_count_text);
  g_test_add_func ("/ui/canvas-geometry/snap", test_snap);
  g_test_add_func ("/ui/canvas-geometry/wire-around", test_wire_around);
  g_test_add_func ("/ui/canvas-geometry/wire-meets", test_wire_meets);
  return g_test_run ();
}
