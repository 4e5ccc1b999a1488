/* sql-statement.c: a text of several statements
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Views and tables that the text creates live for the call: a table is the union of what was inserted.
 */

#include "sql/sql-lower-private.h"

static AzudPlan *
no_rows (AzudSchema *schema)
{
  return azud_plan_values (schema, g_ptr_array_new ());
}

static AzudPlan *
no_answer (void)
{
  AzudSchema *schema = azud_schema_new (NULL, 0);
  AzudPlan   *plan = no_rows (schema);

  azud_schema_unref (schema);
  return plan;
}

static bool
create (AzudSqlLowering *lowering, const AzudSqlStatement *statement)
{
  g_autofree char *folded = azud_sql_fold_name (statement->name);
  AzudPlan        *plan;

  if (g_hash_table_contains (lowering->created, folded) && !statement->replace)
    {
      if (statement->if_exists)
        return true;
      azud_sql_fail (lowering, statement->span_start, statement->span_end, "TABLE_OR_VIEW_ALREADY_EXISTS",
                     N_("There is already a table or view {0}."), statement->name, NULL);
      return false;
    }
  if (statement->query != NULL)
    plan = azud_sql_lower_query (lowering, statement->query, NULL);
  else
    plan = no_rows (statement->schema);
  if (plan != NULL)
    plan = azud_sql_rename (lowering, plan, statement->columns, statement->span_start, statement->span_end);
  if (plan == NULL)
    return false;
  g_hash_table_insert (lowering->created, g_steal_pointer (&folded), plan);
  return true;
}

/* The rows of @plan as rows of @table: columns by position, or by the names given; others are null. */
static AzudPlan *
fit_rows (AzudSqlLowering *lowering, const AzudSqlStatement *statement, AzudPlan *plan, const AzudSchema *table)
{
  g_autofree AzudNamedExpr *items = g_new0 (AzudNamedExpr, (gsize) table->n_fields + 1);
  g_autofree int           *from = g_new (int, (gsize) table->n_fields + 1);
  int                       wanted = statement->columns != NULL ? (int) statement->columns->len : table->n_fields;
  AzudPlan                 *fitted = NULL;
  bool                      ok = true;

  if (plan->schema->n_fields != wanted)
    return azud_sql_fail (lowering, statement->span_start, statement->span_end, "INSERT_COLUMN_ARITY_MISMATCH",
                          N_("The rows do not have as many columns as are to be filled in {0}."), statement->name, NULL);
  for (int i = 0; i < table->n_fields; i++)
    from[i] = statement->columns == NULL ? i : -1;
  for (int i = 0; statement->columns != NULL && i < wanted; i++)
    {
      int at = azud_schema_find (table, g_ptr_array_index (statement->columns, (guint) i), lowering->settings.case_sensitive);

      if (at < 0)
        return azud_sql_fail (lowering, statement->span_start, statement->span_end, "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                              N_("There is no column {0} in {1}."), g_ptr_array_index (statement->columns, (guint) i), statement->name);
      from[at] = i;
    }
  for (int i = 0; i < table->n_fields && ok; i++)
    {
      const AzudField *field = &table->fields[i];
      AzudExpr        *expr = from[i] >= 0 ? azud_expr_new_column (plan->schema, from[i]) : azud_expr_new_null (field->type);

      if (expr->type != field->type)
        expr = azud_expr_new_cast (expr, field->type, false, lowering->error);
      ok = expr != NULL;
      items[i] = (AzudNamedExpr) { (char *) field->name, expr, false };
    }
  if (ok)
    fitted = azud_plan_project (plan, items, table->n_fields, AZUD_PROJECT_SELECT);
  for (int i = 0; i < table->n_fields; i++)
    if (items[i].expr != NULL)
      azud_expr_unref (items[i].expr);
  return fitted;
}

static bool
insert (AzudSqlLowering *lowering, const AzudSqlStatement *statement)
{
  g_autofree char      *folded = azud_sql_fold_name (statement->name);
  AzudPlan             *table = g_hash_table_lookup (lowering->created, folded);
  g_autoptr (AzudPlan)  rows = NULL;
  g_autoptr (AzudPlan)  fitted = NULL;
  AzudPlan             *inputs[2], *both;

  if (table == NULL)
    return azud_sql_fail (lowering, statement->span_start, statement->span_end, "TABLE_OR_VIEW_NOT_FOUND",
                          N_("There is no table {0} to insert into."), statement->name, NULL) != NULL;
  rows = azud_sql_lower_query (lowering, statement->query, NULL);
  fitted = rows != NULL ? fit_rows (lowering, statement, rows, table->schema) : NULL;
  if (fitted == NULL)
    return false;
  if (statement->overwrite || (table->op == AZUD_PLAN_VALUES && table->as.values.rows->len == 0))
    {
      g_hash_table_insert (lowering->created, g_steal_pointer (&folded), g_steal_pointer (&fitted));
      return true;
    }
  inputs[0] = table;
  inputs[1] = fitted;
  both = azud_plan_union (inputs, 2, false, false, true, lowering->error);
  if (both == NULL)
    return false;
  g_hash_table_insert (lowering->created, g_steal_pointer (&folded), both);
  return true;
}

static bool
drop (AzudSqlLowering *lowering, const AzudSqlStatement *statement)
{
  g_autofree char *folded = azud_sql_fold_name (statement->name);

  if (g_hash_table_remove (lowering->created, folded) || statement->if_exists)
    return true;
  return azud_sql_fail (lowering, statement->span_start, statement->span_end, "TABLE_OR_VIEW_NOT_FOUND",
                        N_("There is no table or view {0}."), statement->name, NULL) != NULL;
}

static AzudPlan *
lower_statement (AzudSqlLowering *lowering, const AzudSqlStatement *statement)
{
  bool ok = false;

  switch (statement->kind)
    {
    case AZUD_SQL_QUERY:
      return azud_sql_lower_query (lowering, statement->query, NULL);
    case AZUD_SQL_CREATE_VIEW:
    case AZUD_SQL_CREATE_TABLE:
      ok = create (lowering, statement);
      break;
    case AZUD_SQL_INSERT:
      ok = insert (lowering, statement);
      break;
    case AZUD_SQL_DROP:
      ok = drop (lowering, statement);
      break;
    }
  return ok ? no_answer () : NULL;
}

AzudPlan *
azud_sql_lower (const char *text, const AzudSqlTable *tables, int n_tables, const AzudScopeParameter *parameters,
                int n_parameters, const AzudExprSettings *settings, AzudError *error)
{
  AzudError              own = AZUD_ERROR_INIT;
  AzudSqlLowering        lowering = { tables, n_tables, parameters, n_parameters, { NULL }, NULL, error != NULL ? error : &own };
  g_autoptr (GPtrArray)  statements = azud_sql_parse (text, lowering.error);
  AzudPlan              *answer = NULL;

  if (statements == NULL)
    return NULL;
  if (settings != NULL)
    lowering.settings = *settings;
  lowering.created = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) azud_plan_unref);
  for (guint i = 0; i < statements->len; i++)
    {
      g_clear_pointer (&answer, azud_plan_unref);
      answer = lower_statement (&lowering, g_ptr_array_index (statements, i));
      if (answer == NULL)
        break;
    }
  g_hash_table_unref (lowering.created);
  return answer;
}

