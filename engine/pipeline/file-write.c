/* file-write.c: the canonical text of a pipeline, and saving it
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * {
 *   "azud": "1.0",
 *   "settings": {"spark.sql.session.timeZone": "Europe/Madrid"},
 *   "parameters": [
 *     {"name": "in", "type": "string", "default": "data.csv", "help": "What to read"}
 *   ],
 *   "nodes": [
 *     {
 *       "id": "filter-1",
 *       "type": "filter",
 *       "label": "Large ones",
 *       "params": {
 *         "condition": "amount >= 100"
 *       }
 *     }
 *   ],
 *   "edges": [
 *     {"from": "read-csv-1.out", "to": "filter-1.in"}
 *   ],
 *   "layout": {
 *     "filter-1": [240, 80]
 *   }
 * }
 *
 * Members with nothing to say are left out ("nodes" and "edges" are always there); a list or object of plain
 * values that fits is one line, anything else one member a line.  What this version does not know stays where
 * it stood.
 */

#include "config.h"

#include "base/io.h"
#include "base/sync.h"
#include "pipeline/document-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_BYTES 100   /* plain lists up to this length stay on one line */

char *
azud_canonical_number (double value)
{
  g_autoptr(AzudJson) number = NULL;

  if (value == (double) (gint64) value)
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) value);
  number = azud_json_new_double (value);
  return azud_json_to_string (number);
}

static void
append_indent (GString *out,
               int      indent)
{
  g_string_append_c (out, '\n');
  for (int i = 0; i < indent; i++)
    g_string_append (out, "  ");
}

static gboolean
is_container (const AzudJson *json)
{
  return azud_json_get_kind (json) >= AZUD_JSON_ARRAY;
}

static gboolean
is_plain (const AzudJson *json)
{
  guint n = azud_json_get_length (json);

  for (guint i = 0; i < n; i++)
    {
      const AzudJson *element = azud_json_get_element (json, i);

      if (is_container (element) && azud_json_get_length (element) > 0)
        return FALSE;
    }
  return TRUE;
}

static void
append_member (GString        *out,
               const AzudJson *json,
               guint           index,
               int             indent)
{
  const char *key = azud_json_get_kind (json) == AZUD_JSON_OBJECT ? azud_json_get_key (json, index) : NULL;

  if (key != NULL)
    {
      azud_json_append_string (out, key);
      g_string_append (out, ": ");
    }
  azud_canonical_append (out, azud_json_get_element (json, index), indent);
}

/* One line, unless it gets too long: then nothing is written. */
static gboolean
append_line (GString        *out,
             const AzudJson *json,
             int             indent)
{
  gsize start = out->len;
  guint n = azud_json_get_length (json);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      append_member (out, json, i, indent);
      if (out->len - start > LINE_BYTES)
        {
          g_string_truncate (out, start);
          return FALSE;
        }
    }
  return TRUE;
}

/* Recursion is bounded by the reader's depth limit. */
void
azud_canonical_append (GString        *out,
                       const AzudJson *json,
                       int             indent)
{
  gboolean array = azud_json_get_kind (json) == AZUD_JSON_ARRAY;
  guint n = azud_json_get_length (json);

  if (!is_container (json))
    {
      azud_json_append (out, json, -1);
      return;
    }
  g_string_append_c (out, array ? '[' : '{');
  if (n > 0 && !(is_plain (json) && append_line (out, json, indent)))
    {
      for (guint i = 0; i < n; i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          append_indent (out, indent + 1);
          append_member (out, json, i, indent + 1);
        }
      append_indent (out, indent);
    }
  g_string_append_c (out, array ? ']' : '}');
}

/* ---- objects of ours: known members in fixed order, unknown ones where they stood ---- */

typedef struct
{
  GString   *out;
  GPtrArray *extras;
  int        indent;      /* of the members; -1 = all on one line */
  gboolean   any;
} Members;

static void
begin_member (Members    *members,
              const char *key)
{
  if (members->any)
    g_string_append (members->out, members->indent < 0 ? ", " : ",");
  members->any = TRUE;
  if (members->indent >= 0)
    append_indent (members->out, members->indent);
  azud_json_append_string (members->out, key);
  g_string_append (members->out, ": ");
}

/* Unknown members that stood behind @after. */
static void
append_extras (Members    *members,
               const char *after)
{
  for (guint i = 0; members->extras != NULL && i < members->extras->len; i++)
    {
      const AzudExtra *extra = members->extras->pdata[i];

      if (strcmp (extra->after, after) == 0)
        {
          begin_member (members, extra->key);
          azud_canonical_append (members->out, extra->value, MAX (members->indent, 0));
        }
    }
}

static void
append_text (Members    *members,
             const char *key,
             const char *text)
{
  if (text != NULL)
    {
      begin_member (members, key);
      azud_json_append_string (members->out, text);
    }
  append_extras (members, key);
}

