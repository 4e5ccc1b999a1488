/* run-snapshot.c: a run as plain data
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/run-private.h"

#include "base/io.h"

#include <string.h>

#define EVENTS_AT_ONCE 256
#define MAX_RUNNING 256

static gint64
since_start (const AzudRun *self,
             gint64         time_ns)
{
  return (time_ns - self->start_ns) / 1000;
}

static gint64
task_key (const AzudEvent *event)
{
  return (gint64) event->stage << 32 | event->partition;
}

/* Whether another attempt of the task has passed before: then this one came too late and does not count. */
static gboolean
has_passed_before (const AzudRun   *self,
                   const AzudEvent *event)
{
  gint64 key = task_key (event);

  if (!g_hash_table_contains (self->repeated, &key))
    return FALSE;
  for (guint i = 0; i < self->tasks->len; i++)
    {
      const AzudTaskView *task = &g_array_index (self->tasks, AzudTaskView, i);

      if (task->stage == event->stage && task->partition == event->partition && task->attempt != event->attempt
          && task->state == AZUD_TASK_SUCCEEDED && !task->lost)
        return TRUE;
    }
  return FALSE;
}

static void
add_counts (AzudStageView *stage,
            const int64_t  counts[AZUD_N_COUNTS])
{
  stage->rows_in += azud_counts_rows_in (counts);
  stage->rows_out += azud_counts_rows_out (counts);
  stage->bytes_in += azud_counts_bytes_in (counts);
  stage->bytes_out += azud_counts_bytes_out (counts);
}

static void
apply_task_end (AzudRun         *self,
                const AzudEvent *event)
{
  static const AzudTaskState states[] = { [AZUD_EVENT_TASK_SUCCEEDED] = AZUD_TASK_SUCCEEDED,
                                          [AZUD_EVENT_TASK_FAILED] = AZUD_TASK_FAILED,
                                          [AZUD_EVENT_TASK_CANCELLED] = AZUD_TASK_CANCELLED };
  AzudStageView *stage = &g_array_index (self->stages, AzudStageView, event->stage);
  gboolean too_late = event->kind == AZUD_EVENT_TASK_SUCCEEDED && has_passed_before (self, event);

  for (guint i = self->tasks->len; i-- > 0;)
    {
      AzudTaskView *task = &g_array_index (self->tasks, AzudTaskView, i);

      if (task->stage != event->stage || task->partition != event->partition || task->attempt != event->attempt)
        continue;
      task->state = too_late ? AZUD_TASK_CANCELLED : states[event->kind];
      task->end_us = since_start (self, event->time_ns);
      task->rows_in = azud_counts_rows_in (event->counts);
      task->rows_out = azud_counts_rows_out (event->counts);
      task->bytes_in = azud_counts_bytes_in (event->counts);
      task->bytes_out = azud_counts_bytes_out (event->counts);
      break;
    }
  stage->n_running--;
  if (event->kind == AZUD_EVENT_TASK_FAILED)
    stage->n_failed++;
  if (event->kind != AZUD_EVENT_TASK_SUCCEEDED || too_late)
    return;
  stage->n_done++;
  add_counts (stage, event->counts);
}

/* A task that passed runs again: it is not done any more, and its rows come again. */
static void
apply_loss (AzudRun         *self,
            const AzudEvent *event)
{
  AzudStageView *stage = &g_array_index (self->stages, AzudStageView, event->stage);

  stage->end_us = 0;
  for (guint i = 0; i < self->tasks->len; i++)
    {
      AzudTaskView *task = &g_array_index (self->tasks, AzudTaskView, i);

      if (task->stage != event->stage || task->state != AZUD_TASK_SUCCEEDED || task->lost
          || (event->partition >= 0 && task->partition != event->partition))
        continue;
      task->lost = TRUE;
      stage->n_done--;
      stage->rows_in -= task->rows_in;
      stage->rows_out -= task->rows_out;
      stage->bytes_in -= task->bytes_in;
      stage->bytes_out -= task->bytes_out;
    }
}

