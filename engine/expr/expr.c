/* expr.c: nodes of expressions: making, sharing, ending
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/tree.h"

#include "base/hash.h"
#include "expr/function.h"

#include <stdatomic.h>
#include <string.h>

AzudExpr *
azud_expr_new_node (AzudExprKind kind)
{
  AzudExpr *expr = g_new0 (AzudExpr, 1);

  atomic_init (&expr->ref_count, 1);
  expr->kind = kind;
  expr->nullable = true;
  expr->span_start = -1;
  expr->span_end = -1;
  expr->index = -1;
  expr->depth = 1;
  return expr;
}

AzudExpr *
azud_expr_ref (AzudExpr *expr)
{
  g_return_val_if_fail (expr != NULL, NULL);

  atomic_fetch_add_explicit (&expr->ref_count, 1, memory_order_relaxed);
  return expr;
}

static bool
owns_text (const AzudExpr *expr)
{
  const AzudDatum *datum = &expr->datum;

  return datum->type != NULL && !datum->is_null && azud_dtype_is_text (datum->type)
         && datum->as.text.size > AZUD_TEXT_INLINE;
}

void
azud_expr_unref (AzudExpr *expr)
{
  if (expr == NULL || atomic_fetch_sub_explicit (&expr->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  for (int i = 0; i < expr->n_args; i++)
    azud_expr_unref (expr->args[i]);
  azud_expr_unref (expr->filter);
  if (owns_text (expr))
    g_free ((char *) expr->datum.as.text.as.far.pointer);
  g_strfreev (expr->names);
  g_free (expr->call_name);
  g_free (expr->args);
  g_free (expr);
}

void
azud_expr_take_args (AzudExpr *expr, AzudExpr *const *args, int n_args)
{
  int deepest = 0;

  g_free (expr->args);
  expr->args = n_args > 0 ? g_memdup2 (args, sizeof (*args) * (size_t) n_args) : NULL;
  expr->n_args = n_args;
  for (int i = 0; i < n_args; i++)
    deepest = MAX (deepest, args[i]->depth);
  expr->depth = deepest + 1;
}

void
azud_expr_set_names (AzudExpr *expr, const char *const *names, int n)
{
  g_strfreev (expr->names);
  expr->names = g_new0 (char *, (size_t) n + 1);
  for (int i = 0; i < n; i++)
    expr->names[i] = g_strdup (names[i]);
}

void
azud_expr_set_text (AzudExpr *expr, const AzudDtype *type, const char *text, size_t size)
{
  expr->datum.type = type;
  expr->datum.is_null = false;
  expr->datum.as.text = azud_text_make (size > AZUD_TEXT_INLINE ? g_memdup2 (text, size) : text, size);
}

AzudExpr *
azud_expr_copy_node (const AzudExpr *expr, AzudExpr *const *args, int n_args)
{
  AzudExpr *copy = azud_expr_new_node (expr->kind);

  copy->type = expr->type;
  copy->nullable = expr->nullable;
  copy->safe = expr->safe;
  copy->implied = expr->implied;
  copy->distinct = expr->distinct;
  copy->ignore_nulls = expr->ignore_nulls;
  copy->span_start = expr->span_start;
  copy->span_end = expr->span_end;
  copy->datum = expr->datum;
  if (owns_text (expr))
    azud_expr_set_text (copy, expr->datum.type, azud_text_data (&expr->datum.as.text), expr->datum.as.text.size);
  copy->names = g_strdupv (expr->names);
  copy->index = expr->index;
  copy->call_name = g_strdup (expr->call_name);
  copy->function = expr->function;
  copy->variant = expr->variant;
  copy->filter = expr->filter != NULL ? azud_expr_ref (expr->filter) : NULL;
  azud_expr_take_args (copy, args, n_args);
  return copy;
}

bool
azud_expr_is_call (const AzudExpr *expr, const char *name)
{
  return expr->kind == AZUD_EXPR_CALL && strcmp (expr->call_name, name) == 0;
}

/* ---- builders ---- */

AzudExpr *
azud_expr_new_literal (const AzudDatum *datum)
{
  AzudExpr *expr = azud_expr_new_node (AZUD_EXPR_LITERAL);

  expr->type = datum->type;
  expr->datum = *datum;
  expr->nullable = datum->is_null;
  if (!datum->is_null && azud_dtype_is_text (datum->type))
    azud_expr_set_text (expr, datum->type, azud_text_data (&datum->as.text), datum->as.text.size);
  return expr;
}

AzudExpr *
azud_expr_new_null (const AzudDtype *type)
{
  return azud_expr_new_literal (&(AzudDatum){ .type = type, .is_null = true });
}

AzudExpr *
azud_expr_new_boolean (bool value)
{
  return azud_expr_new_literal (&(AzudDatum){ .type = azud_dtype_get (AZUD_DTYPE_BOOLEAN), .as.boolean = value });
}

AzudExpr *
azud_expr_new_string (const char *text)
{
  return azud_expr_new_literal (&(AzudDatum){ .type = azud_dtype_get (AZUD_DTYPE_STRING),
                                              .as.text = azud_text_make (text, strlen (text)) });
}

AzudExpr *
azud_expr_new_integer (int64_t value, const AzudDtype *type)
{
  return azud_expr_new_literal (&(AzudDatum){ .type = type, .as.integer = value });
}

AzudExpr *
azud_expr_new_column (const AzudSchema *schema, int index)
{
  AzudExpr *expr = azud_expr_new_node (AZUD_EXPR_COLUMN);
  const char *name = schema->fields[index].name;

  g_return_val_if_fail (index >= 0 && index < schema->n_fields, expr);
  azud_expr_set_names (expr, &name, 1);
  expr->index = index;
  expr->type = schema->fields[index].type;
  expr->nullable = schema->fields[index].nullable;
  return expr;
}

