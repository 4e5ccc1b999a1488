/* test-date.c: the calendar, text forms of CAST, arithmetic on dates
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The expectations of the text tables were read off Spark 4.0.1.
 */

#include <glib.h>
#include <string.h>

#include "value/date.h"

typedef struct
{
  const char *text;
  const char *expected;  /* NULL: refused */
} Case;

typedef struct
{
  const char *zone;
  const char *text;
  const char *expected;
} ZoneCase;

static const Case dates[] = {
  { "2020", "2020-01-01" },
  { "2020-1", "2020-01-01" },
  { "2020-01", "2020-01-01" },
  { "2020-1-2", "2020-01-02" },
  { "2020-01-02", "2020-01-02" },
  { "2020-01-02 ", "2020-01-02" },
  { "2020-01-02 abc", "2020-01-02" },
  { "2020-01-02T", "2020-01-02" },
  { "2020-01-02Tx", "2020-01-02" },
  { "2020-01-02x", NULL },
  { " 2020-01-02", "2020-01-02" },
  { "+2020-01-02", "2020-01-02" },
  { "-2020-01-02", "-2020-01-02" },
  { "02020-01-02", "2020-01-02" },
  { "020-01-02", NULL },
  { "12020-01-02", "+12020-01-02" },
  { "1234567-01-02", "+1234567-01-02" },
  { "12345678-01-02", NULL },
  { "+12345-1-1", "+12345-01-01" },
  { "2020-13-01", NULL },
  { "2020-02-30", NULL },
  { "1900-02-29", NULL },
  { "0000-00-00", NULL },
  { "0000-01-01", "0000-01-01" },
  { "-0001-01-01", "-0001-01-01" },
  { "-4713-11-24", "-4713-11-24" },
  { "2020-", NULL },
  { "2020-1-", NULL },
  { "2020/01/02", NULL },
  { "20200102", NULL },
  { "2020-001-01", NULL },
  { "2020-01-002", NULL },
  { "99999-01-01", "+99999-01-01" },
  { "5881580-07-11", "+5881580-07-11" },
  { "5881580-07-12", NULL },
  { "-5877641-06-23", "-5877641-06-23" },
  { "-5877641-06-22", NULL },
  { "", NULL },
  { "  ", NULL },
  { "T", NULL },
  { "+", NULL },
  { "-", NULL },
  { "2020-01-02T10:00", "2020-01-02" },
};

