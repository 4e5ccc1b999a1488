/* window-frame.h: which rows the functions of a window see
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Both ends of all frames move forward with the row, within a partition, so that they are found by walking, in linear time.
 */

#pragma once

#include "operators/window/window-rows.h"

/* Row numbers for each row of a page; ends are one past the last row. */
typedef struct
{
  uint64_t  first;          /* row the page begins with */
  uint32_t  n;
  uint64_t *starts;         /* of the partition */
  uint64_t *ends;
  uint64_t *peer_starts;    /* of the rows with equal order keys */
  uint64_t *peer_ends;
  uint64_t *frame_starts;
  uint64_t *frame_ends;     /* never before frame_starts */
} AzudWindowPlaces;

/* One end of a RANGE frame with an offset: a place that moves forward. */
typedef struct
{
  AzudWindowReader reader;
  uint64_t         at;
} AzudWindowBound;

typedef struct
{
  const AzudPlan  *plan;           /* WINDOW */
  AzudTaskContext *context;
  AzudWindowRows  *rows;
  AzudSortKeys    *keys;           /* of the order; NULL = none */
  bool             needs_peers;
  AzudWindowReader peers;          /* where rows equal to the current one end */
  AzudWindowBound  bounds[2];      /* RANGE: start, end */
  uint64_t         peer_start;
  uint64_t         peer_end;
  uint64_t         partition;      /* number of the current one among those of @rows */
} AzudWindowFrames;

/** azud_window_frames_init: @keys (nullable) are borrowed. */
bool azud_window_frames_init (AzudWindowFrames *frames, const AzudPlan *plan, AzudWindowRows *rows, AzudSortKeys *keys, AzudError *error) AZUD_WARN_UNUSED;
void azud_window_frames_clear (AzudWindowFrames *frames);

/** azud_window_frames_reset: to the first row of other rows. */
void azud_window_frames_reset (AzudWindowFrames *frames);

/**
 * azud_window_frames_find: places for the rows of @page; pages come in order.
 * @page: with order keys when there are some and peers are needed, and the first order expression as its first value when the frame has offsets by value
 * @partitions, @n_partitions: numbers of the rows that partitions begin with
 * @places: arrays are made in @arena
 */
bool azud_window_frames_find (AzudWindowFrames     *frames,
                              const AzudWindowPage *page,
                              const uint64_t       *partitions,
                              uint64_t              n_partitions,
                              AzudWindowPlaces     *places,
                              AzudArena            *arena,
                              AzudError            *error) AZUD_WARN_UNUSED;

/** azud_window_needs_peers: whether some value of @plan asks which rows have equal order keys; else peers are not looked for, and mean
 * nothing. */
bool azud_window_needs_peers (const AzudPlan *plan);

/** azud_window_has_value_offset: whether the start (@side 0) or the end (1) of a RANGE frame is an offset from the order key. */
bool azud_window_has_value_offset (const AzudPlan *plan, int side);
