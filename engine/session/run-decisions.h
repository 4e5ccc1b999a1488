/* run-decisions.h: changes of a plan as plain data
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "operators/execution/execution.h"

#include <azud/session.h>

/** azud_decisions_new: (transfer full) (element-type AzudDecisionView): they own their texts. */
GArray *azud_decisions_new (void) G_GNUC_WARN_UNUSED_RESULT;

/** azud_decisions_add: the next version of the plan; @time_us: since the run began, 0 = not known.  Thread: one at a time. */
void azud_decisions_add (GArray *decisions, const AzudPlanChange *change, gint64 time_us);

/** azud_decisions_copy, _free_copy: as snapshots hold them.  (transfer full) */
AzudDecisionView *azud_decisions_copy (const GArray *decisions) G_GNUC_WARN_UNUSED_RESULT;
void              azud_decisions_free_copy (AzudDecisionView *decisions, guint n);

/** azud_decision_to_json: (transfer full) */
AzudJson *azud_decision_to_json (const AzudDecisionView *decision) G_GNUC_WARN_UNUSED_RESULT;
