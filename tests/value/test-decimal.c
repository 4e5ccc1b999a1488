/* test-decimal.c: decimals from and to text, arithmetic, result types
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include <glib.h>
#include <math.h>
#include <string.h>

#include "value/decimal-spark-cases.h"
#include "value/decimal.h"
#include "value/number-parse.h"
#include "value/number-print.h"

static AzudInt128
decimal_of (const char *text, int precision, int scale)
{
  AzudInt128 value = 0;

  g_assert_cmpint (azud_parse_decimal (text, strlen (text), precision, scale, 0, &value), ==, AZUD_PARSE_OK);
  return value;
}

static void
assert_decimal (AzudInt128 value, int scale, const char *expected)
{
  char buffer[AZUD_DECIMAL_TEXT_MAX + 1];
  size_t length = azud_print_decimal (buffer, value, scale);

  g_assert_cmpuint (length, <=, AZUD_DECIMAL_TEXT_MAX);
  buffer[MIN (length, AZUD_DECIMAL_TEXT_MAX)] = '\0';
  g_assert_cmpstr (buffer, ==, expected);
}

static void
test_parse (void)
{
  static const struct
  {
    const char     *text;
    int             precision;
    int             scale;
    unsigned        flags;
    AzudParseResult result;
    const char     *expected;
  } cases[] = {
    { "0", 1, 0, 0, AZUD_PARSE_OK, "0" },
    { "-0", 1, 0, 0, AZUD_PARSE_OK, "0" },
    { "1e5", 10, 2, 0, AZUD_PARSE_OK, "100000.00" },
    { ".5", 10, 2, 0, AZUD_PARSE_OK, "0.50" },
    { "5.", 10, 2, 0, AZUD_PARSE_OK, "5.00" },
    { ".", 10, 2, 0, AZUD_PARSE_SYNTAX, NULL },
    { "", 10, 2, 0, AZUD_PARSE_SYNTAX, NULL },
    { "1d", 10, 2, 0, AZUD_PARSE_SYNTAX, NULL },
    { "1e", 10, 2, 0, AZUD_PARSE_SYNTAX, NULL },
    { "NaN", 10, 2, 0, AZUD_PARSE_SYNTAX, NULL },
    { " 1.5\t", 10, 2, 0, AZUD_PARSE_SYNTAX, NULL },
    { " 1.5\t", 10, 2, AZUD_DECIMAL_TRIM, AZUD_PARSE_OK, "1.50" },
    { "1,000", 10, 2, 0, AZUD_PARSE_SYNTAX, NULL },
    { "1,000.5", 10, 2, AZUD_DECIMAL_GROUPING, AZUD_PARSE_OK, "1000.50" },
    { "1,2,3,.,5", 10, 2, AZUD_DECIMAL_GROUPING, AZUD_PARSE_OK, "123.50" },
    { ",", 10, 2, AZUD_DECIMAL_GROUPING, AZUD_PARSE_SYNTAX, NULL },
    { "1.005", 10, 2, 0, AZUD_PARSE_OK, "1.01" },
    { "1.00499999999999999999999999999999999999", 10, 2, 0, AZUD_PARSE_OK, "1.00" },
    { "-1.005", 10, 2, 0, AZUD_PARSE_OK, "-1.01" },
    { "0.005", 10, 2, 0, AZUD_PARSE_OK, "0.01" },
    { "0.0049", 10, 2, 0, AZUD_PARSE_OK, "0.00" },
    { "0.0005", 10, 2, 0, AZUD_PARSE_OK, "0.00" },
    { "99999999.994", 10, 2, 0, AZUD_PARSE_OK, "99999999.99" },
    { "99999999.995", 10, 2, 0, AZUD_PARSE_RANGE, NULL },
    { "100000000", 10, 2, 0, AZUD_PARSE_RANGE, NULL },
    { "1e400", 10, 2, 0, AZUD_PARSE_RANGE, NULL },
    { "1e-400", 10, 2, 0, AZUD_PARSE_OK, "0.00" },
    { "1e99999999999999999999", 10, 2, 0, AZUD_PARSE_RANGE, NULL },
    { "0.00000000000000000000000000000000000001", 38, 38, 0, AZUD_PARSE_OK, "0.00000000000000000000000000000000000001" },
    { "99999999999999999999999999999999999999", 38, 0, 0, AZUD_PARSE_OK, "99999999999999999999999999999999999999" },
    { "99999999999999999999999999999999999999.5", 38, 0, 0, AZUD_PARSE_RANGE, NULL },
    { "-99999999999999999999999999999999999999.4", 38, 0, 0, AZUD_PARSE_OK, "-99999999999999999999999999999999999999" },
    { "000000000000000000000000000000000000000000000001.50", 3, 2, 0, AZUD_PARSE_OK, "1.50" },
    { "12345678901234567890.12345", 25, 5, 0, AZUD_PARSE_OK, "12345678901234567890.12345" },
    { "0.000123e4", 10, 2, 0, AZUD_PARSE_OK, "1.23" },
    { "0e37", 10, 2, 0, AZUD_PARSE_OK, "0.00" },
    { "0e38", 10, 2, 0, AZUD_PARSE_RANGE, NULL },
    { "0e-57", 10, 2, 0, AZUD_PARSE_OK, "0.00" },
    { "0x10", 10, 2, AZUD_DECIMAL_TRIM, AZUD_PARSE_SYNTAX, NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudInt128 value = 0;

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (azud_parse_decimal (cases[i].text, strlen (cases[i].text), cases[i].precision, cases[i].scale,
                                           cases[i].flags, &value), ==, cases[i].result);
      if (cases[i].result == AZUD_PARSE_OK)
        assert_decimal (value, cases[i].scale, cases[i].expected);
    }
}

static void
test_parse_exact (void)
{
  static const struct
  {
    const char *text;
    int         precision;  /* 0: refused */
    int         scale;
    const char *expected;
  } cases[] = {
    { "1.50", 3, 2, "1.50" },     { "0.01", 2, 2, "0.01" },   { "0", 1, 0, "0" },         { "0.00", 2, 2, "0.00" },
    { "123", 3, 0, "123" },       { "1e3", 4, 0, "1000" },    { "1.5e-3", 4, 4, "0.0015" }, { "-12.5", 3, 1, "-12.5" },
    { "007", 1, 0, "7" },         { "1e38", 0, 0, NULL },     { "1e-39", 0, 0, NULL },    { "1 ", 0, 0, NULL },
    { "99999999999999999999999999999999999999", 38, 0, "99999999999999999999999999999999999999" },
    { "100000000000000000000000000000000000000", 0, 0, NULL }, { "0e5", 1, 0, "0" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudInt128 value = 0;
      int precision = 0;
      int scale = 0;
      AzudParseResult result = azud_parse_decimal_exact (cases[i].text, strlen (cases[i].text), &value, &precision, &scale);

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (result == AZUD_PARSE_OK, ==, cases[i].precision > 0);
      if (result != AZUD_PARSE_OK)
        continue;
      g_assert_cmpint (precision, ==, cases[i].precision);
      g_assert_cmpint (scale, ==, cases[i].scale);
      assert_decimal (value, scale, cases[i].expected);
    }
}

