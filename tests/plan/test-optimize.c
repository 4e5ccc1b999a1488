/* test-optimize.c: each rule with its golden text, and what it must not do
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan-text.h"

#include "expr/function.h"

#include <string.h>

#define AB "a int, b int"
#define L  text_input ("l", "k int, a int")
#define R  text_input ("r", "k int, b int")

static AzudPlan *
in (void)
{
  return text_input ("in", AB);
}

/* ---- idioms ---- */

static void
test_sample (void)
{
  AzudPlan *input = in ();

  text_expect_optimized (azud_plan_sample (input, 0.25, 7, &(int) { 0 }, 1), NULL,
                         "Filter (pmod(xxhash64(7L, a), 1000000L) < 250000L)\n  Input in");
  azud_plan_unref (input);
}

static void
test_fill_nulls (void)
{
  AzudPlan *input = text_input ("in", "a int, d double, s string");
  AzudExpr *zero = azud_expr_new_integer (0, azud_dtype_get (AZUD_DTYPE_INT));

  text_expect_optimized (azud_plan_fill_nulls (input, (int[]) { 0, 1 }, 2, zero), NULL,
                         "Project [coalesce(a, 0) AS a, coalesce(nanvl(d, NULL), 0.0D) AS d, s]\n  Input in");
  azud_expr_unref (zero);
  azud_plan_unref (input);
}

static void
test_drop_nulls (void)
{
  AzudPlan *input = text_input ("in", "a int, d double");

  text_expect_optimized (azud_plan_drop_nulls (input, NULL, 0, false), NULL, "Filter (isnotnull(a) AND isnotnull(d) AND NOT isnan(d))\n  Input in");
  text_expect_optimized (azud_plan_drop_nulls (input, NULL, 0, true), NULL, "Filter (isnotnull(a) OR isnotnull(d) AND NOT isnan(d))\n  Input in");
  azud_plan_unref (input);
}

static void
test_deduplicate (void)
{
  AzudPlan *input = in ();

  text_expect_optimized (azud_plan_deduplicate (input, &(int) { 1 }, 1), NULL,
                         "Project [a, b]\n  Aggregate keys=[b] values=[first(a) AS a]\n    Input in");
  text_expect_optimized (azud_plan_deduplicate (input, NULL, 0), NULL, "Aggregate keys=[a, b] values=[]\n  Input in");
  azud_plan_unref (input);
}

static void
test_using (void)
{
  text_expect_optimized (text_join_using (L, R, AZUD_JOIN_LEFT, "k"), NULL,
                         "Project [k, a, b]\n  Join left on (left.k = right.k)\n    Input l\n    Input r");
  text_expect_optimized (text_join_using (L, R, AZUD_JOIN_FULL, "k"), NULL,
                         "Project [coalesce(k, k) AS k, a, b]\n  Join full on (left.k = right.k)\n    Input l\n    Input r");
}

static void
test_distinct (void)
{
  text_expect_optimized (text_aggregate (in (), "a", "count(DISTINCT b) AS n"), NULL,
                         "Aggregate keys=[a] values=[count(distinct0) AS n]\n"
                         "  Aggregate keys=[a, b AS distinct0] values=[]\n"
                         "    Input in");
  text_expect_optimized (text_aggregate (in (), "", "count(DISTINCT b) AS n, count(a) AS m"), NULL,
                         "Project [n, m]\n"
                         "  Join cross\n"
                         "    Aggregate keys=[] values=[count(a) AS m]\n"
                         "      Input in #1\n"
                         "    Aggregate keys=[] values=[count(distinct0) AS n]\n"
                         "      Aggregate keys=[b AS distinct0] values=[]\n"
                         "        [see #1]");
  text_expect_optimized (text_aggregate (in (), "a", "count(DISTINCT b) AS n"), "expand-distinct",
                         "Aggregate keys=[a] values=[count(DISTINCT b) AS n]\n  Input in");
}

/* ---- expressions ---- */

