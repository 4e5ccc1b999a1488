/* spill-folder.c: the private folder of chunks that found no room in memory
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/spill-private.h"

#include "base/io.h"
#include "formats/owner-lock.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PREFIX ".azud-spill-"

AzudSpillFolder *
azud_spill_folder_new (const char *parent,
                       int64_t     quota,
                       AzudError  *error)
{
  AzudAccount *account = azud_account_new (NULL, "spill", 0);
  AzudSpillFolder *folder = account != NULL ? azud_account_alloc (account, sizeof *folder, error) : NULL;

  if (folder == NULL)
    {
      azud_account_free (account);
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no memory left"), NULL);
      return NULL;
    }
  memset (folder, 0, sizeof *folder);
  folder->account = account;
  folder->quota = quota;
  folder->lock_fd = -1;
  snprintf (folder->parent, sizeof folder->parent, "%s", parent);
  azud_mutex_init (&folder->lock);
  return folder;
}

void
azud_spill_folder_free (AzudSpillFolder *folder)
{
  AzudAccount *account;

  if (folder == NULL)
    return;
  if (folder->path[0] != '\0')
    azud_owner_remove_folder (folder->path);
  if (folder->lock_fd >= 0)
    close (folder->lock_fd);
  for (int i = 0; i < folder->n_idle; i++)
    azud_account_release (folder->account, folder->idle[i], SPILL_SCRATCH_SIZE);
  azud_mutex_clear (&folder->lock);
  account = folder->account;
  azud_account_release (account, folder, sizeof *folder);
  azud_account_free (account);
}

/* ---- making it ---- */

static bool
unusable (const char *parent,
          AzudError  *cause,
          AzudError  *error)
{
  char why[200];

  azud_error_format (cause, why, sizeof why);
  return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_SPILL_FOLDER_UNUSABLE",
                         N_("Nothing can be spilled to {0}: {1}; name another folder with --temp-dir"), parent, why, NULL);
}

/* Makes `.azud-spill-PID-XXXXXXXX` and takes its lock.  A sweep may see it in between and take it away: then another is made. */
static bool
make_folder (const char *parent,
             char        path[PATH_MAX],
             int        *lock_fd,
             AzudError  *error)
{
  AzudError fault = AZUD_ERROR_INIT;

  for (unsigned attempt = 0; attempt < 100; attempt++)
    {
      char owner[24];

      azud_error_clear (&fault);
      azud_owner_print_name (owner, sizeof owner, attempt);
      if (snprintf (path, PATH_MAX, "%s/" PREFIX "%s", parent, owner) >= PATH_MAX - 32)
        {
          azud_error_set (&fault, AZUD_FAULT_RESOURCE, "AZUD_IO", N_("Its name is too long"), NULL);
          break;
        }
      if (!azud_io_mkdir (path, &fault))
        {
          if (access (path, F_OK) == 0)
            continue;
          break;
        }
      *lock_fd = azud_owner_lock (path);
      if (*lock_fd >= 0)
        return true;
    }
  path[0] = '\0';
  return unusable (parent, &fault, error);
}

int
azud_spill_folder_create_file (AzudSpillFolder *folder,
                               char             path[PATH_MAX],
                               AzudError       *error)
{
  AzudError fault = AZUD_ERROR_INIT;
  bool ready;
  int fd = -1;

  azud_mutex_lock (&folder->lock);
  ready = folder->path[0] != '\0' || make_folder (folder->parent, folder->path, &folder->lock_fd, error);
  if (ready)
    snprintf (path, PATH_MAX, "%.*s/%06u", PATH_MAX - 16, folder->path, folder->n_files++);
  azud_mutex_unlock (&folder->lock);
  if (!ready)
    return -1;
  fd = azud_io_create (path, 0600, &fault);
  if (fd >= 0)
    return fd;
  azud_spill_folder_explain (folder, &fault);
  if (strcmp (fault.condition, "AZUD_SPILL_FOLDER_FULL") == 0 || strcmp (fault.condition, "AZUD_TOO_MANY_FILES") == 0)
    {
      if (error != NULL && !azud_error_is_set (error))
        *error = fault;
    }
  else
    unusable (folder->parent, &fault, error);
  return -1;
}

bool
azud_spill_folder_check (const char *parent,
                         AzudError  *error)
{
  char path[PATH_MAX];
  int lock_fd = -1;

  if (!make_folder (parent, path, &lock_fd, error))
    return false;
  azud_owner_remove_folder (path);
  close (lock_fd);
  return true;
}