static void
test_print_java (void)
{
  static const struct
  {
    int64_t     value;
    int         scale;
    const char *expected;
  } cases[] = {
    { 0, 18, "0E-18" },      { 15, 8, "1.5E-7" },  { 100, 8, "0.00000100" }, { 1, 8, "1E-8" },      { -1, 8, "-1E-8" },
    { 0, 6, "0.000000" },    { 0, 7, "0E-7" },     { 12, 0, "12" },          { 12345, 2, "123.45" }, { -5, 1, "-0.5" },
    { 123, 9, "1.23E-7" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char buffer[AZUD_DECIMAL_TEXT_MAX + 1];

      buffer[azud_print_decimal_java (buffer, cases[i].value, cases[i].scale)] = '\0';
      g_assert_cmpstr (buffer, ==, cases[i].expected);
    }
}

static AzudDecimalStatus
apply (char op, AzudInt128 a, int a_scale, AzudInt128 b, int b_scale, AzudDecimalType result, AzudInt128 *value)
{
  switch (op)
    {
    case '+':
      return azud_decimal_add (a, a_scale, b, b_scale, result, value);
    case '-':
      return azud_decimal_subtract (a, a_scale, b, b_scale, result, value);
    case '*':
      return azud_decimal_multiply (a, a_scale, b, b_scale, result, value);
    case '/':
      return azud_decimal_divide (a, a_scale, b, b_scale, result, value);
    default:
      return azud_decimal_remainder (a, a_scale, b, b_scale, result, value);
    }
}

static AzudDecimalType
type_of (char op, AzudDecimalType a, AzudDecimalType b)
{
  switch (op)
    {
    case '+':
    case '-':
      return azud_decimal_type_add (a, b);
    case '*':
      return azud_decimal_type_multiply (a, b);
    case '/':
      return azud_decimal_type_divide (a, b);
    default:
      return azud_decimal_type_remainder (a, b);
    }
}

static void
test_spark (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (spark_cases); i++)
    {
      const SparkCase *c = &spark_cases[i];
      AzudInt128 a = decimal_of (c->a, c->a_precision, c->a_scale);
      AzudInt128 b = decimal_of (c->b, c->b_precision, c->b_scale);
      AzudInt128 value = 0;

      g_test_message ("%s %s %s", c->a, c->op, c->b);
      if (c->op[0] == 'd')
        {
          int64_t quotient = 0;
          AzudDecimalStatus status = azud_decimal_div (a, c->a_scale, b, c->b_scale, &quotient);
          g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, quotient);

          g_assert_cmpint (status == AZUD_DECIMAL_OK, ==, c->expected != NULL);
          if (c->expected != NULL)
            g_assert_cmpstr (text, ==, c->expected);
        }
      else
        {
          AzudDecimalType type = type_of (c->op[0], (AzudDecimalType) { c->a_precision, c->a_scale },
                                          (AzudDecimalType) { c->b_precision, c->b_scale });
          AzudDecimalStatus status = apply (c->op[0], a, c->a_scale, b, c->b_scale, type, &value);
          char buffer[AZUD_DECIMAL_TEXT_MAX + 1];
          g_autofree char *text = NULL;

          g_assert_cmpint (status == AZUD_DECIMAL_OK, ==, c->expected != NULL);
          g_assert_cmpint (status == AZUD_DECIMAL_DIVIDE_BY_ZERO, ==, b == 0 && (c->op[0] == '/' || c->op[0] == '%'));
          if (c->expected == NULL)
            continue;
          buffer[azud_print_decimal (buffer, value, type.scale)] = '\0';
          text = g_strdup_printf ("decimal(%d,%d) %s", type.precision, type.scale, buffer);
          g_assert_cmpstr (text, ==, c->expected);
        }
    }
}

