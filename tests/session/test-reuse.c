/* test-reuse.c: rows that outlive the run that made them: caches, skipped stages, and when they must not be believed
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/debug.h"
#include "base/memory.h"
#include "runtime/block-store.h"
#include "session/session-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#define N_ROWS 20000
#define MAX_STAGES 8

typedef struct
{
  AzudSession *session;
  char        *folder;
  char        *in;
  char        *out;
} Fixture;

/* How a run went. */
typedef struct
{
  char *text;                       /* what was written */
  char *edges;                      /* counts of all edges */
  int   n_stages;
  bool  skipped[MAX_STAGES];
  int   n_launched[MAX_STAGES];     /* tasks, by stage */
  int   workers[MAX_STAGES][8];     /* of each task, by stage */
  int   n_tasks;
} Outcome;

static void
write_input (const Fixture *fixture,
             int            factor)
{
  g_autoptr(GString) text = g_string_new ("k,v\n");
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < N_ROWS; i++)
    g_string_append_printf (text, "%d,%d\n", i * 7919 % 101, i * factor);
  g_file_set_contents (fixture->in, text->str, (gssize) text->len, &error);
  g_assert_no_error (error);
}

/* As if the file had been changed @seconds ago. */
static void
age_input (const Fixture *fixture,
           int            seconds)
{
  struct utimbuf times = { .actime = g_get_real_time () / G_USEC_PER_SEC - seconds,
                           .modtime = g_get_real_time () / G_USEC_PER_SEC - seconds };

  g_assert_cmpint (utime (fixture->in, &times), ==, 0);
}

static void
set_up (Fixture      *fixture,
        gconstpointer keeps_rows)
{
  AzudSessionOptions options = { .n_threads = 2, .memory_bytes = 128 << 20, .keeps_rows = keeps_rows != NULL };
  g_autofree char *temp = NULL;
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("azud-reuse-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->in = g_build_filename (fixture->folder, "in.csv", NULL);
  fixture->out = g_build_filename (fixture->folder, "out.csv", NULL);
  write_input (fixture, 1);
  age_input (fixture, 100);
  temp = g_build_filename (fixture->folder, "spill", NULL);
  g_assert_cmpint (g_mkdir (temp, 0700), ==, 0);
  options.temp_folder = temp;
  fixture->session = azud_session_new (&options, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *temp = g_build_filename (fixture->folder, "spill", NULL);

  azud_debug_set ("damage-blocks", 0);
  azud_debug_set ("partitions", 0);
  azud_session_close (fixture->session);
  g_object_unref (fixture->session);
  g_unlink (fixture->in);
  g_unlink (fixture->out);
  g_assert_cmpint (g_rmdir (temp), ==, 0);                   /* nothing is left behind */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_assert_cmpint (azud_account_leaks (), ==, 0);
  g_free (fixture->in);
  g_free (fixture->out);
  g_free (fixture->folder);
}

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->text);
  g_free (outcome->edges);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

/* rows -> spread over 4 partitions -> cache (unless @level is NULL) -> filter -> groups, sorted -> file */
static AzudDocument *
make_document (const Fixture *fixture,
               const char    *level,
               const char    *condition)
{
  g_autofree char *cache = g_strdup_printf ("{\"id\": \"keep\", \"type\": \"cache\", \"params\": {\"level\": \"%s\"}},", level != NULL ? level : "");
  g_autofree char *text = g_strdup_printf (
    "{\"azud\": \"1.0\", \"nodes\": ["
    "{\"id\": \"rows\", \"type\": \"read-csv\", \"params\": {\"path\": \"%s\", \"schema\": "
    "[{\"name\": \"k\", \"type\": \"int\"}, {\"name\": \"v\", \"type\": \"int\"}]}},"
    "{\"id\": \"spread\", \"type\": \"repartition\", \"params\": {\"partitions\": 4, \"columns\": [\"k\"]}},%s"
    "{\"id\": \"some\", \"type\": \"filter\", \"params\": {\"condition\": \"%s\"}},"
    "{\"id\": \"groups\", \"type\": \"sql\", \"params\": {\"query\": \"SELECT k, count(*) AS n, sum(v) AS s FROM a GROUP BY k ORDER BY k\"}},"
    "{\"id\": \"answer\", \"type\": \"write-csv\", \"params\": {\"path\": \"%s\", \"mode\": \"overwrite\"}}],"
    "\"edges\": [{\"from\": \"rows.out\", \"to\": \"spread.in\"}, %s"
    "{\"from\": \"some.out\", \"to\": \"groups.a\"}, {\"from\": \"groups.out\", \"to\": \"answer.in\"}]}",
    fixture->in, level != NULL ? cache : "", condition, fixture->out,
    level != NULL ? "{\"from\": \"spread.out\", \"to\": \"keep.in\"}, {\"from\": \"keep.out\", \"to\": \"some.in\"},"
                  : "{\"from\": \"spread.out\", \"to\": \"some.in\"},");
  g_autoptr(GError) error = NULL;
  AzudDocument *document = azud_document_parse (text, -1, fixture->folder, &error);

  g_assert_no_error (error);
  return document;
}

static char *
print_edges (const AzudRunSnapshot *snapshot)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < snapshot->n_edges; i++)
    g_string_append_printf (text, "%s.%s %" G_GINT64_FORMAT "%s\n", snapshot->edges[i].from_node, snapshot->edges[i].from_port,
                            snapshot->edges[i].rows, snapshot->edges[i].merged ? " merged" : "");
  return g_string_free (text, FALSE);
}

