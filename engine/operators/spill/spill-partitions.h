/* spill-partitions.h: rows on disk, apart by their keys
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What an aggregate or a join cannot keep is written to AZUD_SPILL_PARTITIONS runs of one file, by the hash of the key; each is small enough to be
 * worked on by itself later (Grace hash join, Kitsuregawa et al. 1983), or is parted again by other bits of the hash.  Rows of one key stay together and in order.
 */

#pragma once

#include "column/row-key.h"
#include "operators/spill/row-source.h"
#include "operators/spill/spill-run.h"

#define AZUD_SPILL_PARTITIONS 32
#define AZUD_SPILL_MAX_DEPTH 6     /* 32^6 parts: what is too large then is one key */

typedef struct
{
  AzudOperator        *owner;      /* whose spilled bytes these are */
  const AzudRowLayout *layout;     /* borrowed */
  AzudSpillFile       *file;
  int                  depth;      /* which bits of the hash decide */
  AzudSpillRun         runs[AZUD_SPILL_PARTITIONS];
  uint16_t             selections[AZUD_SPILL_PARTITIONS][AZUD_BATCH_ROWS];
} AzudSpillPartitions;

/** azud_spill_partitions_new: from the task's account.  Thread: worker, like all of this. */
AzudSpillPartitions *azud_spill_partitions_new (AzudOperator *owner, const AzudRowLayout *layout, int depth, AzudError *error) AZUD_WARN_UNUSED;

/** azud_spill_partitions_free: NULL is allowed. */
void azud_spill_partitions_free (AzudSpillPartitions *partitions);

/** azud_spill_partitions_append: the @n rows of @columns named by @rows, whose hashes are @hashes[i]. */
bool azud_spill_partitions_append (AzudSpillPartitions *partitions,
                                   const AzudVector    *columns,
                                   const uint16_t      *rows,
                                   const uint64_t      *hashes,
                                   uint32_t             n,
                                   AzudError           *error) AZUD_WARN_UNUSED;

/** azud_spill_partitions_finish: writes what is pending; now the runs can be read. */
bool azud_spill_partitions_finish (AzudSpillPartitions *partitions, AzudError *error) AZUD_WARN_UNUSED;

/** azud_spill_run_read: the rows of @run, batch by batch, to @take until it does not say AZUD_FLOW_MORE.
 * @arena: of the batches.  Returns: what @take said last, or FAILED. */
AzudFlow azud_spill_run_read (const AzudSpillRun *run,
                              AzudTaskContext    *context,
                              const AzudSchema   *schema,
                              AzudArena          *arena,
                              AzudBatchTake       take,
                              void               *data,
                              AzudError          *error);
