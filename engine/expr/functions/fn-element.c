/* fn-element.c: single values from arrays and maps
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/coercion.h"
#include "expr/compare.h"
#include "expr/functions/fn-builder-private.h"

/* ---- the result of a row is some element of a vector ---- */

/* Where each row's value comes from: element places[row] of a vector, -1 = null. */
static bool
take_elements (const AzudKernelCall *call, const AzudVector *elements, const int64_t *places, AzudError *error)
{
  AzudVectorView view = azud_vector_view (elements);
  uint32_t width = call->out->type->width;
  Builder builder;

  if (!azud_dtype_is_nested (call->out->type))
    {
      FOR_ROWS (call, row)
        {
          uint32_t i = places[row] < 0 ? 0 : azud_view_index (&view, (uint32_t) places[row]);

          if (places[row] < 0 || elements->type->id == AZUD_DTYPE_VOID || !azud_view_valid (&view, i))
            {
              if (!set_null (call, row, error))
                return false;
              continue;
            }
          set_valid (call, row);
          memcpy ((uint8_t *) call->out->data + (size_t) row * width, (const uint8_t *) view.data + (size_t) i * width, width);
        }
      return true;
    }
  if (!azud_fn_builder_init (&builder, call->out->type, call->arena, error))
    return false;
  for (uint32_t row = 0; row < call->length; row++)
    if (!(places[row] < 0 ? azud_fn_builder_append_null (&builder, error)
                          : azud_fn_builder_append (&builder, elements, (uint32_t) places[row], error)))
      return false;
  return azud_fn_builder_finish (&builder, call->out, error);
}

static int64_t *
new_places (const AzudKernelCall *call, AzudError *error)
{
  int64_t *places = azud_arena_alloc (call->arena, ((size_t) call->length + 1) * sizeof *places, 8, error);

  for (uint32_t i = 0; places != NULL && i < call->length; i++)
    places[i] = -1;
  return places;
}

static bool
bad_index (const AzudKernelCall *call, uint32_t row, int64_t index, uint32_t length, const char *condition, AzudError *error)
{
  char shown[24], size[24];

  g_snprintf (shown, sizeof shown, "%" G_GINT64_FORMAT, index);
  g_snprintf (size, sizeof size, "%u", length);
  FAIL_ROW (row, condition, N_("There is no element {0}: the array has {1}"), shown, size);
}

/* a[i], from 0; get() gives null outside. */
static bool
subscript_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView lists = azud_vector_view (call->args[0]), indices = azud_vector_view (call->args[1]);
  bool safe = g_str_equal (call->call->function->name, "get");
  int64_t *places = new_places (call, error);

  if (places == NULL)
    return false;
  FOR_ROWS (call, row)
    {
      AzudListView list = VALUE_AT (AzudListView, lists, row);
      int64_t index = VALUE_AT (int32_t, indices, row);

      if (index >= 0 && index < list.length)
        places[row] = list.offset + index;
      else if (!safe)
        return bad_index (call, row, index, list.length, "INVALID_ARRAY_INDEX", error);
    }
  return take_elements (call, list_elements (call->args[0]), places, error);
}

/* element_at(a, i), from 1, or from the end when negative. */
static bool
element_at_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView lists = azud_vector_view (call->args[0]), indices = azud_vector_view (call->args[1]);
  bool safe = g_str_equal (call->call->function->name, "try_element_at");
  int64_t *places = new_places (call, error);

  if (places == NULL)
    return false;
  FOR_ROWS (call, row)
    {
      AzudListView list = VALUE_AT (AzudListView, lists, row);
      int64_t index = VALUE_AT (int32_t, indices, row);

      if (index == 0)
        FAIL_ROW (row, "INVALID_INDEX_OF_ZERO", N_("The index 0 is not valid: the first element has index 1, the last -1"));
      if (index > 0 ? index <= list.length : -index <= list.length)
        places[row] = list.offset + (index > 0 ? index - 1 : (int64_t) list.length + index);
      else if (!safe)
        return bad_index (call, row, index, list.length, "INVALID_ARRAY_INDEX_IN_ELEMENT_AT", error);
    }
  return take_elements (call, list_elements (call->args[0]), places, error);
}

