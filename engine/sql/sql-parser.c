/* sql-parser.c: statements and queries
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Expressions are read by the parser of engine/expr; this one knows the clauses around them.
 */

#include "sql/sql-parser-private.h"

#include "expr/tree.h"

bool
azud_sql_accept_words (AzudParser *parser, const char *first, const char *second)
{
  if (!azud_parser_is (parser, first) || !azud_token_is (azud_parser_peek (parser, 1), second))
    return false;
  parser->at += 2;
  return true;
}

char *
azud_sql_parse_name (AzudParser *parser, bool parts)
{
  g_autoptr (GString) name = g_string_new (NULL);

  do
    {
      const AzudToken *token = azud_parser_peek (parser, 0);

      if (token->kind != AZUD_TOKEN_NAME && token->kind != AZUD_TOKEN_QUOTED)
        {
          azud_parser_fail_here (parser);
          return NULL;
        }
      if (name->len > 0)
        g_string_append_c (name, '.');
      g_string_append (name, token->text);
      parser->at++;
    }
  while (parts && azud_parser_accept (parser, "."));
  return g_strdup (name->str);
}

GPtrArray *
azud_sql_parse_names (AzudParser *parser)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (!azud_parser_expect (parser, "("))
    return NULL;
  do
    {
      char *name = azud_sql_parse_name (parser, false);

      if (name == NULL)
        return NULL;
      g_ptr_array_add (names, name);
    }
  while (azud_parser_accept (parser, ","));
  if (!azud_parser_expect (parser, ")"))
    return NULL;
  return g_steal_pointer (&names);
}

GPtrArray *
azud_sql_parse_exprs (AzudParser *parser, AzudExpr *(*one) (AzudParser *parser))
{
  g_autoptr (GPtrArray) exprs = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);

  do
    {
      AzudExpr *expr = one (parser);

      if (expr == NULL)
        return NULL;
      g_ptr_array_add (exprs, expr);
    }
  while (azud_parser_accept (parser, ","));
  return g_steal_pointer (&exprs);
}

bool
azud_sql_enter (AzudParser *parser)
{
  if (++parser->nesting <= AZUD_SQL_MAX_NESTING)
    return true;
  return azud_parser_fail (parser, parser->at, "AZUD_EXPRESSION_TOO_DEEP", N_("Queries are nested too deeply."), NULL);
}

void
azud_sql_leave (AzudParser *parser)
{
  parser->nesting--;
}

/* ---- SELECT ---- */

/* `* EXCEPT (a, b)` becomes a call of AZUD_SQL_STAR_EXCEPT with the star and the names; `* EXCEPT (SELECT ...)` is a set operation. */
static AzudExpr *
parse_item (AzudParser *parser)
{
  AzudExpr              *item = azud_parser_named_expression (parser);
  const AzudToken       *inside = azud_parser_peek (parser, 2);
  g_autoptr (GPtrArray)  names = NULL;
  g_autofree AzudExpr  **args = NULL;

  if (item == NULL || item->kind != AZUD_EXPR_STAR || !azud_parser_is (parser, "except")
      || !azud_token_is (azud_parser_peek (parser, 1), "(") || azud_token_is (inside, "select") || azud_token_is (inside, "with")
      || azud_token_is (inside, "values") || azud_token_is (inside, "("))
    return item;
  parser->at++;
  names = azud_sql_parse_names (parser);
  if (names == NULL)
    {
      azud_expr_unref (item);
      return NULL;
    }
  args = g_new0 (AzudExpr *, (gsize) names->len + 1);
  args[0] = item;
  for (guint i = 0; i < names->len; i++)
    {
      args[i + 1] = azud_expr_new_node (AZUD_EXPR_COLUMN);
      azud_expr_set_names (args[i + 1], (const char *const *) &g_ptr_array_index (names, i), 1);
    }
  return azud_expr_new_call (AZUD_SQL_STAR_EXCEPT, args, (int) names->len + 1);
}

static bool
parse_group_by (AzudParser *parser, AzudSqlQuery *query)
{
  if (azud_parser_is (parser, "all"))
    {
      parser->at++;
      query->group_all = true;
      return true;
    }
  query->group_by = azud_sql_parse_exprs (parser, azud_parser_expression);
  return query->group_by != NULL;
}

