/* join-keys.h: taking a join's condition apart
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "plan/plan.h"

/* left_keys[k] = right_keys[k] for all k (or <=> where null_safe[k]), and rest. */
typedef struct
{
  int        n_keys;
  AzudExpr **left_keys;     /* over the left input's columns alone; both sides of a key have the same type */
  AzudExpr **right_keys;    /* over the right input's columns alone (indices from 0) */
  bool      *null_safe;
  AzudExpr  *rest;          /* over left ++ right, or NULL */
} AzudJoinCondition;

/** azud_join_condition_new: conjuncts that compare one side with the other by = or <=> become keys.  A conjunct that is not deterministic or
 * has no column of one side stays in the rest.  (transfer full)  Pure; thread: any. */
AzudJoinCondition *azud_join_condition_new (const AzudPlan *join) G_GNUC_WARN_UNUSED_RESULT;
void               azud_join_condition_free (AzudJoinCondition *condition);

/** azud_join_may_broadcast: whether every task of a join of @type may be given all of @side: no task has to report which rows of it
 * found nothing.  Then the other side may be read in any pieces, too. */
bool azud_join_may_broadcast (AzudJoinType type, int side);

/** azud_join_combined_schema: left ++ right, as a condition sees them.  (transfer full) */
AzudSchema *azud_join_combined_schema (const AzudPlan *join) G_GNUC_WARN_UNUSED_RESULT;
