/* azui-graph-view.c: a graph laid out by Graphviz and drawn by us
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-i18n.h"
#include "azui-style.h"
#include "graph/azui-graph-view.h"
#include "graph/azui-layout.h"

#include <math.h>

#define MARGIN 16
#define BUDGET_MS 5000
#define RADIUS 8
#define LEAST_FIT 0.7        /* smaller, and long texts cannot be read */
#define STRIPE 5
#define BAR_ROOM 8           /* of a bar of progress, below the label */
#define BAR 16               /* of scrolling */

typedef struct
{
  double        progress;
  AzuiNodeState state;
  char         *note;
  char         *tip;
  const GdkRGBA *color;      /* of the stripe, or NULL */
} NodeState;

struct _AzuiGraphView
{
  GtkWidget        parent_instance;
  char            *dot;
  AzuiGraphLayout *layout;
  GCancellable    *cancellable;
  GHashTable      *states;       /* name -> NodeState */
  GHashTable      *edges;        /* "from>to" -> AzuiEdgeState */
  double           zoom;
  gboolean         zoomed;       /* by somebody */
  double           least_fit;
  GtkAdjustment   *place;        /* of the scrolled window it lies in; tells of its width */
  guint            fitter;       /* idle */
};

G_DEFINE_FINAL_TYPE (AzuiGraphView, azui_graph_view, GTK_TYPE_WIDGET)

static void
azui_graph_view_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  AzuiGraphView *self = AZUI_GRAPH_VIEW (widget);
  double size = 0;

  if (self->layout != NULL)
    size = orientation == GTK_ORIENTATION_HORIZONTAL ? self->layout->width : self->layout->height;
  *minimum = *natural = (int) ceil (size * self->zoom) + 2 * MARGIN;
}

static void
node_state_free (gpointer data)
{
  g_free (((NodeState *) data)->note);
  g_free (((NodeState *) data)->tip);
  g_free (data);
}

static NodeState *
get_state (AzuiGraphView *self,
           const char    *name)
{
  NodeState *state = g_hash_table_lookup (self->states, name);

  if (state == NULL)
    {
      state = g_new0 (NodeState, 1);
      g_hash_table_insert (self->states, g_strdup (name), state);
    }
  return state;
}

/* ---- drawing ---- */

/* Broken ones are dashed: colour alone would not tell. */
static void
style_edge (AzuiGraphView        *self,
            cairo_t              *cr,
            const AzuiLayoutEdge *edge)
{
  static const double dashes[] = { 5, 4 };
  g_autofree char *key = g_strdup_printf ("%s>%s", edge->from, edge->to);
  AzuiEdgeState state = (AzuiEdgeState) GPOINTER_TO_INT (g_hash_table_lookup (self->edges, key));

  gdk_cairo_set_source_rgba (cr, azui_style_get_color (state == AZUI_EDGE_BROKEN ? AZUI_COLOR_ERROR
                                                       : state == AZUI_EDGE_MENDED ? AZUI_COLOR_ALARM : AZUI_COLOR_WIRE));
  cairo_set_line_width (cr, state == AZUI_EDGE_PLAIN ? 1.5 : 2.5);
  cairo_set_dash (cr, dashes, state == AZUI_EDGE_BROKEN ? 2 : 0, 0);
}

static void
draw_edges (AzuiGraphView *self,
            cairo_t       *cr)
{
  for (guint i = 0; i < self->layout->n_edges; i++)
    {
      const AzuiLayoutEdge *edge = &self->layout->edges[i];
      guint n = edge->n_points;
      double dx, dy, length;

      if (n < 4)
        continue;
      style_edge (self, cr, edge);
      cairo_move_to (cr, edge->points[0][0], edge->points[0][1]);
      for (guint p = 1; p + 2 < n; p += 3)
        cairo_curve_to (cr, edge->points[p][0], edge->points[p][1], edge->points[p + 1][0], edge->points[p + 1][1],
                        edge->points[p + 2][0], edge->points[p + 2][1]);
      cairo_stroke (cr);
      dx = edge->points[n - 1][0] - edge->points[n - 2][0];
      dy = edge->points[n - 1][1] - edge->points[n - 2][1];
      length = hypot (dx, dy);
      if (length < 0.01)
        continue;
      dx *= 7 / length;
      dy *= 7 / length;
      cairo_move_to (cr, edge->points[n - 1][0] + dx, edge->points[n - 1][1] + dy);
      cairo_line_to (cr, edge->points[n - 1][0] - dy / 2, edge->points[n - 1][1] + dx / 2);
      cairo_line_to (cr, edge->points[n - 1][0] + dy / 2, edge->points[n - 1][1] - dx / 2);
      cairo_fill (cr);
    }
}

