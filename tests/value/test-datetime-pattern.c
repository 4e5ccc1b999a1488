/* test-datetime-pattern.c: Java date patterns
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The expectations of the tables were read off Spark 4.0.1 on Java 17.
 */

#include <glib.h>
#include <string.h>

#include "value/date.h"
#include "value/datetime-pattern.h"

typedef struct
{
  const char *zone;
  const char *value;     /* a timestamp, UTC unless it says otherwise */
  const char *pattern;
  const char *expected;  /* NULL: the pattern is refused */
} FormatCase;

typedef struct
{
  const char *text;
  const char *pattern;
  const char *expected;  /* NULL: refused */
} ParseCase;

static const FormatCase formats[] = {
  { "UTC", "2020-01-05 03:04:05.678901", "yyyy-MM-dd HH:mm:ss.SSSSSS", "2020-01-05 03:04:05.678901" },
  { "UTC", "2020-01-05 03:04:05.678901", "y", "2020" },
  { "UTC", "2020-01-05 03:04:05.678901", "yy", "20" },
  { "UTC", "2020-01-05 03:04:05.678901", "yyy", "2020" },
  { "UTC", "2020-01-05 03:04:05.678901", "yyyy", "2020" },
  { "UTC", "2020-01-05 03:04:05.678901", "yyyyy", "02020" },
  { "UTC", "2020-01-05 03:04:05.678901", "yyyyyyy", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "u", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "M", "1" },
  { "UTC", "2020-01-05 03:04:05.678901", "MM", "01" },
  { "UTC", "2020-01-05 03:04:05.678901", "MMM", "Jan" },
  { "UTC", "2020-01-05 03:04:05.678901", "MMMM", "January" },
  { "UTC", "2020-01-05 03:04:05.678901", "MMMMM", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "L", "1" },
  { "UTC", "2020-01-05 03:04:05.678901", "LL", "01" },
  { "UTC", "2020-01-05 03:04:05.678901", "LLL", "Jan" },
  { "UTC", "2020-01-05 03:04:05.678901", "LLLL", "January" },
  { "UTC", "2020-01-05 03:04:05.678901", "d", "5" },
  { "UTC", "2020-01-05 03:04:05.678901", "dd", "05" },
  { "UTC", "2020-01-05 03:04:05.678901", "ddd", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "D", "5" },
  { "UTC", "2020-01-05 03:04:05.678901", "DD", "05" },
  { "UTC", "2020-01-05 03:04:05.678901", "DDD", "005" },
  { "UTC", "2020-01-05 03:04:05.678901", "DDDD", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "E", "Sun" },
  { "UTC", "2020-01-05 03:04:05.678901", "EEE", "Sun" },
  { "UTC", "2020-01-05 03:04:05.678901", "EEEE", "Sunday" },
  { "UTC", "2020-01-05 03:04:05.678901", "EEEEE", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "e", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "F", "5" },
  { "UTC", "2020-01-05 03:04:05.678901", "FF", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "q", "1" },
  { "UTC", "2020-01-05 03:04:05.678901", "qq", "01" },
  { "UTC", "2020-01-05 03:04:05.678901", "qqq", "Q1" },
  { "UTC", "2020-01-05 03:04:05.678901", "qqqq", "1st quarter" },
  { "UTC", "2020-01-05 03:04:05.678901", "Q", "1" },
  { "UTC", "2020-01-05 03:04:05.678901", "QQ", "01" },
  { "UTC", "2020-01-05 03:04:05.678901", "QQQ", "Q1" },
  { "UTC", "2020-01-05 03:04:05.678901", "QQQQ", "1st quarter" },
  { "UTC", "2020-01-05 03:04:05.678901", "QQQQQ", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "a", "AM" },
  { "UTC", "2020-01-05 03:04:05.678901", "aa", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "h", "3" },
  { "UTC", "2020-01-05 03:04:05.678901", "hh", "03" },
  { "UTC", "2020-01-05 03:04:05.678901", "hhh", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "k", "3" },
  { "UTC", "2020-01-05 03:04:05.678901", "kk", "03" },
  { "UTC", "2020-01-05 03:04:05.678901", "K", "3" },
  { "UTC", "2020-01-05 03:04:05.678901", "KK", "03" },
  { "UTC", "2020-01-05 03:04:05.678901", "H", "3" },
  { "UTC", "2020-01-05 03:04:05.678901", "HH", "03" },
  { "UTC", "2020-01-05 03:04:05.678901", "HHH", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "m", "4" },
  { "UTC", "2020-01-05 03:04:05.678901", "mm", "04" },
  { "UTC", "2020-01-05 03:04:05.678901", "s", "5" },
  { "UTC", "2020-01-05 03:04:05.678901", "ss", "05" },
  { "UTC", "2020-01-05 03:04:05.678901", "S", "6" },
  { "UTC", "2020-01-05 03:04:05.678901", "SS", "67" },
  { "UTC", "2020-01-05 03:04:05.678901", "SSSSSSSSS", "678901000" },
  { "UTC", "2020-01-05 03:04:05.678901", "SSSSSSSSSS", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "V", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "VV", "UTC" },
  { "UTC", "2020-01-05 03:04:05.678901", "VVV", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "z", "UTC" },
  { "UTC", "2020-01-05 03:04:05.678901", "zzz", "UTC" },
  { "UTC", "2020-01-05 03:04:05.678901", "zzzzz", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "O", "GMT" },
  { "UTC", "2020-01-05 03:04:05.678901", "OO", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "OOOO", "GMT" },
  { "UTC", "2020-01-05 03:04:05.678901", "X", "Z" },
  { "UTC", "2020-01-05 03:04:05.678901", "XX", "Z" },
  { "UTC", "2020-01-05 03:04:05.678901", "XXX", "Z" },
  { "UTC", "2020-01-05 03:04:05.678901", "XXXX", "Z" },
  { "UTC", "2020-01-05 03:04:05.678901", "XXXXX", "Z" },
  { "UTC", "2020-01-05 03:04:05.678901", "XXXXXX", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "x", "+00" },
  { "UTC", "2020-01-05 03:04:05.678901", "xx", "+0000" },
  { "UTC", "2020-01-05 03:04:05.678901", "xxx", "+00:00" },
  { "UTC", "2020-01-05 03:04:05.678901", "xxxx", "+0000" },
  { "UTC", "2020-01-05 03:04:05.678901", "xxxxx", "+00:00" },
  { "UTC", "2020-01-05 03:04:05.678901", "Z", "+0000" },
  { "UTC", "2020-01-05 03:04:05.678901", "ZZ", "+0000" },
  { "UTC", "2020-01-05 03:04:05.678901", "ZZZ", "+0000" },
  { "UTC", "2020-01-05 03:04:05.678901", "ZZZZ", "GMT" },
  { "UTC", "2020-01-05 03:04:05.678901", "ZZZZZ", "Z" },
  { "UTC", "2020-01-05 03:04:05.678901", "G", "AD" },
  { "UTC", "2020-01-05 03:04:05.678901", "GG", "AD" },
  { "UTC", "2020-01-05 03:04:05.678901", "GGGG", "Anno Domini" },
  { "UTC", "2020-01-05 03:04:05.678901", "GGGGG", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "w", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "W", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "Y", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "c", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "n", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "N", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "A", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "B", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "p", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "C", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "I", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "[yyyy]-MM", "2020-01" },
  { "UTC", "2020-01-05 03:04:05.678901", "yyyy[-MM", "2020-01" },
  { "UTC", "2020-01-05 03:04:05.678901", "yyyy]", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "'T'yyyy", "T2020" },
  { "UTC", "2020-01-05 03:04:05.678901", "''yyyy", "'2020" },
  { "UTC", "2020-01-05 03:04:05.678901", "'it''s' yyyy", "it's 2020" },
  { "UTC", "2020-01-05 03:04:05.678901", "yyyy'", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "#", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "{", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "}", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "y#", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "y{", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "y.M,d:;!?/%_", "2020.1,5:;!?/%_" },
  { "UTC", "2020-01-05 03:04:05.678901", "yyyy 年", "2020 年" },
  { "UTC", "2020-01-05 03:04:05.678901", "b", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "R", NULL },
  { "UTC", "2020-01-05 03:04:05.678901", "", "" },
  { "America/New_York", "2020-07-05 03:04:05 UTC", "VV", "America/New_York" },
  { "America/New_York", "2020-07-05 03:04:05 UTC", "z", "EDT" },
  { "America/New_York", "2020-07-05 03:04:05 UTC", "O", "GMT-4" },
  { "America/New_York", "2020-07-05 03:04:05 UTC", "OOOO", "GMT-04:00" },
  { "America/New_York", "2020-07-05 03:04:05 UTC", "X", "-04" },
  { "America/New_York", "2020-07-05 03:04:05 UTC", "XXX", "-04:00" },
  { "America/New_York", "2020-07-05 03:04:05 UTC", "XXXXX", "-04:00" },
  { "America/New_York", "2020-07-05 03:04:05 UTC", "x", "-04" },
  { "America/New_York", "2020-07-05 03:04:05 UTC", "Z", "-0400" },
  { "America/New_York", "2020-07-05 03:04:05 UTC", "ZZZZ", "GMT-04:00" },
  { "America/New_York", "2020-07-05 03:04:05 UTC", "ZZZZZ", "-04:00" },
  { "America/New_York", "2020-07-05 03:04:05 UTC", "yyyy-MM-dd HH:mm:ss XXX", "2020-07-04 23:04:05 -04:00" },
  { "+05:30", "2020-07-05 03:04:05 UTC", "VV", "+05:30" },
  { "+05:30", "2020-07-05 03:04:05 UTC", "z", "+05:30" },
  { "+05:30", "2020-07-05 03:04:05 UTC", "O", "GMT+5:30" },
  { "+05:30", "2020-07-05 03:04:05 UTC", "OOOO", "GMT+05:30" },
  { "+05:30", "2020-07-05 03:04:05 UTC", "X", "+0530" },
  { "+05:30", "2020-07-05 03:04:05 UTC", "XXX", "+05:30" },
  { "+05:30", "2020-07-05 03:04:05 UTC", "XXXXX", "+05:30" },
  { "+05:30", "2020-07-05 03:04:05 UTC", "x", "+0530" },
  { "+05:30", "2020-07-05 03:04:05 UTC", "Z", "+0530" },
  { "+05:30", "2020-07-05 03:04:05 UTC", "ZZZZ", "GMT+05:30" },
  { "+05:30", "2020-07-05 03:04:05 UTC", "ZZZZZ", "+05:30" },
  { "Asia/Tokyo", "2020-07-05 03:04:05 UTC", "VV", "Asia/Tokyo" },
  { "Asia/Tokyo", "2020-07-05 03:04:05 UTC", "z", "JST" },
  { "America/Sao_Paulo", "2020-07-05 03:04:05 UTC", "VV", "America/Sao_Paulo" },
  { "UTC", "-0005-01-02", "y", "-5" },
  { "UTC", "-0005-01-02", "yy", "05" },
  { "UTC", "-0005-01-02", "yyyy", "-0005" },
  { "UTC", "-0005-01-02", "yyyyy", "-00005" },
  { "UTC", "-0005-01-02", "G y", "BC 6" },
  { "UTC", "-0005-01-02", "yyyyyy", "-000005" },
  { "UTC", "0000-01-02", "y", "0" },
  { "UTC", "0000-01-02", "yy", "00" },
  { "UTC", "0000-01-02", "yyyy", "0000" },
  { "UTC", "0000-01-02", "yyyyy", "00000" },
  { "UTC", "0000-01-02", "G y", "BC 1" },
  { "UTC", "0000-01-02", "yyyyyy", "000000" },
  { "UTC", "12345-01-02", "y", "12345" },
  { "UTC", "12345-01-02", "yy", "45" },
  { "UTC", "12345-01-02", "yyyy", "+12345" },
  { "UTC", "12345-01-02", "yyyyy", "12345" },
  { "UTC", "12345-01-02", "G y", "AD 12345" },
  { "UTC", "12345-01-02", "yyyyyy", "012345" },
  { "UTC", "0099-01-02", "y", "99" },
  { "UTC", "0099-01-02", "yy", "99" },
  { "UTC", "0099-01-02", "yyyy", "0099" },
  { "UTC", "0099-01-02", "yyyyy", "00099" },
  { "UTC", "0099-01-02", "G y", "AD 99" },
  { "UTC", "0099-01-02", "yyyyyy", "000099" },
};

