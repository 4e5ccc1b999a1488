/* test-form.c: forms of all node types: fields write parameters and follow the document
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-expression-completion.h"
#include "inspector/azui-form.h"
#include "inspector/azui-inspector.h"
#include "azui-style.h"
#include "widget-search.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <glib/gstdio.h>
#include <string.h>

/* A node behind a table with the columns id, name, price; in a window, since focus needs one. */
typedef struct
{
  AzudDocument       *document;
  char               *node;
  const AzudNodeType *type;
  AzuiFieldContext   *context;
  GtkWidget          *window;
  AzuiForm           *form;
} Fixture;

static AzudJson *
parse (const char *text)
{
  AzudJson *json = azud_json_parse (text, -1, NULL, NULL);

  g_assert_nonnull (json);
  return json;
}

static void
set (Fixture    *f,
     const char *param,
     const char *text)
{
  g_autoptr (AzudJson) value = parse (text);

  azud_document_set_param (f->document, f->node, param, value);
}

static void
fixture_open (Fixture    *f,
              const char *type_id)
{
  g_autofree char *table = NULL;
  g_autoptr (AzudJson) schema = parse ("[{\"name\":\"id\",\"type\":\"int\"},{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"price\",\"type\":\"decimal(10,2)\"}]");

  f->document = azud_document_new ();
  f->type = azud_node_type_lookup (type_id);
  g_assert_nonnull (f->type);
  f->node = azud_document_add_node (f->document, type_id, 300, 0);
  table = azud_document_add_node (f->document, "inline-table", 0, 0);
  azud_document_set_param (f->document, table, "schema", schema);
  for (const AzudPortSpec *port = f->type->inputs; port->id != NULL; port++)
    azud_document_add_edge (f->document, table, "out", f->node, port->id, NULL);
  azud_document_analyse (f->document);
  f->context = azui_field_context_new (f->document, NULL, f->node);
  f->form = AZUI_FORM (azui_form_new (f->type, f->context));
  f->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->form));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 340, 600);
  gtk_window_present (GTK_WINDOW (f->window));
  spin (20);
}

static void
fixture_close (Fixture *f)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  azui_field_context_unref (f->context);
  g_object_unref (f->document);
  g_free (f->node);
  spin (5);
}

/* What the inspector does when the document tells of changes. */
static void
follow (Fixture *f)
{
  azud_document_analyse (f->document);
  azui_form_update (f->form);
  azui_form_refresh (f->form);
}

static char *
param_text (Fixture    *f,
            const char *param)
{
  AzudJson *value = azud_document_get_param (f->document, f->node, param);

  return value != NULL ? azud_json_to_string (value) : g_strdup ("none");
}

#define assert_param(f, param, expected)                              \
  G_STMT_START {                                                      \
    g_autofree char *text_ = param_text (f, param);                   \
    g_assert_cmpstr (text_, ==, expected);                            \
  } G_STMT_END

static GtkWidget *
field_of (Fixture    *f,
          const char *param)
{
  AzuiField *field = azui_form_get_field (f->form, param);

  g_assert_nonnull (field);
  return GTK_WIDGET (field);
}

/* ---- all types ---- */

static gboolean
has_name (GtkWidget *widget)
{
  /* a control of its own name: the label property is set */
  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static void
assert_controls_named (GtkWidget *widget)
{
  if ((GTK_IS_ENTRY (widget) || GTK_IS_SWITCH (widget) || GTK_IS_SPIN_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_TEXT_VIEW (widget) ||
       GTK_IS_MENU_BUTTON (widget)))
    {
      if (!has_name (widget))
        g_error ("%s without an accessible name", G_OBJECT_TYPE_NAME (widget));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    assert_controls_named (child);
}

static void
test_type (gconstpointer data)
{
  Fixture f;
  guint n = 0;

  fixture_open (&f, data);
  for (const AzudParamSpec *spec = f.type->params; spec->id != NULL; spec++, n++)
    {
      AzuiField *field = azui_form_get_field (f.form, spec->id);

      g_assert_nonnull (field);
      g_assert_true (azui_field_get_spec (field) == spec);
    }
  assert_controls_named (GTK_WIDGET (f.form));
  g_assert_false (n > 0 && !azui_form_focus (f.form, NULL));
  /* showing a form is no edit: the last step is still the wire, or the table */
  follow (&f);
  for (const AzudParamSpec *spec = f.type->params; spec->id != NULL; spec++)
    g_assert_null (azud_json_lookup (azud_document_lookup_node (f.document, f.node)->params, spec->id));
  fixture_close (&f);
}

/* ---- each kind ---- */

static void
test_text (void)
{
  Fixture f;
  GtkEditable *entry;

  fixture_open (&f, "generate-rows");
  entry = GTK_EDITABLE (widget_find (field_of (&f, "column"), GTK_TYPE_ENTRY, 0));
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "id");
  gtk_editable_set_text (entry, "n");
  gtk_editable_set_text (entry, "nu");
  assert_param (&f, "column", "\"nu\"");
  azud_document_undo (f.document);   /* typing is one step */
  assert_param (&f, "column", "\"id\"");
  follow (&f);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "id");
  azud_document_redo (f.document);
  follow (&f);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "nu");
  assert_param (&f, "column", "\"nu\"");
  fixture_close (&f);
}

