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

  azud_json_put_string (json, "state", states[snapshot->state]);
  azud_json_put_integer (json, "duration_us", snapshot->elapsed_us);
  azud_json_put_integer (json, "threads", snapshot->n_workers);
  azud_json_put_integer (json, "tasks", snapshot->n_tasks);
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
  azud_json_put_integer (memory, "evicted_bytes", snapshot->evicted_bytes);
  azud_json_put (json, "run", run_to_json (snapshot));
  azud_json_put (json, "stages", stages);
  azud_json_put (json, "nodes", nodes);
  azud_json_put (json, "edges", edges);
  azud_json_put (json, "decisions", decisions_to_json (snapshot));
  azud_json_put (json, "memory", memory);
  return json;
}
