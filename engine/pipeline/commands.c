/* commands.c: what people do to a document, each as one undoable step
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/document-private.h"

#include <math.h>
#include <string.h>

/* ---- nodes ---- */

static char *
new_id (AzudDocument *document,
        const char   *type_id)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%u", type_id, i);

      if (!g_hash_table_contains (document->by_id, id))
        return g_steal_pointer (&id);
    }
}

/* Whole graph units: diffs of a moved card stay short. */
double
azud_clamp_coordinate (double value)
{
  if (isnan (value))
    return 0;
  return round (CLAMP (value, -AZUD_MAX_COORDINATE, AZUD_MAX_COORDINATE));
}

static void
commit_node (AzudDocument   *document,
             AzudNodeRecord *record,
             const char     *label)
{
  AzudChange *change = azud_change_new (AZUD_CHANGE_ADD_NODE, record->node.id);

  change->node = record;
  change->index = document->nodes->len;
  azud_document_commit (document, change, label, FALSE);
}

char *
azud_document_add_node (AzudDocument *document,
                        const char   *type_id,
                        double        x,
                        double        y)
{
  AzudNodeRecord *record;
  g_autofree char *id = NULL;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (type_id != NULL, NULL);

  id = new_id (document, type_id);
  record = azud_node_record_new (id, type_id);
  record->node.x = azud_clamp_coordinate (x);
  record->node.y = azud_clamp_coordinate (y);
  record->placed = TRUE;
  commit_node (document, record, _(N_("Add Node")));
  return g_steal_pointer (&id);
}

static void
commit_edge_removal (AzudDocument *document,
                     guint         index)
{
  AzudChange *change = azud_change_new (AZUD_CHANGE_REMOVE_EDGE, NULL);

  change->index = index;
  azud_document_commit (document, change, _(N_("Remove Wire")), FALSE);
}

static void
commit_edge (AzudDocument   *document,
             AzudEdgeRecord *record,
             guint           index)
{
  AzudChange *change = azud_change_new (AZUD_CHANGE_ADD_EDGE, NULL);

  change->edge = record;
  change->index = index;
  azud_document_commit (document, change, _(N_("Connect")), FALSE);
}

void
azud_document_remove_nodes (AzudDocument      *document,
                            const char *const *ids)
{
  g_autoptr(GHashTable) doomed = NULL;

  g_return_if_fail (AZUD_IS_DOCUMENT (document));
  g_return_if_fail (ids != NULL);

  doomed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (; *ids != NULL; ids++)
    {
      if (azud_document_find (document, *ids) != NULL)
        g_hash_table_add (doomed, g_strdup (*ids));
      else
        g_warning ("no node \"%s\" to remove", *ids);
    }
  if (g_hash_table_size (doomed) == 0)
    return;
  azud_document_begin (document, _(N_("Remove Nodes")));
  for (guint i = document->edges->len; i > 0; i--)
    {
      const AzudEdge *edge = document->edges->pdata[i - 1];

      if (g_hash_table_contains (doomed, edge->from_node) || g_hash_table_contains (doomed, edge->to_node))
        commit_edge_removal (document, i - 1);
    }
  for (guint i = document->nodes->len; i > 0; i--)
    {
      const AzudNode *node = document->nodes->pdata[i - 1];

      if (g_hash_table_contains (doomed, node->id))
        {
          AzudChange *change = azud_change_new (AZUD_CHANGE_REMOVE_NODE, node->id);

          change->index = i - 1;
          azud_document_commit (document, change, "", FALSE);
        }
    }
  azud_document_end (document);
}

/* The node a command is about, or a warning for the programmer. */
static AzudNodeRecord *
expect_node (AzudDocument *document,
             const char   *id)
{
  AzudNodeRecord *record = azud_document_find (document, id);

  if (record == NULL)
    g_warning ("no node \"%s\"", id != NULL ? id : "(null)");
  return record;
}

