/* azui-recent.h: the menu of recent pipelines and samples
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Thread: main.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_FILE_TYPE "application/vnd.azud.pipeline+json"

/** azui_recent_add: remembers that @path was opened or saved. */
void azui_recent_add (const char *path);

/** azui_recent_make_menu: recent pipelines and a submenu of samples; items call app.open-path (s).  A new model each time: a popover
 * that is refilled warns of submenus it has already.  (transfer full) */
GMenuModel *azui_recent_make_menu (void);

/** azui_samples_dup_folder: where the samples are, or NULL.  (transfer full) */
char *azui_samples_dup_folder (void);

G_END_DECLS
