/* test-run-views.c: what a run tells of itself: how figures are spread, stages that lost something
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/debug.h"

#include <azud/run-storage.h>
#include <azud/session.h>
#include <glib/gstdio.h>

/* ---- pure: figures ---- */

static void
add_task (GArray *tasks,
          int     stage,
          gint64  us,
          gint64  rows,
          AzudTaskState state,
          gboolean lost)
{
  AzudTaskView task = { .stage = stage, .partition = (int) tasks->len, .state = state, .start_us = 1000, .end_us = 1000 + us,
                        .rows_in = rows, .spilled_bytes = rows * 10, .lost = lost };

  g_array_append_val (tasks, task);
}

static void
test_quantiles (void)
{
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (AzudTaskView));
  AzudRunSnapshot run = { 0 };
  gint64 q[5] = { -1, -1, -1, -1, -1 };

  run.tasks = (AzudTaskView *) (void *) tasks->data;
  g_assert_cmpuint (azud_run_snapshot_get_quantiles (&run, 0, AZUD_FIGURE_DURATION, q), ==, 0);
  g_assert_cmpint (q[0], ==, -1);

  /* 8 that count, in no order; one that failed, one that was lost, one of another stage */
  for (int i = 0; i < 8; i++)
    add_task (tasks, 3, (i * 5 % 8 + 1) * 100, i, AZUD_TASK_SUCCEEDED, FALSE);
  add_task (tasks, 3, 90000, 0, AZUD_TASK_FAILED, FALSE);
  add_task (tasks, 3, 90000, 0, AZUD_TASK_SUCCEEDED, TRUE);
  add_task (tasks, 4, 7, 0, AZUD_TASK_SUCCEEDED, FALSE);
  run.tasks = (AzudTaskView *) (void *) tasks->data;
  run.n_tasks = tasks->len;
  g_assert_cmpuint (azud_run_snapshot_get_quantiles (&run, 3, AZUD_FIGURE_DURATION, q), ==, 8);
  /* Spark's: place floor (q * 8) of 100 .. 800 */
  g_assert_cmpint (q[0], ==, 100);
  g_assert_cmpint (q[1], ==, 300);
  g_assert_cmpint (q[2], ==, 500);
  g_assert_cmpint (q[3], ==, 700);
  g_assert_cmpint (q[4], ==, 800);
  g_assert_cmpuint (azud_run_snapshot_get_quantiles (&run, 3, AZUD_FIGURE_SPILLED, q), ==, 8);
  g_assert_cmpint (q[4], ==, 70);
  g_assert_cmpuint (azud_run_snapshot_get_quantiles (&run, 4, AZUD_FIGURE_DURATION, q), ==, 1);
  for (int i = 0; i < 5; i++)
    g_assert_cmpint (q[i], ==, 7);
  g_assert_cmpuint (azud_run_snapshot_get_quantiles (&run, 5, AZUD_FIGURE_ROWS_OUT, q), ==, 0);
}

static void
test_histogram (void)
{
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (AzudTaskView));
  AzudRunSnapshot run = { 0 };
  guint bars[4];

  for (int i = 0; i <= 100; i++)
    add_task (tasks, 0, i, 5, AZUD_TASK_SUCCEEDED, FALSE);
  run.tasks = (AzudTaskView *) (void *) tasks->data;
  run.n_tasks = tasks->len;
  g_assert_cmpuint (azud_run_snapshot_get_histogram (&run, 0, AZUD_FIGURE_DURATION, bars, 4), ==, 101);
  g_assert_cmpuint (bars[0], ==, 25);     /* 0..24 */
  g_assert_cmpuint (bars[1], ==, 25);
  g_assert_cmpuint (bars[2], ==, 25);
  g_assert_cmpuint (bars[3], ==, 26);     /* 75..100 */
  g_assert_cmpuint (azud_run_snapshot_get_histogram (&run, 0, AZUD_FIGURE_ROWS_IN, bars, 4), ==, 101);
  g_assert_cmpuint (bars[0], ==, 101);    /* all the same */
  g_assert_cmpuint (bars[3], ==, 0);
  g_assert_cmpuint (azud_run_snapshot_get_histogram (&run, 1, AZUD_FIGURE_DURATION, bars, 4), ==, 0);
  g_assert_cmpuint (bars[0] + bars[1] + bars[2] + bars[3], ==, 0);
}

