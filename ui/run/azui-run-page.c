/* azui-run-page.c: a run while it goes on and afterwards
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-i18n.h"
#include "graph/azui-graph-view.h"
#include "run/azui-decision-list.h"
#include "run/azui-memory-chart.h"
#include "run/azui-quantity.h"
#include "run/azui-run-chart.h"
#include "run/azui-run-page.h"
#include "run/azui-run-summary.h"
#include "run/azui-split-view.h"
#include "run/azui-stage-colors.h"
#include "run/azui-stage-details.h"
#include "run/azui-stage-table.h"
#include "run/azui-storage-page.h"

#include <adwaita.h>

#define GRAPH_LEAST_FIT    0.5       /* numbers and colours of stages can be told still */
#define GRAPH_LEAST_HEIGHT 72
#define WORDS_LEAST_HEIGHT 64

struct _AzuiRunPage
{
  GtkWidget        parent_instance;
  GtkWidget       *stack;          /* "empty", "run" */
  GtkWidget       *views;          /* "tasks", "stages", "storage", "decisions" */
  GtkWidget       *chart;
  GtkWidget       *memory;
  GtkWidget       *losses;         /* in words */
  GtkWidget       *stages;         /* as a graph */
  GtkWidget       *table;
  GtkWidget       *details;        /* of the stage chosen in the table */
  GtkWidget       *storage;
  GtkWidget       *decisions;
  GtkWidget       *summary;
  GtkWidget       *explanation;
  AzudRun         *run;
  gulong           handler;
  AzudRunSnapshot *snapshot;
  char            *node;           /* chosen on the canvas, whose stage is still to be chosen, or NULL */
};

G_DEFINE_FINAL_TYPE (AzuiRunPage, azui_run_page, GTK_TYPE_WIDGET)

static void
append_escaped (GString    *out,
                const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *text == '\n' ? ' ' : *text);
    }
}

/* The stages as DOT; it does not change during a run, so it is laid out once. */
static char *
stages_to_dot (const AzudRunSnapshot *snapshot)
{
  GString *out = g_string_new ("digraph {\nrankdir=LR; nodesep=0.15; ranksep=0.2;\n"
                               "node [shape=box fixedsize=true width=1.0 height=0.66 fontname=\"Cantarell\" fontsize=11];\n");

  for (guint i = 0; i < snapshot->n_stages; i++)
    {
      const AzudStageView *stage = &snapshot->stages[i];

      g_string_append_printf (out, "s%d [label=\"%d · ", stage->id, stage->id);
      append_escaped (out, stage->name);
      g_string_append (out, "\"];\n");
      for (int p = 0; p < stage->n_parents; p++)
        g_string_append_printf (out, "s%d -> s%d;\n", stage->parents[p], stage->id);
    }
  g_string_append (out, "}\n");
  return g_string_free (out, FALSE);
}

static AzuiNodeState
graph_state_of (const AzudStageView *stage)
{
  switch (stage->state)
    {
    case AZUD_STAGE_RUNNING:
      return AZUI_NODE_RUNNING;
    case AZUD_STAGE_DONE:
      return AZUI_NODE_DONE;
    case AZUD_STAGE_SKIPPED:
      return AZUI_NODE_SKIPPED;
    case AZUD_STAGE_FAILED:
    case AZUD_STAGE_CANCELLED:
      return AZUI_NODE_FAILED;
    default:
      return AZUI_NODE_IDLE;
    }
}

/* The way from who missed an output to who has to make it again; mended ones stay visible. */
static void
show_losses (AzuiRunPage *self)
{
  for (guint i = 0; i < self->snapshot->n_losses; i++)
    {
      const AzudLossView *loss = &self->snapshot->losses[i];
      g_autofree char *from = g_strdup_printf ("s%d", loss->stage), *to = g_strdup_printf ("s%d", loss->reader_stage);

      if (loss->reader_stage >= 0)
        azui_graph_view_set_edge_state (AZUI_GRAPH_VIEW (self->stages), from, to, loss->recovered_us > 0 ? AZUI_EDGE_MENDED : AZUI_EDGE_BROKEN);
      if (loss->recovered_us == 0)
        azui_graph_view_set_node_state (AZUI_GRAPH_VIEW (self->stages), from,
                                        (double) self->snapshot->stages[loss->stage].n_done / MAX (self->snapshot->stages[loss->stage].n_tasks, 1),
                                        AZUI_NODE_LOST);
    }
}

