/* window-function.c: ranks, and values of other rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/window/window-tree.h"

#include <string.h>

/* Instead of a row number: */
#define FROM_DEFAULT (-1)
#define FROM_NOWHERE (-2)

/* ---- making it ---- */

/* The constant argument @arg. */
static bool
constant (AzudWindowCall *call,
          int             arg,
          int64_t        *value,
          AzudError      *error)
{
  AzudExpr *exprs[1] = { call->call->args[arg] };
  AzudBatch batch = { .n_rows = 1, .n_selected = 1 };
  AzudProgram *program = azud_program_new (exprs, 1, call->context->settings, call->context->account, error);
  AzudVector out;
  bool done;

  if (program == NULL)
    return false;
  azud_arena_reset (&call->scratch);
  done = azud_program_eval (program, &batch, &out, &call->scratch, error);
  if (done)
    {
      AzudVectorView view = azud_vector_view (&out);

      *value = exprs[0]->type->id == AZUD_DTYPE_BOOLEAN ? ((const uint8_t *) view.data)[azud_view_index (&view, 0)]
                                                        : ((const int32_t *) view.data)[azud_view_index (&view, 0)];
    }
  azud_program_free (program);
  return done;
}

static bool
init_constants (AzudWindowCall *call,
                AzudError      *error)
{
  int at = call->kind == AZUD_WINDOW_NTILE ? 0 : 1;
  int64_t flag = 0;

  call->number = 1;
  if (call->call->n_args > at && !constant (call, at, &call->number, error))
    return false;
  if (call->kind == AZUD_WINDOW_LAG)
    call->number = -call->number;
  if (call->kind == AZUD_WINDOW_NTH_VALUE && call->call->n_args > 2 && !constant (call, 2, &flag, error))
    return false;
  call->ignore_nulls = call->call->ignore_nulls || flag != 0;
  return true;
}

static bool
takes_values (const AzudWindowCall *call)
{
  return call->kind == AZUD_WINDOW_LAG || call->kind == AZUD_WINDOW_LEAD || call->kind == AZUD_WINDOW_NTH_VALUE;
}

bool
azud_window_call_init (AzudWindowCall *call,
                       const AzudExpr *expr,
                       AzudWindowRows *rows,
                       AzudError      *error)
{
  AzudAccount *account = rows->owner->context->account;

  *call = (AzudWindowCall){ .call = expr, .kind = expr->function->signatures[expr->variant].window, .rows = rows,
                            .context = rows->owner->context, .type = expr->type };
  azud_arena_init (&call->state_arena, account);
  azud_arena_init (&call->scratch, account);
  azud_rows_init (&call->values, &call->layout, account);
  azud_window_call_reset (call);
  if (!azud_row_layout_init (&call->layout, &call->type, 1, 0, account, error))
    return false;
  if (call->kind == AZUD_WINDOW_NONE)
    return azud_window_aggregate_init (call, error);
  if (!init_constants (call, error))
    return false;
  return !takes_values (call)
         || (azud_window_reader_init (&call->reader, rows, expr->args, 1, NULL, false, error)
             && azud_window_reader_init (&call->other, rows, expr->n_args > 2 ? expr->args + 2 : expr->args, 1, NULL, false, error));
}

void
azud_window_call_clear (AzudWindowCall *call)
{
  if (call->call == NULL)
    return;
  if (call->kind == AZUD_WINDOW_NONE && call->kernels != NULL)
    azud_window_aggregate_clear (call);
  azud_window_reader_clear (&call->reader);
  azud_window_reader_clear (&call->other);
  azud_rows_clear (&call->values);
  azud_row_layout_clear (&call->layout, call->context->account);
  azud_arena_clear (&call->state_arena);
  azud_arena_clear (&call->scratch);
}

void
azud_window_call_reset (AzudWindowCall *call)
{
  azud_window_reader_reset (&call->reader);
  azud_window_reader_reset (&call->other);
  azud_window_tree_free (call->tree);
  call->tree = NULL;
  call->partition = UINT64_MAX;
  call->dense_peer = UINT64_MAX;
  call->counted.partition = UINT64_MAX;
}

/* ---- ranks ---- */

