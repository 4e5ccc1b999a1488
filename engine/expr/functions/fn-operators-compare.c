/* fn-operators-compare.c: = <> < <= > >= <=>, NOT, IS ..., LIKE, BETWEEN
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/compare.h"
#include "expr/kernel-loops.h"
#include "value/like.h"

#include <string.h>

/* ---- comparison: numbers by loops, the rest by azud_element_compare ---- */

#define NUMBER_KERNEL(name, ctype, OP)                                                    \
  static bool name (const AzudKernelCall *call, AzudError *error)                         \
  {                                                                                       \
    AZUD_LOOP_2 (call, ctype, uint8_t, x OP y);                                           \
    return true;                                                                          \
  }

/* NaN equals NaN and is larger than everything: x < y is then "x < y, or y is NaN and x is not". */
#define REAL_EQ(x, y) (((x) == (y)) | (((x) != (x)) & ((y) != (y))))
#define REAL_LT(x, y) (((x) < (y)) | (((y) != (y)) & ((x) == (x))))

#define REAL_KERNEL(name, ctype, EXPR)                                                    \
  static bool name (const AzudKernelCall *call, AzudError *error)                         \
  {                                                                                       \
    AZUD_LOOP_2 (call, ctype, uint8_t, EXPR);                                             \
    return true;                                                                          \
  }