/* ---- room on disk ---- */

static bool
refuse_full (const AzudSpillFolder *folder,
             const char            *message,
             AzudError             *error)
{
  struct statvfs disk;
  char used[32], room[32];
  int64_t free_bytes = statvfs (folder->parent, &disk) == 0 ? (int64_t) disk.f_bavail * (int64_t) disk.f_frsize : 0;

  if (error == NULL || azud_error_is_set (error))
    return false;
  azud_error_print_size (used, sizeof used, atomic_load (&folder->used));
  azud_error_print_size (room, sizeof room, folder->quota > 0 ? folder->quota : free_bytes);
  azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_SPILL_FOLDER_FULL", message, folder->parent, used, room, NULL);
  error->hint = folder->quota > 0 ? N_("Allow it more (--temp-limit), or give the run more memory (--memory), so that it spills less.")
                                  : N_("Let it spill elsewhere (--temp-dir), or give the run more memory (--memory), so that it spills less.");
  return false;
}

bool
azud_spill_folder_charge (AzudSpillFolder *folder,
                          int64_t          bytes,
                          AzudError       *error)
{
  int64_t used = atomic_fetch_add (&folder->used, bytes) + bytes;

  if (folder->quota > 0 && used > folder->quota)
    {
      atomic_fetch_sub (&folder->used, bytes);
      return refuse_full (folder, N_("The spill folder {0} holds {1}, and may not take more than {2}"), error);
    }
  atomic_fetch_add (&folder->written, bytes);
  return true;
}

void
azud_spill_folder_refund (AzudSpillFolder *folder,
                          int64_t          bytes)
{
  atomic_fetch_sub (&folder->used, bytes);
}

void
azud_spill_folder_explain (const AzudSpillFolder *folder,
                           AzudError             *error)
{
  struct statvfs disk;
  bool no_names;

  if (error == NULL || strcmp (error->condition, "AZUD_NO_SPACE") != 0)
    return;
  no_names = statvfs (folder->parent, &disk) == 0 && disk.f_files > 0 && disk.f_favail == 0;
  azud_error_clear (error);
  refuse_full (folder,
               no_names ? N_("The spill folder {0} has no free inodes; this run has {1} there")
                        : N_("The spill folder {0} is full: this run has {1} there, {2} are free"),
               error);
}

AzudAccount *
azud_spill_folder_get_account (AzudSpillFolder *folder)
{
  return folder->account;
}

int64_t
azud_spill_folder_get_used (const AzudSpillFolder *folder)
{
  return atomic_load (&folder->used);
}

int64_t
azud_spill_folder_get_written (const AzudSpillFolder *folder)
{
  return atomic_load (&folder->written);
}

/* ---- scratch buffers ---- */

void *
azud_spill_scratch_take (AzudSpillFolder *folder,
                         AzudError       *error)
{
  void *scratch = NULL;

  azud_mutex_lock (&folder->lock);
  if (folder->n_idle > 0)
    scratch = folder->idle[--folder->n_idle];
  azud_mutex_unlock (&folder->lock);
  return scratch != NULL ? scratch : azud_account_alloc (folder->account, SPILL_SCRATCH_SIZE, error);
}

void
azud_spill_scratch_give (AzudSpillFolder *folder,
                         void            *scratch)
{
  azud_mutex_lock (&folder->lock);
  if (folder->n_idle < SPILL_MAX_IDLE)
    {
      folder->idle[folder->n_idle++] = scratch;
      scratch = NULL;
    }
  azud_mutex_unlock (&folder->lock);
  azud_account_release (folder->account, scratch, SPILL_SCRATCH_SIZE);
}

/* ---- what the dead have left ---- */

/* `.azud-spill-PID-XXXXXXXX` */
static bool
is_ours (const char *name)
{
  const char *p = name + strlen (PREFIX);
  int digits = 0;
  int hex = 0;

  if (strncmp (name, PREFIX, strlen (PREFIX)) != 0)
    return false;
  for (; isdigit ((unsigned char) *p); p++)
    digits++;
  if (digits == 0 || *p++ != '-')
    return false;
  for (; isxdigit ((unsigned char) *p); p++)
    hex++;
  return hex == 8 && *p == '\0';
}

static void
remove_spilled (int         fd,
                const char *path)
{
  azud_owner_remove_folder (path);
}

int
azud_spill_folder_sweep (const char *parent)
{
  return azud_owner_sweep (parent, is_ours, remove_spilled);
}
