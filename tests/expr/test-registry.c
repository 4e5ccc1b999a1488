/* test-registry.c: the table of functions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/function.h"

#include <string.h>

static void
test_table (void)
{
  int n;
  const AzudFunction *const *all = azud_function_list (&n);

  for (int i = 0; i < n; i++)
    {
      g_assert_true (azud_function_lookup (all[i]->name) == all[i]);
      g_assert_true (i == 0 || strcmp (all[i - 1]->name, all[i]->name) < 0);
      g_assert_nonnull (all[i]->summary);
      g_assert_nonnull (all[i]->family);
      g_assert_true (all[i]->since == 35 || all[i]->since == 40);
      g_assert_nonnull (all[i]->signatures[0].args);
      for (const AzudSignature *signature = all[i]->signatures; signature->args != NULL; signature++)
        {
          g_assert_true (signature->result != NULL || signature->resolve_type != NULL);
          g_assert_true (signature->kernel != NULL || signature->aggregate != NULL
                         || (all[i]->flags & (AZUD_FUNCTION_LAZY | AZUD_FUNCTION_WINDOW)) != 0);
        }
    }
  g_assert_true (azud_function_lookup ("COALESCE") == azud_function_lookup ("coalesce"));
  g_assert_true (azud_function_lookup ("ifnull") == azud_function_lookup ("nvl"));
  g_assert_null (azud_function_lookup ("no_such_function"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expr/registry/table", test_table);
  return g_test_run ();
}
