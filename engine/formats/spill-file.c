/* spill-file.c: chunks on disk
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/spill-file.h"

#include "base/io.h"
#include "formats/spill-private.h"

#include <lz4.h>
#include <string.h>

#define SPILL_MAGIC 0x4c505341u   /* "ASPL" */
#define LZ4_FASTER 4              /* chunks are written once and read once: speed is worth more than the last per cent */

/* Before each chunk on disk. */
typedef struct
{
  uint32_t magic;
  uint32_t stored;    /* bytes that follow */
  uint32_t size;      /* of the chunk; == stored: not compressed */
  uint32_t reserved;
} SpillHead;

struct _AzudSpillFile
{
  AzudSpillFolder *folder;
  int              fd;
  int64_t          size;
  char             path[PATH_MAX];
};

AzudSpillFile *
azud_spill_file_new (AzudSpillFolder *folder,
                     AzudError       *error)
{
  AzudSpillFile *file = azud_account_alloc (folder->account, sizeof *file, error);

  if (file == NULL)
    return NULL;
  file->folder = folder;
  file->size = 0;
  file->fd = azud_spill_folder_create_file (folder, file->path, error);
  if (file->fd >= 0)
    return file;
  azud_account_release (folder->account, file, sizeof *file);
  return NULL;
}

void
azud_spill_file_free (AzudSpillFile *file)
{
  if (file == NULL)
    return;
  azud_io_close (file->fd, file->path, NULL);
  azud_io_unlink (file->path, NULL);
  azud_spill_folder_refund (file->folder, file->size);
  azud_account_release (file->folder->account, file, sizeof *file);
}

int64_t
azud_spill_file_get_bytes (const AzudSpillFile *file)
{
  return file->size;
}

/* ---- writing ---- */

/* The chunk behind a head, compressed into @scratch when that is smaller.  Returns: bytes behind the head. */
static uint32_t
compress (const AzudChunk *chunk,
          char            *scratch)
{
  int room = (int) (SPILL_SCRATCH_SIZE - sizeof (SpillHead));
  int stored = 0;

  if (chunk->size <= AZUD_BLOCK_MAX)
    stored = LZ4_compress_fast ((const char *) chunk, scratch + sizeof (SpillHead), (int) chunk->size, room, LZ4_FASTER);
  return stored > 0 && (uint32_t) stored < chunk->size ? (uint32_t) stored : chunk->size;
}

bool
azud_spill_file_write (AzudSpillFile  *file,
                       AzudChunk      *chunk,
                       AzudSpillPlace *place,
                       AzudError      *error)
{
  char *scratch = azud_spill_scratch_take (file->folder, error);
  AzudError fault = AZUD_ERROR_INIT;
  SpillHead head = { .magic = SPILL_MAGIC };
  bool done;

  if (scratch == NULL)
    return false;
  azud_chunk_seal (chunk);
  head.size = chunk->size;
  head.stored = compress (chunk, scratch);
  *place = (AzudSpillPlace){ .offset = file->size, .stored = head.stored + (uint32_t) sizeof head, .size = chunk->size };
  memcpy (scratch, &head, sizeof head);

  done = azud_spill_folder_charge (file->folder, place->stored, &fault);
  if (done)
    {
      done = head.stored < head.size
               ? azud_io_pwrite (file->fd, file->path, scratch, place->stored, file->size, &fault)
               : azud_io_pwrite (file->fd, file->path, scratch, sizeof head, file->size, &fault)
                   && azud_io_pwrite (file->fd, file->path, chunk, chunk->size, file->size + (int64_t) sizeof head, &fault);
      if (done)
        file->size += place->stored;
      else
        azud_spill_folder_refund (file->folder, place->stored);
    }
  azud_spill_scratch_give (file->folder, scratch);
  azud_spill_folder_explain (file->folder, &fault);
  if (!done && error != NULL && !azud_error_is_set (error))
    *error = fault;
  return done;
}

void
azud_spill_file_damage (AzudSpillFile        *file,
                        const AzudSpillPlace *place)
{
#if AZUD_TESTS
  int64_t offset = place->offset + (int64_t) (sizeof (SpillHead) + place->stored) / 2;
  size_t got = 0;
  uint8_t byte;

  if (!azud_io_pread (file->fd, file->path, &byte, 1, offset, &got, NULL))
    return;
  byte ^= 0x10;
  (void) !azud_io_pwrite (file->fd, file->path, &byte, 1, offset, NULL);
#endif
}

/* ---- reading ---- */

static bool
damaged (const AzudSpillFile  *file,
         const AzudSpillPlace *place,
         const char           *why,
         AzudError            *error)
{
  azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_DAMAGED_CHUNK", N_("A block read back from disk is damaged: {0:t}"), why, NULL);
  azud_error_at_line (error, file->path, 0, 0, place->offset);
  return false;
}

static bool
read_exactly (AzudSpillFile        *file,
              const AzudSpillPlace *place,
              void                 *buffer,
              size_t                size,
              int64_t               offset,
              AzudError            *error)
{
  size_t got = 0;

  if (!azud_io_pread (file->fd, file->path, buffer, size, offset, &got, error))
    return false;
  return got == size || damaged (file, place, N_("the file ends too soon"), error);
}

static bool
read_into (AzudSpillFile        *file,
           const AzudSpillPlace *place,
           AzudChunk            *chunk,
           char                 *scratch,
           AzudError            *error)
{
  SpillHead head;
  bool is_small = place->stored <= SPILL_SCRATCH_SIZE;

  if (!read_exactly (file, place, scratch, is_small ? place->stored : sizeof head, place->offset, error))
    return false;
  memcpy (&head, scratch, sizeof head);
  if (head.magic != SPILL_MAGIC || head.size != place->size || head.stored + sizeof head != place->stored)
    return damaged (file, place, N_("its head is not what was written"), error);
  if (head.stored < head.size)
    return LZ4_decompress_safe (scratch + sizeof head, (char *) chunk, (int) head.stored, (int) head.size) == (int) head.size
           || damaged (file, place, N_("it cannot be decompressed"), error);
  if (!is_small)
    return read_exactly (file, place, chunk, head.size, place->offset + (int64_t) sizeof head, error);
  memcpy (chunk, scratch + sizeof head, head.size);
  return true;
}

AzudChunk *
azud_spill_file_read (AzudSpillFile        *file,
                      const AzudSpillPlace *place,
                      const AzudRowLayout  *layout,
                      AzudAccount          *account,
                      AzudError            *error)
{
  size_t actual;
  AzudChunk *chunk = azud_block_take (account, place->size, &actual, error);
  char *scratch = chunk != NULL ? azud_spill_scratch_take (file->folder, error) : NULL;
  bool done;

  if (scratch == NULL)
    {
      if (chunk != NULL)
        azud_block_give (account, chunk, actual);
      return NULL;
    }
  done = read_into (file, place, chunk, scratch, error);
  azud_spill_scratch_give (file->folder, scratch);
  if (done && azud_chunk_verify (chunk, place->size, layout, error))
    return chunk;
  azud_error_at_line (error, file->path, 0, 0, place->offset);
  azud_block_give (account, chunk, actual);
  return NULL;
}
