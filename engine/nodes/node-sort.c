/* node-sort.c: order the rows by one or more expressions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "nodes/order-keys.h"

static const AzudParamSpec params[] = {
  { .id = "keys", .label = N_("Sort keys"), .kind = AZUD_PARAM_LIST,
    .help = N_("Rows equal in the first key are ordered by the second, and so on"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS, .fields = azud_order_fields },
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
  { .title = N_("A number is no column"), .params = "keys:\n- expression=2\n- expression=id; direction=descending",
    .input = "id,amount\n1,70\n3,60\n2,50\n", .output = "id,amount\n3,60\n2,50\n1,70\n",
    .compare = AZUD_COMPARE_EXACT },
  { .title = N_("No such column"), .params = "keys:\n- expression=price",
    .input = "id,amount\n1,50\n", .diagnostic = "UNRESOLVED_COLUMN" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  guint n = azud_lowering_get_length (ctx, "keys");
  AzudSortKey *keys = azud_order_keys_get (ctx, "keys", in, n);

  return keys != NULL && azud_lowering_set_output (ctx, "out", azud_plan_sort (in, keys, (int) n));
}

const AzudNodeType azud_node_sort = {
  .id = "sort", .version = 1, .category = AZUD_CATEGORY_ROWS, .icon = "azud-sort-symbolic",
  .label = N_("Sort"), .summary = N_("Order the rows by one or more expressions"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
