/* interval.c: text of intervals
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/interval.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

static const struct
{
  const char      *word;
  AzudIntervalUnit unit;
  int64_t          size;   /* months, or microseconds */
} units[] = {
  { "year", AZUD_INTERVAL_YEAR, 12 },
  { "month", AZUD_INTERVAL_MONTH, 1 },
  { "week", AZUD_INTERVAL_WEEK, INT64_C (604800000000) },
  { "day", AZUD_INTERVAL_DAY, INT64_C (86400000000) },
  { "hour", AZUD_INTERVAL_HOUR, INT64_C (3600000000) },
  { "minute", AZUD_INTERVAL_MINUTE, INT64_C (60000000) },
  { "second", AZUD_INTERVAL_SECOND, INT64_C (1000000) },
  { "millisecond", AZUD_INTERVAL_MILLISECOND, INT64_C (1000) },
  { "microsecond", AZUD_INTERVAL_MICROSECOND, 1 },
};

#define N_UNITS (sizeof units / sizeof units[0])

AzudIntervalUnit
azud_interval_unit (const char *word, size_t length)
{
  for (size_t i = 0; i < N_UNITS; i++)
    {
      size_t size = strlen (units[i].word);

      if ((length == size || (length == size + 1 && (word[size] == 's' || word[size] == 'S')))
          && g_ascii_strncasecmp (word, units[i].word, size) == 0)
        return units[i].unit;
    }
  return AZUD_INTERVAL_NONE;
}

static int64_t
unit_size (AzudIntervalUnit unit)
{
  return units[unit - AZUD_INTERVAL_YEAR].size;
}

static void
trim (const char **text, size_t *length)
{
  while (*length > 0 && g_ascii_isspace (**text))
    {
      (*text)++;
      (*length)--;
    }
  while (*length > 0 && g_ascii_isspace ((*text)[*length - 1]))
    (*length)--;
}

static bool
take_sign (const char **text, size_t *length)
{
  bool negative = false;

  if (*length > 0 && (**text == '-' || **text == '+'))
    {
      negative = **text == '-';
      (*text)++;
      (*length)--;
    }
  return negative;
}

/* Digits at *@at; the value must stay below 2^62. */
static bool
take_digits (const char *text, size_t length, size_t *at, int64_t *value)
{
  size_t start = *at;

  *value = 0;
  while (*at < length && text[*at] >= '0' && text[*at] <= '9')
    {
      if (*value > INT64_MAX / 10 - 10)
        return false;
      *value = *value * 10 + (text[*at] - '0');
      (*at)++;
    }
  return *at > start;
}

/* `.123456789` as microseconds, further digits cut. */
static bool
take_fraction (const char *text, size_t length, size_t *at, int64_t *us)
{
  int digits = 0;

  *us = 0;
  if (*at >= length || text[*at] != '.')
    return true;
  (*at)++;
  while (*at < length && text[*at] >= '0' && text[*at] <= '9')
    {
      if (digits < 6)
        *us = *us * 10 + (text[*at] - '0');
      digits++;
      (*at)++;
    }
  for (int i = digits; i < 6; i++)
    *us *= 10;
  return digits <= 9;
}

static bool
add_scaled (int64_t *sum, int64_t amount, int64_t size)
{
  int64_t product;

  return !__builtin_mul_overflow (amount, size, &product) && !__builtin_add_overflow (*sum, product, sum);
}

