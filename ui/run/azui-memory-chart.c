/* azui-memory-chart.c: the memory of a run over time
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-memory-chart.h"

#include "azui-i18n.h"
#include "run/azui-quantity.h"

#define TOP 8
#define HEIGHT 84
#define MARKS 12              /* height of the row of marks below the curve */
#define MARK_WIDTH 7
#define LINE_HEIGHT 16

struct _AzuiMemoryChart
{
  AzuiTimeChart parent_instance;
};

G_DEFINE_FINAL_TYPE (AzuiMemoryChart, azui_memory_chart, AZUI_TYPE_TIME_CHART)

static int
azui_memory_chart_get_height (const AzudRunSnapshot *run)
{
  return TOP + HEIGHT + MARKS + 4;
}

/* Bytes at the upper end: the limit, where what is used is not lost below it. */
static double
highest (const AzudRunSnapshot *run)
{
  gint64 most = MAX (run->memory_peak, 1);

  for (guint i = 0; i < run->n_samples; i++)
    most = MAX (most, run->samples[i].execution_bytes + run->samples[i].storage_bytes);
  return run->memory_limit < 5 * most ? (double) MAX (run->memory_limit, most) : (double) most * 1.1;
}

/* ---- drawing ---- */

static gint64
bytes_of (const AzudMemorySample *sample,
          gboolean                with_storage)
{
  return sample->execution_bytes + (with_storage ? sample->storage_bytes : 0);
}

static void
trace (const AzudRunSnapshot *run,
       cairo_t               *cr,
       double                 scale,
       double                 per_byte,
       gboolean               with_storage)
{
  for (guint i = 0; i < run->n_samples; i++)
    cairo_line_to (cr, azui_time_axis_x ((double) run->samples[i].time_us, scale),
                   TOP + HEIGHT - per_byte * (double) bytes_of (&run->samples[i], with_storage));
}

static void
fill_below (const AzudRunSnapshot *run,
            cairo_t               *cr,
            double                 scale,
            double                 per_byte,
            gboolean               with_storage,
            AzuiColor              color)
{
  GdkRGBA fill = *azui_style_get_color (color);

  if (run->n_samples == 0)
    return;
  cairo_move_to (cr, azui_time_axis_x ((double) run->samples[0].time_us, scale), TOP + HEIGHT);
  trace (run, cr, scale, per_byte, with_storage);
  cairo_line_to (cr, azui_time_axis_x ((double) run->samples[run->n_samples - 1].time_us, scale), TOP + HEIGHT);
  cairo_close_path (cr);
  fill.alpha = 0.5f;
  gdk_cairo_set_source_rgba (cr, &fill);
  cairo_fill (cr);
}

/* The border between execution and storage. */
static void
draw_border (const AzudRunSnapshot *run,
             cairo_t               *cr,
             double                 scale,
             double                 per_byte)
{
  trace (run, cr, scale, per_byte, FALSE);
  gdk_cairo_set_source_rgba (cr, azui_style_get_color (AZUI_COLOR_ACCENT));
  cairo_set_line_width (cr, 1.2);
  cairo_stroke (cr);
}

