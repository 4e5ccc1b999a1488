/* cast.c: which kernel casts what
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/cast.h"

#include "expr/coercion.h"
#include "expr/kernel-loops.h"

static int
integer_digits (const AzudDtype *type)
{
  switch (type->id)
    {
    case AZUD_DTYPE_BOOLEAN: return 1;
    case AZUD_DTYPE_TINYINT: return 3;
    case AZUD_DTYPE_SMALLINT: return 5;
    case AZUD_DTYPE_INT: return 10;
    default: return 19;
    }
}

bool
azud_cast_can_raise (const AzudDtype *from, const AzudDtype *to)
{
  if (from == to || from->id == AZUD_DTYPE_VOID || to->id == AZUD_DTYPE_STRING || to->id == AZUD_DTYPE_BINARY)
    return false;
  if (azud_dtype_is_nested (from) && from->id == to->id && from->n_fields == to->n_fields)
    {
      for (int i = 0; i < from->n_fields; i++)
        if (azud_cast_can_raise (from->fields[i].type, to->fields[i].type))
          return true;
      return false;
    }
  if (to->id == AZUD_DTYPE_BOOLEAN)
    return from->id == AZUD_DTYPE_STRING;
  if (from->id == AZUD_DTYPE_BOOLEAN && to->id != AZUD_DTYPE_DECIMAL)
    return false;
  if ((from->id == AZUD_DTYPE_BOOLEAN || azud_dtype_is_integer (from)) && to->id == AZUD_DTYPE_DECIMAL)
    return integer_digits (from) > to->precision - to->scale;
  if (from->id == AZUD_DTYPE_DECIMAL && to->id == AZUD_DTYPE_DECIMAL)
    return to->scale < from->scale ? to->precision - to->scale <= from->precision - from->scale
                                   : to->precision - to->scale < from->precision - from->scale;
  if (azud_dtype_is_integer (from) && azud_dtype_is_integer (to))
    return to->id < from->id;
  if (azud_dtype_is_numeric (from) && (to->id == AZUD_DTYPE_FLOAT || to->id == AZUD_DTYPE_DOUBLE))
    return false;
  return !(azud_dtype_is_datetime (from) && azud_dtype_is_datetime (to));
}

bool
azud_cast_fail (const AzudKernelCall *call, uint32_t row, const char *condition, const char *value, size_t length, AzudError *error)
{
  char from[136], to[136], shown[136];

  if (call->call->safe)
    {
      azud_bits_set (call->out->validity, row, false);
      if (call->out->type->width > 0)
        memset ((char *) call->out->data + (size_t) row * call->out->type->width, 0, call->out->type->width);
      return true;
    }
  azud_error_copy_text (shown, sizeof shown, value, length);
  azud_type_text (call->args[0]->type, from);
  azud_type_text (call->call->type, to);
  if (strcmp (condition, "CAST_OVERFLOW") == 0)
    azud_error_set (error, AZUD_FAULT_RUN, condition, N_ ("The value {0} of the type {1} does not fit {2}."), shown, from, to, NULL);
  else if (strcmp (condition, "CAST_INVALID_INPUT") == 0)
    azud_error_set (error, AZUD_FAULT_RUN, condition, N_ ("The value '{0}' of the type {1} cannot be cast to {2} because it is malformed."), shown, from, to, NULL);
  else
    azud_error_set (error, AZUD_FAULT_RUN, condition, N_ ("The value {0} cannot be represented as {2}."), shown, from, to, NULL);
  if (error != NULL && error->hint == NULL)
    error->hint = N_ ("try_cast() gives null instead.");
  azud_error_at_value (error, "", value, length);
  azud_error_at_row (error, -1, -1, row);
  return false;
}

static bool
keep_text (const AzudKernelCall *call, AzudError *error)
{
  AZUD_LOOP_1 (call, AzudText, AzudText, x);
  return true;
}

AzudKernel
azud_cast_kernel (const AzudDtype *from, const AzudDtype *to)
{
  if (!azud_expr_can_cast (from, to))
    return NULL;
  if (azud_dtype_is_nested (from) && azud_dtype_is_nested (to))
    return azud_cast_kernel_nested (from, to);
  if (azud_dtype_is_text (from) && azud_dtype_is_text (to))
    return keep_text;
  if (to->id == AZUD_DTYPE_STRING)
    return azud_cast_kernel_to_text (from);
  if (from->id == AZUD_DTYPE_STRING)
    return azud_cast_kernel_from_text (to);
  if (azud_dtype_is_datetime (from) || azud_dtype_is_datetime (to) || azud_dtype_is_interval (from) || azud_dtype_is_interval (to))
    return azud_cast_kernel_time (from, to);
  if (from->id == AZUD_DTYPE_DECIMAL || to->id == AZUD_DTYPE_DECIMAL)
    return azud_cast_kernel_decimal (from, to);
  return azud_cast_kernel_number (from, to);
}
