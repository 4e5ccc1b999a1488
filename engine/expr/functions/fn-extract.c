/* fn-extract.c: extract and date_part, making times and intervals from their parts
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/functions/fn-time-private.h"

typedef enum
{
  FIELD_NONE,
  FIELD_YEAR,
  FIELD_YEAR_OF_WEEK,
  FIELD_QUARTER,
  FIELD_MONTH,
  FIELD_WEEK,
  FIELD_DAY,
  FIELD_DAY_OF_WEEK,
  FIELD_DAY_OF_WEEK_ISO,
  FIELD_DAY_OF_YEAR,
  FIELD_HOUR,
  FIELD_MINUTE,
  FIELD_SECOND
} Field;

static Field
field_of (const AzudText *word)
{
  static const struct
  {
    const char *words;
    Field       field;
  } fields[] = {
    { ",Y,YEAR,YEARS,YR,YRS,", FIELD_YEAR },
    { ",YEAROFWEEK,", FIELD_YEAR_OF_WEEK },
    { ",QUARTER,QTR,", FIELD_QUARTER },
    { ",MONTH,MON,MONS,MONTHS,", FIELD_MONTH },
    { ",WEEK,W,WEEKS,", FIELD_WEEK },
    { ",DAY,D,DAYS,", FIELD_DAY },
    { ",DAYOFWEEK,DOW,", FIELD_DAY_OF_WEEK },
    { ",DAYOFWEEK_ISO,DOW_ISO,", FIELD_DAY_OF_WEEK_ISO },
    { ",DOY,", FIELD_DAY_OF_YEAR },
    { ",HOUR,H,HOURS,HR,HRS,", FIELD_HOUR },
    { ",MINUTE,M,MIN,MINS,MINUTES,", FIELD_MINUTE },
    { ",SECOND,S,SEC,SECONDS,SECS,", FIELD_SECOND },
  };
  char wanted[24] = ",";

  if (word->size == 0 || word->size > 18 || memchr (azud_text_data (word), ',', word->size) != NULL)
    return FIELD_NONE;
  for (uint32_t i = 0; i < word->size; i++)
    wanted[1 + i] = g_ascii_toupper (azud_text_data (word)[i]);
  wanted[1 + word->size] = ',';
  for (size_t i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strstr (fields[i].words, wanted) != NULL)
      return fields[i].field;
  return FIELD_NONE;
}

static bool
field_fits (Field field, AzudDtypeId source)
{
  if (source == AZUD_DTYPE_YEAR_MONTH)
    return field == FIELD_YEAR || field == FIELD_MONTH;
  if (source == AZUD_DTYPE_DAY_TIME)
    return field == FIELD_DAY || field >= FIELD_HOUR;
  return field != FIELD_NONE;
}

static const AzudDtype *
extract_type (const AzudExpr *call, AzudError *error)
{
  const AzudExpr *word = call->args[0];
  AzudDtypeId source = call->args[1]->type->id;
  char shown[64], type[80];
  Field field;

  if (!azud_expr_is_literal (word))
    return azud_fn_not_foldable (call, 0, "field", error);
  if (word->datum.is_null)
    return azud_dtype_get (AZUD_DTYPE_DOUBLE);
  field = field_of (&word->datum.as.text);
  if (!field_fits (field, source))
    {
      azud_error_copy_text (shown, sizeof shown, azud_text_data (&word->datum.as.text), word->datum.as.text.size);
      azud_dtype_sql_name (call->args[1]->type, type, sizeof type);
      azud_error_set (error, AZUD_FAULT_PIPELINE, "INVALID_EXTRACT_FIELD", N_("{0} cannot be extracted from {1}"), shown, type, NULL);
      return NULL;
    }
  if (field == FIELD_SECOND)
    return azud_dtype_decimal (8, 6);
  if ((source == AZUD_DTYPE_YEAR_MONTH && field == FIELD_MONTH) || (source == AZUD_DTYPE_DAY_TIME && field != FIELD_DAY))
    return azud_dtype_get (AZUD_DTYPE_TINYINT);
  return azud_dtype_get (AZUD_DTYPE_INT);
}

/* The field of local microseconds; seconds in microseconds. */
static int64_t
extract_time (Field field, int64_t local_us)
{
  int64_t us, days = azud_date_floor_day (local_us, &us), year;
  AzudCivil civil;

  switch (field)
    {
    case FIELD_HOUR:
      return us / (3600 * AZUD_US_PER_SECOND);
    case FIELD_MINUTE:
      return us / (60 * AZUD_US_PER_SECOND) % 60;
    case FIELD_SECOND:
      return us % (60 * AZUD_US_PER_SECOND);
    case FIELD_YEAR_OF_WEEK:
      azud_date_iso_week (days, &year);
      return year;
    case FIELD_WEEK:
      return azud_date_iso_week (days, NULL);
    case FIELD_DAY_OF_WEEK:
      return azud_date_iso_weekday (days) % 7 + 1;
    case FIELD_DAY_OF_WEEK_ISO:
      return azud_date_iso_weekday (days);
    case FIELD_DAY_OF_YEAR:
      return azud_date_day_of_year (days);
    default:
      azud_date_to_civil (days, &civil);
      return field == FIELD_YEAR ? civil.year : field == FIELD_QUARTER ? (civil.month + 2) / 3
             : field == FIELD_MONTH ? civil.month : civil.day;
    }
}

