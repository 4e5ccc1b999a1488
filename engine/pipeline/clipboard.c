/* clipboard.c: nodes as text, and back under new ids
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The text is JSON with the blocks of the pipeline file under the key "azud-clipboard", so that it can be
 * pasted into a mail and back.
 */

#include "config.h"

#include "pipeline/document-private.h"

#include <string.h>

#define CLIPBOARD_VERSION "1.0"

static void
append_items (GString   *out,
              const char *key,
              GPtrArray *items,
              void     (*append) (GString *, gconstpointer, int))
{
  g_string_append_printf (out, ",\n  \"%s\": [", key);
  for (guint i = 0; i < items->len; i++)
    {
      g_string_append (out, i > 0 ? ",\n    " : "\n    ");
      append (out, items->pdata[i], 2);
    }
  g_string_append (out, items->len > 0 ? "\n  ]" : "]");
}

static void
append_node (GString      *out,
             gconstpointer record,
             int           indent)
{
  azud_canonical_node (out, record, indent);
}

static void
append_edge (GString      *out,
             gconstpointer record,
             int           indent)
{
  azud_canonical_edge (out, record, indent);
}

static void
append_layout (GString   *out,
               GPtrArray *nodes)
{
  g_string_append (out, ",\n  \"layout\": {");
  for (guint i = 0; i < nodes->len; i++)
    {
      const AzudNodeRecord *record = nodes->pdata[i];
      g_autofree char *x = azud_canonical_number (record->node.x);
      g_autofree char *y = azud_canonical_number (record->node.y);

      g_string_append (out, i > 0 ? ",\n    " : "\n    ");
      azud_json_append_string (out, record->node.id);
      g_string_append_printf (out, ": [%s, %s]", x, y);
    }
  g_string_append (out, nodes->len > 0 ? "\n  }" : "}");
}

char *
azud_document_copy (AzudDocument      *document,
                    const char *const *ids)
{
  g_autoptr(GHashTable) chosen = NULL;
  g_autoptr(GPtrArray) nodes = g_ptr_array_new ();
  g_autoptr(GPtrArray) edges = g_ptr_array_new ();
  GString *out = g_string_new ("{\n  \"azud-clipboard\": \"" CLIPBOARD_VERSION "\"");

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  chosen = g_hash_table_new (g_str_hash, g_str_equal);
  for (; *ids != NULL; ids++)
    g_hash_table_add (chosen, (char *) *ids);
  for (guint i = 0; i < document->nodes->len; i++)
    {
      AzudNodeRecord *record = document->nodes->pdata[i];

      if (g_hash_table_contains (chosen, record->node.id) &&
          azud_document_find (document, record->node.id) == record)
        g_ptr_array_add (nodes, record);
    }
  for (guint i = 0; i < document->edges->len; i++)
    {
      AzudEdgeRecord *record = document->edges->pdata[i];

      if (g_hash_table_contains (chosen, record->edge.from_node) &&
          g_hash_table_contains (chosen, record->edge.to_node))
        g_ptr_array_add (edges, record);
    }
  append_items (out, "nodes", nodes, append_node);
  append_items (out, "edges", edges, append_edge);
  append_layout (out, nodes);
  g_string_append (out, "\n}\n");
  return g_string_free (out, FALSE);
}

/* ---- paste ---- */

/* What a paste keeps while it goes on. */
typedef struct
{
  AzudDocument *document;
  GHashTable   *new_ids;     /* id in the text -> id here */
  GHashTable   *numbers;     /* stem of an id -> last number tried */
} Paste;

/* An id that is free, in the manner of the old one: "filter-1" gives "filter-2". */
static char *
fresh_id (Paste      *paste,
          const char *old_id)
{
  const char *dash = strrchr (old_id, '-');
  gsize length = strlen (old_id);
  char *stem;
  guint number;

  if (dash != NULL && dash[1] != '\0' && strspn (dash + 1, "0123456789") == strlen (dash + 1))
    length = (gsize) (dash - old_id);
  stem = g_strndup (old_id, length);
  number = GPOINTER_TO_UINT (g_hash_table_lookup (paste->numbers, stem));
  for (;;)
    {
      g_autofree char *id = g_strdup_printf ("%s-%u", stem, ++number);

      if (azud_document_find (paste->document, id) != NULL)
        continue;
      g_hash_table_insert (paste->numbers, stem, GUINT_TO_POINTER (number));
      return g_steal_pointer (&id);
    }
}

