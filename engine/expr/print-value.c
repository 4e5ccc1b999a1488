/* print-value.c: values as Spark's result sets show them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/interval.h"
#include "expr/program-steps.h"
#include "value/date.h"
#include "value/number-print.h"

#include <stdio.h>
#include <string.h>

static const AzudTimeZone *
zone_called (const char *name)
{
  const AzudTimeZone *zone = azud_time_zone_get_or_utc (name, NULL);

  return zone != NULL ? zone : azud_time_zone_utc ();
}

size_t
azud_print_leaf (const AzudDtype *type, const void *data, const char *time_zone, char buffer[AZUD_INTERVAL_TEXT_MAX])
{
  AzudInt128 decimal;

  switch (type->id)
    {
    case AZUD_DTYPE_BOOLEAN: return (size_t) snprintf (buffer, AZUD_INTERVAL_TEXT_MAX, "%s", *(const uint8_t *) data ? "true" : "false");
    case AZUD_DTYPE_TINYINT: return azud_print_int64 (buffer, *(const int8_t *) data);
    case AZUD_DTYPE_SMALLINT: return azud_print_int64 (buffer, *(const int16_t *) data);
    case AZUD_DTYPE_INT: return azud_print_int64 (buffer, *(const int32_t *) data);
    case AZUD_DTYPE_BIGINT: return azud_print_int64 (buffer, *(const int64_t *) data);
    case AZUD_DTYPE_FLOAT: return azud_print_float (buffer, *(const float *) data);
    case AZUD_DTYPE_DOUBLE: return azud_print_double (buffer, *(const double *) data);
    case AZUD_DTYPE_DECIMAL:
      memcpy (&decimal, data, sizeof decimal);
      return azud_print_decimal (buffer, decimal, type->scale);
    case AZUD_DTYPE_DATE: return azud_print_date (buffer, *(const int32_t *) data);
    case AZUD_DTYPE_TIMESTAMP: return azud_print_timestamp (buffer, azud_time_zone_to_local (zone_called (time_zone), *(const int64_t *) data));
    case AZUD_DTYPE_TIMESTAMP_NTZ: return azud_print_timestamp (buffer, *(const int64_t *) data);
    case AZUD_DTYPE_YEAR_MONTH: return azud_interval_print_year_month (buffer, *(const int32_t *) data);
    case AZUD_DTYPE_DAY_TIME: return azud_interval_print_day_time (buffer, *(const int64_t *) data);
    default: return 0;
    }
}

static void
print_leaf (const AzudDtype *type, const void *data, const char *time_zone, GString *out)
{
  char buffer[AZUD_INTERVAL_TEXT_MAX];

  if (type->id == AZUD_DTYPE_STRING || type->id == AZUD_DTYPE_BINARY)
    g_string_append_len (out, azud_text_data (data), ((const AzudText *) data)->size);
  else
    g_string_append_len (out, buffer, (gssize) azud_print_leaf (type, data, time_zone, buffer));
}

static gint
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void print_any (const AzudVector *vector, uint32_t row, const char *time_zone, bool inside, GString *out);

/* Entries of a map in the order of their text, since maps have none. */
static void
print_map (const AzudVector *entries, AzudListView list, const char *time_zone, GString *out)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (uint32_t i = 0; i < list.length; i++)
    {
      GString *text = g_string_new (NULL);

      print_any (&entries->children[0], list.offset + i, time_zone, true, text);
      g_string_append_c (text, ':');
      print_any (&entries->children[1], list.offset + i, time_zone, true, text);
      g_ptr_array_add (texts, g_string_free (text, FALSE));
    }
  g_ptr_array_sort (texts, compare_strings);
  g_string_append_c (out, '{');
  for (guint i = 0; i < texts->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      g_string_append (out, g_ptr_array_index (texts, i));
    }
  g_string_append_c (out, '}');
}

static void
print_any (const AzudVector *vector, uint32_t row, const char *time_zone, bool inside, GString *out)
{
  const AzudVector *base = vector->layout == AZUD_LAYOUT_DICTIONARY ? vector->dictionary : vector;
  AzudVectorView view = azud_vector_view (vector);
  const AzudDtype *type = vector->type;
  uint32_t at = azud_view_index (&view, row);
  AzudListView list;

  if (type->id == AZUD_DTYPE_VOID || !azud_view_valid (&view, at))
    {
      g_string_append (out, inside ? "null" : "NULL");
      return;
    }
  if (!azud_dtype_is_nested (type))
    {
      bool quoted = inside && type->id == AZUD_DTYPE_STRING;

      if (quoted)
        g_string_append_c (out, '"');
      print_leaf (type, (const char *) view.data + (size_t) at * type->width, time_zone, out);
      if (quoted)
        g_string_append_c (out, '"');
      return;
    }
  if (type->id == AZUD_DTYPE_STRUCT)
    {
      g_string_append_c (out, '{');
      for (int i = 0; i < type->n_fields; i++)
        {
          g_string_append_printf (out, "%s\"%s\":", i > 0 ? "," : "", type->fields[i].name);
          print_any (&base->children[i], at, time_zone, true, out);
        }
      g_string_append_c (out, '}');
      return;
    }
  list = ((const AzudListView *) view.data)[at];
  if (type->id == AZUD_DTYPE_MAP)
    {
      print_map (&base->children[0], list, time_zone, out);
      return;
    }
  g_string_append_c (out, '[');
  for (uint32_t i = 0; i < list.length; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      print_any (&base->children[0], list.offset + i, time_zone, true, out);
    }
  g_string_append_c (out, ']');
}

void
azud_vector_print_value (const AzudVector *vector, uint32_t row, const char *time_zone, GString *out)
{
  print_any (vector, row, time_zone, false, out);
}

char *
azud_datum_print (const AzudDatum *datum, const char *time_zone)
{
  union
  {
    uint8_t    boolean;
    int8_t     i8;
    int16_t    i16;
    int32_t    i32;
    int64_t    i64;
    float      f32;
    double     f64;
    AzudInt128 decimal;
    AzudText   text;
  } value;
  GString *out = g_string_new (NULL);

  if (datum->is_null || datum->type->id == AZUD_DTYPE_VOID)
    return g_string_free (g_string_append (out, "NULL"), FALSE);
  switch (datum->type->id)
    {
    case AZUD_DTYPE_BOOLEAN: value.boolean = datum->as.boolean; break;
    case AZUD_DTYPE_TINYINT: value.i8 = (int8_t) datum->as.integer; break;
    case AZUD_DTYPE_SMALLINT: value.i16 = (int16_t) datum->as.integer; break;
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_DATE:
    case AZUD_DTYPE_YEAR_MONTH: value.i32 = (int32_t) datum->as.integer; break;
    case AZUD_DTYPE_FLOAT: value.f32 = (float) datum->as.real; break;
    case AZUD_DTYPE_DOUBLE: value.f64 = datum->as.real; break;
    case AZUD_DTYPE_DECIMAL: value.decimal = datum->as.decimal; break;
    case AZUD_DTYPE_STRING:
    case AZUD_DTYPE_BINARY: value.text = datum->as.text; break;
    default: value.i64 = datum->as.integer; break;
    }
  print_leaf (datum->type, &value, time_zone, out);
  return g_string_free (out, FALSE);
}
