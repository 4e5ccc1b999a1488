/* field-column.c: the form's field for a column that arrives
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-column-picker.h"
#include "inspector/azui-field.h"

#include "azui-i18n.h"

static void
picked_cb (AzuiField *field)
{
  azui_field_change (field, azud_json_new_string (azui_column_picker_get_name (AZUI_COLUMN_PICKER (azui_field_get_control (field)))));
}

static GtkWidget *
build (AzuiField *field)
{
  GtkWidget *picker = azui_column_picker_new (azui_field_is_compact (field) ? azud_param_spec_get_label (azui_field_get_spec (field))
                                                                            : _("Choose a column"));

  azui_field_name (field, azui_column_picker_get_drop_down (AZUI_COLUMN_PICKER (picker)));
  g_signal_connect_object (picker, "picked", G_CALLBACK (picked_cb), field, G_CONNECT_SWAPPED);
  return picker;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  azui_column_picker_set_name (AZUI_COLUMN_PICKER (azui_field_get_control (field)), azud_json_get_string (value));
}

static void
refresh (AzuiField *field)
{
  guint n;
  const AzudColumn *columns = azui_field_list_columns (field, &n);

  azui_column_picker_set_columns (AZUI_COLUMN_PICKER (azui_field_get_control (field)), columns, n);
}

static gboolean
focus (AzuiField  *field,
       const char *rest)
{
  return gtk_widget_child_focus (azui_field_get_control (field), GTK_DIR_TAB_FORWARD);
}

const AzuiFieldKind azui_field_column = { .build = build, .show = show, .refresh = refresh, .focus = focus };
