/* file-read.c: a document from text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two sorts of fault.  A file that is not JSON, not of this shape, or beyond the limits gives an error with
 * line and column and no document.  A graph with faults (unknown types, double ids, dangling edges, circles)
 * opens, keeps every byte of it, and shows them as diagnostics.
 */

#include "config.h"

#include "base/io.h"
#include "base/sync.h"
#include "pipeline/document-private.h"

#include <math.h>
#include <string.h>

/* ---- faults of the text ---- */

static bool
bad_shape (AzudError      *error,
           const AzudJson *at,
           const char     *message,
           const char     *arg)
{
  azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_FILE_SHAPE", message, arg, NULL);
  if (at != NULL && error->line == 0)
    error->line = azud_json_get_line (at);
  return false;
}

/* Sorts the members of @object into known ones (in @values, by position in @known) and extras. */
static void
split_members (const AzudJson     *object,
               const char *const  *known,
               AzudJson          **values,
               GPtrArray         **extras)
{
  const char *after = "";
  guint n = azud_json_get_length (object);

  for (guint i = 0; i < n; i++)
    {
      const char *key = azud_json_get_key (object, i);
      AzudJson *value = azud_json_get_element (object, i);
      guint k = 0;

      while (known[k] != NULL && strcmp (known[k], key) != 0)
        k++;
      if (known[k] != NULL)
        {
          values[k] = value;
          after = known[k];
          continue;
        }
      if (*extras == NULL)
        *extras = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_extra_free);
      g_ptr_array_add (*extras, azud_extra_new (after, key, value));
    }
}

/* The text of @value, which must be a string of at least one byte. */
static const char *
need_text (const AzudJson *object,
           const AzudJson *value,
           const char     *key,
           AzudError      *error)
{
  const char *text = value != NULL ? azud_json_get_string (value) : NULL;

  if (text == NULL || text[0] == '\0')
    {
      bad_shape (error, value != NULL ? value : object, N_("“{0}” must be a text that is not empty."), key);
      return NULL;
    }
  return text;
}

/* ---- nodes and edges ---- */

static gboolean
kind_is (const AzudJson *value,
         AzudJsonKind    kind)
{
  return value == NULL || azud_json_get_kind (value) == kind;
}

AzudNodeRecord *
azud_read_node (const AzudJson *json,
                AzudError      *error)
{
  static const char *const known[] = { "id", "type", "version", "label", "disabled", "params", NULL };
  AzudJson *values[G_N_ELEMENTS (known)] = { NULL };
  GPtrArray *extras = NULL;
  const char *id, *type_id;
  AzudNodeRecord *record;

  if (azud_json_get_kind (json) != AZUD_JSON_OBJECT)
    {
      bad_shape (error, json, N_("A node must be an object, with “{0}” and more."), "id");
      return NULL;
    }
  split_members (json, known, values, &extras);
  id = need_text (json, values[0], "id", error);
  type_id = id != NULL ? need_text (json, values[1], "type", error) : NULL;
  if (type_id != NULL && !kind_is (values[2], AZUD_JSON_NUMBER))
    bad_shape (error, values[2], N_("“{0}” must be a number."), "version");
  else if (type_id != NULL && !kind_is (values[3], AZUD_JSON_STRING))
    bad_shape (error, values[3], N_("“{0}” must be a text."), "label");
  else if (type_id != NULL && !kind_is (values[4], AZUD_JSON_BOOLEAN))
    bad_shape (error, values[4], N_("“{0}” must be true or false."), "disabled");
  else if (type_id != NULL && !kind_is (values[5], AZUD_JSON_OBJECT))
    bad_shape (error, values[5], N_("“{0}” must be an object."), "params");
  if (azud_error_is_set (error))
    {
      g_clear_pointer (&extras, g_ptr_array_unref);
      return NULL;
    }
  record = azud_node_record_new (id, type_id);
  record->extras = extras;
  record->line = azud_json_get_line (json);
  record->type_version = (int) CLAMP (azud_json_get_integer (values[2], 1), 0, G_MAXINT);
  record->node.disabled = azud_json_get_boolean (values[4], FALSE);
  azud_node_record_set_label (record, azud_json_get_string (values[3]));
  if (values[5] != NULL)
    {
      azud_json_unref (record->node.params);
      record->node.params = azud_json_ref (values[5]);
    }
  return record;
}

