/* analysis.c: keeping plans, schemas and diagnostics of a document fresh
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Only nodes that changed and what depends on them are lowered again.  A broken node has no plan; what
 * depends on it says so quietly and is not lowered, everything else stays as it is.
 */

#include "config.h"

#include "pipeline/analysis.h"
#include "pipeline/lowering-private.h"
#include "pipeline/schema-text.h"
#include "pipeline/settings.h"

#include <string.h>

/* ---- one node ---- */

static void
report (AzudNodeRecord *record,
        AzudSeverity    severity,
        const char     *code,
        const char     *message,
        const char     *arg)
{
  const char *const args[] = { arg, NULL };

  if (record->diagnostics == NULL)
    record->diagnostics = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_diagnostic_free);
  g_ptr_array_add (record->diagnostics, azud_diagnostic_new (severity, code, record->node.id, NULL, message,
                                                             args, NULL));
}

/* What comes through an edge: a plan, or why there is none. */
static AzudResult
get_edge_result (const AzudEdgeRecord *edge,
                 AzudPlan            **plan)
{
  const AzudNodeRecord *from = edge->from;

  *plan = NULL;
  if (from->result != AZUD_RESULT_READY)
    return from->result;
  if (edge->from_port >= 0 && (guint) edge->from_port < from->n_outputs)
    *plan = from->outputs[edge->from_port];
  return *plan != NULL ? AZUD_RESULT_READY : AZUD_RESULT_BROKEN;
}

/* The plans at all input ports of @record; the result says whether they are all there. */
static AzudResult
gather_inputs (AzudDocument   *document,
               AzudNodeRecord *record,
               GPtrArray     **inputs,
               gboolean       *missing)
{
  const AzudNodeType *type = record->node.type;
  guint n_ports = azud_port_count (type->inputs);
  g_autofree guint *n_cut = g_new0 (guint, n_ports + 1);
  AzudResult result = AZUD_RESULT_READY;

  *missing = FALSE;
  for (guint e = 0; e < record->n_in; e++)
    {
      const AzudEdgeRecord *edge = document->in_edges[record->first_in + e];
      AzudPlan *plan;
      AzudResult got = get_edge_result (edge, &plan);

      if (edge->to_port < 0)
        continue;
      if (got == AZUD_RESULT_READY)
        g_ptr_array_add (inputs[edge->to_port], plan);
      else if (got == AZUD_RESULT_CUT)
        n_cut[edge->to_port]++;
      else
        result = AZUD_RESULT_BROKEN;
    }
  for (guint p = 0; p < n_ports && result != AZUD_RESULT_BROKEN; p++)
    {
      if (inputs[p]->len > 0 || type->inputs[p].optional)
        continue;
      if (n_cut[p] > 0)
        result = AZUD_RESULT_CUT;
      else
        *missing = TRUE;
    }
  return result;
}

static void
report_missing_inputs (AzudNodeRecord *record,
                       GPtrArray     **inputs)
{
  const AzudPortSpec *ports = record->node.type->inputs;

  for (guint p = 0; ports[p].id != NULL; p++)
    if (inputs[p]->len == 0 && !ports[p].optional)
      report (record, AZUD_SEVERITY_ERROR, "AZUD_INPUT_MISSING",
              N_("Nothing is connected to the input “{0}”."),
              ports[p].label != NULL ? _(ports[p].label) : ports[p].id);
}

/* A disabled node with one way in and one way out lets everything pass. */
static void
pass_disabled (AzudNodeRecord *record,
               GPtrArray     **inputs,
               AzudResult      arriving)
{
  const AzudNodeType *type = record->node.type;
  gboolean way_through = type != NULL && azud_port_count (type->inputs) == 1 && !type->inputs[0].many &&
    type->outputs[0].id != NULL &&
                         (type->outputs[1].id == NULL || type->outputs[1].optional);

  record->result = AZUD_RESULT_CUT;
  if (!way_through || arriving != AZUD_RESULT_READY || inputs[0]->len == 0)
    {
      if (way_through && arriving == AZUD_RESULT_BROKEN)
        record->result = AZUD_RESULT_BROKEN;
      return;
    }
  record->n_outputs = azud_port_count (type->outputs);
  record->outputs = g_new0 (AzudPlan *, record->n_outputs + 1);
  record->outputs[0] = azud_plan_ref (inputs[0]->pdata[0]);
  record->result = AZUD_RESULT_READY;
}

