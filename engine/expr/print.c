/* print.c: trees as SQL text, with only the parentheses needed
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/interval.h"
#include "expr/parser.h"
#include "expr/print.h"
#include "expr/tree.h"
#include "value/date.h"
#include "value/number-print.h"

#include <math.h>
#include <string.h>

typedef struct
{
  GString *out;
  bool     with_implied;
} Printer;

static void print_node (Printer *printer, const AzudExpr *expr, int binding);

/* ---- names and literals ---- */

static bool
is_plain_name (const char *name)
{
  static const char *const words[] = {
    "and", "or", "not", "in", "between", "like", "ilike", "rlike", "regexp", "is", "then", "else", "when", "end", "div", "from", "where",
    "as", "escape", "case", "null", "true", "false", "current_date", "current_timestamp", "current_user", "session_user", "localtimestamp",
    "interval", "distinct", "all", "select", "with", "any", "some",
  };

  if (!g_ascii_isalpha (name[0]) && name[0] != '_')
    return false;
  for (const char *at = name; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '_')
      return false;

  for (size_t i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (name, words[i]) == 0)
      return false;
  return true;
}

void
azud_print_name (GString *out, const char *name)
{
  if (is_plain_name (name))
    {
      g_string_append (out, name);
      return;
    }
  g_string_append_c (out, '`');
  for (const char *at = name; *at != '\0'; at++)
    {
      if (*at == '`')
        g_string_append_c (out, '`');
      g_string_append_c (out, *at);
    }
  g_string_append_c (out, '`');
}

void
azud_print_string (GString *out, const char *text, size_t size)
{
  g_string_append_c (out, '\'');
  for (size_t i = 0; i < size; i++)
    switch (text[i])
      {
      case '\'': g_string_append (out, "\\'"); break;
      case '\\': g_string_append (out, "\\\\"); break;
      case '\n': g_string_append (out, "\\n"); break;
      case '\r': g_string_append (out, "\\r"); break;
      case '\t': g_string_append (out, "\\t"); break;
      default:
        if ((unsigned char) text[i] < 0x20 || text[i] == 0x7f)
          g_string_append_printf (out, "\\u%04x", (unsigned char) text[i]);
        else
          g_string_append_c (out, text[i]);
        break;
      }
  g_string_append_c (out, '\'');
}

static void
print_real (GString *out, double value, bool is_float)
{
  char buffer[AZUD_DOUBLE_TEXT_MAX];
  size_t n = is_float ? azud_print_float (buffer, (float) value) : azud_print_double (buffer, value);

  if (isnan (value) || isinf (value))
    g_string_append_printf (out, "%s('%.*s')", is_float ? "float" : "double", (int) n, buffer);
  else
    {
      g_string_append_len (out, buffer, (gssize) n);
      g_string_append_c (out, is_float ? 'F' : 'D');
    }
}

static void
print_quoted (GString *out, const char *word, const char *buffer, size_t n, const char *tail)
{
  g_string_append (out, word);
  g_string_append_len (out, buffer, (gssize) n);
  g_string_append (out, tail);
}

