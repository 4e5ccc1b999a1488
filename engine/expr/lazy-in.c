/* lazy-in.c: x IN (a, b, ...)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A list of constants becomes a set, made once: a hash table for integers, dates and text, a plain list for the rest.
 */

#include "expr/lazy.h"

#include "base/hash.h"
#include "expr/compare.h"

#include <string.h>

typedef enum
{
  SET_INTEGERS,
  SET_TEXTS,
  SET_LIST
} SetKind;

typedef struct
{
  SetKind   kind;
  bool      made;
  bool      has_null;
  uint32_t  mask;        /* slots - 1 */
  uint8_t  *taken;
  int64_t  *integers;
  AzudText *texts;
} Set;

static bool
compile_in (AzudProgram *program, int region, AzudStep *step, AzudError *error)
{
  const AzudExpr *expr = step->expr;
  bool constants = true;

  if (!azud_lazy_init_args (program, step, expr->n_args, error))
    return false;
  for (int i = 0; i < expr->n_args; i++)
    {
      if (!azud_lazy_arg (program, step, i, expr->args[i], region, region, error))
        return false;
      if (i > 0)
        constants = constants && program->steps[step->args[i]]->constant;
    }
  if (constants)
    {
      Set *set = azud_arena_alloc (&program->arena, sizeof *set, 16, error);

      if (set == NULL)
        return false;
      memset (set, 0, sizeof *set);
      step->bound = set;
    }
  return true;
}

static int64_t
integer_at (const AzudDtype *type, const void *data, uint32_t i)
{
  switch (type->width)
    {
    case 1: return type->id == AZUD_DTYPE_BOOLEAN ? ((const uint8_t *) data)[i] : ((const int8_t *) data)[i];
    case 2: return ((const int16_t *) data)[i];
    case 4: return ((const int32_t *) data)[i];
    default: return ((const int64_t *) data)[i];
    }
}

static uint32_t
slot_of_integer (const Set *set, int64_t value, bool *found)
{
  uint32_t slot = (uint32_t) azud_hash_mix ((uint64_t) value) & set->mask;

  while (set->taken[slot] && set->integers[slot] != value)
    slot = (slot + 1) & set->mask;
  *found = set->taken[slot];
  return slot;
}

static uint32_t
slot_of_text (const Set *set, const AzudText *text, bool *found)
{
  uint32_t slot = (uint32_t) azud_hash_bytes (azud_text_data (text), text->size, 0) & set->mask;

  while (set->taken[slot] && !azud_text_equal (&set->texts[slot], text))
    slot = (slot + 1) & set->mask;
  *found = set->taken[slot];
  return slot;
}

static bool
make_set (AzudEval *eval, AzudStep *step, Set *set)
{
  const AzudDtype *type = step->expr->args[0]->type;
  AzudArena *arena = &eval->program->arena;
  uint32_t slots = 16;
  bool found;

  set->kind = azud_dtype_is_text (type) ? SET_TEXTS
              : azud_dtype_is_nested (type) || type->id == AZUD_DTYPE_FLOAT || type->id == AZUD_DTYPE_DOUBLE || type->id == AZUD_DTYPE_DECIMAL
                    || type->id == AZUD_DTYPE_VOID
                  ? SET_LIST
                  : SET_INTEGERS;
  while (slots < (uint32_t) step->n_args * 2)
    slots *= 2;
  set->mask = slots - 1;
  set->taken = azud_arena_alloc (arena, slots, 16, eval->error);
  if (set->kind == SET_INTEGERS)
    set->integers = azud_arena_alloc (arena, slots * sizeof (int64_t), 16, eval->error);
  if (set->kind == SET_TEXTS)
    set->texts = azud_arena_alloc (arena, slots * sizeof (AzudText), 16, eval->error);
  if (set->taken == NULL || (set->kind == SET_INTEGERS && set->integers == NULL) || (set->kind == SET_TEXTS && set->texts == NULL))
    return false;
  memset (set->taken, 0, slots);
  for (int i = 1; i < step->n_args; i++)
    {
      const AzudVector *item = azud_lazy_value (eval, step, i);

      if (item->type->id == AZUD_DTYPE_VOID || azud_vector_is_null (item, 0))
        set->has_null = true;
      else if (set->kind == SET_INTEGERS)
        {
          int64_t value = integer_at (type, item->data, 0);
          uint32_t slot = slot_of_integer (set, value, &found);

          set->integers[slot] = value;
          set->taken[slot] = 1;
        }
      else if (set->kind == SET_TEXTS)
        {
          uint32_t slot = slot_of_text (set, item->data, &found);

          set->texts[slot] = *(const AzudText *) item->data;
          set->taken[slot] = 1;
        }
    }
  set->made = true;
  return true;
}

