/* block-store.c: blocks that are kept for others, in memory until somebody needs the room
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/block-store.h"

#include "base/sync.h"

#include <string.h>

struct _AzudBlockStore
{
  AzudAccount     *account;
  AzudMutex        lock;       /* guards the list and the blocks' fields */
  AzudCond         left;       /* a block has left, or could not */
  AzudBlock       *oldest;
  AzudBlock       *newest;
  _Atomic int64_t  bytes;
  _Atomic int64_t  pinned;     /* those of pinned blocks */
  _Atomic int64_t  evicted;    /* bytes that have left memory */
};

AzudBlockStore *
azud_block_store_new (AzudAccount *account,
                      AzudError   *error)
{
  AzudBlockStore *store = azud_account_alloc (account, sizeof *store, error);

  if (store == NULL)
    return NULL;
  memset (store, 0, sizeof *store);
  store->account = account;
  azud_mutex_init (&store->lock);
  azud_cond_init (&store->left);
  return store;
}

void
azud_block_store_free (AzudBlockStore *store)
{
  if (store == NULL)
    return;
  azud_cond_clear (&store->left);
  azud_mutex_clear (&store->lock);
  azud_account_release (store->account, store, sizeof *store);
}

/* ---- the list, oldest first ---- */

static void
append_locked (AzudBlockStore *store,
               AzudBlock      *block)
{
  block->newer = NULL;
  block->older = store->newest;
  if (store->newest != NULL)
    store->newest->newer = block;
  else
    store->oldest = block;
  store->newest = block;
}

static void
unlink_locked (AzudBlockStore *store,
               AzudBlock      *block)
{
  if (block->older != NULL)
    block->older->newer = block->newer;
  else
    store->oldest = block->newer;
  if (block->newer != NULL)
    block->newer->older = block->older;
  else
    store->newest = block->older;
  block->older = block->newer = NULL;
}

void
azud_block_store_add (AzudBlockStore *store,
                      AzudBlock      *block,
                      int64_t         bytes,
                      bool          (*leave) (AzudBlock *block, AzudError *error))
{
  azud_mutex_lock (&store->lock);
  *block = (AzudBlock){ .store = store, .bytes = bytes, .leave = leave };
  append_locked (store, block);
  atomic_fetch_add (&store->bytes, bytes);
  azud_mutex_unlock (&store->lock);
}

/* Locks, once @block is not about to leave. */
static void
lock_settled (AzudBlockStore  *store,
              const AzudBlock *block)
{
  azud_mutex_lock (&store->lock);
  while (block->leaving)
    azud_cond_wait (&store->left, &store->lock);
}

void
azud_block_store_remove (AzudBlock *block)
{
  AzudBlockStore *store = block->store;

  if (store == NULL)
    return;
  lock_settled (store, block);
  unlink_locked (store, block);
  atomic_fetch_sub (&store->bytes, block->bytes);
  if (block->n_pins > 0)
    atomic_fetch_sub (&store->pinned, block->bytes);
  block->store = NULL;
  azud_mutex_unlock (&store->lock);
}

void
azud_block_pin (AzudBlock *block)
{
  AzudBlockStore *store = block->store;

  if (store == NULL)
    return;
  lock_settled (store, block);
  if (block->n_pins++ == 0)
    atomic_fetch_add (&store->pinned, block->bytes);
  if (store->newest != block)
    {
      unlink_locked (store, block);
      append_locked (store, block);
    }
  azud_mutex_unlock (&store->lock);
}

void
azud_block_unpin (AzudBlock *block)
{
  AzudBlockStore *store = block->store;

  if (store == NULL)
    return;
  azud_mutex_lock (&store->lock);
  if (--block->n_pins == 0)
    atomic_fetch_sub (&store->pinned, block->bytes);
  azud_mutex_unlock (&store->lock);
}

bool
azud_block_is_pinned (AzudBlock *block)
{
  AzudBlockStore *store = block->store;
  bool pinned;

  if (store == NULL)
    return false;
  azud_mutex_lock (&store->lock);
  pinned = block->n_pins > 0;
  azud_mutex_unlock (&store->lock);
  return pinned;
}

/* ---- leaving ---- */

static AzudBlock *
find_victim_locked (AzudBlockStore *store)
{
  for (AzudBlock *block = store->oldest; block != NULL; block = block->newer)
    if (block->bytes > 0 && block->n_pins == 0 && !block->leaving && !block->stuck)
      return block;
  return NULL;
}

/* Somebody else makes a block leave: that may be room enough. */
static bool
wait_for_others_locked (AzudBlockStore *store)
{
  for (AzudBlock *block = store->oldest; block != NULL; block = block->newer)
    if (block->leaving)
      {
        azud_cond_wait (&store->left, &store->lock);
        return true;
      }
  return false;
}

/* Makes @block leave.  The lock is let go meanwhile. */
static bool
leave_locked (AzudBlockStore *store,
              AzudBlock      *block,
              AzudError      *error)
{
  bool gone;

  block->leaving = true;
  azud_mutex_unlock (&store->lock);
  gone = block->leave (block, error);
  azud_mutex_lock (&store->lock);
  block->leaving = false;
  block->stuck = !gone;
  if (gone)
    {
      atomic_fetch_sub (&store->bytes, block->bytes);
      atomic_fetch_add (&store->evicted, block->bytes);
      if (block->n_pins > 0)
        atomic_fetch_sub (&store->pinned, block->bytes);
      block->bytes = 0;
    }
  azud_cond_broadcast (&store->left);
  return gone;
}

void
azud_block_ease (AzudBlock *block)
{
  AzudBlockStore *store = block->store;

  if (store == NULL)
    return;
  azud_mutex_lock (&store->lock);
  if (block->n_pins == 1 && block->bytes > 0 && !block->leaving && !block->stuck)
    leave_locked (store, block, NULL);
  azud_mutex_unlock (&store->lock);
}

bool
azud_block_store_reclaim (AzudBlockStore *store,
                          int64_t         size,
                          AzudError      *error)
{
  int64_t given = 0;
  bool waited = false;

  azud_mutex_lock (&store->lock);
  while (given < size)
    {
      AzudBlock *block = find_victim_locked (store);
      int64_t bytes = block != NULL ? block->bytes : 0;

      if (block == NULL)
        {
          waited = given == 0 && wait_for_others_locked (store);
          break;
        }
      if (!leave_locked (store, block, error))
        break;
      given += bytes;
    }
  azud_mutex_unlock (&store->lock);
  return given > 0 || waited;
}

int64_t
azud_block_store_get_bytes (AzudBlockStore *store)
{
  return atomic_load (&store->bytes);
}

int64_t
azud_block_store_get_pinned (AzudBlockStore *store)
{
  return atomic_load (&store->pinned);
}

int64_t
azud_block_store_get_evicted (AzudBlockStore *store)
{
  return atomic_load (&store->evicted);
}

void
azud_block_look (AzudBlock *block,
                 int64_t   *bytes,
                 int       *n_pins)
{
  AzudBlockStore *store = block->store;

  *bytes = 0;
  *n_pins = 0;
  if (store == NULL)
    return;
  azud_mutex_lock (&store->lock);
  *bytes = block->bytes;
  *n_pins = block->n_pins;
  azud_mutex_unlock (&store->lock);
}
