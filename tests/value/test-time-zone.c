/* test-time-zone.c: names, offsets, gaps and overlaps
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include <glib.h>
#include <string.h>
#include <time.h>

#include "value/date.h"
#include "value/time-zone-private.h"

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    const char *id;      /* NULL: unknown */
    int32_t     offset;  /* in January 2020 */
  } cases[] = {
    { "UTC", "UTC", 0 },                { "Z", "Z", 0 },                  { "GMT", "GMT", 0 },
    { "UT", "UT", 0 },                  { "+05:30", "+05:30", 19800 },    { "-3", "-03:00", -10800 },
    { "+0530", "+05:30", 19800 },       { "+5:3", "+05:03", 18180 },      { "+01:02:03", "+01:02:03", 3723 },
    { "+010203", "+01:02:03", 3723 },   { "GMT+8", "GMT+08:00", 28800 },  { "UTC-01:30", "UTC-01:30", -5400 },
    { "UT+2", "UT+02:00", 7200 },       { "GMT+0", "GMT", 0 },            { "+00:00", "Z", 0 },
    { "+18:00", "+18:00", 64800 },      { "+18:01", NULL, 0 },            { "+19", NULL, 0 },
    { "+1:60", NULL, 0 },               { "+", NULL, 0 },                 { "+1:", NULL, 0 },
    { "+123", NULL, 0 },                { "", NULL, 0 },                  { "z", NULL, 0 },
    { "utc", NULL, 0 },                 { "Europe/Madrid", "Europe/Madrid", 3600 },
    { "europe/madrid", NULL, 0 },       { "Europe", NULL, 0 },            { "Nope/Zone", NULL, 0 },
    { "../etc/passwd", NULL, 0 },       { "/etc/localtime", NULL, 0 },    { "posix/UTC", NULL, 0 },
    { "PST", "America/Los_Angeles", -28800 }, { "EST", "-05:00", -18000 }, { "CTT", "Asia/Shanghai", 28800 },
    { "America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires", -10800 },
    { "Asia/Kolkata", "Asia/Kolkata", 19800 }, { "Etc/GMT+5", "Etc/GMT+5", -18000 }, { "GMT0", "GMT0", 0 },
    { "Pacific/Kiritimati", "Pacific/Kiritimati", 50400 }, { "tzdata.zi", NULL, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudError error = AZUD_ERROR_INIT;
      const AzudTimeZone *zone = azud_time_zone_get (cases[i].name, strlen (cases[i].name), &error);

      g_test_message ("“%s”", cases[i].name);
      g_assert_cmpint (zone != NULL, ==, cases[i].id != NULL);
      g_assert_cmpint (azud_error_is_set (&error), ==, zone == NULL);
      if (zone == NULL)
        {
          g_assert_cmpstr (error.condition, ==, "INVALID_TIMEZONE");
          g_assert_cmpstr (error.args[0], ==, cases[i].name);
          continue;
        }
      g_assert_cmpstr (azud_time_zone_get_id (zone), ==, cases[i].id);
      g_assert_cmpint (azud_time_zone_offset (zone, 1577836800), ==, cases[i].offset);
      g_assert_true (azud_time_zone_get (cases[i].name, strlen (cases[i].name), NULL) == zone);
    }
}

static int64_t
local_of (const char *text)
{
  int64_t us = 0;

  g_assert_cmpint (azud_parse_timestamp_ntz (text, strlen (text), false, &us), ==, AZUD_PARSE_OK);
  return us;
}

