/* azui-run-chart.c: tasks on their workers and memory over time
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-i18n.h"
#include "azui-style.h"
#include "run/azui-run-chart.h"

#include <math.h>

#define LEFT 84
#define RIGHT 110
#define LANE_HEIGHT 24
#define BAR_HEIGHT 16
#define AXIS_HEIGHT 22
#define MEMORY_HEIGHT 76
#define TOP 8
#define LINE_HEIGHT 17
#define MARK_WIDTH 7
#define LABEL_WIDTH 64   /* of a time, with room to its right */
#define MAX_LANES 64

struct _AzuiRunChart
{
  GtkWidget              parent_instance;
  const AzudRunSnapshot *snapshot;
};

G_DEFINE_FINAL_TYPE (AzuiRunChart, azui_run_chart, GTK_TYPE_WIDGET)

static guint
n_lanes (const AzudRunSnapshot *snapshot)
{
  return snapshot != NULL ? CLAMP (snapshot->n_workers, 1, MAX_LANES) : 2;
}

static void
azui_run_chart_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  AzuiRunChart *self = AZUI_RUN_CHART (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                          ? 300 : TOP + (int) n_lanes (self->snapshot) * LANE_HEIGHT + AXIS_HEIGHT + MEMORY_HEIGHT + 12;
}

/* ---- drawing ---- */

static void
draw_text (AzuiRunChart *self,
           GtkSnapshot  *snapshot,
           const char   *text,
           double        x,
           double        y,
           AzuiColor     color)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.85));
  pango_layout_set_attributes (layout, attributes);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, azui_style_get_color (color));
  gtk_snapshot_restore (snapshot);
}

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
  static const AzudCategory categories[] = { AZUD_CATEGORY_SOURCES, AZUD_CATEGORY_ROWS, AZUD_CATEGORY_COMBINE, AZUD_CATEGORY_GROUP, AZUD_CATEGORY_COLUMNS };

  if (task->state == AZUD_TASK_FAILED)
    return azui_style_get_color (AZUI_COLOR_ERROR);
  if (task->state == AZUD_TASK_CANCELLED)
    return azui_style_get_color (AZUI_COLOR_BAR);
  return azui_style_get_category_color (categories[task->stage % (int) G_N_ELEMENTS (categories)]);
}

/* Bars of one colour run are batched by cairo; a bar narrower than a pixel still shows. */
static void
draw_tasks (AzuiRunChart *self,
            cairo_t      *cr,
            double        scale)
{
  const AzudRunSnapshot *run = self->snapshot;

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (guint i = 0; i < run->n_tasks; i++)
    {
      const AzudTaskView *task = &run->tasks[i];
      gint64 end = task->end_us > 0 ? task->end_us : run->elapsed_us;
      double x = LEFT + (double) task->start_us * scale, width = MAX ((double) (end - task->start_us) * scale - 1, 1);

      if (task->worker < 0 || task->worker >= MAX_LANES)
        continue;
      gdk_cairo_set_source_rgba (cr, task_color (task));
      cairo_rectangle (cr, x, TOP + task->worker * LANE_HEIGHT + (LANE_HEIGHT - BAR_HEIGHT) / 2.0, width, BAR_HEIGHT);
      cairo_fill (cr);
    }
}

static void
draw_axis (AzuiRunChart *self,
           GtkSnapshot  *snapshot,
           double        scale,
           double        span,
           double        bottom)
{
  double step = axis_step (MAX (span / 6, LABEL_WIDTH / scale));   /* about six, and none over the next */

  for (double at = 0; at <= span; at += step)
    {
      g_autofree char *text = span < 1e6 ? g_strdup_printf (_("%.0f ms"), at / 1000) : g_strdup_printf (_("%.1f s"), at / 1e6);
      double x = LEFT + at * scale;

      gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_GRID), &GRAPHENE_RECT_INIT ((float) x, TOP, 1, (float) (bottom - TOP)));
      draw_text (self, snapshot, text, x + 3, bottom + 2, AZUI_COLOR_TEXT_DIM);
    }
}

