/* io.c: the system's table, and loops over short transfers and interruptions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/io.h"

#include "base/sync.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

static int
system_open (const char *path,
             int         flags,
             mode_t      mode)
{
  return open (path, flags, mode);
}

static int64_t
system_now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t
system_real_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  return (int64_t) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t
system_thread_cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

static const AzudIo system_table = {
  .open = system_open,
  .close = close,
  .read = read,
  .pread = pread,
  .write = write,
  .pwrite = pwrite,
  .fsync = fsync,
  .fstat = fstat,
  .rename = rename,
  .unlink = unlink,
  .mkdir = mkdir,
  .rmdir = rmdir,
  .now_ns = system_now_ns,
  .real_us = system_real_us,
  .thread_cpu_ns = system_thread_cpu_ns,
};

static const AzudIo *table = &system_table;

void
azud_io_install (const AzudIo *io)
{
  table = io != NULL ? io : &system_table;
}

const AzudIo *
azud_io_system (void)
{
  return &system_table;
}

static int
open_patiently (const char *path,
                int         flags,
                mode_t      mode)
{
  int fd;

  do
    fd = table->open (path, flags | O_CLOEXEC, mode);
  while (fd < 0 && errno == EINTR);
  return fd;
}

static void
fill_identity (const struct stat *info,
               AzudFileIdentity  *identity)
{
  identity->device = info->st_dev;
  identity->inode = info->st_ino;
  identity->size = S_ISREG (info->st_mode) ? (int64_t) info->st_size : -1;
  identity->mtime_ns = (int64_t) info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
}

bool
azud_io_identity (int               fd,
                  const char       *path,
                  AzudFileIdentity *identity,
                  AzudError        *error)
{
  struct stat info;

  azud_assert_may_block ();
  if (table->fstat (fd, &info) != 0)
    return azud_error_set_errno (error, N_("examine"), path, errno);
  fill_identity (&info, identity);
  return true;
}

static bool
is_readable_kind (const struct stat *info)
{
  return S_ISREG (info->st_mode) || S_ISFIFO (info->st_mode) ||
         (S_ISCHR (info->st_mode) && info->st_rdev == makedev (1, 3));   /* /dev/null */
}

int
azud_io_open_read (const char       *path,
                   AzudFileIdentity *identity,
                   AzudError        *error)
{
  struct stat info;
  int fd;

  azud_assert_may_block ();
  fd = open_patiently (path, O_RDONLY | O_NOCTTY, 0);
  if (fd < 0)
    {
      azud_error_set_errno (error, N_("open"), path, errno);
      return -1;
    }
  if (table->fstat (fd, &info) != 0)
    {
      azud_error_set_errno (error, N_("examine"), path, errno);
      table->close (fd);
      return -1;
    }
  if (!is_readable_kind (&info))
    {
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_NOT_A_FILE",
                      S_ISDIR (info.st_mode) ? N_("{0} is a folder, not a file") : N_("{0} is not a file"), path, NULL);
      azud_error_at_line (error, path, 0, 0, -1);
      table->close (fd);
      return -1;
    }
  if (identity != NULL)
    fill_identity (&info, identity);
  return fd;
}

bool
azud_io_read (int         fd,
              const char *path,
              void       *buffer,
              size_t      size,
              size_t     *got,
              AzudError  *error)
{
  ssize_t n;

  azud_assert_may_block ();
  do
    n = table->read (fd, buffer, size);
  while (n < 0 && errno == EINTR);
  *got = n < 0 ? 0 : (size_t) n;
  return n >= 0 || azud_error_set_errno (error, N_("read"), path, errno);
}

bool
azud_io_pread (int         fd,
               const char *path,
               void       *buffer,
               size_t      size,
               int64_t     offset,
               size_t     *got,
               AzudError  *error)
{
  azud_assert_may_block ();
  *got = 0;
  while (*got < size)
    {
      ssize_t n = table->pread (fd, (char *) buffer + *got, size - *got, (off_t) (offset + (int64_t) *got));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return azud_error_set_errno (error, N_("read"), path, errno);
      if (n == 0)
        break;
      *got += (size_t) n;
    }
  return true;
}

