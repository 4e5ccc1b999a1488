/* task.h: one attempt of one task, as its code sees it
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/cancel.h"
#include "base/memory.h"

#include <stdatomic.h>

/* Counters of one attempt.  Written by its worker, read by any thread (snapshots), overwritten in place. */
typedef struct
{
  _Atomic int64_t rows_in;        /* rows read from leaves */
  _Atomic int64_t rows_out;       /* rows handed to outputs */
  _Atomic int64_t bytes_in;
  _Atomic int64_t bytes_out;
  _Atomic int64_t spilled_bytes;
} AzudProgress;

/** azud_progress_add: one writer, so a relaxed load and store is enough. */
static inline void
azud_progress_add (_Atomic int64_t *counter, int64_t n)
{
  atomic_store_explicit (counter, atomic_load_explicit (counter, memory_order_relaxed) + n, memory_order_relaxed);
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
