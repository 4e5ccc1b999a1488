/* test-window.c: the whole window: opening, editing, running, saving
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "application/azui-application.h"
#include "application/azui-choose-file.h"
#include "application/azui-drafts.h"
#include "application/azui-preferences.h"
#include "application/azui-settings.h"
#include "application/azui-window.h"
#include "base/folder-tree.h"
#include "canvas/azui-node-card.h"
#include "widget-search.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

static AzuiApplication *application;

/* A copy of a sample in a folder of its own, since runs write beside it. */
typedef struct
{
  char       *folder;
  char       *path;
  AzuiWindow *window;
} Fixture;

static void
copy_file (const char *from,
           const char *to)
{
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &text, &length, NULL));
  g_assert_true (g_file_set_contents (to, text, (gssize) length, NULL));
}

static char *
make_sample (const char *folder)
{
  g_autofree char *samples = g_build_filename (g_getenv ("AZUD_SOURCE_ROOT"), "resources", "samples", "flights", NULL);
  static const char *const files[] = { "weather.azud", "weather-2013-01.csv", "flights-2013-01.csv", "airports.csv", "airlines.csv", "planes.csv" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *from = g_build_filename (samples, files[i], NULL);
      g_autofree char *to = g_build_filename (folder, files[i], NULL);

      copy_file (from, to);
    }
  return g_build_filename (folder, "weather.azud", NULL);
}

static gboolean
is_loaded (gpointer data)
{
  return azud_document_get_n_nodes (azui_window_get_document (data)) > 0;
}

static void
open_sample (Fixture *f)
{
  g_autoptr (GFile) file = NULL;

  f->folder = g_dir_make_tmp ("azud-window-XXXXXX", NULL);
  f->path = make_sample (f->folder);
  f->window = azui_window_new (application);
  file = g_file_new_for_path (f->path);
  azui_window_open (f->window, file);
  gtk_window_present (GTK_WINDOW (f->window));
  g_assert_true (spin_until (is_loaded, f->window, 10000));
  spin (50);
}

static void
close_sample (Fixture *f)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  spin (50);
  folder_remove (f->folder);
  g_free (f->folder);
  g_free (f->path);
}

static gboolean
is_enabled (AzuiWindow *window,
            const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static void
test_empty (void)
{
  AzuiWindow *window = azui_window_new (application);

  gtk_window_present (GTK_WINDOW (window));
  spin (50);
  g_assert_true (azui_window_is_untouched (window));
  g_assert_false (is_enabled (window, "undo"));
  g_assert_false (is_enabled (window, "run"));
  g_assert_false (is_enabled (window, "stop"));
  g_assert_false (is_enabled (window, "export-script"));
  gtk_window_close (GTK_WINDOW (window));   /* nothing unsaved: no question */
  spin (50);
  g_assert_null (gtk_application_get_windows (GTK_APPLICATION (application)));
}

static void
test_open (void)
{
  Fixture f;

  open_sample (&f);
  g_assert_cmpstr (azui_window_get_path (f.window), ==, f.path);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (f.window)), ==, "weather");
  g_assert_false (azud_document_has_errors (azui_window_get_document (f.window), NULL));
  g_assert_false (azui_window_is_untouched (f.window));
  g_assert_true (is_enabled (f.window, "run"));
  close_sample (&f);
}

static GtkWidget *
get_dialog (void)
{
  g_autoptr (GListModel) toplevels = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) widget = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (widget) && gtk_widget_get_visible (widget))
        return widget;
    }
  return NULL;
}

static GtkWidget *
get_preferences (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) widget = g_list_model_get_item (toplevels, i);

      if (ADW_IS_PREFERENCES_WINDOW (widget))
        return widget;
    }
  return NULL;
}

/* The button with that tooltip. */
static GtkWidget *
widget_find_tooltip (GtkWidget  *root,
                     const char *text)
{
  GtkWidget *button;

  for (guint i = 0; (button = widget_find (root, GTK_TYPE_BUTTON, i)) != NULL; i++)
    if (g_strcmp0 (gtk_widget_get_tooltip_text (button), text) == 0)
      return button;
  return NULL;
}

