/* test-adaptive.c: plans changed while they run give what they gave before
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/debug.h"

#include <azud/run-storage.h>
#include <azud/session.h>
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#define N_LEFT 900       /* of each of three files */
#define N_RIGHT 300
#define N_SESSIONS 3

typedef struct
{
  AzudSession *sessions[N_SESSIONS];     /* 1, 2, 5 workers */
  char        *folder;
  char        *left;
  char        *right;
  char        *out;
  const char  *window;                   /* parameters of a window over the answer, or NULL */
  void       (*meanwhile) (AzudRun *run);      /* (nullable): called once it has begun */
} Fixture;

/* How a run went. */
typedef struct
{
  char *text;
  int   n_tasks;                         /* of all stages */
  int   n_started;                       /* attempts */
  int   n_lost;
  int   n_decisions[4];                  /* by kind */
  AzudDecisionView last[4];              /* without texts */
} Outcome;

typedef struct
{
  const char *word;
  gboolean    splits;                    /* its left side may be read in pieces */
  gboolean    in_order;                  /* rows come in the order of the left side, matched or not */
} Kind;

static const Kind kinds[] = {
  { "JOIN", TRUE, TRUE }, { "LEFT JOIN", TRUE, FALSE }, { "RIGHT JOIN", FALSE, FALSE }, { "FULL JOIN", FALSE, FALSE },
  { "LEFT SEMI JOIN", TRUE, TRUE }, { "LEFT ANTI JOIN", TRUE, TRUE },
};

static const char *const debug_keys[] = { "spill", "partitions", "damage-blocks", "no-broadcast", "adaptive-bytes", "batch-rows", "fault-task",
                                          "fault-delay" };

/* ---- what is run ---- */

/* Six of ten rows have the key 7. */
static void
write_rows (const char *path,
            GRand      *random,
            int         n,
            int         n_keys,
            int         skew)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < n; i++)
    if (g_rand_int_range (random, 0, 50) == 0)
      g_string_append_printf (text, ",%d\n", i);
    else
      g_string_append_printf (text, "%d,%d\n", g_rand_int_range (random, 0, 10) < skew ? 7 : g_rand_int_range (random, 0, n_keys), i);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, &error));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  static const guint n_threads[N_SESSIONS] = { 1, 2, 5 };
  g_autoptr(GRand) random = g_rand_new_with_seed (21);
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("azud-adaptive-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->left = g_build_filename (fixture->folder, "left.csv", NULL);
  fixture->right = g_build_filename (fixture->folder, "right.csv", NULL);
  fixture->out = g_build_filename (fixture->folder, "out.csv", NULL);
  write_rows (fixture->left, random, N_LEFT, 400, 6);
  write_rows (fixture->right, random, N_RIGHT, 500, 0);
  for (int i = 0; i < N_SESSIONS; i++)
    {
      AzudSessionOptions options = { .n_threads = n_threads[i], .memory_bytes = 96 << 20 };

      fixture->sessions[i] = azud_session_new (&options, &error);
      g_assert_no_error (error);
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (debug_keys); i++)
    azud_debug_set (debug_keys[i], 0);
  for (int i = 0; i < N_SESSIONS; i++)
    {
      azud_session_close (fixture->sessions[i]);
      g_object_unref (fixture->sessions[i]);
    }
  g_unlink (fixture->left);
  g_unlink (fixture->right);
  g_unlink (fixture->out);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->left);
  g_free (fixture->right);
  g_free (fixture->out);
  g_free (fixture->folder);
}

static char *
reader (const char *id,
        const char *path)
{
  return g_strdup_printf ("{\"id\": \"%s\", \"type\": \"read-csv\", \"params\": {\"path\": \"%s\", \"schema\": "
                          "[{\"name\": \"k\", \"type\": \"int\"}, {\"name\": \"v\", \"type\": \"int\"}], \"header\": false}},", id, path);
}

