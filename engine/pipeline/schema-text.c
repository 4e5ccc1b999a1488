/* schema-text.c: types and schemas as they are told to others
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/schema-text.h"

const char *
azud_type_to_text (const AzudDtype *type)
{
  gsize size = azud_dtype_print (type, NULL, 0) + 1;
  g_autofree char *name = g_malloc (size);

  azud_dtype_print (type, name, size);
  return g_intern_string (name);
}

AzudJson *
azud_schema_to_json (const AzudSchema *schema)
{
  AzudJson *columns = azud_json_new_array ();

  for (int i = 0; i < schema->n_fields; i++)
    {
      AzudJson *column = azud_json_new_object ();

      azud_json_put_string (column, "name", schema->fields[i].name);
      azud_json_put_string (column, "type", azud_type_to_text (schema->fields[i].type));
      azud_json_add (columns, column);
    }
  return columns;
}
