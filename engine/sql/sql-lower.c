/* sql-lower.c: statements and whole queries as plans
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "sql/sql-lower-private.h"

#include "expr/tree.h"

/* ---- rows and names ---- */

AzudSqlRows *
azud_sql_rows_new (AzudPlan *plan, const char *qualifier)
{
  AzudSqlRows *rows = g_new0 (AzudSqlRows, 1);

  rows->plan = plan;
  rows->qualifiers = g_ptr_array_new_with_free_func (g_free);
  rows->schemas = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_schema_unref);
  if (qualifier != NULL)
    azud_sql_rows_add (rows, qualifier, plan->schema);
  return rows;
}

void
azud_sql_rows_add (AzudSqlRows *rows, const char *qualifier, AzudSchema *schema)
{
  g_ptr_array_add (rows->qualifiers, g_strdup (qualifier));
  g_ptr_array_add (rows->schemas, azud_schema_ref (schema));
}

void
azud_sql_rows_free (AzudSqlRows *rows)
{
  if (rows == NULL)
    return;
  g_clear_pointer (&rows->plan, azud_plan_unref);
  g_ptr_array_unref (rows->qualifiers);
  g_ptr_array_unref (rows->schemas);
  g_free (rows);
}

char *
azud_sql_fold_name (const char *name)
{
  return g_utf8_casefold (name, -1);
}

void *
azud_sql_fail (AzudSqlLowering *lowering, int span_start, int span_end, const char *condition, const char *message,
               const char *a, const char *b)
{
  AzudError *error = lowering->error;

  azud_error_set (error, AZUD_FAULT_PIPELINE, condition, message, a, a != NULL ? b : NULL, NULL);
  if (error != NULL && error->span_start < 0)
    {
      error->span_start = span_start;
      error->span_end = span_end;
    }
  return NULL;
}

AzudExpr *
azud_sql_resolve (AzudSqlLowering *lowering, const AzudExpr *parsed, const AzudSqlRows *rows, bool aggregates, AzudError *error)
{
  g_autofree AzudScopeInput *inputs = g_new0 (AzudScopeInput, (gsize) rows->schemas->len + 1);
  AzudScope                  scope = {
    .inputs = inputs,
    .n_inputs = (int) rows->schemas->len,
    .parameters = lowering->parameters,
    .n_parameters = lowering->n_parameters,
    .settings = lowering->settings,
    .allow_aggregates = aggregates,
  };

  for (guint i = 0; i < rows->schemas->len; i++)
    inputs[i] = (AzudScopeInput) { g_ptr_array_index (rows->qualifiers, i), g_ptr_array_index (rows->schemas, i) };
  return azud_expr_resolve (parsed, &scope, error);
}

/* ---- LIMIT ---- */

static bool
lower_count (AzudSqlLowering *lowering, const AzudExpr *parsed, int64_t *count)
{
  g_autoptr (AzudSqlRows) none = azud_sql_rows_new (NULL, NULL);
  g_autoptr (AzudExpr)    typed = azud_sql_resolve (lowering, parsed, none, false, lowering->error);
  g_autoptr (AzudExpr)    folded = NULL;

  if (typed == NULL)
    return false;
  folded = azud_expr_fold (typed, &lowering->settings, lowering->error);
  if (folded == NULL)
    return false;
  if (!azud_dtype_is_integer (folded->type) || folded->datum.is_null || folded->datum.as.integer < 0)
    {
      azud_sql_fail (lowering, parsed->span_start, parsed->span_end, "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE",
                     N_("LIMIT and OFFSET take a number that is not negative."), NULL, NULL);
      return false;
    }
  *count = folded->datum.as.integer;
  return true;
}

AzudPlan *
azud_sql_lower_limit (AzudSqlLowering *lowering, const AzudSqlQuery *query, AzudPlan *plan)
{
  int64_t   count = INT64_MAX, offset = 0;
  AzudPlan *limited;

  if (query->limit == NULL && query->offset == NULL)
    return plan;
  if ((query->limit != NULL && !lower_count (lowering, query->limit, &count))
      || (query->offset != NULL && !lower_count (lowering, query->offset, &offset)))
    {
      azud_plan_unref (plan);
      return NULL;
    }
  limited = azud_plan_limit (plan, count, offset);
  azud_plan_unref (plan);
  return limited;
}

/* ---- names of columns ---- */

