/* fn-aggregate.c: count, sum, avg
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Doubles are added in row order, as Spark adds them; the partial results of partitions are merged in partition order.
 */

#include "expr/functions/fn-aggregate-private.h"

/* ---- count, count_if ---- */

typedef struct
{
  int64_t n;
} CountState;

static uint32_t
count_state_size (const AzudExpr *call)
{
  return sizeof (CountState);
}

static int
bigint_partial (const AzudExpr *call, const AzudDtype **types)
{
  types[0] = azud_dtype_get (AZUD_DTYPE_BIGINT);
  return 1;
}

static bool
count_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view;

  if (call->n_args == 1 && call->args[0]->type->id != AZUD_DTYPE_VOID)
    {
      view = azud_vector_view (call->args[0]);
      if (view.validity != NULL)
        {
          FOR_STATES (call, CountState, state, row)
            state->n += !arg_is_null (&view, row);
          return true;
        }
    }
  else if (call->n_args > 0)
    {
      FOR_STATES (call, CountState, state, row)
        {
          bool null = false;

          for (uint32_t i = 0; i < call->n_args && !null; i++)
            {
              view = azud_vector_view (call->args[i]);
              null = call->args[i]->type->id == AZUD_DTYPE_VOID || arg_is_null (&view, row);
            }
          state->n += !null;
        }
      return true;
    }
  if (only_state (states, call->n) != NULL)
    ((CountState *) states[0])->n += call->n;
  else
    for (uint32_t i = 0; i < call->n; i++)
      ((CountState *) states[i])->n++;
  return true;
}

static bool
count_if_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_STATES (call, CountState, state, row)
    {
      uint32_t i = azud_view_index (&view, row);
      state->n += azud_view_valid (&view, i) && ((const uint8_t *) view.data)[i] != 0;
    }
  return true;
}

static bool
count_merge (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_STATES (call, CountState, state, row)
    state->n += VALUE_AT (int64_t, view, row);
  return true;
}

static bool
count_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  if (!emit_begin (out, azud_dtype_get (AZUD_DTYPE_BIGINT), n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    ((int64_t *) out->data)[i] = ((const CountState *) states[i])->n;
  return true;
}

static const AzudAggregate count_aggregate = {
  count_state_size, bigint_partial, count_update, count_merge, count_emit, count_emit
};
static const AzudAggregate count_if_aggregate = {
  count_state_size, bigint_partial, count_if_update, count_merge, count_emit, count_emit
};

/* ---- sum of whole numbers and intervals, sum of doubles ---- */

typedef struct
{
  int64_t sum;
  uint8_t seen;
  uint8_t overflow;
} IntegerSum;

typedef struct
{
  double  sum;
  int64_t n;
} RealSum;

typedef struct
{
  AzudInt128 sum;
  int64_t    n;
  uint8_t    overflow;   /* sticky: left the range of the result once */
} DecimalSum;

static inline bool
is_try (const AzudExpr *call)
{
  return call->function->name[0] == 't';
}

static bool
sum_overflow (const AzudExpr *call, uint32_t row, AzudError *error)
{
  FAIL_ROW (row, "ARITHMETIC_OVERFLOW", N_("Overflow in {0}; use try_{0} to get null instead"), call->call_name);
}

/* A loop for each type the column may have: the whole cost of a group-by is here. */
#define INTEGER_SUM_CASE(id, type)                                                                        \
  case id:                                                                                                \
    if (only != NULL)                                                                                     \
      {                                                                                                   \
        int64_t sum = only->sum;                                                                          \
        bool overflow = false, seen = false;                                                              \
        FOR_ROWS (call, row)                                                                              \
          {                                                                                               \
            uint32_t i = azud_view_index (&view, row);                                                    \
            bool valid = azud_view_valid (&view, i);                                                      \
            seen |= valid;                                                                                \
            overflow |= __builtin_add_overflow (sum, valid ? ((const type *) view.data)[i] : 0, &sum);    \
          }                                                                                               \
        if (!overflow)                                                                                    \
          {                                                                                               \
            only->seen |= seen;                                                                           \
            only->sum = sum;                                                                              \
            return true;                                                                                  \
          }                                                                                               \
      }   /* the loop below finds the row */                                                              \
    FOR_STATES (call, IntegerSum, state, row)                                                             \
      {                                                                                                   \
        uint32_t i = azud_view_index (&view, row);                                                        \
        if (!azud_view_valid (&view, i))                                                                  \
          continue;                                                                                       \
        state->seen = 1;                                                                                  \
        if (G_UNLIKELY (__builtin_add_overflow (state->sum, ((const type *) view.data)[i], &state->sum))) \
          {                                                                                               \
            if (!is_try (call->call))                                                                     \
              return sum_overflow (call->call, row, error);                                               \
            state->overflow = 1;                                                                          \
          }                                                                                               \
      }                                                                                                   \
    return true;

static bool
integer_sum_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  IntegerSum *only = (IntegerSum *) (void *) only_state (states, call->n);

  switch (call->args[0]->type->id)
    {
      INTEGER_SUM_CASE (AZUD_DTYPE_TINYINT, int8_t)
      INTEGER_SUM_CASE (AZUD_DTYPE_SMALLINT, int16_t)
      INTEGER_SUM_CASE (AZUD_DTYPE_INT, int32_t)
      INTEGER_SUM_CASE (AZUD_DTYPE_BIGINT, int64_t)
      INTEGER_SUM_CASE (AZUD_DTYPE_YEAR_MONTH, int32_t)
      INTEGER_SUM_CASE (AZUD_DTYPE_DAY_TIME, int64_t)
    default:
      g_assert_not_reached ();
    }
}

