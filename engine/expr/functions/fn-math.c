/* fn-math.c: functions of real numbers
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/functions/fn-kernel-private.h"

#define AZUD_PI 3.14159265358979323846
#define AZUD_E  2.7182818284590452354

DEFINE_UNARY_KERNEL (sqrt_kernel, double, double, sqrt (x))
/* The wider type makes it exact for cubes, which the plain one is not everywhere. */
DEFINE_UNARY_KERNEL (cbrt_kernel, double, double, cbrtl ((long double) x))
DEFINE_UNARY_KERNEL (exp_kernel, double, double, exp (x))
DEFINE_UNARY_KERNEL (expm1_kernel, double, double, expm1 (x))
DEFINE_UNARY_KERNEL (rint_kernel, double, double, rint (x))
DEFINE_UNARY_KERNEL (sin_kernel, double, double, sin (x))
DEFINE_UNARY_KERNEL (cos_kernel, double, double, cos (x))
DEFINE_UNARY_KERNEL (tan_kernel, double, double, tan (x))
DEFINE_UNARY_KERNEL (cot_kernel, double, double, 1.0 / tan (x))
DEFINE_UNARY_KERNEL (sec_kernel, double, double, 1.0 / cos (x))
DEFINE_UNARY_KERNEL (csc_kernel, double, double, 1.0 / sin (x))
DEFINE_UNARY_KERNEL (asin_kernel, double, double, asin (x))
DEFINE_UNARY_KERNEL (acos_kernel, double, double, acos (x))
DEFINE_UNARY_KERNEL (atan_kernel, double, double, atan (x))
DEFINE_UNARY_KERNEL (sinh_kernel, double, double, sinh (x))
DEFINE_UNARY_KERNEL (cosh_kernel, double, double, cosh (x))
DEFINE_UNARY_KERNEL (tanh_kernel, double, double, tanh (x))

/* Java's Math has no inverse hyperbolic functions: Spark computes these formulas, so their roundings are ours. */
static inline double
spark_asinh (double x)
{
  double magnitude = fabs (x);

  return x == 0 ? x : copysign (log (magnitude + sqrt (magnitude * magnitude + 1)), x);
}

DEFINE_UNARY_KERNEL (asinh_kernel, double, double, spark_asinh (x))
DEFINE_UNARY_KERNEL (acosh_kernel, double, double, log (x + sqrt (x * x - 1)))
DEFINE_UNARY_KERNEL (atanh_kernel, double, double, 0.5 * (log1p (x) - log1p (-x)))

/* Java's toDegrees and toRadians are one multiplication. */
DEFINE_UNARY_KERNEL (degrees_kernel, double, double, x * 57.29577951308232)
DEFINE_UNARY_KERNEL (radians_kernel, double, double, x * 0.017453292519943295)

/* signum keeps the sign of zero and NaN. */
DEFINE_UNARY_KERNEL (sign_kernel, double, double, x > 0 ? 1.0 : x < 0 ? -1.0 : x)
DEFINE_UNARY_KERNEL (sign_months_kernel, int32_t, double, x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0)
DEFINE_UNARY_KERNEL (sign_us_kernel, int64_t, double, x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0)

/* Java: 1 to the power NaN is NaN, and so is 1 or -1 to an infinite power. */
static inline double
java_pow (double x, double y)
{
  if (isnan (y) || (isinf (y) && fabs (x) == 1.0))
    return NAN;
  return pow (x, y);
}

DEFINE_BINARY_KERNEL (pow_kernel, double, double, double, java_pow (x, y))
DEFINE_BINARY_KERNEL (hypot_kernel, double, double, double, hypot (x, y))

/* Spark adds 0.0 so that -0.0 does not turn the angle. */
DEFINE_BINARY_KERNEL (atan2_kernel, double, double, double, atan2 (x + 0.0, y + 0.0))

/* Logarithms are null, not an error, outside their domain. */
#define DEFINE_LOG_KERNEL(name, limit, expression)                \
  static bool                                                     \
  name (const AzudKernelCall *call, AzudError *error)             \
  {                                                               \
    AzudVectorView view = azud_vector_view (call->args[0]);       \
    double *out = call->out->data;                                \
                                                                  \
    FOR_ROWS (call, row)                                          \
      {                                                           \
        double x = VALUE_AT (double, view, row);                  \
        if (x <= (limit))                                         \
          {                                                       \
            if (!set_null (call, row, error))                     \
              return false;                                       \
          }                                                       \
        else                                                      \
          out[row] = (expression);                                \
      }                                                           \
    return true;                                                  \
  }

DEFINE_LOG_KERNEL (ln_kernel, 0.0, log (x))
DEFINE_LOG_KERNEL (log10_kernel, 0.0, log10 (x))
DEFINE_LOG_KERNEL (log2_kernel, 0.0, log (x) / log (2))
DEFINE_LOG_KERNEL (log1p_kernel, -1.0, log1p (x))

