/* csv-write.c: batches to CSV text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/csv-write.h"

#include "value/date.h"
#include "value/datetime-pattern.h"
#include "value/number-print.h"

#include <csv.h>

#define FLUSH_BYTES ((size_t) 256 << 10)

struct _AzudCsvWriter
{
  AzudAccount         *account;
  AzudCsvOptions       options;
  const AzudSchema    *schema;
  const AzudTimeZone  *zone;
  bool                 plain_numbers;   /* no number or date can hold a character that needs quotes */
  bool                 has_date_pattern;
  bool                 has_timestamp_pattern;
  bool                 exact_times;     /* microseconds, not Spark's milliseconds */
  AzudDatetimePattern  date_pattern;
  AzudDatetimePattern  timestamp_pattern;
  AzudDatetimePattern  ntz_pattern;
  AzudVectorView      *views;
  char                 special[256];    /* bytes that need quotes */
};

static bool
check_types (const AzudSchema *schema,
             AzudError        *error)
{
  for (int i = 0; i < schema->n_fields; i++)
    {
      char name[64];

      if (schema->fields[i].type->id < AZUD_DTYPE_YEAR_MONTH)
        continue;
      azud_dtype_sql_name (schema->fields[i].type, name, sizeof name);
      return azud_error_set (error, AZUD_FAULT_PIPELINE, "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                             N_("A CSV cannot hold column {0} of type {1}"), schema->fields[i].name, name,
                             NULL);
    }
  return true;
}

static bool
compile_patterns (AzudCsvWriter *writer,
                  AzudError     *error)
{
  const AzudCsvOptions *options = &writer->options;
  const char *ntz = options->timestamp_ntz_format;

  writer->has_date_pattern = options->date_format[0] != '\0';
  writer->exact_times = strcmp (options->timestamp_format, AZUD_CSV_EXACT_TIMESTAMP) == 0;
  writer->has_timestamp_pattern = options->timestamp_format[0] != '\0' && !writer->exact_times;
  if (ntz[0] == '\0')
    ntz = "yyyy-MM-dd'T'HH:mm:ss[.SSS]";
  return (!writer->has_date_pattern ||
          azud_datetime_pattern_compile (&writer->date_pattern, options->date_format,
                                         strlen (options->date_format), AZUD_PATTERN_FORMAT, error)) &&
         (!writer->has_timestamp_pattern ||
          azud_datetime_pattern_compile (&writer->timestamp_pattern, options->timestamp_format,
                                         strlen (options->timestamp_format), AZUD_PATTERN_FORMAT, error)) &&
         azud_datetime_pattern_compile (&writer->ntz_pattern, ntz, strlen (ntz), AZUD_PATTERN_FORMAT, error);
}

AzudCsvWriter *
azud_csv_writer_new (const AzudCsvOptions *options,
                     const AzudSchema     *schema,
                     AzudAccount          *account,
                     AzudError            *error)
{
  static const char number_bytes[] = "0123456789+-.:EeTZNaInfitytrufls[] ABCDF";
  AzudCsvWriter *writer;

  if (!azud_csv_options_check (options, error) || !check_types (schema, error))
    return NULL;
  writer = azud_account_alloc (account, sizeof *writer, error);
  if (writer == NULL)
    return NULL;
  memset (writer, 0, sizeof *writer);
  writer->account = account;
  writer->options = *options;
  writer->schema = schema;
  writer->zone = options->time_zone[0] == '\0'
                   ? azud_time_zone_utc ()
                   : azud_time_zone_get (options->time_zone, strlen (options->time_zone), error);
  writer->views = azud_account_alloc (account, ((size_t) schema->n_fields + 1) * sizeof *writer->views,
                                      error);
  if (writer->zone == NULL || writer->views == NULL || !compile_patterns (writer, error))
    {
      azud_csv_writer_free (writer);
      return NULL;
    }
  writer->special[(unsigned char) options->sep] = 1;
  writer->special['\n'] = writer->special['\r'] = 1;
  if (options->quote != '\0' && options->escape_quotes)
    writer->special[(unsigned char) options->quote] = 1;
  writer->plain_numbers = !options->quote_all && strchr (number_bytes, options->sep) == NULL &&
                          (options->quote == '\0' || strchr (number_bytes, options->quote) == NULL) &&
                          (options->comment == '\0' || strchr (number_bytes, options->comment) == NULL);
  return writer;
}

