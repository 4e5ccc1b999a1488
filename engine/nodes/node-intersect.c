/* node-intersect.c: rows that both inputs have
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

#include "sql/sql.h"

static const AzudParamSpec params[] = {
  { NULL }
};

static const AzudPortSpec inputs[] = {
  { .id = "left", .label = N_("Left") },
  { .id = "right", .label = N_("Right") },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Each row once"), .params = "",
    .input = "--- left\nid\n1\n1\n2\n3\n--- right\nid\n3\n2\n2\n", .output = "id\n2\n3\n",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("Numbers of columns differ"), .params = "",
    .input = "--- left\nid,name\n1,Ada\n--- right\nid\n2\n", .diagnostic = "NUM_COLUMNS_MISMATCH" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudSqlTable tables[] = { { "l", azud_lowering_get_input (ctx, "left") },
                            { "r", azud_lowering_get_input (ctx, "right") } };
  AzudPlan *plan = azud_sql_lower ("SELECT * FROM l INTERSECT SELECT * FROM r", tables, 2, NULL, 0,
                                   azud_lowering_get_settings (ctx), &error);

  if (plan != NULL)
    return azud_lowering_set_output (ctx, "out", plan);
  error.span_start = error.span_end = -1;   /* nobody sees this text */
  return azud_lowering_report_error (ctx, NULL, &error);
}

const AzudNodeType azud_node_intersect = {
  .id = "intersect", .version = 1, .category = AZUD_CATEGORY_COMBINE, .icon = "azud-intersect-symbolic",
  .label = N_("Intersect"), .summary = N_("Rows that both inputs have, each once"),
  .inputs = inputs, .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
