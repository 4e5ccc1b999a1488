/* stages.h: cutting an optimised plan at its exchanges
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Wide operators are given the exchanges they need (partial and final aggregation, hash or broadcast join, local sort and merge),
 * then the DAG is cut: a stage is all operators connected without an exchange.  A stage has one or more pipelines' leaves (scans, values,
 * exchange reads; a union adds several) and one or more outputs (a write, an exchange for another stage, a result): an operator with
 * several users is pushed to all of them, so a shared subtree is computed once.  Only where that would make a stage wait for itself (a
 * subtree joined with an aggregate of itself) the subtree is computed again in a stage of its own, without taps.
 *
 * What operators may rely on:
 * - AGGREGATE: PARTIAL below a HASH exchange by the key columns (SINGLE without keys), FINAL above it; FINAL's keys are the first
 *   columns of its input.  Calls that have no partial form (DISTINCT left by the optimiser) are COMPLETE above an exchange of rows.
 * - JOIN: one input is a BROADCAST exchange (built; the other side probes), or both are HASH exchanges into equally many partitions,
 *   or both are SINGLE exchanges.
 * - SORT is local; a MERGE exchange above it makes one partition.  TOP_N is local; above the MERGE a LIMIT cuts again.
 * - LIMIT: a local one, SINGLE exchange, the global one; where the input is one partition already, only the global one.
 * - WINDOW: its input is one partition for each value of the partition keys (HASH, or SINGLE without keys) and sorted by them, then by
 *   the order, by a SORT below it.
 * - CACHE is replaced by a KEEP exchange: as many partitions as its input has tasks, each what that task left.
 * - REPARTITION is replaced by its exchange (coalesce into one: SINGLE; into more: ROUND_ROBIN).  Idioms are expanded.
 * - WRITE of a single file has as many partitions as its input; the writer keeps them in order.
 * - UNION, PROJECT, FILTER, REJECTS are narrow.
 */

#pragma once

#include "plan/plan.h"

/* How a run changes stages that have not begun by the sizes that came out of those before (operators/adaptive/adaptive.h).  All zero: it does
 * not. */
typedef struct
{
  bool    enabled;
  bool    coalesces;            /* small partitions of an exchange are read together */
  bool    splits;               /* large ones of a join are read in pieces */
  int64_t advisory_bytes;       /* what one task should read */
  double  skew_factor;          /* times the median, and */
  int64_t skew_bytes;           /* this size: a partition above both is large */
} AzudAdaptiveSettings;

#define AZUD_ADAPTIVE_DEFAULTS \
  ((AzudAdaptiveSettings){ .enabled = true, .coalesces = true, .splits = true, .advisory_bytes = (int64_t) 8 << 20, .skew_factor = 5, \
                           .skew_bytes = (int64_t) 16 << 20 })

typedef struct
{
  int64_t              broadcast_bytes;      /* a join side estimated below this is broadcast; Spark's 10 MiB; -1 = never */
  int                  shuffle_partitions;   /* 0 = from bytes: one per 16 MiB of estimated input, 1..64 */
  AzudAdaptiveSettings adaptive;
} AzudStageSettings;

typedef struct
{
  AzudPlan   *plan;        /* the operator whose rows leave: a WRITE, or the input of an exchange, or a result's root */
  AzudPlan   *exchange;    /* the EXCHANGE operator it feeds, or NULL */
  int         result;      /* index of the root it is the result of, or -1 */
} AzudStageOutput;

typedef struct
{
  int         id;          /* position in the list; parents have smaller ids */
  GPtrArray  *operators;   /* (element-type AzudPlan) inputs before users */
  GPtrArray  *leaves;      /* (element-type AzudPlan): SCAN, VALUES, RANGE, INPUT, EXCHANGE */
  GArray     *outputs;     /* AzudStageOutput */
  GArray     *parents;     /* int: stages it reads, each once */
} AzudStage;

typedef struct
{
  GPtrArray *stages;       /* (element-type AzudStage) */
  GPtrArray *roots;        /* (element-type AzudPlan): physical roots */
} AzudStages;

/** azud_stages_new: cuts @roots.  Returns: (transfer full).  Pure; thread: any. */
AzudStages *azud_stages_new (AzudPlan *const *roots, int n_roots, const AzudStageSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void        azud_stages_free (AzudStages *stages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudStages, azud_stages_free)

/** azud_stages_print, _dot: `Stage 0 [hash by carrier]` and its operators below; (transfer full). */
char *azud_stages_print (const AzudStages *stages) G_GNUC_WARN_UNUSED_RESULT;
char *azud_stages_print_dot (const AzudStages *stages) G_GNUC_WARN_UNUSED_RESULT;
