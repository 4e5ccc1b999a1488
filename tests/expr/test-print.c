/* test-print.c: parse(print(t)) == t for random trees
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/tree.h"

#include <string.h>

static const AzudDtype *
random_type (void)
{
  static const AzudDtypeId ids[] = { AZUD_DTYPE_INT, AZUD_DTYPE_STRING, AZUD_DTYPE_DOUBLE, AZUD_DTYPE_DATE, AZUD_DTYPE_BOOLEAN };

  return g_test_rand_int_range (0, 6) == 0 ? azud_dtype_decimal (10, 2) : azud_dtype_get (ids[g_test_rand_int_range (0, G_N_ELEMENTS (ids))]);
}

static AzudExpr *
random_literal (void)
{
  static const char *const texts[] = { "", "a", "it's", "back\\slash", "100%", "a\nb", "\\%x", "ünï", "`q`", "\x01", "a rather long text of many bytes" };
  AzudDatum datum = { 0 };

  switch (g_test_rand_int_range (0, 9))
    {
    case 0:
      return azud_expr_new_integer (g_test_rand_int (), azud_dtype_get (AZUD_DTYPE_INT));
    case 1:
      return azud_expr_new_integer ((int64_t) g_test_rand_int () * g_test_rand_int (), azud_dtype_get (AZUD_DTYPE_BIGINT));
    case 2:
      return azud_expr_new_string (texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))]);
    case 3:
      return azud_expr_new_boolean (g_test_rand_bit ());
    case 4:
      return azud_expr_new_null (azud_dtype_get (AZUD_DTYPE_VOID));
    case 5:
      datum.type = azud_dtype_get (AZUD_DTYPE_DOUBLE);
      datum.as.real = g_test_rand_double_range (-1e6, 1e6);
      return azud_expr_new_literal (&datum);
    case 6:
      datum.type = azud_dtype_decimal (5, 2);
      datum.as.decimal = g_test_rand_int_range (10000, 99999) * (g_test_rand_bit () ? 1 : -1);
      return azud_expr_new_literal (&datum);
    case 7:
      return azud_expr_new_integer (g_test_rand_int_range (-100000, 100000), azud_dtype_get (AZUD_DTYPE_DATE));
    default:
      return azud_expr_new_integer (g_test_rand_int_range (-128, 128), azud_dtype_get (AZUD_DTYPE_TINYINT));
    }
}

static AzudExpr *random_tree (int depth);

static AzudExpr *
random_call (const char *name, int n, int depth)
{
  AzudExpr *args[8];

  for (int i = 0; i < n; i++)
    args[i] = random_tree (depth - 1);
  return azud_expr_new_call (name, args, n);
}

static AzudExpr *
random_leaf (void)
{
  static const char *const names[] = { "a", "b", "select", "odd name", "Case", "x", "date", "ünï", "1a", "q`q" };
  AzudExpr *column;
  const char *parts[2];

  if (g_test_rand_bit ())
    return random_literal ();
  column = azud_expr_new_node (AZUD_EXPR_COLUMN);
  parts[0] = names[g_test_rand_int_range (0, G_N_ELEMENTS (names))];
  parts[1] = names[g_test_rand_int_range (0, G_N_ELEMENTS (names))];
  azud_expr_set_names (column, parts, g_test_rand_int_range (1, 3));
  return column;
}

static AzudExpr *
random_tree (int depth)
{
  static const char *const binary[] = { "or", "and", "=", "<>", "<", "<=", ">", ">=", "<=>", "|", "^", "&", "<<", ">>", ">>>", "+", "-", "||", "*", "/", "%", "div" };
  static const char *const unary[] = { "not", "is null", "is not null", "is true", "is false", "is unknown", "-", "+", "~" };
  static const char *const others[] = { "like", "ilike", "rlike", "between", "in", "in", "like any", "coalesce", "substring", "case", "case", "[]" };
  static const int sizes[] = { 2, 2, 2, 3, 3, 1, 3, 2, 3, 2, 5, 2 };
  AzudExpr *expr, *arg;
  int which;

  if (depth <= 0)
    return random_leaf ();
  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
      return random_leaf ();
    case 1:
    case 2:
    case 3:
      return random_call (binary[g_test_rand_int_range (0, G_N_ELEMENTS (binary))], 2, depth);
    case 4:
      which = g_test_rand_int_range (0, G_N_ELEMENTS (unary));
      arg = random_tree (depth - 1);
      return azud_expr_new_call (unary[which], &arg, 1);
    case 5:
    case 6:
      which = g_test_rand_int_range (0, G_N_ELEMENTS (others));
      return random_call (others[which], sizes[which], depth);
    default:
      expr = azud_expr_new_node (AZUD_EXPR_CAST);
      arg = random_tree (depth - 1);
      azud_expr_take_args (expr, &arg, 1);
      expr->type = random_type ();
      expr->safe = g_test_rand_bit ();
      return expr;
    }
}

static void
test_round_trip (void)
{
  int n = g_test_thorough () ? 200000 : 20000;

  for (int i = 0; i < n; i++)
    {
      g_autoptr (AzudExpr) tree = random_tree (g_test_rand_int_range (1, 6));
      g_autofree char *text = azud_expr_print (tree);
      AzudError error = AZUD_ERROR_INIT;
      g_autoptr (AzudExpr) again = azud_expr_parse (text, &error);
      g_autofree char *text_again = NULL;

      if (again == NULL)
        g_test_message ("%s: %s %s", text, error.condition, error.args[0]);
      g_assert_nonnull (again);
      text_again = azud_expr_print (again);
      g_assert_cmpstr (text, ==, text_again);
      if (!azud_expr_equal (tree, again))
        g_test_message ("not equal: %s", text);
      g_assert_true (azud_expr_equal (tree, again));
      g_assert_cmpuint (azud_expr_hash (tree, 1), ==, azud_expr_hash (again, 1));
    }
}

/* Single characters turned, taken out or doubled: never a crash, and errors always have a place. */
static void
test_mutations (void)
{
  int n = g_test_thorough () ? 100000 : 10000;

  for (int i = 0; i < n; i++)
    {
      g_autoptr (AzudExpr) tree = random_tree (4);
      g_autofree char *text = azud_expr_print (tree);
      AzudError error = AZUD_ERROR_INIT;
      size_t length = strlen (text);
      AzudExpr *expr;

      for (int j = 0; j < 3 && length > 0; j++)
        text[g_test_rand_int_range (0, (gint32) length)] = "(),'\"`+-*/<>=.[]:$ x1e"[g_test_rand_int_range (0, 21)];
      expr = azud_expr_parse (text, &error);
      if (expr == NULL)
        g_assert_cmpint (error.span_start, >=, 0);
      azud_expr_unref (expr);
    }
}

/* An operator written as a function may take a lambda, which no operator can: it stays a function. */
static void
test_lambdas (void)
{
  static const char *const texts[][2] = {
    { "AND(a, x -> x + b)", "`and`(a, x -> x + b)" }, { "IN(a, x -> x)", "`in`(a, x -> x)" }, { "filter(a, x -> x > 1)", "filter(a, x -> x > 1)" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (AzudExpr) tree = azud_expr_parse (texts[i][0], NULL);
      g_autofree char *text = azud_expr_print (tree);
      g_autoptr (AzudExpr) again = azud_expr_parse (text, NULL);

      g_assert_cmpstr (text, ==, texts[i][1]);
      g_assert_true (azud_expr_equal (tree, again));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expr/print/round-trip", test_round_trip);
  g_test_add_func ("/expr/print/lambdas", test_lambdas);
  g_test_add_func ("/expr/print/mutations", test_mutations);
  return g_test_run ();
}
