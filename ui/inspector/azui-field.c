/* azui-field.c: the form's widget for one parameter
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-field.h"

#include "azui-i18n.h"

#include <string.h>

struct _AzuiField
{
  GtkWidget parent_instance;

  const AzudParamSpec *spec;
  const AzuiFieldKind *kind;
  AzuiFieldContext    *context;
  char                *path;
  gboolean             compact;
  guint                showing;
  AzudJson            *value;
  gpointer             state;
  char                *own_fault;

  GtkWidget           *box;
  GtkWidget           *control;
  GtkWidget           *fault;      /* label below the control */
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AzuiField, azui_field, GTK_TYPE_WIDGET)

static const AzuiFieldKind *const kinds[] = {
  [AZUD_PARAM_TEXT] = &azui_field_text,
  [AZUD_PARAM_MULTILINE] = &azui_field_multiline,
  [AZUD_PARAM_BOOLEAN] = &azui_field_boolean,
  [AZUD_PARAM_INTEGER] = &azui_field_integer,
  [AZUD_PARAM_NUMBER] = &azui_field_number,
  [AZUD_PARAM_CHOICE] = &azui_field_choice,
  [AZUD_PARAM_EXPRESSION] = &azui_field_expression,
  [AZUD_PARAM_COLUMN] = &azui_field_column,
  [AZUD_PARAM_COLUMNS] = &azui_field_columns,
  [AZUD_PARAM_TYPE] = &azui_field_type,
  [AZUD_PARAM_INPUT_PATH] = &azui_field_input_path,
  [AZUD_PARAM_OUTPUT_PATH] = &azui_field_output_path,
  [AZUD_PARAM_LIST] = &azui_field_list,
  [AZUD_PARAM_SCHEMA] = &azui_field_schema,
  [AZUD_PARAM_TABLE] = &azui_field_table,
};

/* ---- the context ---- */

AzuiFieldContext *
azui_field_context_new (AzudDocument *document,
                        AzudSession  *session,
                        const char   *node)
{
  AzuiFieldContext *context = g_rc_box_new0 (AzuiFieldContext);

  context->document = g_object_ref (document);
  context->session = session != NULL ? g_object_ref (session) : NULL;
  context->node = g_strdup (node);
  return context;
}

AzuiFieldContext *
azui_field_context_ref (AzuiFieldContext *context)
{
  return g_rc_box_acquire (context);
}

static void
clear_context (gpointer data)
{
  AzuiFieldContext *context = data;

  g_clear_object (&context->document);
  g_clear_object (&context->session);
  g_free (context->node);
}

void
azui_field_context_unref (AzuiFieldContext *context)
{
  g_rc_box_release_full (context, clear_context);
}

/* ---- looking ---- */

const AzudParamSpec *
azui_field_get_spec (AzuiField *self)
{
  return self->spec;
}

const char *
azui_field_get_path (AzuiField *self)
{
  return self->path;
}

AzuiFieldContext *
azui_field_get_context (AzuiField *self)
{
  return self->context;
}

gboolean
azui_field_is_compact (AzuiField *self)
{
  return self->compact;
}

GtkWidget *
azui_field_get_control (AzuiField *self)
{
  return self->control;
}

gpointer
azui_field_get_state (AzuiField *self)
{
  return self->state;
}

gboolean
azui_field_is_showing (AzuiField *self)
{
  return self->showing > 0;
}

AzudJson *
azui_field_get_value (AzuiField *self)
{
  return self->value;
}

/* ---- values ---- */

static gboolean
same_value (const AzudJson *a,
            const AzudJson *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return azud_json_equal (a, b);
}

static void
keep_value (AzuiField *self,
            AzudJson  *value)
{
  AzudJson *old = self->value;

  self->value = value != NULL ? azud_json_ref (value) : NULL;
  g_clear_pointer (&old, azud_json_unref);
}

void
azui_field_show (AzuiField *self,
                 AzudJson  *value)
{
  g_return_if_fail (AZUI_IS_FIELD (self));

  if (same_value (self->value, value))
    return;
  keep_value (self, value);
  self->showing++;
  azui_field_set_own_fault (self, NULL);
  self->kind->show (self, value);
  self->showing--;
}

