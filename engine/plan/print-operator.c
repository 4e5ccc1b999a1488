/* print-operator.c: one operator as a line of text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The grammar; golden texts depend on it, so it only grows:
 *
 *   Input NAME
 *   Scan FORMAT PATHS [COLUMNS] filter=(EXPR) limit=N rejects      parts that are not set are left out
 *   Values [COLUMNS] (1, 'a') (2, NULL) ... 3 more                  five rows at most
 *   Range NAME from START to END by STEP
 *   Rejects
 *   Project [ITEMS]                                                 ITEM: a column's name, or EXPR AS NAME
 *   Filter (EXPR)
 *   Sample FRACTION seed=N on=[COLUMNS]
 *   FillNulls [COLUMNS] with VALUE
 *   DropNulls any [COLUMNS]                                         any or all of them null
 *   Union | Union by name
 *   Aggregate keys=[ITEMS] values=[ITEMS]                           "Aggregate partial", "Aggregate final" in stages
 *   Deduplicate [COLUMNS]
 *   Join TYPE [using=[COLUMNS]] on (EXPR)                           columns are left.NAME and right.NAME
 *   Sort [KEYS]                                                     KEY: EXPR [DESC] [NULLS FIRST|LAST], the last when unusual
 *   Limit N [offset N] [local]
 *   TopN N [KEYS]
 *   Window partition=[EXPRS] order=[KEYS] values=[ITEMS] [rows START..END]
 *   Repartition N by=[EXPRS] | Coalesce N
 *   Cache LEVEL
 *   Write FORMAT PATH mode=MODE [single]
 *   Exchange KIND [EXPRS or KEYS] [into N] [from stage N]
 *
 * EXPR is azud_expr_print_resolved's text with the column names of the operator's input; in lists and before AS it stands in
 * parentheses unless it is a column, a literal, a call f (...) or a cast.
 */

#include "plan/plan-private.h"

#include "expr/tree.h"

#include <string.h>

typedef struct
{
  const AzudSchema *schema;
  int               n_left;     /* a join: the first columns are "left", the others "right"; else -1 */
} Scope;

void
azud_plan_append_name (GString *text, const char *name)
{
  bool plain = name[0] != '\0' && !g_ascii_isdigit (name[0]);

  for (const char *p = name; *p != '\0'; p++)
    plain = plain && (g_ascii_isalnum (*p) || *p == '_');
  if (plain)
    {
      g_string_append (text, name);
      return;
    }
  g_string_append_c (text, '`');
  for (const char *p = name; *p != '\0'; p++)
    {
      if (*p == '`')
        g_string_append_c (text, '`');
      g_string_append_c (text, *p);
    }
  g_string_append_c (text, '`');
}

/* Trees keep the names they were written with; after rewrites the input's schema is what names mean. */
static AzudExpr *
rename_column (const AzudExpr *expr, void *data)
{
  const Scope *scope = data;
  const char  *names[2];
  AzudExpr    *column;

  if (expr->kind != AZUD_EXPR_COLUMN || scope->schema == NULL || expr->index < 0 || expr->index >= scope->schema->n_fields)
    return NULL;
  column = azud_expr_copy_node (expr, NULL, 0);
  names[1] = scope->schema->fields[expr->index].name;
  names[0] = expr->index < scope->n_left ? "left" : "right";
  if (scope->n_left >= 0)
    azud_expr_set_names (column, names, 2);
  else
    azud_expr_set_names (column, names + 1, 1);
  return column;
}

static char *
print_expr (const AzudExpr *expr, const Scope *scope)
{
  g_autoptr (AzudExpr) renamed = azud_expr_rewrite (expr, rename_column, (void *) scope);

  return azud_expr_print_resolved (renamed);
}

