/* row-key-private.h: what the files about row keys share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Fixed keys (no text, no nested column):
 *   ordered    each column a marker byte and its bytes, big endian, sign flipped; inverted when descending
 *   equality   the columns' bytes side by side, then one bit a column that is set for null
 *   both are filled up with zeros to 8, to 16, or to a multiple of 8.
 * Other keys: each column a marker byte and, unless null, its value:
 *   text       ordered: bytes with 00 written as 00 FF, then 00 00; equality: u32 size, bytes
 *   array      ordered: each element a marker (1 null, 2 not) and its value, then 00; equality: u32 count, each element a
 *              marker (0 null, 1 not) and its value
 *   map        as an array of its entries, which are sorted by their bytes
 *   struct     each field a marker (0 null, 1 not) and its value
 */

#pragma once

#include "column/row-key.h"

typedef struct
{
  const AzudDtype *type;
  uint8_t          width;         /* bytes of a value of fixed width; 0 for void, text and nested */
  uint8_t          null_marker;   /* ordered: 0 first, 2 last; a value has 1 */
  uint8_t          flip;          /* 0xff: value bytes are inverted (descending) */
  uint32_t         offset;        /* fixed keys: of the value */
} KeyColumn;

struct _AzudKeyCodec
{
  AzudAccount *account;
  uint32_t     fixed_size;     /* 0 = keys differ in size */
  uint32_t     null_offset;    /* fixed equality keys: of the null bits */
  int          n_columns;
  bool         ordered;
  KeyColumn    columns[];
};

/* Bytes that a value of @type has in a key when that is always the same; 0 for void; -1 for text and nested types. */
int azud_key_width (const AzudDtype *type);

/* ---- values of fixed width as words (row-key-word.c) ---- */

/* Elements first.., or map[0..n), as unsigned words: equal for equal values and, if @ordered, of the same order.  For widths
 * up to 8; nulls give anything. */
void azud_key_words (const AzudDtype *type, const void *data, const uint32_t *map, uint32_t first, uint32_t n, bool ordered,
                     uint64_t *words);

/* The same for decimals of 16 bytes. */
void azud_key_wide_words (const void *data, const uint32_t *map, uint32_t first, uint32_t n, bool ordered, AzudUint128 *words);

/* Back from a word to an element. */
void azud_key_store_word (const AzudDtype *type, bool ordered, AzudUint128 word, void *element);

/* ---- keys that differ in size ---- */

bool azud_key_encode_variable (const AzudKeyCodec *codec, const AzudVector *const *columns, const uint16_t *rows, uint32_t n,
                               AzudKeys *keys, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;
bool azud_key_decode_variable (const AzudKeyCodec *codec, const uint8_t *const *bytes, uint32_t n, AzudVector *out,
                               AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/* ---- keys of one size ---- */

bool azud_key_encode_fixed (const AzudKeyCodec *codec, const AzudVector *const *columns, const uint16_t *rows, uint32_t n,
                            AzudKeys *keys, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;
bool azud_key_decode_fixed (const AzudKeyCodec *codec, const uint8_t *const *bytes, uint32_t n, AzudVector *out,
                            AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/* ---- words as bytes ---- */

static inline void
azud_key_put_word (uint8_t     *out,
                   uint8_t      width,
                   bool         ordered,
                   AzudUint128  word)
{
  for (int i = 0; i < width; i++)
    out[i] = (uint8_t) (word >> (ordered ? 8 * (width - 1 - i) : 8 * i));
}

static inline AzudUint128
azud_key_get_word (const uint8_t *in,
                   uint8_t        width,
                   bool           ordered,
                   uint8_t        flip)
{
  AzudUint128 word = 0;

  for (int i = 0; i < width; i++)
    word |= (AzudUint128) (uint8_t) (in[i] ^ flip) << (ordered ? 8 * (width - 1 - i) : 8 * i);
  return word;
}
