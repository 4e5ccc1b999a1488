/* test-functions.c: the example of every function; what the tables of functions promise
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "function-cases.h"

/* An aggregate over one row: its arguments are constants. */
static char *
aggregate_one_row (const char *text)
{
  AzudExprSettings settings = { .query_time_us = CASES_NOW_US };
  AzudScope scope = { .settings = settings, .allow_aggregates = true };
  AzudAccount *account = azud_account_new (NULL, "example", 0);
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr (AzudExpr) parsed = azud_expr_parse (text, &error);
  g_autoptr (AzudExpr) call = NULL;
  const AzudAggregate *aggregate;
  AzudBatch batch = { .n_rows = 1, .n_selected = 1 };
  AzudVector args[4], out;
  const AzudVector *pointers[] = { &args[0], &args[1], &args[2], &args[3] };
  AzudKernelCall kernel = { .args = pointers, .n = 1, .length = 1, .settings = &settings };
  AzudProgram *program;
  AzudArena arena;
  uint8_t *state;
  GString *result = g_string_new (NULL);

  g_assert_nonnull (parsed);
  call = azud_expr_resolve (parsed, &scope, &error);
  g_assert_cmpstr (error.condition, ==, "");
  aggregate = call->function->signatures[call->variant].aggregate;
  azud_arena_init (&arena, account);
  program = azud_program_new (call->args, call->n_args, &settings, account, &error);
  g_assert_nonnull (program);
  g_assert_true (azud_program_eval (program, &batch, args, &arena, &error));
  kernel.call = call;
  kernel.n_args = (uint32_t) call->n_args;
  kernel.arena = &arena;
  state = azud_arena_alloc (&arena, aggregate->state_size (call), 16, &error);
  memset (state, 0, aggregate->state_size (call));
  g_assert_true (aggregate->update (&kernel, &state, &error));
  g_assert_true (aggregate->emit (call, &state, 1, &out, &arena, &error));
  azud_vector_print_value (&out, 0, NULL, result);
  azud_program_free (program);
  azud_arena_clear (&arena);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  return g_string_free (result, FALSE);
}

/* Quotes inside arrays are how a result set shows texts; examples leave them out. */
static char *
without_quotes (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    if (*at != '"')
      g_string_append_c (out, *at);
  return g_string_free (out, FALSE);
}

static void
test_example (gconstpointer data)
{
  const AzudFunction *function = data;
  g_autofree char *got = (function->flags & AZUD_FUNCTION_AGGREGATE) != 0 ? aggregate_one_row (function->example)
                                                                          : evaluate_text (function->example, NULL, false);

  if (g_strcmp0 (got, function->result) != 0)
    {
      g_autofree char *plain = without_quotes (got);

      g_assert_cmpstr (plain, ==, function->result);
    }
}

static void
test_tables (void)
{
  int n;
  const AzudFunction *const *functions = azud_function_list (&n);

  g_assert_cmpint (n, >, 150);
  for (int i = 0; i < n; i++)
    {
      const AzudFunction *function = functions[i];

      g_assert_nonnull (function->signatures);
      g_assert_nonnull (function->family);
      g_assert_cmpuint (strlen (function->summary), >, 3);
      g_assert_true (function->since == 35 || function->since == 40);
      g_assert_true (azud_function_lookup (function->name) == function);
      for (const AzudSignature *signature = function->signatures; signature->args != NULL; signature++)
        {
          if (signature->result == NULL && signature->resolve_type == NULL)
            g_error ("%s(%s) has no result type", function->name, signature->args);
          if ((function->flags & AZUD_FUNCTION_AGGREGATE) != 0)
            g_assert_nonnull (signature->aggregate);
          else if ((function->flags & (AZUD_FUNCTION_LAZY | AZUD_FUNCTION_WINDOW)) == 0 && signature->kernel == NULL)
            g_error ("%s(%s) has no kernel", function->name, signature->args);
          g_assert_true ((signature->bind == NULL) == (signature->unbind == NULL));
        }
    }
}

/* ---- columns of several rows, with nulls, against one row at a time ---- */