static void
test_integer (void)
{
  Fixture f;
  GtkSpinButton *spin_button;

  fixture_open (&f, "limit");
  spin_button = GTK_SPIN_BUTTON (widget_find (field_of (&f, "count"), GTK_TYPE_SPIN_BUTTON, 0));
  g_assert_cmpfloat (gtk_spin_button_get_value (spin_button), ==, 100);
  gtk_spin_button_set_value (spin_button, 7);
  assert_param (&f, "count", "7");
  azud_document_undo (f.document);
  follow (&f);
  g_assert_cmpfloat (gtk_spin_button_get_value (spin_button), ==, 100);
  fixture_close (&f);
}

static void
test_number (void)
{
  Fixture f;
  GtkEditable *entry;
  int end = 5;

  fixture_open (&f, "sample");
  entry = GTK_EDITABLE (widget_find (field_of (&f, "fraction"), GTK_TYPE_ENTRY, 0));
  gtk_editable_set_text (entry, "0.250");
  assert_param (&f, "fraction", "0.250");   /* the digits as typed */
  gtk_editable_insert_text (entry, "x", -1, &end);
  assert_param (&f, "fraction", "0.250");
  g_assert_nonnull (widget_find_label (field_of (&f, "fraction"), "This is not a number."));
  gtk_editable_set_text (entry, "0.5");
  assert_param (&f, "fraction", "0.5");
  g_assert_null (widget_find_label (field_of (&f, "fraction"), "This is not a number."));
  azud_document_undo (f.document);
  follow (&f);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "0.1");
  fixture_close (&f);
}

static void
test_boolean_and_show_when (void)
{
  Fixture f;
  GtkWidget *toggle;

  fixture_open (&f, "union");
  toggle = widget_find (field_of (&f, "allow-missing"), GTK_TYPE_SWITCH, 0);
  g_assert_true (gtk_widget_get_visible (field_of (&f, "allow-missing")));
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  assert_param (&f, "allow-missing", "true");
  azud_document_undo (f.document);
  follow (&f);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (toggle)));
  set (&f, "by", "\"position\"");
  follow (&f);
  g_assert_false (gtk_widget_get_visible (field_of (&f, "allow-missing")));
  azud_document_undo (f.document);
  follow (&f);
  g_assert_true (gtk_widget_get_visible (field_of (&f, "allow-missing")));
  fixture_close (&f);
}

static void
test_choice (void)
{
  Fixture f;
  GtkDropDown *drop_down;
  const AzudParamSpec *spec;

  fixture_open (&f, "join");
  drop_down = GTK_DROP_DOWN (widget_find (field_of (&f, "type"), GTK_TYPE_DROP_DOWN, 0));
  spec = azud_param_spec_lookup (f.type, "type");
  g_assert_cmpuint (gtk_drop_down_get_selected (drop_down), ==, 0);
  gtk_drop_down_set_selected (drop_down, 1);
  g_assert_cmpstr (azud_json_get_string (azud_document_get_param (f.document, f.node, "type")), ==, spec->choices[1].id);
  azud_document_undo (f.document);
  follow (&f);
  g_assert_cmpuint (gtk_drop_down_get_selected (drop_down), ==, 0);
  /* a value of another version is kept and shown */
  set (&f, "type", "\"sideways\"");
  follow (&f);
  g_assert_cmpuint (gtk_drop_down_get_selected (drop_down), ==, g_list_model_get_n_items (gtk_drop_down_get_model (drop_down)) - 1);
  assert_param (&f, "type", "\"sideways\"");
  fixture_close (&f);
}

