/* short-transfers.c: loaded before a program, makes its reads and writes transfer less than asked, and be interrupted
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every other call on a regular file ends with EINTR, the ones between transfer at most half.  How many were hurt goes, at the end, to the file that the
 * environment names in AZUD_SHORT_TRANSFERS.
 */

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define EXPORT __attribute__ ((visibility ("default")))

static _Atomic unsigned long n_calls, n_hurt;

/* Whether the call is interrupted; else *@size is what it may transfer. */
static bool
hurt (int     fd,
      size_t *size)
{
  struct stat info;

  if (*size < 2 || fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    return false;
  atomic_fetch_add (&n_hurt, 1);
  if (atomic_fetch_add (&n_calls, 1) % 2 == 0)
    {
      errno = EINTR;
      return true;
    }
  *size = (*size + 1) / 2;
  return false;
}

EXPORT ssize_t
read (int    fd,
      void  *buffer,
      size_t size)
{
  return hurt (fd, &size) ? -1 : syscall (SYS_read, fd, buffer, size);
}

EXPORT ssize_t
write (int         fd,
       const void *buffer,
       size_t      size)
{
  return hurt (fd, &size) ? -1 : syscall (SYS_write, fd, buffer, size);
}

EXPORT ssize_t
pread64 (int     fd,
         void   *buffer,
         size_t  size,
         off64_t offset)
{
  return hurt (fd, &size) ? -1 : syscall (SYS_pread64, fd, buffer, size, offset);
}

EXPORT ssize_t
pwrite64 (int         fd,
          const void *buffer,
          size_t      size,
          off64_t     offset)
{
  return hurt (fd, &size) ? -1 : syscall (SYS_pwrite64, fd, buffer, size, offset);
}

__attribute__ ((destructor)) static void
tell (void)
{
  const char *path = getenv ("AZUD_SHORT_TRANSFERS");
  FILE *file = path != NULL ? fopen (path, "w") : NULL;
  unsigned long n = n_hurt;

  if (file == NULL)
    return;
  fprintf (file, "%lu\n", n);
  fclose (file);
}
