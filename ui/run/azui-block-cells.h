/* azui-block-cells.h: the blocks of a dataset as cells
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A small square a block, coloured by where it is.  A click, or the arrow keys, choose one: signal `block-selected (guint)`.  Where the
 * build can lose blocks, a menu offers it: signal `lose-block (guint)`.  Thread: main.
 */

#pragma once

#include <azud/run-storage.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_BLOCK_CELLS (azui_block_cells_get_type ())
G_DECLARE_FINAL_TYPE (AzuiBlockCells, azui_block_cells, AZUI, BLOCK_CELLS, GtkWidget)

GtkWidget *azui_block_cells_new (void);

/** azui_block_cells_set: @blocks (array length=n) are copied. */
void       azui_block_cells_set (AzuiBlockCells *self, const AzudBlockView *blocks, guint n);

/** azui_block_cells_set_can_lose: whether there is a run that could lose one. */
void       azui_block_cells_set_can_lose (AzuiBlockCells *self, gboolean can_lose);

/** azui_block_cells_select: marks one; -1 = none.  Without a signal. */
void       azui_block_cells_select (AzuiBlockCells *self, int block);

/** azui_block_cells_get_area: where a block is drawn. */
void       azui_block_cells_get_area (AzuiBlockCells *self, guint block, graphene_rect_t *area);

/** azui_block_cells_describe: "in memory, being read", translated.  (transfer full) */
char      *azui_block_cells_describe (const AzudBlockView *block);

G_END_DECLS