static void
read_outcome (const Fixture *fixture,
              AzudRun       *run,
              Outcome       *outcome)
{
  g_autoptr(AzudRunSnapshot) snapshot = azud_run_snapshot (run);
  g_autoptr(GError) error = NULL;

  *outcome = (Outcome){ .n_stages = (int) snapshot->n_stages, .n_tasks = (int) snapshot->n_tasks };
  g_assert_cmpint (outcome->n_stages, <=, MAX_STAGES);
  for (int s = 0; s < outcome->n_stages; s++)
    outcome->skipped[s] = snapshot->stages[s].skipped;
  for (guint t = 0; t < snapshot->n_tasks; t++)
    {
      outcome->n_launched[snapshot->tasks[t].stage]++;
      if (snapshot->tasks[t].partition < 8)
        outcome->workers[snapshot->tasks[t].stage][snapshot->tasks[t].partition] = snapshot->tasks[t].worker;
    }
  for (int s = 0; s < outcome->n_stages; s++)
    g_assert_cmpint (snapshot->stages[s].n_done, ==, snapshot->stages[s].n_tasks);
  outcome->edges = print_edges (snapshot);
  g_file_get_contents (fixture->out, &outcome->text, NULL, &error);
  g_assert_no_error (error);
}

static void
play (const Fixture *fixture,
      const char    *level,
      const char    *condition,
      Outcome       *outcome)
{
  g_autoptr(AzudDocument) document = make_document (fixture, level, condition);
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudRun) run = azud_session_start (fixture->session, document, NULL, &error);

  g_assert_no_error (error);
  azud_run_wait (run, &error);
  g_assert_no_error (error);
  read_outcome (fixture, run, outcome);
}

/* The same without anything of an earlier run. */
static void
play_afresh (const Fixture *fixture,
             const char    *level,
             const char    *condition,
             Outcome       *outcome)
{
  azud_session_forget_rows (fixture->session);
  play (fixture, level, condition, outcome);
  for (int s = 0; s < outcome->n_stages; s++)
    g_assert_false (outcome->skipped[s]);
}

static void
expect_same (const Outcome *outcome,
             const Outcome *expected)
{
  g_assert_cmpstr (outcome->text, ==, expected->text);
  g_assert_cmpstr (outcome->edges, ==, expected->edges);
}

static const char *const levels[] = { "memory", "memory-and-disk", "disk" };