static const ParseCase parses[] = {
  { "2020-01-02", "yyyy-MM-dd", "2020-01-02 00:00:00" },
  { "2020-1-2", "yyyy-MM-dd", NULL },
  { "2020-1-2", "yyyy-M-d", "2020-01-02 00:00:00" },
  { "2020-01-02", "yyyy-M-d", "2020-01-02 00:00:00" },
  { "2020-001-02", "yyyy-M-d", "2020-01-02 00:00:00" },
  { "20200102", "yyyyMMdd", "2020-01-02 00:00:00" },
  { "202001021", "yyyyMMdd", NULL },
  { "2020-01-02x", "yyyy-MM-dd", NULL },
  { "20-01-02", "yy-MM-dd", "2020-01-02 00:00:00" },
  { "2020", "yyyy", "2020-01-01 00:00:00" },
  { "12020", "yyyy", NULL },
  { "+12020", "yyyy", "+12020-01-01 00:00:00" },
  { "-2020", "yyyy", "-2020-01-01 00:00:00" },
  { "2020-02-30", "yyyy-MM-dd", NULL },
  { "02", "dd", "1970-01-02 00:00:00" },
  { "2020-060", "yyyy-DDD", "2020-02-29 00:00:00" },
  { "2020-366", "yyyy-DDD", "2020-12-31 00:00:00" },
  { "2021-366", "yyyy-DDD", NULL },
  { "Jan 2 2020", "MMM d y", "2020-01-02 00:00:00" },
  { "jan 2 2020", "MMM d y", "2020-01-02 00:00:00" },
  { "January 2 2020", "MMMM d y", "2020-01-02 00:00:00" },
  { "2 PM 2020", "h a y", "2020-01-01 14:00:00" },
  { "2 pm", "h a", "1970-01-01 14:00:00" },
  { "12 AM", "h a", "1970-01-01 00:00:00" },
  { "12 PM", "h a", "1970-01-01 12:00:00" },
  { "13 PM", "h a", NULL },
  { "24", "k", "1970-01-01 00:00:00" },
  { "24", "H", NULL },
  { "0", "K", "1970-01-01 00:00:00" },
  { "11 PM", "K a", "1970-01-01 23:00:00" },
  { "10:11", "HH:mm", "1970-01-01 10:11:00" },
  { "10:11:12.5", "HH:mm:ss.S", "1970-01-01 10:11:12.5" },
  { "10:11:12.55", "HH:mm:ss.S", NULL },
  { "10:11:12.123456789", "HH:mm:ss.SSSSSSSSS", "1970-01-01 10:11:12.123456" },
  { "10:11:12.5", "HH:mm:ss.SSS", "1970-01-01 10:11:12.5" },
  { "2020-01-02", "yyyy-MM-dd[ HH:mm]", "2020-01-02 00:00:00" },
  { "2020-01-02 10:11", "yyyy-MM-dd[ HH:mm]", "2020-01-02 10:11:00" },
  { "2020-01-02 10", "yyyy-MM-dd[ HH:mm]", NULL },
  { "2020-01-02T10:11:12Z", "yyyy-MM-dd'T'HH:mm:ssX", "2020-01-02 10:11:12" },
  { "2020-01-02T10:11:12+01:00", "yyyy-MM-dd'T'HH:mm:ssXXX", "2020-01-02 09:11:12" },
  { "2020-01-02T10:11:12+0100", "yyyy-MM-dd'T'HH:mm:ssZ", "2020-01-02 09:11:12" },
  { "2020-01-02 Europe/Madrid", "yyyy-MM-dd VV", "2020-01-01 23:00:00" },
  { "2020-01-02 CET", "yyyy-MM-dd z", "2020-01-01 23:00:00" },
  { "2020-01-02 GMT+1", "yyyy-MM-dd O", "2020-01-01 23:00:00" },
  { "2020-01-02 GMT+01:00", "yyyy-MM-dd OOOO", "2020-01-01 23:00:00" },
  { "Q1 2020", "QQQ y", NULL },
  { "Sun 2020", "E y", NULL },
  { "2020 AD", "y G", "2020-01-01 00:00:00" },
  { "5 BC", "y G", "-0004-01-01 00:00:00" },
  { "2020-01-02 ", "yyyy-MM-dd", NULL },
  { " 2020-01-02", "yyyy-MM-dd", NULL },
  { "0020-01-02", "yyyy-MM-dd", "0020-01-02 00:00:00" },
  { "2020-00-02", "yyyy-MM-dd", NULL },
  { "60", "ss", NULL },
  { "2020-12-31 23:59:60", "yyyy-MM-dd HH:mm:ss", NULL },
  { "20200102101112", "yyyyMMddHHmmss", "2020-01-02 10:11:12" },
  { "20200102101112123", "yyyyMMddHHmmssSSS", NULL },
  { "1", "M", "1970-01-01 00:00:00" },
  { "13", "M", NULL },
  { "31", "d", "1970-01-31 00:00:00" },
  { "29 02", "dd MM", NULL },
  { "12 14", "hh HH", NULL },
  { "03 15", "hh HH", "1970-01-01 15:00:00" },
  { "03", "hh", "1970-01-01 03:00:00" },
  { "2020 01 01 01", "yyyy MM dd DD", "2020-01-01 00:00:00" },
  { "2020-1", "yyyy-D", "2020-01-01 00:00:00" },
  { "+2020-01", "yyyyy-MM", NULL },
  { "2020-01", "yyyyy-MM", NULL },
  { "12020-01", "yyyyy-MM", "+12020-01-01 00:00:00" },
  { "2020-01-02", "uuuu-MM-dd", NULL },
  { "", "yyyy", NULL },
  { "10 PM", "HH a", NULL },
  { "22 PM", "HH a", "1970-01-01 22:00:00" },
  { "99", "yy", "2099-01-01 00:00:00" },
  { "70", "yy", "2070-01-01 00:00:00" },
};

