/* azui-storage-page.c: what a run keeps, and where
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-storage-page.h"

#include "azui-i18n.h"
#include "run/azui-block-cells.h"
#include "run/azui-dataset-row.h"
#include "run/azui-lineage-view.h"
#include "run/azui-quantity.h"
#include "run/azui-split-view.h"

/* After the run, what it has left goes when others need the room: the view looks again that often. */
#define LOOK_MS 500

struct _AzuiStoragePage
{
  GtkWidget  parent_instance;
  GtkWidget *paned;
  GtkWidget *list;
  GtkWidget *head;
  GtkWidget *note;
  GtkWidget *forget;
  guint      ticker;        /* while it is seen */
  GtkWidget *lineage;
  GPtrArray *rows;          /* AzuiDatasetRow, owned by the list */
  AzudRun   *run;
  int        dataset;       /* the chosen block, or -1 */
  int        block;
};

G_DEFINE_FINAL_TYPE (AzuiStoragePage, azui_storage_page, GTK_TYPE_WIDGET)

static int
number_of (AzuiStoragePage *self,
           gpointer         row)
{
  guint number = 0;

  return g_ptr_array_find (self->rows, row, &number) ? (int) number : -1;
}

static void
show_lineage (AzuiStoragePage *self)
{
  g_autoptr (AzudRunStorage) storage = self->run != NULL ? azud_run_get_storage (self->run) : NULL;
  g_autoptr (AzudRunSnapshot) snapshot = self->run != NULL ? azud_run_snapshot (self->run) : NULL;

  azui_lineage_view_set (AZUI_LINEAGE_VIEW (self->lineage), storage, snapshot, self->dataset, self->block);
}

static void
selected_cb (AzuiDatasetRow  *row,
             guint            block,
             AzuiStoragePage *self)
{
  int dataset = number_of (self, row);

  if (self->dataset >= 0 && self->dataset != dataset && (guint) self->dataset < self->rows->len)
    azui_dataset_row_select (self->rows->pdata[self->dataset], -1);
  self->dataset = dataset;
  self->block = (int) block;
  show_lineage (self);
}

static void
lose_cb (AzuiDatasetRow  *row,
         guint            block,
         AzuiStoragePage *self)
{
  int dataset = number_of (self, row);

  if (self->run != NULL && dataset >= 0)
    azud_run_lose_block (self->run, (guint) dataset, block);
}

/* ---- the widget ---- */

static void
azui_storage_page_dispose (GObject *object)
{
  AzuiStoragePage *self = AZUI_STORAGE_PAGE (object);

  g_clear_handle_id (&self->ticker, g_source_remove);
  for (guint i = 0; i < self->rows->len; i++)
    g_signal_handlers_disconnect_by_data (self->rows->pdata[i], self);
  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->paned, gtk_widget_unparent);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (azui_storage_page_parent_class)->dispose (object);
}

static void
azui_storage_page_finalize (GObject *object)
{
  g_ptr_array_unref (AZUI_STORAGE_PAGE (object)->rows);
  G_OBJECT_CLASS (azui_storage_page_parent_class)->finalize (object);
}

static void
azui_storage_page_class_init (AzuiStoragePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = azui_storage_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = azui_storage_page_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

/* What the cells mean: a cell of each kind and its name. */
static GtkWidget *
make_legend (void)
{
  static const struct { AzudBlockView block; const char *name; } kinds[] = {
    { { .place = AZUD_BLOCK_MISSING }, N_("not there yet") },
    { { .place = AZUD_BLOCK_IN_MEMORY }, N_("in memory") },
    { { .place = AZUD_BLOCK_PARTLY_ON_DISK }, N_("partly on disk") },
    { { .place = AZUD_BLOCK_ON_DISK }, N_("on disk") },
    { { .place = AZUD_BLOCK_IN_MEMORY, .is_read = TRUE }, N_("being read") },
    { { .place = AZUD_BLOCK_LOST }, N_("lost") },
    { { .place = AZUD_BLOCK_LET_GO }, N_("let go") },
    { { .place = AZUD_BLOCK_IN_MEMORY, .is_recomputed = TRUE }, N_("computed again") },
  };
  GtkWidget *box = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), G_N_ELEMENTS (kinds));
  gtk_widget_add_css_class (box, "legend");
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
      GtkWidget *cell = azui_block_cells_new ();
      GtkWidget *label = gtk_label_new (_(kinds[i].name));

      azui_block_cells_set (AZUI_BLOCK_CELLS (cell), &kinds[i].block, 1);
      gtk_widget_set_can_target (cell, FALSE);
      gtk_widget_set_focusable (cell, FALSE);
      gtk_widget_set_valign (cell, GTK_ALIGN_CENTER);
      gtk_widget_set_size_request (cell, 15, 15);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (pair), cell);
      gtk_box_append (GTK_BOX (pair), label);
      gtk_flow_box_append (GTK_FLOW_BOX (box), pair);
      gtk_widget_set_focusable (gtk_widget_get_parent (pair), FALSE);
    }
  return box;
}

