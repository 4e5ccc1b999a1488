/* print-plan.c: a document's graph, plan and stages as text, JSON and DOT
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/analysis.h"
#include "pipeline/document-private.h"
#include "pipeline/schema-text.h"
#include "plan/lineage.h"
#include "plan/optimize.h"
#include "plan/print.h"

#include <string.h>

/* ---- the graph ---- */

static char *
print_graph_text (AzudDocument *document)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < document->nodes->len; i++)
    {
      const AzudNodeRecord *record = document->nodes->pdata[document->order[i]];
      g_autofree char *subtitle = azud_document_dup_subtitle (document, record->node.id);
      g_autofree char *label = azud_text_shorten (record->node.label, 80);

      g_string_append_printf (out, "%s [%s] %s%s%s%s\n", record->node.id, record->node.type_id, label,
                              subtitle[0] != '\0' ? ": " : "", subtitle,
                              record->node.disabled ? " (disabled)" : "");
      for (guint e = 0; e < record->n_in; e++)
        {
          const AzudEdge *edge = &document->in_edges[record->first_in + e]->edge;

          g_string_append_printf (out, "  %s <- %s.%s\n", edge->to_port, edge->from_node, edge->from_port);
        }
    }
  return g_string_free (out, FALSE);
}

static AzudJson *
graph_to_json (AzudDocument *document)
{
  AzudJson *root = azud_json_new_object ();
  AzudJson *nodes = azud_json_new_array ();
  AzudJson *edges = azud_json_new_array ();

  for (guint i = 0; i < document->nodes->len; i++)
    {
      const AzudNodeRecord *record = document->nodes->pdata[document->order[i]];
      g_autofree char *subtitle = azud_document_dup_subtitle (document, record->node.id);
      AzudJson *node = azud_json_new_object ();

      azud_json_put_string (node, "id", record->node.id);
      azud_json_put_string (node, "type", record->node.type_id);
      azud_json_put_string (node, "label", record->node.label);
      azud_json_put_string (node, "subtitle", subtitle);
      azud_json_put_boolean (node, "disabled", record->node.disabled);
      azud_json_add (nodes, node);
    }
  for (guint i = 0; i < document->edges->len; i++)
    {
      const AzudEdge *edge = document->edges->pdata[i];
      AzudJson *entry = azud_json_new_object ();

      azud_json_put_string (entry, "from_node", edge->from_node);
      azud_json_put_string (entry, "from_port", edge->from_port);
      azud_json_put_string (entry, "to_node", edge->to_node);
      azud_json_put_string (entry, "to_port", edge->to_port);
      azud_json_add (edges, entry);
    }
  azud_json_put (root, "nodes", nodes);
  azud_json_put (root, "edges", edges);
  return root;
}

/* @text inside a quoted DOT string; control characters become blanks, at most @max characters. */
static void
append_dot_text (GString    *out,
                 const char *text,
                 glong       max)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const char *at = valid;

  for (glong n = 0; *at != '\0' && n < max; n++, at = g_utf8_next_char (at))
    {
      if (*at == '"' || *at == '\\')
        g_string_append_c (out, '\\');
      if ((guchar) *at < 0x20)
        g_string_append_c (out, ' ');
      else
        g_string_append_len (out, at, g_utf8_next_char (at) - at);
    }
  if (*at != '\0')
    g_string_append (out, "…");
}

static char *
print_graph_dot (AzudDocument *document)
{
  GString *out = g_string_new ("digraph pipeline {\n  rankdir=LR;\n  node [shape=box];\n");

  for (guint i = 0; i < document->nodes->len; i++)
    {
      const AzudNodeRecord *record = document->nodes->pdata[i];
      g_autofree char *subtitle = azud_document_dup_subtitle (document, record->node.id);

      g_string_append_printf (out, "  n%u [label=\"", i);
      append_dot_text (out, record->node.label, 80);
      if (subtitle[0] != '\0')
        {
          g_string_append (out, "\\n");
          append_dot_text (out, subtitle, 110);
        }
      g_string_append_printf (out, "\"%s];\n", record->node.disabled ? ", style=dashed" : "");
    }
  for (guint i = 0; i < document->edges->len; i++)
    {
      const AzudEdgeRecord *edge = document->edges->pdata[i];

      if (edge->state == AZUD_EDGE_GOOD)
        g_string_append_printf (out, "  n%u -> n%u;\n", edge->from->index, edge->to->index);
    }
  g_string_append (out, "}\n");
  return g_string_free (out, FALSE);
}

/* ---- plans ---- */

