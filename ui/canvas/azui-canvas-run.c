/* azui-canvas-run.c: the canvas during and after a run
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"
#include "run/azui-quantity.h"

/* The text on a wire: rows, or that they were not counted. */
void
azui_canvas_wire_update_pill (AzuiCanvas *self,
                              CanvasWire *wire)
{
  g_autofree char *text = NULL;
  PangoAttrList *attributes;

  if (wire->counted && !wire->merged)
    text = azui_count_text (wire->rows);
  if (text == NULL)
    {
      g_clear_object (&wire->pill);
      return;
    }
  if (wire->pill == NULL)
    {
      wire->pill = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
      attributes = pango_attr_list_new ();
      pango_attr_list_insert (attributes, pango_attr_scale_new (0.82));
      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD));
      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (wire->pill, attributes);
      pango_attr_list_unref (attributes);
    }
  if (g_strcmp0 (pango_layout_get_text (wire->pill), text) != 0)
    pango_layout_set_text (wire->pill, text, -1);
}

static void
update_wire (AzuiCanvas         *self,
             CanvasWire         *wire,
             const AzudEdgeView *view,
             gboolean            running)
{
  gboolean counted = view != NULL && !view->merged;
  gboolean merged = view != NULL && view->merged;
  gboolean flowing = running && wire->from != NULL && wire->from->progress == AZUI_PROGRESS_RUNNING;

  if (wire->merged != merged || wire->flowing != flowing)
    azui_canvas_wire_invalidate (self, wire);
  wire->counted = counted;
  wire->merged = merged;
  wire->flowing = flowing;
  wire->rows = view != NULL ? view->rows : 0;
  if (!merged)
    g_clear_pointer (&wire->merged_into, g_free);
  else if (wire->merged_into == NULL && view->merged_into != NULL)
    {
      const AzudNode *into = azud_document_lookup_node (self->document, view->merged_into);

      wire->merged_into = g_strdup (into != NULL ? into->label : view->merged_into);
    }
  azui_canvas_wire_update_pill (self, wire);
}

static AzuiProgress
progress_of (const AzudNodeView *view)
{
  switch (view->state)
    {
    case AZUD_RUN_PREPARING:
      return AZUI_PROGRESS_NONE;
    case AZUD_RUN_RUNNING:
    case AZUD_RUN_COMMITTING:
      return AZUI_PROGRESS_RUNNING;
    case AZUD_RUN_SUCCEEDED:
      return AZUI_PROGRESS_DONE;
    case AZUD_RUN_FAILED:
      return AZUI_PROGRESS_FAILED;
    case AZUD_RUN_CANCELLED:
      return AZUI_PROGRESS_CANCELLED;
    }
  return AZUI_PROGRESS_NONE;
}

/* ---- remarks at nodes ---- */

typedef struct
{
  GString *text;          /* the badge */
  GString *details;       /* a sentence for each part of it */
  gboolean is_quiet;
} Remark;

static void
remark_free (gpointer data)
{
  Remark *remark = data;

  g_string_free (remark->text, TRUE);
  g_string_free (remark->details, TRUE);
  g_free (remark);
}

/* Adds to the remarks of a node.  Takes @text and @details. */
static void
add_remark (GHashTable *remarks,
            char       *node,
            gboolean    quiet,
            char       *text,
            char       *details)
{
  Remark *remark = g_hash_table_lookup (remarks, node);

  if (remark == NULL)
    {
      remark = g_new0 (Remark, 1);
      remark->text = g_string_new (NULL);
      remark->details = g_string_new (NULL);
      remark->is_quiet = TRUE;
      g_hash_table_insert (remarks, node, remark);
    }
  g_string_append_printf (remark->text, "%s%s", remark->text->len > 0 ? " · " : "", text);
  g_string_append_printf (remark->details, "%s%s", remark->details->len > 0 ? "\n" : "", details);
  remark->is_quiet = remark->is_quiet && quiet;
  g_free (text);
  g_free (details);
}

static char *
last_node (const AzudStageView *stage)
{
  return stage->nodes[g_strv_length (stage->nodes) - 1];
}

/* What had to be done again stands at the node whose rows it makes, the last one of the stage. */
static void
remark_repeats (GHashTable            *remarks,
                const AzudRunSnapshot *snapshot,
                const AzudStageView   *stage)
{
  int n_recomputed = 0, n_retried;

  for (guint i = 0; stage->n_lost > 0 && i < snapshot->n_tasks; i++)
    n_recomputed += snapshot->tasks[i].stage == stage->id && snapshot->tasks[i].recomputed;
  if (n_recomputed > 0)
    /* Translators: number of tasks that ran again because what they had left was lost */
    add_remark (remarks, last_node (stage), FALSE,
                g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d computed again", "%d computed again", (gulong) n_recomputed), n_recomputed),
                g_strdup_printf (_("Rows that tasks of stage %d had left were lost; the tasks ran again."), stage->id));
  n_retried = stage->n_retried - n_recomputed;
  if (n_retried > 0)
    /* Translators: number of attempts after a task's first one */
    add_remark (remarks, last_node (stage), FALSE,
                g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d retried", "%d retried", (gulong) n_retried), n_retried),
                g_strdup_printf (_("Tasks of stage %d failed and were tried again."), stage->id));
}

