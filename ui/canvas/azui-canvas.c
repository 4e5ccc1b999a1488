/* azui-canvas.c: the graph of a document, seen and worked on: the widget, its view and selection
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"
#include "azui-style.h"
#include "canvas/azui-canvas-map.h"
#include "canvas/azui-quick-add.h"

#include <math.h>

#define MAP_WIDTH   148
#define MAP_HEIGHT  104
#define MAP_MARGIN  14
#define FIT_MARGIN  48
#define CULL_MARGIN 24
#define MIN_OPENING_ZOOM AZUI_ZOOM_DETAIL   /* all of it, as long as cards are cards */

guint azui_canvas_signals[CANVAS_N_SIGNALS];

G_DEFINE_FINAL_TYPE (AzuiCanvas, azui_canvas, GTK_TYPE_WIDGET)

/* ---- view ---- */

void
azui_canvas_view_changed (AzuiCanvas *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  graphene_rect_t content;

  self->fitted = FALSE;
  if (width > 0 && height > 0 && azui_canvas_content (self, FALSE, &content))
    azui_view_clamp (&self->view, &content, width, height, MIN (80, MIN (width, height) / 2));
  /* Whole pixels: texts stay sharp. */
  self->view.x = round (self->view.x * self->view.zoom) / self->view.zoom;
  self->view.y = round (self->view.y * self->view.zoom) / self->view.zoom;
  gtk_widget_queue_draw (self->map);
  if (!self->allocating)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

double
azui_canvas_get_zoom (AzuiCanvas *self)
{
  g_return_val_if_fail (AZUI_IS_CANVAS (self), 1);

  return self->view.zoom;
}

static void
fit (AzuiCanvas *self,
     double      min_zoom)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  graphene_rect_t content;

  if (width <= 0 || height <= 0)
    {
      self->fit_pending = TRUE;
      return;
    }
  self->fit_pending = FALSE;
  if (!azui_canvas_content (self, FALSE, &content))
    self->view = (AzuiView) { 0, 0, 1 };
  else
    {
      azui_view_fit (&self->view, &content, width, height, FIT_MARGIN, 1);
      if (self->view.zoom < min_zoom)
        {
          /* What cannot be read is no use: rather the beginning, large enough. */
          azui_view_zoom_at (&self->view, width / 2.0, height / 2.0, min_zoom / self->view.zoom);
          azui_view_reveal (&self->view, &content, width, height, FIT_MARGIN);
        }
    }
  azui_canvas_view_changed (self);
}

void
azui_canvas_zoom_to_fit (AzuiCanvas *self)
{
  g_return_if_fail (AZUI_IS_CANVAS (self));

  fit (self, AZUI_ZOOM_MIN);
}

void
azui_canvas_reveal (AzuiCanvas *self,
                    CanvasNode *node)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (width > 0 && height > 0 && azui_view_reveal (&self->view, &node->bounds, width, height, 24))
    azui_canvas_view_changed (self);
}

void
azui_canvas_fit_readable (AzuiCanvas *self)
{
  fit (self, MIN_OPENING_ZOOM);
  self->fitted = TRUE;
}

/* ---- selection ---- */

guint
azui_canvas_n_selected (AzuiCanvas *self)
{
  guint n = 0;

  for (guint i = 0; i < self->nodes->len; i++)
    n += ((CanvasNode *) self->nodes->pdata[i])->selected;
  return n;
}

CanvasNode *
azui_canvas_single_selected (AzuiCanvas *self)
{
  CanvasNode *found = NULL;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];

      if (node->selected && found != NULL)
        return NULL;
      if (node->selected)
        found = node;
    }
  return found;
}

CanvasWire *
azui_canvas_selected_wire (AzuiCanvas *self)
{
  for (guint i = 0; i < self->wires->len; i++)
    if (((CanvasWire *) self->wires->pdata[i])->selected)
      return self->wires->pdata[i];
  return NULL;
}

