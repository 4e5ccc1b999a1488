/* test-examples.c: the examples of every node type give what they promise, in every configuration
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/debug.h"
#include "base/folder-tree.h"
#include "pipeline/example.h"

#include <azud/session.h>
#include <string.h>

typedef struct
{
  const AzudNodeType *type;
  guint               index;
} Case;

typedef struct
{
  int batch_rows, partitions, csv_morsel, constant_hash;
  guint threads;
} Configuration;

static const Configuration configurations[] = {
  { 0, 0, 0, 0, 2 }, { 1, 1, 0, 0, 1 }, { 2, 7, 0, 0, 8 }, { 3, 64, 64, 0, 2 }, { 0, 7, 0, 1, 2 },
};

static void
configure (const Configuration *configuration)
{
  azud_debug_set ("batch-rows", configuration->batch_rows);
  azud_debug_set ("partitions", configuration->partitions);
  azud_debug_set ("csv-morsel", configuration->csv_morsel);
  azud_debug_set ("constant-hash", configuration->constant_hash);
}

/* A cell as the examples write it. */
static void
append_cell (GString    *out,
             const char *text)
{
  if (text == NULL)
    return;
  if (text[0] != '\0' && strpbrk (text, ",\"\n\r") == NULL)
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    g_string_append (out, *text == '"' ? "\"\"" : (const char[]){ *text, '\0' });
  g_string_append_c (out, '"');
}

static char *
preview_to_text (const AzudPreview *preview)
{
  GString *out = g_string_new (NULL);

  for (guint c = 0; c < preview->n_columns; c++)
    {
      if (c > 0)
        g_string_append_c (out, ',');
      append_cell (out, preview->names[c]);
    }
  g_string_append_c (out, '\n');
  for (guint r = 0; r < preview->n_rows; r++)
    {
      for (guint c = 0; c < preview->n_columns; c++)
        {
          if (c > 0)
            g_string_append_c (out, ',');
          append_cell (out, preview->rows[r][c]);
        }
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The header stays, the lines behind it are sorted. */
static char *
sort_lines (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);

  if (n > 2)
    qsort (lines + 1, n - 2, sizeof *lines, compare_lines);     /* the last piece is empty */
  return g_strjoinv ("\n", lines);
}

/* An example's table may name types in its header ("id:int"): those are not part of what is compared. */
static char *
without_types (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", 2);
  g_autoptr(GRegex) type = g_regex_new (":[a-z][a-z_]*(\\([0-9, ]*\\)|<[^,]*>)?", 0, 0, NULL);
  g_autofree char *header = g_regex_replace (type, lines[0], -1, 0, "", 0, NULL);

  return g_strconcat (header, "\n", lines[1] != NULL ? lines[1] : "", NULL);
}

static void
expect_table (const AzudNodeExample *example,
              const char            *expected_text,
              const char            *got)
{
  g_autofree char *expected = without_types (expected_text);

  if (example->compare == AZUD_COMPARE_UNORDERED)
    {
      g_autofree char *sorted = sort_lines (expected);
      g_autofree char *got_sorted = sort_lines (got);

      g_assert_cmpstr (got_sorted, ==, sorted);
    }
  else
    g_assert_cmpstr (got, ==, expected);
}

/* Any answer will do for which no row breaks the check. */
static void
expect_valid (AzudSession           *session,
              AzudDocument          *document,
              const char            *port,
              const AzudNodeExample *example)
{
  g_autofree char *condition = g_strdup_printf ("NOT coalesce(%s, false)", example->check);
  g_autofree char *filter = azud_document_add_node (document, "filter", 0, 0);
  g_autoptr(AzudJson) value = azud_json_new_string (condition);
  g_autoptr(AzudPreview) preview = NULL;
  g_autoptr(GError) error = NULL;

  azud_document_set_param (document, filter, "condition", value);
  g_assert_true (azud_document_add_edge (document, "example", port, filter, "in", NULL));
  azud_document_analyse (document);
  preview = azud_session_preview (session, document, filter, "out", 100, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (preview->n_rows, ==, 0);
}

static void
check_output (AzudSession           *session,
              AzudDocument          *document,
              const char            *port,
              const AzudNodeExample *example,
              const char            *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudPreview) preview = azud_session_preview (session, document, "example", port, 1000, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = preview_to_text (preview);
  if (example->compare != AZUD_COMPARE_ANY_VALID)
    expect_table (example, expected, text);
  else if (example->check != NULL)
    expect_valid (session, document, port, example);
}

static void
check_sink (AzudSession  *session,
            AzudDocument *document,
            const char   *folder,
            const char   *name,
            const char   *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudRun) run = azud_session_start (session, document, NULL, &error);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  azud_run_wait (run, &error);
  g_assert_no_error (error);
  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_assert_true (g_file_get_contents (path, &text, NULL, &error));
      g_assert_cmpstr (text, ==, expected);
    }
}

static void
run_example (const Case          *data,
             const Configuration *configuration)
{
  const AzudNodeExample *example = &data->type->examples[data->index];
  g_autofree char *folder = g_dir_make_tmp ("azud-example-XXXXXX", NULL);
  g_autoptr(GPtrArray) blocks = azud_example_blocks (example->output);
  AzudSessionOptions options = { .n_threads = configuration->threads, .memory_bytes = 256 << 20 };
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudSession) session = azud_session_new (&options, &error);
  g_autoptr(AzudDocument) document = NULL;

  g_assert_no_error (error);
  configure (configuration);
  document = azud_node_example_to_document (data->type, data->index, folder, &error);
  g_assert_no_error (error);
  azud_document_analyse (document);
  for (guint i = 0; i < blocks->len; i++)
    {
      const AzudExampleBlock *block = g_ptr_array_index (blocks, i);

      if (data->type->outputs[0].id == NULL)
        check_sink (session, document, folder, block->name != NULL ? block->name : "out.csv", block->text);
      else
        check_output (session, document, block->name != NULL ? block->name : data->type->outputs[0].id, example, block->text);
    }
  azud_session_close (session);
  folder_remove (folder);
}

static void
test_example (gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (configurations); i++)
    {
      g_test_message ("batch-rows=%d partitions=%d csv-morsel=%d constant-hash=%d threads=%u", configurations[i].batch_rows,
                      configurations[i].partitions, configurations[i].csv_morsel, configurations[i].constant_hash, configurations[i].threads);
      run_example (data, &configurations[i]);
    }
}

static void
add_examples (const AzudNodeType *type)
{
  for (guint e = 0; type->examples[e].title != NULL; e++)
    {
      Case *data;
      g_autofree char *path = NULL;

      if (type->examples[e].output == NULL)
        continue;
      data = g_new (Case, 1);
      *data = (Case){ type, e };
      path = g_strdup_printf ("/session/examples/%s/%u", type->id, e);
      g_test_add_data_func_full (path, data, test_example, g_free);
    }
}

int
main (int    argc,
      char **argv)
{
  const AzudNodeType *const *types;
  guint n;

  g_test_init (&argc, &argv, NULL);
  types = azud_node_type_list (&n);
  for (guint i = 0; i < n; i++)
    add_examples (types[i]);
  return g_test_run ();
}
