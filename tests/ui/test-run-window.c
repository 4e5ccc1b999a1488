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
#include "base/folder-tree.h"
#include "canvas/azui-canvas-private.h"
#include "private-home.h"
#include "run/azui-block-cells.h"
#include "run/azui-memory-chart.h"
#include "run/azui-quantity.h"
#include "run/azui-stage-item.h"
#include "run/azui-stage-table.h"
#include "ui-widgets.h"

#undef UI_PATIENCE_S
#define UI_PATIENCE_S 300      /* a run of a minute on a machine that has other things to do */

#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
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
  int              n_rows;
  gboolean         finished;
} Story;

static gboolean
is_english (void)
{
  return g_str_equal (_("Stages"), "Stages");
}

/* ---- looking ---- */

static void
take (Story      *story,
      const char *name)
{
  const char *suffix = g_getenv ("AZUD_PICTURES_SUFFIX");      /* for whoever looks at them in other colours or languages */
  g_autofree char *folder = g_build_filename (g_getenv ("AZUD_BUILD_ROOT"), "tests", "ui", "run-pictures", NULL);
  g_autofree char *file = g_strdup_printf ("%s%s%s.png", name, g_getenv ("AZUD_TEST_THOROUGH") != NULL ? "-long" : "", suffix != NULL ? suffix : "");
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
  spin (60);
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
  spin (60);
  take (story, "3-storage-menu");
  ui_click (item);
  UI_WAIT_FOR (n_lost (story) > n_losses);
  take (story, "3-storage-lost");
}

/* ---- what is on the screen, and what the statistics say ---- */

/* The text of row @row, column @column of the table of stages. */
static gboolean
match_cell (GtkWidget    *widget,
            gconstpointer data)
{
  const char *const *wanted = data;
  AzuiStageItem *item = GTK_IS_LABEL (widget) ? g_object_get_data (G_OBJECT (widget), "item") : NULL;
  const char *title = GTK_IS_LABEL (widget) ? g_object_get_data (G_OBJECT (widget), "title") : NULL;

  return item != NULL && g_strcmp0 (title, wanted[1]) == 0 && azui_stage_item_get (item)->id == atoi (wanted[0]);
}

static const char *
cell_of (Story      *story,
         guint       stage,
         const char *column)
{
  g_autofree char *number = g_strdup_printf ("%u", stage);
  const char *wanted[] = { number, column };
  GtkWidget *label = ui_find (story->window->drawer, match_cell, wanted);

  /* a column without anything in it is not there */
  return label != NULL ? gtk_label_get_label (GTK_LABEL (label)) : "–";
}

static gint64
get_integer (AzudJson   *json,
             const char *key)
{
  g_assert_nonnull (azud_json_lookup (json, key));
  return azud_json_get_integer (azud_json_lookup (json, key), -1);
}

static void
compare_count (Story      *story,
               guint       stage,
               const char *column,
               gint64      expected)
{
  const char *text = cell_of (story, stage, column);

  g_assert_cmpint (g_str_equal (text, "–") ? 0 : g_ascii_strtoll (text, NULL, 10), ==, expected);
}

static void
compare_bytes (Story      *story,
               guint       stage,
               const char *column,
               gint64      expected)
{
  g_autofree char *text = expected > 0 ? azui_quantity_bytes (expected) : g_strdup ("–");

  g_assert_cmpstr (cell_of (story, stage, column), ==, text);
}

