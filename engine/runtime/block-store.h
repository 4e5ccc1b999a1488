/* block-store.h: blocks that are kept for others, in memory until somebody needs the room
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Blocks are what tasks have published: outputs of map tasks, cached partitions.  The store knows their order of use, who reads them
 * (pins) and how to make them leave memory; what they hold is their owners' business.  The one least recently used leaves first
 * (Spark's MemoryStore), never one that is pinned.
 */

#pragma once

#include "runtime/budget.h"

/* At the head of whatever is kept.  Fields are the store's. */
struct _AzudBlock
{
  AzudBlockStore *store;         /* NULL: not in a store */
  AzudBlock      *older;
  AzudBlock      *newer;
  int64_t         bytes;         /* in memory */
  int             n_pins;
  bool            leaving;
  bool            stuck;         /* it could not be written: is not tried again */
  bool          (*leave) (AzudBlock *block, AzudError *error);
};

AzudBlockStore *azud_block_store_new (AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
void            azud_block_store_free (AzudBlockStore *store);

/**
 * azud_block_store_add: puts @block in as the newest.
 * @bytes: what leaving would give back; 0 = nothing is in memory
 * @leave: writes it to disk and gives its memory back; on failure the block stays as it was.  Called without locks, one at a time per block, never
 *   while it is read
 *
 * Thread: any.
 */
void azud_block_store_add (AzudBlockStore *store, AzudBlock *block, int64_t bytes, bool (*leave) (AzudBlock *block, AzudError *error));

/** azud_block_store_remove: takes it out; waits while it leaves.  A block that is in no store is left alone.  Thread: any. */
void azud_block_store_remove (AzudBlock *block);

/** azud_block_pin: it stays where it is until azud_block_unpin(); waits while it leaves.  Pins count.  Thread: any. */
void azud_block_pin (AzudBlock *block);
void azud_block_unpin (AzudBlock *block);

/** azud_block_ease: makes @block leave memory, which the caller has pinned but not begun to read; it stays pinned.  One that others have pinned, too, or
 * that cannot leave stays where it is.  Thread: any that may block. */
void azud_block_ease (AzudBlock *block);

/** azud_block_is_pinned: Thread: any; the answer holds as long as the caller keeps others from pinning. */
bool azud_block_is_pinned (AzudBlock *block);

/** azud_block_store_reclaim: makes the oldest blocks leave until @size bytes were given back.
 * Returns: whether anything was.  @error: why not, when writing failed.  Thread: any that may block. */
bool azud_block_store_reclaim (AzudBlockStore *store, int64_t size, AzudError *error);

/** azud_block_store_get_bytes: bytes of blocks in memory.  _get_pinned: of those that are pinned.  _get_evicted: of all that have left it until now.  Thread: any. */
int64_t azud_block_store_get_bytes (AzudBlockStore *store);
int64_t azud_block_store_get_pinned (AzudBlockStore *store);
int64_t azud_block_store_get_evicted (AzudBlockStore *store);

/** azud_block_look: bytes of @block in memory and how many read it.  The caller keeps it from being freed.  Does not wait for one that
 * leaves.  Thread: any. */
void azud_block_look (AzudBlock *block, int64_t *bytes, int *n_pins);
