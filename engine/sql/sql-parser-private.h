/* sql-parser-private.h: between the files of the SELECT parser
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/parser.h"
#include "sql/sql-tree.h"

#define AZUD_SQL_MAX_NESTING 100

AzudSqlQuery    *azud_sql_parse_query (AzudParser *parser) AZUD_WARN_UNUSED;
AzudSqlRelation *azud_sql_parse_from (AzudParser *parser) AZUD_WARN_UNUSED;

/** azud_sql_accept_words: steps over @first @second when both stand here. */
bool azud_sql_accept_words (AzudParser *parser, const char *first, const char *second);

/** azud_sql_parse_name: an identifier, parts joined by `.`; @parts = false: a single one.  (transfer full) (nullable) */
char *azud_sql_parse_name (AzudParser *parser, bool parts) AZUD_WARN_UNUSED;

/** azud_sql_parse_names: `(a, b)`.  (transfer full) (nullable) */
GPtrArray *azud_sql_parse_names (AzudParser *parser) AZUD_WARN_UNUSED;

/** azud_sql_parse_exprs: `a, b`. */
GPtrArray *azud_sql_parse_exprs (AzudParser *parser, AzudExpr *(*one) (AzudParser *parser)) AZUD_WARN_UNUSED;

/** azud_sql_enter: counts a level of nesting; fails beyond the limit. */
bool azud_sql_enter (AzudParser *parser);
void azud_sql_leave (AzudParser *parser);
