/* adaptive.h: changing stages that have not begun by what the stages before them left
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * When a stage is prepared, all it reads is there, so the size of every partition is known and no longer guessed.  Then, once, before
 * its first task (Spark's adaptive query execution; the rules are CoalesceShufflePartitions, OptimizeSkewedJoin and
 * DynamicJoinSelection, with sizes for tasks that start in microseconds):
 *
 * - Small neighbouring partitions of a HASH exchange are read by one task.  The aim is a sixteenth of all there is, but at
 *   least 1 MiB and at most the advisory size, so that a large input keeps many workers busy; it never depends on their
 *   number.  Not where the user asked for a number of partitions, nor with AZUD_DEBUG=partitions=N alone.
 * - A partition of a join that is larger than so many times the median and than a threshold is read by several tasks, each of which takes
 *   the rows of some maps: whole blocks, so that one that is lost and made anew, in whatever order, changes nothing.  Only on the probe
 *   side, only when no task has to report which build rows found nothing, and only when no operator of the stage needs a partition whole.
 *   Each task reads the build side whole; pieces are no smaller than it.
 * - A join of two shuffled sides, one of which turns out to be below the threshold for broadcasting, gets one table of it for all its
 *   tasks.  That table is made by one thread, which here saves no rows on the way (they are shuffled already): so the
 *   side must also be below 1 MiB, or a sixteenth of the other one.
 * - An inner join builds its left side when that turns out to be less than a quarter of the right one.
 *
 * Partitions that are read together are read one after the other, pieces in map order: rows come in the order they would have come in
 * without the change.  Exceptions, where no order is promised: windows, which sort all that their task reads; unmatched rows of outer
 * joins, which follow their batch or come at the end of a task; a join that builds its left side now.
 */

#pragma once

#include "plan/stages.h"

/* Pure: sizes in, cuts out.  Thread: any. */

/** azud_adaptive_target: how many bytes one task should read of @bytes[@n]. */
int64_t azud_adaptive_target (const AzudAdaptiveSettings *settings, const int64_t *bytes, int n);

/**
 * azud_adaptive_skew_limit: bytes above which a partition is too large.
 * @scratch: (array length=n): overwritten
 * @median: (out): the upper one
 */
int64_t azud_adaptive_skew_limit (const AzudAdaptiveSettings *settings, const int64_t *bytes, int n, int64_t *scratch, int64_t *median);

/**
 * azud_adaptive_choose_side: which side of a shuffled join is built.
 * @side: the one as planned
 * @bytes: of both sides
 * @threshold: up to which a side may become one table for all tasks; -1 = never
 * @shares: (out): whether it does
 */
int azud_adaptive_choose_side (AzudJoinType type, int side, const int64_t bytes[2], int64_t threshold, bool *shares);

/** azud_adaptive_coalesce: how many of the partitions from @first on one task reads: those before @end that do not take it above @target
 * together, at least one. */
int azud_adaptive_coalesce (const int64_t *bytes, int first, int end, int64_t target);

/**
 * azud_adaptive_split: cuts maps into runs of about @target bytes, none without rows.
 * @bytes: (array length=n_maps): of one partition, by map
 * @ends: (out) (array length=n_maps): the map after each run
 *
 * Returns: how many runs; 1 when there is nothing to cut.
 */
int azud_adaptive_split (const int64_t *bytes, int n_maps, int64_t target, int *ends);
