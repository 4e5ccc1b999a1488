/* owner-lock.c: temporaries that belong to a living process
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/owner-lock.h"

#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

int
azud_owner_lock (const char *path)
{
  struct stat by_name;
  struct stat by_fd;
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

  if (fd < 0)
    return -1;
  /* between open and flock a sweep may have removed it; then this is a lock on nothing */
  if (flock (fd, LOCK_EX | LOCK_NB) != 0 || lstat (path, &by_name) != 0 || fstat (fd, &by_fd) != 0 ||
      by_name.st_ino != by_fd.st_ino || by_name.st_dev != by_fd.st_dev)
    {
      close (fd);
      errno = EWOULDBLOCK;
      return -1;
    }
  return fd;
}

void
azud_owner_remove_folder (const char *path)
{
  DIR *dir = opendir (path);
  struct dirent *entry;

  if (dir == NULL)
    return;
  while ((entry = readdir (dir)) != NULL)
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
      unlinkat (dirfd (dir), entry->d_name, 0);
  closedir (dir);
  azud_io_rmdir (path, NULL);
}

void
azud_owner_print_name (char    *name,
                       size_t   size,
                       unsigned attempt)
{
  unsigned salt = (unsigned) azud_io_now_ns () * 2654435761u + attempt;

  snprintf (name, size, "%d-%08x", (int) getpid (), salt);
}

int
azud_owner_sweep (const char *folder,
                  bool      (*is_ours) (const char *name),
                  void      (*take) (int fd, const char *path))
{
  DIR *dir = opendir (folder);
  struct dirent *entry;
  int n = 0;

  if (dir == NULL)
    return 0;
  while ((entry = readdir (dir)) != NULL)
    {
      char path[PATH_MAX];
      int fd;

      if (!is_ours (entry->d_name) || snprintf (path, sizeof path, "%s/%s", folder, entry->d_name) >= PATH_MAX)
        continue;
      fd = azud_owner_lock (path);
      if (fd < 0)
        continue;
      take (fd, path);
      close (fd);
      n++;
    }
  closedir (dir);
  return n;
}
