/* program.c: trees to steps
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/lazy.h"

#include "base/hash.h"
#include "base/io.h"
#include "expr/cast.h"
#include "expr/tree.h"

#include <string.h>

static void *
take (AzudProgram *program, size_t size, AzudError *error)
{
  void *memory = azud_arena_alloc (&program->arena, size, 16, error);

  if (memory != NULL)
    memset (memory, 0, size);
  return memory;
}

/* Room for one more element of a list in the arena (the old array is left there; lists double). */
static bool
grow (AzudProgram *program, void **list, int n, int *room, size_t size, AzudError *error)
{
  void *more;
  int wanted = *room == 0 ? 8 : *room * 2;

  if (n < *room)
    return true;
  more = take (program, (size_t) wanted * size, error);
  if (more == NULL)
    return false;
  if (n > 0)
    memcpy (more, *list, (size_t) n * size);
  *list = more;
  *room = wanted;
  return true;
}

int
azud_program_add_region (AzudProgram *program, int parent, AzudError *error)
{
  if (!grow (program, (void **) &program->regions, program->n_regions, &program->regions_room, sizeof (AzudRegion), error))
    return -1;
  program->regions[program->n_regions] = (AzudRegion){ .parent = parent };
  return program->n_regions++;
}

static bool
put_step (AzudProgram *program, int region, int step, AzudError *error)
{
  AzudRegion *into = &program->regions[region];

  if (!grow (program, (void **) &into->steps, into->n_steps, &into->room, sizeof (int), error))
    return false;
  into->steps[into->n_steps++] = step;
  return true;
}

static uint64_t
mix (uint64_t hash, uint64_t value)
{
  return azud_hash_mix (hash * UINT64_C (0x9e3779b97f4a7c15) + value + 1);
}

/* What two equal steps agree in. */
static uint64_t
hash_step (const AzudStep *step)
{
  const AzudExpr *expr = step->expr;
  uint64_t hash = mix (step->kind, (uint64_t) (uintptr_t) expr->type);

  hash = mix (hash, (uint64_t) (uintptr_t) expr->function);
  hash = mix (hash, (uint64_t) expr->variant << 8 | expr->safe);
  hash = mix (hash, (uint64_t) expr->index);
  if (step->kind == AZUD_STEP_CONSTANT)
    hash = azud_datum_hash (&expr->datum, hash);
  for (int i = 0; i < step->n_args; i++)
    hash = mix (hash, (uint64_t) step->args[i]);
  return hash;
}

static bool
same_step (const AzudStep *a, const AzudStep *b)
{
  if (a->hash != b->hash || a->kind != b->kind || a->expr->type != b->expr->type || a->expr->function != b->expr->function
      || a->expr->variant != b->expr->variant || a->expr->safe != b->expr->safe || a->expr->index != b->expr->index
      || a->n_args != b->n_args || g_strcmp0 (a->expr->call_name, b->expr->call_name) != 0)
    return false;
  if (a->kind == AZUD_STEP_CONSTANT)
    return azud_datum_equal (&a->expr->datum, &b->expr->datum);
  for (int i = 0; i < a->n_args; i++)
    if (a->args[i] != b->args[i])
      return false;
  return true;
}

static int
find_step (const AzudProgram *program, int region, const AzudStep *like)
{
  for (; region != AZUD_REGION_NONE; region = program->regions[region].parent)
    {
      const AzudRegion *in = &program->regions[region];

      for (int i = 0; i < in->n_steps; i++)
        if (program->steps[in->steps[i]]->shareable && same_step (program->steps[in->steps[i]], like))
          return in->steps[i];
    }
  return -1;
}

/* An equal lazy form that is already there: its operands stand in regions of their own, so that steps cannot tell. */
static int
find_lazy (const AzudProgram *program, int region, const AzudExpr *expr)
{
  for (; region != AZUD_REGION_NONE; region = program->regions[region].parent)
    for (int i = 0; i < program->regions[region].n_steps; i++)
      {
        const AzudStep *step = program->steps[program->regions[region].steps[i]];

        if (step->kind == AZUD_STEP_LAZY && step->shareable && azud_expr_equal (step->expr, expr))
          return program->regions[region].steps[i];
      }
  return -1;
}

