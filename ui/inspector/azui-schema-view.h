/* azui-schema-view.h: the columns a port gives
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <azud/document.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_SCHEMA_VIEW (azui_schema_view_get_type ())
G_DECLARE_FINAL_TYPE (AzuiSchemaView, azui_schema_view, AZUI, SCHEMA_VIEW, GtkWidget)

GtkWidget *azui_schema_view_new (const char *title);

/** azui_schema_view_set_columns: n = 0: says that they are not known. */
void azui_schema_view_set_columns (AzuiSchemaView *self, const AzudColumn *columns, guint n);

G_END_DECLS
