/* azui-canvas-actions.c: the actions canvas.* and their keys
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"

#define ZOOM_STEP 1.25

/* ---- deleting ---- */

static void
delete_wire (AzuiCanvas *self,
             CanvasWire *wire)
{
  g_autofree char *from_node = g_strdup (wire->from_node);
  g_autofree char *from_port = g_strdup (wire->from_port);
  g_autofree char *to_node = g_strdup (wire->to_node);
  g_autofree char *to_port = g_strdup (wire->to_port);

  azud_document_remove_edge (self->document, from_node, from_port, to_node, to_port);
}

static void
delete_selection (AzuiCanvas *self)
{
  g_auto (GStrv) ids = azui_canvas_dup_selection (self);
  CanvasWire *wire = azui_canvas_selected_wire (self);

  if (ids[0] != NULL)
    {
      azud_document_begin (self->document, _("Delete"));
      azud_document_remove_nodes (self->document, (const char *const *) ids);
      azud_document_end (self->document);
    }
  else if (wire != NULL)
    delete_wire (self, wire);
  azui_canvas_update_actions (self);
}

typedef struct
{
  char *node, *port;
} End;

static void
clear_end (gpointer data)
{
  g_free (((End *) data)->node);
  g_free (((End *) data)->port);
}

/* Removes one node; what fed its first connected input feeds what it fed. */
static void
remove_and_rejoin (AzuiCanvas *self,
                   const char *id)
{
  CanvasNode *node = azui_canvas_lookup (self, id);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (End));
  g_autofree char *from_node = NULL;
  g_autofree char *from_port = NULL;

  g_array_set_clear_func (targets, clear_end);
  for (guint p = 0; p < node->ports[0]->len && from_node == NULL; p++)
    for (guint i = 0; i < node->wires->len && from_node == NULL; i++)
      {
        CanvasWire *wire = node->wires->pdata[i];

        if (wire->to != node || g_strcmp0 (wire->to_port, node->ports[0]->pdata[p]) != 0)
          continue;
        from_node = g_strdup (wire->from_node);
        from_port = g_strdup (wire->from_port);
      }
  for (guint i = 0; i < node->wires->len; i++)
    {
      CanvasWire *wire = node->wires->pdata[i];
      End end = { NULL, NULL };

      if (wire->from != node)
        continue;
      end.node = g_strdup (wire->to_node);
      end.port = g_strdup (wire->to_port);
      g_array_append_val (targets, end);
    }
  azud_document_remove_nodes (self->document, (const char *const[]) { id, NULL });
  for (guint i = 0; from_node != NULL && i < targets->len; i++)
    azud_document_add_edge (self->document, from_node, from_port, g_array_index (targets, End, i).node, g_array_index (targets, End, i).port, NULL);
}

static void
delete_rejoin (AzuiCanvas *self)
{
  g_auto (GStrv) ids = azui_canvas_dup_selection (self);
  g_auto (GStrv) order = azud_document_order (self->document);

  azud_document_begin (self->document, _("Delete and Rejoin"));
  for (guint i = 0; order[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) ids, order[i]) && azui_canvas_lookup (self, order[i]) != NULL)
      remove_and_rejoin (self, order[i]);
  azud_document_end (self->document);
}

/* ---- the others ---- */

static void
cut (AzuiCanvas *self)
{
  azui_canvas_copy (self);
  delete_selection (self);
}

static void
select_all (AzuiCanvas *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    azui_canvas_set_selected (self, self->nodes->pdata[i], TRUE);
  azui_canvas_selection_changed (self);
}

static void
select_none (AzuiCanvas *self)
{
  azui_canvas_clear_selection (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  azui_canvas_selection_changed (self);
}

/* From the keyboard the middle of the view stays. */
static void
zoom_by (AzuiCanvas *self,
         double      factor)
{
  azui_view_zoom_at (&self->view, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                     gtk_widget_get_height (GTK_WIDGET (self)) / 2.0, factor);
  azui_canvas_view_changed (self);
}

static void
zoom_in (AzuiCanvas *self)
{
  zoom_by (self, ZOOM_STEP);
}

static void
zoom_out (AzuiCanvas *self)
{
  zoom_by (self, 1 / ZOOM_STEP);
}

static void
zoom_100 (AzuiCanvas *self)
{
  zoom_by (self, 1 / self->view.zoom);
}

static void
zoom_selection (AzuiCanvas *self)
{
  graphene_rect_t bounds;

  if (!azui_canvas_content (self, TRUE, &bounds))
    return;
  azui_view_fit (&self->view, &bounds, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)), 64, 1.5);
  azui_canvas_view_changed (self);
}

