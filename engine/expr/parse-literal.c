/* parse-literal.c: numbers, words and typed literals
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/parser.h"

#include "expr/tree.h"
#include "value/date.h"
#include "value/number-parse.h"

#include <math.h>
#include <string.h>

static AzudExpr *
literal (AzudParser *parser, int from, const AzudDatum *datum)
{
  return azud_parser_finish (parser, from, azud_expr_new_literal (datum));
}

static AzudExpr *
number_out_of_range (AzudParser *parser, int from, const char *type)
{
  azud_parser_fail (parser, from, "INVALID_NUMERIC_LITERAL_RANGE", N_ ("The numeric literal is outside the range of {0}."), type);
  return NULL;
}

static AzudExpr *
decimal_literal (AzudParser *parser, int from, const char *text, size_t size)
{
  AzudDatum datum = { 0 };
  int precision, scale;

  if (azud_parse_decimal_exact (text, size, &datum.as.decimal, &precision, &scale) != AZUD_PARSE_OK || scale > 38)
    {
      azud_parser_fail (parser, from, "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
                        N_ ("The number has more than {0} digits."), "38");
      return NULL;
    }
  datum.type = azud_dtype_decimal (MAX (precision, scale), scale);
  return literal (parser, from, &datum);
}

static AzudExpr *
integer_literal (AzudParser *parser, int from, const char *text, size_t size)
{
  static const struct
  {
    char        suffix;
    AzudDtypeId type;
    const char *name;
    int64_t     least;
    int64_t     most;
  } kinds[] = {
    { 'Y', AZUD_DTYPE_TINYINT, "tinyint", INT8_MIN, INT8_MAX },
    { 'S', AZUD_DTYPE_SMALLINT, "smallint", INT16_MIN, INT16_MAX },
    { 'L', AZUD_DTYPE_BIGINT, "bigint", INT64_MIN, INT64_MAX },
  };
  char last = g_ascii_toupper (text[size - 1]);
  AzudDatum datum = { 0 };
  int64_t value = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (last == kinds[i].suffix)
      {
        if (azud_parse_int64 (text, size - 1, &value) != AZUD_PARSE_OK || value < kinds[i].least || value > kinds[i].most)
          return number_out_of_range (parser, from, kinds[i].name);
        datum.type = azud_dtype_get (kinds[i].type);
        datum.as.integer = value;
        return literal (parser, from, &datum);
      }
  if (azud_parse_int64 (text, size, &value) != AZUD_PARSE_OK)
    return decimal_literal (parser, from, text, size);
  datum.type = azud_dtype_get (value >= INT32_MIN && value <= INT32_MAX ? AZUD_DTYPE_INT : AZUD_DTYPE_BIGINT);
  datum.as.integer = value;
  return literal (parser, from, &datum);
}

static AzudExpr *
fraction_literal (AzudParser *parser, int from, const char *text, size_t size)
{
  char last = g_ascii_toupper (text[size - 1]);
  AzudDatum datum = { 0 };

  if (last == 'D' && size > 1 && g_ascii_toupper (text[size - 2]) == 'B')
    return decimal_literal (parser, from, text, size - 2);
  if (last == 'F')
    {
      float value;

      if (azud_parse_float (text, size - 1, AZUD_FLOAT_RANGE, &value) != AZUD_PARSE_OK)
        return number_out_of_range (parser, from, "float");
      datum.type = azud_dtype_get (AZUD_DTYPE_FLOAT);
      datum.as.real = (double) value;
      return literal (parser, from, &datum);
    }
  if (last == 'D' || strpbrk (text, "eE") != NULL)
    {
      if (azud_parse_double (text, last == 'D' ? size - 1 : size, AZUD_FLOAT_RANGE, &datum.as.real) != AZUD_PARSE_OK)
        return number_out_of_range (parser, from, "double");
      datum.type = azud_dtype_get (AZUD_DTYPE_DOUBLE);
      return literal (parser, from, &datum);
    }
  return decimal_literal (parser, from, text, size);
}

/* The number at the current token; when @negative the minus before it has been read. */
AzudExpr *
azud_parser_number (AzudParser *parser, bool negative)
{
  int from = negative ? parser->at - 1 : parser->at;
  const AzudToken *token = azud_parser_peek (parser, 0);
  g_autofree char *text = g_strconcat (negative ? "-" : "", token->text, NULL);

  parser->at++;
  return token->kind == AZUD_TOKEN_INTEGER ? integer_literal (parser, from, text, strlen (text))
                                           : fraction_literal (parser, from, text, strlen (text));
}

