/* field-columns.c: the form's field for some of the columns that arrive, in an order
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Chosen columns are rows that can be moved; a list with check marks chooses them.
 */

#include "inspector/azui-field.h"
#include "inspector/azui-rows.h"

#include "azui-i18n.h"

#include <string.h>

typedef struct
{
  AzuiRows  *rows;
  GtkWidget *button;
  GtkWidget *button_label;
  GtkWidget *list;       /* in the popover: GtkCheckButton rows */
  GtkWidget *search;
} State;

static gboolean
is_chosen (AzuiField  *field,
           const char *name)
{
  AzudJson *value = azui_field_get_value (field);
  guint n = azud_json_get_length (value);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (azud_json_get_string (azud_json_get_element (value, i)), name) == 0)
      return TRUE;
  return FALSE;
}

static const AzudColumn *
find_column (AzuiField  *field,
             const char *name)
{
  guint n;
  const AzudColumn *columns = azui_field_list_columns (field, &n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (columns[i].name, name) == 0)
      return &columns[i];
  return NULL;
}

/* ---- chosen ones ---- */

static GtkWidget *
make_row (gpointer data,
          guint    index)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *type = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (type, "azui-type-label");
  gtk_widget_set_focusable (box, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), type);
  return box;
}

static void
update_rows (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  AzudJson *value = azui_field_get_value (field);
  guint n_arriving;

  azui_field_list_columns (field, &n_arriving);
  for (guint i = 0; i < azui_rows_get_n (state->rows); i++)
    {
      GtkWidget *box = azui_rows_get_content (state->rows, i);
      GtkWidget *name_label = gtk_widget_get_first_child (box);
      GtkWidget *type_label = gtk_widget_get_next_sibling (name_label);
      const char *name = azud_json_get_string (azud_json_get_element (value, i));
      const AzudColumn *column = find_column (field, name);
      gboolean missing = column == NULL && n_arriving > 0;

      gtk_label_set_text (GTK_LABEL (name_label), name != NULL ? name : "");
      gtk_label_set_text (GTK_LABEL (type_label), column != NULL ? column->type : missing ? _("not there") : "");
      (missing ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (type_label, "error");
      gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, name != NULL ? name : "", -1);
    }
}

static void
change_list (AzuiField *field,
             GPtrArray *names)
{
  AzudJson *list = azud_json_new_array ();

  for (guint i = 0; i < names->len; i++)
    azud_json_add (list, azud_json_new_string (names->pdata[i]));
  azui_field_change_and_show (field, list);
}

static GPtrArray *
dup_names (AzuiField *field)
{
  AzudJson *value = azui_field_get_value (field);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < azud_json_get_length (value); i++)
    {
      const char *name = azud_json_get_string (azud_json_get_element (value, i));

      g_ptr_array_add (names, g_strdup (name != NULL ? name : ""));
    }
  return names;
}

static void
rearranged_cb (AzuiField *field,
               guint      from,
               int        to)
{
  g_autoptr (GPtrArray) names = dup_names (field);
  char *name = g_ptr_array_steal_index (names, from);

  if (to >= 0)
    g_ptr_array_insert (names, to, name);
  else
    g_free (name);
  change_list (field, names);
}

/* ---- choosing ---- */

static void
toggled_cb (GtkCheckButton *check,
            AzuiField      *field)
{
  const char *name = g_object_get_data (G_OBJECT (check), "azui-column");
  gboolean active = gtk_check_button_get_active (check);
  g_autoptr (GPtrArray) names = NULL;

  if (azui_field_is_showing (field) || active == is_chosen (field, name))
    return;
  names = dup_names (field);
  if (active)
    g_ptr_array_add (names, g_strdup (name));
  else
    for (guint i = names->len; i > 0; i--)
      if (g_strcmp0 (names->pdata[i - 1], name) == 0)
        g_ptr_array_remove_index (names, i - 1);
  change_list (field, names);
}