static const char *const values[] = { "abc", NULL, "", "a text longer than twelve bytes", "ñandú", "12", NULL, "banana banana banana" };

#define N_VALUES ((uint32_t) G_N_ELEMENTS (values))

/* @ stands for the column. */
static const char *const templates[] = {
  "upper(@)", "initcap(@)", "length(@)", "octet_length(@)", "reverse(@)", "trim(@)", "btrim(@, 'ab')", "substring(@, 2, 3)",
  "substring(@, -3)", "left(@, 14)", "right(@, 14)", "lpad(@, 15, '*')", "rpad(@, 4, 'é')", "repeat(@, 2)", "concat(@, '|', @)",
  "concat_ws('-', @, 'x', @)", "replace(@, 'a', 'xyz')", "translate(@, 'an', 'N')", "overlay(@, '__', 2)", "instr(@, 'n')",
  "locate('a', @, 2)", "contains(@, 'an')", "substring_index(@, 'a', 2)", "split_part(@, 'n', -1)", "find_in_set(@, '12,abc')",
  "ascii(@)", "base64(@)", "hex(@)", "url_encode(@)", "soundex(@)", "levenshtein(@, 'abc')", "luhn_check(@)", "mask(@)",
  "md5(@)", "sha1(@)", "sha2(@, 512)", "crc32(@)", "hash(@, 1)", "xxhash64(@)", "regexp_replace(@, '[an]+', '<$0>')",
  "regexp_extract(@, '(a)(.)', 2)", "regexp_count(@, 'an')", "regexp_substr(@, 'n.')", "split(@, 'a')", "regexp_extract_all(@, '(.)a')",
  "array(@, 'z')", "array_join(array(@, 'x', @), ',')", "map('k', @)['k']", "struct(@ AS a, length(@) AS b)", "sort_array(split(@, ''))",
  "array_distinct(split(@, ''))", "reverse(split(@, 'a'))", "concat(split(@, 'a'), array(@))", "size(split(@, 'a'))",
  "element_at(split(@, 'a'), -1)", "array_repeat(@, length(@) % 3)", "sequence(0, length(@) % 5)", "array_max(split(@, ''))",
  "format_string('%5s|%d', @, length(@))", "format_number(length(@) * 1234.5, 1)", "round(length(@) * 1.37, 1)", "bround(length(@) / 2)",
  "ceil(length(@) * 1.1)", "sqrt(length(@))", "ln(length(@) - 3)", "log(2, length(@))", "pmod(-length(@), 4)", "factorial(length(@))",
  "try_divide(10, length(@))", "try_add(2147483640, length(@))", "bin(length(@))", "conv(@, 16, 10)", "bit_count(length(@))",
  "width_bucket(length(@), 0, 20, 4)", "date_add(DATE '2024-01-30', length(@))", "add_months(DATE '2024-01-31', length(@))",
  "year(date_sub(DATE '2024-01-05', length(@)))", "date_format(date_add(DATE '2024-01-30', length(@)), 'EEE d MMM')",
  "date_trunc('MONTH', timestampadd(DAY, length(@), TIMESTAMP '2024-01-30 10:00:00'))", "try_to_timestamp(@)", "timestamp_seconds(length(@))",
  "months_between(date_add(DATE '2024-01-30', length(@)), DATE '2023-12-31')", "extract(WEEK FROM date_add(DATE '2024-12-28', length(@)))",
  "trunc(DATE '2024-05-05', @)", "elt(length(@) % 2 + 1, @, 'other')", "nvl2(@, 'some', 'none')", "greatest(@, 'b')",
};

static char *
fill_template (const char *template, const char *with)
{
  g_auto (GStrv) parts = g_strsplit (template, "@", -1);

  return g_strjoinv (with, parts);
}

