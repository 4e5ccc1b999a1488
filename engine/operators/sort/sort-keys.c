/* sort-keys.c: computing sort keys and ordering entries
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/sort/sort-keys.h"

#include <string.h>

#define INSERTION_RUN 16

bool
azud_sort_keys_init (AzudSortKeys      *keys,
                     const AzudSortKey *order,
                     int                n_keys,
                     AzudTaskContext   *context,
                     AzudError         *error)
{
  AzudKeyColumn *columns;
  AzudExpr **exprs;
  AzudArena arena;

  *keys = (AzudSortKeys){ .account = context->account, .order = order, .n_keys = n_keys };
  azud_arena_init (&arena, context->account);
  columns = azud_arena_alloc (&arena, (size_t) n_keys * sizeof *columns, 16, error);
  exprs = azud_arena_alloc (&arena, (size_t) n_keys * sizeof *exprs, 16, error);
  if (columns != NULL && exprs != NULL)
    {
      for (int k = 0; k < n_keys; k++)
        {
          exprs[k] = order[k].expr;
          columns[k] = (AzudKeyColumn){ .type = order[k].expr->type, .descending = order[k].descending,
                                        .nulls_last = order[k].nulls_last };
        }
      keys->codec = azud_key_codec_new (columns, n_keys, true, context->account, error);
      if (keys->codec != NULL)
        keys->program = azud_program_new (exprs, n_keys, context->settings, context->account, error);
    }
  azud_arena_clear (&arena);
  return keys->program != NULL;
}

void
azud_sort_keys_clear (AzudSortKeys *keys)
{
  azud_program_free (keys->program);
  azud_key_codec_free (keys->codec);
  keys->program = NULL;
  keys->codec = NULL;
}

bool
azud_sort_keys_encode (AzudSortKeys    *keys,
                       const AzudBatch *batch,
                       AzudKeys        *out,
                       AzudArena       *scratch,
                       AzudArena       *arena,
                       AzudError       *error)
{
  AzudVector *values = azud_arena_alloc (scratch, (size_t) keys->n_keys * sizeof *values, 16, error);
  const AzudVector **columns = azud_arena_alloc (scratch, (size_t) keys->n_keys * sizeof *columns, 16, error);

  if (values == NULL || columns == NULL || !azud_program_eval (keys->program, batch, values, scratch, error))
    return false;
  for (int k = 0; k < keys->n_keys; k++)
    columns[k] = &values[k];
  return azud_key_codec_encode (keys->codec, columns, batch->selection, batch->n_selected, false, out, arena, error);
}

static void
insertion_sort (AzudSortEntry *entries,
                uint64_t       n)
{
  for (uint64_t i = 1; i < n; i++)
    {
      AzudSortEntry entry = entries[i];
      uint64_t j = i;

      while (j > 0 && azud_sort_entry_compare (&entries[j - 1], &entry) > 0)
        {
          entries[j] = entries[j - 1];
          j--;
        }
      entries[j] = entry;
    }
}

static void
merge_runs (const AzudSortEntry *from,
            uint64_t             middle,
            uint64_t             n,
            AzudSortEntry       *to)
{
  uint64_t a = 0, b = middle, out = 0;

  if (middle >= n || azud_sort_entry_compare (&from[middle - 1], &from[middle]) <= 0)
    {
      memcpy (to, from, n * sizeof *from);   /* already in order */
      return;
    }
  while (a < middle && b < n)
    to[out++] = azud_sort_entry_compare (&from[a], &from[b]) <= 0 ? from[a++] : from[b++];
  if (a < middle)
    memcpy (to + out, from + a, (middle - a) * sizeof *from);
  else
    memcpy (to + out, from + b, (n - b) * sizeof *from);
}

bool
azud_sort_entries (AzudSortEntry    *entries,
                   uint64_t          n,
                   AzudAccount      *account,
                   const AzudCancel *cancel,
                   AzudError        *error)
{
  AzudSortEntry *scratch, *from = entries, *to;

  for (uint64_t i = 0; i < n; i += INSERTION_RUN)
    insertion_sort (entries + i, n - i < INSERTION_RUN ? n - i : INSERTION_RUN);
  if (n <= INSERTION_RUN)
    return true;

  scratch = azud_account_alloc (account, n * sizeof *scratch, error);
  if (scratch == NULL)
    return false;
  to = scratch;
  for (uint64_t width = INSERTION_RUN; width < n; width *= 2)
    {
      AzudSortEntry *swap;

      for (uint64_t i = 0; i < n; i += 2 * width)
        {
          uint64_t length = n - i < 2 * width ? n - i : 2 * width;

          if ((i & 0xffff) == 0 && !azud_cancel_check (cancel, error))
            {
              azud_account_release (account, scratch, n * sizeof *scratch);
              return false;
            }
          merge_runs (from + i, width < length ? width : length, length, to + i);
        }
      swap = from;
      from = to;
      to = swap;
    }
  if (from != entries)
    memcpy (entries, from, n * sizeof *entries);
  azud_account_release (account, scratch, n * sizeof *scratch);
  return true;
}
