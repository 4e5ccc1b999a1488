/* azui-run-chart.c: tasks on their workers over time
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-run-chart.h"

#include "azui-i18n.h"
#include "run/azui-quantity.h"
#include "run/azui-stage-colors.h"

#include <math.h>

#define LANE_HEIGHT 24
#define BAR_HEIGHT 16
#define AXIS_HEIGHT 20
#define LEGEND_HEIGHT 18
#define TOP 8
#define STRIPE 4
#define LABEL_WIDTH 64   /* of a time, with room to its right */
#define MAX_LANES 64

struct _AzuiRunChart
{
  AzuiTimeChart parent_instance;
};

G_DEFINE_FINAL_TYPE (AzuiRunChart, azui_run_chart, AZUI_TYPE_TIME_CHART)

/* What may be marked on a bar. */
typedef enum { MARK_FAILED, MARK_LOST, MARK_RETRIED, MARK_RECOMPUTED, MARK_COPY, N_MARKS } Mark;

static guint
n_lanes (const AzudRunSnapshot *run)
{
  return run != NULL ? CLAMP (run->n_workers, 1, MAX_LANES) : 2;
}

static gboolean
has_mark (const AzudTaskView *task,
          Mark                mark)
{
  switch (mark)
    {
    case MARK_FAILED:
      return task->state == AZUD_TASK_FAILED;
    case MARK_LOST:
      return task->lost;
    case MARK_RETRIED:
      return task->attempt > 0 && !task->speculative && !task->recomputed;
    case MARK_RECOMPUTED:
      return task->recomputed;
    case MARK_COPY:
      return task->speculative;
    default:
      return FALSE;
    }
}

static int
azui_run_chart_get_height (const AzudRunSnapshot *run)
{
  return TOP + (int) n_lanes (run) * LANE_HEIGHT + AXIS_HEIGHT + LEGEND_HEIGHT;
}

/* ---- drawing ---- */

/* 1, 2 or 5 times a power of ten, and @least at least. */
static double
axis_step (double least)
{
  double power = pow (10, floor (log10 (MAX (least, 1))));

  return least <= power ? power : least <= 2 * power ? 2 * power : least <= 5 * power ? 5 * power : 10 * power;
}

static const GdkRGBA *
task_color (const AzudTaskView *task)
{
  if (task->state == AZUD_TASK_FAILED)
    return azui_style_get_color (AZUI_COLOR_ERROR);
  if (task->state == AZUD_TASK_CANCELLED)
    return azui_style_get_color (AZUI_COLOR_BAR);
  return azui_stage_color (task->stage);
}

static void
fill_rectangle (cairo_t       *cr,
                const GdkRGBA *color,
                double         x,
                double         y,
                double         width,
                double         height)
{
  gdk_cairo_set_source_rgba (cr, color);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
}

static void
frame_rectangle (cairo_t  *cr,
                 AzuiColor color,
                 double    x,
                 double    y,
                 double    width,
                 double    height)
{
  gdk_cairo_set_source_rgba (cr, azui_style_get_color (color));
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, x + 1, y + 1, MAX (width - 2, 1), height - 2);
  cairo_stroke (cr);
}

/* A bar; what was tried again has an orange foot, what is computed again an orange frame, what was lost is pale in a red frame, a copy is
 * half as high. */
static void
draw_bar (cairo_t            *cr,
          const AzudTaskView *task,
          double              x,
          double              y,
          double              width)
{
  GdkRGBA color = *task_color (task);
  gboolean again = has_mark (task, MARK_RETRIED) || has_mark (task, MARK_RECOMPUTED);

  if (again || task->lost || task->state == AZUD_TASK_FAILED)
    width = MAX (width, 3);
  if (task->lost)
    color.alpha = 0.35f;
  if (task->speculative)
    fill_rectangle (cr, &color, x, y + BAR_HEIGHT / 2.0, width, BAR_HEIGHT / 2.0);
  else
    fill_rectangle (cr, &color, x, y, width, BAR_HEIGHT);
  if (again)
    fill_rectangle (cr, azui_style_get_color (AZUI_COLOR_ALARM), x, y + BAR_HEIGHT, width, STRIPE);
  if (task->recomputed)
    frame_rectangle (cr, AZUI_COLOR_ALARM, x, y, width, BAR_HEIGHT);
  if (task->lost)
    frame_rectangle (cr, AZUI_COLOR_ERROR, x, y, width, BAR_HEIGHT);
}

