/* datetime-pattern-format.c: dates and timestamps to text by a pattern
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/datetime-pattern-private.h"

#include <string.h>

#include "value/date.h"
#include "value/number-print.h"

typedef struct
{
  char               *at;
  char               *end;
  bool                full;
  AzudCivil           civil;
  int64_t             days;
  int64_t             time_us;
  int32_t             offset;
  int64_t             utc_seconds;
  const AzudTimeZone *zone;
} Printer;

static void
put (Printer *self, const char *bytes, size_t length)
{
  if ((size_t) (self->end - self->at) < length)
    {
      self->full = true;
      return;
    }
  memcpy (self->at, bytes, length);
  self->at += length;
}

static void
put_text (Printer *self, const char *text)
{
  put (self, text, strlen (text));
}

/* At least @width digits. */
static void
put_padded (Printer *self, int64_t value, int width)
{
  char digits[AZUD_INT_TEXT_MAX];
  size_t n = azud_print_int64 (digits, value);

  for (int i = (int) n; i < width; i++)
    put (self, "0", 1);
  put (self, digits, n);
}

static void
put_number (Printer *self, int64_t value, const AzudPatternItem *item)
{
  AzudPatternNumber number;

  azud_pattern_number (item, &number);
  if ((item->kind == 'u' || item->kind == 'y') && item->width == 2)
    {
      put_padded (self, (value < 0 ? -value : value) % 100, 2);
      return;
    }
  if (value < 0)
    {
      put (self, "-", 1);
      value = -value;
    }
  else if (number.sign == AZUD_SIGN_EXCEEDS_PAD && item->width < 19)
    {
      int64_t limit = 1;

      for (int i = 0; i < item->width; i++)
        limit *= 10;
      if (value >= limit)
        put (self, "+", 1);
    }
  put_padded (self, value, number.min);
}

/* @colon between the parts, minutes and seconds shown as asked for. */
static void
put_offset (Printer *self, bool colon, bool always_minutes, bool seconds)
{
  int32_t m = self->offset < 0 ? -self->offset : self->offset;
  const char *between = colon ? ":" : "";

  put (self, self->offset < 0 ? "-" : "+", 1);
  put_padded (self, m / 3600, 2);
  if (always_minutes || m / 60 % 60 != 0)
    {
      put_text (self, between);
      put_padded (self, m / 60 % 60, 2);
      if (seconds && m % 60 != 0)
        {
          put_text (self, between);
          put_padded (self, m % 60, 2);
        }
    }
}

/* X, x and Z with one to five letters. */
static void
put_offset_letters (Printer *self, char letter, int width)
{
  /* what Java compares with the zero text is the offset without its seconds where they are not shown */
  bool zero = width >= 4 ? self->offset == 0 : self->offset / 60 == 0;

  if (zero && letter == 'X')
    put (self, "Z", 1);
  else
    put_offset (self, width == 3 || width == 5, width > 1, width > 3);
}

static void
put_localized_offset (Printer *self, bool full)
{
  int32_t m = self->offset < 0 ? -self->offset : self->offset;

  put (self, "GMT", 3);
  if (self->offset == 0)
    return;
  put (self, self->offset < 0 ? "-" : "+", 1);
  put_padded (self, m / 3600, full ? 2 : 1);
  if (full || m % 3600 != 0)
    {
      put (self, ":", 1);
      put_padded (self, m / 60 % 60, 2);
      if (m % 60 != 0)
        {
          put (self, ":", 1);
          put_padded (self, m % 60, 2);
        }
    }
}

static void
put_fraction (Printer *self, int width)
{
  int64_t nanos = self->time_us % AZUD_US_PER_SECOND * 1000;
  char digits[9];

  for (int i = 8; i >= 0; i--)
    {
      digits[i] = (char) ('0' + nanos % 10);
      nanos /= 10;
    }
  put (self, digits, (size_t) width);
}

static void
put_name (Printer *self, const char *name, bool full)
{
  put (self, name, full ? strlen (name) : 3);
}

static void
put_quarter (Printer *self, const AzudPatternItem *item)
{
  static const char *const names[4] = { "1st quarter", "2nd quarter", "3rd quarter", "4th quarter" };
  int quarter = (self->civil.month - 1) / 3;

  if (item->width <= 2)
    put_number (self, quarter + 1, item);
  else if (item->width == 3)
    {
      put (self, "Q", 1);
      put_padded (self, quarter + 1, 1);
    }
  else
    put_text (self, names[quarter]);
}

