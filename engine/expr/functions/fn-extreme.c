/* fn-extreme.c: min, max, min_by, max_by, first, last, any_value
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/hash.h"
#include "expr/functions/fn-aggregate-private.h"

/* ---- values of any flat type ---- */

#define ORDER(type) (*(const type *) a < *(const type *) b ? -1 : *(const type *) a > *(const type *) b)

static inline int
compare_reals (double a, double b)
{
  if (isnan (a) || isnan (b))
    return isnan (a) - isnan (b);
  return a < b ? -1 : a > b;
}

int
azud_fn_compare_values (const AzudDtype *type, const void *a, const void *b)
{
  switch (type->id)
    {
    case AZUD_DTYPE_BOOLEAN:
      return ORDER (uint8_t);
    case AZUD_DTYPE_TINYINT:
      return ORDER (int8_t);
    case AZUD_DTYPE_SMALLINT:
      return ORDER (int16_t);
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_DATE:
    case AZUD_DTYPE_YEAR_MONTH:
      return ORDER (int32_t);
    case AZUD_DTYPE_FLOAT:
      return compare_reals (*(const float *) a, *(const float *) b);
    case AZUD_DTYPE_DOUBLE:
      return compare_reals (*(const double *) a, *(const double *) b);
    case AZUD_DTYPE_DECIMAL:
      return ORDER (AzudInt128);
    case AZUD_DTYPE_STRING:
    case AZUD_DTYPE_BINARY:
      return azud_text_compare (a, b);
    default:
      return ORDER (int64_t);
    }
}

uint64_t
azud_fn_value_hash (const AzudDtype *type, const void *value)
{
  double real;

  if (azud_dtype_is_text (type))
    return azud_hash_bytes (azud_text_data (value), ((const AzudText *) value)->size, 0);
  if (type->id != AZUD_DTYPE_FLOAT && type->id != AZUD_DTYPE_DOUBLE)
    return azud_hash_bytes (value, type->width, 0);
  real = type->id == AZUD_DTYPE_FLOAT ? *(const float *) value : *(const double *) value;
  if (real == 0)
    real = 0.0;
  if (isnan (real))
    return 1;
  return real == 0 ? 2 : azud_hash_bytes (&real, sizeof real, 0);
}

const AzudDtype *
azud_fn_flat_type (const AzudExpr *call, int arg, AzudError *error)
{
  const AzudDtype *type = ARG_TYPE (call, arg);

  if (azud_dtype_is_nested (type))
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_NOT_SUPPORTED",
                      N_("{0} of arrays, maps and structs is not supported"), call->call_name, NULL);
      return NULL;
    }
  return type;
}

static const AzudDtype *
first_type (const AzudExpr *call, AzudError *error)
{
  return azud_fn_flat_type (call, 0, error);
}

static bool
init_flat (AzudVector *out, const AzudDtype *type, uint32_t n, AzudArena *arena, AzudError *error)
{
  if (type->id == AZUD_DTYPE_VOID)
    return azud_vector_init_null (out, type, n, arena, error);
  return emit_begin (out, type, n, arena, error);
}

static bool
emit_keepers (const AzudDtype *type, uint8_t *const *states, size_t offset, uint32_t n, AzudVector *out, AzudArena *arena,
              AzudError *error)
{
  if (!init_flat (out, type, n, arena, error))
    return false;
  if (type->id == AZUD_DTYPE_VOID)
    return true;
  for (uint32_t i = 0; i < n; i++)
    if (!keeper_emit ((const Keeper *) (const void *) (states[i] + offset), out, i, arena, error))
      return false;
  return true;
}

/* ---- min, max ---- */

static uint32_t
keeper_size (const AzudExpr *call)
{
  return sizeof (Keeper);
}

static int
first_partial (const AzudExpr *call, const AzudDtype **types)
{
  types[0] = ARG_TYPE (call, 0);
  return 1;
}

/* -0.0 and 0.0 are equal, so the first of them stays, as in Spark; NaN is the largest. */
#define BETTER(a, b) (max ? (a) > (b) : (a) < (b))
#define BETTER_REAL(a, b) (max ? compare_reals (a, b) > 0 : compare_reals (a, b) < 0)

#define EXTREME_CASE(id, type, better)                                                           \
  case id:                                                                                       \
    FOR_STATES (call, Keeper, state, row)                                                        \
      {                                                                                          \
        uint32_t i = azud_view_index (&view, row);                                               \
        type *best = (type *) (void *) state->slot.bytes, value;                                 \
        if (!azud_view_valid (&view, i))                                                         \
          continue;                                                                              \
        value = ((const type *) view.data)[i];                                                   \
        if (!state->is_set || better (value, *best))                                             \
          {                                                                                      \
            *best = value;                                                                       \
            state->is_set = 1;                                                                   \
          }                                                                                      \
      }                                                                                          \
    return true;

