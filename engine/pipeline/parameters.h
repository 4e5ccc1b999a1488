/* parameters.h: values of declared ${parameters}
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Thread: the document's.
 */

#pragma once

#include "expr/expr.h"

#include <azud/document.h>

/** azud_document_get_values: the typed values of all parameters, overrides included: a scope's `parameters`.
 *  Valid until the
 * next change of parameters, settings or overrides. */
const AzudScopeParameter *azud_document_get_values (AzudDocument *document, guint *n);

/** azud_document_expand_path: @path with each ${name} replaced by the parameter's text.  (transfer full)
 * (nullable) */
char *azud_document_expand_path (AzudDocument *document, const char *path, AzudError *error);

/** azud_document_resolve_path: the same, made absolute against the base folder.  Remote addresses are refused
 * (AZUD_PATH_NOT_LOCAL). (transfer full) (nullable) */
char *azud_document_resolve_path (AzudDocument *document, const char *path, AzudError *error);

/** azud_text_to_literal: @text (NULL = null) as a value of @type, as CAST gives it.  (transfer full)
 * (nullable) */
AzudExpr *azud_text_to_literal (const char *text, const AzudDtype *type, const AzudExprSettings *settings,
                                AzudError *error) AZUD_WARN_UNUSED;