static uint32_t
integer_sum_size (const AzudExpr *call)
{
  return sizeof (IntegerSum);
}

/* sum (null = nothing seen), and for try_sum whether it overflowed */
static int
integer_sum_partial (const AzudExpr *call, const AzudDtype **types)
{
  types[0] = azud_dtype_get (AZUD_DTYPE_BIGINT);
  types[1] = azud_dtype_get (AZUD_DTYPE_BOOLEAN);
  return is_try (call) ? 2 : 1;
}

static bool
integer_sum_merge (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_STATES (call, IntegerSum, state, row)
    {
      uint32_t i = azud_view_index (&view, row);

      if (!azud_view_valid (&view, i))
        continue;
      state->seen = 1;
      if (__builtin_add_overflow (state->sum, ((const int64_t *) view.data)[i], &state->sum))
        {
          if (!is_try (call->call))
            return sum_overflow (call->call, row, error);
          state->overflow = 1;
        }
    }
  if (is_try (call->call))
    {
      AzudVectorView overflows = azud_vector_view (call->args[1]);

      FOR_STATES (call, IntegerSum, state, row)
        state->overflow |= VALUE_AT (uint8_t, overflows, row);
    }
  return true;
}

static bool
integer_sum_emit_partial (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena,
                          AzudError *error)
{
  if (!emit_begin (&out[0], azud_dtype_get (AZUD_DTYPE_BIGINT), n, arena, error)
      || (is_try (call) && !emit_begin (&out[1], azud_dtype_get (AZUD_DTYPE_BOOLEAN), n, arena, error)))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const IntegerSum *state = (const IntegerSum *) states[i];

      ((int64_t *) out[0].data)[i] = state->sum;
      if (!state->seen && !emit_null (&out[0], i, arena, error))
        return false;
      if (is_try (call))
        ((uint8_t *) out[1].data)[i] = state->overflow;
    }
  return true;
}

static bool
integer_sum_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  bool months = call->type->id == AZUD_DTYPE_YEAR_MONTH;

  if (!emit_begin (out, call->type, n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const IntegerSum *state = (const IntegerSum *) states[i];
      bool overflow = state->overflow || (months && state->sum != (int32_t) state->sum);

      if (overflow && !is_try (call))
        return sum_overflow (call, i, error);
      if (months)
        ((int32_t *) out->data)[i] = (int32_t) state->sum;
      else
        ((int64_t *) out->data)[i] = state->sum;
      if ((!state->seen || overflow) && !emit_null (out, i, arena, error))
        return false;
    }
  return true;
}

