/* test-type.c: interning, names and parsing of types
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/sync.h"
#include "column/type.h"

#include <glib.h>
#include <string.h>

static const struct { const char *text, *printed, *sql; } good[] = {
  { "int", "int", "INT" }, { " Integer ", "int", "INT" }, { "LONG", "bigint", "BIGINT" }, { "byte", "tinyint", "TINYINT" },
  { "short", "smallint", "SMALLINT" }, { "boolean", "boolean", "BOOLEAN" }, { "real", "float", "FLOAT" }, { "double", "double", "DOUBLE" },
  { "string", "string", "STRING" }, { "varchar(10)", "string", "STRING" }, { "char ( 3 )", "string", "STRING" },
  { "binary", "binary", "BINARY" }, { "date", "date", "DATE" }, { "timestamp", "timestamp", "TIMESTAMP" },
  { "timestamp_ltz", "timestamp", "TIMESTAMP" }, { "timestamp_ntz", "timestamp_ntz", "TIMESTAMP_NTZ" }, { "void", "void", "VOID" },
  { "decimal", "decimal(10,0)", "DECIMAL(10,0)" }, { "dec(5)", "decimal(5,0)", "DECIMAL(5,0)" },
  { "Numeric ( 38 , 38 )", "decimal(38,38)", "DECIMAL(38,38)" },
  { "interval year to month", "interval year to month", "INTERVAL YEAR TO MONTH" },
  { "INTERVAL MONTH", "interval year to month", "INTERVAL YEAR TO MONTH" },
  { "interval hour to second", "interval day to second", "INTERVAL DAY TO SECOND" },
  { "array<int>", "array<int>", "ARRAY<INT>" }, { "ARRAY < array<string> >", "array<array<string>>", "ARRAY<ARRAY<STRING>>" },
  { "map<string, decimal(4,2)>", "map<string,decimal(4,2)>", "MAP<STRING, DECIMAL(4,2)>" },
  { "struct<a:int,b:string>", "struct<a:int,b:string>", "STRUCT<a: INT, b: STRING>" },
  { "struct<a int, B: array<date> NOT NULL>", "struct<a:int,B:array<date>>", "STRUCT<a: INT, B: ARRAY<DATE> NOT NULL>" },
  { "struct<>", "struct<>", "STRUCT<>" }, { "struct<`a``b c`:int>", "struct<`a``b c`:int>", "STRUCT<`a``b c`: INT>" },
};

static const char *const bad[] = {
  "", "inte", "int int", "int(3)", "decimal(39,2)", "decimal(3,4)", "decimal(0)", "decimal(-1)", "decimal(1", "decimal(1,)", "decimal(99999999999999,1)",
  "array", "array<>", "array<int", "array<int>>", "map<int>", "map<int,>", "struct", "struct<a>", "struct<a:int,>", "struct<a:int b:int>",
  "struct<:int>", "struct<``:int>", "struct<`a:int>", "struct<a:int not>", "varchar", "interval", "interval month to year", "interval year to day",
  "interval day to day", "list<int>", "array<int>x",
};

static void
test_parse (void)
{
  char text[128];

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      AzudError error = AZUD_ERROR_INIT;
      const AzudDtype *type = azud_dtype_parse (good[i].text, &error);

      if (type == NULL)
        g_error ("refused: %s", good[i].text);
      g_assert_false (azud_error_is_set (&error));
      g_assert_cmpuint (azud_dtype_print (type, text, sizeof text), ==, strlen (text));
      g_assert_cmpstr (text, ==, good[i].printed);
      if (strstr (good[i].text, "NOT NULL") == NULL)
        g_assert_true (azud_dtype_parse (text, &error) == type);
      azud_dtype_sql_name (type, text, sizeof text);
      g_assert_cmpstr (text, ==, good[i].sql);
      g_assert_true (azud_dtype_parse (text, &error) == type);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      AzudError error = AZUD_ERROR_INIT;

      if (azud_dtype_parse (bad[i], &error) != NULL)
        g_error ("accepted: %s", bad[i]);
      g_assert_cmpstr (error.condition, ==, "UNSUPPORTED_DATATYPE");
      g_assert_cmpint (error.fault, ==, AZUD_FAULT_PIPELINE);
    }
}

static void
test_depth (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < 100000; i++)
    g_string_append (text, "array<");
  g_assert_null (azud_dtype_parse (text->str, NULL));
}

static void
test_print_cut (void)
{
  const AzudDtype *type = azud_dtype_parse ("struct<a:int,b:string>", NULL);
  char text[8];

  g_assert_cmpuint (azud_dtype_print (type, NULL, 0), ==, 22);
  g_assert_cmpuint (azud_dtype_print (type, text, sizeof text), ==, 22);
  g_assert_cmpstr (text, ==, "struct<");
}

static void
test_identity (void)
{
  const AzudDtype *i = azud_dtype_get (AZUD_DTYPE_INT);
  const AzudDtype *s = azud_dtype_get (AZUD_DTYPE_STRING);
  AzudDtypeField ab[] = { { "a", i, TRUE }, { "b", s, TRUE } };
  AzudDtypeField ab2[] = { { "a", i, TRUE }, { "b", s, FALSE } };
  AzudDtypeField ba[] = { { "b", i, TRUE }, { "a", s, TRUE } };
  const AzudDtype *map = azud_dtype_map (s, i, TRUE);

  g_assert_true (azud_dtype_get (AZUD_DTYPE_INT) == i);
  g_assert_true (azud_dtype_decimal (10, 2) == azud_dtype_decimal (10, 2));
  g_assert_true (azud_dtype_decimal (10, 2) != azud_dtype_decimal (10, 3));
  g_assert_null (azud_dtype_get (AZUD_DTYPE_DECIMAL));
  g_assert_null (azud_dtype_get (AZUD_DTYPE_MAP));
  g_assert_null (azud_dtype_decimal (39, 0));
  g_assert_true (azud_dtype_array (i, TRUE) == azud_dtype_array (i, TRUE));
  g_assert_true (azud_dtype_array (i, TRUE) != azud_dtype_array (i, FALSE));
  g_assert_true (azud_dtype_array (i, TRUE) != azud_dtype_array (s, TRUE));
  g_assert_true (azud_dtype_struct (ab, 2) == azud_dtype_struct (ab, 2));
  g_assert_true (azud_dtype_struct (ab, 2) != azud_dtype_struct (ab2, 2));
  g_assert_true (azud_dtype_struct (ab, 2) != azud_dtype_struct (ba, 2));
  g_assert_true (azud_dtype_struct (ab, 2) != azud_dtype_struct (ab, 1));
  g_assert_null (azud_dtype_struct (ab, 100000));
  g_assert_true (azud_dtype_map (s, i, TRUE) == map);
  g_assert_cmpint (map->n_fields, ==, 2);
  g_assert_cmpint (azud_dtype_n_children (map), ==, 1);
  g_assert_cmpint (azud_dtype_map_entries (map)->id, ==, AZUD_DTYPE_STRUCT);
  g_assert_true (azud_dtype_child (map, 0)->fields[1].type == i);
  g_assert_cmpint (azud_dtype_n_children (azud_dtype_struct (ab, 2)), ==, 2);
  g_assert_cmpint (azud_dtype_n_children (i), ==, 0);
  g_assert_cmpint (i->width, ==, 4);
  g_assert_true (azud_dtype_is_integer (i) && azud_dtype_is_numeric (i) && !azud_dtype_is_text (i) && !azud_dtype_is_nested (i));
  g_assert_true (azud_dtype_is_numeric (azud_dtype_decimal (3, 1)) && !azud_dtype_is_integer (azud_dtype_get (AZUD_DTYPE_DOUBLE)));
}

static void *
intern_worker (void *data)
{
  const AzudDtype **types = data;

  for (int i = 0; i < 200; i++)
    {
      g_autofree char *text = g_strdup_printf ("struct<f%d:array<int>,g:decimal(%d,1)>", i, i % 38 + 1);

      types[i] = azud_dtype_parse (text, NULL);
    }
  return NULL;
}

static void
test_threads (void)
{
  const AzudDtype *types[4][200];
  AzudThread threads[4];

  for (int i = 0; i < 4; i++)
    g_assert_true (azud_thread_start (&threads[i], "intern", intern_worker, types[i]));
  for (int i = 0; i < 4; i++)
    azud_thread_join (threads[i]);
  for (int k = 0; k < 200; k++)
    for (int i = 0; i < 4; i++)
      g_assert_true (types[i][k] != NULL && types[i][k] == types[0][k]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/column/type/parse", test_parse);
  g_test_add_func ("/column/type/depth", test_depth);
  g_test_add_func ("/column/type/print-cut", test_print_cut);
  g_test_add_func ("/column/type/identity", test_identity);
  g_test_add_func ("/column/type/threads", test_threads);
  return g_test_run ();
}
