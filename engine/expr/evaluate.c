/* evaluate.c: running programs
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/lazy.h"

#include <string.h>

static inline uint32_t
row_at (const AzudRows16 *rows, uint32_t i)
{
  return rows->rows != NULL ? rows->rows[i] : i;
}

static bool
has_nulls (const AzudVector *vector)
{
  if (vector->type->id == AZUD_DTYPE_VOID)
    return true;
  return (vector->layout == AZUD_LAYOUT_DICTIONARY ? vector->dictionary->validity : vector->validity) != NULL;
}

static bool
is_constant_null (const AzudVector *vector)
{
  if (vector->type->id == AZUD_DTYPE_VOID)
    return true;
  return vector->layout == AZUD_LAYOUT_CONSTANT && vector->validity != NULL && !azud_bits_get (vector->validity, 0);
}

/* Adds the place to an error that came from @step. */
static bool
failed (AzudEval *eval, const AzudStep *step, const AzudRows16 *rows)
{
  AzudError *error = eval->error;

  if (error == NULL)
    return false;
  if (error->span_start < 0)
    {
      error->span_start = step->expr->span_start;
      error->span_end = step->expr->span_end;
    }
  if (error->row >= 0 && error->value[0] == '\0' && error->fault == AZUD_FAULT_RUN)
    azud_program_tell_row (eval, step->expr);
  if (error->row < 0 && rows != NULL && rows->n > 0 && error->fault == AZUD_FAULT_RUN)
    azud_error_at_row (error, -1, -1, row_at (rows, 0));
  return false;
}

/* The rows of @rows where no argument is null, and the others marked in @out.  When every row is asked for and the arguments are
 * flat this works a word at a time. */
static bool
exclude_nulls (AzudEval *eval, const AzudVector *const *args, int n_args, const AzudRows16 *rows, AzudVector *out, AzudRows16 *left)
{
  uint16_t *kept = azud_arena_alloc (eval->arena, sizeof (uint16_t) * (rows->n > 0 ? rows->n : 1), 16, eval->error);
  uint32_t n = 0;

  if (kept == NULL || !azud_vector_add_validity (out, eval->arena, eval->error))
    return false;
  for (int i = 0; i < n_args; i++)
    {
      AzudVectorView view = azud_vector_view (args[i]);

      if (view.validity == NULL || args[i]->layout == AZUD_LAYOUT_CONSTANT)
        continue;
      if (args[i]->layout == AZUD_LAYOUT_FLAT && rows->rows == NULL)
        for (uint32_t w = 0; w < (rows->n + 63) / 64; w++)
          out->validity[w] &= view.validity[w];
      else
        for (uint32_t j = 0; j < rows->n; j++)
          {
            uint32_t row = row_at (rows, j);

            if (!azud_view_valid (&view, azud_view_index (&view, row)))
              azud_bits_set (out->validity, row, false);
          }
    }
  for (uint32_t j = 0; j < rows->n; j++)
    {
      uint32_t row = row_at (rows, j);

      kept[n] = (uint16_t) row;
      n += azud_bits_get (out->validity, row);
    }
  *left = (AzudRows16){ kept, n };
  return true;
}

static bool
holds_pointers (const AzudDtype *type)
{
  return azud_dtype_is_text (type) || azud_dtype_is_nested (type);
}

static void
clear_data (AzudVector *vector)
{
  if (vector->data != NULL)
    memset (vector->data, 0, (size_t) vector->type->width * vector->length);
  if (vector->type->id == AZUD_DTYPE_STRUCT)
    for (int i = 0; i < vector->type->n_fields; i++)
      clear_data (&vector->children[i]);
}

/* Forgets a validity map without nulls, so that what follows need not look at it. */
static void
drop_validity (AzudVector *vector)
{
  uint64_t all = ~UINT64_C (0);
  uint32_t words = vector->length / 64, rest = vector->length % 64;

  if (vector->validity == NULL || vector->layout == AZUD_LAYOUT_DICTIONARY || vector->type->id == AZUD_DTYPE_VOID)
    return;
  if (vector->layout == AZUD_LAYOUT_CONSTANT)
    {
      words = 0;
      rest = 1;
    }
  for (uint32_t w = 0; w < words; w++)
    all &= vector->validity[w];
  if (all == ~UINT64_C (0) && (rest == 0 || (~vector->validity[words] & ((UINT64_C (1) << rest) - 1)) == 0))
    vector->validity = NULL;
}

