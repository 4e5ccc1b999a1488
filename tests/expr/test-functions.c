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

int
main (int argc, char **argv)
{
  int n;
  const AzudFunction *const *functions;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expr/functions/tables", test_tables);
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