/* Skew that the plan was changed for: what came of it. */
static gboolean
remark_split (GHashTable            *remarks,
              const AzudRunSnapshot *snapshot,
              int                    stage)
{
  gboolean any = FALSE;

  for (guint i = 0; i < snapshot->n_decisions; i++)
    {
      const AzudDecisionView *decision = &snapshot->decisions[i];

      if (decision->kind != AZUD_DECISION_SPLIT || decision->stage != stage || decision->node == NULL)
        continue;
      any = TRUE;
      /* Translators: a large partition of a join is read by several tasks */
      add_remark (remarks, decision->node, TRUE, g_strdup_printf (_("partition %d split into %d"), decision->partition, decision->n_after),
                  azud_decision_describe (decision));
    }
  return any;
}

static void
remark_skew (GHashTable            *remarks,
             const AzudRunSnapshot *snapshot,
             const AzudStageView   *stage)
{
  const AzudTaskView *worst = NULL;
  double skew = azud_run_snapshot_get_skew (snapshot, stage->id, &worst);
  g_autofree char *time = NULL, *rows = NULL;

  if (skew <= 0)
    return;
  time = azui_quantity_duration (worst->end_us - worst->start_us);
  rows = azui_quantity_number (worst->rows_in);
  /* Translators: one task of a step took so many times as long as the usual one */
  add_remark (remarks, stage->nodes[0], FALSE, g_strdup_printf (_("skew %.1f×"), skew),
              g_strdup_printf (_("Uneven work: task %d of stage %d had %s rows and took %s, %.1f times as long as the middle one."),
                               worst->partition, stage->id, rows, time, skew));
}

/* Remarks on nodes: what tasks had to do again, skew, spilling, rows that were there already. */
static GHashTable *
collect_remarks (const AzudRunSnapshot *snapshot)
{
  GHashTable *remarks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, remark_free);

  for (guint i = 0; i < snapshot->n_stages; i++)
    {
      const AzudStageView *stage = &snapshot->stages[i];

      if (stage->nodes == NULL || stage->nodes[0] == NULL)
        continue;
      remark_repeats (remarks, snapshot, stage);
      if (!remark_split (remarks, snapshot, stage->id))
        remark_skew (remarks, snapshot, stage);
      if (stage->skipped && stage->n_tasks > 0)
        /* Translators: rows that were not computed, since an earlier run had left them */
        add_remark (remarks, last_node (stage), TRUE, g_strdup (_("from the cache")),
                    g_strdup_printf (_("Stage %d was skipped: an earlier run had left its rows."), stage->id));
    }
  for (guint i = 0; i < snapshot->n_nodes; i++)
    if (snapshot->nodes[i].spilled_bytes > 0)
      {
        g_autofree char *size = azui_quantity_bytes (snapshot->nodes[i].spilled_bytes);

        /* Translators: so much was written to disk for want of memory */
        add_remark (remarks, snapshot->nodes[i].node, FALSE, g_strdup_printf (_("spill %s"), size),
                    g_strdup_printf (_("%s of this step's rows went to disk and back, since they did not fit in memory."), size));
      }
  return remarks;
}

static const AzudEdgeView *
lookup_edge (const AzudRunSnapshot *snapshot,
             const CanvasWire      *wire)
{
  for (guint i = 0; i < snapshot->n_edges; i++)
    if (g_strcmp0 (snapshot->edges[i].from_node, wire->from_node) == 0 && g_strcmp0 (snapshot->edges[i].from_port, wire->from_port) == 0)
      return &snapshot->edges[i];
  return NULL;
}

static void
show_progress (CanvasNode  *node,
               AzuiProgress progress,
               double       fraction)
{
  node->progress = progress;
  node->fraction = fraction;
  if (node->card != NULL)
    azui_node_card_set_progress (node->card, progress, fraction);
}

static void
set_text (char      **text,
          const char *now)
{
  if (g_strcmp0 (*text, now) == 0)
    return;
  g_free (*text);
  *text = g_strdup (now);
}