/* "node.port" is cut at its last dot. */
static gboolean
split_end (const AzudJson *json,
           AzudJson       *value,
           const char     *key,
           char          **node,
           char          **port,
           AzudError      *error)
{
  const char *text = need_text (json, value, key, error);
  const char *dot = text != NULL ? strrchr (text, '.') : NULL;

  if (text == NULL)
    return FALSE;
  if (dot == NULL)
    return bad_shape (error, value, N_("“{0}” must name a node and a port, as in “filter-1.out”."), key);
  *node = g_strndup (text, (gsize) (dot - text));
  *port = g_strdup (dot + 1);
  return TRUE;
}

AzudEdgeRecord *
azud_read_edge (const AzudJson *json,
                AzudError      *error)
{
  static const char *const known[] = { "from", "to", NULL };
  AzudJson *values[G_N_ELEMENTS (known)] = { NULL };
  g_autoptr(GPtrArray) extras = NULL;
  g_autofree char *from_node = NULL, *from_port = NULL, *to_node = NULL, *to_port = NULL;
  AzudEdgeRecord *record;

  if (azud_json_get_kind (json) != AZUD_JSON_OBJECT)
    {
      bad_shape (error, json, N_("An edge must be an object with “{0}” and “to”."), "from");
      return NULL;
    }
  split_members (json, known, values, &extras);
  if (!split_end (json, values[0], "from", &from_node, &from_port, error) ||
      !split_end (json, values[1], "to", &to_node, &to_port, error))
    return NULL;
  record = azud_edge_record_new (from_node, from_port, to_node, to_port);
  record->extras = g_steal_pointer (&extras);
  record->line = azud_json_get_line (json);
  return record;
}

static gboolean
read_coordinate (const AzudJson *json,
                 double         *value)
{
  if (json == NULL || azud_json_get_kind (json) != AZUD_JSON_NUMBER)
    return FALSE;
  *value = azud_json_get_double (json, 0);
  *value = isnan (*value) ? 0 : CLAMP (*value, -AZUD_MAX_COORDINATE, AZUD_MAX_COORDINATE);
  return TRUE;
}

gboolean
azud_read_position (const AzudJson *json,
                    double         *x,
                    double         *y)
{
  return azud_json_get_kind (json) == AZUD_JSON_ARRAY && azud_json_get_length (json) == 2 &&
         read_coordinate (azud_json_get_element (json, 0), x) &&
           read_coordinate (azud_json_get_element (json, 1), y);
}

/* ---- the whole ---- */

/* Positions of nodes; what belongs to no node (or is no position) is kept as it is. */
static void
read_layout (AzudDocument   *document,
             const AzudJson *layout)
{
  guint n = azud_json_get_length (layout);

  for (guint i = 0; i < n; i++)
    {
      const char *id = azud_json_get_key (layout, i);
      AzudNodeRecord *record = azud_document_find (document, id);
      AzudJson *value = azud_json_get_element (layout, i);

      if (record != NULL && azud_read_position (value, &record->node.x, &record->node.y))
        record->placed = TRUE;
      else
        g_ptr_array_add (document->layout_extras, azud_extra_new ("", id, value));
    }
}

