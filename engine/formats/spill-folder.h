/* spill-folder.h: the private folder of chunks that found no room in memory
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * `PARENT/.azud-spill-PID-XXXXXXXX`, made when something is spilled for the first time and locked by its owner (owner-lock.h), so that
 * the next run can tell a dead one's from a live one's.  Its files are spill-file.h.  What spilling itself needs (buffers for
 * compression) is counted on an account of the folder's own and stays within AZUD_SPILL_RESERVE: there must be room for it when there is
 * none for anything else.
 */

#pragma once

#include "base/memory.h"

typedef struct _AzudSpillFolder AzudSpillFolder;

/* Taken off the budget for buffers of spilling (DESIGN §7). */
#define AZUD_SPILL_RESERVE ((int64_t) 16 * 1024 * 1024)

/**
 * azud_spill_folder_new: touches nothing on disk yet.
 * @parent: an existing folder
 * @quota: bytes on disk it may come to; 0 = whatever the disk has
 *
 * Returns: (transfer full) (nullable).  Thread: any.
 */
AzudSpillFolder *azud_spill_folder_new (const char *parent, int64_t quota, AzudError *error) AZUD_WARN_UNUSED;

/** azud_spill_folder_free: removes the folder; all files must be freed before.  Thread: the last user, may block. */
void azud_spill_folder_free (AzudSpillFolder *folder);

/** azud_spill_folder_check: whether files can be made in @parent.  AZUD_SPILL_FOLDER_UNUSABLE.  Thread: any that may block. */
bool azud_spill_folder_check (const char *parent, AzudError *error) AZUD_WARN_UNUSED;

/** azud_spill_folder_sweep: removes spill folders in @parent whose owners are dead.  Returns: how many.  Thread: any that may block. */
int azud_spill_folder_sweep (const char *parent);

/** azud_spill_folder_get_account: for small buffers that spilling needs while there is no memory for anything else. */
AzudAccount *azud_spill_folder_get_account (AzudSpillFolder *folder);

/* Figures, in bytes on disk.  Thread: any. */
int64_t azud_spill_folder_get_used (const AzudSpillFolder *folder);
int64_t azud_spill_folder_get_written (const AzudSpillFolder *folder);   /* since it was made */