static AzudSqlQuery *
parse_select (AzudParser *parser)
{
  g_autoptr (AzudSqlQuery) query = azud_sql_query_new (AZUD_SQL_SELECT);

  if (azud_parser_accept (parser, "distinct"))
    query->distinct = true;
  else
    azud_parser_accept (parser, "all");
  query->items = azud_sql_parse_exprs (parser, parse_item);
  if (query->items == NULL)
    return NULL;
  if (azud_parser_accept (parser, "from") && (query->from = azud_sql_parse_from (parser)) == NULL)
    return NULL;
  if (azud_parser_accept (parser, "where") && (query->where = azud_parser_expression (parser)) == NULL)
    return NULL;
  if (azud_sql_accept_words (parser, "group", "by") && !parse_group_by (parser, query))
    return NULL;
  if (azud_parser_accept (parser, "having") && (query->having = azud_parser_expression (parser)) == NULL)
    return NULL;
  return g_steal_pointer (&query);
}

/* ---- VALUES ---- */

static void
free_row (gpointer row)
{
  g_ptr_array_unref (row);
}

static GPtrArray *
parse_row (AzudParser *parser)
{
  g_autoptr (GPtrArray) row = NULL;
  AzudExpr             *single;

  if (azud_parser_accept (parser, "("))
    {
      row = azud_sql_parse_exprs (parser, azud_parser_expression);
      if (row == NULL || !azud_parser_expect (parser, ")"))
        return NULL;
      return g_steal_pointer (&row);
    }
  single = azud_parser_expression (parser);
  if (single == NULL)
    return NULL;
  row = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
  g_ptr_array_add (row, single);
  return g_steal_pointer (&row);
}

static AzudSqlQuery *
parse_values (AzudParser *parser)
{
  g_autoptr (AzudSqlQuery) query = azud_sql_query_new (AZUD_SQL_VALUES);

  query->rows = g_ptr_array_new_with_free_func (free_row);
  do
    {
      GPtrArray *row = parse_row (parser);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (query->rows, row);
    }
  while (azud_parser_accept (parser, ","));
  return g_steal_pointer (&query);
}

/* ---- set operations: INTERSECT binds tighter than UNION and EXCEPT ---- */

static AzudSqlQuery *
parse_term (AzudParser *parser)
{
  AzudSqlQuery *query = NULL;
  int           start = azud_parser_peek (parser, 0)->start;

  if (azud_parser_accept (parser, "select"))
    query = parse_select (parser);
  else if (azud_parser_accept (parser, "values"))
    query = parse_values (parser);
  else if (azud_parser_is (parser, "from"))
    {
      /* FROM t SELECT ... is Hive's; FROM t alone is not a query of Spark's either */
      azud_parser_fail_here (parser);
    }
  else if (azud_parser_accept (parser, "table"))
    {
      query = azud_sql_query_new (AZUD_SQL_NESTED);
      query->left = NULL;
      query->from = azud_sql_relation_new (AZUD_SQL_TABLE);
      query->from->span_start = azud_parser_peek (parser, 0)->start;
      query->from->span_end = azud_parser_peek (parser, 0)->end;
      query->from->name = azud_sql_parse_name (parser, true);
      if (query->from->name == NULL)
        g_clear_pointer (&query, azud_sql_query_free);
    }
  else if (azud_parser_accept (parser, "("))
    {
      query = azud_sql_query_new (AZUD_SQL_NESTED);
      query->left = azud_sql_parse_query (parser);
      if (query->left == NULL || !azud_parser_expect (parser, ")"))
        g_clear_pointer (&query, azud_sql_query_free);
    }
  else
    azud_parser_fail_here (parser);
  if (query != NULL)
    {
      query->span_start = start;
      query->span_end = azud_parser_peek (parser, -1)->end;
    }
  return query;
}

static AzudSqlQuery *
combine (AzudParser *parser, AzudSqlQuery *left, AzudSqlSetOp op, AzudSqlQuery *(*next) (AzudParser *parser))
{
  g_autoptr (AzudSqlQuery) query = azud_sql_query_new (AZUD_SQL_SET);

  query->left = left;
  query->set = op;
  query->span_start = left->span_start;
  if (azud_parser_accept (parser, "all"))
    query->all = true;
  else
    azud_parser_accept (parser, "distinct");
  query->right = next (parser);
  if (query->right == NULL)
    return NULL;
  query->span_end = query->right->span_end;
  return g_steal_pointer (&query);
}