/* Row of @key among the keys and values of a map's entries, or -1. */
static int64_t
find_key (const AzudVector *entries, AzudListView list, const AzudVector *key, uint32_t row)
{
  const AzudVector *keys = &(entries->layout == AZUD_LAYOUT_DICTIONARY ? entries->dictionary : entries)->children[0];
  AzudVectorView view = azud_vector_view (entries);

  for (uint32_t k = list.offset; k < list.offset + list.length; k++)
    if (azud_element_compare (keys, azud_view_index (&view, k), key, row) == 0)
      return azud_view_index (&view, k);
  return -1;
}

static bool
map_value_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView maps = azud_vector_view (call->args[0]);
  const AzudVector *entries = list_elements (call->args[0]);
  const AzudVector *storage = entries->layout == AZUD_LAYOUT_DICTIONARY ? entries->dictionary : entries;
  int64_t *places = new_places (call, error);

  if (places == NULL)
    return false;
  FOR_ROWS (call, row)
    places[row] = find_key (entries, VALUE_AT (AzudListView, maps, row), call->args[1], row);
  return take_elements (call, &storage->children[1], places, error);
}

static bool
map_contains_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView maps = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    ((uint8_t *) call->out->data)[row]
      = find_key (list_elements (call->args[0]), VALUE_AT (AzudListView, maps, row), call->args[1], row) >= 0;
  return true;
}

/* Keys and the value looked for must be of one kind: texts are not read as numbers here. */
static const AzudDtype *
map_contains_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *map = call->args[0]->type, *key = call->args[1]->type, *common;

  if (map->id != AZUD_DTYPE_MAP)
    return azud_fn_refuse (call, 0, "MAP", error);
  if (key->id == AZUD_DTYPE_VOID)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.NULL_TYPE", N_("{0} cannot look for NULL"), call->call_name, NULL);
      return NULL;
    }
  common = azud_expr_common_type (map->fields[0].type, key);
  if (common == NULL || (map->fields[0].type->id == AZUD_DTYPE_STRING) != (key->id == AZUD_DTYPE_STRING))
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.MAP_FUNCTION_DIFF_TYPES",
                      N_("The keys of the map given to {0} are of another type than the key looked for"), call->call_name, NULL);
      return NULL;
    }
  if (!azud_coercion_cast_arg (&call->args[1], common, error)
      || !azud_coercion_cast_arg (&call->args[0], azud_dtype_map (common, map->fields[1].type, map->fields[1].nullable), error))
    return NULL;
  return azud_dtype_get (AZUD_DTYPE_BOOLEAN);
}

/* ---- size, array_contains, array_position, arrays_overlap ---- */

static bool
size_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView lists = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    ((int32_t *) call->out->data)[row] = (int32_t) VALUE_AT (AzudListView, lists, row).length;
  return true;
}

/* Place of the value in the list from 1, or 0; *@nulls whether a null was seen. */
static uint32_t
find_element (const AzudVector *elements, AzudListView list, const AzudVector *value, uint32_t row, bool *nulls)
{
  *nulls = false;
  for (uint32_t k = 0; k < list.length; k++)
    if (element_is_null (elements, list.offset + k))
      *nulls = true;
    else if (azud_element_compare (elements, list.offset + k, value, row) == 0)
      return k + 1;
  return 0;
}

static bool
contains_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView lists = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    {
      bool nulls;
      uint32_t place = find_element (list_elements (call->args[0]), VALUE_AT (AzudListView, lists, row), call->args[1], row, &nulls);

      ((uint8_t *) call->out->data)[row] = place > 0;
      if (place == 0 && nulls && !set_null (call, row, error))
        return false;
    }
  return true;
}

/* A bare NULL has no type to look for. */
static const AzudDtype *
contains_type (const AzudExpr *call, AzudError *error)
{
  if (azud_expr_is_literal (call->args[1]) && call->args[1]->datum.is_null)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.NULL_TYPE", N_("{0} cannot look for NULL"), call->call_name, NULL);
      return NULL;
    }
  return azud_dtype_get (AZUD_DTYPE_BOOLEAN);
}

