/* window-function.h: the values of one call over a window
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each call is asked page by page, in order.  Values that are taken from other rows or from aggregate states are kept as rows at rest, one
 * for each different value, and gathered at the end of the page: rows with the same frame share one.
 */

#pragma once

#include "operators/window/window-frame.h"

#include "expr/function.h"

typedef struct _AzudWindowTree AzudWindowTree;   /* window-tree.h */

/* The n-th row that is not null of a range whose ends move forward (IGNORE NULLS). */
typedef struct
{
  uint64_t start;      /* rows before it are gone */
  uint64_t next;       /* not looked at yet */
  uint64_t last;       /* the one counted last */
  int64_t  count;      /* not null in [start, next) */
  uint64_t partition;  /* where its partition begins; UINT64_MAX = none */
} AzudWindowCount;

typedef struct
{
  const AzudExpr      *call;
  AzudWindowFunction   kind;          /* AZUD_WINDOW_NONE = an aggregate */
  AzudTaskContext     *context;
  AzudWindowRows      *rows;
  AzudWindowReader     reader;        /* arguments: of the row the value is taken from, of the end of the frame */
  AzudWindowReader     other;         /* default of lag and lead; arguments at the start of the frame */
  int64_t              number;        /* ntile: parts; lag, lead: rows on (lag: below 0); nth_value: n */
  bool                 ignore_nulls;
  int64_t              dense;         /* dense_rank of the last row */
  uint64_t             dense_peer;
  AzudWindowCount      counted;
  /* values of the page */
  const AzudDtype     *type;
  AzudRowLayout        layout;        /* one column */
  AzudRows             values;
  /* aggregates */
  const AzudAggregate *kernels;
  void                *bound;
  const AzudVector   **args;          /* of the kernel being called */
  uint8_t             *state;
  uint32_t             state_size;
  AzudArena            state_arena;
  AzudArena            scratch;
  uint64_t             partition;     /* whose rows the state has; UINT64_MAX = none */
  uint64_t             start;         /* rows the state has */
  uint64_t             end;
  AzudWindowTree      *tree;          /* NULL until a long frame asks for it */
} AzudWindowCall;

/** azud_window_call_init: @rows is borrowed; @frame: of the plan. */
bool azud_window_call_init (AzudWindowCall *call, const AzudExpr *expr, AzudWindowRows *rows, AzudError *error) AZUD_WARN_UNUSED;

/** azud_window_call_clear: also for one that is all zero. */
void azud_window_call_clear (AzudWindowCall *call);

/** azud_window_call_reset: other rows come. */
void azud_window_call_reset (AzudWindowCall *call);

/** azud_window_call_eval: a flat vector for the rows of @places. */
bool azud_window_call_eval (AzudWindowCall *call, const AzudWindowPlaces *places, AzudVector *out, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/** azud_window_aggregate_find: addresses of the aggregate's values in call->values (window-aggregate.c). */
bool azud_window_aggregate_find (AzudWindowCall *call, const AzudWindowPlaces *places, uint8_t **where, AzudError *error) AZUD_WARN_UNUSED;

/** azud_window_aggregate_init, _clear: what aggregates need. */
bool azud_window_aggregate_init (AzudWindowCall *call, AzudError *error) AZUD_WARN_UNUSED;
void azud_window_aggregate_clear (AzudWindowCall *call);

/** azud_window_aggregate_begin: the zero state. */
void azud_window_aggregate_begin (AzudWindowCall *call);

/** azud_window_aggregate_update: rows [start, end), read through @reader, go into the state. */
bool azud_window_aggregate_update (AzudWindowCall *call, AzudWindowReader *reader, uint64_t start, uint64_t end, AzudError *error) AZUD_WARN_UNUSED;