static void
set_n_rows (AzuiStoragePage *self,
            guint            n)
{
  while (self->rows->len > n)
    {
      gtk_box_remove (GTK_BOX (self->list), self->rows->pdata[self->rows->len - 1]);
      g_ptr_array_set_size (self->rows, (int) self->rows->len - 1);
    }
  while (self->rows->len < n)
    {
      GtkWidget *row = azui_dataset_row_new ();

      g_signal_connect (row, "block-selected", G_CALLBACK (selected_cb), self);
      g_signal_connect (row, "lose-block", G_CALLBACK (lose_cb), self);
      g_ptr_array_add (self->rows, row);
      gtk_box_append (GTK_BOX (self->list), row);
    }
}

/* What the run has left to later ones. */
static void
tell_kept (AzuiStoragePage      *self,
           const AzudRunStorage *storage)
{
  gint64 bytes = 0;
  guint n_there = 0;
  g_autofree char *size = NULL, *text = NULL;

  for (guint i = 0; i < storage->n_datasets; i++)
    {
      bytes += storage->datasets[i].memory_bytes + storage->datasets[i].disk_bytes;
      n_there += storage->datasets[i].n_there;
    }
  size = azui_quantity_bytes (bytes);
  text = n_there > 0 ? g_strdup_printf (_("The run is over. %s of it are kept for later runs, the rest was let go."), size)
                     : g_strdup (_("The run is over, and nothing of it is kept any more."));
  gtk_label_set_label (GTK_LABEL (self->note), text);
  gtk_widget_set_visible (self->forget, n_there > 0);
}

static void
show_storage (AzuiStoragePage       *self,
              const AzudRunStorage  *storage,
              const AzudRunSnapshot *snapshot)
{
  guint n = storage != NULL ? storage->n_datasets : 0;

  set_n_rows (self, n);
  for (guint i = 0; i < n; i++)
    azui_dataset_row_set (self->rows->pdata[i], &storage->datasets[i], storage->is_over);
  gtk_widget_set_visible (self->head, n == 0 || storage->is_over);
  if (n == 0)
    gtk_label_set_label (GTK_LABEL (self->note), _("This run keeps nothing between stages."));
  else if (storage->is_over)
    tell_kept (self, storage);
  if (n == 0)
    gtk_widget_set_visible (self->forget, FALSE);
  azui_lineage_view_set (AZUI_LINEAGE_VIEW (self->lineage), storage, snapshot, self->dataset, self->block);
}

/* The run itself tells of changes only while it goes on. */
static gboolean
look_again_cb (gpointer data)
{
  AzuiStoragePage *self = data;

  if (self->run != NULL && azud_run_get_state (self->run) >= AZUD_RUN_SUCCEEDED)
    {
      g_autoptr (AzudRunStorage) storage = azud_run_get_storage (self->run);
      g_autoptr (AzudRunSnapshot) snapshot = azud_run_snapshot (self->run);

      show_storage (self, storage, snapshot);
    }
  return G_SOURCE_CONTINUE;
}

static void
map_cb (AzuiStoragePage *self)
{
  if (self->ticker == 0)
    self->ticker = g_timeout_add (LOOK_MS, look_again_cb, self);
}

static void
unmap_cb (AzuiStoragePage *self)
{
  g_clear_handle_id (&self->ticker, g_source_remove);
}

static void
azui_storage_page_init (AzuiStoragePage *self)
{
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *inside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->rows = g_ptr_array_new ();
  self->dataset = self->block = -1;
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->note = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
  gtk_widget_add_css_class (self->note, "caption");
  gtk_widget_add_css_class (self->note, "dim-label");
  gtk_widget_set_hexpand (self->note, TRUE);
  self->forget = gtk_button_new_with_mnemonic (_("_Forget"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->forget), "app.forget-rows");
  gtk_widget_set_tooltip_text (self->forget, _("Give back what earlier runs keep for later ones, in memory and on disk"));
  gtk_widget_set_valign (self->forget, GTK_ALIGN_CENTER);
  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->head, "storagenote");
  gtk_box_append (GTK_BOX (self->head), self->note);
  gtk_box_append (GTK_BOX (self->head), self->forget);
  gtk_box_append (GTK_BOX (inside), self->head);
  gtk_box_append (GTK_BOX (inside), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), inside);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (left), scrolled);
  gtk_box_append (GTK_BOX (left), make_legend ());
  self->lineage = azui_lineage_view_new ();
  self->paned = azui_split_view_new (left, self->lineage, FALSE);
  gtk_widget_set_parent (self->paned, GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (unmap_cb), NULL);
}

GtkWidget *
azui_storage_page_new (void)
{
  return g_object_new (AZUI_TYPE_STORAGE_PAGE, NULL);
}

void
azui_storage_page_set (AzuiStoragePage       *self,
                       AzudRun               *run,
                       const AzudRunSnapshot *snapshot)
{
  g_autoptr (AzudRunStorage) storage = run != NULL ? azud_run_get_storage (run) : NULL;

  if (g_set_object (&self->run, run))
    {
      set_n_rows (self, 0);
      self->dataset = self->block = -1;
    }
  show_storage (self, storage, snapshot);
}
