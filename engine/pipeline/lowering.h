/* lowering.h: what a node type's lower() may ask and say
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Lowering turns one node into logical operators.  Every question about a parameter goes through the context,
 * which knows defaults, checks what the spec says, and records what is wrong as a diagnostic of the node,
 * with parameter and span; a question that fails returns NULL, -1 or the like, and lower() simply returns
 * FALSE.  Ask all questions first, then look at the answers, so that all faults are seen at once.
 *
 * Parameters are named by path: "condition", or "items/2/expression" inside a LIST (azud_lowering_at()).
 * lower() is called only when all inputs are there and the parameters have the right kinds; it must be pure:
 * no files, no clock. All answers belong to the context and live until lower() returns.  Thread: the
 * document's.
 */

#pragma once

#include "expr/expr.h"
#include "plan/plan.h"

#include <azud/document.h>
#include <azud/node-type.h>

/* ---- inputs ---- */

/** azud_lowering_get_input: what arrives at @port; NULL only at an optional port without a wire. */
AzudPlan *azud_lowering_get_input (AzudLowering *ctx, const char *port);

/** azud_lowering_get_inputs: all that arrives at a port that takes many, in the order of the wires; *@n ≥ 1. */
AzudPlan *const *azud_lowering_get_inputs (AzudLowering *ctx, const char *port, int *n);

/** azud_lowering_is_connected: whether a wire leaves output @port. */
gboolean azud_lowering_is_connected (AzudLowering *ctx, const char *port);

/* ---- plain parameters ---- */

/** azud_lowering_at: the path of @field in item @index of LIST @list. */
const char *azud_lowering_at (AzudLowering *ctx, const char *list, guint index, const char *field);

/** azud_lowering_get_value: the JSON value or its default; NULL when neither is there. */
AzudJson *azud_lowering_get_value (AzudLowering *ctx, const char *path);

const char *azud_lowering_get_text (AzudLowering *ctx, const char *path);      /* "" when not set */
gboolean    azud_lowering_get_boolean (AzudLowering *ctx, const char *path);
gint64      azud_lowering_get_integer (AzudLowering *ctx, const char *path);
double      azud_lowering_get_number (AzudLowering *ctx, const char *path);
/* set to something that is not empty */
gboolean    azud_lowering_has (AzudLowering *ctx, const char *path);
gboolean    azud_lowering_is_choice (AzudLowering *ctx, const char *path, const char *id);
/* of a LIST, COLUMNS, SCHEMA, TABLE */
guint       azud_lowering_get_length (AzudLowering *ctx, const char *path);

/** azud_lowering_get_choice: position of the value in the spec's choices, for enums in the same order. */
int azud_lowering_get_choice (AzudLowering *ctx, const char *path);

/* ---- columns and types ---- */

/** azud_lowering_get_column: index of the column of @in that the parameter names; -1 (reported) when there
 * is none. */
int azud_lowering_get_column (AzudLowering *ctx, const char *path, AzudPlan *in);

/** azud_lowering_get_columns: the same for a COLUMNS parameter; *@n = 0 and not NULL when it is empty.  NULL
 * = reported. */
const int *azud_lowering_get_columns (AzudLowering *ctx, const char *path, AzudPlan *in, int *n);

const AzudDtype *azud_lowering_get_type (AzudLowering *ctx, const char *path);

/** azud_lowering_get_schema: a SCHEMA parameter; all columns nullable, as Spark reads files.  NULL =
 * reported or empty. */
AzudSchema *azud_lowering_get_schema (AzudLowering *ctx, const char *path);

/** azud_lowering_get_table: rows of a TABLE parameter as literals of @schema, as azud_plan_values() takes
 * them. (transfer full) (nullable) */
GPtrArray *azud_lowering_get_table (AzudLowering *ctx, const char *path, const AzudSchema *schema);

/* ---- expressions: parsed, resolved and typed ---- */

