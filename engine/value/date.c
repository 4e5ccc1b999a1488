/* date.c: the calendar and arithmetic on it
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/date.h"

#include <math.h>
#include <string.h>

/* The 400-year cycle of the Gregorian calendar and the days from 0000-03-01 to 1970-01-01. */
#define DAYS_PER_ERA   INT64_C (146097)
#define DAYS_TO_EPOCH  INT64_C (719468)

static inline int64_t
floor_div (int64_t a, int64_t b)
{
  return a / b - (a % b < 0);
}

int64_t
azud_date_from_civil (int64_t year, int64_t month, int64_t day)
{
  int64_t m;
  int64_t era;
  int64_t year_of_era;
  int64_t day_of_year;

  /* the years people use, without signed divisions */
  if (year >= 1 && year <= 9999 && month >= 1 && month <= 12)
    {
      uint32_t y = (uint32_t) year - (month <= 2);
      uint32_t from_march = (uint32_t) (month > 2 ? month - 3 : month + 9);

      return (int64_t) (y * 365 + y / 4 - y / 100 + y / 400 + (153 * from_march + 2) / 5) + day - 1 - DAYS_TO_EPOCH;
    }

  year += floor_div (month - 1, 12);
  m = (month - 1) - floor_div (month - 1, 12) * 12;
  /* years begin in March, so that the leap day is the last */
  m = (m + 10) % 12;
  year -= m >= 10;
  era = floor_div (year, 400);
  year_of_era = year - era * 400;
  day_of_year = (153 * m + 2) / 5 + day - 1;
  return era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - DAYS_TO_EPOCH;
}

void
azud_date_to_civil (int64_t days, AzudCivil *civil)
{
  int64_t shifted = days + DAYS_TO_EPOCH;
  int64_t era = shifted >= 0 && shifted <= UINT32_MAX ? (uint32_t) shifted / (uint32_t) DAYS_PER_ERA
                                                      : floor_div (shifted, DAYS_PER_ERA);
  uint32_t day_of_era = (uint32_t) (shifted - era * DAYS_PER_ERA);
  uint32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  uint32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  uint32_t m = (5 * day_of_year + 2) / 153;

  civil->day = (int32_t) (day_of_year - (153 * m + 2) / 5 + 1);
  civil->month = (int32_t) (m < 10 ? m + 3 : m - 9);
  civil->year = era * 400 + year_of_era + (m >= 10);
}

bool
azud_date_is_leap_year (int64_t year)
{
  /* a century that 16 divides is one that 400 divides */
  return (year & 3) == 0 && ((year & 15) == 0 || year % 25 != 0);
}

int
azud_date_days_in_month (int64_t year, int month)
{
  static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return days[month - 1] + (month == 2 && azud_date_is_leap_year (year));
}

bool
azud_date_is_valid (int64_t year, int64_t month, int64_t day)
{
  return month >= 1 && month <= 12 && day >= 1
         && (day <= 28 || day <= azud_date_days_in_month (year, (int) month));
}

int
azud_date_iso_weekday (int64_t days)
{
  /* 1970-01-01 was a Thursday */
  return (int) (days + 3 - floor_div (days + 3, 7) * 7) + 1;
}

int
azud_date_day_of_year (int64_t days)
{
  AzudCivil civil;

  azud_date_to_civil (days, &civil);
  return (int) (days - azud_date_from_civil (civil.year, 1, 1)) + 1;
}

int
azud_date_iso_week (int64_t days, int64_t *year)
{
  /* a week belongs to the year of its Thursday */
  int64_t thursday = days - azud_date_iso_weekday (days) + 4;
  AzudCivil civil;

  azud_date_to_civil (thursday, &civil);
  if (year != NULL)
    *year = civil.year;
  return (int) ((thursday - azud_date_from_civil (civil.year, 1, 1)) / 7) + 1;
}

int64_t
azud_date_floor_day (int64_t local_us, int64_t *time_us)
{
  int64_t days = floor_div (local_us, AZUD_US_PER_DAY);

  if (time_us != NULL)
    *time_us = local_us % AZUD_US_PER_DAY + (local_us % AZUD_US_PER_DAY < 0 ? AZUD_US_PER_DAY : 0);
  return days;
}

static bool
equals_upper (const char *text, size_t length, const char *word)
{
  size_t i;

  for (i = 0; i < length && word[i] != '\0'; i++)
    {
      char c = text[i];

      if (c >= 'a' && c <= 'z')
        c -= 'a' - 'A';
      if (c != word[i])
        return false;
    }
  return i == length && word[i] == '\0';
}

