/* fn-operators.c: arithmetic: + - * / % div
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/functions/operators.h"

#include "expr/coercion.h"
#include "expr/kernel-loops.h"
#include "value/decimal.h"

#include <math.h>
#include <string.h>

bool
azud_kernel_overflow (const AzudKernelCall *call, uint32_t row, const char *type, AzudError *error)
{
  bool interval = azud_dtype_is_interval (call->out->type);

  azud_error_set (error, AZUD_FAULT_RUN, interval ? "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION" : "ARITHMETIC_OVERFLOW", N_ ("The result of {0} does not fit the type {1}."),
                  call->call->call_name != NULL ? call->call->call_name : "CAST", type, NULL);
  azud_error_at_row (error, -1, -1, row);
  return false;
}

bool
azud_kernel_divide_by_zero (const AzudKernelCall *call, uint32_t row, bool remainder, AzudError *error)
{
  azud_error_set (error, AZUD_FAULT_RUN, remainder ? "REMAINDER_BY_ZERO" : "DIVIDE_BY_ZERO",
                  remainder ? N_ ("Remainder by zero.") : N_ ("Division by zero."), NULL);
  if (error != NULL && error->hint == NULL)
    error->hint = N_ ("try_divide() gives null instead.");
  azud_error_at_row (error, -1, -1, row);
  return false;
}

bool
azud_kernel_decimal_overflow (const AzudKernelCall *call, uint32_t row, AzudError *error)
{
  char type[136];

  azud_error_set (error, AZUD_FAULT_RUN, "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", N_ ("The result cannot be represented as {0}."),
                  azud_type_text (call->call->type, type), NULL);
  azud_error_at_row (error, -1, -1, row);
  return false;
}

/* ---- integers: overflow is gathered, the culprit looked for only when there is one ---- */

#define INTEGER_KERNEL(name, ctype, builtin, type_name)                                   \
  static bool name (const AzudKernelCall *call, AzudError *error)                         \
  {                                                                                       \
    bool overflow = false;                                                                \
    ctype r;                                                                              \
    AZUD_LOOP_2 (call, ctype, ctype, (overflow |= builtin (x, y, &r), r));                \
    if (!overflow)                                                                        \
      return true;                                                                        \
    {                                                                                     \
      AzudVectorView a = azud_vector_view (call->args[0]), b = azud_vector_view (call->args[1]); \
      for (uint32_t i = 0; i < call->n; i++)                                              \
        {                                                                                 \
          uint32_t row = azud_call_row (call, i);                                         \
          ctype x = ((const ctype *) a.data)[azud_view_index (&a, row)];                  \
          ctype y = ((const ctype *) b.data)[azud_view_index (&b, row)];                  \
          if (builtin (x, y, &r))                                                         \
            return azud_kernel_overflow (call, row, type_name, error);                    \
        }                                                                                 \
    }                                                                                     \
    return true;                                                                          \
  }