void __attribute__ ((noinline))
azud_print_literal (GString *out, const AzudDatum *datum)
{
  char buffer[AZUD_INTERVAL_TEXT_MAX];
  size_t n;

  if (datum->is_null || datum->type->id == AZUD_DTYPE_VOID)
    {
      g_string_append (out, "NULL");
      return;
    }
  switch (datum->type->id)
    {
    case AZUD_DTYPE_BOOLEAN:
      g_string_append (out, datum->as.boolean ? "TRUE" : "FALSE");
      break;
    case AZUD_DTYPE_TINYINT:
    case AZUD_DTYPE_SMALLINT:
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_BIGINT:
      g_string_append_printf (out, "%" G_GINT64_FORMAT "%s", (gint64) datum->as.integer,
                              datum->type->id == AZUD_DTYPE_TINYINT    ? "Y"
                              : datum->type->id == AZUD_DTYPE_SMALLINT ? "S"
                              : datum->type->id == AZUD_DTYPE_BIGINT   ? "L"
                                                                       : "");
      break;
    case AZUD_DTYPE_FLOAT:
    case AZUD_DTYPE_DOUBLE:
      print_real (out, datum->as.real, datum->type->id == AZUD_DTYPE_FLOAT);
      break;
    case AZUD_DTYPE_DECIMAL:
      n = azud_print_decimal (buffer, datum->as.decimal, datum->type->scale);
      print_quoted (out, "", buffer, n, datum->type->scale == 0 ? "BD" : "");
      break;
    case AZUD_DTYPE_STRING:
      azud_print_string (out, azud_text_data (&datum->as.text), datum->as.text.size);
      break;
    case AZUD_DTYPE_BINARY:
      g_string_append (out, "X'");
      for (uint32_t i = 0; i < datum->as.text.size; i++)
        g_string_append_printf (out, "%02X", (unsigned char) azud_text_data (&datum->as.text)[i]);
      g_string_append_c (out, '\'');
      break;
    case AZUD_DTYPE_DATE:
      print_quoted (out, "DATE '", buffer, azud_print_date (buffer, datum->as.integer), "'");
      break;
    case AZUD_DTYPE_TIMESTAMP:
      print_quoted (out, "TIMESTAMP '", buffer, azud_print_timestamp (buffer, datum->as.integer), "Z'");
      break;
    case AZUD_DTYPE_TIMESTAMP_NTZ:
      print_quoted (out, "TIMESTAMP_NTZ '", buffer, azud_print_timestamp (buffer, datum->as.integer), "'");
      break;
    case AZUD_DTYPE_YEAR_MONTH:
      print_quoted (out, "", buffer, azud_interval_print_sql_year_month (buffer, (int32_t) datum->as.integer), "");
      break;
    case AZUD_DTYPE_DAY_TIME:
      print_quoted (out, "", buffer, azud_interval_print_sql_day_time (buffer, datum->as.integer), "");
      break;
    default:
      g_string_append (out, "NULL");
      break;
    }
}

/* ---- forms ---- */

static const AzudExpr *
skip_implied (const Printer *printer, const AzudExpr *expr)
{
  while (!printer->with_implied && expr->kind == AZUD_EXPR_CAST && expr->implied)
    expr = expr->args[0];
  return expr;
}

static void
print_list (Printer *printer, AzudExpr *const *args, int n)
{
  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (printer->out, ", ");
      print_node (printer, args[i], AZUD_BIND_OR);
    }
}

