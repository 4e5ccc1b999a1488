/* azui-document-page.h: what the inspector shows while nothing is selected: the pipeline itself
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <azud/document.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_DOCUMENT_PAGE (azui_document_page_get_type ())
G_DECLARE_FINAL_TYPE (AzuiDocumentPage, azui_document_page, AZUI, DOCUMENT_PAGE, GtkWidget)

/** azui_document_page_new: parameters and settings of @document; follows its changes. */
GtkWidget *azui_document_page_new (AzudDocument *document);

G_END_DECLS
