/* azui-quantity.c: how figures of a run are written
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-quantity.h"

#include "azui-i18n.h"

char *
azui_quantity_bytes (gint64 bytes)
{
  return g_format_size_full ((guint64) MAX (bytes, 0), G_FORMAT_SIZE_IEC_UNITS);
}

char *
azui_quantity_duration (gint64 us)
{
  if (us > 0 && us < 1000)
    return g_strdup_printf (_("%.2f ms"), (double) us / 1e3);
  if (us < 1000 * 1000)
    return g_strdup_printf (_("%d ms"), (int) (us / 1000));
  if (us < 60 * 1000 * 1000)
    return g_strdup_printf (_("%.1f s"), (double) us / 1e6);
  return g_strdup_printf (_("%d min %d s"), (int) (us / (60 * G_USEC_PER_SEC)), (int) (us / G_USEC_PER_SEC % 60));
}

char *
azui_quantity_number (gint64 number)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, number);
}