static gboolean
is_asked (gpointer data)
{
  return get_dialog () != NULL;
}

static void
test_open_damaged (void)
{
  Fixture f;
  AzuiWindow *window = azui_window_new (application);
  g_autoptr (GFile) file = NULL;

  f.folder = g_dir_make_tmp ("azud-window-XXXXXX", NULL);
  f.path = g_build_filename (f.folder, "damaged.azud", NULL);
  g_assert_true (g_file_set_contents (f.path, "{\"azud\": ", -1, NULL));
  file = g_file_new_for_path (f.path);
  gtk_window_present (GTK_WINDOW (window));
  azui_window_open (window, file);
  g_assert_true (spin_until (is_asked, NULL, 5000));
  g_assert_true (azui_window_is_untouched (window));   /* what was there stays */
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (get_dialog ()), "cancel");
  spin (20);
  f.window = window;
  close_sample (&f);
}

static gboolean
run_is_over (gpointer data)
{
  AzudRun *run = azui_window_get_run (data);

  return run != NULL && azud_run_get_state (run) >= AZUD_RUN_SUCCEEDED && !is_enabled (data, "stop");
}

static void
test_run (void)
{
  Fixture f;
  g_autofree char *output = NULL;

  open_sample (&f);
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.run", NULL);
  g_assert_true (spin_until (run_is_over, f.window, 30000));
  g_assert_null (azud_run_get_error (azui_window_get_run (f.window)));
  g_assert_cmpint (azud_run_get_state (azui_window_get_run (f.window)), ==, AZUD_RUN_SUCCEEDED);
  output = g_build_filename (f.folder, "out", "weather.csv", NULL);
  g_assert_true (g_file_test (output, G_FILE_TEST_IS_REGULAR));
  g_assert_true (is_enabled (f.window, "run"));
  g_assert_false (azud_document_get_modified (azui_window_get_document (f.window)));
  close_sample (&f);
}

static guint
run_and_count_workers (Fixture *f)
{
  g_autoptr (AzudRunSnapshot) snapshot = NULL;

  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.run", NULL);
  g_assert_true (spin_until (run_is_over, f->window, 30000));
  g_assert_cmpint (azud_run_get_state (azui_window_get_run (f->window)), ==, AZUD_RUN_SUCCEEDED);
  snapshot = azud_run_snapshot (azui_window_get_run (f->window));
  return snapshot->n_workers;
}

/* Other threads and other memory hold for the next run; the program need not be started again. */
static void
test_run_preferences (void)
{
  Fixture f;
  g_autoptr (AzudRunSnapshot) snapshot = NULL;

  open_sample (&f);
  azui_settings_set_int ("run-threads", 1);
  g_assert_cmpuint (run_and_count_workers (&f), ==, 1);
  azui_settings_set_int ("run-threads", 3);
  g_assert_cmpuint (run_and_count_workers (&f), ==, 3);
  azui_settings_set_int ("run-threads", 0);
  azui_settings_set_int ("run-memory-mib", 96);
  run_and_count_workers (&f);
  snapshot = azud_run_snapshot (azui_window_get_run (f.window));
  g_assert_cmpint (snapshot->memory_limit, <=, 96 << 20);
  azui_settings_set_int ("run-memory-mib", 0);
  close_sample (&f);
}

static void
test_run_log (void)
{
  Fixture f;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (AzudJson) log = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  const char *name;

  open_sample (&f);
  folder = g_build_filename (f.folder, "logs", NULL);
  g_assert_no_errno (g_mkdir (folder, 0700));
  azui_settings_set_string ("run-log-folder", folder);
  run_and_count_workers (&f);
  azui_settings_set_string ("run-log-folder", "");
  dir = g_dir_open (folder, 0, NULL);
  name = g_dir_read_name (dir);
  g_assert_nonnull (name);
  g_assert_true (g_str_has_prefix (name, "weather-"));
  path = g_build_filename (folder, name, NULL);
  log = azud_run_log_read (path, &error);
  g_assert_no_error (error);
  g_assert_false (azud_json_get_boolean (azud_json_lookup (log, "incomplete"), TRUE));
  g_assert_null (g_dir_read_name (dir));
  run_and_count_workers (&f);   /* and none is written where none is wanted */
  g_dir_rewind (dir);
  g_assert_nonnull (g_dir_read_name (dir));
  g_assert_null (g_dir_read_name (dir));
  close_sample (&f);
}

