/* azui-window-run.c: running the pipeline from the window
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "application/azui-window-private.h"

#include "application/azui-settings.h"
#include "canvas/azui-canvas.h"
#include "drawer/azui-drawer.h"
#include "run/azui-quantity.h"

#include <string.h>

/* Rows that reached sinks. */
static gint64
count_written (AzuiWindow            *self,
               const AzudRunSnapshot *snapshot)
{
  gint64 rows = 0;

  for (guint i = 0; i < snapshot->n_nodes; i++)
    {
      const AzudNode *node = azud_document_lookup_node (self->document, snapshot->nodes[i].node);

      if (node != NULL && node->type != NULL && node->type->outputs[0].id == NULL)
        rows += snapshot->nodes[i].rows_out;
    }
  return rows;
}

static void
tell_success (AzuiWindow            *self,
              const AzudRunSnapshot *snapshot)
{
  gint64 rows = count_written (self, snapshot);
  g_autofree char *duration = azui_quantity_duration (snapshot->elapsed_us);
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, rows);
  g_autofree char *text = NULL;
  AdwToast *toast;

  /* Translators: first how long it took */
  text = snapshot->n_outputs > 0
           ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Done in %s, %s row written",
                                           "Done in %s, %s rows written", (gulong) rows), duration, count)
           : g_strdup_printf (_("Done in %s"), duration);
  toast = adw_toast_new (text);
  if (snapshot->n_outputs > 0)
    {
      adw_toast_set_button_label (toast, _("_Open Folder"));
      adw_toast_set_action_name (toast, "win.open-folder");
      adw_toast_set_action_target (toast, "s", snapshot->outputs[0]);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Where it happened, before what happened: "Flights: ..." */
static void
tell_error (AzuiWindow   *self,
            const GError *error)
{
  g_autofree char *node_id = azud_gerror_get (error, "node");
  g_autofree char *parameter = azud_gerror_get (error, "parameter");
  g_autofree char *hint = azud_gerror_get (error, "hint");
  const AzudNode *node = node_id != NULL ? azud_document_lookup_node (self->document, node_id) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (node != NULL)
    g_string_append_printf (text, _("%s: "), node->label);
  g_string_append (text, error->message);
  if (hint != NULL && strstr (error->message, hint) == NULL)
    g_string_append_printf (text, "\n%s", hint);
  azui_window_show_banner (self, text->str, node != NULL ? node_id : NULL, parameter);
}

static void
end_run (AzuiWindow            *self,
         const AzudRunSnapshot *snapshot)
{
  const GError *error = azud_run_get_error (self->run);

  self->running = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  if (snapshot->state == AZUD_RUN_SUCCEEDED)
    tell_success (self, snapshot);
  else if (snapshot->state == AZUD_RUN_CANCELLED)
    azui_window_toast (self, _("Stopped; the outputs are as they were"));
  else if (error != NULL)
    tell_error (self, error);
  if (azud_run_get_log_error (self->run) != NULL)
    azui_window_toast (self, azud_run_get_log_error (self->run)->message);
  azui_window_update_actions (self);
}

static void
run_changed_cb (AzuiWindow *self)
{
  g_autoptr (AzudRunSnapshot) snapshot = azud_run_snapshot (self->run);

  azui_canvas_show_run (AZUI_CANVAS (self->canvas), snapshot);
  gtk_progress_bar_set_fraction (self->progress, snapshot->progress);
  if (self->running && snapshot->state >= AZUD_RUN_SUCCEEDED)
    end_run (self, snapshot);
}

/* Why it cannot start: the graph's own faults say it best. */
static void
tell_refusal (AzuiWindow   *self,
              const GError *error)
{
  guint n = azud_document_get_n_diagnostics (self->document);

  for (guint i = 0; i < n; i++)
    {
      const AzudDiagnostic *fault = azud_document_get_diagnostic (self->document, i);
      const AzudNode *node = fault->node != NULL ? azud_document_lookup_node (self->document, fault->node) : NULL;

      if (fault->severity == AZUD_SEVERITY_ERROR)
        {
          g_autofree char *text = node != NULL ? g_strdup_printf (_("Not started. %s: %s"), node->label, fault->message)
                                               : g_strdup_printf (_("Not started. %s"), fault->message);

          azui_window_show_banner (self, text, fault->node, fault->parameter);
          azui_window_update_actions (self);
          return;
        }
    }
  tell_error (self, error);
  azui_window_update_actions (self);
}

/* Where this run's log goes: a file of its own for each, named after the pipeline and the time; NULL when none is wanted. */
static char *
make_log_path (AzuiWindow *self)
{
  g_autofree char *folder = azui_settings_dup_string ("run-log-folder", "");
  g_autofree char *title = azud_document_dup_title (self->document);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *name = g_strdup_printf ("%s-%s.log", title, time);

  return folder[0] != '\0' ? g_build_filename (folder, g_strdelimit (name, G_DIR_SEPARATOR_S, '_'), NULL) : NULL;
}

void
azui_window_start_run (AzuiWindow *self,
                       const char *to_node)
{
  g_autoptr (GError) error = NULL;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  AzudSession *session = azui_application_get_session (AZUI_APPLICATION (application), &error);
  g_autofree char *log_path = make_log_path (self);
  AzudRun *run = NULL;

  if (self->running)
    return;
  azui_window_show_banner (self, NULL, NULL, NULL);
  if (session != NULL)
    run = azud_session_start_logged (session, self->document, to_node, log_path, &error);
  if (run == NULL)
    {
      tell_refusal (self, error);
      return;
    }
  azui_window_forget_run (self);
  self->run = run;
  self->running = TRUE;
  azui_canvas_begin_run (AZUI_CANVAS (self->canvas));
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  g_signal_connect_object (run, "changed", G_CALLBACK (run_changed_cb), self, G_CONNECT_SWAPPED);
  azui_drawer_set_run (AZUI_DRAWER (self->drawer), run);
  azui_window_show_tab (self, "run");
  azui_window_update_actions (self);
  run_changed_cb (self);
}

void
azui_window_stop_run (AzuiWindow *self)
{
  if (self->run != NULL && self->running)
    azud_run_cancel (self->run);
}

void
azui_window_forget_run (AzuiWindow *self)
{
  if (self->run == NULL)
    return;
  g_signal_handlers_disconnect_by_func (self->run, run_changed_cb, self);
  azui_window_stop_run (self);
  self->running = FALSE;
  g_clear_object (&self->run);
  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  azui_canvas_set_run (AZUI_CANVAS (self->canvas), NULL);
  azui_drawer_set_run (AZUI_DRAWER (self->drawer), NULL);
}
