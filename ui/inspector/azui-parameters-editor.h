/* azui-parameters-editor.h: the declared parameters of a pipeline
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <azud/document.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_PARAMETERS_EDITOR (azui_parameters_editor_get_type ())
G_DECLARE_FINAL_TYPE (AzuiParametersEditor, azui_parameters_editor, AZUI, PARAMETERS_EDITOR, GtkWidget)

GtkWidget *azui_parameters_editor_new (AzudDocument *document);

/** azui_parameters_editor_update: shows what the document has now. */
void azui_parameters_editor_update (AzuiParametersEditor *self);

G_END_DECLS