static bool
read_version (AzudDocument   *document,
              const AzudJson *root,
              const AzudJson *value,
              AzudError      *error)
{
  const char *text = value != NULL ? azud_json_get_string (value) : NULL;
  guint64 major = 0;
  g_auto(GStrv) parts = text != NULL ? g_strsplit (text, ".", 3) : NULL;

  if (parts == NULL || g_strv_length (parts) != 2 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 1, G_MAXINT, &major, NULL) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXINT, NULL, NULL))
    return bad_shape (error, value != NULL ? value : root,
                      N_("This is not a pipeline of Azud: “{0}” must be a version such as \"1.0\"."),
                      "azud");
  g_free (document->version);
  document->version = g_strdup (text);
  document->newer_major = major > 1;
  return true;
}

static bool
too_many (AzudError      *error,
          const AzudJson *at,
          const char     *what,
          guint           limit)
{
  g_autofree char *number = g_strdup_printf ("%u", limit);

  azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_LIMIT_EXCEEDED",
                  N_("A pipeline may have at most {1} {0}."), what, number, NULL);
  error->line = azud_json_get_line (at);
  return false;
}

static bool
read_lists (AzudDocument   *document,
            const AzudJson *nodes,
            const AzudJson *edges,
            AzudError      *error)
{
  guint n_nodes = nodes != NULL ? azud_json_get_length (nodes) : 0;
  guint n_edges = edges != NULL ? azud_json_get_length (edges) : 0;

  if (n_nodes > AZUD_MAX_NODES)
    return too_many (error, nodes, "nodes", AZUD_MAX_NODES);
  if (n_edges > AZUD_MAX_EDGES)
    return too_many (error, edges, "edges", AZUD_MAX_EDGES);
  for (guint i = 0; i < n_nodes; i++)
    {
      AzudNodeRecord *record = azud_read_node (azud_json_get_element (nodes, i), error);

      if (record == NULL)
        return false;
      azud_document_insert_node (document, record, document->nodes->len);
    }
  for (guint i = 0; i < n_edges; i++)
    {
      AzudEdgeRecord *record = azud_read_edge (azud_json_get_element (edges, i), error);

      if (record == NULL)
        return false;
      azud_document_insert_edge (document, record, document->edges->len);
    }
  return true;
}

static bool
read_root (AzudDocument   *document,
           const AzudJson *root,
           AzudError      *error)
{
  static const char *const known[] = { "azud", "settings", "parameters", "nodes", "edges", "layout", NULL };
  static const AzudJsonKind kinds[] = { AZUD_JSON_STRING, AZUD_JSON_OBJECT, AZUD_JSON_ARRAY, AZUD_JSON_ARRAY,
                                        AZUD_JSON_ARRAY, AZUD_JSON_OBJECT };
  AzudJson *values[G_N_ELEMENTS (known)] = { NULL };
  GPtrArray *extras = NULL;

  if (azud_json_get_kind (root) != AZUD_JSON_OBJECT)
    return bad_shape (error, root, N_("This is not a pipeline of Azud: it must be an object with “{0}”."),
                      "azud");
  split_members (root, known, values, &extras);
  if (extras != NULL)
    {
      g_ptr_array_unref (document->extras);
      document->extras = extras;
    }
  if (!read_version (document, root, values[0], error))
    return false;
  for (guint i = 1; i < G_N_ELEMENTS (kinds); i++)
    if (!kind_is (values[i], kinds[i]))
      return bad_shape (error, values[i], kinds[i] == AZUD_JSON_ARRAY ? N_("“{0}” must be a list.")
                        : N_("“{0}” must be an object."), known[i]);
  if (!read_lists (document, values[3], values[4], error))
    return false;
  if (values[1] != NULL)
    {
      azud_json_unref (document->settings);
      document->settings = azud_json_ref (values[1]);
    }
  if (values[2] != NULL)
    {
      azud_json_unref (document->parameters);
      document->parameters = azud_json_ref (values[2]);
    }
  if (values[5] != NULL)
    read_layout (document, values[5]);
  return true;
}