static void
test_expression (void)
{
  Fixture f;
  GtkTextBuffer *buffer;
  GtkWidget *field;
  g_autofree char *text = NULL;
  GtkTextIter iter;
  g_autoptr (GSList) tags = NULL;

  fixture_open (&f, "filter");
  field = field_of (&f, "condition");
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget_find (field, GTK_SOURCE_TYPE_VIEW, 0)));
  g_assert_cmpstr (gtk_source_language_get_id (gtk_source_buffer_get_language (GTK_SOURCE_BUFFER (buffer))), ==, "azud-expression");
  gtk_text_buffer_set_text (buffer, "id > 1 AND nowhere = 2", -1);
  assert_param (&f, "condition", "\"id > 1 AND nowhere = 2\"");
  follow (&f);
  /* the fault is underlined where it is, and said below */
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, 12);
  tags = gtk_text_iter_get_tags (&iter);
  g_assert_nonnull (tags);
  g_slist_free (g_steal_pointer (&tags));
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, 1);
  for (tags = gtk_text_iter_get_tags (&iter); tags != NULL; tags = g_slist_delete_link (tags, tags))
    {
      PangoUnderline underline;

      g_object_get (tags->data, "underline", &underline, NULL);
      g_assert_cmpint (underline, !=, PANGO_UNDERLINE_ERROR);
    }
  g_assert_nonnull (azui_field_get_fault (AZUI_FIELD (field)));
  g_assert_true (gtk_widget_has_css_class (azui_field_get_control (AZUI_FIELD (field)), "error"));
  gtk_text_buffer_set_text (buffer, "id > 1", -1);
  follow (&f);
  g_assert_null (azui_field_get_fault (AZUI_FIELD (field)));
  g_assert_false (gtk_widget_has_css_class (azui_field_get_control (AZUI_FIELD (field)), "error"));
  azud_document_undo (f.document);
  follow (&f);
  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "");
  fixture_close (&f);
}

static char *
match_all (AzuiExpressionCompletion *completion,
           const char               *word)
{
  g_autoptr (GListModel) model = azui_expression_completion_match (completion, word);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < MIN (g_list_model_get_n_items (model), 3); i++)
    {
      g_autoptr (GObject) offer = g_list_model_get_item (model, i);
      g_autofree char *insert = NULL;

      g_object_get (offer, "insert", &insert, NULL);
      g_string_append_printf (out, "%s%s", i > 0 ? " " : "", insert);
    }
  return g_string_free (out, FALSE);
}

static void
test_completion (void)
{
  const AzudColumn columns[] = { { "price", "int" }, { "unit price", "int" }, { "tailnum", "string" }, { "day", "date" } };
  const char *const whole[] = { "null", "NULL", "And", "Price", "5" };
  g_autoptr (AzuiExpressionCompletion) completion = azui_expression_completion_new ();
  g_autofree char *price = NULL;
  g_autofree char *upper = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *half = NULL;

  azui_expression_completion_set_columns (completion, columns, G_N_ELEMENTS (columns));
  price = match_all (completion, "PRI");
  g_assert_true (g_str_has_prefix (price, "price ") && g_str_has_suffix (price, "`unit price`"));
  upper = match_all (completion, "uppe");
  g_assert_cmpstr (upper, ==, "upper(");
  empty = match_all (completion, "");
  g_assert_cmpstr (empty, ==, "price `unit price` tailnum");
  half = match_all (completion, "nu");
  g_assert_true (g_str_has_prefix (half, "NULL null"));   /* not tailnum, which only holds it */
  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)   /* Tab after these leaves the field, and changes nothing */
    {
      g_autofree char *none = match_all (completion, whole[i]);

      g_assert_cmpstr (none, ==, "");
    }
}