static const AzudAggregate integer_sum = {
  integer_sum_size, integer_sum_partial, integer_sum_update, integer_sum_merge, integer_sum_emit_partial, integer_sum_emit
};

#define REAL_SUM_CASE(id, type)                                     \
  case id:                                                          \
    if (only != NULL)                                               \
      {                                                             \
        RealSum sum = *only;                                        \
        FOR_ROWS (call, row)                                        \
          {                                                         \
            uint32_t i = azud_view_index (&view, row);              \
            if (azud_view_valid (&view, i))                         \
              {                                                     \
                sum.sum += (double) ((const type *) view.data)[i];  \
                sum.n++;                                            \
              }                                                     \
          }                                                         \
        *only = sum;                                                \
        return true;                                                \
      }                                                             \
    FOR_STATES (call, RealSum, state, row)                          \
      {                                                             \
        uint32_t i = azud_view_index (&view, row);                  \
        if (azud_view_valid (&view, i))                             \
          {                                                         \
            state->sum += (double) ((const type *) view.data)[i];   \
            state->n++;                                             \
          }                                                         \
      }                                                             \
    return true;

static bool
real_sum_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  RealSum *only = (RealSum *) (void *) only_state (states, call->n);

  switch (call->args[0]->type->id)
    {
      REAL_SUM_CASE (AZUD_DTYPE_TINYINT, int8_t)
      REAL_SUM_CASE (AZUD_DTYPE_SMALLINT, int16_t)
      REAL_SUM_CASE (AZUD_DTYPE_INT, int32_t)
      REAL_SUM_CASE (AZUD_DTYPE_BIGINT, int64_t)
      REAL_SUM_CASE (AZUD_DTYPE_FLOAT, float)
      REAL_SUM_CASE (AZUD_DTYPE_DOUBLE, double)
      REAL_SUM_CASE (AZUD_DTYPE_DECIMAL, AzudInt128)   /* unscaled: avg of small decimals */
    default:
      g_assert_not_reached ();
    }
}

static uint32_t
real_sum_size (const AzudExpr *call)
{
  return sizeof (RealSum);
}

static int
real_sum_partial (const AzudExpr *call, const AzudDtype **types)
{
  types[0] = azud_dtype_get (AZUD_DTYPE_DOUBLE);
  types[1] = azud_dtype_get (AZUD_DTYPE_BIGINT);
  return 2;
}

static bool
real_sum_merge (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView sums = azud_vector_view (call->args[0]), counts = azud_vector_view (call->args[1]);

  FOR_STATES (call, RealSum, state, row)
    if (VALUE_AT (int64_t, counts, row) > 0)
      {
        state->sum += VALUE_AT (double, sums, row);
        state->n += VALUE_AT (int64_t, counts, row);
      }
  return true;
}

static bool
real_sum_emit_partial (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena,
                       AzudError *error)
{
  if (!emit_begin (&out[0], azud_dtype_get (AZUD_DTYPE_DOUBLE), n, arena, error)
      || !emit_begin (&out[1], azud_dtype_get (AZUD_DTYPE_BIGINT), n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      ((double *) out[0].data)[i] = ((const RealSum *) states[i])->sum;
      ((int64_t *) out[1].data)[i] = ((const RealSum *) states[i])->n;
    }
  return true;
}

static bool
real_sum_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  bool average = strstr (call->function->name, "avg") != NULL;

  if (!emit_begin (out, call->type, n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const RealSum *state = (const RealSum *) states[i];

      if (state->n > 0)
        ((double *) out->data)[i] = average ? state->sum / (double) state->n : state->sum;
      else if (!emit_null (out, i, arena, error))
        return false;
    }
  return true;
}

static const AzudAggregate real_sum = {
  real_sum_size, real_sum_partial, real_sum_update, real_sum_merge, real_sum_emit_partial, real_sum_emit
};

/* ---- decimals ---- */

static const AzudDtype *
decimal_sum_type (const AzudExpr *call, AzudError *error)
{
  return azud_dtype_decimal (MIN (ARG_TYPE (call, 0)->precision + 10, 38), ARG_TYPE (call, 0)->scale);
}

static const AzudDtype *
decimal_avg_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *type = ARG_TYPE (call, 0);

  return azud_dtype_decimal (MIN (type->precision + 4, 38), MIN (type->scale + 4, 38));
}