/* Every row of the table against `--stats json`, and the sums against each other. */
static void
compare_table (Story *story)
{
  g_autoptr (AzudJson) stats = azud_run_stats (azui_window_get_run (story->window));
  AzudJson *stages = azud_json_lookup (stats, "stages");
  gint64 n_attempts = 0, n_lost = 0, n_failed = 0, n_retried = 0;

  for (guint i = 0; i < azud_json_get_length (stages); i++)
    {
      AzudJson *stage = azud_json_get_element (stages, i);
      g_autofree char *tasks = g_strdup_printf ("%d/%d", (int) get_integer (stage, "tasks"), (int) get_integer (stage, "tasks"));

      g_assert_cmpstr (cell_of (story, i, "Tasks"), ==, tasks);
      compare_count (story, i, "Attempts", get_integer (stage, "attempts"));
      compare_count (story, i, "Failures", get_integer (stage, "failed_tasks"));
      compare_count (story, i, "Retried", get_integer (stage, "retried_tasks"));
      compare_count (story, i, "Copies", get_integer (stage, "speculative_tasks"));
      compare_bytes (story, i, "Shuffled in", get_integer (stage, "shuffle_read_bytes"));
      compare_bytes (story, i, "Shuffled out", get_integer (stage, "shuffle_write_bytes"));
      compare_bytes (story, i, "Spilled", get_integer (stage, "spilled_bytes"));
      g_assert_cmpint (get_integer (stage, "task_attempts"), ==, get_integer (stage, "tasks") + get_integer (stage, "retried_tasks"));
      n_attempts += get_integer (stage, "task_attempts");
      n_lost += get_integer (stage, "lost_outputs");
      n_failed += get_integer (stage, "failed_tasks");
      n_retried += get_integer (stage, "retried_tasks");
    }
  g_assert_cmpint (n_attempts, ==, get_integer (azud_json_lookup (stats, "run"), "task_attempts"));
  g_assert_cmpint (n_lost, ==, 2);                /* one damaged on disk, one by hand */
  g_assert_cmpint (n_failed, >=, 3);              /* the fault that was asked for, and a reader of each */
  g_assert_cmpint (n_retried, ==, n_failed + n_lost);
  g_assert_cmpint (get_integer (azud_json_lookup (stats, "memory"), "spilled_bytes"), >, 0);
  g_assert_cmpint (get_integer (azud_json_lookup (stats, "memory"), "evicted_bytes"), >, 0);
}

/* Rows on the wires of the canvas, and remarks at its nodes. */
static void
compare_canvas (Story *story,
                int    n_rows)
{
  AzuiCanvas *canvas = AZUI_CANVAS (story->window->canvas);
  g_autoptr (AzudJson) stats = azud_run_stats (azui_window_get_run (story->window));
  AzudJson *edges = azud_json_lookup (stats, "edges");
  guint n_compared = 0;

  for (guint i = 0; i < azud_json_get_length (edges); i++)
    for (guint w = 0; w < canvas->wires->len; w++)
      {
        const CanvasWire *wire = canvas->wires->pdata[w];
        AzudJson *edge = azud_json_get_element (edges, i);

        if (g_strcmp0 (azud_json_lookup_string (edge, "node"), wire->from_node) != 0 || azud_json_lookup (edge, "rows") == NULL)
          continue;
        g_assert_cmpint (wire->rows, ==, get_integer (edge, "rows"));
        n_compared++;
      }
  g_assert_cmpuint (n_compared, >=, 6);
  g_assert_nonnull (strstr (azui_canvas_lookup (canvas, "spread")->badge, "2"));    /* computed again */
  g_assert_nonnull (azui_canvas_lookup (canvas, "totals")->badge);                  /* retried */
  g_assert_nonnull (azui_canvas_lookup (canvas, "sorted")->badge);                  /* spilled */
  g_assert_cmpint (n_rows, ==, get_integer (azud_json_get_element (azud_json_lookup (stats, "stages"), 0), "rows_out"));
}

static void
compare_memory (Story *story)
{
  GtkWidget *chart = ui_find (story->window->drawer, match_name, "AzuiMemoryChart");
  gboolean spilled = FALSE, evicted = FALSE;

  g_assert_nonnull (chart);
  for (int x = 0; x < gtk_widget_get_width (chart); x++)
    {
      g_autofree char *text = azui_memory_chart_describe (AZUI_MEMORY_CHART (chart), x);

      spilled |= text != NULL && strstr (text, "written to disk here") != NULL;
      evicted |= text != NULL && strstr (text, "left memory here") != NULL;
    }
  if (is_english ())
    {
      g_assert_true (spilled);
      g_assert_true (evicted);
    }
}

