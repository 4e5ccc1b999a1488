/* sql-from.c: tables and joins as plans
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "sql/sql-lower-private.h"

#include "expr/tree.h"

/* The last part of a dotted name. */
static const char *
short_name (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL ? dot + 1 : name;
}

static AzudPlan *
find_table (AzudSqlLowering *lowering, const AzudSqlRelation *relation, const AzudSqlNames *names)
{
  g_autofree char *folded = azud_sql_fold_name (relation->name);
  AzudPlan        *plan;

  for (; names != NULL; names = names->outer)
    if (names->plans != NULL && (plan = g_hash_table_lookup (names->plans, folded)) != NULL)
      return azud_plan_ref (plan);
  plan = g_hash_table_lookup (lowering->created, folded);
  if (plan != NULL)
    return azud_plan_ref (plan);
  for (int i = 0; i < lowering->n_tables; i++)
    {
      g_autofree char *other = azud_sql_fold_name (lowering->tables[i].name);

      if (g_str_equal (other, folded))
        return azud_plan_ref (lowering->tables[i].plan);
    }
  return azud_sql_fail (lowering, relation->span_start, relation->span_end, "TABLE_OR_VIEW_NOT_FOUND",
                        N_("There is no table or view {0}."), relation->name, NULL);
}

static AzudPlan *
lower_range (AzudSqlLowering *lowering, const AzudSqlRelation *relation)
{
  g_autoptr (AzudSqlRows) none = azud_sql_rows_new (NULL, NULL);
  int64_t                 numbers[4] = { 0, 0, 1, 0 };
  guint                   n = relation->args->len;

  for (guint i = 0; i < n && i < 4; i++)
    {
      const AzudExpr       *parsed = g_ptr_array_index (relation->args, i);
      g_autoptr (AzudExpr)  typed = azud_sql_resolve (lowering, parsed, none, false, lowering->error);
      g_autoptr (AzudExpr)  folded = typed != NULL ? azud_expr_fold (typed, &lowering->settings, lowering->error) : NULL;

      if (folded == NULL)
        return NULL;
      if (!azud_dtype_is_integer (folded->type) || folded->datum.is_null)
        return azud_sql_fail (lowering, parsed->span_start, parsed->span_end, "UNEXPECTED_INPUT_TYPE",
                              N_("{0} takes whole numbers."), "range()", NULL);
      numbers[i] = folded->datum.as.integer;
    }
  if (n == 1)
    {
      numbers[1] = numbers[0];
      numbers[0] = 0;
    }
  if (n > 4 || numbers[2] == 0)
    return azud_sql_fail (lowering, relation->span_start, relation->span_end, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                          N_("{0} takes an end, or start and end, and a step that is not zero."), "range()", NULL);
  return azud_plan_range ("id", numbers[0], numbers[1], numbers[2]);
}

/* ---- joins ---- */

static void
append_pieces (AzudSqlRows *rows, const AzudSqlRows *from)
{
  for (guint i = 0; i < from->schemas->len; i++)
    azud_sql_rows_add (rows, g_ptr_array_index (from->qualifiers, i), g_ptr_array_index (from->schemas, i));
}

static bool
is_boolean (AzudSqlLowering *lowering, const AzudExpr *parsed, const AzudExpr *typed)
{
  if (typed->type->id == AZUD_DTYPE_BOOLEAN)
    return true;
  azud_sql_fail (lowering, parsed->span_start, parsed->span_end, "JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE",
                 N_("A join's condition must be true or false."), NULL, NULL);
  return false;
}

static GPtrArray *
common_names (const AzudSchema *left, const AzudSchema *right, bool case_sensitive)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < left->n_fields; i++)
    if (azud_schema_find (right, left->fields[i].name, case_sensitive) >= 0)
      g_ptr_array_add (names, g_strdup (left->fields[i].name));
  return names;
}

