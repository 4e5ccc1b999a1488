/* signature.c: matching arguments with the patterns of signatures
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/signature.h"

#include "expr/coercion.h"
#include "expr/tree.h"

#include <string.h>

#define MAX_PATTERNS 24
#define TYPE(id) azud_dtype_get (AZUD_DTYPE_##id)

typedef struct
{
  char *words[MAX_PATTERNS];   /* each pattern without its marks */
  int   n;
  int   n_required;
  bool  repeats;               /* the last one */
} Patterns;

/* What the letters T, U, ... stand for so far. */
typedef struct
{
  const AzudDtype *types[26];
} Letters;

static void
patterns_clear (Patterns *patterns)
{
  for (int i = 0; i < patterns->n; i++)
    g_free (patterns->words[i]);
}

static void
add_pattern (Patterns *patterns, const char *start, const char *end)
{
  g_autofree char *word = g_strstrip (g_strndup (start, (gsize) (end - start)));
  bool optional = false;

  if (word[0] == '\0' || patterns->n == MAX_PATTERNS)
    return;
  if (g_str_has_suffix (word, "..."))
    {
      patterns->repeats = true;
      word[strlen (word) - 3] = '\0';
    }
  if (g_str_has_suffix (word, "?"))
    {
      optional = true;
      word[strlen (word) - 1] = '\0';
    }
  if (!optional)
    patterns->n_required = patterns->n + 1;
  patterns->words[patterns->n++] = g_steal_pointer (&word);
}

static void
patterns_init (Patterns *patterns, const char *text)
{
  const char *start = text;
  int depth = 0;

  memset (patterns, 0, sizeof *patterns);
  for (const char *at = text;; at++)
    {
      if (*at == '<' || *at == '(')
        depth++;
      else if (*at == '>' || *at == ')')
        depth--;
      else if (*at == '\0' || (*at == ',' && depth == 0))
        {
          add_pattern (patterns, start, at);
          if (*at == '\0')
            break;
          start = at + 1;
        }
    }
}

static const char *
pattern_of (const Patterns *patterns, int arg)
{
  return patterns->words[MIN (arg, patterns->n - 1)];
}

static bool
arity_fits (const Patterns *patterns, int n)
{
  return n >= patterns->n_required && (n <= patterns->n || (patterns->repeats && patterns->n > 0));
}

bool
azud_signature_arity (const AzudFunction *function, int n)
{
  for (const AzudSignature *signature = function->signatures; signature->args != NULL; signature++)
    {
      Patterns patterns;
      bool fits;

      patterns_init (&patterns, signature->args);
      fits = arity_fits (&patterns, n);
      patterns_clear (&patterns);
      if (fits)
        return true;
    }
  return false;
}

static bool
is_letter (const char *pattern)
{
  return g_ascii_isupper (pattern[0]) && pattern[1] == '\0' && pattern[0] != 'N';
}

/* `array<T>`, `map<K,V>`: the pieces between the angles. */
static bool
split_nested (const char *pattern, const char *head, char *first, char *second)
{
  size_t size = strlen (head);
  const char *inside = pattern + size + 1;
  const char *comma, *end;

  if (strncmp (pattern, head, size) != 0 || pattern[size] != '<')
    return false;
  end = strrchr (inside, '>');
  comma = second != NULL ? strchr (inside, ',') : end;
  if (end == NULL || comma == NULL || comma - inside > 30 || end - inside > 60)
    return false;
  g_strlcpy (first, inside, (gsize) (comma - inside) + 1);
  if (second != NULL)
    g_strlcpy (second, comma + 1, (gsize) (end - comma));
  return true;
}

/* First pass: what an argument adds to the letters.  False when the kinds cannot agree. */
static bool
collect (const char *pattern, const AzudDtype *type, Letters *letters)
{
  char first[32], second[64];

  if (type == NULL)
    return true;
  if (is_letter (pattern))
    {
      const AzudDtype **slot = &letters->types[pattern[0] - 'A'];

      *slot = *slot == NULL ? type : azud_expr_common_type (*slot, type);
      return *slot != NULL;
    }
  if (split_nested (pattern, "array", first, NULL))
    return type->id == AZUD_DTYPE_VOID || (type->id == AZUD_DTYPE_ARRAY && collect (first, type->fields[0].type, letters));
  if (split_nested (pattern, "map", first, second))
    return type->id == AZUD_DTYPE_VOID
           || (type->id == AZUD_DTYPE_MAP && collect (first, type->fields[0].type, letters)
               && collect (g_strstrip (second), type->fields[1].type, letters));
  return true;
}

static bool
is_one_of (const AzudDtype *type, AzudDtypeId a, AzudDtypeId b)
{
  return type->id == a || type->id == b;
}

