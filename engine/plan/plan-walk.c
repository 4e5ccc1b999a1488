/* plan-walk.c: going over all operators of a plan
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/plan-private.h"

typedef struct
{
  AzudPlan *plan;
  int       next;   /* input to look at next */
} Frame;

GPtrArray *
azud_plan_walk (AzudPlan *const *roots, int n_roots)
{
  GPtrArray              *order = g_ptr_array_new ();
  g_autoptr (GHashTable)  seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray)      stack = g_array_new (FALSE, FALSE, sizeof (Frame));

  for (int r = 0; r < n_roots; r++)
    {
      Frame first = { roots[r], 0 };

      if (!g_hash_table_add (seen, roots[r]))
        continue;
      g_array_append_val (stack, first);
      while (stack->len > 0)
        {
          Frame *top = &g_array_index (stack, Frame, stack->len - 1);

          if (top->next < top->plan->n_inputs)
            {
              Frame below = { top->plan->inputs[top->next++], 0 };

              if (g_hash_table_add (seen, below.plan))
                g_array_append_val (stack, below);
            }
          else
            {
              g_ptr_array_add (order, top->plan);
              g_array_set_size (stack, stack->len - 1);
            }
        }
    }
  return order;
}