AzudParseResult
azud_interval_parse_fields (const char *text, size_t length, AzudIntervalUnit from, AzudIntervalUnit to, int64_t *value)
{
  static const char separators[] = { [AZUD_INTERVAL_YEAR] = '-', [AZUD_INTERVAL_DAY] = ' ', [AZUD_INTERVAL_HOUR] = ':', [AZUD_INTERVAL_MINUTE] = ':' };
  static const int64_t limits[] = { [AZUD_INTERVAL_MONTH] = 11, [AZUD_INTERVAL_HOUR] = 23, [AZUD_INTERVAL_MINUTE] = 59, [AZUD_INTERVAL_SECOND] = 59 };
  bool negative;
  int64_t sum = 0, amount, fraction = 0;
  size_t at = 0;

  trim (&text, &length);
  negative = take_sign (&text, &length);
  for (AzudIntervalUnit unit = from;; unit = unit == AZUD_INTERVAL_YEAR ? AZUD_INTERVAL_MONTH : unit + 1)
    {
      if (!take_digits (text, length, &at, &amount))
        return AZUD_PARSE_SYNTAX;
      if (unit != from && amount > limits[unit])
        return AZUD_PARSE_SYNTAX;
      if (unit == AZUD_INTERVAL_SECOND && !take_fraction (text, length, &at, &fraction))
        return AZUD_PARSE_SYNTAX;
      if (negative)
        amount = -amount;
      if (!add_scaled (&sum, amount, unit_size (unit)))
        return AZUD_PARSE_RANGE;
      if (unit == to)
        break;
      if (at >= length || text[at] != separators[unit])
        return AZUD_PARSE_SYNTAX;
      while (at < length && text[at] == separators[unit] && (separators[unit] == ' ' || text[at - 1] != separators[unit]))
        at++;
    }
  if (at != length || !add_scaled (&sum, negative ? -fraction : fraction, 1))
    return AZUD_PARSE_SYNTAX;
  if (from <= AZUD_INTERVAL_MONTH && (sum > INT32_MAX || sum < INT32_MIN))
    return AZUD_PARSE_RANGE;
  *value = sum;
  return AZUD_PARSE_OK;
}

AzudParseResult
azud_interval_parse_amount (const char *text, size_t length, AzudIntervalUnit unit, bool *months, int64_t *value)
{
  bool negative;
  int64_t amount, fraction = 0, sum = 0;
  size_t at = 0;

  trim (&text, &length);
  negative = take_sign (&text, &length);
  trim (&text, &length);
  if (!take_digits (text, length, &at, &amount) && !(unit == AZUD_INTERVAL_SECOND && length > 0 && text[0] == '.'))
    return AZUD_PARSE_SYNTAX;
  if (unit == AZUD_INTERVAL_SECOND && !take_fraction (text, length, &at, &fraction))
    return AZUD_PARSE_SYNTAX;
  if (at != length)
    return AZUD_PARSE_SYNTAX;
  if (!add_scaled (&sum, negative ? -amount : amount, unit_size (unit)) || !add_scaled (&sum, negative ? -fraction : fraction, 1))
    return AZUD_PARSE_RANGE;
  *months = unit <= AZUD_INTERVAL_MONTH;
  if (*months && (sum > INT32_MAX || sum < INT32_MIN))
    return AZUD_PARSE_RANGE;
  *value = sum;
  return AZUD_PARSE_OK;
}

/* `INTERVAL [sign] '...' unit [TO unit]`: false when the text does not begin so. */
static bool
split_literal (const char *text, size_t length, const char **inner, size_t *inner_length, bool *negative, AzudIntervalUnit *from, AzudIntervalUnit *to)
{
  const char *quote, *close, *words;
  size_t rest, n;

  if (length < 9 || g_ascii_strncasecmp (text, "interval", 8) != 0)
    return false;
  text += 8;
  length -= 8;
  trim (&text, &length);
  *negative = take_sign (&text, &length);
  trim (&text, &length);
  quote = text;
  if (length < 2 || *quote != '\'' || (close = memchr (quote + 1, '\'', length - 1)) == NULL)
    return false;
  *inner = quote + 1;
  *inner_length = (size_t) (close - quote - 1);
  words = close + 1;
  rest = length - (size_t) (words - text);
  trim (&words, &rest);
  for (n = 0; n < rest && g_ascii_isalpha (words[n]); n++)
    ;
  *from = *to = azud_interval_unit (words, n);
  words += n;
  rest -= n;
  trim (&words, &rest);
  if (rest > 3 && g_ascii_strncasecmp (words, "to ", 3) == 0)
    {
      words += 3;
      rest -= 3;
      trim (&words, &rest);
      *to = azud_interval_unit (words, rest);
      rest = 0;
    }
  return rest == 0 && *from != AZUD_INTERVAL_NONE && *to != AZUD_INTERVAL_NONE && *from <= *to;
}