static gboolean
folder_is_chosen (gpointer data)
{
  g_autofree char *folder = azui_settings_dup_string ("run-log-folder", "");

  return g_strcmp0 (folder, data) == 0;
}

/* The page, its rows alive, and the folder for run logs chosen in it. */
static void
test_preferences (void)
{
  Fixture f;
  GtkWidget *page, *spin_button;

  open_sample (&f);
  azui_preferences_show (GTK_WINDOW (f.window));
  spin (50);
  page = get_preferences ();
  g_assert_nonnull (page);
  spin_button = widget_find (page, GTK_TYPE_SPIN_BUTTON, 0);
  g_assert_true (gtk_widget_is_sensitive (spin_button));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin_button), 5);
  g_assert_cmpint (azui_settings_get_int ("run-threads", 0), ==, 5);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin_button), 0);
  g_assert_nonnull (widget_find_label (page, "None is written"));
  azui_choose_file_answer_next (f.folder);
  g_signal_emit_by_name (widget_find_tooltip (page, "Choose Folder for Run Logs"), "clicked");
  g_assert_true (spin_until (folder_is_chosen, f.folder, 5000));
  g_assert_nonnull (widget_find_label (page, f.folder));
  g_signal_emit_by_name (widget_find_tooltip (page, "Write No Run Logs"), "clicked");
  g_assert_nonnull (widget_find_label (page, "None is written"));
  gtk_window_destroy (GTK_WINDOW (page));
  close_sample (&f);
}

/* Finds the shown banner's text. */
static gboolean
banner_is_shown (gpointer data)
{
  GtkWidget *banner = widget_find (data, GTK_TYPE_REVEALER, 0);

  return gtk_revealer_get_reveal_child (GTK_REVEALER (banner));
}

static void
test_run_refused (void)
{
  Fixture f;
  AzudDocument *document;
  g_autofree char *node = NULL;

  open_sample (&f);
  document = azui_window_get_document (f.window);
  node = azud_document_add_node (document, "filter", 0, 0);   /* nothing arrives, no condition */
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.run", NULL);
  g_assert_true (banner_is_shown (f.window));
  g_assert_false (is_enabled (f.window, "stop"));
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.close-banner", NULL);
  g_assert_false (banner_is_shown (f.window));
  close_sample (&f);
}

static void
test_run_fails (void)
{
  Fixture f;
  g_autofree char *data = NULL;

  open_sample (&f);
  data = g_build_filename (f.folder, "weather-2013-01.csv", NULL);
  g_unlink (data);
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.run", NULL);
  g_assert_true (spin_until (banner_is_shown, f.window, 10000));
  close_sample (&f);
}

