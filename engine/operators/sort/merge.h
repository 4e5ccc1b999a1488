/* merge.h: rows of several sorted runs in one order
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A heap over the runs' first rows; keys are computed a batch ahead.  Rows with equal keys come in the order of their runs, so a merge of
 * runs cut from one input is stable.
 */

#pragma once

#include "operators/sort/sort-keys.h"
#include "operators/spill/row-source.h"

typedef struct _AzudMergeRun AzudMergeRun;

typedef struct
{
  AzudTaskContext     *context;
  const AzudSchema    *schema;
  const AzudRowLayout *layout;
  AzudSortKeys         keys;
  AzudRowsNext        next;
  AzudMergeRun        *runs;
  int                  n_runs;
  uint32_t             room;       /* rows loaded of a run at a time: fewer when there are many runs */
  int                 *heap;       /* run numbers, smallest head first */
  int                  heap_size;
  bool                 must_load;  /* the head's run is at the end of what it has loaded */
} AzudMerge;

/**
 * azud_merge_init: a merge of @n_runs runs.
 * @schema, @layout: of the rows, borrowed
 * @order: borrowed
 * @next: of all sources
 * @sources: @n_runs pointers; only read here
 *
 * Nothing is read yet.  Thread: worker, like all of this.
 */
bool azud_merge_init (AzudMerge           *merge,
                      AzudTaskContext     *context,
                      const AzudSchema    *schema,
                      const AzudRowLayout *layout,
                      const AzudSortKey   *order,
                      int                  n_order,
                      AzudRowsNext        next,
                      void *const         *sources,
                      int                  n_runs,
                      AzudError           *error) AZUD_WARN_UNUSED;

/** azud_merge_clear: also for one that azud_merge_init() has failed on, or that is all zero. */
void azud_merge_clear (AzudMerge *merge);

/** azud_merge_next: up to a batch of rows in order, valid until the next call; *@n = 0 at the end. */
bool azud_merge_next (AzudMerge *merge, uint8_t **rows, uint32_t *n, AzudError *error) AZUD_WARN_UNUSED;
