/* rows-nested.c: arrays, maps and structs as bytes at the back of a chunk
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The form (rows-private.h) lets a reader find every element without reading the ones before it, so that whole levels
 * are read at once into flat vectors.
 */

#include "config.h"

#include "column/rows-private.h"
#include "column/vector-map.h"

static inline uint32_t
load_u32 (const uint8_t *p)
{
  uint32_t value;

  memcpy (&value, p, 4);
  return value;
}

static inline void
store_u32 (uint8_t  *p,
           uint32_t  value)
{
  memcpy (p, &value, 4);
}

static inline uint64_t
n_bit_bytes (uint64_t n)
{
  return (n + 7) / 8;
}

static inline bool
bit (const uint8_t *bits,
     uint32_t       i)
{
  return (bits[i >> 3] >> (i & 7)) & 1;
}

/* Where row @row of @vector is stored.  False when it is null. */
static inline bool
resolve (const AzudVector  *vector,
         uint32_t           row,
         const AzudVector **storage,
         uint32_t          *e)
{
  AzudVectorView view = azud_vector_view (vector);

  *e = azud_view_index (&view, row);
  *storage = azud_vector_storage (vector);
  return vector->type->id != AZUD_DTYPE_VOID && azud_view_valid (&view, *e);
}

static inline bool
is_list (const AzudDtype *type)
{
  return type->id == AZUD_DTYPE_ARRAY || type->id == AZUD_DTYPE_MAP;
}

/* ---- sizes ---- */

static uint64_t
list_size (const AzudVector *child,
           AzudListView      list)
{
  uint64_t size = 4 + n_bit_bytes (list.length);

  if (azud_nested_is_fixed (child->type))
    return size + (uint64_t) list.length * child->type->width;
  size += 4 * (uint64_t) list.length;
  for (uint32_t k = 0; k < list.length; k++)
    {
      const AzudVector *storage;
      uint32_t e;

      if (resolve (child, list.offset + k, &storage, &e))
        size += azud_nested_size (storage, e);
    }
  return size;
}

uint64_t
azud_nested_size (const AzudVector *vector,
                  uint32_t          i)
{
  const AzudDtype *type = vector->type;
  uint64_t size;

  if (azud_dtype_is_text (type))
    return ((const AzudText *) vector->data)[i].size;
  if (is_list (type))
    return list_size (&vector->children[0], ((const AzudListView *) vector->data)[i]);
  if (type->id != AZUD_DTYPE_STRUCT)
    return type->width;

  size = n_bit_bytes (type->n_fields);
  for (int f = 0; f < type->n_fields; f++)
    {
      const AzudVector *storage;
      uint32_t e;

      if (resolve (&vector->children[f], i, &storage, &e))
        size += azud_nested_size (storage, e) + (azud_nested_is_fixed (storage->type) ? 0 : 4);
    }
  return size;
}

/* ---- writing ---- */

static uint8_t *
write_fixed_elements (const AzudVector *child,
                      AzudListView      list,
                      uint8_t          *bits,
                      uint8_t          *out)
{
  uint8_t width = child->type->width;

  if (child->layout == AZUD_LAYOUT_FLAT && child->validity == NULL && width > 0 && list.length > 0)
    {
      memcpy (out, (const uint8_t *) child->data + (size_t) list.offset * width, (size_t) list.length * width);
      memset (bits, 0xff, list.length / 8);
      if ((list.length & 7) != 0)
        bits[list.length / 8] = (uint8_t) ((1u << (list.length & 7)) - 1);
      return out + (size_t) list.length * width;
    }
  for (uint32_t k = 0; k < list.length; k++, out += width)
    {
      const AzudVector *storage;
      uint32_t e;

      if (!resolve (child, list.offset + k, &storage, &e))
        {
          memset (out, 0, width);
          continue;
        }
      bits[k >> 3] |= (uint8_t) (1u << (k & 7));
      memcpy (out, (const uint8_t *) storage->data + (size_t) e * width, width);
    }
  return out;
}

