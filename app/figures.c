/* figures.c: numbers, sizes and times as people read them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "command.h"

#include <string.h>

char *
azcli_number (gint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  GString *text = g_string_new (NULL);
  gsize n = strlen (digits);

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0 && digits[i - 1] != '-')
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

char *
azcli_size (double bytes)
{
  static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  gsize unit = 0;

  for (; bytes >= 1024 && unit + 1 < G_N_ELEMENTS (units); unit++)
    bytes /= 1024;
  return g_strdup_printf (unit == 0 ? "%.0f %s" : "%.1f %s", bytes, units[unit]);
}

char *
azcli_time (double ms)
{
  return g_strdup_printf ("%.3f s", ms / 1000);
}

static char *
size_of (const AzudJson *json,
         const char     *key)
{
  return azcli_size ((double) azud_json_get_integer (azud_json_lookup (json, key), 0));
}

void
azcli_add_memory (GString        *out,
                  const AzudJson *memory)
{
  g_autofree char *limit = size_of (memory, "limit_bytes");
  g_autofree char *peak = size_of (memory, "peak_bytes");
  g_autofree char *spilled = size_of (memory, "spilled_bytes");
  g_autofree char *by_tasks = size_of (memory, "task_spilled_bytes");
  g_autofree char *by_blocks = size_of (memory, "block_spilled_bytes");
  g_autofree char *evicted = size_of (memory, "evicted_bytes");

  if (azud_json_get_length (memory) == 0)
    return;
  g_string_append_printf (out, _("Memory: %s at most, of %s\n"), peak, limit);
  if (azud_json_get_integer (azud_json_lookup (memory, "spilled_bytes"), 0) > 0)
    g_string_append_printf (out, _("Spilled to disk: %s, of it %s by tasks and %s of blocks that tasks had left\n"), spilled, by_tasks, by_blocks);
  if (azud_json_get_integer (azud_json_lookup (memory, "evicted_bytes"), 0) > 0)
    g_string_append_printf (out, _("Evicted: blocks that had taken %s of memory\n"), evicted);
}
