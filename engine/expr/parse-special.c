/* parse-special.c: the forms that are written with words inside: CASE, CAST, EXTRACT, TRIM, ...
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/parser.h"

#include "expr/tree.h"

#include <string.h>

static AzudExpr *
parse_case (AzudParser *parser)
{
  int from = parser->at++;
  g_autoptr (GPtrArray) args = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
  g_autoptr (AzudExpr) subject = NULL;
  AzudExpr *call;

  if (!azud_parser_is (parser, "when"))
    {
      subject = azud_parser_expression (parser);
      if (subject == NULL)
        return NULL;
    }
  if (!azud_parser_is (parser, "when"))
    {
      azud_parser_fail_here (parser);
      return NULL;
    }
  while (azud_parser_accept (parser, "when"))
    {
      AzudExpr *when = azud_parser_expression (parser);
      AzudExpr *then;

      if (when == NULL)
        return NULL;
      if (subject != NULL)   /* CASE x WHEN y: x = y, the subject shared */
        {
          AzudExpr *pair[] = { azud_expr_ref (subject), when };

          when = azud_parser_call (parser, from, "=", pair, 2);
          if (when == NULL)
            return NULL;
        }
      g_ptr_array_add (args, when);
      if (!azud_parser_expect (parser, "then"))
        return NULL;
      then = azud_parser_expression (parser);
      if (then == NULL)
        return NULL;
      g_ptr_array_add (args, then);
    }
  if (azud_parser_accept (parser, "else"))
    {
      AzudExpr *otherwise = azud_parser_expression (parser);

      if (otherwise == NULL)
        return NULL;
      g_ptr_array_add (args, otherwise);
    }
  if (!azud_parser_expect (parser, "end"))
    return NULL;
  call = azud_expr_new_call ("case", (AzudExpr **) args->pdata, (int) args->len);
  g_ptr_array_set_free_func (args, NULL);
  return azud_parser_finish (parser, from, call);
}

static AzudExpr *
parse_cast (AzudParser *parser, bool safe)
{
  int from = parser->at;
  g_autoptr (AzudExpr) cast = azud_expr_new_node (AZUD_EXPR_CAST);
  AzudExpr *value;

  parser->at += 2;
  value = azud_parser_expression (parser);
  if (value == NULL)
    return NULL;
  azud_expr_take_args (cast, &value, 1);
  if (!azud_parser_expect (parser, "as"))
    return NULL;
  cast->type = azud_parser_type (parser);
  cast->safe = safe;
  if (cast->type == NULL || !azud_parser_expect (parser, ")"))
    return NULL;
  return azud_parser_finish (parser, from, g_steal_pointer (&cast));
}

static AzudExpr *
parse_extract (AzudParser *parser)
{
  int from = parser->at;
  AzudExpr *args[2] = { NULL, NULL };
  const AzudToken *field;

  parser->at += 2;
  field = azud_parser_peek (parser, 0);
  if (field->kind != AZUD_TOKEN_NAME && field->kind != AZUD_TOKEN_STRING && field->kind != AZUD_TOKEN_QUOTED)
    {
      azud_parser_fail_here (parser);
      return NULL;
    }
  args[0] = azud_expr_new_string (field->text);
  args[0]->span_start = field->start;
  args[0]->span_end = field->end;
  parser->at++;
  if (azud_parser_expect (parser, "from"))
    args[1] = azud_parser_value (parser, AZUD_BIND_VALUE);
  if (args[1] != NULL && !azud_parser_expect (parser, ")"))
    g_clear_pointer (&args[1], azud_expr_unref);
  return azud_parser_call (parser, from, "extract", args, 2);
}

/* SUBSTRING(x FROM p [FOR n]), OVERLAY(x PLACING y FROM p [FOR n]); with commas they are ordinary calls. */
static AzudExpr *
parse_words (AzudParser *parser, const char *name, const char *const *words, int n_words)
{
  int from = parser->at;
  int n = 1;
  AzudExpr *args[4] = { NULL };

  parser->at += 2;
  args[0] = azud_parser_value (parser, AZUD_BIND_VALUE);
  if (args[0] == NULL || azud_parser_is (parser, ",") || azud_parser_is (parser, ")"))
    return azud_parser_call (parser, from, name, args, 1);
  for (int i = 0; i < n_words && azud_parser_accept (parser, words[i]); i++)
    {
      args[n] = azud_parser_value (parser, AZUD_BIND_VALUE);
      if (args[n++] == NULL)
        return azud_parser_call (parser, from, name, args, n);
    }
  if (!azud_parser_expect (parser, ")"))
    args[n++] = NULL;
  return azud_parser_call (parser, from, name, args, n);
}

