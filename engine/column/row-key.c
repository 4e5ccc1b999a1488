/* row-key.c: codecs, and keys of one size
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "column/row-key-private.h"

#include "base/hash.h"
#include "column/vector-map.h"

static uint32_t
padded (uint32_t size)
{
  return size <= 8 ? 8 : size <= 16 ? 16 : (size + 7) & ~7u;
}

static size_t
codec_bytes (int n_columns)
{
  return sizeof (AzudKeyCodec) + (size_t) n_columns * sizeof (KeyColumn);
}

AzudKeyCodec *
azud_key_codec_new (const AzudKeyColumn *columns,
                    int                  n_columns,
                    bool                 ordered,
                    AzudAccount         *account,
                    AzudError           *error)
{
  AzudKeyCodec *codec = azud_account_alloc (account, codec_bytes (n_columns), error);
  bool fixed = true;
  uint32_t at = 0;

  if (codec == NULL)
    return NULL;
  *codec = (AzudKeyCodec){ .account = account, .n_columns = n_columns, .ordered = ordered };
  for (int i = 0; i < n_columns; i++)
    {
      int width = azud_key_width (columns[i].type);
      KeyColumn *column = &codec->columns[i];

      *column = (KeyColumn){ .type = columns[i].type };
      if (ordered)
        {
          column->null_marker = columns[i].nulls_last ? 2 : 0;
          column->flip = columns[i].descending ? 0xff : 0;
          at++;
        }
      column->offset = at;
      column->width = width > 0 ? (uint8_t) width : 0;
      at += column->width;
      fixed &= width >= 0;
    }
  codec->null_offset = at;
  if (!ordered)
    at += ((uint32_t) n_columns + 7) / 8;
  if (fixed)
    codec->fixed_size = padded (at);
  return codec;
}

void
azud_key_codec_free (AzudKeyCodec *codec)
{
  if (codec != NULL)
    azud_account_release (codec->account, codec, codec_bytes (codec->n_columns));
}

uint32_t
azud_key_codec_fixed_size (const AzudKeyCodec *codec)
{
  return codec->fixed_size;
}

/* ---- encoding keys of one size ---- */

#define PUT_WORDS(T, swap)                                  \
  for (uint32_t i = 0; i < n; i++, at += size)              \
    {                                                       \
      T word = swap ((T) (words[i] ^ mask));                \
      memcpy (at, &word, sizeof word);                      \
    }

static void
put_words (const AzudKeyCodec *codec,
           const KeyColumn    *column,
           const uint64_t     *words,
           uint32_t            n,
           uint8_t            *at)
{
  uint32_t size = codec->fixed_size;
  uint64_t mask = column->flip != 0 ? UINT64_MAX : 0;

  at += column->offset;
  switch (column->width)
    {
    case 1:
      PUT_WORDS (uint8_t, );
      break;
    case 2:
      if (codec->ordered)
        PUT_WORDS (uint16_t, __builtin_bswap16)
      else
        PUT_WORDS (uint16_t, )
      break;
    case 4:
      if (codec->ordered)
        PUT_WORDS (uint32_t, __builtin_bswap32)
      else
        PUT_WORDS (uint32_t, )
      break;
    case 8:
      if (codec->ordered)
        PUT_WORDS (uint64_t, __builtin_bswap64)
      else
        PUT_WORDS (uint64_t, )
      break;
    default:
      break;
    }
}

static void
put_wide_words (const AzudKeyCodec *codec,
                const KeyColumn    *column,
                const AzudUint128  *words,
                uint32_t            n,
                uint8_t            *at)
{
  AzudUint128 mask = column->flip != 0 ? ~(AzudUint128) 0 : 0;

  at += column->offset;
  for (uint32_t i = 0; i < n; i++, at += codec->fixed_size)
    {
      AzudUint128 word = words[i] ^ mask;

      if (codec->ordered)
        word = (AzudUint128) __builtin_bswap64 ((uint64_t) word) << 64 | __builtin_bswap64 ((uint64_t) (word >> 64));
      memcpy (at, &word, sizeof word);
    }
}