/* Whether every output that must be there is. */
static gboolean
is_complete (const AzudLowering *ctx)
{
  const AzudPortSpec *ports = ctx->type->outputs;

  if (ports[0].id == NULL)
    return ctx->sink != NULL;
  for (guint i = 0; ports[i].id != NULL; i++)
    if (ctx->outputs[i] == NULL && !ports[i].optional)
      return FALSE;
  return TRUE;
}

static void
take_results (AzudNodeRecord *record,
              AzudLowering   *ctx)
{
  if (ctx->n_errors == 0)
    {
      record->n_outputs = azud_port_count (ctx->type->outputs);
      record->outputs = g_steal_pointer (&ctx->outputs);
      record->sink = g_steal_pointer (&ctx->sink);
      record->result = AZUD_RESULT_READY;
    }
  if (record->diagnostics == NULL)
    record->diagnostics = g_steal_pointer (&ctx->diagnostics);
  else
    g_ptr_array_extend_and_steal (record->diagnostics, g_steal_pointer (&ctx->diagnostics));
}

static void
run_lower (AzudDocument   *document,
           AzudNodeRecord *record,
           GPtrArray     **inputs,
           AzudResult      arriving,
           gboolean        missing)
{
  const AzudNodeType *type = record->node.type;
  g_autofree bool *connected = g_new0 (bool, azud_port_count (type->outputs) + 1);
  AzudLowering ctx;

  for (guint e = 0; e < record->n_out; e++)
    if (document->out_edges[record->first_out + e]->from_port >= 0)
      connected[document->out_edges[record->first_out + e]->from_port] = true;
  azud_lowering_init (&ctx, document, type, record->node.id,
                      record->own_label != NULL ? record->own_label : record->node.id, record->node.params,
                      inputs, connected);
  azud_lowering_check_params (&ctx);
  if (arriving == AZUD_RESULT_READY && !missing && ctx.n_errors == 0 &&
      (!type->lower (&ctx) || !is_complete (&ctx)) && ctx.n_errors == 0)
    azud_lowering_report (&ctx, NULL, AZUD_SEVERITY_ERROR, "AZUD_INTERNAL",
                          N_("This node gave no result and no reason (a defect of Azud)."), NULL);
  if (arriving != AZUD_RESULT_READY || missing)
    ctx.n_errors++;   /* no results, whatever the parameters say */
  take_results (record, &ctx);
  azud_lowering_clear (&ctx);
}

static gboolean
is_unusable (AzudNodeRecord *record)
{
  if (record->duplicate)
    return TRUE;   /* reported with the graph */
  if (record->node.type == NULL)
    {
      report (record, AZUD_SEVERITY_ERROR, "AZUD_UNKNOWN_NODE_TYPE",
              N_("This version does not know nodes of type “{0}”; the node is kept as it is."),
              record->node.type_id);
      return TRUE;
    }
  if (record->type_version > record->node.type->version)
    {
      report (record, AZUD_SEVERITY_ERROR, "AZUD_NEWER_NODE_TYPE",
              N_("This node was made by a newer version of “{0}”; it is kept as it is."),
              record->node.type_id);
      return TRUE;
    }
  return FALSE;
}

