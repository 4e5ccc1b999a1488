/* lexer.h: Spark SQL text to tokens
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The whole text is cut into tokens before parsing, so that the parser can look ahead and go back freely.
 */

#pragma once

#include "base/error.h"

#include <glib.h>

#define AZUD_EXPR_MAX_TEXT  (1024 * 1024)
#define AZUD_EXPR_MAX_DEPTH 1000

typedef enum
{
  AZUD_TOKEN_END,
  AZUD_TOKEN_NAME,        /* a bare identifier or keyword; `text` as written */
  AZUD_TOKEN_QUOTED,      /* a back-quoted identifier; `text` without the quotes */
  AZUD_TOKEN_STRING,      /* `text` unescaped, `size` bytes (may hold NUL) */
  AZUD_TOKEN_INTEGER,     /* digits with an optional suffix */
  AZUD_TOKEN_NUMBER,      /* with point, exponent or a fractional suffix */
  AZUD_TOKEN_PARAMETER,   /* ${name}; `text` is the name */
  AZUD_TOKEN_SYMBOL       /* `text` is the operator or punctuation */
} AzudTokenKind;

typedef struct
{
  AzudTokenKind kind;
  int           start;    /* bytes in the source */
  int           end;
  const char   *text;     /* owned by the list */
  size_t        size;
} AzudToken;

typedef struct
{
  char         *source;
  GArray       *tokens;   /* AzudToken, ended by AZUD_TOKEN_END */
  GStringChunk *texts;
} AzudTokens;

/** azud_tokens_new: cuts @text.  Returns: (transfer full) (nullable): NULL and PARSE_SYNTAX_ERROR, UNCLOSED_BRACKETED_COMMENT or
 * AZUD_EXPRESSION_TOO_LONG with the span.  Thread: any. */
AzudTokens *azud_tokens_new (const char *text, AzudError *error) AZUD_WARN_UNUSED;
void        azud_tokens_free (AzudTokens *tokens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudTokens, azud_tokens_free)

/** azud_token_is: whether the token is the bare word (ASCII, any case) or symbol @text. */
bool azud_token_is (const AzudToken *token, const char *text);
