/* test-number.c: numbers from and to text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "value/number-parse.h"
#include "value/number-print.h"

#define OK     AZUD_PARSE_OK
#define SYNTAX AZUD_PARSE_SYNTAX
#define RANGE  AZUD_PARSE_RANGE

static void
test_int64 (void)
{
  static const struct
  {
    const char     *text;
    AzudParseResult strict;
    AzudParseResult cast;
    int64_t         value;
  } cases[] = {
    { "0", OK, OK, 0 },
    { "-0", OK, OK, 0 },
    { "+1", OK, OK, 1 },
    { "-1", OK, OK, -1 },
    { "00000000000000000000000001", OK, OK, 1 },
    { "1234567", OK, OK, 1234567 },
    { "12345678", OK, OK, 12345678 },
    { "123456789", OK, OK, 123456789 },
    { "1234567890123456", OK, OK, 1234567890123456 },
    { "999999999999999999", OK, OK, 999999999999999999 },
    { "1000000000000000000", OK, OK, 1000000000000000000 },
    { "9223372036854775807", OK, OK, INT64_MAX },
    { "-9223372036854775808", OK, OK, INT64_MIN },
    { "9223372036854775808", RANGE, RANGE, 0 },
    { "-9223372036854775809", RANGE, RANGE, 0 },
    { "99999999999999999999999999", RANGE, RANGE, 0 },
    { "9999999999999999999999999x", SYNTAX, SYNTAX, 0 },
    { " 1", SYNTAX, OK, 1 },
    { "1 ", SYNTAX, OK, 1 },
    { "\t\n1\r\177", SYNTAX, OK, 1 },
    { "", SYNTAX, SYNTAX, 0 },
    { " ", SYNTAX, SYNTAX, 0 },
    { "+", SYNTAX, SYNTAX, 0 },
    { "-", SYNTAX, SYNTAX, 0 },
    { "+-1", SYNTAX, SYNTAX, 0 },
    { "- 1", SYNTAX, SYNTAX, 0 },
    { "1.0", SYNTAX, SYNTAX, 0 },
    { "1e3", SYNTAX, SYNTAX, 0 },
    { "0x10", SYNTAX, SYNTAX, 0 },
    { "1_000", SYNTAX, SYNTAX, 0 },
    { "1 000", SYNTAX, SYNTAX, 0 },
    { "1,5", SYNTAX, SYNTAX, 0 },
    { "1L", SYNTAX, SYNTAX, 0 },
    { "１２", SYNTAX, SYNTAX, 0 },
    { "1234567:", SYNTAX, SYNTAX, 0 },
    { "/2345678", SYNTAX, SYNTAX, 0 },
    { "1234567a", SYNTAX, SYNTAX, 0 },
    { "\302\2401", SYNTAX, SYNTAX, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int64_t value = 77;

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (azud_parse_int64 (cases[i].text, strlen (cases[i].text), &value), ==, cases[i].strict);
      g_assert_cmpint (value, ==, cases[i].strict == OK ? cases[i].value : 77);
      value = 77;
      g_assert_cmpint (azud_cast_int64 (cases[i].text, strlen (cases[i].text), &value), ==, cases[i].cast);
      g_assert_cmpint (value, ==, cases[i].cast == OK ? cases[i].value : 77);
    }
}

/* Every byte in every place of eight digits. */
static void
test_int64_bytes (void)
{
  for (int place = 0; place < 8; place++)
    for (int c = 0; c < 256; c++)
      {
        char text[8] = { '1', '1', '1', '1', '1', '1', '1', '1' };
        int64_t value = 0;
        bool ok = (c >= '0' && c <= '9') || (place == 0 && (c == '+' || c == '-'));

        text[place] = (char) c;
        g_assert_cmpint (azud_parse_int64 (text, 8, &value), ==, ok ? OK : SYNTAX);
      }
}