/* Marker bytes or null bits of column @c.  @valid: (nullable): NULL when there are no nulls. */
static void
put_markers (const AzudKeyCodec *codec,
             int                 c,
             const uint8_t      *valid,
             uint32_t            n,
             uint8_t            *at,
             uint8_t            *has_null)
{
  const KeyColumn *column = &codec->columns[c];
  uint32_t size = codec->fixed_size;

  if (!codec->ordered)
    {
      at += codec->null_offset + c / 8;
      for (uint32_t i = 0; valid != NULL && i < n; i++, at += size)
        *at |= (uint8_t) ((valid[i] ^ 1u) << (c % 8));
    }
  else
    {
      at += column->offset - 1;
      for (uint32_t i = 0; i < n; i++, at += size)
        *at = valid == NULL || valid[i] ? 1 : column->null_marker;
    }
  for (uint32_t i = 0; valid != NULL && i < n; i++)
    has_null[i] |= valid[i] ^ 1u;
}

/* One column of at most AZUD_BATCH_ROWS rows. */
static void
encode_column (const AzudKeyCodec *codec,
               int                 c,
               const AzudVector   *vector,
               const uint16_t     *rows,
               uint32_t            first,
               uint32_t            n,
               uint8_t            *at,
               uint8_t            *has_null)
{
  const KeyColumn *column = &codec->columns[c];
  AzudVectorView view = azud_vector_view (vector);
  uint32_t scratch[AZUD_BATCH_ROWS];
  union { uint64_t words[AZUD_BATCH_ROWS]; AzudUint128 wide[AZUD_BATCH_ROWS]; } as;
  uint8_t valid[AZUD_BATCH_ROWS];
  const uint32_t *map = azud_view_map (&view, rows, first, n, scratch);
  bool is_void = column->type->id == AZUD_DTYPE_VOID;
  bool nulls = is_void || view.validity != NULL;

  for (uint32_t i = 0; nulls && i < n; i++)
    valid[i] = !is_void && azud_bits_get (view.validity, map != NULL ? map[i] : first + i);
  put_markers (codec, c, nulls ? valid : NULL, n, at, has_null);
  if (column->width == 16)
    {
      azud_key_wide_words (view.data, map, first, n, codec->ordered, as.wide);
      for (uint32_t i = 0; nulls && i < n; i++)
        as.wide[i] = valid[i] ? as.wide[i] : column->flip != 0 ? ~(AzudUint128) 0 : 0;
      put_wide_words (codec, column, as.wide, n, at);
    }
  else if (column->width > 0)
    {
      azud_key_words (column->type, view.data, map, first, n, codec->ordered, as.words);
      for (uint32_t i = 0; nulls && i < n; i++)   /* what is written is zero, also when inverted */
        as.words[i] = valid[i] ? as.words[i] : column->flip != 0 ? UINT64_MAX : 0;
      put_words (codec, column, as.words, n, at);
    }
}

bool
azud_key_encode_fixed (const AzudKeyCodec      *codec,
                       const AzudVector *const *columns,
                       const uint16_t          *rows,
                       uint32_t                 n,
                       AzudKeys                *keys,
                       AzudArena               *arena,
                       AzudError               *error)
{
  uint32_t size = codec->fixed_size;
  uint8_t *bytes = azud_arena_alloc (arena, (size_t) n * size, 16, error);

  if (bytes == NULL)
    return false;
  memset (bytes, 0, (size_t) n * size);
  for (uint32_t i = 0; i < n; i++)
    {
      keys->bytes[i] = bytes + (size_t) i * size;
      keys->sizes[i] = size;
    }
  for (uint32_t first = 0; first < n; first += AZUD_BATCH_ROWS)
    for (int c = 0; c < codec->n_columns; c++)
      encode_column (codec, c, columns[c], rows, first, n - first < AZUD_BATCH_ROWS ? n - first : AZUD_BATCH_ROWS,
                     bytes + (size_t) first * size, keys->has_null + first);
  return true;
}

