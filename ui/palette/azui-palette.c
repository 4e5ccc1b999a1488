/* azui-palette.c: the searchable list of node types
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "palette/azui-palette.h"

#include "azui-i18n.h"
#include "azui-style.h"

#include <azud/node-type.h>

struct _AzuiPalette
{
  GtkWidget parent_instance;

  GtkBox            *box;
  GtkSearchEntry    *search;
  GtkScrolledWindow *scroller;
  GtkListBox        *list;
  GtkLabel          *nothing;
  char             **words;       /* of the search, case folded; NULL = everything is shown */
};

enum { SIGNAL_NODE_TYPE_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AzuiPalette, azui_palette, GTK_TYPE_WIDGET)

static const AzudNodeType *
get_type_of_row (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "azui-node-type");
}

/* ---- searching ---- */

/* All words must be found in name, summary, id or category. */
static gboolean
matches (AzuiPalette        *self,
         const AzudNodeType *type)
{
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (self->words == NULL)
    return TRUE;
  text = g_strjoin (" ", azud_node_type_get_label (type), azud_node_type_get_summary (type), type->id,
                    azud_category_label (type->category), NULL);
  folded = g_utf8_casefold (text, -1);
  for (guint i = 0; self->words[i] != NULL; i++)
    if (strstr (folded, self->words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
filter_cb (GtkListBoxRow *row,
           gpointer       data)
{
  return matches (data, get_type_of_row (row));
}

guint
azui_palette_get_n_shown (AzuiPalette *self)
{
  guint n = 0;
  guint n_shown = 0;
  const AzudNodeType *const *types = azud_node_type_list (&n);

  for (guint i = 0; i < n; i++)
    n_shown += matches (self, types[i]);
  return n_shown;
}

static GtkListBoxRow *
get_first_shown (AzuiPalette *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (matches (self, get_type_of_row (row)))
      return row;
  return NULL;
}

static void
search_changed_cb (AzuiPalette *self)
{
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  gboolean any;

  g_strstrip (folded);
  g_clear_pointer (&self->words, g_strfreev);
  if (folded[0] != '\0')
    self->words = g_strsplit_set (folded, " \t", -1);
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_headers (self->list);
  any = azui_palette_get_n_shown (self) > 0;
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), any);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), !any);
  gtk_list_box_select_row (self->list, self->words != NULL ? get_first_shown (self) : NULL);
}

void
azui_palette_search (AzuiPalette *self,
                     const char  *text)
{
  g_return_if_fail (AZUI_IS_PALETTE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  search_changed_cb (self);   /* the entry itself waits a moment */
}

void
azui_palette_focus_search (AzuiPalette *self)
{
  g_return_if_fail (AZUI_IS_PALETTE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

static void
activate_row (AzuiPalette   *self,
              GtkListBoxRow *row)
{
  if (row != NULL)
    g_signal_emit (self, signals[SIGNAL_NODE_TYPE_ACTIVATED], 0, get_type_of_row (row)->id);
}

static void
search_activate_cb (AzuiPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  search_changed_cb (self);
  activate_row (self, row != NULL && matches (self, get_type_of_row (row)) ? row : get_first_shown (self));
}

static void
stop_search_cb (AzuiPalette *self)
{
  azui_palette_search (self, "");
}

/* Arrow down in the entry goes to the list. */
static gboolean
search_key_cb (GtkEventControllerKey *controller,
               guint                  key,
               guint                  code,
               GdkModifierType        state,
               AzuiPalette           *self)
{
  GtkListBoxRow *row = key == GDK_KEY_Down ? get_first_shown (self) : NULL;

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;
  gtk_list_box_select_row (self->list, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return GDK_EVENT_STOP;
}

/* ---- rows ---- */

static GdkContentProvider *
drag_prepare_cb (GtkDragSource      *source,
                 double              x,
                 double              y,
                 const AzudNodeType *type)
{
  return gdk_content_provider_new_typed (G_TYPE_STRING, type->id);
}

static void
drag_begin_cb (GtkDragSource *source,
               GdkDrag       *drag,
               GtkWidget     *row)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)));

  gtk_drag_source_set_icon (source, picture, 16, 16);
}

static GtkWidget *
make_icon (const AzudNodeType *type)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (type->icon);

  gtk_widget_add_css_class (icon, "node-icon");
  gtk_widget_add_css_class (icon, azui_style_get_category_class (type->category));
  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  return icon;
}

static GtkWidget *
make_row (AzuiPalette        *self,
          const AzudNodeType *type)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *label = gtk_label_new (azud_node_type_get_label (type));
  GtkDragSource *drag = gtk_drag_source_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), make_icon (type));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_tooltip_text (row, azud_node_type_get_summary (type));
  g_object_set_data (G_OBJECT (row), "azui-node-type", (gpointer) type);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, azud_node_type_get_label (type),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, azud_node_type_get_summary (type), -1);
  gtk_drag_source_set_actions (drag, GDK_ACTION_COPY);
  g_signal_connect (drag, "prepare", G_CALLBACK (drag_prepare_cb), (gpointer) type);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), row);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (drag));
  return row;
}

static void
header_cb (GtkListBoxRow *row,
           GtkListBoxRow *before,
           gpointer       data)
{
  const AzudNodeType *type = get_type_of_row (row);
  GtkWidget *label;

  if (before != NULL && get_type_of_row (before)->category == type->category)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row) != NULL)
    return;
  label = gtk_label_new (azud_category_label (type->category));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "azui-palette-heading");
  gtk_list_box_row_set_header (row, label);
}

static void
azui_palette_dispose (GObject *object)
{
  AzuiPalette *self = AZUI_PALETTE (object);

  if (self->box != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->box)));
  g_clear_pointer (&self->words, g_strfreev);
  G_OBJECT_CLASS (azui_palette_parent_class)->dispose (object);
}

static void
azui_palette_class_init (AzuiPaletteClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = azui_palette_dispose;
  signals[SIGNAL_NODE_TYPE_ACTIVATED] = g_signal_new ("node-type-activated", AZUI_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                      G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "azui-palette");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/azud/Azud/ui/palette.ui");
  gtk_widget_class_bind_template_child (widget_class, AzuiPalette, box);
  gtk_widget_class_bind_template_child (widget_class, AzuiPalette, search);
  gtk_widget_class_bind_template_child (widget_class, AzuiPalette, scroller);
  gtk_widget_class_bind_template_child (widget_class, AzuiPalette, list);
  gtk_widget_class_bind_template_child (widget_class, AzuiPalette, nothing);
}

static void
azui_palette_init (AzuiPalette *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  guint n = 0;
  const AzudNodeType *const *types = azud_node_type_list (&n);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->list, make_row (self, types[i]));
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activate_row), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (stop_search_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (search_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
}

GtkWidget *
azui_palette_new (void)
{
  return g_object_new (AZUI_TYPE_PALETTE, NULL);
}
