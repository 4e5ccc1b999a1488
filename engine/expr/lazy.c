/* lazy.c: AND, OR and what the lazy forms share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/lazy.h"

#include <string.h>

bool
azud_lazy_init_args (AzudProgram *program, AzudStep *step, int n, AzudError *error)
{
  step->args = azud_arena_alloc (&program->arena, sizeof (int) * (size_t) (n > 0 ? n : 1), 8, error);
  step->regions = azud_arena_alloc (&program->arena, sizeof (int) * (size_t) (n > 0 ? n : 1), 8, error);
  if (step->args == NULL || step->regions == NULL)
    return false;
  step->n_args = n;
  return true;
}

bool
azud_lazy_arg (AzudProgram *program, AzudStep *step, int i, const AzudExpr *expr, int own, int region, AzudError *error)
{
  step->regions[i] = region == own ? AZUD_REGION_NONE : region;
  step->args[i] = azud_program_compile (program, region, expr, error);
  return step->args[i] >= 0;
}

static bool
visit_cheap (const AzudExpr *expr, void *data)
{
  int *budget = data;

  if (--*budget < 0 || (expr->type != NULL && (azud_dtype_is_nested (expr->type) || azud_dtype_is_text (expr->type)
                                               || expr->type->id == AZUD_DTYPE_DECIMAL)))
    return expr->kind == AZUD_EXPR_COLUMN || azud_expr_is_literal (expr);
  if (expr->kind == AZUD_EXPR_CALL)
    return expr->function != NULL && strcmp (expr->function->family, "operators") == 0 && !azud_dtype_is_text (expr->args[0]->type);
  return expr->kind == AZUD_EXPR_COLUMN || expr->kind == AZUD_EXPR_CAST || azud_expr_is_literal (expr);
}

bool
azud_lazy_is_cheap (const AzudExpr *expr)
{
  int budget = 12;

  if (expr->kind == AZUD_EXPR_COLUMN || azud_expr_is_literal (expr))
    return true;
  return azud_expr_visit (expr, visit_cheap, &budget) && budget >= 0 && !azud_expr_can_raise (expr);
}

bool
azud_lazy_split (AzudEval *eval, const AzudVector *vector, const AzudRows16 *rows, AzudRows16 *yes, AzudRows16 *no)
{
  uint16_t *true_rows = azud_arena_alloc (eval->arena, sizeof (uint16_t) * (rows->n + 1), 16, eval->error);
  uint16_t *other_rows = azud_arena_alloc (eval->arena, sizeof (uint16_t) * (rows->n + 1), 16, eval->error);
  AzudVectorView view = azud_vector_view (vector);
  uint32_t n_true = 0, n_other = 0;

  if (true_rows == NULL || other_rows == NULL)
    return false;
  for (uint32_t i = 0; i < rows->n; i++)
    {
      uint32_t row = rows->rows != NULL ? rows->rows[i] : i;
      uint32_t at = azud_view_index (&view, row);
      bool is_true = vector->type->id != AZUD_DTYPE_VOID && azud_view_valid (&view, at) && ((const uint8_t *) view.data)[at] != 0;

      true_rows[n_true] = (uint16_t) row;
      other_rows[n_other] = (uint16_t) row;
      n_true += is_true;
      n_other += !is_true;
    }
  if (yes != NULL)
    *yes = (AzudRows16){ true_rows, n_true };
  if (no != NULL)
    *no = (AzudRows16){ other_rows, n_other };
  return true;
}

static bool
compile_logic (AzudProgram *program, int region, AzudStep *step, AzudError *error)
{
  const AzudExpr *expr = step->expr;
  int right = region;

  if (!azud_lazy_init_args (program, step, 2, error) || !azud_lazy_arg (program, step, 0, expr->args[0], region, region, error))
    return false;
  if (!azud_lazy_is_cheap (expr->args[1]))
    {
      right = azud_program_add_region (program, region, error);
      if (right < 0)
        return false;
    }
  return azud_lazy_arg (program, step, 1, expr->args[1], region, right, error);
}

/* 0 false, 1 true, 2 null */
static inline int
truth (const AzudVectorView *view, uint32_t row)
{
  uint32_t at = azud_view_index (view, row);

  return !azud_view_valid (view, at) ? 2 : ((const uint8_t *) view->data)[at] != 0;
}

