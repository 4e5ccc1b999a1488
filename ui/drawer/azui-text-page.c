/* azui-text-page.c: a page of the drawer that prints the document as a text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "drawer/azui-text-page.h"

#include <adwaita.h>

typedef struct
{
  GtkWidget    *box;
  GtkWidget    *bar;
  GtkWidget    *stack;         /* the views, and "error" */
  GtkWidget    *error_page;
  AzudDocument *document;
  gboolean      active;
  gboolean      stale;
} AzuiTextPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AzuiTextPage, azui_text_page, GTK_TYPE_WIDGET)

static AzuiTextPagePrivate *
get_private (AzuiTextPage *self)
{
  return azui_text_page_get_instance_private (self);
}

static void
azui_text_page_dispose (GObject *object)
{
  AzuiTextPagePrivate *priv = get_private (AZUI_TEXT_PAGE (object));

  g_clear_object (&priv->document);
  g_clear_pointer (&priv->box, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_text_page_parent_class)->dispose (object);
}

static void
azui_text_page_class_init (AzuiTextPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = azui_text_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
azui_text_page_init (AzuiTextPage *self)
{
  AzuiTextPagePrivate *priv = get_private (self);

  priv->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (priv->box, GTK_WIDGET (self));
  priv->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (priv->bar, "toolbar");
  gtk_box_append (GTK_BOX (priv->box), priv->bar);
  priv->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (priv->stack, TRUE);
  gtk_box_append (GTK_BOX (priv->box), priv->stack);
  priv->error_page = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (priv->error_page), "dialog-warning-symbolic");
  gtk_widget_add_css_class (priv->error_page, "compact");
  gtk_stack_add_named (GTK_STACK (priv->stack), priv->error_page, "error");
}

void
azui_text_page_refresh (AzuiTextPage *self)
{
  AzuiTextPagePrivate *priv = get_private (self);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  priv->stale = !priv->active || priv->document == NULL;
  if (priv->stale || AZUI_TEXT_PAGE_GET_CLASS (self)->update (self, priv->document, &error))
    return;
  text = g_markup_escape_text (error->message, -1);
  adw_status_page_set_description (ADW_STATUS_PAGE (priv->error_page), text);
  azui_text_page_show_view (self, "error");
}

void
azui_text_page_set_document (AzuiTextPage *self,
                             AzudDocument *document)
{
  g_set_object (&get_private (self)->document, document);
  azui_text_page_refresh (self);
}

void
azui_text_page_set_active (AzuiTextPage *self,
                           gboolean      active)
{
  AzuiTextPagePrivate *priv = get_private (self);

  priv->active = active;
  if (active && priv->stale)
    azui_text_page_refresh (self);
}

AzudDocument *
azui_text_page_get_document (AzuiTextPage *self)
{
  return get_private (self)->document;
}

void
azui_text_page_add_tool (AzuiTextPage *self,
                         GtkWidget    *tool)
{
  gtk_box_append (GTK_BOX (get_private (self)->bar), tool);
}

void
azui_text_page_add_view (AzuiTextPage *self,
                         GtkWidget    *view,
                         const char   *name)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_stack_add_named (GTK_STACK (get_private (self)->stack), scrolled, name);
}

void
azui_text_page_show_view (AzuiTextPage *self,
                          const char   *name)
{
  gtk_stack_set_visible_child_name (GTK_STACK (get_private (self)->stack), name);
}

void
azui_text_page_set_error_title (AzuiTextPage *self,
                                const char   *title)
{
  adw_status_page_set_title (ADW_STATUS_PAGE (get_private (self)->error_page), title);
}
