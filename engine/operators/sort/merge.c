/* merge.c: rows of several sorted runs in one order
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/sort/merge.h"

#include <string.h>

#define ROWS_AHEAD 16384      /* over all runs */
#define MIN_ROOM 64

struct _AzudMergeRun
{
  void         *source;
  AzudArena     arena;
  AzudKeys      keys;
  uint8_t     **rows;       /* room */
  uint32_t      n;
  uint32_t      at;
  AzudSortEntry head;
};

bool
azud_merge_init (AzudMerge           *self,
                 AzudTaskContext     *context,
                 const AzudSchema    *schema,
                 const AzudRowLayout *layout,
                 const AzudSortKey   *order,
                 int                  n_order,
                 AzudRowsNext         next,
                 void *const         *sources,
                 int                  n_runs,
                 AzudError           *error)
{
  AzudAccount *account = context->account;

  *self = (AzudMerge){ .context = context, .schema = schema, .layout = layout, .next = next, .n_runs = n_runs, .heap_size = -1 };
  self->runs = azud_account_alloc (account, (size_t) n_runs * sizeof *self->runs + 1, error);
  if (self->runs == NULL)
    return false;
  memset (self->runs, 0, (size_t) n_runs * sizeof *self->runs);
  self->heap = azud_account_alloc (account, (size_t) n_runs * sizeof *self->heap + 1, error);
  if (self->heap == NULL)
    return false;
  self->room = n_runs > 0 ? ROWS_AHEAD / (uint32_t) n_runs : 0;
  if (self->room < MIN_ROOM)
    self->room = MIN_ROOM;
  if (self->room > azud_batch_rows ())
    self->room = azud_batch_rows ();
  for (int i = 0; i < n_runs; i++)
    {
      self->runs[i].source = sources[i];
      azud_arena_init (&self->runs[i].arena, account);
    }
  return azud_sort_keys_init (&self->keys, order, n_order, context, error);
}

void
azud_merge_clear (AzudMerge *self)
{
  AzudAccount *account;

  if (self->context == NULL)
    return;
  account = self->context->account;
  for (int i = 0; self->runs != NULL && i < self->n_runs; i++)
    if (self->runs[i].arena.account != NULL)
      azud_arena_clear (&self->runs[i].arena);
  azud_account_release (account, self->runs, (size_t) self->n_runs * sizeof *self->runs + 1);
  azud_account_release (account, self->heap, (size_t) self->n_runs * sizeof *self->heap + 1);
  azud_sort_keys_clear (&self->keys);
  *self = (AzudMerge){ 0 };
}

static bool
run_load (AzudMerge    *self,
          AzudMergeRun *run,
          AzudError    *error)
{
  AzudBatch batch;

  run->at = run->n = 0;
  azud_arena_reset (&run->arena);
  run->rows = azud_arena_alloc (&run->arena, self->room * sizeof *run->rows, 16, error);
  if (run->rows == NULL || !self->next (run->source, run->rows, self->room, &run->n, error))
    return false;
  if (run->n == 0)
    return true;
  return azud_rows_gather_batch (self->layout, self->schema, run->rows, run->n, &batch, &run->arena, error)
         && azud_sort_keys_encode (&self->keys, &batch, &run->keys, &run->arena, &run->arena, error);
}

/* Makes the run's next row its head; a run at its end has n == 0. */
static bool
run_advance (AzudMerge *self,
             int        number,
             AzudError *error)
{
  AzudMergeRun *run = &self->runs[number];

  if (run->at == run->n && !run_load (self, run, error))
    return false;
  if (run->n == 0)
    return true;
  run->head = (AzudSortEntry){
    .prefix = azud_sort_key_prefix (run->keys.bytes[run->at], run->keys.sizes[run->at]),
    .key = run->keys.bytes[run->at],
    .key_size = run->keys.sizes[run->at],
    .row = run->rows[run->at],
    .number = (uint32_t) number,      /* equal keys: the earlier run first */
  };
  run->at++;
  return true;
}

static void
heap_sink (AzudMerge *self,
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
fill_heap (AzudMerge *self,
           AzudError *error)
{
  self->heap_size = 0;
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

/* The run at the head of the heap goes on to its next row. */
static bool
advance (AzudMerge *self,
         AzudError *error)
{
  int first = self->heap[0];

  if (!run_advance (self, first, error))
    return false;
  if (self->runs[first].n == 0)
    self->heap[0] = self->heap[--self->heap_size];
  heap_sink (self, 0);
  return true;
}

bool
azud_merge_next (AzudMerge *self,
                 uint8_t  **rows,
                 uint32_t  *n,
                 AzudError *error)
{
  uint32_t room = azud_batch_rows ();

  *n = 0;
  if ((self->heap_size < 0 && !fill_heap (self, error)) || (self->must_load && !advance (self, error)))
    return false;
  self->must_load = false;
  while (*n < room && self->heap_size > 0)
    {
      const AzudMergeRun *run = &self->runs[self->heap[0]];

      rows[(*n)++] = run->head.row;
      /* going on would load rows in the place of the one just taken */
      self->must_load = run->at == run->n;
      if (self->must_load)
        return true;
      if (!advance (self, error))
        return false;
    }
  return true;
}
