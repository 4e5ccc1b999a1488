/* azui-dataset-row.c: a dataset of a run: what it is, how much, and its blocks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-dataset-row.h"

#include "azui-i18n.h"
#include "run/azui-block-cells.h"
#include "run/azui-quantity.h"

struct _AzuiDatasetRow
{
  GtkWidget  parent_instance;
  GtkWidget *box;
  GtkWidget *name;
  GtkWidget *what;
  GtkWidget *bytes;
  GtkWidget *cells;
};

G_DEFINE_FINAL_TYPE (AzuiDatasetRow, azui_dataset_row, GTK_TYPE_WIDGET)

enum { BLOCK_SELECTED, LOSE_BLOCK, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
selected_cb (AzuiDatasetRow *self,
             guint           block)
{
  g_signal_emit (self, signals[BLOCK_SELECTED], 0, block);
}

static void
lose_cb (AzuiDatasetRow *self,
         guint           block)
{
  g_signal_emit (self, signals[LOSE_BLOCK], 0, block);
}

static void
azui_dataset_row_dispose (GObject *object)
{
  g_clear_pointer (&AZUI_DATASET_ROW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_dataset_row_parent_class)->dispose (object);
}

static void
azui_dataset_row_class_init (AzuiDatasetRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = azui_dataset_row_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[BLOCK_SELECTED] = g_signal_new ("block-selected", AZUI_TYPE_DATASET_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[LOSE_BLOCK] = g_signal_new ("lose-block", AZUI_TYPE_DATASET_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_UINT);
}

static GtkWidget *
add_label (GtkWidget  *box,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
azui_dataset_row_init (AzuiDatasetRow *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "datasetrow");
  self->name = add_label (head, "caption-heading");
  self->what = add_label (head, "caption");
  gtk_widget_add_css_class (self->what, "dim-label");
  gtk_widget_set_hexpand (self->what, TRUE);
  self->cells = azui_block_cells_new ();
  gtk_widget_set_hexpand (self->cells, TRUE);
  g_signal_connect_swapped (self->cells, "block-selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->cells, "lose-block", G_CALLBACK (lose_cb), self);
  gtk_box_append (GTK_BOX (below), self->cells);
  self->bytes = add_label (below, "caption");
  gtk_widget_add_css_class (self->bytes, "numeric");
  gtk_label_set_ellipsize (GTK_LABEL (self->bytes), PANGO_ELLIPSIZE_NONE);
  gtk_widget_set_valign (self->bytes, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->box), head);
  gtk_box_append (GTK_BOX (self->box), below);
}

GtkWidget *
azui_dataset_row_new (void)
{
  return g_object_new (AZUI_TYPE_DATASET_ROW, NULL);
}

static const char *
kind_text (AzudDatasetKind kind)
{
  switch (kind)
    {
    case AZUD_DATASET_SHUFFLE:
      return _("shuffle");
    case AZUD_DATASET_BROADCAST:
      return _("broadcast");
    case AZUD_DATASET_CACHE:
      return _("cache");
    }
  return "";
}

static const char *
level_text (AzudDatasetLevel level)
{
  switch (level)
    {
    case AZUD_LEVEL_MEMORY_AND_DISK:
      return _("memory and disk");
    case AZUD_LEVEL_MEMORY_ONLY:
      return _("memory only");
    case AZUD_LEVEL_DISK_ONLY:
      return _("disk only");
    }
  return "";
}

static void
set_text (GtkWidget  *label,
          const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) != 0)
    gtk_label_set_label (GTK_LABEL (label), text);
}

/* What there is none of is not told. */
static char *
print_bytes (const AzudDatasetView *dataset)
{
  g_autofree char *memory = azui_quantity_bytes (dataset->memory_bytes), *disk = azui_quantity_bytes (dataset->disk_bytes);

  if (dataset->n_there == 0)
    return g_strdup ("");
  if (dataset->disk_bytes == 0)
    return g_strdup_printf (_("%s in memory"), memory);
  if (dataset->memory_bytes == 0)
    return g_strdup_printf (_("%s on disk"), disk);
  /* Translators: two sizes */
  return g_strdup_printf (_("%s in memory · %s on disk"), memory, disk);
}

/* How much of it is there. */
static char *
print_count (const AzudDatasetView *dataset,
             gboolean               is_over)
{
  if (dataset->n_blocks == 0)
    return g_strdup (is_over ? _("no stage had to make it") : _("not begun"));
  if (is_over && dataset->n_there == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u partition, let go", "%u partitions, let go", dataset->n_blocks), dataset->n_blocks);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u partition", "%u of %u partitions", dataset->n_blocks),
                          dataset->n_there, dataset->n_blocks);
}

void
azui_dataset_row_set (AzuiDatasetRow        *self,
                      const AzudDatasetView *dataset,
                      gboolean               is_over)
{
  g_autofree char *bytes = print_bytes (dataset);
  g_autofree char *count = print_count (dataset, is_over);
  g_autofree char *what = g_strdup_printf ("%s · %s · %s", kind_text (dataset->kind), level_text (dataset->level), count);
  g_autofree char *name = g_strdup_printf ("%d · %s", dataset->stage, dataset->name);

  set_text (self->name, name);
  set_text (self->what, what);
  set_text (self->bytes, bytes);
  gtk_widget_set_visible (self->cells, dataset->n_blocks > 0);
  azui_block_cells_set (AZUI_BLOCK_CELLS (self->cells), dataset->blocks, dataset->n_blocks);
  azui_block_cells_set_can_lose (AZUI_BLOCK_CELLS (self->cells), azud_run_can_lose_blocks () && !is_over);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cells), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
azui_dataset_row_select (AzuiDatasetRow *self,
                         int             block)
{
  azui_block_cells_select (AZUI_BLOCK_CELLS (self->cells), block);
}