static bool
stands_alone (const AzudExpr *expr, const char *text)
{
  size_t length;

  switch (expr->kind)
    {
    case AZUD_EXPR_COLUMN:
    case AZUD_EXPR_LITERAL:
    case AZUD_EXPR_PARAMETER:
    case AZUD_EXPR_CAST:
    case AZUD_EXPR_FIELD:
    case AZUD_EXPR_STAR:
    case AZUD_EXPR_VARIABLE:
      return true;
    case AZUD_EXPR_CALL:
      length = strlen (expr->call_name);
      return g_ascii_isalpha (expr->call_name[0]) && g_ascii_strncasecmp (text, expr->call_name, length) == 0
             && text[length] == '(';
    case AZUD_EXPR_LAMBDA:
    case AZUD_EXPR_ALIAS:
      return false;
    }
  return false;
}

static void
append_expr (GString *text, const AzudExpr *expr, const Scope *scope)
{
  g_autofree char *printed = print_expr (expr, scope);

  if (stands_alone (expr, printed))
    g_string_append (text, printed);
  else
    g_string_append_printf (text, "(%s)", printed);
}

static void
append_condition (GString *text, const AzudExpr *expr, const Scope *scope)
{
  g_autofree char *printed = print_expr (expr, scope);

  g_string_append_printf (text, "(%s)", printed);
}

static void
append_exprs (GString *text, AzudExpr *const *exprs, int n, const Scope *scope)
{
  g_string_append_c (text, '[');
  for (int i = 0; i < n; i++)
    {
      g_string_append (text, i > 0 ? ", " : "");
      append_expr (text, exprs[i], scope);
    }
  g_string_append_c (text, ']');
}

static void
append_items (GString *text, const AzudNamedExpr *items, int n, const Scope *scope)
{
  g_string_append_c (text, '[');
  for (int i = 0; i < n; i++)
    {
      const AzudExpr *expr = items[i].expr;

      g_string_append (text, i > 0 ? ", " : "");
      append_expr (text, expr, scope);
      if (expr->kind == AZUD_EXPR_COLUMN && scope->schema != NULL && expr->index >= 0
          && expr->index < scope->schema->n_fields
          && g_str_equal (scope->schema->fields[expr->index].name, items[i].name))
        continue;
      g_string_append (text, " AS ");
      azud_plan_append_name (text, items[i].name);
    }
  g_string_append_c (text, ']');
}

static void
append_keys (GString *text, const AzudSortKey *keys, int n, const Scope *scope)
{
  g_string_append_c (text, '[');
  for (int i = 0; i < n; i++)
    {
      g_string_append (text, i > 0 ? ", " : "");
      append_expr (text, keys[i].expr, scope);
      if (keys[i].descending)
        g_string_append (text, " DESC");
      if (keys[i].nulls_last != keys[i].descending)
        g_string_append (text, keys[i].nulls_last ? " NULLS LAST" : " NULLS FIRST");
    }
  g_string_append_c (text, ']');
}

static void
append_columns (GString *text, const int *columns, int n, const AzudSchema *schema)
{
  g_string_append_c (text, '[');
  for (int i = 0; i < n; i++)
    {
      g_string_append (text, i > 0 ? ", " : "");
      azud_plan_append_name (text, schema->fields[columns != NULL ? columns[i] : i].name);
    }
  g_string_append_c (text, ']');
}

/* Whether the plan may show what the parameters of @path stand for: there are some, and their names do not speak of secrets. */
static bool
shows_parameters (const char *path)
{
  return strstr (path, "${") != NULL
         && !g_regex_match_simple ("[$][{][^}]*(secret|password|token|access[.-]?key)", path, G_REGEX_CASELESS, 0);
}

/* Paths as written in the document, but for parameters: what they stand for is what is read. */
static void
append_paths (GString *text, const AzudDataset *data)
{
  GPtrArray *paths = data->shown_paths->len > 0 ? data->shown_paths : data->paths;

  g_string_append (text, data->format);
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      bool is_resolved = shows_parameters (path) && i < data->paths->len;
      g_autofree char *escaped = g_strescape (is_resolved ? g_ptr_array_index (data->paths, i) : path, NULL);

      g_string_append_printf (text, " \"%s\"", escaped);
    }
}