void
azui_canvas_set_selected (AzuiCanvas *self,
                          CanvasNode *node,
                          gboolean    selected)
{
  if (node->selected == selected)
    return;
  node->selected = selected;
  if (node->card != NULL)
    azui_node_card_set_selected (node->card, selected);
  for (guint i = 0; i < node->wires->len; i++)
    azui_canvas_wire_invalidate (self, node->wires->pdata[i]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
azui_canvas_clear_selection (AzuiCanvas *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    azui_canvas_set_selected (self, self->nodes->pdata[i], FALSE);
  for (guint i = 0; i < self->wires->len; i++)
    {
      CanvasWire *wire = self->wires->pdata[i];

      if (wire->selected)
        {
          wire->selected = FALSE;
          azui_canvas_wire_invalidate (self, wire);
        }
    }
}

/* Which circle glows: the one whose data is shown, the one under the pointer, the one a wire would end at. */
static AzuiPortState
port_state (AzuiCanvas *self,
            CanvasNode *node,
            gboolean    output,
            guint       index)
{
  const char *port = node->ports[output ? 1 : 0]->pdata[index];

  if (self->drag.kind == DRAG_WIRE && self->drag.output != output && g_strcmp0 (self->drag.target, node->id) == 0 &&
      g_strcmp0 (self->drag.target_port, port) == 0)
    return self->drag.legal ? AZUI_PORT_ACCEPTS : AZUI_PORT_REFUSES;
  if (self->hovered_node == node && self->hovered_output == output && self->hovered_port == (int) index)
    return AZUI_PORT_HOVERED;
  if (output && g_strcmp0 (self->shown_node, node->id) == 0 && g_strcmp0 (self->shown_port, port) == 0)
    return AZUI_PORT_SHOWN;
  return AZUI_PORT_IDLE;
}

void
azui_canvas_update_node_ports (AzuiCanvas *self,
                               CanvasNode *node)
{
  for (int side = 0; side < 2 && node->card != NULL; side++)
    for (guint i = 0; i < node->ports[side]->len; i++)
      azui_node_card_set_port_state (node->card, side == 1, i, port_state (self, node, side == 1, i));
}

void
azui_canvas_update_ports (AzuiCanvas *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    azui_canvas_update_node_ports (self, self->nodes->pdata[i]);
}

void
azui_canvas_show_port (AzuiCanvas *self,
                       CanvasNode *node,
                       const char *port)
{
  g_autofree char *id = g_strdup (node->id);
  g_autofree char *kept = g_strdup (port);

  g_free (self->shown_node);
  g_free (self->shown_port);
  self->shown_node = g_strdup (id);
  self->shown_port = g_strdup (kept);
  azui_canvas_update_ports (self);
  g_signal_emit (self, azui_canvas_signals[CANVAS_SIGNAL_PORT_SELECTED], 0, id, kept);
}

void
azui_canvas_selection_changed (AzuiCanvas *self)
{
  CanvasNode *single = azui_canvas_single_selected (self);
  g_autofree char *node = NULL;
  g_autofree char *port = NULL;

  if (single == NULL || g_strcmp0 (single->id, self->shown_node) != 0)
    {
      g_clear_pointer (&self->shown_node, g_free);
      g_clear_pointer (&self->shown_port, g_free);
    }
  self->fitted = FALSE;
  azui_canvas_update_ports (self);
  azui_canvas_update_actions (self);
  azui_canvas_map_changed (AZUI_CANVAS_MAP (self->map));
  g_signal_emit (self, azui_canvas_signals[CANVAS_SIGNAL_SELECTION_CHANGED], 0);
  azui_canvas_get_selected_port (self, &node, &port);
  if (node != NULL && port != NULL)
    g_signal_emit (self, azui_canvas_signals[CANVAS_SIGNAL_PORT_SELECTED], 0, node, port);
}

void
azui_canvas_select_only (AzuiCanvas *self,
                         CanvasNode *node)
{
  azui_canvas_clear_selection (self);
  if (node != NULL)
    {
      azui_canvas_set_selected (self, node, TRUE);
      azui_canvas_reveal (self, node);
      gtk_widget_grab_focus (self->view.zoom >= AZUI_ZOOM_DETAIL ? azui_canvas_ensure_card (self, node) : GTK_WIDGET (self));
    }
  azui_canvas_selection_changed (self);
}

void
azui_canvas_select_wire (AzuiCanvas *self,
                         CanvasWire *wire)
{
  azui_canvas_clear_selection (self);
  wire->selected = TRUE;
  azui_canvas_wire_invalidate (self, wire);
  azui_canvas_selection_changed (self);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const CanvasNode *left = *(CanvasNode *const *) a;
  const CanvasNode *right = *(CanvasNode *const *) b;

  if (left->bounds.origin.x != right->bounds.origin.x)
    return left->bounds.origin.x < right->bounds.origin.x ? -1 : 1;
  if (left->bounds.origin.y != right->bounds.origin.y)
    return left->bounds.origin.y < right->bounds.origin.y ? -1 : 1;
  return g_strcmp0 (left->id, right->id);
}

char **
azui_canvas_dup_selection (AzuiCanvas *self)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  g_return_val_if_fail (AZUI_IS_CANVAS (self), NULL);

  for (guint i = 0; i < self->nodes->len; i++)
    if (((CanvasNode *) self->nodes->pdata[i])->selected)
      g_ptr_array_add (chosen, self->nodes->pdata[i]);
  g_ptr_array_sort (chosen, compare_places);
  for (guint i = 0; i < chosen->len; i++)
    g_strv_builder_add (ids, ((CanvasNode *) chosen->pdata[i])->id);
  return g_strv_builder_end (ids);
}

void
azui_canvas_select (AzuiCanvas        *self,
                    const char *const *ids)
{
  CanvasNode *first = NULL;

  g_return_if_fail (AZUI_IS_CANVAS (self));

  azui_canvas_clear_selection (self);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      CanvasNode *node = azui_canvas_lookup (self, ids[i]);

      if (node == NULL)
        continue;
      azui_canvas_set_selected (self, node, TRUE);
      if (first == NULL)
        first = node;
    }
  if (first != NULL)
    azui_canvas_reveal (self, first);
  azui_canvas_selection_changed (self);
}

