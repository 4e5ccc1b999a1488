/* write-examples.c: the examples of all node types as pipelines in folders, for other engines to answer
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * usage: write-examples FOLDER
 * FOLDER/<type>-<n>/example.azud writes each of its outputs to out/<port>.csv beside itself; FOLDER/examples.json lists
 * {"name", "compare", "outputs": [...]}.
 */

#include "pipeline/example.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

static const char *
compare_name (AzudCompare compare)
{
  return compare == AZUD_COMPARE_EXACT ? "exact" : compare == AZUD_COMPARE_UNORDERED ? "unordered" : "any-valid";
}

/* A write behind @port of the node, except behind rejects: Spark has none. */
static gboolean
add_write (AzudDocument *document,
           const char   *port,
           AzudJson     *outputs)
{
  g_autofree char *write = NULL;
  g_autofree char *path = g_strdup_printf ("out/%s.csv", port);

  if (strcmp (port, "rejects") == 0)
    return FALSE;
  write = azud_document_add_node (document, "write-csv", 600, 0);
  azud_document_set_param (document, write, "path", azud_json_new_string (path));
  azud_document_set_param (document, write, "mode", azud_json_new_string ("overwrite"));
  azud_document_set_param (document, write, "nullValue", azud_json_new_string ("NULL"));   /* null and empty text stay apart */
  azud_document_set_param (document, write, "single-file", azud_json_new_boolean (TRUE));
  g_assert_true (azud_document_add_edge (document, "example", port, write, "in", NULL));
  azud_json_add (outputs, azud_json_new_string (path));
  return TRUE;
}

static void
write_example (const char         *folder,
               const AzudNodeType *type,
               guint               index,
               AzudJson           *list)
{
  g_autofree char *name = g_strdup_printf ("%s-%u", type->id, index);
  g_autofree char *own = g_build_filename (folder, name, NULL);
  g_autofree char *file = g_build_filename (own, "example.azud", NULL);
  g_autoptr(AzudDocument) document = NULL;
  g_autoptr(GError) error = NULL;
  AzudJson *entry = azud_json_new_object ();
  AzudJson *outputs = azud_json_new_array ();

  g_mkdir_with_parents (own, 0777);
  document = azud_node_example_to_document (type, index, own, &error);
  g_assert_no_error (error);
  if (type->outputs[0].id != NULL)
    add_write (document, type->outputs[0].id, outputs);
  g_assert_true (azud_document_save (document, file, &error));
  azud_json_put_string (entry, "name", name);
  azud_json_put_string (entry, "compare", compare_name (type->examples[index].compare));
  azud_json_put (entry, "outputs", outputs);
  azud_json_add (list, entry);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(AzudJson) list = azud_json_new_array ();
  g_autofree char *text = NULL, *file = NULL;
  const AzudNodeType *const *types;
  guint n;

  if (argc != 2)
    {
      fputs ("usage: write-examples FOLDER\n", stderr);
      return 2;
    }
  types = azud_node_type_list (&n);
  for (guint t = 0; t < n; t++)
    for (guint e = 0; types[t]->examples[e].title != NULL; e++)
      if (types[t]->examples[e].output != NULL)
        write_example (argv[1], types[t], e, list);
  text = azud_json_to_string (list);
  file = g_build_filename (argv[1], "examples.json", NULL);
  return g_file_set_contents (file, text, -1, NULL) ? 0 : 1;
}
