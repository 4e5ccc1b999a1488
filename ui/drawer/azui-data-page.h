/* azui-data-page.h: the data that leaves the selected port
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Asks for a preview a moment after the last change, only while it is seen; an older answer stays until the new one comes.
 * Signal: status-changed ().  Thread: main.
 */

#pragma once

#include <azud/session.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_DATA_PAGE (azui_data_page_get_type ())
G_DECLARE_FINAL_TYPE (AzuiDataPage, azui_data_page, AZUI, DATA_PAGE, GtkWidget)

GtkWidget  *azui_data_page_new (void);
void        azui_data_page_set_session (AzuiDataPage *self, AzudSession *session);
void        azui_data_page_set_document (AzuiDataPage *self, AzudDocument *document);
void        azui_data_page_set_port (AzuiDataPage *self, const char *node, const char *port);
void        azui_data_page_set_active (AzuiDataPage *self, gboolean active);
void        azui_data_page_refresh (AzuiDataPage *self);

/** azui_data_page_get_status: "first 200 of 41,283 rows · whole input · 38 ms", or NULL. */
const char *azui_data_page_get_status (AzuiDataPage *self);

/** azui_data_page_get_preview: what is shown, or NULL. */
const AzudPreview *azui_data_page_get_preview (AzuiDataPage *self);

G_END_DECLS
