/* scheduler-speculation.c: copies of tasks that are much slower than the others of their stage
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/scheduler-private.h"

/* The @k-th smallest (Hoare's selection); @values are put into another order. */
static float
select_smallest (float *values,
                 int    n,
                 int    k)
{
  int low = 0, high = n - 1;

  while (low < high)
    {
      float pivot = values[low + (high - low) / 2];
      int i = low, j = high;

      while (i <= j)
        {
          while (values[i] < pivot)
            i++;
          while (pivot < values[j])
            j--;
          if (i <= j)
            {
              float kept = values[i];

              values[i++] = values[j];
              values[j--] = kept;
            }
        }
      if (k <= j)
        high = j;
      else if (k >= i)
        low = i;
      else
        break;
    }
  return values[k];
}

/* How long a task of @stage may run before it is slow; -1: too few have passed to tell. */
static int64_t
slow_after (const AzudScheduler *self,
            Stage               *stage)
{
  int64_t limit;

  if (stage->n_timed == 0 || stage->n_done < (int) (self->rules.speculation_quantile * stage->n_tasks))
    return -1;
  limit = (int64_t) (self->rules.speculation_multiplier * 1e9 * select_smallest (stage->durations, stage->n_timed, stage->n_timed / 2));
  return limit > AZUD_SPECULATION_MIN_NS ? limit : AZUD_SPECULATION_MIN_NS;
}

bool
azud_scheduler_next_copy (AzudScheduler *self,
                          int            number,
                          int           *partition)
{
  Stage *stage = &self->stages[number];
  int64_t limit;

  if (!self->rules.speculates || stage->durations == NULL || stage->n_running == 0)
    return false;
  limit = slow_after (self, stage);
  for (int w = 0; limit >= 0 && w < self->n_workers; w++)
    {
      const Slot *slot = &self->slots[w];
      Task *task;

      if (slot->stage != number || slot->cancel_sent || self->now_ns - slot->start_ns <= limit)
        continue;
      task = &stage->tasks[slot->partition];
      if (task->state != TASK_RUNNING || task->n_running != 1 || task->copied
          || !azud_scheduler_may_run (self, number, slot->partition))
        continue;
      *partition = slot->partition;
      return true;
    }
  return false;
}
