/* window-tree.c: a segment tree of partial results
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/window/window-tree.h"

#include <string.h>

#define FAN_OUT     32
#define MAX_LEVELS  13                              /* 32^13 = 2^65 rows */
#define MAX_PARTIAL 4
#define NODES       (AZUD_BATCH_ROWS / FAN_OUT)     /* made at once */

struct _AzudWindowTree
{
  AzudWindowCall *call;
  uint64_t        start;                 /* row */
  int             n_columns;             /* of a partial result */
  AzudRowLayout   layout;
  AzudRows        nodes;
  uint8_t       **levels[MAX_LEVELS];    /* addresses of nodes; level 0: of FAN_OUT rows each */
  uint64_t        counts[MAX_LEVELS];
  int             n_levels;
  uint8_t        *states;                /* NODES of them, while it is made */
};

bool
azud_window_tree_has_partition (const AzudWindowTree *tree,
                                uint64_t              start)
{
  return tree->start == start;
}

void
azud_window_tree_free (AzudWindowTree *tree)
{
  AzudAccount *account;

  if (tree == NULL)
    return;
  account = tree->call->context->account;
  for (int l = 0; l < tree->n_levels; l++)
    azud_account_release (account, tree->levels[l], tree->counts[l] * sizeof (uint8_t *));
  azud_rows_clear (&tree->nodes);
  azud_row_layout_clear (&tree->layout, account);
  azud_account_release (account, tree->states, (size_t) NODES * tree->call->state_size);
  azud_account_release (account, tree, sizeof *tree);
}

/* Nodes [from, from + n) of @level go into states[0..n). */
static bool
merge_nodes (AzudWindowTree  *tree,
             int              level,
             uint64_t         from,
             uint32_t         n,
             uint8_t *const  *states,
             AzudArena       *arena,
             AzudError       *error)
{
  AzudWindowCall *call = tree->call;
  AzudVector columns[MAX_PARTIAL];
  const AzudVector *args[MAX_PARTIAL];
  AzudKernelCall kernel = { .call = call->call, .bound = call->bound, .args = args, .n_args = (uint32_t) tree->n_columns,
                            .n = n, .length = n, .arena = &call->state_arena, .settings = call->context->settings };

  for (int c = 0; c < tree->n_columns; c++)
    args[c] = &columns[c];
  return azud_rows_gather (&tree->layout, tree->levels[level] + from, n, 0, tree->n_columns, columns, arena, error)
         && call->kernels->merge (&kernel, states, error);
}

/* ---- making it ---- */

static bool
update_nodes (AzudWindowTree *tree,
              uint64_t        node,
              uint32_t        n,
              AzudError      *error)
{
  AzudWindowCall *call = tree->call;
  uint64_t row = tree->start + node * FAN_OUT, end = row + (uint64_t) n * FAN_OUT, first = row;
  uint8_t *states[AZUD_BATCH_ROWS];

  while (row < end)
    {
      const AzudWindowPage *page = azud_window_reader_get (&call->reader, row, error);
      AzudKernelCall kernel = { .call = call->call, .bound = call->bound, .args = call->args, .n_args = (uint32_t) call->call->n_args,
                                .arena = &call->state_arena, .settings = call->context->settings };
      uint32_t at;

      if (page == NULL)
        return false;
      at = (uint32_t) (row - page->first);
      kernel.length = page->batch.n_rows;
      kernel.rows = call->rows->numbers + at;
      kernel.n = end - row < page->batch.n_rows - at ? (uint32_t) (end - row) : page->batch.n_rows - at;
      for (uint32_t i = 0; i < kernel.n; i++)
        states[i] = tree->states + (row + i - first) / FAN_OUT * call->state_size;
      for (int a = 0; a < call->call->n_args; a++)
        call->args[a] = &page->values[a];
      if (!call->kernels->update (&kernel, states, error))
        return false;
      row += kernel.n;
    }
  return true;
}

/* Children of nodes [node, node + n) of @level. */
static bool
merge_children (AzudWindowTree *tree,
                int             level,
                uint64_t        node,
                uint32_t        n,
                AzudError      *error)
{
  uint8_t *states[AZUD_BATCH_ROWS];

  for (uint32_t i = 0; i < n * FAN_OUT; i++)
    states[i] = tree->states + i / FAN_OUT * tree->call->state_size;
  return merge_nodes (tree, level - 1, node * FAN_OUT, n * FAN_OUT, states, &tree->call->scratch, error);
}

