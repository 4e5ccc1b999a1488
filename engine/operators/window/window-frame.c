/* window-frame.c: partitions, equal rows and frames
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * An end of a RANGE frame is the order key plus an offset, encoded like the keys and compared with theirs: so NaN, nulls and both
 * directions need no cases of their own.
 */

#include "operators/window/window-frame.h"

#include "expr/function.h"
#include "value/decimal.h"

#include <string.h>

bool
azud_window_has_value_offset (const AzudPlan *plan,
                              int             side)
{
  const AzudWindowFrame *frame = &plan->as.window.frame;
  int64_t offset = side == 0 ? frame->start : frame->end;

  return frame->kind == AZUD_FRAME_RANGE && offset != 0 && offset != AZUD_FRAME_UNBOUNDED && offset != -AZUD_FRAME_UNBOUNDED;
}

bool
azud_window_needs_peers (const AzudPlan *plan)
{
  for (int i = 0; i < plan->as.window.n_values; i++)
    {
      const AzudExpr *call = plan->as.window.values[i].expr;

      switch (call->function->signatures[call->variant].window)
        {
        case AZUD_WINDOW_RANK:
        case AZUD_WINDOW_DENSE_RANK:
        case AZUD_WINDOW_PERCENT_RANK:
        case AZUD_WINDOW_CUME_DIST:
          return true;
        case AZUD_WINDOW_NONE:
        case AZUD_WINDOW_NTH_VALUE:
          if (plan->as.window.frame.kind != AZUD_FRAME_ROWS)
            return true;
          break;
        default:
          break;
        }
    }
  return false;
}

bool
azud_window_frames_init (AzudWindowFrames *frames,
                         const AzudPlan   *plan,
                         AzudWindowRows   *rows,
                         AzudSortKeys     *keys,
                         AzudError        *error)
{
  *frames = (AzudWindowFrames){ .plan = plan, .context = rows->owner->context, .rows = rows, .keys = keys,
                                .needs_peers = azud_window_needs_peers (plan) };
  if (keys != NULL && frames->needs_peers && !azud_window_reader_init (&frames->peers, rows, NULL, 0, keys, false, error))
    return false;
  for (int side = 0; side < 2; side++)
    if (azud_window_has_value_offset (plan, side)
        && !azud_window_reader_init (&frames->bounds[side].reader, rows, NULL, 0, keys, false, error))
      return false;
  return true;
}

void
azud_window_frames_clear (AzudWindowFrames *frames)
{
  azud_window_reader_clear (&frames->peers);
  for (int side = 0; side < 2; side++)
    azud_window_reader_clear (&frames->bounds[side].reader);
}

void
azud_window_frames_reset (AzudWindowFrames *frames)
{
  azud_window_reader_reset (&frames->peers);
  for (int side = 0; side < 2; side++)
    {
      azud_window_reader_reset (&frames->bounds[side].reader);
      frames->bounds[side].at = 0;
    }
  frames->peer_start = frames->peer_end = frames->partition = 0;
}

static int
compare_keys (const AzudKeys *a,
              uint32_t        i,
              const AzudKeys *b,
              uint32_t        j)
{
  uint32_t shorter = a->sizes[i] < b->sizes[j] ? a->sizes[i] : b->sizes[j];
  int order = memcmp (a->bytes[i], b->bytes[j], shorter);

  return order != 0 ? order : a->sizes[i] < b->sizes[j] ? -1 : a->sizes[i] > b->sizes[j];
}

/* ---- order keys plus an offset ---- */

static bool
shift_overflow (uint32_t   row,
                AzudError *error)
{
  azud_error_set (error, AZUD_FAULT_RUN, "ARITHMETIC_OVERFLOW",
                  N_("An order key plus the offset of the frame is beyond its type"), NULL);
  azud_error_at_row (error, -1, -1, row);
  return false;
}

#define SHIFT_WHOLE(id, ctype, least, most)                                                        \
  case id:                                                                                         \
    {                                                                                              \
      int64_t sum;                                                                                 \
      if (__builtin_add_overflow ((int64_t) ((ctype *) out)[i], offset, &sum) || sum < (least) || sum > (most)) \
        return false;                                                                              \
      ((ctype *) out)[i] = (ctype) sum;                                                            \
      return true;                                                                                 \
    }

