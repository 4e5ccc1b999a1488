/* field-list.c: the form's field for a list of objects: derived columns, renames, aggregates, sort keys
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A row holds a compact field for each of the list's fields; short ones share a line.  Rows are kept by place: when the
 * list changes, each shows what is now at its place.
 */

#include "inspector/azui-field.h"
#include "inspector/azui-rows.h"

#include "azui-i18n.h"

#include <string.h>

#define ROW_FIELDS "azui-row-fields"   /* GPtrArray of the row's AzuiField */

typedef struct
{
  AzuiRows  *rows;
  GtkWidget *add;
} State;

static GPtrArray *
get_row_fields (State *state,
                guint  row)
{
  return g_object_get_data (G_OBJECT (azui_rows_get_content (state->rows, row)), ROW_FIELDS);
}

static const AzudParamSpec *
find_field (const AzudParamSpec *fields,
            const char          *id)
{
  for (const AzudParamSpec *spec = fields; spec != NULL && spec->id != NULL; spec++)
    if (g_strcmp0 (spec->id, id) == 0)
      return spec;
  return NULL;
}

/* A copy of @row with @value (nullable: without) as @member: known members in the order of the fields, then those of other versions. */
static AzudJson *
copy_row_with (const AzudParamSpec *fields,
               const AzudJson      *row,
               const char          *member,
               AzudJson            *value)
{
  AzudJson *copy = azud_json_new_object ();
  guint n = azud_json_get_length (row);

  for (const AzudParamSpec *spec = fields; spec != NULL && spec->id != NULL; spec++)
    {
      AzudJson *kept = g_strcmp0 (spec->id, member) == 0 ? value : azud_json_lookup (row, spec->id);

      if (kept != NULL)
        azud_json_put (copy, spec->id, azud_json_ref (kept));
    }
  for (guint i = 0; i < n; i++)
    if (find_field (fields, azud_json_get_key (row, i)) == NULL)
      azud_json_put (copy, azud_json_get_key (row, i), azud_json_ref (azud_json_get_element (row, i)));
  return copy;
}

static void
sub_changed_cb (AzuiField *sub,
                AzudJson  *value,
                AzuiField *field)
{
  AzudJson *old = azui_field_get_value (field);
  AzudJson *list = azud_json_new_array ();
  const char *place = azui_field_get_path (sub) + strlen (azui_field_get_path (field)) + 1;
  guint index = (guint) g_ascii_strtoull (place, NULL, 10);
  guint n = azud_json_get_length (old);

  for (guint i = 0; i < n; i++)
    {
      AzudJson *row = azud_json_get_element (old, i);

      azud_json_add (list, i != index ? azud_json_ref (row)
                                      : copy_row_with (azui_field_get_spec (field)->fields, row, azui_field_get_spec (sub)->id, value));
    }
  azui_field_change (field, list);
}

/* Text entries and drop-downs are short; formulas want the line for themselves. */
static gboolean
is_wide (const AzudParamSpec *spec)
{
  return spec->kind != AZUD_PARAM_TEXT && spec->kind != AZUD_PARAM_COLUMN && spec->kind != AZUD_PARAM_CHOICE &&
         spec->kind != AZUD_PARAM_TYPE && spec->kind != AZUD_PARAM_INTEGER && spec->kind != AZUD_PARAM_NUMBER;
}

static GtkWidget *
make_row (gpointer data,
          guint    index)
{
  AzuiField *field = data;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = NULL;
  GPtrArray *fields = g_ptr_array_new ();
  guint on_line = 0;

  for (const AzudParamSpec *spec = azui_field_get_spec (field)->fields; spec != NULL && spec->id != NULL; spec++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u/%s", azui_field_get_path (field), index, spec->id);
      GtkWidget *sub = azui_field_new (spec, path, azui_field_get_context (field), TRUE);

      if (line == NULL || is_wide (spec) || on_line == 2)
        {
          line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
          gtk_box_set_homogeneous (GTK_BOX (line), TRUE);
          gtk_box_append (GTK_BOX (box), line);
          on_line = 0;
        }
      gtk_widget_set_valign (sub, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (line), sub);
      on_line++;
      if (is_wide (spec))
        line = NULL;
      g_signal_connect_object (sub, "changed", G_CALLBACK (sub_changed_cb), field, 0);
      g_ptr_array_add (fields, sub);
    }
  g_object_set_data_full (G_OBJECT (box), ROW_FIELDS, fields, (GDestroyNotify) g_ptr_array_unref);
  return box;
}

