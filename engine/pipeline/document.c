/* document.c: the model of a pipeline: nodes, edges, what they are called and where they stand
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/document-private.h"

#include <string.h>

guint azud_document_signals[AZUD_N_SIGNALS];

G_DEFINE_FINAL_TYPE (AzudDocument, azud_document, G_TYPE_OBJECT)

/* ---- records ---- */

AzudExtra *
azud_extra_new (const char *after,
                const char *key,
                AzudJson   *value)
{
  AzudExtra *extra = g_new0 (AzudExtra, 1);

  extra->after = after;
  extra->key = g_strdup (key);
  extra->value = azud_json_ref (value);
  return extra;
}

void
azud_extra_free (AzudExtra *extra)
{
  g_free (extra->key);
  azud_json_unref (extra->value);
  g_free (extra);
}

AzudNodeRecord *
azud_node_record_new (const char *id,
                      const char *type_id)
{
  AzudNodeRecord *record = g_new0 (AzudNodeRecord, 1);

  record->node.id = g_strdup (id);
  record->node.type_id = g_strdup (type_id);
  record->node.type = azud_node_type_lookup (type_id);
  record->node.params = azud_json_new_object ();
  record->type_version = record->node.type != NULL ? record->node.type->version : 1;
  record->dirty = TRUE;
  azud_node_record_set_label (record, NULL);
  return record;
}

AzudNodeRecord *
azud_node_record_copy (const AzudNodeRecord *record,
                       const char           *id)
{
  AzudNodeRecord *copy = azud_node_record_new (id, record->node.type_id);

  azud_json_unref (copy->node.params);
  copy->node.params = azud_json_ref (record->node.params);
  copy->type_version = record->type_version;
  copy->node.disabled = record->node.disabled;
  copy->node.x = record->node.x;
  copy->node.y = record->node.y;
  copy->placed = record->placed;
  azud_node_record_set_label (copy, record->own_label);
  for (guint i = 0; record->extras != NULL && i < record->extras->len; i++)
    {
      const AzudExtra *extra = record->extras->pdata[i];

      if (copy->extras == NULL)
        copy->extras = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_extra_free);
      g_ptr_array_add (copy->extras, azud_extra_new (extra->after, extra->key, extra->value));
    }
  return copy;
}

void
azud_node_record_clear_analysis (AzudNodeRecord *record)
{
  for (guint i = 0; i < record->n_outputs; i++)
    {
      if (record->outputs[i] != NULL)
        azud_plan_unref (record->outputs[i]);
      if (record->columns != NULL)
        g_free (record->columns[i]);
    }
  g_clear_pointer (&record->outputs, g_free);
  g_clear_pointer (&record->columns, g_free);
  g_clear_pointer (&record->input_columns, g_free);
  record->n_outputs = 0;
  g_clear_pointer (&record->sink, azud_plan_unref);
  g_clear_pointer (&record->diagnostics, g_ptr_array_unref);
  record->result = AZUD_RESULT_BROKEN;
}

void
azud_node_record_free (AzudNodeRecord *record)
{
  if (record == NULL)
    return;
  azud_node_record_clear_analysis (record);
  g_free ((char *) record->node.id);
  g_free ((char *) record->node.type_id);
  g_free (record->own_label);
  azud_json_unref (record->node.params);
  g_clear_pointer (&record->extras, g_ptr_array_unref);
  g_free (record);
}

void
azud_node_record_set_label (AzudNodeRecord *record,
                            const char     *label)
{
  char *own = label != NULL && label[0] != '\0' ? g_strdup (label) : NULL;

  g_free (record->own_label);
  record->own_label = own;
  if (own != NULL)
    record->node.label = own;
  else if (record->node.type != NULL)
    record->node.label = azud_node_type_get_label (record->node.type);
  else
    record->node.label = record->node.type_id;
}

AzudEdgeRecord *
azud_edge_record_new (const char *from_node,
                      const char *from_port,
                      const char *to_node,
                      const char *to_port)
{
  AzudEdgeRecord *record = g_new0 (AzudEdgeRecord, 1);

  record->edge.from_node = g_strdup (from_node);
  record->edge.from_port = g_strdup (from_port);
  record->edge.to_node = g_strdup (to_node);
  record->edge.to_port = g_strdup (to_port);
  return record;
}

void
azud_edge_record_free (AzudEdgeRecord *record)
{
  if (record == NULL)
    return;
  g_free ((char *) record->edge.from_node);
  g_free ((char *) record->edge.from_port);
  g_free ((char *) record->edge.to_node);
  g_free ((char *) record->edge.to_port);
  g_clear_pointer (&record->extras, g_ptr_array_unref);
  g_free (record);
}

