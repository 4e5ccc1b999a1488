/* resolve.c: names and types
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/resolve.h"

#include "expr/cast.h"
#include "expr/coercion.h"
#include "expr/tree.h"

#include <string.h>

AzudExpr *
azud_resolve_fail (AzudResolver *resolver, const AzudExpr *expr, const char *condition, const char *message, const char *a, const char *b)
{
  AzudError *error = resolver->error;

  if (error != NULL && !azud_error_is_set (error))
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, condition, message, a != NULL ? a : b, a != NULL ? b : NULL, NULL);
      if (error->span_start < 0)
        {
          error->span_start = expr->span_start;
          error->span_end = expr->span_end;
        }
    }
  return NULL;
}

static bool
same_name (const AzudResolver *resolver, const char *a, const char *b)
{
  return resolver->scope->settings.case_sensitive ? strcmp (a, b) == 0 : g_ascii_strcasecmp (a, b) == 0;
}

AzudExpr *
azud_resolve_field (AzudResolver *resolver, const AzudExpr *at, AzudExpr *value, const char *name)
{
  const AzudDtype *type = value->type;
  AzudExpr *field;
  char text[136];

  if (type->id == AZUD_DTYPE_STRUCT)
    for (int i = 0; i < type->n_fields; i++)
      if (same_name (resolver, type->fields[i].name, name))
        {
          field = azud_expr_new_node (AZUD_EXPR_FIELD);
          azud_expr_set_names (field, (const char *const *) &type->fields[i].name, 1);
          field->index = i;
          field->type = type->fields[i].type;
          field->nullable = value->nullable || type->fields[i].nullable;
          field->span_start = at->span_start;
          field->span_end = at->span_end;
          azud_expr_take_args (field, &value, 1);
          return field;
        }
  if (type->id == AZUD_DTYPE_MAP)
    {
      AzudExpr *args[] = { value, azud_expr_new_string (name) };
      g_autoptr (AzudExpr) call = azud_expr_new_call ("[]", args, 2);

      call->span_start = at->span_start;
      call->span_end = at->span_end;
      return azud_resolve_node (resolver, call);
    }
  if (type->id == AZUD_DTYPE_STRUCT)
    azud_resolve_fail (resolver, at, "FIELD_NOT_FOUND", N_ ("There is no field {0} in {1}."), name, azud_type_text (type, text));
  else
    azud_resolve_fail (resolver, at, "INVALID_EXTRACT_BASE_FIELD_TYPE", N_ ("{0} cannot be taken from a value of type {1}."), name,
                       azud_type_text (type, text));
  azud_expr_unref (value);
  return NULL;
}

/* ---- columns ---- */

typedef struct
{
  int              index;     /* in the combined columns; -1 nothing, -2 several */
  const AzudField *field;
  int              used;      /* name parts used up */
} Found;

static Found
find_column (const AzudResolver *resolver, char **names)
{
  const AzudScope *scope = resolver->scope;
  Found found = { .index = -1 };
  int base = 0;
  int n = (int) g_strv_length (names);

  for (int pass = 0; pass < 2 && found.index == -1; pass++)   /* qualified names first */
    {
      base = 0;
      for (int i = 0; i < scope->n_inputs; i++)
        {
          const AzudScopeInput *input = &scope->inputs[i];
          int at = AZUD_SCHEMA_NOT_FOUND;

          if (pass == 0 && n > 1 && input->qualifier != NULL && same_name (resolver, input->qualifier, names[0]))
            at = azud_schema_find (input->schema, names[1], scope->settings.case_sensitive);
          else if (pass == 1)
            at = azud_schema_find (input->schema, names[0], scope->settings.case_sensitive);
          if (at == AZUD_SCHEMA_AMBIGUOUS || (at >= 0 && found.index != -1))
            found.index = -2;
          else if (at >= 0)
            found = (Found){ .index = base + at, .field = &input->schema->fields[at], .used = pass == 0 ? 2 : 1 };
          base += input->schema->n_fields;
        }
    }
  return found;
}

