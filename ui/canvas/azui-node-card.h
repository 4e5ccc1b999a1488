/* azui-node-card.h: a node on the canvas
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A view: the canvas tells it everything, it changes nothing.  Thread: main.
 */

#pragma once

#include "canvas/azui-node-port.h"

#include <azud/node-type.h>

G_BEGIN_DECLS

typedef enum
{
  AZUI_PROGRESS_NONE,
  AZUI_PROGRESS_RUNNING,
  AZUI_PROGRESS_DONE,
  AZUI_PROGRESS_FAILED,
  AZUI_PROGRESS_CANCELLED
} AzuiProgress;

#define AZUI_TYPE_NODE_CARD (azui_node_card_get_type ())
G_DECLARE_FINAL_TYPE (AzuiNodeCard, azui_node_card, AZUI, NODE_CARD, GtkWidget)

GtkWidget *azui_node_card_new (void);

/** azui_node_card_set_type: icon, colour; NULL: a placeholder that names @type_id. */
void azui_node_card_set_type (AzuiNodeCard *self, const AzudNodeType *type, const char *type_id);

/** azui_node_card_set_ports: replaces the circles of one side.  @aside: (nullable): whether each is a side branch. */
void azui_node_card_set_ports (AzuiNodeCard *self, gboolean output, const char *const *labels, const gboolean *aside, guint n);
void azui_node_card_set_port_state (AzuiNodeCard *self, gboolean output, guint index, AzuiPortState state);
void azui_node_card_set_port_connected (AzuiNodeCard *self, gboolean output, guint index, gboolean connected);

void azui_node_card_set_label (AzuiNodeCard *self, const char *label);
void azui_node_card_set_subtitle (AzuiNodeCard *self, const char *subtitle);
void azui_node_card_set_selected (AzuiNodeCard *self, gboolean selected);
void azui_node_card_set_disabled (AzuiNodeCard *self, gboolean disabled);
void azui_node_card_set_problems (AzuiNodeCard *self, guint n_errors, guint n_warnings);

/** azui_node_card_set_progress: the line at the bottom; @fraction 0..1. */
void azui_node_card_set_progress (AzuiNodeCard *self, AzuiProgress progress, double fraction);

/** azui_node_card_set_badge: a short remark below the card such as "skew 4.1×"; NULL: none.
 * @details: (nullable): what it means in sentences: the card's accessible description
 * @quiet: it is nothing to worry about */
void azui_node_card_set_badge (AzuiNodeCard *self, const char *text, const char *details, gboolean quiet);

/** azui_node_card_update_colors: after a change of the colour scheme. */
void azui_node_card_update_colors (AzuiNodeCard *self);

G_END_DECLS
