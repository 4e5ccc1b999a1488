/* output-part.c: the parts that tasks write
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Parts of a single file.  The part whose turn it is writes straight to its place in the temporary; the
 * others are kept in memory up to the output's limit and then in nameless files, and are written when their
 * turn comes, by whoever finishes the part before them.  An attempt that fails after having written directly
 * leaves bytes that the next attempt overwrites; what may remain behind the end is cut off at commit.
 *
 * Parts of a folder are files of their own from the beginning.
 */

#include "config.h"

#include "formats/output-private.h"

#include <errno.h>
#include <stdio.h>

#define COPY_BYTES ((size_t) 256 << 10)

void
azud_output_part_name (const AzudOutput *output,
                       int               partition,
                       char             *name,
                       size_t            size)
{
  if (output->mode == AZUD_WRITE_APPEND)
    snprintf (name, size, "part-%05d-%s%s", partition, output->run, output->extension);
  else
    snprintf (name, size, "part-%05d%s", partition, output->extension);
}

/* ---- slots ---- */

static bool
reserve_slot_locked (AzudOutput *output,
                     int         partition,
                     AzudError  *error)
{
  int n = output->n_slots > 0 ? output->n_slots : 16;
  AzudOutputSlot *slots;

  if (partition < output->n_slots)
    return true;
  while (n <= partition)
    n *= 2;
  slots = azud_account_realloc (output->account, output->slots, (size_t) output->n_slots * sizeof *slots,
                                (size_t) n * sizeof *slots, error);
  if (slots == NULL)
    return false;
  memset (slots + output->n_slots, 0, (size_t) (n - output->n_slots) * sizeof *slots);
  for (int i = output->n_slots; i < n; i++)
    slots[i].spill = -1;
  output->slots = slots;
  output->n_slots = n;
  return true;
}

void
azud_output_release_slots (AzudOutput *output)
{
  for (int i = 0; i < output->n_slots; i++)
    {
      AzudOutputSlot *slot = &output->slots[i];

      if (slot->data.account != NULL)
        azud_bytes_clear (&slot->data);
      if (slot->spill >= 0)
        azud_io_close (slot->spill, output->temporary, NULL);
    }
  azud_account_release (output->account, output->slots, (size_t) output->n_slots * sizeof *output->slots);
  output->slots = NULL;
  output->n_slots = 0;
}

/* ---- writing in turn ---- */

/* A file without a name, so that nothing is left of it after a crash. */
static int
open_spill (AzudOutput     *output,
            AzudOutputPart *part,
            AzudError      *error)
{
  int fd;

  if (snprintf (part->path, sizeof part->path, "%.*s.%d-%d.part", (int) (strlen (output->temporary) - 5),
                output->temporary, part->partition, part->attempt) >= PATH_MAX)
    return azud_error_set_errno (error, N_("write"), output->temporary, ENAMETOOLONG) - 1;
  fd = azud_io_create (part->path, 0600, error);
  if (fd >= 0)
    azud_io_unlink (part->path, NULL);
  return fd;
}

static bool
copy_spill (AzudOutput *output,
            int         from,
            int64_t     size,
            int64_t     to,
            AzudError  *error)
{
  size_t actual;
  char *block = azud_block_take (output->account, COPY_BYTES, &actual, error);
  bool ok = block != NULL;

  for (int64_t at = 0; ok && at < size;)
    {
      size_t want = size - at < (int64_t) COPY_BYTES ? (size_t) (size - at) : COPY_BYTES;
      size_t got;

      ok = azud_io_pread (from, output->temporary, block, want, at, &got, error) &&
           (got == want || azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_IO",
                                           N_("A temporary file is too short"), NULL)) &&
           azud_io_pwrite (output->fd, output->temporary, block, want, to + at, error);
      at += (int64_t) want;
    }
  if (block != NULL)
    azud_block_give (output->account, block, actual);
  return ok;
}

static bool
place (AzudOutput      *output,
       int              spill,
       int64_t          spill_size,
       const AzudBytes *data,
       int64_t          offset,
       AzudError       *error)
{
  if (spill >= 0 && !copy_spill (output, spill, spill_size, offset, error))
    return false;
  return data->size == 0 ||
         azud_io_pwrite (output->fd, output->temporary, data->data, data->size, offset + spill_size, error);
}

/* With the turn claimed and the lock held: writes the finished parts that follow, then gives the turn back.
 * The lock is released while writing. */