static int
add_step (AzudProgram *program, int region, AzudStep *step, AzudError *error)
{
  if (!grow (program, (void **) &program->steps, program->n_steps, &program->steps_room, sizeof (AzudStep *), error)
      || !put_step (program, region, program->n_steps, error))
    return -1;
  program->steps[program->n_steps] = step;
  return program->n_steps++;
}

static bool
compile_args (AzudProgram *program, int region, AzudStep *step, AzudError *error)
{
  const AzudExpr *expr = step->expr;

  step->constant = step->shareable;
  step->args = take (program, sizeof (int) * (size_t) MAX (expr->n_args, 1), error);
  if (step->args == NULL)
    return false;
  step->n_args = expr->n_args;
  for (int i = 0; i < expr->n_args; i++)
    {
      step->args[i] = azud_program_compile (program, region, expr->args[i], error);
      if (step->args[i] < 0)
        return false;
      step->constant = step->constant && program->steps[step->args[i]]->constant;
    }
  return true;
}

static bool
is_plain_number (const AzudDtype *type)
{
  return type->id >= AZUD_DTYPE_BOOLEAN && type->id <= AZUD_DTYPE_DOUBLE;
}

static bool
prepare_call (AzudStep *step)
{
  const AzudExpr *expr = step->expr;
  AzudFunctionFlags flags = expr->function->flags;

  step->kernel = expr->function->signatures[expr->variant].kernel;
  step->shareable = (flags & AZUD_FUNCTION_NONDETERMINISTIC) == 0;
  step->strict = (flags & AZUD_FUNCTION_TAKES_NULL) == 0;
  step->may_null = (flags & (AZUD_FUNCTION_TAKES_NULL | AZUD_FUNCTION_MAY_NULL)) != 0;
  step->dense = !step->may_null && (flags & AZUD_FUNCTION_CAN_RAISE) == 0 && strcmp (expr->function->family, "operators") == 0
                && is_plain_number (expr->type);
  for (int i = 0; i < expr->n_args; i++)
    step->dense = step->dense && is_plain_number (expr->args[i]->type);
  return step->kernel != NULL;
}

static bool
no_kernel (const AzudExpr *expr, AzudError *error)
{
  azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_NOT_EVALUABLE", N_ ("{0} cannot be evaluated row by row."),
                  expr->call_name != NULL ? expr->call_name : "*", NULL);
  if (error != NULL && error->span_start < 0)
    {
      error->span_start = expr->span_start;
      error->span_end = expr->span_end;
    }
  return false;
}

/* Fills a step whose arguments are all computed first. */
static bool
compile_strict (AzudProgram *program, int region, AzudStep *step, AzudError *error)
{
  const AzudExpr *expr = step->expr;

  step->kind = AZUD_STEP_KERNEL;
  step->shareable = true;
  if (expr->kind == AZUD_EXPR_FIELD)
    step->kind = AZUD_STEP_FIELD;
  else if (expr->kind == AZUD_EXPR_CAST)
    {
      step->kernel = azud_cast_kernel (expr->args[0]->type, expr->type);
      step->strict = true;
      step->may_null = true;
      if (step->kernel == NULL && expr->args[0]->type->id != AZUD_DTYPE_VOID)
        return no_kernel (expr, error);
    }
  else if (expr->function == NULL || !prepare_call (step))
    return no_kernel (expr, error);
  if (program->is_careful && azud_careful_needs (step, expr))
    return azud_careful_compile_args (program, region, step, error);
  return compile_args (program, region, step, error);
}

