/* test-expressions.c: Spark's golden cases through the expression language
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/memory.h"
#include "expr/function.h"
#include "expr/parser.h"
#include "expr/program.h"
#include "expr/tree.h"

#include <azud/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Raise these as the engine learns; the test fails when the scores fall below. */
#define LEAST_ROWS   1185
#define LEAST_ERRORS 428

#define MAX_COLUMNS 64
#define MAX_ROWS    256

/* One case being run. */
typedef struct
{
  const char      *time_zone;
  AzudAccount     *account;
  AzudArena        arena;
  GPtrArray       *programs;    /* kept until the results are printed: constants live in them */
  GPtrArray       *trees;       /* and their texts in the trees */
  AzudSchema      *schema;
  AzudSchema      *numbers;     /* one column: the number of the row */
  AzudVector       columns[MAX_COLUMNS];
  uint32_t         n_rows;
  const char      *qualifier;
  AzudExprSettings settings;
  AzudError        error;
} Case;

typedef struct
{
  int rows;
  int rows_right;
  int errors;
  int errors_right;
} Score;

static AzudProgram *
compile (Case *c, AzudExpr *expr)
{
  AzudProgram *program = azud_program_new (&expr, 1, &c->settings, c->account, &c->error);

  g_ptr_array_add (c->trees, azud_expr_ref (expr));
  if (program != NULL)
    g_ptr_array_add (c->programs, program);
  return program;
}

static bool
evaluate (Case *c, AzudExpr *expr, uint32_t n_rows, AzudVector *columns, AzudVector *out)
{
  AzudProgram *program = compile (c, expr);
  AzudBatch batch = { .schema = c->schema, .n_rows = n_rows, .n_selected = n_rows, .columns = columns };

  return program != NULL && azud_program_eval (program, &batch, out, &c->arena, &c->error);
}

/* ---- aggregates: one group of all rows ---- */

typedef struct
{
  GPtrArray *calls;
} Aggregates;

static bool
find_aggregate (const AzudExpr *expr, void *data)
{
  Aggregates *found = data;

  if (expr->kind == AZUD_EXPR_CALL && expr->function != NULL && (expr->function->flags & AZUD_FUNCTION_AGGREGATE) != 0)
    g_ptr_array_add (found->calls, (gpointer) expr);
  return true;
}

typedef struct
{
  const GPtrArray *calls;
  AzudExpr        *columns[MAX_COLUMNS];
} Replacement;

static AzudExpr *
replace_aggregate (const AzudExpr *expr, void *data)
{
  Replacement *with = data;

  for (guint i = 0; i < with->calls->len; i++)
    if (azud_expr_equal (expr, g_ptr_array_index (with->calls, i)))
      return azud_expr_ref (with->columns[i]);
  return NULL;
}

static bool
run_aggregate (Case *c, const AzudExpr *call, AzudVector *out)
{
  const AzudAggregate *aggregate = call->function->signatures[call->variant].aggregate;
  AzudVector *values = g_newa (AzudVector, MAX (call->n_args, 1));
  const AzudVector **args = g_newa (const AzudVector *, MAX (call->n_args, 1));
  uint8_t **states = g_newa (uint8_t *, MAX_ROWS);
  uint16_t rows[MAX_ROWS];
  uint32_t n = 0;
  AzudVector filter;
  uint8_t *state;
  const AzudSignature *signature = &call->function->signatures[call->variant];
  AzudKernelCall kernel = { .call = call, .args = args, .n_args = (uint32_t) call->n_args, .length = c->n_rows, .rows = rows,
                            .arena = &c->arena, .settings = &c->settings };
  bool done;

  if (aggregate == NULL || call->distinct)
    return false;
  for (int i = 0; i < call->n_args; i++)
    {
      args[i] = &values[i];
      if (!evaluate (c, call->args[i], c->n_rows, c->columns, &values[i]))
        return false;
    }
  if (call->filter != NULL && !evaluate (c, call->filter, c->n_rows, c->columns, &filter))
    return false;
  for (uint32_t i = 0; i < c->n_rows; i++)
    {
      AzudVectorView view;

      if (call->filter != NULL)
        {
          view = azud_vector_view (&filter);
          if (azud_vector_is_null (&filter, i) || ((const uint8_t *) view.data)[azud_view_index (&view, i)] == 0)
            continue;
        }
      rows[n++] = (uint16_t) i;
    }
  kernel.n = n;
  state = azud_arena_alloc (&c->arena, aggregate->state_size (call) + 64, 64, &c->error);
  memset (state, 0, aggregate->state_size (call) + 64);
  for (uint32_t i = 0; i < MAX_ROWS; i++)
    states[i] = state;
  if (signature->bind != NULL && !signature->bind (call, &c->settings, &kernel.bound, &c->error))
    return false;
  done = aggregate->update (&kernel, states, &c->error);
  done = done && azud_vector_init_flat (out, call->type, 1, &c->arena, &c->error) && azud_vector_add_validity (out, &c->arena, &c->error);
  done = done && aggregate->emit (call, states, 1, out, &c->arena, &c->error);
  if (signature->unbind != NULL)
    signature->unbind (kernel.bound);
  return done;
}

