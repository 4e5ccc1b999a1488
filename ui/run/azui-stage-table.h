/* azui-stage-table.h: the stages of a run and their figures
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A row a stage: state, tasks, attempts, what failed, was repeated or copied, bytes through exchanges and to disk.  Signal
 * `stage-selected (int id)`.  Thread: main.
 */

#pragma once

#include <azud/session.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_STAGE_TABLE (azui_stage_table_get_type ())
G_DECLARE_FINAL_TYPE (AzuiStageTable, azui_stage_table, AZUI, STAGE_TABLE, GtkWidget)

GtkWidget *azui_stage_table_new (void);

/** azui_stage_table_set_snapshot: NULL empties it.  The selection stays on its stage. */
void       azui_stage_table_set_snapshot (AzuiStageTable *self, const AzudRunSnapshot *snapshot);

/** azui_stage_table_get_stage: the selected one, or -1. */
int        azui_stage_table_get_stage (AzuiStageTable *self);
void       azui_stage_table_select (AzuiStageTable *self, int stage);

G_END_DECLS
