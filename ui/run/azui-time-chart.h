/* azui-time-chart.h: a picture of a run over time
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Such pictures lie one above the other, on the axis of azui-time-axis.h.  Each is a function of the snapshot alone.  Thread: main.
 */

#pragma once

#include "run/azui-time-axis.h"

#include "azui-style.h"

G_BEGIN_DECLS

#define AZUI_TYPE_TIME_CHART (azui_time_chart_get_type ())
G_DECLARE_DERIVABLE_TYPE (AzuiTimeChart, azui_time_chart, AZUI, TIME_CHART, GtkWidget)

struct _AzuiTimeChartClass
{
  GtkWidgetClass parent_class;

  double text_scale;      /* of the widget's font */

  /* In pixels; @run may be NULL. */
  int  (*get_height) (const AzudRunSnapshot *run);

  /* Draws @run, never NULL. */
  void (*draw)       (AzuiTimeChart *self, GtkSnapshot *snapshot, const AzudRunSnapshot *run);
};

/** azui_time_chart_set_run: borrowed until the next call or NULL. */
void                   azui_time_chart_set_run (AzuiTimeChart *self, const AzudRunSnapshot *run);

/* For the charts themselves. */

/** azui_time_chart_get_run: (nullable) */
const AzudRunSnapshot *azui_time_chart_get_run (AzuiTimeChart *self);

/** azui_time_chart_draw_text: @x, @y is its upper left corner.  Returns: its width in pixels. */
int                    azui_time_chart_draw_text (AzuiTimeChart *self, GtkSnapshot *snapshot, const char *text, double x, double y,
                                                  AzuiColor color);

G_END_DECLS
