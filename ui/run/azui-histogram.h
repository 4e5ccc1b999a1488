/* azui-histogram.h: a small picture of how a figure is spread
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Bars of equal ranges, with the ends of the range below.  Thread: main.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_HISTOGRAM (azui_histogram_get_type ())
G_DECLARE_FINAL_TYPE (AzuiHistogram, azui_histogram, AZUI, HISTOGRAM, GtkWidget)

#define AZUI_HISTOGRAM_BARS 20

GtkWidget *azui_histogram_new (void);

/** azui_histogram_set: @bars: how many in each range; @from, @to: what stands below its ends; @label: what is told of it to those who
 * do not see it. */
void       azui_histogram_set (AzuiHistogram *self, const guint bars[AZUI_HISTOGRAM_BARS], const char *from, const char *to, const char *label);

G_END_DECLS
