/* azui-quick-add.c: the search for a node to add
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-quick-add.h"

#include "azui-i18n.h"
#include "azui-style.h"

#include <string.h>

struct _AzuiQuickAdd
{
  GtkPopover          parent_instance;
  GtkWidget          *entry;
  GtkWidget          *list;
  GtkWidget          *nothing;
  GtkWidget          *stack;
  GListStore         *found;       /* GtkStringObject: type ids, best first */
  GtkSingleSelection *selection;
  gboolean          (*accepts) (const AzudNodeType *type);
};

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AzuiQuickAdd, azui_quick_add, GTK_TYPE_POPOVER)

/* ---- matching ---- */

static char *
fold (const char *text)
{
  g_autofree char *plain = g_str_to_ascii (text, NULL);

  return g_utf8_casefold (strchr (plain, '?') != NULL ? text : plain, -1);
}

int
azui_node_type_match (const AzudNodeType *type,
                      const char         *search)
{
  g_autofree char *wanted = fold (search);
  g_autofree char *label = fold (azud_node_type_get_label (type));
  g_autofree char *summary = fold (azud_node_type_get_summary (type));
  const char *at;

  g_strstrip (wanted);
  if (*wanted == '\0')
    return 1;
  if (g_str_has_prefix (label, wanted))
    return 5;
  /* The beginning of a later word. */
  for (at = strstr (label, wanted); at != NULL; at = strstr (at + 1, wanted))
    if (at[-1] == ' ' || at[-1] == '-')
      return 4;
  if (strstr (label, wanted) != NULL)
    return 3;
  if (strstr (type->id, wanted) != NULL)
    return 2;
  return strlen (wanted) > 1 && strstr (summary, wanted) != NULL ? 1 : 0;
}

static void
refill (AzuiQuickAdd *self)
{
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  guint n_types;
  const AzudNodeType *const *types = azud_node_type_list (&n_types);

  g_list_store_remove_all (self->found);
  for (int rank = 5; rank > 0; rank--)
    for (guint i = 0; i < n_types; i++)
      if ((self->accepts == NULL || self->accepts (types[i])) && azui_node_type_match (types[i], search) == rank)
        {
          g_autoptr (GtkStringObject) item = gtk_string_object_new (types[i]->id);

          g_list_store_append (self->found, item);
        }
  gtk_single_selection_set_selected (self->selection, 0);
  gtk_stack_set_visible_child (GTK_STACK (self->stack),
                               g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0
                               ? gtk_widget_get_ancestor (self->list, GTK_TYPE_SCROLLED_WINDOW) : self->nothing);
}

/* ---- rows ---- */

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (icon, "node-icon");
  gtk_widget_add_css_class (label, "node-label");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), label);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *label = gtk_widget_get_next_sibling (icon);
  const AzudNodeType *type = azud_node_type_lookup (gtk_string_object_get_string (gtk_list_item_get_item (item)));

  if (type == NULL)
    return;
  for (int i = 0; i < AZUD_N_CATEGORIES; i++)
    gtk_widget_remove_css_class (icon, azui_style_get_category_class ((AzudCategory) i));
  gtk_widget_add_css_class (icon, azui_style_get_category_class (type->category));
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), type->icon);
  gtk_label_set_text (GTK_LABEL (label), azud_node_type_get_label (type));
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), azud_node_type_get_summary (type));
}

/* ---- choosing ---- */

static void
choose (AzuiQuickAdd *self,
        guint         position)
{
  g_autoptr (GtkStringObject) item = g_list_model_get_item (G_LIST_MODEL (self->found), position);

  if (item == NULL)
    return;
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, gtk_string_object_get_string (item));
}

static void
list_activate_cb (GtkListView  *list,
                  guint         position,
                  AzuiQuickAdd *self)
{
  choose (self, position);
}

static void
entry_activate_cb (AzuiQuickAdd *self)
{
  choose (self, gtk_single_selection_get_selected (self->selection));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                AzuiQuickAdd          *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (n == 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Down || (keyval == GDK_KEY_Tab && (state & GDK_SHIFT_MASK) == 0))
    selected = (selected + 1) % n;
  else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_ISO_Left_Tab)
    selected = (selected + n - 1) % n;
  else
    return GDK_EVENT_PROPAGATE;
  gtk_single_selection_set_selected (self->selection, selected);
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", selected);
  return GDK_EVENT_STOP;
}

static void
stop_search_cb (AzuiQuickAdd *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
azui_quick_add_dispose (GObject *object)
{
  AzuiQuickAdd *self = AZUI_QUICK_ADD (object);

  g_clear_object (&self->found);
  G_OBJECT_CLASS (azui_quick_add_parent_class)->dispose (object);
}

static void
azui_quick_add_class_init (AzuiQuickAddClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = azui_quick_add_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "popover");
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", AZUI_TYPE_QUICK_ADD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
make_list (AzuiQuickAdd *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->found = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->found)));
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Nodes found"), -1);
  g_signal_connect (self->list, "activate", G_CALLBACK (list_activate_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 300);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  return scroller;
}

static void
azui_quick_add_init (AzuiQuickAdd *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _("Add a node"), "width-chars", 26, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search for a node to add"), -1);
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->entry), 0);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (refill), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entry_activate_cb), self);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (stop_search_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);

  self->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_add_child (GTK_STACK (self->stack), make_list (self));
  self->nothing = gtk_label_new (_("No such node"));
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_stack_add_child (GTK_STACK (self->stack), self->nothing);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->stack);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self), "quickadd");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add a node"), -1);
}

GtkWidget *
azui_quick_add_new (void)
{
  return g_object_new (AZUI_TYPE_QUICK_ADD, NULL);
}

void
azui_quick_add_open (AzuiQuickAdd *self,
                     const char   *typed,
                     gboolean    (*accepts) (const AzudNodeType *type))
{
  g_return_if_fail (AZUI_IS_QUICK_ADD (self));

  self->accepts = accepts;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), typed != NULL ? typed : "");
  refill (self);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (self->entry);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}