static void
lower_node (AzudDocument   *document,
            AzudNodeRecord *record)
{
  guint n_ports = record->node.type != NULL ? azud_port_count (record->node.type->inputs) : 0;
  GPtrArray **inputs = g_new0 (GPtrArray *, n_ports + 1);
  gboolean missing = FALSE;
  AzudResult arriving = AZUD_RESULT_BROKEN;

  azud_node_record_clear_analysis (record);
  record->dirty = FALSE;
  record->lowered_in = document->pass;
  document->n_lowered++;
  for (guint p = 0; p < n_ports; p++)
    inputs[p] = g_ptr_array_new ();
  if (record->node.type != NULL && record->place == AZUD_NODE_ORDERED)
    arriving = gather_inputs (document, record, inputs, &missing);

  if (record->node.disabled && !record->duplicate)
    pass_disabled (record, inputs, arriving);
  else if (!is_unusable (record))
    {
      if (record->place == AZUD_NODE_AFTER_CYCLE ||
          (arriving == AZUD_RESULT_BROKEN && record->place == AZUD_NODE_ORDERED))
        report (record, AZUD_SEVERITY_INFO, "AZUD_INPUT_HAS_ERRORS", N_("What arrives here has errors."),
                NULL);
      else if (arriving == AZUD_RESULT_CUT)
        report (record, AZUD_SEVERITY_INFO, "AZUD_INPUT_DISABLED", N_("What should arrive here is disabled."),
                NULL);
      else if (missing)
        report_missing_inputs (record, inputs);
      run_lower (document, record, inputs, arriving, missing);
      if (arriving == AZUD_RESULT_CUT && record->result != AZUD_RESULT_READY)
        record->result = AZUD_RESULT_CUT;
    }
  for (guint p = 0; p < n_ports; p++)
    g_ptr_array_unref (inputs[p]);
  g_free (inputs);
}

/* ---- all of it ---- */

static gboolean
depends_on_lowered (AzudDocument         *document,
                    const AzudNodeRecord *record)
{
  for (guint e = 0; e < record->n_in; e++)
    if (document->in_edges[record->first_in + e]->from->lowered_in == document->pass)
      return TRUE;
  return FALSE;
}

/* Two targets must not write to one place: whichever came last would win. */
static void
shared_target_faults (AzudDocument *document,
                      GPtrArray    *out)
{
  g_autoptr(GHashTable) first = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < document->nodes->len; i++)
    {
      const AzudNodeRecord *record = document->nodes->pdata[i];
      const AzudNodeRecord *other;
      g_autofree char *path = NULL;

      if (record->sink == NULL || record->sink->op != AZUD_PLAN_WRITE)
        continue;
      path = g_canonicalize_filename (g_ptr_array_index (record->sink->as.write.data->paths, 0), "/");
      other = g_hash_table_lookup (first, path);
      if (other == NULL)
        g_hash_table_insert (first, g_steal_pointer (&path), (gpointer) record);
      else
        {
          const char *const args[] = { other->node.id, record->node.id, NULL };

          g_ptr_array_add (out, azud_diagnostic_new (AZUD_SEVERITY_ERROR, "AZUD_SHARED_TARGET", record->node.id, "path",
                                                     N_("“{0}” and “{1}” write to the same place."), args, NULL));
        }
    }
}

static void
gather_diagnostics (AzudDocument *document)
{
  g_ptr_array_set_size (document->document_diagnostics, 0);
  if (g_strcmp0 (document->version, AZUD_FILE_VERSION) != 0)
    {
      const char *const args[] = { document->version, NULL };

      g_ptr_array_add (document->document_diagnostics,
                       azud_diagnostic_new (document->newer_major ? AZUD_SEVERITY_ERROR
                                            : AZUD_SEVERITY_WARNING, "AZUD_NEWER_VERSION", NULL, NULL,
                                            document->newer_major
                                              ? N_("This pipeline was made by a newer Azud (format {0}) "
                                                   "and can only be looked at.")
                                              : N_("This pipeline was made by a newer Azud (format {0}); "
                                                   "what this version does not know is kept."),
                                            args, NULL));
    }
  azud_document_setting_faults (document, document->document_diagnostics);
  azud_document_graph_faults (document, document->document_diagnostics);
  shared_target_faults (document, document->document_diagnostics);
  g_ptr_array_set_size (document->diagnostics, 0);
  for (guint i = 0; i < document->document_diagnostics->len; i++)
    g_ptr_array_add (document->diagnostics, document->document_diagnostics->pdata[i]);
  azud_document_refresh_values (document);
  for (guint i = 0; i < document->value_faults->len; i++)
    g_ptr_array_add (document->diagnostics, document->value_faults->pdata[i]);
  for (guint i = 0; i < document->nodes->len; i++)
    {
      const AzudNodeRecord *record = document->nodes->pdata[i];

      for (guint d = 0; record->diagnostics != NULL && d < record->diagnostics->len; d++)
        {
          AzudDiagnosticRecord *diagnostic = record->diagnostics->pdata[d];

          if (diagnostic->view.line == 0)
            diagnostic->view.line = record->line;
          g_ptr_array_add (document->diagnostics, diagnostic);
        }
    }
}