AzudPlan *
azud_sql_rename (AzudSqlLowering *lowering, AzudPlan *plan, GPtrArray *names, int span_start, int span_end)
{
  g_autofree AzudNamedExpr *items = NULL;
  AzudPlan                 *renamed;

  if (names == NULL)
    return plan;
  if ((int) names->len != plan->schema->n_fields)
    {
      char wanted[16], given[16];

      g_snprintf (given, sizeof given, "%u", names->len);
      g_snprintf (wanted, sizeof wanted, "%d", plan->schema->n_fields);
      azud_plan_unref (plan);
      return azud_sql_fail (lowering, span_start, span_end, "NUM_TABLE_VALUE_ALIASES_MISMATCH",
                            N_("{0} names are given for {1} columns."), given, wanted);
    }
  items = g_new0 (AzudNamedExpr, (gsize) names->len + 1);
  for (guint i = 0; i < names->len; i++)
    items[i] = (AzudNamedExpr) { g_ptr_array_index (names, i), azud_expr_new_column (plan->schema, (int) i), false };
  renamed = azud_plan_project (plan, items, (int) names->len, AZUD_PROJECT_RENAME);
  for (guint i = 0; i < names->len; i++)
    azud_expr_unref (items[i].expr);
  azud_plan_unref (plan);
  return renamed;
}

/* ---- VALUES ---- */

static AzudExpr *
lower_cell (AzudSqlLowering *lowering, const AzudExpr *parsed)
{
  g_autoptr (AzudSqlRows) none = azud_sql_rows_new (NULL, NULL);
  g_autoptr (AzudExpr)    typed = azud_sql_resolve (lowering, parsed, none, false, lowering->error);

  if (typed == NULL || azud_expr_is_literal (typed))
    return g_steal_pointer (&typed);
  return azud_expr_fold (typed, &lowering->settings, lowering->error);
}

static void
free_cells (gpointer data)
{
  AzudExpr **cells = data;

  for (int i = 0; cells[i] != NULL; i++)
    azud_expr_unref (cells[i]);
  g_free (cells);
}

static bool
widen_column (AzudSqlLowering *lowering, GPtrArray *rows, int column, const AzudExpr *at, AzudField *field)
{
  const AzudDtype *type = NULL;

  for (guint r = 0; r < rows->len; r++)
    {
      AzudExpr        *cell = ((AzudExpr **) g_ptr_array_index (rows, r))[column];
      const AzudDtype *wider = type == NULL ? cell->type : azud_expr_common_type (type, cell->type);

      if (wider == NULL)
        return azud_sql_fail (lowering, at->span_start, at->span_end, "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE",
                              N_("The rows of {0} have values of types that do not fit together."), "VALUES", NULL) != NULL;
      type = wider;
      field->nullable |= cell->nullable;
    }
  for (guint r = 0; r < rows->len; r++)
    {
      AzudExpr **cell = &((AzudExpr **) g_ptr_array_index (rows, r))[column];
      AzudExpr  *cast, *folded;

      if ((*cell)->type == type)
        continue;
      cast = azud_expr_new_cast (azud_expr_ref (*cell), type, true, lowering->error);
      folded = cast != NULL ? azud_expr_fold (cast, &lowering->settings, lowering->error) : NULL;
      g_clear_pointer (&cast, azud_expr_unref);
      if (folded == NULL)
        return false;
      azud_expr_unref (*cell);
      *cell = folded;
    }
  field->type = type;
  return true;
}

static AzudPlan *
lower_values (AzudSqlLowering *lowering, const AzudSqlQuery *query)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_cells);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree AzudField *fields = NULL;
  guint                 n = ((GPtrArray *) g_ptr_array_index (query->rows, 0))->len;
  AzudSchema           *schema;
  AzudPlan             *plan;

  for (guint r = 0; r < query->rows->len; r++)
    {
      GPtrArray *row = g_ptr_array_index (query->rows, r);
      AzudExpr **cells = g_new0 (AzudExpr *, n + 1);

      g_ptr_array_add (rows, cells);
      if (row->len != n)
        return azud_sql_fail (lowering, query->span_start, query->span_end, "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH",
                              N_("The rows of {0} do not all have the same number of columns."), "VALUES", NULL);
      for (guint c = 0; c < n; c++)
        if ((cells[c] = lower_cell (lowering, g_ptr_array_index (row, c))) == NULL)
          return NULL;
    }
  fields = g_new0 (AzudField, n + 1);
  for (guint c = 0; c < n; c++)
    {
      g_ptr_array_add (names, g_strdup_printf ("col%u", c + 1));
      fields[c].name = g_ptr_array_index (names, c);
      if (!widen_column (lowering, rows, (int) c, g_ptr_array_index ((GPtrArray *) g_ptr_array_index (query->rows, 0), c), &fields[c]))
        return NULL;
    }
  schema = azud_schema_new (fields, (int) n);
  plan = azud_plan_values (schema, g_steal_pointer (&rows));
  azud_schema_unref (schema);
  return plan;
}

/* ---- set operations ---- */

/* Rows that are equal, nulls included, as a condition over left ++ right. */
static AzudExpr *
same_rows (AzudSqlLowering *lowering, AzudPlan *left, AzudPlan *right)
{
  g_autoptr (AzudSqlRows) rows = azud_sql_rows_new (NULL, NULL);
  AzudExpr               *condition = NULL;

  for (int i = 0; i < left->schema->n_fields; i++)
    {
      AzudExpr            *args[] = { azud_expr_new_column (left->schema, i), azud_expr_new_column (right->schema, i) };
      g_autoptr (AzudExpr) call = NULL;
      AzudExpr            *typed;

      args[1]->index += left->schema->n_fields;
      call = azud_expr_new_call ("<=>", args, 2);
      typed = azud_sql_resolve (lowering, call, rows, false, lowering->error);
      if (typed == NULL)
        {
          g_clear_pointer (&condition, azud_expr_unref);
          return NULL;
        }
      condition = azud_expr_new_and (condition, typed);
    }
  return condition;
}

