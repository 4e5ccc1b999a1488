/* fn-map.c: making structs and maps, and taking maps apart
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/coercion.h"
#include "expr/compare.h"
#include "expr/functions/fn-builder-private.h"

/* Casts every second argument from @first on to their common type. */
static const AzudDtype *
unify (const AzudExpr *call, int first, const char *condition, AzudError *error)
{
  AzudExpr **args = g_newa (AzudExpr *, (gsize) call->n_args + 1);
  const AzudDtype *type;
  int n = 0;

  for (int i = first; i < call->n_args; i += 2)
    args[n++] = call->args[i];
  type = azud_coercion_common_of (args, n);
  if (type == NULL)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, condition,
                      N_("The keys, or the values, given to {0} have no common type"), call->call_name, NULL);
      return NULL;
    }
  for (int i = first; i < call->n_args; i += 2)
    if (!azud_coercion_cast_arg (&call->args[i], type, error))
      return NULL;
  return type;
}

#define MAX_PAIRS 200

static const AzudDtype *
map_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *key, *value;
  bool nullable = false;

  if (call->n_args % 2 != 0 || call->n_args > 2 * MAX_PAIRS)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                      N_("{0} needs pairs of a key and a value"), call->call_name, NULL);
      return NULL;
    }
  key = unify (call, 0, "DATATYPE_MISMATCH.CREATE_MAP_KEY_DIFF_TYPES", error);
  value = key != NULL ? unify (call, 1, "DATATYPE_MISMATCH.CREATE_MAP_VALUE_DIFF_TYPES", error) : NULL;
  if (value == NULL)
    return NULL;
  for (int i = 1; i < call->n_args; i += 2)
    nullable = nullable || call->args[i]->nullable;
  return azud_dtype_map (key, value, nullable);
}

static bool
refuse_key (const AzudKernelCall *call, uint32_t row, bool null, AzudError *error)
{
  if (null)
    FAIL_ROW (row, "NULL_MAP_KEY", N_("A key of a map made by {0} is null"), call->call->call_name);
  FAIL_ROW (row, "DUPLICATED_MAP_KEY", N_("A key stands twice in a map made by {0}"), call->call->call_name);
}

static bool
map_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudListView *out = call->out->data;
  Builder builder;

  if (!azud_fn_builder_init (&builder, azud_dtype_map_entries (call->out->type), call->arena, error))
    return false;
  FOR_ROWS (call, row)
    {
      uint32_t start = builder.n;

      for (uint32_t i = 0; i < call->n_args; i += 2)
        {
          if (element_is_null (call->args[i], row))
            return refuse_key (call, row, true, error);
          for (uint32_t k = 0; k < i; k += 2)
            if (azud_element_compare (call->args[k], row, call->args[i], row) == 0)
              return refuse_key (call, row, false, error);
          if (!azud_fn_builder_append_value (&builder, "", error)
              || !azud_fn_builder_append (&builder.children[0], call->args[i], row, error)
              || !azud_fn_builder_append (&builder.children[1], call->args[i + 1], row, error))
            return false;
        }
      set_valid (call, row);
      out[row] = (AzudListView){ start, builder.n - start };
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

static bool
from_arrays_kernel (const AzudKernelCall *call, AzudError *error)
{
  const AzudVector *keys = list_elements (call->args[0]), *values = list_elements (call->args[1]);
  AzudVectorView key_lists = azud_vector_view (call->args[0]), value_lists = azud_vector_view (call->args[1]);
  AzudListView *out = call->out->data;
  Builder builder;

  if (!azud_fn_builder_init (&builder, azud_dtype_map_entries (call->out->type), call->arena, error))
    return false;
  FOR_ROWS (call, row)
    {
      AzudListView key_list = VALUE_AT (AzudListView, key_lists, row), value_list = VALUE_AT (AzudListView, value_lists, row);
      uint32_t start = builder.n;

      if (key_list.length != value_list.length)
        FAIL_ROW (row, "AZUD_MAP_LENGTHS", N_("The arrays given to {0} have different lengths"), call->call->call_name);
      for (uint32_t i = 0; i < key_list.length; i++)
        {
          uint32_t at = key_list.offset + i;

          if (element_is_null (keys, at))
            return refuse_key (call, row, true, error);
          for (uint32_t k = key_list.offset; k < at; k++)
            if (azud_element_compare (keys, k, keys, at) == 0)
              return refuse_key (call, row, false, error);
          if (!azud_fn_builder_append_value (&builder, "", error)
              || !azud_fn_builder_append (&builder.children[0], keys, at, error)
              || !azud_fn_builder_append (&builder.children[1], values, value_list.offset + i, error))
            return false;
        }
      out[row] = (AzudListView){ start, builder.n - start };
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

static const AzudDtype *
from_arrays_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *values = call->args[1]->type;

  return azud_dtype_map (call->args[0]->type->fields[0].type, values->fields[0].type, values->fields[0].nullable);
}

/* map_keys, map_values: one field of the entries, as arrays; map_entries: the entries. */
static bool
parts_kernel (const AzudKernelCall *call, AzudError *error)
{
  const AzudVector *entries = list_elements (call->args[0]);
  const AzudVector *storage = entries->layout == AZUD_LAYOUT_DICTIONARY ? entries->dictionary : entries;
  AzudVectorView maps = azud_vector_view (call->args[0]), entry_view = azud_vector_view (entries);
  char kind = call->call->function->name[4];   /* k, v, e */
  AzudListView *out = call->out->data;
  Builder builder;

  if (!azud_fn_builder_init (&builder, call->out->type->fields[0].type, call->arena, error))
    return false;
  FOR_ROWS (call, row)
    {
      AzudListView map = VALUE_AT (AzudListView, maps, row);
      uint32_t start = builder.n;

      for (uint32_t k = map.offset; k < map.offset + map.length; k++)
        if (!(kind == 'e' ? azud_fn_builder_append (&builder, entries, k, error)
                          : azud_fn_builder_append (&builder, &storage->children[kind == 'v'],
                                                    azud_view_index (&entry_view, k), error)))
          return false;
      out[row] = (AzudListView){ start, builder.n - start };
    }
  return azud_fn_builder_finish_lists (&builder, call, error);
}

static const AzudDtype *
parts_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *map = call->args[0]->type;

  switch (call->function->name[4])
    {
    case 'k':
      return azud_dtype_array (map->fields[0].type, false);
    case 'v':
      return azud_dtype_array (map->fields[1].type, map->fields[1].nullable);
    default:
      return azud_dtype_array (azud_dtype_map_entries (map), false);
    }
}

/* ---- structs: the arguments side by side ---- */

#define MAX_FIELDS 200

static bool
struct_kernel (const AzudKernelCall *call, AzudError *error)
{
  uint32_t step = g_str_equal (call->call->function->name, "struct") ? 1 : 2;

  for (uint32_t i = step - 1; i < call->n_args; i += step)
    call->out->children[i / step] = *call->args[i];
  FOR_ROWS (call, row)
    set_valid (call, row);
  return true;
}

static const char *
field_name (const AzudExpr *arg, int i, char *buffer)
{
  if ((arg->kind == AZUD_EXPR_ALIAS || arg->kind == AZUD_EXPR_FIELD || arg->kind == AZUD_EXPR_COLUMN) && arg->names != NULL)
    return arg->names[g_strv_length (arg->names) - 1];
  g_snprintf (buffer, 16, "col%d", i + 1);
  return buffer;
}

static const AzudDtype *
struct_type (const AzudExpr *call, AzudError *error)
{
  int step = g_str_equal (call->function->name, "struct") ? 1 : 2, n = call->n_args / step;
  g_autoptr (GStringChunk) names = g_string_chunk_new (256);
  AzudDtypeField fields[MAX_FIELDS];
  char buffer[16];

  if (call->n_args % step != 0 || n > MAX_FIELDS || n == 0)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                      N_("{0} does not take this number of arguments"), call->call_name, NULL);
      return NULL;
    }
  for (int i = 0; i < n; i++)
    {
      const AzudExpr *value = call->args[i * step + step - 1], *name = call->args[i * step];

      fields[i].type = value->type;
      fields[i].nullable = value->nullable;
      if (step == 1)
        fields[i].name = g_string_chunk_insert (names, field_name (value, i, buffer));
      else if (name->kind != AZUD_EXPR_LITERAL || name->datum.is_null || name->type->id != AZUD_DTYPE_STRING)
        return azud_fn_not_foldable (call, i * step, "name", error);
      else
        fields[i].name = g_string_chunk_insert_len (names, azud_text_data (&name->datum.as.text), name->datum.as.text.size);
    }
  return azud_dtype_struct (fields, n);
}

