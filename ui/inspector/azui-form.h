/* azui-form.h: the fields of one node
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Made from the parameter specifications of the node's type; writes to the document, follows it.  Thread: main.
 */

#pragma once

#include "inspector/azui-field.h"

G_BEGIN_DECLS

#define AZUI_TYPE_FORM (azui_form_get_type ())
G_DECLARE_FINAL_TYPE (AzuiForm, azui_form, AZUI, FORM, GtkWidget)

/** azui_form_new: fields of the node @context names, showing its parameters. */
GtkWidget *azui_form_new (const AzudNodeType *type, AzuiFieldContext *context);

/** azui_form_update: parameters changed: shows them. */
void azui_form_update (AzuiForm *self);

/** azui_form_refresh: the document was analysed: columns and diagnostics. */
void azui_form_refresh (AzuiForm *self);

/** azui_form_focus: @path: "values/2/expression"; NULL = the first field. */
gboolean azui_form_focus (AzuiForm *self, const char *path);

/** azui_form_get_field: the field of a parameter, or NULL. */
AzuiField *azui_form_get_field (AzuiForm *self, const char *param);

G_END_DECLS
