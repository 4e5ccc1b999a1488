/* csv-reader.h: one task attempt on one partition of a CSV input
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Delivers slices of at most batch_rows rows.  A scan with a filter converts the filter's columns
 * first and the others only for the rows that passed:
 *
 *   while (azud_csv_reader_next (reader, &n_rows, error) && n_rows > 0)
 *     {
 *       azud_csv_reader_convert (reader, 2, NULL, 0, &vectors[2], error);
 *       ... selection of survivors ...
 *       azud_csv_reader_convert (reader, 0, selection, n_selected, &vectors[0], error);
 *       n_good = azud_csv_reader_get_n_good (reader);    // rows from here on must be dropped
 *     }
 *
 * or takes whole batches with azud_csv_reader_read().  In FAILFAST mode a fault ends the slice before the
 * faulty row, and the next call reports it: so the first error is the same at every batch and morsel size.
 * Structural faults are always found; value faults only in columns that are converted, for rows handed on;
 * with rejects, a corrupt-record column, DROPMALFORMED or check_unread every column is converted.
 */

#pragma once

#include "base/cancel.h"
#include "column/vector.h"
#include "formats/csv-source.h"

typedef struct _AzudCsvReader AzudCsvReader;

typedef enum
{
  AZUD_CSV_FAULT_NONE,
  AZUD_CSV_FAULT_FEW_FIELDS,         /* "too few fields" */
  AZUD_CSV_FAULT_MANY_FIELDS,
  AZUD_CSV_FAULT_STRAY_QUOTE,        /* quote inside an unquoted cell */
  AZUD_CSV_FAULT_AFTER_QUOTE,        /* text after a closing quote */
  AZUD_CSV_FAULT_OPEN_QUOTE,         /* quote not closed at the end of the file */
  AZUD_CSV_FAULT_VALUE,              /* text is not a value of the column's type */
  AZUD_CSV_FAULT_ENCODING            /* not UTF-8 */
} AzudCsvFaultKind;

/* One fault of one record; pointers are valid during the call only. */
typedef struct
{
  const char      *file;
  int64_t          line;             /* physical line of the record (of the quote, if it is open) */
  int64_t          byte;             /* offset of the record in the file */
  int64_t          fault_byte;       /* offset of the fault in the file */
  int64_t          row;              /* record number in the partition, from 0, faulty records included */
  int              number;           /* 0 for the first fault of a record, 1 for the second, ... */
  int              column;           /* schema column, -1 when it is no single column */
  const char      *column_name;      /* "" when it is no single column */
  AzudCsvFaultKind kind;
  const char      *kind_name;        /* "few-fields", "value", ... */
  const char      *condition;        /* Spark's condition */
  const char      *record;           /* the record's bytes without its line end */
  size_t           record_size;
  const char      *value;            /* the cell's text, "" when it is no single cell */
  size_t           value_size;
  const char      *message;          /* sentence in English */
} AzudCsvReject;

/* Takes one fault; false and @error stop the reader.  Thread: the reader's. */
typedef bool (*AzudCsvRejectFunc) (const AzudCsvReject *reject, void *data, AzudError *error);

/**
 * azud_csv_reader_open: starts an attempt on @partition.
 * @rejects: (nullable): takes the faults of records that do not fit; those records are then left out of
 *   the rows, whatever the mode
 * @cancel: (nullable): looked at before every read; the reader then fails with AZUD_FAULT_CANCELLED
 *
 * All memory, vectors included, is taken from @account.  Returns: (transfer full) (nullable).  Thread:
 * worker; waits.
 */
AzudCsvReader *azud_csv_reader_open (AzudCsvSource     *source,
                                     int                partition,
                                     AzudAccount       *account,
                                     const AzudCancel  *cancel,
                                     AzudCsvRejectFunc  rejects,
                                     void              *rejects_data,
                                     AzudError         *error) AZUD_WARN_UNUSED;

/** azud_csv_reader_next: the next slice; *@n_rows = 0 at the end.  What was converted before is no longer
 * valid.  At the end it checks that the file did not change (AZUD_INPUT_CHANGED). */
bool azud_csv_reader_next (AzudCsvReader *reader, uint32_t *n_rows, AzudError *error) AZUD_WARN_UNUSED;

/**
 * azud_csv_reader_convert: converts one column of the slice.
 * @column: index in azud_csv_source_get_schema()
 * @selection: (nullable): rising row numbers of the slice; NULL = all rows
 * @vector: (out): flat, as long as the slice; elements of other rows are zero or empty.  Valid until the
 *   next azud_csv_reader_next()
 *
 * A value that does not fit is no failure of this call: see azud_csv_reader_get_n_good().  False on refusal
 * of memory.
 */
bool azud_csv_reader_convert (AzudCsvReader  *reader,
                              int             column,
                              const uint16_t *selection,
                              uint32_t        n_selected,
                              AzudVector     *vector,
                              AzudError      *error) AZUD_WARN_UNUSED;

/** azud_csv_reader_get_n_good: rows of the slice below the first fault found so far (FAILFAST; else all
 * rows). */
uint32_t azud_csv_reader_get_n_good (const AzudCsvReader *reader);

/** azud_csv_reader_read: the next slice with all wanted columns; batch->n_rows = 0 at the end.  The batch
 * belongs to the reader and is valid until the next call. */
bool azud_csv_reader_read (AzudCsvReader *reader, AzudBatch *batch, AzudError *error) AZUD_WARN_UNUSED;

/** azud_csv_reader_locate: file, physical line and byte of row @row of the slice, for errors raised later in
 * the pipeline. */
void azud_csv_reader_locate (const AzudCsvReader *reader, uint32_t row, const char **file, int64_t *line,
                             int64_t *byte);

/* Figures so far. */
int64_t azud_csv_reader_get_bytes_read (const AzudCsvReader *reader);
int64_t azud_csv_reader_get_rows (const AzudCsvReader *reader);       /* handed on */
int64_t azud_csv_reader_get_rejected (const AzudCsvReader *reader);   /* left out, or kept but corrupt */

/** azud_csv_reader_close: gives everything back; NULL is allowed.  At any moment. */
void azud_csv_reader_close (AzudCsvReader *reader);
