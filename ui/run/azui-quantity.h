/* azui-quantity.h: how figures of a run are written
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Pure; thread: any.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** azui_quantity_bytes: "1.2 MiB".  (transfer full) */
char *azui_quantity_bytes (gint64 bytes);

/** azui_quantity_duration: "46 ms", "3.2 s", "4 min 10 s"; below a millisecond "0.46 ms".  (transfer full) */
char *azui_quantity_duration (gint64 us);

/** azui_quantity_number: with the locale's grouping: "1,234,567".  (transfer full) */
char *azui_quantity_number (gint64 number);

G_END_DECLS
