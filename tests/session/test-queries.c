/* test-queries.c: joins against nested loops, refused memory at every request, memory that stays flat
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/debug.h"
#include "base/memory.h"
#include "base/process-size.h"

#include <azud/session.h>
#include <glib/gstdio.h>
#include <string.h>

#define MAX_ROWS 12

typedef struct
{
  int key[2];     /* -1 = null */
  int value;
} Row;

typedef struct
{
  Row rows[MAX_ROWS];
  int n;
} Rows;

typedef struct
{
  AzudSession *session;
  char        *folder;
  char        *paths[2];
  char        *tables[3];
} Fixture;

static const char *const table_options[] = { "l.schema=k int, m int, v int", "r.schema=k int, m int, v int", NULL };

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  AzudSessionOptions options = { .n_threads = 2, .memory_bytes = 64 << 20 };
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("azud-queries-XXXXXX", &error);
  g_assert_no_error (error);
  for (int t = 0; t < 2; t++)
    {
      fixture->paths[t] = g_build_filename (fixture->folder, t == 0 ? "l.csv" : "r.csv", NULL);
      fixture->tables[t] = g_strdup_printf ("%s=%s", t == 0 ? "l" : "r", fixture->paths[t]);
    }
  fixture->tables[2] = NULL;
  fixture->session = azud_session_new (&options, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  azud_session_close (fixture->session);
  g_object_unref (fixture->session);
  for (int t = 0; t < 2; t++)
    {
      g_unlink (fixture->paths[t]);
      g_free (fixture->paths[t]);
      g_free (fixture->tables[t]);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static void
write_table (Fixture *fixture,
             int      table,
             GRand   *random,
             Rows    *rows)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  rows->n = g_rand_int_range (random, 0, MAX_ROWS + 1);
  for (int i = 0; i < rows->n; i++)
    {
      Row *row = &rows->rows[i];

      row->value = 100 * table + i;
      for (int k = 0; k < 2; k++)
        {
          row->key[k] = g_rand_int_range (random, -1, 4);
          if (row->key[k] >= 0)
            g_string_append_printf (text, "%d", row->key[k]);
          g_string_append_c (text, ',');
        }
      g_string_append_printf (text, "%d\n", row->value);
    }
  g_assert_true (g_file_set_contents (fixture->paths[table], text->str, (gssize) text->len, &error));
}

/* ---- the condition, three ways of writing it ---- */

static const char *const conditions[] = { "l.k = r.k", "l.k <=> r.k", "l.k = r.k AND l.m <=> r.m", "l.k = r.k AND l.v + 100 < r.v + l.m" };

static gboolean
matches (int        condition,
         const Row *l,
         const Row *r)
{
  gboolean equal = l->key[0] == r->key[0] && l->key[0] >= 0;

  switch (condition)
    {
    case 0: return equal;
    case 1: return l->key[0] == r->key[0];
    case 2: return equal && l->key[1] == r->key[1];
    default: return equal && l->key[1] >= 0 && l->value + 100 < r->value + l->key[1];
    }
}

/* ---- nested loops ---- */

typedef enum { INNER, LEFT, RIGHT, FULL, SEMI, ANTI, N_KINDS } Kind;

static const char *const kind_words[] = { "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "LEFT SEMI JOIN", "LEFT ANTI JOIN" };

static void
add_row (GPtrArray *out,
         const Row *l,
         const Row *r)
{
  g_autofree char *left = l != NULL ? g_strdup_printf ("%d", l->value) : g_strdup ("-");
  g_autofree char *right = r != NULL ? g_strdup_printf ("%d", r->value) : g_strdup ("-");

  g_ptr_array_add (out, g_strdup_printf ("%s %s", left, right));
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
in_order (GPtrArray *lines)
{
  g_ptr_array_sort (lines, compare_texts);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static char *
join_slowly (Kind        kind,
             int         condition,
             const Rows *l,
             const Rows *r)
{
  g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func (g_free);
  gboolean met[MAX_ROWS] = { FALSE };

  for (int i = 0; i < l->n; i++)
    {
      gboolean any = FALSE;

      for (int k = 0; k < r->n; k++)
        if (matches (condition, &l->rows[i], &r->rows[k]))
          {
            any = met[k] = TRUE;
            if (kind < SEMI)
              add_row (out, &l->rows[i], &r->rows[k]);
          }
      if (any ? kind == SEMI : kind == ANTI || kind == LEFT || kind == FULL)
        add_row (out, &l->rows[i], NULL);
    }
  for (int k = 0; k < r->n; k++)
    if (!met[k] && (kind == RIGHT || kind == FULL))
      add_row (out, NULL, &r->rows[k]);
  return in_order (out);
}

/* Its rows, sorted: how many partitions there are, and with them an order that nobody asked for, depends on the size
 * of the files, and looking that up may be refused, too. */
static char *
answer_text (const AzudJson *answer)
{
  const AzudJson *rows = azud_json_lookup (answer, "rows");
  g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < azud_json_get_length (rows); i++)
    {
      const AzudJson *row = azud_json_get_element (rows, i);
      GString *line = g_string_new (NULL);

      for (guint c = 0; c < azud_json_get_length (row); c++)
        {
          const char *cell = azud_json_get_string (azud_json_get_element (row, c));

          g_string_append_printf (line, "%s%s", c > 0 ? " " : "", cell != NULL ? cell : "-");
        }
      g_ptr_array_add (out, g_string_free (line, FALSE));
    }
  return in_order (out);
}

static AzudJson *
ask (Fixture    *fixture,
     const char *sql,
     GError    **error)
{
  return azud_session_sql (fixture->session, sql, (const char *const *) fixture->tables, table_options, "UTC", error);
}

static void
test_joins (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (11);
  int rounds = g_getenv ("AZUD_TEST_THOROUGH") != NULL ? 200 : 12;

  for (int round = 0; round < rounds; round++)
    {
      Rows l, r;

      azud_debug_set ("constant-hash", round % 3 == 1);
      azud_debug_set ("batch-rows", round % 4);
      azud_debug_set ("partitions", round % 2 * 5);
      azud_debug_set ("no-broadcast", round % 4 > 1);
      azud_debug_set ("spill", round % 3 == 2);
      write_table (fixture, 0, random, &l);
      write_table (fixture, 1, random, &r);
      for (int kind = 0; kind < N_KINDS; kind++)
        for (gsize condition = 0; condition < G_N_ELEMENTS (conditions); condition++)
          {
            g_autofree char *sql = g_strdup_printf ("SELECT l.v, %s FROM l %s r ON %s", kind < SEMI ? "r.v" : "NULL",
                                                    kind_words[kind], conditions[condition]);
            g_autofree char *expected = join_slowly ((Kind) kind, (int) condition, &l, &r);
            g_autoptr(GError) error = NULL;
            g_autoptr(AzudJson) answer = ask (fixture, sql, &error);
            g_autofree char *got = NULL;

            g_assert_no_error (error);
            got = answer_text (answer);
            if (strcmp (got, expected) != 0)
              g_test_message ("round %d: %s", round, sql);
            g_assert_cmpstr (got, ==, expected);
          }
    }
  azud_debug_set ("constant-hash", 0);
  azud_debug_set ("batch-rows", 0);
  azud_debug_set ("partitions", 0);
  azud_debug_set ("no-broadcast", 0);
  azud_debug_set ("spill", 0);
}

/* ---- refused memory ---- */

static const char *const queries[] = {
  "SELECT k, m, v FROM l WHERE v % 2 = 0",
  "SELECT k, count(*), sum(v), max(cast(v AS string)) FROM l GROUP BY k",
  "SELECT v, k FROM l ORDER BY k DESC, v",
  "SELECT l.v, r.v FROM l FULL JOIN r ON l.k = r.k",
  "SELECT l.v, r.v FROM l LEFT JOIN r ON l.k <=> r.k AND l.v < r.v",
  "SELECT k FROM l UNION SELECT m FROM r",
};

/* Every outcome is the answer or "out of memory", and no account is left with anything. */
static void
refuse (Fixture    *fixture,
        const char *sql,
        gboolean    persist)
{
  g_autoptr(AzudJson) expected = ask (fixture, sql, NULL);
  int n_refused = 0, n_quiet = 0;

  g_assert_nonnull (expected);
  /* Until three times in a row there were not so many requests (two threads ask).  A refusal may be passed: memory that is only nice to
   * have, or a task that is tried again. */
  for (int nth = 1; n_quiet < 3; nth++)
    {
      gint64 leaks = azud_account_leaks ();
      g_autoptr(GError) error = NULL;
      g_autoptr(AzudJson) answer = NULL;

      azud_account_refuse_nth (nth, persist);
      answer = ask (fixture, sql, &error);
      n_quiet = azud_account_refuse_nth (0, FALSE) ? 0 : n_quiet + 1;
      g_assert_cmpint (azud_account_leaks (), ==, leaks);
      if (answer == NULL)
        {
          g_assert_nonnull (strstr (error->message, "memory"));
          n_refused++;
        }
      else
        {
          g_autofree char *got_text = answer_text (answer);
          g_autofree char *expected_text = answer_text (expected);

          if (strcmp (got_text, expected_text) != 0)
            g_test_message ("request %d: %s", nth, sql);
          g_assert_cmpstr (got_text, ==, expected_text);
        }
    }
  g_test_message ("%s: refused %d times", sql, n_refused);
  g_assert_cmpint (n_refused, >, 3);
}

static void
test_refusal (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (12);
  Rows l = { .n = 0 }, r = { .n = 0 };

  while (l.n < 5)
    write_table (fixture, 0, random, &l);
  while (r.n < 5)
    write_table (fixture, 1, random, &r);
  for (gsize q = 0; q < G_N_ELEMENTS (queries); q++)
    for (int persist = 0; persist < 2; persist++)
      for (int spill = 0; spill < 2; spill++)
        {
          azud_debug_set ("spill", spill);
          azud_debug_set ("no-broadcast", spill);
          refuse (fixture, queries[q], persist);
          if (spill || strstr (queries[q], "JOIN") == NULL)
            continue;
          azud_debug_set ("partitions", 5);         /* tasks read pieces of what they join */
          azud_debug_set ("adaptive-bytes", 1);
          azud_debug_set ("no-broadcast", 1);
          refuse (fixture, queries[q], persist);
          azud_debug_set ("partitions", 0);
          azud_debug_set ("adaptive-bytes", 0);
          azud_debug_set ("no-broadcast", 0);
        }
  azud_debug_set ("spill", 0);
  azud_debug_set ("no-broadcast", 0);
}

/* ---- memory ---- */

/* Sessions opened, asked and closed, ten thousand times: the process is as large as after the first ones, and no thread, descriptor or file is
 * left. */
static void
test_flat (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (13);
  g_autofree char *spill = g_build_filename (fixture->folder, "spill", NULL);
  AzudSessionOptions options = { .n_threads = 2, .memory_bytes = 64 << 20, .temp_folder = spill };
  int n = g_getenv ("AZUD_TEST_THOROUGH") != NULL ? 10000 : 300;
  guint n_threads = 0, n_descriptors = 0;
  gint64 first = 0, last;
  Rows l, r;

  g_assert_cmpint (g_mkdir (spill, 0700), ==, 0);
  write_table (fixture, 0, random, &l);
  write_table (fixture, 1, random, &r);
  azud_debug_set ("spill", 1);
  for (int i = 0; i < n; i++)
    {
      g_autoptr(AzudSession) session = azud_session_new (&options, NULL);
      g_autoptr(AzudJson) answer = azud_session_sql (session, queries[i % G_N_ELEMENTS (queries)], (const char *const *) fixture->tables,
                                                     table_options, "UTC", NULL);

      g_assert_nonnull (answer);
      azud_session_close (session);
      if (i != n / 5)
        continue;
      first = process_resident_bytes ();
      n_threads = process_count_threads ();
      n_descriptors = process_count_files ();
    }
  azud_debug_set ("spill", 0);
  last = process_resident_bytes ();
  g_test_message ("%d questions: %" G_GINT64_FORMAT " kB, then %" G_GINT64_FORMAT " kB; %u threads, %u descriptors", n, first / 1024,
                  last / 1024, n_threads, n_descriptors);
  g_assert_cmpuint (process_count_threads (), <=, n_threads);
  g_assert_cmpuint (process_count_files (), <=, n_descriptors);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)      /* which keep what is freed for a while */
  g_assert_cmpint (last - first, <, 4 << 20);
#endif
  g_assert_cmpint (g_rmdir (spill), ==, 0);
}

#define ADD(name, function) g_test_add ("/session/queries/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("joins", test_joins);
  ADD ("T001-T002-refused-memory", test_refusal);
  ADD ("T009-flat-memory", test_flat);
  return g_test_run ();
}
