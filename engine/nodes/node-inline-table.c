/* node-inline-table.c: a small table kept in the pipeline itself
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudParamSpec params[] = {
  { .id = "schema", .label = N_("Columns"), .kind = AZUD_PARAM_SCHEMA,
    .help = N_("Names and types of the columns"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS },
  { .id = "rows", .label = N_("Rows"), .kind = AZUD_PARAM_TABLE,
    .help = N_("The values, as text; null where there is none"), .otherwise = "[]" },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Two people"),
    .params = "schema: id int, name string\nrows: [[\"1\", \"Ada\"], [\"2\", null]]",
    .output = "id,name\n1,Ada\n2,\n", .plan = "Values [id, name] (1, 'Ada') (2, NULL)",
      .compare = AZUD_COMPARE_EXACT },
  { .title = N_("No rows"), .params = "schema: id int", .output = "id\n", .plan = "Values [id]",
    .compare = AZUD_COMPARE_EXACT },
  { .title = N_("Not a number"), .params = "schema: id int\nrows: [[\"one\"]]",
    .diagnostic = "CAST_INVALID_INPUT" },
  { .title = N_("A row that is too short"), .params = "schema: id int, name string\nrows: [[\"1\"]]",
    .diagnostic = "AZUD_TABLE_ROW_LENGTH" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudSchema *schema = azud_lowering_get_schema (ctx, "schema");
  GPtrArray *rows = schema != NULL ? azud_lowering_get_table (ctx, "rows", schema) : NULL;

  return rows != NULL && azud_lowering_set_output (ctx, "out", azud_plan_values (schema, rows));
}

const AzudNodeType azud_node_inline_table = {
  .id = "inline-table", .version = 1, .category = AZUD_CATEGORY_SOURCES, .icon = "azud-inline-table-symbolic",
  .label = N_("Inline Table"), .summary = N_("A small table kept in the pipeline itself"),
  .inputs = AZUD_PORTS_NONE, .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