static char *
print_bytes (gint64 bytes)
{
  return g_format_size_full ((guint64) MAX (bytes, 0), G_FORMAT_SIZE_IEC_UNITS);
}

static gint64
highest_memory (const AzudRunSnapshot *run)
{
  gint64 highest = MAX (run->memory_peak, 1);

  for (guint i = 0; i < run->n_samples; i++)
    highest = MAX (highest, run->samples[i].execution_bytes + run->samples[i].storage_bytes);
  return highest;
}

/* The area below what tasks hold, or below that and what is kept for others. */
static void
fill_memory (const AzudRunSnapshot *run,
             cairo_t               *cr,
             double                 scale,
             double                 bottom,
             gboolean               with_storage,
             AzuiColor              color,
             float                  alpha)
{
  GdkRGBA fill = *azui_style_get_color (color);
  double per_byte = (MEMORY_HEIGHT - 8) / (double) highest_memory (run);

  cairo_move_to (cr, LEFT, bottom);
  for (guint i = 0; i < run->n_samples; i++)
    {
      const AzudMemorySample *sample = &run->samples[i];
      gint64 bytes = sample->execution_bytes + (with_storage ? sample->storage_bytes : 0);

      cairo_line_to (cr, LEFT + (double) sample->time_us * scale, bottom - per_byte * (double) bytes);
    }
  if (run->n_samples > 0)
    cairo_line_to (cr, LEFT + (double) run->samples[run->n_samples - 1].time_us * scale, bottom);
  cairo_close_path (cr);
  fill.alpha = alpha;
  gdk_cairo_set_source_rgba (cr, &fill);
  cairo_fill (cr);
}

/* A small mark at the foot of the curve wherever something was written to disk. */
static void
mark_spills (const AzudRunSnapshot *run,
             cairo_t               *cr,
             double                 scale,
             double                 bottom)
{
  double last = -MARK_WIDTH;

  gdk_cairo_set_source_rgba (cr, azui_style_get_color (AZUI_COLOR_WARNING));
  for (guint i = 1; i < run->n_samples; i++)
    {
      double x = LEFT + (double) run->samples[i].time_us * scale;

      if (run->samples[i].spilled_bytes == run->samples[i - 1].spilled_bytes || x - last < MARK_WIDTH)
        continue;
      cairo_move_to (cr, x - MARK_WIDTH / 2.0, bottom);
      cairo_line_to (cr, x + MARK_WIDTH / 2.0, bottom);
      cairo_line_to (cr, x, bottom - MARK_WIDTH);
      cairo_close_path (cr);
      cairo_fill (cr);
      last = x;
    }
}

static void
draw_memory (AzuiRunChart *self,
             cairo_t      *cr,
             double        scale,
             double        top)
{
  double bottom = top + MEMORY_HEIGHT;

  fill_memory (self->snapshot, cr, scale, bottom, TRUE, AZUI_COLOR_SUCCESS, 0.40f);
  fill_memory (self->snapshot, cr, scale, bottom, FALSE, AZUI_COLOR_ACCENT, 0.55f);
  mark_spills (self->snapshot, cr, scale, bottom);
}

/* What the colours of the memory curve mean, and the figures. */
static void
draw_memory_text (AzuiRunChart *self,
                  GtkSnapshot  *snapshot,
                  double        x,
                  double        top)
{
  const AzudRunSnapshot *run = self->snapshot;
  const AzudMemorySample *last = run->n_samples > 0 ? &run->samples[run->n_samples - 1] : NULL;
  g_autofree char *peak = print_bytes (run->memory_peak), *limit = print_bytes (run->memory_limit);
  g_autofree char *spilled = print_bytes (run->spilled_bytes), *storage = print_bytes (last != NULL ? last->storage_bytes : 0);
  g_autofree char *figures = g_strdup_printf (_("peak %s\nof %s"), peak, limit);
  g_autofree char *kept = g_strdup_printf (_("kept %s"), storage);
  g_autofree char *written = g_strdup_printf (_("spilled %s"), spilled);

  draw_text (self, snapshot, figures, x, top, AZUI_COLOR_TEXT_DIM);
  draw_text (self, snapshot, kept, x, top + 2 * LINE_HEIGHT, AZUI_COLOR_SUCCESS);
  if (run->spilled_bytes > 0)
    draw_text (self, snapshot, written, x, top + 3 * LINE_HEIGHT, AZUI_COLOR_WARNING);
}