static AzudJson *
get_member (const AzudJson      *row,
            const AzudParamSpec *spec,
            AzudJson           **parsed)
{
  AzudJson *value = azud_json_lookup (row, spec->id);

  if (value == NULL && spec->otherwise != NULL)
    value = *parsed = azud_json_parse (spec->otherwise, -1, NULL, NULL);
  return value;
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
      GPtrArray *fields = get_row_fields (state, i);

      for (guint f = 0; f < fields->len; f++)
        {
          g_autoptr (AzudJson) parsed = NULL;
          AzuiField *sub = fields->pdata[f];

          azui_field_show (sub, get_member (azud_json_get_element (value, i), azui_field_get_spec (sub), &parsed));
        }
    }
  gtk_widget_set_visible (GTK_WIDGET (state->rows), n > 0);
}

static void
refresh (AzuiField *field)
{
  State *state = azui_field_get_state (field);

  for (guint i = 0; i < azui_rows_get_n (state->rows); i++)
    {
      GPtrArray *fields = get_row_fields (state, i);

      for (guint f = 0; f < fields->len; f++)
        azui_field_refresh (fields->pdata[f]);
    }
}

static void
rearranged_cb (AzuiField *field,
               guint      from,
               int        to)
{
  AzudJson *old = azui_field_get_value (field);
  AzudJson *list = azud_json_new_array ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  guint n = azud_json_get_length (old);
  gpointer moved;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, azud_json_get_element (old, i));
  moved = g_ptr_array_remove_index (rows, from);
  if (to >= 0)
    g_ptr_array_insert (rows, to, moved);
  for (guint i = 0; i < rows->len; i++)
    azud_json_add (list, azud_json_ref (rows->pdata[i]));
  azui_field_change_and_show (field, list);
}

static void
add_cb (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  AzudJson *old = azui_field_get_value (field);
  AzudJson *list = azud_json_new_array ();
  guint n = azud_json_get_length (old);
  GPtrArray *fields;

  for (guint i = 0; i < n; i++)
    azud_json_add (list, azud_json_ref (azud_json_get_element (old, i)));
  azud_json_add (list, azud_json_new_object ());
  azui_field_change_and_show (field, list);
  fields = get_row_fields (state, azui_rows_get_n (state->rows) - 1);
  if (fields->len > 0)
    azui_field_focus (fields->pdata[0], NULL);
}

static GtkWidget *
build (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *label = g_strdup_printf (_("Add to “%s”"), azud_param_spec_get_label (azui_field_get_spec (field)));

  state->rows = AZUI_ROWS (azui_rows_new ());
  state->add = gtk_button_new ();
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_box_append (GTK_BOX (content), gtk_label_new (_("Add")));
  gtk_widget_set_halign (content, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (state->add), content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (state->add), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (state->rows));
  gtk_box_append (GTK_BOX (box), state->add);
  g_signal_connect_object (state->rows, "rearranged", G_CALLBACK (rearranged_cb), field, G_CONNECT_SWAPPED);
  g_signal_connect_object (state->add, "clicked", G_CALLBACK (add_cb), field, G_CONNECT_SWAPPED);
  return box;
}

/* @rest: "2/expression" */
static gboolean
focus (AzuiField  *field,
       const char *rest)
{
  State *state = azui_field_get_state (field);
  char *slash = NULL;
  guint64 row = rest != NULL ? g_ascii_strtoull (rest, &slash, 10) : 0;
  GPtrArray *fields;

  if (row >= azui_rows_get_n (state->rows))
    return gtk_widget_grab_focus (state->add);
  fields = get_row_fields (state, (guint) row);
  for (guint i = 0; i < fields->len; i++)
    if (slash == NULL || slash[0] == '\0' || g_strcmp0 (azui_field_get_spec (fields->pdata[i])->id, slash + 1) == 0)
      return azui_field_focus (fields->pdata[i], NULL);
  return FALSE;
}

const AzuiFieldKind azui_field_list = {
  .state_size = sizeof (State), .build = build, .show = show, .refresh = refresh, .focus = focus,
};