/* Element @i of @out plus @offset. */
static bool
shift_one (const AzudDtype *type,
           void            *out,
           uint32_t         i,
           int64_t          offset)
{
  switch (type->id)
    {
      SHIFT_WHOLE (AZUD_DTYPE_TINYINT, int8_t, INT8_MIN, INT8_MAX)
      SHIFT_WHOLE (AZUD_DTYPE_SMALLINT, int16_t, INT16_MIN, INT16_MAX)
      SHIFT_WHOLE (AZUD_DTYPE_INT, int32_t, INT32_MIN, INT32_MAX)
      SHIFT_WHOLE (AZUD_DTYPE_DATE, int32_t, INT32_MIN, INT32_MAX)
      SHIFT_WHOLE (AZUD_DTYPE_BIGINT, int64_t, INT64_MIN, INT64_MAX)
    case AZUD_DTYPE_FLOAT:
      ((float *) out)[i] += (float) offset;
      return true;
    case AZUD_DTYPE_DOUBLE:
      ((double *) out)[i] += (double) offset;
      return true;
    case AZUD_DTYPE_DECIMAL:
      {
        AzudInt128 step = offset;

        for (int s = 0; s < type->scale; s++)
          if (__builtin_mul_overflow (step, (AzudInt128) 10, &step))
            return false;
        return !__builtin_add_overflow (((AzudInt128 *) out)[i], step, &((AzudInt128 *) out)[i]);
      }
    default:
      return false;
    }
}

static bool
shift_keys (AzudWindowFrames     *frames,
            const AzudWindowPage *page,
            int                   side,
            AzudKeys             *keys,
            AzudArena            *arena,
            AzudError            *error)
{
  const AzudWindowFrame *frame = &frames->plan->as.window.frame;
  int64_t offset = side == 0 ? frame->start : frame->end;
  const AzudVector *columns[1];
  AzudVector shifted;

  if (frames->plan->as.window.order[0].descending)
    offset = -offset;
  if (!azud_vector_flatten (&page->values[0], NULL, page->batch.n_rows, &shifted, arena, error))
    return false;
  for (uint32_t i = 0; i < page->batch.n_rows; i++)
    if ((shifted.validity == NULL || azud_bits_get (shifted.validity, i)) && !shift_one (shifted.type, shifted.data, i, offset))
      return shift_overflow (i, error);
  columns[0] = &shifted;
  return azud_key_codec_encode (frames->keys->codec, columns, NULL, page->batch.n_rows, false, keys, arena, error);
}

/* ---- walking ---- */

/* Moves a bound to the first row of [start, end) whose key is not before key @i of @keys (side 0), or is after it (side 1). */
static bool
move_bound (AzudWindowBound *bound,
            int              side,
            const AzudKeys  *keys,
            uint32_t         i,
            uint64_t         start,
            uint64_t         end,
            AzudError       *error)
{
  if (bound->at < start)
    bound->at = start;
  for (; bound->at < end; bound->at++)
    {
      const AzudWindowPage *page = azud_window_reader_get (&bound->reader, bound->at, error);
      int order;

      if (page == NULL)
        return false;
      order = compare_keys (&page->keys, (uint32_t) (bound->at - page->first), keys, i);
      if (side == 0 ? order >= 0 : order > 0)
        break;
    }
  return true;
}

/* The rows equal to row @i of the page. */
static bool
find_peers (AzudWindowFrames     *frames,
            const AzudWindowPage *page,
            uint32_t              i,
            uint64_t              start,
            uint64_t              end,
            AzudError            *error)
{
  uint64_t row = page->first + i;

  if (row >= start && row < frames->peer_end && frames->peer_start >= start)
    return true;
  frames->peer_start = row;
  if (frames->keys == NULL || !frames->needs_peers)
    {
      frames->peer_end = end;
      return true;
    }
  for (frames->peer_end = row + 1; frames->peer_end < end; frames->peer_end++)
    {
      const AzudWindowPage *other = azud_window_reader_get (&frames->peers, frames->peer_end, error);

      if (other == NULL)
        return false;
      if (compare_keys (&page->keys, i, &other->keys, (uint32_t) (frames->peer_end - other->first)) != 0)
        break;
    }
  return true;
}