static AzuiColor
color_of_state (AzuiNodeState state)
{
  switch (state)
    {
    case AZUI_NODE_RUNNING:
      return AZUI_COLOR_ACCENT;
    case AZUI_NODE_DONE:
      return AZUI_COLOR_SUCCESS;
    case AZUI_NODE_FAILED:
    case AZUI_NODE_LOST:
      return AZUI_COLOR_ERROR;
    default:
      return AZUI_COLOR_CARD_BORDER;
    }
}

static void
draw_progress (GtkSnapshot           *snapshot,
               const graphene_rect_t *box,
               const NodeState       *state)
{
  graphene_rect_t bar = GRAPHENE_RECT_INIT (box->origin.x + 10, box->origin.y + box->size.height - 9, box->size.width - 20, 3);
  GskRoundedRect round;

  gsk_rounded_rect_init_from_rect (&round, &bar, 1.5f);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, azui_style_get_color (AZUI_COLOR_CARD_BORDER), &bar);
  bar.size.width *= (float) CLAMP (state->progress, 0, 1);
  if (bar.size.width > 0)
    gtk_snapshot_append_color (snapshot, azui_style_get_color (color_of_state (state->state)), &bar);
  gtk_snapshot_pop (snapshot);
}

static void
draw_label (AzuiGraphView         *self,
            GtkSnapshot           *snapshot,
            const graphene_rect_t *box,
            const char            *text,
            AzuiColor              color)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  int height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.88));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_width (layout, (int) ((box->size.width - 12) * PANGO_SCALE));
  pango_layout_set_height (layout, (int) ((box->size.height - 4) * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (box->origin.x + 6, box->origin.y + (box->size.height - (float) height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, azui_style_get_color (color));
  gtk_snapshot_restore (snapshot);
}

/* Over the upper right corner, as badges on the canvas are. */
static void
draw_note (AzuiGraphView         *self,
           GtkSnapshot           *snapshot,
           const graphene_rect_t *box,
           const char            *note,
           gboolean               is_quiet)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), note);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  graphene_rect_t pill;
  GskRoundedRect round;
  int width, height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.72));
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, &height);
  pill = GRAPHENE_RECT_INIT (box->origin.x + box->size.width - (float) width - 10, box->origin.y - (float) height / 2 - 1, (float) width + 12, (float) height + 2);
  gsk_rounded_rect_init_from_rect (&round, &pill, pill.size.height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, is_quiet ? &(GdkRGBA){ 0.4f, 0.4f, 0.42f, 1 } : &(GdkRGBA){ 0.76f, 0.27f, 0, 1 }, &pill);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (pill.origin.x + 6, pill.origin.y + 1));
  gtk_snapshot_append_layout (snapshot, layout, &(GdkRGBA){ 1, 1, 1, 1 });
  gtk_snapshot_restore (snapshot);
}

static void
draw_node (AzuiGraphView        *self,
           GtkSnapshot          *snapshot,
           const AzuiLayoutNode *node)
{
  graphene_rect_t box = GRAPHENE_RECT_INIT ((float) (node->x - node->width / 2), (float) (node->y - node->height / 2),
                                            (float) node->width, (float) node->height);
  graphene_rect_t inside = box;
  const NodeState *state = g_hash_table_lookup (self->states, node->name);
  const GdkRGBA *border = azui_style_get_color (color_of_state (state != NULL ? state->state : AZUI_NODE_IDLE));
  const float width = state != NULL && state->state != AZUI_NODE_IDLE && state->state != AZUI_NODE_SKIPPED ? 1.5f : 1;
  gboolean is_skipped = state != NULL && state->state == AZUI_NODE_SKIPPED;
  GskRoundedRect round;

  gsk_rounded_rect_init_from_rect (&round, &box, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, azui_style_get_color (is_skipped ? AZUI_COLOR_CANVAS : AZUI_COLOR_CARD), &box);
  if (state != NULL && state->color != NULL)
    gtk_snapshot_append_color (snapshot, state->color, &GRAPHENE_RECT_INIT (box.origin.x, box.origin.y, STRIPE, box.size.height));
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &round, (const float[4]){ width, width, width, width },
                              (const GdkRGBA[4]){ *border, *border, *border, *border });
  if (state != NULL && !is_skipped)
    inside.size.height -= BAR_ROOM;
  draw_label (self, snapshot, &inside, node->label != NULL ? node->label : "", is_skipped ? AZUI_COLOR_TEXT_DIM : AZUI_COLOR_TEXT);
  if (state != NULL && !is_skipped)
    draw_progress (snapshot, &box, state);
  if (state != NULL && state->note != NULL)
    draw_note (self, snapshot, &box, state->note, is_skipped);
}