static const char *
nearest_name (const AzudScope *scope, const char *name)
{
  for (int i = 0; i < scope->n_inputs; i++)
    {
      const char *near = azud_schema_nearest (scope->inputs[i].schema, name);

      if (near != NULL)
        return near;
    }
  return NULL;
}

static AzudExpr *
resolve_variable (const AzudResolver *resolver, const AzudExpr *expr)
{
  for (const AzudLambdaFrame *frame = resolver->lambda; frame != NULL; frame = frame->outer)
    for (int i = 0; i < frame->n; i++)
      if (same_name (resolver, frame->names[i], expr->names[0]))
        {
          AzudExpr *variable = azud_expr_new_node (AZUD_EXPR_VARIABLE);

          azud_expr_set_names (variable, (const char *const *) &expr->names[0], 1);
          variable->type = frame->types[i];
          variable->index = frame->depth * 8 + i;
          variable->span_start = expr->span_start;
          variable->span_end = expr->span_end;
          return variable;
        }
  return NULL;
}

static AzudExpr *
resolve_column (AzudResolver *resolver, const AzudExpr *expr)
{
  AzudExpr *column = resolve_variable (resolver, expr);
  g_autofree char *whole = g_strjoinv (".", expr->names);
  int used = 1;

  if (column == NULL)
    {
      Found found = find_column (resolver, expr->names);

      if (found.index == -2)
        return azud_resolve_fail (resolver, expr, "AMBIGUOUS_REFERENCE", N_ ("The name {0} is ambiguous: several columns are called so."), whole, NULL);
      if (found.index < 0)
        {
          const char *near = nearest_name (resolver->scope, expr->names[g_strv_length (expr->names) - 1]);

          if (near == NULL)
            return azud_resolve_fail (resolver, expr, "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", N_ ("There is no column {0}."), whole, NULL);
          return azud_resolve_fail (resolver, expr, "UNRESOLVED_COLUMN.WITH_SUGGESTION", N_ ("There is no column {0}. Did you mean {1}?"), whole, near);
        }
      column = azud_expr_new_node (AZUD_EXPR_COLUMN);
      azud_expr_set_names (column, (const char *const *) expr->names, found.used);
      g_free (column->names[found.used - 1]);
      column->names[found.used - 1] = g_strdup (found.field->name);   /* as the schema spells it */
      column->index = found.index;
      column->type = found.field->type;
      column->nullable = found.field->nullable;
      column->span_start = expr->span_start;
      column->span_end = expr->span_end;
      used = found.used;
    }
  for (int i = used; expr->names[i] != NULL && column != NULL; i++)
    column = azud_resolve_field (resolver, expr, column, expr->names[i]);
  return column;
}

/* ---- the rest ---- */

static AzudExpr *
resolve_parameter (AzudResolver *resolver, const AzudExpr *expr)
{
  const AzudScope *scope = resolver->scope;

  for (int i = 0; i < scope->n_parameters; i++)
    if (strcmp (scope->parameters[i].name, expr->names[0]) == 0)
      {
        g_autoptr (AzudExpr) value = azud_expr_new_literal (&scope->parameters[i].value);
        AzudExpr *parameter = azud_expr_copy_node (value, NULL, 0);

        parameter->kind = AZUD_EXPR_PARAMETER;
        azud_expr_set_names (parameter, (const char *const *) expr->names, 1);
        parameter->span_start = expr->span_start;
        parameter->span_end = expr->span_end;
        return parameter;
      }
  return azud_resolve_fail (resolver, expr, "AZUD_UNKNOWN_PARAMETER", N_ ("There is no parameter {0}."), expr->names[0], NULL);
}

