/* azui-run-chart.h: tasks on their workers over time
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One lane a worker, one bar an attempt in its stage's colour; attempts that failed, were lost, retried or copies are marked, and so is
 * when an output was lost.  Drawing is a function of the snapshot alone.  Thread: main.
 */

#pragma once

#include <azud/session.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_RUN_CHART (azui_run_chart_get_type ())
G_DECLARE_FINAL_TYPE (AzuiRunChart, azui_run_chart, AZUI, RUN_CHART, GtkWidget)

GtkWidget *azui_run_chart_new (void);

/** azui_run_chart_set_snapshot: borrowed until the next call or NULL. */
void       azui_run_chart_set_snapshot (AzuiRunChart *self, const AzudRunSnapshot *snapshot);

G_END_DECLS
