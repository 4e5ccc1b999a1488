/* test-print.c: schemas, texts, walks and fingerprints of plans
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan-text.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_examples (void)
{
  g_autoptr (AzudPlan) filter = text_filter (text_input ("in", "id int, amount int"), "amount >= 100");
  g_autoptr (AzudPlan) project = text_project (text_input ("in", "id int, amount int"), "id, amount * 2 AS double");
  g_autoptr (AzudPlan) grouped = text_aggregate (text_input ("in", "carrier string, delay double"), "carrier", "avg(delay) AS mean");
  g_autoptr (AzudPlan) joined = text_join (text_input ("l", "a int"), text_input ("r", "b int"), AZUD_JOIN_INNER, "left.a = right.b");

  text_expect (filter, "Filter (amount >= 100)\n  Input in");
  text_expect (project, "Project [id, (amount * 2) AS double]\n  Input in");
  text_expect (grouped, "Aggregate keys=[carrier] values=[avg(delay) AS mean]\n  Input in");
  text_expect (joined, "Join inner on (left.a = right.b)\n  Input l\n  Input r");
}

static void
test_names (void)
{
  AzudField            field = { "a b", azud_dtype_get (AZUD_DTYPE_INT), true };
  AzudSchema          *schema = azud_schema_new (&field, 1);
  AzudPlan            *in = azud_plan_input ("my in", schema);
  g_autoptr (AzudPlan) plan = text_project (in, "`a b`, `a b` AS `x``y`");

  text_expect (plan, "Project [`a b`, `a b` AS `x``y`]\n  Input `my in`");
  azud_schema_unref (schema);
}

static void
test_shared (void)
{
  g_autoptr (AzudPlan) in = text_filter (text_input ("in", "a int"), "a > 1");
  g_autoptr (AzudPlan) both = text_union (azud_plan_ref (in), azud_plan_ref (in));

  text_expect (both, "Union\n  Filter (a > 1) #1\n    Input in\n  [see #1]");
}

/* ---- schemas ---- */

static void
expect_schema (AzudPlan *plan, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < plan->schema->n_fields; i++)
    {
      char type[100];

      azud_dtype_print (plan->schema->fields[i].type, type, sizeof type);
      g_string_append_printf (text, "%s%s %s%s", i > 0 ? ", " : "", plan->schema->fields[i].name, type,
                              plan->schema->fields[i].nullable ? "" : " not null");
    }
  g_assert_cmpstr (text->str, ==, expected);
  azud_plan_unref (plan);
}

static AzudPlan *
two (AzudJoinType type)
{
  return text_join (text_input ("l", "k int not null, a int not null"), text_input ("r", "k int not null, b int not null"), type,
                    "left.k = right.k");
}

static AzudPlan *
two_using (AzudJoinType type)
{
  return text_join_using (text_input ("l", "a int not null, k int not null"), text_input ("r", "k int not null, b int not null"), type, "k");
}

static void
test_join_schemas (void)
{
  expect_schema (two (AZUD_JOIN_INNER), "k int not null, a int not null, k int not null, b int not null");
  expect_schema (two (AZUD_JOIN_LEFT), "k int not null, a int not null, k int, b int");
  expect_schema (two (AZUD_JOIN_RIGHT), "k int, a int, k int not null, b int not null");
  expect_schema (two (AZUD_JOIN_FULL), "k int, a int, k int, b int");
  expect_schema (two (AZUD_JOIN_SEMI), "k int not null, a int not null");
  expect_schema (two (AZUD_JOIN_ANTI), "k int not null, a int not null");
  expect_schema (two_using (AZUD_JOIN_INNER), "k int not null, a int not null, b int not null");
  expect_schema (two_using (AZUD_JOIN_LEFT), "k int not null, a int not null, b int");
  expect_schema (two_using (AZUD_JOIN_RIGHT), "k int not null, a int, b int not null");
  expect_schema (two_using (AZUD_JOIN_FULL), "k int not null, a int, b int");
  expect_schema (two_using (AZUD_JOIN_SEMI), "k int not null, a int not null");
}

