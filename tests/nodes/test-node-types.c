/* test-node-types.c: what every node type must keep, from its description alone
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/diagnostics.h"
#include "pipeline/example.h"
#include "pipeline/node-type.h"
#include "pipeline/param-text.h"
#include "plan/print.h"

#include <azud/azud.h>
#include <glib/gstdio.h>
#include <string.h>

static gboolean
is_kebab_case (const char *id)
{
  return g_regex_match_simple ("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", id, 0, 0);
}

/* Options of Spark keep Spark's spelling. */
static gboolean
is_param_id (const char *id)
{
  return is_kebab_case (id) || g_regex_match_simple ("^[a-z][a-zA-Z]*$", id, 0, 0);
}

static void
check_text (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), >, 0);
  g_assert_false (g_str_has_suffix (text, "."));
}

static void
check_specs (const AzudParamSpec *specs,
             gboolean             inside)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (const AzudParamSpec *spec = specs; spec->id != NULL; spec++)
    {
      g_test_message ("parameter %s", spec->id);
      g_assert_true (is_param_id (spec->id));
      g_assert_true (g_hash_table_add (ids, (char *) spec->id));
      check_text (spec->label);
      check_text (spec->help);
      if (spec->otherwise != NULL)
        {
          g_autoptr(AzudJson) value = azud_json_parse (spec->otherwise, -1, NULL, NULL);

          g_assert_nonnull (value);
          g_assert_true (azud_json_equal (value, azud_param_spec_get_default (spec)));
        }
      g_assert_true ((spec->kind == AZUD_PARAM_CHOICE) == (spec->choices != NULL));
      g_assert_true ((spec->kind == AZUD_PARAM_LIST) == (spec->fields != NULL));
      for (const AzudChoice *choice = spec->choices; choice != NULL && choice->id != NULL; choice++)
        check_text (choice->label);
      if (spec->kind == AZUD_PARAM_CHOICE)
        g_assert_nonnull (spec->otherwise);
      if (spec->fields != NULL)
        {
          g_assert_false (inside);
          check_specs (spec->fields, TRUE);
        }
      if (spec->show_when != NULL)
        {
          g_auto(GStrv) parts = g_strsplit (spec->show_when, "=", 2);
          const AzudParamSpec *sibling = specs;

          while (sibling->id != NULL && strcmp (sibling->id, parts[0]) != 0)
            sibling++;
          g_assert_nonnull (sibling->id);
        }
    }
}

static void
test_description (gconstpointer data)
{
  const AzudNodeType *type = data;
  guint n_examples = 0;
  guint n_good = 0;
  g_autoptr(AzudJson) described = azud_node_types_describe (type->id);
  g_autofree char *icon = g_strdup_printf ("azud-%s-symbolic", type->id);

  g_assert_true (is_kebab_case (type->id));
  g_assert_true (azud_node_type_lookup (type->id) == type);
  g_assert_cmpint (type->version, >=, 1);
  g_assert_cmpstr (type->icon, ==, icon);
  check_text (type->label);
  check_text (type->summary);
  g_assert_true (type->inputs[0].id != NULL || type->outputs[0].id != NULL);
  check_specs (type->params, FALSE);
  for (const AzudNodeExample *example = type->examples; example->title != NULL; example++)
    {
      check_text (example->title);
      n_examples++;
      n_good += example->diagnostic == NULL;
      g_assert_true ((example->diagnostic == NULL) == (example->output != NULL));
      if (example->compare == AZUD_COMPARE_ANY_VALID)
        g_assert_nonnull (example->check);
    }
  g_assert_cmpuint (n_examples, >=, 2);
  g_assert_cmpuint (n_good, >=, 1);
  g_assert_cmpuint (n_examples, >, n_good);
  g_assert_cmpstr (azud_json_lookup_string (described, "id"), ==, type->id);
}

/* A diagnostic of the expected condition, or of a subclass of it. */
static gboolean
is_condition (const char *code,
              const char *expected)
{
  gsize length = strlen (expected);

  return strncmp (code, expected, length) == 0 && (code[length] == '\0' || code[length] == '.');
}

static void
check_example (const AzudNodeType *type,
               guint               index)
{
  const AzudNodeExample *example = &type->examples[index];
  AzudError error = AZUD_ERROR_INIT;
  AzudPlan *plan = NULL;
  g_autoptr(GPtrArray) diagnostics = NULL;
  gboolean found = FALSE;

  g_test_message ("example %s", example->title);
  if (!azud_node_example_lower (type, index, &plan, &diagnostics, &error))
    {
      char text[1024];

      azud_error_describe (&error, text, sizeof text);
      g_error ("%s", text);
    }
  for (guint i = 0; i < diagnostics->len; i++)
    {
      const AzudDiagnostic *diagnostic = &((AzudDiagnosticRecord *) diagnostics->pdata[i])->view;

      g_test_message ("%s at %s: %s", diagnostic->code, diagnostic->parameter, diagnostic->message);
      found = found || (example->diagnostic != NULL && is_condition (diagnostic->code, example->diagnostic));
      g_assert_cmpuint (strlen (diagnostic->message), >, 0);
    }
  if (example->diagnostic != NULL)
    {
      g_assert_true (found);
      g_assert_null (plan);
      return;
    }
  g_assert_cmpuint (diagnostics->len, ==, 0);
  g_assert_nonnull (plan);
  if (example->plan != NULL)
    {
      g_autofree char *text = azud_plan_print (&plan, 1);

      g_assert_cmpstr (text, ==, example->plan);
    }
  azud_plan_unref (plan);
}

