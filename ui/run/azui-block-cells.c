/* azui-block-cells.c: the blocks of a dataset as cells
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-block-cells.h"

#include "azui-i18n.h"
#include "azui-style.h"
#include "run/azui-quantity.h"

#include <string.h>

#define MANY 400          /* blocks from which on cells are small */

struct _AzuiBlockCells
{
  GtkWidget      parent_instance;
  GtkWidget     *menu;       /* NULL where no block can be lost */
  AzudBlockView *blocks;
  guint          n_blocks;
  int            selected;
};

G_DEFINE_FINAL_TYPE (AzuiBlockCells, azui_block_cells, GTK_TYPE_WIDGET)

enum { BLOCK_SELECTED, LOSE_BLOCK, N_SIGNALS };
static guint signals[N_SIGNALS];

char *
azui_block_cells_describe (const AzudBlockView *block)
{
  static const char *const places[] = {
    [AZUD_BLOCK_MISSING] = N_("not there yet"),
    [AZUD_BLOCK_IN_MEMORY] = N_("in memory"),
    [AZUD_BLOCK_PARTLY_ON_DISK] = N_("partly on disk"),
    [AZUD_BLOCK_ON_DISK] = N_("on disk"),
    [AZUD_BLOCK_LOST] = N_("lost"),
    [AZUD_BLOCK_LET_GO] = N_("let go"),
  };
  GString *text = g_string_new (_(places[block->place]));

  if (block->is_read)
    g_string_append_printf (text, ", %s", _("being read"));
  if (block->is_recomputed)
    g_string_append_printf (text, ", %s", _("computed again after it was lost"));
  return g_string_free (text, FALSE);
}

/* ---- geometry ---- */

static float
pitch_of (const AzuiBlockCells *self)
{
  return self->n_blocks > MANY ? 8 : 15;
}

static guint
columns_at (const AzuiBlockCells *self,
            int                   width)
{
  return MAX (1, (guint) ((float) width / pitch_of (self)));
}

static GtkSizeRequestMode
azui_block_cells_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
azui_block_cells_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  AzuiBlockCells *self = AZUI_BLOCK_CELLS (widget);
  float pitch = pitch_of (self);
  guint columns;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = (int) pitch;
      *natural = (int) (pitch * (float) MIN (MAX (self->n_blocks, 1), 24));
      return;
    }
  columns = columns_at (self, for_size > 0 ? for_size : 300);
  *minimum = *natural = (int) (pitch * (float) ((MAX (self->n_blocks, 1) + columns - 1) / columns));
}

void
azui_block_cells_get_area (AzuiBlockCells  *self,
                           guint            block,
                           graphene_rect_t *area)
{
  guint columns = columns_at (self, gtk_widget_get_width (GTK_WIDGET (self)));
  float pitch = pitch_of (self), size = pitch - (self->n_blocks > MANY ? 1 : 3);

  *area = GRAPHENE_RECT_INIT ((float) (block % columns) * pitch + 1, (float) (block / columns) * pitch + 1, size, size);
}

static int
block_at (AzuiBlockCells *self,
          double          x,
          double          y)
{
  guint columns = columns_at (self, gtk_widget_get_width (GTK_WIDGET (self)));
  guint column = (guint) (MAX (x, 0) / pitch_of (self)), row = (guint) (MAX (y, 0) / pitch_of (self));
  guint block = row * columns + column;

  return column < columns && block < self->n_blocks ? (int) block : -1;
}

/* ---- drawing ---- */

static void
fill (GtkSnapshot           *snapshot,
      const graphene_rect_t *area,
      AzuiColor              color)
{
  gtk_snapshot_append_color (snapshot, azui_style_get_color (color), area);
}

static void
frame (GtkSnapshot           *snapshot,
       const graphene_rect_t *area,
       AzuiColor              color,
       float                  width)
{
  const GdkRGBA *border = azui_style_get_color (color);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, area, 2);
  gtk_snapshot_append_border (snapshot, &outline, (const float[4]){ width, width, width, width },
                              (const GdkRGBA[4]){ *border, *border, *border, *border });
}

/* A cross: what is lost is not told by its colour alone. */
static void
cross (GtkSnapshot           *snapshot,
       const graphene_rect_t *area)
{
  GskRenderNode *node = gsk_cairo_node_new (area);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);
  double x = area->origin.x, y = area->origin.y, size = area->size.width, inset = size / 4;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, size > 9 ? 1.6 : 1);
  cairo_move_to (cr, x + inset, y + inset);
  cairo_line_to (cr, x + size - inset, y + size - inset);
  cairo_move_to (cr, x + size - inset, y + inset);
  cairo_line_to (cr, x + inset, y + size - inset);
  cairo_stroke (cr);
  cairo_destroy (cr);
  gtk_snapshot_append_node (snapshot, node);
  gsk_render_node_unref (node);
}

