/* azui-stage-details.c: how the figures of one stage's tasks are spread
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-stage-details.h"

#include "azui-i18n.h"
#include "run/azui-histogram.h"
#include "run/azui-quantity.h"

#define N_QUANTILES 5

struct _AzuiStageDetails
{
  GtkWidget  parent_instance;
  GtkWidget *scrolled;
  GtkWidget *title;
  GtkWidget *nothing;        /* no task has ended yet */
  GtkWidget *grid;
  GtkWidget *names[AZUD_N_FIGURES];
  GtkWidget *values[AZUD_N_FIGURES][N_QUANTILES];
  GtkWidget *histogram;
  GtkWidget *places;
};

G_DEFINE_FINAL_TYPE (AzuiStageDetails, azui_stage_details, GTK_TYPE_WIDGET)

static const struct
{
  const char *name;
  char     *(*print) (gint64 value);
} figures[AZUD_N_FIGURES] = {
  [AZUD_FIGURE_DURATION] = { N_("Duration"), azui_quantity_duration },
  [AZUD_FIGURE_ROWS_IN] = { N_("Rows in"), azui_quantity_number },
  [AZUD_FIGURE_ROWS_OUT] = { N_("Rows out"), azui_quantity_number },
  [AZUD_FIGURE_BYTES_IN] = { N_("Bytes in"), azui_quantity_bytes },
  [AZUD_FIGURE_BYTES_OUT] = { N_("Bytes out"), azui_quantity_bytes },
  [AZUD_FIGURE_SPILLED] = { N_("Spilled"), azui_quantity_bytes },
  [AZUD_FIGURE_MEMORY] = { N_("Peak memory"), azui_quantity_bytes },
};

static void
azui_stage_details_dispose (GObject *object)
{
  g_clear_pointer (&AZUI_STAGE_DETAILS (object)->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_stage_details_parent_class)->dispose (object);
}

static void
azui_stage_details_class_init (AzuiStageDetailsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = azui_stage_details_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_label (const char *text,
            float       xalign,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_grid (AzuiStageDetails *self)
{
  const char *const heads[N_QUANTILES] = { _("Min"), "25 %", _("Median"), "75 %", _("Max") };
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  gtk_widget_add_css_class (grid, "caption");
  for (int q = 0; q < N_QUANTILES; q++)
    gtk_grid_attach (GTK_GRID (grid), make_label (heads[q], 1, "dim-label"), q + 1, 0, 1, 1);
  for (int f = 0; f < AZUD_N_FIGURES; f++)
    {
      self->names[f] = make_label (_(figures[f].name), 0, "dim-label");
      gtk_grid_attach (GTK_GRID (grid), self->names[f], 0, f + 1, 1, 1);
      for (int q = 0; q < N_QUANTILES; q++)
        {
          self->values[f][q] = make_label (NULL, 1, "numeric");
          gtk_grid_attach (GTK_GRID (grid), self->values[f][q], q + 1, f + 1, 1, 1);
        }
    }
  return grid;
}

static void
azui_stage_details_init (AzuiStageDetails *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  gtk_widget_add_css_class (box, "rundetails");
  self->title = make_label (NULL, 0, "heading");
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  self->nothing = make_label (NULL, 0, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->nothing), 40);
  self->grid = make_grid (self);
  self->histogram = azui_histogram_new ();
  self->places = make_label (NULL, 0, "caption");
  gtk_widget_add_css_class (self->places, "dim-label");
  gtk_widget_set_tooltip_text (self->places, _("A task prefers the worker that made the rows it reads, whose processor may still have them at hand. "
                                               "It does not wait for it for long, so some tasks run on other workers."));
  gtk_label_set_wrap (GTK_LABEL (self->places), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->places), 40);
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), self->nothing);
  gtk_box_append (GTK_BOX (box), self->grid);
  gtk_box_append (GTK_BOX (box), self->histogram);
  gtk_box_append (GTK_BOX (box), self->places);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  azui_stage_details_set (self, NULL, -1);
}

GtkWidget *
azui_stage_details_new (void)
{
  return g_object_new (AZUI_TYPE_STAGE_DETAILS, NULL);
}

static void
set_text (GtkWidget  *label,
          const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) != 0)
    gtk_label_set_label (GTK_LABEL (label), text);
}

