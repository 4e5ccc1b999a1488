/* fn-conditional.c: choosing values, nulls
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * AND, OR, CASE, IF, COALESCE, NVL, NVL2, IN are run by the evaluator (lazy*.c): their rows here have no kernel.
 */

#include "expr/coercion.h"
#include "expr/compare.h"
#include "expr/kernel-loops.h"
#include "expr/merge.h"
#include "expr/tree.h"

#include <math.h>
#include <string.h>

static bool
is_null_at (const AzudVector *vector, uint32_t row)
{
  return vector->type->id == AZUD_DTYPE_VOID || azud_vector_is_null (vector, row);
}

/* ---- choosing one of several vectors row by row ---- */

/* Fills call->out from argument chosen[i] for the i-th row; n_args = null. */
static bool
choose (const AzudKernelCall *call, const uint8_t *chosen, AzudError *error)
{
  AzudPiece *pieces = azud_arena_alloc (call->arena, sizeof (*pieces) * (call->n_args + 1), 8, error);
  uint16_t *rows = azud_arena_alloc (call->arena, sizeof (uint16_t) * (call->n + 1), 16, error);
  uint32_t at = 0;
  AzudVector merged;

  if (pieces == NULL || rows == NULL)
    return false;
  for (uint32_t a = 0; a <= call->n_args; a++)
    {
      uint32_t from = at;

      for (uint32_t i = 0; i < call->n; i++)
        if (chosen[i] == a)
          rows[at++] = (uint16_t) azud_call_row (call, i);
      pieces[a] = (AzudPiece){ a < call->n_args ? call->args[a] : NULL, rows + from, at - from };
    }
  if (!azud_pieces_merge (pieces, (int) call->n_args + 1, call->call->type, call->length, &merged, call->arena, error))
    return false;
  *call->out = merged;
  return true;
}

static bool
extreme (const AzudKernelCall *call, int sign, AzudError *error)
{
  uint8_t *chosen = azud_arena_alloc (call->arena, call->n + 1, 16, error);

  if (chosen == NULL)
    return false;
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      uint32_t best = call->n_args;

      for (uint32_t a = 0; a < call->n_args; a++)
        if (!is_null_at (call->args[a], row)
            && (best == call->n_args || azud_element_compare (call->args[a], row, call->args[best], row) * sign > 0))
          best = a;
      chosen[i] = (uint8_t) best;
    }
  return choose (call, chosen, error);
}

static bool
greatest (const AzudKernelCall *call, AzudError *error)
{
  return extreme (call, 1, error);
}

static bool
least (const AzudKernelCall *call, AzudError *error)
{
  return extreme (call, -1, error);
}

static const AzudDtype *
resolve_extreme (const AzudExpr *call, AzudError *error)
{
  char type[136];

  if (call->n_args > 250 || !azud_coercion_is_orderable (call->args[0]->type))
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE", N_ ("{0} cannot compare values of type {1}."),
                      call->call_name, azud_type_text (call->args[0]->type, type), NULL);
      return NULL;
    }
  return call->args[0]->type;
}

static bool
nullif_kernel (const AzudKernelCall *call, AzudError *error)
{
  uint8_t *chosen = azud_arena_alloc (call->arena, call->n + 1, 16, error);
  AzudKernelCall first = *call;

  if (chosen == NULL)
    return false;
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      bool equal = !is_null_at (call->args[0], row) && !is_null_at (call->args[1], row)
                   && azud_element_compare (call->args[0], row, call->args[1], row) == 0;

      chosen[i] = equal ? 1 : 0;
    }
  first.n_args = 1;
  return choose (&first, chosen, error);
}

/* nullifzero, zeroifnull: numbers only */
static bool
null_if_zero (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  uint8_t width = call->out->type->width;

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      const char *from = (const char *) view.data + (size_t) azud_view_index (&view, row) * width;
      bool zero = true;

      if (call->out->type->id == AZUD_DTYPE_DOUBLE)
        zero = *(const double *) (const void *) from == 0;
      else if (call->out->type->id == AZUD_DTYPE_FLOAT)
        zero = *(const float *) (const void *) from == 0;
      else
        for (int b = 0; b < width; b++)
          zero = zero && from[b] == 0;
      memcpy ((char *) call->out->data + (size_t) row * width, from, width);
      if (zero)
        azud_bits_set (call->out->validity, row, false);
    }
  return true;
}

static bool
zero_if_null (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  uint8_t width = call->out->type->width;

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      uint32_t at = azud_view_index (&view, row);
      char *to = (char *) call->out->data + (size_t) row * width;

      if (azud_view_valid (&view, at))
        memcpy (to, (const char *) view.data + (size_t) at * width, width);
      else
        memset (to, 0, width);
    }
  return true;
}

static bool
is_nan (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      uint32_t at = azud_view_index (&view, row);
      bool nan = false;

      if (azud_view_valid (&view, at))
        nan = call->args[0]->type->id == AZUD_DTYPE_FLOAT ? isnan (((const float *) view.data)[at]) : isnan (((const double *) view.data)[at]);
      ((uint8_t *) call->out->data)[row] = nan;
    }
  return true;
}

