/* file-list.c: globs and folders expanded to a sorted list of files
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/file-list.h"

#include "base/hash.h"
#include "base/sync.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the paths that were not found add up to; the first few are named. */
typedef struct
{
  size_t n;
  size_t used;
  char   names[1024];
} Missing;

static int64_t
mtime_ns (const struct stat *info)
{
  return (int64_t) info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
}

static bool
add_file (AzudFileList      *list,
          const char        *path,
          const struct stat *info,
          AzudError         *error)
{
  size_t length = strlen (path) + 1;
  bool regular = S_ISREG (info->st_mode);
  bool null_device = S_ISCHR (info->st_mode) && info->st_rdev == 0x103;
  char *copy;

  if (!regular && !S_ISFIFO (info->st_mode) && !null_device)
    {
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_NOT_A_FILE", N_("{0} is not a file"), path, NULL);
      azud_error_at_line (error, path, 0, 0, -1);
      return false;
    }
  if (list->n_files == list->capacity)
    {
      size_t room = list->capacity > 0 ? list->capacity * 2 : 16;
      AzudInputFile *files = azud_account_realloc (list->account, list->files, list->capacity * sizeof *files,
                                                   room * sizeof *files, error);

      if (files == NULL)
        return false;
      list->files = files;
      list->capacity = room;
    }
  copy = azud_arena_alloc (&list->names, length, 1, error);
  if (copy == NULL)
    return false;
  memcpy (copy, path, length);
  list->files[list->n_files++] = (AzudInputFile){
    .path = copy,
    .identity = { info->st_dev, info->st_ino, regular ? (int64_t) info->st_size : -1, mtime_ns (info) },
    .stream = !regular
  };
  if (regular)
    list->total_bytes += info->st_size;
  return true;
}

static int
compare_files (const void *a,
               const void *b)
{
  return strcmp (((const AzudInputFile *) a)->path, ((const AzudInputFile *) b)->path);
}

static void
sort_from (AzudFileList *list,
           size_t        first)
{
  if (list->n_files > first + 1)
    qsort (list->files + first, list->n_files - first, sizeof *list->files, compare_files);
}

static bool
add_entry (AzudFileList *list,
           const char   *folder,
           const char   *name,
           AzudError    *error)
{
  char path[PATH_MAX];
  struct stat info;
  size_t length = strlen (folder);
  const char *slash = length > 0 && folder[length - 1] == '/' ? "" : "/";

  if ((size_t) snprintf (path, sizeof path, "%s%s%s", folder, slash, name) >= sizeof path)
    return azud_error_set_errno (error, N_("examine"), folder, ENAMETOOLONG);
  if (stat (path, &info) != 0)
    return azud_error_set_errno (error, N_("examine"), path, errno);
  if (!S_ISDIR (info.st_mode))
    return add_file (list, path, &info, error);
  if (strchr (name, '=') != NULL)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_PARTITIONED_FOLDER",
                           N_("{0} is a folder of a partitioned data set; such data sets cannot be read yet"),
                           path, NULL);
  return true;
}

/* Spark's rule: hidden are `.x` and `_x`, but not `_x=1`; half copied are `x._COPYING_`. */
static bool
is_hidden (const char *name)
{
  size_t length = strlen (name);

  if (name[0] == '.' || (name[0] == '_' && strchr (name, '=') == NULL))
    return true;
  return length > 10 && strcmp (name + length - 10, "._COPYING_") == 0;
}

static bool
add_folder (AzudFileList *list,
            const char   *path,
            AzudError    *error)
{
  size_t first = list->n_files;
  DIR *folder = opendir (path);
  struct dirent *entry;
  bool ok = true;

  if (folder == NULL)
    return azud_error_set_errno (error, N_("open"), path, errno);
  while (ok && (errno = 0, entry = readdir (folder)) != NULL)
    if (!is_hidden (entry->d_name))
      ok = add_entry (list, path, entry->d_name, error);
  if (ok && errno != 0)
    ok = azud_error_set_errno (error, N_("read"), path, errno);
  closedir (folder);
  sort_from (list, first);
  return ok;
}

static bool
add_found (AzudFileList      *list,
           const char        *path,
           const struct stat *info,
           AzudError         *error)
{
  return S_ISDIR (info->st_mode) ? add_folder (list, path, error) : add_file (list, path, info, error);
}

