/* parse-primary.c: names, calls, literals, brackets
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/parser.h"

#include "expr/tree.h"

#include <string.h>

static AzudExpr *
parse_string (AzudParser *parser)
{
  int from = parser->at;
  const AzudToken *token = azud_parser_peek (parser, 0);
  AzudExpr *expr = azud_expr_new_node (AZUD_EXPR_LITERAL);
  g_autoptr (GString) joined = g_string_new_len (token->text, (gssize) token->size);

  parser->at++;
  while (azud_parser_peek (parser, 0)->kind == AZUD_TOKEN_STRING)   /* 'a' 'b' is one literal */
    {
      token = azud_parser_peek (parser, 0);
      g_string_append_len (joined, token->text, (gssize) token->size);
      parser->at++;
    }
  expr->type = azud_dtype_get (AZUD_DTYPE_STRING);
  expr->nullable = false;
  azud_expr_set_text (expr, expr->type, joined->str, joined->len);
  return azud_parser_finish (parser, from, expr);
}

static bool
is_identifier (const AzudToken *token)
{
  return token->kind == AZUD_TOKEN_NAME || token->kind == AZUD_TOKEN_QUOTED;
}

/* `x ->` or `(x, y) ->` at the current token? */
static bool
at_lambda (const AzudParser *parser)
{
  int i = 1;

  if (is_identifier (azud_parser_peek (parser, 0)))
    return azud_token_is (azud_parser_peek (parser, 1), "->");
  if (!azud_parser_is (parser, "("))
    return false;
  while (is_identifier (azud_parser_peek (parser, i)))
    {
      if (azud_token_is (azud_parser_peek (parser, i + 1), ")"))
        return azud_token_is (azud_parser_peek (parser, i + 2), "->");
      if (!azud_token_is (azud_parser_peek (parser, i + 1), ","))
        return false;
      i += 2;
    }
  return false;
}

static AzudExpr *
parse_lambda (AzudParser *parser)
{
  int from = parser->at;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  bool bracketed = azud_parser_accept (parser, "(");
  AzudExpr *lambda, *body;

  do
    {
      g_ptr_array_add (names, (gpointer) azud_parser_peek (parser, 0)->text);
      parser->at++;
    }
  while (azud_parser_accept (parser, ","));
  if (bracketed)
    parser->at++;
  if (!azud_parser_expect (parser, "->"))
    return NULL;
  body = azud_parser_expression (parser);
  if (body == NULL)
    return NULL;
  lambda = azud_expr_new_node (AZUD_EXPR_LAMBDA);
  azud_expr_take_args (lambda, &body, 1);
  azud_expr_set_names (lambda, (const char *const *) names->pdata, (int) names->len);
  return azud_parser_finish (parser, from, lambda);
}

static AzudExpr *
parse_argument (AzudParser *parser, bool with_alias)
{
  if (at_lambda (parser))
    return parse_lambda (parser);
  if (azud_parser_peek (parser, 0)->kind == AZUD_TOKEN_NAME && azud_token_is (azud_parser_peek (parser, 1), "=>"))
    {
      azud_parser_fail (parser, parser->at, "AZUD_NAMED_ARGUMENTS_NOT_SUPPORTED", N_ ("Named arguments are not supported."), NULL);
      return NULL;
    }
  return with_alias ? azud_parser_named_expression (parser) : azud_parser_expression (parser);
}

static bool
parse_filter (AzudParser *parser, AzudExpr *call)
{
  if (!azud_parser_expect (parser, "(") || !azud_parser_expect (parser, "where"))
    return false;
  call->filter = azud_parser_expression (parser);
  if (call->filter == NULL || !azud_parser_expect (parser, ")"))
    return false;
  call->depth = MAX (call->depth, call->filter->depth + 1);
  return true;
}