/* Row @row of the template over all values, flat or through a dictionary. */
static void
check_template (const char *template, bool dictionary, const uint16_t *selection, uint32_t n_selected)
{
  static const AzudField field = { "s", NULL, true };
  AzudExprSettings settings = { .query_time_us = CASES_NOW_US };
  AzudField fields[1] = { field };
  AzudScopeInput input = { "t", NULL };
  AzudScope scope = { .inputs = &input, .n_inputs = 1, .settings = settings };
  AzudAccount *account = azud_account_new (NULL, "rows", 0);
  AzudError error = AZUD_ERROR_INIT;
  g_autofree char *text = fill_template (template, "s");
  g_autoptr (AzudExpr) parsed = azud_expr_parse (text, &error);
  g_autoptr (AzudExpr) resolved = NULL;
  AzudVector column, store, out;
  uint32_t indices[N_VALUES];
  AzudBatch batch = { .n_rows = N_VALUES, .n_selected = n_selected, .selection = selection, .columns = &column };
  AzudProgram *program;
  AzudSchema *schema;
  AzudArena arena;

  azud_arena_init (&arena, account);
  fields[0].type = azud_dtype_get (AZUD_DTYPE_STRING);
  schema = azud_schema_new (fields, 1);
  input.schema = schema;
  g_assert_true (azud_vector_init_flat (&store, fields[0].type, N_VALUES, &arena, &error));
  g_assert_true (azud_vector_add_validity (&store, &arena, &error));
  for (uint32_t i = 0; i < N_VALUES; i++)
    {
      uint32_t at = dictionary ? N_VALUES - 1 - i : i;

      indices[i] = at;
      ((AzudText *) store.data)[at] = azud_text_make (values[i] != NULL ? values[i] : "", values[i] != NULL ? strlen (values[i]) : 0);
      azud_bits_set (store.validity, at, values[i] != NULL);
    }
  column = store;
  if (dictionary)
    column = (AzudVector){ .type = store.type, .layout = AZUD_LAYOUT_DICTIONARY, .length = N_VALUES, .indices = indices, .dictionary = &store };
  batch.schema = schema;
  resolved = azud_expr_resolve (parsed, &scope, &error);
  if (resolved == NULL)
    g_error ("%s: %s", text, error.condition);
  program = azud_program_new (&resolved, 1, &settings, account, &error);
  g_assert_nonnull (program);
  if (!azud_program_eval (program, &batch, &out, &arena, &error))
    g_error ("%s: %s", text, error.condition);
  for (uint32_t i = 0; i < n_selected; i++)
    {
      uint32_t row = azud_batch_row (&batch, i);
      g_autofree char *literal = values[row] != NULL ? g_strdup_printf ("'%s'", values[row]) : g_strdup ("CAST(NULL AS STRING)");
      g_autofree char *alone = fill_template (template, literal);
      g_autofree char *expected = evaluate_text (alone, NULL, false);
      GString *got = g_string_new (NULL);

      azud_vector_print_value (&out, row, NULL, got);
      if (g_strcmp0 (got->str, expected) != 0)
        g_error ("%s, row %u%s: got %s instead of %s", text, row, dictionary ? " of a dictionary" : "", got->str, expected);
      g_string_free (got, TRUE);
    }
  azud_program_free (program);
  azud_schema_unref (schema);
  azud_arena_clear (&arena);
  azud_account_free (account);
}

static void
test_rows (void)
{
  static const uint16_t some[] = { 1, 3, 4, 7 };

  for (size_t i = 0; i < G_N_ELEMENTS (templates); i++)
    for (int dictionary = 0; dictionary < 2; dictionary++)
      {
        check_template (templates[i], dictionary != 0, NULL, N_VALUES);
        check_template (templates[i], dictionary != 0, some, G_N_ELEMENTS (some));
      }
}

int
main (int argc, char **argv)
{
  int n;
  const AzudFunction *const *functions;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expr/functions/tables", test_tables);
  g_test_add_func ("/expr/functions/rows", test_rows);
  functions = azud_function_list (&n);
  for (int i = 0; i < n; i++)
    if (functions[i]->example != NULL)
      {
        g_autofree char *path = g_strdup_printf ("/expr/functions/example/%s", functions[i]->name);

        for (char *at = path + strlen ("/expr/functions/example/"); *at != 0; at++)
          if (*at == 0x2f)   /* the operator of division would make a path of its own */
            *at = 0x3a;
        g_test_add_data_func (path, functions[i], test_example);
      }
  return g_test_run ();
}