static int64_t
dense_rank (AzudWindowCall         *call,
            const AzudWindowPlaces *places,
            uint32_t                i)
{
  if (places->peer_starts[i] == call->dense_peer)
    return call->dense;
  call->dense = places->peer_starts[i] == places->starts[i] ? 1 : call->dense + 1;
  call->dense_peer = places->peer_starts[i];
  return call->dense;
}

/* The first rest parts have one row more than the others. */
static int64_t
ntile (int64_t row,
       int64_t n_rows,
       int64_t n_parts)
{
  int64_t size = n_rows / n_parts, rest = n_rows % n_parts, large = rest * (size + 1);

  return row < large ? row / (size + 1) + 1 : rest + (row - large) / size + 1;
}

static bool
eval_rank (AzudWindowCall         *call,
           const AzudWindowPlaces *places,
           AzudVector             *out,
           AzudArena              *arena,
           AzudError              *error)
{
  if (!azud_vector_init_flat (out, call->type, places->n, arena, error))
    return false;
  for (uint32_t i = 0; i < places->n; i++)
    {
      uint64_t start = places->starts[i], row = places->first + i - start, n = places->ends[i] - start;
      uint64_t before = places->peer_starts[i] - start;
      int32_t *whole = (int32_t *) out->data + i;
      double *real = (double *) out->data + i;

      switch (call->kind)
        {
        case AZUD_WINDOW_ROW_NUMBER:
          *whole = (int32_t) (row + 1);
          break;
        case AZUD_WINDOW_RANK:
          *whole = (int32_t) (before + 1);
          break;
        case AZUD_WINDOW_DENSE_RANK:
          *whole = (int32_t) dense_rank (call, places, i);
          break;
        case AZUD_WINDOW_NTILE:
          *whole = (int32_t) ntile ((int64_t) row, (int64_t) n, call->number);
          break;
        case AZUD_WINDOW_PERCENT_RANK:
          *real = n > 1 ? (double) before / (double) (n - 1) : 0.0;
          break;
        default:   /* CUME_DIST */
          *real = (double) (places->peer_ends[i] - start) / (double) n;
          break;
        }
    }
  return true;
}

/* ---- values of other rows ---- */

static bool
is_null_at (AzudWindowReader *reader,
            uint64_t          row,
            bool             *null,
            AzudError        *error)
{
  const AzudWindowPage *page = azud_window_reader_get (reader, row, error);
  AzudVectorView view;

  if (page == NULL)
    return false;
  view = azud_vector_view (&page->values[0]);
  *null = page->values[0].type->id == AZUD_DTYPE_VOID
          || !azud_view_valid (&view, azud_view_index (&view, (uint32_t) (row - page->first)));
  return true;
}

/* The @n-th row of [start, end) that is not null, or FROM_DEFAULT. */
static bool
nth_valid (AzudWindowCall *call,
           uint64_t        start,
           uint64_t        end,
           int64_t         n,
           int64_t        *target,
           AzudError      *error)
{
  AzudWindowCount *counted = &call->counted;
  bool null;

  for (; counted->start < start && counted->start < counted->next; counted->start++)
    {
      if (!is_null_at (&call->reader, counted->start, &null, error))
        return false;
      counted->count -= !null;
    }
  if (counted->next < start)
    {
      counted->next = start;
      counted->count = 0;
    }
  counted->start = start;
  for (; counted->count < n && counted->next < end; counted->next++)
    {
      if (!is_null_at (&call->reader, counted->next, &null, error))
        return false;
      if (null)
        continue;
      counted->count++;
      counted->last = counted->next;
    }
  *target = counted->count == n ? (int64_t) counted->last : FROM_DEFAULT;
  return true;
}

/* The @n-th row before @row that is not null, or FROM_DEFAULT: `last` is the first of the `count` ≤ n that were counted. */
static bool
nth_valid_before (AzudWindowCall *call,
                  uint64_t        row,
                  int64_t         n,
                  int64_t        *target,
                  AzudError      *error)
{
  AzudWindowCount *counted = &call->counted;
  bool null;

  for (; counted->next < row; counted->next++)
    {
      if (!is_null_at (&call->reader, counted->next, &null, error))
        return false;
      if (null)
        continue;
      if (counted->count == 0)
        counted->last = counted->next;
      if (counted->count++ < n)
        continue;
      counted->count = n;
      do
        if (!is_null_at (&call->reader, ++counted->last, &null, error))
          return false;
      while (null);
    }
  *target = counted->count == n ? (int64_t) counted->last : FROM_DEFAULT;
  return true;
}

