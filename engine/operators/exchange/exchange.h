/* exchange.h: rows between stages
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A map task leaves one block: its rows in self-contained chunks and, when the exchange has several partitions, an
 * index that lists the rows partition by partition (Spark's sort shuffle: one data file and its index).  Readers take the blocks in map order,
 * so the rows of a partition come in an order that depends on the input only, never on threads.
 *
 * A block is a row of segments.  One that found no room is written to disk partition by partition: by the task itself when it is
 * short of memory, or by the block store when somebody else needs the room.  Readers see no difference.
 */

#pragma once

#include "base/sync.h"
#include "operators/spill/row-source.h"
#include "operators/spill/spill-run.h"
#include "runtime/block-store.h"

/* Rows kept together, in memory or on disk. */
typedef struct
{
  uint64_t     *starts;        /* n_partitions + 1: rows of the segment before each partition; once it is sealed */
  uint64_t      data_bytes;    /* of its rows and what they own; once it is sealed */
  AzudRows      rows;          /* in memory */
  uint8_t     **index;         /* n_partitions > 1: addresses of rows, partition after partition */
  uint64_t      index_room;
  bool          on_disk;
  AzudSpillRun  run;           /* on disk */
  uint64_t     *first_place;   /* n_partitions + 1: places of the run before each partition */
} AzudShuffleSegment;

typedef struct _AzudShuffle AzudShuffle;

/* Partitions [first_partition, end_partition), one after the other, each out of the blocks [first_map, end_map), in map order: so one
 * task that reads several partitions meets their rows as several tasks would have, one after the other. */
typedef struct
{
  int first_partition, end_partition;
  int first_map, end_map;
} AzudShuffleSlice;

/* What the task that leaves a block reads: a slice of an exchange, or the partition of another leaf. */
typedef struct
{
  uint64_t         leaf;           /* which leaf of the stage, whatever else is in it (adaptive-recall.c); 0 = not known */
  AzudShuffleSlice slice;
} AzudMapSource;

typedef struct _AzudShuffleBlock
{
  AzudBlock            base;         /* in the block store once it is published */
  AzudShuffle         *shuffle;
  AzudAccount         *account;      /* its own: below the task's until it is published, then below the run's */
  AzudSpillFile       *file;         /* NULL until something is spilled */
  AzudShuffleSegment  *segments;
  uint64_t             n_segments, segments_room;
  uint64_t             n_rows;       /* of sealed segments */
  uint64_t             n_bytes;      /* in memory, room included */
  uint64_t             data_bytes;   /* of rows and what they own: what was shuffled */
  _Atomic int64_t      rows_on_disk;
  _Atomic int64_t      disk_bytes;
  int                  worker;       /* who made it */
  _Atomic bool         dropped;      /* its rows left memory between runs and are nowhere */
  struct _AzudShuffleBlock *next;    /* among the forgotten ones */
} AzudShuffleBlock;

/* All blocks of one exchange of one run. */
struct _AzudShuffle
{
  const AzudPlan    *exchange;
  AzudRowLayout      layout;
  AzudAccount       *account;    /* its own, below the run's */
  AzudBudget        *budget;
  AzudPlan          *kept_plan;  /* a reference to `exchange` while it rests */
  _Atomic bool       rests;      /* between runs */
  int                n_partitions;
  int                n_maps;
  int                stage;      /* whose tasks leave the blocks; -1 = unknown: a lost block is no reason to run one again */
  int               *tasks;      /* n_maps: the task of the stage that leaves the block */
  AzudMapSource     *sources;    /* n_maps: of what it makes the block; a block made again must be made of the same */
  AzudMutex          lock;       /* guards blocks[] and forgotten */
  AzudShuffleBlock **blocks;     /* n_maps; NULL = not there (yet, or any more) */
  AzudShuffleBlock  *forgotten;  /* still read by somebody */
  _Atomic int64_t    n_rows;
  _Atomic int64_t    n_bytes;
};