AzudTimeUnit
azud_time_unit_parse (const char *text, size_t length)
{
  static const struct
  {
    const char  *word;
    AzudTimeUnit unit;
  } words[] = {
    { "YEAR", AZUD_TIME_UNIT_YEAR },     { "YYYY", AZUD_TIME_UNIT_YEAR },
    { "YY", AZUD_TIME_UNIT_YEAR },       { "QUARTER", AZUD_TIME_UNIT_QUARTER },
    { "MONTH", AZUD_TIME_UNIT_MONTH },   { "MON", AZUD_TIME_UNIT_MONTH },
    { "MM", AZUD_TIME_UNIT_MONTH },      { "WEEK", AZUD_TIME_UNIT_WEEK },
    { "DAY", AZUD_TIME_UNIT_DAY },       { "DD", AZUD_TIME_UNIT_DAY },
    { "HOUR", AZUD_TIME_UNIT_HOUR },     { "MINUTE", AZUD_TIME_UNIT_MINUTE },
    { "SECOND", AZUD_TIME_UNIT_SECOND }, { "MILLISECOND", AZUD_TIME_UNIT_MILLISECOND },
    { "MICROSECOND", AZUD_TIME_UNIT_MICROSECOND },
  };

  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (equals_upper (text, length, words[i].word))
      return words[i].unit;
  return AZUD_TIME_UNIT_NONE;
}

int64_t
azud_date_truncate (int64_t days, AzudTimeUnit unit)
{
  AzudCivil civil;

  switch (unit)
    {
    case AZUD_TIME_UNIT_WEEK:
      return days - azud_date_iso_weekday (days) + 1;
    case AZUD_TIME_UNIT_MONTH:
      azud_date_to_civil (days, &civil);
      return days - civil.day + 1;
    case AZUD_TIME_UNIT_QUARTER:
      azud_date_to_civil (days, &civil);
      return azud_date_from_civil (civil.year, (civil.month - 1) / 3 * 3 + 1, 1);
    case AZUD_TIME_UNIT_YEAR:
      azud_date_to_civil (days, &civil);
      return azud_date_from_civil (civil.year, 1, 1);
    case AZUD_TIME_UNIT_NONE:
    case AZUD_TIME_UNIT_MICROSECOND:
    case AZUD_TIME_UNIT_MILLISECOND:
    case AZUD_TIME_UNIT_SECOND:
    case AZUD_TIME_UNIT_MINUTE:
    case AZUD_TIME_UNIT_HOUR:
    case AZUD_TIME_UNIT_DAY:
    default:
      return days;
    }
}

static int64_t
unit_length (AzudTimeUnit unit)
{
  switch (unit)
    {
    case AZUD_TIME_UNIT_MILLISECOND:
      return 1000;
    case AZUD_TIME_UNIT_SECOND:
      return AZUD_US_PER_SECOND;
    case AZUD_TIME_UNIT_MINUTE:
      return 60 * AZUD_US_PER_SECOND;
    case AZUD_TIME_UNIT_HOUR:
      return 3600 * AZUD_US_PER_SECOND;
    case AZUD_TIME_UNIT_DAY:
      return AZUD_US_PER_DAY;
    case AZUD_TIME_UNIT_WEEK:
      return 7 * AZUD_US_PER_DAY;
    case AZUD_TIME_UNIT_NONE:
    case AZUD_TIME_UNIT_MICROSECOND:
    case AZUD_TIME_UNIT_MONTH:
    case AZUD_TIME_UNIT_QUARTER:
    case AZUD_TIME_UNIT_YEAR:
    default:
      return 1;
    }
}

int64_t
azud_timestamp_truncate (int64_t local_us, AzudTimeUnit unit)
{
  int64_t start;

  if (unit >= AZUD_TIME_UNIT_WEEK)
    {
      if (__builtin_mul_overflow (azud_date_truncate (azud_date_floor_day (local_us, NULL), unit),
                                  AZUD_US_PER_DAY,
                                  &start))
        return local_us;
      return start;
    }
  if (__builtin_mul_overflow (floor_div (local_us, unit_length (unit)), unit_length (unit), &start))
    return local_us;
  return start;
}

int64_t
azud_timestamp_truncate_utc (int64_t utc_us, AzudTimeUnit unit, const AzudTimeZone *zone)
{
  int64_t local = azud_time_zone_to_local (zone, utc_us);
  int64_t cut = azud_timestamp_truncate (local, unit);

  /* up to a day the offset of the instant is kept where it is still right: an overlap keeps its side */
  if (unit <= AZUD_TIME_UNIT_DAY)
    {
      int64_t result = utc_us - (local - cut);

      if (azud_time_zone_to_local (zone, result) == cut)
        return result;
    }
  return azud_time_zone_to_utc (zone, cut);
}