static void
draw_block (GtkSnapshot           *snapshot,
            const AzudBlockView   *block,
            const graphene_rect_t *area)
{
  graphene_rect_t part = *area;

  switch (block->place)
    {
    case AZUD_BLOCK_MISSING:
      frame (snapshot, area, AZUI_COLOR_UNKNOWN, 1);
      break;
    case AZUD_BLOCK_IN_MEMORY:
      fill (snapshot, area, AZUI_COLOR_SUCCESS);
      break;
    case AZUD_BLOCK_PARTLY_ON_DISK:
      fill (snapshot, area, AZUI_COLOR_SUCCESS);
      part.size.height /= 2;
      part.origin.y += part.size.height;
      fill (snapshot, &part, AZUI_COLOR_ACCENT);
      break;
    case AZUD_BLOCK_ON_DISK:
      fill (snapshot, area, AZUI_COLOR_ACCENT);
      break;
    case AZUD_BLOCK_LOST:
      fill (snapshot, area, AZUI_COLOR_ERROR);
      cross (snapshot, area);
      break;
    case AZUD_BLOCK_LET_GO:
      fill (snapshot, area, AZUI_COLOR_CARD_BORDER);
      break;
    }
  if (block->is_recomputed)
    {
      part = *area;
      graphene_rect_inset (&part, area->size.width / 3, area->size.height / 3);
      fill (snapshot, &part, AZUI_COLOR_WARNING);
    }
  if (block->is_read)
    frame (snapshot, area, AZUI_COLOR_TEXT, 2);
}

static void
azui_block_cells_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  AzuiBlockCells *self = AZUI_BLOCK_CELLS (widget);
  graphene_rect_t area;

  for (guint i = 0; i < self->n_blocks; i++)
    {
      azui_block_cells_get_area (self, i, &area);
      draw_block (snapshot, &self->blocks[i], &area);
    }
  if (self->selected >= 0 && (guint) self->selected < self->n_blocks)
    {
      azui_block_cells_get_area (self, (guint) self->selected, &area);
      graphene_rect_inset (&area, -2, -2);
      frame (snapshot, &area, AZUI_COLOR_ACCENT, 1.5f);
    }
  if (self->menu != NULL)
    gtk_widget_snapshot_child (widget, self->menu, snapshot);
}

static void
azui_block_cells_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  AzuiBlockCells *self = AZUI_BLOCK_CELLS (widget);

  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

/* ---- choosing ---- */

static void
choose (AzuiBlockCells *self,
        int             block)
{
  if (block < 0 || (guint) block >= self->n_blocks)
    return;
  azui_block_cells_select (self, block);
  g_signal_emit (self, signals[BLOCK_SELECTED], 0, (guint) block);
}

static void
show_menu (AzuiBlockCells *self)
{
  graphene_rect_t area;

  if (self->menu == NULL || self->selected < 0)
    return;
  azui_block_cells_get_area (self, (guint) self->selected, &area);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int) area.origin.x, (int) area.origin.y,
                                                                           (int) area.size.width, (int) area.size.height });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            AzuiBlockCells  *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  choose (self, block_at (self, x, y));
  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_SECONDARY && block_at (self, x, y) >= 0)
    show_menu (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        AzuiBlockCells        *self)
{
  int columns = (int) columns_at (self, gtk_widget_get_width (GTK_WIDGET (self)));
  int to;

  switch (keyval)
    {
    case GDK_KEY_Left:
      to = MAX (self->selected - 1, 0);
      break;
    case GDK_KEY_Right:
      to = self->selected + 1;
      break;
    case GDK_KEY_Up:
      to = self->selected - columns;
      break;
    case GDK_KEY_Down:
      to = self->selected < 0 ? 0 : self->selected + columns;
      break;
    case GDK_KEY_F10:
      if ((state & GDK_SHIFT_MASK) == 0)
        return GDK_EVENT_PROPAGATE;
      show_menu (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Menu:
      show_menu (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  if (to < 0 || (guint) to >= self->n_blocks)
    return GDK_EVENT_PROPAGATE;
  choose (self, to);
  return GDK_EVENT_STOP;
}

static void
lose_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  AzuiBlockCells *self = AZUI_BLOCK_CELLS (widget);

  if (self->selected >= 0)
    g_signal_emit (self, signals[LOSE_BLOCK], 0, (guint) self->selected);
}

static gboolean
tooltip_cb (AzuiBlockCells *self,
            int             x,
            int             y,
            gboolean        keyboard,
            GtkTooltip     *tooltip)
{
  int at = keyboard ? self->selected : block_at (self, x, y);
  const AzudBlockView *block = at >= 0 && (guint) at < self->n_blocks ? &self->blocks[at] : NULL;
  g_autofree char *state = NULL, *rows = NULL, *memory = NULL, *disk = NULL, *text = NULL;
  graphene_rect_t area;

  if (block == NULL)
    return FALSE;
  state = azui_block_cells_describe (block);
  rows = azui_quantity_number (block->rows);
  memory = azui_quantity_bytes (block->memory_bytes);
  disk = azui_quantity_bytes (block->disk_bytes);
  if (block->place == AZUD_BLOCK_MISSING || block->place == AZUD_BLOCK_LOST)
    text = g_strdup_printf (_("Partition %d: %s"), at, state);
  else if (block->place == AZUD_BLOCK_LET_GO)
    text = g_strdup_printf (_("Partition %d: %s\nIt had %s rows"), at, state, rows);
  else
    text = g_strdup_printf (_("Partition %d: %s\n%s rows, %s in memory, %s on disk"), at, state, rows, memory, disk);
  gtk_tooltip_set_text (tooltip, text);
  azui_block_cells_get_area (self, (guint) at, &area);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle){ (int) area.origin.x, (int) area.origin.y, (int) area.size.width, (int) area.size.height });
  return TRUE;
}