/* The same pipeline on the command line, without faults: the same rows and tasks. */
static void
compare_with_command_line (Story *story)
{
  g_autofree char *program = g_build_filename (g_getenv ("AZUD_BUILD_ROOT"), "app", "azud", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (AzudJson) mine = azud_run_stats (azui_window_get_run (story->window));
  g_autoptr (AzudJson) theirs = NULL;
  g_autoptr (GSubprocess) azud = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_subprocess_launcher_setenv (launcher, "AZUD_DEBUG", "partitions=8", TRUE);
  azud = g_subprocess_launcher_spawn (launcher, &error, program, "run", story->path, "--threads", "2", "--memory", "64MiB", "--progress", "none",
                                      "--stats", "json", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (azud, NULL, NULL, &text, NULL, &error));
  g_assert_true (g_subprocess_get_successful (azud));
  theirs = azud_json_parse (text, -1, NULL, NULL);
  g_assert_nonnull (theirs);
  for (guint i = 0; i < azud_json_get_length (azud_json_lookup (mine, "stages")); i++)
    {
      static const char *const keys[] = { "tasks", "rows_in", "rows_out", "shuffle_write_bytes", "shuffle_read_bytes" };

      for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
        g_assert_cmpint (get_integer (azud_json_get_element (azud_json_lookup (mine, "stages"), i), keys[k]), ==,
                         get_integer (azud_json_get_element (azud_json_lookup (theirs, "stages"), i), keys[k]));
    }
}

/* ---- the story ---- */

static void
watch (Story *story)
{
  ui_key (GTK_WIDGET (story->window), GDK_KEY_F8);
  UI_WAIT_FOR (azui_window_get_run (story->window) != NULL);
  UI_WAIT_FOR (has_reached (story, 0.1));
  take (story, "1-tasks");
  show_view (story, _("Stages"));
  take (story, "2-stages");
  show_view (story, _("Storage"));
  UI_WAIT_FOR (stage_is_done (story, 0));
  take (story, "3-storage");
  lose_by_menu (story);
  show_view (story, _("Tasks"));
  take (story, "4-tasks-lost");
  UI_WAIT_FOR (has_reached (story, 0.7));
  take (story, "4-tasks");
  show_view (story, _("Stages"));
  take (story, "4-stages");
  UI_WAIT_FOR (has_reached (story, 1) && !story->window->running);
}

/* A node that is selected on the canvas has its stage chosen in the Run tab. */
static void
look_at_stage_of (Story      *story,
                  const char *node)
{
  const char *const ids[] = { node, NULL };
  g_autoptr (AzudRunSnapshot) run = look (story);
  GtkWidget *table;
  int stage;

  azui_canvas_select (AZUI_CANVAS (story->window->canvas), ids);
  show_view (story, _("Stages"));
  spin (100);
  take (story, "7-stage-of-node");
  table = ui_find (story->window->drawer, match_name, "AzuiStageTable");
  g_assert_nonnull (table);
  stage = azui_stage_table_get_stage (AZUI_STAGE_TABLE (table));
  g_assert_cmpint (stage, >=, 0);
  g_assert_true (g_strv_contains ((const char *const *) run->stages[stage].nodes, node));
  azui_canvas_select (AZUI_CANVAS (story->window->canvas), NULL);
}

static guint
n_kept (Story *story)
{
  g_autoptr (AzudRunStorage) storage = azud_run_get_storage (azui_window_get_run (story->window));
  guint n = 0;

  for (guint d = 0; d < storage->n_datasets; d++)
    n += storage->datasets[d].n_there;
  return n;
}

/* A thousand rows stay in memory after their run; they are forgotten by hand, and the view says so. */
static void
forget (Story *story)
{
  AzudDocument *document = azui_window_get_document (story->window);
  AzudRun *before = azui_window_get_run (story->window);
  GtkWidget *button;

  azud_document_set_param (document, "numbers", "end", azud_json_new_integer (1000));
  ui_key (GTK_WIDGET (story->window), GDK_KEY_F8);
  UI_WAIT_FOR (azui_window_get_run (story->window) != before);
  UI_WAIT_FOR (has_reached (story, 1) && !story->window->running);
  azud_document_undo (document);
  show_view (story, _("Storage"));
  g_assert_cmpuint (n_kept (story), >, 0);
  take (story, "9-storage-kept");
  UI_WAIT_FOR ((button = ui_find_tooltip (story->window->drawer, _("Give back what earlier runs keep for later ones, in memory and on disk"))) != NULL);
  ui_click (button);
  UI_WAIT_FOR (n_kept (story) == 0);
  UI_WAIT_FOR (ui_find_label (story->window->drawer, _("The run is over, and nothing of it is kept any more.")) != NULL);
  spin (200);
  take (story, "9-storage-forgotten");
}

static void
look_at_the_end (Story *story)
{
  g_autoptr (AzudRunSnapshot) run = look (story);
  g_autoptr (AzudRunStorage) storage = azud_run_get_storage (azui_window_get_run (story->window));

  g_assert_cmpint (run->state, ==, AZUD_RUN_SUCCEEDED);
  g_assert_cmpuint (run->n_losses, ==, 2);
  g_assert_true (storage->datasets[0].blocks[LOST_BLOCK].is_recomputed);
  spin (200);
  take (story, "5-stages-end");
  compare_table (story);
  compare_canvas (story, story->n_rows);
  show_view (story, _("Tasks"));
  take (story, "6-tasks-end");
  compare_memory (story);
  show_view (story, _("Storage"));
  take (story, "7-storage-end");
  look_at_stage_of (story, "sorted");
  compare_with_command_line (story);
}

/* What the first run has left may be there still: stages that need not run say so. */
static void
run_again (Story *story)
{
  AzudRun *before = azui_window_get_run (story->window);
  g_autoptr (AzudRunSnapshot) run = NULL;

  show_view (story, _("Stages"));
  ui_key (GTK_WIDGET (story->window), GDK_KEY_F8);
  UI_WAIT_FOR (azui_window_get_run (story->window) != before);
  show_view (story, _("Stages"));
  UI_WAIT_FOR (has_reached (story, 1) && !story->window->running);
  spin (200);
  take (story, "8-stages-again");
  run = look (story);
  g_assert_cmpint (run->state, ==, AZUD_RUN_SUCCEEDED);
  for (guint i = 0; i < run->n_stages; i++)
    {
      g_assert_cmpint (run->stages[i].state, ==, run->stages[i].skipped ? AZUD_STAGE_SKIPPED : AZUD_STAGE_DONE);
      g_assert_cmpstr (cell_of (story, i, "State"), ==, run->stages[i].skipped ? C_("stage", "Skipped") : C_("stage", "Done"));
    }
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
  look_at_the_end (story);
  run_again (story);
  forget (story);
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
  Story story = { .folder = g_build_filename (data, "orders", NULL), .n_rows = g_getenv ("AZUD_TEST_THOROUGH") != NULL ? 10000000 : 1000000 };
  g_autofree char *text = g_strdup_printf (PIPELINE, story.n_rows);
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
  g_autofree char *home = private_home_new ();
  g_autofree char *catalogues = g_build_filename (g_getenv ("AZUD_BUILD_ROOT"), "po", NULL);
  int status;

  write_settings (home);
  /* one task of stage 2 waits for a while and fails at first: time enough to lose by hand what it reads; one block of stage 0 is damaged
   * when it leaves memory */
  g_setenv ("AZUD_DEBUG", "partitions=8,fault-task=2003,fault-attempts=1,fault-delay=6000,damage-blocks=1", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "");      /* GTK's tests are English; LANGUAGE may say otherwise */
  bindtextdomain (GETTEXT_PACKAGE, catalogues);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_test_add_data_func ("/ui/run-window", home, test_story);
  status = g_test_run ();
  folder_remove (home);
  return status;
}