#define COMPARISON(name, OP, REAL, TEXT)                                                  \
  NUMBER_KERNEL (name##_u8, uint8_t, OP)                                                  \
  NUMBER_KERNEL (name##_i8, int8_t, OP)                                                   \
  NUMBER_KERNEL (name##_i16, int16_t, OP)                                                 \
  NUMBER_KERNEL (name##_i32, int32_t, OP)                                                 \
  NUMBER_KERNEL (name##_i64, int64_t, OP)                                                 \
  NUMBER_KERNEL (name##_i128, AzudInt128, OP)                                             \
  REAL_KERNEL (name##_f32, float, REAL)                                                   \
  REAL_KERNEL (name##_f64, double, REAL)                                                  \
  static bool name##_text (const AzudKernelCall *call, AzudError *error)                  \
  {                                                                                       \
    AZUD_LOOP_2 (call, AzudText, uint8_t, TEXT);                                          \
    return true;                                                                          \
  }                                                                                       \
  static bool name##_any (const AzudKernelCall *call, AzudError *error)                   \
  {                                                                                       \
    switch (call->args[0]->type->id)                                                      \
      {                                                                                   \
      case AZUD_DTYPE_BOOLEAN: return name##_u8 (call, error);                            \
      case AZUD_DTYPE_TINYINT: return name##_i8 (call, error);                            \
      case AZUD_DTYPE_SMALLINT: return name##_i16 (call, error);                          \
      case AZUD_DTYPE_INT:                                                                \
      case AZUD_DTYPE_DATE:                                                               \
      case AZUD_DTYPE_YEAR_MONTH: return name##_i32 (call, error);                        \
      case AZUD_DTYPE_BIGINT:                                                             \
      case AZUD_DTYPE_TIMESTAMP:                                                          \
      case AZUD_DTYPE_TIMESTAMP_NTZ:                                                      \
      case AZUD_DTYPE_DAY_TIME: return name##_i64 (call, error);                          \
      case AZUD_DTYPE_DECIMAL: return name##_i128 (call, error);                          \
      case AZUD_DTYPE_FLOAT: return name##_f32 (call, error);                             \
      case AZUD_DTYPE_DOUBLE: return name##_f64 (call, error);                            \
      case AZUD_DTYPE_STRING:                                                             \
      case AZUD_DTYPE_BINARY: return name##_text (call, error);                           \
      default:                                                                            \
        for (uint32_t i = 0; i < call->n; i++)                                            \
          {                                                                               \
            uint32_t row = azud_call_row (call, i);                                       \
            ((uint8_t *) call->out->data)[row] = azud_element_compare (call->args[0], row, call->args[1], row) OP 0; \
          }                                                                               \
        return true;                                                                      \
      }                                                                                   \
  }

COMPARISON (equal, ==, REAL_EQ (x, y), azud_text_equal (&x, &y))
COMPARISON (differ, !=, !REAL_EQ (x, y), !azud_text_equal (&x, &y))
COMPARISON (less, <, REAL_LT (x, y), azud_text_compare (&x, &y) < 0)
COMPARISON (less_equal, <=, !REAL_LT (y, x), azud_text_compare (&x, &y) <= 0)
COMPARISON (greater, >, REAL_LT (y, x), azud_text_compare (&x, &y) > 0)
COMPARISON (greater_equal, >=, !REAL_LT (x, y), azud_text_compare (&x, &y) >= 0)

static bool
is_null_at (const AzudVector *vector, uint32_t row)
{
  return vector->type->id == AZUD_DTYPE_VOID || azud_vector_is_null (vector, row);
}

static bool
same (const AzudKernelCall *call, AzudError *error)
{
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      bool a = is_null_at (call->args[0], row), b = is_null_at (call->args[1], row);

      ((uint8_t *) call->out->data)[row] = a || b ? a && b : azud_element_compare (call->args[0], row, call->args[1], row) == 0;
    }
  return true;
}

/* ---- between: both ends, as Spark's >= AND <= ---- */

/* Constant ends and numbers: one pass without looking at each value's type. */
#define BETWEEN_LOOP(ctype)                                                               \
  do                                                                                      \
    {                                                                                     \
      ctype low = *(const ctype *) call->args[1]->data, high = *(const ctype *) call->args[2]->data; \
      AZUD_LOOP_1 (call, ctype, uint8_t, x >= low && x <= high);                          \
    }                                                                                     \
  while (0)

static bool
is_known_constant (const AzudVector *vector)
{
  return vector->layout == AZUD_LAYOUT_CONSTANT && vector->type->width > 0 && (vector->validity == NULL || azud_bits_get (vector->validity, 0));
}

static bool
between_constants (const AzudKernelCall *call)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  if (!is_known_constant (call->args[1]) || !is_known_constant (call->args[2]))
    return false;
  switch (call->args[0]->type->id)
    {
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_DATE:
      BETWEEN_LOOP (int32_t);
      break;
    case AZUD_DTYPE_BIGINT:
    case AZUD_DTYPE_TIMESTAMP:
    case AZUD_DTYPE_TIMESTAMP_NTZ:
      BETWEEN_LOOP (int64_t);
      break;
    case AZUD_DTYPE_DECIMAL:
      BETWEEN_LOOP (AzudInt128);
      break;
    default:
      return false;
    }
  if (view.validity != NULL)
    for (uint32_t i = 0; i < call->n; i++)
      {
        uint32_t row = azud_call_row (call, i);

        azud_bits_set (call->out->validity, row, azud_view_valid (&view, azud_view_index (&view, row)));
      }
  return true;
}

static bool
between (const AzudKernelCall *call, AzudError *error)
{
  if (between_constants (call))
    return true;
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      bool null_x = is_null_at (call->args[0], row);
      bool null_a = null_x || is_null_at (call->args[1], row), null_b = null_x || is_null_at (call->args[2], row);
      bool above = !null_a && azud_element_compare (call->args[0], row, call->args[1], row) >= 0;
      bool below = !null_b && azud_element_compare (call->args[0], row, call->args[2], row) <= 0;
      bool outside = (!null_a && !above) || (!null_b && !below);

      ((uint8_t *) call->out->data)[row] = above && below;
      if (!outside && (null_a || null_b))
        azud_bits_set (call->out->validity, row, false);
    }
  return true;
}

static bool
negate (const AzudKernelCall *call, AzudError *error)
{
  AZUD_LOOP_1 (call, uint8_t, uint8_t, !x);
  return true;
}

/* ---- IS ... ---- */

static bool
test_null (const AzudKernelCall *call, bool wanted)
{
  const AzudVector *a = call->args[0];
  AzudVectorView view = azud_vector_view (a);
  uint8_t *out = call->out->data;
  bool all_null = a->type->id == AZUD_DTYPE_VOID;

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);

      out[row] = (all_null || !azud_view_valid (&view, azud_view_index (&view, row))) == wanted;
    }
  return true;
}

static bool
is_null (const AzudKernelCall *call, AzudError *error)
{
  return test_null (call, true);
}

static bool
is_not_null (const AzudKernelCall *call, AzudError *error)
{
  return test_null (call, false);
}

static bool
test_truth (const AzudKernelCall *call, uint8_t wanted)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  bool all_null = call->args[0]->type->id == AZUD_DTYPE_VOID;

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      uint32_t at = azud_view_index (&view, row);

      ((uint8_t *) call->out->data)[row] = !all_null && azud_view_valid (&view, at) && ((const uint8_t *) view.data)[at] == wanted;
    }
  return true;
}

static bool
is_true (const AzudKernelCall *call, AzudError *error)
{
  return test_truth (call, 1);
}

static bool
is_false (const AzudKernelCall *call, AzudError *error)
{
  return test_truth (call, 0);
}

/* ---- LIKE ---- */

static uint32_t
escape_of (const AzudKernelCall *call, uint32_t row)
{
  AzudVectorView view;
  const AzudText *text;

  if (call->n_args < 3)
    return '\\';
  view = azud_vector_view (call->args[2]);
  text = &((const AzudText *) view.data)[azud_view_index (&view, row)];
  return text->size > 0 ? g_utf8_get_char_validated (azud_text_data (text), text->size) : '\\';
}

static bool
match (const AzudKernelCall *call, bool caseless, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]), b = azud_vector_view (call->args[1]);
  bool constant = b.mask == 0 && b.indices == NULL;

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      const AzudText *text = &((const AzudText *) a.data)[azud_view_index (&a, row)];
      const AzudText *pattern = &((const AzudText *) b.data)[azud_view_index (&b, row)];
      uint32_t escape = escape_of (call, row);

      if ((!constant || i == 0) && !azud_like_check (azud_text_data (pattern), pattern->size, escape, error))
        {
          azud_error_at_row (error, -1, -1, row);
          return false;
        }
      ((uint8_t *) call->out->data)[row]
          = azud_like_matches (azud_text_data (text), text->size, azud_text_data (pattern), pattern->size, escape, caseless);
    }
  return true;
}