static void
test_narrow (void)
{
  static const struct
  {
    const char *text;
    int         bits;  /* narrowest type that holds it */
  } cases[] = {
    { "127", 8 },          { "-128", 8 },          { "128", 16 },        { "-129", 16 },
    { "32767", 16 },       { "-32768", 16 },       { "32768", 32 },      { "-32769", 32 },
    { "2147483647", 32 },  { "-2147483648", 32 },  { "2147483648", 64 }, { "-2147483649", 64 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      size_t length = strlen (cases[i].text);
      int8_t v8;
      int16_t v16;
      int32_t v32;

      g_assert_cmpint (azud_parse_int8 (cases[i].text, length, &v8), ==, cases[i].bits <= 8 ? OK : RANGE);
      g_assert_cmpint (azud_parse_int16 (cases[i].text, length, &v16), ==, cases[i].bits <= 16 ? OK : RANGE);
      g_assert_cmpint (azud_parse_int32 (cases[i].text, length, &v32), ==, cases[i].bits <= 32 ? OK : RANGE);
      g_assert_cmpint (azud_cast_int8 (cases[i].text, length, &v8), ==, cases[i].bits <= 8 ? OK : RANGE);
      g_assert_cmpint (azud_cast_int16 (cases[i].text, length, &v16), ==, cases[i].bits <= 16 ? OK : RANGE);
      g_assert_cmpint (azud_cast_int32 (cases[i].text, length, &v32), ==, cases[i].bits <= 32 ? OK : RANGE);
      if (cases[i].bits <= 16)
        g_assert_cmpint (v16, ==, g_ascii_strtoll (cases[i].text, NULL, 10));
    }
}

static void
test_double (void)
{
  static const struct
  {
    const char *text;
    unsigned    flags;
    bool        ok;
    double      value;
  } cases[] = {
    { "0", 0, true, 0.0 },
    { "-0", 0, true, -0.0 },
    { "1.5", 0, true, 1.5 },
    { ".5", 0, true, 0.5 },
    { "5.", 0, true, 5.0 },
    { "+1e3", 0, true, 1000.0 },
    { "1E-3", 0, true, 0.001 },
    { "1e+3", 0, true, 1000.0 },
    { "000000000000000000000000000001e1", 0, true, 10.0 },
    { "0.000000000000000000000000000001", 0, true, 1e-30 },
    { "1e400", 0, true, INFINITY },
    { "-1e400", 0, true, -INFINITY },
    { "1e400", AZUD_FLOAT_RANGE, false, 0 },
    { "1e-400", 0, true, 0.0 },
    { "1e99999999999999999999", 0, true, INFINITY },
    { "1e-99999999999999999999", 0, true, 0.0 },
    { "0e99999999999999999999", 0, true, 0.0 },
    { "1.7976931348623157e308", 0, true, 1.7976931348623157e308 },
    { "1.7976931348623158079e308", 0, true, 1.7976931348623157e308 },
    { "1.7976931348623159e308", 0, true, INFINITY },
    { "4.9e-324", 0, true, 4.9406564584124654e-324 },
    { "2.4703282292062327e-324", 0, true, 0.0 },
    { "2.4703282292062328e-324", 0, true, 4.9406564584124654e-324 },
    { "2.2250738585072011e-308", 0, true, 2.2250738585072011e-308 },
    { "9007199254740993", 0, true, 9007199254740992.0 },
    { "9007199254740993.00000000000000000000000000000000001", 0, true, 9007199254740994.0 },
    { "9007199254740995", 0, true, 9007199254740996.0 },
    { "123456789012345678901234567890", 0, true, 123456789012345678901234567890.0 },
    { "1d", AZUD_FLOAT_SUFFIX, true, 1.0 },
    { "1F", AZUD_FLOAT_SUFFIX, true, 1.0 },
    { "1dd", AZUD_FLOAT_CAST, false, 0 },
    { "1d", 0, false, 0 },
    { " 1f ", AZUD_FLOAT_CAST, true, 1.0 },
    { " 1", 0, false, 0 },
    { "1 ", AZUD_FLOAT_JAVA, true, 1.0 },
    { "0x1p3", AZUD_FLOAT_CAST, true, 8.0 },
    { "-0x1.8P-1", AZUD_FLOAT_CAST, true, -0.75 },
    { "0x.8p0f", AZUD_FLOAT_CAST, true, 0.5 },
    { "0x1.00000000000008p0", AZUD_FLOAT_CAST, true, 1.0 },
    { "0x1.0000000000000800000000000000000000000000000000001p0", AZUD_FLOAT_CAST, true, 0x1.0000000000001p0 },
    { "0x1p99999999999", AZUD_FLOAT_CAST, true, INFINITY },
    { "0x1", AZUD_FLOAT_CAST, false, 0 },
    { "0xp1", AZUD_FLOAT_CAST, false, 0 },
    { "0x1p", AZUD_FLOAT_CAST, false, 0 },
    { "0x1p3", 0, false, 0 },
    { "NaN", AZUD_FLOAT_JAVA, true, NAN },
    { "+NaN", AZUD_FLOAT_CAST, true, NAN },
    { "nan", AZUD_FLOAT_JAVA, false, 0 },
    { "nan", AZUD_FLOAT_CAST, true, NAN },
    { "+nan", AZUD_FLOAT_CAST, false, 0 },
    { "Infinity", AZUD_FLOAT_JAVA, true, INFINITY },
    { "-Infinity", AZUD_FLOAT_JAVA, true, -INFINITY },
    { "infinity", AZUD_FLOAT_JAVA, false, 0 },
    { "Inf", AZUD_FLOAT_JAVA, false, 0 },
    { " +InF ", AZUD_FLOAT_CAST, true, INFINITY },
    { "-infinity", AZUD_FLOAT_CAST, true, -INFINITY },
    { "Infinityd", AZUD_FLOAT_CAST, false, 0 },
    { "inf", AZUD_FLOAT_RANGE | AZUD_FLOAT_ANY_WORDS, true, INFINITY },
    { "NaN", 0, false, 0 },
    { "", AZUD_FLOAT_CAST, false, 0 },
    { " ", AZUD_FLOAT_CAST, false, 0 },
    { ".", AZUD_FLOAT_CAST, false, 0 },
    { "+", AZUD_FLOAT_CAST, false, 0 },
    { "e5", AZUD_FLOAT_CAST, false, 0 },
    { "1e", AZUD_FLOAT_CAST, false, 0 },
    { "1.5e+", AZUD_FLOAT_CAST, false, 0 },
    { "1..2", AZUD_FLOAT_CAST, false, 0 },
    { "1,5", AZUD_FLOAT_CAST, false, 0 },
    { "1 000", AZUD_FLOAT_CAST, false, 0 },
    { "1_000", AZUD_FLOAT_CAST, false, 0 },
    { "--1", AZUD_FLOAT_CAST, false, 0 },
    { "１", AZUD_FLOAT_CAST, false, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double value = 77.0;
      AzudParseResult result = azud_parse_double (cases[i].text, strlen (cases[i].text), cases[i].flags, &value);

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (result == OK, ==, cases[i].ok);
      if (!cases[i].ok)
        {
          g_assert_cmpint (result, ==, cases[i].flags == AZUD_FLOAT_RANGE ? RANGE : SYNTAX);
          g_assert_cmpfloat (value, ==, 77.0);
        }
      else if (isnan (cases[i].value))
        g_assert_true (isnan (value));
      else
        {
          g_assert_cmpfloat (value, ==, cases[i].value);
          g_assert_cmpint (signbit (value) != 0, ==, signbit (cases[i].value) != 0);
        }
    }
}

/* A number of thousands of digits half way between two doubles, and one digit more. */
static void
test_long_digits (void)
{
  g_autoptr(GString) text = g_string_new ("1.");
  double value;

  for (int i = 0; i < 52; i++)
    g_string_append_c (text, '0');
  g_string_assign (text, "1.00000000000000011102230246251565404236316680908203125");  /* 1 + 2^-53 */
  g_assert_cmpint (azud_parse_double (text->str, text->len, 0, &value), ==, OK);
  g_assert_cmpfloat (value, ==, 1.0);
  for (int i = 0; i < 5000; i++)
    g_string_append_c (text, '0');
  g_assert_cmpint (azud_parse_double (text->str, text->len, 0, &value), ==, OK);
  g_assert_cmpfloat (value, ==, 1.0);
  g_string_append_c (text, '1');
  g_assert_cmpint (azud_parse_double (text->str, text->len, 0, &value), ==, OK);
  g_assert_cmpfloat (value, ==, 0x1.0000000000001p0);

  g_string_assign (text, "0.");
  for (int i = 0; i < 3000; i++)
    g_string_append_c (text, '0');
  g_string_append (text, "15e3001");
  g_assert_cmpint (azud_parse_double (text->str, text->len, 0, &value), ==, OK);
  g_assert_cmpfloat (value, ==, 1.5);
}

static void
test_float (void)
{
  static const struct
  {
    const char *text;
    float       value;
  } cases[] = {
    { "16777217", 16777216.0f },  /* ties to even */
    { "16777217.0000000001", 16777218.0f },
    { "1.00000005960464477539062500001", 0x1.000002p0f },  /* would be 1 if rounded to double first */
    { "3.4028235e38", 3.4028234663852886e38f },
    { "3.4028236e38", INFINITY },
    { "1.4e-45", 1.4012984643248171e-45f },
    { "1e-46", 0.0f },
    { "0.1", 0.1f },
    { "1e10", 1e10f },
    { "1e-10", 1e-10f },
  };
  float value;

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (azud_parse_float (cases[i].text, strlen (cases[i].text), 0, &value), ==, OK);
      g_assert_cmpfloat (value, ==, cases[i].value);
    }
  g_assert_cmpint (azud_parse_float ("1e39", 4, AZUD_FLOAT_RANGE, &value), ==, RANGE);
}

static void
test_boolean (void)
{
  static const struct
  {
    const char *text;
    int         strict;  /* -1 refused */
    int         cast;
  } cases[] = {
    { "true", 1, 1 },  { "FALSE", 0, 0 },  { "True", 1, 1 },   { "t", -1, 1 },  { "F", -1, 0 },  { "yes", -1, 1 },
    { "NO", -1, 0 },   { "y", -1, 1 },     { "n", -1, 0 },     { "1", -1, 1 },  { "0", -1, 0 },  { "\ttrue ", -1, 1 },
    { "on", -1, -1 },  { "", -1, -1 },     { "truex", -1, -1 }, { "tru", -1, -1 }, { "2", -1, -1 }, { "ye", -1, -1 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      size_t length = strlen (cases[i].text);
      bool value = false;

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (azud_parse_boolean (cases[i].text, length, &value) == OK ? value : -1, ==, cases[i].strict);
      g_assert_cmpint (azud_cast_boolean (cases[i].text, length, &value) == OK ? value : -1, ==, cases[i].cast);
    }
}

static void
test_print_int (void)
{
  static const int64_t values[] = { 0, 1, -1, 9, 10, 99, 100, -100, 12345, INT64_MAX, INT64_MIN };
  char buffer[AZUD_INT128_TEXT_MAX + 1];
  AzudInt128 large = (AzudInt128) INT64_MAX * INT64_MAX;

  for (size_t i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, values[i]);

      buffer[azud_print_int64 (buffer, values[i])] = '\0';
      g_assert_cmpstr (buffer, ==, expected);
      buffer[azud_print_int128 (buffer, values[i])] = '\0';
      g_assert_cmpstr (buffer, ==, expected);
    }
  buffer[azud_print_uint64 (buffer, UINT64_MAX)] = '\0';
  g_assert_cmpstr (buffer, ==, "18446744073709551615");
  buffer[azud_print_int128 (buffer, large)] = '\0';
  g_assert_cmpstr (buffer, ==, "85070591730234615847396907784232501249");
  buffer[azud_print_int128 (buffer, (AzudInt128) ((AzudUint128) 1 << 127))] = '\0';
  g_assert_cmpstr (buffer, ==, "-170141183460469231731687303715884105728");
}

static void
test_print_double (void)
{
  static const struct
  {
    double      value;
    const char *text;
  } cases[] = {
    { 0.0, "0.0" }, { -0.0, "-0.0" }, { 1.0, "1.0" }, { 0.1, "0.1" }, { 100.0, "100.0" }, { 1234567.0, "1234567.0" },
    { 9999999.0, "9999999.0" }, { 1e7, "1.0E7" }, { 12345678.0, "1.2345678E7" }, { 1e10, "1.0E10" }, { 0.001, "0.001" },
    { 0.002, "0.002" }, { 9.99e-4, "9.99E-4" }, { 1e-4, "1.0E-4" }, { 123456.789, "123456.789" }, { 1e23, "1.0E23" },
    { 2e23, "2.0E23" }, { 4.9406564584124654e-324, "4.9E-324" }, { 9.8813129168249309e-324, "9.9E-324" },
    { 1.7976931348623157e308, "1.7976931348623157E308" }, { 2.2250738585072014e-308, "2.2250738585072014E-308" },
    { 9007199254740992.0, "9.007199254740992E15" }, { 9007199254740994.0, "9.007199254740994E15" },
    { NAN, "NaN" }, { INFINITY, "Infinity" }, { -INFINITY, "-Infinity" }, { -1.5, "-1.5" }, { 1.0 / 3, "0.3333333333333333" },
    { 5e-324 * 4, "2.0E-323" }, { 1.1, "1.1" }, { 4.35, "4.35" }, { 1e21, "1.0E21" }, { 0.30000000000000004, "0.30000000000000004" },
  };
  static const struct
  {
    float       value;
    const char *text;
  } floats[] = {
    { 0.1f, "0.1" }, { 1.0f, "1.0" }, { 16777216.0f, "1.6777216E7" }, { 1.4e-45f, "1.4E-45" }, { 3.4028235e38f, "3.4028235E38" },
    { 1.17549435e-38f, "1.1754944E-38" }, { 0.001f, "0.001" }, { 3.3333333f, "3.3333333" }, { -NAN, "NaN" },
    { INFINITY, "Infinity" }, { -0.0f, "-0.0" }, { 2e10f, "2.0E10" }, { 8.41e21f, "8.41E21" },
  };
  char buffer[AZUD_DOUBLE_TEXT_MAX + 1];

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      buffer[azud_print_double (buffer, cases[i].value)] = '\0';
      g_assert_cmpstr (buffer, ==, cases[i].text);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (floats); i++)
    {
      buffer[azud_print_float (buffer, floats[i].value)] = '\0';
      g_assert_cmpstr (buffer, ==, floats[i].text);
    }
}

