/* azui-text-page.h: a page of the drawer that prints the document as a text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A bar, and below it the text, or why there is none.  Works only while it is seen: a change meanwhile makes it stale, and it is
 * brought up to date when it is shown.  Thread: main.
 */

#pragma once

#include <azud/document.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_TEXT_PAGE (azui_text_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (AzuiTextPage, azui_text_page, AZUI, TEXT_PAGE, GtkWidget)

struct _AzuiTextPageClass
{
  GtkWidgetClass parent_class;

  /* Prints @document and shows it; FALSE with @error: the page shows that instead. */
  gboolean (*update) (AzuiTextPage *self, AzudDocument *document, GError **error);
};

void          azui_text_page_set_document (AzuiTextPage *self, AzudDocument *document);
void          azui_text_page_set_active (AzuiTextPage *self, gboolean active);

/** azui_text_page_refresh: the document, or what is asked of it, is another now. */
void          azui_text_page_refresh (AzuiTextPage *self);

/** azui_text_page_get_document: (nullable) */
AzudDocument *azui_text_page_get_document (AzuiTextPage *self);

/* For the pages themselves. */

/** azui_text_page_add_tool: puts @tool at the end of the bar. */
void          azui_text_page_add_tool (AzuiTextPage *self, GtkWidget *tool);

/** azui_text_page_add_view: a view, scrolled, that azui_text_page_show_view() finds by its name. */
void          azui_text_page_add_view (AzuiTextPage *self, GtkWidget *view, const char *name);
void          azui_text_page_show_view (AzuiTextPage *self, const char *name);

/** azui_text_page_set_error_title: what stands over an error. */
void          azui_text_page_set_error_title (AzuiTextPage *self, const char *title);

G_END_DECLS
