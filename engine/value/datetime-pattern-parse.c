/* datetime-pattern-parse.c: text to dates and timestamps by a pattern
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Reads fields as Java's formatter does in strict mode without regard to case, then resolves them with
 * ResolverStyle.STRICT and Spark's defaults: 1970-01-01, 00:00:00, AM.
 */

#include "value/datetime-pattern-private.h"

#include <string.h>

#include "value/date.h"
#include "value/time-zone-private.h"

typedef enum
{
  FIELD_ERA,
  FIELD_YEAR_OF_ERA,
  FIELD_YEAR,
  FIELD_MONTH,
  FIELD_DAY,
  FIELD_DAY_OF_YEAR,
  FIELD_AM_PM,
  FIELD_CLOCK_HOUR_12,   /* h 1..12 */
  FIELD_HOUR_12,         /* K 0..11 */
  FIELD_CLOCK_HOUR_24,   /* k 1..24 */
  FIELD_HOUR,
  FIELD_MINUTE,
  FIELD_SECOND,
  FIELD_NANO,
  FIELD_OFFSET,
  N_FIELDS
} Field;

typedef struct
{
  const AzudDatetimePattern *pattern;
  const char                *at;
  const char                *end;
  uint32_t                   present;
  int64_t                    values[N_FIELDS];
  const AzudTimeZone        *zone;
} Parser;

/* A field read twice must agree with itself. */
static bool
set_field (Parser *self, Field field, int64_t value)
{
  if ((self->present >> field & 1) && self->values[field] != value)
    return false;
  self->present |= UINT32_C (1) << field;
  self->values[field] = value;
  return true;
}

static bool
has (const Parser *self, Field field)
{
  return self->present >> field & 1;
}

static inline char
lower (char c)
{
  return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
}

static bool
take_text (Parser *self, const char *text, size_t length)
{
  if ((size_t) (self->end - self->at) < length)
    return false;
  for (size_t i = 0; i < length; i++)
    if (lower (self->at[i]) != lower (text[i]))
      return false;
  self->at += length;
  return true;
}

static inline bool
is_digit (const Parser *self, const char *at)
{
  return at < self->end && (uint8_t) (*at - '0') <= 9;
}

/* Digits between @min and @max, of which @reserved at the end belong to the fields that follow. */
static int
take_digits (Parser *self, int min, int max, int reserved, int64_t *value)
{
  const char *at = self->at;
  int n = 0;

  while (n < max + reserved && is_digit (self, at + n))
    n++;
  if (n < min)
    return -1;
  if (reserved > 0)
    n = n - reserved > min ? n - reserved : min;
  if (n > max)
    n = max;
  if (n > 18)
    return -1;
  *value = 0;
  for (int i = 0; i < n; i++)
    *value = *value * 10 + (at[i] - '0');
  self->at += n;
  return n;
}

static bool
take_number (Parser *self, const AzudPatternItem *item, int64_t *value)
{
  AzudPatternNumber number;
  bool minus = false;
  bool plus = false;
  int n;

  azud_pattern_number (item, &number);
  if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
    {
      minus = *self->at == '-';
      plus = !minus;
      if (number.sign == AZUD_SIGN_NOT_NEGATIVE || (plus && number.sign == AZUD_SIGN_NORMAL))
        return false;
      self->at++;
    }
  n = take_digits (self, number.min, number.max, item->adjacent, value);
  if (n < 0 || (minus && *value == 0))
    return false;
  if (minus)
    *value = -*value;
  else if (number.sign == AZUD_SIGN_EXCEEDS_PAD && plus != (n > number.min))
    return false;
  return true;
}

static bool
take_fraction (Parser *self, const AzudPatternItem *item)
{
  int64_t value;
  int n = take_digits (self, item->start, item->width, item->adjacent, &value);

  if (n < 0)
    return false;
  for (; n < 9; n++)
    value *= 10;
  return set_field (self, FIELD_NANO, value);
}