AzudExpr *
azud_expr_new_call (const char *name, AzudExpr **args, int n_args)
{
  AzudExpr *expr = azud_expr_new_node (AZUD_EXPR_CALL);

  expr->call_name = g_ascii_strdown (name, -1);
  azud_expr_take_args (expr, args, n_args);
  return expr;
}

AzudExpr *
azud_expr_new_and (AzudExpr *a, AzudExpr *b)
{
  AzudExpr *args[] = { a, b };
  AzudExpr *expr;

  if (a == NULL || b == NULL)
    return a != NULL ? a : b;
  expr = azud_expr_new_call ("and", args, 2);
  expr->type = azud_dtype_get (AZUD_DTYPE_BOOLEAN);
  expr->nullable = a->nullable || b->nullable;
  expr->function = azud_function_lookup ("and");
  return expr;
}

/* ---- questions ---- */

bool
azud_expr_is_literal (const AzudExpr *expr)
{
  return expr->kind == AZUD_EXPR_LITERAL || (expr->kind == AZUD_EXPR_PARAMETER && expr->type != NULL);
}

bool
azud_datum_equal (const AzudDatum *a, const AzudDatum *b)
{
  if (a->type != b->type || a->is_null != b->is_null)
    return false;
  if (a->is_null || a->type == NULL)
    return true;
  switch (a->type->id)
    {
    case AZUD_DTYPE_VOID:
      return true;
    case AZUD_DTYPE_BOOLEAN:
      return a->as.boolean == b->as.boolean;
    case AZUD_DTYPE_FLOAT:
    case AZUD_DTYPE_DOUBLE:
      return memcmp (&a->as.real, &b->as.real, sizeof (double)) == 0;
    case AZUD_DTYPE_DECIMAL:
      return a->as.decimal == b->as.decimal;
    case AZUD_DTYPE_STRING:
    case AZUD_DTYPE_BINARY:
      return azud_text_equal (&a->as.text, &b->as.text);
    default:
      return a->as.integer == b->as.integer;
    }
}

static guint64
mix (guint64 seed, guint64 value)
{
  return azud_hash_mix (seed * UINT64_C (0x9e3779b97f4a7c15) + value + 1);
}

static guint64
mix_string (guint64 seed, const char *text)
{
  return azud_hash_bytes (text, strlen (text), seed);
}

static guint64 __attribute__ ((noinline))
hash_type (const AzudDtype *type, guint64 seed)
{
  char name[512];

  if (type == NULL)
    return mix (seed, 0);
  azud_dtype_print (type, name, sizeof name);
  return mix_string (seed, name);
}

guint64
azud_datum_hash (const AzudDatum *datum, guint64 seed)
{
  seed = hash_type (datum->type, seed);
  if (datum->is_null || datum->type == NULL)
    return mix (seed, 1);
  switch (datum->type->id)
    {
    case AZUD_DTYPE_VOID:
      return seed;
    case AZUD_DTYPE_BOOLEAN:
      return mix (seed, datum->as.boolean ? 3 : 2);
    case AZUD_DTYPE_DECIMAL:
      return mix (mix (seed, (guint64) datum->as.decimal), (guint64) (datum->as.decimal >> 64));
    case AZUD_DTYPE_STRING:
    case AZUD_DTYPE_BINARY:
      return azud_hash_bytes (azud_text_data (&datum->as.text), datum->as.text.size, seed);
    default:
      return mix (seed, (guint64) datum->as.integer);   /* doubles by their bits */
    }
}

bool
azud_expr_equal (const AzudExpr *a, const AzudExpr *b)
{
  if (a == b)
    return true;
  if (a == NULL || b == NULL || a->kind != b->kind || a->type != b->type || a->safe != b->safe || a->implied != b->implied
      || a->distinct != b->distinct || a->ignore_nulls != b->ignore_nulls || a->index != b->index
      || a->n_args != b->n_args || a->depth != b->depth || g_strcmp0 (a->call_name, b->call_name) != 0)
    return false;
  if ((a->names == NULL) != (b->names == NULL))
    return false;
  if (a->names != NULL && !g_strv_equal ((const char *const *) a->names, (const char *const *) b->names))
    return false;
  if (!azud_datum_equal (&a->datum, &b->datum) || !azud_expr_equal (a->filter, b->filter))
    return false;
  for (int i = 0; i < a->n_args; i++)
    if (!azud_expr_equal (a->args[i], b->args[i]))
      return false;
  return true;
}

guint64
azud_expr_hash (const AzudExpr *expr, guint64 seed)
{
  guint64 hash = mix (seed, expr->kind);

  hash = hash_type (expr->type, hash);
  hash = mix (hash, (guint64) expr->safe | (guint64) expr->implied << 1 | (guint64) expr->distinct << 2
                      | (guint64) expr->ignore_nulls << 3);
  hash = mix (hash, (guint64) expr->index);
  if (expr->call_name != NULL)
    hash = mix_string (hash, expr->call_name);
  for (int i = 0; expr->names != NULL && expr->names[i] != NULL; i++)
    hash = mix_string (hash, expr->names[i]);
  if (expr->datum.type != NULL)
    hash = azud_datum_hash (&expr->datum, hash);
  if (expr->filter != NULL)
    hash = azud_expr_hash (expr->filter, hash);
  hash = mix (hash, (guint64) expr->n_args);
  for (int i = 0; i < expr->n_args; i++)
    hash = azud_expr_hash (expr->args[i], hash);
  return hash;
}