static void
test_fold (void)
{
  text_expect_optimized (text_filter (in (), "a > 1 + 2"), NULL, "Filter (a > 3)\n  Input in");
  text_expect_optimized (text_filter (in (), "a > 1 + 2"), "fold-constants", "Filter (a > 1 + 2)\n  Input in");
  /* what raises is left for the row that meets it */
  text_expect_optimized (text_filter (in (), "a > 1 / 0"), NULL, "Filter (CAST(a AS DOUBLE) > 1.0D / 0.0D)\n  Input in");
}

static void
test_booleans (void)
{
  text_expect_optimized (text_filter (in (), "true AND a > 1"), NULL, "Filter (a > 1)\n  Input in");
  text_expect_optimized (text_filter (in (), "true AND a > 1"), "simplify-booleans", "Filter (TRUE AND a > 1)\n  Input in");
  text_expect_optimized (text_filter (in (), "NOT NOT (a > 1)"), NULL, "Filter (a > 1)\n  Input in");
  text_expect_optimized (text_filter (in (), "a > 1 OR a > 1"), NULL, "Filter (a > 1)\n  Input in");
}

static void
test_remove_filter (void)
{
  text_expect_optimized (text_filter (in (), "1 = 1"), NULL, "Input in");
  text_expect_optimized (text_filter (in (), "1 = 2"), NULL, "Values [a, b]");
  text_expect_optimized (text_filter (in (), "NULL"), NULL, "Values [a, b]");
  text_expect_optimized (text_filter (in (), "1 = 1"), "remove-filter", "Filter (TRUE)\n  Input in");
}

/* ---- filters ---- */

static void
test_merge_filters (void)
{
  text_expect_optimized (text_filter (text_filter (in (), "a > 1"), "b > 2"), NULL, "Filter (a > 1 AND b > 2)\n  Input in");
  text_expect_optimized (text_filter (text_filter (in (), "a > 1"), "b > 2"), "merge-filters", "Filter (b > 2)\n  Filter (a > 1)\n    Input in");
  /* each keeps the node an error would name */
  text_expect_optimized (text_filter (text_filter (in (), "a > 1"), "b + 1 > 2"), NULL, "Filter (b + 1 > 2)\n  Filter (a > 1)\n    Input in");
}

static void
test_push_project (void)
{
  text_expect_optimized (text_filter (text_project (in (), "a AS x, b"), "x > 1"), NULL, "Project [a AS x, b]\n  Filter (a > 1)\n    Input in");
  text_expect_optimized (text_filter (text_project (in (), "a AS x, b"), "x > 1"), "push-filter-project",
                         "Filter (x > 1)\n  Project [a AS x, b]\n    Input in");
  /* a + 1 can raise: it is not computed a second time elsewhere */
  text_expect_optimized (text_filter (text_project (in (), "a + 1 AS x, b"), "x > 1 AND b > 2"), NULL,
                         "Filter (x > 1)\n  Project [(a + 1) AS x, b]\n    Filter (b > 2)\n      Input in");
}

static void
test_push_random (void)
{
  if (azud_function_lookup ("rand") == NULL)
    {
      g_test_skip ("the language has no function that is not deterministic yet");
      return;
    }
  text_expect_optimized (text_filter (text_project (in (), "rand(1) AS x"), "x > 0.5D"), NULL,
                         "Filter (x > 0.5D)\n  Project [rand(1) AS x]\n    Input in");
}

static void
test_push_union (void)
{
  text_expect_optimized (text_filter (text_union (in (), text_input ("other", AB)), "a > 1"), NULL,
                         "Union\n  Filter (a > 1)\n    Input in\n  Filter (a > 1)\n    Input other");
  text_expect_optimized (text_filter (text_union (in (), text_input ("other", AB)), "a > 1"), "push-filter-union",
                         "Filter (a > 1)\n  Union\n    Input in\n    Input other");
}

static void
test_push_aggregate (void)
{
  text_expect_optimized (text_filter (text_aggregate (in (), "a", "count(b) AS n"), "a > 1 AND n > 2"), NULL,
                         "Filter (n > 2L)\n  Aggregate keys=[a] values=[count(b) AS n]\n    Filter (a > 1)\n      Input in");
}

