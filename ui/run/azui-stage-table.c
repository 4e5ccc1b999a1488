/* azui-stage-table.c: the stages of a run and their figures
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-stage-table.h"

#include "azui-i18n.h"
#include "run/azui-quantity.h"
#include "run/azui-stage-colors.h"
#include "run/azui-stage-item.h"

struct _AzuiStageTable
{
  GtkWidget           parent_instance;
  GtkWidget          *scrolled;
  GtkWidget          *view;
  GListStore         *items;        /* AzuiStageItem, by id */
  GtkSingleSelection *selection;
  GPtrArray          *columns;      /* GtkColumnViewColumn, not owned; as columns[] */
};

G_DEFINE_FINAL_TYPE (AzuiStageTable, azui_stage_table, GTK_TYPE_WIDGET)

enum { STAGE_SELECTED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- what the columns say ---- */

/* In the colour that the stage has in the graph and over time. */
static char *
print_color (AzuiStageItem *item)
{
  return g_strdup ("■");
}

static char *
print_name (AzuiStageItem *item)
{
  const AzudStageView *stage = azui_stage_item_get (item);

  return g_strdup_printf ("%d · %s", stage->id, stage->name);
}

static char *
print_state (AzuiStageItem *item)
{
  return g_strdup (azui_stage_item_get_state_text (item));
}

static char *
print_tasks (AzuiStageItem *item)
{
  const AzudStageView *stage = azui_stage_item_get (item);

  if (stage->skipped)
    return g_strdup ("–");
  return stage->n_tasks > 0 || stage->start_us > 0 ? g_strdup_printf ("%d/%d", stage->n_done, stage->n_tasks) : g_strdup ("");
}

static char *
print_count (int n)
{
  return n > 0 ? g_strdup_printf ("%d", n) : g_strdup ("–");
}

static char *
print_attempts (AzuiStageItem *item)
{
  return print_count (azui_stage_item_get (item)->n_attempts);
}

static char *
print_failed (AzuiStageItem *item)
{
  return print_count (azui_stage_item_get (item)->n_failed);
}

static char *
print_retried (AzuiStageItem *item)
{
  return print_count (azui_stage_item_get (item)->n_retried);
}

static char *
print_copies (AzuiStageItem *item)
{
  return print_count (azui_stage_item_get (item)->n_speculative);
}

static char *
print_bytes (gint64 bytes)
{
  return bytes > 0 ? azui_quantity_bytes (bytes) : g_strdup ("–");
}

static char *
print_read (AzuiStageItem *item)
{
  return print_bytes (azui_stage_item_get (item)->shuffle_read_bytes);
}

static char *
print_written (AzuiStageItem *item)
{
  return print_bytes (azui_stage_item_get (item)->shuffle_write_bytes);
}

static char *
print_spilled (AzuiStageItem *item)
{
  return print_bytes (azui_stage_item_get (item)->spilled_bytes);
}

static char *
print_time (AzuiStageItem *item)
{
  if (azui_stage_item_get (item)->state == AZUD_STAGE_SKIPPED)
    return g_strdup ("–");
  return azui_stage_item_get (item)->start_us > 0 ? azui_quantity_duration (azui_stage_item_get_duration (item)) : g_strdup ("");
}

typedef struct
{
  const char *title;
  char     *(*print) (AzuiStageItem *item);
  gboolean    is_text;
  const char *alarming;      /* CSS class of anything but "–" */
  gboolean    is_rare;       /* shown only where there is something in it */
} Column;

/* What people look for first comes first. */
static const Column columns[] = {
  { "", print_color, TRUE, NULL, FALSE },
  { N_("Stage"), print_name, TRUE, NULL, FALSE },
  { N_("State"), print_state, TRUE, NULL, FALSE },
  { N_("Tasks"), print_tasks, FALSE, NULL, FALSE },
  { N_("Time"), print_time, FALSE, NULL, FALSE },
  { N_("Spilled"), print_spilled, FALSE, "warning", FALSE },
  /* Translators: bytes that came in, and went out, through exchanges between stages */
  { N_("Shuffled in"), print_read, FALSE, NULL, FALSE },
  { N_("Shuffled out"), print_written, FALSE, NULL, FALSE },
  /* Translators: columns of a table of stages: numbers of tasks */
  { N_("Failures"), print_failed, FALSE, "error", TRUE },
  { N_("Retried"), print_retried, FALSE, "warning", TRUE },
  { N_("Attempts"), print_attempts, FALSE, NULL, TRUE },
  { N_("Copies"), print_copies, FALSE, "warning", TRUE },
};

/* ---- cells ---- */

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
paint (GtkLabel      *label,
       const GdkRGBA *color)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_foreground_new ((guint16) (color->red * 65535), (guint16) (color->green * 65535),
                                                                 (guint16) (color->blue * 65535)));
  gtk_label_set_attributes (label, attributes);
}

