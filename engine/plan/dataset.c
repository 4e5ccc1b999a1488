/* dataset.c: where a scan or write goes
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/plan.h"

AzudDataset *
azud_dataset_new (const char *format)
{
  AzudDataset *data = g_new0 (AzudDataset, 1);

  data->format = g_strdup (format);
  data->paths = g_ptr_array_new_with_free_func (g_free);
  data->shown_paths = g_ptr_array_new_with_free_func (g_free);
  data->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return data;
}

static gpointer
copy_text (gconstpointer text, gpointer data)
{
  return g_strdup (text);
}

AzudDataset *
azud_dataset_copy (const AzudDataset *data)
{
  AzudDataset   *copy = azud_dataset_new (data->format);
  GHashTableIter iter;
  gpointer       key, value;

  g_ptr_array_unref (copy->paths);
  g_ptr_array_unref (copy->shown_paths);
  copy->paths = g_ptr_array_copy (data->paths, copy_text, NULL);
  copy->shown_paths = g_ptr_array_copy (data->shown_paths, copy_text, NULL);
  g_ptr_array_set_free_func (copy->paths, g_free);
  g_ptr_array_set_free_func (copy->shown_paths, g_free);
  g_hash_table_iter_init (&iter, data->options);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy->options, g_strdup (key), g_strdup (value));
  copy->mode = g_strdup (data->mode);
  copy->single_file = data->single_file;
  return copy;
}

void
azud_dataset_free (AzudDataset *data)
{
  if (data == NULL)
    return;
  g_free (data->format);
  g_ptr_array_unref (data->paths);
  g_ptr_array_unref (data->shown_paths);
  g_hash_table_unref (data->options);
  g_free (data->mode);
  g_free (data);
}