#define FLAGS (AZUD_FUNCTION_TAKES_NULL | AZUD_FUNCTION_NEVER_NULL)

#define ROW(name_, flags_, summary_, example_, result_, ...)                                                \
  {                                                                                                         \
    .name = name_, .family = N_("arrays and maps"), .since = 35, .flags = flags_,                           \
    .signatures = SIGNATURES (__VA_ARGS__), .summary = summary_, .example = example_, .result = result_     \
  }

const AzudFunction azud_functions_map[] = {
  ROW ("map", FLAGS | AZUD_FUNCTION_CAN_RAISE, N_("A map of keys and values"), "map('a', 1, 'b', 2)", "{a:1,b:2}",
       { .args = "", .kernel = map_kernel, .resolve_type = map_type }, { .args = "any...", .kernel = map_kernel, .resolve_type = map_type }),
  ROW ("map_keys", 0, N_("The keys of a map"), "map_keys(map('a', 1))", "[a]",
       { .args = "map", .kernel = parts_kernel, .resolve_type = parts_type }),
  ROW ("map_values", 0, N_("The values of a map"), "map_values(map('a', 1))", "[1]",
       { .args = "map", .kernel = parts_kernel, .resolve_type = parts_type }),
  ROW ("struct", FLAGS, N_("A struct of values, named after them"), "struct(1 AS a, 'x' AS b)", "{a:1,b:x}",
       { .args = "any...", .kernel = struct_kernel, .resolve_type = struct_type }),
  ROW ("named_struct", FLAGS, N_("A struct of names and values"), "named_struct('a', 1, 'b', 'x')", "{a:1,b:x}",
       { .args = "any...", .kernel = struct_kernel, .resolve_type = struct_type }),
  ROW ("map_from_arrays", AZUD_FUNCTION_CAN_RAISE, N_("A map of an array of keys and one of values"),
       "map_from_arrays(array(1, 2), array('a', 'b'))", "{1:a,2:b}",
       { .args = "array,array", .kernel = from_arrays_kernel, .resolve_type = from_arrays_type }),
  ROW ("map_entries", 0, N_("The keys and values of a map as an array of structs"), "map_entries(map('a', 1))", "[{key:a,value:1}]",
       { .args = "map", .kernel = parts_kernel, .resolve_type = parts_type }),
  { NULL }
};
