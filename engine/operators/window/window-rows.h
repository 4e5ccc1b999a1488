/* window-rows.h: the rows of one or more whole window partitions, read at many places at once
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Rows are kept as chunks, which go to disk when memory is short.  Once sealed they are read by number through readers: each has
 * the two pages it looked at last in memory, with the values of its expressions.  A window needs several places at once (the row, both
 * ends of its frame, the row that lag() looks at), all of which move forward, so that each reader goes through the rows once.
 * Thread: worker, like all of this.
 */

#pragma once

#include "operators/sort/sort-keys.h"
#include "operators/spill/spill-run.h"

/* A chunk and who looks at it. */
typedef struct
{
  uint64_t   first;      /* number of its first row */
  uint32_t   n_rows;
  uint32_t   n_users;    /* pages; one that lies on disk is in memory while there are any */
  bool       on_disk;
  AzudChunk *chunk;      /* NULL: only on disk */
} AzudWindowChunk;

typedef struct
{
  AzudOperator     *owner;
  const AzudSchema *schema;
  AzudRowLayout     layout;
  AzudRows          rows;         /* what has come since the last spill */
  AzudSpillFile    *file;         /* what came before; NULL = nothing */
  AzudSpillRun      run;
  AzudWindowChunk  *chunks;       /* on disk ones; once sealed all */
  uint64_t          n_chunks;
  uint64_t          chunks_room;
  uint64_t          n_rows;
  uint16_t          numbers[AZUD_BATCH_ROWS];   /* 0, 1, 2, ...: slices of it name rows that lie side by side */
} AzudWindowRows;

/** azud_window_rows_init: no rows yet.  @owner, @schema: borrowed. */
bool azud_window_rows_init (AzudWindowRows *rows, AzudOperator *owner, const AzudSchema *schema, AzudError *error) AZUD_WARN_UNUSED;
void azud_window_rows_clear (AzudWindowRows *rows);

/** azud_window_rows_append: copies rows; when memory is short, all there are go to disk. */
bool azud_window_rows_append (AzudWindowRows *rows, const AzudVector *columns, const uint16_t *row_numbers, uint32_t n, AzudError *error) AZUD_WARN_UNUSED;

/** azud_window_rows_seal: from now on rows are read and none are added, until azud_window_rows_forget(). */
bool azud_window_rows_seal (AzudWindowRows *rows, AzudError *error) AZUD_WARN_UNUSED;

/** azud_window_rows_forget: no rows again.  All readers must have been reset. */
void azud_window_rows_forget (AzudWindowRows *rows);

/* Rows [first, first + batch.n_rows), which lie in one chunk. */
typedef struct
{
  uint64_t    first;
  int64_t     chunk;       /* number of the chunk it keeps in memory, -1 = holds nothing */
  AzudBatch   batch;       /* columns that nobody asked for are zeroed */
  AzudVector *values;      /* of the reader's expressions */
  AzudKeys    keys;        /* of the reader's keys */
  AzudArena   arena;
} AzudWindowPage;

typedef struct
{
  AzudWindowRows *rows;
  AzudProgram    *program;     /* NULL = no values */
  int             n_values;
  AzudSortKeys   *keys;        /* NULL = no keys */
  bool           *used;        /* [column] */
  AzudWindowPage  pages[2];
  int             newest;
} AzudWindowReader;

/**
 * azud_window_reader_init: a reader at no place.
 * @exprs: what is evaluated for each page; borrowed
 * @keys: (nullable): keys of each page; borrowed
 * @all_columns: the pages' batches have all columns, not only those that @exprs and @keys read
 */
bool azud_window_reader_init (AzudWindowReader *reader,
                              AzudWindowRows   *rows,
                              AzudExpr *const  *exprs,
                              int               n_exprs,
                              AzudSortKeys     *keys,
                              bool              all_columns,
                              AzudError        *error) AZUD_WARN_UNUSED;

/** azud_window_reader_clear: also for one that is all zero. */
void azud_window_reader_clear (AzudWindowReader *reader);

/** azud_window_reader_reset: lets go of its pages. */
void azud_window_reader_reset (AzudWindowReader *reader);

/** azud_window_reader_get: the page with row @row, valid while no two other pages were asked for.  NULL and @error. */
const AzudWindowPage *azud_window_reader_get (AzudWindowReader *reader, uint64_t row, AzudError *error) AZUD_WARN_UNUSED;