static void
show_cell (GtkLabel *label)
{
  AzuiStageItem *item = g_object_get_data (G_OBJECT (label), "item");
  const Column *column = g_object_get_data (G_OBJECT (label), "column");
  AzudStageState state = azui_stage_item_get (item)->state;
  g_autofree char *text = column->print (item);

  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
  if (column->print == print_color)
    paint (label, azui_stage_color (azui_stage_item_get (item)->id));
  if (column->print == print_state)
    {
      set_class (GTK_WIDGET (label), "accent", state == AZUD_STAGE_RUNNING);
      set_class (GTK_WIDGET (label), "success", state == AZUD_STAGE_DONE);
      set_class (GTK_WIDGET (label), "error", state == AZUD_STAGE_FAILED);
      set_class (GTK_WIDGET (label), "dim-label", state == AZUD_STAGE_WAITING || state == AZUD_STAGE_SKIPPED || state == AZUD_STAGE_CANCELLED);
    }
  if (column->alarming != NULL)
    set_class (GTK_WIDGET (label), column->alarming, !g_str_equal (text, "–"));
  if (column->print == print_attempts)
    set_class (GTK_WIDGET (label), "warning", azui_stage_item_get (item)->n_attempts > 1);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *cell,
          const Column             *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->is_text ? 0 : 1);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  if (column->print == print_name)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), 20);
    }
  if (!column->is_text)
    gtk_widget_add_css_class (label, "numeric");
  g_object_set_data (G_OBJECT (label), "column", (gpointer) column);
  g_object_set_data (G_OBJECT (label), "title", (gpointer) column->title);
  gtk_list_item_set_child (cell, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *cell,
         const Column             *column)
{
  GtkWidget *label = gtk_list_item_get_child (cell);
  AzuiStageItem *item = gtk_list_item_get_item (cell);

  g_object_set_data (G_OBJECT (label), "item", item);
  g_signal_connect_object (item, "changed", G_CALLBACK (show_cell), label, G_CONNECT_SWAPPED);
  if (column->print == print_name)
    gtk_widget_set_tooltip_text (label, azui_stage_item_get (item)->name);
  show_cell (GTK_LABEL (label));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *cell,
           const Column             *column)
{
  GtkWidget *label = gtk_list_item_get_child (cell);

  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (cell), show_cell, label);
  g_object_set_data (G_OBJECT (label), "item", NULL);
}

static GtkColumnViewColumn *
make_column (const Column *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *made = gtk_column_view_column_new (column->title[0] != '\0' ? _(column->title) : "", factory);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), (gpointer) column);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), (gpointer) column);
  gtk_column_view_column_set_expand (made, column->print == print_name);
  return made;
}

/* ---- the widget ---- */

static void
selected_cb (AzuiStageTable *self)
{
  g_signal_emit (self, signals[STAGE_SELECTED], 0, azui_stage_table_get_stage (self));
}

static void
azui_stage_table_dispose (GObject *object)
{
  AzuiStageTable *self = AZUI_STAGE_TABLE (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  G_OBJECT_CLASS (azui_stage_table_parent_class)->dispose (object);
}

static void
azui_stage_table_class_init (AzuiStageTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = azui_stage_table_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[STAGE_SELECTED] = g_signal_new ("stage-selected", AZUI_TYPE_STAGE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
azui_stage_table_init (AzuiStageTable *self)
{
  self->items = g_list_store_new (AZUI_TYPE_STAGE_ITEM);
  self->columns = g_ptr_array_new ();
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);      /* details come when they are asked for */
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->items));
  self->view = gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)));
  gtk_widget_add_css_class (self->view, "data-table");
  gtk_widget_add_css_class (self->view, "stagetable");
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkColumnViewColumn *column = make_column (&columns[i]);

      g_ptr_array_add (self->columns, column);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), column);
      g_object_unref (column);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Stages of the run"), -1);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->view);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (selected_cb), self);
}

GtkWidget *
azui_stage_table_new (void)
{
  return g_object_new (AZUI_TYPE_STAGE_TABLE, NULL);
}

/* Whether the rows are those of @snapshot's plan. */
static gboolean
has_stages_of (AzuiStageTable        *self,
               const AzudRunSnapshot *snapshot)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  if (n != snapshot->n_stages)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AzuiStageItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_strcmp0 (azui_stage_item_get (item)->name, snapshot->stages[i].name) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Columns of what seldom happens are there when it has. */
static void
show_columns (AzuiStageTable *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (gsize c = 0; c < G_N_ELEMENTS (columns); c++)
    {
      gboolean visible = !columns[c].is_rare;

      for (guint i = 0; i < n && !visible; i++)
        {
          g_autoptr (AzuiStageItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
          g_autofree char *text = columns[c].print (item);

          /* a stage's first attempt goes without saying */
          visible = !g_str_equal (text, "–") && !(columns[c].print == print_attempts && g_str_equal (text, "1"));
        }
      if (gtk_column_view_column_get_visible (self->columns->pdata[c]) != visible)
        gtk_column_view_column_set_visible (self->columns->pdata[c], visible);
    }
}

void
azui_stage_table_set_snapshot (AzuiStageTable        *self,
                               const AzudRunSnapshot *snapshot)
{
  if (snapshot == NULL || !has_stages_of (self, snapshot))
    g_list_store_remove_all (self->items);
  for (guint i = 0; snapshot != NULL && i < snapshot->n_stages; i++)
    {
      g_autoptr (AzuiStageItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (item == NULL)
        {
          item = azui_stage_item_new (&snapshot->stages[i]);
          g_list_store_append (self->items, item);
        }
      azui_stage_item_set (item, &snapshot->stages[i], snapshot->elapsed_us);
    }
  show_columns (self);
}

int
azui_stage_table_get_stage (AzuiStageTable *self)
{
  AzuiStageItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? azui_stage_item_get (item)->id : -1;
}

void
azui_stage_table_select (AzuiStageTable *self,
                         int             stage)
{
  gtk_single_selection_set_selected (self->selection, stage >= 0 ? (guint) stage : GTK_INVALID_LIST_POSITION);
}
