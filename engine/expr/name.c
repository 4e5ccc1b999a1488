/* name.c: the names Spark gives columns without alias (spark.md §4.8)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/parser.h"
#include "expr/print.h"
#include "expr/resolve.h"
#include "expr/tree.h"
#include "value/date.h"
#include "value/number-print.h"

#include <string.h>

static void name_node (GString *out, const AzudExpr *expr);

static void __attribute__ ((noinline))
name_type (GString *out, const AzudDtype *type)
{
  char name[1024];

  azud_dtype_sql_name (type, name, sizeof name);
  g_string_append (out, name);
}

static void
name_list (GString *out, AzudExpr *const *args, int n)
{
  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      name_node (out, args[i]);
    }
}

static void __attribute__ ((noinline))
name_literal (GString *out, const AzudDatum *datum)
{
  char buffer[AZUD_DECIMAL_TEXT_MAX];
  size_t n;

  if (datum->is_null)
    {
      g_string_append (out, "NULL");
      return;
    }
  switch (datum->type->id)
    {
    case AZUD_DTYPE_STRING:
      g_string_append_len (out, azud_text_data (&datum->as.text), datum->as.text.size);
      break;
    case AZUD_DTYPE_BOOLEAN:
      g_string_append (out, datum->as.boolean ? "true" : "false");
      break;
    case AZUD_DTYPE_DECIMAL:
      n = azud_print_decimal_java (buffer, datum->as.decimal, datum->type->scale);
      g_string_append_len (out, buffer, (gssize) n);
      break;
    case AZUD_DTYPE_FLOAT:
    case AZUD_DTYPE_DOUBLE:
      n = datum->type->id == AZUD_DTYPE_FLOAT ? azud_print_float (buffer, (float) datum->as.real) : azud_print_double (buffer, datum->as.real);
      g_string_append_len (out, buffer, (gssize) n);
      break;
    case AZUD_DTYPE_TINYINT:
    case AZUD_DTYPE_SMALLINT:
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_BIGINT:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, (gint64) datum->as.integer);
      break;
    default:
      azud_print_literal (out, datum);
      break;
    }
}

/* a OP b in brackets, with the words Spark uses. */
static bool
name_operator (GString *out, const AzudExpr *expr)
{
  const char *name = expr->call_name;
  int binding = expr->n_args == 2 ? azud_binary_binding (name) : 0;
  g_autofree char *upper = NULL;

  if (binding == 0 || strcmp (name, "||") == 0)
    return false;
  if (expr->args[0]->type != NULL && expr->args[0]->type->id == AZUD_DTYPE_DATE && expr->args[1]->type != NULL
      && azud_dtype_is_integer (expr->args[1]->type) && (strcmp (name, "+") == 0 || strcmp (name, "-") == 0))
    {
      g_string_append (out, name[0] == '+' ? "date_add(" : "date_sub(");
      name_list (out, expr->args, 2);
      g_string_append_c (out, ')');
      return true;
    }
  if (strcmp (name, "<>") == 0)
    {
      g_string_append (out, "(NOT (");
      name_node (out, expr->args[0]);
      g_string_append (out, " = ");
      name_node (out, expr->args[1]);
      g_string_append (out, "))");
      return true;
    }
  upper = binding <= AZUD_BIND_AND ? g_ascii_strup (name, -1) : g_strdup (name);
  g_string_append_c (out, '(');
  name_node (out, expr->args[0]);
  g_string_append_printf (out, " %s ", upper);
  name_node (out, expr->args[1]);
  g_string_append_c (out, ')');
  return true;
}

