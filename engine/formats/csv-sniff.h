/* csv-sniff.h: dialect and schema of a CSV text from a sample
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/memory.h"
#include "column/schema.h"
#include "formats/csv-options.h"

/* What the sniffer may choose itself; the rest is taken from the options given. */
typedef enum
{
  AZUD_CSV_SNIFF_SEP    = 1 << 0,
  AZUD_CSV_SNIFF_QUOTE  = 1 << 1,
  AZUD_CSV_SNIFF_HEADER = 1 << 2,
  AZUD_CSV_SNIFF_TYPES  = 1 << 3,     /* else every column is a string, as Spark without inferSchema */
  AZUD_CSV_SNIFF_ALL    = 0xf
} AzudCsvSniffFlags;

typedef struct
{
  AzudCsvOptions options;       /* the ones given, with the choices filled in */
  AzudSchema    *schema;        /* (transfer full) */
  int64_t        n_rows;        /* records of the sample that types were taken from */
  bool           whole_input;   /* the sample was all of the input: the schema is what Spark would infer */
  int64_t        ragged_line;   /* first physical line whose field count differs, 0 = none */
} AzudCsvSniff;

/**
 * azud_csv_sniff: looks at the first bytes of an input.
 * @paths: as for azud_csv_source_new(); the sample comes from the first file with data
 * @options: where to start from (azud_csv_options_init_read() and what the user fixed)
 * @sample_bytes: 0 = 1 MiB; -1 = the whole input, as Spark's inferSchema does
 *
 * Deterministic: the same bytes give the same answer.  Types follow Spark's inference: int, bigint, decimal,
 * double, date, timestamp, boolean, string.  Thread: any that may block.
 */
bool azud_csv_sniff (const char *const    *paths,
                     size_t                n_paths,
                     const AzudCsvOptions *options,
                     AzudCsvSniffFlags     flags,
                     int64_t               sample_bytes,
                     AzudAccount          *account,
                     AzudCsvSniff         *sniff,
                     AzudError            *error) AZUD_WARN_UNUSED;

/** azud_csv_sniff_text: the same for a text in memory (examples of nodes, tests). */
bool azud_csv_sniff_text (const char           *text,
                          size_t                size,
                          const AzudCsvOptions *options,
                          AzudCsvSniffFlags     flags,
                          AzudAccount          *account,
                          AzudCsvSniff         *sniff,
                          AzudError            *error) AZUD_WARN_UNUSED;

void azud_csv_sniff_clear (AzudCsvSniff *sniff);