/* The left side is read three times over, so that its exchange has three maps: `l` stands for all, `b` for the right side. */
static AzudDocument *
make_document (Fixture    *fixture,
               const char *query)
{
  g_autofree char *x = reader ("x", fixture->left), *y = reader ("y", fixture->left), *z = reader ("z", fixture->left);
  g_autofree char *right = reader ("right", fixture->right);
  g_autofree char *window = fixture->window == NULL ? g_strdup ("")
                              : g_strdup_printf ("{\"id\": \"window\", \"type\": \"window\", \"params\": {%s}},", fixture->window);
  g_autofree char *text = g_strdup_printf (
    "{\"azud\": \"1.0\", \"nodes\": [%s%s%s%s%s"
    "{\"id\": \"question\", \"type\": \"sql\", \"params\": {\"query\": \"WITH l AS (SELECT k, v FROM a UNION ALL SELECT k, v + 10000 FROM c "
    "UNION ALL SELECT k, v + 20000 FROM d) %s\"}},"
    "{\"id\": \"answer\", \"type\": \"write-csv\", \"params\": {\"path\": \"%s\", \"mode\": \"overwrite\"}}],"
    "\"edges\": [{\"from\": \"x.out\", \"to\": \"question.a\"}, {\"from\": \"right.out\", \"to\": \"question.b\"},"
    "{\"from\": \"y.out\", \"to\": \"question.c\"}, {\"from\": \"z.out\", \"to\": \"question.d\"},"
    "{\"from\": \"question.out\", \"to\": \"%s\"}%s]}", x, y, z, right, window, query, fixture->out,
    fixture->window != NULL ? "window.in" : "answer.in",
    fixture->window != NULL ? ",{\"from\": \"window.out\", \"to\": \"answer.in\"}" : "");
  g_autoptr(GError) error = NULL;
  AzudDocument *document = azud_document_parse (text, -1, fixture->folder, &error);

  g_assert_no_error (error);
  return document;
}

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->text);
  *outcome = (Outcome){ 0 };
}

/* @settings: KEY=VALUE words; what begins with `adaptive.` has spark.sql. before it */
static void
play (Fixture    *fixture,
      int         session,
      const char *query,
      const char *settings,
      Outcome    *outcome)
{
  g_autoptr(AzudDocument) document = make_document (fixture, query);
  g_auto(GStrv) words = g_strsplit (settings, " ", -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudRun) run = NULL;
  g_autoptr(AzudRunSnapshot) snapshot = NULL;

  *outcome = (Outcome){ 0 };
  for (char **word = words; *word != NULL && **word != '\0'; word++)
    {
      g_auto(GStrv) pair = g_strsplit (*word, "=", 2);
      g_autofree char *key = g_strconcat ("spark.sql.", pair[0], NULL);

      g_assert_true (azud_document_override_setting (document, key, pair[1], &error));
    }
  run = azud_session_start (fixture->sessions[session], document, NULL, &error);
  g_assert_no_error (error);
  if (fixture->meanwhile != NULL)
    fixture->meanwhile (run);
  azud_run_wait (run, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->out, &outcome->text, NULL, NULL));
  snapshot = azud_run_snapshot (run);
  for (guint i = 0; i < snapshot->n_stages; i++)
    outcome->n_tasks += snapshot->stages[i].n_tasks;
  outcome->n_started = (int) snapshot->n_tasks;
  for (guint i = 0; i < snapshot->n_tasks; i++)
    outcome->n_lost += snapshot->tasks[i].lost;
  for (guint i = 0; i < snapshot->n_decisions; i++)
    {
      g_assert_cmpint (snapshot->decisions[i].version, ==, (int) i + 1);
      g_assert_cmpstr (snapshot->decisions[i].node, ==, fixture->window != NULL ? "window" : "question");
      outcome->n_decisions[snapshot->decisions[i].kind]++;
      outcome->last[snapshot->decisions[i].kind] = snapshot->decisions[i];
    }
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
sort_lines (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  return g_strjoinv ("\n", lines);
}

