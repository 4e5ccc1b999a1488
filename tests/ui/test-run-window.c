/* test-run-window.c: a run in a real window: spilling, blocks that leave memory, a task tried again, a lost partition made again
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The whole program runs in this process on a small budget, with faults that AZUD_DEBUG asks for.  All views of the Run tab are looked
 * at while it goes on, and pictures of them stay in the build folder (tests/ui/run-pictures).  At the end what is on the screen is
 * compared with what `--stats json` says of the same run.  The thorough pass runs for a minute.
 */

#include "application/azui-settings.h"
#include "application/azui-window-private.h"
#include "azui-i18n.h"
#include "run/azui-block-cells.h"
#include "ui-widgets.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <string.h>

#define PIPELINE                                                                                                     \
  "{\"azud\": \"1.0\",\n"                                                                                            \
  " \"nodes\": [\n"                                                                                                  \
  "  {\"id\": \"numbers\", \"type\": \"generate-rows\", \"label\": \"Orders\", \"params\": {\"end\": %d}},\n"        \
  "  {\"id\": \"wide\", \"type\": \"derive-columns\", \"label\": \"Customer and note\", \"params\": {\"columns\": [\n" \
  "   {\"name\": \"customer\", \"expression\": \"cast(id * 7919 %% 50021 AS int)\"},\n"                              \
  "   {\"name\": \"amount\", \"expression\": \"cast(id * 104729 %% 10007 AS int)\"},\n"                              \
  "   {\"name\": \"note\", \"expression\": \"concat('order ', sha2(cast(id AS string), 256))\"}]}},\n"               \
  "  {\"id\": \"spread\", \"type\": \"repartition\", \"label\": \"By customer\", \"params\":"                        \
  " {\"partitions\": 8, \"columns\": [\"customer\"]}},\n"                                                            \
  "  {\"id\": \"totals\", \"type\": \"aggregate\", \"label\": \"Totals\", \"params\": {\"keys\": [\"customer\"], \"values\": [\n" \
  "   {\"expression\": \"count(*)\", \"name\": \"orders\"}, {\"expression\": \"sum(amount)\", \"name\": \"total\"}]}},\n" \
  "  {\"id\": \"joined\", \"type\": \"join\", \"label\": \"Add totals\", \"params\":"                                \
  " {\"keys\": [{\"left\": \"customer\", \"right\": \"customer\"}]}},\n"                                             \
  "  {\"id\": \"sorted\", \"type\": \"sort\", \"label\": \"Largest first\", \"params\": {\"keys\": ["                \
  "{\"expression\": \"amount\", \"direction\": \"descending\"}, {\"expression\": \"id\"}]}},\n"                      \
  "  {\"id\": \"out\", \"type\": \"write-csv\", \"label\": \"Result\", \"params\": {\"path\": \"out.csv\", \"mode\": \"overwrite\"}}],\n" \
  " \"edges\": [{\"from\": \"numbers.out\", \"to\": \"wide.in\"}, {\"from\": \"wide.out\", \"to\": \"spread.in\"},\n" \
  "  {\"from\": \"spread.out\", \"to\": \"totals.in\"}, {\"from\": \"spread.out\", \"to\": \"joined.left\"},\n"      \
  "  {\"from\": \"totals.out\", \"to\": \"joined.right\"}, {\"from\": \"joined.out\", \"to\": \"sorted.in\"},\n"     \
  "  {\"from\": \"sorted.out\", \"to\": \"out.in\"}],\n"                                                             \
  " \"layout\": {\"numbers\": [0, 0], \"wide\": [220, 0], \"spread\": [440, 0], \"totals\": [660, 100], \"joined\": [880, 0],\n" \
  "  \"sorted\": [1100, 0], \"out\": [1320, 0]}}\n"

#define LOST_BLOCK 5      /* of stage 0, by hand */

typedef struct
{
  AzuiApplication *application;
  char            *folder;
  char            *path;
  AzuiWindow      *window;
  gboolean         finished;
} Story;

/* ---- looking ---- */

static void
take (Story      *story,
      const char *name)
{
  const char *suffix = g_getenv ("AZUD_PICTURES_SUFFIX");
  g_autofree char *folder = g_build_filename (g_getenv ("AZUD_BUILD_ROOT"), "tests", "ui", "run-pictures", NULL);
  g_autofree char *file = g_strdup_printf ("%s%s.png", name, suffix != NULL ? suffix : "");
  g_autofree char *path = g_build_filename (folder, file, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  ui_take_picture (GTK_WIDGET (story->window), path);
  g_test_message ("%s", path);
}

static void
show_view (Story      *story,
           const char *title)
{
  GtkWidget *label;

  UI_WAIT_FOR ((label = ui_find_label (story->window->drawer, title)) != NULL);
  UI_CLICK_UNTIL (label, gtk_widget_has_css_class (gtk_widget_get_parent (label), "toggle")
                         && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (gtk_widget_get_parent (label))));
  ui_spin (60);
}

static AzudRunSnapshot *
look (Story *story)
{
  return azud_run_snapshot (azui_window_get_run (story->window));
}

static gboolean
has_reached (Story *story,
             double fraction)
{
  g_autoptr (AzudRunSnapshot) run = look (story);
  int done = 0, all = 0;

  for (guint i = 0; i < run->n_stages; i++)
    {
      done += run->stages[i].n_done;
      all += MAX (run->stages[i].n_tasks, 1);
    }
  return run->state >= AZUD_RUN_SUCCEEDED || (run->n_stages > 0 && done >= fraction * all);
}

static guint
n_lost (Story *story)
{
  g_autoptr (AzudRunSnapshot) run = look (story);

  return run->n_losses;
}

