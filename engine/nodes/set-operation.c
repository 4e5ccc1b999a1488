/* set-operation.c: what the nodes that compare whole rows of two inputs have in common
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "nodes/set-operation.h"

#include "sql/sql.h"

const AzudParamSpec azud_set_operation_params[] = {
  { NULL }
};

const AzudPortSpec azud_set_operation_inputs[] = {
  { .id = "left", .label = N_("Left") },
  { .id = "right", .label = N_("Right") },
  { NULL }
};

gboolean
azud_set_operation_lower (AzudLowering *ctx,
                          const char   *operation)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudSqlTable tables[] = { { "l", azud_lowering_get_input (ctx, "left") },
                            { "r", azud_lowering_get_input (ctx, "right") } };
  g_autofree char *query = g_strdup_printf ("SELECT * FROM l %s SELECT * FROM r", operation);
  AzudPlan *plan = azud_sql_lower (query, tables, 2, NULL, 0, azud_lowering_get_settings (ctx), &error);

  if (plan != NULL)
    return azud_lowering_set_output (ctx, "out", plan);
  error.span_start = error.span_end = -1;   /* nobody sees this text */
  return azud_lowering_report_error (ctx, NULL, &error);
}
