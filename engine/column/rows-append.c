/* rows-append.c: scattering columns into rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Column by column: one loop a column and width, without a call or a branch on the type inside.
 */

#include "config.h"

#include "column/rows-private.h"
#include "column/vector-map.h"

/* The rows being written. */
typedef struct
{
  uint8_t  *base;       /* of the first row */
  uint32_t  stride;
  uint32_t  n;
  uint8_t  *heap;       /* lowest byte taken at the back of the chunk */
} Target;

/* One column of the rows being written. */
typedef struct
{
  const AzudVector *storage;
  AzudVectorView    view;
  const uint32_t   *map;      /* element numbers, or NULL for first, first + 1, ... */
  uint32_t          first;
} Source;

static inline uint32_t
element (const Source *source,
         uint32_t      i)
{
  return source->map != NULL ? source->map[i] : source->first + i;
}

static Source
open_source (const AzudVector *column,
             const uint16_t   *row_numbers,
             uint32_t          first,
             uint32_t          n,
             uint32_t         *scratch)
{
  Source source = { azud_vector_storage (column), azud_vector_view (column), NULL, first };

  source.map = azud_view_map (&source.view, row_numbers, first, n, scratch);
  return source;
}

/* ---- how much each row needs at the back ---- */

static void
add_text_sizes (const Source *source,
                uint32_t      n,
                uint64_t     *heap)
{
  const AzudText *text = source->view.data;

  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t e = element (source, i);
      uint32_t size = text[e].size;

      if (size > AZUD_TEXT_INLINE && azud_view_valid (&source->view, e))
        heap[i] += size;
    }
}

static void
add_nested_sizes (const Source *source,
                  uint32_t      n,
                  uint64_t     *heap)
{
  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t e = element (source, i);

      if (azud_view_valid (&source->view, e))
        heap[i] += azud_nested_size (source->storage, e);
    }
}

/* Sums of text alone may be skipped when no column holds any long text; the loop finds out. */
static void
measure (const AzudRowLayout *layout,
         const AzudVector    *columns,
         const uint16_t      *row_numbers,
         uint32_t             first,
         uint32_t             n,
         uint64_t            *heap,
         uint32_t            *scratch)
{
  memset (heap, 0, n * sizeof *heap);
  if (!layout->has_heap)
    return;
  for (int c = 0; c < layout->n_columns; c++)
    {
      Source source;

      if (azud_nested_is_fixed (layout->types[c]))
        continue;
      source = open_source (&columns[c], row_numbers, first, n, scratch);
      if (azud_dtype_is_text (layout->types[c]))
        add_text_sizes (&source, n, heap);
      else
        add_nested_sizes (&source, n, heap);
    }
}

/* ---- writing ---- */

/* Null slots are written as zeros, so that equal rows are equal bytes. */
#define SCATTER(T)                                                                         \
  do                                                                                       \
    {                                                                                      \
      const T *data = source->view.data;                                                   \
      if (source->view.validity == NULL && source->map == NULL)                            \
        for (uint32_t i = 0; i < n; i++, slot += stride)                                   \
          *(T *) slot = data[source->first + i];                                           \
      else if (source->view.validity == NULL)                                              \
        for (uint32_t i = 0; i < n; i++, slot += stride)                                   \
          *(T *) slot = data[source->map[i]];                                              \
      else                                                                                 \
        for (uint32_t i = 0; i < n; i++, slot += stride)                                   \
          {                                                                                \
            uint32_t e = element (source, i);                                              \
            *(T *) slot = azud_bits_get (source->view.validity, e) ? data[e] : (T) { 0 };  \
          }                                                                                \
    }                                                                                      \
  while (0)

