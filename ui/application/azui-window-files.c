/* azui-window-files.c: opening, saving and closing pipelines
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Reading and writing happen in threads; a failed save leaves the document as unsaved as it was.
 */

#include "application/azui-window-private.h"

#include "application/azui-ask.h"
#include "application/azui-choose-file.h"
#include "application/azui-recent.h"
#include "application/azui-settings.h"

#include <string.h>

/* ---- drafts ---- */

typedef struct
{
  AzuiWindow *window;
  char       *path;
} Offer;

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_object_unref (offer->window);
  g_free (offer->path);
  g_free (offer);
}

static void
offer_answer_cb (const char *answer,
                 gpointer    data)
{
  Offer *offer = data;

  if (g_str_equal (answer, "discard"))
    azui_drafts_forget (offer->path);
  else if (g_str_equal (answer, "recover"))
    {
      g_autoptr (AzudDocument) document = azui_drafts_recover (offer->path);

      if (document == NULL)
        {
          azui_tell (GTK_WINDOW (offer->window), _("Nothing Could Be Recovered"), _("The draft is damaged."));
          return;
        }
      if (offer->path == NULL)
        azud_document_set_base_folder (document, g_get_home_dir ());
      azui_window_set_document (offer->window, document);
    }
}

void
azui_window_offer_draft (AzuiWindow *self,
                         const char *path)
{
  const AzuiAnswer answers[] = {
    { "cancel", _("_Later") },
    { "discard", _("_Discard"), AZUI_ANSWER_DESTRUCTIVE },
    { "recover", _("_Recover"), AZUI_ANSWER_SUGGESTED },
    { NULL }
  };
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;
  g_autofree char *body = NULL;
  Offer *offer;

  if (!azui_drafts_has (path))
    return;
  body = path != NULL ? g_strdup_printf (_("Azud ended while “%s” had changes that were not saved."), name)
                      : g_strdup (_("Azud ended while a new pipeline was not saved."));
  offer = g_new (Offer, 1);
  *offer = (Offer){ g_object_ref (self), g_strdup (path) };
  azui_ask (GTK_WINDOW (self), _("Recover Unsaved Changes?"), body, answers, offer_answer_cb, offer, offer_free);
}

/* ---- opening ---- */

/* Reading thread.  The document's idle work must not reach the main loop before the document does. */
static void
load_worker (GTask        *task,
             gpointer      source,
             gpointer      path,
             GCancellable *cancellable)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GError) error = NULL;
  AzudDocument *document;

  g_main_context_push_thread_default (context);
  document = azud_document_load (path, &error);
  if (document != NULL)
    azud_document_analyse (document);
  g_main_context_pop_thread_default (context);
  if (document != NULL)
    g_task_return_pointer (task, document, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  AzuiWindow *self = AZUI_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (AzudDocument) document = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *path = g_steal_pointer (&self->opening);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (document == NULL)
    {
      g_autofree char *name = g_path_get_basename (path);
      g_autofree char *heading = g_strdup_printf (_("“%s” Cannot Be Opened"), name);

      azui_tell (GTK_WINDOW (self), heading, error->message);
      azui_window_update_title (self);
      return;
    }
  azui_recent_add (path);
  azui_window_set_document (self, document);
  azui_window_offer_draft (self, azud_document_get_path (document));
}

void
azui_window_open (AzuiWindow *self,
                  GFile      *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GTask) task = NULL;

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (file);

      azui_tell (GTK_WINDOW (self), _("Only Files of This Machine Can Be Opened"), uri);
      return;
    }
  g_free (self->opening);
  self->opening = g_strdup (path);
  task = g_task_new (self, self->cancellable, loaded_cb, NULL);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, load_worker);
}

static void
open_chosen_cb (GFile   *file,
                gpointer data)
{
  g_autoptr (AzuiWindow) self = data;
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;
  g_autofree char *path = folder != NULL ? g_file_get_path (folder) : NULL;

  if (file == NULL)
    return;
  if (path != NULL)
    azui_settings_set_string ("last-folder", path);
  azui_application_open (AZUI_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))), file, GTK_WINDOW (self));
}

void
azui_window_choose_and_open (AzuiWindow *self)
{
  g_autofree char *folder = azui_settings_dup_string ("last-folder", "");
  AzuiChooseFile choice = {
    .title = _("Open Pipeline"), .accept = _("_Open"), .filter_name = _("Pipelines"), .pattern = "*.azud",
    .folder = folder[0] != '\0' ? folder : NULL,
  };

  azui_choose_file (GTK_WINDOW (self), &choice, open_chosen_cb, g_object_ref (self));
}

/* ---- saving ---- */

typedef struct
{
  AzuiWindow    *window;
  AzuiWindowThen then;
  char          *path;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_object_unref (save->window);
  g_free (save->path);
  g_free (save);
}