static const struct
{
  const char *zone;
  bool        ok;
} full_ids[] = {
  { "UTC", true },       { "Asia/Tokyo", true }, { "Z", true },   { "+02:00", true }, { "+00:00", true }, { "GMT+03:00", true },
  { "GMT+3", false },    { "EST", false },       { "+2", false }, { "Nope", false },  { "", false },
};

static const AzudTimeZone *
zone_of (const char *name)
{
  const AzudTimeZone *zone = azud_time_zone_get (name, strlen (name), NULL);

  g_assert_nonnull (zone);
  return zone;
}

static void
test_format (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      const FormatCase *c = &formats[i];
      AzudDatetimePattern pattern;
      AzudError error = AZUD_ERROR_INIT;
      char buffer[200];
      int64_t us = 0;
      size_t length;
      bool ok = azud_datetime_pattern_compile (&pattern, c->pattern, strlen (c->pattern), AZUD_PATTERN_FORMAT, &error);

      g_test_message ("“%s” of %s", c->pattern, c->value);
      g_assert_cmpint (ok, ==, c->expected != NULL);
      g_assert_cmpint (azud_error_is_set (&error), ==, !ok);
      if (!ok)
        {
          g_assert_true (g_str_has_prefix (error.condition, "INVALID_DATETIME_PATTERN."));
          continue;
        }
      g_assert_cmpint (azud_parse_timestamp (c->value, strlen (c->value), azud_time_zone_utc (), 0, &us), ==,
                       AZUD_PARSE_OK);
      length = azud_datetime_pattern_format (&pattern, us, zone_of (c->zone), buffer, sizeof buffer - 1);
      g_assert_cmpuint (length, <, sizeof buffer - 1);
      buffer[MIN (length, sizeof buffer - 1)] = '\0';
      g_assert_cmpstr (buffer, ==, c->expected);
      if (length > 0)
        g_assert_cmpuint (azud_datetime_pattern_format (&pattern, us, zone_of (c->zone), buffer, length - 1), ==,
                          SIZE_MAX);
    }
}