static void
test_union_schemas (void)
{
  AzudPlan *a = text_input ("a", "x int not null, y string not null");
  AzudPlan *b = text_input ("b", "y string, x bigint not null");
  AzudPlan *inputs[] = { a, b };
  AzudError error = AZUD_ERROR_INIT;
  AzudPlan *by_name = azud_plan_union (inputs, 2, true, false, false, &error);

  text_expect (by_name, "Union by name\n  Project [CAST(x AS BIGINT) AS x, y]\n    Input a\n  Project [x, y]\n    Input b");
  expect_schema (by_name, "x bigint not null, y string");
  azud_plan_unref (b);

  inputs[1] = b = text_input ("b", "z int");
  g_assert_null (azud_plan_union (inputs, 2, true, false, false, &error));
  g_assert_cmpstr (error.condition, ==, "UNRESOLVED_COLUMN_AMONG_FIELD_NAMES");
  azud_error_clear (&error);
  g_assert_null (azud_plan_union (inputs, 2, false, false, false, &error));
  g_assert_cmpstr (error.condition, ==, "NUM_COLUMNS_MISMATCH");
  azud_error_clear (&error);
  by_name = azud_plan_union (inputs, 2, true, true, false, &error);
  expect_schema (by_name, "x int, y string, z int");
  azud_plan_unref (b);

  inputs[1] = b = text_input ("b", "x boolean, y string");
  g_assert_null (azud_plan_union (inputs, 2, false, false, false, &error));
  g_assert_cmpstr (error.condition, ==, "INCOMPATIBLE_COLUMN_TYPE");
  azud_plan_unref (a);
  azud_plan_unref (b);
}

static void
test_other_schemas (void)
{
  AzudPlan *in = text_input ("in", "a int, b string");
  AzudExpr *zero = azud_expr_new_integer (0, azud_dtype_get (AZUD_DTYPE_INT));
  AzudPlan *filled = azud_plan_fill_nulls (in, &(int) { 0 }, 1, zero);

  expect_schema (filled, "a int not null, b string");
  expect_schema (azud_plan_range ("id", 0, 10, 1), "id bigint not null");
  azud_expr_unref (zero);
  azud_plan_unref (in);
  in = text_scan ("/none.csv", "a int");
  expect_schema (azud_plan_rejects (in), "file string not null, line bigint not null, column string, condition string not null, "
                                         "message string not null, record string");
  azud_plan_unref (in);
  expect_schema (text_aggregate (text_input ("in", "k int not null, v int"), "k", "count(v) AS n"), "k int not null, n bigint not null");
}

/* ---- size ---- */

#define DEEP 100000

static void
test_deep (void)
{
  AzudPlan             *plan = text_input ("in", "a int");
  g_autoptr (GPtrArray) walk = NULL;
  g_autofree char      *text = NULL;
  g_autofree char      *print = NULL;

  for (int i = 0; i < DEEP; i++)
    plan = text_limit (plan, i, 0);
  walk = azud_plan_walk (&plan, 1);
  g_assert_cmpuint (walk->len, ==, DEEP + 1);
  g_assert_true (g_ptr_array_index (walk, DEEP) == plan);
  text = azud_plan_fingerprint (plan);
  g_assert_cmpuint (strlen (text), ==, 32);
  print = azud_plan_print (&plan, 1);
  g_assert_nonnull (strstr (print, "@99999 Limit 0"));
  g_assert_cmpint (azud_plan_estimate_bytes (plan), ==, 0);
  azud_plan_unref (plan);
}

/* 2^40 paths, 80 operators. */
static void
test_diamonds (void)
{
  AzudPlan              *plan = text_input ("in", "a int");
  g_autoptr (GPtrArray)  walk = NULL;
  g_autofree char       *text = NULL;
  g_autofree char       *dot = NULL;

  for (int i = 0; i < 40; i++)
    plan = text_union (plan, azud_plan_ref (plan));
  walk = azud_plan_walk (&plan, 1);
  g_assert_cmpuint (walk->len, ==, 41);
  text = azud_plan_print (&plan, 1);
  g_assert_cmpuint (strlen (text), <, 10000);
  dot = azud_plan_print_dot (&plan, 1);
  g_assert_nonnull (strstr (dot, "n0 -> n1;"));
  azud_plan_unref (plan);
}

/* ---- fingerprints ---- */

static void
expect_keys (AzudPlan *a, AzudPlan *b, bool equal)
{
  g_autofree char *x = azud_plan_fingerprint (a);
  g_autofree char *y = azud_plan_fingerprint (b);

  if (equal)
    g_assert_cmpstr (x, ==, y);
  else
    g_assert_cmpstr (x, !=, y);
  azud_plan_unref (a);
  azud_plan_unref (b);
}

