/* azui-lineage-view.h: where a block comes from, and from what it would be computed again
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Thread: main.
 */

#pragma once

#include <azud/run-storage.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_LINEAGE_VIEW (azui_lineage_view_get_type ())
G_DECLARE_FINAL_TYPE (AzuiLineageView, azui_lineage_view, AZUI, LINEAGE_VIEW, GtkWidget)

GtkWidget *azui_lineage_view_new (void);

/** azui_lineage_view_set: @block of @dataset; -1 = none: it says what to do. */
void       azui_lineage_view_set (AzuiLineageView *self, const AzudRunStorage *storage, const AzudRunSnapshot *snapshot, int dataset, int block);

G_END_DECLS
