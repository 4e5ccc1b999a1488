/* node-window.c: new columns from the rows around each row
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "nodes/order-keys.h"

#include "expr/function.h"

/* In the order of AzudFrameKind. */
static const AzudChoice frames[] = {
  { "default", N_("As usual") },
  { "rows", N_("By rows") },
  { "range", N_("By values of the order") },
  { NULL }
};

static const AzudChoice starts[] = {
  { "unbounded", N_("The first row") },
  { "current", N_("The current row") },
  { "offset", N_("A distance") },
  { NULL }
};

static const AzudChoice ends[] = {
  { "unbounded", N_("The last row") },
  { "current", N_("The current row") },
  { "offset", N_("A distance") },
  { NULL }
};

static const AzudParamSpec value_fields[] = {
  { .id = "expression", .label = N_("Value"), .kind = AZUD_PARAM_EXPRESSION,
    .help = N_("A window function or an aggregate, such as rank(), lag(price, 1), sum(amount)"),
    .flags = AZUD_PARAM_REQUIRED },
  { .id = "name", .label = N_("Column"), .kind = AZUD_PARAM_TEXT,
    .help = N_("Name of the new column; empty: the value as it is written"),
    .flags = AZUD_PARAM_OUTPUT_NAME },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "partition", .label = N_("Partition by"), .kind = AZUD_PARAM_COLUMNS,
    .help = N_("Rows equal in these columns make a window; none chosen: all rows are one"),
    .flags = AZUD_PARAM_ON_CANVAS },
  { .id = "order", .label = N_("Order"), .kind = AZUD_PARAM_LIST,
    .help = N_("Order of the rows inside each window"), .fields = azud_order_fields },
  { .id = "values", .label = N_("Values"), .kind = AZUD_PARAM_LIST,
    .help = N_("What is computed for each row"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS, .fields = value_fields },
  { .id = "frame", .label = N_("Frame"), .kind = AZUD_PARAM_CHOICE,
    .help = N_("Which rows aggregates see. As usual: with an order up to the current row and its equals, else all"),
    .otherwise = "\"default\"", .choices = frames },
  { .id = "from", .label = N_("From"), .kind = AZUD_PARAM_CHOICE,
    .help = N_("Where a frame by rows or by values begins"),
    .otherwise = "\"unbounded\"", .choices = starts },
  { .id = "from-offset", .label = N_("Distance of the start"), .kind = AZUD_PARAM_INTEGER,
    .help = N_("Rows, or what is added to the order; below zero: before the current row"),
    .otherwise = "-1", .minimum = -G_MAXINT32, .maximum = G_MAXINT32, .show_when = "from=offset" },
  { .id = "to", .label = N_("To"), .kind = AZUD_PARAM_CHOICE,
    .help = N_("Where a frame by rows or by values ends"),
    .otherwise = "\"current\"", .choices = ends },
  { .id = "to-offset", .label = N_("Distance of the end"), .kind = AZUD_PARAM_INTEGER,
    .help = N_("Rows, or what is added to the order; below zero: before the current row"),
    .otherwise = "1", .minimum = -G_MAXINT32, .maximum = G_MAXINT32, .show_when = "to=offset" },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("Ranks inside each group"),
    .params = "partition: k\norder:\n- expression=a; direction=descending\nvalues:\n- expression=row_number(); name=n\n"
              "- expression=rank(); name=r\n- expression=dense_rank(); name=d\n- expression=percent_rank(); name=p\n"
              "- expression=cume_dist(); name=c\n- expression=ntile(2); name=t",
    .input = "k,a\nx,5\nx,5\nx,3\nx,1\ny,7\n",
    .output = "k,a,n,r,d,p,c,t\nx,5,1,1,1,0.0,0.5,1\nx,5,2,1,1,0.0,0.5,1\nx,3,3,3,2,0.6666666666666666,0.75,2\n"
              "x,1,4,4,3,1.0,1.0,2\ny,7,1,1,1,0.0,1.0,1\n",
    .plan = "Window partition=[k] order=[a DESC] values=[row_number() AS n, rank() AS r, dense_rank() AS d, percent_rank() AS p, "
            "cume_dist() AS c, ntile(2) AS t]\n  Input in",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("The value before, and the one after"),
    .params = "partition: k\norder:\n- expression=day\nvalues:\n- expression=lag(price, 1); name=before\n"
              "- expression=lead(price, 1, 0); name=after",
    .input = "k,day,price\nx,1,10\nx,2,12\nx,3,\ny,1,7\n",
    .output = "k,day,price,before,after\nx,1,10,,12\nx,2,12,10,\nx,3,,12,0\ny,1,7,,0\n",
    .plan = "Window partition=[k] order=[day] values=[lag(price, 1) AS before, lead(price, 1, 0) AS after]\n  Input in",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("A running total"),
    .params = "partition: k\norder:\n- expression=day\nvalues:\n- expression=sum(a); name=total",
    .input = "k,day,a\nx,1,10\nx,2,\nx,3,5\ny,1,7\n",
    .output = "k,day,a,total\nx,1,10,10\nx,2,,10\nx,3,5,15\ny,1,7,7\n",
    .plan = "Window partition=[k] order=[day] values=[sum(a) AS total]\n  Input in",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("The mean of three rows"),
    .params = "order:\n- expression=day\nvalues:\n- expression=avg(a); name=mean\nframe: rows\nfrom: offset\nfrom-offset: -2\nto: current",
    .input = "day,a\n1,3\n2,6\n3,9\n4,0\n",
    .output = "day,a,mean\n1,3,3.0\n2,6,4.5\n3,9,6.0\n4,0,5.0\n",
    .plan = "Window partition=[] order=[day] values=[avg(a) AS mean] rows -2..0\n  Input in",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("Rows whose value is near"),
    .params = "order:\n- expression=t\nvalues:\n- expression=count(*); name=near\nframe: range\nfrom: offset\nfrom-offset: -1\nto: offset\nto-offset: 1",
    .input = "t\n1\n2\n2\n5\n6\n",
    .output = "t,near\n1,3\n2,3\n2,3\n5,2\n6,2\n",
    .plan = "Window partition=[] order=[t] values=[count(1) AS near] range -1..1\n  Input in",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("Days whose date is near"),
    .params = "order:\n- expression=day\nvalues:\n- expression=sum(a); name=week\nframe: range\nfrom: offset\nfrom-offset: -6\nto: current",
    .input = "day,a\n2024-01-01,1\n2024-01-06,2\n2024-01-08,4\n",
    .output = "day,a,week\n2024-01-01,1,1\n2024-01-06,2,3\n2024-01-08,4,6\n",
    .plan = "Window partition=[] order=[day] values=[sum(a) AS week] range -6..0\n  Input in",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("A total beside every row"),
    .params = "values:\n- expression=sum(a); name=total\n- expression=max(a); name=largest",
    .input = "a\n1\n2\n3\n", .output = "a,total,largest\n1,6,3\n2,6,3\n3,6,3\n",
    .plan = "Window partition=[] order=[] values=[sum(a) AS total, max(a) AS largest]\n  Input in",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("The rest of the window"),
    .params = "partition: k\norder:\n- expression=a\nvalues:\n- expression=last_value(a); name=last\n- expression=nth_value(a, 2); name=second\n"
              "- expression=row_number(); name=n\nframe: rows\nfrom: current\nto: unbounded",
    .input = "k,a\nx,1\nx,2\nx,3\n", .output = "k,a,last,second,n\nx,1,3,2,1\nx,2,3,3,2\nx,3,3,,3\n",
    .plan = "Window partition=[k] order=[a] values=[last_value(a) AS last, nth_value(a, 2) AS second, row_number() AS n] rows 0..\n  Input in",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("The last value that was there"),
    .params = "order:\n- expression=day\nvalues:\n- expression=lag(a) IGNORE NULLS; name=before",
    .input = "day,a\n1,3\n2,\n3,\n4,5\n5,6\n", .output = "day,a,before\n1,3,\n2,,3\n3,,3\n4,5,3\n5,6,5\n",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("A rank without an order"), .params = "values:\n- expression=rank(); name=r",
    .input = "a\n1\n", .diagnostic = "AZUD_WINDOW_NEEDS_ORDER" },
  { .title = N_("A frame that ends before it begins"),
    .params = "order:\n- expression=a\nvalues:\n- expression=sum(a)\nframe: rows\nfrom: current\nto: offset\nto-offset: -1",
    .input = "a\n1\n", .diagnostic = "DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON" },
  { .title = N_("No function of a window"), .params = "values:\n- expression=a + 1", .input = "a\n1\n",
    .diagnostic = "UNSUPPORTED_EXPR_FOR_WINDOW" },
  { .title = N_("No such column"), .params = "values:\n- expression=sum(price)", .input = "k,a\n1,5\n",
    .diagnostic = "UNRESOLVED_COLUMN" },
  { NULL }
};

