/* parse-type.c: data types inside expressions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/parser.h"

#include <string.h>

/* The tokens of a type: a word, then ( ) or < > brackets.  `>>` closes two. */
static bool
skip_type (AzudParser *parser)
{
  int angles = 0;

  if (azud_parser_peek (parser, 0)->kind != AZUD_TOKEN_NAME)
    return azud_parser_fail_here (parser);
  parser->at++;
  if (azud_parser_accept (parser, "("))
    {
      while (!azud_parser_is (parser, ")"))
        {
          if (azud_parser_peek (parser, 0)->kind == AZUD_TOKEN_END)
            return azud_parser_fail_here (parser);
          parser->at++;
        }
      parser->at++;
      return true;
    }
  if (azud_parser_accept (parser, "<>"))
    return true;
  if (!azud_parser_accept (parser, "<"))
    return true;
  angles = 1;
  while (angles > 0)
    {
      const AzudToken *token = azud_parser_peek (parser, 0);

      if (token->kind == AZUD_TOKEN_END)
        return azud_parser_fail_here (parser);
      if (azud_token_is (token, "<"))
        angles++;
      else if (azud_token_is (token, ">"))
        angles -= 1;
      else if (azud_token_is (token, ">>"))
        angles -= 2;
      else if (azud_token_is (token, ">>>"))
        angles -= 3;
      parser->at++;
    }
  return angles == 0 || azud_parser_fail_here (parser);
}

static const AzudDtype *
parse_interval_type (AzudParser *parser)
{
  bool months = azud_parser_is (parser, "year") || azud_parser_is (parser, "month");
  bool days = azud_parser_is (parser, "day") || azud_parser_is (parser, "hour") || azud_parser_is (parser, "minute")
              || azud_parser_is (parser, "second");

  if (!months && !days)
    {
      azud_parser_fail (parser, parser->at - 1, "AZUD_LEGACY_INTERVAL_NOT_SUPPORTED",
                        N_ ("Write the fields of the interval type: INTERVAL YEAR TO MONTH or INTERVAL DAY TO SECOND."), NULL);
      return NULL;
    }
  parser->at++;
  if (azud_parser_accept (parser, "to"))
    parser->at++;
  return azud_dtype_get (months ? AZUD_DTYPE_YEAR_MONTH : AZUD_DTYPE_DAY_TIME);
}

const AzudDtype *
azud_parser_type (AzudParser *parser)
{
  int from = parser->at;
  const AzudToken *first = azud_parser_peek (parser, 0);
  const AzudDtype *type;
  g_autofree char *text = NULL;
  AzudError error = AZUD_ERROR_INIT;
  int end;

  if (azud_parser_accept (parser, "interval"))
    return parse_interval_type (parser);
  if (!skip_type (parser))
    return NULL;
  if (azud_token_is (first, "timestamp") && azud_parser_is (parser, "without") && azud_token_is (azud_parser_peek (parser, 1), "time"))
    {
      parser->at += 3;
      return azud_dtype_get (AZUD_DTYPE_TIMESTAMP_NTZ);
    }
  if (azud_token_is (first, "timestamp") && azud_parser_is (parser, "with") && azud_token_is (azud_parser_peek (parser, 2), "time"))
    {
      parser->at += 4;
      return azud_dtype_get (AZUD_DTYPE_TIMESTAMP);
    }
  if (azud_token_is (first, "timestamp_ltz"))
    return azud_dtype_get (AZUD_DTYPE_TIMESTAMP);
  if (azud_token_is (first, "char") || azud_token_is (first, "character") || azud_token_is (first, "varchar"))
    return azud_dtype_get (AZUD_DTYPE_STRING);   /* Spark keeps the length for tables only */
  end = g_array_index (parser->tokens->tokens, AzudToken, parser->at - 1).end;
  text = g_strndup (parser->tokens->source + first->start, (gsize) (end - first->start));
  type = azud_dtype_parse (text, &error);
  if (type == NULL)
    azud_parser_fail (parser, from, error.condition[0] != '\0' ? error.condition : "UNSUPPORTED_DATATYPE",
                      N_ ("Unsupported data type {0}."), text);
  return type;
}
