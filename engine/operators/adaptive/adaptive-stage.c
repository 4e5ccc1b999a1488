/* adaptive-stage.c: what the tasks of a stage read, by the sizes of what is there
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/execution/execution-private.h"

#include "base/debug.h"
#include "operators/adaptive/adaptive.h"
#include "plan/join-keys.h"

#include <string.h>

static void
add_change (AzudExecution        *execution,
            const AzudPlanChange *change)
{
  azud_mutex_lock (&execution->lock);
  g_array_append_val (execution->changes, *change);
  azud_mutex_unlock (&execution->lock);
}

GArray *
azud_execution_list_changes (AzudExecution *execution,
                             guint          from)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (AzudPlanChange));

  azud_mutex_lock (&execution->lock);
  if (from < execution->changes->len)
    g_array_append_vals (list, &g_array_index (execution->changes, AzudPlanChange, from), execution->changes->len - from);
  azud_mutex_unlock (&execution->lock);
  return list;
}

static int
stage_number (const AzudExecution *execution,
              const StageState    *state)
{
  return (int) (state - execution->states);
}

/* ---- which side of a join is built, and how many tables of it ---- */

static bool
is_hashed (const AzudPlan *plan)
{
  return plan->op == AZUD_PLAN_EXCHANGE && plan->as.exchange.kind == AZUD_EXCHANGE_HASH;
}

static int64_t
bytes_of (AzudExecution  *execution,
          const AzudPlan *exchange)
{
  AzudShuffle *shuffle = azud_execution_find_shuffle (execution, exchange);
  AzudShuffleSlice all = azud_shuffle_everything (shuffle);

  return azud_shuffle_count_bytes (shuffle, &all);
}

/* Returns: whether the join builds its other side now. */
static bool
choose_side (AzudExecution     *execution,
             StageState        *state,
             const AzudShuffle *left,
             StageOperator     *join)
{
  const AzudPlan *plan = join->plan;
  int64_t bytes[2] = { bytes_of (execution, plan->inputs[0]), bytes_of (execution, plan->inputs[1]) };
  int64_t threshold = azud_debug_get ("no-broadcast", 0) != 0 ? -1 : execution->broadcast_bytes;
  int before = join->build_side;
  int side = azud_adaptive_choose_side (plan->as.join.type, before, bytes, threshold, &join->shares_table);
  int recalled = left != NULL ? azud_adaptive_recall_side (execution, left, state, join) : -1;
  AzudPlanChange change = { .kind = AZUD_CHANGE_BUILD_SIDE, .stage = stage_number (execution, state), .plan = plan, .partition = -1 };

  if (recalled >= 0)
    {
      join->shares_table &= recalled == side;
      side = recalled;
    }
  change.side = side;
  change.bytes = bytes[side];
  change.reference = bytes[1 - side];
  change.n_before = change.n_after = azud_execution_find_shuffle (execution, plan->inputs[side])->n_partitions;
  join->build_side = side;
  if (side != before && !join->shares_table)
    add_change (execution, &change);
  return side != before;
}

void
azud_adaptive_choose_sides (AzudExecution *execution,
                            StageState    *state)
{
  const AzudShuffle *left = azud_adaptive_find_left (execution, state);
  bool moved = false;

  for (int i = 0; execution->adaptive.enabled && i < state->n_operators; i++)
    {
      StageOperator *join = &state->operators[i];

      if (join->plan->op == AZUD_PLAN_JOIN && is_hashed (join->plan->inputs[0]) && is_hashed (join->plan->inputs[1])
          && azud_execution_find_shuffle (execution, join->plan->inputs[0])->n_partitions > 1)
        moved |= choose_side (execution, state, left, join);
    }
  if (moved)
    azud_stage_state_connect (state);
}

void
azud_adaptive_note_table (AzudExecution    *execution,
                          const StageState *state,
                          StageOperator    *join)
{
  const AzudPlan *exchange = join->plan->inputs[join->build_side];
  AzudPlanChange change = { .kind = AZUD_CHANGE_ONE_TABLE, .stage = stage_number (execution, state), .plan = join->plan,
                            .partition = -1, .side = join->build_side, .n_after = 1, .reference = execution->broadcast_bytes };

  if (!join->shares_table || join->told_table)
    return;
  join->told_table = true;
  change.n_before = azud_execution_find_shuffle (execution, exchange)->n_partitions;
  change.bytes = bytes_of (execution, exchange);
  add_change (execution, &change);
}