static void
test_push_sort (void)
{
  text_expect_optimized (text_filter (text_sort (in (), "a", true), "b > 1"), NULL, "Sort [a DESC]\n  Filter (b > 1)\n    Input in");
  text_expect_optimized (text_filter (text_limit (text_sort (in (), "a", true), 5, 0), "b > 1"), NULL,
                         "Filter (b > 1)\n  TopN 5 [a DESC]\n    Input in");
  text_expect_optimized (text_filter (text_window (in (), "a", "b", "count(b) AS n"), "a > 1 AND n > 2"), NULL,
                         "Filter (n > 2L)\n  Window partition=[a] order=[b] values=[count(b) AS n]\n    Filter (a > 1)\n      Input in");
}

static void
test_push_join (void)
{
  text_expect_optimized (text_filter (text_join (L, R, AZUD_JOIN_INNER, "left.k = right.k"), "a > 1 AND b > 2"), NULL,
                         "Join inner on (left.k = right.k)\n  Filter (a > 1)\n    Input l\n  Filter (b > 2)\n    Input r");
  text_expect_optimized (text_filter (text_join (L, R, AZUD_JOIN_LEFT, "left.k = right.k"), "a > 1 AND b IS NULL"), NULL,
                         "Filter (b IS NULL)\n  Join left on (left.k = right.k)\n    Filter (a > 1)\n      Input l\n    Input r");
  text_expect_optimized (text_filter (text_join (L, R, AZUD_JOIN_FULL, "left.k = right.k"), "a IS NULL"), NULL,
                         "Filter (a IS NULL)\n  Join full on (left.k = right.k)\n    Input l\n    Input r");
  text_expect_optimized (text_filter (text_join (L, R, AZUD_JOIN_CROSS, NULL), "a = b"), NULL,
                         "Join inner on (left.a = right.b)\n  Input l\n  Input r");
  text_expect_optimized (text_filter (text_join (L, R, AZUD_JOIN_SEMI, "left.k = right.k"), "a > 1"), NULL,
                         "Join semi on (left.k = right.k)\n  Filter (a > 1)\n    Input l\n  Project [k]\n    Input r");
  /* the join guards a + 1 */
  text_expect_optimized (text_filter (text_join (L, R, AZUD_JOIN_INNER, "left.k = right.k"), "a + 1 > 1"), NULL,
                         "Filter (a + 1 > 1)\n  Join inner on (left.k = right.k)\n    Input l\n    Input r");
}

static void
test_join_condition (void)
{
  text_expect_optimized (text_join (L, R, AZUD_JOIN_LEFT, "left.k = right.k AND a > 1 AND b > 2"), NULL,
                         "Join left on (left.k = right.k AND left.a > 1)\n  Input l\n  Filter (b > 2)\n    Input r");
  text_expect_optimized (text_join (L, R, AZUD_JOIN_INNER, "left.k = right.k AND a > 1"), "push-join-condition",
                         "Join inner on (left.k = right.k AND left.a > 1)\n  Input l\n  Input r");
}

static void
test_outer_to_inner (void)
{
  text_expect_optimized (text_filter (text_join (L, R, AZUD_JOIN_LEFT, "left.k = right.k"), "b > 2"), NULL,
                         "Join inner on (left.k = right.k)\n  Input l\n  Filter (b > 2)\n    Input r");
  text_expect_optimized (text_filter (text_join (L, R, AZUD_JOIN_FULL, "left.k = right.k"), "a IS NOT NULL"), NULL,
                         "Join left on (left.k = right.k)\n  Filter (a IS NOT NULL)\n    Input l\n  Input r");
  text_expect_optimized (text_filter (text_join (L, R, AZUD_JOIN_LEFT, "left.k = right.k"), "b > 2"), "outer-to-inner",
                         "Filter (b > 2)\n  Join left on (left.k = right.k)\n    Input l\n    Input r");
}

