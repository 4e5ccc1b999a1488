/* order-keys.c: an order as a list parameter: expression, direction, place of nulls
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "nodes/order-keys.h"

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

const AzudParamSpec azud_order_fields[] = {
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

AzudSortKey *
azud_order_keys_get (AzudLowering *ctx,
                     const char   *parameter,
                     AzudPlan     *in,
                     guint         n)
{
  AzudSortKey *keys = azud_lowering_keep (ctx, g_new0 (AzudSortKey, n + 1), g_free);
  gboolean good = TRUE;

  for (guint i = 0; i < n; i++)
    {
      const char *nulls = azud_lowering_at (ctx, parameter, i, "nulls");

      keys[i].expr = azud_lowering_get_expression (ctx, azud_lowering_at (ctx, parameter, i, "expression"), in);
      keys[i].descending = azud_lowering_is_choice (ctx, azud_lowering_at (ctx, parameter, i, "direction"), "descending");
      keys[i].nulls_last = azud_lowering_is_choice (ctx, nulls, "default") ? keys[i].descending
        : azud_lowering_is_choice (ctx, nulls, "last");
      good = good && keys[i].expr != NULL;
    }
  return good ? keys : NULL;
}
