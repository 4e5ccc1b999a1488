/* azui-histogram.c: a small picture of how a figure is spread
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-histogram.h"

#include "azui-style.h"

#include <string.h>

#define BARS_HEIGHT 44
#define TEXT_HEIGHT 18

struct _AzuiHistogram
{
  GtkWidget  parent_instance;
  guint      bars[AZUI_HISTOGRAM_BARS];
  char      *from;
  char      *to;
};

G_DEFINE_FINAL_TYPE (AzuiHistogram, azui_histogram, GTK_TYPE_WIDGET)

static void
azui_histogram_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : BARS_HEIGHT + TEXT_HEIGHT;
}

static void
draw_text (GtkWidget   *widget,
           GtkSnapshot *snapshot,
           const char  *text,
           gboolean     at_end)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width;

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.82));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (at_end ? (float) (gtk_widget_get_width (widget) - width) : 0, BARS_HEIGHT + 2));
  gtk_snapshot_append_layout (snapshot, layout, azui_style_get_color (AZUI_COLOR_TEXT_DIM));
  gtk_snapshot_restore (snapshot);
}

static void
azui_histogram_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  AzuiHistogram *self = AZUI_HISTOGRAM (widget);
  float width = (float) gtk_widget_get_width (widget), step = width / AZUI_HISTOGRAM_BARS;
  guint most = 1;

  for (int i = 0; i < AZUI_HISTOGRAM_BARS; i++)
    most = MAX (most, self->bars[i]);
  for (int i = 0; i < AZUI_HISTOGRAM_BARS; i++)
    {
      /* one among thousands still shows */
      float height = self->bars[i] > 0 ? MAX (2, (float) BARS_HEIGHT * (float) self->bars[i] / (float) most) : 0;

      if (height > 0)
        gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_ACCENT),
                                   &GRAPHENE_RECT_INIT ((float) i * step, BARS_HEIGHT - height, step - 1, height));
    }
  gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_GRID), &GRAPHENE_RECT_INIT (0, BARS_HEIGHT, width, 1));
  draw_text (widget, snapshot, self->from, FALSE);
  draw_text (widget, snapshot, self->to, TRUE);
}

static void
azui_histogram_finalize (GObject *object)
{
  AzuiHistogram *self = AZUI_HISTOGRAM (object);

  g_free (self->from);
  g_free (self->to);
  G_OBJECT_CLASS (azui_histogram_parent_class)->finalize (object);
}

static void
azui_histogram_class_init (AzuiHistogramClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = azui_histogram_finalize;
  widget_class->measure = azui_histogram_measure;
  widget_class->snapshot = azui_histogram_snapshot;
  gtk_widget_class_set_css_name (widget_class, "histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
azui_histogram_init (AzuiHistogram *self)
{
  self->from = g_strdup ("");
  self->to = g_strdup ("");
  azui_style_watch (GTK_WIDGET (self), gtk_widget_queue_draw);
}

GtkWidget *
azui_histogram_new (void)
{
  return g_object_new (AZUI_TYPE_HISTOGRAM, NULL);
}

void
azui_histogram_set (AzuiHistogram *self,
                    const guint    bars[AZUI_HISTOGRAM_BARS],
                    const char    *from,
                    const char    *to,
                    const char    *label)
{
  if (memcmp (self->bars, bars, sizeof self->bars) == 0 && g_str_equal (self->from, from) && g_str_equal (self->to, to))
    return;
  memcpy (self->bars, bars, sizeof self->bars);
  g_free (self->from);
  g_free (self->to);
  self->from = g_strdup (from);
  self->to = g_strdup (to);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