int64_t
azud_date_add_months (int64_t days, int64_t months)
{
  AzudCivil civil;
  int64_t month;
  int64_t year;
  int last;

  azud_date_to_civil (days, &civil);
  month = civil.month - 1 + months;
  year = civil.year + floor_div (month, 12);
  month -= floor_div (month, 12) * 12;
  last = azud_date_days_in_month (year, (int) month + 1);
  return azud_date_from_civil (year, month + 1, civil.day < last ? civil.day : last);
}

int64_t
azud_timestamp_add_months (int64_t local_us, int64_t months)
{
  int64_t time_us;
  int64_t days = azud_date_floor_day (local_us, &time_us);

  return azud_date_add_months (days, months) * AZUD_US_PER_DAY + time_us;
}

int64_t
azud_date_last_day (int64_t days)
{
  AzudCivil civil;

  azud_date_to_civil (days, &civil);
  return days - civil.day + azud_date_days_in_month (civil.year, civil.month);
}

int
azud_weekday_parse (const char *text, size_t length)
{
  static const char *const names[] = { "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
                                       "SUNDAY" };

  for (int i = 0; i < 7; i++)
    {
      char part[4] = { 0 };

      memcpy (part, names[i], 3);
      if (equals_upper (text, length, names[i]) || equals_upper (text, length, part))
        return i + 1;
      part[2] = '\0';
      if (equals_upper (text, length, part))
        return i + 1;
    }
  return 0;
}

int64_t
azud_date_next_day (int64_t days, int iso_weekday)
{
  return days + 1 + (iso_weekday - azud_date_iso_weekday (days + 1) + 7) % 7;
}

double
azud_months_between (int64_t a_local_us, int64_t b_local_us, bool round_result)
{
  int64_t a_time;
  int64_t b_time;
  int64_t a_days = azud_date_floor_day (a_local_us, &a_time);
  int64_t b_days = azud_date_floor_day (b_local_us, &b_time);
  AzudCivil a;
  AzudCivil b;
  double months;
  double seconds;
  double result;

  azud_date_to_civil (a_days, &a);
  azud_date_to_civil (b_days, &b);
  months = (double) ((a.year - b.year) * 12 + a.month - b.month);
  if (a.day == b.day || (azud_date_last_day (a_days) == a_days && azud_date_last_day (b_days) == b_days))
    return months;

  /* Spark counts whole seconds and months of 31 days */
  seconds = (double) ((a.day - b.day) * INT64_C (86400) + a_time / AZUD_US_PER_SECOND - b_time / AZUD_US_PER_SECOND);
  result = months + seconds / (31.0 * 86400.0);
  if (round_result)
    {
      /* Math.round: half up */
      result = floor (result * 1e8 + 0.5) / 1e8;
    }
  return result;
}

/* Complete months from a to b, toward zero, as java.time counts them. */
static int64_t
months_until (int64_t a_us, int64_t b_us)
{
  AzudCivil a;
  AzudCivil b;
  int64_t a_time;
  int64_t b_time;
  int64_t months;
  int order;

  azud_date_to_civil (azud_date_floor_day (a_us, &a_time), &a);
  azud_date_to_civil (azud_date_floor_day (b_us, &b_time), &b);
  months = (b.year - a.year) * 12 + b.month - a.month;
  order = b.day != a.day ? (b.day > a.day ? 1 : -1) : (b_time > a_time) - (b_time < a_time);
  if (months > 0 && order < 0)
    months--;
  else if (months < 0 && order > 0)
    months++;
  return months;
}

int64_t
azud_timestamp_difference (AzudTimeUnit unit, int64_t start_local_us, int64_t end_local_us)
{
  switch (unit)
    {
    case AZUD_TIME_UNIT_MONTH:
      return months_until (start_local_us, end_local_us);
    case AZUD_TIME_UNIT_QUARTER:
      return months_until (start_local_us, end_local_us) / 3;
    case AZUD_TIME_UNIT_YEAR:
      return months_until (start_local_us, end_local_us) / 12;
    case AZUD_TIME_UNIT_NONE:
    case AZUD_TIME_UNIT_MICROSECOND:
    case AZUD_TIME_UNIT_MILLISECOND:
    case AZUD_TIME_UNIT_SECOND:
    case AZUD_TIME_UNIT_MINUTE:
    case AZUD_TIME_UNIT_HOUR:
    case AZUD_TIME_UNIT_DAY:
    case AZUD_TIME_UNIT_WEEK:
    default:
      return (end_local_us - start_local_us) / unit_length (unit);
    }
}
