/* row-key-decode.c: columns from keys that differ in size
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Values delimit themselves, so a first walk finds where each one starts and then whole levels are read at once.
 */

#include "config.h"

#include "column/row-key-private.h"

/* How the bytes of the column at hand are written. */
typedef struct
{
  bool       ordered;
  uint8_t    flip;
  AzudArena *arena;
  AzudError *error;
} Form;

static bool read_values (const Form *form, const AzudDtype *type, const uint8_t *const *starts, uint32_t n, AzudVector *out);
static const uint8_t *skip_value (const Form *form, const AzudDtype *type, const uint8_t *p);

static inline uint8_t
byte_at (const Form    *form,
         const uint8_t *p)
{
  return *p ^ form->flip;
}

static uint32_t
load_count (const uint8_t *p)
{
  uint32_t count;

  memcpy (&count, p, 4);
  return count;
}

static inline bool
is_list (const AzudDtype *type)
{
  return type->id == AZUD_DTYPE_ARRAY || type->id == AZUD_DTYPE_MAP;
}

/* ---- walking ---- */

/* Bytes of the text itself; *@end is behind its terminator. */
static uint32_t
text_size (const Form     *form,
           const uint8_t  *p,
           const uint8_t **end)
{
  uint32_t size = 0;

  if (!form->ordered)
    {
      size = load_count (p);
      *end = p + 4 + size;
      return size;
    }
  for (;; p++, size++)
    if (byte_at (form, p) == 0)
      {
        p++;
        if (byte_at (form, p) == 0)
          break;
      }
  *end = p + 1;
  return size;
}

/* Elements of the list at @p; *@inner, with room for all, receives where each value starts (NULL for nulls). */
static uint32_t
walk_list (const Form      *form,
           const AzudDtype *element,
           const uint8_t   *p,
           const uint8_t  **inner,
           const uint8_t  **end)
{
  uint32_t count = form->ordered ? 0 : load_count (p);
  uint32_t k = 0;

  p += form->ordered ? 0 : 4;
  while (form->ordered ? byte_at (form, p) != 0 : k < count)
    {
      bool valid = byte_at (form, p++) == (form->ordered ? 2 : 1);

      if (inner != NULL)
        inner[k] = valid ? p : NULL;
      if (valid)
        p = skip_value (form, element, p);
      k++;
    }
  *end = p + (form->ordered ? 1 : 0);
  return k;
}

static const uint8_t *
skip_value (const Form      *form,
            const AzudDtype *type,
            const uint8_t   *p)
{
  const uint8_t *end = p;
  int width = azud_key_width (type);

  if (width >= 0)
    return p + width;
  if (azud_dtype_is_text (type))
    text_size (form, p, &end);
  else if (is_list (type))
    walk_list (form, azud_dtype_child (type, 0), p, NULL, &end);
  else
    for (int f = 0; f < type->n_fields; f++)
      if (byte_at (form, end++) != 0)
        end = skip_value (form, type->fields[f].type, end);
  return end;
}

/* ---- reading ---- */

static bool
read_text (const Form    *form,
           const uint8_t *p,
           AzudText      *out)
{
  const uint8_t *end;
  uint32_t size = text_size (form, p, &end);
  char inlined[AZUD_TEXT_INLINE];
  char *copy = inlined;

  if (size > AZUD_TEXT_INLINE && (copy = azud_arena_alloc (form->arena, size, 1, form->error)) == NULL)
    return false;
  if (!form->ordered)
    memcpy (copy, p + 4, size);
  else
    for (uint32_t i = 0; i < size; i++, p++)
      {
        copy[i] = (char) byte_at (form, p);
        p += copy[i] == 0;
      }
  *out = azud_text_make (copy, size);
  return true;
}

static bool
read_lists (const Form           *form,
            const AzudDtype      *element,
            const uint8_t *const *starts,
            uint32_t              n,
            AzudVector           *out)
{
  AzudListView *lists = out->data;
  const uint8_t **inner, *end;
  uint64_t total = 0;

  for (uint32_t i = 0; i < n; i++)
    {
      lists[i] = (AzudListView){ (uint32_t) total, 0 };
      if (starts[i] == NULL)
        lists[i].offset = 0;
      else
        lists[i].length = walk_list (form, element, starts[i], NULL, &end);
      total += lists[i].length;
      if (total > UINT32_MAX)
        return azud_error_set (form->error, AZUD_FAULT_RESOURCE, "AZUD_BATCH_TOO_LARGE",
                               N_("A batch holds more than 4,294,967,295 array elements"), NULL);
    }
  inner = azud_arena_alloc (form->arena, total * sizeof *inner + 8, 8, form->error);
  if (inner == NULL)
    return false;
  for (uint32_t i = 0; i < n; i++)
    if (starts[i] != NULL)
      walk_list (form, element, starts[i], inner + lists[i].offset, &end);
  return read_values (form, element, inner, (uint32_t) total, &out->children[0]);
}