#define INTEGER_KERNELS(suffix, ctype, type_name)                                         \
  INTEGER_KERNEL (add_##suffix, ctype, __builtin_add_overflow, type_name)                 \
  INTEGER_KERNEL (subtract_##suffix, ctype, __builtin_sub_overflow, type_name)            \
  INTEGER_KERNEL (multiply_##suffix, ctype, __builtin_mul_overflow, type_name)            \
  static bool remainder_##suffix (const AzudKernelCall *call, AzudError *error)           \
  {                                                                                       \
    AzudVectorView a = azud_vector_view (call->args[0]), b = azud_vector_view (call->args[1]); \
    for (uint32_t i = 0; i < call->n; i++)                                                \
      {                                                                                   \
        uint32_t row = azud_call_row (call, i);                                           \
        ctype x = ((const ctype *) a.data)[azud_view_index (&a, row)];                    \
        ctype y = ((const ctype *) b.data)[azud_view_index (&b, row)];                    \
        if (y == 0)                                                                       \
          return azud_kernel_divide_by_zero (call, row, true, error);                     \
        ((ctype *) call->out->data)[row] = y == -1 ? 0 : (ctype) (x % y);                 \
      }                                                                                   \
    return true;                                                                          \
  }

INTEGER_KERNELS (i8, int8_t, "TINYINT")
INTEGER_KERNELS (i16, int16_t, "SMALLINT")
INTEGER_KERNELS (i32, int32_t, "INT")
INTEGER_KERNELS (i64, int64_t, "BIGINT")

static bool
div_i64 (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]), b = azud_vector_view (call->args[1]);

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      int64_t x = ((const int64_t *) a.data)[azud_view_index (&a, row)];
      int64_t y = ((const int64_t *) b.data)[azud_view_index (&b, row)];

      if (y == 0)
        return azud_kernel_divide_by_zero (call, row, false, error);
      if (y == -1 && x == INT64_MIN)
        return azud_kernel_overflow (call, row, "BIGINT", error);
      ((int64_t *) call->out->data)[row] = x / y;
    }
  return true;
}

/* ---- floating point ---- */

#define REAL_KERNELS(suffix, ctype, fmod_function)                                        \
  static bool add_##suffix (const AzudKernelCall *call, AzudError *error)                 \
  {                                                                                       \
    AZUD_LOOP_2 (call, ctype, ctype, x + y);                                              \
    return true;                                                                          \
  }                                                                                       \
  static bool subtract_##suffix (const AzudKernelCall *call, AzudError *error)            \
  {                                                                                       \
    AZUD_LOOP_2 (call, ctype, ctype, x - y);                                              \
    return true;                                                                          \
  }                                                                                       \
  static bool multiply_##suffix (const AzudKernelCall *call, AzudError *error)            \
  {                                                                                       \
    AZUD_LOOP_2 (call, ctype, ctype, x *y);                                               \
    return true;                                                                          \
  }                                                                                       \
  static bool find_zero_##suffix (const AzudKernelCall *call, bool remainder, AzudError *error) \
  {                                                                                       \
    AzudVectorView b = azud_vector_view (call->args[1]);                                  \
    for (uint32_t i = 0; i < call->n; i++)                                                \
      {                                                                                   \
        uint32_t row = azud_call_row (call, i);                                           \
        if (((const ctype *) b.data)[azud_view_index (&b, row)] == 0)                     \
          return azud_kernel_divide_by_zero (call, row, remainder, error);                \
      }                                                                                   \
    return true;                                                                          \
  }                                                                                       \
  static bool divide_##suffix (const AzudKernelCall *call, AzudError *error)              \
  {                                                                                       \
    bool zero = false;                                                                    \
    AZUD_LOOP_2 (call, ctype, ctype, (zero |= y == 0, x / y));                            \
    return !zero || find_zero_##suffix (call, false, error);                              \
  }                                                                                       \
  static bool remainder_##suffix (const AzudKernelCall *call, AzudError *error)           \
  {                                                                                       \
    bool zero = false;                                                                    \
    AZUD_LOOP_2 (call, ctype, ctype, (zero |= y == 0, fmod_function (x, y)));             \
    return !zero || find_zero_##suffix (call, true, error);                               \
  }

REAL_KERNELS (f32, float, fmodf)
REAL_KERNELS (f64, double, fmod)

/* ---- decimals ---- */

typedef AzudDecimalStatus (*DecimalOperation) (AzudInt128 a, int a_scale, AzudInt128 b, int b_scale, AzudDecimalType result, AzudInt128 *value);