/* Stage 0: @n tasks of @usual_us and @rows each but for the last. */
static double
skew_of (int    n,
         gint64 usual_us,
         gint64 last_us,
         gint64 usual_rows,
         gint64 last_rows,
         gint64 elapsed_us)
{
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (AzudTaskView));
  const AzudTaskView *worst = NULL;
  AzudRunSnapshot run = { .elapsed_us = elapsed_us };
  double skew;

  for (int i = 0; i < n; i++)
    add_task (tasks, 0, i + 1 < n ? usual_us : last_us, i + 1 < n ? usual_rows : last_rows, AZUD_TASK_SUCCEEDED, FALSE);
  run.tasks = (AzudTaskView *) (void *) tasks->data;
  run.n_tasks = tasks->len;
  skew = azud_run_snapshot_get_skew (&run, 0, &worst);
  g_assert_cmpint (worst != NULL, ==, skew > 0);
  if (worst != NULL)
    g_assert_cmpint (worst->partition, ==, n - 1);
  return skew;
}

/* What is told as skew is worth it: it costs time, and comes of the data. */
static void
test_skew (void)
{
  const gint64 ms = 1000, second = 1000 * ms;

  g_assert_cmpfloat (skew_of (8, 500 * ms, 4 * second, 1000, 9000, 10 * second), ==, 8);
  g_assert_cmpfloat (skew_of (8, 500 * ms, 4 * second, 1000, 1100, 10 * second), ==, 0);      /* rows are even: the machine's noise */
  g_assert_cmpfloat (skew_of (8, 13 * ms, 51 * ms, 1000, 9000, second / 10), ==, 0);          /* nobody waits for that */
  g_assert_cmpfloat (skew_of (8, 500 * ms, 4 * second, 1000, 9000, 100 * second), ==, 0);     /* nor for that */
  g_assert_cmpfloat (skew_of (8, 3 * second, 4 * second, 1000, 9000, 10 * second), ==, 0);    /* not much longer */
  g_assert_cmpfloat (skew_of (3, 500 * ms, 4 * second, 1000, 9000, 10 * second), ==, 0);      /* too few to say what is usual */
}

/* ---- real runs ---- */

typedef struct
{
  char         *folder;
  AzudSession  *session;
  AzudDocument *document;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  AzudSessionOptions options = { .n_threads = 2, .memory_bytes = 64 << 20 };
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("azud-views-XXXXXX", &error);
  g_assert_no_error (error);
  options.temp_folder = f->folder;
  f->session = azud_session_new (&options, &error);
  g_assert_no_error (error);
  f->document = azud_document_parse (
    "{\"azud\": \"1.0\", \"nodes\": ["
    "{\"id\": \"rows\", \"type\": \"generate-rows\", \"label\": \"Rows\", \"params\": {\"end\": 5000}},"
    "{\"id\": \"key\", \"type\": \"derive-columns\", \"label\": \"Key\", \"params\": {\"columns\": [{\"name\": \"k\", \"expression\": \"id % 97\"}]}},"
    "{\"id\": \"sums\", \"type\": \"aggregate\", \"label\": \"Sums\", \"params\": {\"keys\": [\"k\"], \"values\": "
    "[{\"expression\": \"sum(id)\", \"name\": \"s\"}]}},"
    "{\"id\": \"order\", \"type\": \"sort\", \"label\": \"Order\", \"params\": {\"keys\": [{\"expression\": \"s\"}]}},"
    "{\"id\": \"answer\", \"type\": \"write-csv\", \"label\": \"Answer\", \"params\": {\"path\": \"out.csv\", \"mode\": \"overwrite\"}}],"
    "\"edges\": [{\"from\": \"rows.out\", \"to\": \"key.in\"}, {\"from\": \"key.out\", \"to\": \"sums.in\"}, {\"from\": \"sums.out\", \"to\": \"order.in\"},"
    "{\"from\": \"order.out\", \"to\": \"answer.in\"}]}",
    -1, f->folder, &error);
  g_assert_no_error (error);
  azud_debug_set ("partitions", 4);
  azud_debug_set ("spill", 1);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  const char *const keys[] = { "partitions", "spill", "damage-blocks", "fault-task", "fault-attempts", "fault-delay", "speculation" };
  g_autofree char *out = g_build_filename (f->folder, "out.csv", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    azud_debug_set (keys[i], 0);
  g_object_unref (f->document);
  azud_session_close (f->session);
  g_object_unref (f->session);
  g_unlink (out);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->folder);
}

