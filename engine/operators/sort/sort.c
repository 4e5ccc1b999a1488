/* sort.c: the rows of one partition in order, or the first of them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * When memory is short, what is kept is ordered and written as a run; at the end the runs are merged (an external merge sort).
 */

#include "operators/sort/merge.h"
#include "operators/spill/spill-run.h"
#include "operators/wide.h"

#include <string.h>

/* TOP_N sorts and cuts whenever it holds this many rows more than it needs. */
#define TOP_N_SLACK 16384

#define MAX_RUNS 64       /* more are merged into one first */
#define MIN_RUNS 4
#define BYTES_PER_RUN ((int64_t) 512 * 1024)   /* of a task's share: while merging each run has a chunk and keys in memory */

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
  AzudSpillFile *file;           /* of the runs; NULL until something is spilled */
  AzudSpillRun   runs[MAX_RUNS];
  int            n_runs;
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
      AzudBatch batch;

      for (uint32_t i = 0; i < count; i++)
        addresses[i] = old[first + i].row;
      azud_arena_init (&arena, account);
      done = azud_rows_gather_batch (&self->layout, schema, addresses, count, &batch, &arena, error)
             && keep_batch (self, &batch, error);
      azud_arena_clear (&arena);
    }
  azud_account_release (account, old, old_room * sizeof (AzudSortEntry));
  azud_rows_clear (&old_rows);
  azud_arena_clear (&old_keys);
  return done;
}

/* How many of @n sorted rows anybody can ask for. */
static uint64_t
wanted (const Sort *self,
        uint64_t    n)
{
  return self->limit >= 0 && (uint64_t) self->limit < n ? (uint64_t) self->limit : n;
}

/* ---- runs on disk ---- */

static void
forget_rows (Sort *self)
{
  AzudAccount *account = self->base.context->account;

  azud_rows_clear (&self->rows);
  azud_arena_clear (&self->key_bytes);
  azud_account_release (account, self->entries, self->entries_room * sizeof (AzudSortEntry));
  self->entries = NULL;
  self->n_entries = self->entries_room = 0;
}

static bool
write_entries (Sort         *self,
               AzudSpillRun *run,
               AzudError    *error)
{
  AzudOperator *base = &self->base;
  uint64_t n = wanted (self, self->n_entries);
  uint8_t *rows[AZUD_BATCH_ROWS];

  for (uint64_t first = 0; first < n; first += AZUD_BATCH_ROWS)
    {
      uint32_t count = n - first < AZUD_BATCH_ROWS ? (uint32_t) (n - first) : AZUD_BATCH_ROWS;

      for (uint32_t i = 0; i < count; i++)
        rows[i] = self->entries[first + i].row;
      if (!azud_cancel_check (base->context->task->cancel, error)
          || !azud_spill_run_append_rows (run, rows, count, &base->arena, error))
        return false;
    }
  return azud_spill_run_flush (run, error);
}

/* A merge of all runs, with the cursors it reads through. */
typedef struct
{
  AzudMerge       merge;
  AzudSpillCursor cursors[MAX_RUNS];
} RunMerge;

static bool
run_merge_init (RunMerge  *self,
                Sort      *sort,
                AzudError *error)
{
  const AzudPlan *plan = sort->base.plan;
  AzudTaskContext *context = sort->base.context;
  void *sources[MAX_RUNS];

  memset (self, 0, sizeof *self);
  for (int i = 0; i < sort->n_runs; i++)
    {
      azud_spill_cursor_init (&self->cursors[i], &sort->runs[i], context->account);
      sources[i] = &self->cursors[i];
    }
  return azud_merge_init (&self->merge, context, plan->schema, &sort->layout, plan->as.sort.keys, plan->as.sort.n_keys,
                          azud_spill_cursor_source, sources, sort->n_runs, error);
}

static void
run_merge_clear (RunMerge *self,
                 Sort     *sort)
{
  azud_merge_clear (&self->merge);
  for (int i = 0; i < sort->n_runs; i++)
    azud_spill_cursor_clear (&self->cursors[i]);
}

