/* fn-date.c: functions of dates
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/coercion.h"
#include "expr/functions/fn-time-private.h"

/* ---- parts ---- */

static inline AzudCivil
civil_of (int32_t days)
{
  AzudCivil civil;

  azud_date_to_civil (days, &civil);
  return civil;
}

DEFINE_UNARY_KERNEL (year_kernel, int32_t, int32_t, civil_of (x).year)
DEFINE_UNARY_KERNEL (quarter_kernel, int32_t, int32_t, (civil_of (x).month + 2) / 3)
DEFINE_UNARY_KERNEL (month_kernel, int32_t, int32_t, civil_of (x).month)
DEFINE_UNARY_KERNEL (day_kernel, int32_t, int32_t, civil_of (x).day)
DEFINE_UNARY_KERNEL (dayofweek_kernel, int32_t, int32_t, azud_date_iso_weekday (x) % 7 + 1)
DEFINE_UNARY_KERNEL (weekday_kernel, int32_t, int32_t, azud_date_iso_weekday (x) - 1)
DEFINE_UNARY_KERNEL (dayofyear_kernel, int32_t, int32_t, azud_date_day_of_year (x))
DEFINE_UNARY_KERNEL (weekofyear_kernel, int32_t, int32_t, azud_date_iso_week (x, NULL))
DEFINE_UNARY_KERNEL (last_day_kernel, int32_t, int32_t, azud_date_last_day (x))

static AzudText
day_name (int32_t days)
{
  return azud_text_make (&"MonTueWedThuFriSatSun"[3 * (azud_date_iso_weekday (days) - 1)], 3);
}

static AzudText
month_name (int32_t days)
{
  return azud_text_make (&"JanFebMarAprMayJunJulAugSepOctNovDec"[3 * (civil_of (days).month - 1)], 3);
}

static bool
dayname_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    ((AzudText *) call->out->data)[row] = day_name (VALUE_AT (int32_t, view, row));
  return true;
}

static bool
monthname_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    ((AzudText *) call->out->data)[row] = month_name (VALUE_AT (int32_t, view, row));
  return true;
}

/* ---- arithmetic: whole numbers of days wrap, as in Spark ---- */

DEFINE_BINARY_KERNEL (date_add_kernel, int32_t, int32_t, int32_t, (uint32_t) x + (uint32_t) y)
DEFINE_BINARY_KERNEL (date_sub_kernel, int32_t, int32_t, int32_t, (uint32_t) x - (uint32_t) y)
DEFINE_BINARY_KERNEL (datediff_kernel, int32_t, int32_t, int32_t, (uint32_t) x - (uint32_t) y)

/* The days must be int, smallint or tinyint (or a text that is one): Spark takes nothing wider here. */
const AzudDtype *
azud_fn_date_add_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *type = call->args[1]->type;

  if (!(azud_dtype_is_integer (type) && type->id != AZUD_DTYPE_BIGINT) && type->id != AZUD_DTYPE_STRING && type->id != AZUD_DTYPE_VOID)
    return azud_fn_refuse (call, 1, "INT, SMALLINT, TINYINT", error);
  return azud_coercion_cast_arg (&call->args[1], azud_dtype_get (AZUD_DTYPE_INT), error) ? azud_dtype_get (AZUD_DTYPE_DATE) : NULL;
}

static bool
add_months_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView dates = azud_vector_view (call->args[0]), counts = azud_vector_view (call->args[1]);
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      int64_t days = azud_date_add_months (VALUE_AT (int32_t, dates, row), VALUE_AT (int32_t, counts, row));

      if (days != (int32_t) days)
        FAIL_ROW (row, "DATETIME_OVERFLOW", N_("The date made by {0} is out of range"), call->call->call_name);
      out[row] = (int32_t) days;
    }
  return true;
}

static bool
next_day_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView dates = azud_vector_view (call->args[0]), names = azud_vector_view (call->args[1]);
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *name = &VALUE_AT (AzudText, names, row);
      int weekday = azud_weekday_parse (azud_text_data (name), name->size);
      char shown[64];

      if (weekday == 0)
        {
          azud_error_copy_text (shown, sizeof shown, azud_text_data (name), name->size);
          FAIL_ROW (row, "ILLEGAL_DAY_OF_WEEK", N_("{0} is not the name of a day of the week"), shown);
        }
      out[row] = (int32_t) azud_date_next_day (VALUE_AT (int32_t, dates, row), weekday);
    }
  return true;
}

/* Units smaller than a week, and words that are none, give null. */
static bool
trunc_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView dates = azud_vector_view (call->args[0]), units = azud_vector_view (call->args[1]);
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *word = &VALUE_AT (AzudText, units, row);
      AzudTimeUnit unit = azud_time_unit_parse (azud_text_data (word), word->size);

      if (unit >= AZUD_TIME_UNIT_WEEK)
        out[row] = (int32_t) azud_date_truncate (VALUE_AT (int32_t, dates, row), unit);
      else if (!set_null (call, row, error))
        return false;
    }
  return true;
}

