/* owner-lock.h: temporaries that belong to a living process
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A temporary belongs to somebody as long as its flock is held; the kernel drops the lock with the process, so numbers of
 * processes that come again do no harm.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>

/** azud_owner_print_name: "PID-XXXXXXXX", another one for each @attempt, for names of temporaries. */
void azud_owner_print_name (char *name, size_t size, unsigned attempt);

/** azud_owner_lock: takes the flock of the file or folder at @path; -1 and errno when somebody else has it, or it is gone.
 * Returns: a descriptor whose close() gives it back.  Thread: any. */
int azud_owner_lock (const char *path);

/** azud_owner_sweep: calls @take for what lies in @folder under a name that @is_ours and has a dead owner; @fd holds its lock meanwhile.
 * Returns: how many.  Thread: any that may block. */
int azud_owner_sweep (const char *folder, bool (*is_ours) (const char *name), void (*take) (int fd, const char *path));

/** azud_owner_remove_folder: removes a temporary folder and the files in it.  Thread: any that may block. */
void azud_owner_remove_folder (const char *path);
