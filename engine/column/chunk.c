/* chunk.c: sealing chunks and checking what comes back from disk
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/hash.h"
#include "column/rows-private.h"

#include <stdio.h>

/* Head without the checksum, then all behind the head. */
static uint64_t
checksum (const AzudChunk *chunk)
{
  uint64_t head = azud_checksum_bytes (chunk, offsetof (AzudChunkHead, checksum), 0);

  return azud_checksum_bytes (chunk + 1, chunk->size - sizeof *chunk, head);
}

void
azud_chunk_seal (AzudChunk *chunk)
{
  size_t rows_end = sizeof *chunk + (size_t) chunk->n_rows * chunk->row_size;

  /* What was in the block before must not reach the disk. */
  memset ((char *) chunk + rows_end, 0, chunk->heap_start - rows_end);
  chunk->reserved = 0;
  chunk->checksum = checksum (chunk);
}

static bool
verify_head (const AzudChunk     *chunk,
             size_t               size,
             const AzudRowLayout *layout)
{
  return size >= sizeof *chunk && chunk->magic == AZUD_CHUNK_MAGIC && chunk->size == size &&
         chunk->row_size == layout->row_size && chunk->reserved == 0 && chunk->heap_start <= chunk->size &&
         sizeof *chunk + (uint64_t) chunk->n_rows * chunk->row_size <= chunk->heap_start;
}

/* Whether @size bytes from @distance behind @row lie in the heap. */
static bool
in_heap (const AzudChunk *chunk,
         const uint8_t   *row,
         uint64_t         distance,
         uint64_t         size)
{
  uint64_t at = (uint64_t) (row - (const uint8_t *) chunk);

  if (distance > chunk->size || size > chunk->size)
    return false;
  at += distance;
  return at >= chunk->heap_start && at <= chunk->size && size <= chunk->size - at;
}

static bool
is_zero (const uint8_t *bytes,
         size_t         size)
{
  uint8_t any = 0;

  for (size_t i = 0; i < size; i++)
    any |= bytes[i];
  return any == 0;
}

static bool
verify_text (const AzudChunk *chunk,
             const uint8_t   *row,
             const uint8_t   *slot)
{
  AzudText text;

  memcpy (&text, slot, sizeof text);
  if (text.size <= AZUD_TEXT_INLINE)
    return is_zero ((const uint8_t *) text.as.inlined + text.size, AZUD_TEXT_INLINE - text.size);
  if (!in_heap (chunk, row, (uint64_t) (uintptr_t) text.as.far.pointer, text.size))
    return false;
  return memcmp (row + (uintptr_t) text.as.far.pointer, text.as.far.prefix, 4) == 0;
}

static bool
verify_nested (const AzudChunk *chunk,
               const AzudDtype *type,
               const uint8_t   *row,
               const uint8_t   *slot)
{
  AzudRowHeap heap;

  memcpy (&heap, slot, sizeof heap);
  return in_heap (chunk, row, heap.distance, heap.size) && azud_nested_verify (type, row + heap.distance, heap.size);
}

static bool
verify_column (const AzudChunk     *chunk,
               const AzudRowLayout *layout,
               int                  column)
{
  const AzudDtype *type = layout->types[column];
  const uint8_t *row = (const uint8_t *) (chunk + 1);

  for (uint32_t i = 0; i < chunk->n_rows; i++, row += chunk->row_size)
    {
      const uint8_t *slot = row + layout->offsets[column];
      bool ok = true;

      if (azud_row_is_null (row, column))
        ok = is_zero (slot, azud_dtype_is_nested (type) ? sizeof (AzudRowHeap) : type->width);
      else if (azud_dtype_is_text (type))
        ok = verify_text (chunk, row, slot);
      else if (azud_dtype_is_nested (type))
        ok = verify_nested (chunk, type, row, slot);
      else if (type->id == AZUD_DTYPE_BOOLEAN)
        ok = *slot <= 1;
      else if (type->id == AZUD_DTYPE_VOID)
        ok = false;
      if (!ok)
        return false;
    }
  return true;
}

static bool
damaged (const char *why,
         AzudError  *error)
{
  return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_DAMAGED_CHUNK",
                         N_("A block read back from disk is damaged: {0:t}"), why, NULL);
}

bool
azud_chunk_verify (const AzudChunk     *chunk,
                   size_t               size,
                   const AzudRowLayout *layout,
                   AzudError           *error)
{
  if (!verify_head (chunk, size, layout))
    return damaged (N_("its head does not fit"), error);
  if (checksum (chunk) != chunk->checksum)
    return damaged (N_("its checksum is wrong"), error);
  for (int c = 0; c < layout->n_columns; c++)
    if (!verify_column (chunk, layout, c))
      return damaged (N_("a value leads outside"), error);
  return true;
}