static bool
drain_locked (AzudOutput *output,
              AzudError  *error)
{
  bool ok = true;

  while (ok && output->head < output->n_slots && output->slots[output->head].finished)
    {
      AzudOutputSlot slot = output->slots[output->head];
      int64_t offset = output->head_offset;

      if (!slot.written)
        {
          azud_mutex_unlock (&output->lock);
          ok = place (output, slot.spill, slot.spill_size, &slot.data, offset, error);
          azud_mutex_lock (&output->lock);
        }
      if (!ok)
        break;
      output->buffered -= (int64_t) slot.data.size;
      if (slot.data.account != NULL)
        azud_bytes_clear (&output->slots[output->head].data);
      if (slot.spill >= 0)
        azud_io_close (slot.spill, output->temporary, NULL);
      output->slots[output->head].spill = -1;
      output->slots[output->head].written = true;
      output->head_offset += slot.size;
      output->head++;
    }
  output->head_claimed = false;
  return ok;
}

/* ---- attempts ---- */

AzudOutputPart *
azud_output_part_open (AzudOutput *output,
                       int         partition,
                       AzudError  *error)
{
  AzudOutputPart *part = azud_account_alloc (output->account, sizeof *part, error);
  bool ok;

  if (part == NULL)
    return NULL;
  memset (part, 0, sizeof *part);
  part->output = output;
  part->partition = partition;
  part->spill = part->fd = -1;
  azud_bytes_init (&part->data, output->account);
  azud_mutex_lock (&output->lock);
  part->attempt = output->n_attempts++;
  ok = reserve_slot_locked (output, partition, error);
  azud_mutex_unlock (&output->lock);
  if (ok)
    return part;
  azud_account_release (output->account, part, sizeof *part);
  return NULL;
}

static bool
open_part_file (AzudOutputPart *part,
                AzudError      *error)
{
  if (part->fd >= 0)
    return true;
  if (snprintf (part->path, sizeof part->path, "%s/.part-%05d.%d", part->output->temporary, part->partition,
                part->attempt) >=
      PATH_MAX)
    return azud_error_set_errno (error, N_("write"), part->output->temporary, ENAMETOOLONG);
  part->fd = azud_io_create (part->path, 0666, error);
  return part->fd >= 0;
}

/* Whether this attempt may now write at its place; claims it. */
static bool
claim_turn (AzudOutputPart *part)
{
  AzudOutput *output = part->output;
  bool turn;

  azud_mutex_lock (&output->lock);
  turn = output->head == part->partition && !output->head_claimed && !output->slots[part->partition].finished;
  if (turn)
    {
      output->head_claimed = true;
      part->offset = output->head_offset;
      output->buffered -= (int64_t) part->data.size;
    }
  azud_mutex_unlock (&output->lock);
  return turn;
}

static bool
go_direct (AzudOutputPart *part,
           AzudError      *error)
{
  part->direct = true;
  if (!place (part->output, part->spill, part->spill_size, &part->data, part->offset, error))
    return false;
  azud_bytes_clear (&part->data);
  if (part->spill >= 0)
    azud_io_close (part->spill, part->path, NULL);
  part->spill = -1;
  return true;
}

static bool
spill (AzudOutputPart *part,
       AzudError      *error)
{
  AzudOutput *output = part->output;

  if (part->spill < 0)
    part->spill = open_spill (output, part, error);
  if (part->spill < 0 ||
      !azud_io_pwrite (part->spill, part->path, part->data.data, part->data.size, part->spill_size, error))
    return false;
  azud_mutex_lock (&output->lock);
  output->buffered -= (int64_t) part->data.size;
  azud_mutex_unlock (&output->lock);
  part->spill_size += (int64_t) part->data.size;
  azud_bytes_clear (&part->data);
  return true;
}

static bool
keep (AzudOutputPart *part,
      const void     *data,
      size_t          size,
      AzudError      *error)
{
  AzudOutput *output = part->output;
  AzudError refusal = AZUD_ERROR_INIT;
  bool full;

  if (!azud_bytes_append (&part->data, data, size, &refusal))
    {
      /* no memory for waiting: wait on disk */
      if (!spill (part, error))
        return false;
      if (!azud_io_pwrite (part->spill, part->path, data, size, part->spill_size, error))
        return false;
      part->spill_size += (int64_t) size;
      return true;
    }
  azud_mutex_lock (&output->lock);
  output->buffered += (int64_t) size;
  full = output->buffered > output->buffer_bytes;
  azud_mutex_unlock (&output->lock);
  return !full || spill (part, error);
}

