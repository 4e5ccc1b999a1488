/* rows-gather.c: vectors from rows anywhere in chunks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "column/rows-private.h"
#include "column/vector-map.h"

#define GATHER(T)                                            \
  do                                                         \
    {                                                        \
      T *data = out;                                         \
      for (uint32_t i = 0; i < n; i++)                       \
        data[i] = *(const T *) (rows[i] + offset);           \
    }                                                        \
  while (0)

static void
gather_fixed (uint8_t *const *rows,
              uint32_t        n,
              uint32_t        offset,
              uint8_t         width,
              void           *out)
{
  switch (width)
    {
    case 1:
      GATHER (uint8_t);
      break;
    case 2:
      GATHER (uint16_t);
      break;
    case 4:
      GATHER (uint32_t);
      break;
    case 8:
      GATHER (uint64_t);
      break;
    case 16:
      GATHER (AzudPair);
      break;
    default:
      break;
    }
}

/* A far text's second word is its distance from the row: adding the row makes the pointer. */
static void
gather_text (uint8_t *const *rows,
             uint32_t        n,
             uint32_t        offset,
             AzudPair       *out)
{
  for (uint32_t i = 0; i < n; i++)
    {
      AzudPair slot = *(const AzudPair *) (rows[i] + offset);
      uint64_t base = (uint32_t) slot.low > AZUD_TEXT_INLINE ? (uint64_t) (uintptr_t) rows[i] : 0;

      out[i] = (AzudPair){ slot.low, slot.high + base };
    }
}

static bool
gather_nested (const AzudDtype *type,
               uint8_t *const  *rows,
               uint32_t         n,
               uint32_t         offset,
               int              column,
               AzudVector      *out,
               AzudArena       *arena,
               AzudError       *error)
{
  const uint8_t **starts = azud_arena_alloc (arena, (size_t) n * sizeof *starts + 8, 8, error);
  uint32_t *sizes = azud_arena_alloc (arena, (size_t) n * sizeof *sizes + 4, 4, error);

  if (starts == NULL || sizes == NULL)
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const AzudRowHeap *slot = (const AzudRowHeap *) (rows[i] + offset);

      starts[i] = azud_row_is_null (rows[i], column) ? NULL : rows[i] + slot->distance;
      sizes[i] = slot->size;
    }
  return azud_nested_read (type, starts, sizes, n, out, arena, error);
}

/* Which of the 64 columns from 64 * @word on are valid in all rows.  Rows are at least 8 bytes and a multiple of that. */
static uint64_t
valid_everywhere (uint8_t *const *rows,
                  uint32_t        n,
                  int             word)
{
  uint64_t all = UINT64_MAX;

  for (uint32_t i = 0; i < n; i++)
    all &= ((const uint64_t *) (const void *) rows[i])[word];
  return all;
}

static bool
gather_validity (uint8_t *const *rows,
                 uint32_t        n,
                 int             column,
                 AzudVector     *out,
                 AzudArena      *arena,
                 AzudError      *error)
{
  int byte = column >> 3;
  int shift = column & 7;

  if (!azud_vector_add_validity (out, arena, error))
    return false;
  for (uint32_t at = 0; at < n; at += 64)
    {
      uint32_t stop = n - at < 64 ? n - at : 64;
      uint64_t word = 0;

      for (uint32_t i = 0; i < stop; i++)
        word |= (uint64_t) ((rows[at + i][byte] >> shift) & 1) << i;
      out->validity[at / 64] = word;
    }
  return true;
}

/* Gives missing rows the address of a row of nulls.  Returns: @rows itself when none is missing; NULL on refusal. */
static uint8_t *const *
replace_missing (const AzudRowLayout *layout,
                 uint8_t *const      *rows,
                 uint32_t             n,
                 AzudArena           *arena,
                 AzudError           *error)
{
  uint8_t **found;
  uint8_t *nulls;
  uint32_t i;

  for (i = 0; i < n && rows[i] != NULL; i++)
    ;
  if (i == n)
    return rows;
  found = azud_arena_alloc (arena, (size_t) n * sizeof *found, 8, error);
  nulls = azud_arena_alloc (arena, layout->row_size, 16, error);
  if (found == NULL || nulls == NULL)
    return NULL;
  memset (nulls, 0, layout->row_size);
  for (i = 0; i < n; i++)
    found[i] = rows[i] != NULL ? rows[i] : nulls;
  return found;
}

