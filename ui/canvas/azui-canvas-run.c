/* azui-canvas-run.c: the canvas during and after a run
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"

#define SKEW_MIN_RATIO   3.0
#define SKEW_MIN_US      20000

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

/* How much longer the longest task of a stage took than the middle one; 0 while that cannot be said, or is not worth it. */
static double
stage_skew (const AzudRunSnapshot *snapshot,
            const AzudStageView   *stage)
{
  const AzudTaskView *worst = NULL;
  double skew = azud_run_snapshot_get_skew (snapshot, stage->id, &worst);

  return worst != NULL && worst->end_us - worst->start_us >= SKEW_MIN_US ? skew : 0;
}

/* Adds a remark to those of a node.  Takes @text. */
static void
add_remark (GHashTable *badges,
            char       *node,
            char       *text)
{
  const char *before = g_hash_table_lookup (badges, node);

  if (before == NULL)
    {
      g_hash_table_insert (badges, node, text);
      return;
    }
  g_hash_table_insert (badges, node, g_strdup_printf ("%s · %s", before, text));
  g_free (text);
}

/* What had to be done again stands at the node whose rows it makes, the last one of the stage. */
static void
remark_repeats (GHashTable            *badges,
                const AzudRunSnapshot *snapshot,
                const AzudStageView   *stage)
{
  char *last = stage->nodes[g_strv_length (stage->nodes) - 1];
  int n_recomputed = 0;

  for (guint i = 0; stage->n_lost > 0 && i < snapshot->n_tasks; i++)
    n_recomputed += snapshot->tasks[i].stage == stage->id && snapshot->tasks[i].recomputed;
  if (n_recomputed > 0)
    /* Translators: number of tasks that ran again because what they had left was lost */
    add_remark (badges, last, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d computed again", "%d computed again", (gulong) n_recomputed),
                                               n_recomputed));
  if (stage->n_retried > n_recomputed)
    /* Translators: number of attempts after a task's first one */
    add_remark (badges, last, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d retried", "%d retried",
                                                            (gulong) (stage->n_retried - n_recomputed)), stage->n_retried - n_recomputed));
}

/* Remarks on nodes: what tasks had to do again, skew, spilling. */
static GHashTable *
collect_badges (const AzudRunSnapshot *snapshot)
{
  GHashTable *badges = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < snapshot->n_stages; i++)
    {
      const AzudStageView *stage = &snapshot->stages[i];
      double skew;

      if (stage->nodes == NULL || stage->nodes[0] == NULL)
        continue;
      remark_repeats (badges, snapshot, stage);
      skew = stage_skew (snapshot, stage);
      /* Translators: one task of a step took so many times as long as the usual one */
      if (skew >= SKEW_MIN_RATIO)
        add_remark (badges, stage->nodes[0], g_strdup_printf (_("skew %.1f×"), skew));
    }
  for (guint i = 0; i < snapshot->n_nodes; i++)
    if (snapshot->nodes[i].spilled_bytes > 0)
      {
        g_autofree char *size = g_format_size_full ((guint64) snapshot->nodes[i].spilled_bytes, G_FORMAT_SIZE_IEC_UNITS);

        /* Translators: so much was written to disk for want of memory */
        add_remark (badges, snapshot->nodes[i].node, g_strdup_printf (_("spill %s"), size));
      }
  return badges;
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
               double       fraction,
               const char  *badge)
{
  node->progress = progress;
  node->fraction = fraction;
  if (g_strcmp0 (node->badge, badge) != 0)
    {
      g_free (node->badge);
      node->badge = g_strdup (badge);
    }
  if (node->card == NULL)
    return;
  azui_node_card_set_progress (node->card, progress, fraction);
  azui_node_card_set_badge (node->card, badge);
}

static void
clear_run (AzuiCanvas *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];

      node->time_us = node->memory_bytes = 0;
      show_progress (node, AZUI_PROGRESS_NONE, 0, NULL);
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
  show_progress (node, AZUI_PROGRESS_NONE, 0, NULL);
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
      show_progress (node, other->progress, other->fraction, node->badge);
      return TRUE;
    }
  return FALSE;
}

static void
borrow_all (AzuiCanvas            *self,
            const AzudRunSnapshot *snapshot)
{
  gboolean again = TRUE;

  /* Chains of such nodes take one pass a node; longer ones than this are not worth more. */
  for (int pass = 0; again && pass < 8; pass++)
    {
      again = FALSE;
      for (guint i = 0; i < self->nodes->len; i++)
        {
          CanvasNode *node = self->nodes->pdata[i];

          if (node->progress == AZUI_PROGRESS_NONE && !node->disabled)
            again |= borrow_progress (snapshot, node);
        }
    }
}

void
azui_canvas_set_run (AzuiCanvas            *self,
                     const AzudRunSnapshot *snapshot)
{
  g_autoptr (GHashTable) badges = NULL;
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
  badges = collect_badges (snapshot);
  seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < snapshot->n_nodes; i++)
    g_hash_table_insert (seen, snapshot->nodes[i].node, &snapshot->nodes[i]);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];
      const AzudNodeView *view = g_hash_table_lookup (seen, node->id);

      node->time_us = view != NULL ? view->time_us : 0;
      node->memory_bytes = view != NULL ? view->memory_bytes : 0;
      show_progress (node, view != NULL ? progress_of (view) : AZUI_PROGRESS_NONE, view != NULL ? view->progress : 0,
                     g_hash_table_lookup (badges, node->id));
    }
  if (snapshot->state != AZUD_RUN_PREPARING)
    borrow_all (self, snapshot);
  for (guint i = 0; i < self->wires->len; i++)
    update_wire (self, self->wires->pdata[i], lookup_edge (snapshot, self->wires->pdata[i]), running);
}
