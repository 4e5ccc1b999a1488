/* parser.c: expressions by precedence climbing
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/parser.h"

#include "expr/tree.h"

#include <string.h>

bool
azud_parser_fail (AzudParser *parser, int from, const char *condition, const char *message, const char *arg)
{
  AzudError *error = parser->error;

  if (error != NULL && !azud_error_is_set (error))
    {
      int last = MAX (from, parser->at - 1);
      GArray *tokens = parser->tokens->tokens;

      azud_error_set (error, AZUD_FAULT_PIPELINE, condition, message, arg, NULL);
      error->span_start = g_array_index (tokens, AzudToken, from).start;
      error->span_end = g_array_index (tokens, AzudToken, last).end;
    }
  return false;
}

bool
azud_parser_fail_here (AzudParser *parser)
{
  const AzudToken *token = azud_parser_peek (parser, 0);
  g_autofree char *text = NULL;

  if (parser->error == NULL || azud_error_is_set (parser->error))
    return false;
  if (token->kind == AZUD_TOKEN_END)
    azud_error_set (parser->error, AZUD_FAULT_PIPELINE, "PARSE_SYNTAX_ERROR", N_ ("Syntax error at the end of the expression."), NULL);
  else
    {
      text = g_strndup (parser->tokens->source + token->start, (gsize) (token->end - token->start));
      azud_error_set (parser->error, AZUD_FAULT_PIPELINE, "PARSE_SYNTAX_ERROR", N_ ("Syntax error at or near {0}."), text, NULL);
    }
  parser->error->span_start = token->start;
  parser->error->span_end = token->end;
  return false;
}

bool
azud_parser_accept (AzudParser *parser, const char *text)
{
  if (!azud_parser_is (parser, text))
    return false;
  parser->at++;
  return true;
}

bool
azud_parser_expect (AzudParser *parser, const char *text)
{
  return azud_parser_accept (parser, text) || azud_parser_fail_here (parser);
}

AzudExpr *
azud_parser_finish (AzudParser *parser, int from, AzudExpr *expr)
{
  GArray *tokens = parser->tokens->tokens;

  expr->span_start = g_array_index (tokens, AzudToken, from).start;
  expr->span_end = g_array_index (tokens, AzudToken, MAX (from, parser->at - 1)).end;
  if (expr->depth > AZUD_EXPR_MAX_DEPTH)
    {
      azud_parser_fail (parser, from, "AZUD_EXPRESSION_TOO_DEEP", N_ ("The expression is nested more than {0} levels deep."), "1000");
      azud_expr_unref (expr);
      return NULL;
    }
  return expr;
}

AzudExpr *
azud_parser_call (AzudParser *parser, int from, const char *name, AzudExpr **args, int n_args)
{
  for (int i = 0; i < n_args; i++)
    if (args[i] == NULL)
      {
        for (int j = 0; j < n_args; j++)
          azud_expr_unref (args[j]);
        return NULL;
      }
  return azud_parser_finish (parser, from, azud_expr_new_call (name, args, n_args));
}

static AzudExpr *
call_1 (AzudParser *parser, int from, const char *name, AzudExpr *a)
{
  return azud_parser_call (parser, from, name, &a, 1);
}

static AzudExpr *
call_2 (AzudParser *parser, int from, const char *name, AzudExpr *a, AzudExpr *b)
{
  AzudExpr *args[] = { a, b };

  return azud_parser_call (parser, from, name, args, 2);
}

/* ---- binary operators ---- */