/* Another question about the same cached rows: what lies below the cache does not run again. */
static void
test_cache (Fixture      *fixture,
            gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      g_auto(Outcome) first = { 0 }, second = { 0 }, afresh = { 0 };

      play_afresh (fixture, levels[i], "k > 10", &first);
      play (fixture, levels[i], "k > 50", &second);
      g_assert_true (second.skipped[0] && second.skipped[1] && !second.skipped[2] && !second.skipped[3]);
      g_assert_cmpint (second.n_launched[0] + second.n_launched[1], ==, 0);
      play_afresh (fixture, levels[i], "k > 50", &afresh);
      expect_same (&second, &afresh);
      g_assert_cmpint (strlen (first.text), >, strlen (second.text));
    }
}

/* The same pipeline once more, where everything is kept: only the writing is done again. */
static void
test_all (Fixture      *fixture,
          gconstpointer data)
{
  g_auto(Outcome) first = { 0 }, second = { 0 };

  play (fixture, NULL, "k > 10", &first);
  play (fixture, NULL, "k > 10", &second);
  for (int s = 0; s + 1 < second.n_stages; s++)
    g_assert_true (second.skipped[s]);
  g_assert_false (second.skipped[second.n_stages - 1]);
  expect_same (&second, &first);
}

/* Without being asked, and without a cache, nothing is kept. */
static void
test_nothing_kept (Fixture      *fixture,
                   gconstpointer data)
{
  g_auto(Outcome) first = { 0 }, second = { 0 };

  play (fixture, NULL, "k > 10", &first);
  play (fixture, NULL, "k > 10", &second);
  for (int s = 0; s < second.n_stages; s++)
    g_assert_false (second.skipped[s]);
}

/* A file that has changed is read again; so is one that changed so lately that it may have changed again unnoticed. */
static void
test_changed_file (Fixture      *fixture,
                   gconstpointer data)
{
  g_auto(Outcome) first = { 0 }, second = { 0 }, third = { 0 }, fourth = { 0 };

  play (fixture, "memory", "k > 10", &first);
  write_input (fixture, 2);
  age_input (fixture, 50);
  play (fixture, "memory", "k > 10", &second);
  g_assert_false (second.skipped[0]);
  g_assert_cmpstr (second.text, !=, first.text);

  write_input (fixture, 3);
  play (fixture, "memory", "k > 10", &third);
  play (fixture, "memory", "k > 10", &fourth);
  g_assert_false (fourth.skipped[0]);
  expect_same (&fourth, &third);
}

static void
push_out (const Fixture *fixture,
          gint64         bytes)
{
  azud_block_store_reclaim (azud_budget_get_block_store (fixture->session->budget), bytes, NULL);
}

/* Somebody needs the room between the runs: memory only forgets blocks and computes those again, the other levels write them. */
static void
test_pushed_out (Fixture      *fixture,
                 gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      g_auto(Outcome) first = { 0 }, some = { 0 }, none = { 0 };

      play_afresh (fixture, levels[i], "k > 10", &first);
      push_out (fixture, 1);                                      /* one block */
      play (fixture, levels[i], "k > 10", &some);
      g_assert_cmpint (some.n_launched[1], ==, i == 0 ? 1 : 0);   /* of 4 tasks that leave a block of the cache */
      g_assert_cmpint (some.n_launched[0], ==, i == 0 ? first.n_launched[0] : 0);
      expect_same (&some, &first);
      push_out (fixture, G_MAXINT64);
      play (fixture, levels[i], "k > 10", &none);
      g_assert_cmpint (none.n_launched[1], ==, i == 0 ? 4 : 0);
      expect_same (&none, &first);
    }
}

/* A kept block turns out to be damaged: the skipped stage runs after all, and what it reads. */
static void
test_damaged (Fixture      *fixture,
              gconstpointer data)
{
  g_auto(Outcome) first = { 0 }, second = { 0 };

  play (fixture, "memory-and-disk", "k > 10", &first);
  azud_debug_set ("damage-blocks", 1);
  push_out (fixture, G_MAXINT64);
  g_assert_cmpint (azud_debug_get ("damage-blocks", 0), ==, 0);
  play (fixture, "memory-and-disk", "k > 10", &second);
  g_assert_false (second.skipped[1]);
  g_assert_cmpint (second.n_launched[1], ==, 4);
  g_assert_cmpint (second.n_launched[0], ==, first.n_launched[0]);
  expect_same (&second, &first);
}