/* A bar narrower than a pixel still shows; marked ones lie above the others. */
static void
draw_tasks (const AzudRunSnapshot *run,
            cairo_t               *cr,
            double                 scale)
{
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (int marked = 0; marked < 2; marked++)
    for (guint i = 0; i < run->n_tasks; i++)
      {
        const AzudTaskView *task = &run->tasks[i];
        gint64 end = task->end_us > 0 ? task->end_us : run->elapsed_us;
        gboolean is_marked = task->lost || task->attempt > 0 || task->state == AZUD_TASK_FAILED;

        if (task->worker < 0 || task->worker >= MAX_LANES || is_marked != marked)
          continue;
        draw_bar (cr, task, azui_time_axis_x ((double) task->start_us, scale),
                  TOP + task->worker * LANE_HEIGHT + (LANE_HEIGHT - BAR_HEIGHT) / 2.0, MAX ((double) (end - task->start_us) * scale - 1, 1));
      }
}

/* When outputs were lost: a line through all lanes. */
static void
draw_losses (const AzudRunSnapshot *run,
             cairo_t               *cr,
             double                 scale,
             double                 bottom)
{
  static const double dashes[] = { 3, 3 };

  gdk_cairo_set_source_rgba (cr, azui_style_get_color (AZUI_COLOR_ERROR));
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dashes, 2, 0);
  for (guint i = 0; i < run->n_losses; i++)
    {
      double x = floor (azui_time_axis_x ((double) run->losses[i].time_us, scale)) + 0.5;

      cairo_move_to (cr, x, TOP - 4);
      cairo_line_to (cr, x, bottom);
    }
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_axis (AzuiTimeChart *chart,
           GtkSnapshot   *snapshot,
           double         scale,
           double         span,
           double         bottom)
{
  double step = axis_step (MAX (span / 6, LABEL_WIDTH / scale));   /* about six, and none over the next */

  for (double at = 0; at <= span; at += step)
    {
      g_autofree char *text = span < 1e6 ? g_strdup_printf (_("%.0f ms"), at / 1000) : g_strdup_printf (_("%.1f s"), at / 1e6);
      double x = azui_time_axis_x (at, scale);

      gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_GRID), &GRAPHENE_RECT_INIT ((float) x, TOP, 1, (float) (bottom - TOP)));
      azui_time_chart_draw_text (chart, snapshot, text, x + 3, bottom + 2, AZUI_COLOR_TEXT_DIM);
    }
}

static void
draw_sample (GtkSnapshot *snapshot,
             Mark         mark,
             double       x,
             double       y)
{
  AzudTaskView task = { .state = mark == MARK_FAILED ? AZUD_TASK_FAILED : AZUD_TASK_SUCCEEDED, .lost = mark == MARK_LOST,
                        .attempt = mark >= MARK_RETRIED, .recomputed = mark == MARK_RECOMPUTED, .speculative = mark == MARK_COPY };
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x, (float) y, 14, BAR_HEIGHT + STRIPE));

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_translate (cr, x, y);
  cairo_scale (cr, 1, 0.75);
  draw_bar (cr, &task, 0, 0, 14);
  cairo_destroy (cr);
}

/* The marks that occur, and what they mean. */
static void
draw_legend (AzuiTimeChart         *chart,
             GtkSnapshot           *snapshot,
             const AzudRunSnapshot *run,
             double                 y)
{
  static const char *const names[N_MARKS] = {
    [MARK_FAILED] = N_("failed"), [MARK_LOST] = N_("output lost"), [MARK_RETRIED] = N_("retried"),
    [MARK_RECOMPUTED] = N_("computed again"), [MARK_COPY] = N_("copy of a slow task"),
  };
  gboolean occurs[N_MARKS] = { FALSE };
  double x = AZUI_TIME_AXIS_LEFT;

  for (guint i = 0; i < run->n_tasks; i++)
    for (int m = 0; m < N_MARKS; m++)
      occurs[m] |= has_mark (&run->tasks[i], (Mark) m);
  for (int m = 0; m < N_MARKS; m++)
    if (occurs[m])
      {
        draw_sample (snapshot, (Mark) m, x, y);
        x += 19 + azui_time_chart_draw_text (chart, snapshot, _(names[m]), x + 19, y - 1, AZUI_COLOR_TEXT_DIM) + 14;
      }
}

