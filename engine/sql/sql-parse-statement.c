/* sql-parse-statement.c: CREATE, INSERT, DROP and the list of statements
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "sql/sql-parser-private.h"

static bool
parse_statement_name (AzudParser *parser, AzudSqlStatement *statement)
{
  statement->span_start = azud_parser_peek (parser, 0)->start;
  statement->name = azud_sql_parse_name (parser, true);
  statement->span_end = azud_parser_peek (parser, -1)->end;
  return statement->name != NULL;
}

/* (name type [NOT NULL] [COMMENT '...'], ...) */
static bool
parse_columns (AzudParser *parser, AzudSqlStatement *statement)
{
  g_autoptr (GArray)    fields = g_array_new (FALSE, FALSE, sizeof (AzudField));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (!azud_parser_expect (parser, "("))
    return false;
  do
    {
      AzudField field = { azud_sql_parse_name (parser, false), NULL, true };

      if (field.name == NULL)
        return false;
      g_ptr_array_add (names, (char *) field.name);
      field.type = azud_parser_type (parser);
      if (field.type == NULL)
        return false;
      if (azud_sql_accept_words (parser, "not", "null"))
        field.nullable = false;
      if (azud_parser_accept (parser, "comment"))
        parser->at++;
      g_array_append_val (fields, field);
    }
  while (azud_parser_accept (parser, ","));
  statement->schema = azud_schema_new ((const AzudField *) (void *) fields->data, (int) fields->len);
  return statement->schema != NULL && azud_parser_expect (parser, ")");
}

static bool
parse_create (AzudParser *parser, AzudSqlStatement *statement)
{
  bool is_view = false;

  statement->replace = azud_sql_accept_words (parser, "or", "replace");
  azud_parser_accept (parser, "global");
  if (azud_parser_accept (parser, "temporary") || azud_parser_accept (parser, "temp"))
    is_view = azud_parser_is (parser, "view");
  is_view = azud_parser_accept (parser, "view");
  if (!is_view && !azud_parser_expect (parser, "table"))
    return false;
  statement->kind = is_view ? AZUD_SQL_CREATE_VIEW : AZUD_SQL_CREATE_TABLE;
  if (azud_parser_is (parser, "if"))
    {
      parser->at++;
      if (!azud_parser_expect (parser, "not") || !azud_parser_expect (parser, "exists"))
        return false;
      statement->if_exists = true;
    }
  if (!parse_statement_name (parser, statement))
    return false;
  if (azud_parser_is (parser, "("))
    {
      if (is_view && (statement->columns = azud_sql_parse_names (parser)) == NULL)
        return false;
      if (!is_view && !parse_columns (parser, statement))
        return false;
    }
  if (azud_parser_accept (parser, "using"))
    parser->at++;
  if (azud_parser_accept (parser, "as") || is_view || azud_parser_is (parser, "select"))
    {
      statement->query = azud_sql_parse_query (parser);
      return statement->query != NULL;
    }
  return statement->schema != NULL || azud_parser_fail_here (parser);
}

static bool
parse_insert (AzudParser *parser, AzudSqlStatement *statement)
{
  statement->kind = AZUD_SQL_INSERT;
  statement->overwrite = azud_parser_accept (parser, "overwrite");
  if (!statement->overwrite && !azud_parser_expect (parser, "into"))
    return false;
  azud_parser_accept (parser, "table");
  if (!parse_statement_name (parser, statement))
    return false;
  if (azud_parser_is (parser, "(") && !azud_token_is (azud_parser_peek (parser, 1), "select")
      && (statement->columns = azud_sql_parse_names (parser)) == NULL)
    return false;
  statement->query = azud_sql_parse_query (parser);
  return statement->query != NULL;
}

static bool
parse_drop (AzudParser *parser, AzudSqlStatement *statement)
{
  statement->kind = AZUD_SQL_DROP;
  if (!azud_parser_accept (parser, "view") && !azud_parser_expect (parser, "table"))
    return false;
  statement->if_exists = azud_sql_accept_words (parser, "if", "exists");
  return parse_statement_name (parser, statement);
}

static AzudSqlStatement *
parse_statement (AzudParser *parser)
{
  g_autoptr (AzudSqlStatement) statement = g_new0 (AzudSqlStatement, 1);
  bool                         ok;

  if (azud_parser_accept (parser, "create"))
    ok = parse_create (parser, statement);
  else if (azud_parser_accept (parser, "insert"))
    ok = parse_insert (parser, statement);
  else if (azud_parser_accept (parser, "drop"))
    ok = parse_drop (parser, statement);
  else
    {
      statement->kind = AZUD_SQL_QUERY;
      statement->query = azud_sql_parse_query (parser);
      ok = statement->query != NULL;
    }
  return ok ? g_steal_pointer (&statement) : NULL;
}

GPtrArray *
azud_sql_parse (const char *text, AzudError *error)
{
  g_autoptr (AzudTokens) tokens = azud_tokens_new (text, error);
  g_autoptr (GPtrArray)  statements = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_sql_statement_free);
  AzudParser             parser = { .tokens = tokens, .error = error };

  if (tokens == NULL)
    return NULL;
  while (true)
    {
      AzudSqlStatement *statement;

      while (azud_parser_accept (&parser, ";"))
        ;
      if (azud_parser_peek (&parser, 0)->kind == AZUD_TOKEN_END)
        break;
      statement = parse_statement (&parser);
      if (statement == NULL)
        return NULL;
      g_ptr_array_add (statements, statement);
      if (azud_parser_peek (&parser, 0)->kind != AZUD_TOKEN_END && !azud_parser_is (&parser, ";"))
        {
          azud_parser_fail_here (&parser);
          return NULL;
        }
    }
  if (statements->len == 0)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "PARSE_EMPTY_STATEMENT", N_("There is no statement."), NULL);
      return NULL;
    }
  return g_steal_pointer (&statements);
}
