/* csv-reader-faults.c: what is wrong with a record, in words
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/csv-reader-private.h"

#include <inttypes.h>
#include <stdio.h>

#define MALFORMED "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION"

typedef struct
{
  const char *name;
  const char *message;
} FaultWords;

static const FaultWords words[] = {
  [AZUD_CSV_FAULT_NONE] = { "none", "" },
  [AZUD_CSV_FAULT_FEW_FIELDS] = { "few-fields",
                                  N_("The record has {0} fields, fewer than the {1} of the schema") },
  [AZUD_CSV_FAULT_MANY_FIELDS] = { "many-fields",
                                   N_("The record has {0} fields, more than the {1} of the schema") },
  [AZUD_CSV_FAULT_STRAY_QUOTE] = { "stray-quote",
                                   N_("There is a quote inside a cell that does not begin with one") },
  [AZUD_CSV_FAULT_AFTER_QUOTE] = { "after-quote", N_("There is text after the closing quote of a cell") },
  [AZUD_CSV_FAULT_OPEN_QUOTE] = { "open-quote",
                                  N_("The quote that opens here is not closed before the end of the file") },
  [AZUD_CSV_FAULT_VALUE] = { "value", N_("The text of column {0} is not a value of type {1}") },
  [AZUD_CSV_FAULT_ENCODING] = { "encoding", N_("The text of column {0} is not UTF-8") },
};

/* A fault with all that is known of it. */
typedef struct
{
  AzudCsvFaultKind kind;
  int              column;        /* schema column or -1 */
  const char      *column_name;
  const char      *value;
  size_t           value_size;
  int64_t          line;
  int64_t          byte;
  char             args[2][136];
} FaultReport;

bool
azud_csv_fault_counts (const AzudCsvReader *reader,
                       AzudCsvFaultKind     kind)
{
  if (reader->rejects != NULL || reader->source->options.mode == AZUD_CSV_FAILFAST)
    return true;
  return kind != AZUD_CSV_FAULT_STRAY_QUOTE && kind != AZUD_CSV_FAULT_AFTER_QUOTE &&
  kind != AZUD_CSV_FAULT_ENCODING;
}

/* The schema column of field @field, -1 when there is none. */
static int
get_column (const AzudCsvColumns *columns,
            uint32_t              field)
{
  if (field >= columns->n_fields)
    return -1;
  return columns->corrupt >= 0 && (int) field >= columns->corrupt ? (int) field + 1 : (int) field;
}

static bool
fill_report (AzudCsvReader      *reader,
             const AzudCsvFault *fault,
             uint32_t            row,
             int                 column,
             FaultReport        *report,
             AzudError          *error)
{
  const AzudCsvColumns *columns = &reader->source->columns;
  const AzudTextMorsel *morsel = &reader->morsel;
  uint32_t at = fault != NULL ? fault->at : morsel->rows[row].start;
  bool whole = fault != NULL && (fault->kind == AZUD_CSV_FAULT_FEW_FIELDS ||
                                 fault->kind == AZUD_CSV_FAULT_MANY_FIELDS);
  const AzudCsvField *field = NULL;

  *report = (FaultReport){ .column = column, .column_name = "", .value = "" };
  if (fault != NULL)
    {
      report->kind = fault->kind;
      report->column = whole ? -1 : get_column (columns, fault->column);
      snprintf (report->args[0], sizeof report->args[0], "%" PRIu32, fault->n_fields);
      snprintf (report->args[1], sizeof report->args[1], "%" PRIu32, columns->n_fields);
    }
  if (report->column >= 0)
    {
      int index = azud_csv_columns_get_field (columns, report->column);

      field = &morsel->fields[(size_t) row * morsel->n_columns + (size_t) index];
      report->column_name = columns->schema->fields[report->column].name;
      report->value = azud_csv_get_cell (columns->options, morsel, field, &report->value_size, &reader->arena,
                                         error);
      if (report->value == NULL)
        return false;
    }
  if (fault == NULL)
    {
      const AzudDtype *type = columns->schema->fields[column].type;

      report->kind = type->id == AZUD_DTYPE_STRING ? AZUD_CSV_FAULT_ENCODING : AZUD_CSV_FAULT_VALUE;
      azud_error_copy_text (report->args[0], sizeof report->args[0], report->column_name,
                            strlen (report->column_name));
      azud_dtype_sql_name (type, report->args[1], sizeof report->args[1]);
      /* copies have no place in the file; then the record's counts */
      if (morsel->base == morsel->text)
        at = field->start;
    }
  report->line = reader->head_lines + 1 + (fault != NULL ? fault->line : morsel->rows[row].line);
  report->byte = reader->head_byte + at;
  return true;
}

static const char *
get_path (const AzudCsvReader *reader)
{
  return reader->source->files.files[reader->source->segments[reader->segment].file].path;
}

bool
azud_csv_reader_fail (AzudCsvReader      *reader,
                      const AzudCsvFault *fault,
                      uint32_t            row,
                      int                 column,
                      AzudError          *error)
{
  FaultReport report;

  if (!fill_report (reader, fault, row, column, &report, error))
    return false;
  azud_error_set (error, AZUD_FAULT_RUN, MALFORMED, words[report.kind].message, report.args[0],
                  report.args[1], NULL);
  azud_error_at_line (error, get_path (reader), report.line,
                      report.column >= 0 ? azud_csv_columns_get_field (&reader->source->columns,
                                                                       report.column) + 1 : 0,
                      report.byte);
  if (report.column >= 0)
    azud_error_at_value (error, report.column_name, report.value, report.value_size);
  azud_error_at_row (error, -1, reader->partition, reader->rows_before + row);
  return false;
}

/* A reject's sentence is data of the output, so it is not translated. */
static void
fill_message (const FaultReport *report,
              char              *buffer,
              size_t             size)
{
  const char *p = words[report->kind].message;
  size_t used = 0;

  while (*p != '\0' && used + 1 < size)
    {
      if (p[0] == '{' && (p[1] == '0' || p[1] == '1') && p[2] == '}')
        {
          int written = snprintf (buffer + used, size - used, "%s", report->args[p[1] - '0']);

          used += written > 0 ? (size_t) written : 0;
          p += 3;
        }
      else
        buffer[used++] = *p++;
    }
  buffer[used < size ? used : size - 1] = '\0';
}

bool
azud_csv_reader_reject (AzudCsvReader      *reader,
                        const AzudCsvFault *fault,
                        uint32_t            row,
                        int                 column,
                        int                 number,
                        AzudError          *error)
{
  const AzudCsvRow *record = &reader->morsel.rows[row];
  FaultReport report;
  char message[512];
  AzudCsvReject reject;

  if (!fill_report (reader, fault, row, column, &report, error))
    return false;
  fill_message (&report, message, sizeof message);
  reject = (AzudCsvReject){
    .file = get_path (reader),
    .line = report.kind == AZUD_CSV_FAULT_OPEN_QUOTE ? report.line : reader->head_lines + 1 + record->line,
    .byte = reader->head_byte + record->start,
    .fault_byte = report.byte,
    .row = reader->rows_before + row,
    .number = number,
    .column = report.column,
    .column_name = report.column_name,
    .kind = report.kind,
    .kind_name = words[report.kind].name,
    .condition = report.kind == AZUD_CSV_FAULT_VALUE ? "CAST_INVALID_INPUT" : MALFORMED,
    .record = reader->morsel.text + record->start,
    .record_size = record->size,
    .value = report.value,
    .value_size = report.value_size,
    .message = message,
  };
  return reader->rejects (&reject, reader->rejects_data, error);
}