static uint8_t *
write_list (const AzudVector *child,
            AzudListView      list,
            uint8_t          *out)
{
  uint8_t *bits = out + 4;
  uint8_t *sizes = bits + n_bit_bytes (list.length);

  store_u32 (out, list.length);
  memset (bits, 0, n_bit_bytes (list.length));
  if (azud_nested_is_fixed (child->type))
    return write_fixed_elements (child, list, bits, sizes);
  out = sizes + (size_t) list.length * 4;
  for (uint32_t k = 0; k < list.length; k++)
    {
      const AzudVector *storage;
      uint8_t *start = out;
      uint32_t e;

      if (resolve (child, list.offset + k, &storage, &e))
        {
          bits[k >> 3] |= (uint8_t) (1u << (k & 7));
          out = azud_nested_write (storage, e, out);
        }
      store_u32 (sizes + (size_t) k * 4, (uint32_t) (out - start));
    }
  return out;
}

static uint8_t *
write_struct (const AzudVector *vector,
              uint32_t          i,
              uint8_t          *out)
{
  uint8_t *bits = out;

  memset (bits, 0, n_bit_bytes (vector->type->n_fields));
  out += n_bit_bytes (vector->type->n_fields);
  for (int f = 0; f < vector->type->n_fields; f++)
    {
      const AzudVector *storage;
      uint8_t *start = out;
      uint32_t e;

      if (!resolve (&vector->children[f], i, &storage, &e))
        continue;
      bits[f >> 3] |= (uint8_t) (1u << (f & 7));
      if (azud_nested_is_fixed (storage->type))
        {
          out = azud_nested_write (storage, e, out);
          continue;
        }
      out = azud_nested_write (storage, e, out + 4);
      store_u32 (start, (uint32_t) (out - start - 4));
    }
  return out;
}

uint8_t *
azud_nested_write (const AzudVector *vector,
                   uint32_t          i,
                   uint8_t          *out)
{
  const AzudDtype *type = vector->type;

  if (azud_dtype_is_text (type))
    {
      const AzudText *text = (const AzudText *) vector->data + i;

      memcpy (out, azud_text_data (text), text->size);
      return out + text->size;
    }
  if (is_list (type))
    return write_list (&vector->children[0], ((const AzudListView *) vector->data)[i], out);
  if (type->id == AZUD_DTYPE_STRUCT)
    return write_struct (vector, i, out);
  memcpy (out, (const uint8_t *) vector->data + (size_t) i * type->width, type->width);
  return out + type->width;
}

/* ---- reading, a level at a time ---- */

static bool
mark_nulls (const uint8_t *const *starts,
            uint32_t              n,
            AzudVector           *out,
            AzudArena            *arena,
            AzudError            *error)
{
  for (uint32_t i = 0; i < n; i++)
    {
      if (starts[i] != NULL)
        continue;
      if (!azud_vector_add_validity (out, arena, error))
        return false;
      azud_bits_set (out->validity, i, false);
    }
  return true;
}

static void
read_texts (const uint8_t *const *starts,
            const uint32_t       *sizes,
            uint32_t              n,
            AzudText             *out)
{
  for (uint32_t i = 0; i < n; i++)
    out[i] = starts[i] != NULL ? azud_text_make ((const char *) starts[i], sizes[i]) : (AzudText){ 0 };
}

static void
read_fixed (const uint8_t *const *starts,
            uint32_t              n,
            uint8_t               width,
            uint8_t              *out)
{
  for (uint32_t i = 0; i < n; i++, out += width)
    if (starts[i] != NULL)
      memcpy (out, starts[i], width);
    else
      memset (out, 0, width);
}

static bool
read_fixed_elements (const uint8_t *const *starts,
                     uint32_t              n,
                     const AzudListView   *lists,
                     AzudVector           *child,
                     AzudArena            *arena,
                     AzudError            *error)
{
  uint8_t width = child->type->width;

  if (child->type->id == AZUD_DTYPE_VOID)
    return true;   /* made all null */
  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t length = lists[i].length;
      const uint8_t *bits = length > 0 ? starts[i] + 4 : NULL;

      if (length == 0)
        continue;
      memcpy ((uint8_t *) child->data + (size_t) lists[i].offset * width, bits + n_bit_bytes (length),
              (size_t) length * width);
      for (uint32_t k = 0; k < length; k++)
        {
          if (bit (bits, k))
            continue;
          if (!azud_vector_add_validity (child, arena, error))
            return false;
          azud_bits_set (child->validity, lists[i].offset + k, false);
        }
    }
  return true;
}