/* A transfer of nothing where something was asked would loop for ever. */
static bool
write_failed (ssize_t     n,
              const char *path,
              AzudError  *error)
{
  return azud_error_set_errno (error, N_("write"), path, n == 0 ? EIO : errno);
}

bool
azud_io_write (int         fd,
               const char *path,
               const void *buffer,
               size_t      size,
               AzudError  *error)
{
  azud_assert_may_block ();
  for (size_t done = 0; done < size; )
    {
      ssize_t n = table->write (fd, (const char *) buffer + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return write_failed (n, path, error);
      done += (size_t) n;
    }
  return true;
}

bool
azud_io_pwrite (int         fd,
                const char *path,
                const void *buffer,
                size_t      size,
                int64_t     offset,
                AzudError  *error)
{
  azud_assert_may_block ();
  for (size_t done = 0; done < size; )
    {
      ssize_t n = table->pwrite (fd, (const char *) buffer + done, size - done, (off_t) (offset + (int64_t) done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return write_failed (n, path, error);
      done += (size_t) n;
    }
  return true;
}

int
azud_io_create (const char *path,
                mode_t      mode,
                AzudError  *error)
{
  int fd;

  azud_assert_may_block ();
  fd = open_patiently (path, O_RDWR | O_CREAT | O_EXCL | O_NOCTTY, mode);
  if (fd < 0)
    azud_error_set_errno (error, N_("create"), path, errno);
  return fd;
}

bool
azud_io_sync (int         fd,
              const char *path,
              AzudError  *error)
{
  int status;

  azud_assert_may_block ();
  do   /* interrupted is not failed: nothing was reported and dropped by the kernel */
    status = table->fsync (fd);
  while (status != 0 && errno == EINTR);
  return status == 0 || azud_error_set_errno (error, N_("write to disk"), path, errno);
}

bool
azud_io_close (int         fd,
               const char *path,
               AzudError  *error)
{
  azud_assert_may_block ();
  /* On Linux the descriptor is gone after EINTR as well; closing again could hit another thread's file. */
  if (table->close (fd) == 0 || errno == EINTR)
    return true;
  return azud_error_set_errno (error, N_("close"), path, errno);
}

bool
azud_io_rename (const char *from,
                const char *to,
                AzudError  *error)
{
  azud_assert_may_block ();
  return table->rename (from, to) == 0 || azud_error_set_errno (error, N_("rename to"), to, errno);
}

bool
azud_io_unlink (const char *path,
                AzudError  *error)
{
  azud_assert_may_block ();
  return table->unlink (path) == 0 || azud_error_set_errno (error, N_("delete"), path, errno);
}

bool
azud_io_mkdir (const char *path,
               AzudError  *error)
{
  azud_assert_may_block ();
  return table->mkdir (path, 0777) == 0 || azud_error_set_errno (error, N_("create"), path, errno);
}

bool
azud_io_rmdir (const char *path,
               AzudError  *error)
{
  azud_assert_may_block ();
  return table->rmdir (path) == 0 || azud_error_set_errno (error, N_("delete"), path, errno);
}

bool
azud_io_sync_folder (const char *path,
                     AzudError  *error)
{
  bool ok;
  int fd;

  azud_assert_may_block ();
  fd = open_patiently (path, O_RDONLY | O_DIRECTORY, 0);
  if (fd < 0)
    return azud_error_set_errno (error, N_("open"), path, errno);
  do
    ok = table->fsync (fd) == 0;
  while (!ok && errno == EINTR);
  /* Some file systems (FUSE, network shares) do not know fsync on folders; their renames are as durable as they get. */
  if (!ok && (errno == EINVAL || errno == ENOTSUP || errno == EROFS))
    ok = true;
  if (!ok)
    azud_error_set_errno (error, N_("write to disk"), path, errno);
  table->close (fd);
  return ok;
}

int64_t
azud_io_now_ns (void)
{
  return table->now_ns ();
}

int64_t
azud_io_real_us (void)
{
  return table->real_us ();
}

int64_t
azud_io_thread_cpu_ns (void)
{
  return table->thread_cpu_ns ();
}
