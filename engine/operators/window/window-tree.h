/* window-tree.h: partial results of an aggregate over a partition, so that any frame is a few merges
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A segment tree with a fan-out of 32 (V. Leis, K. Kundhikanjana, A. Kemper, T. Neumann: Efficient Processing of Window Functions in
 * Analytical SQL Queries, PVLDB 8(10), 2015).  Its leaves are the rows themselves, so it has a node for every 31 rows, and a frame costs
 * O(log n) whatever its length.  The other way, two stacks of partial results, needs as much memory as the longest frame and a merge a row
 * as well, but cannot be asked for the frame of any row.  Rows and nodes go into a state from left to right: aggregates that depend on the
 * order see it.  Thread: worker.
 */

#pragma once

#include "operators/window/window-function.h"

/** azud_window_tree_new: of rows [start, end), read through call->reader.  The call's aggregate must have a partial form. */
AzudWindowTree *azud_window_tree_new (AzudWindowCall *call, uint64_t start, uint64_t end, AzudError *error) AZUD_WARN_UNUSED;
void            azud_window_tree_free (AzudWindowTree *tree);

/** azud_window_tree_has_partition: whether it was made for the partition that begins with row @start. */
bool azud_window_tree_has_partition (const AzudWindowTree *tree, uint64_t start);

/** azud_window_tree_add: rows [start, end) go into the call's state; those at the start are read through call->other, those at the end through
 * call->reader. */
bool azud_window_tree_add (AzudWindowTree *tree, uint64_t start, uint64_t end, AzudError *error) AZUD_WARN_UNUSED;
