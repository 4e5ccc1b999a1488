/* rows.h: rows at rest, in self-contained chunks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Whoever keeps rows (hash tables, sort, exchange, cache, preview) copies them into chunks of 64 KiB to 1 MiB.  A row has
 * a fixed part (validity bits, then one slot a column) at the front of the chunk; text longer than 12 bytes and nested values
 * lie at its back.  A slot points to them by a distance from the row itself, so a chunk can be written to disk, read back
 * at another address and used at once: spilling is writing the chunk.
 */

#pragma once

#include "column/vector.h"

/* Where each column lies in the fixed part of a row. */
typedef struct
{
  int              n_columns;
  uint32_t         row_size;         /* multiple of 8 */
  uint32_t         validity_bytes;
  bool             has_heap;         /* some column may own bytes at the back */
  bool             has_nested;       /* some column is an array, map or struct */
  const AzudDtype **types;
  uint32_t        *offsets;          /* of each column's slot within the row */
} AzudRowLayout;

/* Slots: fixed widths as in a flat vector (a decimal is aligned to 8 only: copy it with memcpy), text an AzudText whose
 * pointer is the distance, nested values an AzudRowHeap, void nothing.  Slots of nulls and all padding are zero. */
typedef struct
{
  uint32_t distance;   /* from the row's first byte */
  uint32_t size;
} AzudRowHeap;

/** azud_row_layout_init: layout for @n_columns columns of @types plus @extra trailing bytes (aligned to 8) that the owner
 * uses itself (hash, chain, aggregate states); their offset is row_size - extra rounded up to 8.  Memory from @account. */
bool azud_row_layout_init (AzudRowLayout *layout, const AzudDtype *const *types, int n_columns, uint32_t extra, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
bool azud_row_layout_init_schema (AzudRowLayout *layout, const AzudSchema *schema, uint32_t extra, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
void azud_row_layout_clear (AzudRowLayout *layout, AzudAccount *account);

#define AZUD_CHUNK_MAGIC 0x4b484341u   /* "ACHK" */

/* The head of every chunk, in memory and on disk (little endian). */
typedef struct
{
  uint32_t magic;
  uint32_t n_rows;
  uint32_t row_size;
  uint32_t heap_start;     /* offset of the lowest heap byte; free space lies between the rows and it */
  uint32_t size;           /* of the whole chunk */
  uint32_t reserved;
  uint64_t checksum;       /* azud_hash_bytes of all but this field; set by azud_chunk_seal */
} AzudChunkHead;

typedef AzudChunkHead AzudChunk;   /* rows begin right behind the head */

static inline uint8_t *
azud_chunk_row (AzudChunk *chunk, uint32_t row)
{
  return (uint8_t *) (chunk + 1) + (size_t) row * chunk->row_size;
}

/** azud_chunk_seal: computes the checksum (before writing to disk). */
void azud_chunk_seal (AzudChunk *chunk);

/** azud_chunk_verify: checks head and checksum of @size bytes read from disk, and that no slot leads outside.
 * @layout: what the reader expects.  AZUD_DAMAGED_CHUNK on failure. */
bool azud_chunk_verify (const AzudChunk *chunk, size_t size, const AzudRowLayout *layout, AzudError *error) AZUD_WARN_UNUSED;

/* A growing list of chunks with one layout, owned by one thread at a time. */
typedef struct
{
  const AzudRowLayout *layout;      /* borrowed */
  AzudAccount         *account;
  AzudChunk          **chunks;
  uint32_t             n_chunks;
  uint32_t             chunks_room;
  uint64_t             n_rows;
  uint64_t             n_bytes;     /* sum of chunk sizes */
  size_t               chunk_limit; /* chunks are not made larger unless a row is; 0 = AZUD_BLOCK_MAX.  Set it after azud_rows_init() */
} AzudRows;

void azud_rows_init (AzudRows *rows, const AzudRowLayout *layout, AzudAccount *account);
void azud_rows_clear (AzudRows *rows);

/**
 * azud_rows_append: copies the @n rows named by @row_numbers (NULL = rows 0..n-1) of @columns.
 * @columns: layout->n_columns vectors
 * @where: (out) (optional): receives the address of each copied row; stable until azud_rows_clear
 *
 * A single value larger than 1 MiB gets a chunk of its own.  The trailing extra bytes are zeroed.
 * On refusal rows already copied stay and *@n_done (optional) says how many, so that the caller can spill and go on.
 */
bool azud_rows_append (AzudRows          *rows,
                       const AzudVector  *columns,
                       const uint16_t    *row_numbers,
                       uint32_t           n,
                       uint8_t          **where,
                       uint32_t          *n_done,
                       AzudError         *error) AZUD_WARN_UNUSED;

/** azud_rows_adopt: adds a verified chunk, a block of chunk->size bytes taken from rows->account (spilled rows that come
 * back).  On refusal the chunk stays the caller's. */
bool azud_rows_adopt (AzudRows *rows, AzudChunk *chunk, AzudError *error) AZUD_WARN_UNUSED;

/** azud_rows_drop_first: gives the first @n_chunks chunks back (they were written elsewhere). */
void azud_rows_drop_first (AzudRows *rows, uint32_t n_chunks);

/** azud_rows_get_data_bytes: bytes of the rows and of what they own at the back of their chunks, without unused room.  O(chunks). */
uint64_t azud_rows_get_data_bytes (const AzudRows *rows);

/** azud_rows_append_batch: all selected rows of @batch. */
bool azud_rows_append_batch (AzudRows *rows, const AzudBatch *batch, AzudError *error) AZUD_WARN_UNUSED;

/**
 * azud_rows_gather: makes vectors from @n ≤ AZUD_BATCH_ROWS rows anywhere in chunks.
 * @rows: their addresses; NULL entries give all-null rows (outer joins)
 * @first_column, @n_columns: which columns of the layout
 * @out: (array length=n_columns): filled with flat vectors from @arena; text points into the chunks
 */
bool azud_rows_gather (const AzudRowLayout *layout,
                       uint8_t *const      *rows,
                       uint32_t             n,
                       int                  first_column,
                       int                  n_columns,
                       AzudVector          *out,
                       AzudArena           *arena,
                       AzudError           *error) AZUD_WARN_UNUSED;

/** azud_rows_gather_batch: the same with all columns, as a batch of @schema in @arena. */
bool azud_rows_gather_batch (const AzudRowLayout *layout,
                             const AzudSchema    *schema,
                             uint8_t *const      *rows,
                             uint32_t             n,
                             AzudBatch           *batch,
                             AzudArena           *arena,
                             AzudError           *error) AZUD_WARN_UNUSED;

/* Reading a row set in order, batch by batch. */
typedef struct
{
  const AzudRows *rows;
  uint32_t        chunk;
  uint32_t        row;
} AzudRowsCursor;

/** azud_rows_next: the next ≤ AZUD_BATCH_ROWS rows (or the debug batch size) as flat vectors; *@n = 0 at the end. */
bool azud_rows_next (AzudRowsCursor *cursor, AzudVector *out, uint32_t *n, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/** azud_row_is_null, azud_row_slot: direct access to one slot of a row. */
static inline bool
azud_row_is_null (const uint8_t *row, int column)
{
  return ((row[column >> 3] >> (column & 7)) & 1) == 0;
}

static inline void *
azud_row_slot (const AzudRowLayout *layout, uint8_t *row, int column)
{
  return row + layout->offsets[column];
}

/** azud_row_text: the text in a slot of @row (resolves the distance). */
AzudText azud_row_text (const AzudRowLayout *layout, const uint8_t *row, int column);
