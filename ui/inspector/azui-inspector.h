/* azui-inspector.h: the form of what is selected
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One node: its form, its faults, the columns it gives.  Several: what can be done with them.  Nothing: the pipeline.
 * Thread: main.
 */

#pragma once

#include <azud/session.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_INSPECTOR (azui_inspector_get_type ())
G_DECLARE_FINAL_TYPE (AzuiInspector, azui_inspector, AZUI, INSPECTOR, GtkWidget)

GtkWidget *azui_inspector_new (void);

void azui_inspector_set_document (AzuiInspector *self, AzudDocument *document);

/** azui_inspector_set_session: for reading columns of files; (nullable). */
void azui_inspector_set_session (AzuiInspector *self, AzudSession *session);

/** azui_inspector_set_node: shows the form of a node; NULL = the pipeline. */
void azui_inspector_set_node (AzuiInspector *self, const char *id);

/** azui_inspector_set_selection: the same for any number of nodes; @ids ends with NULL, or is NULL. */
void azui_inspector_set_selection (AzuiInspector *self, const char *const *ids);

/** azui_inspector_focus_param: puts the cursor into a field ("values/2/expression"); NULL = the name. */
void azui_inspector_focus_param (AzuiInspector *self, const char *param);

const char *azui_inspector_get_node (AzuiInspector *self);

G_END_DECLS
