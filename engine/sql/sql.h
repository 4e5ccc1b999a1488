/* sql.h: SELECT and its companions as plans
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Spark SQL statements become logical operators; no data is read.  Known: SELECT [DISTINCT] ..., * EXCEPT (...) FROM tables, subqueries, VALUES,
 * range (...), joins (ON, USING, NATURAL), WHERE, GROUP BY (expressions, numbers, aliases, ALL), HAVING, ORDER BY (also what is
 * not selected), LIMIT, OFFSET, WITH, UNION, INTERSECT, EXCEPT, VALUES, CREATE [TEMPORARY] VIEW, CREATE TABLE, INSERT INTO, DROP.
 * Subqueries inside expressions and OVER are refused by name.
 */

#pragma once

#include "plan/plan.h"

/* A name FROM may use. */
typedef struct
{
  const char *name;
  AzudPlan   *plan;
} AzudSqlTable;

/**
 * azud_sql_lower: the answer of the last statement in @text (statements are separated by `;`).
 * @tables: what names mean besides views and tables that @text itself creates
 * @parameters: values of ${name}
 * @settings: (nullable)
 *
 * Returns: (transfer full) (nullable): a plan; without rows and columns when the last statement has no answer.  NULL and
 * @error with Spark's condition and the span within @text: PARSE_SYNTAX_ERROR, TABLE_OR_VIEW_NOT_FOUND, MISSING_AGGREGATION,
 * GROUP_BY_POS_OUT_OF_RANGE, UNRESOLVED_COLUMN.WITH_SUGGESTION, ...  Pure; thread: any.
 */
AzudPlan *azud_sql_lower (const char               *text,
                          const AzudSqlTable       *tables,
                          int                       n_tables,
                          const AzudScopeParameter *parameters,
                          int                       n_parameters,
                          const AzudExprSettings   *settings,
                          AzudError                *error) AZUD_WARN_UNUSED;

/** azud_sql_list_tables: names that @text reads and does not create itself, each once, in order.
 * Returns: (transfer full) (element-type utf8) (nullable): NULL and @error when it cannot be parsed. */
GPtrArray *azud_sql_list_tables (const char *text, AzudError *error) AZUD_WARN_UNUSED;
