/* field-integer.c: the form's field for a whole number
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-field.h"

#define EXACT 9007199254740991.0   /* a spin button counts in doubles */

static void
value_cb (AzuiField *field)
{
  if (!azui_field_is_showing (field))
    azui_field_change (field, azud_json_new_integer ((gint64) gtk_spin_button_get_value (GTK_SPIN_BUTTON (azui_field_get_control (field)))));
}

static GtkWidget *
build (AzuiField *field)
{
  const AzudParamSpec *spec = azui_field_get_spec (field);
  gboolean bounded = spec->minimum != 0 || spec->maximum != 0;
  GtkWidget *spin = gtk_spin_button_new_with_range (bounded ? (double) spec->minimum : -EXACT, bounded ? (double) spec->maximum : EXACT, 1);

  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 8);
  gtk_editable_set_enable_undo (GTK_EDITABLE (spin), FALSE);
  azui_field_name (field, spin);
  g_signal_connect_object (spin, "value-changed", G_CALLBACK (value_cb), field, G_CONNECT_SWAPPED);
  return spin;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (azui_field_get_control (field)), (double) azud_json_get_integer (value, 0));
}

const AzuiFieldKind azui_field_integer = { .build = build, .show = show };
