/* azui-data-grid.c: rows of a preview with a profile above each column
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-i18n.h"
#include "azui-style.h"
#include "drawer/azui-data-grid.h"

#include <math.h>
#include <string.h>

#define ROW_HEIGHT 24
#define HEAD_HEIGHT 62
#define BARS_TOP 30
#define BARS_HEIGHT 26
#define PADDING 12
#define MIN_WIDTH 90
#define MAX_WIDTH 340
#define MEASURED_ROWS 60
#define SHOWN_BYTES 300

struct _AzuiDataGrid
{
  GtkWidget      parent_instance;
  GtkAdjustment *vertical;
  AzudPreview   *preview;
  double        *lefts;          /* n_columns + 1 */
  guint          cursor_row, cursor_column;
};

G_DEFINE_FINAL_TYPE (AzuiDataGrid, azui_data_grid, GTK_TYPE_WIDGET)

static gboolean
is_number (const char *type)
{
  static const char *const types[] = { "tinyint", "smallint", "int", "bigint", "float", "double", NULL };

  return g_strv_contains (types, type) || g_str_has_prefix (type, "decimal");
}

/* ---- geometry ---- */

static double
text_width (GtkWidget  *widget,
            const char *text,
            gboolean    monospace)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  int width;

  pango_layout_set_text (layout, text, (int) MIN (strlen (text), 60));
  if (monospace)
    {
      g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_family_new ("monospace"));
      pango_layout_set_attributes (layout, attributes);
    }
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

/* The longest text of a column decides; only that one is measured. */
static double
column_width (AzuiDataGrid *self,
              guint         column)
{
  const AzudPreview *preview = self->preview;
  const char *longest = "";
  double head;

  for (guint r = 0; r < preview->n_rows && r < MEASURED_ROWS; r++)
    if (preview->rows[r][column] != NULL && strlen (preview->rows[r][column]) > strlen (longest))
      longest = preview->rows[r][column];
  head = text_width (GTK_WIDGET (self), preview->names[column], FALSE) * 1.08
         + text_width (GTK_WIDGET (self), preview->types[column], FALSE) * 0.85 + 16;
  return CLAMP (MAX (head, text_width (GTK_WIDGET (self), longest, TRUE)) + 2 * PADDING, MIN_WIDTH, MAX_WIDTH);
}

static void
lay_out (AzuiDataGrid *self)
{
  double left = 0;

  g_clear_pointer (&self->lefts, g_free);
  if (self->preview == NULL)
    return;
  self->lefts = g_new0 (double, self->preview->n_columns + 1);
  for (guint c = 0; c < self->preview->n_columns; c++)
    {
      self->lefts[c] = left;
      left += column_width (self, c);
    }
  self->lefts[self->preview->n_columns] = left;
}

static void
azui_data_grid_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  AzuiDataGrid *self = AZUI_DATA_GRID (widget);
  double size = 0;

  if (self->preview != NULL)
    size = orientation == GTK_ORIENTATION_HORIZONTAL ? self->lefts[self->preview->n_columns]
                                                     : HEAD_HEIGHT + (double) self->preview->n_rows * ROW_HEIGHT + 8;
  *minimum = *natural = (int) ceil (size);
}

/* ---- drawing ---- */

static void
draw_text (AzuiDataGrid  *self,
           GtkSnapshot   *snapshot,
           const char    *text,
           double         x,
           double         y,
           double         width,
           PangoAlignment alignment,
           PangoAttribute *first,
           PangoAttribute *second,
           AzuiColor      color)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  gsize length = MIN (strlen (text), SHOWN_BYTES);
  const char *end = text + length;

  if (text[length] != '\0')
    end = g_utf8_find_prev_char (text, end);
  if (first != NULL)
    pango_attr_list_insert (attributes, first);
  if (second != NULL)
    pango_attr_list_insert (attributes, second);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_text (layout, text, end != NULL ? (int) (end - text) : 0);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, azui_style_get_color (color));
  gtk_snapshot_restore (snapshot);
}

static void
draw_bars (AzuiDataGrid            *self,
           GtkSnapshot             *snapshot,
           const AzudColumnProfile *profile,
           double                   x,
           double                   y,
           double                   width)
{
  gint64 highest = 1;
  double bar;

  if (profile->n_bars == 0)
    return;
  for (guint b = 0; b < profile->n_bars; b++)
    highest = MAX (highest, profile->bars[b]);
  bar = MIN (width / profile->n_bars, 24);
  for (guint b = 0; b < profile->n_bars; b++)
    {
      double height = ceil (BARS_HEIGHT * (double) profile->bars[b] / (double) highest);

      if (height > 0)
        gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_BAR),
                                   &GRAPHENE_RECT_INIT ((float) (x + b * bar), (float) (y + BARS_HEIGHT - height),
                                                        (float) MAX (bar - 1, 1), (float) height));
    }
}

