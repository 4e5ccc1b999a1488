/* cast-print.c: everything to text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/cast.h"
#include "expr/cast-nested.h"
#include "expr/interval.h"
#include "expr/kernel-loops.h"
#include "value/date.h"
#include "value/number-print.h"

/* Keeps @length bytes of @buffer in the arena unless they fit into the text itself. */
static bool
put (const AzudKernelCall *call, uint32_t row, const char *buffer, size_t length, AzudError *error)
{
  char *kept = NULL;

  if (length > AZUD_TEXT_INLINE)
    {
      kept = azud_arena_alloc (call->arena, length, 1, error);
      if (kept == NULL)
        return false;
      memcpy (kept, buffer, length);
    }
  ((AzudText *) call->out->data)[row] = azud_text_make (kept != NULL ? kept : buffer, length);
  return true;
}

#define TO_TEXT(name, ctype, size, CALL)                                                  \
  static bool name (const AzudKernelCall *call, AzudError *error)                         \
  {                                                                                       \
    AzudVectorView a = azud_vector_view (call->args[0]);                                  \
    for (uint32_t i = 0; i < call->n; i++)                                                \
      {                                                                                   \
        uint32_t row = azud_call_row (call, i);                                           \
        ctype x = ((const ctype *) a.data)[azud_view_index (&a, row)];                    \
        char buffer[size];                                                                \
        if (!put (call, row, buffer, CALL, error))                                        \
          return false;                                                                   \
      }                                                                                   \
    return true;                                                                          \
  }

TO_TEXT (from_i8, int8_t, AZUD_INT_TEXT_MAX, azud_print_int64 (buffer, x))
TO_TEXT (from_i16, int16_t, AZUD_INT_TEXT_MAX, azud_print_int64 (buffer, x))
TO_TEXT (from_i32, int32_t, AZUD_INT_TEXT_MAX, azud_print_int64 (buffer, x))
TO_TEXT (from_i64, int64_t, AZUD_INT_TEXT_MAX, azud_print_int64 (buffer, x))
TO_TEXT (from_f32, float, AZUD_FLOAT_TEXT_MAX, azud_print_float (buffer, x))
TO_TEXT (from_f64, double, AZUD_DOUBLE_TEXT_MAX, azud_print_double (buffer, x))
TO_TEXT (from_decimal, AzudInt128, AZUD_DECIMAL_TEXT_MAX, azud_print_decimal (buffer, x, call->args[0]->type->scale))
TO_TEXT (from_date, int32_t, AZUD_DATE_TEXT_MAX, azud_print_date (buffer, x))
TO_TEXT (from_timestamp_ntz, int64_t, AZUD_TIMESTAMP_TEXT_MAX, azud_print_timestamp (buffer, x))
TO_TEXT (from_year_month, int32_t, AZUD_INTERVAL_TEXT_MAX, azud_interval_print_sql_year_month (buffer, x))
TO_TEXT (from_day_time, int64_t, AZUD_INTERVAL_TEXT_MAX, azud_interval_print_sql_day_time (buffer, x))

static bool
from_boolean (const AzudKernelCall *call, AzudError *error)
{
  AZUD_LOOP_1 (call, uint8_t, AzudText, x ? azud_text_make ("true", 4) : azud_text_make ("false", 5));
  return true;
}

static bool
from_timestamp (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  const AzudTimeZone *zone = azud_time_zone_get_or_utc (call->settings->time_zone, error);

  if (zone == NULL)
    return false;
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      int64_t x = ((const int64_t *) a.data)[azud_view_index (&a, row)];
      char buffer[AZUD_TIMESTAMP_TEXT_MAX];

      if (!put (call, row, buffer, azud_print_timestamp (buffer, azud_time_zone_to_local (zone, x)), error))
        return false;
    }
  return true;
}

AzudKernel
azud_cast_kernel_to_text (const AzudDtype *from)
{
  switch (from->id)
    {
    case AZUD_DTYPE_BOOLEAN: return from_boolean;
    case AZUD_DTYPE_TINYINT: return from_i8;
    case AZUD_DTYPE_SMALLINT: return from_i16;
    case AZUD_DTYPE_INT: return from_i32;
    case AZUD_DTYPE_BIGINT: return from_i64;
    case AZUD_DTYPE_FLOAT: return from_f32;
    case AZUD_DTYPE_DOUBLE: return from_f64;
    case AZUD_DTYPE_DECIMAL: return from_decimal;
    case AZUD_DTYPE_DATE: return from_date;
    case AZUD_DTYPE_TIMESTAMP: return from_timestamp;
    case AZUD_DTYPE_TIMESTAMP_NTZ: return from_timestamp_ntz;
    case AZUD_DTYPE_YEAR_MONTH: return from_year_month;
    case AZUD_DTYPE_DAY_TIME: return from_day_time;
    case AZUD_DTYPE_ARRAY:
    case AZUD_DTYPE_STRUCT:
    case AZUD_DTYPE_MAP: return azud_cast_nested_to_text;
    default: return NULL;
    }
}
