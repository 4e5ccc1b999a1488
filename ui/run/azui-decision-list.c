/* azui-decision-list.c: what was decided about the plan while the run went on
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-decision-list.h"

#include "azui-i18n.h"

struct _AzuiDecisionList
{
  GtkWidget  parent_instance;
  GtkWidget *scrolled;
  GtkWidget *grid;
  guint      n;
};

G_DEFINE_FINAL_TYPE (AzuiDecisionList, azui_decision_list, GTK_TYPE_WIDGET)

static void
azui_decision_list_dispose (GObject *object)
{
  g_clear_pointer (&AZUI_DECISION_LIST (object)->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_decision_list_parent_class)->dispose (object);
}

static void
azui_decision_list_class_init (AzuiDecisionListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = azui_decision_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
azui_decision_list_init (AzuiDecisionList *self)
{
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 14);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 4);
  gtk_widget_add_css_class (self->grid, "rundetails");
  gtk_widget_add_css_class (self->grid, "caption");
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->grid);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
azui_decision_list_new (void)
{
  return g_object_new (AZUI_TYPE_DECISION_LIST, NULL);
}

void
azui_decision_list_clear (AzuiDecisionList *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  self->n = 0;
}

guint
azui_decision_list_get_n (AzuiDecisionList *self)
{
  return self->n;
}

static void
attach (AzuiDecisionList *self,
        int               column,
        const char       *text,
        const char       *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  if (css_class == NULL)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_widget_set_hexpand (label, TRUE);
    }
  gtk_grid_attach (GTK_GRID (self->grid), label, column, (int) self->n, 1, 1);
}

void
azui_decision_list_add (AzuiDecisionList *self,
                        gint64            time_us,
                        int               version,
                        int               stage,
                        const char       *text)
{
  g_autofree char *time = g_strdup_printf (_("%.2f s"), (double) time_us / 1e6);
  /* Translators: a version of the plan */
  g_autofree char *plan = g_strdup_printf (_("plan %d"), version);
  g_autofree char *about = stage >= 0 ? g_strdup_printf (_("stage %d"), stage) : g_strdup (_("several stages"));

  attach (self, 0, time, "dim-label");
  attach (self, 1, plan, "dim-label");
  attach (self, 2, about, "dim-label");
  attach (self, 3, text, NULL);
  self->n++;
}
