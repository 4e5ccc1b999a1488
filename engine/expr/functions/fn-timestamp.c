/* fn-timestamp.c: functions of timestamps
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A timestamp is microseconds in UTC; its parts are those of the session zone's clock.
 */

#include "expr/functions/fn-time-private.h"

bool
azud_fn_time_bind (const AzudExpr *call, const AzudExprSettings *settings, void **bound, AzudError *error)
{
  TimeBound *time = g_new0 (TimeBound, 1);

  time->zone = azud_time_zone_get_or_utc (settings->time_zone, error);
  if (time->zone == NULL)
    {
      g_free (time);
      return false;
    }
  *bound = time;
  return true;
}

void
azud_fn_time_unbind (void *bound)
{
  g_free (bound);
}

bool
azud_fn_zone_of (const AzudText *name, uint32_t row, const AzudTimeZone **zone, AzudError *error)
{
  char shown[64];

  *zone = azud_time_zone_get (azud_text_data (name), name->size, NULL);
  if (*zone != NULL)
    return true;
  azud_error_copy_text (shown, sizeof shown, azud_text_data (name), name->size);
  FAIL_ROW (row, "INVALID_TIMEZONE", N_("There is no time zone {0}"), shown);
}

/* ---- hour, minute, second ---- */

static inline int32_t
time_part (int64_t local_us, char part)
{
  int64_t us;

  azud_date_floor_day (local_us, &us);
  us /= AZUD_US_PER_SECOND;
  return (int32_t) (part == 'h' ? us / 3600 : part == 'm' ? us / 60 % 60 : us % 60);
}

static bool
part_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  const AzudTimeZone *zone = call->args[0]->type->id == AZUD_DTYPE_TIMESTAMP ? session_zone (call) : azud_time_zone_utc ();
  char part = call->call->function->name[0];
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = time_part (azud_time_zone_to_local (zone, VALUE_AT (int64_t, view, row)), part);
  return true;
}

/* ---- the present ---- */

static bool
now_kernel (const AzudKernelCall *call, AzudError *error)
{
  int64_t now = call->settings->query_time_us;
  AzudDtypeId id = call->out->type->id;

  if (id != AZUD_DTYPE_TIMESTAMP)
    now = azud_time_zone_to_local (session_zone (call), now);
  FOR_ROWS (call, row)
    if (id == AZUD_DTYPE_DATE)
      ((int32_t *) call->out->data)[row] = (int32_t) azud_date_floor_day (now, NULL);
    else
      ((int64_t *) call->out->data)[row] = now;
  return true;
}

static bool
current_timezone_kernel (const AzudKernelCall *call, AzudError *error)
{
  const char *id = azud_time_zone_get_id (session_zone (call));

  FOR_ROWS (call, row)
    ((AzudText *) call->out->data)[row] = azud_text_make (id, strlen (id));
  return true;
}

/* ---- date_trunc, months_between ---- */

static bool
date_trunc_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView units = azud_vector_view (call->args[0]), times = azud_vector_view (call->args[1]);
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *word = &VALUE_AT (AzudText, units, row);
      AzudTimeUnit unit = azud_time_unit_parse (azud_text_data (word), word->size);

      if (unit != AZUD_TIME_UNIT_NONE)
        out[row] = azud_timestamp_truncate_utc (VALUE_AT (int64_t, times, row), unit, session_zone (call));
      else if (!set_null (call, row, error))
        return false;
    }
  return true;
}

static bool
months_between_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView as = azud_vector_view (call->args[0]), bs = azud_vector_view (call->args[1]);
  AzudVectorView rounds = azud_vector_view (call->args[call->n_args - 1]);
  const AzudTimeZone *zone = session_zone (call);
  double *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = azud_months_between (azud_time_zone_to_local (zone, VALUE_AT (int64_t, as, row)),
                                    azud_time_zone_to_local (zone, VALUE_AT (int64_t, bs, row)),
                                    call->n_args < 3 || VALUE_AT (uint8_t, rounds, row) != 0);
  return true;
}

/* ---- seconds since the epoch ---- */

static inline int64_t
floor_divide (int64_t x, int64_t by)
{
  return x / by - (x % by < 0);
}

DEFINE_UNARY_KERNEL (unix_seconds_kernel, int64_t, int64_t, floor_divide (x, AZUD_US_PER_SECOND))
DEFINE_UNARY_KERNEL (unix_millis_kernel, int64_t, int64_t, floor_divide (x, 1000))

