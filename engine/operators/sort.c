/* sort.c: the rows of one partition in order, or the first of them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/sort-keys.h"
#include "operators/wide.h"

#include <string.h>

/* TOP_N sorts and cuts whenever it holds this many rows more than it needs. */
#define TOP_N_SLACK 16384

typedef struct
{
  AzudOperator   base;
  AzudRowLayout  layout;
  AzudSortKeys   keys;
  AzudRows       rows;
  AzudArena      key_bytes;
  AzudSortEntry *entries;
  uint64_t       n_entries;
  uint64_t       entries_room;
  int64_t        limit;          /* -1 = all */
} Sort;

static bool
keep_batch (Sort            *self,
            const AzudBatch *batch,
            AzudError       *error)
{
  AzudOperator *base = &self->base;
  uint64_t n = self->n_entries;
  uint8_t **where;
  AzudKeys keys;

  azud_arena_reset (&base->arena);
  where = azud_arena_alloc (&base->arena, (size_t) batch->n_selected * sizeof *where, 16, error);
  if (where == NULL
      || !azud_sort_keys_encode (&self->keys, batch, &keys, &base->arena, &self->key_bytes, error)
      || !azud_array_reserve (base->context->account, (void **) &self->entries, &self->entries_room,
                              n + batch->n_selected, sizeof (AzudSortEntry), error)
      || !azud_rows_append (&self->rows, batch->columns, batch->selection, batch->n_selected, where, NULL, error))
    return false;
  if (n + batch->n_selected > UINT32_MAX)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_TOO_MANY_ROWS",
                           N_("More than 4 billion rows to sort in one partition"), NULL);

  for (uint32_t i = 0; i < batch->n_selected; i++)
    self->entries[n + i] = (AzudSortEntry){ .prefix = azud_sort_key_prefix (keys.bytes[i], keys.sizes[i]),
                                            .key = keys.bytes[i], .key_size = keys.sizes[i], .row = where[i],
                                            .number = (uint32_t) (n + i) };
  self->n_entries = n + batch->n_selected;
  return true;
}

static bool
order_entries (Sort      *self,
               AzudError *error)
{
  return azud_sort_entries (self->entries, self->n_entries, self->base.context->account,
                            self->base.context->task->cancel, error);
}

/* Copies the first `limit` rows into fresh chunks and forgets the others. */
static bool
cut (Sort      *self,
     AzudError *error)
{
  AzudAccount *account = self->base.context->account;
  const AzudSchema *schema = self->base.plan->schema;
  AzudSortEntry *old = self->entries;
  uint64_t old_room = self->entries_room;
  uint64_t n = self->n_entries < (uint64_t) self->limit ? self->n_entries : (uint64_t) self->limit;
  AzudRows old_rows = self->rows;
  AzudArena old_keys = self->key_bytes;
  bool done = true;

  if (!order_entries (self, error))
    return false;
  self->entries = NULL;
  self->entries_room = self->n_entries = 0;
  azud_rows_init (&self->rows, &self->layout, account);
  azud_arena_init (&self->key_bytes, account);

  for (uint64_t first = 0; done && first < n; first += AZUD_BATCH_ROWS)
    {
      uint8_t *addresses[AZUD_BATCH_ROWS];
      uint32_t count = n - first < AZUD_BATCH_ROWS ? (uint32_t) (n - first) : AZUD_BATCH_ROWS;
      AzudArena arena;
      AzudBatch batch = { .schema = schema, .n_rows = count, .n_selected = count };

      for (uint32_t i = 0; i < count; i++)
        addresses[i] = old[first + i].row;
      azud_arena_init (&arena, account);
      batch.columns = azud_arena_alloc (&arena, (size_t) schema->n_fields * sizeof (AzudVector), 16, error);
      done = batch.columns != NULL
             && azud_rows_gather (&self->layout, addresses, count, 0, schema->n_fields, batch.columns, &arena, error)
             && keep_batch (self, &batch, error);
      azud_arena_clear (&arena);
    }
  azud_account_release (account, old, old_room * sizeof (AzudSortEntry));
  azud_rows_clear (&old_rows);
  azud_arena_clear (&old_keys);
  return done;
}

static AzudFlow
sort_push (AzudOperator    *base,
           const AzudBatch *batch,
           AzudError       *error)
{
  Sort *self = (Sort *) base;

  if (self->limit == 0)
    return AZUD_FLOW_ENOUGH;
  if (!keep_batch (self, batch, error))
    return AZUD_FLOW_FAILED;
  if (self->limit > 0 && self->n_entries > (uint64_t) self->limit * 2 + TOP_N_SLACK && !cut (self, error))
    return AZUD_FLOW_FAILED;
  return AZUD_FLOW_MORE;
}

static bool
sort_finish (AzudOperator *base,
             AzudError    *error)
{
  Sort *self = (Sort *) base;
  const AzudSchema *schema = base->plan->schema;
  uint32_t room = azud_batch_rows ();
  uint64_t n;

  if (!order_entries (self, error))
    return false;
  n = self->limit >= 0 && (uint64_t) self->limit < self->n_entries ? (uint64_t) self->limit : self->n_entries;
  for (uint64_t first = 0; first < n; first += room)
    {
      uint8_t *addresses[AZUD_BATCH_ROWS];
      uint32_t count = n - first < room ? (uint32_t) (n - first) : room;
      AzudBatch batch;
      AzudFlow flow;

      if (!azud_cancel_check (base->context->task->cancel, error))
        return false;
      for (uint32_t i = 0; i < count; i++)
        addresses[i] = self->entries[first + i].row;
      azud_arena_reset (&base->arena);
      if (!azud_operator_init_batch (base, schema, &batch, error)
          || !azud_rows_gather (&self->layout, addresses, count, 0, schema->n_fields, batch.columns, &base->arena, error))
        return false;
      batch.n_rows = batch.n_selected = count;
      flow = azud_operator_emit (base, &batch, error);
      if (flow == AZUD_FLOW_FAILED)
        return false;
      if (flow == AZUD_FLOW_ENOUGH)
        break;
    }
  return true;
}

static void
sort_clear (AzudOperator *base)
{
  Sort *self = (Sort *) base;
  AzudAccount *account = base->context->account;

  azud_rows_clear (&self->rows);
  azud_arena_clear (&self->key_bytes);
  azud_account_release (account, self->entries, self->entries_room * sizeof (AzudSortEntry));
  azud_sort_keys_clear (&self->keys);
  azud_row_layout_clear (&self->layout, account);
}

AzudOperator *
azud_sort_new (AzudTaskContext *context,
               const AzudPlan  *plan,
               AzudError       *error)
{
  Sort *self = azud_operator_alloc (context, plan, sizeof *self, error);

  if (self == NULL)
    return NULL;

  self->base.push = sort_push;
  self->base.finish = sort_finish;
  self->base.clear = sort_clear;
  self->limit = plan->op == AZUD_PLAN_TOP_N ? plan->as.sort.limit : -1;
  azud_arena_init (&self->key_bytes, context->account);
  azud_rows_init (&self->rows, &self->layout, context->account);
  if (!azud_row_layout_init_schema (&self->layout, plan->schema, 0, context->account, error)
      || !azud_sort_keys_init (&self->keys, plan->as.sort.keys, plan->as.sort.n_keys, context, error))
    {
      azud_operator_free (&self->base);
      return NULL;
    }
  return &self->base;
}