/* What may stand behind the bracket of a call. */
static bool
parse_call_tail (AzudParser *parser, int from, AzudExpr *call)
{
  if (azud_parser_is (parser, "within") && azud_token_is (azud_parser_peek (parser, 1), "group"))
    return azud_parser_fail (parser, from, "AZUD_WITHIN_GROUP_NOT_SUPPORTED", N_ ("WITHIN GROUP is not supported."), NULL);
  if (azud_parser_is (parser, "filter") && azud_token_is (azud_parser_peek (parser, 1), "("))
    {
      parser->at++;
      if (!parse_filter (parser, call))
        return false;
    }
  for (int i = 0; i < 2; i++)
    if (azud_parser_is (parser, i == 0 ? "ignore" : "respect") && azud_token_is (azud_parser_peek (parser, 1), "nulls"))
      {
        parser->at += 2;
        call->ignore_nulls = i == 0;
      }
  if (azud_parser_is (parser, "over")
      && (azud_token_is (azud_parser_peek (parser, 1), "(") || azud_parser_peek (parser, 1)->kind == AZUD_TOKEN_NAME))
    return azud_parser_fail (parser, from, "AZUD_WINDOW_NOT_SUPPORTED", N_ ("OVER is not supported inside expressions: use a Window."), NULL);
  return true;
}

static const char *const units[] = {
  "year", "quarter", "month", "week", "day", "dayofyear", "hour", "minute", "second", "millisecond", "microsecond",
};

/* dateadd(MONTH, 1, d): the unit is a bare word, kept as a string. */
static AzudExpr *
parse_unit (AzudParser *parser, const char *function)
{
  static const char *const functions[] = {
    "dateadd", "date_add", "timestampadd", "datediff", "date_diff", "timestampdiff", "timediff",
  };
  const AzudToken *token = azud_parser_peek (parser, 0);
  bool takes_unit = false;

  for (size_t i = 0; i < G_N_ELEMENTS (functions); i++)
    takes_unit = takes_unit || g_ascii_strcasecmp (function, functions[i]) == 0;
  if (!takes_unit || token->kind != AZUD_TOKEN_NAME || !azud_token_is (azud_parser_peek (parser, 1), ","))
    return NULL;
  for (size_t i = 0; i < G_N_ELEMENTS (units); i++)
    if (azud_token_is (token, units[i]))
      {
        AzudExpr *unit = azud_expr_new_string (token->text);

        parser->at++;
        return azud_parser_finish (parser, parser->at - 1, unit);
      }
  return NULL;
}

static bool
parse_arguments (AzudParser *parser, const char *name, GPtrArray *args, bool *distinct)
{
  bool with_alias = g_ascii_strcasecmp (name, "struct") == 0;
  AzudExpr *unit;

  *distinct = azud_parser_is (parser, "distinct") && !azud_token_is (azud_parser_peek (parser, 1), ",")
              && !azud_token_is (azud_parser_peek (parser, 1), ")");
  if (*distinct || (azud_parser_is (parser, "all") && azud_parser_peek (parser, 1)->kind == AZUD_TOKEN_NAME))
    parser->at++;
  unit = parse_unit (parser, name);
  if (unit != NULL)
    {
      g_ptr_array_add (args, unit);
      if (!azud_parser_expect (parser, ","))
        return false;
    }
  do
    {
      AzudExpr *arg = parse_argument (parser, with_alias);

      if (arg == NULL)
        return false;
      g_ptr_array_add (args, arg);
    }
  while (azud_parser_accept (parser, ","));
  return true;
}

static AzudExpr *
parse_call (AzudParser *parser)
{
  int from = parser->at;
  const AzudToken *name = azud_parser_peek (parser, 0);
  g_autoptr (GPtrArray) args = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
  g_autoptr (AzudExpr) call = NULL;
  bool distinct = false, ignore = false;

  parser->at += 2;
  if (!azud_parser_accept (parser, ")"))
    {
      if (!parse_arguments (parser, name->text, args, &distinct))
        return NULL;
      if ((azud_parser_is (parser, "ignore") || azud_parser_is (parser, "respect"))
          && azud_token_is (azud_parser_peek (parser, 1), "nulls"))
        {
          ignore = azud_parser_is (parser, "ignore");
          parser->at += 2;
        }
      if (!azud_parser_expect (parser, ")"))
        return NULL;
    }
  call = azud_expr_new_call (name->text, (AzudExpr **) args->pdata, (int) args->len);
  g_ptr_array_set_free_func (args, NULL);
  call->distinct = distinct;
  call->ignore_nulls = ignore;
  if (!parse_call_tail (parser, from, call))
    return NULL;
  return azud_parser_finish (parser, from, g_steal_pointer (&call));
}

