/* canvas-points.h: where things of a graph are on the canvas, to click there
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "canvas/azui-canvas-private.h"

/** canvas_node_point: the middle of the card of the node @id. */
graphene_point_t canvas_node_point (AzuiCanvas *canvas, const char *id);

/** canvas_port_point: an output or input of the node @id. */
graphene_point_t canvas_port_point (AzuiCanvas *canvas, const char *id, gboolean output, const char *port);