static const struct
{
  const char *sign;
  const char *name;
  int         binding;
} binary_operators[] = {
  { "or", "or", AZUD_BIND_OR },          { "and", "and", AZUD_BIND_AND },       { "=", "=", AZUD_BIND_VALUE },
  { "==", "=", AZUD_BIND_VALUE },        { "<>", "<>", AZUD_BIND_VALUE },       { "!=", "<>", AZUD_BIND_VALUE },
  { "<", "<", AZUD_BIND_VALUE },         { "<=", "<=", AZUD_BIND_VALUE },       { "!>", "<=", AZUD_BIND_VALUE },
  { ">", ">", AZUD_BIND_VALUE },         { ">=", ">=", AZUD_BIND_VALUE },       { "!<", ">=", AZUD_BIND_VALUE },
  { "<=>", "<=>", AZUD_BIND_VALUE },     { "|", "|", AZUD_BIND_BIT_OR },        { "^", "^", AZUD_BIND_BIT_XOR },
  { "&", "&", AZUD_BIND_BIT_AND },       { "<<", "<<", AZUD_BIND_SHIFT },       { ">>", ">>", AZUD_BIND_SHIFT },
  { ">>>", ">>>", AZUD_BIND_SHIFT },     { "+", "+", AZUD_BIND_ADD },           { "-", "-", AZUD_BIND_ADD },
  { "||", "||", AZUD_BIND_ADD },         { "*", "*", AZUD_BIND_MULTIPLY },      { "/", "/", AZUD_BIND_MULTIPLY },
  { "%", "%", AZUD_BIND_MULTIPLY },      { "div", "div", AZUD_BIND_MULTIPLY },
};

int
azud_binary_binding (const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS (binary_operators); i++)
    if (strcmp (binary_operators[i].name, name) == 0)
      return binary_operators[i].binding;
  return 0;
}

static int
operator_at (const AzudParser *parser, const char **name)
{
  const AzudToken *token = azud_parser_peek (parser, 0);

  if (token->kind != AZUD_TOKEN_SYMBOL && token->kind != AZUD_TOKEN_NAME)
    return 0;
  for (size_t i = 0; i < G_N_ELEMENTS (binary_operators); i++)
    if (azud_token_is (token, binary_operators[i].sign))
      {
        *name = binary_operators[i].name;
        return binary_operators[i].binding;
      }
  return 0;
}

static bool
enter (AzudParser *parser)
{
  if (++parser->nesting <= AZUD_EXPR_MAX_DEPTH)
    return true;
  return azud_parser_fail (parser, parser->at, "AZUD_EXPRESSION_TOO_DEEP",
                           N_ ("The expression is nested more than {0} levels deep."), "1000");
}

/* ---- values: postfix, unary, arithmetic, comparison ---- */

static AzudExpr *
parse_field (AzudParser *parser, int from, AzudExpr *value)
{
  const AzudToken *token = azud_parser_peek (parser, 0);
  AzudExpr *field;

  if (token->kind != AZUD_TOKEN_NAME && token->kind != AZUD_TOKEN_QUOTED)
    {
      azud_parser_fail_here (parser);
      azud_expr_unref (value);
      return NULL;
    }
  parser->at++;
  if (value->kind == AZUD_EXPR_COLUMN)   /* a.b: qualifier or field, the scope decides */
    {
      guint n = g_strv_length (value->names);

      value->names = g_renew (char *, value->names, n + 2);
      value->names[n] = g_strdup (token->text);
      value->names[n + 1] = NULL;
      return azud_parser_finish (parser, from, value);
    }
  field = azud_expr_new_node (AZUD_EXPR_FIELD);
  azud_expr_take_args (field, &value, 1);
  azud_expr_set_names (field, &token->text, 1);
  return azud_parser_finish (parser, from, field);
}

static AzudExpr *
parse_postfix (AzudParser *parser)
{
  int from = parser->at;
  AzudExpr *value;

  if (azud_parser_accept (parser, "-"))   /* before a number */
    {
      value = azud_parser_number (parser, true);
      value = value != NULL ? azud_parser_finish (parser, from, value) : NULL;
    }
  else
    value = azud_parser_primary (parser);
  while (value != NULL)
    {
      if (azud_parser_is (parser, ".") && !azud_token_is (azud_parser_peek (parser, 1), "*"))
        {
          parser->at++;
          value = parse_field (parser, from, value);
        }
      else if (azud_parser_accept (parser, "["))
        {
          AzudExpr *index = azud_parser_expression (parser);

          if (index != NULL && !azud_parser_expect (parser, "]"))
            g_clear_pointer (&index, azud_expr_unref);
          value = call_2 (parser, from, "[]", value, index);
        }
      else if (azud_parser_accept (parser, "::"))
        {
          const AzudDtype *type = azud_parser_type (parser);
          AzudExpr *cast;

          if (type == NULL)
            {
              azud_expr_unref (value);
              return NULL;
            }
          cast = azud_expr_new_node (AZUD_EXPR_CAST);
          azud_expr_take_args (cast, &value, 1);
          cast->type = type;
          value = azud_parser_finish (parser, from, cast);
        }
      else
        break;
    }
  return value;
}

