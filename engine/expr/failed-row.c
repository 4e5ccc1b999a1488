/* failed-row.c: what stood in the row that made an expression fail
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/program-steps.h"

#include <stdio.h>
#include <string.h>

#define MAX_COLUMNS 4

typedef struct
{
  const AzudExpr *columns[MAX_COLUMNS];
  int             n;
} Columns;

static void
add_column (Columns *found, const AzudExpr *column)
{
  if (column->index < 0 || column->names == NULL || found->n == MAX_COLUMNS)
    return;
  for (int i = 0; i < found->n; i++)
    if (found->columns[i]->index == column->index)
      return;
  found->columns[found->n++] = column;
}

static void
find_columns (const AzudExpr *expr, Columns *found)
{
  if (expr->kind == AZUD_EXPR_COLUMN)
    add_column (found, expr);
  for (int i = 0; i < expr->n_args; i++)
    find_columns (expr->args[i], found);
}

static const char *
name_of (const AzudExpr *column)
{
  int last = 0;

  while (column->names[last] != NULL && column->names[last + 1] != NULL)
    last++;
  return column->names[last] != NULL ? column->names[last] : "";
}

/* Writes the value at @row into @text, cut at its end, terminated.  Its length; 0 when it cannot be shown so shortly. */
static size_t
print_cell (const AzudEval *eval, const AzudVector *column, uint32_t row, char *text, size_t size)
{
  AzudVectorView view = azud_vector_view (column);
  uint32_t at = azud_view_index (&view, row);
  const void *data = (const char *) view.data + (size_t) at * column->type->width;
  char buffer[AZUD_INTERVAL_TEXT_MAX];
  size_t n;

  if (column->type->id == AZUD_DTYPE_VOID || !azud_view_valid (&view, at))
    return (size_t) snprintf (text, size, "NULL");
  if (column->type->id == AZUD_DTYPE_STRING)
    {
      azud_error_copy_text (text, size, azud_text_data (data), ((const AzudText *) data)->size);
      return strlen (text);
    }
  n = azud_print_leaf (column->type, data, eval->program->settings.time_zone, buffer);
  azud_error_copy_text (text, size, buffer, n);
  return n;
}

void
azud_program_tell_row (AzudEval *eval, const AzudExpr *expr)
{
  AzudError *error = eval->error;
  uint32_t row = (uint32_t) error->row;
  Columns found = { .n = 0 };
  char text[sizeof error->value];
  char all[2 * sizeof error->value] = "";
  size_t used = 0;

  find_columns (expr, &found);
  for (int i = 0; i < found.n && row < eval->batch->n_rows; i++)
    {
      const AzudVector *column = &eval->batch->columns[found.columns[i]->index];

      if (column->type == NULL || print_cell (eval, column, row, text, sizeof text) == 0)
        continue;
      if (used < sizeof error->value)
        used += (size_t) snprintf (all + used, sizeof all - used, "%s%s = %s", used > 0 ? ", " : "", name_of (found.columns[i]), text);
    }
  if (used > 0)
    azud_error_at_value (error, NULL, all, MIN (used, sizeof all - 1));
}