static const ZoneCase timestamps[] = {
  { "UTC", "2020", "2020-01-01 00:00:00" },
  { "UTC", "2020-1", "2020-01-01 00:00:00" },
  { "UTC", "2020-01-02", "2020-01-02 00:00:00" },
  { "UTC", "2020-01-02 ", "2020-01-02 00:00:00" },
  { "UTC", "2020-01-02T", NULL },
  { "UTC", "2020-01-02 10:11", "2020-01-02 10:11:00" },
  { "UTC", "2020-01-02 10:11:12", "2020-01-02 10:11:12" },
  { "UTC", "2020-01-02T10:11:12.1", "2020-01-02 10:11:12.1" },
  { "UTC", "2020-01-02 10:11:12.123456789", "2020-01-02 10:11:12.123456" },
  { "UTC", "2020-01-02 10:11:12.1234567891", "2020-01-02 10:11:12.123456" },
  { "UTC", "2020-01-02 10", "2020-01-02 10:00:00" },
  { "UTC", "2020-01-02 10:", NULL },
  { "UTC", "2020-01-02 10:1", "2020-01-02 10:01:00" },
  { "UTC", "2020-01-02 1:1:1", "2020-01-02 01:01:01" },
  { "UTC", "2020-01-02 24:00", NULL },
  { "UTC", "2020-01-02 24:00:00", NULL },
  { "UTC", "2020-01-02 23:59:60", NULL },
  { "UTC", "2020-01-02 10:11:12Z", "2020-01-02 10:11:12" },
  { "UTC", "2020-01-02 10:11:12 Z", "2020-01-02 10:11:12" },
  { "UTC", "2020-01-02 10:11:12.5Z", "2020-01-02 10:11:12.5" },
  { "UTC", "2020-01-02 10:11Z", NULL },
  { "UTC", "2020-01-02Z", NULL },
  { "UTC", "2020-01-02 Z", NULL },
  { "UTC", "2020-01-02+01:00", NULL },
  { "UTC", "2020-01-02 +01:00", NULL },
  { "UTC", "2020-01-02 10:11:12+1", "2020-01-02 09:11:12" },
  { "UTC", "2020-01-02 10:11:12+01:30", "2020-01-02 08:41:12" },
  { "UTC", "2020-01-02 10:11:12+1:3", "2020-01-02 09:08:12" },
  { "UTC", "2020-01-02 10:11:12+18:00", "2020-01-01 16:11:12" },
  { "UTC", "2020-01-02 10:11:12+18:01", NULL },
  { "UTC", "2020-01-02 10:11:12-19", NULL },
  { "UTC", "2020-01-02 10:11:12+0130", "2020-01-02 08:41:12" },
  { "UTC", "2020-01-02 10:11:12 UTC", "2020-01-02 10:11:12" },
  { "UTC", "2020-01-02 10:11:12UTC", "2020-01-02 10:11:12" },
  { "UTC", "2020-01-02 10:11:12 UTC+1", "2020-01-02 09:11:12" },
  { "UTC", "2020-01-02 10:11:12 GMT-03:00", "2020-01-02 13:11:12" },
  { "UTC", "2020-01-02 10:11:12 Europe/Madrid", "2020-01-02 09:11:12" },
  { "UTC", "2020-01-02 10:11:12Europe/Madrid", "2020-01-02 09:11:12" },
  { "UTC", "2020-01-02 10:11:12 europe/madrid", NULL },
  { "UTC", "2020-01-02 10:11:12 PST", "2020-01-02 18:11:12" },
  { "UTC", "2020-01-02 10:11:12 EST", "2020-01-02 15:11:12" },
  { "UTC", "2020-01-02 10:11:12 CET", "2020-01-02 09:11:12" },
  { "UTC", "2020-01-02 10:11:12 Nope/X", NULL },
  { "UTC", "2020-01-02 10:11:12.", "2020-01-02 10:11:12" },
  { "UTC", "2020-01-02 10:11:12.Z", "2020-01-02 10:11:12" },
  { "UTC", "2020-01-02 10:11:12.1 ", "2020-01-02 10:11:12.1" },
  { "UTC", "2020-01-02 10:11:12x", NULL },
  { "UTC", "2020-01-02 100:11:12", NULL },
  { "UTC", "2020-01-02 010:11:12", NULL },
  { "UTC", "2020-01-02  10:11:12", NULL },
  { "UTC", "1234567-01-01 00:00:00", NULL },
  { "UTC", "290000-01-01 00:00:00", "+290000-01-01 00:00:00" },
  { "UTC", "294247-01-10 04:00:54.775807", "+294247-01-10 04:00:54.775807" },
  { "UTC", "294247-01-10 04:00:54.775808", NULL },
  { "UTC", "300000-01-01", NULL },
  { "UTC", "-290308-12-21 19:59:05.224192", "-290308-12-21 19:59:05.224192" },
  { "UTC", "-290308-12-21 19:59:05.224191", NULL },
  { "UTC", "0001-01-01 00:00:00", "0001-01-01 00:00:00" },
  { "UTC", "-0001-01-01 00:00:00", "-0001-01-01 00:00:00" },
  { "UTC", "+12345-01-01 00:00:00", "+12345-01-01 00:00:00" },
  { "UTC", "1582-10-10 00:00:00", "1582-10-10 00:00:00" },
  { "UTC", "2020-01-02t10:11:12", NULL },
  { "UTC", "2020-01-02 10:11:12+01:30:15", "2020-01-02 08:40:57" },
  { "UTC", "2020-01-02 10:11:12+01:3", "2020-01-02 09:08:12" },
  { "UTC", "2020-01-02 10:11:12 +01:00", "2020-01-02 09:11:12" },
  { "UTC", "2020-01-02 10:11:12\t", "2020-01-02 10:11:12" },
  { "UTC", "99999-1-1 1:1:1", "+99999-01-01 01:01:01" },
  { "UTC", "2020-02-30 10:00:00", NULL },
  { "UTC", "02020-01-01 00:00:00", "2020-01-01 00:00:00" },
  { "UTC", "202-01-01 00:00:00", NULL },
  { "UTC", "2020-001-01 00:00", NULL },
  { "Europe/Madrid", "2020-03-29 02:30:00", "2020-03-29 03:30:00" },
  { "Europe/Madrid", "2020-10-25 02:30:00", "2020-10-25 02:30:00" },
  { "Europe/Madrid", "2020-10-25 02:30:00 UTC", "2020-10-25 03:30:00" },
  { "Europe/Madrid", "1880-01-01 00:00:00", "1880-01-01 00:00:00" },
  { "Europe/Madrid", "1900-12-31 23:59:00", "1901-01-01 00:13:44" },
  { "Europe/Madrid", "2100-07-01 00:00:00", "2100-07-01 00:00:00" },
  { "Europe/Madrid", "2020-07-01", "2020-07-01 00:00:00" },
  { "Europe/Madrid", "1940-03-16 23:30:00", "1940-03-17 00:30:00" },
};