static bool
position_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView lists = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    {
      bool nulls;

      ((int64_t *) call->out->data)[row]
        = find_element (list_elements (call->args[0]), VALUE_AT (AzudListView, lists, row), call->args[1], row, &nulls);
    }
  return true;
}

static bool
overlap_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView lists = azud_vector_view (call->args[0]), others = azud_vector_view (call->args[1]);
  const AzudVector *a = list_elements (call->args[0]), *b = list_elements (call->args[1]);

  FOR_ROWS (call, row)
    {
      AzudListView list = VALUE_AT (AzudListView, lists, row), other = VALUE_AT (AzudListView, others, row);
      bool found = false, nulls = false, seen;

      for (uint32_t k = list.offset; k < list.offset + list.length && !found; k++)
        if (element_is_null (a, k))
          nulls = true;
        else
          {
            found = find_element (b, other, a, k, &seen) > 0;
            nulls = nulls || seen;
          }
      ((uint8_t *) call->out->data)[row] = found;
      if (!found && nulls && list.length > 0 && other.length > 0 && !set_null (call, row, error))
        return false;
    }
  return true;
}

/* ---- array_max, array_min ---- */

static bool
extreme_kernel (const AzudKernelCall *call, AzudError *error)
{
  const AzudVector *elements = list_elements (call->args[0]);
  AzudVectorView lists = azud_vector_view (call->args[0]);
  bool max = g_str_equal (call->call->function->name, "array_max");
  int64_t *places = new_places (call, error);

  if (places == NULL)
    return false;
  FOR_ROWS (call, row)
    {
      AzudListView list = VALUE_AT (AzudListView, lists, row);

      for (uint32_t k = list.offset; k < list.offset + list.length; k++)
        {
          int sign;

          if (element_is_null (elements, k))
            continue;
          sign = places[row] < 0 ? 0 : azud_element_compare (elements, k, elements, (uint32_t) places[row]);
          if (places[row] < 0 || (max ? sign > 0 : sign < 0))
            places[row] = k;
        }
    }
  return take_elements (call, elements, places, error);
}

static const AzudDtype *
extreme_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *type = call->args[0]->type->fields[0].type;

  return azud_coercion_is_orderable (type) ? type : azud_fn_refuse (call, 0, "ARRAY", error);
}

/* ---- array_join, elt ---- */

static bool
join_kernel (const AzudKernelCall *call, AzudError *error)
{
  const AzudVector *elements = list_elements (call->args[0]);
  AzudVectorView lists = azud_vector_view (call->args[0]), separators = azud_vector_view (call->args[1]);
  AzudVectorView fillers = azud_vector_view (call->args[call->n_args - 1]), view = azud_vector_view (elements);
  TextBuffer buffer = { call->arena };

  FOR_ROWS (call, row)
    {
      AzudListView list = VALUE_AT (AzudListView, lists, row);
      const AzudText *separator = &VALUE_AT (AzudText, separators, row), *piece;
      bool first = true;

      for (uint32_t k = list.offset; k < list.offset + list.length; k++)
        {
          if (!element_is_null (elements, k))
            piece = &VALUE_AT (AzudText, view, k);
          else if (call->n_args > 2)
            piece = &VALUE_AT (AzudText, fillers, row);
          else
            continue;
          if ((!first && !buffer_append (&buffer, azud_text_data (separator), separator->size, error))
              || !buffer_append (&buffer, azud_text_data (piece), piece->size, error))
            return false;
          first = false;
        }
      if (!buffer_finish (&buffer, call, row, error))
        return false;
    }
  return true;
}

