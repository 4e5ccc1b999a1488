/* fn-statistics.c: variance, skewness, kurtosis, correlation, regression
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Central moments are updated value by value and merged pairwise by the formulas of Welford, Chan and Pebay ("Formulas for
 * robust, one-pass parallel computation of covariances and arbitrary-order statistical moments", 2008), in the order of
 * operations Spark uses, so that the last digits agree too.
 */

#include "expr/functions/fn-aggregate-private.h"

/* ---- states that travel as bytes ---- */

int
azud_fn_bytes_partial (const AzudExpr *call, const AzudDtype **types)
{
  types[0] = azud_dtype_get (AZUD_DTYPE_BINARY);
  return 1;
}

bool
azud_fn_emit_bytes (uint8_t *const *states, uint32_t n, uint32_t size, AzudVector *out, AzudArena *arena, AzudError *error)
{
  char *bytes;

  if (!emit_begin (out, azud_dtype_get (AZUD_DTYPE_BINARY), n, arena, error))
    return false;
  bytes = azud_arena_alloc (arena, (size_t) n * size + 1, 8, error);
  if (bytes == NULL)
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      memcpy (bytes + (size_t) i * size, states[i], size);
      ((AzudText *) out->data)[i] = azud_text_make (bytes + (size_t) i * size, size);
    }
  return true;
}

/* ---- moments of one column ---- */

typedef struct
{
  double n;
  double mean;
  double m2;
  double m3;
  double m4;
} Moments;

static uint32_t
moments_size (const AzudExpr *call)
{
  return sizeof (Moments);
}

static inline void
moments_add (Moments *m, double x)
{
  double n = m->n + 1, delta = x - m->mean, delta_n = delta / n;
  double delta2 = delta * delta, delta_n2 = delta_n * delta_n;
  double m2 = m->m2 + delta * (delta - delta_n);
  double m3 = m->m3 - 3.0 * delta_n * m2 + delta * (delta2 - delta_n2);
  double m4 = m->m4 - 4.0 * delta_n * m3 - 6.0 * delta_n2 * m2 + delta * (delta * delta2 - delta_n * delta_n2);

  *m = (Moments){ n, m->mean + delta_n, m2, m3, m4 };
}

static void
moments_merge_one (Moments *a, const Moments *b)
{
  double n1 = a->n, n2 = b->n, n = n1 + n2, delta = b->mean - a->mean, delta_n = n == 0 ? 0 : delta / n;
  Moments m = { n, a->mean + delta_n * n2 };

  m.m2 = a->m2 + b->m2 + delta * delta_n * n1 * n2;
  m.m3 = a->m3 + b->m3 + delta_n * delta_n * delta * n1 * n2 * (n1 - n2) + 3.0 * delta_n * (n1 * b->m2 - n2 * a->m2);
  m.m4 = a->m4 + b->m4 + delta_n * delta_n * delta_n * delta * n1 * n2 * (n1 * n1 - n1 * n2 + n2 * n2)
         + 6.0 * delta_n * delta_n * (n1 * n1 * b->m2 + n2 * n2 * a->m2) + 4.0 * delta_n * (n1 * b->m3 - n2 * a->m3);
  *a = m;
}

static bool
moments_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_STATES (call, Moments, state, row)
    {
      uint32_t i = azud_view_index (&view, row);

      if (azud_view_valid (&view, i))
        moments_add (state, ((const double *) view.data)[i]);
    }
  return true;
}

/* Variances need only the first three: the rest of moments_add() is half its cost. */
static bool
variance_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_STATES (call, Moments, state, row)
    {
      uint32_t i = azud_view_index (&view, row);

      if (azud_view_valid (&view, i))
        {
          double delta = ((const double *) view.data)[i] - state->mean, delta_n;

          state->n += 1;
          delta_n = delta / state->n;
          state->mean += delta_n;
          state->m2 += delta * (delta - delta_n);
        }
    }
  return true;
}

static bool
moments_merge (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_STATES (call, Moments, state, row)
    {
      Moments other;

      memcpy (&other, azud_text_data (&VALUE_AT (AzudText, view, row)), sizeof other);
      moments_merge_one (state, &other);
    }
  return true;
}

static bool
moments_emit_partial (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena,
                      AzudError *error)
{
  return azud_fn_emit_bytes (states, n, sizeof (Moments), out, arena, error);
}

/* The result; false = null. */
static bool
var_pop (const Moments *m, double *result)
{
  *result = m->m2 / m->n;
  return m->n > 0;
}

