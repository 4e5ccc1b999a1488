/* node-drop-duplicates.c: keep one row of those that are equal
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudParamSpec params[] = {
  { .id = "columns", .label = N_("Columns"), .kind = AZUD_PARAM_COLUMNS,
    .help = N_("Rows equal in these columns count as the same; none chosen: all columns"),
      .flags = AZUD_PARAM_ON_CANVAS },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Each row once"), .params = "",
    .input = "id,name\n1,Ada\n1,Ada\n2,Eve\n", .output = "id,name\n1,Ada\n2,Eve\n",
    .plan = "Deduplicate [id, name]\n  Input in", .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("One row for each name"), .params = "columns: name",
    .input = "id,name\n1,Ada\n2,Ada\n3,Eve\n", .output = "id,name\n1,Ada\n3,Eve\n",
    .plan = "Deduplicate [name]\n  Input in", .compare = AZUD_COMPARE_ANY_VALID, .check = "id IN (1, 2, 3)" },
  { .title = N_("No such column"), .params = "columns: price", .input = "id\n1\n",
    .diagnostic = "UNRESOLVED_COLUMN" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  int n = 0;
  const int *columns = azud_lowering_get_columns (ctx, "columns", in, &n);

  return columns != NULL && azud_lowering_set_output (ctx, "out", azud_plan_deduplicate (in, columns, n));
}

const AzudNodeType azud_node_drop_duplicates = {
  .id = "drop-duplicates", .version = 1, .category = AZUD_CATEGORY_ROWS,
    .icon = "azud-drop-duplicates-symbolic",
  .label = N_("Drop Duplicates"), .summary = N_("Keep one row of those that are equal"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