static void
test_list (void)
{
  Fixture f;
  GtkWidget *field;
  GtkWidget *picker;

  fixture_open (&f, "rename-columns");
  field = field_of (&f, "renames");
  g_assert_null (widget_find (field, GTK_TYPE_ENTRY, 0));
  g_signal_emit_by_name (widget_find_button (field, "Add"), "clicked");
  assert_param (&f, "renames", "[{}]");
  follow (&f);
  picker = widget_find (field, GTK_TYPE_DROP_DOWN, 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (picker), 2);   /* 0 is the prompt */
  gtk_editable_set_text (GTK_EDITABLE (widget_find (field, GTK_TYPE_ENTRY, 0)), "label");
  assert_param (&f, "renames", "[{\"from\":\"name\",\"to\":\"label\"}]");
  g_signal_emit_by_name (widget_find_button (field, "Add"), "clicked");
  gtk_editable_set_text (GTK_EDITABLE (widget_find (field, GTK_TYPE_ENTRY, 1)), "x");
  assert_param (&f, "renames", "[{\"from\":\"name\",\"to\":\"label\"},{\"to\":\"x\"}]");
  while (azud_json_get_length (azud_document_get_param (f.document, f.node, "renames")) > 0 && azud_document_can_undo (f.document))
    azud_document_undo (f.document);
  follow (&f);
  g_assert_null (widget_find (field, GTK_TYPE_ENTRY, 0));
  fixture_close (&f);
}

static void
test_list_rows (void)
{
  Fixture f;
  GtkWidget *field;
  GtkWidget *rows;

  fixture_open (&f, "derive-columns");
  set (&f, "columns", "[{\"name\":\"a\",\"expression\":\"1\"},{\"name\":\"b\",\"expression\":\"2\"},{\"name\":\"c\",\"expression\":\"3\",\"kept\":true}]");
  follow (&f);
  field = field_of (&f, "columns");
  rows = widget_find (field, g_type_from_name ("AzuiRows"), 0);
  g_signal_emit_by_name (rows, "rearranged", 2u, 0);
  assert_param (&f, "columns", "[{\"name\":\"c\",\"expression\":\"3\",\"kept\":true},{\"name\":\"a\",\"expression\":\"1\"},{\"name\":\"b\",\"expression\":\"2\"}]");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (widget_find (field, GTK_TYPE_ENTRY, 0))), ==, "c");
  gtk_editable_set_text (GTK_EDITABLE (widget_find (field, GTK_TYPE_ENTRY, 0)), "z");   /* members the form does not know stay */
  g_signal_emit_by_name (rows, "rearranged", 1u, -1);
  assert_param (&f, "columns", "[{\"name\":\"z\",\"expression\":\"3\",\"kept\":true},{\"name\":\"b\",\"expression\":\"2\"}]");
  g_assert_true (azui_form_focus (f.form, "columns/1/expression"));
  fixture_close (&f);
}

static void
test_columns (void)
{
  Fixture f;
  GtkWidget *field;

  fixture_open (&f, "select-columns");
  field = field_of (&f, "columns");
  g_signal_emit_by_name (widget_find_button (field, "All"), "clicked");
  assert_param (&f, "columns", "[\"id\",\"name\",\"price\"]");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (widget_find (field, GTK_TYPE_CHECK_BUTTON, 1)), FALSE);
  assert_param (&f, "columns", "[\"id\",\"price\"]");
  g_signal_emit_by_name (widget_find (field, g_type_from_name ("AzuiRows"), 0), "rearranged", 0u, 1);
  assert_param (&f, "columns", "[\"price\",\"id\"]");
  g_signal_emit_by_name (widget_find (widget_find (field, g_type_from_name ("AzuiRows"), 0), GTK_TYPE_BUTTON, 1), "clicked");   /* Remove */
  assert_param (&f, "columns", "[\"price\"]");
  set (&f, "columns", "[\"gone\"]");
  follow (&f);
  g_assert_nonnull (widget_find_label (field, "gone"));
  g_assert_nonnull (widget_find_label (field, "not there"));
  fixture_close (&f);
}