static const Case ntz[] = {
  { "2020-01-02", "2020-01-02 00:00:00" },
  { "2020-01-02 10:11:12", "2020-01-02 10:11:12" },
  { "2020-01-02 10:11:12Z", "2020-01-02 10:11:12" },
  { "2020-01-02 10:11:12 Europe/Madrid", "2020-01-02 10:11:12" },
  { "10:11:12", NULL },
  { "T10:11", NULL },
  { "10", NULL },
  { "", NULL },
};

static const AzudTimeZone *
zone_of (const char *name)
{
  const AzudTimeZone *zone = azud_time_zone_get (name, strlen (name), NULL);

  g_assert_nonnull (zone);
  return zone;
}

static void
test_dates (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      char buffer[AZUD_DATE_TEXT_MAX + 1];
      int32_t days = 0;
      AzudParseResult result = azud_parse_date (dates[i].text, strlen (dates[i].text), &days);

      g_test_message ("“%s”", dates[i].text);
      g_assert_cmpint (result == AZUD_PARSE_OK, ==, dates[i].expected != NULL);
      if (result != AZUD_PARSE_OK)
        continue;
      buffer[azud_print_date (buffer, days)] = '\0';
      g_assert_cmpstr (buffer, ==, dates[i].expected);
    }
}

static void
test_timestamps (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (timestamps); i++)
    {
      char buffer[AZUD_TIMESTAMP_TEXT_MAX + 1];
      const AzudTimeZone *zone = zone_of (timestamps[i].zone);
      int64_t us = 0;
      AzudParseResult result = azud_parse_timestamp (timestamps[i].text, strlen (timestamps[i].text), zone, 0, &us);

      g_test_message ("“%s” in %s", timestamps[i].text, timestamps[i].zone);
      g_assert_cmpint (result == AZUD_PARSE_OK, ==, timestamps[i].expected != NULL);
      if (result != AZUD_PARSE_OK)
        continue;
      buffer[azud_print_timestamp (buffer, azud_time_zone_to_local (zone, us))] = '\0';
      g_assert_cmpstr (buffer, ==, timestamps[i].expected);
    }
}

static void
test_ntz (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (ntz); i++)
    {
      char buffer[AZUD_TIMESTAMP_TEXT_MAX + 1];
      int64_t us = 0;
      AzudParseResult result = azud_parse_timestamp_ntz (ntz[i].text, strlen (ntz[i].text), true, &us);

      g_test_message ("“%s”", ntz[i].text);
      g_assert_cmpint (result == AZUD_PARSE_OK, ==, ntz[i].expected != NULL);
      if (result != AZUD_PARSE_OK)
        continue;
      buffer[azud_print_timestamp (buffer, us)] = '\0';
      g_assert_cmpstr (buffer, ==, ntz[i].expected);
    }
  {
    int64_t us;

    g_assert_cmpint (azud_parse_timestamp_ntz ("2020-01-02 10:11:12Z", 20, false, &us), ==, AZUD_PARSE_SYNTAX);
    g_assert_cmpint (azud_parse_timestamp_ntz ("2020-01-02 10:11:12", 19, false, &us), ==, AZUD_PARSE_OK);
  }
}