static void
draw_head (AzuiDataGrid *self,
           GtkSnapshot  *snapshot,
           double        top,
           guint         first,
           guint         last)
{
  const AzudPreview *preview = self->preview;
  float width = (float) MAX (gtk_widget_get_width (GTK_WIDGET (self)), self->lefts[preview->n_columns]);

  gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_CARD), &GRAPHENE_RECT_INIT (0, (float) top, width, HEAD_HEIGHT));
  for (guint c = first; c < last; c++)
    {
      double x = self->lefts[c] + PADDING, room = self->lefts[c + 1] - self->lefts[c] - 2 * PADDING;
      double type = text_width (GTK_WIDGET (self), preview->types[c], FALSE) * 0.85 + 4;

      draw_text (self, snapshot, preview->names[c], x, top + 6, room - type, PANGO_ALIGN_LEFT, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD), NULL, AZUI_COLOR_TEXT);
      draw_text (self, snapshot, preview->types[c], x + room - type, top + 8, type, PANGO_ALIGN_RIGHT, pango_attr_scale_new (0.82), NULL, AZUI_COLOR_TEXT_DIM);
      draw_bars (self, snapshot, &preview->profiles[c], x, top + BARS_TOP, room);
    }
  gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_CARD_BORDER), &GRAPHENE_RECT_INIT (0, (float) top + HEAD_HEIGHT - 1, width, 1));
}

static void
draw_cell (AzuiDataGrid *self,
           GtkSnapshot  *snapshot,
           guint         row,
           guint         column,
           double        y)
{
  const char *text = self->preview->rows[row][column];
  double x = self->lefts[column] + PADDING, width = self->lefts[column + 1] - self->lefts[column] - 2 * PADDING;
  PangoAlignment alignment = is_number (self->preview->types[column]) ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;

  if (row == self->cursor_row && column == self->cursor_column && gtk_widget_has_focus (GTK_WIDGET (self)))
    {
      GskRoundedRect outline;
      const GdkRGBA *accent = azui_style_get_color (AZUI_COLOR_ACCENT);

      gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT ((float) x - 6, (float) y + 1, (float) width + 12, ROW_HEIGHT - 2), 4);
      gtk_snapshot_append_border (snapshot, &outline, (const float[4]){ 1.5, 1.5, 1.5, 1.5 }, (const GdkRGBA[4]){ *accent, *accent, *accent, *accent });
    }
  draw_text (self, snapshot, text != NULL ? text : "∅", x, y + 4, width, alignment, pango_attr_family_new ("monospace"),
             pango_attr_scale_new (0.92), text != NULL ? AZUI_COLOR_TEXT : AZUI_COLOR_TEXT_DIM);
}

static void
azui_data_grid_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  AzuiDataGrid *self = AZUI_DATA_GRID (widget);
  const AzudPreview *preview = self->preview;
  double top = gtk_adjustment_get_value (self->vertical), page = gtk_adjustment_get_page_size (self->vertical);
  GtkWidget *viewport = gtk_widget_get_parent (widget);
  GtkAdjustment *horizontal = GTK_IS_SCROLLABLE (viewport) ? gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (viewport)) : NULL;
  double left = horizontal != NULL ? gtk_adjustment_get_value (horizontal) : 0;
  double right = left + (horizontal != NULL ? gtk_adjustment_get_page_size (horizontal) : gtk_widget_get_width (widget));
  guint first = 0, last, row;

  if (preview == NULL || preview->n_columns == 0)
    return;
  while (first + 1 < preview->n_columns && self->lefts[first + 1] <= left)
    first++;
  for (last = first; last < preview->n_columns && self->lefts[last] < right; last++)
    ;
  row = (guint) MAX (top / ROW_HEIGHT - 1, 0);
  for (; row < preview->n_rows && HEAD_HEIGHT + row * ROW_HEIGHT < top + page; row++)
    {
      double y = HEAD_HEIGHT + (double) row * ROW_HEIGHT;

      if (y + ROW_HEIGHT <= top + HEAD_HEIGHT)
        continue;
      if (row % 2 == 0)
        gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_CARD),
                                   &GRAPHENE_RECT_INIT ((float) left, (float) y, (float) (right - left), ROW_HEIGHT));
      for (guint c = first; c < last; c++)
        draw_cell (self, snapshot, row, c, y);
    }
  draw_head (self, snapshot, top, first, last);
}

/* ---- cursor ---- */