/* "params" is always spread out: one parameter a line, so that two people's changes do not meet. */
static void
append_params (Members        *members,
               const AzudJson *params)
{
  guint n = azud_json_get_length (params);

  if (n > 0)
    {
      begin_member (members, "params");
      g_string_append_c (members->out, '{');
      for (guint i = 0; i < n; i++)
        {
          if (i > 0)
            g_string_append_c (members->out, ',');
          append_indent (members->out, members->indent + 1);
          append_member (members->out, params, i, members->indent + 1);
        }
      append_indent (members->out, members->indent);
      g_string_append_c (members->out, '}');
    }
  append_extras (members, "params");
}

void
azud_canonical_node (GString              *out,
                     const AzudNodeRecord *record,
                     int                   indent)
{
  Members members = { .out = out, .extras = record->extras, .indent = indent + 1 };

  g_string_append_c (out, '{');
  append_extras (&members, "");
  append_text (&members, "id", record->node.id);
  append_text (&members, "type", record->node.type_id);
  if (record->type_version != 1)
    {
      begin_member (&members, "version");
      g_string_append_printf (out, "%d", record->type_version);
    }
  append_extras (&members, "version");
  append_text (&members, "label", record->own_label);
  if (record->node.disabled)
    {
      begin_member (&members, "disabled");
      g_string_append (out, "true");
    }
  append_extras (&members, "disabled");
  append_params (&members, record->node.params);
  append_indent (out, indent);
  g_string_append_c (out, '}');
}

void
azud_canonical_edge (GString              *out,
                     const AzudEdgeRecord *record,
                     int                   indent)
{
  Members members = { .out = out, .extras = record->extras, .indent = -1 };
  g_autofree char *from = g_strconcat (record->edge.from_node, ".", record->edge.from_port, NULL);
  g_autofree char *to = g_strconcat (record->edge.to_node, ".", record->edge.to_port, NULL);

  g_string_append_c (out, '{');
  append_extras (&members, "");
  append_text (&members, "from", from);
  append_text (&members, "to", to);
  g_string_append_c (out, '}');
}

static void
append_list (GString   *out,
             GPtrArray *items,
             void     (*append) (GString *, gconstpointer, int))
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < items->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_indent (out, 2);
      append (out, items->pdata[i], 2);
    }
  if (items->len > 0)
    append_indent (out, 1);
  g_string_append_c (out, ']');
}

static void
append_node_item (GString      *out,
                  gconstpointer record,
                  int           indent)
{
  azud_canonical_node (out, record, indent);
}

static void
append_edge_item (GString      *out,
                  gconstpointer record,
                  int           indent)
{
  azud_canonical_edge (out, record, indent);
}

static void
append_layout (Members      *members,
               AzudDocument *document)
{
  GString *out = members->out;
  gboolean any = FALSE;

  for (guint i = 0; i < document->nodes->len; i++)
    {
      const AzudNodeRecord *record = document->nodes->pdata[i];
      g_autofree char *x = NULL;
      g_autofree char *y = NULL;

      if (!record->placed)
        continue;
      if (!any)
        begin_member (members, "layout");
      g_string_append_c (out, any ? ',' : '{');
      any = TRUE;
      append_indent (out, 2);
      azud_json_append_string (out, record->node.id);
      x = azud_canonical_number (record->node.x);
      y = azud_canonical_number (record->node.y);
      g_string_append_printf (out, ": [%s, %s]", x, y);
    }
  for (guint i = 0; i < document->layout_extras->len; i++)
    {
      const AzudExtra *extra = document->layout_extras->pdata[i];

      if (!any)
        begin_member (members, "layout");
      g_string_append_c (out, any ? ',' : '{');
      any = TRUE;
      append_indent (out, 2);
      azud_json_append_string (out, extra->key);
      g_string_append (out, ": ");
      azud_canonical_append (out, extra->value, 2);
    }
  if (any)
    {
      append_indent (out, 1);
      g_string_append_c (out, '}');
    }
  append_extras (members, "layout");
}

static void
append_value (Members        *members,
              const char     *key,
              const AzudJson *value)
{
  if (azud_json_get_length (value) > 0)
    {
      begin_member (members, key);
      azud_canonical_append (members->out, value, 1);
    }
  append_extras (members, key);
}

char *
azud_document_to_text (AzudDocument *document)
{
  GString *out = g_string_sized_new (256 + (gsize) document->nodes->len * 256);
  Members members = { .out = out, .extras = document->extras, .indent = 1 };

  g_string_append_c (out, '{');
  append_extras (&members, "");
  append_text (&members, "azud", document->version);
  append_value (&members, "settings", document->settings);
  append_value (&members, "parameters", document->parameters);
  begin_member (&members, "nodes");
  append_list (out, document->nodes, append_node_item);
  append_extras (&members, "nodes");
  begin_member (&members, "edges");
  append_list (out, document->edges, append_edge_item);
  append_extras (&members, "edges");
  append_layout (&members, document);
  g_string_append (out, "\n}\n");
  return g_string_free (out, FALSE);
}

