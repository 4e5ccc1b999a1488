/* azui-canvas-map.h: the small map in the canvas's corner
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Shows all nodes as coloured rectangles and what part is seen; a press or drag goes there.  Thread: main.
 */

#pragma once

#include "canvas/azui-canvas.h"

G_BEGIN_DECLS

#define AZUI_TYPE_CANVAS_MAP (azui_canvas_map_get_type ())
G_DECLARE_FINAL_TYPE (AzuiCanvasMap, azui_canvas_map, AZUI, CANVAS_MAP, GtkWidget)

/** azui_canvas_map_new: @canvas: borrowed; it is the map's parent and outlives it. */
GtkWidget *azui_canvas_map_new (AzuiCanvas *canvas);

/** azui_canvas_map_changed: something of the nodes changed; for the view, drawing anew is enough. */
void       azui_canvas_map_changed (AzuiCanvasMap *self);

G_END_DECLS
