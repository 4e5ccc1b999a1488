/* file-list.h: globs and folders expanded to a sorted list of files
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The list is a snapshot, taken once per run; each file carries its identity, so that a later reader can
 * notice a change.
 */

#pragma once

#include "base/io.h"
#include "base/memory.h"

typedef struct
{
  char            *path;       /* owned by the list */
  AzudFileIdentity identity;
  bool             stream;     /* pipe: one pass, size unknown */
} AzudInputFile;

typedef struct
{
  AzudAccount   *account;
  AzudArena      names;
  AzudInputFile *files;
  size_t         n_files;
  size_t         capacity;
  int64_t        total_bytes;  /* of regular files */
} AzudFileList;

/**
 * azud_file_list_init: expands @paths, in their order; within one pattern or folder names are in byte order.
 * @paths: each a file, a folder, or a pattern with * ? [] {} (a name that exists literally is that name)
 *
 * In folders, names beginning with `_` or `.` and sub-folders are skipped; a sub-folder named `key=value` is
 * refused (AZUD_PARTITIONED_FOLDER).  Nothing found: PATH_NOT_FOUND, with all missing paths named;
 * AZUD_NOT_A_FILE for devices and sockets.  On failure the list is empty.  Thread: any that may block.
 */
bool azud_file_list_init (AzudFileList      *list,
                          const char *const *paths,
                          size_t             n_paths,
                          AzudAccount       *account,
                          AzudError         *error) AZUD_WARN_UNUSED;

void azud_file_list_clear (AzudFileList *list);

/** azud_file_list_fingerprint: one number for the names and identities of all files.  Thread: any. */
uint64_t azud_file_list_fingerprint (const AzudFileList *list);

/** azud_file_identity_equal: same device, inode, size and modification time. */
bool azud_file_identity_equal (const AzudFileIdentity *a, const AzudFileIdentity *b);