static bool
elt_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView numbers = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    {
      AzudVectorView view;
      int32_t n;

      if (arg_is_null (&numbers, row))
        {
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      n = VALUE_AT (int32_t, numbers, row);
      if (n < 1 || n >= (int32_t) call->n_args)
        return bad_index (call, row, n, call->n_args - 1, "INVALID_ARRAY_INDEX", error);
      view = azud_vector_view (call->args[n]);
      if (arg_is_null (&view, row))
        {
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      set_valid (call, row);
      ((AzudText *) call->out->data)[row] = VALUE_AT (AzudText, view, row);
    }
  return true;
}

#define NULLS  AZUD_FUNCTION_MAY_NULL
#define RAISES AZUD_FUNCTION_CAN_RAISE

#define ROW(name_, aliases_, flags_, summary_, example_, result_, ...)                                      \
  {                                                                                                         \
    .name = name_, .aliases = aliases_, .family = N_("arrays and maps"), .since = 35, .flags = flags_,      \
    .signatures = SIGNATURES (__VA_ARGS__), .summary = summary_, .example = example_, .result = result_     \
  }

const AzudFunction azud_functions_element[] = {
  ROW ("[]", NULL, NULLS | RAISES, N_("The element of an array at a position, from 0; the value of a key of a map, null if absent"),
       "array(1, 2)[1]", "2", { "array<T>,int", "T", subscript_kernel }, { "map<K,V>,K", "V", map_value_kernel }),
  ROW ("get", NULL, NULLS, N_("The element of an array at a position, from 0; null if there is none"), "get(array(1, 2), 5)", "NULL",
       { "array<T>,int", "T", subscript_kernel }),
  ROW ("element_at", NULL, NULLS | RAISES, N_("The element of an array at a position, from 1, or from the end when negative; the value of a key"),
       "element_at(array(1, 2, 3), -1)", "3", { "array<T>,int", "T", element_at_kernel }, { "map<K,V>,K", "V", map_value_kernel }),
  ROW ("try_element_at", NULL, NULLS | RAISES, N_("As element_at, but null where there is no such element"),
       "try_element_at(array(1, 2, 3), 4)", "NULL", { "array<T>,int", "T", element_at_kernel }, { "map<K,V>,K", "V", map_value_kernel }),
  ROW ("size", "cardinality", 0, N_("How many elements an array or map has"), "size(array(1, 2))", "2",
       { "array", "int", size_kernel }, { "map", "int", size_kernel }),
  ROW ("array_size", NULL, 0, N_("How many elements an array has"), "array_size(array(1, 2))", "2", { "array", "int", size_kernel }),
  ROW ("array_contains", NULL, NULLS, N_("Whether a value stands in an array; null if not but a null does"),
       "array_contains(array(1, 2), 2)", "true",
       { .args = "array<T>,T", .kernel = contains_kernel, .resolve_type = contains_type }),
  ROW ("array_join", NULL, 0, N_("The elements of an array as one text, with a separator between them; nulls left out unless replaced"),
       "array_join(array('a', NULL, 'b'), '-')", "a-b", { "array<string>,string", "string", join_kernel },
       { "array<string>,string,string", "string", join_kernel }),
  ROW ("map_contains_key", NULL, 0, N_("Whether a map has a key"), "map_contains_key(map(1, 'a'), 1)", "true",
       { .args = "any,any", .kernel = map_contains_kernel, .resolve_type = map_contains_type }),
  ROW ("array_position", NULL, 0, N_("Place of a value in an array from 1, 0 if absent"), "array_position(array(3, 1), 1)", "2",
       { "array<T>,T", "bigint", position_kernel }),
  ROW ("arrays_overlap", NULL, NULLS, N_("Whether two arrays have a value in common"), "arrays_overlap(array(1, 2), array(2, 3))", "true",
       { "array<T>,array<T>", "boolean", overlap_kernel }),
  ROW ("array_max", NULL, NULLS, N_("The largest value of an array"), "array_max(array(1, NULL, 3))", "3",
       { .args = "array", .kernel = extreme_kernel, .resolve_type = extreme_type }),
  ROW ("array_min", NULL, NULLS, N_("The smallest value of an array"), "array_min(array(1, NULL, 3))", "1",
       { .args = "array", .kernel = extreme_kernel, .resolve_type = extreme_type }),
  ROW ("elt", NULL, AZUD_FUNCTION_TAKES_NULL | RAISES, N_("The n-th of the texts that follow the number"), "elt(2, 'a', 'b')", "b",
       { "int,string...", "string", elt_kernel }),
  { NULL }
};