static void
apply_event (AzudRun         *self,
             const AzudEvent *event)
{
  gint64 time_us = since_start (self, event->time_ns);
  AzudStageView *stage = event->stage >= 0 ? &g_array_index (self->stages, AzudStageView, event->stage) : NULL;
  AzudTaskView task;

  switch (event->kind)
    {
    case AZUD_EVENT_STAGE_SUBMITTED:
      stage->n_tasks = (int) event->value;
      stage->start_us = MAX (time_us, 1);
      stage->end_us = 0;
      stage->n_done = event->partition;
      stage->skipped = FALSE;
      break;
    case AZUD_EVENT_STAGE_SKIPPED:
      stage->n_tasks = stage->n_done = (int) event->value;
      stage->skipped = TRUE;
      stage->start_us = stage->end_us = MAX (time_us, 1);
      break;
    case AZUD_EVENT_OUTPUT_LOST:
      apply_loss (self, event);
      break;
    case AZUD_EVENT_STAGE_COMPLETED:
    case AZUD_EVENT_STAGE_FAILED:
      stage->end_us = MAX (time_us, 1);
      break;
    case AZUD_EVENT_TASK_STARTED:
      task = (AzudTaskView){ .stage = event->stage, .partition = event->partition, .attempt = event->attempt,
                             .worker = event->worker, .state = AZUD_TASK_RUNNING, .start_us = time_us };
      g_array_append_val (self->tasks, task);
      stage->n_running++;
      if (event->attempt > 0)
        {
          gint64 key = task_key (event);

          g_hash_table_add (self->repeated, g_memdup2 (&key, sizeof key));
        }
      break;
    case AZUD_EVENT_TASK_SUCCEEDED:
    case AZUD_EVENT_TASK_FAILED:
    case AZUD_EVENT_TASK_CANCELLED:
      apply_task_end (self, event);
      break;
    case AZUD_EVENT_JOB_ENDED:
      break;
    }
}

void
azud_run_read_events_locked (AzudRun *self)
{
  AzudEvent events[EVENTS_AT_ONCE];

  for (;;)
    {
      uint32_t n = EVENTS_AT_ONCE;

      azud_event_log_read (self->events, self->n_events_read, events, &n);
      for (uint32_t i = 0; i < n; i++)
        apply_event (self, &events[i]);
      self->n_events_read += n;
      if (n == 0)
        return;
    }
}

/* ---- filling a snapshot ---- */

