/* azui-palette.h: the searchable list of node types
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Rows are dragged to the canvas (content: a string, the id of the node type) or activated.
 * Signal `node-type-activated (type_id)`: double click, or Enter.  Thread: main.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_PALETTE (azui_palette_get_type ())
G_DECLARE_FINAL_TYPE (AzuiPalette, azui_palette, AZUI, PALETTE, GtkWidget)

GtkWidget *azui_palette_new (void);

/** azui_palette_focus_search: puts the cursor into the search entry, its text selected. */
void azui_palette_focus_search (AzuiPalette *self);

/** azui_palette_search: shows only what matches @text; "" shows all. */
void azui_palette_search (AzuiPalette *self, const char *text);

/** azui_palette_get_n_shown: how many node types match now. */
guint azui_palette_get_n_shown (AzuiPalette *self);

G_END_DECLS