static void
test_push_scan (void)
{
  text_expect_optimized (text_filter (text_scan ("t.csv", AB), "a > 1 AND b + 1 > 2"), NULL,
                         "Filter (b + 1 > 2)\n  Scan csv \"t.csv\" [a, b] filter=(a > 1)");
  /* a remainder by a number that is not zero cannot raise */
  text_expect_optimized (text_filter (text_scan ("t.csv", AB), "a % 2 = 0 AND a % b = 0"), NULL,
                         "Filter (a % b = 0)\n  Scan csv \"t.csv\" [a, b] filter=(a % 2 = 0)");
  text_expect_optimized (text_filter (text_scan ("t.csv", AB), "a > 1"), "push-filter-scan", "Filter (a > 1)\n  Scan csv \"t.csv\" [a, b]");
  text_expect_optimized (text_filter (text_rejecting_scan ("t.csv", AB), "a > 1"), NULL, "Filter (a > 1)\n  Scan csv \"t.csv\" [a, b] rejects");
}

static void
test_shared_stays (void)
{
  AzudPlan *shared = text_project (text_scan ("t.csv", AB), "a AS x");
  AzudPlan *left = text_filter (azud_plan_ref (shared), "x > 1");

  text_expect_optimized (text_union (left, shared), NULL, "Union\n  Filter (x > 1)\n    Project [a AS x] #1\n      Scan csv \"t.csv\" [a]\n  [see #1]");
}

/* ---- projections ---- */

static void
test_projects (void)
{
  text_expect_optimized (text_project (text_project (in (), "a AS x, b AS y"), "y AS z"), NULL, "Project [b AS z]\n  Input in");
  text_expect_optimized (text_project (text_project (in (), "a AS x, b AS y"), "y AS z"), "merge-projects",
                         "Project [y AS z]\n  Project [b AS y]\n    Input in");
  text_expect_optimized (text_project (text_project (in (), "a + 1 AS x"), "x AS z"), NULL, "Project [x AS z]\n  Project [(a + 1) AS x]\n    Input in");
  text_expect_optimized (text_project (in (), "a, b"), NULL, "Input in");
  text_expect_optimized (text_project (in (), "a, b"), "remove-project", "Project [a, b]\n  Input in");
  text_expect_optimized (text_project (in (), "b, a"), NULL, "Project [b, a]\n  Input in");
}

static void
test_prune (void)
{
  const char *wide = "a int, b int, c string, d string";

  text_expect_optimized (text_project (text_scan ("t.csv", wide), "b"), NULL, "Scan csv \"t.csv\" [b]");
  text_expect_optimized (text_project (text_scan ("t.csv", wide), "b"), "prune-columns", "Project [b]\n  Scan csv \"t.csv\" [a, b, c, d]");
  text_expect_optimized (text_aggregate (text_scan ("t.csv", wide), "", "count(*) AS n"), NULL,
                         "Aggregate keys=[] values=[count(1) AS n]\n  Scan csv \"t.csv\" []");
  text_expect_optimized (text_project (text_rejecting_scan ("t.csv", wide), "b"), NULL, "Project [b]\n  Scan csv \"t.csv\" [a, b, c, d] rejects");
}

static void
test_prune_join (void)
{
  const char *wide = "a int, b int, c string, d string";
  AzudPlan   *join = text_join (text_filter (text_scan ("l.csv", wide), "d = 'x'"), text_scan ("r.csv", "e int, f int"), AZUD_JOIN_INNER, "left.a = right.e");

  text_expect_optimized (text_project (join, "c"), NULL,
                         "Project [c]\n"
                         "  Join inner on (left.a = right.e)\n"
                         "    Project [a, c]\n"
                         "      Scan csv \"l.csv\" [a, c, d] filter=(d = 'x')\n"
                         "    Scan csv \"r.csv\" [e]");
}

static void
test_prune_others (void)
{
  text_expect_optimized (text_project (text_window (text_scan ("t.csv", "a int, b int, c int"), "a", "b", "count(b) AS n"), "c"), NULL,
                         "Scan csv \"t.csv\" [c]");
  text_expect_optimized (text_project (text_aggregate (text_scan ("t.csv", "a int, b int, c int"), "a", "sum(b) AS s, sum(c) AS t"), "t"), NULL,
                         "Project [t]\n  Aggregate keys=[a] values=[sum(c) AS t]\n    Scan csv \"t.csv\" [a, c]");
  text_expect_optimized (text_project (text_sort (text_scan ("t.csv", "a int, b int, c int"), "a", false), "c"), NULL,
                         "Project [c]\n  Sort [a]\n    Scan csv \"t.csv\" [a, c]");
}