static uint32_t
decimal_sum_size (const AzudExpr *call)
{
  return sizeof (DecimalSum);
}

static inline void
decimal_sum_add (DecimalSum *state, AzudInt128 value, AzudInt128 limit)
{
  if (__builtin_add_overflow (state->sum, value, &state->sum) || state->sum >= limit || state->sum <= -limit)
    state->overflow = 1;
}

static bool
decimal_sum_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  AzudInt128 limit = azud_decimal_power_of_ten (MIN (call->args[0]->type->precision + 10, 38));

  FOR_STATES (call, DecimalSum, state, row)
    {
      uint32_t i = azud_view_index (&view, row);

      if (!azud_view_valid (&view, i))
        continue;
      state->n++;
      decimal_sum_add (state, ((const AzudInt128 *) view.data)[i], limit);
    }
  return true;
}

static int
decimal_sum_partial (const AzudExpr *call, const AzudDtype **types)
{
  types[0] = decimal_sum_type (call, NULL);
  types[1] = azud_dtype_get (AZUD_DTYPE_BIGINT);
  types[2] = azud_dtype_get (AZUD_DTYPE_BOOLEAN);
  return 3;
}

static bool
decimal_sum_merge (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView sums = azud_vector_view (call->args[0]), counts = azud_vector_view (call->args[1]);
  AzudVectorView overflows = azud_vector_view (call->args[2]);
  AzudInt128 limit = azud_decimal_power_of_ten (call->args[0]->type->precision);

  FOR_STATES (call, DecimalSum, state, row)
    {
      state->n += VALUE_AT (int64_t, counts, row);
      state->overflow |= VALUE_AT (uint8_t, overflows, row);
      decimal_sum_add (state, VALUE_AT (AzudInt128, sums, row), limit);
    }
  return true;
}

static bool
decimal_sum_emit_partial (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena,
                          AzudError *error)
{
  if (!emit_begin (&out[0], decimal_sum_type (call, NULL), n, arena, error)
      || !emit_begin (&out[1], azud_dtype_get (AZUD_DTYPE_BIGINT), n, arena, error)
      || !emit_begin (&out[2], azud_dtype_get (AZUD_DTYPE_BOOLEAN), n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const DecimalSum *state = (const DecimalSum *) states[i];

      ((AzudInt128 *) out[0].data)[i] = state->overflow ? 0 : state->sum;
      ((int64_t *) out[1].data)[i] = state->n;
      ((uint8_t *) out[2].data)[i] = state->overflow;
    }
  return true;
}

static bool
decimal_sum_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  if (!emit_begin (out, call->type, n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const DecimalSum *state = (const DecimalSum *) states[i];

      if (state->overflow && !is_try (call))
        return sum_overflow (call, i, error);
      ((AzudInt128 *) out->data)[i] = state->sum;
      if ((state->n == 0 || state->overflow) && !emit_null (out, i, arena, error))
        return false;
    }
  return true;
}

static bool
decimal_avg_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  int scale = ARG_TYPE (call, 0)->scale;

  if (!emit_begin (out, call->type, n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const DecimalSum *state = (const DecimalSum *) states[i];
      AzudInt128 *value = (AzudInt128 *) out->data + i;
      bool overflow = state->overflow
                      || (state->n > 0
                          && azud_decimal_divide (state->sum, scale, state->n, 0, decimal_type (call->type), value)
                             != AZUD_DECIMAL_OK);

      if (overflow && !is_try (call))
        return sum_overflow (call, i, error);
      if ((state->n == 0 || overflow) && !emit_null (out, i, arena, error))
        return false;
    }
  return true;
}

/* Spark averages decimals of up to 11 digits as doubles of their unscaled values. */
#define SMALL_DECIMAL 11

static bool
small_avg_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  double unit = (double) azud_decimal_power_of_ten (ARG_TYPE (call, 0)->scale);

  if (!emit_begin (out, call->type, n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const RealSum *state = (const RealSum *) states[i];
      AzudInt128 *value = (AzudInt128 *) out->data + i;

      if (state->n == 0)
        {
          if (!emit_null (out, i, arena, error))
            return false;
        }
      else if (azud_decimal_from_double (state->sum / (double) state->n / unit, decimal_type (call->type), value)
               != AZUD_DECIMAL_OK)
        return sum_overflow (call, i, error);
    }
  return true;
}

static inline bool
is_small (const AzudExpr *call)
{
  return ARG_TYPE (call, 0)->precision <= SMALL_DECIMAL;
}

static uint32_t
decimal_avg_size (const AzudExpr *call)
{
  return is_small (call) ? sizeof (RealSum) : sizeof (DecimalSum);
}

static int
decimal_avg_partial (const AzudExpr *call, const AzudDtype **types)
{
  return is_small (call) ? real_sum_partial (call, types) : decimal_sum_partial (call, types);
}

static bool
decimal_avg_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  return (is_small (call->call) ? real_sum_update : decimal_sum_update) (call, states, error);
}