static AzudPlan *
deduplicate (AzudPlan *plan)
{
  AzudPlan *distinct = azud_plan_deduplicate (plan, NULL, 0);

  azud_plan_unref (plan);
  return distinct;
}

static AzudPlan *
lower_set (AzudSqlLowering *lowering, const AzudSqlQuery *query, const AzudSqlNames *names)
{
  g_autoptr (AzudPlan)  left = NULL;
  g_autoptr (AzudPlan)  right = NULL;
  g_autoptr (AzudPlan)  both = NULL;
  g_autoptr (AzudExpr)  condition = NULL;
  AzudPlan             *inputs[2];

  if (query->set != AZUD_SQL_UNION && query->all)
    return azud_sql_fail (lowering, query->span_start, query->span_end, "AZUD_SQL_NOT_SUPPORTED",
                          N_("{0} is not supported."), query->set == AZUD_SQL_EXCEPT ? "EXCEPT ALL" : "INTERSECT ALL", NULL);
  left = azud_sql_lower_query (lowering, query->left, names);
  right = left != NULL ? azud_sql_lower_query (lowering, query->right, names) : NULL;
  if (right == NULL)
    return NULL;
  inputs[0] = left;
  inputs[1] = right;
  both = azud_plan_union (inputs, 2, false, false, lowering->settings.case_sensitive, lowering->error);
  if (both == NULL)
    return azud_sql_fail (lowering, query->span_start, query->span_end, "AZUD_INTERNAL", "", NULL, NULL);
  if (query->set == AZUD_SQL_UNION)
    return query->all ? g_steal_pointer (&both) : deduplicate (g_steal_pointer (&both));
  /* the union has brought both sides to common types */
  condition = same_rows (lowering, both->inputs[0], both->inputs[1]);
  if (condition == NULL)
    return NULL;
  return deduplicate (azud_plan_join (both->inputs[0], both->inputs[1], query->set == AZUD_SQL_INTERSECT ? AZUD_JOIN_SEMI : AZUD_JOIN_ANTI,
                                      condition, NULL));
}

/* ---- queries ---- */

static bool
add_with (AzudSqlLowering *lowering, const AzudSqlQuery *query, AzudSqlNames *names)
{
  for (guint i = 0; i < query->with->len; i++)
    {
      const AzudSqlCte *cte = g_ptr_array_index (query->with, i);
      AzudPlan         *plan = azud_sql_lower_query (lowering, cte->query, names);

      if (plan != NULL)
        plan = azud_sql_rename (lowering, plan, cte->columns, query->span_start, query->span_end);
      if (plan == NULL)
        return false;
      g_hash_table_insert (names->plans, azud_sql_fold_name (cte->name), plan);
    }
  return true;
}

static AzudPlan *
lower_nested (AzudSqlLowering *lowering, const AzudSqlQuery *query, const AzudSqlNames *names)
{
  g_autoptr (AzudSqlRows) rows = NULL;

  if (query->left != NULL)
    return azud_sql_lower_query (lowering, query->left, names);
  rows = azud_sql_lower_from (lowering, query->from, names);
  return rows != NULL ? g_steal_pointer (&rows->plan) : NULL;
}

static AzudPlan *
lower_body (AzudSqlLowering *lowering, const AzudSqlQuery *query, const AzudSqlNames *names)
{
  AzudPlan *plan = NULL;

  switch (query->kind)
    {
    case AZUD_SQL_SELECT:
      return azud_sql_lower_select (lowering, query, names);   /* its ORDER BY sees more than its columns */
    case AZUD_SQL_VALUES:
      plan = lower_values (lowering, query);
      break;
    case AZUD_SQL_SET:
      plan = lower_set (lowering, query, names);
      break;
    case AZUD_SQL_NESTED:
      plan = lower_nested (lowering, query, names);
      break;
    }
  return plan != NULL ? azud_sql_lower_order (lowering, query, plan) : NULL;
}

AzudPlan *
azud_sql_lower_query (AzudSqlLowering *lowering, const AzudSqlQuery *query, const AzudSqlNames *names)
{
  AzudSqlNames own = { names, NULL };
  AzudPlan    *plan = NULL;

  own.plans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) azud_plan_unref);
  if (query->with == NULL || add_with (lowering, query, &own))
    plan = lower_body (lowering, query, &own);
  if (plan != NULL)
    plan = azud_sql_lower_limit (lowering, query, plan);
  g_hash_table_unref (own.plans);
  return plan;
}