static AzudJson *
operator_to_json (AzudPlan   *plan,
                  guint       id,
                  GHashTable *ids)
{
  AzudJson *entry = azud_json_new_object ();
  AzudJson *inputs = azud_json_new_array ();
  g_autofree char *text = azud_plan_describe (plan);
  const char *blank = strchr (text, ' ');
  g_autofree char *op = g_strndup (text, blank != NULL ? (gsize) (blank - text) : strlen (text));

  azud_json_put_integer (entry, "id", id);
  azud_json_put_string (entry, "operator", op);
  azud_json_put_string (entry, "text", text);
  for (int i = 0; i < plan->n_inputs; i++)
    {
      gpointer input;

      if (g_hash_table_lookup_extended (ids, plan->inputs[i], NULL, &input))
        azud_json_add (inputs, azud_json_new_integer (GPOINTER_TO_UINT (input)));
    }
  azud_json_put (entry, "inputs", inputs);
  azud_json_put_string (entry, "node", plan->origin.node);
  azud_json_put_string (entry, "port", plan->origin.port);
  azud_json_put (entry, "schema", azud_schema_to_json (plan->schema));
  return entry;
}

static AzudJson *
operators_to_json (GPtrArray  *operators,
                   GHashTable *ids)
{
  AzudJson *list = azud_json_new_array ();

  for (guint i = 0; i < operators->len; i++)
    azud_json_add (list, operator_to_json (operators->pdata[i],
                                           GPOINTER_TO_UINT (g_hash_table_lookup (ids, operators->pdata[i])),
                                             ids));
  return list;
}

static GHashTable *
number_operators (AzudPlan *const *roots,
                  int              n_roots,
                  GPtrArray      **walk)
{
  GHashTable *ids = g_hash_table_new (NULL, NULL);

  *walk = azud_plan_walk (roots, n_roots);
  for (guint i = 0; i < (*walk)->len; i++)
    g_hash_table_insert (ids, (*walk)->pdata[i], GUINT_TO_POINTER (i));
  return ids;
}

static char *
plan_to_json_text (GPtrArray *roots)
{
  g_autoptr(AzudJson) root = azud_json_new_object ();
  g_autoptr(GPtrArray) walk = NULL;
  g_autoptr(GHashTable) ids = number_operators ((AzudPlan *const *) roots->pdata, (int) roots->len, &walk);
  AzudJson *list = azud_json_new_array ();

  azud_json_put (root, "operators", operators_to_json (walk, ids));
  for (guint i = 0; i < roots->len; i++)
    azud_json_add (list, azud_json_new_integer (GPOINTER_TO_UINT (g_hash_table_lookup (ids,
        roots->pdata[i]))));
  azud_json_put (root, "roots", list);
  return azud_json_to_string (root);
}

static AzudJson *
integers_to_json (const GArray *integers)
{
  AzudJson *list = azud_json_new_array ();

  for (guint i = 0; i < integers->len; i++)
    azud_json_add (list, azud_json_new_integer (g_array_index (integers, int, i)));
  return list;
}

static AzudJson *
lineage_to_json (const AzudStages *stages,
                 GHashTable       *ids)
{
  g_autoptr(GPtrArray) datasets = azud_stages_get_lineage (stages);
  AzudJson *list = azud_json_new_array ();

  for (guint i = 0; i < datasets->len; i++)
    {
      const AzudDatasetLineage *dataset = g_ptr_array_index (datasets, i);
      AzudJson *entry = azud_json_new_object ();
      AzudJson *sources = azud_json_new_array ();

      for (guint s = 0; s < dataset->sources->len; s++)
        azud_json_add (sources, azud_json_new_integer (GPOINTER_TO_UINT (g_hash_table_lookup (ids, dataset->sources->pdata[s]))));
      azud_json_put_integer (entry, "id", dataset->id);
      azud_json_put_integer (entry, "stage", dataset->stage);
      azud_json_put_integer (entry, "operator", GPOINTER_TO_UINT (g_hash_table_lookup (ids, dataset->exchange)));
      if (dataset->exchange->as.exchange.kind == AZUD_EXCHANGE_KEEP)
        azud_json_put_string (entry, "level", azud_storage_level_name (dataset->exchange->as.exchange.level));
      azud_json_put_boolean (entry, "determinate", !dataset->indeterminate);
      azud_json_put (entry, "parents", integers_to_json (dataset->parents));
      azud_json_put (entry, "sources", sources);
      azud_json_add (list, entry);
    }
  return list;
}

