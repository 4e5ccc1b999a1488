/* output-folder.h: folders with outputs, made and looked at
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "formats/output-commit.h"

#include <glib.h>

/** output_folder_new: a folder of its own for each case.  (transfer full) */
char *output_folder_new (void);

/** output_folder_read: what is in the file @name; NULL without one.  (transfer full) */
char *output_folder_read (const char *folder, const char *name);

void output_folder_write (const char *folder, const char *name, const char *text);

/** output_folder_list: "name=content,..." of all names in a folder, folders in brackets; what is hidden too.  (transfer full) */
char *output_folder_list (const char *folder);

/** output_folder_expect: asserts that output_folder_list() is @expected. */
void output_folder_expect (const char *folder, const char *expected);

AzudOutput *output_open (const char *folder, const char *name, AzudWriteMode mode, bool is_folder, int n_partitions,
                         AzudAccount *account, AzudError *error);

/** output_put_part: one part, from beginning to end. */
bool output_put_part (AzudOutput *output, int partition, const char *text, AzudError *error);