void
azui_field_change (AzuiField *self,
                   AzudJson  *value)
{
  g_autoptr (AzudJson) taken = value;

  if (self->showing > 0 || same_value (self->value, taken))
    return;
  keep_value (self, taken);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, taken);
}

void
azui_field_change_and_show (AzuiField *self,
                            AzudJson  *value)
{
  g_autoptr (AzudJson) shown = value != NULL ? azud_json_ref (value) : NULL;

  azui_field_change (self, value);
  self->showing++;
  self->kind->show (self, shown);
  if (self->kind->refresh != NULL)
    self->kind->refresh (self);
  self->showing--;
}

/* ---- what the document says ---- */

const AzudColumn *
azui_field_list_columns (AzuiField *self,
                         guint     *n)
{
  *n = 0;
  if (self->context->node == NULL || azud_document_lookup_node (self->context->document, self->context->node) == NULL)
    return NULL;
  return azud_document_get_input_schema (self->context->document, self->context->node, self->spec->port, n);
}

const AzudDiagnostic *
azui_field_get_fault (AzuiField *self)
{
  AzudDocument *document = self->context->document;
  const AzudDiagnostic *worst = NULL;
  guint n = azud_document_get_n_diagnostics (document);

  for (guint i = 0; i < n; i++)
    {
      const AzudDiagnostic *fault = azud_document_get_diagnostic (document, i);

      if (g_strcmp0 (fault->node, self->context->node) != 0 || g_strcmp0 (fault->parameter, self->path) != 0)
        continue;
      if (worst == NULL || fault->severity > worst->severity)
        worst = fault;
    }
  return worst;
}

static void
update_fault (AzuiField *self)
{
  const AzudDiagnostic *fault = azui_field_get_fault (self);
  const char *message = self->own_fault != NULL ? self->own_fault : fault != NULL ? fault->message : NULL;
  gboolean error = self->own_fault != NULL || (fault != NULL && fault->severity == AZUD_SEVERITY_ERROR);
  gboolean warning = !error && fault != NULL && fault->severity == AZUD_SEVERITY_WARNING;

  gtk_widget_set_visible (self->fault, message != NULL);
  if (message != NULL)
    {
      g_autofree char *text = self->own_fault == NULL && fault->hint != NULL ? g_strdup_printf ("%s %s", message, fault->hint)
                                                                            : g_strdup (message);

      gtk_label_set_text (GTK_LABEL (self->fault), text);
    }
  (error ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->fault, "error");
  (warning ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->fault, "warning");
  (error ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->control, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_STATE_INVALID,
                               error ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

void
azui_field_set_own_fault (AzuiField  *self,
                          const char *message)
{
  if (g_strcmp0 (self->own_fault, message) == 0)
    return;
  g_free (self->own_fault);
  self->own_fault = g_strdup (message);
  update_fault (self);
}

void
azui_field_refresh (AzuiField *self)
{
  g_return_if_fail (AZUI_IS_FIELD (self));

  self->showing++;
  if (self->kind->refresh != NULL)
    self->kind->refresh (self);
  self->showing--;
  update_fault (self);
  if (self->kind->mark != NULL)
    self->kind->mark (self);
}

gboolean
azui_field_focus (AzuiField  *self,
                  const char *rest)
{
  g_return_val_if_fail (AZUI_IS_FIELD (self), FALSE);

  if (self->kind->focus != NULL)
    return self->kind->focus (self, rest);
  return gtk_widget_grab_focus (self->control) || gtk_widget_child_focus (self->control, GTK_DIR_TAB_FORWARD);
}

void
azui_field_name (AzuiField *self,
                 GtkWidget *widget)
{
  const char *label = azud_param_spec_get_label (self->spec);
  const char *help = azud_param_spec_get_help (self->spec);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (help != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, help, -1);
}

/* ---- making ---- */

static GtkWidget *
make_label (AzuiField *self)
{
  GtkWidget *label = gtk_label_new (azud_param_spec_get_label (self->spec));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "azui-field-label");
  return label;
}

static GtkWidget *
make_help (AzuiField *self)
{
  const char *help = azud_param_spec_get_help (self->spec);
  GtkWidget *label;

  if (help == NULL)
    return NULL;
  label = gtk_label_new (help);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "azui-field-help");
  return label;
}

