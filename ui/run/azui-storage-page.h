/* azui-storage-page.h: what a run keeps, and where
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * All datasets of a run with their blocks, and the lineage of the chosen one.  Thread: main.
 */

#pragma once

#include <azud/run-storage.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_STORAGE_PAGE (azui_storage_page_get_type ())
G_DECLARE_FINAL_TYPE (AzuiStoragePage, azui_storage_page, AZUI, STORAGE_PAGE, GtkWidget)

GtkWidget *azui_storage_page_new (void);

/** azui_storage_page_set: what @run (nullable) keeps now; @snapshot: of the same run, for names and attempts. */
void       azui_storage_page_set (AzuiStoragePage *self, AzudRun *run, const AzudRunSnapshot *snapshot);

G_END_DECLS