static bool
from_units_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  int64_t unit = g_str_has_suffix (call->call->function->name, "seconds") ? AZUD_US_PER_SECOND : 1000;
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    if (__builtin_mul_overflow (VALUE_AT (int64_t, view, row), unit, &out[row]))
      FAIL_ROW (row, "ARITHMETIC_OVERFLOW", N_("The result of {0} is out of range"), call->call->call_name);
  return true;
}

static bool
from_decimal_seconds_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  int scale = call->args[0]->type->scale;
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      AzudInt128 x = VALUE_AT (AzudInt128, view, row), us, back;

      if (azud_decimal_rescale (x, scale, (AzudDecimalType){ 38, 6 }, AZUD_ROUND_DOWN, &us) != AZUD_DECIMAL_OK
          || us > INT64_MAX || us < INT64_MIN)
        FAIL_ROW (row, "ARITHMETIC_OVERFLOW", N_("The result of {0} is out of range"), call->call->call_name);
      if (scale > 6
          && (azud_decimal_rescale (us, 6, (AzudDecimalType){ 38, scale }, AZUD_ROUND_DOWN, &back) != AZUD_DECIMAL_OK || back != x))
        FAIL_ROW (row, "ARITHMETIC_OVERFLOW", N_("A timestamp has no more than six fraction digits"));
      out[row] = (int64_t) us;
    }
  return true;
}

/* NaN and infinities are null; Java's (long) saturates. */
static bool
from_real_seconds_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      double us = VALUE_AT (double, view, row) * 1e6;

      if (!isfinite (us))
        {
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      out[row] = us >= 9223372036854775808.0 ? INT64_MAX : us < -9223372036854775808.0 ? INT64_MIN : (int64_t) us;
    }
  return true;
}

/* ---- zones ---- */

static bool
utc_timestamp_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView times = azud_vector_view (call->args[0]), zones = azud_vector_view (call->args[1]);
  bool from = call->call->function->name[0] == 'f';
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudTimeZone *zone;
      int64_t us = VALUE_AT (int64_t, times, row);

      if (!azud_fn_zone_of (&VALUE_AT (AzudText, zones, row), row, &zone, error))
        return false;
      out[row] = from ? azud_time_zone_to_local (zone, us) : azud_time_zone_to_utc (zone, us);
    }
  return true;
}

static bool
convert_timezone_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView targets = azud_vector_view (call->args[call->n_args - 2]);
  AzudVectorView sources = azud_vector_view (call->args[0]), times = azud_vector_view (call->args[call->n_args - 1]);
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudTimeZone *from = session_zone (call), *to;

      if ((call->n_args > 2 && !azud_fn_zone_of (&VALUE_AT (AzudText, sources, row), row, &from, error))
          || !azud_fn_zone_of (&VALUE_AT (AzudText, targets, row), row, &to, error))
        return false;
      out[row] = azud_time_zone_to_local (to, azud_time_zone_to_utc (from, VALUE_AT (int64_t, times, row)));
    }
  return true;
}

/* ---- timestampadd, timestampdiff ---- */

static AzudTimeUnit
unit_of (const AzudText *word)
{
  static const struct
  {
    const char  *name;
    AzudTimeUnit unit;
  } units[] = {
    { "MICROSECOND", AZUD_TIME_UNIT_MICROSECOND }, { "MILLISECOND", AZUD_TIME_UNIT_MILLISECOND },
    { "SECOND", AZUD_TIME_UNIT_SECOND },           { "MINUTE", AZUD_TIME_UNIT_MINUTE },
    { "HOUR", AZUD_TIME_UNIT_HOUR },               { "DAY", AZUD_TIME_UNIT_DAY },
    { "DAYOFYEAR", AZUD_TIME_UNIT_DAY },           { "WEEK", AZUD_TIME_UNIT_WEEK },
    { "MONTH", AZUD_TIME_UNIT_MONTH },             { "QUARTER", AZUD_TIME_UNIT_QUARTER },
    { "YEAR", AZUD_TIME_UNIT_YEAR },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (units); i++)
    if (strlen (units[i].name) == word->size
        && g_ascii_strncasecmp (units[i].name, azud_text_data (word), word->size) == 0)
      return units[i].unit;
  return AZUD_TIME_UNIT_NONE;
}

/* The parser gives the unit, a bare word, as a text literal; one in quotes is not a unit. */
static AzudTimeUnit
call_unit (const AzudExpr *call)
{
  const AzudExpr *word = call->args[0];

  if (word->kind != AZUD_EXPR_LITERAL || word->datum.is_null
      || (word->span_start >= 0 && word->span_end - word->span_start != (int) word->datum.as.text.size))
    return AZUD_TIME_UNIT_NONE;
  return unit_of (&word->datum.as.text);
}

