/* node-rename-columns.c: give columns other names
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

#include <string.h>

static const AzudParamSpec rename_fields[] = {
  { .id = "from", .label = N_("Column"), .kind = AZUD_PARAM_COLUMN,
    .help = N_("The column as it is called now"), .flags = AZUD_PARAM_REQUIRED },
  { .id = "to", .label = N_("New name"), .kind = AZUD_PARAM_TEXT,
    .help = N_("What it is called from here on"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_OUTPUT_NAME },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "renames", .label = N_("New names"), .kind = AZUD_PARAM_LIST,
    .help = N_("All names change at once; two columns may swap theirs"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS, .fields = rename_fields },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("One new name"), .params = "renames:\n- from=n; to=name",
    .input = "id,n\n1,Ada\n", .output = "id,name\n1,Ada\n", .plan = "Project [id, n AS name]\n  Input in",
      .compare = AZUD_COMPARE_EXACT },
  { .title = N_("Two columns swap names"), .params = "renames:\n- from=a; to=b\n- from=b; to=a",
    .input = "a,b\n1,2\n", .output = "b,a\n1,2\n", .plan = "Project [a AS b, b AS a]\n  Input in",
      .compare = AZUD_COMPARE_EXACT },
  { .title = N_("A name that is taken"), .params = "renames:\n- from=a; to=b", .input = "a,b\n1,2\n",
    .diagnostic = "AZUD_DUPLICATE_COLUMN" },
  { .title = N_("No such column"), .params = "renames:\n- from=price; to=cost", .input = "a,b\n1,2\n",
    .diagnostic = "UNRESOLVED_COLUMN" },
  { NULL }
};

static int
compare_names (AzudLowering *ctx,
               const char   *a,
               const char   *b)
{
  g_autofree char *folded_a = NULL;
  g_autofree char *folded_b = NULL;

  if (azud_lowering_get_settings (ctx)->case_sensitive)
    return strcmp (a, b);
  folded_a = g_utf8_casefold (a, -1);
  folded_b = g_utf8_casefold (b, -1);
  return strcmp (folded_a, folded_b);
}

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  guint n = azud_lowering_get_length (ctx, "renames");
  int n_fields = in->schema->n_fields;
  AzudNamedExpr *items = azud_lowering_keep (ctx, g_new0 (AzudNamedExpr, n_fields + 1), g_free);
  gboolean good = TRUE;

  for (int i = 0; i < n_fields; i++)
    items[i] = azud_lowering_pass (ctx, in, i, NULL);
  for (guint r = 0; r < n; r++)
    {
      int column = azud_lowering_get_column (ctx, azud_lowering_at (ctx, "renames", r, "from"), in);

      if (column >= 0)
        items[column] = azud_lowering_pass (ctx, in, column,
                                            azud_lowering_get_text (ctx,
                                                                    azud_lowering_at (ctx, "renames", r,
                                                                        "to")));
      if (column >= 0)
        items[column].passed = false;
      good = good && column >= 0;
    }
  for (guint r = 0; r < n && good; r++)
    {
      const char *path = azud_lowering_at (ctx, "renames", r, "to");
      const char *name = azud_lowering_get_text (ctx, path);
      guint n_same = 0;

      for (int i = 0; i < n_fields; i++)
        n_same += compare_names (ctx, items[i].name, name) == 0;
      if (n_same > 1)
        good = azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_DUPLICATE_COLUMN",
                                     N_("There would be two columns “{0}”."), name, NULL);
    }
  return good && azud_lowering_set_output (ctx, "out",
                                           azud_plan_project (in, items, n_fields, AZUD_PROJECT_RENAME));
}

const AzudNodeType azud_node_rename_columns = {
  .id = "rename-columns", .version = 1, .category = AZUD_CATEGORY_COLUMNS,
    .icon = "azud-rename-columns-symbolic",
  .label = N_("Rename Columns"), .summary = N_("Give columns other names"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