static void
test_schema_and_table (void)
{
  Fixture f;
  GtkWidget *schema;
  GtkWidget *table;

  fixture_open (&f, "inline-table");
  schema = field_of (&f, "schema");
  table = field_of (&f, "rows");
  g_signal_emit_by_name (widget_find_button (schema, "Add Column"), "clicked");
  gtk_editable_set_text (GTK_EDITABLE (widget_find (schema, GTK_TYPE_ENTRY, 0)), "id");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (widget_find (schema, GTK_TYPE_DROP_DOWN, 0)), 1);
  assert_param (&f, "schema", "[{\"name\":\"id\",\"type\":\"int\"}]");
  follow (&f);
  g_signal_emit_by_name (widget_find_button (table, "Add Row"), "clicked");
  assert_param (&f, "rows", "[[null]]");
  gtk_editable_set_text (GTK_EDITABLE (widget_find (table, GTK_TYPE_ENTRY, 0)), "7");
  assert_param (&f, "rows", "[[\"7\"]]");
  gtk_editable_set_text (GTK_EDITABLE (widget_find (table, GTK_TYPE_ENTRY, 0)), "\"\"");
  assert_param (&f, "rows", "[[\"\"]]");
  gtk_editable_set_text (GTK_EDITABLE (widget_find (table, GTK_TYPE_ENTRY, 0)), "");
  assert_param (&f, "rows", "[[null]]");
  set (&f, "rows", "[[\"1\"],[\"2\"]]");
  follow (&f);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (widget_find (table, GTK_TYPE_ENTRY, 1))), ==, "2");
  set (&f, "schema", "[{\"name\":\"id\",\"type\":\"int\"},{\"name\":\"name\",\"type\":\"string\"}]");
  follow (&f);
  g_signal_emit_by_name (widget_find (schema, g_type_from_name ("AzuiRows"), 0), "rearranged", 1u, 0);
  assert_param (&f, "schema", "[{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"id\",\"type\":\"int\"}]");
  g_signal_emit_by_name (widget_find (schema, g_type_from_name ("AzuiRows"), 0), "rearranged", 0u, -1);
  assert_param (&f, "schema", "[{\"name\":\"id\",\"type\":\"int\"}]");
  fixture_close (&f);
}

static void
test_type_picker (void)
{
  Fixture f;
  GtkWidget *field;
  GtkWidget *entry;

  fixture_open (&f, "cast-columns");
  set (&f, "casts", "[{\"column\":\"price\",\"type\":\"decimal(12,4)\"}]");
  follow (&f);
  field = field_of (&f, "casts");
  entry = widget_find (field, GTK_TYPE_ENTRY, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "decimal(12,4)");
  gtk_editable_set_text (GTK_EDITABLE (entry), "decimal(5,1)");
  assert_param (&f, "casts", "[{\"column\":\"price\",\"type\":\"decimal(5,1)\"}]");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (widget_find (field, GTK_TYPE_DROP_DOWN, 1)), 0);
  assert_param (&f, "casts", "[{\"column\":\"price\",\"type\":\"string\"}]");
  g_assert_false (gtk_widget_get_visible (entry));
  fixture_close (&f);
}

static gboolean
has_schema (gpointer data)
{
  Fixture *f = data;

  return azud_json_get_length (azud_document_get_param (f->document, f->node, "schema")) > 0;
}

static void
test_path (void)
{
  Fixture f;
  g_autofree char *folder = g_dir_make_tmp ("azud-form-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "people.csv", NULL);
  g_autoptr (GError) error = NULL;
  AzudSessionOptions options = { .n_threads = 1, .temp_folder = folder };
  AzudSession *session = azud_session_new (&options, &error);
  GtkWidget *field;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, "id;name\n1;Ada\n2;Eve\n", -1, NULL));
  fixture_open (&f, "read-csv");
  f.context->session = g_object_ref (session);
  azud_document_set_base_folder (f.document, folder);
  field = field_of (&f, "path");
  gtk_editable_set_text (GTK_EDITABLE (widget_find (field, GTK_TYPE_ENTRY, 0)), "people.csv");
  assert_param (&f, "path", "\"people.csv\"");
  g_signal_emit_by_name (widget_find_button (field, "Read Columns"), "clicked");
  g_assert_true (spin_until (has_schema, &f, 5000));
  assert_param (&f, "sep", "\";\"");
  assert_param (&f, "schema", "[{\"name\":\"id\",\"type\":\"int\"},{\"name\":\"name\",\"type\":\"string\"}]");
  azud_document_undo (f.document);   /* all of it is one step */
  assert_param (&f, "sep", "\",\"");
  g_assert_false (has_schema (&f));
  fixture_close (&f);
  azud_session_close (session);
  g_object_unref (session);
  g_unlink (path);
  g_rmdir (folder);
}

