/* io.h: the one door to files and clocks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every system call on files goes through this table, so that a test can make each of them fail, be
 * short, or be interrupted.  The functions below are what the engine calls: they loop over short
 * transfers and EINTR and turn errno into AzudError.
 */

#pragma once

#include "base/error.h"

#include <sys/stat.h>
#include <sys/types.h>

typedef struct
{
  int     (*open) (const char *path, int flags, mode_t mode);
  int     (*close) (int fd);
  ssize_t (*read) (int fd, void *buffer, size_t size);
  ssize_t (*pread) (int fd, void *buffer, size_t size, off_t offset);
  ssize_t (*write) (int fd, const void *buffer, size_t size);
  ssize_t (*pwrite) (int fd, const void *buffer, size_t size, off_t offset);
  int     (*fsync) (int fd);
  int     (*fstat) (int fd, struct stat *info);
  int     (*rename) (const char *from, const char *to);
  int     (*unlink) (const char *path);
  int     (*mkdir) (const char *path, mode_t mode);
  int     (*rmdir) (const char *path);
  int64_t (*now_ns) (void);          /* monotonic */
  int64_t (*real_us) (void);         /* since the epoch, UTC */
  int64_t (*thread_cpu_ns) (void);   /* that the calling thread has used */
} AzudIo;

/** azud_io_install: replaces the table (tests only; not while anything runs).  NULL restores the system's. */
void azud_io_install (const AzudIo *io);

/** azud_io_system: the table that calls the system.  A test copies it and changes what it needs. */
const AzudIo *azud_io_system (void);

/* What a file is, for fingerprints and for noticing that an input changed during a run. */
typedef struct
{
  uint64_t device;
  uint64_t inode;
  int64_t  size;       /* -1 for pipes and /dev/null */
  int64_t  mtime_ns;
} AzudFileIdentity;

/** azud_io_open_read: opens a regular file or pipe for reading, close-on-exec.  Folders, sockets and devices other than
 * /dev/null are refused with AZUD_NOT_A_FILE.  Returns: the descriptor, or -1 and @error.  Thread: any that may block. */
int azud_io_open_read (const char *path, AzudFileIdentity *identity, AzudError *error) AZUD_WARN_UNUSED;

/** azud_io_identity: identity of an open descriptor. */
bool azud_io_identity (int fd, const char *path, AzudFileIdentity *identity, AzudError *error) AZUD_WARN_UNUSED;

/** azud_io_read: up to @size bytes; *@got = 0 only at the end of file. */
bool azud_io_read (int fd, const char *path, void *buffer, size_t size, size_t *got, AzudError *error) AZUD_WARN_UNUSED;

/** azud_io_pread: fills @size bytes from @offset, less only where the file ends. */
bool azud_io_pread (int fd, const char *path, void *buffer, size_t size, int64_t offset, size_t *got, AzudError *error) AZUD_WARN_UNUSED;

/** azud_io_write, azud_io_pwrite: write all of it or fail. */
bool azud_io_write (int fd, const char *path, const void *buffer, size_t size, AzudError *error) AZUD_WARN_UNUSED;
bool azud_io_pwrite (int fd, const char *path, const void *buffer, size_t size, int64_t offset, AzudError *error) AZUD_WARN_UNUSED;

/** azud_io_create: creates @path, which must not exist, for writing (O_EXCL, close-on-exec, @mode less umask).  Returns: -1 on failure. */
int azud_io_create (const char *path, mode_t mode, AzudError *error) AZUD_WARN_UNUSED;

/** azud_io_sync: fsync; a failure is final, it is never tried again (PostgreSQL's lesson). */
bool azud_io_sync (int fd, const char *path, AzudError *error) AZUD_WARN_UNUSED;

/** azud_io_close: closes and reports what close says.  Also used on error paths with @error NULL. */
bool azud_io_close (int fd, const char *path, AzudError *error);

bool azud_io_rename (const char *from, const char *to, AzudError *error) AZUD_WARN_UNUSED;
bool azud_io_unlink (const char *path, AzudError *error);
bool azud_io_mkdir (const char *path, AzudError *error) AZUD_WARN_UNUSED;
bool azud_io_rmdir (const char *path, AzudError *error);

/** azud_io_sync_folder: makes renames inside @path durable. */
bool azud_io_sync_folder (const char *path, AzudError *error) AZUD_WARN_UNUSED;

int64_t azud_io_now_ns (void);    /* monotonic clock */
int64_t azud_io_real_us (void);   /* wall clock, microseconds since 1970 UTC */
int64_t azud_io_thread_cpu_ns (void);   /* processor time of the calling thread */
