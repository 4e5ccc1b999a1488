/* output-commit.c: outputs become visible, all or none
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * First everything that takes time or can run out of something: completing, fsync, close.  Then one rename
 * an output. An old file keeps a second name (a hard link) until all is done, so that a later failure can
 * put it back; an old folder changes places with the new one.  A record of what is to be renamed lies in
 * each folder concerned before the first rename of several, so that a crash between two of them is completed
 * by the next run (output-sweep.c).
 */

#include "config.h"

#include "formats/output-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* ---- completing ---- */

static bool
check_complete (AzudOutput *output,
                AzudError  *error)
{
  for (int i = 0; i < output->n_partitions; i++)
    if (i >= output->n_slots || !output->slots[i].finished || !output->slots[i].written)
      {
        char number[16];

        snprintf (number, sizeof number, "%d", i);
        return azud_error_set (error, AZUD_FAULT_INTERNAL, "INTERNAL_ERROR",
                               N_("Part {0} of the output {1} was never finished"), number, output->target,
                               NULL);
      }
  return true;
}

/* The target must be what it was when the run began. */
static bool
check_unchanged (AzudOutput *output,
                 AzudError  *error)
{
  struct stat info;
  bool exists = lstat (output->target, &info) == 0;

  if (output->mode == AZUD_WRITE_ERROR && exists)
    return azud_output_refuse_existing (output, error);
  if (exists && !(output->folder ? S_ISDIR (info.st_mode) : S_ISREG (info.st_mode)))
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_NOT_A_FILE", N_("{0} exists and is not a file"),
                           output->target, NULL);
  if (output->mode == AZUD_WRITE_APPEND && !output->folder && exists != output->exists)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUTPUT_CHANGED",
                           N_("{0} was changed by somebody else while the run was appending to it"),
                           output->target, NULL);
  if (output->mode == AZUD_WRITE_APPEND && !output->folder && exists)
    {
      AzudFileIdentity now = { info.st_dev, info.st_ino, info.st_size,
                               (int64_t) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec };

      if (!azud_file_identity_equal (&now, &output->old))
        return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUTPUT_CHANGED",
                               N_("{0} was changed by somebody else while the run was appending to it"),
                               output->target, NULL);
    }
  output->exists = exists;
  return true;
}

static bool
complete_file (AzudOutput *output,
               AzudError  *error)
{
  int fd = output->fd;

  /* what a failed attempt may have left behind the end */
  if (ftruncate (fd, output->head_offset) != 0)
    return azud_error_set_errno (error, N_("cut"), output->temporary, errno);
  if (output->old_mode != 0)
    {
      /* owner first: it may take set-id bits away; not being allowed to is no fault */
      if (fchown (fd, output->old_owner, output->old_group) != 0 &&
          fchown (fd, (uid_t) -1, output->old_group) != 0)
        errno = 0;
      if (fchmod (fd, output->old_mode) != 0)
        return azud_error_set_errno (error, N_("set the mode of"), output->temporary, errno);
    }
  if (!azud_io_sync (fd, output->temporary, error))
    return false;
  output->fd = -1;
  return azud_io_close (fd, output->temporary, error);
}

static bool
complete_folder (AzudOutput *output,
                 AzudError  *error)
{
  char path[PATH_MAX];
  int fd;

  if (snprintf (path, sizeof path, "%s/_SUCCESS", output->temporary) >= PATH_MAX)
    return azud_error_set_errno (error, N_("write"), output->temporary, ENAMETOOLONG);
  fd = azud_io_create (path, 0666, error);
  if (fd < 0)
    return false;
  if (!azud_io_sync (fd, path, error))
    {
      azud_io_close (fd, path, NULL);
      return false;
    }
  return azud_io_close (fd, path, error) && azud_io_sync_folder (output->temporary, error);
}

static bool
complete (AzudOutput *output,
          AzudError  *error)
{
  if (output->skipped)
    return true;
  if (!check_complete (output, error) || !check_unchanged (output, error))
    return false;
  return output->folder ? complete_folder (output, error) : complete_file (output, error);
}

/* ---- renaming ---- */

/* A second name for the old file; file systems without hard links go without. */
static void
back_up (AzudOutput *output)
{
  output->backed_up = !output->folder && output->exists && link (output->target, output->backup) == 0;
}

