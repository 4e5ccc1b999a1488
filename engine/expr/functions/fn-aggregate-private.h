/* fn-aggregate-private.h: what the aggregate functions share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * emit() and emit_partial() make their vectors themselves: what they are given needs no content.
 */

#pragma once

#include "expr/functions/fn-kernel-private.h"

/* for (i-th row goes into state) { ... } */
#define FOR_STATES(call, type, state, row)                                                                  \
  for (uint32_t row##_i = 0, row = 0; row##_i < (call)->n; row##_i++)                                        \
    for (type *state = (row = (call)->rows != NULL ? (call)->rows[row##_i] : row##_i, (type *) states[row##_i]); \
         state != NULL; state = NULL)

/* The state all rows go into, or NULL if there are several: a loop on it can keep its sum in a register instead of waiting for
 * each store to be read back. */
static inline uint8_t *
only_state (uint8_t *const *states, uint32_t n)
{
  uint32_t same = 1;

  while (same < n && states[same] == states[0])
    same++;
  return n > 0 && same == n ? states[0] : NULL;
}

#define ARG_TYPE(call, i) ((call)->args[i]->type)

static inline bool
emit_begin (AzudVector *out, const AzudDtype *type, uint32_t n, AzudArena *arena, AzudError *error)
{
  return azud_vector_init_flat (out, type, n, arena, error);
}

static inline bool
emit_null (AzudVector *out, uint32_t i, AzudArena *arena, AzudError *error)
{
  if (out->validity == NULL && !azud_vector_add_validity (out, arena, error))
    return false;
  azud_bits_set (out->validity, i, false);
  if (out->type->width > 0)
    memset ((uint8_t *) out->data + (size_t) i * out->type->width, 0, out->type->width);
  return true;
}

/* One value of any type without children; texts are copied where they outlive their batch. */
typedef union
{
  uint8_t    bytes[16];
  AzudText   text;
  AzudInt128 decimal;
} Slot;

/* A slot that is written again and again keeps its room. */
typedef struct
{
  Slot     slot;
  char    *bytes;     /* where long texts are put */
  uint32_t room;
  uint8_t  is_set;
  uint8_t  is_null;
} Keeper;

/* Copies @text, with bytes in @arena unless they fit where the last ones were. */
static inline bool
keep_text (Keeper *keeper, const AzudText *text, AzudArena *arena, AzudError *error)
{
  if (text->size <= AZUD_TEXT_INLINE)
    {
      keeper->slot.text = *text;
      return true;
    }
  if (keeper->room < text->size)
    {
      uint32_t size = text->size < (1u << 30) ? 1u << (32 - __builtin_clz (text->size - 1)) : text->size;

      keeper->bytes = azud_arena_alloc (arena, size, 1, error);
      keeper->room = keeper->bytes != NULL ? size : 0;
      if (keeper->bytes == NULL)
        return false;
    }
  memcpy (keeper->bytes, text->as.far.pointer, text->size);
  keeper->slot.text = azud_text_make (keeper->bytes, text->size);
  return true;
}

/* Keeps element @i (mapped, not null) of @view. */
static inline bool
keeper_set (Keeper *keeper, const AzudDtype *type, const AzudVectorView *view, uint32_t i, AzudArena *arena, AzudError *error)
{
  keeper->is_set = 1;
  keeper->is_null = 0;
  if (azud_dtype_is_text (type))
    return keep_text (keeper, (const AzudText *) view->data + i, arena, error);
  memcpy (keeper->slot.bytes, (const uint8_t *) view->data + (size_t) i * type->width, type->width);
  return true;
}

static inline void
keeper_set_null (Keeper *keeper)
{
  keeper->is_set = 1;
  keeper->is_null = 1;
}

/* Writes the value into element @i of a flat vector. */
static inline bool
keeper_emit (const Keeper *keeper, AzudVector *out, uint32_t i, AzudArena *arena, AzudError *error)
{
  if (!keeper->is_set || keeper->is_null)
    return emit_null (out, i, arena, error);
  memcpy ((uint8_t *) out->data + (size_t) i * out->type->width, keeper->slot.bytes, out->type->width);
  return true;
}

/** azud_fn_compare_values: order of two elements of @type (not nested): NaN last, -0.0 = 0.0, text by bytes. */
int azud_fn_compare_values (const AzudDtype *type, const void *a, const void *b);

/** azud_fn_value_hash: equal values (as GROUP BY takes them) have equal hashes. */
uint64_t azud_fn_value_hash (const AzudDtype *type, const void *value);

/** azud_fn_flat_type: for resolve_type: @type unless it is nested, which is refused. */
const AzudDtype *azud_fn_flat_type (const AzudExpr *call, int arg, AzudError *error);

/* ---- states whose partial result is their own bytes, as one binary column ---- */

bool azud_fn_emit_bytes (uint8_t *const *states, uint32_t n, uint32_t size, AzudVector *out, AzudArena *arena, AzudError *error);
int  azud_fn_bytes_partial (const AzudExpr *call, const AzudDtype **types);