static AzudExpr *
resolve_cast (AzudResolver *resolver, const AzudExpr *expr)
{
  AzudExpr *value = azud_resolve_node (resolver, expr->args[0]);
  AzudExpr *cast;
  char from[136], to[136];

  if (value == NULL)
    return NULL;
  if (!azud_expr_can_cast (value->type, expr->type))
    {
      azud_resolve_fail (resolver, expr, azud_cast_refusal (value->type, expr->type), N_ ("Cannot cast {0} to {1}."),
                         azud_type_text (value->type, from), azud_type_text (expr->type, to));
      azud_expr_unref (value);
      return NULL;
    }
  cast = azud_expr_copy_node (expr, &value, 1);
  cast->nullable = value->nullable || expr->safe;
  return cast;
}

static AzudExpr *
resolve_wrapper (AzudResolver *resolver, const AzudExpr *expr)
{
  AzudExpr *value = azud_resolve_node (resolver, expr->args[0]);
  AzudExpr *copy;

  if (value == NULL)
    return NULL;
  if (expr->kind == AZUD_EXPR_FIELD)
    return azud_resolve_field (resolver, expr, value, expr->names[0]);
  copy = azud_expr_copy_node (expr, &value, 1);
  copy->type = copy->args[0]->type;
  copy->nullable = copy->args[0]->nullable;
  return copy;
}

AzudExpr *
azud_resolve_node (AzudResolver *resolver, const AzudExpr *expr)
{
  switch (expr->kind)
    {
    case AZUD_EXPR_LITERAL:
    case AZUD_EXPR_VARIABLE:
      return azud_expr_ref ((AzudExpr *) expr);
    case AZUD_EXPR_PARAMETER:
      return resolve_parameter (resolver, expr);
    case AZUD_EXPR_COLUMN:
      if (expr->type != NULL && expr->index >= 0)
        return azud_expr_ref ((AzudExpr *) expr);
      return resolve_column (resolver, expr);
    case AZUD_EXPR_CALL:
      return azud_resolve_call (resolver, expr);
    case AZUD_EXPR_CAST:
      return resolve_cast (resolver, expr);
    case AZUD_EXPR_FIELD:
    case AZUD_EXPR_ALIAS:
      return resolve_wrapper (resolver, expr);
    case AZUD_EXPR_LAMBDA:
      return azud_resolve_fail (resolver, expr, "INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION", N_ ("A lambda can only be an argument of a function such as transform()."), NULL, NULL);
    case AZUD_EXPR_STAR:
      return azud_resolve_fail (resolver, expr, "INVALID_USAGE_OF_STAR_OR_REGEX", N_ ("{0} can only be used in count() and in lists of columns."), "*", NULL);
    }
  return NULL;
}

AzudExpr *
azud_expr_resolve (const AzudExpr *parsed, const AzudScope *scope, AzudError *error)
{
  AzudError own = AZUD_ERROR_INIT;
  AzudResolver resolver = { .scope = scope, .error = error != NULL ? error : &own };
  AzudExpr *resolved = azud_resolve_node (&resolver, parsed);

  if (resolved != NULL && resolved->depth > 3 * 1000)
    {
      azud_resolve_fail (&resolver, parsed, "AZUD_EXPRESSION_TOO_DEEP", N_ ("The expression is nested more than {0} levels deep."), "1000", NULL);
      azud_expr_unref (resolved);
      return NULL;
    }
  return resolved;
}

AzudExpr *
azud_expr_resolve_condition (const AzudExpr *parsed, const AzudScope *scope, AzudError *error)
{
  AzudExpr *resolved = azud_expr_resolve (parsed, scope, error);
  char type[136];

  if (resolved == NULL || resolved->type->id == AZUD_DTYPE_BOOLEAN)
    return resolved;
  if (resolved->type->id == AZUD_DTYPE_VOID)
    return azud_expr_new_cast (resolved, azud_dtype_get (AZUD_DTYPE_BOOLEAN), true, error);
  azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN",
                  N_ ("The condition must be true or false, but has the type {0}."), azud_type_text (resolved->type, type), NULL);
  if (error != NULL && error->span_start < 0)
    {
      error->span_start = parsed->span_start;
      error->span_end = parsed->span_end;
    }
  azud_expr_unref (resolved);
  return NULL;
}
