/* run-figures.c: how the figures of a stage's tasks are spread
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include <azud/session.h>

#include "runtime/quantiles.h"

#include <string.h>

G_STATIC_ASSERT (AZUD_N_QUANTILES == 5);

static gint64
figure_of (const AzudTaskView *task,
           AzudTaskFigure      figure)
{
  switch (figure)
    {
    case AZUD_FIGURE_DURATION:
      return task->end_us - task->start_us;
    case AZUD_FIGURE_ROWS_IN:
      return task->rows_in;
    case AZUD_FIGURE_ROWS_OUT:
      return task->rows_out;
    case AZUD_FIGURE_BYTES_IN:
      return task->bytes_in;
    case AZUD_FIGURE_BYTES_OUT:
      return task->bytes_out;
    case AZUD_FIGURE_SPILLED:
      return task->spilled_bytes;
    case AZUD_FIGURE_MEMORY:
      return task->memory_bytes;
    }
  return 0;
}

/* The figure of each attempt that counts, ascending. */
static gint64 *
sort_figures (const AzudRunSnapshot *snapshot,
              int                    stage,
              AzudTaskFigure         figure,
              guint                 *n)
{
  gint64 *values = g_new (gint64, MAX (snapshot->n_tasks, 1));

  *n = 0;
  for (guint i = 0; i < snapshot->n_tasks; i++)
    {
      const AzudTaskView *task = &snapshot->tasks[i];

      if (task->stage == stage && task->state == AZUD_TASK_SUCCEEDED && !task->lost)
        values[(*n)++] = figure_of (task, figure);
    }
  azud_quantiles_sort (values, *n);
  return values;
}

guint
azud_run_snapshot_get_quantiles (const AzudRunSnapshot *snapshot,
                                 int                    stage,
                                 AzudTaskFigure         figure,
                                 gint64                 quantiles[5])
{
  guint n;
  g_autofree gint64 *values = sort_figures (snapshot, stage, figure, &n);

  if (n > 0)
    azud_quantiles_of (values, n, quantiles);
  return n;
}

guint
azud_run_snapshot_get_histogram (const AzudRunSnapshot *snapshot,
                                 int                    stage,
                                 AzudTaskFigure         figure,
                                 guint                 *bars,
                                 guint                  n_bars)
{
  guint n;
  g_autofree gint64 *values = sort_figures (snapshot, stage, figure, &n);
  double span = n > 0 ? (double) (values[n - 1] - values[0]) : 0;

  memset (bars, 0, n_bars * sizeof *bars);
  for (guint i = 0; i < n; i++)
    {
      double at = span > 0 ? (double) (values[i] - values[0]) / span * n_bars : 0;

      bars[MIN ((guint) at, n_bars - 1)]++;
    }
  return n;
}
