/* exchange-keep.c: exchanges between runs
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/exchange/exchange.h"

bool
azud_shuffle_rests_on_disk (const AzudShuffle *shuffle)
{
  return shuffle->exchange->as.exchange.kind == AZUD_EXCHANGE_KEEP && shuffle->exchange->as.exchange.level != AZUD_STORAGE_MEMORY_ONLY;
}

static bool
has_rows_on_disk (const AzudShuffleBlock *block)
{
  for (uint64_t s = 0; s < block->n_segments; s++)
    if (block->segments[s].on_disk)
      return true;
  return false;
}

/* No block leaves memory from here until unpin_all(). */
static void
pin_all (AzudShuffle *shuffle)
{
  for (int map = 0; map < shuffle->n_maps; map++)
    if (shuffle->blocks[map] != NULL)
      azud_block_pin (&shuffle->blocks[map]->base);
}

static void
unpin_all (AzudShuffle *shuffle)
{
  for (int map = 0; map < shuffle->n_maps; map++)
    if (shuffle->blocks[map] != NULL)
      azud_block_unpin (&shuffle->blocks[map]->base);
}

static void
free_forgotten (AzudShuffle *shuffle)
{
  for (AzudShuffleBlock *block = shuffle->forgotten, *next; block != NULL; block = next)
    {
      next = block->next;
      azud_shuffle_block_free (block);
    }
  shuffle->forgotten = NULL;
}

int
azud_shuffle_rest (AzudShuffle *shuffle,
                   AzudAccount *parent)
{
  int n = 0;

  free_forgotten (shuffle);
  shuffle->kept_plan = azud_plan_ref ((AzudPlan *) shuffle->exchange);
  shuffle->stage = -1;
  pin_all (shuffle);
  azud_account_move (shuffle->account, parent);
  atomic_store (&shuffle->rests, true);
  unpin_all (shuffle);
  for (int map = 0; map < shuffle->n_maps; map++)
    {
      if (shuffle->blocks[map] != NULL && !azud_shuffle_rests_on_disk (shuffle) && has_rows_on_disk (shuffle->blocks[map]))
        azud_shuffle_forget (shuffle, map);
      n += shuffle->blocks[map] != NULL;
    }
  return n;
}

void
azud_shuffle_resume (AzudShuffle    *shuffle,
                     const AzudPlan *exchange,
                     AzudAccount    *parent)
{
  pin_all (shuffle);
  azud_account_move (shuffle->account, parent);
  atomic_store (&shuffle->rests, false);
  unpin_all (shuffle);
  for (int map = 0; map < shuffle->n_maps; map++)
    if (shuffle->blocks[map] != NULL && atomic_load (&shuffle->blocks[map]->dropped))
      azud_shuffle_forget (shuffle, map);
  shuffle->exchange = exchange;
  azud_plan_unref (shuffle->kept_plan);
  shuffle->kept_plan = NULL;
}

bool
azud_shuffle_has (AzudShuffle *shuffle,
                  int          map)
{
  bool there;

  azud_mutex_lock (&shuffle->lock);
  there = map < shuffle->n_maps && shuffle->blocks[map] != NULL;
  azud_mutex_unlock (&shuffle->lock);
  return there;
}

int
azud_shuffle_get_worker (AzudShuffle *shuffle,
                         int          map)
{
  int worker;

  azud_mutex_lock (&shuffle->lock);
  worker = map < shuffle->n_maps && shuffle->blocks[map] != NULL ? shuffle->blocks[map]->worker : -1;
  azud_mutex_unlock (&shuffle->lock);
  return worker;
}
