/* adaptive.c: the rules by which partitions are put together and cut
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/adaptive/adaptive.h"

#include "plan/join-keys.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_BYTES ((int64_t) 1 << 20)      /* of a task, when nothing says otherwise: a few milliseconds */
#define LEAST_TASKS 16                       /* that a stage of some size is given */
#define SMALL_TABLE ((int64_t) 1 << 20)      /* made in a few milliseconds */
#define SMALL_PART 16                        /* of the other side: what one thread builds while no other probes */
#define MUCH_SMALLER 4

static int64_t
sum_of (const int64_t *bytes,
        int            n)
{
  int64_t sum = 0;

  for (int i = 0; i < n; i++)
    sum += bytes[i];
  return sum;
}

int64_t
azud_adaptive_target (const AzudAdaptiveSettings *settings,
                      const int64_t              *bytes,
                      int                         n)
{
  int64_t target = sum_of (bytes, n) / LEAST_TASKS;

  if (target < LEAST_BYTES)
    target = LEAST_BYTES;
  return target < settings->advisory_bytes ? target : settings->advisory_bytes;
}

static int
compare_sizes (const void *a,
               const void *b)
{
  int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;

  return (x > y) - (x < y);
}

int64_t
azud_adaptive_skew_limit (const AzudAdaptiveSettings *settings,
                          const int64_t              *bytes,
                          int                         n,
                          int64_t                    *scratch,
                          int64_t                    *median)
{
  double limit;

  memcpy (scratch, bytes, (size_t) n * sizeof *scratch);
  qsort (scratch, (size_t) n, sizeof *scratch, compare_sizes);
  *median = n > 0 ? scratch[n / 2] : 0;
  limit = settings->skew_factor * (double) *median;
  return limit > (double) settings->skew_bytes ? (int64_t) limit : settings->skew_bytes;
}

static bool
may_share (AzudJoinType  type,
           int           side,
           const int64_t bytes[2],
           int64_t       threshold)
{
  return azud_join_may_broadcast (type, side) && bytes[side] <= threshold
         && (bytes[side] <= SMALL_TABLE || bytes[side] <= bytes[1 - side] / SMALL_PART);
}

int
azud_adaptive_choose_side (AzudJoinType  type,
                           int           side,
                           const int64_t bytes[2],
                           int64_t       threshold,
                           bool         *shares)
{
  *shares = true;
  if (may_share (type, side, bytes, threshold))
    return side;
  if (may_share (type, 1 - side, bytes, threshold))
    return 1 - side;
  *shares = false;
  return type == AZUD_JOIN_INNER && bytes[1 - side] < bytes[side] / MUCH_SMALLER ? 1 - side : side;
}

int
azud_adaptive_coalesce (const int64_t *bytes,
                        int            first,
                        int            end,
                        int64_t        target)
{
  int64_t sum = bytes[first];
  int n = 1;

  while (first + n < end && sum + bytes[first + n] <= target)
    sum += bytes[first + n++];
  return n;
}

int
azud_adaptive_split (const int64_t *bytes,
                     int            n_maps,
                     int64_t        target,
                     int           *ends)
{
  int64_t all = sum_of (bytes, n_maps), until = 0, from = 0;
  int64_t n = target > 0 ? (all + target - 1) / target : 1;
  int n_runs = 0;

  for (int map = 0; map < n_maps; map++)
    {
      until += bytes[map];
      if (n > 1 && until < all && until - from >= all / n)      /* what comes after has rows, too */
        {
          ends[n_runs++] = map + 1;
          from = until;
        }
    }
  if (n_maps > 0)
    ends[n_runs] = n_maps;
  return n_runs + 1;
}
