/* date-text.c: dates and timestamps from and to text, by the rules of Spark's CAST
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/date.h"

#include <string.h>

#include "value/number-print.h"
#include "value/time-zone-private.h"

static inline bool
is_blank (char c)
{
  return (uint8_t) c <= 0x20 || c == 0x7f;
}

static void
trim_blanks (const char **text, const char **end)
{
  while (*text < *end && is_blank (**text))
    (*text)++;
  while (*text < *end && is_blank ((*end)[-1]))
    (*end)--;
}

/* At most @max digits; how many there were, or -1 if more. */
static inline int
take_digits (const char **at, const char *end, int max, int64_t *value)
{
  const char *start = *at;

  *value = 0;
  while (*at < end && (uint8_t) (**at - '0') <= 9)
    {
      if (*at - start == max)
        return -1;
      *value = *value * 10 + (*(*at)++ - '0');
    }
  return (int) (*at - start);
}

/* `y`, `y-m`, `y-m-d`; @n_parts tells how many there were. */
static bool
take_date (const char **at, const char *end, int max_year_digits, AzudCivil *civil, int *n_parts)
{
  bool negative = false;
  int64_t value;

  civil->month = 1;
  civil->day = 1;
  *n_parts = 1;
  if (*at < end && (**at == '-' || **at == '+'))
    negative = *(*at)++ == '-';
  if (take_digits (at, end, max_year_digits, &value) < 4)
    return false;
  civil->year = negative ? -value : value;

  for (; *n_parts < 3 && *at < end && **at == '-'; ++*n_parts)
    {
      (*at)++;
      if (take_digits (at, end, 2, &value) < 1)
        return false;
      if (*n_parts == 1)
        civil->month = (int32_t) value;
      else
        civil->day = (int32_t) value;
    }
  return true;
}

AzudParseResult
azud_parse_date (const char *text, size_t length, int32_t *days)
{
  const char *end = text + length;
  AzudCivil civil;
  int64_t value;
  int n_parts;

  trim_blanks (&text, &end);
  if (!take_date (&text, end, 7, &civil, &n_parts))
    return AZUD_PARSE_SYNTAX;
  if (text < end && (n_parts < 3 || (*text != ' ' && *text != 'T')))
    return AZUD_PARSE_SYNTAX;
  if (!azud_date_is_valid (civil.year, civil.month, civil.day))
    return AZUD_PARSE_SYNTAX;
  value = azud_date_from_civil (civil.year, civil.month, civil.day);
  if (value < INT32_MIN || value > INT32_MAX)
    return AZUD_PARSE_RANGE;
  *days = (int32_t) value;
  return AZUD_PARSE_OK;
}

AzudParseResult
azud_parse_date_strict (const char *text, size_t length, int32_t *days)
{
  static const uint8_t places[8] = { 0, 1, 2, 3, 5, 6, 8, 9 };
  uint8_t digits[8];
  unsigned bad;
  int year;
  int month;
  int day;

  if (length != 10)
    return AZUD_PARSE_SYNTAX;
  bad = (text[4] != '-') | (text[7] != '-');
  for (int i = 0; i < 8; i++)
    {
      digits[i] = (uint8_t) (text[places[i]] - '0');
      bad |= digits[i] > 9;
    }
  if (bad)
    return AZUD_PARSE_SYNTAX;
  year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
  month = digits[4] * 10 + digits[5];
  day = digits[6] * 10 + digits[7];
  if (!azud_date_is_valid (year, month, day))
    return AZUD_PARSE_SYNTAX;
  *days = (int32_t) azud_date_from_civil (year, month, day);
  return AZUD_PARSE_OK;
}

typedef struct
{
  AzudCivil   date;
  bool        just_time;
  int64_t     time_us;
  const char *zone;         /* text of the zone, NULL if there is none */
  size_t      zone_length;
} Parts;

/* `h[:m[:s[.f*]]]`, then the zone; a zone can only follow seconds. */
static bool
take_time (const char *at, const char *end, bool need_minutes, Parts *parts)
{
  int64_t value[3] = { 0 };
  int n = 0;

  for (;; n++)
    {
      int digits = take_digits (&at, end, 2, &value[n]);

      if (digits < 1)
        return false;
      if (n == 2 || at == end || *at != ':')
        break;
      at++;
    }
  if (value[0] > 23 || value[1] > 59 || value[2] > 59 || (need_minutes && n == 0))
    return false;
  parts->time_us = ((value[0] * 60 + value[1]) * 60 + value[2]) * AZUD_US_PER_SECOND;
  if (at == end)
    return true;
  if (n < 2)
    return false;

  if (*at == '.')
    {
      int64_t unit = AZUD_US_PER_SECOND / 10;

      for (at++; at < end && (uint8_t) (*at - '0') <= 9; at++)
        {
          parts->time_us += (*at - '0') * unit;
          unit /= 10;
        }
    }
  if (at < end)
    {
      trim_blanks (&at, &end);
      parts->zone = at;
      parts->zone_length = (size_t) (end - at);
    }
  return true;
}

