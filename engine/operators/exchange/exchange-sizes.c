/* exchange-sizes.c: how much lies where in an exchange
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/exchange/exchange.h"

#include "base/int128.h"

int64_t
azud_shuffle_segment_bytes (const AzudShuffle        *shuffle,
                            const AzudShuffleSegment *segment,
                            uint64_t                  n_rows)
{
  uint64_t all = segment->starts[shuffle->n_partitions];

  return all > 0 ? (int64_t) ((AzudUint128) segment->data_bytes * n_rows / all) : 0;
}

uint64_t
azud_shuffle_count_rows (AzudShuffle            *shuffle,
                         const AzudShuffleSlice *slice)
{
  uint64_t n = 0;

  azud_mutex_lock (&shuffle->lock);
  for (int map = slice->first_map; map < slice->end_map; map++)
    {
      const AzudShuffleBlock *block = shuffle->blocks[map];

      for (uint64_t s = 0; block != NULL && s < block->n_segments; s++)
        n += block->segments[s].starts[slice->end_partition] - block->segments[s].starts[slice->first_partition];
    }
  azud_mutex_unlock (&shuffle->lock);
  return n;
}

int64_t
azud_shuffle_count_bytes (AzudShuffle            *shuffle,
                          const AzudShuffleSlice *slice)
{
  int64_t n = 0;

  azud_mutex_lock (&shuffle->lock);
  for (int map = slice->first_map; map < slice->end_map; map++)
    {
      const AzudShuffleBlock *block = shuffle->blocks[map];

      for (uint64_t s = 0; block != NULL && s < block->n_segments; s++)
        n += azud_shuffle_segment_bytes (shuffle, &block->segments[s], block->segments[s].starts[slice->end_partition])
             - azud_shuffle_segment_bytes (shuffle, &block->segments[s], block->segments[s].starts[slice->first_partition]);
    }
  azud_mutex_unlock (&shuffle->lock);
  return n;
}

void
azud_shuffle_add_sizes (AzudShuffle *shuffle,
                        int64_t     *bytes)
{
  for (int partition = 0; partition < shuffle->n_partitions; partition++)
    {
      AzudShuffleSlice slice = azud_shuffle_partition (shuffle, partition);

      bytes[partition] += azud_shuffle_count_bytes (shuffle, &slice);
    }
}
