/* print.h: plans as text, DOT and fingerprints
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "plan/plan.h"

/** azud_plan_print: an indented tree, one operator a line, root first, inputs indented by two blanks:
 * `Filter (amount >= 100)\n  Input in`.  A shared operator is printed once with `#n` and later as `[see #n]`.
 * Several roots are separated by an empty line.  Stable: golden texts depend on it.  (transfer full) */
char *azud_plan_print (AzudPlan *const *roots, int n_roots) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_print_dot: the same DAG as DOT with plain escaped labels (≤ 200 characters, no HTML or record shapes). */
char *azud_plan_print_dot (AzudPlan *const *roots, int n_roots) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_describe: the operator's line in a printed plan, without its inputs.  (transfer full) */
char *azud_plan_describe (const AzudPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_fingerprint: 128-bit hex key of what the operator computes: canonical operator, children, identity of input files
 * (device, inode, size, mtime), parameters, engine version.  Two plans with the same key give the same rows.  May stat files.
 * (transfer full) */
char *azud_plan_fingerprint (AzudPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_fingerprints: the keys of all operators below @roots; what may give other rows the next time (current_timestamp(), a pipe) has
 * none.
 * @newest_ns: (out): when the newest file was changed, by the real clock; 0 without files
 *
 * (transfer full) (element-type AzudPlan utf8) */
GHashTable *azud_plan_fingerprints (AzudPlan *const *roots, int n_roots, gint64 *newest_ns) G_GNUC_WARN_UNUSED_RESULT;
