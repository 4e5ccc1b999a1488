/* exchange-read.c: the leaf of a reduce task: one partition, concatenated or merged
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/exchange.h"
#include "operators/merge.h"

typedef struct
{
  AzudOperator  base;
  AzudShuffle  *shuffle;
  int           partition;
} ExchangeRead;

static AzudFlow
push_rows (AzudOperator      *base,
           const AzudShuffle *shuffle,
           uint8_t          **rows,
           uint32_t           n,
           AzudError         *error)
{
  const AzudSchema *schema = shuffle->exchange->schema;
  AzudBatch batch;

  azud_arena_reset (&base->arena);
  if (!azud_operator_init_batch (base, schema, &batch, error)
      || !azud_rows_gather (&shuffle->layout, rows, n, 0, schema->n_fields, batch.columns, &base->arena, error))
    return AZUD_FLOW_FAILED;
  batch.n_rows = batch.n_selected = n;
  return azud_operator_emit (base, &batch, error);
}

static bool
exchange_read_run (AzudOperator *base,
                   AzudError    *error)
{
  ExchangeRead *self = (ExchangeRead *) base;
  AzudShuffleCursor cursor;
  AzudFlow flow = AZUD_FLOW_MORE;
  uint8_t *rows[AZUD_BATCH_ROWS];
  uint32_t n;

  azud_shuffle_cursor_init (&cursor, self->shuffle, self->partition, false, base->context->account);
  azud_shuffle_cursor_count (&cursor, base->context->task->progress);
  while (flow == AZUD_FLOW_MORE)
    {
      if (!azud_cancel_check (base->context->task->cancel, error)
          || !azud_shuffle_cursor_next (&cursor, rows, azud_batch_rows (), &n, error))
        flow = AZUD_FLOW_FAILED;
      else if (n == 0)
        break;
      else
        flow = push_rows (base, self->shuffle, rows, n, error);
    }
  azud_shuffle_cursor_clear (&cursor);
  return flow != AZUD_FLOW_FAILED;
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
next_of_block (void      *source,
               uint8_t  **rows,
               uint32_t   room,
               uint32_t  *n,
               AzudError *error)
{
  return azud_shuffle_cursor_next (source, rows, room, n, error);
}

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
      azud_shuffle_cursor_init (&self->cursors[i], shuffle, 0, false, account);
      azud_shuffle_cursor_limit (&self->cursors[i], i);
      azud_shuffle_cursor_count (&self->cursors[i], context->task->progress);
      self->n_cursors++;
      sources[i] = &self->cursors[i];
    }
  done = done && azud_merge_init (&self->merge, context, shuffle->exchange->schema, &shuffle->layout,
                                  shuffle->exchange->as.exchange.order, shuffle->exchange->as.exchange.n_order,
                                  next_of_block, sources, shuffle->n_maps, error);
  azud_account_release (account, sources, size);
  return done;
}

static bool
merge_read_run (AzudOperator *base,
                AzudError    *error)
{
  MergeRead *self = (MergeRead *) base;
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
      flow = push_rows (base, self->base.shuffle, rows, n, error);
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
azud_exchange_read_new (AzudTaskContext *context,
                        const AzudPlan  *exchange,
                        AzudShuffle     *shuffle,
                        int              partition,
                        AzudError       *error)
{
  bool merges = exchange->as.exchange.kind == AZUD_EXCHANGE_MERGE;
  ExchangeRead *self = azud_operator_alloc (context, exchange, merges ? sizeof (MergeRead) : sizeof (ExchangeRead), error);

  if (self == NULL)
    return NULL;

  self->shuffle = shuffle;
  self->partition = partition;
  self->base.run = merges ? merge_read_run : exchange_read_run;
  if (merges)
    self->base.clear = merge_read_clear;
  return &self->base;
}
