/* azui-inspector.c: the form of what is selected
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-inspector.h"

#include "inspector/azui-document-page.h"
#include "inspector/azui-form.h"
#include "inspector/azui-schema-view.h"

#include "azui-i18n.h"

struct _AzuiInspector
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *content;         /* everything of one selection, or NULL */

  AzudDocument     *document;
  AzudSession      *session;
  char            **ids;      /* selected, at least the terminator */
  AzuiFieldContext *context;  /* of the form, or NULL */

  /* of one node; NULL else */
  GtkWidget *title;
  GtkWidget *name;
  GtkWidget *faults;          /* box of labels: faults of the node as a whole */
  GtkWidget *form;
  GPtrArray *schemas;         /* AzuiSchemaView, one an output */
  gboolean   showing;
};

G_DEFINE_FINAL_TYPE (AzuiInspector, azui_inspector, GTK_TYPE_WIDGET)

static const AzudNode *
get_single_node (AzuiInspector *self)
{
  if (self->document == NULL || self->ids == NULL || self->ids[0] == NULL || self->ids[1] != NULL)
    return NULL;
  return azud_document_lookup_node (self->document, self->ids[0]);
}

const char *
azui_inspector_get_node (AzuiInspector *self)
{
  const AzudNode *node = get_single_node (self);

  return node != NULL ? node->id : NULL;
}

static GtkWidget *
append_label (GtkWidget  *box,
              const char *text,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* ---- one node ---- */

/* Faults that belong to no field. */
static void
update_faults (AzuiInspector *self)
{
  const AzudNode *node = get_single_node (self);
  guint n = azud_document_get_n_diagnostics (self->document);
  GtkWidget *child;
  gboolean any = FALSE;

  while ((child = gtk_widget_get_first_child (self->faults)) != NULL)
    gtk_box_remove (GTK_BOX (self->faults), child);
  for (guint i = 0; i < n && node != NULL; i++)
    {
      const AzudDiagnostic *fault = azud_document_get_diagnostic (self->document, i);
      g_autofree char *text = NULL;
      GtkWidget *label;

      if (g_strcmp0 (fault->node, node->id) != 0 || fault->parameter != NULL)
        continue;
      text = fault->hint != NULL ? g_strdup_printf ("%s %s", fault->message, fault->hint) : g_strdup (fault->message);
      label = append_label (self->faults, text, "azui-fault-box");
      gtk_widget_add_css_class (label, fault->severity == AZUD_SEVERITY_ERROR ? "error" : fault->severity == AZUD_SEVERITY_WARNING ? "warning" : "info");
      any = TRUE;
    }
  gtk_widget_set_visible (self->faults, any);
}

static void
update_schemas (AzuiInspector *self)
{
  const AzudNode *node = get_single_node (self);

  for (guint i = 0; node != NULL && node->type != NULL && i < self->schemas->len; i++)
    {
      guint n;
      const AzudColumn *columns = azud_document_get_schema (self->document, node->id, node->type->outputs[i].id, &n);

      azui_schema_view_set_columns (self->schemas->pdata[i], columns, n);
    }
}

static void
update_name (AzuiInspector *self)
{
  const AzudNode *node = get_single_node (self);

  if (node == NULL || self->name == NULL || g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->name)), node->label) == 0)
    return;
  /* an emptied entry stays empty while it is being typed in: the label has then become the type's own */
  if (gtk_editable_get_text (GTK_EDITABLE (self->name))[0] == '\0' && gtk_widget_get_focus_child (self->name) != NULL)
    return;
  self->showing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name), node->label);
  self->showing = FALSE;
}

static void
name_changed_cb (AzuiInspector *self)
{
  const AzudNode *node = get_single_node (self);
  g_autofree char *id = node != NULL ? g_strdup (node->id) : NULL;

  if (!self->showing && id != NULL)
    azud_document_set_label (self->document, id, gtk_editable_get_text (GTK_EDITABLE (self->name)));
}

