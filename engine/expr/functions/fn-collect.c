/* fn-collect.c: aggregates that keep every value: median, percentile, collect_list, collect_set, listagg
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The state is a growing array in the arena of the states; partial results are arrays.
 */

#include "expr/functions/fn-aggregate-private.h"

typedef struct
{
  uint8_t  *values;      /* n elements of the type's width */
  uint32_t *table;       /* collect_set: places of values by hash, +1; 2^bits cells */
  uint32_t  n;
  uint32_t  room;
  uint32_t  bits;
} Values;

static uint32_t
values_size (const AzudExpr *call)
{
  return sizeof (Values);
}

/* Room for one more; the old array stays in the arena (arrays double, so at most as much again is lost). */
static uint8_t *
values_room (Values *state, uint32_t width, AzudArena *arena, AzudError *error)
{
  if (state->n == state->room)
    {
      uint32_t room = MAX (4, state->room * 2);
      uint8_t *values = azud_arena_alloc (arena, (size_t) room * width, 16, error);

      if (values == NULL)
        return NULL;
      if (state->n > 0)
        memcpy (values, state->values, (size_t) state->n * width);
      state->values = values;
      state->room = room;
    }
  return state->values + (size_t) state->n * width;
}

/* Appends the value at @value; the bytes of long texts are copied. */
static bool
values_append (Values *state, const AzudDtype *type, const void *value, AzudArena *arena, AzudError *error)
{
  uint8_t *slot = values_room (state, type->width, arena, error);
  const AzudText *text = value;

  if (slot == NULL)
    return false;
  if (azud_dtype_is_text (type) && text->size > AZUD_TEXT_INLINE)
    {
      char *bytes = azud_arena_alloc (arena, text->size, 1, error);

      if (bytes == NULL)
        return false;
      memcpy (bytes, text->as.far.pointer, text->size);
      *(AzudText *) (void *) slot = azud_text_make (bytes, text->size);
    }
  else
    memcpy (slot, value, type->width);
  state->n++;
  return true;
}

/* ---- sets ---- */

static uint32_t
cell_of (const Values *state, const AzudDtype *type, const void *value)
{
  uint32_t mask = (1u << state->bits) - 1;
  uint32_t cell = (uint32_t) azud_fn_value_hash (type, value) & mask;

  while (state->table[cell] != 0
         && azud_fn_compare_values (type, state->values + (size_t) (state->table[cell] - 1) * type->width, value) != 0)
    cell = (cell + 1) & mask;
  return cell;
}

static bool
values_add_new (Values *state, const AzudDtype *type, const void *value, AzudArena *arena, AzudError *error)
{
  uint32_t cell;

  if (state->bits == 0 || state->n * 2 >= 1u << state->bits)
    {
      uint32_t bits = MAX (3, state->bits + 1);
      uint32_t *table = azud_arena_alloc (arena, sizeof *table << bits, 16, error);

      if (table == NULL)
        return false;
      memset (table, 0, sizeof *table << bits);
      state->table = table;
      state->bits = bits;
      for (uint32_t i = 0; i < state->n; i++)
        table[cell_of (state, type, state->values + (size_t) i * type->width)] = i + 1;
    }
  cell = cell_of (state, type, value);
  if (state->table[cell] != 0)
    return true;
  state->table[cell] = state->n + 1;
  if (values_append (state, type, value, arena, error))
    return true;
  state->table[cell] = 0;
  return false;
}

static bool
add_value (const AzudExpr *call, Values *state, const AzudDtype *type, const void *value, AzudArena *arena, AzudError *error)
{
  return (g_str_equal (call->function->name, "collect_set") ? values_add_new : values_append) (state, type, value, arena, error);
}

/* ---- gathering ---- */

static const AzudDtype *
element_type (const AzudExpr *call)
{
  return ARG_TYPE (call, 0);
}

static int
values_partial (const AzudExpr *call, const AzudDtype **types)
{
  types[0] = azud_dtype_array (element_type (call), false);
  return 1;
}

static bool
values_update (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  const AzudDtype *type = call->args[0]->type;
  AzudVectorView view = azud_vector_view (call->args[0]);

  if (type->id == AZUD_DTYPE_VOID)
    return true;
  FOR_STATES (call, Values, state, row)
    {
      uint32_t i = azud_view_index (&view, row);

      if (azud_view_valid (&view, i)
          && !add_value (call->call, state, type, (const uint8_t *) view.data + (size_t) i * type->width, call->arena, error))
        return false;
    }
  return true;
}

