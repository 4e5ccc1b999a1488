/* field-type.c: the form's field for a data type
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-field.h"
#include "inspector/azui-type-picker.h"

static void
picked_cb (AzuiField *field)
{
  g_autofree char *name = azui_type_picker_dup_name (AZUI_TYPE_PICKER (azui_field_get_control (field)));

  azui_field_change (field, name[0] != '\0' ? azud_json_new_string (name) : NULL);
}

static GtkWidget *
build (AzuiField *field)
{
  GtkWidget *picker = azui_type_picker_new ();

  azui_type_picker_set_label (AZUI_TYPE_PICKER (picker), azud_param_spec_get_label (azui_field_get_spec (field)));
  g_signal_connect_object (picker, "picked", G_CALLBACK (picked_cb), field, G_CONNECT_SWAPPED);
  return picker;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  azui_type_picker_set_name (AZUI_TYPE_PICKER (azui_field_get_control (field)), azud_json_get_string (value));
}

static gboolean
focus (AzuiField  *field,
       const char *rest)
{
  return gtk_widget_child_focus (azui_field_get_control (field), GTK_DIR_TAB_FORWARD);
}

const AzuiFieldKind azui_field_type = { .build = build, .show = show, .focus = focus };
