/* fn-array.c: arrays from arrays
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Elements are compared as GROUP BY compares them: NaN equals NaN, null equals null.  Sets within one array are found by
 * comparing each pair, which is quickest for the short arrays these functions are for.
 */

#include "expr/compare.h"
#include "expr/functions/fn-builder-private.h"

/* Whether two elements are the same, nulls included. */
static bool
same_element (const AzudVector *a, uint32_t i, const AzudVector *b, uint32_t j)
{
  bool a_null = element_is_null (a, i), b_null = element_is_null (b, j);

  return a_null || b_null ? a_null && b_null : azud_element_compare (a, i, b, j) == 0;
}

static bool
list_has (const AzudVector *elements, AzudListView list, const AzudVector *of, uint32_t i)
{
  for (uint32_t k = list.offset; k < list.offset + list.length; k++)
    if (same_element (elements, k, of, i))
      return true;
  return false;
}

/* A loop over the rows with `list`, `elements`, `out` and the builder of the result. */
#define LIST_ROWS(call, row)                                                                                  \
  const AzudVector *elements = list_elements (call->args[0]);                                                 \
  AzudVectorView lists = azud_vector_view (call->args[0]);                                                    \
  AzudListView *out = call->out->data;                                                                        \
  Builder builder;                                                                                            \
  if (!azud_fn_builder_init (&builder, call->out->type->fields[0].type, call->arena, error))                  \
    return false;                                                                                             \
  FOR_ROWS (call, row)

#define LIST_BEGIN(row)                                                                                       \
  AzudListView list = VALUE_AT (AzudListView, lists, row);                                                    \
  uint32_t start = builder.n

#define APPEND(from, i)                                                                                       \
  G_STMT_START                                                                                                \
  {                                                                                                           \
    if (!azud_fn_builder_append (&builder, from, i, error))                                                   \
      return false;                                                                                           \
  }                                                                                                           \
  G_STMT_END

#define LIST_END(row) out[row] = (AzudListView){ start, builder.n - start }

