/* azui-problems-page.h: what is wrong with the graph
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Signal: problem-activated (char *node, char *parameter).  Thread: main.
 */

#pragma once

#include <azud/document.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_PROBLEMS_PAGE (azui_problems_page_get_type ())
G_DECLARE_FINAL_TYPE (AzuiProblemsPage, azui_problems_page, AZUI, PROBLEMS_PAGE, GtkWidget)

GtkWidget *azui_problems_page_new (void);

/** azui_problems_page_update: shows the diagnostics of @document (nullable). */
void       azui_problems_page_update (AzuiProblemsPage *self, AzudDocument *document);

/** azui_problems_page_get_n_problems: errors and warnings shown. */
guint      azui_problems_page_get_n_problems (AzuiProblemsPage *self);

G_END_DECLS