/* ---- the inspector ---- */

static void
test_inspector (void)
{
  g_autoptr (AzudDocument) document = azud_document_new ();
  g_autofree char *node = azud_document_add_node (document, "filter", 0, 0);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *inspector = azui_inspector_new ();
  GtkEditable *name;

  gtk_window_set_child (GTK_WINDOW (window), inspector);
  gtk_window_present (GTK_WINDOW (window));
  azui_inspector_set_document (AZUI_INSPECTOR (inspector), document);
  g_assert_nonnull (widget_find_label (inspector, "Parameters"));   /* the pipeline's own page */
  azui_inspector_set_node (AZUI_INSPECTOR (inspector), node);
  g_assert_cmpstr (azui_inspector_get_node (AZUI_INSPECTOR (inspector)), ==, node);
  g_assert_nonnull (widget_find_label (inspector, "Output Columns"));
  name = GTK_EDITABLE (widget_find (inspector, GTK_TYPE_ENTRY, 0));
  gtk_editable_set_text (name, "Late ones");
  g_assert_cmpstr (azud_document_lookup_node (document, node)->label, ==, "Late ones");
  azud_document_undo (document);
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "Filter");
  /* the form follows by itself */
  {
    g_autoptr (AzudJson) value = azud_json_new_string ("true");
    g_autofree char *text = NULL;

    azud_document_set_param (document, node, "condition", value);
    g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget_find (inspector, GTK_SOURCE_TYPE_VIEW, 0))), "text", &text, NULL);
    g_assert_cmpstr (text, ==, "true");
  }
  azud_document_undo (document);
  azud_document_undo (document);   /* the node is gone */
  g_assert_null (azud_document_lookup_node (document, node));
  g_assert_null (azui_inspector_get_node (AZUI_INSPECTOR (inspector)));
  g_assert_nonnull (widget_find_label (inspector, "Parameters"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_document_page (void)
{
  g_autoptr (AzudDocument) document = azud_document_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *inspector = azui_inspector_new ();
  GtkEditable *zone;

  gtk_window_set_child (GTK_WINDOW (window), inspector);
  gtk_window_present (GTK_WINDOW (window));
  azui_inspector_set_document (AZUI_INSPECTOR (inspector), document);
  zone = GTK_EDITABLE (widget_find (inspector, GTK_TYPE_ENTRY, 0));
  g_assert_cmpstr (gtk_editable_get_text (zone), ==, "UTC");
  gtk_editable_set_text (zone, "Europe/Madrid");
  g_assert_cmpstr (azud_document_get_setting (document, "spark.sql.session.timeZone"), ==, "Europe/Madrid");
  gtk_editable_set_text (zone, "Nowhere/Town");   /* refused: what is there stays */
  g_assert_cmpstr (azud_document_get_setting (document, "spark.sql.session.timeZone"), ==, "Europe/Madrid");
  g_signal_emit_by_name (widget_find_button (inspector, "Add"), "clicked");
  g_assert_cmpuint (azud_json_get_length (azud_document_get_parameters (document)), ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  guint n = 0;
  const AzudNodeType *const *types;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  azui_style_load ();
  types = azud_node_type_list (&n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat ("/ui/form/type/", types[i]->id, NULL);

      g_test_add_data_func (path, types[i]->id, test_type);
    }
  g_test_add_func ("/ui/form/text", test_text);
  g_test_add_func ("/ui/form/integer", test_integer);
  g_test_add_func ("/ui/form/number", test_number);
  g_test_add_func ("/ui/form/boolean", test_boolean_and_show_when);
  g_test_add_func ("/ui/form/choice", test_choice);
  g_test_add_func ("/ui/form/expression", test_expression);
  g_test_add_func ("/ui/form/completion", test_completion);
  g_test_add_func ("/ui/form/list", test_list);
  g_test_add_func ("/ui/form/list-rows", test_list_rows);
  g_test_add_func ("/ui/form/columns", test_columns);
  g_test_add_func ("/ui/form/schema-and-table", test_schema_and_table);
  g_test_add_func ("/ui/form/type-picker", test_type_picker);
  g_test_add_func ("/ui/form/path", test_path);
  g_test_add_func ("/ui/form/inspector", test_inspector);
  g_test_add_func ("/ui/form/document-page", test_document_page);
  return g_test_run ();
}