static AzudExpr *
parse_unary (AzudParser *parser)
{
  int from = parser->at;
  AzudExpr *value;
  const char *name;

  if (azud_parser_is (parser, "-"))
    {
      const AzudToken *number = azud_parser_peek (parser, 1);

      /* `-1` is one literal, also before `::` */
      if (number->kind == AZUD_TOKEN_INTEGER || number->kind == AZUD_TOKEN_NUMBER)
        return parse_postfix (parser);
      name = "-";
    }
  else if (azud_parser_is (parser, "+"))
    name = "+";
  else if (azud_parser_is (parser, "~"))
    name = "~";
  else
    return parse_postfix (parser);
  parser->at++;
  if (!enter (parser))
    return NULL;
  value = call_1 (parser, from, name, parse_unary (parser));
  parser->nesting--;
  return value;
}

AzudExpr *
azud_parser_value (AzudParser *parser, int binding)
{
  int from = parser->at;
  AzudExpr *left = parse_unary (parser);

  while (left != NULL)
    {
      const char *name;
      int found = operator_at (parser, &name);

      if (found < binding || found < AZUD_BIND_VALUE)
        break;
      parser->at++;
      if (!enter (parser))
        {
          azud_expr_unref (left);
          return NULL;
        }
      left = call_2 (parser, from, name, left, azud_parser_value (parser, found + 1));
      parser->nesting--;
    }
  return left;
}

/* ---- predicates ---- */

static AzudExpr *
parse_between (AzudParser *parser, int from, AzudExpr *value)
{
  AzudExpr *args[3] = { value, azud_parser_value (parser, AZUD_BIND_VALUE), NULL };

  if (args[1] != NULL && azud_parser_expect (parser, "and"))
    args[2] = azud_parser_value (parser, AZUD_BIND_VALUE);
  return azud_parser_call (parser, from, "between", args, 3);
}

/* `( a, b, ... )` appended to @args; false after freeing nothing (the caller owns @args). */
static bool
parse_list (AzudParser *parser, GPtrArray *args, bool may_be_empty)
{
  if (!azud_parser_expect (parser, "("))
    return false;
  if (may_be_empty && azud_parser_accept (parser, ")"))
    return true;
  do
    {
      AzudExpr *item = azud_parser_expression (parser);

      if (item == NULL)
        return false;
      g_ptr_array_add (args, item);
    }
  while (azud_parser_accept (parser, ","));
  return azud_parser_expect (parser, ")");
}

static AzudExpr *
parse_in (AzudParser *parser, int from, AzudExpr *value)
{
  g_autoptr (GPtrArray) args = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
  AzudExpr *call;

  g_ptr_array_add (args, value);
  if (azud_parser_is (parser, "(") && azud_token_is (azud_parser_peek (parser, 1), "select"))
    {
      azud_parser_fail (parser, from, "AZUD_SUBQUERY_NOT_SUPPORTED", N_ ("Sub-queries inside expressions are not supported: use a Join."), NULL);
      return NULL;
    }
  if (!parse_list (parser, args, true))
    return NULL;
  call = azud_expr_new_call ("in", (AzudExpr **) args->pdata, (int) args->len);
  g_ptr_array_set_free_func (args, NULL);
  return azud_parser_finish (parser, from, call);
}