/* ---- what is read together: the exchange whose rows make a leaf's tasks, and those its joins build from ---- */

typedef struct
{
  AzudExecution *execution;
  StageState    *state;
  StageLeaf     *leaf;
  AzudShuffle   *shuffle;        /* of the leaf */
  bool           coalesces;
  bool           splits;
  int64_t       *bytes;          /* [partition] of all that is read together */
  int64_t       *own;            /* [partition] of the leaf's exchange */
  int64_t       *scratch;        /* [partition] */
  int64_t       *map_bytes;      /* [map] */
  int           *ends;           /* [map] */
  size_t         size;           /* of the memory of all five */
  int64_t        target;
  int64_t        skew_limit;
  int64_t        median;
  int64_t        common_bytes;   /* mean of the partitions that are not too large */
} Reading;

/* Whether an operator that gets rows of the leaf must see a whole partition in one task. */
static bool
needs_whole (const AzudPlan *plan)
{
  return (plan->op == AZUD_PLAN_AGGREGATE && plan->as.aggregate.mode != AZUD_AGGREGATE_PARTIAL) || plan->op == AZUD_PLAN_WINDOW
         || (plan->op == AZUD_PLAN_LIMIT && !plan->as.limit.local);
}

/* What may be done, and the sizes of what the leaf's joins build from. */
static bool
look_at_users (Reading *reading)
{
  AzudExecution *execution = reading->execution;
  bool joins = false, may_split = true;

  for (int i = 0; i < reading->state->n_operators; i++)
    {
      const StageOperator *operator = &reading->state->operators[i];
      AzudShuffle *build;

      if (!reading->leaf->reaches[i])
        continue;
      may_split &= !needs_whole (operator->plan);
      if (operator->plan->op != AZUD_PLAN_JOIN || operator->broadcast)
        continue;
      joins = true;
      may_split &= azud_join_may_broadcast (operator->plan->as.join.type, operator->build_side);
      build = azud_execution_find_shuffle (execution, operator->plan->inputs[operator->build_side]);
      if (build->n_partitions != reading->shuffle->n_partitions)
        return false;
      if (!operator->shares_table)
        azud_shuffle_add_sizes (build, reading->bytes);
    }
  reading->splits = execution->adaptive.splits && joins && may_split;
  reading->coalesces = execution->adaptive.coalesces && !reading->shuffle->exchange->as.exchange.fixed
                       && (azud_debug_get ("partitions", 0) == 0 || azud_debug_get ("adaptive-bytes", 0) != 0);
  return reading->splits || reading->coalesces;
}

static bool
reading_init (Reading   *reading,
              AzudError *error)
{
  size_t n = (size_t) reading->shuffle->n_partitions, n_maps = (size_t) reading->shuffle->n_maps;

  reading->size = (3 * n + n_maps) * sizeof (int64_t) + n_maps * sizeof (int) + 1;
  reading->bytes = azud_account_alloc (reading->execution->account, reading->size, error);
  if (reading->bytes == NULL)
    return false;
  memset (reading->bytes, 0, reading->size);
  reading->own = reading->bytes + n;
  reading->scratch = reading->own + n;
  reading->map_bytes = reading->scratch + n;
  reading->ends = (int *) (reading->map_bytes + n_maps);
  return true;
}

static void
measure (Reading *reading)
{
  const AzudAdaptiveSettings *settings = &reading->execution->adaptive;
  int n = reading->shuffle->n_partitions, n_common = 0;

  azud_shuffle_add_sizes (reading->shuffle, reading->own);
  for (int p = 0; p < n; p++)
    reading->bytes[p] += reading->own[p];
  reading->target = azud_adaptive_target (settings, reading->bytes, n);
  reading->skew_limit = azud_adaptive_skew_limit (settings, reading->own, n, reading->scratch, &reading->median);
  for (int p = 0; p < n; p++)
    if (reading->own[p] <= reading->skew_limit)
      {
        reading->common_bytes += reading->own[p];
        n_common++;
      }
  reading->common_bytes /= n_common > 0 ? n_common : 1;
}

bool
azud_adaptive_add_slice (AzudExecution   *execution,
                         StageLeaf       *leaf,
                         AzudShuffleSlice slice,
                         AzudError       *error)
{
  if (!azud_array_reserve (execution->account, (void **) &leaf->slices, &leaf->slices_room, (uint64_t) leaf->n_partitions + 1,
                           sizeof *leaf->slices, error))
    return false;
  leaf->slices[leaf->n_partitions++] = slice;
  return true;
}

