/* azui-run-chart.h: tasks on their workers over time
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One lane a worker, one bar an attempt in its stage's colour; attempts that failed, were lost, retried or copies are marked, and so is
 * when an output was lost.  Thread: main.
 */

#pragma once

#include "run/azui-time-chart.h"

G_BEGIN_DECLS

#define AZUI_TYPE_RUN_CHART (azui_run_chart_get_type ())
G_DECLARE_FINAL_TYPE (AzuiRunChart, azui_run_chart, AZUI, RUN_CHART, AzuiTimeChart)

GtkWidget *azui_run_chart_new (void);

G_END_DECLS