/* The field of an interval, with its sign. */
static int64_t
extract_interval (Field field, int64_t value)
{
  switch (field)
    {
    case FIELD_YEAR:
      return value / 12;
    case FIELD_MONTH:
      return value % 12;
    case FIELD_DAY:
      return value / AZUD_US_PER_DAY;
    case FIELD_HOUR:
      return value % AZUD_US_PER_DAY / (3600 * AZUD_US_PER_SECOND);
    case FIELD_MINUTE:
      return value % (3600 * AZUD_US_PER_SECOND) / (60 * AZUD_US_PER_SECOND);
    default:
      return value % (60 * AZUD_US_PER_SECOND);
    }
}

static void
store (const AzudKernelCall *call, uint32_t row, int64_t value)
{
  switch (call->out->type->id)
    {
    case AZUD_DTYPE_TINYINT:
      ((int8_t *) call->out->data)[row] = (int8_t) value;
      break;
    case AZUD_DTYPE_DECIMAL:
      ((AzudInt128 *) call->out->data)[row] = value;
      break;
    default:
      ((int32_t *) call->out->data)[row] = (int32_t) value;
      break;
    }
}

static bool
extract_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView words = azud_vector_view (call->args[0]), values = azud_vector_view (call->args[1]);
  AzudDtypeId source = call->args[1]->type->id;
  Field field = FIELD_NONE;

  FOR_ROWS (call, row)
    {
      if (field == FIELD_NONE)
        field = field_of (&VALUE_AT (AzudText, words, row));
      switch (source)
        {
        case AZUD_DTYPE_YEAR_MONTH:
          store (call, row, extract_interval (field, VALUE_AT (int32_t, values, row)));
          break;
        case AZUD_DTYPE_DAY_TIME:
          store (call, row, extract_interval (field, VALUE_AT (int64_t, values, row)));
          break;
        case AZUD_DTYPE_DATE:
          store (call, row, extract_time (field, VALUE_AT (int32_t, values, row) * AZUD_US_PER_DAY));
          break;
        case AZUD_DTYPE_TIMESTAMP:
          store (call, row, extract_time (field, azud_time_zone_to_local (session_zone (call), VALUE_AT (int64_t, values, row))));
          break;
        default:
          store (call, row, extract_time (field, VALUE_AT (int64_t, values, row)));
          break;
        }
    }
  return true;
}

/* ---- make_timestamp ---- */

typedef enum
{
  MAKE_OK,
  MAKE_BAD_FIELD,
  MAKE_BAD_FRACTION
} MakeResult;

/* Local microseconds of the parts; 60 whole seconds are the next minute. */
static MakeResult
make_local (const int32_t parts[5], AzudInt128 second_us, int64_t *local_us)
{
  if (second_us < 0 || second_us >= 61 * (AzudInt128) AZUD_US_PER_SECOND || parts[0] < -290000 || parts[0] > 290000
      || !azud_date_is_valid (parts[0], parts[1], parts[2]) || parts[3] < 0 || parts[3] > 23 || parts[4] < 0 || parts[4] > 59)
    return MAKE_BAD_FIELD;
  if (second_us > 60 * AZUD_US_PER_SECOND)
    return MAKE_BAD_FRACTION;
  *local_us = azud_date_from_civil (parts[0], parts[1], parts[2]) * AZUD_US_PER_DAY
              + (parts[3] * 3600 + parts[4] * 60) * AZUD_US_PER_SECOND + (int64_t) second_us;
  return MAKE_OK;
}