/* Two users of one scan need different columns: it gives both, once. */
static void
test_prune_shared (void)
{
  AzudPlan *scan = text_scan ("t.csv", "a int, b int, c int");
  AzudPlan *left = text_project (azud_plan_ref (scan), "a");
  AzudPlan *right = text_project (scan, "b");

  text_expect_optimized (text_union (left, right), NULL,
                         "Union\n  Project [a]\n    Scan csv \"t.csv\" [a, b] #1\n  Project [b]\n    [see #1]");

  /* The right side, of which nothing is read, takes what the left one reads, not the narrowest column. */
  scan = text_scan ("t.csv", "a boolean, b int, c int");
  text_expect_optimized (text_project (text_join (azud_plan_ref (scan), scan, AZUD_JOIN_ANTI, "left.b = 1 OR left.c = 2"), "b"), NULL,
                         "Project [b]\n  Join anti on (left.b = 1 OR left.c = 2)\n    Scan csv \"t.csv\" [b, c] #1\n    Project [b]\n      [see #1]");
}

/* ---- limits ---- */

static void
test_limits (void)
{
  text_expect_optimized (text_limit (text_limit (in (), 10, 2), 5, 1), NULL, "Limit 5 offset 3\n  Input in");
  text_expect_optimized (text_limit (text_limit (in (), 3, 0), 5, 1), NULL, "Limit 2 offset 1\n  Input in");
  text_expect_optimized (text_limit (text_limit (in (), 3, 0), 5, 0), "merge-limits", "Limit 5\n  Limit 3\n    Input in");
  text_expect_optimized (text_limit (in (), 0, 0), NULL, "Values [a, b]");
  text_expect_optimized (text_limit (text_project (in (), "a + 1 AS x"), 3, 0), NULL, "Project [(a + 1) AS x]\n  Limit 3\n    Input in");
  text_expect_optimized (text_limit (text_project (in (), "a + 1 AS x"), 3, 0), "push-limit-project",
                         "Limit 3\n  Project [(a + 1) AS x]\n    Input in");
  text_expect_optimized (text_limit (text_union (in (), text_scan ("t.csv", AB)), 3, 1), NULL,
                         "Limit 3 offset 1\n  Union\n    Limit 4 local\n      Input in\n    Limit 4 local\n      Scan csv \"t.csv\" [a, b] limit=4");
  text_expect_optimized (text_limit (text_scan ("t.csv", AB), 3, 0), NULL, "Limit 3\n  Scan csv \"t.csv\" [a, b] limit=3");
  text_expect_optimized (text_limit (text_rejecting_scan ("t.csv", AB), 3, 0), NULL, "Limit 3\n  Scan csv \"t.csv\" [a, b] rejects");
}

static void
test_top_n (void)
{
  text_expect_optimized (text_limit (text_sort (in (), "a", true), 3, 0), NULL, "TopN 3 [a DESC]\n  Input in");
  text_expect_optimized (text_limit (text_sort (in (), "a", true), 3, 2), NULL, "Limit 3 offset 2\n  TopN 5 [a DESC]\n    Input in");
  text_expect_optimized (text_limit (text_sort (in (), "a", true), 3, 0), "top-n", "Limit 3\n  Sort [a DESC]\n    Input in");
  text_expect_optimized (text_limit (text_sort (in (), "a", true), 100000, 0), NULL, "Limit 100000\n  Sort [a DESC]\n    Input in");
}

static void
test_remove_sort (void)
{
  text_expect_optimized (text_aggregate (text_sort (in (), "a", true), "b", "max(a) AS m"), NULL, "Aggregate keys=[b] values=[max(a) AS m]\n  Input in");
  text_expect_optimized (text_aggregate (text_sort (in (), "a", true), "b", "first(a) AS m"), NULL,
                         "Aggregate keys=[b] values=[first(a) AS m]\n  Sort [a DESC]\n    Input in");
}

