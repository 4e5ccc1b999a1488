/* test-cast.c: casts, operators and three-valued logic on single values
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "evaluate-text.h"

static void
test_text (void)
{
  static const EvaluateCase cases[] = {
    { "cast(' 12 ' as int)", "12" },
    { "cast('1.5' as int)", "!CAST_INVALID_INPUT" },
    { "cast('2147483648' as int)", "!CAST_INVALID_INPUT" },
    { "try_cast('x' as int)", "NULL" },
    { "cast('1e3' as double)", "1000.0" },
    { "cast('-inf' as double)", "-Infinity" },
    { "cast('nan' as float)", "NaN" },
    { "cast('1.005' as decimal(5,2))", "1.01" },
    { "cast('1000' as decimal(3,0))", "!NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION" },
    { "cast('yes' as boolean)", "true" },
    { "cast('maybe' as boolean)", "!CAST_INVALID_INPUT" },
    { "cast('2020-2-3' as date)", "2020-02-03" },
    { "cast('2021-02-29' as date)", "!CAST_INVALID_INPUT" },
    { "try_cast('2021-02-29' as date)", "NULL" },
    { "cast('2020-01-01T10:00:00.5+01:00' as timestamp)", "2020-01-01 09:00:00.5" },
    { "cast('2020-01-01 10:00:00' as timestamp_ntz)", "2020-01-01 10:00:00" },
    { "cast(1.50 as string)", "1.50" },
    { "cast(1e10 as string)", "1.0E10" },
    { "cast(true as string)", "true" },
    { "cast(date '2020-01-01' as string)", "2020-01-01" },
    { "cast('abc' as binary)", "abc" },
    { "cast(null as int)", "NULL" },
    { "'5'::int + 1", "6" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_numbers (void)
{
  static const EvaluateCase cases[] = {
    { "cast(300 as tinyint)", "!CAST_OVERFLOW" },
    { "cast(-128 as tinyint)", "-128" },
    { "try_cast(300 as tinyint)", "NULL" },
    { "cast(1.9D as int)", "1" },
    { "cast(-1.9D as int)", "-1" },
    { "cast(1e10 as int)", "!CAST_OVERFLOW" },
    { "cast(double('nan') as int)", "!CAST_OVERFLOW" },
    { "cast(9.5 as int)", "9" },
    { "cast(1.005 as decimal(3,2))", "1.01" },
    { "cast(12.5 as decimal(2,1))", "!NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION" },
    { "cast(2 as boolean)", "true" },
    { "cast(0.0 as boolean)", "false" },
    { "cast(true as decimal(3,1))", "1.0" },
    { "cast(timestamp '1970-01-01 00:00:01.5' as bigint)", "1" },
    { "cast(timestamp '1969-12-31 23:59:59.5' as bigint)", "-1" },
    { "cast(timestamp '1970-01-01 00:00:01.5' as double)", "1.5" },
    { "cast(1.5D as timestamp)", "1970-01-01 00:00:01.5" },
    { "cast(timestamp '2020-01-01 10:00:00' as date)", "2020-01-01" },
    { "cast(date '2020-01-01' as timestamp)", "2020-01-01 00:00:00" },
    { "cast(date '2020-01-01' as int)", "!DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION" },
    { "cast(1 as date)", "!DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION" },
    { "cast(1 as binary)", "!DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_arithmetic (void)
{
  static const EvaluateCase cases[] = {
    { "1 + 2", "3" },
    { "2147483647 + 1", "!ARITHMETIC_OVERFLOW" },
    { "127Y + 1Y", "!ARITHMETIC_OVERFLOW" },
    { "-2147483648 - 1", "!ARITHMETIC_OVERFLOW" },
    { "9223372036854775807L * 2", "!ARITHMETIC_OVERFLOW" },
    { "-(-2147483648)", "!ARITHMETIC_OVERFLOW" },
    { "1 / 2", "0.5" },
    { "1 / 0", "!DIVIDE_BY_ZERO" },
    { "1.0 / 0", "!DIVIDE_BY_ZERO" },
    { "1D / 0D", "!DIVIDE_BY_ZERO" },
    { "1 % 0", "!REMAINDER_BY_ZERO" },
    { "-2147483648 % -1", "0" },
    { "-7 % 3", "-1" },
    { "7 div 2", "3" },
    { "-9223372036854775808L div -1", "!ARITHMETIC_OVERFLOW" },
    { "1 div 0", "!DIVIDE_BY_ZERO" },
    { "1.5 + 1", "2.5" },
    { "1.5 * 2.25", "3.375" },
    { "1.0 / 3", "0.333333" },
    { "cast(1 as decimal(38,0)) / 3", "0.333333" },
    { "99999999999999999999999999999999999999BD + 1", "!NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION" },
    { "0.1D + 0.2D", "0.30000000000000004" },
    { "1 + 1.5D", "2.5" },
    { "'1' + 1", "2" },
    { "'1.5' + 1", "!CAST_INVALID_INPUT" },
    { "'1.5' + 1D", "2.5" },
    { "1 + null", "NULL" },
    { "true + 1", "!DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES" },
    { "5 & 3 | 8 ^ 1", "9" },
    { "1 << 33", "2" },
    { "-8 >> 1", "-4" },
    { "-1 >>> 28", "15" },
    { "~5", "-6" },
    { "date '2020-02-28' + 2", "2020-03-01" },
    { "date '2020-03-01' - 1", "2020-02-29" },
    { "date '2020-01-31' + interval 1 month", "2020-02-29" },
    { "timestamp '2020-01-01' + interval '1 02:00:00' day to second", "2020-01-02 02:00:00" },
    { "date '2020-03-01' - date '2020-02-28'", "2 00:00:00.000000000" },
    { "interval 3 months * 2", "0-6" },
    { "date '2020-01-01' + interval 3 days", "2020-01-04" },
    { "date '2020-01-01' - interval 24 hours", "2019-12-31 00:00:00" },
    { "null + date '2020-01-01'", "NULL" },
    { "date '2020-01-01' + 1.5", "!DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE" },
    { "'1 day' + interval 1 year", "!DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_comparison (void)
{
  static const EvaluateCase cases[] = {
    { "double('nan') = double('nan')", "true" },
    { "double('nan') > double('inf')", "true" },
    { "1D < double('nan')", "true" },
    { "0.0D = -0.0D", "true" },
    { "float('nan') <= float('nan')", "true" },
    { "1 = 1.0", "true" },
    { "1 = '1'", "true" },
    { "1 = '1.0'", "!CAST_INVALID_INPUT" },
    { "'a' < 'B'", "false" },
    { "'é' > 'z'", "true" },
    { "date '2020-01-01' < '2020-01-02'", "true" },
    { "date '2020-01-01' = timestamp '2020-01-01'", "true" },
    { "true > false", "true" },
    { "true = 1", "!DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES" },
    { "null = null", "NULL" },
    { "null <=> null", "true" },
    { "1 <=> null", "false" },
    { "2 between 1 and null", "NULL" },
    { "0 between 1 and null", "false" },
    { "1.10 = 1.1", "true" },
    { "greatest(1, null, 3.5)", "3.5" },
    { "least('b', 'a')", "a" },
    { "'a%b' like 'a\\\\%b'", "true" },
    { "'axb' like 'a_b'", "true" },
    { "'a' like null", "NULL" },
    { "1 in (1, null)", "true" },
    { "2 in (1, null)", "NULL" },
    { "2 in (1, 3)", "false" },
    { "null in (1)", "NULL" },
    { "2 not in (1, null)", "NULL" },
    { "'b' in ('a', 'b', 'c')", "true" },
    { "1.5 in (1, 1.50)", "true" },
    { "1 in ()", "false" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

/* The whole tables of AND, OR and NOT. */
static void
test_logic (void)
{
  static const char *const values[] = { "false", "true", "cast(null as boolean)" };
  static const char *const shown[] = { "false", "true", "NULL" };
  static const int and_table[3][3] = { { 0, 0, 0 }, { 0, 1, 2 }, { 0, 2, 2 } };
  static const int or_table[3][3] = { { 0, 1, 2 }, { 1, 1, 1 }, { 2, 1, 2 } };

  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++)
      {
        g_autofree char *both = g_strdup_printf ("%s AND %s", values[i], values[j]);
        g_autofree char *either = g_strdup_printf ("%s OR %s", values[i], values[j]);
        g_autofree char *got_both = evaluate_text (both), *got_either = evaluate_text (either);

        g_assert_cmpstr (got_both, ==, shown[and_table[i][j]]);
        g_assert_cmpstr (got_either, ==, shown[or_table[i][j]]);
      }
}

