/* node-limit.c: keep the first rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudParamSpec params[] = {
  { .id = "count", .label = N_("Rows"), .kind = AZUD_PARAM_INTEGER, .help = N_("How many rows are kept"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS, .otherwise = "100", .minimum = 0,
      .maximum = G_MAXINT32 },
  { .id = "offset", .label = N_("Skip"), .kind = AZUD_PARAM_INTEGER,
    .help = N_("How many rows are left out before"),
    .flags = AZUD_PARAM_ADVANCED, .otherwise = "0", .minimum = 0, .maximum = G_MAXINT32 },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("The first two rows"), .params = "count: 2",
    .input = "id\n1\n2\n3\n", .output = "id\n1\n2\n", .plan = "Limit 2\n  Input in",
      .compare = AZUD_COMPARE_EXACT },
  { .title = N_("One row after the first"), .params = "count: 1\noffset: 1",
    .input = "id\n1\n2\n3\n", .output = "id\n2\n", .plan = "Limit 1 offset 1\n  Input in",
      .compare = AZUD_COMPARE_EXACT },
  { .title = N_("A number below zero"), .params = "count: -1", .input = "id\n1\n",
    .diagnostic = "AZUD_PARAMETER_RANGE" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");

  return azud_lowering_set_output (ctx, "out", azud_plan_limit (in, azud_lowering_get_integer (ctx, "count"),
                                                                azud_lowering_get_integer (ctx, "offset")));
}

const AzudNodeType azud_node_limit = {
  .id = "limit", .version = 1, .category = AZUD_CATEGORY_ROWS, .icon = "azud-limit-symbolic",
  .label = N_("Limit"), .summary = N_("Keep the first rows"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