static void
assert_same (const char *got,
             const char *expected,
             gboolean    in_order)
{
  g_autofree char *sorted = in_order ? NULL : sort_lines (got);
  g_autofree char *sorted_expected = in_order ? NULL : sort_lines (expected);

  /* g_assert_cmpstr would print both whole */
  g_assert_true (strcmp (in_order ? got : sorted, in_order ? expected : sorted_expected) == 0);
}

/* @right: a table or `(SELECT ...)` */
static char *
join_query (const Kind *kind,
            const char *right)
{
  gboolean both = strstr (kind->word, "SEMI") == NULL && strstr (kind->word, "ANTI") == NULL;

  return g_strdup_printf ("SELECT l.k AS lk, l.v AS lv%s FROM l %s %s r ON l.k = r.k", both ? ", r.k AS rk, r.v AS rv" : "", kind->word,
                          right);
}

/* ---- joins ---- */

#define OFF "adaptive.enabled=false shuffle.partitions=16 autoBroadcastJoinThreshold=-1"
#define SHUFFLED "shuffle.partitions=16 autoBroadcastJoinThreshold=-1"

/* Partitions of a few kilobytes are a task's worth, so one of 6 of 10 rows is cut, the others go together. */
static void
test_joins (Fixture      *fixture,
            gconstpointer data)
{
  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (int spill = 0; spill < 2; spill++)
      {
        g_autofree char *query = join_query (&kinds[k], "b");
        Outcome off, on, other;

        azud_debug_set ("spill", spill);
        azud_debug_set ("adaptive-bytes", 6000);
        play (fixture, 1, query, OFF, &off);
        g_assert_cmpint (off.n_tasks, ==, 4 + 16);
        for (int i = 0; i < 4; i++)
          g_assert_cmpint (off.n_decisions[i], ==, 0);
        play (fixture, 1, query, SHUFFLED, &on);
        g_assert_cmpint (on.n_decisions[AZUD_DECISION_SPLIT], ==, kinds[k].splits);
        g_assert_cmpint (on.n_decisions[AZUD_DECISION_COALESCE], ==, 1);
        g_assert_cmpint (on.last[AZUD_DECISION_COALESCE].n_before, ==, 16 - kinds[k].splits);
        g_assert_cmpint (on.n_tasks, ==, 4 + on.last[AZUD_DECISION_COALESCE].n_after + on.last[AZUD_DECISION_SPLIT].n_after);
        if (kinds[k].splits)
          {
            g_assert_cmpint (on.last[AZUD_DECISION_SPLIT].n_after, ==, 3);
            g_assert_cmpint (on.last[AZUD_DECISION_SPLIT].bytes, >, 5 * on.last[AZUD_DECISION_SPLIT].reference_bytes);
          }
        assert_same (on.text, off.text, kinds[k].in_order && !spill);
        for (int session = 0; session < N_SESSIONS; session += 2)      /* any number of threads: the same bytes, the same plan */
          {
            play (fixture, session, query, SHUFFLED, &other);
            assert_same (other.text, on.text, !spill);
            g_assert_cmpmem (other.n_decisions, sizeof other.n_decisions, on.n_decisions, sizeof on.n_decisions);
            g_assert_cmpint (other.n_tasks, ==, on.n_tasks);
            outcome_clear (&other);
          }
        outcome_clear (&off);
        outcome_clear (&on);
      }
}