static AzudRunSnapshot *
play (Fixture   *f,
      AzudRun  **run_out)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AzudRun) run = azud_session_start (f->session, f->document, NULL, &error);
  AzudRunSnapshot *snapshot;

  g_assert_no_error (error);
  g_assert_true (azud_run_wait (run, &error));
  g_assert_no_error (error);
  snapshot = azud_run_snapshot (run);
  if (run_out != NULL)
    *run_out = g_steal_pointer (&run);
  return snapshot;
}

static void
assert_sums (const AzudRunSnapshot *run)
{
  guint n_started = 0;

  for (guint i = 0; i < run->n_stages; i++)
    {
      const AzudStageView *stage = &run->stages[i];

      g_assert_cmpint (stage->state, ==, AZUD_STAGE_DONE);
      g_assert_cmpint (stage->n_done, ==, stage->n_tasks);
      g_assert_cmpint (stage->n_running, ==, 0);
      g_assert_cmpint (stage->n_started, ==, stage->n_tasks + stage->n_retried + stage->n_speculative);
      g_assert_cmpint (stage->n_near + stage->n_far + stage->n_anywhere, ==, stage->n_started);
      n_started += (guint) stage->n_started;
      if (stage->n_parents == 1)
        g_assert_cmpint (stage->shuffle_read_bytes, ==, run->stages[stage->parents[0]].shuffle_write_bytes);
    }
  g_assert_cmpuint (n_started, ==, run->n_tasks);
}

static void
test_plain (Fixture      *f,
            gconstpointer data)
{
  g_autoptr (AzudRunSnapshot) run = play (f, NULL);

  assert_sums (run);
  g_assert_cmpuint (run->n_losses, ==, 0);
  g_assert_cmpint (run->stages[0].n_tasks, ==, 4);
  g_assert_cmpint (run->stages[0].n_attempts, ==, 1);
  g_assert_cmpint (run->stages[0].rows_in, ==, 5000);
  g_assert_cmpint (run->stages[0].n_retried, ==, 0);
  g_assert_cmpint (run->stages[0].spilled_bytes, >, 0);
  g_assert_cmpint (run->stages[0].shuffle_write_bytes, >, 0);
}