void
azui_canvas_get_selected_port (AzuiCanvas *self,
                               char      **node,
                               char      **port)
{
  CanvasNode *single;

  g_return_if_fail (AZUI_IS_CANVAS (self));

  *node = *port = NULL;
  single = azui_canvas_single_selected (self);
  if (self->shown_node != NULL)
    {
      *node = g_strdup (self->shown_node);
      *port = g_strdup (self->shown_port);
    }
  else if (single != NULL)
    {
      GPtrArray *ports = single->ports[1]->len > 0 ? single->ports[1] : single->ports[0];

      if (ports->len == 0)
        return;
      *node = g_strdup (single->id);
      *port = g_strdup (ports->pdata[0]);
    }
}

/* ---- layout ---- */

/* Makes the cards in sight that have none yet.  Not during the layout: a new child asks all widgets above for a new size, and one
 * that asks while it is being given its size is left without one. */
static gboolean
make_cards_cb (gpointer data)
{
  AzuiCanvas *self = data;
  graphene_rect_t visible = azui_view_visible (&self->view, self->width, self->height);
  float margin = CULL_MARGIN / (float) self->view.zoom;

  self->cards_source = 0;
  graphene_rect_inset (&visible, -margin, -margin);
  for (guint i = 0; self->detail && i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];

      if (node->card == NULL && azui_rects_meet (&node->bounds, &visible))
        azui_canvas_ensure_card (self, node);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
place_card (AzuiCanvas            *self,
            CanvasNode            *node,
            const graphene_rect_t *visible)
{
  gboolean shown = self->detail && azui_rects_meet (&node->bounds, visible);
  graphene_point_t at;
  GskTransform *transform;
  GtkWidget *card;
  int ignored;

  if (!shown)
    {
      card = GTK_WIDGET (node->card);
      if (card == NULL || !gtk_widget_get_child_visible (card))
        return;
      if (gtk_widget_has_focus (card))
        gtk_widget_grab_focus (GTK_WIDGET (self));
      gtk_widget_set_child_visible (card, FALSE);
      return;
    }
  if (node->card == NULL)
    {
      if (self->cards_source == 0)
        self->cards_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, make_cards_cb, self, NULL);
      return;
    }
  card = GTK_WIDGET (node->card);
  gtk_widget_set_child_visible (card, TRUE);
  at = azui_view_from_graph (&self->view, node->bounds.origin.x, node->bounds.origin.y);
  transform = gsk_transform_translate (NULL, &at);
  transform = gsk_transform_scale (transform, (float) self->view.zoom, (float) self->view.zoom);
  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &ignored, NULL, NULL, NULL);
  gtk_widget_allocate (card, (int) node->bounds.size.width, (int) node->bounds.size.height, -1, transform);
}

static void
place_child (GtkWidget *child,
             int        x,
             int        y,
             int        width,
             int        height)
{
  gtk_widget_allocate (child, width, height, -1, gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, (float) y)));
}

/* A new size leaves the middle of the view where it is, and keeps what was chosen and seen in sight. */
static void
follow_size (AzuiCanvas *self,
             int         width,
             int         height)
{
  CanvasNode *single = azui_canvas_single_selected (self);
  graphene_rect_t visible = azui_view_visible (&self->view, self->width, self->height);
  gboolean seen = single != NULL && graphene_rect_contains_rect (&visible, &single->bounds);

  self->view.x += (self->width - width) / 2.0 / self->view.zoom;
  self->view.y += (self->height - height) / 2.0 / self->view.zoom;
  if (seen)
    azui_view_reveal (&self->view, &single->bounds, width, height, 24);
  azui_canvas_view_changed (self);
}