/* A figure that is nothing but 0 takes no room, but for durations and rows in. */
static void
show_figure (AzuiStageDetails      *self,
             const AzudRunSnapshot *snapshot,
             int                    stage,
             AzudTaskFigure         figure)
{
  gint64 quantiles[N_QUANTILES] = { 0 };
  gboolean visible;

  azud_run_snapshot_get_quantiles (snapshot, stage, figure, quantiles);
  visible = quantiles[N_QUANTILES - 1] > 0 || figure <= AZUD_FIGURE_ROWS_IN;
  gtk_widget_set_visible (self->names[figure], visible);
  for (int q = 0; q < N_QUANTILES; q++)
    {
      g_autofree char *text = figures[figure].print (quantiles[q]);

      set_text (self->values[figure][q], text);
      gtk_widget_set_visible (self->values[figure][q], visible);
    }
}

static void
show_histogram (AzuiStageDetails      *self,
                const AzudRunSnapshot *snapshot,
                int                    stage)
{
  guint bars[AZUI_HISTOGRAM_BARS];
  gint64 quantiles[N_QUANTILES] = { 0 };
  g_autofree char *from = NULL, *to = NULL, *label = NULL;

  azud_run_snapshot_get_histogram (snapshot, stage, AZUD_FIGURE_DURATION, bars, AZUI_HISTOGRAM_BARS);
  azud_run_snapshot_get_quantiles (snapshot, stage, AZUD_FIGURE_DURATION, quantiles);
  from = azui_quantity_duration (quantiles[0]);
  to = azui_quantity_duration (quantiles[N_QUANTILES - 1]);
  label = g_strdup_printf (_("Durations of tasks, from %s to %s"), from, to);
  azui_histogram_set (AZUI_HISTOGRAM (self->histogram), bars, from, to, label);
}

static void
show_places (AzuiStageDetails    *self,
             const AzudStageView *stage)
{
  int n = stage->n_near + stage->n_far;
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d of %d task ran where its rows had been made",
                                                        "%d of %d tasks ran where their rows had been made", (gulong) n), stage->n_near, n);

  gtk_widget_set_visible (self->places, n > 0);
  set_text (self->places, text);
}

/* Why there are no figures. */
static const char *
say_nothing (const AzudRunSnapshot *snapshot,
             const AzudStageView   *stage)
{
  if (stage->skipped && stage->n_tasks > 0)
    return _("This stage was skipped: an earlier run had left its rows.");
  if (stage->skipped)
    return _("This stage was skipped: nobody needed its rows, since an earlier run had left what is made of them.");
  if (snapshot->state >= AZUD_RUN_SUCCEEDED)
    return stage->start_us > 0 ? _("No task of this stage ended well.") : _("This stage did not begin.");
  return stage->start_us > 0 ? _("No task of this stage has ended yet.") : _("This stage has not begun yet.");
}

void
azui_stage_details_set (AzuiStageDetails      *self,
                        const AzudRunSnapshot *snapshot,
                        int                    stage)
{
  gint64 quantiles[N_QUANTILES];
  guint n = snapshot != NULL && stage >= 0 ? azud_run_snapshot_get_quantiles (snapshot, stage, AZUD_FIGURE_DURATION, quantiles) : 0;
  gboolean is_there = snapshot != NULL && stage >= 0 && (guint) stage < snapshot->n_stages;
  g_autofree char *title = is_there ? g_strdup_printf ("%d · %s", stage, snapshot->stages[stage].name) : g_strdup ("");

  set_text (self->title, title);
  gtk_widget_set_visible (self->nothing, is_there && n == 0);
  if (is_there && n == 0)
    set_text (self->nothing, say_nothing (snapshot, &snapshot->stages[stage]));
  gtk_widget_set_visible (self->grid, is_there && n > 0);
  gtk_widget_set_visible (self->histogram, is_there && n > 1);
  if (!is_there || n == 0)
    gtk_widget_set_visible (self->places, FALSE);
  if (!is_there || n == 0)
    return;
  for (int f = 0; f < AZUD_N_FIGURES; f++)
    show_figure (self, snapshot, stage, (AzudTaskFigure) f);
  show_histogram (self, snapshot, stage);
  show_places (self, &snapshot->stages[stage]);
}
