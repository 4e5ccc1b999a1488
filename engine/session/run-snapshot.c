/* run-snapshot.c: a run as plain data
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/run-private.h"

#include "base/io.h"
#include "runtime/budget.h"

#include <string.h>

#define MAX_RUNNING 256

/* Counters of tasks that run now are added to what ended ones left. */
static void
add_running (AzudRun         *self,
             AzudRunSnapshot *snapshot)
{
  AzudRunningTask running[MAX_RUNNING];
  int n = azud_job_list_running (self->job, running, MAX_RUNNING);

  for (int i = 0; i < n; i++)
    azud_stage_view_add (&snapshot->stages[running[i].stage], running[i].counts);
}

/* Whether some task's newest attempt failed: that is what ended the run. */
static gboolean
has_failed (const AzudRun *self,
            int            stage)
{
  for (guint i = self->tasks->len; i-- > 0;)
    {
      const AzudTaskView *task = &g_array_index (self->tasks, AzudTaskView, i);
      guint later = i + 1;

      if (task->stage != stage || task->state != AZUD_TASK_FAILED)
        continue;
      for (; later < self->tasks->len; later++)
        {
          const AzudTaskView *other = &g_array_index (self->tasks, AzudTaskView, later);

          if (other->stage == stage && other->partition == task->partition)
            break;
        }
      if (later == self->tasks->len)
        return TRUE;
    }
  return FALSE;
}

static AzudStageState
state_of_stage (const AzudRun         *self,
                const AzudRunSnapshot *snapshot,
                const AzudStageView   *stage)
{
  if (stage->state != AZUD_STAGE_RUNNING || snapshot->state < AZUD_RUN_SUCCEEDED)
    return stage->state;
  return snapshot->state == AZUD_RUN_FAILED && has_failed (self, stage->id) ? AZUD_STAGE_FAILED : AZUD_STAGE_CANCELLED;
}

static void
fill_stages (AzudRun         *self,
             AzudRunSnapshot *snapshot)
{
  snapshot->n_stages = self->stages->len;
  snapshot->stages = g_new0 (AzudStageView, MAX (snapshot->n_stages, 1));
  for (guint i = 0; i < snapshot->n_stages; i++)
    {
      AzudStageView *view = &snapshot->stages[i];

      *view = g_array_index (self->stages, AzudStageView, i);
      view->id = (int) i;
      view->state = state_of_stage (self, snapshot, view);
      view->name = g_strdup (self->stage_names[i]);
      view->n_parents = self->parents[i].n_parents;
      view->parents = g_memdup2 (self->parents[i].parents, (gsize) view->n_parents * sizeof (int));
      view->nodes = g_strdupv (self->stage_nodes[i]);
    }
}

static void
fill_edges (AzudRun         *self,
            AzudRunSnapshot *snapshot)
{
  g_autoptr(GArray) counts = NULL;

  if (self->edges != NULL)
    counts = g_array_ref (self->edges);
  else
    counts = azud_execution_count_edges (self->work.execution);
  snapshot->n_edges = counts->len;
  snapshot->edges = g_new0 (AzudEdgeView, MAX (counts->len, 1));
  for (guint i = 0; i < counts->len; i++)
    {
      const AzudEdgeCount *count = &g_array_index (counts, AzudEdgeCount, i);

      snapshot->edges[i] = (AzudEdgeView){ .from_node = g_strdup (count->node), .from_port = g_strdup (count->port),
                                           .rows = count->rows, .merged = count->merged,
                                           .merged_into = g_strdup (count->merged_into) };
    }
}

static gint64
rows_of_node (const AzudRunSnapshot *snapshot,
              const char            *node)
{
  gint64 rows = 0;

  for (guint i = 0; i < snapshot->n_edges; i++)
    if (g_strcmp0 (snapshot->edges[i].from_node, node) == 0)
      rows += snapshot->edges[i].rows;
  return rows;
}

/* Stages weigh what they were expected to: the bar goes on evenly while stages turn out to have other numbers of tasks. */
static double
progress_of (AzudRun               *self,
             const AzudRunSnapshot *snapshot)
{
  double done = 0, all = 0;

  for (guint i = 0; i < snapshot->n_stages; i++)
    {
      const AzudStageView *stage = &snapshot->stages[i];
      double weight = MAX (stage->n_expected, 1);

      all += weight;
      if (stage->state == AZUD_STAGE_DONE || stage->skipped)
        done += weight;
      else if (stage->n_tasks > 0)
        done += weight * stage->n_done / stage->n_tasks;
    }
  if (all > 0)
    self->progress = MAX (self->progress, CLAMP (done / all, 0, 1));
  return self->progress;
}

static AzudRunState
state_of_node (const AzudRunSnapshot *snapshot,
               int                    n_complete,
               int                    n_started,
               int                    n_stages)
{
  if (n_complete == n_stages)
    return AZUD_RUN_SUCCEEDED;
  if (snapshot->state == AZUD_RUN_FAILED || snapshot->state == AZUD_RUN_CANCELLED)
    return snapshot->state;
  return n_started > 0 ? AZUD_RUN_RUNNING : AZUD_RUN_PREPARING;
}