static AzudExpr *
parse_like (AzudParser *parser, int from, const char *name, AzudExpr *value)
{
  static const char *const quantifiers[] = { "any", "some", "all" };
  AzudExpr *args[3] = { value, NULL, NULL };
  int n = 2;

  for (size_t i = 0; i < G_N_ELEMENTS (quantifiers); i++)
    if (azud_parser_is (parser, quantifiers[i]) && azud_token_is (azud_parser_peek (parser, 1), "("))
      {
        g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
        g_autofree char *full = g_strconcat (name, i == 2 ? " all" : " any", NULL);
        AzudExpr *call;

        parser->at++;
        g_ptr_array_add (items, value);
        if (!parse_list (parser, items, false))
          return NULL;
        call = azud_expr_new_call (full, (AzudExpr **) items->pdata, (int) items->len);
        g_ptr_array_set_free_func (items, NULL);
        return azud_parser_finish (parser, from, call);
      }
  args[1] = azud_parser_value (parser, AZUD_BIND_VALUE);
  if (args[1] != NULL && azud_parser_is (parser, "escape"))
    {
      parser->at++;
      if (azud_parser_peek (parser, 0)->kind != AZUD_TOKEN_STRING)
        azud_parser_fail_here (parser);
      else if (g_utf8_strlen (azud_parser_peek (parser, 0)->text, -1) != 1)
        azud_parser_fail (parser, parser->at, "INVALID_ESC", N_ ("The escape text {0} must be exactly one character."),
                          azud_parser_peek (parser, 0)->text);
      else
        args[2] = azud_parser_primary (parser);
      n = 3;
    }
  return azud_parser_call (parser, from, name, args, n);
}

static AzudExpr *
parse_is (AzudParser *parser, int from, AzudExpr *value)
{
  static const char *const tests[] = { "null", "true", "false", "unknown" };
  static const char *const names[] = { "is null", "is true", "is false", "is unknown" };
  bool negated = azud_parser_accept (parser, "not");

  for (size_t i = 0; i < G_N_ELEMENTS (tests); i++)
    if (azud_parser_accept (parser, tests[i]))
      {
        if (i == 0 && negated)
          return call_1 (parser, from, "is not null", value);
        value = call_1 (parser, from, names[i], value);
        return negated ? call_1 (parser, from, "not", value) : value;
      }
  if (azud_parser_accept (parser, "distinct"))
    {
      AzudExpr *right = azud_parser_expect (parser, "from") ? azud_parser_value (parser, AZUD_BIND_VALUE) : NULL;

      value = call_2 (parser, from, "<=>", value, right);
      return negated ? value : call_1 (parser, from, "not", value);
    }
  azud_parser_fail_here (parser);
  azud_expr_unref (value);
  return NULL;
}

static AzudExpr *
parse_predicated (AzudParser *parser)
{
  int from = parser->at;
  AzudExpr *value = azud_parser_value (parser, AZUD_BIND_VALUE);
  bool negated;

  if (value == NULL)
    return NULL;
  if (azud_parser_accept (parser, "is"))
    return parse_is (parser, from, value);
  negated = (azud_parser_is (parser, "not") || azud_parser_is (parser, "!"))
            && azud_parser_peek (parser, 1)->kind == AZUD_TOKEN_NAME;
  if (negated)
    parser->at++;
  if (azud_parser_accept (parser, "between"))
    value = parse_between (parser, from, value);
  else if (azud_parser_accept (parser, "in"))
    value = parse_in (parser, from, value);
  else if (azud_parser_accept (parser, "like"))
    value = parse_like (parser, from, "like", value);
  else if (azud_parser_accept (parser, "ilike"))
    value = parse_like (parser, from, "ilike", value);
  else if (azud_parser_accept (parser, "rlike") || azud_parser_accept (parser, "regexp"))
    value = call_2 (parser, from, "rlike", value, azud_parser_value (parser, AZUD_BIND_VALUE));
  else if (negated)
    {
      azud_parser_fail_here (parser);
      azud_expr_unref (value);
      return NULL;
    }
  if (value == NULL)
    return NULL;
  return negated ? call_1 (parser, from, "not", value) : value;
}

/* ---- NOT, AND, OR ---- */