static bool
nanvl (const AzudKernelCall *call, AzudError *error)
{
  uint8_t *chosen = azud_arena_alloc (call->arena, call->n + 1, 16, error);
  AzudVectorView view = azud_vector_view (call->args[0]);

  if (chosen == NULL)
    return false;
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      uint32_t at = azud_view_index (&view, row);

      if (!azud_view_valid (&view, at))
        chosen[i] = 2;
      else
        chosen[i] = call->args[0]->type->id == AZUD_DTYPE_FLOAT ? isnan (((const float *) view.data)[at]) : isnan (((const double *) view.data)[at]);
    }
  return choose (call, chosen, error);
}

/* ---- errors on purpose ---- */

static bool
raise_message (const AzudKernelCall *call, uint32_t row, const AzudVector *message, const char *otherwise, AzudError *error)
{
  char text[136];

  if (message != NULL && !is_null_at (message, row))
    {
      AzudVectorView view = azud_vector_view (message);
      const AzudText *from = &((const AzudText *) view.data)[azud_view_index (&view, row)];

      azud_error_copy_text (text, sizeof text, azud_text_data (from), from->size);
    }
  else
    g_strlcpy (text, otherwise, sizeof text);
  azud_error_set (error, AZUD_FAULT_RUN, "USER_RAISED_EXCEPTION", N_ ("{0}"), text, NULL);
  azud_error_at_row (error, -1, -1, row);
  return false;
}

static bool
raise_error (const AzudKernelCall *call, AzudError *error)
{
  return raise_message (call, azud_call_row (call, 0), call->args[0], "null", error);
}

static bool
assert_true (const AzudKernelCall *call, AzudError *error)
{
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      AzudVectorView view = azud_vector_view (call->args[0]);

      if (is_null_at (call->args[0], row) || ((const uint8_t *) view.data)[azud_view_index (&view, row)] == 0)
        {
          g_autofree char *shown = azud_expr_spark_name (call->call->args[0]);
          char text[136];

          g_snprintf (text, sizeof text, "'%s' is not true!", shown);
          return raise_message (call, row, call->n_args > 1 ? call->args[1] : NULL, text, error);
        }
    }
  return true;
}

static bool
type_of (const AzudKernelCall *call, AzudError *error)
{
  char name[4096];
  size_t size = azud_dtype_print (call->call->args[0]->type, name, sizeof name);
  char *kept;

  if (size >= sizeof name)
    size = sizeof name - 1;
  kept = azud_arena_alloc (call->arena, size + 1, 1, error);
  if (kept == NULL)
    return false;
  memcpy (kept, name, size);
  for (uint32_t i = 0; i < call->n; i++)
    ((AzudText *) call->out->data)[azud_call_row (call, i)] = azud_text_make (kept, size);
  return true;
}

static const AzudDtype *
resolve_case (const AzudExpr *call, AzudError *error)
{
  AzudExpr **values = g_newa (AzudExpr *, (size_t) call->n_args / 2 + 2);
  const AzudDtype *common;
  int n = 0;

  for (int i = 1; i < call->n_args; i += 2)
    values[n++] = call->args[i];
  if ((call->n_args & 1) == 1)
    values[n++] = call->args[call->n_args - 1];
  common = azud_coercion_common_of (values, n);
  if (common == NULL)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.DATA_DIFF_TYPES", N_ ("The branches of {0} have no common type."),
                      call->call_name, NULL);
      return NULL;
    }
  for (int i = 1; i <= call->n_args; i += 2)
    {
      int at = MIN (i, call->n_args - 1);
      AzudExpr *arg = call->args[at];

      if (i == call->n_args && (call->n_args & 1) == 0)
        break;
      call->args[at] = azud_expr_new_null (azud_dtype_get (AZUD_DTYPE_VOID));
      if (!azud_coercion_cast_arg (&arg, common, error))
        return NULL;
      azud_expr_unref (call->args[at]);
      call->args[at] = arg;
    }
  for (int i = 0; i + 1 < call->n_args; i += 2)
    if (call->args[i]->type->id != AZUD_DTYPE_BOOLEAN && call->args[i]->type->id != AZUD_DTYPE_VOID)
      {
        char type[136];

        azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                        N_ ("The condition must be true or false, but has the type {0}."), azud_type_text (call->args[i]->type, type), NULL);
        return NULL;
      }
  return common;
}

