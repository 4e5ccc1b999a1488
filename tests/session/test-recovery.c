/* test-recovery.c: runs that lose blocks of rows on the way, and tasks that fail
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/debug.h"
#include "base/memory.h"

#include <azud/session.h>
#include <glib/gstdio.h>
#include <string.h>

#define N_ROWS 3000

typedef struct
{
  AzudSession *session;
  char        *folder;
  char        *in;
  char        *out;
  const char  *settings;     /* of documents; NULL = none */
} Fixture;

/* How a run went. */
typedef struct
{
  char  *text;           /* what was written; NULL = it failed */
  char  *error;
  int    n_stages;
  int    n_attempts[16]; /* by stage */
  int    n_tasks[16];
  int    n_lost;
  int    lost_stage;     /* of the last one */
  gint64 rows_out[16];
} Outcome;

static const char *const queries[] = {
  "SELECT k, count(*) AS n, sum(v) AS s FROM a GROUP BY k ORDER BY k",
  "SELECT x.k, count(*) AS n, max(y.v) AS m FROM a x JOIN a y ON x.k = y.k GROUP BY x.k ORDER BY x.k",
  "SELECT k, v FROM a ORDER BY v, k",
  "SELECT DISTINCT k % 7 AS d FROM a ORDER BY d",
};

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  AzudSessionOptions options = { .n_threads = 2, .memory_bytes = 64 << 20 };
  g_autofree char *temp = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("azud-recovery-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->in = g_build_filename (fixture->folder, "in.csv", NULL);
  fixture->out = g_build_filename (fixture->folder, "out.csv", NULL);
  for (int i = 0; i < N_ROWS; i++)
    g_string_append_printf (text, "%d,%d\n", i * 7919 % 101, i);
  g_assert_true (g_file_set_contents (fixture->in, text->str, (gssize) text->len, &error));
  temp = g_build_filename (fixture->folder, "spill", NULL);
  g_assert_cmpint (g_mkdir (temp, 0700), ==, 0);
  options.temp_folder = temp;
  fixture->session = azud_session_new (&options, &error);
  g_assert_no_error (error);
  azud_debug_set ("spill", 1);
  azud_debug_set ("partitions", 4);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *temp = NULL;
  const char *const keys[] = { "spill", "partitions", "damage-blocks", "no-broadcast", "fault-task", "fault-attempts", "fault-delay",
                               "fault-late", "speculation" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    azud_debug_set (keys[i], 0);
  azud_session_close (fixture->session);
  g_object_unref (fixture->session);
  g_unlink (fixture->in);
  g_unlink (fixture->out);
  temp = g_build_filename (fixture->folder, "spill", NULL);
  g_assert_cmpint (g_rmdir (temp), ==, 0);                   /* nothing is left behind */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->in);
  g_free (fixture->out);
  g_free (fixture->folder);
}

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->text);
  g_free (outcome->error);
}

/* @step: a node with the id `question` and an input @port. */
static void
play_step (Fixture    *fixture,
           const char *step,
           const char *port,
           Outcome    *outcome)
{
  g_autofree char *text = g_strdup_printf (
    "{\"azud\": \"1.0\", \"settings\": {%s}, \"nodes\": ["
    "{\"id\": \"rows\", \"type\": \"read-csv\", \"params\": {\"path\": \"%s\", \"schema\": "
    "[{\"name\": \"k\", \"type\": \"int\"}, {\"name\": \"v\", \"type\": \"int\"}], \"header\": false}},"
    "%s,"
    "{\"id\": \"answer\", \"type\": \"write-csv\", \"params\": {\"path\": \"%s\", \"mode\": \"overwrite\"}}],"
    "\"edges\": [{\"from\": \"rows.out\", \"to\": \"question.%s\"}, {\"from\": \"question.out\", \"to\": \"answer.in\"}]}",
    fixture->settings != NULL ? fixture->settings : "", fixture->in, step, fixture->out, port);
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudDocument) document = azud_document_parse (text, -1, fixture->folder, &error);
  g_autoptr(AzudRun) run = NULL;
  g_autoptr(AzudRunSnapshot) snapshot = NULL;

  *outcome = (Outcome){ 0 };
  g_assert_no_error (error);
  run = azud_session_start (fixture->session, document, NULL, &error);
  g_assert_no_error (error);
  if (azud_run_wait (run, &error))
    g_assert_true (g_file_get_contents (fixture->out, &outcome->text, NULL, NULL));
  else
    outcome->error = g_strdup (error->message);
  snapshot = azud_run_snapshot (run);
  outcome->n_stages = (int) snapshot->n_stages;
  for (guint i = 0; i < snapshot->n_tasks; i++)
    {
      outcome->n_attempts[snapshot->tasks[i].stage]++;
      outcome->n_lost += snapshot->tasks[i].lost;
      if (snapshot->tasks[i].lost)
        outcome->lost_stage = snapshot->tasks[i].stage;
    }
  for (guint i = 0; i < snapshot->n_stages; i++)
    {
      outcome->n_tasks[i] = snapshot->stages[i].n_tasks;
      outcome->rows_out[i] = snapshot->stages[i].rows_out;
      if (outcome->text != NULL)
        g_assert_cmpint (snapshot->stages[i].n_done, ==, snapshot->stages[i].n_tasks);
    }
}