static gboolean
card_says (gpointer data, const char *name)
{
  GtkWidget *card;

  for (guint i = 0; (card = widget_find (data, AZUI_TYPE_NODE_CARD, i)) != NULL; i++)
    {
      g_autofree char *wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

      if (wrong == NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
card_runs (gpointer data)
{
  return card_says (data, "Generate Rows, Many, running");
}

static gboolean
card_stopped (gpointer data)
{
  return card_says (data, "Generate Rows, Many, stopped");
}

/* More rows than anybody waits for. */
static void
open_endless (Fixture *f)
{
  static const char text[] = "{\"azud\": \"1.0\", \"nodes\": ["
                             "{\"id\": \"many\", \"type\": \"generate-rows\", \"label\": \"Many\", \"params\": {\"start\": 0, \"end\": 1000000000000}},"
                             "{\"id\": \"odd\", \"type\": \"filter\", \"params\": {\"condition\": \"id % 2 = 1\"}},"
                             "{\"id\": \"out\", \"type\": \"write-csv\", \"params\": {\"path\": \"out.csv\", \"mode\": \"overwrite\"}}],"
                             "\"edges\": [{\"from\": \"many.out\", \"to\": \"odd.in\"}, {\"from\": \"odd.out\", \"to\": \"out.in\"}]}";
  g_autoptr (GFile) file = NULL;

  f->folder = g_dir_make_tmp ("azud-window-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "endless.azud", NULL);
  f->window = azui_window_new (application);
  g_assert_true (g_file_set_contents (f->path, text, -1, NULL));
  file = g_file_new_for_path (f->path);
  gtk_window_present (GTK_WINDOW (f->window));
  azui_window_open (f->window, file);
  g_assert_true (spin_until (is_loaded, f->window, 10000));
}

/* A run that is stopped: at once, its nodes say so, and the output is what it was. */
static void
test_stop (void)
{
  Fixture f;
  g_autoptr (GDir) dir = NULL;
  g_autofree char *output = NULL;
  g_autofree char *content = NULL;
  const char *name;
  gint64 asked;

  open_endless (&f);
  output = g_build_filename (f.folder, "out.csv", NULL);
  g_assert_true (g_file_set_contents (output, "before\n", -1, NULL));
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.run", NULL);
  g_assert_true (spin_until (card_runs, f.window, 10000));
  asked = g_get_monotonic_time ();
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.stop", NULL);
  g_assert_true (spin_until (run_is_over, f.window, 10000));
  g_test_message ("stopped after %d ms", (int) ((g_get_monotonic_time () - asked) / 1000));
  g_assert_cmpint (azud_run_get_state (azui_window_get_run (f.window)), ==, AZUD_RUN_CANCELLED);
  g_assert_true (spin_until (card_stopped, f.window, 2000));
  g_assert_true (g_file_get_contents (output, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "before\n");
  dir = g_dir_open (f.folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_true (g_str_equal (name, "out.csv") || g_str_equal (name, "endless.azud"));
  close_sample (&f);
}

/* Ctrl+Z in a text means the text, then the graph. */
static void
test_undo_in_text (void)
{
  Fixture f;
  AzudDocument *document;
  GtkWidget *text;
  guint n;

  open_sample (&f);
  document = azui_window_get_document (f.window);
  n = azud_document_get_n_nodes (document);
  g_free (azud_document_add_node (document, "filter", 0, 0));
  text = widget_find (GTK_WIDGET (f.window), GTK_TYPE_TEXT, 0);
  g_assert_true (gtk_widget_grab_focus (text));
  g_signal_emit_by_name (text, "insert-at-cursor", "join");
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.undo", NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (text)), ==, "");
  g_assert_cmpuint (azud_document_get_n_nodes (document), ==, n + 1);
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.undo", NULL);
  g_assert_cmpuint (azud_document_get_n_nodes (document), ==, n);
  close_sample (&f);
}

static gboolean
is_saved (gpointer data)
{
  return !azud_document_get_modified (azui_window_get_document (data));
}

static gboolean
is_modified (gpointer data)
{
  return azud_document_get_modified (azui_window_get_document (data));
}

static void
test_save (void)
{
  Fixture f;
  AzudDocument *document;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *expected = NULL;

  open_sample (&f);
  document = azui_window_get_document (f.window);
  g_assert_true (g_file_get_contents (f.path, &before, NULL, NULL));
  g_free (azud_document_add_node (document, "limit", 10, 10));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (f.window)), ==, "• weather");
  g_assert_true (is_enabled (f.window, "undo"));
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.save", NULL);
  g_assert_true (spin_until (is_saved, f.window, 5000));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (f.window)), ==, "weather");
  g_assert_true (g_file_get_contents (f.path, &after, NULL, NULL));
  expected = azud_document_to_text (document);
  g_assert_cmpstr (after, ==, expected);
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.undo", NULL);
  g_assert_true (azud_document_get_modified (document));   /* differs from the saved bytes */
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.redo", NULL);
  g_assert_false (azud_document_get_modified (document));
  close_sample (&f);
}

/* An edit while the file is being written stays unsaved. */
static void
test_edit_while_saving (void)
{
  Fixture f;
  AzudDocument *document;

  open_sample (&f);
  document = azui_window_get_document (f.window);
  g_free (azud_document_add_node (document, "limit", 10, 10));
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.save", NULL);
  g_free (azud_document_add_node (document, "limit", 10, 200));
  spin (300);
  g_assert_true (azud_document_get_modified (document));
  azud_document_undo (document);
  g_assert_false (azud_document_get_modified (document));
  close_sample (&f);
}

static void
test_save_fails (void)
{
  Fixture f;
  AzudDocument *document;

  open_sample (&f);
  document = azui_window_get_document (f.window);
  g_free (azud_document_add_node (document, "limit", 10, 10));
  folder_remove (f.folder);   /* root may write anywhere else */
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.save", NULL);
  g_assert_true (spin_until (is_asked, NULL, 5000));
  g_assert_nonnull (widget_find_button (get_dialog (), "Save As…"));
  g_assert_true (azud_document_get_modified (document));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (get_dialog ()), "cancel");
  spin (20);
  close_sample (&f);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
test_close_asks (void)
{
  Fixture f;
  gpointer alive;

  open_sample (&f);
  alive = f.window;
  g_object_add_weak_pointer (G_OBJECT (f.window), &alive);
  g_free (azud_document_add_node (azui_window_get_document (f.window), "limit", 10, 10));
  gtk_window_close (GTK_WINDOW (f.window));
  g_assert_true (spin_until (is_asked, NULL, 2000));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (get_dialog ()), "cancel");
  spin (50);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (f.window)));
  gtk_window_close (GTK_WINDOW (f.window));
  g_assert_true (spin_until (is_asked, NULL, 2000));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (get_dialog ()), "discard");
  g_assert_true (spin_until (is_gone, &alive, 5000));
  g_assert_null (gtk_application_get_windows (GTK_APPLICATION (application)));
  g_assert_null (alive);   /* and nothing keeps it */
  folder_remove (f.folder);
  g_free (f.folder);
  g_free (f.path);
}

