/* azui-expression-completion.h: completion of columns, parameters and functions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <azud/document.h>

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define AZUI_TYPE_EXPRESSION_COMPLETION (azui_expression_completion_get_type ())
G_DECLARE_FINAL_TYPE (AzuiExpressionCompletion, azui_expression_completion, AZUI, EXPRESSION_COMPLETION, GObject)

AzuiExpressionCompletion *azui_expression_completion_new (void);

void azui_expression_completion_set_columns (AzuiExpressionCompletion *self, const AzudColumn *columns, guint n);
void azui_expression_completion_set_parameters (AzuiExpressionCompletion *self, AzudJson *parameters);

/** azui_expression_completion_match: what is offered after @word was typed, best first; nothing after a number, a keyword or the name of a column.  (transfer full) (element-type of the list: an
 * object with properties `label` and `insert`) */
GListModel *azui_expression_completion_match (AzuiExpressionCompletion *self, const char *word);

G_END_DECLS
