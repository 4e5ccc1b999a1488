/* plan-private.h: what the files of this folder share about operators
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "plan/plan.h"

/* ---- making ---- */

/** azud_plan_alloc: a bare operator.  @schema is taken; inputs are referenced. */
AzudPlan *azud_plan_alloc (AzudPlanOp op, AzudSchema *schema, AzudPlan *const *inputs, int n_inputs) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_copy: a deep copy of one operator over other inputs (NULL = its own), with origin and taps.  The schema is
 * kept: the new inputs must have columns of the same types in the same places. */
AzudPlan *azud_plan_copy (const AzudPlan *plan, AzudPlan *const *inputs) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_schema_build: azud_schema_new that ends the process when memory is out, as GLib does. */
AzudSchema *azud_plan_schema_build (const AzudField *fields, int n_fields) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_join_schema: left ++ right with the nullability of @type; what a join's condition is resolved against
 * when @combined, else what it gives (SEMI and ANTI: left only). */
AzudSchema *azud_plan_join_schema (const AzudSchema *left, const AzudSchema *right, AzudJoinType type, bool combined) G_GNUC_WARN_UNUSED_RESULT;

AzudNamedExpr *azud_named_exprs_copy (const AzudNamedExpr *items, int n_items) G_GNUC_WARN_UNUSED_RESULT;
AzudSortKey   *azud_sort_keys_copy (const AzudSortKey *keys, int n_keys) G_GNUC_WARN_UNUSED_RESULT;
AzudExpr     **azud_exprs_copy (AzudExpr *const *exprs, int n_exprs) G_GNUC_WARN_UNUSED_RESULT;
void           azud_named_exprs_free (AzudNamedExpr *items, int n_items);
void           azud_sort_keys_free (AzudSortKey *keys, int n_keys);
void           azud_exprs_free (AzudExpr **exprs, int n_exprs);

/** azud_plan_named: a named expression on the stack; nothing is owned. */
static inline AzudNamedExpr
azud_plan_named (const char *name, AzudExpr *expr, bool passed)
{
  return (AzudNamedExpr) { (char *) name, expr, passed };
}

/* ---- expressions inside an operator ---- */

/** azud_plan_visit_exprs: calls @visit for each expression of @plan (not of its inputs), in printing order, with the schema its
 * columns count in (NULL: no columns).  The schema lives until @visit returns.  Stops at false. */
bool azud_plan_visit_exprs (const AzudPlan *plan, bool (*visit) (const AzudExpr *expr, const AzudSchema *scope, void *data), void *data);

/** azud_plan_map_exprs: the same operator with every expression e replaced by @map (e) (a new reference, or NULL to keep).
 * Returns: (transfer full) (nullable): NULL when nothing changed. */
AzudPlan *azud_plan_map_exprs (AzudPlan *plan, AzudExpr *(*map) (AzudExpr *expr, void *data), void *data) G_GNUC_WARN_UNUSED_RESULT;

/* ---- origin and taps ---- */

/** azud_plan_set_origin: only while @plan is not yet shared. */
void azud_plan_set_origin (AzudPlan *plan, const AzudOrigin *origin);

/** azud_plan_add_tap: only on operators nobody else holds (the optimiser's own copies). */
void azud_plan_add_tap (AzudPlan *plan, const char *node, const char *port, AzudTapKind kind);

/** azud_plan_move_taps: adds all taps of @from to @to, which has those of its own edges first; @kind, unless negative, replaces that of the
 * counting ones.  O(1). */
void azud_plan_move_taps (AzudPlan *to, const AzudPlan *from, int kind);

/** azud_tap_hash, azud_tap_equal: by edge, whatever it counts. */
guint    azud_tap_hash (gconstpointer tap);
gboolean azud_tap_equal (gconstpointer a, gconstpointer b);

/** azud_plan_forget_taps: @plan, which nobody else holds, counts no edges. */
void azud_plan_forget_taps (AzudPlan *plan);

/** azud_plan_row_width: guessed bytes of a row of @schema. */
int64_t azud_plan_row_width (const AzudSchema *schema);

/** azud_plan_estimate_table: bytes of all operators in @walk at once.
 * Returns: (transfer full): AzudPlan* -> int64_t* . */
GHashTable *azud_plan_estimate_table (GPtrArray *walk) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_describe: the operator's line in a printed plan, without its inputs.  (transfer full) */
char *azud_plan_describe (const AzudPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_append_name: @name, back-quoted unless it is a plain identifier. */
void azud_plan_append_name (GString *text, const char *name);

/** azud_plan_append_dot_label: @line as the inside of a quoted DOT string, cut at 200 characters. */
void azud_plan_append_dot_label (GString *text, const char *line);

/** azud_plan_expand_idioms: copies of @roots in which the first phase of the optimiser has replaced every idiom. */
GPtrArray *azud_plan_expand_idioms (AzudPlan *const *roots, int n_roots, const AzudExprSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_append_trees: the text of azud_plan_print, each line ended, beginning at @depth; with @stage_only exchanges are leaves
 * and nothing stands between the roots. */
void azud_plan_append_trees (GString *text, AzudPlan *const *roots, int n_roots, int depth, bool stage_only);

/** azud_plan_exchange_label: what an exchange does with rows: `hash by carrier`, `merge by a DESC`, `single`.  (transfer full) */
char *azud_plan_exchange_label (const AzudPlan *exchange) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_physical: @roots with the exchanges they need; all operators are fresh and held by nobody else.
 * Returns: (transfer full) (element-type AzudPlan). */
typedef struct
{
  int64_t broadcast_bytes;
  int     shuffle_partitions;
} AzudPhysicalSettings;

GPtrArray *azud_plan_physical (AzudPlan *const *roots, int n_roots, const AzudPhysicalSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