static char *
stages_to_json_text (AzudStages *stages)
{
  g_autoptr(AzudJson) root = azud_json_new_object ();
  g_autoptr(GPtrArray) walk = NULL;
  g_autoptr(GHashTable) ids = number_operators ((AzudPlan *const *) stages->roots->pdata,
                                                (int) stages->roots->len, &walk);
  AzudJson *list = azud_json_new_array ();

  for (guint i = 0; i < stages->stages->len; i++)
    {
      const AzudStage *stage = stages->stages->pdata[i];
      AzudJson *entry = azud_json_new_object ();

      azud_json_put_integer (entry, "id", stage->id);
      azud_json_put (entry, "parents", integers_to_json (stage->parents));
      azud_json_put (entry, "operators", operators_to_json (stage->operators, ids));
      azud_json_add (list, entry);
    }
  azud_json_put (root, "stages", list);
  azud_json_put (root, "datasets", lineage_to_json (stages, ids));
  return azud_json_to_string (root);
}

static char *
print_plans (GPtrArray     *roots,
             AzudPlanFormat format)
{
  AzudPlan *const *plans = (AzudPlan *const *) roots->pdata;

  switch (format)
    {
    case AZUD_PLAN_FORMAT_JSON:
      return plan_to_json_text (roots);
    case AZUD_PLAN_FORMAT_DOT:
      return azud_plan_print_dot (plans, (int) roots->len);
    case AZUD_PLAN_FORMAT_TEXT:
    default:
      return azud_plan_print (plans, (int) roots->len);
    }
}

static char *
print_stages_text (const AzudStages *stages)
{
  g_autofree char *text = azud_stages_print (stages);
  g_autofree char *lineage = azud_stages_print_lineage (stages);

  return lineage[0] != '\0' ? g_strconcat (text, "\n\nLineage\n", lineage, NULL) : g_steal_pointer (&text);
}

static char *
print_stages (GPtrArray               *roots,
              AzudPlanFormat           format,
              const AzudStageSettings *settings)
{
  g_autoptr(AzudStages) stages = azud_stages_new ((AzudPlan *const *) roots->pdata, (int) roots->len,
                                                  settings);

  switch (format)
    {
    case AZUD_PLAN_FORMAT_JSON:
      return stages_to_json_text (stages);
    case AZUD_PLAN_FORMAT_DOT:
      return azud_stages_print_dot (stages);
    case AZUD_PLAN_FORMAT_TEXT:
    default:
      return print_stages_text (stages);
    }
}

static char *
print_graph (AzudDocument  *document,
             AzudPlanFormat format)
{
  g_autoptr(AzudJson) json = NULL;

  switch (format)
    {
    case AZUD_PLAN_FORMAT_JSON:
      json = graph_to_json (document);
      return azud_json_to_string (json);
    case AZUD_PLAN_FORMAT_DOT:
      return print_graph_dot (document);
    case AZUD_PLAN_FORMAT_TEXT:
    default:
      return print_graph_text (document);
    }
}

static gboolean
check_rules (const char *const *without,
             GError           **error)
{
  for (; without != NULL && *without != NULL; without++)
    {
      const AzudRule *rule = azud_optimizer_rules ();

      while (rule->name != NULL && strcmp (rule->name, *without) != 0)
        rule++;
      if (rule->name == NULL)
        return azud_gerror_set (error, AZUD_FAULT_USAGE, "AZUD_UNKNOWN_RULE",
                                N_("The optimiser has no rule “{0}”."), *without, NULL);
    }
  return TRUE;
}

char *
azud_document_print_plan (AzudDocument      *document,
                          AzudPlanLevel      level,
                          AzudPlanFormat     format,
                          const char *const *without,
                          GError           **error)
{
  g_autoptr(GPtrArray) roots = NULL;
  g_autoptr(GPtrArray) optimized = NULL;
  AzudExprSettings settings;
  AzudStageSettings stage_settings;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);

  azud_document_ensure_analysed (document);
  if (!check_rules (without, error))
    return NULL;
  if (level == AZUD_PLAN_LEVEL_GRAPH)
    return print_graph (document, format);
  roots = azud_document_get_roots (document);
  if (roots->len == 0)
    {
      if (azud_document_check_above (document, NULL, error))
        azud_gerror_set (error, AZUD_FAULT_PIPELINE, "AZUD_NOTHING_TO_RUN", N_("This pipeline is empty."),
                         NULL);
      return NULL;
    }
  if (level == AZUD_PLAN_LEVEL_LOGICAL)
    return print_plans (roots, format);
  settings = azud_document_get_expr_settings (document);
  optimized = azud_optimize ((AzudPlan *const *) roots->pdata, (int) roots->len, &settings, without);
  if (level == AZUD_PLAN_LEVEL_OPTIMIZED)
    return print_plans (optimized, format);
  stage_settings = azud_document_get_stage_settings (document);
  return print_stages (optimized, format, &stage_settings);
}
