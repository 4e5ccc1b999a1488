/* window-rows.c: rows of window partitions, in memory and on disk
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/window/window-rows.h"

#include <string.h>

bool
azud_window_rows_init (AzudWindowRows   *rows,
                       AzudOperator     *owner,
                       const AzudSchema *schema,
                       AzudError        *error)
{
  AzudAccount *account = owner->context->account;

  *rows = (AzudWindowRows){ .owner = owner, .schema = schema };
  for (uint32_t i = 0; i < AZUD_BATCH_ROWS; i++)
    rows->numbers[i] = (uint16_t) i;
  azud_rows_init (&rows->rows, &rows->layout, account);
  return azud_row_layout_init_schema (&rows->layout, schema, 0, account, error);
}

void
azud_window_rows_forget (AzudWindowRows *rows)
{
  azud_rows_clear (&rows->rows);
  azud_spill_run_clear (&rows->run);
  azud_spill_file_free (rows->file);
  rows->file = NULL;
  rows->n_chunks = 0;
  rows->n_rows = 0;
}

void
azud_window_rows_clear (AzudWindowRows *rows)
{
  AzudAccount *account;

  if (rows->owner == NULL)
    return;
  account = rows->owner->context->account;
  azud_window_rows_forget (rows);
  azud_account_release (account, rows->chunks, rows->chunks_room * sizeof *rows->chunks);
  azud_row_layout_clear (&rows->layout, account);
}

/* Notes the chunks in memory at the end of the list. */
static bool
list_chunks (AzudWindowRows *rows,
             bool            on_disk,
             AzudError      *error)
{
  uint64_t n = rows->n_chunks;
  uint64_t first = n > 0 ? rows->chunks[n - 1].first + rows->chunks[n - 1].n_rows : 0;

  if (!azud_array_reserve (rows->owner->context->account, (void **) &rows->chunks, &rows->chunks_room,
                           n + rows->rows.n_chunks, sizeof *rows->chunks, error))
    return false;
  for (uint32_t i = 0; i < rows->rows.n_chunks; i++)
    {
      AzudChunk *chunk = rows->rows.chunks[i];

      rows->chunks[n + i] = (AzudWindowChunk){ .first = first, .n_rows = chunk->n_rows, .on_disk = on_disk,
                                               .chunk = on_disk ? NULL : chunk };
      first += chunk->n_rows;
    }
  rows->n_chunks = n + rows->rows.n_chunks;
  return true;
}

static bool
spill (AzudWindowRows *rows,
       AzudError      *error)
{
  AzudTaskContext *context = rows->owner->context;
  AzudSpillFolder *folder = azud_budget_get_spill_folder (context->budget);
  int64_t before = rows->run.n_bytes;

  if (rows->file == NULL)
    {
      rows->file = azud_spill_file_new (folder, error);
      if (rows->file == NULL)
        return false;
      azud_spill_run_init (&rows->run, rows->file, folder, &rows->layout, context->account);
    }
  if (!list_chunks (rows, true, error))
    return false;
  for (uint32_t i = 0; i < rows->rows.n_chunks; i++)
    if (!azud_spill_run_append_chunk (&rows->run, rows->rows.chunks[i], error))
      return false;
  azud_operator_note_spill (rows->owner, (int64_t) rows->rows.n_bytes, rows->run.n_bytes - before);
  azud_rows_clear (&rows->rows);
  return true;
}

bool
azud_window_rows_append (AzudWindowRows   *rows,
                         const AzudVector *columns,
                         const uint16_t   *row_numbers,
                         uint32_t          n,
                         AzudError        *error)
{
  if (!azud_rows_append (&rows->rows, columns, row_numbers, n, NULL, NULL, error))
    return false;
  rows->n_rows += n;
  return !azud_task_should_spill (rows->owner->context, rows->rows.n_bytes) || spill (rows, error);
}

bool
azud_window_rows_seal (AzudWindowRows *rows,
                       AzudError      *error)
{
  return list_chunks (rows, false, error);
}