static bool
read_elements (const AzudDtype      *type,
               const uint8_t *const *starts,
               uint32_t              n,
               const AzudListView   *lists,
               uint32_t              total,
               AzudVector           *child,
               AzudArena            *arena,
               AzudError            *error)
{
  const uint8_t **inner = azud_arena_alloc (arena, (size_t) total * sizeof *inner + 8, 8, error);
  uint32_t *inner_sizes = azud_arena_alloc (arena, (size_t) total * sizeof *inner_sizes + 4, 4, error);

  if (inner == NULL || inner_sizes == NULL)
    return false;
  for (uint32_t i = 0, at = 0; i < n; i++)
    {
      uint32_t length = lists[i].length;
      const uint8_t *bits = length > 0 ? starts[i] + 4 : NULL;
      const uint8_t *sizes = length > 0 ? bits + n_bit_bytes (length) : NULL;
      const uint8_t *p = length > 0 ? sizes + (size_t) length * 4 : NULL;

      for (uint32_t k = 0; k < length; k++, at++)
        {
          inner_sizes[at] = load_u32 (sizes + (size_t) k * 4);
          inner[at] = bit (bits, k) ? p : NULL;
          p += inner_sizes[at];
        }
    }
  return azud_nested_read (type, inner, inner_sizes, total, child, arena, error);
}

static bool
read_lists (const AzudDtype      *element_type,
            const uint8_t *const *starts,
            uint32_t              n,
            AzudVector           *out,
            AzudArena            *arena,
            AzudError            *error)
{
  AzudListView *lists = out->data;
  uint64_t total = 0;

  for (uint32_t i = 0; i < n; i++)
    {
      lists[i] = (AzudListView){ starts[i] != NULL ? (uint32_t) total : 0, starts[i] != NULL ? load_u32 (starts[i]) : 0 };
      total += lists[i].length;
      if (total > UINT32_MAX)
        return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_BATCH_TOO_LARGE",
                               N_("A batch holds more than 4,294,967,295 array elements"), NULL);
    }
  if (!azud_nested_is_fixed (element_type))
    return read_elements (element_type, starts, n, lists, (uint32_t) total, &out->children[0], arena, error);
  return azud_vector_init_flat (&out->children[0], element_type, (uint32_t) total, arena, error) &&
         read_fixed_elements (starts, n, lists, &out->children[0], arena, error);
}

static bool
read_structs (const AzudDtype      *type,
              const uint8_t *const *starts,
              uint32_t              n,
              AzudVector           *out,
              AzudArena            *arena,
              AzudError            *error)
{
  const uint8_t **cursors = azud_arena_alloc (arena, (size_t) n * sizeof *cursors + 8, 8, error);
  const uint8_t **inner = azud_arena_alloc (arena, (size_t) n * sizeof *inner + 8, 8, error);
  uint32_t *inner_sizes = azud_arena_alloc (arena, (size_t) n * sizeof *inner_sizes + 4, 4, error);

  if (cursors == NULL || inner == NULL || inner_sizes == NULL)
    return false;
  for (uint32_t i = 0; i < n; i++)
    cursors[i] = starts[i] != NULL ? starts[i] + n_bit_bytes (type->n_fields) : NULL;
  for (int f = 0; f < type->n_fields; f++)
    {
      const AzudDtype *field = type->fields[f].type;
      bool fixed = azud_nested_is_fixed (field);

      for (uint32_t i = 0; i < n; i++)
        {
          inner[i] = NULL;
          inner_sizes[i] = 0;
          if (starts[i] == NULL || !bit (starts[i], (uint32_t) f))
            continue;
          inner_sizes[i] = fixed ? field->width : load_u32 (cursors[i]);
          inner[i] = cursors[i] + (fixed ? 0 : 4);
          cursors[i] = inner[i] + inner_sizes[i];
        }
      if (!azud_nested_read (field, inner, inner_sizes, n, &out->children[f], arena, error))
        return false;
    }
  return true;
}

