/* field-table.c: the form's field for the rows of an inline table
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A grid of entries below the names of the columns (the sibling parameter of kind SCHEMA).  An empty cell is null; "" (two
 * quotes) is the text without characters.
 */

#include "inspector/azui-field.h"

#include "azui-i18n.h"

#include <string.h>

#define EMPTY_TEXT "\"\""

typedef struct
{
  GtkWidget *grid;
  GtkWidget *add;
  guint      n_columns;
  guint      n_rows;
  char      *heading;     /* names shown now, joined */
} State;

/* Names of the table's columns. */
static GPtrArray *
list_names (AzuiField *field)
{
  AzuiFieldContext *context = azui_field_get_context (field);
  const AzudNode *node = context->node != NULL ? azud_document_lookup_node (context->document, context->node) : NULL;
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (const AzudParamSpec *spec = node != NULL && node->type != NULL ? node->type->params : NULL; spec != NULL && spec->id != NULL; spec++)
    if (spec->kind == AZUD_PARAM_SCHEMA)
      {
        AzudJson *schema = azud_document_get_param (context->document, context->node, spec->id);

        for (guint i = 0; i < azud_json_get_length (schema); i++)
          {
            const char *name = azud_json_lookup_string (azud_json_get_element (schema, i), "name");

            g_ptr_array_add (names, g_strdup (name != NULL ? name : ""));
          }
        break;
      }
  return names;
}

static GtkEditable *
get_cell (State *state,
          guint  row,
          guint  column)
{
  return GTK_EDITABLE (gtk_grid_get_child_at (GTK_GRID (state->grid), (int) column, (int) row + 1));
}

static AzudJson *
collect (AzuiField *field,
         int        without)
{
  State *state = azui_field_get_state (field);
  AzudJson *list = azud_json_new_array ();

  for (guint r = 0; r < state->n_rows; r++)
    {
      AzudJson *row;

      if ((int) r == without)
        continue;
      row = azud_json_new_array ();
      for (guint c = 0; c < state->n_columns; c++)
        {
          const char *text = gtk_editable_get_text (get_cell (state, r, c));

          azud_json_add (row, text[0] == '\0' ? azud_json_new_null () : azud_json_new_string (strcmp (text, EMPTY_TEXT) == 0 ? "" : text));
        }
      azud_json_add (list, row);
    }
  return list;
}

static void
edited_cb (AzuiField *field)
{
  if (!azui_field_is_showing (field))
    azui_field_change (field, collect (field, -1));
}

static void
remove_cb (GtkWidget *button,
           AzuiField *field)
{
  State *state = azui_field_get_state (field);
  int column, row, width, height;

  gtk_grid_query_child (GTK_GRID (state->grid), button, &column, &row, &width, &height);
  azui_field_change_and_show (field, collect (field, row - 1));
}

static void
add_row (AzuiField  *field,
         GPtrArray  *names)
{
  State *state = azui_field_get_state (field);
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  int row = (int) ++state->n_rows;

  for (guint c = 0; c < state->n_columns; c++)
    {
      GtkWidget *entry = gtk_entry_new ();

      gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("null"));
      gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
      gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
      gtk_widget_set_hexpand (entry, TRUE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, names->pdata[c], -1);
      g_signal_connect_object (entry, "changed", G_CALLBACK (edited_cb), field, G_CONNECT_SWAPPED);
      gtk_grid_attach (GTK_GRID (state->grid), entry, (int) c, row, 1, 1);
    }
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Remove Row"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove Row"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), field, 0);
  gtk_grid_attach (GTK_GRID (state->grid), button, (int) state->n_columns, row, 1, 1);
}

static void
make_heading (State     *state,
              GPtrArray *names)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (state->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (state->grid), child);
  state->n_rows = 0;
  state->n_columns = names->len;
  for (guint c = 0; c < names->len; c++)
    {
      GtkWidget *label = gtk_label_new (names->pdata[c]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, "azui-type-label");
      gtk_grid_attach (GTK_GRID (state->grid), label, (int) c, 0, 1, 1);
    }
}

static const char *
cell_text (const AzudJson *value)
{
  const char *text = azud_json_get_kind (value) == AZUD_JSON_NUMBER ? azud_json_get_number (value) : azud_json_get_string (value);

  if (text == NULL)
    return "";
  return text[0] == '\0' ? EMPTY_TEXT : text;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  State *state = azui_field_get_state (field);
  g_autoptr (GPtrArray) names = list_names (field);
  guint n = names->len > 0 && azud_json_get_kind (value) == AZUD_JSON_ARRAY ? azud_json_get_length (value) : 0;
  g_autofree char *heading = NULL;

  g_ptr_array_add (names, NULL);
  heading = g_strjoinv ("\n", (char **) names->pdata);
  g_ptr_array_set_size (names, (int) names->len - 1);
  if (g_strcmp0 (heading, state->heading) != 0 || state->n_rows > n)
    {
      make_heading (state, names);
      g_free (state->heading);
      state->heading = g_steal_pointer (&heading);
    }
  while (state->n_rows < n)
    add_row (field, names);
  for (guint r = 0; r < n; r++)
    for (guint c = 0; c < state->n_columns; c++)
      {
        const char *text = cell_text (azud_json_get_element (azud_json_get_element (value, r), c));

        if (strcmp (gtk_editable_get_text (get_cell (state, r, c)), text) != 0)
          gtk_editable_set_text (get_cell (state, r, c), text);
      }
  gtk_widget_set_visible (state->grid, state->n_columns > 0);
  gtk_widget_set_sensitive (state->add, state->n_columns > 0);
}

static void
refresh (AzuiField *field)
{
  show (field, azui_field_get_value (field));
}

static void
add_cb (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  AzudJson *list = collect (field, -1);
  AzudJson *row = azud_json_new_array ();

  for (guint c = 0; c < state->n_columns; c++)
    azud_json_add (row, azud_json_new_null ());
  azud_json_add (list, row);
  azui_field_change_and_show (field, list);
  gtk_widget_grab_focus (GTK_WIDGET (get_cell (state, state->n_rows - 1, 0)));
}

static GtkWidget *
build (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  state->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (state->grid), 4);
  gtk_grid_set_column_spacing (GTK_GRID (state->grid), 4);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), state->grid);
  state->add = gtk_button_new_with_label (_("Add Row"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (state->add), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add Row"), -1);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), state->add);
  g_signal_connect_object (state->add, "clicked", G_CALLBACK (add_cb), field, G_CONNECT_SWAPPED);
  return box;
}

static gboolean
focus (AzuiField  *field,
       const char *rest)
{
  State *state = azui_field_get_state (field);
  guint64 row = rest != NULL ? g_ascii_strtoull (rest, NULL, 10) : 0;

  if (row < state->n_rows && state->n_columns > 0)
    return gtk_widget_grab_focus (GTK_WIDGET (get_cell (state, (guint) row, 0)));
  return gtk_widget_grab_focus (state->add);
}

static void
clear (AzuiField *field)
{
  g_free (((State *) azui_field_get_state (field))->heading);
}

const AzuiFieldKind azui_field_table = {
  .state_size = sizeof (State), .build = build, .show = show, .refresh = refresh, .focus = focus, .clear = clear,
};