static gboolean
is_window_call (const AzudExpr *expr)
{
  return expr->kind == AZUD_EXPR_CALL && expr->function != NULL &&
    (expr->function->flags & (AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_WINDOW)) != 0;
}

static gboolean
check_name (AzudLowering        *ctx,
            AzudPlan            *in,
            const AzudNamedExpr *values,
            guint                i)
{
  gboolean taken = azud_schema_find (in->schema, values[i].name, azud_lowering_get_settings (ctx)->case_sensitive)
    != AZUD_SCHEMA_NOT_FOUND;

  for (guint b = 0; b < i; b++)
    taken = taken || g_strcmp0 (values[b].name, values[i].name) == 0;
  return !taken || azud_lowering_report (ctx, azud_lowering_at (ctx, "values", i, "name"), AZUD_SEVERITY_ERROR,
                                         "AZUD_DUPLICATE_COLUMN", N_("There would be two columns “{0}”."),
                                         values[i].name, NULL);
}

static gboolean
get_value (AzudLowering  *ctx,
           AzudPlan      *in,
           AzudNamedExpr *values,
           guint          i,
           gboolean       ordered)
{
  const char *path = azud_lowering_at (ctx, "values", i, "expression");
  const char *name = azud_lowering_get_text (ctx, azud_lowering_at (ctx, "values", i, "name"));
  AzudExpr *expr = azud_lowering_get_window (ctx, path, in);

  if (expr == NULL)
    return FALSE;
  if (!is_window_call (expr))
    return azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "UNSUPPORTED_EXPR_FOR_WINDOW",
                                 N_("This is neither a window function nor an aggregate: compute with its column in a later step."),
                                 NULL);
  values[i].expr = expr;
  values[i].name = name[0] != '\0' ? (char *) name : azud_lowering_keep (ctx, azud_expr_spark_name (expr), g_free);
  if (!ordered && (expr->function->flags & AZUD_FUNCTION_WINDOW) != 0)
    return azud_lowering_report (ctx, "order", AZUD_SEVERITY_ERROR, "AZUD_WINDOW_NEEDS_ORDER",
                                 N_("{0} needs an order of the rows."), expr->call_name, NULL);
  return check_name (ctx, in, values, i);
}