/** azud_shuffle_new: @n_partitions ≥ 1.  Returns: (transfer full) (nullable).  Thread: any. */
AzudShuffle *azud_shuffle_new (const AzudPlan *exchange, int n_partitions, AzudBudget *budget, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
void         azud_shuffle_free (AzudShuffle *shuffle);

/** azud_shuffle_prepare: the map stage has @n_maps tasks; called once before it. */
bool azud_shuffle_prepare (AzudShuffle *shuffle, int n_maps, AzudError *error) AZUD_WARN_UNUSED;

/** azud_shuffle_publish: gives the block of task @map, all of whose segments are sealed; a second one (a late attempt) is dropped.
 * Takes @block.  Thread: worker. */
void azud_shuffle_publish (AzudShuffle *shuffle, int map, AzudShuffleBlock *block);

/** azud_shuffle_forget: the block of @map is lost or void: the next one published takes its place.  Tasks that read it go on with it.
 * Thread: any. */
void azud_shuffle_forget (AzudShuffle *shuffle, int map);

/* ---- between runs (exchange-keep.c) ---- */

/**
 * azud_shuffle_rest: takes it out of the run that made it: no run reads or writes it until azud_shuffle_resume().
 * @parent: the account its memory moves to
 *
 * Blocks that are in memory stay as long as nobody needs the room.  Then they are written to disk where the exchange is a cache whose
 * level says so, else forgotten; what is on disk already goes by the same rule.  Thread: any that may block.
 * Returns: how many blocks are there.
 */
int azud_shuffle_rest (AzudShuffle *shuffle, AzudAccount *parent);

/** azud_shuffle_resume: makes it a part of another run: @exchange stands for the same rows there.  Blocks that were forgotten are missing from
 * then on.  Thread: any that may block. */
void azud_shuffle_resume (AzudShuffle *shuffle, const AzudPlan *exchange, AzudAccount *parent);

/** azud_shuffle_rests_on_disk: whether its blocks may be on disk between runs.  Pure. */
bool azud_shuffle_rests_on_disk (const AzudShuffle *shuffle);

/** azud_shuffle_has: whether the block of @map is there.  Thread: any. */
bool azud_shuffle_has (AzudShuffle *shuffle, int map);

/** azud_shuffle_get_worker: which worker made the block of @map; -1 when it is not there.  Thread: any. */
int azud_shuffle_get_worker (AzudShuffle *shuffle, int map);

/* ---- what a task reads ---- */

/** azud_shuffle_partition: one partition out of all blocks. */
static inline AzudShuffleSlice
azud_shuffle_partition (const AzudShuffle *shuffle, int partition)
{
  return (AzudShuffleSlice){ partition, partition + 1, 0, shuffle->n_maps };
}

/** azud_shuffle_map: all of the block of one map task: what is a partition to readers of a KEEP exchange, which parts no rows. */
static inline AzudShuffleSlice
azud_shuffle_map (int map)
{
  return (AzudShuffleSlice){ 0, 1, map, map + 1 };
}

/** azud_shuffle_everything: all partitions out of all blocks. */
static inline AzudShuffleSlice
azud_shuffle_everything (const AzudShuffle *shuffle)
{
  return (AzudShuffleSlice){ 0, shuffle->n_partitions, 0, shuffle->n_maps };
}

/* Sizes are those of blocks that are there; one that is lost counts as empty.  Bytes of a segment are shared out by rows.  Thread: any. */

/** azud_shuffle_segment_bytes: bytes of the first @n_rows rows of a segment, by the mean row. */
int64_t azud_shuffle_segment_bytes (const AzudShuffle *shuffle, const AzudShuffleSegment *segment, uint64_t n_rows);

/** azud_shuffle_count_rows, _count_bytes: of @slice. */
uint64_t azud_shuffle_count_rows (AzudShuffle *shuffle, const AzudShuffleSlice *slice);
int64_t  azud_shuffle_count_bytes (AzudShuffle *shuffle, const AzudShuffleSlice *slice);

/** azud_shuffle_add_sizes: adds the bytes of each partition to @bytes[partition]. */
void azud_shuffle_add_sizes (AzudShuffle *shuffle, int64_t *bytes);

/* What views see of a block. */
typedef struct
{
  bool    is_there;
  int     task;            /* of the stage, that leaves it */
  bool    is_read;         /* pinned */
  int64_t rows;
  int64_t rows_on_disk;
  int64_t memory_bytes;
  int64_t disk_bytes;
} AzudShuffleLook;

/** azud_shuffle_look: the blocks of maps [@first, @first + @n) as they are now.
 * Returns: how many there are of them; -1: somebody waits for a block meanwhile, look again later.  Never waits.  Thread: any. */
int azud_shuffle_look (AzudShuffle *shuffle, int first, AzudShuffleLook *looks, int n);

/* ---- blocks ---- */

/** azud_shuffle_block_new: an empty block with one open segment; @task: the account of the attempt. */
AzudShuffleBlock *azud_shuffle_block_new (AzudShuffle *shuffle, AzudAccount *task, AzudError *error) AZUD_WARN_UNUSED;

/** azud_shuffle_block_free: NULL is allowed; a published block is the shuffle's to free. */
void azud_shuffle_block_free (AzudShuffleBlock *block);

/** azud_shuffle_block_open: the segment that takes rows. */
AzudShuffleSegment *azud_shuffle_block_open (AzudShuffleBlock *block);

/** azud_shuffle_block_seal: no more rows for the open segment.  @partitions, @where: partition and address of each of its rows, in order;
 * NULL when there is one partition only. */
bool azud_shuffle_block_seal (AzudShuffleBlock *block, const uint16_t *partitions, uint8_t *const *where, AzudError *error) AZUD_WARN_UNUSED;

/** azud_shuffle_block_add_segment: opens another segment. */
bool azud_shuffle_block_add_segment (AzudShuffleBlock *block, AzudError *error) AZUD_WARN_UNUSED;

/** azud_shuffle_block_spill: writes all sealed segments that are in memory to disk.  On failure they stay.  Thread: one at a time. */
bool azud_shuffle_block_spill (AzudShuffleBlock *block, AzudError *error) AZUD_WARN_UNUSED;

/** azud_shuffle_block_drop: gives back the memory of its rows; it can be freed only.  Thread: one at a time. */
void azud_shuffle_block_drop (AzudShuffleBlock *block);

/* ---- reading a slice, batch by batch ---- */

typedef struct
{
  AzudShuffle     *shuffle;
  AzudShuffleSlice slice;
  int              partition;
  int              map;
  AzudAccount     *account;        /* of chunks that come back from disk */
  AzudProgress    *progress;       /* (nullable) where what was read is counted */
  uint64_t         n_taken;        /* rows of the segment */
  bool             keep;           /* addresses stay valid until the cursor is cleared */
  AzudShuffleBlock *block;         /* of `map`, pinned; NULL = not entered yet */
  AzudShuffleBlock **held;         /* blocks left since the last call (with keep: since init), still pinned */
  uint64_t         n_held, held_room;
  uint64_t         segment;
  uint64_t         position;       /* in the segment's index */
  AzudRowsCursor   cursor;         /* when there is no index */
  AzudSpillCursor  spilled;        /* of the segment, when it is on disk */
  bool             is_open;        /* spilled is set */
  AzudRows         kept;           /* what came from disk, with keep */
  AzudArena        arena;          /* for moving rows out of chunks that are nearly empty */
} AzudShuffleCursor;

/** azud_shuffle_cursor_init: @account: for chunks from disk: one at a time, or all of them with @keep. */
void azud_shuffle_cursor_init (AzudShuffleCursor *cursor, AzudShuffle *shuffle, AzudShuffleSlice slice, bool keep, AzudAccount *account);
void azud_shuffle_cursor_clear (AzudShuffleCursor *cursor);

/** azud_shuffle_cursor_count: what is read counts as shuffle read in @progress.  Bytes of a segment are shared out by rows, so all
 * partitions together read as many as were written. */
void azud_shuffle_cursor_count (AzudShuffleCursor *cursor, AzudProgress *progress);

/** azud_shuffle_cursor_next: up to @room row addresses; *@n = 0 at the end.  Without keep they are valid until the next call.  A block
 * that is not there, or that cannot be read from disk, is named in @error (lost_stage, lost_partition) when its stage is known:
 * the scheduler has it made again. */
bool azud_shuffle_cursor_next (AzudShuffleCursor *cursor, uint8_t **rows, uint32_t room, uint32_t *n, AzudError *error) AZUD_WARN_UNUSED;

/** azud_shuffle_cursor_source: the same as an AzudRowsNext. */
bool azud_shuffle_cursor_source (void *cursor, uint8_t **rows, uint32_t room, uint32_t *n, AzudError *error) AZUD_WARN_UNUSED;

/**
 * azud_shuffle_read: all rows of @slice, batch by batch, to @take (azud_row_source_read).
 * @progress: (nullable): where they are counted
 */
AzudFlow azud_shuffle_read (AzudShuffle      *shuffle,
                            AzudShuffleSlice  slice,
                            AzudProgress     *progress,
                            const AzudCancel *cancel,
                            AzudArena        *arena,
                            AzudBatchTake     take,
                            void             *data,
                            AzudError        *error);

/* ---- operators ---- */

/** azud_exchange_write_new: keeps what it is pushed and publishes it as block @map when finished. */
AzudOperator *azud_exchange_write_new (AzudTaskContext *context, const AzudPlan *exchange, AzudShuffle *shuffle, int map, AzudError *error) AZUD_WARN_UNUSED;

/** azud_exchange_read_new: a leaf that pushes @slice: concatenated, or, when the exchange is a MERGE, all of its one partition merged. */
AzudOperator *azud_exchange_read_new (AzudTaskContext *context, const AzudPlan *exchange, AzudShuffle *shuffle, const AzudShuffleSlice *slice, AzudError *error) AZUD_WARN_UNUSED;
