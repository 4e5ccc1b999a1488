/* merge.c: one vector from pieces of several
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/merge.h"

static void
copy_validity (AzudVector *out, uint32_t at, const AzudVector *from)
{
  for (uint32_t i = 0; i < from->length; i++)
    if (from->validity != NULL && !azud_bits_get (from->validity, i))
      azud_bits_set (out->validity, at + i, false);
}

bool
azud_vector_concat (const AzudVector *const *vectors, int n_vectors, const AzudDtype *type, AzudVector *out, AzudArena *arena, AzudError *error)
{
  uint32_t total = 0, at = 0;
  bool nulls = false;

  for (int i = 0; i < n_vectors; i++)
    if (vectors[i] != NULL)
      {
        total += vectors[i]->length;
        nulls = nulls || vectors[i]->validity != NULL;
      }
  if (!azud_vector_init_flat (out, type, total, arena, error) || (nulls && !azud_vector_add_validity (out, arena, error)))
    return false;
  for (int i = 0; i < n_vectors; i++)
    if (vectors[i] != NULL)
      {
        if (type->width > 0 && vectors[i]->length > 0)
          memcpy ((char *) out->data + (size_t) at * type->width, vectors[i]->data, (size_t) vectors[i]->length * type->width);
        if (nulls)
          copy_validity (out, at, vectors[i]);
        at += vectors[i]->length;
      }
  if (!azud_dtype_is_nested (type))
    return true;
  {
    int n_children = type->id == AZUD_DTYPE_STRUCT ? type->n_fields : 1;
    const AzudVector **children = azud_arena_alloc (arena, sizeof (*children) * (size_t) (n_vectors > 0 ? n_vectors : 1), 8, error);

    if (children == NULL)
      return false;
    if (type->id != AZUD_DTYPE_STRUCT)
      {
        uint32_t base = 0;
        AzudListView *views = out->data;

        at = 0;
        for (int i = 0; i < n_vectors; i++)
          if (vectors[i] != NULL)
            {
              for (uint32_t j = 0; j < vectors[i]->length; j++)
                views[at++].offset += base;
              base += vectors[i]->children[0].length;
            }
        if (out->children == NULL)
          {
            out->children = azud_arena_alloc (arena, sizeof (AzudVector), 16, error);
            if (out->children == NULL)
              return false;
          }
      }
    for (int c = 0; c < n_children; c++)
      {
        const AzudDtype *child_type = out->type->fields[c].type;
        AzudVector *flats = azud_arena_alloc (arena, sizeof (*flats) * (size_t) (n_vectors > 0 ? n_vectors : 1), 16, error);

        if (flats == NULL)
          return false;
        for (int i = 0; i < n_vectors; i++)
          {
            children[i] = NULL;
            if (vectors[i] == NULL)
              continue;
            children[i] = &vectors[i]->children[c];
            child_type = children[i]->type;
            if (children[i]->layout != AZUD_LAYOUT_FLAT)
              {
                uint32_t n = type->id == AZUD_DTYPE_STRUCT ? vectors[i]->length : children[i]->length;

                if (!azud_vector_flatten (children[i], NULL, n, &flats[i], arena, error))
                  return false;
                children[i] = &flats[i];
              }
          }
        if (!azud_vector_concat (children, n_vectors, child_type, &out->children[c], arena, error))
          return false;
      }
  }
  return true;
}

#define SCATTER(ctype)                                                                    \
  do                                                                                      \
    {                                                                                     \
      ctype *to = out->data;                                                              \
      const ctype *from = view.data;                                                      \
      for (uint32_t i = 0; i < piece->n; i++)                                             \
        {                                                                                 \
          uint32_t row = piece->rows != NULL ? piece->rows[i] : i;                        \
          to[row] = from[azud_view_index (&view, row)];                                   \
        }                                                                                 \
    }                                                                                     \
  while (0)

typedef struct
{
  uint64_t words[2];
} Wide;

static void
scatter (AzudVector *out, const AzudPiece *piece)
{
  AzudVectorView view = azud_vector_view (piece->vector);

  switch (out->type->width)
    {
    case 1: SCATTER (uint8_t); break;
    case 2: SCATTER (uint16_t); break;
    case 4: SCATTER (uint32_t); break;
    case 8: SCATTER (uint64_t); break;
    case 16: SCATTER (Wide); break;
    default: break;
    }
  for (uint32_t i = 0; i < piece->n; i++)
    {
      uint32_t row = piece->rows != NULL ? piece->rows[i] : i;

      azud_bits_set (out->validity, row, azud_view_valid (&view, azud_view_index (&view, row)));
    }
}

static bool
merge_nested (const AzudPiece *pieces, int n_pieces, const AzudDtype *type, uint32_t length, AzudVector *out, AzudArena *arena, AzudError *error)
{
  AzudVector *flats = azud_arena_alloc (arena, sizeof (*flats) * (size_t) (n_pieces + 1), 16, error);
  const AzudVector **list = azud_arena_alloc (arena, sizeof (*list) * (size_t) (n_pieces + 1), 8, error);
  AzudVector *pool = azud_arena_alloc (arena, sizeof *pool, 16, error);
  AzudVector null;
  uint32_t at = 1;

  if (flats == NULL || list == NULL || pool == NULL || !azud_vector_init_null (&null, type, 1, arena, error)
      || !azud_vector_flatten (&null, NULL, 1, &flats[0], arena, error))
    return false;
  *out = (AzudVector){ .type = type, .layout = AZUD_LAYOUT_DICTIONARY, .length = length, .dictionary = pool };
  out->indices = azud_arena_alloc (arena, sizeof (uint32_t) * (length > 0 ? length : 1), 16, error);
  if (out->indices == NULL)
    return false;
  memset (out->indices, 0, sizeof (uint32_t) * length);   /* element 0 is the null */
  list[0] = &flats[0];
  for (int p = 0; p < n_pieces; p++)
    {
      list[p + 1] = NULL;
      if (pieces[p].vector == NULL || pieces[p].n == 0 || pieces[p].vector->type->id == AZUD_DTYPE_VOID)
        continue;
      if (!azud_vector_flatten (pieces[p].vector, pieces[p].rows, pieces[p].n, &flats[p + 1], arena, error))
        return false;
      list[p + 1] = &flats[p + 1];
      for (uint32_t i = 0; i < pieces[p].n; i++)
        out->indices[pieces[p].rows != NULL ? pieces[p].rows[i] : i] = at++;
    }
  return azud_vector_concat (list, n_pieces + 1, type, pool, arena, error);
}

