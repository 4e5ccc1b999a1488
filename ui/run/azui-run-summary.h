/* azui-run-summary.h: a run in a line
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <azud/session.h>

G_BEGIN_DECLS

/** azui_run_summary: "Done · 4.51 s · 51 of 51 tasks (30 skipped) · 57.6 MiB spilled".  (transfer full) */
char *azui_run_summary (const AzudRunSnapshot *run);

/** azui_run_summary_explain: the same with a sentence on each of its words that needs one, on lines of their own.  (transfer full) */
char *azui_run_summary_explain (const AzudRunSnapshot *run);

G_END_DECLS