static bool
array_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudListView *out = call->out->data;
  Builder builder;

  if (!azud_fn_builder_init (&builder, call->out->type->fields[0].type, call->arena, error))
    return false;
  FOR_ROWS (call, row)
    {
      uint32_t start = builder.n;

      for (uint32_t i = 0; i < call->n_args; i++)
        APPEND (call->args[i], row);
      set_valid (call, row);
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

static const AzudDtype *
array_type (const AzudExpr *call, AzudError *error)
{
  bool nullable = false;

  for (int i = 0; i < call->n_args; i++)
    nullable = nullable || call->args[i]->nullable;
  return azud_dtype_array (call->n_args > 0 ? call->args[0]->type : azud_dtype_get (AZUD_DTYPE_VOID), nullable);
}

static bool
repeat_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView counts = azud_vector_view (call->args[1]);
  AzudListView *out = call->out->data;
  Builder builder;

  if (!azud_fn_builder_init (&builder, call->out->type->fields[0].type, call->arena, error))
    return false;
  FOR_ROWS (call, row)
    {
      uint32_t start = builder.n;

      if (arg_is_null (&counts, row))
        {
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      for (int32_t i = 0; i < VALUE_AT (int32_t, counts, row); i++)
        APPEND (call->args[0], row);
      set_valid (call, row);
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

static const AzudDtype *
repeat_type (const AzudExpr *call, AzudError *error)
{
  return azud_dtype_array (call->args[0]->type, call->args[0]->nullable);
}

static bool
slice_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView starts = azud_vector_view (call->args[1]), lengths = azud_vector_view (call->args[2]);

  LIST_ROWS (call, row)
    {
      LIST_BEGIN (row);
      int64_t from = VALUE_AT (int32_t, starts, row), length = VALUE_AT (int32_t, lengths, row);

      if (from == 0)
        FAIL_ROW (row, "INVALID_PARAMETER_VALUE.START", N_("The start given to {0} must not be 0"), call->call->call_name);
      if (length < 0)
        FAIL_ROW (row, "INVALID_PARAMETER_VALUE.LENGTH", N_("The length given to {0} must not be negative"), call->call->call_name);
      from = from > 0 ? from - 1 : (int64_t) list.length + from;
      for (int64_t k = from; from >= 0 && k < from + length && k < list.length; k++)
        APPEND (elements, list.offset + (uint32_t) k);
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

bool
azud_fn_array_reverse_kernel (const AzudKernelCall *call, AzudError *error)
{
  LIST_ROWS (call, row)
    {
      LIST_BEGIN (row);
      for (uint32_t k = list.length; k > 0; k--)
        APPEND (elements, list.offset + k - 1);
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

bool
azud_fn_array_concat_kernel (const AzudKernelCall *call, AzudError *error)
{
  LIST_ROWS (call, row)
    {
      uint32_t start = builder.n;

      (void) elements;
      (void) lists;
      for (uint32_t i = 0; i < call->n_args; i++)
        {
          AzudVectorView view = azud_vector_view (call->args[i]);
          AzudListView list = VALUE_AT (AzudListView, view, row);

          for (uint32_t k = 0; k < list.length; k++)
            APPEND (list_elements (call->args[i]), list.offset + k);
        }
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

const AzudDtype *
azud_fn_array_concat_type (const AzudExpr *call, AzudError *error)
{
  bool nullable = false;

  for (int i = 0; i < call->n_args; i++)
    nullable = nullable || call->args[i]->type->fields[0].nullable;
  return azud_dtype_array (call->args[0]->type->fields[0].type, nullable);
}

/* ---- sorting ---- */

typedef struct
{
  const AzudVector *elements;
  bool              descending;
  bool              nulls_last;
} Order;

static bool
comes_before (const Order *order, uint32_t i, uint32_t j)
{
  bool i_null = element_is_null (order->elements, i), j_null = element_is_null (order->elements, j);
  int sign;

  if (i_null || j_null)
    return i_null != j_null && i_null != order->nulls_last;
  sign = azud_element_compare (order->elements, i, order->elements, j);
  return order->descending ? sign > 0 : sign < 0;
}

/* Heap sort: needs no memory, and equal elements cannot be told apart. */
static void
sink (const Order *order, uint32_t *places, uint32_t at, uint32_t n)
{
  for (uint32_t child = 2 * at + 1; child < n; child = 2 * at + 1)
    {
      uint32_t swap;

      if (child + 1 < n && comes_before (order, places[child], places[child + 1]))
        child++;
      if (!comes_before (order, places[at], places[child]))
        return;
      swap = places[at];
      places[at] = places[child];
      places[child] = swap;
      at = child;
    }
}

static void
sort_places (const Order *order, uint32_t *places, uint32_t n)
{
  for (uint32_t i = n / 2; i > 0; i--)
    sink (order, places, i - 1, n);
  for (uint32_t end = n; end > 1; end--)
    {
      uint32_t swap = places[0];

      places[0] = places[end - 1];
      places[end - 1] = swap;
      sink (order, places, 0, end - 1);
    }
}

static bool
sort_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView ascendings = azud_vector_view (call->args[call->n_args - 1]);
  bool nulls_last = g_str_equal (call->call->function->name, "array_sort");

  LIST_ROWS (call, row)
    {
      LIST_BEGIN (row);
      bool descending = call->n_args > 1 && VALUE_AT (uint8_t, ascendings, row) == 0;
      Order order = { elements, descending, nulls_last || descending };
      uint32_t *places = azud_arena_alloc (call->arena, (size_t) list.length * sizeof *places + 4, 4, error);

      if (places == NULL)
        return false;
      for (uint32_t k = 0; k < list.length; k++)
        places[k] = list.offset + k;
      sort_places (&order, places, list.length);
      for (uint32_t k = 0; k < list.length; k++)
        APPEND (elements, places[k]);
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

/* ---- sets ---- */

static bool
distinct_kernel (const AzudKernelCall *call, AzudError *error)
{
  LIST_ROWS (call, row)
    {
      LIST_BEGIN (row);
      for (uint32_t k = 0; k < list.length; k++)
        if (!list_has (elements, (AzudListView){ list.offset, k }, elements, list.offset + k))
          APPEND (elements, list.offset + k);
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

/* array_union, array_intersect, array_except: without doubles, in the order of the first and then the second array. */
static bool
set_kernel (const AzudKernelCall *call, AzudError *error)
{
  const AzudVector *others = list_elements (call->args[1]);
  AzudVectorView other_lists = azud_vector_view (call->args[1]);
  char kind = call->call->function->name[6];   /* u, i, e */

  LIST_ROWS (call, row)
    {
      LIST_BEGIN (row);
      AzudListView other = VALUE_AT (AzudListView, other_lists, row);

      for (uint32_t k = 0; k < list.length; k++)
        if (!list_has (elements, (AzudListView){ list.offset, k }, elements, list.offset + k)
            && (kind == 'u' || list_has (others, other, elements, list.offset + k) == (kind == 'i')))
          APPEND (elements, list.offset + k);
      for (uint32_t k = 0; kind == 'u' && k < other.length; k++)
        if (!list_has (elements, list, others, other.offset + k)
            && !list_has (others, (AzudListView){ other.offset, k }, others, other.offset + k))
          APPEND (others, other.offset + k);
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

static bool
remove_kernel (const AzudKernelCall *call, AzudError *error)
{
  LIST_ROWS (call, row)
    {
      LIST_BEGIN (row);
      for (uint32_t k = list.offset; k < list.offset + list.length; k++)
        if (!same_element (elements, k, call->args[1], row))
          APPEND (elements, k);
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

static bool
compact_kernel (const AzudKernelCall *call, AzudError *error)
{
  LIST_ROWS (call, row)
    {
      LIST_BEGIN (row);
      for (uint32_t k = list.offset; k < list.offset + list.length; k++)
        if (!element_is_null (elements, k))
          APPEND (elements, k);
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

/* The value may be null, the array not. */
static bool
append_kernel (const AzudKernelCall *call, AzudError *error)
{
  bool front = g_str_equal (call->call->function->name, "array_prepend");

  LIST_ROWS (call, row)
    {
      if (arg_is_null (&lists, row))
        {
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      LIST_BEGIN (row);
      if (front)
        APPEND (call->args[1], row);
      for (uint32_t k = list.offset; k < list.offset + list.length; k++)
        APPEND (elements, k);
      if (!front)
        APPEND (call->args[1], row);
      set_valid (call, row);
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

static const AzudDtype *
append_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *type = call->args[0]->type;

  return azud_dtype_array (type->fields[0].type, type->fields[0].nullable || call->args[1]->nullable);
}

/* Null if one of the inner arrays is. */
static bool
flatten_kernel (const AzudKernelCall *call, AzudError *error)
{
  LIST_ROWS (call, row)
    {
      LIST_BEGIN (row);
      bool null = false;

      for (uint32_t k = list.offset; k < list.offset + list.length; k++)
        null = null || element_is_null (elements, k);
      if (null)
        {
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      for (uint32_t k = list.offset; k < list.offset + list.length; k++)
        {
          AzudVectorView view = azud_vector_view (elements);
          AzudListView inner = VALUE_AT (AzudListView, view, k);

          for (uint32_t m = 0; m < inner.length; m++)
            APPEND (list_elements (elements), inner.offset + m);
        }
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

static const AzudDtype *
flatten_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *inner = call->args[0]->type->fields[0].type;

  return inner->id == AZUD_DTYPE_ARRAY ? inner : azud_fn_refuse (call, 0, "ARRAY<ARRAY>", error);
}

/* ---- sequence ---- */

#define SEQUENCE_MAX 10000000

/* A whole number of any width. */
static int64_t
read_whole (const AzudVector *vector, uint32_t row)
{
  AzudVectorView view = azud_vector_view (vector);

  switch (vector->type->id)
    {
    case AZUD_DTYPE_TINYINT:
      return VALUE_AT (int8_t, view, row);
    case AZUD_DTYPE_SMALLINT:
      return VALUE_AT (int16_t, view, row);
    case AZUD_DTYPE_INT:
      return VALUE_AT (int32_t, view, row);
    default:
      return VALUE_AT (int64_t, view, row);
    }
}

static bool
sequence_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudListView *out = call->out->data;
  Builder builder;

  if (!azud_fn_builder_init (&builder, call->out->type->fields[0].type, call->arena, error))
    return false;
  FOR_ROWS (call, row)
    {
      int64_t from = read_whole (call->args[0], row), to = read_whole (call->args[1], row);
      int64_t step = call->n_args > 2 ? read_whole (call->args[2], row) : from <= to ? 1 : -1;
      uint32_t start = builder.n;
      AzudInt128 value = from;

      if ((step > 0 && from > to) || (step < 0 && from < to) || (step == 0 && from != to))
        FAIL_ROW (row, "ILLEGAL_SEQUENCE_BOUNDARIES", N_("{0} cannot get from its start to its stop by its step"), call->call->call_name);
      if (step != 0 && ((AzudInt128) to - from) / step >= SEQUENCE_MAX)
        FAIL_ROW (row, "COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER", N_("{0} would have too many elements"), call->call->call_name);
      do
        {
          int64_t element = GINT64_TO_LE ((int64_t) value);   /* its first bytes are the narrower number */

          if (!azud_fn_builder_append_value (&builder, &element, error))
            return false;
          value += step;
        }
      while (step > 0 ? value <= to : step < 0 && value >= to);
      LIST_END (row);
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

static const AzudDtype *
sequence_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *type = call->args[0]->type;

  return azud_dtype_is_integer (type) ? azud_dtype_array (type, false) : azud_fn_refuse (call, 0, "INTEGRAL", error);
}

#define STRICT 0
#define NULLS  AZUD_FUNCTION_MAY_NULL
#define TAKES  AZUD_FUNCTION_TAKES_NULL
#define RAISES AZUD_FUNCTION_CAN_RAISE

#define ROW(name_, flags_, summary_, example_, result_, ...)                                                \
  {                                                                                                         \
    .name = name_, .family = N_("arrays and maps"), .since = 35, .flags = flags_,                           \
    .signatures = SIGNATURES (__VA_ARGS__), .summary = summary_, .example = example_, .result = result_     \
  }

const AzudFunction azud_functions_array[] = {
  ROW ("array", TAKES | AZUD_FUNCTION_NEVER_NULL, N_("An array of values"), "array(1, 2, 3)", "[1,2,3]",
       { .args = "", .kernel = array_kernel, .resolve_type = array_type },
       { .args = "T...", .kernel = array_kernel, .resolve_type = array_type }),
  ROW ("array_repeat", TAKES, N_("An array of one value n times"), "array_repeat('a', 2)", "[a,a]",
       { .args = "any,int", .kernel = repeat_kernel, .resolve_type = repeat_type }),
  ROW ("slice", RAISES, N_("The part of an array that starts at a position, counted from the end when negative"),
       "slice(array(1, 2, 3, 4), 2, 2)", "[2,3]", { "array,int,int", "arg0", slice_kernel }),
  ROW ("sort_array", STRICT, N_("The array sorted, nulls first, or descending with nulls last"),
       "sort_array(array(3, NULL, 1))", "[null,1,3]", { "array", "arg0", sort_kernel }, { "array,boolean", "arg0", sort_kernel }),
  ROW ("array_sort", STRICT, N_("The array sorted, nulls last"), "array_sort(array(3, NULL, 1))", "[1,3,null]",
       { "array", "arg0", sort_kernel }),
  ROW ("array_distinct", STRICT, N_("The array without repeated values"), "array_distinct(array(1, 2, 1))", "[1,2]",
       { "array", "arg0", distinct_kernel }),
  ROW ("array_union", STRICT, N_("The values that stand in one of two arrays, each once"),
       "array_union(array(1, 2), array(2, 3))", "[1,2,3]",
       { .args = "array<T>,array<T>", .kernel = set_kernel, .resolve_type = azud_fn_array_concat_type }),
  ROW ("array_intersect", STRICT, N_("The values that stand in both arrays, each once"),
       "array_intersect(array(1, 2), array(2, 3))", "[2]",
       { .args = "array<T>,array<T>", .kernel = set_kernel, .resolve_type = azud_fn_array_concat_type }),
  ROW ("array_except", STRICT, N_("The values of the first array that do not stand in the second, each once"),
       "array_except(array(1, 2), array(2, 3))", "[1]",
       { .args = "array<T>,array<T>", .kernel = set_kernel, .resolve_type = azud_fn_array_concat_type }),
  ROW ("array_remove", STRICT, N_("The array without a value"), "array_remove(array(1, 2, 1), 1)", "[2]",
       { "array<T>,T", "arg0", remove_kernel }),
  ROW ("array_compact", STRICT, N_("The array without its nulls"), "array_compact(array(1, NULL, 2))", "[1,2]",
       { "array", "arg0", compact_kernel }),
  ROW ("array_append", TAKES, N_("The array with a value at its end"), "array_append(array(1, 2), 3)", "[1,2,3]",
       { .args = "array<T>,T", .kernel = append_kernel, .resolve_type = append_type }),
  ROW ("array_prepend", TAKES, N_("The array with a value at its start"), "array_prepend(array(1, 2), 0)", "[0,1,2]",
       { .args = "array<T>,T", .kernel = append_kernel, .resolve_type = append_type }),
  ROW ("flatten", NULLS, N_("The arrays of an array joined"), "flatten(array(array(1, 2), array(3)))", "[1,2,3]",
       { .args = "array", .kernel = flatten_kernel, .resolve_type = flatten_type }),
  ROW ("sequence", RAISES, N_("The whole numbers from one to another, both included"), "sequence(1, 7, 3)", "[1,4,7]",
       { .args = "T,T", .kernel = sequence_kernel, .resolve_type = sequence_type },
       { .args = "T,T,T", .kernel = sequence_kernel, .resolve_type = sequence_type }),
  { NULL }
};
