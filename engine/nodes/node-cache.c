/* node-cache.c: keep rows for those who read them again
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

/* In the order of AzudStorageLevel. */
static const AzudChoice levels[] = {
  { "memory", N_("In memory") },
  { "memory-and-disk", N_("In memory, else on disk") },
  { "disk", N_("On disk") },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "level", .label = N_("Where"), .kind = AZUD_PARAM_CHOICE,
    .help = N_("In the window rows are kept for later runs, as far as there is room, until it is closed or an input changes; “azud run” "
               "keeps them until its end.  In memory only: what finds no room is computed again"),
    .flags = AZUD_PARAM_ON_CANVAS, .otherwise = "\"memory-and-disk\"", .choices = levels },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Read once, use twice"), .params = "level: memory",
    .input = "id\n1\n2\n", .output = "id\n1\n2\n", .plan = "Cache MEMORY_ONLY\n  Input in",
    .compare = AZUD_COMPARE_EXACT },
  { .title = N_("In memory, else on disk"), .params = "",
    .input = "id\n1\n2\n", .output = "id\n1\n2\n", .plan = "Cache MEMORY_AND_DISK\n  Input in",
    .compare = AZUD_COMPARE_EXACT },
  { .title = N_("No such place"), .params = "level: cloud", .input = "id\n1\n",
    .diagnostic = "AZUD_PARAMETER_CHOICE" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  AzudStorageLevel level = (AzudStorageLevel) azud_lowering_get_choice (ctx, "level");

  return azud_lowering_set_output (ctx, "out", azud_plan_cache (in, level));
}

const AzudNodeType azud_node_cache = {
  .id = "cache", .version = 1, .category = AZUD_CATEGORY_ROWS, .icon = "azud-cache-symbolic",
  .label = N_("Cache"), .summary = N_("Keep the rows, so that others, and later runs, need not compute them again"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
