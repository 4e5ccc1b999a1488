/* azui-time-chart.c: a picture of a run over time
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-time-chart.h"

#define LEAST_WIDTH 300

typedef struct
{
  const AzudRunSnapshot *run;
} AzuiTimeChartPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AzuiTimeChart, azui_time_chart, GTK_TYPE_WIDGET)

static AzuiTimeChartPrivate *
get_private (AzuiTimeChart *self)
{
  return azui_time_chart_get_instance_private (self);
}

static void
azui_time_chart_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  AzuiTimeChart *self = AZUI_TIME_CHART (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                          ? LEAST_WIDTH : AZUI_TIME_CHART_GET_CLASS (self)->get_height (get_private (self)->run);
}

static void
azui_time_chart_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  AzuiTimeChart *self = AZUI_TIME_CHART (widget);
  const AzudRunSnapshot *run = get_private (self)->run;

  if (run != NULL)
    AZUI_TIME_CHART_GET_CLASS (self)->draw (self, snapshot, run);
}

static void
azui_time_chart_class_init (AzuiTimeChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = azui_time_chart_measure;
  widget_class->snapshot = azui_time_chart_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
azui_time_chart_init (AzuiTimeChart *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  azui_style_watch (GTK_WIDGET (self), gtk_widget_queue_draw);
}

void
azui_time_chart_set_run (AzuiTimeChart         *self,
                         const AzudRunSnapshot *run)
{
  AzuiTimeChartPrivate *priv = get_private (self);
  AzuiTimeChartClass *klass = AZUI_TIME_CHART_GET_CLASS (self);
  int before = klass->get_height (priv->run);

  priv->run = run;
  if (klass->get_height (run) != before)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const AzudRunSnapshot *
azui_time_chart_get_run (AzuiTimeChart *self)
{
  return get_private (self)->run;
}

int
azui_time_chart_draw_text (AzuiTimeChart *self,
                           GtkSnapshot   *snapshot,
                           const char    *text,
                           double         x,
                           double         y,
                           AzuiColor      color)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  int width;

  pango_attr_list_insert (attributes, pango_attr_scale_new (AZUI_TIME_CHART_GET_CLASS (self)->text_scale));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, azui_style_get_color (color));
  gtk_snapshot_restore (snapshot);
  return width;
}
