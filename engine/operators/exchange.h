/* exchange.h: rows between stages
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A map task leaves one block: its rows in self-contained chunks and, when the exchange has several partitions, an
 * index that lists the rows partition by partition (Spark's sort shuffle: one data file and its index).  Readers take the blocks in map order,
 * so the rows of a partition come in an order that depends on the input only, never on threads.
 */

#pragma once

#include "base/sync.h"
#include "operators/operator.h"

typedef struct
{
  AzudRows   rows;             /* on the run's account */
  uint8_t  **index;            /* n_partitions > 1: rows->n_rows addresses, partition after partition */
  uint64_t   index_room;
  uint64_t  *starts;           /* n_partitions + 1 positions in index */
} AzudShuffleBlock;

/* All blocks of one exchange of one run. */
typedef struct
{
  const AzudPlan    *exchange;
  AzudRowLayout      layout;
  AzudAccount       *account;
  int                n_partitions;
  int                n_maps;
  AzudMutex          lock;       /* guards blocks[] while the map stage runs */
  AzudShuffleBlock **blocks;     /* n_maps; NULL = not there yet */
  _Atomic int64_t    n_rows;
  _Atomic int64_t    n_bytes;
} AzudShuffle;

/** azud_shuffle_new: @n_partitions ≥ 1.  Returns: (transfer full) (nullable).  Thread: any. */
AzudShuffle *azud_shuffle_new (const AzudPlan *exchange, int n_partitions, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
void         azud_shuffle_free (AzudShuffle *shuffle);

/** azud_shuffle_prepare: the map stage has @n_maps tasks; called once before it. */
bool azud_shuffle_prepare (AzudShuffle *shuffle, int n_maps, AzudError *error) AZUD_WARN_UNUSED;

/** azud_shuffle_publish: gives the block of task @map; a second one (a late attempt) is dropped.  Takes @block.  Thread: worker. */
void azud_shuffle_publish (AzudShuffle *shuffle, int map, AzudShuffleBlock *block);

/** azud_shuffle_get_block: the block of task @map; all are there once the map stage is complete. */
const AzudShuffleBlock *azud_shuffle_get_block (const AzudShuffle *shuffle, int map);

/** azud_shuffle_block_free: gives a block back that was not published. */
void azud_shuffle_block_free (AzudShuffle *shuffle, AzudShuffleBlock *block);

/* Reading one partition of all blocks, batch by batch, in map order. */
typedef struct
{
  const AzudShuffle *shuffle;
  int                partition;
  int                map;
  int                last_map;       /* reading stops before it */
  uint64_t           position;       /* in the block's index */
  AzudRowsCursor     cursor;         /* when there is no index */
} AzudShuffleCursor;

void azud_shuffle_cursor_init (AzudShuffleCursor *cursor, const AzudShuffle *shuffle, int partition);

/** azud_shuffle_cursor_next: up to one batch of row addresses in @rows (AZUD_BATCH_ROWS); *@n = 0 at the end. */
bool azud_shuffle_cursor_next (AzudShuffleCursor *cursor, uint8_t **rows, uint32_t *n);

/** azud_shuffle_partition_rows: rows of @partition over all blocks. */
uint64_t azud_shuffle_partition_rows (const AzudShuffle *shuffle, int partition);

/* ---- operators ---- */

/** azud_exchange_write_new: keeps what it is pushed and publishes it as block @map when finished. */
AzudOperator *azud_exchange_write_new (AzudTaskContext *context, const AzudPlan *exchange, AzudShuffle *shuffle, int map, AzudError *error) AZUD_WARN_UNUSED;

/** azud_exchange_read_new: a leaf that pushes one partition: concatenated, or merged when the exchange is a MERGE. */
AzudOperator *azud_exchange_read_new (AzudTaskContext *context, const AzudPlan *exchange, const AzudShuffle *shuffle, int partition, AzudError *error) AZUD_WARN_UNUSED;
