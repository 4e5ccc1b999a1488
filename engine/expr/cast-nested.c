/* cast-nested.c: casts of arrays, maps and structs
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/cast-nested.h"

#include "expr/cast.h"
#include "expr/kernel-loops.h"

/* ---- to other element types: the children are cast, the shape is kept ---- */

static bool
cast_child (const AzudKernelCall *call, const AzudVector *child, uint32_t length, const AzudDtype *to, AzudVector *out, AzudError *error)
{
  AzudExpr made = { .kind = AZUD_EXPR_CAST, .type = to, .safe = call->call->safe, .span_start = -1, .span_end = -1 };
  AzudVector flat;
  const AzudVector *args[] = { &flat };
  uint16_t *rows;
  AzudKernel kernel = azud_cast_kernel (child->type, to);

  if (child->type == to)
    return azud_vector_flatten (child, NULL, length, out, call->arena, error);
  if (child->type->id == AZUD_DTYPE_VOID)
    {
      AzudVector null;

      return azud_vector_init_null (&null, to, length, call->arena, error) && azud_vector_flatten (&null, NULL, length, out, call->arena, error);
    }
  if (kernel == NULL || !azud_vector_flatten (child, NULL, length, &flat, call->arena, error)
      || !azud_vector_init_flat (out, to, length, call->arena, error) || !azud_vector_add_validity (out, call->arena, error))
    return false;
  if (out->data != NULL)
    memset (out->data, 0, (size_t) to->width * length);
  rows = azud_arena_alloc (call->arena, sizeof (uint16_t) * (AZUD_BATCH_ROWS + 1), 16, error);
  if (rows == NULL)
    return false;
  /* rows are numbered by 16 bits: long children go piece by piece */
  for (uint32_t base = 0; base < length; base += AZUD_BATCH_ROWS)
    {
      uint32_t n = length - base < AZUD_BATCH_ROWS ? length - base : AZUD_BATCH_ROWS, kept = 0;
      AzudVector in_part = flat, out_part = *out;
      AzudKernelCall inner = { .call = &made, .args = args, .n_args = 1, .rows = rows, .length = n, .out = &out_part,
                               .arena = call->arena, .settings = call->settings };
      const AzudVector *part_args[] = { &in_part };

      in_part.length = out_part.length = n;
      in_part.data = flat.data != NULL ? (char *) flat.data + (size_t) base * child->type->width : NULL;
      out_part.data = out->data != NULL ? (char *) out->data + (size_t) base * to->width : NULL;
      in_part.validity = flat.validity != NULL ? flat.validity + base / 64 : NULL;
      out_part.validity = out->validity + base / 64;
      for (uint32_t i = 0; i < n; i++)
        {
          bool valid = in_part.validity == NULL || azud_bits_get (in_part.validity, i);

          rows[kept] = (uint16_t) i;
          kept += valid;
          if (!valid)
            azud_bits_set (out_part.validity, i, false);
        }
      inner.n = kept;
      inner.args = part_args;
      if (azud_dtype_is_nested (to) && (base > 0 || length > AZUD_BATCH_ROWS))
        return azud_error_set (error, AZUD_FAULT_RUN, "AZUD_NESTED_CAST_TOO_LARGE", N_ ("Nested values of more than {0} elements a batch cannot be cast."), "2048", NULL);
      if (kept > 0 && !kernel (&inner, error))
        return false;
      if (azud_dtype_is_nested (to))
        *out = out_part;
    }
  return true;
}

static bool
cast_nested (const AzudKernelCall *call, AzudError *error)
{
  const AzudVector *in = call->args[0];
  const AzudDtype *to = call->call->type;
  AzudVector flat;
  bool is_struct = to->id == AZUD_DTYPE_STRUCT;
  uint64_t *validity = call->out->validity;

  if (!azud_vector_flatten (in, NULL, call->length, &flat, call->arena, error))
    return false;
  if (is_struct)
    {
      for (int i = 0; i < to->n_fields; i++)
        if (!cast_child (call, &flat.children[i], call->length, to->fields[i].type, &call->out->children[i], error))
          return false;
      return true;
    }
  memcpy (call->out->data, flat.data, sizeof (AzudListView) * call->length);
  call->out->validity = validity;
  if (call->out->children == NULL)
    {
      call->out->children = azud_arena_alloc (call->arena, sizeof (AzudVector), 16, error);
      if (call->out->children == NULL)
        return false;
    }
  if (to->id == AZUD_DTYPE_ARRAY)
    return cast_child (call, &flat.children[0], flat.children[0].length, to->fields[0].type, &call->out->children[0], error);
  {
    AzudVector *entries = &call->out->children[0];
    const AzudVector *from = &flat.children[0];
    AzudVector *pair = azud_arena_alloc (call->arena, sizeof (AzudVector) * 2, 16, error);

    if (pair == NULL)
      return false;
    for (int i = 0; i < 2; i++)
      if (!cast_child (call, &from->children[i], from->length, to->fields[i].type, &pair[i], error))
        return false;
    if (!azud_vector_init_flat (entries, azud_dtype_struct (to->fields, 2), from->length, call->arena, error))
      return false;
    entries->children = pair;
    return true;
  }
}

