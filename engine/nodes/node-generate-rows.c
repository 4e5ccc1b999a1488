/* node-generate-rows.c: numbers from one to another
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudParamSpec params[] = {
  { .id = "column", .label = N_("Column"), .kind = AZUD_PARAM_TEXT,
    .help = N_("Name of the column of numbers"),
    .flags = AZUD_PARAM_REQUIRED, .otherwise = "\"id\"" },
  { .id = "start", .label = N_("From"), .kind = AZUD_PARAM_INTEGER, .help = N_("The first number"),
    .flags = AZUD_PARAM_ON_CANVAS, .otherwise = "0" },
  { .id = "end", .label = N_("To, without it"), .kind = AZUD_PARAM_INTEGER,
    .help = N_("The numbers end before this one"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS, .otherwise = "10" },
  { .id = "step", .label = N_("Step"), .kind = AZUD_PARAM_INTEGER,
    .help = N_("Distance from one number to the next; below zero counts down"),
    .flags = AZUD_PARAM_ADVANCED, .otherwise = "1" },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Three numbers"), .params = "end: 3", .output = "id\n0\n1\n2\n",
    .plan = "Range id from 0 to 3 by 1", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("Counting down"), .params = "column: n\nstart: 5\nend: 0\nstep: -2", .output = "n\n5\n3\n1\n",
    .plan = "Range n from 5 to 0 by -2", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("A step of zero"), .params = "end: 3\nstep: 0", .diagnostic = "AZUD_PARAMETER_RANGE" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  gint64 step = azud_lowering_get_integer (ctx, "step");

  if (step == 0)
    return azud_lowering_report (ctx, "step", AZUD_SEVERITY_ERROR, "AZUD_PARAMETER_RANGE",
                                 N_("The step must not be zero."), NULL);
  return azud_lowering_set_output (ctx, "out", azud_plan_range (azud_lowering_get_text (ctx, "column"),
                                                                azud_lowering_get_integer (ctx, "start"),
                                                                azud_lowering_get_integer (ctx, "end"),
                                                                  step));
}

const AzudNodeType azud_node_generate_rows = {
  .id = "generate-rows", .version = 1, .category = AZUD_CATEGORY_SOURCES,
    .icon = "azud-generate-rows-symbolic",
  .label = N_("Generate Rows"), .summary = N_("Numbers from one to another"),
  .inputs = AZUD_PORTS_NONE, .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
