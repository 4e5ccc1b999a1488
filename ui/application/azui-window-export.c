/* azui-window-export.c: scripts and pictures of the pipeline
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Texts are made here, written in a thread; pictures are made by the Graphviz child.
 */

#include "application/azui-window-private.h"

#include "application/azui-ask.h"
#include "application/azui-choose-file.h"
#include "application/azui-headless.h"

#include <string.h>

typedef struct
{
  AzuiWindow *window;
  char       *path;
  GBytes     *bytes;       /* what is written; for a picture, once it is made */
  char       *dot;         /* a picture's text */
  char       *format;
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->window);
  g_free (export->path);
  g_clear_pointer (&export->bytes, g_bytes_unref);
  g_free (export->dot);
  g_free (export->format);
  g_free (export);
}

static void
tell_failure (Export       *export,
              const GError *error)
{
  g_autofree char *name = g_path_get_basename (export->path);
  g_autofree char *heading = g_strdup_printf (_("“%s” Was Not Exported"), name);

  azui_tell (GTK_WINDOW (export->window), heading, error->message);
}

/* Writing thread. */
static void
write_worker (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Export *export = data;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (export->bytes, &length);

  if (g_file_set_contents_full (export->path, text, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Export *export = data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_autofree char *name = g_path_get_basename (export->path);
      g_autofree char *text = g_strdup_printf (_("Exported as “%s”"), name);
      g_autofree char *escaped = g_markup_escape_text (text, -1);
      AdwToast *toast = adw_toast_new (escaped);

      adw_toast_set_button_label (toast, _("_Open Folder"));
      adw_toast_set_action_name (toast, "win.open-folder");
      adw_toast_set_action_target (toast, "s", export->path);
      adw_toast_overlay_add_toast (export->window->toasts, toast);
    }
  else
    tell_failure (export, error);
  export_free (export);
}

static void
write_export (Export *export)
{
  g_autoptr (GTask) task = g_task_new (export->window, NULL, written_cb, export);

  g_task_set_task_data (task, export, NULL);
  g_task_run_in_thread (task, write_worker);
}

/* ---- pictures ---- */

/* The child lies beside this program, in the build folder or installed. */
static char *
find_layout_program (void)
{
  const char *named = g_getenv ("AZUD_LAYOUT");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = folder != NULL ? g_build_filename (folder, "azud-layout", NULL) : NULL;
  g_autofree char *built = folder != NULL ? g_build_filename (folder, "..", "app", "azud-layout", NULL) : NULL;
  const char *const candidates[] = { named, beside, built, LIBEXECDIR "/azud-layout", LIBEXECDIR "/azud/azud-layout" };

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (candidates[i] != NULL && g_file_test (candidates[i], G_FILE_TEST_IS_EXECUTABLE))
      return g_strdup (candidates[i]);
  return g_find_program_in_path ("azud-layout");
}

static void
rendered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Export *export = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) picture = NULL;

  if (g_subprocess_communicate_finish (G_SUBPROCESS (source), result, &picture, NULL, &error) &&
      !g_subprocess_get_successful (G_SUBPROCESS (source)))
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, _("The picture could not be drawn: the graph may be too large."));
  if (error != NULL)
    {
      tell_failure (export, error);
      export_free (export);
      return;
    }
  export->bytes = g_steal_pointer (&picture);
  write_export (export);
}

static void
render_picture (Export *export)
{
  g_autofree char *program = find_layout_program ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GBytes) input = g_bytes_new (export->dot, strlen (export->dot));

  if (program == NULL)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("The program azud-layout, which draws pictures, is not installed."));
  else
    child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                              program, "--render", export->format, NULL);
  if (child == NULL)
    {
      tell_failure (export, error);
      export_free (export);
      return;
    }
  g_subprocess_communicate_async (child, input, NULL, rendered_cb, export);
}

/* ---- choosing where ---- */

static void
chosen_cb (GFile   *file,
           gpointer data)
{
  Export *export = data;

  export->path = file != NULL ? g_file_get_path (file) : NULL;
  if (export->path == NULL)
    export_free (export);
  else if (export->dot != NULL)
    render_picture (export);
  else
    write_export (export);
}

static void
choose_target (Export     *export,
               const char *title,
               const char *suffix,
               const char *filter_name,
               const char *pattern)
{
  AzudDocument *document = export->window->document;
  g_autofree char *stem = azud_document_dup_title (document);
  g_autofree char *name = g_strconcat (stem, suffix, NULL);
  AzuiChooseFile choice = {
    .title = title, .accept = _("_Export"), .save = TRUE, .folder = azud_document_get_base_folder (document), .name = name,
    .filter_name = filter_name, .pattern = pattern,
  };

  azui_choose_file (GTK_WINDOW (export->window), &choice, chosen_cb, export);
}

void
azui_window_export_script (AzuiWindow *self,
                           const char *target)
{
  g_autoptr (GError) error = NULL;
  char *text = azud_document_export (self->document, target, &error);
  gboolean glue = g_str_equal (target, "glue");
  Export *export;

  if (text == NULL)
    {
      g_autofree char *node = azud_gerror_get (error, "node");
      g_autofree char *parameter = azud_gerror_get (error, "parameter");
      g_autofree char *message = g_strdup_printf (_("Not exported. %s"), error->message);

      azui_window_show_banner (self, message, node, parameter);
      azui_window_update_actions (self);
      return;
    }
  export = g_new0 (Export, 1);
  export->window = g_object_ref (self);
  export->bytes = g_bytes_new_take (text, strlen (text));
  choose_target (export, glue ? _("Export Glue Job") : _("Export PySpark Script"), glue ? "-glue.py" : ".py", _("Python Scripts"), "*.py");
}

void
azui_window_export_picture (AzuiWindow *self,
                            const char *format)
{
  g_autoptr (GError) error = NULL;
  char *dot = azud_document_print_plan (self->document, AZUD_PLAN_LEVEL_GRAPH, AZUD_PLAN_FORMAT_DOT, NULL, &error);
  g_autofree char *suffix = g_strconcat (".", format, NULL);
  g_autofree char *pattern = g_strconcat ("*.", format, NULL);
  Export *export;

  if (dot == NULL)
    {
      azui_window_show_banner (self, error->message, NULL, NULL);
      return;
    }
  export = g_new0 (Export, 1);
  export->window = g_object_ref (self);
  export->dot = dot;
  export->format = g_strdup (format);
  choose_target (export, _("Export Picture"), suffix, _("Pictures"), pattern);
}

void
azui_window_show_headless (AzuiWindow *self)
{
  azui_headless_show (GTK_WINDOW (self), self->document);
}