/* Where there is room for it; but where all cards are in sight anyway, it lies on none of them. */
static gboolean
has_room_for_map (AzuiCanvas *self,
                  int         width,
                  int         height)
{
  graphene_rect_t visible = azui_view_visible (&self->view, width, height);
  graphene_point_t corner = azui_view_to_graph (&self->view, width - MAP_WIDTH - 2 * MAP_MARGIN, height - MAP_HEIGHT - 2 * MAP_MARGIN);
  graphene_point_t end = azui_view_to_graph (&self->view, width, height);
  graphene_rect_t map = azui_rect_between (corner, end);
  graphene_rect_t content;
  gboolean covers = FALSE;

  if (width <= 2 * MAP_WIDTH || height <= 2 * MAP_HEIGHT || !azui_canvas_content (self, FALSE, &content))
    return FALSE;
  if (!graphene_rect_contains_rect (&visible, &content))
    return TRUE;
  for (guint i = 0; i < self->nodes->len && !covers; i++)
    covers = azui_rects_meet (&((CanvasNode *) self->nodes->pdata[i])->bounds, &map);
  return !covers;
}

static void
azui_canvas_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  AzuiCanvas *self = AZUI_CANVAS (widget);
  graphene_rect_t visible;
  float margin;
  int hint_width, hint_height;

  self->allocating = TRUE;
  /* Panes settle and windows are resized while they open: an untouched view follows. */
  if ((self->fit_pending || (self->fitted && (width != self->width || height != self->height))) && width > 0 && height > 0)
    azui_canvas_fit_readable (self);
  else if (self->width > 0 && self->height > 0 && width > 0 && height > 0 && (width != self->width || height != self->height))
    follow_size (self, width, height);
  self->width = width;
  self->height = height;
  self->detail = self->view.zoom >= AZUI_ZOOM_DETAIL;
  azui_canvas_route_wires (self);
  visible = azui_view_visible (&self->view, width, height);
  margin = CULL_MARGIN / (float) self->view.zoom;
  graphene_rect_inset (&visible, -margin, -margin);
  for (guint i = 0; i < self->nodes->len; i++)
    place_card (self, self->nodes->pdata[i], &visible);

  if (gtk_widget_should_layout (self->hint))
    {
      gtk_widget_measure (self->hint, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &hint_width, NULL, NULL);
      hint_width = MIN (hint_width, width);
      gtk_widget_measure (self->hint, GTK_ORIENTATION_VERTICAL, hint_width, NULL, &hint_height, NULL, NULL);
      place_child (self->hint, (width - hint_width) / 2, (height - hint_height) / 2, hint_width, hint_height);
    }
  gtk_widget_set_child_visible (self->map, has_room_for_map (self, width, height));
  if (gtk_widget_should_layout (self->map))
    place_child (self->map, width - MAP_WIDTH - MAP_MARGIN, height - MAP_HEIGHT - MAP_MARGIN, MAP_WIDTH, MAP_HEIGHT);
  if (self->quick_add != NULL)
    gtk_popover_present (GTK_POPOVER (self->quick_add));
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
  self->allocating = FALSE;
}

static void
azui_canvas_measure (GtkWidget     *widget,
                     GtkOrientation orientation,
                     int            for_size,
                     int           *minimum,
                     int           *natural,
                     int           *minimum_baseline,
                     int           *natural_baseline)
{
  AzuiCanvas *self = AZUI_CANVAS (widget);
  int ignored;

  gtk_widget_measure (self->map, orientation, -1, &ignored, NULL, NULL, NULL);
  *minimum = 120;
  *natural = 480;
}

/* ---- object ---- */

static void
colors_changed_cb (GtkWidget *widget)
{
  AzuiCanvas *self = AZUI_CANVAS (widget);

  for (guint i = 0; i < self->nodes->len; i++)
    if (((CanvasNode *) self->nodes->pdata[i])->card != NULL)
      azui_node_card_update_colors (((CanvasNode *) self->nodes->pdata[i])->card);
  for (guint i = 0; i < self->wires->len; i++)
    azui_canvas_wire_invalidate (self, self->wires->pdata[i]);
  azui_canvas_map_changed (AZUI_CANVAS_MAP (self->map));
  gtk_widget_queue_draw (widget);
}

