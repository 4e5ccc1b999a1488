/* csv-dump.h: for tests: a CSV text read by a source and readers, and printed
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "formats/csv-reader.h"

#include <glib.h>

typedef struct
{
  const char *options;      /* "header=true;mode=FAILFAST"; NULL = defaults of reading */
  const char *columns;      /* "a int, b string" */
  const int  *wanted;
  int         n_wanted;
  int         n_partitions;
  int64_t     morsel_bytes;
  uint32_t    batch_rows;
  int         n_threads;    /* 0 = partitions one after the other in this thread */
  gboolean    backwards;    /* partitions in falling order */
  gboolean    rejects;
  gboolean    two_steps;    /* the first column, then the others for every other row */
  gboolean    check_unread;
} CsvDump;

/** csv_dump_file: rows in partition order, a line each, cells between bars; then the first error, then the
 * rejects. */
char *csv_dump_file (const char *path, const CsvDump *dump);

/** csv_dump: the same for @text, through a file below g_dir_make_tmp (). */
char *csv_dump (const char *text, gssize size, const CsvDump *dump);

/** csv_schema: "a int, b decimal(10,2)" as a schema. */
AzudSchema *csv_schema (const char *columns);

/** csv_options: "key=value;key=value" on top of the defaults. */
void csv_options (AzudCsvOptions *options, const char *settings);

/** csv_folder: this program's folder for files, made at first use; removed by csv_folder_remove (). */
const char *csv_folder (void);
void        csv_folder_remove (void);

/** csv_put_file: writes a file, without waiting for the disk. */
void csv_put_file (const char *path, const char *text, gssize size);

/** csv_print_batch: appends the selected rows of a batch. */
void csv_print_batch (GString *out, const AzudBatch *batch);
