/* node-repartition.c: in how many parts rows are worked on
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudParamSpec params[] = {
  { .id = "partitions", .label = N_("Parts"), .kind = AZUD_PARAM_INTEGER,
    .help = N_("In how many parts the rows are worked on; a folder that is written gets a file for each"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS, .otherwise = "8", .minimum = 1, .maximum = 10000 },
  { .id = "columns", .label = N_("Together by"), .kind = AZUD_PARAM_COLUMNS,
    .help = N_("Rows equal in these columns come into the same part; none chosen: in turn"),
    .flags = AZUD_PARAM_ON_CANVAS },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Three parts"), .params = "partitions: 3",
    .input = "id\n1\n2\n3\n4\n", .output = "id\n1\n2\n3\n4\n", .plan = "Repartition 3\n  Input in",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("Names together"), .params = "partitions: 2\ncolumns: name",
    .input = "id,name\n1,Ada\n2,Eve\n3,Ada\n", .output = "id,name\n1,Ada\n2,Eve\n3,Ada\n",
    .plan = "Repartition 2 by=[name]\n  Input in", .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("No such column"), .params = "partitions: 2\ncolumns: price", .input = "id\n1\n",
    .diagnostic = "UNRESOLVED_COLUMN" },
  { .title = N_("No parts"), .params = "partitions: 0", .input = "id\n1\n",
    .diagnostic = "AZUD_PARAMETER_RANGE" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  int n = 0;
  const int *columns = azud_lowering_get_columns (ctx, "columns", in, &n);
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_expr_unref);

  if (columns == NULL)
    return FALSE;
  for (int i = 0; i < n; i++)
    g_ptr_array_add (keys, azud_expr_new_column (in->schema, columns[i]));
  return azud_lowering_set_output (ctx, "out", azud_plan_repartition (in, (int) azud_lowering_get_integer (ctx, "partitions"),
                                                                      (AzudExpr *const *) keys->pdata, n, FALSE));
}

const AzudNodeType azud_node_repartition = {
  .id = "repartition", .version = 1, .category = AZUD_CATEGORY_ROWS, .icon = "azud-repartition-symbolic",
  .label = N_("Repartition"), .summary = N_("Spread the rows over a number of parts"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
