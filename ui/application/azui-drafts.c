/* azui-drafts.c: unsaved work that survives the end of the program
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Files: saved-<checksum of the path>.draft, untitled-<process>-<number>.draft; the first line is the path (empty: none), the
 * rest the document's text.
 */

#include "application/azui-drafts.h"

#include "application/azui-settings.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

struct _AzuiDraft
{
  AzudDocument *document;
  guint         number;       /* of untitled ones */
  guint         timeout;
  gulong        handler;
  char         *name;         /* of the file that was written last, or NULL */
};

static char *
get_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "azud", "drafts", NULL);
}

static char *
name_of_saved (const char *path)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);

  return g_strdup_printf ("saved-%s.draft", sum);
}

static char *
make_name (AzuiDraft *draft)
{
  const char *path = azud_document_get_path (draft->document);

  return path != NULL ? name_of_saved (path) : g_strdup_printf ("untitled-%d-%u.draft", (int) getpid (), draft->number);
}

static void
remove_named (const char *name)
{
  g_autofree char *folder = get_folder ();
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_unlink (path);
}

/* ---- writing ---- */

typedef struct
{
  char *path;
  char *text;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_free (writing->path);
  g_free (writing->text);
  g_free (writing);
}

/* Writing thread.  A draft that cannot be written is no reason to disturb anyone. */
static void
write_worker (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Writing *writing = data;
  g_autofree char *folder = g_path_get_dirname (writing->path);

  g_mkdir_with_parents (folder, 0700);
  g_task_return_boolean (task, g_file_set_contents_full (writing->path, writing->text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

/* It was saved, or the draft was freed, while it was being written. */
static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Writing *writing = g_task_get_task_data (G_TASK (result));

  if (!azud_document_get_modified (AZUD_DOCUMENT (source)) || g_object_get_data (source, "azui-draft-over") != NULL)
    g_unlink (writing->path);
}

void
azui_draft_write_now (AzuiDraft *draft)
{
  const char *path = azud_document_get_path (draft->document);
  g_autofree char *folder = get_folder ();
  g_autofree char *name = make_name (draft);
  g_autofree char *text = azud_document_to_text (draft->document);
  g_autoptr (GTask) task = g_task_new (draft->document, NULL, written_cb, NULL);
  Writing *writing = g_new (Writing, 1);

  if (draft->name != NULL && strcmp (draft->name, name) != 0)
    remove_named (draft->name);
  writing->path = g_build_filename (folder, name, NULL);
  writing->text = g_strconcat (path != NULL ? path : "", "\n", text, NULL);
  g_free (draft->name);
  draft->name = g_steal_pointer (&name);
  g_task_set_task_data (task, writing, writing_free);
  g_task_run_in_thread (task, write_worker);
}

static gboolean
timeout_cb (gpointer data)
{
  AzuiDraft *draft = data;

  draft->timeout = 0;
  if (azud_document_get_modified (draft->document))
    azui_draft_write_now (draft);
  return G_SOURCE_REMOVE;
}

static void
remove_draft (AzuiDraft *draft)
{
  if (draft->name != NULL)
    remove_named (draft->name);
  g_clear_pointer (&draft->name, g_free);
}

static void
history_changed_cb (AzuiDraft *draft)
{
  if (!azud_document_get_modified (draft->document))
    {
      g_clear_handle_id (&draft->timeout, g_source_remove);
      remove_draft (draft);
    }
  else if (draft->timeout == 0)
    draft->timeout = g_timeout_add_seconds ((guint) azui_settings_get_int ("draft-interval", 5), timeout_cb, draft);
}

AzuiDraft *
azui_draft_new (AzudDocument *document)
{
  static guint last_number;
  AzuiDraft *draft = g_new0 (AzuiDraft, 1);

  draft->document = g_object_ref (document);
  draft->number = ++last_number;
  draft->handler = g_signal_connect_swapped (document, "history-changed", G_CALLBACK (history_changed_cb), draft);
  history_changed_cb (draft);
  return draft;
}

void
azui_draft_free (AzuiDraft *draft,
                 gboolean   keep)
{
  if (draft == NULL)
    return;
  g_clear_handle_id (&draft->timeout, g_source_remove);
  g_signal_handler_disconnect (draft->document, draft->handler);
  if (!keep)
    {
      g_object_set_data (G_OBJECT (draft->document), "azui-draft-over", draft->document);
      remove_draft (draft);
    }
  g_free (draft->name);
  g_object_unref (draft->document);
  g_free (draft);
}

/* ---- finding ---- */

/* Whether an untitled draft's program has ended. */
static gboolean
is_orphan (const char *name)
{
  int process = 0;
  g_autofree char *proc = NULL;

  if (sscanf (name, "untitled-%d-", &process) != 1 || !g_str_has_suffix (name, ".draft"))
    return FALSE;
  proc = g_strdup_printf ("/proc/%d", process);
  return process == (int) getpid () ? FALSE : !g_file_test (proc, G_FILE_TEST_EXISTS);
}

/* The file of a draft, or NULL. */
static char *
find_draft (const char *path)
{
  g_autofree char *folder = get_folder ();
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (path != NULL)
    {
      g_autofree char *wanted = name_of_saved (path);
      g_autofree char *file = g_build_filename (folder, wanted, NULL);

      return g_file_test (file, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&file) : NULL;
    }
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_orphan (name))
      return g_build_filename (folder, name, NULL);
  return NULL;
}

gboolean
azui_drafts_has (const char *path)
{
  g_autofree char *file = find_draft (path);

  return file != NULL;
}

void
azui_drafts_forget (const char *path)
{
  g_autofree char *file = find_draft (path);

  if (file != NULL)
    g_unlink (file);
}

AzudDocument *
azui_drafts_recover (const char *path)
{
  g_autofree char *file = find_draft (path);
  g_autofree char *text = NULL;
  gsize length = 0;
  char *line_end;
  AzudDocument *document = NULL;

  if (file == NULL)
    return NULL;
  if (g_file_get_contents (file, &text, &length, NULL) && (line_end = strchr (text, '\n')) != NULL)
    document = azud_document_recover (line_end + 1, (gssize) (length - (gsize) (line_end + 1 - text)), path, NULL);
  if (document != NULL)
    g_unlink (file);
  else
    {
      g_autofree char *aside = g_strconcat (file, ".damaged", NULL);   /* not found again, but not lost */

      g_rename (file, aside);
    }
  return document;
}
