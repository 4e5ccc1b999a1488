/* wide.h: operators that keep rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every constructor returns (transfer full) (nullable): NULL and @error when memory is refused.  Thread: worker.
 */

#pragma once

#include "operators/exchange/exchange.h"
#include "operators/operator.h"

/** azud_hash_aggregate_new: AGGREGATE in any mode.  PARTIAL gives keys and partial columns, FINAL takes them.  Groups come out in
 * the order they were first seen; without keys there is exactly one. */
AzudOperator *azud_hash_aggregate_new (AzudTaskContext *context, const AzudPlan *plan, AzudError *error) AZUD_WARN_UNUSED;

/** azud_sort_new: SORT of one partition, and TOP_N: stable. */
AzudOperator *azud_sort_new (AzudTaskContext *context, const AzudPlan *plan, AzudError *error) AZUD_WARN_UNUSED;

/** azud_window_new: WINDOW of one partition whose rows come ordered by partition keys, then order keys (window.h). */
AzudOperator *azud_window_new (AzudTaskContext *context, const AzudPlan *plan, AzudError *error) AZUD_WARN_UNUSED;

/* ---- join ---- */

typedef struct _AzudJoinTable AzudJoinTable;

/* Where build rows come from: a slice of an exchange, or rows of it that were spilled. */
typedef struct
{
  AzudShuffle        *shuffle;
  AzudShuffleSlice    slice;
  const AzudSpillRun *run;         /* NULL: the slice itself */
  AzudProgress       *progress;    /* (nullable) counts what is read of the slice */
} AzudJoinSource;

/**
 * azud_join_table_new: the build side of a join, read-only once made.
 * @join: the plan; @build_side: which input it is, 0 or 1
 *
 * Row order is kept: matches come out in the order the build rows came in.
 */
AzudJoinTable *azud_join_table_new (const AzudPlan         *join,
                                    int                     build_side,
                                    const AzudJoinSource   *source,
                                    const AzudExprSettings *settings,
                                    AzudAccount            *account,
                                    const AzudCancel       *cancel,
                                    AzudError              *error) AZUD_WARN_UNUSED;
void azud_join_table_free (AzudJoinTable *table);

/**
 * azud_join_new: probes a build side with what it is pushed (the other side).
 * @shared: (nullable): a table that others probe, too; unmatched build rows may not be asked for then (RIGHT, FULL, or LEFT built on the left)
 * @source: the build side when there is no shared table: made into a table, or, when it is too large for that, parted on disk
 */
AzudOperator *azud_join_new (AzudTaskContext      *context,
                             const AzudPlan       *plan,
                             int                   build_side,
                             AzudJoinTable        *shared,
                             const AzudJoinSource *source,
                             AzudError            *error) AZUD_WARN_UNUSED;
