/* node-except.c: rows of the left input that the right one lacks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "nodes/set-operation.h"

static const AzudNodeExample examples[] = {
  { .title = N_("Each row once"), .params = "",
    .input = "--- left\nid\n1\n1\n2\n3\n--- right\nid\n3\n2\n2\n", .output = "id\n1\n",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("Numbers of columns differ"), .params = "",
    .input = "--- left\nid,name\n1,Ada\n--- right\nid\n2\n", .diagnostic = "NUM_COLUMNS_MISMATCH" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  return azud_set_operation_lower (ctx, "EXCEPT");
}

const AzudNodeType azud_node_except = {
  .id = "except", .version = 1, .category = AZUD_CATEGORY_COMBINE, .icon = "azud-except-symbolic",
  .label = N_("Except"), .summary = N_("Rows of the left input that the right one lacks, each once"),
  .inputs = azud_set_operation_inputs, .outputs = AZUD_PORTS ("out"),
  .params = azud_set_operation_params, .examples = examples, .lower = lower,
};
