/* node-fill-nulls.c: put a value where there is none
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudParamSpec params[] = {
  { .id = "value", .label = N_("Value"), .kind = AZUD_PARAM_EXPRESSION,
    .help = N_("A constant such as 0 or 'unknown'; it may use parameters, not columns"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS },
  { .id = "columns", .label = N_("Columns"), .kind = AZUD_PARAM_COLUMNS,
    .help = N_("Where nulls are replaced; none chosen: all columns the value fits"),
      .flags = AZUD_PARAM_ON_CANVAS },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Zero for every missing number"), .params = "value: 0",
    .input = "id,amount,name\n1,,Ada\n2,5,\n", .output = "id,amount,name\n1,0,Ada\n2,5,\n",
    .plan = "FillNulls [id, amount] with 0\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("A word for missing names"), .params = "value: 'unknown'\ncolumns: name",
    .input = "id,name\n1,Ada\n2,\n", .output = "id,name\n1,Ada\n2,unknown\n",
    .plan = "FillNulls [name] with 'unknown'\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("NaN counts as missing"), .params = "value: 0", .input = "id,x:double\n1,1.5\n2,NaN\n3,\n",
    .output = "id,x\n1,1.5\n2,0.0\n3,0.0\n", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("A text does not fit a number"), .params = "value: 'none'\ncolumns: id", .input = "id\n1\n",
    .diagnostic = "AZUD_FILL_TYPE" },
  { NULL }
};

typedef enum { CLASS_NUMBER, CLASS_TEXT, CLASS_BOOLEAN, CLASS_DATE, CLASS_OTHER } ValueClass;

static ValueClass
class_of (const AzudDtype *type)
{
  if (azud_dtype_is_numeric (type))
    return CLASS_NUMBER;
  switch (type->id)
    {
    case AZUD_DTYPE_STRING:
      return CLASS_TEXT;
    case AZUD_DTYPE_BOOLEAN:
      return CLASS_BOOLEAN;
    case AZUD_DTYPE_DATE:
    case AZUD_DTYPE_TIMESTAMP:
    case AZUD_DTYPE_TIMESTAMP_NTZ:
      return CLASS_DATE;
    default:
      return CLASS_OTHER;
    }
}

/* Spark's fillna: numbers fill numbers, texts texts; beyond Spark, a date or time fills columns of its own
 * type. */
static gboolean
value_fits (const AzudDtype *value,
            const AzudDtype *column)
{
  ValueClass class = class_of (value);

  if (class == CLASS_DATE || class == CLASS_OTHER)
    return value == column;
  return class == class_of (column);
}

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  AzudExpr *value = azud_lowering_get_constant (ctx, "value");
  int n = 0;
  const int *chosen = azud_lowering_get_columns (ctx, "columns", in, &n);
  int *columns = azud_lowering_keep (ctx, g_new0 (int, in->schema->n_fields + 1), g_free);
  int n_columns = 0;
  gboolean good = TRUE;

  if (value == NULL || chosen == NULL)
    return FALSE;
  if (value->type->id == AZUD_DTYPE_VOID || value->datum.is_null)
    return azud_lowering_report (ctx, "value", AZUD_SEVERITY_ERROR, "AZUD_FILL_TYPE",
                                 N_("Null cannot replace null."), NULL);
  for (int i = 0; i < (n > 0 ? n : in->schema->n_fields); i++)
    {
      int column = n > 0 ? chosen[i] : i;

      if (value_fits (value->type, in->schema->fields[column].type))
        columns[n_columns++] = column;
      else if (n > 0)
        good = azud_lowering_report (ctx, "columns", AZUD_SEVERITY_ERROR, "AZUD_FILL_TYPE",
                                     N_("The value does not fit the type of “{0}”."),
                                     in->schema->fields[column].name, NULL);
    }
  if (good && n_columns == 0)
    good = azud_lowering_report (ctx, "value", AZUD_SEVERITY_ERROR, "AZUD_FILL_TYPE",
                                 N_("There is no column the value fits."), NULL);
  return good && azud_lowering_set_output (ctx, "out", azud_plan_fill_nulls (in, columns, n_columns, value));
}

const AzudNodeType azud_node_fill_nulls = {
  .id = "fill-nulls", .version = 1, .category = AZUD_CATEGORY_COLUMNS, .icon = "azud-fill-nulls-symbolic",
  .label = N_("Fill Nulls"), .summary = N_("Put a value where there is none"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