static bool
split (const char *text, size_t length, Parts *parts)
{
  const char *start = text;
  const char *end = text + length;
  const char *at;
  int n_parts;

  memset (parts, 0, sizeof *parts);
  trim_blanks (&text, &end);
  if (text == end)
    return false;

  /* a time alone: `T…` only at the very start, or a first number that a colon follows */
  if (*text == 'T' && text == start)
    {
      parts->just_time = true;
      return take_time (text + 1, end, false, parts);
    }
  for (at = text; at < end && (uint8_t) (*at - '0') <= 9; at++)
    ;
  if (at < end && *at == ':')
    {
      parts->just_time = true;
      return take_time (text, end, true, parts);
    }

  at = text;
  if (!take_date (&at, end, 6, &parts->date, &n_parts)
      || !azud_date_is_valid (parts->date.year, parts->date.month, parts->date.day))
    return false;
  if (at == end)
    return true;
  return n_parts == 3 && (*at == ' ' || *at == 'T') && take_time (at + 1, end, false, parts);
}

/* The offset or zone of the text; false if it is none. */
static bool
find_zone (const Parts *parts, int32_t *offset, const AzudTimeZone **zone)
{
  int prefix;

  *zone = NULL;
  if (azud_time_zone_parse_offset (parts->zone, parts->zone_length, offset, &prefix))
    return true;
  *zone = azud_time_zone_get (parts->zone, parts->zone_length, NULL);
  return *zone != NULL;
}

static bool
in_range (AzudInt128 us)
{
  return us >= INT64_MIN && us <= INT64_MAX;
}

AzudParseResult
azud_parse_timestamp (const char         *text,
                      size_t              length,
                      const AzudTimeZone *zone,
                      int64_t             now_us,
                      int64_t            *utc_us)
{
  Parts parts;
  int32_t offset = 0;
  bool has_offset = false;
  int64_t days;
  AzudInt128 us;

  if (!split (text, length, &parts))
    return AZUD_PARSE_SYNTAX;
  if (parts.zone != NULL)
    {
      const AzudTimeZone *own;

      if (!find_zone (&parts, &offset, &own))
        return AZUD_PARSE_SYNTAX;
      if (own == NULL)
        has_offset = true;
      else
        zone = own;
    }

  if (parts.just_time)
    days = azud_date_floor_day (has_offset ? now_us + offset * AZUD_US_PER_SECOND
                                           : azud_time_zone_to_local (zone, now_us), NULL);
  else
    days = azud_date_from_civil (parts.date.year, parts.date.month, parts.date.day);

  us = (AzudInt128) days * AZUD_US_PER_DAY + parts.time_us;
  if (has_offset)
    us -= offset * AZUD_US_PER_SECOND;
  else
    {
      int32_t fixed;

      if (azud_time_zone_is_fixed (zone, &fixed))
        us -= fixed * AZUD_US_PER_SECOND;
      else if (in_range (us))
        us = azud_time_zone_to_utc (zone, (int64_t) us);
    }
  if (!in_range (us))
    return AZUD_PARSE_RANGE;
  *utc_us = (int64_t) us;
  return AZUD_PARSE_OK;
}

AzudParseResult
azud_parse_timestamp_ntz (const char *text, size_t length, bool allow_zone, int64_t *local_us)
{
  Parts parts;
  AzudInt128 us;

  if (!split (text, length, &parts) || parts.just_time)
    return AZUD_PARSE_SYNTAX;
  if (parts.zone != NULL)
    {
      int32_t offset;
      const AzudTimeZone *own;

      if (!allow_zone || !find_zone (&parts, &offset, &own))
        return AZUD_PARSE_SYNTAX;
    }
  us = (AzudInt128) azud_date_from_civil (parts.date.year, parts.date.month, parts.date.day) * AZUD_US_PER_DAY
       + parts.time_us;
  if (!in_range (us))
    return AZUD_PARSE_RANGE;
  *local_us = (int64_t) us;
  return AZUD_PARSE_OK;
}

static inline char *
put_two (char *out, int64_t value)
{
  out[0] = (char) ('0' + value / 10);
  out[1] = (char) ('0' + value % 10);
  return out + 2;
}

size_t
azud_print_date (char *buffer, int64_t days)
{
  AzudCivil civil;
  char *out = buffer;
  int64_t year;

  azud_date_to_civil (days, &civil);
  year = civil.year;
  if (year < 0)
    {
      *out++ = '-';
      year = -year;
    }
  else if (year > 9999)
    *out++ = '+';
  if (year > 9999)
    out += azud_print_int64 (out, year);
  else
    {
      out = put_two (out, year / 100);
      out = put_two (out, year % 100);
    }
  *out++ = '-';
  out = put_two (out, civil.month);
  *out++ = '-';
  out = put_two (out, civil.day);
  return (size_t) (out - buffer);
}

size_t
azud_print_timestamp (char *buffer, int64_t local_us)
{
  int64_t time_us;
  int64_t seconds;
  char *out = buffer + azud_print_date (buffer, azud_date_floor_day (local_us, &time_us));

  seconds = time_us / AZUD_US_PER_SECOND;
  time_us %= AZUD_US_PER_SECOND;
  *out++ = ' ';
  out = put_two (out, seconds / 3600);
  *out++ = ':';
  out = put_two (out, seconds / 60 % 60);
  *out++ = ':';
  out = put_two (out, seconds % 60);
  if (time_us != 0)
    {
      *out++ = '.';
      for (int64_t unit = AZUD_US_PER_SECOND / 10; time_us > 0; unit /= 10)
        {
          *out++ = (char) ('0' + time_us / unit);
          time_us %= unit;
        }
    }
  return (size_t) (out - buffer);
}