/* Forms with words inside. */
static bool
name_form (GString *out, const AzudExpr *expr)
{
  static const struct
  {
    const char *name;
    const char *before;
    const char *after;
  } around[] = {
    { "not", "(NOT ", ")" },
    { "is null", "(", " IS NULL)" },
    { "is not null", "(", " IS NOT NULL)" },
    { "isnull", "(", " IS NULL)" },
    { "isnotnull", "(", " IS NOT NULL)" },
    { "is true", "(", " <=> true)" },
    { "is false", "(", " <=> false)" },
    { "is unknown", "(", " IS NULL)" },
    { "-", "(- ", ")" },
    { "+", "(+ ", ")" },
    { "positive", "(+ ", ")" },
    { "~", "~", "" },
  };
  const char *name = expr->call_name;

  if (strcmp (name, "not") == 0 && expr->n_args == 1 && azud_expr_is_call (expr->args[0], "is unknown"))
    {
      g_string_append_c (out, '(');
      name_node (out, expr->args[0]->args[0]);
      g_string_append (out, " IS NOT UNKNOWN)");
      return true;
    }
  if (expr->n_args == 1)
    for (size_t i = 0; i < G_N_ELEMENTS (around); i++)
      if (strcmp (name, around[i].name) == 0)
        {
          g_string_append (out, around[i].before);
          name_node (out, expr->args[0]);
          g_string_append (out, around[i].after);
          return true;
        }
  if (strcmp (name, "in") == 0)
    {
      g_string_append_c (out, '(');
      name_node (out, expr->args[0]);
      g_string_append (out, " IN (");
      name_list (out, expr->args + 1, expr->n_args - 1);
      g_string_append (out, "))");
      return true;
    }
  if (strcmp (name, "like") == 0)
    {
      name_node (out, expr->args[0]);
      g_string_append (out, " LIKE ");
      name_node (out, expr->args[1]);
      if (expr->n_args == 3)
        {
          g_string_append (out, " ESCAPE '");
          name_node (out, expr->args[2]);
          g_string_append_c (out, '\'');
        }
      return true;
    }
  if (strcmp (name, "case") == 0)
    {
      g_string_append (out, "CASE");
      for (int i = 0; i + 1 < expr->n_args; i += 2)
        {
          g_string_append (out, " WHEN ");
          name_node (out, expr->args[i]);
          g_string_append (out, " THEN ");
          name_node (out, expr->args[i + 1]);
        }
      if ((expr->n_args & 1) == 1)
        {
          g_string_append (out, " ELSE ");
          name_node (out, expr->args[expr->n_args - 1]);
        }
      g_string_append (out, " END");
      return true;
    }
  if (strcmp (name, "if") == 0)
    {
      g_string_append (out, "(IF(");
      name_list (out, expr->args, expr->n_args);
      g_string_append (out, "))");
      return true;
    }
  if (strcmp (name, "[]") == 0)
    {
      name_node (out, expr->args[0]);
      g_string_append_c (out, '[');
      name_node (out, expr->args[1]);
      g_string_append_c (out, ']');
      return true;
    }
  if ((strcmp (name, "extract") == 0 || strcmp (name, "datepart") == 0) && expr->n_args == 2)
    {
      g_string_append_printf (out, "%s(", name);
      name_node (out, expr->args[0]);
      g_string_append (out, " FROM ");
      name_node (out, expr->args[1]);
      g_string_append_c (out, ')');
      return true;
    }
  if (expr->n_args == 2 && (strcmp (name, "trim") == 0 || strcmp (name, "ltrim") == 0 || strcmp (name, "rtrim") == 0))
    {
      g_string_append_printf (out, "TRIM(%s ", name[0] == 't' ? "BOTH" : name[0] == 'l' ? "LEADING" : "TRAILING");
      name_node (out, expr->args[0]);
      g_string_append (out, " FROM ");
      name_node (out, expr->args[1]);
      g_string_append_c (out, ')');
      return true;
    }
  return false;
}

/* Functions that Spark writes in upper case or under another name. */
static const char *
shown_name (const char *name)
{
  static const char *const upper[] = {
    "acos", "acosh", "asin", "asinh", "atan", "atanh", "atan2", "cbrt", "ceil", "cos", "cosh", "cot", "csc", "degrees", "e", "exp", "expm1",
    "floor", "hypot", "log10", "log1p", "log2", "pi", "power", "radians", "sec", "signum", "sin", "sinh", "sqrt", "tan", "tanh", "log",
    "rlike", "regexp", "regexp_like",
  };
  static const char *const other[][2] = {
    { "||", "concat" },        { "like any", "likeany" },     { "like all", "likeall" },     { "dateadd", "date_add" },
    { "ilike any", "ilikeany" }, { "ilike all", "ilikeall" }, { "substring", "substring" },
  };
  static GHashTable *table;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      table = g_hash_table_new (g_str_hash, g_str_equal);
      for (size_t i = 0; i < G_N_ELEMENTS (upper); i++)
        g_hash_table_insert (table, (gpointer) upper[i], g_ascii_strup (upper[i], -1));
      for (size_t i = 0; i < G_N_ELEMENTS (other); i++)
        g_hash_table_insert (table, (gpointer) other[i][0], (gpointer) other[i][1]);
      g_once_init_leave (&once, 1);
    }
  return g_hash_table_contains (table, name) ? g_hash_table_lookup (table, name) : name;
}