static bool
decimal_loop (const AzudKernelCall *call, DecimalOperation operation, bool remainder, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]), b = azud_vector_view (call->args[1]);
  int a_scale = call->args[0]->type->scale, b_scale = call->args[1]->type->scale;
  AzudDecimalType result = { call->call->type->precision, call->call->type->scale };

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      AzudInt128 x = ((const AzudInt128 *) a.data)[azud_view_index (&a, row)];
      AzudInt128 y = ((const AzudInt128 *) b.data)[azud_view_index (&b, row)];

      switch (operation (x, a_scale, y, b_scale, result, &((AzudInt128 *) call->out->data)[row]))
        {
        case AZUD_DECIMAL_OK:
          break;
        case AZUD_DECIMAL_OVERFLOW:
          return azud_kernel_decimal_overflow (call, row, error);
        case AZUD_DECIMAL_DIVIDE_BY_ZERO:
          return azud_kernel_divide_by_zero (call, row, remainder, error);
        }
    }
  return true;
}

/* Sums and differences of one scale whose result type is wide enough need no rescaling. */
static bool
add_decimal (const AzudKernelCall *call, AzudError *error)
{
  const AzudDtype *a = call->args[0]->type, *b = call->args[1]->type, *result = call->call->type;

  if (a->scale == b->scale && a->scale == result->scale && result->precision > a->precision && result->precision > b->precision)
    {
      AZUD_LOOP_2 (call, AzudInt128, AzudInt128, x + y);
      return true;
    }
  return decimal_loop (call, azud_decimal_add, false, error);
}

static bool
subtract_decimal (const AzudKernelCall *call, AzudError *error)
{
  const AzudDtype *a = call->args[0]->type, *b = call->args[1]->type, *result = call->call->type;

  if (a->scale == b->scale && a->scale == result->scale && result->precision > a->precision && result->precision > b->precision)
    {
      AZUD_LOOP_2 (call, AzudInt128, AzudInt128, x - y);
      return true;
    }
  return decimal_loop (call, azud_decimal_subtract, false, error);
}

static bool
multiply_decimal (const AzudKernelCall *call, AzudError *error)
{
  const AzudDtype *a = call->args[0]->type, *b = call->args[1]->type, *result = call->call->type;

  if (a->scale + b->scale == result->scale && a->precision + b->precision < 38)
    {
      AZUD_LOOP_2 (call, AzudInt128, AzudInt128, x *y);
      return true;
    }
  return decimal_loop (call, azud_decimal_multiply, false, error);
}

static bool
divide_decimal (const AzudKernelCall *call, AzudError *error)
{
  return decimal_loop (call, azud_decimal_divide, false, error);
}

static bool
remainder_decimal (const AzudKernelCall *call, AzudError *error)
{
  return decimal_loop (call, azud_decimal_remainder, true, error);
}

static bool
div_decimal (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]), b = azud_vector_view (call->args[1]);

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      AzudInt128 x = ((const AzudInt128 *) a.data)[azud_view_index (&a, row)];
      AzudInt128 y = ((const AzudInt128 *) b.data)[azud_view_index (&b, row)];

      switch (azud_decimal_div (x, call->args[0]->type->scale, y, call->args[1]->type->scale, &((int64_t *) call->out->data)[row]))
        {
        case AZUD_DECIMAL_OK:
          break;
        case AZUD_DECIMAL_OVERFLOW:
          return azud_kernel_overflow (call, row, "BIGINT", error);
        case AZUD_DECIMAL_DIVIDE_BY_ZERO:
          return azud_kernel_divide_by_zero (call, row, false, error);
        }
    }
  return true;
}

/* ---- by type ---- */

/* name_numeric by the type of the first operand; name_any keeps what is time, or numbers of two types, for azud_kernel_time. */
#define DISPATCH_NUMERIC(name)                                                            \
  static bool name##_numeric (const AzudKernelCall *call, AzudError *error)               \
  {                                                                                       \
    switch (call->args[0]->type->id)                                                      \
      {                                                                                   \
      case AZUD_DTYPE_TINYINT: return name##_i8 (call, error);                            \
      case AZUD_DTYPE_SMALLINT: return name##_i16 (call, error);                          \
      case AZUD_DTYPE_INT: return name##_i32 (call, error);                               \
      case AZUD_DTYPE_BIGINT: return name##_i64 (call, error);                            \
      case AZUD_DTYPE_FLOAT: return name##_f32 (call, error);                             \
      case AZUD_DTYPE_DOUBLE: return name##_f64 (call, error);                            \
      case AZUD_DTYPE_DECIMAL: return name##_decimal (call, error);                       \
      default: return azud_kernel_time (call, error);                                     \
      }                                                                                   \
  }

