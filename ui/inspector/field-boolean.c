/* field-boolean.c: the form's field for yes or no
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-field.h"

static void
active_cb (AzuiField *field)
{
  if (!azui_field_is_showing (field))
    azui_field_change (field, azud_json_new_boolean (gtk_switch_get_active (GTK_SWITCH (azui_field_get_control (field)))));
}

static GtkWidget *
build (AzuiField *field)
{
  GtkWidget *toggle = gtk_switch_new ();

  azui_field_name (field, toggle);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (active_cb), field, G_CONNECT_SWAPPED);
  return toggle;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  gtk_switch_set_active (GTK_SWITCH (azui_field_get_control (field)), azud_json_get_boolean (value, FALSE));
}

const AzuiFieldKind azui_field_boolean = { .layout = AZUI_LAYOUT_ROW, .build = build, .show = show };