static void
draw_limit (const AzudRunSnapshot *run,
            cairo_t               *cr,
            double                 right,
            double                 per_byte)
{
  static const double dashes[] = { 5, 4 };
  double y = TOP + HEIGHT - per_byte * (double) run->memory_limit;

  if (y < TOP - 1)
    return;
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_set_line_width (cr, 1);
  gdk_cairo_set_source_rgba (cr, azui_style_get_color (AZUI_COLOR_ERROR));
  cairo_move_to (cr, AZUI_TIME_AXIS_LEFT, y + 0.5);
  cairo_line_to (cr, right, y + 0.5);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Upwards: spilled by tasks; downwards: blocks that left memory.  As far apart as they can be told from each other. */
static void
draw_marks (const AzudRunSnapshot *run,
            cairo_t               *cr,
            double                 scale)
{
  double last[2] = { -MARK_WIDTH, -MARK_WIDTH };
  double top = TOP + HEIGHT + 3, bottom = top + MARK_WIDTH;

  for (guint i = 1; i < run->n_samples; i++)
    for (int kind = 0; kind < 2; kind++)
      {
        const AzudMemorySample *now = &run->samples[i], *before = &run->samples[i - 1];
        gboolean evicted = now->evicted_bytes > before->evicted_bytes;
        gboolean happened = kind == 1 ? evicted : now->spilled_bytes > before->spilled_bytes && !evicted;
        double x = azui_time_axis_x ((double) now->time_us, scale);

        if (!happened || x - last[kind] < MARK_WIDTH + 1)
          continue;
        gdk_cairo_set_source_rgba (cr, azui_style_get_color (kind == 1 ? AZUI_COLOR_SUCCESS : AZUI_COLOR_ALARM));
        cairo_move_to (cr, x - MARK_WIDTH / 2.0, kind == 1 ? top : bottom);
        cairo_line_to (cr, x + MARK_WIDTH / 2.0, kind == 1 ? top : bottom);
        cairo_line_to (cr, x, kind == 1 ? bottom : top);
        cairo_close_path (cr);
        cairo_fill (cr);
        last[kind] = x;
      }
}

typedef struct
{
  AzuiTimeChart *chart;
  GtkSnapshot   *snapshot;
  double         x, y;
} Lines;

static void
add_line (Lines      *lines,
          const char *format,
          gint64      bytes,
          AzuiColor   color)
{
  g_autofree char *size = azui_quantity_bytes (bytes);
  g_autofree char *text = g_strdup_printf (format, size);

  azui_time_chart_draw_text (lines->chart, lines->snapshot, text, lines->x, lines->y, color);
  lines->y += LINE_HEIGHT;
}

/* What the colours mean, and the figures: now, or at the run's end the highest. */
static void
draw_figures (AzuiTimeChart         *chart,
              GtkSnapshot           *snapshot,
              const AzudRunSnapshot *run,
              double                 x)
{
  const AzudMemorySample *last = run->n_samples > 0 ? &run->samples[run->n_samples - 1] : NULL;
  gboolean over = run->state >= AZUD_RUN_SUCCEEDED;
  Lines lines = { chart, snapshot, x, TOP - 6 };

  add_line (&lines, _("limit %s"), run->memory_limit, AZUI_COLOR_TEXT_DIM);
  add_line (&lines, _("peak %s"), run->memory_peak, AZUI_COLOR_TEXT_DIM);
  if (!over && last != NULL)
    {
      add_line (&lines, _("free %s"), run->memory_limit - last->execution_bytes - last->storage_bytes, AZUI_COLOR_TEXT_DIM);
      add_line (&lines, _("storage %s"), last->storage_bytes, AZUI_COLOR_SUCCESS_TEXT);
      add_line (&lines, _("execution %s"), last->execution_bytes, AZUI_COLOR_ACCENT);
    }
  if (run->evicted_bytes > 0)
    add_line (&lines, _("▼ evicted %s"), run->evicted_bytes, AZUI_COLOR_SUCCESS_TEXT);
  if (run->spilled_bytes > 0)
    add_line (&lines, _("▲ spilled %s"), run->spilled_bytes, AZUI_COLOR_ALARM_TEXT);
}

static void
azui_memory_chart_draw (AzuiTimeChart         *chart,
                        GtkSnapshot           *snapshot,
                        const AzudRunSnapshot *run)
{
  int width = gtk_widget_get_width (GTK_WIDGET (chart));
  double scale = azui_time_axis_scale (run, width), per_byte = HEIGHT / highest (run);
  double right = MAX (width - AZUI_TIME_AXIS_RIGHT, AZUI_TIME_AXIS_LEFT + 40);
  cairo_t *cr;

  azui_time_chart_draw_text (chart, snapshot, _("memory"), 12, TOP, AZUI_COLOR_TEXT_DIM);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (AZUI_TIME_AXIS_LEFT - 4, 0, (float) right - AZUI_TIME_AXIS_LEFT + 8,
                                                                 (float) gtk_widget_get_height (GTK_WIDGET (chart))));
  fill_below (run, cr, scale, per_byte, TRUE, AZUI_COLOR_SUCCESS);
  fill_below (run, cr, scale, per_byte, FALSE, AZUI_COLOR_ACCENT);
  draw_border (run, cr, scale, per_byte);
  draw_limit (run, cr, right, per_byte);
  draw_marks (run, cr, scale);
  cairo_destroy (cr);
  gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_GRID),
                             &GRAPHENE_RECT_INIT (AZUI_TIME_AXIS_LEFT, TOP + HEIGHT, (float) right - AZUI_TIME_AXIS_LEFT, 1));
  draw_figures (chart, snapshot, run, right + 10);
}