static AzudExpr *
parse_boolean (AzudParser *parser, int binding)
{
  int from = parser->at;
  AzudExpr *left;

  if (!enter (parser))
    return NULL;
  if (azud_parser_is (parser, "!")
      || (azud_parser_is (parser, "not") && !azud_token_is (azud_parser_peek (parser, 1), ".")
          && !azud_token_is (azud_parser_peek (parser, 1), ",") && !azud_token_is (azud_parser_peek (parser, 1), ")")))
    {
      parser->at++;
      left = call_1 (parser, from, "not", parse_boolean (parser, AZUD_BIND_NOT));
    }
  else
    left = parse_predicated (parser);
  while (left != NULL)
    {
      const char *name;
      int found = operator_at (parser, &name);

      if (found == 0 || found > AZUD_BIND_AND || found < binding)
        break;
      parser->at++;
      left = call_2 (parser, from, name, left, parse_boolean (parser, found + 1));
    }
  parser->nesting--;
  return left;
}

AzudExpr *
azud_parser_expression (AzudParser *parser)
{
  return parse_boolean (parser, AZUD_BIND_OR);
}

/* ---- select lists and the public entries ---- */

static bool
ends_item (const AzudToken *token)
{
  static const char *const clauses[] = {
    "from", "where", "group", "having", "order", "limit", "offset", "union", "except", "intersect", "minus", "window", "lateral",
    "cluster", "distribute", "sort", "qualify", "pivot", "unpivot", "on", "using", "join", "inner", "cross", "left", "right", "full",
    "natural", "anti", "semi", "tablesample", "when", "then", "else", "end", "and", "or", "not", "between", "in", "like", "is", "asc",
    "desc", "nulls", "div", "over", "filter", "within", "rlike", "ilike", "regexp", "escape", "collate", "set", "minus",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (clauses); i++)
    if (azud_token_is (token, clauses[i]))
      return true;
  return false;
}

AzudExpr *
azud_parser_named_expression (AzudParser *parser)
{
  int from = parser->at;
  AzudExpr *value = azud_parser_expression (parser);
  const AzudToken *token = azud_parser_peek (parser, 0);
  bool with_as;
  AzudExpr *alias;

  if (value == NULL)
    return NULL;
  with_as = azud_parser_accept (parser, "as");
  token = azud_parser_peek (parser, 0);
  if (token->kind == AZUD_TOKEN_QUOTED || (token->kind == AZUD_TOKEN_NAME && (with_as || !ends_item (token))))
    {
      parser->at++;
      alias = azud_expr_new_node (AZUD_EXPR_ALIAS);
      azud_expr_take_args (alias, &value, 1);
      azud_expr_set_names (alias, &token->text, 1);
      return azud_parser_finish (parser, from, alias);
    }
  if (with_as)
    {
      azud_parser_fail_here (parser);
      azud_expr_unref (value);
      return NULL;
    }
  return value;
}

AzudExpr *
azud_expr_parse (const char *text, AzudError *error)
{
  AzudError own = AZUD_ERROR_INIT;
  g_autoptr (AzudTokens) tokens = azud_tokens_new (text, error != NULL ? error : &own);
  g_autoptr (AzudExpr) expr = NULL;
  AzudParser parser = { .tokens = tokens, .error = error != NULL ? error : &own };

  if (tokens == NULL)
    return NULL;
  expr = azud_parser_expression (&parser);
  if (expr == NULL)
    return NULL;
  if (azud_parser_peek (&parser, 0)->kind != AZUD_TOKEN_END)
    {
      azud_parser_fail_here (&parser);
      return NULL;
    }
  return g_steal_pointer (&expr);
}

GPtrArray *
azud_expr_parse_list (const char *text, AzudError *error)
{
  AzudError own = AZUD_ERROR_INIT;
  g_autoptr (AzudTokens) tokens = azud_tokens_new (text, error != NULL ? error : &own);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
  AzudParser parser = { .tokens = tokens, .error = error != NULL ? error : &own };

  if (tokens == NULL)
    return NULL;
  do
    {
      AzudExpr *expr = azud_parser_named_expression (&parser);

      if (expr == NULL)
        return NULL;
      g_ptr_array_add (list, expr);
    }
  while (azud_parser_accept (&parser, ","));
  if (azud_parser_peek (&parser, 0)->kind != AZUD_TOKEN_END)
    {
      azud_parser_fail_here (&parser);
      return NULL;
    }
  return g_steal_pointer (&list);
}