/* The whole name of a stage, and how far it is. */
static char *
tip_of (const AzudStageView *stage)
{
  if (stage->skipped)
    return g_strdup_printf (_("Stage %d: %s\nIt was skipped: an earlier run had left what it would make."), stage->id, stage->name);
  if (stage->start_us == 0)
    return g_strdup_printf (_("Stage %d: %s"), stage->id, stage->name);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Stage %d: %s\n%d of %d task", "Stage %d: %s\n%d of %d tasks", (gulong) stage->n_tasks),
                          stage->id, stage->name, stage->n_done, stage->n_tasks);
}

static void
show_stages (AzuiRunPage *self)
{
  g_autofree char *dot = stages_to_dot (self->snapshot);

  azui_graph_view_set_dot (AZUI_GRAPH_VIEW (self->stages), dot);
  for (guint i = 0; i < self->snapshot->n_stages; i++)
    {
      const AzudStageView *stage = &self->snapshot->stages[i];
      g_autofree char *name = g_strdup_printf ("s%d", stage->id);
      g_autofree char *note = stage->skipped ? g_strdup (_("skipped"))
                              : stage->n_attempts > 1 ? g_strdup_printf (_("attempt %d"), stage->n_attempts) : NULL;
      g_autofree char *tip = tip_of (stage);
      AzuiNodeState state = graph_state_of (stage);

      azui_graph_view_set_node_state (AZUI_GRAPH_VIEW (self->stages), name,
                                      state == AZUI_NODE_DONE ? 1 : (double) stage->n_done / MAX (stage->n_tasks, 1), state);
      azui_graph_view_set_node_note (AZUI_GRAPH_VIEW (self->stages), name, note);
      azui_graph_view_set_node_tip (AZUI_GRAPH_VIEW (self->stages), name, tip);
      azui_graph_view_set_node_color (AZUI_GRAPH_VIEW (self->stages), name, azui_stage_color (stage->id));
    }
  show_losses (self);
}

/* What was lost, and what became of it, in words. */
static void
tell_losses (AzuiRunPage *self)
{
  const AzudRunSnapshot *run = self->snapshot;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < run->n_losses; i++)
    {
      const AzudLossView *loss = &run->losses[i];

      if (text->len > 0)
        g_string_append_c (text, '\n');
      if (loss->partition >= 0)
        g_string_append_printf (text, _("What task %d of stage %d had left was lost"), loss->partition, loss->stage);
      else
        g_string_append_printf (text, _("What stage %d had left was dropped"), loss->stage);
      if (loss->reader_stage >= 0)
        g_string_append_printf (text, _("; stage %d missed it"), loss->reader_stage);
      if (loss->recovered_us > 0)
        {
          g_autofree char *time = azui_quantity_duration (loss->recovered_us - loss->time_us);

          g_string_append_printf (text, _("; computed again in %s"), time);
        }
      g_string_append_c (text, '.');
    }
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (self->losses)), text->str) != 0)
    gtk_label_set_label (GTK_LABEL (self->losses), text->str);
  gtk_widget_set_visible (self->losses, text->len > 0);
}

static void
show_summary (AzuiRunPage *self)
{
  g_autofree char *text = azui_run_summary (self->snapshot), *details = azui_run_summary_explain (self->snapshot);

  gtk_label_set_label (GTK_LABEL (self->summary), text);
  gtk_widget_set_tooltip_text (self->summary, details);      /* it may be cut off, too */
}

/* Where the time went, once it is over. */
static void
show_explanation (AzuiRunPage *self)
{
  gboolean over = self->snapshot->state == AZUD_RUN_SUCCEEDED;
  g_auto(GStrv) sentences = over ? azud_run_snapshot_explain (self->snapshot) : NULL;
  g_autofree char *text = over ? g_strjoinv ("\n", sentences) : NULL;

  gtk_label_set_label (GTK_LABEL (self->explanation), text != NULL ? text : "");
  gtk_widget_set_visible (self->explanation, over);
}

/* Below the graph, when there are any. */
static void
give_room_to_words (AzuiRunPage *self)
{
  gboolean any = gtk_widget_get_visible (self->explanation) || gtk_widget_get_visible (self->losses);

  gtk_widget_set_visible (gtk_widget_get_ancestor (self->explanation, GTK_TYPE_SCROLLED_WINDOW), any);
  gtk_widget_set_vexpand (gtk_widget_get_ancestor (self->stages, GTK_TYPE_SCROLLED_WINDOW), !any);
}