static gboolean
stage_is_done (Story *story,
               guint  stage)
{
  g_autoptr (AzudRunSnapshot) run = look (story);

  return stage < run->n_stages && run->stages[stage].state == AZUD_STAGE_DONE;
}

static gboolean
match_name (GtkWidget    *widget,
            gconstpointer data)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), data);
}

/* The cell of a block of the first dataset: chosen, its menu opened, and lost. */
static void
lose_by_menu (Story *story)
{
  GtkWidget *cells = ui_find (story->window->drawer, match_name, "AzuiBlockCells");
  graphene_rect_t area;
  GtkWidget *item;
  guint n_losses;

  g_assert_nonnull (cells);
  {
    g_autoptr (AzudRunSnapshot) run = look (story);

    n_losses = run->n_losses;
  }
  azui_block_cells_get_area (AZUI_BLOCK_CELLS (cells), LOST_BLOCK, &area);
  ui_pointer_click (cells, area.origin.x + area.size.width / 2, area.origin.y + area.size.height / 2, 3);
  UI_WAIT_FOR ((item = ui_find_label (cells, _("Lose This Partition"))) != NULL);
  ui_spin (60);
  take (story, "3-storage-menu");
  ui_click (item);
  UI_WAIT_FOR (n_lost (story) > n_losses);
  take (story, "3-storage-lost");
}

/* ---- the story ---- */

static void
watch (Story *story)
{
  ui_key (GTK_WIDGET (story->window), GDK_KEY_F8);
  UI_WAIT_FOR (azui_window_get_run (story->window) != NULL);
  UI_WAIT_FOR (has_reached (story, 0.2));
  take (story, "1-tasks");
  show_view (story, _("Stages"));
  take (story, "2-stages");
  show_view (story, _("Storage"));
  UI_WAIT_FOR (stage_is_done (story, 0));
  take (story, "3-storage");
  lose_by_menu (story);
  UI_WAIT_FOR (has_reached (story, 0.7));
  take (story, "3-storage-late");
  show_view (story, _("Stages"));
  take (story, "4-stages");
  UI_WAIT_FOR (has_reached (story, 1) && !story->window->running);
  take (story, "5-stages-end");
  show_view (story, _("Tasks"));
  take (story, "6-tasks-end");
}

static gboolean
tell_story_cb (gpointer data)
{
  Story *story = data;

  UI_WAIT_FOR (gtk_application_get_active_window (GTK_APPLICATION (story->application)) != NULL);
  story->window = AZUI_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (story->application)));
  UI_WAIT_FOR (azud_document_get_n_nodes (azui_window_get_document (story->window)) > 0);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (story->window));
  g_assert_true (ui_pointer_available (GTK_WIDGET (story->window)));
  watch (story);
  story->finished = TRUE;
  g_assert_false (azud_document_get_modified (azui_window_get_document (story->window)));
  gtk_window_close (GTK_WINDOW (story->window));
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GApplication *application,
             GFile       **files,
             int           n_files,
             const char   *hint,
             Story        *story)
{
  g_timeout_add (1, tell_story_cb, story);
}

static void
test_story (gconstpointer data)
{
  Story story = { .folder = g_build_filename (data, "orders", NULL) };
  int n_rows = g_getenv ("AZUD_TEST_THOROUGH") != NULL ? 30000000 : 2000000;
  g_autofree char *text = g_strdup_printf (PIPELINE, n_rows);
  g_autoptr (GError) error = NULL;
  char *arguments[3] = { (char *) "azud", NULL, NULL };

  g_assert_cmpint (g_mkdir (story.folder, 0700), ==, 0);
  story.path = arguments[1] = g_build_filename (story.folder, "orders.azud", NULL);
  g_assert_true (g_file_set_contents (story.path, text, -1, &error));
  g_assert_nonnull (azui_settings_get ());
  g_settings_set (azui_settings_get (), "window-size", "(ii)", 1430, 880);
  g_settings_set_int (azui_settings_get (), "run-threads", 2);
  g_settings_set_int (azui_settings_get (), "run-memory-mib", 64);
  g_settings_set_boolean (azui_settings_get (), "live-preview", FALSE);

  story.application = azui_application_new ();
  g_signal_connect_after (story.application, "open", G_CALLBACK (activate_cb), &story);
  g_assert_cmpint (g_application_run (G_APPLICATION (story.application), 2, arguments), ==, 0);
  g_assert_true (story.finished);
  g_object_unref (story.application);
  g_free (story.folder);
  g_free (story.path);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      if (g_file_test (inside, G_FILE_TEST_IS_DIR) && !g_file_test (inside, G_FILE_TEST_IS_SYMLINK))
        remove_folder (inside);
      else
        g_unlink (inside);
    }
  g_rmdir (path);
}

/* Pictures look the same wherever they are taken. */
static void
write_settings (const char *home)
{
  g_autofree char *folder = g_build_filename (home, "gtk-4.0", NULL);
  g_autofree char *path = g_build_filename (folder, "settings.ini", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=0\n", -1, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("azud-run-window-XXXXXX", NULL);
  g_autofree char *catalogues = g_build_filename (g_getenv ("AZUD_BUILD_ROOT"), "po", NULL);
  int status;

  g_assert_nonnull (home);
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", home, TRUE);
  write_settings (home);
  /* stage 0 and its blocks: one task fails at first, one block is damaged when it leaves memory */
  g_setenv ("AZUD_DEBUG", "partitions=8,fault-task=2003,fault-attempts=1,damage-blocks=1", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  bindtextdomain (GETTEXT_PACKAGE, catalogues);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_test_add_data_func ("/ui/run-window", home, test_story);
  status = g_test_run ();
  remove_folder (home);
  return status;
}
