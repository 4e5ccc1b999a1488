/* field-choice.c: the form's field for one of a few values
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A value that is none of the choices (from another version's file) is kept and shown behind them.
 */

#include "inspector/azui-field.h"

#include "azui-i18n.h"

typedef struct
{
  guint  n_choices;
  char  *foreign;     /* the value behind the choices, or NULL */
} State;

static void
selected_cb (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  guint selected;

  if (azui_field_is_showing (field))
    return;
  selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (azui_field_get_control (field)));
  if (selected < state->n_choices)
    azui_field_change (field, azud_json_new_string (azui_field_get_spec (field)->choices[selected].id));
}

static GtkWidget *
build (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  const AzudParamSpec *spec = azui_field_get_spec (field);
  GtkStringList *model = gtk_string_list_new (NULL);
  GtkWidget *drop_down;

  for (const AzudChoice *choice = spec->choices; choice != NULL && choice->id != NULL; choice++)
    {
      gtk_string_list_append (model, azud_choice_get_label (choice));
      state->n_choices++;
    }
  drop_down = gtk_drop_down_new (G_LIST_MODEL (model), NULL);
  azui_field_name (field, drop_down);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (selected_cb), field, G_CONNECT_SWAPPED);
  return drop_down;
}

static guint
find_choice (AzuiField  *field,
             const char *id)
{
  State *state = azui_field_get_state (field);

  for (guint i = 0; i < state->n_choices; i++)
    if (g_strcmp0 (azui_field_get_spec (field)->choices[i].id, id) == 0)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  State *state = azui_field_get_state (field);
  const AzudParamSpec *spec = azui_field_get_spec (field);
  GtkDropDown *drop_down = GTK_DROP_DOWN (azui_field_get_control (field));
  GtkStringList *model = GTK_STRING_LIST (gtk_drop_down_get_model (drop_down));
  g_autoptr (AzudJson) otherwise = value == NULL && spec->otherwise != NULL ? azud_json_parse (spec->otherwise, -1, NULL, NULL) : NULL;
  const char *id = azud_json_get_string (value != NULL ? value : otherwise);
  guint position = find_choice (field, id);

  if (state->foreign != NULL)
    gtk_string_list_remove (model, state->n_choices);
  g_clear_pointer (&state->foreign, g_free);
  if (id != NULL && position == GTK_INVALID_LIST_POSITION)
    {
      g_autofree char *label = g_strdup_printf (_("%s (not known)"), id);

      state->foreign = g_strdup (id);
      gtk_string_list_append (model, label);
      position = state->n_choices;
    }
  gtk_drop_down_set_selected (drop_down, position);
}

static void
clear (AzuiField *field)
{
  g_free (((State *) azui_field_get_state (field))->foreign);
}

const AzuiFieldKind azui_field_choice = { .state_size = sizeof (State), .build = build, .show = show, .clear = clear };
