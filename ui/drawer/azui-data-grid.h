/* azui-data-grid.h: rows of a preview with a profile above each column
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Drawn, not made of widgets: a preview may have hundreds of columns.  One cell has the cursor; arrows move it, Ctrl+C copies it, and its
 * value is what assistive technology is told.  Lives in a GtkScrolledWindow, whose vertical adjustment it is given: the head stays in sight.
 */

#pragma once

#include <azud/session.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_DATA_GRID (azui_data_grid_get_type ())
G_DECLARE_FINAL_TYPE (AzuiDataGrid, azui_data_grid, AZUI, DATA_GRID, GtkWidget)

GtkWidget *azui_data_grid_new (GtkAdjustment *vertical);

/** azui_data_grid_take_preview: shows @preview (taken; NULL = nothing). */
void azui_data_grid_take_preview (AzuiDataGrid *self, AzudPreview *preview);

const AzudPreview *azui_data_grid_get_preview (AzuiDataGrid *self);

G_END_DECLS