/* Without the signal. */
static void
refresh (AzudDocument *document)
{
  if (!document->stale)
    return;
  document->stale = FALSE;
  azud_document_refresh_graph (document);
  azud_document_refresh_values (document);
  document->pass++;
  document->n_lowered = 0;
  for (guint i = 0; i < document->nodes->len; i++)
    {
      AzudNodeRecord *record = document->nodes->pdata[document->order[i]];

      if (document->all_dirty || record->dirty || depends_on_lowered (document, record))
        lower_node (document, record);
    }
  document->all_dirty = FALSE;
  gather_diagnostics (document);
}

void
azud_document_ensure_analysed (AzudDocument *document)
{
  refresh (document);
}

static void
cancel_idle (AzudDocument *document)
{
  if (document->idle != NULL)
    g_source_destroy (document->idle);
  g_clear_pointer (&document->idle, g_source_unref);
}

void
azud_document_analyse (AzudDocument *document)
{
  g_return_if_fail (AZUD_IS_DOCUMENT (document));

  cancel_idle (document);
  refresh (document);
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_ANALYSED], 0);
}

static gboolean
analyse_cb (gpointer data)
{
  AzudDocument *document = data;

  g_object_ref (document);
  azud_document_analyse (document);
  g_object_unref (document);
  return G_SOURCE_REMOVE;
}

void
azud_document_plan_analysis (AzudDocument *document)
{
  if (document->idle != NULL)
    return;
  document->idle = g_idle_source_new ();
  g_source_set_callback (document->idle, analyse_cb, document, NULL);
  g_source_set_static_name (document->idle, "azud_document_analyse");
  g_source_attach (document->idle, g_main_context_get_thread_default ());
}

guint
azud_document_get_n_lowered (AzudDocument *document)
{
  return document->n_lowered;
}

/* ---- diagnostics ---- */

guint
azud_document_get_n_diagnostics (AzudDocument *document)
{
  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), 0);

  refresh (document);
  return document->diagnostics->len;
}

const AzudDiagnostic *
azud_document_get_diagnostic (AzudDocument *document,
                              guint         index)
{
  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);

  refresh (document);
  return index < document->diagnostics->len
    ? &((AzudDiagnosticRecord *) document->diagnostics->pdata[index])->view : NULL;
}

gboolean
azud_document_has_errors (AzudDocument *document,
                          const char   *node)
{
  guint n = azud_document_get_n_diagnostics (document);

  for (guint i = 0; i < n; i++)
    {
      const AzudDiagnostic *diagnostic = azud_document_get_diagnostic (document, i);

      if (diagnostic->severity == AZUD_SEVERITY_ERROR &&
          (node == NULL || g_strcmp0 (diagnostic->node, node) == 0))
        return TRUE;
    }
  return FALSE;
}

AzudJson *
azud_document_diagnostics_to_json (AzudDocument *document)
{
  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);

  refresh (document);
  return azud_diagnostics_to_json (document->diagnostics);
}

/* ---- schemas ---- */

static void
fill_columns (AzudColumn       *columns,
              const AzudSchema *schema)
{
  for (int i = 0; i < schema->n_fields; i++)
    columns[i] = (AzudColumn){ schema->fields[i].name, azud_type_to_text (schema->fields[i].type),
                               schema->fields[i].nullable };
}

