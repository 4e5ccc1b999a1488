/* sql-tree.h: parsed statements
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/expr.h"
#include "plan/plan.h"

/* Not a function of the language: `* EXCEPT (...)` in a select list. */
#define AZUD_SQL_STAR_EXCEPT "* except"

typedef struct _AzudSqlQuery    AzudSqlQuery;
typedef struct _AzudSqlRelation AzudSqlRelation;

typedef enum
{
  AZUD_SQL_TABLE,       /* name */
  AZUD_SQL_SUBQUERY,    /* query */
  AZUD_SQL_RANGE,       /* range (args) */
  AZUD_SQL_JOIN         /* left, right */
} AzudSqlRelationKind;

struct _AzudSqlRelation
{
  AzudSqlRelationKind kind;
  int                 span_start, span_end;
  char               *name;
  char               *alias;
  GPtrArray          *columns;      /* (element-type utf8) (nullable): alias (columns) */
  AzudSqlQuery       *query;
  GPtrArray          *args;         /* (element-type AzudExpr) (nullable) */
  AzudJoinType        join;
  AzudSqlRelation    *left, *right;
  AzudExpr           *on;
  GPtrArray          *using_names;  /* (element-type utf8) (nullable) */
  bool                natural;
};

typedef struct
{
  AzudExpr *expr;
  bool      descending;
  bool      nulls_last;
} AzudSqlOrder;

typedef enum { AZUD_SQL_SELECT, AZUD_SQL_VALUES, AZUD_SQL_SET, AZUD_SQL_NESTED } AzudSqlQueryKind;
typedef enum { AZUD_SQL_UNION, AZUD_SQL_INTERSECT, AZUD_SQL_EXCEPT } AzudSqlSetOp;

/* A WITH entry. */
typedef struct
{
  char         *name;
  GPtrArray    *columns;
  AzudSqlQuery *query;
} AzudSqlCte;

struct _AzudSqlQuery
{
  AzudSqlQueryKind kind;
  int              span_start, span_end;
  GPtrArray       *with;          /* (element-type AzudSqlCte) (nullable) */

  /* SELECT */
  bool             distinct;
  GPtrArray       *items;         /* (element-type AzudExpr) */
  AzudSqlRelation *from;          /* NULL = one row without columns */
  AzudExpr        *where;
  GPtrArray       *group_by;      /* (element-type AzudExpr) (nullable) */
  bool             group_all;
  AzudExpr        *having;

  GPtrArray       *rows;          /* VALUES: (element-type GPtrArray of AzudExpr) */

  /* SET; NESTED uses left */
  AzudSqlSetOp     set;
  bool             all;
  AzudSqlQuery    *left, *right;

  GPtrArray       *order_by;      /* (element-type AzudSqlOrder) (nullable) */
  bool             order_all;
  AzudExpr        *limit;
  AzudExpr        *offset;
};

typedef enum
{
  AZUD_SQL_QUERY,
  AZUD_SQL_CREATE_VIEW,     /* name, columns, query */
  AZUD_SQL_CREATE_TABLE,    /* name, schema or query */
  AZUD_SQL_INSERT,          /* name, columns, query */
  AZUD_SQL_DROP             /* name, if_exists */
} AzudSqlStatementKind;

typedef struct
{
  AzudSqlStatementKind kind;
  int                  span_start, span_end;    /* of the name */
  char                *name;
  GPtrArray           *columns;     /* (element-type utf8) (nullable) */
  AzudSchema          *schema;
  AzudSqlQuery        *query;
  bool                 if_exists;   /* DROP: IF EXISTS; CREATE: IF NOT EXISTS */
  bool                 replace;
  bool                 overwrite;   /* INSERT OVERWRITE */
} AzudSqlStatement;

AzudSqlQuery     *azud_sql_query_new (AzudSqlQueryKind kind);
void              azud_sql_query_free (AzudSqlQuery *query);
AzudSqlRelation  *azud_sql_relation_new (AzudSqlRelationKind kind);
void              azud_sql_relation_free (AzudSqlRelation *relation);
void              azud_sql_cte_free (AzudSqlCte *cte);
void              azud_sql_order_free (AzudSqlOrder *order);
void              azud_sql_statement_free (AzudSqlStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudSqlQuery, azud_sql_query_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudSqlRelation, azud_sql_relation_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudSqlStatement, azud_sql_statement_free)

/** azud_sql_parse: the statements of @text.  Returns: (transfer full) (element-type AzudSqlStatement) (nullable). */
GPtrArray *azud_sql_parse (const char *text, AzudError *error) AZUD_WARN_UNUSED;
