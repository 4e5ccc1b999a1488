/* nested.h: reading and building arrays, maps and structs
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "column/vector.h"

/** azud_vector_gather: @out becomes a flat vector whose element i is @pool's element indices[i] (@pool may have any layout).
 * @indices stay in use until then only.  Thread: worker. */
bool azud_vector_gather (const AzudVector *pool, uint32_t *indices, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/** azud_list_at: the elements of the array or map in @row: a range of *@child.  False when it is null. */
static inline bool
azud_list_at (const AzudVector *vector, uint32_t row, const AzudVector **child, AzudListView *list)
{
  const AzudVector *base = vector->layout == AZUD_LAYOUT_DICTIONARY ? vector->dictionary : vector;
  AzudVectorView view = azud_vector_view (vector);
  uint32_t at = azud_view_index (&view, row);

  *list = (AzudListView){ 0, 0 };
  *child = NULL;
  if (vector->type->id == AZUD_DTYPE_VOID || !azud_view_valid (&view, at))
    return false;
  *child = &base->children[0];
  *list = ((const AzudListView *) view.data)[at];
  return true;
}