AzudKernel
azud_cast_kernel_nested (const AzudDtype *from, const AzudDtype *to)
{
  return cast_nested;
}

/* ---- to text ---- */

typedef struct
{
  const AzudKernelCall *call;
  char                 *bytes;
  size_t                length;
  size_t                room;
  AzudError            *error;
} Buffer;

static bool
append (Buffer *buffer, const char *bytes, size_t length)
{
  if (buffer->length + length > buffer->room)
    {
      size_t room = (buffer->room + length) * 2 + 64;
      char *more = azud_arena_alloc (buffer->call->arena, room, 1, buffer->error);

      if (more == NULL)
        return false;
      if (buffer->length > 0)
        memcpy (more, buffer->bytes, buffer->length);
      buffer->bytes = more;
      buffer->room = room;
    }
  memcpy (buffer->bytes + buffer->length, bytes, length);
  buffer->length += length;
  return true;
}

/* A leaf: its own cast to text, for one row. */
static bool
append_leaf (Buffer *buffer, const AzudVector *vector, uint32_t row)
{
  AzudVectorView view = azud_vector_view (vector);
  uint32_t at = azud_view_index (&view, row);
  AzudExpr made = { .kind = AZUD_EXPR_CAST, .type = azud_dtype_get (AZUD_DTYPE_STRING), .span_start = -1, .span_end = -1 };
  AzudText text;
  AzudVector one = { .type = vector->type, .layout = AZUD_LAYOUT_CONSTANT, .length = 1 };
  AzudVector out = { .type = made.type, .layout = AZUD_LAYOUT_FLAT, .length = 1, .data = &text };
  const AzudVector *args[] = { &one };
  AzudKernelCall inner = { .call = &made, .args = args, .n_args = 1, .n = 1, .length = 1, .out = &out, .arena = buffer->call->arena,
                           .settings = buffer->call->settings };

  if (azud_dtype_is_text (vector->type))
    text = ((const AzudText *) view.data)[at];
  else
    {
      one.data = (char *) view.data + (size_t) at * vector->type->width;
      if (!azud_cast_kernel_to_text (vector->type) (&inner, buffer->error))
        return false;
    }
  return append (buffer, azud_text_data (&text), text.size);
}

static bool
append_value (Buffer *buffer, const AzudVector *vector, uint32_t row)
{
  const AzudVector *base = vector->layout == AZUD_LAYOUT_DICTIONARY ? vector->dictionary : vector;
  AzudVectorView view = azud_vector_view (vector);
  uint32_t at = azud_view_index (&view, row);
  AzudListView list;

  if (vector->type->id == AZUD_DTYPE_VOID || !azud_view_valid (&view, at))
    return append (buffer, "null", 4);
  if (!azud_dtype_is_nested (vector->type))
    return append_leaf (buffer, vector, row);
  if (vector->type->id == AZUD_DTYPE_STRUCT)
    {
      if (!append (buffer, "{", 1))
        return false;
      for (int i = 0; i < vector->type->n_fields; i++)
        if ((i > 0 && !append (buffer, ", ", 2)) || !append_value (buffer, &base->children[i], at))
          return false;
      return append (buffer, "}", 1);
    }
  list = ((const AzudListView *) view.data)[at];
  if (!append (buffer, vector->type->id == AZUD_DTYPE_MAP ? "{" : "[", 1))
    return false;
  for (uint32_t i = 0; i < list.length; i++)
    {
      if (i > 0 && !append (buffer, ", ", 2))
        return false;
      if (vector->type->id == AZUD_DTYPE_ARRAY)
        {
          if (!append_value (buffer, &base->children[0], list.offset + i))
            return false;
        }
      else if (!append_value (buffer, &base->children[0].children[0], list.offset + i) || !append (buffer, " -> ", 4)
               || !append_value (buffer, &base->children[0].children[1], list.offset + i))
        return false;
    }
  return append (buffer, vector->type->id == AZUD_DTYPE_MAP ? "}" : "]", 1);
}

bool
azud_cast_nested_to_text (const AzudKernelCall *call, AzudError *error)
{
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      Buffer buffer = { .call = call, .error = error };

      if (!append_value (&buffer, call->args[0], row))
        return false;
      ((AzudText *) call->out->data)[row] = azud_text_make (buffer.bytes, buffer.length);
    }
  return true;
}