static bool
bind (AzudProgram *program, AzudStep *step, AzudError *error)
{
  const AzudExpr *expr = step->expr;
  const AzudSignature *signature;

  if (expr->kind != AZUD_EXPR_CALL || step->kind != AZUD_STEP_KERNEL)
    return true;
  signature = &expr->function->signatures[expr->variant];
  if (signature->bind == NULL)
    return true;
  if (!signature->bind (expr, &program->settings, &step->bound, error))
    {
      if (error != NULL && error->span_start < 0)
        {
          error->span_start = expr->span_start;
          error->span_end = expr->span_end;
        }
      return false;
    }
  step->unbind = signature->unbind;
  return true;
}

int
azud_program_compile (AzudProgram *program, int region, const AzudExpr *expr, AzudError *error)
{
  AzudStep *step;
  bool is_form = false;
  int found, added;

  while (expr->kind == AZUD_EXPR_ALIAS || (expr->kind == AZUD_EXPR_CAST && expr->args[0]->type == expr->type))
    expr = expr->args[0];
  step = take (program, sizeof *step, error);
  if (step == NULL)
    return -1;
  step->expr = expr;
  step->shareable = true;
  switch (expr->kind)
    {
    case AZUD_EXPR_LITERAL:
    case AZUD_EXPR_PARAMETER:
      step->kind = AZUD_STEP_CONSTANT;
      step->constant = step->computed = true;
      if (expr->type == NULL || !azud_program_literal (program, &expr->datum, &step->value, error))
        return -1;
      break;
    case AZUD_EXPR_COLUMN:
      step->kind = AZUD_STEP_COLUMN;
      break;
    case AZUD_EXPR_VARIABLE:
      step->kind = AZUD_STEP_VARIABLE;
      program->n_variables = MAX (program->n_variables, expr->index + 1);
      break;
    case AZUD_EXPR_LAMBDA:
    case AZUD_EXPR_STAR:
    case AZUD_EXPR_ALIAS:
      no_kernel (expr, error);
      return -1;
    case AZUD_EXPR_CALL:
      if (expr->function != NULL && (expr->function->flags & AZUD_FUNCTION_LAZY) != 0)
        {
          step->shareable = azud_expr_is_deterministic (expr);
          found = step->shareable ? find_lazy (program, region, expr) : -1;
          if (found >= 0)
            return found;
        }
      if (expr->function != NULL && program->is_careful && !azud_careful_compile_form (program, region, step, &is_form, error))
        return -1;
      if (is_form || (expr->function != NULL && (expr->function->flags & AZUD_FUNCTION_LAZY) != 0))
        {
          step->kind = AZUD_STEP_LAZY;
          if (!is_form && !azud_program_compile_lazy (program, region, step, error))
            return -1;
          break;
        }
      /* fall through */
    case AZUD_EXPR_CAST:
    case AZUD_EXPR_FIELD:
      if (!compile_strict (program, region, step, error))
        return -1;
      break;
    }
  step->hash = hash_step (step);
  found = step->shareable ? find_step (program, region, step) : -1;
  if (found >= 0)
    return found;
  if (!bind (program, step, error))
    return -1;
  added = add_step (program, region, step, error);
  if (added < 0 && step->unbind != NULL)
    step->unbind (step->bound);
  return added;
}

bool
azud_program_literal (AzudProgram *program, const AzudDatum *datum, AzudVector *out, AzudError *error)
{
  if (datum->is_null || datum->type->id == AZUD_DTYPE_VOID)
    return azud_vector_init_null (out, datum->type, 1, &program->arena, error);
  if (!azud_vector_init_flat (out, datum->type, 1, &program->arena, error))
    return false;
  out->layout = AZUD_LAYOUT_CONSTANT;
  switch (datum->type->id)
    {
    case AZUD_DTYPE_BOOLEAN:
      *(uint8_t *) out->data = datum->as.boolean;
      break;
    case AZUD_DTYPE_TINYINT:
      *(int8_t *) out->data = (int8_t) datum->as.integer;
      break;
    case AZUD_DTYPE_SMALLINT:
      *(int16_t *) out->data = (int16_t) datum->as.integer;
      break;
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_DATE:
    case AZUD_DTYPE_YEAR_MONTH:
      *(int32_t *) out->data = (int32_t) datum->as.integer;
      break;
    case AZUD_DTYPE_FLOAT:
      *(float *) out->data = (float) datum->as.real;
      break;
    case AZUD_DTYPE_DOUBLE:
      *(double *) out->data = datum->as.real;
      break;
    case AZUD_DTYPE_DECIMAL:
      memcpy (out->data, &datum->as.decimal, sizeof (AzudInt128));
      break;
    case AZUD_DTYPE_STRING:
    case AZUD_DTYPE_BINARY:
      *(AzudText *) out->data = datum->as.text;
      break;
    default:
      *(int64_t *) out->data = datum->as.integer;
      break;
    }
  return true;
}

