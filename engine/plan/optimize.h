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

typedef enum
{
  AZUD_RULE_EXPAND,    /* idioms into plain operators: first, and needed before stages are cut */
  AZUD_RULE_REWRITE,   /* one operator at a time, to a fixed point */
  AZUD_RULE_WHOLE      /* looks at all users of an operator at once */
} AzudRulePhase;

/* What a rule may know beside the operator; private to the optimiser (plan/rules/rule-private.h). */
typedef struct _AzudRuleContext AzudRuleContext;

typedef struct
{
  const char      *name;        /* as --without takes it: "push-filter-project" */
  const char      *summary;     /* N_() */
  AzudRulePhase    phase;
  /* one application on one operator whose inputs are already rewritten; a new reference or NULL for no change */
  AzudPlan       *(*apply) (AzudPlan *plan, const AzudRuleContext *context);
  /* WHOLE: as many new roots, or NULL for no change */
  GPtrArray      *(*apply_whole) (AzudPlan *const *roots, int n_roots, const AzudRuleContext *context);
} AzudRule;

/** azud_optimizer_rules: all rules in order of use, ended by { NULL }. */
const AzudRule *azud_optimizer_rules (void);

/** azud_optimize: rewrites @roots together (sharing is kept; pruning of columns works over all users).  Every tap of @roots is
 * found again by azud_plan_find_tap() in the result: counting, or merged into an operator.
 * @without: (nullable) (array zero-terminated=1): names of rules to leave out
 * Returns: (transfer full) (element-type AzudPlan): as many roots, same schemas, same meaning.  Pure; thread: any. */
GPtrArray *azud_optimize (AzudPlan *const *roots, int n_roots, const AzudExprSettings *settings, const char *const *without) G_GNUC_WARN_UNUSED_RESULT;