/* A task that reads a kept block waits a while for the worker that made it: by far most of them get it, where chance would give half. */
static void
test_locality (Fixture      *fixture,
               gconstpointer data)
{
  int n_tasks = 0, n_near = 0;

  for (int round = 0; round < 15; round++)
    {
      g_auto(Outcome) first = { 0 }, second = { 0 };

      play_afresh (fixture, "memory", "k > 10", &first);
      play (fixture, "memory", "k > 50", &second);
      g_assert_true (second.skipped[1]);
      for (int p = 0; p < 4; p++, n_tasks++)
        n_near += second.workers[2][p] == first.workers[1][p];
    }
  g_test_message ("%d of %d tasks on the worker of their block", n_near, n_tasks);
  g_assert_cmpint (4 * n_near, >=, 3 * n_tasks);
}

/* Two runs at a time: one has the rows, the other makes its own. */
static void
test_two_at_a_time (Fixture      *fixture,
                    gconstpointer data)
{
  g_auto(Outcome) expected = { 0 };

  play (fixture, "memory", "k > 10", &expected);
  for (int round = 0; round < 10; round++)
    {
      g_autoptr(AzudDocument) document = make_document (fixture, "memory", "k > 10");
      g_autofree char *other = g_build_filename (fixture->folder, "other.csv", NULL);
      g_autoptr(AzudRun) a = NULL, b = NULL;
      g_autoptr(AzudDocument) second = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *text = NULL;
      Fixture elsewhere = *fixture;
      g_auto(Outcome) outcome_a = { 0 }, outcome_b = { 0 };

      elsewhere.out = other;
      second = make_document (&elsewhere, "memory", "k > 10");
      a = azud_session_start (fixture->session, document, NULL, &error);
      b = azud_session_start (fixture->session, second, NULL, &error);
      g_assert_true (azud_run_wait (a, &error) && azud_run_wait (b, &error));
      read_outcome (fixture, a, &outcome_a);
      read_outcome (&elsewhere, b, &outcome_b);
      g_assert_cmpstr (outcome_a.text, ==, expected.text);
      g_assert_cmpstr (outcome_b.text, ==, expected.text);
      g_unlink (other);
    }
}

/* A cancelled run gives back what it has taken. */
static void
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr(AzudDocument) document = make_document (fixture, "memory", "k > 20");
  g_auto(Outcome) first = { 0 }, last = { 0 };

  play (fixture, "memory", "k > 10", &first);
  for (int i = 0; i < 10; i++)
    {
      g_autoptr(AzudRun) run = azud_session_start (fixture->session, document, NULL, NULL);

      g_usleep (200 * (gulong) i);
      azud_run_cancel (run);
      azud_run_wait (run, NULL);
    }
  play (fixture, "memory", "k > 10", &last);
  g_assert_true (last.skipped[0] && last.skipped[1]);
  expect_same (&last, &first);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/session/reuse/cache", Fixture, NULL, set_up, test_cache, tear_down);
  g_test_add ("/session/reuse/all", Fixture, "keep", set_up, test_all, tear_down);
  g_test_add ("/session/reuse/nothing-kept", Fixture, NULL, set_up, test_nothing_kept, tear_down);
  g_test_add ("/session/reuse/changed-file", Fixture, NULL, set_up, test_changed_file, tear_down);
  g_test_add ("/session/reuse/T121-pushed-out", Fixture, NULL, set_up, test_pushed_out, tear_down);
  g_test_add ("/session/reuse/T121-damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/session/reuse/locality", Fixture, NULL, set_up, test_locality, tear_down);
  g_test_add ("/session/reuse/two-at-a-time", Fixture, NULL, set_up, test_two_at_a_time, tear_down);
  g_test_add ("/session/reuse/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  return g_test_run ();
}
