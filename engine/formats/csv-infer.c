/* csv-infer.c: the type of a column from its texts, by Spark's rules
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/csv-infer.h"

#include "value/date.h"
#include "value/number-parse.h"

static bool
is_word (const AzudCsvWord *word,
         const char        *text,
         size_t             size)
{
  return size == word->size && memcmp (text, word->text, size) == 0;
}

static AzudCsvInference
found (AzudDtypeId type)
{
  return (AzudCsvInference){ type, 0 };
}

static AzudCsvInference
try_boolean (const AzudCsvColumns *columns,
             const char           *text,
             size_t                size)
{
  bool value;

  return found (azud_parse_boolean (text, size,
                                    &value) == AZUD_PARSE_OK ? AZUD_DTYPE_BOOLEAN : AZUD_DTYPE_STRING);
}

static AzudCsvInference
try_timestamp (const AzudCsvColumns *columns,
               const char           *text,
               size_t                size)
{
  int64_t value;
  AzudParseResult result =
    columns->has_timestamp_pattern
      ? azud_datetime_pattern_parse_timestamp (&columns->timestamp_pattern, text, size, columns->zone, &value)
      : azud_parse_timestamp (text, size, columns->zone, columns->now_us, &value);

  return result == AZUD_PARSE_OK ? found (AZUD_DTYPE_TIMESTAMP) : try_boolean (columns, text, size);
}

static AzudCsvInference
try_date (const AzudCsvColumns *columns,
          const char           *text,
          size_t                size)
{
  int32_t value;
  AzudParseResult result = columns->has_date_pattern
                             ? azud_datetime_pattern_parse_date (&columns->date_pattern, text, size, &value)
                             : azud_parse_date_strict (text, size, &value);

  return result == AZUD_PARSE_OK ? found (AZUD_DTYPE_DATE) : try_timestamp (columns, text, size);
}

static AzudCsvInference
try_double (const AzudCsvColumns *columns,
            const char           *text,
            size_t                size)
{
  const AzudCsvOptions *options = columns->options;
  double value;

  if (azud_parse_double (text, size, AZUD_FLOAT_JAVA, &value) == AZUD_PARSE_OK ||
      is_word (&options->nan_value, text, size) || is_word (&options->positive_inf, text, size) ||
      is_word (&options->negative_inf, text, size))
    return found (AZUD_DTYPE_DOUBLE);
  return options->prefer_date ? try_date (columns, text, size) : try_timestamp (columns, text, size);
}

/* Java's BigDecimal of the text: its number of digits if its scale is 0, else 0. */
static int
whole_digits (const char *text,
              size_t      size)
{
  size_t i = size > 0 && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  int digits = 0;
  int precision = 0;
  int scale = 0;
  long exponent = 0;
  bool point = false;
  bool negative = false;
  bool any = false;

  for (; i < size && (text[i] == '.' || (text[i] >= '0' && text[i] <= '9')); i++)
    {
      if (text[i] == '.')
        {
          if (point)
            return 0;
          point = true;
          continue;
        }
      any = true;
      scale += point;
      digits += precision > 0 || text[i] != '0';
      precision = digits;
      if (digits > AZUD_DECIMAL_MAX_PRECISION)
        return 0;
    }
  if (!any)
    return 0;
  if (i < size && (text[i] == 'e' || text[i] == 'E'))
    {
      i++;
      if (i < size && (text[i] == '+' || text[i] == '-'))
        negative = text[i++] == '-';
      if (i == size)
        return 0;
      for (; i < size && text[i] >= '0' && text[i] <= '9' && exponent < 100000; i++)
        exponent = exponent * 10 + (text[i] - '0');
    }
  if (i != size || scale != (negative ? -exponent : exponent))
    return 0;
  return precision > 0 ? precision : 1;
}

static AzudCsvInference
try_decimal (const AzudCsvColumns *columns,
             const char           *text,
             size_t                size)
{
  int digits = whole_digits (text, size);

  return digits > 0 ? (AzudCsvInference){ AZUD_DTYPE_DECIMAL, digits } : try_double (columns, text, size);
}

static AzudCsvInference
try_bigint (const AzudCsvColumns *columns,
            const char           *text,
            size_t                size)
{
  int64_t value;

  return azud_parse_int64 (text, size, &value) == AZUD_PARSE_OK ? found (AZUD_DTYPE_BIGINT)
                                                               : try_decimal (columns, text, size);
}

