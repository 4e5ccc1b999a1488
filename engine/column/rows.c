/* rows.c: layouts and lists of chunks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "column/rows-private.h"

static uint32_t
slot_size (const AzudDtype *type)
{
  return azud_dtype_is_nested (type) ? (uint32_t) sizeof (AzudRowHeap) : type->width;
}

static uint32_t
slot_alignment (const AzudDtype *type)
{
  uint32_t size = slot_size (type);

  return size > 8 ? 8 : size;
}

/* Slots lie in order of rising alignment: with that, at most 7 bytes a row are padding. */
static uint64_t
place_slots (AzudRowLayout *layout)
{
  uint64_t at = layout->validity_bytes;

  for (uint32_t alignment = 1; alignment <= 8; alignment *= 2)
    {
      at = (at + alignment - 1) & ~(uint64_t) (alignment - 1);
      for (int i = 0; i < layout->n_columns; i++)
        if (slot_alignment (layout->types[i]) == alignment)
          {
            layout->offsets[i] = (uint32_t) at;
            at += slot_size (layout->types[i]);
          }
    }
  return (at + 7) & ~(uint64_t) 7;
}

static size_t
layout_bytes (int n_columns)
{
  return (size_t) n_columns * (sizeof (AzudDtype *) + sizeof (uint32_t));
}

bool
azud_row_layout_init (AzudRowLayout          *layout,
                      const AzudDtype *const *types,
                      int                     n_columns,
                      uint32_t                extra,
                      AzudAccount            *account,
                      AzudError              *error)
{
  void *memory = azud_account_alloc (account, layout_bytes (n_columns), error);
  uint64_t size;

  *layout = (AzudRowLayout){ 0 };
  if (memory == NULL)
    return false;
  layout->n_columns = n_columns;
  layout->types = memory;
  layout->offsets = (uint32_t *) (layout->types + n_columns);
  layout->validity_bytes = ((uint32_t) n_columns + 7) / 8;
  for (int i = 0; i < n_columns; i++)
    {
      layout->types[i] = types[i];
      layout->offsets[i] = 0;
      layout->has_nested |= azud_dtype_is_nested (types[i]);
      layout->has_heap |= azud_dtype_is_nested (types[i]) || azud_dtype_is_text (types[i]);
    }
  size = place_slots (layout) + (((uint64_t) extra + 7) & ~(uint64_t) 7);
  if (size < 8)
    size = 8;
  if (size > AZUD_BLOCK_MAX - sizeof (AzudChunkHead))
    {
      azud_row_layout_clear (layout, account);
      return azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_TOO_MANY_COLUMNS",
                             N_("A row has too many columns to be kept"), NULL);
    }
  layout->row_size = (uint32_t) size;
  return true;
}

bool
azud_row_layout_init_schema (AzudRowLayout    *layout,
                             const AzudSchema *schema,
                             uint32_t          extra,
                             AzudAccount      *account,
                             AzudError        *error)
{
  size_t size = (size_t) schema->n_fields * sizeof (AzudDtype *);
  const AzudDtype **types = azud_account_alloc (account, size, error);
  bool ok;

  if (types == NULL)
    {
      *layout = (AzudRowLayout){ 0 };
      return false;
    }
  for (int i = 0; i < schema->n_fields; i++)
    types[i] = schema->fields[i].type;
  ok = azud_row_layout_init (layout, types, schema->n_fields, extra, account, error);
  azud_account_release (account, types, size);
  return ok;
}

void
azud_row_layout_clear (AzudRowLayout *layout,
                       AzudAccount   *account)
{
  azud_account_release (account, layout->types, layout_bytes (layout->n_columns));
  *layout = (AzudRowLayout){ 0 };
}

void
azud_rows_init (AzudRows            *rows,
                const AzudRowLayout *layout,
                AzudAccount         *account)
{
  *rows = (AzudRows){ .layout = layout, .account = account };
}