int
azud_port_index (const AzudPortSpec *ports,
                 const char         *id)
{
  for (int i = 0; ports[i].id != NULL; i++)
    if (strcmp (ports[i].id, id) == 0)
      return i;
  return -1;
}

guint
azud_port_count (const AzudPortSpec *ports)
{
  guint n = 0;

  while (ports[n].id != NULL)
    n++;
  return n;
}

/* ---- the model ---- */

AzudNodeRecord *
azud_document_find (AzudDocument *document,
                    const char   *id)
{
  return id != NULL ? g_hash_table_lookup (document->by_id, id) : NULL;
}

void
azud_document_touch (AzudDocument *document)
{
  document->revision++;
  document->stale = TRUE;
  azud_document_plan_analysis (document);
}

/* The first node with @id answers to it; the look-up is made again when that one may have changed. */
static void
index_id (AzudDocument *document,
          const char   *id)
{
  g_hash_table_remove (document->by_id, id);
  for (guint i = 0; i < document->nodes->len; i++)
    {
      AzudNodeRecord *record = document->nodes->pdata[i];

      if (strcmp (record->node.id, id) == 0)
        {
          g_hash_table_insert (document->by_id, (char *) record->node.id, record);
          return;
        }
    }
}

void
azud_document_insert_node (AzudDocument   *document,
                           AzudNodeRecord *record,
                           guint           index)
{
  gboolean last = index >= document->nodes->len;

  g_ptr_array_insert (document->nodes, (int) MIN (index, document->nodes->len), record);
  if (g_hash_table_contains (document->by_id, record->node.id))
    {
      document->n_duplicates++;
      if (!last)
        index_id (document, record->node.id);
    }
  else
    g_hash_table_insert (document->by_id, (char *) record->node.id, record);
  record->dirty = TRUE;
  document->graph_stale = TRUE;
}

AzudNodeRecord *
azud_document_steal_node (AzudDocument *document,
                          guint         index)
{
  AzudNodeRecord *record = g_ptr_array_steal_index (document->nodes, index);

  if (g_hash_table_lookup (document->by_id, record->node.id) == record)
    g_hash_table_remove (document->by_id, record->node.id);
  if (document->n_duplicates > 0)
    {
      index_id (document, record->node.id);
      if (g_hash_table_contains (document->by_id, record->node.id))
        document->n_duplicates--;
    }
  azud_node_record_clear_analysis (record);
  record->signature = 0;
  document->graph_stale = TRUE;
  return record;
}

void
azud_document_insert_edge (AzudDocument   *document,
                           AzudEdgeRecord *record,
                           guint           index)
{
  g_ptr_array_insert (document->edges, (int) MIN (index, document->edges->len), record);
  document->graph_stale = TRUE;
}

AzudEdgeRecord *
azud_document_steal_edge (AzudDocument *document,
                          guint         index)
{
  document->graph_stale = TRUE;
  return g_ptr_array_steal_index (document->edges, index);
}

/* ---- the object ---- */

static void
azud_document_finalize (GObject *object)
{
  AzudDocument *self = AZUD_DOCUMENT (object);

  if (self->idle != NULL)
    g_source_destroy (self->idle);
  g_clear_pointer (&self->idle, g_source_unref);
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_clear_pointer (&self->open, azud_group_free);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->edges);
  g_ptr_array_unref (self->nodes);
  azud_json_unref (self->settings);
  azud_json_unref (self->parameters);
  g_ptr_array_unref (self->extras);
  g_ptr_array_unref (self->layout_extras);
  g_free (self->version);
  g_free (self->path);
  g_free (self->base_folder);
  g_hash_table_unref (self->setting_overrides);
  g_hash_table_unref (self->parameter_overrides);
  g_free (self->saved_text);
  g_free (self->in_edges);
  g_free (self->out_edges);
  g_free (self->order);
  g_ptr_array_unref (self->diagnostics);
  g_ptr_array_unref (self->document_diagnostics);
  g_free (self->values);
  g_ptr_array_unref (self->value_trees);
  g_ptr_array_unref (self->value_faults);
  G_OBJECT_CLASS (azud_document_parent_class)->finalize (object);
}

static guint
new_signal (const char *name,
            guint       n_params,
            GType       first,
            GType       second)
{
  return g_signal_new (name, AZUD_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       n_params, first, second);
}

