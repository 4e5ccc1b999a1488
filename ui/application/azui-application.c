/* azui-application.c: the program behind all windows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "application/azui-application.h"

#include "application/azui-ask.h"
#include "application/azui-data-folder.h"
#include "application/azui-preferences.h"
#include "application/azui-recent.h"
#include "application/azui-settings.h"
#include "application/azui-window-private.h"
#include "azui-i18n.h"
#include "azui-style.h"
#include "run/azui-quantity.h"

#include <gtksourceview/gtksource.h>

struct _AzuiApplication
{
  AdwApplication parent_instance;

  AzudSession       *session;
  AzudSessionOptions options;   /* of the session */
  GMemoryMonitor    *memory;
};

G_DEFINE_FINAL_TYPE (AzuiApplication, azui_application, ADW_TYPE_APPLICATION)

static AzuiWindow *
new_window (AzuiApplication *self)
{
  return azui_window_new (self);
}

static gboolean
is_running (AzuiApplication *self)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL; link = link->next)
    if (AZUI_IS_WINDOW (link->data) && azui_window_is_running (link->data))
      return TRUE;
  return FALSE;
}

static void
close_in_thread (GTask        *task,
                 gpointer      session,
                 gpointer      data,
                 GCancellable *cancellable)
{
  azud_session_close (session);
  azud_session_forget_rows (session);   /* a run that is still looked at keeps the session */
  g_task_return_boolean (task, TRUE);
}

/* The session before @options were asked for is given up, with all that it kept.  Its previews end, its last runs can still be looked at. */
static gboolean
replace_session (AzuiApplication          *self,
                 const AzudSessionOptions *options,
                 GError                  **error)
{
  AzudSession *session = azud_session_new (options, error);
  g_autoptr (AzudSession) old = NULL;
  g_autoptr (GTask) task = NULL;

  if (session == NULL)
    return FALSE;
  old = g_steal_pointer (&self->session);
  self->session = session;
  self->options = *options;
  if (old == NULL)
    return TRUE;
  task = g_task_new (old, NULL, NULL, NULL);
  g_task_run_in_thread (task, close_in_thread);
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL; link = link->next)
    if (AZUI_IS_WINDOW (link->data))
      azui_window_set_session (link->data, session);
  return TRUE;
}

AzudSession *
azui_application_get_session (AzuiApplication *self,
                              GError         **error)
{
  AzudSessionOptions options = { .keeps_rows = TRUE };
  gboolean wanted;

  g_return_val_if_fail (AZUI_IS_APPLICATION (self), NULL);

  options.n_threads = (guint) azui_settings_get_int ("run-threads", 0);
  options.memory_bytes = (gint64) azui_settings_get_int ("run-memory-mib", 0) * 1024 * 1024;
  wanted = self->session == NULL ||
           ((options.n_threads != self->options.n_threads || options.memory_bytes != self->options.memory_bytes) && !is_running (self));
  return !wanted || replace_session (self, &options, error) ? self->session : NULL;
}

void
azui_application_open (AzuiApplication *self,
                       GFile           *file,
                       GtkWindow       *reuse)
{
  g_autofree char *path = g_file_get_path (file);
  GtkWindow *target = NULL;

  g_return_if_fail (AZUI_IS_APPLICATION (self));

  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL; link = link->next)
    if (AZUI_IS_WINDOW (link->data) && path != NULL && g_strcmp0 (azui_window_get_path (link->data), path) == 0)
      {
        gtk_window_present (link->data);
        return;
      }
  if (reuse != NULL && AZUI_IS_WINDOW (reuse) && azui_window_is_untouched (AZUI_WINDOW (reuse)))
    target = reuse;
  if (target == NULL)
    target = GTK_WINDOW (new_window (self));
  azui_window_open (AZUI_WINDOW (target), file);
  gtk_window_present (target);
}

/* ---- actions ---- */

static void
new_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  gtk_window_present (GTK_WINDOW (new_window (data)));
}

static void
open_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  if (!AZUI_IS_WINDOW (window))
    {
      window = GTK_WINDOW (new_window (data));
      gtk_window_present (window);
    }
  azui_window_choose_and_open (AZUI_WINDOW (window));
}

static void
open_path_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  azui_application_open (data, file, gtk_application_get_active_window (data));
}

