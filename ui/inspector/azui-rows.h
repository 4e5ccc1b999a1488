/* azui-rows.h: rows that can be moved and removed
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A column of content widgets, each with a handle to drag and a button to remove it; Alt+Up and Alt+Down move the row
 * that has the focus.  Rows never move by themselves: the signal `rearranged (guint from, int to)`, with @to < 0 for a row to remove,
 * asks the owner to show the new order.  Thread: main.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_ROWS (azui_rows_get_type ())
G_DECLARE_FINAL_TYPE (AzuiRows, azui_rows, AZUI, ROWS, GtkWidget)

GtkWidget *azui_rows_new (void);

/** azui_rows_set_plain: rows without a card around each (for single lines). */
void azui_rows_set_plain (AzuiRows *self, gboolean plain);

/** azui_rows_set_n: removes rows at the end, or adds some with what @make_content (@data, index) returns. */
void       azui_rows_set_n (AzuiRows *self, guint n, GtkWidget *(*make_content) (gpointer data, guint index), gpointer data);
guint      azui_rows_get_n (AzuiRows *self);
GtkWidget *azui_rows_get_content (AzuiRows *self, guint index);

/** azui_rows_set_fixed: whether no rows can be moved and removed. */
void azui_rows_set_fixed (AzuiRows *self, gboolean fixed);

G_END_DECLS