/* The right side turns out to be small: one table of it for all tasks, where the type allows that. */
static void
test_one_table (Fixture      *fixture,
                gconstpointer data)
{
  const char *settings = "shuffle.partitions=16 autoBroadcastJoinThreshold=1000";

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (int spill = 0; spill < 2; spill++)
      {
        g_autofree char *query = join_query (&kinds[k], "(SELECT * FROM b WHERE v % 10 = 0)");
        Outcome off, on;

        azud_debug_set ("spill", spill);
        play (fixture, 1, query, OFF, &off);
        play (fixture, 1, query, settings, &on);
        g_assert_cmpint (on.n_decisions[AZUD_DECISION_BROADCAST], ==, kinds[k].splits);
        if (kinds[k].splits)
          {
            g_assert_cmpint (on.last[AZUD_DECISION_BROADCAST].side, ==, 1);
            g_assert_cmpint (on.last[AZUD_DECISION_BROADCAST].n_before, ==, 16);
            g_assert_cmpint (on.last[AZUD_DECISION_BROADCAST].bytes, <=, 1000);
            g_assert_cmpint (on.last[AZUD_DECISION_BROADCAST].reference_bytes, ==, 1000);
          }
        assert_same (on.text, off.text, kinds[k].in_order && !spill);
        outcome_clear (&off);
        outcome_clear (&on);
      }
}

/* A small left side: built instead of the right one, by an inner join; by a right one when all tasks may have it. */
static void
test_other_side (Fixture      *fixture,
                 gconstpointer data)
{
  static const struct { const char *word; const char *threshold; AzudDecisionKind kind; int n; } cases[] = {
    { "JOIN", "-1", AZUD_DECISION_BUILD_SIDE, 1 },        { "JOIN", "2000", AZUD_DECISION_BROADCAST, 1 },
    { "RIGHT JOIN", "-1", AZUD_DECISION_BUILD_SIDE, 0 },  { "RIGHT JOIN", "2000", AZUD_DECISION_BROADCAST, 1 },
    { "LEFT JOIN", "2000", AZUD_DECISION_BROADCAST, 0 },  { "FULL JOIN", "2000", AZUD_DECISION_BROADCAST, 0 },
  };

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    for (int split = 0; split < 2; split++)
      {
        g_autofree char *query = g_strdup_printf ("SELECT s.v AS sv, l.v AS lv FROM (SELECT * FROM b WHERE v %% 10 = 0) s %s l ON s.k = l.k",
                                                  cases[c].word);
        g_autofree char *settings = g_strdup_printf ("shuffle.partitions=16 autoBroadcastJoinThreshold=%s", cases[c].threshold);
        Outcome off, on;

        azud_debug_set ("adaptive-bytes", split * 6000);
        play (fixture, 1, query, OFF, &off);
        play (fixture, 1, query, settings, &on);
        g_assert_cmpint (on.n_decisions[cases[c].kind], ==, cases[c].n);
        if (cases[c].n > 0)
          g_assert_cmpint (on.last[cases[c].kind].side, ==, 0);
        g_assert_cmpint (on.n_decisions[AZUD_DECISION_SPLIT], ==, split * cases[c].n);      /* the large side probes now */
        assert_same (on.text, off.text, FALSE);
        outcome_clear (&off);
        outcome_clear (&on);
      }
}

/* ---- what is not joined ---- */

/* Byte for byte: groups and sorts meet the rows of the partitions one after the other, as before.  A window sorts what its task reads: only
 * its rows are the same. */