/* ---- frames ---- */

static gboolean
is_offset (gint64 bound)
{
  return bound != 0 && bound != AZUD_FRAME_UNBOUNDED && bound != -AZUD_FRAME_UNBOUNDED;
}

static gint64
get_bound (AzudLowering *ctx,
           const char   *choice,
           const char   *offset,
           gint64        unbounded)
{
  if (azud_lowering_is_choice (ctx, choice, "offset"))
    return azud_lowering_get_integer (ctx, offset);
  return azud_lowering_is_choice (ctx, choice, "current") ? 0 : unbounded;
}

static gboolean
fits (const AzudDtype *type,
      gint64           offset)
{
  if (type->id == AZUD_DTYPE_TINYINT)
    return offset >= G_MININT8 && offset <= G_MAXINT8;
  if (type->id == AZUD_DTYPE_SMALLINT)
    return offset >= G_MININT16 && offset <= G_MAXINT16;
  return TRUE;
}

/* Offsets are added to the order, so that there must be one key, a number or a date. */
static gboolean
check_offset (AzudLowering      *ctx,
              const AzudSortKey *order,
              guint              n_order,
              const char        *path,
              gint64             offset)
{
  const AzudDtype *type;
  char shown[256];

  if (!is_offset (offset))
    return TRUE;
  if (n_order > 1)
    return azud_lowering_report (ctx, "order", AZUD_SEVERITY_ERROR, "DATATYPE_MISMATCH.RANGE_FRAME_MULTI_ORDER",
                                 N_("A frame with a distance in values needs an order by one expression."), NULL);
  type = order[0].expr->type;
  if (!azud_dtype_is_numeric (type) && type->id != AZUD_DTYPE_DATE)
    {
      azud_dtype_sql_name (type, shown, sizeof shown);
      return azud_lowering_report (ctx, azud_lowering_at (ctx, "order", 0, "expression"), AZUD_SEVERITY_ERROR,
                                   "DATATYPE_MISMATCH.RANGE_FRAME_INVALID_TYPE",
                                   N_("A distance cannot be added to an order of type {0}: a number or a date is needed."),
                                   shown, NULL);
    }
  return fits (type, offset) || azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "CAST_OVERFLOW",
                                                      N_("The distance is beyond the type of the order."), NULL);
}