static void
azui_run_chart_draw (AzuiTimeChart         *chart,
                     GtkSnapshot           *snapshot,
                     const AzudRunSnapshot *run)
{
  int width = gtk_widget_get_width (GTK_WIDGET (chart));
  double scale = azui_time_axis_scale (run, width), bottom = TOP + n_lanes (run) * LANE_HEIGHT;
  cairo_t *cr;

  draw_axis (chart, snapshot, scale, azui_time_axis_span (run), bottom);
  for (guint w = 0; w < n_lanes (run); w++)
    {
      g_autofree char *name = g_strdup_printf (_("worker %u"), w + 1);

      azui_time_chart_draw_text (chart, snapshot, name, 12, TOP + w * LANE_HEIGHT + 4, AZUI_COLOR_TEXT_DIM);
    }
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) gtk_widget_get_height (GTK_WIDGET (chart))));
  draw_tasks (run, cr, scale);
  draw_losses (run, cr, scale, bottom);
  cairo_destroy (cr);
  draw_legend (chart, snapshot, run, bottom + AXIS_HEIGHT);
}

/* ---- what the pointer is told ---- */

static void
append_marks (GString            *text,
              const AzudTaskView *task)
{
  if (task->lost_stage >= 0 && task->state == AZUD_TASK_FAILED)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, _("It could not read what task %d of stage %d had left."), task->lost_partition, task->lost_stage);
    }
  else if (task->state == AZUD_TASK_FAILED)
    g_string_append_printf (text, "\n%s", _("It failed."));
  if (task->state == AZUD_TASK_CANCELLED)
    g_string_append_printf (text, "\n%s", _("It was stopped, or came too late."));
  if (has_mark (task, MARK_RETRIED))
    g_string_append_printf (text, "\n%s", _("It was tried again."));
  if (task->recomputed)
    g_string_append_printf (text, "\n%s", _("It computes again what was lost."));
  if (task->speculative)
    g_string_append_printf (text, "\n%s", _("It is a copy of a slow attempt."));
  if (task->lost)
    g_string_append_printf (text, "\n%s", _("What it left was lost afterwards."));
  if (task->spilled_bytes > 0)
    {
      g_autofree char *spilled = azui_quantity_bytes (task->spilled_bytes);

      g_string_append_c (text, '\n');
      g_string_append_printf (text, _("%s spilled to disk"), spilled);
    }
}

static char *
describe_task (const AzudTaskView *task,
               gint64              end)
{
  GString *text = g_string_new (NULL);
  g_autofree char *time = azui_quantity_duration (end - task->start_us);
  g_autofree char *rows_in = azui_quantity_number (task->rows_in), *rows_out = azui_quantity_number (task->rows_out);

  g_string_append_printf (text, _("Stage %d, partition %d, attempt %d\n%s, %s rows in, %s rows out"),
                          task->stage, task->partition, task->attempt + 1, time, rows_in, rows_out);
  append_marks (text, task);
  return g_string_free (text, FALSE);
}

static gboolean
azui_run_chart_query_tooltip (GtkWidget  *widget,
                              int         x,
                              int         y,
                              gboolean    keyboard,
                              GtkTooltip *tooltip)
{
  const AzudRunSnapshot *run = azui_time_chart_get_run (AZUI_TIME_CHART (widget));
  double scale;

  if (run == NULL || y < TOP)
    return FALSE;
  scale = azui_time_axis_scale (run, gtk_widget_get_width (widget));
  for (guint i = run->n_tasks; i-- > 0;)
    {
      const AzudTaskView *task = &run->tasks[i];
      gint64 end = task->end_us > 0 ? task->end_us : run->elapsed_us;
      g_autofree char *text = NULL;

      if (task->worker != (y - TOP) / LANE_HEIGHT || x < azui_time_axis_x ((double) task->start_us, scale)
          || x > MAX (azui_time_axis_x ((double) end, scale), azui_time_axis_x ((double) task->start_us, scale) + 2) + 1)
        continue;
      text = describe_task (task, end);
      gtk_tooltip_set_text (tooltip, text);
      return TRUE;
    }
  return FALSE;
}

/* ---- object ---- */

static void
azui_run_chart_class_init (AzuiRunChartClass *klass)
{
  AzuiTimeChartClass *chart_class = AZUI_TIME_CHART_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  chart_class->text_scale = 0.85;
  chart_class->get_height = azui_run_chart_get_height;
  chart_class->draw = azui_run_chart_draw;
  widget_class->query_tooltip = azui_run_chart_query_tooltip;
  gtk_widget_class_set_css_name (widget_class, "runchart");
}

static void
azui_run_chart_init (AzuiRunChart *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Tasks over time"), -1);
}

GtkWidget *
azui_run_chart_new (void)
{
  return g_object_new (AZUI_TYPE_RUN_CHART, NULL);
}
