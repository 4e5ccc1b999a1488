/* azui-code-page.c: the pipeline as a script
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-i18n.h"
#include "drawer/azui-code-page.h"
#include "drawer/azui-text-view.h"

static const char *const targets[] = { "pyspark", "glue" };

struct _AzuiCodePage
{
  AzuiTextPage  parent_instance;
  GtkWidget    *target;
  GtkWidget    *copy;
  GtkWidget    *text;
};

G_DEFINE_FINAL_TYPE (AzuiCodePage, azui_code_page, AZUI_TYPE_TEXT_PAGE)

static gboolean
azui_code_page_update (AzuiTextPage *page,
                       AzudDocument *document,
                       GError      **error)
{
  AzuiCodePage *self = AZUI_CODE_PAGE (page);
  g_autofree char *text = azud_document_export (document, targets[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->target))], error);

  gtk_widget_set_sensitive (self->copy, text != NULL);
  if (text == NULL)
    return FALSE;
  azui_text_view_set_text (self->text, text);
  azui_text_page_show_view (page, "text");
  return TRUE;
}

static void
copy_cb (AzuiCodePage *self)
{
  g_autofree char *text = azui_text_view_dup_text (self->text);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
azui_code_page_class_init (AzuiCodePageClass *klass)
{
  AZUI_TEXT_PAGE_CLASS (klass)->update = azui_code_page_update;
}

static void
azui_code_page_init (AzuiCodePage *self)
{
  const char *names[] = { "PySpark", "AWS Glue", NULL };
  AzuiTextPage *page = AZUI_TEXT_PAGE (self);

  self->target = gtk_drop_down_new_from_strings (names);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->target), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Which script"), -1);
  self->copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_tooltip_text (self->copy, _("Copy"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy the script"), -1);
  self->text = azui_text_view_new ("python3", _("Script"));
  azui_text_page_add_tool (page, self->target);
  azui_text_page_add_tool (page, self->copy);
  azui_text_page_add_view (page, self->text, "text");
  azui_text_page_set_error_title (page, _("No script yet"));
  g_signal_connect_swapped (self->target, "notify::selected", G_CALLBACK (azui_text_page_refresh), self);
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (copy_cb), self);
}

GtkWidget *
azui_code_page_new (void)
{
  return g_object_new (AZUI_TYPE_CODE_PAGE, NULL);
}

char *
azui_code_page_dup_text (AzuiCodePage *self)
{
  return azui_text_view_dup_text (self->text);
}