/* One bit of a block: the output is lost once, missed by a reader, made again; sums are those of the run without it. */
static void
test_loss (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (AzudRunSnapshot) whole = play (f, NULL);
  g_autoptr (AzudRunSnapshot) run = NULL;
  g_autoptr (AzudRun) kept = NULL;
  g_autoptr (AzudJson) stats = NULL;
  const AzudLossView *loss;
  guint n_recomputed = 0;

  azud_debug_set ("damage-blocks", 1);
  run = play (f, &kept);
  assert_sums (run);
  g_assert_cmpuint (run->n_losses, ==, 1);
  loss = &run->losses[0];
  g_assert_cmpint (loss->stage, ==, 0);
  g_assert_cmpint (loss->reader_stage, ==, 1);
  g_assert_cmpint (loss->reader_partition, >=, 0);
  g_assert_cmpint (loss->recovered_us, >, loss->time_us);
  g_assert_cmpint (run->stages[0].n_attempts, ==, 2);
  g_assert_cmpint (run->stages[0].n_retried, ==, 1);
  g_assert_cmpint (run->stages[0].n_lost, ==, 1);
  for (guint i = 0; i < run->n_tasks; i++)
    {
      const AzudTaskView *task = &run->tasks[i];

      n_recomputed += task->recomputed && task->stage == 0;
      if (task->recomputed)
        g_assert_cmpint (task->stage_attempt, >, 0);
      if (task->lost)
        g_assert_cmpint (task->partition, ==, loss->partition);
      if (task->state == AZUD_TASK_FAILED)
        g_assert_cmpint (task->lost_partition, ==, loss->partition);
    }
  g_assert_cmpuint (n_recomputed, ==, 1);
  for (guint i = 0; i < run->n_stages; i++)
    {
      g_assert_cmpint (run->stages[i].rows_out, ==, whole->stages[i].rows_out);
      g_assert_cmpint (run->stages[i].shuffle_write_bytes, ==, whole->stages[i].shuffle_write_bytes);
    }
  stats = azud_run_stats (kept);
  g_assert_cmpint (azud_json_get_integer (azud_json_lookup (azud_json_get_element (azud_json_lookup (stats, "stages"), 0), "attempts"), -1), ==, 2);
  g_assert_cmpint (azud_json_get_integer (azud_json_lookup (azud_json_get_element (azud_json_lookup (stats, "stages"), 0), "lost_outputs"), -1), ==, 1);
}

static void
test_retry (Fixture      *f,
            gconstpointer data)
{
  g_autoptr (AzudRunSnapshot) run = NULL;

  azud_debug_set ("fault-task", 1 + 2);
  azud_debug_set ("fault-attempts", 2);
  run = play (f, NULL);
  assert_sums (run);
  g_assert_cmpint (run->stages[0].n_failed, ==, 2);
  g_assert_cmpint (run->stages[0].n_retried, ==, 2);
  g_assert_cmpint (run->stages[0].n_attempts, ==, 1);
  g_assert_cmpuint (run->n_losses, ==, 0);
}

static void
test_copy (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (AzudRunSnapshot) run = NULL;
  guint n_copies = 0;

  azud_debug_set ("partitions", 12);
  azud_debug_set ("speculation", 1);
  azud_debug_set ("fault-task", 1 + 5);
  azud_debug_set ("fault-delay", 10000);
  run = play (f, NULL);
  assert_sums (run);
  g_assert_cmpint (run->stages[0].n_speculative, ==, 1);
  g_assert_cmpint (run->stages[0].n_retried, ==, 0);
  for (guint i = 0; i < run->n_tasks; i++)
    n_copies += run->tasks[i].speculative;
  g_assert_cmpuint (n_copies, ==, 1);
}

static void
test_failure (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AzudRun) run = NULL;
  g_autoptr (AzudRunSnapshot) snapshot = NULL;

  azud_debug_set ("fault-task", 1 + 2);
  azud_debug_set ("fault-attempts", 9);
  run = azud_session_start (f->session, f->document, NULL, &error);
  g_assert_false (azud_run_wait (run, &error));
  snapshot = azud_run_snapshot (run);
  g_assert_cmpint (snapshot->stages[0].state, ==, AZUD_STAGE_FAILED);
  g_assert_cmpint (snapshot->stages[0].n_failed, ==, 4);
  for (guint i = 1; i < snapshot->n_stages; i++)
    g_assert_cmpint (snapshot->stages[i].state, ==, AZUD_STAGE_WAITING);
}

/* ---- storage ---- */

static guint
count_blocks (const AzudDatasetView *dataset,
              AzudBlockPlace         place)
{
  guint n = 0;

  for (guint i = 0; i < dataset->n_blocks; i++)
    n += dataset->blocks[i].place == place;
  return n;
}