/* The value of a resolved tree with aggregates, as one row. */
static bool
evaluate_aggregates (Case *c, AzudExpr *expr, const GPtrArray *calls, AzudVector *out)
{
  Replacement with = { .calls = calls };
  AzudVector values[MAX_COLUMNS];
  AzudField fields[MAX_COLUMNS];
  g_autoptr (AzudExpr) rewritten = NULL;
  AzudSchema *schema;
  bool done = true;

  for (guint i = 0; i < calls->len && done; i++)
    {
      const AzudExpr *call = g_ptr_array_index (calls, i);

      fields[i] = (AzudField){ "a", call->type, true };
      done = run_aggregate (c, call, &values[i]);
    }
  if (!done)
    return false;
  schema = azud_schema_new (fields, (int) calls->len);
  for (guint i = 0; i < calls->len; i++)
    with.columns[i] = azud_expr_new_column (schema, (int) i);
  rewritten = azud_expr_rewrite (expr, replace_aggregate, &with);
  done = evaluate (c, rewritten, 1, values, out);
  for (guint i = 0; i < calls->len; i++)
    azud_expr_unref (with.columns[i]);
  azud_schema_unref (schema);
  return done;
}

/* ---- FROM VALUES (...), (...) AS t(a, b) ---- */

static bool
parse_row (AzudParser *parser, GPtrArray *row)
{
  bool bracketed = azud_parser_is (parser, "(");
  AzudExpr *value = azud_parser_expression (parser);

  if (value == NULL)
    return false;
  if (bracketed && azud_expr_is_call (value, "struct"))
    {
      for (int i = 0; i < value->n_args; i++)
        g_ptr_array_add (row, azud_expr_ref (value->args[i]));
      azud_expr_unref (value);
    }
  else
    g_ptr_array_add (row, value);
  return true;
}

static bool
make_values (Case *c, GPtrArray *rows, const char *const *names)
{
  int n_columns = (int) ((GPtrArray *) g_ptr_array_index (rows, 0))->len;
  AzudScope scope = { .settings = c->settings };
  AzudField fields[MAX_COLUMNS];

  if (n_columns > MAX_COLUMNS || rows->len > MAX_ROWS)
    return false;
  for (int column = 0; column < n_columns; column++)
    {
      g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
      const AzudDtype *type = azud_dtype_get (AZUD_DTYPE_VOID);
      g_autofree char *fallback = g_strdup_printf ("col%d", column + 1);
      g_autoptr (AzudExpr) chosen = NULL;
      AzudExpr *number;
      AzudField index = { "i", azud_dtype_get (AZUD_DTYPE_INT), false };
      AzudSchema *index_schema = c->numbers != NULL ? c->numbers : azud_schema_new (&index, 1);
      g_autoptr (GPtrArray) parts = g_ptr_array_new ();
      AzudVector numbers;

      c->numbers = index_schema;
      for (guint r = 0; r < rows->len; r++)
        {
          GPtrArray *row = g_ptr_array_index (rows, r);
          AzudExpr *cell;

          if ((int) row->len != n_columns)
            {
              azud_error_set (&c->error, AZUD_FAULT_PIPELINE, "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", N_ ("rows differ"), NULL);
              return false;
            }
          cell = azud_expr_resolve (g_ptr_array_index (row, column), &scope, &c->error);
          if (cell == NULL)
            return false;
          g_ptr_array_add (cells, cell);
          type = azud_expr_common_type (type, cell->type);
          if (type == NULL)
            {
              azud_error_set (&c->error, AZUD_FAULT_PIPELINE, "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE", N_ ("types differ"), NULL);
              return false;
            }
        }
      /* CASE i WHEN 0 THEN cell0 WHEN 1 ... over the numbers of the rows */
      number = azud_expr_new_column (index_schema, 0);
      for (guint r = 0; r < rows->len; r++)
        {
          AzudExpr *pair[] = { azud_expr_ref (number), azud_expr_new_integer (r, azud_dtype_get (AZUD_DTYPE_INT)) };

          g_ptr_array_add (parts, azud_expr_new_call ("=", pair, 2));
          g_ptr_array_add (parts, azud_expr_ref (g_ptr_array_index (cells, r)));
        }
      {
        g_autoptr (AzudExpr) tree = azud_expr_new_call ("case", (AzudExpr **) parts->pdata, (int) parts->len);
        AzudScopeInput input = { NULL, index_schema };
        AzudScope inner = { .inputs = &input, .n_inputs = 1, .settings = c->settings };

        chosen = azud_expr_resolve (tree, &inner, &c->error);
      }
      azud_expr_unref (number);
      if (chosen == NULL || !azud_vector_init_flat (&numbers, index.type, rows->len, &c->arena, &c->error))
        return false;
      for (guint r = 0; r < rows->len; r++)
        ((int32_t *) numbers.data)[r] = (int32_t) r;
      if (!evaluate (c, chosen, rows->len, &numbers, &c->columns[column]))
        return false;
      fields[column] = (AzudField){ g_intern_string (names[column] != NULL ? names[column] : fallback), chosen->type, true };
    }
  c->schema = azud_schema_new (fields, n_columns);
  c->n_rows = rows->len;
  return true;
}