/* What is not needed is not computed. */
static void
test_lazy (void)
{
  static const EvaluateCase cases[] = {
    { "false and 1/0 > 1", "false" },
    { "true or 1/0 > 1", "true" },
    { "true and 1/0 > 1", "!DIVIDE_BY_ZERO" },
    { "if(true, 1, 1/0)", "1.0" },
    { "case when false then 1/0 when true then 2 else 1/0 end", "2.0" },
    { "case 2 when 1 then 'a' when 2 then 'b' end", "b" },
    { "case when null then 1 end", "NULL" },
    { "coalesce(null, 1, 1/0)", "1.0" },
    { "nvl(1, 1/0)", "1.0" },
    { "nvl2(null, 1/0, 5)", "5.0" },
    { "coalesce(null, null)", "NULL" },
    { "nullif(1, 1)", "NULL" },
    { "nullif(1, 2)", "1" },
    { "raise_error('no')", "!USER_RAISED_EXCEPTION" },
    { "null is null", "true" },
    { "null is not true", "true" },
    { "not null", "NULL" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expr/cast/text", test_text);
  g_test_add_func ("/expr/cast/numbers", test_numbers);
  g_test_add_func ("/expr/operators/arithmetic", test_arithmetic);
  g_test_add_func ("/expr/operators/comparison", test_comparison);
  g_test_add_func ("/expr/operators/logic", test_logic);
  g_test_add_func ("/expr/operators/lazy", test_lazy);
  return g_test_run ();
}