/* Calls the kernel for @rows of vectors of @length rows. */
static bool
call_kernel (AzudEval *eval, AzudStep *step, const AzudVector *const *args, const AzudRows16 *rows, uint32_t length, AzudArena *arena,
             AzudVector *out)
{
  AzudRows16 left = *rows;
  AzudKernelCall call;
  bool nulls = false;

  if (!azud_vector_init_flat (out, step->expr->type, length, arena, eval->error))
    return false;
  for (int i = 0; i < step->n_args; i++)
    nulls = nulls || (step->strict && has_nulls (args[i]));
  if (nulls)
    {
      if (!exclude_nulls (eval, args, step->n_args, rows, out, &left))
        return false;
      if (step->dense)
        left = *rows;
    }
  else if (step->may_null && !azud_vector_add_validity (out, arena, eval->error))
    return false;
  if (holds_pointers (step->expr->type) && (left.n < length || step->may_null))
    clear_data (out);
  if (left.n == 0)
    return true;
  call = (AzudKernelCall){
    .call = step->expr, .bound = step->bound, .args = args, .n_args = (uint32_t) step->n_args, .rows = left.rows, .n = left.n,
    .length = length, .out = out, .arena = arena, .settings = &eval->program->settings,
  };
  if (!step->kernel (&call, eval->error))
    return false;
  if (step->may_null && !nulls)
    drop_validity (out);
  return true;
}

/* All arguments are constants: one row is enough. */
static bool
run_constant (AzudEval *eval, AzudStep *step, const AzudVector *const *args, const AzudRows16 *rows)
{
  AzudArena *arena = step->constant ? &eval->program->arena : eval->arena;
  AzudArena *saved = eval->arena;
  bool done;

  eval->arena = arena;
  done = call_kernel (eval, step, args, &(AzudRows16){ NULL, 1 }, 1, arena, &step->value);
  eval->arena = saved;
  if (!done)
    {
      if (eval->error != NULL && eval->error->row >= 0)
        eval->error->row = row_at (rows, 0);
      return failed (eval, step, rows);
    }
  step->value.layout = AZUD_LAYOUT_CONSTANT;
  step->computed = step->constant;
  return true;
}

/* One argument is a dictionary and the others constants: its distinct values are enough. */
static bool
run_dictionary (AzudEval *eval, AzudStep *step, const AzudVector **args, int which, const AzudRows16 *rows)
{
  const AzudVector *codes = args[which];
  AzudVector *values = azud_arena_alloc (eval->arena, sizeof *values, 16, eval->error);

  if (values == NULL)
    return false;
  args[which] = codes->dictionary;
  if (!call_kernel (eval, step, args, &(AzudRows16){ NULL, codes->dictionary->length }, codes->dictionary->length, eval->arena, values))
    return failed (eval, step, rows);
  step->value = (AzudVector){ .type = step->expr->type, .layout = AZUD_LAYOUT_DICTIONARY, .length = eval->length,
                              .indices = codes->indices, .dictionary = values };
  return true;
}