void
azud_document_move_node (AzudDocument *document,
                         const char   *id,
                         double        x,
                         double        y)
{
  AzudNodeRecord *record;
  AzudChange *change;

  g_return_if_fail (AZUD_IS_DOCUMENT (document));

  record = expect_node (document, id);
  if (record == NULL)
    return;
  x = azud_clamp_coordinate (x);
  y = azud_clamp_coordinate (y);
  if (record->placed && record->node.x == x && record->node.y == y)
    return;
  change = azud_change_new (AZUD_CHANGE_POSITION, id);
  change->old_position = (AzudPosition){ record->node.x, record->node.y, record->placed };
  change->new_position = (AzudPosition){ x, y, TRUE };
  azud_document_commit (document, change, _(N_("Move")), FALSE);
}

void
azud_document_set_label (AzudDocument *document,
                         const char   *id,
                         const char   *label)
{
  AzudNodeRecord *record;
  AzudChange *change;
  const char *new_label = label != NULL && label[0] != '\0' ? label : NULL;

  g_return_if_fail (AZUD_IS_DOCUMENT (document));

  record = expect_node (document, id);
  if (record == NULL || g_strcmp0 (record->own_label, new_label) == 0)
    return;
  change = azud_change_new (AZUD_CHANGE_LABEL, id);
  change->old_text = g_strdup (record->own_label);
  change->new_text = g_strdup (new_label);
  azud_document_commit (document, change, _(N_("Rename")), TRUE);
}

void
azud_document_set_disabled (AzudDocument *document,
                            const char   *id,
                            gboolean      disabled)
{
  AzudNodeRecord *record;
  AzudChange *change;

  g_return_if_fail (AZUD_IS_DOCUMENT (document));

  record = expect_node (document, id);
  if (record == NULL || record->node.disabled == !!disabled)
    return;
  change = azud_change_new (AZUD_CHANGE_DISABLED, id);
  change->new_flag = !!disabled;
  azud_document_commit (document, change, disabled ? _(N_("Disable")) : _(N_("Enable")), FALSE);
}

/* Position of parameter @key in its type; behind all others when the type does not know it. */
static guint
param_rank (const AzudNodeType *type,
            const char         *key)
{
  for (guint i = 0; type != NULL && type->params[i].id != NULL; i++)
    if (strcmp (type->params[i].id, key) == 0)
      return i;
  return G_MAXUINT;
}

/* @params with @key set to @value (NULL = without it); a new key goes where the type's order puts it, others
 * stay. */
static AzudJson *
with_param (const AzudNodeType *type,
            const AzudJson     *params,
            const char         *key,
            AzudJson           *value)
{
  AzudJson *changed = azud_json_new_object ();
  guint rank = param_rank (type, key);
  gboolean placed = value == NULL || azud_json_lookup (params, key) != NULL;
  guint n = azud_json_get_length (params);

  for (guint i = 0; i < n; i++)
    {
      const char *other = azud_json_get_key (params, i);

      if (strcmp (other, key) == 0)
        {
          if (value != NULL)
            azud_json_put (changed, key, azud_json_ref (value));
          continue;
        }
      if (!placed && rank < param_rank (type, other))
        {
          azud_json_put (changed, key, azud_json_ref (value));
          placed = TRUE;
        }
      azud_json_put (changed, other, azud_json_ref (azud_json_get_element (params, i)));
    }
  if (!placed)
    azud_json_put (changed, key, azud_json_ref (value));
  return changed;
}