static bool
check_unit (const AzudExpr *call, AzudError *error)
{
  return call_unit (call) != AZUD_TIME_UNIT_NONE
         || azud_error_set (error, AZUD_FAULT_PIPELINE, "INVALID_PARAMETER_VALUE.DATETIME_UNIT",
                            N_("{0} needs a unit of time such as DAY, without quotes, as its first argument"), call->call_name, NULL);
}

static const AzudDtype *
add_unit_type (const AzudExpr *call, AzudError *error)
{
  return check_unit (call, error) ? call->args[2]->type : NULL;
}

static const AzudDtype *
diff_unit_type (const AzudExpr *call, AzudError *error)
{
  return check_unit (call, error) ? azud_dtype_get (AZUD_DTYPE_BIGINT) : NULL;
}

static bool
unit_bind (const AzudExpr *call, const AzudExprSettings *settings, void **bound, AzudError *error)
{
  if (!azud_fn_time_bind (call, settings, bound, error))
    return false;
  ((TimeBound *) *bound)->unit = call_unit (call);
  return true;
}

/* Whole days are added on the clock of the zone, the rest of a day as it elapses. */
static bool
add_us (int64_t us, int64_t count, int64_t unit, const AzudTimeZone *zone, int64_t *result)
{
  int64_t total, days;

  if (__builtin_mul_overflow (count, unit, &total))
    return false;
  days = total / AZUD_US_PER_DAY;
  if (days != 0)
    {
      int64_t local = azud_time_zone_to_local (zone, us);

      if (__builtin_add_overflow (local, days * AZUD_US_PER_DAY, &local))
        return false;
      us = azud_time_zone_to_utc (zone, local);
    }
  return !__builtin_add_overflow (us, total % AZUD_US_PER_DAY, result);
}

static bool
add_months_us (int64_t us, int64_t count, int64_t months, const AzudTimeZone *zone, int64_t *result)
{
  int64_t total;

  if (__builtin_mul_overflow (count, months, &total) || total > 7000000 || total < -7000000)
    return false;
  us = azud_time_zone_to_local (zone, us);
  if (us / AZUD_US_PER_DAY / 28 + total > 3500000 || us / AZUD_US_PER_DAY / 28 + total < -3500000)
    return false;
  *result = azud_time_zone_to_utc (zone, azud_timestamp_add_months (us, total));
  return true;
}

static bool
add_unit (AzudTimeUnit unit, int64_t us, int64_t count, const AzudTimeZone *zone, int64_t *result)
{
  switch (unit)
    {
    case AZUD_TIME_UNIT_MICROSECOND:
      return add_us (us, count, 1, zone, result);
    case AZUD_TIME_UNIT_MILLISECOND:
      return add_us (us, count, 1000, zone, result);
    case AZUD_TIME_UNIT_SECOND:
      return add_us (us, count, AZUD_US_PER_SECOND, zone, result);
    case AZUD_TIME_UNIT_MINUTE:
      return add_us (us, count, 60 * AZUD_US_PER_SECOND, zone, result);
    case AZUD_TIME_UNIT_HOUR:
      return add_us (us, count, 3600 * AZUD_US_PER_SECOND, zone, result);
    case AZUD_TIME_UNIT_DAY:
      return add_us (us, count, AZUD_US_PER_DAY, zone, result);
    case AZUD_TIME_UNIT_WEEK:
      return add_us (us, count, 7 * AZUD_US_PER_DAY, zone, result);
    case AZUD_TIME_UNIT_MONTH:
      return add_months_us (us, count, 1, zone, result);
    case AZUD_TIME_UNIT_QUARTER:
      return add_months_us (us, count, 3, zone, result);
    case AZUD_TIME_UNIT_YEAR:
      return add_months_us (us, count, 12, zone, result);
    case AZUD_TIME_UNIT_NONE:
      break;
    }
  return false;
}

static bool
timestampadd_kernel (const AzudKernelCall *call, AzudError *error)
{
  const TimeBound *time = call->bound;
  const AzudTimeZone *zone = call->out->type->id == AZUD_DTYPE_TIMESTAMP ? time->zone : azud_time_zone_utc ();
  AzudVectorView counts = azud_vector_view (call->args[1]), times = azud_vector_view (call->args[2]);
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    if (!add_unit (time->unit, VALUE_AT (int64_t, times, row), VALUE_AT (int64_t, counts, row), zone, &out[row]))
      FAIL_ROW (row, "DATETIME_OVERFLOW", N_("The time made by {0} is out of range"), call->call->call_name);
  return true;
}