static bool
run_computed (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  const AzudVector *few[8];
  const AzudVector **args = few;
  bool constants = true;
  int dictionary = -1, others = 0;

  if (step->n_args > 8)
    {
      args = azud_arena_alloc (eval->arena, sizeof (*args) * (size_t) step->n_args, 8, eval->error);
      if (args == NULL)
        return false;
    }
  for (int i = 0; i < step->n_args; i++)
    {
      args[i] = &eval->program->steps[step->args[i]]->value;
      if (step->strict && is_constant_null (args[i]))
        return azud_vector_init_null (&step->value, step->expr->type, eval->length, eval->arena, eval->error);
      constants = constants && args[i]->layout == AZUD_LAYOUT_CONSTANT;
      if (args[i]->layout == AZUD_LAYOUT_DICTIONARY && dictionary < 0)
        dictionary = i;
      else if (args[i]->layout != AZUD_LAYOUT_CONSTANT)
        others++;
    }
  if (constants && step->shareable)
    return run_constant (eval, step, args, rows);
  if (dictionary >= 0 && others == 0 && step->shareable && step->strict && args[dictionary]->dictionary->length <= rows->n
      && args[dictionary]->dictionary->length <= AZUD_BATCH_ROWS && !azud_dtype_is_nested (step->expr->type)
      && step->expr->kind == AZUD_EXPR_CALL && (step->expr->function->flags & AZUD_FUNCTION_CAN_RAISE) == 0)
    return run_dictionary (eval, step, args, dictionary, rows);
  return call_kernel (eval, step, args, rows, eval->length, eval->arena, &step->value) || failed (eval, step, rows);
}

/* Rows of @rows that are not among @left, a part of them, are null. */
static bool
mark_nulls (AzudEval *eval, AzudVector *vector, const AzudRows16 *rows, const AzudRows16 *left)
{
  uint32_t at = 0;

  if (vector->layout != AZUD_LAYOUT_FLAT || left->n == rows->n)
    return true;        /* of other layouts every value is there, nulls too */
  if (vector->validity == NULL && !azud_vector_add_validity (vector, eval->arena, eval->error))
    return false;
  for (uint32_t i = 0; i < rows->n; i++)
    if (at < left->n && left->rows[at] == row_at (rows, i))
      at++;
    else
      azud_bits_set (vector->validity, row_at (rows, i), false);
  return true;
}

static bool
run_kernel (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  AzudRows16 left = *rows;

  if (step->regions == NULL)
    return run_computed (eval, step, rows);
  if (!azud_careful_run_args (eval, step, &left))
    return false;
  if (left.n == 0)
    return azud_vector_init_null (&step->value, step->expr->type, eval->length, eval->arena, eval->error);
  return run_computed (eval, step, &left) && mark_nulls (eval, &step->value, rows, &left);
}

/* A field of a struct: the child, null where the struct is. */
static bool
run_field (AzudEval *eval, AzudStep *step)
{
  const AzudVector *value = &eval->program->steps[step->args[0]]->value;
  const AzudVector *base = value->layout == AZUD_LAYOUT_DICTIONARY ? value->dictionary : value;
  AzudVector child;

  if (value->type->id == AZUD_DTYPE_VOID || is_constant_null (value))
    return azud_vector_init_null (&step->value, step->expr->type, eval->length, eval->arena, eval->error);
  child = base->children[step->expr->index];
  if (base->layout == AZUD_LAYOUT_CONSTANT)
    {
      if (child.layout == AZUD_LAYOUT_FLAT)
        child.layout = AZUD_LAYOUT_CONSTANT;
      step->value = child;
      return true;
    }
  if (base->validity != NULL)
    {
      AzudVector flat;

      if (!azud_vector_flatten (&child, NULL, base->length, &flat, eval->arena, eval->error)
          || !azud_vector_add_validity (&flat, eval->arena, eval->error))
        return false;
      for (uint32_t w = 0; w < (base->length + 63) / 64; w++)
        flat.validity[w] &= base->validity[w];
      child = flat;
    }
  if (value->layout == AZUD_LAYOUT_DICTIONARY)
    {
      AzudVector *values = azud_arena_alloc (eval->arena, sizeof *values, 16, eval->error);

      if (values == NULL || (child.layout != AZUD_LAYOUT_FLAT && !azud_vector_flatten (&child, NULL, base->length, values, eval->arena, eval->error)))
        return false;
      if (child.layout == AZUD_LAYOUT_FLAT)
        *values = child;
      child = (AzudVector){ .type = step->expr->type, .layout = AZUD_LAYOUT_DICTIONARY, .length = value->length,
                            .indices = value->indices, .dictionary = values };
    }
  step->value = child;
  return true;
}