/* Equality of the columns called @names, over left ++ right. */
static AzudExpr *
equal_names (AzudSqlLowering *lowering, const AzudSqlRelation *relation, AzudPlan *left, AzudPlan *right, GPtrArray *names)
{
  g_autoptr (AzudSqlRows) none = azud_sql_rows_new (NULL, NULL);
  AzudExpr               *condition = NULL;

  for (guint i = 0; i < names->len; i++)
    {
      const char          *name = g_ptr_array_index (names, i);
      int                  a = azud_schema_find (left->schema, name, lowering->settings.case_sensitive);
      int                  b = azud_schema_find (right->schema, name, lowering->settings.case_sensitive);
      AzudExpr            *args[2];
      g_autoptr (AzudExpr) call = NULL;
      AzudExpr            *typed = NULL;

      if (a >= 0 && b >= 0)
        {
          args[0] = azud_expr_new_column (left->schema, a);
          args[1] = azud_expr_new_column (right->schema, b);
          args[1]->index += left->schema->n_fields;
          call = azud_expr_new_call ("=", args, 2);
          typed = azud_sql_resolve (lowering, call, none, false, lowering->error);
        }
      else
        azud_sql_fail (lowering, relation->span_start, relation->span_end,
                       a == AZUD_SCHEMA_AMBIGUOUS || b == AZUD_SCHEMA_AMBIGUOUS ? "AMBIGUOUS_REFERENCE" : "UNRESOLVED_USING_COLUMN_FOR_JOIN",
                       N_("The join needs exactly one column {0} on each side."), name, NULL);
      if (typed == NULL)
        {
          g_clear_pointer (&condition, azud_expr_unref);
          return NULL;
        }
      condition = azud_expr_new_and (condition, typed);
    }
  return condition;
}

static AzudSchema *
without_names (const AzudSchema *schema, GPtrArray *names, bool case_sensitive)
{
  g_autofree AzudField *fields = g_new0 (AzudField, (gsize) schema->n_fields + 1);
  g_autofree bool      *gone = g_new0 (bool, (gsize) schema->n_fields + 1);
  int                   n = 0;

  for (guint i = 0; i < names->len; i++)
    {
      int at = azud_schema_find (schema, g_ptr_array_index (names, i), case_sensitive);

      if (at >= 0)
        gone[at] = true;
    }
  for (int i = 0; i < schema->n_fields; i++)
    if (!gone[i])
      fields[n++] = schema->fields[i];
  return azud_schema_new (fields, n);
}

/* Keys first, under no qualifier; then what is left of both sides. */
static AzudSqlRows *
join_using (AzudSqlLowering *lowering, const AzudSqlRelation *relation, AzudSqlRows *left, AzudSqlRows *right, GPtrArray *names)
{
  g_autoptr (AzudExpr) condition = equal_names (lowering, relation, left->plan, right->plan, names);
  bool                 only_left = relation->join == AZUD_JOIN_SEMI || relation->join == AZUD_JOIN_ANTI;
  AzudSqlRows         *rows;
  AzudSchema          *keys;

  if (condition == NULL)
    return NULL;
  rows = azud_sql_rows_new (azud_plan_join (left->plan, right->plan, relation->join, condition, names), NULL);
  keys = azud_schema_new (rows->plan->schema->fields, (int) names->len);
  azud_sql_rows_add (rows, NULL, keys);
  azud_schema_unref (keys);
  for (int side = 0; side < (only_left ? 1 : 2); side++)
    {
      const AzudSqlRows *from = side == 0 ? left : right;

      for (guint i = 0; i < from->schemas->len; i++)
        {
          AzudSchema *rest = without_names (g_ptr_array_index (from->schemas, i), names, lowering->settings.case_sensitive);

          azud_sql_rows_add (rows, g_ptr_array_index (from->qualifiers, i), rest);
          azud_schema_unref (rest);
        }
    }
  return rows;
}

