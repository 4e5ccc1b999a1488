/* azui-schema-view.c: the columns a port gives
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-schema-view.h"

#include "azui-i18n.h"

struct _AzuiSchemaView
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *grid;
  guint      n_rows;
  char      *shown;     /* names and types shown now, joined */
};

G_DEFINE_FINAL_TYPE (AzuiSchemaView, azui_schema_view, GTK_TYPE_WIDGET)

static void
add_row (AzuiSchemaView   *self,
         const AzudColumn *column)
{
  GtkWidget *name = gtk_label_new (column->name);
  GtkWidget *type = gtk_label_new (column->type);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (name, "azui-column-name");
  gtk_label_set_xalign (GTK_LABEL (type), 1);
  gtk_label_set_ellipsize (GTK_LABEL (type), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (type), 22);
  gtk_widget_add_css_class (type, "azui-type-label");
  gtk_widget_set_tooltip_text (type, column->nullable ? _("May be null") : _("Never null"));
  gtk_grid_attach (GTK_GRID (self->grid), name, 0, (int) self->n_rows, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), type, 1, (int) self->n_rows, 1, 1);
  self->n_rows++;
}

void
azui_schema_view_set_columns (AzuiSchemaView   *self,
                              const AzudColumn *columns,
                              guint             n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *child;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s\n%s\n%d\n", columns[i].name, columns[i].type, columns[i].nullable);
  if (g_strcmp0 (text->str, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (text->str);
  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  self->n_rows = 0;
  for (guint i = 0; i < n; i++)
    add_row (self, &columns[i]);
  if (n == 0)
    {
      GtkWidget *label = gtk_label_new (_("Not known yet"));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "azui-field-help");
      gtk_grid_attach (GTK_GRID (self->grid), label, 0, 0, 2, 1);
    }
}

static void
azui_schema_view_dispose (GObject *object)
{
  AzuiSchemaView *self = AZUI_SCHEMA_VIEW (object);

  g_clear_pointer (&self->title, gtk_widget_unparent);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (azui_schema_view_parent_class)->dispose (object);
}

static void
azui_schema_view_class_init (AzuiSchemaViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = azui_schema_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
azui_schema_view_init (AzuiSchemaView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_add_css_class (self->title, "azui-field-label");
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_widget_add_css_class (self->grid, "azui-columns");
  gtk_widget_set_parent (self->title, GTK_WIDGET (self));
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

GtkWidget *
azui_schema_view_new (const char *title)
{
  AzuiSchemaView *self = g_object_new (AZUI_TYPE_SCHEMA_VIEW, NULL);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  return GTK_WIDGET (self);
}