static bool
values_merge (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  const AzudVector *lists = call->args[0];
  const AzudVector *elements = (lists->layout == AZUD_LAYOUT_DICTIONARY ? lists->dictionary : lists)->children;
  const AzudDtype *type = elements->type;
  AzudVectorView view = azud_vector_view (lists), inner = azud_vector_view (elements);

  FOR_STATES (call, Values, state, row)
    {
      AzudListView list = VALUE_AT (AzudListView, view, row);

      for (uint32_t k = list.offset; k < list.offset + list.length; k++)
        if (!add_value (call->call, state, type,
                        (const uint8_t *) inner.data + (size_t) azud_view_index (&inner, k) * type->width, call->arena, error))
          return false;
    }
  return true;
}

static bool
values_emit_lists (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  const AzudDtype *type = element_type (call);
  AzudVector *child;
  uint64_t total = 0;
  uint32_t at = 0;

  for (uint32_t i = 0; i < n; i++)
    total += ((const Values *) (const void *) states[i])->n;
  if (total > UINT32_MAX / 2)
    FAIL_ROW (0, "AZUD_TEXT_TOO_LONG", N_("{0} has gathered too many values for one batch"), call->call_name);
  if (!emit_begin (out, azud_dtype_array (type, false), n, arena, error))
    return false;
  child = azud_arena_alloc (arena, sizeof *child, 16, error);
  if (child == NULL || !azud_vector_init_flat (child, type, (uint32_t) total, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const Values *state = (const Values *) (const void *) states[i];

      ((AzudListView *) out->data)[i] = (AzudListView){ at, state->n };
      if (state->n > 0)
        memcpy ((uint8_t *) child->data + (size_t) at * type->width, state->values, (size_t) state->n * type->width);
      at += state->n;
    }
  out->children = child;
  return true;
}

static const AzudDtype *
list_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *type = azud_fn_flat_type (call, 0, error);

  return type != NULL ? azud_dtype_array (type, false) : NULL;
}

static const AzudAggregate list_aggregate = {
  values_size, values_partial, values_update, values_merge, values_emit_lists, values_emit_lists
};

/* ---- listagg ---- */

static bool
listagg_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  AzudText separator = azud_text_make ("", 0);

  if (call->n_args > 1 && !call->args[1]->datum.is_null)
    separator = call->args[1]->datum.as.text;
  if (!emit_begin (out, call->type, n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const Values *state = (const Values *) (const void *) states[i];
      const AzudText *texts = (const AzudText *) (const void *) state->values;
      size_t size = state->n > 0 ? (size_t) separator.size * (state->n - 1) : 0;
      char *bytes, *at;

      if (state->n == 0)
        {
          if (!emit_null (out, i, arena, error))
            return false;
          continue;
        }
      for (uint32_t k = 0; k < state->n; k++)
        size += texts[k].size;
      if (size > INT32_MAX)
        FAIL_ROW (i, "AZUD_TEXT_TOO_LONG", N_("A text of more than 2 GiB cannot be made"));
      at = bytes = azud_arena_alloc (arena, size + 1, 1, error);
      if (bytes == NULL)
        return false;
      for (uint32_t k = 0; k < state->n; k++)
        {
          if (k > 0)
            at = mempcpy (at, azud_text_data (&separator), separator.size);
          at = mempcpy (at, azud_text_data (&texts[k]), texts[k].size);
        }
      ((AzudText *) out->data)[i] = azud_text_make (bytes, size);
    }
  return true;
}

static const AzudDtype *
listagg_type (const AzudExpr *call, AzudError *error)
{
  if (call->n_args > 1 && call->args[1]->kind != AZUD_EXPR_LITERAL)
    return azud_fn_not_foldable (call, 1, "delimiter", error);
  return ARG_TYPE (call, 0);
}

static const AzudAggregate listagg_aggregate = {
  values_size, values_partial, values_update, values_merge, values_emit_lists, listagg_emit
};

/* ---- mode ---- */

static int
compare_with_type (const void *a, const void *b, void *type)
{
  return azud_fn_compare_values (type, a, b);
}

