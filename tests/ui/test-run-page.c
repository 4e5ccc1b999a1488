/* test-run-page.c: the parts of the Run tab, over runs that never were
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-block-cells.h"
#include "run/azui-dataset-row.h"
#include "run/azui-decision-list.h"
#include "run/azui-lineage-view.h"
#include "run/azui-memory-chart.h"
#include "run/azui-quantity.h"
#include "run/azui-run-page.h"
#include "run/azui-run-summary.h"
#include "run/azui-stage-details.h"
#include "run/azui-stage-table.h"
#include "widget-search.h"

#include <adwaita.h>
#include <string.h>

#define SECOND (1000 * 1000)
#define MIB (1024 * 1024)
#define NBSP "\302\240"      /* between a number and its unit */

static char names[2][7] = { "Scan", "Result" };

/* Stage 0: four tasks, one tried again; stage 1 waits. */
static void
make_run (AzudRunSnapshot *run,
          AzudStageView   *stages,
          AzudTaskView    *tasks)
{
  stages[0] = (AzudStageView){ .id = 0, .name = names[0], .n_tasks = 4, .n_done = 4, .n_failed = 1, .n_retried = 1, .n_attempts = 1, .n_started = 5,
                               .start_us = 1, .end_us = 2 * SECOND, .state = AZUD_STAGE_DONE, .shuffle_write_bytes = 3 * MIB, .n_near = 2,
                               .n_far = 1, .n_anywhere = 2 };
  stages[1] = (AzudStageView){ .id = 1, .name = names[1], .state = AZUD_STAGE_WAITING };
  for (int i = 0; i < 4; i++)
    tasks[i] = (AzudTaskView){ .stage = 0, .partition = i, .state = AZUD_TASK_SUCCEEDED, .start_us = 0, .end_us = (i + 1) * 100000,
                               .rows_in = 1000 * (i + 1), .lost_stage = -1 };
  *run = (AzudRunSnapshot){ .state = AZUD_RUN_RUNNING, .elapsed_us = 2 * SECOND, .n_workers = 2, .n_stages = 2, .stages = stages, .n_tasks = 4,
                            .tasks = tasks, .memory_limit = 64 * MIB, .memory_peak = 20 * MIB };
}

static GtkWidget *
show (GtkWidget *widget)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 900, 300);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  spin (80);
  return window;
}

