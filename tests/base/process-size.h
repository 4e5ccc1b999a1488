/* process-size.h: for tests: what this process takes up
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <glib.h>

/** process_resident_bytes: memory in use. */
gint64 process_resident_bytes (void);

guint  process_count_threads (void);

/** process_count_files: open descriptors, and the one it is counted with. */
guint  process_count_files (void);