static void
test_order (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const queries[] = {
    "SELECT k, count(*) AS n, sum(v / 3.0D) AS s FROM l GROUP BY k",
    "SELECT DISTINCT k FROM l",
    "SELECT k, v FROM l",                    /* below a window */
    "SELECT k, n FROM (SELECT k, count(*) AS n FROM l GROUP BY k) g ORDER BY n",
    "SELECT k, count(*) AS n FROM l GROUP BY k LIMIT 17",
    "SELECT x.k, x.n, y.v FROM (SELECT k, count(*) AS n FROM l GROUP BY k) x JOIN l y ON x.k = y.k ORDER BY n, k",
  };

  for (gsize q = 0; q < G_N_ELEMENTS (queries); q++)
    for (int size = 0; size < 2; size++)
      {
        Outcome off, on;

        azud_debug_set ("adaptive-bytes", size * 3000);
        fixture->window = strcmp (queries[q], "SELECT k, v FROM l") != 0 ? NULL
                            : "\"partition\": [\"k\"], \"order\": [{\"expression\": \"v % 10\"}], \"values\": ["
                              "{\"expression\": \"row_number()\", \"name\": \"r\"}, {\"expression\": \"sum(v)\", \"name\": \"s\"}]";
        play (fixture, 1, queries[q], OFF, &off);
        for (int session = 0; session < N_SESSIONS; session++)
          {
            play (fixture, session, queries[q], SHUFFLED, &on);
            g_assert_cmpint (on.n_decisions[AZUD_DECISION_COALESCE], >, 0);
            assert_same (on.text, off.text, fixture->window == NULL);
            outcome_clear (&on);
          }
        outcome_clear (&off);
      }
}

/* Where nothing may be changed, nothing is. */
static void
test_limits (Fixture      *fixture,
             gconstpointer data)
{
  static const struct { const char *query; const char *settings; const char *debug; int n_coalesced; int n_split; } cases[] = {
    { "SELECT k, count(*) AS n FROM l GROUP BY k", SHUFFLED, NULL, 1, 0 },
    { "SELECT k, count(*) AS n FROM l GROUP BY k", SHUFFLED " adaptive.coalescePartitions.enabled=false", NULL, 0, 0 },
    { "SELECT k, count(*) AS n FROM l GROUP BY k", SHUFFLED " adaptive.enabled=false", NULL, 0, 0 },
    { "SELECT k, count(*) AS n FROM l GROUP BY k", SHUFFLED, "partitions", 0, 0 },
    { "SELECT k, count(*) AS n FROM l GROUP BY k", SHUFFLED " adaptive.advisoryPartitionSizeInBytes=1", NULL, 0, 0 },
    { "SELECT l.v, b.v AS w FROM l JOIN b ON l.k = b.k", SHUFFLED " adaptive.skewJoin.skewedPartitionThresholdInBytes=1k", NULL, 1, 0 },
    { "SELECT l.v, b.v AS w FROM l JOIN b ON l.k = b.k",
      SHUFFLED " adaptive.skewJoin.skewedPartitionThresholdInBytes=1k adaptive.advisoryPartitionSizeInBytes=4k", NULL, 1, 1 },
    { "SELECT l.v, b.v AS w FROM l JOIN b ON l.k = b.k",
      SHUFFLED " adaptive.skewJoin.skewedPartitionThresholdInBytes=1k adaptive.advisoryPartitionSizeInBytes=4k"
      " adaptive.skewJoin.enabled=false", NULL, 1, 0 },
    { "SELECT l.v, b.v AS w FROM l JOIN b ON l.k = b.k",
      SHUFFLED " adaptive.skewJoin.skewedPartitionThresholdInBytes=1k adaptive.advisoryPartitionSizeInBytes=4k"
      " adaptive.skewJoin.skewedPartitionFactor=1000", NULL, 1, 0 },
  };

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      Outcome outcome;

      azud_debug_set ("partitions", cases[c].debug != NULL ? 6 : 0);
      play (fixture, 1, cases[c].query, cases[c].settings, &outcome);
      g_test_message ("%s, %s", cases[c].query, cases[c].settings);
      g_assert_cmpint (outcome.n_decisions[AZUD_DECISION_COALESCE], ==, cases[c].n_coalesced);
      g_assert_cmpint (outcome.n_decisions[AZUD_DECISION_SPLIT], ==, cases[c].n_split);
      outcome_clear (&outcome);
    }
}

/* ---- recovery ---- */

