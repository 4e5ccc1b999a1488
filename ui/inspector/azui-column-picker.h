/* azui-column-picker.h: a drop-down of the columns that arrive
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A chosen column that does not arrive stays, marked.  Property-less; signal `picked ()`.  Thread: main.
 */

#pragma once

#include <azud/document.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_COLUMN_PICKER (azui_column_picker_get_type ())
G_DECLARE_FINAL_TYPE (AzuiColumnPicker, azui_column_picker, AZUI, COLUMN_PICKER, GtkWidget)

/** azui_column_picker_new: @prompt (translated): shown while nothing is chosen. */
GtkWidget *azui_column_picker_new (const char *prompt);

/** azui_column_picker_set_columns: what can be chosen; the choice stays. */
void azui_column_picker_set_columns (AzuiColumnPicker *self, const AzudColumn *columns, guint n);

/** azui_column_picker_set_name: chooses @name (nullable) without the signal. */
void azui_column_picker_set_name (AzuiColumnPicker *self, const char *name);
const char *azui_column_picker_get_name (AzuiColumnPicker *self);

/** azui_column_picker_get_drop_down: what has the focus and the accessible name. */
GtkWidget *azui_column_picker_get_drop_down (AzuiColumnPicker *self);

G_END_DECLS
