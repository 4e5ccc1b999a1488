/* azui-type-picker.c: a drop-down of data types, with an entry for those that need words
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-type-picker.h"

#include "azui-i18n.h"

#include <string.h>

/* Names of the language, not translated; the last two open the entry. */
static const char *const names[] = {
  "string", "int", "bigint", "double", "boolean", "date", "timestamp", "decimal", "smallint", "tinyint", "float", "binary", "timestamp_ntz", NULL
};
#define DECIMAL 7
#define OTHER   (G_N_ELEMENTS (names) - 1)   /* behind them: any type */

struct _AzuiTypePicker
{
  GtkWidget parent_instance;

  GtkWidget *drop_down;
  GtkWidget *entry;
  gboolean   showing;
};

enum { SIGNAL_PICKED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AzuiTypePicker, azui_type_picker, GTK_TYPE_WIDGET)

static guint
find_name (const char *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (i != DECIMAL && g_str_equal (names[i], name))
      return i;
  return g_str_has_prefix (name, "decimal") ? DECIMAL : OTHER;
}

void
azui_type_picker_set_name (AzuiTypePicker *self,
                           const char     *name)
{
  guint position = name != NULL && name[0] != '\0' ? find_name (name) : GTK_INVALID_LIST_POSITION;

  self->showing = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), position);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), name != NULL ? name : "");
  gtk_widget_set_visible (self->entry, position == DECIMAL || position == OTHER);
  self->showing = FALSE;
}

char *
azui_type_picker_dup_name (AzuiTypePicker *self)
{
  guint position = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));

  if (position == GTK_INVALID_LIST_POSITION)
    return g_strdup ("");
  if (position == DECIMAL || position == OTHER)
    return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  return g_strdup (names[position]);
}

void
azui_type_picker_set_label (AzuiTypePicker *self,
                            const char     *label)
{
  g_autofree char *exact = g_strdup_printf (_("%s, exactly"), label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, exact, -1);
}

static void
selected_cb (AzuiTypePicker *self)
{
  guint position = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  gboolean exact = position == DECIMAL || position == OTHER;

  if (self->showing || position == GTK_INVALID_LIST_POSITION)
    return;
  self->showing = TRUE;
  if (position == DECIMAL && !g_str_has_prefix (text, "decimal"))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "decimal(10,2)");
  else if (position == OTHER)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "array<string>");
  gtk_widget_set_visible (self->entry, exact);
  self->showing = FALSE;
  g_signal_emit (self, signals[SIGNAL_PICKED], 0);
  if (exact)
    gtk_widget_grab_focus (self->entry);
}

static void
entry_cb (AzuiTypePicker *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[SIGNAL_PICKED], 0);
}

static void
azui_type_picker_dispose (GObject *object)
{
  AzuiTypePicker *self = AZUI_TYPE_PICKER (object);

  self->showing = TRUE;
  g_clear_pointer (&self->drop_down, gtk_widget_unparent);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_type_picker_parent_class)->dispose (object);
}

static void
azui_type_picker_class_init (AzuiTypePickerClass *class)
{
  G_OBJECT_CLASS (class)->dispose = azui_type_picker_dispose;
  signals[SIGNAL_PICKED] = g_signal_new ("picked", AZUI_TYPE_TYPE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
azui_type_picker_init (AzuiTypePicker *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkStringList *model = gtk_string_list_new (names);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  gtk_string_list_append (model, _("Other…"));
  self->drop_down = gtk_drop_down_new (G_LIST_MODEL (model), NULL);
  gtk_widget_set_size_request (self->drop_down, 112, -1);
  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 8);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
  gtk_widget_set_parent (self->drop_down, GTK_WIDGET (self));
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  azui_type_picker_set_name (self, NULL);
  g_signal_connect_object (self->drop_down, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (entry_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
azui_type_picker_new (void)
{
  return g_object_new (AZUI_TYPE_TYPE_PICKER, NULL);
}
