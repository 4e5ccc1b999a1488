/* test-resolve.c: names, coercion and what is refused
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/expr.h"

#include <string.h>

static AzudSchema *
make_schema (const char *names_and_types)
{
  g_auto (GStrv) parts = g_strsplit (names_and_types, ",", -1);
  AzudField fields[32];
  int n = 0;
  AzudSchema *schema;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (; parts[n] != NULL; n++)
    {
      char *colon = strchr (parts[n], ':');
      char *name = g_strndup (parts[n], (gsize) (colon - parts[n]));

      g_ptr_array_add (names, name);
      fields[n] = (AzudField){ name, azud_dtype_parse (g_strdelimit (colon + 1, ";", ','), NULL), true };
      g_assert_nonnull (fields[n].type);
    }
  schema = azud_schema_new (fields, n);
  return schema;
}

/* text -> resolved text and type, or condition */
static void
check (const AzudScope *scope, const char *text, const char *printed, const char *type_or_condition)
{
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr (AzudExpr) parsed = azud_expr_parse (text, &error);
  g_autoptr (AzudExpr) resolved = parsed != NULL ? azud_expr_resolve (parsed, scope, &error) : NULL;

  g_test_message ("%s", text);
  if (printed == NULL)
    {
      g_assert_null (resolved);
      g_assert_cmpstr (error.condition, ==, type_or_condition);
      g_assert_cmpint (error.span_start, >=, 0);
      g_assert_cmpint (error.span_end, >, error.span_start);
    }
  else
    {
      g_autofree char *got = NULL;
      char type[200];

      if (resolved == NULL)
        g_test_message ("%s %s %s", error.condition, error.args[0], error.args[1]);
      g_assert_nonnull (resolved);
      got = azud_expr_print_resolved (resolved);
      azud_dtype_print (resolved->type, type, sizeof type);
      g_assert_cmpstr (got, ==, printed);
      g_assert_cmpstr (type, ==, type_or_condition);
    }
}

static void
test_names (void)
{
  AzudSchema *left = make_schema ("id:int,name:string,s:struct<f:int;g:string>");
  AzudSchema *right = make_schema ("id:bigint,Amount:decimal(10;2)");
  AzudScopeInput inputs[] = { { "l", left }, { "r", right } };
  AzudScopeParameter parameter = { "limit", { .type = azud_dtype_get (AZUD_DTYPE_INT), .as.integer = 5 } };
  AzudScope scope = { .inputs = inputs, .n_inputs = 2, .parameters = &parameter, .n_parameters = 1 };

  check (&scope, "NAME", "name", "string");
  check (&scope, "l.id", "l.id", "int");
  check (&scope, "R.ID", "R.id", "bigint");
  check (&scope, "s.f + 1", "s.f + 1", "int");
  check (&scope, "l.s.g", "l.s.g", "string");
  check (&scope, "${limit} + 1", "${limit} + 1", "int");
  check (&scope, "id", NULL, "AMBIGUOUS_REFERENCE");
  check (&scope, "amuont", NULL, "UNRESOLVED_COLUMN.WITH_SUGGESTION");
  check (&scope, "s.h", NULL, "FIELD_NOT_FOUND");
  check (&scope, "name.f", NULL, "INVALID_EXTRACT_BASE_FIELD_TYPE");
  check (&scope, "${other}", NULL, "AZUD_UNKNOWN_PARAMETER");
  check (&scope, "no_such(1)", NULL, "UNRESOLVED_ROUTINE");
  check (&scope, "nvl(1)", NULL, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION");
  check (&scope, "sum(l.id)", NULL, "AZUD_AGGREGATE_NOT_ALLOWED");
  check (&scope, "1 + *", NULL, "INVALID_USAGE_OF_STAR_OR_REGEX");
  check (&scope, "coalesce(distinct 1)", NULL, "INVALID_SQL_SYNTAX.FUNCTION_WITH_DISTINCT");
  scope.settings.case_sensitive = true;
  check (&scope, "amount", NULL, "UNRESOLVED_COLUMN.WITH_SUGGESTION");
  check (&scope, "Amount", "Amount", "decimal(10,2)");
  scope.settings.spark_target = 35;
  check (&scope, "nullifzero(1)", NULL, "AZUD_FUNCTION_TOO_NEW");
  azud_schema_unref (left);
  azud_schema_unref (right);
}

static void
test_condition (void)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudScope scope = { 0 };
  g_autoptr (AzudExpr) number = azud_expr_parse ("1 + 1", &error);
  g_autoptr (AzudExpr) null = azud_expr_parse ("NULL", &error);
  g_autoptr (AzudExpr) typed = azud_expr_resolve_condition (null, &scope, &error);
  AzudExpr *refused;

  g_assert_nonnull (typed);
  g_assert_cmpint (typed->type->id, ==, AZUD_DTYPE_BOOLEAN);
  refused = azud_expr_resolve_condition (number, &scope, &error);
  g_assert_null (refused);
  g_assert_cmpstr (error.condition, ==, "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN");
}

