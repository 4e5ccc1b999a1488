/* sql-tree.c: ending parsed statements
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "sql/sql-tree.h"

static void
clear_array (GPtrArray **array)
{
  g_clear_pointer (array, g_ptr_array_unref);
}

static void
clear_expr (AzudExpr **expr)
{
  g_clear_pointer (expr, azud_expr_unref);
}

AzudSqlQuery *
azud_sql_query_new (AzudSqlQueryKind kind)
{
  AzudSqlQuery *query = g_new0 (AzudSqlQuery, 1);

  query->kind = kind;
  return query;
}

/* Nesting is bounded by the parser, long chains of UNION are to the left: those are walked. */
void
azud_sql_query_free (AzudSqlQuery *query)
{
  while (query != NULL)
    {
      AzudSqlQuery *left = query->left;

      azud_sql_query_free (query->right);
      clear_array (&query->with);
      clear_array (&query->items);
      azud_sql_relation_free (query->from);
      clear_expr (&query->where);
      clear_array (&query->group_by);
      clear_expr (&query->having);
      clear_array (&query->rows);
      clear_array (&query->order_by);
      clear_expr (&query->limit);
      clear_expr (&query->offset);
      g_free (query);
      query = left;
    }
}

AzudSqlRelation *
azud_sql_relation_new (AzudSqlRelationKind kind)
{
  AzudSqlRelation *relation = g_new0 (AzudSqlRelation, 1);

  relation->kind = kind;
  return relation;
}

void
azud_sql_relation_free (AzudSqlRelation *relation)
{
  while (relation != NULL)
    {
      AzudSqlRelation *left = relation->left;

      azud_sql_relation_free (relation->right);
      g_free (relation->name);
      g_free (relation->alias);
      clear_array (&relation->columns);
      azud_sql_query_free (relation->query);
      clear_array (&relation->args);
      clear_expr (&relation->on);
      clear_array (&relation->using_names);
      g_free (relation);
      relation = left;
    }
}

void
azud_sql_cte_free (AzudSqlCte *cte)
{
  g_free (cte->name);
  clear_array (&cte->columns);
  azud_sql_query_free (cte->query);
  g_free (cte);
}

void
azud_sql_order_free (AzudSqlOrder *order)
{
  azud_expr_unref (order->expr);
  g_free (order);
}

void
azud_sql_statement_free (AzudSqlStatement *statement)
{
  if (statement == NULL)
    return;
  g_free (statement->name);
  clear_array (&statement->columns);
  azud_schema_unref (statement->schema);
  azud_sql_query_free (statement->query);
  g_free (statement);
}
