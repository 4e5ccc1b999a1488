/* operator.h: physical operators of one task
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The plan is read-only and shared; operators are the private state of one attempt.  A task instantiates the operators its leaf feeds,
 * the leaf pushes batches through them, and every operator pushes on to all its users, so a shared subtree is computed once and
 * nothing is queued.
 */

#pragma once

#include "base/array.h"
#include "column/rows.h"
#include "runtime/task.h"
#include "plan/plan.h"
#include "runtime/budget.h"

typedef enum
{
  AZUD_FLOW_FAILED = 0,    /* @error is set */
  AZUD_FLOW_MORE,          /* go on */
  AZUD_FLOW_ENOUGH         /* no later row can matter (LIMIT): the leaf may stop */
} AzudFlow;

typedef struct _AzudOperator AzudOperator;

/* What operators of a task share. */
typedef struct
{
  AzudTask               *task;
  const AzudExprSettings *settings;
  AzudAccount            *account;     /* task->account */
  AzudBudget             *budget;
} AzudTaskContext;

/** azud_task_should_spill: whether who keeps rows of @kept bytes should write them to disk now.  Asked between batches.
 * AZUD_DEBUG=spill=N: whenever it keeps N bytes.  Thread: worker. */
bool azud_task_should_spill (const AzudTaskContext *context, uint64_t kept);

/** azud_task_would_spill: whether keeping @bytes more would come to that. */
bool azud_task_would_spill (const AzudTaskContext *context, uint64_t bytes);

struct _AzudOperator
{
  const AzudPlan  *plan;               /* what it carries out */
  AzudTaskContext *context;
  size_t           size;               /* of the allocation */
  AzudOperator   **users;              /* where its rows go */
  int              n_users;
  int              users_room;
  int              n_inputs_open;      /* inputs that have not finished yet (UNION has several) */
  bool             has_enough;         /* said ENOUGH: is not pushed to any more */
  int64_t          n_rows_out;         /* for taps */
  int64_t          n_bytes_spilled;
  AzudArena        arena;              /* of the batches it makes; reset before each */

  /* takes one batch of its input; the batch is valid during the call only */
  AzudFlow (*push) (AzudOperator *self, const AzudBatch *batch, AzudError *error);
  /* leaves only: pushes everything there is, looking at the cancel token */
  bool     (*run) (AzudOperator *self, AzudError *error);
  /* all inputs are at their end: emit what is kept (NULL = nothing is kept) */
  bool     (*finish) (AzudOperator *self, AzudError *error);
  /* gives back what it holds beyond its arena (NULL = nothing) */
  void     (*clear) (AzudOperator *self);
};

/** azud_operator_alloc: @size zeroed bytes from the task's account beginning with an AzudOperator.  Thread: worker. */
void *azud_operator_alloc (AzudTaskContext *context, const AzudPlan *plan, size_t size, AzudError *error) AZUD_WARN_UNUSED;

/** azud_operator_add_user: rows of @self also go to @user. */
bool azud_operator_add_user (AzudOperator *self, AzudOperator *user, AzudError *error) AZUD_WARN_UNUSED;

/** azud_operator_emit: counts the batch and pushes it to all users; ENOUGH only when all have enough.  Empty batches are dropped. */
AzudFlow azud_operator_emit (AzudOperator *self, const AzudBatch *batch, AzudError *error);

/** azud_operator_emit_rows: @n rows at rest as a batch of @schema in the operator's arena, which is reset. */
AzudFlow azud_operator_emit_rows (AzudOperator *self, const AzudRowLayout *layout, const AzudSchema *schema, uint8_t *const *rows, uint32_t n, AzudError *error);

/** azud_operator_finish: called once by each input (or the task, for leaves); at the last one runs finish() and finishes the users. */
bool azud_operator_finish (AzudOperator *self, AzudError *error) AZUD_WARN_UNUSED;

/** azud_operator_note_spill: @self wrote @bytes to disk; they took @in_memory bytes before. */
void azud_operator_note_spill (AzudOperator *self, int64_t in_memory, int64_t bytes);

/** azud_operator_blame: names the node @self came from in an error that names none yet. */
void azud_operator_blame (const AzudOperator *self, AzudError *error);

/** azud_operator_free: clears and frees @self (not its users); NULL is allowed. */
void azud_operator_free (AzudOperator *self);

/** azud_operator_init_batch: an empty batch of @schema whose vectors live in the operator's arena. */
bool azud_operator_init_batch (AzudOperator *self, const AzudSchema *schema, AzudBatch *batch, AzudError *error) AZUD_WARN_UNUSED;
