/* azui-lineage-view.c: where a block comes from, and from what it would be computed again
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-lineage-view.h"

#include "azui-i18n.h"
#include "run/azui-block-cells.h"
#include "run/azui-quantity.h"

#define MAX_DEPTH 12

struct _AzuiLineageView
{
  GtkWidget  parent_instance;
  GtkWidget *scrolled;
  GtkWidget *title;
  GtkWidget *text;
};

G_DEFINE_FINAL_TYPE (AzuiLineageView, azui_lineage_view, GTK_TYPE_WIDGET)

static void
azui_lineage_view_dispose (GObject *object)
{
  g_clear_pointer (&AZUI_LINEAGE_VIEW (object)->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_lineage_view_parent_class)->dispose (object);
}

static void
azui_lineage_view_class_init (AzuiLineageViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = azui_lineage_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
azui_lineage_view_init (AzuiLineageView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (box, "rundetails");
  self->title = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "heading");
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  self->text = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->text, "caption");
  gtk_label_set_wrap (GTK_LABEL (self->text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_xalign (GTK_LABEL (self->text), 0);
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), self->text);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), box);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  azui_lineage_view_set (self, NULL, NULL, -1, -1);
}

GtkWidget *
azui_lineage_view_new (void)
{
  return g_object_new (AZUI_TYPE_LINEAGE_VIEW, NULL);
}

static void
append_state (GString             *text,
              const AzudBlockView *block)
{
  g_autofree char *state = azui_block_cells_describe (block);
  g_autofree char *rows = azui_quantity_number (block->rows);
  g_autofree char *memory = azui_quantity_bytes (block->memory_bytes), *disk = azui_quantity_bytes (block->disk_bytes);

  g_string_append_printf (text, _("It is: %s"), state);
  if (block->place == AZUD_BLOCK_LET_GO)
    g_string_append_printf (text, _("\nIt had %s rows"), rows);
  else if (block->place != AZUD_BLOCK_MISSING && block->place != AZUD_BLOCK_LOST)
    g_string_append_printf (text, _("\n%s rows, %s in memory, %s on disk"), rows, memory, disk);
  g_string_append_c (text, '\n');
}

/* The attempt that left it: the newest that succeeded. */
static void
append_maker (GString               *text,
              const AzudRunSnapshot *snapshot,
              int                    stage,
              int                    task)
{
  const AzudTaskView *maker = NULL;

  for (guint i = 0; i < snapshot->n_tasks; i++)
    if (snapshot->tasks[i].stage == stage && snapshot->tasks[i].partition == task && snapshot->tasks[i].state == AZUD_TASK_SUCCEEDED)
      maker = &snapshot->tasks[i];
  g_string_append_printf (text, _("Made by task %d of stage %d (%s)"), task, stage, snapshot->stages[stage].name);
  if (maker != NULL)
    {
      g_autofree char *time = azui_quantity_duration (maker->end_us - maker->start_us);

      g_string_append_printf (text, _(": attempt %d, on worker %d, in %s"), maker->attempt + 1, maker->worker + 1, time);
    }
  g_string_append_c (text, '\n');
}

static void
append_readers (GString               *text,
                const AzudRunSnapshot *snapshot,
                const AzudDatasetView *dataset)
{
  for (int i = 0; i < dataset->n_readers; i++)
    g_string_append_printf (text, _("Read by stage %d (%s)\n"), dataset->readers[i], snapshot->stages[dataset->readers[i]].name);
}

/* All of its stage's inputs, and what they would need themselves if parts of them are not there. */
static void
append_parents (GString              *text,
                const AzudRunStorage *storage,
                int                   number,
                int                   depth)
{
  const AzudDatasetView *dataset = &storage->datasets[number];

  for (char **source = dataset->sources; *source != NULL; source++)
    {
      g_string_append_printf (text, "%*s← ", 4 * depth, "");
      g_string_append_printf (text, _("“%s”, read again"), *source);
      g_string_append_c (text, '\n');
    }
  for (int i = 0; i < dataset->n_parents && depth < MAX_DEPTH; i++)
    {
      const AzudDatasetView *parent = &storage->datasets[dataset->parents[i]];
      guint n_missing = parent->n_blocks - parent->n_there;

      g_string_append_printf (text, "%*s← ", 4 * depth, "");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u partition of “%s” (stage %d)", "%u partitions of “%s” (stage %d)",
                                                 parent->n_blocks), parent->n_blocks, parent->name, parent->stage);
      if (n_missing > 0 && parent->n_there > 0)
        g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, ", %u of them to be computed first", ", %u of them to be computed first",
                                                   n_missing), n_missing);
      g_string_append_c (text, '\n');
      append_parents (text, storage, dataset->parents[i], depth + 1);
    }
}

void
azui_lineage_view_set (AzuiLineageView       *self,
                       const AzudRunStorage  *storage,
                       const AzudRunSnapshot *snapshot,
                       int                    dataset,
                       int                    block)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *title = NULL;
  const AzudDatasetView *view;

  if (storage == NULL || dataset < 0 || (guint) dataset >= storage->n_datasets || block < 0
      || (guint) block >= storage->datasets[dataset].n_blocks)
    {
      gtk_label_set_label (GTK_LABEL (self->title), _("Lineage"));
      gtk_label_set_label (GTK_LABEL (self->text), _("Choose a partition to see what made it, and from what it would be computed again."));
      return;
    }
  view = &storage->datasets[dataset];
  title = g_strdup_printf (_("Partition %d of “%s”"), block, view->name);
  append_state (text, &view->blocks[block]);
  append_maker (text, snapshot, view->stage, view->blocks[block].task);
  append_readers (text, snapshot, view);
  g_string_append_printf (text, "\n%s\n", _("If it is lost, it is computed again from"));
  append_parents (text, storage, dataset, 0);
  g_string_truncate (text, text->len - 1);
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (self->title)), title) != 0)
    gtk_label_set_label (GTK_LABEL (self->title), title);
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (self->text)), text->str) != 0)
    gtk_label_set_label (GTK_LABEL (self->text), text->str);
}
