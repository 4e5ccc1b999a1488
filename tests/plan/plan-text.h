/* plan-text.h: plans for tests, from short texts
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Makers take their input plans, so that they nest; expressions are parsed and resolved against the input.
 */

#pragma once

#include "plan/optimize.h"
#include "plan/plan.h"
#include "plan/print.h"
#include "plan/stages.h"

AzudSchema *text_schema (const char *columns);                       /* "id int, amount bigint not null" */
AzudPlan   *text_input (const char *name, const char *columns);
AzudPlan   *text_scan (const char *path, const char *columns);       /* csv, 1 MB */
AzudPlan   *text_rejecting_scan (const char *path, const char *columns);
AzudPlan   *text_filter (AzudPlan *in, const char *condition);
AzudPlan   *text_project (AzudPlan *in, const char *list);
AzudPlan   *text_aggregate (AzudPlan *in, const char *keys, const char *values);
AzudPlan   *text_join (AzudPlan *left, AzudPlan *right, AzudJoinType type, const char *condition);
AzudPlan   *text_join_using (AzudPlan *left, AzudPlan *right, AzudJoinType type, const char *name);
AzudPlan   *text_sort (AzudPlan *in, const char *key, bool descending);
AzudPlan   *text_limit (AzudPlan *in, int64_t count, int64_t offset);
AzudPlan   *text_union (AzudPlan *a, AzudPlan *b);
AzudPlan   *text_window (AzudPlan *in, const char *partition, const char *order, const char *values);
AzudPlan   *text_write (AzudPlan *in, const char *path);

/** text_expect: the printed plan is @expected. */
void text_expect (AzudPlan *plan, const char *expected);

/** text_expect_optimized: optimised without the rule @without (NULL = with all), it is @expected.  Takes @plan. */
void text_expect_optimized (AzudPlan *plan, const char *without, const char *expected);

/** text_expect_stages: cut into stages as it is.  Takes @plan. */
void text_expect_stages (AzudPlan *plan, const AzudStageSettings *settings, const char *expected);
