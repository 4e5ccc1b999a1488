/* azui-data-folder.h: what was installed with this program
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** azui_data_folder_find: the folder @name ("glib-2.0/schemas") among the data of this program: those beside it first (`../share`, so
 * that a prefix may be moved), else those of the prefix it was built for.  NULL when neither has it.  (transfer full)  Thread: any. */
char *azui_data_folder_find (const char *name);

G_END_DECLS
