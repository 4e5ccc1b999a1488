/* measure.c: sizes of the files a plan reads
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Lowering reads no files, so its scans know no sizes; here, once a run, they are looked up.  What cannot be found keeps -1: the run
 * itself reports it.
 */

#include "session/session-private.h"

#include "formats/file-list.h"

static int64_t
measure_scan (const AzudPlan *scan,
              AzudAccount    *account)
{
  GPtrArray *paths = scan->as.scan.data->paths;
  AzudFileList files;
  int64_t bytes;

  if (!azud_file_list_init (&files, (const char *const *) paths->pdata, paths->len, account, NULL))
    return -1;
  bytes = files.total_bytes;
  azud_file_list_clear (&files);
  return bytes;
}

static AzudPlan *
measured (AzudPlan    *plan,
          GHashTable  *copies,
          AzudAccount *account)
{
  g_autofree AzudPlan **inputs = g_new (AzudPlan *, plan->n_inputs + 1);
  bool is_scan = plan->op == AZUD_PLAN_SCAN;
  bool changed = is_scan;
  AzudPlan *copy;

  for (int i = 0; i < plan->n_inputs; i++)
    {
      inputs[i] = g_hash_table_lookup (copies, plan->inputs[i]);
      changed |= inputs[i] != plan->inputs[i];
    }
  if (!changed)
    return azud_plan_ref (plan);
  copy = azud_plan_with_inputs (plan, inputs);
  if (is_scan)
    copy->as.scan.estimated_bytes = measure_scan (plan, account);
  return copy;
}

GPtrArray *
azud_roots_measure (GPtrArray   *roots,
                    AzudAccount *account)
{
  g_autoptr(GPtrArray) all = azud_plan_walk ((AzudPlan *const *) roots->pdata, (int) roots->len);
  g_autoptr(GHashTable) copies = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) azud_plan_unref);
  GPtrArray *result = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_plan_unref);

  azud_assert_may_block ();
  for (guint i = 0; i < all->len; i++)
    {
      AzudPlan *plan = g_ptr_array_index (all, i);

      g_hash_table_insert (copies, plan, measured (plan, copies, account));
    }
  for (guint i = 0; i < roots->len; i++)
    g_ptr_array_add (result, azud_plan_ref (g_hash_table_lookup (copies, g_ptr_array_index (roots, i))));
  return result;
}

int64_t
azud_roots_bytes (GPtrArray *roots)
{
  g_autoptr(GPtrArray) all = azud_plan_walk ((AzudPlan *const *) roots->pdata, (int) roots->len);
  int64_t bytes = 0;

  for (guint i = 0; i < all->len; i++)
    {
      const AzudPlan *plan = g_ptr_array_index (all, i);

      if (plan->op == AZUD_PLAN_SCAN && plan->as.scan.estimated_bytes > 0)
        bytes += plan->as.scan.estimated_bytes;
    }
  return bytes;
}