static void
connect_selection (AzuiCanvas *self)
{
  g_auto (GStrv) ids = azui_canvas_dup_selection (self);
  guint n = 0;

  azud_document_begin (self->document, _("Connect"));
  for (guint i = 0; ids[i] != NULL && ids[i + 1] != NULL; i++)
    n += azui_canvas_connect_first (self, ids[i], NULL, ids[i + 1], NULL);
  azud_document_end (self->document);
  if (n == 0)
    azui_canvas_say (self, _("None of the selected nodes could be connected."));
}

static void
toggle_disabled (AzuiCanvas *self)
{
  g_auto (GStrv) ids = azui_canvas_dup_selection (self);
  gboolean any_on = FALSE;

  for (guint i = 0; ids[i] != NULL; i++)
    any_on |= !azui_canvas_lookup (self, ids[i])->disabled;
  azud_document_begin (self->document, any_on ? _("Switch Off") : _("Switch On"));
  for (guint i = 0; ids[i] != NULL; i++)
    azud_document_set_disabled (self->document, ids[i], any_on);
  azud_document_end (self->document);
}

static void
quick_add (AzuiCanvas *self)
{
  if (self->menu_wire != NULL)
    azui_canvas_quick_add_at (self, self->menu_at, NULL, NULL, FALSE, self->menu_wire, NULL);
  else
    azui_canvas_quick_add_typed (self, "");
}

static void
toggle_map (AzuiCanvas *self)
{
  gtk_widget_set_visible (self->map, !gtk_widget_get_visible (self->map));
}

static void
activate (AzuiCanvas *self)
{
  CanvasNode *single = azui_canvas_single_selected (self);
  g_autofree char *id = single != NULL ? g_strdup (single->id) : NULL;

  if (id != NULL)
    g_signal_emit (self, azui_canvas_signals[CANVAS_SIGNAL_NODE_ACTIVATED], 0, id);
}

static void
run_to (AzuiCanvas *self)
{
  CanvasNode *single = azui_canvas_single_selected (self);
  g_autofree char *id = single != NULL ? g_strdup (single->id) : NULL;

  if (id != NULL)
    g_signal_emit (self, azui_canvas_signals[CANVAS_SIGNAL_RUN_TO_REQUESTED], 0, id);
}

/* ---- the table ---- */

typedef enum { NEEDS_DOCUMENT, NEEDS_NODES, NEEDS_SELECTION, NEEDS_ONE, NEEDS_TWO, NEEDS_ANYTHING } Need;

