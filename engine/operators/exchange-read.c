/* exchange-read.c: the leaf of a reduce task: one partition, concatenated or merged
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/exchange.h"
#include "operators/sort-keys.h"

#include <string.h>

typedef struct
{
  AzudOperator       base;
  const AzudShuffle *shuffle;
  int                partition;
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
  azud_progress_add (&base->context->task->progress->rows_in, n);
  return azud_operator_emit (base, &batch, error);
}

static bool
exchange_read_run (AzudOperator *base,
                   AzudError    *error)
{
  ExchangeRead *self = (ExchangeRead *) base;
  AzudShuffleCursor cursor;
  uint8_t *rows[AZUD_BATCH_ROWS];
  uint32_t n;

  azud_shuffle_cursor_init (&cursor, self->shuffle, self->partition);
  for (;;)
    {
      AzudFlow flow;

      if (!azud_cancel_check (base->context->task->cancel, error)
          || !azud_shuffle_cursor_next (&cursor, rows, &n))
        return false;
      if (n == 0)
        return true;
      flow = push_rows (base, self->shuffle, rows, n, error);
      if (flow == AZUD_FLOW_FAILED)
        return false;
      if (flow == AZUD_FLOW_ENOUGH)
        return true;
    }
}

/* ---- merging sorted blocks ---- */

/* One sorted run: the block of one map task, keys computed a batch ahead. */
typedef struct
{
  AzudShuffleCursor cursor;
  AzudArena         arena;
  AzudKeys          keys;
  uint8_t          *rows[AZUD_BATCH_ROWS];
  uint32_t          n;
  uint32_t          at;
  AzudSortEntry     head;
} Run;

typedef struct
{
  ExchangeRead  base;
  AzudSortKeys  keys;
  Run          *runs;
  int           n_runs;
  int          *heap;       /* run numbers, smallest head first */
  int           heap_size;
} MergeRead;

static bool
run_load (MergeRead *self,
          Run       *run,
          AzudError *error)
{
  const AzudShuffle *shuffle = self->base.shuffle;
  const AzudSchema *schema = shuffle->exchange->schema;
  AzudBatch batch = { .schema = schema };

  run->at = 0;
  if (!azud_shuffle_cursor_next (&run->cursor, run->rows, &run->n))
    return false;
  if (run->n == 0)
    return true;
  azud_arena_reset (&run->arena);
  batch.columns = azud_arena_alloc (&run->arena, (size_t) schema->n_fields * sizeof (AzudVector), 16, error);
  if (batch.columns == NULL
      || !azud_rows_gather (&shuffle->layout, run->rows, run->n, 0, schema->n_fields, batch.columns, &run->arena, error))
    return false;
  batch.n_rows = batch.n_selected = run->n;
  return azud_sort_keys_encode (&self->keys, &batch, &run->keys, &run->arena, &run->arena, error);
}

/* Makes the run's next row its head; a run at its end has n == 0. */
static bool
run_advance (MergeRead *self,
             int        number,
             AzudError *error)
{
  Run *run = &self->runs[number];

  if (run->at == run->n && !run_load (self, run, error))
    return false;
  if (run->n == 0)
    return true;
  run->head = (AzudSortEntry){
    .prefix = azud_sort_key_prefix (run->keys.bytes[run->at], run->keys.sizes[run->at]),
    .key = run->keys.bytes[run->at],
    .key_size = run->keys.sizes[run->at],
    .row = run->rows[run->at],
    .number = (uint32_t) number,      /* equal keys: the earlier partition first */
  };
  run->at++;
  return true;
}

static void
heap_sink (MergeRead *self,
           int        at)
{
  for (;;)
    {
      int child = 2 * at + 1;
      int swap;

      if (child >= self->heap_size)
        return;
      if (child + 1 < self->heap_size
          && azud_sort_entry_compare (&self->runs[self->heap[child + 1]].head, &self->runs[self->heap[child]].head) < 0)
        child++;
      if (azud_sort_entry_compare (&self->runs[self->heap[at]].head, &self->runs[self->heap[child]].head) <= 0)
        return;
      swap = self->heap[at];
      self->heap[at] = self->heap[child];
      self->heap[child] = swap;
      at = child;
    }
}

