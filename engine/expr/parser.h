/* parser.h: the expression parser, also for the SELECT parser of engine/sql
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Precedence as in Spark's grammar (spark.md §4.2).  How forms become calls: operators keep their sign as name ("+", "=",
 * "<>", "<=>", "||", ...; "==" is "=", "!=" is "<>", "!>" is "<="); AND, OR, NOT, BETWEEN, IN, LIKE, ILIKE, RLIKE, CASE
 * in lower case ("case": condition, value, ..., else); x IS NULL "is null", "is not null", "is true", "is false",
 * "is unknown" (negated: "not" around); IS [NOT] DISTINCT FROM is [NOT] "<=>"; a[i] "[]"; EXTRACT "extract"('field', x);
 * TRIM(BOTH c FROM x) "trim"(c, x), likewise "ltrim" and "rtrim"; POSITION(a IN b) "locate"(a, b).
 */

#pragma once

#include "expr/expr.h"
#include "expr/lexer.h"

typedef struct
{
  const AzudTokens *tokens;
  int               at;         /* index of the current token */
  int               nesting;
  AzudError        *error;
} AzudParser;

static inline const AzudToken *
azud_parser_peek (const AzudParser *parser, int ahead)
{
  int at = parser->at + ahead;
  int last = (int) parser->tokens->tokens->len - 1;

  return &g_array_index (parser->tokens->tokens, AzudToken, at < last ? at : last);
}

/** azud_parser_is: whether the current token is the word or symbol @text. */
static inline bool
azud_parser_is (const AzudParser *parser, const char *text)
{
  return azud_token_is (azud_parser_peek (parser, 0), text);
}

/** azud_parser_accept: the same, and steps over it. */
bool azud_parser_accept (AzudParser *parser, const char *text);

/** azud_parser_expect: steps over @text or fails. */
bool azud_parser_expect (AzudParser *parser, const char *text);

/** azud_parser_fail_here: PARSE_SYNTAX_ERROR at the current token.  Returns: false. */
bool azud_parser_fail_here (AzudParser *parser);

/** azud_parser_fail: @condition with the span from token @from to the last one read.  Returns: false. */
bool azud_parser_fail (AzudParser *parser, int from, const char *condition, const char *message, const char *arg);

/** azud_parser_expression: one expression.  Returns: (transfer full) (nullable). */
AzudExpr *azud_parser_expression (AzudParser *parser) AZUD_WARN_UNUSED;

/** azud_parser_named_expression: an expression with an optional [AS] alias, `*`, `t.*`. */
AzudExpr *azud_parser_named_expression (AzudParser *parser) AZUD_WARN_UNUSED;

/** azud_parser_type: a data type.  Returns: NULL and the error. */
const AzudDtype *azud_parser_type (AzudParser *parser) AZUD_WARN_UNUSED;

/* ---- between the files of the parser ---- */

/* A value expression of at least this binding strength; AZUD_BIND_VALUE is one without predicates. */
enum
{
  AZUD_BIND_OR = 1,
  AZUD_BIND_AND,
  AZUD_BIND_NOT,
  AZUD_BIND_PREDICATE,
  AZUD_BIND_VALUE,        /* comparison */
  AZUD_BIND_BIT_OR,
  AZUD_BIND_BIT_XOR,
  AZUD_BIND_BIT_AND,
  AZUD_BIND_SHIFT,
  AZUD_BIND_ADD,
  AZUD_BIND_MULTIPLY,
  AZUD_BIND_UNARY,
  AZUD_BIND_POSTFIX,
  AZUD_BIND_PRIMARY
};

/** azud_binary_binding: binding of the binary operator @name ("=", "+", "div", "and", ...), 0 if it is none. */
int azud_binary_binding (const char *name);

AzudExpr *azud_parser_value (AzudParser *parser, int binding) AZUD_WARN_UNUSED;
AzudExpr *azud_parser_primary (AzudParser *parser) AZUD_WARN_UNUSED;
AzudExpr *azud_parser_special (AzudParser *parser, bool *handled) AZUD_WARN_UNUSED;
AzudExpr *azud_parser_number (AzudParser *parser, bool negative) AZUD_WARN_UNUSED;
AzudExpr *azud_parser_typed_literal (AzudParser *parser, bool *handled) AZUD_WARN_UNUSED;
AzudExpr *azud_parser_interval (AzudParser *parser) AZUD_WARN_UNUSED;

/** azud_parser_finish: spans @expr from token @from to the last one read and checks its depth; takes it and gives it back. */
AzudExpr *azud_parser_finish (AzudParser *parser, int from, AzudExpr *expr) AZUD_WARN_UNUSED;

/** azud_parser_call: a finished call of @name; takes the @args (NULL among them, or a NULL result, ends them all). */
AzudExpr *azud_parser_call (AzudParser *parser, int from, const char *name, AzudExpr **args, int n_args) AZUD_WARN_UNUSED;
