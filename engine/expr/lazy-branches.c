/* lazy-branches.c: CASE, IF, COALESCE and their kin
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/lazy.h"
#include "expr/merge.h"

#include <string.h>

/* A region inside @around for @expr, or @around itself when nothing is gained by choosing rows. */
static int
region_for (AzudProgram *program, int around, const AzudExpr *expr, AzudError *error)
{
  return azud_lazy_is_cheap (expr) ? around : azud_program_add_region (program, around, error);
}

/* Arguments: condition, value, condition, value, ..., else.  A later condition sees the rows that no earlier one took; its region lies in
 * that of the condition before, so that it may use what was computed there. */
static bool
compile_case (AzudProgram *program, int region, AzudStep *step, AzudError *error)
{
  const AzudExpr *expr = step->expr;
  int rest = region;

  if (!azud_lazy_init_args (program, step, expr->n_args, error))
    return false;
  for (int i = 0; i < expr->n_args; i++)
    {
      bool is_value = (i & 1) == 1 || i == expr->n_args - 1;
      int in = region_for (program, rest, expr->args[i], error);

      if (i == 0)
        in = region;
      if (in < 0 || !azud_lazy_arg (program, step, i, expr->args[i], region, in, error))
        return false;
      if (in == rest && rest != region)
        step->regions[i] = AZUD_REGION_NONE;   /* computed with the condition whose region it shares */
      if (!is_value)
        rest = in;
    }
  return true;
}

static bool
run_case (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  int n_pieces = 0;
  AzudPiece *pieces = azud_arena_alloc (eval->arena, sizeof (*pieces) * (size_t) (step->n_args + 1), 8, eval->error);
  AzudRows16 rest = *rows;

  if (pieces == NULL)
    return false;
  for (int i = 0; i < step->n_args && rest.n > 0; i += 2)
    {
      AzudRows16 yes;

      if (i == step->n_args - 1)   /* ELSE */
        {
          if (!azud_lazy_run_arg (eval, step, i, &rest))
            return false;
          pieces[n_pieces++] = (AzudPiece){ azud_lazy_value (eval, step, i), rest.rows, rest.n };
          rest.n = 0;
          break;
        }
      if (!azud_lazy_run_arg (eval, step, i, &rest)
          || !azud_lazy_split (eval, azud_lazy_value (eval, step, i), &rest, &yes, &rest)
          || !azud_lazy_run_arg (eval, step, i + 1, &yes))
        return false;
      pieces[n_pieces++] = (AzudPiece){ azud_lazy_value (eval, step, i + 1), yes.rows, yes.n };
    }
  if (rest.n > 0)
    pieces[n_pieces++] = (AzudPiece){ NULL, rest.rows, rest.n };
  return azud_pieces_merge (pieces, n_pieces, step->expr->type, eval->length, &step->value, eval->arena, eval->error);
}

/* nvl2(a, b, c): b where a is not null, else c. */
static bool
run_nvl2 (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  const AzudVector *subject = azud_lazy_value (eval, step, 0);
  uint16_t *kept = azud_arena_alloc (eval->arena, sizeof (uint16_t) * 2 * (rows->n + 1), 16, eval->error);
  AzudRows16 some = { kept, 0 }, none = { kept + rows->n + 1, 0 };
  uint16_t *null_rows = kept != NULL ? kept + rows->n + 1 : NULL;
  AzudPiece pieces[2];

  if (kept == NULL)
    return false;
  for (uint32_t i = 0; i < rows->n; i++)
    {
      uint32_t row = rows->rows != NULL ? rows->rows[i] : i;

      if (subject->type->id == AZUD_DTYPE_VOID || azud_vector_is_null (subject, row))
        null_rows[none.n++] = (uint16_t) row;
      else
        kept[some.n++] = (uint16_t) row;
    }
  if (!azud_lazy_run_arg (eval, step, 1, &some) || !azud_lazy_run_arg (eval, step, 2, &none))
    return false;
  pieces[0] = (AzudPiece){ azud_lazy_value (eval, step, 1), some.rows, some.n };
  pieces[1] = (AzudPiece){ azud_lazy_value (eval, step, 2), none.rows, none.n };
  return azud_pieces_merge (pieces, 2, step->expr->type, eval->length, &step->value, eval->arena, eval->error);
}