static void
test_operators (void)
{
  AzudSchema *schema = make_schema ("t:tinyint,i:int,b:bigint,f:float,d:double,n:decimal(10;2),m:decimal(5;4),s:string,o:boolean,a:date,z:timestamp,w:timestamp_ntz,v:void");
  AzudScopeInput input = { NULL, schema };
  AzudScope scope = { .inputs = &input, .n_inputs = 1 };

  check (&scope, "t + t", "t + t", "tinyint");
  check (&scope, "t + i", "CAST(t AS INT) + i", "int");
  check (&scope, "i + b", "CAST(i AS BIGINT) + b", "bigint");
  check (&scope, "i + f", "CAST(i AS DOUBLE) + CAST(f AS DOUBLE)", "double");
  check (&scope, "f + f", "f + f", "float");
  check (&scope, "i / b", "CAST(i AS DOUBLE) / CAST(b AS DOUBLE)", "double");
  check (&scope, "i div i", "CAST(i AS BIGINT) DIV CAST(i AS BIGINT)", "bigint");
  check (&scope, "n + m", "n + m", "decimal(13,4)");
  check (&scope, "n * m", "n * m", "decimal(16,6)");
  check (&scope, "n / m", "n / m", "decimal(20,8)");
  check (&scope, "n % m", "n % m", "decimal(5,4)");
  check (&scope, "n + i", "n + CAST(i AS DECIMAL(10,0))", "decimal(13,2)");
  check (&scope, "n + 1", "n + CAST(1 AS DECIMAL(1,0))", "decimal(11,2)");
  check (&scope, "n + d", "CAST(n AS DOUBLE) + d", "double");
  check (&scope, "s + i", "CAST(s AS BIGINT) + CAST(i AS BIGINT)", "bigint");
  check (&scope, "s * d", "CAST(s AS DOUBLE) * d", "double");
  check (&scope, "i = n", "CAST(i AS DECIMAL(12,2)) = CAST(n AS DECIMAL(12,2))", "boolean");
  check (&scope, "i = s", "CAST(i AS BIGINT) = CAST(s AS BIGINT)", "boolean");
  check (&scope, "d < s", "d < CAST(s AS DOUBLE)", "boolean");
  check (&scope, "a = s", "a = CAST(s AS DATE)", "boolean");
  check (&scope, "a < z", "CAST(a AS TIMESTAMP) < z", "boolean");
  check (&scope, "z = w", "z = CAST(w AS TIMESTAMP)", "boolean");
  check (&scope, "o = s", "o = CAST(s AS BOOLEAN)", "boolean");
  check (&scope, "i + NULL", "i + NULL", "int");
  check (&scope, "a + i", "a + i", "date");
  check (&scope, "a - a", "a - a", "interval day to second");
  check (&scope, "coalesce(t, i, b)", "coalesce(CAST(t AS BIGINT), CAST(i AS BIGINT), b)", "bigint");
  check (&scope, "if(o, 1, s)", "if(o, CAST(1 AS BIGINT), CAST(s AS BIGINT))", "bigint");
  check (&scope, "case when o then n else m end", "CASE WHEN o THEN CAST(n AS DECIMAL(12,4)) ELSE CAST(m AS DECIMAL(12,4)) END", "decimal(12,4)");
  check (&scope, "o and i", NULL, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE");
  check (&scope, "o + i", NULL, "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES");
  check (&scope, "o = i", NULL, "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES");
  check (&scope, "a = i", NULL, "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES");
  check (&scope, "i & d", NULL, "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE");
  azud_schema_unref (schema);
}

/* The common type of every pair, written out: rows and columns in the order of `names`. */
static void
test_common (void)
{
  static const char *const names[] = { "void", "boolean", "tinyint", "int", "bigint", "float", "double", "decimal(10,2)", "string", "binary", "date", "timestamp", "timestamp_ntz" };
  static const char *const table[][13] = {
    { "void", "boolean", "tinyint", "int", "bigint", "float", "double", "decimal(10,2)", "string", "binary", "date", "timestamp", "timestamp_ntz" },
    { NULL, "boolean", "", "", "", "", "", "", "boolean", "", "", "", "" },
    { NULL, NULL, "tinyint", "int", "bigint", "double", "double", "decimal(10,2)", "bigint", "", "", "", "" },
    { NULL, NULL, NULL, "int", "bigint", "double", "double", "decimal(12,2)", "bigint", "", "", "", "" },
    { NULL, NULL, NULL, NULL, "bigint", "double", "double", "decimal(22,2)", "bigint", "", "", "", "" },
    { NULL, NULL, NULL, NULL, NULL, "float", "double", "double", "double", "", "", "", "" },
    { NULL, NULL, NULL, NULL, NULL, NULL, "double", "double", "double", "", "", "", "" },
    { NULL, NULL, NULL, NULL, NULL, NULL, NULL, "decimal(10,2)", "double", "", "", "", "" },
    { NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "string", "binary", "date", "timestamp", "timestamp_ntz" },
    { NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "binary", "", "", "" },
    { NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "date", "timestamp", "timestamp_ntz" },
    { NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "timestamp", "timestamp" },
    { NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "timestamp_ntz" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    for (size_t j = i; j < G_N_ELEMENTS (names); j++)
      {
        const AzudDtype *a = azud_dtype_parse (names[i], NULL), *b = azud_dtype_parse (names[j], NULL);
        const AzudDtype *common = azud_expr_common_type (a, b);
        char text[64] = "";

        g_assert_true (common == azud_expr_common_type (b, a));
        if (common != NULL)
          azud_dtype_print (common, text, sizeof text);
        if (strcmp (text, table[i][j]) != 0)
          g_test_message ("%s and %s", names[i], names[j]);
        g_assert_cmpstr (text, ==, table[i][j]);
      }
}

static AzudExpr *
resolve (const AzudScope *scope, const char *text)
{
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr (AzudExpr) parsed = azud_expr_parse (text, &error);

  return azud_expr_resolve (parsed, scope, &error);
}

static void
test_trees (void)
{
  AzudSchema *schema = make_schema ("a:int,b:int,c:string");
  AzudScopeInput input = { NULL, schema };
  AzudScope scope = { .inputs = &input, .n_inputs = 1, .allow_aggregates = true };
  g_autoptr (AzudExpr) condition = resolve (&scope, "a > 1 and b / a > 2 and c = 'x'");
  g_autoptr (GPtrArray) parts = azud_expr_split_and (condition);
  bool used[3] = { false };
  int map[] = { 2, 0, 1 };
  g_autoptr (AzudExpr) mapped = azud_expr_map_columns (condition, map, 3);
  g_autoptr (AzudExpr) aggregate = resolve (&scope, "sum(a) + 1");
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr (AzudExpr) sum = resolve (&scope, "2 + 3 * 4");
  g_autoptr (AzudExpr) folded = azud_expr_fold (sum, &scope.settings, &error);
  g_autoptr (AzudExpr) fault = resolve (&scope, "1 / 0");
  AzudExpr *none;

  g_assert_cmpuint (parts->len, ==, 3);
  g_assert_false (azud_expr_can_raise (g_ptr_array_index (parts, 0)));
  g_assert_true (azud_expr_can_raise (g_ptr_array_index (parts, 1)));
  {
    static const struct
    {
      const char *text;
      bool        raises;
    } cases[] = {
      { "a + 1", true }, { "a / 2", false }, { "a / b", true }, { "a / 0", true }, { "a % 7", false }, { "a div -1", true },
      { "a + 1D", false }, { "c like 'x%'", false }, { "c like 'x\\\\q'", true }, { "c like c", true }, { "a > 1", false },
      { "cast(c as int)", true }, { "try_cast(c as int)", false }, { "cast(a as string)", false }, { "coalesce(a, 1 / 0)", true },
    };

    for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autoptr (AzudExpr) expr = resolve (&scope, cases[i].text);

        g_test_message ("%s", cases[i].text);
        g_assert_nonnull (expr);
        g_assert_true (azud_expr_can_raise (expr) == cases[i].raises);
      }
  }
  azud_expr_columns (g_ptr_array_index (parts, 1), used, 3);
  g_assert_true (used[0] && used[1] && !used[2]);
  memset (used, 0, sizeof used);
  azud_expr_columns (mapped, used, 3);
  g_assert_true (used[0] && used[1] && used[2]);
  g_assert_false (azud_expr_equal (mapped, condition));
  g_assert_true (azud_expr_has_aggregate (aggregate));
  g_assert_false (azud_expr_has_aggregate (condition));
  g_assert_true (azud_expr_is_literal (folded));
  g_assert_cmpint (folded->datum.as.integer, ==, 14);
  none = azud_expr_fold (fault, &scope.settings, &error);
  g_assert_null (none);
  g_assert_cmpstr (error.condition, ==, "DIVIDE_BY_ZERO");
  g_assert_cmpint (error.span_start, ==, 0);
  azud_schema_unref (schema);
}

/* Over a window and elsewhere. */
static void
test_windows (void)
{
  AzudSchema *schema = make_schema ("k:int,a:int,s:string");
  AzudScopeInput input = { NULL, schema };
  AzudScope scope = { .inputs = &input, .n_inputs = 1, .allow_aggregates = true };

  check (&scope, "rank()", NULL, "WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE");
  check (&scope, "sum(lag(a))", NULL, "AZUD_NESTED_WINDOW_FUNCTION");

  check (&scope, "round(a, k)", NULL, "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT");     /* constants are asked for there, too */

  scope = (AzudScope){ .inputs = &input, .n_inputs = 1, .allow_windows = true };
  check (&scope, "rank()", "rank()", "int");
  check (&scope, "percent_rank()", "percent_rank()", "double");
  check (&scope, "ntile(1 + 1)", "ntile(1 + 1)", "int");
  check (&scope, "sum(a)", "sum(a)", "bigint");
  check (&scope, "lag(s, 1, 5)", "lag(s, 1, CAST(5 AS STRING))", "string");
  check (&scope, "lag(a, -1)", "lag(a, -1)", "int");
  check (&scope, "lead(a) IGNORE NULLS", "lead(a) IGNORE NULLS", "int");
  check (&scope, "nth_value(s, 2)", "nth_value(s, 2)", "string");
  check (&scope, "ntile(0)", NULL, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE");
  check (&scope, "ntile(k)", NULL, "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT");
  check (&scope, "nth_value(a, 0)", NULL, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE");
  check (&scope, "lag(a, k)", NULL, "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT");
  check (&scope, "lag(a, 1, DATE '2024-01-01')", NULL, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE");
  check (&scope, "count(DISTINCT a)", NULL, "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED");
  check (&scope, "sum(a) FILTER (WHERE a > 1)", NULL, "AZUD_WINDOW_FILTER_NOT_SUPPORTED");
  check (&scope, "rank() IGNORE NULLS", NULL, "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX");
  check (&scope, "sum(rank())", NULL, "AZUD_NESTED_WINDOW_FUNCTION");
  check (&scope, "lag(lag(a))", NULL, "AZUD_NESTED_WINDOW_FUNCTION");
  azud_schema_unref (schema);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expr/resolve/names", test_names);
  g_test_add_func ("/expr/resolve/condition", test_condition);
  g_test_add_func ("/expr/resolve/operators", test_operators);
  g_test_add_func ("/expr/resolve/common", test_common);
  g_test_add_func ("/expr/resolve/trees", test_trees);
  g_test_add_func ("/expr/resolve/windows", test_windows);
  return g_test_run ();
}