/* Instants read off Java 17. */
static void
test_gaps (void)
{
  static const struct
  {
    const char *zone;
    const char *local;
    int64_t     utc_us;
  } cases[] = {
    { "Europe/Madrid", "2020-03-29 02:30:00", 1585445400000000 },   /* gap: 03:30 summer time */
    { "Europe/Madrid", "2020-10-25 02:30:00", 1603585800000000 },   /* overlap: the first */
    { "Europe/Madrid", "1880-01-01 00:00:00", -2840139916000000 },  /* local mean time */
    { "Europe/Madrid", "1900-12-31 23:59:00", -2177451976000000 },  /* gap of 14:44 */
    { "Europe/Madrid", "1940-03-16 23:30:00", -940206600000000 },
    { "Europe/Madrid", "2100-07-01 00:00:00", 4118076000000000 },   /* by the rule */
    { "Europe/Madrid", "2020-07-01 00:00:00", 1593554400000000 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AzudTimeZone *zone = azud_time_zone_get (cases[i].zone, strlen (cases[i].zone), NULL);

      g_test_message ("%s", cases[i].local);
      g_assert_nonnull (zone);
      g_assert_cmpint (azud_time_zone_to_utc (zone, local_of (cases[i].local)), ==, cases[i].utc_us);
    }
}

/* Every quarter of an hour of some years, and the far future, against the C library. */
static void
test_against_libc (void)
{
  static const char *const zones[] = {
    "Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo",
    "Asia/Kathmandu", "Europe/Dublin", "Pacific/Apia", "Antarctica/Troll",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      const AzudTimeZone *zone = azud_time_zone_get (zones[i], strlen (zones[i]), NULL);

      g_assert_nonnull (zone);
      g_setenv ("TZ", zones[i], TRUE);
      tzset ();
      for (int64_t t = -3000000000; t < 9000000000; t += t > 1577836800 && t < 1640995200 ? 900 : 86400 * 3 + 900)
        {
          time_t instant = t;
          struct tm tm;

          localtime_r (&instant, &tm);
          if (azud_time_zone_offset (zone, t) != tm.tm_gmtoff)
            g_error ("%s at %" G_GINT64_FORMAT ": %d is not %ld", zones[i], t, azud_time_zone_offset (zone, t), tm.tm_gmtoff);
          if (strcmp (azud_time_zone_abbreviation (zone, t), tm.tm_zone) != 0)
            g_error ("%s at %" G_GINT64_FORMAT ": %s is not %s", zones[i], t, azud_time_zone_abbreviation (zone, t),
                     tm.tm_zone);
          /* outside of overlaps the way back is exact; within, it gives the earlier of the two */
          {
            int64_t local = azud_time_zone_to_local (zone, t * AZUD_US_PER_SECOND);
            int64_t back = azud_time_zone_to_utc (zone, local);

            g_assert_cmpint (azud_time_zone_to_local (zone, back), ==, local);
            g_assert_cmpint (back, <=, t * AZUD_US_PER_SECOND);
          }
        }
    }
  g_setenv ("TZ", "UTC", TRUE);
  tzset ();
}

static void
test_rules (void)
{
  static const struct
  {
    const char *text;
    bool        ok;
  } cases[] = {
    { "CET-1CEST,M3.5.0,M10.5.0/3", true }, { "<+03>-3", true },     { "EST5", true },
    { "AEST-10AEDT,M10.1.0,M4.1.0/3", true }, { "IST-2IDT,M3.4.4/26,M10.5.0", true },
    { "XXX3YYY,J60,300/-1:30:10", true },   { "", false },           { "CET", false },
    { "CET-1CEST", false },                 { "CET-1CEST,M3.5.0", false }, { "CET-1CEST,M13.5.0,M10.5.0", false },
    { "CET-1CEST,M3.5.0,M10.5.0x", false }, { "<+03-3", false },     { "CET999", false },
  };
  AzudZoneRule rule;

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (azud_zone_rule_parse (cases[i].text, strlen (cases[i].text), &rule), ==, cases[i].ok);
    }
  /* in the south summer time spans the new year */
  g_assert_true (azud_zone_rule_parse ("AEST-10AEDT,M10.1.0,M4.1.0/3", 28, &rule));
  g_assert_cmpint (azud_zone_rule_find (&rule, 1577836800)->offset, ==, 39600);
  g_assert_cmpint (azud_zone_rule_find (&rule, 1593561600)->offset, ==, 36000);
  /* far beyond the transitions written out */
  g_assert_cmpint (azud_time_zone_offset (azud_time_zone_get ("Europe/Madrid", 13, NULL),
                                          azud_date_from_civil (3000, 7, 1) * 86400), ==, 7200);
  g_assert_cmpint (azud_time_zone_offset (azud_time_zone_get ("Europe/Madrid", 13, NULL),
                                          azud_date_from_civil (3000, 12, 1) * 86400), ==, 3600);
}

static void
test_fixed (void)
{
  int32_t offset = 1;

  g_assert_true (azud_time_zone_is_fixed (azud_time_zone_utc (), &offset));
  g_assert_cmpint (offset, ==, 0);
  g_assert_true (azud_time_zone_is_fixed (azud_time_zone_get ("-01:30", 6, NULL), &offset));
  g_assert_cmpint (offset, ==, -5400);
  g_assert_false (azud_time_zone_is_fixed (azud_time_zone_get ("Europe/Madrid", 13, NULL), &offset));
  /* the ends of the range do not wrap */
  g_assert_cmpint (azud_time_zone_to_local (azud_time_zone_get ("+01:00", 6, NULL), INT64_MAX), ==, INT64_MAX);
  g_assert_cmpint (azud_time_zone_to_utc (azud_time_zone_get ("+01:00", 6, NULL), INT64_MIN), ==, INT64_MIN);
  g_assert_cmpint (azud_time_zone_to_utc (azud_time_zone_get ("Europe/Madrid", 13, NULL), INT64_MIN), <, 0);
}

static gpointer
get_zone_worker (gpointer data)
{
  return (gpointer) azud_time_zone_get ("Asia/Tokyo", 10, NULL);
}

static void
test_threads (void)
{
  GThread *threads[8];
  gpointer first = NULL;

  for (size_t i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("zone", get_zone_worker, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      gpointer zone = g_thread_join (threads[i]);

      g_assert_nonnull (zone);
      if (first == NULL)
        first = zone;
      g_assert_true (zone == first);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/time-zone/threads", test_threads);
  g_test_add_func ("/value/time-zone/names", test_names);
  g_test_add_func ("/value/time-zone/gaps", test_gaps);
  g_test_add_func ("/value/time-zone/against-libc", test_against_libc);
  g_test_add_func ("/value/time-zone/rules", test_rules);
  g_test_add_func ("/value/time-zone/fixed", test_fixed);
  return g_test_run ();
}
