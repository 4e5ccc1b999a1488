/* row-key.h: keys of rows as bytes
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A codec turns one or more columns into one byte string a row.  Ordered codecs give strings whose memcmp order (shorter
 * first) is the rows' ORDER BY order: NaN last, -0.0 = 0.0, nulls where asked, text by unsigned bytes.  Equality codecs
 * give equal strings exactly for keys that GROUP BY and joins take as equal.  Both are recursive and reversible
 * (-0.0 comes back as 0.0, any NaN as the canonical one).
 */

#pragma once

#include "column/vector.h"

typedef struct
{
  const AzudDtype *type;
  bool             descending;
  bool             nulls_last;
} AzudKeyColumn;

typedef struct _AzudKeyCodec AzudKeyCodec;

/** azud_key_codec_new: @ordered false = equality.  Returns: (transfer full) (nullable).  Thread: any; immutable. */
AzudKeyCodec *azud_key_codec_new (const AzudKeyColumn *columns, int n_columns, bool ordered, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
void          azud_key_codec_free (AzudKeyCodec *codec);

/** azud_key_codec_fixed_size: bytes of every key when all columns are of fixed width, else 0.  Fixed keys of ≤ 8 bytes are
 * padded to 8, of ≤ 16 to 16, so that they can be compared as words. */
uint32_t azud_key_codec_fixed_size (const AzudKeyCodec *codec);

/* Keys of one batch, in the arena they were encoded into. */
typedef struct
{
  uint32_t        n;
  const uint8_t **bytes;      /* n; keys of one size lie side by side from bytes[0] on */
  uint32_t       *sizes;      /* n */
  uint64_t       *hashes;     /* n: azud_hash_bytes of the key, or NULL unless asked for */
  uint8_t        *has_null;   /* n: 1 when some column of the key is null (joins drop those) */
} AzudKeys;

/** azud_key_codec_encode: keys of the @n rows named by @row_numbers (NULL = 0..n-1) of @columns.
 * @with_hashes: also fill @keys->hashes */
bool azud_key_codec_encode (const AzudKeyCodec      *codec,
                            const AzudVector *const *columns,
                            const uint16_t          *row_numbers,
                            uint32_t                 n,
                            bool                     with_hashes,
                            AzudKeys                *keys,
                            AzudArena               *arena,
                            AzudError               *error) AZUD_WARN_UNUSED;

/** azud_key_codec_decode: columns from keys; @out has one flat vector a key column; text lies in @arena. */
bool azud_key_codec_decode (const AzudKeyCodec   *codec,
                            const uint8_t *const *bytes,
                            const uint32_t       *sizes,
                            uint32_t              n,
                            AzudVector           *out,
                            AzudArena            *arena,
                            AzudError            *error) AZUD_WARN_UNUSED;
