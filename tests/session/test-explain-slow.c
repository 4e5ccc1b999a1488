/* test-explain-slow.c: the sentences on where the time went, over runs that never were
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include <azud/session.h>
#include <string.h>

#define SECOND (1000 * 1000)

static int parents_of_2[] = { 0, 1 };
static int parents_of_3[] = { 2 };

/* Scan (0: 4 s) and another (1: 1 s), a join (2: 3 s, one part of four takes 2.4 s), a write of one task (3: 2 s). */
static void
make_run (AzudRunSnapshot *run,
          AzudStageView   *stages,
          AzudTaskView    *tasks)
{
  static const gint64 ends[] = { 4, 1, 7, 9 };
  static const gint64 starts[] = { 0, 0, 4, 7 };
  static char names[4][9] = { "Flights", "Airlines", "Join", "Result" };
  guint n = 0;

  *run = (AzudRunSnapshot){ .state = AZUD_RUN_SUCCEEDED, .elapsed_us = 10 * SECOND, .n_workers = 2, .n_stages = 4, .stages = stages,
                            .tasks = tasks, .memory_peak = 100 << 20, .memory_limit = 240 << 20 };
  for (int i = 0; i < 4; i++)
    stages[i] = (AzudStageView){ .id = i, .name = names[i], .n_tasks = i == 3 ? 1 : 4, .start_us = starts[i] * SECOND,
                                 .end_us = ends[i] * SECOND, .rows_in = 1000 * (i + 1), .bytes_in = i == 0 ? 5 << 20 : 0 };
  stages[2].parents = parents_of_2;
  stages[2].n_parents = 2;
  stages[3].parents = parents_of_3;
  stages[3].n_parents = 1;
  for (int i = 0; i < 4; i++)
    for (int t = 0; t < stages[i].n_tasks; t++)
      {
        gint64 time = i == 2 ? (t == 3 ? 2400000 : 600000) : (stages[i].end_us - stages[i].start_us) / (i == 3 ? 1 : 2);

        tasks[n++] = (AzudTaskView){ .stage = i, .partition = t, .state = AZUD_TASK_SUCCEEDED, .start_us = stages[i].start_us,
                                     .end_us = stages[i].start_us + time, .rows_in = t == 3 ? 400 : 100 };
        if (t >= 2)      /* two workers */
          {
            tasks[n - 1].start_us += i == 2 ? 600000 : time;
            tasks[n - 1].end_us += i == 2 ? 600000 : time;
          }
      }
  run->n_tasks = n;
}

static void
assert_says (char      **sentences,
             int         which,
             const char *words)
{
  g_test_message ("%s", sentences[which]);
  if (strstr (sentences[which], words) == NULL)
    g_error ("no “%s” in: %s", words, sentences[which]);
}

static void
test_five (void)
{
  AzudStageView stages[4];
  AzudTaskView tasks[16];
  static char join[] = "join", rows[] = "read";
  static char label[] = "Join";
  AzudDecisionView decisions[3] = {
    { .kind = AZUD_DECISION_COALESCE, .name = label, .n_before = 64, .n_after = 2, .bytes = 640 << 10, .reference_bytes = 1 << 20 },
    { .kind = AZUD_DECISION_SPLIT, .name = label, .partition = 1, .n_after = 2, .bytes = 30 << 20, .reference_bytes = 2 << 20 },
    { .kind = AZUD_DECISION_SPLIT, .name = label, .partition = 3, .n_after = 5, .bytes = 412 << 20, .reference_bytes = 20 << 20 },
  };
  AzudNodeView nodes[2] = { { .node = join, .label = label, .spilled_bytes = 3 << 20 }, { .node = rows, .label = rows } };
  AzudRunSnapshot run;
  g_auto(GStrv) sentences = NULL;

  make_run (&run, stages, tasks);
  sentences = azud_run_snapshot_explain (&run);
  g_assert_cmpuint (g_strv_length (sentences), ==, 5);
  assert_says (sentences, 0, "10.0 s, 9.0 s of it on the longest chain of stages: Flights → Join → Result");
  assert_says (sentences, 1, "“Flights”, took 4.0 s (40 %) for 1000 rows out of 5.0");
  assert_says (sentences, 2, "part 3 of “Join” had 400 rows and took 2.4 s, 4.0 times");
  assert_says (sentences, 3, "Nothing went to disk");
  assert_says (sentences, 4, "for 2.0 s “Result” gave work to only 1 of them");
  g_clear_pointer (&sentences, g_strfreev);

  run.spilled_bytes = 3 << 20;
  run.nodes = nodes;
  run.n_nodes = 2;
  tasks[11].end_us = tasks[11].start_us + 600000;     /* the uneven one */
  sentences = azud_run_snapshot_explain (&run);
  assert_says (sentences, 2, "but part 3 of “Flights” had 400 rows, 4.0 times as many");
  g_clear_pointer (&sentences, g_strfreev);
  for (guint i = 0; i < run.n_tasks; i++)
    tasks[i].rows_in = 100;
  sentences = azud_run_snapshot_explain (&run);
  assert_says (sentences, 2, "spread evenly");
  assert_says (sentences, 3, "MiB went to disk, most of it in “Join”");
  g_clear_pointer (&sentences, g_strfreev);
  run.spilled_bytes = 7 << 20;
  stages[0].skipped = TRUE;
  sentences = azud_run_snapshot_explain (&run);
  assert_says (sentences, 0, "stages: Join → Result; skipped, as an earlier run had left their rows: 1 of 4 stages");
  assert_says (sentences, 3, "the largest part of it in “Join”");
  g_clear_pointer (&sentences, g_strfreev);
  stages[0].skipped = FALSE;

  run.decisions = decisions;
  run.n_decisions = 1;
  sentences = azud_run_snapshot_explain (&run);
  g_assert_cmpuint (g_strv_length (sentences), ==, 5);
  assert_says (sentences, 2, "changed on the way: “Join”: coalesced 64 partitions of 10.0");
  g_clear_pointer (&sentences, g_strfreev);
  run.n_decisions = 3;
  sentences = azud_run_snapshot_explain (&run);
  assert_says (sentences, 2, "uneven, so the plan was changed on the way: “Join”: split partition 3 (412.0");
  assert_says (sentences, 2, "into 5.");
}

/* A stage that began early and ended late, while others had the workers, is not the slowest; nor does one that was begun again count twice. */
static void
test_waiting (void)
{
  AzudStageView stages[4];
  AzudTaskView tasks[16];
  AzudRunSnapshot run;
  g_auto(GStrv) sentences = NULL;

  make_run (&run, stages, tasks);
  stages[1].end_us = 9 * SECOND;
  stages[0].end_us = 8 * SECOND;
  sentences = azud_run_snapshot_explain (&run);
  assert_says (sentences, 0, "10.0 s, 9.0 s of it on the longest chain of stages: Flights → Join → Result");
  assert_says (sentences, 1, "“Flights”, took 4.0 s (40 %)");
}

/* A run that had nothing to do, or ended at once. */
static void
test_nothing (void)
{
  AzudRunSnapshot run = { .state = AZUD_RUN_SUCCEEDED, .n_workers = 2 };
  g_auto(GStrv) sentences = azud_run_snapshot_explain (&run);

  g_assert_cmpuint (g_strv_length (sentences), ==, 5);
  assert_says (sentences, 1, "No stage was run");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/explain-slow/five", test_five);
  g_test_add_func ("/session/explain-slow/waiting", test_waiting);
  g_test_add_func ("/session/explain-slow/nothing", test_nothing);
  return g_test_run ();
}