static void
put_date_item (Printer *self, const AzudPatternItem *item)
{
  bool full = item->width == 4;

  switch (item->kind)
    {
    case 'G':
      put_text (self, self->civil.year > 0 ? (full ? "Anno Domini" : "AD") : (full ? "Before Christ" : "BC"));
      break;
    case 'y':
      put_number (self, self->civil.year > 0 ? self->civil.year : 1 - self->civil.year, item);
      break;
    case 'u':
      put_number (self, self->civil.year, item);
      break;
    case 'M':
    case 'L':
      if (item->width <= 2)
        put_number (self, self->civil.month, item);
      else
        put_name (self, azud_pattern_months[self->civil.month - 1], full);
      break;
    case 'd':
      put_number (self, self->civil.day, item);
      break;
    case 'D':
      put_number (self, azud_date_day_of_year (self->days), item);
      break;
    case 'Q':
    case 'q':
      put_quarter (self, item);
      break;
    case 'E':
      put_name (self, azud_pattern_weekdays[azud_date_iso_weekday (self->days) - 1], full);
      break;
    case 'F':
    default:
      /* Java before 19: the place of the day within its week of the month */
      put_number (self, (self->civil.day - 1) % 7 + 1, item);
      break;
    }
}

static void
put_time_item (Printer *self, const AzudPatternItem *item)
{
  int64_t seconds = self->time_us / AZUD_US_PER_SECOND;
  int64_t hour = seconds / 3600;

  switch (item->kind)
    {
    case 'a':
      put_text (self, hour < 12 ? "AM" : "PM");
      break;
    case 'h':
      put_number (self, (hour + 11) % 12 + 1, item);
      break;
    case 'K':
      put_number (self, hour % 12, item);
      break;
    case 'k':
      put_number (self, (hour + 23) % 24 + 1, item);
      break;
    case 'H':
      put_number (self, hour, item);
      break;
    case 'm':
      put_number (self, seconds / 60 % 60, item);
      break;
    case 's':
      put_number (self, seconds % 60, item);
      break;
    case 'S':
    default:
      put_fraction (self, item->width);
      break;
    }
}

static void
put_item (Printer *self, const AzudDatetimePattern *pattern, const AzudPatternItem *item)
{
  switch (item->kind)
    {
    case AZUD_PATTERN_LITERAL:
      put (self, pattern->literals + item->start, item->width);
      break;
    case AZUD_PATTERN_OPTIONAL:
    case AZUD_PATTERN_END:
      break;
    case 'a':
    case 'h':
    case 'K':
    case 'k':
    case 'H':
    case 'm':
    case 's':
    case 'S':
      put_time_item (self, item);
      break;
    case 'V':
      put_text (self, azud_time_zone_get_id (self->zone));
      break;
    case 'z':
      put_text (self, azud_time_zone_abbreviation (self->zone, self->utc_seconds));
      break;
    case 'O':
      put_localized_offset (self, item->width == 4);
      break;
    case 'X':
    case 'x':
      put_offset_letters (self, (char) item->kind, item->width);
      break;
    case 'Z':
      if (item->width == 4)
        put_localized_offset (self, true);
      else if (item->width == 5)
        put_offset_letters (self, 'X', 5);
      else
        put_offset_letters (self, 'x', 2);
      break;
    default:
      put_date_item (self, item);
      break;
    }
}

size_t
azud_datetime_pattern_format (const AzudDatetimePattern *pattern,
                              int64_t                    utc_us,
                              const AzudTimeZone        *zone,
                              char                      *buffer,
                              size_t                     size)
{
  Printer self = { .at = buffer, .end = buffer + size, .zone = zone };
  int64_t local = azud_time_zone_to_local (zone, utc_us);

  self.days = azud_date_floor_day (local, &self.time_us);
  self.utc_seconds = utc_us / AZUD_US_PER_SECOND - (utc_us % AZUD_US_PER_SECOND < 0);
  self.offset = azud_time_zone_offset (zone, self.utc_seconds);
  azud_date_to_civil (self.days, &self.civil);
  for (int i = 0; i < pattern->n_items && !self.full; i++)
    put_item (&self, pattern, &pattern->items[i]);
  return self.full ? SIZE_MAX : (size_t) (self.at - buffer);
}