static bool
like (const AzudKernelCall *call, AzudError *error)
{
  return match (call, false, error);
}

static bool
ilike (const AzudKernelCall *call, AzudError *error)
{
  return match (call, true, error);
}

/* x LIKE ANY (a, b): true on a match, else null when something is null, else false; ALL the other way round. */
static bool
match_list (const AzudKernelCall *call, bool caseless, bool all, AzudError *error)
{
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      bool decided = false, null = is_null_at (call->args[0], row);
      AzudVectorView a = azud_vector_view (call->args[0]);

      for (uint32_t p = 1; p < call->n_args && !null && !decided; p++)
        if (!is_null_at (call->args[p], row))
          {
            AzudVectorView b = azud_vector_view (call->args[p]);
            const AzudText *text = &((const AzudText *) a.data)[azud_view_index (&a, row)];
            const AzudText *pattern = &((const AzudText *) b.data)[azud_view_index (&b, row)];

            if (!azud_like_check (azud_text_data (pattern), pattern->size, '\\', error))
              {
                azud_error_at_row (error, -1, -1, row);
                return false;
              }
            decided = azud_like_matches (azud_text_data (text), text->size, azud_text_data (pattern), pattern->size, '\\', caseless) != all;
          }
      for (uint32_t p = 1; p < call->n_args; p++)
        null = null || is_null_at (call->args[p], row);
      ((uint8_t *) call->out->data)[row] = decided != all;
      if (!decided && null)
        azud_bits_set (call->out->validity, row, false);
    }
  return true;
}

static bool
like_any (const AzudKernelCall *call, AzudError *error)
{
  return match_list (call, false, false, error);
}

static bool
like_all (const AzudKernelCall *call, AzudError *error)
{
  return match_list (call, false, true, error);
}

static bool
ilike_any (const AzudKernelCall *call, AzudError *error)
{
  return match_list (call, true, false, error);
}

static bool
ilike_all (const AzudKernelCall *call, AzudError *error)
{
  return match_list (call, true, true, error);
}

#define COMPARE_SIGNATURES(name, kernel) \
  static const AzudSignature name[] = { { "any,any", "boolean", kernel }, { NULL } };

COMPARE_SIGNATURES (equal_s, equal_any)
COMPARE_SIGNATURES (differ_s, differ_any)
COMPARE_SIGNATURES (less_s, less_any)
COMPARE_SIGNATURES (less_equal_s, less_equal_any)
COMPARE_SIGNATURES (greater_s, greater_any)
COMPARE_SIGNATURES (greater_equal_s, greater_equal_any)
COMPARE_SIGNATURES (same_s, same)
static const AzudSignature between_s[] = { { "T,T,T", "boolean", between }, { NULL } };
static const AzudSignature not_s[] = { { "boolean", "boolean", negate }, { NULL } };
static const AzudSignature is_null_s[] = { { "any", "boolean", is_null }, { NULL } };
static const AzudSignature is_not_null_s[] = { { "any", "boolean", is_not_null }, { NULL } };
static const AzudSignature is_true_s[] = { { "boolean", "boolean", is_true }, { NULL } };
static const AzudSignature is_false_s[] = { { "boolean", "boolean", is_false }, { NULL } };
static const AzudSignature is_unknown_s[] = { { "boolean", "boolean", is_null }, { NULL } };
static const AzudSignature like_s[] = { { "string,string,string?", "boolean", like }, { NULL } };
static const AzudSignature ilike_s[] = { { "string,string,string?", "boolean", ilike }, { NULL } };
static const AzudSignature like_any_s[] = { { "string,string...", "boolean", like_any }, { NULL } };
static const AzudSignature like_all_s[] = { { "string,string...", "boolean", like_all }, { NULL } };
static const AzudSignature ilike_any_s[] = { { "string,string...", "boolean", ilike_any }, { NULL } };
static const AzudSignature ilike_all_s[] = { { "string,string...", "boolean", ilike_all }, { NULL } };