static void
test_storage (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (AzudRun) kept = NULL;
  g_autoptr (AzudRunSnapshot) run = play (f, &kept);
  g_autoptr (AzudRunStorage) storage = azud_run_get_storage (kept);
  const AzudDatasetView *first;
  gint64 rows = 0;

  g_assert_true (storage->is_over);
  g_assert_cmpuint (storage->n_datasets, ==, run->n_stages - 1);
  first = &storage->datasets[0];
  g_assert_cmpint (first->stage, ==, 0);
  g_assert_cmpstr (first->name, ==, "Sums");      /* partial sums, made by the stage of the rows */
  g_assert_cmpint (first->kind, ==, AZUD_DATASET_SHUFFLE);
  g_assert_cmpint (first->level, ==, AZUD_LEVEL_MEMORY_AND_DISK);
  g_assert_cmpint (first->n_parents, ==, 0);
  g_assert_cmpstr (first->sources[0], ==, "Rows");
  g_assert_null (first->sources[1]);
  g_assert_cmpint (first->n_readers, ==, 1);
  g_assert_cmpint (first->readers[0], ==, 1);
  g_assert_cmpuint (first->n_blocks, ==, 4);
  g_assert_cmpuint (first->n_there, ==, 0);      /* exchanges end with their run */
  g_assert_cmpint (first->memory_bytes + first->disk_bytes, ==, 0);
  g_assert_cmpuint (count_blocks (first, AZUD_BLOCK_LET_GO), ==, 4);
  for (guint i = 0; i < first->n_blocks; i++)
    {
      rows += first->blocks[i].rows;
      g_assert_cmpint (first->blocks[i].task, ==, (int) i);
      g_assert_false (first->blocks[i].is_read);
      g_assert_false (first->blocks[i].is_recomputed);
    }
  g_assert_cmpint (rows, ==, run->stages[0].rows_out);
  g_assert_cmpint (storage->datasets[1].n_parents, ==, 1);
  g_assert_cmpint (storage->datasets[1].parents[0], ==, 0);
  g_assert_null (storage->datasets[1].sources[0]);
  g_assert_false (azud_run_lose_block (kept, 0, 0));       /* it is over */
}

static void
test_recomputed (Fixture      *f,
                 gconstpointer data)
{
  g_autoptr (AzudRun) kept = NULL;
  g_autoptr (AzudRunSnapshot) run = NULL;
  g_autoptr (AzudRunStorage) storage = NULL;

  azud_debug_set ("damage-blocks", 1);
  run = play (f, &kept);
  storage = azud_run_get_storage (kept);
  g_assert_cmpuint (run->n_losses, ==, 1);
  for (guint d = 0; d < storage->n_datasets; d++)
    for (guint i = 0; i < storage->datasets[d].n_blocks; i++)
      {
        const AzudBlockView *block = &storage->datasets[d].blocks[i];

        g_assert_cmpint (block->is_recomputed, ==,
                         storage->datasets[d].stage == run->losses[0].stage && block->task == run->losses[0].partition);
        g_assert_cmpint (block->place, !=, AZUD_BLOCK_LOST);
      }
}

/* Lost by hand while the reader is about to begin: what is written is the same. */
static void
test_lose_block (Fixture      *f,
                 gconstpointer data)
{
  g_autofree char *out = g_build_filename (f->folder, "out.csv", NULL);
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (AzudRunSnapshot) whole = play (f, NULL);
  g_autoptr (AzudRunSnapshot) last = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AzudRun) run = NULL;
  g_autoptr (AzudRunStorage) end = NULL;
  gint64 disk_bytes = 0;
  guint n_there = 0;

  g_assert_true (g_file_get_contents (out, &before, NULL, NULL));
  azud_debug_set ("fault-task", 1 + 1000 + 1);      /* waits before it reads */
  azud_debug_set ("fault-delay", 700);
  run = azud_session_start (f->session, f->document, NULL, &error);
  g_assert_no_error (error);
  while (n_there < 4)
    {
      g_autoptr (AzudRunStorage) storage = azud_run_get_storage (run);

      n_there = storage->n_datasets > 0 ? storage->datasets[0].n_there : 0;
      disk_bytes = storage->n_datasets > 0 ? storage->datasets[0].disk_bytes : 0;
      g_usleep (1000);
    }
  g_assert_false (azud_run_lose_block (run, 0, 99));
  g_assert_true (azud_run_lose_block (run, 0, 2));
  g_assert_true (azud_run_can_lose_blocks ());
  g_assert_true (azud_run_wait (run, &error));
  g_assert_no_error (error);
  last = azud_run_snapshot (run);
  assert_sums (last);
  g_assert_cmpuint (last->n_losses, ==, 1);
  g_assert_cmpint (last->losses[0].partition, ==, 2);
  g_assert_cmpint (last->stages[0].n_attempts, ==, 2);
  end = azud_run_get_storage (run);
  g_assert_cmpint (disk_bytes, >, 0);      /* AZUD_DEBUG=spill=1 */
  g_assert_true (end->datasets[0].blocks[2].is_recomputed);
  g_assert_cmpuint (count_blocks (&end->datasets[0], AZUD_BLOCK_LOST), ==, 0);
  g_assert_true (g_file_get_contents (out, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);
}