static void
test_parse (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (parses); i++)
    {
      const ParseCase *c = &parses[i];
      AzudDatetimePattern pattern;
      char buffer[AZUD_TIMESTAMP_TEXT_MAX + 1];
      int64_t us = 0;
      bool ok = azud_datetime_pattern_compile (&pattern, c->pattern, strlen (c->pattern), AZUD_PATTERN_PARSE, NULL);

      g_test_message ("“%s” by “%s”", c->text, c->pattern);
      ok = ok && azud_datetime_pattern_parse_timestamp (&pattern, c->text, strlen (c->text), azud_time_zone_utc (), &us)
                   == AZUD_PARSE_OK;
      g_assert_cmpint (ok, ==, c->expected != NULL);
      if (!ok)
        continue;
      buffer[azud_print_timestamp (buffer, us)] = '\0';
      g_assert_cmpstr (buffer, ==, c->expected);
    }
}

static void
test_kinds (void)
{
  AzudDatetimePattern pattern;
  int32_t days;
  int64_t us;

  g_assert_true (azud_datetime_pattern_compile (&pattern, "yyyy-MM-dd HH:mm XXX", 20, AZUD_PATTERN_PARSE, NULL));
  g_assert_cmpint (azud_datetime_pattern_parse_date (&pattern, "2020-01-02 10:00 +11:00", 23, &days), ==, AZUD_PARSE_OK);
  g_assert_cmpint (days, ==, 18263);
  g_assert_cmpint (azud_datetime_pattern_parse_timestamp_ntz (&pattern, "2020-01-02 10:00 +01:00", 23, &us), ==,
                   AZUD_PARSE_OK);
  g_assert_cmpint (us, ==, 18263 * AZUD_US_PER_DAY + 36000 * AZUD_US_PER_SECOND);
  g_assert_cmpint (azud_datetime_pattern_parse_timestamp (&pattern, "2020-01-02 10:00 +01:00", 23,
                                                          azud_time_zone_utc (), &us), ==, AZUD_PARSE_OK);
  g_assert_cmpint (us, ==, 18263 * AZUD_US_PER_DAY + 32400 * AZUD_US_PER_SECOND);
  g_assert_cmpint (azud_datetime_pattern_parse_timestamp (&pattern, "2020-01-02 10:00 +19:00", 23,
                                                          azud_time_zone_utc (), &us), ==, AZUD_PARSE_SYNTAX);

  /* the zone given counts only where the text has none */
  g_assert_true (azud_datetime_pattern_compile (&pattern, "yyyy-MM-dd[ VV]", 15, AZUD_PATTERN_PARSE, NULL));
  g_assert_cmpint (azud_datetime_pattern_parse_timestamp (&pattern, "2020-07-02", 10, zone_of ("Asia/Tokyo"), &us), ==,
                   AZUD_PARSE_OK);
  g_assert_cmpint (us, ==, 18445 * AZUD_US_PER_DAY - 9 * 3600 * AZUD_US_PER_SECOND);
  g_assert_cmpint (azud_datetime_pattern_parse_timestamp (&pattern, "2020-07-02 UTC", 14, zone_of ("Asia/Tokyo"), &us),
                   ==, AZUD_PARSE_OK);
  g_assert_cmpint (us, ==, 18445 * AZUD_US_PER_DAY);
}

