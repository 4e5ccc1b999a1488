/* azui-layout.c: positions and curves of a graph, from the azud-layout child
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-i18n.h"
#include "graph/azui-layout.h"

#include <azud/json.h>

#include <string.h>

#define RENDER_BUDGET_MS 30000

/* One running child. */
typedef struct
{
  GSubprocess  *child;
  GCancellable *own;          /* cancelled by the caller's or by the clock */
  GCancellable *callers;
  gulong        handler;
  guint         timer;
  gboolean      timed_out;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  if (request->timer != 0)
    g_source_remove (request->timer);
  if (request->callers != NULL)
    {
      g_cancellable_disconnect (request->callers, request->handler);
      g_object_unref (request->callers);
    }
  g_clear_object (&request->child);
  g_clear_object (&request->own);
  g_free (request);
}

void
azui_graph_layout_free (AzuiGraphLayout *layout)
{
  if (layout == NULL)
    return;

  for (guint i = 0; i < layout->n_nodes; i++)
    {
      g_free (layout->nodes[i].name);
      g_free (layout->nodes[i].label);
    }
  for (guint i = 0; i < layout->n_edges; i++)
    {
      g_free (layout->edges[i].from);
      g_free (layout->edges[i].to);
      g_free (layout->edges[i].points);
    }
  g_free (layout->nodes);
  g_free (layout->edges);
  g_free (layout);
}

char *
azui_layout_find_program (void)
{
  static const char *const places[] = { ".", "../libexec", "../app", NULL };
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;

  for (guint i = 0; folder != NULL && places[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, places[i], "azud-layout", NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  if (g_getenv ("AZUD_LAYOUT") != NULL)
    return g_strdup (g_getenv ("AZUD_LAYOUT"));
  return g_build_filename (LIBEXECDIR, "azud-layout", NULL);
}

/* ---- reading the answer ---- */

static double
number (const AzudJson *object,
        const char     *key)
{
  return azud_json_get_double (azud_json_lookup (object, key), 0);
}

static void
read_edge (AzuiLayoutEdge *edge,
           const AzudJson *json)
{
  AzudJson *points = azud_json_lookup (json, "points");

  edge->from = g_strdup (azud_json_lookup_string (json, "from"));
  edge->to = g_strdup (azud_json_lookup_string (json, "to"));
  edge->n_points = azud_json_get_length (points);
  edge->points = g_malloc0 (MAX (edge->n_points, 1) * sizeof *edge->points);
  for (guint p = 0; p < edge->n_points; p++)
    for (guint i = 0; i < 2; i++)
      edge->points[p][i] = azud_json_get_double (azud_json_get_element (azud_json_get_element (points, p), i), 0);
}

static AzuiGraphLayout *
read_layout (const char *text,
             gsize       length)
{
  g_autoptr(AzudJson) json = azud_json_parse (text, (gssize) length, NULL, NULL);
  AzudJson *nodes = azud_json_lookup (json, "nodes"), *edges = azud_json_lookup (json, "edges");
  AzuiGraphLayout *layout;

  if (json == NULL)
    return NULL;
  layout = g_new0 (AzuiGraphLayout, 1);
  layout->width = number (json, "width");
  layout->height = number (json, "height");
  layout->n_nodes = azud_json_get_length (nodes);
  layout->nodes = g_new0 (AzuiLayoutNode, MAX (layout->n_nodes, 1));
  for (guint i = 0; i < layout->n_nodes; i++)
    {
      AzudJson *node = azud_json_get_element (nodes, i);

      layout->nodes[i] = (AzuiLayoutNode){ .name = g_strdup (azud_json_lookup_string (node, "name")),
                                           .label = g_strdup (azud_json_lookup_string (node, "label")),
                                           .x = number (node, "x"), .y = number (node, "y"),
                                           .width = number (node, "width"), .height = number (node, "height") };
    }
  layout->n_edges = azud_json_get_length (edges);
  layout->edges = g_new0 (AzuiLayoutEdge, MAX (layout->n_edges, 1));
  for (guint i = 0; i < layout->n_edges; i++)
    read_edge (&layout->edges[i], azud_json_get_element (edges, i));
  return layout;
}

/* ---- running the child ---- */

static gboolean
timed_out_cb (gpointer data)
{
  Request *request = data;

  request->timer = 0;
  request->timed_out = TRUE;
  g_cancellable_cancel (request->own);
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *callers,
              gpointer      data)
{
  g_cancellable_cancel (((Request *) data)->own);
}

static void
communicated_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr(GTask) task = data;
  Request *request = g_task_get_task_data (task);
  g_autoptr(GBytes) out = NULL;
  GError *error = NULL;

  if (!g_subprocess_communicate_finish (G_SUBPROCESS (object), result, &out, NULL, &error))
    {
      g_subprocess_force_exit (G_SUBPROCESS (object));
      if (request->timed_out)
        {
          g_clear_error (&error);
          error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("Laying the graph out took too long."));
        }
      g_task_return_error (task, error);
    }
  else if (!g_subprocess_get_if_exited (request->child) || g_subprocess_get_exit_status (request->child) != 0)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, _("The graph could not be laid out."));
  else
    g_task_return_pointer (task, g_steal_pointer (&out), (GDestroyNotify) g_bytes_unref);
}

static void
start (GTask              *task,
       const char         *dot,
       const char *const  *argv,
       guint               budget_ms)
{
  Request *request = g_new0 (Request, 1);
  g_autoptr(GBytes) in = g_bytes_new (dot, strlen (dot));
  GError *error = NULL;

  g_task_set_task_data (task, request, request_free);
  request->own = g_cancellable_new ();
  request->child = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                              | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  if (request->child == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (g_task_get_cancellable (task) != NULL)
    {
      request->callers = g_object_ref (g_task_get_cancellable (task));
      request->handler = g_cancellable_connect (request->callers, G_CALLBACK (cancelled_cb), request, NULL);
    }
  request->timer = g_timeout_add (budget_ms, timed_out_cb, request);
  g_subprocess_communicate_async (request->child, in, request->own, communicated_cb, task);
}

void
azui_layout_async (const char         *dot,
                   guint               budget_ms,
                   GCancellable       *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer            data)
{
  g_autofree char *program = azui_layout_find_program ();
  const char *argv[] = { program, NULL };
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, azui_layout_async);
  start (task, dot, argv, budget_ms);
}

AzuiGraphLayout *
azui_layout_finish (GAsyncResult *result,
                    GError      **error)
{
  g_autoptr(GBytes) bytes = g_task_propagate_pointer (G_TASK (result), error);
  AzuiGraphLayout *layout;
  gsize length;
  const char *text;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  layout = read_layout (text, length);
  if (layout == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("The graph could not be laid out."));
  return layout;
}

void
azui_layout_render_async (const char         *dot,
                          const char         *format,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            data)
{
  g_autofree char *program = azui_layout_find_program ();
  const char *argv[] = { program, "--render", format, NULL };
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, azui_layout_render_async);
  start (task, dot, argv, RENDER_BUDGET_MS);
}

GBytes *
azui_layout_render_finish (GAsyncResult *result,
                           GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
