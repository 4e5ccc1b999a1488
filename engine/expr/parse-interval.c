/* parse-interval.c: INTERVAL literals
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * INTERVAL '1-2' YEAR TO MONTH, INTERVAL 3 DAYS, INTERVAL '3' HOURS 2 MINUTES, INTERVAL '1 day 2 hours'.
 */

#include "expr/interval.h"
#include "expr/parser.h"
#include "expr/tree.h"

#include <string.h>

/* The sum so far; months and microseconds do not mix. */
typedef struct
{
  bool    any;
  bool    months;
  bool    days;     /* nothing but days */
  int64_t value;
} Sum;

static bool
overflow (AzudParser *parser, int from)
{
  return azud_parser_fail (parser, from, "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", N_ ("The interval is too long."), NULL);
}

static bool
bad (AzudParser *parser, int from, const char *text)
{
  return azud_parser_fail (parser, from, "INVALID_INTERVAL_FORMAT", N_ ("The interval {0} is not valid."), text);
}

static bool
add (AzudParser *parser, int from, Sum *sum, const char *text, size_t size, AzudIntervalUnit unit, bool negative)
{
  bool months;
  int64_t value;
  AzudParseResult result = unit != AZUD_INTERVAL_NONE ? azud_interval_parse_amount (text, size, unit, &months, &value) : AZUD_PARSE_SYNTAX;

  if (result == AZUD_PARSE_RANGE)
    return overflow (parser, from);
  if (result != AZUD_PARSE_OK)
    return bad (parser, from, text);
  if (sum->any && sum->months != months)
    return azud_parser_fail (parser, from, "AZUD_LEGACY_INTERVAL_NOT_SUPPORTED", N_ ("An interval is of years and months or of days and times, not both."), NULL);
  if (__builtin_add_overflow (sum->value, negative ? -value : value, &sum->value))
    return overflow (parser, from);
  sum->days = unit == AZUD_INTERVAL_DAY && (!sum->any || sum->days);
  sum->any = true;
  sum->months = months;
  return true;
}

static AzudExpr *
finish (AzudParser *parser, int from, bool months, bool days, int64_t value)
{
  AzudExpr *literal;
  AzudDatum datum = { .type = azud_dtype_get (months ? AZUD_DTYPE_YEAR_MONTH : AZUD_DTYPE_DAY_TIME), .as.integer = value };

  if (months && (value > INT32_MAX || value < INT32_MIN))
    {
      overflow (parser, from);
      return NULL;
    }
  literal = azud_expr_new_literal (&datum);
  literal->variant = days ? AZUD_LITERAL_DAYS : 0;
  return azud_parser_finish (parser, from, literal);
}

static bool
bad_words (AzudParser *parser, int from, const char *text)
{
  return azud_parser_fail (parser, from, "INVALID_TYPED_LITERAL", N_ ("The value of the literal {0} is not valid."), text);
}

/* `'1 day 2 hours'`: words in one string. */
static bool
add_words (AzudParser *parser, int from, Sum *sum, const char *text, bool negative)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n", -1);
  const char *amount = NULL;
  g_autofree char *joined = NULL;
  bool first = true;

  for (int i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] == '\0' || (first && g_ascii_strcasecmp (words[i], "interval") == 0))
        continue;
      first = false;
      if (amount == NULL)
        {
          if (strcmp (words[i], "-") == 0 || strcmp (words[i], "+") == 0)
            {
              if (words[i + 1] == NULL)
                return bad_words (parser, from, text);
              g_free (joined);
              joined = g_strconcat (words[i], words[i + 1], NULL);
              amount = joined;
              i++;
            }
          else
            amount = words[i];
        }
      else
        {
          AzudIntervalUnit unit = azud_interval_unit (words[i], strlen (words[i]));
          bool months;
          int64_t value;

          if (unit == AZUD_INTERVAL_NONE || azud_interval_parse_amount (amount, strlen (amount), unit, &months, &value) == AZUD_PARSE_SYNTAX)
            return bad_words (parser, from, text);
          if (!add (parser, from, sum, amount, strlen (amount), unit, negative))
            return false;
          amount = NULL;
        }
    }
  return (amount == NULL && sum->any) || bad_words (parser, from, text);
}