static void
test_zone_ids (void)
{
  AzudDatetimePattern pattern;
  int64_t us;

  g_assert_true (azud_datetime_pattern_compile (&pattern, "y VV", 4, AZUD_PATTERN_PARSE, NULL));
  for (size_t i = 0; i < G_N_ELEMENTS (full_ids); i++)
    {
      g_autofree char *text = g_strdup_printf ("2020 %s", full_ids[i].zone);

      g_test_message ("%s", text);
      g_assert_cmpint (azud_datetime_pattern_parse_timestamp (&pattern, text, strlen (text), azud_time_zone_utc (), &us)
                         == AZUD_PARSE_OK, ==, full_ids[i].ok);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char    *pattern;
    AzudPatternUse use;
    const char    *condition;
    const char    *letter;
  } cases[] = {
    { "yyyy-ww", AZUD_PATTERN_PARSE, "INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER", "w" },
    { "YYYY", AZUD_PATTERN_FORMAT, "INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER", "Y" },
    { "E y", AZUD_PATTERN_PARSE, "INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER", "E" },
    { "y]", AZUD_PATTERN_FORMAT, "INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER", "]" },
    { "y 'open", AZUD_PATTERN_FORMAT, "INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER", "'" },
    { "MMMMM", AZUD_PATTERN_FORMAT, "INVALID_DATETIME_PATTERN.LENGTH", NULL },
    { "yyyyyyy", AZUD_PATTERN_FORMAT, "INVALID_DATETIME_PATTERN.LENGTH", NULL },
  };
  g_autofree char *many = g_strnfill (500, '-');
  AzudDatetimePattern pattern;
  AzudError error = AZUD_ERROR_INIT;

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      azud_error_clear (&error);
      g_assert_false (azud_datetime_pattern_compile (&pattern, cases[i].pattern, strlen (cases[i].pattern), cases[i].use,
                                                     &error));
      g_assert_cmpstr (error.condition, ==, cases[i].condition);
      if (cases[i].letter != NULL)
        g_assert_cmpstr (error.args[0], ==, cases[i].letter);
    }
  g_assert_false (azud_datetime_pattern_compile (&pattern, many, 500, AZUD_PATTERN_FORMAT, NULL));
  memset (many, '[', 500);
  g_assert_false (azud_datetime_pattern_compile (&pattern, many, 500, AZUD_PATTERN_FORMAT, NULL));
}

