/* exchange-cursor.c: reading exchanges partition by partition
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/exchange.h"

#include "base/int128.h"

#include <string.h>

void
azud_shuffle_cursor_init (AzudShuffleCursor *cursor,
                          AzudShuffle       *shuffle,
                          int                partition,
                          bool               keep,
                          AzudAccount       *account)
{
  *cursor = (AzudShuffleCursor){ .shuffle = shuffle, .partition = partition, .last_map = shuffle->n_maps, .keep = keep,
                                 .account = account };
  azud_rows_init (&cursor->kept, &shuffle->layout, account);
}

void
azud_shuffle_cursor_limit (AzudShuffleCursor *cursor,
                           int                map)
{
  cursor->map = cursor->first_pinned = cursor->end_pinned = map;
  cursor->last_map = map + 1;
}

void
azud_shuffle_cursor_count (AzudShuffleCursor *cursor,
                           AzudProgress      *progress)
{
  cursor->progress = progress;
}

/* Bytes of the first @n_rows rows of a segment, by the mean row. */
static int64_t
bytes_until (const AzudShuffle        *shuffle,
             const AzudShuffleSegment *segment,
             uint64_t                  n_rows)
{
  uint64_t all = segment->starts[shuffle->n_partitions];

  return all > 0 ? (int64_t) ((AzudUint128) segment->data_bytes * n_rows / all) : 0;
}

static void
count_rows (AzudShuffleCursor        *cursor,
            const AzudShuffleSegment *segment,
            uint32_t                  n)
{
  uint64_t first = segment->starts[cursor->partition] + cursor->n_taken;

  cursor->n_taken += n;
  azud_progress_add (cursor->progress, AZUD_COUNT_SHUFFLE_READ_ROWS, n);
  azud_progress_add (cursor->progress, AZUD_COUNT_SHUFFLE_READ_BYTES,
                     bytes_until (cursor->shuffle, segment, first + n) - bytes_until (cursor->shuffle, segment, first));
}

/* Lets go of blocks below @end. */
static void
unpin_until (AzudShuffleCursor *cursor,
             int                end)
{
  for (; cursor->first_pinned < end; cursor->first_pinned++)
    if (cursor->shuffle->blocks[cursor->first_pinned] != NULL)
      azud_block_unpin (&cursor->shuffle->blocks[cursor->first_pinned]->base);
}

void
azud_shuffle_cursor_clear (AzudShuffleCursor *cursor)
{
  if (cursor->shuffle == NULL)
    return;
  if (cursor->is_open)
    azud_spill_cursor_clear (&cursor->spilled);
  azud_rows_clear (&cursor->kept);
  unpin_until (cursor, cursor->end_pinned);
  cursor->shuffle = NULL;
}

/* Rows of the segment that an index lists. */
static uint32_t
take_indexed (AzudShuffleCursor        *cursor,
              const AzudShuffleSegment *segment,
              uint8_t                 **rows,
              uint32_t                  room)
{
  uint64_t first = segment->starts[cursor->partition] + cursor->position;
  uint64_t end = segment->starts[cursor->partition + 1];
  uint32_t n = end - first < room ? (uint32_t) (end - first) : room;

  if (n > 0)
    memcpy (rows, segment->index + first, n * sizeof *rows);
  cursor->position += n;
  return n;
}

/* Rows of the segment in the order they were written. */
static uint32_t
take_plain (AzudShuffleCursor        *cursor,
            const AzudShuffleSegment *segment,
            uint8_t                 **rows,
            uint32_t                  room)
{
  AzudRowsCursor *at = &cursor->cursor;
  uint32_t n = 0;

  while (n < room && at->chunk < segment->rows.n_chunks)
    {
      AzudChunk *chunk = segment->rows.chunks[at->chunk];

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

/* Rows of one chunk of the segment. */
static bool
take_spilled (AzudShuffleCursor        *cursor,
              const AzudShuffleSegment *segment,
              uint8_t                 **rows,
              uint32_t                  room,
              uint32_t                 *n,
              AzudError                *error)
{
  AzudSpillCursor *spilled = &cursor->spilled;

  if (!cursor->is_open)
    {
      azud_spill_cursor_init (spilled, &segment->run, cursor->account);
      spilled->at = segment->first_place[cursor->partition];
      spilled->end = segment->first_place[cursor->partition + 1];
      cursor->is_open = true;
    }
  if (!azud_spill_cursor_next (spilled, rows, room, n, error))
    return false;
  if (!cursor->keep || spilled->chunk == NULL || spilled->row < spilled->chunk->n_rows)
    return true;
  if (!azud_rows_adopt (&cursor->kept, spilled->chunk, error))
    return false;
  azud_spill_cursor_take (spilled);
  return true;
}

static void
next_segment (AzudShuffleCursor *cursor)
{
  if (cursor->is_open)
    azud_spill_cursor_clear (&cursor->spilled);
  cursor->is_open = false;
  cursor->segment++;
  cursor->position = 0;
  cursor->n_taken = 0;
  cursor->cursor = (AzudRowsCursor){ 0 };
}

static AzudShuffleBlock *
enter_block (AzudShuffleCursor *cursor)
{
  AzudShuffleBlock *block = cursor->shuffle->blocks[cursor->map];

  if (cursor->end_pinned == cursor->map)
    {
      if (block != NULL)
        azud_block_pin (&block->base);
      cursor->end_pinned++;
    }
  return block;
}

bool
azud_shuffle_cursor_next (AzudShuffleCursor *cursor,
                          uint8_t          **rows,
                          uint32_t          *n,
                          AzudError         *error)
{
  uint32_t room = azud_batch_rows ();

  *n = 0;
  if (!cursor->keep)
    unpin_until (cursor, cursor->map < cursor->end_pinned ? cursor->map : cursor->end_pinned);
  while (*n < room && cursor->map < cursor->last_map)
    {
      AzudShuffleBlock *block = enter_block (cursor);
      AzudShuffleSegment *segment;
      uint32_t got = 0;

      if (block == NULL || cursor->segment == block->n_segments)
        {
          cursor->map++;
          cursor->segment = 0;
          continue;
        }
      segment = &block->segments[cursor->segment];
      if (!segment->on_disk)
        got = cursor->shuffle->n_partitions > 1 ? take_indexed (cursor, segment, rows + *n, room - *n)
                                                : take_plain (cursor, segment, rows + *n, room - *n);
      else if (!take_spilled (cursor, segment, rows + *n, room - *n, &got, error))
        return false;
      *n += got;
      if (cursor->progress != NULL)
        count_rows (cursor, segment, got);
      if (got == 0)
        next_segment (cursor);
      else if (segment->on_disk && !cursor->keep)
        return true;      /* the next chunk would take the place of this one */
    }
  return true;
}