/* Reads back bit by bit; no text of fewer digits does (two are always shown); of those with as many, it is
   the nearest. */
static void
check_double (double value)
{
  char text[AZUD_DOUBLE_TEXT_MAX + 1];
  char shorter[40];
  char nearest[40];
  uint64_t digits;
  int exponent;
  double again = 0;
  int n;

  text[azud_print_double (text, value)] = '\0';
  g_assert_cmpint (azud_parse_double (text, strlen (text), AZUD_FLOAT_PLAIN, &again), ==, OK);
  if (memcmp (&again, &value, sizeof value) != 0 || g_ascii_strtod (text, NULL) != value)
    g_error ("%a is printed as %s", value, text);

  azud_double_digits (value, &digits, &exponent);
  n = snprintf (shorter, sizeof shorter, "%" G_GUINT64_FORMAT, digits);
  if (n < 3)
    return;
  snprintf (shorter, sizeof shorter, "%.*e", n - 2, value);
  if (g_ascii_strtod (shorter, NULL) == value)
    g_error ("%s is shorter than %s", shorter, text);
  snprintf (nearest, sizeof nearest, "%.*e", n - 1, value);
  if (g_ascii_strtod (nearest, NULL) == value)
    {
      char ours[40];

      snprintf (ours, sizeof ours, "%" G_GUINT64_FORMAT "e%d", digits, exponent);
      g_assert_cmpint (azud_parse_double (ours, strlen (ours), 0, &again), ==, OK);
      n = (int) strcspn (nearest, "e");
      for (int i = 0, k = 0; i < n; i++)
        if (nearest[i] >= '0' && nearest[i] <= '9')
          {
            if (ours[k] != nearest[i])
              g_error ("%s is nearer than %s", nearest, ours);
            k++;
          }
    }
}

