/* spill-run.h: rows on disk, in the order they were added
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The one way in which operators leave memory: sorted runs, partitions of hash tables and exchanges are all runs of chunks in a spill file.  Rows
 * gather in a chunk (64 KiB, on the spill folder's own account) that is written when the next one is begun.  Several runs may
 * share a file, as long as one thread writes.
 */

#pragma once

#include "formats/spill-file.h"
#include "runtime/task.h"

typedef struct
{
  AzudSpillFile       *file;          /* borrowed */
  const AzudRowLayout *layout;        /* borrowed */
  AzudAccount         *account;       /* of the list of places */
  AzudRows             pending;
  AzudSpillPlace      *places;
  uint64_t             n_places;
  uint64_t             places_room;
  uint64_t             n_rows;
  int64_t              n_bytes;       /* on disk */
} AzudSpillRun;

/** azud_spill_run_init: @folder is the one of @file. */
void azud_spill_run_init (AzudSpillRun *run, AzudSpillFile *file, AzudSpillFolder *folder, const AzudRowLayout *layout, AzudAccount *account);
void azud_spill_run_clear (AzudSpillRun *run);

/** azud_spill_run_append: the @n rows of @columns named by @row_numbers (NULL = 0..n-1).  Thread: worker. */
bool azud_spill_run_append (AzudSpillRun *run, const AzudVector *columns, const uint16_t *row_numbers, uint32_t n, AzudError *error) AZUD_WARN_UNUSED;

/** azud_spill_run_append_rows: @n rows at rest (≤ AZUD_BATCH_ROWS) of the same layout, by their addresses. */
bool azud_spill_run_append_rows (AzudSpillRun *run, uint8_t *const *rows, uint32_t n, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/** azud_spill_run_append_chunk: writes a chunk as it is. */
bool azud_spill_run_append_chunk (AzudSpillRun *run, AzudChunk *chunk, AzudError *error) AZUD_WARN_UNUSED;

/** azud_spill_run_flush: writes what is pending. */
bool azud_spill_run_flush (AzudSpillRun *run, AzudError *error) AZUD_WARN_UNUSED;

/** azud_spill_run_get_size: bytes its chunks take in memory. */
uint64_t azud_spill_run_get_size (const AzudSpillRun *run);

/* Reading places [at, end) of a flushed run. */
typedef struct
{
  const AzudSpillRun *run;
  uint64_t            at;
  uint64_t            end;
  AzudAccount        *account;       /* of the one chunk that is in memory */
  AzudChunk          *chunk;
  uint32_t            row;
} AzudSpillCursor;

void azud_spill_cursor_init (AzudSpillCursor *cursor, const AzudSpillRun *run, AzudAccount *account);
void azud_spill_cursor_clear (AzudSpillCursor *cursor);

/** azud_spill_cursor_next: addresses of up to @room rows, valid until the next call; *@n = 0 at the end. */
bool azud_spill_cursor_next (AzudSpillCursor *cursor, uint8_t **rows, uint32_t room, uint32_t *n, AzudError *error) AZUD_WARN_UNUSED;

/** azud_spill_cursor_source: the same as an AzudRowsNext. */
bool azud_spill_cursor_source (void *cursor, uint8_t **rows, uint32_t room, uint32_t *n, AzudError *error) AZUD_WARN_UNUSED;

/** azud_spill_cursor_take: the chunk that was read last becomes the caller's (a block of cursor->account).  NULL without one. */
AzudChunk *azud_spill_cursor_take (AzudSpillCursor *cursor);