/* What a full pattern prints, it reads back, in a zone with many changes. */
static void
test_round_trip (void)
{
  const char *text = "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXXXX";
  const AzudTimeZone *zone = zone_of ("Europe/Dublin");
  AzudDatetimePattern out;
  AzudDatetimePattern in;

  g_assert_true (azud_datetime_pattern_compile (&out, text, strlen (text), AZUD_PATTERN_FORMAT, NULL));
  g_assert_true (azud_datetime_pattern_compile (&in, text, strlen (text), AZUD_PATTERN_PARSE, NULL));
  for (int64_t us = INT64_C (-62000000000000000); us < INT64_C (253000000000000000); us += INT64_C (1234567890123457))
    {
      char buffer[64];
      int64_t again = 0;
      size_t length = azud_datetime_pattern_format (&out, us, zone, buffer, sizeof buffer);

      g_assert_cmpuint (length, <, sizeof buffer);
      g_assert_cmpint (azud_datetime_pattern_parse_timestamp (&in, buffer, length, azud_time_zone_utc (), &again), ==,
                       AZUD_PARSE_OK);
      g_assert_cmpint (again, ==, us);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/datetime-pattern/format", test_format);
  g_test_add_func ("/value/datetime-pattern/parse", test_parse);
  g_test_add_func ("/value/datetime-pattern/kinds", test_kinds);
  g_test_add_func ("/value/datetime-pattern/zone-ids", test_zone_ids);
  g_test_add_func ("/value/datetime-pattern/refused", test_refused);
  g_test_add_func ("/value/datetime-pattern/round-trip", test_round_trip);
  return g_test_run ();
}