/* A damaged block is made again, whether its reader has part of it or several partitions. */
static void
test_damage (Fixture      *fixture,
             gconstpointer data)
{
  azud_debug_set ("spill", 1);
  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (int bytes = 0; bytes < 2; bytes++)
      for (int table = 0; table < 2; table++)
        {
          g_autofree char *query = join_query (&kinds[k], "b");
          const char *settings = table ? "shuffle.partitions=16 autoBroadcastJoinThreshold=5500" : SHUFFLED;
          Outcome whole, damaged;

          azud_debug_set ("adaptive-bytes", bytes * 6000);
          play (fixture, 1, query, settings, &whole);
          g_assert_cmpint (whole.n_lost, ==, 0);
          for (int n = 1; n <= 3; n += 2)
            {
              azud_debug_set ("damage-blocks", n);
              play (fixture, 1, query, settings, &damaged);
              g_assert_cmpint (azud_debug_get ("damage-blocks", 0), ==, 0);
              g_assert_cmpint (damaged.n_lost, >=, 1);
              g_assert_cmpint (damaged.n_tasks, ==, whole.n_tasks);
              g_assert_cmpmem (damaged.n_decisions, sizeof damaged.n_decisions, whole.n_decisions, sizeof whole.n_decisions);
              assert_same (damaged.text, whole.text, FALSE);
              outcome_clear (&damaged);
            }
          outcome_clear (&whole);
        }
}

/* ---- rows kept between runs ---- */

static void
age (const char *path)
{
  struct utimbuf times = { .actime = g_get_real_time () / G_USEC_PER_SEC - 100, .modtime = g_get_real_time () / G_USEC_PER_SEC - 100 };

  g_assert_cmpint (utime (path, &times), ==, 0);
}

/* While the last stage of three or four waits: one of the blocks it is about to read is lost, and all that one is made of. */
static void
lose_blocks (AzudRun *run)
{
  guint n_there = 0, last = 0;

  while (n_there == 0)
    {
      g_autoptr(AzudRunStorage) storage = azud_run_get_storage (run);

      last = storage->n_datasets > 0 ? storage->n_datasets - 1 : 0;
      n_there = storage->n_datasets > 0 ? storage->datasets[last].n_there : 0;
      for (guint d = 0; n_there > 0 && d <= last; d++)
        for (guint i = 0; i < storage->datasets[d].n_blocks; i++)
          if (d < last || i == 1)
            g_assert_true (azud_run_lose_block (run, d, i));
      g_usleep (1000);
    }
}

/* A block of an earlier run is lost, and so is what it was made of: then sizes say nothing, but it is made of the same rows again. */
static void
test_kept (Fixture      *fixture,
           gconstpointer data)
{
  static const struct { const char *query; int last_stage; } cases[] = {
    { "SELECT k, n FROM (SELECT k, count(*) AS n FROM l GROUP BY k) g ORDER BY n, k", 2 },
    { "SELECT lv, rv FROM (SELECT l.v AS lv, b.v AS rv FROM l JOIN b ON l.k = b.k) j ORDER BY lv, rv", 3 },
    { "SELECT sv, lv FROM (SELECT s.v AS sv, l.v AS lv FROM (SELECT * FROM b WHERE v % 10 = 0) s JOIN l ON s.k = l.k) j ORDER BY sv, lv", 3 },
  };
  AzudSessionOptions options = { .n_threads = 2, .memory_bytes = 96 << 20, .keeps_rows = TRUE };
  g_autoptr(GError) error = NULL;
  AzudSession *before = fixture->sessions[2];

  if (!azud_run_can_lose_blocks ())
    {
      g_test_skip ("this build cannot lose blocks on purpose");
      return;
    }
  age (fixture->left);
  age (fixture->right);
  fixture->sessions[2] = azud_session_new (&options, &error);
  g_assert_no_error (error);
  azud_debug_set ("adaptive-bytes", 1500);
  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      Outcome off, first, second;

      play (fixture, 0, cases[c].query, OFF, &off);
      play (fixture, 2, cases[c].query, SHUFFLED, &first);
      assert_same (first.text, off.text, TRUE);
      fixture->meanwhile = lose_blocks;
      azud_debug_set ("fault-task", 1 + 1000 * cases[c].last_stage);
      azud_debug_set ("fault-delay", 300);
      play (fixture, 2, cases[c].query, SHUFFLED, &second);
      fixture->meanwhile = NULL;
      azud_debug_set ("fault-task", 0);
      azud_debug_set ("fault-delay", 0);
      assert_same (second.text, off.text, TRUE);
      g_assert_cmpint (second.n_tasks, ==, first.n_tasks);
      g_assert_cmpint (second.n_started, >, first.n_started);      /* all of it, and the last task twice */
      outcome_clear (&off);
      outcome_clear (&first);
      outcome_clear (&second);
    }
  azud_session_close (fixture->sessions[2]);
  g_object_unref (fixture->sessions[2]);
  fixture->sessions[2] = before;
}