static void
azui_graph_view_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  AzuiGraphView *self = AZUI_GRAPH_VIEW (widget);
  GskRenderNode *edges;
  cairo_t *cr;

  if (self->layout == NULL)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (MARGIN, MARGIN));
  gtk_snapshot_scale (snapshot, (float) self->zoom, (float) self->zoom);
  /* a node of its own: in GTK 4.8 gtk_snapshot_append_cairo() is wrong where the snapshot is scaled and moved */
  edges = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (-4, -4, (float) self->layout->width + 8, (float) self->layout->height + 8));
  cr = gsk_cairo_node_get_draw_context (edges);
  draw_edges (self, cr);
  cairo_destroy (cr);
  gtk_snapshot_append_node (snapshot, edges);
  gsk_render_node_unref (edges);
  for (guint i = 0; i < self->layout->n_nodes; i++)
    draw_node (self, snapshot, &self->layout->nodes[i]);
  gtk_snapshot_restore (snapshot);
}

static gboolean
tooltip_cb (AzuiGraphView *self,
            int            x,
            int            y,
            gboolean       keyboard,
            GtkTooltip    *tooltip)
{
  for (guint i = 0; self->layout != NULL && i < self->layout->n_nodes; i++)
    {
      const AzuiLayoutNode *node = &self->layout->nodes[i];
      const NodeState *state = g_hash_table_lookup (self->states, node->name);

      if (state == NULL || state->tip == NULL || fabs ((x - MARGIN) / self->zoom - node->x) > node->width / 2
          || fabs ((y - MARGIN) / self->zoom - node->y) > node->height / 2)
        continue;
      gtk_tooltip_set_text (tooltip, state->tip);
      return TRUE;
    }
  return FALSE;
}

/* ---- zoom ---- */

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           AzuiGraphView            *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;
  self->zoom = CLAMP (self->zoom * pow (1.1, -dy), 0.2, 3);
  self->zoomed = TRUE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  return GDK_EVENT_STOP;
}

/* A graph that is a little too wide for its place is made smaller, unless somebody has chosen a size. */
static void
fit (AzuiGraphView *self)
{
  GtkWidget *place = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  /* a bar beside it may come and go */
  int bar = place != NULL && !gtk_scrolled_window_get_overlay_scrolling (GTK_SCROLLED_WINDOW (place)) ? BAR : 0;
  double room = place != NULL ? gtk_widget_get_width (place) - 2 * MARGIN - bar : 0, zoom;

  if (self->zoomed || room <= 0 || self->layout == NULL || self->layout->width <= 0)
    return;
  zoom = CLAMP (room / self->layout->width, self->least_fit, 1);
  if (fabs (zoom - self->zoom) < 0.005)
    return;
  self->zoom = zoom;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static gboolean
fit_cb (gpointer data)
{
  AZUI_GRAPH_VIEW (data)->fitter = 0;
  fit (data);
  return G_SOURCE_REMOVE;
}

/* Not at once: sizes are just being given out. */
static void
place_changed_cb (AzuiGraphView *self)
{
  if (self->fitter == 0)
    self->fitter = g_idle_add (fit_cb, self);
}

static void
watch_place (AzuiGraphView *self,
             GtkAdjustment *place)
{
  if (self->place == place)
    return;
  if (self->place != NULL)
    g_signal_handlers_disconnect_by_data (self->place, self);
  g_set_object (&self->place, place);
  if (place != NULL)
    g_signal_connect_swapped (place, "notify::page-size", G_CALLBACK (place_changed_cb), self);
}

static void
map_cb (AzuiGraphView *self)
{
  GtkWidget *place = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);

  watch_place (self, place != NULL ? gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (place)) : NULL);
  place_changed_cb (self);
}

