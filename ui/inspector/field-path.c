/* field-path.c: the form's fields for what is read and what is written
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Paths below the pipeline's folder are written relative to it.  Where the node has pinned columns, a button looks into the
 * file and sets all parameters it finds as one step.
 */

#include "inspector/azui-field.h"

#include "application/azui-choose-file.h"
#include "azui-i18n.h"

#include <glob.h>
#include <string.h>

typedef struct
{
  GtkWidget    *entry;
  GtkWidget    *sniff;        /* button, or NULL */
  GtkWidget    *spinner;
  GCancellable *cancellable;  /* of the reading that goes on */
} State;

static const AzudParamSpec *
find_schema_param (AzuiField *field)
{
  AzuiFieldContext *context = azui_field_get_context (field);
  const AzudNode *node = context->node != NULL ? azud_document_lookup_node (context->document, context->node) : NULL;

  for (const AzudParamSpec *spec = node != NULL && node->type != NULL ? node->type->params : NULL; spec != NULL && spec->id != NULL; spec++)
    if (spec->kind == AZUD_PARAM_SCHEMA)
      return spec;
  return NULL;
}

static void
changed_cb (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (state->entry));

  if (state->sniff != NULL)
    gtk_widget_set_sensitive (state->sniff, text[0] != '\0' && azui_field_get_context (field)->session != NULL);
  if (!azui_field_is_showing (field))
    azui_field_change (field, text[0] == '\0' && azui_field_get_spec (field)->otherwise == NULL ? NULL : azud_json_new_string (text));
}

/* ---- reading the columns ---- */

