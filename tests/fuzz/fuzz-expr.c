/* fuzz-expr.c: the expression language: parse (print (tree)) is the tree; resolving and folding never fall over
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/expr.h"
#include "fuzz.h"

#include <stdlib.h>

const char *const azud_fuzz_seeds[] = {
  "a + 1 >= 2 AND NOT b IS NULL", "CASE WHEN a > 1 THEN 'x' ELSE \"y\" END", "s LIKE 'a%' OR s RLIKE '^(a|b)+$'", "CAST(a AS DECIMAL(10,2)) / 3",
  "a IN (1, 2, NULL) <=> (b BETWEEN 1.5 AND 1e3)", "concat(s, 'x', `a b`)", "date '2024-02-29' + interval 1 year", "-a * -2L % 3S", "round(b, 2)::string || ${p}",
  "substring(s FROM 2 FOR 3)", "transform(array(1, 2), x -> x + a)", "element_at(map('k', 1), 'k')", "X'1F'",
  "transform(array(1, 2), x\xe2\x80\xae -> x + a)", NULL
};

static void
resolve (const AzudExpr *parsed)
{
  static const AzudField fields[] = { { "a", NULL, true }, { "b", NULL, true }, { "s", NULL, true } };
  AzudField typed[3] = { fields[0], fields[1], fields[2] };
  AzudError error = AZUD_ERROR_INIT;
  AzudSchema *schema;
  AzudScopeInput input;
  AzudScope scope = { .inputs = &input, .n_inputs = 1, .settings = { .query_time_us = 1 } };
  AzudExpr *resolved;

  typed[0].type = azud_dtype_get (AZUD_DTYPE_INT);
  typed[1].type = azud_dtype_get (AZUD_DTYPE_DOUBLE);
  typed[2].type = azud_dtype_get (AZUD_DTYPE_STRING);
  schema = azud_schema_new (typed, 3);
  input = (AzudScopeInput){ NULL, schema };
  resolved = azud_expr_resolve (parsed, &scope, &error);
  if (resolved == NULL && !azud_error_is_set (&error))
    abort ();
  if (resolved != NULL)
    {
      bool used[3] = { false };
      AzudError raised = AZUD_ERROR_INIT;
      AzudExpr *folded = NULL;

      azud_expr_columns (resolved, used, 3);
      if (!used[0] && !used[1] && !used[2] && !azud_expr_has_aggregate (resolved))
        folded = azud_expr_fold (resolved, &scope.settings, &raised);
      if (folded != NULL)
        azud_expr_unref (folded);
      azud_expr_unref (resolved);
    }
  azud_schema_unref (schema);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr(AzudExpr) expr = azud_expr_parse (text, &error);
  g_autoptr(AzudExpr) again = NULL;
  g_autofree char *printed = NULL;

  if (expr == NULL)
    {
      if (!azud_error_is_set (&error))
        abort ();
      return 0;
    }
  printed = azud_expr_print (expr);
  again = azud_expr_parse (printed, &error);
  if (again == NULL || !azud_expr_equal (expr, again))
    {
      g_printerr ("%s\nprints as\n%s\n", text, printed);
      abort ();
    }
  resolve (expr);
  return 0;
}
