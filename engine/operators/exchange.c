/* exchange.c: blocks of map tasks and reading them partition by partition
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/exchange.h"

#include <string.h>

AzudShuffle *
azud_shuffle_new (const AzudPlan *exchange,
                  int             n_partitions,
                  AzudAccount    *account,
                  AzudError      *error)
{
  AzudShuffle *shuffle = azud_account_alloc (account, sizeof *shuffle, error);

  if (shuffle == NULL)
    return NULL;

  memset (shuffle, 0, sizeof *shuffle);
  shuffle->exchange = exchange;
  shuffle->account = account;
  shuffle->n_partitions = n_partitions;
  if (!azud_row_layout_init_schema (&shuffle->layout, exchange->schema, 0, account, error))
    {
      azud_account_release (account, shuffle, sizeof *shuffle);
      return NULL;
    }
  azud_mutex_init (&shuffle->lock);
  return shuffle;
}

void
azud_shuffle_block_free (AzudShuffle      *shuffle,
                         AzudShuffleBlock *block)
{
  if (block == NULL)
    return;

  azud_rows_clear (&block->rows);
  azud_account_release (shuffle->account, block->index, block->index_room * sizeof (uint8_t *));
  azud_account_release (shuffle->account, block->starts,
                        ((size_t) shuffle->n_partitions + 1) * sizeof (uint64_t));
  azud_account_release (shuffle->account, block, sizeof *block);
}

void
azud_shuffle_free (AzudShuffle *shuffle)
{
  if (shuffle == NULL)
    return;

  for (int map = 0; map < shuffle->n_maps; map++)
    azud_shuffle_block_free (shuffle, shuffle->blocks[map]);
  azud_account_release (shuffle->account, shuffle->blocks, (size_t) shuffle->n_maps * sizeof (AzudShuffleBlock *));
  azud_row_layout_clear (&shuffle->layout, shuffle->account);
  azud_mutex_clear (&shuffle->lock);
  azud_account_release (shuffle->account, shuffle, sizeof *shuffle);
}

bool
azud_shuffle_prepare (AzudShuffle *shuffle,
                      int          n_maps,
                      AzudError   *error)
{
  if (n_maps > 0)
    {
      shuffle->blocks = azud_account_alloc (shuffle->account, (size_t) n_maps * sizeof (AzudShuffleBlock *), error);
      if (shuffle->blocks == NULL)
        return false;
      memset (shuffle->blocks, 0, (size_t) n_maps * sizeof (AzudShuffleBlock *));
    }
  shuffle->n_maps = n_maps;
  return true;
}

void
azud_shuffle_publish (AzudShuffle      *shuffle,
                      int               map,
                      AzudShuffleBlock *block)
{
  bool is_first;

  azud_mutex_lock (&shuffle->lock);
  is_first = shuffle->blocks[map] == NULL;
  if (is_first)
    shuffle->blocks[map] = block;
  azud_mutex_unlock (&shuffle->lock);

  if (!is_first)
    {
      azud_shuffle_block_free (shuffle, block);
      return;
    }
  atomic_fetch_add (&shuffle->n_rows, (int64_t) block->rows.n_rows);
  atomic_fetch_add (&shuffle->n_bytes, (int64_t) block->rows.n_bytes);
}

const AzudShuffleBlock *
azud_shuffle_get_block (const AzudShuffle *shuffle,
                        int                map)
{
  return shuffle->blocks[map];
}

uint64_t
azud_shuffle_partition_rows (const AzudShuffle *shuffle,
                             int                partition)
{
  uint64_t n = 0;

  for (int map = 0; map < shuffle->n_maps; map++)
    {
      const AzudShuffleBlock *block = shuffle->blocks[map];

      if (block == NULL)
        continue;
      n += shuffle->n_partitions == 1 ? block->rows.n_rows : block->starts[partition + 1] - block->starts[partition];
    }
  return n;
}

void
azud_shuffle_cursor_init (AzudShuffleCursor *cursor,
                          const AzudShuffle *shuffle,
                          int                partition)
{
  *cursor = (AzudShuffleCursor){ .shuffle = shuffle, .partition = partition, .last_map = shuffle->n_maps };
}

/* Rows of the current block that an index lists. */
static uint32_t
take_indexed (AzudShuffleCursor      *cursor,
              const AzudShuffleBlock *block,
              uint8_t               **rows,
              uint32_t                room)
{
  uint64_t first = block->starts[cursor->partition] + cursor->position;
  uint64_t end = block->starts[cursor->partition + 1];
  uint32_t n = end - first < room ? (uint32_t) (end - first) : room;

  if (n > 0)
    memcpy (rows, block->index + first, n * sizeof *rows);
  cursor->position += n;
  return n;
}

/* Rows of the current block in the order they were written. */
static uint32_t
take_plain (AzudShuffleCursor      *cursor,
            const AzudShuffleBlock *block,
            uint8_t               **rows,
            uint32_t                room)
{
  AzudRowsCursor *at = &cursor->cursor;
  uint32_t n = 0;

  while (n < room && at->chunk < block->rows.n_chunks)
    {
      AzudChunk *chunk = block->rows.chunks[at->chunk];

      if (at->row == chunk->n_rows)
        {
          at->chunk++;
          at->row = 0;
          continue;
        }
      rows[n++] = azud_chunk_row (chunk, at->row++);
    }
  return n;
}

bool
azud_shuffle_cursor_next (AzudShuffleCursor *cursor,
                          uint8_t          **rows,
                          uint32_t          *n)
{
  uint32_t room = azud_batch_rows ();

  *n = 0;
  while (*n < room && cursor->map < cursor->last_map)
    {
      const AzudShuffleBlock *block = azud_shuffle_get_block (cursor->shuffle, cursor->map);
      uint32_t got = 0;

      if (block != NULL)
        got = cursor->shuffle->n_partitions > 1 ? take_indexed (cursor, block, rows + *n, room - *n)
                                                : take_plain (cursor, block, rows + *n, room - *n);
      *n += got;
      if (got == 0)
        {
          cursor->map++;
          cursor->position = 0;
          cursor->cursor = (AzudRowsCursor){ 0 };
        }
    }
  return true;
}
