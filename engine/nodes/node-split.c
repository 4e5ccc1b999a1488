/* node-split.c: rows for which a condition is true one way, all others another
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudParamSpec params[] = {
  { .id = "condition", .label = N_("Condition"), .kind = AZUD_PARAM_EXPRESSION,
    .help = N_("Rows for which it is true leave above; where it is false or unknown, below"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS },
  { NULL }
};

static const AzudPortSpec outputs[] = {
  { .id = "matched", .label = N_("True") },
  { .id = "rest", .label = N_("All others") },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Large amounts and the rest"), .params = "condition: amount >= 100",
    .input = "id,amount\n1,50\n2,100\n3,\n",
    .output = "--- matched\nid,amount\n2,100\n--- rest\nid,amount\n1,50\n3,\n",
    .plan = "Filter (amount >= 100)\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("No such column"), .params = "condition: price >= 1", .input = "id,amount\n1,50\n",
    .diagnostic = "UNRESOLVED_COLUMN" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  AzudExpr *condition = azud_lowering_get_condition (ctx, "condition", in);
  g_autofree char *text = NULL;
  AzudExpr *others;

  if (condition == NULL)
    return FALSE;
  /* no row may get lost: unknown is not true */
  text = g_strdup_printf ("NOT coalesce((%s\n), false)", azud_lowering_get_text (ctx, "condition"));
  others = azud_lowering_make_condition (ctx, "condition", text, in);
  return others != NULL && azud_lowering_set_output (ctx, "matched", azud_plan_filter (in, condition)) &&
         azud_lowering_set_output (ctx, "rest", azud_plan_filter (in, others));
}

const AzudNodeType azud_node_split = {
  .id = "split", .version = 1, .category = AZUD_CATEGORY_ROWS, .icon = "azud-split-symbolic",
  .label = N_("Split Rows"), .summary = N_("Rows for which a condition is true one way, all others another"),
  .inputs = AZUD_PORTS ("in"), .outputs = outputs,
  .params = params, .examples = examples, .lower = lower,
};
