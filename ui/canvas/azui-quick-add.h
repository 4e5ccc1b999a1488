/* azui-quick-add.h: the search for a node to add
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A popover with a search entry and the types that match, the best first; Down and Up choose, Enter takes.
 * Signal `chosen (char *type_id)`, after which it closes itself.  Thread: main.
 */

#pragma once

#include <azud/node-type.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_QUICK_ADD (azui_quick_add_get_type ())
G_DECLARE_FINAL_TYPE (AzuiQuickAdd, azui_quick_add, AZUI, QUICK_ADD, GtkPopover)

GtkWidget *azui_quick_add_new (void);

/** azui_quick_add_open: empties the search, or begins it with @typed.
 * @accepts: (nullable): which types are offered */
void       azui_quick_add_open (AzuiQuickAdd *self, const char *typed, gboolean (*accepts) (const AzudNodeType *type));

/** azui_node_type_match: how well a type answers a search (higher is better), 0 = not at all; an empty search matches all.
 * Thread: any. */
int        azui_node_type_match (const AzudNodeType *type, const char *search);

G_END_DECLS