static bool
parse_from (Case *c, AzudParser *parser)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  const char *names[MAX_COLUMNS + 1] = { NULL };
  bool bracketed = azud_parser_accept (parser, "(");
  int n = 0;

  if (!azud_parser_expect (parser, "values"))
    return false;
  do
    {
      GPtrArray *row = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);

      g_ptr_array_add (rows, row);
      if (!parse_row (parser, row))
        return false;
    }
  while (azud_parser_accept (parser, ","));
  if (bracketed && !azud_parser_expect (parser, ")"))
    return false;
  azud_parser_accept (parser, "as");
  if (azud_parser_peek (parser, 0)->kind == AZUD_TOKEN_NAME)
    {
      c->qualifier = azud_parser_peek (parser, 0)->text;
      parser->at++;
    }
  if (azud_parser_accept (parser, "("))
    {
      do
        {
          names[n++] = azud_parser_peek (parser, 0)->text;
          parser->at++;
        }
      while (n < MAX_COLUMNS && azud_parser_accept (parser, ","));
      if (!azud_parser_expect (parser, ")"))
        return false;
    }
  if (azud_parser_peek (parser, 0)->kind != AZUD_TOKEN_END && !azud_parser_is (parser, ";"))
    return azud_parser_fail_here (parser);
  return make_values (c, rows, names);
}

/* ---- a statement ---- */

typedef struct
{
  GPtrArray *lines;      /* a text a row, columns joined by tabs */
  GPtrArray *types;
  GPtrArray *names;
} Result;

static bool
run_list (Case *c, GPtrArray *list, Result *result)
{
  AzudScopeInput input = { c->qualifier, c->schema };
  AzudScope scope = { .inputs = &input, .n_inputs = c->schema != NULL ? 1 : 0, .settings = c->settings, .allow_aggregates = true };
  g_autoptr (GPtrArray) trees = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
  AzudVector values[MAX_COLUMNS * 2];
  bool grouped = false;
  guint n_values;

  for (guint i = 0; i < list->len; i++)
    {
      const AzudExpr *parsed = g_ptr_array_index (list, i);
      AzudExpr *resolved;

      if (parsed->kind == AZUD_EXPR_STAR && c->schema != NULL)
        {
          for (int f = 0; f < c->schema->n_fields; f++)
            {
              g_ptr_array_add (trees, azud_expr_new_column (c->schema, f));
              g_ptr_array_add (result->names, g_strdup (c->schema->fields[f].name));
            }
          continue;
        }
      resolved = azud_expr_resolve (parsed, &scope, &c->error);
      if (resolved == NULL)
        return false;
      g_ptr_array_add (trees, resolved);
      g_ptr_array_add (result->names, azud_expr_spark_name (parsed));
      grouped = grouped || azud_expr_has_aggregate (resolved);
    }
  n_values = trees->len;
  for (guint i = 0; i < n_values; i++)
    {
      AzudExpr *tree = g_ptr_array_index (trees, i);
      g_autoptr (GPtrArray) calls = g_ptr_array_new ();

      azud_expr_visit (tree, find_aggregate, &(Aggregates){ calls });
      if (calls->len > 0 ? !evaluate_aggregates (c, tree, calls, &values[i]) : !evaluate (c, tree, grouped ? 1 : c->n_rows, c->columns, &values[i]))
        return false;
      {
        char type[256];

        azud_dtype_print (tree->type, type, sizeof type);
        g_ptr_array_add (result->types, g_strdup (type));
      }
    }
  for (uint32_t row = 0; row < (grouped ? 1 : c->n_rows); row++)
    {
      GString *line = g_string_new (NULL);

      for (guint i = 0; i < n_values; i++)
        {
          if (i > 0)
            g_string_append_c (line, '\t');
          azud_vector_print_value (&values[i], row, c->time_zone, line);
        }
      g_ptr_array_add (result->lines, g_string_free (line, FALSE));
    }
  return true;
}

