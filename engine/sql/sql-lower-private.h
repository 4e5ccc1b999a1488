/* sql-lower-private.h: between the files that turn statements into plans
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "sql/sql-tree.h"
#include "sql/sql.h"

/* Names that WITH brings in; inner ones hide outer ones. */
typedef struct _AzudSqlNames AzudSqlNames;
struct _AzudSqlNames
{
  const AzudSqlNames *outer;
  GHashTable         *plans;      /* folded name -> AzudPlan */
};

typedef struct
{
  const AzudSqlTable       *tables;
  int                       n_tables;
  const AzudScopeParameter *parameters;
  int                       n_parameters;
  AzudExprSettings          settings;
  GHashTable               *created;      /* folded name -> AzudPlan: views and tables of this text */
  AzudError                *error;
} AzudSqlLowering;

/* Rows with the names they can be called by: the columns of the pieces, side by side, are those of the plan. */
typedef struct
{
  AzudPlan  *plan;
  GPtrArray *qualifiers;     /* utf8 or NULL */
  GPtrArray *schemas;        /* AzudSchema */
} AzudSqlRows;

AzudSqlRows *azud_sql_rows_new (AzudPlan *plan /* taken */, const char *qualifier);
void         azud_sql_rows_add (AzudSqlRows *rows, const char *qualifier, AzudSchema *schema);
void         azud_sql_rows_free (AzudSqlRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudSqlRows, azud_sql_rows_free)

/** azud_sql_fail: sets the error with a span unless it has one.  Returns: NULL. */
void *azud_sql_fail (AzudSqlLowering *lowering, int span_start, int span_end, const char *condition, const char *message, const char *a, const char *b);

/** azud_sql_resolve: @parsed against @rows; @error may be a private one for trying. */
AzudExpr *azud_sql_resolve (AzudSqlLowering *lowering, const AzudExpr *parsed, const AzudSqlRows *rows, bool aggregates, AzudError *error) AZUD_WARN_UNUSED;

/** azud_sql_lower_query, azud_sql_lower_from, azud_sql_lower_select: (transfer full) (nullable) */
AzudPlan    *azud_sql_lower_query (AzudSqlLowering *lowering, const AzudSqlQuery *query, const AzudSqlNames *names) AZUD_WARN_UNUSED;
AzudSqlRows *azud_sql_lower_from (AzudSqlLowering *lowering, const AzudSqlRelation *relation, const AzudSqlNames *names) AZUD_WARN_UNUSED;
AzudPlan    *azud_sql_lower_select (AzudSqlLowering *lowering, const AzudSqlQuery *query, const AzudSqlNames *names) AZUD_WARN_UNUSED;

/** azud_sql_lower_order: ORDER BY over an answer whose columns are all there is (set operations, VALUES); takes @plan. */
AzudPlan *azud_sql_lower_order (AzudSqlLowering *lowering, const AzudSqlQuery *query, AzudPlan *plan) AZUD_WARN_UNUSED;

/** azud_sql_lower_limit: LIMIT and OFFSET; takes @plan. */
AzudPlan *azud_sql_lower_limit (AzudSqlLowering *lowering, const AzudSqlQuery *query, AzudPlan *plan) AZUD_WARN_UNUSED;

/** azud_sql_position: the number an ORDER BY or GROUP BY item is, from 1; 0 when it is none. */
int64_t azud_sql_position (const AzudExpr *parsed);

/** azud_sql_rename: the columns of @plan under other names; takes @plan. */
AzudPlan *azud_sql_rename (AzudSqlLowering *lowering, AzudPlan *plan, GPtrArray *names, int span_start, int span_end) AZUD_WARN_UNUSED;

/** azud_sql_fold_name: how names are compared.  (transfer full) */
char *azud_sql_fold_name (const char *name);

/* ---- aggregation (sql-aggregate.c) ---- */

typedef struct
{
  AzudSqlLowering *lowering;
  GPtrArray       *keys;        /* AzudExpr over the rows before */
  GPtrArray       *calls;       /* AzudExpr */
} AzudSqlGrouping;

AzudSqlGrouping *azud_sql_grouping_new (AzudSqlLowering *lowering);
void             azud_sql_grouping_free (AzudSqlGrouping *grouping);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudSqlGrouping, azud_sql_grouping_free)

/** azud_sql_grouping_collect: notes the aggregate calls in @expr. */
void azud_sql_grouping_collect (AzudSqlGrouping *grouping, AzudExpr *expr);

/** azud_sql_grouping_plan: the aggregation over @in, once all calls are noted. */
AzudPlan *azud_sql_grouping_plan (AzudSqlGrouping *grouping, AzudPlan *in) AZUD_WARN_UNUSED;

/** azud_sql_grouping_above: @expr over the aggregation's columns; NULL and MISSING_AGGREGATION when it needs another. */
AzudExpr *azud_sql_grouping_above (AzudSqlGrouping *grouping, const AzudPlan *grouped, AzudExpr *expr) AZUD_WARN_UNUSED;
