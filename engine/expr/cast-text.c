/* cast-text.c: text to everything else
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/cast.h"
#include "expr/interval.h"
#include "expr/kernel-loops.h"
#include "value/date.h"
#include "value/number-parse.h"

#define FROM_TEXT(name, ctype, CALL)                                                      \
  static bool name (const AzudKernelCall *call, AzudError *error)                         \
  {                                                                                       \
    AzudVectorView a = azud_vector_view (call->args[0]);                                  \
    for (uint32_t i = 0; i < call->n; i++)                                                \
      {                                                                                   \
        uint32_t row = azud_call_row (call, i);                                           \
        const AzudText *text = &((const AzudText *) a.data)[azud_view_index (&a, row)];   \
        const char *data = azud_text_data (text);                                         \
        ctype *to = &((ctype *) call->out->data)[row];                                    \
        AzudParseResult result = CALL;                                                    \
        if (result != AZUD_PARSE_OK && !azud_cast_fail (call, row, "CAST_INVALID_INPUT", data, text->size, error)) \
          return false;                                                                   \
      }                                                                                   \
    return true;                                                                          \
  }

FROM_TEXT (to_i8, int8_t, azud_cast_int8 (data, text->size, to))
FROM_TEXT (to_i16, int16_t, azud_cast_int16 (data, text->size, to))
FROM_TEXT (to_i32, int32_t, azud_cast_int32 (data, text->size, to))
FROM_TEXT (to_i64, int64_t, azud_cast_int64 (data, text->size, to))
FROM_TEXT (to_f32, float, azud_parse_float (data, text->size, AZUD_FLOAT_CAST, to))
FROM_TEXT (to_f64, double, azud_parse_double (data, text->size, AZUD_FLOAT_CAST, to))
FROM_TEXT (to_date, int32_t, azud_parse_date (data, text->size, to))
FROM_TEXT (to_timestamp_ntz, int64_t, azud_parse_timestamp_ntz (data, text->size, true, to))
FROM_TEXT (to_year_month, int32_t, azud_interval_parse_year_month (data, text->size, to))
FROM_TEXT (to_day_time, int64_t, azud_interval_parse_day_time (data, text->size, to))

static bool
to_boolean (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      const AzudText *text = &((const AzudText *) a.data)[azud_view_index (&a, row)];
      bool value = false;

      if (azud_cast_boolean (azud_text_data (text), text->size, &value) == AZUD_PARSE_OK)
        ((uint8_t *) call->out->data)[row] = value;
      else if (!azud_cast_fail (call, row, "CAST_INVALID_INPUT", azud_text_data (text), text->size, error))
        return false;
    }
  return true;
}

static bool
to_decimal (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  const AzudDtype *type = call->call->type;

  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      const AzudText *text = &((const AzudText *) a.data)[azud_view_index (&a, row)];
      AzudParseResult result = azud_parse_decimal (azud_text_data (text), text->size, type->precision, type->scale, AZUD_DECIMAL_TRIM,
                                                   &((AzudInt128 *) call->out->data)[row]);

      if (result != AZUD_PARSE_OK
          && !azud_cast_fail (call, row, result == AZUD_PARSE_RANGE ? "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION" : "CAST_INVALID_INPUT",
                              azud_text_data (text), text->size, error))
        return false;
    }
  return true;
}

static bool
to_timestamp (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView a = azud_vector_view (call->args[0]);
  const AzudTimeZone *zone = azud_time_zone_get_or_utc (call->settings->time_zone, error);

  if (zone == NULL)
    return false;
  for (uint32_t i = 0; i < call->n; i++)
    {
      uint32_t row = azud_call_row (call, i);
      const AzudText *text = &((const AzudText *) a.data)[azud_view_index (&a, row)];

      if (azud_parse_timestamp (azud_text_data (text), text->size, zone, call->settings->query_time_us,
                                &((int64_t *) call->out->data)[row])
              != AZUD_PARSE_OK
          && !azud_cast_fail (call, row, "CAST_INVALID_INPUT", azud_text_data (text), text->size, error))
        return false;
    }
  return true;
}

AzudKernel
azud_cast_kernel_from_text (const AzudDtype *to)
{
  switch (to->id)
    {
    case AZUD_DTYPE_BOOLEAN: return to_boolean;
    case AZUD_DTYPE_TINYINT: return to_i8;
    case AZUD_DTYPE_SMALLINT: return to_i16;
    case AZUD_DTYPE_INT: return to_i32;
    case AZUD_DTYPE_BIGINT: return to_i64;
    case AZUD_DTYPE_FLOAT: return to_f32;
    case AZUD_DTYPE_DOUBLE: return to_f64;
    case AZUD_DTYPE_DECIMAL: return to_decimal;
    case AZUD_DTYPE_DATE: return to_date;
    case AZUD_DTYPE_TIMESTAMP: return to_timestamp;
    case AZUD_DTYPE_TIMESTAMP_NTZ: return to_timestamp_ntz;
    case AZUD_DTYPE_YEAR_MONTH: return to_year_month;
    case AZUD_DTYPE_DAY_TIME: return to_day_time;
    default: return NULL;
    }
}
