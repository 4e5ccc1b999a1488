/* interval.h: text of intervals
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Year-month intervals are months, day-time intervals microseconds.  Nothing allocates.  Thread: any.
 */

#pragma once

#include "value/parse-result.h"

#define AZUD_INTERVAL_TEXT_MAX 80

typedef enum
{
  AZUD_INTERVAL_NONE,
  AZUD_INTERVAL_YEAR,
  AZUD_INTERVAL_MONTH,
  AZUD_INTERVAL_WEEK,
  AZUD_INTERVAL_DAY,
  AZUD_INTERVAL_HOUR,
  AZUD_INTERVAL_MINUTE,
  AZUD_INTERVAL_SECOND,
  AZUD_INTERVAL_MILLISECOND,
  AZUD_INTERVAL_MICROSECOND
} AzudIntervalUnit;

/** azud_interval_unit: the unit @word names, singular or plural, any case. */
AzudIntervalUnit azud_interval_unit (const char *word, size_t length);

/** azud_interval_parse_year_month, azud_interval_parse_day_time: CAST of text: `1-2`, `INTERVAL '1-2' YEAR TO MONTH`; `1 02:03:04.5`,
 * `INTERVAL '1 02:03:04.5' DAY TO SECOND`, any single unit. */
AzudParseResult azud_interval_parse_year_month (const char *text, size_t length, int32_t *months);
AzudParseResult azud_interval_parse_day_time (const char *text, size_t length, int64_t *us);

/** azud_interval_parse_fields: the text between the quotes of INTERVAL '...' @from TO @to (equal for one unit).
 * @value: months or microseconds */
AzudParseResult azud_interval_parse_fields (const char *text, size_t length, AzudIntervalUnit from, AzudIntervalUnit to, int64_t *value);

/** azud_interval_parse_amount: a number of one unit, `1.5` seconds; @months says which kind came out. */
AzudParseResult azud_interval_parse_amount (const char *text, size_t length, AzudIntervalUnit unit, bool *months, int64_t *value);

/** azud_interval_print_year_month, azud_interval_print_day_time: as Spark's result sets show them: `1-2`, `1 02:03:04.500000000`.
 * Return the length (≤ AZUD_INTERVAL_TEXT_MAX). */
size_t azud_interval_print_year_month (char *buffer, int32_t months);
size_t azud_interval_print_day_time (char *buffer, int64_t us);

/** azud_interval_print_sql_year_month, azud_interval_print_sql_day_time: as literals and CAST to string: `INTERVAL '1-2' YEAR TO MONTH`. */
size_t azud_interval_print_sql_year_month (char *buffer, int32_t months);
size_t azud_interval_print_sql_day_time (char *buffer, int64_t us);