static AzudParseResult
parse_text (const char *text, size_t length, bool months, int64_t *value)
{
  static const AzudIntervalUnit day_forms[][2] = {
    { AZUD_INTERVAL_DAY, AZUD_INTERVAL_SECOND },
    { AZUD_INTERVAL_DAY, AZUD_INTERVAL_MINUTE },
    { AZUD_INTERVAL_DAY, AZUD_INTERVAL_HOUR },
  };
  const char *inner;
  size_t inner_length;
  bool negative = false;
  AzudIntervalUnit from, to;
  AzudParseResult result;

  trim (&text, &length);
  if (split_literal (text, length, &inner, &inner_length, &negative, &from, &to))
    {
      if ((from <= AZUD_INTERVAL_MONTH) != months)
        return AZUD_PARSE_SYNTAX;
      result = azud_interval_parse_fields (inner, inner_length, from, to, value);
      if (result == AZUD_PARSE_OK && negative)
        *value = -*value;
      return result;
    }
  if (months)
    return azud_interval_parse_fields (text, length, AZUD_INTERVAL_YEAR, AZUD_INTERVAL_MONTH, value);
  result = AZUD_PARSE_SYNTAX;
  for (size_t i = 0; i < 3 && result == AZUD_PARSE_SYNTAX; i++)
    result = azud_interval_parse_fields (text, length, day_forms[i][0], day_forms[i][1], value);
  return result;
}

AzudParseResult
azud_interval_parse_year_month (const char *text, size_t length, int32_t *months)
{
  int64_t value;
  AzudParseResult result = parse_text (text, length, true, &value);

  if (result == AZUD_PARSE_OK)
    *months = (int32_t) value;
  return result;
}

AzudParseResult
azud_interval_parse_day_time (const char *text, size_t length, int64_t *us)
{
  return parse_text (text, length, false, us);
}

size_t
azud_interval_print_year_month (char *buffer, int32_t months)
{
  int64_t size = months < 0 ? -(int64_t) months : months;

  return (size_t) snprintf (buffer, AZUD_INTERVAL_TEXT_MAX, "%s%d-%d", months < 0 ? "-" : "", (int) (size / 12), (int) (size % 12));
}

typedef struct
{
  const char *sign;
  uint64_t    days;
  int         hours;
  int         minutes;
  int         seconds;
  int         us;
} Parts;

static Parts
parts_of (int64_t us)
{
  uint64_t size = us < 0 ? 0 - (uint64_t) us : (uint64_t) us;

  return (Parts){ us < 0 ? "-" : "", size / UINT64_C (86400000000), (int) (size / UINT64_C (3600000000) % 24), (int) (size / 60000000 % 60),
                  (int) (size / 1000000 % 60), (int) (size % 1000000) };
}

size_t
azud_interval_print_day_time (char *buffer, int64_t us)
{
  Parts p = parts_of (us);

  return (size_t) snprintf (buffer, AZUD_INTERVAL_TEXT_MAX, "%s%llu %02d:%02d:%02d.%06d000", p.sign, (unsigned long long) p.days, p.hours, p.minutes,
                            p.seconds, p.us);
}

size_t
azud_interval_print_sql_year_month (char *buffer, int32_t months)
{
  int64_t size = months < 0 ? -(int64_t) months : months;

  return (size_t) snprintf (buffer, AZUD_INTERVAL_TEXT_MAX, "INTERVAL '%s%d-%d' YEAR TO MONTH", months < 0 ? "-" : "", (int) (size / 12),
                            (int) (size % 12));
}

size_t
azud_interval_print_sql_day_time (char *buffer, int64_t us)
{
  Parts p = parts_of (us);
  char fraction[16] = "";

  if (p.us != 0)
    {
      size_t n = (size_t) snprintf (fraction, sizeof fraction, ".%06d", p.us);

      while (fraction[n - 1] == '0')
        fraction[--n] = '\0';
    }
  return (size_t) snprintf (buffer, AZUD_INTERVAL_TEXT_MAX, "INTERVAL '%s%llu %02d:%02d:%02d%s' DAY TO SECOND", p.sign, (unsigned long long) p.days,
                            p.hours, p.minutes, p.seconds, fraction);
}