static GtkWidget *
make_check (AzuiField        *field,
            const AzudColumn *column)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *name = gtk_label_new (column->name);
  GtkWidget *type = gtk_label_new (column->type);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (type, "azui-type-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), type);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), box);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_chosen (field, column->name));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, column->name, -1);
  g_object_set_data_full (G_OBJECT (check), "azui-column", g_strdup (column->name), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), field, 0);
  return check;
}

static void
fill_list (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  const char *wanted = gtk_editable_get_text (GTK_EDITABLE (state->search));
  g_autofree char *folded = g_utf8_casefold (wanted, -1);
  GtkWidget *child;
  guint n;
  const AzudColumn *columns = azui_field_list_columns (field, &n);

  while ((child = gtk_widget_get_first_child (state->list)) != NULL)
    gtk_box_remove (GTK_BOX (state->list), child);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_utf8_casefold (columns[i].name, -1);

      if (strstr (name, folded) != NULL)
        gtk_box_append (GTK_BOX (state->list), make_check (field, &columns[i]));
    }
  if (n == 0)
    gtk_box_append (GTK_BOX (state->list), gtk_label_new (_("No columns arrive yet")));
}

static void
choose_all_cb (AzuiField *field)
{
  g_autoptr (GPtrArray) names = dup_names (field);
  guint n;
  const AzudColumn *columns = azui_field_list_columns (field, &n);

  for (guint i = 0; i < n; i++)
    if (!is_chosen (field, columns[i].name))
      g_ptr_array_add (names, g_strdup (columns[i].name));
  change_list (field, names);
  fill_list (field);
}

static void
choose_none_cb (AzuiField *field)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  change_list (field, names);
  fill_list (field);
}

static void
popover_cb (AzuiField *field)
{
  State *state = azui_field_get_state (field);

  gtk_editable_set_text (GTK_EDITABLE (state->search), "");
  fill_list (field);
}

static GtkWidget *
make_button (AzuiField  *field,
             const char *text,
             GCallback   callback)
{
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_signal_connect_object (button, "clicked", callback, field, G_CONNECT_SWAPPED);
  gtk_widget_set_hexpand (button, TRUE);
  return button;
}

static GtkWidget *
make_popover (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  state->search = gtk_search_entry_new ();
  state->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (state->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search Columns"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), state->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_box_append (GTK_BOX (buttons), make_button (field, _("All"), G_CALLBACK (choose_all_cb)));
  gtk_box_append (GTK_BOX (buttons), make_button (field, _("None"), G_CALLBACK (choose_none_cb)));
  gtk_box_append (GTK_BOX (box), state->search);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_object (popover, "show", G_CALLBACK (popover_cb), field, G_CONNECT_SWAPPED);
  g_signal_connect_object (state->search, "search-changed", G_CALLBACK (fill_list), field, G_CONNECT_SWAPPED);
  return popover;
}

static GtkWidget *
build (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  state->rows = AZUI_ROWS (azui_rows_new ());
  azui_rows_set_plain (state->rows, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (state->rows), "azui-row");
  state->button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (state->button), _("Choose Columns"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (state->button), make_popover (field));
  azui_field_name (field, state->button);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (state->rows));
  gtk_box_append (GTK_BOX (box), state->button);
  g_signal_connect_object (state->rows, "rearranged", G_CALLBACK (rearranged_cb), field, G_CONNECT_SWAPPED);
  return box;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  State *state = azui_field_get_state (field);
  guint n = azud_json_get_kind (value) == AZUD_JSON_ARRAY ? azud_json_get_length (value) : 0;

  azui_rows_set_n (state->rows, n, make_row, field);
  gtk_widget_set_visible (GTK_WIDGET (state->rows), n > 0);
  update_rows (field);
}

static gboolean
focus (AzuiField  *field,
       const char *rest)
{
  State *state = azui_field_get_state (field);

  return gtk_widget_grab_focus (state->button) || gtk_widget_child_focus (state->button, GTK_DIR_TAB_FORWARD);
}

const AzuiFieldKind azui_field_columns = {
  .state_size = sizeof (State), .build = build, .show = show, .refresh = update_rows, .focus = focus,
};