static bool
run_sql (Case *c, const char *sql, Result *result)
{
  g_autoptr (AzudTokens) tokens = azud_tokens_new (sql, &c->error);
  AzudParser parser = { .tokens = tokens, .error = &c->error };
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);

  if (tokens == NULL || !azud_parser_expect (&parser, "select"))
    return false;
  do
    {
      AzudExpr *expr = azud_parser_named_expression (&parser);

      if (expr == NULL)
        return false;
      g_ptr_array_add (list, expr);
    }
  while (azud_parser_accept (&parser, ","));
  c->n_rows = 1;
  if (azud_parser_accept (&parser, "from"))
    {
      if (!parse_from (c, &parser))
        return false;
    }
  else if (azud_parser_peek (&parser, 0)->kind != AZUD_TOKEN_END && !azud_parser_is (&parser, ";"))
    return azud_parser_fail_here (&parser);
  return run_list (c, list, result);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Equal as text, or as numbers to the last digits. */
static bool
same_line (const char *got, const char *expected)
{
  g_auto (GStrv) a = NULL, b = NULL;

  if (strcmp (got, expected) == 0)
    return true;
  a = g_strsplit (got, "\t", -1);
  b = g_strsplit (expected, "\t", -1);
  if (g_strv_length (a) != g_strv_length (b))
    return false;
  for (int i = 0; a[i] != NULL; i++)
    {
      char *end_a, *end_b;
      double x = g_ascii_strtod (a[i], &end_a), y = g_ascii_strtod (b[i], &end_b);

      if (strcmp (a[i], b[i]) != 0
          && (*end_a != '\0' || *end_b != '\0' || a[i][0] == '\0' || strchr (b[i], '.') == NULL
              || !(x == y || fabs (x - y) <= 1e-14 * fmax (fabs (x), fabs (y)))))
        return false;
    }
  return true;
}