static bool
decimal_avg_merge (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  return (is_small (call->call) ? real_sum_merge : decimal_sum_merge) (call, states, error);
}

static bool
decimal_avg_emit_partial (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena,
                          AzudError *error)
{
  return (is_small (call) ? real_sum_emit_partial : decimal_sum_emit_partial) (call, states, n, out, arena, error);
}

static bool
decimal_avg_emit_any (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena,
                      AzudError *error)
{
  return (is_small (call) ? small_avg_emit : decimal_avg_emit) (call, states, n, out, arena, error);
}

static const AzudAggregate decimal_sum = {
  decimal_sum_size, decimal_sum_partial, decimal_sum_update, decimal_sum_merge, decimal_sum_emit_partial, decimal_sum_emit
};
static const AzudAggregate decimal_avg = {
  decimal_avg_size, decimal_avg_partial, decimal_avg_update, decimal_avg_merge, decimal_avg_emit_partial,
  decimal_avg_emit_any
};

/* ---- average of intervals: the decimal machinery on whole numbers ---- */

static bool
interval_avg_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  bool months = call->args[0]->type->id == AZUD_DTYPE_YEAR_MONTH;

  FOR_STATES (call, DecimalSum, state, row)
    {
      uint32_t i = azud_view_index (&view, row);

      if (!azud_view_valid (&view, i))
        continue;
      state->n++;
      state->sum += months ? ((const int32_t *) view.data)[i] : ((const int64_t *) view.data)[i];
    }
  return true;
}

static int
interval_avg_partial (const AzudExpr *call, const AzudDtype **types)
{
  types[0] = azud_dtype_decimal (38, 0);
  types[1] = azud_dtype_get (AZUD_DTYPE_BIGINT);
  types[2] = azud_dtype_get (AZUD_DTYPE_BOOLEAN);
  return 3;
}