static void
azud_document_class_init (AzudDocumentClass *klass)
{
  guint *signals = azud_document_signals;

  G_OBJECT_CLASS (klass)->finalize = azud_document_finalize;
  signals[AZUD_SIGNAL_NODE_ADDED] = new_signal ("node-added", 1, G_TYPE_STRING, G_TYPE_NONE);
  signals[AZUD_SIGNAL_NODE_REMOVED] = new_signal ("node-removed", 1, G_TYPE_STRING, G_TYPE_NONE);
  signals[AZUD_SIGNAL_NODE_CHANGED] = new_signal ("node-changed", 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[AZUD_SIGNAL_EDGE_ADDED] = new_signal ("edge-added", 1, G_TYPE_POINTER, G_TYPE_NONE);
  signals[AZUD_SIGNAL_EDGE_REMOVED] = new_signal ("edge-removed", 1, G_TYPE_POINTER, G_TYPE_NONE);
  signals[AZUD_SIGNAL_SETTINGS_CHANGED] = new_signal ("settings-changed", 0, G_TYPE_NONE, G_TYPE_NONE);
  signals[AZUD_SIGNAL_HISTORY_CHANGED] = new_signal ("history-changed", 0, G_TYPE_NONE, G_TYPE_NONE);
  signals[AZUD_SIGNAL_ANALYSED] = new_signal ("analysed", 0, G_TYPE_NONE, G_TYPE_NONE);
  signals[AZUD_SIGNAL_RELOADED] = new_signal ("reloaded", 0, G_TYPE_NONE, G_TYPE_NONE);
}

static void
azud_document_init (AzudDocument *self)
{
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_node_record_free);
  self->edges = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_edge_record_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->settings = azud_json_new_object ();
  self->parameters = azud_json_new_array ();
  self->extras = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_extra_free);
  self->layout_extras = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_extra_free);
  self->version = g_strdup (AZUD_FILE_VERSION);
  self->base_folder = g_get_current_dir ();
  self->setting_overrides = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->parameter_overrides = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_group_free);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_group_free);
  self->document_diagnostics = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_diagnostic_free);
  self->diagnostics = g_ptr_array_new ();
  self->value_trees = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
  self->value_faults = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_diagnostic_free);
  self->graph_stale = TRUE;
  self->values_stale = TRUE;
  self->stale = TRUE;
  self->all_dirty = TRUE;
  self->revision = 1;
  azud_document_mark_saved (self, TRUE);
}

AzudDocument *
azud_document_new (void)
{
  return g_object_new (AZUD_TYPE_DOCUMENT, NULL);
}

/* ---- looking ---- */

const char *
azud_document_get_path (AzudDocument *document)
{
  return document->path;
}

const char *
azud_document_get_base_folder (AzudDocument *document)
{
  return document->base_folder;
}

void
azud_document_set_base_folder (AzudDocument *document,
                               const char   *folder)
{
  g_return_if_fail (AZUD_IS_DOCUMENT (document));
  g_return_if_fail (folder != NULL);

  if (g_strcmp0 (document->base_folder, folder) == 0)
    return;
  g_free (document->base_folder);
  document->base_folder = g_canonicalize_filename (folder, NULL);
  document->all_dirty = TRUE;
  azud_document_touch (document);
}

char *
azud_document_dup_title (AzudDocument *document)
{
  g_autofree char *name = NULL;

  if (document->path == NULL)
    return g_strdup (_(N_("Untitled")));
  name = g_path_get_basename (document->path);
  if (g_str_has_suffix (name, ".azud") && strlen (name) > strlen (".azud"))
    name[strlen (name) - strlen (".azud")] = '\0';
  return g_filename_display_name (name);
}

guint
azud_document_get_n_nodes (AzudDocument *document)
{
  return document->nodes->len;
}

const AzudNode *
azud_document_get_node (AzudDocument *document,
                        guint         index)
{
  return index < document->nodes->len ? document->nodes->pdata[index] : NULL;
}

const AzudNode *
azud_document_lookup_node (AzudDocument *document,
                           const char   *id)
{
  return (const AzudNode *) azud_document_find (document, id);
}

guint
azud_document_get_n_edges (AzudDocument *document)
{
  return document->edges->len;
}

const AzudEdge *
azud_document_get_edge (AzudDocument *document,
                        guint         index)
{
  return index < document->edges->len ? document->edges->pdata[index] : NULL;
}

AzudJson *
azud_document_get_param (AzudDocument *document,
                         const char   *node,
                         const char   *param)
{
  AzudNodeRecord *record = azud_document_find (document, node);
  AzudJson *value;
  const AzudParamSpec *spec;

  if (record == NULL)
    return NULL;
  value = azud_json_lookup (record->node.params, param);
  if (value != NULL || record->node.type == NULL)
    return value;
  spec = azud_param_spec_lookup (record->node.type, param);
  return spec != NULL ? azud_param_spec_get_default (spec) : NULL;
}
