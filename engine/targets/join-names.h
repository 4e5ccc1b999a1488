/* join-names.h: telling the columns of a join's two sides apart in a script
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * In a script the sides of a join have the aliases "left" and "right".  All functions are pure; thread: any.
 */

#pragma once

#include "plan/plan.h"

/** azud_join_has_repeated_names: whether two columns of @schema are called alike. */
gboolean azud_join_has_repeated_names (const AzudSchema *schema);

/** azud_join_new_qualified: column @index of @schema, written as `qualifier`.`name`, or as `name` alone when @qualifier is NULL. */
AzudExpr *azud_join_new_qualified (const AzudSchema *schema, int index, const char *qualifier) G_GNUC_WARN_UNUSED_RESULT;

/** azud_join_is_aliased: whether columns behind @join, any plan, are told apart by the aliases of its sides. */
gboolean azud_join_is_aliased (const AzudPlan *join);

/** azud_join_names_are_plain: whether no column of @expr is written with the name of a table. */
gboolean azud_join_names_are_plain (const AzudExpr *expr);

/** azud_join_qualify: @expr over @in as a script writes it: behind a join, or filters of one, with the aliases of its sides; elsewhere
 * without the names of tables that SQL text gave. */
AzudExpr *azud_join_qualify (const AzudPlan *in, AzudExpr *expr) G_GNUC_WARN_UNUSED_RESULT;

/** azud_join_tell_sides_apart: @condition so that PySpark's join() does not take x = x, in a self-join, for left.x = right.x. */
AzudExpr *azud_join_tell_sides_apart (const AzudExpr *condition) G_GNUC_WARN_UNUSED_RESULT;