static void
test_remove_empty (void)
{
  text_expect_optimized (text_sort (text_filter (in (), "false"), "a", false), NULL, "Values [a, b]");
  text_expect_optimized (text_join (text_filter (L, "false"), R, AZUD_JOIN_LEFT, "left.k = right.k"), NULL, "Values [k, a, k, b]");
  text_expect_optimized (text_aggregate (text_filter (in (), "false"), "", "count(a) AS n"), NULL, "Aggregate keys=[] values=[count(a) AS n]\n  Values [a, b]");
}

/* ---- taps ---- */

static void
test_taps (void)
{
  AzudPlan             *scan = azud_plan_with_origin (text_scan ("t.csv", AB), "read", "out", "Read");
  AzudPlan             *project = azud_plan_with_origin (text_project (scan, "a AS x"), "shape", "out", "Shape");
  AzudPlan             *keep = azud_plan_with_origin (text_filter (project, "x > 1"), "keep", "out", "Keep");
  AzudPlan             *more = azud_plan_with_origin (text_filter (keep, "x > 2"), "more", "out", "More");
  g_autoptr (GPtrArray) made = azud_optimize (&more, 1, NULL, NULL);
  AzudPlan             *root = g_ptr_array_index (made, 0);
  AzudTapKind           kind = AZUD_TAP_MERGED;

  text_expect (root, "Project [a AS x]\n  Scan csv \"t.csv\" [a] filter=(a > 1 AND a > 2)");
  g_assert_true (azud_plan_find_tap (&root, 1, "read", "out", &kind) == root->inputs[0]);
  g_assert_cmpint (kind, ==, AZUD_TAP_ROWS_READ);
  g_assert_nonnull (azud_plan_find_tap (&root, 1, "shape", "out", &kind));
  g_assert_cmpint (kind, ==, AZUD_TAP_ROWS_READ);
  g_assert_nonnull (azud_plan_find_tap (&root, 1, "keep", "out", &kind));
  g_assert_cmpint (kind, ==, AZUD_TAP_MERGED);
  g_assert_nonnull (azud_plan_find_tap (&root, 1, "more", "out", &kind));
  g_assert_cmpint (kind, ==, AZUD_TAP_ROWS);
  azud_plan_unref (more);
}

/* ---- size ---- */

#define DEEP 100000

static void
expect_quick (AzudPlan *plan, guint at_most)
{
  gint64                start = g_get_monotonic_time ();
  g_autoptr (GPtrArray) made = azud_optimize (&plan, 1, NULL, NULL);
  g_autoptr (GPtrArray) walk = azud_plan_walk ((AzudPlan *const *) made->pdata, 1);

  g_test_message ("%.3f s, %u operators left", (double) (g_get_monotonic_time () - start) / 1e6, walk->len);
  g_assert_cmpuint (walk->len, <=, at_most);
  azud_plan_unref (plan);
}

static void
test_deep (void)
{
  AzudPlan *limits = in (), *filters = in (), *mixed = text_scan ("t.csv", AB);

  for (int i = 0; i < DEEP; i++)
    limits = text_limit (limits, DEEP - i, 0);
  expect_quick (limits, 2);
  for (int i = 0; i < DEEP; i++)
    filters = text_filter (filters, "a > 1");
  expect_quick (filters, DEEP + 1);
  for (int i = 0; i < DEEP / 2; i++)
    mixed = text_filter (text_project (mixed, "b AS a, a AS b"), "a > 1");
  expect_quick (mixed, DEEP + 1);
}