/* ---- a slow reference: numbers as decimal digits, lowest first ---- */

#define N_DIGITS 160

typedef struct
{
  int8_t digits[N_DIGITS];
} Slow;

static Slow
slow_from (AzudInt128 value)
{
  Slow slow = { { 0 } };

  if (value < 0)
    value = -value;
  for (int i = 0; value > 0; i++)
    {
      slow.digits[i] = (int8_t) (value % 10);
      value /= 10;
    }
  return slow;
}

static Slow
slow_shift (Slow a, int places)
{
  Slow result = { { 0 } };

  for (int i = 0; i + places < N_DIGITS; i++)
    result.digits[i + places] = a.digits[i];
  return result;
}

static int
slow_compare (const Slow *a, const Slow *b)
{
  for (int i = N_DIGITS - 1; i >= 0; i--)
    if (a->digits[i] != b->digits[i])
      return a->digits[i] < b->digits[i] ? -1 : 1;
  return 0;
}

static Slow
slow_combine (Slow a, const Slow *b, int sign)
{
  int carry = 0;

  for (int i = 0; i < N_DIGITS; i++)
    {
      int sum = a.digits[i] + sign * b->digits[i] + carry;

      carry = sum < 0 ? -1 : sum / 10;
      a.digits[i] = (int8_t) (sum - carry * 10);
    }
  return a;
}

static Slow
slow_multiply (const Slow *a, const Slow *b)
{
  Slow result = { { 0 } };

  for (int i = 0; i < N_DIGITS; i++)
    for (int k = 0; k < b->digits[i]; k++)
      {
        Slow shifted = slow_shift (*a, i);

        result = slow_combine (result, &shifted, 1);
      }
  return result;
}

static Slow
slow_divide (const Slow *a, const Slow *b, Slow *rest)
{
  Slow quotient = { { 0 } };

  memset (rest, 0, sizeof *rest);
  for (int i = N_DIGITS - 1; i >= 0; i--)
    {
      *rest = slow_shift (*rest, 1);
      rest->digits[0] = a->digits[i];
      while (slow_compare (rest, b) >= 0)
        {
          *rest = slow_combine (*rest, b, -1);
          quotient.digits[i]++;
        }
    }
  return quotient;
}