/* Arguments that Spark adds, and then shows, when they are left out. */
static const struct
{
  const char *name;
  int         n_args;
  const char *tail;
} defaults[] = {
  { "round", 1, ", 0" },
  { "bround", 1, ", 0" },
  { "lpad", 2, ",  " },
  { "rpad", 2, ",  " },
  { "months_between", 2, ", true" },
  { "sort_array", 1, ", true" },
  { "unix_timestamp", 1, ", yyyy-MM-dd HH:mm:ss" },
  { "to_unix_timestamp", 1, ", yyyy-MM-dd HH:mm:ss" },
  { "from_unixtime", 1, ", yyyy-MM-dd HH:mm:ss" },
  { "str_to_map", 1, ", ,, :" },
  { "percentile", 2, ", 1" },
  { "approx_percentile", 2, ", 10000" },
  { "percentile_approx", 2, ", 10000" },
  { "locate", 2, ", 1" },
  { "position", 2, ", 1" },
  { "listagg", 1, ", NULL" },
  { "string_agg", 1, ", NULL" },
  { "overlay", 3, ", -1" },
  { "regexp_extract", 2, ", 1" },
  { "regexp_extract_all", 2, ", 1" },
  { "regexp_replace", 3, ", 1" },
  { "regexp_instr", 2, ", 0" },
  { "replace", 2, ", " },
  { "split", 2, ", -1" },
  { "substr", 2, ", 2147483647" },
  { "substring", 2, ", 2147483647" },
};

