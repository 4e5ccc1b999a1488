/* plan-leaf.c: operators that bring rows in, and those that take them out
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/plan-private.h"

AzudPlan *
azud_plan_input (const char *name, AzudSchema *schema)
{
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_INPUT, azud_schema_ref (schema), NULL, 0);

  plan->as.input.name = g_strdup (name);
  return plan;
}

AzudPlan *
azud_plan_scan (AzudDataset *data, AzudSchema *file_schema, AzudSchema *output, const int *columns, int64_t estimated_bytes)
{
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_SCAN, azud_schema_ref (output), NULL, 0);

  plan->as.scan.data = data;
  plan->as.scan.file_schema = azud_schema_ref (file_schema);
  plan->as.scan.columns = g_new0 (int, MAX (output->n_fields, 1));
  for (int i = 0; i < output->n_fields; i++)
    plan->as.scan.columns[i] = columns != NULL ? columns[i] : i;
  plan->as.scan.limit = -1;
  plan->as.scan.estimated_bytes = estimated_bytes;
  return plan;
}

AzudPlan *
azud_plan_rejects (AzudPlan *scan)
{
  const AzudDtype *text = azud_dtype_get (AZUD_DTYPE_STRING);
  AzudField        fields[] = {
    { "file", text, false },     { "line", azud_dtype_get (AZUD_DTYPE_BIGINT), false },
    { "column", text, true },    { "condition", text, false },
    { "message", text, false },  { "record", text, true },
  };
  AzudPlan *plan;

  g_return_val_if_fail (scan->op == AZUD_PLAN_SCAN, NULL);
  plan = azud_plan_alloc (AZUD_PLAN_REJECTS, azud_plan_schema_build (fields, G_N_ELEMENTS (fields)), &scan, 1);
  return plan;
}

static void
row_free (gpointer data)
{
  AzudExpr **row = data;

  for (int i = 0; row[i] != NULL; i++)
    azud_expr_unref (row[i]);
  g_free (row);
}

/* Rows get an end mark, so that copies of the operator can share the array and the last one frees it. */
AzudPlan *
azud_plan_values (AzudSchema *schema, GPtrArray *rows)
{
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_VALUES, azud_schema_ref (schema), NULL, 0);

  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      AzudExpr **row = g_renew (AzudExpr *, g_ptr_array_index (rows, i), schema->n_fields + 1);

      row[schema->n_fields] = NULL;
      g_ptr_array_index (rows, i) = row;
    }
  g_ptr_array_set_free_func (rows, row_free);
  plan->as.values.rows = rows;
  return plan;
}

AzudPlan *
azud_plan_range (const char *column, int64_t start, int64_t end, int64_t step)
{
  AzudField field = { column, azud_dtype_get (AZUD_DTYPE_BIGINT), false };
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_RANGE, azud_plan_schema_build (&field, 1), NULL, 0);

  plan->as.range.start = start;
  plan->as.range.end = end;
  plan->as.range.step = step;
  return plan;
}

AzudPlan *
azud_plan_cache (AzudPlan *in, AzudStorageLevel level)
{
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_CACHE, azud_schema_ref (in->schema), &in, 1);

  plan->as.cache.level = level;
  return plan;
}

const char *
azud_storage_level_name (AzudStorageLevel level)
{
  static const char *const names[] = { "MEMORY_ONLY", "MEMORY_AND_DISK", "DISK_ONLY" };

  return names[level];
}

AzudPlan *
azud_plan_write (AzudPlan *in, AzudDataset *data)
{
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_WRITE, azud_schema_ref (in->schema), &in, 1);

  plan->as.write.data = data;
  return plan;
}

AzudPlan *
azud_plan_exchange (AzudPlan *in, AzudExchangeKind kind)
{
  AzudPlan *plan = azud_plan_alloc (AZUD_PLAN_EXCHANGE, azud_schema_ref (in->schema), &in, 1);

  plan->as.exchange.kind = kind;
  plan->as.exchange.keys = g_new0 (AzudExpr *, 1);
  plan->as.exchange.order = g_new0 (AzudSortKey, 1);
  plan->as.exchange.stage = -1;
  return plan;
}