/* HALF_UP at @drop digits; false if more than 38 digits are left. */
static bool
slow_finish (Slow a, int drop, AzudInt128 *value)
{
  Slow one = slow_from (1);
  Slow result = { { 0 } };

  for (int i = drop; i < N_DIGITS; i++)
    result.digits[i - drop] = a.digits[i];
  if (drop > 0 && a.digits[drop - 1] >= 5)
    result = slow_combine (result, &one, 1);
  *value = 0;
  for (int i = N_DIGITS - 1; i >= 0; i--)
    {
      if (i >= 38 && result.digits[i] != 0)
        return false;
      *value = *value * 10 + result.digits[i];
    }
  return true;
}

static bool
slow_apply (char op, AzudInt128 a, int a_scale, AzudInt128 b, int b_scale, AzudDecimalType type, AzudInt128 *value)
{
  int scale = MAX (a_scale, b_scale);
  Slow x = slow_from (a);
  Slow y = slow_from (b);
  bool negative = (a < 0) != (b < 0);
  Slow rest;
  Slow result;
  bool ok;

  switch (op)
    {
    case '+':
      x = slow_shift (x, scale - a_scale);
      y = slow_shift (y, scale - b_scale);
      if (!negative)
        result = slow_combine (x, &y, 1);
      else
        result = slow_compare (&x, &y) >= 0 ? slow_combine (x, &y, -1) : slow_combine (y, &x, -1);
      negative = slow_compare (&x, &y) >= 0 ? a < 0 : b < 0;
      break;
    case '*':
      result = slow_multiply (&x, &y);
      scale = a_scale + b_scale;
      break;
    case '/':
      /* one digit more than wanted is enough for HALF_UP */
      scale = type.scale + 1;
      x = slow_shift (x, scale + b_scale);
      y = slow_shift (y, a_scale);
      result = slow_divide (&x, &y, &rest);
      break;
    default:
      x = slow_shift (x, scale - a_scale);
      y = slow_shift (y, scale - b_scale);
      slow_divide (&x, &y, &rest);
      result = rest;
      negative = a < 0;
      break;
    }
  if (scale < type.scale)
    {
      result = slow_shift (result, type.scale - scale);
      scale = type.scale;
    }
  ok = slow_finish (result, scale - type.scale, value) && azud_decimal_fits (*value, type.precision);
  if (negative)
    *value = -*value;
  return ok;
}

static AzudInt128
random_decimal (GRand *rand, int precision)
{
  AzudInt128 value = 0;
  int n = g_rand_int_range (rand, 0, precision + 1);
  int kind = g_rand_int_range (rand, 0, 4);

  for (int i = 0; i < n; i++)
    value = value * 10 + (kind == 0 ? 9 : kind == 1 ? (i == 0 ? 5 : 0) : g_rand_int_range (rand, 0, 10));
  return g_rand_boolean (rand) ? value : -value;
}

static void
test_random (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);

  for (int i = 0; i < 6000; i++)
    {
      int p1 = g_rand_int_range (rand, 1, 39);
      int p2 = g_rand_int_range (rand, 1, 39);
      int s1 = g_rand_int_range (rand, 0, p1 + 1);
      int s2 = g_rand_int_range (rand, 0, p2 + 1);
      AzudInt128 a = random_decimal (rand, p1);
      AzudInt128 b = random_decimal (rand, p2);

      for (const char *op = "+*/%"; *op != '\0'; op++)
        {
          AzudDecimalType type = type_of (*op, (AzudDecimalType) { p1, s1 }, (AzudDecimalType) { p2, s2 });
          AzudInt128 value = 0;
          AzudInt128 expected = 0;
          AzudDecimalStatus status = apply (*op, a, s1, b, s2, type, &value);
          bool ok;

          if (b == 0 && (*op == '/' || *op == '%'))
            {
              g_assert_cmpint (status, ==, AZUD_DECIMAL_DIVIDE_BY_ZERO);
              continue;
            }
          ok = slow_apply (*op, a, s1, b, s2, type, &expected);
          if (ok != (status == AZUD_DECIMAL_OK) || (ok && value != expected))
            {
              char text[2][AZUD_DECIMAL_TEXT_MAX + 1];

              text[0][azud_print_decimal (text[0], a, s1)] = '\0';
              text[1][azud_print_decimal (text[1], b, s2)] = '\0';
              g_error ("%s %c %s", text[0], *op, text[1]);
            }
        }
      g_assert_cmpint (azud_decimal_compare (a, s1, b, s2), ==, -azud_decimal_compare (b, s2, a, s1));
      {
        Slow x = slow_shift (slow_from (a), s2);
        Slow y = slow_shift (slow_from (b), s1);
        int order = a >= 0 && b >= 0 ? slow_compare (&x, &y) : a < 0 && b < 0 ? slow_compare (&y, &x) : a < b ? -1 : 1;

        g_assert_cmpint (azud_decimal_compare (a, s1, b, s2), ==, order);
      }
    }
}