void
azud_rows_clear (AzudRows *rows)
{
  for (uint32_t i = 0; i < rows->n_chunks; i++)
    azud_block_give (rows->account, rows->chunks[i], rows->chunks[i]->size);
  azud_account_release (rows->account, rows->chunks, rows->chunks_room * sizeof *rows->chunks);
  azud_rows_init (rows, rows->layout, rows->account);
}

void
azud_rows_drop_first (AzudRows *rows,
                      uint32_t  n_chunks)
{
  if (n_chunks == 0)
    return;      /* there may be no array yet */
  for (uint32_t i = 0; i < n_chunks; i++)
    {
      rows->n_rows -= rows->chunks[i]->n_rows;
      rows->n_bytes -= rows->chunks[i]->size;
      azud_block_give (rows->account, rows->chunks[i], rows->chunks[i]->size);
    }
  rows->n_chunks -= n_chunks;
  if (rows->n_chunks > 0)
    memmove (rows->chunks, rows->chunks + n_chunks, rows->n_chunks * sizeof *rows->chunks);
}

static bool
make_room (AzudRows  *rows,
           AzudError *error)
{
  uint32_t room = rows->chunks_room > 0 ? rows->chunks_room * 2 : 8;
  AzudChunk **chunks;

  if (rows->n_chunks < rows->chunks_room)
    return true;
  chunks = azud_account_realloc (rows->account, rows->chunks, rows->chunks_room * sizeof *chunks,
                                 room * sizeof *chunks, error);
  if (chunks == NULL)
    return false;
  rows->chunks = chunks;
  rows->chunks_room = room;
  return true;
}

bool
azud_rows_adopt (AzudRows  *rows,
                 AzudChunk *chunk,
                 AzudError *error)
{
  if (!make_room (rows, error))
    return false;
  rows->chunks[rows->n_chunks++] = chunk;
  rows->n_rows += chunk->n_rows;
  rows->n_bytes += chunk->size;
  return true;
}

/* Small sets stay small; large ones get large chunks. */
static size_t
usual_chunk_size (const AzudRows *rows)
{
  size_t usual = rows->n_bytes < 4 * AZUD_BLOCK_MIN ? AZUD_BLOCK_MIN : rows->n_bytes < 2 * AZUD_BLOCK_MAX ? AZUD_BLOCK_MAX / 4 : AZUD_BLOCK_MAX;

  return rows->chunk_limit > 0 && rows->chunk_limit < usual ? rows->chunk_limit : usual;
}

AzudChunk *
azud_rows_add_chunk (AzudRows  *rows,
                     uint64_t   needed,
                     AzudError *error)
{
  size_t wanted = sizeof (AzudChunkHead) + needed;
  size_t usual = usual_chunk_size (rows);
  AzudChunk *chunk;
  size_t actual;

  if (needed > UINT32_MAX - 2 * AZUD_BLOCK_MAX)
    {
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_ROW_TOO_LARGE", N_("A row is larger than 4 GiB"), NULL);
      return NULL;
    }
  if (!make_room (rows, error))
    return NULL;
  chunk = azud_block_take (rows->account, wanted > usual ? wanted : usual, &actual, error);
  if (chunk == NULL)
    return NULL;
  *chunk = (AzudChunkHead){ .magic = AZUD_CHUNK_MAGIC, .row_size = rows->layout->row_size,
                            .heap_start = (uint32_t) actual, .size = (uint32_t) actual };
  rows->chunks[rows->n_chunks++] = chunk;
  rows->n_bytes += actual;
  return chunk;
}

uint64_t
azud_rows_get_data_bytes (const AzudRows *rows)
{
  uint64_t bytes = 0;

  for (uint32_t i = 0; i < rows->n_chunks; i++)
    {
      const AzudChunk *chunk = rows->chunks[i];

      bytes += (uint64_t) chunk->n_rows * chunk->row_size + (chunk->size - chunk->heap_start);
    }
  return bytes;
}
