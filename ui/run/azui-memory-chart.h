/* azui-memory-chart.h: the memory of a run over time
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What tasks hold (execution), above it what is kept for others (storage), above that what is free of the limit; the line between the
 * first two moves: tasks may push out what is kept, never the reverse.  Marks below: bytes spilled, blocks that left memory.
 * Thread: main.
 */

#pragma once

#include "run/azui-time-chart.h"

G_BEGIN_DECLS

#define AZUI_TYPE_MEMORY_CHART (azui_memory_chart_get_type ())
G_DECLARE_FINAL_TYPE (AzuiMemoryChart, azui_memory_chart, AZUI, MEMORY_CHART, AzuiTimeChart)

GtkWidget *azui_memory_chart_new (void);

/** azui_memory_chart_describe: what the tooltip says of the moment at @x, or NULL.  (transfer full) */
char      *azui_memory_chart_describe (AzuiMemoryChart *self, double x);

G_END_DECLS