static AzudDocument *
parse (const char *text,
       gssize      length,
       const char *base_folder,
       AzudError  *error)
{
  static const AzudJsonLimits limits = { .max_depth = AZUD_MAX_DEPTH, .max_bytes = AZUD_MAX_FILE_BYTES,
                                         .max_values = AZUD_MAX_FILE_VALUES };
  AzudJsonFault fault = { .line = 0 };
  g_autoptr(AzudJson) root = azud_json_parse (text, length, &limits, &fault);
  g_autoptr(AzudDocument) document = NULL;

  if (root == NULL)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_FILE_SYNTAX", N_("This is not valid JSON: {0}"),
                      fault.message, NULL);
      error->line = fault.line;
      error->column = fault.column;
      error->byte = fault.byte;
      return NULL;
    }
  document = azud_document_new ();
  if (base_folder != NULL)
    azud_document_set_base_folder (document, base_folder);
  if (!read_root (document, root, error))
    return NULL;
  document->values_stale = TRUE;
  document->all_dirty = TRUE;
  document->graph_stale = TRUE;
  azud_document_touch (document);
  azud_document_mark_saved (document, TRUE);
  return g_steal_pointer (&document);
}

AzudDocument *
azud_document_parse (const char *text,
                     gssize      length,
                     const char *base_folder,
                     GError    **error)
{
  AzudError fault = AZUD_ERROR_INIT;
  AzudDocument *document;

  g_return_val_if_fail (text != NULL, NULL);

  document = parse (text, length, base_folder, &fault);
  if (document == NULL)
    azud_error_to_gerror (&fault, error);
  return document;
}

AzudDocument *
azud_document_recover (const char *text,
                       gssize      length,
                       const char *path,
                       GError    **error)
{
  g_autofree char *absolute = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;
  g_autofree char *folder = absolute != NULL ? g_path_get_dirname (absolute) : NULL;
  AzudDocument *document = azud_document_parse (text, length, folder, error);

  if (document == NULL)
    return NULL;
  document->path = g_steal_pointer (&absolute);
  azud_document_mark_saved_as (document, g_strdup (""), G_MAXUINT64);   /* no text and no state of it equals these */
  return document;
}

/* The whole file, not beyond the limit: a growing or endless one is not followed. */
static GByteArray *
read_file (const char *path,
           AzudError  *error)
{
  AzudFileIdentity identity;
  int fd = azud_io_open_read (path, &identity, error);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  gsize step = 1 << 16;

  if (fd < 0)
    return NULL;
  for (;;)
    {
      gsize got = 0;
      guint used = bytes->len;

      if (identity.size > (gint64) AZUD_MAX_FILE_BYTES || used > AZUD_MAX_FILE_BYTES)
        {
          azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_LIMIT_EXCEEDED",
                          N_("A pipeline file may have at most {0} bytes."), "67108864",
                          NULL);
          break;
        }
      g_byte_array_set_size (bytes, used + (guint) step);
      if (!azud_io_read (fd, path, bytes->data + used, step, &got, error))
        break;
      g_byte_array_set_size (bytes, used + (guint) got);
      if (got == 0)
        break;
      step = MIN (step * 2, (gsize) 16 << 20);
    }
  azud_io_close (fd, path, NULL);
  return azud_error_is_set (error) ? NULL : g_steal_pointer (&bytes);
}

AzudDocument *
azud_document_load (const char *path,
                    GError    **error)
{
  AzudError fault = AZUD_ERROR_INIT;
  g_autofree char *absolute = NULL;
  g_autofree char *folder = NULL;
  g_autoptr(GByteArray) bytes = NULL;
  AzudDocument *document = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  azud_assert_may_block ();

  absolute = g_canonicalize_filename (path, NULL);
  folder = g_path_get_dirname (absolute);
  bytes = read_file (path, &fault);
  if (bytes != NULL)
    document = parse ((const char *) bytes->data, (gssize) bytes->len, folder, &fault);
  if (document == NULL)
    {
      azud_error_at_line (&fault, path, fault.line, fault.column, fault.byte);
      azud_error_to_gerror (&fault, error);
      return NULL;
    }
  document->path = g_steal_pointer (&absolute);
  return document;
}
