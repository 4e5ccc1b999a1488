/* evaluate-text.h: an expression without columns, from text to text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/memory.h"
#include "expr/program.h"

/* The value as a result set shows it, or `!CONDITION`. */
static inline char *
evaluate_text (const char *text)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudScope scope = { 0 };
  g_autoptr (AzudExpr) parsed = azud_expr_parse (text, &error);
  g_autoptr (AzudExpr) resolved = parsed != NULL ? azud_expr_resolve (parsed, &scope, &error) : NULL;
  char *result = NULL;

  if (resolved != NULL)
    {
      AzudExpr *tree = resolved;
      AzudAccount *account = azud_account_new (NULL, "test", 0);
      AzudProgram *program = azud_program_new (&tree, 1, &scope.settings, account, &error);
      AzudArena arena;
      AzudBatch batch = { .n_rows = 1, .n_selected = 1 };
      AzudVector value;

      azud_arena_init (&arena, account);
      if (program != NULL && azud_program_eval (program, &batch, &value, &arena, &error))
        {
          GString *out = g_string_new (NULL);

          azud_vector_print_value (&value, 0, NULL, out);
          result = g_string_free (out, FALSE);
        }
      azud_arena_clear (&arena);
      azud_program_free (program);
      g_assert_cmpint (azud_account_get_used (account), ==, 0);
      azud_account_free (account);
    }
  if (result == NULL)
    {
      g_assert_true (azud_error_is_set (&error));
      result = g_strconcat ("!", error.condition, NULL);
    }
  return result;
}

typedef struct
{
  const char *text;
  const char *expected;
} EvaluateCase;

static inline void
check_cases (const EvaluateCase *cases, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      g_autofree char *got = evaluate_text (cases[i].text);

      if (g_strcmp0 (got, cases[i].expected) != 0)
        g_test_message ("%s gives %s, expected %s", cases[i].text, got, cases[i].expected);
      g_assert_cmpstr (got, ==, cases[i].expected);
    }
}
