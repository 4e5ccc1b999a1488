/* exchange-cursor.c: reading slices of exchanges
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/exchange/exchange.h"

#include "base/array.h"

#include <string.h>

void
azud_shuffle_cursor_init (AzudShuffleCursor *cursor,
                          AzudShuffle       *shuffle,
                          AzudShuffleSlice   slice,
                          bool               keep,
                          AzudAccount       *account)
{
  *cursor = (AzudShuffleCursor){ .shuffle = shuffle, .slice = slice, .partition = slice.first_partition, .map = slice.first_map,
                                 .keep = keep, .account = account };
  if (slice.first_map >= slice.end_map)
    cursor->partition = slice.end_partition;      /* nothing to read */
  azud_rows_init (&cursor->kept, &shuffle->layout, account);
  azud_arena_init (&cursor->arena, account);
}

void
azud_shuffle_cursor_count (AzudShuffleCursor *cursor,
                           AzudProgress      *progress)
{
  cursor->progress = progress;
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
                     azud_shuffle_segment_bytes (cursor->shuffle, segment, first + n)
                       - azud_shuffle_segment_bytes (cursor->shuffle, segment, first));
}

/* Unpins the blocks that were left. */
static void
let_go (AzudShuffleCursor *cursor)
{
  for (uint64_t i = 0; i < cursor->n_held; i++)
    azud_block_unpin (&cursor->held[i]->base);
  cursor->n_held = 0;
}

void
azud_shuffle_cursor_clear (AzudShuffleCursor *cursor)
{
  if (cursor->shuffle == NULL)
    return;
  if (cursor->is_open)
    azud_spill_cursor_clear (&cursor->spilled);
  azud_rows_clear (&cursor->kept);
  azud_arena_clear (&cursor->arena);
  if (cursor->block != NULL)
    azud_block_unpin (&cursor->block->base);
  let_go (cursor);
  azud_account_release (cursor->account, cursor->held, cursor->held_room * sizeof *cursor->held);
  cursor->shuffle = NULL;
}

/* Names the block that cannot be read as lost, so that the task that left it runs again. */
static void
name_loss (const AzudShuffleCursor *cursor,
           AzudError               *error)
{
  const AzudShuffle *shuffle = cursor->shuffle;

  if (error == NULL || shuffle->stage < 0 || error->lost_stage >= 0)
    return;
  if (strcmp (error->condition, "AZUD_DAMAGED_CHUNK") != 0 && strcmp (error->condition, "AZUD_IO") != 0
      && strcmp (error->condition, "AZUD_LOST_BLOCK") != 0)
    return;
  error->lost_stage = shuffle->stage;
  error->lost_partition = shuffle->tasks[cursor->map];
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

/* The end of each partition of each segment is a chunk with little in it: to keep it whole would take many times its rows. */
static bool
is_nearly_empty (const AzudChunk *chunk)
{
  return (size_t) chunk->n_rows * chunk->row_size + (chunk->size - chunk->heap_start) < chunk->size / 2;
}

static bool
move_rows (AzudShuffleCursor *cursor,
           uint8_t          **rows,
           uint32_t           n,
           AzudError         *error)
{
  const AzudRowLayout *layout = &cursor->shuffle->layout;
  AzudVector *columns;

  azud_arena_reset (&cursor->arena);
  columns = azud_arena_alloc (&cursor->arena, (size_t) layout->n_columns * sizeof *columns + 1, 16, error);
  return columns != NULL && azud_rows_gather (layout, rows, n, 0, layout->n_columns, columns, &cursor->arena, error)
         && azud_rows_append (&cursor->kept, columns, NULL, n, rows, NULL, error);
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
  if (!cursor->keep || spilled->chunk == NULL)
    return true;
  if (is_nearly_empty (spilled->chunk))
    return move_rows (cursor, rows, *n, error);
  if (spilled->row < spilled->chunk->n_rows)
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

/* Pins the block that comes next.  One that was forgotten meanwhile is lost to this reader. */
static bool
enter_block (AzudShuffleCursor *cursor,
             AzudError         *error)
{
  AzudShuffle *shuffle = cursor->shuffle;

  if (!azud_array_reserve (cursor->account, (void **) &cursor->held, &cursor->held_room, cursor->n_held + 1,
                           sizeof *cursor->held, error))
    return false;
  azud_mutex_lock (&shuffle->lock);
  cursor->block = shuffle->blocks[cursor->map];
  if (cursor->block != NULL)
    azud_block_pin (&cursor->block->base);
  azud_mutex_unlock (&shuffle->lock);
  if (cursor->block != NULL)
    return true;
  azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_LOST_BLOCK", N_("Rows of an earlier stage are not there any more"), NULL);
  name_loss (cursor, error);
  return false;
}

/* Its rows stay where they are until the next call, or the end. */
static void
leave_block (AzudShuffleCursor *cursor)
{
  cursor->held[cursor->n_held++] = cursor->block;
  cursor->block = NULL;
  cursor->segment = 0;
  if (++cursor->map < cursor->slice.end_map)
    return;
  cursor->map = cursor->slice.first_map;
  cursor->partition++;
}

bool
azud_shuffle_cursor_next (AzudShuffleCursor *cursor,
                          uint8_t          **rows,
                          uint32_t           room,
                          uint32_t          *n,
                          AzudError         *error)
{
  *n = 0;
  if (!cursor->keep)
    let_go (cursor);
  while (*n < room && cursor->partition < cursor->slice.end_partition)
    {
      AzudShuffleSegment *segment;
      uint32_t got = 0;

      if (cursor->block == NULL && !enter_block (cursor, error))
        return false;
      if (cursor->segment == cursor->block->n_segments)
        {
          leave_block (cursor);
          continue;
        }
      segment = &cursor->block->segments[cursor->segment];
      if (!segment->on_disk)
        got = cursor->shuffle->n_partitions > 1 ? take_indexed (cursor, segment, rows + *n, room - *n)
                                                : take_plain (cursor, segment, rows + *n, room - *n);
      else if (!take_spilled (cursor, segment, rows + *n, room - *n, &got, error))
        {
          name_loss (cursor, error);
          return false;
        }
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

bool
azud_shuffle_cursor_source (void      *cursor,
                            uint8_t  **rows,
                            uint32_t   room,
                            uint32_t  *n,
                            AzudError *error)
{
  return azud_shuffle_cursor_next (cursor, rows, room, n, error);
}

AzudFlow
azud_shuffle_read (AzudShuffle      *shuffle,
                   AzudShuffleSlice  slice,
                   AzudProgress     *progress,
                   const AzudCancel *cancel,
                   AzudArena        *arena,
                   AzudBatchTake     take,
                   void             *data,
                   AzudError        *error)
{
  AzudShuffleCursor cursor;
  AzudFlow flow;

  azud_shuffle_cursor_init (&cursor, shuffle, slice, false, arena->account);
  azud_shuffle_cursor_count (&cursor, progress);
  flow = azud_row_source_read (azud_shuffle_cursor_source, &cursor, &shuffle->layout, shuffle->exchange->schema, cancel, arena, take,
                               data, error);
  azud_shuffle_cursor_clear (&cursor);
  return flow;
}
