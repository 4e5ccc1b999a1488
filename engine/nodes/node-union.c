/* node-union.c: all rows of several inputs, one after another
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudChoice matches[] = {
  { "name", N_("Name") },
  { "position", N_("Position") },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "by", .label = N_("Match columns by"), .kind = AZUD_PARAM_CHOICE,
    .help = N_("Which columns of the inputs belong together"),
    .flags = AZUD_PARAM_ON_CANVAS, .otherwise = "\"name\"", .choices = matches },
  { .id = "allow-missing", .label = N_("Columns may be missing"), .kind = AZUD_PARAM_BOOLEAN,
    .help = N_("Columns that an input lacks are null in its rows"), .otherwise = "false",
      .show_when = "by=name" },
  { NULL }
};

static const AzudPortSpec inputs[] = {
  { .id = "in", .label = N_("Inputs"), .many = TRUE },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Two lists, columns by name"), .params = "",
    .input = "--- a\nid,name\n1,Ada\n--- b\nname,id\nEve,2\n", .output = "id,name\n1,Ada\n2,Eve\n",
    .plan = "Union by name\n  Input a\n  Project [id, name]\n    Input b", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("Columns by position"), .params = "by: position",
    .input = "--- a\nid\n1\n--- b\nnumber\n2\n", .output = "id\n1\n2\n",
      .plan = "Union\n  Input a\n  Input b", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("A column is missing"), .params = "",
    .input = "--- a\nid,name\n1,Ada\n--- b\nid,age\n2,36\n",
      .diagnostic = "UNRESOLVED_COLUMN_AMONG_FIELD_NAMES" },
  { .title = N_("Numbers of columns differ"), .params = "by: position",
    .input = "--- a\nid,name\n1,Ada\n--- b\nid\n2\n", .diagnostic = "NUM_COLUMNS_MISMATCH" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudError error = AZUD_ERROR_INIT;
  int n = 0;
  AzudPlan *const *plans = azud_lowering_get_inputs (ctx, "in", &n);
  gboolean by_name = azud_lowering_is_choice (ctx, "by", "name");
  AzudPlan *plan;

  if (n == 1)
    return azud_lowering_set_output (ctx, "out", azud_plan_ref (plans[0]));
  plan = azud_plan_union (plans, n, by_name, by_name && azud_lowering_get_boolean (ctx, "allow-missing"),
                          azud_lowering_get_settings (ctx)->case_sensitive, &error);
  if (plan == NULL)
    return azud_lowering_report_error (ctx, NULL, &error);
  return azud_lowering_set_output (ctx, "out", plan);
}

const AzudNodeType azud_node_union = {
  .id = "union", .version = 1, .category = AZUD_CATEGORY_COMBINE, .icon = "azud-union-symbolic",
  .label = N_("Union"), .summary = N_("All rows of several inputs, one after another"),
  .inputs = inputs, .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