/* Decisions are only ever added; their tab is there once there is one. */
static void
show_decisions (AzuiRunPage *self)
{
  AzuiDecisionList *list = AZUI_DECISION_LIST (self->decisions);
  guint n = self->snapshot != NULL ? self->snapshot->n_decisions : 0;

  if (n < azui_decision_list_get_n (list))
    azui_decision_list_clear (list);
  for (guint i = azui_decision_list_get_n (list); i < n; i++)
    {
      const AzudDecisionView *decision = &self->snapshot->decisions[i];
      g_autofree char *text = azud_decision_describe (decision);

      azui_decision_list_add (list, decision->time_us, decision->version, decision->stage, text);
    }
  gtk_stack_page_set_visible (gtk_stack_get_page (GTK_STACK (self->views), self->decisions), n > 0);
}

static void
show_details (AzuiRunPage *self)
{
  int stage = azui_stage_table_get_stage (AZUI_STAGE_TABLE (self->table));

  azui_stage_details_set (AZUI_STAGE_DETAILS (self->details), self->snapshot, stage);
  gtk_widget_set_visible (gtk_widget_get_ancestor (self->details, GTK_TYPE_OVERLAY), stage >= 0);
}

/* Where most of the work on @node was done; -1: nowhere. */
static int
find_stage_of (const AzudRunSnapshot *run,
               const char            *node)
{
  int found = -1;

  for (guint i = 0; i < run->n_stages; i++)
    if (run->stages[i].nodes != NULL && g_strv_contains ((const char *const *) run->stages[i].nodes, node)
        && (found < 0 || run->stages[i].task_us > run->stages[found].task_us))
      found = (int) i;
  return found;
}

static void
choose_stage (AzuiRunPage *self)
{
  int stage = self->node != NULL ? find_stage_of (self->snapshot, self->node) : -1;

  g_clear_pointer (&self->node, g_free);
  if (stage >= 0)
    azui_stage_table_select (AZUI_STAGE_TABLE (self->table), stage);
}

/* Only what is seen is brought up to date. */
static void
show_view (AzuiRunPage *self)
{
  const char *view = gtk_stack_get_visible_child_name (GTK_STACK (self->views));

  if (self->snapshot == NULL)
    return;
  if (g_strcmp0 (view, "tasks") == 0)
    {
      show_stages (self);
      tell_losses (self);
      show_explanation (self);
      give_room_to_words (self);
    }
  else if (g_strcmp0 (view, "stages") == 0)
    {
      azui_stage_table_set_snapshot (AZUI_STAGE_TABLE (self->table), self->snapshot);
      choose_stage (self);
      show_details (self);
    }
  else if (g_strcmp0 (view, "storage") == 0)
    azui_storage_page_set (AZUI_STORAGE_PAGE (self->storage), self->run, self->snapshot);
}

static void
update (AzuiRunPage *self)
{
  AzudRunSnapshot *snapshot = self->run != NULL ? azud_run_snapshot (self->run) : NULL;

  azui_time_chart_set_run (AZUI_TIME_CHART (self->chart), snapshot);
  azui_time_chart_set_run (AZUI_TIME_CHART (self->memory), snapshot);
  g_clear_pointer (&self->snapshot, azud_run_snapshot_free);
  self->snapshot = snapshot;
  if (snapshot == NULL)
    {
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
      return;
    }
  show_summary (self);
  show_decisions (self);
  show_view (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "run");
}

static void
azui_run_page_dispose (GObject *object)
{
  AzuiRunPage *self = AZUI_RUN_PAGE (object);

  if (self->stack != NULL)
    g_signal_handlers_disconnect_by_data (self->views, self);

  if (self->run != NULL)
    g_signal_handler_disconnect (self->run, self->handler);
  g_clear_object (&self->run);
  if (self->stack != NULL)
    {
      azui_time_chart_set_run (AZUI_TIME_CHART (self->chart), NULL);
      azui_time_chart_set_run (AZUI_TIME_CHART (self->memory), NULL);
    }
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_pointer (&self->snapshot, azud_run_snapshot_free);
  g_clear_pointer (&self->node, g_free);
  G_OBJECT_CLASS (azui_run_page_parent_class)->dispose (object);
}

static void
azui_run_page_class_init (AzuiRunPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = azui_run_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

/* What is as wide as its place, and as high as it wants to be. */
static GtkWidget *
scroll_down (GtkWidget *child,
             int        least_height)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), child);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), least_height);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

/* Some lines of small text. */
static GtkWidget *
make_note (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "runnote");
  return label;
}

/* The stages, and below them in words what to say about the run. */
static GtkWidget *
make_tasks_right (AzuiRunPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *graph = gtk_scrolled_window_new ();

  self->stages = azui_graph_view_new ();
  self->explanation = make_note ();
  self->losses = make_note ();
  azui_graph_view_set_least_fit (AZUI_GRAPH_VIEW (self->stages), GRAPH_LEAST_FIT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (graph), self->stages);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (graph), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (graph), GRAPH_LEAST_HEIGHT);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (graph), FALSE);      /* that there is more must be seen */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stages), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Stages of the run"), -1);
  gtk_box_append (GTK_BOX (box), graph);
  gtk_box_append (GTK_BOX (words), self->explanation);
  gtk_box_append (GTK_BOX (words), self->losses);
  gtk_box_append (GTK_BOX (box), scroll_down (words, WORDS_LEAST_HEIGHT));
  return box;
}