static void
test_double_random (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (20260101);

  for (int i = 0; i < 100000; i++)
    {
      uint64_t bits = (uint64_t) g_rand_int (rand) << 32 | g_rand_int (rand);
      double value;

      if (i % 8 == 0)
        bits &= ~(UINT64_C (0x7ff) << 52);                    /* subnormal */
      else if (i % 8 == 1)
        bits &= UINT64_C (0xfff) << 52;                       /* powers of two */
      memcpy (&value, &bits, sizeof value);
      if (i % 8 == 2)
        value = (double) g_rand_int_range (rand, -100000000, 100000000) / 100.0;
      else if (i % 8 == 3)
        value = (double) (int64_t) (bits >> 10);
      if (isfinite (value))
        check_double (fabs (value));
    }
}

static void
test_float_random (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (20260102);

  for (int i = 0; i < 100000; i++)
    {
      uint32_t bits = g_rand_int (rand);
      char text[AZUD_FLOAT_TEXT_MAX + 1];
      char shorter[40];
      const char *e;
      float value;
      float again = 0;
      int n = 0;

      if (i % 8 == 0)
        bits &= ~(UINT32_C (0xff) << 23);
      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;
      text[azud_print_float (text, value)] = '\0';
      g_assert_cmpint (azud_parse_float (text, strlen (text), AZUD_FLOAT_PLAIN, &again), ==, OK);
      if (memcmp (&again, &value, sizeof value) != 0 || strtof (text, NULL) != value)
        g_error ("%a is printed as %s", (double) value, text);

      e = strpbrk (text, "1234567890");
      while (*e == '0' || *e == '.')
        e++;
      for (; *e != '\0' && *e != 'E'; e++)
        n += *e != '.';
      if (n < 3 || g_str_has_suffix (text, ".0") || strstr (text, ".0E") != NULL)
        continue;
      snprintf (shorter, sizeof shorter, "%.*e", n - 2, (double) value);
      if (strtof (shorter, NULL) == value)
        g_error ("%s is shorter than %s", shorter, text);
    }
}

