/* rows-private.h: what the files about rows share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "column/rows.h"

/* A new, empty last chunk with at least @needed bytes behind its head; NULL and @error on refusal. */
AzudChunk *azud_rows_add_chunk (AzudRows *rows, uint64_t needed, AzudError *error);

/* ---- nested values as bytes (rows-nested.c) ----
 *
 *   array, map   u32 n, validity bits of the elements, then the elements as a list
 *   struct       validity bits of the fields, then each field that is not null: fixed widths as they are, others as
 *                u32 size and the bytes
 *   list of elements: fixed widths side by side (nulls are zeros); else n u32 sizes (0 for nulls), then the bytes
 *   text         its bytes
 *   void         nothing
 *
 * Numbers are little endian and not aligned.  An element of a map is the struct of its key and value. */

static inline bool
azud_nested_is_fixed (const AzudDtype *type)
{
  return !azud_dtype_is_text (type) && !azud_dtype_is_nested (type);
}

/* Bytes of the value in element @i (of the storage of @vector), which is not null. */
uint64_t azud_nested_size (const AzudVector *vector, uint32_t i);

/* Writes it.  Returns: behind the last byte. */
uint8_t *azud_nested_write (const AzudVector *vector, uint32_t i, uint8_t *out);

/* Reads n values of @type: value i has sizes[i] bytes at starts[i], or is null when starts[i] is NULL. */
bool azud_nested_read (const AzudDtype *type, const uint8_t *const *starts, const uint32_t *sizes, uint32_t n,
                       AzudVector *out, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/* Whether @size bytes at @bytes are exactly one value of @type. */
bool azud_nested_verify (const AzudDtype *type, const uint8_t *bytes, uint64_t size);
