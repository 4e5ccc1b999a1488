/* sql-select.c: SELECT as a plan
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "sql/sql-lower-private.h"

#include "expr/tree.h"

#include <string.h>

/* One column of the answer. */
typedef struct
{
  char     *name;
  AzudExpr *expr;      /* over the rows of FROM; after grouping over the aggregation */
  bool      hidden;    /* only there to sort by */
} Item;

typedef struct
{
  AzudSqlLowering    *lowering;
  const AzudSqlQuery *query;
  AzudSqlRows        *rows;        /* FROM and WHERE */
  GPtrArray          *items;       /* Item */
  AzudSqlGrouping    *grouping;    /* NULL: none */
  AzudExpr           *having;
  GArray             *order;       /* AzudSortKey over the items: expr is NULL, see `sorted_by` */
  GArray             *sorted_by;   /* guint: which item */
} Select;

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->name);
  g_clear_pointer (&item->expr, azud_expr_unref);
  g_free (item);
}

static void
add_item (Select *select, const char *name, AzudExpr *expr, bool hidden)
{
  Item *item = g_new0 (Item, 1);

  item->name = g_strdup (name);
  item->expr = expr;
  item->hidden = hidden;
  g_ptr_array_add (select->items, item);
}

static bool
same_name (const Select *select, const char *a, const char *b)
{
  g_autofree char *x = NULL, *y = NULL;

  if (select->lowering->settings.case_sensitive)
    return g_str_equal (a, b);
  x = azud_sql_fold_name (a);
  y = azud_sql_fold_name (b);
  return g_str_equal (x, y);
}

/* ---- the list ---- */

static bool
is_excepted (const Select *select, const AzudExpr *except, const char *name)
{
  for (int i = 1; except != NULL && i < except->n_args; i++)
    if (same_name (select, except->args[i]->names[0], name))
      return true;
  return false;
}

/* @except: (nullable): `* EXCEPT (...)` as a whole */
static bool
expand_star (Select *select, const AzudExpr *star, const AzudExpr *except)
{
  const char *qualifier = star->names != NULL ? star->names[g_strv_length (star->names) - 1] : NULL;
  bool        any = false;
  int         at = 0;

  for (guint i = 0; i < select->rows->schemas->len; i++)
    {
      const AzudSchema *schema = g_ptr_array_index (select->rows->schemas, i);
      const char       *name = g_ptr_array_index (select->rows->qualifiers, i);
      bool              wanted = qualifier == NULL || (name != NULL && same_name (select, qualifier, name));

      for (int c = 0; c < schema->n_fields && wanted; c++)
        if (!is_excepted (select, except, schema->fields[c].name))
          add_item (select, schema->fields[c].name, azud_expr_new_column (select->rows->plan->schema, at + c), false);
      any |= wanted;
      at += schema->n_fields;
    }
  if (any)
    return true;
  azud_sql_fail (select->lowering, star->span_start, star->span_end, "CANNOT_RESOLVE_STAR_EXPAND",
                 N_("{0}.* does not name a table of the query."), qualifier != NULL ? qualifier : "", NULL);
  return false;
}

static char *
name_of (const AzudExpr *parsed, const AzudExpr *typed)
{
  /* a column is called as it was written, in whatever case */
  if (parsed->kind == AZUD_EXPR_COLUMN && parsed->names != NULL)
    return g_strdup (parsed->names[g_strv_length (parsed->names) - 1]);
  return azud_expr_spark_name (typed);
}