static void
add_header (AzuiInspector  *self,
            const AzudNode *node)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->title = append_label (header, node->type != NULL ? azud_node_type_get_label (node->type) : node->type_id, "title-3");
  append_label (header, node->type != NULL ? azud_node_type_get_summary (node->type)
                                           : _("This version of Azud does not know nodes of this type. It is kept as it is."),
                "azui-field-help");
  gtk_box_append (GTK_BOX (self->content), header);
}

static void
add_name (AzuiInspector *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 5);

  append_label (box, _("Name"), "azui-field-label");
  self->name = gtk_entry_new ();
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->name), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name"), -1);
  gtk_box_append (GTK_BOX (box), self->name);
  gtk_box_append (GTK_BOX (self->content), box);
  update_name (self);
  g_signal_connect_object (self->name, "changed", G_CALLBACK (name_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->name, "notify::has-focus", G_CALLBACK (update_name), self, G_CONNECT_SWAPPED);
}

static void
add_schemas (AzuiInspector      *self,
             const AzudNodeType *type)
{
  for (const AzudPortSpec *port = type->outputs; port->id != NULL; port++)
    {
      gboolean only = type->outputs[1].id == NULL;
      const char *label = port->label != NULL ? g_dgettext (GETTEXT_PACKAGE, port->label) : port->id;
      g_autofree char *title = only ? g_strdup (_("Output Columns")) : g_strdup_printf (_("Output Columns: %s"), label);
      GtkWidget *view = azui_schema_view_new (title);

      g_ptr_array_add (self->schemas, view);
      gtk_box_append (GTK_BOX (self->content), view);
    }
}

static void
show_node (AzuiInspector  *self,
           const AzudNode *node)
{
  const AzudNodeType *type = node->type;

  self->context = azui_field_context_new (self->document, self->session, node->id);
  add_header (self, node);
  add_name (self);
  self->faults = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->content), self->faults);
  if (type != NULL)
    {
      self->form = azui_form_new (type, self->context);
      gtk_box_append (GTK_BOX (self->content), self->form);
      add_schemas (self, type);
    }
  update_faults (self);
  update_schemas (self);
}

/* ---- several, none ---- */

static void
set_disabled (AzuiInspector *self,
              gboolean       disabled)
{
  azud_document_begin (self->document, disabled ? _("Disable") : _("Enable"));
  for (guint i = 0; self->ids[i] != NULL; i++)
    if (azud_document_lookup_node (self->document, self->ids[i]) != NULL)
      azud_document_set_disabled (self->document, self->ids[i], disabled);
  azud_document_end (self->document);
}

static void
disable_cb (AzuiInspector *self)
{
  set_disabled (self, TRUE);
}

static void
enable_cb (AzuiInspector *self)
{
  set_disabled (self, FALSE);
}

static void
remove_cb (AzuiInspector *self)
{
  g_auto (GStrv) ids = g_strdupv (self->ids);

  azud_document_remove_nodes (self->document, (const char *const *) ids);
}

static void
append_button (AzuiInspector *self,
               const char    *label,
               GCallback      callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->content), button);
}

static void
show_several (AzuiInspector *self)
{
  guint n = g_strv_length (self->ids);
  g_autofree char *title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u node selected", "%u nodes selected", n), n);

  append_label (self->content, title, "title-3");
  append_button (self, _("Disable"), G_CALLBACK (disable_cb));
  append_button (self, _("Enable"), G_CALLBACK (enable_cb));
  append_button (self, _("Remove"), G_CALLBACK (remove_cb));
}

static void
rebuild (AzuiInspector *self)
{
  const AzudNode *node = get_single_node (self);

  self->title = self->name = self->faults = self->form = NULL;
  g_ptr_array_set_size (self->schemas, 0);
  g_clear_pointer (&self->context, azui_field_context_unref);
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_add_css_class (self->content, "azui-inspector-content");
  if (node != NULL)
    show_node (self, node);
  else if (self->ids != NULL && self->ids[0] != NULL && self->ids[1] != NULL)
    show_several (self);
  else if (self->document != NULL)
    gtk_box_append (GTK_BOX (self->content), azui_document_page_new (self->document));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->content);
}

/* ---- following the document ---- */