/* ---- saving ---- */

/* Writes beside the target, makes it durable, and only then takes its place. */
static bool
write_beside (const char *target,
              const char *text,
              AzudError  *error)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *name = g_path_get_basename (target);
  g_autofree char *temporary = g_strdup_printf ("%s/.%s.%d-%" G_GINT64_FORMAT ".tmp", folder, name,
                                                (int) getpid (),
                                                azud_io_real_us ());
  struct stat info;
  mode_t mode = stat (target, &info) == 0 ? info.st_mode & 0777 : 0666;
  int fd = azud_io_create (temporary, mode, error);
  bool done;

  if (fd < 0)
    return false;
  done = azud_io_write (fd, temporary, text, strlen (text), error) && azud_io_sync (fd, temporary, error);
  done = azud_io_close (fd, temporary, done ? error : NULL) && done;
  done = done && azud_io_rename (temporary, target, error);
  if (!done)
    {
      (void) azud_io_unlink (temporary, NULL);
      return false;
    }
  return azud_io_sync_folder (folder, error);
}

/* The file behind a symbolic link is replaced, not the link. */
static char *
resolve_target (const char *path)
{
  char *real = realpath (path, NULL);
  char *resolved;

  if (real == NULL)
    return g_canonicalize_filename (path, NULL);
  resolved = g_strdup (real);
  free (real);
  return resolved;
}

/* Where it lies now; relative paths mean its folder. */
static void
set_path (AzudDocument *document,
          const char   *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  if (g_strcmp0 (document->path, absolute) != 0)
    {
      g_autofree char *folder = g_path_get_dirname (absolute);

      g_free (document->path);
      document->path = g_steal_pointer (&absolute);
      azud_document_set_base_folder (document, folder);
    }
}

gboolean
azud_document_save (AzudDocument *document,
                    const char   *path,
                    GError      **error)
{
  AzudError fault = AZUD_ERROR_INIT;
  g_autofree char *target = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  azud_assert_may_block ();

  if (document->newer_major)
    return azud_gerror_set (error, AZUD_FAULT_PIPELINE, "AZUD_NEWER_VERSION",
                            N_("This pipeline was made by a newer Azud (format {0}) and can only be looked at."),
                            document->version, NULL);
  target = resolve_target (path);
  text = azud_document_to_text (document);
  if (!write_beside (target, text, &fault))
    return azud_error_to_gerror (&fault, error);

  set_path (document, path);
  azud_document_mark_saved (document, FALSE);
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_HISTORY_CHANGED], 0);
  return TRUE;
}

/* ---- in a thread ---- */

typedef struct
{
  char   *path;
  char   *target;
  char   *text;
  guint64 state;     /* the document's when the text was made */
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_free (save->path);
  g_free (save->target);
  g_free (save->text);
  g_free (save);
}

/* Writing thread. */
static void
save_worker (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Save *save = data;
  AzudError fault = AZUD_ERROR_INIT;
  GError *error = NULL;

  save->target = resolve_target (save->path);
  if (write_beside (save->target, save->text, &fault))
    g_task_return_boolean (task, TRUE);
  else
    {
      azud_error_to_gerror (&fault, &error);
      g_task_return_error (task, error);
    }
}

void
azud_document_save_async (AzudDocument       *document,
                          const char         *path,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            data)
{
  g_autoptr(GTask) task = NULL;
  Save *save;
  GError *error = NULL;

  g_return_if_fail (AZUD_IS_DOCUMENT (document));
  g_return_if_fail (path != NULL);

  task = g_task_new (document, cancellable, callback, data);
  g_task_set_source_tag (task, azud_document_save_async);
  g_task_set_check_cancellable (task, FALSE);   /* what is written is saved */
  if (document->newer_major)
    {
      azud_gerror_set (&error, AZUD_FAULT_PIPELINE, "AZUD_NEWER_VERSION",
                       N_("This pipeline was made by a newer Azud (format {0}) and can only be looked at."),
                       document->version, NULL);
      g_task_return_error (task, error);
      return;
    }
  save = g_new0 (Save, 1);
  save->path = g_strdup (path);
  save->text = azud_document_to_text (document);
  save->state = azud_document_get_state (document);
  g_task_set_task_data (task, save, save_free);
  g_task_run_in_thread (task, save_worker);
}

gboolean
azud_document_save_finish (AzudDocument *document,
                           GAsyncResult *result,
                           GError      **error)
{
  Save *save;

  g_return_val_if_fail (g_task_is_valid (result, document), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  save = g_task_get_task_data (G_TASK (result));
  set_path (document, save->path);
  azud_document_mark_saved_as (document, g_steal_pointer (&save->text), save->state);
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_HISTORY_CHANGED], 0);
  return TRUE;
}