static bool
log_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView base_view = azud_vector_view (call->args[0]);
  AzudVectorView x_view = azud_vector_view (call->args[1]);
  double *out = call->out->data;

  FOR_ROWS (call, row)
    {
      double base = VALUE_AT (double, base_view, row);
      double x = VALUE_AT (double, x_view, row);

      if (base <= 0 || x <= 0)
        {
          if (!set_null (call, row, error))
            return false;
        }
      else
        out[row] = log (x) / log (base);
    }
  return true;
}

static bool
constant_kernel (const AzudKernelCall *call, AzudError *error)
{
  double value = g_str_equal (call->call->function->name, "pi") ? AZUD_PI : AZUD_E;
  double *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = value;
  return true;
}

static bool
factorial_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  int64_t *out = call->out->data;
  int64_t products[21] = { 1 };

  for (int i = 1; i <= 20; i++)
    products[i] = products[i - 1] * i;
  FOR_ROWS (call, row)
    {
      int32_t x = VALUE_AT (int32_t, view, row);

      if (x >= 0 && x <= 20)
        out[row] = products[x];
      else if (!set_null (call, row, error))
        return false;
    }
  return true;
}

/* ---- width_bucket ---- */

/* The bucket of @value, or -1 for null. */
static int64_t
bucket_of (double value, double low, double high, int64_t n)
{
  if (n <= 0 || n == INT64_MAX || isnan (value) || low == high || isnan (low) || isnan (high)
      || isinf (low) || isinf (high))
    return -1;
  if (low < high)
    {
      if (value < low)
        return 0;
      if (value >= high)
        return n + 1;
      return (int64_t) ((double) n * (value - low) / (high - low)) + 1;
    }
  if (value > low)
    return 0;
  if (value <= high)
    return n + 1;
  return (int64_t) ((double) n * (low - value) / (low - high)) + 1;
}

#define DEFINE_BUCKET_KERNEL(name, type)                                                    \
  static bool                                                                               \
  name (const AzudKernelCall *call, AzudError *error)                                       \
  {                                                                                         \
    AzudVectorView value = azud_vector_view (call->args[0]);                                \
    AzudVectorView low = azud_vector_view (call->args[1]);                                  \
    AzudVectorView high = azud_vector_view (call->args[2]);                                 \
    AzudVectorView n = azud_vector_view (call->args[3]);                                    \
    int64_t *out = call->out->data;                                                         \
                                                                                            \
    FOR_ROWS (call, row)                                                                    \
      {                                                                                     \
        int64_t bucket = bucket_of ((double) VALUE_AT (type, value, row),                   \
                                    (double) VALUE_AT (type, low, row),                     \
                                    (double) VALUE_AT (type, high, row),                    \
                                    VALUE_AT (int64_t, n, row));                            \
        out[row] = bucket;                                                                  \
        if (bucket < 0 && !set_null (call, row, error))                                     \
          return false;                                                                     \
      }                                                                                     \
    return true;                                                                            \
  }

DEFINE_BUCKET_KERNEL (bucket_double_kernel, double)
DEFINE_BUCKET_KERNEL (bucket_months_kernel, int32_t)
DEFINE_BUCKET_KERNEL (bucket_us_kernel, int64_t)

#define REAL(name_, aliases_, kernel_, summary_, example_, result_)                         \
  {                                                                                         \
    .name = name_, .aliases = aliases_, .family = N_("math"), .since = 35,                  \
    .signatures = SIGNATURES ({ "double", "double", kernel_ }),                             \
    .summary = summary_, .example = example_, .result = result_                             \
  }

#define REAL_OR_NULL(name_, aliases_, kernel_, summary_, example_, result_)                 \
  {                                                                                         \
    .name = name_, .aliases = aliases_, .family = N_("math"), .since = 35,                  \
    .flags = AZUD_FUNCTION_MAY_NULL,                                                        \
    .signatures = SIGNATURES ({ "double", "double", kernel_ }),                             \
    .summary = summary_, .example = example_, .result = result_                             \
  }

