/* vector.c: making and flattening vectors
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "column/vector.h"

#include "base/debug.h"
#include "column/vector-map.h"

uint32_t
azud_batch_rows (void)
{
  int64_t rows = azud_debug_get ("batch-rows", AZUD_BATCH_ROWS);

  return rows < 1 || rows > AZUD_BATCH_ROWS ? AZUD_BATCH_ROWS : (uint32_t) rows;
}

static inline size_t
n_words (uint32_t n)
{
  return ((size_t) n + 63) / 64;
}

/* Child vectors without content.  True also for types that have none. */
static bool
add_children (AzudVector *vector,
              AzudArena  *arena,
              AzudError  *error)
{
  int n = azud_dtype_n_children (vector->type);

  if (n == 0)
    return true;
  vector->children = azud_arena_alloc (arena, (size_t) n * sizeof *vector->children, 8, error);
  if (vector->children == NULL)
    return false;
  for (int i = 0; i < n; i++)
    vector->children[i] = (AzudVector){ .type = azud_dtype_child (vector->type, i) };
  return true;
}

bool
azud_vector_init_flat (AzudVector      *vector,
                       const AzudDtype *type,
                       uint32_t         length,
                       AzudArena       *arena,
                       AzudError       *error)
{
  *vector = (AzudVector){ .type = type, .layout = AZUD_LAYOUT_FLAT, .length = length };
  if (type->width > 0)
    {
      /* Whole cache lines, so that kernels may work on full registers. */
      vector->data = azud_arena_alloc (arena, ((size_t) length * type->width + 63) & ~(size_t) 63, 64, error);
      if (vector->data == NULL)
        return false;
    }
  if (type->id == AZUD_DTYPE_VOID)
    {
      if (!azud_vector_add_validity (vector, arena, error))
        return false;
      memset (vector->validity, 0, n_words (length) * 8);
    }
  if (!add_children (vector, arena, error))
    return false;
  for (int i = 0; i < azud_dtype_n_children (type); i++)
    if (!azud_vector_init_flat (&vector->children[i], azud_dtype_child (type, i),
                                type->id == AZUD_DTYPE_STRUCT ? length : 0, arena, error))
      return false;
  return true;
}

bool
azud_vector_add_validity (AzudVector *vector,
                          AzudArena  *arena,
                          AzudError  *error)
{
  size_t words = n_words (vector->length);

  if (vector->validity != NULL)
    return true;
  words += words == 0;
  vector->validity = azud_arena_alloc (arena, (words * 8 + 63) & ~(size_t) 63, 64, error);
  if (vector->validity == NULL)
    return false;
  memset (vector->validity, 0xff, words * 8);
  return true;
}

bool
azud_vector_init_null (AzudVector      *vector,
                       const AzudDtype *type,
                       uint32_t         length,
                       AzudArena       *arena,
                       AzudError       *error)
{
  size_t width = type->width > 8 ? type->width : 8;
  void *zeros = azud_arena_alloc (arena, width, 16, error);

  *vector = (AzudVector){ .type = type, .layout = AZUD_LAYOUT_CONSTANT, .length = length };
  vector->validity = azud_arena_alloc (arena, 8, 8, error);
  if (zeros == NULL || vector->validity == NULL)
    return false;
  memset (zeros, 0, width);
  vector->data = type->width > 0 ? zeros : NULL;
  vector->validity[0] = 0;
  if (!add_children (vector, arena, error))
    return false;
  for (int i = 0; i < azud_dtype_n_children (type); i++)
    if (type->id == AZUD_DTYPE_STRUCT
          ? !azud_vector_init_null (&vector->children[i], azud_dtype_child (type, i), length, arena, error)
          : !azud_vector_init_flat (&vector->children[i], azud_dtype_child (type, i), 0, arena, error))
      return false;
  return true;
}

bool
azud_vector_is_null (const AzudVector *vector,
                     uint32_t          row)
{
  AzudVectorView view = azud_vector_view (vector);

  return vector->type->id == AZUD_DTYPE_VOID || !azud_view_valid (&view, azud_view_index (&view, row));
}

/* ---- flattening ---- */

static bool flatten_elements (const AzudVector *in, const uint32_t *map, uint32_t first, uint32_t n, AzudVector *out,
                              AzudArena *arena, AzudError *error);

#define COPY_ELEMENTS(T)                                                     \
  do                                                                         \
    {                                                                        \
      const T *from = source;                                                \
      T *to = target;                                                        \
      for (uint32_t i = 0; i < n; i++)                                       \
        to[i] = from[map[i]];                                                \
    }                                                                        \
  while (0)

static void
copy_elements (const void     *source,
               const uint32_t *map,
               uint32_t        first,
               uint32_t        n,
               uint8_t         width,
               void           *target)
{
  if (map == NULL)
    {
      if (n > 0)
        memcpy (target, (const char *) source + (size_t) first * width, (size_t) n * width);
      return;
    }
  switch (width)
    {
    case 1:
      COPY_ELEMENTS (uint8_t);
      break;
    case 2:
      COPY_ELEMENTS (uint16_t);
      break;
    case 4:
      COPY_ELEMENTS (uint32_t);
      break;
    case 8:
      COPY_ELEMENTS (uint64_t);
      break;
    case 16:
      COPY_ELEMENTS (AzudPair);
      break;
    default:
      break;
    }
}