/* The words that stand for several types.  *@known false = not one of them. */
static const AzudDtype *
target_of_class (const char *pattern, const AzudDtype *type, int *cost, bool *known)
{
  bool null = type->id == AZUD_DTYPE_VOID, string = type->id == AZUD_DTYPE_STRING;

  *known = true;
  *cost = 0;
  if (strcmp (pattern, "any") == 0)
    return type;
  if (strcmp (pattern, "numeric") == 0 || strcmp (pattern, "N") == 0)
    {
      if (azud_dtype_is_numeric (type))
        return type;
      *cost = null ? 1 : 20;
      return null || string ? TYPE (DOUBLE) : NULL;
    }
  if (strcmp (pattern, "integral") == 0)
    {
      if (azud_dtype_is_integer (type))
        return type;
      *cost = null ? 1 : 20;
      return null ? TYPE (INT) : string ? TYPE (BIGINT) : NULL;
    }
  if (strcmp (pattern, "fraction") == 0)
    {
      if (is_one_of (type, AZUD_DTYPE_FLOAT, AZUD_DTYPE_DOUBLE))
        return type;
      *cost = null ? 1 : string ? 20 : 5;
      return null || string || azud_dtype_is_numeric (type) ? TYPE (DOUBLE) : NULL;
    }
  if (strcmp (pattern, "text") == 0)
    {
      if (azud_dtype_is_text (type))
        return type;
      *cost = null ? 1 : 20;
      return azud_dtype_is_nested (type) ? NULL : TYPE (STRING);
    }
  if (strcmp (pattern, "array") == 0)
    return null ? azud_dtype_array (TYPE (VOID), true) : type->id == AZUD_DTYPE_ARRAY ? type : NULL;
  if (strcmp (pattern, "map") == 0)
    return null ? azud_dtype_map (TYPE (VOID), TYPE (VOID), true) : type->id == AZUD_DTYPE_MAP ? type : NULL;
  if (strcmp (pattern, "struct") == 0)
    return type->id == AZUD_DTYPE_STRUCT ? type : NULL;
  if (strcmp (pattern, "decimal") == 0)
    {
      *cost = 0;
      return azud_coercion_argument (type, null ? azud_dtype_decimal (38, 18) : azud_dtype_decimal (10, 0), cost);
    }
  *known = false;
  return NULL;
}

/* Second pass: the type the argument is to have.  NULL = refused. */
static const AzudDtype *
target (const char *pattern, const AzudDtype *type, const Letters *letters, int *cost)
{
  char first[32], second[64];
  const AzudDtype *wanted, *key;
  bool known;
  int ignored;

  if (is_letter (pattern))
    {
      wanted = letters->types[pattern[0] - 'A'];
      *cost = wanted == type ? 0 : 1;
      return wanted;
    }
  if (split_nested (pattern, "array", first, NULL))
    {
      const AzudDtype *element = type->id == AZUD_DTYPE_ARRAY ? type->fields[0].type : TYPE (VOID);
      bool nulls = type->id == AZUD_DTYPE_ARRAY && type->fields[0].nullable;

      wanted = target (first, element, letters, &ignored);
      *cost = wanted == element ? 0 : 1;
      return wanted != NULL ? (wanted == element && type->id == AZUD_DTYPE_ARRAY ? type : azud_dtype_array (wanted, nulls)) : NULL;
    }
  if (split_nested (pattern, "map", first, second))
    {
      bool is_map = type->id == AZUD_DTYPE_MAP;

      key = target (first, is_map ? type->fields[0].type : TYPE (VOID), letters, &ignored);
      wanted = target (g_strstrip (second), is_map ? type->fields[1].type : TYPE (VOID), letters, &ignored);
      if (key == NULL || wanted == NULL)
        return NULL;
      *cost = is_map && key == type->fields[0].type && wanted == type->fields[1].type ? 0 : 1;
      return *cost == 0 ? type : azud_dtype_map (key, wanted, !is_map || type->fields[1].nullable);
    }
  wanted = target_of_class (pattern, type, cost, &known);
  if (known)
    return wanted;
  wanted = azud_dtype_parse (pattern, NULL);
  return wanted != NULL ? azud_coercion_argument (type, wanted, cost) : NULL;
}

/* Whether @call fits @signature; *@cost how well; *@bad the first argument that does not. */
static bool
match (const AzudExpr *call, const Patterns *patterns, Letters *letters, const AzudDtype **targets, int *cost, int *bad)
{
  *cost = 0;
  memset (letters, 0, sizeof *letters);
  for (int i = 0; i < call->n_args; i++)
    if (!collect (pattern_of (patterns, i), call->args[i]->type, letters))
      {
        *bad = i;
        return false;
      }
  for (int i = 0; i < call->n_args; i++)
    {
      const char *pattern = pattern_of (patterns, i);
      int one = 0;

      if (call->args[i]->kind == AZUD_EXPR_LAMBDA || strcmp (pattern, "lambda") == 0)
        {
          if (call->args[i]->kind != AZUD_EXPR_LAMBDA || strcmp (pattern, "lambda") != 0)
            {
              *bad = i;
              return false;
            }
          targets[i] = NULL;
          continue;
        }
      targets[i] = target (pattern, call->args[i]->type, letters, &one);
      if (targets[i] == NULL)
        {
          *bad = i;
          return false;
        }
      *cost += one;
    }
  return true;
}

