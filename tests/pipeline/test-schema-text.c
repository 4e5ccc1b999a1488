/* test-schema-text.c: schemas as JSON, with types of any length
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/schema-text.h"

static void
test_short (void)
{
  AzudField fields[] = { { "id", azud_dtype_get (AZUD_DTYPE_BIGINT), true }, { "a \"b\"", azud_dtype_get (AZUD_DTYPE_STRING), false } };
  AzudSchema *schema = azud_schema_new (fields, G_N_ELEMENTS (fields));
  g_autoptr(AzudJson) json = azud_schema_to_json (schema);
  g_autofree char *text = azud_json_to_string (json);

  g_assert_cmpstr (text, ==, "[{\"name\":\"id\",\"type\":\"bigint\"},{\"name\":\"a \\\"b\\\"\",\"type\":\"string\"}]");
  azud_schema_unref (schema);
}

/* The name is read back as the same type: nothing is cut off. */
static void
test_long (void)
{
  g_autoptr(GString) name = g_string_new ("struct<");
  const AzudDtype *type;

  for (int i = 0; i < 300; i++)
    g_string_append_printf (name, "%scolumn_%d:int", i > 0 ? "," : "", i);
  g_string_append_c (name, '>');
  type = azud_dtype_parse (name->str, NULL);
  g_assert_nonnull (type);
  g_assert_cmpstr (azud_type_to_text (type), ==, name->str);
  g_assert_true (azud_type_to_text (type) == azud_type_to_text (type));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/schema-text/short", test_short);
  g_test_add_func ("/pipeline/schema-text/long", test_long);
  return g_test_run ();
}