/* Part files join those that are there; names hold the run's number, so none is replaced. */
static bool
move_parts (AzudOutput *output,
            bool        back,
            AzudError  *error)
{
  for (int i = 0; i <= output->n_partitions; i++)
    {
      char name[80] = "_SUCCESS";
      char from[PATH_MAX];
      char to[PATH_MAX];

      if (i < output->n_partitions && !output->slots[i].has_file)
        continue;
      if (i < output->n_partitions)
        azud_output_part_name (output, i, name, sizeof name);
      if (snprintf (from, sizeof from, "%s/%s", output->temporary, name) >= PATH_MAX ||
          snprintf (to, sizeof to, "%s/%s", output->target, name) >= PATH_MAX)
        return azud_error_set_errno (error, N_("write"), output->target, ENAMETOOLONG);
      if (back && i < output->n_partitions)
        rename (to, from);   /* as far as it goes: the error is reported already */
      else if (!back && !azud_io_rename (from, to, error))
        return false;
    }
  return true;
}

static bool
exchange (AzudOutput *output,
          AzudError  *error)
{
  if (renameat2 (AT_FDCWD, output->temporary, AT_FDCWD, output->target, RENAME_EXCHANGE) == 0)
    return true;
  return azud_error_set_errno (error, N_("replace"), output->target, errno);
}

static bool
make_visible (AzudOutput *output,
              AzudError  *error)
{
  if (output->skipped)
    return true;
  if (output->folder && output->exists)
    {
      if (output->mode == AZUD_WRITE_APPEND)
        {
          if (!move_parts (output, false, error))
            {
              move_parts (output, true, NULL);
              return false;
            }
        }
      else if (!exchange (output, error))
        return false;
    }
  else if (!azud_io_rename (output->temporary, output->target, error))
    return false;
  output->renamed = true;
  return true;
}

static void
undo (AzudOutput *output)
{
  if (!output->renamed)
    return;
  output->renamed = false;
  if (output->folder && output->exists)
    {
      if (output->mode == AZUD_WRITE_APPEND)
        move_parts (output, true, NULL);
      else
        exchange (output, NULL);
    }
  else if (output->backed_up)
    output->backed_up = rename (output->backup, output->target) != 0;
  else if (!output->exists)
    rename (output->target, output->temporary);   /* removed with the output */
  if (!azud_io_sync_folder (output->parent, NULL))
    return;   /* the run has failed already and says why */
}

/* What is no longer needed, once all outputs are visible (or none is). */
static void
clean_up (AzudOutput *output,
          bool        ok)
{
  if (output->skipped)
    return;
  if (output->backed_up)
    unlink (output->backup);
  output->backed_up = false;
  if (!ok)
    return;
  output->committed = true;
  if (output->folder && output->exists)
    azud_owner_remove_folder (output->temporary);   /* the old one, or an empty one */
}

static bool
rename_all (AzudOutput **outputs,
            size_t       n,
            AzudError   *error)
{
  bool ok = true;

  for (size_t i = 0; ok && i < n; i++)
    ok = make_visible (outputs[i], error);
  for (size_t i = 0; ok && i < n; i++)
    ok = outputs[i]->skipped ||
         (azud_io_sync_folder (outputs[i]->parent, error) &&
          (!outputs[i]->folder || azud_io_sync_folder (outputs[i]->target, error)));
  for (size_t i = n; !ok && i > 0; i--)
    undo (outputs[i - 1]);
  return ok;
}

bool
azud_outputs_commit (AzudOutput **outputs,
                     size_t       n_outputs,
                     AzudError   *error)
{
  bool ok = true;

  azud_assert_may_block ();
  for (size_t i = 0; ok && i < n_outputs; i++)
    for (size_t k = 0; ok && k < i; k++)
      if (strcmp (outputs[i]->target, outputs[k]->target) == 0)
        ok = azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_OUTPUT_TWICE", N_("Two outputs write to {0}"),
                             outputs[i]->target, NULL);
  for (size_t i = 0; ok && i < n_outputs; i++)
    ok = complete (outputs[i], error);
  if (ok)
    {
      for (size_t i = 0; i < n_outputs; i++)
        back_up (outputs[i]);
      ok = azud_output_intent_write (outputs, n_outputs, error) && rename_all (outputs, n_outputs, error);
      azud_output_intent_remove (outputs, n_outputs);
    }
  for (size_t i = 0; i < n_outputs; i++)
    clean_up (outputs[i], ok);
  return ok;
}
