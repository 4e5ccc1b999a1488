/* fn-number.c: sign, remainder and rounding, each in the type of its argument
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Rounding of doubles goes by their shortest decimal text, as Spark's does (round(1.005, 2) is 1.01).
 */

#include "expr/functions/fn-kernel-private.h"
#include "value/number-parse.h"
#include "value/number-print.h"

#define OVERFLOW(row) FAIL_ROW (row, "ARITHMETIC_OVERFLOW", N_("The result of {0} is out of range"), call->call->call_name)

/* ---- abs, negative, positive ---- */

#define INTEGER_CASE(id, type, min, change)                        \
  case id:                                                         \
    {                                                              \
      type *out = call->out->data;                                 \
      FOR_ROWS (call, row)                                         \
        {                                                          \
          type x = VALUE_AT (type, view, row);                     \
          if (x == (min))                                          \
            OVERFLOW (row);                                        \
          out[row] = (type) (change);                              \
        }                                                          \
    }                                                              \
    return true;

#define PLAIN_CASE(id, type, change)                               \
  case id:                                                         \
    {                                                              \
      type *out = call->out->data;                                 \
      FOR_ROWS (call, row)                                         \
        {                                                          \
          type x = VALUE_AT (type, view, row);                     \
          out[row] = (type) (change);                              \
        }                                                          \
    }                                                              \
    return true;

#define DEFINE_SIGN_KERNEL(name, change, real_change)                        \
  static bool                                                                \
  name (const AzudKernelCall *call, AzudError *error)                        \
  {                                                                          \
    AzudVectorView view = azud_vector_view (call->args[0]);                  \
                                                                             \
    switch (call->args[0]->type->id)                                         \
      {                                                                      \
        INTEGER_CASE (AZUD_DTYPE_TINYINT, int8_t, INT8_MIN, change)          \
        INTEGER_CASE (AZUD_DTYPE_SMALLINT, int16_t, INT16_MIN, change)       \
        INTEGER_CASE (AZUD_DTYPE_INT, int32_t, INT32_MIN, change)            \
        INTEGER_CASE (AZUD_DTYPE_YEAR_MONTH, int32_t, INT32_MIN, change)     \
        INTEGER_CASE (AZUD_DTYPE_BIGINT, int64_t, INT64_MIN, change)         \
        INTEGER_CASE (AZUD_DTYPE_DAY_TIME, int64_t, INT64_MIN, change)       \
        PLAIN_CASE (AZUD_DTYPE_FLOAT, float, real_change)                    \
        PLAIN_CASE (AZUD_DTYPE_DOUBLE, double, real_change)                  \
        PLAIN_CASE (AZUD_DTYPE_DECIMAL, AzudInt128, change)                  \
      default:                                                               \
        g_assert_not_reached ();                                             \
      }                                                                      \
  }

DEFINE_SIGN_KERNEL (abs_kernel, x < 0 ? -x : x, fabs (x))
DEFINE_SIGN_KERNEL (negative_kernel, -x, -x)

/* ---- pmod ---- */

#define ZERO(row) \
  FAIL_ROW (row, "REMAINDER_BY_ZERO", N_("Remainder by zero in {0}; use try_mod to get null instead"), call->call->call_name)

/* Whole numbers wrap here, as Java's. */
#define WRAPPED_SUM ((uint64_t) r + (uint64_t) y)

/* The C and Java remainder have the sign of the dividend; pmod adds the divisor to negative ones. */
#define REMAINDER_CASE(id, type, remainder, sum)                                \
  case id:                                                                      \
    {                                                                           \
      type *out = call->out->data;                                              \
      FOR_ROWS (call, row)                                                      \
        {                                                                       \
          type x = VALUE_AT (type, x_view, row);                                \
          type y = VALUE_AT (type, y_view, row);                                \
          if (y == 0)                                                           \
            ZERO (row);                                                         \
          type r = (type) (remainder);                                          \
          if (r < 0)                                                            \
            {                                                                   \
              x = (type) (sum);                                                 \
              r = (type) (remainder);                                           \
            }                                                                   \
          out[row] = r;                                                         \
        }                                                                       \
    }                                                                           \
    return true;