static bool
read_structs (const Form           *form,
              const AzudDtype      *type,
              const uint8_t *const *starts,
              uint32_t              n,
              AzudVector           *out)
{
  const uint8_t **cursors = azud_arena_alloc (form->arena, (size_t) n * sizeof *cursors + 8, 8, form->error);
  const uint8_t **inner = azud_arena_alloc (form->arena, (size_t) n * sizeof *inner + 8, 8, form->error);

  if (cursors == NULL || inner == NULL)
    return false;
  for (uint32_t i = 0; i < n; i++)
    cursors[i] = starts[i];
  for (int f = 0; f < type->n_fields; f++)
    {
      const AzudDtype *field = type->fields[f].type;

      for (uint32_t i = 0; i < n; i++)
        {
          inner[i] = NULL;
          if (cursors[i] == NULL)
            continue;
          if (byte_at (form, cursors[i]++) == 0)
            continue;
          inner[i] = cursors[i];
          cursors[i] = skip_value (form, field, cursors[i]);
        }
      if (!read_values (form, field, inner, n, &out->children[f]))
        return false;
    }
  return true;
}

static bool
read_scalars (const Form           *form,
              const AzudDtype      *type,
              const uint8_t *const *starts,
              uint32_t              n,
              AzudVector           *out)
{
  uint8_t *element = out->data;
  uint8_t width = (uint8_t) azud_key_width (type);

  for (uint32_t i = 0; i < n; i++, element += type->width)
    if (starts[i] == NULL)
      memset (element, 0, type->width);
    else if (!azud_dtype_is_text (type))
      azud_key_store_word (type, form->ordered, azud_key_get_word (starts[i], width, form->ordered, form->flip), element);
    else if (!read_text (form, starts[i], (AzudText *) element))
      return false;
  return true;
}

/* Values of @type at @starts, null where that is NULL. */
static bool
read_values (const Form           *form,
             const AzudDtype      *type,
             const uint8_t *const *starts,
             uint32_t              n,
             AzudVector           *out)
{
  if (!azud_vector_init_flat (out, type, n, form->arena, form->error))
    return false;
  if (type->id == AZUD_DTYPE_VOID)
    return true;
  for (uint32_t i = 0; i < n; i++)
    if (starts[i] == NULL)
      {
        if (!azud_vector_add_validity (out, form->arena, form->error))
          return false;
        azud_bits_set (out->validity, i, false);
      }
  if (is_list (type))
    return read_lists (form, azud_dtype_child (type, 0), starts, n, out);
  if (type->id == AZUD_DTYPE_STRUCT)
    return read_structs (form, type, starts, n, out);
  return read_scalars (form, type, starts, n, out);
}

bool
azud_key_decode_variable (const AzudKeyCodec   *codec,
                          const uint8_t *const *bytes,
                          uint32_t              n,
                          AzudVector           *out,
                          AzudArena            *arena,
                          AzudError            *error)
{
  const uint8_t **cursors = azud_arena_alloc (arena, (size_t) n * sizeof *cursors + 8, 8, error);
  const uint8_t **starts = azud_arena_alloc (arena, (size_t) n * sizeof *starts + 8, 8, error);

  if (cursors == NULL || starts == NULL)
    return false;
  for (uint32_t i = 0; i < n; i++)
    cursors[i] = bytes[i];
  for (int c = 0; c < codec->n_columns; c++)
    {
      const KeyColumn *column = &codec->columns[c];
      Form form = { codec->ordered, column->flip, arena, error };

      for (uint32_t i = 0; i < n; i++)
        {
          bool valid = *cursors[i]++ == 1;

          starts[i] = valid ? cursors[i] : NULL;
          if (valid)
            cursors[i] = skip_value (&form, column->type, cursors[i]);
        }
      if (!read_values (&form, column->type, starts, n, &out[c]))
        return false;
    }
  return true;
}