/* 1 in the list, 0 not, 2 unknown. */
static int
look (AzudEval *eval, const AzudStep *step, const Set *set, const AzudVector *value, const AzudVectorView *view, uint32_t row)
{
  uint32_t at = azud_view_index (view, row);
  bool found = false, null = false;

  if (value->type->id == AZUD_DTYPE_VOID || !azud_view_valid (view, at))
    return step->n_args == 1 ? 0 : 2;
  if (set != NULL && set->kind == SET_INTEGERS)
    {
      slot_of_integer (set, integer_at (value->type, view->data, at), &found);
      null = set->has_null;
    }
  else if (set != NULL && set->kind == SET_TEXTS)
    {
      slot_of_text (set, &((const AzudText *) view->data)[at], &found);
      null = set->has_null;
    }
  else
    for (int i = 1; i < step->n_args && !found; i++)
      {
        const AzudVector *item = azud_lazy_value (eval, step, i);

        if (item->type->id == AZUD_DTYPE_VOID || azud_vector_is_null (item, row))
          null = true;
        else
          found = azud_element_compare (value, row, item, row) == 0;
      }
  return found ? 1 : null ? 2 : 0;
}

#define SMALL_SET 8

/* A few integers against a flat vector without nulls: comparing all is quicker than looking up. */
static bool
run_small (AzudEval *eval, AzudStep *step, const Set *set, const AzudVector *value, const AzudRows16 *rows)
{
  int64_t items[SMALL_SET];
  int n = 0;
  AzudVector out;
  uint8_t *data;

  for (uint32_t slot = 0; slot <= set->mask; slot++)
    if (set->taken[slot])
      items[n++] = set->integers[slot];
  if (!azud_vector_init_flat (&out, step->expr->type, eval->length, eval->arena, eval->error))
    return false;
  data = out.data;
  for (uint32_t i = 0; i < rows->n; i++)
    {
      uint32_t row = rows->rows != NULL ? rows->rows[i] : i;
      int64_t x = value->type->width == 4 ? ((const int32_t *) value->data)[row] : ((const int64_t *) value->data)[row];
      uint8_t found = 0;

      for (int k = 0; k < n; k++)
        found |= x == items[k];
      data[row] = found;
    }
  step->value = out;
  return true;
}

static bool
run_in (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  Set *set = step->bound;
  const AzudVector *value = azud_lazy_value (eval, step, 0);
  AzudVectorView view = azud_vector_view (value);
  AzudVector out;

  if (set != NULL && !set->made && !make_set (eval, step, set))
    return false;
  if (set != NULL && set->kind == SET_INTEGERS && !set->has_null && step->n_args - 1 <= SMALL_SET && value->layout == AZUD_LAYOUT_FLAT
      && value->validity == NULL && value->type->width >= 4)
    return run_small (eval, step, set, value, rows);
  if (!azud_vector_init_flat (&out, step->expr->type, eval->length, eval->arena, eval->error)
      || !azud_vector_add_validity (&out, eval->arena, eval->error))
    return false;
  for (uint32_t i = 0; i < rows->n; i++)
    {
      uint32_t row = rows->rows != NULL ? rows->rows[i] : i;
      int answer = look (eval, step, set, value, &view, row);

      ((uint8_t *) out.data)[row] = answer == 1;
      if (answer == 2)
        azud_bits_set (out.validity, row, false);
    }
  step->value = out;
  return true;
}

const AzudLazyForm azud_lazy_in[] = {
  { "in", compile_in, run_in },
  { NULL },
};
