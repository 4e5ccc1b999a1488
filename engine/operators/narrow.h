/* narrow.h: operators that hand rows on batch by batch
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every constructor returns (transfer full) (nullable): NULL and @error when memory is refused.  Thread: worker.
 */

#pragma once

#include "operators/operator.h"

/** azud_filter_new: rows for which the condition is true; narrows the selection, copies nothing. */
AzudOperator *azud_filter_new (AzudTaskContext *context, const AzudPlan *plan, AzudError *error) AZUD_WARN_UNUSED;

/** azud_project_new: one vector an item; plain columns are passed through. */
AzudOperator *azud_project_new (AzudTaskContext *context, const AzudPlan *plan, AzudError *error) AZUD_WARN_UNUSED;

/** azud_limit_new: skips offset rows, passes count rows, then has enough.  A local limit passes count + offset and skips none. */
AzudOperator *azud_limit_new (AzudTaskContext *context, const AzudPlan *plan, AzudError *error) AZUD_WARN_UNUSED;

/** azud_pass_new: hands batches on under another plan operator's name (UNION, CACHE, REPARTITION once exchanged). */
AzudOperator *azud_pass_new (AzudTaskContext *context, const AzudPlan *plan, AzudError *error) AZUD_WARN_UNUSED;

/* ---- leaves that need no input ---- */

/** azud_values_new: all rows of a VALUES plan, in partition 0. */
AzudOperator *azud_values_new (AzudTaskContext *context, const AzudPlan *plan, AzudError *error) AZUD_WARN_UNUSED;

/** azud_range_new: numbers [@first, @first + @n) of a RANGE plan. */
AzudOperator *azud_range_new (AzudTaskContext *context, const AzudPlan *plan, uint64_t first, uint64_t n, AzudError *error) AZUD_WARN_UNUSED;

/** azud_range_count: how many numbers a RANGE plan has. */
uint64_t azud_range_count (const AzudPlan *plan);
