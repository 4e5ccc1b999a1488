/* window.c: new columns from the rows around each row
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Rows come ordered by partition, then by the window's order.  Whole partitions are gathered (window-rows.h), small ones several at once, and
 * then read page by page, each page with its frames (window-frame.h) and the values of all calls (window-function.h).  Rows keep
 * their order.
 */

#include "operators/wide.h"
#include "operators/window/window-function.h"

#include <string.h>

#define ENOUGH_ROWS 8192   /* gathered before whole partitions are worth reading */

typedef struct
{
  AzudOperator     base;
  AzudSortKey     *by;               /* partition expressions as keys */
  AzudSortKeys     partition_keys;
  AzudSortKeys     order_keys;
  AzudWindowRows   rows;
  AzudWindowReader reader;           /* of the row itself */
  AzudWindowFrames frames;
  AzudWindowCall  *calls;
  uint64_t        *partitions;       /* rows that partitions begin with */
  uint64_t         n_partitions;
  uint64_t         partitions_room;
  uint8_t         *key;              /* of the last partition */
  uint64_t         key_room;
  uint32_t         key_size;
} Window;

/* ---- giving whole partitions on ---- */

static AzudFlow
emit_page (Window               *self,
           const AzudWindowPage *page,
           AzudError            *error)
{
  AzudOperator *base = &self->base;
  int n_fields = self->rows.schema->n_fields;
  AzudWindowPlaces places;
  AzudBatch batch;

  azud_arena_reset (&base->arena);
  if (!azud_cancel_check (base->context->task->cancel, error)
      || !azud_operator_init_batch (base, base->plan->schema, &batch, error)
      || !azud_window_frames_find (&self->frames, page, self->partitions, self->n_partitions, &places, &base->arena, error))
    return AZUD_FLOW_FAILED;
  memcpy (batch.columns, page->batch.columns, (size_t) n_fields * sizeof (AzudVector));
  for (int i = 0; i < base->plan->as.window.n_values; i++)
    if (!azud_window_call_eval (&self->calls[i], &places, &batch.columns[n_fields + i], &base->arena, error))
      return AZUD_FLOW_FAILED;
  batch.n_rows = batch.n_selected = page->batch.n_rows;
  return azud_operator_emit (base, &batch, error);
}

static void
reset_readers (Window *self)
{
  azud_window_reader_reset (&self->reader);
  azud_window_frames_reset (&self->frames);
  for (int i = 0; i < self->base.plan->as.window.n_values; i++)
    azud_window_call_reset (&self->calls[i]);
}

/* All rows there are, which are whole partitions. */
static AzudFlow
emit_partitions (Window    *self,
                 AzudError *error)
{
  AzudFlow flow = azud_window_rows_seal (&self->rows, error) ? AZUD_FLOW_MORE : AZUD_FLOW_FAILED;
  uint64_t row = 0;

  while (flow == AZUD_FLOW_MORE && row < self->rows.n_rows)
    {
      const AzudWindowPage *page = azud_window_reader_get (&self->reader, row, error);

      flow = page == NULL ? AZUD_FLOW_FAILED : emit_page (self, page, error);
      row += page == NULL ? 0 : page->batch.n_rows;
    }
  reset_readers (self);
  azud_window_rows_forget (&self->rows);
  self->n_partitions = 0;
  return flow;
}

/* ---- taking rows ---- */

/* Whether row @i of the batch does not belong to the partition of the row before. */
static bool
is_new_partition (const Window   *self,
                  const AzudKeys *keys,
                  uint32_t        i)
{
  const uint8_t *before = i > 0 ? keys->bytes[i - 1] : self->key;
  uint32_t size = i > 0 ? keys->sizes[i - 1] : self->key_size;

  return keys->sizes[i] != size || memcmp (keys->bytes[i], before, size) != 0;
}

static bool
keep_key (Window         *self,
          const AzudKeys *keys,
          uint32_t        i,
          AzudError      *error)
{
  if (!azud_array_reserve (self->base.context->account, (void **) &self->key, &self->key_room, keys->sizes[i] + 1, 1, error))
    return false;
  memcpy (self->key, keys->bytes[i], keys->sizes[i]);
  self->key_size = keys->sizes[i];
  return true;
}

static AzudFlow
begin_partition (Window    *self,
                 AzudError *error)
{
  AzudFlow flow = self->rows.n_rows >= ENOUGH_ROWS ? emit_partitions (self, error) : AZUD_FLOW_MORE;

  if (flow != AZUD_FLOW_MORE)
    return flow;
  if (!azud_array_reserve (self->base.context->account, (void **) &self->partitions, &self->partitions_room,
                           self->n_partitions + 1, sizeof *self->partitions, error))
    return AZUD_FLOW_FAILED;
  self->partitions[self->n_partitions++] = self->rows.n_rows;
  return AZUD_FLOW_MORE;
}

