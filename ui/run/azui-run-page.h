/* azui-run-page.h: a run while it goes on and afterwards
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <azud/session.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_RUN_PAGE (azui_run_page_get_type ())
G_DECLARE_FINAL_TYPE (AzuiRunPage, azui_run_page, AZUI, RUN_PAGE, GtkWidget)

GtkWidget *azui_run_page_new (void);

/** azui_run_page_set_run: follows @run until another one or NULL is set. */
void       azui_run_page_set_run (AzuiRunPage *self, AzudRun *run);

/** azui_run_page_select_node: chooses the stage that @node belongs to among the stages. */
void       azui_run_page_select_node (AzuiRunPage *self, const char *node);

G_END_DECLS
