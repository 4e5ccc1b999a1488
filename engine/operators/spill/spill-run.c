/* spill-run.c: rows on disk, in the order they were added
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/spill/spill-run.h"

#include "base/array.h"

void
azud_spill_run_init (AzudSpillRun        *run,
                     AzudSpillFile       *file,
                     AzudSpillFolder     *folder,
                     const AzudRowLayout *layout,
                     AzudAccount         *account)
{
  *run = (AzudSpillRun){ .file = file, .layout = layout, .account = account };
  azud_rows_init (&run->pending, layout, azud_spill_folder_get_account (folder));
}

void
azud_spill_run_clear (AzudSpillRun *run)
{
  if (run->account == NULL)
    return;
  azud_rows_clear (&run->pending);
  azud_account_release (run->account, run->places, run->places_room * sizeof *run->places);
  *run = (AzudSpillRun){ 0 };
}

bool
azud_spill_run_append_chunk (AzudSpillRun *run,
                             AzudChunk    *chunk,
                             AzudError    *error)
{
  AzudSpillPlace *place;

  if (!azud_array_reserve (run->account, (void **) &run->places, &run->places_room, run->n_places + 1, sizeof *run->places, error))
    return false;
  place = &run->places[run->n_places];
  if (!azud_spill_file_write (run->file, chunk, place, error))
    return false;
  run->n_places++;
  run->n_rows += chunk->n_rows;
  run->n_bytes += place->stored;
  return true;
}

static bool
write_pending (AzudSpillRun *run,
               uint32_t      n_chunks,
               AzudError    *error)
{
  for (uint32_t i = 0; i < n_chunks; i++)
    if (!azud_spill_run_append_chunk (run, run->pending.chunks[i], error))
      return false;
  azud_rows_drop_first (&run->pending, n_chunks);
  return true;
}

bool
azud_spill_run_append (AzudSpillRun     *run,
                       const AzudVector *columns,
                       const uint16_t   *row_numbers,
                       uint32_t          n,
                       AzudError        *error)
{
  return azud_rows_append (&run->pending, columns, row_numbers, n, NULL, NULL, error)
         && (run->pending.n_chunks < 2 || write_pending (run, run->pending.n_chunks - 1, error));
}

bool
azud_spill_run_append_rows (AzudSpillRun   *run,
                            uint8_t *const *rows,
                            uint32_t        n,
                            AzudArena      *arena,
                            AzudError      *error)
{
  int n_columns = run->layout->n_columns;
  AzudVector *columns;

  azud_arena_reset (arena);
  columns = azud_arena_alloc (arena, (size_t) n_columns * sizeof *columns + 1, 16, error);
  return columns != NULL && azud_rows_gather (run->layout, rows, n, 0, n_columns, columns, arena, error)
         && azud_spill_run_append (run, columns, NULL, n, error);
}

bool
azud_spill_run_flush (AzudSpillRun *run,
                      AzudError    *error)
{
  return write_pending (run, run->pending.n_chunks, error);
}

/* ---- reading ---- */

void
azud_spill_cursor_init (AzudSpillCursor    *cursor,
                        const AzudSpillRun *run,
                        AzudAccount        *account)
{
  *cursor = (AzudSpillCursor){ .run = run, .end = run->n_places, .account = account };
}

void
azud_spill_cursor_clear (AzudSpillCursor *cursor)
{
  AzudChunk *chunk = azud_spill_cursor_take (cursor);

  if (chunk != NULL)
    azud_block_give (cursor->account, chunk, chunk->size);
}

AzudChunk *
azud_spill_cursor_take (AzudSpillCursor *cursor)
{
  AzudChunk *chunk = cursor->chunk;

  cursor->chunk = NULL;
  return chunk;
}

bool
azud_spill_cursor_next (AzudSpillCursor *cursor,
                        uint8_t        **rows,
                        uint32_t         room,
                        uint32_t        *n,
                        AzudError       *error)
{
  *n = 0;
  while (cursor->chunk == NULL || cursor->row == cursor->chunk->n_rows)
    {
      azud_spill_cursor_clear (cursor);
      if (cursor->at == cursor->end)
        return true;
      cursor->chunk = azud_spill_file_read (cursor->run->file, &cursor->run->places[cursor->at], cursor->run->layout,
                                            cursor->account, error);
      if (cursor->chunk == NULL)
        return false;
      cursor->at++;
      cursor->row = 0;
    }
  while (*n < room && cursor->row < cursor->chunk->n_rows)
    rows[(*n)++] = azud_chunk_row (cursor->chunk, cursor->row++);
  return true;
}

uint64_t
azud_spill_run_get_size (const AzudSpillRun *run)
{
  uint64_t bytes = 0;

  for (uint64_t i = 0; i < run->n_places; i++)
    bytes += run->places[i].size;
  return bytes;
}

bool
azud_spill_cursor_source (void      *cursor,
                          uint8_t  **rows,
                          uint32_t   room,
                          uint32_t  *n,
                          AzudError *error)
{
  return azud_spill_cursor_next (cursor, rows, room, n, error);
}
