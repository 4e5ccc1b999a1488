/* execution-private.h: what preparing and running stages share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/sync.h"
#include "operators/execution/execution.h"
#include "operators/files.h"
#include "operators/wide.h"

/* One operator of a stage. */
typedef struct
{
  const AzudPlan  *plan;
  int             *users;           /* positions in the stage's operators it pushes to */
  int              n_users;
  int              build_side;      /* JOIN: 0 or 1; else -1 */
  bool             broadcast;       /* JOIN: the build side is broadcast */
  bool             shares_table;    /* JOIN: both sides are shuffled, but one table serves all tasks (adaptive.h) */
  bool             told_table;      /* that is among the changes */
  AzudJoinTable   *table;           /* JOIN, broadcast or shared: made by prepare */
  AzudCsvSource   *source;          /* SCAN: opened by prepare */
  AzudOutput      *output;          /* WRITE: made by prepare */
  _Atomic int64_t  rows;            /* out of finished tasks */
  _Atomic int64_t  rows_read;       /* SCAN: before its filter */
  _Atomic int64_t  spilled_bytes;   /* by it and by the exchange that takes its rows */
  _Atomic int64_t  exchange_spilled_bytes;   /* by the latter */
} StageOperator;

/* A leaf whose partitions become tasks. */
typedef struct
{
  int               operator;
  int               n_partitions;    /* tasks */
  int               first_task;
  bool             *reaches;         /* [operator] it gets rows of this leaf */
  AzudShuffleSlice *slices;          /* EXCHANGE: [task] what it reads; NULL: its partition */
  uint64_t          slices_room;
} StageLeaf;

/* Where rows leave the stage. */
typedef struct
{
  int          operator;
  AzudShuffle *shuffle;      /* exchange or result; NULL for a WRITE */
  int          n_maps;
  int         *first_map;    /* [leaf] number of the leaf's first task among the tasks that reach this output */
} StageSink;

typedef struct
{
  const AzudStage *stage;
  StageOperator   *operators;
  int              n_operators;
  StageLeaf       *leaves;
  int              n_leaves;
  StageSink       *sinks;
  int              n_sinks;
  int              n_tasks;      /* once its ends are prepared */
  bool             prepared;
  bool             recalled;     /* its operators' counts are those of an earlier run: tasks do not add to them */
  bool             skipped;      /* no task of it is needed */
  bool             needless;     /* ... and not all it would leave is there */
  _Atomic bool    *counted;      /* [task] its rows are in the counters: a task that runs again does not count twice */
} StageState;

struct _AzudExecution
{
  const AzudStages       *stages;
  AzudExprSettings        settings;        /* a copy: whoever carries the work out may move its own */
  int                     shuffle_partitions;
  AzudAdaptiveSettings    adaptive;
  int64_t                 broadcast_bytes; /* of a side that turns out to be so small; -1 = never */
  int64_t                 sample_bytes;    /* 0 = everything */
  bool                    was_cut;
  AzudBudget             *budget;
  AzudAccount            *account;
  StageState             *states;
  AzudMutex               prepare_lock;    /* one stage at a time opens its inputs and outputs */
  AzudMutex               lock;            /* guards shuffles and changes: tasks of one stage run while another is prepared */
  GHashTable             *shuffles;        /* AzudPlan (EXCHANGE) -> AzudShuffle */
  AzudDatasets           *datasets;        /* NULL: nothing is kept, nothing is reused */
  bool                    keeps_all;       /* not only caches */
  GHashTable             *fingerprints;    /* AzudPlan -> utf8 (reuse.c) */
  GHashTable             *keys;            /* AzudPlan (EXCHANGE) -> utf8 key in datasets */
  GHashTable             *held;            /* AzudPlan (EXCHANGE) -> AzudShuffle of an earlier run, until its stage is prepared */
  GArray                 *changes;         /* AzudPlanChange */
  GPtrArray              *results;         /* AzudShuffle by root, NULL for WRITE roots */
  GPtrArray              *result_plans;    /* made-up EXCHANGE operators of results */
};

