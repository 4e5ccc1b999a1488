/* azui-drawer.h: the bottom of the window: data, problems, plan, run, code
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Signal: problem-activated (char *node, char *parameter): go there; both may be NULL.
 * Thread: main.
 */

#pragma once

#include <azud/session.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_DRAWER (azui_drawer_get_type ())
G_DECLARE_FINAL_TYPE (AzuiDrawer, azui_drawer, AZUI, DRAWER, GtkWidget)

GtkWidget *azui_drawer_new (void);

void azui_drawer_set_session (AzuiDrawer *self, AzudSession *session);
void azui_drawer_set_document (AzuiDrawer *self, AzudDocument *document);     /* nullable */

/** azui_drawer_set_port: whose data is shown; NULL = none. */
void azui_drawer_set_port (AzuiDrawer *self, const char *node, const char *port);

/** azui_drawer_set_run: the run that is shown until the next one; NULL = none. */
void azui_drawer_set_run (AzuiDrawer *self, AzudRun *run);

/** azui_drawer_show_tab: "data", "problems", "plan", "run" or "code". */
void azui_drawer_show_tab (AzuiDrawer *self, const char *name);

/** azui_drawer_get_tab: the tab that is shown. */
const char *azui_drawer_get_tab (AzuiDrawer *self);

G_END_DECLS
