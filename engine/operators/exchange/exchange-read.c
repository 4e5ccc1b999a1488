/* exchange-read.c: the leaf of a reduce task: a slice, concatenated, or one partition, merged
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/exchange/exchange.h"
#include "operators/sort/merge.h"

typedef struct
{
  AzudOperator      base;
  AzudShuffle      *shuffle;
  AzudShuffleSlice  slice;
} ExchangeRead;

static AzudFlow
emit_cb (void            *data,
         const AzudBatch *batch,
         AzudError       *error)
{
  return azud_operator_emit (data, batch, error);
}

static bool
exchange_read_run (AzudOperator *base,
                   AzudError    *error)
{
  ExchangeRead *self = (ExchangeRead *) base;
  AzudTask *task = base->context->task;

  return azud_shuffle_read (self->shuffle, self->slice, task->progress, task->cancel, &base->arena, emit_cb, base, error)
         != AZUD_FLOW_FAILED;
}

/* ---- merging sorted blocks ---- */

typedef struct
{
  ExchangeRead       base;
  AzudMerge          merge;
  AzudShuffleCursor *cursors;     /* one for the block of each map task */
  int                n_cursors;
} MergeRead;

static bool
merge_open (MergeRead *self,
            AzudError *error)
{
  AzudShuffle *shuffle = self->base.shuffle;
  AzudTaskContext *context = self->base.base.context;
  AzudAccount *account = context->account;
  size_t size = (size_t) shuffle->n_maps * sizeof (void *) + 1;
  void **sources = azud_account_alloc (account, size, error);
  bool done;

  self->cursors = azud_account_alloc (account, (size_t) shuffle->n_maps * sizeof *self->cursors + 1, error);
  done = sources != NULL && self->cursors != NULL;
  for (int i = 0; done && i < shuffle->n_maps; i++)
    {
      azud_shuffle_cursor_init (&self->cursors[i], shuffle, (AzudShuffleSlice){ 0, 1, i, i + 1 }, false, account);
      azud_shuffle_cursor_count (&self->cursors[i], context->task->progress);
      self->n_cursors++;
      sources[i] = &self->cursors[i];
    }
  done = done && azud_merge_init (&self->merge, context, shuffle->exchange->schema, &shuffle->layout,
                                  shuffle->exchange->as.exchange.order, shuffle->exchange->as.exchange.n_order,
                                  azud_shuffle_cursor_source, sources, shuffle->n_maps, error);
  azud_account_release (account, sources, size);
  return done;
}

static bool
merge_read_run (AzudOperator *base,
                AzudError    *error)
{
  MergeRead *self = (MergeRead *) base;
  const AzudShuffle *shuffle = self->base.shuffle;
  uint8_t *rows[AZUD_BATCH_ROWS];
  uint32_t n;

  if (!merge_open (self, error))
    return false;
  for (;;)
    {
      AzudFlow flow;

      if (!azud_cancel_check (base->context->task->cancel, error) || !azud_merge_next (&self->merge, rows, &n, error))
        return false;
      if (n == 0)
        return true;
      flow = azud_operator_emit_rows (base, &shuffle->layout, shuffle->exchange->schema, rows, n, error);
      if (flow != AZUD_FLOW_MORE)
        return flow != AZUD_FLOW_FAILED;
    }
}

static void
merge_read_clear (AzudOperator *base)
{
  MergeRead *self = (MergeRead *) base;

  azud_merge_clear (&self->merge);
  for (int i = 0; i < self->n_cursors; i++)
    azud_shuffle_cursor_clear (&self->cursors[i]);
  azud_account_release (base->context->account, self->cursors,
                        (size_t) self->base.shuffle->n_maps * sizeof *self->cursors + 1);
}

AzudOperator *
azud_exchange_read_new (AzudTaskContext        *context,
                        const AzudPlan         *exchange,
                        AzudShuffle            *shuffle,
                        const AzudShuffleSlice *slice,
                        AzudError              *error)
{
  bool merges = exchange->as.exchange.kind == AZUD_EXCHANGE_MERGE;
  ExchangeRead *self = azud_operator_alloc (context, exchange, merges ? sizeof (MergeRead) : sizeof (ExchangeRead), error);

  if (self == NULL)
    return NULL;

  self->shuffle = shuffle;
  self->slice = *slice;
  self->base.run = merges ? merge_read_run : exchange_read_run;
  if (merges)
    self->base.clear = merge_read_clear;
  return &self->base;
}