/* @remark: (nullable) */
static void
show_remark (CanvasNode   *node,
             const Remark *remark)
{
  gboolean is_quiet = remark != NULL && remark->is_quiet;

  if (g_strcmp0 (node->badge, remark != NULL ? remark->text->str : NULL) == 0
      && g_strcmp0 (node->badge_details, remark != NULL ? remark->details->str : NULL) == 0 && node->badge_is_quiet == is_quiet)
    return;
  set_text (&node->badge, remark != NULL ? remark->text->str : NULL);
  set_text (&node->badge_details, remark != NULL ? remark->details->str : NULL);
  node->badge_is_quiet = is_quiet;
  if (node->card != NULL)
    azui_node_card_set_badge (node->card, node->badge, node->badge_details, node->badge_is_quiet);
}

static void
clear_run (AzuiCanvas *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];

      node->time_us = node->memory_bytes = 0;
      show_progress (node, AZUI_PROGRESS_NONE, 0);
      show_remark (node, NULL);
    }
  for (guint i = 0; i < self->wires->len; i++)
    update_wire (self, self->wires->pdata[i], NULL, FALSE);
}

void
azui_canvas_forget_results (AzuiCanvas *self,
                            CanvasNode *node)
{
  if (!self->has_run)
    return;
  node->time_us = node->memory_bytes = 0;
  show_progress (node, AZUI_PROGRESS_NONE, 0);
  show_remark (node, NULL);
  for (guint i = 0; i < node->wires->len; i++)
    {
      CanvasWire *wire = node->wires->pdata[i];

      if (wire->from != node)
        continue;
      update_wire (self, wire, NULL, FALSE);
      if (wire->to != NULL && wire->to->progress != AZUI_PROGRESS_NONE)
        azui_canvas_forget_results (self, wire->to);
    }
}

/* A node that was optimised away altogether goes as far as what it was merged into: its neighbour on a wire of the run. */
static gboolean
borrow_progress (const AzudRunSnapshot *snapshot,
                 CanvasNode            *node)
{
  for (guint i = 0; i < node->wires->len; i++)
    {
      CanvasWire *wire = node->wires->pdata[i];
      CanvasNode *other = wire->from == node ? wire->to : wire->from;

      if (other == NULL || other == node || other->progress == AZUI_PROGRESS_NONE || lookup_edge (snapshot, wire) == NULL)
        continue;
      show_progress (node, other->progress, other->fraction);
      return TRUE;
    }
  return FALSE;
}

/* @seen: the nodes that the run tells of: these have their own progress, if only none. */
static void
borrow_all (AzuiCanvas            *self,
            const AzudRunSnapshot *snapshot,
            GHashTable            *seen)
{
  gboolean again = TRUE;

  /* Chains of such nodes take one pass a node; longer ones than this are not worth more. */
  for (int pass = 0; again && pass < 8; pass++)
    {
      again = FALSE;
      for (guint i = 0; i < self->nodes->len; i++)
        {
          CanvasNode *node = self->nodes->pdata[i];

          if (node->progress == AZUI_PROGRESS_NONE && !node->disabled && !g_hash_table_contains (seen, node->id))
            again |= borrow_progress (snapshot, node);
        }
    }
}

void
azui_canvas_set_run (AzuiCanvas            *self,
                     const AzudRunSnapshot *snapshot)
{
  g_autoptr (GHashTable) remarks = NULL;
  g_autoptr (GHashTable) seen = NULL;
  gboolean running;

  g_return_if_fail (AZUI_IS_CANVAS (self));

  if (snapshot == NULL && !self->has_run)
    return;
  self->has_run = snapshot != NULL;
  self->run_us = snapshot != NULL ? snapshot->elapsed_us : 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (snapshot == NULL)
    {
      clear_run (self);
      return;
    }
  running = snapshot->state == AZUD_RUN_RUNNING || snapshot->state == AZUD_RUN_PREPARING;
  remarks = collect_remarks (snapshot);
  seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < snapshot->n_nodes; i++)
    g_hash_table_insert (seen, snapshot->nodes[i].node, &snapshot->nodes[i]);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];
      const AzudNodeView *view = g_hash_table_lookup (seen, node->id);

      node->time_us = view != NULL ? view->time_us : 0;
      node->memory_bytes = view != NULL ? view->memory_bytes : 0;
      show_progress (node, view != NULL ? progress_of (view) : AZUI_PROGRESS_NONE, view != NULL ? view->progress : 0);
      show_remark (node, g_hash_table_lookup (remarks, node->id));
    }
  if (snapshot->state != AZUD_RUN_PREPARING)
    borrow_all (self, snapshot, seen);
  for (guint i = 0; i < self->wires->len; i++)
    update_wire (self, self->wires->pdata[i], lookup_edge (snapshot, self->wires->pdata[i]), running);
}
