/* node-drop-nulls.c: leave out rows with nulls
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudChoice hows[] = {
  { "any", N_("One of them is null") },
  { "all", N_("All of them are null") },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "columns", .label = N_("Columns"), .kind = AZUD_PARAM_COLUMNS,
    .help = N_("Columns that are looked at; none chosen: all"),
    .flags = AZUD_PARAM_ON_CANVAS },
  { .id = "how", .label = N_("Leave out if"), .kind = AZUD_PARAM_CHOICE, .help = N_("When a row is left out"),
    .otherwise = "\"any\"", .choices = hows },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Rows without any null"), .params = "",
    .input = "id,name\n1,Ada\n2,\n", .output = "id,name\n1,Ada\n",
      .plan = "DropNulls any [id, name]\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("Rows that are not empty"), .params = "columns: a, b\nhow: all",
    .input = "id,a,b\n1,,\n2,5,\n", .output = "id,a,b\n2,5,\n", .plan = "DropNulls all [a, b]\n  Input in",
      .compare = AZUD_COMPARE_EXACT },
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

  if (columns == NULL)
    return FALSE;
  if (n == 0)
    {
      int *all = azud_lowering_keep (ctx, g_new (int, in->schema->n_fields + 1), g_free);

      for (n = 0; n < in->schema->n_fields; n++)
        all[n] = n;
      columns = all;
    }
  return azud_lowering_set_output (ctx, "out", azud_plan_drop_nulls (in, columns, n,
                                                                     azud_lowering_is_choice (ctx, "how",
                                                                         "all")));
}

const AzudNodeType azud_node_drop_nulls = {
  .id = "drop-nulls", .version = 1, .category = AZUD_CATEGORY_ROWS, .icon = "azud-drop-nulls-symbolic",
  .label = N_("Drop Nulls"), .summary = N_("Leave out rows with nulls"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