static bool
interval_avg_emit_partial (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena,
                           AzudError *error)
{
  if (!emit_begin (&out[0], azud_dtype_decimal (38, 0), n, arena, error)
      || !emit_begin (&out[1], azud_dtype_get (AZUD_DTYPE_BIGINT), n, arena, error)
      || !emit_begin (&out[2], azud_dtype_get (AZUD_DTYPE_BOOLEAN), n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      ((AzudInt128 *) out[0].data)[i] = ((const DecimalSum *) states[i])->sum;
      ((int64_t *) out[1].data)[i] = ((const DecimalSum *) states[i])->n;
      ((uint8_t *) out[2].data)[i] = 0;
    }
  return true;
}

static bool
interval_avg_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena,
                   AzudError *error)
{
  bool months = call->type->id == AZUD_DTYPE_YEAR_MONTH;

  if (!emit_begin (out, call->type, n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const DecimalSum *state = (const DecimalSum *) states[i];
      AzudInt128 average = 0;

      if (state->n == 0)
        {
          if (!emit_null (out, i, arena, error))
            return false;
          continue;
        }
      if (state->sum > INT64_MAX || state->sum < INT64_MIN || (months && state->sum != (int32_t) state->sum))
        {
          if (!is_try (call))
            return sum_overflow (call, i, error);
          if (!emit_null (out, i, arena, error))
            return false;
          continue;
        }
      if (azud_decimal_divide (state->sum, 0, state->n, 0, (AzudDecimalType){ 38, 0 }, &average) != AZUD_DECIMAL_OK)
        return sum_overflow (call, i, error);
      if (months)
        ((int32_t *) out->data)[i] = (int32_t) average;
      else
        ((int64_t *) out->data)[i] = (int64_t) average;
    }
  return true;
}

static const AzudAggregate interval_avg = {
  decimal_sum_size, interval_avg_partial, interval_avg_update, decimal_sum_merge, interval_avg_emit_partial,
  interval_avg_emit
};

#define SUM_SIGNATURES                                                                                           \
  SIGNATURES ({ .args = "double", .result = "double", .aggregate = &real_sum },                                  \
              { .args = "integral", .result = "bigint", .aggregate = &integer_sum },                             \
              { .args = "decimal", .resolve_type = decimal_sum_type, .aggregate = &decimal_sum },                \
              { .args = "interval year to month", .result = "arg0", .aggregate = &integer_sum },                 \
              { .args = "interval day to second", .result = "arg0", .aggregate = &integer_sum })

#define AVG_SIGNATURES                                                                                           \
  SIGNATURES ({ .args = "double", .result = "double", .aggregate = &real_sum },                                  \
              { .args = "integral", .result = "double", .aggregate = &real_sum },                                \
              { .args = "decimal", .resolve_type = decimal_avg_type, .aggregate = &decimal_avg },                \
              { .args = "interval year to month", .result = "arg0", .aggregate = &interval_avg },                \
              { .args = "interval day to second", .result = "arg0", .aggregate = &interval_avg })

const AzudFunction azud_functions_aggregate[] = {
  { .name = "count", .family = N_("aggregate"), .since = 35, .flags = AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_NEVER_NULL,
    .signatures = SIGNATURES ({ .args = "", .result = "bigint", .aggregate = &count_aggregate },
                              { .args = "any...", .result = "bigint", .aggregate = &count_aggregate }),
    .summary = N_("How many rows there are, with * or 1; else how many in which no argument is null"),
    .example = "count(1)", .result = "1" },
  { .name = "count_if", .family = N_("aggregate"), .since = 35, .flags = AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_NEVER_NULL,
    .signatures = SIGNATURES ({ .args = "boolean", .result = "bigint", .aggregate = &count_if_aggregate }),
    .summary = N_("For how many rows a condition is true"), .example = "count_if(1 > 2)", .result = "0" },
  { .name = "sum", .family = N_("aggregate"), .since = 35,
    .flags = AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_MAY_NULL | AZUD_FUNCTION_CAN_RAISE,
    .signatures = SUM_SIGNATURES, .summary = N_("The sum, null of no value"), .example = "sum(1.5)", .result = "1.5" },
  { .name = "try_sum", .family = N_("aggregate"), .since = 35, .flags = AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_MAY_NULL,
    .signatures = SUM_SIGNATURES, .summary = N_("The sum, null on overflow"), .example = "try_sum(2)", .result = "2" },
  { .name = "avg", .aliases = "mean", .family = N_("aggregate"), .since = 35,
    .flags = AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_MAY_NULL | AZUD_FUNCTION_CAN_RAISE,
    .signatures = AVG_SIGNATURES, .summary = N_("The mean, null of no value"), .example = "avg(2)", .result = "2.0" },
  { .name = "try_avg", .family = N_("aggregate"), .since = 35, .flags = AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_MAY_NULL,
    .signatures = AVG_SIGNATURES, .summary = N_("The mean, null on overflow"), .example = "try_avg(2)", .result = "2.0" },
  { NULL }
};
