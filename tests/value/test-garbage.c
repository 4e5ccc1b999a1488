/* test-garbage.c: no text, however broken, is read beyond its end or does harm
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Texts are copied to memory of exactly their size, so that sanitizers and valgrind see every byte too many.
 * What is read must print and read back as the same value.
 */

#include <glib.h>
#include <string.h>

#include "value/date.h"
#include "value/datetime-pattern.h"
#include "value/java-regex.h"
#include "value/like.h"
#include "value/number-parse.h"
#include "value/number-print.h"

static const char *const seeds[] = {
  "123456789012345678901234", "-9223372036854775808", "+1.5e-10d", "0x1.8p-3", "-Infinity", "NaN", ".5", "1,000.25",
  "2020-02-29", "+12345-01-01", "2020-01-02 10:11:12.123456789 Europe/Madrid", "2020-01-02T10:11:12+01:30", "10:11:12Z",
  "T1:2:3 GMT+8", "-290308-12-21 19:59:05.224192", "true", "no", "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]", "EEE, d MMM y h:mm a z",
  "[a-z&&[^o]]+(?<n>x)\\k<n>$", "(?i)\\Qa.b\\E\\p{Lower}{2,3}?", "a%\\_b_\303\251%", "\360\237\230\200\377",
};

static char *
mutate (GRand *rand, size_t *length)
{
  const char *seed = seeds[g_rand_int_range (rand, 0, G_N_ELEMENTS (seeds))];
  size_t n = strlen (seed);
  g_autofree char *work = g_malloc (n + 8);
  char *exact;

  memcpy (work, seed, n);
  for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--)
    {
      size_t at = n > 0 ? (size_t) g_rand_int_range (rand, 0, (int) n) : 0;

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          if (n > 0)
            work[at] = (char) g_rand_int_range (rand, 0, 256);
          break;
        case 1:
          if (n > 0)
            work[at] = "0123456789+-.:eTZ '[]()\\%_ "[g_rand_int_range (rand, 0, 27)];
          break;
        case 2:
          n = at;
          break;
        default:
          if (n > 0)
            memmove (work + at, work + at + 1, --n - at);
          break;
        }
    }
  /* never NULL, so that the functions need not care */
  exact = g_malloc (n > 0 ? n : 1);
  memcpy (exact, work, n);
  *length = n;
  return exact;
}

static void
check_numbers (const char *text, size_t length)
{
  char buffer[AZUD_DECIMAL_TEXT_MAX];
  int64_t integer;
  int64_t integer_again;
  double number;
  double number_again;
  float narrow;
  AzudInt128 decimal;
  AzudInt128 decimal_again;
  int precision;
  int scale;
  bool truth;

  if (azud_cast_int64 (text, length, &integer) == AZUD_PARSE_OK)
    {
      g_assert_cmpint (azud_parse_int64 (buffer, azud_print_int64 (buffer, integer), &integer_again), ==, AZUD_PARSE_OK);
      g_assert_cmpint (integer, ==, integer_again);
    }
  for (unsigned flags = 0; flags < 64; flags += 9)
    if (azud_parse_double (text, length, flags, &number) == AZUD_PARSE_OK)
      {
        g_assert_cmpint (azud_parse_double (buffer, azud_print_double (buffer, number), AZUD_FLOAT_JAVA, &number_again), ==,
                         AZUD_PARSE_OK);
        g_assert_true (number == number_again || (number != number && number_again != number_again));
      }
  if (azud_parse_float (text, length, AZUD_FLOAT_CAST, &narrow) == AZUD_PARSE_OK)
    azud_print_float (buffer, narrow);
  if (azud_parse_decimal (text, length, 20, 5, AZUD_DECIMAL_TRIM | AZUD_DECIMAL_GROUPING, &decimal) == AZUD_PARSE_OK)
    {
      g_assert_cmpint (azud_parse_decimal (buffer, azud_print_decimal (buffer, decimal, 5), 20, 5, 0, &decimal_again), ==,
                       AZUD_PARSE_OK);
      g_assert_true (decimal == decimal_again);
    }
  if (azud_parse_decimal_exact (text, length, &decimal, &precision, &scale) == AZUD_PARSE_OK)
    {
      g_assert_cmpint (scale, <=, precision);
      azud_print_decimal_java (buffer, decimal, scale);
    }
  if (azud_cast_boolean (text, length, &truth) != AZUD_PARSE_OK)
    g_assert_cmpint (azud_parse_boolean (text, length, &truth), !=, AZUD_PARSE_OK);
}