static AzudIntervalUnit
unit_here (const AzudParser *parser)
{
  const AzudToken *token = azud_parser_peek (parser, 0);

  return token->kind == AZUD_TOKEN_NAME ? azud_interval_unit (token->text, token->size) : AZUD_INTERVAL_NONE;
}

/* `'1-2' YEAR TO MONTH` behind the units. */
static AzudExpr *
parse_range (AzudParser *parser, int from, const AzudToken *amount, AzudIntervalUnit unit, AzudIntervalUnit last, bool negative)
{
  bool months = unit <= AZUD_INTERVAL_MONTH;
  g_autofree char *text = g_strconcat (negative ? "-" : "", amount->text, NULL);
  const char *digits = text;
  bool twice = negative && (amount->text[0] == '-' || amount->text[0] == '+');
  int64_t value;
  AzudParseResult result;

  if (last <= unit || months != (last <= AZUD_INTERVAL_MONTH) || unit == AZUD_INTERVAL_WEEK || last > AZUD_INTERVAL_SECOND)
    {
      azud_parser_fail (parser, from, "INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION", N_ ("The interval {0} is not valid."), amount->text);
      return NULL;
    }
  if (twice)
    digits++;
  result = azud_interval_parse_fields (digits, strlen (digits), unit, last, &value);
  if (result != AZUD_PARSE_OK)
    {
      azud_parser_fail (parser, from,
                        result == AZUD_PARSE_RANGE ? "INVALID_INTERVAL_FORMAT.INTERVAL_PARSING"
                        : months                   ? "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING"
                                                   : "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE",
                        N_ ("The interval {0} is not valid."), amount->text);
      return NULL;
    }
  return finish (parser, from, months, false, twice ? -value : value);
}

AzudExpr *
azud_parser_interval (AzudParser *parser)
{
  int from = parser->at++;
  Sum sum = { 0 };

  for (;;)
    {
      bool negative = false;
      const AzudToken *amount;
      AzudIntervalUnit unit, last;

      if (azud_parser_is (parser, "-") || azud_parser_is (parser, "+"))
        negative = azud_parser_peek (parser, 0)->text[0] == '-', parser->at++;
      amount = azud_parser_peek (parser, 0);
      parser->at++;
      unit = unit_here (parser);
      if (unit == AZUD_INTERVAL_NONE)
        {
          if (azud_parser_is (parser, "nanosecond") || azud_parser_is (parser, "nanoseconds"))
            {
              azud_parser_fail (parser, from, "INVALID_INTERVAL_FORMAT.INVALID_UNIT", N_ ("Intervals have no unit {0}."), azud_parser_peek (parser, 0)->text);
              return NULL;
            }
          if (amount->kind != AZUD_TOKEN_STRING || sum.any)
            {
              azud_parser_fail_here (parser);
              return NULL;
            }
          return add_words (parser, from, &sum, amount->text, negative) ? finish (parser, from, sum.months, sum.days, sum.value) : NULL;
        }
      parser->at++;
      if (azud_parser_accept (parser, "to"))
        {
          last = unit_here (parser);
          parser->at++;
          if (amount->kind != AZUD_TOKEN_STRING || sum.any)
            {
              bad (parser, from, amount->text);
              return NULL;
            }
          return parse_range (parser, from, amount, unit, last, negative);
        }
      if (!add (parser, from, &sum, amount->text, amount->size, unit, negative))
        return NULL;
      /* a further amount must be followed by a unit, else it is the rest of the expression */
      {
        const AzudToken *next = azud_parser_peek (parser, 0);
        int ahead = azud_token_is (next, "-") || azud_token_is (next, "+") ? 1 : 0;
        const AzudToken *number = azud_parser_peek (parser, ahead), *word = azud_parser_peek (parser, ahead + 1);

        if ((number->kind != AZUD_TOKEN_INTEGER && number->kind != AZUD_TOKEN_NUMBER && number->kind != AZUD_TOKEN_STRING)
            || word->kind != AZUD_TOKEN_NAME || azud_interval_unit (word->text, word->size) == AZUD_INTERVAL_NONE)
          return finish (parser, from, sum.months, sum.days, sum.value);
      }
    }
}
