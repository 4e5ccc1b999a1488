/* azui-canvas-menus.c: what the second button offers
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"

/* Sections are parted by NULL labels; the list ends with a NULL action. */
typedef struct
{
  const char *label;
  const char *action;
} MenuItem;

static const MenuItem node_items[] = {
  { N_("_Edit…"), "canvas.activate" },
  { N_("_Run to Here"), "canvas.run-to" },
  { NULL, "" },
  { N_("Cu_t"), "canvas.cut" },
  { N_("_Copy"), "canvas.copy" },
  { N_("D_uplicate"), "canvas.duplicate" },
  { NULL, "" },
  { N_("C_onnect in Order"), "canvas.connect-selection" },
  { N_("_Switch On or Off"), "canvas.toggle-disabled" },
  { NULL, "" },
  { N_("_Delete"), "canvas.delete" },
  { N_("Delete and Re_join"), "canvas.delete-rejoin" },
  { NULL, NULL }
};

static const MenuItem wire_items[] = {
  { N_("_Insert Node…"), "canvas.quick-add" },
  { N_("_Disconnect"), "canvas.delete" },
  { NULL, NULL }
};

static const MenuItem ground_items[] = {
  { N_("_Add Node…"), "canvas.quick-add" },
  { N_("_Paste"), "canvas.paste" },
  { NULL, "" },
  { N_("Select _All"), "canvas.select-all" },
  { N_("A_rrange"), "canvas.layout" },
  { NULL, "" },
  { N_("Zoom to _Fit"), "canvas.zoom-fit" },
  { N_("Zoom to _100 %"), "canvas.zoom-100" },
  { N_("Show or Hide the _Map"), "canvas.toggle-map" },
  { NULL, NULL }
};

static GMenuModel *
make_model (const MenuItem *items)
{
  GMenu *menu = g_menu_new ();
  GMenu *section = g_menu_new ();

  for (; items->action != NULL; items++)
    {
      if (items->label != NULL)
        {
          g_menu_append (section, _(items->label), items->action);
          continue;
        }
      g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
      g_object_unref (section);
      section = g_menu_new ();
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
  return G_MENU_MODEL (menu);
}

void
azui_canvas_show_menu (AzuiCanvas      *self,
                       graphene_point_t at)
{
  CanvasNode *node;
  CanvasWire *wire = NULL;
  g_autoptr (GMenuModel) model = NULL;

  if (self->document == NULL)
    return;
  node = azui_canvas_node_at (self, at);
  if (node == NULL)
    wire = azui_canvas_wire_at (self, at);
  if (node != NULL && !node->selected)
    azui_canvas_select_only (self, node);
  else if (wire != NULL)
    azui_canvas_select_wire (self, wire);
  self->menu_at = self->pointer = at;
  self->menu_wire = wire;
  model = make_model (node != NULL ? node_items : wire != NULL ? wire_items : ground_items);
  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (model);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  else
    gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) at.x, (int) at.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}
