/* node-sample.c: keep a part of the rows, always the same one
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudParamSpec params[] = {
  { .id = "fraction", .label = N_("Fraction"), .kind = AZUD_PARAM_NUMBER,
    .help = N_("Part of the rows that is kept, from 0 to 1"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS, .otherwise = "0.1" },
  { .id = "columns", .label = N_("By columns"), .kind = AZUD_PARAM_COLUMNS,
    .help = N_("Rows equal in these columns are kept or left out together; none chosen: all columns") },
  { .id = "seed", .label = N_("Seed"), .kind = AZUD_PARAM_INTEGER,
    .help = N_("Another seed gives another sample"),
    .flags = AZUD_PARAM_ADVANCED, .otherwise = "42" },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Everything"), .params = "fraction: 1",
    .input = "id\n1\n2\n3\n", .output = "id\n1\n2\n3\n", .plan = "Sample 1 seed=42 on=[id]\n  Input in",
      .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("About half, by customer"), .params = "fraction: 0.5\ncolumns: customer",
    .input = "customer,amount\n1,5\n1,7\n2,3\n3,1\n", .plan = "Sample 0.5 seed=42 on=[customer]\n  Input in",
    .output = "customer,amount\n", .compare = AZUD_COMPARE_ANY_VALID, .check = "customer BETWEEN 1 AND 3" },
  { .title = N_("More than everything"), .params = "fraction: 2", .input = "id\n1\n",
    .diagnostic = "AZUD_PARAMETER_RANGE" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  double fraction = azud_lowering_get_number (ctx, "fraction");
  int n = 0;
  const int *columns = azud_lowering_get_columns (ctx, "columns", in, &n);

  if (!(fraction >= 0 && fraction <= 1))
    return azud_lowering_report (ctx, "fraction", AZUD_SEVERITY_ERROR, "AZUD_PARAMETER_RANGE",
                                 N_("The fraction must be from 0 to 1."), NULL);
  if (columns == NULL)
    return FALSE;
  if (n == 0)
    {
      int *all = azud_lowering_keep (ctx, g_new (int, in->schema->n_fields + 1), g_free);

      for (n = 0; n < in->schema->n_fields; n++)
        all[n] = n;
      columns = all;
    }
  return azud_lowering_set_output (ctx, "out", azud_plan_sample (in, fraction,
                                                                 azud_lowering_get_integer (ctx, "seed"),
                                                                   columns, n));
}

const AzudNodeType azud_node_sample = {
  .id = "sample", .version = 1, .category = AZUD_CATEGORY_ROWS, .icon = "azud-sample-symbolic",
  .label = N_("Sample"), .summary = N_("Keep a part of the rows, always the same one"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