static void
append_scan (GString *text, const AzudPlan *plan)
{
  Scope scope = { plan->schema, -1 };

  append_paths (text, plan->as.scan.data);
  g_string_append_c (text, ' ');
  append_columns (text, NULL, plan->schema->n_fields, plan->schema);
  if (plan->as.scan.filter != NULL)
    {
      g_string_append (text, " filter=");
      append_condition (text, plan->as.scan.filter, &scope);
    }
  if (plan->as.scan.limit >= 0)
    g_string_append_printf (text, " limit=%" G_GINT64_FORMAT, plan->as.scan.limit);
  if (plan->as.scan.has_rejects)
    g_string_append (text, " rejects");
}

static void
append_values (GString *text, const AzudPlan *plan)
{
  guint n_rows = plan->as.values.rows->len;
  Scope none = { NULL, -1 };

  append_columns (text, NULL, plan->schema->n_fields, plan->schema);
  for (guint r = 0; r < MIN (n_rows, 5); r++)
    {
      AzudExpr **row = g_ptr_array_index (plan->as.values.rows, r);

      g_string_append (text, " (");
      for (int c = 0; c < plan->schema->n_fields; c++)
        {
          g_string_append (text, c > 0 ? ", " : "");
          append_expr (text, row[c], &none);
        }
      g_string_append_c (text, ')');
    }
  if (n_rows > 5)
    g_string_append_printf (text, " ... %u more", n_rows - 5);
}

static void
append_aggregate (GString *text, const AzudPlan *plan, const Scope *scope)
{
  static const char *const modes[] = { "", "partial ", "final " };
  Scope                    before = *scope;

  if (plan->as.aggregate.before != NULL)
    before.schema = plan->as.aggregate.before;
  g_string_append (text, modes[plan->as.aggregate.mode]);
  g_string_append (text, "keys=");
  append_items (text, plan->as.aggregate.keys, plan->as.aggregate.n_keys, scope);
  g_string_append (text, " values=");
  append_items (text, plan->as.aggregate.values, plan->as.aggregate.n_values, &before);
}

static void
append_join (GString *text, const AzudPlan *plan)
{
  static const char *const types[] = { "inner", "left", "right", "full", "semi", "anti", "cross" };
  GPtrArray               *names = plan->as.join.left_using;
  AzudSchema              *combined;

  g_string_append (text, types[plan->as.join.type]);
  if (names != NULL)
    {
      g_string_append (text, " using=[");
      for (guint i = 0; i < names->len; i++)
        {
          g_string_append (text, i > 0 ? ", " : "");
          azud_plan_append_name (text, g_ptr_array_index (names, i));
        }
      g_string_append_c (text, ']');
    }
  if (plan->as.join.condition == NULL)
    return;
  combined = azud_plan_join_schema (plan->inputs[0]->schema, plan->inputs[1]->schema, plan->as.join.type, true);
  g_string_append (text, " on ");
  append_condition (text, plan->as.join.condition, &(Scope) { combined, plan->inputs[0]->schema->n_fields });
  azud_schema_unref (combined);
}

static void
append_bound (GString *text, int64_t bound)
{
  if (bound == AZUD_FRAME_UNBOUNDED || bound == -AZUD_FRAME_UNBOUNDED)
    return;
  g_string_append_printf (text, "%" G_GINT64_FORMAT, bound);
}

static void
append_window (GString *text, const AzudPlan *plan, const Scope *scope)
{
  const AzudWindowFrame *frame = &plan->as.window.frame;

  g_string_append (text, "partition=");
  append_exprs (text, plan->as.window.partition, plan->as.window.n_partition, scope);
  g_string_append (text, " order=");
  append_keys (text, plan->as.window.order, plan->as.window.n_order, scope);
  g_string_append (text, " values=");
  append_items (text, plan->as.window.values, plan->as.window.n_values, scope);
  if (frame->kind == AZUD_FRAME_DEFAULT)
    return;
  g_string_append (text, frame->kind == AZUD_FRAME_ROWS ? " rows " : " range ");
  append_bound (text, frame->start);
  g_string_append (text, "..");
  append_bound (text, frame->end);
}

