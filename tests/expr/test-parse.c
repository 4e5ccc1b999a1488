/* test-parse.c: text to trees, and where it fails
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/expr.h"

#include <string.h>

static void
test_forms (void)
{
  static const struct
  {
    const char *text;
    const char *printed;
  } cases[] = {
    { "1+2*3", "1 + 2 * 3" },
    { "(1+2)*3", "(1 + 2) * 3" },
    { "a - (b - c)", "a - (b - c)" },
    { "a - b - c", "a - b - c" },
    { "a = b = c", "a = b = c" },
    { "a = (b = c)", "a = (b = c)" },
    { "not a in (1)", "a NOT IN (1)" },
    { "NOT a AND b", "NOT a AND b" },
    { "not (a and b)", "NOT (a AND b)" },
    { "a or b and c", "a OR b AND c" },
    { "(a or b) and c", "(a OR b) AND c" },
    { "x between 1 and 2 and y", "x BETWEEN 1 AND 2 AND y" },
    { "x not between 1 and 2", "x NOT BETWEEN 1 AND 2" },
    { "a is not null", "a IS NOT NULL" },
    { "a is not true", "a IS NOT TRUE" },
    { "a is distinct from b", "NOT a <=> b" },
    { "a is not distinct from b", "a <=> b" },
    { "-1", "-1" },
    { "- a", "-a" },
    { "-(-a)", "-(-a)" },
    { "-(1)", "-(1)" },
    { "-1::string", "CAST(-1 AS STRING)" },
    { "(-1)::string", "CAST(-1 AS STRING)" },
    { "a::int + 1", "CAST(a AS INT) + 1" },
    { "~a & b | c ^ d << 2", "~a & b | c ^ d << 2" },
    { "a || 'x'", "a || 'x'" },
    { "'it''s' 'ok'", "'it\\'sok'" },
    { "'a\\tb'", "'a\\tb'" },
    { "r'a\\tb'", "'a\\\\tb'" },
    { "'a\\%'", "'a\\\\%'" },
    { "1L + 2S + 3Y + 4BD + 5D + 6F + 7.5", "1L + 2S + 3Y + 4BD + 5.0D + 6.0F + 7.5" },
    { "1e3", "1000.0D" },
    { "9999999999", "9999999999L" },
    { "99999999999999999999", "99999999999999999999BD" },
    { "X'1f'", "X'1F'" },
    { "date '2020-2-29'", "DATE '2020-02-29'" },
    { "timestamp '2020-01-01'", "TIMESTAMP '2020-01-01'" },
    { "interval '1-2' year to month", "INTERVAL '1-2' YEAR TO MONTH" },
    { "interval 90 minutes", "INTERVAL '0 01:30:00' DAY TO SECOND" },
    { "case a when 1 then 'x' else 'y' end", "CASE WHEN a = 1 THEN 'x' ELSE 'y' END" },
    { "CASE WHEN a THEN 1 END", "CASE WHEN a THEN 1 END" },
    { "cast(a as decimal(10,2))", "CAST(a AS DECIMAL(10,2))" },
    { "try_cast(a as array<array<int>>)", "TRY_CAST(a AS ARRAY<ARRAY<INT>>)" },
    { "extract(year from d)", "EXTRACT(year FROM d)" },
    { "substring(s from 2 for 3)", "substring(s, 2, 3)" },
    { "trim(leading 'x' from s)", "ltrim('x', s)" },
    { "position('a' in s)", "locate('a', s)" },
    { "s like 'a%' escape '!'", "s LIKE 'a%' ESCAPE '!'" },
    { "s not like any ('a', 'b')", "s NOT LIKE ANY ('a', 'b')" },
    { "count(*)", "count(*)" },
    { "count(distinct a, b) filter (where c > 1)", "count(DISTINCT a, b) FILTER (WHERE c > 1)" },
    { "first(a ignore nulls)", "first(a) IGNORE NULLS" },
    { "transform(a, (x, i) -> x + i)", "transform(a, (x, i) -> x + i)" },
    { "t.`odd name`.f[1].g", "t.`odd name`.f[1].g" },
    { "${limit} + 1", "${limit} + 1" },
    { "dateadd(month, 1, d)", "dateadd(month, 1, d)" },
    { "a /* in /* nested */ */ + -- end\n b", "a + b" },
    { "current_date", "current_date()" },
    { "a !> 1 and b !< 2", "a <= 1 AND b >= 2" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudError error = AZUD_ERROR_INIT;
      g_autoptr (AzudExpr) expr = azud_expr_parse (cases[i].text, &error);
      g_autofree char *printed = NULL;
      g_autoptr (AzudExpr) again = NULL;

      g_test_message ("%s", cases[i].text);
      if (expr == NULL)
        g_test_message ("%s %s", error.condition, error.args[0]);
      g_assert_nonnull (expr);
      printed = azud_expr_print (expr);
      g_assert_cmpstr (printed, ==, cases[i].printed);
      again = azud_expr_parse (printed, &error);
      g_assert_nonnull (again);
      g_assert_true (azud_expr_equal (expr, again));
      g_assert_cmpuint (azud_expr_hash (expr, 7), ==, azud_expr_hash (again, 7));
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    const char *condition;
    int         start;
    int         end;
  } cases[] = {
    { "", "PARSE_SYNTAX_ERROR", 0, 0 },
    { "1 +", "PARSE_SYNTAX_ERROR", 3, 3 },
    { "1 2", "PARSE_SYNTAX_ERROR", 2, 3 },
    { "(1", "PARSE_SYNTAX_ERROR", 2, 2 },
    { "a and", "PARSE_SYNTAX_ERROR", 5, 5 },
    { "'abc", "PARSE_SYNTAX_ERROR", 0, 4 },
    { "`a", "PARSE_SYNTAX_ERROR", 0, 2 },
    { "a && b", "PARSE_SYNTAX_ERROR", 3, 4 },
    { "a $ b", "PARSE_SYNTAX_ERROR", 2, 3 },
    { "1 /* x", "UNCLOSED_BRACKETED_COMMENT", 2, 6 },
    { "case when a then 1", "PARSE_SYNTAX_ERROR", 18, 18 },
    { "cast(a as nothing)", "UNSUPPORTED_DATATYPE", 10, 17 },
    { "128Y", "INVALID_NUMERIC_LITERAL_RANGE", 0, 4 },
    { "date '2021-02-30'", "INVALID_TYPED_LITERAL", 0, 17 },
    { "x'1g'", "INVALID_TYPED_LITERAL", 0, 5 },
    { "a in (select 1)", "AZUD_SUBQUERY_NOT_SUPPORTED", 0, 4 },
    { "sum(a) over (order by b)", "AZUD_WINDOW_NOT_SUPPORTED", 0, 6 },
    { "\xff", "AZUD_EXPRESSION_NOT_UTF8", 0, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudError error = AZUD_ERROR_INIT;
      AzudExpr *expr = azud_expr_parse (cases[i].text, &error);

      g_test_message ("%s", cases[i].text[0] == '\xff' ? "(bytes)" : cases[i].text);
      g_assert_null (expr);
      g_assert_cmpstr (error.condition, ==, cases[i].condition);
      g_assert_cmpint (error.span_start, ==, cases[i].start);
      g_assert_cmpint (error.span_end, ==, cases[i].end);
    }
}

