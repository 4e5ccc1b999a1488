/* merge.h: one vector from pieces of several
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "column/vector.h"

/* Some rows of a vector; the rows of different pieces are disjoint. */
typedef struct
{
  const AzudVector *vector;   /* NULL = null rows */
  const uint16_t   *rows;     /* NULL = 0 .. n-1 */
  uint32_t          n;
} AzudPiece;

/** azud_pieces_merge: makes @out (of @type, @length rows) have at each row of each piece that piece's value, null elsewhere.
 * Shares the vector when one piece holds all rows.  Thread: worker. */
bool azud_pieces_merge (const AzudPiece *pieces, int n_pieces, const AzudDtype *type, uint32_t length, AzudVector *out, AzudArena *arena,
                        AzudError *error) AZUD_WARN_UNUSED;

/** azud_vector_concat: @out becomes the flat vectors of @type one after the other; NULL vectors are skipped. */
bool azud_vector_concat (const AzudVector *const *vectors, int n_vectors, const AzudDtype *type, AzudVector *out, AzudArena *arena,
                         AzudError *error) AZUD_WARN_UNUSED;