static bool
wrong_number (const AzudExpr *call, AzudError *error)
{
  char actual[16];

  g_snprintf (actual, sizeof actual, "%d", call->n_args);
  return azud_error_set (error, AZUD_FAULT_PIPELINE, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                         N_ ("The function {0} does not take {1} arguments."), call->call_name, actual, NULL);
}

static bool
wrong_type (const AzudExpr *call, int bad, const char *wanted, AzudError *error)
{
  char number[16], type[136];

  if (is_letter (wanted))
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.DATA_DIFF_TYPES", N_ ("The arguments of {0} have no common type."),
                      call->call_name, NULL);
      return false;
    }
  g_snprintf (number, sizeof number, "%d", bad + 1);
  azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                  N_ ("Argument {0} of {1} has the type {2}, but {3} is needed."), number, call->call_name,
                  azud_type_text (call->args[bad]->type != NULL ? call->args[bad]->type : TYPE (VOID), type), wanted, NULL);
  if (error != NULL && error->span_start < 0)
    {
      error->span_start = call->args[bad]->span_start;
      error->span_end = call->args[bad]->span_end;
    }
  return false;
}

static const AzudDtype *
result_type (const AzudExpr *call, const AzudSignature *signature, const Letters *letters, AzudError *error)
{
  const char *result = signature->result;
  char first[32];

  if (result == NULL)
    return signature->resolve_type (call, error);
  if (is_letter (result))
    return letters->types[result[0] - 'A'];
  if (g_str_has_prefix (result, "arg") && g_ascii_isdigit (result[3]))
    {
      int i = result[3] - '0';

      return i < call->n_args ? call->args[i]->type : NULL;
    }
  if (split_nested (result, "array", first, NULL) && is_letter (first) && letters->types[first[0] - 'A'] != NULL)
    return azud_dtype_array (letters->types[first[0] - 'A'], true);
  return azud_dtype_parse (result, error);
}

static bool
apply (AzudExpr *call, int variant, const Letters *letters, const AzudDtype *const *targets, AzudError *error)
{
  const AzudSignature *signature = &call->function->signatures[variant];

  for (int i = 0; i < call->n_args; i++)
    if (targets[i] != NULL && call->args[i]->type != targets[i])
      {
        AzudExpr *arg = call->args[i];

        /* the reference moves into the cast; on refusal it is gone, so that a null must stand in its place */
        call->args[i] = azud_expr_new_null (TYPE (VOID));
        if (!azud_coercion_cast_arg (&arg, targets[i], error))
          return false;
        azud_expr_unref (call->args[i]);
        call->args[i] = arg;
      }
  call->variant = variant;
  for (int i = 0; i < call->n_args; i++)
    call->depth = MAX (call->depth, call->args[i]->depth + 1);
  call->type = result_type (call, signature, letters, error);
  if (call->type == NULL && error != NULL && !azud_error_is_set (error))
    azud_error_set (error, AZUD_FAULT_INTERNAL, "INTERNAL_ERROR", N_ ("The function {0} has no result type."), call->call_name, NULL);
  return call->type != NULL;
}

bool
azud_signature_apply (AzudExpr *call, AzudError *error)
{
  g_autofree const AzudDtype **targets = g_new0 (const AzudDtype *, (size_t) call->n_args + 1);
  g_autofree const AzudDtype **best_targets = g_new0 (const AzudDtype *, (size_t) call->n_args + 1);
  Letters letters, best_letters = { 0 };
  int best = -1, best_cost = 0, bad = -1;
  char wanted[64] = "";

  for (int i = 0; call->function->signatures[i].args != NULL; i++)
    {
      Patterns patterns;
      int cost, at = 0;

      patterns_init (&patterns, call->function->signatures[i].args);
      if (arity_fits (&patterns, call->n_args))
        {
          if (match (call, &patterns, &letters, targets, &cost, &at))
            {
              if (best < 0 || cost < best_cost)
                {
                  best = i;
                  best_cost = cost;
                  best_letters = letters;
                  memcpy (best_targets, targets, sizeof (*targets) * (size_t) call->n_args);
                }
            }
          else if (bad < 0)
            {
              bad = at;
              g_strlcpy (wanted, pattern_of (&patterns, at), sizeof wanted);
            }
        }
      patterns_clear (&patterns);
    }
  if (best >= 0)
    return apply (call, best, &best_letters, best_targets, error);
  return bad >= 0 ? wrong_type (call, bad, wanted, error) : wrong_number (call, error);
}
