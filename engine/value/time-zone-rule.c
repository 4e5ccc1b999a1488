/* time-zone-rule.c: the rule at the end of a zone file, in POSIX TZ syntax
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/time-zone-private.h"

#include <string.h>

#include "value/date.h"

typedef struct
{
  const char *at;
  const char *end;
} Cursor;

static bool
take (Cursor *cursor, char c)
{
  if (cursor->at < cursor->end && *cursor->at == c)
    {
      cursor->at++;
      return true;
    }
  return false;
}

static bool
take_number (Cursor *cursor, int max, int *value)
{
  const char *start = cursor->at;

  *value = 0;
  while (cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9' && *value <= max)
    *value = *value * 10 + (*cursor->at++ - '0');
  return cursor->at > start && *value <= max;
}

/* `CET` or `<+03>`. */
static bool
take_name (Cursor *cursor, char *name, size_t size)
{
  bool quoted = take (cursor, '<');
  size_t n = 0;

  while (cursor->at < cursor->end)
    {
      char c = *cursor->at;
      bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';

      if (!letter && !(quoted && (c == '+' || c == '-' || (c >= '0' && c <= '9'))))
        break;
      if (n + 1 >= size)
        return false;
      name[n++] = c;
      cursor->at++;
    }
  name[n] = '\0';
  return n > 0 && (!quoted || take (cursor, '>'));
}

/* `[+-]h[h[h]][:mm[:ss]]` in seconds. */
static bool
take_time (Cursor *cursor, int32_t *seconds)
{
  bool negative = false;
  int part;

  if (!take (cursor, '+'))
    negative = take (cursor, '-');
  if (!take_number (cursor, 167, &part))
    return false;
  *seconds = part * 3600;
  if (take (cursor, ':'))
    {
      if (!take_number (cursor, 59, &part))
        return false;
      *seconds += part * 60;
      if (take (cursor, ':'))
        {
          if (!take_number (cursor, 59, &part))
            return false;
          *seconds += part;
        }
    }
  if (negative)
    *seconds = -*seconds;
  return true;
}

static bool
take_date (Cursor *cursor, AzudZoneRuleDate *date)
{
  int a;
  int b;
  int c;

  if (take (cursor, 'M'))
    {
      date->form = 'M';
      if (!take_number (cursor, 12, &a) || !take (cursor, '.') || !take_number (cursor, 5, &b)
          || !take (cursor, '.') || !take_number (cursor, 6, &c) || a < 1 || b < 1)
        return false;
      date->month = (int16_t) a;
      date->week = (int16_t) b;
      date->day = (int16_t) c;
    }
  else
    {
      date->form = take (cursor, 'J') ? 'J' : 'D';
      if (!take_number (cursor, 365, &a))
        return false;
      date->day = (int16_t) a;
    }
  date->second = 2 * 3600;
  return !take (cursor, '/') || take_time (cursor, &date->second);
}

bool
azud_zone_rule_parse (const char *text, size_t length, AzudZoneRule *rule)
{
  Cursor cursor = { text, text + length };

  memset (rule, 0, sizeof *rule);
  if (!take_name (&cursor, rule->types[0].name, sizeof rule->types[0].name)
      || !take_time (&cursor, &rule->types[0].offset))
    return false;
  /* POSIX counts westward */
  rule->types[0].offset = -rule->types[0].offset;
  if (cursor.at == cursor.end)
    return true;

  rule->summer = true;
  if (!take_name (&cursor, rule->types[1].name, sizeof rule->types[1].name))
    return false;
  rule->types[1].offset = rule->types[0].offset + 3600;
  if (cursor.at < cursor.end && *cursor.at != ',')
    {
      if (!take_time (&cursor, &rule->types[1].offset))
        return false;
      rule->types[1].offset = -rule->types[1].offset;
    }
  return take (&cursor, ',') && take_date (&cursor, &rule->dates[0])
         && take (&cursor, ',') && take_date (&cursor, &rule->dates[1])
         && cursor.at == cursor.end;
}

static int64_t
day_of_rule (const AzudZoneRuleDate *date, int64_t year)
{
  int64_t first;
  int64_t day;

  if (date->form == 'D')
    return azud_date_from_civil (year, 1, 1) + date->day;
  if (date->form == 'J')
    return azud_date_from_civil (year, 1, 1) + date->day - 1
           + (azud_date_is_leap_year (year) && date->day >= 60);

  first = azud_date_from_civil (year, date->month, 1);
  day = (date->day - azud_date_iso_weekday (first) % 7 + 7) % 7 + 7 * (date->week - 1);
  while (day >= azud_date_days_in_month (year, date->month))
    day -= 7;
  return first + day;
}

int64_t
azud_zone_rule_transition (const AzudZoneRule *rule, int which, int64_t year)
{
  /* the clock on the wall before the change shows the other time */
  return day_of_rule (&rule->dates[which],
                      year) * 86400 + rule->dates[which].second - rule->types[which].offset;
}

const AzudZoneType *
azud_zone_rule_find (const AzudZoneRule *rule, int64_t utc_seconds)
{
  AzudCivil civil;
  int64_t start;
  int64_t end;
  int64_t days = utc_seconds + rule->types[0].offset;

  if (!rule->summer)
    return &rule->types[0];

  days = days >= 0 ? days / 86400 : -((-days + 86399) / 86400);
  azud_date_to_civil (days, &civil);
  start = azud_zone_rule_transition (rule, 0, civil.year);
  end = azud_zone_rule_transition (rule, 1, civil.year);
  if (start < end)
    return &rule->types[utc_seconds >= start && utc_seconds < end];
  return &rule->types[!(utc_seconds >= end && utc_seconds < start)];
}