static bool
decimal_pmod (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView x_view = azud_vector_view (call->args[0]);
  AzudVectorView y_view = azud_vector_view (call->args[1]);
  int x_scale = call->args[0]->type->scale, y_scale = call->args[1]->type->scale;
  AzudDecimalType type = decimal_type (call->out->type), wide = { 38, MAX (x_scale, y_scale) };
  AzudInt128 *out = call->out->data;

  FOR_ROWS (call, row)
    {
      AzudInt128 x = VALUE_AT (AzudInt128, x_view, row), y = VALUE_AT (AzudInt128, y_view, row), r = 0;
      AzudDecimalStatus status;

      if (y == 0)
        ZERO (row);
      status = azud_decimal_remainder (x, x_scale, y, y_scale, wide, &r);
      if (status == AZUD_DECIMAL_OK)
        {
          if (r < 0)
            status = azud_decimal_add (r, wide.scale, y, y_scale, wide, &r);
          if (status == AZUD_DECIMAL_OK)
            status = azud_decimal_remainder (r, wide.scale, y, y_scale, type, &r);
        }
      if (status == AZUD_DECIMAL_OK)
        out[row] = r;
      else
        FAIL_ROW (row, "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", N_("The result of {0} does not fit its decimal type"),
                  call->call->call_name);
    }
  return true;
}

static bool
pmod_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView x_view = azud_vector_view (call->args[0]);
  AzudVectorView y_view = azud_vector_view (call->args[1]);

  switch (call->args[0]->type->id)
    {
      REMAINDER_CASE (AZUD_DTYPE_TINYINT, int8_t, x % y, WRAPPED_SUM)
      REMAINDER_CASE (AZUD_DTYPE_SMALLINT, int16_t, x % y, WRAPPED_SUM)
      REMAINDER_CASE (AZUD_DTYPE_INT, int32_t, y == -1 ? 0 : x % y, WRAPPED_SUM)
      REMAINDER_CASE (AZUD_DTYPE_BIGINT, int64_t, y == -1 ? 0 : x % y, WRAPPED_SUM)
      REMAINDER_CASE (AZUD_DTYPE_FLOAT, float, fmodf (x, y), r + y)
      REMAINDER_CASE (AZUD_DTYPE_DOUBLE, double, fmod (x, y), r + y)
    case AZUD_DTYPE_DECIMAL:
      return decimal_pmod (call, error);
    default:
      g_assert_not_reached ();
    }
}

static const AzudDtype *
remainder_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *a = call->args[0]->type, *b = call->args[1]->type;

  if (a->id != AZUD_DTYPE_DECIMAL || b->id != AZUD_DTYPE_DECIMAL)
    return a;
  AzudDecimalType type = azud_decimal_type_remainder (decimal_type (a), decimal_type (b));
  return azud_dtype_decimal (type.precision, type.scale);
}

/* ---- rounding ---- */

typedef struct
{
  bool         is_null;
  int          digits;      /* fraction digits kept; negative = tens */
  AzudRounding rounding;
} Rounding;

static bool
rounding_bind (const AzudExpr *call, const AzudExprSettings *settings, void **bound, AzudError *error)
{
  Rounding *rounding = g_new0 (Rounding, 1);
  const char *name = call->function->name;
  int64_t digits = 0;

  if (call->n_args > 1 && !azud_fn_fold_int (call->args[1], &digits, &rounding->is_null))
    {
      g_free (rounding);
      azud_fn_not_foldable (call, 1, "scale", error);
      return false;
    }
  rounding->digits = (int) CLAMP (digits, -1000, 1000);
  rounding->rounding = g_str_equal (name, "bround") ? AZUD_ROUND_HALF_EVEN
                       : g_str_equal (name, "ceil") ? AZUD_ROUND_CEILING
                       : g_str_equal (name, "floor") ? AZUD_ROUND_FLOOR : AZUD_ROUND_HALF_UP;
  *bound = rounding;
  return true;
}

