/* fn-format-time.c: texts to dates and times and back, with patterns
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Without a pattern the rules of CAST hold, and the resolver's implied cast does the work.
 */

#include "expr/functions/fn-time-private.h"

#define DEFAULT_PATTERN "yyyy-MM-dd HH:mm:ss"

static int
pattern_arg (const AzudExpr *call)
{
  return call->n_args > 1 ? 1 : -1;
}

static bool
pattern_bind (const AzudExpr *call, const AzudExprSettings *settings, void **bound, AzudError *error)
{
  const AzudExpr *pattern = pattern_arg (call) > 0 ? call->args[pattern_arg (call)] : NULL;
  const char *name = call->function->name;
  TimeBound *time;
  bool good = true;

  if (!azud_fn_time_bind (call, settings, bound, error))
    return false;
  time = *bound;
  time->use = g_str_equal (name, "date_format") || g_str_equal (name, "from_unixtime") ? AZUD_PATTERN_FORMAT : AZUD_PATTERN_PARSE;
  if (pattern == NULL)
    {
      time->constant = true;
      good = azud_datetime_pattern_compile (&time->pattern, DEFAULT_PATTERN, strlen (DEFAULT_PATTERN), time->use, error);
    }
  else if (azud_expr_is_literal (pattern) && !pattern->datum.is_null)
    {
      const AzudText *text = &pattern->datum.as.text;

      time->constant = true;
      good = azud_datetime_pattern_compile (&time->pattern, azud_text_data (text), text->size, time->use, error);
    }
  if (good)
    return true;
  azud_fn_time_unbind (time);
  *bound = NULL;
  return false;
}

/* The pattern of @row; one that is not constant is compiled when it changes.  NULL and @error when it is none. */
static const AzudDatetimePattern *
pattern_at (const AzudKernelCall *call, uint32_t row, AzudError *error)
{
  TimeBound *time = call->bound;
  AzudVectorView view;
  const AzudText *text;

  if (time->constant)
    return &time->pattern;
  view = azud_vector_view (call->args[pattern_arg (call->call)]);
  text = &VALUE_AT (AzudText, view, row);
  if (time->has_pattern && text->size == time->size && memcmp (time->text, azud_text_data (text), text->size) == 0)
    return &time->pattern;
  time->has_pattern = false;
  if (!azud_datetime_pattern_compile (&time->pattern, azud_text_data (text), text->size, time->use, error))
    {
      azud_error_at_row (error, -1, -1, row);
      return NULL;
    }
  if (text->size <= sizeof time->text)
    {
      memcpy (time->text, azud_text_data (text), text->size);
      time->size = text->size;
      time->has_pattern = true;
    }
  return &time->pattern;
}

static bool
cannot_parse (const AzudKernelCall *call, const AzudText *text, uint32_t row, AzudError *error)
{
  char shown[128];

  azud_error_copy_text (shown, sizeof shown, azud_text_data (text), text->size);
  FAIL_ROW (row, "CANNOT_PARSE_TIMESTAMP", N_("The text '{0}' does not match the pattern of {1}"), shown, call->call->call_name);
}

static inline bool
is_try (const AzudKernelCall *call)
{
  return call->call->function->name[0] == 't' && call->call->function->name[1] == 'r';
}

static bool
parse_date_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *text = &VALUE_AT (AzudText, texts, row);
      const AzudDatetimePattern *pattern = pattern_at (call, row, error);

      if (pattern == NULL)
        return false;
      if (azud_datetime_pattern_parse_date (pattern, azud_text_data (text), text->size, &out[row]) == AZUD_PARSE_OK)
        continue;
      if (!is_try (call))
        return cannot_parse (call, text, row, error);
      if (!set_null (call, row, error))
        return false;
    }
  return true;
}

/* to_timestamp, try_to_timestamp, unix_timestamp with a pattern */
static bool
parse_timestamp_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  bool ntz = call->out->type->id == AZUD_DTYPE_TIMESTAMP_NTZ, seconds = call->out->type->id == AZUD_DTYPE_BIGINT;
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *text = &VALUE_AT (AzudText, texts, row);
      const AzudDatetimePattern *pattern = pattern_at (call, row, error);
      AzudParseResult result;

      if (pattern == NULL)
        return false;
      if (ntz)
        result = azud_datetime_pattern_parse_timestamp_ntz (pattern, azud_text_data (text), text->size, &out[row]);
      else
        result = azud_datetime_pattern_parse_timestamp (pattern, azud_text_data (text), text->size, session_zone (call), &out[row]);
      if (result == AZUD_PARSE_OK)
        {
          if (seconds)
            out[row] = out[row] / AZUD_US_PER_SECOND - (out[row] % AZUD_US_PER_SECOND < 0);
          continue;
        }
      if (!is_try (call))
        return cannot_parse (call, text, row, error);
      if (!set_null (call, row, error))
        return false;
    }
  return true;
}