static void
check_dates (const char *text, size_t length)
{
  char buffer[AZUD_TIMESTAMP_TEXT_MAX];
  int32_t days;
  int32_t days_again;
  int64_t us;
  int64_t us_again;

  if (azud_parse_date (text, length, &days) == AZUD_PARSE_OK)
    {
      g_assert_cmpint (azud_parse_date (buffer, azud_print_date (buffer, days), &days_again), ==, AZUD_PARSE_OK);
      g_assert_cmpint (days, ==, days_again);
    }
  if (azud_parse_timestamp (text, length, azud_time_zone_utc (), 0, &us) == AZUD_PARSE_OK)
    {
      g_assert_cmpint (azud_parse_timestamp_ntz (buffer, azud_print_timestamp (buffer, us), false, &us_again), ==,
                       AZUD_PARSE_OK);
      g_assert_cmpint (us, ==, us_again);
    }
}

static void
check_pattern (const char *text, size_t length, const char *other, size_t other_length)
{
  AzudDatetimePattern pattern;
  char buffer[400];
  int64_t us;

  if (azud_datetime_pattern_compile (&pattern, text, length, AZUD_PATTERN_FORMAT, NULL))
    g_assert_cmpuint (azud_datetime_pattern_format (&pattern, 1234567890123456, azud_time_zone_utc (), buffer,
                                                    sizeof buffer), <=, sizeof buffer);
  if (azud_datetime_pattern_compile (&pattern, text, length, AZUD_PATTERN_PARSE, NULL)
      && azud_datetime_pattern_parse_timestamp (&pattern, other, other_length, azud_time_zone_utc (), &us) == AZUD_PARSE_OK)
    g_assert_cmpint (azud_datetime_pattern_parse_timestamp_ntz (&pattern, other, other_length, &us), ==, AZUD_PARSE_OK);
}

static bool
count_sink (void *data, const char *bytes, size_t length)
{
  *(size_t *) data += length;
  return true;
}

static void
check_regex (const char *text, size_t length, const char *other, size_t other_length)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudRegex *regex = azud_regex_new (text, length, 0, &error);
  size_t total = 0;

  g_assert_cmpint (regex == NULL, ==, azud_error_is_set (&error));
  if (regex != NULL)
    {
      AzudRegexMatch *match = azud_regex_match_new (regex, NULL);
      bool ok = azud_regex_replace (match, other, other_length, 0, text, length, count_sink, &total, &error);

      g_assert_cmpint (ok, ==, !azud_error_is_set (&error));
      azud_regex_match_free (match);
    }
  azud_regex_free (regex);
  azud_like_check (text, length, '\\', NULL);
  azud_like_matches (other, other_length, text, length, '\\', true);
}

static void
test_garbage (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (99);

  for (int i = 0; i < 60000; i++)
    {
      size_t length;
      size_t other_length;
      g_autofree char *text = mutate (rand, &length);
      g_autofree char *other = mutate (rand, &other_length);

      check_numbers (text, length);
      check_dates (text, length);
      if (i % 4 == 0)
        check_pattern (text, length, other, other_length);
      if (i % 4 == 1)
        check_regex (text, length, other, other_length);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/garbage/mutated", test_garbage);
  return g_test_run ();
}