static uint64_t
find_chunk (const AzudWindowRows *rows,
            uint64_t              row)
{
  uint64_t low = 0, high = rows->n_chunks;

  while (high - low > 1)
    {
      uint64_t middle = low + (high - low) / 2;

      if (rows->chunks[middle].first <= row)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static AzudChunk *
take_chunk (AzudWindowRows *rows,
            uint64_t        number,
            AzudError      *error)
{
  AzudWindowChunk *chunk = &rows->chunks[number];

  if (chunk->chunk == NULL)
    chunk->chunk = azud_spill_file_read (rows->file, &rows->run.places[number], &rows->layout,
                                         rows->owner->context->account, error);
  if (chunk->chunk != NULL)
    chunk->n_users++;
  return chunk->chunk;
}

static void
give_chunk (AzudWindowRows *rows,
            int64_t         number)
{
  AzudWindowChunk *chunk;

  if (number < 0)
    return;
  chunk = &rows->chunks[number];
  chunk->n_users--;
  if (chunk->n_users > 0 || !chunk->on_disk)
    return;
  azud_block_give (rows->owner->context->account, chunk->chunk, chunk->chunk->size);
  chunk->chunk = NULL;
}

/* ---- readers ---- */

static void
mark_columns (AzudWindowReader *reader,
              AzudExpr *const  *exprs,
              int               n_exprs)
{
  int n = reader->rows->schema->n_fields;

  for (int i = 0; i < n_exprs; i++)
    azud_expr_columns (exprs[i], reader->used, n);
  for (int i = 0; reader->keys != NULL && i < reader->keys->n_keys; i++)
    azud_expr_columns (reader->keys->order[i].expr, reader->used, n);
}

bool
azud_window_reader_init (AzudWindowReader *reader,
                         AzudWindowRows   *rows,
                         AzudExpr *const  *exprs,
                         int               n_exprs,
                         AzudSortKeys     *keys,
                         bool              all_columns,
                         AzudError        *error)
{
  AzudTaskContext *context = rows->owner->context;
  size_t n = (size_t) rows->schema->n_fields;

  *reader = (AzudWindowReader){ .rows = rows, .n_values = n_exprs, .keys = keys };
  for (int p = 0; p < 2; p++)
    {
      azud_arena_init (&reader->pages[p].arena, context->account);
      reader->pages[p].chunk = -1;
    }
  reader->used = azud_account_alloc (context->account, n * sizeof *reader->used + 1, error);
  if (reader->used == NULL)
    return false;
  memset (reader->used, all_columns, n * sizeof *reader->used);
  mark_columns (reader, exprs, n_exprs);
  if (n_exprs > 0)
    reader->program = azud_program_new (exprs, n_exprs, context->settings, context->account, error);
  return n_exprs == 0 || reader->program != NULL;
}

void
azud_window_reader_reset (AzudWindowReader *reader)
{
  if (reader->rows == NULL)
    return;
  for (int p = 0; p < 2; p++)
    {
      give_chunk (reader->rows, reader->pages[p].chunk);
      reader->pages[p].chunk = -1;
    }
}

void
azud_window_reader_clear (AzudWindowReader *reader)
{
  if (reader->rows == NULL)
    return;
  azud_window_reader_reset (reader);
  for (int p = 0; p < 2; p++)
    azud_arena_clear (&reader->pages[p].arena);
  azud_program_free (reader->program);
  azud_account_release (reader->rows->owner->context->account, reader->used,
                        (size_t) reader->rows->schema->n_fields * sizeof *reader->used + 1);
  *reader = (AzudWindowReader){ 0 };
}

/* Columns, values and keys of @n rows from @row of @chunk on. */
static bool
fill_page (AzudWindowReader *reader,
           AzudWindowPage   *page,
           AzudChunk        *chunk,
           uint32_t          row,
           uint32_t          n,
           AzudError        *error)
{
  const AzudSchema *schema = reader->rows->schema;
  AzudArena *arena = &page->arena;
  uint8_t *addresses[AZUD_BATCH_ROWS];
  size_t columns_size = (size_t) schema->n_fields * sizeof (AzudVector);

  azud_arena_reset (arena);
  page->batch = (AzudBatch){ .schema = schema, .n_rows = n, .n_selected = n };
  page->batch.columns = azud_arena_alloc (arena, columns_size + 1, 16, error);
  page->values = azud_arena_alloc (arena, (size_t) reader->n_values * sizeof (AzudVector) + 1, 16, error);
  if (page->batch.columns == NULL || page->values == NULL)
    return false;
  memset (page->batch.columns, 0, columns_size);
  for (uint32_t i = 0; i < n; i++)
    addresses[i] = azud_chunk_row (chunk, row + i);
  for (int c = 0; c < schema->n_fields; c++)
    if (reader->used[c]
        && !azud_rows_gather (&reader->rows->layout, addresses, n, c, 1, &page->batch.columns[c], arena, error))
      return false;
  if (reader->program != NULL && !azud_program_eval (reader->program, &page->batch, page->values, arena, error))
    return false;
  return reader->keys == NULL
         || azud_sort_keys_encode (reader->keys, &page->batch, &page->keys, arena, arena, error);
}

static bool
page_has (const AzudWindowPage *page,
          uint64_t              row)
{
  return page->chunk >= 0 && row >= page->first && row - page->first < page->batch.n_rows;
}

const AzudWindowPage *
azud_window_reader_get (AzudWindowReader *reader,
                        uint64_t          row,
                        AzudError        *error)
{
  AzudWindowRows *rows = reader->rows;
  AzudWindowPage *page = &reader->pages[reader->newest];
  uint32_t room = azud_batch_rows (), start, n;
  int64_t old;
  uint64_t number;
  AzudChunk *chunk;

  if (page_has (page, row))
    return page;
  if (page_has (&reader->pages[!reader->newest], row))
    {
      reader->newest = !reader->newest;
      return &reader->pages[reader->newest];
    }
  number = find_chunk (rows, row);
  chunk = take_chunk (rows, number, error);
  if (chunk == NULL)
    return NULL;
  reader->newest = !reader->newest;
  page = &reader->pages[reader->newest];
  old = page->chunk;
  page->chunk = (int64_t) number;
  give_chunk (rows, old);

  start = (uint32_t) (row - rows->chunks[number].first) / room * room;
  n = chunk->n_rows - start < room ? chunk->n_rows - start : room;
  page->first = rows->chunks[number].first + start;
  if (fill_page (reader, page, chunk, start, n, error))
    return page;
  give_chunk (rows, page->chunk);
  page->chunk = -1;
  return NULL;
}