static void
name_call (GString *out, const AzudExpr *expr)
{
  const char *name;
  int n_shown;

  if (expr->n_args == 1 && azud_resolve_type_function (expr->call_name) != NULL)
    {
      name_node (out, expr->args[0]);   /* double(x) is a cast that Spark does not show */
      return;
    }
  if (strcmp (expr->call_name, "timestamp literal") == 0 || strcmp (expr->call_name, "timestamp_ntz literal") == 0)
    {
      const AzudText *text = &expr->args[0]->datum.as.text;
      char buffer[AZUD_TIMESTAMP_TEXT_MAX];
      int64_t local;

      g_string_append (out, expr->call_name[9] == ' ' ? "TIMESTAMP " : "TIMESTAMP_NTZ ");
      if (azud_parse_timestamp_ntz (azud_text_data (text), text->size, false, &local) == AZUD_PARSE_OK)
        g_string_append_printf (out, "'%.*s'", (int) azud_print_timestamp (buffer, local), buffer);
      else
        azud_print_literal (out, &expr->args[0]->datum);
      return;
    }
  if (name_operator (out, expr) || name_form (out, expr))
    return;
  name = shown_name (expr->call_name);
  if (expr->n_args == 3 && (strcmp (name, "timestampadd") == 0 || strcmp (name, "date_add") == 0))
    name = "timestampadd";
  else if (expr->n_args == 3 && (strcmp (name, "datediff") == 0 || strcmp (name, "date_diff") == 0))
    name = "timestampdiff";
  else if (strcmp (name, "array_agg") == 0)
    name = "collect_list";
  if (expr->n_args == 2 && (strcmp (name, "CEIL") == 0 || strcmp (name, "FLOOR") == 0))
    name = expr->call_name;
  n_shown = expr->n_args;
  if (strcmp (name, "ilike") == 0)
    n_shown = MIN (2, n_shown);
  else if (g_str_has_prefix (name, "first") || g_str_has_prefix (name, "last") || strcmp (name, "any_value") == 0)
    n_shown = MIN (1, n_shown);   /* the flag for nulls is not shown; last_day has one argument */
  g_string_append (out, name);
  g_string_append (out, expr->n_args == 1 && strcmp (name, "LOG") == 0 ? "(E(), " : "(");
  if (expr->distinct)
    g_string_append (out, "DISTINCT ");
  if (strcmp (expr->call_name, "count") == 0 && expr->n_args == 1 && expr->args[0]->kind == AZUD_EXPR_STAR)
    g_string_append_c (out, '1');
  else
    name_list (out, expr->args, n_shown);
  for (size_t i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (strcmp (defaults[i].name, expr->call_name) == 0 && defaults[i].n_args == expr->n_args)
      g_string_append (out, defaults[i].tail);
  if (expr->n_args == 3 && (strcmp (name, "aggregate") == 0 || strcmp (name, "reduce") == 0))
    g_string_append (out, ", lambdafunction(namedlambdavariable(), namedlambdavariable())");
  if (expr->n_args == 1 && strcmp (name, "assert_true") == 0)
    {
      g_string_append (out, ", '");
      name_node (out, expr->args[0]);
      g_string_append (out, "' is not true!");
    }
  g_string_append_c (out, ')');
  if (expr->filter != NULL)
    {
      g_string_append (out, " FILTER (WHERE ");
      name_node (out, expr->filter);
      g_string_append_c (out, ')');
    }
}

static void
name_node (GString *out, const AzudExpr *expr)
{
  switch (expr->kind)
    {
    case AZUD_EXPR_LITERAL:
      if (expr->variant == AZUD_LITERAL_DAYS && !expr->datum.is_null)
        g_string_append_printf (out, "INTERVAL '%" G_GINT64_FORMAT "' DAY", (gint64) (expr->datum.as.integer / AZUD_US_PER_DAY));
      else
        name_literal (out, &expr->datum);
      break;
    case AZUD_EXPR_PARAMETER:
      if (expr->type != NULL)
        name_literal (out, &expr->datum);
      else
        g_string_append_printf (out, "${%s}", expr->names[0]);
      break;
    case AZUD_EXPR_COLUMN:
      {
        guint n = g_strv_length (expr->names);

        g_string_append (out, expr->names[n - 1]);
        break;
      }
    case AZUD_EXPR_VARIABLE:
      g_string_append (out, "namedlambdavariable()");
      break;
    case AZUD_EXPR_CALL:
      name_call (out, expr);
      break;
    case AZUD_EXPR_CAST:
      if (expr->implied)
        {
          name_node (out, expr->args[0]);
          break;
        }
      g_string_append (out, expr->safe ? "TRY_CAST(" : "CAST(");
      name_node (out, expr->args[0]);
      g_string_append (out, " AS ");
      name_type (out, expr->type);
      g_string_append_c (out, ')');
      break;
    case AZUD_EXPR_FIELD:
      name_node (out, expr->args[0]);
      g_string_append_printf (out, ".%s", expr->names[0]);
      break;
    case AZUD_EXPR_LAMBDA:
      g_string_append (out, "lambdafunction(");
      name_node (out, expr->args[0]);
      for (int i = 0; expr->names[i] != NULL; i++)
        g_string_append (out, ", namedlambdavariable()");
      g_string_append_c (out, ')');
      break;
    case AZUD_EXPR_STAR:
      g_string_append_c (out, '*');
      break;
    case AZUD_EXPR_ALIAS:
      g_string_append (out, expr->names[0]);
      break;
    }
}

/* ---- lambda parameters: in parsed trees they are columns still ---- */

static AzudExpr *
replace_parameter (const AzudExpr *expr, void *data)
{
  const AzudExpr *lambda = data;
  AzudExpr *variable;

  if (expr->kind != AZUD_EXPR_COLUMN || expr->type != NULL || g_strv_length (expr->names) != 1
      || !g_strv_contains ((const char *const *) lambda->names, expr->names[0]))
    return NULL;
  variable = azud_expr_new_node (AZUD_EXPR_VARIABLE);
  azud_expr_set_names (variable, (const char *const *) expr->names, 1);
  return variable;
}

static AzudExpr *
mark_parameters (const AzudExpr *expr, void *data)
{
  AzudExpr *body;

  if (expr->kind != AZUD_EXPR_LAMBDA)
    return NULL;
  body = azud_expr_rewrite (expr->args[0], replace_parameter, (void *) expr);
  return azud_expr_copy_node (expr, &body, 1);
}

char *
azud_expr_spark_name (const AzudExpr *expr)
{
  GString *out = g_string_new (NULL);
  g_autoptr (AzudExpr) marked = azud_expr_rewrite (expr, mark_parameters, NULL);

  name_node (out, marked);
  return g_string_free (out, FALSE);
}