static void
play (Fixture    *fixture,
      const char *query,
      Outcome    *outcome)
{
  g_autofree char *step = g_strdup_printf ("{\"id\": \"question\", \"type\": \"sql\", \"params\": {\"query\": \"%s\"}}", query);

  play_step (fixture, step, "a", outcome);
}

/* One flipped bit: the same answer, and exactly one task of the stage that had written it ran once more. */
static void
test_damaged_block (Fixture      *fixture,
                    gconstpointer data)
{
  for (gsize q = 0; q < G_N_ELEMENTS (queries); q++)
    for (int broadcast = 0; broadcast < 2; broadcast++)
      {
        Outcome whole, damaged;
        int n_readers = 0;

        azud_debug_set ("no-broadcast", !broadcast);
        play (fixture, queries[q], &whole);
        g_assert_cmpstr (whole.error, ==, NULL);
        g_assert_cmpint (whole.n_lost, ==, 0);
        azud_debug_set ("damage-blocks", 1);
        play (fixture, queries[q], &damaged);
        g_assert_cmpstr (damaged.error, ==, NULL);
        g_assert_cmpint (azud_debug_get ("damage-blocks", 0), ==, 0);
        g_assert_cmpstr (damaged.text, ==, whole.text);
        g_assert_cmpint (damaged.n_lost, ==, 1);
        for (int s = 0; s < whole.n_stages; s++)
          {
            g_assert_cmpint (whole.n_attempts[s], ==, whole.n_tasks[s]);
            g_assert_cmpint (damaged.rows_out[s], ==, whole.rows_out[s]);
            if (s != damaged.lost_stage)
              n_readers += damaged.n_attempts[s] - whole.n_attempts[s];
          }
        /* the map task; and the readers that came upon the bit (none, when it was in a block to be broadcast: a prepare is no task) */
        g_assert_cmpint (damaged.n_attempts[damaged.lost_stage], ==, whole.n_attempts[damaged.lost_stage] + 1);
        g_assert_cmpint (n_readers, <=, 4);
        outcome_clear (&whole);
        outcome_clear (&damaged);
      }
}

/* Rows dealt out in turn, a part of which has to be dealt out again: each row comes once, as it did without the loss. */
static void
test_dealt_again (Fixture      *fixture,
                  gconstpointer data)
{
  static const char *const steps[] = {
    "{\"id\": \"question\", \"type\": \"repartition\", \"params\": {\"partitions\": 3}}",
    "{\"id\": \"question\", \"type\": \"repartition\", \"params\": {\"partitions\": 5, \"columns\": [\"k\"]}}",
    "{\"id\": \"question\", \"type\": \"sample\", \"params\": {\"fraction\": 0.5, \"columns\": [\"v\"], \"seed\": 3}}",
  };

  for (gsize q = 0; q < G_N_ELEMENTS (steps); q++)
    for (int n = 0; n < 4; n++)
      {
        Outcome whole, again;

        azud_debug_set ("batch-rows", n % 2 == 0 ? 0 : 7);
        play_step (fixture, steps[q], "in", &whole);
        g_assert_cmpstr (whole.error, ==, NULL);
        azud_debug_set ("damage-blocks", 1 + n / 2);
        play_step (fixture, steps[q], "in", &again);
        azud_debug_set ("damage-blocks", 0);
        g_assert_cmpstr (again.error, ==, NULL);
        g_assert_cmpstr (again.text, ==, whole.text);
        if (q < 2)
          g_assert_cmpint (again.n_lost, >=, 1);
        outcome_clear (&whole);
        outcome_clear (&again);
      }
  azud_debug_set ("batch-rows", 0);
}

/* Several stages lose blocks in one run. */
static void
test_damaged_blocks (Fixture      *fixture,
                     gconstpointer data)
{
  for (int n = 2; n <= 3; n++)
    {
      Outcome whole, damaged;

      play (fixture, queries[1], &whole);
      azud_debug_set ("damage-blocks", n);
      play (fixture, queries[1], &damaged);
      g_assert_cmpstr (damaged.error, ==, NULL);
      g_assert_cmpstr (damaged.text, ==, whole.text);
      g_assert_cmpint (damaged.n_lost, >=, 1);
      outcome_clear (&whole);
      outcome_clear (&damaged);
    }
}

/* Damaged whenever it is written: four attempts of the stage, then the run fails and says why; nothing is left. */
static void
test_always_damaged (Fixture      *fixture,
                     gconstpointer data)
{
  Outcome outcome;

  g_unlink (fixture->out);
  azud_debug_set ("damage-blocks", 1000000);
  play (fixture, queries[0], &outcome);
  azud_debug_set ("damage-blocks", 0);
  g_assert_null (outcome.text);
  g_test_message ("%s", outcome.error);
  g_assert_nonnull (strstr (outcome.error, "damaged"));
  g_assert_cmpint (outcome.n_lost, >=, 3);
  g_assert_false (g_file_test (fixture->out, G_FILE_TEST_EXISTS));
  outcome_clear (&outcome);
}