static AzudSqlRows *
join_on (AzudSqlLowering *lowering, const AzudSqlRelation *relation, AzudSqlRows *left, AzudSqlRows *right)
{
  g_autoptr (AzudSqlRows) both = azud_sql_rows_new (NULL, NULL);
  g_autoptr (AzudExpr)    condition = NULL;
  AzudJoinType            type = relation->join;
  AzudSqlRows            *rows;

  append_pieces (both, left);
  append_pieces (both, right);
  if (relation->on != NULL)
    {
      condition = azud_sql_resolve (lowering, relation->on, both, false, lowering->error);
      if (condition == NULL || !is_boolean (lowering, relation->on, condition))
        return NULL;
      if (type == AZUD_JOIN_CROSS)
        type = AZUD_JOIN_INNER;
    }
  else if (type == AZUD_JOIN_INNER)
    type = AZUD_JOIN_CROSS;
  else if (type != AZUD_JOIN_CROSS)
    condition = azud_expr_new_boolean (true);
  rows = azud_sql_rows_new (azud_plan_join (left->plan, right->plan, type, condition, NULL), NULL);
  append_pieces (rows, left);
  if (type != AZUD_JOIN_SEMI && type != AZUD_JOIN_ANTI)
    append_pieces (rows, right);
  return rows;
}

/* The pieces must say what an outer join does to their columns. */
static void
refresh_pieces (AzudSqlRows *rows)
{
  int at = 0;

  for (guint i = 0; i < rows->schemas->len; i++)
    {
      AzudSchema *old = g_ptr_array_index (rows->schemas, i);
      int         n = old->n_fields;

      g_ptr_array_index (rows->schemas, i) = azud_schema_new (rows->plan->schema->fields + at, n);
      azud_schema_unref (old);
      at += n;
    }
}

static AzudSqlRows *
lower_join (AzudSqlLowering *lowering, const AzudSqlRelation *relation, const AzudSqlNames *names)
{
  g_autoptr (AzudSqlRows) left = azud_sql_lower_from (lowering, relation->left, names);
  g_autoptr (AzudSqlRows) right = left != NULL ? azud_sql_lower_from (lowering, relation->right, names) : NULL;
  g_autoptr (GPtrArray)   natural = NULL;
  AzudSqlRows            *rows;

  if (right == NULL)
    return NULL;
  if (relation->natural)
    natural = common_names (left->plan->schema, right->plan->schema, lowering->settings.case_sensitive);
  if (relation->using_names != NULL || (natural != NULL && natural->len > 0))
    rows = join_using (lowering, relation, left, right, relation->using_names != NULL ? relation->using_names : natural);
  else
    rows = join_on (lowering, relation, left, right);
  if (rows != NULL)
    refresh_pieces (rows);
  return rows;
}

/* ---- all kinds ---- */

AzudSqlRows *
azud_sql_lower_from (AzudSqlLowering *lowering, const AzudSqlRelation *relation, const AzudSqlNames *names)
{
  AzudPlan    *plan = NULL;
  const char  *qualifier = relation->alias;
  AzudSqlRows *rows;

  switch (relation->kind)
    {
    case AZUD_SQL_TABLE:
      plan = find_table (lowering, relation, names);
      if (qualifier == NULL)
        qualifier = short_name (relation->name);
      break;
    case AZUD_SQL_SUBQUERY:
      plan = azud_sql_lower_query (lowering, relation->query, names);
      break;
    case AZUD_SQL_RANGE:
      plan = lower_range (lowering, relation);
      break;
    case AZUD_SQL_JOIN:
      rows = lower_join (lowering, relation, names);
      if (rows == NULL || relation->alias == NULL)
        return rows;
      plan = azud_plan_ref (rows->plan);
      azud_sql_rows_free (rows);
      break;
    }
  if (plan != NULL)
    plan = azud_sql_rename (lowering, plan, relation->columns, relation->span_start, relation->span_end);
  if (plan == NULL)
    return NULL;
  rows = azud_sql_rows_new (plan, qualifier);
  if (qualifier == NULL)
    azud_sql_rows_add (rows, NULL, plan->schema);
  return rows;
}
