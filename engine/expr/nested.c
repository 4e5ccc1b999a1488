/* nested.c: reading and building arrays, maps and structs
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/nested.h"

bool
azud_vector_gather (const AzudVector *pool, uint32_t *indices, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  AzudVector flat, codes;

  if (n == 0)
    return azud_vector_init_flat (out, pool->type, 0, arena, error);
  if (pool->layout == AZUD_LAYOUT_CONSTANT)
    {
      for (uint32_t i = 0; i < n; i++)
        indices[i] = 0;
      flat = *pool;
      flat.layout = AZUD_LAYOUT_FLAT;
      flat.length = 1;
    }
  else if (pool->layout == AZUD_LAYOUT_DICTIONARY)
    {
      for (uint32_t i = 0; i < n; i++)
        indices[i] = pool->indices[indices[i]];
      flat = *pool->dictionary;
    }
  else
    flat = *pool;
  codes = (AzudVector){ .type = pool->type, .layout = AZUD_LAYOUT_DICTIONARY, .length = n, .indices = indices, .dictionary = &flat };
  return azud_vector_flatten (&codes, NULL, n, out, arena, error);
}
