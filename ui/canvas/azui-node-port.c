/* azui-node-port.c: the circle of a port at the side of a card
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-node-port.h"

#include "azui-style.h"
#include "canvas/azui-canvas-geometry.h"

struct _AzuiNodePort
{
  GtkWidget     parent_instance;
  GdkRGBA       color;
  AzuiPortState state;
  gboolean      connected;
  gboolean      aside;
};

G_DEFINE_FINAL_TYPE (AzuiNodePort, azui_node_port, GTK_TYPE_WIDGET)

static void
append_disc (GtkSnapshot   *snapshot,
             float          middle,
             float          radius,
             const GdkRGBA *color)
{
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (&disc, &GRAPHENE_RECT_INIT (middle - radius, middle - radius, 2 * radius, 2 * radius), radius);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, color, &disc.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
azui_node_port_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  AzuiNodePort *self = AZUI_NODE_PORT (widget);
  float middle = AZUI_PORT_RADIUS;
  float radius = self->aside ? AZUI_PORT_RADIUS - 1.5f : AZUI_PORT_RADIUS;
  GdkRGBA color = self->color;
  GdkRGBA halo;

  if (self->state == AZUI_PORT_ACCEPTS)
    color = *azui_style_get_color (AZUI_COLOR_SUCCESS);
  else if (self->state == AZUI_PORT_REFUSES)
    color = *azui_style_get_color (AZUI_COLOR_ERROR);
  if (self->state != AZUI_PORT_IDLE)
    {
      halo = color;
      halo.alpha = 0.3f;
      append_disc (snapshot, middle, radius + 4, &halo);
    }
  append_disc (snapshot, middle, radius, &color);
  append_disc (snapshot, middle, radius - 2, azui_style_get_color (AZUI_COLOR_CARD));
  if (self->connected || self->state == AZUI_PORT_SHOWN || self->state == AZUI_PORT_ACCEPTS)
    append_disc (snapshot, middle, radius - 3.5f, &color);
}

static void
azui_node_port_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  *minimum = *natural = (int) (2 * AZUI_PORT_RADIUS);
}

static void
azui_node_port_class_init (AzuiNodePortClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = azui_node_port_snapshot;
  widget_class->measure = azui_node_port_measure;
  gtk_widget_class_set_css_name (widget_class, "nodeport");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
azui_node_port_init (AzuiNodePort *self)
{
  self->color = *azui_style_get_color (AZUI_COLOR_UNKNOWN);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
azui_node_port_new (const char *label)
{
  GtkWidget *self = g_object_new (AZUI_TYPE_NODE_PORT, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return self;
}

void
azui_node_port_set_color (AzuiNodePort  *self,
                          const GdkRGBA *color)
{
  g_return_if_fail (AZUI_IS_NODE_PORT (self));

  self->color = *color;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
azui_node_port_set_connected (AzuiNodePort *self,
                              gboolean      connected)
{
  g_return_if_fail (AZUI_IS_NODE_PORT (self));

  if (self->connected == connected)
    return;
  self->connected = connected;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
azui_node_port_set_aside (AzuiNodePort *self,
                          gboolean      aside)
{
  g_return_if_fail (AZUI_IS_NODE_PORT (self));

  self->aside = aside;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
azui_node_port_set_state (AzuiNodePort *self,
                          AzuiPortState state)
{
  g_return_if_fail (AZUI_IS_NODE_PORT (self));

  if (self->state == state)
    return;
  self->state = state;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