static AzudInt128
seconds_us (const AzudVector *vector, const AzudVectorView *view, uint32_t row)
{
  AzudInt128 us = -1;
  AzudDecimalType type = { 38, 6 };

  if (vector->type->id == AZUD_DTYPE_DECIMAL)
    {
      if (azud_decimal_rescale (VALUE_AT (AzudInt128, *view, row), vector->type->scale, type, AZUD_ROUND_HALF_UP, &us) != AZUD_DECIMAL_OK)
        return -1;
    }
  else if (azud_decimal_from_double (VALUE_AT (double, *view, row), type, &us) != AZUD_DECIMAL_OK)
    return -1;
  return us;
}

static bool
make_timestamp_kernel (const AzudKernelCall *call, AzudError *error)
{
  bool safe = g_str_has_prefix (call->call->function->name, "try_"), ntz = call->out->type->id == AZUD_DTYPE_TIMESTAMP_NTZ;
  AzudVectorView seconds = azud_vector_view (call->args[5]), zones = azud_vector_view (call->args[call->n_args - 1]);
  AzudVectorView views[5];
  int64_t *out = call->out->data;

  for (int i = 0; i < 5; i++)
    views[i] = azud_vector_view (call->args[i]);
  FOR_ROWS (call, row)
    {
      const AzudTimeZone *zone = session_zone (call);
      int32_t parts[5];
      int64_t local;
      MakeResult result;

      for (int i = 0; i < 5; i++)
        parts[i] = VALUE_AT (int32_t, views[i], row);
      result = make_local (parts, seconds_us (call->args[5], &seconds, row), &local);
      if (result != MAKE_OK)
        {
          if (!safe && result == MAKE_BAD_FRACTION)
            FAIL_ROW (row, "INVALID_FRACTION_OF_SECOND", N_("The seconds given to {0} must be from 0 to 60"), call->call->call_name);
          if (!safe)
            FAIL_ROW (row, "DATETIME_FIELD_OUT_OF_BOUNDS.WITH_SUGGESTION", N_("There is no time with the parts given to {0}"), call->call->call_name);
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      if (call->n_args > 6 && !azud_fn_zone_of (&VALUE_AT (AzudText, zones, row), row, &zone, error))
        return false;
      out[row] = ntz ? local : azud_time_zone_to_utc (zone, local);
    }
  return true;
}

/* ---- intervals ---- */

#define INTERVAL_OVERFLOW(row) \
  FAIL_ROW (row, "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", N_("The interval made by {0} is out of range"), call->call->call_name)

static bool
make_ym_kernel (const AzudKernelCall *call, AzudError *error)
{
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      int64_t months = 0;

      for (uint32_t i = 0; i < call->n_args; i++)
        {
          AzudVectorView view = azud_vector_view (call->args[i]);

          months += (int64_t) VALUE_AT (int32_t, view, row) * (i == 0 ? 12 : 1);
        }
      if (months != (int32_t) months)
        INTERVAL_OVERFLOW (row);
      out[row] = (int32_t) months;
    }
  return true;
}

static bool
make_dt_kernel (const AzudKernelCall *call, AzudError *error)
{
  static const int64_t units[] = { AZUD_US_PER_DAY, 3600 * AZUD_US_PER_SECOND, 60 * AZUD_US_PER_SECOND };
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      AzudInt128 us = 0;

      for (uint32_t i = 0; i < call->n_args; i++)
        {
          AzudVectorView view = azud_vector_view (call->args[i]);
          AzudInt128 part;

          if (i < 3)
            us += (AzudInt128) VALUE_AT (int32_t, view, row) * units[i];
          else if (call->args[i]->type->id != AZUD_DTYPE_DECIMAL)
            {
              if (azud_decimal_from_double (VALUE_AT (double, view, row), (AzudDecimalType){ 18, 6 }, &part) != AZUD_DECIMAL_OK)
                INTERVAL_OVERFLOW (row);
              us += part;
            }
          else
            {
              if (azud_decimal_rescale (VALUE_AT (AzudInt128, view, row), call->args[i]->type->scale, (AzudDecimalType){ 18, 6 },
                                        AZUD_ROUND_HALF_UP, &part) != AZUD_DECIMAL_OK)
                INTERVAL_OVERFLOW (row);
              us += part;
            }
        }
      if (us != (int64_t) us)
        INTERVAL_OVERFLOW (row);
      out[row] = (int64_t) us;
    }
  return true;
}