static AzudFlow
window_push (AzudOperator    *base,
             const AzudBatch *batch,
             AzudError       *error)
{
  Window *self = (Window *) base;
  uint32_t n = batch->n_selected, end;
  bool has_keys = base->plan->as.window.n_partition > 0;
  AzudFlow flow = AZUD_FLOW_MORE;
  AzudArena arena;      /* giving partitions on resets the operator's */
  AzudKeys keys;

  azud_arena_init (&arena, base->context->account);
  if (has_keys && !azud_sort_keys_encode (&self->partition_keys, batch, &keys, &arena, &arena, error))
    flow = AZUD_FLOW_FAILED;
  for (uint32_t i = 0; flow == AZUD_FLOW_MORE && i < n; i = end)
    {
      end = has_keys ? i + 1 : n;
      if (self->n_partitions == 0 || (has_keys && is_new_partition (self, &keys, i)))
        flow = begin_partition (self, error);
      while (has_keys && end < n && !is_new_partition (self, &keys, end))
        end++;
      for (uint32_t k = i, count; flow == AZUD_FLOW_MORE && k < end; k += count)
        {
          uint16_t numbers[256];

          count = end - k < 256 ? end - k : 256;
          for (uint32_t c = 0; c < count; c++)
            numbers[c] = (uint16_t) azud_batch_row (batch, k + c);
          if (!azud_window_rows_append (&self->rows, batch->columns, numbers, count, error))
            flow = AZUD_FLOW_FAILED;
        }
    }
  if (flow == AZUD_FLOW_MORE && has_keys && n > 0 && !keep_key (self, &keys, n - 1, error))
    flow = AZUD_FLOW_FAILED;
  azud_arena_clear (&arena);
  return flow;
}

static bool
window_finish (AzudOperator *base,
               AzudError    *error)
{
  return emit_partitions ((Window *) base, error) != AZUD_FLOW_FAILED;
}

static void
window_clear (AzudOperator *base)
{
  Window *self = (Window *) base;
  AzudAccount *account = base->context->account;
  int n_values = base->plan->as.window.n_values;

  for (int i = 0; self->calls != NULL && i < n_values; i++)
    azud_window_call_clear (&self->calls[i]);
  azud_account_release (account, self->calls, (size_t) n_values * sizeof *self->calls + 1);
  azud_window_frames_clear (&self->frames);
  azud_window_reader_clear (&self->reader);
  azud_window_rows_clear (&self->rows);
  azud_sort_keys_clear (&self->partition_keys);
  azud_sort_keys_clear (&self->order_keys);
  azud_account_release (account, self->by, (size_t) base->plan->as.window.n_partition * sizeof *self->by + 1);
  azud_account_release (account, self->partitions, self->partitions_room * sizeof *self->partitions);
  azud_account_release (account, self->key, self->key_room);
}

/* ---- making it ---- */

static bool
init_keys (Window    *self,
           AzudError *error)
{
  const AzudPlan *plan = self->base.plan;
  AzudTaskContext *context = self->base.context;
  int n = plan->as.window.n_partition;

  self->by = azud_account_alloc (context->account, (size_t) n * sizeof *self->by + 1, error);
  if (self->by == NULL)
    return false;
  for (int i = 0; i < n; i++)
    self->by[i] = (AzudSortKey){ .expr = plan->as.window.partition[i] };
  return (n == 0 || azud_sort_keys_init (&self->partition_keys, self->by, n, context, error))
         && (plan->as.window.n_order == 0
             || azud_sort_keys_init (&self->order_keys, plan->as.window.order, plan->as.window.n_order, context, error));
}

static bool
init_readers (Window    *self,
              AzudError *error)
{
  const AzudPlan *plan = self->base.plan;
  AzudSortKeys *keys = plan->as.window.n_order > 0 ? &self->order_keys : NULL;
  bool by_value = azud_window_has_value_offset (plan, 0) || azud_window_has_value_offset (plan, 1);
  AzudExpr *order[1] = { by_value ? plan->as.window.order[0].expr : NULL };

  return azud_window_rows_init (&self->rows, &self->base, plan->inputs[0]->schema, error)
         && azud_window_reader_init (&self->reader, &self->rows, order, by_value, azud_window_needs_peers (plan) ? keys : NULL,
                                     true, error)
         && azud_window_frames_init (&self->frames, plan, &self->rows, keys, error);
}

static bool
init_calls (Window    *self,
            AzudError *error)
{
  const AzudPlan *plan = self->base.plan;
  size_t size = (size_t) plan->as.window.n_values * sizeof *self->calls;

  self->calls = azud_account_alloc (self->base.context->account, size + 1, error);
  if (self->calls == NULL)
    return false;
  memset (self->calls, 0, size);
  for (int i = 0; i < plan->as.window.n_values; i++)
    if (!azud_window_call_init (&self->calls[i], plan->as.window.values[i].expr, &self->rows, error))
      return false;
  return true;
}

AzudOperator *
azud_window_new (AzudTaskContext *context,
                 const AzudPlan  *plan,
                 AzudError       *error)
{
  Window *self = azud_operator_alloc (context, plan, sizeof *self, error);

  if (self == NULL)
    return NULL;
  self->base.push = window_push;
  self->base.finish = window_finish;
  self->base.clear = window_clear;
  if (!init_keys (self, error) || !init_readers (self, error) || !init_calls (self, error))
    {
      azud_operator_free (&self->base);
      return NULL;
    }
  return &self->base;
}
