/* spill-file.h: chunks on disk
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A file of a spill folder that belongs to one owner (an attempt, a block) and goes with it.  Chunks are appended, compressed with
 * LZ4 where that makes them smaller, and read back at any time in any order; whoever writes keeps the places.  What comes back was checked: the
 * head here and the chunk's own checksum (column/rows.h).  A damaged one is AZUD_DAMAGED_CHUNK, a failed read AZUD_IO.
 */

#pragma once

#include "column/rows.h"
#include "formats/spill-folder.h"

typedef struct _AzudSpillFile AzudSpillFile;

/* Where a chunk lies. */
typedef struct
{
  int64_t  offset;
  uint32_t stored;     /* bytes on disk, with the head */
  uint32_t size;       /* of the chunk */
} AzudSpillPlace;

/** azud_spill_file_new: makes the folder if need be, and a file in it.  AZUD_SPILL_FOLDER_UNUSABLE.  Thread: any that may block. */
AzudSpillFile *azud_spill_file_new (AzudSpillFolder *folder, AzudError *error) AZUD_WARN_UNUSED;

/** azud_spill_file_free: removes the file.  NULL is allowed.  Thread: the last user. */
void azud_spill_file_free (AzudSpillFile *file);

/** azud_spill_file_write: seals @chunk and appends it.  AZUD_SPILL_FOLDER_FULL (with used and free bytes), AZUD_IO.
 * A failed write leaves the file as it was.  Thread: one writer. */
bool azud_spill_file_write (AzudSpillFile *file, AzudChunk *chunk, AzudSpillPlace *place, AzudError *error) AZUD_WARN_UNUSED;

/**
 * azud_spill_file_read: the chunk at @place, as a block (azud_block_give) of its size taken from @account.
 * @layout: of its rows
 *
 * Thread: any, several at once, also while others write.
 */
AzudChunk *azud_spill_file_read (AzudSpillFile        *file,
                                 const AzudSpillPlace *place,
                                 const AzudRowLayout  *layout,
                                 AzudAccount          *account,
                                 AzudError            *error) AZUD_WARN_UNUSED;

/** azud_spill_file_damage: fault injection: flips a bit in the middle of what lies at @place.  Only in builds with the `tests` option. */
void azud_spill_file_damage (AzudSpillFile *file, const AzudSpillPlace *place);

/** azud_spill_file_get_bytes: bytes on disk. */
int64_t azud_spill_file_get_bytes (const AzudSpillFile *file);
