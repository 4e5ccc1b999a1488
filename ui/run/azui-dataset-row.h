/* azui-dataset-row.h: a dataset of a run: what it is, how much, and its blocks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Signals `block-selected (guint)`, `lose-block (guint)`.  Thread: main.
 */

#pragma once

#include <azud/run-storage.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_DATASET_ROW (azui_dataset_row_get_type ())
G_DECLARE_FINAL_TYPE (AzuiDatasetRow, azui_dataset_row, AZUI, DATASET_ROW, GtkWidget)

GtkWidget *azui_dataset_row_new (void);

/** azui_dataset_row_set: @is_over: whether the run is: then what is not there was let go. */
void       azui_dataset_row_set (AzuiDatasetRow *self, const AzudDatasetView *dataset, gboolean is_over);

/** azui_dataset_row_select: marks a block; -1 = none.  Without a signal. */
void       azui_dataset_row_select (AzuiDatasetRow *self, int block);

G_END_DECLS