static AzudExpr *
parse_trim (AzudParser *parser)
{
  static const struct
  {
    const char *word;
    const char *function;
  } sides[] = { { "both", "trim" }, { "leading", "ltrim" }, { "trailing", "rtrim" } };
  int from = parser->at;
  const char *name = "trim";
  bool with_side = false;
  AzudExpr *args[2] = { NULL, NULL };
  int n = 1;

  parser->at += 2;
  for (size_t i = 0; i < G_N_ELEMENTS (sides); i++)
    if (azud_parser_is (parser, sides[i].word) && !azud_token_is (azud_parser_peek (parser, 1), ")")
        && !azud_token_is (azud_parser_peek (parser, 1), ","))
      {
        parser->at++;
        name = sides[i].function;
        with_side = true;
        break;
      }
  if (with_side && azud_parser_accept (parser, "from"))
    args[0] = azud_parser_value (parser, AZUD_BIND_VALUE);
  else
    {
      args[0] = azud_parser_value (parser, AZUD_BIND_VALUE);
      if (args[0] != NULL && azud_parser_accept (parser, "from"))
        {
          args[1] = azud_parser_value (parser, AZUD_BIND_VALUE);
          n = 2;
        }
      else if (args[0] != NULL && !with_side && azud_parser_accept (parser, ","))   /* the plain function trim(c, x) */
        {
          args[1] = azud_parser_value (parser, AZUD_BIND_VALUE);
          n = 2;
        }
    }
  if (args[0] != NULL && !azud_parser_expect (parser, ")"))
    {
      azud_expr_unref (args[0]);
      args[0] = NULL;
    }
  return azud_parser_call (parser, from, name, args, n);
}

static AzudExpr *
parse_position (AzudParser *parser)
{
  int from = parser->at;
  AzudExpr *args[2] = { NULL, NULL };

  parser->at += 2;
  args[0] = azud_parser_value (parser, AZUD_BIND_VALUE);
  if (args[0] != NULL && azud_parser_expect (parser, "in"))
    args[1] = azud_parser_value (parser, AZUD_BIND_VALUE);
  if (args[1] != NULL && !azud_parser_expect (parser, ")"))
    g_clear_pointer (&args[1], azud_expr_unref);
  return azud_parser_call (parser, from, "locate", args, 2);
}

/* Whether @word stands at bracket depth 1 before a comma or the end of the call at the current token. */
static bool
call_has_word (const AzudParser *parser, const char *word)
{
  int depth = 0;

  for (int i = 1;; i++)
    {
      const AzudToken *token = azud_parser_peek (parser, i);

      if (token->kind == AZUD_TOKEN_END)
        return false;
      if (azud_token_is (token, "(") || azud_token_is (token, "["))
        depth++;
      else if (azud_token_is (token, ")") || azud_token_is (token, "]"))
        depth--;
      else if (depth == 1 && azud_token_is (token, word))
        return true;
      if (depth == 0 || (depth == 1 && azud_token_is (token, ",")))
        return false;
    }
}

static AzudExpr *
parse_bare_function (AzudParser *parser, const char *name)
{
  return azud_parser_call (parser, parser->at++, name, NULL, 0);
}

AzudExpr *
azud_parser_special (AzudParser *parser, bool *handled)
{
  static const char *const substring_words[] = { "from", "for" };
  static const char *const overlay_words[] = { "placing", "from", "for" };
  static const char *const bare[] = { "current_date", "current_timestamp", "current_user", "session_user", "localtimestamp" };
  const AzudToken *token = azud_parser_peek (parser, 0);
  bool call = azud_token_is (azud_parser_peek (parser, 1), "(");

  *handled = true;
  if (azud_token_is (token, "case") && !azud_token_is (azud_parser_peek (parser, 1), "."))
    return parse_case (parser);
  if (call && (azud_token_is (token, "cast") || azud_token_is (token, "try_cast")))
    return parse_cast (parser, azud_token_is (token, "try_cast"));
  if (call && azud_token_is (token, "extract") && call_has_word (parser, "from"))
    return parse_extract (parser);
  if (call && (azud_token_is (token, "substring") || azud_token_is (token, "substr")) && call_has_word (parser, "from"))
    return parse_words (parser, "substring", substring_words, 2);
  if (call && azud_token_is (token, "overlay") && call_has_word (parser, "placing"))
    return parse_words (parser, "overlay", overlay_words, 3);
  if (call && azud_token_is (token, "trim") && call_has_word (parser, "from"))
    return parse_trim (parser);
  if (call && azud_token_is (token, "position") && call_has_word (parser, "in"))
    return parse_position (parser);
  if (call && azud_token_is (token, "exists") && azud_token_is (azud_parser_peek (parser, 2), "select"))
    {
      azud_parser_fail (parser, parser->at, "AZUD_SUBQUERY_NOT_SUPPORTED",
                        N_ ("Sub-queries inside expressions are not supported: use a Join."), NULL);
      return NULL;
    }
  if (!call)
    for (size_t i = 0; i < G_N_ELEMENTS (bare); i++)
      if (azud_token_is (token, bare[i]) && !azud_token_is (azud_parser_peek (parser, 1), "."))
        return parse_bare_function (parser, bare[i]);
  *handled = false;
  return NULL;
}
