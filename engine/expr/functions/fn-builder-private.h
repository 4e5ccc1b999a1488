/* fn-builder-private.h: growing a vector value by value, of any type
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/functions/fn-kernel-private.h"

typedef struct _Builder Builder;

struct _Builder
{
  const AzudDtype *type;
  AzudArena       *arena;
  uint8_t         *data;        /* n elements */
  uint64_t        *validity;
  uint32_t         n;
  uint32_t         room;
  bool             has_nulls;
  Builder         *children;    /* of nested types */
};

bool azud_fn_builder_init (Builder *builder, const AzudDtype *type, AzudArena *arena, AzudError *error);

/** azud_fn_builder_append: copies the value of @row of @from (of the builder's type, or void); texts are shared. */
bool azud_fn_builder_append (Builder *builder, const AzudVector *from, uint32_t row, AzudError *error);
bool azud_fn_builder_append_null (Builder *builder, AzudError *error);

/** azud_fn_builder_append_value: a value of a type without children, at @value. */
bool azud_fn_builder_append_value (Builder *builder, const void *value, AzudError *error);

/** azud_fn_builder_finish: @out becomes the flat vector of all values. */
bool azud_fn_builder_finish (Builder *builder, AzudVector *out, AzudError *error);

/** azud_fn_builder_finish_lists: the values become the elements of the arrays (or entries of the maps) in call->out. */
bool azud_fn_builder_finish_lists (Builder *builder, const AzudKernelCall *call, AzudError *error);

/* The elements of an array or map vector. */
static inline const AzudVector *
list_elements (const AzudVector *lists)
{
  return (lists->layout == AZUD_LAYOUT_DICTIONARY ? lists->dictionary : lists)->children;
}

static inline bool
element_is_null (const AzudVector *elements, uint32_t i)
{
  AzudVectorView view = azud_vector_view (elements);

  return elements->type->id == AZUD_DTYPE_VOID || arg_is_null (&view, i);
}

/* Kernels that functions of texts share with arrays. */
bool azud_fn_array_reverse_kernel (const AzudKernelCall *call, AzudError *error);
bool azud_fn_array_concat_kernel (const AzudKernelCall *call, AzudError *error);
const AzudDtype *azud_fn_array_concat_type (const AzudExpr *call, AzudError *error);
