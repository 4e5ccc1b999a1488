/* adaptive-recall.c: stages some of whose blocks an earlier run left
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A block that is missing must be made of what it was made of then, or rows would come twice or not at all.  Sizes do not say it: what is
 * short of memory hands on other partial groups, and a lost block counts as empty.  So each exchange remembers what its maps
 * have read, and the stage is cut like that again.
 */

#include "operators/execution/execution-private.h"

#include "base/hash.h"

#include <string.h>

/* Which leaf it is: by what it reads, and as which side of a join, since both may read the same. */
static uint64_t
leaf_id (const AzudExecution *execution,
         const StageState    *state,
         const AzudPlan      *leaf)
{
  const char *fingerprint = execution->fingerprints != NULL ? g_hash_table_lookup (execution->fingerprints, leaf) : NULL;
  uint64_t side = 0;

  if (fingerprint == NULL)
    return 0;
  for (int i = 0; i < state->n_operators; i++)
    for (int s = 0; s < 2; s++)
      if (state->operators[i].plan->op == AZUD_PLAN_JOIN && state->operators[i].plan->inputs[s] == leaf)
        side = (uint64_t) s + 1;
  return (azud_hash_spark_bytes (fingerprint, strlen (fingerprint), 0) | 3) - side;
}

static AzudMapSource
source_of (uint64_t         id,
           const StageLeaf *leaf,
           int              number)
{
  return leaf->slices != NULL ? (AzudMapSource){ id, leaf->slices[number] } : (AzudMapSource){ id, { number, number + 1, 0, 0 } };
}

static bool
is_same (const AzudMapSource *a,
         const AzudMapSource *b)
{
  return a->leaf == b->leaf && a->slice.first_partition == b->slice.first_partition && a->slice.end_partition == b->slice.end_partition
         && a->slice.first_map == b->slice.first_map && a->slice.end_map == b->slice.end_map;
}

AzudShuffle *
azud_adaptive_find_left (AzudExecution    *execution,
                         const StageState *state)
{
  for (guint i = 0; i < state->stage->outputs->len; i++)
    {
      const AzudPlan *exchange = g_array_index (state->stage->outputs, AzudStageOutput, i).exchange;
      AzudShuffle *shuffle = exchange != NULL ? azud_execution_find_shuffle (execution, exchange) : NULL;

      if (shuffle == NULL && exchange != NULL)
        shuffle = g_hash_table_lookup (execution->held, exchange);
      if (shuffle != NULL && shuffle->n_maps > 0 && shuffle->sources[0].leaf != 0)
        return shuffle;
    }
  return NULL;
}

int
azud_adaptive_recall_side (const AzudExecution *execution,
                           const AzudShuffle   *left,
                           const StageState    *state,
                           const StageOperator *join)
{
  for (int side = 0; side < 2; side++)
    {
      uint64_t id = leaf_id (execution, state, join->plan->inputs[side]);

      for (int map = 0; id != 0 && map < left->n_maps; map++)
        if (left->sources[map].leaf == id)
          return 1 - side;      /* its rows went through: the other one's were built */
    }
  return -1;
}

/* Whether @slice begins where @before ended. */
static bool
follows (const AzudShuffleSlice *before,
         const AzudShuffleSlice *slice,
         int                     n_maps)
{
  if (before->end_map < n_maps)
    return slice->first_partition == before->first_partition && slice->end_partition == before->end_partition
           && slice->end_partition == slice->first_partition + 1 && slice->first_map == before->end_map;
  return slice->first_partition == before->end_partition && slice->first_map == 0;
}

/* Whether the slices are all of @shuffle, each part once. */
static bool
is_everything (const AzudShuffleSlice *slices,
               int                     n,
               const AzudShuffle      *shuffle)
{
  AzudShuffleSlice before = { 0, 0, 0, shuffle->n_maps };

  for (int i = 0; i < n; i++)
    {
      if (!follows (&before, &slices[i], shuffle->n_maps) || slices[i].end_partition <= slices[i].first_partition
          || slices[i].end_map > shuffle->n_maps)
        return false;
      before = slices[i];
    }
  return before.end_partition == shuffle->n_partitions && before.end_map == shuffle->n_maps;
}

bool
azud_adaptive_recall_leaf (AzudExecution     *execution,
                           const AzudShuffle *left,
                           const AzudShuffle *reads,
                           const StageState  *state,
                           StageLeaf         *leaf)
{
  uint64_t id = leaf_id (execution, state, state->operators[leaf->operator].plan);
  int n_before = leaf->n_partitions;
  bool done = true;

  leaf->n_partitions = 0;
  for (int map = 0; done && map < left->n_maps; map++)
    if (left->sources[map].leaf == id)
      done = azud_adaptive_add_slice (execution, leaf, left->sources[map].slice, NULL);
  if (done && is_everything (leaf->slices, leaf->n_partitions, reads))
    return true;
  azud_adaptive_clear_leaf (execution, leaf);
  leaf->n_partitions = n_before;
  return false;
}

void
azud_adaptive_note_sources (const AzudExecution *execution,
                            const StageState    *state,
                            const StageSink     *sink)
{
  for (int l = 0; l < state->n_leaves; l++)
    {
      const StageLeaf *leaf = &state->leaves[l];
      uint64_t id = leaf_id (execution, state, state->operators[leaf->operator].plan);

      for (int p = 0; leaf->reaches[sink->operator] && p < leaf->n_partitions; p++)
        sink->shuffle->sources[sink->first_map[l] + p] = source_of (id, leaf, p);
    }
}

bool
azud_adaptive_has_same_sources (const AzudExecution *execution,
                                const AzudShuffle   *shuffle,
                                const StageState    *state,
                                const StageSink     *sink)
{
  if (shuffle->n_maps != sink->n_maps)
    return false;
  for (int l = 0; l < state->n_leaves; l++)
    {
      const StageLeaf *leaf = &state->leaves[l];
      uint64_t id = leaf_id (execution, state, state->operators[leaf->operator].plan);

      for (int p = 0; leaf->reaches[sink->operator] && p < leaf->n_partitions; p++)
        {
          AzudMapSource source = source_of (id, leaf, p);

          if (!is_same (&source, &shuffle->sources[sink->first_map[l] + p]))
            return false;
        }
    }
  return true;
}