/* ---- object ---- */

static void
azui_block_cells_dispose (GObject *object)
{
  g_clear_pointer (&AZUI_BLOCK_CELLS (object)->menu, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_block_cells_parent_class)->dispose (object);
}

static void
azui_block_cells_finalize (GObject *object)
{
  g_free (AZUI_BLOCK_CELLS (object)->blocks);
  G_OBJECT_CLASS (azui_block_cells_parent_class)->finalize (object);
}

static void
azui_block_cells_class_init (AzuiBlockCellsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = azui_block_cells_dispose;
  G_OBJECT_CLASS (klass)->finalize = azui_block_cells_finalize;
  widget_class->get_request_mode = azui_block_cells_get_request_mode;
  widget_class->measure = azui_block_cells_measure;
  widget_class->snapshot = azui_block_cells_snapshot;
  widget_class->size_allocate = azui_block_cells_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "blockcells");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
  gtk_widget_class_install_action (widget_class, "blocks.lose", NULL, lose_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, GDK_SHIFT_MASK, "blocks.lose", NULL);
  signals[BLOCK_SELECTED] = g_signal_new ("block-selected", AZUI_TYPE_BLOCK_CELLS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[LOSE_BLOCK] = g_signal_new ("lose-block", AZUI_TYPE_BLOCK_CELLS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_UINT);
}

static GtkWidget *
make_menu (AzuiBlockCells *self)
{
  g_autoptr (GMenu) model = g_menu_new ();
  GtkWidget *menu;

  g_menu_append (model, _("Lose This Partition"), "blocks.lose");
  menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (model));
  gtk_widget_set_parent (menu, GTK_WIDGET (self));
  return menu;
}

static void
azui_block_cells_init (AzuiBlockCells *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->selected = -1;
  if (azud_run_can_lose_blocks ())
    self->menu = make_menu (self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  azui_style_watch (GTK_WIDGET (self), gtk_widget_queue_draw);
}

GtkWidget *
azui_block_cells_new (void)
{
  return g_object_new (AZUI_TYPE_BLOCK_CELLS, NULL);
}

void
azui_block_cells_set_can_lose (AzuiBlockCells *self,
                               gboolean        can_lose)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "blocks.lose", can_lose);
}

void
azui_block_cells_set (AzuiBlockCells      *self,
                      const AzudBlockView *blocks,
                      guint                n)
{
  if (n == self->n_blocks && (n == 0 || memcmp (self->blocks, blocks, n * sizeof *blocks) == 0))
    return;
  if (n != self->n_blocks)
    {
      g_free (self->blocks);
      self->blocks = g_memdup2 (blocks, n * sizeof *blocks);
      self->n_blocks = n;
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
  else
    memcpy (self->blocks, blocks, n * sizeof *blocks);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
azui_block_cells_select (AzuiBlockCells *self,
                         int             block)
{
  if (self->selected == block)
    return;
  self->selected = block;
  if (block >= 0 && (guint) block < self->n_blocks)
    {
      g_autofree char *state = azui_block_cells_describe (&self->blocks[block]);
      g_autofree char *text = g_strdup_printf (_("Partition %d: %s"), block, state);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