/* Counters of tasks that run now are added to what ended ones left. */
static void
add_running (AzudRun         *self,
             AzudRunSnapshot *snapshot)
{
  AzudRunningTask running[MAX_RUNNING];
  int n = azud_job_list_running (self->job, running, MAX_RUNNING);

  for (int i = 0; i < n; i++)
    add_counts (&snapshot->stages[running[i].stage], running[i].counts);
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

/* Task time of a stage, shared equally by its nodes. */
static gint64
time_of_stage (AzudRun *self,
               int      stage)
{
  gint64 time = 0;
  guint n_nodes = g_strv_length (self->stage_nodes[stage]);

  for (guint i = 0; i < self->tasks->len; i++)
    {
      const AzudTaskView *task = &g_array_index (self->tasks, AzudTaskView, i);

      if (task->stage == stage && task->end_us > 0)
        time += task->end_us - task->start_us;
    }
  return time / MAX (n_nodes, 1);
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
  view->rows_out = rows_of_node (snapshot, node->node);
  view->spilled_bytes = self->work.execution != NULL ? azud_execution_get_spilled (self->work.execution, node->node) : node->spilled;
  for (guint i = 0; i < node->stages->len; i++)
    {
      const AzudStageView *stage = &snapshot->stages[g_array_index (node->stages, int, i)];

      n_complete += stage->end_us > 0 && stage->n_done == stage->n_tasks;
      n_started += stage->start_us > 0;
      progress += stage->n_tasks > 0 ? (double) stage->n_done / stage->n_tasks : stage->skipped;
      view->time_us += time_of_stage (self, stage->id);
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
  snapshot->elapsed_us = since_start (self, self->end_ns > 0 ? self->end_ns : azud_io_now_ns ());
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
  snapshot->memory_limit = azud_account_get_limit (self->session->account);
  snapshot->memory_peak = self->end_ns > 0 ? self->memory_peak : azud_account_get_peak (self->work.account);
  snapshot->spilled_bytes = azud_run_get_spilled_locked (self);
  snapshot->n_decisions = self->decisions->len;
  snapshot->decisions = azud_decisions_copy (self->decisions);
  fill_stages (self, snapshot);
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
    g_free (snapshot->nodes[i].node);
  azud_decisions_free_copy (snapshot->decisions, snapshot->n_decisions);
  g_strfreev (snapshot->outputs);
  g_free (snapshot->stages);
  g_free (snapshot->tasks);
  g_free (snapshot->edges);
  g_free (snapshot->nodes);
  g_free (snapshot->samples);
  g_free (snapshot);
}

/* ---- the contract's `--stats json` ---- */

static AzudJson *
stage_to_json (const AzudStageView *stage)
{
  AzudJson *json = azud_json_new_object ();
  AzudJson *nodes = azud_json_new_array ();

  azud_json_put_integer (json, "id", stage->id);
  azud_json_put_string (json, "name", stage->name);
  azud_json_put_integer (json, "tasks", stage->n_tasks);
  azud_json_put_integer (json, "failed_tasks", stage->n_failed);
  azud_json_put_integer (json, "duration_us", stage->end_us > 0 ? stage->end_us - stage->start_us : 0);
  azud_json_put_integer (json, "rows_in", stage->rows_in);
  azud_json_put_integer (json, "rows_out", stage->rows_out);
  azud_json_put_integer (json, "bytes_in", stage->bytes_in);
  azud_json_put_integer (json, "bytes_out", stage->bytes_out);
  for (char **node = stage->nodes; *node != NULL; node++)
    azud_json_add (nodes, azud_json_new_string (*node));
  azud_json_put (json, "nodes", nodes);
  return json;
}

static AzudJson *
node_to_json (const AzudNodeView *node)
{
  AzudJson *json = azud_json_new_object ();

  azud_json_put_string (json, "node", node->node);
  azud_json_put_integer (json, "rows_out", node->rows_out);
  azud_json_put_integer (json, "time_us", node->time_us);
  azud_json_put_integer (json, "spilled_bytes", node->spilled_bytes);
  return json;
}

static AzudJson *
run_to_json (const AzudRunSnapshot *snapshot)
{
  static const char *const states[] = { "preparing", "running", "committing", "succeeded", "failed", "cancelled" };
  AzudJson *json = azud_json_new_object ();
  AzudJson *outputs = azud_json_new_array ();

  azud_json_put_string (json, "state", states[snapshot->state]);
  azud_json_put_integer (json, "duration_us", snapshot->elapsed_us);
  azud_json_put_integer (json, "threads", snapshot->n_workers);
  azud_json_put_integer (json, "tasks", snapshot->n_tasks);
  for (guint i = 0; i < snapshot->n_outputs; i++)
    azud_json_add (outputs, azud_json_new_string (snapshot->outputs[i]));
  azud_json_put (json, "outputs", outputs);
  return json;
}

static AzudJson *
decisions_to_json (const AzudRunSnapshot *snapshot)
{
  AzudJson *list = azud_json_new_array ();

  for (guint i = 0; i < snapshot->n_decisions; i++)
    {
      AzudJson *json = azud_decision_to_json (&snapshot->decisions[i]);
      g_autofree char *message = azud_decision_describe (&snapshot->decisions[i]);

      azud_json_put_string (json, "message", message);
      azud_json_add (list, json);
    }
  return list;
}

AzudJson *
azud_run_stats (AzudRun *self)
{
  g_autoptr(AzudRunSnapshot) snapshot = azud_run_snapshot (self);
  AzudJson *json = azud_json_new_object ();
  AzudJson *stages = azud_json_new_array ();
  AzudJson *nodes = azud_json_new_array ();
  AzudJson *edges = azud_json_new_array ();
  AzudJson *memory = azud_json_new_object ();

  for (guint i = 0; i < snapshot->n_stages; i++)
    azud_json_add (stages, stage_to_json (&snapshot->stages[i]));
  for (guint i = 0; i < snapshot->n_nodes; i++)
    azud_json_add (nodes, node_to_json (&snapshot->nodes[i]));
  for (guint i = 0; i < snapshot->n_edges; i++)
    {
      AzudJson *edge = azud_json_new_object ();

      azud_json_put_string (edge, "node", snapshot->edges[i].from_node);
      azud_json_put_string (edge, "port", snapshot->edges[i].from_port);
      if (snapshot->edges[i].merged)
        azud_json_put_string (edge, "merged_into", snapshot->edges[i].merged_into);
      else
        azud_json_put_integer (edge, "rows", snapshot->edges[i].rows);
      azud_json_add (edges, edge);
    }
  azud_json_put_integer (memory, "limit_bytes", snapshot->memory_limit);
  azud_json_put_integer (memory, "peak_bytes", snapshot->memory_peak);
  azud_json_put_integer (memory, "spilled_bytes", snapshot->spilled_bytes);
  azud_json_put (json, "run", run_to_json (snapshot));
  azud_json_put (json, "stages", stages);
  azud_json_put (json, "nodes", nodes);
  azud_json_put (json, "edges", edges);
  azud_json_put (json, "decisions", decisions_to_json (snapshot));
  azud_json_put (json, "memory", memory);
  return json;
}