static GtkWidget *
make_tasks_view (AzuiRunPage *self)
{
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->chart = azui_run_chart_new ();
  self->memory = azui_memory_chart_new ();
  gtk_box_append (GTK_BOX (left), self->chart);
  gtk_box_append (GTK_BOX (left), self->memory);
  return azui_split_view_new (scroll_down (left, -1), make_tasks_right (self), FALSE);
}

static void
close_details_cb (AzuiRunPage *self)
{
  azui_stage_table_select (AZUI_STAGE_TABLE (self->table), -1);
}

/* The table has all the room until a stage is chosen. */
static GtkWidget *
make_stages_view (AzuiRunPage *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");

  self->table = azui_stage_table_new ();
  self->details = azui_stage_details_new ();
  gtk_widget_add_css_class (close, "flat");
  gtk_widget_add_css_class (close, "circular");
  gtk_widget_set_halign (close, GTK_ALIGN_END);
  gtk_widget_set_valign (close, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (close, _("Close the details of the stage"));
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (close_details_cb), self);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->details);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), close);
  gtk_widget_set_visible (overlay, FALSE);
  g_signal_connect_swapped (self->table, "stage-selected", G_CALLBACK (show_details), self);
  return azui_split_view_new (self->table, overlay, TRUE);
}

static GtkWidget *
make_run (AzuiRunPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *switcher = gtk_stack_switcher_new ();

  self->views = gtk_stack_new ();
  gtk_widget_set_vexpand (self->views, TRUE);
  gtk_stack_add_titled (GTK_STACK (self->views), make_tasks_view (self), "tasks", _("Tasks"));
  gtk_stack_add_titled (GTK_STACK (self->views), make_stages_view (self), "stages", _("Stages"));
  self->storage = azui_storage_page_new ();
  gtk_stack_add_titled (GTK_STACK (self->views), self->storage, "storage", _("Storage"));
  self->decisions = azui_decision_list_new ();
  gtk_stack_add_titled (GTK_STACK (self->views), self->decisions, "decisions", _("Decisions"));
  gtk_stack_page_set_visible (gtk_stack_get_page (GTK_STACK (self->views), self->decisions), FALSE);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (self->views));
  gtk_widget_add_css_class (switcher, "runviews");
  self->summary = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->summary), 1);
  gtk_label_set_ellipsize (GTK_LABEL (self->summary), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->summary, TRUE);
  gtk_widget_add_css_class (self->summary, "dim-label");
  gtk_widget_add_css_class (self->summary, "numeric");
  gtk_widget_add_css_class (bar, "runbar");
  gtk_box_append (GTK_BOX (bar), switcher);
  gtk_box_append (GTK_BOX (bar), self->summary);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), self->views);
  g_signal_connect_swapped (self->views, "notify::visible-child", G_CALLBACK (show_view), self);
  return box;
}

static void
azui_run_page_init (AzuiRunPage *self)
{
  GtkWidget *empty = adw_status_page_new ();

  self->stack = gtk_stack_new ();
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), "media-playback-start-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _("Not run yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (empty), _("Tasks, memory and stages appear here while the pipeline runs."));
  gtk_widget_add_css_class (empty, "compact");
  gtk_stack_add_named (GTK_STACK (self->stack), empty, "empty");
  gtk_stack_add_named (GTK_STACK (self->stack), make_run (self), "run");
}

GtkWidget *
azui_run_page_new (void)
{
  return g_object_new (AZUI_TYPE_RUN_PAGE, NULL);
}

void
azui_run_page_set_run (AzuiRunPage *self,
                       AzudRun     *run)
{
  if (self->run == run)
    return;
  if (self->run != NULL)
    g_signal_handler_disconnect (self->run, self->handler);
  g_set_object (&self->run, run);
  azui_graph_view_clear_states (AZUI_GRAPH_VIEW (self->stages));
  azui_decision_list_clear (AZUI_DECISION_LIST (self->decisions));
  if (run != NULL)
    self->handler = g_signal_connect_swapped (run, "changed", G_CALLBACK (update), self);
  update (self);
}

void
azui_run_page_select_node (AzuiRunPage *self,
                           const char  *node)
{
  g_free (self->node);
  self->node = g_strdup (node);
  show_view (self);
}
