/* join-names.c: telling the columns of a join's two sides apart in a script
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "targets/join-names.h"

#include "expr/tree.h"

/* Spark's words for renames and new columns go by name: with a name twice only a select says what is meant. */
gboolean
azud_join_has_repeated_names (const AzudSchema *schema)
{
  for (int i = 0; i < schema->n_fields; i++)
    for (int j = i + 1; j < schema->n_fields; j++)
      if (g_ascii_strcasecmp (schema->fields[i].name, schema->fields[j].name) == 0)
        return TRUE;
  return FALSE;
}

AzudExpr *
azud_join_new_qualified (const AzudSchema *schema,
                         int               index,
                         const char       *qualifier)
{
  AzudExpr *column = azud_expr_new_column (schema, index);
  const char *names[] = { qualifier, schema->fields[index].name };

  azud_expr_set_names (column, qualifier != NULL ? names : names + 1, qualifier != NULL ? 2 : 1);
  return column;
}

gboolean
azud_join_is_aliased (const AzudPlan *join)
{
  return join->op == AZUD_PLAN_JOIN && (join->as.join.left_using == NULL || azud_join_has_repeated_names (join->schema));
}

static bool
is_plain_name (const AzudExpr *expr,
               void           *data)
{
  return expr->kind != AZUD_EXPR_COLUMN || expr->names == NULL || expr->names[0] == NULL || expr->names[1] == NULL;
}

gboolean
azud_join_names_are_plain (const AzudExpr *expr)
{
  return azud_expr_visit (expr, is_plain_name, NULL);
}

AzudExpr *
azud_join_qualify (const AzudPlan *in,
                   AzudExpr       *expr)
{
  gboolean aliased;
  int n_left = 0, n_using = 0;
  g_autofree AzudExpr **columns = g_new0 (AzudExpr *, (gsize) in->schema->n_fields + 1);
  AzudExpr *result;

  while (in->op == AZUD_PLAN_FILTER)
    in = in->inputs[0];
  aliased = azud_join_is_aliased (in);
  if (!aliased && azud_join_names_are_plain (expr))
    return azud_expr_ref (expr);
  if (aliased)
    {
      n_left = in->inputs[0]->schema->n_fields;
      n_using = in->as.join.left_using != NULL ? (int) in->as.join.left_using->len : 0;
    }
  for (int i = 0; i < in->schema->n_fields; i++)       /* columns joined by come first and are of both sides */
    columns[i] = azud_join_new_qualified (in->schema, i, !aliased || i < n_using ? NULL : i < n_left ? "left" : "right");
  result = azud_expr_substitute (expr, columns, in->schema->n_fields);
  for (int i = 0; i < in->schema->n_fields; i++)
    azud_expr_unref (columns[i]);
  return result;
}

/* One side of x = x becomes something else of the same value. */
static AzudExpr *
tell_sides_apart (const AzudExpr *expr,
                  void           *data)
{
  AzudExpr *arg, *args[2];

  if (expr->kind != AZUD_EXPR_CALL || expr->n_args != 2 || expr->args[0]->kind != AZUD_EXPR_COLUMN
      || !azud_expr_equal (expr->args[0], expr->args[1]))
    return NULL;
  arg = azud_expr_ref (expr->args[0]);
  args[0] = azud_expr_new_call ("coalesce", &arg, 1);
  args[1] = azud_expr_ref (expr->args[1]);
  return azud_expr_new_call (expr->call_name, args, 2);
}

AzudExpr *
azud_join_tell_sides_apart (const AzudExpr *condition)
{
  return azud_expr_rewrite (condition, tell_sides_apart, NULL);
}