static const struct
{
  const char     *name;
  void          (*function) (AzuiCanvas *self);
  Need            need;
  struct { guint keyval; GdkModifierType modifiers; } keys[4];
} actions[] = {
  { "canvas.delete", delete_selection, NEEDS_ANYTHING, { { GDK_KEY_Delete }, { GDK_KEY_BackSpace }, { GDK_KEY_KP_Delete } } },
  { "canvas.delete-rejoin", delete_rejoin, NEEDS_SELECTION, { { GDK_KEY_Delete, GDK_CONTROL_MASK }, { GDK_KEY_BackSpace, GDK_CONTROL_MASK } } },
  { "canvas.copy", azui_canvas_copy, NEEDS_SELECTION, { { GDK_KEY_c, GDK_CONTROL_MASK } } },
  { "canvas.cut", cut, NEEDS_SELECTION, { { GDK_KEY_x, GDK_CONTROL_MASK } } },
  { "canvas.paste", azui_canvas_paste, NEEDS_DOCUMENT, { { GDK_KEY_v, GDK_CONTROL_MASK } } },
  { "canvas.duplicate", azui_canvas_duplicate, NEEDS_SELECTION, { { GDK_KEY_d, GDK_CONTROL_MASK } } },
  { "canvas.select-all", select_all, NEEDS_NODES, { { GDK_KEY_a, GDK_CONTROL_MASK } } },
  { "canvas.select-none", select_none, NEEDS_ANYTHING, { { GDK_KEY_Escape }, { GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK } } },
  { "canvas.zoom-in", zoom_in, NEEDS_DOCUMENT, { { GDK_KEY_plus, GDK_CONTROL_MASK }, { GDK_KEY_equal, GDK_CONTROL_MASK }, { GDK_KEY_KP_Add, GDK_CONTROL_MASK } } },
  { "canvas.zoom-out", zoom_out, NEEDS_DOCUMENT, { { GDK_KEY_minus, GDK_CONTROL_MASK }, { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK } } },
  { "canvas.zoom-100", zoom_100, NEEDS_DOCUMENT, { { GDK_KEY_0, GDK_CONTROL_MASK }, { GDK_KEY_KP_0, GDK_CONTROL_MASK } } },
  { "canvas.zoom-fit", azui_canvas_zoom_to_fit, NEEDS_NODES, { { GDK_KEY_1, GDK_CONTROL_MASK } } },
  { "canvas.zoom-selection", zoom_selection, NEEDS_SELECTION, { { GDK_KEY_2, GDK_CONTROL_MASK } } },
  { "canvas.connect-selection", connect_selection, NEEDS_TWO, { { GDK_KEY_l, GDK_CONTROL_MASK } } },
  { "canvas.toggle-disabled", toggle_disabled, NEEDS_SELECTION, { { GDK_KEY_e, GDK_CONTROL_MASK } } },
  { "canvas.quick-add", quick_add, NEEDS_DOCUMENT, { { GDK_KEY_space, GDK_CONTROL_MASK } } },
  { "canvas.toggle-map", toggle_map, NEEDS_DOCUMENT, { { GDK_KEY_m, GDK_CONTROL_MASK } } },
  { "canvas.layout", azui_canvas_arrange, NEEDS_NODES, { { GDK_KEY_l, GDK_CONTROL_MASK | GDK_SHIFT_MASK } } },
  { "canvas.activate", activate, NEEDS_ONE, { { GDK_KEY_Return }, { GDK_KEY_KP_Enter }, { GDK_KEY_F2 } } },
  { "canvas.run-to", run_to, NEEDS_ONE, { { 0 } } },
};

static void
activated_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AzuiCanvas *self = AZUI_CANVAS (widget);

  azui_canvas_keys_end (self);
  if (self->drag.kind != DRAG_NONE)
    azui_canvas_drag_cancel (self);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (self->document != NULL && g_str_equal (name, actions[i].name))
      actions[i].function (self);
}

void
azui_canvas_class_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (widget_class, actions[i].name, NULL, activated_cb);
      /* Menus show the key that was bound last: the first of the table. */
      for (guint k = G_N_ELEMENTS (actions[i].keys); k > 0; k--)
        if (actions[i].keys[k - 1].keyval != 0)
          gtk_widget_class_add_binding_action (widget_class, actions[i].keys[k - 1].keyval, actions[i].keys[k - 1].modifiers,
                                               actions[i].name, NULL);
    }
}

void
azui_canvas_update_actions (AzuiCanvas *self)
{
  gboolean document = self->document != NULL;
  guint selected = document ? azui_canvas_n_selected (self) : 0;
  gboolean wire = document && azui_canvas_selected_wire (self) != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gboolean enabled = FALSE;

      switch (actions[i].need)
        {
        case NEEDS_DOCUMENT:
          enabled = document;
          break;
        case NEEDS_NODES:
          enabled = self->nodes->len > 0;
          break;
        case NEEDS_SELECTION:
          enabled = selected > 0;
          break;
        case NEEDS_ONE:
          enabled = selected == 1;
          break;
        case NEEDS_TWO:
          enabled = selected > 1;
          break;
        case NEEDS_ANYTHING:
          enabled = selected > 0 || wire;
          break;
        }
      gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, enabled);
    }
}