/* The predicates; @negated puts NOT inside.  False when @expr is none. */
static bool
print_predicate (Printer *printer, const AzudExpr *expr, bool negated)
{
  static const struct
  {
    const char *name;
    const char *plain;
    const char *negative;
  } tests[] = {
    { "is null", " IS NULL", NULL },          { "is not null", " IS NOT NULL", NULL },        { "is true", " IS TRUE", " IS NOT TRUE" },
    { "is false", " IS FALSE", " IS NOT FALSE" }, { "is unknown", " IS UNKNOWN", " IS NOT UNKNOWN" },
  };
  static const char *const patterns[] = { "like", "ilike", "rlike", "like any", "like all", "ilike any", "ilike all" };
  const char *no = negated ? " NOT" : "";
  GString *out = printer->out;

  if (expr->kind != AZUD_EXPR_CALL || expr->n_args == 0)
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS (tests); i++)
    if (strcmp (expr->call_name, tests[i].name) == 0 && (!negated || tests[i].negative != NULL))
      {
        print_node (printer, expr->args[0], AZUD_BIND_VALUE);
        g_string_append (out, negated ? tests[i].negative : tests[i].plain);
        return true;
      }
  if (strcmp (expr->call_name, "between") == 0 && expr->n_args == 3)
    {
      print_node (printer, expr->args[0], AZUD_BIND_VALUE);
      g_string_append_printf (out, "%s BETWEEN ", no);
      print_node (printer, expr->args[1], AZUD_BIND_VALUE);
      g_string_append (out, " AND ");
      print_node (printer, expr->args[2], AZUD_BIND_VALUE);
      return true;
    }
  if (strcmp (expr->call_name, "in") == 0)
    {
      print_node (printer, expr->args[0], AZUD_BIND_VALUE);
      g_string_append_printf (out, "%s IN (", no);
      print_list (printer, expr->args + 1, expr->n_args - 1);
      g_string_append_c (out, ')');
      return true;
    }
  for (size_t i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (strcmp (expr->call_name, patterns[i]) == 0 && expr->n_args >= 2)
      {
        g_autofree char *word = g_ascii_strup (patterns[i], -1);

        print_node (printer, expr->args[0], AZUD_BIND_VALUE);
        g_string_append_printf (out, "%s %s ", no, word);
        if (i >= 3)
          {
            g_string_append_c (out, '(');
            print_list (printer, expr->args + 1, expr->n_args - 1);
            g_string_append_c (out, ')');
            return true;
          }
        print_node (printer, expr->args[1], AZUD_BIND_VALUE);
        if (expr->n_args == 3)
          {
            g_string_append (out, " ESCAPE ");
            print_node (printer, expr->args[2], AZUD_BIND_POSTFIX);
          }
        return true;
      }
  return false;
}

static void
print_case (Printer *printer, const AzudExpr *expr)
{
  g_string_append (printer->out, "CASE");
  for (int i = 0; i + 1 < expr->n_args; i += 2)
    {
      g_string_append (printer->out, " WHEN ");
      print_node (printer, expr->args[i], AZUD_BIND_OR);
      g_string_append (printer->out, " THEN ");
      print_node (printer, expr->args[i + 1], AZUD_BIND_OR);
    }
  if ((expr->n_args & 1) == 1)
    {
      g_string_append (printer->out, " ELSE ");
      print_node (printer, expr->args[expr->n_args - 1], AZUD_BIND_OR);
    }
  g_string_append (printer->out, " END");
}

static void
print_unary (Printer *printer, const AzudExpr *expr)
{
  g_autoptr (GString) inner = g_string_new (NULL);
  Printer sub = { inner, printer->with_implied };

  print_node (&sub, skip_implied (printer, expr->args[0]), AZUD_BIND_UNARY);
  g_string_append (printer->out, expr->call_name);
  /* `-1` would be a literal and `--a` a comment */
  if (inner->str[0] == '-' || (expr->call_name[0] == '-' && g_ascii_isdigit (inner->str[0])))
    g_string_append_printf (printer->out, "(%s)", inner->str);
  else
    g_string_append (printer->out, inner->str);
}

static void
print_function (Printer *printer, const AzudExpr *expr)
{
  static const char *const with_unit[] = { "dateadd", "date_add", "timestampadd", "datediff", "date_diff", "timestampdiff", "timediff" };
  GString *out = printer->out;
  int from = 0;

  if (g_str_has_prefix (expr->call_name, "current_"))   /* also words without brackets, which a call does not care about */
    g_string_append (out, expr->call_name);
  else
    azud_print_name (out, expr->call_name);
  g_string_append_c (out, '(');
  if (expr->distinct)
    g_string_append (out, "DISTINCT ");
  for (size_t i = 0; i < G_N_ELEMENTS (with_unit); i++)
    if (strcmp (expr->call_name, with_unit[i]) == 0 && expr->n_args == 3 && expr->args[0]->kind == AZUD_EXPR_LITERAL
        && expr->args[0]->datum.type->id == AZUD_DTYPE_STRING && !expr->args[0]->datum.is_null)
      {
        g_string_append_len (out, azud_text_data (&expr->args[0]->datum.as.text), expr->args[0]->datum.as.text.size);
        g_string_append (out, ", ");
        from = 1;
        break;
      }
  print_list (printer, expr->args + from, expr->n_args - from);
  g_string_append_c (out, ')');
  if (expr->filter != NULL)
    {
      g_string_append (out, " FILTER (WHERE ");
      print_node (printer, expr->filter, AZUD_BIND_OR);
      g_string_append_c (out, ')');
    }
  if (expr->ignore_nulls)
    g_string_append (out, " IGNORE NULLS");
}