#define DISPATCH(name)                                                                    \
  DISPATCH_NUMERIC (name)                                                                 \
  static bool name##_any (const AzudKernelCall *call, AzudError *error)                   \
  {                                                                                       \
    if (call->args[0]->type->id != call->args[1]->type->id || !azud_dtype_is_numeric (call->call->type)) \
      return azud_kernel_time (call, error);                                              \
    return name##_numeric (call, error);                                                  \
  }

DISPATCH_NUMERIC (remainder)
DISPATCH (add)
DISPATCH (subtract)
DISPATCH (multiply)

static bool
divide_any (const AzudKernelCall *call, AzudError *error)
{
  switch (call->args[0]->type->id)
    {
    case AZUD_DTYPE_DOUBLE: return divide_f64 (call, error);
    case AZUD_DTYPE_FLOAT: return divide_f32 (call, error);
    case AZUD_DTYPE_DECIMAL: return divide_decimal (call, error);
    default: return azud_kernel_time (call, error);
    }
}

static bool
div_months (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]), b = azud_vector_view (call->args[1]);

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      int64_t x = ((const int32_t *) a.data)[azud_view_index (&a, row)];
      int64_t y = ((const int32_t *) b.data)[azud_view_index (&b, row)];

      if (y == 0)
        return azud_kernel_divide_by_zero (call, row, false, error);
      ((int64_t *) call->out->data)[row] = x / y;
    }
  return true;
}

static bool
div_any (const AzudKernelCall *call, AzudError *error)
{
  if (call->args[0]->type->id == AZUD_DTYPE_YEAR_MONTH)
    return div_months (call, error);
  return call->args[0]->type->id == AZUD_DTYPE_DECIMAL ? div_decimal (call, error) : div_i64 (call, error);
}

static const AzudDtype *
resolve_arithmetic (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *a = call->args[0]->type, *b = call->args[1]->type;
  AzudDecimalType x = { a->precision, a->scale }, y = { b->precision, b->scale }, result;

  if (!azud_dtype_is_numeric (a) || !azud_dtype_is_numeric (b))
    return azud_kernel_time_type (call, error);
  if (a->id != AZUD_DTYPE_DECIMAL)
    return a;
  switch (call->function->name[0])
    {
    case '*': result = azud_decimal_type_multiply (x, y); break;
    case '/': result = azud_decimal_type_divide (x, y); break;
    case '%': result = azud_decimal_type_remainder (x, y); break;
    default: result = azud_decimal_type_add (x, y); break;
    }
  return azud_dtype_decimal (result.precision, result.scale);
}

/* ---- one operand ---- */

#define NEGATE(suffix, ctype, type_name)                                                  \
  static bool negate_##suffix (const AzudKernelCall *call, AzudError *error)              \
  {                                                                                       \
    AzudVectorView a = azud_vector_view (call->args[0]);                                  \
    for (uint32_t i = 0; i < call->n; i++)                                                \
      {                                                                                   \
        uint32_t row = azud_call_row (call, i);                                           \
        ctype x = ((const ctype *) a.data)[azud_view_index (&a, row)];                    \
        if (__builtin_sub_overflow ((ctype) 0, x, &((ctype *) call->out->data)[row]))     \
          return azud_kernel_overflow (call, row, type_name, error);                      \
      }                                                                                   \
    return true;                                                                          \
  }

