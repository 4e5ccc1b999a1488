/* azui-time-axis.h: where a time of a run stands, in pictures that lie one above the other
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Pure.  Thread: main.
 */

#pragma once

#include <azud/session.h>

G_BEGIN_DECLS

#define AZUI_TIME_AXIS_LEFT 84        /* room for names */
#define AZUI_TIME_AXIS_RIGHT 138      /* room for figures */

/** azui_time_axis_span: microseconds from the left end to the right one. */
static inline double
azui_time_axis_span (const AzudRunSnapshot *run)
{
  return MAX ((double) run->elapsed_us, 1000);
}

/** azui_time_axis_scale: pixels a microsecond in a widget of @width. */
static inline double
azui_time_axis_scale (const AzudRunSnapshot *run, int width)
{
  return MAX (width - AZUI_TIME_AXIS_LEFT - AZUI_TIME_AXIS_RIGHT, 40) / azui_time_axis_span (run);
}

/** azui_time_axis_x: of a time in microseconds. */
static inline double
azui_time_axis_x (double time_us, double scale)
{
  return AZUI_TIME_AXIS_LEFT + time_us * scale;
}

G_END_DECLS
