/* eval.c: one expression, and what the language has
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/session-private.h"

#include "expr/function.h"
#include "expr/program.h"
#include "pipeline/public-error.h"
#include "pipeline/schema-text.h"

/* Evaluates @expr over one row without columns. */
static bool
eval_expr (AzudExpr               *expr,
           const AzudExprSettings *settings,
           AzudAccount            *account,
           AzudJson               *out,
           AzudError              *error)
{
  AzudBatch nothing = { .n_rows = 1, .n_selected = 1 };
  AzudProgram *program = azud_program_new (&expr, 1, settings, account, error);
  AzudVector value;
  AzudArena arena;
  bool done;

  if (program == NULL)
    return false;
  azud_arena_init (&arena, account);
  done = azud_program_eval (program, &nothing, &value, &arena, error);
  if (done && azud_vector_is_null (&value, 0))
    azud_json_put (out, "value", azud_json_new_null ());
  else if (done)
    {
      g_autoptr(GString) text = g_string_new (NULL);

      azud_vector_print_value (&value, 0, settings->time_zone, text);
      azud_json_put_string (out, "value", text->str);
    }
  azud_program_free (program);
  azud_arena_clear (&arena);
  return done;
}

static AzudJson *
eval_text (const char  *expression,
           const char  *time_zone,
           AzudAccount *account,
           AzudError   *error)
{
  AzudScope scope = { .settings = { .time_zone = time_zone, .query_time_us = g_get_real_time () } };
  g_autoptr(AzudExpr) parsed = azud_expr_parse (expression, error);
  g_autoptr(AzudExpr) expr = parsed != NULL ? azud_expr_resolve (parsed, &scope, error) : NULL;
  g_autoptr(AzudJson) out = azud_json_new_object ();

  if (expr == NULL)
    return NULL;
  azud_json_put_string (out, "type", azud_type_to_text (expr->type));
  return eval_expr (expr, &scope.settings, account, out, error) ? g_steal_pointer (&out) : NULL;
}

AzudJson *
azud_session_eval (AzudSession *session,
                   const char  *expression,
                   const char  *time_zone,
                   GError     **error)
{
  AzudAccount *account = azud_account_new (session->account, "eval", 0);
  AzudError fault = AZUD_ERROR_INIT;
  AzudJson *out = NULL;

  if (account != NULL)
    {
      out = eval_text (expression, time_zone, account, &fault);
      azud_account_free (account);
    }
  if (out == NULL)
    azud_error_to_gerror (&fault, error);
  return out;
}

/* ---- functions ---- */

static AzudJson *
describe_function (const AzudFunction *function)
{
  AzudJson *json = azud_json_new_object ();
  AzudJson *signatures = azud_json_new_array ();

  azud_json_put_string (json, "name", function->name);
  azud_json_put_string (json, "aliases", function->aliases);
  azud_json_put_string (json, "family", function->family);
  azud_json_put_string (json, "kind", (function->flags & AZUD_FUNCTION_AGGREGATE) != 0 ? "aggregate"
                                      : (function->flags & AZUD_FUNCTION_WINDOW) != 0 ? "window" : "scalar");
  for (const AzudSignature *s = function->signatures; s != NULL && s->args != NULL; s++)
    azud_json_add (signatures, azud_json_new_string (s->args));
  azud_json_put (json, "arguments", signatures);
  azud_json_put_string (json, "since", function->since == 40 ? "4.0" : "3.5");
  if (function->summary != NULL)
    azud_json_put_string (json, "summary", g_dgettext ("azud", function->summary));
  azud_json_put_string (json, "example", function->example);
  azud_json_put_string (json, "result", function->result);
  return json;
}

AzudJson *
azud_functions_describe (const char *name)
{
  const AzudFunction *const *functions;
  AzudJson *all;
  int n;

  if (name != NULL)
    {
      const AzudFunction *function = azud_function_lookup (name);

      return function != NULL ? describe_function (function) : NULL;
    }
  all = azud_json_new_array ();
  functions = azud_function_list (&n);
  for (int i = 0; i < n; i++)
    azud_json_add (all, describe_function (functions[i]));
  return all;
}
