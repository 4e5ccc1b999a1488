/* folder-tree.h: for tests: folders counted and removed
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <glib.h>

/** folder_count: how many names are in a folder that is there, hidden ones too. */
guint folder_count (const char *path);

/** folder_remove: the folder, if it is there, with all that is in it; links are not followed. */
void folder_remove (const char *path);