static void
fill_node (AzudRun           *self,
           AzudRunSnapshot   *snapshot,
           const AzudRunNode *node,
           AzudNodeView      *view)
{
  int n_complete = 0, n_started = 0;
  double progress = 0;

  view->node = g_strdup (node->node);
  view->label = g_strdup (node->label != NULL ? node->label : node->node);
  view->rows_out = rows_of_node (snapshot, node->node);
  view->spilled_bytes = self->work.execution != NULL ? azud_execution_get_spilled (self->work.execution, node->node) : node->spilled;
  for (guint i = 0; i < node->stages->len; i++)
    {
      const AzudStageView *stage = &snapshot->stages[g_array_index (node->stages, int, i)];

      n_complete += stage->end_us > 0 && stage->n_done == stage->n_tasks;
      n_started += stage->start_us > 0;
      progress += stage->n_tasks > 0 ? (double) stage->n_done / stage->n_tasks : stage->skipped;
      view->time_us += stage->task_us / MAX (g_strv_length (stage->nodes), 1);
    }
  view->progress = progress / MAX (node->stages->len, 1);
  view->state = state_of_node (snapshot, n_complete, n_started, (int) node->stages->len);
}

AzudRunSnapshot *
azud_run_snapshot (AzudRun *self)
{
  AzudRunSnapshot *snapshot = g_new0 (AzudRunSnapshot, 1);

  snapshot->state = azud_run_get_state (self);
  snapshot->n_workers = (guint) self->session->n_threads;
  azud_mutex_lock (&self->lock);
  snapshot->elapsed_us = azud_run_since_start (self, self->end_ns > 0 ? self->end_ns : azud_io_now_ns ());
  snapshot->outputs = g_new0 (char *, self->outputs->len + 1);
  if (!self->planned)
    {
      azud_mutex_unlock (&self->lock);
      return snapshot;
    }
  azud_run_read_events_locked (self);
  snapshot->n_tasks = self->tasks->len;
  snapshot->tasks = g_memdup2 (self->tasks->data, (gsize) self->tasks->len * sizeof (AzudTaskView));
  snapshot->n_samples = self->samples->len;
  snapshot->samples = g_memdup2 (self->samples->data, (gsize) self->samples->len * sizeof (AzudMemorySample));
  snapshot->n_losses = self->losses->len;
  snapshot->losses = g_memdup2 (self->losses->data, (gsize) self->losses->len * sizeof (AzudLossView));
  snapshot->memory_limit = azud_account_get_limit (self->session->account);
  snapshot->memory_peak = self->end_ns > 0 ? self->memory_peak : azud_account_get_peak (self->work.account);
  snapshot->spilled_bytes = azud_run_get_spilled_locked (self);
  snapshot->evicted_bytes = azud_run_get_evicted_locked (self);
  snapshot->n_decisions = self->decisions->len;
  snapshot->decisions = azud_decisions_copy (self->decisions);
  fill_stages (self, snapshot);
  snapshot->progress = progress_of (self, snapshot);
  fill_edges (self, snapshot);
  snapshot->n_nodes = self->nodes->len;
  snapshot->nodes = g_new0 (AzudNodeView, MAX (self->nodes->len, 1));
  for (guint i = 0; i < self->nodes->len; i++)
    fill_node (self, snapshot, g_ptr_array_index (self->nodes, i), &snapshot->nodes[i]);
  snapshot->n_outputs = self->outputs->len;
  for (guint i = 0; i < self->outputs->len; i++)
    snapshot->outputs[i] = g_strdup (g_ptr_array_index (self->outputs, i));
  azud_mutex_unlock (&self->lock);

  add_running (self, snapshot);
  return snapshot;
}

void
azud_run_snapshot_free (AzudRunSnapshot *snapshot)
{
  if (snapshot == NULL)
    return;

  for (guint i = 0; i < snapshot->n_stages; i++)
    {
      g_free (snapshot->stages[i].name);
      g_free (snapshot->stages[i].parents);
      g_strfreev (snapshot->stages[i].nodes);
    }
  for (guint i = 0; i < snapshot->n_edges; i++)
    {
      g_free (snapshot->edges[i].from_node);
      g_free (snapshot->edges[i].from_port);
      g_free (snapshot->edges[i].merged_into);
    }
  for (guint i = 0; i < snapshot->n_nodes; i++)
    {
      g_free (snapshot->nodes[i].node);
      g_free (snapshot->nodes[i].label);
    }
  azud_decisions_free_copy (snapshot->decisions, snapshot->n_decisions);
  g_strfreev (snapshot->outputs);
  g_free (snapshot->stages);
  g_free (snapshot->tasks);
  g_free (snapshot->losses);
  g_free (snapshot->edges);
  g_free (snapshot->nodes);
  g_free (snapshot->samples);
  g_free (snapshot);
}