bool
azud_key_codec_encode (const AzudKeyCodec      *codec,
                       const AzudVector *const *columns,
                       const uint16_t          *row_numbers,
                       uint32_t                 n,
                       bool                     with_hashes,
                       AzudKeys                *keys,
                       AzudArena               *arena,
                       AzudError               *error)
{
  *keys = (AzudKeys){ .n = n };
  keys->bytes = azud_arena_alloc (arena, (size_t) n * sizeof *keys->bytes + 8, 8, error);
  keys->sizes = azud_arena_alloc (arena, (size_t) n * sizeof *keys->sizes + 4, 4, error);
  keys->has_null = azud_arena_alloc (arena, (size_t) n + 1, 1, error);
  if (keys->bytes == NULL || keys->sizes == NULL || keys->has_null == NULL)
    return false;
  memset (keys->has_null, 0, n);
  if (codec->fixed_size > 0
        ? !azud_key_encode_fixed (codec, columns, row_numbers, n, keys, arena, error)
        : !azud_key_encode_variable (codec, columns, row_numbers, n, keys, arena, error))
    return false;
  if (!with_hashes)
    return true;

  keys->hashes = azud_arena_alloc (arena, (size_t) n * sizeof *keys->hashes + 8, 8, error);
  if (keys->hashes == NULL)
    return false;
  if (codec->fixed_size > 0 && n > 0)
    azud_hash_fixed (keys->bytes[0], codec->fixed_size, n, keys->hashes);
  else
    for (uint32_t i = 0; i < n; i++)
      keys->hashes[i] = azud_hash_bytes (keys->bytes[i], keys->sizes[i], 0);
  return true;
}

/* ---- decoding keys of one size ---- */

static inline bool
is_null_in (const AzudKeyCodec *codec,
            int                 c,
            const uint8_t      *key)
{
  if (codec->ordered)
    return key[codec->columns[c].offset - 1] != 1;
  return (key[codec->null_offset + c / 8] >> (c % 8)) & 1;
}

/* One call and a byte loop a value: decoding is for results (groups, sorted rows), which are few or soon written. */
static bool
decode_column (const AzudKeyCodec   *codec,
               int                   c,
               const uint8_t *const *bytes,
               uint32_t              n,
               AzudVector           *out,
               AzudArena            *arena,
               AzudError            *error)
{
  const KeyColumn *column = &codec->columns[c];
  uint8_t width = column->type->width;

  if (!azud_vector_init_flat (out, column->type, n, arena, error))
    return false;
  if (width == 0)
    return true;
  for (uint32_t i = 0; i < n; i++)
    {
      uint8_t *element = (uint8_t *) out->data + (size_t) i * width;

      if (!is_null_in (codec, c, bytes[i]))
        {
          azud_key_store_word (column->type, codec->ordered,
                               azud_key_get_word (bytes[i] + column->offset, column->width, codec->ordered, column->flip),
                               element);
          continue;
        }
      memset (element, 0, width);
      if (!azud_vector_add_validity (out, arena, error))
        return false;
      azud_bits_set (out->validity, i, false);
    }
  return true;
}

bool
azud_key_decode_fixed (const AzudKeyCodec   *codec,
                       const uint8_t *const *bytes,
                       uint32_t              n,
                       AzudVector           *out,
                       AzudArena            *arena,
                       AzudError            *error)
{
  for (int c = 0; c < codec->n_columns; c++)
    if (!decode_column (codec, c, bytes, n, &out[c], arena, error))
      return false;
  return true;
}

bool
azud_key_codec_decode (const AzudKeyCodec   *codec,
                       const uint8_t *const *bytes,
                       const uint32_t       *sizes,
                       uint32_t              n,
                       AzudVector           *out,
                       AzudArena            *arena,
                       AzudError            *error)
{
  return codec->fixed_size > 0 ? azud_key_decode_fixed (codec, bytes, n, out, arena, error)
                               : azud_key_decode_variable (codec, bytes, n, out, arena, error);
}
