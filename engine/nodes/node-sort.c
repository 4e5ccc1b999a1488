/* node-sort.c: order the rows by one or more expressions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudChoice directions[] = {
  { "ascending", N_("Ascending") },
  { "descending", N_("Descending") },
  { NULL }
};

static const AzudChoice null_places[] = {
  { "default", N_("As usual") },
  { "first", N_("First") },
  { "last", N_("Last") },
  { NULL }
};

static const AzudParamSpec key_fields[] = {
  { .id = "expression", .label = N_("By"), .kind = AZUD_PARAM_EXPRESSION,
    .help = N_("A column, or any expression"),
    .flags = AZUD_PARAM_REQUIRED },
  { .id = "direction", .label = N_("Direction"), .kind = AZUD_PARAM_CHOICE,
    .help = N_("Smallest or largest first"),
    .otherwise = "\"ascending\"", .choices = directions },
  { .id = "nulls", .label = N_("Nulls"), .kind = AZUD_PARAM_CHOICE,
    .help = N_("As usual: nulls come first when ascending, last when descending"),
    .flags = AZUD_PARAM_ADVANCED, .otherwise = "\"default\"", .choices = null_places },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "keys", .label = N_("Sort keys"), .kind = AZUD_PARAM_LIST,
    .help = N_("Rows equal in the first key are ordered by the second, and so on"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS, .fields = key_fields },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Largest first"),
    .params = "keys:\n- expression=amount; direction=descending\n- expression=id",
    .input = "id,amount\n3,50\n2,100\n1,50\n", .output = "id,amount\n2,100\n1,50\n3,50\n",
    .plan = "Sort [amount DESC, id]\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("Nulls at the end"), .params = "keys:\n- expression=amount; nulls=last",
    .input = "amount\n2\n\n1\n", .output = "amount\n1\n2\n\n",
    .plan = "Sort [amount NULLS LAST]\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("No such column"), .params = "keys:\n- expression=price",
    .input = "id,amount\n1,50\n", .diagnostic = "UNRESOLVED_COLUMN" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  guint n = azud_lowering_get_length (ctx, "keys");
  AzudSortKey *keys = azud_lowering_keep (ctx, g_new0 (AzudSortKey, n + 1), g_free);
  gboolean good = TRUE;

  for (guint i = 0; i < n; i++)
    {
      const char *nulls = azud_lowering_at (ctx, "keys", i, "nulls");

      keys[i].expr = azud_lowering_get_expression (ctx, azud_lowering_at (ctx, "keys", i, "expression"), in);
      keys[i].descending = azud_lowering_is_choice (ctx, azud_lowering_at (ctx, "keys", i, "direction"),
                                                    "descending");
      keys[i].nulls_last = azud_lowering_is_choice (ctx, nulls, "default") ? keys[i].descending
        : azud_lowering_is_choice (ctx, nulls, "last");
      good = good && keys[i].expr != NULL;
    }
  return good && azud_lowering_set_output (ctx, "out", azud_plan_sort (in, keys, (int) n));
}

const AzudNodeType azud_node_sort = {
  .id = "sort", .version = 1, .category = AZUD_CATEGORY_ROWS, .icon = "azud-sort-symbolic",
  .label = N_("Sort"), .summary = N_("Order the rows by one or more expressions"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