static bool
run_step (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  switch (step->kind)
    {
    case AZUD_STEP_CONSTANT:
      return true;
    case AZUD_STEP_COLUMN:
      step->value = eval->batch->columns[step->expr->index];
      return true;
    case AZUD_STEP_VARIABLE:
      step->value = *eval->program->variables[step->expr->index];
      return true;
    case AZUD_STEP_FIELD:
      return run_field (eval, step) || failed (eval, step, rows);
    case AZUD_STEP_KERNEL:
      return run_kernel (eval, step, rows);
    case AZUD_STEP_LAZY:
      return step->run (eval, step, rows) || failed (eval, step, rows);
    }
  return false;
}

bool
azud_program_run_region (AzudEval *eval, int region, const AzudRows16 *rows)
{
  const AzudRegion *of = &eval->program->regions[region];

  if (rows->n == 0)
    return true;
  for (int i = 0; i < of->n_steps; i++)
    {
      AzudStep *step = eval->program->steps[of->steps[i]];

      if (!step->computed && !run_step (eval, step, rows))
        return false;
    }
  return true;
}

bool
azud_program_run_roots (AzudEval *eval, const AzudRows16 *rows, AzudVector *out)
{
  AzudProgram *program = eval->program;

  if (rows->n == 0)
    {
      for (int i = 0; i < program->n_roots; i++)
        if (!azud_vector_init_null (&out[i], program->steps[program->roots[i]]->expr->type, eval->length, eval->arena, eval->error))
          return false;
      return true;
    }
  if (!azud_program_run_region (eval, 0, rows))
    return false;
  for (int i = 0; i < program->n_roots; i++)
    {
      out[i] = program->steps[program->roots[i]]->value;
      if (out[i].layout == AZUD_LAYOUT_CONSTANT)
        out[i].length = eval->length;
    }
  return true;
}

static AzudEval
begin (AzudProgram *program, const AzudBatch *batch, AzudArena *arena, AzudError *error)
{
  return (AzudEval){ .program = program->careful != NULL && program->careful->differs ? program->careful : program, .batch = batch,
                     .length = batch->n_rows, .arena = arena, .error = error };
}

bool
azud_program_eval (AzudProgram *program, const AzudBatch *batch, AzudVector *out, AzudArena *arena, AzudError *error)
{
  AzudError own = AZUD_ERROR_INIT;
  AzudEval eval = begin (program, batch, arena, error != NULL ? error : &own);
  AzudRows16 rows = { batch->selection, batch->selection != NULL ? batch->n_selected : batch->n_rows };

  return azud_program_run_roots (&eval, &rows, out) || (azud_program_take_care (&eval) && azud_program_run_roots (&eval, &rows, out));
}

bool
azud_program_filter (AzudProgram *program, const AzudBatch *batch, uint16_t *selection, uint32_t *n, AzudArena *arena, AzudError *error)
{
  AzudError own = AZUD_ERROR_INIT;
  AzudEval eval = begin (program, batch, arena, error != NULL ? error : &own);
  AzudRows16 rows = { batch->selection, batch->selection != NULL ? batch->n_selected : batch->n_rows };
  const AzudVector *value;
  AzudVectorView view;
  uint32_t kept = 0;

  *n = 0;
  if (rows.n == 0)
    return true;
  if (!azud_program_run_region (&eval, 0, &rows) && !(azud_program_take_care (&eval) && azud_program_run_region (&eval, 0, &rows)))
    return false;
  value = &eval.program->steps[eval.program->roots[0]]->value;
  if (is_constant_null (value))
    return true;
  view = azud_vector_view (value);
  if (view.validity == NULL && view.indices == NULL && view.mask != 0)
    for (uint32_t i = 0; i < rows.n; i++)
      {
        uint32_t row = row_at (&rows, i);

        selection[kept] = (uint16_t) row;
        kept += ((const uint8_t *) view.data)[row] != 0;
      }
  else
    for (uint32_t i = 0; i < rows.n; i++)
      {
        uint32_t row = row_at (&rows, i);
        uint32_t at = azud_view_index (&view, row);

        if (azud_view_valid (&view, at) && ((const uint8_t *) view.data)[at] != 0)
          selection[kept++] = (uint16_t) row;
      }
  *n = kept;
  return true;
}