NEGATE (i8, int8_t, "TINYINT")
NEGATE (i16, int16_t, "SMALLINT")
NEGATE (i32, int32_t, "INT")
NEGATE (i64, int64_t, "BIGINT")

static bool
negate_any (const AzudKernelCall *call, AzudError *error)
{
  switch (call->args[0]->type->id)
    {
    case AZUD_DTYPE_TINYINT: return negate_i8 (call, error);
    case AZUD_DTYPE_SMALLINT: return negate_i16 (call, error);
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_YEAR_MONTH: return negate_i32 (call, error);
    case AZUD_DTYPE_BIGINT:
    case AZUD_DTYPE_DAY_TIME: return negate_i64 (call, error);
    case AZUD_DTYPE_FLOAT:
      AZUD_LOOP_1 (call, float, float, -x);
      return true;
    case AZUD_DTYPE_DOUBLE:
      AZUD_LOOP_1 (call, double, double, -x);
      return true;
    default:
      AZUD_LOOP_1 (call, AzudInt128, AzudInt128, -x);
      return true;
    }
}

static bool
keep_any (const AzudKernelCall *call, AzudError *error)
{
  switch (call->out->type->width)
    {
    case 1: AZUD_LOOP_1 (call, uint8_t, uint8_t, x); break;
    case 2: AZUD_LOOP_1 (call, uint16_t, uint16_t, x); break;
    case 4: AZUD_LOOP_1 (call, uint32_t, uint32_t, x); break;
    case 8: AZUD_LOOP_1 (call, uint64_t, uint64_t, x); break;
    default: AZUD_LOOP_1 (call, AzudInt128, AzudInt128, x); break;
    }
  return true;
}

static const AzudSignature add[] = {
  { "any,any", NULL, add_any, .resolve_type = resolve_arithmetic },
  { "numeric", "arg0", keep_any },
  { "interval year to month", "arg0", keep_any },
  { "interval day to second", "arg0", keep_any },
  { NULL },
};
static const AzudSignature subtract[] = {
  { "any,any", NULL, subtract_any, .resolve_type = resolve_arithmetic },
  { "numeric", "arg0", negate_any },
  { "interval year to month", "arg0", negate_any },
  { "interval day to second", "arg0", negate_any },
  { NULL },
};
static const AzudSignature multiply[] = { { "any,any", NULL, multiply_any, .resolve_type = resolve_arithmetic }, { NULL } };
static const AzudSignature divide[] = { { "any,any", NULL, divide_any, .resolve_type = resolve_arithmetic }, { NULL } };
static const AzudSignature remain[] = { { "any,any", NULL, remainder_numeric, .resolve_type = resolve_arithmetic }, { NULL } };
static const AzudSignature integral[] = { { "any,any", "bigint", div_any }, { NULL } };

const AzudFunction azud_functions_operators[] = {
  { "+", NULL, AZUD_FUNCTION_CAN_RAISE, add, "operators", 35, N_ ("The sum of two numbers, or a date some days later"), "1 + 2", "3" },
  { "-", NULL, AZUD_FUNCTION_CAN_RAISE, subtract, "operators", 35, N_ ("The difference of two numbers; the negative of one"), "5 - 7", "-2" },
  { "*", NULL, AZUD_FUNCTION_CAN_RAISE, multiply, "operators", 35, N_ ("The product of two numbers"), "2.5 * 2", "5.0" },
  { "/", NULL, AZUD_FUNCTION_CAN_RAISE, divide, "operators", 35, N_ ("The quotient: a double, or a decimal of decimals"), "7 / 2", "3.5" },
  { "%", "mod", AZUD_FUNCTION_CAN_RAISE, remain, "operators", 35, N_ ("The remainder, with the sign of the dividend"), "-7 % 3", "-1" },
  { "div", NULL, AZUD_FUNCTION_CAN_RAISE, integral, "operators", 35, N_ ("The quotient without its fraction, a bigint"), "7 div 2", "3" },
  { NULL },
};
