/* test-adaptive.c: what is decided over given sizes
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/adaptive/adaptive.h"

#include <glib.h>

#define KIB ((int64_t) 1024)
#define MIB (1024 * KIB)

static void
fill (int64_t *bytes,
      int      n,
      int64_t  size)
{
  for (int i = 0; i < n; i++)
    bytes[i] = size;
}

/* ---- putting together ---- */

static void
test_target (void)
{
  AzudAdaptiveSettings settings = AZUD_ADAPTIVE_DEFAULTS;
  int64_t bytes[64];

  fill (bytes, 64, 12 * KIB);
  g_assert_cmpint (azud_adaptive_target (&settings, bytes, 64), ==, MIB);           /* nothing smaller is worth a task */
  fill (bytes, 64, MIB);
  g_assert_cmpint (azud_adaptive_target (&settings, bytes, 64), ==, 4 * MIB);       /* 16 tasks of 64 MiB */
  fill (bytes, 64, 100 * MIB);
  g_assert_cmpint (azud_adaptive_target (&settings, bytes, 64), ==, 8 * MIB);       /* never above what is asked for */
  settings.advisory_bytes = 1000;
  g_assert_cmpint (azud_adaptive_target (&settings, bytes, 64), ==, 1000);
  g_assert_cmpint (azud_adaptive_target (&settings, bytes, 0), ==, 1000);
}

static int
count_tasks (const int64_t *bytes,
             int            n,
             int64_t        target)
{
  int tasks = 0;

  for (int p = 0; p < n; tasks++)
    {
      int taken = azud_adaptive_coalesce (bytes, p, n, target);

      g_assert_cmpint (taken, >=, 1);
      g_assert_cmpint (p + taken, <=, n);
      p += taken;
    }
  return tasks;
}

static void
test_coalesce (void)
{
  static const int64_t mixed[] = { 0, 0, 70, 20, 10, 1, 99, 2, 500, 0, 0 };
  int64_t bytes[64];

  fill (bytes, 64, 12 * KIB);
  g_assert_cmpint (count_tasks (bytes, 64, MIB), ==, 1);
  fill (bytes, 64, 300 * KIB);
  g_assert_cmpint (count_tasks (bytes, 64, MIB), ==, 22);
  fill (bytes, 64, 0);
  g_assert_cmpint (count_tasks (bytes, 64, MIB), ==, 1);
  g_assert_cmpint (count_tasks (bytes, 0, MIB), ==, 0);

  g_assert_cmpint (azud_adaptive_coalesce (mixed, 0, 11, 100), ==, 5);     /* exactly the target */
  g_assert_cmpint (azud_adaptive_coalesce (mixed, 5, 11, 100), ==, 2);
  g_assert_cmpint (azud_adaptive_coalesce (mixed, 7, 11, 100), ==, 1);
  g_assert_cmpint (azud_adaptive_coalesce (mixed, 8, 11, 100), ==, 1);     /* one alone may be larger */
  g_assert_cmpint (azud_adaptive_coalesce (mixed, 9, 11, 100), ==, 2);
  g_assert_cmpint (azud_adaptive_coalesce (mixed, 0, 3, 100), ==, 3);      /* not past the end given */
}

/* ---- cutting ---- */

static void
test_skew (void)
{
  AzudAdaptiveSettings settings = AZUD_ADAPTIVE_DEFAULTS;
  int64_t bytes[8], scratch[8], median = -1;

  fill (bytes, 8, 20 * MIB);
  bytes[3] = 412 * MIB;
  g_assert_cmpint (azud_adaptive_skew_limit (&settings, bytes, 8, scratch, &median), ==, 100 * MIB);
  g_assert_cmpint (median, ==, 20 * MIB);
  g_assert_cmpint (bytes[3], ==, 412 * MIB);
  fill (bytes, 8, 0);
  bytes[0] = 15 * MIB;
  g_assert_cmpint (azud_adaptive_skew_limit (&settings, bytes, 8, scratch, &median), ==, 16 * MIB);     /* large is large only from there */
  g_assert_cmpint (median, ==, 0);
  settings.skew_factor = 1.5;
  settings.skew_bytes = 1;
  fill (bytes, 8, 10);
  g_assert_cmpint (azud_adaptive_skew_limit (&settings, bytes, 8, scratch, &median), ==, 15);
}

static void
test_split (void)
{
  static const int64_t even[] = { 10, 10, 10, 10, 10, 10, 10, 10 };
  static const int64_t one[] = { 0, 0, 500, 0, 0 };
  static const int64_t ends_empty[] = { 50, 0, 50, 0, 0 };
  static const int64_t large_first[] = { 50, 10, 10, 10, 10, 10 };
  int ends[8];

  g_assert_cmpint (azud_adaptive_split (even, 8, 20, ends), ==, 4);
  for (int i = 0; i < 4; i++)
    g_assert_cmpint (ends[i], ==, 2 * (i + 1));
  g_assert_cmpint (azud_adaptive_split (even, 8, 1, ends), ==, 8);         /* no finer than maps */
  g_assert_cmpint (azud_adaptive_split (even, 8, 80, ends), ==, 1);
  g_assert_cmpint (azud_adaptive_split (even, 8, 1000, ends), ==, 1);
  g_assert_cmpint (ends[0], ==, 8);
  g_assert_cmpint (azud_adaptive_split (one, 5, 100, ends), ==, 1);        /* one map's rows stay together */
  g_assert_cmpint (ends[0], ==, 5);
  g_assert_cmpint (azud_adaptive_split (ends_empty, 5, 50, ends), ==, 2);  /* no run without rows */
  g_assert_cmpint (ends[0], ==, 1);
  g_assert_cmpint (ends[1], ==, 5);
  g_assert_cmpint (azud_adaptive_split (large_first, 6, 30, ends), ==, 3); /* the large one does not make those after it small */
  g_assert_cmpint (ends[0], ==, 1);
  g_assert_cmpint (ends[1], ==, 4);
  g_assert_cmpint (ends[2], ==, 6);
}