/* ${name} is the default of that parameter. */
static char *
expand_parameters (AzuiField  *field,
                   const char *path)
{
  AzudJson *parameters = azud_document_get_parameters (azui_field_get_context (field)->document);
  g_autoptr (GString) out = g_string_new (path);

  for (guint i = 0; i < azud_json_get_length (parameters); i++)
    {
      AzudJson *parameter = azud_json_get_element (parameters, i);
      const char *name = azud_json_lookup_string (parameter, "name");
      const char *value = azud_json_lookup_string (parameter, "default");
      g_autofree char *mark = g_strdup_printf ("${%s}", name != NULL ? name : "");

      if (name != NULL && value != NULL)
        g_string_replace (out, mark, value, 0);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
set_busy (AzuiField *field,
          gboolean   busy)
{
  State *state = azui_field_get_state (field);

  gtk_spinner_set_spinning (GTK_SPINNER (state->spinner), busy);
  gtk_widget_set_visible (state->spinner, busy);
  gtk_widget_set_sensitive (state->sniff, !busy && gtk_editable_get_text (GTK_EDITABLE (state->entry))[0] != '\0');
}

static void
sniffed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (AzuiField) field = data;
  AzuiFieldContext *context;
  g_autoptr (GError) error = NULL;
  g_autoptr (AzudJson) found = azud_session_sniff_finish (AZUD_SESSION (source), result, &error);

  if (azui_field_get_state (field) == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (field, FALSE);
  azui_field_set_own_fault (field, error != NULL ? error->message : NULL);
  context = azui_field_get_context (field);
  if (found == NULL || azud_document_lookup_node (context->document, context->node) == NULL)
    return;
  azud_document_begin (context->document, _("Read Columns"));
  for (guint i = 0; i < azud_json_get_length (found); i++)
    azud_document_set_param (context->document, context->node, azud_json_get_key (found, i), azud_json_get_element (found, i));
  azud_document_end (context->document);
}

/* The first file that matches a pattern stands for all. */
static char *
first_match (const char *path,
             const char *base)
{
  g_autofree char *full = g_path_is_absolute (path) || base == NULL ? g_strdup (path) : g_build_filename (base, path, NULL);
  glob_t matches;
  char *first = NULL;

  if (strpbrk (path, "*?[") == NULL)
    return g_steal_pointer (&full);
  if (glob (full, 0, NULL, &matches) == 0)
    first = g_strdup (matches.gl_pathv[0]);
  globfree (&matches);
  return first != NULL ? first : g_steal_pointer (&full);
}

static void
sniff_cb (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  AzuiFieldContext *context = azui_field_get_context (field);
  const char *base = azud_document_get_base_folder (context->document);
  g_autofree char *expanded = expand_parameters (field, gtk_editable_get_text (GTK_EDITABLE (state->entry)));
  g_autofree char *path = NULL;

  if (context->session == NULL || expanded[0] == '\0')
    return;
  path = first_match (expanded, base);
  g_cancellable_cancel (state->cancellable);
  g_clear_object (&state->cancellable);
  state->cancellable = g_cancellable_new ();
  azui_field_set_own_fault (field, NULL);
  set_busy (field, TRUE);
  azud_session_sniff_async (context->session, path, base, state->cancellable, sniffed_cb, g_object_ref (field));
}

/* ---- choosing ---- */

static void
chosen_cb (GFile   *file,
           gpointer data)
{
  g_autoptr (AzuiField) field = data;
  State *state = azui_field_get_state (field);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  const AzudParamSpec *schema;
  AzuiFieldContext *context;
  g_autoptr (GFile) base = NULL;
  g_autofree char *relative = NULL;

  if (path == NULL || state == NULL)
    return;
  context = azui_field_get_context (field);
  if (azud_document_get_path (context->document) != NULL && azud_document_get_base_folder (context->document) != NULL)
    {
      base = g_file_new_for_path (azud_document_get_base_folder (context->document));
      relative = g_file_get_relative_path (base, file);
    }
  gtk_editable_set_text (GTK_EDITABLE (state->entry), relative != NULL ? relative : path);
  schema = find_schema_param (field);
  if (state->sniff != NULL && schema != NULL &&
      azud_json_get_length (azud_document_get_param (context->document, context->node, schema->id)) == 0)
    sniff_cb (field);
}

static void
browse_cb (AzuiField *field)
{
  gboolean save = azui_field_get_spec (field)->kind == AZUD_PARAM_OUTPUT_PATH;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (field));
  AzuiChooseFile choice = {
    .title = azud_param_spec_get_label (azui_field_get_spec (field)), .accept = _("_Choose"), .save = save,
    .folder = azud_document_get_base_folder (azui_field_get_context (field)->document),
    .filter_name = save ? NULL : _("Tables"), .pattern = save ? NULL : "*.csv;*.tsv;*.txt;*.csv.gz",
  };

  azui_choose_file (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, &choice, chosen_cb, g_object_ref (field));
}

/* ---- the control ---- */

static GtkWidget *
make_sniff_line (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  state->sniff = gtk_button_new_with_label (_("Read Columns"));
  state->spinner = gtk_spinner_new ();
  gtk_widget_set_hexpand (state->sniff, TRUE);
  gtk_widget_set_visible (state->spinner, FALSE);
  gtk_widget_set_tooltip_text (state->sniff, _("Look into the file: separator, header, names and types of its columns"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (state->sniff), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Read Columns"), -1);
  g_signal_connect_object (state->sniff, "clicked", G_CALLBACK (sniff_cb), field, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), state->sniff);
  gtk_box_append (GTK_BOX (line), state->spinner);
  return line;
}

static GtkWidget *
build (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *browse = gtk_button_new_from_icon_name ("document-open-symbolic");

  state->entry = gtk_entry_new ();
  azui_field_name (field, state->entry);
  gtk_widget_set_hexpand (state->entry, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (state->entry), 6);
  gtk_editable_set_enable_undo (GTK_EDITABLE (state->entry), FALSE);
  if (azui_field_is_compact (field))
    gtk_entry_set_placeholder_text (GTK_ENTRY (state->entry), azud_param_spec_get_label (azui_field_get_spec (field)));
  gtk_widget_set_tooltip_text (browse, _("Choose a file"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (browse), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Choose a file"), -1);
  gtk_widget_add_css_class (line, "linked");
  gtk_box_append (GTK_BOX (line), state->entry);
  gtk_box_append (GTK_BOX (line), browse);
  gtk_box_append (GTK_BOX (box), line);
  if (azui_field_get_spec (field)->kind == AZUD_PARAM_INPUT_PATH && find_schema_param (field) != NULL)
    gtk_box_append (GTK_BOX (box), make_sniff_line (field));
  g_signal_connect_object (state->entry, "changed", G_CALLBACK (changed_cb), field, G_CONNECT_SWAPPED);
  g_signal_connect_object (browse, "clicked", G_CALLBACK (browse_cb), field, G_CONNECT_SWAPPED);
  return box;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  State *state = azui_field_get_state (field);
  const char *text = azud_json_get_string (value);

  gtk_editable_set_text (GTK_EDITABLE (state->entry), text != NULL ? text : "");
  changed_cb (field);
}

static gboolean
focus (AzuiField  *field,
       const char *rest)
{
  return gtk_widget_grab_focus (((State *) azui_field_get_state (field))->entry);
}

static void
clear (AzuiField *field)
{
  State *state = azui_field_get_state (field);

  g_cancellable_cancel (state->cancellable);
  g_clear_object (&state->cancellable);
}

const AzuiFieldKind azui_field_input_path = { .state_size = sizeof (State), .build = build, .show = show, .focus = focus, .clear = clear };
const AzuiFieldKind azui_field_output_path = { .state_size = sizeof (State), .build = build, .show = show, .focus = focus, .clear = clear };
