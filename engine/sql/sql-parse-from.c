/* sql-parse-from.c: tables and joins
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "sql/sql-parser-private.h"

static bool
is_clause (const AzudToken *token)
{
  static const char *const words[] = {
    "where", "group", "having", "order", "limit", "offset", "union", "intersect", "except", "minus", "on", "using", "join", "inner",
    "left", "right", "full", "cross", "natural", "semi", "anti", "lateral", "tablesample", "window", "pivot", "unpivot", "qualify",
    "select", "values", "set",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (azud_token_is (token, words[i]))
      return true;
  return false;
}

/* [AS] alias [(column, ...)] */
static bool
parse_alias (AzudParser *parser, AzudSqlRelation *relation)
{
  const AzudToken *token;
  bool             with_as = azud_parser_accept (parser, "as");

  token = azud_parser_peek (parser, 0);
  if (!with_as && token->kind != AZUD_TOKEN_QUOTED && (token->kind != AZUD_TOKEN_NAME || is_clause (token)))
    return true;
  g_free (relation->alias);      /* (t AS a) AS b: the outer one counts */
  relation->alias = azud_sql_parse_name (parser, false);
  if (relation->alias == NULL)
    return false;
  if (azud_parser_is (parser, "("))
    {
      g_clear_pointer (&relation->columns, g_ptr_array_unref);
      relation->columns = azud_sql_parse_names (parser);
      return relation->columns != NULL;
    }
  return true;
}

static AzudSqlRelation *
parse_bracketed (AzudParser *parser)
{
  g_autoptr (AzudSqlRelation) relation = NULL;
  const AzudToken            *next = azud_parser_peek (parser, 1);

  parser->at++;
  if (azud_token_is (next, "select") || azud_token_is (next, "with") || azud_token_is (next, "values") || azud_token_is (next, "("))
    {
      relation = azud_sql_relation_new (AZUD_SQL_SUBQUERY);
      relation->query = azud_sql_parse_query (parser);
      if (relation->query == NULL)
        return NULL;
    }
  else
    {
      if (!azud_sql_enter (parser))
        return NULL;
      relation = azud_sql_parse_from (parser);
      azud_sql_leave (parser);
    }
  if (relation == NULL || !azud_parser_expect (parser, ")"))
    return NULL;
  return g_steal_pointer (&relation);
}

static AzudSqlRelation *
parse_range (AzudParser *parser)
{
  g_autoptr (AzudSqlRelation) relation = azud_sql_relation_new (AZUD_SQL_RANGE);

  parser->at += 2;
  relation->args = azud_sql_parse_exprs (parser, azud_parser_expression);
  if (relation->args == NULL || !azud_parser_expect (parser, ")"))
    return NULL;
  return g_steal_pointer (&relation);
}

static AzudSqlRelation *
parse_primary (AzudParser *parser)
{
  g_autoptr (AzudSqlRelation) relation = NULL;
  int                         start = azud_parser_peek (parser, 0)->start;

  if (azud_parser_is (parser, "("))
    relation = parse_bracketed (parser);
  else if (azud_parser_is (parser, "values"))
    {
      relation = azud_sql_relation_new (AZUD_SQL_SUBQUERY);
      relation->query = azud_sql_parse_query (parser);
      if (relation->query == NULL)
        return NULL;
    }
  else if (azud_parser_is (parser, "range") && azud_token_is (azud_parser_peek (parser, 1), "("))
    relation = parse_range (parser);
  else
    {
      relation = azud_sql_relation_new (AZUD_SQL_TABLE);
      relation->name = azud_sql_parse_name (parser, true);
      if (relation->name == NULL)
        return NULL;
    }
  if (relation == NULL)
    return NULL;
  relation->span_start = start;
  relation->span_end = azud_parser_peek (parser, -1)->end;
  return parse_alias (parser, relation) ? g_steal_pointer (&relation) : NULL;
}

/* Which join begins here; false when none does. */
static bool
accept_join (AzudParser *parser, AzudJoinType *type, bool *natural)
{
  int from = parser->at;

  *natural = azud_parser_accept (parser, "natural");
  *type = AZUD_JOIN_INNER;
  if (azud_parser_accept (parser, "cross"))
    *type = AZUD_JOIN_CROSS;
  else if (azud_parser_accept (parser, "left"))
    {
      *type = AZUD_JOIN_LEFT;
      if (azud_parser_accept (parser, "semi"))
        *type = AZUD_JOIN_SEMI;
      else if (azud_parser_accept (parser, "anti"))
        *type = AZUD_JOIN_ANTI;
      else
        azud_parser_accept (parser, "outer");
    }
  else if (azud_parser_accept (parser, "right"))
    {
      *type = AZUD_JOIN_RIGHT;
      azud_parser_accept (parser, "outer");
    }
  else if (azud_parser_accept (parser, "full"))
    {
      *type = AZUD_JOIN_FULL;
      azud_parser_accept (parser, "outer");
    }
  else if (azud_parser_accept (parser, "semi"))
    *type = AZUD_JOIN_SEMI;
  else if (azud_parser_accept (parser, "anti"))
    *type = AZUD_JOIN_ANTI;
  else
    azud_parser_accept (parser, "inner");
  if (azud_parser_accept (parser, "join"))
    return true;
  parser->at = from;
  return false;
}

static bool
parse_condition (AzudParser *parser, AzudSqlRelation *join)
{
  if (azud_parser_accept (parser, "on"))
    {
      join->on = azud_parser_expression (parser);
      return join->on != NULL;
    }
  if (azud_parser_accept (parser, "using"))
    {
      join->using_names = azud_sql_parse_names (parser);
      return join->using_names != NULL;
    }
  return true;
}

AzudSqlRelation *
azud_sql_parse_from (AzudParser *parser)
{
  g_autoptr (AzudSqlRelation) relation = parse_primary (parser);
  AzudJoinType                type;
  bool                        natural;

  while (relation != NULL)
    {
      AzudSqlRelation *join;
      bool             comma = azud_parser_accept (parser, ",");

      if (!comma && !accept_join (parser, &type, &natural))
        break;
      join = azud_sql_relation_new (AZUD_SQL_JOIN);
      join->join = comma ? AZUD_JOIN_CROSS : type;
      join->natural = !comma && natural;
      join->span_start = relation->span_start;
      join->left = g_steal_pointer (&relation);
      relation = join;
      join->right = parse_primary (parser);
      if (join->right == NULL || (!comma && !parse_condition (parser, join)))
        return NULL;
      join->span_end = azud_parser_peek (parser, -1)->end;
    }
  return g_steal_pointer (&relation);
}