static bool
text_extreme (const AzudKernelCall *call, const AzudVectorView *view, bool max, uint8_t *const *states, AzudError *error)
{
  FOR_STATES (call, Keeper, state, row)
    {
      uint32_t i = azud_view_index (view, row);
      const AzudText *text = (const AzudText *) view->data + i;

      if (!azud_view_valid (view, i))
        continue;
      if (state->is_set)
        {
          int order = azud_text_compare (text, &state->slot.text);

          if (max ? order <= 0 : order >= 0)
            continue;
        }
      if (!keep_text (state, text, call->arena, error))
        return false;
      state->is_set = 1;
    }
  return true;
}

static inline bool
extreme_update (const AzudKernelCall *call, bool max, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  switch (call->args[0]->type->id)
    {
      EXTREME_CASE (AZUD_DTYPE_BOOLEAN, uint8_t, BETTER)
      EXTREME_CASE (AZUD_DTYPE_TINYINT, int8_t, BETTER)
      EXTREME_CASE (AZUD_DTYPE_SMALLINT, int16_t, BETTER)
      EXTREME_CASE (AZUD_DTYPE_INT, int32_t, BETTER)
      EXTREME_CASE (AZUD_DTYPE_DATE, int32_t, BETTER)
      EXTREME_CASE (AZUD_DTYPE_YEAR_MONTH, int32_t, BETTER)
      EXTREME_CASE (AZUD_DTYPE_BIGINT, int64_t, BETTER)
      EXTREME_CASE (AZUD_DTYPE_TIMESTAMP, int64_t, BETTER)
      EXTREME_CASE (AZUD_DTYPE_TIMESTAMP_NTZ, int64_t, BETTER)
      EXTREME_CASE (AZUD_DTYPE_DAY_TIME, int64_t, BETTER)
      EXTREME_CASE (AZUD_DTYPE_FLOAT, float, BETTER_REAL)
      EXTREME_CASE (AZUD_DTYPE_DOUBLE, double, BETTER_REAL)
      EXTREME_CASE (AZUD_DTYPE_DECIMAL, AzudInt128, BETTER)
    case AZUD_DTYPE_STRING:
    case AZUD_DTYPE_BINARY:
      return text_extreme (call, &view, max, states, error);
    default:
      return true;   /* only nulls */
    }
}

static bool
max_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  return extreme_update (call, true, states, error);
}

static bool
min_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  return extreme_update (call, false, states, error);
}

static bool
extreme_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  return emit_keepers (ARG_TYPE (call, 0), states, 0, n, out, arena, error);
}

static const AzudAggregate max_aggregate = { keeper_size, first_partial, max_update, max_update, extreme_emit, extreme_emit };
static const AzudAggregate min_aggregate = { keeper_size, first_partial, min_update, min_update, extreme_emit, extreme_emit };

/* ---- min_by, max_by ---- */

typedef struct
{
  Keeper value;
  Keeper order;
} ByState;

static uint32_t
by_size (const AzudExpr *call)
{
  return sizeof (ByState);
}

static int
by_partial (const AzudExpr *call, const AzudDtype **types)
{
  types[0] = ARG_TYPE (call, 0);
  types[1] = ARG_TYPE (call, 1);
  return 2;
}

/* Of equal orders the later one counts, as in Spark. */
static bool
by_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  bool max = g_str_equal (call->call->function->name, "max_by");
  const AzudDtype *value_type = call->args[0]->type, *order_type = call->args[1]->type;
  AzudVectorView values = azud_vector_view (call->args[0]), orders = azud_vector_view (call->args[1]);

  if (order_type->id == AZUD_DTYPE_VOID)
    return true;
  FOR_STATES (call, ByState, state, row)
    {
      uint32_t o = azud_view_index (&orders, row), v = azud_view_index (&values, row);
      const uint8_t *order = (const uint8_t *) orders.data + (size_t) o * order_type->width;

      if (!azud_view_valid (&orders, o))
        continue;
      if (state->order.is_set)
        {
          int sign = azud_fn_compare_values (order_type, order, state->order.slot.bytes);

          if (max ? sign < 0 : sign > 0)
            continue;
        }
      if (!keeper_set (&state->order, order_type, &orders, o, call->arena, error))
        return false;
      if (value_type->id == AZUD_DTYPE_VOID || !azud_view_valid (&values, v))
        keeper_set_null (&state->value);
      else if (!keeper_set (&state->value, value_type, &values, v, call->arena, error))
        return false;
    }
  return true;
}

static bool
by_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  return emit_keepers (ARG_TYPE (call, 0), states, offsetof (ByState, value), n, out, arena, error);
}

static bool
by_emit_partial (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  return by_emit (call, states, n, &out[0], arena, error)
         && emit_keepers (ARG_TYPE (call, 1), states, offsetof (ByState, order), n, &out[1], arena, error);
}

