/* fold.c: expressions without columns become literals
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/program.h"
#include "expr/tree.h"

#include <string.h>

static void
read_datum (const AzudVector *vector, AzudDatum *datum)
{
  AzudVectorView view = azud_vector_view (vector);
  uint32_t at = azud_view_index (&view, 0);

  datum->type = vector->type;
  datum->is_null = vector->type->id == AZUD_DTYPE_VOID || !azud_view_valid (&view, at);
  if (datum->is_null)
    return;
  switch (vector->type->id)
    {
    case AZUD_DTYPE_BOOLEAN: datum->as.boolean = ((const uint8_t *) view.data)[at] != 0; break;
    case AZUD_DTYPE_TINYINT: datum->as.integer = ((const int8_t *) view.data)[at]; break;
    case AZUD_DTYPE_SMALLINT: datum->as.integer = ((const int16_t *) view.data)[at]; break;
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_DATE:
    case AZUD_DTYPE_YEAR_MONTH: datum->as.integer = ((const int32_t *) view.data)[at]; break;
    case AZUD_DTYPE_FLOAT: datum->as.real = (double) ((const float *) view.data)[at]; break;
    case AZUD_DTYPE_DOUBLE: datum->as.real = ((const double *) view.data)[at]; break;
    case AZUD_DTYPE_DECIMAL: datum->as.decimal = ((const AzudInt128 *) view.data)[at]; break;
    case AZUD_DTYPE_STRING:
    case AZUD_DTYPE_BINARY: datum->as.text = ((const AzudText *) view.data)[at]; break;
    default: datum->as.integer = ((const int64_t *) view.data)[at]; break;
    }
}

AzudExpr *
azud_expr_fold (const AzudExpr *expr, const AzudExprSettings *settings, AzudError *error)
{
  AzudExpr *tree = (AzudExpr *) expr;
  AzudExpr *literal = NULL;
  AzudAccount *account;
  AzudProgram *program;

  if (azud_expr_is_literal (expr))
    return azud_expr_ref (tree);
  if (azud_dtype_is_nested (expr->type))
    return azud_expr_ref (tree);   /* there are no nested literals */
  account = azud_account_new (NULL, "fold", 256 * 1024 * 1024);
  if (account == NULL)
    {
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_ ("There is not enough memory."), NULL);
      return NULL;
    }
  program = azud_program_new (&tree, 1, settings, account, error);
  if (program != NULL)
    {
      AzudArena arena;
      AzudBatch batch = { .n_rows = 1, .n_selected = 1 };
      AzudVector value;
      AzudDatum datum = { 0 };

      azud_arena_init (&arena, account);
      if (azud_program_eval (program, &batch, &value, &arena, error))
        {
          read_datum (&value, &datum);
          datum.type = expr->type;
          literal = azud_expr_new_literal (&datum);
          literal->span_start = expr->span_start;
          literal->span_end = expr->span_end;
        }
      azud_arena_clear (&arena);
      azud_program_free (program);
    }
  azud_account_free (account);
  return literal;
}