static AzudCsvInference
try_int (const AzudCsvColumns *columns,
         const char           *text,
         size_t                size)
{
  int32_t value;

  return azud_parse_int32 (text, size,
                           &value) == AZUD_PARSE_OK ? found (AZUD_DTYPE_INT) : try_bigint (columns, text, size);
}

/* Spark begins with the type seen so far, so that later ones of the list are not tried on what earlier ones
 * refused. */
static AzudCsvInference
try_from (AzudDtypeId           type,
          const AzudCsvColumns *columns,
          const char           *text,
          size_t                size)
{
  switch ((int) type)
    {
    case AZUD_DTYPE_VOID:
    case AZUD_DTYPE_INT:       return try_int (columns, text, size);
    case AZUD_DTYPE_BIGINT:    return try_bigint (columns, text, size);
    case AZUD_DTYPE_DECIMAL:   return try_decimal (columns, text, size);
    case AZUD_DTYPE_DOUBLE:    return try_double (columns, text, size);
    case AZUD_DTYPE_DATE:      return try_date (columns, text, size);
    case AZUD_DTYPE_TIMESTAMP: return try_timestamp (columns, text, size);
    case AZUD_DTYPE_BOOLEAN:   return try_boolean (columns, text, size);
    default:                   return found (AZUD_DTYPE_STRING);
    }
}

/* Dates become timestamps only where the same parser takes both. */
static bool
date_is_timestamp (const AzudCsvColumns *columns)
{
  static const char *const lenient[] = { "", "yyyy-MM-dd", "yyyy-M-dd", "yyyy-M-d", "yyyy-MM-d", "yyyy-MM",
                                         "yyyy-M", "yyyy" };

  for (size_t i = 0; !columns->has_timestamp_pattern && i < sizeof lenient / sizeof lenient[0]; i++)
    if (strcmp (columns->options->date_format, lenient[i]) == 0)
      return true;
  return false;
}

static int
digits_of (AzudCsvInference inference)
{
  return inference.type == AZUD_DTYPE_INT ? 10 : inference.type == AZUD_DTYPE_BIGINT ? 20 : inference.precision;
}

static AzudCsvInference
merge (AzudCsvInference      a,
       AzudCsvInference      b,
       const AzudCsvColumns *columns)
{
  bool a_number = a.type >= AZUD_DTYPE_INT && a.type <= AZUD_DTYPE_DECIMAL;
  bool b_number = b.type >= AZUD_DTYPE_INT && b.type <= AZUD_DTYPE_DECIMAL;

  if (a.type == AZUD_DTYPE_VOID)
    return b;
  if (a_number && b_number)
    {
      if (a.type == AZUD_DTYPE_DOUBLE || b.type == AZUD_DTYPE_DOUBLE)
        return found (AZUD_DTYPE_DOUBLE);
      if (a.type == AZUD_DTYPE_DECIMAL || b.type == AZUD_DTYPE_DECIMAL)
        return (AzudCsvInference){ AZUD_DTYPE_DECIMAL,
                                   digits_of (a) > digits_of (b) ? digits_of (a) : digits_of (b) };
      return a.type > b.type ? a : b;
    }
  if (a.type == b.type)
    return a;
  if (((a.type == AZUD_DTYPE_DATE && b.type == AZUD_DTYPE_TIMESTAMP) ||
       (a.type == AZUD_DTYPE_TIMESTAMP && b.type == AZUD_DTYPE_DATE)) &&
      date_is_timestamp (columns))
    return found (AZUD_DTYPE_TIMESTAMP);
  return found (AZUD_DTYPE_STRING);
}

void
azud_csv_infer_cell (AzudCsvInference     *inference,
                     const AzudCsvColumns *columns,
                     const char           *text,
                     size_t                size)
{
  if (size == 0 || inference->type == AZUD_DTYPE_STRING ||
      is_word (&columns->options->null_value, text, size))
    return;
  *inference = merge (*inference, try_from (inference->type, columns, text, size), columns);
}

const AzudDtype *
azud_csv_infer_get_type (const AzudCsvInference *inference)
{
  if (inference->type == AZUD_DTYPE_VOID)
    return azud_dtype_get (AZUD_DTYPE_STRING);
  if (inference->type == AZUD_DTYPE_DECIMAL)
    return azud_dtype_decimal (inference->precision, 0);
  return azud_dtype_get (inference->type);
}

AzudDtypeId
azud_csv_infer_text (const AzudCsvColumns *columns,
                     const char           *text,
                     size_t                size)
{
  return size == 0 ? AZUD_DTYPE_VOID : try_int (columns, text, size).type;
}
