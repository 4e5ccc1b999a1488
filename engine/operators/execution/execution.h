/* execution.h: one run of cut stages, as functions a runtime can call
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Holds what the tasks of a run share: opened inputs, exchanges, outputs, broadcast tables, edge counters.  Knows nothing of
 * threads or order: the runtime calls prepare, run and finish of each stage when its rules say so.
 */

#pragma once

#include "formats/output-commit.h"
#include "operators/execution/datasets.h"
#include "plan/stages.h"
#include "runtime/driver.h"

typedef struct _AzudExecution AzudExecution;

/* Counted rows of one edge. */
typedef struct
{
  const char *node;
  const char *port;
  int64_t     rows;
  bool        merged;            /* not counted */
  const char *merged_into;       /* node id, or NULL */
} AzudEdgeCount;

typedef enum { AZUD_CHANGE_COALESCED, AZUD_CHANGE_SPLIT, AZUD_CHANGE_ONE_TABLE, AZUD_CHANGE_BUILD_SIDE } AzudPlanChangeKind;

/* How the plan of a stage that had not begun was changed (adaptive.h).  The changes of a run, in order, are the versions of its plan. */
typedef struct
{
  AzudPlanChangeKind kind;
  int                stage;
  const AzudPlan    *plan;        /* COALESCED, SPLIT: the exchange whose partitions are read otherwise; else the join */
  int                partition;   /* SPLIT: which one; else -1 */
  int                side;        /* ONE_TABLE, BUILD_SIDE: the input that is built now, 0 or 1; else -1 */
  int                n_before;    /* COALESCED: partitions; SPLIT: 1; else tables there would have been */
  int                n_after;     /* COALESCED, SPLIT: tasks; else tables */
  int64_t            bytes;       /* COALESCED: of the partitions together; SPLIT: of the partition; else of the side */
  int64_t            reference;   /* COALESCED: the size aimed at; SPLIT: the median partition; ONE_TABLE: the threshold; BUILD_SIDE: bytes
                                   * of the other side */
} AzudPlanChange;

/**
 * azud_execution_new: @stages and @settings are borrowed and must outlive it.
 * @budget: whose tree @account belongs to
 * @shuffle_partitions: of HASH exchanges that do not say; 0 = one per 16 MiB of input, at most 64
 *
 * Returns: (transfer full) (nullable).  Thread: any.
 */
AzudExecution *azud_execution_new (const AzudStages *stages, const AzudExprSettings *settings, int shuffle_partitions, AzudBudget *budget, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;

/** azud_execution_free: gives all back; outputs that were not committed vanish; what is kept for later runs, also by one that failed, goes to
 * the datasets given to azud_execution_reuse().  Blocking. */
void azud_execution_free (AzudExecution *execution);

/** azud_execution_set_sample: reads only the beginning of inputs larger than @bytes (previews).  Before the first prepare. */
void azud_execution_set_sample (AzudExecution *execution, int64_t bytes);

/** azud_execution_set_adaptive: how plans may change (default: not at all); @broadcast_bytes: up to which a shuffled side may become one
 * table for all tasks, -1 = never.  Before the first prepare. */
void azud_execution_set_adaptive (AzudExecution *execution, const AzudAdaptiveSettings *settings, int64_t broadcast_bytes);

/** azud_execution_list_changes: those from number @from on.  Plans live as long as the stages.  Thread: any.
 * (transfer full) (element-type AzudPlanChange) */
GArray *azud_execution_list_changes (AzudExecution *execution, guint from);

/** azud_execution_was_cut: whether set_sample left something unread.  _get_rows_read: rows all scans have read. */
bool    azud_execution_was_cut (const AzudExecution *execution);
int64_t azud_execution_get_rows_read (const AzudExecution *execution);

/**
 * azud_execution_reuse: takes what earlier runs have left in @datasets, and decides which stages are skipped because of it.
 * @all: keeps the rows of every exchange for later runs, not only those of caches
 *
 * Nothing is kept or taken when a file was changed so recently that it may change again unnoticed.  Before the first prepare.  Blocking.
 */
void azud_execution_reuse (AzudExecution *execution, AzudDatasets *datasets, bool all);

/** azud_execution_get_key: under which the rows of @exchange are kept after the run; NULL: they are not.  Belongs to the execution.
 * Thread: any, after azud_execution_reuse(). */
const char *azud_execution_get_key (const AzudExecution *execution, const AzudPlan *exchange);

/** azud_execution_kept, azud_execution_prefer: answers for a runtime (AzudJobWork).  After the stage is prepared.  Worker thread. */
AzudKept azud_execution_kept (AzudExecution *execution, int stage, int partition);
int      azud_execution_prefer (AzudExecution *execution, int stage, int partition);

/** azud_execution_open_outputs: checks all targets and makes their temporaries, so that a target in the way is told before anything is
 * read.  Before the first prepare.  Blocking. */
bool azud_execution_open_outputs (AzudExecution *execution, AzudError *error) AZUD_WARN_UNUSED;

/** azud_execution_prepare: decides how @stage reads its parents' rows, opens its inputs, makes its exchanges and broadcast tables, counts its tasks.  After its
 * parents are complete; again after it could not read one of them, or was dropped: then only what is missing is made.  Worker thread. */
bool azud_execution_prepare (AzudExecution *execution, int stage, const AzudCancel *cancel, int *n_tasks, AzudError *error) AZUD_WARN_UNUSED;

/** azud_execution_run: one attempt of a task: task->partition is its number within the stage.  Worker thread. */
bool azud_execution_run (AzudExecution *execution, int stage, AzudTask *task, AzudError *error) AZUD_WARN_UNUSED;

/** azud_execution_drop: forgets what task @partition (-1: all, and prepare) of @stage left for other stages, so that another attempt can
 * leave it again.  Tasks of other stages may be reading it.  Worker thread. */
void azud_execution_drop (AzudExecution *execution, int stage, int partition);

/** azud_execution_commit: makes all outputs visible together.  After the last stage.  Blocking. */
bool azud_execution_commit (AzudExecution *execution, AzudError *error) AZUD_WARN_UNUSED;

/** azud_execution_get_result: rows of root @result that is no WRITE: blocks in task order.  After the run. */
AzudShuffle *azud_execution_get_result (const AzudExecution *execution, int result);

/** azud_execution_find_shuffle: the rows of @exchange; NULL before its stage is prepared.  Thread: any. */
AzudShuffle *azud_execution_find_shuffle (AzudExecution *execution, const AzudPlan *exchange);

/** azud_execution_list_outputs: paths of the outputs.  (transfer container) */
GPtrArray *azud_execution_list_outputs (const AzudExecution *execution);

/** azud_execution_get_spilled: bytes that operators of @node (or of all: NULL) have written to disk.  Thread: any. */
int64_t azud_execution_get_spilled (const AzudExecution *execution, const char *node);

/** azud_execution_count_operators: calls @func for every operator of every stage with its rows out and the bytes it has spilled until now;
 * those of the exchange that takes its rows are the exchange's.  Thread: any. */
void azud_execution_count_operators (const AzudExecution *execution,
                                     void (*func) (void *data, const AzudPlan *plan, int64_t rows, int64_t spilled), void *data);

/** azud_execution_guess_tasks: how many tasks @stage will have, as inputs are now.  Before it is prepared.  Blocking. */
int azud_execution_guess_tasks (const AzudExecution *execution, int stage);

/** azud_execution_count_edges: all taps with their counts now; strings belong to the plan.  (transfer full) (element-type AzudEdgeCount) */
GArray *azud_execution_count_edges (AzudExecution *execution);