bool
azud_output_part_write (AzudOutputPart *part,
                        const void     *data,
                        size_t          size,
                        AzudError      *error)
{
  AzudOutput *output = part->output;

  if (output->skipped || size == 0)
    return true;
  if (output->folder)
    {
      if (!open_part_file (part, error) || !azud_io_write (part->fd, part->path, data, size, error))
        return false;
      part->size += (int64_t) size;
      return true;
    }
  if (!part->direct && claim_turn (part) && !go_direct (part, error))
    return false;
  if (part->direct ? !azud_io_pwrite (output->fd, output->temporary, data, size, part->offset + part->size,
                                      error)
                   : !keep (part, data, size, error))
    return false;
  part->size += (int64_t) size;
  return true;
}

static void
free_part (AzudOutputPart *part)
{
  AzudOutput *output = part->output;

  azud_bytes_clear (&part->data);
  if (part->spill >= 0)
    azud_io_close (part->spill, part->path, NULL);
  if (part->fd >= 0)
    {
      azud_io_close (part->fd, part->path, NULL);
      azud_io_unlink (part->path, NULL);
    }
  azud_account_release (output->account, part, sizeof *part);
}

void
azud_output_part_abort (AzudOutputPart *part)
{
  AzudOutput *output;

  if (part == NULL)
    return;
  output = part->output;
  azud_mutex_lock (&output->lock);
  output->buffered -= (int64_t) part->data.size;
  if (part->direct)
    {
      AzudError ignored = AZUD_ERROR_INIT;

      /* another attempt at the same partition may have finished meanwhile and wait for the turn */
      (void) drain_locked (output, &ignored);
    }
  azud_mutex_unlock (&output->lock);
  free_part (part);
}

static bool
finish_file (AzudOutputPart *part,
             AzudError      *error)
{
  AzudOutput *output = part->output;
  char name[80];
  char path[PATH_MAX];
  int fd;

  if (part->fd < 0 && part->partition > 0)
    return true;
  if (!open_part_file (part, error) || !azud_io_sync (part->fd, part->path, error))
    return false;
  fd = part->fd;
  part->fd = -1;
  azud_output_part_name (output, part->partition, name, sizeof name);
  if (snprintf (path, sizeof path, "%s/%s", output->temporary, name) >= PATH_MAX)
    return azud_error_set_errno (error, N_("write"), output->temporary, ENAMETOOLONG);
  if (!azud_io_close (fd, part->path, error) || !azud_io_rename (part->path, path, error))
    {
      azud_io_unlink (part->path, NULL);
      return false;
    }
  return true;
}

static bool
publish_file (AzudOutputPart *part,
              AzudError      *error)
{
  AzudOutput *output = part->output;
  AzudOutputSlot *slot;
  bool first;
  bool wrote = part->fd >= 0 || part->partition == 0;
  bool ok;

  azud_mutex_lock (&output->lock);
  slot = &output->slots[part->partition];
  first = !slot->finished;
  slot->finished = true;      /* claimed; other attempts are dropped from now on */
  azud_mutex_unlock (&output->lock);
  if (!first)
    return true;
  ok = finish_file (part, error);
  azud_mutex_lock (&output->lock);
  slot = &output->slots[part->partition];
  slot->finished = slot->written = ok;
  slot->has_file = ok && wrote;
  slot->size = part->size;
  output->bytes += ok ? part->size : 0;
  azud_mutex_unlock (&output->lock);
  return ok;
}

/* Hands over what the attempt holds; with the lock held. */
static void
hand_over_locked (AzudOutputPart *part)
{
  AzudOutputSlot *slot = &part->output->slots[part->partition];

  slot->finished = true;
  slot->written = part->direct;
  slot->size = part->size;
  part->output->bytes += part->size;
  if (part->direct)
    return;
  slot->data = part->data;
  slot->spill = part->spill;
  slot->spill_size = part->spill_size;
  azud_bytes_init (&part->data, part->output->account);
  part->spill = -1;
}

static bool
publish_in_turn (AzudOutputPart *part,
                 AzudError      *error)
{
  AzudOutput *output = part->output;
  bool ok = true;

  azud_mutex_lock (&output->lock);
  if (!output->slots[part->partition].finished)
    hand_over_locked (part);
  else
    output->buffered -= (int64_t) part->data.size;
  if (part->direct)
    ok = drain_locked (output, error);
  else if (!output->head_claimed && output->head == part->partition)
    {
      output->head_claimed = true;
      ok = drain_locked (output, error);
    }
  azud_mutex_unlock (&output->lock);
  return ok;
}

bool
azud_output_part_finish (AzudOutputPart *part,
                         AzudError      *error)
{
  AzudOutput *output = part->output;
  bool ok = true;

  if (!output->skipped)
    ok = output->folder ? publish_file (part, error) : publish_in_turn (part, error);
  free_part (part);
  return ok;
}
