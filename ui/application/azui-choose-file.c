/* azui-choose-file.c: file choosers
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "application/azui-choose-file.h"

#include "azui-i18n.h"

typedef struct
{
  AzuiChooseFileCallback callback;
  gpointer               data;
} Choice;

static GFile *next_answer;

void
azui_choose_file_answer_next (const char *path)
{
  g_clear_object (&next_answer);
  next_answer = g_file_new_for_path (path);
}

/* Not from within the question: no chooser answers there. */
static gboolean
answer_cb (gpointer data)
{
  Choice *choice = data;
  g_autoptr (GFile) file = g_steal_pointer (&next_answer);

  choice->callback (file, choice->data);
  g_free (choice);
  return G_SOURCE_REMOVE;
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             Choice          *choice)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  choice->callback (file, choice->data);
  g_free (choice);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
add_filters (GtkFileChooser       *chooser,
             const AzuiChooseFile *choice)
{
  g_autoptr (GtkFileFilter) own = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  g_auto (GStrv) patterns = g_strsplit (choice->pattern, ";", -1);

  gtk_file_filter_set_name (own, choice->filter_name);
  for (guint i = 0; patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (own, patterns[i]);
  gtk_file_chooser_add_filter (chooser, own);
  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

void
azui_choose_file (GtkWindow             *parent,
                  const AzuiChooseFile  *choice,
                  AzuiChooseFileCallback callback,
                  gpointer               data)
{
  GtkFileChooserNative *native;
  Choice *kept = g_new (Choice, 1);

  *kept = (Choice){ callback, data };
  if (next_answer != NULL)
    {
      g_idle_add (answer_cb, kept);
      return;
    }
  native = gtk_file_chooser_native_new (choice->title, parent,
                                        choice->save            ? GTK_FILE_CHOOSER_ACTION_SAVE
                                        : choice->chooses_folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                                                 : GTK_FILE_CHOOSER_ACTION_OPEN,
                                        choice->accept, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  if (choice->folder != NULL)
    {
      g_autoptr (GFile) folder = g_file_new_for_path (choice->folder);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (native), folder, NULL);
    }
  if (choice->save && choice->name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), choice->name);
  if (choice->pattern != NULL)
    add_filters (GTK_FILE_CHOOSER (native), choice);
  g_signal_connect (native, "response", G_CALLBACK (response_cb), kept);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}
