/* azui-column-picker.c: a drop-down of the columns that arrive
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-column-picker.h"

#include "azui-i18n.h"

struct _AzuiColumnPicker
{
  GtkWidget parent_instance;

  GtkWidget  *drop_down;
  GHashTable *types;       /* name -> type; a name that is missing here does not arrive */
  GPtrArray  *columns;     /* names that arrive, in order */
  char       *prompt;
  char       *name;        /* chosen, or NULL */
  gboolean    filling;
};

enum { SIGNAL_PICKED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AzuiColumnPicker, azui_column_picker, GTK_TYPE_WIDGET)

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *type = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (type, "azui-type-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), type);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item,
         AzuiColumnPicker   *self)
{
  GtkWidget *name_label = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *type_label = gtk_widget_get_next_sibling (name_label);
  const char *name = gtk_string_object_get_string (gtk_list_item_get_item (item));
  const char *type = g_hash_table_lookup (self->types, name);

  gtk_label_set_text (GTK_LABEL (name_label), name[0] != '\0' ? name : self->prompt);
  gtk_widget_set_visible (type_label, (name[0] != '\0' && type == NULL) || gtk_widget_get_ancestor (type_label, GTK_TYPE_POPOVER) != NULL);
  gtk_label_set_text (GTK_LABEL (type_label), type != NULL ? type : name[0] != '\0' ? _("not there") : "");
  (name[0] == '\0' ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (name_label, "dim-label");
  (name[0] != '\0' && type == NULL ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (type_label, "error");
}

static void
selected_cb (AzuiColumnPicker *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->drop_down));
  const char *name = item != NULL ? gtk_string_object_get_string (item) : NULL;

  if (self->filling || name == NULL || name[0] == '\0' || g_strcmp0 (name, self->name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  g_signal_emit (self, signals[SIGNAL_PICKED], 0);
}

/* First the choice that is no column (nothing, or one that does not arrive), then all columns. */
static void
fill (AzuiColumnPicker *self)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  guint selected = 0;
  guint before = 0;

  if (self->name == NULL || !g_hash_table_contains (self->types, self->name))
    {
      gtk_string_list_append (model, self->name != NULL ? self->name : "");
      before = 1;
    }
  for (guint i = 0; i < self->columns->len; i++)
    {
      gtk_string_list_append (model, self->columns->pdata[i]);
      if (g_strcmp0 (self->columns->pdata[i], self->name) == 0)
        selected = i + before;
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->drop_down), G_LIST_MODEL (model));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), selected);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->drop_down), self->columns->len > 12);
  self->filling = FALSE;
}

static gboolean
same_columns (AzuiColumnPicker *self,
              const AzudColumn *columns,
              guint             n)
{
  if (self->columns->len != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (self->columns->pdata[i], columns[i].name) != 0 ||
        g_strcmp0 (g_hash_table_lookup (self->types, columns[i].name), columns[i].type) != 0)
      return FALSE;
  return TRUE;
}

void
azui_column_picker_set_columns (AzuiColumnPicker *self,
                                const AzudColumn *columns,
                                guint             n)
{
  if (same_columns (self, columns, n))
    return;
  g_hash_table_remove_all (self->types);
  g_ptr_array_set_size (self->columns, 0);
  for (guint i = 0; i < n; i++)
    {
      g_hash_table_replace (self->types, g_strdup (columns[i].name), g_strdup (columns[i].type));
      g_ptr_array_add (self->columns, g_strdup (columns[i].name));
    }
  fill (self);
}

void
azui_column_picker_set_name (AzuiColumnPicker *self,
                             const char       *name)
{
  char *copy = name != NULL && name[0] != '\0' ? g_strdup (name) : NULL;

  g_free (self->name);
  self->name = copy;
  fill (self);
}

const char *
azui_column_picker_get_name (AzuiColumnPicker *self)
{
  return self->name;
}

GtkWidget *
azui_column_picker_get_drop_down (AzuiColumnPicker *self)
{
  return self->drop_down;
}

static void
azui_column_picker_dispose (GObject *object)
{
  AzuiColumnPicker *self = AZUI_COLUMN_PICKER (object);

  self->filling = TRUE;
  g_clear_pointer (&self->drop_down, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_column_picker_parent_class)->dispose (object);
}

static void
azui_column_picker_finalize (GObject *object)
{
  AzuiColumnPicker *self = AZUI_COLUMN_PICKER (object);

  g_hash_table_unref (self->types);
  g_ptr_array_unref (self->columns);
  g_free (self->prompt);
  g_free (self->name);
  G_OBJECT_CLASS (azui_column_picker_parent_class)->finalize (object);
}

static void
azui_column_picker_class_init (AzuiColumnPickerClass *class)
{
  G_OBJECT_CLASS (class)->dispose = azui_column_picker_dispose;
  G_OBJECT_CLASS (class)->finalize = azui_column_picker_finalize;
  signals[SIGNAL_PICKED] = g_signal_new ("picked", AZUI_TYPE_COLUMN_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
azui_column_picker_init (AzuiColumnPicker *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkExpression *text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  self->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->columns = g_ptr_array_new_with_free_func (g_free);
  self->drop_down = gtk_drop_down_new (NULL, text);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (self->drop_down), factory);
  g_object_unref (factory);
  g_signal_connect_object (self->drop_down, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->drop_down, GTK_WIDGET (self));
}

GtkWidget *
azui_column_picker_new (const char *prompt)
{
  AzuiColumnPicker *self = g_object_new (AZUI_TYPE_COLUMN_PICKER, NULL);

  self->prompt = g_strdup (prompt);
  fill (self);
  return GTK_WIDGET (self);
}
