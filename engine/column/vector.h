/* vector.h: columns and batches in flight
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A batch is at most AZUD_BATCH_ROWS rows of vectors that all have the same length, with an optional
 * selection.  Memory belongs to the arena of whoever made the batch and is valid until the next batch is
 * asked for or pushed; whoever keeps rows copies them into chunks (rows.h).  No per-string counts, no
 * per-row allocation.
 */

#pragma once

#include "base/memory.h"
#include "column/schema.h"

#include <string.h>

#define AZUD_BATCH_ROWS 2048

/* A string or binary value: at most 12 bytes inside, else a 4-byte prefix and a pointer. */
typedef struct
{
  uint32_t size;
  union
  {
    char inlined[12];
    struct __attribute__ ((packed))
    {
      char        prefix[4];
      const char *pointer;
    } far;
  } as;
} AzudText;

_Static_assert (sizeof (AzudText) == 16, "AzudText is two machine words");

#define AZUD_TEXT_INLINE 12

/** azud_text_data: the bytes of @text; valid as long as @text itself (they may lie inside it). */
static inline const char *
azud_text_data (const AzudText *text)
{
  return text->size <= AZUD_TEXT_INLINE ? text->as.inlined : text->as.far.pointer;
}

/** azud_text_make: a view of @data, which must outlive it if longer than 12 bytes.  Unused inline bytes are zero. */
static inline AzudText
azud_text_make (const char *data, size_t size)
{
  AzudText text = { .size = (uint32_t) size };

  if (size <= AZUD_TEXT_INLINE)
    {
      if (size > 0)
        memcpy (text.as.inlined, data, size);
    }
  else
    {
      memcpy (text.as.far.prefix, data, 4);
      text.as.far.pointer = data;
    }
  return text;
}

static inline bool
azud_text_equal (const AzudText *a, const AzudText *b)
{
  if (memcmp (a, b, 8) != 0)   /* size and first four bytes */
    return false;
  if (a->size <= AZUD_TEXT_INLINE)
    return memcmp (a->as.inlined + 4, b->as.inlined + 4, 8) == 0;
  return memcmp (a->as.far.pointer, b->as.far.pointer, a->size) == 0;
}

/** azud_text_compare: unsigned byte order, shorter first (Spark's UTF8_BINARY). */
static inline int
azud_text_compare (const AzudText *a, const AzudText *b)
{
  uint32_t shorter = a->size < b->size ? a->size : b->size;
  int order = memcmp (azud_text_data (a), azud_text_data (b), shorter);

  if (order != 0)
    return order;
  return a->size < b->size ? -1 : a->size > b->size;
}

/* An array or map value: elements [offset, offset + length) of the child vector. */
typedef struct
{
  uint32_t offset;
  uint32_t length;
} AzudListView;

typedef enum
{
  AZUD_LAYOUT_FLAT,         /* element i is data[i] */
  AZUD_LAYOUT_CONSTANT,     /* element i is data[0] */
  AZUD_LAYOUT_DICTIONARY    /* element i is dictionary[indices[i]] */
} AzudLayout;

typedef struct _AzudVector AzudVector;

struct _AzudVector
{
  const AzudDtype  *type;
  AzudLayout        layout;
  uint32_t          length;       /* rows (flat, dictionary); 1 stored element when constant */
  void             *data;         /* flat, constant: type->width bytes an element */
  uint64_t         *validity;     /* flat, constant: bit set = not null; NULL = no nulls */
  uint32_t         *indices;      /* dictionary */
  AzudVector       *dictionary;   /* dictionary: flat vector, may hold nulls */
  AzudVector       *children;     /* nested: array 1, map 1 of azud_dtype_map_entries, struct one a field; any length */
};

/* Children are read at mapped rows: element i of a struct has its fields at row map(i) of each child (a dictionary's
 * children hang on the dictionary), and an array's view leads into its child; children have layouts of their own.
 * Where a value is null, what the children hold there means nothing. */

/* Uniform reading: element i is data[map(i)], map(i) = indices ? indices[i] : i & mask. */
typedef struct
{
  const void     *data;
  const uint64_t *validity;   /* NULL = no nulls */
  const uint32_t *indices;    /* NULL = identity */
  uint32_t        mask;       /* 0 for constants, else all ones */
} AzudVectorView;

static inline AzudVectorView
azud_vector_view (const AzudVector *vector)
{
  if (vector->layout == AZUD_LAYOUT_DICTIONARY)
    return (AzudVectorView){ vector->dictionary->data, vector->dictionary->validity, vector->indices, UINT32_MAX };
  return (AzudVectorView){ vector->data, vector->validity, NULL,
                           vector->layout == AZUD_LAYOUT_CONSTANT ? 0 : UINT32_MAX };
}

static inline uint32_t
azud_view_index (const AzudVectorView *view, uint32_t row)
{
  return view->indices != NULL ? view->indices[row] : row & view->mask;
}

static inline bool
azud_bits_get (const uint64_t *bits, uint32_t i)
{
  return (bits[i >> 6] >> (i & 63)) & 1;
}

static inline void
azud_bits_set (uint64_t *bits, uint32_t i, bool value)
{
  uint64_t bit = UINT64_C (1) << (i & 63);
  bits[i >> 6] = value ? bits[i >> 6] | bit : bits[i >> 6] & ~bit;
}

/** azud_view_valid: whether element @i (already mapped by azud_view_index) is not null. */
static inline bool
azud_view_valid (const AzudVectorView *view, uint32_t i)
{
  return view->validity == NULL || azud_bits_get (view->validity, i);
}

/** azud_batch_rows: rows that a new batch should have: AZUD_BATCH_ROWS, or less with AZUD_DEBUG=batch-rows=N. */
uint32_t azud_batch_rows (void);

/** azud_vector_init_flat: room for @length elements of @type from @arena, no nulls; data is not cleared (text and list
 * elements of null rows must still be zeroed by the writer).  Struct types get children of the same length, arrays and maps
 * an empty child of the right type that the writer replaces.  False and @error on refusal. */
bool azud_vector_init_flat (AzudVector *vector, const AzudDtype *type, uint32_t length, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/** azud_vector_add_validity: gives a flat vector a validity map with all elements valid, if it has none. */
bool azud_vector_add_validity (AzudVector *vector, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/** azud_vector_init_null: a constant NULL of @type and @length rows. */
bool azud_vector_init_null (AzudVector *vector, const AzudDtype *type, uint32_t length, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/** azud_vector_flatten: @out becomes a flat copy of the @n rows named by @rows (NULL = 0..n-1) of @in, deep for children;
 * text pointers are shared. */
bool azud_vector_flatten (const AzudVector *in, const uint16_t *rows, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/** azud_vector_is_null: slow check of one row, for tests and printing. */
bool azud_vector_is_null (const AzudVector *vector, uint32_t row);

typedef struct
{
  const AzudSchema *schema;        /* borrowed */
  uint32_t          n_rows;        /* length of every vector */
  uint32_t          n_selected;    /* = n_rows without a selection */
  const uint16_t   *selection;     /* rising row numbers, or NULL for all rows */
  AzudVector       *columns;       /* schema->n_fields */
} AzudBatch;

static inline uint32_t
azud_batch_row (const AzudBatch *batch, uint32_t i)
{
  return batch->selection != NULL ? batch->selection[i] : i;
}
