/* csv-source-private.h: what readers see of a source
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/cancel.h"
#include "base/sync.h"
#include "formats/csv-convert.h"
#include "formats/csv-source.h"
#include "formats/csv-split.h"

typedef enum
{
  AZUD_CSV_BLOCK_UNKNOWN,
  AZUD_CSV_BLOCK_CLAIMED,   /* a thread is scanning it */
  AZUD_CSV_BLOCK_DONE
} AzudCsvBlockWork;

/* A part of one file, and its line of the split table (guarded by the source's lock). */
typedef struct
{
  size_t           file;
  int64_t          start;
  int64_t          end;          /* INT64_MAX for a pipe */
  AzudCsvBlockWork work;
  uint8_t          map[AZUD_CSV_N_STATES];  /* effect of its bytes on the state */
  int64_t          lines;        /* line ends in its bytes */
  bool             known;        /* the two below */
  AzudCsvState     state;        /* at start */
  int64_t          lines_before; /* line ends of the file before start */
  bool             opened;       /* a pipe: somebody has begun to read it */
} AzudCsvSegment;

/* Where the data of a file begin: behind byte-order mark and header. */
typedef struct
{
  int64_t byte;
  int64_t lines;
  bool    open_quote;            /* the header never ends */
} AzudCsvDataStart;

typedef struct
{
  size_t           first_segment;
  size_t           n_segments;
  bool             known;
  AzudCsvDataStart data;
} AzudCsvFileSplit;

struct _AzudCsvSource
{
  _Atomic int       ref_count;
  AzudAccount      *account;
  AzudCsvOptions    options;
  AzudCsvAutomaton  automaton;
  AzudFileList      files;
  AzudSchema       *schema;          /* pinned */
  AzudSchema       *output;          /* wanted columns */
  AzudCsvColumns    columns;         /* of the pinned schema */
  int              *wanted;
  int               n_wanted;
  bool              wants_corrupt;   /* the corrupt-record column is wanted */
  bool              check_unread;
  uint32_t          batch_rows;
  int64_t           morsel_bytes;
  AzudCsvSegment   *segments;
  size_t            n_segments;
  size_t            segment_room;
  size_t           *partitions;      /* first segment of each, n_partitions + 1 */
  int               n_partitions;
  int               partition_room;
  AzudCsvFileSplit *splits;          /* one a file */
  AzudMutex         lock;            /* guards splits[].known/data and the tables in segments */
  AzudCond          changed;
};

/** azud_csv_find_data_start: looks for the end of mark and header in the first @size bytes of a file.
 * Returns: false and no error when more text is needed; false and @error for encodings that are not UTF-8. */
bool azud_csv_find_data_start (const AzudCsvSource *source, const char *path, const char *text, size_t size,
                               bool at_end, AzudCsvDataStart *start, AzudError *error);

/** azud_csv_source_locate: state and line at the start of @segment, and where the file's data begin.  May
 * scan blocks before it, with the open descriptor @fd of the same file, or wait for those who do. */
bool azud_csv_source_locate (AzudCsvSource *source, size_t segment, int fd, AzudAccount *account,
                             const AzudCancel *cancel,
                             AzudCsvState *state, int64_t *lines, AzudCsvDataStart *data,
                             AzudError *error) AZUD_WARN_UNUSED;

/** azud_csv_source_publish: a reader that came to the end of a segment tells the state at the start of the
 * next one, so that nobody need scan for it. */
void azud_csv_source_publish (AzudCsvSource *source, size_t segment, AzudCsvState state, int64_t lines);

/** azud_csv_report_changed: AZUD_INPUT_CHANGED for @path. */
bool azud_csv_report_changed (const char *path, AzudError *error);

/** azud_csv_check_encoding: refuses what is visibly not UTF-8 text: UTF-16, UTF-32, gzip, zstd, Parquet. */
bool azud_csv_check_encoding (const char *path, const char *text, size_t size,
                              AzudError *error) AZUD_WARN_UNUSED;