/* Each window asks for itself; the program ends with its last one. */
static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *link = windows; link != NULL; link = link->next)
    gtk_window_close (link->data);
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  const char *const developers[] = { "The Azud authors", NULL };
  GtkWindow *window = gtk_application_get_active_window (data);

  adw_show_about_window (window,
                         "application-name", "Azud",
                         "application-icon", APPLICATION_ID,
                         "developer-name", _("The Azud authors"),
                         "developers", developers,
                         "version", PACKAGE_VERSION,
                         "comments", _("Draw data pipelines, run them here, take them to Spark."),
                         "license-type", GTK_LICENSE_APACHE_2_0,
                         "copyright", "© 2026 The Azud authors",
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
forget_in_thread (GTask        *task,
                  gpointer      session,
                  gpointer      data,
                  GCancellable *cancellable)
{
  g_task_return_int (task, azud_session_forget_rows (session));
}

static void
forgotten_cb (GObject      *session,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (AzuiApplication) self = data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  gint64 bytes = g_task_propagate_int (G_TASK (result), NULL);
  g_autofree char *size = azui_quantity_bytes (bytes);
  g_autofree char *text = bytes > 0 ? g_strdup_printf (_("%s given back"), size) : g_strdup (_("No rows of earlier runs were kept"));

  if (AZUI_IS_WINDOW (window))
    azui_window_toast (AZUI_WINDOW (window), text);
}

/* What earlier runs left for later ones is only worth memory that nobody else needs.  @tell: somebody waits for an answer. */
static void
forget_rows (AzuiApplication *self,
             gboolean         tell)
{
  g_autoptr (GTask) task = NULL;

  if (self->session == NULL)
    return;
  task = g_task_new (self->session, NULL, tell ? forgotten_cb : NULL, tell ? g_object_ref (self) : NULL);
  g_task_run_in_thread (task, forget_in_thread);
}

static void
forget_rows_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  forget_rows (data, TRUE);
}

static void
low_memory_cb (GMemoryMonitor            *monitor,
               GMemoryMonitorWarningLevel level,
               AzuiApplication           *self)
{
  forget_rows (self, FALSE);
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  azui_preferences_show (gtk_application_get_active_window (data));
}

static void
shortcuts_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  GtkWindow *window = gtk_application_get_active_window (data);
  g_autoptr (GtkBuilder) builder = NULL;

  if (!AZUI_IS_WINDOW (window))
    return;
  if (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window)) == NULL)
    {
      builder = gtk_builder_new ();
      gtk_builder_set_translation_domain (builder, GETTEXT_PACKAGE);
      if (!gtk_builder_add_from_resource (builder, "/io/github/azud/Azud/ui/help-overlay.ui", NULL))
        g_return_if_reached ();
      /* the overlay finds the keys of actions through its window */
      gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (window),
                                               GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
    }
  gtk_window_present (GTK_WINDOW (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window))));
}

static const GActionEntry actions[] = {
  { "new", new_cb },
  { "open", open_cb },
  { "open-path", open_path_cb, "s" },
  { "quit", quit_cb },
  { "about", about_cb },
  { "preferences", preferences_cb },
  { "forget-rows", forget_rows_cb },
  { "shortcuts", shortcuts_cb },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accels[] = {
  { "app.new", { "<Control>n" } },
  { "app.open", { "<Control>o" } },
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.shortcuts", { "<Control>question", "<Control>slash" } },
};

/* ---- life ---- */

/* The program's own icon, for a prefix that is not among the system's data folders. */
static void
add_icons (void)
{
  g_autofree char *folder = azui_data_folder_find ("icons");

  if (folder != NULL)
    gtk_icon_theme_add_search_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()), folder);
}

static void
azui_application_startup (GApplication *application)
{
  AzuiApplication *self = AZUI_APPLICATION (application);

  G_APPLICATION_CLASS (azui_application_parent_class)->startup (application);
  gtk_source_init ();
  azui_style_load ();
  add_icons ();
  azui_settings_apply_color_scheme ();
  gtk_window_set_default_icon_name (APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action, accels[i].keys);
  azui_window_install_accels (GTK_APPLICATION (application));
  self->memory = g_memory_monitor_dup_default ();
  g_signal_connect_object (self->memory, "low-memory-warning", G_CALLBACK (low_memory_cb), self, 0);
}

static void
azui_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }
  window = GTK_WINDOW (new_window (AZUI_APPLICATION (application)));
  gtk_window_present (window);
  azui_window_offer_draft (AZUI_WINDOW (window), NULL);
}

static void
azui_application_open_files (GApplication *application,
                             GFile       **files,
                             int           n_files,
                             const char   *hint)
{
  for (int i = 0; i < n_files; i++)
    azui_application_open (AZUI_APPLICATION (application), files[i], NULL);
}

static void
azui_application_shutdown (GApplication *application)
{
  AzuiApplication *self = AZUI_APPLICATION (application);

  if (self->session != NULL)
    azud_session_close (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->memory);
  G_APPLICATION_CLASS (azui_application_parent_class)->shutdown (application);
}

static void
azui_application_class_init (AzuiApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  application_class->startup = azui_application_startup;
  application_class->activate = azui_application_activate;
  application_class->open = azui_application_open_files;
  application_class->shutdown = azui_application_shutdown;
}

static void
azui_application_init (AzuiApplication *self)
{
}

AzuiApplication *
azui_application_new (void)
{
  return g_object_new (AZUI_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "resource-base-path", "/io/github/azud/Azud",
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
