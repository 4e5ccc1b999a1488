/* registry.c: functions by name
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/functions/families.h"

#include <pthread.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static GHashTable *by_name;                /* lower-case name or alias -> const AzudFunction * */
static const AzudFunction **all;           /* sorted by name */
static int n_all;

static void
add (const char *name, const AzudFunction *function)
{
  if (g_hash_table_contains (by_name, name))
    {
      g_critical ("two functions are called %s", name);
      return;
    }
  g_hash_table_insert (by_name, g_strdup (name), (gpointer) function);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const AzudFunction *const *) a)->name, (*(const AzudFunction *const *) b)->name);
}

static void
fill (void)
{
  GPtrArray *list = g_ptr_array_new ();

  by_name = g_hash_table_new (g_str_hash, g_str_equal);
  for (size_t i = 0; i < G_N_ELEMENTS (azud_function_families); i++)
    for (const AzudFunction *function = azud_function_families[i]; function->name != NULL; function++)
      {
        g_ptr_array_add (list, (gpointer) function);
        add (function->name, function);
        if (function->aliases != NULL)
          {
            g_auto (GStrv) aliases = g_strsplit (function->aliases, ",", -1);

            for (int j = 0; aliases[j] != NULL; j++)
              add (g_strstrip (aliases[j]), function);
          }
      }
  g_ptr_array_sort (list, compare_names);
  n_all = (int) list->len;
  all = (const AzudFunction **) g_ptr_array_free (list, FALSE);
}

const AzudFunction *
azud_function_lookup (const char *name)
{
  char lower[128];
  size_t i;

  pthread_once (&once, fill);
  for (i = 0; name[i] != '\0' && i < sizeof lower - 1; i++)
    lower[i] = g_ascii_tolower (name[i]);
  lower[i] = '\0';
  return name[i] == '\0' ? g_hash_table_lookup (by_name, lower) : NULL;
}

const AzudFunction *const *
azud_function_list (int *n)
{
  pthread_once (&once, fill);
  *n = n_all;
  return all;
}
