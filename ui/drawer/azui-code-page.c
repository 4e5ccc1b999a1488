/* azui-code-page.c: the pipeline as a script
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-i18n.h"
#include "drawer/azui-code-page.h"
#include "drawer/azui-text-view.h"

#include <adwaita.h>

static const char *const targets[] = { "pyspark", "glue" };

struct _AzuiCodePage
{
  GtkWidget     parent_instance;
  GtkWidget    *box;
  GtkWidget    *target;
  GtkWidget    *copy;
  GtkWidget    *stack;
  GtkWidget    *text;
  GtkWidget    *error_page;
  AzudDocument *document;
  gboolean      active;
  gboolean      stale;
};

G_DEFINE_FINAL_TYPE (AzuiCodePage, azui_code_page, GTK_TYPE_WIDGET)

static void
update (AzuiCodePage *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!self->active || self->document == NULL)
    {
      self->stale = TRUE;
      return;
    }
  self->stale = FALSE;
  text = azud_document_export (self->document, targets[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->target))], &error);
  gtk_widget_set_sensitive (self->copy, text != NULL);
  if (text == NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (ADW_STATUS_PAGE (self->error_page), escaped);
    }
  else
    azui_text_view_set_text (self->text, text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), text != NULL ? "text" : "error");
}

static void
copy_cb (AzuiCodePage *self)
{
  g_autofree char *text = azui_text_view_dup_text (self->text);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
azui_code_page_dispose (GObject *object)
{
  AzuiCodePage *self = AZUI_CODE_PAGE (object);

  g_clear_object (&self->document);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_code_page_parent_class)->dispose (object);
}

static void
azui_code_page_class_init (AzuiCodePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = azui_code_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
azui_code_page_init (AzuiCodePage *self)
{
  const char *names[] = { "PySpark", "AWS Glue", NULL };
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->target = gtk_drop_down_new_from_strings (names);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->target), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Which script"), -1);
  self->copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_tooltip_text (self->copy, _("Copy"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy the script"), -1);
  gtk_widget_add_css_class (bar, "toolbar");
  gtk_box_append (GTK_BOX (bar), self->target);
  gtk_box_append (GTK_BOX (bar), self->copy);
  gtk_box_append (GTK_BOX (self->box), bar);

  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  self->text = azui_text_view_new ("python3", _("Script"));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->text);
  self->error_page = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->error_page), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->error_page), _("No script yet"));
  gtk_widget_add_css_class (self->error_page, "compact");
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, "text");
  gtk_stack_add_named (GTK_STACK (self->stack), self->error_page, "error");
  gtk_box_append (GTK_BOX (self->box), self->stack);
  g_signal_connect_swapped (self->target, "notify::selected", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (copy_cb), self);
}

GtkWidget *
azui_code_page_new (void)
{
  return g_object_new (AZUI_TYPE_CODE_PAGE, NULL);
}

void
azui_code_page_set_document (AzuiCodePage *self,
                             AzudDocument *document)
{
  g_set_object (&self->document, document);
  update (self);
}

void
azui_code_page_set_active (AzuiCodePage *self,
                           gboolean      active)
{
  self->active = active;
  if (active && self->stale)
    update (self);
}

void
azui_code_page_refresh (AzuiCodePage *self)
{
  update (self);
}

char *
azui_code_page_dup_text (AzuiCodePage *self)
{
  return azui_text_view_dup_text (self->text);
}
