/* azui-type-picker.h: a drop-down of data types, with an entry for those that need words
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Signal `picked ()`.  Thread: main.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_TYPE_PICKER (azui_type_picker_get_type ())
G_DECLARE_FINAL_TYPE (AzuiTypePicker, azui_type_picker, AZUI, TYPE_PICKER, GtkWidget)

GtkWidget *azui_type_picker_new (void);

/** azui_type_picker_set_name: shows @name ("decimal(10,2)"; NULL or "" = none) without the signal. */
void  azui_type_picker_set_name (AzuiTypePicker *self, const char *name);
/** azui_type_picker_dup_name: "" when none. (transfer full) */
char *azui_type_picker_dup_name (AzuiTypePicker *self);

/** azui_type_picker_set_labels: accessible names. */
void  azui_type_picker_set_label (AzuiTypePicker *self, const char *label);

G_END_DECLS