static bool
timestampdiff_kernel (const AzudKernelCall *call, AzudError *error)
{
  const TimeBound *time = call->bound;
  const AzudTimeZone *zone = call->args[1]->type->id == AZUD_DTYPE_TIMESTAMP ? time->zone : azud_time_zone_utc ();
  AzudVectorView starts = azud_vector_view (call->args[1]), ends = azud_vector_view (call->args[2]);
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = azud_timestamp_difference (time->unit, azud_time_zone_to_local (zone, VALUE_AT (int64_t, starts, row)),
                                          azud_time_zone_to_local (zone, VALUE_AT (int64_t, ends, row)));
  return true;
}

#define UNIT(args_, type_, kernel_) \
  { .args = args_, .resolve_type = type_, .kernel = kernel_, .bind = unit_bind, .unbind = azud_fn_time_unbind }
#define ADD_UNIT_SIGNATURES                                                          \
  UNIT ("string,bigint,timestamp", add_unit_type, timestampadd_kernel),              \
  UNIT ("string,bigint,timestamp_ntz", add_unit_type, timestampadd_kernel)
#define DIFF_UNIT_SIGNATURES                                                         \
  UNIT ("string,timestamp,timestamp", diff_unit_type, timestampdiff_kernel),         \
  UNIT ("string,timestamp_ntz,timestamp_ntz", diff_unit_type, timestampdiff_kernel)

#define TIME_PART(name_, summary_, example_, result_)                                                       \
  {                                                                                                         \
    .name = name_, .family = N_("date and time"), .since = 35,                                              \
    .signatures = SIGNATURES (ZONED ("timestamp", "int", part_kernel), ZONED ("timestamp_ntz", "int", part_kernel)), \
    .summary = summary_, .example = example_, .result = result_                                             \
  }

#define NOW(name_, aliases_, type_, summary_, example_, result_)                                            \
  {                                                                                                         \
    .name = name_, .aliases = aliases_, .family = N_("date and time"), .since = 35,                         \
    .flags = AZUD_FUNCTION_PER_QUERY | AZUD_FUNCTION_NEVER_NULL, .signatures = SIGNATURES (ZONED ("", type_, now_kernel)), \
    .summary = summary_, .example = example_, .result = result_                                             \
  }

#define ROW(name_, flags_, summary_, example_, result_, ...)                                                \
  {                                                                                                         \
    .name = name_, .family = N_("date and time"), .since = 35, .flags = flags_,                             \
    .signatures = SIGNATURES (__VA_ARGS__), .summary = summary_, .example = example_, .result = result_     \
  }