/* The same with edges that are counted: those of all the operators that are merged are still there. */
static void
test_deep_taps (void)
{
  AzudPlan *plan = text_scan ("t.csv", AB);
  guint     n = 0;

  for (int i = 0; i < DEEP; i++)
    {
      g_autofree char *node = g_strdup_printf ("step-%d", i);

      plan = azud_plan_with_origin (i % 2 == 0 ? text_project (plan, "b AS a, a AS b") : text_filter (plan, "a > 1"), node, "out", NULL);
    }
  {
    g_autoptr (GPtrArray) made = azud_optimize (&plan, 1, NULL, NULL);
    g_autoptr (GPtrArray) walk = azud_plan_walk ((AzudPlan *const *) made->pdata, 1);

    for (guint i = 0; i < walk->len; i++)
      {
        g_autoptr (GArray) taps = azud_plan_list_taps (g_ptr_array_index (walk, i));

        n += taps->len;
      }
  }
  g_assert_cmpuint (n, ==, DEEP);
  azud_plan_unref (plan);
}

static void
test_diamonds (void)
{
  AzudPlan *plan = in ();

  for (int i = 0; i < 40; i++)
    plan = text_union (plan, azud_plan_ref (plan));
  expect_quick (text_filter (plan, "a > 1"), 200);
}

static void
test_rule_table (void)
{
  const AzudRule *rules = azud_optimizer_rules ();

  for (int i = 0; rules[i].name != NULL; i++)
    {
      g_assert_nonnull (rules[i].summary);
      g_assert_true ((rules[i].apply != NULL) != (rules[i].apply_whole != NULL));
      for (int k = 0; k < i; k++)
        g_assert_cmpstr (rules[i].name, !=, rules[k].name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/rules/expand-sample", test_sample);
  g_test_add_func ("/plan/rules/expand-fill-nulls", test_fill_nulls);
  g_test_add_func ("/plan/rules/expand-drop-nulls", test_drop_nulls);
  g_test_add_func ("/plan/rules/expand-deduplicate", test_deduplicate);
  g_test_add_func ("/plan/rules/expand-using", test_using);
  g_test_add_func ("/plan/rules/expand-distinct", test_distinct);
  g_test_add_func ("/plan/rules/fold-constants", test_fold);
  g_test_add_func ("/plan/rules/simplify-booleans", test_booleans);
  g_test_add_func ("/plan/rules/remove-filter", test_remove_filter);
  g_test_add_func ("/plan/rules/merge-filters", test_merge_filters);
  g_test_add_func ("/plan/rules/push-filter-project", test_push_project);
  g_test_add_func ("/plan/rules/push-filter-project-random", test_push_random);
  g_test_add_func ("/plan/rules/push-filter-union", test_push_union);
  g_test_add_func ("/plan/rules/push-filter-aggregate", test_push_aggregate);
  g_test_add_func ("/plan/rules/push-filter-sort", test_push_sort);
  g_test_add_func ("/plan/rules/push-filter-join", test_push_join);
  g_test_add_func ("/plan/rules/push-join-condition", test_join_condition);
  g_test_add_func ("/plan/rules/outer-to-inner", test_outer_to_inner);
  g_test_add_func ("/plan/rules/push-filter-scan", test_push_scan);
  g_test_add_func ("/plan/rules/shared", test_shared_stays);
  g_test_add_func ("/plan/rules/projects", test_projects);
  g_test_add_func ("/plan/rules/prune-columns", test_prune);
  g_test_add_func ("/plan/rules/prune-columns-join", test_prune_join);
  g_test_add_func ("/plan/rules/prune-columns-others", test_prune_others);
  g_test_add_func ("/plan/rules/prune-columns-shared", test_prune_shared);
  g_test_add_func ("/plan/rules/limits", test_limits);
  g_test_add_func ("/plan/rules/top-n", test_top_n);
  g_test_add_func ("/plan/rules/remove-sort", test_remove_sort);
  g_test_add_func ("/plan/rules/remove-empty", test_remove_empty);
  g_test_add_func ("/plan/optimize/taps", test_taps);
  g_test_add_func ("/plan/optimize/deep", test_deep);
  g_test_add_func ("/plan/optimize/T126-deep-taps", test_deep_taps);
  g_test_add_func ("/plan/optimize/diamonds", test_diamonds);
  g_test_add_func ("/plan/optimize/table", test_rule_table);
  return g_test_run ();
}
