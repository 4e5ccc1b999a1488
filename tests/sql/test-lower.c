/* test-lower.c: statements as plans
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/optimize.h"
#include "plan/print.h"
#include "sql/sql.h"

#include <string.h>

static AzudPlan *
table (const char *name, const char *a, AzudDtypeId a_type, const char *b, AzudDtypeId b_type)
{
  AzudField   fields[] = { { a, azud_dtype_get (a_type), true }, { b, azud_dtype_get (b_type), true } };
  AzudSchema *schema = azud_schema_new (fields, 2);
  AzudPlan   *plan = azud_plan_input (name, schema);

  azud_schema_unref (schema);
  return plan;
}

static AzudPlan *
lower (const char *sql, AzudError *error)
{
  AzudSqlTable tables[] = {
    { "t", table ("t", "a", AZUD_DTYPE_INT, "b", AZUD_DTYPE_INT) },
    { "u", table ("u", "a", AZUD_DTYPE_INT, "s", AZUD_DTYPE_STRING) },
  };
  AzudPlan *plan = azud_sql_lower (sql, tables, G_N_ELEMENTS (tables), NULL, 0, NULL, error);

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    azud_plan_unref (tables[i].plan);
  return plan;
}

static void
expect (const char *sql, const char *names, const char *text)
{
  AzudError            error = AZUD_ERROR_INIT;
  g_autoptr (AzudPlan) plan = lower (sql, &error);
  g_autoptr (GString)  have = g_string_new (NULL);
  g_autofree char     *printed = NULL;
  char                 message[1024] = "";

  if (plan == NULL)
    {
      azud_error_describe (&error, message, sizeof message);
      g_error ("%s: %s", sql, message);
    }
  printed = azud_plan_print (&plan, 1);
  g_assert_cmpstr (printed, ==, text);
  for (int i = 0; i < plan->schema->n_fields; i++)
    g_string_append_printf (have, "%s%s", i > 0 ? "|" : "", plan->schema->fields[i].name);
  g_assert_cmpstr (have->str, ==, names);
}

static void
expect_error (const char *sql, const char *condition)
{
  AzudError error = AZUD_ERROR_INIT;

  g_assert_null (lower (sql, &error));
  g_assert_cmpstr (error.condition, ==, condition);
}

static void
test_select (void)
{
  expect ("SELECT 1", "1", "Project [1 AS `1`]\n  Values [] ()");
  expect ("-- a comment\nSELECT 1 AS x, 'y' AS z;", "x|z", "Project [1 AS x, 'y' AS z]\n  Values [] ()");
  expect ("SELECT * FROM t", "a|b", "Project [a, b]\n  Input t");
  expect ("SELECT b + 1, A FROM t WHERE a > 1", "(b + 1)|A", "Project [(b + 1) AS `(b + 1)`, a AS A]\n  Filter (a > 1)\n    Input t");
  expect ("SELECT * EXCEPT (A) FROM t", "b", "Project [b]\n  Input t");
  expect ("SELECT x.a FROM t AS x", "a", "Project [a]\n  Input t");
  expect ("SELECT y FROM t AS x (y, z)", "y", "Project [y]\n  Project [a AS y, b AS z]\n    Input t");
  expect ("SELECT DISTINCT a FROM t", "a", "Deduplicate [a]\n  Project [a]\n    Input t");
  expect ("SELECT id FROM range(2, 5)", "id", "Project [id]\n  Range id from 2 to 5 by 1");
}

static void
test_group (void)
{
  expect ("SELECT a, sum(b) AS s FROM t GROUP BY a", "a|s", "Project [a, `sum(b)` AS s]\n  Aggregate keys=[a] values=[sum(b) AS `sum(b)`]\n    Input t");
  expect ("SELECT count(*) FROM t", "count(1)", "Project [`count(1)`]\n  Aggregate keys=[] values=[count(1) AS `count(1)`]\n    Input t");
  expect ("SELECT a + 1 AS x, max(b) + min(b) AS y FROM t GROUP BY x HAVING max(b) > 2", "x|y",
          "Project [`(a + 1)` AS x, (`max(b)` + `min(b)`) AS y]\n"
          "  Filter (`max(b)` > 2)\n"
          "    Aggregate keys=[(a + 1) AS `(a + 1)`] values=[max(b) AS `max(b)`, min(b) AS `min(b)`]\n"
          "      Input t");
  expect ("SELECT a, count(b) AS n FROM t GROUP BY 1", "a|n", "Project [a, `count(b)` AS n]\n  Aggregate keys=[a] values=[count(b) AS `count(b)`]\n    Input t");
  expect ("SELECT a, count(b) AS n FROM t GROUP BY ALL", "a|n", "Project [a, `count(b)` AS n]\n  Aggregate keys=[a] values=[count(b) AS `count(b)`]\n    Input t");
  expect_error ("SELECT a, b FROM t GROUP BY a", "MISSING_AGGREGATION");
  expect_error ("SELECT a FROM t GROUP BY 2", "GROUP_BY_POS_OUT_OF_RANGE");
  expect_error ("SELECT a FROM t GROUP BY sum(b)", "GROUP_BY_AGGREGATE");
}

static void
test_order (void)
{
  expect ("SELECT a FROM t ORDER BY a DESC NULLS FIRST LIMIT 3 OFFSET 1", "a",
          "Limit 3 offset 1\n  Sort [a DESC NULLS FIRST]\n    Project [a]\n      Input t");
  expect ("SELECT a FROM t ORDER BY b + 1", "a", "Project [a]\n  Sort [sort1]\n    Project [a, (b + 1) AS sort1]\n      Input t");
  expect ("SELECT a AS x FROM t ORDER BY 1, x", "x", "Sort [x, x]\n  Project [a AS x]\n    Input t");
  expect ("SELECT a FROM t GROUP BY a ORDER BY count(b)", "a",
          "Project [a]\n  Sort [sort1]\n    Project [a, `count(b)` AS sort1]\n      Aggregate keys=[a] values=[count(b) AS `count(b)`]\n        Input t");
  expect_error ("SELECT a FROM t ORDER BY 2", "ORDER_BY_POS_OUT_OF_RANGE");
  expect_error ("SELECT DISTINCT a FROM t ORDER BY b", "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION");
  expect_error ("SELECT a FROM t LIMIT -1", "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE");
}

static void
test_joins (void)
{
  expect ("SELECT t.a, s FROM t JOIN u ON t.a = u.a", "a|s", "Project [a, s]\n  Join inner on (left.a = right.a)\n    Input t\n    Input u");
  expect ("SELECT * FROM t LEFT JOIN u USING (a)", "a|b|s", "Project [a, b, s]\n  Join left using=[a] on (left.a = right.a)\n    Input t\n    Input u");
  expect ("SELECT * FROM t NATURAL JOIN u", "a|b|s", "Project [a, b, s]\n  Join inner using=[a] on (left.a = right.a)\n    Input t\n    Input u");
  expect ("SELECT b FROM t LEFT ANTI JOIN u ON t.a = u.a", "b", "Project [b]\n  Join anti on (left.a = right.a)\n    Input t\n    Input u");
  expect ("SELECT x.b, y.b FROM t x, t y WHERE x.a = y.b", "b|b", "Project [b, b]\n  Filter (a = b)\n    Join cross\n      Input t #1\n      [see #1]");
  expect_error ("SELECT a FROM t JOIN u ON t.a = u.a", "AMBIGUOUS_REFERENCE");
  expect_error ("SELECT 1 FROM t JOIN u USING (b)", "UNRESOLVED_USING_COLUMN_FOR_JOIN");
}

static void
test_sets (void)
{
  expect ("SELECT a FROM t UNION ALL SELECT a FROM u", "a", "Union\n  Project [a]\n    Input t\n  Project [a]\n    Input u");
  expect ("SELECT a FROM t UNION SELECT a FROM u ORDER BY a", "a", "Sort [a]\n  Deduplicate [a]\n    Union\n      Project [a]\n        Input t\n      Project [a]\n        Input u");
  expect ("SELECT a FROM t EXCEPT SELECT a FROM u", "a",
          "Deduplicate [a]\n  Join anti on (left.a <=> right.a)\n    Project [a]\n      Input t\n    Project [a]\n      Input u");
  expect ("VALUES (1, 'x'), (2L, NULL)", "col1|col2", "Values [col1, col2] (1L, 'x') (2L, NULL)");
  expect ("SELECT n FROM VALUES (1), (2) AS v (n)", "n", "Project [n]\n  Project [col1 AS n]\n    Values [col1] (1) (2)");
  expect_error ("SELECT a, b FROM t UNION ALL SELECT a FROM u", "NUM_COLUMNS_MISMATCH");
}

static void
test_names (void)
{
  expect ("WITH w AS (SELECT a AS x FROM t) SELECT x FROM w", "x", "Project [x]\n  Project [a AS x]\n    Input t");
  expect ("SELECT x FROM (SELECT a AS x FROM t) AS q WHERE q.x > 1", "x", "Project [x]\n  Filter (x > 1)\n    Project [a AS x]\n      Input t");
  expect ("CREATE TEMPORARY VIEW v AS SELECT a FROM t; SELECT * FROM V", "a", "Project [a]\n  Project [a]\n    Input t");
  expect ("CREATE TABLE k (x BIGINT, y STRING) USING parquet; INSERT INTO k VALUES (1, 'a'); INSERT INTO k (y) VALUES ('b'); SELECT x FROM k", "x",
          "Project [x]\n"
          "  Union\n"
          "    Project [CAST(col1 AS BIGINT) AS x, col2 AS y]\n"
          "      Values [col1, col2] (1, 'a')\n"
          "    Project [NULL AS x, col1 AS y]\n"
          "      Values [col1] ('b')");
  expect_error ("SELECT a FROM nowhere", "TABLE_OR_VIEW_NOT_FOUND");
  expect_error ("CREATE VIEW v AS SELECT 1; CREATE VIEW v AS SELECT 2", "TABLE_OR_VIEW_ALREADY_EXISTS");
  expect_error ("SELECT aa FROM t", "UNRESOLVED_COLUMN.WITH_SUGGESTION");
}

static void
test_syntax (void)
{
  expect_error ("SELECT", "PARSE_SYNTAX_ERROR");
  expect_error ("SELECT a FROM", "PARSE_SYNTAX_ERROR");
  expect_error ("SELECT a FROM t WHERE", "PARSE_SYNTAX_ERROR");
  expect_error ("SELECT a FROM t extra words", "PARSE_SYNTAX_ERROR");
  expect_error ("", "PARSE_EMPTY_STATEMENT");
  expect_error (" ; -- nothing\n", "PARSE_EMPTY_STATEMENT");
}

static void
test_nesting (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < 1000; i++)
    g_string_append (text, "SELECT * FROM (");
  expect_error (text->str, "AZUD_EXPRESSION_TOO_DEEP");
}

static void
test_list (void)
{
  AzudError             error = AZUD_ERROR_INIT;
  g_autoptr (GPtrArray) names = azud_sql_list_tables ("WITH w AS (SELECT * FROM one) CREATE", &error);

  g_assert_null (names);
  azud_error_clear (&error);
  names = azud_sql_list_tables ("CREATE VIEW v AS SELECT * FROM one; SELECT * FROM v JOIN two UNION SELECT * FROM (SELECT 1 FROM three)", &error);
  g_assert_nonnull (names);
  g_assert_cmpuint (names->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, "one");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql/lower/select", test_select);
  g_test_add_func ("/sql/lower/group", test_group);
  g_test_add_func ("/sql/lower/order", test_order);
  g_test_add_func ("/sql/lower/joins", test_joins);
  g_test_add_func ("/sql/lower/sets", test_sets);
  g_test_add_func ("/sql/lower/names", test_names);
  g_test_add_func ("/sql/lower/syntax", test_syntax);
  g_test_add_func ("/sql/lower/nesting", test_nesting);
  g_test_add_func ("/sql/lower/list-tables", test_list);
  return g_test_run ();
}
