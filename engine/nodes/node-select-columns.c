/* node-select-columns.c: keep, order or leave out columns
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudChoice modes[] = {
  { "keep", N_("Keep them, in this order") },
  { "drop", N_("Leave them out") },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "columns", .label = N_("Columns"), .kind = AZUD_PARAM_COLUMNS,
    .help = N_("The columns that are kept or left out"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS },
  { .id = "mode", .label = N_("What to do"), .kind = AZUD_PARAM_CHOICE,
    .help = N_("Whether these columns stay or go"),
    .otherwise = "\"keep\"", .choices = modes },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Two columns in another order"), .params = "columns: name, id",
    .input = "id,age,name\n1,36,Ada\n", .output = "name,id\nAda,1\n",
      .plan = "Project [name, id]\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("All but one"), .params = "columns: age\nmode: drop",
    .input = "id,age,name\n1,36,Ada\n", .output = "id,name\n1,Ada\n",
      .plan = "Project [id, name]\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("No such column"), .params = "columns: id, price", .input = "id,age\n1,36\n",
    .diagnostic = "UNRESOLVED_COLUMN" },
  { NULL }
};

static gboolean
contains (const int *columns,
          int        n,
          int        index)
{
  for (int i = 0; i < n; i++)
    if (columns[i] == index)
      return TRUE;
  return FALSE;
}

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  gboolean drop = azud_lowering_is_choice (ctx, "mode", "drop");
  int n = 0;
  int n_items = 0;
  const int *columns = azud_lowering_get_columns (ctx, "columns", in, &n);
  AzudNamedExpr *items;

  if (columns == NULL)
    return FALSE;
  items = azud_lowering_keep (ctx, g_new0 (AzudNamedExpr, MAX (n, in->schema->n_fields) + 1), g_free);
  for (int i = 0; !drop && i < n; i++)
    items[n_items++] = azud_lowering_pass (ctx, in, columns[i], NULL);
  for (int i = 0; drop && i < in->schema->n_fields; i++)
    if (!contains (columns, n, i))
      items[n_items++] = azud_lowering_pass (ctx, in, i, NULL);
  if (n_items == 0)
    return azud_lowering_report (ctx, "columns", AZUD_SEVERITY_ERROR, "AZUD_NO_COLUMNS",
                                 N_("At least one column must stay."), NULL);
  return azud_lowering_set_output (ctx, "out", azud_plan_project (in, items, n_items,
                                                                  drop ? AZUD_PROJECT_DROP
                                                                    : AZUD_PROJECT_SELECT));
}

const AzudNodeType azud_node_select_columns = {
  .id = "select-columns", .version = 1, .category = AZUD_CATEGORY_COLUMNS,
    .icon = "azud-select-columns-symbolic",
  .label = N_("Select Columns"), .summary = N_("Keep, order or leave out columns"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
