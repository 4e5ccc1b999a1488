/* stages-print.c: stages as text and as DOT
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * `Stage 1 after 0 [result 0]`, then the operators of each output, indented; an exchange it reads is a leaf.
 */

#include "plan/stages.h"

#include "plan/plan-private.h"

static char *
output_label (const AzudStageOutput *output)
{
  if (output->exchange != NULL)
    return azud_plan_exchange_label (output->exchange);
  if (output->result < 0)
    return g_strdup ("write");
  return g_strdup_printf ("result %d", output->result);
}

static void
append_header (GString *text, const AzudStage *stage)
{
  g_string_append_printf (text, "Stage %d", stage->id);
  for (guint i = 0; i < stage->parents->len; i++)
    g_string_append_printf (text, "%s%d", i == 0 ? " after " : ", ", g_array_index (stage->parents, int, i));
  g_string_append (text, " [");
  for (guint i = 0; i < stage->outputs->len; i++)
    {
      g_autofree char *label = output_label (&g_array_index (stage->outputs, AzudStageOutput, i));

      g_string_append_printf (text, "%s%s", i == 0 ? "" : "; ", label);
    }
  g_string_append (text, "]");
}

char *
azud_stages_print (const AzudStages *stages)
{
  GString *text = g_string_new (NULL);

  for (guint s = 0; s < stages->stages->len; s++)
    {
      const AzudStage       *stage = g_ptr_array_index (stages->stages, s);
      g_autoptr (GPtrArray)  roots = g_ptr_array_new ();

      append_header (text, stage);
      g_string_append_c (text, '\n');
      for (guint i = 0; i < stage->outputs->len; i++)
        g_ptr_array_add (roots, g_array_index (stage->outputs, AzudStageOutput, i).plan);
      azud_plan_append_trees (text, (AzudPlan *const *) roots->pdata, (int) roots->len, 1, true);
    }
  if (text->len > 0)
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

static void
append_dot_stage (GString *text, const AzudStage *stage)
{
  g_autoptr (GString)    header = g_string_new (NULL);
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);

  append_header (header, stage);
  g_string_append_printf (text, "  subgraph cluster_%d {\n    label=\"", stage->id);
  azud_plan_append_dot_label (text, header->str);
  g_string_append (text, "\";\n");
  for (guint i = 0; i < stage->operators->len; i++)
    {
      AzudPlan        *plan = g_ptr_array_index (stage->operators, i);
      g_autofree char *line = azud_plan_describe (plan);

      g_hash_table_insert (numbers, plan, GUINT_TO_POINTER (i + 1));
      g_string_append_printf (text, "    s%d_%u [label=\"", stage->id, i);
      azud_plan_append_dot_label (text, line);
      g_string_append (text, "\"];\n");
      for (int k = 0; k < plan->n_inputs && plan->op != AZUD_PLAN_EXCHANGE; k++)
        g_string_append_printf (text, "    s%d_%u -> s%d_%u;\n", stage->id,
                                GPOINTER_TO_UINT (g_hash_table_lookup (numbers, plan->inputs[k])) - 1, stage->id, i);
    }
  g_string_append (text, "  }\n");
}

static guint
position (const AzudStage *stage, const AzudPlan *plan)
{
  guint at = 0;

  g_ptr_array_find (stage->operators, plan, &at);
  return at;
}

char *
azud_stages_print_dot (const AzudStages *stages)
{
  GString *text = g_string_new ("digraph stages {\n  rankdir=LR;\n  node [shape=box];\n");

  for (guint s = 0; s < stages->stages->len; s++)
    append_dot_stage (text, g_ptr_array_index (stages->stages, s));
  for (guint s = 0; s < stages->stages->len; s++)
    {
      const AzudStage *stage = g_ptr_array_index (stages->stages, s);

      for (guint i = 0; i < stage->leaves->len; i++)
        {
          const AzudPlan  *leaf = g_ptr_array_index (stage->leaves, i);
          const AzudStage *from;

          if (leaf->op != AZUD_PLAN_EXCHANGE)
            continue;
          from = g_ptr_array_index (stages->stages, (guint) leaf->as.exchange.stage);
          g_string_append_printf (text, "  s%d_%u -> s%d_%u [style=bold];\n", from->id, position (from, leaf->inputs[0]),
                                  stage->id, position (stage, leaf));
        }
    }
  g_string_append (text, "}\n");
  return g_string_free (text, FALSE);
}
