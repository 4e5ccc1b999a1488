/* test-schema.c: named, typed columns
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "column/schema.h"

#include <glib.h>
#include <string.h>

static AzudSchema *
make (const char *const *names)
{
  AzudField fields[16];
  int n = 0;

  for (; names[n] != NULL; n++)
    fields[n] = (AzudField){ names[n], azud_dtype_get (AZUD_DTYPE_INT), TRUE };
  return azud_schema_new (fields, n);
}

static void
test_find (void)
{
  AzudSchema *schema = make ((const char *const[]){ "id", "Amount", "amount", "größe", "ÑANDÚ", "a\xff", NULL });

  g_assert_cmpint (azud_schema_find (schema, "ID", FALSE), ==, 0);
  g_assert_cmpint (azud_schema_find (schema, "ID", TRUE), ==, AZUD_SCHEMA_NOT_FOUND);
  g_assert_cmpint (azud_schema_find (schema, "amount", FALSE), ==, AZUD_SCHEMA_AMBIGUOUS);
  g_assert_cmpint (azud_schema_find (schema, "amount", TRUE), ==, 2);
  g_assert_cmpint (azud_schema_find (schema, "ñandú", FALSE), ==, 4);
  g_assert_cmpint (azud_schema_find (schema, "GRÖßE", FALSE), ==, 3);
  g_assert_cmpint (azud_schema_find (schema, "A\xff", FALSE), ==, 5);
  g_assert_cmpint (azud_schema_find (schema, "i", FALSE), ==, AZUD_SCHEMA_NOT_FOUND);
  g_assert_cmpint (azud_schema_find (schema, "idx", FALSE), ==, AZUD_SCHEMA_NOT_FOUND);
  g_assert_cmpint (azud_schema_find (schema, "", FALSE), ==, AZUD_SCHEMA_NOT_FOUND);
  azud_schema_unref (schema);
}

static void
test_own (void)
{
  char name[] = "temporary";
  AzudField field = { name, azud_dtype_get (AZUD_DTYPE_DATE), FALSE };
  AzudSchema *schema = azud_schema_new (&field, 1);
  AzudSchema *same = azud_schema_new (&field, 1);
  AzudSchema *none = azud_schema_new (NULL, 0);

  g_assert_true (azud_schema_equal (schema, same));
  g_assert_true (azud_schema_equal (schema, schema));
  g_assert_false (azud_schema_equal (schema, none));
  azud_schema_unref (same);
  field.nullable = TRUE;
  same = azud_schema_new (&field, 1);
  g_assert_false (azud_schema_equal (schema, same));
  azud_schema_unref (same);
  name[0] = 'T';
  g_assert_cmpstr (schema->fields[0].name, ==, "temporary");
  g_assert_true (azud_schema_ref (schema) == schema);
  azud_schema_unref (schema);
  g_assert_cmpint (azud_schema_find (schema, "temporary", TRUE), ==, 0);
  azud_schema_unref (schema);
  azud_schema_unref (none);
  azud_schema_unref (NULL);
}

static void
test_nearest (void)
{
  AzudSchema *schema = make ((const char *const[]){ "customer_id", "amount", "date", "Größe", NULL });
  g_autofree char *giant = g_strnfill (5000, 'x');

  g_assert_cmpstr (azud_schema_nearest (schema, "amuont"), ==, "amount");
  g_assert_cmpstr (azud_schema_nearest (schema, "AMOUNTS"), ==, "amount");
  g_assert_cmpstr (azud_schema_nearest (schema, "customerid"), ==, "customer_id");
  g_assert_cmpstr (azud_schema_nearest (schema, "grösse"), ==, "Größe");
  g_assert_null (azud_schema_nearest (schema, "zzzzzz"));
  g_assert_null (azud_schema_nearest (schema, giant));
  azud_schema_nearest (schema, "");
  azud_schema_unref (schema);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/column/schema/find", test_find);
  g_test_add_func ("/column/schema/own", test_own);
  g_test_add_func ("/column/schema/nearest", test_nearest);
  return g_test_run ();
}