static void
test_fingerprints (void)
{
  const char *columns = "a int, b int";

  expect_keys (text_filter (text_input ("in", columns), "a > 1"), text_filter (text_input ("in", columns), "a > 1"), true);
  expect_keys (text_filter (text_input ("in", columns), "a > 1"), text_filter (text_input ("in", columns), "a > 2"), false);
  expect_keys (text_filter (text_input ("in", columns), "a > 1"), text_filter (text_input ("in", columns), "b > 1"), false);
  expect_keys (text_limit (text_input ("in", columns), 1, 0), text_limit (text_input ("in", columns), 1, 1), false);
  expect_keys (text_input ("in", columns), text_input ("in", "a int, b bigint"), false);
  expect_keys (text_sort (text_input ("in", columns), "a", false), text_sort (text_input ("in", columns), "a", true), false);
}

static void
test_origin_does_not_count (void)
{
  AzudPlan *plain = text_input ("in", "a int");
  AzudPlan *named = azud_plan_with_origin (text_input ("in", "a int"), "node", "out", "Label");

  expect_keys (plain, named, true);
}

static void
test_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("azud-plan-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "a.csv", NULL);
  g_autofree char *pattern = g_build_filename (folder, "*.csv", NULL);
  g_autofree char *before = NULL, *again = NULL, *after = NULL, *in_folder = NULL;
  AzudPlan        *plan;

  g_assert_true (g_file_set_contents (file, "a\n1\n", -1, NULL));
  plan = text_scan (pattern, "a int");
  before = azud_plan_fingerprint (plan);
  again = azud_plan_fingerprint (plan);
  g_assert_cmpstr (before, ==, again);
  g_assert_true (g_file_set_contents (file, "a\n1\n2\n", -1, NULL));
  after = azud_plan_fingerprint (plan);
  g_assert_cmpstr (before, !=, after);
  azud_plan_unref (plan);

  plan = text_scan (folder, "a int");
  in_folder = azud_plan_fingerprint (plan);
  g_free (g_steal_pointer (&after));
  g_assert_true (g_file_set_contents (file, "a\n3\n2\n1\n", -1, NULL));
  after = azud_plan_fingerprint (plan);
  g_assert_cmpstr (in_folder, !=, after);
  azud_plan_unref (plan);
  g_remove (file);
  g_rmdir (folder);
}

static void
test_volatile (void)
{
  g_autoptr (AzudPlan) plan = text_project (text_input ("in", "a int"), "current_timestamp() AS now");
  g_autofree char     *once = azud_plan_fingerprint (plan);
  g_autofree char     *twice = azud_plan_fingerprint (plan);

  g_assert_cmpstr (once, !=, twice);
}

/* ---- taps ---- */

static void
test_origin_and_taps (void)
{
  AzudPlan   *in = azud_plan_with_origin (text_input ("in", "a int"), "source", "out", "Source");
  AzudPlan   *plan = azud_plan_with_origin (text_filter (in, "a > 1"), "keep", "out", "Keep");
  AzudTapKind kind = AZUD_TAP_MERGED;

  g_assert_cmpstr (plan->origin.node, ==, "keep");
  g_assert_cmpstr (plan->inputs[0]->origin.label, ==, "Source");
  g_assert_true (azud_plan_find_tap (&plan, 1, "keep", "out", &kind) == plan);
  g_assert_cmpint (kind, ==, AZUD_TAP_ROWS);
  g_assert_true (azud_plan_find_tap (&plan, 1, "source", "out", &kind) == plan->inputs[0]);
  g_assert_null (azud_plan_find_tap (&plan, 1, "nobody", "out", &kind));
  azud_plan_unref (plan);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/print/examples", test_examples);
  g_test_add_func ("/plan/print/names", test_names);
  g_test_add_func ("/plan/print/shared", test_shared);
  g_test_add_func ("/plan/schema/join", test_join_schemas);
  g_test_add_func ("/plan/schema/union", test_union_schemas);
  g_test_add_func ("/plan/schema/other", test_other_schemas);
  g_test_add_func ("/plan/walk/deep", test_deep);
  g_test_add_func ("/plan/walk/diamonds", test_diamonds);
  g_test_add_func ("/plan/fingerprint/operators", test_fingerprints);
  g_test_add_func ("/plan/fingerprint/origin", test_origin_does_not_count);
  g_test_add_func ("/plan/fingerprint/files", test_files);
  g_test_add_func ("/plan/fingerprint/volatile", test_volatile);
  g_test_add_func ("/plan/taps/origin", test_origin_and_taps);
  return g_test_run ();
}