/** azud_execution_count_partitions: into how many partitions @exchange parts its rows.  Pure. */
int azud_execution_count_partitions (const AzudExecution *execution, const AzudPlan *exchange);

/** azud_execution_give_back: what is to be kept goes to the datasets.  Nothing of the run is going on any more. */
void azud_execution_give_back (AzudExecution *execution);

/** azud_execution_prepare_skipped: what is there takes its place; nothing is opened. */
void azud_execution_prepare_skipped (AzudExecution *execution, StageState *state);

/** azud_execution_add_shuffle: @shuffle (taken) is the rows of @exchange from now on.  Thread: any. */
void azud_execution_add_shuffle (AzudExecution *execution, AzudPlan *exchange, AzudShuffle *shuffle);

/** azud_stage_state_init: positions, users, reachability of one stage.  Document-side memory: once a run. */
void azud_stage_state_init (StageState *state, const AzudStage *stage);
void azud_stage_state_clear (StageState *state);

/** azud_stage_state_find_leaf: whose partitions task @task is one of.  Once leaves are counted. */
const StageLeaf *azud_stage_state_find_leaf (const StageState *state, int task);

/** azud_stage_state_connect: users, leaves and reachability anew, when a join builds its other side now.  Before the leaves are counted. */
void azud_stage_state_connect (StageState *state);

/* ---- adaptive-recall.c: a stage some of whose blocks an earlier run left is cut as it was then ---- */

/** azud_adaptive_find_left: an exchange of the stage that an earlier run left blocks of, or NULL.  While it is prepared. */
AzudShuffle *azud_adaptive_find_left (AzudExecution *execution, const StageState *state);

/** azud_adaptive_recall_side: which side @join built then; -1 = not known. */
int  azud_adaptive_recall_side (const AzudExecution *execution, const AzudShuffle *left, const StageState *state, const StageOperator *join);

/** azud_adaptive_recall_leaf: cuts @leaf, which reads @reads, as it was cut then.  false when that is not known or does not fit. */
bool azud_adaptive_recall_leaf (AzudExecution *execution, const AzudShuffle *left, const AzudShuffle *reads, const StageState *state,
                                StageLeaf *leaf);

/** azud_adaptive_note_sources: what the blocks of the sink's exchange will be made of. */
void azud_adaptive_note_sources (const AzudExecution *execution, const StageState *state, const StageSink *sink);

/** azud_adaptive_has_same_sources: whether the blocks of @shuffle are made of what the tasks of the stage, all counted, read. */
bool azud_adaptive_has_same_sources (const AzudExecution *execution, const AzudShuffle *shuffle, const StageState *state, const StageSink *sink);

/* ---- adaptive-stage.c ---- */

/** azud_adaptive_add_slice: one more task of @leaf. */
bool azud_adaptive_add_slice (AzudExecution *execution, StageLeaf *leaf, AzudShuffleSlice slice, AzudError *error) AZUD_WARN_UNUSED;

/** azud_adaptive_choose_sides: which side the shuffled joins of the stage build, and which of them get one table for all tasks.  Before
 * its leaves are counted; not while others look at them. */
void azud_adaptive_choose_sides (AzudExecution *execution, StageState *state);

/** azud_adaptive_note_table: that table is made. */
void azud_adaptive_note_table (AzudExecution *execution, const StageState *state, StageOperator *join);

/** azud_adaptive_cut_leaf: what each task of a leaf that reads an exchange reads; sets its n_partitions. */
bool azud_adaptive_cut_leaf (AzudExecution *execution, StageState *state, StageLeaf *leaf, AzudError *error) AZUD_WARN_UNUSED;
void azud_adaptive_clear_leaf (AzudExecution *execution, StageLeaf *leaf);