/* try_to_timestamp and try_to_date without a pattern */
static bool
try_cast_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  bool date = call->out->type->id == AZUD_DTYPE_DATE;

  FOR_ROWS (call, row)
    {
      const AzudText *text = &VALUE_AT (AzudText, texts, row);
      AzudParseResult result;

      if (date)
        result = azud_parse_date (azud_text_data (text), text->size, (int32_t *) call->out->data + row);
      else
        result = azud_parse_timestamp (azud_text_data (text), text->size, session_zone (call), call->settings->query_time_us,
                                       (int64_t *) call->out->data + row);
      if (result != AZUD_PARSE_OK && !set_null (call, row, error))
        return false;
    }
  return true;
}

/* ---- seconds since the epoch ---- */

static bool
from_seconds_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    if (__builtin_mul_overflow (VALUE_AT (int64_t, view, row), AZUD_US_PER_SECOND, &out[row]))
      FAIL_ROW (row, "ARITHMETIC_OVERFLOW", N_("The result of {0} is out of range"), call->call->call_name);
  return true;
}

static bool
unix_now_kernel (const AzudKernelCall *call, AzudError *error)
{
  FOR_ROWS (call, row)
    ((int64_t *) call->out->data)[row] = call->settings->query_time_us / AZUD_US_PER_SECOND;
  return true;
}

static bool
unix_seconds_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      int64_t us = VALUE_AT (int64_t, view, row);

      out[row] = us / AZUD_US_PER_SECOND - (us % AZUD_US_PER_SECOND < 0);
    }
  return true;
}

/* ---- printing ---- */

static bool
format_row (const AzudKernelCall *call, uint32_t row, const AzudDatetimePattern *pattern, int64_t us, const AzudTimeZone *zone,
            AzudError *error)
{
  char small[256];
  size_t size = azud_datetime_pattern_format (pattern, us, zone, small, sizeof small);
  char *room;

  if (size != SIZE_MAX)
    return text_copy (call, row, small, size, error);
  room = text_room (call, row, 8192, error);
  if (room == NULL)
    return false;
  size = azud_datetime_pattern_format (pattern, us, zone, room, 8192);
  if (size == SIZE_MAX)
    FAIL_ROW (row, "INVALID_DATETIME_PATTERN.LENGTH", N_("The pattern given to {0} is too long"), call->call->call_name);
  text_seal (call, row);
  text_cut (call, row, size);
  return true;
}

static bool
date_format_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  bool seconds = call->args[0]->type->id == AZUD_DTYPE_BIGINT, ntz = call->args[0]->type->id == AZUD_DTYPE_TIMESTAMP_NTZ;
  const AzudTimeZone *zone = ntz ? azud_time_zone_utc () : session_zone (call);

  FOR_ROWS (call, row)
    {
      const AzudDatetimePattern *pattern = pattern_at (call, row, error);
      int64_t us = VALUE_AT (int64_t, view, row);

      if (pattern == NULL)
        return false;
      if (seconds && __builtin_mul_overflow (us, AZUD_US_PER_SECOND, &us))
        us = us < 0 ? INT64_MIN / 2 : INT64_MAX / 2;
      if (!format_row (call, row, pattern, us, zone, error))
        return false;
    }
  return true;
}

#define PATTERN(args_, result_, kernel_) \
  { .args = args_, .result = result_, .kernel = kernel_, .bind = pattern_bind, .unbind = azud_fn_time_unbind }

#define ROW(name_, aliases_, since_, flags_, summary_, example_, result_, ...)                              \
  {                                                                                                         \
    .name = name_, .aliases = aliases_, .family = N_("date and time"), .since = since_, .flags = flags_,    \
    .signatures = SIGNATURES (__VA_ARGS__), .summary = summary_, .example = example_, .result = result_     \
  }