static void
test_same_file_twice (void)
{
  Fixture f;
  g_autoptr (GFile) file = NULL;

  open_sample (&f);
  file = g_file_new_for_path (f.path);
  azui_application_open (application, file, NULL);
  spin (50);
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (GTK_APPLICATION (application))), ==, 1);
  close_sample (&f);
}

static gboolean
is_arranged (gpointer data)
{
  AzudDocument *document = azui_window_get_document (data);

  return azud_document_lookup_node (document, "odd")->x > azud_document_lookup_node (document, "many")->x;
}

/* A file without places is arranged as it is opened: that is nothing the user has changed. */
static void
test_open_without_places (void)
{
  Fixture f;
  AzudDocument *document;

  open_endless (&f);
  document = azui_window_get_document (f.window);
  g_assert_true (spin_until (is_arranged, f.window, 10000));
  spin (100);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (f.window)), ==, "endless");
  g_assert_false (azud_document_get_modified (document));
  g_assert_false (is_enabled (f.window, "undo"));
  g_assert_false (azui_drafts_has (f.path));
  azud_document_set_label (document, "odd", "Odd");   /* the first real change takes the places along */
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.save", NULL);
  g_assert_true (spin_until (is_saved, f.window, 5000));
  {
    g_autoptr (AzudDocument) read = azud_document_load (f.path, NULL);

    g_assert_cmpfloat (azud_document_lookup_node (read, "odd")->x, ==, azud_document_lookup_node (document, "odd")->x);
  }
  close_sample (&f);
}