/* A lambda stands only between the brackets of a call: with one, an operator is written as a function, `and`(a, x -> x). */
static bool
takes_lambda (const AzudExpr *call)
{
  for (int i = 0; i < call->n_args; i++)
    if (call->args[i]->kind == AZUD_EXPR_LAMBDA)
      return true;
  return false;
}

/* The call and how tightly it binds. */
static int
print_call (Printer *printer, const AzudExpr *expr)
{
  GString *out = printer->out;
  const char *name = expr->call_name;
  int binding = expr->n_args == 2 ? azud_binary_binding (name) : 0;

  if (takes_lambda (expr))
    {
      print_function (printer, expr);
      return AZUD_BIND_POSTFIX;
    }
  if (binding > 0)
    {
      g_autofree char *sign = binding <= AZUD_BIND_AND || g_ascii_isalpha (name[0]) ? g_ascii_strup (name, -1) : g_strdup (name);

      print_node (printer, expr->args[0], binding);
      g_string_append_printf (out, " %s ", sign);
      print_node (printer, expr->args[1], binding + 1);
      return binding;
    }
  if (strcmp (name, "not") == 0 && expr->n_args == 1)
    {
      if (print_predicate (printer, skip_implied (printer, expr->args[0]), true))
        return AZUD_BIND_PREDICATE;
      g_string_append (out, "NOT ");
      print_node (printer, expr->args[0], AZUD_BIND_NOT);
      return AZUD_BIND_NOT;
    }
  if (print_predicate (printer, expr, false))
    return AZUD_BIND_PREDICATE;
  if (expr->n_args == 1 && (strcmp (name, "-") == 0 || strcmp (name, "+") == 0 || strcmp (name, "~") == 0))
    {
      print_unary (printer, expr);
      return AZUD_BIND_UNARY;
    }
  if (strcmp (name, "case") == 0 && expr->n_args >= 2)
    print_case (printer, expr);
  else if (strcmp (name, "[]") == 0 && expr->n_args == 2)
    {
      print_node (printer, expr->args[0], AZUD_BIND_POSTFIX);
      g_string_append_c (out, '[');
      print_node (printer, expr->args[1], AZUD_BIND_OR);
      g_string_append_c (out, ']');
    }
  else if (strcmp (name, "extract") == 0 && expr->n_args == 2 && expr->args[0]->kind == AZUD_EXPR_LITERAL && expr->args[0]->datum.type->id == AZUD_DTYPE_STRING)
    {
      g_autofree char *field = g_strndup (azud_text_data (&expr->args[0]->datum.as.text), expr->args[0]->datum.as.text.size);

      g_string_append (out, "EXTRACT(");
      azud_print_name (out, field);
      g_string_append (out, " FROM ");
      print_node (printer, expr->args[1], AZUD_BIND_VALUE);
      g_string_append_c (out, ')');
    }
  else if (strcmp (name, "timestamp literal") == 0 || strcmp (name, "timestamp_ntz literal") == 0)
    {
      g_string_append (out, name[9] == ' ' ? "TIMESTAMP " : "TIMESTAMP_NTZ ");
      azud_print_literal (out, &expr->args[0]->datum);
    }
  else
    print_function (printer, expr);
  return AZUD_BIND_POSTFIX;
}