#define RAISES AZUD_FUNCTION_CAN_RAISE
#define NULLS  AZUD_FUNCTION_MAY_NULL

const AzudFunction azud_functions_format_time[] = {
  ROW ("to_date", NULL, 35, RAISES, N_("The date of a text, read with a pattern if one is given"),
       "to_date('15/08/2026', 'dd/MM/yyyy')", "2026-08-15",
       { "date", "date", azud_fn_copy_kernel }, PATTERN ("string,string", "date", parse_date_kernel),
       { "date,string", "date", azud_fn_copy_kernel }),
  ROW ("to_timestamp", "to_timestamp_ltz", 35, RAISES, N_("The moment given by a text, read with a pattern if one is given"),
       "to_timestamp('15/08/2026 10.30', 'dd/MM/yyyy HH.mm')", "2026-08-15 10:30:00",
       { "timestamp", "timestamp", azud_fn_copy_kernel }, { "bigint", "timestamp", from_seconds_kernel },
       PATTERN ("string,string", "timestamp", parse_timestamp_kernel), { "timestamp,string", "timestamp", azud_fn_copy_kernel }),
  ROW ("to_timestamp_ntz", NULL, 35, RAISES, N_("The clock time given by a text, read with a pattern if one is given"),
       "to_timestamp_ntz('2026-08-15 10:30:00')", "2026-08-15 10:30:00",
       { "timestamp_ntz", "timestamp_ntz", azud_fn_copy_kernel },
       PATTERN ("string,string", "timestamp_ntz", parse_timestamp_kernel),
       { "timestamp_ntz,string", "timestamp_ntz", azud_fn_copy_kernel }),
  ROW ("try_to_timestamp", NULL, 35, RAISES | NULLS, N_("As to_timestamp, but null for a text that is none"),
       "try_to_timestamp('sunday', 'yyyy-MM-dd')", "NULL",
       ZONED ("string", "timestamp", try_cast_kernel), { "timestamp", "timestamp", azud_fn_copy_kernel },
       PATTERN ("string,string", "timestamp", parse_timestamp_kernel), { "timestamp,string", "timestamp", azud_fn_copy_kernel }),
  ROW ("try_to_date", NULL, 40, RAISES | NULLS, N_("As to_date, but null for a text that is none"),
       "try_to_date('2026-02-30')", "NULL",
       ZONED ("string", "date", try_cast_kernel), { "date", "date", azud_fn_copy_kernel },
       PATTERN ("string,string", "date", parse_date_kernel), { "date,string", "date", azud_fn_copy_kernel }),
  ROW ("date_format", NULL, 35, RAISES, N_("A time as text, written with a pattern"),
       "date_format(DATE '2026-08-15', 'EEE d MMM yyyy')", "Sat 15 Aug 2026",
       PATTERN ("timestamp,string", "string", date_format_kernel), PATTERN ("timestamp_ntz,string", "string", date_format_kernel)),
  ROW ("from_unixtime", NULL, 35, RAISES, N_("So many seconds after 1970-01-01 00:00:00 UTC, as text"),
       "from_unixtime(0)", "1970-01-01 00:00:00",
       PATTERN ("bigint", "string", date_format_kernel), PATTERN ("bigint,string", "string", date_format_kernel)),
  ROW ("unix_timestamp", NULL, 35, RAISES, N_("Seconds from 1970-01-01 00:00:00 UTC to a time, or to now"),
       "unix_timestamp('1970-01-02', 'yyyy-MM-dd')", "86400",
       { "", "bigint", unix_now_kernel }, PATTERN ("string", "bigint", parse_timestamp_kernel),
       { "timestamp", "bigint", unix_seconds_kernel }, PATTERN ("string,string", "bigint", parse_timestamp_kernel),
       { "timestamp,string", "bigint", unix_seconds_kernel }),
  ROW ("to_unix_timestamp", NULL, 35, RAISES, N_("Seconds from 1970-01-01 00:00:00 UTC to a time"),
       "to_unix_timestamp('1970-01-02', 'yyyy-MM-dd')", "86400",
       PATTERN ("string", "bigint", parse_timestamp_kernel), { "timestamp", "bigint", unix_seconds_kernel },
       PATTERN ("string,string", "bigint", parse_timestamp_kernel), { "timestamp,string", "bigint", unix_seconds_kernel }),
  { NULL }
};