static void
test_quantity (void)
{
  static const struct { gint64 us; const char *text; } durations[] = {
    { 0, "0 ms" }, { 460, "0.46 ms" }, { 46000, "46 ms" }, { 3200000, "3.2 s" }, { 250 * (gint64) SECOND, "4 min 10 s" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_autofree char *text = azui_quantity_duration (durations[i].us);

      g_assert_cmpstr (text, ==, durations[i].text);
    }
}

static void
test_stage_table (void)
{
  AzudStageView stages[2];
  AzudTaskView tasks[4];
  AzudRunSnapshot run;
  GtkWidget *table = azui_stage_table_new ();
  GtkWidget *window = show (table);

  g_assert_cmpint (azui_stage_table_get_stage (AZUI_STAGE_TABLE (table)), ==, -1);
  make_run (&run, stages, tasks);
  azui_stage_table_set_snapshot (AZUI_STAGE_TABLE (table), &run);
  spin (80);
  g_assert_nonnull (widget_find_label (table, "0 · Scan"));
  g_assert_nonnull (widget_find_label (table, "4/4"));
  g_assert_nonnull (widget_find_label (table, "Done"));
  g_assert_nonnull (widget_find_label (table, "Waiting"));
  g_assert_nonnull (widget_find_label (table, "3.0" NBSP "MiB"));
  g_assert_nonnull (widget_find_label (table, "Failures"));
  g_assert_false (gtk_widget_get_mapped (widget_find_label (table, "Copies")));      /* there is none */
  g_assert_cmpint (azui_stage_table_get_stage (AZUI_STAGE_TABLE (table)), ==, -1);      /* nobody has chosen one */

  azui_stage_table_select (AZUI_STAGE_TABLE (table), 1);
  stages[1].state = AZUD_STAGE_RUNNING;
  stages[1].start_us = SECOND;
  stages[1].n_tasks = 7;
  azui_stage_table_set_snapshot (AZUI_STAGE_TABLE (table), &run);
  g_assert_nonnull (widget_find_label (table, "Running"));
  g_assert_nonnull (widget_find_label (table, "0/7"));
  g_assert_null (widget_find_label (table, "Waiting"));
  g_assert_cmpint (azui_stage_table_get_stage (AZUI_STAGE_TABLE (table)), ==, 1);      /* as it was */
  azui_stage_table_set_snapshot (AZUI_STAGE_TABLE (table), NULL);
  g_assert_cmpint (azui_stage_table_get_stage (AZUI_STAGE_TABLE (table)), ==, -1);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_stage_details (void)
{
  AzudStageView stages[2];
  AzudTaskView tasks[4];
  AzudRunSnapshot run;
  GtkWidget *details = azui_stage_details_new ();
  GtkWidget *window = show (details);

  make_run (&run, stages, tasks);
  azui_stage_details_set (AZUI_STAGE_DETAILS (details), &run, 0);
  spin (50);
  /* quantiles of 100, 200, 300, 400 ms: places 0, 1, 2, 3, 3 */
  g_assert_nonnull (widget_find_label (details, "100 ms"));
  g_assert_nonnull (widget_find_label (details, "300 ms"));
  g_assert_nonnull (widget_find_label (details, "400 ms"));
  g_assert_nonnull (widget_find_label (details, "2 of 3 tasks ran where their rows had been made"));
  g_assert_null (widget_find_label (details, "Peak memory"));      /* it is 0 */
  azui_stage_details_set (AZUI_STAGE_DETAILS (details), &run, 1);
  g_assert_nonnull (widget_find_label (details, "This stage has not begun yet."));
  stages[1].state = AZUD_STAGE_RUNNING;
  stages[1].start_us = SECOND;
  azui_stage_details_set (AZUI_STAGE_DETAILS (details), &run, 1);
  g_assert_nonnull (widget_find_label (details, "No task of this stage has ended yet."));
  run.state = AZUD_RUN_SUCCEEDED;
  stages[1].state = AZUD_STAGE_SKIPPED;
  stages[1].skipped = TRUE;
  stages[1].n_tasks = stages[1].n_done = 30;
  azui_stage_details_set (AZUI_STAGE_DETAILS (details), &run, 1);
  g_assert_nonnull (widget_find_label (details, "This stage was skipped: an earlier run had left its rows."));
  azui_stage_details_set (AZUI_STAGE_DETAILS (details), NULL, -1);
  g_assert_null (widget_find_label (details, "This stage was skipped: an earlier run had left its rows."));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
assert_summary (const AzudRunSnapshot *run,
                const char            *expected)
{
  g_autofree char *text = azui_run_summary (run), *details = azui_run_summary_explain (run);

  g_assert_cmpstr (text, ==, expected);
  g_assert_true (g_str_has_prefix (details, text));
}

/* Tasks that are skipped are not done, tasks that are not known are guessed, and what went to disk has a cause. */
static void
test_summary (void)
{
  AzudStageView stages[2];
  AzudTaskView tasks[4];
  AzudRunSnapshot run;

  make_run (&run, stages, tasks);
  stages[1].n_expected = 30;
  assert_summary (&run, "Running · 2.00 s · 4 of about 34 tasks, 1 failed, 1 run again");
  stages[1].start_us = stages[1].end_us = SECOND;
  stages[1].skipped = TRUE;
  stages[1].state = AZUD_STAGE_SKIPPED;
  stages[1].n_tasks = stages[1].n_done = 30;
  run.state = AZUD_RUN_SUCCEEDED;
  assert_summary (&run, "Done · 2.00 s · 4 of 4 tasks (30 skipped), 1 failed, 1 run again");
  run.spilled_bytes = 5 * MIB;
  stages[0].spilled_bytes = 2 * MIB;
  assert_summary (&run, "Done · 2.00 s · 4 of 4 tasks (30 skipped), 1 failed, 1 run again · 5.0" NBSP "MiB spilled");
}

/* Samples at 0, 0.5, 1, 1.5, 2 s: something is spilled at 0.5 s, a block leaves at 1.5 s. */
static void
test_memory_chart (void)
{
  AzudStageView stages[2];
  AzudTaskView tasks[4];
  AzudRunSnapshot run;
  AzudMemorySample samples[5];
  GtkWidget *chart = azui_memory_chart_new ();
  GtkWidget *window = show (chart);
  guint n_spilled = 0, n_evicted = 0;

  make_run (&run, stages, tasks);
  for (int i = 0; i < 5; i++)
    samples[i] = (AzudMemorySample){ .time_us = i * SECOND / 2, .execution_bytes = 10 * MIB, .storage_bytes = i * MIB,
                                     .spilled_bytes = i >= 1 ? 2 * MIB : 0, .evicted_bytes = i >= 3 ? 5 * MIB : 0 };
  run.samples = samples;
  run.n_samples = 5;
  azui_time_chart_set_run (AZUI_TIME_CHART (chart), &run);
  spin (50);
  for (int x = 0; x < gtk_widget_get_width (chart); x++)
    {
      g_autofree char *text = azui_memory_chart_describe (AZUI_MEMORY_CHART (chart), x);

      if (text == NULL)
        continue;
      g_assert_nonnull (strstr (text, "execution: 10.0"));
      n_spilled += strstr (text, "2.0" NBSP "MiB written to disk here") != NULL;
      n_evicted += strstr (text, "5.0" NBSP "MiB of kept blocks left memory here") != NULL;
      g_assert_false (strstr (text, "written to disk here") != NULL && strstr (text, "left memory here") != NULL);
    }
  g_assert_cmpuint (n_spilled, >, 3);
  g_assert_cmpuint (n_spilled, <, 20);
  g_assert_cmpuint (n_evicted, >, 3);
  azui_time_chart_set_run (AZUI_TIME_CHART (chart), NULL);
  g_assert_null (azui_memory_chart_describe (AZUI_MEMORY_CHART (chart), 200));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* ---- storage ---- */

static char source[] = "Orders", kept[] = "By customer", sums[] = "Totals";

static void
make_storage (AzudRunStorage  *storage,
              AzudDatasetView *datasets,
              AzudBlockView   *blocks)
{
  static char *sources[] = { source, NULL }, *none[] = { NULL };
  static int readers[] = { 1 }, parents[] = { 0 };

  for (int i = 0; i < 3; i++)
    blocks[i] = (AzudBlockView){ .place = AZUD_BLOCK_IN_MEMORY, .task = i, .rows = 10, .memory_bytes = MIB };
  blocks[1].place = AZUD_BLOCK_LOST;
  blocks[2].is_read = TRUE;
  blocks[2].is_recomputed = TRUE;
  blocks[3] = (AzudBlockView){ .place = AZUD_BLOCK_ON_DISK, .rows = 5, .disk_bytes = 2 * MIB };
  datasets[0] = (AzudDatasetView){ .stage = 0, .name = kept, .n_readers = 1, .readers = readers, .sources = sources, .n_blocks = 3, .blocks = blocks,
                                   .n_there = 2, .memory_bytes = 2 * MIB };
  datasets[1] = (AzudDatasetView){ .stage = 1, .name = sums, .kind = AZUD_DATASET_CACHE, .level = AZUD_LEVEL_DISK_ONLY, .n_parents = 1,
                                   .parents = parents, .sources = none, .n_blocks = 1, .blocks = blocks + 3, .n_there = 1, .disk_bytes = 2 * MIB };
  *storage = (AzudRunStorage){ .n_datasets = 2, .datasets = datasets, .n_blocks = 4, .blocks = blocks };
}

static void
test_dataset_row (void)
{
  AzudBlockView blocks[4];
  AzudDatasetView datasets[2];
  AzudRunStorage storage;
  GtkWidget *row = azui_dataset_row_new ();
  GtkWidget *window = show (row);
  g_autofree char *text = NULL;

  make_storage (&storage, datasets, blocks);
  azui_dataset_row_set (AZUI_DATASET_ROW (row), &datasets[0], FALSE);
  g_assert_nonnull (widget_find_label (row, "0 · By customer"));
  g_assert_nonnull (widget_find_label (row, "shuffle · memory and disk · 2 of 3 partitions"));
  g_assert_nonnull (widget_find_label (row, "2.0" NBSP "MiB in memory"));
  azui_dataset_row_set (AZUI_DATASET_ROW (row), &datasets[1], FALSE);
  g_assert_nonnull (widget_find_label (row, "cache · disk only · 1 of 1 partition"));
  g_assert_nonnull (widget_find_label (row, "2.0" NBSP "MiB on disk"));
  for (int i = 0; i < 3; i++)
    blocks[i] = (AzudBlockView){ .place = AZUD_BLOCK_LET_GO, .task = i, .rows = 10 };
  datasets[0].n_there = 0;
  datasets[0].memory_bytes = 0;
  azui_dataset_row_set (AZUI_DATASET_ROW (row), &datasets[0], TRUE);
  g_assert_nonnull (widget_find_label (row, "shuffle · memory and disk · 3 partitions, let go"));
  g_assert_null (widget_find_label (row, "2.0" NBSP "MiB in memory"));
  datasets[0].n_blocks = 0;
  azui_dataset_row_set (AZUI_DATASET_ROW (row), &datasets[0], TRUE);
  g_assert_nonnull (widget_find_label (row, "shuffle · memory and disk · no stage had to make it"));
  blocks[2] = (AzudBlockView){ .place = AZUD_BLOCK_IN_MEMORY, .is_read = TRUE, .is_recomputed = TRUE };
  text = azui_block_cells_describe (&blocks[2]);
  g_assert_cmpstr (text, ==, "in memory, being read, computed again after it was lost");
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
label_has (GtkWidget  *root,
           const char *words)
{
  for (guint i = 0;; i++)
    {
      GtkWidget *label = widget_find (root, GTK_TYPE_LABEL, i);

      if (label == NULL)
        return FALSE;
      if (strstr (gtk_label_get_label (GTK_LABEL (label)), words) != NULL)
        return TRUE;
    }
}

static void
test_lineage (void)
{
  AzudStageView stages[2];
  AzudTaskView tasks[4];
  AzudRunSnapshot run;
  AzudBlockView blocks[4];
  AzudDatasetView datasets[2];
  AzudRunStorage storage;
  GtkWidget *view = azui_lineage_view_new ();
  GtkWidget *window = show (view);

  make_run (&run, stages, tasks);
  make_storage (&storage, datasets, blocks);
  g_assert_nonnull (widget_find_label (view, "Lineage"));
  azui_lineage_view_set (AZUI_LINEAGE_VIEW (view), &storage, &run, 1, 0);
  g_assert_nonnull (widget_find_label (view, "Partition 0 of “Totals”"));
  g_assert_true (label_has (view, "Made by task 0 of stage 1 (Result)"));
  g_assert_true (label_has (view, "← 3 partitions of “By customer” (stage 0), 1 of them to be computed first\n    ← “Orders”, read again"));
  azui_lineage_view_set (AZUI_LINEAGE_VIEW (view), &storage, &run, 0, 2);
  g_assert_true (label_has (view, "attempt 1, on worker 1, in 300 ms"));
  g_assert_true (label_has (view, "Read by stage 1 (Result)"));
  azui_lineage_view_set (AZUI_LINEAGE_VIEW (view), &storage, &run, 0, 3);      /* there is no such block */
  g_assert_nonnull (widget_find_label (view, "Lineage"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Ten thousand cells: laid out and drawn without ado. */
static void
test_many_blocks (void)
{
  g_autofree AzudBlockView *blocks = g_new0 (AzudBlockView, 10000);
  GtkWidget *cells = azui_block_cells_new ();
  GtkWidget *window = show (cells);
  graphene_rect_t first, last;

  for (int i = 0; i < 10000; i++)
    blocks[i].place = (AzudBlockPlace) (i % 5);
  azui_block_cells_set (AZUI_BLOCK_CELLS (cells), blocks, 10000);
  spin (100);
  azui_block_cells_get_area (AZUI_BLOCK_CELLS (cells), 0, &first);
  azui_block_cells_get_area (AZUI_BLOCK_CELLS (cells), 9999, &last);
  g_assert_cmpfloat (first.origin.y, <, last.origin.y);
  g_assert_cmpfloat (last.origin.x + last.size.width, <=, gtk_widget_get_width (cells));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_decisions (void)
{
  GtkWidget *list = azui_decision_list_new ();
  GtkWidget *window = show (list);

  g_assert_cmpuint (azui_decision_list_get_n (AZUI_DECISION_LIST (list)), ==, 0);
  azui_decision_list_add (AZUI_DECISION_LIST (list), 1500000, 2, 3, "Small partitions are read together.");
  azui_decision_list_add (AZUI_DECISION_LIST (list), 1700000, 3, -1, "Another.");
  g_assert_cmpuint (azui_decision_list_get_n (AZUI_DECISION_LIST (list)), ==, 2);
  g_assert_nonnull (widget_find_label (list, "1.50 s"));
  g_assert_nonnull (widget_find_label (list, "plan 2"));
  g_assert_nonnull (widget_find_label (list, "several stages"));
  azui_decision_list_clear (AZUI_DECISION_LIST (list));
  g_assert_cmpuint (azui_decision_list_get_n (AZUI_DECISION_LIST (list)), ==, 0);
  g_assert_null (widget_find_label (list, "Another."));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Without a run there is nothing but a word on what will be here. */
static void
test_empty (void)
{
  GtkWidget *page = azui_run_page_new ();
  GtkWidget *window = show (page);

  g_assert_nonnull (widget_find_label (page, "Not run yet"));
  azui_run_page_set_run (AZUI_RUN_PAGE (page), NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ui/run-page/quantity", test_quantity);
  g_test_add_func ("/ui/run-page/stage-table", test_stage_table);
  g_test_add_func ("/ui/run-page/stage-details", test_stage_details);
  g_test_add_func ("/ui/run-page/summary", test_summary);
  g_test_add_func ("/ui/run-page/memory-chart", test_memory_chart);
  g_test_add_func ("/ui/run-page/dataset-row", test_dataset_row);
  g_test_add_func ("/ui/run-page/lineage", test_lineage);
  g_test_add_func ("/ui/run-page/many-blocks", test_many_blocks);
  g_test_add_func ("/ui/run-page/decisions", test_decisions);
  g_test_add_func ("/ui/run-page/empty", test_empty);
  return g_test_run ();
}
