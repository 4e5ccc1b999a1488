/* azui-layout.h: positions and curves of a graph, from the azud-layout child
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Graphviz runs in a process of its own with a time budget; cancelling ends it.  Thread: main.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char  *name;
  char  *label;
  double x, y;              /* centre, y downwards */
  double width, height;
} AzuiLayoutNode;

typedef struct
{
  char  *from;
  char  *to;
  guint  n_points;          /* 3k + 1: a Bézier curve, or 0 */
  double (*points)[2];
} AzuiLayoutEdge;

typedef struct
{
  double          width, height;
  guint           n_nodes;
  AzuiLayoutNode *nodes;
  guint           n_edges;
  AzuiLayoutEdge *edges;
} AzuiGraphLayout;

void azui_graph_layout_free (AzuiGraphLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzuiGraphLayout, azui_graph_layout_free)

/** azui_layout_async: lays @dot out; after @budget_ms the child is ended and G_IO_ERROR_TIMED_OUT comes back. */
void             azui_layout_async (const char *dot, guint budget_ms, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
AzuiGraphLayout *azui_layout_finish (GAsyncResult *result, GError **error);

/** azui_layout_render_async: the picture of @dot: "svg", "png" or "pdf". */
void    azui_layout_render_async (const char *dot, const char *format, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GBytes *azui_layout_render_finish (GAsyncResult *result, GError **error);

/** azui_layout_find_program: path of the child.  (transfer full) */
char *azui_layout_find_program (void);

G_END_DECLS