/* A time alone is of the day that it is now, in the zone of the text. */
static void
test_time_only (void)
{
  static const struct
  {
    const char *text;
    const char *zone;
    const char *expected;  /* UTC */
  } cases[] = {
    { "T10:11:12.5", "UTC", "2020-05-06 10:11:12.5" }, { "10:11", "UTC", "2020-05-06 10:11:00" },
    { "10:11:12+01:00", "UTC", "2020-05-07 09:11:12" }, { "T1:2", "UTC", "2020-05-06 01:02:00" },
    { "T23", "UTC", "2020-05-06 23:00:00" },            { "1:2", "Asia/Tokyo", "2020-05-06 16:02:00" },
    { "10", "UTC", NULL },                              { " T1:2", "UTC", NULL },
    { "T", "UTC", NULL },                               { ":1", "UTC", NULL },
    { "T24:00", "UTC", NULL },                          { "+1:02", "UTC", NULL },
  };
  int64_t now;

  g_assert_cmpint (azud_parse_timestamp ("2020-05-06 23:30:00", 19, azud_time_zone_utc (), 0, &now), ==, AZUD_PARSE_OK);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char buffer[AZUD_TIMESTAMP_TEXT_MAX + 1];
      int64_t us = 0;
      AzudParseResult result = azud_parse_timestamp (cases[i].text, strlen (cases[i].text), zone_of (cases[i].zone), now,
                                                     &us);

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (result == AZUD_PARSE_OK, ==, cases[i].expected != NULL);
      if (result != AZUD_PARSE_OK)
        continue;
      buffer[azud_print_timestamp (buffer, us)] = '\0';
      g_assert_cmpstr (buffer, ==, cases[i].expected);
    }
}

/* Day by day over 1,600 years against a calendar that only counts on. */
static void
test_calendar (void)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int year = 1170;
  int month = 1;
  int day = 1;
  int weekday = 0;
  int day_of_year = 1;
  int64_t first = azud_date_from_civil (1170, 1, 1);

  weekday = azud_date_iso_weekday (first);
  for (int64_t days = first; year <= 2770; days++)
    {
      AzudCivil civil;
      bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
      char buffer[AZUD_DATE_TEXT_MAX + 1];
      char expected[AZUD_DATE_TEXT_MAX + 40];
      int32_t again;

      azud_date_to_civil (days, &civil);
      if (civil.year != year || civil.month != month || civil.day != day
          || azud_date_from_civil (year, month, day) != days || azud_date_iso_weekday (days) != weekday
          || azud_date_day_of_year (days) != day_of_year)
        g_error ("day %" G_GINT64_FORMAT " is not %d-%d-%d", days, year, month, day);
      g_snprintf (expected, sizeof expected, "%04d-%02d-%02d", year, month, day);
      buffer[azud_print_date (buffer, days)] = '\0';
      g_assert_cmpstr (buffer, ==, expected);
      g_assert_cmpint (azud_parse_date_strict (buffer, 10, &again), ==, AZUD_PARSE_OK);
      g_assert_cmpint (again, ==, days);

      weekday = weekday % 7 + 1;
      day_of_year++;
      if (++day > lengths[month - 1] + (month == 2 && leap))
        {
          day = 1;
          if (++month > 12)
            {
              month = 1;
              day_of_year = 1;
              year++;
            }
        }
    }
  g_assert_cmpint (azud_date_from_civil (1970, 1, 1), ==, 0);
  g_assert_cmpint (azud_date_iso_weekday (0), ==, 4);
  g_assert_cmpint (azud_date_from_civil (2019, 13, 1), ==, azud_date_from_civil (2020, 1, 1));
  g_assert_cmpint (azud_date_from_civil (2020, 0, 1), ==, azud_date_from_civil (2019, 12, 1));
}

static void
test_far_years (void)
{
  for (int64_t days = -106000000; days < 106000000; days += 99991)
    {
      AzudCivil civil;

      azud_date_to_civil (days, &civil);
      g_assert_true (azud_date_is_valid (civil.year, civil.month, civil.day));
      g_assert_cmpint (azud_date_from_civil (civil.year, civil.month, civil.day), ==, days);
    }
}

static void
test_strict (void)
{
  static const char *const bad[] = {
    "", "2020-01-0", "2020-01-011", "2020-13-01", "2020-00-01", "2020-02-30", "2021-02-29", "2020/01/01", "202a-01-01",
    " 2020-1-1", "2020-01-1 ", "+020-01-01", "0000-00-00",
  };
  int32_t days;

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (azud_parse_date_strict (bad[i], strlen (bad[i]), &days), ==, AZUD_PARSE_SYNTAX);
  g_assert_cmpint (azud_parse_date_strict ("2020-02-29", 10, &days), ==, AZUD_PARSE_OK);
  g_assert_cmpint (days, ==, 18321);
}

