/* field-number.c: the form's field for a number with a fraction
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * An entry, not a spin button: the document keeps the digits as they were typed.
 */

#include "inspector/azui-field.h"

#include "azui-i18n.h"

static void
changed_cb (AzuiField *field)
{
  g_autofree char *text = NULL;
  g_autoptr (AzudJson) value = NULL;

  if (azui_field_is_showing (field))
    return;
  text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (azui_field_get_control (field)))));
  if (text[0] != '\0' || azui_field_get_spec (field)->otherwise != NULL)
    {
      value = azud_json_parse (text, -1, NULL, NULL);
      if (value == NULL || azud_json_get_kind (value) != AZUD_JSON_NUMBER)
        {
          azui_field_set_own_fault (field, _("This is not a number."));
          return;
        }
    }
  azui_field_set_own_fault (field, NULL);
  azui_field_change (field, g_steal_pointer (&value));
}

static GtkWidget *
build (AzuiField *field)
{
  GtkWidget *entry = gtk_entry_new ();

  if (azui_field_is_compact (field))
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), azud_param_spec_get_label (azui_field_get_spec (field)));
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  azui_field_name (field, entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), field, G_CONNECT_SWAPPED);
  return entry;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  const char *text = azud_json_get_number (value);

  gtk_editable_set_text (GTK_EDITABLE (azui_field_get_control (field)), text != NULL ? text : "");
}

const AzuiFieldKind azui_field_number = { .build = build, .show = show };
