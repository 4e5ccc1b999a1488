/* node-derive-columns.c: add columns, or replace them, by expressions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudParamSpec column_fields[] = {
  { .id = "name", .label = N_("Column"), .kind = AZUD_PARAM_TEXT,
    .help = N_("A new name adds a column, a name that is there replaces it"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_OUTPUT_NAME },
  { .id = "expression", .label = N_("Value"), .kind = AZUD_PARAM_EXPRESSION,
    .help = N_("Computed for every row from the columns that arrive"),
    .flags = AZUD_PARAM_REQUIRED },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "columns", .label = N_("Columns"), .kind = AZUD_PARAM_LIST,
    .help = N_("All of them see the columns that arrive, not each other"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS, .fields = column_fields },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Price times number"), .params = "columns:\n- name=total; expression=price * n",
    .input = "price,n\n5,2\n7,1\n", .output = "price,n,total\n5,2,10\n7,1,7\n",
    .plan = "Project [price, n, (price * n) AS total]\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("A column replaced in its place"), .params = "columns:\n- name=name; expression=upper(name)",
    .input = "name,id\nAda,1\n", .output = "name,id\nADA,1\n",
    .plan = "Project [upper(name) AS name, id]\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("No such column"), .params = "columns:\n- name=total; expression=price * n",
    .input = "n\n1\n", .diagnostic = "UNRESOLVED_COLUMN" },
  { .title = N_("The same name twice"),
    .params = "columns:\n- name=x; expression=n\n- name=x; expression=n + 1",
    .input = "n\n1\n", .diagnostic = "AZUD_DUPLICATE_COLUMN" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  gboolean case_sensitive = azud_lowering_get_settings (ctx)->case_sensitive;
  guint n = azud_lowering_get_length (ctx, "columns");
  int n_items = in->schema->n_fields;
  AzudNamedExpr *items = azud_lowering_keep (ctx, g_new0 (AzudNamedExpr, (guint) n_items + n + 1), g_free);
  gboolean good = TRUE;

  for (int i = 0; i < n_items; i++)
    items[i] = azud_lowering_pass (ctx, in, i, NULL);
  for (guint c = 0; c < n; c++)
    {
      const char *path = azud_lowering_at (ctx, "columns", c, "name");
      const char *name = azud_lowering_get_text (ctx, path);
      int old = azud_schema_find (in->schema, name, case_sensitive);
      int place = old >= 0 ? old : n_items++;

      for (guint b = 0; b < c; b++)
        if (g_strcmp0 (azud_lowering_get_text (ctx, azud_lowering_at (ctx, "columns", b, "name")), name) == 0)
          {
            good = azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_DUPLICATE_COLUMN",
                                         N_("The column “{0}” is named twice."), name, NULL);
            break;
          }
      items[place].name = (char *) name;
      items[place].passed = false;
      items[place].expr = azud_lowering_get_expression (ctx,
                                                        azud_lowering_at (ctx, "columns", c, "expression"),
                                                          in);
      good = good && items[place].expr != NULL;
    }
  return good && azud_lowering_set_output (ctx, "out",
                                           azud_plan_project (in, items, n_items, AZUD_PROJECT_WITH_COLUMNS));
}

const AzudNodeType azud_node_derive_columns = {
  .id = "derive-columns", .version = 1, .category = AZUD_CATEGORY_COLUMNS,
    .icon = "azud-derive-columns-symbolic",
  .label = N_("Derive Columns"), .summary = N_("Add columns, or replace them, by expressions"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