static bool
compile_coalesce (AzudProgram *program, int region, AzudStep *step, AzudError *error)
{
  const AzudExpr *expr = step->expr;
  int rest = region;

  if (!azud_lazy_init_args (program, step, expr->n_args, error))
    return false;
  for (int i = 0; i < expr->n_args; i++)
    {
      int in = i == 0 ? region : region_for (program, rest, expr->args[i], error);

      if (in < 0 || !azud_lazy_arg (program, step, i, expr->args[i], region, in, error))
        return false;
      if (in == rest && rest != region)
        step->regions[i] = AZUD_REGION_NONE;
      rest = in;
    }
  return true;
}

static bool
run_coalesce (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  int n_pieces = 0;
  AzudPiece *pieces = azud_arena_alloc (eval->arena, sizeof (*pieces) * (size_t) (step->n_args + 1), 8, eval->error);
  AzudRows16 rest = *rows;

  if (pieces == NULL)
    return false;
  for (int i = 0; i < step->n_args && rest.n > 0; i++)
    {
      const AzudVector *value = azud_lazy_value (eval, step, i);
      uint16_t *found, *missing;
      AzudRows16 some, none;
      AzudVectorView view;

      if (!azud_lazy_run_arg (eval, step, i, &rest))
        return false;
      if (value->type->id == AZUD_DTYPE_VOID)
        continue;
      view = azud_vector_view (value);
      if (view.validity == NULL)
        {
          pieces[n_pieces++] = (AzudPiece){ value, rest.rows, rest.n };
          rest.n = 0;
          break;
        }
      found = azud_arena_alloc (eval->arena, sizeof (uint16_t) * 2 * (rest.n + 1), 16, eval->error);
      if (found == NULL)
        return false;
      missing = found + rest.n + 1;
      some = (AzudRows16){ found, 0 };
      none = (AzudRows16){ missing, 0 };
      for (uint32_t j = 0; j < rest.n; j++)
        {
          uint32_t row = rest.rows != NULL ? rest.rows[j] : j;
          bool valid = azud_view_valid (&view, azud_view_index (&view, row));

          found[some.n] = (uint16_t) row;
          missing[none.n] = (uint16_t) row;
          some.n += valid;
          none.n += !valid;
        }
      pieces[n_pieces++] = (AzudPiece){ value, some.rows, some.n };
      rest = none;
    }
  if (rest.n > 0)
    pieces[n_pieces++] = (AzudPiece){ NULL, rest.rows, rest.n };
  return azud_pieces_merge (pieces, n_pieces, step->expr->type, eval->length, &step->value, eval->arena, eval->error);
}

/* nvl2's first argument is always needed, the others lie side by side. */
static bool
compile_nvl2 (AzudProgram *program, int region, AzudStep *step, AzudError *error)
{
  if (!azud_lazy_init_args (program, step, 3, error))
    return false;
  for (int i = 0; i < 3; i++)
    {
      int in = i == 0 ? region : region_for (program, region, step->expr->args[i], error);

      if (in < 0 || !azud_lazy_arg (program, step, i, step->expr->args[i], region, in, error))
        return false;
    }
  return true;
}

const AzudLazyForm azud_lazy_branches[] = {
  { "case", compile_case, run_case },
  { "if", compile_case, run_case },
  { "coalesce", compile_coalesce, run_coalesce },
  { "nvl", compile_coalesce, run_coalesce },
  { "nvl2", compile_nvl2, run_nvl2 },
  { NULL },
};