static void
append_repartition (GString *text, const AzudPlan *plan, const Scope *scope)
{
  g_string_append_printf (text, "%s %d", plan->as.repartition.coalesce ? "Coalesce" : "Repartition",
                          plan->as.repartition.n_partitions);
  if (plan->as.repartition.n_keys == 0)
    return;
  g_string_append (text, " by=");
  append_exprs (text, plan->as.repartition.keys, plan->as.repartition.n_keys, scope);
}

static const char *const exchange_kinds[] = { "single", "merge", "hash", "range", "round-robin", "broadcast", "keep" };

static void
append_exchange (GString *text, const AzudPlan *plan, const Scope *scope)
{
  g_string_append (text, exchange_kinds[plan->as.exchange.kind]);
  if (plan->as.exchange.n_keys > 0)
    {
      g_string_append_c (text, ' ');
      append_exprs (text, plan->as.exchange.keys, plan->as.exchange.n_keys, scope);
    }
  if (plan->as.exchange.n_order > 0)
    {
      g_string_append_c (text, ' ');
      append_keys (text, plan->as.exchange.order, plan->as.exchange.n_order, scope);
    }
  if (plan->as.exchange.kind == AZUD_EXCHANGE_KEEP)
    g_string_append_printf (text, " %s", azud_storage_level_name (plan->as.exchange.level));
  if (plan->as.exchange.n_partitions > 0)
    g_string_append_printf (text, " into %d", plan->as.exchange.n_partitions);
  if (plan->as.exchange.stage >= 0)
    g_string_append_printf (text, " from stage %d", plan->as.exchange.stage);
}