void
azud_csv_writer_free (AzudCsvWriter *writer)
{
  if (writer == NULL)
    return;
  azud_account_release (writer->account, writer->views,
                        writer->views != NULL ? ((size_t) writer->schema->n_fields + 1) * sizeof *writer->views : 0);
  azud_account_release (writer->account, writer, sizeof *writer);
}

/* ---- text ---- */

static bool
append_quoted (AzudCsvWriter *writer,
               const char    *text,
               size_t         size,
               AzudBytes     *out,
               AzudError     *error)
{
  char quote = writer->options.quote;
  char escape = writer->options.escape != '\0' ? writer->options.escape : quote;
  char *to;

  if (quote == '\0')
    return azud_error_set (error, AZUD_FAULT_RUN, "AZUD_CSV_NEEDS_QUOTES",
                           N_("A value holds a separator or line end, and the CSV has no quote character"),
                           NULL);
  if (!azud_bytes_reserve (out, size * 2 + 2, error))
    return false;
  to = out->data + out->size;
  if (escape == quote)
    {
      out->size += csv_write2 (to, size * 2 + 2, text, size, (unsigned char) quote);
      return true;
    }
  *to++ = quote;
  for (size_t i = 0; i < size; i++)
    {
      if (text[i] == quote || text[i] == escape)
        *to++ = escape;
      *to++ = text[i];
    }
  *to++ = quote;
  out->size = (size_t) (to - out->data);
  return true;
}

/* Whether the text would be read as something else without quotes. */
static bool
needs_quotes (const AzudCsvWriter *writer,
              const char          *text,
              size_t               size,
              int                  column)
{
  const AzudCsvOptions *options = &writer->options;

  if (options->quote_all)
    return true;
  for (size_t i = 0; i < size; i++)
    if (writer->special[(unsigned char) text[i]])
      return true;
  if (size == 0)
    return false;
  if (options->quote != '\0' && text[0] == options->quote)   /* escapeQuotes off */
    return true;
  if (column > 0)
    return false;
  if (options->comment != '\0' && text[0] == options->comment)
    return true;
  if ((unsigned char) text[0] == 0xef)   /* would be taken for a byte-order mark */
    return true;
  if (writer->schema->n_fields > 1)
    return false;
  /* a line of blanks is no record */
  while (size > 0 && (unsigned char) text[size - 1] <= ' ')
    size--;
  return size == 0;
}

/* The default emptyValue stands for two quotes, whatever the quote is. */
static bool
append_empty (AzudCsvWriter *writer,
              AzudBytes     *out,
              AzudError     *error)
{
  const AzudCsvWord *empty = &writer->options.empty_value;
  char quote = writer->options.quote;

  if (empty->size == 2 && memcmp (empty->text, "\"\"", 2) == 0)
    return quote == '\0' || (azud_bytes_append_char (out, quote, error) &&
                             azud_bytes_append_char (out, quote, error));
  return azud_bytes_append (out, empty->text, empty->size, error);
}

static bool
append_text (AzudCsvWriter *writer,
             const char    *text,
             size_t         size,
             int            column,
             AzudBytes     *out,
             AzudError     *error)
{
  const AzudCsvOptions *options = &writer->options;

  while (options->ignore_leading_blanks && size > 0 && (unsigned char) *text <= ' ')
    {
      text++;
      size--;
    }
  while (options->ignore_trailing_blanks && size > 0 && (unsigned char) text[size - 1] <= ' ')
    size--;
  if (size == 0)
    return append_empty (writer, out, error);
  if (needs_quotes (writer, text, size, column))
    return append_quoted (writer, text, size, out, error);
  return azud_bytes_append (out, text, size, error);
}