static void
test_rescale (void)
{
  static const struct
  {
    const char  *text;
    int          to_precision;
    int          to_scale;
    AzudRounding rounding;
    const char  *expected;  /* NULL: overflow */
  } cases[] = {
    { "2.5", 5, 0, AZUD_ROUND_HALF_UP, "3" },      { "-2.5", 5, 0, AZUD_ROUND_HALF_UP, "-3" },
    { "2.5", 5, 0, AZUD_ROUND_HALF_EVEN, "2" },    { "3.5", 5, 0, AZUD_ROUND_HALF_EVEN, "4" },
    { "2.51", 5, 0, AZUD_ROUND_HALF_EVEN, "3" },   { "-2.5", 5, 0, AZUD_ROUND_HALF_EVEN, "-2" },
    { "2.1", 5, 0, AZUD_ROUND_CEILING, "3" },      { "-2.9", 5, 0, AZUD_ROUND_CEILING, "-2" },
    { "2.9", 5, 0, AZUD_ROUND_FLOOR, "2" },        { "-2.1", 5, 0, AZUD_ROUND_FLOOR, "-3" },
    { "2.0", 5, 0, AZUD_ROUND_CEILING, "2" },      { "-2.9", 5, 0, AZUD_ROUND_DOWN, "-2" },
    { "9.99", 3, 1, AZUD_ROUND_HALF_UP, "10.0" },  { "99.95", 3, 1, AZUD_ROUND_HALF_UP, NULL },
    { "1", 38, 37, AZUD_ROUND_HALF_UP, "1.0000000000000000000000000000000000000" },
    { "10", 38, 37, AZUD_ROUND_HALF_UP, NULL },    { "0", 38, 38, AZUD_ROUND_HALF_UP, "0.00000000000000000000000000000000000000" },
  };
  AzudInt128 value = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudInt128 a = decimal_of (cases[i].text, 38, 6);
      AzudDecimalStatus status = azud_decimal_rescale (a, 6, (AzudDecimalType) { cases[i].to_precision, cases[i].to_scale },
                                                       cases[i].rounding, &value);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (status, ==, cases[i].expected != NULL ? AZUD_DECIMAL_OK : AZUD_DECIMAL_OVERFLOW);
      if (cases[i].expected != NULL)
        assert_decimal (value, cases[i].to_scale, cases[i].expected);
    }
  g_assert_cmpint (azud_decimal_round (12350, 0, -2, AZUD_ROUND_HALF_UP, (AzudDecimalType) { 6, 0 }, &value), ==,
                   AZUD_DECIMAL_OK);
  assert_decimal (value, 0, "12400");
  g_assert_cmpint (azud_decimal_round (99950, 0, -2, AZUD_ROUND_HALF_UP, (AzudDecimalType) { 5, 0 }, &value), ==,
                   AZUD_DECIMAL_OVERFLOW);
  g_assert_cmpint (azud_decimal_round (12350, 2, 1, AZUD_ROUND_HALF_EVEN, (AzudDecimalType) { 6, 1 }, &value), ==,
                   AZUD_DECIMAL_OK);
  assert_decimal (value, 1, "123.5");
  g_assert_cmpint (azud_decimal_rescale (1, 38, (AzudDecimalType) { 38, -1 }, AZUD_ROUND_CEILING, &value), ==,
                   AZUD_DECIMAL_OK);
  g_assert_cmpint ((int) value, ==, 1);
}

