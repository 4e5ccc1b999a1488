/* azui-document-page.c: what the inspector shows while nothing is selected: the pipeline itself
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-document-page.h"

#include "inspector/azui-field.h"
#include "inspector/azui-parameters-editor.h"

#include "azui-i18n.h"

static const AzudChoice targets[] = { { "4.0", N_("Spark 4") }, { "3.5", N_("Spark 3.5 (AWS Glue)") }, { NULL } };
static const AzudChoice schedulers[] = { { "FIFO", N_("First come, first served") }, { "FAIR", N_("Shared fairly") }, { NULL } };

/* Settings as parameters: one form builder for all.  Their ids are the keys. */
static const AzudParamSpec settings[] = {
  { .id = "spark.sql.session.timeZone", .label = N_("Time zone"), .kind = AZUD_PARAM_TEXT, .help = N_("In which times are read and shown, such as Europe/Madrid") },
  { .id = "azud.spark.target", .label = N_("Scripts run on"), .kind = AZUD_PARAM_CHOICE, .choices = targets, .help = N_("The oldest Spark that exported scripts must run on") },
  { .id = "spark.sql.caseSensitive", .label = N_("Case matters in names"), .kind = AZUD_PARAM_BOOLEAN, .help = N_("Whether “Price” and “price” are two columns") },
  { .id = "spark.sql.shuffle.partitions", .label = N_("Partitions of an exchange"), .kind = AZUD_PARAM_TEXT, .flags = AZUD_PARAM_ADVANCED,
    .help = N_("A number, or auto: from the size of the data") },
  { .id = "spark.sql.autoBroadcastJoinThreshold", .label = N_("Largest broadcast side"), .kind = AZUD_PARAM_TEXT, .flags = AZUD_PARAM_ADVANCED,
    .help = N_("Bytes up to which a join side is sent to every task; -1: never") },
  { .id = "spark.scheduler.mode", .label = N_("Runs share the workers"), .kind = AZUD_PARAM_CHOICE, .choices = schedulers, .flags = AZUD_PARAM_ADVANCED },
  { .id = "spark.task.maxFailures", .label = N_("Attempts of a task"), .kind = AZUD_PARAM_TEXT, .flags = AZUD_PARAM_ADVANCED,
    .help = N_("Before the run fails") },
  { .id = "spark.speculation", .label = N_("Speculation"), .kind = AZUD_PARAM_BOOLEAN, .flags = AZUD_PARAM_ADVANCED, .help = N_("Slow tasks are started a second time") },
  { NULL }
};

struct _AzuiDocumentPage
{
  GtkWidget parent_instance;

  AzudDocument *document;
  GtkWidget    *box;
  GtkWidget    *title;
  GtkWidget    *summary;
  GtkWidget    *parameters;
  GPtrArray    *fields;      /* AzuiField of settings */
};

G_DEFINE_FINAL_TYPE (AzuiDocumentPage, azui_document_page, GTK_TYPE_WIDGET)

static void
show_setting (AzuiDocumentPage *self,
              AzuiField        *field)
{
  const AzudParamSpec *spec = azui_field_get_spec (field);
  const char *text = azud_document_get_setting (self->document, spec->id);
  g_autoptr (AzudJson) value = NULL;

  if (text != NULL)
    value = spec->kind == AZUD_PARAM_BOOLEAN ? azud_json_new_boolean (g_str_equal (text, "true")) : azud_json_new_string (text);
  azui_field_show (field, value);
}

/* A refused value stays in the control with its reason; the document keeps the old one. */
static void
setting_changed_cb (AzuiDocumentPage *self,
                    AzudJson         *value,
                    AzuiField        *field)
{
  const AzudParamSpec *spec = azui_field_get_spec (field);
  const char *text = value != NULL ? azud_json_get_string (value) : "";   /* emptied: refused until something is typed */
  g_autoptr (GError) error = NULL;

  if (spec->kind == AZUD_PARAM_BOOLEAN)
    text = azud_json_get_boolean (value, FALSE) ? "true" : "false";
  if (azud_document_set_setting (self->document, spec->id, text, &error))
    azui_field_set_own_fault (field, NULL);
  else
    azui_field_set_own_fault (field, error->message);
}

static void
update_title (AzuiDocumentPage *self)
{
  g_autofree char *title = azud_document_dup_title (self->document);
  guint n_nodes = azud_document_get_n_nodes (self->document);
  g_autofree char *nodes = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u node", "%u nodes", n_nodes), n_nodes);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->summary), n_nodes > 0 ? nodes : _("Drag a node to the canvas, or press Tab there and type"));
}

static void
settings_changed_cb (AzuiDocumentPage *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    show_setting (self, self->fields->pdata[i]);
  azui_parameters_editor_update (AZUI_PARAMETERS_EDITOR (self->parameters));
}

static void
add_settings (AzuiDocumentPage *self)
{
  AzuiFieldContext *context = azui_field_context_new (self->document, NULL, NULL);
  GtkWidget *expander = gtk_expander_new (_("More Options"));
  GtkWidget *more = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_widget_add_css_class (expander, "azui-more");
  gtk_widget_set_margin_top (more, 12);
  gtk_expander_set_child (GTK_EXPANDER (expander), more);
  for (const AzudParamSpec *spec = settings; spec->id != NULL; spec++)
    {
      GtkWidget *field = azui_field_new (spec, spec->id, context, FALSE);

      g_ptr_array_add (self->fields, field);
      show_setting (self, AZUI_FIELD (field));
      g_signal_connect_object (field, "changed", G_CALLBACK (setting_changed_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX ((spec->flags & AZUD_PARAM_ADVANCED) != 0 ? more : self->box), field);
    }
  gtk_box_append (GTK_BOX (self->box), expander);
  azui_field_context_unref (context);
}

static void
azui_document_page_dispose (GObject *object)
{
  AzuiDocumentPage *self = AZUI_DOCUMENT_PAGE (object);

  g_ptr_array_set_size (self->fields, 0);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (azui_document_page_parent_class)->dispose (object);
}

static void
azui_document_page_finalize (GObject *object)
{
  g_ptr_array_unref (AZUI_DOCUMENT_PAGE (object)->fields);
  G_OBJECT_CLASS (azui_document_page_parent_class)->finalize (object);
}

static void
azui_document_page_class_init (AzuiDocumentPageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = azui_document_page_dispose;
  G_OBJECT_CLASS (class)->finalize = azui_document_page_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_label (AzuiDocumentPage *self,
            const char       *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
azui_document_page_init (AzuiDocumentPage *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->fields = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->title = make_label (self, "title-3");
  self->summary = make_label (self, "azui-field-help");
  gtk_box_append (GTK_BOX (header), self->title);
  gtk_box_append (GTK_BOX (header), self->summary);
  gtk_box_append (GTK_BOX (self->box), header);
}

GtkWidget *
azui_document_page_new (AzudDocument *document)
{
  AzuiDocumentPage *self = g_object_new (AZUI_TYPE_DOCUMENT_PAGE, NULL);

  self->document = g_object_ref (document);
  self->parameters = azui_parameters_editor_new (document);
  gtk_box_append (GTK_BOX (self->box), self->parameters);
  add_settings (self);
  update_title (self);
  g_signal_connect_object (document, "settings-changed", G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "history-changed", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