static void
scatter_fixed (const Target *target,
               const Source *source,
               uint32_t      offset,
               uint8_t       width)
{
  uint8_t *slot = target->base + offset;
  uint32_t stride = target->stride;
  uint32_t n = target->n;

  switch (width)
    {
    case 1:
      SCATTER (uint8_t);
      break;
    case 2:
      SCATTER (uint16_t);
      break;
    case 4:
      SCATTER (uint32_t);
      break;
    case 8:
      SCATTER (uint64_t);
      break;
    case 16:
      SCATTER (AzudPair);
      break;
    default:
      break;
    }
}

static void
scatter_text (Target       *target,
              const Source *source,
              uint32_t      offset)
{
  const AzudText *data = source->view.data;
  const uint64_t *validity = source->view.validity;
  uint8_t *row = target->base;
  uint8_t *heap = target->heap;

  for (uint32_t i = 0; i < target->n; i++, row += target->stride)
    {
      uint32_t e = element (source, i);
      AzudText *slot = (AzudText *) (row + offset);

      if (validity != NULL && !azud_bits_get (validity, e))
        {
          *slot = (AzudText){ 0 };
          continue;
        }
      *slot = data[e];
      if (slot->size > AZUD_TEXT_INLINE)
        {
          heap -= slot->size;
          memcpy (heap, data[e].as.far.pointer, slot->size);
          slot->as.far.pointer = (const char *) (heap - row);
        }
    }
  target->heap = heap;
}

static void
scatter_nested (Target       *target,
                const Source *source,
                uint32_t      offset)
{
  uint8_t *row = target->base;

  for (uint32_t i = 0; i < target->n; i++, row += target->stride)
    {
      AzudRowHeap *slot = (AzudRowHeap *) (row + offset);
      uint32_t e = element (source, i);

      *slot = (AzudRowHeap){ 0 };
      if (!azud_view_valid (&source->view, e))
        continue;
      slot->size = (uint32_t) azud_nested_size (source->storage, e);
      target->heap -= slot->size;
      azud_nested_write (source->storage, e, target->heap);
      slot->distance = (uint32_t) (target->heap - row);
    }
}

static void
clear_null_bits (const Target *target,
                 const Source *source,
                 bool          all_null,
                 int           column)
{
  uint8_t *byte = target->base + (column >> 3);
  unsigned bit = column & 7;

  for (uint32_t i = 0; i < target->n; i++, byte += target->stride)
    {
      unsigned valid = !all_null && azud_bits_get (source->view.validity, element (source, i));

      *byte &= (uint8_t) ~((valid ^ 1u) << bit);
    }
}

/* All columns valid, all else zero. */
static void
clear_rows (const AzudRowLayout *layout,
            const Target        *target)
{
  uint8_t *row = target->base;
  unsigned last_bits = layout->n_columns & 7;
  uint8_t last = last_bits == 0 ? 0xff : (uint8_t) ((1u << last_bits) - 1);

  memset (row, 0, (size_t) target->n * target->stride);
  if (layout->n_columns == 0)
    return;
  if (layout->validity_bytes == 1)
    for (uint32_t i = 0; i < target->n; i++, row += target->stride)
      *row = last;
  else
    for (uint32_t i = 0; i < target->n; i++, row += target->stride)
      {
        memset (row, 0xff, layout->validity_bytes - 1);
        row[layout->validity_bytes - 1] = last;
      }
}

static void
write_rows (const AzudRowLayout *layout,
            const AzudVector    *columns,
            const uint16_t      *row_numbers,
            uint32_t             first,
            Target              *target,
            uint32_t            *scratch)
{
  clear_rows (layout, target);
  for (int c = 0; c < layout->n_columns; c++)
    {
      const AzudDtype *type = layout->types[c];
      bool is_void = type->id == AZUD_DTYPE_VOID;
      Source source = open_source (&columns[c], row_numbers, first, target->n, scratch);

      if (azud_dtype_is_text (type))
        scatter_text (target, &source, layout->offsets[c]);
      else if (azud_dtype_is_nested (type))
        scatter_nested (target, &source, layout->offsets[c]);
      else
        scatter_fixed (target, &source, layout->offsets[c], type->width);
      if (is_void || source.view.validity != NULL)
        clear_null_bits (target, &source, is_void, c);
    }
}