static bool
check (const AzudJson *test, Score *score, bool verbose)
{
  const AzudJson *rows = azud_json_lookup (test, "rows");
  const char *condition = azud_json_lookup_string (test, "error");
  Case c = { .time_zone = azud_json_lookup_string (test, "time_zone"), .error = AZUD_ERROR_INIT };
  Result result = { g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free) };
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) shown = g_string_new (NULL);
  bool done, right;

  c.account = azud_account_new (NULL, "conformance", 0);
  c.settings.time_zone = c.time_zone;
  c.programs = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_program_free);
  c.trees = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);
  azud_arena_init (&c.arena, c.account);
  done = run_sql (&c, azud_json_lookup_string (test, "sql"), &result);
  if (rows != NULL)
    {
      for (guint i = 0; i < azud_json_get_length (rows); i++)
        {
          const AzudJson *row = azud_json_get_element (rows, i);
          GString *line = g_string_new (NULL);

          for (guint j = 0; j < azud_json_get_length (row); j++)
            {
              const char *cell = azud_json_get_string (azud_json_get_element (row, j));

              g_string_append_printf (line, "%s%s", j > 0 ? "\t" : "", cell != NULL ? cell : "");
            }
          g_ptr_array_add (expected, g_string_free (line, FALSE));
        }
      right = done && expected->len == result.lines->len;
      g_ptr_array_sort (result.lines, compare_lines);
      g_ptr_array_sort (expected, compare_lines);
      for (guint i = 0; right && i < expected->len; i++)
        right = same_line (g_ptr_array_index (result.lines, i), g_ptr_array_index (expected, i));
      score->rows++;
      score->rows_right += right;
      for (guint i = 0; i < expected->len && i < 3; i++)
        g_string_append_printf (shown, " [%s]", (char *) g_ptr_array_index (expected, i));
    }
  else
    {
      right = !done && condition != NULL && strcmp (c.error.condition, condition) == 0;
      score->errors++;
      score->errors_right += right;
      g_string_append (shown, condition);
    }
  if (!right && verbose)
    {
      char text[512] = "";

      if (!done)
        azud_error_describe (&c.error, text, sizeof text);
      g_print ("# DIFF %s\t%s\n#   expected%s\n#   got %s%s\n", azud_json_lookup_string (test, "id"), azud_json_lookup_string (test, "sql"), shown->str,
               done ? (result.lines->len > 0 ? (char *) g_ptr_array_index (result.lines, 0) : "(no rows)") : "error ", text);
    }
  if (verbose && right && rows != NULL)
    {
      const AzudJson *columns = azud_json_lookup (test, "columns");

      for (guint i = 0; i < azud_json_get_length (columns) && i < result.types->len; i++)
        {
          const char *name = azud_json_get_string (azud_json_get_element (azud_json_get_element (columns, i), 0));
          const char *type = azud_json_get_string (azud_json_get_element (azud_json_get_element (columns, i), 1));

          if (g_strcmp0 (type, g_ptr_array_index (result.types, i)) != 0)
            g_print ("# TYPE %s: %s is %s, expected %s\n", azud_json_lookup_string (test, "id"), name, (char *) g_ptr_array_index (result.types, i), type);
          if (g_strcmp0 (name, g_ptr_array_index (result.names, i)) != 0)
            g_print ("# NAME %s: %s, expected %s\n", azud_json_lookup_string (test, "id"), (char *) g_ptr_array_index (result.names, i), name);
        }
    }
  g_ptr_array_unref (result.lines);
  g_ptr_array_unref (result.types);
  g_ptr_array_unref (result.names);
  g_ptr_array_unref (c.programs);
  g_ptr_array_unref (c.trees);
  azud_schema_unref (c.schema);
  azud_schema_unref (c.numbers);
  azud_arena_clear (&c.arena);
  g_assert_cmpint (azud_account_get_used (c.account), ==, 0);
  azud_account_free (c.account);
  return right;
}

static void
print_theme (gpointer key, gpointer value, gpointer data)
{
  const Score *score = value;

  g_test_message ("%-45s rows %d/%d, errors %d/%d", (const char *) key, score->rows_right, score->rows, score->errors_right, score->errors);
}

static void
test_golden (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "conformance", "spark-expressions.jsonl", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GHashTable) themes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  bool verbose = g_strcmp0 (g_getenv ("AZUD_CONFORMANCE"), "verbose") == 0;
  Score total = { 0 };

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (AzudJson) test = lines[i][0] != '\0' ? azud_json_parse (lines[i], -1, NULL, NULL) : NULL;
      g_auto (GStrv) id = NULL;
      Score *score;

      if (test == NULL)
        continue;
      id = g_strsplit (azud_json_lookup_string (test, "id"), "#", 2);
      score = g_hash_table_lookup (themes, id[0]);
      if (score == NULL)
        {
          score = g_new0 (Score, 1);
          g_hash_table_insert (themes, g_strdup (id[0]), score);
        }
      if (g_getenv ("AZUD_CONFORMANCE_TRACE") != NULL)
        g_printerr ("%s\n", azud_json_lookup_string (test, "id"));
      check (test, score, verbose);
    }
  g_hash_table_foreach (themes, print_theme, NULL);
  {
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init (&iter, themes);
    while (g_hash_table_iter_next (&iter, NULL, &value))
      {
        const Score *score = value;

        total.rows += score->rows;
        total.rows_right += score->rows_right;
        total.errors += score->errors;
        total.errors_right += score->errors_right;
      }
  }
  g_test_message ("in all: rows %d of %d, errors %d of %d", total.rows_right, total.rows, total.errors_right, total.errors);
  g_assert_cmpint (total.rows, >, 1000);
  g_assert_cmpint (total.rows_right, >=, LEAST_ROWS);
  g_assert_cmpint (total.errors_right, >=, LEAST_ERRORS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conformance/expressions/golden", test_golden);
  return g_test_run ();
}
