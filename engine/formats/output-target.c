/* output-target.c: the target of an output and its temporary
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/output-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#define MAX_LINKS 40
#define COPY_BYTES ((size_t) 256 << 10)

/* ---- the target ---- */

static bool
too_long (const char *path,
          AzudError  *error)
{
  return azud_error_set_errno (error, N_("write"), path, ENAMETOOLONG);
}

/* Makes @path absolute with a folder that exists; the last name may be missing. */
static bool
resolve_folder (const char *path,
                char       *resolved,
                AzudError  *error)
{
  char folder[PATH_MAX];
  char real[PATH_MAX];
  size_t length = strlen (path);
  const char *slash;
  const char *name;

  while (length > 1 && path[length - 1] == '/')
    length--;
  if (length == 0 || length >= sizeof folder)
    return too_long (path, error);
  memcpy (folder, path, length);
  folder[length] = '\0';
  slash = strrchr (folder, '/');
  name = path + (slash != NULL ? slash - folder + 1 : 0);
  length -= (size_t) (name - path);
  if (slash == NULL)
    strcpy (folder, ".");
  else
    folder[slash == folder ? 1 : slash - folder] = '\0';
  if (realpath (folder, real) == NULL)
    return azud_error_set_errno (error, N_("write to"), folder, errno);
  if (length == 0 || (length == 1 && name[0] == '.') || (length == 2 && strncmp (name, "..", 2) == 0))
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_NOT_A_FILE", N_("{0} cannot be an output"), path,
                           NULL);
  if (snprintf (resolved, PATH_MAX, "%s/%.*s", strcmp (real, "/") == 0 ? "" : real, (int) length,
                name) >= PATH_MAX)
    return too_long (path, error);
  return true;
}

/* Follows symbolic links at the end of the path, dangling ones too: the link is kept, what it names is
 * written. */
static bool
resolve (const char *path,
         char       *resolved,
         AzudError  *error)
{
  if (!resolve_folder (path, resolved, error))
    return false;
  for (int i = 0; i < MAX_LINKS; i++)
    {
      char link[PATH_MAX];
      char next[PATH_MAX];
      ssize_t n = readlink (resolved, link, sizeof link - 1);
      int written;

      if (n < 0)
        return true;
      link[n] = '\0';
      if (link[0] == '/')
        written = snprintf (next, sizeof next, "%s", link);
      else
        written = snprintf (next, sizeof next, "%.*s%s", (int) (strrchr (resolved, '/') - resolved + 1),
                            resolved, link);
      if (written < 0 || written >= PATH_MAX)
        return too_long (path, error);
      if (!resolve_folder (next, resolved, error))
        return false;
    }
  return azud_error_set_errno (error, N_("write to"), path, ELOOP);
}

/* Only folders that a run of ours (or Spark's) has made are replaced as a whole. */
static bool
check_folder_is_output (const char *path,
                        AzudError  *error)
{
  DIR *dir = opendir (path);
  struct dirent *entry;
  bool ok = true;

  if (dir == NULL)
    return azud_error_set_errno (error, N_("open"), path, errno);
  while (ok && (entry = readdir (dir)) != NULL)
    {
      const char *name = entry->d_name;

      ok = name[0] == '.' || strcmp (name, "_SUCCESS") == 0 || strncmp (name, "part-", 5) == 0;
    }
  closedir (dir);
  return ok || azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_FOLDER_NOT_OURS",
                               N_("The folder {0} holds other things than part files, so it is not overwritten"), path, NULL);
}

bool
azud_output_refuse_existing (AzudOutput *output,
                             AzudError  *error)
{
  return azud_error_set (error, AZUD_FAULT_RUN, "PATH_ALREADY_EXISTS",
                         N_("{0} exists already; in the target, under “If it is there already”, choose overwrite (Replace it), append (Add to it) or ignore (Write nothing)"),
                         output->target, NULL);
}

static bool
check_target (AzudOutput *output,
              AzudError  *error)
{
  struct stat info;
  bool right;

  if (lstat (output->target, &info) != 0)
    return errno == ENOENT || azud_error_set_errno (error, N_("examine"), output->target, errno);
  right = output->folder ? S_ISDIR (info.st_mode) : S_ISREG (info.st_mode);
  if (!right)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_NOT_A_FILE",
                           output->folder ? N_("{0} exists and is not a folder") : N_("{0} exists and is not a file"),
                           output->target, NULL);
  output->exists = true;
  output->old = (AzudFileIdentity){ info.st_dev, info.st_ino, info.st_size,
                                    (int64_t) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec };
  output->old_size = info.st_size;
  output->old_mode = info.st_mode & 07777;
  output->old_owner = info.st_uid;
  output->old_group = info.st_gid;
  switch (output->mode)
    {
    case AZUD_WRITE_ERROR:
      return azud_output_refuse_existing (output, error);
    case AZUD_WRITE_IGNORE:
      output->skipped = true;
      return true;
    case AZUD_WRITE_OVERWRITE:
      return !output->folder || check_folder_is_output (output->target, error);
    case AZUD_WRITE_APPEND:
    default:
      return true;
    }
}

/* ---- the temporary ---- */

