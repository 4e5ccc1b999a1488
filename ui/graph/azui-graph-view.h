/* azui-graph-view.h: a graph laid out by Graphviz and drawn by us
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Plans and stages: boxes with labels and curves, in the window's own colours.  The last picture stays until the next one is ready.
 * Scrolls inside a GtkScrolledWindow; Ctrl and the wheel zoom.  Thread: main.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_GRAPH_VIEW (azui_graph_view_get_type ())
G_DECLARE_FINAL_TYPE (AzuiGraphView, azui_graph_view, AZUI, GRAPH_VIEW, GtkWidget)

GtkWidget *azui_graph_view_new (void);

/** azui_graph_view_set_dot: the graph to show (nullable).  The same text again does nothing. */
void       azui_graph_view_set_dot (AzuiGraphView *self, const char *dot);

typedef enum
{
  AZUI_NODE_IDLE,
  AZUI_NODE_RUNNING,
  AZUI_NODE_DONE,
  AZUI_NODE_SKIPPED,        /* it need not run: pale, without a bar */
  AZUI_NODE_FAILED,
  AZUI_NODE_LOST
} AzuiNodeState;

/** azui_graph_view_set_node_state: how far the node called @name is: a bar of @progress (0..1) in the state's colour. */
void       azui_graph_view_set_node_state (AzuiGraphView *self, const char *name, double progress, AzuiNodeState state);

/** azui_graph_view_set_node_color: of a stripe at its left edge, so that it is known elsewhere.  @color stays valid.  Without: no stripe. */
void       azui_graph_view_set_node_color (AzuiGraphView *self, const char *name, const GdkRGBA *color);

/** azui_graph_view_set_node_tip: what is said of it when the pointer is on it; NULL = nothing. */
void       azui_graph_view_set_node_tip (AzuiGraphView *self, const char *name, const char *tip);

/** azui_graph_view_set_least_fit: how small a graph may become to fit into its place (default: 0.7). */
void       azui_graph_view_set_least_fit (AzuiGraphView *self, double zoom);

/** azui_graph_view_set_node_note: a few words at the node's upper edge; NULL = none. */
void       azui_graph_view_set_node_note (AzuiGraphView *self, const char *name, const char *note);

typedef enum
{
  AZUI_EDGE_PLAIN,
  AZUI_EDGE_BROKEN,         /* what came along it is lost */
  AZUI_EDGE_MENDED          /* it was, and came again */
} AzuiEdgeState;

void       azui_graph_view_set_edge_state (AzuiGraphView *self, const char *from, const char *to, AzuiEdgeState state);

/** azui_graph_view_clear_states: of nodes and edges, notes too. */
void       azui_graph_view_clear_states (AzuiGraphView *self);

G_END_DECLS