/* A task that fails so many times: 3 are made good, the fourth is the run's end. */
static void
test_failing_task (Fixture      *fixture,
                   gconstpointer data)
{
  Outcome whole, outcome;

  play (fixture, queries[0], &whole);
  azud_debug_set ("fault-task", 1 + 2);
  for (int n = 1; n <= 4; n++)
    {
      azud_debug_set ("fault-attempts", n);
      play (fixture, queries[0], &outcome);
      g_assert_cmpstr (outcome.text, ==, n < 4 ? whole.text : NULL);
      g_assert_cmpint (outcome.n_attempts[0], ==, n < 4 ? whole.n_tasks[0] + n : outcome.n_attempts[0]);
      if (n == 4)
        g_assert_nonnull (strstr (outcome.error, "A fault was asked for"));
      outcome_clear (&outcome);
    }
  outcome_clear (&whole);
}

/* A task that would take ten seconds loses to its copy: the answer is the same, and nothing is counted twice. */
static void
test_straggler (Fixture      *fixture,
                gconstpointer data)
{
  Outcome whole, outcome;
  gint64 start;

  azud_debug_set ("partitions", 12);
  play (fixture, queries[0], &whole);
  azud_debug_set ("speculation", 1);
  azud_debug_set ("fault-delay", 10000);
  azud_debug_set ("fault-task", 1 + 5);
  start = g_get_monotonic_time ();
  play (fixture, queries[0], &outcome);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 9 * G_USEC_PER_SEC);
  g_assert_cmpstr (outcome.text, ==, whole.text);
  g_assert_cmpint (outcome.n_attempts[0], ==, whole.n_tasks[0] + 1);
  for (int s = 0; s < whole.n_stages; s++)
    g_assert_cmpint (outcome.rows_out[s], ==, whole.rows_out[s]);
  outcome_clear (&whole);
  outcome_clear (&outcome);
}

/* The first attempt has done its work but tells so only after its copy: rows and figures count once.  With short delays both run at the
 * same time. */
static void
test_late_result (Fixture      *fixture,
                  gconstpointer data)
{
  const char *const keys[] = { "fault-late", "fault-delay" };
  Outcome whole, outcome;

  azud_debug_set ("partitions", 12);
  play (fixture, queries[0], &whole);
  azud_debug_set ("speculation", 1);
  azud_debug_set ("fault-task", 1 + 5);
  for (int round = 0; round < 6; round++)
    {
      azud_debug_set (keys[round % 2], round % 2 == 0 ? 1500 : 95 + 5 * round);
      play (fixture, queries[0], &outcome);
      azud_debug_set (keys[round % 2], 0);
      g_assert_cmpstr (outcome.text, ==, whole.text);
      if (round % 2 == 0)
        g_assert_cmpint (outcome.n_attempts[0], ==, whole.n_tasks[0] + 1);
      for (int s = 0; s < whole.n_stages; s++)
        g_assert_cmpint (outcome.rows_out[s], ==, whole.rows_out[s]);
      outcome_clear (&outcome);
    }
  outcome_clear (&whole);
}

/* The document's settings are what the scheduler goes by. */
static void
test_settings (Fixture      *fixture,
               gconstpointer data)
{
  Outcome outcome;

  azud_debug_set ("fault-task", 1 + 2);
  azud_debug_set ("fault-attempts", 1);
  fixture->settings = "\"spark.task.maxFailures\": \"1\"";
  play (fixture, queries[0], &outcome);
  g_assert_null (outcome.text);
  outcome_clear (&outcome);

  azud_debug_set ("fault-attempts", 5);
  fixture->settings = "\"spark.task.maxFailures\": \"6\"";
  play (fixture, queries[0], &outcome);
  g_assert_nonnull (outcome.text);
  outcome_clear (&outcome);

  azud_debug_set ("fault-attempts", 0);
  azud_debug_set ("partitions", 12);
  azud_debug_set ("fault-delay", 10000);
  fixture->settings = "\"spark.speculation\": \"true\", \"spark.speculation.quantile\": \"0.5\"";
  play (fixture, queries[0], &outcome);
  g_assert_cmpint (outcome.n_attempts[0], ==, outcome.n_tasks[0] + 1);
  outcome_clear (&outcome);
}

#define ADD(name, function) g_test_add ("/session/recovery/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("T122-damaged-block", test_damaged_block);
  ADD ("T122-damaged-blocks", test_damaged_blocks);
  ADD ("T123-dealt-again", test_dealt_again);
  ADD ("T122-always-damaged", test_always_damaged);
  ADD ("T120-failing-task", test_failing_task);
  ADD ("T128-straggler", test_straggler);
  ADD ("T124-late-result", test_late_result);
  ADD ("settings", test_settings);
  return g_test_run ();
}