static bool
var_samp (const Moments *m, double *result)
{
  *result = m->m2 / (m->n - 1.0);
  return m->n > 1;
}

static bool
stddev_pop (const Moments *m, double *result)
{
  *result = sqrt (m->m2 / m->n);
  return m->n > 0;
}

static bool
stddev_samp (const Moments *m, double *result)
{
  *result = sqrt (m->m2 / (m->n - 1.0));
  return m->n > 1;
}

static bool
skewness (const Moments *m, double *result)
{
  *result = sqrt (m->n) * m->m3 / sqrt (m->m2 * m->m2 * m->m2);
  return m->n > 0 && m->m2 != 0;
}

static bool
kurtosis (const Moments *m, double *result)
{
  *result = m->n * m->m4 / (m->m2 * m->m2) - 3.0;
  return m->n > 0 && m->m2 != 0;
}

#define DEFINE_MOMENTS_AGGREGATE(name, update)                                                                     \
  static bool                                                                                                      \
  name##_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error) \
  {                                                                                                                \
    if (!emit_begin (out, call->type, n, arena, error))                                                            \
      return false;                                                                                                \
    for (uint32_t i = 0; i < n; i++)                                                                               \
      if (!name ((const Moments *) (const void *) states[i], (double *) out->data + i)                             \
          && !emit_null (out, i, arena, error))                                                                    \
        return false;                                                                                              \
    return true;                                                                                                   \
  }                                                                                                                \
  static const AzudAggregate name##_aggregate = {                                                                  \
    moments_size, azud_fn_bytes_partial, update, moments_merge, moments_emit_partial, name##_emit                  \
  };

DEFINE_MOMENTS_AGGREGATE (var_pop, variance_update)
DEFINE_MOMENTS_AGGREGATE (var_samp, variance_update)
DEFINE_MOMENTS_AGGREGATE (stddev_pop, variance_update)
DEFINE_MOMENTS_AGGREGATE (stddev_samp, variance_update)
DEFINE_MOMENTS_AGGREGATE (skewness, moments_update)
DEFINE_MOMENTS_AGGREGATE (kurtosis, moments_update)

/* ---- two columns ---- */

typedef struct
{
  double n;
  double x_mean;
  double y_mean;
  double c;       /* sum of products of deviations */
  double x_m2;
  double y_m2;
} Pair;

static uint32_t
pair_size (const AzudExpr *call)
{
  return sizeof (Pair);
}

static bool
pair_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView xs = azud_vector_view (call->args[0]), ys = azud_vector_view (call->args[1]);

  FOR_STATES (call, Pair, state, row)
    {
      double x, y, dx, dy, x_mean, y_mean, n;

      if (arg_is_null (&xs, row) || arg_is_null (&ys, row))
        continue;
      x = VALUE_AT (double, xs, row);
      y = VALUE_AT (double, ys, row);
      n = state->n + 1;
      dx = x - state->x_mean;
      dy = y - state->y_mean;
      x_mean = state->x_mean + dx / n;
      y_mean = state->y_mean + dy / n;
      *state = (Pair){ n, x_mean, y_mean, state->c + dx * (y - y_mean), state->x_m2 + dx * (x - x_mean),
                       state->y_m2 + dy * (y - y_mean) };
    }
  return true;
}

static bool
pair_merge (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_STATES (call, Pair, state, row)
    {
      Pair b, m;
      double dx, dy, dx_n, dy_n;

      memcpy (&b, azud_text_data (&VALUE_AT (AzudText, view, row)), sizeof b);
      m.n = state->n + b.n;
      dx = b.x_mean - state->x_mean;
      dy = b.y_mean - state->y_mean;
      dx_n = m.n == 0 ? 0 : dx / m.n;
      dy_n = m.n == 0 ? 0 : dy / m.n;
      m.x_mean = state->x_mean + dx_n * b.n;
      m.y_mean = state->y_mean + dy_n * b.n;
      m.c = state->c + b.c + dx * dy_n * state->n * b.n;
      m.x_m2 = state->x_m2 + b.x_m2 + dx * dx_n * state->n * b.n;
      m.y_m2 = state->y_m2 + b.y_m2 + dy * dy_n * state->n * b.n;
      *state = m;
    }
  return true;
}

static bool
pair_emit_partial (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena,
                   AzudError *error)
{
  return azud_fn_emit_bytes (states, n, sizeof (Pair), out, arena, error);
}

typedef enum
{
  PAIR_NULL,
  PAIR_VALUE,
  PAIR_BY_ZERO
} PairResult;

