/* lineage.c: what each set of partitions is computed from
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/lineage.h"

#include "plan/plan-private.h"
#include "plan/print.h"

static bool
expr_is_determinate (const AzudExpr *expr, const AzudSchema *scope, void *data)
{
  return azud_expr_is_deterministic (expr);
}

bool
azud_stage_is_indeterminate (const AzudStage *stage)
{
  for (guint i = 0; i < stage->operators->len; i++)
    if (!azud_plan_visit_exprs (g_ptr_array_index (stage->operators, i), expr_is_determinate, NULL))
      return true;
  return false;
}

static void
dataset_free (gpointer data)
{
  AzudDatasetLineage *dataset = data;

  g_array_unref (dataset->parents);
  g_ptr_array_unref (dataset->sources);
  g_free (dataset);
}

/* The leaves of the stage that @plan is computed from. */
static void
find_parents (AzudDatasetLineage *dataset, AzudPlan *plan, GHashTable *ids)
{
  g_autoptr (GPtrArray)  stack = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  g_ptr_array_add (stack, plan);
  while (stack->len > 0)
    {
      AzudPlan *one = g_ptr_array_steal_index (stack, stack->len - 1);
      int       id;

      if (!g_hash_table_add (seen, one))
        continue;
      if (one->op == AZUD_PLAN_EXCHANGE)
        {
          id = GPOINTER_TO_INT (g_hash_table_lookup (ids, one));
          g_array_append_val (dataset->parents, id);
        }
      else if (one->n_inputs == 0)
        g_ptr_array_add (dataset->sources, one);
      for (int i = one->n_inputs - 1; i >= 0 && one->op != AZUD_PLAN_EXCHANGE; i--)
        g_ptr_array_add (stack, one->inputs[i]);
    }
}

GPtrArray *
azud_stages_get_lineage (const AzudStages *stages)
{
  GPtrArray             *datasets = g_ptr_array_new_with_free_func (dataset_free);
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);

  for (guint s = 0; s < stages->stages->len; s++)
    {
      const AzudStage *stage = g_ptr_array_index (stages->stages, s);

      for (guint i = 0; i < stage->outputs->len; i++)
        {
          const AzudStageOutput *output = &g_array_index (stage->outputs, AzudStageOutput, i);
          AzudDatasetLineage    *dataset;

          if (output->exchange == NULL)
            continue;
          dataset = g_new0 (AzudDatasetLineage, 1);
          dataset->id = (int) datasets->len;
          dataset->stage = stage->id;
          dataset->exchange = output->exchange;
          dataset->indeterminate = azud_stage_is_indeterminate (stage);
          dataset->parents = g_array_new (FALSE, FALSE, sizeof (int));
          dataset->sources = g_ptr_array_new ();
          find_parents (dataset, output->plan, ids);
          g_hash_table_insert (ids, output->exchange, GINT_TO_POINTER (dataset->id));
          g_ptr_array_add (datasets, dataset);
        }
    }
  return datasets;
}

static void
append_dataset (GString *text, const AzudDatasetLineage *dataset)
{
  const AzudPlan  *exchange = dataset->exchange;
  g_autofree char *partitioner = azud_plan_exchange_label (exchange);
  const char      *between = " <- ";

  g_string_append_printf (text, "Dataset %d of stage %d [%s", dataset->id, dataset->stage, partitioner);
  if (exchange->as.exchange.n_partitions > 0)
    g_string_append_printf (text, " into %d", exchange->as.exchange.n_partitions);
  if (exchange->as.exchange.kind == AZUD_EXCHANGE_KEEP)
    g_string_append_printf (text, " %s", azud_storage_level_name (exchange->as.exchange.level));
  g_string_append_printf (text, "; %s]", dataset->indeterminate ? "indeterminate" : "determinate");
  for (guint i = 0; i < dataset->parents->len; i++, between = ", ")
    g_string_append_printf (text, "%sdataset %d", between, g_array_index (dataset->parents, int, i));
  for (guint i = 0; i < dataset->sources->len; i++, between = ", ")
    {
      g_autofree char *source = azud_plan_describe (g_ptr_array_index (dataset->sources, i));

      g_string_append_printf (text, "%s%s", between, source);
    }
}

char *
azud_stages_print_lineage (const AzudStages *stages)
{
  g_autoptr (GPtrArray) datasets = azud_stages_get_lineage (stages);
  GString              *text = g_string_new (NULL);

  for (guint i = 0; i < datasets->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      append_dataset (text, g_ptr_array_index (datasets, i));
    }
  return g_string_free (text, FALSE);
}
