/* careful.c: computing no operand that Spark would not have looked at
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Spark goes from left to right: after a null it does not look at the other arguments of a function that gives null then, after the
 * hit not at the rest of an IN list, beyond the lower end not at the upper one of BETWEEN.  Where what is left out could have raised,
 * that is the difference between a value and an error.  Programs compute all operands, which is quicker; only when one raises is the
 * batch done again by a careful program, which keeps operands that can raise in regions of their own.
 */

#include "expr/lazy.h"

#include "expr/compare.h"

#include <string.h>

bool
azud_careful_needs (const AzudStep *step, const AzudExpr *expr)
{
  bool nullable = false;

  if (!step->strict)
    return false;
  for (int i = 0; i < expr->n_args; i++)
    {
      if (nullable && azud_expr_can_raise (expr->args[i]))
        return true;
      nullable = nullable || expr->args[i]->nullable;
    }
  return false;
}

/* Argument @i in a region of its own if it can raise. */
static bool
compile_arg (AzudProgram *program, int region, AzudStep *step, int i, AzudError *error)
{
  const AzudExpr *expr = step->expr->args[i];
  int own = region;

  if (i > 0 && azud_expr_can_raise (expr))
    {
      own = azud_program_add_region (program, region, error);
      if (own < 0)
        return false;
      program->differs = true;
    }
  return azud_lazy_arg (program, step, i, expr, region, own, error);
}

bool
azud_careful_compile_args (AzudProgram *program, int region, AzudStep *step, AzudError *error)
{
  int n = step->expr->n_args;

  if (!azud_lazy_init_args (program, step, n, error))
    return false;
  step->constant = false;
  for (int i = 0; i < n; i++)
    if (!compile_arg (program, region, step, i, error))
      return false;
  return true;
}

static bool
is_null (const AzudVector *vector, uint32_t row)
{
  return vector->type->id == AZUD_DTYPE_VOID || azud_vector_is_null (vector, row);
}

static inline uint32_t
row_at (const AzudRows16 *rows, uint32_t i)
{
  return rows->rows != NULL ? rows->rows[i] : i;
}

/* Those of @rows where @vector is not null. */
static bool
keep_known (AzudEval *eval, const AzudVector *vector, AzudRows16 *rows)
{
  uint16_t *kept = azud_arena_alloc (eval->arena, sizeof (uint16_t) * (rows->n + 1), 16, eval->error);
  uint32_t n = 0;

  if (kept == NULL)
    return false;
  for (uint32_t i = 0; i < rows->n; i++)
    if (!is_null (vector, row_at (rows, i)))
      kept[n++] = (uint16_t) row_at (rows, i);
  *rows = (AzudRows16){ kept, n };
  return true;
}

bool
azud_careful_run_args (AzudEval *eval, const AzudStep *step, AzudRows16 *rows)
{
  for (int i = 0; i < step->n_args && rows->n > 0; i++)
    if (!azud_lazy_run_arg (eval, step, i, rows) || !keep_known (eval, azud_lazy_value (eval, step, i), rows))
      return false;
  return true;
}

/* ---- x BETWEEN low AND high ---- */

static bool
run_between (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  const AzudVector *x = azud_lazy_value (eval, step, 0);
  const AzudVector *low = azud_lazy_value (eval, step, 1);
  const AzudVector *high = azud_lazy_value (eval, step, 2);
  uint16_t *kept = azud_arena_alloc (eval->arena, sizeof (uint16_t) * (rows->n + 1), 16, eval->error);
  AzudRows16 left = *rows, open = { kept, 0 };
  AzudVector out;

  if (kept == NULL || !azud_vector_init_flat (&out, step->expr->type, eval->length, eval->arena, eval->error)
      || !azud_vector_add_validity (&out, eval->arena, eval->error) || !keep_known (eval, x, &left))
    return false;
  memset (out.data, 0, eval->length);
  for (uint32_t i = 0; i < rows->n; i++)
    azud_bits_set (out.validity, row_at (rows, i), false);
  if (!azud_lazy_run_arg (eval, step, 1, &left))
    return false;
  for (uint32_t i = 0; i < left.n; i++)
    {
      if (is_null (low, left.rows[i]) || azud_element_compare (x, left.rows[i], low, left.rows[i]) >= 0)
        kept[open.n++] = left.rows[i];
      else
        azud_bits_set (out.validity, left.rows[i], true);
    }
  if (!azud_lazy_run_arg (eval, step, 2, &open))
    return false;
  for (uint32_t i = 0; i < open.n; i++)
    {
      uint32_t row = kept[i];
      bool beyond = !is_null (high, row) && azud_element_compare (x, row, high, row) > 0;

      if (!beyond && (is_null (low, row) || is_null (high, row)))
        continue;
      ((uint8_t *) out.data)[row] = !beyond;
      azud_bits_set (out.validity, row, true);
    }
  step->value = out;
  return true;
}

/* ---- x IN (a, b, ...) ---- */

static bool
run_in (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  const AzudVector *x = azud_lazy_value (eval, step, 0);
  uint16_t *open = azud_arena_alloc (eval->arena, sizeof (uint16_t) * (rows->n + 1), 16, eval->error);
  AzudRows16 left = *rows;
  AzudVector out;

  if (open == NULL || !azud_vector_init_flat (&out, step->expr->type, eval->length, eval->arena, eval->error)
      || !azud_vector_add_validity (&out, eval->arena, eval->error) || !keep_known (eval, x, &left))
    return false;
  memset (out.data, 0, eval->length);
  for (uint32_t i = 0; i < rows->n; i++)
    azud_bits_set (out.validity, row_at (rows, i), false);
  for (uint32_t i = 0; i < left.n; i++)
    {
      open[i] = left.rows[i];
      azud_bits_set (out.validity, open[i], true);
    }
  left.rows = open;
  for (int item = 1; item < step->n_args && left.n > 0; item++)
    {
      const AzudVector *value = azud_lazy_value (eval, step, item);
      uint32_t n = 0;

      if (!azud_lazy_run_arg (eval, step, item, &left))
        return false;
      for (uint32_t i = 0; i < left.n; i++)
        {
          uint32_t row = open[i];
          bool null = is_null (value, row);

          if (!null && azud_element_compare (x, row, value, row) == 0)
            {
              ((uint8_t *) out.data)[row] = 1;
              azud_bits_set (out.validity, row, true);
              continue;
            }
          if (null)
            azud_bits_set (out.validity, row, false);
          open[n++] = (uint16_t) row;
        }
      left.n = n;
    }
  step->value = out;
  return true;
}

bool
azud_careful_compile_form (AzudProgram *program, int region, AzudStep *step, bool *is_form, AzudError *error)
{
  const AzudExpr *expr = step->expr;
  bool raises = false;

  for (int i = 1; i < expr->n_args; i++)
    raises = raises || azud_expr_can_raise (expr->args[i]);
  step->run = strcmp (expr->function->name, "between") == 0 ? run_between : strcmp (expr->function->name, "in") == 0 ? run_in : NULL;
  *is_form = raises && step->run != NULL;
  return !*is_form || azud_careful_compile_args (program, region, step, error);
}
