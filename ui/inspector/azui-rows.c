/* azui-rows.c: rows that can be moved and removed
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-rows.h"

#include "azui-i18n.h"

struct _AzuiRows
{
  GtkWidget parent_instance;

  GPtrArray *frames;      /* GtkWidget: handle, content, button */
  gboolean   plain;
  int        dragged;     /* index, -1 = none */
};

static guint signal_rearranged;

G_DEFINE_FINAL_TYPE (AzuiRows, azui_rows, GTK_TYPE_WIDGET)

static int
index_of (AzuiRows  *self,
          GtkWidget *frame)
{
  guint index;

  return g_ptr_array_find (self->frames, frame, &index) ? (int) index : -1;
}

static void
remove_cb (GtkWidget *button)
{
  GtkWidget *frame = gtk_widget_get_parent (button);
  AzuiRows *self = AZUI_ROWS (gtk_widget_get_parent (frame));

  g_signal_emit (self, signal_rearranged, 0, (guint) index_of (self, frame), -1);
}

static void
move_row (AzuiRows *self,
          int       from,
          int       to)
{
  if (from < 0 || to < 0 || from == to || (guint) from >= self->frames->len || (guint) to >= self->frames->len)
    return;
  g_signal_emit (self, signal_rearranged, 0, (guint) from, to);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        gpointer               data)
{
  GtkWidget *frame = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  AzuiRows *self = AZUI_ROWS (gtk_widget_get_parent (frame));
  int index = index_of (self, frame);
  int to = index + (key == GDK_KEY_Up ? -1 : 1);

  if ((key != GDK_KEY_Up && key != GDK_KEY_Down) || (state & gtk_accelerator_get_default_mod_mask ()) != GDK_ALT_MASK)
    return GDK_EVENT_PROPAGATE;
  move_row (self, index, to);
  if (to >= 0 && (guint) to < self->frames->len)
    gtk_widget_child_focus (self->frames->pdata[to], GTK_DIR_TAB_FORWARD);
  return GDK_EVENT_STOP;
}

/* ---- dragging ---- */

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            GtkWidget     *frame)
{
  AzuiRows *self = AZUI_ROWS (gtk_widget_get_parent (frame));
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (frame);

  self->dragged = index_of (self, frame);
  gtk_drag_source_set_icon (source, picture, 8, 8);
  return gdk_content_provider_new_typed (AZUI_TYPE_ROWS, self);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         GtkWidget     *frame)
{
  AzuiRows *self = AZUI_ROWS (gtk_widget_get_parent (frame));

  if (g_value_get_object (value) != self || self->dragged < 0)
    return FALSE;
  move_row (self, self->dragged, index_of (self, frame));
  self->dragged = -1;
  return TRUE;
}

/* ---- rows ---- */

static GtkWidget *
make_handle (GtkWidget *frame)
{
  GtkWidget *handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");
  GtkDragSource *drag = gtk_drag_source_new ();

  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  g_signal_connect (drag, "prepare", G_CALLBACK (prepare_cb), frame);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_cursor_from_name (handle, "grab");
  gtk_widget_set_tooltip_text (handle, _("Drag to move; Alt+Up and Alt+Down from the keyboard"));
  gtk_widget_add_css_class (handle, "azui-row-handle");
  return handle;
}

static void
append (AzuiRows  *self,
        GtkWidget *content)
{
  GtkWidget *frame = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDropTarget *drop = gtk_drop_target_new (AZUI_TYPE_ROWS, GDK_ACTION_MOVE);

  gtk_widget_add_css_class (frame, self->plain ? "azui-row-plain" : "azui-row");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "azui-row-remove");
  gtk_widget_set_tooltip_text (button, _("Remove"));
  gtk_widget_set_valign (button, self->plain ? GTK_ALIGN_CENTER : GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove"), -1);
  gtk_widget_set_hexpand (content, TRUE);
  gtk_box_append (GTK_BOX (frame), make_handle (frame));
  gtk_box_append (GTK_BOX (frame), content);
  gtk_box_append (GTK_BOX (frame), button);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), NULL);
  gtk_widget_add_controller (frame, keys);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), frame);
  gtk_widget_add_controller (frame, GTK_EVENT_CONTROLLER (drop));
  g_ptr_array_add (self->frames, frame);
  gtk_widget_set_parent (frame, GTK_WIDGET (self));
}

void
azui_rows_set_n (AzuiRows  *self,
                 guint      n,
                 GtkWidget *(*make_content) (gpointer data, guint index),
                 gpointer   data)
{
  while (self->frames->len > n)
    gtk_widget_unparent (g_ptr_array_steal_index (self->frames, self->frames->len - 1));
  while (self->frames->len < n)
    append (self, make_content (data, self->frames->len));
}

guint
azui_rows_get_n (AzuiRows *self)
{
  return self->frames->len;
}

GtkWidget *
azui_rows_get_content (AzuiRows *self,
                       guint     index)
{
  GtkWidget *frame;

  g_return_val_if_fail (index < self->frames->len, NULL);

  frame = self->frames->pdata[index];
  return gtk_widget_get_next_sibling (gtk_widget_get_first_child (frame));
}

void
azui_rows_set_plain (AzuiRows *self,
                     gboolean  plain)
{
  self->plain = plain;
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), plain ? 2 : 6);
}

void
azui_rows_set_fixed (AzuiRows *self,
                     gboolean  fixed)
{
  for (guint i = 0; i < self->frames->len; i++)
    {
      gtk_widget_set_visible (gtk_widget_get_first_child (self->frames->pdata[i]), !fixed);
      gtk_widget_set_visible (gtk_widget_get_last_child (self->frames->pdata[i]), !fixed);
    }
}

static void
azui_rows_dispose (GObject *object)
{
  azui_rows_set_n (AZUI_ROWS (object), 0, NULL, NULL);
  G_OBJECT_CLASS (azui_rows_parent_class)->dispose (object);
}

static void
azui_rows_finalize (GObject *object)
{
  g_ptr_array_unref (AZUI_ROWS (object)->frames);
  G_OBJECT_CLASS (azui_rows_parent_class)->finalize (object);
}

static void
azui_rows_class_init (AzuiRowsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = azui_rows_dispose;
  G_OBJECT_CLASS (class)->finalize = azui_rows_finalize;
  signal_rearranged = g_signal_new ("rearranged", AZUI_TYPE_ROWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "azui-rows");
}

static void
azui_rows_init (AzuiRows *self)
{
  self->frames = g_ptr_array_new ();
  self->dragged = -1;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 6);
}

GtkWidget *
azui_rows_new (void)
{
  return g_object_new (AZUI_TYPE_ROWS, NULL);
}