/* The rounded value of @digits * 10^@exponent, a positive number, kept to @keep fraction digits. */
static double
round_digits (uint64_t digits, int exponent, int keep, AzudRounding rounding)
{
  char text[48];
  double value;
  size_t n;
  int drop = -keep - exponent;   /* how many of the digits go */

  if (drop > 0)
    {
      uint64_t power = 1, rest, half;

      if (drop > 19)
        return 0;
      for (int i = 0; i < drop && i < 19; i++)
        power *= 10;
      rest = digits % power;
      digits /= power;
      half = power / 2;
      if (rest > half || (rest == half && (rounding == AZUD_ROUND_HALF_UP || (digits & 1) != 0)))
        digits++;
      exponent += drop;
    }
  n = azud_print_uint64 (text, digits);
  n += (size_t) g_snprintf (text + n, sizeof text - n, "e%d", exponent);
  return azud_parse_double (text, n, AZUD_FLOAT_PLAIN, &value) == AZUD_PARSE_OK ? value : 0;
}

static double
round_double (double x, int keep, AzudRounding rounding)
{
  static const double powers[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
  double magnitude = fabs (x);
  uint64_t digits;
  int exponent;

  if (!isfinite (x) || x == 0)
    return x;
  if (keep >= 0 && keep <= 15 && magnitude * powers[keep] < 1e15)
    {
      /* Away from a half, the nearest whole number of 10^-keep is beyond doubt, and its division correctly rounded. */
      double scaled = magnitude * powers[keep], whole = floor (scaled), rest = scaled - whole;

      if (fabs (rest - 0.5) > 1e-3 + scaled * 1e-15)
        return copysign ((rest > 0.5 ? whole + 1 : whole) / powers[keep], x);
    }
  azud_double_digits (x, &digits, &exponent);
  return copysign (round_digits (digits, exponent, keep, rounding), x);
}

/* Java's BigDecimal has no negative zero. */
static inline double
without_negative_zero (double x)
{
  return x == 0 ? 0.0 : x;
}

#define ROUND_INTEGER_CASE(id, type, min, max)                                             \
  case id:                                                                                 \
    {                                                                                      \
      type *out = call->out->data;                                                         \
      FOR_ROWS (call, row)                                                                 \
        {                                                                                  \
          AzudInt128 r = round_integer (VALUE_AT (type, view, row), how);                  \
          if (r < (min) || r > (max))                                                      \
            OVERFLOW (row);                                                                \
          out[row] = (type) r;                                                             \
        }                                                                                  \
    }                                                                                      \
    return true;

static AzudInt128
round_integer (int64_t x, const Rounding *how)
{
  AzudInt128 power, rest, half, base;
  bool up;

  if (how->digits >= 0)
    return x;
  if (how->digits < -19)
    return 0;
  power = azud_decimal_power_of_ten (-how->digits);
  rest = (AzudInt128) x % power;
  base = (AzudInt128) x - rest;
  half = power / 2;
  if (rest < 0)
    rest = -rest;
  up = rest > half || (rest == half && (how->rounding == AZUD_ROUND_HALF_UP || ((base / power) & 1) != 0));
  return up ? base + (x < 0 ? -power : power) : base;
}

static bool
round_decimals (const AzudKernelCall *call, const Rounding *how, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  int scale = call->args[0]->type->scale;
  AzudDecimalType type = decimal_type (call->out->type);
  AzudInt128 *out = call->out->data;

  FOR_ROWS (call, row)
    {
      AzudInt128 x = VALUE_AT (AzudInt128, view, row);

      if (azud_decimal_round (x, scale, MIN (how->digits, scale), how->rounding, type, &out[row]) != AZUD_DECIMAL_OK)
        FAIL_ROW (row, "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", N_("The result of {0} does not fit its decimal type"),
                  call->call->call_name);
    }
  return true;
}

static bool
round_kernel (const AzudKernelCall *call, AzudError *error)
{
  const Rounding *how = call->bound;
  AzudVectorView view = azud_vector_view (call->args[0]);

  if (how->is_null)
    {
      FOR_ROWS (call, row)
        if (!set_null (call, row, error))
          return false;
      return true;
    }
  switch (call->args[0]->type->id)
    {
      ROUND_INTEGER_CASE (AZUD_DTYPE_TINYINT, int8_t, INT8_MIN, INT8_MAX)
      ROUND_INTEGER_CASE (AZUD_DTYPE_SMALLINT, int16_t, INT16_MIN, INT16_MAX)
      ROUND_INTEGER_CASE (AZUD_DTYPE_INT, int32_t, INT32_MIN, INT32_MAX)
      ROUND_INTEGER_CASE (AZUD_DTYPE_BIGINT, int64_t, INT64_MIN, INT64_MAX)
      PLAIN_CASE (AZUD_DTYPE_FLOAT, float, without_negative_zero (round_double ((double) x, how->digits, how->rounding)))
      PLAIN_CASE (AZUD_DTYPE_DOUBLE, double, without_negative_zero (round_double (x, how->digits, how->rounding)))
    case AZUD_DTYPE_DECIMAL:
      return round_decimals (call, how, error);
    default:
      g_assert_not_reached ();
    }
}

/* Type of a rounded decimal: its whole digits may grow by one. */
static const AzudDtype *
rounded_type (int whole, int scale, int64_t digits)
{
  digits = CLAMP (digits, -38, 38);
  if (digits < 0)
    return azud_dtype_decimal ((int) MIN (MAX (whole + 1, -digits + 1), 38), 0);
  digits = MIN (digits, scale);
  return azud_dtype_decimal ((int) MIN (whole + 1 + digits, 38), (int) digits);
}

static const AzudDtype *
round_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *type = call->args[0]->type;
  int64_t digits = 0;
  bool is_null = false;

  if (call->n_args > 1 && !azud_fn_fold_int (call->args[1], &digits, &is_null))
    return azud_fn_not_foldable (call, 1, "scale", error);
  return type->id == AZUD_DTYPE_DECIMAL ? rounded_type (type->precision - type->scale, type->scale, digits) : type;
}