static void
azui_canvas_dispose (GObject *object)
{
  AzuiCanvas *self = AZUI_CANVAS (object);

  g_clear_handle_id (&self->cards_source, g_source_remove);
  if (self->layout_cancellable != NULL)
    g_cancellable_cancel (self->layout_cancellable);
  g_clear_object (&self->layout_cancellable);
  if (self->map != NULL)
    {
      azui_canvas_keys_end (self);
      azui_canvas_model_disconnect (self);
    }
  g_clear_object (&self->document);
  if (self->quick_add != NULL)
    g_signal_handlers_disconnect_by_data (self->quick_add, self);
  g_clear_pointer (&self->quick_add, gtk_widget_unparent);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->hint, gtk_widget_unparent);
  g_clear_pointer (&self->map, gtk_widget_unparent);
  g_clear_object (&self->reason_layout);
  G_OBJECT_CLASS (azui_canvas_parent_class)->dispose (object);
}

static void
azui_canvas_finalize (GObject *object)
{
  AzuiCanvas *self = AZUI_CANVAS (object);

  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->edited);
  g_ptr_array_unref (self->wires);
  g_ptr_array_unref (self->nodes);
  g_free (self->shown_node);
  g_free (self->shown_port);
  g_free (self->pending_node);
  g_free (self->pending_port);
  G_OBJECT_CLASS (azui_canvas_parent_class)->finalize (object);
}

static void
install_signals (GType type)
{
  guint *signals = azui_canvas_signals;

  signals[CANVAS_SIGNAL_SELECTION_CHANGED] =
    g_signal_new ("selection-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CANVAS_SIGNAL_PORT_SELECTED] =
    g_signal_new ("port-selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[CANVAS_SIGNAL_NODE_ACTIVATED] =
    g_signal_new ("node-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CANVAS_SIGNAL_RUN_TO_REQUESTED] =
    g_signal_new ("run-to-requested", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CANVAS_SIGNAL_MESSAGE] =
    g_signal_new ("message", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
azui_canvas_class_init (AzuiCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = azui_canvas_dispose;
  object_class->finalize = azui_canvas_finalize;
  widget_class->measure = azui_canvas_measure;
  widget_class->size_allocate = azui_canvas_size_allocate;
  widget_class->snapshot = azui_canvas_snapshot;
  widget_class->query_tooltip = azui_canvas_query_tooltip;
  gtk_widget_class_set_css_name (widget_class, "azuicanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  install_signals (AZUI_TYPE_CANVAS);
  azui_canvas_class_install_actions (widget_class);
}

static void
azui_canvas_init (AzuiCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  azui_style_load ();
  azui_canvas_model_init (self);
  self->view.zoom = 1;
  self->hovered_port = -1;

  self->hint = gtk_label_new (_("Type to add a node, or drag one here from the list"));
  gtk_label_set_wrap (GTK_LABEL (self->hint), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->hint), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (self->hint, "canvas-hint");
  gtk_widget_set_can_target (self->hint, FALSE);
  gtk_widget_set_visible (self->hint, FALSE);
  gtk_widget_set_parent (self->hint, widget);
  self->map = azui_canvas_map_new (self);
  gtk_widget_set_parent (self->map, widget);

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Pipeline"), -1);
  azui_canvas_install_gestures (self);
  azui_canvas_install_keys (self);
  azui_canvas_update_actions (self);
  azui_style_watch (widget, colors_changed_cb);
}

GtkWidget *
azui_canvas_new (void)
{
  return g_object_new (AZUI_TYPE_CANVAS, NULL);
}

void
azui_canvas_set_document (AzuiCanvas   *self,
                          AzudDocument *document)
{
  g_return_if_fail (AZUI_IS_CANVAS (self));
  g_return_if_fail (document == NULL || AZUD_IS_DOCUMENT (document));

  if (self->document == document)
    return;
  azui_canvas_keys_end (self);
  azui_canvas_model_disconnect (self);
  g_set_object (&self->document, document);
  self->has_run = self->running_graph = FALSE;
  g_hash_table_remove_all (self->edited);
  if (document != NULL)
    azui_canvas_model_connect (self);
  gtk_widget_set_visible (self->hint, document != NULL && self->nodes->len == 0);
  azui_canvas_update_actions (self);
  azui_canvas_fit_readable (self);
}

AzudDocument *
azui_canvas_get_document (AzuiCanvas *self)
{
  g_return_val_if_fail (AZUI_IS_CANVAS (self), NULL);

  return self->document;
}

void
azui_canvas_say (AzuiCanvas *self,
                 const char *text)
{
  g_signal_emit (self, azui_canvas_signals[CANVAS_SIGNAL_MESSAGE], 0, text);
}