/* Typing makes one step; choosing from a list or ticking a box makes one each. */
static gboolean
is_typing (const AzudNodeType *type,
           const char         *param,
           const AzudJson     *old_value,
           const AzudJson     *new_value)
{
  const AzudParamSpec *spec = type != NULL ? azud_param_spec_lookup (type, param) : NULL;

  if (spec == NULL)
    return FALSE;
  switch (spec->kind)
    {
    case AZUD_PARAM_TEXT:
    case AZUD_PARAM_MULTILINE:
    case AZUD_PARAM_INTEGER:
    case AZUD_PARAM_NUMBER:
    case AZUD_PARAM_EXPRESSION:
    case AZUD_PARAM_INPUT_PATH:
    case AZUD_PARAM_OUTPUT_PATH:
      return TRUE;
    case AZUD_PARAM_LIST:
    case AZUD_PARAM_SCHEMA:
    case AZUD_PARAM_TABLE:
      return old_value != NULL && new_value != NULL && azud_json_get_length (old_value) == azud_json_get_length (new_value);
    case AZUD_PARAM_BOOLEAN:
    case AZUD_PARAM_CHOICE:
    case AZUD_PARAM_COLUMN:
    case AZUD_PARAM_COLUMNS:
    case AZUD_PARAM_TYPE:
    default:
      return FALSE;
    }
}

void
azud_document_set_param (AzudDocument *document,
                         const char   *id,
                         const char   *param,
                         AzudJson     *value)
{
  AzudNodeRecord *record;
  AzudChange *change;
  AzudJson *old_value;
  const AzudParamSpec *spec;

  g_return_if_fail (AZUD_IS_DOCUMENT (document));
  g_return_if_fail (param != NULL);

  record = expect_node (document, id);
  if (record == NULL)
    return;
  old_value = azud_json_lookup (record->node.params, param);
  if (old_value == value || (old_value != NULL && value != NULL && azud_json_equal (old_value, value)))
    return;
  spec = record->node.type != NULL ? azud_param_spec_lookup (record->node.type, param) : NULL;
  change = azud_change_new (AZUD_CHANGE_PARAMS, id);
  change->param = g_intern_string (param);
  change->old_json = azud_json_ref (record->node.params);
  change->new_json = with_param (record->node.type, record->node.params, param, value);
  {
    const char *const args[] = { spec != NULL ? azud_param_spec_get_label (spec) : param, NULL };
    g_autofree char *label = azud_message_format (N_("Change of “{0}”"), args);

    azud_document_commit (document, change, label, is_typing (record->node.type, param, old_value, value));
  }
}

/* ---- edges ---- */

static gboolean
refuse (char      **reason,
        const char *message,
        const char *first,
        const char *second)
{
  const char *const args[] = { first, second, NULL };

  if (reason != NULL)
    *reason = azud_message_format (message, args);
  return FALSE;
}

static int
find_edge (AzudDocument *document,
           const char   *from_node,
           const char   *from_port,
           const char   *to_node,
           const char   *to_port)
{
  for (guint i = 0; i < document->edges->len; i++)
    {
      const AzudEdge *edge = document->edges->pdata[i];

      if (strcmp (edge->to_node, to_node) == 0 && strcmp (edge->from_node, from_node) == 0 &&
          strcmp (edge->from_port, from_port) == 0 && strcmp (edge->to_port, to_port) == 0)
        return (int) i;
    }
  return -1;
}

gboolean
azud_document_can_connect (AzudDocument *document,
                           const char   *from_node,
                           const char   *from_port,
                           const char   *to_node,
                           const char   *to_port,
                           char        **reason)
{
  AzudNodeRecord *from;
  AzudNodeRecord *to;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), FALSE);
  g_return_val_if_fail (from_node != NULL && from_port != NULL && to_node != NULL && to_port != NULL, FALSE);

  if (reason != NULL)
    *reason = NULL;
  from = azud_document_find (document, from_node);
  to = azud_document_find (document, to_node);
  if (from == NULL || to == NULL)
    return refuse (reason, N_("There is no node “{0}”."), from == NULL ? from_node : to_node, NULL);
  if (from->node.type == NULL || to->node.type == NULL)
    return refuse (reason, N_("“{0}” is of a type this version does not know."),
                   from->node.type == NULL ? from->node.label : to->node.label, NULL);
  if (azud_port_index (from->node.type->outputs, from_port) < 0)
    return refuse (reason, N_("“{0}” has no output “{1}”."), from->node.label, from_port);
  if (azud_port_index (to->node.type->inputs, to_port) < 0)
    return refuse (reason, N_("“{0}” has no input “{1}”."), to->node.label, to_port);
  if (from == to)
    return refuse (reason, N_("A node cannot feed itself."), NULL, NULL);
  if (find_edge (document, from_node, from_port, to_node, to_port) >= 0)
    return refuse (reason, N_("These two are connected already."), NULL, NULL);
  if (azud_document_reaches (document, to, from))
    return refuse (reason, N_("That would make a circle: “{0}” already depends on “{1}”."), from->node.label,
                   to->node.label);
  return TRUE;
}