/* Validity of @out from that of the elements; none is made when all are valid. */
static bool
copy_validity (const uint64_t *validity,
               const uint32_t *map,
               uint32_t        first,
               uint32_t        n,
               AzudVector     *out,
               AzudArena      *arena,
               AzudError      *error)
{
  if (validity == NULL)
    return true;
  if (!azud_vector_add_validity (out, arena, error))
    return false;
  for (uint32_t at = 0; at < n; at += 64)
    {
      uint32_t stop = n - at < 64 ? n - at : 64;
      uint64_t word = 0;

      for (uint32_t i = 0; i < stop; i++)
        word |= (uint64_t) azud_bits_get (validity, map != NULL ? map[at + i] : first + at + i) << i;
      out->validity[at / 64] = word;
    }
  return true;
}

/* Null elements of 16 bytes and list views are zeroed, so that nobody follows what they hold. */
static void
zero_nulls (AzudVector *out)
{
  char *data = out->data;
  uint8_t width = out->type->width;

  if (out->validity == NULL || width == 0)
    return;
  for (uint32_t i = 0; i < out->length; i++)
    if (!azud_bits_get (out->validity, i))
      memset (data + (size_t) i * width, 0, width);
}

/* Array and map: the child becomes just the elements that are used, in order. */
static bool
flatten_lists (const AzudVector *storage,
               AzudVector       *out,
               AzudArena        *arena,
               AzudError        *error)
{
  AzudListView *views = out->data;
  uint64_t total = 0;
  uint32_t *map;
  uint32_t at = 0;

  for (uint32_t i = 0; i < out->length; i++)
    total += views[i].length;
  if (total > UINT32_MAX)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_BATCH_TOO_LARGE",
                           N_("A batch holds more than 4,294,967,295 array elements"), NULL);
  map = azud_arena_alloc (arena, (size_t) total * sizeof *map + 4, 4, error);
  if (map == NULL)
    return false;
  for (uint32_t i = 0; i < out->length; i++)
    {
      for (uint32_t k = 0; k < views[i].length; k++)
        map[at + k] = views[i].offset + k;
      views[i].offset = at;
      at += views[i].length;
    }
  {
    const AzudVector *child = &storage->children[0];
    AzudVectorView view = azud_vector_view (child);

    if (view.indices != NULL || view.mask == 0)
      for (uint32_t i = 0; i < at; i++)
        map[i] = azud_view_index (&view, map[i]);
    return flatten_elements (child, map, 0, at, &out->children[0], arena, error);
  }
}

static bool
flatten_fields (const AzudVector *storage,
                const uint32_t   *map,
                uint32_t          first,
                uint32_t          n,
                AzudVector       *out,
                AzudArena        *arena,
                AzudError        *error)
{
  uint32_t *inner = azud_arena_alloc (arena, (size_t) n * sizeof *inner + 4, 4, error);

  if (inner == NULL)
    return false;
  for (int f = 0; f < out->type->n_fields; f++)
    {
      const AzudVector *child = &storage->children[f];
      AzudVectorView view = azud_vector_view (child);

      for (uint32_t i = 0; i < n; i++)
        {
          /* Below a null struct a child may be shorter than the row number says. */
          bool null = out->validity != NULL && !azud_bits_get (out->validity, i);

          inner[i] = null ? UINT32_MAX : azud_view_index (&view, map != NULL ? map[i] : first + i);
        }
      if (out->validity != NULL)
        {
          uint32_t some = 0;

          for (uint32_t i = 0; i < n; i++)
            if (inner[i] != UINT32_MAX)
              some = inner[i];
          for (uint32_t i = 0; i < n; i++)
            if (inner[i] == UINT32_MAX)
              inner[i] = some;
          if (azud_vector_storage (child)->length == 0)
            {
              if (!azud_vector_init_null (&out->children[f], child->type, n, arena, error))
                return false;
              continue;
            }
        }
      if (!flatten_elements (child, inner, 0, n, &out->children[f], arena, error))
        return false;
    }
  return true;
}

/* @map: element numbers of the storage of @in (dictionary already resolved), or NULL for first, first + 1, ... */
static bool
flatten_elements (const AzudVector *in,
                  const uint32_t   *map,
                  uint32_t          first,
                  uint32_t          n,
                  AzudVector       *out,
                  AzudArena        *arena,
                  AzudError        *error)
{
  const AzudVector *storage = azud_vector_storage (in);
  const AzudDtype *type = in->type;

  if (type->id == AZUD_DTYPE_VOID)
    return azud_vector_init_flat (out, type, n, arena, error);
  *out = (AzudVector){ .type = type, .layout = AZUD_LAYOUT_FLAT, .length = n };
  if (!add_children (out, arena, error))
    return false;
  if (type->width > 0)
    {
      out->data = azud_arena_alloc (arena, ((size_t) n * type->width + 63) & ~(size_t) 63, 64, error);
      if (out->data == NULL)
        return false;
      copy_elements (storage->data, map, first, n, type->width, out->data);
    }
  if (!copy_validity (storage->validity, map, first, n, out, arena, error))
    return false;
  if (azud_dtype_is_text (type) || azud_dtype_is_nested (type))
    zero_nulls (out);
  if (type->id == AZUD_DTYPE_STRUCT)
    return flatten_fields (storage, map, first, n, out, arena, error);
  if (azud_dtype_is_nested (type))
    return flatten_lists (storage, out, arena, error);
  return true;
}

bool
azud_vector_flatten (const AzudVector *in,
                     const uint16_t   *rows,
                     uint32_t          n,
                     AzudVector       *out,
                     AzudArena        *arena,
                     AzudError        *error)
{
  AzudVectorView view = azud_vector_view (in);
  const uint32_t *map = view.indices;

  if (rows != NULL || view.mask == 0)
    {
      uint32_t *scratch = azud_arena_alloc (arena, (size_t) n * sizeof *scratch + 4, 4, error);

      if (scratch == NULL)
        return false;
      map = azud_view_map (&view, rows, 0, n, scratch);
    }
  return flatten_elements (in, map, 0, n, out, arena, error);
}