bool
azud_nested_read (const AzudDtype      *type,
                  const uint8_t *const *starts,
                  const uint32_t       *sizes,
                  uint32_t              n,
                  AzudVector           *out,
                  AzudArena            *arena,
                  AzudError            *error)
{
  int n_children = azud_dtype_n_children (type);

  *out = (AzudVector){ .type = type, .layout = AZUD_LAYOUT_FLAT, .length = n };
  if (type->width > 0 &&
      (out->data = azud_arena_alloc (arena, ((size_t) n * type->width + 63) & ~(size_t) 63, 64, error)) == NULL)
    return false;
  if (n_children > 0 &&
      (out->children = azud_arena_alloc (arena, (size_t) n_children * sizeof *out->children, 8, error)) == NULL)
    return false;
  if (type->id == AZUD_DTYPE_VOID)
    return azud_vector_init_flat (out, type, n, arena, error);
  if (!mark_nulls (starts, n, out, arena, error))
    return false;
  if (azud_dtype_is_text (type))
    read_texts (starts, sizes, n, out->data);
  else if (is_list (type))
    return read_lists (azud_dtype_child (type, 0), starts, n, out, arena, error);
  else if (type->id == AZUD_DTYPE_STRUCT)
    return read_structs (type, starts, n, out, arena, error);
  else
    read_fixed (starts, n, type->width, out->data);
  return true;
}

/* ---- checking ---- */

static bool
verify_booleans (const AzudDtype *type,
                 const uint8_t   *bytes,
                 uint64_t         n)
{
  uint8_t any = 0;

  if (type->id != AZUD_DTYPE_BOOLEAN)
    return true;
  for (uint64_t i = 0; i < n; i++)
    any |= bytes[i];
  return any <= 1;
}

static bool
verify_list (const AzudDtype *element,
             const uint8_t   *bytes,
             uint64_t         size)
{
  uint64_t n, head;
  const uint8_t *bits = bytes + 4;
  const uint8_t *sizes;

  if (size < 4)
    return false;
  n = load_u32 (bytes);
  head = 4 + n_bit_bytes (n);
  if (size < head)
    return false;
  size -= head;
  sizes = bytes + head;
  if (azud_nested_is_fixed (element))
    return size == n * element->width && verify_booleans (element, sizes, n);
  if (size < n * 4)
    return false;
  size -= n * 4;
  bytes = sizes + n * 4;
  for (uint32_t k = 0; k < n; k++)
    {
      uint32_t inner = load_u32 (sizes + (size_t) k * 4);

      if (inner > size || (bit (bits, k) ? !azud_nested_verify (element, bytes, inner) : inner != 0))
        return false;
      bytes += inner;
      size -= inner;
    }
  return size == 0;
}

static bool
verify_struct (const AzudDtype *type,
               const uint8_t   *bytes,
               uint64_t         size)
{
  const uint8_t *bits = bytes;

  if (size < n_bit_bytes (type->n_fields))
    return false;
  bytes += n_bit_bytes (type->n_fields);
  size -= n_bit_bytes (type->n_fields);
  for (int f = 0; f < type->n_fields; f++)
    {
      const AzudDtype *field = type->fields[f].type;
      uint64_t inner = field->width;

      if (!bit (bits, (uint32_t) f))
        continue;
      if (!azud_nested_is_fixed (field))
        {
          if (size < 4)
            return false;
          inner = load_u32 (bytes);
          bytes += 4;
          size -= 4;
        }
      if (inner > size || !azud_nested_verify (field, bytes, inner))
        return false;
      bytes += inner;
      size -= inner;
    }
  return size == 0;
}

bool
azud_nested_verify (const AzudDtype *type,
                    const uint8_t   *bytes,
                    uint64_t         size)
{
  if (azud_dtype_is_text (type))
    return true;
  if (is_list (type))
    return verify_list (azud_dtype_child (type, 0), bytes, size);
  if (type->id == AZUD_DTYPE_STRUCT)
    return verify_struct (type, bytes, size);
  return size == type->width && verify_booleans (type, bytes, size);
}