static gboolean
get_frame (AzudLowering      *ctx,
           const AzudSortKey *order,
           guint              n_order,
           AzudWindowFrame   *frame)
{
  gboolean good;

  frame->kind = (AzudFrameKind) azud_lowering_get_choice (ctx, "frame");
  if (frame->kind == AZUD_FRAME_DEFAULT)
    return TRUE;
  frame->start = get_bound (ctx, "from", "from-offset", -AZUD_FRAME_UNBOUNDED);
  frame->end = get_bound (ctx, "to", "to-offset", AZUD_FRAME_UNBOUNDED);
  if (frame->start > frame->end)
    return azud_lowering_report (ctx, "from", AZUD_SEVERITY_ERROR,
                                 "DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON",
                                 N_("The frame would end before it begins."), NULL);
  if (frame->kind == AZUD_FRAME_ROWS || (frame->start == -AZUD_FRAME_UNBOUNDED && frame->end == AZUD_FRAME_UNBOUNDED))
    return TRUE;
  if (n_order == 0)
    return azud_lowering_report (ctx, "order", AZUD_SEVERITY_ERROR, "DATATYPE_MISMATCH.RANGE_FRAME_WITHOUT_ORDER",
                                 N_("A frame by values needs an order of the rows."), NULL);
  good = check_offset (ctx, order, n_order, "from-offset", frame->start);
  return check_offset (ctx, order, n_order, "to-offset", frame->end) && good;
}

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  guint n_order = azud_lowering_get_length (ctx, "order");
  guint n = azud_lowering_get_length (ctx, "values");
  AzudNamedExpr *values = azud_lowering_keep (ctx, g_new0 (AzudNamedExpr, n + 1), g_free);
  AzudSortKey *order = azud_order_keys_get (ctx, "order", in, n_order);
  AzudWindowFrame frame = { 0 };
  g_autofree AzudExpr **partition = NULL;
  gboolean good = order != NULL;
  AzudPlan *plan;
  const int *columns;
  int n_columns;

  columns = azud_lowering_get_columns (ctx, "partition", in, &n_columns);
  for (guint i = 0; i < n; i++)
    good = get_value (ctx, in, values, i, n_order > 0) && good;
  if (order == NULL || !get_frame (ctx, order, n_order, &frame) || !good || columns == NULL)
    return FALSE;
  partition = g_new0 (AzudExpr *, n_columns + 1);
  for (int i = 0; i < n_columns; i++)
    partition[i] = azud_expr_new_column (in->schema, columns[i]);
  plan = azud_plan_window_with_frame (in, partition, n_columns, order, (int) n_order, values, (int) n, &frame);
  for (int i = 0; i < n_columns; i++)
    azud_expr_unref (partition[i]);
  return azud_lowering_set_output (ctx, "out", plan);
}

const AzudNodeType azud_node_window = {
  .id = "window", .version = 1, .category = AZUD_CATEGORY_GROUP, .icon = "azud-window-symbolic",
  .label = N_("Window"), .summary = N_("New columns from the rows around each row: ranks, earlier values, running totals"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