/* Numbers and dates are formatted in place, unless the dialect is odd. */
static bool
append_value (AzudCsvWriter *writer,
              const char    *text,
              size_t         size,
              int            column,
              AzudBytes     *out,
              AzudError     *error)
{
  return writer->plain_numbers ? azud_bytes_append (out, text, size, error)
                               : append_text (writer, text, size, column, out, error);
}

/* ---- values ---- */

static char *
put_digits (char    *to,
            unsigned value,
            int      width)
{
  for (int i = width - 1; i >= 0; i--)
    {
      to[i] = (char) ('0' + value % 10);
      value /= 10;
    }
  return to + width;
}

/* yyyy-MM-dd'T'HH:mm:ss.SSSXXX, Spark's default, which cuts microseconds to milliseconds; or AZUD_CSV_EXACT_TIMESTAMP. */
static size_t
print_timestamp (const AzudCsvWriter *writer,
                 int64_t              utc_us,
                 char                *buffer)
{
  int64_t local = azud_time_zone_to_local (writer->zone, utc_us);
  int64_t offset = (local - utc_us) / AZUD_US_PER_SECOND;
  int64_t time;
  int64_t days = azud_date_floor_day (local, &time);
  char *to = buffer + azud_print_date (buffer, days);
  unsigned ms = (unsigned) (time / 1000);
  int width = writer->exact_times ? 6 : 3;

  *to++ = 'T';
  to = put_digits (to, ms / 3600000, 2);
  *to++ = ':';
  to = put_digits (to, ms / 60000 % 60, 2);
  *to++ = ':';
  to = put_digits (to, ms / 1000 % 60, 2);
  *to++ = '.';
  to = put_digits (to, width == 6 ? (unsigned) (time % AZUD_US_PER_SECOND) : ms % 1000, width);
  if (offset == 0)
    *to++ = 'Z';
  else
    {
      unsigned minutes = (unsigned) ((offset < 0 ? -offset : offset) / 60);

      *to++ = offset < 0 ? '-' : '+';
      to = put_digits (to, minutes / 60, 2);
      *to++ = ':';
      to = put_digits (to, minutes % 60, 2);
    }
  return (size_t) (to - buffer);
}

static bool
append_pattern (AzudCsvWriter             *writer,
                const AzudDatetimePattern *pattern,
                int64_t                    us,
                const AzudTimeZone        *zone,
                int                        column,
                AzudBytes                 *out,
                AzudError                 *error)
{
  char buffer[512];
  size_t size = azud_datetime_pattern_format (pattern, us, zone, buffer, sizeof buffer);

  if (size == SIZE_MAX)
    return azud_error_set (error, AZUD_FAULT_RUN, "AZUD_PATTERN_TOO_LONG",
                           N_("A formatted date is longer than 512 bytes"), NULL);
  return append_text (writer, buffer, size, column, out, error);
}

/* As Spark prints binaries: [53 70 61] */
static bool
append_binary (AzudCsvWriter *writer,
               const char    *data,
               size_t         size,
               int            column,
               AzudBytes     *out,
               AzudError     *error)
{
  static const char digits[] = "0123456789ABCDEF";
  size_t start = out->size;
  char *to;

  if (!azud_bytes_reserve (out, size * 3 + 2, error))
    return false;
  to = out->data + out->size;
  *to++ = '[';
  for (size_t i = 0; i < size; i++)
    {
      if (i > 0)
        *to++ = ' ';
      *to++ = digits[(unsigned char) data[i] >> 4];
      *to++ = digits[(unsigned char) data[i] & 15];
    }
  *to++ = ']';
  out->size = (size_t) (to - out->data);
  if (writer->plain_numbers)
    return true;
  /* an odd dialect: quote what has just been written */
  {
    AzudBytes copy;
    bool ok;

    azud_bytes_init (&copy, writer->account);
    ok = azud_bytes_append (&copy, out->data + start, out->size - start, error);
    azud_bytes_truncate (out, start);
    ok = ok && append_text (writer, copy.data, copy.size, column, out, error);
    azud_bytes_clear (&copy);
    return ok;
  }
}

