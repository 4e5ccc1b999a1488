/* field-text.c: the form's field for a line of text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-field.h"

static void
changed_cb (AzuiField *field)
{
  const char *text;

  if (azui_field_is_showing (field))
    return;
  text = gtk_editable_get_text (GTK_EDITABLE (azui_field_get_control (field)));
  /* no text and no default: the parameter is unset */
  azui_field_change (field, text[0] == '\0' && azui_field_get_spec (field)->otherwise == NULL ? NULL : azud_json_new_string (text));
}

static GtkWidget *
build (AzuiField *field)
{
  GtkWidget *entry = gtk_entry_new ();

  if (azui_field_is_compact (field))
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), azud_param_spec_get_label (azui_field_get_spec (field)));
  azui_field_name (field, entry);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);   /* the document's own undo */
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), field, G_CONNECT_SWAPPED);
  return entry;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  const char *text = azud_json_get_string (value);

  gtk_editable_set_text (GTK_EDITABLE (azui_field_get_control (field)), text != NULL ? text : "");
}

const AzuiFieldKind azui_field_text = { .build = build, .show = show };