static bool
is_dense (const AzudVector *vector)
{
  return vector->layout == AZUD_LAYOUT_FLAT && vector->validity == NULL;
}

static bool
run_logic (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  static const int8_t and_table[3][3] = { { 0, 0, 0 }, { 0, 1, 2 }, { 0, 2, 2 } };
  static const int8_t or_table[3][3] = { { 0, 1, 2 }, { 1, 1, 1 }, { 2, 1, 2 } };
  bool is_and = step->expr->call_name[0] == 'a';
  const int8_t (*table)[3] = is_and ? and_table : or_table;
  const AzudVector *left = azud_lazy_value (eval, step, 0);
  const AzudVector *right = azud_lazy_value (eval, step, 1);
  AzudVectorView a = azud_vector_view (left), b;
  AzudRows16 more = { NULL, 0 };
  AzudVector out;
  uint8_t *data;

  if (!azud_vector_init_flat (&out, step->expr->type, eval->length, eval->arena, eval->error))
    return false;
  data = out.data;
  if (step->regions[1] == AZUD_REGION_NONE && rows->rows == NULL && is_dense (left) && is_dense (right))
    {
      const uint8_t *x = left->data, *y = right->data;

      if (is_and)
        for (uint32_t i = 0; i < rows->n; i++)
          data[i] = x[i] & y[i];
      else
        for (uint32_t i = 0; i < rows->n; i++)
          data[i] = x[i] | y[i];
      step->value = out;
      return true;
    }
  if (!azud_vector_add_validity (&out, eval->arena, eval->error))
    return false;
  if (step->regions[1] != AZUD_REGION_NONE)
    {
      uint16_t *undecided = azud_arena_alloc (eval->arena, sizeof (uint16_t) * (rows->n + 1), 16, eval->error);

      if (undecided == NULL)
        return false;
      more.rows = undecided;
      for (uint32_t i = 0; i < rows->n; i++)
        {
          uint32_t row = rows->rows != NULL ? rows->rows[i] : i;
          int t = truth (&a, row);

          if (t == (is_and ? 0 : 1))
            data[row] = (uint8_t) t;
          else
            undecided[more.n++] = (uint16_t) row;
        }
      if (!azud_lazy_run_arg (eval, step, 1, &more))
        return false;
      if (more.n < rows->n)
        rows = &more;
      if (rows->n == 0)
        {
          step->value = out;
          return true;
        }
    }
  b = azud_vector_view (right);
  for (uint32_t i = 0; i < rows->n; i++)
    {
      uint32_t row = rows->rows != NULL ? rows->rows[i] : i;
      int t = table[truth (&a, row)][truth (&b, row)];

      data[row] = t == 1;
      if (t == 2)
        azud_bits_set (out.validity, row, false);
    }
  step->value = out;
  return true;
}

const AzudLazyForm azud_lazy_logic[] = {
  { "and", compile_logic, run_logic },
  { "or", compile_logic, run_logic },
  { NULL },
};

bool
azud_program_compile_lazy (AzudProgram *program, int region, AzudStep *step, AzudError *error)
{
  static const AzudLazyForm *const tables[] = { azud_lazy_logic, azud_lazy_branches, azud_lazy_in, azud_lazy_higher };
  const AzudExpr *expr = step->expr;

  for (size_t t = 0; t < G_N_ELEMENTS (tables); t++)
    for (const AzudLazyForm *form = tables[t]; form->name != NULL; form++)
      if (strcmp (form->name, expr->function->name) == 0)
        {
          step->run = form->run;
          return form->compile (program, region, step, error);
        }
  azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_NOT_EVALUABLE", N_ ("{0} cannot be evaluated row by row."), expr->call_name, NULL);
  return false;
}