static bool
resolve_items (Select *select)
{
  for (guint i = 0; i < select->query->items->len; i++)
    {
      const AzudExpr  *parsed = g_ptr_array_index (select->query->items, i);
      const AzudExpr  *inner = parsed->kind == AZUD_EXPR_ALIAS ? parsed->args[0] : parsed;
      AzudExpr        *typed;
      g_autofree char *name = NULL;
      bool             except = azud_expr_is_call (parsed, AZUD_SQL_STAR_EXCEPT);

      if (parsed->kind == AZUD_EXPR_STAR || except)
        {
          if (!expand_star (select, except ? parsed->args[0] : parsed, except ? parsed : NULL))
            return false;
          continue;
        }
      typed = azud_sql_resolve (select->lowering, inner, select->rows, true, select->lowering->error);
      if (typed == NULL)
        return false;
      name = parsed->kind == AZUD_EXPR_ALIAS ? g_strdup (parsed->names[0]) : name_of (inner, typed);
      add_item (select, name, typed, false);
    }
  return true;
}

/* ---- names of the list, seen from other clauses ---- */

static AzudExpr *
replace_alias (const AzudExpr *expr, void *data)
{
  Select *select = data;

  if (expr->kind != AZUD_EXPR_COLUMN || expr->index >= 0 || expr->names == NULL || expr->names[1] != NULL)
    return NULL;
  for (guint i = 0; i < select->items->len; i++)
    {
      const Item *item = g_ptr_array_index (select->items, i);

      if (!item->hidden && same_name (select, item->name, expr->names[0]))
        return azud_expr_ref (item->expr);
    }
  return NULL;
}

static AzudExpr *
resolve_with_aliases (Select *select, const AzudExpr *parsed)
{
  g_autoptr (AzudExpr) replaced = azud_expr_rewrite (parsed, replace_alias, select);

  return azud_sql_resolve (select->lowering, replaced, select->rows, true, select->lowering->error);
}

/* GROUP BY and HAVING look at the tables first, at the list second. */
static AzudExpr *
resolve_tables_first (Select *select, const AzudExpr *parsed)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudExpr *typed = azud_sql_resolve (select->lowering, parsed, select->rows, true, &error);

  return typed != NULL ? typed : resolve_with_aliases (select, parsed);
}

int64_t
azud_sql_position (const AzudExpr *parsed)
{
  if (parsed->kind != AZUD_EXPR_LITERAL || parsed->datum.type == NULL || !azud_dtype_is_integer (parsed->datum.type)
      || parsed->datum.is_null)
    return 0;
  return parsed->datum.as.integer != 0 ? parsed->datum.as.integer : -1;
}

static Item *
item_at (Select *select, const AzudExpr *parsed, int64_t position, const char *condition)
{
  char text[24];

  if (position >= 1 && position <= select->items->len && !((Item *) g_ptr_array_index (select->items, (guint) position - 1))->hidden)
    return g_ptr_array_index (select->items, (guint) position - 1);
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, position);
  return azud_sql_fail (select->lowering, parsed->span_start, parsed->span_end, condition,
                        N_("There is no column {0} in the list."), text, NULL);
}

/* ---- GROUP BY ---- */

static AzudExpr *
resolve_key (Select *select, const AzudExpr *parsed)
{
  int64_t   position = azud_sql_position (parsed);
  AzudExpr *typed;

  if (position != 0)
    {
      Item *item = item_at (select, parsed, position, "GROUP_BY_POS_OUT_OF_RANGE");

      typed = item != NULL ? azud_expr_ref (item->expr) : NULL;
    }
  else
    typed = resolve_tables_first (select, parsed);
  if (typed == NULL || !azud_expr_has_aggregate (typed))
    return typed;
  azud_expr_unref (typed);
  return azud_sql_fail (select->lowering, parsed->span_start, parsed->span_end, "GROUP_BY_AGGREGATE",
                        N_("An aggregate function cannot be grouped by."), NULL, NULL);
}

static void
add_key (AzudSqlGrouping *grouping, AzudExpr *key)
{
  for (guint i = 0; i < grouping->keys->len; i++)
    if (azud_expr_equal (g_ptr_array_index (grouping->keys, i), key))
      {
        azud_expr_unref (key);
        return;
      }
  g_ptr_array_add (grouping->keys, key);
}

static bool
is_grouped (const Select *select)
{
  if (select->query->group_by != NULL || select->query->group_all || select->query->having != NULL)
    return true;
  for (guint i = 0; i < select->items->len; i++)
    if (azud_expr_has_aggregate (((Item *) g_ptr_array_index (select->items, i))->expr))
      return true;
  return false;
}

