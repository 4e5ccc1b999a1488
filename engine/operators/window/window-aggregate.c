/* window-aggregate.c: aggregates over frames
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A frame that begins where the one before began only takes the rows that are new at its end: running and whole-partition frames are linear.
 * Another one is computed anew while it is short, row by row and so to the last bit as Spark does it, and put together from a
 * tree of partial results (window-tree.h) when it is long.
 */

#include "operators/window/window-tree.h"

#include <string.h>

#define SHORT_FRAME 64    /* rows; longer ones ask the tree */
#define CHECK_ROWS  256   /* between looks at the cancel token */

bool
azud_window_aggregate_init (AzudWindowCall *call,
                            AzudError      *error)
{
  const AzudSignature *signature = &call->call->function->signatures[call->call->variant];

  call->kernels = signature->aggregate;
  call->state_size = (call->kernels->state_size (call->call) + 15u) & ~15u;
  call->state = azud_account_alloc (call->context->account, call->state_size, error);
  call->args = azud_account_alloc (call->context->account, (size_t) call->call->n_args * sizeof *call->args + 1, error);
  return call->state != NULL && call->args != NULL
         && (signature->bind == NULL || signature->bind (call->call, call->context->settings, &call->bound, error))
         && azud_window_reader_init (&call->reader, call->rows, call->call->args, call->call->n_args, NULL, false, error)
         && azud_window_reader_init (&call->other, call->rows, call->call->args, call->call->n_args, NULL, false, error);
}

void
azud_window_aggregate_clear (AzudWindowCall *call)
{
  const AzudSignature *signature = &call->call->function->signatures[call->call->variant];

  if (call->bound != NULL && signature->unbind != NULL)
    signature->unbind (call->bound);
  azud_window_tree_free (call->tree);
  azud_account_release (call->context->account, call->state, call->state_size);
  azud_account_release (call->context->account, call->args, (size_t) call->call->n_args * sizeof *call->args + 1);
}

void
azud_window_aggregate_begin (AzudWindowCall *call)
{
  memset (call->state, 0, call->state_size);
  azud_arena_reset (&call->state_arena);
}

bool
azud_window_aggregate_update (AzudWindowCall   *call,
                              AzudWindowReader *reader,
                              uint64_t          start,
                              uint64_t          end,
                              AzudError        *error)
{
  uint8_t *states[AZUD_BATCH_ROWS];
  uint32_t n_states = 0;

  while (start < end)
    {
      const AzudWindowPage *page = azud_window_reader_get (reader, start, error);
      AzudKernelCall kernel = { .call = call->call, .bound = call->bound, .args = call->args, .n_args = (uint32_t) call->call->n_args,
                                .arena = &call->state_arena, .settings = call->context->settings };
      uint32_t at;

      if (page == NULL)
        return false;
      at = (uint32_t) (start - page->first);
      kernel.length = page->batch.n_rows;
      kernel.rows = call->rows->numbers + at;
      kernel.n = end - start < page->batch.n_rows - at ? (uint32_t) (end - start) : page->batch.n_rows - at;
      while (n_states < kernel.n)
        states[n_states++] = call->state;
      for (int a = 0; a < call->call->n_args; a++)
        call->args[a] = &page->values[a];
      if (!call->kernels->update (&kernel, states, error))
        return false;
      start += kernel.n;
      if (start < end && !azud_cancel_check (call->context->task->cancel, error))
        return false;
    }
  return true;
}

static bool
has_merge (const AzudWindowCall *call)
{
  return call->kernels->merge != NULL && call->kernels->partial_types != NULL && call->kernels->emit_partial != NULL;
}

/* The tree of the partition of row @i. */
static bool
need_tree (AzudWindowCall         *call,
           const AzudWindowPlaces *places,
           uint32_t                i,
           AzudError              *error)
{
  if (call->tree != NULL && azud_window_tree_has_partition (call->tree, places->starts[i]))
    return true;
  azud_window_tree_free (call->tree);
  call->tree = azud_window_tree_new (call, places->starts[i], places->ends[i], error);
  return call->tree != NULL;
}

/* Makes the state that of the frame of row @i. */
static bool
take_frame (AzudWindowCall         *call,
            const AzudWindowPlaces *places,
            uint32_t                i,
            AzudError              *error)
{
  uint64_t start = places->frame_starts[i], end = places->frame_ends[i];
  bool grows = call->partition == places->starts[i] && call->start == start && call->end <= end;

  if (grows)
    {
      if (!azud_window_aggregate_update (call, &call->reader, call->end, end, error))
        return false;
    }
  else
    {
      if (end - start > SHORT_FRAME && start > places->starts[i] && has_merge (call))
        {
          if (!need_tree (call, places, i, error))
            return false;
          azud_window_aggregate_begin (call);
          if (!azud_window_tree_add (call->tree, start, end, error))
            return false;
        }
      else
        {
          azud_window_aggregate_begin (call);
          if (!azud_window_aggregate_update (call, &call->reader, start, end, error))
            return false;
        }
    }
  call->partition = places->starts[i];
  call->start = start;
  call->end = end;
  return true;
}

static bool
emit_state (AzudWindowCall *call,
            uint8_t       **where,
            AzudError      *error)
{
  uint8_t *states[1] = { call->state };
  AzudVector value = { 0 };

  azud_arena_reset (&call->scratch);
  return azud_vector_init_flat (&value, call->type, 1, &call->scratch, error)
         && call->kernels->emit (call->call, states, 1, &value, &call->scratch, error)
         && azud_rows_append (&call->values, &value, NULL, 1, where, NULL, error);
}

bool
azud_window_aggregate_find (AzudWindowCall         *call,
                            const AzudWindowPlaces *places,
                            uint8_t               **where,
                            AzudError              *error)
{
  for (uint32_t i = 0; i < places->n; i++)
    {
      if (i > 0 && places->starts[i] == places->starts[i - 1] && places->frame_starts[i] == places->frame_starts[i - 1]
          && places->frame_ends[i] == places->frame_ends[i - 1])
        {
          where[i] = where[i - 1];
          continue;
        }
      if ((i % CHECK_ROWS == 0 && !azud_cancel_check (call->context->task->cancel, error))
          || !take_frame (call, places, i, error) || !emit_state (call, &where[i], error))
        return false;
    }
  return true;
}