static bool
make_date_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView years = azud_vector_view (call->args[0]), months = azud_vector_view (call->args[1]);
  AzudVectorView days = azud_vector_view (call->args[2]);
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      int32_t year = VALUE_AT (int32_t, years, row), month = VALUE_AT (int32_t, months, row);
      int32_t day = VALUE_AT (int32_t, days, row);
      char y[16], m[16], d[16];

      if (year < -5877641 || year > 5881580 || !azud_date_is_valid (year, month, day))
        {
          g_snprintf (y, sizeof y, "%d", year);
          g_snprintf (m, sizeof m, "%d", month);
          g_snprintf (d, sizeof d, "%d", day);
          FAIL_ROW (row, "DATETIME_FIELD_OUT_OF_BOUNDS.WITH_SUGGESTION", N_("There is no day with year {0}, month {1}, day {2}"), y, m, d);
        }
      out[row] = (int32_t) azud_date_from_civil (year, month, day);
    }
  return true;
}

#define PART(name_, aliases_, since_, result_type_, kernel_, summary_, example_, result_)              \
  {                                                                                                    \
    .name = name_, .aliases = aliases_, .family = N_("date and time"), .since = since_,                \
    .signatures = SIGNATURES ({ "date", result_type_, kernel_ }),                                      \
    .summary = summary_, .example = example_, .result = result_                                        \
  }

const AzudFunction azud_functions_date[] = {
  PART ("year", NULL, 35, "int", year_kernel, N_("The year"), "year(DATE '2026-08-15')", "2026"),
  PART ("quarter", NULL, 35, "int", quarter_kernel, N_("The quarter, 1 to 4"), "quarter(DATE '2026-08-15')", "3"),
  PART ("month", NULL, 35, "int", month_kernel, N_("The month, 1 to 12"), "month(DATE '2026-08-15')", "8"),
  PART ("day", "dayofmonth", 35, "int", day_kernel, N_("The day of the month"), "day(DATE '2026-08-15')", "15"),
  PART ("dayofweek", NULL, 35, "int", dayofweek_kernel, N_("The day of the week, 1 = Sunday"), "dayofweek(DATE '2026-08-15')", "7"),
  PART ("weekday", NULL, 35, "int", weekday_kernel, N_("The day of the week, 0 = Monday"), "weekday(DATE '2026-08-15')", "5"),
  PART ("dayofyear", NULL, 35, "int", dayofyear_kernel, N_("The day of the year"), "dayofyear(DATE '2026-08-15')", "227"),
  PART ("weekofyear", NULL, 35, "int", weekofyear_kernel, N_("The ISO week of the year"), "weekofyear(DATE '2026-08-15')", "33"),
  PART ("dayname", NULL, 40, "string", dayname_kernel, N_("The first letters of the day's English name"), "dayname(DATE '2026-08-15')", "Sat"),
  PART ("monthname", NULL, 40, "string", monthname_kernel, N_("The first letters of the month's English name"),
        "monthname(DATE '2026-08-15')", "Aug"),
  PART ("last_day", NULL, 35, "date", last_day_kernel, N_("The last day of the month"), "last_day(DATE '2024-02-10')", "2024-02-29"),
  PART ("unix_date", NULL, 35, "int", azud_fn_copy_kernel, N_("Days since 1970-01-01"), "unix_date(DATE '1970-01-02')", "1"),
  { .name = "date_from_unix_date", .family = N_("date and time"), .since = 35,
    .signatures = SIGNATURES ({ "int", "date", azud_fn_copy_kernel }),
    .summary = N_("The date a number of days after 1970-01-01"), .example = "date_from_unix_date(1)", .result = "1970-01-02" },
  { .name = "date_sub", .family = N_("date and time"), .since = 35,
    .signatures = SIGNATURES ({ .args = "date,any", .resolve_type = azud_fn_date_add_type, .kernel = date_sub_kernel }),
    .summary = N_("The date n days earlier"), .example = "date_sub(DATE '2024-03-01', 1)", .result = "2024-02-29" },
  { .name = "add_months", .family = N_("date and time"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ "date,int", "date", add_months_kernel }),
    .summary = N_("The date n months later, on the last day of the month if it has no such day"),
    .example = "add_months(DATE '2024-01-31', 1)", .result = "2024-02-29" },
  { .name = "next_day", .family = N_("date and time"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ "date,string", "date", next_day_kernel }),
    .summary = N_("The first date after that which is a named day of the week"),
    .example = "next_day(DATE '2026-08-15', 'MO')", .result = "2026-08-17" },
  { .name = "trunc", .family = N_("date and time"), .since = 35, .flags = AZUD_FUNCTION_MAY_NULL,
    .signatures = SIGNATURES ({ "date,string", "date", trunc_kernel }),
    .summary = N_("The first day of the week, month, quarter or year"),
    .example = "trunc(DATE '2026-08-15', 'MM')", .result = "2026-08-01" },
  { .name = "make_date", .family = N_("date and time"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ "int,int,int", "date", make_date_kernel }),
    .summary = N_("The date of a year, month and day"), .example = "make_date(2024, 2, 29)", .result = "2024-02-29" },
  { NULL }
};

/* date_add and datediff have a second form with a unit (fn-timestamp.c); this is their plain one. */
bool
azud_fn_date_add_kernel (const AzudKernelCall *call, AzudError *error)
{
  return date_add_kernel (call, error);
}

bool
azud_fn_datediff_kernel (const AzudKernelCall *call, AzudError *error)
{
  return datediff_kernel (call, error);
}