/* The value that stands most often; of several the smallest, which is one of those Spark may give. */
static bool
mode_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  const AzudDtype *type = element_type (call);

  if (!emit_begin (out, type, n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const Values *state = (const Values *) (const void *) states[i];
      uint32_t best = 0, longest = 0, run = 0;

      if (state->n == 0)
        {
          if (!emit_null (out, i, arena, error))
            return false;
          continue;
        }
      qsort_r (state->values, state->n, type->width, compare_with_type, (void *) type);
      for (uint32_t k = 0; k < state->n; k++)
        {
          const uint8_t *value = state->values + (size_t) k * type->width;

          run = k > 0 && azud_fn_compare_values (type, value, value - type->width) == 0 ? run + 1 : 1;
          if (run > longest)
            {
              longest = run;
              best = k;
            }
        }
      memcpy ((uint8_t *) out->data + (size_t) i * type->width, state->values + (size_t) best * type->width, type->width);
    }
  return true;
}

static const AzudDtype *
mode_type (const AzudExpr *call, AzudError *error)
{
  const AzudExpr *deterministic = call->n_args > 1 ? call->args[1] : NULL;

  if (deterministic != NULL && deterministic->type->id != AZUD_DTYPE_BOOLEAN && deterministic->type->id != AZUD_DTYPE_VOID)
    return azud_fn_refuse (call, 1, "BOOLEAN", error);
  if (deterministic != NULL && !azud_expr_is_literal (deterministic))
    return azud_fn_not_foldable (call, 1, "deterministic", error);
  if (deterministic != NULL && deterministic->datum.is_null)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.UNEXPECTED_NULL", N_("Argument 2 of {0} must not be null"),
                      call->call_name, NULL);
      return NULL;
    }
  return azud_fn_flat_type (call, 0, error);
}

static const AzudAggregate mode_aggregate = {
  values_size, values_partial, values_update, values_merge, values_emit_lists, mode_emit
};

/* ---- median, percentile ---- */

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  if (isnan (x) || isnan (y))
    return isnan (x) - isnan (y);
  return x < y ? -1 : x > y;
}

/* A constant fraction; false when it is none or outside [0, 1]. */
static bool
constant_fraction (const AzudExpr *expr, double *fraction)
{
  const AzudDatum *datum = &expr->datum;

  if (expr->kind == AZUD_EXPR_CAST)
    return constant_fraction (expr->args[0], fraction);
  if (!azud_expr_is_literal (expr) || datum->is_null || !azud_dtype_is_numeric (datum->type))
    return false;
  if (datum->type->id == AZUD_DTYPE_DECIMAL)
    *fraction = azud_decimal_to_double (datum->as.decimal, datum->type->scale);
  else
    *fraction = azud_dtype_is_integer (datum->type) ? (double) datum->as.integer : datum->as.real;
  return *fraction >= 0 && *fraction <= 1;
}

/* Linear interpolation between the two values around the place. */
static double
percentile_of (const double *sorted, uint32_t n, double fraction)
{
  double place = (double) (n - 1) * fraction, low = floor (place), high = ceil (place);
  double below = sorted[(uint32_t) low], above = sorted[(uint32_t) high];

  if (low == high || below == above)
    return below;
  return (high - place) * below + (place - low) * above;
}

static bool
percentile_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  const AzudExpr *wanted = call->n_args > 1 ? call->args[1] : NULL;
  bool list = call->type->id == AZUD_DTYPE_ARRAY;
  uint32_t n_fractions = list ? (uint32_t) wanted->n_args : 1;
  AzudVector *child = out;

  if (!emit_begin (out, call->type, n, arena, error))
    return false;
  if (list)
    {
      child = azud_arena_alloc (arena, sizeof *child, 16, error);
      if (child == NULL || !azud_vector_init_flat (child, azud_dtype_get (AZUD_DTYPE_DOUBLE), n * n_fractions, arena, error))
        return false;
      out->children = child;
    }
  for (uint32_t i = 0; i < n; i++)
    {
      const Values *state = (const Values *) (const void *) states[i];
      double *values = (double *) (void *) state->values;

      if (list)
        ((AzudListView *) out->data)[i] = (AzudListView){ i * n_fractions, n_fractions };
      if (state->n == 0)
        {
          if (list)
            memset ((double *) child->data + (size_t) i * n_fractions, 0, n_fractions * sizeof (double));
          if (!emit_null (out, i, arena, error))
            return false;
          continue;
        }
      qsort (values, state->n, sizeof *values, compare_doubles);
      for (uint32_t k = 0; k < n_fractions; k++)
        {
          double fraction = 0.5;

          if (wanted != NULL && !constant_fraction (list ? wanted->args[k] : wanted, &fraction))
            return false;
          ((double *) child->data)[i * n_fractions + k] = percentile_of (values, state->n, fraction);
        }
    }
  return true;
}

