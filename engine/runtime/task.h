/* task.h: one attempt of one task, as its code sees it
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/cancel.h"
#include "base/memory.h"

#include <stdatomic.h>

/* What is counted of an attempt, as Spark's task metrics have it. */
typedef enum
{
  AZUD_COUNT_INPUT_ROWS,            /* of files, literals, ranges */
  AZUD_COUNT_INPUT_BYTES,           /* of files */
  AZUD_COUNT_OUTPUT_ROWS,           /* into files */
  AZUD_COUNT_OUTPUT_BYTES,
  AZUD_COUNT_SHUFFLE_READ_ROWS,     /* out of exchanges */
  AZUD_COUNT_SHUFFLE_READ_BYTES,
  AZUD_COUNT_SHUFFLE_WRITE_ROWS,    /* into exchanges */
  AZUD_COUNT_SHUFFLE_WRITE_BYTES,
  AZUD_COUNT_RESULT_ROWS,           /* into what every task gets whole: broadcasts */
  AZUD_COUNT_RESULT_BYTES,
  AZUD_COUNT_MEMORY_SPILLED,        /* bytes that what was spilled took in memory */
  AZUD_COUNT_DISK_SPILLED,          /* bytes on disk */
  AZUD_COUNT_PEAK_MEMORY,           /* at the attempt's end */
  AZUD_COUNT_CPU_NS,                /* at the attempt's end */
  AZUD_N_COUNTS
} AzudCount;

/* Counters of one attempt.  Written by its worker, read by any thread (snapshots), overwritten in place. */
typedef struct
{
  _Atomic int64_t counts[AZUD_N_COUNTS];
} AzudProgress;

/** azud_progress_add: one writer, so a relaxed load and store is enough. */
static inline void
azud_progress_add (AzudProgress *progress, AzudCount count, int64_t n)
{
  _Atomic int64_t *counter = &progress->counts[count];

  atomic_store_explicit (counter, atomic_load_explicit (counter, memory_order_relaxed) + n, memory_order_relaxed);
}

/** azud_progress_read: copies all counters.  Thread: any. */
static inline void
azud_progress_read (const AzudProgress *progress, int64_t counts[AZUD_N_COUNTS])
{
  for (int i = 0; i < AZUD_N_COUNTS; i++)
    counts[i] = atomic_load_explicit (&progress->counts[i], memory_order_relaxed);
}

static inline void
azud_progress_clear (AzudProgress *progress)
{
  for (int i = 0; i < AZUD_N_COUNTS; i++)
    atomic_store_explicit (&progress->counts[i], 0, memory_order_relaxed);
}

/* Sums that views show: all that came in and all that went out, by whichever way. */
static inline int64_t
azud_counts_rows_in (const int64_t counts[AZUD_N_COUNTS])
{
  return counts[AZUD_COUNT_INPUT_ROWS] + counts[AZUD_COUNT_SHUFFLE_READ_ROWS];
}

static inline int64_t
azud_counts_bytes_in (const int64_t counts[AZUD_N_COUNTS])
{
  return counts[AZUD_COUNT_INPUT_BYTES] + counts[AZUD_COUNT_SHUFFLE_READ_BYTES];
}

static inline int64_t
azud_counts_rows_out (const int64_t counts[AZUD_N_COUNTS])
{
  return counts[AZUD_COUNT_OUTPUT_ROWS] + counts[AZUD_COUNT_SHUFFLE_WRITE_ROWS] + counts[AZUD_COUNT_RESULT_ROWS];
}

static inline int64_t
azud_counts_bytes_out (const int64_t counts[AZUD_N_COUNTS])
{
  return counts[AZUD_COUNT_OUTPUT_BYTES] + counts[AZUD_COUNT_SHUFFLE_WRITE_BYTES] + counts[AZUD_COUNT_RESULT_BYTES];
}

typedef struct
{
  int               stage;
  int               partition;
  int               attempt;
  int               worker;
  const AzudCancel *cancel;       /* look at it every ≤ 10 ms */
  AzudAccount      *account;      /* memory of this attempt */
  AzudAccount      *run_account;  /* memory of what outlives it: published blocks */
  AzudProgress     *progress;
} AzudTask;
