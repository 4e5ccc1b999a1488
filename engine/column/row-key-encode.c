/* row-key-encode.c: keys that differ in size
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two passes: sizes, then bytes; columns of fixed width and text go column by column, nested values one by one with the
 * same code for both passes.
 */

#include "config.h"

#include "column/row-key-private.h"
#include "column/vector-map.h"

#include <stdlib.h>

/* ---- nested values ---- */

typedef struct
{
  uint8_t   *out;       /* NULL: only count */
  uint64_t   size;
  bool       ordered;
  AzudArena *arena;     /* for sorting maps */
  AzudError *error;
  bool       failed;
} Writer;

static void put_value (Writer *writer, const AzudVector *storage, uint32_t e);

static void
put_bytes (Writer     *writer,
           const void *bytes,
           uint64_t    size)
{
  if (writer->out != NULL && size > 0)
    memcpy (writer->out + writer->size, bytes, size);
  writer->size += size;
}

static void
put_byte (Writer  *writer,
          uint8_t  byte)
{
  put_bytes (writer, &byte, 1);
}

static inline uint64_t
load_word (const char *p)
{
  uint64_t word;

  memcpy (&word, p, 8);
  return word;
}

/* Whether one of the eight bytes is zero (Mycroft's test). */
static inline bool
has_zero_byte (uint64_t word)
{
  return ((word - UINT64_C (0x0101010101010101)) & ~word & UINT64_C (0x8080808080808080)) != 0;
}

static uint64_t
count_zeros (const char *data,
             uint32_t    size)
{
  uint64_t zeros = 0;
  uint32_t i = 0;

  for (; size - i >= 8; i += 8)
    if (has_zero_byte (load_word (data + i)))
      for (uint32_t k = 0; k < 8; k++)
        zeros += data[i + k] == 0;
  for (; i < size; i++)
    zeros += data[i] == 0;
  return zeros;
}

/* Returns: behind the last byte. */
static uint8_t *
escape_text (const char *data,
             uint32_t    size,
             uint8_t    *out)
{
  const char *end = data + size;

  while (data < end)
    {
      uint64_t word;

      if (end - data >= 8 && !has_zero_byte (word = load_word (data)))
        {
          memcpy (out, &word, 8);
          out += 8;
          data += 8;
          continue;
        }
      *out++ = (uint8_t) *data;
      if (*data++ == 0)
        *out++ = 0xff;
    }
  *out++ = 0;
  *out++ = 0;
  return out;
}

static void
put_text (Writer         *writer,
          const AzudText *text)
{
  const char *data = azud_text_data (text);

  if (!writer->ordered)
    {
      put_bytes (writer, &text->size, 4);
      put_bytes (writer, data, text->size);
      return;
    }
  if (writer->out != NULL)
    escape_text (data, text->size, writer->out + writer->size);
  writer->size += text->size + count_zeros (data, text->size) + 2;
}

static void
put_fixed (Writer           *writer,
           const AzudVector *storage,
           uint32_t          e,
           int               width)
{
  AzudUint128 word = 0;
  uint64_t small;

  if (writer->out != NULL && width == 16)
    azud_key_wide_words (storage->data, NULL, e, 1, writer->ordered, &word);
  else if (writer->out != NULL)
    {
      azud_key_words (storage->type, storage->data, NULL, e, 1, writer->ordered, &small);
      word = small;
    }
  if (writer->out != NULL)
    azud_key_put_word (writer->out + writer->size, (uint8_t) width, writer->ordered, word);
  writer->size += (uint64_t) width;
}

/* A marker and the value in row @row of @vector. */
static void
put_member (Writer           *writer,
            const AzudVector *vector,
            uint32_t          row,
            uint8_t           null_marker)
{
  AzudVectorView view = azud_vector_view (vector);
  uint32_t e = azud_view_index (&view, row);
  bool valid = vector->type->id != AZUD_DTYPE_VOID && azud_view_valid (&view, e);

  put_byte (writer, valid ? null_marker + 1 : null_marker);
  if (valid)
    put_value (writer, azud_vector_storage (vector), e);
}

typedef struct
{
  const uint8_t *bytes;
  uint64_t       size;
} Entry;

static int
compare_entries (const void *a,
                 const void *b)
{
  const Entry *x = a;
  const Entry *y = b;
  int order = memcmp (x->bytes, y->bytes, x->size < y->size ? x->size : y->size);

  return order != 0 ? order : x->size < y->size ? -1 : x->size > y->size;
}

