/* exchange-look.c: what views see of the blocks of an exchange
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/exchange/exchange.h"

static void
look_at_block (AzudShuffleBlock *block,
               AzudShuffleLook  *look)
{
  int n_pins;

  *look = (AzudShuffleLook){ .is_there = block != NULL && !atomic_load (&block->dropped) };
  if (!look->is_there)
    return;
  azud_block_look (&block->base, &look->memory_bytes, &n_pins);
  look->is_read = n_pins > 0;
  look->rows = (int64_t) block->n_rows;
  look->rows_on_disk = atomic_load (&block->rows_on_disk);
  look->disk_bytes = atomic_load (&block->disk_bytes);
  if (look->rows_on_disk == look->rows && look->rows > 0)
    look->memory_bytes = 0;      /* but for its list of places */
}

int
azud_shuffle_look (AzudShuffle     *shuffle,
                   int              first,
                   AzudShuffleLook *looks,
                   int              n)
{
  int n_left = shuffle->n_maps - first;

  if (n > n_left)
    n = n_left;
  if (n <= 0)
    return 0;
  if (!azud_mutex_try_lock (&shuffle->lock))
    return -1;
  for (int i = 0; i < n; i++)
    {
      look_at_block (shuffle->blocks[first + i], &looks[i]);
      looks[i].task = shuffle->tasks[first + i];
    }
  azud_mutex_unlock (&shuffle->lock);
  return n;
}