static bool
merge_open (MergeRead *self,
            AzudError *error)
{
  const AzudShuffle *shuffle = self->base.shuffle;
  AzudAccount *account = self->base.base.context->account;

  self->n_runs = shuffle->n_maps;
  self->runs = azud_account_alloc (account, (size_t) self->n_runs * sizeof (Run) + 1, error);
  if (self->runs == NULL)
    return false;
  memset (self->runs, 0, (size_t) self->n_runs * sizeof (Run));
  self->heap = azud_account_alloc (account, (size_t) self->n_runs * sizeof (int) + 1, error);
  if (self->heap == NULL)
    return false;

  for (int i = 0; i < self->n_runs; i++)
    {
      Run *run = &self->runs[i];

      azud_arena_init (&run->arena, account);
      azud_shuffle_cursor_init (&run->cursor, shuffle, 0);
      run->cursor.map = i;
      run->cursor.last_map = i + 1;
    }
  for (int i = 0; i < self->n_runs; i++)
    {
      if (!run_advance (self, i, error))
        return false;
      if (self->runs[i].n > 0)
        self->heap[self->heap_size++] = i;
    }
  for (int i = self->heap_size / 2 - 1; i >= 0; i--)
    heap_sink (self, i);
  return true;
}

static bool
merge_read_run (AzudOperator *base,
                AzudError    *error)
{
  MergeRead *self = (MergeRead *) base;
  uint8_t *rows[AZUD_BATCH_ROWS];
  uint32_t room = azud_batch_rows ();

  if (!merge_open (self, error))
    return false;
  while (self->heap_size > 0)
    {
      uint32_t n = 0;
      AzudFlow flow;

      if (!azud_cancel_check (base->context->task->cancel, error))
        return false;
      while (n < room && self->heap_size > 0)
        {
          int first = self->heap[0];

          rows[n++] = self->runs[first].head.row;
          if (!run_advance (self, first, error))
            return false;
          if (self->runs[first].n == 0)
            self->heap[0] = self->heap[--self->heap_size];
          heap_sink (self, 0);
        }
      flow = push_rows (base, self->base.shuffle, rows, n, error);
      if (flow == AZUD_FLOW_FAILED)
        return false;
      if (flow == AZUD_FLOW_ENOUGH)
        return true;
    }
  return true;
}

static void
merge_read_clear (AzudOperator *base)
{
  MergeRead *self = (MergeRead *) base;
  AzudAccount *account = base->context->account;

  for (int i = 0; self->runs != NULL && i < self->n_runs; i++)
    if (self->runs[i].arena.account != NULL)
      azud_arena_clear (&self->runs[i].arena);
  azud_account_release (account, self->runs, (size_t) self->n_runs * sizeof (Run) + 1);
  azud_account_release (account, self->heap, (size_t) self->n_runs * sizeof (int) + 1);
  azud_sort_keys_clear (&self->keys);
}

AzudOperator *
azud_exchange_read_new (AzudTaskContext   *context,
                        const AzudPlan    *exchange,
                        const AzudShuffle *shuffle,
                        int                partition,
                        AzudError         *error)
{
  bool merges = exchange->as.exchange.kind == AZUD_EXCHANGE_MERGE;
  ExchangeRead *self = azud_operator_alloc (context, exchange, merges ? sizeof (MergeRead) : sizeof (ExchangeRead), error);

  if (self == NULL)
    return NULL;

  self->shuffle = shuffle;
  self->partition = partition;
  self->base.run = merges ? merge_read_run : exchange_read_run;
  if (merges)
    {
      self->base.clear = merge_read_clear;
      if (!azud_sort_keys_init (&((MergeRead *) self)->keys, exchange->as.exchange.order, exchange->as.exchange.n_order,
                                context, error))
        {
          azud_operator_free (&self->base);
          return NULL;
        }
    }
  return &self->base;
}
