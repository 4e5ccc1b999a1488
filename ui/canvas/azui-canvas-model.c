/* azui-canvas-model.c: the canvas follows its document
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"
#include "canvas/azui-canvas-map.h"

/* ---- looking ---- */

CanvasNode *
azui_canvas_lookup (AzuiCanvas *self,
                    const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

static gboolean
wire_is (const CanvasWire *wire,
         const AzudEdge   *edge)
{
  return g_str_equal (wire->from_node, edge->from_node) && g_str_equal (wire->from_port, edge->from_port) &&
         g_str_equal (wire->to_node, edge->to_node) && g_str_equal (wire->to_port, edge->to_port);
}

CanvasWire *
azui_canvas_lookup_wire (AzuiCanvas     *self,
                         const AzudEdge *edge)
{
  for (guint i = 0; i < self->wires->len; i++)
    if (wire_is (self->wires->pdata[i], edge))
      return self->wires->pdata[i];
  return NULL;
}

AzudEdge
azui_canvas_wire_edge (const CanvasWire *wire)
{
  return (AzudEdge) { wire->from_node, wire->from_port, wire->to_node, wire->to_port };
}

int
azui_canvas_port_index (CanvasNode *node,
                        gboolean    output,
                        const char *port)
{
  GPtrArray *ports = node->ports[output ? 1 : 0];

  for (guint i = 0; i < ports->len; i++)
    if (g_strcmp0 (ports->pdata[i], port) == 0)
      return (int) i;
  return -1;
}

graphene_point_t
azui_canvas_port_point (CanvasNode *node,
                        gboolean    output,
                        guint       index)
{
  return azui_card_port (&node->bounds, output, index, node->ports[output ? 1 : 0]->len);
}

gboolean
azui_canvas_content (AzuiCanvas      *self,
                     gboolean         selected_only,
                     graphene_rect_t *bounds)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];

      if (selected_only && !node->selected)
        continue;
      if (any)
        graphene_rect_union (bounds, &node->bounds, bounds);
      else
        *bounds = node->bounds;
      any = TRUE;
    }
  return any;
}

/* ---- wires ---- */

static void
wire_free (gpointer data)
{
  CanvasWire *wire = data;

  g_free (wire->from_node);
  g_free (wire->from_port);
  g_free (wire->to_node);
  g_free (wire->to_port);
  g_clear_pointer (&wire->picture, gsk_render_node_unref);
  g_clear_object (&wire->pill);
  g_free (wire->merged_into);
  g_free (wire);
}