/* ---- any ---- */

/* Random rows, sizes, settings and faults: what comes out is what comes out of the plan as it was. */
static void
test_any (Fixture      *fixture,
          gconstpointer data)
{
  guint32 seed = g_getenv ("AZUD_TEST_SEED") != NULL ? (guint32) g_ascii_strtoull (g_getenv ("AZUD_TEST_SEED"), NULL, 10) : 22;
  g_autoptr(GRand) random = g_rand_new_with_seed (seed);
  int rounds = g_getenv ("AZUD_TEST_THOROUGH") != NULL ? 400 : 20;

  g_test_message ("seed %u", seed);
  for (int round = 0; round < rounds; round++)
    {
      const Kind *kind = &kinds[g_rand_int_range (random, 0, G_N_ELEMENTS (kinds))];
      g_autofree char *query = join_query (kind, "b");
      g_autofree char *settings = g_strdup_printf (
        "shuffle.partitions=%d autoBroadcastJoinThreshold=%d adaptive.skewJoin.skewedPartitionFactor=%d",
        g_rand_int_range (random, 2, 40), g_rand_int_range (random, 0, 3) * 2000 - 1, g_rand_int_range (random, 1, 6));
      Outcome off, on;

      write_rows (fixture->left, random, g_rand_int_range (random, 0, 400), g_rand_int_range (random, 1, 300), g_rand_int_range (random, 0, 11));
      write_rows (fixture->right, random, g_rand_int_range (random, 0, 100), g_rand_int_range (random, 1, 300), g_rand_int_range (random, 0, 3));
      azud_debug_set ("spill", g_rand_int_range (random, 0, 3) == 0);
      azud_debug_set ("batch-rows", g_rand_int_range (random, 0, 4));
      azud_debug_set ("adaptive-bytes", 1 << g_rand_int_range (random, 4, 15));
      play (fixture, 1, query, OFF, &off);
      if (g_rand_int_range (random, 0, 4) == 0)
        azud_debug_set ("damage-blocks", 1);
      play (fixture, g_rand_int_range (random, 0, N_SESSIONS), query, settings, &on);
      azud_debug_set ("damage-blocks", 0);
      if (strcmp (on.text, off.text) != 0)
        {
          g_autofree char *got = sort_lines (on.text), *expected = sort_lines (off.text);

          if (strcmp (got, expected) != 0)
            g_error ("seed %u, round %d: %s with %s", seed, round, query, settings);
        }
      outcome_clear (&off);
      outcome_clear (&on);
    }
}

#define ADD(name, function) g_test_add ("/session/adaptive/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("joins", test_joins);
  ADD ("one-table", test_one_table);
  ADD ("other-side", test_other_side);
  ADD ("order", test_order);
  ADD ("limits", test_limits);
  ADD ("damage", test_damage);
  ADD ("kept", test_kept);
  ADD ("any", test_any);
  return g_test_run ();
}
