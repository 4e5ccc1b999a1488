/* azui-expression-field.h: a small editor of expressions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Colours of the expression language, completion of columns, parameters and functions, an underline where a diagnostic
 * points.  Signal `changed ()`: people typed.  Thread: main.
 */

#pragma once

#include <azud/document.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_EXPRESSION_FIELD (azui_expression_field_get_type ())
G_DECLARE_FINAL_TYPE (AzuiExpressionField, azui_expression_field, AZUI, EXPRESSION_FIELD, GtkWidget)

/** azui_expression_field_new: @placeholder (nullable, translated): shown while it is empty; @lines: lines it is high at least. */
GtkWidget *azui_expression_field_new (const char *placeholder, int lines);

/** azui_expression_field_set_text: without the signal. */
void  azui_expression_field_set_text (AzuiExpressionField *self, const char *text);
char *azui_expression_field_dup_text (AzuiExpressionField *self);

/** azui_expression_field_mark: underlines bytes [@start, @end) (both -1: all of it); @severity < 0: nothing. */
void azui_expression_field_mark (AzuiExpressionField *self, int severity, int start, int end);

/** azui_expression_field_set_columns: what completion offers beside functions. */
void azui_expression_field_set_columns (AzuiExpressionField *self, const AzudColumn *columns, guint n);
void azui_expression_field_set_parameters (AzuiExpressionField *self, AzudJson *parameters);

/** azui_expression_field_get_view: what has the focus and the accessible name. */
GtkWidget *azui_expression_field_get_view (AzuiExpressionField *self);

G_END_DECLS