static const AzudDtype *
by_type (const AzudExpr *call, AzudError *error)
{
  return azud_fn_flat_type (call, 1, error) != NULL ? azud_fn_flat_type (call, 0, error) : NULL;
}

static const AzudAggregate by_aggregate = { by_size, by_partial, by_update, by_update, by_emit_partial, by_emit };

/* ---- first, last, any_value ---- */

static bool
ignores_nulls (const AzudExpr *call)
{
  return call->ignore_nulls
         || (call->n_args > 1 && call->args[1]->kind == AZUD_EXPR_LITERAL && !call->args[1]->datum.is_null
             && call->args[1]->datum.as.boolean);
}

/* @validities: of partial columns, whether the state had seen anything; else NULL */
static bool
take_values (const AzudKernelCall *call, const AzudVectorView *seen, uint8_t *const *states, AzudError *error)
{
  const AzudDtype *type = call->args[0]->type;
  AzudVectorView view = azud_vector_view (call->args[0]);
  bool last = g_str_equal (call->call->function->name, "last"), ignore = ignores_nulls (call->call);

  FOR_STATES (call, Keeper, state, row)
    {
      uint32_t i = azud_view_index (&view, row);
      bool null = type->id == AZUD_DTYPE_VOID || !azud_view_valid (&view, i);

      if ((state->is_set && !last) || (null && ignore) || (seen != NULL && !VALUE_AT (uint8_t, *seen, row)))
        continue;
      if (null)
        keeper_set_null (state);
      else if (!keeper_set (state, type, &view, i, call->arena, error))
        return false;
    }
  return true;
}

static bool
take_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  return take_values (call, NULL, states, error);
}

static bool
take_merge (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  AzudVectorView seen = azud_vector_view (call->args[1]);

  return take_values (call, &seen, states, error);
}

static int
take_partial (const AzudExpr *call, const AzudDtype **types)
{
  types[0] = ARG_TYPE (call, 0);
  types[1] = azud_dtype_get (AZUD_DTYPE_BOOLEAN);
  return 2;
}

static bool
take_emit_partial (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  if (!extreme_emit (call, states, n, &out[0], arena, error)
      || !emit_begin (&out[1], azud_dtype_get (AZUD_DTYPE_BOOLEAN), n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    ((uint8_t *) out[1].data)[i] = ((const Keeper *) states[i])->is_set;
  return true;
}

static const AzudDtype *
take_type (const AzudExpr *call, AzudError *error)
{
  if (call->n_args > 1 && (call->args[1]->kind != AZUD_EXPR_LITERAL || call->args[1]->datum.is_null))
    return azud_fn_not_foldable (call, 1, "ignoreNulls", error);
  return azud_fn_flat_type (call, 0, error);
}

static const AzudAggregate take_aggregate = {
  keeper_size, take_partial, take_update, take_merge, take_emit_partial, extreme_emit
};

#define TAKE(name_, aliases_, summary_, example_, result_)                                               \
  {                                                                                                      \
    .name = name_, .aliases = aliases_, .family = N_("aggregate"), .since = 35,                          \
    .flags = AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_MAY_NULL,                                           \
    .signatures = SIGNATURES ({ .args = "any", .resolve_type = take_type, .aggregate = &take_aggregate }, \
                              { .args = "any,boolean", .resolve_type = take_type, .aggregate = &take_aggregate }), \
    .summary = summary_, .example = example_, .result = result_                                          \
  }

#define EXTREME(name_, args_, type_, aggregate_, summary_, example_, result_)                            \
  {                                                                                                      \
    .name = name_, .family = N_("aggregate"), .since = 35,                                               \
    .flags = AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_MAY_NULL,                                           \
    .signatures = SIGNATURES ({ .args = args_, .resolve_type = type_, .aggregate = &aggregate_ }),       \
    .summary = summary_, .example = example_, .result = result_                                          \
  }

const AzudFunction azud_functions_extreme[] = {
  EXTREME ("max", "any", first_type, max_aggregate, N_("The largest value; NaN is larger than any other"), "max(3)", "3"),
  EXTREME ("min", "any", first_type, min_aggregate, N_("The smallest value"), "min('a')", "a"),
  EXTREME ("max_by", "any,any", by_type, by_aggregate, N_("The first argument of the row in which the second is largest"),
           "max_by('a', 1)", "a"),
  EXTREME ("min_by", "any,any", by_type, by_aggregate, N_("The first argument of the row in which the second is smallest"),
           "min_by('a', 1)", "a"),
  TAKE ("first", "first_value", N_("The value of the first row; of the first that is not null, if nulls are to be ignored"),
        "first(7)", "7"),
  TAKE ("last", "last_value", N_("The value of the last row; of the last that is not null, if nulls are to be ignored"),
        "last(7)", "7"),
  TAKE ("any_value", NULL, N_("The value of some row: the first"), "any_value(7)", "7"),
  { NULL }
};