static void
append_sample (GString *text, const AzudPlan *plan)
{
  char fraction[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (fraction, sizeof fraction, "%.15g", plan->as.sample.fraction);
  g_string_append_printf (text, "%s seed=%" G_GINT64_FORMAT " on=", fraction, plan->as.sample.seed);
  append_columns (text, plan->as.sample.columns, plan->as.sample.n_columns, plan->schema);
}

static void
append_limit (GString *text, const AzudPlan *plan)
{
  g_string_append_printf (text, "%" G_GINT64_FORMAT, plan->as.limit.count);
  if (plan->as.limit.offset > 0)
    g_string_append_printf (text, " offset %" G_GINT64_FORMAT, plan->as.limit.offset);
  if (plan->as.limit.local)
    g_string_append (text, " local");
}

static const char *const words[] = {
  [AZUD_PLAN_INPUT] = "Input ",           [AZUD_PLAN_SCAN] = "Scan ",
  [AZUD_PLAN_VALUES] = "Values ",         [AZUD_PLAN_RANGE] = "Range ",
  [AZUD_PLAN_REJECTS] = "Rejects",        [AZUD_PLAN_PROJECT] = "Project ",
  [AZUD_PLAN_FILTER] = "Filter ",         [AZUD_PLAN_SAMPLE] = "Sample ",
  [AZUD_PLAN_FILL_NULLS] = "FillNulls ",  [AZUD_PLAN_DROP_NULLS] = "DropNulls ",
  [AZUD_PLAN_UNION] = "Union",            [AZUD_PLAN_AGGREGATE] = "Aggregate ",
  [AZUD_PLAN_DEDUPLICATE] = "Deduplicate ", [AZUD_PLAN_JOIN] = "Join ",
  [AZUD_PLAN_SORT] = "Sort ",             [AZUD_PLAN_LIMIT] = "Limit ",
  [AZUD_PLAN_TOP_N] = "TopN ",            [AZUD_PLAN_WINDOW] = "Window ",
  [AZUD_PLAN_REPARTITION] = "",           [AZUD_PLAN_CACHE] = "Cache ",
  [AZUD_PLAN_WRITE] = "Write ",           [AZUD_PLAN_EXCHANGE] = "Exchange ",
};

static void
append_details (GString *text, const AzudPlan *plan, const Scope *scope)
{
  switch (plan->op)
    {
    case AZUD_PLAN_INPUT:
      azud_plan_append_name (text, plan->as.input.name);
      break;
    case AZUD_PLAN_SCAN:
      append_scan (text, plan);
      break;
    case AZUD_PLAN_VALUES:
      append_values (text, plan);
      break;
    case AZUD_PLAN_RANGE:
      azud_plan_append_name (text, plan->schema->fields[0].name);
      g_string_append_printf (text, " from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " by %" G_GINT64_FORMAT,
                              plan->as.range.start, plan->as.range.end, plan->as.range.step);
      break;
    case AZUD_PLAN_REJECTS:
      break;
    case AZUD_PLAN_PROJECT:
      append_items (text, plan->as.project.items, plan->as.project.n_items, scope);
      break;
    case AZUD_PLAN_FILTER:
      append_condition (text, plan->as.filter.condition, scope);
      break;
    case AZUD_PLAN_SAMPLE:
      append_sample (text, plan);
      break;
    case AZUD_PLAN_FILL_NULLS:
      append_columns (text, plan->as.fill_nulls.columns, plan->as.fill_nulls.n_columns, plan->schema);
      g_string_append (text, " with ");
      append_expr (text, plan->as.fill_nulls.value, scope);
      break;
    case AZUD_PLAN_DROP_NULLS:
      g_string_append (text, plan->as.drop_nulls.all ? "all " : "any ");
      append_columns (text, plan->as.drop_nulls.columns, plan->as.drop_nulls.n_columns, plan->schema);
      break;
    case AZUD_PLAN_UNION:
      g_string_append (text, plan->as.onion.by_name ? " by name" : "");
      break;
    case AZUD_PLAN_AGGREGATE:
      append_aggregate (text, plan, scope);
      break;
    case AZUD_PLAN_DEDUPLICATE:
      append_columns (text, plan->as.deduplicate.columns, plan->as.deduplicate.n_columns, plan->schema);
      break;
    case AZUD_PLAN_JOIN:
      append_join (text, plan);
      break;
    case AZUD_PLAN_TOP_N:
      g_string_append_printf (text, "%" G_GINT64_FORMAT " ", plan->as.sort.limit);
      append_keys (text, plan->as.sort.keys, plan->as.sort.n_keys, scope);
      break;
    case AZUD_PLAN_SORT:
      append_keys (text, plan->as.sort.keys, plan->as.sort.n_keys, scope);
      break;
    case AZUD_PLAN_LIMIT:
      append_limit (text, plan);
      break;
    case AZUD_PLAN_WINDOW:
      append_window (text, plan, scope);
      break;
    case AZUD_PLAN_REPARTITION:
      append_repartition (text, plan, scope);
      break;
    case AZUD_PLAN_CACHE:
      g_string_append (text, azud_storage_level_name (plan->as.cache.level));
      break;
    case AZUD_PLAN_WRITE:
      append_paths (text, plan->as.write.data);
      g_string_append_printf (text, " mode=%s%s", plan->as.write.data->mode != NULL ? plan->as.write.data->mode : "error",
                              plan->as.write.data->single_file ? " single" : "");
      break;
    case AZUD_PLAN_EXCHANGE:
      append_exchange (text, plan, scope);
      break;
    }
}

char *
azud_plan_describe (const AzudPlan *plan)
{
  GString *text = g_string_new (words[plan->op]);
  Scope    scope = { plan->n_inputs > 0 ? plan->inputs[0]->schema : plan->schema, -1 };

  append_details (text, plan, &scope);
  return g_string_free (text, FALSE);
}

char *
azud_plan_exchange_label (const AzudPlan *exchange)
{
  GString *text = g_string_new (exchange_kinds[exchange->as.exchange.kind]);
  Scope    scope = { exchange->schema, -1 };
  gsize    start = text->len;

  if (exchange->as.exchange.n_keys > 0)
    append_exprs (text, exchange->as.exchange.keys, exchange->as.exchange.n_keys, &scope);
  if (exchange->as.exchange.n_order > 0)
    append_keys (text, exchange->as.exchange.order, exchange->as.exchange.n_order, &scope);
  if (text->len > start)
    {
      g_string_erase (text, (gssize) start, 1);   /* the brackets */
      g_string_truncate (text, text->len - 1);
      g_string_insert (text, (gssize) start, " by ");
    }
  return g_string_free (text, FALSE);
}