/* Makes one run of all. */
static bool
merge_runs (Sort      *self,
            AzudError *error)
{
  AzudTaskContext *context = self->base.context;
  AzudSpillFolder *folder = azud_budget_get_spill_folder (context->budget);
  AzudSpillFile *file = azud_spill_file_new (folder, error);
  uint8_t *rows[AZUD_BATCH_ROWS];
  AzudSpillRun merged;
  RunMerge merge;
  uint32_t n = 1;
  bool done;

  if (file == NULL)
    return false;
  azud_spill_run_init (&merged, file, folder, &self->layout, context->account);
  done = run_merge_init (&merge, self, error);
  while (done && n > 0)
    done = azud_cancel_check (context->task->cancel, error) && azud_merge_next (&merge.merge, rows, &n, error)
           && (n == 0 || azud_spill_run_append_rows (&merged, rows, n, &self->base.arena, error));
  done = done && azud_spill_run_flush (&merged, error);
  run_merge_clear (&merge, self);
  if (!done)
    {
      azud_spill_run_clear (&merged);
      azud_spill_file_free (file);
      return false;
    }
  azud_operator_note_spill (&self->base, 0, merged.n_bytes);      /* the rows left memory before: these bytes come on top */
  for (int i = 0; i < self->n_runs; i++)
    azud_spill_run_clear (&self->runs[i]);
  azud_spill_file_free (self->file);
  self->file = file;
  self->runs[0] = merged;
  self->n_runs = 1;
  return true;
}

static int
most_runs (const AzudTaskContext *context)
{
  int64_t n = azud_budget_get_share (context->budget) / BYTES_PER_RUN;

  return n > MAX_RUNS ? MAX_RUNS : n < MIN_RUNS ? MIN_RUNS : (int) n;
}

static bool
spill (Sort      *self,
       AzudError *error)
{
  AzudTaskContext *context = self->base.context;
  AzudSpillFolder *folder = azud_budget_get_spill_folder (context->budget);
  AzudSpillRun *run;

  if (self->file == NULL)
    self->file = azud_spill_file_new (folder, error);
  if (self->file == NULL || !order_entries (self, error))
    return false;
  run = &self->runs[self->n_runs++];
  azud_spill_run_init (run, self->file, folder, &self->layout, context->account);
  if (!write_entries (self, run, error))
    return false;
  azud_operator_note_spill (&self->base, (int64_t) self->rows.n_bytes, run->n_bytes);
  forget_rows (self);      /* a merge needs the room */
  return self->n_runs < most_runs (context) || merge_runs (self, error);
}

/* ---- the operator ---- */

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
  if (azud_task_should_spill (base->context, self->rows.n_bytes) && !spill (self, error))
    return AZUD_FLOW_FAILED;
  return AZUD_FLOW_MORE;
}

static AzudFlow
emit_rows (Sort           *self,
           uint8_t *const *rows,
           uint32_t        n,
           AzudError      *error)
{
  AzudOperator *base = &self->base;

  if (!azud_cancel_check (base->context->task->cancel, error))
    return AZUD_FLOW_FAILED;
  return azud_operator_emit_rows (base, &self->layout, base->plan->schema, rows, n, error);
}

static bool
emit_entries (Sort      *self,
              AzudError *error)
{
  uint32_t room = azud_batch_rows ();
  uint64_t n = wanted (self, self->n_entries);
  AzudFlow flow = AZUD_FLOW_MORE;

  for (uint64_t first = 0; first < n && flow == AZUD_FLOW_MORE; first += room)
    {
      uint8_t *rows[AZUD_BATCH_ROWS];
      uint32_t count = n - first < room ? (uint32_t) (n - first) : room;

      for (uint32_t i = 0; i < count; i++)
        rows[i] = self->entries[first + i].row;
      flow = emit_rows (self, rows, count, error);
    }
  return flow != AZUD_FLOW_FAILED;
}

static bool
emit_runs (Sort      *self,
           AzudError *error)
{
  AzudFlow flow = AZUD_FLOW_MORE;
  uint64_t left = wanted (self, UINT64_MAX);
  uint8_t *rows[AZUD_BATCH_ROWS];
  RunMerge merge;

  if (!run_merge_init (&merge, self, error))
    flow = AZUD_FLOW_FAILED;
  while (flow == AZUD_FLOW_MORE && left > 0)
    {
      uint32_t n;

      if (!azud_merge_next (&merge.merge, rows, &n, error))
        flow = AZUD_FLOW_FAILED;
      else if (n == 0)
        break;
      else
        {
          if (n > left)
            n = (uint32_t) left;
          left -= n;
          flow = emit_rows (self, rows, n, error);
        }
    }
  run_merge_clear (&merge, self);
  return flow != AZUD_FLOW_FAILED;
}

static bool
sort_finish (AzudOperator *base,
             AzudError    *error)
{
  Sort *self = (Sort *) base;

  if (self->n_runs == 0)
    return order_entries (self, error) && emit_entries (self, error);
  return (self->n_entries == 0 || spill (self, error)) && emit_runs (self, error);
}

static void
sort_clear (AzudOperator *base)
{
  Sort *self = (Sort *) base;
  AzudAccount *account = base->context->account;

  forget_rows (self);
  for (int i = 0; i < self->n_runs; i++)
    azud_spill_run_clear (&self->runs[i]);
  azud_spill_file_free (self->file);
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