gboolean
azud_document_add_edge (AzudDocument *document,
                        const char   *from_node,
                        const char   *from_port,
                        const char   *to_node,
                        const char   *to_port,
                        char        **reason)
{
  const AzudNodeType *type;

  if (!azud_document_can_connect (document, from_node, from_port, to_node, to_port, reason))
    return FALSE;
  type = azud_document_find (document, to_node)->node.type;
  azud_document_begin (document, _(N_("Connect")));
  if (!type->inputs[azud_port_index (type->inputs, to_port)].many)
    for (guint i = document->edges->len; i > 0; i--)
      {
        const AzudEdge *edge = document->edges->pdata[i - 1];

        if (strcmp (edge->to_node, to_node) == 0 && strcmp (edge->to_port, to_port) == 0)
          commit_edge_removal (document, i - 1);
      }
  commit_edge (document, azud_edge_record_new (from_node, from_port, to_node, to_port), document->edges->len);
  azud_document_end (document);
  return TRUE;
}

void
azud_document_remove_edge (AzudDocument *document,
                           const char   *from_node,
                           const char   *from_port,
                           const char   *to_node,
                           const char   *to_port)
{
  int index;

  g_return_if_fail (AZUD_IS_DOCUMENT (document));

  index = find_edge (document, from_node, from_port, to_node, to_port);
  if (index >= 0)
    commit_edge_removal (document, (guint) index);
  else
    g_warning ("no edge from %s.%s to %s.%s", from_node, from_port, to_node, to_port);
}

gboolean
azud_document_splice (AzudDocument   *document,
                      const char     *id,
                      const AzudEdge *edge)
{
  AzudNodeRecord *record;
  AzudNodeRecord *from;
  AzudNodeRecord *to;
  g_autofree char *from_node = NULL, *from_port = NULL, *to_node = NULL, *to_port = NULL;
  const char *in, *out;
  int index;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), FALSE);
  g_return_val_if_fail (edge != NULL, FALSE);

  record = expect_node (document, id);
  from = azud_document_find (document, edge->from_node);
  to = azud_document_find (document, edge->to_node);
  index = find_edge (document, edge->from_node, edge->from_port, edge->to_node, edge->to_port);
  if (record == NULL || from == NULL || to == NULL || index < 0 || record == from || record == to ||
      record->node.type == NULL)
    return FALSE;
  in = record->node.type->inputs[0].id;
  out = record->node.type->outputs[0].id;
  if (in == NULL || out == NULL || azud_document_reaches (document, record, from) ||
      azud_document_reaches (document, to, record))
    return FALSE;

  /* the edge dies with the first change: its texts are kept */
  from_node = g_strdup (edge->from_node);
  from_port = g_strdup (edge->from_port);
  to_node = g_strdup (edge->to_node);
  to_port = g_strdup (edge->to_port);
  azud_document_begin (document, _(N_("Insert into Wire")));
  commit_edge_removal (document, (guint) index);
  azud_document_add_edge (document, from_node, from_port, id, in, NULL);
  azud_document_add_edge (document, id, out, to_node, to_port, NULL);
  azud_document_end (document);
  return TRUE;
}