static void
test_convert (void)
{
  static const struct
  {
    double      value;
    int         precision;
    int         scale;
    const char *expected;
  } cases[] = {
    { 1.005, 10, 2, "1.01" },   { 2.675, 10, 2, "2.68" },      { 1e22, 38, 0, "10000000000000000000000" },
    { 0.1, 20, 18, "0.100000000000000000" }, { -0.5, 5, 0, "-1" }, { 1e-10, 20, 3, "0.000" }, { 1e10, 5, 0, NULL },
    { NAN, 5, 0, NULL },        { INFINITY, 38, 0, NULL },     { 1e300, 38, 0, NULL }, { 5e-324, 38, 38, "0.00000000000000000000000000000000000000" },
    { 99999.5, 5, 0, NULL },    { (double) 1.1f, 20, 10, "1.1000000238" },
  };
  AzudInt128 value = 0;
  int64_t whole = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudDecimalStatus status = azud_decimal_from_double (cases[i].value, (AzudDecimalType) { cases[i].precision, cases[i].scale },
                                                           &value);

      g_assert_cmpint (status, ==, cases[i].expected != NULL ? AZUD_DECIMAL_OK : AZUD_DECIMAL_OVERFLOW);
      if (cases[i].expected != NULL)
        assert_decimal (value, cases[i].scale, cases[i].expected);
    }
  g_assert_cmpfloat (azud_decimal_to_double (decimal_of ("0.1", 38, 10), 10), ==, 0.1);
  g_assert_cmpfloat (azud_decimal_to_double (decimal_of ("123456789012345678901234567890.12345678", 38, 8), 8), ==,
                     123456789012345678901234567890.12345678);
  g_assert_cmpfloat (azud_decimal_to_double (decimal_of ("-0.3", 38, 37), 37), ==, -0.3);
  g_assert_cmpfloat (azud_decimal_to_float (decimal_of ("0.1", 38, 10), 10), ==, 0.1f);
  g_assert_cmpint (azud_decimal_to_int64 (decimal_of ("9223372036854775807.9", 38, 1), 1, &whole), ==, AZUD_DECIMAL_OK);
  g_assert_cmpint (whole, ==, INT64_MAX);
  g_assert_cmpint (azud_decimal_to_int64 (decimal_of ("-9223372036854775808.9", 38, 1), 1, &whole), ==, AZUD_DECIMAL_OK);
  g_assert_cmpint (whole, ==, INT64_MIN);
  g_assert_cmpint (azud_decimal_to_int64 (decimal_of ("9223372036854775808", 38, 1), 1, &whole), ==, AZUD_DECIMAL_OVERFLOW);
  g_assert_cmpint (azud_decimal_from_int64 (INT64_MIN, (AzudDecimalType) { 20, 1 }, &value), ==, AZUD_DECIMAL_OK);
  assert_decimal (value, 1, "-9223372036854775808.0");
  g_assert_cmpint (azud_decimal_from_int64 (1000, (AzudDecimalType) { 4, 1 }, &value), ==, AZUD_DECIMAL_OVERFLOW);
}

static void
test_types (void)
{
  AzudDecimalType common = azud_decimal_type_common ((AzudDecimalType) { 38, 0 }, (AzudDecimalType) { 38, 18 });

  g_assert_cmpint (common.precision, ==, 38);
  g_assert_cmpint (common.scale, ==, 0);
  common = azud_decimal_type_common ((AzudDecimalType) { 10, 2 }, (AzudDecimalType) { 12, 6 });
  g_assert_cmpint (common.precision, ==, 14);
  g_assert_cmpint (common.scale, ==, 6);
  for (int digits = 1; digits <= 38; digits++)
    {
      g_assert_cmpint (azud_decimal_digits (azud_decimal_power_of_ten (digits - 1)), ==, digits);
      g_assert_cmpint (azud_decimal_digits (1 - azud_decimal_power_of_ten (digits)), ==, digits);
      g_assert_false (azud_decimal_fits (azud_decimal_power_of_ten (digits), digits));
      g_assert_true (azud_decimal_fits (1 - azud_decimal_power_of_ten (digits), digits));
    }
  g_assert_cmpint (azud_decimal_digits (0), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/decimal/parse", test_parse);
  g_test_add_func ("/value/decimal/parse-exact", test_parse_exact);
  g_test_add_func ("/value/decimal/print-java", test_print_java);
  g_test_add_func ("/value/decimal/spark", test_spark);
  g_test_add_func ("/value/decimal/random", test_random);
  g_test_add_func ("/value/decimal/rescale", test_rescale);
  g_test_add_func ("/value/decimal/convert", test_convert);
  g_test_add_func ("/value/decimal/types", test_types);
  return g_test_run ();
}