static void
azui_run_chart_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  AzuiRunChart *self = AZUI_RUN_CHART (widget);
  const AzudRunSnapshot *run = self->snapshot;
  double width = gtk_widget_get_width (widget), lanes_bottom, span, scale;
  cairo_t *cr;

  if (run == NULL)
    return;
  span = MAX ((double) run->elapsed_us, 1000);
  scale = MAX (width - LEFT - RIGHT, 40) / span;
  lanes_bottom = TOP + n_lanes (run) * LANE_HEIGHT;
  draw_axis (self, snapshot, scale, span, lanes_bottom);
  for (guint w = 0; w < n_lanes (run); w++)
    {
      g_autofree char *name = g_strdup_printf (_("worker %u"), w + 1);

      draw_text (self, snapshot, name, 12, TOP + w * LANE_HEIGHT + 4, AZUI_COLOR_TEXT_DIM);
    }
  draw_text (self, snapshot, _("memory"), 12, lanes_bottom + AXIS_HEIGHT + 8, AZUI_COLOR_TEXT_DIM);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) gtk_widget_get_height (widget)));
  draw_tasks (self, cr, scale);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  draw_memory (self, cr, scale, lanes_bottom + AXIS_HEIGHT);
  cairo_destroy (cr);
  draw_memory_text (self, snapshot, width - RIGHT + 10, lanes_bottom + AXIS_HEIGHT + 8);
}

static gboolean
tooltip_cb (AzuiRunChart *self,
            int           x,
            int           y,
            gboolean      keyboard,
            GtkTooltip   *tooltip)
{
  const AzudRunSnapshot *run = self->snapshot;
  double scale;

  if (run == NULL || y < TOP)
    return FALSE;
  scale = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - LEFT - RIGHT, 40) / MAX ((double) run->elapsed_us, 1000);
  for (guint i = run->n_tasks; i-- > 0;)
    {
      const AzudTaskView *task = &run->tasks[i];
      gint64 end = task->end_us > 0 ? task->end_us : run->elapsed_us;
      g_autofree char *rows_in = NULL;
      g_autofree char *rows_out = NULL;
      g_autofree char *text = NULL;

      if (task->worker != (y - TOP) / LANE_HEIGHT || x < LEFT + (double) task->start_us * scale
          || x > LEFT + (double) end * scale + 1)
        continue;
      rows_in = g_strdup_printf ("%" G_GINT64_FORMAT, task->rows_in);
      rows_out = g_strdup_printf ("%" G_GINT64_FORMAT, task->rows_out);
      text = g_strdup_printf (_("Stage %d, partition %d, attempt %d\n%.1f ms, %s rows in, %s rows out"),
                              task->stage, task->partition, task->attempt + 1, (double) (end - task->start_us) / 1000,
                              rows_in, rows_out);
      gtk_tooltip_set_text (tooltip, text);
      return TRUE;
    }
  return FALSE;
}

static void
azui_run_chart_class_init (AzuiRunChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = azui_run_chart_measure;
  widget_class->snapshot = azui_run_chart_snapshot;
  gtk_widget_class_set_css_name (widget_class, "runchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
redraw_cb (GtkWidget *widget)
{
  gtk_widget_queue_draw (widget);
}

static void
azui_run_chart_init (AzuiRunChart *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Tasks and memory over time"), -1);
  azui_style_watch (GTK_WIDGET (self), redraw_cb);
}

GtkWidget *
azui_run_chart_new (void)
{
  return g_object_new (AZUI_TYPE_RUN_CHART, NULL);
}

void
azui_run_chart_set_snapshot (AzuiRunChart          *self,
                             const AzudRunSnapshot *snapshot)
{
  guint before = n_lanes (self->snapshot);

  self->snapshot = snapshot;
  if (n_lanes (snapshot) != before)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