static bool
append_cell (AzudCsvWriter        *writer,
             const AzudDtype      *type,
             const AzudVectorView *view,
             uint32_t              i,
             int                   column,
             AzudBytes            *out,
             AzudError            *error)
{
  char buffer[64];
  size_t n = 0;
  const AzudText *text;

  switch ((int) type->id)
    {
    case AZUD_DTYPE_STRING:
      text = (const AzudText *) view->data + i;
      return append_text (writer, azud_text_data (text), text->size, column, out, error);
    case AZUD_DTYPE_BINARY:
      text = (const AzudText *) view->data + i;
      return append_binary (writer, azud_text_data (text), text->size, column, out, error);
    case AZUD_DTYPE_BOOLEAN:
      n = ((const uint8_t *) view->data)[i] ? 4 : 5;
      memcpy (buffer, n == 4 ? "true" : "false", n);
      break;
    case AZUD_DTYPE_TINYINT:  n = azud_print_int64 (buffer, ((const int8_t *) view->data)[i]); break;
    case AZUD_DTYPE_SMALLINT: n = azud_print_int64 (buffer, ((const int16_t *) view->data)[i]); break;
    case AZUD_DTYPE_INT:      n = azud_print_int64 (buffer, ((const int32_t *) view->data)[i]); break;
    case AZUD_DTYPE_BIGINT:   n = azud_print_int64 (buffer, ((const int64_t *) view->data)[i]); break;
    case AZUD_DTYPE_FLOAT:    n = azud_print_float (buffer, ((const float *) view->data)[i]); break;
    case AZUD_DTYPE_DOUBLE:   n = azud_print_double (buffer, ((const double *) view->data)[i]); break;
    case AZUD_DTYPE_DECIMAL:
      n = azud_print_decimal_java (buffer, ((const AzudInt128 *) view->data)[i], type->scale);
      break;
    case AZUD_DTYPE_DATE:
      if (writer->has_date_pattern)
        return append_pattern (writer, &writer->date_pattern,
                               ((const int32_t *) view->data)[i] * AZUD_US_PER_DAY,
                               azud_time_zone_utc (), column, out, error);
      n = azud_print_date (buffer, ((const int32_t *) view->data)[i]);
      break;
    case AZUD_DTYPE_TIMESTAMP:
      if (writer->has_timestamp_pattern)
        return append_pattern (writer, &writer->timestamp_pattern, ((const int64_t *) view->data)[i],
                               writer->zone, column, out, error);
      n = print_timestamp (writer, ((const int64_t *) view->data)[i], buffer);
      break;
    case AZUD_DTYPE_TIMESTAMP_NTZ:
      return append_pattern (writer, &writer->ntz_pattern, ((const int64_t *) view->data)[i],
                             azud_time_zone_utc (), column, out, error);
    default:
      return true;
    }
  return append_value (writer, buffer, n, column, out, error);
}

static bool
append_null (AzudCsvWriter *writer,
             AzudBytes     *out,
             AzudError     *error)
{
  /* an empty line would be no record */
  if (writer->schema->n_fields == 1 && writer->options.null_value.size == 0 && writer->options.quote != '\0')
    return azud_bytes_append_char (out, writer->options.quote, error) &&
           azud_bytes_append_char (out, writer->options.quote, error);
  return azud_bytes_append (out, writer->options.null_value.text, writer->options.null_value.size, error);
}

static bool
append_line_end (AzudCsvWriter *writer,
                 AzudBytes     *out,
                 AzudError     *error)
{
  if (writer->options.line_sep.size > 0)
    return azud_bytes_append (out, writer->options.line_sep.text, writer->options.line_sep.size, error);
  return azud_bytes_append_char (out, '\n', error);
}

bool
azud_csv_writer_format_header (AzudCsvWriter *writer,
                               AzudBytes     *out,
                               AzudError     *error)
{
  for (int c = 0; c < writer->schema->n_fields; c++)
    {
      const char *name = writer->schema->fields[c].name;

      if ((c > 0 && !azud_bytes_append_char (out, writer->options.sep, error)) ||
          !append_text (writer, name, strlen (name), c, out, error))
        return false;
    }
  return append_line_end (writer, out, error);
}

