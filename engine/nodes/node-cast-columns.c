/* node-cast-columns.c: give columns other types
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

static const AzudChoice on_errors[] = {
  { "fail", N_("Stop the run") },
  { "null", N_("Make it null") },
  { NULL }
};

static const AzudParamSpec cast_fields[] = {
  { .id = "column", .label = N_("Column"), .kind = AZUD_PARAM_COLUMN,
    .help = N_("The column whose type changes"), .flags = AZUD_PARAM_REQUIRED },
  { .id = "type", .label = N_("Type"), .kind = AZUD_PARAM_TYPE, .help = N_("The type it has from here on"),
    .flags = AZUD_PARAM_REQUIRED },
  { .id = "on-error", .label = N_("If a value does not fit"), .kind = AZUD_PARAM_CHOICE,
    .help = N_("What happens to values the type cannot hold"),
    .flags = AZUD_PARAM_ADVANCED, .otherwise = "\"fail\"", .choices = on_errors },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "casts", .label = N_("Types"), .kind = AZUD_PARAM_LIST, .help = N_("Columns and their new types"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS, .fields = cast_fields },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Text to number"), .params = "casts:\n- column=amount; type=int",
    .input = "id,amount:string\n1,50\n", .output = "id,amount\n1,50\n",
    .plan = "Project [id, CAST(amount AS INT) AS amount]\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("What does not fit becomes null"),
    .params = "casts:\n- column=amount; type=int; on-error=null",
    .input = "id,amount\n1,50\n2,many\n", .output = "id,amount\n1,50\n2,\n",
    .plan = "Project [id, TRY_CAST(amount AS INT) AS amount]\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("No such type"), .params = "casts:\n- column=amount; type=number", .input = "amount\n1\n",
    .diagnostic = "UNSUPPORTED_DATATYPE" },
  { .title = N_("A cast that makes no sense"), .params = "casts:\n- column=day; type=boolean",
    .input = "day\n2024-05-06\n",
    .diagnostic = "DATATYPE_MISMATCH" },
  { NULL }
};

/* CAST (column AS type), or TRY_CAST; NULL (reported) where Spark refuses it. */
static AzudExpr *
make_cast (AzudLowering *ctx,
           guint         index,
           AzudPlan     *in,
           int           column)
{
  AzudError error = AZUD_ERROR_INIT;
  const AzudDtype *type = azud_lowering_get_type (ctx, azud_lowering_at (ctx, "casts", index, "type"));
  AzudExpr *cast;

  if (type == NULL)
    return NULL;
  cast = azud_expr_new_cast (azud_expr_new_column (in->schema, column), type, false, &error);
  if (cast == NULL)
    {
      azud_lowering_report_error (ctx, azud_lowering_at (ctx, "casts", index, "type"), &error);
      return NULL;
    }
  if (cast->kind == AZUD_EXPR_CAST && azud_lowering_is_choice (ctx,
                                                               azud_lowering_at (ctx, "casts", index,
                                                                   "on-error"), "null"))
    {
      cast->safe = true;   /* the tree is new: nobody else sees it yet */
      cast->nullable = true;
    }
  return azud_lowering_keep (ctx, cast, (GDestroyNotify) azud_expr_unref);
}

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  guint n = azud_lowering_get_length (ctx, "casts");
  AzudNamedExpr *items = azud_lowering_keep (ctx, g_new0 (AzudNamedExpr, in->schema->n_fields + 1), g_free);
  gboolean good = TRUE;

  for (int i = 0; i < in->schema->n_fields; i++)
    items[i] = azud_lowering_pass (ctx, in, i, NULL);
  for (guint c = 0; c < n; c++)
    {
      const char *path = azud_lowering_at (ctx, "casts", c, "column");
      int column = azud_lowering_get_column (ctx, path, in);
      AzudExpr *cast = column >= 0 ? make_cast (ctx, c, in, column) : NULL;

      if (cast != NULL && !items[column].passed)
        good = azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_DUPLICATE_COLUMN",
                                     N_("The column “{0}” is named twice."),
                                     items[column].name, NULL);
      good = good && cast != NULL;
      if (cast == NULL)
        continue;
      items[column].expr = cast;
      items[column].passed = false;
    }
  return good && azud_lowering_set_output (ctx, "out",
                                           azud_plan_project (in, items, in->schema->n_fields,
                                                              AZUD_PROJECT_CAST));
}

const AzudNodeType azud_node_cast_columns = {
  .id = "cast-columns", .version = 1, .category = AZUD_CATEGORY_COLUMNS, .icon = "azud-cast-columns-symbolic",
  .label = N_("Cast Columns"), .summary = N_("Give columns other types"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