/* Two maps are the same whatever the order of their entries: these are sorted in place, by way of a copy. */
static void
sort_entries (Writer         *writer,
              Entry          *entries,
              uint32_t        n,
              uint64_t        start)
{
  uint64_t size = writer->size - start;
  uint8_t *to = writer->out + start;
  uint8_t *copy = azud_arena_alloc (writer->arena, size + 1, 1, writer->error);

  if (copy == NULL)
    {
      writer->failed = true;
      return;
    }
  memcpy (copy, to, size);
  for (uint32_t i = 0; i < n; i++)
    entries[i].bytes = copy + (entries[i].bytes - to);
  qsort (entries, n, sizeof *entries, compare_entries);
  for (uint32_t i = 0; i < n; i++)
    {
      memcpy (to, entries[i].bytes, entries[i].size);
      to += entries[i].size;
    }
}

static void
put_list (Writer           *writer,
          const AzudVector *child,
          AzudListView      list,
          bool              is_map)
{
  Entry *entries = NULL;
  uint64_t start;

  if (!writer->ordered)
    put_bytes (writer, &list.length, 4);
  start = writer->size;
  if (is_map && writer->out != NULL && list.length > 1)
    {
      entries = azud_arena_alloc (writer->arena, (size_t) list.length * sizeof *entries, 8, writer->error);
      writer->failed |= entries == NULL;
    }
  for (uint32_t k = 0; k < list.length; k++)
    {
      uint64_t before = writer->size;

      put_member (writer, child, list.offset + k, writer->ordered ? 1 : 0);
      if (entries != NULL)
        entries[k] = (Entry){ writer->out + before, writer->size - before };
    }
  if (entries != NULL)
    sort_entries (writer, entries, list.length, start);
  if (writer->ordered)
    put_byte (writer, 0);
}

static void
put_value (Writer           *writer,
           const AzudVector *storage,
           uint32_t          e)
{
  const AzudDtype *type = storage->type;

  if (azud_dtype_is_text (type))
    put_text (writer, (const AzudText *) storage->data + e);
  else if (type->id == AZUD_DTYPE_STRUCT)
    for (int f = 0; f < type->n_fields; f++)
      put_member (writer, &storage->children[f], e, 0);
  else if (azud_dtype_is_nested (type))
    put_list (writer, &storage->children[0], ((const AzudListView *) storage->data)[e], type->id == AZUD_DTYPE_MAP);
  else
    put_fixed (writer, storage, e, azud_key_width (type));
}

/* ---- columns ---- */

typedef struct
{
  const KeyColumn  *column;
  const AzudVector *storage;
  AzudVectorView    view;
  const uint32_t   *map;
  uint32_t          first;
  bool              ordered;
} Source;

static inline uint32_t
element (const Source *source,
         uint32_t      i)
{
  return source->map != NULL ? source->map[i] : source->first + i;
}

static inline bool
is_valid (const Source *source,
          uint32_t      e)
{
  return source->column->type->id != AZUD_DTYPE_VOID && azud_view_valid (&source->view, e);
}

static void
add_text_sizes (const Source *source,
                uint32_t      n,
                uint64_t     *sizes,
                uint8_t      *has_null)
{
  const AzudText *text = source->view.data;

  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t e = element (source, i);

      if (!azud_view_valid (&source->view, e))
        {
          has_null[i] = 1;
          sizes[i] += 1;
        }
      else if (source->ordered)
        sizes[i] += 3 + text[e].size + count_zeros (azud_text_data (&text[e]), text[e].size);
      else
        sizes[i] += 5 + (uint64_t) text[e].size;
    }
}

static void
add_nested_sizes (const Source *source,
                  uint32_t      n,
                  uint64_t     *sizes,
                  uint8_t      *has_null)
{
  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t e = element (source, i);
      Writer writer = { .ordered = source->ordered };

      if (azud_view_valid (&source->view, e))
        put_value (&writer, source->storage, e);
      else
        has_null[i] = 1;
      sizes[i] += 1 + writer.size;
    }
}

static void
add_sizes (const Source *source,
           uint32_t      n,
           uint64_t     *sizes,
           uint8_t      *has_null)
{
  if (azud_dtype_is_text (source->column->type))
    add_text_sizes (source, n, sizes, has_null);
  else if (azud_dtype_is_nested (source->column->type))
    add_nested_sizes (source, n, sizes, has_null);
  else
    for (uint32_t i = 0; i < n; i++)
      {
        bool valid = is_valid (source, element (source, i));

        has_null[i] |= !valid;
        sizes[i] += 1 + (valid ? source->column->width : 0u);
      }
}

static uint8_t *
append_text (const AzudText *text,
             bool            ordered,
             uint8_t        *at)
{
  if (ordered)
    return escape_text (azud_text_data (text), text->size, at);
  memcpy (at, &text->size, 4);
  memcpy (at + 4, azud_text_data (text), text->size);
  return at + 4 + text->size;
}

static void
invert (uint8_t *bytes,
        size_t   size)
{
  for (size_t i = 0; i < size; i++)
    bytes[i] ^= 0xff;
}