static char *
repeat (const char *part, int n, const char *tail)
{
  GString *out = g_string_new (NULL);

  for (int i = 0; i < n; i++)
    g_string_append (out, part);
  g_string_append (out, tail);
  return g_string_free (out, FALSE);
}

/* A million of anything must be refused quickly, without using the stack for it. */
static void
test_limits (void)
{
  static const struct
  {
    const char *part;
    const char *tail;
    int         n;
    const char *condition;
  } cases[] = {
    { "(", "1", 900000, "AZUD_EXPRESSION_TOO_DEEP" },
    { "a+", "a", 500000, "AZUD_EXPRESSION_TOO_DEEP" },
    { "not ", "a", 250000, "AZUD_EXPRESSION_TOO_DEEP" },
    { "- ", "a", 500000, "AZUD_EXPRESSION_TOO_DEEP" },
    { "case when a then ", "1", 60000, "AZUD_EXPRESSION_TOO_DEEP" },
    { "f(", "1", 400000, "AZUD_EXPRESSION_TOO_DEEP" },
    { "a = ", "b", 200000, "AZUD_EXPRESSION_TOO_DEEP" },
    { "a and ", "b", 150000, "AZUD_EXPRESSION_TOO_DEEP" },
    { "a, ", "b", 1100000, "AZUD_EXPRESSION_TOO_LONG" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudError error = AZUD_ERROR_INIT;
      g_autofree char *text = repeat (cases[i].part, cases[i].n, cases[i].tail);
      AzudExpr *expr = azud_expr_parse (text, &error);

      g_test_message ("%s...", cases[i].part);
      g_assert_null (expr);
      g_assert_cmpstr (error.condition, ==, cases[i].condition);
    }
  {
    AzudError error = AZUD_ERROR_INIT;
    g_autofree char *text = repeat ("a + ", 990, "a");
    g_autoptr (AzudExpr) expr = azud_expr_parse (text, &error);

    g_assert_nonnull (expr);
    g_assert_cmpint (expr->depth, ==, 991);
  }
}

static void
test_list (void)
{
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr (GPtrArray) list = azud_expr_parse_list ("a, b + 1 AS c, *, t.*, sum(d) total, `x y`", &error);
  static const AzudExprKind kinds[] = { AZUD_EXPR_COLUMN, AZUD_EXPR_ALIAS, AZUD_EXPR_STAR, AZUD_EXPR_STAR, AZUD_EXPR_ALIAS, AZUD_EXPR_COLUMN };

  g_assert_nonnull (list);
  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < list->len; i++)
    g_assert_cmpint (((AzudExpr *) g_ptr_array_index (list, i))->kind, ==, kinds[i]);
  g_assert_null (azud_expr_parse_list ("a, ", &error));
}