/* In ANSI mode Spark's corr of a column that does not vary is an error. */
static PairResult
corr (const Pair *p, double *result)
{
  double product = sqrt (p->x_m2 * p->y_m2);

  if (p->n <= 1)
    return PAIR_NULL;
  if (product == 0)
    return PAIR_BY_ZERO;
  *result = p->c / product;
  return PAIR_VALUE;
}

static PairResult
covar_pop (const Pair *p, double *result)
{
  *result = p->c / p->n;
  return p->n > 0 ? PAIR_VALUE : PAIR_NULL;
}

static PairResult
covar_samp (const Pair *p, double *result)
{
  *result = p->c / (p->n - 1.0);
  return p->n > 1 ? PAIR_VALUE : PAIR_NULL;
}

/* regr_...(y, x): the dependent variable comes first, so "x" of the state is the dependent one. */
static PairResult
regr_avgx (const Pair *p, double *result)
{
  *result = p->y_mean;
  return p->n > 0 ? PAIR_VALUE : PAIR_NULL;
}

static PairResult
regr_avgy (const Pair *p, double *result)
{
  *result = p->x_mean;
  return p->n > 0 ? PAIR_VALUE : PAIR_NULL;
}

static PairResult
regr_sxx (const Pair *p, double *result)
{
  *result = p->y_m2;
  return p->n > 0 ? PAIR_VALUE : PAIR_NULL;
}

static PairResult
regr_syy (const Pair *p, double *result)
{
  *result = p->x_m2;
  return p->n > 0 ? PAIR_VALUE : PAIR_NULL;
}

static PairResult
regr_sxy (const Pair *p, double *result)
{
  *result = p->c;
  return p->n > 0 ? PAIR_VALUE : PAIR_NULL;
}

static PairResult
regr_slope (const Pair *p, double *result)
{
  *result = p->c / p->y_m2;
  return p->n > 0 && p->y_m2 != 0 ? PAIR_VALUE : PAIR_NULL;
}

static PairResult
regr_intercept (const Pair *p, double *result)
{
  *result = p->x_mean - p->c / p->y_m2 * p->y_mean;
  return p->n > 0 && p->y_m2 != 0 ? PAIR_VALUE : PAIR_NULL;
}

/* Null if the dependent variable does not vary, as in Spark. */
static PairResult
regr_r2 (const Pair *p, double *result)
{
  double r = p->c / sqrt (p->x_m2 * p->y_m2);

  *result = p->y_m2 == 0 ? 1.0 : r * r;
  return p->n > 0 && p->x_m2 != 0 ? PAIR_VALUE : PAIR_NULL;
}

#define DEFINE_PAIR_AGGREGATE(name)                                                                                \
  static bool                                                                                                      \
  name##_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error) \
  {                                                                                                                \
    if (!emit_begin (out, call->type, n, arena, error))                                                            \
      return false;                                                                                                \
    for (uint32_t i = 0; i < n; i++)                                                                               \
      {                                                                                                            \
        PairResult what = name ((const Pair *) (const void *) states[i], (double *) out->data + i);                \
        if (what == PAIR_BY_ZERO)                                                                                  \
          FAIL_ROW (i, "DIVIDE_BY_ZERO", N_("Division by zero in {0}: a column does not vary"), call->call_name);  \
        if (what == PAIR_NULL && !emit_null (out, i, arena, error))                                                \
          return false;                                                                                            \
      }                                                                                                            \
    return true;                                                                                                   \
  }                                                                                                                \
  static const AzudAggregate name##_aggregate = {                                                                  \
    pair_size, azud_fn_bytes_partial, pair_update, pair_merge, pair_emit_partial, name##_emit                      \
  };

DEFINE_PAIR_AGGREGATE (corr)
DEFINE_PAIR_AGGREGATE (covar_pop)
DEFINE_PAIR_AGGREGATE (covar_samp)
DEFINE_PAIR_AGGREGATE (regr_avgx)
DEFINE_PAIR_AGGREGATE (regr_avgy)
DEFINE_PAIR_AGGREGATE (regr_sxx)
DEFINE_PAIR_AGGREGATE (regr_syy)
DEFINE_PAIR_AGGREGATE (regr_sxy)
DEFINE_PAIR_AGGREGATE (regr_slope)
DEFINE_PAIR_AGGREGATE (regr_intercept)
DEFINE_PAIR_AGGREGATE (regr_r2)

