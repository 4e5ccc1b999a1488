/* window.c: windows as DataFrame calls
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Values that see a frame have a window with it, the others one without: Spark refuses a frame for rank() or lag().
 */

#include "targets/dataframe.h"

#include "expr/function.h"
#include "targets/python.h"

static gboolean
sees_frame (const AzudExpr *call)
{
  AzudWindowFunction function = call->function->signatures[call->variant].window;

  return function == AZUD_WINDOW_NONE || function == AZUD_WINDOW_NTH_VALUE;
}

/* rangeBetween() adds bigints, which Spark does not add to dates: only SQL says it. */
static gboolean
needs_sql (const AzudPlan *plan)
{
  const AzudWindowFrame *frame = &plan->as.window.frame;

  return frame->kind == AZUD_FRAME_RANGE && plan->as.window.n_order == 1
         && plan->as.window.order[0].expr->type->id == AZUD_DTYPE_DATE;
}

static void
append_bound (GString    *out,
              int64_t     bound,
              const char *unbounded)
{
  if (bound == AZUD_FRAME_UNBOUNDED || bound == -AZUD_FRAME_UNBOUNDED)
    g_string_append (out, unbounded);
  else if (bound == 0)
    g_string_append (out, "Window.currentRow");
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT, (gint64) bound);
}

static void
append_spec (AzudScript     *script,
             const AzudPlan *plan,
             gboolean        with_frame)
{
  const AzudWindowFrame *frame = &plan->as.window.frame;
  GString *out = script->out;

  g_string_append (out, "Window.partitionBy(");
  for (int i = 0; i < plan->as.window.n_partition; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      azud_script_append_expr (script, plan->as.window.partition[i]);
    }
  g_string_append_c (out, ')');
  if (plan->as.window.n_order > 0)
    {
      g_string_append (out, ".orderBy(");
      azud_script_append_order (script, plan->as.window.order, plan->as.window.n_order);
      g_string_append_c (out, ')');
    }
  if (!with_frame || frame->kind == AZUD_FRAME_DEFAULT)
    return;
  g_string_append (out, frame->kind == AZUD_FRAME_ROWS ? ".rowsBetween(" : ".rangeBetween(");
  append_bound (out, frame->start, "Window.unboundedPreceding");
  g_string_append (out, ", ");
  append_bound (out, frame->end, "Window.unboundedFollowing");
  g_string_append_c (out, ')');
}

/* ---- SQL ---- */

static void
append_sql_bound (GString    *sql,
                  int64_t     bound,
                  const char *unbounded)
{
  if (bound == AZUD_FRAME_UNBOUNDED || bound == -AZUD_FRAME_UNBOUNDED)
    g_string_append_printf (sql, "UNBOUNDED %s", unbounded);
  else if (bound == 0)
    g_string_append (sql, "CURRENT ROW");
  else
    g_string_append_printf (sql, "%" G_GINT64_FORMAT " %s", (gint64) ABS (bound), bound < 0 ? "PRECEDING" : "FOLLOWING");
}

static void
append_sql_expr (GString        *sql,
                 const char     *before,
                 const AzudExpr *expr)
{
  g_autofree char *text = azud_expr_print (expr);

  g_string_append (sql, before);
  g_string_append (sql, text);
}

static void
append_over (AzudScript     *script,
             const AzudPlan *plan,
             const AzudExpr *call)
{
  const AzudSortKey *key = &plan->as.window.order[0];
  g_autoptr(GString) sql = g_string_new (NULL);

  append_sql_expr (sql, "", call);
  g_string_append (sql, " OVER (");
  for (int i = 0; i < plan->as.window.n_partition; i++)
    append_sql_expr (sql, i == 0 ? "PARTITION BY " : ", ", plan->as.window.partition[i]);
  append_sql_expr (sql, plan->as.window.n_partition > 0 ? " ORDER BY " : "ORDER BY ", key->expr);
  g_string_append_printf (sql, " %s NULLS %s RANGE BETWEEN ", key->descending ? "DESC" : "ASC", key->nulls_last ? "LAST" : "FIRST");
  append_sql_bound (sql, plan->as.window.frame.start, "PRECEDING");
  g_string_append (sql, " AND ");
  append_sql_bound (sql, plan->as.window.frame.end, "FOLLOWING");
  g_string_append_c (sql, ')');
  g_string_append (script->out, "F.expr(");
  azud_python_append_template (script->out, sql->str, "PARAMETERS");
  g_string_append_c (script->out, ')');
}

gboolean
azud_dataframe_append_window (AzudScript     *script,
                              const AzudPlan *plan)
{
  azud_script_begin_call (script, ".withColumns({");
  for (int i = 0; i < plan->as.window.n_values; i++)
    {
      const AzudNamedExpr *value = &plan->as.window.values[i];

      azud_script_begin_call (script, "    ");
      azud_python_append_string (script->out, value->name);
      g_string_append (script->out, ": ");
      if (sees_frame (value->expr) && needs_sql (plan))
        append_over (script, plan, value->expr);
      else
        {
          azud_script_append_expr (script, value->expr);
          g_string_append (script->out, ".over(");
          append_spec (script, plan, sees_frame (value->expr));
          g_string_append_c (script->out, ')');
        }
      g_string_append_c (script->out, ',');
    }
  azud_script_begin_call (script, "})");
  return TRUE;
}