static void
test_names (void)
{
  static const struct
  {
    const char *text;
    const char *name;
  } cases[] = {
    { "a", "a" },
    { "t.a", "a" },
    { "a + 1", "(a + 1)" },
    { "a <> b", "(NOT (a = b))" },
    { "cast(a as int)", "CAST(a AS INT)" },
    { "SUM(x)", "sum(x)" },
    { "count(*)", "count(1)" },
    { "count(distinct x)", "count(DISTINCT x)" },
    { "a and not b", "(a AND (NOT b))" },
    { "a in (1, 2)", "(a IN (1, 2))" },
    { "a is null", "(a IS NULL)" },
    { "if(a > 1, 'x', 'y')", "(IF((a > 1), x, y))" },
    { "case when a then 1 else 2 end", "CASE WHEN a THEN 1 ELSE 2 END" },
    { "a || b", "concat(a, b)" },
    { "double('1')", "1" },
    { "a like 'b%'", "a LIKE b%" },
    { "-a", "(- a)" },
    { "floor(a)", "FLOOR(a)" },
    { "1.50", "1.50" },
    { "true", "true" },
    { "round(a)", "round(a, 0)" },
    { "substring(s, 2)", "substring(s, 2, 2147483647)" },
    { "a is not true", "(NOT (a <=> true))" },
    { "dateadd(month, 1, d)", "timestampadd(month, 1, d)" },
    { "date '2020-01-01' + 1", "date_add(DATE '2020-01-01', 1)" },
    { "transform(a, x -> x + b)", "transform(a, lambdafunction((namedlambdavariable() + b), namedlambdavariable()))" },
    { "timestamp '2020-01-01'", "TIMESTAMP '2020-01-01 00:00:00'" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudError error = AZUD_ERROR_INIT;
      g_autoptr (AzudExpr) expr = azud_expr_parse (cases[i].text, &error);
      g_autofree char *name = azud_expr_spark_name (expr);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expr/parse/forms", test_forms);
  g_test_add_func ("/expr/parse/errors", test_errors);
  g_test_add_func ("/expr/parse/limits", test_limits);
  g_test_add_func ("/expr/parse/list", test_list);
  g_test_add_func ("/expr/parse/names", test_names);
  return g_test_run ();
}