AzudProgram *
azud_program_new (AzudExpr *const *exprs, int n, const AzudExprSettings *settings, AzudAccount *account, AzudError *error)
{
  return azud_program_new_careful (exprs, n, settings, account, false, error);
}

AzudProgram *
azud_program_new_careful (AzudExpr *const *exprs, int n, const AzudExprSettings *settings, AzudAccount *account, bool is_careful,
                          AzudError *error)
{
  AzudProgram *program = azud_account_alloc (account, sizeof *program, error);

  if (program == NULL)
    return NULL;
  memset (program, 0, sizeof *program);
  program->account = account;
  program->is_careful = is_careful;
  azud_arena_init (&program->arena, account);
  if (settings != NULL)
    program->settings = *settings;
  if (program->settings.query_time_us == 0)
    program->settings.query_time_us = azud_io_real_us ();
  if (program->settings.time_zone != NULL)
    {
      g_strlcpy (program->time_zone, program->settings.time_zone, sizeof program->time_zone);
      program->settings.time_zone = program->time_zone;
    }
  program->roots = take (program, sizeof (int) * (size_t) MAX (n, 1), error);
  if (program->roots == NULL || azud_program_add_region (program, AZUD_REGION_NONE, error) < 0)
    {
      azud_program_free (program);
      return NULL;
    }
  for (int i = 0; i < n; i++)
    {
      program->roots[i] = azud_program_compile (program, 0, exprs[i], error);
      if (program->roots[i] < 0)
        {
          azud_program_free (program);
          return NULL;
        }
      program->n_roots++;
    }
  return program;
}

/* The trees of @program, which its steps still know, as a careful program. */
static AzudProgram *
make_careful (const AzudProgram *program, AzudError *error)
{
  AzudExpr   **exprs = azud_account_alloc (program->account, sizeof *exprs * (size_t) program->n_roots, error);
  AzudProgram *careful;

  if (exprs == NULL)
    return NULL;
  for (int i = 0; i < program->n_roots; i++)
    exprs[i] = (AzudExpr *) program->steps[program->roots[i]]->expr;
  careful = azud_program_new_careful (exprs, program->n_roots, &program->settings, program->account, true, error);
  azud_account_release (program->account, exprs, sizeof *exprs * (size_t) program->n_roots);
  return careful;
}

bool
azud_program_take_care (AzudEval *eval)
{
  AzudProgram *program = eval->program;
  AzudError own = AZUD_ERROR_INIT;

  if (program->is_careful || program->careful != NULL || eval->error->fault != AZUD_FAULT_RUN)
    return false;
  for (int i = 0; i < program->n_roots; i++)
    if (!azud_expr_is_deterministic (program->steps[program->roots[i]]->expr))
      return false;
  program->careful = make_careful (program, &own);
  if (program->careful == NULL)
    *eval->error = own;
  if (program->careful == NULL || !program->careful->differs)
    return false;
  azud_error_clear (eval->error);
  eval->program = program->careful;
  return true;
}

void
azud_program_free (AzudProgram *program)
{
  AzudAccount *account;

  if (program == NULL)
    return;
  azud_program_free (program->careful);
  for (int i = 0; i < program->n_steps; i++)
    if (program->steps[i]->unbind != NULL && program->steps[i]->bound != NULL)
      program->steps[i]->unbind (program->steps[i]->bound);
  account = program->account;
  azud_arena_clear (&program->arena);
  azud_account_release (account, program, sizeof *program);
}
