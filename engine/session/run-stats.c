/* run-stats.c: the contract's `--stats json`
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/run-private.h"

static AzudJson *
stage_to_json (const AzudStageView *stage)
{
  AzudJson *json = azud_json_new_object ();

  azud_json_put_integer (json, "id", stage->id);
  azud_json_put_string (json, "name", stage->name);
  azud_json_put_integer (json, "tasks", stage->n_tasks);
  azud_json_put_integer (json, "failed_tasks", stage->n_failed);
  azud_json_put_integer (json, "attempts", stage->n_attempts);
  azud_json_put_integer (json, "task_attempts", stage->n_started);
  azud_json_put_integer (json, "retried_tasks", stage->n_retried);
  azud_json_put_integer (json, "speculative_tasks", stage->n_speculative);
  azud_json_put_integer (json, "lost_outputs", stage->n_lost);
  azud_json_put_integer (json, "duration_us", stage->end_us > 0 ? stage->end_us - stage->start_us : 0);
  azud_json_put_integer (json, "rows_in", stage->rows_in);
  azud_json_put_integer (json, "rows_out", stage->rows_out);
  azud_json_put_integer (json, "bytes_in", stage->bytes_in);
  azud_json_put_integer (json, "bytes_out", stage->bytes_out);
  azud_json_put_integer (json, "shuffle_read_bytes", stage->shuffle_read_bytes);
  azud_json_put_integer (json, "shuffle_write_bytes", stage->shuffle_write_bytes);
  azud_json_put_integer (json, "spilled_bytes", stage->spilled_bytes);
  azud_json_put (json, "nodes", azud_json_new_strings (stage->nodes));
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
  int n_tasks = 0, n_skipped = 0;

  azud_json_put_string (json, "state", states[snapshot->state]);
  azud_json_put_integer (json, "duration_us", snapshot->elapsed_us);
  azud_json_put_integer (json, "threads", snapshot->n_workers);
  for (guint i = 0; i < snapshot->n_stages; i++)
    {
      n_tasks += snapshot->stages[i].skipped ? 0 : snapshot->stages[i].n_tasks;
      n_skipped += snapshot->stages[i].skipped ? snapshot->stages[i].n_tasks : 0;
    }
  azud_json_put_integer (json, "tasks", n_tasks);
  azud_json_put_integer (json, "skipped_tasks", n_skipped);
  azud_json_put_integer (json, "task_attempts", snapshot->n_tasks);
  azud_json_put (json, "outputs", azud_json_new_strings (snapshot->outputs));
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

static AzudJson *
failures_to_json (AzudRun *self)
{
  g_autoptr(GPtrArray) failures = azud_run_list_failures (self);
  AzudJson *list = azud_json_new_array ();

  for (guint i = 0; i < failures->len; i++)
    {
      const AzudFailureView *failure = g_ptr_array_index (failures, i);
      AzudJson *json = azud_json_new_object ();

      azud_json_put_integer (json, "stage", failure->stage);
      azud_json_put_integer (json, "partition", failure->partition);
      azud_json_put_integer (json, "times", failure->n);
      azud_json_put_string (json, "condition", failure->condition);
      azud_json_put_string (json, "message", failure->message);
      azud_json_add (list, json);
    }
  return list;
}

/* Tasks count what they spill themselves, attempts that failed included; the rest are blocks that were to be kept on disk or had to leave
 * memory. */
AzudJson *
azud_run_memory_to_json_locked (AzudRun *self)
{
  AzudJson *json = azud_json_new_object ();
  gint64 by_tasks = 0, all = azud_run_get_spilled_locked (self);

  for (guint i = 0; i < self->tasks->len; i++)
    by_tasks += g_array_index (self->tasks, AzudTaskView, i).spilled_bytes;
  azud_json_put_integer (json, "limit_bytes", azud_account_get_limit (self->session->account));
  azud_json_put_integer (json, "peak_bytes", self->end_ns > 0 ? self->memory_peak : azud_account_get_peak (self->work.account));
  azud_json_put_integer (json, "spilled_bytes", all);
  azud_json_put_integer (json, "task_spilled_bytes", by_tasks);
  azud_json_put_integer (json, "block_spilled_bytes", MAX (0, all - by_tasks));
  azud_json_put_integer (json, "evicted_bytes", azud_run_get_evicted_locked (self));
  return json;
}

static AzudJson *
memory_to_json (AzudRun *self)
{
  AzudJson *json = NULL;

  azud_mutex_lock (&self->lock);
  if (self->planned)
    {
      azud_run_read_events_locked (self);
      json = azud_run_memory_to_json_locked (self);
    }
  azud_mutex_unlock (&self->lock);
  return json != NULL ? json : azud_json_new_object ();
}

AzudJson *
azud_run_stats (AzudRun *self)
{
  g_autoptr(AzudRunSnapshot) snapshot = azud_run_snapshot (self);
  AzudJson *json = azud_json_new_object ();
  AzudJson *stages = azud_json_new_array ();
  AzudJson *nodes = azud_json_new_array ();
  AzudJson *edges = azud_json_new_array ();

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
  azud_json_put (json, "run", run_to_json (snapshot));
  azud_json_put (json, "stages", stages);
  azud_json_put (json, "nodes", nodes);
  azud_json_put (json, "edges", edges);
  azud_json_put (json, "decisions", decisions_to_json (snapshot));
  azud_json_put (json, "failures", failures_to_json (self));
  azud_json_put (json, "memory", memory_to_json (self));
  return json;
}