const AzudFunction azud_functions_math[] = {
  REAL ("acos", NULL, acos_kernel, N_("Angle in radians whose cosine is x"), "acos(1)", "0.0"),
  REAL ("acosh", NULL, acosh_kernel, N_("Inverse hyperbolic cosine"), "acosh(1)", "0.0"),
  REAL ("asin", NULL, asin_kernel, N_("Angle in radians whose sine is x"), "asin(0)", "0.0"),
  REAL ("asinh", NULL, asinh_kernel, N_("Inverse hyperbolic sine"), "asinh(0)", "0.0"),
  REAL ("atan", NULL, atan_kernel, N_("Angle in radians whose tangent is x"), "atan(0)", "0.0"),
  REAL ("atanh", NULL, atanh_kernel, N_("Inverse hyperbolic tangent"), "atanh(0)", "0.0"),
  REAL ("cbrt", NULL, cbrt_kernel, N_("Cube root"), "cbrt(27)", "3.0"),
  REAL ("cos", NULL, cos_kernel, N_("Cosine of an angle in radians"), "cos(0)", "1.0"),
  REAL ("cosh", NULL, cosh_kernel, N_("Hyperbolic cosine"), "cosh(0)", "1.0"),
  REAL ("cot", NULL, cot_kernel, N_("Cotangent of an angle in radians"), "cot(0)", "Infinity"),
  REAL ("csc", NULL, csc_kernel, N_("Cosecant of an angle in radians"), "csc(0)", "Infinity"),
  REAL ("degrees", NULL, degrees_kernel, N_("Radians as degrees"), "degrees(pi())", "180.0"),
  REAL ("exp", NULL, exp_kernel, N_("e to the power of x"), "exp(0)", "1.0"),
  REAL ("expm1", NULL, expm1_kernel, N_("exp(x) - 1, exact near zero"), "expm1(0)", "0.0"),
  REAL ("radians", NULL, radians_kernel, N_("Degrees as radians"), "radians(180)", "3.141592653589793"),
  REAL ("rint", NULL, rint_kernel, N_("Nearest whole number, the even one at a half"), "rint(2.5)", "2.0"),
  REAL ("sec", NULL, sec_kernel, N_("Secant of an angle in radians"), "sec(0)", "1.0"),
  REAL ("sin", NULL, sin_kernel, N_("Sine of an angle in radians"), "sin(0)", "0.0"),
  REAL ("sinh", NULL, sinh_kernel, N_("Hyperbolic sine"), "sinh(0)", "0.0"),
  REAL ("sqrt", NULL, sqrt_kernel, N_("Square root; NaN for negative numbers"), "sqrt(16)", "4.0"),
  REAL ("tan", NULL, tan_kernel, N_("Tangent of an angle in radians"), "tan(0)", "0.0"),
  REAL ("tanh", NULL, tanh_kernel, N_("Hyperbolic tangent"), "tanh(0)", "0.0"),
  REAL_OR_NULL ("ln", NULL, ln_kernel, N_("Natural logarithm; null unless x is above zero"), "ln(1)", "0.0"),
  REAL_OR_NULL ("log10", NULL, log10_kernel, N_("Logarithm to base 10; null unless x is above zero"), "log10(1000)", "3.0"),
  REAL_OR_NULL ("log1p", NULL, log1p_kernel, N_("ln(1 + x), exact near zero; null unless x is above -1"), "log1p(0)", "0.0"),
  REAL_OR_NULL ("log2", NULL, log2_kernel, N_("Logarithm to base 2; null unless x is above zero"), "log2(8)", "3.0"),
  { .name = "log", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_MAY_NULL,
    .signatures = SIGNATURES ({ "double", "double", ln_kernel }, { "double,double", "double", log_kernel }),
    .summary = N_("Logarithm of the second argument to the base given first; of one argument, the natural one"),
    .example = "log(10, 100)", .result = "2.0" },
  { .name = "sign", .aliases = "signum", .family = N_("math"), .since = 35,
    .signatures = SIGNATURES ({ "double", "double", sign_kernel },
                              { "interval year to month", "double", sign_months_kernel },
                              { "interval day to second", "double", sign_us_kernel }),
    .summary = N_("-1.0, 0.0 or 1.0 as x is below, at or above zero"), .example = "sign(-40)", .result = "-1.0" },
  { .name = "pow", .aliases = "power", .family = N_("math"), .since = 35,
    .signatures = SIGNATURES ({ "double,double", "double", pow_kernel }),
    .summary = N_("The first number to the power of the second"), .example = "pow(2, 10)", .result = "1024.0" },
  { .name = "hypot", .family = N_("math"), .since = 35,
    .signatures = SIGNATURES ({ "double,double", "double", hypot_kernel }),
    .summary = N_("Length of the hypotenuse: sqrt(x*x + y*y)"), .example = "hypot(3, 4)", .result = "5.0" },
  { .name = "atan2", .family = N_("math"), .since = 35,
    .signatures = SIGNATURES ({ "double,double", "double", atan2_kernel }),
    .summary = N_("Angle in radians of the point given by y and x"), .example = "atan2(0, 1)", .result = "0.0" },
  { .name = "pi", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_NEVER_NULL,
    .signatures = SIGNATURES ({ "", "double", constant_kernel }),
    .summary = N_("The number pi"), .example = "pi()", .result = "3.141592653589793" },
  { .name = "e", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_NEVER_NULL,
    .signatures = SIGNATURES ({ "", "double", constant_kernel }),
    .summary = N_("Euler's number"), .example = "e()", .result = "2.718281828459045" },
  { .name = "factorial", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_MAY_NULL,
    .signatures = SIGNATURES ({ "int", "bigint", factorial_kernel }),
    .summary = N_("Product of the whole numbers up to x; null unless x is from 0 to 20"),
    .example = "factorial(5)", .result = "120" },
  { .name = "width_bucket", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_MAY_NULL,
    .signatures = SIGNATURES ({ "double,double,double,bigint", "bigint", bucket_double_kernel },
                              { "interval year to month,interval year to month,interval year to month,bigint",
                                "bigint", bucket_months_kernel },
                              { "interval day to second,interval day to second,interval day to second,bigint",
                                "bigint", bucket_us_kernel }),
    .summary = N_("Number of the bucket a value falls into when a range is cut into n equal ones; 0 below it, n + 1 above it"),
    .example = "width_bucket(5.3, 0.2, 10.6, 5)", .result = "3" },
  { NULL }
};