static bool
make_nodes (AzudWindowTree *tree,
            int             level,
            uint64_t        node,
            uint32_t        n,
            AzudError      *error)
{
  AzudWindowCall *call = tree->call;
  AzudVector columns[MAX_PARTIAL];
  uint8_t *states[NODES];

  azud_arena_reset (&call->scratch);
  azud_arena_reset (&call->state_arena);
  memset (columns, 0, sizeof columns);
  memset (tree->states, 0, (size_t) NODES * call->state_size);
  for (uint32_t i = 0; i < n; i++)
    states[i] = tree->states + i * call->state_size;
  return azud_cancel_check (call->context->task->cancel, error)
         && (level == 0 ? update_nodes (tree, node, n, error) : merge_children (tree, level, node, n, error))
         && call->kernels->emit_partial (call->call, states, n, columns, &call->scratch, error)
         && azud_rows_append (&tree->nodes, columns, NULL, n, tree->levels[level] + node, NULL, error);
}

static bool
make_level (AzudWindowTree *tree,
            int             level,
            uint64_t        count,
            AzudError      *error)
{
  tree->levels[level] = azud_account_alloc (tree->call->context->account, count * sizeof (uint8_t *), error);
  if (tree->levels[level] == NULL)
    return false;
  tree->counts[level] = count;
  tree->n_levels = level + 1;
  for (uint64_t node = 0; node < count; node += NODES)
    if (!make_nodes (tree, level, node, count - node < NODES ? (uint32_t) (count - node) : NODES, error))
      return false;
  return true;
}

AzudWindowTree *
azud_window_tree_new (AzudWindowCall *call,
                      uint64_t        start,
                      uint64_t        end,
                      AzudError      *error)
{
  AzudAccount *account = call->context->account;
  AzudWindowTree *tree = azud_account_alloc (account, sizeof *tree, error);
  const AzudDtype *types[MAX_PARTIAL];
  bool done;

  if (tree == NULL)
    return NULL;
  *tree = (AzudWindowTree){ .call = call, .start = start, .n_columns = call->kernels->partial_types (call->call, types) };
  azud_rows_init (&tree->nodes, &tree->layout, account);
  tree->states = azud_account_alloc (account, (size_t) NODES * call->state_size, error);
  done = tree->states != NULL && azud_row_layout_init (&tree->layout, types, tree->n_columns, 0, account, error);
  for (uint64_t count = (end - start) / FAN_OUT; done && count > 0; count /= FAN_OUT)
    done = make_level (tree, tree->n_levels, count, error);
  if (done)
    return tree;
  azud_window_tree_free (tree);
  return NULL;
}

/* ---- asking it ---- */

/* Nodes [from, to) of @level, side by side. */
static bool
add_siblings (AzudWindowTree *tree,
              int             level,
              uint64_t        from,
              uint64_t        to,
              AzudError      *error)
{
  uint8_t *states[2 * FAN_OUT];

  for (uint32_t i = 0; i < 2 * FAN_OUT; i++)
    states[i] = tree->call->state;
  while (from < to)
    {
      uint32_t n = to - from < 2 * FAN_OUT ? (uint32_t) (to - from) : 2 * FAN_OUT;

      azud_arena_reset (&tree->call->scratch);
      if (!merge_nodes (tree, level, from, n, states, &tree->call->scratch, error))
        return false;
      from += n;
    }
  return true;
}

/* Nodes [from, to) of @level; at most MAX_LEVELS deep. */
static bool
add_nodes (AzudWindowTree *tree,
           int             level,
           uint64_t        from,
           uint64_t        to,
           AzudError      *error)
{
  uint64_t first = (from + FAN_OUT - 1) / FAN_OUT, last = to / FAN_OUT;

  if (level + 1 >= tree->n_levels || first >= last)
    return add_siblings (tree, level, from, to, error);
  return add_siblings (tree, level, from, first * FAN_OUT, error)
         && add_nodes (tree, level + 1, first, last, error)
         && add_siblings (tree, level, last * FAN_OUT, to, error);
}

bool
azud_window_tree_add (AzudWindowTree *tree,
                      uint64_t        start,
                      uint64_t        end,
                      AzudError      *error)
{
  AzudWindowCall *call = tree->call;
  uint64_t first = (start - tree->start + FAN_OUT - 1) / FAN_OUT, last = (end - tree->start) / FAN_OUT;

  if (tree->n_levels == 0 || first >= last)
    return azud_window_aggregate_update (call, &call->other, start, end, error);
  return azud_window_aggregate_update (call, &call->other, start, tree->start + first * FAN_OUT, error)
         && add_nodes (tree, 0, first, last, error)
         && azud_window_aggregate_update (call, &call->reader, tree->start + last * FAN_OUT, end, error);
}
