/* process-size.c: for tests: what this process takes up
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/process-size.h"

#include "base/folder-tree.h"

#include <unistd.h>

gint64
process_resident_bytes (void)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) words = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  words = g_strsplit (text, " ", -1);
  return g_ascii_strtoll (words[1], NULL, 10) * sysconf (_SC_PAGESIZE);
}

guint
process_count_threads (void)
{
  return folder_count ("/proc/self/task");
}

guint
process_count_files (void)
{
  return folder_count ("/proc/self/fd");
}