#define NEVER_NULL (AZUD_FUNCTION_TAKES_NULL | AZUD_FUNCTION_NEVER_NULL)

const AzudFunction azud_functions_operators_compare[] = {
  { "=", NULL, 0, equal_s, "operators", 35, N_ ("Whether two values are equal"), "1 = 1.0", "true" },
  { "<>", NULL, 0, differ_s, "operators", 35, N_ ("Whether two values differ"), "1 <> 1", "false" },
  { "<", NULL, 0, less_s, "operators", 35, N_ ("Whether the first value is smaller"), "'a' < 'b'", "true" },
  { "<=", NULL, 0, less_equal_s, "operators", 35, N_ ("Whether the first value is not larger"), "2 <= 1", "false" },
  { ">", NULL, 0, greater_s, "operators", 35, N_ ("Whether the first value is larger"), "2 > 1", "true" },
  { ">=", NULL, 0, greater_equal_s, "operators", 35, N_ ("Whether the first value is not smaller"), "1 >= 1", "true" },
  { "<=>", "equal_null", NEVER_NULL, same_s, "operators", 35, N_ ("Whether two values are equal, null being equal to null"), "NULL <=> NULL", "true" },
  { "between", NULL, AZUD_FUNCTION_TAKES_NULL, between_s, "operators", 35, N_ ("Whether a value lies between two others, ends included"), "2 BETWEEN 1 AND 3", "true" },
  { "not", NULL, 0, not_s, "operators", 35, N_ ("False for true, true for false"), "NOT true", "false" },
  { "isnull", "is null", NEVER_NULL, is_null_s, "operators", 35, N_ ("Whether a value is null"), "NULL IS NULL", "true" },
  { "isnotnull", "is not null", NEVER_NULL, is_not_null_s, "operators", 35, N_ ("Whether a value is not null"), "1 IS NOT NULL", "true" },
  { "is true", NULL, NEVER_NULL, is_true_s, "operators", 35, N_ ("Whether a condition is true, not false or null"), "NULL IS TRUE", "false" },
  { "is false", NULL, NEVER_NULL, is_false_s, "operators", 35, N_ ("Whether a condition is false, not true or null"), "false IS FALSE", "true" },
  { "is unknown", NULL, NEVER_NULL, is_unknown_s, "operators", 35, N_ ("Whether a condition is null"), "NULL IS UNKNOWN", "true" },
  { "like", NULL, AZUD_FUNCTION_CAN_RAISE, like_s, "operators", 35, N_ ("Whether a text matches a pattern with % and _"), "'Azud' LIKE 'A%'", "true" },
  { "ilike", NULL, AZUD_FUNCTION_CAN_RAISE, ilike_s, "operators", 35, N_ ("LIKE without regard to case"), "'Azud' ILIKE 'a%'", "true" },
  { "like any", NULL, AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_TAKES_NULL, like_any_s, "operators", 35, N_ ("Whether a text matches one of several patterns"), "'Azud' LIKE ANY ('B%', 'A%')", "true" },
  { "like all", NULL, AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_TAKES_NULL, like_all_s, "operators", 35, N_ ("Whether a text matches all of several patterns"), "'Azud' LIKE ALL ('A%', '%b')", "false" },
  { "ilike any", NULL, AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_TAKES_NULL, ilike_any_s, "operators", 35, N_ ("LIKE ANY without regard to case"), "'Azud' ILIKE ANY ('b%', 'a%')", "true" },
  { "ilike all", NULL, AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_TAKES_NULL, ilike_all_s, "operators", 35, N_ ("LIKE ALL without regard to case"), "'Azud' ILIKE ALL ('a%', '%D')", "true" },
  { NULL },
};