/* ---- which tables are read ---- */

typedef struct
{
  GPtrArray  *found;
  GHashTable *known;     /* folded names: found, or defined by the text */
} Listing;

static void list_query (Listing *listing, const AzudSqlQuery *query);

static void
list_relation (Listing *listing, const AzudSqlRelation *relation)
{
  for (; relation != NULL; relation = relation->left)
    {
      if (relation->kind == AZUD_SQL_TABLE && g_hash_table_add (listing->known, azud_sql_fold_name (relation->name)))
        g_ptr_array_add (listing->found, g_strdup (relation->name));
      if (relation->query != NULL)
        list_query (listing, relation->query);
      if (relation->right != NULL)
        list_relation (listing, relation->right);
    }
}

/* Names of WITH are taken as known in the whole text: a file called like one must be named otherwise. */
static void
list_query (Listing *listing, const AzudSqlQuery *query)
{
  for (; query != NULL; query = query->left)
    {
      for (guint i = 0; query->with != NULL && i < query->with->len; i++)
        {
          const AzudSqlCte *cte = g_ptr_array_index (query->with, i);

          list_query (listing, cte->query);
          g_hash_table_add (listing->known, azud_sql_fold_name (cte->name));
        }
      list_relation (listing, query->from);
      if (query->right != NULL)
        list_query (listing, query->right);
    }
}

GPtrArray *
azud_sql_list_tables (const char *text, AzudError *error)
{
  g_autoptr (GPtrArray) statements = azud_sql_parse (text, error);
  Listing               listing = { NULL, NULL };

  if (statements == NULL)
    return NULL;
  listing.found = g_ptr_array_new_with_free_func (g_free);
  listing.known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < statements->len; i++)
    {
      const AzudSqlStatement *statement = g_ptr_array_index (statements, i);

      if (statement->query != NULL)
        list_query (&listing, statement->query);
      if (statement->kind == AZUD_SQL_CREATE_VIEW || statement->kind == AZUD_SQL_CREATE_TABLE)
        g_hash_table_add (listing.known, azud_sql_fold_name (statement->name));
    }
  g_hash_table_unref (listing.known);
  return listing.found;
}