/* A cache says that it is one, how it is kept, and which tasks read it on the worker that had made it. */
static void
test_cache (Fixture      *f,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AzudRun) kept = NULL;
  g_autoptr (AzudRunSnapshot) run = NULL;
  g_autoptr (AzudRunStorage) storage = NULL, after = NULL;
  const AzudDatasetView *cache = NULL;

  g_object_unref (f->document);
  f->document = azud_document_parse (
    "{\"azud\": \"1.0\", \"nodes\": ["
    "{\"id\": \"rows\", \"type\": \"generate-rows\", \"label\": \"Rows\", \"params\": {\"end\": 5000}},"
    "{\"id\": \"kept\", \"type\": \"cache\", \"label\": \"Kept\", \"params\": {\"level\": \"disk\"}},"
    "{\"id\": \"sums\", \"type\": \"aggregate\", \"label\": \"Sums\", \"params\": {\"keys\": [\"id\"], \"values\": "
    "[{\"expression\": \"count(*)\", \"name\": \"n\"}]}},"
    "{\"id\": \"answer\", \"type\": \"write-csv\", \"label\": \"Answer\", \"params\": {\"path\": \"out.csv\", \"mode\": \"overwrite\"}}],"
    "\"edges\": [{\"from\": \"rows.out\", \"to\": \"kept.in\"}, {\"from\": \"kept.out\", \"to\": \"sums.in\"}, {\"from\": \"sums.out\", \"to\": \"answer.in\"}]}",
    -1, f->folder, &error);
  g_assert_no_error (error);
  run = play (f, &kept);
  assert_sums (run);
  storage = azud_run_get_storage (kept);
  for (guint d = 0; d < storage->n_datasets; d++)
    if (storage->datasets[d].kind == AZUD_DATASET_CACHE)
      cache = &storage->datasets[d];
  g_assert_nonnull (cache);
  g_assert_cmpstr (cache->name, ==, "Kept");
  g_assert_cmpint (cache->level, ==, AZUD_LEVEL_DISK_ONLY);
  g_assert_true (storage->is_over);
  g_assert_cmpuint (cache->n_there, ==, 4);      /* for later runs */
  g_assert_cmpint (cache->disk_bytes, >, 0);
  g_assert_cmpuint (count_blocks (cache, AZUD_BLOCK_ON_DISK), ==, 4);
  g_assert_cmpint (cache->n_readers, ==, 1);
  g_assert_cmpint (run->stages[cache->stage].n_near + run->stages[cache->stage].n_far, ==, 0);
  g_assert_cmpint (run->stages[cache->readers[0]].n_near + run->stages[cache->readers[0]].n_far, ==, 4);
  for (guint d = 0; d < storage->n_datasets; d++)
    if (storage->datasets[d].kind != AZUD_DATASET_CACHE)
      g_assert_cmpuint (storage->datasets[d].n_there, ==, 0);

  /* forgotten, it is not there any more, and the view says so */
  g_assert_cmpint (azud_session_forget_rows (f->session), >=, cache->disk_bytes);
  g_assert_cmpint (azud_session_forget_rows (f->session), ==, 0);
  after = azud_run_get_storage (kept);
  for (guint d = 0; d < after->n_datasets; d++)
    {
      g_assert_cmpuint (after->datasets[d].n_there, ==, 0);
      g_assert_cmpint (after->datasets[d].memory_bytes + after->datasets[d].disk_bytes, ==, 0);
      g_assert_cmpuint (count_blocks (&after->datasets[d], AZUD_BLOCK_LET_GO), ==, after->datasets[d].n_blocks);
    }
}