/* ---- life ---- */

static void
azui_graph_view_dispose (GObject *object)
{
  AzuiGraphView *self = AZUI_GRAPH_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->fitter, g_source_remove);
  watch_place (self, NULL);
  G_OBJECT_CLASS (azui_graph_view_parent_class)->dispose (object);
}

static void
azui_graph_view_finalize (GObject *object)
{
  AzuiGraphView *self = AZUI_GRAPH_VIEW (object);

  g_free (self->dot);
  g_clear_pointer (&self->layout, azui_graph_layout_free);
  g_hash_table_unref (self->states);
  g_hash_table_unref (self->edges);
  G_OBJECT_CLASS (azui_graph_view_parent_class)->finalize (object);
}

static void
azui_graph_view_class_init (AzuiGraphViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = azui_graph_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = azui_graph_view_finalize;
  widget_class->measure = azui_graph_view_measure;
  widget_class->snapshot = azui_graph_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "graphview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
azui_graph_view_init (AzuiGraphView *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  self->zoom = 1;
  self->least_fit = LEAST_FIT;
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, node_state_free);
  self->edges = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Graph"), -1);
  azui_style_watch (GTK_WIDGET (self), gtk_widget_queue_draw);
}

GtkWidget *
azui_graph_view_new (void)
{
  return g_object_new (AZUI_TYPE_GRAPH_VIEW, NULL);
}

static void
laid_out_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(GError) error = NULL;
  AzuiGraphLayout *layout = azui_layout_finish (result, &error);
  AzuiGraphView *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;     /* the view may be gone */
  self = AZUI_GRAPH_VIEW (data);
  if (layout == NULL)
    return;     /* the last picture stays */
  g_clear_pointer (&self->layout, azui_graph_layout_free);
  self->layout = layout;
  fit (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
azui_graph_view_set_dot (AzuiGraphView *self,
                         const char    *dot)
{
  g_return_if_fail (AZUI_IS_GRAPH_VIEW (self));

  if (g_strcmp0 (self->dot, dot) == 0)
    return;
  g_free (self->dot);
  self->dot = g_strdup (dot);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (dot == NULL)
    {
      g_clear_pointer (&self->layout, azui_graph_layout_free);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      return;
    }
  self->cancellable = g_cancellable_new ();
  azui_layout_async (dot, BUDGET_MS, self->cancellable, laid_out_cb, self);
}

void
azui_graph_view_set_node_state (AzuiGraphView *self,
                                const char    *name,
                                double         progress,
                                AzuiNodeState  state)
{
  NodeState *known = get_state (self, name);

  if (known->state == state && fabs (known->progress - progress) < 0.001)
    return;
  known->progress = progress;
  known->state = state;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
azui_graph_view_set_node_color (AzuiGraphView *self,
                                const char    *name,
                                const GdkRGBA *color)
{
  get_state (self, name)->color = color;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
azui_graph_view_set_node_tip (AzuiGraphView *self,
                              const char    *name,
                              const char    *tip)
{
  NodeState *known = get_state (self, name);

  if (g_strcmp0 (known->tip, tip) == 0)
    return;
  g_free (known->tip);
  known->tip = g_strdup (tip);
}

void
azui_graph_view_set_least_fit (AzuiGraphView *self,
                               double         zoom)
{
  self->least_fit = zoom;
  place_changed_cb (self);
}

void
azui_graph_view_set_node_note (AzuiGraphView *self,
                               const char    *name,
                               const char    *note)
{
  NodeState *known = get_state (self, name);

  if (g_strcmp0 (known->note, note) == 0)
    return;
  g_free (known->note);
  known->note = g_strdup (note);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
azui_graph_view_set_edge_state (AzuiGraphView *self,
                                const char    *from,
                                const char    *to,
                                AzuiEdgeState  state)
{
  char *key = g_strdup_printf ("%s>%s", from, to);

  g_hash_table_insert (self->edges, key, GINT_TO_POINTER (state));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
azui_graph_view_clear_states (AzuiGraphView *self)
{
  g_hash_table_remove_all (self->states);
  g_hash_table_remove_all (self->edges);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