static bool
take_month_name (Parser *self, bool full)
{
  for (int i = 0; i < 12; i++)
    if (take_text (self, azud_pattern_months[i], full ? strlen (azud_pattern_months[i]) : 3))
      return set_field (self, FIELD_MONTH, i + 1);
  return false;
}

/* `+HH[[:]MM[[:]SS]]` for X, x, Z: @minutes 0 optional, 1 required; @seconds may follow. */
static bool
take_offset (Parser *self, bool zulu, bool colon, bool minutes, bool seconds)
{
  bool negative;
  int64_t parts[3] = { 0 };
  int64_t total;

  if (zulu && take_text (self, "Z", 1))
    return set_field (self, FIELD_OFFSET, 0);
  if (self->at == self->end || (*self->at != '+' && *self->at != '-'))
    return false;
  negative = *self->at++ == '-';
  if (take_digits (self, 2, 2, 0, &parts[0]) < 0)
    return false;
  for (int i = 1; i < (seconds ? 3 : 2); i++)
    {
      const char *before = self->at;

      if ((colon && !take_text (self, ":", 1)) || take_digits (self, 2, 2, 0, &parts[i]) < 0)
        {
          if (i == 1 && minutes)
            return false;
          self->at = before;
          break;
        }
    }
  total = parts[0] * 3600 + parts[1] * 60 + parts[2];
  if (parts[1] > 59 || parts[2] > 59 || total > 18 * 3600)
    return false;
  return set_field (self, FIELD_OFFSET, negative ? -total : total);
}

static bool
take_localized_offset (Parser *self, bool full)
{
  bool negative;
  int64_t parts[3] = { 0 };
  int64_t total;

  if (!take_text (self, "GMT", 3))
    return false;
  if (self->at == self->end || (*self->at != '+' && *self->at != '-'))
    return set_field (self, FIELD_OFFSET, 0);
  negative = *self->at++ == '-';
  if (take_digits (self, full ? 2 : 1, 2, 0, &parts[0]) < 0)
    return false;
  for (int i = 1; i < 3; i++)
    {
      const char *before = self->at;

      if (!take_text (self, ":", 1) || take_digits (self, 2, 2, 0, &parts[i]) < 0)
        {
          if (i == 1 && full)
            return false;
          self->at = before;
          break;
        }
    }
  total = parts[0] * 3600 + parts[1] * 60 + parts[2];
  if (parts[1] > 59 || parts[2] > 59 || total > 18 * 3600)
    return false;
  return set_field (self, FIELD_OFFSET, negative ? -total : total);
}

/* Abbreviations that name one zone in Java's English data and are no zone ids themselves. */
static const struct
{
  const char *name;
  const char *region;
} abbreviations[] = {
  { "PDT", "America/Los_Angeles" }, { "MDT", "America/Denver" }, { "CDT", "America/Chicago" },
  { "EDT", "America/New_York" },    { "CEST", "Europe/Paris" },  { "EEST", "Europe/Bucharest" },
  { "WEST", "Europe/Lisbon" },      { "BST", "Europe/London" },  { "EST", "America/New_York" },
  { "MST", "America/Denver" },      { "HST", "Pacific/Honolulu" },
};

/* V takes ids in full: not `GMT+3` for `GMT+03:00`, nor Java's short ids. */
static bool
is_full_id (const AzudTimeZone *zone, const char *name, size_t length)
{
  const char *id = azud_time_zone_get_id (zone);

  if (strlen (id) == length && memcmp (id, name, length) == 0)
    return true;
  return zone->fixed && zone->types[0].offset == 0 && length >= 6 && memcmp (name + length - 5, "00:00",
                                                                             5) == 0;
}