/* ---- what the pointer is told ---- */

char *
azui_memory_chart_describe (AzuiMemoryChart *self,
                            double           x)
{
  const AzudRunSnapshot *run = azui_time_chart_get_run (AZUI_TIME_CHART (self));
  double scale = run != NULL ? azui_time_axis_scale (run, gtk_widget_get_width (GTK_WIDGET (self))) : 1;
  double reach = (MARK_WIDTH / 2.0 + 1) / scale, at = (x - AZUI_TIME_AXIS_LEFT) / scale;
  const AzudMemorySample *nearest = NULL;
  gint64 spilled = 0, evicted = 0;
  GString *text;
  g_autofree char *execution = NULL, *storage = NULL, *free = NULL;

  if (run == NULL || at < 0 || at > (double) run->elapsed_us)
    return NULL;
  for (guint i = 0; i < run->n_samples; i++)
    {
      const AzudMemorySample *sample = &run->samples[i];

      if (nearest == NULL || ABS ((double) sample->time_us - at) < ABS ((double) nearest->time_us - at))
        nearest = sample;
      if (i > 0 && ABS ((double) sample->time_us - at) <= reach)
        {
          spilled += sample->spilled_bytes - run->samples[i - 1].spilled_bytes;
          evicted += sample->evicted_bytes - run->samples[i - 1].evicted_bytes;
        }
    }
  if (nearest == NULL)
    return NULL;
  execution = azui_quantity_bytes (nearest->execution_bytes);
  storage = azui_quantity_bytes (nearest->storage_bytes);
  free = azui_quantity_bytes (run->memory_limit - nearest->execution_bytes - nearest->storage_bytes);
  text = g_string_new (NULL);
  g_string_append_printf (text, _("%.2f s\nexecution: %s\nstorage: %s (leaves when tasks need the room)\nfree: %s"),
                          (double) nearest->time_us / 1e6, execution, storage, free);
  if (spilled > 0)
    {
      g_autofree char *size = azui_quantity_bytes (spilled);

      g_string_append_printf (text, _("\n%s written to disk here"), size);
    }
  if (evicted > 0)
    {
      g_autofree char *size = azui_quantity_bytes (evicted);

      g_string_append_printf (text, _("\n%s of kept blocks left memory here"), size);
    }
  return g_string_free (text, FALSE);
}

static gboolean
azui_memory_chart_query_tooltip (GtkWidget  *widget,
                                 int         x,
                                 int         y,
                                 gboolean    keyboard,
                                 GtkTooltip *tooltip)
{
  g_autofree char *text = keyboard ? NULL : azui_memory_chart_describe (AZUI_MEMORY_CHART (widget), x);

  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle){ x, 0, 1, gtk_widget_get_height (widget) });
  return TRUE;
}

/* ---- object ---- */

static void
azui_memory_chart_class_init (AzuiMemoryChartClass *klass)
{
  AzuiTimeChartClass *chart_class = AZUI_TIME_CHART_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  chart_class->text_scale = 0.82;
  chart_class->get_height = azui_memory_chart_get_height;
  chart_class->draw = azui_memory_chart_draw;
  widget_class->query_tooltip = azui_memory_chart_query_tooltip;
  gtk_widget_class_set_css_name (widget_class, "memorychart");
}

static void
azui_memory_chart_init (AzuiMemoryChart *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Memory over time"), -1);
}

GtkWidget *
azui_memory_chart_new (void)
{
  return g_object_new (AZUI_TYPE_MEMORY_CHART, NULL);
}
