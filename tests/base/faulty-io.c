/* faulty-io.c: a table of I/O whose calls fail, are short, or are interrupted
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/faulty-io.h"

#include "base/io.h"

#include <errno.h>

static const AzudIo *sys;
static FaultyIo fault;
static int n_calls;

static bool
fails (FaultyCall call)
{
  if (fault.kind != FAULTY_FAILS || (fault.call != call && fault.call != FAULTY_ALL))
    return false;
  n_calls++;
  if (n_calls != fault.nth && !(fault.persists && n_calls > fault.nth))
    return false;
  errno = fault.error;
  return true;
}

static bool
is_interrupted (void)
{
  if (fault.kind != FAULTY_IS_SHORT || n_calls++ % 2 != 0)
    return false;
  errno = EINTR;
  return true;
}

static size_t
shorten (size_t size)
{
  return fault.kind == FAULTY_IS_SHORT ? (size + 1) / 2 : size;
}

static int
faulty_open (const char *path, int flags, mode_t mode)
{
  return fails (FAULTY_OPEN) || is_interrupted () ? -1 : sys->open (path, flags, mode);
}

static ssize_t
faulty_read (int fd, void *data, size_t size)
{
  return fails (FAULTY_READ) || is_interrupted () ? -1 : sys->read (fd, data, shorten (size));
}

static ssize_t
faulty_pread (int fd, void *data, size_t size, off_t offset)
{
  return fails (FAULTY_PREAD) || is_interrupted () ? -1 : sys->pread (fd, data, shorten (size), offset);
}

static ssize_t
faulty_write (int fd, const void *data, size_t size)
{
  if (fault.kind == FAULTY_IS_EMPTY)
    return 0;
  return fails (FAULTY_WRITE) || is_interrupted () ? -1 : sys->write (fd, data, shorten (size));
}

static ssize_t
faulty_pwrite (int fd, const void *data, size_t size, off_t offset)
{
  if (fault.kind == FAULTY_IS_EMPTY)
    return 0;
  return fails (FAULTY_PWRITE) || is_interrupted () ? -1 : sys->pwrite (fd, data, shorten (size), offset);
}

static int
faulty_fsync (int fd)
{
  return fails (FAULTY_FSYNC) || is_interrupted () ? -1 : sys->fsync (fd);
}

static int
faulty_close (int fd)
{
  int result = sys->close (fd);   /* the descriptor is gone even when close fails */

  return fails (FAULTY_CLOSE) ? -1 : result;
}

static int
faulty_fstat (int fd, struct stat *info)
{
  return fails (FAULTY_FSTAT) ? -1 : sys->fstat (fd, info);
}

static int
faulty_rename (const char *from, const char *to)
{
  return fails (FAULTY_RENAME) ? -1 : sys->rename (from, to);
}

static int
faulty_mkdir (const char *path, mode_t mode)
{
  return fails (FAULTY_MKDIR) ? -1 : sys->mkdir (path, mode);
}

void
faulty_io_install (const FaultyIo *wanted)
{
  static AzudIo io;

  sys = azud_io_system ();
  fault = *wanted;
  n_calls = 0;
  io = *sys;
  io.open = faulty_open;
  io.read = faulty_read;
  io.pread = faulty_pread;
  io.write = faulty_write;
  io.pwrite = faulty_pwrite;
  io.fsync = faulty_fsync;
  io.close = faulty_close;
  io.fstat = faulty_fstat;
  io.rename = faulty_rename;
  io.mkdir = faulty_mkdir;
  azud_io_install (&io);
}

int
faulty_io_count (void)
{
  return n_calls;
}