AzudExpr *azud_lowering_get_expression (AzudLowering *ctx, const char *path, AzudPlan *in);
AzudExpr *azud_lowering_get_condition (AzudLowering *ctx, const char *path, AzudPlan *in);      /* boolean */
/* aggregate calls allowed */
AzudExpr *azud_lowering_get_aggregate (AzudLowering *ctx, const char *path, AzudPlan *in);

/** azud_lowering_get_window: calls over a window allowed: aggregates and window functions */
AzudExpr *azud_lowering_get_window (AzudLowering *ctx, const char *path, AzudPlan *in);

/** azud_lowering_get_join_condition: boolean over left ++ right; columns may be written left.a and right.a. */
AzudExpr *azud_lowering_get_join_condition (AzudLowering *ctx, const char *path, AzudPlan *left,
                                            AzudPlan *right);

/** azud_lowering_make_join_condition: the same from a @text that the node wrote itself; faults are reported
 * at @path. */
AzudExpr *azud_lowering_make_join_condition (AzudLowering *ctx, const char *path, const char *text,
                                             AzudPlan *left, AzudPlan *right);

/** azud_lowering_make_condition, _make_aggregate: as their _get_ sisters, from a @text that the node wrote itself. */
AzudExpr *azud_lowering_make_condition (AzudLowering *ctx, const char *path, const char *text, AzudPlan *in);
AzudExpr *azud_lowering_make_aggregate (AzudLowering *ctx, const char *path, const char *text, AzudPlan *in);

/** azud_lowering_quote_name: @name in back quotes, for such texts. */
const char *azud_lowering_quote_name (AzudLowering *ctx, const char *name);

/** azud_lowering_get_values: the values of ${parameters}. */
const AzudScopeParameter *azud_lowering_get_values (AzudLowering *ctx, int *n);

/** azud_lowering_get_constant: an expression without columns, evaluated. */
AzudExpr *azud_lowering_get_constant (AzudLowering *ctx, const char *path);

/* ---- paths ---- */

/** azud_lowering_get_path: an INPUT_PATH or OUTPUT_PATH, parameters put in, absolute against the document's
 * folder. */
const char *azud_lowering_get_path (AzudLowering *ctx, const char *path);

/* ---- surroundings ---- */

const AzudExprSettings *azud_lowering_get_settings (AzudLowering *ctx);

/** azud_lowering_keep: @object is released with @release when lower() has returned.  Returns: @object (may
 * be NULL). */
gpointer azud_lowering_keep (AzudLowering *ctx, gpointer object, GDestroyNotify release);

/* ---- answers ---- */

/** azud_lowering_report: records a diagnostic.
 * @path: (nullable): the parameter; @message: message id with slots for the texts that follow, ended by
 * NULL.  Returns: FALSE. */
gboolean azud_lowering_report (AzudLowering *ctx, const char *path, AzudSeverity severity,
                               const char *condition, const char *message, ...) G_GNUC_NULL_TERMINATED;

/** azud_lowering_report_span: the same for bytes @start .. @end of the parameter's text, with a @hint
 * (nullable). */
gboolean azud_lowering_report_span (AzudLowering *ctx, const char *path, int start, int end,
                                    AzudSeverity severity, const char *condition,
                                    const char *hint, const char *message, ...) G_GNUC_NULL_TERMINATED;

/** azud_lowering_report_error: the same from an AzudError.  Returns: FALSE. */
gboolean azud_lowering_report_error (AzudLowering *ctx, const char *path, const AzudError *error);

/** azud_lowering_set_output: @plan (taken) leaves at output @port; it gets the node's origin and a tap.
 * Operators made on the way get the origin too.  Returns: whether @plan is not NULL. */
gboolean azud_lowering_set_output (AzudLowering *ctx, const char *port, AzudPlan *plan);

/** azud_lowering_set_sink: @plan (taken), a WRITE, is what a node without outputs does. */
gboolean azud_lowering_set_sink (AzudLowering *ctx, AzudPlan *plan);

/** azud_lowering_pass: a named expression for azud_plan_project(): column @index of @in under @name
 * (nullable: its own). */
AzudNamedExpr azud_lowering_pass (AzudLowering *ctx, AzudPlan *in, int index, const char *name);
