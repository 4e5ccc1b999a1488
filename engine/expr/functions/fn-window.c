/* fn-window.c: functions of a row's place in its window
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * They have no kernels: operators/window.h computes them.  first_value and last_value are aggregates (fn-extreme.c).
 */

#include "expr/functions/fn-kernel-private.h"

#define INT_TYPE azud_dtype_get (AZUD_DTYPE_INT)

/* The constant argument @arg, which must lie between @least and an int's end. */
static bool
constant_int (const AzudExpr *call, int arg, const char *name, int64_t least, AzudError *error)
{
  int64_t value;
  bool    null;
  char    number[24];

  if (!azud_fn_fold_int (call->args[arg], &value, &null))
    return azud_fn_not_foldable (call, arg, name, error) != NULL;
  if (!null && value >= least && value <= INT32_MAX)
    return true;
  g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, null ? (gint64) 0 : (gint64) value);
  return azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
                         N_("Argument {0} of {1} is out of range: {2}"), name, call->call_name, number, NULL);
}

static const AzudDtype *
ntile_type (const AzudExpr *call, AzudError *error)
{
  return call->n_args == 0 || constant_int (call, 0, "buckets", 1, error) ? INT_TYPE : NULL;
}

/* The default takes the type of the value, as in Spark. */
static const AzudDtype *
offset_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *type = call->args[0]->type;

  if (call->n_args > 1 && !constant_int (call, 1, "offset", -INT32_MAX, error))
    return NULL;
  if (call->n_args > 2 && call->args[2]->type != type)
    {
      AzudExpr *given = call->args[2];

      if (!azud_expr_can_cast (given->type, type))
        {
          azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                          N_("The default of {0} does not have the type of its value"), call->call_name, NULL);
          return NULL;
        }
      call->args[2] = azud_expr_new_null (type);
      given = azud_expr_new_cast (given, type, true, error);
      if (given == NULL)
        return NULL;
      azud_expr_unref (call->args[2]);
      call->args[2] = given;
    }
  return type;
}

static const AzudDtype *
nth_type (const AzudExpr *call, AzudError *error)
{
  if (!constant_int (call, 1, "offset", 1, error))
    return NULL;
  if (call->n_args > 2 && (!azud_expr_is_literal (call->args[2]) || call->args[2]->datum.is_null))
    return azud_fn_not_foldable (call, 2, "ignoreNulls", error);
  return call->args[0]->type;
}

#define PLACE(name_, result_, window_, summary_)                                                       \
  {                                                                                                    \
    .name = name_, .family = N_("window"), .since = 35,                                                \
    .flags = AZUD_FUNCTION_WINDOW | AZUD_FUNCTION_NEVER_NULL,                                          \
    .signatures = SIGNATURES ({ .args = "", .result = result_, .window = window_ }), .summary = summary_ \
  }

#define OFFSET(name_, window_, summary_)                                                               \
  {                                                                                                    \
    .name = name_, .family = N_("window"), .since = 35, .flags = AZUD_FUNCTION_WINDOW,                 \
    .signatures = SIGNATURES ({ .args = "any", .resolve_type = offset_type, .window = window_ },       \
                              { .args = "any,int", .resolve_type = offset_type, .window = window_ },   \
                              { .args = "any,int,any", .resolve_type = offset_type, .window = window_ }), \
    .summary = summary_                                                                                \
  }

const AzudFunction azud_functions_window[] = {
  PLACE ("row_number", "int", AZUD_WINDOW_ROW_NUMBER, N_("Number of the row in its window, from 1")),
  PLACE ("rank", "int", AZUD_WINDOW_RANK, N_("1 and how many rows come before; equal rows share it, with gaps after them")),
  PLACE ("dense_rank", "int", AZUD_WINDOW_DENSE_RANK, N_("Like rank, without gaps")),
  PLACE ("percent_rank", "double", AZUD_WINDOW_PERCENT_RANK, N_("The rank as a share, from 0 to 1")),
  PLACE ("cume_dist", "double", AZUD_WINDOW_CUME_DIST, N_("The share of rows that come before or are equal")),
  { .name = "ntile", .family = N_("window"), .since = 35, .flags = AZUD_FUNCTION_WINDOW | AZUD_FUNCTION_NEVER_NULL,
    .signatures = SIGNATURES ({ .args = "", .resolve_type = ntile_type, .window = AZUD_WINDOW_NTILE },
                              { .args = "int", .resolve_type = ntile_type, .window = AZUD_WINDOW_NTILE }),
    .summary = N_("Which of n parts of nearly the same size the row is in, from 1") },
  OFFSET ("lag", AZUD_WINDOW_LAG, N_("The value of an earlier row: lag(value, rows back = 1, default = null)")),
  OFFSET ("lead", AZUD_WINDOW_LEAD, N_("The value of a later row: lead(value, rows on = 1, default = null)")),
  { .name = "nth_value", .family = N_("window"), .since = 35, .flags = AZUD_FUNCTION_WINDOW,
    .signatures = SIGNATURES ({ .args = "any,int", .resolve_type = nth_type, .window = AZUD_WINDOW_NTH_VALUE },
                              { .args = "any,int,boolean", .resolve_type = nth_type, .window = AZUD_WINDOW_NTH_VALUE }),
    .summary = N_("The value of the n-th row of the frame, null when it has fewer") },
  { NULL }
};