static AzudExpr *
parse_brackets (AzudParser *parser)
{
  int from = parser->at++;
  g_autoptr (GPtrArray) args = NULL;
  AzudExpr *inner;

  if (azud_parser_is (parser, "select") || azud_parser_is (parser, "with"))
    {
      azud_parser_fail (parser, from, "AZUD_SUBQUERY_NOT_SUPPORTED",
                        N_ ("Sub-queries inside expressions are not supported: use a Join."), NULL);
      return NULL;
    }
  inner = azud_parser_expression (parser);
  if (inner == NULL)
    return NULL;
  if (azud_parser_accept (parser, ")"))
    {
      /* the brackets belong to no node; a column in brackets is no longer a path to be continued by a name */
      return inner;
    }
  args = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
  g_ptr_array_add (args, inner);
  while (azud_parser_accept (parser, ","))
    {
      inner = azud_parser_expression (parser);
      if (inner == NULL)
        return NULL;
      g_ptr_array_add (args, inner);
    }
  if (!azud_parser_expect (parser, ")"))
    return NULL;
  inner = azud_expr_new_call ("struct", (AzudExpr **) args->pdata, (int) args->len);
  g_ptr_array_set_free_func (args, NULL);
  return azud_parser_finish (parser, from, inner);
}

static AzudExpr *
parse_star (AzudParser *parser)
{
  int from = parser->at;
  AzudExpr *star = azud_expr_new_node (AZUD_EXPR_STAR);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  while (!azud_parser_accept (parser, "*"))
    {
      g_ptr_array_add (names, (gpointer) azud_parser_peek (parser, 0)->text);
      parser->at += 2;
    }
  if (names->len > 0)
    azud_expr_set_names (star, (const char *const *) names->pdata, (int) names->len);
  return azud_parser_finish (parser, from, star);
}

static AzudExpr *
parse_column (AzudParser *parser)
{
  int from = parser->at;
  AzudExpr *column;
  const char *name = azud_parser_peek (parser, 0)->text;

  if (azud_token_is (azud_parser_peek (parser, 1), ".") && azud_token_is (azud_parser_peek (parser, 2), "*"))
    return parse_star (parser);
  parser->at++;
  column = azud_expr_new_node (AZUD_EXPR_COLUMN);
  azud_expr_set_names (column, &name, 1);
  return azud_parser_finish (parser, from, column);
}

static AzudExpr *
parse_parameter (AzudParser *parser)
{
  int from = parser->at;
  AzudExpr *expr = azud_expr_new_node (AZUD_EXPR_PARAMETER);

  azud_expr_set_names (expr, &azud_parser_peek (parser, 0)->text, 1);
  parser->at++;
  return azud_parser_finish (parser, from, expr);
}

/* Words that begin nothing: an operator or the end of a form stands where a value should. */
static bool
is_stray_word (const AzudToken *token)
{
  static const char *const words[] = {
    "and", "or", "in", "between", "like", "ilike", "rlike", "is", "then", "else", "when", "end", "div", "from", "where", "as", "escape",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (words); i++)
    if (azud_token_is (token, words[i]))
      return true;
  return false;
}

AzudExpr *
azud_parser_primary (AzudParser *parser)
{
  const AzudToken *token = azud_parser_peek (parser, 0);
  AzudExpr *expr;
  bool handled = false;

  switch (token->kind)
    {
    case AZUD_TOKEN_STRING:
      return parse_string (parser);
    case AZUD_TOKEN_INTEGER:
    case AZUD_TOKEN_NUMBER:
      return azud_parser_number (parser, false);
    case AZUD_TOKEN_PARAMETER:
      return parse_parameter (parser);
    case AZUD_TOKEN_QUOTED:
      return azud_token_is (azud_parser_peek (parser, 1), "(") ? parse_call (parser) : parse_column (parser);
    case AZUD_TOKEN_NAME:
      expr = azud_parser_special (parser, &handled);
      if (handled)
        return expr;
      expr = azud_parser_typed_literal (parser, &handled);
      if (handled)
        return expr;
      if (azud_token_is (azud_parser_peek (parser, 1), "("))
        return parse_call (parser);
      if (is_stray_word (token))
        break;
      return parse_column (parser);
    case AZUD_TOKEN_SYMBOL:
      if (azud_token_is (token, "("))
        return parse_brackets (parser);
      if (azud_token_is (token, "*"))
        return parse_star (parser);
      break;
    case AZUD_TOKEN_END:
      break;
    }
  azud_parser_fail_here (parser);
  return NULL;
}
