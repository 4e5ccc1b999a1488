/* test-param-text.c: parameters as lines of text, and tables of examples
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/example.h"
#include "pipeline/param-text.h"

#include <string.h>

static void
check (const char *type,
       const char *text,
       const char *expected)
{
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr(AzudJson) params = azud_param_text_parse (azud_node_type_lookup (type), text, &error);
  g_autofree char *got = params != NULL ? azud_json_to_string (params) : NULL;

  g_assert_cmpstr (got, ==, expected);
  g_assert_cmpint (azud_error_is_set (&error), ==, expected == NULL);
}

static void
test_kinds (void)
{
  check ("filter", "condition: a = 'x: y' AND b[1] > 2", "{\"condition\":\"a = 'x: y' AND b[1] > 2\"}");
  check ("filter", "", "{}");
  check ("limit", "count: 5\n\noffset: 2\n", "{\"count\":5,\"offset\":2}");
  check ("read-csv", "header: false\nsep: ;\nnullValue: \"\"\nquote: \"\\\"\"",
         "{\"header\":false,\"sep\":\";\",\"nullValue\":\"\",\"quote\":\"\\\"\"}");
  check ("select-columns", "columns: a, `b, c`,d", "{\"columns\":[\"a\",\"b, c\",\"d\"]}");
  check ("read-csv", "schema: a int, b decimal(10,2), c array<int>",
         "{\"schema\":[{\"name\":\"a\",\"type\":\"int\"},"
         "{\"name\":\"b\",\"type\":\"decimal(10,2)\"},{\"name\":\"c\",\"type\":\"array<int>\"}]}");
  check ("inline-table", "rows: [[\"1\", null]]", "{\"rows\":[[\"1\",null]]}");
  check ("derive-columns", "columns:\n- name=a; expression=b = 'x; y' OR c\n- expression=1; name=d",
         "{\"columns\":[{\"name\":\"a\",\"expression\":\"b = 'x; y' OR c\"},{\"expression\":\"1\",\"name\":\"d\"}]}");
  check ("sort", "keys: [{\"expression\": \"a\"}]", "{\"keys\":[{\"expression\":\"a\"}]}");
}

static void
test_faults (void)
{
  check ("filter", "no colon", NULL);
  check ("filter", "nope: 1", NULL);
  check ("limit", "count: many", NULL);
  check ("read-csv", "schema: a", NULL);
  check ("sort", "keys:\n- nope=1", NULL);
}

static void
test_tables (void)
{
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr(AzudJson) schema = NULL;
  g_autoptr(AzudJson) rows = NULL;
  g_autofree char *schema_text = NULL;
  g_autofree char *rows_text = NULL;

  g_assert_true (azud_example_table ("i,b,d,t,s,\"x:decimal(9,2)\",y\n"
                                     "1,5000000000,1.5,2024-01-02,\"a,\"\"b\"\"\",1,\n-2,1,2,,\"\",,\n", &schema, &rows, &error));
  schema_text = azud_json_to_string (schema);
  rows_text = azud_json_to_string (rows);
  g_assert_cmpstr (schema_text, ==,
                   "[{\"name\":\"i\",\"type\":\"int\"},"
                   "{\"name\":\"b\",\"type\":\"bigint\"},{\"name\":\"d\",\"type\":\"double\"},"
                   "{\"name\":\"t\",\"type\":\"date\"},"
                   "{\"name\":\"s\",\"type\":\"string\"},{\"name\":\"x\",\"type\":\"decimal(9,2)\"},"
                   "{\"name\":\"y\",\"type\":\"string\"}]");
  g_assert_cmpstr (rows_text, ==,
                   "[[\"1\",\"5000000000\",\"1.5\",\"2024-01-02\",\"a,\\\"b\\\"\",\"1\",null],"
                   "[\"-2\",\"1\",\"2\",null,\"\",null,null]]");
  g_assert_false (azud_example_table ("a,b\n1\n", &schema, &rows, &error));
}

static void
test_blocks (void)
{
  g_autoptr(GPtrArray) two = azud_example_blocks ("--- left\na\n1\n--- right\nb\n");
  g_autoptr(GPtrArray) one = azud_example_blocks ("a\n1\n");
  g_autoptr(GPtrArray) none = azud_example_blocks (NULL);

  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpstr (((AzudExampleBlock *) two->pdata[0])->name, ==, "left");
  g_assert_cmpstr (((AzudExampleBlock *) two->pdata[0])->text, ==, "a\n1\n");
  g_assert_cmpstr (((AzudExampleBlock *) two->pdata[1])->text, ==, "b\n");
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_null (((AzudExampleBlock *) one->pdata[0])->name);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/param-text/kinds", test_kinds);
  g_test_add_func ("/pipeline/param-text/faults", test_faults);
  g_test_add_func ("/pipeline/param-text/tables", test_tables);
  g_test_add_func ("/pipeline/param-text/blocks", test_blocks);
  return g_test_run ();
}