static char *
paste_node (Paste          *paste,
            const AzudJson *json,
            const AzudJson *layout,
            double          dx,
            double          dy,
            AzudError      *error)
{
  AzudNodeRecord *read = azud_read_node (json, error);
  AzudNodeRecord *record;
  AzudChange *change;
  AzudJson *position;
  g_autofree char *id = NULL;

  if (read == NULL)
    return NULL;
  id = fresh_id (paste, read->node.id);
  record = azud_node_record_copy (read, id);
  position = layout != NULL ? azud_json_lookup (layout, read->node.id) : NULL;
  if (position != NULL)
    (void) azud_read_position (position, &record->node.x, &record->node.y);
  record->node.x = azud_clamp_coordinate (record->node.x + dx);
  record->node.y = azud_clamp_coordinate (record->node.y + dy);
  record->placed = TRUE;
  g_hash_table_insert (paste->new_ids, g_strdup (read->node.id), g_strdup (id));
  azud_node_record_free (read);
  change = azud_change_new (AZUD_CHANGE_ADD_NODE, id);
  change->node = record;
  change->index = paste->document->nodes->len;
  azud_document_commit (paste->document, change, "", FALSE);
  return g_steal_pointer (&id);
}

static bool
paste_edge (Paste          *paste,
            const AzudJson *json,
            AzudError      *error)
{
  AzudEdgeRecord *read = azud_read_edge (json, error);
  const char *from;
  const char *to;

  if (read == NULL)
    return false;
  from = g_hash_table_lookup (paste->new_ids, read->edge.from_node);
  to = g_hash_table_lookup (paste->new_ids, read->edge.to_node);
  if (from != NULL && to != NULL)
    {
      AzudChange *change = azud_change_new (AZUD_CHANGE_ADD_EDGE, NULL);

      change->edge = azud_edge_record_new (from, read->edge.from_port, to, read->edge.to_port);
      change->index = paste->document->edges->len;
      azud_document_commit (paste->document, change, "", FALSE);
    }
  azud_edge_record_free (read);
  return true;
}

/* Everything is looked at before anything changes: half a paste is no paste. */
static bool
check_content (AzudDocument   *document,
               const AzudJson *nodes,
               const AzudJson *edges,
               AzudError      *error)
{
  guint n_nodes = azud_json_get_length (nodes);
  guint n_edges = edges != NULL ? azud_json_get_length (edges) : 0;
  g_autofree char *limit = g_strdup_printf ("%d", AZUD_MAX_NODES);

  if (n_nodes + document->nodes->len > AZUD_MAX_NODES || n_edges + document->edges->len > AZUD_MAX_EDGES)
    return azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_LIMIT_EXCEEDED",
                           N_("A pipeline may have at most {1} {0}."), "nodes", limit, NULL);
  for (guint i = 0; i < n_nodes; i++)
    {
      AzudNodeRecord *record = azud_read_node (azud_json_get_element (nodes, i), error);

      if (record == NULL)
        return false;
      azud_node_record_free (record);
    }
  for (guint i = 0; i < n_edges; i++)
    {
      AzudEdgeRecord *record = azud_read_edge (azud_json_get_element (edges, i), error);

      if (record == NULL)
        return false;
      azud_edge_record_free (record);
    }
  return true;
}

char **
azud_document_paste (AzudDocument *document,
                     const char   *text,
                     double        dx,
                     double        dy,
                     GError      **error)
{
  static const AzudJsonLimits limits = { .max_depth = AZUD_MAX_DEPTH, .max_bytes = AZUD_MAX_FILE_BYTES,
                                         .max_values = AZUD_MAX_FILE_VALUES };
  AzudError fault = AZUD_ERROR_INIT;
  AzudJsonFault syntax = { .line = 0 };
  g_autoptr(AzudJson) root = NULL;
  Paste paste = { .document = document };
  AzudJson *nodes = NULL;
  AzudJson *edges = NULL;
  GPtrArray *ids;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  root = azud_json_parse (text, -1, &limits, &syntax);
  if (root != NULL && azud_json_lookup_string (root, "azud-clipboard") != NULL)
    {
      nodes = azud_json_lookup (root, "nodes");
      edges = azud_json_lookup (root, "edges");
    }
  if (nodes == NULL)
    {
      azud_gerror_set (error, AZUD_FAULT_PIPELINE, "AZUD_NOT_PASTABLE",
                       N_("The clipboard holds no nodes of a pipeline."), NULL);
      return NULL;
    }
  if (!check_content (document, nodes, edges, &fault))
    {
      azud_error_to_gerror (&fault, error);
      return NULL;
    }
  paste.new_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  paste.numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ids = g_ptr_array_new ();
  azud_document_begin (document, _(N_("Paste")));
  for (guint i = 0; i < azud_json_get_length (nodes); i++)
    g_ptr_array_add (ids, paste_node (&paste, azud_json_get_element (nodes, i),
                                      azud_json_lookup (root, "layout"), dx, dy, &fault));
  for (guint i = 0; edges != NULL && i < azud_json_get_length (edges); i++)
    (void) paste_edge (&paste, azud_json_get_element (edges, i), &fault);
  azud_document_end (document);
  g_hash_table_unref (paste.new_ids);
  g_hash_table_unref (paste.numbers);
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (ids, FALSE);
}