/* Where the value of row @i comes from. */
static bool
find_target (AzudWindowCall         *call,
             const AzudWindowPlaces *places,
             uint32_t                i,
             int64_t                *target,
             AzudError              *error)
{
  uint64_t row = places->first + i, start = places->starts[i], end = places->ends[i];
  bool is_nth = call->kind == AZUD_WINDOW_NTH_VALUE;
  int64_t n = call->number;

  if (call->ignore_nulls && n != 0)
    {
      if (call->counted.partition != start)
        call->counted = (AzudWindowCount){ .start = start, .next = start, .partition = start };
      if (!(is_nth  ? nth_valid (call, places->frame_starts[i], places->frame_ends[i], n, target, error)
            : n > 0 ? nth_valid (call, row + 1, end, n, target, error)
                    : nth_valid_before (call, row, -n, target, error)))
        return false;
    }
  else if (is_nth)
    *target = (uint64_t) n <= places->frame_ends[i] - places->frame_starts[i] ? (int64_t) places->frame_starts[i] + n - 1 : FROM_DEFAULT;
  else if (n < 0)
    *target = row - start >= (uint64_t) -n ? (int64_t) row + n : FROM_DEFAULT;
  else
    *target = end - row > (uint64_t) n ? (int64_t) row + n : FROM_DEFAULT;
  if (*target == FROM_DEFAULT && (is_nth || call->call->n_args < 3))
    *target = FROM_NOWHERE;
  return true;
}

/* Copies the values of rows that lie side by side in one page: up to @n from row @row on. */
static bool
take_values (AzudWindowCall   *call,
             AzudWindowReader *reader,
             uint64_t          row,
             uint32_t         *n,
             uint8_t         **where,
             AzudError        *error)
{
  const AzudWindowPage *page = azud_window_reader_get (reader, row, error);
  uint32_t at;

  if (page == NULL)
    return false;
  at = (uint32_t) (row - page->first);
  if (*n > page->batch.n_rows - at)
    *n = page->batch.n_rows - at;
  return azud_rows_append (&call->values, &page->values[0], call->rows->numbers + at, *n, where, NULL, error);
}

static bool
find_values (AzudWindowCall         *call,
             const AzudWindowPlaces *places,
             uint8_t               **where,
             AzudError              *error)
{
  int64_t targets[AZUD_BATCH_ROWS];
  uint32_t n;

  for (uint32_t i = 0; i < places->n; i++)
    if (!find_target (call, places, i, &targets[i], error))
      return false;
  for (uint32_t i = 0; i < places->n; i += n)
    {
      int64_t target = targets[i];

      n = 1;
      if (target == FROM_NOWHERE)
        {
          where[i] = NULL;
          continue;
        }
      while (i + n < places->n && targets[i + n] == (target == FROM_DEFAULT ? FROM_DEFAULT : target + n))
        n++;
      if (!take_values (call, target == FROM_DEFAULT ? &call->other : &call->reader,
                        target == FROM_DEFAULT ? places->first + i : (uint64_t) target, &n, where + i, error))
        return false;
    }
  return true;
}

bool
azud_window_call_eval (AzudWindowCall         *call,
                       const AzudWindowPlaces *places,
                       AzudVector             *out,
                       AzudArena              *arena,
                       AzudError              *error)
{
  uint8_t *where[AZUD_BATCH_ROWS];

  if (call->kind != AZUD_WINDOW_NONE && !takes_values (call))
    return eval_rank (call, places, out, arena, error);
  azud_rows_clear (&call->values);
  return (takes_values (call) ? find_values : azud_window_aggregate_find) (call, places, where, error)
         && azud_rows_gather (&call->layout, where, places->n, 0, 1, out, arena, error);
}
