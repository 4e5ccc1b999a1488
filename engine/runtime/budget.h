/* budget.h: one budget for all that runs
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * After Spark's UnifiedMemoryManager and ExecutionMemoryPool: the region is the budget less AZUD_SPILL_RESERVE.  *Execution* (what running
 * tasks hold) and *storage* (blocks that are kept for others) share it; execution may push out storage, never the reverse.  With N tasks
 * at work each may hold up to 1/N of the region; between 1/2N and 1/N it is short when the region has little left.  Who is
 * short spills what it keeps itself; nobody spills another task's memory.
 */

#pragma once

#include "base/memory.h"
#include "formats/spill-folder.h"

typedef struct _AzudBudget AzudBudget;
typedef struct _AzudBlockStore AzudBlockStore;
typedef struct _AzudBlock AzudBlock;

/**
 * azud_budget_new:
 * @bytes: of memory
 * @spill_parent: where the spill folder is made when it is needed
 * @spill_quota: bytes it may come to; 0 = what the disk has
 *
 * Returns: (transfer full) (nullable).  Thread: any.
 */
AzudBudget *azud_budget_new (int64_t bytes, const char *spill_parent, int64_t spill_quota, AzudError *error) AZUD_WARN_UNUSED;

/** azud_budget_free: all accounts below it, blocks and spill files must be gone.  NULL is allowed. */
void azud_budget_free (AzudBudget *budget);

/** azud_budget_get_account: root of all accounts; its limit is the region. */
AzudAccount *azud_budget_get_account (AzudBudget *budget);

AzudSpillFolder *azud_budget_get_spill_folder (AzudBudget *budget);
AzudBlockStore  *azud_budget_get_block_store (AzudBudget *budget);

/** azud_budget_begin_task, _end_task: one task more, or less, to share among.  Thread: any. */
void azud_budget_begin_task (AzudBudget *budget);
void azud_budget_end_task (AzudBudget *budget);

/**
 * azud_budget_is_short: whether a task should spill now rather than ask for more.
 * @task: its account
 *
 * Says so at half of what the task may hold, since arrays grow by doubling.  Cheap: a few loads.  Thread: any.
 */
bool azud_budget_is_short (AzudBudget *budget, const AzudAccount *task);

/** azud_budget_set_storage_fraction: blocks may fill all that execution leaves free, and leave when it needs the room; but those being read cannot leave.
 * So the part of the region that these and execution may hold together (Spark's spark.memory.storageFraction, 0.5 at first). */
void azud_budget_set_storage_fraction (AzudBudget *budget, double fraction);

/** azud_budget_trim_storage: makes blocks leave until an eighth of the region is free, so that a task that needs a little need not wait for the disk.  Thread:
 * any that may block. */
void azud_budget_trim_storage (AzudBudget *budget);

/** azud_budget_ease: before @block, which the caller has pinned, is read: makes it leave memory, to be read from disk, when there would be too little room
 * for execution beside all that is read: half the storage fraction of the region is always for the latter.  Thread: any that may block. */
void azud_budget_ease (AzudBudget *budget, AzudBlock *block);

/** azud_budget_get_share: bytes a task may hold now. */
int64_t azud_budget_get_share (AzudBudget *budget);