bool
azud_pieces_merge (const AzudPiece *pieces, int n_pieces, const AzudDtype *type, uint32_t length, AzudVector *out, AzudArena *arena,
                   AzudError *error)
{
  int used = 0, only = 0;

  for (int i = 0; i < n_pieces; i++)
    if (pieces[i].n > 0)
      {
        used++;
        only = i;
      }
  if (used == 0 || (used == 1 && pieces[only].vector == NULL) || type->id == AZUD_DTYPE_VOID)
    return azud_vector_init_null (out, type, length, arena, error);
  if (used == 1 && pieces[only].vector->type == type)
    {
      *out = *pieces[only].vector;   /* valid on the rows that count, which is all that is asked */
      return true;
    }
  if (azud_dtype_is_nested (type))
    return merge_nested (pieces, n_pieces, type, length, out, arena, error);
  if (!azud_vector_init_flat (out, type, length, arena, error) || !azud_vector_add_validity (out, arena, error))
    return false;
  if (azud_dtype_is_text (type))
    memset (out->data, 0, sizeof (AzudText) * length);
  for (int i = 0; i < n_pieces; i++)
    if (pieces[i].n > 0)
      {
        if (pieces[i].vector != NULL && pieces[i].vector->type->id != AZUD_DTYPE_VOID)
          scatter (out, &pieces[i]);
        else
          for (uint32_t j = 0; j < pieces[i].n; j++)
            azud_bits_set (out->validity, pieces[i].rows != NULL ? pieces[i].rows[j] : j, false);
      }
  return true;
}
