/* date.h: dates and timestamps: the calendar, text forms of CAST, arithmetic
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A date is days since 1970-01-01; a timestamp is microseconds, either UTC or of the local clock ("local"),
 * proleptic Gregorian, year 0 = 1 BC.  Nothing here allocates.  Thread: any.
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "value/parse-result.h"
#include "value/time-zone.h"

#define AZUD_US_PER_SECOND INT64_C (1000000)
#define AZUD_US_PER_DAY    INT64_C (86400000000)

#define AZUD_DATE_TEXT_MAX      16
#define AZUD_TIMESTAMP_TEXT_MAX 34

typedef struct
{
  int64_t year;   /* astronomical: 0 is 1 BC */
  int32_t month;  /* 1..12 */
  int32_t day;    /* 1..31 */
} AzudCivil;

/* ---- calendar ---- */

/** azud_date_from_civil: days of a valid civil date; any month/day is taken as an offset (month 13 = next
 * January). */
int64_t azud_date_from_civil (int64_t year, int64_t month, int64_t day);

/** azud_date_to_civil: any |@days| < 2^50. */
void azud_date_to_civil (int64_t days, AzudCivil *civil);

bool azud_date_is_leap_year (int64_t year);
int  azud_date_days_in_month (int64_t year, int month);

/** azud_date_is_valid: whether the day exists. */
bool azud_date_is_valid (int64_t year, int64_t month, int64_t day);

int azud_date_iso_weekday (int64_t days);  /* 1 = Monday .. 7 = Sunday */
int azud_date_day_of_year (int64_t days);  /* 1..366 */

/** azud_date_iso_week: the ISO 8601 week 1..53; @year (nullable) is the year that week belongs to. */
int azud_date_iso_week (int64_t days, int64_t *year);

/** azud_date_floor_day: the day a local timestamp is on; @time_us (nullable) is the time of day. */
int64_t azud_date_floor_day (int64_t local_us, int64_t *time_us);

/* ---- text, by Spark's cast rules ---- */

/**
 * azud_parse_date: `[+-]yyyy[yyy]`, `-m[m]`, `-d[d]`, then anything after a blank or `T`; outer blanks and
 * control characters trimmed.  AZUD_PARSE_SYNTAX also for days that do not exist (as Spark).
 */
AzudParseResult azud_parse_date (const char *text, size_t length, int32_t *days);

/** azud_parse_date_strict: exactly `yyyy-MM-dd`, ten bytes, a day that exists.  The fast way for CSV. */
AzudParseResult azud_parse_date_strict (const char *text, size_t length, int32_t *days);

/**
 * azud_parse_timestamp: a date as above, or a date, blank or `T`, and `h:m[:s[.fraction]]`, or only a time;
 * optionally a zone: `Z`, `±h[:mm]`, `UTC±...`, `GMT±...`, a region id.
 * @zone: for texts without a zone
 * @now_us: the present, UTC, for texts without a date
 * @utc_us: result; digits after the sixth of the fraction are cut
 */
AzudParseResult azud_parse_timestamp (const char         *text,
                                      size_t              length,
                                      const AzudTimeZone *zone,
                                      int64_t             now_us,
                                      int64_t            *utc_us);

/** azud_parse_timestamp_ntz: the same forms but a date is required; a zone in the text is checked and
 * ignored when
 * @allow_zone, else refused. */
AzudParseResult azud_parse_timestamp_ntz (const char *text,
                                          size_t      length,
                                          bool        allow_zone,
                                          int64_t    *local_us);

/** azud_print_date: `yyyy-MM-dd`; more than four year digits get a sign; returns the length (≤
 * AZUD_DATE_TEXT_MAX). */
size_t azud_print_date (char *buffer, int64_t days);

/** azud_print_timestamp: local microseconds as `yyyy-MM-dd HH:mm:ss[.ffffff]` without trailing zeros; for a
 * timestamp give azud_time_zone_to_local() (≤ AZUD_TIMESTAMP_TEXT_MAX). */
size_t azud_print_timestamp (char *buffer, int64_t local_us);

/* ---- arithmetic ---- */

typedef enum
{
  AZUD_TIME_UNIT_NONE = 0,  /* not a unit: date_trunc gives null */
  AZUD_TIME_UNIT_MICROSECOND,
  AZUD_TIME_UNIT_MILLISECOND,
  AZUD_TIME_UNIT_SECOND,
  AZUD_TIME_UNIT_MINUTE,
  AZUD_TIME_UNIT_HOUR,
  AZUD_TIME_UNIT_DAY,
  AZUD_TIME_UNIT_WEEK,
  AZUD_TIME_UNIT_MONTH,
  AZUD_TIME_UNIT_QUARTER,
  AZUD_TIME_UNIT_YEAR
} AzudTimeUnit;

/** azud_time_unit_parse: the words of trunc/date_trunc in any case: YEAR YYYY YY, QUARTER, MONTH MON MM,
 * WEEK, DAY DD, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND. */
AzudTimeUnit azud_time_unit_parse (const char *text, size_t length);

/** azud_date_truncate: to the first day of the unit (WEEK and larger; smaller units: @days as it is). */
int64_t azud_date_truncate (int64_t days, AzudTimeUnit unit);

/** azud_timestamp_truncate: local microseconds to the start of the unit. */
int64_t azud_timestamp_truncate (int64_t local_us, AzudTimeUnit unit);

/** azud_timestamp_truncate_utc: the same for an instant shown in @zone; units up to DAY keep the offset of
 * the instant where it still holds, as Java does. */
int64_t azud_timestamp_truncate_utc (int64_t utc_us, AzudTimeUnit unit, const AzudTimeZone *zone);

/** azud_date_add_months: the day is clamped to the length of the month. */
int64_t azud_date_add_months (int64_t days, int64_t months);

/** azud_timestamp_add_months: the same on local microseconds, time of day kept. */
int64_t azud_timestamp_add_months (int64_t local_us, int64_t months);

int64_t azud_date_last_day (int64_t days);

/** azud_weekday_parse: `MO`, `MON`, `MONDAY` .. in any case; 1..7, or 0 if it is none. */
int azud_weekday_parse (const char *text, size_t length);

/** azud_date_next_day: the first date after @days that is @iso_weekday (1..7). */
int64_t azud_date_next_day (int64_t days, int iso_weekday);

/** azud_months_between: Spark's months_between(@a, @b) on local microseconds; @round to 8 digits. */
double azud_months_between (int64_t a_local_us, int64_t b_local_us, bool round);

/** azud_timestamp_difference: complete units from @start to @end (timestampdiff), on local microseconds. */
int64_t azud_timestamp_difference (AzudTimeUnit unit, int64_t start_local_us, int64_t end_local_us);