static AzudExpr *
binary_literal (AzudParser *parser, int from, const AzudToken *token)
{
  g_autofree char *bytes = g_malloc (token->size / 2 + 1);
  size_t odd = token->size & 1;   /* X'F' is X'0F' */
  size_t size = (token->size + odd) / 2;

  for (size_t i = 0; i < token->size; i++)
    if (!g_ascii_isxdigit (token->text[i]))
      {
        azud_parser_fail (parser, from, "INVALID_TYPED_LITERAL", N_ ("The value of the literal {0} is not valid."), token->text);
        return NULL;
      }
  memset (bytes, 0, size);
  for (size_t i = 0; i < token->size; i++)
    {
      size_t digit = i + odd;

      bytes[digit / 2] = (char) ((unsigned char) bytes[digit / 2] << 4 | g_ascii_xdigit_value (token->text[i]));
    }
  return literal (parser, from, &(AzudDatum){ .type = azud_dtype_get (AZUD_DTYPE_BINARY), .as.text = azud_text_make (bytes, size) });
}

static AzudExpr *
date_literal (AzudParser *parser, int from, const AzudToken *token)
{
  int32_t days;

  if (azud_parse_date (token->text, token->size, &days) != AZUD_PARSE_OK)
    {
      azud_parser_fail (parser, from, "INVALID_TYPED_LITERAL", N_ ("The value of the literal {0} is not valid."), token->text);
      return NULL;
    }
  return literal (parser, from, &(AzudDatum){ .type = azud_dtype_get (AZUD_DTYPE_DATE), .as.integer = days });
}

/* A timestamp without zone depends on the session's zone, so it stays text until resolved. */
static AzudExpr *
timestamp_literal (AzudParser *parser, int from, const AzudToken *token, const char *call)
{
  AzudExpr *text = azud_expr_new_node (AZUD_EXPR_LITERAL);

  text->type = azud_dtype_get (AZUD_DTYPE_STRING);
  text->nullable = false;
  text->span_start = token->start;
  text->span_end = token->end;
  azud_expr_set_text (text, text->type, token->text, token->size);
  return azud_parser_call (parser, from, call, &text, 1);
}

AzudExpr *
azud_parser_typed_literal (AzudParser *parser, bool *handled)
{
  int from = parser->at;
  const AzudToken *word = azud_parser_peek (parser, 0);
  const AzudToken *token = azud_parser_peek (parser, 1);

  *handled = true;
  if (azud_token_is (word, "interval")
      && (token->kind == AZUD_TOKEN_STRING || token->kind == AZUD_TOKEN_INTEGER || token->kind == AZUD_TOKEN_NUMBER
          || azud_token_is (token, "-") || azud_token_is (token, "+")))
    return azud_parser_interval (parser);
  if (token->kind == AZUD_TOKEN_STRING)
    {
      parser->at += 2;
      if (azud_token_is (word, "date"))
        return date_literal (parser, from, token);
      if (azud_token_is (word, "timestamp") || azud_token_is (word, "timestamp_ltz"))
        return timestamp_literal (parser, from, token, "timestamp literal");
      if (azud_token_is (word, "timestamp_ntz"))
        return timestamp_literal (parser, from, token, "timestamp_ntz literal");
      if (azud_token_is (word, "x"))
        return binary_literal (parser, from, token);
      azud_parser_fail (parser, from, "UNSUPPORTED_TYPED_LITERAL", N_ ("Literals of the type {0} are not supported."), word->text);
      return NULL;
    }
  if (token->kind != AZUD_TOKEN_SYMBOL || (strcmp (token->text, "(") != 0 && strcmp (token->text, ".") != 0))
    {
      if (azud_token_is (word, "null"))
        {
          parser->at++;
          return literal (parser, from, &(AzudDatum){ .type = azud_dtype_get (AZUD_DTYPE_VOID), .is_null = true });
        }
      if (azud_token_is (word, "true") || azud_token_is (word, "false"))
        {
          parser->at++;
          return literal (parser, from, &(AzudDatum){ .type = azud_dtype_get (AZUD_DTYPE_BOOLEAN),
                                                      .as.boolean = azud_token_is (word, "true") });
        }
    }
  *handled = false;
  return NULL;
}