static void
test_iso_week (void)
{
  static const struct
  {
    int year, month, day, week, week_year;
  } cases[] = {
    { 2020, 1, 1, 1, 2020 },   { 2019, 12, 30, 1, 2020 }, { 2021, 1, 3, 53, 2020 }, { 2021, 1, 4, 1, 2021 },
    { 2016, 1, 3, 53, 2015 },  { 2008, 12, 29, 1, 2009 }, { 2010, 1, 3, 53, 2009 }, { 2026, 11, 22, 47, 2026 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int64_t year;

      g_assert_cmpint (azud_date_iso_week (azud_date_from_civil (cases[i].year, cases[i].month, cases[i].day), &year), ==,
                       cases[i].week);
      g_assert_cmpint (year, ==, cases[i].week_year);
    }
}

static int64_t
us_of (const char *text, const char *zone)
{
  int64_t us = 0;

  g_assert_cmpint (azud_parse_timestamp (text, strlen (text), zone_of (zone), 0, &us), ==, AZUD_PARSE_OK);
  return us;
}

static void
test_truncate (void)
{
  static const struct
  {
    const char *unit;
    int64_t     summer;  /* of 2020-10-25 01:30:15.123456 UTC, Madrid */
    int64_t     old;     /* of 1880-10-25 01:30:15.123456 UTC, Madrid: -14:44 */
  } cases[] = {
    { "YEAR", 1577833200000000, -2840139916000000 },
    { "quarter", 1601503200000000, -2816466316000000 },
    { "MON", 1601503200000000, -2816466316000000 },
    { "WEEK", 1603058400000000, -2814392716000000 },
    { "DD", 1603576800000000, -2814392716000000 },
    { "HOUR", 1603587600000000, -2814389116000000 },
    { "MINUTE", 1603589400000000, -2814388216000000 },
    { "SECOND", 1603589415000000, -2814388185000000 },
    { "MILLISECOND", 1603589415123000, -2814388184877000 },
    { "MICROSECOND", 1603589415123456, -2814388184876544 },
  };
  int64_t summer = us_of ("2020-10-25 01:30:15.123456", "UTC");
  int64_t old = us_of ("1880-10-25 01:30:15.123456", "UTC");

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudTimeUnit unit = azud_time_unit_parse (cases[i].unit, strlen (cases[i].unit));

      g_test_message ("%s", cases[i].unit);
      g_assert_cmpint (azud_timestamp_truncate_utc (summer, unit, zone_of ("Europe/Madrid")), ==, cases[i].summer);
      g_assert_cmpint (azud_timestamp_truncate_utc (old, unit, zone_of ("Europe/Madrid")), ==, cases[i].old);
    }
  g_assert_cmpint (azud_time_unit_parse ("DAYS", 4), ==, AZUD_TIME_UNIT_NONE);
  g_assert_cmpint (azud_time_unit_parse ("", 0), ==, AZUD_TIME_UNIT_NONE);
  g_assert_cmpint (azud_date_truncate (18402, AZUD_TIME_UNIT_WEEK), ==, 18400);   /* 2020-05-20 */
  g_assert_cmpint (azud_date_truncate (18402, AZUD_TIME_UNIT_MONTH), ==, 18383);
  g_assert_cmpint (azud_date_truncate (18402, AZUD_TIME_UNIT_QUARTER), ==, 18353);
  g_assert_cmpint (azud_date_truncate (18402, AZUD_TIME_UNIT_YEAR), ==, 18262);
}

