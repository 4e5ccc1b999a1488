/* rule-private.h: what rules share; and the rules themselves, one a file
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Rules see operators that the optimiser copied for itself, so moving taps between them is allowed.
 */

#pragma once

#include "plan/optimize.h"
#include "plan/plan-private.h"

struct _AzudRuleContext
{
  const AzudExprSettings *settings;
  GHashTable             *users;      /* operator -> how many read it; absent = 1 */
};

extern const AzudRule azud_rule_expand_sample, azud_rule_expand_fill_nulls, azud_rule_expand_drop_nulls,
  azud_rule_expand_deduplicate, azud_rule_expand_using, azud_rule_expand_distinct, azud_rule_fold_constants,
  azud_rule_simplify_booleans, azud_rule_remove_filter, azud_rule_merge_filters, azud_rule_push_filter_project,
  azud_rule_push_filter_union, azud_rule_push_filter_aggregate, azud_rule_push_filter_sort, azud_rule_outer_to_inner,
  azud_rule_push_filter_join, azud_rule_push_join_condition, azud_rule_push_filter_scan, azud_rule_merge_projects,
  azud_rule_remove_project, azud_rule_merge_limits, azud_rule_push_limit_project, azud_rule_push_limit_union,
  azud_rule_top_n, azud_rule_push_limit_scan, azud_rule_remove_sort, azud_rule_remove_empty, azud_rule_prune_columns;

/** azud_rule_is_shared: whether more than one operator reads @plan: then a rule must not change it for one of them. */
bool azud_rule_is_shared (const AzudRuleContext *context, AzudPlan *plan);

/** azud_rule_call: a resolved call of @name; takes the references in @args (resolved).  NULL when types do not fit. */
AzudExpr *azud_rule_call (const char *name, AzudExpr **args, int n_args) G_GNUC_WARN_UNUSED_RESULT;

/** azud_rule_replace: @made gets origin and taps of @old; returns @made. */
AzudPlan *azud_rule_replace (AzudPlan *made, const AzudPlan *old);

/** azud_rule_over: @plan (with its taps forgotten) over the one input @in; takes @in. */
AzudPlan *azud_rule_over (AzudPlan *plan, AzudPlan *in) G_GNUC_WARN_UNUSED_RESULT;

/** azud_rule_filter: a filter with the origin of @like; takes @in and @condition (NULL: @in itself). */
AzudPlan *azud_rule_filter (AzudPlan *in, AzudExpr *condition, const AzudPlan *like) G_GNUC_WARN_UNUSED_RESULT;

/** azud_rule_empty: no rows of @schema. */
AzudPlan *azud_rule_empty (AzudSchema *schema) G_GNUC_WARN_UNUSED_RESULT;

/** azud_rule_is_column: whether @expr is a plain column. */
bool azud_rule_is_column (const AzudExpr *expr);

/** azud_rule_is_quiet: deterministic and cannot raise: may be computed on rows it would not have seen. */
bool azud_rule_is_quiet (const AzudExpr *expr);

/** azud_rule_uses_only: whether all columns of @expr lie in [@from, @to). */
bool azud_rule_uses_only (const AzudExpr *expr, int from, int to, int n_columns);

/** azud_rule_push: cuts @condition at AND into conjuncts that @may move (their new form, or NULL to stay).
 * @moved, @rest: (out) (transfer full) (nullable): their conjunctions
 * Returns: whether any moves. */
bool azud_rule_push (AzudExpr *condition, AzudExpr *(*may) (AzudExpr *conjunct, void *data), void *data, AzudExpr **moved, AzudExpr **rest);

/** azud_rule_shift: columns of @expr moved by @by. */
AzudExpr *azud_rule_shift (AzudExpr *expr, int by, int n_columns) G_GNUC_WARN_UNUSED_RESULT;
