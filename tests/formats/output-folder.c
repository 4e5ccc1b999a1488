/* output-folder.c: folders with outputs, made and looked at
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "formats/output-folder.h"

#include "formats/csv-dump.h"

#include <glib/gstdio.h>
#include <string.h>

/* ---- a folder of its own for each case ---- */

char *
output_folder_new (void)
{
  static int n;
  char *path = g_strdup_printf ("%s/case-%d", csv_folder (), n++);

  g_assert_cmpint (g_mkdir (path, 0777), ==, 0);
  return path;
}

char *
output_folder_read (const char *folder,
           const char *name)
{
  char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  g_free (path);
  return text;
}

void
output_folder_write (const char *folder,
            const char *name,
            const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  csv_put_file (path, text, -1);
  g_free (path);
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* "name=content,..." of all names in a folder, folders in brackets; what is hidden too. */
char *
output_folder_list (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (folder, 0, NULL);
  GString *out = g_string_new (NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_dir_close (dir);
  g_ptr_array_sort (names, compare_strings);
  for (guint i = 0; i < names->len; i++)
    {
      char *path = g_build_filename (folder, names->pdata[i], NULL);
      char *content = NULL;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          char *inner = output_folder_list (path);

          content = g_strdup_printf ("[%s]", inner);
          g_free (inner);
        }
      else
        g_file_get_contents (path, &content, NULL, NULL);
      g_string_append_printf (out, "%s%s=%s", i > 0 ? "," : "", (char *) names->pdata[i],
                              content != NULL ? content : "?");
      g_free (content);
      g_free (path);
    }
  g_ptr_array_unref (names);
  return g_string_free (out, FALSE);
}

void
output_folder_expect (const char *folder,
               const char *expected)
{
  char *got = output_folder_list (folder);

  g_assert_cmpstr (got, ==, expected);
  g_free (got);
}

/* ---- making outputs ---- */

AzudOutput *
output_open (const char   *folder,
             const char   *name,
             AzudWriteMode mode,
             bool          is_folder,
             int           n_partitions,
             AzudAccount  *account,
             AzudError    *error)
{
  char *path = g_build_filename (folder, name, NULL);
  AzudOutputConfig config = { .path = path, .mode = mode, .folder = is_folder, .extension = ".csv",
                              .n_partitions = n_partitions, .buffer_bytes = 64 };
  AzudOutput *output = azud_output_new (&config, account, error);

  g_free (path);
  return output;
}

bool
output_put_part (AzudOutput *output,
          int         partition,
          const char *text,
          AzudError  *error)
{
  AzudOutputPart *part = azud_output_part_open (output, partition, error);

  if (part == NULL)
    return false;
  if (!azud_output_part_write (part, text, strlen (text), error))
    {
      azud_output_part_abort (part);
      return false;
    }
  return azud_output_part_finish (part, error);
}
