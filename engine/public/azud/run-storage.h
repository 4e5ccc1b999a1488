/* run-storage.h: the datasets a run keeps, block by block
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A dataset is what the tasks of one stage leave for others: one block a task.  The view says where each block is, who reads it, and from
 * what it would be computed again.
 */

#pragma once

#include <azud/session.h>

G_BEGIN_DECLS

typedef enum
{
  AZUD_DATASET_SHUFFLE,          /* rows on their way to tasks of another stage, by partition */
  AZUD_DATASET_BROADCAST,        /* rows that every task of another stage gets whole */
  AZUD_DATASET_CACHE             /* rows kept to be read again */
} AzudDatasetKind;

typedef enum
{
  AZUD_LEVEL_MEMORY_AND_DISK,    /* in memory, on disk when somebody needs the room */
  AZUD_LEVEL_MEMORY_ONLY,        /* in memory, computed again when somebody needs the room */
  AZUD_LEVEL_DISK_ONLY
} AzudDatasetLevel;

typedef enum
{
  AZUD_BLOCK_MISSING,            /* its task has not left it yet */
  AZUD_BLOCK_IN_MEMORY,
  AZUD_BLOCK_PARTLY_ON_DISK,
  AZUD_BLOCK_ON_DISK,
  AZUD_BLOCK_LOST,               /* it was there, and is not any more */
  AZUD_BLOCK_LET_GO              /* it was there; the run, or who needed its room later, has let go of it */
} AzudBlockPlace;

typedef struct
{
  AzudBlockPlace place;
  gboolean       is_read;        /* somebody reads it: it stays where it is */
  gboolean       is_recomputed;  /* it is there again after it was lost */
  int            task;           /* of the dataset's stage, that leaves it */
  gint64         rows;           /* of one that was let go: as they were */
  gint64         memory_bytes;
  gint64         disk_bytes;
} AzudBlockView;

typedef struct
{
  int                  stage;         /* that makes it */
  char                *name;          /* of the node whose rows these are */
  AzudDatasetKind      kind;
  AzudDatasetLevel     level;
  int                  n_partitions;  /* each block has rows for so many tasks of its readers */
  int                  n_readers;
  int                 *readers;       /* stages that read it */
  int                  n_parents;
  int                 *parents;       /* datasets (places in the list) it is computed from */
  char               **sources;       /* names of the nodes its stage reads from outside, zero-terminated */
  guint                n_blocks;
  const AzudBlockView *blocks;        /* in AzudRunStorage.blocks */
  guint                n_there;       /* blocks that are there */
  gint64               memory_bytes;  /* of all of them */
  gint64               disk_bytes;
} AzudDatasetView;

/* Plain data, no pointers into the run. */
typedef struct
{
  gboolean         is_over;      /* the run is: what is there now is kept for later runs, the rest was let go */
  guint            n_datasets;   AzudDatasetView *datasets;   /* by stage */
  guint            n_blocks;     AzudBlockView   *blocks;     /* of all of them */
} AzudRunStorage;

/** azud_run_get_storage: what is kept now, also after the run; cheap enough for 30 Hz with 10,000 blocks, and never waits: what a block is while it leaves memory
 * is told when it has left.  Thread: any.  (transfer full) */
AzudRunStorage *azud_run_get_storage (AzudRun *run);
void            azud_run_storage_free (AzudRunStorage *storage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudRunStorage, azud_run_storage_free)

/**
 * azud_run_lose_block: for tests, and for showing how a run mends itself: the next worker that begins a task of @run forgets the block.
 * Whoever still has to read it misses it, and its task runs again.
 * @dataset, @block: places in the lists of azud_run_get_storage()
 *
 * Returns: FALSE in a build without tests, and when the run is over or has no such block.  Returns at once.  Thread: any.
 */
gboolean        azud_run_lose_block (AzudRun *run, guint dataset, guint block);

/** azud_run_can_lose_blocks: whether this build has azud_run_lose_block(). */
gboolean        azud_run_can_lose_blocks (void);

G_END_DECLS