#define EXTRACT_OF(type_)                                                                                \
  { .args = "string," type_, .resolve_type = extract_type, .kernel = extract_kernel,                     \
    .bind = azud_fn_time_bind, .unbind = azud_fn_time_unbind }
#define SIX "int,int,int,int,int,"
#define MAKE_SIGNATURES(type_)                                                                           \
  SIGNATURES (ZONED (SIX "decimal", type_, make_timestamp_kernel), ZONED (SIX "double", type_, make_timestamp_kernel), \
              ZONED (SIX "decimal,string", type_, make_timestamp_kernel), ZONED (SIX "double,string", type_, make_timestamp_kernel))
#define MAKE(name_, aliases_, since_, type_, flags_, summary_, example_, result_)                        \
  {                                                                                                      \
    .name = name_, .aliases = aliases_, .family = N_("date and time"), .since = since_, .flags = flags_, \
    .signatures = MAKE_SIGNATURES (type_), .summary = summary_, .example = example_, .result = result_   \
  }

const AzudFunction azud_functions_extract[] = {
  { .name = "date_part", .aliases = "datepart,extract", .family = N_("date and time"), .since = 35,
    .signatures = SIGNATURES (EXTRACT_OF ("timestamp"), EXTRACT_OF ("timestamp_ntz"), EXTRACT_OF ("date"),
                              EXTRACT_OF ("interval year to month"), EXTRACT_OF ("interval day to second")),
    .summary = N_("A part of a date, time or interval"), .example = "date_part('week', DATE '2026-08-15')", .result = "33" },
  MAKE ("make_timestamp", "make_timestamp_ltz", 35, "timestamp", AZUD_FUNCTION_CAN_RAISE,
        N_("The moment of a year, month, day, hour, minute and second on the clock of a zone (the session's unless given)"),
        "make_timestamp(2026, 8, 15, 10, 30, 1.5)", "2026-08-15 10:30:01.5"),
  MAKE ("try_make_timestamp", "try_make_timestamp_ltz", 40, "timestamp", AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_MAY_NULL,
        N_("As make_timestamp, but null for a time that does not exist"), "try_make_timestamp(2026, 2, 30, 0, 0, 0)", "NULL"),
  { .name = "make_timestamp_ntz", .family = N_("date and time"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES (ZONED (SIX "decimal", "timestamp_ntz", make_timestamp_kernel),
                              ZONED (SIX "double", "timestamp_ntz", make_timestamp_kernel)),
    .summary = N_("The clock time of a year, month, day, hour, minute and second"),
    .example = "make_timestamp_ntz(2026, 8, 15, 10, 30, 60)", .result = "2026-08-15 10:31:00" },
  { .name = "try_make_timestamp_ntz", .family = N_("date and time"), .since = 40, .flags = AZUD_FUNCTION_MAY_NULL,
    .signatures = SIGNATURES (ZONED (SIX "decimal", "timestamp_ntz", make_timestamp_kernel),
                              ZONED (SIX "double", "timestamp_ntz", make_timestamp_kernel)),
    .summary = N_("As make_timestamp_ntz, but null for a time that does not exist"),
    .example = "try_make_timestamp_ntz(2026, 2, 30, 0, 0, 0)", .result = "NULL" },
  { .name = "make_ym_interval", .family = N_("date and time"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ "int?,int?", "interval year to month", make_ym_kernel }),
    .summary = N_("An interval of years and months"), .example = "make_ym_interval(1, 2)", .result = "1-2" },
  { .name = "make_dt_interval", .family = N_("date and time"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ "int?,int?,int?,decimal?", "interval day to second", make_dt_kernel },
                              { "int,int,int,double", "interval day to second", make_dt_kernel }),
    .summary = N_("An interval of days, hours, minutes and seconds"), .example = "make_dt_interval(1, 2, 3, 4.5)",
    .result = "1 02:03:04.500000000" },
  { NULL }
};
