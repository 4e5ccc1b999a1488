/* lineage.h: what each set of partitions is computed from
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What a stage leaves for others is a *dataset*: immutable partitions in the block store.  Whatever of it is lost is computed again from its
 * parents, so a plan's lineage is all that recovery needs (Zaharia et al., NSDI 2012).
 */

#pragma once

#include "plan/stages.h"

typedef struct
{
  int             id;             /* position in the list; parents have smaller ids */
  int             stage;          /* whose tasks leave it */
  const AzudPlan *exchange;       /* how it is partitioned and kept */
  bool            indeterminate;  /* computed again, its rows may be others */
  GArray         *parents;        /* int: datasets */
  GPtrArray      *sources;        /* (element-type AzudPlan) leaves that are no datasets: files, literals, ranges; borrowed */
} AzudDatasetLineage;

/** azud_stages_get_lineage: (transfer full) (element-type AzudDatasetLineage).  Borrows from @stages.  Pure. */
GPtrArray *azud_stages_get_lineage (const AzudStages *stages) G_GNUC_WARN_UNUSED_RESULT;

/** azud_stages_print_lineage: a line a dataset; (transfer full). */
char *azud_stages_print_lineage (const AzudStages *stages) G_GNUC_WARN_UNUSED_RESULT;

/** azud_stage_is_indeterminate: whether a task of it, tried again, may leave other rows.  Pure. */
bool azud_stage_is_indeterminate (const AzudStage *stage);