/* Numbers of any length and exponent against the C library. */
static void
test_parse_random (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (20260103);

  for (int i = 0; i < 200000; i++)
    {
      char text[100];
      double value = 0;
      float narrow = 0;
      int n = g_rand_int_range (rand, 1, i % 16 == 0 ? 60 : 22);
      int point = g_rand_int_range (rand, 0, n + 1);
      int length = 0;

      for (int k = 0; k < n; k++)
        {
          if (k == point)
            text[length++] = '.';
          text[length++] = (char) ('0' + g_rand_int_range (rand, 0, 10));
        }
      snprintf (text + length, sizeof text - (size_t) length, "e%d", g_rand_int_range (rand, -345, 312));
      g_assert_cmpint (azud_parse_double (text, strlen (text), 0, &value), ==, OK);
      if (value != g_ascii_strtod (text, NULL))
        g_error ("%s is read as %a", text, value);
      snprintf (text + length, sizeof text - (size_t) length, "e%d", g_rand_int_range (rand, -60, 40));
      g_assert_cmpint (azud_parse_float (text, strlen (text), 0, &narrow), ==, OK);
      if (narrow != strtof (text, NULL))
        g_error ("%s is read as %a", text, (double) narrow);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/number/int64", test_int64);
  g_test_add_func ("/value/number/int64-bytes", test_int64_bytes);
  g_test_add_func ("/value/number/narrow", test_narrow);
  g_test_add_func ("/value/number/double", test_double);
  g_test_add_func ("/value/number/long-digits", test_long_digits);
  g_test_add_func ("/value/number/float", test_float);
  g_test_add_func ("/value/number/boolean", test_boolean);
  g_test_add_func ("/value/number/print-int", test_print_int);
  g_test_add_func ("/value/number/print-double", test_print_double);
  g_test_add_func ("/value/number/double-random", test_double_random);
  g_test_add_func ("/value/number/float-random", test_float_random);
  g_test_add_func ("/value/number/parse-random", test_parse_random);
  return g_test_run ();
}