/* Apart from print_cast, which calls itself, for its buffer. */
static void __attribute__ ((noinline))
print_type (GString *out, const AzudDtype *type)
{
  char name[1024];

  azud_dtype_sql_name (type, name, sizeof name);
  g_string_append (out, name);
}

static void
print_cast (Printer *printer, const AzudExpr *expr)
{
  g_string_append (printer->out, expr->safe ? "TRY_CAST(" : "CAST(");
  print_node (printer, expr->args[0], AZUD_BIND_OR);
  g_string_append (printer->out, " AS ");
  print_type (printer->out, expr->type);
  g_string_append_c (printer->out, ')');
}

static void
print_names (GString *out, char **names, const char *separator)
{
  for (int i = 0; names != NULL && names[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (out, separator);
      azud_print_name (out, names[i]);
    }
}

static int
print_kind (Printer *printer, const AzudExpr *expr)
{
  GString *out = printer->out;

  switch (expr->kind)
    {
    case AZUD_EXPR_LITERAL:
      if (expr->variant == AZUD_LITERAL_DAYS && !expr->datum.is_null)
        g_string_append_printf (out, "INTERVAL '%" G_GINT64_FORMAT "' DAY", (gint64) (expr->datum.as.integer / AZUD_US_PER_DAY));
      else
        azud_print_literal (out, &expr->datum);
      break;
    case AZUD_EXPR_PARAMETER:
      g_string_append_printf (out, "${%s}", expr->names[0]);
      break;
    case AZUD_EXPR_COLUMN:
    case AZUD_EXPR_VARIABLE:
      print_names (out, expr->names, ".");
      break;
    case AZUD_EXPR_CALL:
      return print_call (printer, expr);
    case AZUD_EXPR_CAST:
      print_cast (printer, expr);
      break;
    case AZUD_EXPR_FIELD:
      {
        /* a bare column before the point would swallow the field's name */
        const AzudExpr *base = skip_implied (printer, expr->args[0]);
        bool bracket = base->kind == AZUD_EXPR_LITERAL;

        if (bracket)
          g_string_append_c (out, '(');
        print_node (printer, base, bracket ? AZUD_BIND_OR : AZUD_BIND_POSTFIX);
        if (bracket)
          g_string_append_c (out, ')');
        g_string_append_c (out, '.');
        azud_print_name (out, expr->names[0]);
        break;
      }
    case AZUD_EXPR_LAMBDA:
      if (g_strv_length (expr->names) == 1)
        azud_print_name (out, expr->names[0]);
      else
        {
          g_string_append_c (out, '(');
          print_names (out, expr->names, ", ");
          g_string_append_c (out, ')');
        }
      g_string_append (out, " -> ");
      print_node (printer, expr->args[0], AZUD_BIND_OR);
      return AZUD_BIND_OR;
    case AZUD_EXPR_STAR:
      print_names (out, expr->names, ".");
      g_string_append (out, expr->names != NULL ? ".*" : "*");
      break;
    case AZUD_EXPR_ALIAS:
      print_node (printer, expr->args[0], AZUD_BIND_OR);
      g_string_append (out, " AS ");
      azud_print_name (out, expr->names[0]);
      return 0;
    }
  return AZUD_BIND_POSTFIX;
}

static void
print_node (Printer *printer, const AzudExpr *expr, int binding)
{
  gsize start = printer->out->len;

  if (print_kind (printer, skip_implied (printer, expr)) < binding)
    {
      g_string_insert_c (printer->out, (gssize) start, '(');
      g_string_append_c (printer->out, ')');
    }
}

static char *
print_tree (const AzudExpr *expr, bool with_implied)
{
  Printer printer = { g_string_new (NULL), with_implied };

  print_node (&printer, expr, 0);
  return g_string_free (printer.out, FALSE);
}

char *
azud_expr_print (const AzudExpr *expr)
{
  return print_tree (expr, false);
}

char *
azud_expr_print_resolved (const AzudExpr *expr)
{
  return print_tree (expr, true);
}
