/* fn-kernel.c: what the kernels of all function families share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/functions/fn-kernel-private.h"

bool
azud_fn_buffer_grow (TextBuffer *buffer, size_t more, AzudError *error)
{
  size_t room = MAX (buffer->size + more, 2 * buffer->size);
  char *bytes;

  room = MAX (room, 256);
  bytes = azud_arena_alloc (buffer->arena, room, 1, error);
  if (bytes == NULL)
    return false;
  if (buffer->size > 0)
    memcpy (bytes, buffer->bytes, buffer->size);
  buffer->bytes = bytes;
  buffer->room = room;
  return true;
}

/* Not a column, nor a parameter of a lambda: those have no value yet. */
static bool
is_constant_node (const AzudExpr *expr, void *data)
{
  bool *constant = data;

  *constant = *constant && expr->kind != AZUD_EXPR_COLUMN && expr->kind != AZUD_EXPR_VARIABLE;
  return *constant;
}

bool
azud_fn_fold (const AzudExpr *expr, const AzudExprSettings *settings, AzudDatum *datum, AzudExpr **keep)
{
  AzudExprSettings defaults = { 0 };
  AzudError ignored = AZUD_ERROR_INIT;
  bool constant = true;

  *keep = NULL;
  (void) azud_expr_visit (expr, is_constant_node, &constant);
  if (!constant)
    return false;
  if (azud_expr_is_literal (expr))
    {
      *datum = expr->datum;
      return true;
    }
  if (expr->kind == AZUD_EXPR_CAST && azud_expr_is_literal (expr->args[0]) && expr->args[0]->datum.is_null)
    {
      *datum = (AzudDatum){ .type = expr->type, .is_null = true };
      return true;
    }
  *keep = azud_expr_fold (expr, settings != NULL ? settings : &defaults, &ignored);
  if (*keep == NULL || !azud_expr_is_literal (*keep))
    {
      g_clear_pointer (keep, azud_expr_unref);
      return false;
    }
  *datum = (*keep)->datum;
  return true;
}

bool
azud_fn_fold_int (const AzudExpr *expr, int64_t *value, bool *is_null)
{
  AzudDatum datum;
  AzudExpr *keep;

  *value = 0;
  *is_null = false;
  if (!azud_fn_fold (expr, NULL, &datum, &keep))
    return false;
  *is_null = datum.is_null;
  if (!datum.is_null)
    {
      if (datum.type == NULL || !azud_dtype_is_integer (datum.type))
        {
          g_clear_pointer (&keep, azud_expr_unref);
          return false;
        }
      *value = datum.as.integer;
    }
  g_clear_pointer (&keep, azud_expr_unref);
  return true;
}

const AzudDtype *
azud_fn_refuse (const AzudExpr *call, int arg, const char *wanted, AzudError *error)
{
  char type[128] = "";
  char number[12];

  if (arg < call->n_args && call->args[arg]->type != NULL)
    azud_dtype_sql_name (call->args[arg]->type, type, sizeof type);
  g_snprintf (number, sizeof number, "%d", arg + 1);
  azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                  N_("Argument {0} of {1} must be {2}, but it is {3}"), number, call->call_name, wanted, type, NULL);
  return NULL;
}

const AzudDtype *
azud_fn_not_foldable (const AzudExpr *call, int arg, const char *name, AzudError *error)
{
  azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT",
                  N_("Argument {0} of {1} must be a constant"), name, call->call_name, NULL);
  return NULL;
}

uint32_t
azud_fn_utf8_read (const char *at, uint32_t width)
{
  const uint8_t *byte = (const uint8_t *) at;

  switch (width)
    {
    case 1:
      return byte[0] < 0x80 ? byte[0] : 0xFFFD;
    case 2:
      return (byte[0] & 0x1Fu) << 6 | (byte[1] & 0x3Fu);
    case 3:
      return (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
    case 4:
      return (byte[0] & 0x07u) << 18 | (byte[1] & 0x3Fu) << 12 | (byte[2] & 0x3Fu) << 6 | (byte[3] & 0x3Fu);
    default:
      return 0xFFFD;
    }
}

uint32_t
azud_fn_utf8_write (char *at, uint32_t c)
{
  if (c < 0x80)
    {
      at[0] = (char) c;
      return 1;
    }
  if (c < 0x800)
    {
      at[0] = (char) (0xC0 | c >> 6);
      at[1] = (char) (0x80 | (c & 0x3F));
      return 2;
    }
  if (c < 0x10000)
    {
      at[0] = (char) (0xE0 | c >> 12);
      at[1] = (char) (0x80 | (c >> 6 & 0x3F));
      at[2] = (char) (0x80 | (c & 0x3F));
      return 3;
    }
  at[0] = (char) (0xF0 | c >> 18);
  at[1] = (char) (0x80 | (c >> 12 & 0x3F));
  at[2] = (char) (0x80 | (c >> 6 & 0x3F));
  at[3] = (char) (0x80 | (c & 0x3F));
  return 4;
}

bool
azud_fn_copy_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  uint32_t width = call->out->type->width;
  uint8_t *out = call->out->data;

  FOR_ROWS (call, row)
    memcpy (out + (size_t) row * width,
            (const uint8_t *) view.data + (size_t) azud_view_index (&view, row) * width, width);
  return true;
}