/* @row moved by @offset, within [start, end]. */
static uint64_t
clamp_row (uint64_t row,
           int64_t  offset,
           uint64_t start,
           uint64_t end)
{
  if (offset < 0)
    return row - start <= (uint64_t) -offset ? start : row - (uint64_t) -offset;
  return end - row <= (uint64_t) offset ? end : row + (uint64_t) offset;
}

/* Ends of the frame of row @i, when they are no offsets from the key. */
static void
place_frame (const AzudWindowFrames *frames,
             AzudWindowPlaces       *places,
             uint32_t                i)
{
  const AzudWindowFrame *frame = &frames->plan->as.window.frame;
  uint64_t row = places->first + i, start = places->starts[i], end = places->ends[i];

  if (frame->kind == AZUD_FRAME_DEFAULT)
    {
      places->frame_starts[i] = start;
      places->frame_ends[i] = places->peer_ends[i];
      return;
    }
  places->frame_starts[i] = frame->start == -AZUD_FRAME_UNBOUNDED ? start
                            : frame->kind == AZUD_FRAME_ROWS      ? clamp_row (row, frame->start, start, end)
                                                                  : places->peer_starts[i];
  places->frame_ends[i] = frame->end == AZUD_FRAME_UNBOUNDED ? end
                          : frame->kind == AZUD_FRAME_RANGE  ? places->peer_ends[i]
                          : frame->end >= 0                  ? clamp_row (row + 1, frame->end, start, end)
                          : row - start < (uint64_t) -frame->end ? start
                                                                 : row + 1 - (uint64_t) -frame->end;
}

static bool
alloc_places (AzudWindowPlaces *places,
              uint32_t          n,
              AzudArena        *arena,
              AzudError        *error)
{
  uint64_t *memory = azud_arena_alloc (arena, 6 * (size_t) n * sizeof *memory, 16, error);

  if (memory == NULL)
    return false;
  places->n = n;
  places->starts = memory;
  places->ends = memory + n;
  places->peer_starts = memory + 2 * (size_t) n;
  places->peer_ends = memory + 3 * (size_t) n;
  places->frame_starts = memory + 4 * (size_t) n;
  places->frame_ends = memory + 5 * (size_t) n;
  return true;
}

bool
azud_window_frames_find (AzudWindowFrames     *frames,
                         const AzudWindowPage *page,
                         const uint64_t       *partitions,
                         uint64_t              n_partitions,
                         AzudWindowPlaces     *places,
                         AzudArena            *arena,
                         AzudError            *error)
{
  AzudKeys shifted[2];

  if (!alloc_places (places, page->batch.n_rows, arena, error))
    return false;
  for (int side = 0; side < 2; side++)
    if (azud_window_has_value_offset (frames->plan, side) && !shift_keys (frames, page, side, &shifted[side], arena, error))
      return false;
  places->first = page->first;
  for (uint32_t i = 0; i < places->n; i++)
    {
      uint64_t p = frames->partition;

      if (p + 1 < n_partitions && page->first + i >= partitions[p + 1])
        p = ++frames->partition;
      places->starts[i] = partitions[p];
      places->ends[i] = p + 1 < n_partitions ? partitions[p + 1] : frames->rows->n_rows;
      if (!find_peers (frames, page, i, places->starts[i], places->ends[i], error))
        return false;
      places->peer_starts[i] = frames->peer_start;
      places->peer_ends[i] = frames->peer_end;
      place_frame (frames, places, i);
      for (int side = 0; side < 2; side++)
        if (azud_window_has_value_offset (frames->plan, side))
          {
            if (!move_bound (&frames->bounds[side], side, &shifted[side], i, places->starts[i], places->ends[i], error))
              return false;
            *(side == 0 ? &places->frame_starts[i] : &places->frame_ends[i]) = frames->bounds[side].at;
          }
      if (places->frame_ends[i] < places->frame_starts[i])
        places->frame_ends[i] = places->frame_starts[i];
    }
  return true;
}