const AzudColumn *
azud_document_get_schema (AzudDocument *document,
                          const char   *node,
                          const char   *port,
                          guint        *n)
{
  AzudNodeRecord *record;
  int index;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);

  refresh (document);
  *n = 0;
  record = azud_document_find (document, node);
  if (record == NULL || record->node.type == NULL)
    return NULL;
  index = port != NULL ? azud_port_index (record->node.type->outputs, port) : 0;
  if (index < 0 || (guint) index >= record->n_outputs || record->outputs[index] == NULL)
    return NULL;
  if (record->columns == NULL)
    record->columns = g_new0 (AzudColumn *, record->n_outputs + 1);
  if (record->columns[index] == NULL)
    {
      record->columns[index] = g_new0 (AzudColumn, record->outputs[index]->schema->n_fields + 1);
      fill_columns (record->columns[index], record->outputs[index]->schema);
    }
  *n = (guint) record->outputs[index]->schema->n_fields;
  return record->columns[index];
}

const AzudColumn *
azud_document_get_input_schema (AzudDocument *document,
                                const char   *node,
                                const char   *port,
                                guint        *n)
{
  AzudNodeRecord *record;
  gsize total = 0;
  int wanted;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);

  refresh (document);
  *n = 0;
  record = azud_document_find (document, node);
  if (record == NULL || record->node.type == NULL)
    return NULL;
  wanted = port != NULL ? azud_port_index (record->node.type->inputs, port) : -1;
  g_clear_pointer (&record->input_columns, g_free);
  for (guint e = 0; e < record->n_in; e++)
    {
      const AzudEdgeRecord *edge = document->in_edges[record->first_in + e];
      AzudPlan *plan;

      if ((port != NULL && edge->to_port != wanted) || get_edge_result (edge, &plan) != AZUD_RESULT_READY)
        continue;
      record->input_columns = g_renew (AzudColumn, record->input_columns,
                                       total + (gsize) plan->schema->n_fields + 1);
      fill_columns (record->input_columns + total, plan->schema);
      total += (gsize) plan->schema->n_fields;
      if (port != NULL)
        break;   /* a port that takes many: the first one names the columns */
    }
  *n = (guint) total;
  return record->input_columns;
}

/* ---- plans ---- */

/* People know nodes by their labels: they are told the id. */
static gboolean
refuse_unknown_node (AzudDocument *document,
                     const char   *node,
                     GError      **error)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < document->nodes->len; i++)
    {
      const AzudNode *known = &((AzudNodeRecord *) document->nodes->pdata[i])->node;

      if (known->label != NULL && g_utf8_collate (known->label, node) == 0)
        return azud_gerror_set (error, AZUD_FAULT_USAGE, "AZUD_UNKNOWN_NODE", N_("There is no node “{0}”; the one with that label is “{1}”."),
                                node, known->id, NULL);
      if (ids->len < 80)
        g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", known->id);
      else if (!g_str_has_suffix (ids->str, "…"))
        g_string_append (ids, ", …");
    }
  return azud_gerror_set (error, AZUD_FAULT_USAGE, "AZUD_UNKNOWN_NODE", N_("There is no node “{0}”; there are: {1}"), node, ids->str, NULL);
}

AzudPlan *
azud_document_get_plan (AzudDocument *document,
                        const char   *node,
                        const char   *port,
                        GError      **error)
{
  AzudNodeRecord *record;
  int index;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);

  refresh (document);
  record = azud_document_find (document, node);
  if (record == NULL)
    {
      refuse_unknown_node (document, node, error);
      return NULL;
    }
  index = port != NULL && record->node.type != NULL ? azud_port_index (record->node.type->outputs, port) : 0;
  if (index < 0)
    {
      azud_gerror_set (error, AZUD_FAULT_USAGE, "AZUD_UNKNOWN_PORT", N_("“{0}” has no output “{1}”."), node,
                       port, NULL);
      return NULL;
    }
  if (port == NULL && record->result == AZUD_RESULT_READY && record->sink != NULL)
    return azud_plan_ref (record->sink->inputs[0]);
  if ((guint) index < record->n_outputs && record->outputs[index] != NULL)
    return azud_plan_ref (record->outputs[index]);
  if (!azud_document_check_above (document, node, error))
    return NULL;
  azud_gerror_set (error, AZUD_FAULT_PIPELINE, "AZUD_NO_DATA", N_("No data comes out of “{0}”."),
                   record->node.label, NULL);
  return NULL;
}