/* A draft that outlives its program comes back at the next opening, as unsaved as it was. */
static void
test_draft (void)
{
  Fixture f;
  g_autoptr (AzudDocument) other = NULL;
  g_autoptr (GError) error = NULL;
  AzuiDraft *draft;
  guint n;
  g_autoptr (GFile) file = NULL;

  f.folder = g_dir_make_tmp ("azud-window-XXXXXX", NULL);
  f.path = make_sample (f.folder);
  file = g_file_new_for_path (f.path);
  other = azud_document_load (f.path, &error);
  g_assert_no_error (error);
  n = azud_document_get_n_nodes (other);
  draft = azui_draft_new (other);
  g_assert_false (azui_drafts_has (f.path));
  g_free (azud_document_add_node (other, "limit", 10, 10));
  azui_draft_write_now (draft);
  spin (200);
  g_assert_true (azui_drafts_has (f.path));
  azui_draft_free (draft, TRUE);   /* the program was killed */

  f.window = azui_window_new (application);
  azui_window_open (f.window, file);
  gtk_window_present (GTK_WINDOW (f.window));
  g_assert_true (spin_until (is_asked, NULL, 5000));
  g_assert_cmpuint (azud_document_get_n_nodes (azui_window_get_document (f.window)), ==, n);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (get_dialog ()), "recover");
  g_assert_true (spin_until (is_modified, f.window, 5000));
  g_assert_cmpuint (azud_document_get_n_nodes (azui_window_get_document (f.window)), ==, n + 1);
  g_assert_true (azud_document_get_modified (azui_window_get_document (f.window)));
  g_assert_cmpstr (azui_window_get_path (f.window), ==, f.path);
  gtk_widget_activate_action (GTK_WIDGET (f.window), "win.save", NULL);
  g_assert_true (spin_until (is_saved, f.window, 5000));
  g_assert_false (azui_drafts_has (f.path));
  close_sample (&f);
}

/* Saving takes the draft away. */
static void
test_draft_goes (void)
{
  Fixture f;
  AzudDocument *document;
  AzuiDraft *draft;

  open_sample (&f);
  document = azui_window_get_document (f.window);
  draft = azui_draft_new (document);
  g_free (azud_document_add_node (document, "limit", 10, 10));
  azui_draft_write_now (draft);
  spin (200);
  g_assert_true (azui_drafts_has (f.path));
  azud_document_undo (document);   /* equals the file again */
  g_assert_false (azui_drafts_has (f.path));
  azui_draft_free (draft, FALSE);
  close_sample (&f);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;
  int status;

  /* drafts belong to the test, too */
  state = g_dir_make_tmp ("azud-state-XXXXXX", NULL);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_setenv ("XDG_DATA_HOME", state, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  application = azui_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_test_add_func ("/ui/window/empty", test_empty);
  g_test_add_func ("/ui/window/open", test_open);
  g_test_add_func ("/ui/window/open-damaged", test_open_damaged);
  g_test_add_func ("/ui/window/run", test_run);
  g_test_add_func ("/ui/window/run-preferences", test_run_preferences);
  g_test_add_func ("/ui/window/run-log", test_run_log);
  g_test_add_func ("/ui/window/preferences", test_preferences);
  g_test_add_func ("/ui/window/run-refused", test_run_refused);
  g_test_add_func ("/ui/window/run-fails", test_run_fails);
  g_test_add_func ("/ui/window/T042-stop", test_stop);
  g_test_add_func ("/ui/window/undo-in-text", test_undo_in_text);
  g_test_add_func ("/ui/window/save", test_save);
  g_test_add_func ("/ui/window/edit-while-saving", test_edit_while_saving);
  g_test_add_func ("/ui/window/save-fails", test_save_fails);
  g_test_add_func ("/ui/window/close-asks", test_close_asks);
  g_test_add_func ("/ui/window/same-file-twice", test_same_file_twice);
  g_test_add_func ("/ui/window/open-without-places", test_open_without_places);
  g_test_add_func ("/ui/window/draft", test_draft);
  g_test_add_func ("/ui/window/draft-goes", test_draft_goes);
  status = g_test_run ();
  g_object_unref (application);
  folder_remove (state);
  return status;
}