bool
azud_csv_writer_format (AzudCsvWriter   *writer,
                        const AzudBatch *batch,
                        AzudBytes       *out,
                        AzudError       *error)
{
  int n = writer->schema->n_fields;

  for (int c = 0; c < n; c++)
    writer->views[c] = azud_vector_view (&batch->columns[c]);
  for (uint32_t r = 0; r < batch->n_selected; r++)
    {
      uint32_t row = azud_batch_row (batch, r);

      for (int c = 0; c < n; c++)
        {
          const AzudVectorView *view = &writer->views[c];
          uint32_t i = azud_view_index (view, row);
          bool ok;

          if (c > 0 && !azud_bytes_append_char (out, writer->options.sep, error))
            return false;
          if (azud_view_valid (view, i) && batch->columns[c].type->id != AZUD_DTYPE_VOID)
            ok = append_cell (writer, batch->columns[c].type, view, i, c, out, error);
          else
            ok = append_null (writer, out, error);
          if (!ok)
            return false;
        }
      if (!append_line_end (writer, out, error))
        return false;
    }
  return true;
}

/* ---- sink ---- */

struct _AzudCsvSink
{
  AzudAccount    *account;
  AzudCsvWriter  *writer;
  AzudOutputPart *part;
  AzudBytes       bytes;
  int64_t         flushed;
  bool            header_due;
};

static void
free_sink (AzudCsvSink *sink)
{
  azud_csv_writer_free (sink->writer);
  azud_bytes_clear (&sink->bytes);
  azud_account_release (sink->account, sink, sizeof *sink);
}

AzudCsvSink *
azud_csv_sink_open (AzudOutput           *output,
                    int                   partition,
                    const AzudCsvOptions *options,
                    const AzudSchema     *schema,
                    AzudAccount          *account,
                    AzudError            *error)
{
  AzudCsvSink *sink = azud_account_alloc (account, sizeof *sink, error);

  if (sink == NULL)
    return NULL;
  memset (sink, 0, sizeof *sink);
  sink->account = account;
  azud_bytes_init (&sink->bytes, account);
  sink->writer = azud_csv_writer_new (options, schema, account, error);
  sink->header_due = options->header && azud_output_wants_header (output, partition);
  if (sink->writer != NULL)
    sink->part = azud_output_part_open (output, partition, error);
  if (sink->part == NULL)
    {
      free_sink (sink);
      return NULL;
    }
  if (partition == 0 && sink->header_due)
    {
      sink->header_due = false;
      if (!azud_csv_writer_format_header (sink->writer, &sink->bytes, error))
        {
          azud_csv_sink_abort (sink);
          return NULL;
        }
    }
  return sink;
}

static bool
flush (AzudCsvSink *sink,
       AzudError   *error)
{
  if (!azud_output_part_write (sink->part, sink->bytes.data, sink->bytes.size, error))
    return false;
  sink->flushed += (int64_t) sink->bytes.size;
  azud_bytes_truncate (&sink->bytes, 0);
  return true;
}

int64_t
azud_csv_sink_get_bytes (const AzudCsvSink *sink)
{
  return sink->flushed + (int64_t) sink->bytes.size;
}

bool
azud_csv_sink_write (AzudCsvSink     *sink,
                     const AzudBatch *batch,
                     AzudError       *error)
{
  if (batch->n_selected == 0)
    return true;
  if (sink->header_due && !azud_csv_writer_format_header (sink->writer, &sink->bytes, error))
    return false;
  sink->header_due = false;
  if (!azud_csv_writer_format (sink->writer, batch, &sink->bytes, error))
    return false;
  return sink->bytes.size < FLUSH_BYTES || flush (sink, error);
}

bool
azud_csv_sink_finish (AzudCsvSink *sink,
                      AzudError   *error)
{
  AzudOutputPart *part = sink->part;

  if (!flush (sink, error))
    {
      azud_csv_sink_abort (sink);
      return false;
    }
  free_sink (sink);
  return azud_output_part_finish (part, error);
}

void
azud_csv_sink_abort (AzudCsvSink *sink)
{
  if (sink == NULL)
    return;
  azud_output_part_abort (sink->part);
  free_sink (sink);
}