static AzudSqlQuery *
parse_intersections (AzudParser *parser)
{
  AzudSqlQuery *query = parse_term (parser);

  while (query != NULL && azud_parser_accept (parser, "intersect"))
    query = combine (parser, query, AZUD_SQL_INTERSECT, parse_term);
  return query;
}

static AzudSqlQuery *
parse_sets (AzudParser *parser)
{
  AzudSqlQuery *query = parse_intersections (parser);

  while (query != NULL)
    {
      if (azud_parser_accept (parser, "union"))
        query = combine (parser, query, AZUD_SQL_UNION, parse_intersections);
      else if (azud_parser_accept (parser, "except") || azud_parser_accept (parser, "minus"))
        query = combine (parser, query, AZUD_SQL_EXCEPT, parse_intersections);
      else
        break;
    }
  return query;
}

/* ---- WITH, ORDER BY, LIMIT ---- */

static bool
parse_order_item (AzudParser *parser, GPtrArray *list)
{
  AzudExpr     *expr = azud_parser_expression (parser);
  AzudSqlOrder *order;

  if (expr == NULL)
    return false;
  order = g_new0 (AzudSqlOrder, 1);
  order->expr = expr;
  g_ptr_array_add (list, order);
  if (azud_parser_accept (parser, "desc"))
    order->descending = true;
  else
    azud_parser_accept (parser, "asc");
  order->nulls_last = order->descending;
  if (azud_sql_accept_words (parser, "nulls", "first"))
    order->nulls_last = false;
  else if (azud_sql_accept_words (parser, "nulls", "last"))
    order->nulls_last = true;
  return true;
}

static bool
parse_order_by (AzudParser *parser, AzudSqlQuery *query)
{
  query->order_by = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_sql_order_free);
  if (azud_parser_is (parser, "all"))
    {
      parser->at++;
      query->order_all = true;
      return true;
    }
  do
    if (!parse_order_item (parser, query->order_by))
      return false;
  while (azud_parser_accept (parser, ","));
  return true;
}

static bool
parse_with (AzudParser *parser, GPtrArray *with)
{
  do
    {
      AzudSqlCte *cte = g_new0 (AzudSqlCte, 1);

      g_ptr_array_add (with, cte);
      cte->name = azud_sql_parse_name (parser, false);
      if (cte->name == NULL)
        return false;
      if (azud_parser_is (parser, "(") && (cte->columns = azud_sql_parse_names (parser)) == NULL)
        return false;
      azud_parser_accept (parser, "as");
      if (!azud_parser_expect (parser, "(") || (cte->query = azud_sql_parse_query (parser)) == NULL
          || !azud_parser_expect (parser, ")"))
        return false;
    }
  while (azud_parser_accept (parser, ","));
  return true;
}

static bool
parse_tail (AzudParser *parser, AzudSqlQuery *query)
{
  if (azud_sql_accept_words (parser, "order", "by") && !parse_order_by (parser, query))
    return false;
  if (azud_parser_accept (parser, "limit"))
    {
      if (!azud_parser_accept (parser, "all") && (query->limit = azud_parser_expression (parser)) == NULL)
        return false;
    }
  return !azud_parser_accept (parser, "offset") || (query->offset = azud_parser_expression (parser)) != NULL;
}

AzudSqlQuery *
azud_sql_parse_query (AzudParser *parser)
{
  g_autoptr (GPtrArray)    with = NULL;
  g_autoptr (AzudSqlQuery) query = NULL;

  if (!azud_sql_enter (parser))
    return NULL;
  if (azud_parser_accept (parser, "with"))
    {
      with = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_sql_cte_free);
      if (!parse_with (parser, with))
        return NULL;
    }
  query = parse_sets (parser);
  if (query == NULL)
    return NULL;
  /* (SELECT ... LIMIT 1) LIMIT 2, WITH around a nested query: keep what is inside apart */
  if (query->order_by != NULL || query->limit != NULL || query->with != NULL)
    {
      AzudSqlQuery *outer = azud_sql_query_new (AZUD_SQL_NESTED);

      outer->span_start = query->span_start;
      outer->span_end = query->span_end;
      outer->left = g_steal_pointer (&query);
      query = outer;
    }
  query->with = g_steal_pointer (&with);
  if (!parse_tail (parser, query))
    return NULL;
  azud_sql_leave (parser);
  return g_steal_pointer (&query);
}
