/* preview.c: the first rows of a port, without sinks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A preview reads the whole input while that is quick; beyond, it reads the beginning of each large input and says so.  It runs on a
 * thread of its own and in its own slice of the budget, so it never waits for a run.
 */

#include "session/profile.h"
#include "session/session-private.h"

#include "base/io.h"
#include "expr/program.h"
#include "pipeline/analysis.h"
#include "pipeline/public-error.h"
#include "pipeline/schema-text.h"
#include "pipeline/settings.h"

#include <string.h>

/* What one core reads in about 150 ms, all columns converted. */
#define WHOLE_INPUT_BYTES ((int64_t) 24 << 20)
#define SAMPLE_BYTES ((int64_t) 8 << 20)
#define KEPT_ROWS 200000
#define CELL_BYTES 4096

/* What a preview needs from the document, taken on its thread. */
typedef struct
{
  AzudSession       *session;
  GPtrArray         *roots;           /* one plan */
  AzudExprSettings   settings;
  char              *time_zone;
  AzudStageSettings  stage_settings;
  char              *node;
  char              *port;
  guint              max_rows;
  gboolean           may_sample;
  AzudCancel         cancel;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_object (&request->session);
  g_clear_pointer (&request->roots, g_ptr_array_unref);
  g_free (request->time_zone);
  g_free (request->node);
  g_free (request->port);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static Request *
request_new (AzudSession  *session,
             AzudDocument *document,
             const char   *node,
             const char   *port,
             guint         max_rows,
             GError      **error)
{
  g_autoptr(Request) request = g_new0 (Request, 1);
  g_autoptr(AzudPlan) limited = NULL;
  g_autoptr(AzudPlan) plan = azud_document_get_plan (document, node, port, error);

  if (plan == NULL)
    return NULL;
  limited = azud_plan_limit (plan, KEPT_ROWS, 0);
  request->session = g_object_ref (session);
  request->roots = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_plan_unref);
  g_ptr_array_add (request->roots, g_steal_pointer (&limited));
  request->settings = azud_document_get_expr_settings (document);
  request->time_zone = g_strdup (request->settings.time_zone);
  request->settings.time_zone = request->time_zone;
  request->stage_settings = azud_document_get_stage_settings (document);
  request->node = g_strdup (node);
  request->port = g_strdup (port);
  request->max_rows = max_rows;
  return g_steal_pointer (&request);
}

/* ---- rows as text ---- */

typedef struct
{
  AzudPreview *preview;
  const char  *time_zone;
  guint        max_rows;
  gint64       n_seen;
  GPtrArray   *rows;
} Collector;

static char *
print_cell (const AzudVector *vector,
            uint32_t          row,
            const char       *time_zone,
            GString          *text)
{
  const char *end;

  if (azud_vector_is_null (vector, row))
    return NULL;
  g_string_truncate (text, 0);
  azud_vector_print_value (vector, row, time_zone, text);
  if (text->len <= CELL_BYTES)
    return g_strndup (text->str, text->len);
  end = g_utf8_find_prev_char (text->str, text->str + CELL_BYTES);
  return g_strconcat (g_strndup (text->str, (gsize) (end - text->str)), "…", NULL);
}

static bool
collect_cb (const AzudBatch *batch,
            void            *data,
            AzudError       *error)
{
  Collector *self = data;
  g_autoptr(GString) text = g_string_new (NULL);

  self->n_seen += batch->n_rows;
  for (uint32_t row = 0; row < batch->n_rows && self->rows->len < self->max_rows; row++)
    {
      char **cells = g_new0 (char *, batch->schema->n_fields + 1);

      for (int c = 0; c < batch->schema->n_fields; c++)
        cells[c] = print_cell (&batch->columns[c], row, self->time_zone, text);
      g_ptr_array_add (self->rows, cells);
    }
  return true;
}

static void
fill_columns (AzudPreview      *preview,
              const AzudSchema *schema)
{
  preview->n_columns = (guint) schema->n_fields;
  preview->names = g_new0 (char *, schema->n_fields + 1);
  preview->types = g_new0 (char *, schema->n_fields + 1);
  preview->profiles = g_new0 (AzudColumnProfile, MAX (schema->n_fields, 1));
  for (int c = 0; c < schema->n_fields; c++)
    {
      preview->names[c] = g_strdup (schema->fields[c].name);
      preview->types[c] = g_strdup (azud_type_to_text (schema->fields[c].type));
    }
}