static bool
make_temporary (AzudOutput *output,
                AzudError  *error)
{
  const char *name = strrchr (output->target, '/') + 1;

  for (unsigned attempt = 0; attempt < 100; attempt++)
    {
      AzudError fault = AZUD_ERROR_INIT;
      bool made;

      azud_owner_print_name (output->run, sizeof output->run, attempt);
      if (snprintf (output->temporary, sizeof output->temporary, "%s/.%.200s.%s.part",
                    strcmp (output->parent, "/") == 0 ? "" : output->parent, name, output->run) >= PATH_MAX ||
          snprintf (output->backup, sizeof output->backup, "%s/.%.200s.%s.old.part",
                    strcmp (output->parent, "/") == 0 ? "" : output->parent, name, output->run) >= PATH_MAX)
        return too_long (output->target, error);
      if (access (output->temporary, F_OK) == 0)
        continue;
      if (output->folder)
        made = azud_io_mkdir (output->temporary, &fault);
      else
        made = (output->fd = azud_io_create (output->temporary, 0666, &fault)) >= 0;
      if (!made)
        {
          *error = fault;
          output->temporary[0] = '\0';
          return false;
        }
      output->lock_fd = azud_owner_lock (output->temporary);
      if (output->lock_fd >= 0)
        return true;
      if (output->fd >= 0)
        azud_io_close (output->fd, output->temporary, NULL);
      output->fd = -1;
    }
  return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_IO",
                         N_("No temporary file could be made beside {0}"), output->target, NULL);
}

/* Appending is a new file that begins with the old one's bytes. */
static bool
copy_old (AzudOutput *output,
          AzudError  *error)
{
  size_t actual;
  char *block = azud_block_take (output->account, COPY_BYTES, &actual, error);
  int fd = block != NULL ? azud_io_open_read (output->target, NULL, error) : -1;
  bool ok = fd >= 0;
  char last = '\n';
  size_t got = 1;

  while (ok && got > 0)
    {
      ok = azud_io_pread (fd, output->target, block, COPY_BYTES, output->head_offset, &got, error) &&
           (got == 0 || azud_io_pwrite (output->fd, output->temporary, block, got, output->head_offset,
                                        error));
      if (ok && got > 0)
        {
          last = block[got - 1];
          output->head_offset += (int64_t) got;
        }
    }
  if (ok && last != '\n')
    ok = azud_io_pwrite (output->fd, output->temporary, "\n", 1, output->head_offset++, error);
  if (fd >= 0)
    azud_io_close (fd, output->target, NULL);
  if (block != NULL)
    azud_block_give (output->account, block, actual);
  return ok;
}

static bool
set_up (AzudOutput             *output,
        const AzudOutputConfig *config,
        AzudError              *error)
{
  const char *slash;

  if (!resolve (config->path, output->target, error))
    return false;
  slash = strrchr (output->target, '/');
  memcpy (output->parent, output->target, (size_t) (slash - output->target));
  output->parent[slash == output->target ? 1 : slash - output->target] = '\0';
  if (slash == output->target)
    output->parent[0] = '/';
  azud_output_sweep (output->parent);
  if (!check_target (output, error))
    return false;
  if (output->skipped)
    return true;
  if (!make_temporary (output, error))
    return false;
  return output->folder || output->mode != AZUD_WRITE_APPEND || !output->exists || copy_old (output, error);
}

AzudOutput *
azud_output_new (const AzudOutputConfig *config,
                 AzudAccount            *account,
                 AzudError              *error)
{
  AzudOutput *output;

  azud_assert_may_block ();
  output = azud_account_alloc (account, sizeof *output, error);
  if (output == NULL)
    return NULL;
  memset (output, 0, sizeof *output);
  output->account = account;
  azud_mutex_init (&output->lock);
  output->mode = config->mode;
  output->folder = config->folder;
  output->n_partitions = config->n_partitions;
  output->buffer_bytes = config->buffer_bytes > 0 ? config->buffer_bytes : (int64_t) 32 << 20;
  output->fd = output->lock_fd = output->intent_fd = -1;
  snprintf (output->extension, sizeof output->extension, "%s",
            config->extension != NULL ? config->extension : "");
  if (set_up (output, config, error))
    return output;
  azud_output_free (output);
  return NULL;
}

void
azud_output_free (AzudOutput *output)
{
  if (output == NULL)
    return;
  azud_output_release_slots (output);
  if (output->fd >= 0)
    azud_io_close (output->fd, output->temporary, NULL);
  if (!output->committed && output->temporary[0] != '\0')
    {
      if (output->folder)
        azud_owner_remove_folder (output->temporary);
      else
        azud_io_unlink (output->temporary, NULL);
    }
  if (output->lock_fd >= 0)
    close (output->lock_fd);
  azud_mutex_clear (&output->lock);
  azud_account_release (output->account, output, sizeof *output);
}

/* ---- questions ---- */

bool
azud_output_is_skipped (const AzudOutput *output)
{
  return output->skipped;
}

bool
azud_output_wants_header (const AzudOutput *output,
                          int               partition)
{
  if (output->folder)
    return true;
  return partition == 0 && !(output->mode == AZUD_WRITE_APPEND && output->exists && output->old_size > 0);
}

const char *
azud_output_get_target (const AzudOutput *output)
{
  return output->target;
}

bool
azud_output_check_inputs (const AzudOutput   *output,
                          const AzudFileList *files,
                          AzudError          *error)
{
  size_t length = strlen (output->target);

  for (size_t i = 0; output->folder && i < files->n_files; i++)
    {
      char path[PATH_MAX];

      if (realpath (files->files[i].path, path) == NULL)
        continue;
      if (strncmp (path, output->target, length) == 0 && path[length] == '/')
        return azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_OUTPUT_IS_INPUT",
                               N_("The folder {0} cannot be written, since {1} is read from it"),
                               output->target, path, NULL);
    }
  return true;
}

void
azud_output_set_n_partitions (AzudOutput *output,
                              int         n_partitions)
{
  azud_mutex_lock (&output->lock);
  output->n_partitions = n_partitions;
  azud_mutex_unlock (&output->lock);
}

int64_t
azud_output_get_bytes (const AzudOutput *output)
{
  return output->bytes;
}