/* Marks @record and everything it depends on. */
static void
mark_above (AzudDocument   *document,
            AzudNodeRecord *record,
            bool           *needed)
{
  g_autofree guint *stack = g_new (guint, document->nodes->len + 1);
  guint n = 0;

  stack[n++] = record->index;
  needed[record->index] = true;
  while (n > 0)
    {
      const AzudNodeRecord *next = document->nodes->pdata[stack[--n]];

      for (guint e = 0; e < next->n_in; e++)
        {
          guint from = document->in_edges[next->first_in + e]->from->index;

          if (!needed[from])
            {
              needed[from] = true;
              stack[n++] = from;
            }
        }
    }
}

static gboolean
fail_with (AzudDocument         *document,
           const AzudDiagnostic *diagnostic,
           GError              **error)
{
  AzudError fault = AZUD_ERROR_INIT;

  azud_diagnostic_to_error (diagnostic, &fault);
  if (document->path != NULL)
    azud_error_at_line (&fault, document->path, fault.line, 0, -1);
  azud_error_to_gerror (&fault, error);
  if (error != NULL)
    {
      g_free ((*error)->message);
      (*error)->message = g_strdup (diagnostic->message);
    }
  return FALSE;
}

gboolean
azud_document_check_above (AzudDocument *document,
                           const char   *node,
                           GError      **error)
{
  AzudNodeRecord *target = NULL;
  g_autofree bool *needed = NULL;

  refresh (document);
  if (node != NULL)
    {
      target = azud_document_find (document, node);
      if (target == NULL)
        return refuse_unknown_node (document, node, error);
      needed = g_new0 (bool, document->nodes->len + 1);
      mark_above (document, target, needed);
    }
  for (guint i = 0; i < document->diagnostics->len; i++)
    {
      const AzudDiagnostic *diagnostic = &((AzudDiagnosticRecord *) document->diagnostics->pdata[i])->view;
      AzudNodeRecord *at = azud_document_find (document, diagnostic->node);

      if (diagnostic->severity == AZUD_SEVERITY_ERROR && (needed == NULL || at == NULL || needed[at->index]))
        return fail_with (document, diagnostic, error);
    }
  return TRUE;
}

GPtrArray *
azud_document_get_sinks (AzudDocument *document,
                         const char   *to_node,
                         GError      **error)
{
  g_autoptr(GPtrArray) roots = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_plan_unref);

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);

  if (!azud_document_check_above (document, to_node, error))
    return NULL;
  for (guint i = 0; i < document->n_ordered; i++)
    {
      const AzudNodeRecord *record = document->nodes->pdata[document->order[i]];

      if (to_node != NULL && strcmp (record->node.id, to_node) != 0)
        continue;
      if (record->sink != NULL)
        g_ptr_array_add (roots, azud_plan_ref (record->sink));
      for (guint p = 0; to_node != NULL && p < record->n_outputs; p++)
        if (record->outputs[p] != NULL && !record->node.type->outputs[p].optional)
          g_ptr_array_add (roots, azud_plan_ref (record->outputs[p]));
    }
  if (roots->len > 0)
    return g_steal_pointer (&roots);
  azud_gerror_set (error, AZUD_FAULT_PIPELINE, "AZUD_NOTHING_TO_RUN",
                   N_("This pipeline writes nothing: it has no target."), NULL);
  return NULL;
}

GPtrArray *
azud_document_get_roots (AzudDocument *document)
{
  GPtrArray *roots = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_plan_unref);

  refresh (document);
  for (guint i = 0; i < document->n_ordered; i++)
    {
      const AzudNodeRecord *record = document->nodes->pdata[document->order[i]];

      if (record->sink != NULL)
        g_ptr_array_add (roots, azud_plan_ref (record->sink));
      if (record->n_out == 0 && record->n_outputs > 0 && record->outputs[0] != NULL && !record->node.disabled)
        g_ptr_array_add (roots, azud_plan_ref (record->outputs[0]));
    }
  return roots;
}