static bool
fill_preview (AzudPreview   *preview,
              const Request *request,
              AzudWork      *work,
              AzudError     *error)
{
  AzudPlan *root = g_ptr_array_index (request->roots, 0);
  Collector collector = { .preview = preview, .time_zone = request->time_zone, .max_rows = request->max_rows,
                          .rows = g_ptr_array_new () };
  bool done;

  fill_columns (preview, root->schema);
  done = azud_work_read_result (work, 0, collect_cb, &collector, error)
         && azud_profile_result (work, 0, root->schema, preview->profiles, error);
  preview->n_rows = collector.rows->len;
  preview->rows = (char ***) g_ptr_array_free (collector.rows, FALSE);
  preview->total_rows = collector.n_seen < KEPT_ROWS ? collector.n_seen : -1;
  return done;
}

static AzudPreview *
carry_out (Request   *request,
           AzudError *error)
{
  g_autoptr(AzudPreview) preview = g_new0 (AzudPreview, 1);
  gint64 start = azud_io_now_ns ();
  AzudWork work;
  bool done;

  done = azud_work_init (&work, request->roots, &request->settings, &request->stage_settings,
                         request->session->budget, request->session->preview_account, "preview", error);
  if (done && request->may_sample && work.bytes > WHOLE_INPUT_BYTES)
    {
      azud_execution_set_sample (work.execution, SAMPLE_BYTES);
      preview->sample = TRUE;
    }
  done = done && azud_work_run_here (&work, &request->cancel, error) && fill_preview (preview, request, &work, error);
  if (done && preview->sample)
    {
      preview->sample_rows = azud_execution_get_rows_read (work.execution);
      preview->sample = azud_execution_was_cut (work.execution);
    }
  azud_work_clear (&work);
  preview->elapsed_us = (azud_io_now_ns () - start) / 1000;
  return done ? g_steal_pointer (&preview) : NULL;
}

void
azud_preview_free (AzudPreview *preview)
{
  if (preview == NULL)
    return;

  for (guint r = 0; r < preview->n_rows; r++)
    {
      for (guint c = 0; c < preview->n_columns; c++)
        g_free (preview->rows[r][c]);
      g_free (preview->rows[r]);
    }
  g_free (preview->rows);
  for (guint c = 0; c < preview->n_columns; c++)
    azud_column_profile_clear (&preview->profiles[c]);
  g_free (preview->profiles);
  g_strfreev (preview->names);
  g_strfreev (preview->types);
  g_free (preview);
}

/* ---- blocking ---- */

AzudPreview *
azud_session_preview (AzudSession  *session,
                      AzudDocument *document,
                      const char   *node,
                      const char   *port,
                      guint         max_rows,
                      GError      **error)
{
  g_autoptr(Request) request = request_new (session, document, node, port, max_rows, error);
  AzudError fault = AZUD_ERROR_INIT;
  AzudPreview *preview;

  if (request == NULL)
    return NULL;
  preview = carry_out (request, &fault);
  if (preview == NULL)
    azud_error_to_gerror (&fault, error);
  return preview;
}

/* ---- in the background ---- */

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      data)
{
  azud_cancel_request (&((Request *) data)->cancel);
}

/* Preview thread. */
static void
preview_worker (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Request *request = data;
  AzudError fault = AZUD_ERROR_INIT;
  gulong handler = cancellable != NULL ? g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), request, NULL) : 0;
  AzudPreview *preview = carry_out (request, &fault);

  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  if (preview != NULL)
    g_task_return_pointer (task, preview, (GDestroyNotify) azud_preview_free);
  else
    {
      GError *error = NULL;

      azud_error_to_gerror (&fault, &error);
      g_task_return_error (task, error);
    }
}

/* Makes @cancellable the newest preview's and ends the one before. */
static void
replace_preview (AzudSession  *session,
                 GCancellable *cancellable)
{
  g_autoptr(GCancellable) old = NULL;

  azud_mutex_lock (&session->lock);
  old = g_steal_pointer (&session->preview_cancellable);
  session->preview_cancellable = g_object_ref (cancellable);
  azud_mutex_unlock (&session->lock);
  if (old != NULL && old != cancellable)
    g_cancellable_cancel (old);
}

void
azud_session_preview_async (AzudSession        *session,
                            AzudDocument       *document,
                            const char         *node,
                            const char         *port,
                            guint               max_rows,
                            gboolean            replace,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            data)
{
  g_autoptr(GCancellable) own = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();
  g_autoptr(GTask) task = g_task_new (session, own, callback, data);
  GError *error = NULL;
  Request *request = request_new (session, document, node, port, max_rows, &error);

  g_task_set_source_tag (task, azud_session_preview_async);
  if (request == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  request->may_sample = TRUE;
  g_task_set_task_data (task, request, request_free);
  if (replace)
    replace_preview (session, own);
  g_task_run_in_thread (task, preview_worker);
}

AzudPreview *
azud_session_preview_finish (AzudSession  *session,
                             GAsyncResult *result,
                             GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
