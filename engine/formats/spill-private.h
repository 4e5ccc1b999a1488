/* spill-private.h: what spill folders and their files share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/sync.h"
#include "formats/spill-folder.h"

#include <limits.h>

#define SPILL_SCRATCH_SIZE ((size_t) 1100 * 1024)   /* a block of 1 MiB, compressed at the worst */
#define SPILL_MAX_IDLE 8

struct _AzudSpillFolder
{
  AzudAccount    *account;           /* of scratch buffers and file handles */
  char            parent[PATH_MAX];
  int64_t         quota;             /* 0 = none */
  _Atomic int64_t used;
  _Atomic int64_t written;
  AzudMutex       lock;              /* guards what follows */
  char            path[PATH_MAX];    /* "" until it is made */
  int             lock_fd;
  unsigned        n_files;           /* ever made: names never come again */
  void           *idle[SPILL_MAX_IDLE];
  int             n_idle;
};

/** azud_spill_folder_create_file: a new empty file in the folder, which is made if need be.  Returns: a descriptor, or -1. */
int azud_spill_folder_create_file (AzudSpillFolder *folder, char path[PATH_MAX], AzudError *error) AZUD_WARN_UNUSED;

/** azud_spill_folder_charge: counts @bytes more on disk; AZUD_SPILL_FOLDER_FULL beyond the quota.  _refund takes them back. */
bool azud_spill_folder_charge (AzudSpillFolder *folder, int64_t bytes, AzudError *error) AZUD_WARN_UNUSED;
void azud_spill_folder_refund (AzudSpillFolder *folder, int64_t bytes);

/** azud_spill_folder_explain: turns a failed write into AZUD_SPILL_FOLDER_FULL where the disk has no room or no names left. */
void azud_spill_folder_explain (const AzudSpillFolder *folder, AzudError *error);

/** azud_spill_scratch_take: SPILL_SCRATCH_SIZE bytes.  Thread: any. */
void *azud_spill_scratch_take (AzudSpillFolder *folder, AzudError *error) AZUD_WARN_UNUSED;
void  azud_spill_scratch_give (AzudSpillFolder *folder, void *scratch);