static void
node_changed_cb (AzuiInspector *self,
                 const char    *id,
                 const char    *what)
{
  if (self->form == NULL && self->name == NULL)
    return;
  if (g_strcmp0 (self->ids[0], id) != 0)
    return;
  if (g_str_equal (what, "label"))
    update_name (self);
  else if (g_str_equal (what, "params") && self->form != NULL)
    azui_form_update (AZUI_FORM (self->form));
}

static void
node_removed_cb (AzuiInspector *self,
                 const char    *id)
{
  if (self->ids != NULL && g_strv_contains ((const char *const *) self->ids, id))
    azui_inspector_set_selection (self, NULL);
}

static void
analysed_cb (AzuiInspector *self)
{
  if (get_single_node (self) == NULL || self->name == NULL)
    return;
  if (self->form != NULL)
    azui_form_refresh (AZUI_FORM (self->form));
  update_faults (self);
  update_schemas (self);
}

static void
reloaded_cb (AzuiInspector *self)
{
  azui_inspector_set_selection (self, NULL);
  rebuild (self);
}

void
azui_inspector_set_document (AzuiInspector *self,
                             AzudDocument  *document)
{
  g_return_if_fail (AZUI_IS_INSPECTOR (self));

  if (self->document == document)
    return;
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_set_object (&self->document, document);
  g_clear_pointer (&self->ids, g_strfreev);
  if (document != NULL)
    {
      g_signal_connect_object (document, "node-changed", G_CALLBACK (node_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (document, "node-removed", G_CALLBACK (node_removed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (document, "analysed", G_CALLBACK (analysed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (document, "reloaded", G_CALLBACK (reloaded_cb), self, G_CONNECT_SWAPPED);
    }
  rebuild (self);
}

void
azui_inspector_set_session (AzuiInspector *self,
                            AzudSession   *session)
{
  g_return_if_fail (AZUI_IS_INSPECTOR (self));

  if (g_set_object (&self->session, session))
    rebuild (self);
}

static gboolean
same_selection (AzuiInspector     *self,
                const char *const *ids)
{
  static const char *const none[] = { NULL };
  const char *const *old = self->ids != NULL ? (const char *const *) self->ids : none;

  return g_strv_equal (old, ids != NULL ? ids : none);
}

void
azui_inspector_set_selection (AzuiInspector     *self,
                              const char *const *ids)
{
  g_return_if_fail (AZUI_IS_INSPECTOR (self));

  if (same_selection (self, ids))
    return;
  g_strfreev (self->ids);
  self->ids = g_strdupv ((char **) ids);
  rebuild (self);
}

void
azui_inspector_set_node (AzuiInspector *self,
                         const char    *id)
{
  const char *const ids[] = { id, NULL };

  azui_inspector_set_selection (self, ids);
}

void
azui_inspector_focus_param (AzuiInspector *self,
                            const char    *param)
{
  g_return_if_fail (AZUI_IS_INSPECTOR (self));

  if (param != NULL && self->form != NULL)
    azui_form_focus (AZUI_FORM (self->form), param);
  else if (self->name != NULL)
    gtk_widget_grab_focus (self->name);
}

/* ---- life ---- */

static void
azui_inspector_dispose (GObject *object)
{
  AzuiInspector *self = AZUI_INSPECTOR (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->context, azui_field_context_unref);
  g_clear_object (&self->document);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (azui_inspector_parent_class)->dispose (object);
}

static void
azui_inspector_finalize (GObject *object)
{
  AzuiInspector *self = AZUI_INSPECTOR (object);

  g_ptr_array_unref (self->schemas);
  g_strfreev (self->ids);
  G_OBJECT_CLASS (azui_inspector_parent_class)->finalize (object);
}

static void
azui_inspector_class_init (AzuiInspectorClass *class)
{
  G_OBJECT_CLASS (class)->dispose = azui_inspector_dispose;
  G_OBJECT_CLASS (class)->finalize = azui_inspector_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "azui-inspector");
}

static void
azui_inspector_init (AzuiInspector *self)
{
  self->schemas = g_ptr_array_new ();
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_widget_set_size_request (GTK_WIDGET (self), 260, -1);
  rebuild (self);
}

GtkWidget *
azui_inspector_new (void)
{
  return g_object_new (AZUI_TYPE_INSPECTOR, NULL);
}