static void
append_text_column (const Source *source,
                    uint32_t      n,
                    uint8_t     **cursors)
{
  const AzudText *text = source->view.data;

  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t e = element (source, i);
      bool valid = azud_view_valid (&source->view, e);
      uint8_t *start = cursors[i];

      *start++ = valid ? 1 : source->column->null_marker;
      cursors[i] = valid ? append_text (&text[e], source->ordered, start) : start;
      if (source->column->flip != 0)
        invert (start, (size_t) (cursors[i] - start));
    }
}

static void
append_word_column (const Source *source,
                    uint32_t      n,
                    uint8_t     **cursors)
{
  const KeyColumn *column = source->column;
  uint64_t words[AZUD_BATCH_ROWS];

  azud_key_words (column->type, source->view.data, source->map, source->first, n, source->ordered, words);
  for (uint32_t i = 0; i < n; i++)
    {
      bool valid = is_valid (source, element (source, i));
      uint8_t *start = cursors[i];

      *start++ = valid ? 1 : column->null_marker;
      cursors[i] = start;
      if (!valid)
        continue;
      azud_key_put_word (start, column->width, source->ordered, words[i]);
      cursors[i] += column->width;
      if (column->flip != 0)
        invert (start, column->width);
    }
}

/* Appends the column's part to each key; @cursors are where the keys have got to. */
static bool
append_column (const Source *source,
               uint32_t      n,
               uint8_t     **cursors,
               AzudArena    *arena,
               AzudError    *error)
{
  const KeyColumn *column = source->column;

  if (azud_dtype_is_text (column->type))
    append_text_column (source, n, cursors);
  else if (column->width > 0 && column->width <= 8)
    append_word_column (source, n, cursors);
  else
    for (uint32_t i = 0; i < n; i++)
      {
        uint32_t e = element (source, i);
        bool valid = is_valid (source, e);
        uint8_t *start = cursors[i] + 1;
        Writer writer = { .out = start, .ordered = source->ordered, .arena = arena, .error = error };

        *cursors[i] = valid ? 1 : column->null_marker;
        if (valid)
          put_value (&writer, source->storage, e);
        if (writer.failed)
          return false;
        if (column->flip != 0)
          invert (start, writer.size);
        cursors[i] = start + writer.size;
      }
  return true;
}

static Source
open_source (const AzudKeyCodec *codec,
             int                 c,
             const AzudVector   *vector,
             const uint16_t     *rows,
             uint32_t            first,
             uint32_t            n,
             uint32_t           *scratch)
{
  Source source = { &codec->columns[c], azud_vector_storage (vector), azud_vector_view (vector), NULL, first, codec->ordered };

  source.map = azud_view_map (&source.view, rows, first, n, scratch);
  return source;
}

static bool
encode_slice (const AzudKeyCodec      *codec,
              const AzudVector *const *columns,
              const uint16_t          *rows,
              uint32_t                 first,
              uint32_t                 n,
              AzudKeys                *keys,
              AzudArena               *arena,
              AzudError               *error)
{
  uint32_t scratch[AZUD_BATCH_ROWS];
  uint64_t sizes[AZUD_BATCH_ROWS] = { 0 };
  uint8_t *cursors[AZUD_BATCH_ROWS];
  uint64_t total = 0;
  uint8_t *bytes;

  for (int c = 0; c < codec->n_columns; c++)
    {
      Source source = open_source (codec, c, columns[c], rows, first, n, scratch);

      add_sizes (&source, n, sizes, keys->has_null + first);
    }
  for (uint32_t i = 0; i < n; i++)
    {
      if (sizes[i] > UINT32_MAX)
        return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_ROW_TOO_LARGE", N_("A key is larger than 4 GiB"), NULL);
      total += sizes[i];
    }
  bytes = azud_arena_alloc (arena, total + 1, 8, error);
  if (bytes == NULL)
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      cursors[i] = bytes;
      keys->bytes[first + i] = bytes;
      keys->sizes[first + i] = (uint32_t) sizes[i];
      bytes += sizes[i];
    }
  for (int c = 0; c < codec->n_columns; c++)
    {
      Source source = open_source (codec, c, columns[c], rows, first, n, scratch);

      if (!append_column (&source, n, cursors, arena, error))
        return false;
    }
  return true;
}

bool
azud_key_encode_variable (const AzudKeyCodec      *codec,
                          const AzudVector *const *columns,
                          const uint16_t          *rows,
                          uint32_t                 n,
                          AzudKeys                *keys,
                          AzudArena               *arena,
                          AzudError               *error)
{
  for (uint32_t first = 0; first < n; first += AZUD_BATCH_ROWS)
    if (!encode_slice (codec, columns, rows, first, n - first < AZUD_BATCH_ROWS ? n - first : AZUD_BATCH_ROWS,
                       keys, arena, error))
      return false;
  return true;
}
