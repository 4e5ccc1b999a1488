/* csv-reader-private.h: the inside of a reader
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * csv-reader-text.c turns files into text morsels, csv-reader.c slices them and converts, csv-reader-faults.c
 * words faults.
 */

#pragma once

#include "formats/csv-source-private.h"
#include "formats/csv-tokenize.h"

struct _AzudCsvReader
{
  AzudCsvSource    *source;
  AzudAccount      *account;
  const AzudCancel *cancel;
  AzudCsvRejectFunc rejects;
  void             *rejects_data;
  int               partition;

  /* text */
  size_t            segment;       /* the one in work */
  size_t            last_segment;  /* behind the last one */
  int               fd;            /* -1 = no file open */
  bool              stream;
  bool              at_end;        /* everything of the file was read */
  bool              started;       /* of a pipe: the data start was found */
  AzudCsvState      state;         /* not AT_RECORD: text belongs to an earlier partition */
  int64_t           offset;        /* in the file, of the next read */
  int64_t           bytes_read;
  char             *buffer;
  size_t            room;
  uint32_t          head;          /* the text is buffer[head, fill) */
  uint32_t          fill;
  int64_t           head_byte;     /* in the file, of buffer[head] */
  int64_t           head_lines;    /* line ends of the file before it */
  bool              open_header;   /* the header's quote is never closed */

  /* morsel */
  AzudTextMorsel    morsel;
  bool              has_morsel;
  int               valid_utf8;    /* -1 = not looked at */
  uint32_t          next_row;
  uint32_t          next_fault;
  int64_t           rows_before;   /* records of the partition before this morsel */

  /* slice */
  AzudArena         arena;
  uint32_t         *map;           /* slice row -> morsel row */
  uint32_t          n_rows;
  uint32_t          n_good;
  int               fault_column;  /* of row n_good, when n_good < n_rows */
  bool              eager;         /* all columns are converted at once */
  bool              cached;
  AzudVector       *vectors;       /* eager: of all schema columns */
  AzudVector       *columns;       /* of azud_csv_reader_read() */
  uint64_t          corrupt[AZUD_BATCH_ROWS / 64];
  uint64_t         *column_faults; /* eager: AZUD_BATCH_ROWS bits a column */
  int64_t           n_delivered;
  int64_t           n_rejected;
  bool              failed;
  AzudError         failure;       /* what made it fail, said again */
};

/** azud_csv_reader_next_morsel: the next morsel with rows; has_morsel is false at the end. */
bool azud_csv_reader_next_morsel (AzudCsvReader *reader, AzudError *error);

void azud_csv_reader_close_file (AzudCsvReader *reader);

/** azud_csv_fault_counts: whether a fault of @kind makes a record corrupt here: what Spark tolerates is
 * tolerated, except in FAILFAST mode or when rejects are wanted. */
bool azud_csv_fault_counts (const AzudCsvReader *reader, AzudCsvFaultKind kind);

/** azud_csv_reader_fail: fills @error for a structural fault, or (fault NULL) a value fault of morsel row
 * @row, schema column @column. */
bool azud_csv_reader_fail (AzudCsvReader *reader, const AzudCsvFault *fault, uint32_t row, int column,
                           AzudError *error);

/** azud_csv_reader_reject: hands one fault to the collector. */
bool azud_csv_reader_reject (AzudCsvReader *reader, const AzudCsvFault *fault, uint32_t row, int column,
                             int number, AzudError *error);