static bool
regr_count_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  if (!emit_begin (out, call->type, n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    ((int64_t *) out->data)[i] = (int64_t) ((const Pair *) (const void *) states[i])->n;
  return true;
}

static const AzudAggregate regr_count_aggregate = {
  pair_size, azud_fn_bytes_partial, pair_update, pair_merge, pair_emit_partial, regr_count_emit
};

#define MOMENT(name_, aliases_, aggregate_, summary_, example_, result_)                                 \
  {                                                                                                      \
    .name = name_, .aliases = aliases_, .family = N_("statistics"), .since = 35,                         \
    .flags = AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_MAY_NULL,                                           \
    .signatures = SIGNATURES ({ .args = "double", .result = "double", .aggregate = &aggregate_ }),       \
    .summary = summary_, .example = example_, .result = result_                                          \
  }

#define PAIR(name_, flags_, aggregate_, summary_, example_, result_)                                     \
  {                                                                                                      \
    .name = name_, .family = N_("statistics"), .since = 35,                                              \
    .flags = AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_MAY_NULL | (flags_),                                \
    .signatures = SIGNATURES ({ .args = "double,double", .result = "double", .aggregate = &aggregate_ }), \
    .summary = summary_, .example = example_, .result = result_                                          \
  }

const AzudFunction azud_functions_statistics[] = {
  MOMENT ("stddev", "stddev_samp,std", stddev_samp_aggregate, N_("Standard deviation of a sample; null of one value"), "stddev(1)", "NULL"),
  MOMENT ("stddev_pop", NULL, stddev_pop_aggregate, N_("Standard deviation of a whole population"), "stddev_pop(1)", "0.0"),
  MOMENT ("variance", "var_samp", var_samp_aggregate, N_("Variance of a sample; null of one value"), "variance(1)", "NULL"),
  MOMENT ("var_pop", NULL, var_pop_aggregate, N_("Variance of a whole population"), "var_pop(1)", "0.0"),
  MOMENT ("skewness", NULL, skewness_aggregate, N_("How lopsided the values are; null if they do not vary"), "skewness(1)", "NULL"),
  MOMENT ("kurtosis", NULL, kurtosis_aggregate, N_("How heavy the tails are, beyond those of a normal distribution; null if the values do not vary"),
          "kurtosis(1)", "NULL"),
  PAIR ("corr", AZUD_FUNCTION_CAN_RAISE, corr_aggregate, N_("Pearson's correlation of two columns"), "corr(1, 2)", "NULL"),
  PAIR ("covar_pop", 0, covar_pop_aggregate, N_("Covariance of a whole population"), "covar_pop(1, 2)", "0.0"),
  PAIR ("covar_samp", 0, covar_samp_aggregate, N_("Covariance of a sample"), "covar_samp(1, 2)", "NULL"),
  PAIR ("regr_avgx", 0, regr_avgx_aggregate, N_("Mean of the second argument where both are known"), "regr_avgx(1, 2)", "2.0"),
  PAIR ("regr_avgy", 0, regr_avgy_aggregate, N_("Mean of the first argument where both are known"), "regr_avgy(1, 2)", "1.0"),
  PAIR ("regr_intercept", 0, regr_intercept_aggregate, N_("Where the line fitted through y and x meets x = 0"), "regr_intercept(1, 2)", "NULL"),
  PAIR ("regr_r2", 0, regr_r2_aggregate, N_("How well the line fitted through y and x explains y"), "regr_r2(1, 2)", "NULL"),
  PAIR ("regr_slope", 0, regr_slope_aggregate, N_("Slope of the line fitted through y and x"), "regr_slope(1, 2)", "NULL"),
  PAIR ("regr_sxx", 0, regr_sxx_aggregate, N_("Sum of the squared deviations of x"), "regr_sxx(1, 2)", "0.0"),
  PAIR ("regr_sxy", 0, regr_sxy_aggregate, N_("Sum of the products of the deviations of y and x"), "regr_sxy(1, 2)", "0.0"),
  PAIR ("regr_syy", 0, regr_syy_aggregate, N_("Sum of the squared deviations of y"), "regr_syy(1, 2)", "0.0"),
  { .name = "regr_count", .family = N_("statistics"), .since = 35, .flags = AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_NEVER_NULL,
    .signatures = SIGNATURES ({ .args = "double,double", .result = "bigint", .aggregate = &regr_count_aggregate }),
    .summary = N_("How many rows have both arguments"), .example = "regr_count(1, 2)", .result = "1" },
  { NULL }
};
