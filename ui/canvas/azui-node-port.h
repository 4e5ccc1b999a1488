/* azui-node-port.h: the circle of a port at the side of a card
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A leaf that draws; it takes no events, since the canvas finds ports by distance.  Thread: main.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  AZUI_PORT_IDLE,
  AZUI_PORT_HOVERED,
  AZUI_PORT_SHOWN,       /* its data is what the window shows */
  AZUI_PORT_ACCEPTS,     /* the wire being drawn may end here */
  AZUI_PORT_REFUSES
} AzuiPortState;

#define AZUI_TYPE_NODE_PORT (azui_node_port_get_type ())
G_DECLARE_FINAL_TYPE (AzuiNodePort, azui_node_port, AZUI, NODE_PORT, GtkWidget)

/** azui_node_port_new: @label: what a screen reader says. */
GtkWidget *azui_node_port_new (const char *label);
void       azui_node_port_set_color (AzuiNodePort *self, const GdkRGBA *color);
void       azui_node_port_set_connected (AzuiNodePort *self, gboolean connected);
/** azui_node_port_set_aside: side branches (bad rows) are drawn smaller. */
void       azui_node_port_set_aside (AzuiNodePort *self, gboolean aside);
void       azui_node_port_set_state (AzuiNodePort *self, AzuiPortState state);

G_END_DECLS