static bool
gather_column (const AzudRowLayout *layout,
               uint8_t *const      *rows,
               uint32_t             n,
               int                  column,
               bool                 has_nulls,
               AzudVector          *out,
               AzudArena           *arena,
               AzudError           *error)
{
  const AzudDtype *type = layout->types[column];
  uint32_t offset = layout->offsets[column];

  if (azud_dtype_is_nested (type))
    return gather_nested (type, rows, n, offset, column, out, arena, error);
  if (!azud_vector_init_flat (out, type, n, arena, error))
    return false;
  if (azud_dtype_is_text (type))
    gather_text (rows, n, offset, out->data);
  else
    gather_fixed (rows, n, offset, type->width, out->data);
  return !has_nulls || type->id == AZUD_DTYPE_VOID || gather_validity (rows, n, column, out, arena, error);
}

bool
azud_rows_gather (const AzudRowLayout *layout,
                  uint8_t *const      *rows,
                  uint32_t             n,
                  int                  first_column,
                  int                  n_columns,
                  AzudVector          *out,
                  AzudArena           *arena,
                  AzudError           *error)
{
  uint64_t valid = 0;
  int word = -1;

  rows = replace_missing (layout, rows, n, arena, error);
  if (rows == NULL && n > 0)
    return false;
  for (int c = 0; c < n_columns; c++)
    {
      int column = first_column + c;

      if (column / 64 != word)
        {
          word = column / 64;
          valid = valid_everywhere (rows, n, word);
        }
      if (!gather_column (layout, rows, n, column, ((valid >> (column & 63)) & 1) == 0, &out[c], arena, error))
        return false;
    }
  return true;
}

bool
azud_rows_gather_batch (const AzudRowLayout *layout,
                        const AzudSchema    *schema,
                        uint8_t *const      *rows,
                        uint32_t             n,
                        AzudBatch           *batch,
                        AzudArena           *arena,
                        AzudError           *error)
{
  *batch = (AzudBatch){ .schema = schema, .n_rows = n, .n_selected = n };
  batch->columns = azud_arena_alloc (arena, (size_t) schema->n_fields * sizeof (AzudVector) + 1, 16, error);
  return batch->columns != NULL && azud_rows_gather (layout, rows, n, 0, schema->n_fields, batch->columns, arena, error);
}

bool
azud_rows_next (AzudRowsCursor *cursor,
                AzudVector     *out,
                uint32_t       *n,
                AzudArena      *arena,
                AzudError      *error)
{
  const AzudRows *set = cursor->rows;
  uint32_t wanted = azud_batch_rows ();
  AzudRowsCursor next = *cursor;
  uint8_t **rows = azud_arena_alloc (arena, wanted * sizeof *rows, 8, error);

  *n = 0;
  if (rows == NULL)
    return false;
  while (*n < wanted && next.chunk < set->n_chunks)
    {
      AzudChunk *chunk = set->chunks[next.chunk];
      uint32_t stop = chunk->n_rows - next.row < wanted - *n ? chunk->n_rows : next.row + (wanted - *n);

      for (; next.row < stop; next.row++)
        rows[(*n)++] = azud_chunk_row (chunk, next.row);
      if (next.row == chunk->n_rows)
        {
          next.chunk++;
          next.row = 0;
        }
    }
  if (!azud_rows_gather (set->layout, rows, *n, 0, set->layout->n_columns, out, arena, error))
    return false;   /* the cursor has not moved: it can be tried again */
  *cursor = next;
  return true;
}

AzudText
azud_row_text (const AzudRowLayout *layout,
               const uint8_t       *row,
               int                  column)
{
  AzudText text = *(const AzudText *) (row + layout->offsets[column]);

  if (text.size > AZUD_TEXT_INLINE)
    text.as.far.pointer = (const char *) row + (uintptr_t) text.as.far.pointer;
  return text;
}