/* The longest zone id that stands here. */
static bool
take_zone (Parser *self, bool names)
{
  size_t length = 0;

  while (self->at + length < self->end && length < AZUD_ZONE_NAME_MAX)
    {
      char c = self->at[length];

      if (!((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c >= '0' && c <= '9') && (c == '\0' || !strchr ("/_+-:~.", c)))
        break;
      length++;
    }
  for (; length > 0; length--)
    {
      const char *name = self->at;
      size_t name_length = length;
      const AzudTimeZone *zone;

      for (size_t i = 0; names && i < sizeof abbreviations / sizeof *abbreviations; i++)
        if (strlen (abbreviations[i].name) == length && memcmp (abbreviations[i].name, self->at, length) == 0)
          {
            name = abbreviations[i].region;
            name_length = strlen (name);
          }
      zone = azud_time_zone_get (name, name_length, NULL);
      if (zone != NULL && (names || is_full_id (zone, name, name_length)))
        {
          self->zone = zone;
          self->at += length;
          return true;
        }
    }
  return false;
}

static bool
take_number_field (Parser *self, const AzudPatternItem *item)
{
  static const struct
  {
    char  letter;
    Field field;
    int   min;
    int   max;
  } ranges[] = {
    { 'M', FIELD_MONTH, 1, 12 },         { 'L', FIELD_MONTH, 1, 12 },   { 'd', FIELD_DAY, 1, 31 },
    { 'D', FIELD_DAY_OF_YEAR, 1, 366 },  { 'h', FIELD_CLOCK_HOUR_12, 1, 12 }, { 'K', FIELD_HOUR_12, 0, 11 },
    { 'k', FIELD_CLOCK_HOUR_24, 1, 24 }, { 'H', FIELD_HOUR, 0, 23 },    { 'm', FIELD_MINUTE, 0, 59 },
    { 's', FIELD_SECOND, 0, 59 },
  };
  int64_t value;

  if (!take_number (self, item, &value))
    return false;
  if (item->kind == 'u' || item->kind == 'y')
    {
      if (item->width == 2)
        value += 2000;
      return set_field (self, item->kind == 'u' ? FIELD_YEAR : FIELD_YEAR_OF_ERA, value);
    }
  /* A value out of range fails when fields are resolved, not here: an optional section is taken by then. */
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
    if (ranges[i].letter == (char) item->kind)
      return set_field (self, ranges[i].field, value);
  return false;
}

static bool
take_item (Parser *self, const AzudPatternItem *item)
{
  AzudPatternNumber number;
  int width = item->width;

  if (azud_pattern_number (item, &number))
    return take_number_field (self, item);
  switch (item->kind)
    {
    case AZUD_PATTERN_LITERAL:
      return take_text (self, self->pattern->literals + item->start, item->width);
    case 'S':
      return take_fraction (self, item);
    case 'M':
    case 'L':
      return take_month_name (self, width == 4);
    case 'G':
      if (take_text (self, width == 4 ? "Anno Domini" : "AD", width == 4 ? 11 : 2))
        return set_field (self, FIELD_ERA, 1);
      return take_text (self, width == 4 ? "Before Christ" : "BC", width == 4 ? 13 : 2)
             && set_field (self, FIELD_ERA, 0);
    case 'a':
      if (take_text (self, "AM", 2))
        return set_field (self, FIELD_AM_PM, 0);
      return take_text (self, "PM", 2) && set_field (self, FIELD_AM_PM, 1);
    case 'V':
      return take_zone (self, false);
    case 'z':
      return take_zone (self, true);
    case 'O':
      return take_localized_offset (self, width == 4);
    case 'X':
    case 'x':
      return take_offset (self, item->kind == 'X', width == 3 || width == 5, width > 1, width > 3);
    case 'Z':
      if (width == 4)
        return take_localized_offset (self, true);
      return take_offset (self, width == 5, width == 5, true, width == 5);
    default:
      return false;
    }
}

/* Items @from up to @to; a section that does not match is as if it had not been tried. */
static bool
take_items (Parser *self, int from, int to)
{
  for (int i = from; i < to; i++)
    {
      const AzudPatternItem *item = &self->pattern->items[i];

      if (item->kind == AZUD_PATTERN_END)
        continue;
      if (item->kind == AZUD_PATTERN_OPTIONAL)
        {
          Parser before = *self;

          if (!take_items (self, i + 1, i + item->skip))
            *self = before;
          i += item->skip;
        }
      else if (!take_item (self, item))
        return false;
    }
  return true;
}

static bool
in_range (const Parser *self, Field field, int64_t min, int64_t max)
{
  return !has (self, field) || (self->values[field] >= min && self->values[field] <= max);
}

static bool
resolve_date (Parser *self, int64_t *days)
{
  int64_t year = 1970;
  int64_t month = has (self, FIELD_MONTH) ? self->values[FIELD_MONTH] : 1;
  int64_t day = has (self, FIELD_DAY) ? self->values[FIELD_DAY] : 1;
  bool year_known = has (self, FIELD_YEAR);

  if (!in_range (self, FIELD_MONTH, 1, 12) || !in_range (self, FIELD_DAY, 1, 31)
      || !in_range (self, FIELD_DAY_OF_YEAR, 1, 366) || !in_range (self, FIELD_YEAR_OF_ERA, 1, 999999999)
      || !in_range (self, FIELD_YEAR, -999999999, 999999999))
    return false;
  if (year_known)
    year = self->values[FIELD_YEAR];
  else if (has (self, FIELD_YEAR_OF_ERA) && has (self, FIELD_ERA))
    {
      year_known = true;
      year = self->values[FIELD_YEAR_OF_ERA];
      if (self->values[FIELD_ERA] == 0)
        year = 1 - year;
    }

  if (year_known && has (self, FIELD_DAY_OF_YEAR) && !(has (self, FIELD_MONTH) && has (self, FIELD_DAY)))
    {
      AzudCivil civil;

      if (self->values[FIELD_DAY_OF_YEAR] > 365 + azud_date_is_leap_year (year))
        return false;
      *days = azud_date_from_civil (year, 1, 1) + self->values[FIELD_DAY_OF_YEAR] - 1;
      azud_date_to_civil (*days, &civil);
      return (!has (self, FIELD_MONTH) || civil.month == month) && (!has (self, FIELD_DAY)
                                                                    || civil.day == day);
    }
  if (!azud_date_is_valid (year, month, day))
    return false;
  *days = azud_date_from_civil (year, month, day);
  return !year_known || !has (self, FIELD_DAY_OF_YEAR)
         || azud_date_day_of_year (*days) == self->values[FIELD_DAY_OF_YEAR];
}

static bool
resolve_time (Parser *self, int64_t *time_us)
{
  int64_t hour = 0;

  if (!in_range (self, FIELD_CLOCK_HOUR_12, 1, 12) || !in_range (self, FIELD_HOUR_12, 0, 11)
      || !in_range (self, FIELD_CLOCK_HOUR_24, 1, 24) || !in_range (self, FIELD_HOUR, 0, 23)
      || !in_range (self, FIELD_MINUTE, 0, 59) || !in_range (self, FIELD_SECOND, 0, 59))
    return false;
  if (has (self, FIELD_CLOCK_HOUR_24) && !set_field (self, FIELD_HOUR,
                                                     self->values[FIELD_CLOCK_HOUR_24] % 24))
    return false;
  if (has (self, FIELD_CLOCK_HOUR_12) && !set_field (self, FIELD_HOUR_12,
                                                     self->values[FIELD_CLOCK_HOUR_12] % 12))
    return false;
  if (has (self, FIELD_AM_PM) && has (self, FIELD_HOUR_12)
      && !set_field (self, FIELD_HOUR, self->values[FIELD_AM_PM] * 12 + self->values[FIELD_HOUR_12]))
    return false;

  if (has (self, FIELD_HOUR))
    {
      hour = self->values[FIELD_HOUR];
      if ((has (self, FIELD_HOUR_12) && hour % 12 != self->values[FIELD_HOUR_12])
          || (has (self, FIELD_AM_PM) && hour / 12 != self->values[FIELD_AM_PM]))
        return false;
    }
  else if (has (self, FIELD_HOUR_12))
    hour = self->values[FIELD_HOUR_12];
  else if (has (self, FIELD_AM_PM))
    hour = 12 * self->values[FIELD_AM_PM];

  *time_us = (hour * 60 + (has (self, FIELD_MINUTE) ? self->values[FIELD_MINUTE] : 0)) * 60;
  *time_us = (*time_us + (has (self, FIELD_SECOND) ? self->values[FIELD_SECOND] : 0)) * AZUD_US_PER_SECOND;
  *time_us += has (self, FIELD_NANO) ? self->values[FIELD_NANO] / 1000 : 0;
  return true;
}

static bool
parse (Parser                    *self,
       const AzudDatetimePattern *pattern,
       const char                *text,
       size_t                     length,
       int64_t                   *days,
       int64_t                   *time_us)
{
  self->pattern = pattern;
  self->at = text;
  self->end = text + length;
  self->present = 0;
  self->zone = NULL;
  return take_items (self, 0, pattern->n_items) && self->at == self->end
         && resolve_date (self, days) && resolve_time (self, time_us);
}

AzudParseResult
azud_datetime_pattern_parse_date (const AzudDatetimePattern *pattern,
                                  const char                *text,
                                  size_t                     length,
                                  int32_t                   *days)
{
  Parser parser;
  int64_t wide;
  int64_t time_us;

  if (!parse (&parser, pattern, text, length, &wide, &time_us))
    return AZUD_PARSE_SYNTAX;
  if (wide < INT32_MIN || wide > INT32_MAX)
    return AZUD_PARSE_RANGE;
  *days = (int32_t) wide;
  return AZUD_PARSE_OK;
}

AzudParseResult
azud_datetime_pattern_parse_timestamp_ntz (const AzudDatetimePattern *pattern,
                                           const char                *text,
                                           size_t                     length,
                                           int64_t                   *local_us)
{
  Parser parser;
  int64_t days;
  int64_t time_us;
  int64_t sum;

  if (!parse (&parser, pattern, text, length, &days, &time_us))
    return AZUD_PARSE_SYNTAX;
  if (__builtin_mul_overflow (days, AZUD_US_PER_DAY, &sum) || __builtin_add_overflow (sum, time_us, &sum))
    return AZUD_PARSE_RANGE;
  *local_us = sum;
  return AZUD_PARSE_OK;
}

AzudParseResult
azud_datetime_pattern_parse_timestamp (const AzudDatetimePattern *pattern,
                                       const char                *text,
                                       size_t                     length,
                                       const AzudTimeZone        *zone,
                                       int64_t                   *utc_us)
{
  Parser parser;
  int64_t days;
  int64_t time_us;
  int64_t sum;

  if (!parse (&parser, pattern, text, length, &days, &time_us))
    return AZUD_PARSE_SYNTAX;
  if (__builtin_mul_overflow (days, AZUD_US_PER_DAY, &sum) || __builtin_add_overflow (sum, time_us, &sum))
    return AZUD_PARSE_RANGE;

  if (parser.zone == NULL && has (&parser, FIELD_OFFSET))
    {
      if (__builtin_sub_overflow (sum, parser.values[FIELD_OFFSET] * AZUD_US_PER_SECOND, &sum))
        return AZUD_PARSE_RANGE;
      *utc_us = sum;
    }
  else
    *utc_us = azud_time_zone_to_utc (parser.zone != NULL ? parser.zone : zone, sum);
  return AZUD_PARSE_OK;
}
