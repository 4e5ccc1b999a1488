/* csv-write.h: batches to CSV text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * NULL is nullValue without quotes, an empty string is emptyValue (two quotes), a string is quoted when it
 * holds separator, quote, line end or NUL, when it could be read as something else (nullValue, a comment,
 * outer blanks at risk), or with quoteAll.  Nothing is allocated per row.
 */

#pragma once

#include "base/bytes.h"
#include "column/vector.h"
#include "formats/csv-options.h"
#include "formats/output-commit.h"

typedef struct _AzudCsvWriter AzudCsvWriter;

/**
 * azud_csv_writer_new: a writer for batches of @schema (kept alive by the caller).
 * Nested types are refused with UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE.  Returns: (transfer full) (nullable).
 * Thread: worker; one writer per task.
 */
AzudCsvWriter *azud_csv_writer_new (const AzudCsvOptions *options, const AzudSchema *schema,
                                    AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
void           azud_csv_writer_free (AzudCsvWriter *writer);   /* NULL is allowed */

/** azud_csv_writer_format_header: appends the column names as one line, whatever the option `header` says. */
bool azud_csv_writer_format_header (AzudCsvWriter *writer, AzudBytes *out, AzudError *error) AZUD_WARN_UNUSED;

/** azud_csv_writer_format: appends the selected rows of @batch. */
bool azud_csv_writer_format (AzudCsvWriter *writer, const AzudBatch *batch, AzudBytes *out,
                             AzudError *error) AZUD_WARN_UNUSED;

/* ---- one task attempt of a CSV sink: writer + part ---- */

typedef struct _AzudCsvSink AzudCsvSink;

/** azud_csv_sink_open: an attempt on @partition of @output; writes the header where it belongs (option
 * `header`).  In a folder, a partition above 0 without rows makes no file.  Returns: (transfer full)
 * (nullable).  Thread: worker. */
AzudCsvSink *azud_csv_sink_open (AzudOutput *output, int partition, const AzudCsvOptions *options,
                                 const AzudSchema *schema,
                                 AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
bool         azud_csv_sink_write (AzudCsvSink *sink, const AzudBatch *batch,
                                  AzudError *error) AZUD_WARN_UNUSED;
/** azud_csv_sink_get_bytes: bytes of text made until now. */
int64_t      azud_csv_sink_get_bytes (const AzudCsvSink *sink);
bool         azud_csv_sink_finish (AzudCsvSink *sink, AzudError *error) AZUD_WARN_UNUSED;   /* frees it, also on failure */
void         azud_csv_sink_abort (AzudCsvSink *sink);                                       /* NULL is allowed */
