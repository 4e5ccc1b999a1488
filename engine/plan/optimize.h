/* optimize.h: rewriting plans, one rule a file
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The first phase expands idioms; the others run to a fixed point (≤ 100 rounds).  No rule moves an expression that can raise
 * before a filter or join that guards it.
 */

#pragma once

#include "plan/plan.h"

typedef struct
{
  const char      *name;        /* as --without takes it: "push-filter-project" */
  const char      *summary;     /* N_() */
  /* one application on one operator whose inputs are already rewritten; a new reference or NULL for no change */
  AzudPlan       *(*apply) (AzudPlan *plan, const AzudExprSettings *settings);
} AzudRule;

/** azud_optimizer_rules: all rules in order of use, ended by { NULL }. */
const AzudRule *azud_optimizer_rules (void);

/** azud_optimize: rewrites @roots together (sharing is kept; pruning of columns works over all users).
 * @without: (nullable) (array zero-terminated=1): names of rules to leave out
 * Returns: (transfer full) (element-type AzudPlan): as many roots, same schemas, same meaning.  Pure; thread: any. */
GPtrArray *azud_optimize (AzudPlan *const *roots, int n_roots, const AzudExprSettings *settings, const char *const *without) G_GNUC_WARN_UNUSED_RESULT;