/* Whatever the sizes: the runs follow each other, cover all maps and have rows. */
static void
test_split_any (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (17);

  for (int round = 0; round < 20000; round++)
    {
      int64_t bytes[12], all = 0;
      int ends[12], n = g_rand_int_range (random, 1, 13), n_runs, from = 0;

      for (int i = 0; i < n; i++)
        all += bytes[i] = g_rand_int_range (random, 0, 3) == 0 ? 0 : g_rand_int_range (random, 0, 1000);
      n_runs = azud_adaptive_split (bytes, n, g_rand_int_range (random, 1, 3000), ends);
      g_assert_cmpint (n_runs, >=, 1);
      for (int r = 0; r < n_runs; r++)
        {
          int64_t sum = 0;

          g_assert_cmpint (ends[r], >, from);
          for (; from < ends[r]; from++)
            sum += bytes[from];
          g_assert_true (sum > 0 || all == 0);
        }
      g_assert_cmpint (from, ==, n);
    }
}

/* ---- joins ---- */

static const AzudJoinType types[] = { AZUD_JOIN_INNER, AZUD_JOIN_LEFT, AZUD_JOIN_RIGHT, AZUD_JOIN_FULL, AZUD_JOIN_SEMI, AZUD_JOIN_ANTI };

static void
check_side (AzudJoinType type,
            int64_t      left,
            int64_t      right,
            int          side,
            bool         shares)
{
  int64_t bytes[2] = { left, right };
  bool got = !shares;

  g_assert_cmpint (azud_adaptive_choose_side (type, 1, bytes, 10 * MIB, &got), ==, side);
  g_assert_cmpint (got, ==, shares);
}

static void
test_sides (void)
{
  /* [type] a small right side, a small left side: which is built, and whether it is one table */
  static const struct { int right_small, left_small; bool right_shares, left_shares; } expected[] = {
    [AZUD_JOIN_INNER] = { 1, 0, true, true }, [AZUD_JOIN_LEFT] = { 1, 1, true, false }, [AZUD_JOIN_RIGHT] = { 1, 0, false, true },
    [AZUD_JOIN_FULL] = { 1, 1, false, false }, [AZUD_JOIN_SEMI] = { 1, 1, true, false }, [AZUD_JOIN_ANTI] = { 1, 1, true, false },
  };

  for (gsize t = 0; t < G_N_ELEMENTS (types); t++)
    {
      check_side (types[t], 400 * MIB, 2 * MIB, expected[types[t]].right_small, expected[types[t]].right_shares);
      check_side (types[t], 2 * MIB, 400 * MIB, expected[types[t]].left_small, expected[types[t]].left_shares);
      check_side (types[t], 400 * MIB, 300 * MIB, 1, false);
    }
  check_side (AZUD_JOIN_INNER, 5000 * MIB, 10 * MIB, 1, true);            /* up to the threshold */
  check_side (AZUD_JOIN_INNER, 5000 * MIB, 10 * MIB + 1, 1, false);
  check_side (AZUD_JOIN_INNER, 50 * MIB, 9 * MIB, 1, false);              /* too much for one thread beside so few rows */
  check_side (AZUD_JOIN_INNER, 1 * MIB, 1 * MIB, 1, true);                /* nothing to speak of */
  check_side (AZUD_JOIN_INNER, 20 * MIB, 81 * MIB, 0, false);             /* the smaller one, table by table */
  check_side (AZUD_JOIN_INNER, 20 * MIB, 80 * MIB, 1, false);
  check_side (AZUD_JOIN_LEFT, 20 * MIB, 81 * MIB, 1, false);
}

static void
test_never (void)
{
  for (gsize t = 0; t < G_N_ELEMENTS (types); t++)
    {
      int64_t bytes[2] = { 100, 0 };
      bool shares = true;

      g_assert_cmpint (azud_adaptive_choose_side (types[t], 1, bytes, -1, &shares), ==, 1);
      g_assert_false (shares);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operators/adaptive/target", test_target);
  g_test_add_func ("/operators/adaptive/coalesce", test_coalesce);
  g_test_add_func ("/operators/adaptive/skew", test_skew);
  g_test_add_func ("/operators/adaptive/split", test_split);
  g_test_add_func ("/operators/adaptive/split-any", test_split_any);
  g_test_add_func ("/operators/adaptive/sides", test_sides);
  g_test_add_func ("/operators/adaptive/never", test_never);
  return g_test_run ();
}