static const AzudSignature logic_s[] = { { "boolean,boolean", "boolean" }, { NULL } };
static const AzudSignature case_s[] = { { "any,any,any...", NULL, .resolve_type = resolve_case }, { "any,any", NULL, .resolve_type = resolve_case }, { NULL } };
static const AzudSignature if_s[] = { { "boolean,T,T", "T" }, { NULL } };
static const AzudSignature coalesce_s[] = { { "T...", "T" }, { NULL } };
static const AzudSignature nvl_s[] = { { "T,T", "T" }, { NULL } };
static const AzudSignature nvl2_s[] = { { "any,T,T", "T" }, { NULL } };
static const AzudSignature in_s[] = { { "T,T?...", "boolean" }, { NULL } };
static const AzudSignature nullif_s[] = { { "T,T", "arg0", nullif_kernel }, { NULL } };
static const AzudSignature greatest_s[] = { { "T,T...", NULL, greatest, .resolve_type = resolve_extreme }, { NULL } };
static const AzudSignature least_s[] = { { "T,T...", NULL, least, .resolve_type = resolve_extreme }, { NULL } };
static const AzudSignature null_if_zero_s[] = { { "numeric", "arg0", null_if_zero }, { NULL } };
static const AzudSignature zero_if_null_s[] = { { "integral", "arg0", zero_if_null }, { "numeric", "arg0", zero_if_null }, { NULL } };
static const AzudSignature is_nan_s[] = { { "fraction", "boolean", is_nan }, { NULL } };
static const AzudSignature nanvl_s[] = { { "float,float", "float", nanvl }, { "double,double", "double", nanvl }, { NULL } };
static const AzudSignature raise_error_s[] = { { "string", "void", raise_error }, { NULL } };
static const AzudSignature assert_true_s[] = { { "boolean,string?", "void", assert_true }, { NULL } };
static const AzudSignature typeof_s[] = { { "any", "string", type_of }, { NULL } };

#define LAZY         (AZUD_FUNCTION_LAZY | AZUD_FUNCTION_TAKES_NULL)
#define RAISES       (AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_TAKES_NULL)
#define TAKES        AZUD_FUNCTION_TAKES_NULL
#define NEVER_NULL   (AZUD_FUNCTION_TAKES_NULL | AZUD_FUNCTION_NEVER_NULL)

const AzudFunction azud_functions_conditional[] = {
  { "and", NULL, AZUD_FUNCTION_LAZY, logic_s, "operators", 35, N_ ("True when both conditions are true"), "true AND NULL", "NULL" },
  { "or", NULL, AZUD_FUNCTION_LAZY, logic_s, "operators", 35, N_ ("True when one of two conditions is true"), "true OR NULL", "true" },
  { "in", NULL, LAZY, in_s, "operators", 35, N_ ("Whether a value is one of a list"), "2 IN (1, 2)", "true" },
  { "case", "when", LAZY, case_s, "conditional", 35, N_ ("The value of the first condition that is true"), "CASE WHEN 1 > 2 THEN 'a' ELSE 'b' END", "b" },
  { "if", "iff", LAZY, if_s, "conditional", 35, N_ ("One of two values, by a condition"), "if(1 < 2, 'a', 'b')", "a" },
  { "coalesce", NULL, LAZY, coalesce_s, "conditional", 35, N_ ("The first value that is not null"), "coalesce(NULL, 1, NULL)", "1" },
  { "nvl", "ifnull", LAZY, nvl_s, "conditional", 35, N_ ("A value, or another where it is null"), "nvl(NULL, 2)", "2" },
  { "nvl2", NULL, LAZY, nvl2_s, "conditional", 35, N_ ("The second value where the first is not null, else the third"), "nvl2(NULL, 2, 1)", "1" },
  { "nullif", NULL, TAKES, nullif_s, "conditional", 35, N_ ("A value, or null where it equals another"), "nullif(2, 2)", "NULL" },
  { "nullifzero", NULL, AZUD_FUNCTION_MAY_NULL, null_if_zero_s, "conditional", 40, N_ ("A number, or null where it is zero"), "nullifzero(0)", "NULL" },
  { "zeroifnull", NULL, NEVER_NULL, zero_if_null_s, "conditional", 40, N_ ("A number, or zero where it is null"), "zeroifnull(NULL)", "0" },
  { "greatest", NULL, TAKES, greatest_s, "conditional", 35, N_ ("The largest value, nulls left out"), "greatest(10, 9, 2)", "10" },
  { "least", NULL, TAKES, least_s, "conditional", 35, N_ ("The smallest value, nulls left out"), "least(10, 9, 2)", "2" },
  { "isnan", NULL, NEVER_NULL, is_nan_s, "conditional", 35, N_ ("Whether a number is NaN"), "isnan(double('NaN'))", "true" },
  { "nanvl", NULL, TAKES, nanvl_s, "conditional", 35, N_ ("A number, or another where it is NaN"), "nanvl(double('NaN'), 1D)", "1.0" },
  { "raise_error", NULL, RAISES, raise_error_s, "conditional", 35, N_ ("Makes the run fail with a message"), NULL, NULL },
  { "assert_true", NULL, RAISES, assert_true_s, "conditional", 35, N_ ("Makes the run fail where a condition is not true"), "assert_true(0 < 1)", "NULL" },
  { "typeof", NULL, NEVER_NULL, typeof_s, "conditional", 35, N_ ("The type of a value, as text"), "typeof(1)", "int" },
  { NULL },
};
