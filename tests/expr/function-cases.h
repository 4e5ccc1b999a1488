/* function-cases.h: expressions without columns against their results, for the tests of functions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/memory.h"
#include "expr/function.h"
#include "expr/program.h"

/* @result: the value as Spark casts it to a string, "NULL", or "!" and an error condition. */
typedef struct
{
  const char *expression;
  const char *result;
} FunctionCase;

#define CASES_NOW_US INT64_C (1786000000000000)

static inline void
print_failure (const AzudError *error, GString *out)
{
  g_string_assign (out, "!");
  g_string_append (out, error->condition);
}

/* Evaluates @text over one row without columns; the value as text, or "!" and the condition of the error.
 * @cast: as CAST(... AS STRING) prints it, else as a result set shows it */
static inline char *
evaluate_text (const char *text, const char *time_zone, bool cast)
{
  AzudExprSettings settings = { .time_zone = time_zone, .query_time_us = CASES_NOW_US };
  AzudScope scope = { .settings = settings };
  AzudAccount *account = azud_account_new (NULL, "cases", 0);
  g_autofree char *whole = cast ? g_strdup_printf ("CAST((%s) AS STRING)", text) : g_strdup (text);
  g_autoptr (AzudExpr) parsed = NULL;
  g_autoptr (AzudExpr) resolved = NULL;
  AzudError error = AZUD_ERROR_INIT;
  AzudProgram *program = NULL;
  AzudBatch batch = { .n_rows = 1, .n_selected = 1 };
  AzudVector value;
  AzudArena arena;
  GString *out = g_string_new (NULL);

  azud_arena_init (&arena, account);
  parsed = azud_expr_parse (whole, &error);
  if (parsed != NULL)
    resolved = azud_expr_resolve (parsed, &scope, &error);
  if (resolved != NULL)
    program = azud_program_new (&resolved, 1, &settings, account, &error);
  if (program != NULL && azud_program_eval (program, &batch, &value, &arena, &error))
    azud_vector_print_value (&value, 0, time_zone, out);
  else
    print_failure (&error, out);
  azud_program_free (program);
  azud_arena_clear (&arena);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  return g_string_free (out, FALSE);
}

static inline void
check_cases (const FunctionCase *cases, size_t n, const char *time_zone)
{
  for (size_t i = 0; i < n; i++)
    {
      g_autofree char *got = evaluate_text (cases[i].expression, time_zone, true);

      if (g_strcmp0 (got, cases[i].result) != 0)
        g_error ("%s: got %s instead of %s", cases[i].expression, got, cases[i].result);
    }
}