/* Rows of heap[0..n) that fit into @chunk; *@heap_bytes is what they need at its back. */
static uint32_t
count_fitting (const AzudChunk *chunk,
               bool             has_heap,
               const uint64_t  *heap,
               uint32_t         n,
               uint64_t        *heap_bytes)
{
  uint64_t used = sizeof *chunk + (uint64_t) chunk->n_rows * chunk->row_size;
  uint64_t room = chunk->heap_start - used;
  uint64_t fit = room / chunk->row_size;
  uint32_t k;

  *heap_bytes = 0;
  if (!has_heap)
    return fit < n ? (uint32_t) fit : n;
  for (k = 0; k < n; k++)
    {
      uint64_t row = chunk->row_size + heap[k];

      if (row > room)
        break;
      room -= row;
      *heap_bytes += heap[k];
    }
  return k;
}

/* Rows are written in groups that stay in the first-level cache while column after column goes over them. */
#define GROUP_BYTES 16384

static void
fill_chunk (AzudRows         *rows,
            AzudChunk        *chunk,
            const AzudVector *columns,
            const uint16_t   *row_numbers,
            uint32_t          first,
            uint32_t          n,
            uint8_t         **where,
            uint32_t         *scratch)
{
  Target target = { azud_chunk_row (chunk, chunk->n_rows), chunk->row_size, 0, (uint8_t *) chunk + chunk->heap_start };
  uint32_t group = GROUP_BYTES / chunk->row_size < 64 ? 64 : GROUP_BYTES / chunk->row_size;

  for (uint32_t done = 0; done < n; done += target.n)
    {
      target.n = n - done < group ? n - done : group;
      write_rows (rows->layout, columns, row_numbers, first + done, &target, scratch);
      if (where != NULL)
        for (uint32_t i = 0; i < target.n; i++)
          where[first + done + i] = target.base + (size_t) i * target.stride;
      target.base += (size_t) target.n * target.stride;
    }
  chunk->n_rows += n;
  chunk->heap_start = (uint32_t) (target.heap - (uint8_t *) chunk);
  rows->n_rows += n;
}

bool
azud_rows_append (AzudRows          *rows,
                  const AzudVector  *columns,
                  const uint16_t    *row_numbers,
                  uint32_t           n,
                  uint8_t          **where,
                  uint32_t          *n_done,
                  AzudError         *error)
{
  uint64_t heap[AZUD_BATCH_ROWS];
  uint32_t scratch[AZUD_BATCH_ROWS];
  uint32_t done = 0;
  bool ok = true;

  while (done < n && ok)
    {
      uint32_t slice = n - done < AZUD_BATCH_ROWS ? n - done : AZUD_BATCH_ROWS;
      uint32_t slice_end = done + slice;

      measure (rows->layout, columns, row_numbers, done, slice, heap, scratch);
      for (const uint64_t *left = heap; done < slice_end; )
        {
          AzudChunk *chunk = rows->n_chunks > 0 ? rows->chunks[rows->n_chunks - 1] : NULL;
          uint64_t heap_bytes;
          uint32_t fit = chunk == NULL ? 0 : count_fitting (chunk, rows->layout->has_heap, left, slice_end - done, &heap_bytes);

          if (fit == 0)
            {
              ok = azud_rows_add_chunk (rows, rows->layout->row_size + left[0], error) != NULL;
              if (!ok)
                break;
              continue;
            }
          fill_chunk (rows, chunk, columns, row_numbers, done, fit, where, scratch);
          done += fit;
          left += fit;
        }
    }
  if (n_done != NULL)
    *n_done = done;
  return ok;
}

bool
azud_rows_append_batch (AzudRows        *rows,
                        const AzudBatch *batch,
                        AzudError       *error)
{
  return azud_rows_append (rows, batch->columns, batch->selection, batch->n_selected, NULL, NULL, error);
}
