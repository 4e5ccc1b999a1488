/* memory-need.c: whether a run can work at all with the memory it is given
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every operator spills, but each needs something to work with: batches, a chunk or two, a first table.  Less than that is told before
 * anything is read, with the step that needs most, and not in the middle of a run.
 */

#include "session/session-private.h"

#include <stdio.h>

#define KIB ((int64_t) 1024)
#define MIB (1024 * KIB)

/* What one task holds at least for an operator, found by runs that had to make do with it. */
static int64_t
least_of (const AzudPlan *plan)
{
  switch (plan->op)
    {
    case AZUD_PLAN_SCAN:
    case AZUD_PLAN_WRITE:
      return MIB;
    case AZUD_PLAN_SORT:
    case AZUD_PLAN_TOP_N:
      return 4 * MIB;
    case AZUD_PLAN_AGGREGATE:
    case AZUD_PLAN_WINDOW:
    case AZUD_PLAN_JOIN:
      return 2 * MIB;
    case AZUD_PLAN_EXCHANGE:
      return 512 * KIB;
    default:
      return 64 * KIB;
    }
}

static int64_t
least_of_stage (const AzudStage *stage,
                const AzudPlan **most)
{
  int64_t sum = 512 * KIB * (int64_t) stage->outputs->len;

  for (guint i = 0; i < stage->operators->len; i++)
    {
      const AzudPlan *plan = g_ptr_array_index (stage->operators, i);

      sum += least_of (plan);
      if (*most == NULL || least_of (plan) > least_of (*most))
        *most = plan;
    }
  return sum;
}

bool
azud_work_check_memory (const AzudWork *work,
                        int             n_workers,
                        int64_t         region,
                        AzudError      *error)
{
  const AzudPlan *most = NULL;
  int64_t need = 0;
  char has[32], needs[32], budget[32];

  for (guint i = 0; i < work->stages->stages->len; i++)
    {
      const AzudPlan *in_stage = NULL;
      int64_t least = least_of_stage (g_ptr_array_index (work->stages->stages, i), &in_stage);

      if (least <= need)
        continue;
      need = least;
      most = in_stage;
    }
  need *= n_workers;
  if (need <= region)
    return true;
  snprintf (has, sizeof has, "%.1f MiB", (double) region / (double) MIB);
  snprintf (needs, sizeof needs, "%.1f MiB", (double) need / (double) MIB);
  snprintf (budget, sizeof budget, "%dM", (int) ((need + (need < AZUD_SPILL_RESERVE ? need : AZUD_SPILL_RESERVE)) / MIB + 1));
  azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_MEMORY_TOO_SMALL",
                  N_("{0} of memory are too few for this pipeline on as many threads: it needs {1}; give it --memory {2}, or fewer --threads"),
                  has, needs, budget, NULL);
  if (most->origin.node != NULL)
    azud_error_at_node (error, most->origin.node, NULL);
  return false;
}