const AzudFunction azud_functions_timestamp[] = {
  TIME_PART ("hour", N_("The hour, 0 to 23"), "hour(TIMESTAMP '2026-08-15 10:11:12')", "10"),
  TIME_PART ("minute", N_("The minute, 0 to 59"), "minute(TIMESTAMP '2026-08-15 10:11:12')", "11"),
  TIME_PART ("second", N_("The second, 0 to 59"), "second(TIMESTAMP '2026-08-15 10:11:12.9')", "12"),
  NOW ("current_date", "curdate", "date", N_("The date on which the run began"), "current_date() = CAST(now() AS DATE)", "true"),
  NOW ("current_timestamp", "now", "timestamp", N_("The moment at which the run began"), "current_timestamp() = now()", "true"),
  NOW ("localtimestamp", NULL, "timestamp_ntz", N_("The moment at which the run began, on the session zone's clock"),
       "localtimestamp() = CAST(now() AS TIMESTAMP_NTZ)", "true"),
  { .name = "current_timezone", .family = N_("date and time"), .since = 35, .flags = AZUD_FUNCTION_PER_QUERY | AZUD_FUNCTION_NEVER_NULL,
    .signatures = SIGNATURES (ZONED ("", "string", current_timezone_kernel)),
    .summary = N_("The session zone"), .example = "current_timezone()", .result = "UTC" },
  ROW ("date_trunc", AZUD_FUNCTION_MAY_NULL, N_("The start of the unit of time (year ... microsecond) that a moment lies in"),
       "date_trunc('HOUR', TIMESTAMP '2026-08-15 10:11:12')", "2026-08-15 10:00:00",
       ZONED ("string,timestamp", "timestamp", date_trunc_kernel)),
  ROW ("months_between", 0, N_("Months from the second moment to the first, with a fraction of 31 days, rounded to 8 digits unless told not to"),
       "months_between('1997-02-28 10:30:00', '1996-10-30')", "3.94959677",
       ZONED ("timestamp,timestamp", "double", months_between_kernel),
       ZONED ("timestamp,timestamp,boolean", "double", months_between_kernel)),
  ROW ("unix_seconds", 0, N_("Whole seconds since 1970-01-01 00:00:00 UTC"), "unix_seconds(TIMESTAMP '1970-01-01 00:00:01Z')", "1",
       { "timestamp", "bigint", unix_seconds_kernel }),
  ROW ("unix_millis", 0, N_("Whole milliseconds since 1970-01-01 00:00:00 UTC"), "unix_millis(TIMESTAMP '1970-01-01 00:00:01Z')", "1000",
       { "timestamp", "bigint", unix_millis_kernel }),
  ROW ("unix_micros", 0, N_("Microseconds since 1970-01-01 00:00:00 UTC"), "unix_micros(TIMESTAMP '1970-01-01 00:00:01Z')", "1000000",
       { "timestamp", "bigint", azud_fn_copy_kernel }),
  ROW ("timestamp_seconds", AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_MAY_NULL, N_("The moment so many seconds after 1970-01-01 00:00:00 UTC"),
       "timestamp_seconds(1.5)", "1970-01-01 00:00:01.5", { "bigint", "timestamp", from_units_kernel },
       { "decimal", "timestamp", from_decimal_seconds_kernel }, { "double", "timestamp", from_real_seconds_kernel }),
  ROW ("timestamp_millis", AZUD_FUNCTION_CAN_RAISE, N_("The moment so many milliseconds after 1970-01-01 00:00:00 UTC"),
       "timestamp_millis(1500)", "1970-01-01 00:00:01.5", { "bigint", "timestamp", from_units_kernel }),
  ROW ("timestamp_micros", 0, N_("The moment so many microseconds after 1970-01-01 00:00:00 UTC"),
       "timestamp_micros(1500000)", "1970-01-01 00:00:01.5", { "bigint", "timestamp", azud_fn_copy_kernel }),
  ROW ("from_utc_timestamp", AZUD_FUNCTION_CAN_RAISE, N_("What the clock of a zone shows when it is a time in UTC"),
       "from_utc_timestamp('2026-01-15 12:00:00', 'Asia/Tokyo')", "2026-01-15 21:00:00",
       { "timestamp,string", "timestamp", utc_timestamp_kernel }),
  ROW ("to_utc_timestamp", AZUD_FUNCTION_CAN_RAISE, N_("The time in UTC when the clock of a zone shows a time"),
       "to_utc_timestamp('2026-01-15 12:00:00', 'Asia/Tokyo')", "2026-01-15 03:00:00",
       { "timestamp,string", "timestamp", utc_timestamp_kernel }),
  ROW ("convert_timezone", AZUD_FUNCTION_CAN_RAISE, N_("A clock time of one zone (the session's unless given) as that of another"),
       "convert_timezone('Europe/Madrid', 'UTC', TIMESTAMP_NTZ '2026-07-01 12:00:00')", "2026-07-01 10:00:00",
       ZONED ("string,timestamp_ntz", "timestamp_ntz", convert_timezone_kernel),
       ZONED ("string,string,timestamp_ntz", "timestamp_ntz", convert_timezone_kernel)),
  { .name = "date_add", .aliases = "dateadd", .family = N_("date and time"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ .args = "date,any", .resolve_type = azud_fn_date_add_type, .kernel = azud_fn_date_add_kernel }, ADD_UNIT_SIGNATURES),
    .summary = N_("The date n days later; with a unit in front, the time n units later"),
    .example = "date_add(DATE '2024-02-28', 1)", .result = "2024-02-29" },
  ROW ("timestampadd", AZUD_FUNCTION_CAN_RAISE, N_("The time n units later"),
       "timestampadd(HOUR, 8, TIMESTAMP_NTZ '2026-02-14 16:30:00')", "2026-02-15 00:30:00", ADD_UNIT_SIGNATURES),
  { .name = "datediff", .aliases = "date_diff", .family = N_("date and time"), .since = 35,
    .signatures = SIGNATURES ({ "date,date", "int", azud_fn_datediff_kernel }, DIFF_UNIT_SIGNATURES),
    .summary = N_("Days from the second date to the first; with a unit in front, whole units from the first time to the second"),
    .example = "datediff(DATE '2024-03-01', DATE '2024-02-28')", .result = "2" },
  { .name = "timestampdiff", .aliases = "timediff", .family = N_("date and time"), .since = 35,
    .signatures = SIGNATURES (DIFF_UNIT_SIGNATURES),
    .summary = N_("Whole units from the first time to the second"),
    .example = "timestampdiff(MONTH, DATE '2024-01-31', DATE '2024-03-30')", .result = "1" },
  { NULL }
};