static void
add_fault (AzuiField *self)
{
  self->fault = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->fault), 0);
  gtk_label_set_wrap (GTK_LABEL (self->fault), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->fault), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->fault, "azui-field-fault");
  gtk_widget_set_visible (self->fault, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->fault);
}

static void
arrange_row (AzuiField *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *help = self->compact ? NULL : make_help (self);

  gtk_box_append (GTK_BOX (texts), make_label (self));
  if (help != NULL)
    gtk_box_append (GTK_BOX (texts), help);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->control, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (GTK_BOX (row), self->control);
  gtk_box_append (GTK_BOX (self->box), row);
  add_fault (self);
}

static void
arrange_stacked (AzuiField *self)
{
  GtkWidget *help = self->compact ? NULL : make_help (self);

  if (!self->compact)
    gtk_box_append (GTK_BOX (self->box), make_label (self));
  gtk_box_append (GTK_BOX (self->box), self->control);
  add_fault (self);
  if (help != NULL)
    gtk_box_append (GTK_BOX (self->box), help);
}

/* GTK shows tooltips below the pointer, over the next field: whoever is at work in this one has read it, and goes on to that one. */
static gboolean
help_tooltip_cb (GtkWidget  *control,
                 int         x,
                 int         y,
                 gboolean    keyboard,
                 GtkTooltip *tooltip,
                 AzuiField  *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (control));

  if (!keyboard && focus != NULL && (focus == control || gtk_widget_is_ancestor (focus, control)))
    return FALSE;
  gtk_tooltip_set_text (tooltip, azud_param_spec_get_help (self->spec));
  return TRUE;
}

static void
arrange (AzuiField *self)
{
  self->control = self->kind->build (self);
  if (self->kind->layout == AZUI_LAYOUT_ROW)
    arrange_row (self);
  else
    arrange_stacked (self);
  if (self->compact && azud_param_spec_get_help (self->spec) != NULL)
    {
      gtk_widget_set_has_tooltip (self->control, TRUE);
      g_signal_connect_object (self->control, "query-tooltip", G_CALLBACK (help_tooltip_cb), self, 0);
    }
}

static void
azui_field_dispose (GObject *object)
{
  AzuiField *self = AZUI_FIELD (object);

  if (self->state != NULL && self->kind->clear != NULL)
    self->kind->clear (self);
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_field_parent_class)->dispose (object);
}

static void
azui_field_finalize (GObject *object)
{
  AzuiField *self = AZUI_FIELD (object);

  g_clear_pointer (&self->value, azud_json_unref);
  g_free (self->path);
  g_free (self->own_fault);
  g_clear_pointer (&self->context, azui_field_context_unref);
  G_OBJECT_CLASS (azui_field_parent_class)->finalize (object);
}

static void
azui_field_class_init (AzuiFieldClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = azui_field_dispose;
  object_class->finalize = azui_field_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", AZUI_TYPE_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "azui-field");
}

static void
azui_field_init (AzuiField *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 5);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
azui_field_new (const AzudParamSpec *spec,
                const char          *path,
                AzuiFieldContext    *context,
                gboolean             compact)
{
  AzuiField *self;

  g_return_val_if_fail (spec != NULL && spec->kind < G_N_ELEMENTS (kinds), NULL);

  self = g_object_new (AZUI_TYPE_FIELD, NULL);
  self->spec = spec;
  self->kind = kinds[spec->kind];
  self->context = azui_field_context_ref (context);
  self->path = g_strdup (path);
  self->compact = compact;
  self->state = g_malloc0 (MAX (self->kind->state_size, 1));
  self->showing++;
  arrange (self);
  self->kind->show (self, NULL);
  if (self->kind->refresh != NULL)
    self->kind->refresh (self);
  self->showing--;
  return GTK_WIDGET (self);
}
