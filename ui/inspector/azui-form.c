/* azui-form.c: the fields of one node
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-form.h"

#include "azui-i18n.h"

#include <string.h>

struct _AzuiForm
{
  GtkWidget parent_instance;

  AzuiFieldContext *context;
  GtkWidget        *box;
  GtkWidget        *advanced;      /* expander, or NULL */
  GPtrArray        *fields;        /* AzuiField, in the order of the type */
};

G_DEFINE_FINAL_TYPE (AzuiForm, azui_form, GTK_TYPE_WIDGET)

AzuiField *
azui_form_get_field (AzuiForm   *self,
                     const char *param)
{
  for (guint i = 0; i < self->fields->len; i++)
    if (g_strcmp0 (azui_field_get_spec (self->fields->pdata[i])->id, param) == 0)
      return self->fields->pdata[i];
  return NULL;
}

/* ---- what is shown when ---- */

/* "mode=overwrite": a sibling has that value. */
static gboolean
is_wanted (AzuiForm            *self,
           const AzudParamSpec *spec)
{
  const char *equals = spec->show_when != NULL ? strchr (spec->show_when, '=') : NULL;
  g_autofree char *sibling = NULL;
  AzudJson *value;

  if (equals == NULL)
    return TRUE;
  sibling = g_strndup (spec->show_when, (gsize) (equals - spec->show_when));
  value = azud_document_get_param (self->context->document, self->context->node, sibling);
  if (azud_json_get_kind (value) == AZUD_JSON_BOOLEAN)
    return azud_json_get_boolean (value, FALSE) == (strcmp (equals + 1, "true") == 0);
  return g_strcmp0 (azud_json_get_string (value), equals + 1) == 0;
}

void
azui_form_update (AzuiForm *self)
{
  gboolean any_advanced = FALSE;

  g_return_if_fail (AZUI_IS_FORM (self));

  if (azud_document_lookup_node (self->context->document, self->context->node) == NULL)
    return;
  for (guint i = 0; i < self->fields->len; i++)
    {
      AzuiField *field = self->fields->pdata[i];
      const AzudParamSpec *spec = azui_field_get_spec (field);
      gboolean wanted = is_wanted (self, spec);

      azui_field_show (field, azud_document_get_param (self->context->document, self->context->node, spec->id));
      gtk_widget_set_visible (GTK_WIDGET (field), wanted);
      any_advanced = any_advanced || (wanted && (spec->flags & AZUD_PARAM_ADVANCED) != 0);
    }
  if (self->advanced != NULL)
    gtk_widget_set_visible (self->advanced, any_advanced);
}

void
azui_form_refresh (AzuiForm *self)
{
  g_return_if_fail (AZUI_IS_FORM (self));

  for (guint i = 0; i < self->fields->len; i++)
    azui_field_refresh (self->fields->pdata[i]);
}

gboolean
azui_form_focus (AzuiForm   *self,
                 const char *path)
{
  const char *slash = path != NULL ? strchr (path, '/') : NULL;
  g_autofree char *param = slash != NULL ? g_strndup (path, (gsize) (slash - path)) : g_strdup (path);
  AzuiField *field = param != NULL ? azui_form_get_field (self, param) : self->fields->len > 0 ? self->fields->pdata[0] : NULL;

  if (field == NULL)
    return FALSE;
  if (self->advanced != NULL && (azui_field_get_spec (field)->flags & AZUD_PARAM_ADVANCED) != 0)
    gtk_expander_set_expanded (GTK_EXPANDER (self->advanced), TRUE);
  return azui_field_focus (field, slash != NULL ? slash + 1 : NULL);
}

/* ---- making ---- */

static void
changed_cb (AzuiForm  *self,
            AzudJson  *value,
            AzuiField *field)
{
  azud_document_set_param (self->context->document, self->context->node, azui_field_get_spec (field)->id, value);
}

static GtkWidget *
get_advanced_box (AzuiForm *self)
{
  if (self->advanced == NULL)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

      self->advanced = gtk_expander_new (_("More Options"));
      gtk_widget_add_css_class (self->advanced, "azui-more");
      gtk_widget_set_margin_top (box, 12);
      gtk_expander_set_child (GTK_EXPANDER (self->advanced), box);
    }
  return gtk_expander_get_child (GTK_EXPANDER (self->advanced));
}

static void
azui_form_dispose (GObject *object)
{
  AzuiForm *self = AZUI_FORM (object);

  g_ptr_array_set_size (self->fields, 0);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_form_parent_class)->dispose (object);
}

static void
azui_form_finalize (GObject *object)
{
  AzuiForm *self = AZUI_FORM (object);

  g_ptr_array_unref (self->fields);
  g_clear_pointer (&self->context, azui_field_context_unref);
  G_OBJECT_CLASS (azui_form_parent_class)->finalize (object);
}

static void
azui_form_class_init (AzuiFormClass *class)
{
  G_OBJECT_CLASS (class)->dispose = azui_form_dispose;
  G_OBJECT_CLASS (class)->finalize = azui_form_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
azui_form_init (AzuiForm *self)
{
  self->fields = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
azui_form_new (const AzudNodeType *type,
               AzuiFieldContext   *context)
{
  AzuiForm *self = g_object_new (AZUI_TYPE_FORM, NULL);

  self->context = azui_field_context_ref (context);
  for (const AzudParamSpec *spec = type->params; spec->id != NULL; spec++)
    {
      GtkWidget *field = azui_field_new (spec, spec->id, context, FALSE);
      gboolean advanced = (spec->flags & AZUD_PARAM_ADVANCED) != 0;

      g_signal_connect_object (field, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (advanced ? get_advanced_box (self) : self->box), field);
      g_ptr_array_add (self->fields, field);
    }
  if (self->advanced != NULL)
    gtk_box_append (GTK_BOX (self->box), self->advanced);
  azui_form_update (self);
  azui_form_refresh (self);
  return GTK_WIDGET (self);
}