static void
save_answer_cb (const char *answer,
                gpointer    data)
{
  Save *save = data;

  if (g_str_equal (answer, "save-as"))
    azui_window_save_as (save->window, save->then);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Save *save = data;
  AzuiWindow *self = save->window;
  g_autoptr (GError) error = NULL;

  self->saving--;
  if (azud_document_save_finish (AZUD_DOCUMENT (source), result, &error))
    {
      azui_recent_add (save->path);
      azui_window_update_title (self);
      if (save->then != NULL)
        save->then (self);
      save_free (save);
    }
  else
    {
      g_autofree char *name = g_path_get_basename (save->path);
      g_autofree char *heading = g_strdup_printf (_("“%s” Was Not Saved"), name);
      const AzuiAnswer answers[] = { { "cancel", _("_Cancel") }, { "save-as", _("Save _As…"), AZUI_ANSWER_SUGGESTED }, { NULL } };

      azui_ask (GTK_WINDOW (self), heading, error->message, answers, save_answer_cb, save, save_free);
    }
}

static void
save_to (AzuiWindow    *self,
         const char    *path,
         AzuiWindowThen then)
{
  Save *save = g_new (Save, 1);

  *save = (Save){ g_object_ref (self), then, g_strdup (path) };
  self->saving++;
  azud_document_save_async (self->document, path, NULL, saved_cb, save);
}

static void
save_chosen_cb (GFile   *file,
                gpointer data)
{
  Save *save = data;
  g_autofree char *chosen = file != NULL ? g_file_get_path (file) : NULL;
  g_autofree char *path = NULL;

  if (chosen != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (chosen);

      azui_settings_set_string ("last-folder", folder);
      path = strrchr (chosen, '.') > strrchr (chosen, G_DIR_SEPARATOR) ? g_strdup (chosen) : g_strconcat (chosen, ".azud", NULL);
      save_to (save->window, path, save->then);
    }
  save_free (save);
}

void
azui_window_save_as (AzuiWindow    *self,
                     AzuiWindowThen then)
{
  Save *save = g_new0 (Save, 1);
  const char *path = azud_document_get_path (self->document);
  g_autofree char *last = azui_settings_dup_string ("last-folder", "");
  g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : g_strdup (last[0] != '\0' ? last : g_get_home_dir ());
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : g_strconcat (_("pipeline"), ".azud", NULL);
  AzuiChooseFile choice = {
    .title = _("Save Pipeline"), .accept = _("_Save"), .save = TRUE, .folder = folder, .name = name,
    .filter_name = _("Pipelines"), .pattern = "*.azud",
  };

  *save = (Save){ g_object_ref (self), then, NULL };
  azui_choose_file (GTK_WINDOW (self), &choice, save_chosen_cb, save);
}

void
azui_window_save (AzuiWindow    *self,
                  AzuiWindowThen then)
{
  const char *path = azud_document_get_path (self->document);

  if (path == NULL)
    azui_window_save_as (self, then);
  else
    save_to (self, path, then);
}

/* ---- closing ---- */

static void
close_for_good (AzuiWindow *self)
{
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
close_after_save (AzuiWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));   /* asks again if something changed in the meantime */
}

static void
close_answer_cb (const char *answer,
                 gpointer    data)
{
  AzuiWindow *self = data;

  if (g_str_equal (answer, "discard"))
    close_for_good (self);
  else if (g_str_equal (answer, "save"))
    azui_window_save (self, close_after_save);
}

static void
ask_about_changes (AzuiWindow *self)
{
  g_autofree char *title = azud_document_dup_title (self->document);
  g_autofree char *body = g_strdup_printf (_("“%s” has changes that are not saved. They are lost when they are discarded."), title);
  const AzuiAnswer answers[] = {
    { "cancel", _("_Cancel") },
    { "discard", _("_Discard"), AZUI_ANSWER_DESTRUCTIVE },
    { "save", _("_Save"), AZUI_ANSWER_SUGGESTED },
    { NULL }
  };

  azui_ask (GTK_WINDOW (self), _("Save Changes?"), body, answers, close_answer_cb, g_object_ref (self), g_object_unref);
}

static void
running_answer_cb (const char *answer,
                   gpointer    data)
{
  AzuiWindow *self = data;

  if (!g_str_equal (answer, "stop"))
    return;
  azui_window_stop_run (self);
  if (azud_document_get_modified (self->document))
    ask_about_changes (self);
  else
    close_for_good (self);
}

gboolean
azui_window_ask_before_closing (AzuiWindow *self)
{
  if (self->running)
    {
      const AzuiAnswer answers[] = {
        { "cancel", _("_Keep Running") },
        { "stop", _("_Stop and Close"), AZUI_ANSWER_DESTRUCTIVE },
        { NULL }
      };

      azui_ask (GTK_WINDOW (self), _("Stop the Run?"), _("The pipeline is running. When it is stopped, its outputs stay as they were before."),
                answers, running_answer_cb, g_object_ref (self), g_object_unref);
      return TRUE;
    }
  if (azud_document_get_modified (self->document))
    {
      ask_about_changes (self);
      return TRUE;
    }
  return FALSE;
}