static const AzudDtype *
percentile_type (const AzudExpr *call, AzudError *error)
{
  const AzudExpr *wanted = call->args[1];
  double fraction;

  if (wanted->kind == AZUD_EXPR_CAST && wanted->type->id == AZUD_DTYPE_ARRAY)
    wanted = wanted->args[0];
  if (wanted->kind != AZUD_EXPR_CALL || !g_str_equal (wanted->call_name, "array"))
    {
      if (constant_fraction (wanted, &fraction))
        return azud_dtype_get (AZUD_DTYPE_DOUBLE);
    }
  else
    {
      bool good = wanted->n_args > 0 && wanted == call->args[1];

      for (int i = 0; i < wanted->n_args; i++)
        good = good && constant_fraction (wanted->args[i], &fraction);
      if (good)
        return azud_dtype_array (azud_dtype_get (AZUD_DTYPE_DOUBLE), false);
    }
  azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
                  N_("The percentage given to {0} must be a constant between 0 and 1"), call->call_name, NULL);
  return NULL;
}

static const AzudAggregate percentile_aggregate = {
  values_size, values_partial, values_update, values_merge, values_emit_lists, percentile_emit
};

#define COLLECT_FLAGS (AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_NEVER_NULL)
#define KEEP_FLAGS (AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_MAY_NULL)

const AzudFunction azud_functions_collect[] = {
  { .name = "collect_list", .aliases = "array_agg", .family = N_("aggregate"), .since = 35, .flags = COLLECT_FLAGS,
    .signatures = SIGNATURES ({ .args = "any", .resolve_type = list_type, .aggregate = &list_aggregate }),
    .summary = N_("All values that are not null, as an array"), .example = "collect_list(1)", .result = "[1]" },
  { .name = "collect_set", .family = N_("aggregate"), .since = 35, .flags = COLLECT_FLAGS,
    .signatures = SIGNATURES ({ .args = "any", .resolve_type = list_type, .aggregate = &list_aggregate }),
    .summary = N_("The distinct values that are not null, as an array"), .example = "collect_set('a')", .result = "[a]" },
  { .name = "listagg", .aliases = "string_agg", .family = N_("aggregate"), .since = 40, .flags = KEEP_FLAGS,
    .signatures = SIGNATURES ({ .args = "string", .resolve_type = listagg_type, .aggregate = &listagg_aggregate },
                              { .args = "string,string", .resolve_type = listagg_type, .aggregate = &listagg_aggregate }),
    .summary = N_("The texts joined, with a separator between them"), .example = "listagg('a', ', ')", .result = "a" },
  { .name = "mode", .family = N_("statistics"), .since = 35, .flags = KEEP_FLAGS,
    .signatures = SIGNATURES ({ .args = "any", .resolve_type = mode_type, .aggregate = &mode_aggregate },
                              { .args = "any,any", .resolve_type = mode_type, .aggregate = &mode_aggregate }),
    .summary = N_("The value that stands most often"), .example = "mode(3)", .result = "3" },
  { .name = "median", .family = N_("statistics"), .since = 35, .flags = KEEP_FLAGS,
    .signatures = SIGNATURES ({ .args = "double", .result = "double", .aggregate = &percentile_aggregate }),
    .summary = N_("The middle value"), .example = "median(3)", .result = "3.0" },
  { .name = "percentile", .family = N_("statistics"), .since = 35, .flags = KEEP_FLAGS,
    .signatures = SIGNATURES ({ .args = "double,any", .resolve_type = percentile_type, .aggregate = &percentile_aggregate }),
    .summary = N_("The value below which a fraction of the values lies, between two values interpolated; an array of fractions gives an array"),
    .example = "percentile(3, 0.25)", .result = "3.0" },
  { NULL }
};