static void
test_examples (gconstpointer data)
{
  const AzudNodeType *type = data;

  for (guint i = 0; type->examples[i].title != NULL; i++)
    check_example (type, i);
}

/* The columns of an example's expected output are those the lowered plan says. */
static void
test_output_schema (gconstpointer data)
{
  const AzudNodeType *type = data;

  for (guint i = 0; type->examples[i].title != NULL; i++)
    {
      g_autoptr(GPtrArray) blocks = azud_example_blocks (type->examples[i].output);
      g_autoptr(GPtrArray) diagnostics = NULL;
      g_autoptr(AzudJson) schema = NULL;
      g_autoptr(AzudJson) rows = NULL;
      AzudError error = AZUD_ERROR_INIT;
      AzudPlan *plan = NULL;

      if (blocks->len == 0 || type->outputs[0].id == NULL)
        continue;
      g_assert_true (azud_node_example_lower (type, i, &plan, &diagnostics, &error));
      g_assert_true (azud_example_table (((AzudExampleBlock *) blocks->pdata[0])->text, &schema, &rows,
                                         &error));
      g_assert_cmpint (plan->schema->n_fields, ==, (int) azud_json_get_length (schema));
      for (int c = 0; c < plan->schema->n_fields; c++)
        g_assert_cmpstr (plan->schema->fields[c].name, ==,
                         azud_json_lookup_string (azud_json_get_element (schema, (guint) c), "name"));
      azud_plan_unref (plan);
    }
}

/* As a document: the same faults, and saving and loading it changes nothing. */
static void
test_as_document (gconstpointer data)
{
  const AzudNodeType *type = data;
  g_autofree char *folder = g_dir_make_tmp ("azud-test-XXXXXX", NULL);

  for (guint i = 0; type->examples[i].title != NULL; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(AzudDocument) document = azud_node_example_to_document (type, i, folder, &error);
      g_autofree char *text = NULL;
      g_autofree char *again = NULL;
      g_autoptr(AzudDocument) loaded = NULL;

      g_assert_no_error (error);
      if (azud_document_has_errors (document, NULL) != (type->examples[i].diagnostic != NULL))
        {
          g_autoptr(AzudJson) json = azud_document_diagnostics_to_json (document);
          g_autofree char *shown = azud_json_to_string (json);

          g_error ("%s: %s", type->examples[i].title, shown);
        }
      text = azud_document_to_text (document);
      loaded = azud_document_parse (text, -1, folder, &error);
      g_assert_no_error (error);
      again = azud_document_to_text (loaded);
      g_assert_cmpstr (again, ==, text);
    }
  {
    g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (dir)) != NULL)
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_assert_cmpint (g_unlink (path), ==, 0);
      }
    g_assert_cmpint (g_rmdir (folder), ==, 0);
  }
}

static void
test_all_there (void)
{
  static const char *const expected[] = { "read-csv", "inline-table", "generate-rows", "filter", "sort",
                                          "limit", "sample", "drop-nulls",
                                          "drop-duplicates", "select-columns", "rename-columns",
                                            "derive-columns", "cast-columns",
                                          "fill-nulls", "join", "union", "aggregate", "write-csv", "split",
                                            "intersect", "except", "sql", "pivot", "unpivot", "repartition", "cache" };
  guint n = 0;
  const AzudNodeType *const *types = azud_node_type_list (&n);

  g_assert_cmpuint (n, >=, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_nonnull (azud_node_type_lookup (expected[i]));
  g_assert_null (azud_node_type_lookup ("no-such-type"));
  for (guint i = 1; i < n; i++)
    {
      g_assert_cmpint (types[i - 1]->category, <=, types[i]->category);
      for (guint k = 0; k < i; k++)
        g_assert_cmpstr (types[k]->id, !=, types[i]->id);
    }
}

static void
add (const char         *group,
     const AzudNodeType *type,
     GTestDataFunc       test)
{
  g_autofree char *path = g_strdup_printf ("/nodes/%s/%s", type->id, group);

  g_test_add_data_func (path, type, test);
}

int
main (int    argc,
      char **argv)
{
  guint n = 0;
  const AzudNodeType *const *types;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nodes/all-there", test_all_there);
  types = azud_node_type_list (&n);
  for (guint i = 0; i < n; i++)
    {
      add ("description", types[i], test_description);
      add ("examples", types[i], test_examples);
      add ("output-schema", types[i], test_output_schema);
      add ("as-document", types[i], test_as_document);
    }
  return g_test_run ();
}