static int
compare_names (const void *a,
               const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static bool
add_pattern (AzudFileList *list,
             const char   *pattern,
             bool         *found,
             AzudError    *error)
{
  glob_t matches = { 0 };
  int status = glob (pattern, GLOB_NOSORT | GLOB_BRACE, NULL, &matches);
  bool ok = true;

  *found = status == 0;
  if (status == GLOB_NOSPACE)
    ok = azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("There is not enough memory"),
                         NULL);
  if (status == 0)
    {
      /* bytes, not the locale, decide the order */
      qsort (matches.gl_pathv, matches.gl_pathc, sizeof (char *), compare_names);
      for (size_t i = 0; ok && i < matches.gl_pathc; i++)
        {
          struct stat info;

          if (stat (matches.gl_pathv[i], &info) != 0)
            ok = azud_error_set_errno (error, N_("examine"), matches.gl_pathv[i], errno);
          else
            ok = add_found (list, matches.gl_pathv[i], &info, error);
        }
    }
  globfree (&matches);
  return ok;
}

static void
add_missing (Missing    *missing,
             const char *path)
{
  int written = snprintf (missing->names + missing->used, sizeof missing->names - missing->used, "%s%s",
                          missing->n > 0 ? ", " : "", path);

  missing->n++;
  if (written > 0)
    missing->used += (size_t) written;
  if (missing->used >= sizeof missing->names)
    missing->used = sizeof missing->names - 1;
}

static bool
report_missing (const Missing *missing,
                AzudError     *error)
{
  char number[24];

  snprintf (number, sizeof number, "%zu", missing->n);
  azud_error_set (error, AZUD_FAULT_RUN, "PATH_NOT_FOUND",
                  missing->n == 1 ? N_("Path does not exist: {0}") : N_("{1} paths do not exist: {0}"),
                  missing->names, number, NULL);
  if (missing->n == 1)
    azud_error_at_line (error, missing->names, 0, 0, -1);
  return false;
}

static bool
expand (AzudFileList      *list,
        const char *const *paths,
        size_t             n_paths,
        AzudError         *error)
{
  Missing missing = { 0 };

  for (size_t i = 0; i < n_paths; i++)
    {
      struct stat info;
      bool found = true;

      if (stat (paths[i], &info) == 0)
        {
          if (!add_found (list, paths[i], &info, error))
            return false;
        }
      else if (errno != ENOENT && errno != ENOTDIR && strpbrk (paths[i], "*?[{") == NULL)
        return azud_error_set_errno (error, N_("examine"), paths[i], errno);
      else if (strpbrk (paths[i], "*?[{") == NULL)
        found = false;
      else if (!add_pattern (list, paths[i], &found, error))
        return false;
      if (!found)
        add_missing (&missing, paths[i]);
    }
  return missing.n == 0 || report_missing (&missing, error);
}

bool
azud_file_list_init (AzudFileList      *list,
                     const char *const *paths,
                     size_t             n_paths,
                     AzudAccount       *account,
                     AzudError         *error)
{
  azud_assert_may_block ();
  *list = (AzudFileList){ .account = account };
  azud_arena_init (&list->names, account);
  if (expand (list, paths, n_paths, error))
    return true;
  azud_file_list_clear (list);
  return false;
}

void
azud_file_list_clear (AzudFileList *list)
{
  azud_arena_clear (&list->names);
  azud_account_release (list->account, list->files, list->capacity * sizeof *list->files);
  list->files = NULL;
  list->n_files = list->capacity = 0;
  list->total_bytes = 0;
}

uint64_t
azud_file_list_fingerprint (const AzudFileList *list)
{
  uint64_t hash = list->n_files;

  for (size_t i = 0; i < list->n_files; i++)
    {
      const AzudInputFile *file = &list->files[i];

      hash = azud_hash_bytes (file->path, strlen (file->path), hash);
      hash = azud_hash_bytes (&file->identity, sizeof file->identity, hash);
    }
  return hash;
}

bool
azud_file_identity_equal (const AzudFileIdentity *a,
                          const AzudFileIdentity *b)
{
  return a->device == b->device && a->inode == b->inode && a->size == b->size && a->mtime_ns == b->mtime_ns;
}
