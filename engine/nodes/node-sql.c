/* node-sql.c: a SELECT over what arrives
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

#include "sql/sql.h"

static const AzudParamSpec params[] = {
  { .id = "query", .label = N_("Query"), .kind = AZUD_PARAM_MULTILINE,
    .help = N_("A SELECT in Spark SQL; the inputs are the tables a, b, c and d"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS },
  { NULL }
};

static const AzudPortSpec inputs[] = {
  { .id = "a", .label = N_("Table a") },
  { .id = "b", .label = N_("Table b"), .optional = TRUE },
  { .id = "c", .label = N_("Table c"), .optional = TRUE },
  { .id = "d", .label = N_("Table d"), .optional = TRUE },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Totals over a threshold"),
    .params = "query: SELECT k, sum(v) AS total FROM a GROUP BY k HAVING sum(v) > 5",
    .input = "k,v\n1,5\n1,3\n2,4\n", .output = "k,total\n1,8\n", .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("Two tables"),
    .params = "query: SELECT name, amount FROM a JOIN b ON a.id = b.owner WHERE b.amount > a.id ORDER BY amount",
    .input = "--- a\nid,name\n1,Ada\n--- b\nowner,amount\n1,70\n1,50\n",
      .output = "name,amount\nAda,50\nAda,70\n",
    .compare = AZUD_COMPARE_EXACT },
  { .title = N_("A table that is not connected"), .params = "query: SELECT * FROM b", .input = "k\n1\n",
    .diagnostic = "TABLE_OR_VIEW_NOT_FOUND" },
  { .title = N_("No such column"), .params = "query: SELECT price FROM a", .input = "k\n1\n",
    .diagnostic = "UNRESOLVED_COLUMN" },
  { .title = N_("A word too few"), .params = "query: SELECT k a WHERE", .input = "k\n1\n",
    .diagnostic = "PARSE_SYNTAX_ERROR" },
  { NULL }
};

static gboolean
lower (AzudLowering *ctx)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudSqlTable tables[G_N_ELEMENTS (inputs)];
  int n_tables = 0;
  int n_values = 0;
  const AzudScopeParameter *values = azud_lowering_get_values (ctx, &n_values);
  AzudPlan *plan;

  for (const AzudPortSpec *port = inputs; port->id != NULL; port++)
    {
      AzudPlan *in = azud_lowering_get_input (ctx, port->id);

      if (in != NULL)
        tables[n_tables++] = (AzudSqlTable){ port->id, in };
    }
  plan = azud_sql_lower (azud_lowering_get_text (ctx, "query"), tables, n_tables, values, n_values,
                         azud_lowering_get_settings (ctx), &error);
  if (plan == NULL)
    return azud_lowering_report_error (ctx, "query", &error);
  if (plan->schema->n_fields == 0)
    {
      azud_plan_unref (plan);
      return azud_lowering_report (ctx, "query", AZUD_SEVERITY_ERROR, "AZUD_NO_COLUMNS",
                                   N_("The last statement must be a SELECT."), NULL);
    }
  return azud_lowering_set_output (ctx, "out", plan);
}

const AzudNodeType azud_node_sql = {
  .id = "sql", .version = 1, .category = AZUD_CATEGORY_COMBINE, .icon = "azud-sql-symbolic",
  .label = N_("SQL Query"), .summary = N_("A SELECT over what arrives"),
  .inputs = inputs, .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