static void
announce (AzuiDataGrid *self)
{
  const AzudPreview *preview = self->preview;
  g_autofree char *text = NULL;

  if (preview != NULL && self->cursor_row < preview->n_rows && self->cursor_column < preview->n_columns)
    {
      const char *value = preview->rows[self->cursor_row][self->cursor_column];

      text = g_strdup_printf (_("%s, row %u: %s"), preview->names[self->cursor_column], self->cursor_row + 1, value != NULL ? value : _("no value"));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : _("No rows"), -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
show_cursor (AzuiDataGrid *self)
{
  double y = HEAD_HEIGHT + (double) self->cursor_row * ROW_HEIGHT;
  GtkWidget *viewport = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_adjustment_clamp_page (self->vertical, y - HEAD_HEIGHT, y + ROW_HEIGHT);
  if (GTK_IS_SCROLLABLE (viewport))
    gtk_adjustment_clamp_page (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (viewport)), self->lefts[self->cursor_column],
                               self->lefts[self->cursor_column + 1]);
  announce (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        AzuiDataGrid          *self)
{
  const AzudPreview *preview = self->preview;

  if (preview == NULL || preview->n_rows == 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_c && (state & GDK_CONTROL_MASK) != 0)
    {
      const char *value = preview->rows[self->cursor_row][self->cursor_column];

      gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), value != NULL ? value : "");
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_Left && self->cursor_column > 0)
    self->cursor_column--;
  else if (key == GDK_KEY_Right && self->cursor_column + 1 < preview->n_columns)
    self->cursor_column++;
  else if (key == GDK_KEY_Up && self->cursor_row > 0)
    self->cursor_row--;
  else if (key == GDK_KEY_Down && self->cursor_row + 1 < preview->n_rows)
    self->cursor_row++;
  else
    return GDK_EVENT_PROPAGATE;
  show_cursor (self);
  return GDK_EVENT_STOP;
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            AzuiDataGrid    *self)
{
  const AzudPreview *preview = self->preview;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (preview == NULL || preview->n_rows == 0 || preview->n_columns == 0
      || y < gtk_adjustment_get_value (self->vertical) + HEAD_HEIGHT)
    return;
  self->cursor_row = MIN ((guint) ((y - HEAD_HEIGHT) / ROW_HEIGHT), preview->n_rows - 1);
  for (guint c = 0; c < preview->n_columns; c++)
    if (x >= self->lefts[c])
      self->cursor_column = c;
  announce (self);
}

static char *
describe_profile (const AzudPreview *preview,
                  guint              column)
{
  const AzudColumnProfile *profile = &preview->profiles[column];
  g_autofree char *nulls = g_strdup_printf ("%" G_GINT64_FORMAT, profile->n_null);
  g_autofree char *distinct = g_strdup_printf ("%" G_GINT64_FORMAT, profile->n_distinct);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s\n", preview->names[column], preview->types[column]);
  g_string_append_printf (text, _("%s without value"), nulls);
  if (profile->n_distinct >= 0)
    g_string_append_printf (text, _(", %s different"), distinct);
  if (profile->minimum != NULL)
    g_string_append_printf (text, _("\nfrom %s to %s"), profile->minimum, profile->maximum);
  for (guint b = 0; b < profile->n_bars && profile->bar_labels[b] != NULL; b++)
    g_string_append_printf (text, "\n%s: %" G_GINT64_FORMAT, profile->bar_labels[b], profile->bars[b]);
  return g_string_free (text, FALSE);
}

static gboolean
tooltip_cb (AzuiDataGrid *self,
            int           x,
            int           y,
            gboolean      keyboard,
            GtkTooltip   *tooltip)
{
  g_autofree char *text = NULL;
  guint column = 0;

  if (self->preview == NULL || self->preview->n_columns == 0 || x >= self->lefts[self->preview->n_columns]
      || y > gtk_adjustment_get_value (self->vertical) + HEAD_HEIGHT)
    return FALSE;
  while (column + 1 < self->preview->n_columns && x >= self->lefts[column + 1])
    column++;
  text = describe_profile (self->preview, column);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* ---- life ---- */

static void
azui_data_grid_finalize (GObject *object)
{
  AzuiDataGrid *self = AZUI_DATA_GRID (object);

  g_clear_pointer (&self->preview, azud_preview_free);
  g_free (self->lefts);
  g_clear_object (&self->vertical);
  G_OBJECT_CLASS (azui_data_grid_parent_class)->finalize (object);
}

static void
azui_data_grid_class_init (AzuiDataGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = azui_data_grid_finalize;
  widget_class->measure = azui_data_grid_measure;
  widget_class->snapshot = azui_data_grid_snapshot;
  gtk_widget_class_set_css_name (widget_class, "datagrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TABLE);
}

static void
azui_data_grid_init (AzuiDataGrid *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Rows"), -1);
  azui_style_watch (GTK_WIDGET (self), gtk_widget_queue_draw);
}

GtkWidget *
azui_data_grid_new (GtkAdjustment *vertical)
{
  AzuiDataGrid *self = g_object_new (AZUI_TYPE_DATA_GRID, NULL);

  self->vertical = g_object_ref (vertical);
  g_signal_connect_object (vertical, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
azui_data_grid_take_preview (AzuiDataGrid *self,
                             AzudPreview  *preview)
{
  g_clear_pointer (&self->preview, azud_preview_free);
  self->preview = preview;
  self->cursor_row = self->cursor_column = 0;
  lay_out (self);
  announce (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

const AzudPreview *
azui_data_grid_get_preview (AzuiDataGrid *self)
{
  return self->preview;
}
