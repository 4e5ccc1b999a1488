/* azui-parameters-editor.c: the declared parameters of a pipeline
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A list like any other: its specification is here, the field of lists does the rest.
 */

#include "inspector/azui-parameters-editor.h"

#include "inspector/azui-field.h"

#include "azui-i18n.h"

static const AzudParamSpec parameter_fields[] = {
  { .id = "name", .label = N_("Name"), .kind = AZUD_PARAM_TEXT, .help = N_("Used as ${name} in expressions and paths"), .flags = AZUD_PARAM_REQUIRED },
  { .id = "type", .label = N_("Type"), .kind = AZUD_PARAM_TYPE, .help = N_("Type of its value"), .flags = AZUD_PARAM_REQUIRED },
  { .id = "default", .label = N_("Default"), .kind = AZUD_PARAM_TEXT, .help = N_("Its value when a run gives none") },
  { .id = "help", .label = N_("Description"), .kind = AZUD_PARAM_TEXT, .help = N_("What it is for") },
  { NULL }
};

static const AzudParamSpec parameters_spec = {
  .id = "parameters", .label = N_("Parameters"), .kind = AZUD_PARAM_LIST, .help = N_("Values that differ from run to run, written ${name}"),
  .fields = parameter_fields,
};

struct _AzuiParametersEditor
{
  GtkWidget parent_instance;

  AzudDocument *document;
  GtkWidget    *field;
};

G_DEFINE_FINAL_TYPE (AzuiParametersEditor, azui_parameters_editor, GTK_TYPE_WIDGET)

void
azui_parameters_editor_update (AzuiParametersEditor *self)
{
  azui_field_show (AZUI_FIELD (self->field), azud_document_get_parameters (self->document));
  azui_field_refresh (AZUI_FIELD (self->field));
}

static void
changed_cb (AzuiParametersEditor *self,
            AzudJson             *value)
{
  azud_document_set_parameters (self->document, value);
}

static void
azui_parameters_editor_dispose (GObject *object)
{
  AzuiParametersEditor *self = AZUI_PARAMETERS_EDITOR (object);

  g_clear_pointer (&self->field, gtk_widget_unparent);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (azui_parameters_editor_parent_class)->dispose (object);
}

static void
azui_parameters_editor_class_init (AzuiParametersEditorClass *class)
{
  G_OBJECT_CLASS (class)->dispose = azui_parameters_editor_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
azui_parameters_editor_init (AzuiParametersEditor *self)
{
}

GtkWidget *
azui_parameters_editor_new (AzudDocument *document)
{
  AzuiParametersEditor *self = g_object_new (AZUI_TYPE_PARAMETERS_EDITOR, NULL);
  AzuiFieldContext *context = azui_field_context_new (document, NULL, NULL);

  self->document = g_object_ref (document);
  self->field = azui_field_new (&parameters_spec, parameters_spec.id, context, FALSE);
  azui_field_context_unref (context);
  gtk_widget_set_parent (self->field, GTK_WIDGET (self));
  g_signal_connect_object (self->field, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  azui_parameters_editor_update (self);
  return GTK_WIDGET (self);
}