static bool
find_keys (Select *select)
{
  const AzudSqlQuery *query = select->query;

  if (query->group_all)
    for (guint i = 0; i < select->items->len; i++)
      {
        Item *item = g_ptr_array_index (select->items, i);

        if (!azud_expr_has_aggregate (item->expr))
          add_key (select->grouping, azud_expr_ref (item->expr));
      }
  for (guint i = 0; query->group_by != NULL && i < query->group_by->len; i++)
    {
      AzudExpr *key = resolve_key (select, g_ptr_array_index (query->group_by, i));

      if (key == NULL)
        return false;
      add_key (select->grouping, key);
    }
  return true;
}

/* ---- ORDER BY ---- */

/* The item that is @typed; a hidden one is made when there is none.  Takes @typed. */
static guint
item_for (Select *select, AzudExpr *typed)
{
  g_autofree char *name = NULL;

  for (guint i = 0; i < select->items->len; i++)
    if (azud_expr_equal (((Item *) g_ptr_array_index (select->items, i))->expr, typed))
      {
        azud_expr_unref (typed);
        return i;
      }
  name = g_strdup_printf ("sort%u", select->items->len);
  add_item (select, name, typed, true);
  return select->items->len - 1;
}

static bool
resolve_order (Select *select)
{
  const AzudSqlQuery *query = select->query;
  guint               n_shown = select->items->len;

  for (guint i = 0; query->order_all && i < n_shown; i++)
    {
      AzudSortKey key = { NULL };

      g_array_append_val (select->order, key);
      g_array_append_val (select->sorted_by, i);
    }
  for (guint i = 0; query->order_by != NULL && i < query->order_by->len; i++)
    {
      const AzudSqlOrder *order = g_ptr_array_index (query->order_by, i);
      int64_t             position = azud_sql_position (order->expr);
      AzudSortKey         key = { NULL, order->descending, order->nulls_last };
      guint               at;

      if (position != 0)
        {
          if (item_at (select, order->expr, position, "ORDER_BY_POS_OUT_OF_RANGE") == NULL)
            return false;
          at = (guint) position - 1;
        }
      else
        {
          AzudExpr *typed = resolve_with_aliases (select, order->expr);

          if (typed == NULL)
            return false;
          at = item_for (select, typed);
        }
      if (query->distinct && at >= n_shown)
        {
          azud_sql_fail (select->lowering, order->expr->span_start, order->expr->span_end, "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                         N_("With DISTINCT, rows can only be sorted by what is selected."), NULL, NULL);
          return false;
        }
      g_array_append_val (select->order, key);
      g_array_append_val (select->sorted_by, at);
    }
  return true;
}

/* ---- putting it together ---- */

static bool
group (Select *select)
{
  AzudSqlGrouping *grouping = select->grouping;
  AzudPlan        *grouped;
  bool             ok = true;

  for (guint i = 0; i < select->items->len; i++)
    azud_sql_grouping_collect (grouping, ((Item *) g_ptr_array_index (select->items, i))->expr);
  if (select->having != NULL)
    azud_sql_grouping_collect (grouping, select->having);
  grouped = azud_sql_grouping_plan (grouping, select->rows->plan);
  for (guint i = 0; i < select->items->len && ok; i++)
    {
      Item     *item = g_ptr_array_index (select->items, i);
      AzudExpr *above = azud_sql_grouping_above (grouping, grouped, item->expr);

      ok = above != NULL;
      azud_expr_unref (item->expr);
      item->expr = above;
    }
  if (ok && select->having != NULL)
    {
      g_autoptr (AzudExpr) condition = azud_sql_grouping_above (grouping, grouped, select->having);

      ok = condition != NULL;
      if (ok)
        {
          AzudPlan *kept = azud_plan_filter (grouped, condition);

          azud_plan_unref (grouped);
          grouped = kept;
        }
    }
  azud_plan_unref (select->rows->plan);
  select->rows->plan = grouped;
  return ok;
}

static AzudPlan *
project (Select *select, bool with_hidden)
{
  g_autofree AzudNamedExpr *list = g_new0 (AzudNamedExpr, (gsize) select->items->len + 1);
  int                       n = 0;

  for (guint i = 0; i < select->items->len; i++)
    {
      const Item *item = g_ptr_array_index (select->items, i);

      if (with_hidden || !item->hidden)
        list[n++] = (AzudNamedExpr) { item->name, item->expr, false };
    }
  return azud_plan_project (select->rows->plan, list, n, AZUD_PROJECT_SELECT);
}

static AzudPlan *
sort (Select *select, AzudPlan *plan)
{
  AzudPlan *sorted;

  for (guint i = 0; i < select->order->len; i++)
    g_array_index (select->order, AzudSortKey, i).expr = azud_expr_new_column (plan->schema, (int) g_array_index (select->sorted_by, guint, i));
  sorted = azud_plan_sort (plan, (const AzudSortKey *) (void *) select->order->data, (int) select->order->len);
  for (guint i = 0; i < select->order->len; i++)
    azud_expr_unref (g_array_index (select->order, AzudSortKey, i).expr);
  azud_plan_unref (plan);
  return sorted;
}

/* Hidden columns stand last. */
static AzudPlan *
drop_hidden (Select *select, AzudPlan *plan)
{
  g_autofree AzudNamedExpr *list = g_new0 (AzudNamedExpr, (gsize) select->items->len + 1);
  AzudPlan                 *made;
  int                       n = 0;

  for (guint i = 0; i < select->items->len; i++)
    {
      const Item *item = g_ptr_array_index (select->items, i);

      if (!item->hidden)
        list[n++] = (AzudNamedExpr) { item->name, azud_expr_new_column (plan->schema, (int) i), true };
    }
  if (n == (int) select->items->len)
    made = azud_plan_ref (plan);
  else
    made = azud_plan_project (plan, list, n, AZUD_PROJECT_SELECT);
  for (int i = 0; i < n; i++)
    azud_expr_unref (list[i].expr);
  azud_plan_unref (plan);
  return made;
}

static AzudPlan *
assemble (Select *select)
{
  AzudPlan *plan = project (select, true);

  if (select->query->distinct)
    {
      AzudPlan *distinct = azud_plan_deduplicate (plan, NULL, 0);

      azud_plan_unref (plan);
      plan = distinct;
    }
  if (select->order->len > 0)
    plan = sort (select, plan);
  return drop_hidden (select, plan);
}

static bool
filter (Select *select)
{
  AzudSqlLowering      *lowering = select->lowering;
  const AzudExpr       *parsed = select->query->where;
  g_autoptr (AzudExpr)  condition = NULL;
  AzudPlan             *filtered;

  if (parsed == NULL)
    return true;
  condition = azud_sql_resolve (lowering, parsed, select->rows, false, lowering->error);
  if (condition == NULL)
    return false;
  if (condition->type->id != AZUD_DTYPE_BOOLEAN)
    {
      azud_sql_fail (lowering, parsed->span_start, parsed->span_end, "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN",
                     N_("{0} takes a condition that is true or false."), "WHERE", NULL);
      return false;
    }
  filtered = azud_plan_filter (select->rows->plan, condition);
  azud_plan_unref (select->rows->plan);
  select->rows->plan = filtered;
  return true;
}

static bool
having (Select *select)
{
  const AzudExpr *parsed = select->query->having;

  if (parsed == NULL)
    return true;
  select->having = resolve_tables_first (select, parsed);
  if (select->having == NULL)
    return false;
  if (select->having->type->id == AZUD_DTYPE_BOOLEAN)
    return true;
  azud_sql_fail (select->lowering, parsed->span_start, parsed->span_end, "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN",
                 N_("{0} takes a condition that is true or false."), "HAVING", NULL);
  return false;
}

/* One row without columns: what SELECT without FROM reads. */
static AzudSqlRows *
one_row (void)
{
  AzudSchema *schema = azud_schema_new (NULL, 0);
  GPtrArray  *rows = g_ptr_array_new ();
  AzudPlan   *plan;

  g_ptr_array_add (rows, g_new0 (AzudExpr *, 1));
  plan = azud_plan_values (schema, rows);
  azud_schema_unref (schema);
  return azud_sql_rows_new (plan, NULL);
}

static bool
prepare (Select *select, const AzudSqlNames *names)
{
  const AzudSqlQuery *query = select->query;

  select->rows = query->from != NULL ? azud_sql_lower_from (select->lowering, query->from, names) : one_row ();
  if (select->rows == NULL || !filter (select) || !resolve_items (select))
    return false;
  if (is_grouped (select))
    select->grouping = azud_sql_grouping_new (select->lowering);
  if (select->grouping != NULL && (!find_keys (select) || !having (select)))
    return false;
  if (!resolve_order (select))
    return false;
  return select->grouping == NULL || group (select);
}

AzudPlan *
azud_sql_lower_select (AzudSqlLowering *lowering, const AzudSqlQuery *query, const AzudSqlNames *names)
{
  Select    select = { .lowering = lowering, .query = query };
  AzudPlan *plan = NULL;

  select.items = g_ptr_array_new_with_free_func (item_free);
  select.order = g_array_new (FALSE, FALSE, sizeof (AzudSortKey));
  select.sorted_by = g_array_new (FALSE, FALSE, sizeof (guint));
  if (prepare (&select, names))
    plan = assemble (&select);
  azud_sql_rows_free (select.rows);
  g_ptr_array_unref (select.items);
  azud_sql_grouping_free (select.grouping);
  g_clear_pointer (&select.having, azud_expr_unref);
  g_array_unref (select.order);
  g_array_unref (select.sorted_by);
  return plan;
}

/* ---- ORDER BY of other queries ---- */

AzudPlan *
azud_sql_lower_order (AzudSqlLowering *lowering, const AzudSqlQuery *query, AzudPlan *plan)
{
  g_autoptr (AzudSqlRows) rows = NULL;
  g_autoptr (GArray)      keys = NULL;
  AzudPlan               *sorted = NULL;
  bool                    ok = true;

  if (query->order_by == NULL)
    return plan;
  rows = azud_sql_rows_new (plan, NULL);
  azud_sql_rows_add (rows, NULL, plan->schema);
  keys = g_array_new (FALSE, FALSE, sizeof (AzudSortKey));
  for (int i = 0; query->order_all && i < plan->schema->n_fields; i++)
    {
      AzudSortKey key = { azud_expr_new_column (plan->schema, i) };

      g_array_append_val (keys, key);
    }
  for (guint i = 0; i < query->order_by->len && ok; i++)
    {
      const AzudSqlOrder *order = g_ptr_array_index (query->order_by, i);
      int64_t             position = azud_sql_position (order->expr);
      AzudSortKey         key = { NULL, order->descending, order->nulls_last };

      if (position >= 1 && position <= plan->schema->n_fields)
        key.expr = azud_expr_new_column (plan->schema, (int) position - 1);
      else if (position != 0)
        azud_sql_fail (lowering, order->expr->span_start, order->expr->span_end, "ORDER_BY_POS_OUT_OF_RANGE",
                       N_("There is no such column in the list."), NULL, NULL);
      else
        key.expr = azud_sql_resolve (lowering, order->expr, rows, false, lowering->error);
      ok = key.expr != NULL;
      if (ok)
        g_array_append_val (keys, key);
    }
  if (ok)
    sorted = azud_plan_sort (plan, (const AzudSortKey *) (void *) keys->data, (int) keys->len);
  for (guint i = 0; i < keys->len; i++)
    azud_expr_unref (g_array_index (keys, AzudSortKey, i).expr);
  return sorted;
}