/* Ten thousand blocks: how long a look at them takes is told, not judged. */
static void
test_many_blocks (Fixture      *f,
                  gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AzudRun) run = NULL;
  g_autoptr (AzudRunStorage) end = NULL;
  gint64 longest = 0, sum = 0;
  double progress = 0;
  guint n_there = 0;
  int n = 0;

  azud_debug_set ("spill", 0);
  azud_debug_set ("partitions", 0);
  g_object_unref (f->document);
  f->document = azud_document_parse (
    "{\"azud\": \"1.0\", \"nodes\": ["
    "{\"id\": \"rows\", \"type\": \"generate-rows\", \"label\": \"Rows\", \"params\": {\"end\": 20000}},"
    "{\"id\": \"order\", \"type\": \"sort\", \"label\": \"Order\", \"params\": {\"keys\": [{\"expression\": \"id\"}]}},"
    "{\"id\": \"answer\", \"type\": \"write-csv\", \"label\": \"Answer\", \"params\": {\"path\": \"out.csv\", \"mode\": \"overwrite\"}}],"
    "\"edges\": [{\"from\": \"rows.out\", \"to\": \"order.in\"}, {\"from\": \"order.out\", \"to\": \"answer.in\"}]}",
    -1, f->folder, &error);
  g_assert_no_error (error);
  azud_debug_set ("partitions", 10000);
  azud_session_close (f->session);
  g_object_unref (f->session);
  f->session = azud_session_new (&(AzudSessionOptions){ .n_threads = 2, .memory_bytes = (gint64) 2 << 30, .temp_folder = f->folder }, &error);
  g_assert_no_error (error);
  run = azud_session_start (f->session, f->document, NULL, &error);
  g_assert_no_error (error);
  while (azud_run_get_state (run) < AZUD_RUN_SUCCEEDED)
    {
      g_autoptr (AzudRunSnapshot) snapshot = azud_run_snapshot (run);
      gint64 start = g_get_monotonic_time (), time;
      g_autoptr (AzudRunStorage) storage = azud_run_get_storage (run);

      time = g_get_monotonic_time () - start;
      longest = MAX (longest, time);
      n_there = storage->n_blocks > 0 ? MAX (n_there, storage->datasets[0].n_there) : 0;
      g_assert_cmpfloat (snapshot->progress, >=, progress);      /* the bar never goes back */
      progress = snapshot->progress;
      sum += storage->n_blocks > 0 ? time : 0;
      n += storage->n_blocks > 0;
      g_usleep (33000);
    }
  azud_run_wait (run, &error);
  g_assert_no_error (error);
  end = azud_run_get_storage (run);
  g_assert_cmpuint (end->n_blocks, ==, 10000);
  g_assert_cmpuint (n_there, >, 0);
  g_assert_cmpuint (count_blocks (&end->datasets[0], AZUD_BLOCK_LET_GO), ==, 10000);
  g_assert_cmpfloat (progress, >, 0);
  g_test_message ("%d looks at 10,000 blocks: %.3f ms each, the longest %.3f ms", n, (double) sum / MAX (n, 1) / 1000, (double) longest / 1000);
}

#define ADD(name, function) g_test_add ("/session/run-views/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/run-views/quantiles", test_quantiles);
  g_test_add_func ("/session/run-views/histogram", test_histogram);
  g_test_add_func ("/session/run-views/skew", test_skew);
  ADD ("plain", test_plain);
  ADD ("loss", test_loss);
  ADD ("retry", test_retry);
  ADD ("copy", test_copy);
  ADD ("failure", test_failure);
  ADD ("storage", test_storage);
  ADD ("recomputed", test_recomputed);
  ADD ("lose-block", test_lose_block);
  ADD ("cache", test_cache);
  ADD ("many-blocks", test_many_blocks);
  return g_test_run ();
}