/* ---- cutting ---- */

static int64_t
max_of (int64_t a,
        int64_t b)
{
  return a > b ? a : b;
}

static bool
split_partition (Reading   *reading,
                 int        partition,
                 AzudError *error)
{
  int n_maps = reading->shuffle->n_maps, n, from = 0;
  int64_t build_bytes = reading->bytes[partition] - reading->own[partition];
  AzudPlanChange change = { .kind = AZUD_CHANGE_SPLIT, .stage = stage_number (reading->execution, reading->state),
                            .plan = reading->shuffle->exchange, .partition = partition, .side = -1, .n_before = 1,
                            .bytes = reading->own[partition], .reference = reading->median };

  for (int map = 0; map < n_maps; map++)
    {
      AzudShuffleSlice slice = { partition, partition + 1, map, map + 1 };

      reading->map_bytes[map] = azud_shuffle_count_bytes (reading->shuffle, &slice);
    }
  n = azud_adaptive_split (reading->map_bytes, n_maps, max_of (reading->target, max_of (reading->common_bytes, build_bytes)),
                           reading->ends);
  for (int i = 0; i < n; i++)
    {
      if (!azud_adaptive_add_slice (reading->execution, reading->leaf,
                                    (AzudShuffleSlice){ partition, partition + 1, from, reading->ends[i] }, error))
        return false;
      from = reading->ends[i];
    }
  change.n_after = n;
  if (n > 1)
    add_change (reading->execution, &change);
  return true;
}

static bool
is_split (const Reading *reading,
          int            partition)
{
  return reading->splits && reading->own[partition] > reading->skew_limit;
}

static bool
cut (Reading   *reading,
     AzudError *error)
{
  int n = reading->shuffle->n_partitions, end = 0;
  AzudPlanChange change = { .kind = AZUD_CHANGE_COALESCED, .stage = stage_number (reading->execution, reading->state),
                            .plan = reading->shuffle->exchange, .partition = -1, .side = -1, .reference = reading->target };

  for (int p = 0, taken; p < n; p += taken)
    {
      AzudShuffleSlice slice = azud_shuffle_partition (reading->shuffle, p);

      taken = 1;
      if (is_split (reading, p))
        {
          if (!split_partition (reading, p, error))
            return false;
          continue;
        }
      for (end = (int) max_of (end, p + 1); end < n && !is_split (reading, end);)
        end++;
      if (reading->coalesces)
        taken = azud_adaptive_coalesce (reading->bytes, p, end, reading->target);
      slice.end_partition = p + taken;
      for (int i = p; i < p + taken; i++)
        change.bytes += reading->bytes[i];
      change.n_before += taken;
      change.n_after++;
      if (!azud_adaptive_add_slice (reading->execution, reading->leaf, slice, error))
        return false;
    }
  if (change.n_after < change.n_before)
    add_change (reading->execution, &change);
  return true;
}

bool
azud_adaptive_cut_leaf (AzudExecution *execution,
                        StageState    *state,
                        StageLeaf     *leaf,
                        AzudError     *error)
{
  const AzudPlan *exchange = state->operators[leaf->operator].plan;
  Reading reading = { .execution = execution, .state = state, .leaf = leaf,
                      .shuffle = azud_execution_find_shuffle (execution, exchange) };
  const AzudShuffle *left = azud_adaptive_find_left (execution, state);
  bool done = true;

  leaf->n_partitions = exchange->as.exchange.kind == AZUD_EXCHANGE_KEEP ? reading.shuffle->n_maps : reading.shuffle->n_partitions;
  if (!execution->adaptive.enabled || !is_hashed (exchange) || leaf->n_partitions == 1)
    return true;
  if (left != NULL && azud_adaptive_recall_leaf (execution, left, reading.shuffle, state, leaf))
    return true;
  if (!reading_init (&reading, error))
    return false;
  if (look_at_users (&reading))
    {
      measure (&reading);
      leaf->n_partitions = 0;
      done = cut (&reading, error);
    }
  azud_account_release (execution->account, reading.bytes, reading.size);
  return done;
}

void
azud_adaptive_clear_leaf (AzudExecution *execution,
                          StageLeaf     *leaf)
{
  azud_account_release (execution->account, leaf->slices, leaf->slices_room * sizeof *leaf->slices);
  leaf->slices = NULL;
  leaf->slices_room = 0;
}
