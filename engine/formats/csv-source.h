/* csv-source.h: one CSV input as all tasks of a scan see it
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Knows files, options, pinned schema and wanted columns; cuts the input into partitions by bytes and
 * keeps the split table: for each cut the state of the quote automaton and the line number.  The table
 * is filled by a chain: whoever needs the state at a cut computes the blocks before it that nobody has
 * computed or is computing, and waits only for those in work, so no order of tasks can dead-lock.
 */

#pragma once

#include "base/memory.h"
#include "column/schema.h"
#include "formats/csv-options.h"
#include "formats/file-list.h"

typedef struct _AzudCsvSource AzudCsvSource;

typedef struct
{
  const AzudCsvOptions *options;       /* copied */
  const char *const    *paths;         /* files, folders, patterns */
  size_t                n_paths;
  AzudSchema           *schema;        /* pinned, by position; may hold the corrupt-record column */
  const int            *wanted;        /* (nullable) schema columns to deliver, in this order; NULL = all */
  int                   n_wanted;
  int64_t               partition_bytes; /* 0 = 16 MiB */
  int                   n_partitions;  /* > 0 forces the number; 0 = AZUD_DEBUG partitions=N, else by bytes */
  int64_t               morsel_bytes;  /* 0 = AZUD_DEBUG csv-morsel=N, else 256 KiB */
  uint32_t              batch_rows;    /* of a slice; 0 = AZUD_DEBUG batch-rows=N, else AZUD_BATCH_ROWS */
  bool                  check_unread;  /* convert every column: faults do not depend on the wanted ones */
} AzudCsvSourceConfig;

/**
 * azud_csv_source_new: lists the files and cuts partitions.  Nothing is read yet.
 * Returns: (transfer full) (nullable): NULL and @error.  Thread: any that may block.
 */
AzudCsvSource *azud_csv_source_new (const AzudCsvSourceConfig *config, AzudAccount *account,
                                    AzudError *error) AZUD_WARN_UNUSED;

AzudCsvSource *azud_csv_source_ref (AzudCsvSource *source);
void           azud_csv_source_unref (AzudCsvSource *source);   /* NULL is allowed; before its account */

/** azud_csv_source_get_n_partitions: 1 at least, also for an empty input.  Thread: any. */
int azud_csv_source_get_n_partitions (const AzudCsvSource *source);

/** azud_csv_source_get_partition_bytes: bytes of text of one partition (0 = unknown, a pipe). */
int64_t azud_csv_source_get_partition_bytes (const AzudCsvSource *source, int partition);
int64_t azud_csv_source_get_total_bytes (const AzudCsvSource *source);

/** azud_csv_source_get_fingerprint: files, options, schema.  Thread: any. */
uint64_t azud_csv_source_get_fingerprint (const AzudCsvSource *source);

/** azud_csv_source_get_schema: the wanted columns; what readers deliver.  (transfer none) */
const AzudSchema *azud_csv_source_get_schema (const AzudCsvSource *source);

const AzudFileList *azud_csv_source_get_files (const AzudCsvSource *source);
const AzudCsvOptions *azud_csv_source_get_options (const AzudCsvSource *source);

/** azud_csv_source_is_repeatable: whether a partition can be read twice (no pipe among the files). */
bool azud_csv_source_is_repeatable (const AzudCsvSource *source);
