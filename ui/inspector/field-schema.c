/* field-schema.c: the form's field for pinned columns: names and types
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-field.h"
#include "inspector/azui-rows.h"
#include "inspector/azui-type-picker.h"

#include "azui-i18n.h"

#define MANY 8   /* more columns than these are folded at first */

typedef struct
{
  AzuiRows  *rows;
  GtkWidget *fold;      /* around the rows, titled with their number */
  GtkWidget *add;
  guint      n_shown;   /* columns when they were last shown */
} State;

static GtkWidget *
get_name_entry (State *state,
                guint  row)
{
  return gtk_widget_get_first_child (azui_rows_get_content (state->rows, row));
}

static AzuiTypePicker *
get_type_picker (State *state,
                 guint  row)
{
  return AZUI_TYPE_PICKER (gtk_widget_get_last_child (azui_rows_get_content (state->rows, row)));
}

/* What the rows say, in their order with @from at @to; @to < 0: without it. */
static AzudJson *
collect (AzuiField *field,
         int        from,
         int        to)
{
  State *state = azui_field_get_state (field);
  AzudJson *list = azud_json_new_array ();
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();

  for (guint i = 0; i < azui_rows_get_n (state->rows); i++)
    {
      AzudJson *column = azud_json_new_object ();
      g_autofree char *type = azui_type_picker_dup_name (get_type_picker (state, i));

      azud_json_put_string (column, "name", gtk_editable_get_text (GTK_EDITABLE (get_name_entry (state, i))));
      azud_json_put_string (column, "type", type);
      g_ptr_array_add (columns, column);
    }
  if (from >= 0)
    {
      AzudJson *moved = g_ptr_array_remove_index (columns, (guint) from);

      if (to >= 0)
        g_ptr_array_insert (columns, to, moved);
      else
        azud_json_unref (moved);
    }
  for (guint i = 0; i < columns->len; i++)
    azud_json_add (list, columns->pdata[i]);
  return list;
}

static void
edited_cb (AzuiField *field)
{
  if (!azui_field_is_showing (field))
    azui_field_change (field, collect (field, -1, -1));
}

static GtkWidget *
make_row (gpointer field,
          guint    index)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *picker = azui_type_picker_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Name"));
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_widget_set_valign (entry, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the column"), -1);
  azui_type_picker_set_label (AZUI_TYPE_PICKER (picker), _("Type of the column"));
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), picker);
  g_signal_connect_object (entry, "changed", G_CALLBACK (edited_cb), field, G_CONNECT_SWAPPED);
  g_signal_connect_object (picker, "picked", G_CALLBACK (edited_cb), field, G_CONNECT_SWAPPED);
  return box;
}

static void
show_fold (State *state,
           guint  n)
{
  g_autofree char *title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u column", "%u columns", n), n);

  gtk_expander_set_label (GTK_EXPANDER (state->fold), title);
  gtk_widget_set_visible (state->fold, n > 0);
  if (state->n_shown == 0 && n > 0)
    gtk_expander_set_expanded (GTK_EXPANDER (state->fold), n <= MANY);
  state->n_shown = n;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  State *state = azui_field_get_state (field);
  guint n = azud_json_get_kind (value) == AZUD_JSON_ARRAY ? azud_json_get_length (value) : 0;

  azui_rows_set_n (state->rows, n, make_row, field);
  for (guint i = 0; i < n; i++)
    {
      AzudJson *column = azud_json_get_element (value, i);
      const char *name = azud_json_lookup_string (column, "name");
      const char *type = azud_json_lookup_string (column, "type");
      GtkEditable *entry = GTK_EDITABLE (get_name_entry (state, i));
      g_autofree char *shown = azui_type_picker_dup_name (get_type_picker (state, i));

      if (g_strcmp0 (gtk_editable_get_text (entry), name != NULL ? name : "") != 0)
        gtk_editable_set_text (entry, name != NULL ? name : "");
      if (g_strcmp0 (shown, type != NULL ? type : "") != 0)
        azui_type_picker_set_name (get_type_picker (state, i), type);
    }
  show_fold (state, n);
}

static void
rearranged_cb (AzuiField *field,
               guint      from,
               int        to)
{
  azui_field_change_and_show (field, collect (field, (int) from, to));
}

static void
add_cb (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  AzudJson *list = collect (field, -1, -1);
  AzudJson *column = azud_json_new_object ();
  g_autofree char *name = g_strdup_printf ("column%u", azui_rows_get_n (state->rows) + 1);

  azud_json_put_string (column, "name", name);
  azud_json_put_string (column, "type", "string");
  azud_json_add (list, column);
  azui_field_change_and_show (field, list);
  gtk_expander_set_expanded (GTK_EXPANDER (state->fold), TRUE);
  gtk_widget_grab_focus (get_name_entry (state, azui_rows_get_n (state->rows) - 1));
}

static GtkWidget *
build (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  state->rows = AZUI_ROWS (azui_rows_new ());
  azui_rows_set_plain (state->rows, TRUE);
  state->add = gtk_button_new_with_label (_("Add Column"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (state->add), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add Column"), -1);
  state->fold = gtk_expander_new (NULL);
  gtk_widget_set_margin_top (GTK_WIDGET (state->rows), 6);
  gtk_expander_set_child (GTK_EXPANDER (state->fold), GTK_WIDGET (state->rows));
  gtk_box_append (GTK_BOX (box), state->fold);
  gtk_box_append (GTK_BOX (box), state->add);
  g_signal_connect_object (state->rows, "rearranged", G_CALLBACK (rearranged_cb), field, G_CONNECT_SWAPPED);
  g_signal_connect_object (state->add, "clicked", G_CALLBACK (add_cb), field, G_CONNECT_SWAPPED);
  return box;
}

static gboolean
focus (AzuiField  *field,
       const char *rest)
{
  State *state = azui_field_get_state (field);
  guint64 row = rest != NULL ? g_ascii_strtoull (rest, NULL, 10) : 0;

  gtk_expander_set_expanded (GTK_EXPANDER (state->fold), TRUE);
  return gtk_widget_grab_focus (row < azui_rows_get_n (state->rows) ? get_name_entry (state, (guint) row) : state->add);
}

const AzuiFieldKind azui_field_schema = { .state_size = sizeof (State), .build = build, .show = show, .focus = focus };
