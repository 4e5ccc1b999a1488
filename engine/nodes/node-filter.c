/* node-filter.c: keep the rows for which a condition is true
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudParamSpec params[] = {
  { .id = "condition", .label = N_("Condition"), .kind = AZUD_PARAM_EXPRESSION,
    .help = N_("Rows for which it is false or unknown are dropped"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Keep the large amounts"), .params = "condition: amount >= 100",
    .input = "id,amount\n1,50\n2,100\n", .output = "id,amount\n2,100\n",
    .plan = "Filter (amount >= 100)\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("Unknown is not true"), .params = "condition: amount < 100",
    .input = "id,amount\n1,50\n2,\n", .output = "id,amount\n1,50\n",
    .plan = "Filter (amount < 100)\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("No such column"), .params = "condition: price >= 1",
    .input = "id,amount\n1,50\n", .diagnostic = "UNRESOLVED_COLUMN" },
  { .title = N_("Not a condition"), .params = "condition: amount + 1",
    .input = "id,amount\n1,50\n", .diagnostic = "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  AzudExpr *condition = azud_lowering_get_condition (ctx, "condition", in);

  return condition != NULL && azud_lowering_set_output (ctx, "out", azud_plan_filter (in, condition));
}

const AzudNodeType azud_node_filter = {
  .id = "filter", .version = 1, .category = AZUD_CATEGORY_ROWS, .icon = "azud-filter-symbolic",
  .label = N_("Filter"), .summary = N_("Keep the rows for which a condition is true"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
