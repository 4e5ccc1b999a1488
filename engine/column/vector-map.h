/* vector-map.h: which stored element each wanted row is
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Kernels that copy columns resolve selection, constant and dictionary into one array of element numbers first, so
 * that their loops know a single shape (or none at all, when rows lie side by side).
 */

#pragma once

#include "column/vector.h"

/* Element numbers of rows first..first+n of a vector, or of rows rows[first..first+n].  Returns: NULL when they are
 * first, first + 1, ...; else n numbers, in @scratch or in the vector's own indices. */
static inline const uint32_t *
azud_view_map (const AzudVectorView *view,
               const uint16_t       *rows,
               uint32_t              first,
               uint32_t              n,
               uint32_t             *scratch)
{
  if (view->indices != NULL && rows == NULL)
    return view->indices + first;
  if (view->indices != NULL)
    for (uint32_t i = 0; i < n; i++)
      scratch[i] = view->indices[rows[first + i]];
  else if (view->mask == 0)
    memset (scratch, 0, n * sizeof *scratch);
  else if (rows != NULL)
    for (uint32_t i = 0; i < n; i++)
      scratch[i] = rows[first + i];
  else
    return NULL;
  return scratch;
}

/* The vector that stores the elements: its children are those of the elements. */
static inline const AzudVector *
azud_vector_storage (const AzudVector *vector)
{
  return vector->layout == AZUD_LAYOUT_DICTIONARY ? vector->dictionary : vector;
}

/* Sixteen bytes that need no alignment but their own words'. */
typedef struct
{
  uint64_t low;
  uint64_t high;
} AzudPair;