void
azui_canvas_wire_invalidate (AzuiCanvas *self,
                             CanvasWire *wire)
{
  g_clear_pointer (&wire->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
wire_place (AzuiCanvas *self,
            CanvasWire *wire)
{
  int from, to;

  if (wire->from != NULL && wire->to != NULL)
    {
      from = azui_canvas_port_index (wire->from, TRUE, wire->from_port);
      to = azui_canvas_port_index (wire->to, FALSE, wire->to_port);
      wire->curve = azui_wire (azui_canvas_port_point (wire->from, TRUE, (guint) MAX (from, 0)),
                               azui_canvas_port_point (wire->to, FALSE, (guint) MAX (to, 0)));
      wire->bounds = azui_wire_bounds (&wire->curve, 4);
    }
  azui_canvas_wire_invalidate (self, wire);
  azui_canvas_routes_changed (self);
}

static void
update_connected (CanvasNode *node)
{
  if (node->card == NULL)
    return;
  for (int side = 0; side < 2; side++)
    for (guint i = 0; i < node->ports[side]->len; i++)
      {
        gboolean connected = FALSE;

        for (guint w = 0; w < node->wires->len; w++)
          {
            CanvasWire *wire = node->wires->pdata[w];

            connected |= side == 1 ? wire->from == node && g_str_equal (wire->from_port, node->ports[1]->pdata[i])
                                   : wire->to == node && g_str_equal (wire->to_port, node->ports[0]->pdata[i]);
          }
        azui_node_card_set_port_connected (node->card, side == 1, i, connected);
      }
}

/* ---- nodes ---- */

static void
node_free (gpointer data)
{
  CanvasNode *node = data;

  g_clear_pointer ((GtkWidget **) &node->card, gtk_widget_unparent);
  g_free (node->id);
  g_free (node->badge);
  g_free (node->badge_details);
  g_ptr_array_unref (node->ports[0]);
  g_ptr_array_unref (node->ports[1]);
  g_ptr_array_unref (node->wires);
  g_free (node);
}

static void
node_show_ports (CanvasNode *node,
                 int         side)
{
  GPtrArray *ports = node->ports[side];
  const AzudPortSpec *specs = node->type == NULL ? NULL : side == 0 ? node->type->inputs : node->type->outputs;
  g_autofree const char **labels = g_new0 (const char *, ports->len + 1);
  g_autofree gboolean *aside = g_new0 (gboolean, ports->len + 1);

  if (node->card == NULL)
    return;
  for (guint i = 0; i < ports->len; i++)
    {
      labels[i] = specs != NULL && specs[i].label != NULL ? _(specs[i].label) : ports->pdata[i];
      aside[i] = side == 1 && specs != NULL && specs[i].optional;
    }
  azui_node_card_set_ports (node->card, side == 1, labels, aside, ports->len);
}

static void
node_set_ports (CanvasNode *node)
{
  for (int side = 0; side < 2; side++)
    {
      const AzudPortSpec *specs = node->type == NULL ? NULL : side == 0 ? node->type->inputs : node->type->outputs;

      for (guint i = 0; specs != NULL && specs[i].id != NULL; i++)
        g_ptr_array_add (node->ports[side], g_strdup (specs[i].id));
    }
  node->bounds.size.width = AZUI_CARD_WIDTH;
  node->bounds.size.height = azui_card_height (node->ports[0]->len, node->ports[1]->len);
}

/* A node of unknown type has the ports its wires name. */
static void
node_learn_port (AzuiCanvas *self,
                 CanvasNode *node,
                 gboolean    output,
                 const char *port)
{
  if (node->type != NULL || azui_canvas_port_index (node, output, port) >= 0)
    return;
  g_ptr_array_add (node->ports[output ? 1 : 0], g_strdup (port));
  node_show_ports (node, output ? 1 : 0);
  node->bounds.size.height = azui_card_height (node->ports[0]->len, node->ports[1]->len);
  for (guint i = 0; i < node->wires->len; i++)
    wire_place (self, node->wires->pdata[i]);
}

static void
node_update (AzuiCanvas     *self,
             CanvasNode     *node,
             const AzudNode *source)
{
  g_autofree char *subtitle = NULL;

  node->disabled = source->disabled;
  if (node->card == NULL)
    return;
  subtitle = azud_document_dup_subtitle (self->document, node->id);
  azui_node_card_set_label (node->card, source->label);
  azui_node_card_set_subtitle (node->card, node->type != NULL ? subtitle : _("Unknown type"));
  azui_node_card_set_disabled (node->card, source->disabled);
}

static void
node_move (AzuiCanvas *self,
           CanvasNode *node,
           double      x,
           double      y)
{
  node->bounds.origin = GRAPHENE_POINT_INIT ((float) x, (float) y);
  for (guint i = 0; i < node->wires->len; i++)
    wire_place (self, node->wires->pdata[i]);
  azui_canvas_routes_changed (self);
}

static void
add_node (AzuiCanvas     *self,
          const AzudNode *source)
{
  CanvasNode *node = g_new0 (CanvasNode, 1);

  node->id = g_strdup (source->id);
  node->type = source->type;
  node->ports[0] = g_ptr_array_new_with_free_func (g_free);
  node->ports[1] = g_ptr_array_new_with_free_func (g_free);
  node->wires = g_ptr_array_new ();
  node_set_ports (node);
  node->bounds.origin = GRAPHENE_POINT_INIT ((float) source->x, (float) source->y);
  node->disabled = source->disabled;
  g_ptr_array_add (self->nodes, node);
  g_hash_table_insert (self->by_id, node->id, node);
}

/* A widget costs a quarter of a millisecond and thousands of nodes are never looked at: cards are made when they are. */
GtkWidget *
azui_canvas_ensure_card (AzuiCanvas *self,
                         CanvasNode *node)
{
  const AzudNode *source;

  if (node->card != NULL)
    return GTK_WIDGET (node->card);
  source = azud_document_lookup_node (self->document, node->id);
  node->card = AZUI_NODE_CARD (azui_node_card_new ());
  azui_node_card_set_type (node->card, node->type, source != NULL ? source->type_id : NULL);
  node_show_ports (node, 0);
  node_show_ports (node, 1);
  update_connected (node);
  if (source != NULL)
    node_update (self, node, source);
  azui_node_card_set_selected (node->card, node->selected);
  azui_node_card_set_problems (node->card, node->n_errors, node->n_warnings);
  azui_node_card_set_progress (node->card, node->progress, node->fraction);
  azui_node_card_set_badge (node->card, node->badge, node->badge_details, node->badge_is_quiet);
  azui_canvas_update_node_ports (self, node);
  gtk_widget_insert_before (GTK_WIDGET (node->card), GTK_WIDGET (self), self->map);
  return GTK_WIDGET (node->card);
}

static void
add_wire (AzuiCanvas     *self,
          const AzudEdge *edge)
{
  CanvasWire *wire = g_new0 (CanvasWire, 1);

  wire->from_node = g_strdup (edge->from_node);
  wire->from_port = g_strdup (edge->from_port);
  wire->to_node = g_strdup (edge->to_node);
  wire->to_port = g_strdup (edge->to_port);
  wire->from = azui_canvas_lookup (self, edge->from_node);
  wire->to = azui_canvas_lookup (self, edge->to_node);
  g_ptr_array_add (self->wires, wire);
  if (wire->from != NULL)
    {
      node_learn_port (self, wire->from, TRUE, wire->from_port);
      g_ptr_array_add (wire->from->wires, wire);
      update_connected (wire->from);
    }
  if (wire->to != NULL)
    {
      node_learn_port (self, wire->to, FALSE, wire->to_port);
      g_ptr_array_add (wire->to->wires, wire);
      update_connected (wire->to);
    }
  wire_place (self, wire);
}

/* ---- what the document says ---- */

static void
update_empty (AzuiCanvas *self)
{
  gtk_widget_set_visible (self->hint, self->document != NULL && self->nodes->len == 0);
  azui_canvas_map_changed (AZUI_CANVAS_MAP (self->map));
  azui_canvas_update_actions (self);
}

static void
node_added_cb (AzuiCanvas *self,
               const char *id)
{
  const AzudNode *source = azud_document_lookup_node (self->document, id);

  if (source == NULL || azui_canvas_lookup (self, id) != NULL)
    return;
  add_node (self, source);
  update_empty (self);
  azui_canvas_routes_changed (self);
}

static void
forget_wire (AzuiCanvas *self,
             CanvasWire *wire)
{
  CanvasNode *ends[] = { wire->from, wire->to };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (ends[i] != NULL)
      {
        g_ptr_array_remove (ends[i]->wires, wire);
        update_connected (ends[i]);
      }
  if (self->hovered_wire == wire)
    self->hovered_wire = NULL;
  if (self->splice == wire)
    self->splice = NULL;
  if (self->menu_wire == wire)
    self->menu_wire = NULL;
  g_ptr_array_remove (self->wires, wire);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
node_removed_cb (AzuiCanvas *self,
                 const char *id)
{
  CanvasNode *node = azui_canvas_lookup (self, id);
  gboolean selected;

  if (node == NULL)
    return;
  selected = node->selected;
  while (node->wires->len > 0)
    forget_wire (self, node->wires->pdata[node->wires->len - 1]);
  if (self->hovered_node == node)
    self->hovered_node = NULL;
  if (g_strcmp0 (self->shown_node, id) == 0)
    {
      g_clear_pointer (&self->shown_node, g_free);
      g_clear_pointer (&self->shown_port, g_free);
    }
  if (node->card != NULL && gtk_widget_has_focus (GTK_WIDGET (node->card)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  g_hash_table_remove (self->by_id, id);
  g_ptr_array_remove (self->nodes, node);
  update_empty (self);
  azui_canvas_routes_changed (self);
  if (selected)
    azui_canvas_selection_changed (self);
}

/* What the run showed of @node and of all below it belongs to another graph now, were the run still going on. */
static void
forget_results (AzuiCanvas *self,
                CanvasNode *node)
{
  if (self->running_graph)
    g_hash_table_add (self->edited, g_strdup (node->id));
  azui_canvas_forget_results (self, node);
}

/* Parameters and settings may stand in any node. */
static void
settings_changed_cb (AzuiCanvas *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    forget_results (self, self->nodes->pdata[i]);
}

void
azui_canvas_begin_run (AzuiCanvas *self)
{
  g_return_if_fail (AZUI_IS_CANVAS (self));

  g_hash_table_remove_all (self->edited);
  self->running_graph = TRUE;
}

void
azui_canvas_show_run (AzuiCanvas            *self,
                      const AzudRunSnapshot *snapshot)
{
  GHashTableIter iter;
  gpointer id;

  g_return_if_fail (AZUI_IS_CANVAS (self));

  azui_canvas_set_run (self, snapshot);
  g_hash_table_iter_init (&iter, self->edited);
  while (snapshot != NULL && g_hash_table_iter_next (&iter, &id, NULL))
    {
      CanvasNode *node = azui_canvas_lookup (self, id);

      if (node != NULL)
        azui_canvas_forget_results (self, node);
    }
}

static void
node_changed_cb (AzuiCanvas *self,
                 const char *id,
                 const char *what)
{
  CanvasNode *node = azui_canvas_lookup (self, id);
  const AzudNode *source = azud_document_lookup_node (self->document, id);

  if (node == NULL || source == NULL)
    return;
  if (g_strcmp0 (what, "position") == 0)
    node_move (self, node, source->x, source->y);
  else
    {
      node_update (self, node, source);
      if (g_strcmp0 (what, "label") != 0)
        forget_results (self, node);
      for (guint i = 0; i < node->wires->len; i++)
        azui_canvas_wire_invalidate (self, node->wires->pdata[i]);
    }
  azui_canvas_map_changed (AZUI_CANVAS_MAP (self->map));
}

static void
edge_added_cb (AzuiCanvas     *self,
               const AzudEdge *edge)
{
  CanvasNode *to = azui_canvas_lookup (self, edge->to_node);

  if (azui_canvas_lookup_wire (self, edge) == NULL)
    add_wire (self, edge);
  if (to != NULL)
    forget_results (self, to);
}

static void
edge_removed_cb (AzuiCanvas     *self,
                 const AzudEdge *edge)
{
  CanvasWire *wire = azui_canvas_lookup_wire (self, edge);
  CanvasNode *to = azui_canvas_lookup (self, edge->to_node);

  if (to != NULL)
    forget_results (self, to);
  if (wire != NULL)
    forget_wire (self, wire);
}

static void
analysed_cb (AzuiCanvas *self)
{
  guint n = azud_document_get_n_diagnostics (self->document);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];

      node->n_errors = node->n_warnings = 0;
    }
  for (guint i = 0; i < n; i++)
    {
      const AzudDiagnostic *diagnostic = azud_document_get_diagnostic (self->document, i);
      CanvasNode *node = azui_canvas_lookup (self, diagnostic->node);

      if (node == NULL)
        continue;
      node->n_errors += diagnostic->severity == AZUD_SEVERITY_ERROR;
      node->n_warnings += diagnostic->severity == AZUD_SEVERITY_WARNING;
    }
  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];

      if (node->card != NULL)
        azui_node_card_set_problems (node->card, node->n_errors, node->n_warnings);
    }
}

static void
forget_all (AzuiCanvas *self)
{
  azui_canvas_drag_reset (self);
  self->hovered_node = NULL;
  self->hovered_wire = self->splice = self->menu_wire = NULL;
  self->hovered_port = -1;
  g_clear_pointer (&self->shown_node, g_free);
  g_clear_pointer (&self->shown_port, g_free);
  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  g_hash_table_remove_all (self->by_id);
  g_ptr_array_set_size (self->wires, 0);
  g_ptr_array_set_size (self->nodes, 0);
}

static void
reloaded_cb (AzuiCanvas *self)
{
  g_auto (GStrv) selection = azui_canvas_dup_selection (self);

  forget_all (self);
  for (guint i = 0; i < azud_document_get_n_nodes (self->document); i++)
    add_node (self, azud_document_get_node (self->document, i));
  for (guint i = 0; i < azud_document_get_n_edges (self->document); i++)
    add_wire (self, azud_document_get_edge (self->document, i));
  for (guint i = 0; selection[i] != NULL; i++)
    if (azui_canvas_lookup (self, selection[i]) != NULL)
      azui_canvas_set_selected (self, azui_canvas_lookup (self, selection[i]), TRUE);
  analysed_cb (self);
  update_empty (self);
  azui_canvas_selection_changed (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
azui_canvas_model_connect (AzuiCanvas *self)
{
  static const struct { const char *signal; GCallback callback; } signals[] = {
    { "node-added", G_CALLBACK (node_added_cb) },
    { "node-removed", G_CALLBACK (node_removed_cb) },
    { "node-changed", G_CALLBACK (node_changed_cb) },
    { "edge-added", G_CALLBACK (edge_added_cb) },
    { "edge-removed", G_CALLBACK (edge_removed_cb) },
    { "settings-changed", G_CALLBACK (settings_changed_cb) },
    { "analysed", G_CALLBACK (analysed_cb) },
    { "reloaded", G_CALLBACK (reloaded_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->document, signals[i].signal, signals[i].callback, self, G_CONNECT_SWAPPED);
  reloaded_cb (self);
}

void
azui_canvas_model_disconnect (AzuiCanvas *self)
{
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  forget_all (self);
}

void
azui_canvas_model_init (AzuiCanvas *self)
{
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->edited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->wires = g_ptr_array_new_with_free_func (wire_free);
}