/* ---- ceil, floor of one argument ---- */

/* As Java's (long): NaN is 0, too large is the nearest bigint. */
static inline int64_t
saturate (double x)
{
  if (isnan (x))
    return 0;
  if (x >= 9223372036854775808.0)
    return INT64_MAX;
  return x < -9223372036854775808.0 ? INT64_MIN : (int64_t) x;
}

DEFINE_UNARY_KERNEL (ceil_double_kernel, double, int64_t, saturate (ceil (x)))
DEFINE_UNARY_KERNEL (floor_double_kernel, double, int64_t, saturate (floor (x)))

static const AzudDtype *
whole_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *type = call->args[0]->type;

  return type->scale == 0 ? type : azud_dtype_decimal (MIN (type->precision - type->scale + 1, 38), 0);
}

/* ceil(double, d) goes by way of decimal(30, 15). */
static const AzudDtype *
round_real_type (const AzudExpr *call, AzudError *error)
{
  int64_t digits = 0;
  bool is_null = false;

  if (!azud_fn_fold_int (call->args[1], &digits, &is_null))
    return azud_fn_not_foldable (call, 1, "scale", error);
  return rounded_type (15, 15, digits);
}

static bool
round_real_kernel (const AzudKernelCall *call, AzudError *error)
{
  const Rounding *how = call->bound;
  AzudVectorView view = azud_vector_view (call->args[0]);
  AzudDecimalType type = decimal_type (call->out->type);
  AzudInt128 *out = call->out->data, x;

  FOR_ROWS (call, row)
    if (how->is_null)
      {
        if (!set_null (call, row, error))
          return false;
      }
    else if (azud_decimal_from_double (VALUE_AT (double, view, row), (AzudDecimalType){ 30, 15 }, &x) != AZUD_DECIMAL_OK
             || azud_decimal_round (x, 15, MIN (how->digits, 15), how->rounding, type, &out[row]) != AZUD_DECIMAL_OK)
      FAIL_ROW (row, "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", N_("The result of {0} does not fit its decimal type"),
                call->call->call_name);
  return true;
}