static void
test_months (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    bool        round;
    double      expected;
  } cases[] = {
    { "1997-02-28 10:30:00", "1996-10-30", true, 3.94959677 },
    { "1997-02-28 10:30:00", "1996-10-30", false, 3.9495967741935485 },
    { "2020-03-31", "2020-02-29", true, 1.0 },
    { "2020-03-30", "2020-02-29", true, 1.03225806 },
    { "2020-01-31 12:00:00", "2020-02-29", true, -1.0 },
    { "2020-01-15", "2020-03-15 10:00", true, -2.0 },
    { "2020-01-01", "2021-01-01 00:00:01", true, -12.0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (azud_months_between (us_of (cases[i].a, "UTC"), us_of (cases[i].b, "UTC"), cases[i].round), ==,
                       cases[i].expected);

  g_assert_cmpint (azud_date_add_months (azud_date_from_civil (2020, 1, 31), 1), ==, azud_date_from_civil (2020, 2, 29));
  g_assert_cmpint (azud_date_add_months (azud_date_from_civil (2020, 2, 29), 12), ==, azud_date_from_civil (2021, 2, 28));
  g_assert_cmpint (azud_date_add_months (azud_date_from_civil (2020, 1, 15), -13), ==, azud_date_from_civil (2018, 12, 15));
  g_assert_cmpint (azud_date_last_day (azud_date_from_civil (2100, 2, 3)), ==, azud_date_from_civil (2100, 2, 28));
  g_assert_cmpint (azud_date_last_day (azud_date_from_civil (2000, 2, 3)), ==, azud_date_from_civil (2000, 2, 29));
}

static void
test_next_day (void)
{
  int64_t wednesday = azud_date_from_civil (2020, 5, 20);

  g_assert_cmpint (azud_weekday_parse ("MO", 2), ==, 1);
  g_assert_cmpint (azud_weekday_parse ("sun", 3), ==, 7);
  g_assert_cmpint (azud_weekday_parse ("Monday", 6), ==, 1);
  g_assert_cmpint (azud_weekday_parse ("Mond", 4), ==, 0);
  g_assert_cmpint (azud_weekday_parse (" mo", 3), ==, 0);
  g_assert_cmpint (azud_weekday_parse ("", 0), ==, 0);
  g_assert_cmpint (azud_date_next_day (wednesday, 1), ==, azud_date_from_civil (2020, 5, 25));
  g_assert_cmpint (azud_date_next_day (wednesday, 3), ==, wednesday + 7);
  g_assert_cmpint (azud_date_next_day (wednesday, 4), ==, wednesday + 1);
}

static void
test_difference (void)
{
  static const struct
  {
    AzudTimeUnit unit;
    const char  *start;
    const char  *end;
    int64_t      expected;
  } cases[] = {
    { AZUD_TIME_UNIT_MONTH, "2020-01-31", "2020-02-29", 0 },
    { AZUD_TIME_UNIT_MONTH, "2020-02-29", "2020-01-31", 0 },
    { AZUD_TIME_UNIT_MONTH, "2020-01-15 10:00:00", "2020-02-15 09:59:59", 0 },
    { AZUD_TIME_UNIT_MONTH, "2020-01-15 10:00:00", "2020-02-15 10:00:00", 1 },
    { AZUD_TIME_UNIT_QUARTER, "2020-01-15 10:00:00", "2020-07-15 09:59:59", 1 },
    { AZUD_TIME_UNIT_YEAR, "2020-01-15", "2019-01-15", -1 },
    { AZUD_TIME_UNIT_WEEK, "2020-01-15 10:00:00", "2020-01-29 09:59:59", 1 },
    { AZUD_TIME_UNIT_DAY, "2020-01-15 10:00:00", "2020-01-10 10:00:01", -4 },
    { AZUD_TIME_UNIT_HOUR, "2020-01-15", "2020-01-16", 24 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (azud_timestamp_difference (cases[i].unit, us_of (cases[i].start, "UTC"), us_of (cases[i].end, "UTC")),
                     ==, cases[i].expected);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/date/cast-date", test_dates);
  g_test_add_func ("/value/date/cast-timestamp", test_timestamps);
  g_test_add_func ("/value/date/cast-timestamp-ntz", test_ntz);
  g_test_add_func ("/value/date/time-only", test_time_only);
  g_test_add_func ("/value/date/calendar", test_calendar);
  g_test_add_func ("/value/date/far-years", test_far_years);
  g_test_add_func ("/value/date/strict", test_strict);
  g_test_add_func ("/value/date/iso-week", test_iso_week);
  g_test_add_func ("/value/date/truncate", test_truncate);
  g_test_add_func ("/value/date/months", test_months);
  g_test_add_func ("/value/date/next-day", test_next_day);
  g_test_add_func ("/value/date/difference", test_difference);
  return g_test_run ();
}
