/* fn-builder.c: growing a vector value by value, of any type
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/functions/fn-builder-private.h"

bool
azud_fn_builder_init (Builder *builder, const AzudDtype *type, AzudArena *arena, AzudError *error)
{
  int n = azud_dtype_n_children (type);

  *builder = (Builder){ .type = type, .arena = arena };
  if (n == 0)
    return true;
  builder->children = azud_arena_alloc (arena, sizeof (Builder) * (size_t) n, 16, error);
  if (builder->children == NULL)
    return false;
  for (int i = 0; i < n; i++)
    if (!azud_fn_builder_init (&builder->children[i], azud_dtype_child (type, i), arena, error))
      return false;
  return true;
}

static bool
grow (Builder *builder, AzudError *error)
{
  uint32_t room = MAX (64, builder->room * 2);
  uint64_t *validity = azud_arena_alloc (builder->arena, room / 8, 8, error);
  uint8_t *data = azud_arena_alloc (builder->arena, (size_t) room * MAX (builder->type->width, 1), 64, error);

  if (validity == NULL || data == NULL)
    return false;
  if (builder->n > 0)
    {
      memcpy (validity, builder->validity, builder->room / 8);
      memcpy (data, builder->data, (size_t) builder->n * builder->type->width);
    }
  builder->validity = validity;
  builder->data = data;
  builder->room = room;
  return true;
}

static inline bool
next_place (Builder *builder, AzudError *error)
{
  return builder->n < builder->room || grow (builder, error);
}

bool
azud_fn_builder_append_null (Builder *builder, AzudError *error)
{
  if (!next_place (builder, error))
    return false;
  memset (builder->data + (size_t) builder->n * builder->type->width, 0, builder->type->width);
  azud_bits_set (builder->validity, builder->n++, false);
  builder->has_nulls = true;
  if (builder->type->id == AZUD_DTYPE_STRUCT)
    for (int i = 0; i < builder->type->n_fields; i++)
      if (!azud_fn_builder_append_null (&builder->children[i], error))
        return false;
  return true;
}

bool
azud_fn_builder_append_value (Builder *builder, const void *value, AzudError *error)
{
  if (!next_place (builder, error))
    return false;
  memcpy (builder->data + (size_t) builder->n * builder->type->width, value, builder->type->width);
  azud_bits_set (builder->validity, builder->n++, true);
  return true;
}

bool
azud_fn_builder_append (Builder *builder, const AzudVector *from, uint32_t row, AzudError *error)
{
  AzudVectorView view = azud_vector_view (from);
  const AzudVector *storage = from->layout == AZUD_LAYOUT_DICTIONARY ? from->dictionary : from;
  uint32_t i = azud_view_index (&view, row);
  AzudListView list;

  if (from->type->id == AZUD_DTYPE_VOID || !azud_view_valid (&view, i))
    return azud_fn_builder_append_null (builder, error);
  switch (builder->type->id)
    {
    case AZUD_DTYPE_STRUCT:
      if (!azud_fn_builder_append_value (builder, "", error))
        return false;
      for (int k = 0; k < builder->type->n_fields; k++)
        if (!azud_fn_builder_append (&builder->children[k], &storage->children[k], i, error))
          return false;
      return true;
    case AZUD_DTYPE_ARRAY:
    case AZUD_DTYPE_MAP:
      list = ((const AzudListView *) view.data)[i];
      if (!azud_fn_builder_append_value (builder, &(AzudListView){ builder->children[0].n, list.length }, error))
        return false;
      for (uint32_t k = 0; k < list.length; k++)
        if (!azud_fn_builder_append (&builder->children[0], &storage->children[0], list.offset + k, error))
          return false;
      return true;
    default:
      return azud_fn_builder_append_value (builder, (const uint8_t *) view.data + (size_t) i * builder->type->width, error);
    }
}

bool
azud_fn_builder_finish (Builder *builder, AzudVector *out, AzudError *error)
{
  int n = azud_dtype_n_children (builder->type);

  if (builder->room == 0 && !grow (builder, error))
    return false;
  *out = (AzudVector){ .type = builder->type, .layout = AZUD_LAYOUT_FLAT, .length = builder->n, .data = builder->data,
                       .validity = builder->has_nulls || builder->type->id == AZUD_DTYPE_VOID ? builder->validity : NULL };
  if (n == 0)
    return true;
  out->children = azud_arena_alloc (builder->arena, sizeof (AzudVector) * (size_t) n, 16, error);
  if (out->children == NULL)
    return false;
  for (int i = 0; i < n; i++)
    if (!azud_fn_builder_finish (&builder->children[i], &out->children[i], error))
      return false;
  return true;
}

bool
azud_fn_builder_finish_lists (Builder *builder, const AzudKernelCall *call, AzudError *error)
{
  AzudVector *child = azud_arena_alloc (call->arena, sizeof *child, 16, error);

  if (child == NULL || !azud_fn_builder_finish (builder, child, error))
    return false;
  call->out->children = child;
  return true;
}