#define WHOLE_SIGNATURES(double_kernel)                                                            \
  SIGNATURES ({ "double", "bigint", double_kernel },                                               \
              { "bigint", "bigint", azud_fn_copy_kernel },                                             \
              { .args = "decimal", .kernel = round_kernel, .resolve_type = whole_type,             \
                .bind = rounding_bind, .unbind = g_free },                                               \
              { .args = "decimal,int", .kernel = round_kernel, .resolve_type = round_type,         \
                .bind = rounding_bind, .unbind = g_free },                                         \
              { .args = "double,int", .kernel = round_real_kernel, .resolve_type = round_real_type, \
                .bind = rounding_bind, .unbind = g_free })

#define ROUND_SIGNATURES                                                                           \
  SIGNATURES ({ .args = "numeric", .kernel = round_kernel, .resolve_type = round_type,             \
                .bind = rounding_bind, .unbind = g_free },                                         \
              { .args = "numeric,int", .kernel = round_kernel, .resolve_type = round_type,         \
                .bind = rounding_bind, .unbind = g_free })

#define SIGN_SIGNATURES(kernel_)                                                                   \
  SIGNATURES ({ "numeric", "arg0", kernel_ }, { "interval year to month", "arg0", kernel_ },       \
              { "interval day to second", "arg0", kernel_ })

/* Decimals keep their own scales: the operands of two signatures apart. */
#define REMAINDER_SIGNATURES                                                              \
  SIGNATURES ({ .args = "decimal,decimal", .kernel = pmod_kernel, .resolve_type = remainder_type },    \
              { .args = "T,T", .kernel = pmod_kernel, .resolve_type = remainder_type_same })

static const AzudDtype *
remainder_type_same (const AzudExpr *call, AzudError *error)
{
  if (!azud_dtype_is_numeric (call->args[0]->type))
    return azud_fn_refuse (call, 0, "NUMERIC", error);
  return remainder_type (call, error);
}

const AzudFunction azud_functions_number[] = {
  { .name = "abs", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGN_SIGNATURES (abs_kernel),
    .summary = N_("The number without its sign"), .example = "abs(-3)", .result = "3" },
  { .name = "negative", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGN_SIGNATURES (negative_kernel),
    .summary = N_("The number with the other sign"), .example = "negative(1.5)", .result = "-1.5" },
  { .name = "positive", .family = N_("math"), .since = 35,
    .signatures = SIGN_SIGNATURES (azud_fn_copy_kernel),
    .summary = N_("The number as it is"), .example = "positive(-1)", .result = "-1" },
  { .name = "pmod", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = REMAINDER_SIGNATURES,
    .summary = N_("Remainder of a division, not negative for a positive divisor"), .example = "pmod(-7, 3)", .result = "2" },
  { .name = "round", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_MAY_NULL,
    .signatures = ROUND_SIGNATURES,
    .summary = N_("Rounded to d fraction digits (to tens when negative), halves away from zero"),
    .example = "round(2.345, 2)", .result = "2.35" },
  { .name = "bround", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_MAY_NULL,
    .signatures = ROUND_SIGNATURES,
    .summary = N_("Rounded to d fraction digits (to tens when negative), halves to the even digit"),
    .example = "bround(2.5)", .result = "2" },
  { .name = "ceil", .aliases = "ceiling", .family = N_("math"), .since = 35,
    .flags = AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_MAY_NULL,
    .signatures = WHOLE_SIGNATURES (ceil_double_kernel),
    .summary = N_("The smallest number with d fraction digits that is not below x"),
    .example = "ceil(-0.1)", .result = "0" },
  { .name = "floor", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_MAY_NULL,
    .signatures = WHOLE_SIGNATURES (floor_double_kernel),
    .summary = N_("The largest number with d fraction digits that is not above x"),
    .example = "floor(-0.1)", .result = "-1" },
  { NULL }
};
